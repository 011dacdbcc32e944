//! Open deals that nobody seems to think of, and those about to close.
use rusqlite::{params_from_iter, types::Value};

use super::board::{card, card_sql};
use crate::book::Reader;
use crate::error::Result;
use crate::sell::types::DealCard;
use crate::values::{Day, PersonId};

/// Why a deal asks for attention.
pub(crate) enum Attention {
    WithoutNext,
    Rotting,
    /// Its close date has passed, or comes by this day.
    ClosingBy(Day),
}

/// How many there are, of one owner or all, and the most urgent `limit` of them. Looks at open stages only, so the cost does not
/// grow with what was won or lost.
pub(crate) fn deals(
    reader: &Reader<'_>,
    what: Attention,
    owner: Option<PersonId>,
    limit: u32,
) -> Result<(u32, Vec<DealCard>)> {
    let today = reader.today();
    let (narrow, order, until) = match what {
        Attention::WithoutNext => (
            "NOT EXISTS (SELECT 1 FROM activity x WHERE x.deal_id = d.id AND x.done_at IS NULL AND x.deleted_at IS NULL)",
            "d.close_date IS NULL, d.close_date, d.id",
            today,
        ),
        Attention::Rotting => (
            "(SELECT ifnull(s.rot_days, l.rot_days) FROM stage s JOIN pipeline l ON l.id = s.pipeline_id WHERE s.id = d.stage_id)
               BETWEEN 1 AND julianday(?1) - julianday(d.touched_on)",
            "d.touched_on, d.id",
            today,
        ),
        Attention::ClosingBy(until) => ("d.close_date <= ?1", "d.close_date < ?2, d.close_date, d.id", until),
    };
    let mut values = vec![Value::Text(until.to_string()), Value::Text(today.to_string())];
    // Both days are named in every question, because each binds both.
    let mut narrow = format!(
        "d.stage_id IN (SELECT id FROM stage WHERE kind = 'open' AND deleted_at IS NULL) AND d.deleted_at IS NULL AND {narrow} AND ?1 IS NOT NULL AND ?2 IS NOT NULL"
    );
    if let Some(owner) = owner {
        narrow.push_str(" AND d.owner_id = ?3");
        values.push(Value::Blob(owner.0.as_bytes().to_vec()));
    }
    let total =
        reader
            .one(&format!("SELECT count(*) FROM deal d WHERE {narrow}"), params_from_iter(&values), |row| row.get(0))?;
    let sql = format!(
        "{} WHERE d.id IN (SELECT d.id FROM deal d WHERE {narrow} ORDER BY {order} LIMIT {limit}) ORDER BY {order}",
        card_sql()
    );
    let rows = reader.many(&sql, params_from_iter(&values), |row| card(row, today))?;
    Ok((total.unwrap_or(0), rows))
}
