//! Companies, contacts and products, and finding or creating them by name.
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Error, Result};
use crate::sell::ops::parts::checked_reach;
use crate::sell::ops::pipelines::named;
use crate::sell::rows::customer_lists::{self as lists, Asked, List, Window};
use crate::sell::rows::customers as rows;
use crate::sell::{
    Companies, Contacts, CustomerSort, ListArgs, Narrowings, ReachKind, SaveCompany, SaveContact, SortBy,
};
use crate::values::text::{NAME_MAX, NOTE_MAX, clean, name_key};
use crate::values::{CompanyId, ContactId, DealId, LinkId, Money, ProductId, Ref};

/// The most rows one window carries.
const WINDOW: u32 = 200;

impl Book {
    /// A window of the companies; `text` narrows by words of name, industry, place, e-mail and phone.
    pub fn companies(&self, args: &ListArgs) -> Result<Companies> {
        self.read(|reader| {
            let found = window(reader, List::Companies, args)?;
            let rows = found.rows.into_iter().map(|at| lists::company_row(reader, at)).collect::<Result<Vec<_>>>()?;
            Ok(Companies {
                rev: reader.rev()?,
                total: found.total,
                more: found.more,
                rows: rows.into_iter().flatten().collect(),
            })
        })
    }

    /// A window of the contacts; `text` narrows by words of name, e-mail and phone.
    pub fn contacts(&self, args: &ListArgs) -> Result<Contacts> {
        self.read(|reader| {
            let found = window(reader, List::Contacts, args)?;
            let rows = found.rows.into_iter().map(|at| lists::contact_row(reader, at)).collect::<Result<Vec<_>>>()?;
            Ok(Contacts {
                rev: reader.rev()?,
                total: found.total,
                more: found.more,
                rows: rows.into_iter().flatten().collect(),
            })
        })
    }

    /// The industries and places that companies have, the most frequent first.
    pub fn narrowings(&self) -> Result<Narrowings> {
        self.read(|reader| {
            Ok(Narrowings {
                industries: lists::shared(reader, CustomerSort::Industry)?,
                locations: lists::shared(reader, CustomerSort::Location)?,
            })
        })
    }

    pub fn save_company(&self, save: &SaveCompany) -> Result<Done<CompanyId>> {
        self.transact("save_company", |txn| {
            let name = named(&save.name, "company")?;
            let key = name_key(&name);
            let (industry, location, website, notes) = (
                optional(save.industry.as_deref(), NAME_MAX)?,
                optional(save.location.as_deref(), NAME_MAX)?,
                optional(save.website.as_deref(), NAME_MAX)?,
                optional(save.notes.as_deref(), NOTE_MAX)?,
            );
            let columns: crate::book::Columns<'_> = &[
                ("name", &name),
                ("name_key", &key),
                ("industry", &industry),
                ("location", &location),
                ("website", &website),
                ("notes", &notes),
            ];
            let id = match save.id {
                Some(id) => txn.update(Table::Company, id, columns).map(|_| id)?,
                None => {
                    let id: CompanyId = txn.new_id();
                    txn.insert(Table::Company, id, columns)?;
                    id
                }
            };
            let (email, phone) = reaches(save.email.as_deref(), save.phone.as_deref())?;
            for (column, value) in [("email", email), ("phone", phone)] {
                if value.is_some() {
                    txn.update(Table::Company, id, &[(column, &value)])?;
                }
            }
            txn.subject(Table::Company, id);
            txn.label(format!("Saved {name}"));
            Ok(id)
        })
    }

    /// Saves a contact; with a company, also the link to it and the role there.
    pub fn save_contact(&self, save: &SaveContact) -> Result<Done<ContactId>> {
        self.transact("save_contact", |txn| {
            let id = save_contact(txn, save)?;
            if let Some(company) = &save.company {
                let company = company_of(txn, company)?;
                link_company(txn, company, id, save.role.as_deref())?;
            }
            txn.subject(Table::Contact, id);
            txn.label(format!("Saved {}", save.name.trim()));
            Ok(id)
        })
    }

    /// Links a contact to a deal, with the role it plays there.
    pub fn link_contact(&self, deal: DealId, contact: &Ref, role: Option<&str>) -> Result<Done<LinkId>> {
        self.transact("link_contact", |txn| {
            let facts = crate::sell::rows::deals::deal_facts(txn, deal)?;
            let contact = contact_of(txn, contact)?;
            let link = link_deal(txn, deal, contact, role)?;
            let today = txn.today();
            txn.update(Table::Deal, deal, &[("touched_on", &today)])?;
            txn.subject(Table::Deal, deal);
            txn.label(format!("Added a contact to {}", facts.name));
            Ok(link)
        })
    }

    /// Takes a contact off a deal; the main contact leaves that place too, where the gates allow it.
    pub fn unlink_contact(&self, link: LinkId) -> Result<Done<()>> {
        self.transact("unlink_contact", |txn| {
            let (deal, contact) = crate::sell::rows::deals::deal_link(txn, link)?;
            let facts = crate::sell::rows::deals::deal_facts(txn, deal)?;
            txn.trash(Table::DealContact, link)?;
            if facts.contact == Some(contact) {
                crate::sell::ops::deals::edit(txn, deal, &crate::sell::types::DealEdit::Contact(None))?;
            }
            txn.subject(Table::Deal, deal);
            txn.label(format!("Removed a contact from {}", facts.name));
            Ok(())
        })
    }
}

