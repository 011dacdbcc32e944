//! One field of a company or contact at a time, the links between them, and deleting them.
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::people;
use crate::sell::ops::customers::{company_of, contact_of, link_company, optional};
use crate::sell::ops::pipelines::named;
use crate::sell::parts::{CompanyEdit, ContactEdit, Holder, circle};
use crate::sell::rows::{customers as rows, parts};
use crate::values::text::{NAME_MAX, NOTE_MAX, name_key};
use crate::values::{CompanyId, ContactId, LinkId, PersonId, Ref};

/// The latest year in which a company may have been founded: nobody means 20226.
const LAST_YEAR: u32 = 2_200;

impl Book {
    /// Changes one field of a company. A parent that would make a circle is refused, and the chain named.
    pub fn edit_company(&self, id: CompanyId, change: &CompanyEdit) -> Result<Done<()>> {
        self.transact("edit_company", |txn| {
            let name = parts::name_of(txn, Holder::Company { id })?;
            let what = edit_company(txn, id, change)?;
            txn.subject(Table::Company, id);
            txn.label(format!("Changed {what} of {name}"));
            Ok(())
        })
    }

    /// Changes one field of a contact.
    pub fn edit_contact(&self, id: ContactId, change: &ContactEdit) -> Result<Done<()>> {
        self.transact("edit_contact", |txn| {
            let name = parts::name_of(txn, Holder::Contact { id })?;
            let what = edit_contact(txn, id, change)?;
            txn.subject(Table::Contact, id);
            txn.label(format!("Changed {what} of {name}"));
            Ok(())
        })
    }

    /// Adds a contact to a company with the role there; both may be new.
    pub fn link_company_contact(&self, company: &Ref, contact: &Ref, role: Option<&str>) -> Result<Done<LinkId>> {
        self.transact("link_company_contact", |txn| {
            let (company, contact) = (company_of(txn, company)?, contact_of(txn, contact)?);
            let link = link_company(txn, company, contact, role)?;
            let (_, _, at, who) = rows::company_link_ends(txn, link)?;
            txn.subject(Table::Contact, contact);
            txn.label(format!("Added {who} to {at}"));
            Ok(link)
        })
    }

    /// The role of a contact at a company; `None` clears it.
    pub fn set_company_role(&self, link: LinkId, role: Option<&str>) -> Result<Done<()>> {
        self.transact("set_company_role", |txn| {
            let (_, contact, at, who) = rows::company_link_ends(txn, link)?;
            let role = optional(role, NAME_MAX)?;
            txn.update(Table::CompanyContact, link, &[("role", &role)])?;
            txn.subject(Table::Contact, contact);
            txn.label(match role {
                Some(role) => format!("{who} is {role} at {at}"),
                None => format!("{who} has no role at {at} any more"),
            });
            Ok(())
        })
    }

    /// Takes a contact off a company. Both stay.
    pub fn unlink_company_contact(&self, link: LinkId) -> Result<Done<()>> {
        self.transact("unlink_company_contact", |txn| {
            let (_, contact, at, who) = rows::company_link_ends(txn, link)?;
            txn.trash(Table::CompanyContact, link)?;
            txn.subject(Table::Contact, contact);
            txn.label(format!("Took {who} off {at}"));
            Ok(())
        })
    }

    /// Puts a company into the trash. Refused while deals or projects stand on it; its contacts stay.
    pub fn delete_company(&self, id: CompanyId) -> Result<Done<()>> {
        self.transact("delete_company", |txn| delete(txn, Holder::Company { id }))
    }

    /// Puts a contact into the trash. Refused while it is the main contact of deals or projects.
    pub fn delete_contact(&self, id: ContactId) -> Result<Done<()>> {
        self.transact("delete_contact", |txn| delete(txn, Holder::Contact { id }))
    }
}

/// One field of either; a deal has none of these.
pub(super) fn edit(txn: &mut Txn<'_>, of: Holder, company: &CompanyEdit, contact: &ContactEdit) -> Result<()> {
    match of {
        Holder::Company { id } => edit_company(txn, id, company).map(drop),
        Holder::Contact { id } => edit_contact(txn, id, contact).map(drop),
        Holder::Deal { .. } => Err(Error::invalid("A deal is changed in its own list. Nothing was changed.")),
    }
}

