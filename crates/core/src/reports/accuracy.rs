//! What was said of a month, and what happened in it.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{
    Body, Line, Pick, Sheet, cells, chart, columns, count, deals, maybe_money, money, percent, sum_cells, text,
};
use super::snapshots::{self, Snapshot};
use super::types::{Cell, ChartKind, ColumnKind};
use super::world::{Asked, NONE};
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, Month};

pub(super) const SPEC: Spec = Spec {
    name: "forecast-accuracy",
    title: "What we said, what happened",
    about: "Was the forecast right?",
    snapshots: true,
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Said = won by that day + weighted amounts of the deals that were then open, for the month they were expected to close in. \
Happened = amounts of deals won, by the month they closed, as seen on the report's day. A month is spoken of on its first day, or on the day \
of the forecast kept in its first week, or all of them on the day that was asked for. A kept forecast is what was said whatever became of \
its deals; where none was kept it is worked out from the stage history. Each currency by itself.";
/// Without a period: so many months, this one included.
const BACK: i32 = 11;
const MOST: usize = 240;
/// A forecast kept this early in a month speaks for it.
const FIRST_WEEK: i64 = 6;

/// What was said of one month in one currency.
#[derive(Default)]
struct Said {
    weighted: i128,
    commit: i128,
    deals: u32,
}

fn compute(asked: &Asked) -> Body {
    let happened = happened(asked);
    let mut lines = Vec::new();
    let mut vague = 0;
    for month in months(asked) {
        let (day, kept) = spoken(asked, month);
        let said = said(asked, day, kept, month, &mut vague);
        let mut currencies: Vec<&str> = said.keys().map(String::as_str).collect();
        currencies.extend(happened.keys().filter(|(at, _)| *at == month).map(|(_, currency)| *currency));
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            lines.push(line(
                asked,
                (month, day, kept.is_some(), currency),
                said.get(currency),
                happened.get(&(month, currency)),
            ));
        }
    }
    let sample_size = lines.iter().map(|line| line.deals.len()).sum();
    let mut totals = cells([("won", count(sample_size))]);
    for column in ["said", "happened"] {
        sum_cells(&mut totals, column, lines.iter().filter_map(|line| figure(line, column)));
    }
    Body {
        definition: DEFINITION.into(),
        notes: notes(vague),
        main: Sheet {
            title: "Said and happened",
            columns: columns(&[
                ("month", "Month", ColumnKind::Month),
                ("said_on", "Said on", ColumnKind::Day),
                ("source", "From", ColumnKind::Text),
                ("currency", "Currency", ColumnKind::Text),
                ("open", "Deals then", ColumnKind::Count),
                ("commit", "Commit", ColumnKind::Money),
                ("said", "Said", ColumnKind::Money),
                ("happened", "Happened", ColumnKind::Money),
                ("difference", "Difference", ColumnKind::Money),
                ("share", "Of what was said", ColumnKind::Percent),
                ("won", "Deals won", ColumnKind::Count),
            ]),
            lines,
            totals,
            chart: chart(ChartKind::Lines, "month", &["said", "happened"]),
            ..Sheet::default()
        },
        sample_size,
        ..Body::default()
    }
}

fn notes(vague: usize) -> Vec<String> {
    if vague == 0 {
        return Vec::new();
    }
    let told = deals(vague, "then open had", "then open had");
    vec![format!("{told} no amount or no close date yet, so nothing was said of them. Counted on each of the days.")]
}

fn figure<'l>(line: &'l Line, column: &str) -> Option<(&'l str, i128)> {
    match line.cells.get(column) {
        Some(Cell::Money(cell)) => Some((&cell.currency, i128::from(cell.minor.0))),
        _ => None,
    }
}

fn months(asked: &Asked) -> Vec<Month> {
    let now = Month::of(asked.as_of);
    let begun = asked.world.events.iter().map(|event| event.day).min().map_or(now, Month::of);
    let first = asked.period.from.or(asked.said_on).map_or_else(|| now.plus(-BACK).max(begun), Month::of);
    let last = asked.period.to.map_or(now, Month::of).min(now);
    first.through(last, MOST).collect()
}

