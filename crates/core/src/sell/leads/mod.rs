//! Leads: interest that nobody has judged yet. A lead is answered, then qualified (it becomes a contact, a company and a deal in one
//! step) or disqualified for a reason. It is never a deal itself: nothing of it counts in a forecast.
mod bulk;
mod ops;
mod rows;

pub(crate) use rows::{open_leads_of, waiting};

use serde::{Deserialize, Serialize};

use crate::book::HistoryItem;
use crate::values::{Day, DealId, LeadId, Millis, Minor, Named, PersonId, PipelineId, Ref, Rev};
use crate::words;

words! {
    /// Where a lead stands. `qualified` and `disqualified` are decisions; both can be taken back.
    LeadStatus { New "new", Contacted "contacted", Qualified "qualified", Disqualified "disqualified" }
}

/// How a status is called on screen and in previews.
pub fn lead_words(status: LeadStatus) -> &'static str {
    match status {
        LeadStatus::New => "New",
        LeadStatus::Contacted => "Contacted",
        LeadStatus::Qualified => "Qualified",
        LeadStatus::Disqualified => "Disqualified",
    }
}

/// What comes in. Without an owner it belongs to whoever enters it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewLead {
    pub name: String,
    pub company: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub source: Option<String>,
    pub notes: Option<String>,
    pub owner: Option<PersonId>,
}

/// One field of a lead. An empty text clears the field; the name can't be cleared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum LeadEdit {
    Name(String),
    Company(Option<String>),
    Email(Option<String>),
    Phone(Option<String>),
    Source(Option<String>),
    Notes(Option<String>),
    Owner(Option<PersonId>),
}

/// Which leads: `status: None` is all of them; `text` narrows by words of name, company, e-mail and phone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadFilter {
    pub status: Option<LeadStatus>,
    pub owner: Option<PersonId>,
    pub text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadsArgs {
    pub filter: LeadFilter,
    pub offset: u32,
    pub limit: u32,
}

/// A lead as the inbox shows it. `touched_after` is the time from its arrival to the first answer; while there is none, `waiting` is
/// the time since its arrival. Both in minutes, elapsed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadRow {
    pub id: LeadId,
    pub name: String,
    pub company: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub source: Option<String>,
    pub owner: Option<Named>,
    pub status: LeadStatus,
    pub received_at: Millis,
    pub touched_after: Option<u32>,
    pub waiting: Option<u32>,
}

/// Newest first. `total` is of the filter; `counts` are of every status under the same owner and words, in the order new, contacted,
/// qualified, disqualified. `median_touch` is the median of `touched_after` over the leads answered in the last 90 days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Leads {
    pub rev: Rev,
    pub total: u32,
    pub rows: Vec<LeadRow>,
    pub counts: Vec<u32>,
    pub median_touch: Option<u32>,
    pub touched: u32,
}

/// Which leads a change is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LeadPick {
    These(Vec<LeadId>),
    /// Every lead of the filter but those taken out by hand.
    Matching {
        query: LeadFilter,
        except: Vec<LeadId>,
    },
}

/// One change to many leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "what", content = "value", rename_all = "snake_case")]
pub enum LeadBulk {
    Owner(Option<PersonId>),
    /// `None` or an empty text clears it.
    Source(Option<String>),
    Contacted,
    /// With the reason.
    Disqualify(String),
    Reopen,
    Delete,
}

/// What a change of many leads did. `left` had it already, or stand where the change does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LeadsChanged {
    pub changed: u32,
    pub left: u32,
}

/// A record that may already be this lead, and what says so: "same e-mail".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadMatch {
    pub record: Named,
    pub why: String,
}

/// One lead with everything its panel shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadPage {
    pub rev: Rev,
    pub lead: LeadRow,
    pub notes: Option<String>,
    pub reason: Option<String>,
    pub decided_on: Option<Day>,
    pub contact: Option<Named>,
    pub company_record: Option<Named>,
    pub deal: Option<Named>,
    pub contacts: Vec<LeadMatch>,
    pub companies: Vec<LeadMatch>,
    pub history: Vec<HistoryItem>,
}

/// What a lead becomes. `contact: None` makes a new contact of the lead's own name, e-mail and phone; a contact that is there gets what
/// it lacks of them. `company: None` is a private customer. `deal: None` makes no deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct QualifyLead {
    pub lead: LeadId,
    pub contact: Option<Ref>,
    pub company: Option<Ref>,
    pub deal: Option<LeadDeal>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LeadDeal {
    pub name: String,
    pub pipeline: Option<PipelineId>,
    pub amount: Option<Minor>,
    pub close_date: Option<Day>,
}

/// The deal a lead became, if it was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Qualified {
    pub contact: Named,
    pub company: Option<Named>,
    pub deal: Option<DealId>,
}

/// Whole minutes from one instant to another; 0 when the clock went back in between.
pub(crate) fn minutes(from_ms: i64, to_ms: i64) -> u32 {
    u32::try_from((to_ms - from_ms).max(0) / 60_000).unwrap_or(u32::MAX)
}

/// The middle one; of an even number the lower of the two in the middle, so that it is a time that really happened.
pub(crate) fn median(mut times: Vec<u32>) -> Option<u32> {
    times.sort_unstable();
    times.get(times.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_a_time_that_happened() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![30]), Some(30));
        assert_eq!(median(vec![90, 10, 30]), Some(30));
        assert_eq!(median(vec![90, 10, 30, 600]), Some(30));
    }

    #[test]
    fn a_clock_that_went_back_makes_no_negative_wait() {
        assert_eq!(minutes(0, 3_600_000), 60);
        assert_eq!(minutes(3_600_000, 0), 0);
    }
}
