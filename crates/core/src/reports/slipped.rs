//! How often the expected close was put off.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, deals, maybe, text};
use super::stats::five;
use super::types::{Cells, ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, Standing};
use crate::sell::StageKind;
use crate::values::{Day, Month};

pub(super) const SPEC: Spec = Spec {
    name: "slipped-close-dates",
    title: "Slipped close dates",
    about: "How often, and how far, do we put a close off?",
    by: &[ReportBy::Month, ReportBy::Owner, ReportBy::Stage, ReportBy::Source, ReportBy::Product],
    default: Some(ReportBy::Month),
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "A push is a change of an open deal's close date to a later day, counted on the day it was made, within the period. \
Winning or losing later than expected is none; a change taken back by undo never was one. Out of its month: the new day lies in a later month \
than the old one. A deal counts once a row, however often it was pushed. Owner and stage are \
those it had then.";

/// One push.
struct Push {
    deal: usize,
    on: Day,
    days: i64,
    out_of_month: bool,
    owner: u32,
    stage: u32,
}

fn compute(asked: &Asked) -> Body {
    let mut pushes = Vec::new();
    let mut sooner = 0;
    let mut overdue = 0;
    for deal in asked.standings() {
        sooner += collect(asked, &deal, &mut pushes);
        let late = deal.now.close_date.is_some_and(|day| day < asked.as_of);
        overdue += usize::from(late && deal.now.kind == StageKind::Open);
    }
    let mut groups: BTreeMap<(String, String), Vec<&Push>> = BTreeMap::new();
    for push in &pushes {
        groups.entry(group(asked, push)).or_default().push(push);
    }
    let line = |((order, key), pushes): ((String, String), Vec<&Push>)| {
        let mut cells = figures(&pushes);
        cells.insert("name".into(), text(order.split_once('\u{1}').map_or(order.as_str(), |(_, name)| name)));
        Line { key, cells, deals: picks(pushes.iter().copied()), parts: Vec::new() }
    };
    let mut totals = figures(&pushes.iter().collect::<Vec<_>>());
    totals.insert("overdue".into(), count(overdue));
    totals.insert("sooner".into(), count(sooner));
    let mut notes = Vec::new();
    if overdue > 0 {
        notes.push(format!("{} a close date that has passed.", deals(overdue, "is open with", "are open with")));
    }
    if sooner > 0 {
        notes.push(format!(
            "A close date was moved to an earlier day {}.",
            if sooner == 1 { "once".into() } else { format!("{sooner} times") }
        ));
    }
    let by = asked.by.unwrap_or(ReportBy::Month);
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    Body {
        definition: DEFINITION.into(),
        notes,
        sample_size: pushes.len(),
        figure: Some("Days later"),
        main: Sheet {
            title: "Pushes",
            columns: columns(&[
                ("name", if by == ReportBy::Month { "Pushed in" } else { by.label() }, kind),
                ("pushes", "Pushes", ColumnKind::Count),
                ("deals", "Deals", ColumnKind::Count),
                ("days", "Days in all", ColumnKind::Days),
                ("median", "Median push", ColumnKind::Days),
                ("out_of_month", "Out of their month", ColumnKind::Count),
            ]),
            lines: groups.into_iter().map(line).collect(),
            totals,
            chart: chart(ChartKind::Bars, "name", &["pushes"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// Adds the deal's pushes and answers how often it was pulled forward.
fn collect(asked: &Asked, deal: &Standing<'_>, pushes: &mut Vec<Push>) -> usize {
    let mut sooner = 0;
    for pair in asked.world.history(deal.deal).windows(2) {
        let [before, after] = pair else { continue };
        let open = before.kind == StageKind::Open && after.kind == StageKind::Open;
        let (Some(from), Some(to), true) = (before.close_date, after.close_date, open) else { continue };
        if !asked.period.holds(after.day) {
            continue;
        }
        let days = from.days_until(to);
        sooner += usize::from(days < 0);
        if days > 0 {
            let out_of_month = Month::of(to) > Month::of(from);
            pushes.push(Push {
                deal: deal.deal,
                on: after.day,
                days,
                out_of_month,
                owner: after.owner,
                stage: after.stage,
            });
        }
    }
    sooner
}

/// Each deal once, with all its days.
fn picks<'p>(pushes: impl Iterator<Item = &'p Push>) -> Vec<Pick> {
    let mut days: BTreeMap<usize, i64> = BTreeMap::new();
    for push in pushes {
        *days.entry(push.deal).or_default() += push.days;
    }
    days.into_iter().map(|(deal, days)| Pick::with(deal, days)).collect()
}

fn figures(pushes: &[&Push]) -> Cells {
    let deals = picks(pushes.iter().copied()).len();
    let days: i64 = pushes.iter().map(|push| push.days).sum();
    let out = pushes.iter().filter(|push| push.out_of_month).count();
    cells([
        ("pushes", count(pushes.len())),
        ("deals", count(deals)),
        ("days", super::body::number(days as f64)),
        ("median", maybe(five(pushes.iter().map(|push| push.days)).map(|five| five.median))),
        ("out_of_month", count(out)),
    ])
}

/// (name behind what orders it, key)
fn group(asked: &Asked, push: &Push) -> (String, String) {
    let by = asked.by.unwrap_or(ReportBy::Month);
    let groups = asked.groups(by).filter(|_| by != ReportBy::Month);
    let Some(groups) = groups else {
        let month = Month::of(push.on).to_string();
        return (month.clone(), month);
    };
    let group = match by {
        ReportBy::Owner => push.owner,
        ReportBy::Stage => push.stage,
        _ => groups.of(push.deal),
    };
    let name = groups.name(group);
    let order = if by == ReportBy::Stage { format!("{group:010}\u{1}{name}") } else { name.to_owned() };
    (order, groups.key(group).to_owned())
}
