//! Products and the lines of deals.
use rusqlite::Row;
use uuid::Uuid;

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::pricing::Billing;
use crate::sell::{DealLine, ProductRow};
use crate::values::{DealId, LineId, Minor, Money, Named, ProductId};

const PRODUCT: &str = "p.id, p.name, p.series, p.price_minor, p.currency, p.billing, p.active,
    (SELECT count(*) FROM (SELECT d.id FROM deal d WHERE d.product_id = p.id AND d.deleted_at IS NULL
       UNION SELECT l.deal_id FROM deal_line l JOIN deal d ON d.id = l.deal_id WHERE l.product_id = p.id AND l.deleted_at IS NULL AND d.deleted_at IS NULL))
    FROM product p";

fn product_row(row: &Row<'_>) -> rusqlite::Result<ProductRow> {
    let (minor, currency): (Option<Minor>, Option<String>) = (row.get(3)?, row.get(4)?);
    Ok(ProductRow {
        id: row.get(0)?,
        name: row.get(1)?,
        series: row.get(2)?,
        price: minor.zip(currency).map(|(minor, currency)| Money { minor, currency }),
        billing: row.get(5)?,
        active: row.get(6)?,
        deals: row.get(7)?,
    })
}

pub(crate) fn all(reader: &Reader<'_>) -> Result<Vec<ProductRow>> {
    let sql = format!("SELECT {PRODUCT} WHERE p.deleted_at IS NULL ORDER BY p.name_key, p.id");
    reader.many(&sql, [], product_row)
}

/// A window by name; `key` is a part of a name key, or of the series.
pub(crate) fn window(
    reader: &Reader<'_>,
    key: Option<&str>,
    active: bool,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<ProductRow>)> {
    let narrow = "p.deleted_at IS NULL AND (?2 = 0 OR p.active = 1) AND (?1 IS NULL OR instr(p.name_key, ?1) OR instr(lower(ifnull(p.series, '')), ?1))";
    let total =
        reader.one(&format!("SELECT count(*) FROM product p WHERE {narrow}"), (key, active), |row| row.get(0))?;
    let sql = format!("SELECT {PRODUCT} WHERE {narrow} ORDER BY p.name_key, p.id LIMIT ?3 OFFSET ?4");
    Ok((total.unwrap_or(0), reader.many(&sql, (key, active, limit, offset), product_row)?))
}

/// The live product; `not_found` otherwise.
pub(crate) fn get(reader: &Reader<'_>, id: ProductId) -> Result<ProductRow> {
    let sql = format!("SELECT {PRODUCT} WHERE p.id = ?1 AND p.deleted_at IS NULL");
    reader.one(&sql, [id], product_row)?.ok_or_else(|| Error::not_found("product"))
}

const LINE: &str = "l.id, p.id, p.name, l.name, l.quantity, l.unit_minor, l.discount, l.billing, l.term
    FROM deal_line l LEFT JOIN product p ON p.id = l.product_id";

fn line(row: &Row<'_>) -> rusqlite::Result<DealLine> {
    let mut line = DealLine {
        id: row.get(0)?,
        product: Named::joined(row.get::<_, Option<Uuid>>(1)?, row.get(2)?),
        name: row.get(3)?,
        quantity: row.get(4)?,
        unit_price: row.get(5)?,
        discount: row.get(6)?,
        billing: row.get::<_, Billing>(7)?,
        term: row.get(8)?,
        per_period: Minor(0),
        total: Minor(0),
    };
    (line.per_period, line.total) = (line.priced().per_period(), line.priced().total());
    Ok(line)
}

/// The lines of a deal in order.
pub(crate) fn lines(reader: &Reader<'_>, deal: DealId) -> Result<Vec<DealLine>> {
    let sql = format!("SELECT {LINE} WHERE l.deal_id = ?1 AND l.deleted_at IS NULL ORDER BY l.rank, l.id");
    reader.many(&sql, [deal], line)
}

/// (id, rank) of the lines of a deal in order, without `except`.
pub(crate) fn line_ranks(reader: &Reader<'_>, deal: DealId, except: Option<LineId>) -> Result<Vec<(LineId, String)>> {
    let sql = "SELECT id, rank FROM deal_line WHERE deal_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    let mut found = reader.many(sql, [deal], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.retain(|(id, _): &(LineId, _)| Some(*id) != except);
    Ok(found)
}

/// The deal a live line belongs to, and the line.
pub(crate) fn line_of(reader: &Reader<'_>, id: LineId) -> Result<(DealId, DealLine)> {
    let sql = format!("SELECT {LINE} WHERE l.id = ?1 AND l.deleted_at IS NULL");
    let found = reader.one(&sql, [id], line)?.ok_or_else(|| Error::not_found("line"))?;
    let deal = reader.one("SELECT deal_id FROM deal_line WHERE id = ?1", [id], |row| row.get(0))?;
    Ok((deal.ok_or_else(|| Error::not_found("line"))?, found))
}

/// Every line the deal ever had, for its history.
pub(crate) fn line_ids(reader: &Reader<'_>, deal: DealId) -> Result<Vec<Uuid>> {
    reader.many("SELECT id FROM deal_line WHERE deal_id = ?1 ORDER BY id LIMIT 500", [deal], |row| row.get(0))
}
