//! Plans over the schedule engine: changes and what follows from them, promises and pauses, baselines, the outline.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::{
    AddTasks, Bound, Fate, LinkKind, NewLine, NewProject, NewTask, PlaceTask, PlanChange, ProjectEdit, ProjectField,
    ProjectPlan, Replan, RowKind, SaveLeave, TaskEdit, TaskField,
};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, PersonId, ProjectId, TaskId};
use handsel_core::{Book, Code};

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
    project: ProjectId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A project without tasks, on Monday, 4 January 2027.
fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2027-01-04")));
    let business = Business::Installation;
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start: Start::Empty, business, me: "Ada".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    let new = NewProject { name: "Roof".into(), start: Some(day("2027-01-04")), ..NewProject::default() };
    let project = book.create_project(&new).unwrap().value;
    World { _dir: dir, book, me, project }
}

impl World {
    /// A task of so many working days from a day on.
    fn task(&self, name: &str, start: &str, days: u32) -> TaskId {
        let new =
            NewTask { project: self.project, column: None, name: name.into(), assignee: Some(self.me), due: None };
        let task = self.book.create_task(&new).unwrap().value;
        self.replan(vec![PlanChange::Duration { task, days }, PlanChange::Start { task, day: day(start) }]).unwrap();
        task
    }

    fn replan(&self, changes: Vec<PlanChange>) -> handsel_core::Result<handsel_core::deliver::PlanDiff> {
        Ok(self.book.replan(&self.asked(changes))?.value)
    }

    fn asked(&self, changes: Vec<PlanChange>) -> Replan {
        Replan { project: self.project, changes, earlier: false, from_today: false, reason: None }
    }

    fn link(&self, from: TaskId, to: TaskId) -> PlanChange {
        PlanChange::Link { from, to, kind: LinkKind::FinishStart, lag_days: 0, elapsed: false }
    }

    fn plan(&self) -> ProjectPlan {
        self.book.project_plan(self.project, None).unwrap()
    }

    /// `name start..finish` of each row, as month-day.
    fn shown(&self) -> Vec<String> {
        let short = |day: Option<Day>| day.map_or_else(|| "–".into(), |day| day.to_string()[5..].to_owned());
        self.plan().rows.iter().map(|row| format!("{} {}..{}", row.name, short(row.start), short(row.finish))).collect()
    }
}

