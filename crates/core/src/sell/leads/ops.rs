//! What is done with leads.
use super::rows::{self, LeadFacts};
use super::{LeadEdit, LeadPage, LeadStatus, Leads, LeadsArgs, NewLead, Qualified, QualifyLead, median};
use crate::book::{Book, Done, Table, Txn, recorded};
use crate::error::{Code, Error, Missing, Result};
use crate::people::ops::must_be_active;
use crate::sell::NewDeal;
use crate::sell::history;
use crate::sell::ops::customers::{company_named, company_of, contact_of, link_company, optional};
use crate::sell::ops::deals;
use crate::sell::ops::pipelines::named;
use crate::values::text::{NAME_MAX, NOTE_MAX, name_key};
use crate::values::{ContactId, DealId, LeadId, Named, PersonId, Ref};

/// The most rows one window carries, and the most lines of history of one lead.
const WINDOW: u32 = 200;
const HISTORY: u32 = 50;

impl Book {
    /// A window of the inbox, newest first.
    pub fn leads(&self, args: &LeadsArgs) -> Result<Leads> {
        self.read(|reader| {
            let query = args.filter.text.as_deref().and_then(crate::search::fts_query);
            let counts = rows::counts(reader, &args.filter, query.as_deref())?;
            let of =
                |status: LeadStatus| LeadStatus::ALL.iter().position(|one| *one == status).map_or(0, |at| counts[at]);
            let answers = rows::answers(reader)?;
            Ok(Leads {
                rev: reader.rev()?,
                total: args.filter.status.map_or_else(|| counts.iter().sum(), of),
                rows: rows::window(reader, &args.filter, query.as_deref(), args.offset, args.limit.min(WINDOW))?,
                touched: u32::try_from(answers.len()).unwrap_or(u32::MAX),
                median_touch: median(answers),
                counts,
            })
        })
    }

    /// How many new leads wait for the acting person, those of nobody among them.
    pub fn leads_waiting(&self) -> Result<u32> {
        let me = self.me();
        self.read(|reader| rows::count_waiting(reader, me))
    }

    /// One lead, with the contacts and companies that may already be it.
    pub fn lead(&self, id: LeadId) -> Result<LeadPage> {
        self.read(|reader| {
            let facts = rows::facts(reader, id)?;
            let company_key = facts.row.company.as_deref().map(name_key);
            Ok(LeadPage {
                rev: reader.rev()?,
                contacts: rows::contact_matches(reader, &facts.row, &name_key(&facts.row.name))?,
                companies: rows::company_matches(reader, &facts.row, company_key.as_deref())?,
                history: history::of_record(&recorded(reader, &[id.into()], HISTORY)?),
                lead: facts.row,
                notes: facts.notes,
                reason: facts.reason,
                decided_on: facts.decided_on,
                contact: facts.contact,
                company_record: facts.company,
                deal: facts.deal,
            })
        })
    }

    /// Takes a lead in. It is new, and waits for its first answer from now on.
    pub fn add_lead(&self, new: &NewLead) -> Result<Done<LeadId>> {
        self.transact("add_lead", |txn| {
            let id = add(txn, new)?;
            txn.subject(Table::Lead, id);
            txn.label(format!("Added the lead {}", new.name.trim()));
            Ok(id)
        })
    }

    pub fn edit_lead(&self, id: LeadId, edit: &LeadEdit) -> Result<Done<()>> {
        self.transact("edit_lead", |txn| {
            let facts = rows::facts(txn, id)?;
            let label = change(txn, id, &facts, edit)?;
            txn.subject(Table::Lead, id);
            txn.label(label);
            Ok(())
        })
    }

    /// Somebody answered: the first answer stops the clock, later ones change nothing.
    pub fn contact_lead(&self, id: LeadId) -> Result<Done<()>> {
        self.transact("contact_lead", |txn| {
            let facts = undecided(txn, id)?;
            contacted(txn, id, &facts)?;
            txn.subject(Table::Lead, id);
            txn.label(format!("Contacted {}", facts.row.name));
            Ok(())
        })
    }

    /// Makes of a lead a contact, a company and a deal, in one step and one undo.
    pub fn qualify_lead(&self, args: &QualifyLead) -> Result<Done<Qualified>> {
        self.transact("qualify_lead", |txn| {
            let facts = undecided(txn, args.lead)?;
            let done = qualify(txn, args, &facts)?;
            txn.subject(Table::Lead, args.lead);
            txn.label(format!("Qualified {}", facts.row.name));
            Ok(done)
        })
    }

    /// Nothing will come of it. `gate` without a reason.
    pub fn disqualify_lead(&self, id: LeadId, reason: &str) -> Result<Done<()>> {
        self.transact("disqualify_lead", |txn| {
            let facts = undecided(txn, id)?;
            let reason = reason_of(reason)?;
            disqualified(txn, id, &reason)?;
            txn.subject(Table::Lead, id);
            txn.label(format!("Disqualified {}: {reason}", facts.row.name));
            Ok(())
        })
    }

