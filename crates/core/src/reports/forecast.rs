//! What may come in, and when; against what was wanted.
use std::collections::{BTreeMap, BTreeSet};

use super::Spec;
use super::body::{
    Body, Line, Pick, Sheet, cells, chart, columns, count, deals, maybe_money, money, percent, sum_cells, text,
};
use super::types::{Cell, ChartKind, ColumnKind};
use super::world::{Asked, Standing};
use crate::sell::{Forecast, StageKind};
use crate::values::Month;

pub(super) const SPEC: Spec =
    Spec { name: "forecast", title: "Forecast", about: "What may come in, and when?", compute, ..Spec::PLAIN };
const DEFINITION: &str = "Deals that were open on the day, by the month of their expected close date and the forecast category they had. \
Weighted = amount × probability at the time. Deals without a close date stand under “undated” and are left out when a period is asked for; \
Omitted ones are left out. Each currency by itself.";
const AGAINST: &str = "Won = amounts of deals won, by the month they closed. The categories are the weighted amounts of the table below. \
Expected = won + weighted. The goal is the chosen person's, else everyone's, else the sum of all people's; \
goals know no pipeline, product or source, so that a report filtered by one of them has none.";
const UNDATED: &str = "undated";
/// A goal so many months ahead is shown though nothing is expected then.
const AHEAD: i32 = 11;
const CATEGORIES: [(Forecast, &str, &str); 3] = [
    (Forecast::Commit, "commit#", "Commit"),
    (Forecast::BestCase, "best_case#", "Best case"),
    (Forecast::Pipeline, "pipeline#", "Pipeline"),
];

/// Whether an open deal is forecast at all.
pub(super) fn counts(deal: &Standing<'_>) -> bool {
    deal.now.kind == StageKind::Open && deal.now.forecast != Forecast::Omitted
}

#[derive(Default)]
struct Group {
    picks: Vec<Pick>,
    without_amount: usize,
    amount: i128,
    weighted: i128,
}

impl Group {
    fn add(&mut self, deal: &Standing<'_>) {
        self.picks.push(Pick::of(deal.deal));
        self.without_amount += usize::from(deal.now.amount.is_none());
        self.amount += deal.minor();
        self.weighted += deal.weighted();
    }
}

/// Month (`None` sorts last, as "undated"), category, currency.
type Key<'a> = (bool, Option<Month>, Forecast, &'a str);

fn compute(asked: &Asked) -> Body {
    let mut groups: BTreeMap<Key<'_>, Group> = BTreeMap::new();
    let mut won: BTreeMap<(Month, &str), Group> = BTreeMap::new();
    let mut undated = 0;
    for deal in asked.standings() {
        let currency = asked.world.currency(deal.now);
        if counts(&deal) {
            let month = deal.now.close_date.map(Month::of);
            let wanted = deal.now.close_date.map_or(asked.period.is_open(), |day| asked.period.holds(day));
            undated += usize::from(month.is_none());
            if wanted {
                groups.entry((month.is_none(), month, deal.now.forecast, currency)).or_default().add(&deal);
            }
        } else if deal.now.kind == StageKind::Won && asked.period.holds(deal.closed_on()) {
            won.entry((Month::of(deal.closed_on()), currency)).or_default().add(&deal);
        }
    }
    let sample_size = groups.values().map(|group| group.picks.len()).sum();
    let notes = if undated > 0 && !asked.period.is_open() {
        vec![format!("{} no close date and so no month.", deals(undated, "has", "have"))]
    } else {
        Vec::new()
    };
    let against = against(asked, &groups, &won);
    Body {
        definition: DEFINITION.into(),
        notes,
        main: Sheet {
            title: "By month and category",
            columns: columns(&[
                ("month", "Expected close", ColumnKind::Month),
                ("category", "Category", ColumnKind::Text),
                ("currency", "Currency", ColumnKind::Text),
                ("deals", "Deals", ColumnKind::Count),
                ("without_amount", "Without amount", ColumnKind::Count),
                ("amount", "Amount", ColumnKind::Money),
                ("weighted", "Weighted", ColumnKind::Money),
            ]),
            totals: totals(&groups, sample_size),
            lines: groups.into_iter().map(line).collect(),
            ..Sheet::default()
        },
        sections: vec![against],
        sample_size,
        ..Body::default()
    }
}

fn totals(groups: &BTreeMap<Key<'_>, Group>, sample_size: usize) -> super::types::Cells {
    let without = groups.values().map(|group| group.without_amount).sum();
    let mut totals = cells([("deals", count(sample_size)), ("without_amount", count(without))]);
    sum_cells(&mut totals, "amount", groups.iter().map(|((.., currency), group)| (*currency, group.amount)));
    sum_cells(&mut totals, "weighted", groups.iter().map(|((.., currency), group)| (*currency, group.weighted)));
    totals
}

