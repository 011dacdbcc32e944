//! The SQL of tasks that come again.
use super::rule::Recurrence;
use crate::book::Reader;
use crate::error::Result;
use crate::values::{Day, PersonId, PhaseId, ProjectId, RecurrenceId, TaskId};

/// The rule of a task and the day it began with.
pub(crate) fn of_task(reader: &Reader<'_>, task: TaskId) -> Result<Option<(RecurrenceId, Recurrence, Day)>> {
    let sql = "SELECT r.id, r.unit, r.every, r.weekdays, r.until, r.anchor FROM recurrence r
        WHERE r.id = (SELECT recurrence_id FROM task WHERE id = ?1) AND r.deleted_at IS NULL";
    reader.one(sql, [task], |row| {
        let rule = Recurrence { unit: row.get(1)?, every: row.get(2)?, weekdays: row.get(3)?, until: row.get(4)? };
        Ok((row.get(0)?, rule, row.get(5)?))
    })
}

/// The day of a task by its rule.
pub(super) fn occurrence_on(reader: &Reader<'_>, task: TaskId) -> Result<Option<Day>> {
    Ok(reader.one("SELECT occurrence_on FROM task WHERE id = ?1", [task], |row| row.get(0))?.flatten())
}

/// A rule with the latest task that it made, trash included.
pub(super) struct Due {
    pub id: RecurrenceId,
    pub rule: Recurrence,
    pub anchor: Day,
    pub latest: TaskId,
    pub on: Day,
}

/// Rules of running projects whose latest task is done, or whose day has come.
pub(super) fn due(reader: &Reader<'_>, today: Day, limit: u32) -> Result<Vec<Due>> {
    let sql = "SELECT r.id, r.unit, r.every, r.weekdays, r.until, r.anchor, t.id, t.occurrence_on FROM recurrence r
        JOIN project p ON p.id = r.project_id JOIN task t ON t.recurrence_id = r.id
        WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL AND p.state IN ('planned', 'active')
          AND t.occurrence_on = (SELECT max(occurrence_on) FROM task WHERE recurrence_id = r.id)
          AND (t.occurrence_on <= ?1 OR (t.done_on IS NOT NULL AND t.deleted_at IS NULL))
          AND (r.until IS NULL OR r.until > t.occurrence_on) ORDER BY r.id LIMIT ?2";
    reader.many(sql, (today, limit), |row| {
        Ok(Due {
            id: row.get(0)?,
            rule: Recurrence { unit: row.get(1)?, every: row.get(2)?, weekdays: row.get(3)?, until: row.get(4)? },
            anchor: row.get(5)?,
            latest: row.get(6)?,
            on: row.get(7)?,
        })
    })
}

/// What the next task takes over from the latest one.
pub(super) struct Model {
    pub project: ProjectId,
    pub phase: Option<PhaseId>,
    pub name: String,
    pub description: Option<String>,
    pub assignee: Option<PersonId>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub duration: Option<u32>,
    pub estimate: Option<u32>,
    pub priority: String,
}

pub(super) fn model(reader: &Reader<'_>, task: TaskId) -> Result<Option<Model>> {
    let sql = "SELECT t.project_id, h.id, t.name, t.description, a.id, t.start_date, t.due_date, t.duration_days, t.estimate_minutes, t.priority
        FROM task t LEFT JOIN phase h ON h.id = t.phase_id AND h.deleted_at IS NULL
        LEFT JOIN person a ON a.id = t.assignee_id AND a.active = 1 AND a.deleted_at IS NULL WHERE t.id = ?1";
    reader.one(sql, [task], |row| {
        Ok(Model {
            project: row.get(0)?,
            phase: row.get(1)?,
            name: row.get(2)?,
            description: row.get(3)?,
            assignee: row.get(4)?,
            start: row.get(5)?,
            due: row.get(6)?,
            duration: row.get(7)?,
            estimate: row.get(8)?,
            priority: row.get(9)?,
        })
    })
}
