//! Pipelines and stages: always at least one open, one won and one lost stage, and nothing left without a place.
use crate::book::{Book, Done, Table, Txn, recorded};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::Required;
use crate::sell::ops::{deals, passage, place, reasons};
use crate::sell::rows;
use crate::sell::rules::stage_figures;
use crate::sell::types::{Forecast, Pipeline, SavePipeline, SaveStage, StageKind};
use crate::values::text::{NAME_MAX, clean, counted};
use crate::values::{PipelineId, StageId, rank};

const DEFAULT_STAGES: [(&str, u8, Forecast, StageKind); 6] = [
    ("New", 10, Forecast::Pipeline, StageKind::Open),
    ("Qualified", 25, Forecast::Pipeline, StageKind::Open),
    ("Proposal", 50, Forecast::BestCase, StageKind::Open),
    ("Negotiation", 75, Forecast::Commit, StageKind::Open),
    ("Won", 100, Forecast::Closed, StageKind::Won),
    ("Lost", 0, Forecast::Omitted, StageKind::Lost),
];
const DEFAULT_REASONS: [&str; 6] =
    ["Too expensive", "Chose a competitor", "No budget", "Not the right time", "Never heard back", "Not a fit"];
const ROT_DAYS: u16 = 21;

/// The pipeline "Sales" with six stages, and lost reasons in plain words. Answers the pipeline.
pub fn seed_defaults(txn: &mut Txn<'_>) -> Result<PipelineId> {
    let pipeline = new_pipeline(txn, "Sales", None, ROT_DAYS, &DEFAULT_STAGES)?;
    for name in DEFAULT_REASONS {
        reasons::reason_named(txn, name)?;
    }
    Ok(pipeline)
}

impl Book {
    /// The pipelines in order, each with its stages and their number of deals.
    pub fn pipelines(&self) -> Result<Vec<Pipeline>> {
        self.read(rows::pipelines::pipelines)
    }

    /// Creates a pipeline (with a New, a Won and a Lost stage) or changes one.
    pub fn save_pipeline(&self, save: &SavePipeline) -> Result<Done<PipelineId>> {
        self.transact("save_pipeline", |txn| {
            let name = named(&save.name, "pipeline")?;
            let id = match save.id {
                None => {
                    let [new, _, _, _, won, lost] = DEFAULT_STAGES;
                    new_pipeline(txn, &name, save.template, save.rot_days, &[new, won, lost])?
                }
                Some(id) => {
                    txn.update(
                        Table::Pipeline,
                        id,
                        &[("name", &name), ("template_id", &save.template), ("rot_days", &save.rot_days)],
                    )?;
                    id
                }
            };
            txn.subject(Table::Pipeline, id);
            txn.label(format!("Saved pipeline {name}"));
            Ok(id)
        })
    }

    /// Creates a stage behind the others of its kind, or changes one.
    pub fn save_stage(&self, save: &SaveStage) -> Result<Done<StageId>> {
        self.transact("save_stage", |txn| {
            let id = save_stage(txn, save)?;
            txn.subject(Table::Stage, id);
            txn.label(format!("Saved stage {}", save.name.trim()));
            Ok(id)
        })
    }

    /// Puts a stage behind `after`, or first.
    pub fn move_stage(&self, stage: StageId, after: Option<StageId>) -> Result<Done<()>> {
        self.transact("move_stage", |txn| {
            let facts = rows::pipelines::stage_facts(txn, stage)?;
            let others = rows::pipelines::stage_ranks(txn, facts.pipeline, Some(stage))?;
            let at = match after {
                None => 0,
                Some(after) => {
                    1 + others.iter().position(|(id, _, _)| *id == after).ok_or_else(|| Error::not_found("stage"))?
                }
            };
            let rank = place::gap(txn, others.iter().map(|(_, rank, _)| rank.as_str()), at)?;
            txn.update(Table::Stage, stage, &[("rank", &rank)])?;
            txn.subject(Table::Stage, stage);
            txn.label(format!("Moved stage {}", facts.name));
            Ok(())
        })
    }

