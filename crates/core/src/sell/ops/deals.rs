//! Deals: create, change one field, move, delete. Winning, losing and reopening are in `closing.rs`.
use crate::activities::{ActivityKind, NewActivity, add_activity};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::people;
use crate::sell::AmountFrom;
use crate::sell::Held;
use crate::sell::ops::pipelines::named;
use crate::sell::ops::{closing, customers, lines, passage, place};
use crate::sell::rows;
use crate::sell::rules::{
    Entry, enter_stage, forecast, may_be_in, may_override, may_type_amount, missing_sentence, probability, won_lacks,
};
use crate::sell::types::{
    DealEdit, DealFacts, LoseDraft, MoveDeal, NewDeal, StageEvent, StageFacts, StageKind, WinDraft,
};
use crate::values::money::currency_code;
use crate::values::text::{NAME_MAX, NOTE_MAX};
use crate::values::{CompanyId, ContactId, Day, DealId, Minor, Money, StageEventId, StageId};

impl Book {
    /// Creates a deal at the top of an open stage.
    pub fn create_deal(&self, new: &NewDeal) -> Result<Done<DealId>> {
        self.transact("create_deal", |txn| {
            let id = create(txn, new)?;
            txn.subject(Table::Deal, id);
            txn.label(format!("Created {}", new.name.trim()));
            Ok(id)
        })
    }

    /// Changes one field. A won deal keeps what Won needs: `gate` names what would be missing.
    pub fn edit_deal(&self, id: DealId, change: &DealEdit) -> Result<Done<()>> {
        self.transact("edit_deal", |txn| {
            let label = edit(txn, id, change)?;
            txn.subject(Table::Deal, id);
            txn.label(label);
            Ok(())
        })
    }

    /// Puts a deal into a stage, between two neighbours. Entering a won or lost stage passes the same gates as the sheets;
    /// leaving one reopens the deal.
    pub fn move_deal(&self, to: &MoveDeal) -> Result<Done<()>> {
        self.transact("move_deal", |txn| move_to(txn, to))
    }

    /// Puts a deal into the trash. A project it has stays; a handoff not yet delivered is called off.
    pub fn delete_deal(&self, id: DealId) -> Result<Done<()>> {
        self.transact("delete_deal", |txn| {
            let name = delete(txn, id)?;
            txn.subject(Table::Deal, id);
            txn.label(format!("Deleted {name}"));
            Ok(())
        })
    }

    /// Every stage the deal entered, oldest first, with the figures as they were.
    pub fn stage_events(&self, id: DealId) -> Result<Vec<StageEvent>> {
        self.read(|reader| rows::deals::stage_events(reader, id))
    }
}

/// Answers the name of what was deleted.
pub(crate) fn delete(txn: &mut Txn<'_>, id: DealId) -> Result<String> {
    let facts = rows::deals::deal_facts(txn, id)?;
    closing::call_off_handoff(txn, &facts)?;
    txn.trash(Table::Deal, id)?;
    Ok(facts.name)
}

