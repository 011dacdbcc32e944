//! Deals, their links and their stage history.
use rusqlite::Row;

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::gates::Step;
use crate::sell::types::{DealContact, DealFacts, StageEvent, StageKind};
use crate::values::{
    Day, DealId, HandoffState, LinkId, LostReasonId, Named, PersonId, PipelineId, ProductId, Promise, StageId,
};
use uuid::Uuid;

const FACTS: &str = "d.id, d.name, d.pipeline_id, d.stage_id, s.name, s.kind, d.rank, d.company_id, d.contact_id, d.owner_id,
    d.amount_minor, d.currency, d.close_date, d.promise, d.product_id, d.lost_reason_id, d.notes, d.generation, d.project_wish, d.stage_since,
    d.source, d.amount_from, d.probability, d.forecast, (SELECT count(*) FROM deal_line n WHERE n.deal_id = d.id AND n.deleted_at IS NULL),
    EXISTS (SELECT 1 FROM activity x WHERE x.deal_id = d.id AND x.done_at IS NULL AND x.deleted_at IS NULL)";

fn facts(row: &Row<'_>) -> rusqlite::Result<DealFacts> {
    Ok(DealFacts {
        id: row.get(0)?,
        name: row.get(1)?,
        pipeline: row.get(2)?,
        stage: row.get(3)?,
        stage_name: row.get(4)?,
        kind: row.get(5)?,
        rank: row.get(6)?,
        company: row.get(7)?,
        contact: row.get(8)?,
        owner: row.get(9)?,
        amount: row.get(10)?,
        currency: row.get(11)?,
        close_date: row.get(12)?,
        promise: row.get::<_, Option<Promise>>(13)?,
        product: row.get(14)?,
        lost_reason: row.get(15)?,
        notes: row.get(16)?,
        generation: row.get(17)?,
        project_wish: row.get(18)?,
        stage_since: row.get(19)?,
        source: row.get(20)?,
        amount_from: row.get(21)?,
        probability: row.get(22)?,
        forecast: row.get(23)?,
        lines: row.get(24)?,
        next_step: row.get(25)?,
    })
}

/// The live deal; `not_found` otherwise.
pub(crate) fn deal_facts(reader: &Reader<'_>, id: DealId) -> Result<DealFacts> {
    let sql = format!(
        "SELECT {FACTS} FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = ?1 AND d.deleted_at IS NULL"
    );
    reader.one(&sql, [id], facts)?.ok_or_else(|| Error::not_found("deal"))
}

/// Joined names and the fields that only the panel shows.
pub(crate) struct DealExtras {
    pub company: Option<Named>,
    pub contact: Option<Named>,
    pub owner: Option<Named>,
    pub product: Option<Named>,
    pub lost_reason: Option<Named>,
    pub lost_note: Option<String>,
    pub no_project_reason: Option<String>,
    pub opened_on: Option<Day>,
    pub touched_on: Day,
    pub source_key: Option<String>,
}

pub(crate) fn deal_extras(reader: &Reader<'_>, id: DealId) -> Result<DealExtras> {
    let sql = "SELECT c.id, c.name, k.id, k.name, p.id, p.name, g.id, g.name, r.id, r.name, d.lost_note, d.no_project_reason,
          d.opened_on, d.touched_on, d.source_key
        FROM deal d LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
        LEFT JOIN product g ON g.id = d.product_id LEFT JOIN lost_reason r ON r.id = d.lost_reason_id WHERE d.id = ?1";
    let named = |row: &Row<'_>, at: usize| -> rusqlite::Result<Option<Named>> {
        Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
    };
    reader
        .one(sql, [id], |row| {
            Ok(DealExtras {
                company: named(row, 0)?,
                contact: named(row, 2)?,
                owner: named(row, 4)?,
                product: named(row, 6)?,
                lost_reason: named(row, 8)?,
                lost_note: row.get(10)?,
                no_project_reason: row.get(11)?,
                opened_on: row.get(12)?,
                touched_on: row.get(13)?,
                source_key: row.get(14)?,
            })
        })?
        .ok_or_else(|| Error::not_found("deal"))
}

/// The rank of a live deal, if it is in this stage.
pub(crate) fn rank_in(reader: &Reader<'_>, deal: DealId, stage: StageId) -> Result<Option<String>> {
    reader.one("SELECT rank FROM deal WHERE id = ?1 AND stage_id = ?2 AND deleted_at IS NULL", (deal, stage), |row| {
        row.get(0)
    })
}

