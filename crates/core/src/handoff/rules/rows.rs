//! The SQL of the rules.
use uuid::Uuid;

use super::HandoffRule;
use crate::book::Reader;
use crate::deliver::condition;
use crate::error::{Error, Result};
use crate::values::{HandoffRuleId, Named, TemplateId};

/// The live rules in their order. What a rule names and has been deleted is missing in it.
pub(in crate::handoff) fn all(reader: &Reader<'_>) -> Result<Vec<HandoffRule>> {
    let sql = "SELECT r.id, r.name, r.kind, p.id, p.name, s.id, s.name, t.id, t.name, r.only_if FROM handoff_rule r
         LEFT JOIN pipeline p ON p.id = r.pipeline_id LEFT JOIN stage s ON s.id = r.stage_id
         LEFT JOIN template t ON t.id = r.template_id AND t.deleted_at IS NULL
       WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL AND s.deleted_at IS NULL ORDER BY r.rank, r.id";
    reader.many(sql, [], |row| {
        let named = |at: usize| -> rusqlite::Result<Option<Named>> {
            Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
        };
        Ok(HandoffRule {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            pipeline: named(3)?,
            stage: named(5)?,
            template: named(7)?,
            only_if: condition(row, 9)?,
            says: String::new(),
        })
    })
}

pub(super) fn name(reader: &Reader<'_>, id: HandoffRuleId) -> Result<String> {
    let sql = "SELECT name FROM handoff_rule WHERE id = ?1 AND deleted_at IS NULL";
    reader.one(sql, [id], |row| row.get(0))?.ok_or_else(|| Error::not_found("handoff rule"))
}

/// (id, rank) in their order.
pub(super) fn ranks(reader: &Reader<'_>) -> Result<Vec<(HandoffRuleId, String)>> {
    let sql = "SELECT id, rank FROM handoff_rule WHERE deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The rules that hand off with this template: (id, name).
pub(crate) fn of_template(reader: &Reader<'_>, template: TemplateId) -> Result<Vec<(HandoffRuleId, String)>> {
    let sql = "SELECT id, name FROM handoff_rule WHERE template_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [template], |row| Ok((row.get(0)?, row.get(1)?)))
}
