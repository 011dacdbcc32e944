//! A backup put back: whole or not at all, and what was there is never lost.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::path::{Path, PathBuf};

use handsel_core::book::SCHEMA;
use handsel_core::sell::NewDeal;
use handsel_core::start::{Business, create};
use handsel_core::transfer::{look_at_backup, restore};
use handsel_core::{Book, Code};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A workspace with the deal "Kept in the backup", its backup, and after it the deal "Made since".
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let book = create(&desk.at("firm.handsel"), "Firm", "EUR", Business::Short, None, None).unwrap();
        deal(&book, "Kept in the backup");
        book.backup(&desk.at("copy.handsel")).unwrap();
        deal(&book, "Made since");
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.ends_with(".lock"));
        names.sort();
        names
    }
}

fn deal(book: &Book, name: &str) {
    book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap();
}

fn deals(path: &Path) -> Vec<String> {
    let book = Book::open(path).unwrap();
    assert!(book.check().unwrap().ok);
    book.read(|reader| {
        reader.many("SELECT name FROM deal WHERE deleted_at IS NULL ORDER BY name", [], |row| row.get(0))
    })
    .unwrap()
}

#[test]
fn what_was_there_is_kept_and_restoring_it_takes_the_restore_back() {
    let desk = Desk::new();
    let (file, copy) = (desk.at("firm.handsel"), desk.at("copy.handsel"));
    let backup = std::fs::read(&copy).unwrap();
    let done = restore(&copy, &file).unwrap();
    assert!(done.ok, "{:?}", done.problems);
    assert_eq!(deals(&file), ["Kept in the backup"]);
    let kept = PathBuf::from(done.kept.unwrap());
    let name = kept.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("firm.before-restore-20") && name.ends_with(".handsel"), "{name}");
    assert_eq!(deals(&kept), ["Kept in the backup", "Made since"]);
    assert!(std::fs::read(&copy).unwrap() == backup, "a backup is only read");

    let again = restore(&kept, &file).unwrap();
    assert_eq!(deals(&file), ["Kept in the backup", "Made since"]);
    let second = PathBuf::from(again.kept.unwrap());
    assert_ne!(second, kept, "nothing that was kept is written over");
    assert_eq!(deals(&second), ["Kept in the backup"]);
    assert_eq!(deals(&kept), ["Kept in the backup", "Made since"]);
    assert!(!desk.names().iter().any(|name| name.contains("restoring")), "{:?}", desk.names());
}

#[test]
fn what_was_committed_and_is_still_in_the_log_is_kept_too() {
    let desk = Desk::new();
    let file = desk.at("firm.handsel");
    // As a process that was killed leaves it: the log beside the file, no last checkpoint.
    let book = Book::open(&file).unwrap();
    deal(&book, "Only in the log");
    let (main, log) = (std::fs::read(&file).unwrap(), std::fs::read(desk.at("firm.handsel-wal")).unwrap());
    drop(book);
    std::fs::write(&file, main).unwrap();
    std::fs::write(desk.at("firm.handsel-wal"), log).unwrap();
    let done = restore(&desk.at("copy.handsel"), &file).unwrap();
    assert_eq!(deals(&file), ["Kept in the backup"], "the log of the other file does not reach the restored one");
    assert_eq!(deals(Path::new(&done.kept.unwrap())), ["Kept in the backup", "Made since", "Only in the log"]);
}

#[test]
fn what_is_no_whole_backup_is_refused_and_nothing_is_touched() {
    let desk = Desk::new();
    let (file, copy) = (desk.at("firm.handsel"), desk.at("copy.handsel"));
    let whole = std::fs::read(&copy).unwrap();
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        bytes
    };
    let files: [(&str, Vec<u8>, Code); 6] = [
        ("newer", changed(&|bytes| bytes[60..64].copy_from_slice(&(SCHEMA + 1).to_be_bytes())), Code::Newer),
        ("other", changed(&|bytes| bytes[68..72].fill(0)), Code::Foreign),
        ("letter", b"Dear Sir".to_vec(), Code::Foreign),
        ("cut", changed(&|bytes| bytes.truncate(40 * 4096)), Code::Corrupt),
        ("scratched", changed(&|bytes| bytes[8 * 4096..30 * 4096].fill(0x5a)), Code::Corrupt),
        ("hollow", changed(&|bytes| bytes[100..4096].fill(0)), Code::Corrupt),
    ];
    for (name, bytes, _) in &files {
        std::fs::write(desk.at(name), bytes).unwrap();
    }
    let (before, names) = (std::fs::read(&file).unwrap(), desk.names());
    let untouched = |what: &str| {
        assert!(std::fs::read(&file).unwrap() == before, "{what}: the workspace was touched");
        assert_eq!(desk.names(), names, "{what}");
    };
    for (name, bytes, code) in &files {
        let error = restore(&desk.at(name), &file).unwrap_err();
        assert_eq!(error.code, *code, "{name}: {}", error.message);
        assert!(std::fs::read(desk.at(name)).unwrap() == *bytes, "{name} was written to");
        untouched(name);
    }
    assert_eq!(restore(&desk.at("nowhere"), &file).unwrap_err().code, Code::NotFound);
    assert_eq!(restore(&file, &file).unwrap_err().code, Code::Invalid);
    untouched("no backup");
    let open = Book::open(&file).unwrap();
    assert_eq!(restore(&copy, &file).unwrap_err().code, Code::Busy);
    drop(open);
    assert_eq!(deals(&file), ["Kept in the backup", "Made since"]);
}

