//! Who may be given work, for the planner.
use std::collections::BTreeMap;

use crate::book::Reader;
use crate::deliver::load;
use crate::deliver::planning;
use crate::error::Result;
use crate::handoff::plan::{Staff, StaffRole};
use crate::people::RoleRule;
use crate::values::{PersonId, RoleId};

/// Live roles with their people, active people with their leave and, where a role asks for it, what they have to do; who owns what nobody does.
pub(crate) fn staff(reader: &Reader<'_>) -> Result<Staff> {
    let mut roles: BTreeMap<RoleId, StaffRole> = BTreeMap::new();
    for role in crate::people::rows::roles(reader)? {
        let filled = StaffRole {
            name: role.name,
            person: role.person.map(|person| PersonId(person.id)),
            deal_owner: role.deal_owner,
            rule: role.rule,
            people: role.people.into_iter().map(|person| PersonId(person.id)).collect(),
            last_turn: role.last_turn.map(|person| PersonId(person.id)),
        };
        roles.insert(role.id, filled);
    }
    let active = reader.many("SELECT id, name FROM person WHERE deleted_at IS NULL AND active = 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let (firm_fallback, named) = reader
        .one("SELECT fallback_person_id, handoff_owner_id FROM firm LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))?
        .unwrap_or((None, None));
    let sql =
        "SELECT id FROM person WHERE deleted_at IS NULL AND active = 1 ORDER BY id = ?1 DESC, created_at, id LIMIT 1";
    let handoff_owner = reader.one(sql, [named as Option<PersonId>], |row| row.get(0))?;
    let mut staff = Staff {
        roles,
        active: active.into_iter().collect(),
        firm_fallback,
        handoff_owner,
        away: planning::away(reader)?,
        ..Staff::default()
    };
    if staff.roles.values().any(|role| role.rule == RoleRule::LeastLoaded) {
        (staff.load, staff.week_minutes) = load::planned(reader)?;
    }
    Ok(staff)
}
