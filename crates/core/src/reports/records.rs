//! The deals behind a figure: the very ones its rule counted.
use super::body::Pick;
use super::types::{ReportFilter, ReportRecord, ReportRecords};
use super::world::{Asked, NONE};
use super::{found, rows, run};
use crate::book::Book;
use crate::error::{Code, Error, Result};
use crate::values::{Day, DealId, Minor};

/// A page has at most so many.
const MOST: u32 = 1_000;

impl Book {
    /// The deals behind a row (`keys` of the report), behind one cell of it (`key#column`), or behind all rows (`*`): those with the
    /// largest figure or amount first.
    pub fn report_records(
        &self,
        name: &str,
        filter: &ReportFilter,
        key: &str,
        offset: u32,
        limit: u32,
    ) -> Result<ReportRecords> {
        let spec = found(name)?;
        self.read(|reader| {
            let (asked, body) = run(self, reader, spec, filter)?;
            let Some(mut picks) = body.picks(key) else {
                return Err(Error::new(Code::NotFound, "This row is not in the report any more. Nothing was changed."));
            };
            sort(&asked, &mut picks);
            let page = picks.iter().skip(offset as usize).take(limit.min(MOST) as usize);
            let mut records: Vec<ReportRecord> = page.filter_map(|pick| record(&asked, *pick)).collect();
            for record in &mut records {
                rows::name(reader, record)?;
            }
            Ok(ReportRecords {
                rev: reader.rev()?,
                total: u32::try_from(picks.len()).unwrap_or(u32::MAX),
                figure: body.figure.map(str::to_owned),
                rows: records,
            })
        })
    }

    /// The ids of all deals behind a row, in the same order.
    pub fn report_ids(&self, name: &str, filter: &ReportFilter, key: &str) -> Result<Vec<DealId>> {
        let spec = found(name)?;
        self.read(|reader| {
            let (asked, body) = run(self, reader, spec, filter)?;
            let mut picks = body.picks(key).unwrap_or_default();
            sort(&asked, &mut picks);
            Ok(picks.iter().filter_map(|pick| asked.world.deals.get(pick.deal)).map(|deal| deal.id).collect())
        })
    }
}

fn sort(asked: &Asked, picks: &mut [Pick]) {
    picks.sort_by_cached_key(|pick| {
        let amount = asked.world.history(pick.deal).last().and_then(|event| event.amount);
        let id = asked.world.deals.get(pick.deal).map(|deal| deal.id);
        (std::cmp::Reverse(pick.figure), std::cmp::Reverse(amount), id)
    });
}

fn record(asked: &Asked, pick: Pick) -> Option<ReportRecord> {
    let deal = asked.world.deals.get(pick.deal)?;
    let now = asked.world.history(pick.deal).last()?;
    let owner = asked.world.people.get(now.owner as usize).filter(|_| now.owner != NONE);
    Some(ReportRecord {
        id: deal.id,
        name: String::new(),
        company: None,
        owner: owner.map(|owner| owner.name.clone()),
        stage: asked.world.stage(now)?.name.clone(),
        kind: now.kind,
        amount: now.amount.map(Minor),
        currency: asked.world.currency(now).to_owned(),
        close_date: now.close_date.or(closed(asked, pick.deal)),
        figure: pick.figure.map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
    })
}

/// A won or lost deal without a date closed on the day it was put there.
fn closed(asked: &Asked, deal: usize) -> Option<Day> {
    let now = asked.world.history(deal).last()?;
    (now.kind != crate::sell::StageKind::Open).then_some(now.day)
}
