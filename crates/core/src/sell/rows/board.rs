//! Cards and column heads of whole columns (filtered ones are in `list.rs`). Heads come from `stage_total`, so a board of any size opens at the same cost.
use rusqlite::Row;

use crate::book::Reader;
use crate::error::Result;
use crate::sell::rules::quiet_days;
use crate::sell::types::{DealCard, StageKind};
use crate::values::{CompanyId, ContactId, Day, DealId, Minor, StageId};

const CARD: &str = "d.id, d.name, c.name, k.name, d.amount_minor, d.currency, d.close_date, p.name, d.touched_on, h.state, h.project_id IS NOT NULL,
    (SELECT count(t.done_on) FROM task t WHERE t.project_id = h.project_id AND t.deleted_at IS NULL),
    (SELECT count(*) FROM task t WHERE t.project_id = h.project_id AND t.deleted_at IS NULL), s.kind, l.rot_days
  FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
  LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
  LEFT JOIN handoff h ON h.deal_id = d.id AND h.generation = d.generation AND h.deleted_at IS NULL";

fn card(row: &Row<'_>, today: Day) -> rusqlite::Result<DealCard> {
    let has_project: bool = row.get(10)?;
    let kind: StageKind = row.get(13)?;
    Ok(DealCard {
        id: row.get(0)?,
        name: row.get(1)?,
        company: row.get(2)?,
        contact: row.get(3)?,
        amount: row.get(4)?,
        currency: row.get(5)?,
        close_date: row.get(6)?,
        owner: row.get(7)?,
        quiet_days: quiet_days(kind, row.get(8)?, today, row.get(14)?),
        handoff: if kind == StageKind::Won { row.get(9)? } else { None },
        project_done: has_project.then(|| row.get(11)).transpose()?,
        project_tasks: has_project.then(|| row.get(12)).transpose()?,
    })
}

/// A window of one whole column in board order.
pub(crate) fn cards(reader: &Reader<'_>, stage: StageId, offset: u32, limit: u32) -> Result<Vec<DealCard>> {
    let sql = format!(
        "SELECT {CARD} WHERE d.stage_id = ?1 AND d.deleted_at IS NULL ORDER BY d.rank, d.id LIMIT {limit} OFFSET {offset}"
    );
    let today = reader.today();
    reader.many(&sql, [stage], |row| card(row, today))
}

/// What a column head says, one line a currency: (currency, deals, without amount, sum).
pub(crate) type Head = (String, u32, u32, Minor);

/// From the maintained totals: the cost does not grow with the number of deals.
pub(crate) fn whole_head(reader: &Reader<'_>, stage: StageId) -> Result<Vec<Head>> {
    reader.many(
        "SELECT currency, deals, without_amount, sum_minor FROM stage_total WHERE stage_id = ?1 AND deals > 0 ORDER BY deals DESC, currency",
        [stage],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// A deal that a filter leaves in.
pub(crate) struct Match {
    pub deal: DealId,
    pub stage: StageId,
    pub currency: String,
    pub amount: Option<Minor>,
}

pub(crate) fn card_of(reader: &Reader<'_>, deal: DealId) -> Result<Option<DealCard>> {
    let today = reader.today();
    reader.one(&format!("SELECT {CARD} WHERE d.id = ?1"), [deal], |row| card(row, today))
}

/// The newest deals of a company first.
pub(crate) fn company_cards(reader: &Reader<'_>, company: CompanyId, limit: u32) -> Result<Vec<DealCard>> {
    let sql = format!(
        "SELECT {CARD} WHERE d.company_id = ?1 AND d.deleted_at IS NULL ORDER BY (s.kind = 'open') DESC, d.close_date DESC, d.id DESC LIMIT {limit}"
    );
    let today = reader.today();
    reader.many(&sql, [company], |row| card(row, today))
}

/// The deals a contact is on, as the main contact or beside one; open ones first.
pub(crate) fn contact_cards(reader: &Reader<'_>, contact: ContactId, limit: u32) -> Result<Vec<DealCard>> {
    let sql = format!(
        "SELECT {CARD} WHERE d.deleted_at IS NULL AND d.id IN (SELECT id FROM deal WHERE contact_id = ?1
           UNION SELECT deal_id FROM deal_contact WHERE contact_id = ?1 AND deleted_at IS NULL)
         ORDER BY (s.kind = 'open') DESC, d.close_date DESC, d.id DESC LIMIT {limit}"
    );
    let today = reader.today();
    reader.many(&sql, [contact], |row| card(row, today))
}

pub(crate) fn company_deals(reader: &Reader<'_>, company: CompanyId) -> Result<u32> {
    let sql = "SELECT count(*) FROM deal WHERE company_id = ?1 AND deleted_at IS NULL";
    Ok(reader.one(sql, [company], |row| row.get(0))?.unwrap_or(0))
}