fn window(reader: &Reader<'_>, list: List, args: &ListArgs) -> Result<Window> {
    let filter = args.filter.clone().unwrap_or_default();
    let asked = Asked {
        list,
        query: args.text.as_deref().and_then(crate::search::fts_query),
        filter: &filter,
        sort: args.sort.unwrap_or(SortBy { by: CustomerSort::Name, descending: false }),
        offset: args.offset,
        limit: args.limit.min(WINDOW),
    };
    lists::window(reader, &asked)
}

/// The company of this name, created if there is none.
pub(crate) fn company_named(txn: &mut Txn<'_>, name: &str) -> Result<CompanyId> {
    let name = named(name, "company")?;
    let key = name_key(&name);
    if let Some(id) = rows::company_by_key(txn, &key)? {
        return Ok(id);
    }
    let id: CompanyId = txn.new_id();
    txn.insert(Table::Company, id, &[("name", &name), ("name_key", &key)])?;
    Ok(id)
}

/// The contact of this name, created if there is none.
pub(crate) fn contact_named(txn: &mut Txn<'_>, name: &str) -> Result<ContactId> {
    let name = named(name, "contact")?;
    let key = name_key(&name);
    if let Some(id) = rows::contact_by_key(txn, &key)? {
        return Ok(id);
    }
    let id: ContactId = txn.new_id();
    txn.insert(Table::Contact, id, &[("name", &name), ("name_key", &key)])?;
    Ok(id)
}

/// The product of this name, created if there is none.
pub(crate) fn product_named(txn: &mut Txn<'_>, name: &str) -> Result<ProductId> {
    let name = named(name, "product")?;
    let key = name_key(&name);
    if let Some(id) = rows::product_by_key(txn, &key)? {
        return Ok(id);
    }
    let id: ProductId = txn.new_id();
    txn.insert(Table::Product, id, &[("name", &name), ("name_key", &key)])?;
    Ok(id)
}

pub(crate) fn company_of(txn: &mut Txn<'_>, company: &Ref) -> Result<CompanyId> {
    match company {
        Ref::Name { name } => company_named(txn, name),
        Ref::Id { id } if rows::company_exists(txn, CompanyId(*id))? => Ok(CompanyId(*id)),
        Ref::Id { .. } => Err(Error::not_found("company")),
    }
}