fn named(month: Option<Month>) -> String {
    month.map_or_else(|| UNDATED.to_owned(), |month| month.to_string())
}

fn line(((_, month, category, currency), group): (Key<'_>, Group)) -> Line {
    Line {
        key: format!("{}|{}|{currency}", named(month), category.as_str()),
        cells: cells([
            ("month", text(&named(month))),
            ("category", text(category.as_str())),
            ("currency", text(currency)),
            ("deals", count(group.picks.len())),
            ("without_amount", count(group.without_amount)),
            ("amount", money(group.amount, currency)),
            ("weighted", money(group.weighted, currency)),
        ]),
        deals: group.picks,
        parts: Vec::new(),
    }
}

/// Months against the goal: what was won there and what is expected, side by side.
fn against(asked: &Asked, open: &BTreeMap<Key<'_>, Group>, won: &BTreeMap<(Month, &str), Group>) -> Sheet {
    let mut chart = chart(ChartKind::Stacked, "month", &["won", "commit", "best_case", "pipeline"]);
    if let Some(chart) = &mut chart {
        chart.goal = Some("goal".into());
    }
    let mut list = vec![
        ("month", "Month", ColumnKind::Month),
        ("currency", "Currency", ColumnKind::Text),
        ("won#", "Won", ColumnKind::Money),
    ];
    list.extend(CATEGORIES.iter().map(|(_, key, label)| (*key, *label, ColumnKind::Money)));
    list.extend([
        ("expected", "Expected", ColumnKind::Money),
        ("goal", "Goal", ColumnKind::Money),
        ("of_goal", "Of the goal", ColumnKind::Percent),
        ("gap", "Still to find", ColumnKind::Money),
    ]);
    let lines = months(asked, open, won).into_iter().map(|at| month_line(asked, at, open, won)).collect();
    Sheet { title: "Against the goal", definition: AGAINST, columns: columns(&list), lines, chart, ..Sheet::default() }
}

/// Months in which something is expected, this month, goals ahead; in a period also what was won there.
fn months<'a>(
    asked: &'a Asked,
    open: &BTreeMap<Key<'a>, Group>,
    won: &BTreeMap<(Month, &'a str), Group>,
) -> BTreeSet<(Month, &'a str)> {
    let today = Month::of(asked.as_of);
    let mut months: BTreeSet<(Month, &str)> =
        open.keys().filter_map(|(_, month, _, currency)| Some(((*month)?, *currency))).collect();
    let recent = |month: Month| !asked.period.is_open() || month >= today;
    months.extend(won.keys().filter(|(month, _)| recent(*month)));
    let ahead = today.plus(AHEAD);
    let goals = asked.goals.iter().filter(|goal| {
        let near = if asked.period.is_open() {
            (today..=ahead).contains(&goal.month)
        } else {
            asked.period.touches(goal.month)
        };
        near && asked.goal(goal.month, &goal.currency).is_some()
    });
    months.extend(goals.map(|goal| (goal.month, goal.currency.as_str())));
    months
}

fn month_line(
    asked: &Asked,
    (month, currency): (Month, &str),
    open: &BTreeMap<Key<'_>, Group>,
    won: &BTreeMap<(Month, &str), Group>,
) -> Line {
    let closed = won.get(&(month, currency));
    let won = closed.map_or(0, |group| group.amount);
    let won_picks = closed.map(|group| group.picks.clone()).unwrap_or_default();
    let mut line = Line {
        key: format!("goal|{month}|{currency}"),
        cells: cells([
            ("month", text(&month.to_string())),
            ("currency", text(currency)),
            ("won", money(won, currency)),
        ]),
        deals: won_picks.clone(),
        parts: vec![("won", won_picks)],
    };
    let mut expected = won;
    for (category, column, _) in CATEGORIES {
        let column = column.trim_end_matches('#');
        let group = open.get(&(false, Some(month), category, currency));
        let weighted = group.map_or(0, |group| group.weighted);
        let picks = group.map(|group| group.picks.clone()).unwrap_or_default();
        expected += weighted;
        line.cells.insert(column.into(), money(weighted, currency));
        line.deals.extend(picks.iter().copied());
        line.parts.push((column, picks));
    }
    let goal = asked.goal(month, currency);
    line.cells.extend(cells([
        ("expected", money(expected, currency)),
        ("goal", maybe_money(goal, currency)),
        ("of_goal", goal.map_or(Cell::Empty, |goal| percent(expected, goal))),
        ("gap", maybe_money(goal.map(|goal| (goal - expected).max(0)), currency)),
    ]));
    line
}
