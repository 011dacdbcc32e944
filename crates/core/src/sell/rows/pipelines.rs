//! Pipelines, stages, lost reasons.
use rusqlite::Row;

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::gates::Required;
use crate::sell::types::{LostReason, Pipeline, Stage, StageFacts, StageKind};
use crate::values::{DealId, LostReasonId, PipelineId, StageId};

const STAGE: &str = "s.id, s.pipeline_id, s.name, s.probability, s.forecast, s.kind,
    (SELECT ifnull(sum(t.deals), 0) FROM stage_total t WHERE t.stage_id = s.id), s.rot_days, s.required";

fn stage(row: &Row<'_>) -> rusqlite::Result<Stage> {
    Ok(Stage {
        id: row.get(0)?,
        pipeline: row.get(1)?,
        name: row.get(2)?,
        probability: row.get(3)?,
        forecast: row.get(4)?,
        kind: row.get(5)?,
        deals: row.get(6)?,
        rot_days: row.get(7)?,
        required: required(row, 8)?,
    })
}

/// A word that this version doesn't know asks for nothing.
fn required(row: &Row<'_>, at: usize) -> rusqlite::Result<Vec<Required>> {
    let text = row.get_ref(at)?.as_str()?;
    if text == "[]" {
        return Ok(Vec::new());
    }
    let words: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    Ok(Required::ALL.iter().filter(|field| words.iter().any(|word| word == field.as_str())).copied().collect())
}

/// The pipelines in their order, each with its stages in order.
pub(crate) fn pipelines(reader: &Reader<'_>) -> Result<Vec<Pipeline>> {
    let mut found = reader.many(
        "SELECT id, name, template_id, rot_days FROM pipeline WHERE deleted_at IS NULL ORDER BY rank, id",
        [],
        |row| {
            Ok(Pipeline {
                id: row.get(0)?,
                name: row.get(1)?,
                template: row.get(2)?,
                rot_days: row.get(3)?,
                stages: Vec::new(),
            })
        },
    )?;
    for pipeline in &mut found {
        pipeline.stages = stages(reader, pipeline.id)?;
    }
    Ok(found)
}

pub(crate) fn stages(reader: &Reader<'_>, pipeline: PipelineId) -> Result<Vec<Stage>> {
    let sql =
        format!("SELECT {STAGE} FROM stage s WHERE s.pipeline_id = ?1 AND s.deleted_at IS NULL ORDER BY s.rank, s.id");
    reader.many(&sql, [pipeline], stage)
}

/// Also a stage in the trash: history and deals of the past name it.
pub(crate) fn any_stage(reader: &Reader<'_>, id: StageId) -> Result<Stage> {
    let sql = format!("SELECT {STAGE} FROM stage s WHERE s.id = ?1");
    reader.one(&sql, [id], stage)?.ok_or_else(|| Error::not_found("stage"))
}

