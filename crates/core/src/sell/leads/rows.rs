//! The only SQL of leads.
use rusqlite::{Row, ToSql};

use super::{LeadFilter, LeadMatch, LeadRow, LeadStatus, minutes};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::text::phone_key;
use crate::values::{CompanyId, ContactId, Day, LeadId, Millis, Named, PersonId};
use uuid::Uuid;

const LEAD: &str =
    "l.id, l.name, l.company, l.email, l.phone, l.source, p.id, p.name, l.status, l.received_at, l.touched_at";
const FROM: &str = "FROM lead l LEFT JOIN person p ON p.id = l.owner_id";
/// How far back the median of the first answer looks.
const SPEED_MS: i64 = 90 * 86_400_000;
/// Answers that the median looks at, newest first.
const SPEED_MOST: u32 = 10_000;
/// Matches offered of each kind.
const OFFERED: u32 = 6;

fn lead_row(row: &Row<'_>, now_ms: i64) -> rusqlite::Result<LeadRow> {
    let (status, received, touched): (LeadStatus, i64, Option<i64>) = (row.get(8)?, row.get(9)?, row.get(10)?);
    let open = matches!(status, LeadStatus::New);
    Ok(LeadRow {
        id: row.get(0)?,
        name: row.get(1)?,
        company: row.get(2)?,
        email: row.get(3)?,
        phone: row.get(4)?,
        source: row.get(5)?,
        owner: Named::joined(row.get::<_, Option<Uuid>>(6)?, row.get(7)?),
        status,
        received_at: Millis(received),
        touched_after: touched.map(|touched| minutes(received, touched)),
        waiting: (open && touched.is_none()).then(|| minutes(received, now_ms)),
    })
}

/// The conditions of a filter, `status` aside, and what they bind.
struct Narrowed<'f> {
    sql: String,
    bound: Vec<Box<dyn ToSql + 'f>>,
}

fn narrowed<'f>(filter: &'f LeadFilter, query: Option<&'f str>) -> Narrowed<'f> {
    let mut sql = String::from("l.deleted_at IS NULL");
    let mut bound: Vec<Box<dyn ToSql + 'f>> = Vec::new();
    if let Some(owner) = &filter.owner {
        bound.push(Box::new(owner));
        sql.push_str(&format!(" AND l.owner_id = ?{}", bound.len()));
    }
    if let Some(query) = query {
        bound.push(Box::new(query));
        sql.push_str(&format!(
            " AND l.id IN (SELECT id FROM search WHERE search MATCH ?{} AND kind = 'lead')",
            bound.len()
        ));
    }
    Narrowed { sql, bound }
}

/// A window of the leads, newest first.
pub(super) fn window(
    reader: &Reader<'_>,
    filter: &LeadFilter,
    query: Option<&str>,
    offset: u32,
    limit: u32,
) -> Result<Vec<LeadRow>> {
    let mut wanted = narrowed(filter, query);
    if let Some(status) = &filter.status {
        wanted.bound.push(Box::new(status));
        wanted.sql.push_str(&format!(" AND l.status = ?{}", wanted.bound.len()));
    }
    let sql = format!(
        "SELECT {LEAD} {FROM} WHERE {} ORDER BY l.received_at DESC, l.id DESC LIMIT {limit} OFFSET {offset}",
        wanted.sql
    );
    let bound: Vec<&dyn ToSql> = wanted.bound.iter().map(AsRef::as_ref).collect();
    let now_ms = reader.now_ms();
    reader.many(&sql, bound.as_slice(), |row| lead_row(row, now_ms))
}

