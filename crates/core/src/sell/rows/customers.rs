//! Companies, contacts, products and the links between them.
use rusqlite::Row;

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::rows::deals::linked_contact;
use crate::sell::{CompanyRow, ContactCompany, ContactRow, DealContact, ProductRow};
use crate::values::{CompanyId, ContactId, LinkId, Minor, Money, Named, ProductId};
use uuid::Uuid;

const COMPANY: &str = "c.id, c.name, c.industry, c.location,
    (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'open'),
    (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'won'),
    (SELECT count(*) FROM project p JOIN deal d ON d.id = p.deal_id WHERE d.company_id = c.id AND p.deleted_at IS NULL)
     + (SELECT count(*) FROM project p WHERE p.company_id = c.id AND p.deal_id IS NULL AND p.deleted_at IS NULL)";

fn company_row(row: &Row<'_>) -> rusqlite::Result<CompanyRow> {
    Ok(CompanyRow {
        id: row.get(0)?,
        name: row.get(1)?,
        industry: row.get(2)?,
        location: row.get(3)?,
        deals_open: row.get(4)?,
        deals_won: row.get(5)?,
        projects: row.get(6)?,
    })
}

/// A window of the companies by name, and how many there are; `query` is an FTS query.
pub(crate) fn companies(
    reader: &Reader<'_>,
    query: Option<&str>,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<CompanyRow>)> {
    let matching = matching("company", query.is_some());
    let total = total(reader, &format!("SELECT count(*) FROM company c WHERE c.deleted_at IS NULL{matching}"), query)?;
    let sql = format!(
        "SELECT {COMPANY} FROM company c WHERE c.id IN (SELECT c.id FROM company c WHERE c.deleted_at IS NULL{matching}
         ORDER BY c.name_key, c.id LIMIT {limit} OFFSET {offset}) ORDER BY c.name_key, c.id"
    );
    let rows = match query {
        Some(query) => reader.many(&sql, [query], company_row)?,
        None => reader.many(&sql, [], company_row)?,
    };
    Ok((total, rows))
}

fn matching(kind: &str, narrowed: bool) -> String {
    if !narrowed {
        return String::new();
    }
    format!(" AND c.id IN (SELECT id FROM search WHERE search MATCH ?1 AND kind = '{kind}')")
}

fn total(reader: &Reader<'_>, sql: &str, query: Option<&str>) -> Result<u32> {
    let found = match query {
        Some(query) => reader.one(sql, [query], |row| row.get(0))?,
        None => reader.one(sql, [], |row| row.get(0))?,
    };
    Ok(found.unwrap_or(0))
}

/// The company's own fields.
pub(crate) struct CompanyFields {
    pub name: String,
    pub industry: Option<String>,
    pub location: Option<String>,
    pub website: Option<String>,
    pub employees: Option<u32>,
    pub founded: Option<u32>,
    pub parent: Option<Named>,
    pub notes: Option<String>,
}

pub(crate) fn company(reader: &Reader<'_>, id: CompanyId) -> Result<CompanyFields> {
    reader
        .one(
            "SELECT c.name, c.industry, c.location, c.website, c.employees, c.founded, p.id, p.name, c.notes
             FROM company c LEFT JOIN company p ON p.id = c.parent_id AND p.deleted_at IS NULL WHERE c.id = ?1 AND c.deleted_at IS NULL",
            [id],
            |row| {
                Ok(CompanyFields {
                    name: row.get(0)?,
                    industry: row.get(1)?,
                    location: row.get(2)?,
                    website: row.get(3)?,
                    employees: row.get(4)?,
                    founded: row.get(5)?,
                    parent: Named::joined(row.get::<_, Option<Uuid>>(6)?, row.get(7)?),
                    notes: row.get(8)?,
                })
            },
        )?
        .ok_or_else(|| Error::not_found("company"))
}

