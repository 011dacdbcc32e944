//! The plan as the window draws it, and the order of the outline.
use std::collections::{HashMap, HashSet};

use super::draft::{Draft, Scheduled, Stored, StoredLink};
use super::lines::{Line, above, lines};
use super::predecessors::written;
use super::rows::{self, KeptTask};
use super::types::{BaselineRow, Bound, PlaceTask, PlanLink, PlanRow, ProjectPlan, RowKind, TaskKind};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{Day, Named, PhaseId, ProjectId, Rev, TaskId, rank};

impl Book {
    /// Puts a task, with its parts, elsewhere in the outline of its project.
    pub fn place_task(&self, place: &PlaceTask) -> Result<Done<()>> {
        self.transact("place_task", |txn| {
            let task = crate::deliver::rows::tasks::task(txn, place.task)?;
            let draft = rows::draft(txn, ProjectId(task.project.id))?;
            put(txn, &draft, place)?;
            txn.subject(Table::Task, place.task);
            let parent = place.parent.and_then(|parent| draft.tasks.iter().find(|one| one.id == parent));
            txn.label(parent.map_or_else(
                || format!("Moved {} in the outline", task.name),
                |parent| format!("Made {} a part of {}", task.name, parent.name),
            ));
            super::ops::follow(txn, draft.id).map(drop)
        })
    }

    /// Gives a phase another name.
    pub fn rename_phase(&self, id: PhaseId, name: &str) -> Result<Done<()>> {
        self.transact("rename_phase", |txn| {
            let (was, project) = rows::phase(txn, id)?;
            let name = clean(name, NAME_MAX)?;
            if name.is_empty() {
                return Err(Error::invalid("A phase needs a name. Nothing was saved."));
            }
            txn.update(Table::Phase, id, &[("name", &name)])?;
            txn.subject(Table::Project, project);
            txn.label(format!("Renamed the phase {was} to {name}"));
            Ok(())
        })
    }
}

fn put(txn: &mut Txn<'_>, draft: &Draft, place: &PlaceTask) -> Result<()> {
    let own = &draft.tasks[draft.position(place.task)?];
    if let Some(parent) = place.parent {
        let parent = &draft.tasks[draft.position(parent)?];
        if parent.id == own.id || above(draft, parent).contains(&own.id) {
            return Err(Error::invalid(format!("“{}” can't be a part of itself. Nothing was moved.", own.name)));
        }
    }
    let phase = phase_at(draft, place.parent, place.phase)?;
    let siblings = siblings(draft, Some(own.id), place.parent, phase);
    let key = keys(txn, &siblings, place.above, 1)?.pop().unwrap_or_default();
    txn.update(Table::Task, own.id, &[("parent_id", &place.parent), ("phase_id", &phase), ("outline", &key)])?;
    // The parts go along into the phase.
    for part in draft.tasks.iter().filter(|task| above(draft, task).contains(&own.id)) {
        txn.update(Table::Task, part.id, &[("phase_id", &phase)])?;
    }
    Ok(())
}

/// The phase of a place: its parent's, else the one named.
pub(super) fn phase_at(draft: &Draft, parent: Option<TaskId>, phase: Option<PhaseId>) -> Result<Option<PhaseId>> {
    match (parent, phase) {
        (Some(parent), _) => Ok(draft.tasks[draft.position(parent)?].phase),
        (None, Some(phase)) if !draft.phases.iter().any(|(id, _)| *id == phase) => Err(Error::not_found("phase")),
        (None, phase) => Ok(phase),
    }
}

/// The tasks that stand beside each other there, in their order; without `own`.
pub(super) fn siblings(
    draft: &Draft,
    own: Option<TaskId>,
    parent: Option<TaskId>,
    phase: Option<PhaseId>,
) -> Vec<&Stored> {
    let here = |task: &&Stored| task.parent == parent && (parent.is_some() || task.phase == phase);
    draft.tasks.iter().filter(|task| Some(task.id) != own).filter(here).collect()
}

/// So many keys one after another, after `above` or else before all siblings. Where there is no room the siblings get new keys.
pub(super) fn keys(
    txn: &mut Txn<'_>,
    siblings: &[&Stored],
    above: Option<TaskId>,
    count: usize,
) -> Result<Vec<String>> {
    let at = above.and_then(|above| siblings.iter().position(|task| task.id == above)).map_or(0, |at| at + 1);
    let high = siblings.get(at).map(|task| task.outline.as_str());
    let mut low = at.checked_sub(1).and_then(|at| siblings.get(at)).map(|task| task.outline.clone());
    let mut keys = Vec::with_capacity(count);
    while keys.len() < count {
        match rank::between(low.as_deref(), high, txn.jitter()) {
            Ok(key) if !rank::is_long(&key) => {
                low = Some(key.clone());
                keys.push(key);
            }
            _ => break,
        }
    }
    if keys.len() == count {
        return Ok(keys);
    }
    let mut fresh = rank::spread(siblings.len() + count);
    let keys = fresh.drain(at..at + count).collect();
    for (task, key) in siblings.iter().zip(fresh) {
        txn.update(Table::Task, task.id, &[("outline", &key)])?;
    }
    Ok(keys)
}