#[test]
fn moving_a_task_pushes_what_hangs_on_it_and_one_undo_takes_all_back() {
    let world = world();
    let dig = world.task("Dig", "2027-01-04", 3);
    let pour = world.task("Pour", "2027-01-07", 2);
    let paint = world.task("Paint", "2027-01-20", 1);
    world.replan(vec![world.link(dig, pour), world.link(pour, paint)]).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-06", "Pour 01-07..01-08", "Paint 01-20..01-20"]);

    let ask = world.asked(vec![PlanChange::Start { task: dig, day: day("2027-01-11") }]);
    let preview = world.book.replan_preview(&ask).unwrap();
    assert_eq!(world.shown()[0], "Dig 01-04..01-06", "a preview writes nothing");
    let moved: Vec<(&str, i32)> = preview.moves.iter().map(|one| (one.task.name.as_str(), one.days)).collect();
    assert_eq!(moved, [("Dig", 5), ("Pour", 5)]);
    assert_eq!((preview.finish_before, preview.finish_after), (Some(day("2027-01-20")), Some(day("2027-01-20"))));

    let done = world.book.replan(&ask).unwrap();
    assert_eq!(done.value.moves, preview.moves);
    assert_eq!(world.shown(), ["Dig 01-11..01-13", "Pour 01-14..01-15", "Paint 01-20..01-20"]);
    world.book.undo(None).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-06", "Pour 01-07..01-08", "Paint 01-20..01-20"]);

    // Pulling closes the gap that pushing leaves.
    let pull = Replan { earlier: true, ..world.asked(vec![]) };
    world.book.replan(&pull).unwrap();
    assert_eq!(world.shown()[2], "Paint 01-11..01-11");
    let critical: Vec<bool> = world.plan().rows.iter().map(|row| row.critical).collect();
    assert_eq!(critical, [true, true, true]);
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn a_date_typed_into_a_task_pushes_its_successors_too() {
    let world = world();
    let (dig, pour) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    world.replan(vec![world.link(dig, pour)]).unwrap();
    let edit = TaskEdit { field: TaskField::Due, value: Some("2027-01-08".into()) };
    let done = world.book.edit_task(dig, &edit).unwrap();
    assert!(done.label.ends_with("; 1 task follows"), "{}", done.label);
    assert_eq!(world.shown(), ["Dig 01-04..01-08", "Pour 01-11..01-12"]);
    assert_eq!(world.plan().rows[0].duration_days, Some(5));
}

#[test]
fn a_circle_is_refused_by_name_and_changes_nothing() {
    let world = world();
    let (dig, pour) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    world.replan(vec![world.link(dig, pour)]).unwrap();
    let before = world.plan().links;
    let error = world.replan(vec![world.link(pour, dig)]).unwrap_err();
    assert_eq!(error.code, Code::Invalid);
    assert!(error.message.contains("in a circle: “"), "{}", error.message);
    for name in ["Dig", "Pour"] {
        assert!(error.message.contains(name), "{}", error.message);
    }
    let own = world.replan(vec![world.link(dig, dig)]).unwrap_err();
    assert!(own.message.contains("can't wait for itself"), "{}", own.message);
    let lag = PlanChange::Link { from: dig, to: pour, kind: LinkKind::FinishStart, lag_days: 10_000, elapsed: false };
    assert!(world.replan(vec![lag]).unwrap_err().message.contains("at most 3650 days"));
    let huge = PlanChange::Duration { task: dig, days: 1_000_000 };
    assert!(world.replan(vec![huge]).unwrap_err().message.contains("at most 5000 working days"));
    assert_eq!(world.plan().links, before);
}

#[test]
fn the_predecessor_column_is_read_and_written() {
    let world = world();
    let (dig, _) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    let paint = world.task("Paint", "2027-01-11", 1);
    let column = |task, text: &str| vec![PlanChange::Predecessors { task, text: text.into() }];
    world.replan(column(paint, "1SS+1d; 2FS-1d")).unwrap();
    assert_eq!(world.plan().rows[2].predecessors, "1SS+1d;2FS-1d");
    world.replan(column(paint, "2")).unwrap();
    assert_eq!((world.plan().rows[2].predecessors.as_str(), world.plan().links.len()), ("2", 1));
    let error = world.replan(column(dig, "9")).unwrap_err();
    assert!(error.message.contains("There is no row 9"), "{}", error.message);
    world.replan(column(paint, "")).unwrap();
    assert!(world.plan().links.is_empty());
}

#[test]
fn what_is_held_stays_and_says_what_it_breaks() {
    let world = world();
    let (dig, pour) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    let fixed = PlanChange::Bound { task: pour, bound: Bound::Fixed, day: Some(day("2027-01-07")) };
    world.replan(vec![world.link(dig, pour), fixed]).unwrap();
    let diff = world.replan(vec![PlanChange::Finish { task: dig, day: day("2027-01-08") }]).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-08", "Pour 01-07..01-08"]);
    assert_eq!(diff.troubles, ["“Pour” can't wait for “Dig”: its date is held"]);
    let plan = world.plan();
    assert!(plan.links[0].broken && plan.rows[1].trouble.is_some());
    assert_eq!(plan.rows[0].total_slack_days, Some(-2));
    let late = PlanChange::Deadline { task: dig, day: Some(day("2027-01-06")) };
    let diff = world.replan(vec![late]).unwrap();
    assert!(diff.troubles.contains(&"“Dig” ends 2 working days after 6 Jan 2027".to_owned()), "{:?}", diff.troubles);
}

#[test]
fn leave_is_planned_around() {
    let world = world();
    let dig = world.task("Dig", "2027-01-04", 3);
    let leave = SaveLeave { id: None, person: world.me, first: day("2027-01-05"), last: day("2027-01-06"), note: None };
    let id = world.book.save_leave(&leave).unwrap().value;
    world.replan(vec![PlanChange::Start { task: dig, day: day("2027-01-04") }]).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-08"]);
    let wrong = SaveLeave { last: day("2027-01-01"), ..leave };
    assert!(world.book.save_leave(&wrong).is_err());
    world.book.delete_leave(id).unwrap();
    assert!(world.book.leaves().unwrap().is_empty());
}

#[test]
fn parts_roll_up_and_go_with_their_whole() {
    let world = world();
    let (roof, tiles) = (world.task("Roof", "2027-01-04", 1), world.task("Tiles", "2027-01-05", 2));
    let gutter = world.task("Gutter", "2027-01-07", 1);
    let under = |task, above| PlaceTask { task, parent: Some(roof), phase: None, above };
    world.book.place_task(&under(tiles, None)).unwrap();
    world.book.place_task(&under(gutter, Some(tiles))).unwrap();
    let plan = world.plan();
    let outline: Vec<(&str, &str, u32)> =
        plan.rows.iter().map(|row| (row.wbs.as_str(), row.name.as_str(), row.level)).collect();
    assert_eq!(outline, [("1", "Roof", 0), ("1.1", "Tiles", 1), ("1.2", "Gutter", 1)]);
    assert_eq!((plan.rows[0].kind, plan.rows[0].finish), (RowKind::Group, Some(day("2027-01-07"))));
    let round = PlaceTask { task: roof, parent: Some(tiles), phase: None, above: None };
    assert!(world.book.place_task(&round).unwrap_err().message.contains("part of itself"));
    let own = world.replan(vec![PlanChange::Start { task: roof, day: day("2027-02-01") }]).unwrap_err();
    assert!(own.message.contains("has parts"), "{}", own.message);
    world.book.delete_task(roof).unwrap();
    assert!(world.plan().rows.is_empty());
    world.book.undo(None).unwrap();
    assert_eq!(world.plan().rows.len(), 3);
}

#[test]
fn the_first_promise_stays_and_every_change_is_recorded() {
    let world = world();
    world.task("Dig", "2027-01-04", 5);
    let promise = |text: &str, reason: Option<&str>| {
        let edit =
            ProjectEdit { field: ProjectField::Promised, value: Some(text.into()), reason: reason.map(str::to_owned) };
        world.book.edit_project(world.project, &edit).unwrap();
    };
    promise("2027-01-07", None);
    promise("2027-01-15", Some("Rain"));
    let plan = world.plan();
    assert_eq!((plan.first_promised, plan.promised), (Some(day("2027-01-07")), Some(day("2027-01-15"))));
    assert_eq!(plan.late_by, Some(-5));
    let record = world.book.replans(world.project).unwrap();
    let last = &record[0];
    assert_eq!((last.reason.as_deref(), last.who.as_deref()), (Some("Rain"), Some("Ada")));
    assert_eq!((last.promised_before, last.promised_after), (Some(day("2027-01-07")), Some(day("2027-01-15"))));
}

#[test]
fn resuming_shifts_what_is_open_by_the_working_days_of_the_pause() {
    let world = world();
    let (dig, pour) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    world.replan(vec![world.link(dig, pour)]).unwrap();
    let state = |state: &str| {
        let edit = ProjectEdit { field: ProjectField::State, value: Some(state.into()), reason: None };
        world.book.edit_project(world.project, &edit).unwrap()
    };
    world.book.set_as_of(Some(day("2027-01-06")));
    state("paused");
    world.book.set_as_of(Some(day("2027-01-18")));
    let done = state("active");
    assert_eq!(done.label, "Resumed Roof: 2 tasks moved by the pause");
    // Eight working days: what was under way keeps its start.
    assert_eq!(world.shown(), ["Dig 01-04..01-18", "Pour 01-19..01-20"]);
    let last = &world.book.replans(world.project).unwrap()[0];
    assert_eq!(last.reason.as_deref(), Some("Paused for 8 working days"));
    let moved: Vec<_> = world.book.replanned(last.id).unwrap();
    let finishes: Vec<_> = moved.iter().map(|one| (one.task.name.as_str(), one.finish_before, one.finish)).collect();
    let on = |text| Some(day(text));
    assert_eq!(finishes, [("Dig", on("2027-01-06"), on("2027-01-18")), ("Pour", on("2027-01-08"), on("2027-01-20"))]);
    world.book.undo(None).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-06", "Pour 01-07..01-08"]);
}

#[test]
fn a_baseline_tells_what_moved_came_and_went() {
    let world = world();
    let (dig, pour) = (world.task("Dig", "2027-01-04", 3), world.task("Pour", "2027-01-07", 2));
    world.replan(vec![world.link(dig, pour)]).unwrap();
    let kept = world.book.set_baseline(world.project, "Contract").unwrap().value;
    world.replan(vec![PlanChange::Duration { task: dig, days: 5 }]).unwrap();
    world.book.delete_task(pour).unwrap();
    world.task("Paint", "2027-01-20", 1);
    let variance = world.book.variance(kept).unwrap();
    let told: Vec<(&str, Fate, Option<i32>)> =
        variance.rows.iter().map(|row| (row.task.name.as_str(), row.fate, row.days)).collect();
    assert_eq!(told, [("Dig", Fate::Kept, Some(2)), ("Paint", Fate::Added, None), ("Pour", Fate::Deleted, None)]);
    assert_eq!((variance.baseline.finish, variance.days), (Some(day("2027-01-08")), Some(8)));
    let plan = world.book.project_plan(world.project, Some(kept)).unwrap();
    assert_eq!(plan.rows[0].baseline_finish, Some(day("2027-01-06")));
    assert!(world.book.set_baseline(world.project, " ").is_err());
    world.book.delete_baseline(kept).unwrap();
    assert!(world.plan().baselines.is_empty());
}

#[test]
fn what_has_no_dates_is_left_without() {
    let world = world();
    world.task("Dig", "2027-01-04", 3);
    let new = NewTask { project: world.project, column: None, name: "Some day".into(), assignee: None, due: None };
    let loose = world.book.create_task(&new).unwrap().value;
    let again = Replan { earlier: true, from_today: true, ..world.asked(vec![]) };
    world.book.replan(&again).unwrap();
    assert_eq!(world.shown()[1], "Some day –..–");
    let dig = world.plan().rows[0].task.unwrap();
    world.replan(vec![world.link(dig, loose)]).unwrap();
    assert_eq!(world.shown()[1], "Some day 01-07..01-07");
}

fn line(level: u32, name: &str, days: u32, predecessors: &str) -> NewLine {
    let duration_days = Some(days);
    NewLine { level, name: name.into(), duration_days, predecessors: predecessors.into(), ..NewLine::default() }
}

impl World {
    fn add(&self, above: Option<TaskId>, rows: Vec<NewLine>) -> handsel_core::Result<Vec<TaskId>> {
        let add = AddTasks { project: self.project, parent: None, phase: None, above, rows };
        Ok(self.book.add_tasks(&add)?.value)
    }
}

#[test]
fn many_lines_come_as_one_step_with_parts_and_dependencies() {
    let world = world();
    let dig = world.task("Dig", "2027-01-04", 3);
    world.task("Paint", "2027-01-20", 1);
    let rows = vec![
        line(0, "House", 1, ""),
        line(1, "Pour", 2, ""),
        line(1, "Walls", 3, "2FS+1d"),
        line(9, "Window", 1, ""),
        line(0, "Handed over", 0, "1"),
    ];
    world.add(Some(dig), rows).unwrap();
    assert_eq!(
        world.shown(),
        [
            "Dig 01-04..01-06",
            "House 01-04..01-07",
            "Pour 01-04..01-05",
            "Walls 01-07..01-07",
            "Window 01-07..01-07",
            "Handed over 01-07..01-07",
            "Paint 01-20..01-20"
        ]
    );
    let wbs: Vec<String> = world.plan().rows.iter().map(|row| row.wbs.clone()).collect();
    assert_eq!(wbs, ["1", "2", "2.1", "2.2", "2.2.1", "3", "4"]);
    world.book.undo(None).unwrap();
    assert_eq!(world.shown(), ["Dig 01-04..01-06", "Paint 01-20..01-20"]);
}

#[test]
fn lines_that_can_not_stand_are_refused_by_name_and_none_is_added() {
    let world = world();
    for (rows, word) in [
        (vec![line(0, "A", 1, ""), line(0, " ", 1, "")], "Line 2"),
        (vec![line(0, "A", 1, "1")], "itself"),
        (vec![line(0, "A", 1, "7")], "line 7"),
        (vec![line(0, "A", 1, "2"), line(0, "B", 1, "1")], "circle"),
        (vec![line(0, "A", 999_999, "")], "at most"),
        (vec![], "Between 1"),
    ] {
        let error = world.add(None, rows).unwrap_err();
        assert!(error.message.contains(word), "{}", error.message);
        assert!(world.plan().rows.is_empty());
    }
}

#[test]
fn progress_says_what_a_task_is() {
    let world = world();
    let dig = world.task("Dig", "2027-01-04", 3);
    let percent = |percent| vec![PlanChange::Percent { task: dig, percent }];
    let now = || {
        let task = world.book.task(dig).unwrap();
        (task.column.name, task.done_on.is_some(), world.plan().rows[0].percent)
    };
    for (said, column, done, shown) in [
        (Some(30), "In progress", false, Some(30)),
        (Some(100), "Done", true, Some(100)),
        (Some(60), "In progress", false, Some(60)),
        (Some(100), "Done", true, Some(100)),
        (None, "To do", false, None),
    ] {
        world.replan(percent(said)).unwrap();
        assert_eq!(now(), (column.to_owned(), done, shown));
    }
    assert_eq!(world.replan(percent(Some(101))).unwrap_err().code, Code::Invalid);
}

#[test]
fn what_resuming_moves_is_shown_before() {
    let world = world();
    world.task("Dig", "2027-01-11", 3);
    assert!(world.book.resume_preview(world.project).unwrap_err().message.contains("not paused"));
    let state = |state: &str| ProjectEdit { field: ProjectField::State, value: Some(state.into()), reason: None };
    world.book.edit_project(world.project, &state("paused")).unwrap();
    assert_eq!(world.plan().paused_on, Some(day("2027-01-04")));
    world.book.set_as_of(Some(day("2027-01-11")));
    let diff = world.book.resume_preview(world.project).unwrap();
    let moves: Vec<_> = diff.moves.iter().map(|one| (one.start, one.finish, one.days)).collect();
    assert_eq!(moves, [(day("2027-01-18"), day("2027-01-20"), 5)]);
    assert_eq!(world.shown(), ["Dig 01-11..01-13"]);
    world.book.edit_project(world.project, &state("active")).unwrap();
    assert_eq!(world.shown(), ["Dig 01-18..01-20"]);
}
