//! Do the stages' probabilities hold? What was said on entry against what became of it.
use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, maybe, number, percent, text};
use super::stats::wilson;
use super::types::{Cell, ChartKind, ColumnKind};
use super::world::{Asked, Standing};
use crate::sell::StageKind;

pub(super) const SPEC: Spec =
    Spec { name: "calibration", title: "Calibration", about: "Do our probabilities hold?", compute, ..Spec::PLAIN };
/// Below so many decided deals nothing is said.
const ENOUGH: usize = 20;
const DEFINITION: &str = "Of the deals that entered a stage within the period and were won or lost by the day, the share that was won, with \
Wilson's 95 % interval, against the probability they were given when they first entered the stage (the average of them). A deal counts once a \
stage, however often it came back, and not in stages it skipped; deals still open are not decided and don't count. \
Fits: the probability lies in the interval. Below 20 decided deals there are too few to tell.";

#[derive(Default, Clone)]
struct Entered {
    won: Vec<Pick>,
    lost: Vec<Pick>,
    open: Vec<Pick>,
    /// Sum of the probabilities on entry of the decided ones.
    said: u64,
}

fn compute(asked: &Asked) -> Body {
    let world = &asked.world;
    let mut stages = vec![Entered::default(); world.stages.len()];
    let mut decided = 0;
    for deal in asked.standings() {
        let counted = enter(asked, &deal, &mut stages);
        decided += usize::from(counted && deal.now.kind != StageKind::Open);
    }
    let lines: Vec<Line> =
        stages.into_iter().enumerate().filter_map(|(at, entered)| line(asked, at, entered)).collect();
    Body {
        definition: DEFINITION.into(),
        sample_size: decided,
        main: Sheet {
            title: "Said and happened, by stage",
            columns: columns(&[
                ("pipeline", "Pipeline", ColumnKind::Text),
                ("stage", "Stage", ColumnKind::Text),
                ("said", "Probability given", ColumnKind::Percent),
                ("happened", "Won in fact", ColumnKind::Percent),
                ("low", "At least", ColumnKind::Percent),
                ("high", "At most", ColumnKind::Percent),
                ("decided", "Decided", ColumnKind::Count),
                ("won#", "Won", ColumnKind::Count),
                ("lost#", "Lost", ColumnKind::Count),
                ("open#", "Still open", ColumnKind::Count),
                ("verdict", "Verdict", ColumnKind::Text),
            ]),
            lines,
            totals: cells([("decided", count(decided))]),
            chart: chart(ChartKind::Dots, "stage", &["said", "happened", "low", "high"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// Counts the deal in every open stage it entered within the period; answers whether it was in any.
fn enter(asked: &Asked, deal: &Standing<'_>, stages: &mut [Entered]) -> bool {
    let history = asked.world.history(deal.deal);
    let mut seen: Vec<u32> = Vec::new();
    let mut counted = false;
    for event in history.iter().filter(|event| event.kind == StageKind::Open) {
        if seen.contains(&event.stage) {
            continue;
        }
        seen.push(event.stage);
        let Some(entered) = stages.get_mut(event.stage as usize) else { continue };
        if !asked.period.holds(event.day) {
            continue;
        }
        counted = true;
        let pick = Pick::of(deal.deal);
        match deal.now.kind {
            StageKind::Won => entered.won.push(pick),
            StageKind::Lost => entered.lost.push(pick),
            StageKind::Open => entered.open.push(pick),
        }
        entered.said += if deal.now.kind == StageKind::Open { 0 } else { u64::from(event.probability) };
    }
    counted
}

/// A stage that is there, or that deals entered.
fn line(asked: &Asked, at: usize, entered: Entered) -> Option<Line> {
    let stage = asked.world.stages.get(at)?;
    let (won, decided) = (entered.won.len(), entered.won.len() + entered.lost.len());
    let asked_for = asked.kept.pipeline.is_none_or(|pipeline| pipeline == stage.pipeline);
    let shown = stage.kind == StageKind::Open && asked_for && (stage.live || decided + entered.open.len() > 0);
    if !shown {
        return None;
    }
    let said = (decided > 0).then(|| entered.said as f64 / decided as f64);
    let range = wilson(won, decided).map(|(low, high)| (100.0 * low, 100.0 * high));
    let pipeline = asked.world.pipelines.get(stage.pipeline as usize).map_or("", |one| &one.name);
    let deals = entered.won.iter().chain(&entered.lost).copied().collect();
    Some(Line {
        key: stage.id.to_string(),
        cells: cells([
            ("pipeline", text(pipeline)),
            ("stage", text(&stage.name)),
            ("said", maybe(said)),
            ("happened", percent(won as i128, decided as i128)),
            ("low", range.map_or(Cell::Empty, |(low, _)| number(low))),
            ("high", range.map_or(Cell::Empty, |(_, high)| number(high))),
            ("decided", count(decided)),
            ("won", count(won)),
            ("lost", count(entered.lost.len())),
            ("open", count(entered.open.len())),
            ("verdict", text(verdict(decided, said, range))),
        ]),
        deals,
        parts: vec![("won", entered.won), ("lost", entered.lost), ("open", entered.open)],
    })
}

fn verdict(decided: usize, said: Option<f64>, range: Option<(f64, f64)>) -> &'static str {
    match (said, range) {
        (Some(said), Some((low, high))) if decided >= ENOUGH => {
            if said > high {
                "too hopeful"
            } else if said < low {
                "too cautious"
            } else {
                "fits"
            }
        }
        _ => "too few to tell",
    }
}
