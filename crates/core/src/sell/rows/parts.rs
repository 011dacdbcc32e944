//! Further e-mails and phones, addresses, tags, and what duplicates share.
use rusqlite::{Row, ToSql};
use uuid::Uuid;

use crate::book::{Reader, Table};
use crate::error::{Error, Result};
use crate::sell::{Address, Holder, Lifecycle, Reach, ReachKind, StageKind, TagRow};
use crate::values::{AddressId, CompanyId, ContactId, Day, DealId, Minor, Named, PersonId, ReachId, TagId, TaggingId};

/// A main e-mail or phone with its label.
pub(crate) type Main = (Option<String>, Option<String>);

/// The name of the live record, or `not_found`.
pub(crate) fn name_of(reader: &Reader<'_>, of: Holder) -> Result<String> {
    let table = of.table().as_str();
    let sql = format!("SELECT name FROM {table} WHERE id = ?1 AND deleted_at IS NULL");
    reader.one(&sql, [of.id()], |row| row.get(0))?.ok_or_else(|| Error::not_found(table))
}

pub(crate) fn main_reach(reader: &Reader<'_>, of: Holder, kind: ReachKind) -> Result<Main> {
    let (table, kind) = (of.table().as_str(), kind.as_str());
    let sql = format!("SELECT {kind}, {kind}_label FROM {table} WHERE id = ?1 AND deleted_at IS NULL");
    reader.one(&sql, [of.id()], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or_else(|| Error::not_found(table))
}

/// The further ones, as they were added.
pub(crate) fn further(reader: &Reader<'_>, of: Holder) -> Result<Vec<Reach>> {
    let sql = format!(
        "SELECT id, kind, label, value FROM reach WHERE {} = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 100",
        of.column()
    );
    reader.many(&sql, [of.id()], |row| {
        Ok(Reach { id: row.get(0)?, kind: row.get(1)?, label: row.get(2)?, value: row.get(3)? })
    })
}

/// Every e-mail and phone, the main one of each kind first.
pub(crate) fn reaches(reader: &Reader<'_>, of: Holder) -> Result<Vec<Reach>> {
    let further = further(reader, of)?;
    let mut all = Vec::with_capacity(further.len() + 2);
    for kind in ReachKind::ALL.iter().copied() {
        let (value, label) = main_reach(reader, of, kind)?;
        all.extend(value.map(|value| Reach { id: None, kind, label, value }));
        all.extend(further.iter().filter(|reach| reach.kind == kind).cloned());
    }
    Ok(all)
}

/// Whose a further e-mail or phone is.
pub(crate) fn reach(reader: &Reader<'_>, id: ReachId) -> Result<(Holder, Reach)> {
    let sql = "SELECT company_id, contact_id, kind, label, value FROM reach WHERE id = ?1 AND deleted_at IS NULL";
    reader
        .one(sql, [id], |row| {
            let reach = Reach { id: Some(id), kind: row.get(2)?, label: row.get(3)?, value: row.get(4)? };
            Ok((holder(row.get(0)?, row.get(1)?, None), reach))
        })?
        .and_then(|(holder, reach)| Some((holder?, reach)))
        .ok_or_else(|| Error::not_found("e-mail or phone"))
}

pub(crate) fn holder(company: Option<CompanyId>, contact: Option<ContactId>, deal: Option<DealId>) -> Option<Holder> {
    company
        .map(|id| Holder::Company { id })
        .or(contact.map(|id| Holder::Contact { id }))
        .or(deal.map(|id| Holder::Deal { id }))
}

const ADDRESS: &str = "id, kind, label, street, postcode, city, region, country";

fn address_row(row: &Row<'_>) -> rusqlite::Result<Address> {
    Ok(Address {
        id: row.get(0)?,
        kind: row.get(1)?,
        label: row.get(2)?,
        street: row.get(3)?,
        postcode: row.get(4)?,
        city: row.get(5)?,
        region: row.get(6)?,
        country: row.get(7)?,
    })
}

/// Postal, billing, then sites, each as they were added.
pub(crate) fn addresses(reader: &Reader<'_>, of: Holder) -> Result<Vec<Address>> {
    let sql = format!(
        "SELECT {ADDRESS} FROM address WHERE {} = ?1 AND deleted_at IS NULL
         ORDER BY CASE kind WHEN 'postal' THEN 0 WHEN 'billing' THEN 1 ELSE 2 END, created_at, id LIMIT 100",
        of.column()
    );
    reader.many(&sql, [of.id()], address_row)
}

pub(crate) fn address_holder(reader: &Reader<'_>, id: AddressId) -> Result<Holder> {
    reader
        .one("SELECT company_id, contact_id FROM address WHERE id = ?1 AND deleted_at IS NULL", [id], |row| {
            Ok(holder(row.get(0)?, row.get(1)?, None))
        })?
        .flatten()
        .ok_or_else(|| Error::not_found("address"))
}

pub(crate) fn tags_of(reader: &Reader<'_>, of: Holder) -> Result<Vec<Named>> {
    let sql = format!(
        "SELECT t.id, t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.{} = ?1 AND g.deleted_at IS NULL AND t.deleted_at IS NULL
         ORDER BY t.name_key, t.id LIMIT 100",
        of.column()
    );
    reader.many(&sql, [of.id()], |row| Ok(Named { id: row.get(0)?, name: row.get(1)? }))
}

pub(crate) fn tag_named(reader: &Reader<'_>, key: &str) -> Result<Option<(TagId, String)>> {
    reader.one(
        "SELECT id, name FROM tag WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
        [key],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn tagging(reader: &Reader<'_>, of: Holder, tag: TagId) -> Result<Option<TaggingId>> {
    let sql =
        format!("SELECT id FROM tagging WHERE {} = ?1 AND tag_id = ?2 AND deleted_at IS NULL LIMIT 1", of.column());
    reader.one(&sql, (of.id(), tag), |row| row.get(0))
}

pub(crate) fn tag_name(reader: &Reader<'_>, tag: TagId) -> Result<String> {
    reader
        .one("SELECT name FROM tag WHERE id = ?1 AND deleted_at IS NULL", [tag], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("tag"))
}

/// Every tag by name, with the live records that carry it.
pub(crate) fn tags(reader: &Reader<'_>) -> Result<Vec<TagRow>> {
    reader.many(
        "SELECT t.id, t.name, count(g.company_id), count(g.contact_id), count(g.deal_id) FROM tag t
         LEFT JOIN tagging g ON g.tag_id = t.id AND g.deleted_at IS NULL WHERE t.deleted_at IS NULL GROUP BY t.id ORDER BY t.name_key, t.id",
        [],
        |row| {
            Ok(TagRow {
                id: row.get(0)?,
                name: row.get(1)?,
                companies: row.get(2)?,
                contacts: row.get(3)?,
                deals: row.get(4)?,
            })
        },
    )
}

/// Owner, lifecycle in force, whether it was set by hand, and what the deals say.
pub(crate) type Standing = (Option<Named>, Lifecycle, bool, Lifecycle);

pub(crate) fn standing(reader: &Reader<'_>, of: Holder) -> Result<Standing> {
    let (table, at_company) = match of {
        Holder::Company { .. } => ("company", "0"),
        Holder::Contact { .. } => ("contact", "c.at_company"),
        Holder::Deal { .. } => return Err(Error::not_found("company or contact")),
    };
    // The same derivation as in the schema, without what was set by hand.
    let sql = format!(
        "SELECT p.id, p.name, c.lifecycle, c.lifecycle_set IS NOT NULL,
           CASE WHEN c.deals_won > 0 OR {at_company} = 2 THEN 2 WHEN c.deals_open > 0 THEN 1 ELSE {at_company} END
         FROM {table} c LEFT JOIN person p ON p.id = c.owner_id AND p.deleted_at IS NULL WHERE c.id = ?1"
    );
    reader
        .one(&sql, [of.id()], |row| {
            let owner = Named::joined(row.get::<_, Option<Uuid>>(0)?, row.get(1)?);
            Ok((owner, Lifecycle::of_code(row.get(2)?), row.get(3)?, Lifecycle::of_code(row.get(4)?)))
        })?
        .ok_or_else(|| Error::not_found(table))
}

/// The live companies and contacts that a person owns.
pub(crate) fn owned_by(reader: &Reader<'_>, person: PersonId) -> Result<Vec<Holder>> {
    let ids = |table: &str| {
        let sql = format!("SELECT id FROM {table} WHERE owner_id = ?1 AND deleted_at IS NULL ORDER BY rowid");
        reader.many(&sql, [person], |row| row.get::<_, Uuid>(0))
    };
    let mut owned: Vec<Holder> = ids("company")?.into_iter().map(|id| Holder::Company { id: id.into() }).collect();
    owned.extend(ids("contact")?.into_iter().map(|id| Holder::Contact { id: id.into() }));
    Ok(owned)
}

/// A deal as the figures need it.
pub(crate) struct Figure {
    pub kind: StageKind,
    pub probability: u8,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
}

/// Every live deal of the customer.
pub(crate) fn figures(reader: &Reader<'_>, of: Holder) -> Result<Vec<Figure>> {
    let sql = format!(
        "SELECT s.kind, s.probability, d.amount_minor, d.currency, d.close_date FROM deal d JOIN stage s ON s.id = d.stage_id
         WHERE d.deleted_at IS NULL AND d.{}",
        deals_of(of)
    );
    reader.many(&sql, [of.id()], |row| {
        Ok(Figure {
            kind: row.get(0)?,
            probability: row.get(1)?,
            amount: row.get(2)?,
            currency: row.get(3)?,
            close_date: row.get(4)?,
        })
    })
}

/// The condition for a customer's deals, after the alias of the deal.
pub(crate) fn deals_of(of: Holder) -> &'static str {
    match of {
        Holder::Company { .. } => "company_id = ?1",
        Holder::Contact { .. } => {
            "id IN (SELECT id FROM deal WHERE contact_id = ?1 UNION SELECT deal_id FROM deal_contact WHERE contact_id = ?1 AND deleted_at IS NULL)"
        }
        Holder::Deal { .. } => "id = ?1",
    }
}

/// The parts of a record, trash included, for its history.
pub(crate) fn part_ids(reader: &Reader<'_>, of: Holder, limit: u32) -> Result<Vec<Uuid>> {
    let mut ids = Vec::new();
    let mut tables = vec![Table::Reach, Table::Address, Table::Tagging, Table::Attachment];
    match of {
        Holder::Deal { .. } => tables.drain(..2).for_each(drop),
        Holder::Company { .. } | Holder::Contact { .. } => tables.push(Table::CompanyContact),
    }
    for table in tables {
        let sql =
            format!("SELECT id FROM {} WHERE {} = ?1 ORDER BY rowid DESC LIMIT {limit}", table.as_str(), of.column());
        ids.extend(reader.many(&sql, [of.id()], |row| row.get::<_, Uuid>(0))?);
    }
    Ok(ids)
}

/// Live records of a table that have this value in `column`, or among their further e-mails and phones: (id, name, beside it).
pub(crate) fn same(
    reader: &Reader<'_>,
    table: Table,
    column: &str,
    key: &str,
) -> Result<Vec<(Uuid, String, Option<String>)>> {
    let (table, beside) = match table {
        Table::Company => ("company", "c.location"),
        _ => (
            "contact",
            "(SELECT y.name FROM company_contact l JOIN company y ON y.id = l.company_id WHERE l.contact_id = c.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL LIMIT 1)",
        ),
    };
    let further = if column == "name_key" {
        String::new()
    } else {
        format!(
            " UNION SELECT {table}_id FROM reach WHERE value_key = ?1 AND {table}_id IS NOT NULL AND deleted_at IS NULL"
        )
    };
    let sql = format!(
        "SELECT c.id, c.name, {beside} FROM {table} c WHERE c.deleted_at IS NULL AND c.id IN
           (SELECT id FROM {table} WHERE {column} = ?1 AND deleted_at IS NULL{further}) ORDER BY c.name_key, c.id LIMIT 5"
    );
    let key: &dyn ToSql = &key;
    reader.many(&sql, [key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}
