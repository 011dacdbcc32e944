//! The SQL of the workload: open tasks of running projects, people with what they give, tasks by the day they are due.
use std::collections::BTreeMap;

use uuid::Uuid;

use super::types::{DayTask, TaskDaysArgs};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{Day, Named, PersonId, TaskId, TeamId};

/// Tasks without parts that are not done, of projects that run.
const OPEN: &str = "FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL AND p.state IN ('planned', 'active')
    JOIN project_column k ON k.id = t.column_id AND k.category <> 'done'
    WHERE t.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM task part WHERE part.parent_id = t.id AND part.deleted_at IS NULL)";

/// What the load of a task is worked out from. A milestone takes no time.
pub(super) struct OpenTask {
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    pub assignee: Option<PersonId>,
    pub team: Option<TeamId>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub estimate_minutes: Option<u32>,
}

pub(super) fn open(reader: &Reader<'_>) -> Result<Vec<OpenTask>> {
    let sql = format!(
        "SELECT t.id, t.name, p.id, p.name, t.assignee_id, t.start_date, t.due_date, iif(t.kind = 'milestone', 0, t.estimate_minutes),
           (SELECT m.id FROM team m WHERE m.id = t.team_id AND m.deleted_at IS NULL) {OPEN}
         ORDER BY t.due_date IS NULL, t.due_date, p.name, t.rank, t.id"
    );
    reader.many(&sql, [], |row| {
        Ok(OpenTask {
            id: row.get(0)?,
            name: row.get(1)?,
            project: Named::new(row.get::<_, Uuid>(2)?, row.get::<_, String>(3)?),
            assignee: row.get(4)?,
            start: row.get(5)?,
            due: row.get(6)?,
            estimate_minutes: row.get(7)?,
            team: row.get(8)?,
        })
    })
}

/// A person, with the minutes of their usual week where they are their own.
pub(super) struct Giver {
    pub id: PersonId,
    pub name: String,
    pub active: bool,
    pub week_minutes: Option<u32>,
}

/// By name.
pub(super) fn people(reader: &Reader<'_>) -> Result<Vec<Giver>> {
    let sql = "SELECT id, name, active, week_minutes FROM person WHERE deleted_at IS NULL ORDER BY name_key, id";
    reader.many(sql, [], |row| {
        Ok(Giver { id: row.get(0)?, name: row.get(1)?, active: row.get(2)?, week_minutes: row.get(3)? })
    })
}

/// (name, minutes of the usual week).
pub(super) fn person(reader: &Reader<'_>, id: PersonId) -> Result<(String, Option<u32>)> {
    let sql = "SELECT name, week_minutes FROM person WHERE id = ?1 AND deleted_at IS NULL";
    reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or_else(|| Error::not_found("person"))
}

const ASKED: &str = "FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL JOIN project_column k ON k.id = t.column_id
    LEFT JOIN person a ON a.id = t.assignee_id WHERE t.deleted_at IS NULL AND (?1 IS NULL OR t.project_id = ?1)
    AND (?1 IS NOT NULL OR p.state IN ('planned', 'active')) AND (?2 IS NULL OR t.assignee_id = ?2)";

/// Tasks by the day they are due, open ones first.
pub(super) fn days(reader: &Reader<'_>, args: &TaskDaysArgs) -> Result<BTreeMap<Day, Vec<DayTask>>> {
    let sql = format!(
        "SELECT t.due_date, t.id, t.name, p.id, p.name, a.name, t.kind, k.category = 'done', t.start_date {ASKED} AND t.due_date BETWEEN ?3 AND ?4
         ORDER BY t.due_date, k.category = 'done', t.kind <> 'milestone', t.name, t.id"
    );
    let mut days: BTreeMap<Day, Vec<DayTask>> = BTreeMap::new();
    let rows = reader.many(&sql, (args.project, args.person, args.from, args.to), |row| {
        let task = DayTask {
            id: row.get(1)?,
            name: row.get(2)?,
            project: Named::new(row.get::<_, Uuid>(3)?, row.get::<_, String>(4)?),
            assignee: row.get(5)?,
            kind: row.get(6)?,
            done: row.get(7)?,
            start: row.get(8)?,
        };
        Ok((row.get::<_, Day>(0)?, task))
    })?;
    for (day, task) in rows {
        days.entry(day).or_default().push(task);
    }
    Ok(days)
}

/// Open tasks that are due on no day.
pub(super) fn undated(reader: &Reader<'_>, args: &TaskDaysArgs) -> Result<u32> {
    let sql = format!("SELECT count(*) {ASKED} AND t.due_date IS NULL AND k.category <> 'done'");
    Ok(reader.one(&sql, (args.project, args.person), |row| row.get(0))?.unwrap_or(0))
}