pub(crate) fn create(txn: &mut Txn<'_>, new: &NewDeal) -> Result<DealId> {
    let name = named(&new.name, "deal")?;
    let pipeline = rows::pipelines::pipeline_or_first(txn, new.pipeline)?;
    let stage = match new.stage {
        Some(stage) => rows::pipelines::stage_facts(txn, stage)?,
        None => rows::pipelines::first_stage(txn, pipeline, StageKind::Open)?,
    };
    if stage.pipeline != pipeline && new.pipeline.is_some() {
        return Err(Error::invalid(format!("{} belongs to another pipeline. Nothing was created.", stage.name)));
    }
    if stage.kind != StageKind::Open {
        return Err(Error::invalid("A new deal starts in an open stage. Create it there, then win or lose it."));
    }
    let home = rows::deals::firm_currency(txn)?;
    let currency = currency_code(new.currency.as_deref().unwrap_or(&home))?;
    if let Some(amount) = new.amount {
        Money::new(amount.0, currency)?;
    }
    if let Some(owner) = new.owner {
        people::ops::must_be_active(txn, owner)?;
    }
    let customer = Customer::resolve(txn, new.company.as_ref(), new.contact.as_ref())?;
    let product = new.product.as_ref().map(|product| customers::product_of(txn, product)).transpose()?;
    let source = customers::optional(new.source.as_deref(), NAME_MAX)?;
    let notes = customers::optional(new.notes.as_deref(), NOTE_MAX)?;
    let id: DealId = txn.new_id();
    let rank = place::rank_for(txn, id, stage.id, None, None)?;
    let today = txn.today();
    let columns: crate::book::Columns<'_> = &[
        ("pipeline_id", &stage.pipeline),
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("name", &name),
        ("company_id", &customer.company),
        ("contact_id", &customer.contact),
        ("owner_id", &new.owner),
        ("amount_minor", &new.amount),
        ("currency", &currency),
        ("close_date", &new.close_date),
        ("product_id", &product),
        ("source", &source),
        ("notes", &notes),
        ("stage_since", &today),
        ("touched_on", &today),
        ("opened_on", &today),
    ];
    txn.insert(Table::Deal, id, columns)?;
    customer.link(txn, id)?;
    passage::must_hold(&stage, Held::of(&rows::deals::deal_facts(txn, id)?))?;
    record(txn, id, None, today)?;
    Ok(id)
}

/// A deal's customer, with records made for names that are new.
pub(crate) struct Customer {
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
    new_contact: bool,
}

impl Customer {
    pub(crate) fn resolve(
        txn: &mut Txn<'_>,
        company: Option<&crate::values::Ref>,
        contact: Option<&crate::values::Ref>,
    ) -> Result<Customer> {
        let company = company.map(|company| customers::company_of(txn, company)).transpose()?;
        let new_contact = matches!(contact, Some(crate::values::Ref::Name { .. }));
        let contact = contact.map(|contact| customers::contact_of(txn, contact)).transpose()?;
        Ok(Customer { company, contact, new_contact })
    }

    /// The main contact is one of the deal's contacts; one that came by name belongs to the company too.
    pub(crate) fn link(&self, txn: &mut Txn<'_>, deal: DealId) -> Result<()> {
        let Some(contact) = self.contact else { return Ok(()) };
        customers::link_deal(txn, deal, contact, None)?;
        if let (true, Some(company)) = (self.new_contact, self.company) {
            customers::link_company(txn, company, contact, None)?;
        }
        Ok(())
    }
}

/// Writes the change and answers the sentence for the journal.
pub(crate) fn edit(txn: &mut Txn<'_>, id: DealId, change: &DealEdit) -> Result<String> {
    let before = rows::deals::deal_facts(txn, id)?;
    let what = write_field(txn, &before, change)?;
    let after = rows::deals::deal_facts(txn, id)?;
    keep_won(&before, &after)?;
    let today = txn.today();
    if after != before {
        txn.update(Table::Deal, id, &[("touched_on", &today)])?;
    }
    let figures = |facts: &DealFacts| {
        (facts.amount, facts.currency.clone(), facts.close_date, facts.owner, facts.probability, facts.forecast)
    };
    if figures(&before) != figures(&after) {
        record(txn, id, Some(before.stage), today)?;
    }
    Ok(format!("Changed {what} of {}", after.name))
}

