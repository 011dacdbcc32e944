//! Sending a handoff back with what it lacks, answering that in place, and sending it again. The deal stays won.
use super::acceptance::{asked, who};
use super::rows;
use super::types::{Acceptance, ReturnDraft};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::values::text::{NOTE_MAX, clean};
use crate::values::{GapId, HandoffId, PersonId, ReturnId};

impl Book {
    /// Sends a handoff back to the deal's owner with the gaps named. `gate` without one.
    pub fn return_handoff(&self, id: HandoffId, draft: &ReturnDraft) -> Result<Done<ReturnId>> {
        self.transact("return_handoff", |txn| send_back(txn, id, draft))
    }

    /// Answers one gap in place; an empty answer takes it back. Only while the handoff is with the seller.
    pub fn answer_gap(&self, id: GapId, answer: &str) -> Result<Done<()>> {
        self.transact("answer_gap", |txn| {
            let (handoff, returned, question) = rows::gap(txn, id)?;
            let facts = rows::facts(txn, handoff)?;
            let open =
                facts.acceptance == Some(Acceptance::Returned) && rows::open_return(txn, handoff)? == Some(returned);
            if !open {
                return Err(Error::new(
                    Code::Conflict,
                    format!("The handoff of {} is no longer sent back. Nothing was changed.", facts.deal_name),
                ));
            }
            let answer = Some(clean(answer, NOTE_MAX)?).filter(|answer| !answer.is_empty());
            let (me, now_ms) = (txn.actor().person(), txn.moment_ms());
            let columns: crate::book::Columns<'_> = &[
                ("answer", &answer),
                ("answered_by", &me.filter(|_| answer.is_some())),
                ("answered_at", &answer.as_ref().map(|_| now_ms)),
            ];
            txn.update(Table::HandoffGap, id, columns)?;
            txn.subject(Table::Handoff, handoff);
            txn.label(match answer {
                Some(_) => format!("Answered “{question}” of the handoff of {}", facts.deal_name),
                None => format!("Took back the answer to “{question}”"),
            });
            Ok(())
        })
    }

    /// Sends a returned handoff to delivery again. `gate` names what is still unanswered.
    pub fn send_handoff_again(&self, id: HandoffId) -> Result<Done<()>> {
        self.transact("send_handoff_again", |txn| {
            let facts = asked(txn, id)?;
            let open = if facts.acceptance == Some(Acceptance::Returned) { rows::open_return(txn, id)? } else { None };
            let Some(returned) = open else {
                return Err(Error::new(
                    Code::Conflict,
                    format!("The handoff of {} is not sent back. Nothing was changed.", facts.deal_name),
                ));
            };
            let unanswered = rows::unanswered(txn, returned)?;
            if !unanswered.is_empty() {
                let missing: Vec<Missing> =
                    unanswered.iter().map(|question| Missing::new("answer", question)).collect();
                let what = unanswered.join(" · ");
                return Err(Error::gate(format!("Still without an answer: {what}. Nothing was changed."), missing));
            }
            let (now_ms, me): (i64, Option<PersonId>) = (txn.moment_ms(), txn.actor().person());
            txn.update(Table::HandoffReturn, returned, &[("sent_at", &now_ms), ("sent_by", &me)])?;
            txn.update(Table::Handoff, id, &[("acceptance", &Acceptance::Waiting)])?;
            txn.subject(Table::Handoff, id);
            txn.label(format!("Sent the handoff of {} to delivery again", facts.deal_name));
            Ok(())
        })
    }
}

pub(crate) fn send_back(txn: &mut Txn<'_>, id: HandoffId, draft: &ReturnDraft) -> Result<ReturnId> {
    let facts = asked(txn, id)?;
    if facts.acceptance == Some(Acceptance::Returned) {
        return Err(Error::new(
            Code::Conflict,
            format!("{} has been sent back already and waits for its answers. Nothing was changed.", facts.deal_name),
        ));
    }
    let (by, entered_by, (name, _)) = who(txn, draft.by, "sends it back")?;
    let mut gaps = Vec::with_capacity(draft.gaps.len());
    for gap in &draft.gaps {
        let question = clean(&gap.question, NOTE_MAX)?;
        gaps.push((gap.what, if question.is_empty() { gap.what.label().to_owned() } else { question }));
    }
    if gaps.is_empty() {
        let missing = vec![Missing::new("gaps", "What is missing")];
        return Err(Error::gate("Say what is missing, so that it can be answered. Nothing was changed.", missing));
    }
    let now_ms = txn.moment_ms();
    let returned: ReturnId = txn.new_id();
    let columns: crate::book::Columns<'_> =
        &[("handoff_id", &id), ("returned_by", &by), ("entered_by", &entered_by), ("returned_at", &now_ms)];
    txn.insert(Table::HandoffReturn, returned, columns)?;
    for (what, question) in &gaps {
        let gap: GapId = txn.new_id();
        txn.insert(Table::HandoffGap, gap, &[("return_id", &returned), ("what", what), ("question", question)])?;
    }
    txn.update(Table::Handoff, id, &[("acceptance", &Acceptance::Returned)])?;
    txn.subject(Table::Handoff, id);
    let count = if gaps.len() == 1 { "1 gap".to_owned() } else { format!("{} gaps", gaps.len()) };
    txn.label(format!("{name} returned the handoff of {}: {count}", facts.deal_name));
    Ok(returned)
}
