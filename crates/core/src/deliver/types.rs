//! What the window sees of projects, tasks and templates.
use serde::{Deserialize, Serialize};

use super::detail::{Priority, TaskDetail, TaskMoment};
use super::tickets::TicketMark;
use crate::handoff::{ExplainedTask, OnlyIf};
use crate::values::{
    CheckId, ColumnId, Day, HandoffId, Millis, Named, PersonId, ProjectId, Ref, Rev, RoleId, TaskId, TaskLinkId,
    TemplateId,
};
use crate::words;

words! {
    /// What a column means, whatever it is called.
    Category { Todo "todo", Doing "doing", Done "done" }
}
words! {
    /// FS the successor may not start before the predecessor finishes; SS not start before it starts; FF not finish before it
    /// finishes; SF not finish before it starts.
    LinkKind { FinishStart "FS", StartStart "SS", FinishFinish "FF", StartFinish "SF" }
}
words! {
    /// What the offset of a template's task counts from: the win, the kickoff, or back from the promised day.
    #[derive(Default)]
    Anchor { #[default] Win "win", Kickoff "kickoff", Promise "promise" }
}
words! {
    ProjectState { Planned "planned", Active "active", Paused "paused", Done "done", Cancelled "cancelled" }
}

/// A project in the list. `finish` is the latest due day of its tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub name: String,
    pub company: Option<String>,
    pub lead: Option<String>,
    pub state: ProjectState,
    pub start: Option<Day>,
    pub promised: Option<Day>,
    pub finish: Option<Day>,
    pub tasks: u32,
    pub done: u32,
    pub overdue: u32,
    /// Open tasks without a person.
    pub unowned: u32,
    /// The open task due first.
    pub next: Option<String>,
    pub deal: Option<Named>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Projects {
    pub rev: Rev,
    pub rows: Vec<ProjectRow>,
}

/// `blocked_by` counts predecessors that are not done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskCard {
    pub id: TaskId,
    pub name: String,
    pub phase: Option<String>,
    pub assignee: Option<String>,
    /// The crew that has it.
    pub team: Option<String>,
    /// How many are on it beside that one.
    pub others: u32,
    pub priority: Priority,
    /// Held up by something of our own.
    pub blocked: bool,
    /// Whom outside it waits for.
    pub waits_for: Option<String>,
    pub due: Option<Day>,
    pub overdue: bool,
    pub blocked_by: u32,
    pub checks: u32,
    pub checks_done: u32,
    pub ticket: Option<TicketMark>,
    /// Where cards of several projects stand side by side.
    pub project: Option<Named>,
}

/// A column with its first 200 cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectColumn {
    pub id: ColumnId,
    pub name: String,
    pub category: Category,
    pub count: u32,
    /// More cards than this are too many; it is said, not forbidden.
    pub limit: Option<u32>,
    pub cards: Vec<TaskCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectBoard {
    pub rev: Rev,
    pub project: ProjectRow,
    pub description: Option<String>,
    pub contact: Option<Named>,
    pub columns: Vec<ProjectColumn>,
    pub handoff: Option<HandoffId>,
    /// Who may be given a task.
    pub people: Vec<Named>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskCardsArgs {
    pub project: ProjectId,
    pub column: ColumnId,
    pub offset: u32,
    pub limit: u32,
}

/// A window of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskCards {
    pub rev: Rev,
    pub column: ColumnId,
    pub offset: u32,
    pub cards: Vec<TaskCard>,
}

/// A project made by hand; with a template its tasks are planned from `start` (today for `None`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewProject {
    pub name: String,
    pub company: Option<Ref>,
    pub template: Option<TemplateId>,
    pub start: Option<Day>,
    pub promised: Option<Day>,
    pub lead: Option<PersonId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ProjectField {
    Name,
    Description,
    Promised,
    Lead,
    State,
    Start,
    /// Hours that were sold, in working minutes.
    Budget,
}

/// One change to one field; the text is a day, a person's id, a state or minutes where the field is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectEdit {
    pub field: ProjectField,
    pub value: Option<String>,
    /// Why a promise is changed, for the record.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveColumn {
    pub id: Option<ColumnId>,
    pub project: ProjectId,
    pub name: String,
    pub category: Category,
    /// How many cards are enough.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A card dropped between two others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoveTask {
    pub task: TaskId,
    pub column: ColumnId,
    pub above: Option<TaskId>,
    pub below: Option<TaskId>,
}

