//! Forecasts kept as they were said: a row a week and a month, so that later nobody has to remember.
//!
//! Before the first kept one, and for filters that a kept one can't answer, the stage history is asked for that day instead.
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::world::{Asked, NONE, Standing};
use super::{ReportFilter, load, rows};
use super::{forecast, history};
use crate::book::{Actor, Book, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, Minor, Month, PersonId, PipelineId, SnapshotId};

/// A forecast as it was said on `day`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Snapshot {
    pub day: Day,
    pub lines: Vec<Line>,
}

/// Deals of one owner, pipeline, month, category and currency. Month `None`: without a close date. Closed: won in the snapshot's month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub pipeline: PipelineId,
    pub owner: Option<PersonId>,
    pub month: Option<Month>,
    pub category: Forecast,
    pub currency: String,
    pub deals: u32,
    pub without_amount: u32,
    pub amount: Minor,
    pub weighted: Minor,
}

/// A forecast that was kept: what was said on `day`, per currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeptForecast {
    pub day: Day,
    /// Deals that were open then and forecast.
    pub deals: u32,
    pub sums: Vec<KeptSum>,
}

/// Weighted amounts of the deals then open, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeptSum {
    pub currency: String,
    pub weighted: Minor,
}

impl Snapshot {
    fn summed(&self) -> KeptForecast {
        let mut sums: std::collections::BTreeMap<&str, Minor> = std::collections::BTreeMap::new();
        let open = self.lines.iter().filter(|line| line.category != Forecast::Closed);
        let mut deals = 0u32;
        for line in open {
            deals = deals.saturating_add(line.deals);
            let sum = sums.entry(&line.currency).or_insert(Minor(0));
            *sum = add(*sum, i128::from(line.weighted.0));
        }
        let sums = sums.into_iter().map(|(currency, weighted)| KeptSum { currency: currency.to_owned(), weighted });
        KeptForecast { day: self.day, deals, sums: sums.collect() }
    }

    pub fn read(day: Day, content: &str) -> Result<Snapshot> {
        let lines = serde_json::from_str(content).map_err(|why| {
            Error::new(Code::Corrupt, format!("The forecast kept on {day} can't be read ({why}). Nothing was changed."))
        })?;
        Ok(Snapshot { day, lines })
    }
}

impl Book {
    /// Keeps today's forecast, once in a week and once in a month; for the worker. Answers whether it was due.
    pub fn keep_forecast_if_due(&self) -> Result<bool> {
        let due = self.read(|reader| {
            let today = reader.today();
            let monday = today.plus_days(-i64::from(today.weekday()));
            let kept = rows::kept_between(reader, monday, today)?
                && rows::kept_between(reader, Month::of(today).first(), today)?;
            Ok(!kept && rows::has_deals(reader)?)
        })?;
        if due && self.read_only().is_none() {
            self.transact_as(Actor::Worker, "keep_forecast", keep)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// The kept forecasts, the newest first.
    pub fn kept_forecasts(&self) -> Result<Vec<KeptForecast>> {
        let kept = self.read(|reader| rows::snapshots(reader, reader.today()))?;
        Ok(kept.iter().rev().map(Snapshot::summed).collect())
    }

    /// Keeps today's forecast now. One that was kept today is replaced.
    pub fn keep_forecast(&self) -> Result<Done<Day>> {
        self.transact("keep_forecast", keep)
    }
}

fn keep(txn: &mut Txn<'_>) -> Result<Day> {
    let today = txn.today();
    let lines = said(txn, today)?;
    let content = serde_json::to_string(&lines)
        .map_err(|why| Error::invalid(format!("The forecast can't be written ({why}). Nothing was kept.")))?;
    let id = SnapshotId::derived(txn.workspace(), &format!("forecast:{today}"));
    txn.insert_or_revive(Table::ForecastSnapshot, id, &[("day", &today), ("content", &content)])?;
    txn.label(format!("Kept the forecast of {}", today.spoken()));
    Ok(today)
}

fn said(reader: &Reader<'_>, today: Day) -> Result<Vec<Line>> {
    let filter = ReportFilter { as_of: Some(today), ..ReportFilter::default() };
    let world = Arc::new(history::whole(reader)?.until(today));
    let asked = load::asked(reader, world, &filter, None, &[], &forecast::SPEC)?;
    Ok(lines(&asked, today))
}

/// What was said on `day`, from the stage history.
pub(super) fn lines(asked: &Asked, day: Day) -> Vec<Line> {
    let mut lines: std::collections::BTreeMap<_, Line> = std::collections::BTreeMap::new();
    for standing in asked.standings_on(day) {
        let Some((month, category)) = place(&standing, day) else { continue };
        let Some(stage) = asked.world.stage(standing.now) else { continue };
        let (pipeline, owner) = (stage.pipeline, standing.now.owner);
        let line = lines.entry((pipeline, owner, month, category, standing.now.currency)).or_insert_with(|| Line {
            pipeline: PipelineId(asked.world.pipelines.get(pipeline as usize).map_or(uuid::Uuid::nil(), |one| one.id)),
            owner: person(asked, owner),
            month,
            category,
            currency: asked.world.currency(standing.now).to_owned(),
            deals: 0,
            without_amount: 0,
            amount: Minor(0),
            weighted: Minor(0),
        });
        line.deals += 1;
        line.without_amount += u32::from(standing.now.amount.is_none());
        line.amount = add(line.amount, standing.minor());
        line.weighted = add(line.weighted, standing.weighted());
    }
    lines.into_values().collect()
}

/// Where a deal counts: an open one in its month, a won one only in the month of that day, for it belongs to what is said of that month.
fn place(standing: &Standing<'_>, day: Day) -> Option<(Option<Month>, Forecast)> {
    match standing.now.kind {
        StageKind::Open if forecast::counts(standing) => {
            Some((standing.now.close_date.map(Month::of), standing.now.forecast))
        }
        StageKind::Won => {
            let month = Month::of(standing.closed_on());
            (month == Month::of(day)).then_some((Some(month), Forecast::Closed))
        }
        _ => None,
    }
}

fn person(asked: &Asked, owner: u32) -> Option<PersonId> {
    if owner == NONE {
        return None;
    }
    asked.world.people.get(owner as usize).and_then(|name| name.key.parse().ok())
}

fn add(sum: Minor, more: i128) -> Minor {
    Minor(sum.0.saturating_add(i64::try_from(more).unwrap_or(i64::MAX)))
}