/// The whole picture. `kept`: the tasks of the baseline to show beside it.
pub(super) fn plan(
    draft: &Draft,
    found: &Scheduled,
    kept: &[KeptTask],
    baselines: Vec<BaselineRow>,
    rev: Rev,
) -> Result<ProjectPlan> {
    let lines = lines(draft);
    let mut number = vec![0; draft.tasks.len()];
    for (n, line) in lines.iter().enumerate() {
        if let Some(task) = line.task {
            number[task] = n + 1;
        }
    }
    let troubles = draft.troubles(found);
    let (index, parents) = (draft.index(), draft.parents());
    let mut into: HashMap<TaskId, Vec<&StoredLink>> = HashMap::new();
    for link in &draft.links {
        into.entry(link.to).or_default().push(link);
    }
    let kept: HashMap<TaskId, &KeptTask> = kept.iter().map(|kept| (kept.task, kept)).collect();
    let view = View { draft, found, kept, troubles: &troubles, number: &number, index, parents, into };
    let mut rows: Vec<PlanRow> = lines.iter().map(|line| view.row(line)).collect();
    view.roll_up(&lines, &mut rows);
    let start = rows.iter().filter_map(|row| row.start).min();
    let finish = rows.iter().filter_map(|row| row.finish.or(row.start)).max();
    let count = |from: Day, to: Day| draft.calendar.working_days_between(from, to);
    Ok(ProjectPlan {
        rev,
        project: Named::new(draft.id, draft.name.clone()),
        state: draft.state,
        lead: draft.lead.clone(),
        paused_on: draft.paused_on,
        start,
        finish,
        working_days: start.zip(finish).map_or(0, |(start, finish)| count(start.plus_days(-1), finish).max(0) as u32),
        promised: draft.promised,
        first_promised: draft.first_promised,
        late_by: draft.promised.zip(finish).map(|(promised, finish)| count(promised, finish) as i32),
        today: draft.today,
        workdays: draft.calendar.workdays,
        holidays: draft.calendar.holidays.keys().copied().collect(),
        misplaced: view.misplaced(),
        links: view.links(),
        rows,
        baselines,
    })
}

struct View<'a> {
    draft: &'a Draft,
    found: &'a Scheduled,
    kept: HashMap<TaskId, &'a KeptTask>,
    troubles: &'a [(TaskId, String)],
    /// The number of each task's row, from 1.
    number: &'a [usize],
    index: HashMap<TaskId, usize>,
    parents: HashSet<TaskId>,
    /// The links into each task.
    into: HashMap<TaskId, Vec<&'a StoredLink>>,
}

