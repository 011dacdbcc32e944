//! The SQL of crews.
use rusqlite::Row;
use uuid::Uuid;

use super::Team;
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{Named, PersonId, TaskId, TeamId};

/// Tasks of a crew (`?1`) that are not done, in projects that have not ended.
const OPEN: &str = "FROM task t JOIN project j ON j.id = t.project_id WHERE t.team_id = ?1 AND t.deleted_at IS NULL AND t.done_on IS NULL
    AND j.deleted_at IS NULL AND j.state NOT IN ('done', 'cancelled')";

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?))
}

/// By name.
pub(crate) fn teams(reader: &Reader<'_>) -> Result<Vec<Team>> {
    let sql = "SELECT id, name FROM team WHERE deleted_at IS NULL ORDER BY name_key, id";
    let found: Vec<(TeamId, String)> = reader.many(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut teams = Vec::new();
    for (id, name) in found {
        let open_tasks = reader.one(&format!("SELECT count(*) {OPEN}"), [id], |row| row.get(0))?.unwrap_or(0);
        teams.push(Team { id, name, members: members(reader, id)?, open_tasks });
    }
    Ok(teams)
}

/// Who is in a crew and has not left, by name.
pub(crate) fn members(reader: &Reader<'_>, team: TeamId) -> Result<Vec<Named>> {
    let sql = "SELECT p.id, p.name FROM team_member m JOIN person p ON p.id = m.person_id
        WHERE m.team_id = ?1 AND m.deleted_at IS NULL AND p.deleted_at IS NULL AND p.active ORDER BY p.name_key, p.id";
    reader.many(sql, [team], named)
}

/// Everybody who stands in a crew, those who have left too.
pub(super) fn all_members(reader: &Reader<'_>, team: TeamId) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM team_member WHERE team_id = ?1 AND deleted_at IS NULL ORDER BY id";
    reader.many(sql, [team], |row| row.get(0))
}

/// What a crew is called.
pub(crate) fn name(reader: &Reader<'_>, team: TeamId) -> Result<String> {
    reader
        .one("SELECT name FROM team WHERE id = ?1 AND deleted_at IS NULL", [team], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("crew"))
}

/// The crew of this name key.
pub(super) fn by_key(reader: &Reader<'_>, key: &str) -> Result<Option<TeamId>> {
    reader.one("SELECT id FROM team WHERE name_key = ?1 AND deleted_at IS NULL", [key], |row| row.get(0))
}

pub(super) fn open_tasks(reader: &Reader<'_>, team: TeamId) -> Result<Vec<TaskId>> {
    reader.many(&format!("SELECT t.id {OPEN} ORDER BY t.id"), [team], |row| row.get(0))
}

/// The crew of a task.
pub(crate) fn of_task(reader: &Reader<'_>, task: TaskId) -> Result<Option<Named>> {
    let sql =
        "SELECT m.id, m.name FROM task t JOIN team m ON m.id = t.team_id AND m.deleted_at IS NULL WHERE t.id = ?1";
    reader.one(sql, [task], named)
}
