//! What crosses to the window. Money in minor units, days as civil dates, counts as plain numbers.
use serde::{Deserialize, Serialize};

use super::catalogue::AmountFrom;
use super::gates::Required;
use crate::activities::ActivityKind;
use crate::values::{
    CompanyId, ContactId, Day, DealId, HandoffState, LinkId, LostReasonId, Minor, Money, Named, PersonId, PipelineId,
    ProductId, ProjectId, Promise, Ref, Rev, StageId, TemplateId,
};
use crate::words;

words! {
    /// Which side of the decision a stage stands on.
    StageKind { Open "open", Won "won", Lost "lost" }
}
words! {
    /// How a stage counts in the forecast.
    Forecast { Pipeline "pipeline", BestCase "best_case", Commit "commit", Closed "closed", Omitted "omitted" }
}
words! {
    /// What a won deal asked of the corridor.
    ProjectWish {
        Project "project",
        None "none",
        /// Came in as won; handed off only when asked.
        Imported "imported",
    }
}

/// A stage with the number of live deals in it. `probability` is in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Stage {
    pub id: StageId,
    pub pipeline: PipelineId,
    pub name: String,
    pub probability: u8,
    pub forecast: Forecast,
    pub kind: StageKind,
    pub deals: u32,
    /// `None`: the pipeline's; 0: never.
    pub rot_days: Option<u16>,
    /// What a deal needs to enter.
    pub required: Vec<Required>,
}

/// A pipeline with its stages in order. A deal rots after `rot_days` without a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Pipeline {
    pub id: PipelineId,
    pub name: String,
    pub template: Option<TemplateId>,
    pub rot_days: u16,
    pub stages: Vec<Stage>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SavePipeline {
    pub id: Option<PipelineId>,
    pub name: String,
    pub template: Option<TemplateId>,
    pub rot_days: u16,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveStage {
    pub id: Option<StageId>,
    pub pipeline: PipelineId,
    pub name: String,
    pub probability: u8,
    pub forecast: Forecast,
    pub kind: StageKind,
    /// `None`: the pipeline's; 0: never.
    #[serde(default)]
    pub rot_days: Option<u16>,
    #[serde(default)]
    pub required: Vec<Required>,
}

/// A pipeline to delete. `to` takes its deals; each stage that holds some goes where `stages` says, else to the stage of the same name,
/// else to the first of the same kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DeletePipeline {
    pub pipeline: PipelineId,
    pub to: Option<PipelineId>,
    pub stages: Vec<StagePair>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct StagePair {
    pub from: StageId,
    pub to: StageId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LostReason {
    pub id: LostReasonId,
    pub name: String,
    pub deals: u32,
}

/// `pipeline: None` is the first one. `only` narrows further, as a view says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealFilter {
    pub pipeline: Option<PipelineId>,
    pub owner: Option<PersonId>,
    pub text: Option<String>,
    #[serde(default)]
    pub only: super::lists::DealTree,
}

/// A sum in one currency. `weighted` = sum × stage probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Total {
    pub currency: String,
    pub sum: Minor,
    pub weighted: Minor,
}

/// A column of the board: its head over all its deals, its first cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealColumn {
    pub stage: Stage,
    pub count: u32,
    pub totals: Vec<Total>,
    pub without_amount: u32,
    pub cards: Vec<DealCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealBoard {
    pub rev: Rev,
    pub pipeline: PipelineId,
    pub filter: DealFilter,
    pub open_count: u32,
    pub open_totals: Vec<Total>,
    pub columns: Vec<DealColumn>,
}

/// `quiet_days` only where the deal rots; the project's figures only where there is a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealCard {
    pub id: DealId,
    pub name: String,
    pub company: Option<String>,
    pub contact: Option<String>,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
    pub owner: Option<String>,
    pub quiet_days: Option<u32>,
    pub handoff: Option<HandoffState>,
    pub project_done: Option<u32>,
    pub project_tasks: Option<u32>,
    /// How the project of a won deal stands.
    pub status: Option<crate::handoff::CardStatus>,
    /// Neither won nor lost.
    pub open: bool,
    /// Only while the deal is open.
    pub next_activity: Option<crate::activities::NextActivity>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealCardsArgs {
    pub filter: DealFilter,
    pub stage: StageId,
    pub offset: u32,
    pub limit: u32,
}

/// A window of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealCards {
    pub rev: Rev,
    pub stage: StageId,
    pub offset: u32,
    pub cards: Vec<DealCard>,
}

/// A deal as its panel shows it. `pushes` counts how often the close date was moved later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Deal {
    pub id: DealId,
    pub name: String,
    pub pipeline: PipelineId,
    pub stage: Stage,
    pub company: Option<Named>,
    pub contact: Option<Named>,
    pub owner: Option<Named>,
    pub amount: Option<Minor>,
    pub currency: String,
    pub amount_from: AmountFrom,
    /// Percent; set by hand for this deal. `None`: the stage's.
    pub probability: Option<u8>,
    /// Set by hand for this deal. `None`: the stage's.
    pub forecast: Option<Forecast>,
    pub close_date: Option<Day>,
    #[specta(type = Option<String>)]
    pub promise: Option<Promise>,
    pub product: Option<Named>,
    pub source: Option<String>,
    pub notes: Option<String>,
    pub lost_reason: Option<Named>,
    pub lost_note: Option<String>,
    pub generation: u32,
    pub project_wish: Option<ProjectWish>,
    pub no_project_reason: Option<String>,
    pub opened_on: Option<Day>,
    pub stage_since: Day,
    /// `stage_since` is only the day of the import: the file gave none.
    pub since_import: bool,
    pub quiet_days: Option<u32>,
    pub pushes: u32,
    /// What names it in the file it came from.
    pub source_key: Option<String>,
    /// Only while the deal is open.
    pub next_activity: Option<crate::activities::NextActivity>,
}

