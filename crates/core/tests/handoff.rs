//! The corridor, step by step: exactly once, failure made visible, undo and winning again.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::book::Table;
use handsel_core::deliver::{
    Category, LinkKind, MoveTask, NewProject, NewTask, SaveColumn, TaskEdit, TaskField, TaskMoment, TemplateLink,
};
use handsel_core::handoff::{WinDraft, project_id};
use handsel_core::people::SavePerson;
use handsel_core::sell::{DealEdit, NewDeal};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, DealId, HandoffId, HandoffState, Minor, PersonId, ProjectId, Promise, Ref, RoleId};
use handsel_core::{Book, Code};
use rusqlite::Connection;

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn world(business: Business) -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2026-11-20")));
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start: Start::Empty, business, me: "Ada".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    World { _dir: dir, book, me }
}

impl World {
    fn deal(&self, name: &str) -> DealId {
        let new = NewDeal {
            name: name.into(),
            company: Some(Ref::name("Hotel")),
            owner: Some(self.me),
            amount: Some(Minor(100)),
            notes: Some("Flat roof".into()),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn draft(&self, deal: DealId) -> WinDraft {
        WinDraft { promise: Some(Promise::On(day("2026-11-25"))), ..WinDraft::of(deal) }
    }

    fn win(&self, deal: DealId) -> HandoffId {
        HandoffId(self.book.win_deal(&self.draft(deal)).unwrap().value)
    }

    /// The file from outside, for what no verb does.
    fn raw(&self) -> Connection {
        Connection::open(self.book.path()).unwrap()
    }

    fn due_now(&self) {
        self.raw().execute("UPDATE outbox SET due_at = 0", []).unwrap();
    }

    fn state(&self, id: HandoffId) -> HandoffState {
        self.book.handoff(id).unwrap().handoff.state
    }
}

#[test]
fn what_was_shown_is_what_is_created_once() {
    let world = world(Business::Onboarding);
    world.book.add_holiday(day("2026-11-24"), "Founders' Day").unwrap();
    let deal = world.deal("Hotel roof");
    let preview = world.book.win_preview(&world.draft(deal)).unwrap();
    assert_eq!((preview.missing.len(), preview.unowned, preview.tasks.len()), (0, 0, 15));
    assert!(preview.promise_too_early && preview.earliest == preview.finish && preview.earliest.is_some());
    let handoff = world.win(deal);
    assert_eq!(world.state(handoff), HandoffState::Pending);
    let run = world.book.run_worker_once(10).unwrap();
    assert_eq!((run.delivered, run.failed, run.parked, run.pending), (1, 0, 0, 0));
    let rev = world.book.read(|reader| reader.rev()).unwrap();
    for _ in 0..3 {
        assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0);
    }
    assert_eq!(world.book.read(|reader| reader.rev()).unwrap(), rev);

    let page = world.book.handoff(handoff).unwrap();
    let explanation = page.explanation.unwrap();
    assert_eq!(page.handoff.project.as_ref().unwrap().id, project_id(world.book.workspace(), deal, 1).0);
    assert_eq!(explanation.tasks.len(), preview.tasks.len());
    for (made, shown) in explanation.tasks.iter().zip(&preview.tasks) {
        assert_eq!((&made.name, made.start, made.due), (&shown.name, shown.start, shown.due));
        assert_eq!((&made.who_why, &made.date_why), (&shown.who_why, &shown.date_why));
        assert_eq!(Some(&made.assignee), shown.assignee.as_ref().map(|person| &person.name));
        let task = world.book.task(made.task).unwrap();
        assert_eq!((task.start, task.due, task.why.as_ref()), (Some(made.start), Some(made.due), Some(made)));
    }
    assert!(explanation.tasks.iter().any(|task| task.date_why.contains("skips 24 Nov (Founders' Day)")));
    assert!(explanation.carried.iter().any(|carried| carried.field == "Description" && carried.value == "Flat roof"));
    let project = &world.book.projects().unwrap().rows[0];
    assert_eq!((project.tasks, project.unowned, project.promised), (15, 0, Some(day("2026-11-25"))));
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn failing_is_counted_then_parked_then_retried() {
    let world = world(Business::Short);
    let handoff = world.win(world.deal("Hotel roof"));
    world.raw().execute_batch("CREATE TRIGGER broken BEFORE INSERT ON task WHEN NEW.wbs = '1.3' BEGIN SELECT RAISE(ABORT, 'no room'); END").unwrap();
    for attempt in 1..=4 {
        world.due_now();
        let run = world.book.run_worker_once(10).unwrap();
        assert_eq!((run.delivered, run.failed, run.parked, run.pending), (0, 1, 0, 1), "{attempt}");
        let seen = world.book.handoff(handoff).unwrap().handoff;
        assert_eq!((seen.attempts, seen.state), (attempt, HandoffState::Pending));
        assert!(seen.last_error.is_some_and(|error| error.contains("no room")) && seen.next_attempt_at.is_some());
        assert_eq!(world.book.run_worker_once(10).unwrap().failed, 0, "it waits before it tries again");
        assert!(world.book.projects().unwrap().rows.is_empty());
    }
    world.due_now();
    assert_eq!(world.book.run_worker_once(10).unwrap().parked, 1);
    assert_eq!((world.state(handoff), world.book.handoffs().unwrap().needing_help), (HandoffState::Parked, 1));
    assert!(world.book.check().unwrap().ok);
    world.raw().execute_batch("DROP TRIGGER broken").unwrap();
    world.due_now();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0, "parked waits for a person");
    world.book.retry_handoff(handoff).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
    assert_eq!(world.state(handoff), HandoffState::Delivered);
    assert_eq!(world.book.retry_handoff(handoff).unwrap_err().code, Code::Conflict);
    let undone = world.book.undo(None).unwrap();
    assert!(undone.kept.is_empty() && undone.undone.verb == "win_deal", "{undone:?}");
    assert!(world.book.projects().unwrap().rows.is_empty());
}

#[test]
fn without_a_template_it_says_what_to_do() {
    let world = world(Business::Short);
    let rows = world.book.templates().unwrap().rows;
    for (at, template) in rows.iter().enumerate() {
        world.book.delete_template(template.id, rows.get(at + 1).map(|next| next.id)).unwrap();
    }
    let deal = world.deal("Hotel roof");
    assert!(world.book.win_preview(&world.draft(deal)).unwrap().note.unwrap().contains("no template"));
    let handoff = world.win(deal);
    assert_eq!(world.book.run_worker_once(10).unwrap().parked, 1);
    let seen = world.book.handoff(handoff).unwrap().handoff;
    assert!(seen.last_error.unwrap().contains("Create one under Templates"));
    world.book.cancel_handoff(handoff, "No work to do").unwrap();
    assert_eq!(world.state(handoff), HandoffState::Cancelled);
    assert_eq!(world.book.handoffs().unwrap().without_project, 1);
    assert_eq!(world.book.cancel_handoff(handoff, "Again").unwrap_err().code, Code::Conflict);
}

#[test]
fn undo_takes_an_untouched_project_and_winning_again_brings_the_same_one() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    let first = world.win(deal);
    world.book.run_worker_once(10).unwrap();
    let before = world.book.projects().unwrap().rows;
    let offer = world.book.undo_offer().unwrap().unwrap();
    assert!(matches!(offer.with.as_slice(), [one] if one.contains("goes too")), "{:?}", offer.with);
    assert!(world.book.undo(None).unwrap().kept.is_empty());
    assert!(world.book.projects().unwrap().rows.is_empty() && world.book.handoffs().unwrap().rows.is_empty());
    assert_eq!(world.win(deal), first);
    world.book.run_worker_once(10).unwrap();
    assert_eq!(world.book.projects().unwrap().rows, before);
    assert!(world.book.undo(None).unwrap().kept.is_empty());
    assert!(world.book.projects().unwrap().rows.is_empty());
}

