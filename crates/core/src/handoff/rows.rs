//! The handoff's own SQL.
use uuid::Uuid;

use super::after::{self, After};
use super::amend::rows::MARK;
use super::brief::Stakeholder;
use super::reversal::Latest;
use super::types::Handoff;
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::text::name_key;
use crate::values::{
    CalendarId, CompanyId, Day, DealId, HandoffId, HandoffState, Named, PersonId, ProductId, ProjectId, Promise, Ref,
    TemplateId,
};

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
    pub won_command: i64,
    /// The running project that it is to extend.
    pub extends: Option<ProjectId>,
    /// Its project is there and not deleted.
    pub project_live: bool,
    /// The deal is live and in a won stage.
    pub still_won: bool,
}

const FACTS: &str =
    "SELECT h.id, h.deal_id, d.name, h.generation, h.state, h.template_id, h.kickoff_date, h.won_command,
    EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id AND p.deleted_at IS NULL),
    d.deleted_at IS NULL AND EXISTS (SELECT 1 FROM stage s WHERE s.id = d.stage_id AND s.kind = 'won'), h.extends_id
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
        won_command: row.get(7)?,
        project_live: row.get(8)?,
        still_won: row.get(9)?,
        extends: row.get(10)?,
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

const RECORD: &str = "SELECT h.id, d.id, d.name, h.generation, h.state, p.id, p.name, ifnull(o.attempts, 0), o.last_error,
    CASE WHEN o.state = 'due' AND h.state = 'pending' THEN o.due_at END, h.requested_at, h.delivered_at, c.name,
    (SELECT count(*) FROM task t WHERE t.project_id = p.id AND t.deleted_at IS NULL),
    (SELECT count(*) FROM task t JOIN project_column k ON k.id = t.column_id WHERE t.project_id = p.id AND t.deleted_at IS NULL AND k.category = 'done'),
    (SELECT max(t.due_date) FROM task t WHERE t.project_id = p.id AND t.deleted_at IS NULL),
    ifnull(p.promised_date, CASE WHEN d.promise <> 'none' THEN d.promise END),
    (SELECT count(*) FROM json_each(h.explanation, '$.tasks') e WHERE json_extract(e.value, '$.who_why') NOT LIKE 'role %')
    FROM handoff h JOIN deal d ON d.id = h.deal_id LEFT JOIN project p ON p.id = h.project_id AND p.deleted_at IS NULL
    LEFT JOIN company c ON c.id = d.company_id LEFT JOIN outbox o ON o.kind = 'handoff' AND o.key = h.id WHERE h.deleted_at IS NULL";

fn record(row: &rusqlite::Row<'_>) -> rusqlite::Result<Handoff> {
    let project = Named::joined(row.get::<_, Option<Uuid>>(5)?, row.get(6)?);
    let there = project.is_some();
    Ok(Handoff {
        id: row.get(0)?,
        deal: Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?),
        generation: row.get(3)?,
        state: row.get(4)?,
        attempts: row.get(7)?,
        last_error: row.get(8)?,
        next_attempt_at: row.get(9)?,
        requested_at: row.get(10)?,
        delivered_at: row.get(11)?,
        company: row.get(12)?,
        tasks: there.then(|| row.get(13)).transpose()?,
        done: there.then(|| row.get(14)).transpose()?,
        finish: row.get(15)?,
        promised: row.get(16)?,
        fallback_tasks: row.get::<_, Option<u32>>(17)?.unwrap_or(0),
        project,
        after: After::default(),
    })
}

fn filled(reader: &Reader<'_>, mut handoffs: Vec<Handoff>) -> Result<Vec<Handoff>> {
    after::rows::fill(reader, &mut handoffs)?;
    Ok(handoffs)
}

/// Newest first.
pub(crate) fn records(reader: &Reader<'_>) -> Result<Vec<Handoff>> {
    filled(reader, reader.many(&format!("{RECORD} ORDER BY h.requested_at DESC, h.id"), [], record)?)
}

/// Those that need help, the one that waits longest first.
pub(crate) fn needing_help(reader: &Reader<'_>, limit: u32) -> Result<Vec<Handoff>> {
    let sql = format!("{RECORD} AND h.state = 'parked' ORDER BY h.requested_at, h.id LIMIT {limit}");
    filled(reader, reader.many(&sql, [], record)?)
}

