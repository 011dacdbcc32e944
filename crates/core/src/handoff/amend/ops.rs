//! Telling delivery, showing what has changed since, and deciding about it. Nothing reaches a project without a decision.
use super::rows::{self, Facts};
use super::rules::{self, Told};
use super::types::{AmendDecision, AmendDraft, AmendEffect, AmendWhat, Amendment, Decided};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::deliver;
use crate::error::{Code, Error, Missing, Result};
use crate::values::text::{NOTE_MAX, clean};
use crate::values::{AmendmentId, DealId, HandoffId, HandoffState, ProjectId, Promise};

/// Keeps what the deal says at this moment: the worker has just written it into a project.
pub(in crate::handoff) fn told(txn: &mut Txn<'_>, handoff: HandoffId, deal: DealId) -> Result<()> {
    let now = rows::now(txn, deal)?;
    keep(txn, handoff, &now)
}

fn keep(txn: &mut Txn<'_>, handoff: HandoffId, told: &Told) -> Result<()> {
    let json = serde_json::to_string(told)
        .map_err(|why| Error::invalid(format!("What was sold can't be written down ({why}). Nothing was changed.")))?;
    txn.update(Table::Handoff, handoff, &[("sold", &json)])?;
    Ok(())
}

/// What has changed since delivery was told; nothing for a deal that is no longer won or has no project.
pub(in crate::handoff) fn open(reader: &Reader<'_>, id: HandoffId) -> Result<Vec<Amendment>> {
    let facts = rows::facts(reader, id)?;
    Ok(differences(reader, &facts)?.map(|(open, _, _)| open).unwrap_or_default())
}

/// The differences, what delivery was told, and what is now.
type Differences = (Vec<Amendment>, Told, Told);

fn differences(reader: &Reader<'_>, facts: &Facts) -> Result<Option<Differences>> {
    let stands = facts.still_won && facts.state == HandoffState::Delivered && facts.project.is_some();
    let Some(told) = facts.told.clone().filter(|_| stands) else { return Ok(None) };
    let now = rows::now(reader, facts.deal)?;
    Ok(Some((rules::differences(&told, &now, &facts.target), told, now)))
}

pub(in crate::handoff) fn decided(reader: &Reader<'_>, id: HandoffId) -> Result<Vec<Decided>> {
    rows::decided(reader, id)
}

impl Book {
    /// Takes or leaves changes of the deal. Each that is decided is settled; the others stay open. Refused where a person has set
    /// something else in the project: that is theirs to change.
    pub fn decide_amendment(&self, id: HandoffId, draft: &AmendDraft) -> Result<Done<()>> {
        self.transact("decide_amendment", |txn| {
            let facts = rows::facts(txn, id)?;
            let Some((open, mut told, now)) = differences(txn, &facts)? else { return Err(nothing(&facts)) };
            let (Some(project), false) = (facts.project, draft.decisions.is_empty()) else {
                let missing = vec![Missing::new("decisions", "Which changes")];
                return Err(Error::gate("Say which changes to take and which to leave. Nothing was changed.", missing));
            };
            let note =
                draft.note.as_deref().map(|note| clean(note, NOTE_MAX)).transpose()?.filter(|note| !note.is_empty());
            for decision in &draft.decisions {
                let found = open.iter().find(|one| one.what == decision.what).ok_or_else(|| nothing(&facts))?;
                if decision.take {
                    take(txn, id, project, found, (&told, &now))?;
                }
                decide(txn, id, found, *decision, note.as_deref())?;
                told = rules::settled(told, decision.what, &now);
            }
            if rules::differences(&told, &now, &facts.target).is_empty() {
                told.mark = now.mark;
            }
            keep(txn, id, &told)?;
            txn.subject(Table::Handoff, id);
            txn.label(label(&draft.decisions, &facts.deal_name));
            Ok(())
        })
    }
}

/// Changes the project, and only where nobody else has.
fn take(
    txn: &mut Txn<'_>,
    id: HandoffId,
    project: ProjectId,
    found: &Amendment,
    (told, now): (&Told, &Told),
) -> Result<()> {
    match (found.what, found.effect) {
        (_, AmendEffect::Nothing) => Ok(()),
        (_, AmendEffect::Stays) => Err(Error::new(
            Code::Conflict,
            format!("{}: {} Nothing was changed; choose “Leave” for it.", found.label, found.effect_words),
        )),
        (AmendWhat::Promise, _) => {
            let day = now.promise.and_then(Promise::day);
            deliver::promised(txn, project, day, Some("The deal was changed after the win".into()))
        }
        (AmendWhat::Amount, _) => Ok(()),
        (AmendWhat::Scope | AmendWhat::Notes, _) => {
            // Two parts of the same description may be taken at once.
            let there = rows::facts(txn, id)?.target.description;
            let text = rules::described(found.what, told, now, there.as_deref());
            txn.update(Table::Project, project, &[("description", &text)])?;
            Ok(())
        }
    }
}

fn decide(txn: &mut Txn<'_>, id: HandoffId, found: &Amendment, made: AmendDecision, note: Option<&str>) -> Result<()> {
    let (row, now_ms, me): (AmendmentId, _, _) = (txn.new_id(), txn.moment_ms(), txn.actor().person());
    let columns: crate::book::Columns<'_> = &[
        ("handoff_id", &id),
        ("what", &found.what),
        ("was", &found.was),
        ("became", &found.now),
        ("taken", &made.take),
        ("note", &note),
        ("person_id", &me),
        ("decided_at", &now_ms),
    ];
    txn.insert(Table::HandoffAmendment, row, columns)
}

fn label(decisions: &[AmendDecision], deal: &str) -> String {
    let words = |take: bool| -> Vec<String> {
        decisions.iter().filter(|one| one.take == take).map(|one| one.what.label().to_lowercase()).collect()
    };
    let (taken, left) = (words(true).join(", "), words(false).join(", "));
    match (taken.is_empty(), left.is_empty()) {
        (false, true) => format!("Took over what changed on {deal}: {taken}"),
        (true, _) => format!("Left the project of {deal} as it is: {left}"),
        (false, false) => format!("Took over what changed on {deal}: {taken}; left: {left}"),
    }
}

fn nothing(facts: &Facts) -> Error {
    let words = format!("Nothing of {} is different from what delivery knows. Nothing was changed.", facts.deal_name);
    Error::new(Code::Conflict, words)
}
