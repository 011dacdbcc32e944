//! What the window sees of a task in depth. Days are civil days, minutes working minutes.
use serde::{Deserialize, Serialize};

use crate::book::HistoryItem;
use crate::deliver::{Bound, Category, Recurrence, TaskKind, Ticket};
use crate::values::{CommentId, ContactId, Day, Millis, Named, TaskId, WaitingId};
use crate::words;

words! {
    /// In the order in which one would take them up.
    Priority { Urgent "urgent", High "high", Normal "normal", Low "low" }
}

impl Priority {
    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            Priority::Urgent => "Urgent",
            Priority::High => "High",
            Priority::Normal => "Normal",
            Priority::Low => "Low",
        }
    }
}

/// Something of our own holds a task up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Block {
    pub since: Day,
    pub reason: String,
}

/// Somebody outside has to do something first. `chase_on`: the day to ask again; `chase` when that has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Wait {
    pub id: WaitingId,
    pub whom: String,
    pub contact: Option<ContactId>,
    pub since: Day,
    pub chase_on: Option<Day>,
    pub chase: bool,
    /// Working days so far, the first one counted.
    pub working_days: u32,
}

/// Whom a task waits for: a contact, or anybody by a name. `since` `None`: today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WaitFor {
    pub task: TaskId,
    pub contact: Option<ContactId>,
    /// Left out for a contact.
    pub whom: Option<String>,
    pub since: Option<Day>,
    pub chase_on: Option<Day>,
}

/// A task that waits, with where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WaitingTask {
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    pub wait: Wait,
}

/// A part of a task, or the task it is a part of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskPart {
    pub id: TaskId,
    pub name: String,
    pub category: Category,
}

/// A line of a task's timeline: what somebody said, or what was done. Newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaskMoment {
    Comment(Comment),
    Change(HistoryItem),
}

/// `mine`: the acting person wrote it and may change it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Comment {
    pub id: CommentId,
    pub at: Millis,
    pub who: String,
    pub text: String,
    pub edited: bool,
    pub mine: bool,
}

/// What a task's page shows beside its place, dates and neighbours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskDetail {
    pub kind: TaskKind,
    pub priority: Priority,
    pub blocked: Option<Block>,
    pub waiting: Option<Wait>,
    /// The crew that has it.
    pub team: Option<Named>,
    /// Beside the one who answers for it.
    pub others: Vec<Named>,
    pub tags: Vec<Named>,
    pub estimate_minutes: Option<u32>,
    pub spent_minutes: u32,
    pub percent: Option<u8>,
    pub deadline: Option<Day>,
    pub bound: Bound,
    pub bound_day: Option<Day>,
    /// Links never move it.
    pub manual: bool,
    pub ticket: Option<Ticket>,
    /// How it comes again.
    pub recurrence: Option<Recurrence>,
    /// The day of the next one.
    pub recurs_on: Option<Day>,
    pub parent: Option<TaskPart>,
    /// Its dates follow from these, where there are any.
    pub parts: Vec<TaskPart>,
}
