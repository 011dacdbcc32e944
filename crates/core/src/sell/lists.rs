//! Lists of deals as views ask for them, and what they answer.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fields::DealField;
use super::types::{StageKind, Total};
use crate::filter::Filter;
use crate::values::{Day, DealId, Minor, Named, PipelineId, Rev};
use crate::words;

/// What a view leaves in.
pub type DealTree = Filter<DealField>;

words! {
    /// What rows are put together by.
    DealGrouping { Stage "stage", Owner "owner", Month "month" }
}

/// One order of rows; equal rows follow the next one, in the end the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DealSort {
    pub by: DealField,
    pub down: bool,
}

/// Which deals, in which order. `pipeline: None` is all of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealQuery {
    pub pipeline: Option<PipelineId>,
    pub filter: DealTree,
    pub sort: Vec<DealSort>,
    pub group: Option<DealGrouping>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealRowsArgs {
    pub query: DealQuery,
    pub offset: u32,
    pub limit: u32,
}

/// A deal as a table shows it. `stage_days` and `quiet_days` count to today; `rots` says that it has been quiet for too long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealRow {
    pub id: DealId,
    pub name: String,
    pub company: Option<Named>,
    pub contact: Option<Named>,
    pub owner: Option<Named>,
    pub pipeline: Named,
    pub stage: Named,
    pub kind: StageKind,
    pub forecast: super::types::Forecast,
    pub probability: u8,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
    pub product: Option<Named>,
    pub source: Option<String>,
    pub industry: Option<String>,
    pub place: Option<String>,
    pub lost_reason: Option<Named>,
    pub created: Day,
    pub stage_days: i32,
    pub quiet_days: i32,
    /// The day of the first open activity.
    pub next_step: Option<Day>,
    pub rots: bool,
}

/// A window of a list. `total` counts all rows of the query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealRows {
    pub rev: Rev,
    pub total: u32,
    pub offset: u32,
    pub rows: Vec<DealRow>,
}

/// The head of a group, in the order of the rows. `key` is the stage's or owner's id, or the month `YYYY-MM`; empty for none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealGroup {
    pub key: String,
    pub name: String,
    pub count: u32,
    pub totals: Vec<Total>,
    pub without_amount: u32,
}

/// Counts and sums of a query: over all of it, and by group where it has one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealSummary {
    pub rev: Rev,
    pub count: u32,
    pub totals: Vec<Total>,
    pub without_amount: u32,
    pub groups: Vec<DealGroup>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealDaysArgs {
    pub query: DealQuery,
    pub from: Day,
    pub to: Day,
}

/// The deals that close on one day: all counted, the first ones shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealDay {
    pub day: Day,
    pub count: u32,
    pub totals: Vec<Total>,
    pub deals: Vec<DealRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealDays {
    pub rev: Rev,
    pub days: Vec<DealDay>,
    /// Deals of the query without a close date, which no month shows.
    pub undated: u32,
}

/// Which deals a change is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DealPick {
    These(Vec<DealId>),
    /// Every deal of the query but those taken out by hand.
    Matching {
        query: DealQuery,
        except: Vec<DealId>,
    },
}

/// One change to many deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "what", content = "value", rename_all = "snake_case")]
pub enum DealBulk {
    Owner(Option<crate::values::PersonId>),
    /// An open stage; won and lost ask each deal its own questions.
    Stage(crate::values::StageId),
    CloseDate(Option<Day>),
    /// By so many days, later or (negative) earlier. Deals without a close date keep none.
    ShiftCloseDate(i16),
    Source(Option<String>),
    /// A tag by its name, made if it is new.
    Tag(String),
    Delete,
}

/// `skip_refused`: do it for the others where some can't be changed; otherwise nothing is changed then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BulkArgs {
    pub pick: DealPick,
    pub change: DealBulk,
    pub skip_refused: bool,
}

/// A record that could not be changed, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Refusal {
    #[specta(type = String)]
    pub id: uuid::Uuid,
    pub name: String,
    pub why: String,
}

/// What a change of many did. With `done: false` nothing was changed: some were refused and nobody said to leave them out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BulkReport {
    pub done: bool,
    /// How many were changed, or would be.
    pub changed: u32,
    /// How many had the value already.
    pub unchanged: u32,
    pub refused: Vec<Refusal>,
    pub rev: Option<Rev>,
    pub label: String,
}

/// One cell pasted over: `text` as it stood in the spreadsheet, empty to clear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CellEdit {
    pub deal: DealId,
    pub field: DealField,
    pub text: String,
}

/// What a pasted cell means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CellChange {
    pub deal: DealId,
    pub name: String,
    pub field: DealField,
    pub before: String,
    pub after: String,
    /// Why this cell can't be written, if so.
    pub problem: Option<String>,
}

/// `changes` leaves out cells that stay as they are; they are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CellsReport {
    pub changes: Vec<CellChange>,
    pub unchanged: u32,
    pub written: u32,
    pub rev: Option<Rev>,
    pub label: String,
}

/// Names and ids that a list's link cells have; for [`crate::values::Named`] from joins.
pub(crate) fn link(id: Option<Uuid>, name: Option<String>) -> Option<Named> {
    Named::joined(id, name)
}
