//! The handoff's own SQL.
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{Day, DealId, HandoffId, HandoffState, ProjectId, TemplateId};

/// A handoff as the rules need it.
#[derive(Debug, Clone)]
pub(super) struct HandoffFacts {
    pub id: HandoffId,
    pub deal: DealId,
    pub deal_name: String,
    pub generation: i64,
    pub state: HandoffState,
    pub template: Option<TemplateId>,
    pub kickoff: Option<Day>,
    pub project: Option<ProjectId>,
    pub won_command: i64,
    /// Its project is there and not deleted.
    pub project_live: bool,
    /// The deal is live and in a won stage.
    pub still_won: bool,
}

const FACTS: &str =
    "SELECT h.id, h.deal_id, d.name, h.generation, h.state, h.template_id, h.kickoff_date, h.project_id, h.won_command,
    EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id AND p.deleted_at IS NULL),
    d.deleted_at IS NULL AND EXISTS (SELECT 1 FROM stage s WHERE s.id = d.stage_id AND s.kind = 'won')
    FROM handoff h JOIN deal d ON d.id = h.deal_id WHERE h.deleted_at IS NULL";

fn facts(row: &rusqlite::Row<'_>) -> rusqlite::Result<HandoffFacts> {
    Ok(HandoffFacts {
        id: row.get(0)?,
        deal: row.get(1)?,
        deal_name: row.get(2)?,
        generation: row.get(3)?,
        state: row.get(4)?,
        template: row.get(5)?,
        kickoff: row.get(6)?,
        project: row.get(7)?,
        won_command: row.get(8)?,
        project_live: row.get(9)?,
        still_won: row.get(10)?,
    })
}

pub(super) fn find(reader: &Reader<'_>, id: HandoffId) -> Result<Option<HandoffFacts>> {
    reader.one(&format!("{FACTS} AND h.id = ?1"), [id], facts)
}

pub(super) fn get(reader: &Reader<'_>, id: HandoffId) -> Result<HandoffFacts> {
    find(reader, id)?.ok_or_else(|| Error::not_found("handoff"))
}

/// The handoffs of a deal that have no project yet.
pub(super) fn undelivered(reader: &Reader<'_>, deal: DealId) -> Result<Vec<HandoffFacts>> {
    reader.many(&format!("{FACTS} AND h.deal_id = ?1 AND h.state IN ('pending', 'parked')"), [deal], facts)
}