/// When the month was spoken of, and the forecast kept then. A kept one can't be asked for one product or source.
fn spoken(asked: &Asked, month: Month) -> (Day, Option<&Snapshot>) {
    let answers = asked.kept.product.is_none() && asked.kept.source.is_none();
    let kept = |from: Day, to: Day| asked.snapshots.iter().find(|kept| answers && kept.day >= from && kept.day <= to);
    match asked.said_on {
        Some(day) => (day, kept(day, day)),
        None => {
            let found = kept(month.first(), month.first().plus_days(FIRST_WEEK));
            (found.map_or(month.first(), |kept| kept.day), found)
        }
    }
}

/// By currency. `vague` counts open deals of that day that nothing could be said of.
fn said(asked: &Asked, day: Day, kept: Option<&Snapshot>, month: Month, vague: &mut usize) -> BTreeMap<String, Said> {
    let worked_out;
    let lines = match kept {
        Some(kept) => &kept.lines,
        None => {
            worked_out = snapshots::lines(asked, day);
            &worked_out
        }
    };
    let mut said: BTreeMap<String, Said> = BTreeMap::new();
    for line in lines.iter().filter(|line| kept.is_none() || ours(asked, line)) {
        let open = line.category != Forecast::Closed;
        let unsaid = if line.month.is_none() { line.deals } else { line.without_amount };
        *vague += if open { unsaid as usize } else { 0 };
        if line.month != Some(month) {
            continue;
        }
        let sum = said.entry(line.currency.clone()).or_default();
        sum.weighted += i128::from(line.weighted.0);
        sum.deals += line.deals;
        sum.commit += if line.category == Forecast::Commit { i128::from(line.amount.0) } else { 0 };
    }
    said
}

/// Whether the filter keeps a line of a kept forecast.
fn ours(asked: &Asked, line: &snapshots::Line) -> bool {
    let owner = asked.kept.owner.is_none_or(|wanted| {
        let name = asked.world.people.get(wanted as usize);
        name.is_some() && name.map(|name| name.key.clone()) == line.owner.map(|id| id.to_string())
    });
    let pipeline = asked.kept.pipeline.is_none_or(|wanted| {
        wanted != NONE && asked.world.pipelines.get(wanted as usize).is_some_and(|one| one.id == line.pipeline.0)
    });
    owner && pipeline
}

type Happened<'a> = BTreeMap<(Month, &'a str), (i128, Vec<Pick>)>;

fn happened(asked: &Asked) -> Happened<'_> {
    let mut months: Happened<'_> = BTreeMap::new();
    for deal in asked.standings().filter(|deal| deal.now.kind == StageKind::Won) {
        let (sum, picks) = months.entry((Month::of(deal.closed_on()), asked.world.currency(deal.now))).or_default();
        *sum += deal.minor();
        picks.push(Pick::of(deal.deal));
    }
    months
}

fn line(
    asked: &Asked,
    (month, day, kept, currency): (Month, Day, bool, &str),
    said: Option<&Said>,
    happened: Option<&(i128, Vec<Pick>)>,
) -> Line {
    let weighted = said.map_or(0, |said| said.weighted);
    let (won, picks) = happened.cloned().unwrap_or_default();
    // What is still running can't have been wrong yet.
    let over = month.last() < asked.as_of;
    let source = match (kept, over) {
        (true, true) => "kept",
        (false, true) => "worked out",
        (true, false) => "kept, month not over",
        (false, false) => "worked out, month not over",
    };
    Line {
        key: format!("{month}|{currency}"),
        cells: cells([
            ("month", text(&month.to_string())),
            ("said_on", text(&day.to_string())),
            ("source", text(source)),
            ("currency", text(currency)),
            ("open", Cell::Count(said.map_or(0, |said| said.deals))),
            ("commit", money(said.map_or(0, |said| said.commit), currency)),
            ("said", money(weighted, currency)),
            ("happened", money(won, currency)),
            ("difference", maybe_money(over.then_some(won - weighted), currency)),
            ("share", if over { percent(won, weighted) } else { Cell::Empty }),
            ("won", count(picks.len())),
        ]),
        deals: picks,
        parts: Vec::new(),
    }
}
