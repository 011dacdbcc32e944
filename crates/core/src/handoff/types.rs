//! What the window sees of the corridor.
use serde::{Deserialize, Serialize};

use crate::error::Missing;
use crate::values::{Day, DealId, HandoffId, HandoffState, Millis, Named, ProjectId, Rev, TaskId, TemplateId};

/// One handoff with the state of its project. `attempts`, `last_error` and `next_attempt_at` are about delivering it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Handoff {
    pub id: HandoffId,
    pub deal: Named,
    /// 1 for the first project of the deal, 2 for one asked for when it was won again …
    pub generation: u32,
    pub state: HandoffState,
    pub project: Option<Named>,
    pub attempts: u32,
    pub last_error: Option<String>,
    pub next_attempt_at: Option<Millis>,
    pub requested_at: Millis,
    pub delivered_at: Option<Millis>,
    pub company: Option<String>,
    /// Of the project, once there is one.
    pub tasks: Option<u32>,
    pub done: Option<u32>,
    pub finish: Option<Day>,
    pub promised: Option<Day>,
    /// Tasks whose owner is not the person of their role.
    pub fallback_tasks: u32,
    /// How it stands after the win.
    pub after: super::After,
}

/// Every handoff, newest first, with the gaps beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Handoffs {
    pub rev: Rev,
    pub rows: Vec<Handoff>,
    pub needing_help: u32,
    /// Deals that came in as won and were not handed off.
    pub imported_wins: u32,
    /// Deals won without a project, on purpose.
    pub without_project: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HandoffPage {
    pub rev: Rev,
    pub handoff: Handoff,
    /// Once delivered.
    pub explanation: Option<Explanation>,
    /// How its project stands.
    pub status: Option<super::ProjectStatus>,
    /// What was decided about changes of the deal, newest first.
    pub decided: Vec<super::Decided>,
    /// Who may accept it.
    pub people: Vec<Named>,
}

/// Why the project is as it is: stored with the handoff when it is delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Explanation {
    pub template: String,
    pub why_template: String,
    pub calendar: String,
    pub tasks: Vec<ExplainedTask>,
    pub carried: Vec<Carried>,
    #[serde(default)]
    pub template_id: Option<TemplateId>,
    /// The version of the template it was made from; 0 where that was not written down.
    #[serde(default)]
    pub version: u32,
    #[serde(default)]
    pub parts: Vec<PartUsed>,
    #[serde(default)]
    pub rules: Vec<RuleTried>,
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

/// A template that was added to the project's own. `tasks`: how many came from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PartUsed {
    pub template: Named,
    pub version: u32,
    pub why: String,
    pub tasks: u32,
}

/// A rule, whether it fits the deal, and why or why not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct RuleTried {
    pub rule: Named,
    pub kind: super::rules::RuleKind,
    pub fits: bool,
    pub why: String,
}

/// A task or phase of a template that is not in the project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeftOut {
    pub name: String,
    pub why: String,
}

/// A field of the project that came from somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Carried {
    pub field: String,
    pub value: String,
    pub source: String,
}

/// Why this person and these days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ExplainedTask {
    pub task: TaskId,
    pub name: String,
    pub assignee: String,
    pub who_why: String,
    pub start: Day,
    pub due: Day,
    pub date_why: String,
}

/// A task that a win would create.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PlannedTask {
    pub phase: String,
    pub name: String,
    pub assignee: Option<Named>,
    pub who_why: String,
    pub start: Day,
    pub due: Day,
    pub date_why: String,
}

/// What a win would make. Days and people are those the worker would choose now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WinPreview {
    pub missing: Vec<Missing>,
    /// The earliest day on which everything can be delivered.
    pub earliest: Option<Day>,
    pub promise_too_early: bool,
    pub templates: Vec<Named>,
    pub template: Option<Named>,
    pub why_template: String,
    pub project_name: String,
    /// Running projects of the customer that this win may extend.
    pub extendable: Vec<Named>,
    /// The project that is kept when a deal is won again.
    pub existing_project: Option<Named>,
    pub start: Option<Day>,
    pub finish: Option<Day>,
    pub tasks: Vec<PlannedTask>,
    pub unowned: u32,
    /// Roles of the template that nobody has: their tasks go to a fallback.
    pub empty_roles: Vec<EmptyRole>,
    pub note: Option<String>,
    /// What is to be delivered, as it will stand in the project's description.
    pub scope: Option<crate::offers::Scope>,
    /// The version of the template.
    pub version: u32,
    /// Templates that rules add.
    pub parts: Vec<PartUsed>,
    /// Every rule, in order.
    pub rules: Vec<RuleTried>,
    pub left_out: Vec<LeftOut>,
    /// The brief with the answers typed so far.
    pub brief: Vec<super::BriefEntry>,
    /// Contacts of the deal with their roles, in words.
    pub stakeholders: Vec<String>,
    /// The day the kickoff offsets count from.
    pub kickoff: Option<Day>,
    /// Why no project will come: a rule, or what somebody typed.
    pub no_project: Option<String>,
}

/// A role that nobody has, and who gets its tasks meanwhile (`None`: nobody does).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct EmptyRole {
    pub role: Named,
    pub tasks: u32,
    pub goes_to: Option<String>,
}

/// Asks the corridor for deals that came in as won on or after this day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HandOffImported {
    pub since: Day,
}

/// What one run of the worker did: handoffs, and tasks that came again. `pending`: still due, now or later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WorkerRun {
    pub delivered: u32,
    pub failed: u32,
    pub parked: u32,
    pub pending: u32,
    /// Tasks that came again.
    pub recurred: u32,
}

/// The id that the handoff of this deal and generation always has, whoever asks for it and however often.
pub fn handoff_id(workspace: crate::values::WorkspaceId, deal: DealId, generation: i64) -> HandoffId {
    HandoffId::derived(workspace, &format!("corridor:{deal}:{generation}"))
}

/// The id that the project of this deal and generation always has: two deliveries meet in one row.
pub fn project_id(workspace: crate::values::WorkspaceId, deal: DealId, generation: i64) -> ProjectId {
    ProjectId::derived(workspace, &format!("handoff:{deal}:{generation}"))
}
