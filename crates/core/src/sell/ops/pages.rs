//! One deal, one company, one contact: everything their panels show, from one snapshot.
use uuid::Uuid;

use crate::book::{Book, Reader, recorded};
use crate::error::Result;
use crate::sell::history;
use crate::sell::ops::files::files_of;
use crate::sell::parts::{Customer, Figures, Holder, sums};
use crate::sell::rows;
use crate::sell::rules::{quiet_days, weighted};
use crate::sell::{CompanyPage, ContactPage, Deal, DealFacts, DealPage, StageKind};
use crate::values::{CompanyId, ContactId, DealId};

const HISTORY: u32 = 200;
const CARDS: u32 = 50;

impl Book {
    /// A deal with its contacts, its handoff and its history, newest first.
    pub fn deal(&self, id: DealId) -> Result<DealPage> {
        self.read(|reader| {
            let facts = rows::deals::deal_facts(reader, id)?;
            let mut about = vec![Uuid::from(id)];
            about.extend(rows::products::line_ids(reader, id)?);
            about.extend(crate::offers::ids_of(reader, id)?);
            let commands = recorded(reader, &about, HISTORY)?;
            let pushes = history::pushes(&commands, id);
            let handoff = crate::handoff::of_deal(reader, id, facts.generation)?;
            let project = handoff.as_ref().and_then(|handoff| handoff.project.as_ref());
            let status = project.map(|project| crate::handoff::of_project(reader, project.id.into())).transpose()?;
            Ok(DealPage {
                rev: reader.rev()?,
                contacts: rows::deals::deal_contacts(reader, id)?,
                status: status.flatten(),
                handoff,
                history: history::of_deal(reader, id, &facts.currency, &commands)?,
                deal: deal(reader, facts, pushes)?,
            })
        })
    }

    /// A company with its contacts, its first 50 deals (open ones first), its projects and its history.
    pub fn company(&self, id: CompanyId) -> Result<CompanyPage> {
        self.read(|reader| {
            let fields = rows::customers::company(reader, id)?;
            let of = Holder::Company { id };
            let commands = commands_of(reader, of)?;
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
                customer: customer(reader, of)?,
                subsidiaries: rows::customers::subsidiaries(reader, id)?,
                contacts: rows::customers::company_contacts(reader, id)?,
                deals: rows::board::customer_deals(reader, of, CARDS)?,
                deals_total: rows::board::customer_deals_total(reader, of)?,
                projects: crate::deliver::projects_of_company(reader, id)?,
                history: history::of_record(&commands),
            })
        })
    }

    /// A contact with its companies, its first 50 deals (open ones first) and its history.
    pub fn contact(&self, id: ContactId) -> Result<ContactPage> {
        self.read(|reader| {
            let fields = rows::customers::contact(reader, id)?;
            let of = Holder::Contact { id };
            let commands = commands_of(reader, of)?;
            Ok(ContactPage {
                rev: reader.rev()?,
                id,
                name: fields.name,
                email: fields.email,
                phone: fields.phone,
                title: fields.title,
                notes: fields.notes,
                customer: customer(reader, of)?,
                companies: rows::customers::contact_companies(reader, id)?,
                deals: rows::board::customer_deals(reader, of, CARDS)?,
                deals_total: rows::board::customer_deals_total(reader, of)?,
                projects: crate::deliver::projects_of_contact(reader, id)?,
                history: history::of_record(&commands),
            })
        })
    }
}

/// The commands that touched a customer or a part of it, newest first.
fn commands_of(reader: &Reader<'_>, of: Holder) -> Result<Vec<crate::book::Recorded>> {
    let mut ids = rows::parts::part_ids(reader, of, HISTORY)?;
    ids.push(of.id());
    recorded(reader, &ids, HISTORY)
}

fn customer(reader: &Reader<'_>, of: Holder) -> Result<Customer> {
    let (owner, lifecycle, lifecycle_set, lifecycle_derived) = rows::parts::standing(reader, of)?;
    Ok(Customer {
        owner,
        lifecycle,
        lifecycle_derived,
        lifecycle_set,
        reaches: rows::parts::reaches(reader, of)?,
        addresses: rows::parts::addresses(reader, of)?,
        tags: rows::parts::tags_of(reader, of)?,
        figures: figures(reader, of)?,
        files: files_of(reader, of)?,
    })
}

/// Summed here, one sum a currency; a deal without an amount counts as a deal.
fn figures(reader: &Reader<'_>, of: Holder) -> Result<Figures> {
    let deals = rows::parts::figures(reader, of)?;
    let of_kind = |kind: StageKind| deals.iter().filter(move |deal| deal.kind == kind);
    let amounts = |kind: StageKind| {
        of_kind(kind).filter_map(|deal| Some((deal.currency.clone(), deal.amount?, deal.probability)))
    };
    let plain = |kind| sums(amounts(kind).map(|(currency, amount, _)| (currency, amount)));
    let count = |kind| u32::try_from(of_kind(kind).count()).unwrap_or(u32::MAX);
    let weighed = amounts(StageKind::Open).map(|(currency, amount, percent)| (currency, weighted(amount, percent)));
    Ok(Figures {
        won: plain(StageKind::Won),
        won_deals: count(StageKind::Won),
        open: plain(StageKind::Open),
        weighted: sums(weighed),
        open_deals: count(StageKind::Open),
        customer_since: of_kind(StageKind::Won).filter_map(|deal| deal.close_date).min(),
    })
}

fn deal(reader: &Reader<'_>, facts: DealFacts, pushes: u32) -> Result<Deal> {
    let extras = rows::deals::deal_extras(reader, facts.id)?;
    let rot_days = rows::pipelines::rot_days(reader, facts.stage)?;
    Ok(Deal {
        id: facts.id,
        pipeline: facts.pipeline,
        stage: rows::pipelines::any_stage(reader, facts.stage)?,
        company: extras.company,
        contact: extras.contact,
        owner: extras.owner,
        amount: facts.amount,
        currency: facts.currency,
        amount_from: facts.amount_from,
        probability: facts.probability,
        forecast: facts.forecast,
        close_date: facts.close_date,
        promise: facts.promise,
        product: extras.product,
        source: facts.source,
        notes: facts.notes,
        lost_reason: extras.lost_reason,
        lost_note: extras.lost_note,
        generation: u32::try_from(facts.generation).unwrap_or(0),
        project_wish: facts.project_wish,
        no_project_reason: extras.no_project_reason,
        opened_on: extras.opened_on,
        stage_since: facts.stage_since,
        since_import: rows::deals::since_import(reader, facts.id)?,
        quiet_days: quiet_days(facts.kind, extras.touched_on, reader.today(), rot_days),
        pushes,
        source_key: extras.source_key,
        next_activity: match facts.kind {
            crate::sell::StageKind::Open => crate::activities::rows::next_of(reader, facts.id)?,
            _ => None,
        },
        name: facts.name,
    })
}