pub(super) fn delete(txn: &mut Txn<'_>, of: Holder) -> Result<()> {
    let name = parts::name_of(txn, of)?;
    let (deals, projects) = rows::stands_on(txn, of.column(), of.id())?;
    if deals + projects > 0 {
        let counted = |n: u32, one: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {one}s")),
        };
        let what: Vec<String> = [counted(deals, "deal"), counted(projects, "project")].into_iter().flatten().collect();
        return Err(Error::new(
            Code::Conflict,
            format!("{name} has {}. Give them another customer first; nothing was changed.", what.join(" and ")),
        ));
    }
    txn.trash(of.table(), of.id())?;
    txn.subject(of.table(), of.id());
    txn.label(format!("Deleted {name}"));
    Ok(())
}

fn edit_company(txn: &mut Txn<'_>, id: CompanyId, change: &CompanyEdit) -> Result<&'static str> {
    let text = |text: &Option<String>, max| optional(text.as_deref(), max);
    let (column, what, value): (&'static str, _, Box<dyn rusqlite::ToSql>) = match change {
        CompanyEdit::Name(name) => {
            let name = named(name, "company")?;
            let key = name_key(&name);
            txn.update(Table::Company, id, &[("name", &name), ("name_key", &key)])?;
            return Ok("the name");
        }
        CompanyEdit::Industry(value) => ("industry", "the industry", Box::new(text(value, NAME_MAX)?)),
        CompanyEdit::Location(value) => ("location", "the place", Box::new(text(value, NAME_MAX)?)),
        CompanyEdit::Website(value) => ("website", "the website", Box::new(text(value, NAME_MAX)?)),
        CompanyEdit::Notes(value) => ("notes", "the notes", Box::new(text(value, NOTE_MAX)?)),
        CompanyEdit::Employees(value) => ("employees", "the number of employees", Box::new(*value)),
        CompanyEdit::Founded(value) => {
            if value.is_some_and(|year| year > LAST_YEAR) {
                return Err(Error::invalid("This is not a year. Write it with four digits; nothing was changed."));
            }
            ("founded", "the year of foundation", Box::new(*value))
        }
        CompanyEdit::Owner(owner) => ("owner_id", "the owner", Box::new(active(txn, *owner)?)),
        CompanyEdit::Parent(parent) => {
            let parent = parent.as_ref().map(|parent| company_of(txn, parent)).transpose()?;
            if let Some(parent) = parent {
                not_in_circle(txn, id, parent)?;
            }
            ("parent_id", "what it is part of", Box::new(parent))
        }
        CompanyEdit::Lifecycle(value) => ("lifecycle_set", "the lifecycle", Box::new(*value)),
    };
    txn.update(Table::Company, id, &[(column, &*value)])?;
    Ok(what)
}

fn edit_contact(txn: &mut Txn<'_>, id: ContactId, change: &ContactEdit) -> Result<&'static str> {
    let text = |text: &Option<String>, max| optional(text.as_deref(), max);
    let (column, what, value): (&'static str, _, Box<dyn rusqlite::ToSql>) = match change {
        ContactEdit::Name(name) => {
            let name = named(name, "contact")?;
            let key = name_key(&name);
            txn.update(Table::Contact, id, &[("name", &name), ("name_key", &key)])?;
            return Ok("the name");
        }
        ContactEdit::Title(value) => ("title", "the title", Box::new(text(value, NAME_MAX)?)),
        ContactEdit::Notes(value) => ("notes", "the notes", Box::new(text(value, NOTE_MAX)?)),
        ContactEdit::Owner(owner) => ("owner_id", "the owner", Box::new(active(txn, *owner)?)),
        ContactEdit::Lifecycle(value) => ("lifecycle_set", "the lifecycle", Box::new(*value)),
    };
    txn.update(Table::Contact, id, &[(column, &*value)])?;
    Ok(what)
}

fn active(txn: &Txn<'_>, owner: Option<PersonId>) -> Result<Option<PersonId>> {
    if let Some(owner) = owner {
        people::ops::must_be_active(txn, owner)?;
    }
    Ok(owner)
}

/// Refuses a parent that is part of the company itself.
pub(crate) fn not_in_circle(txn: &Txn<'_>, company: CompanyId, parent: CompanyId) -> Result<()> {
    match circle(&rows::ancestry(txn, parent)?, company) {
        Some(sentence) => Err(Error::invalid(sentence)),
        None => Ok(()),
    }
}
