//! A task in depth: who is on it, what holds it up, whom it waits for, the time it takes.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::Book;
use handsel_core::deliver::*;
use handsel_core::people::SavePerson;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, Named, PersonId, ProjectId, Ref, TaskId};

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
    other: PersonId,
    project: ProjectId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2027-01-04")));
    let business = Business::Installation;
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start: Start::Empty, business, me: "Ada".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    let other = book.save_person(&SavePerson { id: None, name: "Ben".into(), email: None }).unwrap().value;
    let project = book.create_project(&NewProject { name: "Roof".into(), ..NewProject::default() }).unwrap().value;
    World { _dir: dir, book, me, other, project }
}

impl World {
    fn task(&self, name: &str) -> TaskId {
        let new = NewTask { project: self.project, column: None, name: name.into(), assignee: None, due: None };
        self.book.create_task(&new).unwrap().value
    }

    fn page(&self, task: TaskId) -> TaskPage {
        self.book.task(task).unwrap()
    }

    fn edit(&self, task: TaskId, field: TaskField, value: Option<&str>) -> handsel_core::Result<()> {
        self.book.edit_task(task, &TaskEdit { field, value: value.map(Into::into) }).map(drop)
    }

    fn done(&self, task: TaskId) {
        let board = self.book.project_board(self.project).unwrap();
        let column = board.columns.iter().find(|column| column.category == Category::Done).unwrap().id;
        self.book.move_task(&MoveTask { task, column, above: None, below: None }).unwrap();
    }

    /// Named with their answerable one first.
    fn on(&self, task: TaskId) -> Vec<String> {
        let page = self.page(task);
        page.assignee.into_iter().chain(page.detail.others).map(|one: Named| one.name).collect()
    }
}

#[test]
fn the_first_person_answers_and_the_next_one_follows() {
    let world = world();
    let task = world.task("Order");
    world.book.add_assignee(task, world.me).unwrap();
    world.book.add_assignee(task, world.other).unwrap();
    world.book.add_assignee(task, world.other).unwrap();
    assert_eq!(world.on(task), ["Ada", "Ben"]);
    assert_eq!(world.book.project_board(world.project).unwrap().columns[0].cards[0].others, 1);
    // Who is beside the answerable one has it on the desk, too.
    world.book.act_as(Some(world.other));
    assert_eq!(world.book.my_work().unwrap().undated.len(), 1);
    // Made the answerable one, nobody stands there twice.
    world.edit(task, TaskField::Assignee, Some(&world.other.to_string())).unwrap();
    assert_eq!(world.on(task), ["Ben"]);
    world.book.add_assignee(task, world.me).unwrap();
    world.book.remove_assignee(task, world.other).unwrap();
    assert_eq!(world.on(task), ["Ada"]);
}

#[test]
fn who_leaves_is_stood_in_for_on_every_task_and_comes_back_with_one_undo() {
    let world = world();
    let person =
        |name: &str| world.book.save_person(&SavePerson { id: None, name: name.into(), email: None }).unwrap().value;
    let (cara, dan) = (person("Cara"), person("Dan"));
    let (shared, both) = (world.task("Shared"), world.task("Both on it"));
    for (task, people) in [(shared, [world.me, cara]), (both, [dan, cara])] {
        people.iter().for_each(|one| drop(world.book.add_assignee(task, *one).unwrap()));
    }
    assert!(world.book.leaving(cara).unwrap().sentence.contains("2 tasks"));
    world.book.deactivate_person(cara, Some(dan)).unwrap();
    assert_eq!(world.on(shared)[1..], ["Dan"]);
    assert_eq!(world.on(both), ["Dan"], "nobody is on a task twice");
    world.book.undo(None).unwrap();
    assert_eq!(world.on(both), ["Dan", "Cara"]);
}