pub(crate) fn contact_of(txn: &mut Txn<'_>, contact: &Ref) -> Result<ContactId> {
    match contact {
        Ref::Name { name } => contact_named(txn, name),
        Ref::Id { id } if rows::contact_exists(txn, ContactId(*id))? => Ok(ContactId(*id)),
        Ref::Id { .. } => Err(Error::not_found("contact")),
    }
}

pub(crate) fn product_of(txn: &mut Txn<'_>, product: &Ref) -> Result<ProductId> {
    match product {
        Ref::Name { name } => product_named(txn, name),
        Ref::Id { id } if crate::sell::rows::deals::product_exists(txn, ProductId(*id))? => Ok(ProductId(*id)),
        Ref::Id { .. } => Err(Error::not_found("product")),
    }
}

/// The link of a contact to a deal, made if there is none; a role given replaces the one there.
pub(crate) fn link_deal(txn: &mut Txn<'_>, deal: DealId, contact: ContactId, role: Option<&str>) -> Result<LinkId> {
    let role = optional(role, NAME_MAX)?;
    if let Some(link) = crate::sell::rows::deals::link_of(txn, deal, contact)? {
        if role.is_some() {
            txn.update(Table::DealContact, link, &[("role", &role)])?;
        }
        return Ok(link);
    }
    let link: LinkId = txn.new_id();
    txn.insert(Table::DealContact, link, &[("deal_id", &deal), ("contact_id", &contact), ("role", &role)])?;
    Ok(link)
}

/// The link of a contact to a company, made if there is none; a role given replaces the one there.
pub(crate) fn link_company(
    txn: &mut Txn<'_>,
    company: CompanyId,
    contact: ContactId,
    role: Option<&str>,
) -> Result<LinkId> {
    let role = optional(role, NAME_MAX)?;
    if let Some(link) = rows::company_link(txn, company, contact)? {
        if role.is_some() {
            txn.update(Table::CompanyContact, link, &[("role", &role)])?;
        }
        return Ok(link);
    }
    let link: LinkId = txn.new_id();
    txn.insert(Table::CompanyContact, link, &[("company_id", &company), ("contact_id", &contact), ("role", &role)])?;
    Ok(link)
}

fn save_contact(txn: &mut Txn<'_>, save: &SaveContact) -> Result<ContactId> {
    let name = named(&save.name, "contact")?;
    let key = name_key(&name);
    let (email, phone) = reaches(save.email.as_deref(), save.phone.as_deref())?;
    let (title, notes) = (optional(save.title.as_deref(), NAME_MAX)?, optional(save.notes.as_deref(), NOTE_MAX)?);
    let columns: crate::book::Columns<'_> = &[
        ("name", &name),
        ("name_key", &key),
        ("email", &email),
        ("phone", &phone),
        ("title", &title),
        ("notes", &notes),
    ];
    match save.id {
        Some(id) => txn.update(Table::Contact, id, columns).map(|_| id),
        None => {
            let id: ContactId = txn.new_id();
            txn.insert(Table::Contact, id, columns).map(|()| id)
        }
    }
}

/// E-mail and phone as they are kept; nothing for empty ones.
fn reaches(email: Option<&str>, phone: Option<&str>) -> Result<(Option<String>, Option<String>)> {
    let checked = |kind, value: Option<&str>| {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        value.map(|value| checked_reach(kind, value)).transpose()
    };
    Ok((checked(ReachKind::Email, email)?, checked(ReachKind::Phone, phone)?))
}

/// Cleaned text; nothing for an empty one.
pub(crate) fn optional(text: Option<&str>, max_chars: usize) -> Result<Option<String>> {
    let cleaned = text.map(|text| clean(text, max_chars)).transpose()?;
    Ok(cleaned.filter(|text| !text.is_empty()))
}

/// A price or amount as the two columns that always go together.
pub(crate) fn checked(money: &Money) -> Result<Money> {
    Money::new(money.minor.0, &money.currency)
}