#[test]
fn reopening_keeps_the_project_and_winning_again_keeps_it_too() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    world.win(deal);
    world.book.run_worker_once(10).unwrap();
    let before = world.book.projects().unwrap().rows;
    world.book.reopen_deal(deal, None).unwrap();
    assert_eq!(world.book.projects().unwrap().rows, before);
    let preview = world.book.win_preview(&world.draft(deal)).unwrap();
    assert_eq!(preview.existing_project.unwrap().id, before[0].id.0);
    world.book.win_deal(&world.draft(deal)).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0);
    assert_eq!(world.book.projects().unwrap().rows, before);
    world.book.reopen_deal(deal, None).unwrap();
    world.book.win_deal(&WinDraft { new_project: true, ..world.draft(deal) }).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
    assert_eq!(world.book.projects().unwrap().rows.len(), 2);
}

#[test]
fn a_deal_reopened_before_the_worker_came_gets_no_project() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    let handoff = world.win(deal);
    world.book.reopen_deal(deal, None).unwrap();
    assert_eq!(world.state(handoff), HandoffState::Reversed);
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0);
    world.book.win_deal(&world.draft(deal)).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
}

#[test]
fn work_on_the_project_keeps_it_when_the_win_is_undone() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    world.win(deal);
    world.book.run_worker_once(10).unwrap();
    let project = world.book.projects().unwrap().rows[0].id;
    let board = world.book.project_board(project).unwrap();
    let other = world
        .book
        .save_person(&handsel_core::people::SavePerson { id: None, name: "Ben".into(), email: None })
        .unwrap()
        .value;
    world.book.act_as(Some(other));
    world
        .book
        .move_task(&MoveTask {
            task: board.columns[0].cards[0].id,
            column: board.columns[2].id,
            above: None,
            below: None,
        })
        .unwrap();
    world.book.act_as(Some(world.me));
    world.book.undo(None).unwrap();
    let undone = world.book.undo(None).unwrap();
    assert!(undone.undone.verb == "win_deal" && !undone.kept.is_empty(), "{undone:?}");
    assert_eq!(world.book.projects().unwrap().rows.len(), 1);
}

