//! Goal 1: the first view of a board, its bytes, and what size does to it.
use handsel_core::sell::{DealFilter, Pipeline};
use rusqlite::{Connection, OpenFlags};

use crate::seed::Seeded;
use crate::table::Table;
use crate::{Outcome, alternate};

const SAMPLES: usize = 40;
/// Cards a column brings with it in the first view.
const FIRST: u32 = 30;
const BYTES_MAX: usize = 138_000;

pub fn measure(small: &Seeded, large: &Seeded, table: &mut Table) -> Outcome<()> {
    let floor = Floor::open(small)?;
    let compared = alternate(SAMPLES, || view(small).map(drop), || floor.view(&small.pipeline).map(drop))?;
    table.ratio("1", "board of 1,000 deals, first view", &compared, 4.0);
    let bytes = view(small)?;
    table.figure(
        "1",
        "bytes to the window, 1,000 deals",
        bytes.to_string(),
        format!("≤ {BYTES_MAX}"),
        bytes <= BYTES_MAX,
    );
    let sizes = alternate(SAMPLES, || view(large).map(drop), || view(small).map(drop))?;
    table.ratio("1", "first view, 100,000 against 1,000 deals", &sizes, 1.5);
    Ok(())
}

/// What the window gets: the bytes of the board's JSON.
fn view(seeded: &Seeded) -> Outcome<usize> {
    Ok(serde_json::to_string(&seeded.book.deal_board(&DealFilter::default())?)?.len())
}

/// The same window of cards and heads with prepared statements, without a core, a snapshot or JSON.
struct Floor(Connection);

impl Floor {
    fn open(seeded: &Seeded) -> Outcome<Floor> {
        let conn = Connection::open_with_flags(&seeded.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        conn.execute_batch("PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;")?;
        Ok(Floor(conn))
    }

    fn view(&self, pipeline: &Pipeline) -> Outcome<usize> {
        let mut cards = self.0.prepare_cached(
            "SELECT d.id, d.name, c.name, k.name, d.amount_minor, d.currency, d.close_date, p.name, d.touched_on FROM deal d
             LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
             WHERE d.stage_id = ?1 AND d.deleted_at IS NULL ORDER BY d.rank, d.id LIMIT ?2",
        )?;
        let mut heads = self
            .0
            .prepare_cached("SELECT currency, deals, without_amount, sum_minor FROM stage_total WHERE stage_id = ?1")?;
        let mut seen = 0;
        for stage in &pipeline.stages {
            let rows = cards.query_map((stage.id, FIRST), |row| {
                Ok((
                    row.get::<_, uuid::Uuid>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    row.get::<_, Option<String>>(3)?,
                    row.get::<_, Option<i64>>(4)?,
                    row.get::<_, String>(5)?,
                    row.get::<_, Option<String>>(6)?,
                    row.get::<_, Option<String>>(7)?,
                    row.get::<_, String>(8)?,
                ))
            })?;
            seen += rows.collect::<rusqlite::Result<Vec<_>>>()?.len();
            let totals = heads.query_map([stage.id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(3)?)))?;
            seen += totals.collect::<rusqlite::Result<Vec<_>>>()?.len();
        }
        Ok(seen)
    }
}
