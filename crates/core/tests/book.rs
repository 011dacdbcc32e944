//! The door itself: what is saved stays, what is undone is as before, what is not ours is left alone.
use handsel_core::book::{Table, Txn};
use handsel_core::values::{CompanyId, Day, PersonId, ProductId};
use handsel_core::{Book, Code, Result};
use rusqlite::Connection;

fn workspace() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(&folder.path().join("firm.handsel"), "Firm", "EUR").unwrap();
    (folder, book)
}

fn add_company(txn: &mut Txn<'_>, name: &str) -> Result<CompanyId> {
    let id: CompanyId = txn.new_id();
    txn.insert(Table::Company, id, &[("name", &name), ("name_key", &name.to_lowercase())])?;
    txn.label(format!("Added {name}"));
    txn.subject(Table::Company, id);
    Ok(id)
}

fn rename(book: &Book, id: CompanyId, name: &str) {
    book.transact("edit_company", |txn| {
        txn.label(format!("Renamed to {name}"));
        txn.update(Table::Company, id, &[("name", &name)])
    })
    .unwrap();
}

fn name_of(book: &Book, id: CompanyId) -> Option<String> {
    book.read(|r| r.one("SELECT name FROM company WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0)))
        .unwrap()
}

#[test]
fn a_commit_survives_reopening_and_an_error_leaves_nothing() {
    let (folder, book) = workspace();
    let id = book.transact("save_company", |txn| add_company(txn, "Café Süd")).unwrap().value;
    let failed: Result<handsel_core::Done<()>> = book.transact("save_company", |txn| {
        add_company(txn, "Half")?;
        Err(handsel_core::Error::invalid("no"))
    });
    assert_eq!(failed.unwrap_err().code, Code::Invalid);
    drop(book);
    let book = Book::open(&folder.path().join("firm.handsel")).unwrap();
    assert_eq!(name_of(&book, id).as_deref(), Some("Café Süd"));
    assert_eq!(book.read(|r| r.rev()).unwrap().0, 1);
    assert!(book.check().unwrap().ok, "{:?}", book.check());
}

#[test]
fn undo_and_redo_walk_back_and_forth_across_a_restart() {
    let (folder, book) = workspace();
    let id = book.transact("save_company", |txn| add_company(txn, "One")).unwrap().value;
    rename(&book, id, "Two");
    rename(&book, id, "Three");
    assert_eq!(book.undo_offer().unwrap().unwrap().label, "Renamed to Three");
    book.undo(None).unwrap();
    assert_eq!(name_of(&book, id).as_deref(), Some("Two"));
    drop(book);
    let book = Book::open(&folder.path().join("firm.handsel")).unwrap();
    book.undo(None).unwrap();
    assert_eq!(name_of(&book, id).as_deref(), Some("One"));
    book.undo(None).unwrap();
    assert_eq!(name_of(&book, id), None);
    assert_eq!(book.undo(None).unwrap_err().code, Code::Nothing);
    for expected in ["One", "Two", "Three"] {
        book.redo(None).unwrap();
        assert_eq!(name_of(&book, id).as_deref(), Some(expected));
    }
    assert_eq!(book.redo(None).unwrap_err().code, Code::Nothing);
    book.undo(None).unwrap();
    rename(&book, id, "Four");
    assert_eq!(book.redo_offer().unwrap(), None, "a new change ends the redo");
    assert!(book.check().unwrap().ok);
}

#[test]
fn undo_is_per_person_and_refused_where_somebody_changed_the_row_since() {
    let (_folder, book) = workspace();
    let people: Vec<PersonId> = ["Ann", "Bob"]
        .iter()
        .map(|name| {
            book.transact("save_person", |txn| {
                let id: PersonId = txn.new_id();
                txn.insert(Table::Person, id, &[("name", name), ("name_key", name)])?;
                Ok(id)
            })
            .unwrap()
            .value
        })
        .collect();
    book.act_as(Some(people[0]));
    let id = book.transact("save_company", |txn| add_company(txn, "One")).unwrap().value;
    rename(&book, id, "Ann's");
    book.act_as(Some(people[1]));
    assert_eq!(book.undo_offer().unwrap(), None);
    rename(&book, id, "Bob's");
    book.act_as(Some(people[0]));
    let offer = book.undo_offer().unwrap().unwrap();
    assert!(offer.refused.unwrap().contains("was changed since"));
    assert_eq!(book.undo(Some(offer.seq)).unwrap_err().code, Code::Conflict);
    assert_eq!(name_of(&book, id).as_deref(), Some("Bob's"));
    assert_eq!(book.undo(Some(1)).unwrap_err().code, Code::Stale);
}

#[test]
fn undoing_what_others_hang_on_is_refused_by_name() {
    let (_folder, book) = workspace();
    let parent = book.transact("save_company", |txn| add_company(txn, "Parent")).unwrap().value;
    let person: PersonId = book
        .transact("save_person", |txn| {
            let id: PersonId = txn.new_id();
            txn.insert(Table::Person, id, &[("name", &"Ann"), ("name_key", &"ann")])?;
            Ok(id)
        })
        .unwrap()
        .value;
    book.act_as(Some(person));
    book.transact("save_company", |txn| {
        let child = add_company(txn, "Child")?;
        txn.update(Table::Company, child, &[("parent_id", &parent)])
    })
    .unwrap();
    book.act_as(None);
    book.undo(None).unwrap(); // the person
    let refused = book.undo(None).unwrap_err();
    assert!(refused.message.contains("“Parent” is used by company “Child”"), "{}", refused.message);
}

#[test]
fn an_import_takes_back_what_nobody_touched_and_lists_the_rest() {
    let (_folder, book) = workspace();
    let ids = book
        .transact_as(handsel_core::book::Actor::Import(None), "import", |txn| {
            txn.label("Imported 3 companies");
            ["A", "B", "C"].iter().map(|name| add_company(txn, name)).collect::<Result<Vec<_>>>()
        })
        .unwrap()
        .value;
    let helper: PersonId = PersonId::derived(book.workspace(), "helper");
    book.transact("save_person", |txn| txn.insert(Table::Person, helper, &[("name", &"H"), ("name_key", &"h")]))
        .unwrap();
    book.act_as(Some(helper));
    rename(&book, ids[1], "B, corrected");
    book.act_as(None);
    book.undo(None).unwrap();
    let done = book.undo(None).unwrap();
    assert_eq!(done.kept, vec!["Company “B, corrected” was changed since.".to_owned()]);
    assert_eq!(ids.map_names(&book), [None, Some("B, corrected".into()), None]);
}

trait Names {
    fn map_names(&self, book: &Book) -> [Option<String>; 3];
}
impl Names for Vec<CompanyId> {
    fn map_names(&self, book: &Book) -> [Option<String>; 3] {
        [name_of(book, self[0]), name_of(book, self[1]), name_of(book, self[2])]
    }
}

#[test]
fn a_change_is_told_only_after_its_commit_and_a_no_op_not_at_all() {
    let (_folder, book) = workspace();
    let (tell, told) = std::sync::mpsc::channel();
    book.on_change(move |changed| tell.send(changed.clone()).unwrap());
    let id = book
        .transact("save_company", |txn| {
            let id = add_company(txn, "One")?;
            assert!(told.try_recv().is_err());
            Ok(id)
        })
        .unwrap()
        .value;
    assert_eq!(told.try_recv().unwrap().rev.0, 1);
    rename(&book, id, "One");
    assert!(told.try_recv().is_err(), "nothing changed, nothing told");
    assert_eq!(book.read(|r| r.rev()).unwrap().0, 1);
}

#[test]
fn other_files_are_refused_and_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("letter.txt"), "Dear Sir").unwrap();
    Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE t(a); PRAGMA application_id = 7;").unwrap();
    drop(Book::create(&at("newer.handsel"), "Firm", "EUR").unwrap());
    Connection::open(at("newer.handsel"))
        .unwrap()
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")
        .unwrap();
    for (name, code) in [
        ("letter.txt", Code::Foreign),
        ("other.db", Code::Foreign),
        ("newer.handsel", Code::Newer),
        ("none", Code::NotFound),
    ] {
        let before = std::fs::read(at(name)).ok();
        assert_eq!(Book::open(&at(name)).err().unwrap().code, code, "{name}");
        assert_eq!(std::fs::read(at(name)).ok(), before, "{name}");
    }
    assert_eq!(Book::create(&at("letter.txt"), "Firm", "EUR").err().unwrap().code, Code::Conflict);
}

