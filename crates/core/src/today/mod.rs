//! What has to be done now, in one look: activities, deals that nobody thinks of, handoffs that need help, tasks.
use serde::{Deserialize, Serialize};

use crate::activities::{Activity, rows as activities};
use crate::book::{Book, Reader};
use crate::deliver::{TaskCard, WaitingTask};
use crate::error::Result;
use crate::handoff::Handoff;
use crate::sell::rows::quiet;
use crate::sell::{DealCard, LeadRow, rows::quiet::Attention};
use crate::values::{Day, PersonId, Rev};

/// How many rows of each list come along; the count is of all.
const SHOWN: u32 = 50;
/// "Closing this week" looks this many days ahead.
const WEEK: i64 = 7;

/// Some of `total` activities, the most urgent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SomeActivities {
    pub total: u32,
    pub rows: Vec<Activity>,
}

/// Some of `total` deals, the most urgent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SomeDeals {
    pub total: u32,
    pub rows: Vec<DealCard>,
}

/// Some of `total` new leads, the one that waits longest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SomeLeads {
    pub total: u32,
    pub rows: Vec<LeadRow>,
}

/// Everything that waits for the acting person, or, with `everybody`, for anyone. Tasks are always the acting person's, and
/// handoffs that need help are everybody's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Today {
    pub rev: Rev,
    pub today: Day,
    pub overdue: SomeActivities,
    pub due: SomeActivities,
    /// Open deals with nothing planned.
    pub without_next: SomeDeals,
    /// Open deals without an activity or a change for as long as their pipeline allows.
    pub rotting: SomeDeals,
    /// Open deals whose close date has passed or comes within seven days; those to come first.
    pub closing: SomeDeals,
    /// Leads without a first answer; a lead of nobody is everybody's.
    pub leads: SomeLeads,
    pub handoffs: Vec<Handoff>,
    /// Sent back with gaps: the seller's to answer.
    pub returned: Vec<Handoff>,
    /// Waiting to be accepted: the lead's.
    pub to_accept: Vec<Handoff>,
    /// Deals that changed after their win: the lead's to take or leave.
    pub amended: Vec<Handoff>,
    /// Projects that go on although their deal is not won, and nobody has decided about them.
    pub undecided: Vec<Handoff>,
    /// Overdue ones first.
    pub tasks: Vec<TaskCard>,
    /// Tasks that wait for somebody outside, those to be chased first.
    pub waiting: Vec<WaitingTask>,
}

impl Book {
    /// What has to be done now. Without an acting person it is everybody's.
    pub fn today(&self, everybody: bool) -> Result<Today> {
        let me = self.me();
        let work = self.my_work()?;
        self.read(|reader| {
            let owner = me.filter(|_| !everybody);
            let today = reader.today();
            let (overdue, rows) = activities::due(reader, owner, today, true, SHOWN)?;
            let overdue = SomeActivities { total: overdue, rows };
            let (due, rows) = activities::due(reader, owner, today, false, SHOWN)?;
            let due = SomeActivities { total: due, rows };
            let (leads, rows) = crate::sell::leads::waiting(reader, owner, SHOWN)?;
            let leads = SomeLeads { total: leads, rows };
            Ok(Today {
                rev: reader.rev()?,
                today,
                overdue,
                due,
                without_next: deals(reader, Attention::WithoutNext, owner)?,
                rotting: deals(reader, Attention::Rotting, owner)?,
                closing: deals(reader, Attention::ClosingBy(today.plus_days(WEEK)), owner)?,
                leads,
                handoffs: crate::handoff::needing_help(reader, SHOWN)?,
                returned: crate::handoff::returned(reader, owner, SHOWN)?,
                to_accept: crate::handoff::to_accept(reader, owner, SHOWN)?,
                amended: crate::handoff::amended(reader, owner, SHOWN)?,
                undecided: crate::handoff::undecided(reader, SHOWN)?,
                waiting: crate::deliver::detail::rows::waiting(reader, owner, SHOWN)?,
                tasks: work.overdue.into_iter().chain(work.today).collect(),
            })
        })
    }
}

fn deals(reader: &Reader<'_>, what: Attention, owner: Option<PersonId>) -> Result<SomeDeals> {
    let (total, rows) = quiet::deals(reader, what, owner, SHOWN)?;
    Ok(SomeDeals { total, rows })
}
