//! The SQL of plans: a project's tasks and links in one go, re-plans, baselines, leave.
use std::collections::BTreeMap;

use rusqlite::types::Value;
use uuid::Uuid;

use super::draft::{Draft, Stored, StoredLink};
use super::types::{BaselineRow, Leave, ReplanRow, ReplannedTask};
use crate::book::{Reader, Table, made_with};
use crate::deliver::ProjectState;
use crate::error::{Error, Result};
use crate::people;
use crate::values::{BaselineId, Day, LeaveId, Named, PersonId, PhaseId, ProjectId, ReplanId, TaskId};

/// A live project with everything its dates depend on.
pub(super) fn draft(reader: &Reader<'_>, id: ProjectId) -> Result<Draft> {
    let sql = "SELECT p.name, p.state, p.start_date, p.promised_date, p.first_promised, p.paused_on, l.id, l.name
        FROM project p LEFT JOIN person l ON l.id = p.lead_id WHERE p.id = ?1 AND p.deleted_at IS NULL";
    type Facts = (String, ProjectState, Option<Day>, Option<Day>, Option<Day>, Option<Day>, Option<Named>);
    let facts = |row: &rusqlite::Row<'_>| {
        let lead = Named::joined(row.get::<_, Option<Uuid>>(6)?, row.get(7)?);
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, lead))
    };
    let (name, state, start, promised, first_promised, paused_on, lead): Facts =
        reader.one(sql, [id], facts)?.ok_or_else(|| Error::not_found("project"))?;
    Ok(Draft {
        id,
        name,
        state,
        lead,
        paused_on,
        start,
        promised,
        first_promised,
        phases: phases(reader, id)?,
        tasks: tasks(reader, id)?,
        links: links(reader, id)?,
        calendar: people::calendar(reader)?,
        leave: away(reader)?,
        today: reader.today(),
    })
}

