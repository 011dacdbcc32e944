use super::*;
use crate::values::HandoffState;

fn book(start: Start, business: Business) -> (tempfile::TempDir, Book, PersonId) {
    book_on(None, start, business)
}

fn book_on(today: Option<crate::values::Day>, start: Start, business: Business) -> (tempfile::TempDir, Book, PersonId) {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(today);
    let args = SetUp { firm: "Nordlicht".into(), currency: "EUR".into(), start, business, me: "Ada Berg".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    (dir, book, me)
}

#[test]
fn an_empty_workspace_has_templates_and_a_pipeline_that_uses_the_right_one() {
    for (business, name) in [
        (Business::Onboarding, "Customer onboarding"),
        (Business::Installation, "Installation"),
        (Business::FixedPrice, "Fixed-price project"),
        (Business::Short, "Short job"),
    ] {
        let (_dir, book, me) = book(Start::Empty, business);
        let templates = book.templates().unwrap().rows;
        assert_eq!(templates.len(), 4);
        assert_eq!((templates[0].name.as_str(), templates[0].pipelines.as_slice()), (name, &["Sales".to_owned()][..]));
        assert!(templates.iter().all(|template| template.tasks >= 5 && template.working_days >= 5), "{templates:?}");
        let firm = book.firm().unwrap();
        assert_eq!((firm.name.as_str(), firm.fallback_person), ("Nordlicht", Some(me)));
        assert!(book.undo_offer().unwrap().is_none());
        assert!(book.check().unwrap().ok, "{:?}", book.check().unwrap().problems);
    }
}

#[test]
fn set_up_runs_once() {
    let (_dir, book, _) = book(Start::Empty, Business::Short);
    let again = SetUp {
        firm: "X".into(),
        currency: "EUR".into(),
        start: Start::Empty,
        business: Business::Short,
        me: "Y".into(),
    };
    assert_eq!(book.set_up(&again).unwrap_err().code, Code::Conflict);
    assert_eq!(book.firm().unwrap().name, "Nordlicht");
}

#[test]
fn a_new_workspace_is_found_laid_out_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("w.handsel");
    let refused = create(&path, "Firm", "EUR", Business::Short, Some("  "), None).err().unwrap();
    assert_eq!(refused.code, Code::Invalid);
    assert!(create(&path, "Firm", "E1", Business::Short, None, None).is_err());
    assert!(!path.exists(), "what could not be laid out is not there");
    for me in [None, Some("Ada")] {
        let path = dir.path().join(format!("{}.handsel", me.unwrap_or("nobody")));
        let book = create(&path, "Firm", "EUR", Business::Short, me, None).unwrap();
        let history = book
            .read(|reader| reader.many("SELECT verb, label FROM command", [], |row| Ok((row.get(0)?, row.get(1)?))));
        let one: Vec<(String, String)> = vec![("set_up".into(), "Set up the workspace".into())];
        assert_eq!(history.unwrap(), one);
        assert_eq!(book.templates().unwrap().rows[0].name, "Short job");
        assert_eq!(book.people().unwrap().len(), usize::from(me.is_some()));
        assert!(book.undo_offer().unwrap().is_none());
        assert!(book.check().unwrap().ok, "{:?}", book.check().unwrap().problems);
        assert_eq!(create(&path, "Firm", "EUR", Business::Short, me, None).err().unwrap().code, Code::Conflict);
    }
}

#[test]
fn the_sample_is_whole_on_any_day_and_its_projects_came_through_the_corridor() {
    for today in ["2026-11-22", "2026-12-27", "2027-01-02", "2027-03-03", "2028-02-29"] {
        sample_on(crate::values::Day::parse_iso(today).unwrap());
    }
}

fn sample_on(today: crate::values::Day) {
    let (_dir, book, _) = book_on(Some(today), Start::Sample, Business::Installation);
    let handoffs = book.handoffs().unwrap();
    assert_eq!((handoffs.rows.len(), handoffs.needing_help, handoffs.imported_wins), (6, 0, 0));
    assert!(handoffs.rows.iter().all(|handoff| handoff.state == HandoffState::Delivered && handoff.project.is_some()));
    let projects = book.projects().unwrap().rows;
    assert_eq!(projects.len(), 6);
    assert!(projects.iter().all(|project| project.unowned == 0 && project.tasks == 13), "{projects:?}");
    assert!(projects.iter().any(|project| project.done > 0) && projects.iter().any(|project| project.overdue > 0));
    assert_eq!(book.people().unwrap().len(), 6);
    let nameless = "SELECT count(*) FROM command WHERE actor_kind = 'person' AND actor_id IS NULL";
    assert_eq!(book.read(|reader| reader.one(nameless, [], |row| row.get::<_, i64>(0))).unwrap(), Some(0));
    assert!(book.undo_offer().unwrap().is_none());
    assert!(book.check().unwrap().ok, "{:?}", book.check().unwrap().problems);
}
