//! The only SQL of the first start.
use crate::book::Reader;
use crate::error::Result;
use crate::values::{CalendarId, Day, DealId, HandoffId, Promise};

/// Whether anything has been laid out, trash included.
pub(super) fn has_pipeline(reader: &Reader<'_>) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM pipeline LIMIT 1", [], |_| Ok(()))?.is_some())
}

/// The firm's currency and working calendar.
pub(super) fn firm(reader: &Reader<'_>) -> Result<(String, Option<CalendarId>)> {
    let found =
        reader.one("SELECT currency, calendar_id FROM firm LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.ok_or_else(|| crate::error::Error::not_found("firm"))
}

/// A handoff, its deal, the day it was won and what was promised.
pub(super) type Came = (HandoffId, DealId, Day, Option<Day>);

/// In the order of their wins.
pub(super) fn handoffs(reader: &Reader<'_>) -> Result<Vec<Came>> {
    let sql = "SELECT h.id, d.id, d.close_date, d.promise FROM handoff h JOIN deal d ON d.id = h.deal_id WHERE h.deleted_at IS NULL AND d.close_date IS NOT NULL ORDER BY d.close_date, h.id";
    reader.many(sql, [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Option<Promise>>(3)?.and_then(Promise::day)))
    })
}

pub(super) fn waits_for_acceptance(reader: &Reader<'_>, id: HandoffId) -> Result<bool> {
    let sql = "SELECT acceptance IS 'waiting' FROM handoff WHERE id = ?1";
    Ok(reader.one(sql, [id], |row| row.get(0))?.unwrap_or(false))
}

pub(super) fn accepted_at(reader: &Reader<'_>, id: HandoffId) -> Result<Option<i64>> {
    Ok(reader.one("SELECT accepted_at FROM handoff WHERE id = ?1", [id], |row| row.get(0))?.flatten())
}
