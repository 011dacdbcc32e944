//! The only SQL of the first start.
use crate::book::Reader;
use crate::error::Result;
use crate::values::CalendarId;

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
