//! Cards and column heads of whole columns (filtered ones are in `list.rs`). Heads come from `stage_total`, so a board of any size opens at the same cost.
use rusqlite::Row;

use crate::activities::rows as activities;
use crate::book::Reader;
use crate::error::Result;
use crate::sell::parts::{CustomerDeal, Holder};
use crate::sell::rows::parts::deals_of;
use crate::sell::rules::quiet_days;
use crate::sell::types::{DealCard, StageKind};
use crate::values::{Day, DealId, Minor, StageId};

/// What a card shows; the next activity of its deal follows, in [`card_sql`].
const CARD: &str = "d.id, d.name, c.name, k.name, d.amount_minor, d.currency, d.close_date, p.name, d.touched_on, h.state, h.project_id IS NOT NULL,
    (SELECT count(t.done_on) FROM task t WHERE t.project_id = h.project_id AND t.deleted_at IS NULL),
    (SELECT count(*) FROM task t WHERE t.project_id = h.project_id AND t.deleted_at IS NULL), s.kind, ifnull(s.rot_days, l.rot_days)";
const JOINS: &str = "FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
  LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
  LEFT JOIN handoff h ON h.deal_id = d.id AND h.generation = d.generation AND h.deleted_at IS NULL";

const NEXT_AT: usize = 15;

/// Everything of a card, up to its WHERE.
pub(super) fn card_sql() -> String {
    card_sql_after("")
}

/// The same with columns of the caller's before it.
fn card_sql_after(columns: &str) -> String {
    format!("SELECT {columns}{CARD}, {} {JOINS} {}", activities::NEXT, activities::NEXT_JOIN)
}

pub(super) fn card(row: &Row<'_>, today: Day) -> rusqlite::Result<DealCard> {
    card_from(row, 0, today)
}

/// A card whose first column is `at`.
fn card_from(row: &Row<'_>, at: usize, today: Day) -> rusqlite::Result<DealCard> {
    let has_project: bool = row.get(at + 10)?;
    let kind: StageKind = row.get(at + 13)?;
    Ok(DealCard {
        id: row.get(at)?,
        name: row.get(at + 1)?,
        company: row.get(at + 2)?,
        contact: row.get(at + 3)?,
        amount: row.get(at + 4)?,
        currency: row.get(at + 5)?,
        close_date: row.get(at + 6)?,
        owner: row.get(at + 7)?,
        quiet_days: quiet_days(kind, row.get(at + 8)?, today, row.get(at + 14)?),
        handoff: if kind == StageKind::Won { row.get(at + 9)? } else { None },
        project_done: has_project.then(|| row.get(at + 11)).transpose()?,
        project_tasks: has_project.then(|| row.get(at + 12)).transpose()?,
        status: None,
        open: kind == StageKind::Open,
        next_activity: if kind == StageKind::Open { activities::next(row, at + NEXT_AT, today)? } else { None },
    })
}

/// A window of one whole column in board order.
pub(crate) fn cards(reader: &Reader<'_>, stage: StageId, offset: u32, limit: u32) -> Result<Vec<DealCard>> {
    let sql = format!(
        "{} WHERE d.stage_id = ?1 AND d.deleted_at IS NULL ORDER BY d.rank, d.id LIMIT {limit} OFFSET {offset}",
        card_sql()
    );
    let today = reader.today();
    with_status(reader, reader.many(&sql, [stage], |row| card(row, today))?)
}

/// Cards of won deals say how their projects stand.
fn with_status(reader: &Reader<'_>, mut cards: Vec<DealCard>) -> Result<Vec<DealCard>> {
    for card in cards.iter_mut().filter(|card| card.project_tasks.is_some()) {
        card.status = crate::handoff::of_card(reader, card.id)?;
    }
    Ok(cards)
}

/// What a column head says, one line a currency. `own_sum` is the part of the sum whose deals have a probability of their own, and
/// `own_weighted` what that part weighs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Head {
    pub currency: String,
    pub deals: u32,
    pub without_amount: u32,
    pub sum: Minor,
    pub own_sum: Minor,
    pub own_weighted: Minor,
}

/// From the maintained totals: the cost does not grow with the number of deals.
pub(crate) fn whole_head(reader: &Reader<'_>, stage: StageId) -> Result<Vec<Head>> {
    reader.many(
        "SELECT currency, deals, without_amount, sum_minor, own_sum, own_weighted FROM stage_total WHERE stage_id = ?1 AND deals > 0 ORDER BY deals DESC, currency",
        [stage],
        head,
    )
}

/// A deal that a filter leaves in.
pub(crate) struct Match {
    pub deal: DealId,
    pub stage: StageId,
    pub currency: String,
    pub amount: Option<Minor>,
    /// Set by hand, in percent.
    pub probability: Option<u8>,
}

pub(crate) fn card_of(reader: &Reader<'_>, deal: DealId) -> Result<Option<DealCard>> {
    let today = reader.today();
    let found = reader.one(&format!("{} WHERE d.id = ?1", card_sql()), [deal], |row| card(row, today))?;
    Ok(with_status(reader, found.into_iter().collect())?.pop())
}

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        currency: row.get(0)?,
        deals: row.get(1)?,
        without_amount: row.get(2)?,
        sum: row.get(3)?,
        own_sum: row.get(4)?,
        own_weighted: row.get(5)?,
    })
}

/// The deals of a customer with their stage: open ones first, then the newest.
pub(crate) fn customer_deals(reader: &Reader<'_>, of: Holder, limit: u32) -> Result<Vec<CustomerDeal>> {
    let sql = format!(
        "{} WHERE d.deleted_at IS NULL AND d.{} ORDER BY (s.kind = 'open') DESC, d.close_date DESC, d.id DESC LIMIT {limit}",
        card_sql_after("s.name, s.kind, "),
        deals_of(of)
    );
    let today = reader.today();
    reader.many(&sql, [of.id()], |row| {
        Ok(CustomerDeal { card: card_from(row, 2, today)?, stage: row.get(0)?, kind: row.get(1)? })
    })
}

pub(crate) fn customer_deals_total(reader: &Reader<'_>, of: Holder) -> Result<u32> {
    let sql = format!("SELECT count(*) FROM deal d WHERE d.deleted_at IS NULL AND d.{}", deals_of(of));
    Ok(reader.one(&sql, [of.id()], |row| row.get(0))?.unwrap_or(0))
}
