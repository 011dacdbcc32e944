//! Reports on work, against figures worked out by hand.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::Book;
use handsel_core::deliver::{
    Category, MoveTask, MoveWork, NewProject, NewTask, NewTicket, NewTime, PlanChange, Priority, ProjectEdit,
    ProjectField, Replan, TaskEdit, TaskField, TicketEdit, TimeOn, WaitFor,
};
use handsel_core::reports::{Cell, Report, ReportBy, ReportFilter};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, PersonId, ProjectId, Ref, TaskId};

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
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
    World { _dir: dir, book, me }
}

impl World {
    fn on(&self, text: &str) {
        self.book.set_as_of(Some(day(text)));
    }

    fn project(&self, name: &str, promised: Option<&str>) -> ProjectId {
        let new = NewProject {
            name: name.into(),
            start: Some(day("2027-01-04")),
            promised: promised.map(day),
            lead: Some(self.me),
            ..NewProject::default()
        };
        self.book.create_project(&new).unwrap().value
    }

    /// A task of a day, due then; owned unless `loose`.
    fn task(&self, project: ProjectId, name: &str, on: &str, loose: bool) -> TaskId {
        let new =
            NewTask { project, column: None, name: name.into(), assignee: (!loose).then_some(self.me), due: None };
        let task = self.book.create_task(&new).unwrap().value;
        let changes = vec![PlanChange::Duration { task, days: 1 }, PlanChange::Start { task, day: day(on) }];
        let replan = Replan { project, changes, earlier: false, from_today: false, reason: None };
        self.book.replan(&replan).unwrap();
        task
    }

    fn to(&self, project: ProjectId, task: TaskId, category: Category) {
        let board = self.book.project_board(project).unwrap();
        let column = board.columns.iter().find(|column| column.category == category).unwrap().id;
        self.book.move_task(&MoveTask { task, column, above: None, below: None }).unwrap();
    }

    fn promise(&self, project: ProjectId, text: &str) {
        let edit = ProjectEdit { field: ProjectField::Promised, value: Some(text.into()), reason: Some("Rain".into()) };
        self.book.edit_project(project, &edit).unwrap();
    }

    fn report(&self, name: &str, filter: ReportFilter) -> Report {
        self.book.report(name, &filter).unwrap()
    }
}

fn number(cell: Option<&Cell>) -> f64 {
    match cell {
        Some(Cell::Count(count)) => f64::from(*count),
        Some(Cell::Number(number)) => *number,
        other => panic!("{other:?} is no figure"),
    }
}

/// Two delivered (one on time by its second promise only, one without a promise), one open and late, one cancelled.
#[test]
fn on_time_against_the_first_and_the_latest_promise() {
    let world = world();
    let roof = world.project("Roof", Some("2027-01-06"));
    let dig = world.task(roof, "Dig", "2027-01-04", false);
    let wall = world.project("Wall", None);
    let brick = world.task(wall, "Brick", "2027-01-05", false);
    let late = world.project("Late", Some("2027-01-07"));
    world.task(late, "Wait", "2027-01-07", false);
    let off = world.project("Off", Some("2027-01-05"));
    let state = ProjectEdit { field: ProjectField::State, value: Some("cancelled".into()), reason: None };
    world.book.edit_project(off, &state).unwrap();
    world.on("2027-01-05");
    world.promise(roof, "2027-01-11");
    world.to(wall, brick, Category::Done);
    world.on("2027-01-08");
    world.to(roof, dig, Category::Done);
    world.on("2027-01-13");

    let report = world.report("on-time", ReportFilter::default());
    assert_eq!(report.rows.len(), 2);
    let roof_row = report.rows.iter().find(|row| row["name"] == Cell::Text("Roof".into())).unwrap();
    assert_eq!((number(roof_row.get("late_first")), number(roof_row.get("late_latest"))), (2.0, -1.0));
    let totals = |key: &str| number(report.totals.get(key));
    assert_eq!((totals("delivered"), totals("on_time_first"), totals("on_time_latest")), (2.0, 0.0, 100.0));
    assert_eq!((totals("open"), totals("open_late"), totals("without_promise")), (1.0, 1.0, 1.0));

    // Seen from the 7th, the roof was not delivered, and nothing was known of what came later.
    let then = ReportFilter { as_of: Some(day("2027-01-07")), ..ReportFilter::default() };
    assert_eq!(world.report("on-time", then).rows.len(), 1);
    let january = ReportFilter { from: Some(day("2027-01-06")), ..ReportFilter::default() };
    assert_eq!(world.report("on-time", january).rows.len(), 1);
}

