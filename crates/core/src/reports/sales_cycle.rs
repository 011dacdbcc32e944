//! How long a win takes.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, deals, maybe, text};
use super::stats::five;
use super::types::{Cells, ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, Standing};
use crate::sell::StageKind;
use crate::values::Month;

pub(super) const SPEC: Spec = Spec {
    name: "sales-cycle",
    title: "Sales cycle",
    about: "How long does a win take?",
    by: &[
        ReportBy::Owner,
        ReportBy::Month,
        ReportBy::Source,
        ReportBy::Product,
        ReportBy::Company,
        ReportBy::Industry,
        ReportBy::Place,
        ReportBy::Pipeline,
    ],
    default: Some(ReportBy::Owner),
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Calendar days from the day a deal first stood in an open stage to its actual close date, of the deals that were won on \
the day and closed within the period. Median and quartiles; quartiles lie on straight lines between their neighbours, as in spreadsheets. \
A deal that came in as already won, without the day it was opened, has no known start and is left out.";

fn compute(asked: &Asked) -> Body {
    let (mut known, mut unknown) = (Vec::new(), 0);
    for deal in asked.standings().filter(|deal| deal.now.kind == StageKind::Won && asked.period.holds(deal.closed_on()))
    {
        match days(asked, &deal) {
            Some(days) => known.push((deal, days)),
            None => unknown += 1,
        }
    }
    let mut groups: BTreeMap<(String, String), Vec<Pick>> = BTreeMap::new();
    for (deal, days) in &known {
        groups.entry(group(asked, deal)).or_default().push(Pick::with(deal.deal, *days));
    }
    let line = |((name, key), picks): ((String, String), Vec<Pick>)| {
        let mut cells = figures(&picks);
        cells.insert("name".into(), text(&name));
        Line { key, cells, deals: picks, parts: Vec::new() }
    };
    let by = asked.by.unwrap_or(ReportBy::Owner);
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    let all: Vec<Pick> = known.iter().map(|(deal, days)| Pick::with(deal.deal, *days)).collect();
    let notes = if unknown > 0 {
        vec![format!("{} no known start.", deals(unknown, "was won with", "were won with"))]
    } else {
        Vec::new()
    };
    Body {
        definition: DEFINITION.into(),
        notes,
        sample_size: known.len(),
        figure: Some("Days"),
        main: Sheet {
            title: "Days to a win",
            columns: columns(&[
                ("name", by.label(), kind),
                ("deals", "Deals won", ColumnKind::Count),
                ("least", "Shortest", ColumnKind::Days),
                ("q1", "First quartile", ColumnKind::Days),
                ("median", "Median", ColumnKind::Days),
                ("q3", "Third quartile", ColumnKind::Days),
                ("most", "Longest", ColumnKind::Days),
            ]),
            lines: groups.into_iter().map(line).collect(),
            totals: figures(&all),
            chart: chart(ChartKind::Quartiles, "name", &["least", "q1", "median", "q3", "most"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// From the first open stage to the close. `None` where the start isn't known, or lies after the end.
fn days(asked: &Asked, deal: &Standing<'_>) -> Option<i64> {
    let start = asked.world.history(deal.deal).iter().find(|event| event.kind == StageKind::Open)?.day;
    Some(start.days_until(deal.closed_on())).filter(|days| *days >= 0)
}

/// (name, key)
fn group(asked: &Asked, deal: &Standing<'_>) -> (String, String) {
    let by = asked.by.unwrap_or(ReportBy::Owner);
    match asked.groups(by) {
        Some(groups) if by != ReportBy::Month => {
            let group = groups.of(deal.deal);
            (groups.name(group).to_owned(), groups.key(group).to_owned())
        }
        _ => {
            let month = Month::of(deal.closed_on()).to_string();
            (month.clone(), month)
        }
    }
}

/// Number and quartiles of the picks' days.
pub(super) fn figures(picks: &[Pick]) -> Cells {
    let five = five(picks.iter().filter_map(|pick| pick.figure));
    cells([
        ("deals", count(picks.len())),
        ("least", maybe(five.map(|five| five.least))),
        ("q1", maybe(five.map(|five| five.q1))),
        ("median", maybe(five.map(|five| five.median))),
        ("q3", maybe(five.map(|five| five.q3))),
        ("most", maybe(five.map(|five| five.most))),
    ])
}
