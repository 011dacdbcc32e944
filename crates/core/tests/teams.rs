//! Crews: made, changed, disbanded; their tasks, their load, their lanes.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::*;
use handsel_core::people::SavePerson;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, PersonId, ProjectId, TaskId, TeamId};
use handsel_core::{Book, Code};

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
    fn team(&self, name: &str, members: &[PersonId]) -> TeamId {
        self.book.save_team(&SaveTeam { id: None, name: name.into(), members: members.to_vec() }).unwrap().value
    }

    /// Due on this Monday: eight hours of this week.
    fn task(&self, name: &str, who: Option<PersonId>, team: Option<TeamId>) -> TaskId {
        let due = Some(day("2027-01-04"));
        let new = NewTask { project: self.project, column: None, name: name.into(), assignee: who, due };
        let task = self.book.create_task(&new).unwrap().value;
        if team.is_some() {
            self.book.set_task_team(task, team, false).unwrap();
        }
        task
    }

    /// `name minutes/capacity` of this week.
    fn load(&self) -> Vec<String> {
        let load = self.book.workload(&WorkloadArgs { from: None, weeks: 1 }).unwrap();
        let name = |row: &PersonLoad| row.person.iter().chain(&row.team).map(|one| one.name.clone()).next();
        let line = |row: &PersonLoad| {
            format!("{} {}/{}", name(row).unwrap_or("-".into()), row.load[0].minutes, row.load[0].capacity)
        };
        load.rows.iter().map(line).collect()
    }

    fn mine(&self) -> Vec<String> {
        self.book.my_work().unwrap().today.into_iter().map(|card| card.name).collect()
    }
}

#[test]
fn a_crew_has_its_own_work_and_its_members_against_what_they_can_give_together() {
    let world = world();
    let crew = world.team("North", &[world.ada, world.bo]);
    world.task("Dig", Some(world.ada), None);
    let pour = world.task("Pour", None, Some(crew));
    // One who answers for a crew's task has it in their own row; it is counted once.
    world.task("Lay", Some(world.bo), Some(crew));
    assert_eq!(world.load(), ["Ada 480/2400", "Bo 480/2400", "North 1440/4800"]);
    assert_eq!(world.book.workload(&WorkloadArgs { from: None, weeks: 1 }).unwrap().totals, [1_440]);

    let leave = SaveLeave { id: None, person: world.bo, first: day("2027-01-05"), last: day("2027-01-06"), note: None };
    world.book.save_leave(&leave).unwrap();
    assert_eq!(world.load()[2], "North 1440/3840", "two days of leave are missing");
    let ask = WorkloadTasksArgs { person: None, team: Some(crew), from: None, weeks: 1 };
    let tasks = world.book.workload_tasks(&ask).unwrap();
    let own: Vec<&str> = tasks.iter().filter(|task| task.member.is_none()).map(|task| task.name.as_str()).collect();
    assert_eq!((tasks.len(), own), (3, vec!["Pour"]));
    assert_eq!(tasks.iter().map(|task| task.minutes[0]).sum::<u32>(), 1_440);

    // A crew's task is nobody's no longer, and taken alone nobody answers for it.
    assert_eq!(world.book.project_board(world.project).unwrap().project.unowned, 0);
    world.book.set_task_team(pour, None, true).unwrap();
    assert_eq!(world.book.project_board(world.project).unwrap().project.unowned, 1);
}

#[test]
fn my_work_has_what_my_crews_have() {
    let world = world();
    let crew = world.team("North", &[world.bo]);
    world.task("Pour", None, Some(crew));
    assert!(world.mine().is_empty());
    let save = SaveTeam { id: Some(crew), name: "North".into(), members: vec![world.ada, world.bo] };
    world.book.save_team(&save).unwrap();
    assert_eq!(world.mine(), ["Pour"]);
    world.book.undo(None).unwrap();
    assert!(world.mine().is_empty());
}

#[test]
fn a_crew_with_open_tasks_is_disbanded_only_with_an_heir() {
    let world = world();
    let north = world.team("North", &[world.bo]);
    let south = world.team("South", &[]);
    let pour = world.task("Pour", None, Some(north));
    let refused = world.book.disband_team(north, None, None).unwrap_err();
    assert_eq!(refused.code, Code::Gate);
    assert!(refused.message.contains("1 open task"), "{}", refused.message);

    world.book.disband_team(north, Some(south), None).unwrap();
    assert_eq!(world.book.task(pour).unwrap().detail.team.unwrap().id, south.0);
    world.book.undo(None).unwrap();
    assert_eq!(world.book.task(pour).unwrap().detail.team.unwrap().id, north.0);
    assert_eq!(world.book.teams().unwrap()[0].members.len(), 1, "who was in it is back too");

    world.book.disband_team(north, None, Some(world.bo)).unwrap();
    let page = world.book.task(pour).unwrap();
    assert_eq!((page.detail.team, page.assignee.unwrap().id), (None, world.bo.0));
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn names_are_taken_once_and_who_has_left_is_in_no_crew() {
    let world = world();
    let north = world.team("North", &[world.bo]);
    let twice = world.book.save_team(&SaveTeam { id: None, name: " north ".into(), members: vec![] }).unwrap_err();
    assert_eq!(twice.code, Code::Conflict);
    world.book.deactivate_person(world.bo, None).unwrap();
    assert!(world.book.teams().unwrap()[0].members.is_empty());
    // Saved without them, they are in it again when they are back.
    world.book.save_team(&SaveTeam { id: Some(north), name: "North".into(), members: vec![] }).unwrap();
    world.book.reactivate_person(world.bo).unwrap();
    assert_eq!(world.book.teams().unwrap()[0].members.len(), 1);
}

#[test]
fn a_card_in_another_lane_is_what_that_lane_stands_for() {
    let world = world();
    let crew = world.team("North", &[]);
    let dig = world.task("Dig", Some(world.ada), None);
    let board = world.book.project_board(world.project).unwrap();
    let doing = board.columns.iter().find(|column| column.category == Category::Doing).unwrap().id;
    let to = |by, lane: String| MoveToLane { task: dig, column: doing, by, lane, above: None, below: None };
    let done = world.book.move_to_lane(&to(LaneBy::Assignee, world.bo.to_string())).unwrap();
    assert_eq!(done.label, "Moved Dig to Bo, In progress");
    world.book.move_to_lane(&to(LaneBy::Team, crew.to_string())).unwrap();
    world.book.move_to_lane(&to(LaneBy::Priority, "urgent".into())).unwrap();
    let page = world.book.task(dig).unwrap();
    assert_eq!((page.assignee.unwrap().name, page.column.id), ("Bo".into(), doing.0));
    assert_eq!((page.detail.team.unwrap().name, page.detail.priority), ("North".into(), Priority::Urgent));
    for _ in 0..3 {
        world.book.undo(None).unwrap();
    }
    let page = world.book.task(dig).unwrap();
    assert_eq!((page.assignee.unwrap().name, page.category), ("Ada".into(), Category::Todo), "one undo each");
    assert!(world.book.move_to_lane(&to(LaneBy::Priority, "soon".into())).is_err());
    assert!(world.book.move_to_lane(&to(LaneBy::Phase, world.bo.to_string())).is_err(), "no phase of this project");
}