pub(crate) fn company_contacts(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<DealContact>> {
    reader.many(
        "SELECT l.id, k.id, k.name, l.role, k.email, k.phone FROM company_contact l JOIN contact k ON k.id = l.contact_id
         WHERE l.company_id = ?1 AND l.deleted_at IS NULL AND k.deleted_at IS NULL ORDER BY k.name_key, k.id LIMIT 200",
        [company],
        linked_contact,
    )
}

/// A window of the contacts by name, and how many there are.
pub(crate) fn contacts(
    reader: &Reader<'_>,
    query: Option<&str>,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<ContactRow>)> {
    let matching = matching("contact", query.is_some());
    let total = total(reader, &format!("SELECT count(*) FROM contact c WHERE c.deleted_at IS NULL{matching}"), query)?;
    let sql = format!(
        "SELECT c.id, c.name, c.email, c.phone, c.title FROM contact c WHERE c.deleted_at IS NULL{matching} ORDER BY c.name_key, c.id LIMIT {limit} OFFSET {offset}"
    );
    let read = |row: &Row<'_>| {
        Ok(ContactRow {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            phone: row.get(3)?,
            title: row.get(4)?,
            companies: Vec::new(),
        })
    };
    let mut rows = match query {
        Some(query) => reader.many(&sql, [query], read)?,
        None => reader.many(&sql, [], read)?,
    };
    for row in &mut rows {
        row.companies = reader.many(
            "SELECT c.name FROM company_contact l JOIN company c ON c.id = l.company_id
             WHERE l.contact_id = ?1 AND l.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY c.name_key LIMIT 10",
            [row.id],
            |row| row.get(0),
        )?;
    }
    Ok((total, rows))
}

pub(crate) struct ContactFields {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub notes: Option<String>,
}

pub(crate) fn contact(reader: &Reader<'_>, id: ContactId) -> Result<ContactFields> {
    let sql = "SELECT name, email, phone, title, notes FROM contact WHERE id = ?1 AND deleted_at IS NULL";
    reader
        .one(sql, [id], |row| {
            Ok(ContactFields {
                name: row.get(0)?,
                email: row.get(1)?,
                phone: row.get(2)?,
                title: row.get(3)?,
                notes: row.get(4)?,
            })
        })?
        .ok_or_else(|| Error::not_found("contact"))
}

pub(crate) fn contact_companies(reader: &Reader<'_>, contact: ContactId) -> Result<Vec<ContactCompany>> {
    reader.many(
        "SELECT c.id, c.name, l.role FROM company_contact l JOIN company c ON c.id = l.company_id
         WHERE l.contact_id = ?1 AND l.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY c.name_key, c.id LIMIT 50",
        [contact],
        |row| Ok(ContactCompany { company: Named { id: row.get(0)?, name: row.get(1)? }, role: row.get(2)? }),
    )
}

pub(crate) fn products(reader: &Reader<'_>) -> Result<Vec<ProductRow>> {
    reader.many(
        "SELECT id, name, series, price_minor, currency FROM product WHERE deleted_at IS NULL ORDER BY name_key, id",
        [],
        |row| {
            let (minor, currency): (Option<Minor>, Option<String>) = (row.get(3)?, row.get(4)?);
            let price = minor.zip(currency).map(|(minor, currency)| Money { minor, currency });
            Ok(ProductRow { id: row.get(0)?, name: row.get(1)?, series: row.get(2)?, price })
        },
    )
}

/// The oldest live company with this name key.
pub(crate) fn company_by_key(reader: &Reader<'_>, key: &str) -> Result<Option<CompanyId>> {
    reader.one(
        "SELECT id FROM company WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
        [key],
        |row| row.get(0),
    )
}

pub(crate) fn contact_by_key(reader: &Reader<'_>, key: &str) -> Result<Option<ContactId>> {
    reader.one(
        "SELECT id FROM contact WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
        [key],
        |row| row.get(0),
    )
}

pub(crate) fn product_by_key(reader: &Reader<'_>, key: &str) -> Result<Option<ProductId>> {
    reader.one(
        "SELECT id FROM product WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
        [key],
        |row| row.get(0),
    )
}

pub(crate) fn company_exists(reader: &Reader<'_>, id: CompanyId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM company WHERE id = ?1 AND deleted_at IS NULL", [id], |_| Ok(()))?.is_some())
}

pub(crate) fn contact_exists(reader: &Reader<'_>, id: ContactId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM contact WHERE id = ?1 AND deleted_at IS NULL", [id], |_| Ok(()))?.is_some())
}

pub(crate) fn company_link(reader: &Reader<'_>, company: CompanyId, contact: ContactId) -> Result<Option<LinkId>> {
    reader.one(
        "SELECT id FROM company_contact WHERE company_id = ?1 AND contact_id = ?2 AND deleted_at IS NULL LIMIT 1",
        (company, contact),
        |row| row.get(0),
    )
}
