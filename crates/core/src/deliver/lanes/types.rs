//! What the window asks of boards and sees on them.
use serde::{Deserialize, Serialize};

use crate::deliver::{Category, Priority, ProjectColumn, TaskCard};
use crate::values::{ColumnId, PersonId, ProjectId, Rev, TagId, TaskId, TeamId};
use crate::words;

words! {
    /// What the lanes of a board stand for.
    LaneBy { Assignee "assignee", Team "team", Priority "priority", Phase "phase" }
}

/// Which tasks a board shows; everything left out shows all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BoardFilter {
    /// This person answers for it or is on it.
    pub person: Option<PersonId>,
    /// This crew has it.
    pub team: Option<TeamId>,
    /// Nobody answers for it, and no crew has it.
    pub nobody: bool,
    pub priority: Option<Priority>,
    pub tag: Option<TagId>,
    /// Blocked, or waiting for somebody outside.
    pub held: bool,
    pub overdue: bool,
    /// Part of the name, in any case.
    pub text: Option<String>,
}

/// A project's board; without `by` it has one lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LaneArgs {
    pub project: ProjectId,
    pub filter: BoardFilter,
    pub by: Option<LaneBy>,
}

/// A window of one column of a lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LaneCardsArgs {
    pub lanes: LaneArgs,
    pub lane: String,
    pub column: ColumnId,
    pub offset: u32,
    pub limit: u32,
}

/// `key`: a person's, crew's or phase's id, a priority, or `none`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Lane {
    pub key: String,
    pub name: String,
    pub columns: Vec<ProjectColumn>,
}

/// Lanes that have a task, in their order. `counts`: live tasks of each column whatever the filter, for its limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LaneBoard {
    pub rev: Rev,
    pub lanes: Vec<Lane>,
    pub counts: Vec<ColumnCount>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ColumnCount {
    pub id: ColumnId,
    pub count: u32,
    pub limit: Option<u32>,
}

/// A window of the tasks of a category across running projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkCardsArgs {
    pub filter: BoardFilter,
    pub category: Category,
    pub offset: u32,
    pub limit: u32,
}

/// The tasks of a category with its first 200 cards, by due day. `id` is the category's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkColumn {
    pub id: Category,
    pub name: String,
    pub count: u32,
    pub cards: Vec<TaskCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkBoard {
    pub rev: Rev,
    pub columns: Vec<WorkColumn>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WorkCards {
    pub rev: Rev,
    pub cards: Vec<TaskCard>,
}

/// A card dropped on a category of a board across projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoveWork {
    pub task: TaskId,
    pub category: Category,
}

/// A card dropped on a column of another lane: it takes on what that lane stands for. `lane` is that lane's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoveToLane {
    pub task: TaskId,
    pub column: ColumnId,
    pub by: LaneBy,
    pub lane: String,
    pub above: Option<TaskId>,
    pub below: Option<TaskId>,
}
