//! Winning, losing, reopening: the gates, the figures of the moment, and what the corridor is asked for, in one transaction.
use uuid::Uuid;

use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::handoff;
use crate::sell::ops::deals::{Customer, record};
use crate::sell::ops::{customers, passage, place, reasons};
use crate::sell::rows;
use crate::sell::rules::{lose_missing, may_type_amount, missing_sentence, win_entry_missing, win_missing};
use crate::sell::types::{DealFacts, Forecast, LoseDraft, ProjectWish, StageFacts, StageKind, WinDraft};
use crate::values::text::{NAME_MAX, NOTE_MAX};
use crate::values::{DealId, HandoffState, LostReasonId, StageId};

impl Book {
    /// Wins a deal with what the sheet says, and asks the corridor for its project. Answers the handoff's id, or the deal's where
    /// no project is to come. `gate` names what is missing.
    pub fn win_deal(&self, draft: &WinDraft) -> Result<Done<Uuid>> {
        self.transact("win_deal", |txn| win(txn, draft))
    }

    /// Loses a deal for a reason. `gate` without one.
    pub fn lose_deal(&self, draft: &LoseDraft) -> Result<Done<()>> {
        self.transact("lose_deal", |txn| lose(txn, draft))
    }

    /// Back to `stage`, or to the open stage it was in last.
    pub fn reopen_deal(&self, deal: DealId, stage: Option<StageId>) -> Result<Done<()>> {
        self.transact("reopen_deal", |txn| reopen(txn, deal, stage, None, None))
    }
}

pub(crate) fn win(txn: &mut Txn<'_>, draft: &WinDraft) -> Result<Uuid> {
    let facts = rows::deals::deal_facts(txn, draft.deal)?;
    if facts.kind == StageKind::Won {
        return Err(Error::new(Code::Conflict, format!("{} is won already. Nothing was changed.", facts.name)));
    }
    let stage = closing_stage(txn, &facts, draft.stage, StageKind::Won)?;
    let draft = &handoff::settled(txn, &facts, &stage, draft)?;
    let mut missing = all_win_missing(&facts, &stage, draft);
    missing.extend(handoff::brief_missing(txn, &facts, draft)?);
    if !missing.is_empty() {
        return Err(Error::gate(missing_sentence("Won", &missing), missing));
    }
    may_type_win_amount(&facts, draft)?;
    handoff::brief::answer(txn, draft.deal, &draft.brief)?;
    let customer = Customer::resolve(txn, draft.company.as_ref(), draft.contact.as_ref())?;
    let reason = customers::optional(draft.without_project.as_deref(), NAME_MAX)?;
    if draft.without_project.is_some() && reason.is_none() {
        let missing = vec![crate::error::Missing::new("without_project", "Reason for winning without a project")];
        return Err(Error::gate(missing_sentence("Won without a project", &missing), missing));
    }
    let (generation, asks) = match reason {
        Some(_) => (facts.generation, false),
        None => {
            let latest = handoff::latest(txn, draft.deal)?;
            // A part of another project is asked for anew only where this win has had a project.
            let had = latest.is_some_and(|latest| latest.state == HandoffState::Delivered);
            handoff::next_generation(facts.generation, latest, draft.new_project || (draft.extend.is_some() && had))
        }
    };
    write_win(txn, &facts, draft, &stage, &customer, reason.as_deref(), generation)?;
    txn.subject(Table::Deal, draft.deal);
    txn.label(format!("Won {}", facts.name));
    if !asks {
        handoff::won_again(txn, draft.deal, generation)?;
        return Ok(draft.deal.into());
    }
    let kickoff = draft.closed_on.unwrap_or(txn.today());
    let handoff = handoff::request(txn, draft.deal, generation, draft.template, kickoff)?;
    if let Some(project) = draft.extend {
        handoff::extend(txn, handoff, project, customer.company.or(facts.company))?;
    }
    Ok(handoff.into())
}

/// What every win asks for, and what this stage asks for beyond that.
pub(crate) fn all_win_missing(deal: &DealFacts, stage: &StageFacts, draft: &WinDraft) -> Vec<Missing> {
    let mut missing = win_missing(deal, draft);
    for field in win_entry_missing(deal, stage, draft) {
        if !missing.iter().any(|one| one.field == field.field) {
            missing.push(field);
        }
    }
    missing
}

/// The stage a win goes to: the one asked for, or the pipeline's first won one.
pub(crate) fn win_stage(txn: &Reader<'_>, deal: &DealFacts, stage: Option<StageId>) -> Result<StageFacts> {
    closing_stage(txn, deal, stage, StageKind::Won)
}

fn may_type_win_amount(deal: &DealFacts, draft: &WinDraft) -> Result<()> {
    draft.amount.as_ref().map_or(Ok(()), |amount| may_type_amount(deal, Some(amount)))
}

fn write_win(
    txn: &mut Txn<'_>,
    facts: &DealFacts,
    draft: &WinDraft,
    stage: &StageFacts,
    customer: &Customer,
    reason: Option<&str>,
    generation: i64,
) -> Result<()> {
    let rank = place::rank_for(txn, facts.id, stage.id, draft.above, draft.below)?;
    let amount = draft.amount.as_ref().map(customers::checked).transpose()?;
    let (minor, currency) = match amount {
        Some(money) => (Some(money.minor), money.currency),
        None => (facts.amount, facts.currency.clone()),
    };
    let today = txn.today();
    let wish = if reason.is_some() { ProjectWish::None } else { ProjectWish::Project };
    let columns: crate::book::Columns<'_> = &[
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("company_id", &customer.company.or(facts.company)),
        ("contact_id", &customer.contact.or(facts.contact)),
        ("amount_minor", &minor),
        ("currency", &currency),
        ("close_date", &draft.closed_on.unwrap_or(today)),
        ("promise", &draft.promise.or(facts.promise)),
        ("project_wish", &wish),
        ("no_project_reason", &reason),
        ("generation", &generation),
        ("lost_reason_id", &None::<LostReasonId>),
        ("lost_note", &None::<String>),
        ("probability", &None::<u8>),
        ("forecast", &None::<Forecast>),
        ("stage_since", &today),
        ("touched_on", &today),
    ];
    txn.update(Table::Deal, facts.id, columns)?;
    customer.link(txn, facts.id)?;
    record(txn, facts.id, Some(facts.stage), today)
}