/// The leads of a filter, newest first, at most `most`.
pub(super) fn ids(reader: &Reader<'_>, filter: &LeadFilter, query: Option<&str>, most: u32) -> Result<Vec<LeadId>> {
    let mut wanted = narrowed(filter, query);
    if let Some(status) = &filter.status {
        wanted.bound.push(Box::new(status));
        wanted.sql.push_str(&format!(" AND l.status = ?{}", wanted.bound.len()));
    }
    let sql =
        format!("SELECT l.id FROM lead l WHERE {} ORDER BY l.received_at DESC, l.id DESC LIMIT {most}", wanted.sql);
    let bound: Vec<&dyn ToSql> = wanted.bound.iter().map(AsRef::as_ref).collect();
    reader.many(&sql, bound.as_slice(), |row| row.get(0))
}

const WAITS: &str =
    "l.status = 'new' AND l.deleted_at IS NULL AND (?1 IS NULL OR l.owner_id = ?1 OR l.owner_id IS NULL)";

/// How many [`waiting`] would find.
pub(super) fn count_waiting(reader: &Reader<'_>, owner: Option<PersonId>) -> Result<u32> {
    Ok(reader
        .one(&format!("SELECT count(*) FROM lead l WHERE {WAITS}"), [owner], |row| row.get(0))?
        .unwrap_or_default())
}

/// New leads that wait for their first answer, the one that waits longest first: how many, and the first of them. With an owner only
/// that person's and nobody's.
pub(crate) fn waiting(reader: &Reader<'_>, owner: Option<PersonId>, limit: u32) -> Result<(u32, Vec<LeadRow>)> {
    let total = count_waiting(reader, owner)?;
    let now_ms = reader.now_ms();
    let sql = format!("SELECT {LEAD} {FROM} WHERE {WAITS} ORDER BY l.received_at, l.id LIMIT {limit}");
    Ok((total, reader.many(&sql, [owner], |row| lead_row(row, now_ms))?))
}

/// How many leads of each status there are, in the order of [`LeadStatus::ALL`].
pub(super) fn counts(reader: &Reader<'_>, filter: &LeadFilter, query: Option<&str>) -> Result<Vec<u32>> {
    let wanted = narrowed(filter, query);
    let sql = format!("SELECT l.status, count(*) FROM lead l WHERE {} GROUP BY l.status", wanted.sql);
    let bound: Vec<&dyn ToSql> = wanted.bound.iter().map(AsRef::as_ref).collect();
    let found: Vec<(LeadStatus, u32)> = reader.many(&sql, bound.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let count = |status: &LeadStatus| found.iter().find(|(of, _)| of == status).map_or(0, |(_, count)| *count);
    Ok(LeadStatus::ALL.iter().map(count).collect())
}

/// Minutes to the first answer of the leads answered lately.
pub(super) fn answers(reader: &Reader<'_>) -> Result<Vec<u32>> {
    let since = reader.now_ms() - SPEED_MS;
    reader.many(
        "SELECT received_at, touched_at FROM lead WHERE deleted_at IS NULL AND touched_at >= ?1 ORDER BY touched_at DESC LIMIT ?2",
        (since, SPEED_MOST),
        |row| Ok(minutes(row.get(0)?, row.get(1)?)),
    )
}

/// What a decision about a lead needs to know, and what its panel shows beside the row.
pub(super) struct LeadFacts {
    pub row: LeadRow,
    pub notes: Option<String>,
    pub reason: Option<String>,
    pub decided_on: Option<Day>,
    pub contact: Option<Named>,
    pub company: Option<Named>,
    pub deal: Option<Named>,
}

pub(super) fn facts(reader: &Reader<'_>, id: LeadId) -> Result<LeadFacts> {
    let now_ms = reader.now_ms();
    let sql = format!(
        "SELECT {LEAD}, l.notes, l.reason, l.decided_on, k.id, k.name, c.id, c.name, d.id, d.name {FROM}
         LEFT JOIN contact k ON k.id = l.contact_id AND k.deleted_at IS NULL LEFT JOIN company c ON c.id = l.company_id AND c.deleted_at IS NULL
         LEFT JOIN deal d ON d.id = l.deal_id AND d.deleted_at IS NULL WHERE l.id = ?1 AND l.deleted_at IS NULL"
    );
    let named = |row: &Row<'_>, at: usize| -> rusqlite::Result<Option<Named>> {
        Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
    };
    reader
        .one(&sql, [id], |row| {
            Ok(LeadFacts {
                row: lead_row(row, now_ms)?,
                notes: row.get(11)?,
                reason: row.get(12)?,
                decided_on: row.get(13)?,
                contact: named(row, 14)?,
                company: named(row, 16)?,
                deal: named(row, 18)?,
            })
        })?
        .ok_or_else(|| Error::not_found("lead"))
}

