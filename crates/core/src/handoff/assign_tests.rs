use uuid::Uuid;

use super::*;
use crate::deliver::{Template, TemplatePhase, TemplateTask};
use crate::handoff::plan::plan;
use crate::values::WorkingCalendar;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

const ENGINEER: RoleId = RoleId(Uuid::from_u128(50));

/// Ada, Ben and Cleo work here; the role chooses among them.
fn staff(rule: RoleRule) -> Staff {
    let names = [(1, "Ada"), (2, "Ben"), (3, "Cleo")];
    let role = StaffRole {
        name: "Engineer".into(),
        rule,
        people: names.iter().map(|(n, _)| person(*n)).collect(),
        ..StaffRole::default()
    };
    Staff {
        roles: [(ENGINEER, role)].into(),
        active: names.into_iter().map(|(n, name)| (person(n), name.to_owned())).collect(),
        ..Staff::default()
    }
}

/// Tasks of the role, each a number of days from Monday 2 November 2026 and so long.
fn give(staff: &Staff, tasks: &[(i32, u32)]) -> (Vec<(String, String)>, BTreeMap<RoleId, PersonId>) {
    let task = |(n, (offset_days, duration_days)): (usize, &(i32, u32))| TemplateTask {
        key: format!("t{n}"),
        name: format!("T{n}"),
        role: Some(ENGINEER),
        offset_days: *offset_days,
        duration_days: *duration_days,
        ..TemplateTask::default()
    };
    let tasks = tasks.iter().enumerate().map(task).collect();
    let template = Template { phases: vec![TemplatePhase { tasks, ..Default::default() }], ..Template::default() };
    let calendar = WorkingCalendar::default();
    let made = plan(&PlanInput::of(&template, &calendar, staff, day("2026-11-02"))).unwrap();
    let who = made.tasks.into_iter().map(|task| (task.assignee.map_or("–".into(), |(_, name)| name), task.who_why));
    (who.collect(), made.turns)
}

#[test]
fn the_least_loaded_has_the_least_planned_in_the_weeks_of_the_task() {
    let mut staff = staff(RoleRule::LeastLoaded);
    let (first, second) = (day("2026-11-02"), day("2026-11-09"));
    // First week: Ada 10 h, Ben 4 h, Cleo 6 h. Second week: Ada nothing, the others 20 h.
    staff.load = [(1, 600.0, 0.0), (2, 240.0, 1_200.0), (3, 360.0, 1_200.0)]
        .into_iter()
        .flat_map(|(n, one, two)| [((person(n), first), one), ((person(n), second), two)])
        .collect();
    let (who, _) = give(&staff, &[(0, 1), (0, 1), (5, 1)]);
    assert_eq!(who[0], ("Ben".into(), "role Engineer: least to do in that week (4 h)".into()));
    // Ben has 12 hours now, Cleo 6.
    assert_eq!(who[1], ("Cleo".into(), "role Engineer: least to do in that week (6 h)".into()));
    assert_eq!(who[2].0, "Ada");
    // Half a week's job: Ben's 4 hours of 10 weigh more than Cleo's 6 of 40.
    staff.week_minutes = [(person(2), 600)].into();
    assert_eq!(give(&staff, &[(0, 1)]).0[0].0, "Cleo");
    let (long, _) = give(&staff, &[(0, 6)]);
    assert_eq!(long[0], ("Ada".into(), "role Engineer: least to do in those 2 weeks (10 h)".into()));
}

#[test]
fn a_role_in_turn_goes_to_the_next_person_for_a_whole_project() {
    let mut staff = staff(RoleRule::RoundRobin);
    let names = |staff: &Staff| give(staff, &[(0, 1), (3, 1)]).0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&staff), ["Ada", "Ada"]);
    assert_eq!(give(&staff, &[(0, 1)]).1, [(ENGINEER, person(1))].into());
    staff.roles.get_mut(&ENGINEER).unwrap().last_turn = Some(person(2));
    assert_eq!(names(&staff), ["Cleo", "Cleo"]);
    staff.roles.get_mut(&ENGINEER).unwrap().last_turn = Some(person(3));
    assert_eq!(names(&staff), ["Ada", "Ada"], "and round again");
    staff.active.remove(&person(1));
    assert_eq!(names(&staff), ["Ben", "Ben"]);
}

#[test]
fn whoever_is_away_when_a_task_begins_is_passed_over_with_the_reason() {
    let mut staff = staff(RoleRule::RoundRobin);
    staff.away.insert(person(1), vec![(day("2026-11-02"), day("2026-11-04"))]);
    let (who, turns) = give(&staff, &[(0, 1), (3, 1)]);
    assert_eq!(who[0], ("Ben".into(), "role Engineer: in turn (Ada is away until 4 Nov)".into()));
    assert_eq!((who[1].0.as_str(), turns[&ENGINEER]), ("Ben", person(2)), "who began stays");

    staff
        .roles
        .insert(ENGINEER, StaffRole { name: "Engineer".into(), person: Some(person(1)), ..StaffRole::default() });
    staff.firm_fallback = Some(person(3));
    let (who, _) = give(&staff, &[(0, 1), (3, 1)]);
    assert_eq!(who[0], ("Cleo".into(), "firm fallback (Ada is away until 4 Nov)".into()));
    assert_eq!(who[1], ("Ada".into(), "role Engineer".into()));
}

#[test]
fn there_is_always_an_owner_while_anybody_works_here() {
    let mut staff = Staff { roles: [(ENGINEER, StaffRole::default())].into(), ..staff(RoleRule::Person) };
    assert_eq!(give(&staff, &[(0, 1)]).0[0].0, "–", "nobody is named anywhere");
    staff.handoff_owner = Some(person(2));
    assert_eq!(give(&staff, &[(0, 1)]).0[0], ("Ben".into(), "handoff owner (role  has nobody)".into()));
    staff.away.insert(person(2), vec![(day("2026-10-01"), day("2026-12-31"))]);
    let (who, _) = give(&staff, &[(0, 1)]);
    assert_eq!(who[0], ("Ben".into(), "nobody else is there then (Ben is away until 31 Dec)".into()));
}

#[test]
fn a_company_without_an_owner_falls_back() {
    let mut staff = staff(RoleRule::CompanyOwner);
    staff.firm_fallback = Some(person(3));
    let why = give(&staff, &[(0, 1)]).0.remove(0);
    assert_eq!(why, ("Cleo".into(), "firm fallback (role Engineer is the company’s owner, and there is none)".into()));
}