pub(crate) fn lose(txn: &mut Txn<'_>, draft: &LoseDraft) -> Result<()> {
    let facts = rows::deals::deal_facts(txn, draft.deal)?;
    if facts.kind == StageKind::Lost {
        return Err(Error::new(Code::Conflict, format!("{} is lost already. Nothing was changed.", facts.name)));
    }
    let missing = lose_missing(draft.reason.is_some());
    let Some(reason) = &draft.reason else {
        return Err(Error::gate(missing_sentence("Lost", &missing), missing));
    };
    let reason = reasons::reason_of(txn, reason)?;
    let stage = closing_stage(txn, &facts, draft.stage, StageKind::Lost)?;
    passage::may_enter(&facts, &stage)?;
    let note = customers::optional(draft.note.as_deref(), NOTE_MAX)?;
    let rank = place::rank_for(txn, facts.id, stage.id, draft.above, draft.below)?;
    let today = txn.today();
    call_off_handoff(txn, &facts)?;
    let columns: crate::book::Columns<'_> = &[
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("close_date", &draft.closed_on.unwrap_or(today)),
        ("lost_reason_id", &reason),
        ("lost_note", &note),
        ("project_wish", &None::<ProjectWish>),
        ("no_project_reason", &None::<String>),
        ("probability", &None::<u8>),
        ("forecast", &None::<Forecast>),
        ("stage_since", &today),
        ("touched_on", &today),
    ];
    txn.update(Table::Deal, facts.id, columns)?;
    record(txn, facts.id, Some(facts.stage), today)?;
    txn.subject(Table::Deal, facts.id);
    txn.label(format!("Lost {}", facts.name));
    Ok(())
}

/// The actual close date of the win or loss is cleared unless it lies ahead: when an open deal closes is a new question.
pub(crate) fn reopen(
    txn: &mut Txn<'_>,
    deal: DealId,
    stage: Option<StageId>,
    above: Option<DealId>,
    below: Option<DealId>,
) -> Result<()> {
    let facts = rows::deals::deal_facts(txn, deal)?;
    if facts.kind == StageKind::Open {
        return Err(Error::new(Code::Conflict, format!("{} is open already. Nothing was changed.", facts.name)));
    }
    let stage = match stage {
        Some(stage) => Some(stage),
        None => rows::deals::last_open_stage(txn, deal)?,
    };
    let stage = closing_stage(txn, &facts, stage, StageKind::Open)?;
    let rank = place::rank_for(txn, deal, stage.id, above, below)?;
    let today = txn.today();
    let ahead = facts.close_date.filter(|day| *day > today);
    passage::may_enter(&DealFacts { close_date: ahead, ..facts.clone() }, &stage)?;
    let project = project_words(txn, &facts)?;
    call_off_handoff(txn, &facts)?;
    let columns: crate::book::Columns<'_> = &[
        ("stage_id", &stage.id),
        ("rank", &rank),
        ("close_date", &ahead),
        ("lost_reason_id", &None::<LostReasonId>),
        ("lost_note", &None::<String>),
        ("project_wish", &None::<ProjectWish>),
        ("no_project_reason", &None::<String>),
        ("stage_since", &today),
        ("touched_on", &today),
    ];
    txn.update(Table::Deal, deal, columns)?;
    record(txn, deal, Some(facts.stage), today)?;
    txn.subject(Table::Deal, deal);
    txn.label(format!("Reopened {} in {}{project}", facts.name, stage.name));
    Ok(())
}

/// A project that is not there yet must not come for a deal that is no longer won.
pub(crate) fn call_off_handoff(txn: &mut Txn<'_>, deal: &DealFacts) -> Result<()> {
    if deal.kind == StageKind::Won { handoff::withdraw(txn, deal.id) } else { Ok(()) }
}

/// What becomes of the project when a won deal is reopened: it stays, or it never comes.
fn project_words(txn: &Txn<'_>, deal: &DealFacts) -> Result<String> {
    if deal.kind != StageKind::Won {
        return Ok(String::new());
    }
    if let Some(project) = handoff::project_of(txn, deal.id, deal.generation)? {
        return Ok(format!("; its project “{}” is kept as it is", project.name));
    }
    let owed = matches!(
        rows::deals::handoff_of(txn, deal.id, deal.generation)?,
        Some((HandoffState::Pending | HandoffState::Parked, _))
    );
    Ok(if owed { "; its project is not created any more".into() } else { String::new() })
}

/// The stage asked for, which must be of this kind and pipeline, or the pipeline's first of the kind.
fn closing_stage(txn: &Reader<'_>, deal: &DealFacts, stage: Option<StageId>, kind: StageKind) -> Result<StageFacts> {
    let Some(stage) = stage else { return rows::pipelines::first_stage(txn, deal.pipeline, kind) };
    let stage = rows::pipelines::stage_facts(txn, stage)?;
    if stage.kind != kind || stage.pipeline != deal.pipeline {
        return Err(Error::invalid(format!(
            "{} is no {} stage of this deal's pipeline. Nothing was changed.",
            stage.name,
            kind.as_str()
        )));
    }
    Ok(stage)
}
