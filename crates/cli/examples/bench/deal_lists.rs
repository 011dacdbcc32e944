//! Lists of 50,000 deals: a page, filtered, sorted, deep down, and added up by group.
use std::path::Path;

use handsel_core::filter::{Op, Value};
use handsel_core::sell::{DealField, DealGrouping, DealQuery, DealRowsArgs, DealSort, DealTree};
use rusqlite::{Connection, OpenFlags};

use crate::table::Table;
use crate::{Outcome, alternate, seed};

const DEALS: usize = 50_000;
const PAGE: u32 = 100;
const SAMPLES: usize = 8;
/// The same goal as for the first view of a board.
const RATIO_MAX: f64 = 4.0;

/// What is asked of ours, and the same of bare SQLite.
struct Row {
    what: &'static str,
    query: DealQuery,
    offset: u32,
    filter: &'static str,
    order: &'static str,
}

pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    eprintln!("seeding {DEALS} deals");
    let seeded = seed::workspace(&folder.join("deal-lists.handsel"), DEALS)?;
    let conn = Connection::open_with_flags(&seeded.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch("PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;")?;
    for row in rows() {
        let args = DealRowsArgs { query: row.query, offset: row.offset, limit: PAGE };
        let ours = || Ok(seeded.book.deal_rows(&args).map(drop)?);
        let compared = alternate(SAMPLES, ours, || floor(&conn, row.filter, row.order, row.offset))?;
        table.ratio("list", row.what, &compared, RATIO_MAX);
    }
    let query = DealQuery { group: Some(DealGrouping::Owner), ..DealQuery::default() };
    let ours = || Ok(seeded.book.deal_summary(&query).map(drop)?);
    let compared = alternate(SAMPLES, ours, || sums(&conn))?;
    table.ratio("list", "50,000 deals added up, whole and by owner", &compared, RATIO_MAX);
    Ok(())
}

fn rows() -> Vec<Row> {
    let sort = |by, down| vec![DealSort { by, down }];
    let large = DealTree::is(DealField::Amount, Op::AtLeast, Value::Number(400_000_000));
    let named = DealTree::is(DealField::Name, Op::Contains, Value::Text("777".into()));
    let both = large.clone().and(DealTree::is(DealField::Kind, Op::Is, Value::Words(vec!["open".into()])));
    let query = |filter: DealTree, sort| DealQuery { filter, sort, ..DealQuery::default() };
    vec![
        Row {
            what: "first page of 50,000 deals",
            query: query(DealTree::everything(), vec![]),
            offset: 0,
            filter: "1",
            order: "d.id DESC",
        },
        Row {
            what: "filtered by amount and stage kind, sorted by close date",
            query: query(both, sort(DealField::CloseDate, false)),
            offset: 0,
            filter: "d.amount_minor >= 4000000 AND s.kind = 'open'",
            order: "d.close_date IS NULL, d.close_date, d.id DESC",
        },
        Row {
            what: "sorted by amount",
            query: query(DealTree::everything(), sort(DealField::Amount, true)),
            offset: 0,
            filter: "1",
            order: "d.amount_minor IS NULL, d.amount_minor DESC, d.id DESC",
        },
        Row {
            what: "sorted by company, page at 25,000",
            query: query(DealTree::everything(), sort(DealField::Company, false)),
            offset: 25_000,
            filter: "1",
            order: "c.name_key IS NULL, c.name_key, d.id DESC",
        },
        Row {
            what: "name contains a text, sorted by name",
            query: query(named, sort(DealField::Name, false)),
            offset: 0,
            filter: "d.name LIKE '%777%'",
            order: "d.name COLLATE NOCASE, d.id DESC",
        },
    ]
}

/// Ids in order, a count and the rows of the page, without a core and without folding names.
fn floor(conn: &Connection, filter: &str, order: &str, offset: u32) -> Outcome<()> {
    let from = format!(
        "FROM deal d JOIN stage s ON s.id = d.stage_id LEFT JOIN company c ON c.id = d.company_id LEFT JOIN person p ON p.id = d.owner_id
         WHERE d.deleted_at IS NULL AND {filter}"
    );
    let _count: i64 = conn.prepare_cached(&format!("SELECT count(*) {from}"))?.query_row([], |row| row.get(0))?;
    let sql = format!(
        "SELECT d.id, d.name, c.name, p.name, s.name, d.amount_minor, d.currency, d.close_date {from} ORDER BY {order} LIMIT {PAGE} OFFSET {offset}"
    );
    let mut page = conn.prepare_cached(&sql)?;
    let rows = page.query_map([], |row| {
        Ok((
            row.get::<_, uuid::Uuid>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Option<String>>(2)?,
            row.get::<_, Option<String>>(3)?,
            row.get::<_, String>(4)?,
            row.get::<_, Option<i64>>(5)?,
            row.get::<_, String>(6)?,
            row.get::<_, Option<String>>(7)?,
        ))
    })?;
    rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(())
}

fn sums(conn: &Connection) -> Outcome<()> {
    for group in ["''", "d.owner_id"] {
        let sql = format!(
            "SELECT {group}, d.currency, s.probability, count(*), sum(d.amount_minor IS NULL), sum(d.amount_minor)
             FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL GROUP BY 1, 2, 3"
        );
        let mut sums = conn.prepare_cached(&sql)?;
        let rows = sums.query_map([], |row| row.get::<_, i64>(3))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?;
    }
    Ok(())
}
