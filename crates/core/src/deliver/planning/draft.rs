//! A plan in memory: the rows of a project, and what the schedule engine makes of them. Pure.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::types::{Bound, TaskKind};
use crate::deliver::{Category, LinkKind, ProjectState};
use crate::error::{Error, Result};
use crate::schedule::{Calendar, Constraint, Flaw, Lag, Link, Network, Plan, Progress, Pull, Task, schedule};
use crate::values::{Day, Named, PersonId, PhaseId, ProjectId, TaskId, TaskLinkId, WorkingCalendar};

/// A task as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub id: TaskId,
    pub name: String,
    pub phase: Option<PhaseId>,
    pub parent: Option<TaskId>,
    pub outline: String,
    pub kind: TaskKind,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub duration: Option<u32>,
    pub done_on: Option<Day>,
    pub category: Category,
    pub started_on: Option<Day>,
    pub percent: Option<u8>,
    pub estimate_minutes: Option<u32>,
    pub deadline: Option<Day>,
    pub bound: Bound,
    pub bound_day: Option<Day>,
    pub manual: bool,
    pub assignee: Option<Named>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredLink {
    pub id: TaskLinkId,
    pub from: TaskId,
    pub to: TaskId,
    pub kind: LinkKind,
    pub lag_days: i32,
    pub elapsed: bool,
}

/// Everything about a project that its dates depend on. `tasks` in the order of the outline.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub id: ProjectId,
    pub name: String,
    pub state: ProjectState,
    pub lead: Option<Named>,
    pub paused_on: Option<Day>,
    pub start: Option<Day>,
    pub promised: Option<Day>,
    pub first_promised: Option<Day>,
    pub phases: Vec<(PhaseId, String)>,
    pub tasks: Vec<Stored>,
    pub links: Vec<StoredLink>,
    pub calendar: WorkingCalendar,
    pub leave: BTreeMap<PersonId, Vec<(Day, Day)>>,
    pub today: Day,
}

/// What the engine made of a draft. `at[n]` is the engine's index of `tasks[n]`; `None` for a task without any date or link.
pub(crate) struct Scheduled {
    pub plan: Plan,
    pub at: Vec<Option<usize>>,
    /// The draft's links in the order of the engine's.
    pub links: Vec<usize>,
}

impl Scheduled {
    pub fn of(&self, task: usize) -> Option<&crate::schedule::Placed> {
        self.at.get(task).copied().flatten().and_then(|at| self.plan.tasks.get(at))
    }
}

impl Stored {
    /// Working days; a milestone has none. What was never said is counted between the days there are, else one day.
    pub fn duration(&self, calendar: &WorkingCalendar) -> u32 {
        if self.kind == TaskKind::Milestone {
            return 0;
        }
        let counted = self.start.zip(self.due).map(|(start, due)| span(calendar, start, due));
        self.duration.or(counted).map_or(1, |days| days.max(1))
    }

    fn planned(&self, calendar: &WorkingCalendar) -> Option<Day> {
        let back = |due: Day| {
            let days = i32::try_from(self.duration(calendar).max(1)).unwrap_or(i32::MAX);
            calendar.add_working_days(due.plus_days(1), -days)
        };
        self.start.or_else(|| self.due.map(back))
    }

    fn progress(&self, calendar: &WorkingCalendar) -> Progress {
        if let Some(finish) = self.done_on {
            let start = self.started_on.or_else(|| self.planned(calendar)).map_or(finish, |start| start.min(finish));
            return Progress::Done { start, finish };
        }
        match (self.category, self.started_on) {
            (Category::Doing, Some(on)) => {
                Progress::Started { on, percent: self.percent.filter(|percent| *percent > 0) }
            }
            _ => Progress::NotStarted,
        }
    }
}

/// Working days from `start` to `due`, both included; at least 1.
pub(crate) fn span(calendar: &WorkingCalendar, start: Day, due: Day) -> u32 {
    u32::try_from(calendar.working_days_between(start.plus_days(-1), due).max(1)).unwrap_or(1)
}

impl Draft {
    pub fn position(&self, task: TaskId) -> Result<usize> {
        self.tasks.iter().position(|one| one.id == task).ok_or_else(|| Error::not_found("task"))
    }

