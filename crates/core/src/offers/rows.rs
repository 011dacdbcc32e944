//! The offers' own SQL.
use rusqlite::Row;
use uuid::Uuid;

use super::types::{OfferSettings, OfferState, Party};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{Day, DealId, Named, OfferId};

/// An offer as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub id: OfferId,
    pub deal: Named,
    pub number: u32,
    pub version: u32,
    pub state: OfferState,
    pub dated: Day,
    pub valid_until: Option<Day>,
    pub sent_on: Option<Day>,
    pub decided_on: Option<Day>,
    pub customer: Option<String>,
    pub address: Option<String>,
    pub intro: Option<String>,
    pub terms: Option<String>,
    pub content: Option<String>,
    pub newest: bool,
}

const OFFER: &str = "SELECT o.id, d.id, d.name, o.number, o.version, o.state, o.dated, o.valid_until, o.sent_on, o.decided_on, o.customer, o.address, o.intro,
    o.terms, o.content, NOT EXISTS (SELECT 1 FROM offer n WHERE n.number = o.number AND n.version > o.version AND n.deleted_at IS NULL)
    FROM offer o JOIN deal d ON d.id = o.deal_id WHERE o.deleted_at IS NULL";

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        deal: Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?),
        number: row.get(3)?,
        version: row.get(4)?,
        state: row.get(5)?,
        dated: row.get(6)?,
        valid_until: row.get(7)?,
        sent_on: row.get(8)?,
        decided_on: row.get(9)?,
        customer: row.get(10)?,
        address: row.get(11)?,
        intro: row.get(12)?,
        terms: row.get(13)?,
        content: row.get(14)?,
        newest: row.get(15)?,
    })
}

pub(super) fn get(reader: &Reader<'_>, id: OfferId) -> Result<Stored> {
    reader.one(&format!("{OFFER} AND o.id = ?1"), [id], stored)?.ok_or_else(|| Error::not_found("offer"))
}

/// The offers of a deal, the newest first.
pub(super) fn of_deal(reader: &Reader<'_>, deal: DealId) -> Result<Vec<Stored>> {
    reader.many(&format!("{OFFER} AND o.deal_id = ?1 ORDER BY o.number DESC, o.version DESC"), [deal], stored)
}

/// An acceptance: what the offer said, as JSON, and when it was answered.
pub(super) struct Agreed {
    pub content: String,
    pub number: u32,
    pub version: u32,
    pub day: Option<Day>,
}

/// What was agreed last: the content of the newest acceptance, its number, version and day.
pub(super) fn agreed(reader: &Reader<'_>, deal: DealId) -> Result<Option<Agreed>> {
    reader.one(
        "SELECT content, number, version, decided_on FROM offer WHERE deal_id = ?1 AND state = 'accepted' AND content IS NOT NULL AND deleted_at IS NULL
         ORDER BY decided_on DESC, number DESC, version DESC LIMIT 1",
        [deal],
        |row| Ok(Agreed { content: row.get(0)?, number: row.get(1)?, version: row.get(2)?, day: row.get(3)? }),
    )
}

/// The next number of the firm. Offers in the trash count: their numbers were given once.
pub(super) fn next_number(reader: &Reader<'_>) -> Result<u32> {
    Ok(reader.one("SELECT ifnull(max(number), 0) + 1 FROM offer", [], |row| row.get(0))?.unwrap_or(1))
}

/// The next version of a number, likewise.
pub(super) fn next_version(reader: &Reader<'_>, number: u32) -> Result<u32> {
    let sql = "SELECT ifnull(max(version), 0) + 1 FROM offer WHERE number = ?1";
    Ok(reader.one(sql, [number], |row| row.get(0))?.unwrap_or(1))
}

pub(super) fn settings(reader: &Reader<'_>) -> Result<OfferSettings> {
    let sql = "SELECT address, offer_terms, offer_days FROM firm LIMIT 1";
    reader
        .one(sql, [], |row| Ok(OfferSettings { address: row.get(0)?, terms: row.get(1)?, days: row.get(2)? }))?
        .ok_or_else(|| Error::not_found("firm"))
}

/// The firm as it stands on paper.
pub(super) fn firm(reader: &Reader<'_>) -> Result<Party> {
    reader
        .one("SELECT name, address FROM firm LIMIT 1", [], |row| Ok(Party { name: row.get(0)?, address: row.get(1)? }))?
        .ok_or_else(|| Error::not_found("firm"))
}

/// Whom a deal is for: the company, else the contact. Below a company's name stand its contact and its billing address, else its
/// postal one, else its place. With the deal's owner.
pub(super) fn customer(reader: &Reader<'_>, deal: DealId) -> Result<(Party, Option<String>)> {
    let found = reader.one(
        "SELECT c.name, c.location, k.name, p.name, a.street, a.postcode, a.city, a.country FROM deal d
         LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
         LEFT JOIN address a ON a.id = (SELECT x.id FROM address x WHERE x.deleted_at IS NULL AND x.kind IN ('billing', 'postal')
           AND (x.company_id = d.company_id OR (d.company_id IS NULL AND x.contact_id = d.contact_id)) ORDER BY x.kind, x.id LIMIT 1)
         WHERE d.id = ?1",
        [deal],
        |row| {
            let text = |at: usize| row.get::<_, Option<String>>(at);
            let (company, place, contact) = (text(0)?, text(1)?, text(2)?);
            let city: Vec<String> = [text(5)?, text(6)?].into_iter().flatten().collect();
            let city = (!city.is_empty()).then(|| city.join(" "));
            let written: Vec<String> = [text(4)?, city, text(7)?].into_iter().flatten().collect();
            let written = if written.is_empty() { place.into_iter().collect() } else { written };
            let person = company.as_ref().and(contact.clone());
            let below: Vec<String> = person.into_iter().chain(written).collect();
            let address = (!below.is_empty()).then(|| below.join("\n"));
            Ok((Party { name: company.or(contact).unwrap_or_default(), address }, row.get(3)?))
        },
    )?;
    found.ok_or_else(|| Error::not_found("deal"))
}

/// Every offer a deal ever had, for its history.
pub(crate) fn ids_of(reader: &Reader<'_>, deal: DealId) -> Result<Vec<Uuid>> {
    reader.many("SELECT id FROM offer WHERE deal_id = ?1 ORDER BY id LIMIT 200", [deal], |row| row.get(0))
}
