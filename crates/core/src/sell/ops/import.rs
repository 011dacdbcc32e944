//! Deals that come from a file: the same gates, with the days the file gives. Used by the import, one call a row.
use crate::book::{Table, Txn};
use crate::error::{Error, Result};
use crate::people::ops::must_be_active;
use crate::sell::ops::pipelines::named;
use crate::sell::ops::{customers, passage, place};
use crate::sell::rows;
use crate::sell::rules::{may_be_in, missing_sentence};
use crate::sell::types::{DealFacts, Forecast, ProjectWish, StageFacts, StageKind};
use crate::sell::{AmountFrom, Held};
use crate::values::text::{NAME_MAX, NOTE_MAX};
use crate::values::{
    CompanyId, ContactId, Day, DealId, LostReasonId, Money, PersonId, ProductId, Promise, StageEventId, StageId,
};

/// A deal as a file has it. `None` in an update leaves the field as it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FileDeal {
    pub name: String,
    pub stage: StageId,
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
    pub owner: Option<PersonId>,
    pub amount: Option<Money>,
    /// The currency of a deal without an amount.
    pub currency: String,
    /// Expected for an open deal, actual for a closed one.
    pub close_date: Option<Day>,
    pub promise: Option<Promise>,
    pub opened_on: Option<Day>,
    pub product: Option<ProductId>,
    pub source: Option<String>,
    pub notes: Option<String>,
    pub lost_reason: Option<LostReasonId>,
    pub source_key: Option<String>,
    /// From `rank::spread` for a whole file; `None`: the end of the column.
    pub rank: Option<String>,
}

/// Adds the deal. One that is won came in as won: it needs a customer, an amount and its day, and is handed off only when asked.
/// Rotting counts from today, the day of the import. A missing lost reason is accepted: files seldom have one.
pub(crate) fn add(txn: &mut Txn<'_>, file: &FileDeal) -> Result<DealId> {
    let stage = rows::pipelines::stage_facts(txn, file.stage)?;
    let name = named(&file.name, "deal")?;
    let amount = file.amount.as_ref().map(customers::checked).transpose()?;
    let won = stage.kind == StageKind::Won;
    if won {
        let has = (file.company.is_some() || file.contact.is_some(), amount.is_some(), file.close_date.is_some());
        gate(has)?;
    }
    passage::must_hold(&stage, held(file))?;
    let source = customers::optional(file.source.as_deref(), NAME_MAX)?;
    let notes = customers::optional(file.notes.as_deref(), NOTE_MAX)?;
    let rank = match &file.rank {
        Some(rank) => rank.clone(),
        None => end_of(txn, stage.id)?,
    };
    let today = txn.today();
    let currency = amount.as_ref().map_or(file.currency.as_str(), |money| money.currency.as_str()).to_owned();
    let since = stage_day(file, &stage, today);
    let id: DealId = txn.new_id();
    let columns: crate::book::Columns<'_> = &[
        ("pipeline_id", &stage.pipeline),
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("name", &name),
        ("company_id", &file.company),
        ("contact_id", &file.contact),
        ("owner_id", &file.owner),
        ("amount_minor", &amount.as_ref().map(|money| money.minor)),
        ("currency", &currency),
        ("close_date", &file.close_date),
        ("promise", &file.promise),
        ("product_id", &file.product),
        ("source", &source),
        ("notes", &notes),
        ("lost_reason_id", &file.lost_reason),
        ("project_wish", &won.then_some(ProjectWish::Imported)),
        ("stage_since", &since),
        ("touched_on", &today),
        ("opened_on", &file.opened_on),
        ("source_key", &file.source_key),
    ];
    txn.insert(Table::Deal, id, columns)?;
    if let Some(contact) = file.contact {
        customers::link_deal(txn, id, contact, None)?;
    }
    let past = Past { deal: id, amount: amount.as_ref(), currency: &currency, owner: file.owner };
    past.write(txn, file, &stage, since)?;
    Ok(id)
}

/// Brings an imported deal to what the file says now. Answers whether anything changed. A deal that was handed off since, or
/// closed by hand, keeps its stage: a file does not undo what people did.
pub(crate) fn update(txn: &mut Txn<'_>, id: DealId, file: &FileDeal) -> Result<bool> {
    let facts = rows::deals::deal_facts(txn, id)?;
    let stage = rows::pipelines::stage_facts(txn, file.stage)?;
    let enters = facts.kind == StageKind::Open && stage.id != facts.stage && stage.pipeline == facts.pipeline;
    if enters {
        passage::must_hold(&stage, Held::of(&facts).or(held(file)))?;
    }
    let mut changed = write_fields(txn, &facts, file)?;
    if enters {
        enter(txn, id, &facts, file, &stage)?;
        changed = true;
    } else if changed && facts.kind == StageKind::Open {
        let today = txn.today();
        crate::sell::ops::deals::record(txn, id, Some(facts.stage), today)?;
    }
    if changed {
        let today = txn.today();
        txn.update(Table::Deal, id, &[("touched_on", &today)])?;
    }
    Ok(changed)
}

