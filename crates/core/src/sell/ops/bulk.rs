//! One change to many deals: the same verbs and gates as for one, all in one command, so that one undo takes it back.
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::sell::Holder;
use crate::sell::lists::{BulkArgs, BulkReport, DealBulk, Refusal};
use crate::sell::ops::{deals, list, parts, place};
use crate::sell::rows;
use crate::sell::rules::{Entry, enter_stage};
use crate::sell::types::{DealEdit, StageKind};
use crate::values::text::counted;
use crate::values::{DealId, StageId};

/// The most deals one command changes: more would keep everybody else from writing for too long.
pub const BULK_MAX: u32 = 10_000;
/// Refusals told one by one; the count goes on.
const PROGRESS_EVERY: u32 = 128;

impl Book {
    /// Changes up to 10,000 deals in one command. Where some are refused, nothing is changed and each is named with its reason,
    /// unless `skip_refused` says to do it for the others. `progress(done, total)` counts deals; `cancel` set to true stops it, and nothing
    /// is kept.
    pub fn bulk_edit_deals(
        &self,
        args: &BulkArgs,
        progress: &dyn Fn(u32, u32),
        cancel: &AtomicBool,
    ) -> Result<BulkReport> {
        let me = self.me();
        let mut report = BulkReport::default();
        let answer = self.transact("bulk_edit_deals", |txn| {
            let ids = list::picked(txn, &args.pick, me, BULK_MAX)?;
            check(txn, &args.change)?;
            let name = |txn: &Txn<'_>, id| rows::deals::deal_facts(txn, DealId(id)).map(|deal| deal.name);
            let change = |txn: &mut Txn<'_>, id| one(txn, DealId(id), &args.change);
            // Each moved deal goes to the top of its stage: from the last to the first, so that they keep their order there.
            let backwards: Vec<Uuid> = ids.iter().rev().map(|id| id.0).collect();
            each(txn, &backwards, change, name, &mut report, &Watch { progress, cancel })?;
            report.refused.reverse();
            if !report.refused.is_empty() && !args.skip_refused {
                return Err(Error::new(Code::Cancelled, "Some deals were refused."));
            }
            txn.label(label(txn, &args.change, report.changed)?);
            if let [one] = ids.as_slice() {
                txn.subject(Table::Deal, *one);
            }
            Ok(())
        });
        match answer {
            Ok(Done { rev, label, .. }) => Ok(BulkReport { done: true, rev: Some(rev), label, ..report }),
            Err(error) if error.code == Code::Cancelled && !report.refused.is_empty() => Ok(report),
            Err(error) => Err(error),
        }
    }
}

/// What is wrong with the change itself, whatever the deals.
fn check(txn: &Txn<'_>, change: &DealBulk) -> Result<()> {
    match change {
        DealBulk::Stage(stage) => {
            let stage = rows::pipelines::stage_facts(txn, *stage)?;
            if stage.kind == StageKind::Open {
                return Ok(());
            }
            Err(Error::invalid(format!(
                "{} asks each deal its own questions, so deals are won and lost one by one. Nothing was changed.",
                stage.name
            )))
        }
        DealBulk::Owner(Some(owner)) => crate::people::ops::must_be_active(txn, *owner),
        _ => Ok(()),
    }
}

/// Who hears how far it has come, and who may stop it.
pub(super) struct Watch<'w> {
    pub progress: &'w dyn Fn(u32, u32),
    pub cancel: &'w AtomicBool,
}

