//! What the sample's handoffs have been through: one accepted after a day, one sent back with questions, one that waits, and a deal that
//! changed after its win. Through the same functions as everything else.
use crate::book::{Table, Txn, instant};
use crate::error::Result;
use crate::handoff::{self, GapKind, NewGap, ReturnDraft};
use crate::sell::DealEdit;
use crate::sell::ops::deals::edit;
use crate::start::rows;
use crate::values::{Day, HandoffId, Promise};

/// Deals are won in the morning.
const WON_AT: u16 = 10 * 60;
/// The promise of the deal that changed moved by so many days.
const LATER: i64 = 12;
/// Which of those that whoever sold them leads.
const AMENDED: usize = 2;

pub(super) fn begin(txn: &mut Txn<'_>) -> Result<()> {
    let (mut waiting, mut own) = (0, 0);
    for (id, deal, won, promise) in rows::handoffs(txn)? {
        came(txn, id, won)?;
        if rows::waits_for_acceptance(txn, id)? {
            match waiting {
                0 => accepted(txn, id, won)?,
                1 => returned(txn, id)?,
                _ => {}
            }
            waiting += 1;
        } else {
            own += 1;
            if let Some(promise) = promise.filter(|_| own == AMENDED) {
                edit(txn, deal, &DealEdit::Promise(Some(Promise::On(promise.plus_days(LATER)))))?;
            }
        }
    }
    Ok(())
}

/// The clock of each runs since its win, not since the sample was made.
fn came(txn: &mut Txn<'_>, id: HandoffId, won: Day) -> Result<()> {
    let at = instant(won, WON_AT);
    let accepted = rows::accepted_at(txn, id)?.map(|_| at);
    let columns: crate::book::Columns<'_> = &[("requested_at", &at), ("delivered_at", &at), ("accepted_at", &accepted)];
    txn.update(Table::Handoff, id, columns).map(drop)
}

fn accepted(txn: &mut Txn<'_>, id: HandoffId, won: Day) -> Result<()> {
    handoff::accept(txn, id, None)?;
    let next = instant(won.plus_days(1), WON_AT);
    txn.update(Table::Handoff, id, &[("accepted_at", &next)]).map(drop)
}

fn returned(txn: &mut Txn<'_>, id: HandoffId) -> Result<()> {
    let gap = |what, question: &str| NewGap { what, question: question.into() };
    let gaps = vec![
        gap(GapKind::Scope, "Does the second floor belong to it?"),
        gap(GapKind::Access, "Who lets us in before eight?"),
    ];
    handoff::send_back(txn, id, &ReturnDraft { by: None, gaps }).map(drop)
}