impl View<'_> {
    fn row(&self, line: &Line) -> PlanRow {
        let Some(at) = line.task else { return self.phase(line) };
        let task = &self.draft.tasks[at];
        let placed = self.found.of(at);
        let done = task.done_on.is_some();
        let kept = self.kept.get(&task.id);
        let finish = task.due.or(task.start);
        let past = |day: Option<Day>| !done && day.is_some_and(|day| day < self.draft.today);
        let undated = task.start.is_none() && task.due.is_none();
        PlanRow {
            kind: match task.kind {
                _ if self.parents.contains(&task.id) => RowKind::Group,
                TaskKind::Task => RowKind::Task,
                TaskKind::Milestone => RowKind::Milestone,
                TaskKind::Ticket => RowKind::Ticket,
            },
            task: Some(task.id),
            phase: task.phase,
            level: line.level,
            wbs: line.wbs.clone(),
            name: task.name.clone(),
            start: task.start,
            finish,
            duration_days: (!undated).then(|| task.duration(&self.draft.calendar)),
            assignee: task.assignee.clone(),
            percent: if done { Some(100) } else { task.percent },
            done,
            overdue: past(finish) || past(task.deadline),
            deadline: task.deadline,
            bound: task.bound,
            bound_day: task.bound_day,
            manual: task.manual,
            estimate_minutes: task.estimate_minutes,
            predecessors: self.predecessors(task),
            total_slack_days: placed.filter(|_| !done).map(|placed| placed.total_slack as i32),
            free_slack_days: placed.filter(|_| !done).map(|placed| placed.free_slack as i32),
            critical: placed.is_some_and(|placed| placed.critical),
            trouble: self.troubles.iter().find(|(id, _)| *id == task.id).map(|(_, words)| words.clone()),
            baseline_start: kept.and_then(|kept| kept.start),
            baseline_finish: kept.and_then(|kept| kept.due),
        }
    }

    fn phase(&self, line: &Line) -> PlanRow {
        let name = self.draft.phases.iter().find(|(id, _)| Some(*id) == line.phase).map(|(_, name)| name.clone());
        PlanRow {
            kind: RowKind::Phase,
            task: None,
            phase: line.phase,
            level: line.level,
            wbs: line.wbs.clone(),
            name: name.unwrap_or_default(),
            start: None,
            finish: None,
            duration_days: None,
            assignee: None,
            percent: None,
            done: false,
            overdue: false,
            deadline: None,
            bound: Bound::Asap,
            bound_day: None,
            manual: false,
            estimate_minutes: None,
            predecessors: String::new(),
            total_slack_days: None,
            free_slack_days: None,
            critical: false,
            trouble: None,
            baseline_start: None,
            baseline_finish: None,
        }
    }

    fn predecessors(&self, task: &Stored) -> String {
        let own = self.into.get(&task.id).into_iter().flatten();
        let mut parts: Vec<(usize, String)> = own
            .filter_map(|link| {
                let from = *self.index.get(&link.from)?;
                Some((self.number[from], written(self.number[from], link.kind, link.lag_days, link.elapsed)))
            })
            .collect();
        parts.sort();
        parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(";")
    }

    /// Phases and groups span what stands below them; progress is weighed by duration.
    fn roll_up(&self, lines: &[Line], rows: &mut [PlanRow]) {
        for at in (0..rows.len()).rev() {
            if !matches!(rows[at].kind, RowKind::Phase | RowKind::Group) {
                continue;
            }
            let below = lines[at + 1..].iter().take_while(|line| line.level > lines[at].level).count();
            let (head, tail) = rows.split_at_mut(at + 1);
            let leaves: Vec<&PlanRow> =
                tail[..below].iter().filter(|row| !matches!(row.kind, RowKind::Phase | RowKind::Group)).collect();
            let Some(row) = head.last_mut() else { continue };
            row.start = leaves.iter().filter_map(|leaf| leaf.start.or(leaf.finish)).min();
            row.finish = leaves.iter().filter_map(|leaf| leaf.finish).max();
            row.duration_days = row
                .start
                .zip(row.finish)
                .map(|(start, finish)| super::draft::span(&self.draft.calendar, start, finish));
            let weight = |leaf: &PlanRow| u64::from(leaf.duration_days.unwrap_or(1).max(1));
            let total: u64 = leaves.iter().map(|leaf| weight(leaf)).sum();
            let part: u64 = leaves.iter().map(|leaf| weight(leaf) * u64::from(leaf.percent.unwrap_or(0))).sum();
            row.percent = (total > 0).then(|| (part / total.max(1)) as u8);
            row.done = !leaves.is_empty() && leaves.iter().all(|leaf| leaf.done);
            row.overdue = leaves.iter().any(|leaf| leaf.overdue);
            row.total_slack_days = leaves.iter().filter_map(|leaf| leaf.total_slack_days).min();
            row.free_slack_days = leaves.iter().filter_map(|leaf| leaf.free_slack_days).min();
            row.critical = leaves.iter().any(|leaf| leaf.critical);
            row.baseline_start = leaves.iter().filter_map(|leaf| leaf.baseline_start).min();
            row.baseline_finish = leaves.iter().filter_map(|leaf| leaf.baseline_finish).max();
        }
    }

    fn misplaced(&self) -> u32 {
        let tasks = self.draft.tasks.iter().enumerate();
        let moved = tasks.filter(|(at, task)| {
            let placed = self.found.of(*at).filter(|_| task.done_on.is_none() && !self.parents.contains(&task.id));
            placed.is_some_and(|placed| task.due.is_some_and(|due| due != placed.finish) || task.due.is_none())
        });
        moved.count() as u32
    }

    fn links(&self) -> Vec<PlanLink> {
        let critical =
            |id: TaskId| self.index.get(&id).and_then(|at| self.found.of(*at)).is_some_and(|placed| placed.critical);
        let states = self.found.links.iter().zip(&self.found.plan.links);
        let found = states.filter_map(|(at, state)| self.draft.links.get(*at).map(|link| (link, state)));
        found
            .map(|(link, state)| PlanLink {
                id: link.id,
                from: link.from,
                to: link.to,
                kind: link.kind,
                lag_days: link.lag_days,
                elapsed: link.elapsed,
                critical: state.driving && critical(link.from) && critical(link.to),
                driving: state.driving,
                broken: state.broken,
            })
            .collect()
    }
}
