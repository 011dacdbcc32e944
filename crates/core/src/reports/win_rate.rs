//! How often a decision falls for us.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, money, percent, text};
use super::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, NONE, Standing};
use crate::sell::StageKind;

pub(super) const BY: &[ReportBy] = &[
    ReportBy::Owner,
    ReportBy::Source,
    ReportBy::Product,
    ReportBy::Industry,
    ReportBy::Place,
    ReportBy::Company,
    ReportBy::Pipeline,
    ReportBy::LostReason,
];
/// Without a chosen grouping: these, one below the other, where they say anything.
pub(super) const EVERY: &[ReportBy] = &[ReportBy::Owner, ReportBy::Product, ReportBy::Source, ReportBy::LostReason];
pub(super) const SPEC: Spec =
    Spec { name: "win-rate", title: "Win rate", about: "How often do we win?", by: BY, compute, ..Spec::PLAIN };
const DEFINITION: &str = "Won ÷ (won + lost), by count and by value, of the deals that were won or lost on the day and closed within the period. \
The owner is the one at the time; product, source, company and lost reason are today's. Open deals do not count; \
by value, a deal without an amount weighs nothing. Values of each currency by themselves.";

#[derive(Default)]
struct Tally {
    won: Vec<Pick>,
    lost: Vec<Pick>,
    won_value: i128,
    lost_value: i128,
}

impl Tally {
    fn add(&mut self, deal: &Standing<'_>) {
        let (side, value) = if deal.now.kind == StageKind::Won {
            (&mut self.won, &mut self.won_value)
        } else {
            (&mut self.lost, &mut self.lost_value)
        };
        side.push(Pick::of(deal.deal));
        *value += deal.minor();
    }

    fn counts(&self) -> [(&'static str, Cell); 3] {
        let (won, lost) = (self.won.len(), self.lost.len());
        [("won", count(won)), ("lost", count(lost)), ("rate", percent(won as i128, (won + lost) as i128))]
    }

    fn values(&self, currency: &str) -> [(&'static str, Cell); 4] {
        [
            ("currency", text(currency)),
            ("won_value", money(self.won_value, currency)),
            ("lost_value", money(self.lost_value, currency)),
            ("value_rate", percent(self.won_value, self.won_value + self.lost_value)),
        ]
    }
}

fn compute(asked: &Asked) -> Body {
    let closed: Vec<Standing<'_>> = asked
        .standings()
        .filter(|deal| deal.now.kind != StageKind::Open && asked.period.holds(deal.closed_on()))
        .collect();
    let mut lines = Vec::new();
    match asked.by {
        Some(by) => {
            lines.extend(grouped(asked, by, &closed));
            // What was decided most often says most.
            lines.sort_by_key(|line| std::cmp::Reverse(line.deals.len()));
        }
        None => {
            lines.extend(tallied("Overall", "all", asked, &closed, |_| ("all", "All")));
            for by in EVERY {
                let groups = grouped(asked, *by, &closed);
                // A grouping in which nobody has a value says nothing.
                let says = groups.iter().any(|line| !line.key.contains("|none|"));
                lines.extend(groups.into_iter().filter(|_| says));
            }
        }
    }
    let drawn = if asked.by == Some(ReportBy::LostReason) { "share" } else { "rate" };
    Body {
        definition: DEFINITION.into(),
        sample_size: closed.len(),
        main: Sheet {
            title: "Won and lost",
            columns: columns(&[
                ("by", "By", ColumnKind::Text),
                ("name", "Name", ColumnKind::Text),
                ("won#", "Won", ColumnKind::Count),
                ("lost#", "Lost", ColumnKind::Count),
                ("rate", "Win rate", ColumnKind::Percent),
                ("share", "Share of the lost", ColumnKind::Percent),
                ("currency", "Currency", ColumnKind::Text),
                ("won_value", "Won value", ColumnKind::Money),
                ("lost_value", "Lost value", ColumnKind::Money),
                ("value_rate", "Win rate by value", ColumnKind::Percent),
            ]),
            totals: totals(asked, &closed),
            lines,
            chart: chart(ChartKind::Bars, "name", &[drawn]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn grouped<'a>(asked: &'a Asked, by: ReportBy, closed: &[Standing<'a>]) -> Vec<Line> {
    let Some(groups) = asked.groups(by) else { return Vec::new() };
    let named = |deal: &Standing<'_>| {
        let group = groups.of(deal.deal);
        if group == NONE { ("none", by.none()) } else { (groups.key(group), groups.name(group)) }
    };
    if by != ReportBy::LostReason {
        return tallied(by.label(), by.as_str(), asked, closed, named);
    }
    // Among lost deals alone a rate says nothing; how many of them, does.
    let lost: Vec<Standing<'_>> = closed.iter().filter(|deal| deal.now.kind == StageKind::Lost).copied().collect();
    let mut lines = tallied(by.label(), by.as_str(), asked, &lost, named);
    for line in &mut lines {
        let share = percent(line.deals.len() as i128, lost.len() as i128);
        line.cells.insert("share".into(), share);
        for key in ["won", "rate", "won_value", "value_rate"] {
            line.cells.insert(key.into(), Cell::Empty);
        }
    }
    lines
}

/// One line a name and currency, by name.
fn tallied<'d>(
    what: &str,
    word: &str,
    asked: &'d Asked,
    deals: &[Standing<'d>],
    named: impl Fn(&Standing<'d>) -> (&'d str, &'d str),
) -> Vec<Line> {
    let mut tallies: BTreeMap<(&str, &str, &str), Tally> = BTreeMap::new();
    for deal in deals {
        let (key, name) = named(deal);
        tallies.entry((name, key, asked.world.currency(deal.now))).or_default().add(deal);
    }
    let line = |((name, key, currency), tally): ((&str, &str, &str), Tally)| {
        let mut row = cells([("by", text(what)), ("name", text(name)), ("share", Cell::Empty)]);
        row.extend(cells(tally.counts()));
        row.extend(cells(tally.values(currency)));
        let deals = tally.won.iter().chain(&tally.lost).copied().collect();
        Line {
            key: format!("{word}|{key}|{currency}"),
            cells: row,
            deals,
            parts: vec![("won", tally.won), ("lost", tally.lost)],
        }
    };
    tallies.into_iter().map(line).collect()
}

/// Counts over everything; values only where there is one currency.
fn totals(asked: &Asked, closed: &[Standing<'_>]) -> Cells {
    let mut tally = Tally::default();
    for deal in closed {
        tally.add(deal);
    }
    let mut totals = cells(tally.counts());
    let mut currencies: Vec<u32> = closed.iter().map(|deal| deal.now.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    if let [one] = currencies[..] {
        totals.extend(cells(tally.values(asked.world.currencies.get(one as usize).map_or("", String::as_str))));
    }
    totals
}
