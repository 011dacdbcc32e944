//! Asking the corridor for a project, and everything a person can do about it.
use super::{
    Acceptance, HandOffImported, Handoff, HandoffPage, Handoffs, WinPreview, handoff_id, outbox, preview, rows,
};
use super::{after, amend};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::deliver;
use crate::error::{Code, Error, Missing, Result};
use crate::sell::{ProjectWish, WinDraft};
use crate::values::text::{NAME_MAX, clean, counted};
use crate::values::{CompanyId, Day, DealId, HandoffId, HandoffState, ProjectId, TemplateId};

/// One command asks for no more projects than this.
const MOST_AT_ONCE: usize = 2_000;

/// Asks for the project of this deal and generation, in the transaction that wins the deal. Asking again is harmless: a project
/// that is there stays the only one. `template` `None`: the pipeline's. Dates count from `kickoff`, the day of the win.
pub fn request(
    txn: &mut Txn<'_>,
    deal: DealId,
    generation: i64,
    template: Option<TemplateId>,
    kickoff: Day,
) -> Result<HandoffId> {
    let id = handoff_id(txn.workspace(), deal, generation);
    if rows::find(txn, id)?.is_some_and(|was| was.state == HandoffState::Delivered && was.project_live) {
        return Ok(id);
    }
    let (seq, now_ms) = (txn.seq(), txn.moment_ms());
    txn.insert_or_revive(
        Table::Handoff,
        id,
        &[
            ("deal_id", &deal),
            ("generation", &generation),
            ("state", &HandoffState::Pending),
            ("template_id", &template),
            ("kickoff_date", &kickoff),
            ("project_id", &None::<ProjectId>),
            ("explanation", &None::<String>),
            ("won_command", &seq),
            ("requested_at", &now_ms),
            ("delivered_at", &None::<i64>),
            ("acceptance", &None::<Acceptance>),
            ("extends_id", &None::<ProjectId>),
            ("sold", &None::<String>),
            ("kickoff_on", &None::<Day>),
            ("cancel_reason", &None::<String>),
        ],
    )?;
    txn.owe_handoff(id)?;
    Ok(id)
}

/// The project asked for is to be a part of one that runs for the same customer, instead of one of its own.
pub fn extend(txn: &mut Txn<'_>, handoff: HandoffId, project: ProjectId, company: Option<CompanyId>) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::new(
            Code::Conflict,
            format!("{why} Nothing was changed; choose another project, or one of its own."),
        ))
    };
    match rows::running_project(txn, project)? {
        None => refuse("The project that was to be extended is not running any more."),
        Some((name, of)) if of.is_none() || of != company => {
            refuse(&format!("{name} is the project of another customer."))
        }
        Some(_) => txn.update(Table::Handoff, handoff, &[("extends_id", &project)]).map(|_| ()),
    }
}

/// Takes back what was asked for and not yet delivered, because the deal is no longer won. A project that is there stays.
pub fn withdraw(txn: &mut Txn<'_>, deal: DealId) -> Result<()> {
    for handoff in rows::undelivered(txn, deal)? {
        txn.update(Table::Handoff, handoff.id, &[("state", &HandoffState::Reversed)])?;
        outbox::settle(txn, handoff.id)?;
    }
    Ok(())
}