#[test]
fn a_board_keeps_its_order_its_columns_and_its_days() {
    let world = world(Business::Short);
    let template = world.book.templates().unwrap().rows[0].id;
    let new =
        NewProject { name: "By hand".into(), template: Some(template), lead: Some(world.me), ..NewProject::default() };
    let project = world.book.create_project(&new).unwrap().value;
    let board = || world.book.project_board(project).unwrap();
    let names = |at: usize| board().columns[at].cards.iter().map(|card| card.name.clone()).collect::<Vec<_>>();
    assert_eq!((board().project.tasks, board().columns.len()), (5, 3));
    assert_eq!(board().columns[0].cards[1].blocked_by, 1);
    let (todo, done) = (board().columns[0].clone(), board().columns[2].clone());
    let (first, last) = (&todo.cards[0], &todo.cards[4]);
    world.book.move_task(&MoveTask { task: last.id, column: todo.id, above: Some(first.id), below: None }).unwrap();
    assert_eq!(names(0)[1], last.name);
    world.book.move_task(&MoveTask { task: first.id, column: done.id, above: None, below: None }).unwrap();
    assert_eq!(world.book.task(first.id).unwrap().done_on, Some(day("2026-11-20")));
    assert_eq!(board().columns[0].cards.iter().find(|card| card.id == todo.cards[1].id).unwrap().blocked_by, 0);
    assert_eq!(world.book.delete_column(done.id, Some(todo.id)).unwrap_err().code, Code::Invalid);
    let doing = SaveColumn {
        id: Some(board().columns[1].id),
        project,
        name: board().columns[1].name.clone(),
        category: Category::Todo,
        limit: None,
    };
    world.book.save_column(&doing).unwrap();
    assert_eq!(world.book.delete_column(todo.id, None).unwrap_err().code, Code::Gate);
    world.book.delete_column(todo.id, doing.id).unwrap();
    assert_eq!((board().columns.len(), board().columns[0].count), (2, 4));
    world
        .book
        .move_task(&MoveTask { task: first.id, column: board().columns[0].id, above: None, below: None })
        .unwrap();
    let task = world.book.task(first.id).unwrap();
    assert_eq!(task.done_on, None);
    let moved = |one: &TaskMoment| matches!(one, TaskMoment::Change(item) if item.sentence.contains("Moved"));
    assert!(task.moments.iter().any(moved), "{:?}", task.moments);
    let late = TaskEdit { field: TaskField::Due, value: Some("2020-01-01".into()) };
    assert_eq!(world.book.edit_task(first.id, &late).unwrap_err().code, Code::Invalid);
    let new =
        NewTask { project, column: None, name: "Extra".into(), assignee: Some(world.me), due: Some(day("2026-11-19")) };
    let extra = world.book.create_task(&new).unwrap().value;
    let work = world.book.my_work().unwrap();
    assert!(work.overdue.iter().any(|card| card.id == extra && card.overdue) && !work.next.is_empty());
    let check = world.book.add_check(extra, "One thing").unwrap().value;
    world.book.edit_check(check, "One thing", true).unwrap();
    assert!(world.book.task(extra).unwrap().checklist[0].done);
    world.book.delete_project(project).unwrap();
    assert!(world.book.my_work().unwrap().overdue.is_empty() && world.book.task(extra).is_err());
}

