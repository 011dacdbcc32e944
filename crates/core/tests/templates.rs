//! Templates: what is shown while editing is what is made, refusals name the part, nothing loses its template by accident.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::{Anchor, LinkKind, NewProject, Template, TemplateLink, TemplatePhase, TemplateTask};
use handsel_core::handoff::OnlyIf;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, PersonId, TemplateId, WorkingCalendar};
use handsel_core::{Book, Code};

fn book() -> (tempfile::TempDir, Book, PersonId) {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(Day::parse_iso("2026-11-20").unwrap()));
    let (start, business) = (Start::Empty, Business::Onboarding);
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start, business, me: "Ada".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    (dir, book, me)
}

fn task(key: &str, offset_days: i32, duration_days: u32) -> TemplateTask {
    let name = format!("Task {key}");
    let (description, role, checklist) = (None, None, Vec::new());
    TemplateTask {
        key: key.into(),
        name,
        description,
        role,
        offset_days,
        duration_days,
        checklist,
        ..TemplateTask::default()
    }
}

fn link(predecessor: &str, kind: LinkKind, lag_days: i32, successor: &str) -> TemplateLink {
    TemplateLink { predecessor: predecessor.into(), successor: successor.into(), kind, lag_days }
}

fn draft(tasks: Vec<TemplateTask>, links: Vec<TemplateLink>) -> Template {
    let phases = vec![TemplatePhase { key: "p".into(), name: "Work".into(), tasks, ..TemplatePhase::default() }];
    Template { name: "New".into(), phases, links, ..Template::default() }
}

fn named(book: &Book, name: &str) -> TemplateId {
    book.templates().unwrap().rows.into_iter().find(|row| row.name == name).unwrap().id
}

#[test]
fn the_preview_of_a_draft_is_where_the_project_comes_to_lie() {
    let (_dir, book, me) = book();
    let links = vec![
        link("a", LinkKind::FinishStart, 2, "b"),
        link("b", LinkKind::FinishStart, 0, "m"),
        link("c", LinkKind::StartStart, 0, "a"),
    ];
    let tasks = vec![task("a", 0, 3), task("b", 1, 2), task("m", 0, 0), task("c", -4, 1)];
    let mut template = draft(tasks, links);
    template.fallback_person = Some(me);
    let rev = book.read(|reader| reader.rev()).unwrap();
    let preview = book.preview_template(&template).unwrap();
    assert_eq!(book.read(|reader| reader.rev()).unwrap(), rev, "looking writes nothing");
    let spans: Vec<_> =
        preview.tasks.iter().map(|t| (t.key.as_str(), t.start, t.days, t.pushed_by.as_deref())).collect();
    assert_eq!(spans, [("a", 0, 3, None), ("b", 5, 2, Some("a")), ("m", 7, 0, Some("b")), ("c", -4, 1, None)]);
    assert_eq!((preview.working_days, preview.lead.as_deref()), (12, Some("Ada")));
    assert!(preview.tasks.iter().all(|t| t.who.as_deref() == Some("Ada") && t.who_why.contains("fallback")));

    // A project that starts on a Monday before plain weeks has the same days.
    let start = Day::parse_iso("2026-11-23").unwrap();
    let id = book.save_template(&template).unwrap().value;
    let new = NewProject { name: "P".into(), template: Some(id), start: Some(start), ..NewProject::default() };
    let project = book.create_project(&new).unwrap().value;
    let cards: Vec<_> =
        book.project_board(project).unwrap().columns.into_iter().flat_map(|column| column.cards).collect();
    let calendar = WorkingCalendar::default();
    for card in cards {
        let page = book.task(card.id).unwrap();
        let span = preview.tasks.iter().find(|span| page.name == format!("Task {}", span.key)).unwrap();
        let day = |day: Option<Day>| calendar.working_days_between(start, day.unwrap());
        let last = span.start + i32::try_from(span.days.max(1)).unwrap() - 1;
        assert_eq!((day(page.start), day(page.due)), (i64::from(span.start), i64::from(last)), "{}", page.name);
    }
}

#[test]
fn a_refusal_names_the_part() {
    let (_dir, book, _) = book();
    let mut unnamed = draft(vec![task("a", 0, 1), task("b", 0, 1)], Vec::new());
    unnamed.phases[0].tasks[1].name = "  ".into();
    assert_eq!(book.preview_template(&unnamed).unwrap().tasks.len(), 2, "a half-typed draft is still drawn");
    let refused = book.save_template(&unnamed).unwrap_err();
    assert_eq!((refused.code, refused.missing[0].field.as_str()), (Code::Gate, "task:b"));
    assert!(refused.message.contains("Task 2 of “Work” has no name"), "{}", refused.message);
    unnamed.name.clear();
    let fields: Vec<String> =
        book.save_template(&unnamed).unwrap_err().missing.into_iter().map(|part| part.field).collect();
    assert_eq!(fields, ["name", "task:b"], "all at once");

    let far = draft(vec![task("a", 0, 1), task("b", 2001, 1)], Vec::new());
    let lag = draft(vec![task("a", 0, 1), task("b", 0, 1)], vec![link("a", LinkKind::FinishStart, -2001, "b")]);
    for wrong in [far, lag] {
        for refused in [book.save_template(&wrong).unwrap_err(), book.preview_template(&wrong).unwrap_err()] {
            assert_eq!((refused.code, refused.missing[0].field.as_str()), (Code::Invalid, "task:b"));
            assert!(refused.message.contains("“Task b”"), "{}", refused.message);
        }
    }
    let round = vec![link("a", LinkKind::FinishStart, 0, "b"), link("b", LinkKind::FinishStart, 0, "a")];
    let round = draft(vec![task("a", 0, 1), task("b", 0, 1)], round);
    for refused in [book.save_template(&round).unwrap_err(), book.preview_template(&round).unwrap_err()] {
        assert!(refused.message.contains("Task a → Task b"), "{}", refused.message);
    }
}