/// A contact with the role it plays for a deal or a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealContact {
    pub link: LinkId,
    pub contact: Named,
    pub role: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealPage {
    pub rev: Rev,
    pub deal: Deal,
    pub contacts: Vec<DealContact>,
    pub handoff: Option<crate::handoff::Handoff>,
    /// How its project stands.
    pub status: Option<crate::handoff::ProjectStatus>,
    pub history: Vec<crate::book::HistoryItem>,
}

/// One line of a deal's stage history, with the figures as they were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct StageEvent {
    pub day: Day,
    pub from: Option<String>,
    pub to: String,
    pub kind: StageKind,
    pub amount: Option<Minor>,
    pub currency: String,
    pub probability: u8,
    pub close_date: Option<Day>,
    pub owner: Option<String>,
}

/// A deal to create. Stage: the first open one for `None`; currency: the firm's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewDeal {
    pub name: String,
    pub pipeline: Option<PipelineId>,
    pub stage: Option<StageId>,
    pub company: Option<Ref>,
    pub contact: Option<Ref>,
    pub owner: Option<PersonId>,
    pub amount: Option<Minor>,
    pub currency: Option<String>,
    pub close_date: Option<Day>,
    pub product: Option<Ref>,
    pub source: Option<String>,
    pub notes: Option<String>,
}

/// One change to one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum DealEdit {
    Name(String),
    Company(Option<Ref>),
    Contact(Option<Ref>),
    Owner(Option<PersonId>),
    /// Refused with `gate` while the amount is the sum of lines: ask, then send `TypedAmount`.
    Amount(Option<Money>),
    /// Typed, whatever lines there are.
    TypedAmount(Option<Money>),
    /// `lines`: the sum of the lines from now on. `typed`: the amount stays as it is and may be typed over.
    AmountFrom(AmountFrom),
    /// Percent, instead of the stage's; `None`: the stage's again.
    Probability(Option<u8>),
    /// Instead of the stage's; `None`: the stage's again.
    Forecast(Option<Forecast>),
    CloseDate(Option<Day>),
    Promise(#[specta(type = Option<String>)] Option<Promise>),
    Product(Option<Ref>),
    Source(Option<String>),
    Notes(Option<String>),
    /// Plans one more activity; those that are planned stay.
    NextStep(StepDraft),
}

/// A next step in few words. `due`: today for `None`; `minute` since midnight. A note is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct StepDraft {
    pub kind: ActivityKind,
    pub subject: String,
    pub due: Option<Day>,
    pub minute: Option<u16>,
}

/// A card dropped: the card above the gap and the one below it, as the person saw them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoveDeal {
    pub deal: DealId,
    pub stage: StageId,
    pub above: Option<DealId>,
    pub below: Option<DealId>,
}

/// What the win sheet says. Absent fields keep what the deal has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WinDraft {
    pub deal: DealId,
    pub stage: Option<StageId>,
    pub company: Option<Ref>,
    pub contact: Option<Ref>,
    pub amount: Option<Money>,
    /// `None`: today.
    pub closed_on: Option<Day>,
    #[specta(type = Option<String>)]
    pub promise: Option<Promise>,
    /// `None`: the pipeline's.
    pub template: Option<TemplateId>,
    /// The reason for winning without a project.
    pub without_project: Option<String>,
    /// Winning again: a project of its own instead of the one there is.
    pub new_project: bool,
    /// Answers of the kickoff brief; fields that are not named keep what they have.
    #[serde(default)]
    pub brief: Vec<crate::handoff::BriefAnswer>,
    /// A running project of the same customer that this win extends, instead of a project of its own.
    #[serde(default)]
    pub extend: Option<ProjectId>,
    pub above: Option<DealId>,
    pub below: Option<DealId>,
}

impl WinDraft {
    /// A draft that adds nothing to what the deal has.
    pub fn of(deal: DealId) -> WinDraft {
        WinDraft {
            deal,
            stage: None,
            company: None,
            contact: None,
            amount: None,
            closed_on: None,
            promise: None,
            template: None,
            without_project: None,
            new_project: false,
            brief: Vec::new(),
            extend: None,
            above: None,
            below: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LoseDraft {
    pub deal: DealId,
    pub stage: Option<StageId>,
    pub reason: Option<Ref>,
    pub note: Option<String>,
    /// `None`: today.
    pub closed_on: Option<Day>,
    pub above: Option<DealId>,
    pub below: Option<DealId>,
}

/// A deal as it stands, for rules and for other subjects.
#[derive(Debug, Clone, PartialEq)]
pub struct DealFacts {
    pub id: DealId,
    pub name: String,
    pub pipeline: PipelineId,
    pub stage: StageId,
    pub stage_name: String,
    pub kind: StageKind,
    pub rank: String,
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
    pub owner: Option<PersonId>,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
    pub promise: Option<Promise>,
    pub product: Option<ProductId>,
    pub lost_reason: Option<LostReasonId>,
    pub notes: Option<String>,
    pub generation: i64,
    pub project_wish: Option<ProjectWish>,
    pub stage_since: Day,
    pub source: Option<String>,
    pub amount_from: AmountFrom,
    /// Set by hand, in percent.
    pub probability: Option<u8>,
    /// Set by hand.
    pub forecast: Option<Forecast>,
    /// How many lines it has.
    pub lines: u32,
    /// Whether an activity is planned.
    pub next_step: bool,
}

/// A stage as rules need it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageFacts {
    pub id: StageId,
    pub pipeline: PipelineId,
    pub name: String,
    pub probability: u8,
    pub forecast: Forecast,
    pub kind: StageKind,
    /// What a deal needs to enter.
    pub required: Vec<Required>,
}