/// Changes one after the other and counts; what a rule refuses is left as it was and named.
pub(super) fn each(
    txn: &mut Txn<'_>,
    ids: &[Uuid],
    change: impl Fn(&mut Txn<'_>, Uuid) -> Result<()>,
    name: impl Fn(&Txn<'_>, Uuid) -> Result<String>,
    report: &mut BulkReport,
    watch: &Watch<'_>,
) -> Result<()> {
    let total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    for (done, id) in ids.iter().enumerate() {
        let done = u32::try_from(done).unwrap_or(u32::MAX);
        if done.is_multiple_of(PROGRESS_EVERY) {
            if watch.cancel.load(Ordering::Acquire) {
                report.refused.clear();
                return Err(Error::new(Code::Cancelled, "The change was cancelled. Nothing was changed."));
            }
            (watch.progress)(done, total);
        }
        let before = txn.written();
        match txn.attempt(|txn| change(txn, *id)) {
            Ok(()) if txn.written() > before => report.changed += 1,
            Ok(()) => report.unchanged += 1,
            Err(error) if is_refusal(error.code) => {
                let name = name(txn, *id).unwrap_or_else(|_| "A deleted record".into());
                report.refused.push(Refusal { id: *id, name, why: error.message });
            }
            Err(error) => return Err(error),
        }
    }
    (watch.progress)(total, total);
    Ok(())
}

/// A rule said no to this record; anything else is the workspace's trouble and ends the command.
pub(crate) fn is_refusal(code: Code) -> bool {
    matches!(code, Code::NotFound | Code::Gate | Code::Invalid | Code::Conflict | Code::Ambiguous | Code::Stale)
}

fn one(txn: &mut Txn<'_>, id: DealId, change: &DealBulk) -> Result<()> {
    match change {
        DealBulk::Owner(owner) => deals::edit(txn, id, &DealEdit::Owner(*owner)).map(drop),
        DealBulk::Stage(stage) => enter_open(txn, id, *stage),
        DealBulk::CloseDate(day) => deals::edit(txn, id, &DealEdit::CloseDate(*day)).map(drop),
        DealBulk::ShiftCloseDate(days) => {
            let Some(day) = rows::deals::deal_facts(txn, id)?.close_date else { return Ok(()) };
            deals::edit(txn, id, &DealEdit::CloseDate(Some(day.plus_days(i64::from(*days))))).map(drop)
        }
        DealBulk::Source(source) => deals::edit(txn, id, &DealEdit::Source(source.clone())).map(drop),
        DealBulk::Tag(name) => parts::put_tag(txn, Holder::Deal { id }, name).map(drop),
        DealBulk::Delete => deals::delete(txn, id).map(drop),
    }
}

/// Into an open stage from another open one. Reopening a closed deal is a decision about that deal.
pub(crate) fn enter_open(txn: &mut Txn<'_>, id: DealId, stage: StageId) -> Result<()> {
    let facts = rows::deals::deal_facts(txn, id)?;
    let stage = rows::pipelines::stage_facts(txn, stage)?;
    match enter_stage(&facts, &stage)? {
        Entry::Reorder => Ok(()),
        Entry::Advance if stage.kind == StageKind::Open => {
            let rank = place::rank_for(txn, id, stage.id, None, None)?;
            deals::advance(txn, id, &stage, &rank)
        }
        Entry::Reopen => Err(Error::new(
            Code::Conflict,
            format!("{} is {}. Reopen it by itself, then move it.", facts.name, facts.kind.as_str()),
        )),
        Entry::Advance | Entry::Win | Entry::Lose => Err(Error::new(
            Code::Conflict,
            format!("{} is won or lost by itself, because {} asks for more.", facts.name, stage.name),
        )),
    }
}

fn label(txn: &Txn<'_>, change: &DealBulk, count: u32) -> Result<String> {
    let deals = counted(count, "deal");
    Ok(match change {
        DealBulk::Owner(Some(_)) => format!("Changed the owner of {deals}"),
        DealBulk::Owner(None) => format!("Took the owner off {deals}"),
        DealBulk::Stage(stage) => format!("Moved {deals} to {}", rows::pipelines::stage_facts(txn, *stage)?.name),
        DealBulk::CloseDate(_) => format!("Changed the close date of {deals}"),
        DealBulk::ShiftCloseDate(days) => {
            let way = if *days < 0 { "earlier" } else { "later" };
            format!("Moved the close date of {deals} {} {way}", counted(days.unsigned_abs(), "day"))
        }
        DealBulk::Source(_) => format!("Changed the source of {deals}"),
        DealBulk::Tag(name) => format!("Tagged {deals} with {}", name.trim()),
        DealBulk::Delete => format!("Deleted {deals}"),
    })
}