#[test]
fn a_comment_is_changed_by_who_wrote_it_and_stands_in_the_timeline() {
    let world = world();
    let task = world.task("Order");
    let id = world.book.comment(task, "Half of it **came**").unwrap().value;
    world.book.act_as(Some(world.other));
    assert!(world.book.edit_comment(id, "All of it").is_err());
    assert!(world.book.delete_comment(id).is_err());
    assert!(world.book.comment(task, "  ").is_err());
    world.book.act_as(Some(world.me));
    world.book.edit_comment(id, "All of it came").unwrap();
    let moments = world.page(task).moments;
    let said: Vec<&Comment> =
        moments.iter().filter_map(|one| if let TaskMoment::Comment(one) = one { Some(one) } else { None }).collect();
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].text.as_str(), said[0].edited, said[0].mine), ("All of it came", true, true));
    assert_eq!(moments.len(), 2, "created, and the comment: {moments:?}");
    world.book.delete_comment(id).unwrap();
    assert_eq!(world.page(task).moments.len(), 1);
}

#[test]
fn waiting_for_somebody_outside_is_apart_from_a_block_and_ends_with_the_work() {
    let world = world();
    let task = world.task("Permit");
    world.edit(task, TaskField::Blocked, Some("No crane")).unwrap();
    let wait = WaitFor {
        task,
        contact: None,
        whom: Some("Building office".into()),
        since: None,
        chase_on: Some(day("2027-01-08")),
    };
    world.book.wait_for(&wait).unwrap();
    world.book.set_as_of(Some(day("2027-01-08")));
    let page = world.page(task);
    assert_eq!(page.detail.blocked, Some(Block { since: day("2027-01-04"), reason: "No crane".into() }));
    let waiting = page.detail.waiting.unwrap();
    assert_eq!((waiting.whom.as_str(), waiting.working_days, waiting.chase), ("Building office", 5, true));
    assert_eq!(world.book.today(true).unwrap().waiting.len(), 1);
    // The reason of a block may change; the day it began stays.
    world.edit(task, TaskField::Blocked, Some("No crane, no driver")).unwrap();
    assert_eq!(world.page(task).detail.blocked.unwrap().since, day("2027-01-04"));
    world.done(task);
    let page = world.page(task).detail;
    assert_eq!((page.blocked, page.waiting), (None, None));
    assert!(world.book.stop_waiting(task).is_err());
    assert!(world.edit(task, TaskField::Blocked, Some("Late")).is_err());
    for bad in [
        WaitFor { whom: Some(" ".into()), ..wait.clone() },
        WaitFor { since: Some(day("2027-02-01")), ..wait.clone() },
        WaitFor { chase_on: Some(day("2027-01-01")), ..wait },
    ] {
        assert!(world.book.wait_for(&bad).is_err(), "{bad:?}");
    }
}