    /// Deletes a stage; its deals go to another stage of the same kind. `gate` when it has deals and none is named.
    pub fn delete_stage(&self, stage: StageId, deals_go_to: Option<StageId>) -> Result<Done<()>> {
        self.transact("delete_stage", |txn| delete_stage(txn, stage, deals_go_to))
    }
}

/// A pipeline with these stages, in this order. Also for the import, whose files bring their own stages.
pub(crate) fn new_pipeline(
    txn: &mut Txn<'_>,
    name: &str,
    template: Option<crate::values::TemplateId>,
    rot_days: u16,
    stages: &[(&str, u8, Forecast, StageKind)],
) -> Result<PipelineId> {
    let last = rows::pipelines::last_pipeline_rank(txn)?;
    let rank = rank::between(last.as_deref(), None, txn.jitter())?;
    let id: PipelineId = txn.new_id();
    txn.insert(
        Table::Pipeline,
        id,
        &[("name", &name), ("rank", &rank), ("template_id", &template), ("rot_days", &rot_days)],
    )?;
    for ((name, probability, forecast, kind), rank) in stages.iter().zip(rank::spread(stages.len())) {
        let stage: StageId = txn.new_id();
        let columns: crate::book::Columns<'_> = &[
            ("pipeline_id", &id),
            ("name", name),
            ("rank", &rank),
            ("probability", probability),
            ("forecast", forecast),
            ("kind", kind),
        ];
        txn.insert(Table::Stage, stage, columns)?;
    }
    Ok(id)
}

/// Creates or changes a stage. A stage that holds deals keeps its kind: changing it would win or lose them past the gates.
pub(crate) fn save_stage(txn: &mut Txn<'_>, save: &SaveStage) -> Result<StageId> {
    let name = named(&save.name, "stage")?;
    let (probability, forecast) = stage_figures(save.kind, save.probability, save.forecast)?;
    let required = required_words(&save.required);
    let Some(id) = save.id else {
        let others =
            rows::pipelines::stage_ranks(txn, rows::pipelines::pipeline_or_first(txn, Some(save.pipeline))?, None)?;
        let at = others.iter().rposition(|(_, _, kind)| *kind == save.kind).map_or(others.len(), |at| at + 1);
        let rank = place::gap(txn, others.iter().map(|(_, rank, _)| rank.as_str()), at)?;
        let id: StageId = txn.new_id();
        let columns: crate::book::Columns<'_> = &[
            ("pipeline_id", &save.pipeline),
            ("name", &name),
            ("rank", &rank),
            ("probability", &probability),
            ("forecast", &forecast),
            ("kind", &save.kind),
            ("rot_days", &save.rot_days),
            ("required", &required),
        ];
        txn.insert(Table::Stage, id, columns)?;
        return Ok(id);
    };
    let facts = rows::pipelines::stage_facts(txn, id)?;
    if facts.kind != save.kind {
        if rows::pipelines::any_stage(txn, id)?.deals > 0 {
            return Err(Error::new(
                Code::Conflict,
                format!("{} holds deals, so it stays {}. Move them first.", facts.name, facts.kind.as_str()),
            ));
        }
        must_stay_one(txn, facts.pipeline, id, facts.kind)?;
    }
    txn.update(
        Table::Stage,
        id,
        &[
            ("name", &name),
            ("probability", &probability),
            ("forecast", &forecast),
            ("kind", &save.kind),
            ("rot_days", &save.rot_days),
            ("required", &required),
        ],
    )?;
    Ok(id)
}

/// As it is stored: a JSON array in the order of the list, each field once.
fn required_words(fields: &[Required]) -> String {
    let asked = Required::ALL.iter().filter(|field| fields.contains(field));
    serde_json::Value::from(asked.map(|field| field.as_str()).collect::<Vec<_>>()).to_string()
}