/// `column` `None`: the first one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewTask {
    pub project: ProjectId,
    pub column: Option<ColumnId>,
    pub name: String,
    pub assignee: Option<PersonId>,
    pub due: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskPage {
    pub rev: Rev,
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    pub column: Named,
    pub category: Category,
    pub phase: Option<String>,
    pub assignee: Option<Named>,
    pub role: Option<String>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub done_on: Option<Day>,
    pub description: Option<String>,
    pub checklist: Vec<Check>,
    pub predecessors: Vec<Neighbour>,
    pub successors: Vec<Neighbour>,
    /// For a task that a handoff created.
    pub why: Option<ExplainedTask>,
    pub columns: Vec<Named>,
    pub detail: TaskDetail,
    /// Comments and changes, newest first.
    pub moments: Vec<TaskMoment>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Check {
    pub id: CheckId,
    pub text: String,
    pub done: bool,
}

/// The task at the other end of a dependency. `lag_days` are working days; negative is a lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Neighbour {
    pub link: TaskLinkId,
    pub task: Named,
    pub kind: LinkKind,
    pub lag_days: i32,
    pub done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TaskField {
    Name,
    Description,
    Assignee,
    Start,
    Due,
    Priority,
    /// Working minutes.
    Estimate,
    /// Why it is blocked; empty: it no longer is.
    Blocked,
}

/// One change to one field; the text is a day, a person's id, a priority or minutes where the field is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TaskEdit {
    pub field: TaskField,
    pub value: Option<String>,
}

/// The open tasks of the acting person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MyWork {
    pub rev: Rev,
    pub overdue: Vec<TaskCard>,
    pub today: Vec<TaskCard>,
    pub next: Vec<TaskCard>,
    pub undated: Vec<TaskCard>,
}

/// `working_days`: how long a project from it takes, from the first start to the last due day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateRow {
    pub id: TemplateId,
    pub name: String,
    pub description: Option<String>,
    pub tasks: u32,
    pub working_days: u32,
    pub pipelines: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Templates {
    pub rev: Rev,
    pub rows: Vec<TemplateRow>,
}

/// A template as one document. Keys name a part for ever; an empty key gets one when it is saved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Template {
    pub id: Option<TemplateId>,
    pub name: String,
    pub description: Option<String>,
    pub fallback_person: Option<PersonId>,
    pub lead_role: Option<RoleId>,
    /// Working days from the win to the kickoff.
    #[serde(default)]
    pub kickoff_days: u32,
    pub version: u32,
    pub phases: Vec<TemplatePhase>,
    pub links: Vec<TemplateLink>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplatePhase {
    pub key: String,
    pub name: String,
    /// Only for deals that fit.
    #[serde(default)]
    pub only_if: Option<OnlyIf>,
    pub tasks: Vec<TemplateTask>,
}

/// `offset_days`: working days after its anchor, the earliest start; negative is before. Counted from the promised day it says when the
/// task is due. `duration_days` are working days, 0 is a milestone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateTask {
    pub key: String,
    pub name: String,
    pub description: Option<String>,
    pub role: Option<RoleId>,
    #[serde(default)]
    pub anchor: Anchor,
    pub offset_days: i32,
    pub duration_days: u32,
    /// Working minutes; `None`: eight hours for each of its days.
    #[serde(default)]
    pub estimate_minutes: Option<u32>,
    pub checklist: Vec<String>,
    /// Only for deals that fit.
    #[serde(default)]
    pub only_if: Option<OnlyIf>,
}

/// Between two tasks, by their keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateLink {
    pub predecessor: String,
    pub successor: String,
    pub kind: LinkKind,
    pub lag_days: i32,
}

/// A template as it was saved once, newest first in lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateVersion {
    pub version: u32,
    pub saved_at: Millis,
    pub by: Option<String>,
    pub tasks: u32,
    /// Projects that were made from it.
    pub projects: u32,
}

/// What a draft would plan. `lead` is the person who would lead the project; `None` falls to the deal's owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplatePreview {
    pub rev: Rev,
    pub tasks: Vec<TemplateSpan>,
    pub working_days: u32,
    pub lead: Option<String>,
}

/// A task on the ruler of working days: day 0 is the day of the win, it takes the days `start .. start + days`, and with no days it
/// is a milestone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TemplateSpan {
    pub key: String,
    pub start: i32,
    pub days: u32,
    /// The predecessor that decides the start, where it is later than the task's own day.
    pub pushed_by: Option<String>,
    /// Who would get it today; `None` when that is up to the deal's owner.
    pub who: Option<String>,
    pub who_why: String,
}
