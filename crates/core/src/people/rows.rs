//! The only SQL of people, roles, the firm and its calendar.
use rusqlite::Row;

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::people::{Firm, Holiday, Person, Role, RoleRule, RoleUse};
use crate::values::{CalendarId, HolidayId, Named, PersonId, ProjectId, RoleId, RolePersonId, TaskId, TemplateId};
use uuid::Uuid;

const PERSON: &str = "p.id, p.name, p.email, p.manager, p.office, p.active,
    (SELECT count(*) FROM deal d WHERE d.owner_id = p.id AND d.deleted_at IS NULL AND d.stage_id IN (SELECT id FROM stage WHERE kind = 'open')),
    (SELECT count(*) FROM task t JOIN project j ON j.id = t.project_id
       WHERE t.assignee_id = p.id AND t.deleted_at IS NULL AND t.done_on IS NULL AND j.deleted_at IS NULL AND j.state NOT IN ('done', 'cancelled'))
  FROM person p";

fn person_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        manager: row.get(3)?,
        office: row.get(4)?,
        active: row.get(5)?,
        roles: Vec::new(),
        open_deals: row.get(6)?,
        open_tasks: row.get(7)?,
    })
}

/// Active people first, each by name.
pub(crate) fn people(reader: &Reader<'_>) -> Result<Vec<Person>> {
    let sql = format!("SELECT {PERSON} WHERE p.deleted_at IS NULL ORDER BY p.active DESC, p.name_key, p.id");
    let mut found = reader.many(&sql, [], person_row)?;
    for person in &mut found {
        person.roles = roles_of(reader, person.id)?.into_iter().map(|(_, name)| name).collect();
    }
    Ok(found)
}

pub(crate) fn person(reader: &Reader<'_>, id: PersonId) -> Result<Person> {
    let sql = format!("SELECT {PERSON} WHERE p.id = ?1 AND p.deleted_at IS NULL");
    let mut person = reader.one(&sql, [id], person_row)?.ok_or_else(|| Error::not_found("person"))?;
    person.roles = roles_of(reader, id)?.into_iter().map(|(_, name)| name).collect();
    Ok(person)
}

/// (name, active) of a live person.
pub(crate) fn name_and_active(reader: &Reader<'_>, id: PersonId) -> Result<(String, bool)> {
    reader
        .one("SELECT name, active FROM person WHERE id = ?1 AND deleted_at IS NULL", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::not_found("person"))
}

/// People with this name key, active ones first.
pub(crate) fn by_key(reader: &Reader<'_>, key: &str) -> Result<Vec<PersonId>> {
    reader.many(
        "SELECT id FROM person WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY active DESC, created_at, id",
        [key],
        |row| row.get(0),
    )
}

/// By name, without what uses them.
pub(crate) fn roles(reader: &Reader<'_>) -> Result<Vec<Role>> {
    let mut roles = reader.many(
        "SELECT r.id, r.name, p.id, p.name, r.deal_owner, r.rule FROM role r LEFT JOIN person p ON p.id = r.person_id AND p.deleted_at IS NULL
         WHERE r.deleted_at IS NULL ORDER BY lower(r.name), r.id",
        [],
        |row| {
            let person = Named::joined(row.get::<_, Option<Uuid>>(2)?, row.get(3)?);
            Ok(Role {
                id: row.get(0)?,
                name: row.get(1)?,
                person,
                deal_owner: row.get(4)?,
                rule: row.get(5)?,
                people: Vec::new(),
                last_turn: None,
                uses: Vec::new(),
            })
        },
    )?;
    for role in roles.iter_mut().filter(|role| matches!(role.rule, RoleRule::LeastLoaded | RoleRule::RoundRobin)) {
        role.people = role_people(reader, role.id)?;
        role.last_turn = last_turn(reader, role.id)?;
    }
    Ok(roles)
}

/// Who can fill a role, in their order.
pub(crate) fn role_people(reader: &Reader<'_>, role: RoleId) -> Result<Vec<Named>> {
    let sql = "SELECT p.id, p.name FROM role_person r JOIN person p ON p.id = r.person_id
       WHERE r.role_id = ?1 AND r.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY r.rank, p.name_key, p.id";
    reader.many(sql, [role], |row| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))
}

/// Whose turn it was last, of the handoffs that stand.
pub(crate) fn last_turn(reader: &Reader<'_>, role: RoleId) -> Result<Option<Named>> {
    let sql = "SELECT p.id, p.name FROM role_turn t JOIN person p ON p.id = t.person_id
       WHERE t.role_id = ?1 AND t.deleted_at IS NULL ORDER BY t.created_at DESC, t.rowid DESC LIMIT 1";
    reader.one(sql, [role], |row| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))
}