    /// Back to the inbox: a disqualified lead, or a qualified one whose deal is no longer there.
    pub fn reopen_lead(&self, id: LeadId) -> Result<Done<()>> {
        self.transact("reopen_lead", |txn| {
            let facts = rows::facts(txn, id)?;
            if facts.row.status == LeadStatus::Qualified
                && let Some(deal) = &facts.deal
            {
                let why = format!(
                    "{} became the deal {}, which is still there. Nothing was changed.",
                    facts.row.name, deal.name
                );
                return Err(Error::new(Code::Conflict, why));
            }
            reopened(txn, id, &facts)?;
            txn.subject(Table::Lead, id);
            txn.label(format!("Reopened {}", facts.row.name));
            Ok(())
        })
    }

    /// Puts a lead into the trash. What it became stays.
    pub fn delete_lead(&self, id: LeadId) -> Result<Done<()>> {
        self.transact("delete_lead", |txn| {
            let facts = rows::facts(txn, id)?;
            txn.trash(Table::Lead, id)?;
            txn.subject(Table::Lead, id);
            txn.label(format!("Deleted the lead {}", facts.row.name));
            Ok(())
        })
    }
}

pub(crate) fn add(txn: &mut Txn<'_>, new: &NewLead) -> Result<LeadId> {
    let name = named(&new.name, "lead")?;
    let key = name_key(&name);
    let text = |text: &Option<String>| optional(text.as_deref(), NAME_MAX);
    let (company, email, phone, source) =
        (text(&new.company)?, address(&new.email)?, text(&new.phone)?, text(&new.source)?);
    let notes = optional(new.notes.as_deref(), NOTE_MAX)?;
    let owner: Option<PersonId> = new.owner.or(txn.actor().person());
    if let Some(owner) = owner {
        must_be_active(txn, owner)?;
    }
    let (id, now_ms): (LeadId, _) = (txn.new_id(), txn.now_ms());
    txn.insert(
        Table::Lead,
        id,
        &[
            ("name", &name),
            ("name_key", &key),
            ("company", &company),
            ("email", &email),
            ("phone", &phone),
            ("source", &source),
            ("notes", &notes),
            ("owner_id", &owner),
            ("status", &LeadStatus::New),
            ("received_at", &now_ms),
        ],
    )?;
    Ok(id)
}

/// An address in small letters, so that the same one is found again.
fn address(email: &Option<String>) -> Result<Option<String>> {
    let Some(email) = optional(email.as_deref(), NAME_MAX)? else { return Ok(None) };
    let sound = email.split_once('@').is_some_and(|(who, place)| !who.is_empty() && !place.is_empty());
    if !sound || email.contains(char::is_whitespace) {
        return Err(Error::invalid(format!(
            "“{email}” is no e-mail address. Nothing was saved; write it like name@firm.com."
        )));
    }
    Ok(Some(email.to_lowercase()))
}

/// The words of a reason. `gate` without any.
pub(super) fn reason_of(reason: &str) -> Result<String> {
    optional(Some(reason), NAME_MAX)?.ok_or_else(|| {
        let missing = vec![Missing::new("reason", "Reason")];
        Error::gate("Disqualifying a lead needs a reason. Nothing was changed.", missing)
    })
}

pub(super) fn contacted(txn: &mut Txn<'_>, id: LeadId, facts: &LeadFacts) -> Result<()> {
    touch(txn, id, facts)?;
    txn.update(Table::Lead, id, &[("status", &LeadStatus::Contacted)]).map(drop)
}

pub(super) fn disqualified(txn: &mut Txn<'_>, id: LeadId, reason: &str) -> Result<()> {
    let today = txn.today();
    txn.update(Table::Lead, id, &[("status", &LeadStatus::Disqualified), ("reason", &reason), ("decided_on", &today)])
        .map(drop)
}

/// To where it stood before the decision; what it became is let go.
pub(super) fn reopened(txn: &mut Txn<'_>, id: LeadId, facts: &LeadFacts) -> Result<()> {
    let status = if facts.row.touched_after.is_some() { LeadStatus::Contacted } else { LeadStatus::New };
    let none = None::<String>;
    txn.update(
        Table::Lead,
        id,
        &[("status", &status), ("reason", &none), ("decided_on", &none), ("deal_id", &None::<DealId>)],
    )
    .map(drop)
}