#[test]
fn replans_add_up_what_moved() {
    let world = world();
    let roof = world.project("Roof", Some("2027-01-06"));
    let dig = world.task(roof, "Dig", "2027-01-04", false);
    let before = number(world.report("replans", ReportFilter::default()).totals.get("days"));
    let change = vec![PlanChange::Start { task: dig, day: day("2027-01-11") }];
    let replan =
        Replan { project: roof, changes: change, earlier: false, from_today: false, reason: Some("Frost".into()) };
    world.book.replan(&replan).unwrap();
    world.promise(roof, "2027-01-13");
    let report = world.report("replans", ReportFilter::default());
    assert_eq!(number(report.totals.get("days")) - before, 5.0);
    assert_eq!((number(report.totals.get("promises")), number(report.totals.get("promise_days"))), (1.0, 5.0));
    assert_eq!(report.rows[0]["name"], Cell::Text("Roof".into()));
}

#[test]
fn throughput_cycle_time_and_flow() {
    let world = world();
    let roof = world.project("Roof", None);
    let dig = world.task(roof, "Dig", "2027-01-04", false);
    let pour = world.task(roof, "Pour", "2027-01-05", false);
    world.task(roof, "Paint", "2027-01-20", false);
    world.to(roof, dig, Category::Doing);
    world.on("2027-01-06");
    world.to(roof, dig, Category::Done);
    world.to(roof, pour, Category::Done);
    world.on("2027-02-01");

    let report = world.report("throughput", ReportFilter::default());
    assert_eq!(report.rows.len(), 1);
    assert_eq!(report.rows[0]["name"], Cell::Text("2027-01".into()));
    assert_eq!((number(report.totals.get("done")), number(report.totals.get("on_time"))), (2.0, 0.0));
    let by = ReportFilter { by: Some(ReportBy::Owner), ..ReportFilter::default() };
    assert_eq!(world.report("throughput", by).rows[0]["name"], Cell::Text("Ada".into()));

    // Monday to Wednesday: three working days; the other never was in progress.
    let report = world.report("cycle-time", ReportFilter::default());
    assert_eq!((number(report.totals.get("tasks")), number(report.totals.get("median"))), (1.0, 3.0));
    assert_eq!(report.notes, ["Never in progress before they were done: 1."]);

    let then = ReportFilter { as_of: Some(day("2027-01-05")), ..ReportFilter::default() };
    let flow = world.report("cumulative-flow", then);
    let figure = |key: &str| number(flow.totals.get(key));
    assert_eq!((figure("done"), figure("doing"), figure("waiting")), (0.0, 1.0, 2.0));
}

#[test]
fn what_is_left_is_overdue_unowned_or_a_load() {
    let world = world();
    let roof = world.project("Roof", None);
    world.task(roof, "Dig", "2027-01-05", false);
    world.task(roof, "Pour", "2027-01-07", true);
    world.on("2027-01-12");
    let report = world.report("overdue", ReportFilter::default());
    assert_eq!((number(report.totals.get("tasks")), number(report.totals.get("days"))), (2.0, 8.0));
    let mine = ReportFilter { owner: Some(world.me), ..ReportFilter::default() };
    assert_eq!(number(world.report("overdue", mine).totals.get("tasks")), 1.0);
    let report = world.report("unowned", ReportFilter::default());
    assert_eq!(report.rows[0]["name"], Cell::Text("Pour".into()));
    let report = world.report("workload", ReportFilter::default());
    assert_eq!(number(report.totals.get("hours")), 16.0);
    let ada = report.rows.iter().find(|row| row["name"] == Cell::Text("Ada".into())).unwrap();
    assert_eq!(number(ada.get("2027-01-11")), 8.0, "what is past due counts to the present week");
}

#[test]
fn effort_is_held_against_what_was_thought_and_waiting_is_counted_apart() {
    let world = world();
    let roof = world.project("Roof", None);
    let dig = world.task(roof, "Dig", "2027-01-04", false);
    let estimate = |minutes: &str| {
        let edit = TaskEdit { field: TaskField::Estimate, value: Some(minutes.into()) };
        world.book.edit_task(dig, &edit).unwrap();
    };
    estimate("120");
    world.to(roof, dig, Category::Doing);
    world.on("2027-01-05");
    estimate("180");
    let wait = WaitFor { task: dig, contact: None, whom: Some("The office".into()), since: None, chase_on: None };
    world.book.wait_for(&wait).unwrap();
    world.on("2027-01-06");
    world.book.stop_waiting(dig).unwrap();
    world.on("2027-01-08");
    let time = |on, minutes| NewTime { on, person: None, day: None, minutes, note: None };
    world.book.add_time(&time(TimeOn::Task(dig), 240)).unwrap();
    world.book.add_time(&time(TimeOn::Project(roof), 60)).unwrap();
    let budget = ProjectEdit { field: ProjectField::Budget, value: Some("600".into()), reason: None };
    world.book.edit_project(roof, &budget).unwrap();
    world.to(roof, dig, Category::Done);
    world.on("2027-01-12");

    // Monday to Friday is five days, two of them with the office.
    let report = world.report("cycle-time", ReportFilter::default());
    let figure = |key: &str| number(report.totals.get(key));
    assert_eq!((figure("median"), figure("waited"), figure("own")), (5.0, 2.0, 3.0));

    let report = world.report("estimate-actual", ReportFilter::default());
    let figure = |key: &str| number(report.totals.get(key));
    assert_eq!((figure("tasks"), figure("estimated"), figure("spent"), figure("of_estimate")), (1.0, 3.0, 4.0, 133.33));
    let row = &report.sections[0].rows[0];
    assert_eq!((number(row.get("budget")), number(row.get("spent")), number(row.get("left"))), (10.0, 5.0, 5.0));

    let at = |text: &str| {
        let then = ReportFilter { as_of: Some(day(text)), ..ReportFilter::default() };
        let totals = world.report("burn-up", then).totals;
        ["scope", "done", "scope_hours", "done_hours"].map(|key| number(totals.get(key)))
    };
    assert_eq!(at("2027-01-04"), [1.0, 0.0, 2.0, 0.0], "as it was estimated then");
    assert_eq!(at("2027-01-12"), [1.0, 1.0, 3.0, 3.0]);
}

