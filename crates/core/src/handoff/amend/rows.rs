//! The SQL of amendments.
use super::rules::{Target, Told};
use super::types::Decided;
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{DealId, HandoffId, HandoffState, ProjectId};

/// Whatever may make a difference, as one text; `d` is the deal.
pub(in crate::handoff) const MARK: &str = "(ifnull(d.amount_minor, '') || '|' || d.currency || '|' || ifnull(d.promise, '') || '|' || ifnull(d.notes, '') || '|' ||
    ifnull((SELECT group_concat(l.name || ',' || l.quantity || ',' || l.unit_minor || ',' || l.discount || ',' || l.billing || ',' || ifnull(l.term, ''), ';')
      FROM (SELECT * FROM deal_line WHERE deal_id = d.id AND deleted_at IS NULL ORDER BY rank, id) l), '') || '|' ||
    ifnull((SELECT group_concat(hex(o.id), ';') FROM (SELECT id FROM offer WHERE deal_id = d.id AND state = 'accepted' AND deleted_at IS NULL ORDER BY id) o), ''))";

/// The deal as it stands, in the form in which delivery is told.
pub(super) fn now(reader: &Reader<'_>, deal: DealId) -> Result<Told> {
    let sql = format!("SELECT {MARK}, d.amount_minor, d.currency, d.promise, d.notes FROM deal d WHERE d.id = ?1");
    let told = reader.one(&sql, [deal], |row| {
        Ok(Told {
            mark: row.get(0)?,
            amount: row.get(1)?,
            currency: row.get(2)?,
            promise: row.get(3)?,
            scope: None,
            notes: row.get(4)?,
        })
    })?;
    let told = told.ok_or_else(|| Error::not_found("deal"))?;
    Ok(Told { scope: crate::offers::scope_of(reader, deal)?, ..told })
}

/// A handoff as amendments need it.
pub(super) struct Facts {
    pub deal: DealId,
    pub deal_name: String,
    pub state: HandoffState,
    pub still_won: bool,
    /// Live.
    pub project: Option<ProjectId>,
    /// What delivery was told; `None` for handoffs from before that was kept.
    pub told: Option<Told>,
    pub target: Target,
}

pub(super) fn facts(reader: &Reader<'_>, id: HandoffId) -> Result<Facts> {
    let sql = "SELECT h.deal_id, d.name, h.state, d.deleted_at IS NULL AND s.kind = 'won', p.id, h.sold, p.promised_date, p.description,
        h.extends_id IS NOT NULL AND h.extends_id IS h.project_id
        FROM handoff h JOIN deal d ON d.id = h.deal_id JOIN stage s ON s.id = d.stage_id
        LEFT JOIN project p ON p.id = h.project_id AND p.deleted_at IS NULL WHERE h.id = ?1 AND h.deleted_at IS NULL";
    let found = reader.one(sql, [id], |row| {
        let told: Option<String> = row.get(5)?;
        Ok(Facts {
            deal: row.get(0)?,
            deal_name: row.get(1)?,
            state: row.get(2)?,
            still_won: row.get(3)?,
            project: row.get(4)?,
            told: told.and_then(|json| serde_json::from_str(&json).ok()),
            target: Target { promised: row.get(6)?, description: row.get(7)?, extends: row.get(8)? },
        })
    })?;
    found.ok_or_else(|| Error::not_found("handoff"))
}

/// Newest first.
pub(super) fn decided(reader: &Reader<'_>, id: HandoffId) -> Result<Vec<Decided>> {
    let sql = "SELECT a.what, a.was, a.became, a.taken, a.note, y.name, a.decided_at FROM handoff_amendment a LEFT JOIN person y ON y.id = a.person_id
        WHERE a.handoff_id = ?1 AND a.deleted_at IS NULL ORDER BY a.decided_at DESC, a.id DESC";
    reader.many(sql, [id], |row| {
        Ok(Decided {
            what: row.get(0)?,
            was: row.get(1)?,
            became: row.get(2)?,
            taken: row.get(3)?,
            note: row.get(4)?,
            by: row.get(5)?,
            at: row.get(6)?,
        })
    })
}