#[test]
fn an_older_draft_never_replaces_a_newer_template() {
    let (_dir, book, _) = book();
    let id = book.templates().unwrap().rows[0].id;
    let old = book.template(id).unwrap();
    let newer = Template { name: "Newer".into(), ..old.clone() };
    book.save_template(&newer).unwrap();
    let late = Template { description: Some("Typed long ago".into()), ..old.clone() };
    assert_eq!(book.save_template(&late).unwrap_err().code, Code::Stale);
    assert_eq!(book.template(id).unwrap().name, "Newer");
    book.save_template(&Template { version: book.template(id).unwrap().version, ..late }).unwrap();
}

#[test]
fn a_template_in_use_is_deleted_only_for_another() {
    let (_dir, book, _) = book();
    let rows = book.templates().unwrap().rows;
    let (used, other) = (rows[0].id, rows[1].id);
    assert!(!rows[0].pipelines.is_empty() && rows[1].pipelines.is_empty());
    let asked = book.delete_template(used, None).unwrap_err();
    assert_eq!((asked.code, asked.missing[0].field.as_str()), (Code::Gate, "instead"));
    assert!(asked.message.contains(&rows[0].pipelines[0]), "{}", asked.message);
    assert_eq!(book.delete_template(used, Some(used)).unwrap_err().code, Code::Invalid);
    assert_eq!(book.templates().unwrap().rows, rows);
    book.delete_template(used, Some(other)).unwrap();
    assert_eq!(book.pipelines().unwrap()[0].template, Some(other));
    book.undo(None).unwrap();
    assert_eq!(book.pipelines().unwrap()[0].template, Some(used), "one undo brings both back");
    assert_eq!(book.templates().unwrap().rows, rows);
    book.delete_template(other, None).unwrap();
}

#[test]
fn a_copy_is_whole_and_its_own() {
    let (_dir, book, _) = book();
    let was = book.templates().unwrap().rows.remove(0);
    let copy = book.duplicate_template(was.id).unwrap().value;
    let (from, to) = (book.template(was.id).unwrap(), book.template(copy).unwrap());
    assert_eq!(
        (to.name.as_str(), &to.phases, &to.links),
        (format!("{} copy", was.name).as_str(), &from.phases, &from.links)
    );
    let row = book.templates().unwrap().rows.into_iter().find(|row| row.id == copy).unwrap();
    assert_eq!((row.pipelines.len(), row.tasks, row.working_days), (0, was.tasks, was.working_days));
    let mut changed = to;
    changed.phases.clear();
    changed.links.clear();
    book.save_template(&changed).unwrap();
    assert_eq!(book.template(was.id).unwrap(), from, "the copy's parts are its own");
    book.duplicate_template(was.id).unwrap();
    named(&book, &format!("{} copy 2", was.name));
}

#[test]
fn every_version_stays_readable_and_undo_takes_it_back() {
    let (_dir, book, _) = book();
    let id = book.templates().unwrap().rows[0].id;
    let first = book.template(id).unwrap();
    let mut second = Template { name: "Second".into(), kickoff_days: 3, ..first.clone() };
    let task = &mut second.phases[0].tasks[0];
    (task.anchor, task.estimate_minutes) = (Anchor::Promise, Some(90));
    second.phases[0].only_if = Some(OnlyIf { amount_from: Some(100_000_000), ..OnlyIf::default() });
    second.phases[0].tasks[0].only_if = Some(OnlyIf::default());
    book.save_template(&second).unwrap();
    let numbers = || book.template_versions(id).unwrap().into_iter().map(|row| row.version).collect::<Vec<_>>();
    assert_eq!(numbers(), [2, 1]);
    assert_eq!(book.template_version(id, 1).unwrap(), first);
    let kept = book.template_version(id, 2).unwrap();
    assert_eq!(kept, book.template(id).unwrap());
    assert_eq!((kept.kickoff_days, kept.phases[0].tasks[0].anchor), (3, Anchor::Promise));
    assert_eq!(kept.phases[0].tasks[0].only_if, None, "a condition that fits every deal is none");
    assert_eq!(kept.phases[0].only_if.as_ref().unwrap().amount_from, Some(100_000_000));
    book.undo(None).unwrap();
    assert_eq!((numbers(), book.template(id).unwrap()), (vec![1], first));
    assert_eq!(book.template_version(id, 9).unwrap_err().code, Code::NotFound);
}

#[test]
fn a_template_made_before_versions_were_kept_keeps_the_one_it_had() {
    let (_dir, book, _) = book();
    let id = book.templates().unwrap().rows[0].id;
    book.transact("lose_versions", |txn| {
        for row in handsel_core::book::Table::ALL.iter().filter(|table| table.as_str() == "template_version") {
            let ids = txn.many("SELECT id FROM template_version", [], |r| r.get::<_, uuid::Uuid>(0))?;
            ids.into_iter().try_for_each(|id| txn.trash(*row, id))?;
        }
        Ok(())
    })
    .unwrap();
    let was = book.template(id).unwrap();
    book.save_template(&Template { name: "Newer".into(), ..was.clone() }).unwrap();
    assert_eq!(book.template_version(id, was.version).unwrap(), was);
}
