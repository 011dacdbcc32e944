//! Templates as documents.
use std::collections::HashMap;

use crate::book::Reader;
use crate::deliver::types::{Template, TemplateLink, TemplatePhase, TemplateTask, TemplateVersion};
use crate::error::{Error, Result};
use crate::handoff::OnlyIf;
use crate::values::{PhaseId, PipelineId, TemplateId, TemplateLinkId, TemplateTaskId};

/// The whole document of a live template.
pub(crate) fn template(reader: &Reader<'_>, id: TemplateId) -> Result<Template> {
    let sql = "SELECT id, name, description, fallback_person_id, lead_role_id, kickoff_days, version FROM template WHERE id = ?1 AND deleted_at IS NULL";
    let head = reader.one(sql, [id], |row| {
        Ok(Template {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            fallback_person: row.get(3)?,
            lead_role: row.get(4)?,
            kickoff_days: row.get(5)?,
            version: row.get(6)?,
            phases: Vec::new(),
            links: Vec::new(),
        })
    })?;
    let mut document = head.ok_or_else(|| Error::not_found("template"))?;
    document.phases = phases(reader, id)?;
    document.links = reader.many(
        "SELECT a.key, b.key, l.kind, l.lag_days FROM template_link l JOIN template_task a ON a.id = l.predecessor_id
         JOIN template_task b ON b.id = l.successor_id
         WHERE l.template_id = ?1 AND l.deleted_at IS NULL AND a.deleted_at IS NULL AND b.deleted_at IS NULL ORDER BY b.rank, a.rank, l.id",
        [id],
        |row| {
            Ok(TemplateLink { predecessor: row.get(0)?, successor: row.get(1)?, kind: row.get(2)?, lag_days: row.get(3)? })
        },
    )?;
    Ok(document)
}

fn phases(reader: &Reader<'_>, id: TemplateId) -> Result<Vec<TemplatePhase>> {
    let mut phases = reader.many(
        "SELECT key, name, only_if FROM template_phase WHERE template_id = ?1 AND deleted_at IS NULL ORDER BY rank, id",
        [id],
        |row| Ok(TemplatePhase { key: row.get(0)?, name: row.get(1)?, only_if: condition(row, 2)?, tasks: Vec::new() }),
    )?;
    let tasks = reader.many(
        "SELECT p.key, t.key, t.name, t.description, t.role_id, t.offset_days, t.duration_days, t.checklist, t.anchor, t.estimate_minutes,
           t.only_if
         FROM template_task t JOIN template_phase p ON p.id = t.phase_id
         WHERE t.template_id = ?1 AND t.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY t.rank, t.id",
        [id],
        |row| {
            let checklist: String = row.get(7)?;
            let task = TemplateTask {
                key: row.get(1)?,
                name: row.get(2)?,
                description: row.get(3)?,
                role: row.get(4)?,
                anchor: row.get(8)?,
                offset_days: row.get(5)?,
                duration_days: row.get(6)?,
                estimate_minutes: row.get(9)?,
                checklist: serde_json::from_str(&checklist).unwrap_or_default(),
                only_if: condition(row, 10)?,
            };
            Ok((row.get::<_, String>(0)?, task))
        },
    )?;
    let mut by_phase: HashMap<String, Vec<TemplateTask>> = HashMap::new();
    for (phase, task) in tasks {
        by_phase.entry(phase).or_default().push(task);
    }
    for phase in &mut phases {
        phase.tasks = by_phase.remove(&phase.key).unwrap_or_default();
    }
    Ok(phases)
}

/// A stored condition. One that can't be read is an error: leaving it out would plan what nobody asked for.
pub(crate) fn condition(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Option<OnlyIf>> {
    let stored: Option<String> = row.get(at)?;
    let read = |json: String| {
        serde_json::from_str(&json)
            .map_err(|why| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(why)))
    };
    stored.map(read).transpose()
}

/// Every live template, oldest first.
pub(crate) fn ids(reader: &Reader<'_>) -> Result<Vec<TemplateId>> {
    reader.many("SELECT id FROM template WHERE deleted_at IS NULL ORDER BY created_at, id", [], |row| row.get(0))
}

/// What the live templates are called.
pub(crate) fn names(reader: &Reader<'_>) -> Result<Vec<String>> {
    reader.many("SELECT name FROM template WHERE deleted_at IS NULL", [], |row| row.get(0))
}

/// The pipelines that hand off with this template: (id, name).
pub(crate) fn pipelines(reader: &Reader<'_>, id: TemplateId) -> Result<Vec<(PipelineId, String)>> {
    reader.many(
        "SELECT id, name FROM pipeline WHERE template_id = ?1 AND deleted_at IS NULL ORDER BY rank, id",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The live parts of a template by their ids, for what a new version leaves out.
pub(crate) struct Parts {
    pub phases: Vec<PhaseId>,
    pub tasks: Vec<TemplateTaskId>,
    pub links: Vec<TemplateLinkId>,
}

pub(crate) fn parts(reader: &Reader<'_>, id: TemplateId) -> Result<Parts> {
    Ok(Parts {
        phases: reader.many(
            "SELECT id FROM template_phase WHERE template_id = ?1 AND deleted_at IS NULL",
            [id],
            |row| row.get(0),
        )?,
        tasks: reader.many(
            "SELECT id FROM template_task WHERE template_id = ?1 AND deleted_at IS NULL",
            [id],
            |row| row.get(0),
        )?,
        links: reader.many(
            "SELECT id FROM template_link WHERE template_id = ?1 AND deleted_at IS NULL",
            [id],
            |row| row.get(0),
        )?,
    })
}

/// The document of one version as it was saved; `None` for versions from before they were kept.
pub(crate) fn version(reader: &Reader<'_>, id: TemplateId, version: u32) -> Result<Option<String>> {
    let sql = "SELECT document FROM template_version WHERE template_id = ?1 AND version = ?2 AND deleted_at IS NULL";
    reader.one(sql, (id, version), |row| row.get(0))
}

/// The versions that were kept, newest first.
pub(crate) fn versions(reader: &Reader<'_>, id: TemplateId) -> Result<Vec<TemplateVersion>> {
    let sql = "SELECT v.version, v.created_at, (SELECT p.name FROM entry e JOIN command c ON c.seq = e.seq JOIN person p ON p.id = c.actor_id
           WHERE e.row_id = v.id AND e.change IS NULL LIMIT 1),
         (SELECT count(*) FROM json_each(v.document, '$.phases') f, json_each(f.value, '$.tasks')),
         (SELECT count(*) FROM project p WHERE p.template_id = v.template_id AND p.template_version = v.version AND p.deleted_at IS NULL)
       FROM template_version v WHERE v.template_id = ?1 AND v.deleted_at IS NULL ORDER BY v.version DESC";
    reader.many(sql, [id], |row| {
        Ok(TemplateVersion {
            version: row.get(0)?,
            saved_at: row.get(1)?,
            by: row.get(2)?,
            tasks: row.get(3)?,
            projects: row.get(4)?,
        })
    })
}
