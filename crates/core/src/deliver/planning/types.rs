//! What the window sees of a project's plan, and what may be changed about it.
use serde::{Deserialize, Serialize};

use crate::deliver::{LinkKind, ProjectState};
use crate::values::{BaselineId, Day, LeaveId, Named, PersonId, PhaseId, ProjectId, ReplanId, Rev, TaskId, TaskLinkId};
use crate::words;

words! {
    /// Asap: as soon as possible. StartAfter: not before its day. FinishBefore: not after its day, or its slack is negative.
    /// Fixed: on its day, whatever its predecessors say.
    Bound { Asap "asap", StartAfter "start_after", FinishBefore "finish_before", Fixed "fixed" }
}
words! {
    /// A ticket is a task that somebody outside asked for.
    TaskKind { Task "task", Milestone "milestone", Ticket "ticket" }
}
words! {
    /// What a row of the outline is: a phase or a task with parts (group), a task, a milestone, a ticket.
    RowKind { Phase "phase", Group "group", Task "task", Milestone "milestone", Ticket "ticket" }
}

/// A project's outline with its dates, slack and links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectPlan {
    pub rev: Rev,
    pub project: Named,
    pub state: ProjectState,
    /// Who leads it.
    pub lead: Option<Named>,
    /// Since when it is paused.
    pub paused_on: Option<Day>,
    pub start: Option<Day>,
    pub finish: Option<Day>,
    /// From `start` to `finish`, both included.
    pub working_days: u32,
    pub promised: Option<Day>,
    pub first_promised: Option<Day>,
    /// How many working days the finish lies after the promise; negative: before it.
    pub late_by: Option<i32>,
    pub today: Day,
    /// Bit 0 = Monday … bit 6 = Sunday.
    pub workdays: u8,
    pub holidays: Vec<Day>,
    pub rows: Vec<PlanRow>,
    pub links: Vec<PlanLink>,
    pub baselines: Vec<BaselineRow>,
    /// Tasks that do not lie where their links and constraints want them: a re-plan would move them.
    pub misplaced: u32,
}

/// A line of the outline. Dates are those that stand; a phase or group spans its tasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlanRow {
    pub kind: RowKind,
    /// `None` for a phase.
    pub task: Option<TaskId>,
    pub phase: Option<PhaseId>,
    /// 0 for the outermost.
    pub level: u32,
    /// Number in the outline, e.g. `2.1`.
    pub wbs: String,
    pub name: String,
    pub start: Option<Day>,
    pub finish: Option<Day>,
    /// Working days; 0 for a milestone.
    pub duration_days: Option<u32>,
    pub assignee: Option<Named>,
    pub percent: Option<u8>,
    pub done: bool,
    /// Not done, and its finish or deadline is past.
    pub overdue: bool,
    pub deadline: Option<Day>,
    pub bound: Bound,
    pub bound_day: Option<Day>,
    pub manual: bool,
    pub estimate_minutes: Option<u32>,
    /// As in MS Project: `3`, `3FS+2d`, `5SS-1d;7FF`, by the number of the row (1 = the first).
    pub predecessors: String,
    pub total_slack_days: Option<i32>,
    pub free_slack_days: Option<i32>,
    pub critical: bool,
    /// Why links or a constraint can't be kept, in words.
    pub trouble: Option<String>,
    pub baseline_start: Option<Day>,
    pub baseline_finish: Option<Day>,
}

/// A dependency. `lag_days` are working days, or days on the wall where `elapsed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlanLink {
    pub id: TaskLinkId,
    pub from: TaskId,
    pub to: TaskId,
    pub kind: LinkKind,
    pub lag_days: i32,
    pub elapsed: bool,
    /// Part of a critical path.
    pub critical: bool,
    pub driving: bool,
    pub broken: bool,
}

/// One change to a plan. Days and durations are of the task; everything that hangs on it follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PlanChange {
    /// Starts on this day, as long as before.
    Start {
        task: TaskId,
        day: Day,
    },
    /// Ends on this day; a milestone moves there, a task gets longer or shorter.
    Finish {
        task: TaskId,
        day: Day,
    },
    /// Ends on this day, as long as before.
    Until {
        task: TaskId,
        day: Day,
    },
    Duration {
        task: TaskId,
        days: u32,
    },
    Bound {
        task: TaskId,
        bound: Bound,
        day: Option<Day>,
    },
    Deadline {
        task: TaskId,
        day: Option<Day>,
    },
    Manual {
        task: TaskId,
        manual: bool,
    },
    /// 100 is done, more than nothing is under way: the task goes to the column that means so. Less than 100 takes a done one back.
    Percent {
        task: TaskId,
        percent: Option<u8>,
    },
    Link {
        from: TaskId,
        to: TaskId,
        kind: LinkKind,
        lag_days: i32,
        elapsed: bool,
    },
    Unlink {
        link: TaskLinkId,
    },
    /// The whole predecessor column of a task, as written.
    Predecessors {
        task: TaskId,
        text: String,
    },
}

