//! Asking delivery: a rule for each pipeline, and the answer of whoever leads, entered by them or for them.
use super::rows::{self, Facts};
use super::rules;
use super::types::{Acceptance, AcceptanceRule};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::people::ops::must_be_active;
use crate::values::{HandoffId, HandoffState, PersonId, TaskId};

/// After the worker has written a project: who is asked, and which of its tasks is the kickoff.
pub(in crate::handoff) fn delivered(txn: &mut Txn<'_>, id: HandoffId, tasks: &[TaskId]) -> Result<()> {
    let facts = rows::facts(txn, id)?;
    let (acceptance, why) = rules::first(facts.mode, facts.seller, facts.lead);
    let at = (acceptance == Some(Acceptance::Accepted)).then(|| txn.moment_ms());
    let kickoff = rows::kickoff_task(txn, tasks)?;
    let columns: crate::book::Columns<'_> = &[
        ("acceptance", &acceptance),
        ("accepted_at", &at),
        ("accepted_why", &why),
        ("accepted_by", &None::<PersonId>),
        ("entered_by", &None::<PersonId>),
        ("kickoff_task_id", &kickoff),
        ("kickoff_held_at", &None::<i64>),
    ];
    txn.update(Table::Handoff, id, columns)?;
    Ok(())
}

impl Book {
    /// What each pipeline asks of its handoffs, in the pipelines' order.
    pub fn acceptance_rules(&self) -> Result<Vec<AcceptanceRule>> {
        self.read(rows::acceptance_rules)
    }

    /// Sets what a pipeline asks. Handoffs that have arrived keep what they were asked.
    pub fn save_acceptance_rule(&self, rule: &AcceptanceRule) -> Result<Done<()>> {
        self.transact("save_acceptance_rule", |txn| {
            if [rule.accept_hours, rule.kickoff_hours].contains(&Some(0)) {
                return Err(Error::invalid(
                    "A target is at least one working hour, or none at all. Nothing was changed.",
                ));
            }
            let name = rows::pipeline_name(txn, rule.pipeline)?;
            let columns: crate::book::Columns<'_> = &[
                ("acceptance", &rule.mode),
                ("accept_hours", &rule.accept_hours),
                ("kickoff_hours", &rule.kickoff_hours),
            ];
            txn.update(Table::Pipeline, rule.pipeline, columns)?;
            txn.subject(Table::Pipeline, rule.pipeline);
            txn.label(format!("Saved what {name} asks of its handoffs"));
            Ok(())
        })
    }

    /// Delivery has everything it needs. `by`: who accepted, where somebody else enters it. The deal stays won either way.
    pub fn accept_handoff(&self, id: HandoffId, by: Option<PersonId>) -> Result<Done<()>> {
        self.transact("accept_handoff", |txn| accept(txn, id, by))
    }
}

pub(crate) fn accept(txn: &mut Txn<'_>, id: HandoffId, by: Option<PersonId>) -> Result<()> {
    let facts = asked(txn, id)?;
    let (by, entered_by, words) = who(txn, by, "accepts")?;
    let now_ms = txn.moment_ms();
    let columns: crate::book::Columns<'_> = &[
        ("acceptance", &Acceptance::Accepted),
        ("accepted_by", &by),
        ("entered_by", &entered_by),
        ("accepted_at", &now_ms),
        ("accepted_why", &None::<String>),
    ];
    txn.update(Table::Handoff, id, columns)?;
    txn.subject(Table::Handoff, id);
    let words = rules::accepted_words(Some(&words.0), words.1.as_deref(), None);
    txn.label(label(&words, &facts.deal_name));
    Ok(())
}

/// "Lars accepted the handoff of Hotel roof, entered by Jana".
fn label(words: &str, deal: &str) -> String {
    match words.split_once(", ") {
        Some((who, entered)) => format!("{who} the handoff of {deal}, {entered}"),
        None => format!("{words} the handoff of {deal}"),
    }
}

/// A handoff that still waits for the answer of delivery.
pub(super) fn asked(txn: &Txn<'_>, id: HandoffId) -> Result<Facts> {
    let facts = rows::facts(txn, id)?;
    let refuse = |why: &str| Error::new(Code::Conflict, format!("{} {why}. Nothing was changed.", facts.deal_name));
    if !facts.still_won {
        return Err(refuse("is no longer won: there is nothing to accept until it is won again"));
    }
    if facts.state != HandoffState::Delivered || !facts.project_live {
        return Err(refuse("has no project yet that could be accepted"));
    }
    match facts.acceptance {
        Some(Acceptance::Accepted) => Err(refuse("has been accepted already")),
        None => Err(refuse("needs no acceptance: its pipeline asks nobody")),
        Some(Acceptance::Waiting | Acceptance::Returned) => Ok(facts),
    }
}

/// A person and what they are called.
type Who = (PersonId, Option<PersonId>, (String, Option<String>));

/// On whose behalf, and who entered it where that is somebody else. `gate` when nobody is at this device.
pub(super) fn who(txn: &Txn<'_>, by: Option<PersonId>, verb: &str) -> Result<Who> {
    let me = txn.actor().person();
    let Some(by) = by.or(me) else {
        let missing = vec![Missing::new("by", &format!("Who {verb}"))];
        return Err(Error::gate(format!("Say who {verb}. Nothing was changed."), missing));
    };
    must_be_active(txn, by)?;
    let entered = me.filter(|me| *me != by);
    let name = rows::person_name(txn, by)?;
    let entered_name = entered.map(|me| rows::person_name(txn, me)).transpose()?;
    Ok((by, entered, (name, entered_name)))
}