/// Those sent back whose deals are this person's, or nobody's; for `None` all. The one that waits longest first.
pub(crate) fn returned(reader: &Reader<'_>, seller: Option<PersonId>, limit: u32) -> Result<Vec<Handoff>> {
    let sql = format!(
        "{RECORD} AND h.acceptance = 'returned' AND {WON} AND (?1 IS NULL OR d.owner_id = ?1 OR d.owner_id IS NULL) ORDER BY h.requested_at, h.id LIMIT {limit}"
    );
    filled(reader, reader.many(&sql, [seller], record)?)
}

/// Those that wait for this person to accept them, as the lead of the project, or that nobody leads; for `None` all.
pub(crate) fn to_accept(reader: &Reader<'_>, lead: Option<PersonId>, limit: u32) -> Result<Vec<Handoff>> {
    let sql = format!(
        "{RECORD} AND h.acceptance = 'waiting' AND p.id IS NOT NULL AND {WON} AND (?1 IS NULL OR p.lead_id = ?1 OR p.lead_id IS NULL) ORDER BY h.requested_at, h.id LIMIT {limit}"
    );
    filled(reader, reader.many(&sql, [lead], record)?)
}

const WON: &str = "h.state = 'delivered' AND d.deleted_at IS NULL AND EXISTS (SELECT 1 FROM stage s WHERE s.id = d.stage_id AND s.kind = 'won')";

pub(super) fn record_of(reader: &Reader<'_>, id: HandoffId) -> Result<Handoff> {
    let found = reader.one(&format!("{RECORD} AND h.id = ?1"), [id], record)?;
    filled(reader, found.into_iter().collect())?.pop().ok_or_else(|| Error::not_found("handoff"))
}

/// The handoff of one project of a deal, if it was ever asked for.
pub(super) fn record_of_deal(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<Handoff>> {
    let found =
        reader.one(&format!("{RECORD} AND h.deal_id = ?1 AND h.generation = ?2"), (deal, generation), record)?;
    Ok(filled(reader, found.into_iter().collect())?.pop())
}

/// (handoffs that need help, deals imported as won and not handed off, deals won without a project)
pub(super) fn counts(reader: &Reader<'_>) -> Result<(u32, u32, u32)> {
    let of = |sql: &str| -> Result<u32> { Ok(reader.one(sql, [], |row| row.get(0))?.unwrap_or(0)) };
    let won = "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL AND s.kind = 'won' AND d.project_wish";
    Ok((
        of("SELECT count(*) FROM handoff WHERE state = 'parked' AND deleted_at IS NULL")?,
        of(&format!("{won} = 'imported'"))?,
        of(&format!("{won} = 'none'"))?,
    ))
}

/// The stored explanation of a delivered handoff, as JSON.
pub(super) fn explanation(reader: &Reader<'_>, id: HandoffId) -> Result<Option<String>> {
    Ok(reader.one("SELECT explanation FROM handoff WHERE id = ?1", [id], |row| row.get(0))?.flatten())
}

/// What a deal tells the delivery side.
#[derive(Debug, Clone)]
pub(super) struct Brief {
    pub name: String,
    pub pipeline: String,
    pub pipeline_template: Option<TemplateId>,
    pub company: Option<Named>,
    pub contact: Option<Named>,
    pub owner: Option<PersonId>,
    pub company_owner: Option<PersonId>,
    pub promise: Option<Day>,
    pub notes: Option<String>,
    /// The firm's working calendar.
    pub calendar: Option<CalendarId>,
}

pub(super) fn brief(reader: &Reader<'_>, deal: DealId) -> Result<Brief> {
    let sql = "SELECT d.name, p.name, p.template_id, c.id, c.name, k.id, k.name, d.owner_id, d.promise, d.notes, (SELECT calendar_id FROM firm LIMIT 1), c.owner_id
        FROM deal d JOIN pipeline p ON p.id = d.pipeline_id LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id
        WHERE d.id = ?1 AND d.deleted_at IS NULL";
    reader
        .one(sql, [deal], |row| {
            Ok(Brief {
                name: row.get(0)?,
                pipeline: row.get(1)?,
                pipeline_template: row.get(2)?,
                company: Named::joined(row.get::<_, Option<Uuid>>(3)?, row.get(4)?),
                contact: Named::joined(row.get::<_, Option<Uuid>>(5)?, row.get(6)?),
                owner: row.get(7)?,
                promise: row.get::<_, Option<Promise>>(8)?.and_then(Promise::day),
                notes: row.get(9)?,
                calendar: row.get(10)?,
                company_owner: row.get(11)?,
            })
        })?
        .ok_or_else(|| Error::not_found("deal"))
}

/// Live deals imported as won with an actual close date on or after `since`, oldest first: (deal, generation).
pub(super) fn imported_wins(reader: &Reader<'_>, since: Day) -> Result<Vec<(DealId, i64)>> {
    reader.many(
        "SELECT d.id, d.generation FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL AND s.kind = 'won'
         AND d.project_wish = 'imported' AND d.close_date >= ?1 ORDER BY d.close_date, d.id",
        [since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The live project of a deal's generation.
pub(crate) fn project_of(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<Named>> {
    reader.one(
        "SELECT p.id, p.name FROM handoff h JOIN project p ON p.id = h.project_id
         WHERE h.deal_id = ?1 AND h.generation = ?2 AND h.deleted_at IS NULL AND p.deleted_at IS NULL",
        (deal, generation),
        |row| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)),
    )
}

/// The customer meant and who owns it; `None` for a name that nobody has yet.
pub(super) fn customer(
    reader: &Reader<'_>,
    table: &'static str,
    given: &Ref,
) -> Result<Option<(Named, Option<PersonId>)>> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok((Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?), row.get::<_, Option<PersonId>>(2)?))
    };
    let sql = format!("SELECT id, name, owner_id FROM {table} WHERE");
    match given {
        Ref::Id { id } => reader.one(&format!("{sql} id = ?1"), [id], read),
        Ref::Name { name } => {
            let end = "name_key = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1";
            reader.one(&format!("{sql} {end}"), [name_key(name)], read)
        }
    }
}

