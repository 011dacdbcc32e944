//! What the window sees of who has how much to do, and of tasks by day.
use serde::{Deserialize, Serialize};

use crate::deliver::TaskKind;
use crate::values::{Day, Named, PersonId, ProjectId, Rev, TaskId, TeamId};

/// `weeks` from the week of `from` on; this week for `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkloadArgs {
    pub from: Option<Day>,
    pub weeks: u32,
}

/// Minutes of work for each person and week, against what they can give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Workload {
    pub rev: Rev,
    /// The Monday of each week.
    pub weeks: Vec<Day>,
    /// People by name, then crews; those who have left and the row without a person only where tasks are.
    pub rows: Vec<PersonLoad>,
    /// Minutes of all tasks in each week, each counted once.
    pub totals: Vec<u32>,
    /// Open tasks without any date: they are in no week.
    pub undated: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PersonLoad {
    /// `None`: a crew, or tasks that nobody has.
    pub person: Option<Named>,
    /// A crew's row: its own tasks and those of its members, against what its members can give together.
    pub team: Option<Named>,
    pub active: bool,
    /// Minutes of a usual week where they are this person's own; otherwise eight hours for each working day.
    pub week_minutes: Option<u32>,
    /// One for each week.
    pub load: Vec<WeekLoad>,
    /// Their open tasks with a date.
    pub tasks: u32,
}

/// Minutes of a week. Overload: `minutes` above `capacity`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WeekLoad {
    pub minutes: u32,
    pub capacity: u32,
}

/// The open tasks of a person (of nobody for `None`), with the minutes they take in each of the weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkloadTasksArgs {
    pub person: Option<PersonId>,
    /// The tasks of this crew, and those of its members.
    pub team: Option<TeamId>,
    pub from: Option<Day>,
    pub weeks: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LoadTask {
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    /// In a crew's list: whose own it is; `None` for what is the crew's.
    pub member: Option<String>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    /// In each week.
    pub minutes: Vec<u32>,
    /// Without an estimate: eight hours for each working day were taken.
    pub guessed: bool,
}

/// Tasks due from `from` to `to`, both included: of one project or of all that run, of one person or of everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskDaysArgs {
    pub from: Day,
    pub to: Day,
    pub project: Option<ProjectId>,
    pub person: Option<PersonId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskDays {
    pub rev: Rev,
    /// Days with tasks.
    pub days: Vec<TaskDay>,
    /// Open tasks that are due on no day.
    pub undated: u32,
}

/// `count` may be more than the first tasks listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskDay {
    pub day: Day,
    pub count: u32,
    pub tasks: Vec<DayTask>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DayTask {
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    pub assignee: Option<String>,
    pub kind: TaskKind,
    pub done: bool,
    pub start: Option<Day>,
}