/// The handoff of this generation of a deal, else its newest: one whose win was undone still has its project to be told of.
pub fn of_deal(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<Handoff>> {
    match rows::record_of_deal(reader, deal, generation)? {
        Some(found) => Ok(Some(found)),
        None => match rows::latest(reader, deal)? {
            Some(latest) => rows::record_of_deal(reader, deal, latest.generation),
            None => Ok(None),
        },
    }
}

/// Asks the corridor for every deal that came in as won on or after `since`; their dates count from today. Answers how many.
pub fn request_imported(txn: &mut Txn<'_>, since: Day) -> Result<u32> {
    let wins = rows::imported_wins(txn, since)?;
    if wins.len() > MOST_AT_ONCE {
        return Err(Error::invalid(format!(
            "{} were won since {}. At most {MOST_AT_ONCE} can be handed off at once; choose a later day. Nothing was changed.",
            counted(wins.len(), "deal"),
            since.spoken()
        )));
    }
    let today = txn.today();
    for (deal, generation) in &wins {
        let generation = (*generation).max(1);
        txn.update(Table::Deal, *deal, &[("project_wish", &ProjectWish::Project), ("generation", &generation)])?;
        request(txn, *deal, generation, None, today)?;
    }
    Ok(u32::try_from(wins.len()).unwrap_or(u32::MAX))
}

impl Book {
    /// What winning with this draft would create. Nothing is written.
    pub fn win_preview(&self, draft: &WinDraft) -> Result<WinPreview> {
        self.read(|reader| preview::win_preview(reader, draft))
    }

    /// How many deals that came in as won on or after `since` would ask for their project now.
    pub fn imported_wins_since(&self, since: Day) -> Result<u32> {
        let wins = self.read(|reader| rows::imported_wins(reader, since))?;
        Ok(u32::try_from(wins.len()).unwrap_or(u32::MAX))
    }

    /// Tries a parked, waiting or cancelled handoff again, now.
    pub fn retry_handoff(&self, id: HandoffId) -> Result<Done<()>> {
        self.transact("retry_handoff", |txn| {
            let handoff = rows::get(txn, id)?;
            match handoff.state {
                HandoffState::Delivered => return Err(refused(&handoff, "has its project already")),
                HandoffState::Pending | HandoffState::Parked | HandoffState::Cancelled | HandoffState::Reversed => {}
            }
            if !handoff.still_won {
                return Err(refused(&handoff, "is no longer won. Win it again to hand it off"));
            }
            if handoff.state == HandoffState::Cancelled {
                txn.update(
                    Table::Deal,
                    handoff.deal,
                    &[("project_wish", &ProjectWish::Project), ("no_project_reason", &None::<String>)],
                )?;
            }
            txn.update(Table::Handoff, id, &[("state", &HandoffState::Pending)])?;
            txn.owe_handoff(id)?;
            // One step with the win: undoing the win takes the retry along.
            txn.step_of(handoff.won_command);
            txn.subject(Table::Handoff, id);
            txn.label(format!("Trying the handoff of {} again", handoff.deal_name));
            Ok(())
        })
    }

    /// Tries every handoff that needs help again, now. Each belongs to its own win. Answers how many there are.
    pub fn retry_all_handoffs(&self) -> Result<u32> {
        let parked = self.read(rows::parked)?;
        let mut tried = 0;
        for id in parked {
            match self.retry_handoff(id) {
                Ok(_) => tried += 1,
                // Somebody was faster, or the deal is no longer won: the others are tried all the same.
                Err(error) if error.code == Code::Conflict => {}
                Err(error) => return Err(error),
            }
        }
        Ok(tried)
    }

    /// Lets the deal be won without a project, for a reason. Only before the project is created.
    pub fn cancel_handoff(&self, id: HandoffId, reason: &str) -> Result<Done<()>> {
        self.transact("cancel_handoff", |txn| {
            let handoff = rows::get(txn, id)?;
            match handoff.state {
                HandoffState::Pending | HandoffState::Parked => {}
                HandoffState::Delivered => {
                    return Err(refused(&handoff, "has its project already. Delete the project instead"));
                }
                HandoffState::Cancelled | HandoffState::Reversed => return Err(refused(&handoff, "waits for nothing")),
            }
            let reason = clean(reason, NAME_MAX)?;
            if reason.is_empty() {
                let missing = vec![Missing::new("reason", "Reason")];
                return Err(Error::gate("Cancelling a handoff needs a reason. Nothing was changed.", missing));
            }
            txn.update(Table::Handoff, id, &[("state", &HandoffState::Cancelled), ("cancel_reason", &reason)])?;
            outbox::settle(txn, id)?;
            txn.update(
                Table::Deal,
                handoff.deal,
                &[("project_wish", &ProjectWish::None), ("no_project_reason", &reason)],
            )?;
            txn.subject(Table::Handoff, id);
            txn.label(format!("Cancelled the handoff of {}: {reason}", handoff.deal_name));
            Ok(())
        })
    }

    /// Asks for projects of deals that came in as won.
    pub fn hand_off_imported(&self, args: &HandOffImported) -> Result<Done<u32>> {
        self.transact("hand_off_imported", |txn| {
            let count = request_imported(txn, args.since)?;
            txn.label(if count == 1 {
                "Handed off 1 imported deal".into()
            } else {
                format!("Handed off {count} imported deals")
            });
            Ok(count)
        })
    }

    /// Every handoff, newest first, with what is missing beside it.
    pub fn handoffs(&self) -> Result<Handoffs> {
        self.read(|reader| {
            let (needing_help, imported_wins, without_project) = rows::counts(reader)?;
            Ok(Handoffs {
                rev: reader.rev()?,
                rows: rows::records(reader)?,
                needing_help,
                imported_wins,
                without_project,
            })
        })
    }

    /// One handoff and, once delivered, why its project is as it is.
    pub fn handoff(&self, id: HandoffId) -> Result<HandoffPage> {
        self.read(|reader| {
            let explanation = rows::explanation(reader, id)?.and_then(|json| serde_json::from_str(&json).ok());
            let handoff = rows::record_of(reader, id)?;
            let project = handoff.project.as_ref().map(|project| ProjectId(project.id));
            Ok(HandoffPage {
                rev: reader.rev()?,
                status: project.map(|project| after::of_project(reader, project)).transpose()?.flatten(),
                decided: amend::decided(reader, id)?,
                people: deliver::active_people(reader)?,
                handoff,
                explanation,
            })
        })
    }
}

fn refused(handoff: &rows::HandoffFacts, why: &str) -> Error {
    Error::new(Code::Conflict, format!("{} {why}. Nothing was changed.", handoff.deal_name))
}