/// What the role of a main contact without another one is called.
pub(super) const MAIN: &str = "Main contact";

/// The main contact, where nothing else is known.
pub(super) fn main_contact(named: &Named) -> Stakeholder {
    Stakeholder { id: named.id.into(), name: named.name.clone(), role: Some(MAIN.into()), email: None, phone: None }
}

/// The contacts of a deal with their roles, by name; the main one says so where it has no other.
pub(super) fn stakeholders(reader: &Reader<'_>, deal: DealId) -> Result<Vec<Stakeholder>> {
    let sql = "SELECT k.id, k.name, ifnull(max(l.role), iif(k.id = d.contact_id, ?2, NULL)), k.email, k.phone
       FROM deal d JOIN (SELECT deal_id, contact_id, role FROM deal_contact WHERE deal_id = ?1 AND deleted_at IS NULL
         UNION ALL SELECT id, contact_id, NULL FROM deal WHERE id = ?1 AND contact_id IS NOT NULL) l ON l.deal_id = d.id
       JOIN contact k ON k.id = l.contact_id WHERE d.id = ?1 AND k.deleted_at IS NULL GROUP BY k.id ORDER BY k.name_key, k.id";
    reader.many(sql, (deal, MAIN), |row| {
        Ok(Stakeholder {
            id: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            email: row.get(3)?,
            phone: row.get(4)?,
        })
    })
}

