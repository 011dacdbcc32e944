//! Asking the corridor for a project, and everything a person can do about it.
use super::{Handoff, HandoffPage, Handoffs, handoff_id, outbox, rows};
use crate::book::{Book, Reader, Table, Txn};
use crate::error::Result;
use crate::values::{Day, DealId, HandoffId, HandoffState, ProjectId, TemplateId};

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
    let (seq, now_ms) = (txn.seq(), txn.now_ms());
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
        ],
    )?;
    txn.owe_handoff(id)?;
    Ok(id)
}

/// Takes back what was asked for and not yet delivered, because the deal is no longer won. A project that is there stays.
pub fn withdraw(txn: &mut Txn<'_>, deal: DealId) -> Result<()> {
    for handoff in rows::undelivered(txn, deal)? {
        txn.update(Table::Handoff, handoff.id, &[("state", &HandoffState::Reversed)])?;
        outbox::settle(txn, handoff.id)?;
    }
    Ok(())
}

/// The handoff of this generation of a deal, if the corridor was ever asked for it.
pub fn of_deal(reader: &Reader<'_>, deal: DealId, generation: i64) -> Result<Option<Handoff>> {
    rows::record_of_deal(reader, deal, generation)
}

impl Book {
    /// Every handoff, newest first, with what is missing beside it.
    pub fn handoffs(&self) -> Result<Handoffs> {
        self.read(|reader| {
            let (needing_help, imported_wins, without_project) = rows::counts(reader)?;
            Ok(Handoffs { rev: reader.rev()?, rows: rows::records(reader)?, needing_help, imported_wins, without_project })
        })
    }

    /// One handoff and, once delivered, why its project is as it is.
    pub fn handoff(&self, id: HandoffId) -> Result<HandoffPage> {
        self.read(|reader| {
            let explanation = rows::explanation(reader, id)?.and_then(|json| serde_json::from_str(&json).ok());
            Ok(HandoffPage { rev: reader.rev()?, handoff: rows::record_of(reader, id)?, explanation })
        })
    }
}