    /// Where each task stands in `tasks`.
    pub fn index(&self) -> HashMap<TaskId, usize> {
        self.tasks.iter().enumerate().map(|(at, task)| (task.id, at)).collect()
    }

    /// The tasks that have parts.
    pub fn parents(&self) -> HashSet<TaskId> {
        self.tasks.iter().filter_map(|task| task.parent).collect()
    }

    pub fn has_parts(&self, task: TaskId) -> bool {
        self.tasks.iter().any(|one| one.parent == Some(task))
    }

    /// The engine's schedule. `earlier`: everything as early as it can be; `from_today`: nothing open in the past.
    pub fn schedule(&self, earlier: bool, from_today: bool) -> Result<Scheduled> {
        let (network, at, links) = self.network(earlier, from_today);
        let plan = schedule(&network).map_err(|flaw| self.words(&flaw, &at, &links))?;
        Ok(Scheduled { plan, at, links })
    }

    fn network(&self, earlier: bool, from_today: bool) -> (Network, Vec<Option<usize>>, Vec<usize>) {
        let linked: HashSet<TaskId> = self.links.iter().flat_map(|link| [link.from, link.to]).collect();
        let parents = self.parents();
        let mut at = vec![None; self.tasks.len()];
        let mut index = HashMap::new();
        for (n, task) in self.tasks.iter().enumerate() {
            if parents.contains(&task.id) || linked.contains(&task.id) || Draft::is_dated(task) {
                at[n] = Some(index.len());
                index.insert(task.id, index.len());
            }
        }
        let (calendars, whose) = self.calendars();
        let own = self.tasks.iter().filter(|task| index.contains_key(&task.id));
        let tasks = own.map(|task| {
            let calendar = task.assignee.as_ref().and_then(|who| whose.get(&PersonId(who.id))).copied().unwrap_or(0);
            self.engine_task(task, task.parent.and_then(|parent| index.get(&parent).copied()), calendar)
        });
        let known = self.links.iter().enumerate();
        let known = known.filter(|(_, link)| index.contains_key(&link.from) && index.contains_key(&link.to));
        let (order, links): (Vec<usize>, Vec<Link>) = known
            .map(|(n, link)| {
                let lag = if link.elapsed { Lag::Elapsed(link.lag_days) } else { Lag::Working(link.lag_days) };
                (n, Link { from: index[&link.from], to: index[&link.to], kind: link.kind, lag })
            })
            .unzip();
        let tasks: Vec<Task> = tasks.collect();
        let first = tasks.iter().filter_map(|task| task.planned).min();
        let network = Network {
            tasks,
            links,
            calendars,
            // Work may be planned before the day the project began on: nothing is pushed because of that.
            start: [self.start, first].into_iter().flatten().min().unwrap_or(self.today),
            today: from_today.then_some(self.today),
            promised: self.promised,
            pull: if earlier { Pull::Earlier } else { Pull::Later },
        };
        (network, at, order)
    }

    /// Whether anybody said anything about when: a task without is left without, unless it is linked.
    fn is_dated(task: &Stored) -> bool {
        task.duration.is_some()
            || task.start.is_some()
            || task.due.is_some()
            || task.bound != Bound::Asap
            || task.done_on.is_some()
    }

    fn engine_task(&self, task: &Stored, parent: Option<usize>, calendar: usize) -> Task {
        let constraint = match (task.bound, task.bound_day) {
            (Bound::StartAfter, Some(day)) => Constraint::StartNoEarlierThan(day),
            (Bound::FinishBefore, Some(day)) => Constraint::FinishNoLaterThan(day),
            (Bound::Fixed, Some(day)) => Constraint::Fixed(day),
            _ => Constraint::AsSoonAsPossible,
        };
        Task {
            parent,
            duration: task.duration(&self.calendar),
            calendar,
            constraint,
            deadline: task.deadline,
            progress: task.progress(&self.calendar),
            planned: task.planned(&self.calendar),
            manual: task.manual,
        }
    }

