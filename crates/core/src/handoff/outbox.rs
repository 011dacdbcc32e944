//! What the corridor owes. Local to the file and not journalled: it is written in the transaction that causes the debt
//! (`Txn::owe_handoff`) and settled in the one that pays it.
use crate::book::{Reader, Txn};
use crate::error::Result;
use crate::values::HandoffId;

/// Waits before the 2nd, 3rd … attempt, in milliseconds. When the attempt after the last wait fails too, the handoff is parked.
pub(super) const BACKOFF_MS: [i64; 4] = [1_000, 5_000, 30_000, 120_000];

/// A row that is due now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owed {
    pub handoff: HandoffId,
    pub attempts: u32,
}

/// What is due at `now_ms`, the longest waiting first.
pub(super) fn due(reader: &Reader<'_>, now_ms: i64, limit: u32) -> Result<Vec<Owed>> {
    reader.many(
        "SELECT key, attempts FROM outbox WHERE kind = 'handoff' AND state = 'due' AND due_at <= ?1 ORDER BY due_at, key LIMIT ?2",
        (now_ms, limit),
        owed,
    )
}

/// The row if it is still due: somebody may have settled it since it was listed.
pub(super) fn still_due(reader: &Reader<'_>, handoff: HandoffId) -> Result<Option<Owed>> {
    reader.one(
        "SELECT key, attempts FROM outbox WHERE kind = 'handoff' AND state = 'due' AND key = ?1",
        [handoff],
        owed,
    )
}

fn owed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Owed> {
    Ok(Owed { handoff: row.get(0)?, attempts: row.get(1)? })
}

/// How many rows are due, now or later.
pub(super) fn pending(reader: &Reader<'_>) -> Result<u32> {
    Ok(reader.one("SELECT count(*) FROM outbox WHERE state = 'due'", [], |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn settle(txn: &mut Txn<'_>, handoff: HandoffId) -> Result<()> {
    txn.conn()
        .prepare_cached("UPDATE outbox SET state = 'done', last_error = NULL WHERE kind = 'handoff' AND key = ?1")?
        .execute([handoff])?;
    Ok(())
}

/// Counts a failed attempt; the next one is at `due_at_ms`.
pub(super) fn postpone(txn: &mut Txn<'_>, handoff: HandoffId, error: &str, due_at_ms: i64) -> Result<()> {
    txn.conn()
        .prepare_cached(
            "UPDATE outbox SET attempts = attempts + 1, last_error = ?2, due_at = ?3 WHERE kind = 'handoff' AND key = ?1",
        )?
        .execute((handoff, error, due_at_ms))?;
    txn.touch(crate::book::Topic::Handoffs);
    Ok(())
}

/// Counts a failed attempt; there is no next one until somebody asks for it.
pub(super) fn park(txn: &mut Txn<'_>, handoff: HandoffId, error: &str) -> Result<()> {
    txn.conn()
        .prepare_cached(
            "UPDATE outbox SET attempts = attempts + 1, last_error = ?2, state = 'parked' WHERE kind = 'handoff' AND key = ?1",
        )?
        .execute((handoff, error))?;
    Ok(())
}
