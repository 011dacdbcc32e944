//! The shape of the core is a promise too: what is absent stays absent.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use handsel_core::Book;
use handsel_core::book::Table;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") && !path.to_string_lossy().ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                // Unit tests, at the end of a file or in one of their own, may look at anything.
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path, code));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn lies_in(path: &Path, part: &str) -> bool {
    path.components().any(|c| c.as_os_str() == part)
}

#[test]
fn sql_lies_only_where_the_architecture_says() {
    let words = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA "];
    for (path, code) in sources() {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let allowed = ["rows", "outbox", "worker"]
            .iter()
            .any(|name| stem == *name || stem.starts_with(&format!("{name}_")) || stem.ends_with(&format!("_{name}")))
            || ["book", "search", "reports", "rows"].iter().any(|room| lies_in(&path, room));
        let found = words
            .iter()
            .find(|word| code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(**word)));
        assert!(allowed || found.is_none(), "{} has SQL ({:?}): it belongs into rows.rs", path.display(), found);
    }
}

#[test]
fn nothing_deletes_a_record() {
    for (path, code) in sources() {
        for line in code.lines().filter(|line| line.contains("DELETE FROM")) {
            let local =
                ["outbox", "search ", "search_row "].iter().any(|table| line.contains(&format!("DELETE FROM {table}")));
            assert!(local, "{}: {line}", path.display());
        }
    }
}

#[test]
fn values_and_plans_are_pure() {
    for (path, code) in sources() {
        let pure = lies_in(&path, "values") || path.ends_with("handoff/plan.rs");
        let asks = [
            "Utc::now",
            "Local::now",
            "SystemTime",
            "Instant::now",
            "thread_rng",
            "new_v4(",
            "now_v7(",
            "rusqlite::Connection",
            "std::fs",
        ];
        let found = asks.iter().find(|word| code.contains(**word));
        assert!(!pure || found.is_none(), "{} asks for {found:?}", path.display());
    }
}

#[test]
fn only_the_clock_asks_for_the_time() {
    for (path, code) in sources() {
        let asks = ["Utc::now", "Local::now", "SystemTime::now"].iter().any(|word| code.contains(word));
        assert!(!asks || path.ends_with("book/clock.rs"), "{} asks for the time", path.display());
    }
}

#[test]
fn the_core_knows_no_window() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("tauri"), "the core must not depend on the shell");
}

#[test]
fn the_journal_knows_every_replicated_table() {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(&folder.path().join("firm.handsel"), "Firm", "EUR").unwrap();
    let local: BTreeSet<&str> =
        ["workspace", "command", "entry", "outbox", "stage_total", "search_row", "content"].into();
    let in_schema: BTreeSet<String> = book
        .read(|r| r.many("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%'", [], |row| row.get::<_, String>(0)))
        .unwrap()
        .into_iter()
        .filter(|name| !local.contains(name.as_str()))
        .collect();
    let known: BTreeSet<String> = Table::ALL.iter().map(|table| table.as_str().to_owned()).collect();
    assert_eq!(in_schema, known);
    for table in &known {
        let columns: Vec<String> =
            book.read(|r| r.many("SELECT name FROM pragma_table_info(?1)", [table], |row| row.get(0))).unwrap();
        assert!(columns.iter().any(|c| c == "deleted_at"), "{table} can't be hidden");
    }
}
