//! What the window sees of time. Minutes are whole ones; an entry has at most 24 hours.
use serde::{Deserialize, Serialize};

use crate::values::{Day, Millis, Named, PersonId, ProjectId, Rev, TaskId, TimeEntryId};

/// The most minutes of an entry: a day.
pub const DAY_MINUTES: u32 = 24 * 60;

/// Time that somebody spent on a task, or on a project as such.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TimeEntry {
    pub id: TimeEntryId,
    pub person: Named,
    pub task: Option<Named>,
    pub day: Day,
    pub minutes: u32,
    pub note: Option<String>,
}

/// What time is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum TimeOn {
    Task(TaskId),
    Project(ProjectId),
}

/// An entry to make. `person` `None`: the acting one; `day` `None`: today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewTime {
    pub on: TimeOn,
    pub person: Option<PersonId>,
    pub day: Option<Day>,
    pub minutes: u32,
    pub note: Option<String>,
}

/// The whole entry as it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveTime {
    pub id: TimeEntryId,
    pub day: Day,
    pub minutes: u32,
    pub note: Option<String>,
}

/// The clock that runs for the acting person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Timer {
    pub project: Named,
    pub task: Option<Named>,
    pub started_at: Millis,
}

/// `None` where no clock runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct RunningTimer {
    pub rev: Rev,
    pub timer: Option<Timer>,
}

/// Time on a task or project, newest day first. For a project with the time on its tasks, and estimates and budget beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TimeSheet {
    pub rev: Rev,
    pub entries: Vec<TimeEntry>,
    /// Of all entries, also of those that are not listed.
    pub spent_minutes: u32,
    /// The estimates of its tasks, parts instead of what they are parts of.
    pub estimate_minutes: u32,
    /// Tasks without an estimate.
    pub without_estimate: u32,
    pub budget_minutes: Option<u32>,
}