#[test]
fn one_owner_at_a_time() {
    let (folder, book) = workspace();
    let path = folder.path().join("firm.handsel");
    assert_eq!(Book::open(&path).err().unwrap().code, Code::Busy);
    drop(book);
    Book::open(&path).unwrap();
}

#[test]
fn search_rows_follow_renames_and_the_trash() {
    let (_folder, book) = workspace();
    let id = book.transact("save_company", |txn| add_company(txn, "Bäckerei Hansen")).unwrap().value;
    let found = |text: &str| {
        book.read(|r| r.one("SELECT count(*) FROM search WHERE search MATCH ?1", [text], |row| row.get::<_, i64>(0)))
            .unwrap()
            .unwrap()
    };
    assert_eq!(found("backer*"), 1);
    rename(&book, id, "Konditorei");
    assert_eq!((found("backer*"), found("kondi*")), (0, 1));
    book.transact("delete_company", |txn| txn.trash(Table::Company, id)).unwrap();
    assert_eq!(found("kondi*"), 0);
    book.undo(None).unwrap();
    assert_eq!(found("kondi*"), 1);
    assert!(book.check().unwrap().ok);
}

#[test]
fn as_of_sets_today_and_derived_ids_meet() {
    let (_folder, book) = workspace();
    let day = Day::parse_iso("2020-02-29").unwrap();
    book.set_as_of(Some(day));
    assert_eq!(book.read(|r| Ok(r.today())).unwrap(), day);
    assert_eq!(ProductId::derived(book.workspace(), "x"), ProductId::derived(book.workspace(), "x"));
}