fn must_stay_one(txn: &Txn<'_>, pipeline: PipelineId, without: StageId, kind: StageKind) -> Result<()> {
    let left = rows::pipelines::stage_ranks(txn, pipeline, Some(without))?;
    if left.iter().any(|(_, _, other)| *other == kind) {
        return Ok(());
    }
    Err(Error::new(
        Code::Conflict,
        format!("A pipeline needs at least one {} stage. Add another one first; nothing was changed.", kind.as_str()),
    ))
}

fn delete_stage(txn: &mut Txn<'_>, stage: StageId, deals_go_to: Option<StageId>) -> Result<()> {
    let facts = rows::pipelines::stage_facts(txn, stage)?;
    must_stay_one(txn, facts.pipeline, stage, facts.kind)?;
    let moving = rows::deals::deals_in(txn, stage)?;
    if !moving.is_empty() {
        let target = deals_go_to.filter(|target| *target != stage).ok_or_else(|| {
            Error::gate(
                format!(
                    "{} has {}. Say which stage takes them. Nothing was changed.",
                    facts.name,
                    counted(moving.len(), "deal")
                ),
                vec![Missing::new("deals_go_to", "Stage for its deals")],
            )
        })?;
        let target = rows::pipelines::stage_facts(txn, target)?;
        if target.kind != facts.kind || target.pipeline != facts.pipeline {
            return Err(Error::invalid(format!(
                "The deals of {} can only go to another {} stage of the same pipeline. Nothing was changed.",
                facts.name,
                facts.kind.as_str()
            )));
        }
        passage::all_may_enter(txn, &moving, &target)?;
        let mut last = rows::deals::last_rank(txn, target.id)?;
        for deal in moving {
            let rank = rank::between(last.as_deref(), None, txn.jitter())?;
            deals::advance_unasked(txn, deal, &target, &rank)?;
            last = Some(rank);
        }
    }
    txn.trash(Table::Stage, stage)?;
    txn.subject(Table::Stage, stage);
    txn.label(format!("Deleted stage {}", facts.name));
    Ok(())
}

/// Takes the open stages out that a file has no use for, while the pipeline has no deals: those nobody made or changed by hand and
/// no deal was ever in. Nothing where no open stage of `kept` would be left. Answers the stages that went.
pub(crate) fn leave_out(txn: &mut Txn<'_>, pipeline: PipelineId, kept: &[StageId]) -> Result<Vec<StageId>> {
    let stages = rows::pipelines::stage_ranks(txn, pipeline, None)?;
    let open: Vec<StageId> =
        stages.iter().filter(|(_, _, kind)| *kind == StageKind::Open).map(|(id, _, _)| *id).collect();
    if !open.iter().any(|id| kept.contains(id)) {
        return Ok(Vec::new());
    }
    for (id, _, _) in &stages {
        if !rows::deals::deals_in(txn, *id)?.is_empty() {
            return Ok(Vec::new());
        }
    }
    let mut gone = Vec::new();
    for id in open.into_iter().filter(|id| !kept.contains(id)) {
        if untouched(txn, id)? && !rows::pipelines::was_used(txn, id)? {
            txn.trash(Table::Stage, id)?;
            gone.push(id);
        }
    }
    Ok(gone)
}

/// Nobody made this stage or changed it since, as far as it still counts.
fn untouched(txn: &Txn<'_>, stage: StageId) -> Result<bool> {
    const ENOUGH: u32 = 50;
    let commands = recorded(txn, &[stage.0], ENOUGH)?;
    let mut standing = commands.iter().filter(|one| !one.undone && one.verb != "undo" && one.verb != "redo");
    Ok(standing.all(|one| one.verb != "save_stage" && one.changes.iter().all(|change| change.created)))
}

/// A cleaned name; refuses an empty one.
pub(crate) fn named(name: &str, what: &str) -> Result<String> {
    let name = clean(name, NAME_MAX)?;
    if name.is_empty() {
        return Err(Error::invalid(format!("A {what} needs a name. Nothing was changed.")));
    }
    Ok(name)
}
