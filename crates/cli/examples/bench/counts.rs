//! Goal 3: one action is one transaction and at most one fsync. Counted, not timed: commits in the write-ahead log, fsyncs by strace.
use std::path::Path;
use std::process::{Command, Stdio};

use handsel_core::Book;

use crate::Outcome;
use crate::moves::Mover;
use crate::seed::Seeded;
use crate::table::Table;

/// Few enough that no checkpoint (which syncs on its own account) comes between.
const MOVES: usize = 25;
/// Enough that whole pages do not blur the bytes a move costs.
const GROWTH_MOVES: usize = 1_000;
/// The argument under which this program only moves cards in a given workspace, to be watched.
pub const MOVES_ONLY: &str = "--moves-only";

pub fn measure(seeded: Seeded, table: &mut Table) -> Outcome<()> {
    let wal =
        seeded.path.with_file_name(format!("{}-wal", seeded.path.file_name().unwrap_or_default().to_string_lossy()));
    drop_wal(&seeded.path)?;
    let before = std::fs::metadata(&seeded.path)?.len();
    let mut mover = Mover::new(&seeded);
    for _ in 0..MOVES {
        mover.step()?;
    }
    let commits = commits(&std::fs::read(&wal)?)?;
    table.figure(
        "3",
        &format!("commits of {MOVES} moves"),
        commits.to_string(),
        format!("= {MOVES}"),
        commits == MOVES,
    );
    for _ in MOVES..GROWTH_MOVES {
        mover.step()?;
    }
    drop_wal(&seeded.path)?;
    let grown = std::fs::metadata(&seeded.path)?.len().saturating_sub(before) / GROWTH_MOVES as u64;
    table.figure("11", "file growth a move in bytes", grown.to_string(), "≤ 400".into(), grown <= 400);
    let path = seeded.path.clone();
    drop(seeded);
    match fsyncs(&path)? {
        Some(count) => table.figure(
            "3",
            &format!("fsyncs of {MOVES} moves"),
            count.to_string(),
            format!("≤ {MOVES}"),
            count <= MOVES,
        ),
        None => eprintln!("strace is not installed: fsyncs are not counted"),
    }
    Ok(())
}

/// Brings the log's content into the file and starts the log anew.
fn drop_wal(path: &Path) -> Outcome<()> {
    let conn = rusqlite::Connection::open(path)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// The frames of a write-ahead log that end a transaction: those that carry the size of the file after it.
fn commits(wal: &[u8]) -> Outcome<usize> {
    const HEAD: usize = 32;
    const FRAME_HEAD: usize = 24;
    let number = |at: usize| -> Outcome<u32> {
        Ok(u32::from_be_bytes(wal.get(at..at + 4).ok_or("the log is short")?.try_into()?))
    };
    let frame = FRAME_HEAD + number(8)? as usize;
    let mut count = 0;
    for at in (HEAD..wal.len().saturating_sub(FRAME_HEAD)).step_by(frame) {
        // Frames of an older round carry another salt.
        if wal.get(at + 8..at + 16) == wal.get(16..24) && number(at + 4)? > 0 {
            count += 1;
        }
    }
    Ok(count)
}

/// fsync and fdatasync calls of [`MOVES`] moves: those of a watched run less those of one with a single move, since the first write
/// also syncs the head of a new log. `None` without strace.
fn fsyncs(path: &Path) -> Outcome<Option<usize>> {
    let (Some(with), Some(without)) = (watched(path, MOVES + 1)?, watched(path, 1)?) else { return Ok(None) };
    Ok(Some(with.saturating_sub(without)))
}

fn watched(path: &Path, moves: usize) -> Outcome<Option<usize>> {
    drop_wal(path)?;
    let log = path.with_extension("strace");
    let program = std::env::current_exe()?;
    let status = Command::new("strace")
        .args(["-f", "-e", "trace=fsync,fdatasync", "-o"])
        .arg(&log)
        .arg(program)
        .args([MOVES_ONLY, &format!("{moves}:{}", path.display())])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    let lines = std::fs::read_to_string(&log)?;
    Ok(Some(lines.lines().filter(|line| line.contains("sync(")).count()))
}

/// The watched program: `COUNT:PATH`.
pub fn moves_only(what: &str) -> Outcome<()> {
    let (count, path) = what.split_once(':').ok_or("COUNT:PATH")?;
    let book = Book::open(Path::new(path))?;
    let pipeline = book.pipelines()?.into_iter().next().ok_or("there is no pipeline")?;
    let mut deals = Vec::new();
    for (at, column) in book.deal_board(&Default::default())?.columns.iter().enumerate() {
        deals.extend(column.cards.iter().map(|card| (card.id, at)));
    }
    let seeded = Seeded { book, path: path.into(), pipeline, deals };
    let mut mover = Mover::new(&seeded);
    for _ in 0..count.parse()? {
        mover.step()?;
    }
    // Without the closing checkpoint, which is no action's: the process ends as if it were killed.
    std::process::exit(0)
}
