//! Reports on work: projects, tasks, promises. From the days that tasks and promises carry, as they stood on the report's day.
//!
//! `on_time.rs`, `replans.rs` promises · `flow.rs` what got done and how long it took · `effort.rs` hours thought and spent, scope
//! and done · `open.rs` what is left and who has it · `tickets.rs` requests.
mod effort;
mod flow;
mod on_time;
mod open;
mod replans;
mod tickets;

pub(super) use effort::{BURN_UP, ESTIMATE_ACTUAL};
pub(super) use flow::{CUMULATIVE_FLOW, CYCLE_TIME, THROUGHPUT};
pub(super) use on_time::ON_TIME;
pub(super) use open::{OVERDUE, UNOWNED, WORKLOAD};
pub(super) use replans::REPLANS;
pub(super) use tickets::TICKETS;

use super::body::text;
use super::types::{Cell, ReportBy};
use super::world::{Asked, NONE};
use crate::deliver::ProjectState;
use crate::values::{Day, Month, TaskId, WorkingCalendar};

/// Everything there is to say about work. Filled only for reports that ask for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Works {
    pub projects: Vec<ProjectWork>,
    pub tasks: Vec<TaskWork>,
    pub replans: Vec<ReplanWork>,
    pub times: Vec<TimeWork>,
    /// Filled only for reports on scope.
    pub scope: Vec<ScopeWork>,
    /// Filled only for reports on tickets.
    pub tickets: Vec<TicketWork>,
    pub calendar: WorkingCalendar,
}

/// A live project.
#[derive(Debug, Clone)]
pub(crate) struct ProjectWork {
    pub key: String,
    pub name: String,
    pub company: Option<String>,
    /// Index into the people, or [`NONE`].
    pub lead: u32,
    pub state: ProjectState,
    pub created_on: Day,
    pub ended_on: Option<Day>,
    pub first_promised: Option<Day>,
    pub promised: Option<Day>,
    pub budget_minutes: Option<u32>,
}

/// A live task without parts.
#[derive(Debug, Clone)]
pub(crate) struct TaskWork {
    pub id: TaskId,
    /// The day since which something of our own holds it up.
    pub blocked_on: Option<Day>,
    /// Index into [`Works::projects`].
    pub project: usize,
    pub name: String,
    pub assignee: u32,
    /// A crew has it.
    pub crew: bool,
    pub created_on: Day,
    pub started_on: Option<Day>,
    pub done_on: Option<Day>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub estimate_minutes: Option<u32>,
    /// Times in which it waited for somebody outside: since when, until when.
    pub waits: Vec<(Day, Option<Day>)>,
}

/// A live ticket; its task belongs to no project of these.
#[derive(Debug, Clone)]
pub(crate) struct TicketWork {
    pub task: TaskWork,
    pub number: u32,
    pub requester: Option<String>,
    pub reply_by: Option<Day>,
    pub replied_on: Option<Day>,
}

/// Time written down on a project, on one of its tasks where `task` says which.
#[derive(Debug, Clone)]
pub(crate) struct TimeWork {
    pub project: usize,
    /// Index into [`Works::tasks`].
    pub task: Option<usize>,
    pub day: Day,
    pub minutes: u32,
}

/// A task without parts, trash included, with what it was estimated at and when that changed.
#[derive(Debug, Clone)]
pub(crate) struct ScopeWork {
    pub assignee: u32,
    pub since: Day,
    pub gone_on: Option<Day>,
    pub done_on: Option<Day>,
    pub minutes: Option<u32>,
    /// (day of the change, what stood before it), oldest first.
    pub changes: Vec<(Day, Option<u32>)>,
}

impl ScopeWork {
    fn is_there(&self, day: Day) -> bool {
        self.since <= day && self.gone_on.is_none_or(|gone| gone > day)
    }

    /// The estimate as it stood at the end of a day.
    fn minutes_on(&self, day: Day) -> Option<u32> {
        let later = self.changes.iter().find(|(changed, _)| *changed > day);
        later.map_or(self.minutes, |(_, before)| *before)
    }
}