fn write_fields(txn: &mut Txn<'_>, facts: &DealFacts, file: &FileDeal) -> Result<bool> {
    let name = named(&file.name, "deal")?;
    // An amount that follows its lines stays theirs, and so does a currency with lines in it.
    let follows = |money: &Money| facts.amount_from == AmountFrom::Lines || may_be_in(facts, Some(money)).is_err();
    let amount = file.amount.as_ref().map(customers::checked).transpose()?.filter(|money| !follows(money));
    let minor = amount.as_ref().map(|money| money.minor).or(facts.amount);
    let currency = amount.map_or_else(|| facts.currency.clone(), |money| money.currency);
    let notes = customers::optional(file.notes.as_deref(), NOTE_MAX)?.or_else(|| facts.notes.clone());
    let owner = owner(txn, facts, file)?;
    let columns: crate::book::Columns<'_> = &[
        ("name", &name),
        ("company_id", &file.company.or(facts.company)),
        ("contact_id", &file.contact.or(facts.contact)),
        ("owner_id", &owner),
        ("amount_minor", &minor),
        ("currency", &currency),
        ("close_date", &file.close_date.or(facts.close_date)),
        ("promise", &file.promise.or(facts.promise)),
        ("product_id", &file.product.or(facts.product)),
        ("lost_reason_id", &file.lost_reason.or(facts.lost_reason)),
        ("notes", &notes),
    ];
    let changed = txn.update(Table::Deal, facts.id, columns)?;
    if let Some(contact) = file.contact {
        customers::link_deal(txn, facts.id, contact, None)?;
    }
    Ok(changed)
}

/// Whoever the file names; but a file that still names somebody who has left does not take the deal from who took it over.
fn owner(txn: &Txn<'_>, facts: &DealFacts, file: &FileDeal) -> Result<Option<PersonId>> {
    let (Some(named), Some(now)) = (file.owner, facts.owner) else { return Ok(file.owner.or(facts.owner)) };
    let has_left = named != now && must_be_active(txn, named).is_err() && must_be_active(txn, now).is_ok();
    Ok(Some(if has_left { now } else { named }))
}

/// The file has moved the deal on since it was imported.
fn enter(txn: &mut Txn<'_>, id: DealId, before: &DealFacts, file: &FileDeal, stage: &StageFacts) -> Result<()> {
    let now = rows::deals::deal_facts(txn, id)?;
    let won = stage.kind == StageKind::Won;
    if won {
        gate((now.company.is_some() || now.contact.is_some(), now.amount.is_some(), now.close_date.is_some()))?;
    }
    let rank = place::rank_for(txn, id, stage.id, None, None)?;
    let today = txn.today();
    let since = stage_day(file, stage, today);
    let wish = won.then_some(ProjectWish::Imported);
    let columns: crate::book::Columns<'_> =
        &[("stage_id", &stage.id), ("rank", &rank), ("stage_since", &since), ("project_wish", &wish)];
    txn.update(Table::Deal, id, columns)?;
    if stage.kind != StageKind::Open {
        txn.update(Table::Deal, id, &[("probability", &None::<u8>), ("forecast", &None::<Forecast>)])?;
    }
    crate::sell::ops::deals::record(txn, id, Some(before.stage), since)
}

/// The fields a row of a file fills.
fn held(file: &FileDeal) -> Held {
    Held {
        company: file.company.is_some(),
        contact: file.contact.is_some(),
        owner: file.owner.is_some(),
        amount: file.amount.is_some(),
        close_date: file.close_date.is_some(),
        promise: file.promise.is_some(),
        product: file.product.is_some(),
        lines: false,
        next_step: false,
        source: file.source.is_some(),
        notes: file.notes.is_some(),
    }
}

fn gate((customer, amount, close_date): (bool, bool, bool)) -> Result<()> {
    let wanted = [
        (customer, "company", "Company or contact"),
        (amount, "amount", "Amount"),
        (close_date, "close_date", "Close date"),
    ];
    let missing: Vec<_> = wanted
        .into_iter()
        .filter(|(there, _, _)| !there)
        .map(|(_, field, label)| crate::error::Missing::new(field, label))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(Error::gate(missing_sentence("Won", &missing), missing)) }
}

/// Closed deals entered their stage when they closed, open ones when they were opened; a day ahead of us is today.
fn stage_day(file: &FileDeal, stage: &StageFacts, today: Day) -> Day {
    let day = match stage.kind {
        StageKind::Open => file.opened_on,
        StageKind::Won | StageKind::Lost => file.close_date.or(file.opened_on),
    };
    day.map_or(today, |day| day.min(today))
}

