//! A win that is taken back, in every order. What a deal has at any time, and what the next win does about it, is decided here (pure);
//! ARCHITECTURE.md has the table.
use super::rows::{self, decision};
use crate::book::{Book, Done, Table, Txn};
use crate::deliver;
use crate::error::{Code, Error, Result};
use crate::values::{AmendmentId, DealId, HandoffId, HandoffState, PartId, ProjectId};
use crate::words;

words! {
    /// What becomes of a project whose deal is no longer won. Detach: it goes on without the deal, and the next win makes one of its own.
    Reversal { Keep "keep", Pause "pause", Detach "detach" }
}

/// The newest handoff of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Latest {
    pub generation: i64,
    pub state: HandoffState,
    /// Its project is there and not in the trash.
    pub project_live: bool,
    /// Its project was detached: it belongs to no deal any more.
    pub detached: bool,
}

/// (generation of the next win, whether it asks for a project). A generation that has had a project is never asked for again: what
/// people did in that project, also in the trash or detached, is theirs.
pub(crate) fn next_generation(stored: i64, latest: Option<Latest>, new_project: bool) -> (i64, bool) {
    let Some(latest) = latest else { return (stored.max(1), true) };
    let current = stored.max(latest.generation);
    match latest.state {
        HandoffState::Delivered if latest.project_live && !new_project => (current, false),
        HandoffState::Delivered => (current + 1, true),
        _ if latest.detached || new_project => (current + 1, true),
        HandoffState::Pending | HandoffState::Parked | HandoffState::Cancelled | HandoffState::Reversed => {
            (current, true)
        }
    }
}

/// After a win that keeps the project there is: what was decided about it while it was not won counts no more.
pub(crate) fn won_again(txn: &mut Txn<'_>, deal: DealId, generation: i64) -> Result<()> {
    let Some(handoff) = rows::handoff_of(txn, deal, generation)? else { return Ok(()) };
    if decision(txn, handoff)?.is_some_and(|last| last != "won") {
        enter(txn, handoff, "lost", "won")?;
    }
    Ok(())
}

impl Book {
    /// Decides what becomes of a project whose deal is no longer won. Only for a project that is there.
    pub fn settle_reversal(&self, id: HandoffId, choice: Reversal) -> Result<Done<()>> {
        self.transact("settle_reversal", |txn| {
            let facts = rows::get(txn, id)?;
            let refuse =
                |why: &str| Error::new(Code::Conflict, format!("{} {why}. Nothing was changed.", facts.deal_name));
            if facts.still_won {
                return Err(refuse("is won: its project goes on"));
            }
            let project = if facts.state == HandoffState::Delivered && facts.project_live {
                rows::project_id_of(txn, id)?
            } else {
                None
            };
            let Some(project) = project else { return Err(refuse("has no project that goes on")) };
            let name = match choice {
                Reversal::Keep => deliver::project_name(txn, project)?,
                Reversal::Pause => deliver::pause_project(txn, project)?,
                Reversal::Detach => detach(txn, id, project)?,
            };
            enter(txn, id, "won", choice.as_str())?;
            txn.subject(Table::Handoff, id);
            txn.label(match choice {
                Reversal::Keep => format!("The project {name} goes on, although {} is not won", facts.deal_name),
                Reversal::Pause => format!("Paused the project {name}: {} is not won any more", facts.deal_name),
                Reversal::Detach => format!("The project {name} goes on without {}", facts.deal_name),
            });
            Ok(())
        })
    }
}

/// The project, or the part of another, no longer belongs to the win. Nothing in it changes.
fn detach(txn: &mut Txn<'_>, id: HandoffId, project: ProjectId) -> Result<String> {
    let name = deliver::project_name(txn, project)?;
    match rows::part_of(txn, id)? {
        Some(part) => txn.trash(Table::ProjectPart, PartId(part))?,
        None => {
            let columns: crate::book::Columns<'_> = &[("deal_id", &None::<DealId>), ("generation", &None::<i64>)];
            txn.update(Table::Project, project, columns)?;
        }
    }
    txn.update(Table::Handoff, id, &[("state", &HandoffState::Reversed), ("project_id", &None::<ProjectId>)])?;
    Ok(name)
}

fn enter(txn: &mut Txn<'_>, handoff: HandoffId, was: &str, became: &str) -> Result<()> {
    let (row, now_ms, me): (AmendmentId, _, _) = (txn.new_id(), txn.now_ms(), txn.actor().person());
    let columns: crate::book::Columns<'_> = &[
        ("handoff_id", &handoff),
        ("what", &"reversal"),
        ("was", &was),
        ("became", &became),
        ("taken", &true),
        ("person_id", &me),
        ("decided_at", &now_ms),
    ];
    txn.insert(Table::HandoffAmendment, row, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_that_has_had_a_project_is_never_asked_for_again() {
        let was =
            |generation, state, project_live, detached| Some(Latest { generation, state, project_live, detached });
        use HandoffState::{Cancelled, Delivered, Parked, Pending, Reversed};
        assert_eq!(next_generation(0, None, false), (1, true));
        assert_eq!(next_generation(0, None, true), (1, true));
        assert_eq!(next_generation(1, was(1, Delivered, true, false), false), (1, false), "it is kept");
        assert_eq!(next_generation(1, was(1, Delivered, true, false), true), (2, true));
        assert_eq!(next_generation(1, was(1, Delivered, false, false), false), (2, true), "it is in the trash");
        assert_eq!(next_generation(0, was(1, Delivered, true, false), false), (1, false), "the win was undone");
        for state in [Pending, Parked, Cancelled, Reversed] {
            assert_eq!(next_generation(1, was(1, state, false, false), false), (1, true), "it never came");
            assert_eq!(next_generation(1, was(1, state, false, false), true), (2, true), "a new one was asked for");
        }
        assert_eq!(next_generation(1, was(1, Reversed, false, true), false), (2, true), "it was detached");
    }
}
