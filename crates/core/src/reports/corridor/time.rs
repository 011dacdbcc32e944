//! How long it takes from the win to the acceptance and to the kickoff, in working hours.
use std::collections::BTreeMap;

use super::Arrival;
use crate::reports::Spec;
use crate::reports::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, number, percent, text};
use crate::reports::stats::five;
use crate::reports::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use crate::reports::world::Asked;
use crate::sell::StageKind;
use crate::values::{HandoffState, Month};

pub(crate) const SPEC: Spec = Spec {
    name: "handoff-time",
    title: "Handoff time",
    about: "How long from the win to the kickoff?",
    by: &[ReportBy::Month, ReportBy::Owner, ReportBy::Pipeline],
    default: Some(ReportBy::Month),
    works: true,
    corridor: true,
    compute,
    ..Spec::PLAIN
};

const DEFINITION: &str = "Wins within the period that are still won and were handed off, by the day of the win. Hours are working hours (nine to five on the firm's \
working days) from the win to the acceptance and to the kickoff, without pauses; the middle one of all (median). In time is the part of what has happened that happened within the \
target of its pipeline; what has not happened yet is counted apart and belongs to no figure.";

fn compute(asked: &Asked) -> Body {
    let mut groups: BTreeMap<(String, String), Vec<(usize, &Arrival)>> = BTreeMap::new();
    let mut all = Vec::new();
    for (at, arrival) in asked.arrivals.iter().enumerate() {
        let now = asked.standings_of(arrival.deal, asked.as_of);
        let still = now.is_some_and(|standing| standing.now.kind == StageKind::Won);
        let over = matches!(arrival.state, HandoffState::Cancelled | HandoffState::Reversed);
        if over || !still || arrival.won_on > asked.as_of || !asked.period.holds(arrival.won_on) {
            continue;
        }
        groups.entry(group(asked, arrival)).or_default().push((at, arrival));
        all.push((at, arrival));
    }
    let line = |((name, key), wins): ((String, String), Vec<(usize, &Arrival)>)| {
        let mut row = figures(asked, &wins);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, deals: wins.iter().map(|(_, one)| Pick::of(one.deal)).collect(), ..Line::default() }
    };
    Body {
        definition: DEFINITION.into(),
        sample_size: all.len(),
        main: Sheet {
            title: "Handoff time",
            columns: columns(&[
                ("name", asked.by.unwrap_or(ReportBy::Month).label(), ColumnKind::Text),
                ("wins", "Wins", ColumnKind::Count),
                ("accepted", "Accepted", ColumnKind::Count),
                ("accept_hours", "Hours to acceptance", ColumnKind::Figure),
                ("accept_in_time", "Accepted in time", ColumnKind::Percent),
                ("kickoffs", "Kickoffs", ColumnKind::Count),
                ("kickoff_hours", "Hours to kickoff", ColumnKind::Figure),
                ("kickoff_in_time", "Kickoff in time", ColumnKind::Percent),
                ("returned", "Sent back", ColumnKind::Count),
            ]),
            totals: figures(asked, &all),
            lines: groups.into_iter().map(line).collect(),
            chart: chart(ChartKind::Bars, "name", &["kickoff_hours"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn group(asked: &Asked, arrival: &Arrival) -> (String, String) {
    match asked.by.unwrap_or(ReportBy::Month) {
        ReportBy::Month => {
            let month = Month::of(arrival.won_on).to_string();
            (month.clone(), month)
        }
        by => match asked.groups(by) {
            Some(groups) => {
                let at = groups.of(arrival.deal);
                (groups.name(at).to_owned(), groups.key(at).to_owned())
            }
            None => (String::new(), "none".to_owned()),
        },
    }
}

fn figures(asked: &Asked, wins: &[(usize, &Arrival)]) -> Cells {
    let by_then = |minutes: Option<u32>, on: Option<crate::values::Day>| {
        minutes.filter(|_| on.is_some_and(|on| on <= asked.as_of))
    };
    let accepted: Vec<(u32, Option<u32>)> = wins
        .iter()
        .filter_map(|(_, one)| Some((by_then(one.accept_minutes, one.accepted_on)?, one.accept_target)))
        .collect();
    let kickoffs: Vec<(u32, Option<u32>)> = wins
        .iter()
        .filter_map(|(_, one)| Some((by_then(one.kickoff_minutes, one.held_on)?, one.kickoff_target)))
        .collect();
    let returned = wins.iter().filter(|(_, one)| one.returns.iter().any(|(on, _, _)| *on <= asked.as_of)).count();
    cells([
        ("wins", count(wins.len())),
        ("accepted", count(accepted.len())),
        ("accept_hours", hours(&accepted)),
        ("accept_in_time", in_time(&accepted)),
        ("kickoffs", count(kickoffs.len())),
        ("kickoff_hours", hours(&kickoffs)),
        ("kickoff_in_time", in_time(&kickoffs)),
        ("returned", count(returned)),
    ])
}

/// The median, in hours.
fn hours(all: &[(u32, Option<u32>)]) -> Cell {
    five(all.iter().map(|(minutes, _)| i64::from(*minutes))).map_or(Cell::Empty, |five| number(five.median / 60.0))
}

fn in_time(all: &[(u32, Option<u32>)]) -> Cell {
    let with_target: Vec<bool> = all.iter().filter_map(|(minutes, target)| Some(*minutes <= (*target)?)).collect();
    percent(with_target.iter().filter(|met| **met).count() as i128, with_target.len() as i128)
}
