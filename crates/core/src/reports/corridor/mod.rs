//! Where it breaks between the sale and the delivery, and how long a handoff takes. From the days that handoffs carry, as they stood on
//! the report's day.
//!
//! `found.rs` what is wrong on a day (pure) · `breakdown.rs` the counts, the verdict, the trend · `time.rs` hours from the win ·
//! `rows.rs` the SQL.
mod breakdown;
mod found;
mod rows;
mod time;

pub(super) use breakdown::SPEC as BREAKDOWN;
pub use breakdown::{Area, BreakCount, BreakGap, BreakItem, BreakMonth, Breakdown};
pub(super) use rows::{arrivals, without_brief};
pub(super) use time::SPEC as HANDOFF_TIME;

use crate::handoff::GapKind;
use crate::values::{Day, HandoffId, HandoffState};

/// A handoff with the days on which something happened to it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub id: HandoffId,
    /// Index into the world's deals.
    pub deal: usize,
    pub state: HandoffState,
    pub won_on: Day,
    pub delivered_on: Option<Day>,
    /// Delivery is asked before it counts as arrived.
    pub asked: bool,
    pub accepted_on: Option<Day>,
    /// (sent back, sent again, what was missing), oldest first.
    pub returns: Vec<(Day, Option<Day>, Vec<GapKind>)>,
    pub kickoff_on: Option<Day>,
    pub held_on: Option<Day>,
    /// Index into the works' projects; `None`: there is none, or it is in the trash.
    pub project: Option<usize>,
    /// Working minutes from the win to the acceptance and to the kickoff, without pauses, where they have happened.
    pub accept_minutes: Option<u32>,
    pub kickoff_minutes: Option<u32>,
    /// Targets of its pipeline, in minutes.
    pub accept_target: Option<u32>,
    pub kickoff_target: Option<u32>,
    /// The days on which the targets are used up.
    pub accept_due: Option<Day>,
    pub kickoff_due: Option<Day>,
}
