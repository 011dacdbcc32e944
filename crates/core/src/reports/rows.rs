//! The reports' SQL: how every deal stood on a day.
use super::Standing;
use crate::book::Reader;
use crate::error::Result;
use crate::values::Day;

/// One line a live deal: its newest event up to and including `as_of`. Deals that came later are not there.
pub(super) fn standings(reader: &Reader<'_>, as_of: Day) -> Result<Vec<Standing>> {
    reader.many(
        "SELECT e.kind, e.day, e.close_date, e.amount_minor, e.currency, e.probability, ifnull(e.forecast, s.forecast), p.name, g.name, r.name
         FROM (SELECT *, row_number() OVER (PARTITION BY deal_id ORDER BY created_at DESC, id DESC) AS newest
               FROM deal_stage_event WHERE deleted_at IS NULL AND day <= ?1) e
         JOIN deal d ON d.id = e.deal_id AND d.deleted_at IS NULL JOIN stage s ON s.id = e.to_stage_id
         LEFT JOIN person p ON p.id = e.owner_id LEFT JOIN product g ON g.id = d.product_id
         LEFT JOIN lost_reason r ON r.id = d.lost_reason_id
         WHERE e.newest = 1",
        [as_of],
        |row| {
            Ok(Standing {
                kind: row.get(0)?,
                day: row.get(1)?,
                close_date: row.get(2)?,
                amount: row.get(3)?,
                currency: row.get(4)?,
                probability: row.get(5)?,
                forecast: row.get(6)?,
                owner: row.get(7)?,
                product: row.get(8)?,
                lost_reason: row.get(9)?,
            })
        },
    )
}