fn end_of(txn: &mut Txn<'_>, stage: StageId) -> Result<String> {
    let last = rows::deals::last_rank(txn, stage)?;
    crate::values::rank::between(last.as_deref(), None, txn.jitter())
}

/// What the file tells of the past: when the deal was opened, and when it closed.
struct Past<'a> {
    deal: DealId,
    amount: Option<&'a Money>,
    currency: &'a str,
    owner: Option<PersonId>,
}

impl Past<'_> {
    fn write(&self, txn: &mut Txn<'_>, file: &FileDeal, stage: &StageFacts, since: Day) -> Result<()> {
        let mut from = None;
        let opened = file.opened_on.filter(|day| *day <= since);
        if let (true, Some(opened)) = (stage.kind != StageKind::Open, opened) {
            let first = rows::pipelines::first_stage(txn, stage.pipeline, StageKind::Open)?;
            // What the amount was expected to be then, and when it was to close, the file does not say.
            self.event(txn, (None, None), None, &first, opened)?;
            from = Some(first.id);
        }
        self.event(txn, (self.amount, file.close_date), from, stage, since)
    }

    fn event(
        &self,
        txn: &mut Txn<'_>,
        (amount, close_date): (Option<&Money>, Option<Day>),
        from: Option<StageId>,
        to: &StageFacts,
        day: Day,
    ) -> Result<()> {
        let id: StageEventId = txn.new_id();
        let columns: crate::book::Columns<'_> = &[
            ("deal_id", &self.deal),
            ("day", &day),
            ("from_stage_id", &from),
            ("to_stage_id", &to.id),
            ("kind", &to.kind),
            ("amount_minor", &amount.map(|money| money.minor)),
            ("currency", &self.currency),
            ("probability", &to.probability),
            ("forecast", &to.forecast),
            ("close_date", &close_date),
            ("owner_id", &self.owner),
        ];
        txn.insert(Table::DealStageEvent, id, columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::error::Code;
    use crate::people::SavePerson;
    use crate::start::{Business, SetUp, Start};

    struct World {
        _folder: tempfile::TempDir,
        book: Book,
        open: StageId,
        won: StageId,
    }

    fn world() -> World {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("w.handsel"), "Firm", "EUR").unwrap();
        let (business, me) = (Business::Installation, "Ada".to_owned());
        book.set_up(&SetUp { firm: "Firm".into(), currency: "EUR".into(), start: Start::Empty, business, me }).unwrap();
        let stages = book.pipelines().unwrap().swap_remove(0).stages;
        let first = |kind| stages.iter().find(|stage| stage.kind == kind).unwrap().id;
        World { open: first(StageKind::Open), won: first(StageKind::Won), _folder: folder, book }
    }

    /// Nothing but a name.
    fn bare(stage: StageId) -> FileDeal {
        FileDeal {
            name: "Roof".into(),
            stage,
            company: None,
            contact: None,
            owner: None,
            amount: None,
            currency: "EUR".into(),
            close_date: None,
            promise: None,
            opened_on: None,
            product: None,
            source: None,
            notes: None,
            lost_reason: None,
            source_key: None,
            rank: None,
        }
    }

    #[test]
    fn a_file_that_names_who_has_left_keeps_the_successor() {
        let world = world();
        let person = |name: &str| {
            let save = SavePerson { id: None, name: name.into(), email: None };
            world.book.save_person(&save).unwrap().value
        };
        let (boris, nina, olga) = (person("Boris"), person("Nina"), person("Olga"));
        let file = |owner| FileDeal { owner: Some(owner), ..bare(world.open) };
        let deal = world.book.transact("import", |txn| add(txn, &file(boris))).unwrap().value;
        let owner = || world.book.deal(deal).unwrap().deal.owner.unwrap().name;
        world.book.deactivate_person(boris, Some(nina)).unwrap();
        world.book.transact("import", |txn| update(txn, deal, &file(boris)).map(drop)).unwrap();
        assert_eq!(owner(), "Nina");
        world.book.transact("import", |txn| update(txn, deal, &file(olga)).map(drop)).unwrap();
        assert_eq!(owner(), "Olga", "somebody who is there takes it");
    }

    fn must_be_gated(error: &Error) {
        let missing: Vec<_> = error.missing.iter().map(|one| one.field.as_str()).collect();
        assert_eq!((error.code, missing), (Code::Gate, vec!["company", "amount", "close_date"]));
    }

    #[test]
    fn a_file_adds_no_won_deal_without_customer_amount_and_day() {
        let world = world();
        let refused = world.book.transact("import", |txn| add(txn, &bare(world.won))).unwrap_err();
        must_be_gated(&refused);
    }

    #[test]
    fn nor_does_it_move_one_there() {
        let world = world();
        let deal = world.book.transact("import", |txn| add(txn, &bare(world.open))).unwrap().value;
        let refused = world.book.transact("import", |txn| update(txn, deal, &bare(world.won))).unwrap_err();
        must_be_gated(&refused);
    }
}