fn change(txn: &mut Txn<'_>, id: LeadId, facts: &LeadFacts, edit: &LeadEdit) -> Result<String> {
    let (column, what, text): (&'static str, &str, Option<String>) = match edit {
        LeadEdit::Name(name) => {
            let name = named(name, "lead")?;
            let key = name_key(&name);
            txn.update(Table::Lead, id, &[("name", &name), ("name_key", &key)])?;
            return Ok(format!("Renamed the lead {} to {name}", facts.row.name));
        }
        LeadEdit::Owner(owner) => {
            if let Some(owner) = owner {
                must_be_active(txn, *owner)?;
            }
            txn.update(Table::Lead, id, &[("owner_id", owner)])?;
            return Ok(format!("Changed the owner of {}", facts.row.name));
        }
        LeadEdit::Company(text) => ("company", "company", optional(text.as_deref(), NAME_MAX)?),
        LeadEdit::Email(text) => ("email", "e-mail", address(text)?),
        LeadEdit::Phone(text) => ("phone", "phone", optional(text.as_deref(), NAME_MAX)?),
        LeadEdit::Source(text) => ("source", "source", optional(text.as_deref(), NAME_MAX)?),
        LeadEdit::Notes(text) => ("notes", "notes", optional(text.as_deref(), NOTE_MAX)?),
    };
    txn.update(Table::Lead, id, &[(column, &text)])?;
    Ok(format!("Changed the {what} of {}", facts.row.name))
}

/// The lead, while nothing is decided about it.
fn undecided(txn: &Txn<'_>, id: LeadId) -> Result<LeadFacts> {
    let facts = rows::facts(txn, id)?;
    match facts.row.status {
        LeadStatus::New | LeadStatus::Contacted => Ok(facts),
        LeadStatus::Qualified | LeadStatus::Disqualified => {
            let what = if facts.row.status == LeadStatus::Qualified { "qualified" } else { "disqualified" };
            Err(Error::new(
                Code::Conflict,
                format!("{} is {what} already. Reopen it first; nothing was changed.", facts.row.name),
            ))
        }
    }
}

fn touch(txn: &mut Txn<'_>, id: LeadId, facts: &LeadFacts) -> Result<()> {
    let now_ms = txn.now_ms();
    if facts.row.touched_after.is_none() {
        txn.update(Table::Lead, id, &[("touched_at", &now_ms)])?;
    }
    Ok(())
}

fn qualify(txn: &mut Txn<'_>, args: &QualifyLead, facts: &LeadFacts) -> Result<Qualified> {
    let lead = &facts.row;
    let company = args.company.as_ref().map(|company| company_for(txn, company)).transpose()?;
    let contact = contact_for(txn, args.contact.as_ref(), facts)?;
    if let Some(company) = company {
        link_company(txn, company, contact, None)?;
    }
    let owner = lead.owner.as_ref().map(|owner| PersonId(owner.id));
    let deal = match &args.deal {
        None => None,
        Some(deal) => Some(deals::create(
            txn,
            &NewDeal {
                name: deal.name.clone(),
                pipeline: deal.pipeline,
                company: company.map(|company| Ref::Id { id: company.into() }),
                contact: Some(Ref::Id { id: contact.into() }),
                owner,
                amount: deal.amount,
                close_date: deal.close_date,
                source: lead.source.clone(),
                notes: facts.notes.clone(),
                ..NewDeal::default()
            },
        )?),
    };
    touch(txn, args.lead, facts)?;
    let today = txn.today();
    txn.update(
        Table::Lead,
        args.lead,
        &[
            ("status", &LeadStatus::Qualified),
            ("decided_on", &today),
            ("contact_id", &contact),
            ("company_id", &company),
            ("deal_id", &deal),
        ],
    )?;
    let company = match company {
        Some(id) => Some(Named { id: id.into(), name: rows::company_name(txn, id)? }),
        None => None,
    };
    let name = rows::contact_lines(txn, contact)?.0;
    Ok(Qualified { contact: Named { id: contact.into(), name }, company, deal })
}

fn company_for(txn: &mut Txn<'_>, company: &Ref) -> Result<crate::values::CompanyId> {
    match company {
        Ref::Name { name } => company_named(txn, name),
        Ref::Id { .. } => company_of(txn, company),
    }
}

/// The contact meant, with what it lacks of the lead's e-mail and phone; or a new one. A namesake is not the same person: only a
/// contact that was chosen is reused.
fn contact_for(txn: &mut Txn<'_>, chosen: Option<&Ref>, facts: &LeadFacts) -> Result<ContactId> {
    let lead = &facts.row;
    if let Some(chosen @ Ref::Id { .. }) = chosen {
        let id = contact_of(txn, chosen)?;
        let (_, email, phone) = rows::contact_lines(txn, id)?;
        let (email, phone) = (email.or_else(|| lead.email.clone()), phone.or_else(|| lead.phone.clone()));
        txn.update(Table::Contact, id, &[("email", &email), ("phone", &phone)])?;
        return Ok(id);
    }
    let name = match chosen {
        Some(Ref::Name { name }) => named(name, "contact")?,
        _ => lead.name.clone(),
    };
    let key = name_key(&name);
    let id: ContactId = txn.new_id();
    txn.insert(
        Table::Contact,
        id,
        &[("name", &name), ("name_key", &key), ("email", &lead.email), ("phone", &lead.phone)],
    )?;
    Ok(id)
}