/// Contacts that may be this lead: by e-mail, then phone, then name; further addresses and numbers count like the main ones.
pub(super) fn contact_matches(reader: &Reader<'_>, lead: &LeadRow, name_key: &str) -> Result<Vec<LeadMatch>> {
    let phone = lead.phone.as_deref().and_then(phone_key);
    let sql = format!(
        "SELECT k.id, k.name, CASE min(m.rank) WHEN 1 THEN 'same e-mail' WHEN 2 THEN 'same phone' ELSE 'same name' END FROM (
           SELECT id, 1 AS rank FROM contact WHERE email = ?1 AND deleted_at IS NULL
           UNION ALL SELECT contact_id, 1 FROM reach WHERE value_key = ?1 AND kind = 'email' AND contact_id IS NOT NULL AND deleted_at IS NULL
           UNION ALL SELECT id, 2 FROM contact WHERE phone_key = ?2 AND phone_key IS NOT NULL AND deleted_at IS NULL
           UNION ALL SELECT contact_id, 2 FROM reach WHERE value_key = ?2 AND kind = 'phone' AND contact_id IS NOT NULL AND deleted_at IS NULL
           UNION ALL SELECT id, 3 FROM contact WHERE name_key = ?3 AND deleted_at IS NULL
         ) m JOIN contact k ON k.id = m.id AND k.deleted_at IS NULL GROUP BY k.id ORDER BY min(m.rank), k.name_key, k.id LIMIT {OFFERED}"
    );
    reader.many(&sql, (&lead.email, phone, name_key), matched)
}

/// Companies that may be the lead's: by name, or because a contact with its e-mail is there.
pub(super) fn company_matches(
    reader: &Reader<'_>,
    lead: &LeadRow,
    company_key: Option<&str>,
) -> Result<Vec<LeadMatch>> {
    let sql = format!(
        "SELECT id, name, 'same name' FROM company WHERE deleted_at IS NULL AND name_key = ?1
         UNION ALL
         SELECT c.id, c.name, 'company of ' || k.name FROM contact k JOIN company_contact l ON l.contact_id = k.id AND l.deleted_at IS NULL
           JOIN company c ON c.id = l.company_id AND c.deleted_at IS NULL
           WHERE k.deleted_at IS NULL AND k.email = ?2 AND ifnull(c.name_key <> ?1, 1) LIMIT {OFFERED}"
    );
    reader.many(&sql, (company_key, &lead.email), matched)
}

fn matched(row: &Row<'_>) -> rusqlite::Result<LeadMatch> {
    Ok(LeadMatch { record: Named { id: row.get(0)?, name: row.get(1)? }, why: row.get(2)? })
}

/// A contact's name, e-mail and phone.
pub(super) fn contact_lines(reader: &Reader<'_>, id: ContactId) -> Result<(String, Option<String>, Option<String>)> {
    reader
        .one("SELECT name, email, phone FROM contact WHERE id = ?1 AND deleted_at IS NULL", [id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .ok_or_else(|| Error::not_found("contact"))
}

pub(super) fn company_name(reader: &Reader<'_>, id: CompanyId) -> Result<String> {
    reader
        .one("SELECT name FROM company WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("company"))
}

/// Leads somebody still has to decide about.
pub(crate) fn open_leads_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<LeadId>> {
    reader.many(
        "SELECT id FROM lead WHERE owner_id = ?1 AND status IN ('new', 'contacted') AND deleted_at IS NULL ORDER BY id",
        [person],
        |row| row.get(0),
    )
}