fn write_field(txn: &mut Txn<'_>, deal: &DealFacts, change: &DealEdit) -> Result<&'static str> {
    let id = deal.id;
    match change {
        DealEdit::Name(name) => {
            let name = named(name, "deal")?;
            txn.update(Table::Deal, id, &[("name", &name)])?;
            Ok("the name")
        }
        DealEdit::Company(company) => {
            let company = company.as_ref().map(|company| customers::company_of(txn, company)).transpose()?;
            txn.update(Table::Deal, id, &[("company_id", &company)])?;
            Ok("the company")
        }
        DealEdit::Contact(contact) => {
            let mut customer = Customer::resolve(txn, None, contact.as_ref())?;
            txn.update(Table::Deal, id, &[("contact_id", &customer.contact)])?;
            customer.company = deal.company;
            customer.link(txn, id)?;
            Ok("the contact")
        }
        DealEdit::Owner(owner) => {
            if let Some(owner) = owner {
                people::ops::must_be_active(txn, *owner)?;
            }
            txn.update(Table::Deal, id, &[("owner_id", owner)])?;
            Ok("the owner")
        }
        DealEdit::Amount(amount) => {
            write_amount(txn, deal, amount.as_ref())?;
            Ok("the amount")
        }
        DealEdit::TypedAmount(amount) => {
            may_be_in(deal, amount.as_ref())?;
            txn.update(Table::Deal, id, &[("amount_from", &AmountFrom::Typed)])?;
            set_amount(txn, deal, amount.as_ref())?;
            Ok("the amount")
        }
        DealEdit::AmountFrom(AmountFrom::Lines) => lines::take_sum(txn, deal).map(|()| "where the amount comes from"),
        DealEdit::AmountFrom(AmountFrom::Typed) => {
            txn.update(Table::Deal, id, &[("amount_from", &AmountFrom::Typed)])?;
            Ok("where the amount comes from")
        }
        DealEdit::Probability(probability) => {
            may_override(deal, *probability, None)?;
            txn.update(Table::Deal, id, &[("probability", probability)])?;
            Ok("the probability")
        }
        DealEdit::Forecast(forecast) => {
            may_override(deal, None, *forecast)?;
            txn.update(Table::Deal, id, &[("forecast", forecast)])?;
            Ok("the forecast category")
        }
        DealEdit::CloseDate(day) => {
            txn.update(Table::Deal, id, &[("close_date", day)])?;
            Ok("the close date")
        }
        DealEdit::Promise(promise) => {
            txn.update(Table::Deal, id, &[("promise", promise)])?;
            Ok("the promised delivery")
        }
        DealEdit::Product(product) => {
            let product = product.as_ref().map(|product| customers::product_of(txn, product)).transpose()?;
            txn.update(Table::Deal, id, &[("product_id", &product)])?;
            Ok("the product")
        }
        DealEdit::Source(source) => {
            let source = customers::optional(source.as_deref(), NAME_MAX)?;
            txn.update(Table::Deal, id, &[("source", &source)])?;
            Ok("the source")
        }
        DealEdit::Notes(notes) => {
            let notes = customers::optional(notes.as_deref(), NOTE_MAX)?;
            txn.update(Table::Deal, id, &[("notes", &notes)])?;
            Ok("the notes")
        }
        DealEdit::NextStep(step) => {
            if step.kind == ActivityKind::Note {
                return Err(Error::invalid(
                    "A note is no next step. Plan a call, a meeting, an e-mail or a to-do; nothing was changed.",
                ));
            }
            let plan = NewActivity::of(step.kind, step.subject.as_str());
            add_activity(txn, &NewActivity { due: step.due, minute: step.minute, deal: Some(id), ..plan })?;
            Ok("the next step")
        }
    }
}

fn write_amount(txn: &mut Txn<'_>, deal: &DealFacts, amount: Option<&Money>) -> Result<()> {
    may_type_amount(deal, amount)?;
    set_amount(txn, deal, amount)
}

/// Amount and currency are always set together.
fn set_amount(txn: &mut Txn<'_>, deal: &DealFacts, amount: Option<&Money>) -> Result<()> {
    let amount = amount.map(customers::checked).transpose()?;
    let minor: Option<Minor> = amount.as_ref().map(|money| money.minor);
    let currency = amount.map_or_else(|| deal.currency.clone(), |money| money.currency);
    txn.update(Table::Deal, deal.id, &[("amount_minor", &minor), ("currency", &currency)])?;
    Ok(())
}

/// An edit may not take from a won deal what the gate asked for when it was won.
fn keep_won(before: &DealFacts, after: &DealFacts) -> Result<()> {
    if after.kind != StageKind::Won {
        return Ok(());
    }
    let had = won_lacks(before);
    let lost: Vec<_> = won_lacks(after).into_iter().filter(|field| !had.contains(field)).collect();
    if lost.is_empty() { Ok(()) } else { Err(Error::gate(missing_sentence("A won deal", &lost), lost)) }
}

pub(crate) fn move_to(txn: &mut Txn<'_>, to: &MoveDeal) -> Result<()> {
    let facts = rows::deals::deal_facts(txn, to.deal)?;
    let stage = rows::pipelines::stage_facts(txn, to.stage)?;
    match enter_stage(&facts, &stage)? {
        Entry::Reorder => {
            let rank = place::rank_for(txn, to.deal, to.stage, to.above, to.below)?;
            txn.update(Table::Deal, to.deal, &[("rank", &rank)])?;
            txn.label(format!("Moved {} within {}", facts.name, stage.name));
        }
        Entry::Advance => {
            let rank = place::rank_for(txn, to.deal, to.stage, to.above, to.below)?;
            advance(txn, to.deal, &stage, &rank)?;
            txn.label(format!("Moved {} to {}", facts.name, stage.name));
        }
        Entry::Win => {
            let draft = WinDraft { stage: Some(to.stage), above: to.above, below: to.below, ..WinDraft::of(to.deal) };
            closing::win(txn, &draft)?;
        }
        Entry::Lose => {
            let draft = LoseDraft {
                deal: to.deal,
                stage: Some(to.stage),
                reason: None,
                note: None,
                closed_on: None,
                above: to.above,
                below: to.below,
            };
            closing::lose(txn, &draft)?;
        }
        Entry::Reopen => closing::reopen(txn, to.deal, Some(to.stage), to.above, to.below)?,
    }
    txn.subject(Table::Deal, to.deal);
    Ok(())
}

/// Into another stage of the same kind, through its gate.
pub(crate) fn advance(txn: &mut Txn<'_>, deal: DealId, stage: &StageFacts, rank: &str) -> Result<()> {
    passage::may_enter(&rows::deals::deal_facts(txn, deal)?, stage)?;
    advance_unasked(txn, deal, stage, rank)
}

/// Into another stage of the same kind, whose gate has been passed.
pub(crate) fn advance_unasked(txn: &mut Txn<'_>, deal: DealId, stage: &StageFacts, rank: &str) -> Result<()> {
    let from = rows::deals::deal_facts(txn, deal)?.stage;
    let today = txn.today();
    let columns: crate::book::Columns<'_> = &[
        ("pipeline_id", &stage.pipeline),
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("stage_since", &today),
        ("touched_on", &today),
    ];
    txn.update(Table::Deal, deal, columns)?;
    record(txn, deal, Some(from), today)
}

/// Appends to the stage history the deal as it stands now. Also after a change of amount, close date or owner, so that a
/// report about a past day sees the figures of that day.
pub(crate) fn record(txn: &mut Txn<'_>, deal: DealId, from: Option<StageId>, day: Day) -> Result<()> {
    let facts = rows::deals::deal_facts(txn, deal)?;
    let stage = rows::pipelines::stage_facts(txn, facts.stage)?;
    let id: StageEventId = txn.new_id();
    let columns: crate::book::Columns<'_> = &[
        ("deal_id", &deal),
        ("day", &day),
        ("from_stage_id", &from),
        ("to_stage_id", &stage.id),
        ("kind", &stage.kind),
        ("amount_minor", &facts.amount),
        ("currency", &facts.currency),
        ("probability", &probability(&facts, &stage)),
        ("forecast", &forecast(&facts, &stage)),
        ("close_date", &facts.close_date),
        ("owner_id", &facts.owner),
    ];
    txn.insert(Table::DealStageEvent, id, columns)
}
