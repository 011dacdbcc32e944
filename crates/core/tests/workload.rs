//! Who has how much to do, and what is due on which day.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::Book;
use handsel_core::deliver::*;
use handsel_core::people::SavePerson;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, PersonId, ProjectId, TaskId};

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    ada: PersonId,
    bo: PersonId,
    project: ProjectId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Monday, 4 January 2027; a project without tasks.
fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2027-01-04")));
    let business = Business::Installation;
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start: Start::Empty, business, me: "Ada".into() };
    let ada = book.set_up(&args).unwrap().value;
    book.act_as(Some(ada));
    let bo = book.save_person(&SavePerson { id: None, name: "Bo".into(), email: None }).unwrap().value;
    let new = NewProject { name: "Roof".into(), start: Some(day("2027-01-04")), ..NewProject::default() };
    let project = book.create_project(&new).unwrap().value;
    World { _dir: dir, book, ada, bo, project }
}

impl World {
    fn task(&self, name: &str, who: Option<PersonId>, start: &str, days: u32) -> TaskId {
        let new = NewTask { project: self.project, column: None, name: name.into(), assignee: who, due: None };
        let task = self.book.create_task(&new).unwrap().value;
        self.change(vec![PlanChange::Duration { task, days }, PlanChange::Start { task, day: day(start) }]);
        task
    }

    fn change(&self, changes: Vec<PlanChange>) {
        let replan = Replan { project: self.project, changes, earlier: false, from_today: false, reason: None };
        self.book.replan(&replan).unwrap();
    }

    /// `name minutes/capacity minutes/capacity` of two weeks.
    fn shown(&self) -> Vec<String> {
        let load = self.book.workload(&WorkloadArgs { from: None, weeks: 2 }).unwrap();
        let weeks =
            |row: &PersonLoad| row.load.iter().map(|w| format!(" {}/{}", w.minutes, w.capacity)).collect::<String>();
        let name = |row: &PersonLoad| row.person.as_ref().map_or("nobody", |person| &person.name).to_owned();
        load.rows.iter().map(|row| format!("{}{}", name(row), weeks(row))).collect()
    }
}

#[test]
fn hours_stand_in_their_weeks_against_what_each_can_give() {
    let world = world();
    // Thursday to Tuesday without an estimate: two days of 8 hours in each week.
    world.task("Dig", Some(world.ada), "2027-01-07", 4);
    world.task("Paint", None, "2027-01-04", 1);
    assert_eq!(world.shown(), ["Ada 960/2400 960/2400", "Bo 0/2400 0/2400", "nobody 480/0 0/0"]);

    world.book.set_capacity(world.ada, Some(1_000)).unwrap();
    let leave = SaveLeave { id: None, person: world.bo, first: day("2027-01-11"), last: day("2027-01-12"), note: None };
    world.book.save_leave(&leave).unwrap();
    assert_eq!(world.shown(), ["Ada 960/1000 960/1000", "Bo 0/2400 0/1440", "nobody 480/0 0/0"]);
    world.book.undo(None).unwrap();
    world.book.undo(None).unwrap();
    assert_eq!(world.shown()[..2], ["Ada 960/2400 960/2400", "Bo 0/2400 0/2400"]);
    assert!(world.book.set_capacity(world.ada, Some(10_081)).is_err(), "a week has no more than 168 hours");
}

#[test]
fn what_makes_up_a_load_adds_up_to_it() {
    let world = world();
    let dig = world.task("Dig", Some(world.ada), "2027-01-07", 4);
    let ask = WorkloadTasksArgs { person: Some(world.ada), team: None, from: None, weeks: 2 };
    let tasks = world.book.workload_tasks(&ask).unwrap();
    assert_eq!((tasks.len(), tasks[0].id, tasks[0].guessed), (1, dig, true));
    assert_eq!(tasks[0].minutes, [960, 960]);
    world.book.edit_task(dig, &TaskEdit { field: TaskField::Assignee, value: Some(world.bo.to_string()) }).unwrap();
    assert!(world.book.workload_tasks(&ask).unwrap().is_empty());
    assert_eq!(world.shown()[..2], ["Ada 0/2400 0/2400", "Bo 960/2400 960/2400"]);
}

#[test]
fn a_task_moved_to_end_on_a_day_keeps_its_length_and_pushes_what_waits() {
    let world = world();
    let dig = world.task("Dig", Some(world.ada), "2027-01-04", 3);
    let pour = world.task("Pour", Some(world.ada), "2027-01-07", 1);
    world.change(vec![PlanChange::Link {
        from: dig,
        to: pour,
        kind: LinkKind::FinishStart,
        lag_days: 0,
        elapsed: false,
    }]);
    // A Saturday: the next working day is Monday, and three days end there that begin on Thursday.
    world.change(vec![PlanChange::Until { task: dig, day: day("2027-01-09") }]);
    let args =
        TaskDaysArgs { from: day("2027-01-01"), to: day("2027-01-31"), project: Some(world.project), person: None };
    let days = world.book.task_days(&args).unwrap();
    let shown: Vec<String> = days.days.iter().map(|one| format!("{} {}", one.day, one.tasks[0].name)).collect();
    assert_eq!(shown, ["2027-01-11 Dig", "2027-01-12 Pour"]);
    assert_eq!(days.days[0].tasks[0].start, Some(day("2027-01-07")));
    assert_eq!(world.book.task_days(&TaskDaysArgs { person: Some(world.bo), ..args }).unwrap().days, []);
}
