//! New lines of an outline: one typed in its place, or many pasted, as one step.
use std::collections::HashSet;

use super::draft::Draft;
use super::ops::{finish, record, settle};
use super::outline::{keys, phase_at, siblings};
use super::predecessors::{Predecessor, read_predecessors};
use super::rows;
use super::types::{AddTasks, NewLine, TaskKind};
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::ops::place;
use crate::deliver::rows::projects;
use crate::error::{Error, Result};
use crate::people::ops::must_be_active;
use crate::schedule::DURATION_MAX;
use crate::values::text::{NAME_MAX, clean};
use crate::values::{ColumnId, PersonId, PhaseId, ProjectId, TaskId, TaskLinkId, rank};

/// The most lines of one step.
const MOST: usize = 5_000;

impl Book {
    /// Adds lines to an outline, with their dependencies among each other; the plan follows. Answers the tasks in the order of the lines.
    pub fn add_tasks(&self, add: &AddTasks) -> Result<Done<Vec<TaskId>>> {
        self.transact("add_tasks", |txn| {
            let draft = rows::draft(txn, add.project)?;
            let lines = checked(txn, &add.rows)?;
            let ids = insert(txn, &draft, add, &lines)?;
            link(txn, add.project, &ids, &lines)?;
            dated(txn, add.project, &ids)?;
            match (ids.as_slice(), lines.first()) {
                ([one], Some(line)) => {
                    txn.subject(Table::Task, *one);
                    txn.label(format!("Created the task {}", line.name));
                }
                _ => {
                    txn.subject(Table::Project, add.project);
                    txn.label(format!("Added {} tasks to {}", ids.len(), draft.name));
                }
            }
            Ok(ids)
        })
    }
}

/// A line that can be written.
struct Line<'a> {
    name: String,
    level: u32,
    asked: &'a NewLine,
    waits: Vec<Predecessor>,
}

fn checked<'a>(txn: &Txn<'_>, rows: &'a [NewLine]) -> Result<Vec<Line<'a>>> {
    if rows.is_empty() || rows.len() > MOST {
        return Err(Error::invalid(format!("Between 1 and {MOST} tasks can be added at once. Nothing was added.")));
    }
    let people: HashSet<PersonId> = rows.iter().filter_map(|row| row.assignee).collect();
    for person in people {
        must_be_active(txn, person)?;
    }
    let mut level = 0;
    let mut lines = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        level = if at == 0 { 0 } else { row.level.min(level + 1) };
        lines.push(line(at + 1, row, level, rows.len())?);
    }
    Ok(lines)
}

fn line(number: usize, row: &NewLine, level: u32, count: usize) -> Result<Line<'_>> {
    let name = clean(&row.name, NAME_MAX)?;
    if name.is_empty() {
        return Err(Error::invalid(format!("Line {number} has no name. A task needs one; nothing was added.")));
    }
    if row.duration_days.is_some_and(|days| days > DURATION_MAX) {
        return Err(Error::invalid(format!(
            "“{name}” may take at most {DURATION_MAX} working days. Nothing was added."
        )));
    }
    if row.start.zip(row.finish).is_some_and(|(start, finish)| finish < start) {
        return Err(Error::invalid(format!("“{name}” would end before it starts. Nothing was added.")));
    }
    let waits = read_predecessors(&row.predecessors)?;
    if let Some(one) = waits.iter().find(|one| one.number as usize > count) {
        return Err(Error::invalid(format!(
            "“{name}” waits for line {}, but there are only {count}. Nothing was added.",
            one.number
        )));
    }
    if waits.iter().any(|one| one.number as usize == number) {
        return Err(Error::invalid(format!("“{name}” can't wait for itself. Nothing was added.")));
    }
    Ok(Line { name, level, asked: row, waits })
}

