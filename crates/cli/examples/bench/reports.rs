//! Reports of 50,000 deals with four lines of history each, against one bare pass over the same rows.
use handsel_core::Book;
use handsel_core::book::Table as Rows;
use handsel_core::reports::{ReportBy, ReportFilter};
use handsel_core::sell::{DealEdit, Pipeline, StageKind};
use handsel_core::values::{Day, DealId, StageEventId};
use rusqlite::{Connection, OpenFlags};

use crate::seed::{self, Dice, Seeded};
use crate::table::{Table, ms};
use crate::{Compared, Outcome, alternate, percentile};

const DEALS: usize = 50_000;
const EVENTS: usize = 4;
const SAMPLES: usize = 3;
/// An answer comes within so many milliseconds.
const MOST_MS: f64 = 200.0;
const BATCH: usize = 10_000;

pub fn measure(folder: &std::path::Path, table: &mut Table) -> Outcome<()> {
    eprintln!("seeding {DEALS} deals with {EVENTS} lines of history each");
    let seeded = seed::workspace(&folder.join("reports.handsel"), DEALS)?;
    history(&seeded)?;
    let floor = Connection::open_with_flags(&seeded.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    floor.execute_batch("PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;")?;
    let all: Vec<(String, Option<ReportBy>)> = seeded
        .book
        .report_names()
        .into_iter()
        .map(|name| (name.id, None))
        .chain([("win-rate".to_owned(), Some(ReportBy::Company)), ("revenue".to_owned(), Some(ReportBy::Owner))])
        .collect();
    let path = seeded.path.clone();
    let deal = seeded.deals.first().ok_or("there is no deal")?.0;
    drop(seeded);
    for (name, by) in all {
        // A workspace that was just opened remembers nothing: the whole history is read.
        let mut anew = || answer(&Book::open(&path)?, &name, &ReportFilter { by, ..ReportFilter::default() });
        let compared = alternate(SAMPLES, &mut anew, || bare(&floor))?;
        let what = by.map_or_else(|| name.clone(), |by| format!("{name} by {}", by.as_str()));
        within(table, &format!("{what}, {DEALS} deals, just opened"), &compared);
    }
    let book = Book::open(&path)?;
    after_a_change(&book, deal, &floor, table)?;
    another_filter(&book, &floor, table)
}

fn within(table: &mut Table, what: &str, compared: &Compared) {
    table.add(
        "reports",
        what,
        format!("{}, p99 {}", ms(compared.ours), ms(percentile(&compared.samples, 99))),
        ms(compared.floor),
        format!("{:.2}", compared.ratio),
        format!("≤ {MOST_MS} ms"),
        compared.ours <= MOST_MS,
    );
}

/// A deal was changed since the history was read: the change and the report together.
fn after_a_change(book: &Book, deal: DealId, floor: &Connection, table: &mut Table) -> Outcome<()> {
    let mut day = Day::parse_iso("2027-01-01")?;
    let mut ours = || {
        day = day.plus_days(1);
        book.edit_deal(deal, &DealEdit::CloseDate(Some(day)))?;
        answer(book, "forecast", &ReportFilter::default())
    };
    let compared = alternate(SAMPLES, &mut ours, || bare(floor))?;
    within(table, &format!("forecast after a change, {DEALS} deals"), &compared);
    Ok(())
}

/// Another filter, nothing changed in between: the history is in memory.
fn another_filter(book: &Book, floor: &Connection, table: &mut Table) -> Outcome<()> {
    let mut from = Day::parse_iso("2025-01-01")?;
    let mut ours = || {
        from = from.plus_days(1);
        answer(book, "win-rate", &ReportFilter { from: Some(from), ..ReportFilter::default() })
    };
    let compared = alternate(SAMPLES, &mut ours, || bare(floor))?;
    table.ratio("reports", &format!("win-rate with another period, {DEALS} deals"), &compared, 1.0);
    Ok(())
}

/// What the window gets: the report's JSON.
fn answer(book: &Book, name: &str, filter: &ReportFilter) -> Outcome<()> {
    serde_json::to_string(&book.report(name, filter)?)?;
    Ok(())
}

/// Every deal and every line of history once, each column that reports need read, nothing computed.
fn bare(conn: &Connection) -> Outcome<()> {
    let mut seen = 0i64;
    let mut deals =
        conn.prepare_cached("SELECT id, product_id, source, touched_on FROM deal WHERE deleted_at IS NULL")?;
    let mut rows = deals.query([])?;
    while let Some(row) = rows.next()? {
        seen += i64::from(row.get_ref(0)?.as_blob()?[0]) + row.get_ref(3)?.as_str()?.len() as i64;
    }
    let mut events = conn.prepare_cached(
        "SELECT deal_id, to_stage_id, day, kind, amount_minor, currency, probability, close_date, owner_id, created_at, id
         FROM deal_stage_event WHERE deleted_at IS NULL AND day <= '9999-12-31'",
    )?;
    let mut rows = events.query([])?;
    while let Some(row) = rows.next()? {
        for blob in [0, 1, 10] {
            seen += i64::from(row.get_ref(blob)?.as_blob()?[0]);
        }
        for text in [2, 3, 5] {
            seen += row.get_ref(text)?.as_str()?.len() as i64;
        }
        seen += row.get::<_, i64>(6)? + row.get::<_, i64>(9)?;
    }
    if seen > 0 { Ok(()) } else { Err("there is no history".into()) }
}

/// Created, moved twice with new figures, and where it stands now.
fn history(seeded: &Seeded) -> Outcome<()> {
    let mut dice = Dice::new(0x4861_6e64_7365_6c09);
    let (first, pipeline) = (Day::parse_iso("2025-01-01")?, &seeded.pipeline);
    let open = pipeline.stages.iter().filter(|stage| stage.kind == StageKind::Open).count().max(1);
    for batch in seeded.deals.chunks(BATCH) {
        seeded.book.transact("seed", |txn| {
            for (deal, stage) in batch {
                let mut day = first.plus_days(dice.roll(500) as i64);
                let mut from = None;
                for step in 0..EVENTS {
                    let to = if step + 1 == EVENTS { *stage } else { dice.roll(open) };
                    event(txn, pipeline, *deal, (from, to), day, &mut dice)?;
                    from = Some(to);
                    day = day.plus_days(dice.roll(40) as i64);
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn event(
    txn: &mut handsel_core::book::Txn<'_>,
    pipeline: &Pipeline,
    deal: DealId,
    (from, to): (Option<usize>, usize),
    day: Day,
    dice: &mut Dice,
) -> handsel_core::Result<()> {
    let id: StageEventId = txn.new_id();
    let stage = &pipeline.stages[to];
    txn.insert(
        Rows::DealStageEvent,
        id,
        &[
            ("deal_id", &deal),
            ("day", &day),
            ("from_stage_id", &from.map(|from: usize| pipeline.stages[from].id)),
            ("to_stage_id", &stage.id),
            ("kind", &stage.kind),
            ("amount_minor", &(dice.roll(5_000_000) as i64)),
            ("currency", &"EUR"),
            ("probability", &stage.probability),
            ("close_date", &day.plus_days(dice.roll(90) as i64)),
        ],
    )
}
