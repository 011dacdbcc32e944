//! How long open deals have stood where they stand, and which of them rot.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, chart, columns, count, text};
use super::sales_cycle::figures;
use super::types::{ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, Standing};
use crate::sell::{StageKind, quiet_days};
use crate::values::Day;

pub(super) const SPEC: Spec = Spec {
    name: "stage-age",
    title: "Time in stage",
    about: "Where do deals stand still?",
    by: &[ReportBy::Stage, ReportBy::Owner, ReportBy::Source, ReportBy::Product],
    default: Some(ReportBy::Stage),
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Calendar days since the deals that were open on the day entered the stage they stood in; one that left and came back \
counts from its return. A deal rots when nothing was changed on it for as many days as its pipeline allows; of a past day only changes of \
stage, amount, close date and owner are known. A period keeps the deals that entered their stage within it.";

fn compute(asked: &Asked) -> Body {
    let by = asked.by.unwrap_or(ReportBy::Stage);
    let mut groups: BTreeMap<(String, String), (Vec<Pick>, Vec<Pick>)> = BTreeMap::new();
    let mut all = Vec::new();
    let mut all_rotting = 0;
    for deal in asked.standings().filter(|deal| deal.now.kind == StageKind::Open) {
        let since = since(asked, &deal);
        if !asked.period.holds(since) {
            continue;
        }
        let pick = Pick::with(deal.deal, since.days_until(asked.as_of));
        let (picks, rotting) = groups.entry(group(asked, by, &deal)).or_default();
        if let Some(quiet) = rots(asked, &deal) {
            rotting.push(Pick::with(deal.deal, i64::from(quiet)));
            all_rotting += 1;
        }
        picks.push(pick);
        all.push(pick);
    }
    let line = |((order, key), (picks, rotting)): ((String, String), (Vec<Pick>, Vec<Pick>))| {
        let mut cells = figures(&picks);
        cells.insert("name".into(), text(order.split_once('\u{1}').map_or(order.as_str(), |(_, name)| name)));
        cells.insert("rotting".into(), count(rotting.len()));
        Line { key, cells, deals: picks, parts: vec![("rotting", rotting)] }
    };
    let mut totals = figures(&all);
    totals.insert("rotting".into(), count(all_rotting));
    Body {
        definition: DEFINITION.into(),
        sample_size: all.len(),
        figure: Some("Days"),
        main: Sheet {
            title: "Days in the stage",
            columns: columns(&[
                ("name", by.label(), ColumnKind::Text),
                ("deals", "Open deals", ColumnKind::Count),
                ("rotting#", "Rotting", ColumnKind::Count),
                ("least", "Shortest", ColumnKind::Days),
                ("q1", "First quartile", ColumnKind::Days),
                ("median", "Median", ColumnKind::Days),
                ("q3", "Third quartile", ColumnKind::Days),
                ("most", "Longest", ColumnKind::Days),
            ]),
            lines: groups.into_iter().map(line).collect(),
            totals,
            chart: chart(ChartKind::Quartiles, "name", &["least", "q1", "median", "q3", "most"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// The day of the event that brought the deal into the stage it stands in.
fn since(asked: &Asked, deal: &Standing<'_>) -> Day {
    let here = asked.world.history(deal.deal).iter().rev().take_while(|event| event.stage == deal.now.stage);
    here.last().map_or(deal.now.day, |event| event.day)
}

/// Days without a change, where they are too many.
fn rots(asked: &Asked, deal: &Standing<'_>) -> Option<u32> {
    let stage = asked.world.stage(deal.now)?;
    let newest = asked.world.history(deal.deal).iter().map(|event| event.day).max()?;
    // The last touch of all is known; if it lies after the report's day, what is known of before are the events.
    let touched = if deal.row.touched_on <= asked.as_of { newest.max(deal.row.touched_on) } else { newest };
    quiet_days(deal.now.kind, touched, asked.as_of, stage.rot_days)
}

/// (name behind what orders it, key): stages in the order of the board, everything else by name.
fn group(asked: &Asked, by: ReportBy, deal: &Standing<'_>) -> (String, String) {
    let Some(groups) = asked.groups(by) else { return (by.none().into(), "none".into()) };
    let group = groups.of(deal.deal);
    let name = groups.name(group);
    if by != ReportBy::Stage {
        return (name.to_owned(), groups.key(group).to_owned());
    }
    let several = asked.world.pipelines.len() > 1;
    let pipeline = asked.world.stage(deal.now).and_then(|stage| asked.world.pipelines.get(stage.pipeline as usize));
    let name = match pipeline.filter(|_| several) {
        Some(pipeline) => format!("{name} ({})", pipeline.name),
        None => name.to_owned(),
    };
    (format!("{group:010}\u{1}{name}"), groups.key(group).to_owned())
}