#[test]
fn time_adds_up_against_estimate_and_budget() {
    let world = world();
    let (one, two) = (world.task("Order"), world.task("Mount"));
    world.edit(one, TaskField::Estimate, Some("120")).unwrap();
    let spend = |on, minutes| NewTime { on, person: None, day: None, minutes, note: None };
    world.book.add_time(&spend(TimeOn::Task(one), 90)).unwrap();
    let id = world.book.add_time(&spend(TimeOn::Task(two), 30)).unwrap().value;
    world.book.add_time(&spend(TimeOn::Project(world.project), 15)).unwrap();
    let edit = ProjectEdit { field: ProjectField::Budget, value: Some("600".into()), reason: None };
    world.book.edit_project(world.project, &edit).unwrap();
    let sheet = world.book.time_sheet(TimeOn::Project(world.project)).unwrap();
    let figures = (sheet.spent_minutes, sheet.estimate_minutes, sheet.without_estimate, sheet.budget_minutes);
    assert_eq!(figures, (135, 120, 1, Some(600)));
    assert_eq!(world.page(one).detail.spent_minutes, 90);
    world.book.save_time(&SaveTime { id, day: day("2027-01-02"), minutes: 45, note: Some(" x ".into()) }).unwrap();
    assert_eq!(world.book.time_sheet(TimeOn::Task(two)).unwrap().entries[0].note.as_deref(), Some("x"));
    for minutes in [0, 1441] {
        assert!(world.book.add_time(&spend(TimeOn::Task(one), minutes)).is_err());
    }
    assert!(
        world.book.add_time(&NewTime { day: Some(day("2027-01-05")), ..spend(TimeOn::Task(one), 5) }).is_err(),
        "a day to come"
    );
    for wrong in ["-1", "many", "99999999"] {
        assert!(world.edit(one, TaskField::Estimate, Some(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn one_clock_runs_for_a_person_and_outlives_a_restart() {
    let world = world();
    let (one, two) = (world.task("Order"), world.task("Mount"));
    world.book.start_timer(TimeOn::Task(one)).unwrap();
    assert!(world.book.start_timer(TimeOn::Task(one)).is_err());
    world.book.start_timer(TimeOn::Task(two)).unwrap();
    assert_eq!(world.page(one).detail.spent_minutes, 1, "the first clock was stopped and written down");
    world.book.act_as(Some(world.other));
    assert_eq!(world.book.running_timer().unwrap().timer, None);
    assert!(world.book.stop_timer(None).is_err());
    let World { _dir: dir, book, me, .. } = world;
    drop(book);
    let again = Book::open(&dir.path().join("w.handsel")).unwrap();
    again.set_as_of(Some(day("2027-01-04")));
    again.act_as(Some(me));
    assert_eq!(again.running_timer().unwrap().timer.unwrap().task.unwrap().name, "Mount");
    assert_eq!(again.stop_timer(Some("Up")).unwrap().value, 1);
    again.undo(None).unwrap();
    assert!(again.running_timer().unwrap().timer.is_some(), "taken back, the clock runs again");
    again.discard_timer().unwrap();
    assert_eq!(again.time_sheet(TimeOn::Task(two)).unwrap().spent_minutes, 0);
    assert!(again.check().unwrap().ok);
}

#[test]
fn a_task_comes_again_exactly_once() {
    let world = world();
    let task = world.task("Clean the filter");
    world.edit(task, TaskField::Due, Some("2027-01-29")).unwrap();
    world.book.add_check(task, "Switch it off").unwrap();
    world.book.tag_task(task, "Service").unwrap();
    let monthly = Recurrence { unit: RecurUnit::LastWorkday, every: 1, weekdays: 0, until: None };
    world.book.set_recurrence(task, Some(&monthly)).unwrap();
    assert_eq!(world.page(task).detail.recurs_on, Some(day("2027-02-26")));
    let cards = || {
        let board = world.book.project_board(world.project).unwrap();
        board.columns.into_iter().flat_map(|column| column.cards).collect::<Vec<_>>()
    };
    // Neither done nor due: nothing to make.
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 0);
    world.done(task);
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 1);
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 0);
    let next = cards().into_iter().find(|card| card.id != task).unwrap();
    assert_eq!(
        (next.name.as_str(), next.due, next.checks, next.checks_done),
        ("Clean the filter", Some(day("2027-02-26")), 1, 0)
    );
    assert_eq!(world.page(next.id).detail.tags.len(), 1);
    // Nobody does it; its day comes, and two more go by: the next one to come is made, what was missed is not made up for.
    world.book.set_as_of(Some(day("2027-05-03")));
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 1);
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 0);
    assert_eq!(cards().iter().filter_map(|card| card.due).max(), Some(day("2027-05-31")));
    let last = cards().into_iter().max_by_key(|card| card.due).unwrap().id;
    world.book.set_recurrence(last, None).unwrap();
    world.done(last);
    assert_eq!(world.book.run_worker_once(50).unwrap().recurred, 0);
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn boards_are_narrowed_parted_and_say_when_a_column_holds_too_many() {
    let world = world();
    let (one, two) = (world.task("Order"), world.task("Mount"));
    world.book.add_assignee(one, world.me).unwrap();
    world.edit(two, TaskField::Priority, Some("urgent")).unwrap();
    let ask = |filter: BoardFilter, by| {
        let board = world.book.lane_board(&LaneArgs { project: world.project, filter, by }).unwrap();
        board
            .lanes
            .iter()
            .map(|lane| (lane.name.clone(), lane.columns.iter().map(|c| c.count).sum::<u32>()))
            .collect::<Vec<_>>()
    };
    let plain = BoardFilter::default;
    assert_eq!(ask(plain(), None), [(String::new(), 2)]);
    assert_eq!(ask(plain(), Some(LaneBy::Assignee)), [("Ada".into(), 1), ("Nobody".into(), 1)]);
    assert_eq!(ask(plain(), Some(LaneBy::Priority)), [("Urgent".into(), 1), ("Normal".into(), 1)]);
    assert_eq!(ask(BoardFilter { nobody: true, ..plain() }, None)[0].1, 1);
    assert_eq!(ask(BoardFilter { text: Some(" MOU".into()), ..plain() }, None)[0].1, 1);
    assert_eq!(ask(BoardFilter { held: true, ..plain() }, None)[0].1, 0);

    let board = world.book.project_board(world.project).unwrap();
    let doing = board.columns.iter().find(|column| column.category == Category::Doing).unwrap();
    let save = |limit| SaveColumn {
        id: Some(doing.id),
        project: world.project,
        name: doing.name.clone(),
        category: doing.category,
        limit,
    };
    assert!(world.book.save_column(&save(Some(0))).is_err());
    world.book.save_column(&save(Some(1))).unwrap();
    let to = |task| MoveTask { task, column: doing.id, above: None, below: None };
    world.book.move_task(&to(one)).unwrap();
    let label = world.book.move_task(&to(two)).unwrap().label;
    assert!(label.ends_with("that makes 2, over its limit of 1"), "{label}");
    assert_eq!(world.book.work_board(&plain()).unwrap().columns[1].count, 2);
    world.book.move_work(&MoveWork { task: one, category: Category::Done }).unwrap();
    let work = world.book.work_board(&BoardFilter { person: Some(world.me), ..plain() }).unwrap();
    assert_eq!(work.columns.iter().map(|column| column.count).collect::<Vec<_>>(), [0, 0, 1]);
}

#[test]
fn a_ticket_has_a_number_and_a_desk_that_is_no_project() {
    let world = world();
    let new = |name: &str| NewTicket {
        name: name.into(),
        description: None,
        company: Some(Ref::name("Hotel")),
        contact: Some(Ref::name("Mrs Abel")),
        project: Some(world.project),
        assignee: None,
        priority: Priority::High,
        reply_by: Some(day("2027-01-05")),
    };
    assert_eq!(world.book.ticket_desk().unwrap().board, None);
    let one = world.book.create_ticket(&new("It drips")).unwrap().value;
    let two = world.book.create_ticket(&new("It hums")).unwrap().value;
    world.book.delete_task(two).unwrap();
    let three = world.book.create_ticket(&new("It smells")).unwrap().value;
    let ticket = world.page(three).detail.ticket.unwrap();
    assert_eq!(
        (ticket.number, ticket.contact.unwrap().name.as_str()),
        (3, "Mrs Abel"),
        "a number is never given twice"
    );
    let company = handsel_core::values::CompanyId(ticket.company.unwrap().id);
    assert_eq!(world.book.open_tickets(Some(company), None).unwrap().rows.len(), 2);
    assert_eq!(world.book.projects().unwrap().rows.len(), 1, "the desk is no project");
    world.book.set_as_of(Some(day("2027-01-06")));
    let late = || world.book.open_tickets(None, Some(world.project)).unwrap().rows[0].ticket.clone().unwrap();
    assert!(late().late);
    world.book.edit_ticket(one, &TicketEdit::Replied(true)).unwrap();
    assert!(!late().late && late().replied);
    assert!(world.book.edit_ticket(world.task("Plain"), &TicketEdit::Replied(true)).is_err());
    assert!(world.book.check().unwrap().ok);
}
