//! The verbs of a plan: look at it, see what a change would do, do it.
use super::draft::{Draft, Scheduled, Stored};
use super::types::{PlanDiff, PlanMove, ProjectPlan, Replan, ReplanRow, ReplannedTask};
use super::{outline, rows};
use crate::book::{Actor, Book, Done, Table, Txn};
use crate::deliver::Category;
use crate::error::{Error, Result};
use crate::values::text::{NOTE_MAX, clean};
use crate::values::{BaselineId, Day, Named, PersonId, ProjectId, ReplanId, TaskId, TaskLinkId};

impl Book {
    /// The outline of a project with dates, slack and links; `baseline` beside it.
    pub fn project_plan(&self, project: ProjectId, baseline: Option<BaselineId>) -> Result<ProjectPlan> {
        self.read(|reader| {
            let draft = rows::draft(reader, project)?;
            let kept = baseline.map(|id| rows::kept(reader, id)).transpose()?.unwrap_or_default();
            let found = draft.schedule(false, false)?;
            outline::plan(&draft, &found, &kept, rows::baselines(reader, project)?, reader.rev()?)
        })
    }

    /// What a re-plan would do. Writes nothing.
    pub fn replan_preview(&self, replan: &Replan) -> Result<PlanDiff> {
        self.read(|reader| {
            let before = rows::draft(reader, replan.project)?;
            let mut number = 0u32;
            let mut name = || {
                number += 1;
                TaskLinkId::derived(replan.project, &format!("preview:{number}"))
            };
            let (after, found) = replanned(&before, replan, &mut name)?;
            diff(&before, &after, &found, reader.rev()?)
        })
    }

    /// Applies changes to a plan and everything that follows from them, as one step.
    pub fn replan(&self, replan: &Replan) -> Result<Done<PlanDiff>> {
        self.transact("replan", |txn| {
            let before = rows::draft(txn, replan.project)?;
            let mut ids: Vec<TaskLinkId> = Vec::new();
            let many = replan.changes.len() * 32 + 64;
            ids.extend((0..many).map(|_| txn.new_id::<TaskLinkId>()));
            let mut name = || ids.pop().unwrap_or_else(|| TaskLinkId::derived(replan.project, "spare"));
            let (after, found) = replanned(&before, replan, &mut name)?;
            let diff = diff(&before, &after, &found, txn.rev()?)?;
            let moved = write(txn, &before, &after, &found)?;
            let reason =
                replan.reason.as_deref().map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty());
            if moved > 0 || reason.is_some() {
                record(
                    txn,
                    &after,
                    reason,
                    moved,
                    (diff.finish_before, diff.finish_after),
                    (after.promised, after.promised),
                )?;
            }
            txn.subject(Table::Project, replan.project);
            txn.label(label(&before, replan, moved));
            Ok(diff)
        })
    }

    /// Every change of the plan or the promise, newest first.
    pub fn replans(&self, project: ProjectId) -> Result<Vec<ReplanRow>> {
        self.read(|reader| rows::replans(reader, project))
    }

    /// The tasks that a re-plan gave other dates, from where to where.
    pub fn replanned(&self, id: ReplanId) -> Result<Vec<ReplannedTask>> {
        self.read(|reader| rows::replanned(reader, id))
    }
}

/// After a task's own dates were changed: pushes what hangs on it, and answers how many moved.
pub(crate) fn follow(txn: &mut Txn<'_>, project: ProjectId) -> Result<u32> {
    let draft = rows::draft(txn, project)?;
    let before = finish(&draft);
    let (moved, found) = settle(txn, &draft)?;
    if moved > 0 {
        record(txn, &draft, None, moved, (before, found.plan.finish), (draft.promised, draft.promised))?;
    }
    Ok(moved)
}

/// Pushes what must move, without a word for the record.
pub(super) fn settle(txn: &mut Txn<'_>, draft: &Draft) -> Result<(u32, Scheduled)> {
    let found = draft.schedule(false, false)?;
    Ok((write(txn, draft, draft, &found)?, found))
}

fn replanned(before: &Draft, replan: &Replan, name: &mut dyn FnMut() -> TaskLinkId) -> Result<(Draft, Scheduled)> {
    let mut after = before.clone();
    for change in &replan.changes {
        after.apply(change, name)?;
    }
    let found = after.schedule(replan.earlier, replan.from_today)?;
    Ok((after, found))
}

/// The latest day of a plan as it stands.
pub(super) fn finish(draft: &Draft) -> Option<Day> {
    draft.tasks.iter().filter_map(|task| task.due.or(task.start)).max()
}

