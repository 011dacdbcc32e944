//! Pipelines come, change places and go; their deals never go with them.
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::ops::{deals, passage, place};
use crate::sell::rows;
use crate::sell::types::{DeletePipeline, Stage, StageFacts};
use crate::values::text::{counted, name_key};
use crate::values::{PipelineId, StageId, rank};

impl Book {
    /// Puts a pipeline right behind `after`, or first. The first one is what a new deal and the board begin with.
    pub fn move_pipeline(&self, pipeline: PipelineId, after: Option<PipelineId>) -> Result<Done<()>> {
        self.transact("move_pipeline", |txn| {
            let name = rows::pipelines::pipeline_name(txn, pipeline)?;
            let others = rows::pipelines::pipeline_ranks(txn, pipeline)?;
            let at = match after {
                None => 0,
                Some(after) => {
                    1 + others.iter().position(|(id, _)| *id == after).ok_or_else(|| Error::not_found("pipeline"))?
                }
            };
            let rank = place::gap(txn, others.iter().map(|(_, rank)| rank.as_str()), at)?;
            txn.update(Table::Pipeline, pipeline, &[("rank", &rank)])?;
            txn.subject(Table::Pipeline, pipeline);
            txn.label(format!("Moved the pipeline {name}"));
            Ok(())
        })
    }

    /// Deletes a pipeline with its stages; its deals, closed ones too, go to another one and keep their outcome. `gate` when it has deals
    /// and no pipeline is named for them, or they lack what a stage there asks for. The last pipeline stays.
    pub fn delete_pipeline(&self, args: &DeletePipeline) -> Result<Done<()>> {
        self.transact("delete_pipeline", |txn| {
            let name = rows::pipelines::pipeline_name(txn, args.pipeline)?;
            if rows::pipelines::pipeline_ranks(txn, args.pipeline)?.is_empty() {
                return Err(Error::new(
                    Code::Conflict,
                    format!("{name} is the only pipeline. Add another one first; nothing was changed."),
                ));
            }
            let stages = rows::pipelines::stages(txn, args.pipeline)?;
            let deals: u32 = stages.iter().map(|stage| stage.deals).sum();
            match args.to.filter(|to| *to != args.pipeline) {
                Some(to) => empty_into(txn, &stages, to, args)?,
                None if deals > 0 => return Err(needs_heir(&name, deals)),
                None => {}
            }
            for stage in stages {
                txn.trash(Table::Stage, stage.id)?;
            }
            txn.trash(Table::Pipeline, args.pipeline)?;
            txn.subject(Table::Pipeline, args.pipeline);
            txn.label(format!("Deleted the pipeline {name}"));
            Ok(())
        })
    }
}

fn needs_heir(name: &str, deals: u32) -> Error {
    let has = counted(deals, "deal");
    Error::gate(
        format!("{name} has {has}. Say which pipeline they go to. Nothing was changed."),
        vec![Missing::new("to", "Pipeline for its deals")],
    )
}

fn empty_into(txn: &mut Txn<'_>, stages: &[Stage], to: PipelineId, args: &DeletePipeline) -> Result<()> {
    rows::pipelines::pipeline_name(txn, to)?;
    let there = rows::pipelines::stages(txn, to)?;
    for stage in stages.iter().filter(|stage| stage.deals > 0) {
        let wanted = args.stages.iter().find(|pair| pair.from == stage.id).map(|pair| pair.to);
        let target = rows::pipelines::stage_facts(txn, heir(stage, &there, wanted)?)?;
        empty_stage(txn, stage, &target)?;
    }
    Ok(())
}

/// The stage asked for, else the one of the same name and kind, else the first of the kind. Another kind is refused: deals would be won
/// or lost past the gates.
pub fn heir(stage: &Stage, there: &[Stage], wanted: Option<StageId>) -> Result<StageId> {
    let same_kind = || there.iter().filter(|one| one.kind == stage.kind);
    let key = name_key(&stage.name);
    let found = match wanted {
        Some(wanted) => same_kind().find(|one| one.id == wanted),
        None => same_kind().find(|one| name_key(&one.name) == key).or_else(|| same_kind().next()),
    };
    found.map(|stage| stage.id).ok_or_else(|| {
        Error::invalid(format!(
            "The deals of {} can only go to another {} stage. Nothing was changed.",
            stage.name,
            stage.kind.as_str()
        ))
    })
}

fn empty_stage(txn: &mut Txn<'_>, stage: &Stage, target: &StageFacts) -> Result<()> {
    let moving = rows::deals::deals_in(txn, stage.id)?;
    passage::all_may_enter(txn, &moving, target)?;
    let mut last = rows::deals::last_rank(txn, target.id)?;
    for deal in moving {
        let rank = rank::between(last.as_deref(), None, txn.jitter())?;
        deals::advance_unasked(txn, deal, target, &rank)?;
        last = Some(rank);
    }
    Ok(())
}