/// A change of a plan. Without changes it re-plans what stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Replan {
    pub project: ProjectId,
    pub changes: Vec<PlanChange>,
    /// Tasks that could be earlier are pulled there; otherwise they are only pushed.
    pub earlier: bool,
    /// What isn't begun can't begin before today, what isn't done can't end before it.
    pub from_today: bool,
    /// Why, for the record.
    pub reason: Option<String>,
}

/// What a re-plan does, before it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlanDiff {
    pub rev: Rev,
    pub moves: Vec<PlanMove>,
    pub finish_before: Option<Day>,
    pub finish_after: Option<Day>,
    pub promised: Option<Day>,
    /// How many working days the new finish lies after the promise; negative: before it.
    pub late_by: Option<i32>,
    /// Links and constraints that can't be kept, in words.
    pub troubles: Vec<String>,
}

/// A task that gets other dates. `days`: working days its finish moves by; negative: earlier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlanMove {
    pub task: Named,
    pub start_before: Option<Day>,
    pub finish_before: Option<Day>,
    pub start: Day,
    pub finish: Day,
    pub days: i32,
    pub becomes_critical: bool,
}

/// Where a task goes in the outline: below `parent`, or else in `phase`; after `above`, or else first among its siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlaceTask {
    pub task: TaskId,
    pub parent: Option<TaskId>,
    pub phase: Option<PhaseId>,
    pub above: Option<TaskId>,
}

/// New lines of an outline: below `parent`, or else in `phase`; after `above`, or else first among their siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct AddTasks {
    pub project: ProjectId,
    pub parent: Option<TaskId>,
    pub phase: Option<PhaseId>,
    pub above: Option<TaskId>,
    pub rows: Vec<NewLine>,
}

/// A line to add. `level`: 0 stands where the lines are put, 1 is a part of the line of level 0 before it, and so on. `predecessors` are
/// written as in MS Project by the numbers of the new lines, 1 = the first. `duration_days` 0 is a milestone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewLine {
    pub level: u32,
    pub name: String,
    pub duration_days: Option<u32>,
    pub start: Option<Day>,
    pub finish: Option<Day>,
    pub predecessors: String,
    pub assignee: Option<PersonId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BaselineRow {
    pub id: BaselineId,
    pub name: String,
    pub day: Day,
    pub finish: Option<Day>,
    pub promised: Option<Day>,
}

/// A plan against what was laid down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Variance {
    pub rev: Rev,
    pub baseline: BaselineRow,
    pub finish: Option<Day>,
    /// Working days the finish moved by; negative: earlier.
    pub days: Option<i32>,
    pub rows: Vec<VarianceRow>,
}

words! {
    Fate { Kept "kept", Added "added", Deleted "deleted" }
}

/// A task then and now. Minutes are estimates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct VarianceRow {
    pub task: Named,
    pub fate: Fate,
    pub start_then: Option<Day>,
    pub finish_then: Option<Day>,
    pub start: Option<Day>,
    pub finish: Option<Day>,
    pub days: Option<i32>,
    pub minutes_then: Option<u32>,
    pub minutes: Option<u32>,
}

/// A change of the plan that was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReplanRow {
    pub id: ReplanId,
    pub day: Day,
    pub who: Option<String>,
    pub reason: Option<String>,
    pub moved: u32,
    pub finish_before: Option<Day>,
    pub finish_after: Option<Day>,
    pub promised_before: Option<Day>,
    pub promised_after: Option<Day>,
}

/// A task that a re-plan gave other dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReplannedTask {
    pub task: Named,
    pub start_before: Option<Day>,
    pub finish_before: Option<Day>,
    pub start: Option<Day>,
    pub finish: Option<Day>,
}

/// Days on which a person is away, both included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Leave {
    pub id: LeaveId,
    pub person: PersonId,
    pub first: Day,
    pub last: Day,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveLeave {
    pub id: Option<LeaveId>,
    pub person: PersonId,
    pub first: Day,
    pub last: Day,
    pub note: Option<String>,
}
