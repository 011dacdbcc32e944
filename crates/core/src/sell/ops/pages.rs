//! One deal, one company, one contact: everything their panels show, from one snapshot.
use crate::book::{Book, Reader, recorded};
use crate::error::Result;
use crate::sell::history;
use crate::sell::rows;
use crate::sell::rules::quiet_days;
use crate::sell::{CompanyPage, ContactPage, Deal, DealFacts, DealPage};
use crate::values::{CompanyId, ContactId, DealId};

const HISTORY: u32 = 200;
const CARDS: u32 = 50;

impl Book {
    /// A deal with its contacts, its handoff and its history, newest first.
    pub fn deal(&self, id: DealId) -> Result<DealPage> {
        self.read(|reader| {
            let facts = rows::deals::deal_facts(reader, id)?;
            let commands = recorded(reader, &[id.into()], HISTORY)?;
            let pushes = history::pushes(&commands, id);
            Ok(DealPage {
                rev: reader.rev()?,
                contacts: rows::deals::deal_contacts(reader, id)?,
                handoff: crate::handoff::of_deal(reader, id, facts.generation)?,
                history: history::of_deal(reader, id, &facts.currency, &commands)?,
                deal: deal(reader, facts, pushes)?,
            })
        })
    }

    /// A company with its contacts, its first 50 deals (open ones first), its projects and its history.
    pub fn company(&self, id: CompanyId) -> Result<CompanyPage> {
        self.read(|reader| {
            let fields = rows::customers::company(reader, id)?;
            let commands = recorded(reader, &[id.into()], HISTORY)?;
            Ok(CompanyPage {
                rev: reader.rev()?,
                id,
                name: fields.name,
                industry: fields.industry,
                location: fields.location,
                website: fields.website,
                employees: fields.employees,
                founded: fields.founded,
                parent: fields.parent,
                notes: fields.notes,
                contacts: rows::customers::company_contacts(reader, id)?,
                deals: rows::board::company_cards(reader, id, CARDS)?,
                deals_total: rows::board::company_deals(reader, id)?,
                projects: crate::deliver::projects_of_company(reader, id)?,
                history: history::of_record(&commands),
            })
        })
    }

    /// A contact with its companies, its first 50 deals (open ones first) and its history.
    pub fn contact(&self, id: ContactId) -> Result<ContactPage> {
        self.read(|reader| {
            let fields = rows::customers::contact(reader, id)?;
            let commands = recorded(reader, &[id.into()], HISTORY)?;
            Ok(ContactPage {
                rev: reader.rev()?,
                id,
                name: fields.name,
                email: fields.email,
                phone: fields.phone,
                title: fields.title,
                notes: fields.notes,
                companies: rows::customers::contact_companies(reader, id)?,
                deals: rows::board::contact_cards(reader, id, CARDS)?,
                history: history::of_record(&commands),
            })
        })
    }
}

fn deal(reader: &Reader<'_>, facts: DealFacts, pushes: u32) -> Result<Deal> {
    let extras = rows::deals::deal_extras(reader, facts.id)?;
    let rot_days = rows::pipelines::rot_days(reader, facts.pipeline)?;
    Ok(Deal {
        id: facts.id,
        pipeline: facts.pipeline,
        stage: rows::pipelines::any_stage(reader, facts.stage)?,
        company: extras.company,
        contact: extras.contact,
        owner: extras.owner,
        amount: facts.amount,
        currency: facts.currency,
        close_date: facts.close_date,
        promise: facts.promise,
        product: extras.product,
        source: extras.source,
        notes: facts.notes,
        lost_reason: extras.lost_reason,
        lost_note: extras.lost_note,
        generation: u32::try_from(facts.generation).unwrap_or(0),
        project_wish: facts.project_wish,
        no_project_reason: extras.no_project_reason,
        opened_on: extras.opened_on,
        stage_since: facts.stage_since,
        quiet_days: quiet_days(facts.kind, extras.touched_on, reader.today(), rot_days),
        pushes,
        name: facts.name,
    })
}
