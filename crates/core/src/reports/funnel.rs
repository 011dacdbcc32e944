//! How far deals come: from stage to stage.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, percent, text};
use super::types::{Cell, ChartKind, ColumnKind};
use super::world::{Asked, Standing};
use crate::sell::StageKind;

pub(super) const SPEC: Spec = Spec {
    name: "funnel",
    title: "Funnel",
    about: "How far do deals come, and where do we lose them?",
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Deals that entered the pipeline within the period, by the furthest open stage they ever stood in. \
A deal has reached a stage when it stood in it or in a later one: a skipped stage counts as passed, and a move back takes nothing away. \
A deal won (on the day) has reached every stage; a win taken back no longer counts as one. Lost and still open deals count where they came \
furthest, so that reached = went on + lost there + still open there. Each pipeline by itself; stages in today's order.";

/// What happened to the deals of one stage.
#[derive(Default, Clone)]
struct Step {
    reached: Vec<Pick>,
    lost: Vec<Pick>,
    open: Vec<Pick>,
    skipped: usize,
    back: usize,
}

/// A pipeline's open stages in order, each with its deals, and those that were won.
struct Funnel {
    stages: Vec<u32>,
    steps: Vec<Step>,
    won: Vec<Pick>,
}

fn compute(asked: &Asked) -> Body {
    let mut funnels: BTreeMap<u32, Funnel> = BTreeMap::new();
    let mut size = 0;
    for deal in asked.standings() {
        let began = asked.world.history(deal.deal).first().map(|event| event.day);
        let Some(stage) = asked.world.stage(deal.now) else { continue };
        if began.is_none_or(|day| !asked.period.holds(day)) {
            continue;
        }
        let funnel = funnels.entry(stage.pipeline).or_insert_with(|| Funnel::new(asked, stage.pipeline));
        size += usize::from(funnel.add(asked, &deal));
    }
    let mut lines = Vec::new();
    for (pipeline, funnel) in &funnels {
        lines.extend(funnel.lines(asked, *pipeline));
    }
    let won: usize = funnels.values().map(|funnel| funnel.won.len()).sum();
    let lost: usize = funnels.values().flat_map(|funnel| &funnel.steps).map(|step| step.lost.len()).sum();
    let totals = cells([
        ("reached", count(size)),
        ("lost", count(lost)),
        ("open", count(size.saturating_sub(won + lost))),
        ("won", count(won)),
        ("from_first", percent(won as i128, size as i128)),
    ]);
    Body {
        definition: DEFINITION.into(),
        sample_size: size,
        main: Sheet {
            title: "From stage to stage",
            columns: columns(&[
                ("pipeline", "Pipeline", ColumnKind::Text),
                ("stage", "Stage", ColumnKind::Text),
                ("reached", "Reached", ColumnKind::Count),
                ("from_first", "Of all", ColumnKind::Percent),
                ("conversion", "Went on", ColumnKind::Percent),
                ("lost#", "Lost there", ColumnKind::Count),
                ("open#", "Still open there", ColumnKind::Count),
                ("skipped", "Passed without a stop", ColumnKind::Count),
                ("back", "Came back", ColumnKind::Count),
            ]),
            totals,
            lines,
            chart: chart(ChartKind::Funnel, "stage", &["reached"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

impl Funnel {
    /// The pipeline's open stages: those there are, and deleted ones that deals went through.
    fn new(asked: &Asked, pipeline: u32) -> Funnel {
        let stages = asked.world.stages.iter().enumerate();
        let used = |at: usize| asked.world.events.iter().any(|event| event.stage as usize == at);
        let stages: Vec<u32> = stages
            .filter(|(at, stage)| {
                stage.pipeline == pipeline && stage.kind == StageKind::Open && (stage.live || used(*at))
            })
            .map(|(at, _)| at as u32)
            .collect();
        Funnel { steps: vec![Step::default(); stages.len()], stages, won: Vec::new() }
    }

    /// Answers whether the deal could be placed: one that was never in an open stage of this pipeline and isn't won can't.
    fn add(&mut self, asked: &Asked, deal: &Standing<'_>) -> bool {
        let pick = Pick::of(deal.deal);
        let (mut stood, mut back, mut last, mut furthest) = (vec![false; self.stages.len()], Vec::new(), None, None);
        for event in asked.world.history(deal.deal) {
            let Some(at) = self.stages.iter().position(|stage| *stage == event.stage) else { continue };
            if last.is_some_and(|last| at < last) && !back.contains(&at) {
                back.push(at);
            }
            stood[at] = true;
            last = Some(at);
            furthest = furthest.max(Some(at));
        }
        let won = deal.now.kind == StageKind::Won;
        let end = if won { self.stages.len().checked_sub(1) } else { furthest };
        let Some(end) = end else {
            // In a pipeline without open stages a win is all there is; a deal that only was lost was first in the first stage.
            return self.unplaced(won, deal, pick);
        };
        for (at, step) in self.steps.iter_mut().enumerate().take(end + 1) {
            step.reached.push(pick);
            step.skipped += usize::from(!stood[at]);
        }
        for at in back {
            self.steps[at].back += 1;
        }
        match deal.now.kind {
            StageKind::Won => self.won.push(pick),
            StageKind::Lost => self.steps[end].lost.push(pick),
            StageKind::Open => self.steps[end].open.push(pick),
        }
        true
    }

    fn unplaced(&mut self, won: bool, deal: &Standing<'_>, pick: Pick) -> bool {
        if won {
            self.won.push(pick);
            return true;
        }
        let Some(first) = self.steps.first_mut() else { return false };
        first.reached.push(pick);
        first.skipped += 1;
        if deal.now.kind == StageKind::Lost {
            first.lost.push(pick)
        } else {
            first.open.push(pick)
        }
        true
    }

    fn lines(&self, asked: &Asked, pipeline: u32) -> Vec<Line> {
        let name = asked.world.pipelines.get(pipeline as usize).map_or("", |one| &one.name);
        let all = self.steps.first().map_or(self.won.len(), |step| step.reached.len()) as i128;
        let mut lines = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let Some(stage) = asked.world.stages.get(self.stages[at] as usize) else { continue };
            let reached = step.reached.len();
            let on = self.steps.get(at + 1).map_or(self.won.len(), |next| next.reached.len());
            lines.push(Line {
                key: stage.id.to_string(),
                cells: cells([
                    ("pipeline", text(name)),
                    ("stage", text(&stage.name)),
                    ("reached", count(reached)),
                    ("from_first", percent(reached as i128, all)),
                    ("conversion", percent(on as i128, reached as i128)),
                    ("lost", count(step.lost.len())),
                    ("open", count(step.open.len())),
                    ("skipped", count(step.skipped)),
                    ("back", count(step.back)),
                ]),
                deals: step.reached.clone(),
                parts: vec![("lost", step.lost.clone()), ("open", step.open.clone())],
            });
        }
        let mut won = cells([
            ("pipeline", text(name)),
            ("stage", text("Won")),
            ("reached", count(self.won.len())),
            ("from_first", percent(self.won.len() as i128, all)),
        ]);
        for key in ["conversion", "lost", "open", "skipped", "back"] {
            won.insert(key.into(), Cell::Empty);
        }
        let key =
            asked.world.pipelines.get(pipeline as usize).map_or_else(String::new, |one| format!("{}|won", one.id));
        lines.push(Line { key, cells: won, deals: self.won.clone(), parts: Vec::new() });
        lines
    }
}
