//! Dated rates to the firm's currency.
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::ops::rates::RateRow;
use crate::values::{DatedRate, Day, RateId};

/// A window of the rates to `home`, the newest day first, and how many there are.
pub(crate) fn window(reader: &Reader<'_>, home: &str, offset: u32, limit: u32) -> Result<(u32, Vec<RateRow>)> {
    let total = reader
        .one("SELECT count(*) FROM rate WHERE home = ?1 AND deleted_at IS NULL", [home], |row| row.get(0))?
        .unwrap_or(0);
    let sql = "SELECT id, day, currency, rate FROM rate WHERE home = ?1 AND deleted_at IS NULL ORDER BY day DESC, currency, id LIMIT ?2 OFFSET ?3";
    let rows = reader.many(sql, (home, limit, offset), |row| {
        Ok(RateRow { id: row.get(0)?, day: row.get(1)?, currency: row.get(2)?, rate: row.get(3)? })
    })?;
    Ok((total, rows))
}

/// Every rate to `home` that is not after `day`: for each currency the newest.
pub(crate) fn newest(reader: &Reader<'_>, home: &str, day: Day) -> Result<Vec<DatedRate>> {
    reader.many(
        "SELECT max(day), currency, rate FROM rate WHERE home = ?1 AND day <= ?2 AND deleted_at IS NULL GROUP BY currency",
        (home, day),
        |row| Ok(DatedRate { day: row.get(0)?, currency: row.get(1)?, rate: row.get(2)? }),
    )
}

/// The live rate of this day and currency.
pub(crate) fn of_day(reader: &Reader<'_>, home: &str, currency: &str, day: Day) -> Result<Option<RateId>> {
    reader.one(
        "SELECT id FROM rate WHERE home = ?1 AND currency = ?2 AND day = ?3 AND deleted_at IS NULL LIMIT 1",
        (home, currency, day),
        |row| row.get(0),
    )
}

/// (day, currency) of a live rate.
pub(crate) fn get(reader: &Reader<'_>, id: RateId) -> Result<(Day, String)> {
    reader
        .one("SELECT day, currency FROM rate WHERE id = ?1 AND deleted_at IS NULL", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::not_found("rate"))
}

/// The currencies of live deals, the commonest first.
pub(crate) fn in_use(reader: &Reader<'_>) -> Result<Vec<String>> {
    reader.many(
        "SELECT currency FROM stage_total WHERE deals > 0 GROUP BY currency ORDER BY sum(deals) DESC, currency",
        [],
        |row| row.get(0),
    )
}
