//! The clock from the win to the kickoff: pauses with their reasons, the agreed day, the day it was held.
use super::clock::{CLOSES, OPENS};
use super::rows::{self, Facts};
use crate::book::{Book, Done, Table, Txn, instant, local};
use crate::error::{Code, Error, Missing, Result};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{Day, HandoffId, HandoffState, PauseId};

impl Book {
    /// From now on time does not count towards the targets, for a reason: "The customer is on holiday".
    pub fn pause_handoff(&self, id: HandoffId, reason: &str) -> Result<Done<()>> {
        self.transact("pause_handoff", |txn| {
            let facts = counting(txn, id)?;
            if rows::open_pause(txn, id)?.is_some() {
                return Err(conflict(&facts, "is paused already"));
            }
            let reason = clean(reason, NAME_MAX)?;
            if reason.is_empty() {
                let missing = vec![Missing::new("reason", "Reason")];
                return Err(Error::gate("A pause needs a reason. Nothing was changed.", missing));
            }
            let (pause, since, me): (PauseId, _, _) = (txn.new_id(), txn.moment_ms(), txn.actor().person());
            let columns: crate::book::Columns<'_> =
                &[("handoff_id", &id), ("reason", &reason), ("person_id", &me), ("since_at", &since)];
            txn.insert(Table::HandoffPause, pause, columns)?;
            txn.subject(Table::Handoff, id);
            txn.label(format!("Paused the clock of {}: {reason}", facts.deal_name));
            Ok(())
        })
    }

    /// Time counts again.
    pub fn resume_handoff(&self, id: HandoffId) -> Result<Done<()>> {
        self.transact("resume_handoff", |txn| {
            let facts = rows::facts(txn, id)?;
            let Some(pause) = rows::open_pause(txn, id)? else { return Err(conflict(&facts, "is not paused")) };
            let now_ms = txn.moment_ms();
            txn.update(Table::HandoffPause, pause, &[("until_at", &now_ms)])?;
            txn.subject(Table::Handoff, id);
            txn.label(format!("The clock of {} runs again", facts.deal_name));
            Ok(())
        })
    }

    /// The day agreed for the kickoff; `None`: that of its task again, if it has one.
    pub fn set_kickoff(&self, id: HandoffId, day: Option<Day>) -> Result<Done<()>> {
        self.transact("set_kickoff", |txn| {
            let facts = counting(txn, id)?;
            txn.update(Table::Handoff, id, &[("kickoff_on", &day)])?;
            txn.subject(Table::Handoff, id);
            txn.label(match day {
                Some(day) => format!("The kickoff of {} is on {}", facts.deal_name, day.spoken()),
                None => format!("The kickoff of {} has no day of its own", facts.deal_name),
            });
            Ok(())
        })
    }

    /// The kickoff was held on this day: the clock stops. `None`: it was not held after all.
    pub fn hold_kickoff(&self, id: HandoffId, on: Option<Day>) -> Result<Done<()>> {
        self.transact("hold_kickoff", |txn| {
            let facts = running(txn, id)?;
            let now = local(txn.moment_ms());
            let on = on.map(|day| held_at(&facts, day, now)).transpose()?;
            txn.update(Table::Handoff, id, &[("kickoff_held_at", &on)])?;
            if let (Some(at), Some(pause)) = (on, rows::open_pause(txn, id)?) {
                txn.update(Table::HandoffPause, pause, &[("until_at", &at)])?;
            }
            txn.subject(Table::Handoff, id);
            txn.label(match on {
                Some(_) => format!("Held the kickoff of {}", facts.deal_name),
                None => format!("The kickoff of {} was not held", facts.deal_name),
            });
            Ok(())
        })
    }
}

/// Today: now. A day that is over: its end. A day to come is refused.
fn held_at(facts: &Facts, day: Day, now: (Day, u16)) -> Result<i64> {
    match day.cmp(&now.0) {
        std::cmp::Ordering::Equal => Ok(instant(day, now.1.max(OPENS))),
        std::cmp::Ordering::Less => Ok(instant(day, CLOSES)),
        std::cmp::Ordering::Greater => Err(Error::invalid(format!(
            "The kickoff of {} can't have been held on {}: that day is still to come. Nothing was changed.",
            facts.deal_name,
            day.spoken()
        ))),
    }
}

/// A handoff whose deal is won and whose project comes or is there.
fn running(txn: &Txn<'_>, id: HandoffId) -> Result<Facts> {
    let facts = rows::facts(txn, id)?;
    if !facts.still_won || matches!(facts.state, HandoffState::Cancelled | HandoffState::Reversed) {
        return Err(conflict(&facts, "is not being handed off"));
    }
    Ok(facts)
}

fn counting(txn: &Txn<'_>, id: HandoffId) -> Result<Facts> {
    let facts = running(txn, id)?;
    if facts.kickoff_held {
        return Err(conflict(&facts, "has had its kickoff: no clock runs any more"));
    }
    Ok(facts)
}

fn conflict(facts: &Facts, why: &str) -> Error {
    Error::new(Code::Conflict, format!("{} {why}. Nothing was changed.", facts.deal_name))
}