/// What every product is called.
pub(super) fn product_names(reader: &Reader<'_>) -> Result<Vec<(ProductId, String)>> {
    reader.many("SELECT id, name FROM product", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The newest live handoff of a deal.
pub(crate) fn latest(reader: &Reader<'_>, deal: DealId) -> Result<Option<Latest>> {
    let sql = "SELECT h.generation, h.state, EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id AND p.deleted_at IS NULL),
        (SELECT a.became FROM handoff_amendment a WHERE a.handoff_id = h.id AND a.what = 'reversal' AND a.deleted_at IS NULL
         ORDER BY a.decided_at DESC, a.id DESC LIMIT 1) IS 'detach'
        FROM handoff h WHERE h.deal_id = ?1 AND h.deleted_at IS NULL ORDER BY h.generation DESC LIMIT 1";
    reader.one(sql, [deal], |row| {
        Ok(Latest { generation: row.get(0)?, state: row.get(1)?, project_live: row.get(2)?, detached: row.get(3)? })
    })
}

/// What was decided last about a project whose deal was not won.
pub(super) fn decision(reader: &Reader<'_>, handoff: HandoffId) -> Result<Option<String>> {
    let sql = "SELECT became FROM handoff_amendment WHERE handoff_id = ?1 AND what = 'reversal' AND deleted_at IS NULL ORDER BY decided_at DESC, id DESC LIMIT 1";
    reader.one(sql, [handoff], |row| row.get(0))
}

/// A project that goes on although its deal is not won, and nobody has decided about it.
pub(super) const UNDECIDED: &str = "h.state = 'delivered' AND p.id IS NOT NULL AND p.state NOT IN ('done', 'cancelled')
    AND NOT (d.deleted_at IS NULL AND EXISTS (SELECT 1 FROM stage s WHERE s.id = d.stage_id AND s.kind = 'won'))
    AND ifnull((SELECT a.became FROM handoff_amendment a WHERE a.handoff_id = h.id AND a.what = 'reversal' AND a.deleted_at IS NULL
      ORDER BY a.decided_at DESC, a.id DESC LIMIT 1), 'won') = 'won'";

/// The handoff of a generation, whatever became of it.
pub(super) fn handoff_of(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<HandoffId>> {
    let sql = "SELECT id FROM handoff WHERE deal_id = ?1 AND generation = ?2 AND deleted_at IS NULL";
    reader.one(sql, (deal, generation), |row| row.get(0))
}

pub(super) fn project_id_of(reader: &Reader<'_>, id: HandoffId) -> Result<Option<ProjectId>> {
    Ok(reader.one("SELECT project_id FROM handoff WHERE id = ?1", [id], |row| row.get(0))?.flatten())
}

/// What this win added to a project that was there.
pub(super) fn part_of(reader: &Reader<'_>, id: HandoffId) -> Result<Option<Uuid>> {
    let sql = "SELECT q.id FROM project_part q JOIN handoff h ON h.deal_id = q.deal_id AND h.generation = q.generation WHERE h.id = ?1 AND q.deleted_at IS NULL";
    reader.one(sql, [id], |row| row.get(0))
}

/// Projects that go on although their deal is not won, and nobody has decided about them; the oldest first.
pub(crate) fn undecided(reader: &Reader<'_>, limit: u32) -> Result<Vec<Handoff>> {
    let sql = format!("{RECORD} AND {UNDECIDED} ORDER BY h.requested_at, h.id LIMIT {limit}");
    filled(reader, reader.many(&sql, [], record)?)
}

/// The running projects of a customer that a win may extend, by name.
pub(super) fn extendable(reader: &Reader<'_>, company: Uuid) -> Result<Vec<Named>> {
    let sql = "SELECT id, name FROM project WHERE company_id = ?1 AND deleted_at IS NULL AND desk = 0 AND state IN ('planned', 'active', 'paused') ORDER BY name, id";
    reader.many(sql, [company], |row| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))
}

/// A project that a win may extend: (its name, its company), while it is there and runs.
pub(super) fn running_project(reader: &Reader<'_>, id: ProjectId) -> Result<Option<(String, Option<CompanyId>)>> {
    let sql = "SELECT name, company_id FROM project WHERE id = ?1 AND deleted_at IS NULL AND desk = 0 AND state IN ('planned', 'active', 'paused')";
    reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Those that need help, the one that waits longest first.
pub(super) fn parked(reader: &Reader<'_>) -> Result<Vec<HandoffId>> {
    let sql = "SELECT id FROM handoff WHERE state = 'parked' AND deleted_at IS NULL ORDER BY requested_at, id";
    reader.many(sql, [], |row| row.get(0))
}

/// Those whose deals have changed since delivery was told, of this lead or all; the differences of each are known.
pub(crate) fn amended(reader: &Reader<'_>, lead: Option<PersonId>, limit: u32) -> Result<Vec<Handoff>> {
    let sql = format!(
        "{RECORD} AND h.sold IS NOT NULL AND json_extract(h.sold, '$.mark') IS NOT {MARK} AND p.id IS NOT NULL AND {WON}
         AND (?1 IS NULL OR p.lead_id = ?1 OR p.lead_id IS NULL) ORDER BY h.requested_at, h.id LIMIT {limit}"
    );
    let found = filled(reader, reader.many(&sql, [lead], record)?)?;
    Ok(found.into_iter().filter(|handoff| !handoff.after.amendments.is_empty()).collect())
}