/// Writes the tasks, each below the nearest line before it that is one level up.
fn insert(txn: &mut Txn<'_>, draft: &Draft, add: &AddTasks, lines: &[Line<'_>]) -> Result<Vec<TaskId>> {
    let phase = phase_at(draft, add.parent, add.phase)?;
    let column = projects::columns(txn, add.project)?.into_iter().next().ok_or_else(|| Error::not_found("column"))?;
    let beside = siblings(draft, None, add.parent, phase);
    let outer = lines.iter().filter(|line| line.level == 0).count();
    let mut top = keys(txn, &beside, add.above, outer)?.into_iter();
    let ids: Vec<TaskId> = lines.iter().map(|_| txn.new_id()).collect();
    let mut way: Vec<TaskId> = Vec::new();
    let mut last: Option<String> = None;
    for (line, id) in lines.iter().zip(&ids) {
        way.truncate(line.level as usize);
        let key = match line.level {
            0 => top.next().unwrap_or_default(),
            // Parts of what is new stand beside new ones alone: the order of all lines is their order too.
            _ => rank::between(last.as_deref(), None, txn.jitter())?,
        };
        if line.level > 0 {
            last = Some(key.clone());
        }
        let parent = way.last().copied().or(add.parent);
        write(txn, add.project, column.id, *id, line, (parent, phase), &key)?;
        way.push(*id);
    }
    Ok(ids)
}

fn write(
    txn: &mut Txn<'_>,
    project: ProjectId,
    column: ColumnId,
    id: TaskId,
    line: &Line<'_>,
    (parent, phase): (Option<TaskId>, Option<PhaseId>),
    outline: &str,
) -> Result<()> {
    let rank = place::rank_for(txn, None, column, None, None)?;
    let kind = if line.asked.duration_days == Some(0) { TaskKind::Milestone } else { TaskKind::Task };
    txn.insert(
        Table::Task,
        id,
        &[
            ("project_id", &project),
            ("column_id", &column),
            ("rank", &rank),
            ("outline", &outline),
            ("kind", &kind),
            ("parent_id", &parent),
            ("phase_id", &phase),
            ("name", &line.name),
            ("assignee_id", &line.asked.assignee),
            ("start_date", &line.asked.start),
            ("due_date", &line.asked.finish),
            ("duration_days", &line.asked.duration_days),
        ],
    )
}

fn link(txn: &mut Txn<'_>, project: ProjectId, ids: &[TaskId], lines: &[Line<'_>]) -> Result<()> {
    for (line, to) in lines.iter().zip(ids) {
        let mut known = HashSet::new();
        for one in line.waits.iter().filter(|one| known.insert(one.number)) {
            let Some(from) = (one.number as usize).checked_sub(1).and_then(|at| ids.get(at)) else { continue };
            let id: TaskLinkId = txn.new_id();
            txn.insert(
                Table::TaskLink,
                id,
                &[
                    ("project_id", &project),
                    ("predecessor_id", from),
                    ("successor_id", to),
                    ("kind", &one.kind),
                    ("lag_days", &one.lag_days),
                    ("elapsed", &one.elapsed),
                ],
            )?;
        }
    }
    Ok(())
}

/// Dates what is new; what it pushes among the others is a re-plan, and recorded.
fn dated(txn: &mut Txn<'_>, project: ProjectId, new: &[TaskId]) -> Result<()> {
    let draft = rows::draft(txn, project)?;
    let new: HashSet<TaskId> = new.iter().copied().collect();
    let others: Vec<_> = draft.tasks.iter().filter(|task| !new.contains(&task.id)).collect();
    let before = others.iter().filter_map(|task| task.due.or(task.start)).max();
    let (_, found) = settle(txn, &draft)?;
    let parents = draft.parents();
    let moved = draft.tasks.iter().enumerate().filter(|(at, task)| {
        let placed = found.of(*at).filter(|_| !new.contains(&task.id) && task.done_on.is_none());
        placed.is_some_and(|placed| {
            !parents.contains(&task.id) && (task.start, task.due) != (Some(placed.start), Some(placed.finish))
        })
    });
    match moved.count() as u32 {
        0 => Ok(()),
        moved => {
            let now = rows::draft(txn, project)?;
            record(txn, &now, None, moved, (before, finish(&now)), (now.promised, now.promised))
        }
    }
}