#[test]
fn a_template_is_one_document_and_one_undo() {
    let world = world(Business::Onboarding);
    let id = world.book.templates().unwrap().rows[0].id;
    let was = world.book.template(id).unwrap();
    let mut document = was.clone();
    let gone = document.phases[0].tasks.remove(1);
    document.phases[0].tasks[0].name = "Read the deal".into();
    let mut fresh = gone.clone();
    (fresh.key, fresh.name) = (String::new(), "New one".into());
    document.phases[1].tasks.push(fresh);
    document.phases.swap(4, 5);
    world.book.save_template(&document).unwrap();
    let saved = world.book.template(id).unwrap();
    assert_eq!(saved.version, was.version + 1);
    assert_eq!(saved.phases[4].name, "Steady state");
    assert_eq!(saved.phases[0].tasks.len(), 1);
    let made = saved.phases[1].tasks.last().unwrap();
    assert!(made.name == "New one" && !made.key.is_empty());
    world.book.undo(None).unwrap();
    assert_eq!(world.book.template(id).unwrap(), was);
    let mut round = was.clone();
    round.links.push(TemplateLink {
        predecessor: "kickoff".into(),
        successor: "prepare".into(),
        kind: LinkKind::FinishStart,
        lag_days: 0,
    });
    let refused = world.book.save_template(&round).unwrap_err();
    assert!(refused.message.contains("Prepare the kickoff → Kickoff meeting"), "{}", refused.message);
    assert_eq!(world.book.template(id).unwrap(), was);
}

#[test]
fn deals_that_came_in_as_won_are_handed_off_only_when_asked_counted_from_today() {
    let world = world(Business::Short);
    for (name, closed) in [("Old", "2024-05-02"), ("Recent", "2026-10-05")] {
        let draft = WinDraft {
            closed_on: Some(day(closed)),
            without_project: Some("From a file".into()),
            ..world.draft(world.deal(name))
        };
        world.book.win_deal(&draft).unwrap();
    }
    world.raw().execute("UPDATE deal SET project_wish = 'imported', no_project_reason = NULL", []).unwrap();
    assert_eq!(
        (world.book.handoffs().unwrap().imported_wins, world.book.run_worker_once(10).unwrap().delivered),
        (2, 0)
    );
    let args = handsel_core::handoff::HandOffImported { since: day("2026-10-01") };
    assert_eq!(world.book.hand_off_imported(&args).unwrap().value, 1);
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
    let projects = world.book.projects().unwrap().rows;
    assert_eq!((projects.len(), projects[0].name.as_str(), projects[0].start), (1, "Recent", Some(day("2026-11-20"))));
    assert_eq!(
        (world.book.hand_off_imported(&args).unwrap().value, world.book.handoffs().unwrap().imported_wins),
        (0, 1)
    );
    assert!(world.book.undo(None).unwrap().kept.is_empty());
    assert!(world.book.projects().unwrap().rows.is_empty());
    assert_eq!(world.book.handoffs().unwrap().imported_wins, 2);
}

#[test]
fn the_database_itself_holds_one_handoff_and_one_project_a_generation() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    world.win(deal);
    world.book.run_worker_once(10).unwrap();
    // Not by the derived ids, which make a second one meet the first, but whatever id somebody gives it.
    let handoff = world.book.transact("test", |txn| {
        let id: HandoffId = txn.new_id();
        let (state, none) = (HandoffState::Reversed, 0i64);
        txn.insert(
            Table::Handoff,
            id,
            &[("deal_id", &deal), ("generation", &1), ("state", &state), ("won_command", &1), ("requested_at", &none)],
        )
    });
    assert!(handoff.unwrap_err().message.contains("UNIQUE"));
    let project = world.book.transact("test", |txn| {
        let id: ProjectId = txn.new_id();
        txn.insert(Table::Project, id, &[("name", &"Twice"), ("deal_id", &deal), ("generation", &1)])
    });
    assert!(project.unwrap_err().message.contains("UNIQUE"));
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn a_handoff_that_is_delivered_and_still_owed_is_found() {
    let world = world(Business::Short);
    world.win(world.deal("Hotel roof"));
    world.book.run_worker_once(10).unwrap();
    world.raw().execute("UPDATE outbox SET state = 'due'", []).unwrap();
    assert_eq!(world.book.check().unwrap().problems, ["1 handoffs are delivered, but still owed."]);
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0, "it is settled, not delivered again");
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn the_sheet_says_which_roles_nobody_has_and_a_pick_there_is_one_undo() {
    let world = world(Business::Onboarding);
    let bea = SavePerson { id: None, name: "Bea".into(), email: None };
    let bea = world.book.save_person(&bea).unwrap().value;
    let deal = world.deal("Hotel roof");
    world.book.edit_deal(deal, &DealEdit::Owner(Some(bea))).unwrap();
    let empty = || -> Vec<(String, u32, Option<String>)> {
        let preview = world.book.win_preview(&world.draft(deal)).unwrap();
        preview.empty_roles.into_iter().map(|empty| (empty.role.name, empty.tasks, empty.goes_to)).collect()
    };
    let all: u32 = empty().iter().map(|(_, tasks, _)| tasks).sum();
    assert_eq!(
        empty().iter().map(|(name, _, _)| name.as_str()).collect::<Vec<_>>(),
        ["Project lead", "Engineer", "Trainer"]
    );
    assert_eq!(all, 14, "the handing over of the deal is the seller's");
    assert!(empty().iter().all(|(_, _, goes_to)| goes_to.as_deref() == Some("Ada")));
    let preview = world.book.win_preview(&world.draft(deal)).unwrap();
    assert_eq!(preview.tasks[0].assignee.as_ref().unwrap().name, "Bea");
    let engineer = preview.empty_roles.iter().find(|empty| empty.role.name == "Engineer").unwrap().role.id;
    world.book.save_role(Some(RoleId(engineer)), "Engineer", Some(bea), false).unwrap();
    assert_eq!(empty().len(), 2);
    world.book.undo(None).unwrap();
    assert_eq!(empty().len(), 3);
    let handoff = world.win(deal);
    world.book.run_worker_once(10).unwrap();
    let page = world.book.handoff(handoff).unwrap();
    assert_eq!(page.handoff.fallback_tasks, 14);
    let brief = &page.explanation.unwrap().tasks[0];
    assert_eq!((brief.assignee.as_str(), brief.who_why.as_str()), ("Bea", "role Sales: the deal’s owner"));
}

