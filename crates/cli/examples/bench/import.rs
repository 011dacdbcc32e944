//! Goal 5: 100,000 contacts from CSV, against a bare reader that fills a table with the same indexes and full-text search.
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use handsel_core::Book;
use handsel_core::transfer::Target;
use rusqlite::Connection;

use crate::seed::Dice;
use crate::table::Table;
use crate::{Outcome, median, timed};

const ROWS: usize = 100_000;
const ROUNDS: usize = 5;
const MEMORY_MAX_MIB: u64 = 64;

pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    eprintln!("importing {ROWS} contacts, {ROUNDS} rounds");
    let csv = folder.join("contacts.csv");
    std::fs::write(&csv, contacts())?;
    let (mut ours, mut floors, mut ratios, mut grown) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        let book = Book::create(&folder.join(format!("import-{round}.handsel")), "Bench", "EUR")?;
        book.transact("set_up", handsel_core::sell::seed_defaults)?;
        let before = forget_peak();
        let (mine, ()) = timed(|| ours_once(&book, &csv))?;
        grown = grown.max(peak().saturating_sub(before));
        let (floor, ()) = timed(|| floor_once(&folder.join(format!("import-{round}.floor")), &csv))?;
        let per_second = |took: std::time::Duration| ROWS as f64 / took.as_secs_f64();
        ratios.push(per_second(mine) / per_second(floor));
        ours.push(per_second(mine));
        floors.push(per_second(floor));
    }
    let rate = |rates: &[f64]| format!("{:.0} rows/s", median(rates));
    let ratio = median(&ratios);
    table.add(
        "5",
        "import of 100,000 contacts from CSV",
        rate(&ours),
        rate(&floors),
        format!("{ratio:.2}"),
        "≥ 0.5".into(),
        ratio >= 0.5,
    );
    let mib = grown / 1024;
    table.figure(
        "5",
        "memory growth meanwhile",
        format!("{mib} MiB"),
        format!("≤ {MEMORY_MAX_MIB} MiB"),
        mib <= MEMORY_MAX_MIB,
    );
    Ok(())
}

fn contacts() -> String {
    let mut dice = Dice::new(0x4861_6e64_7365_6c05);
    let mut csv = "id,name,email,phone,title\n".to_owned();
    for i in 0..ROWS {
        let (first, last) = (dice.roll(2_000), dice.roll(20_000));
        let _ = writeln!(
            csv,
            "C{i:06},Given{first} Family{last},given{first}.family{last}.{i}@example.org,+49 30 {i:07},Title {}",
            dice.roll(40)
        );
    }
    csv
}

fn ours_once(book: &Book, csv: &Path) -> Outcome<()> {
    let plan = book.import_open(csv, Some(Target::Contacts))?;
    let report = book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false))?;
    if report.created as usize == ROWS {
        Ok(())
    } else {
        Err(format!("only {} of {ROWS} rows came in", report.created).into())
    }
}

/// Reads the same file and fills a table with the indexes of ours and its full-text search, in one transaction.
fn floor_once(path: &Path, csv: &Path) -> Outcome<()> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE contact (id BLOB PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT, phone TEXT, title TEXT, source_key TEXT) STRICT;
         CREATE INDEX contact_name ON contact(name_key);
         CREATE INDEX contact_email ON contact(email);
         CREATE INDEX contact_phone ON contact(phone);
         CREATE INDEX contact_title ON contact(title);
         CREATE INDEX contact_source ON contact(source_key);
         CREATE VIRTUAL TABLE search USING fts5(text, kind UNINDEXED, id UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');",
    )?;
    let filling = conn.transaction()?;
    {
        let mut insert = filling.prepare("INSERT INTO contact VALUES (?1, ?2, lower(?2), ?3, ?4, ?5, ?6)")?;
        let mut index = filling
            .prepare("INSERT INTO search(text, kind, id) VALUES (?1 || ' ' || ?2 || ' ' || ?3, 'contact', ?4)")?;
        for record in csv::Reader::from_path(csv)?.into_records() {
            let record = record?;
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let id = uuid::Uuid::now_v7();
            insert.execute((id, cell(1), cell(2), cell(3), cell(4), cell(0)))?;
            index.execute((cell(1), cell(2), cell(3), id))?;
        }
    }
    filling.commit()?;
    Ok(())
}

/// KiB of memory now, with the peak set back to it. 0 where the system does not say.
fn forget_peak() -> u64 {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

fn peak() -> u64 {
    status("VmHWM:")
}

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}
