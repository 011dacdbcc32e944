//! Every schema that was ever released still opens, whole: tests/data/schema-N.handsel, made by `cargo xtask fixture`.
use std::path::{Path, PathBuf};

use handsel_core::book::SCHEMA;
use handsel_core::sell::{DealFilter, StageKind};
use handsel_core::{Book, Code};
use rusqlite::{Connection, OpenFlags};

/// (schema, file), oldest first.
fn fixtures() -> Vec<(i32, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    let mut found: Vec<(i32, PathBuf)> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let number = path.file_name()?.to_str()?.strip_prefix("schema-")?.strip_suffix(".handsel")?;
            Some((number.parse().unwrap(), path))
        })
        .collect();
    found.sort();
    found
}

fn text_of_schema(conn: &Connection) -> Vec<(String, String)> {
    conn.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn every_released_schema_comes_up_to_date_and_keeps_everything() {
    let all = fixtures();
    assert!(all.iter().any(|(schema, _)| *schema == 1), "the first schema has its fixture");
    for (schema, path) in all {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("workspace.handsel");
        std::fs::copy(&path, &copy).unwrap();
        let book = Book::open(&copy).unwrap();
        let version: i32 = book
            .read(|r| Ok(r.one("SELECT user_version FROM pragma_user_version", [], |row| row.get(0))?.unwrap()))
            .unwrap();
        assert_eq!(version, SCHEMA, "from schema {schema}");
        assert_eq!(book.check().unwrap().problems, Vec::<String>::new(), "from schema {schema}");
        let board = book.deal_board(&DealFilter::default()).unwrap();
        let count =
            |kind| board.columns.iter().filter(|column| column.stage.kind == kind).map(|column| column.count).sum();
        let counts: [u32; 3] = [count(StageKind::Open), count(StageKind::Won), count(StageKind::Lost)];
        assert_eq!(counts, [48, 46, 26], "from schema {schema}");
        let handoffs = book.handoffs().unwrap();
        assert_eq!(handoffs.rows.len(), 1);
        let page = book.handoff(handoffs.rows[0].id).unwrap();
        assert!(page.explanation.is_some(), "why the project is as it is");
        let me = book.people().unwrap().into_iter().find(|person| person.name == "Darcel Schlecht").unwrap();
        book.act_as(Some(me.id));
        book.redo(None).expect("what was undone before can be done again");
        book.undo(None).expect("and undone");
        let beside = folder.path().join(format!("workspace.handsel.before-schema-{SCHEMA}"));
        assert_eq!(beside.exists(), schema < SCHEMA, "a copy of the old file is kept");
        drop(book);
        let again = Book::open(&copy).unwrap();
        assert!(again.check().unwrap().problems.is_empty());
    }
}

#[test]
fn a_released_migration_is_never_edited() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for (schema, path) in fixtures() {
        let kept = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let fresh = Connection::open_in_memory().unwrap();
        for file in &files[..usize::try_from(schema).unwrap()] {
            fresh.execute_batch(&std::fs::read_to_string(file).unwrap()).unwrap();
        }
        assert_eq!(text_of_schema(&fresh), text_of_schema(&kept), "schema {schema}: add a migration instead");
    }
}

/// The text schema tells nothing of the rows a migration writes: every byte of its file is noted beside the fixture.
#[test]
fn a_released_migration_keeps_every_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let noted = std::fs::read_to_string(root.join("../../tests/data/migrations.txt")).unwrap();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root.join("migrations")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let newest = fixtures().last().map(|(schema, _)| usize::try_from(*schema).unwrap()).unwrap();
    for file in &files[..newest] {
        // Git on Windows may have turned the ends of lines.
        let text = std::fs::read_to_string(file).unwrap().replace("\r\n", "\n");
        let name = file.file_name().unwrap().to_string_lossy();
        let line = format!("{name} {}", uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, text.as_bytes()));
        assert!(noted.lines().any(|one| one == line), "{name} is released: add a migration instead (it reads {line})");
    }
}

#[test]
fn a_newer_and_a_foreign_file_are_refused_without_a_byte_written() {
    for (schema, path) in fixtures() {
        let whole = std::fs::read(path).unwrap();
        let header = |at: usize, number: i32| {
            let mut bytes = whole.clone();
            bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
            bytes
        };
        for (bytes, code) in [
            (header(60, SCHEMA + 1), Code::Newer),
            (header(60, i32::MAX), Code::Newer),
            (header(68, 0), Code::Foreign),
            (whole[..90].to_vec(), Code::Foreign),
            (Vec::new(), Code::Foreign),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("workspace.handsel");
            std::fs::write(&file, &bytes).unwrap();
            assert_eq!(Book::open(&file).err().unwrap().code, code, "from schema {schema}");
            assert!(std::fs::read(&file).unwrap() == bytes, "{code:?} from schema {schema}: written to");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        }
    }
}

#[test]
fn an_old_file_that_is_write_protected_says_so_and_stays() {
    for (schema, path) in fixtures().into_iter().filter(|(schema, _)| *schema < SCHEMA) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("workspace.handsel");
        std::fs::copy(&path, &file).unwrap();
        let mut rights = std::fs::metadata(&file).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&file, rights).unwrap();
        // An administrator may write whatever the rights say.
        if std::fs::OpenOptions::new().write(true).open(&file).is_ok() {
            continue;
        }
        assert_eq!(Book::open(&file).err().unwrap().code, Code::ReadOnly, "from schema {schema}");
        assert!(std::fs::read(&file).unwrap() == std::fs::read(&path).unwrap());
    }
}
