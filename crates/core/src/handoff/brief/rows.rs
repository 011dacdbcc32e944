//! The SQL of the kickoff brief.
use std::collections::BTreeMap;

use super::{BriefField, BriefLine, Stakeholder};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{BriefFieldId, DealId, Named, PipelineId, ProjectId};
use uuid::Uuid;

const FIELD: &str = "SELECT f.id, f.pipeline_id, f.label, f.kind, f.choices, f.help, f.required, f.kickoff,
    (SELECT count(*) FROM brief_answer a JOIN deal d ON d.id = a.deal_id WHERE a.field_id = f.id AND a.value IS NOT NULL AND a.deleted_at IS NULL AND d.deleted_at IS NULL)
  FROM brief_field f WHERE f.deleted_at IS NULL";

fn field_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<BriefField> {
    let choices: String = row.get(4)?;
    Ok(BriefField {
        id: row.get(0)?,
        pipeline: row.get(1)?,
        label: row.get(2)?,
        kind: row.get(3)?,
        choices: serde_json::from_str(&choices).unwrap_or_default(),
        help: row.get(5)?,
        required: row.get(6)?,
        kickoff: row.get(7)?,
        answers: row.get(8)?,
    })
}

/// What a pipeline asks, in its order.
pub(in crate::handoff) fn fields(reader: &Reader<'_>, pipeline: PipelineId) -> Result<Vec<BriefField>> {
    reader.many(&format!("{FIELD} AND f.pipeline_id = ?1 ORDER BY f.rank, f.id"), [pipeline], field_row)
}

pub(super) fn field(reader: &Reader<'_>, id: BriefFieldId) -> Result<BriefField> {
    reader.one(&format!("{FIELD} AND f.id = ?1"), [id], field_row)?.ok_or_else(|| Error::not_found("brief field"))
}

pub(super) fn ranks(reader: &Reader<'_>, pipeline: PipelineId) -> Result<Vec<(BriefFieldId, String)>> {
    let sql = "SELECT id, rank FROM brief_field WHERE pipeline_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [pipeline], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What every live field asks.
pub(in crate::handoff) fn labels(reader: &Reader<'_>) -> Result<Vec<(BriefFieldId, String)>> {
    let sql = "SELECT id, label FROM brief_field WHERE deleted_at IS NULL";
    reader.many(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A deal's answers.
pub(in crate::handoff) fn answers(reader: &Reader<'_>, deal: DealId) -> Result<BTreeMap<BriefFieldId, String>> {
    let sql =
        "SELECT field_id, value FROM brief_answer WHERE deal_id = ?1 AND value IS NOT NULL AND deleted_at IS NULL";
    Ok(reader.many(sql, [deal], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

pub(super) fn lines(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<BriefLine>> {
    let sql =
        "SELECT label, value, source FROM brief_line WHERE project_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [project], |row| Ok(BriefLine { label: row.get(0)?, value: row.get(1)?, source: row.get(2)? }))
}

pub(super) fn stakeholders(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<Stakeholder>> {
    let sql =
        "SELECT k.id, k.name, p.role, k.email, k.phone FROM project_contact p JOIN contact k ON k.id = p.contact_id
       WHERE p.project_id = ?1 AND p.deleted_at IS NULL AND k.deleted_at IS NULL ORDER BY k.name_key, k.id";
    reader.many(sql, [project], |row| {
        Ok(Stakeholder {
            id: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            email: row.get(3)?,
            phone: row.get(4)?,
        })
    })
}

/// The deal of a project and the stored explanation of its handoff.
pub(super) fn origin(reader: &Reader<'_>, project: ProjectId) -> Result<(Option<Named>, Option<String>)> {
    let sql = "SELECT d.id, d.name, (SELECT h.explanation FROM handoff h WHERE h.project_id = p.id AND h.deal_id = p.deal_id AND h.deleted_at IS NULL LIMIT 1)
       FROM project p LEFT JOIN deal d ON d.id = p.deal_id AND d.deleted_at IS NULL WHERE p.id = ?1 AND p.deleted_at IS NULL";
    reader
        .one(sql, [project], |row| Ok((Named::joined(row.get::<_, Option<Uuid>>(0)?, row.get(1)?), row.get(2)?)))?
        .ok_or_else(|| Error::not_found("project"))
}