/// The first rank after `rank` in the stage, leaving out the deal that moves. `None` for `rank`: the very first.
pub(crate) fn rank_after(
    reader: &Reader<'_>,
    stage: StageId,
    rank: Option<&str>,
    moving: DealId,
) -> Result<Option<String>> {
    let sql = "SELECT rank FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL AND rank > ?2 AND id <> ?3 ORDER BY rank LIMIT 1";
    reader.one(sql, (stage, rank.unwrap_or(""), moving), |row| row.get(0))
}

pub(crate) fn rank_before(reader: &Reader<'_>, stage: StageId, rank: &str, moving: DealId) -> Result<Option<String>> {
    let sql = "SELECT rank FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL AND rank < ?2 AND id <> ?3 ORDER BY rank DESC LIMIT 1";
    reader.one(sql, (stage, rank, moving), |row| row.get(0))
}

pub(crate) fn last_rank(reader: &Reader<'_>, stage: StageId) -> Result<Option<String>> {
    reader.one(
        "SELECT rank FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL ORDER BY rank DESC LIMIT 1",
        [stage],
        |row| row.get(0),
    )
}

/// The live deals of a stage in board order.
pub(crate) fn deals_in(reader: &Reader<'_>, stage: StageId) -> Result<Vec<DealId>> {
    reader.many("SELECT id FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL ORDER BY rank, id", [stage], |row| {
        row.get(0)
    })
}

pub(crate) fn open_deals_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<DealId>> {
    reader.many(
        "SELECT id FROM deal WHERE owner_id = ?1 AND deleted_at IS NULL AND stage_id IN (SELECT id FROM stage WHERE kind = 'open') ORDER BY id",
        [person],
        |row| row.get(0),
    )
}

/// The contacts linked to a deal, by name.
pub(crate) fn deal_contacts(reader: &Reader<'_>, deal: DealId) -> Result<Vec<DealContact>> {
    reader.many(
        "SELECT l.id, k.id, k.name, l.role, k.email, k.phone FROM deal_contact l JOIN contact k ON k.id = l.contact_id
         WHERE l.deal_id = ?1 AND l.deleted_at IS NULL AND k.deleted_at IS NULL ORDER BY k.name_key, k.id",
        [deal],
        linked_contact,
    )
}

pub(crate) fn linked_contact(row: &Row<'_>) -> rusqlite::Result<DealContact> {
    Ok(DealContact {
        link: row.get(0)?,
        contact: Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?),
        role: row.get(3)?,
        email: row.get(4)?,
        phone: row.get(5)?,
    })
}

/// (deal, contact) of a live link.
pub(crate) fn deal_link(reader: &Reader<'_>, link: LinkId) -> Result<(DealId, crate::values::ContactId)> {
    reader
        .one("SELECT deal_id, contact_id FROM deal_contact WHERE id = ?1 AND deleted_at IS NULL", [link], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::not_found("link"))
}

pub(crate) fn link_of(reader: &Reader<'_>, deal: DealId, contact: crate::values::ContactId) -> Result<Option<LinkId>> {
    reader.one(
        "SELECT id FROM deal_contact WHERE deal_id = ?1 AND contact_id = ?2 AND deleted_at IS NULL LIMIT 1",
        (deal, contact),
        |row| row.get(0),
    )
}

/// The stage history, oldest first.
pub(crate) fn stage_events(reader: &Reader<'_>, deal: DealId) -> Result<Vec<StageEvent>> {
    reader.many(
        "SELECT e.day, f.name, t.name, e.kind, e.amount_minor, e.currency, e.probability, e.close_date, p.name
         FROM deal_stage_event e LEFT JOIN stage f ON f.id = e.from_stage_id JOIN stage t ON t.id = e.to_stage_id LEFT JOIN person p ON p.id = e.owner_id
         WHERE e.deal_id = ?1 AND e.deleted_at IS NULL ORDER BY e.created_at, e.id",
        [deal],
        |row| {
            Ok(StageEvent {
                day: row.get(0)?,
                from: row.get(1)?,
                to: row.get(2)?,
                kind: row.get(3)?,
                amount: row.get(4)?,
                currency: row.get(5)?,
                probability: row.get(6)?,
                close_date: row.get(7)?,
                owner: row.get(8)?,
            })
        },
    )
}