/// The asked pipeline, or the first one.
pub(crate) fn pipeline_or_first(reader: &Reader<'_>, id: Option<PipelineId>) -> Result<PipelineId> {
    let found = match id {
        Some(id) => {
            reader.one("SELECT id FROM pipeline WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?
        }
        None => {
            reader.one("SELECT id FROM pipeline WHERE deleted_at IS NULL ORDER BY rank, id LIMIT 1", [], |row| {
                row.get(0)
            })?
        }
    };
    found.ok_or_else(|| Error::not_found("pipeline"))
}

/// After how many quiet days a deal of this stage rots: the stage's own number, else its pipeline's.
pub(crate) fn rot_days(reader: &Reader<'_>, stage: StageId) -> Result<u16> {
    let sql =
        "SELECT ifnull(s.rot_days, l.rot_days) FROM stage s JOIN pipeline l ON l.id = s.pipeline_id WHERE s.id = ?1";
    Ok(reader.one(sql, [stage], |row| row.get(0))?.unwrap_or(0))
}

/// (pipeline, rank) of the live pipelines in order, without `except`.
pub(crate) fn pipeline_ranks(reader: &Reader<'_>, except: PipelineId) -> Result<Vec<(PipelineId, String)>> {
    let sql = "SELECT id, rank FROM pipeline WHERE deleted_at IS NULL AND id <> ?1 ORDER BY rank, id";
    reader.many(sql, [except], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn pipeline_name(reader: &Reader<'_>, id: PipelineId) -> Result<String> {
    reader
        .one("SELECT name FROM pipeline WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("pipeline"))
}

pub(crate) fn stage_facts(reader: &Reader<'_>, id: StageId) -> Result<StageFacts> {
    reader
        .one(&format!("{STAGE_FACTS} WHERE id = ?1 AND deleted_at IS NULL"), [id], facts)?
        .ok_or_else(|| Error::not_found("stage"))
}

const STAGE_FACTS: &str = "SELECT id, pipeline_id, name, probability, kind, forecast, required FROM stage";

fn facts(row: &Row<'_>) -> rusqlite::Result<StageFacts> {
    Ok(StageFacts {
        id: row.get(0)?,
        pipeline: row.get(1)?,
        name: row.get(2)?,
        probability: row.get(3)?,
        kind: row.get(4)?,
        forecast: row.get(5)?,
        required: required(row, 6)?,
    })
}

pub(crate) fn first_stage(reader: &Reader<'_>, pipeline: PipelineId, kind: StageKind) -> Result<StageFacts> {
    let sql =
        format!("{STAGE_FACTS} WHERE pipeline_id = ?1 AND kind = ?2 AND deleted_at IS NULL ORDER BY rank, id LIMIT 1");
    reader.one(&sql, (pipeline, kind), facts)?.ok_or_else(|| Error::not_found("stage"))
}

/// (stage, rank) of a pipeline in order, without `except`.
pub(crate) fn stage_ranks(
    reader: &Reader<'_>,
    pipeline: PipelineId,
    except: Option<StageId>,
) -> Result<Vec<(StageId, String, StageKind)>> {
    let sql = "SELECT id, rank, kind FROM stage WHERE pipeline_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    let mut found = reader.many(sql, [pipeline], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    found.retain(|(id, _, _): &(StageId, _, _)| Some(*id) != except);
    Ok(found)
}

pub(crate) fn last_pipeline_rank(reader: &Reader<'_>) -> Result<Option<String>> {
    Ok(reader.one("SELECT max(rank) FROM pipeline WHERE deleted_at IS NULL", [], |row| row.get(0))?.flatten())
}

pub(crate) fn lost_reasons(reader: &Reader<'_>) -> Result<Vec<LostReason>> {
    reader.many(
        "SELECT r.id, r.name, ifnull(n.deals, 0) FROM lost_reason r
         LEFT JOIN (SELECT lost_reason_id, count(*) AS deals FROM deal WHERE deleted_at IS NULL GROUP BY 1) n ON n.lost_reason_id = r.id
         WHERE r.deleted_at IS NULL ORDER BY r.rank, r.id",
        [],
        |row| Ok(LostReason { id: row.get(0)?, name: row.get(1)?, deals: row.get(2)? }),
    )
}

pub(crate) fn last_reason_rank(reader: &Reader<'_>) -> Result<Option<String>> {
    Ok(reader.one("SELECT max(rank) FROM lost_reason WHERE deleted_at IS NULL", [], |row| row.get(0))?.flatten())
}

/// (id, name) of the live lost reasons, without counting.
pub(crate) fn reason_names(reader: &Reader<'_>) -> Result<Vec<(LostReasonId, String)>> {
    reader.many("SELECT id, name FROM lost_reason WHERE deleted_at IS NULL ORDER BY rank, id", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// (id, rank) of the live lost reasons in order.
pub(crate) fn reason_ranks(reader: &Reader<'_>) -> Result<Vec<(LostReasonId, String)>> {
    reader.many("SELECT id, rank FROM lost_reason WHERE deleted_at IS NULL ORDER BY rank, id", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub(crate) fn deals_with_reason(reader: &Reader<'_>, reason: LostReasonId) -> Result<Vec<DealId>> {
    reader.many("SELECT id FROM deal WHERE lost_reason_id = ?1 AND deleted_at IS NULL ORDER BY id", [reason], |row| {
        row.get(0)
    })
}

/// Whether any deal, deleted or not, is or was in this stage.
pub(crate) fn was_used(reader: &Reader<'_>, stage: StageId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM deal WHERE stage_id = ?1)
                   OR EXISTS (SELECT 1 FROM deal_stage_event WHERE to_stage_id = ?1 AND deleted_at IS NULL)";
    Ok(reader.one(sql, [stage], |row| row.get(0))?.unwrap_or(false))
}