#[test]
fn a_win_without_a_project_promises_nothing() {
    let world = world(Business::Short);
    let deal = world.deal("Goods only");
    let draft = WinDraft { without_project: Some("only goods".into()), ..WinDraft::of(deal) };
    assert!(world.book.win_preview(&draft).unwrap().missing.is_empty());
    world.book.win_deal(&draft).unwrap();
    assert_eq!(world.book.deal(deal).unwrap().deal.promise, None);
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn reopening_says_what_becomes_of_the_project() {
    let world = world(Business::Short);
    let deal = world.deal("Hotel roof");
    world.win(deal);
    let label = world.book.reopen_deal(deal, None).unwrap().label;
    assert!(label.ends_with("; its project is not created any more"), "{label}");
    world.win(deal);
    world.book.run_worker_once(10).unwrap();
    let name = world.book.projects().unwrap().rows[0].name.clone();
    let label = world.book.reopen_deal(deal, None).unwrap().label;
    assert!(label.ends_with(&format!("; its project “{name}” is kept as it is")), "{label}");
    assert_eq!(world.book.projects().unwrap().rows.len(), 1);
}

#[test]
fn a_blocked_task_may_be_done_and_the_predecessor_is_named() {
    let world = world(Business::Short);
    world.win(world.deal("Hotel roof"));
    world.book.run_worker_once(10).unwrap();
    let project = ProjectId(world.book.projects().unwrap().rows[0].id.into());
    let board = world.book.project_board(project).unwrap();
    let done = board.columns.iter().find(|column| column.category == Category::Done).unwrap().id;
    let task = |name: &str| {
        let cards = board.columns.iter().flat_map(|column| &column.cards);
        cards.filter(|card| card.name == name).map(|card| card.id).next().unwrap()
    };
    let finish = |name: &str| {
        world.book.move_task(&MoveTask { task: task(name), column: done, above: None, below: None }).unwrap().label
    };
    assert_eq!(
        finish("Agree a date with the customer"),
        "Moved Agree a date with the customer to Done, although “Read what was agreed” before it is not done"
    );
    assert_eq!(finish("Read what was agreed"), "Moved Read what was agreed to Done");
}

#[test]
fn wins_of_an_import_are_counted_before_they_are_handed_off() {
    let world = world(Business::Short);
    let csv = world._dir.path().join("deals.csv");
    std::fs::write(&csv, "Deal,Company,Stage,Amount,Close date\nA,X,Won,1,2026-01-05\nB,X,Won,1,2026-03-05\n").unwrap();
    let plan = world.book.import_open(&csv, None).unwrap();
    world.book.import_run(&plan, &|_, _| {}, &std::sync::atomic::AtomicBool::new(false)).unwrap();
    for (since, wins) in [("2026-01-01", 2), ("2026-02-01", 1), ("2026-03-06", 0)] {
        assert_eq!(world.book.imported_wins_since(day(since)).unwrap(), wins, "{since}");
    }
}