    /// The project's calendar first, then one for each person who is away at some time.
    fn calendars(&self) -> (Vec<Calendar>, BTreeMap<PersonId, usize>) {
        let workdays = if self.calendar.workdays & 0b111_1111 == 0 { 0b111_1111 } else { self.calendar.workdays };
        let off: Vec<Day> = self.calendar.holidays.keys().copied().collect();
        let mut calendars = vec![Calendar { workdays, off: off.clone() }];
        let mut whose = BTreeMap::new();
        for (person, leaves) in &self.leave {
            let away =
                leaves.iter().flat_map(|(first, last)| (0..=first.days_until(*last)).map(|n| first.plus_days(n)));
            whose.insert(*person, calendars.len());
            calendars.push(Calendar { workdays, off: off.iter().copied().chain(away).collect() });
        }
        (calendars, whose)
    }

    /// What is wrong, with names.
    fn words(&self, flaw: &Flaw, at: &[Option<usize>], links: &[usize]) -> Error {
        let name = |engine: usize| {
            let found = at.iter().position(|one| *one == Some(engine)).and_then(|task| self.tasks.get(task));
            found.map_or_else(|| "a task".to_owned(), |task| format!("“{}”", task.name))
        };
        let ends = |link: usize| {
            let link = links.get(link).and_then(|link| self.links.get(*link));
            let of =
                |id: TaskId| self.tasks.iter().find(|task| task.id == id).map_or("a task", |task| task.name.as_str());
            link.map_or_else(
                || "A dependency".to_owned(),
                |link| format!("“{}” before “{}”", of(link.from), of(link.to)),
            )
        };
        let message = match flaw {
            Flaw::Cycle(round) => {
                let way: Vec<String> = round.iter().chain(round.first()).map(|task| name(*task)).collect();
                format!("These tasks would wait for each other in a circle: {}", way.join(" → "))
            }
            Flaw::ToItself(task) => format!("{} can't wait for itself", name(*task)),
            Flaw::Group { link } => format!(
                "{}: a task with parts can hold others back only by its finish (FS or FF), and be held back only at its start (FS or SS)",
                ends(*link)
            ),
            Flaw::NoTask { link } => format!("{} names a task that isn't there", ends(*link)),
            Flaw::NoWorkingDay { .. } => {
                "The calendar has no working day. Set the working week in Settings › Firm".into()
            }
            Flaw::LagTooLong { link } => {
                format!("{}: a lag or lead may have at most {} days", ends(*link), crate::schedule::LAG_MAX)
            }
            Flaw::TooLong(task) => {
                format!("{} may take at most {} working days", name(*task), crate::schedule::DURATION_MAX)
            }
            Flaw::TooFar(task) => format!("{} would lie after the year 9999", name(*task)),
            Flaw::Nesting(task) => format!("{} would be a part of itself", name(*task)),
        };
        Error::invalid(format!("{message}. Nothing was changed."))
    }

    /// Links and constraints that can't be kept, as (task, words).
    pub fn troubles(&self, found: &Scheduled) -> Vec<(TaskId, String)> {
        let name = |id: TaskId| self.tasks.iter().find(|task| task.id == id).map_or("", |task| task.name.as_str());
        let broken = found.links.iter().zip(&found.plan.links).filter(|(_, state)| state.broken);
        let mut troubles: Vec<(TaskId, String)> = broken
            .filter_map(|(link, _)| self.links.get(*link))
            .map(|link| {
                (link.to, format!("“{}” can't wait for “{}”: its date is held", name(link.to), name(link.from)))
            })
            .collect();
        let parents = self.parents();
        for (at, task) in self.tasks.iter().enumerate() {
            let Some(placed) = found.of(at) else { continue };
            if task.done_on.is_some() || parents.contains(&task.id) {
                continue;
            }
            let by = [task.deadline, task.bound_day.filter(|_| task.bound == Bound::FinishBefore)];
            if let Some(by) = by.into_iter().flatten().min().filter(|by| placed.finish > *by) {
                let days = self.calendar.working_days_between(by, placed.finish);
                let plural = if days == 1 { "" } else { "s" };
                troubles
                    .push((task.id, format!("“{}” ends {days} working day{plural} after {}", task.name, by.spoken())));
            }
        }
        troubles
    }
}