fn phases(reader: &Reader<'_>, id: ProjectId) -> Result<Vec<(PhaseId, String)>> {
    let sql = "SELECT id, name FROM phase WHERE project_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// In the order of the outline. A part of a task in the trash stands on its own; a task of a phase in the trash belongs to none.
fn tasks(reader: &Reader<'_>, id: ProjectId) -> Result<Vec<Stored>> {
    let sql = "SELECT t.id, t.name, h.id, p.id, ifnull(t.outline, t.rank), t.kind, t.start_date, t.due_date, t.duration_days, t.done_on, k.category,
          t.started_on, t.percent, t.estimate_minutes, t.deadline, t.bound, t.bound_day, t.manual, a.id, a.name
        FROM task t JOIN project_column k ON k.id = t.column_id LEFT JOIN phase h ON h.id = t.phase_id AND h.deleted_at IS NULL
        LEFT JOIN task p ON p.id = t.parent_id AND p.deleted_at IS NULL LEFT JOIN person a ON a.id = t.assignee_id
        WHERE t.project_id = ?1 AND t.deleted_at IS NULL ORDER BY ifnull(t.outline, t.rank), t.id";
    reader.many(sql, [id], |row| {
        Ok(Stored {
            id: row.get(0)?,
            name: row.get(1)?,
            phase: row.get(2)?,
            parent: row.get(3)?,
            outline: row.get(4)?,
            kind: row.get(5)?,
            start: row.get(6)?,
            due: row.get(7)?,
            duration: row.get(8)?,
            done_on: row.get(9)?,
            category: row.get(10)?,
            started_on: row.get(11)?,
            percent: row.get(12)?,
            estimate_minutes: row.get(13)?,
            deadline: row.get(14)?,
            bound: row.get(15)?,
            bound_day: row.get(16)?,
            manual: row.get(17)?,
            assignee: Named::joined(row.get::<_, Option<Uuid>>(18)?, row.get(19)?),
        })
    })
}

fn links(reader: &Reader<'_>, id: ProjectId) -> Result<Vec<StoredLink>> {
    let sql = "SELECT l.id, l.predecessor_id, l.successor_id, l.kind, l.lag_days, l.elapsed FROM task_link l
        JOIN task p ON p.id = l.predecessor_id AND p.deleted_at IS NULL JOIN task s ON s.id = l.successor_id AND s.deleted_at IS NULL
        WHERE l.project_id = ?1 AND l.deleted_at IS NULL ORDER BY l.created_at, l.id";
    reader.many(sql, [id], |row| {
        Ok(StoredLink {
            id: row.get(0)?,
            from: row.get(1)?,
            to: row.get(2)?,
            kind: row.get(3)?,
            lag_days: row.get(4)?,
            elapsed: row.get(5)?,
        })
    })
}

/// Who is away when, both days included.
pub(in crate::deliver) fn away(reader: &Reader<'_>) -> Result<BTreeMap<PersonId, Vec<(Day, Day)>>> {
    let mut away: BTreeMap<PersonId, Vec<(Day, Day)>> = BTreeMap::new();
    for leave in leaves(reader)? {
        away.entry(leave.person).or_default().push((leave.first, leave.last));
    }
    Ok(away)
}

/// Everybody's, by day.
pub(super) fn leaves(reader: &Reader<'_>) -> Result<Vec<Leave>> {
    let sql =
        "SELECT id, person_id, first_day, last_day, note FROM leave WHERE deleted_at IS NULL ORDER BY first_day, id";
    reader.many(sql, [], |row| {
        Ok(Leave { id: row.get(0)?, person: row.get(1)?, first: row.get(2)?, last: row.get(3)?, note: row.get(4)? })
    })
}

/// (person's name, first, last) of a leave.
pub(super) fn leave(reader: &Reader<'_>, id: LeaveId) -> Result<(String, Day, Day)> {
    let sql = "SELECT p.name, l.first_day, l.last_day FROM leave l JOIN person p ON p.id = l.person_id WHERE l.id = ?1 AND l.deleted_at IS NULL";
    reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.ok_or_else(|| Error::not_found("leave"))
}

pub(super) fn person_name(reader: &Reader<'_>, id: PersonId) -> Result<String> {
    let sql = "SELECT name FROM person WHERE id = ?1 AND deleted_at IS NULL";
    reader.one(sql, [id], |row| row.get(0))?.ok_or_else(|| Error::not_found("person"))
}

/// Newest first.
pub(super) fn replans(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<ReplanRow>> {
    let sql = "SELECT r.day, p.name, r.reason, r.moved, r.finish_before, r.finish_after, r.promised_before, r.promised_after, r.id
        FROM replan r LEFT JOIN person p ON p.id = r.person_id WHERE r.project_id = ?1 AND r.deleted_at IS NULL ORDER BY r.created_at DESC, r.id DESC";
    reader.many(sql, [project], |row| {
        Ok(ReplanRow {
            id: row.get(8)?,
            day: row.get(0)?,
            who: row.get(1)?,
            reason: row.get(2)?,
            moved: row.get(3)?,
            finish_before: row.get(4)?,
            finish_after: row.get(5)?,
            promised_before: row.get(6)?,
            promised_after: row.get(7)?,
        })
    })
}

/// The tasks that a re-plan gave other dates, by their places in the outline. Read from the history, which has every change anyway.
pub(super) fn replanned(reader: &Reader<'_>, id: ReplanId) -> Result<Vec<ReplannedTask>> {
    let mut tasks = Vec::new();
    for change in made_with(reader, id.into(), Table::Task)? {
        let found =
            reader.one("SELECT name, start_date, due_date, outline FROM task WHERE id = ?1", [change.row], |row| {
                let now: (Option<Day>, Option<Day>) = (row.get(1)?, row.get(2)?);
                Ok((row.get::<_, String>(0)?, now, row.get::<_, Option<String>>(3)?))
            })?;
        let Some((name, now, place)) = found else { continue };
        let day = |value: &Value| match value {
            Value::Text(text) => Day::parse_iso(text).ok(),
            _ => None,
        };
        let moved = |column: &str| {
            change.columns.iter().find(|(name, ..)| name == column).map(|(_, before, after)| (day(before), day(after)))
        };
        let (start, finish) = (moved("start_date"), moved("due_date"));
        if start.is_none() && finish.is_none() {
            continue;
        }
        let (start, finish) = (start.unwrap_or((now.0, now.0)), finish.unwrap_or((now.1, now.1)));
        let task = ReplannedTask {
            task: Named::new(change.row, name),
            start_before: start.0,
            finish_before: finish.0,
            start: start.1,
            finish: finish.1,
        };
        tasks.push((place, task));
    }
    tasks.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(tasks.into_iter().map(|(_, task)| task).collect())
}

const BASELINE: &str = "SELECT id, name, day, finish, promised FROM baseline WHERE deleted_at IS NULL";

fn baseline_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<BaselineRow> {
    Ok(BaselineRow { id: row.get(0)?, name: row.get(1)?, day: row.get(2)?, finish: row.get(3)?, promised: row.get(4)? })
}

/// Newest first.
pub(super) fn baselines(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<BaselineRow>> {
    reader.many(&format!("{BASELINE} AND project_id = ?1 ORDER BY created_at DESC, id DESC"), [project], baseline_row)
}

/// (baseline, its project).
pub(super) fn baseline(reader: &Reader<'_>, id: BaselineId) -> Result<(BaselineRow, ProjectId)> {
    let row = reader.one(&format!("{BASELINE} AND id = ?1"), [id], baseline_row)?;
    let project = reader.one("SELECT project_id FROM baseline WHERE id = ?1", [id], |row| row.get(0))?;
    row.zip(project).ok_or_else(|| Error::not_found("baseline"))
}

/// A task as a baseline keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeptTask {
    pub task: TaskId,
    pub name: String,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub minutes: Option<u32>,
}

pub(super) fn kept(reader: &Reader<'_>, baseline: BaselineId) -> Result<Vec<KeptTask>> {
    let sql = "SELECT task_id, name, start_date, due_date, estimate_minutes FROM baseline_task WHERE baseline_id = ?1 AND deleted_at IS NULL ORDER BY start_date, id";
    reader.many(sql, [baseline], |row| {
        Ok(KeptTask {
            task: row.get(0)?,
            name: row.get(1)?,
            start: row.get(2)?,
            due: row.get(3)?,
            minutes: row.get(4)?,
        })
    })
}

pub(super) fn paused_on(reader: &Reader<'_>, id: ProjectId) -> Result<Option<Day>> {
    Ok(reader.one("SELECT paused_on FROM project WHERE id = ?1", [id], |row| row.get(0))?.flatten())
}

/// (name, its project) of a live phase.
pub(super) fn phase(reader: &Reader<'_>, id: PhaseId) -> Result<(String, ProjectId)> {
    let sql = "SELECT name, project_id FROM phase WHERE id = ?1 AND deleted_at IS NULL";
    reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or_else(|| Error::not_found("phase"))
}