/// Roles that a person is one of the people of.
pub(crate) fn role_places_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<(RolePersonId, RoleId, String)>> {
    let sql = "SELECT x.id, r.id, r.name FROM role_person x JOIN role r ON r.id = x.role_id
       WHERE x.person_id = ?1 AND x.deleted_at IS NULL AND r.deleted_at IS NULL ORDER BY lower(r.name), r.id";
    reader.many(sql, [person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(crate) fn roles_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<(RoleId, String)>> {
    reader.many(
        "SELECT id, name FROM role WHERE person_id = ?1 AND deleted_at IS NULL ORDER BY lower(name), id",
        [person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// (role, use) for every live template that asks for a role, oldest template first.
pub(crate) fn role_uses(reader: &Reader<'_>) -> Result<Vec<(RoleId, RoleUse)>> {
    let sql = "SELECT u.role, t.id, t.name, sum(u.task), max(1 - u.task) FROM (
           SELECT role_id AS role, template_id AS template, 1 AS task FROM template_task WHERE role_id IS NOT NULL AND deleted_at IS NULL
           UNION ALL SELECT lead_role_id, id, 0 FROM template WHERE lead_role_id IS NOT NULL) u
         JOIN template t ON t.id = u.template WHERE t.deleted_at IS NULL GROUP BY u.role, t.id ORDER BY t.created_at, t.id";
    reader.many(sql, [], |row| {
        let template = Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?);
        Ok((row.get(0)?, RoleUse { template, tasks: row.get(3)?, leads: row.get(4)? }))
    })
}

pub(crate) fn open_tasks_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<TaskId>> {
    reader.many(
        "SELECT t.id FROM task t JOIN project j ON j.id = t.project_id
         WHERE t.assignee_id = ?1 AND t.deleted_at IS NULL AND t.done_on IS NULL AND j.deleted_at IS NULL AND j.state NOT IN ('done', 'cancelled') ORDER BY t.id",
        [person],
        |row| row.get(0),
    )
}

/// The open tasks that somebody else answers for and this person works on too.
pub(crate) fn tasks_shared_by(reader: &Reader<'_>, person: PersonId) -> Result<Vec<TaskId>> {
    reader.many(
        "SELECT t.id FROM task_person x JOIN task t ON t.id = x.task_id JOIN project j ON j.id = t.project_id
         WHERE x.person_id = ?1 AND x.deleted_at IS NULL AND t.deleted_at IS NULL AND t.done_on IS NULL AND j.deleted_at IS NULL AND j.state NOT IN ('done', 'cancelled') ORDER BY t.id",
        [person],
        |row| row.get(0),
    )
}

pub(crate) fn open_projects_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<ProjectId>> {
    reader.many(
        "SELECT id FROM project WHERE lead_id = ?1 AND deleted_at IS NULL AND state NOT IN ('done', 'cancelled') ORDER BY id",
        [person],
        |row| row.get(0),
    )
}

pub(crate) fn templates_falling_to(reader: &Reader<'_>, person: PersonId) -> Result<Vec<TemplateId>> {
    reader.many(
        "SELECT id FROM template WHERE fallback_person_id = ?1 AND deleted_at IS NULL ORDER BY id",
        [person],
        |row| row.get(0),
    )
}

pub(crate) fn firm(reader: &Reader<'_>) -> Result<Firm> {
    let mut firm = reader
        .one(
            "SELECT f.name, f.currency, f.fallback_person_id, c.workdays, f.year_starts, f.handoff_owner_id FROM firm f JOIN calendar c ON c.id = f.calendar_id",
            [],
            |row| {
                Ok(Firm {
                    name: row.get(0)?,
                    currency: row.get(1)?,
                    fallback_person: row.get(2)?,
                    workdays: row.get(3)?,
                    year_starts: row.get(4)?,
                    handoff_owner: row.get(5)?,
                    holidays: Vec::new(),
                })
            },
        )?
        .ok_or_else(|| Error::not_found("firm"))?;
    firm.holidays = reader.many(
        "SELECT h.id, h.day, h.name FROM holiday h JOIN firm f ON f.calendar_id = h.calendar_id WHERE h.deleted_at IS NULL ORDER BY h.day, h.id",
        [],
        |row| Ok(Holiday { id: row.get(0)?, day: row.get(1)?, name: row.get(2)? }),
    )?;
    Ok(firm)
}

/// The month in which the firm's year begins, 1 to 12.
pub(crate) fn year_starts(reader: &Reader<'_>) -> Result<u8> {
    Ok(reader.one("SELECT year_starts FROM firm LIMIT 1", [], |row| row.get(0))?.unwrap_or(1))
}

pub(crate) fn firm_calendar(reader: &Reader<'_>) -> Result<CalendarId> {
    reader
        .one("SELECT calendar_id FROM firm", [], |row| row.get::<_, Option<CalendarId>>(0))?
        .flatten()
        .ok_or_else(|| Error::not_found("calendar"))
}

pub(crate) fn holiday_name(reader: &Reader<'_>, id: HolidayId) -> Result<String> {
    reader
        .one("SELECT name FROM holiday WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("holiday"))
}