#[test]
fn a_backup_with_links_that_lead_nowhere_is_refused() {
    let desk = Desk::new();
    let (file, copy) = (desk.at("firm.handsel"), desk.at("copy.handsel"));
    let conn = rusqlite::Connection::open(&copy).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.execute("UPDATE deal SET company_id = randomblob(16)", []).unwrap();
    drop(conn);
    let before = std::fs::read(&file).unwrap();
    let error = restore(&copy, &file).unwrap_err();
    assert_eq!(error.code, Code::Corrupt, "{}", error.message);
    assert!(error.message.contains("links lead nowhere"), "{}", error.message);
    assert!(std::fs::read(&file).unwrap() == before, "the workspace was touched");
}

#[test]
fn a_damaged_workspace_makes_way_and_is_kept_byte_for_byte() {
    for damage in [b"not a workspace any more".to_vec(), vec![0; 9000], Vec::new()] {
        let desk = Desk::new();
        let file = desk.at("firm.handsel");
        std::fs::write(&file, &damage).unwrap();
        let done = restore(&desk.at("copy.handsel"), &file).unwrap();
        assert_eq!(deals(&file), ["Kept in the backup"]);
        assert!(std::fs::read(done.kept.unwrap()).unwrap() == damage);
    }
}

#[test]
fn a_workspace_that_is_gone_comes_back() {
    let desk = Desk::new();
    let file = desk.at("firm.handsel");
    std::fs::remove_file(&file).unwrap();
    let done = restore(&desk.at("copy.handsel"), &file).unwrap();
    assert_eq!(done.kept, None);
    assert_eq!(deals(&file), ["Kept in the backup"]);
    let elsewhere = desk.at("a/new/folder/firm.handsel");
    restore(&desk.at("copy.handsel"), &elsewhere).unwrap();
    assert_eq!(deals(&elsewhere), ["Kept in the backup"]);
}

#[test]
fn a_backup_of_an_older_schema_comes_back_up_to_date() {
    let desk = Desk::new();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/schema-1.handsel");
    let bytes = std::fs::read(&old).unwrap();
    let done = restore(&old, &desk.at("firm.handsel")).unwrap();
    assert!(done.ok, "{:?}", done.problems);
    assert_eq!(deals(&desk.at("firm.handsel")).len(), 120);
    assert!(std::fs::read(&old).unwrap() == bytes, "a backup is only read");
}

#[test]
fn a_look_says_what_a_backup_holds_and_under_which_name_the_present_file_is_kept() {
    let desk = Desk::new();
    let before = desk.names();
    let look = look_at_backup(&desk.at("copy.handsel"), &desk.at("firm.handsel")).unwrap();
    assert_eq!((look.firm.as_str(), look.deals, look.projects), ("Firm", 1, 0));
    assert!(look.changed_at.is_some());
    assert_eq!(desk.names(), before, "looking leaves nothing behind");
    let kept = restore(&desk.at("copy.handsel"), &desk.at("firm.handsel")).unwrap().kept;
    assert_eq!(kept, Some(look.kept_as));
    let same = look_at_backup(&desk.at("firm.handsel"), &desk.at("firm.handsel")).unwrap_err();
    assert_eq!(same.code, Code::Invalid);
    std::fs::write(desk.at("letter.txt"), "Dear firm").unwrap();
    assert_eq!(look_at_backup(&desk.at("letter.txt"), &desk.at("firm.handsel")).unwrap_err().code, Code::Foreign);
}