/// A recorded change of a plan or a promise.
#[derive(Debug, Clone)]
pub(crate) struct ReplanWork {
    pub project: usize,
    pub day: Day,
    pub moved: u32,
    pub finish: (Option<Day>, Option<Day>),
    pub promised: (Option<Day>, Option<Day>),
}

impl Works {
    /// The promise of a project as it stood on a day.
    fn promised(&self, project: usize, day: Day) -> Option<Day> {
        let mut changes = self.replans.iter().filter(|one| one.project == project && one.promised.0 != one.promised.1);
        // What was said before the first change after the day, or else what is said now.
        match changes.find(|one| one.day > day) {
            Some(later) => later.promised.0,
            None => self.projects[project].promised,
        }
    }

    /// Working days from `from` to `to`; negative when earlier.
    fn days(&self, from: Day, to: Day) -> i64 {
        self.calendar.working_days_between(from, to)
    }
}

/// Working days from `from` to `to`, both counted, in which a task waited for somebody outside; each counted once.
fn waited_days(works: &Works, task: &TaskWork, from: Day, to: Day) -> i64 {
    let mut seen = from.plus_days(-1);
    let mut sum = 0;
    for (since, until) in &task.waits {
        let (first, last) = ((*since).max(seen.plus_days(1)), until.unwrap_or(to).min(to));
        if first <= last {
            sum += works.days(first.plus_days(-1), last);
            seen = last;
        }
    }
    sum
}

/// The last day of a project's work by then: when it was closed, or all its tasks were done.
fn ended(asked: &Asked, project: usize) -> Option<Day> {
    let one = &asked.works.projects[project];
    if one.state == ProjectState::Cancelled {
        return None;
    }
    let own = || asked.works.tasks.iter().filter(|task| task.project == project);
    let all_done = own().next().is_some() && own().all(|task| task.done_on.is_some_and(|day| day <= asked.as_of));
    let closed = one.ended_on.filter(|day| *day <= asked.as_of);
    // Closing the books later doesn't make it late.
    let last = if all_done { own().filter_map(|task| task.done_on).max() } else { None };
    match (last, closed) {
        (Some(last), Some(closed)) => Some(last.min(closed)),
        (last, closed) => last.or(closed),
    }
}

fn keeps_lead(asked: &Asked, project: &ProjectWork) -> bool {
    asked.kept.owner.is_none_or(|owner| owner == project.lead)
}

fn keeps_task(asked: &Asked, task: &TaskWork) -> bool {
    asked.kept.owner.is_none_or(|owner| owner == task.assignee) && task.created_on <= asked.as_of
}

/// (name, key) of a task's group; `month` is the day it is counted on.
fn group(asked: &Asked, task: &TaskWork, day: Day) -> (String, String) {
    match asked.by.unwrap_or(ReportBy::Month) {
        ReportBy::Owner => person(asked, task.assignee),
        ReportBy::Project => {
            let project = &asked.works.projects[task.project];
            (project.name.clone(), project.key.clone())
        }
        _ => {
            let month = Month::of(day).to_string();
            (month.clone(), month)
        }
    }
}

fn person(asked: &Asked, at: u32) -> (String, String) {
    match asked.world.people.get(at as usize).filter(|_| at != NONE) {
        Some(person) => (person.name.clone(), person.key.clone()),
        None => ("(nobody)".to_owned(), "none".to_owned()),
    }
}

fn who(asked: &Asked, at: u32) -> Cell {
    text(&person(asked, at).0)
}

fn day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::Text(day.to_string()))
}

/// What filters of deals have to do with work: nothing, and that is said.
fn notes(asked: &Asked) -> Vec<String> {
    let of_deals = asked.kept.pipeline.is_some() || asked.kept.product.is_some() || asked.kept.source.is_some();
    if of_deals {
        vec!["Pipeline, product and source concern deals: this report takes all work.".into()]
    } else {
        Vec::new()
    }
}
