//! What was won, by the month it closed or by who and what brought it.
use std::collections::{BTreeMap, BTreeSet};

use super::Spec;
use super::body::{
    Body, Line, Pick, Sheet, cells, chart, columns, count, maybe_money, money, percent, sum_cells, text,
};
use super::types::{Cell, ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, NONE, Standing};
use crate::sell::StageKind;
use crate::values::Month;

pub(super) const SPEC: Spec = Spec {
    name: "revenue",
    title: "Revenue won",
    about: "What did we win?",
    by: &[
        ReportBy::Month,
        ReportBy::Quarter,
        ReportBy::Year,
        ReportBy::Owner,
        ReportBy::Source,
        ReportBy::Product,
        ReportBy::Company,
        ReportBy::Industry,
        ReportBy::Place,
        ReportBy::Pipeline,
    ],
    default: Some(ReportBy::Month),
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Amounts of the deals that were won on the day, by their actual close date. \
A deal that was reopened or lost since does not count. The owner is the one at the time; product, source and company are today's. \
The goal is the chosen person's, else everyone's, else the sum of all people's; by owner it needs a period, \
and of a quarter or a year it is that of its months that have begun. Years begin with the month that the firm's settings say. Each currency by itself.";

/// Deals of one month or group in one currency.
#[derive(Default)]
struct Group {
    picks: Vec<Pick>,
    amount: i128,
}

fn compute(asked: &Asked) -> Body {
    let won: Vec<Standing<'_>> = asked
        .standings()
        .filter(|deal| deal.now.kind == StageKind::Won && asked.period.holds(deal.closed_on()))
        .collect();
    let without = won.iter().filter(|deal| deal.now.amount.is_none()).count();
    let notes = if without > 0 {
        vec![format!("{} no amount.", super::body::deals(without, "has", "have"))]
    } else {
        Vec::new()
    };
    let by = asked.by.unwrap_or(ReportBy::Month);
    let mut main = match by {
        ReportBy::Month | ReportBy::Quarter | ReportBy::Year => by_stretch(asked, by, &won),
        _ => by_group(asked, by, &won),
    };
    main.totals = cells([("deals", count(won.len()))]);
    sum_cells(&mut main.totals, "revenue", won.iter().map(|deal| (asked.world.currency(deal.now), deal.minor())));
    main.title = "Revenue";
    Body { definition: DEFINITION.into(), notes, sample_size: won.len(), main, ..Body::default() }
}

/// Months, quarters or years, each known by its first month.
fn by_stretch(asked: &Asked, by: ReportBy, won: &[Standing<'_>]) -> Sheet {
    let start = |month: Month| match by {
        ReportBy::Quarter => month.quarter_start(asked.year_starts),
        ReportBy::Year => month.year_start(asked.year_starts),
        _ => month,
    };
    let mut found: BTreeMap<(Month, &str), (Group, Option<i128>)> = BTreeMap::new();
    for deal in won {
        let key = (start(Month::of(deal.closed_on())), asked.world.currency(deal.now));
        let (group, _) = found.entry(key).or_default();
        group.picks.push(Pick::of(deal.deal));
        group.amount += deal.minor();
    }
    // A month with a goal in which nothing was won is worth a row.
    for (month, currency) in goal_months(asked) {
        if let Some(goal) = asked.goal(month, currency) {
            let (_, sum) = found.entry((start(month), currency)).or_default();
            *sum = Some(sum.unwrap_or_default() + goal);
        }
    }
    let (key, label, kind) = match by {
        ReportBy::Quarter => ("quarter", "Closed", ColumnKind::Text),
        ReportBy::Year => ("year", "Closed", ColumnKind::Text),
        _ => ("month", "Closed", ColumnKind::Month),
    };
    let name = |month: Month| match by {
        ReportBy::Quarter => month.quarter_name(asked.year_starts),
        ReportBy::Year => month.year_name(),
        _ => month.to_string(),
    };
    let line = |((month, currency), (group, goal)): ((Month, &str), (Group, Option<i128>))| Line {
        key: format!("{month}|{currency}"),
        cells: cells([
            (key, text(&name(month))),
            ("currency", text(currency)),
            ("deals", count(group.picks.len())),
            ("revenue", money(group.amount, currency)),
            ("goal", maybe_money(goal, currency)),
            ("of_goal", goal.map_or(Cell::Empty, |goal| percent(group.amount, goal))),
        ]),
        deals: group.picks,
        parts: Vec::new(),
    };
    let mut chart = chart(ChartKind::Bars, key, &["revenue"]);
    if let Some(chart) = &mut chart {
        chart.goal = Some("goal".into());
    }
    Sheet {
        columns: columns(&[
            (key, label, kind),
            ("currency", "Currency", ColumnKind::Text),
            ("deals", "Deals won", ColumnKind::Count),
            ("revenue", "Revenue", ColumnKind::Money),
            ("goal", "Goal", ColumnKind::Money),
            ("of_goal", "Of the goal", ColumnKind::Percent),
        ]),
        lines: found.into_iter().map(line).collect(),
        chart,
        ..Sheet::default()
    }
}

/// The months of the period that have begun and have a goal, once for each currency.
fn goal_months(asked: &Asked) -> BTreeSet<(Month, &str)> {
    let now = Month::of(asked.as_of);
    let goals = asked.goals.iter().filter(|goal| goal.month <= now && asked.period.touches(goal.month));
    goals.map(|goal| (goal.month, goal.currency.as_str())).collect()
}

/// The most first.
fn by_group(asked: &Asked, by: ReportBy, won: &[Standing<'_>]) -> Sheet {
    let mut found: BTreeMap<(u32, &str), Group> = BTreeMap::new();
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    let Some(groups) = asked.groups(by) else { return Sheet::default() };
    for deal in won {
        let currency = asked.world.currency(deal.now);
        let group = found.entry((groups.of(deal.deal), currency)).or_default();
        group.picks.push(Pick::of(deal.deal));
        group.amount += deal.minor();
        *sums.entry(currency).or_default() += deal.minor();
    }
    let mut sorted: Vec<_> = found.into_iter().collect();
    sorted.sort_by(|((a, x), one), ((b, y), other)| {
        (x, -one.amount, groups.name(*a), groups.key(*a)).cmp(&(y, -other.amount, groups.name(*b), groups.key(*b)))
    });
    let line = |((group, currency), sum): ((u32, &str), Group)| {
        let goal = (by == ReportBy::Owner && group != NONE).then(|| own_goal(asked, group, currency)).flatten();
        let deals = sum.picks.len();
        Line {
            key: format!("{}|{currency}", groups.key(group)),
            cells: cells([
                ("name", text(groups.name(group))),
                ("currency", text(currency)),
                ("deals", count(deals)),
                ("revenue", money(sum.amount, currency)),
                ("average", money(sum.amount / (deals.max(1) as i128), currency)),
                ("share", percent(sum.amount, sums.get(currency).copied().unwrap_or_default())),
                ("goal", maybe_money(goal, currency)),
                ("of_goal", goal.map_or(Cell::Empty, |goal| percent(sum.amount, goal))),
            ]),
            deals: sum.picks,
            parts: Vec::new(),
        }
    };
    let mut list = vec![
        ("name", by.label(), ColumnKind::Text),
        ("currency", "Currency", ColumnKind::Text),
        ("deals", "Deals won", ColumnKind::Count),
        ("revenue", "Revenue", ColumnKind::Money),
        ("average", "Average", ColumnKind::Money),
        ("share", "Share", ColumnKind::Percent),
    ];
    let mut chart = chart(ChartKind::Bars, "name", &["revenue"]);
    if by == ReportBy::Owner {
        list.extend([("goal", "Goal", ColumnKind::Money), ("of_goal", "Of the goal", ColumnKind::Percent)]);
        if let Some(chart) = &mut chart {
            chart.goal = Some("goal".into());
        }
    }
    Sheet { columns: columns(&list), lines: sorted.into_iter().map(line).collect(), chart, ..Sheet::default() }
}

/// A person's goals of the months of the period that have begun.
fn own_goal(asked: &Asked, person: u32, currency: &str) -> Option<i128> {
    // Without a period the sum is of all time, and goals are of some months only.
    if !asked.has_goals() || asked.period.is_open() {
        return None;
    }
    let now = Month::of(asked.as_of);
    let own = asked.goals.iter().filter(|goal| {
        goal.currency == currency
            && goal.month <= now
            && asked.period.touches(goal.month)
            && asked.is_person(person, goal)
    });
    let amounts: Vec<i128> = own.map(|goal| i128::from(goal.amount.0)).collect();
    (!amounts.is_empty()).then(|| amounts.iter().sum())
}
