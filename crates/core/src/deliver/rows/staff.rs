//! Who may be given work, for the planner.
use crate::book::Reader;
use crate::error::Result;
use crate::handoff::plan::{Staff, StaffRole};

/// Live roles with their people, active people, and the firm's fallback.
pub(crate) fn staff(reader: &Reader<'_>) -> Result<Staff> {
    let roles =
        reader.many("SELECT id, name, person_id, deal_owner FROM role WHERE deleted_at IS NULL", [], |row| {
            Ok((row.get(0)?, StaffRole { name: row.get(1)?, person: row.get(2)?, deal_owner: row.get(3)? }))
        })?;
    let active = reader.many("SELECT id, name FROM person WHERE deleted_at IS NULL AND active = 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let firm_fallback = reader.one("SELECT fallback_person_id FROM firm LIMIT 1", [], |row| row.get(0))?.flatten();
    Ok(Staff { roles: roles.into_iter().collect(), active: active.into_iter().collect(), firm_fallback })
}