/// The stage events with the place their stage has now among its pipeline's, for the course of a deal; oldest first.
pub(crate) fn steps(reader: &Reader<'_>, deal: DealId) -> Result<Vec<Step>> {
    let events = stage_events(reader, deal)?;
    let places = reader.many(
        "SELECT t.id, t.pipeline_id, (SELECT count(*) FROM stage o WHERE o.pipeline_id = t.pipeline_id AND o.deleted_at IS NULL AND o.rank < t.rank)
         FROM deal_stage_event e JOIN stage t ON t.id = e.to_stage_id WHERE e.deal_id = ?1 AND e.deleted_at IS NULL ORDER BY e.created_at, e.id",
        [deal],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let step = |(event, (stage, pipeline, place)): (StageEvent, (StageId, PipelineId, u32))| Step {
        stage,
        place: Some((pipeline, place)),
        event,
    };
    Ok(events.into_iter().zip(places).map(step).collect())
}

/// The open stage a deal was in last before it was won or lost, if that stage still takes deals.
pub(crate) fn last_open_stage(reader: &Reader<'_>, deal: DealId) -> Result<Option<StageId>> {
    reader.one(
        "SELECT s.id FROM deal_stage_event e JOIN stage s ON s.id = e.from_stage_id
         WHERE e.deal_id = ?1 AND e.deleted_at IS NULL AND s.kind = 'open' AND s.deleted_at IS NULL
         ORDER BY e.created_at DESC, e.id DESC LIMIT 1",
        [deal],
        |row| row.get(0),
    )
}

/// State of the handoff of one generation, and whether its project is still there.
pub(crate) fn handoff_of(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<(HandoffState, bool)>> {
    reader.one(
        "SELECT h.state, EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id AND p.deleted_at IS NULL)
         FROM handoff h WHERE h.deal_id = ?1 AND h.generation = ?2 AND h.deleted_at IS NULL",
        (deal, generation),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn firm_currency(reader: &Reader<'_>) -> Result<String> {
    reader.one("SELECT currency FROM firm LIMIT 1", [], |row| row.get(0))?.ok_or_else(|| Error::not_found("firm"))
}

/// Any column's display name by table and id, for history sentences; trash included.
pub(crate) fn name_of(reader: &Reader<'_>, table: &'static str, id: Uuid) -> Result<Option<String>> {
    reader.one(&format!("SELECT name FROM {table} WHERE id = ?1"), [id], |row| row.get(0))
}

/// The stage events a command at this instant wrote: (day, kind, stage name), for the history of imported deals.
pub(crate) fn events_written_at(
    reader: &Reader<'_>,
    deal: DealId,
    at_ms: i64,
) -> Result<Vec<(Day, StageKind, String, bool)>> {
    let sql = format!(
        "SELECT e.day, e.kind, s.name, {DATED} FROM deal_stage_event e JOIN stage s ON s.id = e.to_stage_id JOIN deal d ON d.id = e.deal_id
         WHERE e.deal_id = ?1 AND e.created_at = ?2 AND e.deleted_at IS NULL ORDER BY e.id"
    );
    reader.many(&sql, (deal, at_ms), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Of a stage event that an import wrote: the file itself gave its day. Otherwise it is only the day of the import.
const DATED: &str = "(d.opened_on IS e.day OR (e.kind <> 'open' AND e.close_date IS e.day))";

/// Whether the deal came into its stage by an import whose file gave no day for that.
pub(crate) fn since_import(reader: &Reader<'_>, id: DealId) -> Result<bool> {
    let sql = format!(
        "SELECT d.source_key IS NOT NULL AND e.created_at = d.created_at AND NOT {DATED} FROM deal_stage_event e JOIN deal d ON d.id = e.deal_id
         WHERE e.deal_id = ?1 AND e.deleted_at IS NULL AND e.to_stage_id = d.stage_id ORDER BY e.created_at DESC, e.id DESC LIMIT 1"
    );
    Ok(reader.one(&sql, [id], |row| row.get(0))?.unwrap_or(false))
}

/// Whether the reason may still be given.
pub(crate) fn reason_exists(reader: &Reader<'_>, id: LostReasonId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM lost_reason WHERE id = ?1 AND deleted_at IS NULL", [id], |_| Ok(()))?.is_some())
}

pub(crate) fn product_exists(reader: &Reader<'_>, id: ProductId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM product WHERE id = ?1 AND deleted_at IS NULL", [id], |_| Ok(()))?.is_some())
}
