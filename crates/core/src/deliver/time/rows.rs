//! The SQL of time.
use uuid::Uuid;

use super::types::{TimeEntry, TimeOn, Timer};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{Day, Millis, Named, PersonId, ProjectId, TaskId, TimeEntryId};

/// (project, its name, task) of what time is spent on.
pub(super) fn on(reader: &Reader<'_>, on: TimeOn) -> Result<(ProjectId, String, Option<TaskId>)> {
    match on {
        TimeOn::Project(id) => {
            let sql = "SELECT id, name FROM project WHERE id = ?1 AND deleted_at IS NULL";
            reader
                .one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, None)))?
                .ok_or_else(|| Error::not_found("project"))
        }
        TimeOn::Task(id) => {
            let sql = "SELECT p.id, t.name, t.id FROM task t JOIN project p ON p.id = t.project_id WHERE t.id = ?1 AND t.deleted_at IS NULL AND p.deleted_at IS NULL";
            reader
                .one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .ok_or_else(|| Error::not_found("task"))
        }
    }
}

const ENTRY: &str = "SELECT e.id, p.id, p.name, t.id, t.name, e.day, e.minutes, e.note FROM time_entry e JOIN person p ON p.id = e.person_id
    LEFT JOIN task t ON t.id = e.task_id AND t.deleted_at IS NULL WHERE e.deleted_at IS NULL";

/// Newest day first.
pub(super) fn entries(reader: &Reader<'_>, on: TimeOn, limit: u32) -> Result<Vec<TimeEntry>> {
    let (which, id): (_, Uuid) = match on {
        TimeOn::Task(id) => ("e.task_id", id.into()),
        TimeOn::Project(id) => ("e.project_id", id.into()),
    };
    let sql = format!("{ENTRY} AND {which} = ?1 ORDER BY e.day DESC, e.created_at DESC, e.id LIMIT ?2");
    reader.many(&sql, (id, limit), |row| {
        Ok(TimeEntry {
            id: row.get(0)?,
            person: Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?),
            task: Named::joined(row.get::<_, Option<Uuid>>(3)?, row.get(4)?),
            day: row.get(5)?,
            minutes: row.get(6)?,
            note: row.get(7)?,
        })
    })
}

/// (spent, estimated, tasks without an estimate, budget), in minutes.
pub(super) fn sums(reader: &Reader<'_>, on: TimeOn) -> Result<(u32, u32, u32, Option<u32>)> {
    let (spent, tasks, id): (_, _, Uuid) = match on {
        TimeOn::Task(id) => ("task_id = ?1", "t.id = ?1", id.into()),
        TimeOn::Project(id) => (
            "project_id = ?1",
            "t.project_id = ?1 AND t.kind <> 'milestone' AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL)",
            id.into(),
        ),
    };
    let sql = format!(
        "SELECT (SELECT ifnull(sum(minutes), 0) FROM time_entry WHERE {spent} AND deleted_at IS NULL), ifnull(sum(t.estimate_minutes), 0),
           ifnull(sum(t.estimate_minutes IS NULL), 0), (SELECT budget_minutes FROM project WHERE id = ?1)
         FROM task t WHERE {tasks} AND t.deleted_at IS NULL"
    );
    let found = reader.one(&sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(found.unwrap_or((0, 0, 0, None)))
}

/// (what it is on, the name of that) of a live entry.
pub(super) fn entry(reader: &Reader<'_>, id: TimeEntryId) -> Result<(TimeOn, String)> {
    let sql =
        "SELECT e.project_id, e.task_id, ifnull(t.name, p.name) FROM time_entry e JOIN project p ON p.id = e.project_id
        LEFT JOIN task t ON t.id = e.task_id WHERE e.id = ?1 AND e.deleted_at IS NULL";
    reader
        .one(sql, [id], |row| {
            let on = match row.get::<_, Option<TaskId>>(1)? {
                Some(task) => TimeOn::Task(task),
                None => TimeOn::Project(row.get(0)?),
            };
            Ok((on, row.get(2)?))
        })?
        .ok_or_else(|| Error::not_found("time entry"))
}

/// The clock that runs for a person; what it runs on may have gone to the trash meanwhile.
pub(super) fn running(reader: &Reader<'_>, person: PersonId) -> Result<Option<(Timer, Day)>> {
    let sql =
        "SELECT p.id, p.name, t.id, t.name, r.started_at, r.day FROM timer r JOIN project p ON p.id = r.project_id
        LEFT JOIN task t ON t.id = r.task_id WHERE r.person_id = ?1 AND r.deleted_at IS NULL";
    reader.one(sql, [person], |row| {
        let timer = Timer {
            project: Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?),
            task: Named::joined(row.get::<_, Option<Uuid>>(2)?, row.get(3)?),
            started_at: Millis(row.get(4)?),
        };
        Ok((timer, row.get(5)?))
    })
}
