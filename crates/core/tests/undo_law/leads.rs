//! Leads, from the inbox to the decision.
use handsel_core::book::Table;
use handsel_core::sell::{LeadBulk, LeadDeal, LeadEdit, LeadPick, NewLead, QualifyLead};
use handsel_core::values::Ref;

use super::{Verb, verb};

pub const VERBS: &[Verb] = &[
    verb("add_lead", |world, at| {
        let new =
            NewLead { name: format!("Lead {at}"), email: Some(format!("l{at}@example.com")), ..NewLead::default() };
        world.book.add_lead(&new).map(drop)
    }),
    verb("edit_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        world.book.edit_lead(lead, &LeadEdit::Source(Some(format!("fair {at}")))).map(drop)
    })
    .after(&["add_lead"]),
    verb("contact_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        world.book.contact_lead(lead).map(drop)
    })
    .after(&["add_lead"]),
    verb("qualify_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        let deal = LeadDeal { name: format!("Deal {at}"), pipeline: None, amount: None, close_date: None };
        let company = (at % 2 == 0).then(|| Ref::name("Of a lead"));
        world.book.qualify_lead(&QualifyLead { lead, contact: None, company, deal: Some(deal) }).map(drop)
    })
    .after(&["add_lead"]),
    verb("disqualify_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        world.book.disqualify_lead(lead, "No budget").map(drop)
    })
    .after(&["add_lead"]),
    verb("bulk_edit_leads", |world, at| {
        let ids: Vec<_> = (at..at + 3).filter_map(|at| world.any(Table::Lead, at)).collect();
        let change = match at % 4 {
            0 => LeadBulk::Disqualify("No need".into()),
            1 => LeadBulk::Source(Some(format!("fair {at}"))),
            2 => LeadBulk::Contacted,
            _ => LeadBulk::Delete,
        };
        let mut these = Vec::new();
        ids.into_iter().for_each(|id| {
            if !these.contains(&id) {
                these.push(id)
            }
        });
        match world.book.bulk_edit_leads(&LeadPick::These(these), &change) {
            Err(error) if error.code == handsel_core::Code::Conflict => Ok(()),
            done => done.map(drop),
        }
    })
    .after(&["add_lead"]),
    verb("reopen_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        world.book.reopen_lead(lead).map(drop)
    })
    .after(&["add_lead", "disqualify_lead"]),
    verb("delete_lead", |world, at| {
        let Some(lead) = world.any(Table::Lead, at) else { return Ok(()) };
        world.book.delete_lead(lead).map(drop)
    })
    .after(&["add_lead"]),
];