/// What was made on a day is there from that day on, whatever the device's clock said; what was deleted is gone from its day.
#[test]
fn scope_grows_on_the_days_of_the_commands() {
    let world = world();
    let roof = world.project("Roof", None);
    let plain = |name: &str| NewTask { project: roof, column: None, name: name.into(), assignee: None, due: None };
    world.book.create_task(&plain("First")).unwrap();
    world.on("2027-01-06");
    let second = world.book.create_task(&plain("Second")).unwrap().value;
    world.on("2027-01-11");
    world.book.delete_task(second).unwrap();
    world.on("2027-01-13");
    let scope = |text: &str| {
        let then = ReportFilter { as_of: Some(day(text)), ..ReportFilter::default() };
        let totals = world.report("burn-up", then).totals;
        totals.get("scope").map_or(-1.0, |cell| number(Some(cell)))
    };
    let found = ["2027-01-01", "2027-01-04", "2027-01-05", "2027-01-06", "2027-01-10", "2027-01-11"].map(scope);
    assert_eq!(found, [0.0, 1.0, 1.0, 2.0, 2.0, 1.0]);
}

/// Came on Monday, waited Tuesday and Wednesday for the customer, done on Friday: open for five days, ours for three.
#[test]
fn tickets_are_measured_apart_from_projects_and_waiting_apart_from_our_own_days() {
    let world = world();
    let new = |name: &str, reply_by: Option<&str>| NewTicket {
        name: name.into(),
        description: None,
        company: Some(Ref::name("Grün")),
        contact: None,
        project: None,
        assignee: Some(world.me),
        priority: Priority::Normal,
        reply_by: reply_by.map(day),
    };
    let leak = world.book.create_ticket(&new("Leak", Some("2027-01-05"))).unwrap().value;
    let noise = world.book.create_ticket(&new("Noise", Some("2027-01-06"))).unwrap().value;
    world.on("2027-01-05");
    world.book.edit_ticket(leak, &TicketEdit::Replied(true)).unwrap();
    let wait = WaitFor { task: leak, contact: None, whom: Some("Grün".into()), since: None, chase_on: None };
    world.book.wait_for(&wait).unwrap();
    world.on("2027-01-06");
    world.book.stop_waiting(leak).unwrap();
    world.on("2027-01-08");
    world.book.move_work(&MoveWork { task: leak, category: Category::Done }).unwrap();

    let report = world.report("tickets", ReportFilter::default());
    let totals = |key: &str| number(report.totals.get(key));
    assert_eq!((totals("came"), totals("done"), totals("median")), (2.0, 1.0, 5.0));
    assert_eq!((totals("waited"), totals("own"), totals("answered")), (2.0, 3.0, 50.0));
    let late = &report.sections[0].rows;
    assert_eq!(late.len(), 1, "only what is still open: {noise:?}");
    assert_eq!(late[0]["name"], Cell::Text("Noise".into()));
    assert_eq!(number(late[0].get("late_reply")), 2.0, "Thursday and Friday");
    assert_eq!(world.report("throughput", ReportFilter::default()).sample_size, 0, "tickets are no project work");

    // On Wednesday evening nothing was late, and the one still waited.
    let then = ReportFilter { as_of: Some(day("2027-01-06")), ..ReportFilter::default() };
    assert!(world.report("tickets", then).sections[0].rows.is_empty());
}

/// Due on Monday, today is Friday: four days late, of which it waited two for somebody else.
#[test]
fn delay_of_others_is_told_apart_from_our_own() {
    let world = world();
    let roof = world.project("Roof", None);
    let dig = world.task(roof, "Dig", "2027-01-04", false);
    world.on("2027-01-05");
    let wait = WaitFor { task: dig, contact: None, whom: Some("The office".into()), since: None, chase_on: None };
    world.book.wait_for(&wait).unwrap();
    world.on("2027-01-06");
    world.book.stop_waiting(dig).unwrap();
    world.on("2027-01-08");
    let totals = world.report("overdue", ReportFilter::default()).totals;
    let found = ["tasks", "days", "waited", "own"].map(|key| number(totals.get(key)));
    assert_eq!(found, [1.0, 4.0, 2.0, 2.0]);
}
