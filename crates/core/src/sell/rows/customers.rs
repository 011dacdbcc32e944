//! Companies, contacts, products and the links between them.
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::rows::deals::linked_contact;
use crate::sell::{ContactCompany, DealContact, Lifecycle};
use crate::values::{CompanyId, ContactId, LinkId, Named, ProductId};
use uuid::Uuid;

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
        "SELECT l.id, c.id, c.name, l.role, c.lifecycle FROM company_contact l JOIN company c ON c.id = l.company_id
         WHERE l.contact_id = ?1 AND l.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY c.name_key, c.id LIMIT 50",
        [contact],
        |row| {
            Ok(ContactCompany {
                link: row.get(0)?,
                company: Named { id: row.get(1)?, name: row.get(2)? },
                role: row.get(3)?,
                lifecycle: Lifecycle::of_code(row.get(4)?),
            })
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

/// (company, contact, their names) of a live link.
pub(crate) fn company_link_ends(reader: &Reader<'_>, link: LinkId) -> Result<(CompanyId, ContactId, String, String)> {
    reader
        .one(
            "SELECT l.company_id, l.contact_id, c.name, k.name FROM company_contact l JOIN company c ON c.id = l.company_id
             JOIN contact k ON k.id = l.contact_id WHERE l.id = ?1 AND l.deleted_at IS NULL",
            [link],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?
        .ok_or_else(|| Error::not_found("link"))
}

/// The companies that are part of this one, by name.
pub(crate) fn subsidiaries(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<Named>> {
    reader.many(
        "SELECT id, name FROM company WHERE parent_id = ?1 AND deleted_at IS NULL ORDER BY name_key, id LIMIT 200",
        [company],
        |row| Ok(Named { id: row.get(0)?, name: row.get(1)? }),
    )
}

/// The company and what it is part of, upwards; ends where a chain would repeat.
pub(crate) fn ancestry(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<(CompanyId, String)>> {
    let mut chain: Vec<(CompanyId, String)> = Vec::new();
    let mut next = Some(company);
    while let Some(id) = next.filter(|id| chain.iter().all(|(seen, _)| seen != id)) {
        let sql = "SELECT name, parent_id FROM company WHERE id = ?1 AND deleted_at IS NULL";
        let found: Option<(String, Option<CompanyId>)> = reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((name, parent)) = found else { break };
        chain.push((id, name));
        next = parent;
    }
    Ok(chain)
}

/// How many live deals and projects stand on a company or contact (`column` of the deal and project tables).
pub(crate) fn stands_on(reader: &Reader<'_>, column: &str, id: Uuid) -> Result<(u32, u32)> {
    let count = |table: &str| -> Result<u32> {
        let sql = format!("SELECT count(*) FROM {table} WHERE {column} = ?1 AND deleted_at IS NULL");
        Ok(reader.one(&sql, [id], |row| row.get(0))?.unwrap_or(0))
    };
    Ok((count("deal")?, count("project")?))
}