pub(super) fn diff(before: &Draft, after: &Draft, found: &Scheduled, rev: crate::values::Rev) -> Result<PlanDiff> {
    let was = before.schedule(false, false).ok();
    let mut moves = Vec::new();
    let parents = after.parents();
    for (at, task) in after.tasks.iter().enumerate() {
        let (Some(placed), Some(old)) = (found.of(at), before.tasks.get(at)) else { continue };
        if task.done_on.is_some()
            || parents.contains(&task.id)
            || (old.start, old.due) == (Some(placed.start), Some(placed.finish))
        {
            continue;
        }
        let critical = was.as_ref().and_then(|was| was.of(at)).is_some_and(|placed| placed.critical);
        moves.push(PlanMove {
            task: Named::new(task.id, task.name.clone()),
            start_before: old.start,
            finish_before: old.due,
            start: placed.start,
            finish: placed.finish,
            days: old.due.map_or(0, |due| after.calendar.working_days_between(due, placed.finish) as i32),
            becomes_critical: placed.critical && !critical,
        });
    }
    let end = found.plan.finish;
    Ok(PlanDiff {
        rev,
        moves,
        finish_before: finish(before),
        finish_after: end,
        promised: after.promised,
        late_by: after
            .promised
            .zip(end)
            .map(|(promised, end)| after.calendar.working_days_between(promised, end) as i32),
        troubles: after.troubles(found).into_iter().map(|(_, words)| words).collect(),
    })
}

/// Writes what differs between the drafts, and the dates the engine found. Answers how many tasks got other dates.
pub(super) fn write(txn: &mut Txn<'_>, before: &Draft, after: &Draft, found: &Scheduled) -> Result<u32> {
    let mut moved = 0;
    let parents = after.parents();
    for (at, task) in after.tasks.iter().enumerate() {
        let Some(old) = before.tasks.get(at) else { continue };
        let mut new = task.clone();
        if let Some(placed) = found.of(at).filter(|_| task.done_on.is_none()) {
            (new.start, new.due) = (Some(placed.start), Some(placed.finish));
            if !parents.contains(&task.id) {
                new.duration = Some(task.duration(&after.calendar));
                moved += u32::from((old.start, old.due) != (new.start, new.due));
            }
        }
        if *old != new {
            write_task(txn, &new)?;
        }
        if old.category != new.category {
            enter(txn, after.id, &new, old.category)?;
        }
    }
    for link in &before.links {
        if !after.links.iter().any(|one| one.id == link.id) {
            txn.trash(Table::TaskLink, link.id)?;
        }
    }
    for link in &after.links {
        let columns: crate::book::Columns<'_> =
            &[("kind", &link.kind), ("lag_days", &link.lag_days), ("elapsed", &link.elapsed)];
        match before.links.iter().find(|one| one.id == link.id) {
            Some(one) if one == link => {}
            Some(_) => {
                txn.update(Table::TaskLink, link.id, columns)?;
            }
            None => {
                let ends: crate::book::Columns<'_> =
                    &[("project_id", &after.id), ("predecessor_id", &link.from), ("successor_id", &link.to)];
                let all: Vec<_> = ends.iter().chain(columns).copied().collect();
                txn.insert(Table::TaskLink, link.id, &all)?;
            }
        }
    }
    Ok(moved)
}

/// Puts a task into the first column that means what it is now.
fn enter(txn: &mut Txn<'_>, project: ProjectId, task: &Stored, from: Category) -> Result<()> {
    let columns = crate::deliver::rows::projects::columns(txn, project)?;
    let column = columns.into_iter().find(|column| column.category == task.category).ok_or_else(|| {
        let what = match task.category {
            Category::Todo => "waiting",
            Category::Doing => "under way",
            Category::Done => "done",
        };
        Error::invalid(format!("This project has no column for work that is {what}. Nothing was changed."))
    })?;
    crate::deliver::ops::tasks::enter(txn, task.id, from, &column, None, None)
}

fn write_task(txn: &mut Txn<'_>, task: &Stored) -> Result<()> {
    let columns: crate::book::Columns<'_> = &[
        ("kind", &task.kind),
        ("start_date", &task.start),
        ("due_date", &task.due),
        ("duration_days", &task.duration),
        ("percent", &task.percent),
        ("deadline", &task.deadline),
        ("bound", &task.bound),
        ("bound_day", &task.bound_day),
        ("manual", &task.manual),
    ];
    txn.update(Table::Task, task.id, columns).map(drop)
}

/// Keeps for ever that the plan or the promise was changed.
pub(super) fn record(
    txn: &mut Txn<'_>,
    draft: &Draft,
    reason: Option<String>,
    moved: u32,
    finish: (Option<Day>, Option<Day>),
    promised: (Option<Day>, Option<Day>),
) -> Result<()> {
    let id: ReplanId = txn.new_id();
    let who: Option<PersonId> = match txn.actor() {
        Actor::Person(person) => person,
        _ => None,
    };
    let today = txn.today();
    txn.insert(
        Table::Replan,
        id,
        &[
            ("project_id", &draft.id),
            ("day", &today),
            ("person_id", &who),
            ("reason", &reason),
            ("moved", &moved),
            ("finish_before", &finish.0),
            ("finish_after", &finish.1),
            ("promised_before", &promised.0),
            ("promised_after", &promised.1),
        ],
    )
}

fn label(draft: &Draft, replan: &Replan, moved: u32) -> String {
    let name = |id: &TaskId| draft.tasks.iter().find(|task| task.id == *id).map_or("a task", |task| task.name.as_str());
    let what = match replan.changes.as_slice() {
        [] => format!("Re-planned {}", draft.name),
        [one] => one.words(&name),
        many => format!("Made {} changes to the plan of {}", many.len(), draft.name),
    };
    match moved {
        0 | 1 if !replan.changes.is_empty() => what,
        0 => format!("{what}: nothing had to move"),
        1 => format!("{what}: 1 task moved"),
        _ => format!("{what}: {moved} tasks moved"),
    }
}
