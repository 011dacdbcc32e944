use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::deliver::TemplatePhase;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn task(key: &str, offset_days: i32, duration_days: u32) -> TemplateTask {
    TemplateTask { key: key.into(), name: key.to_uppercase(), offset_days, duration_days, ..TemplateTask::default() }
}

fn link(predecessor: &str, kind: LinkKind, lag_days: i32, successor: &str) -> TemplateLink {
    TemplateLink { predecessor: predecessor.into(), successor: successor.into(), kind, lag_days }
}

fn template(tasks: Vec<TemplateTask>, links: Vec<TemplateLink>) -> Template {
    let phases = vec![TemplatePhase { key: "p".into(), name: "Phase".into(), tasks, ..TemplatePhase::default() }];
    Template { name: "T".into(), phases, links, ..Template::default() }
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn role(n: u128) -> RoleId {
    RoleId(Uuid::from_u128(n))
}

fn christmas() -> WorkingCalendar {
    let holidays = [("2026-12-24", "Christmas Eve"), ("2026-12-25", "Christmas Day")];
    WorkingCalendar {
        holidays: holidays.into_iter().map(|(d, n)| (day(d), n.to_owned())).collect(),
        ..WorkingCalendar::default()
    }
}

/// Wednesday 23 December 2026 is the win.
fn run(template: &Template, staff: &Staff, owner: Option<PersonId>) -> Plan {
    let calendar = christmas();
    plan(&PlanInput { owner, ..PlanInput::of(template, &calendar, staff, day("2026-12-23")) }).unwrap()
}

fn days(plan: &Plan) -> Vec<(String, String)> {
    plan.tasks.iter().map(|task| (task.start.to_string(), task.due.to_string())).collect()
}

fn expect(plan: &Plan, wanted: &[(&str, &str)]) {
    let wanted: Vec<(String, String)> = wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(days(plan), wanted);
}

#[test]
fn offsets_count_working_days_and_name_the_holidays_they_skip() {
    let plan = run(
        &template(vec![task("a", 0, 1), task("b", 1, 2), task("c", -2, 1), task("d", 3, 0)], vec![]),
        &Staff::default(),
        None,
    );
    expect(
        &plan,
        &[
            ("2026-12-23", "2026-12-23"),
            ("2026-12-28", "2026-12-29"),
            ("2026-12-21", "2026-12-21"),
            ("2026-12-30", "2026-12-30"),
        ],
    );
    assert_eq!(plan.tasks[0].date_why, "starts on the day of the win, takes 1 working day: due Wed 23 Dec");
    assert_eq!(
        plan.tasks[1].date_why,
        "starts 1 working day after the win, takes 2 working days: due Tue 29 Dec, skips 24 Dec (Christmas Eve), 25 Dec (Christmas Day)"
    );
    assert_eq!(plan.tasks[2].date_why, "starts 2 working days before the win, takes 1: due Mon 21 Dec");
    assert_eq!((plan.start, plan.finish), (Some(day("2026-12-21")), Some(day("2026-12-30"))));
}

#[test]
fn a_win_on_a_weekend_starts_on_the_next_working_day() {
    let template = template(vec![task("a", 0, 1), task("b", 1, 1)], vec![]);
    let calendar = christmas();
    let staff = Staff::default();
    let plan = plan(&PlanInput::of(&template, &calendar, &staff, day("2026-12-26"))).unwrap();
    expect(&plan, &[("2026-12-28", "2026-12-28"), ("2026-12-28", "2026-12-28")]);
    assert_eq!(
        plan.tasks[0].date_why,
        "starts on the first working day after the win, takes 1 working day: due Mon 28 Dec"
    );
}

#[test]
fn each_kind_of_dependency_pushes_as_defined() {
    // a takes 23, 28, 29 December; Thursday and Friday are holidays.
    let of = |kind, lag, length| {
        run(
            &template(vec![task("a", 0, 3), task("b", 0, length)], vec![link("a", kind, lag, "b")]),
            &Staff::default(),
            None,
        )
    };
    let b = |plan: &Plan| days(plan)[1].clone();
    let wanted = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(b(&of(LinkKind::FinishStart, 0, 2)), wanted("2026-12-30", "2026-12-31"));
    assert_eq!(b(&of(LinkKind::FinishStart, 1, 2)), wanted("2026-12-31", "2027-01-01"));
    assert_eq!(b(&of(LinkKind::FinishStart, -1, 2)), wanted("2026-12-29", "2026-12-30"));
    assert_eq!(b(&of(LinkKind::StartStart, 0, 2)), wanted("2026-12-23", "2026-12-28"));
    assert_eq!(b(&of(LinkKind::StartStart, 2, 2)), wanted("2026-12-29", "2026-12-30"));
    assert_eq!(b(&of(LinkKind::FinishFinish, 0, 2)), wanted("2026-12-28", "2026-12-29"));
    assert_eq!(b(&of(LinkKind::FinishFinish, 1, 1)), wanted("2026-12-30", "2026-12-30"));
    assert_eq!(b(&of(LinkKind::StartFinish, 4, 2)), wanted("2026-12-29", "2026-12-30"));
    assert_eq!(b(&of(LinkKind::StartFinish, 0, 2)), wanted("2026-12-23", "2026-12-28"));
    let why = of(LinkKind::FinishStart, -1, 2).tasks[1].date_why.clone();
    assert_eq!(
        why,
        "starts 1 working day before “A” is done, takes 2 working days: due Wed 30 Dec, skips 24 Dec (Christmas Eve), 25 Dec (Christmas Day)"
    );
}

#[test]
fn the_latest_of_offset_and_dependencies_decides() {
    let tasks = vec![task("a", 0, 1), task("b", 0, 5), task("c", 2, 1), task("d", 20, 1)];
    let links = vec![
        link("a", LinkKind::FinishStart, 0, "c"),
        link("b", LinkKind::FinishStart, 0, "c"),
        link("c", LinkKind::FinishStart, 0, "d"),
    ];
    let plan = run(&template(tasks, links), &Staff::default(), None);
    assert_eq!(days(&plan)[2].0, "2027-01-01");
    assert!(plan.tasks[2].date_why.starts_with("starts when “B” is done"), "{}", plan.tasks[2].date_why);
    assert!(
        plan.tasks[3].date_why.starts_with("starts 20 working days after the win, takes 1: due"),
        "{}",
        plan.tasks[3].date_why
    );
}

#[test]
fn a_circle_is_refused_and_named() {
    let links = vec![
        link("a", LinkKind::FinishStart, 0, "b"),
        link("b", LinkKind::FinishStart, 0, "c"),
        link("c", LinkKind::StartStart, 0, "b"),
    ];
    let refused = refuse_cycle(&template(vec![task("a", 0, 1), task("b", 0, 1), task("c", 0, 1)], links)).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(refused.message.contains("B → C → B") || refused.message.contains("C → B → C"), "{}", refused.message);
    assert!(!refused.message.contains("A →"), "{}", refused.message);
    let own = template(vec![task("a", 0, 1)], vec![link("a", LinkKind::FinishStart, 0, "a")]);
    assert!(refuse_cycle(&own).unwrap_err().message.contains("A → A"));
}

fn filled(name: &str, person: Option<PersonId>) -> StaffRole {
    StaffRole { name: name.into(), person, ..StaffRole::default() }
}

#[test]
fn the_sellers_task_goes_to_the_owner_of_the_deal_before_any_fallback() {
    let seller = StaffRole { name: "Sales".into(), deal_owner: true, ..StaffRole::default() };
    let staff = Staff {
        roles: [(role(1), seller)].into(),
        active: [(person(1), "Ada".to_owned()), (person(2), "Ben".to_owned())].into(),
        firm_fallback: Some(person(2)),
        ..Staff::default()
    };
    let mut doc = template(vec![task("a", 0, 1)], vec![]);
    doc.phases[0].tasks[0].role = Some(role(1));
    let who = |plan: Plan| (plan.tasks[0].assignee.clone().map(|(_, name)| name), plan.tasks[0].who_why.clone());
    assert_eq!(who(run(&doc, &staff, Some(person(1)))), (Some("Ada".into()), "role Sales: the deal’s owner".into()));
    assert_eq!(
        who(run(&doc, &staff, None)),
        (Some("Ben".into()), "firm fallback (role Sales is the deal’s owner, and the deal has none)".into())
    );
}

#[test]
fn a_date_says_its_start_its_length_and_the_day_it_is_due() {
    let why = |tasks, links| run(&template(tasks, links), &Staff::default(), None).tasks.pop().unwrap().date_why;
    assert_eq!(
        why(vec![task("a", 2, 3)], vec![]),
        "starts 2 working days after the win, takes 3: due Thu 31 Dec, skips 24 Dec (Christmas Eve), 25 Dec (Christmas Day)"
    );
    assert!(why(vec![task("a", 0, 0)], vec![]).ends_with("the win, a milestone: due Wed 23 Dec"));
    let two = |kind, lag| why(vec![task("a", 0, 1), task("b", 0, 1)], vec![link("a", kind, lag, "b")]);
    assert!(two(LinkKind::FinishStart, 0).starts_with("starts when “A” is done, takes 1 working day: due Mon 28 Dec"));
    assert!(
        two(LinkKind::FinishFinish, 2)
            .starts_with("ends at the earliest 2 working days after “A” is done, takes 1: due")
    );
}

#[test]
fn a_task_goes_to_its_role_then_the_fallbacks_then_the_owner() {
    let names = [(1, "Ada"), (2, "Ben"), (3, "Cleo"), (4, "Dan")];
    let mut staff = Staff {
        roles: [(role(1), filled("Engineer", Some(person(1)))), (role(2), filled("Trainer", Some(person(9))))].into(),
        active: names.into_iter().map(|(n, name)| (person(n), name.to_owned())).collect(),
        firm_fallback: Some(person(3)),
        ..Staff::default()
    };
    let mut doc = template(vec![task("a", 0, 1), task("b", 0, 1), task("c", 0, 1)], vec![]);
    doc.phases[0].tasks[0].role = Some(role(1));
    doc.phases[0].tasks[1].role = Some(role(2));
    doc.fallback_person = Some(person(2));
    let who = |plan: &Plan| -> Vec<(Option<String>, String)> {
        plan.tasks.iter().map(|task| (task.assignee.clone().map(|(_, name)| name), task.who_why.clone())).collect()
    };
    let first = who(&run(&doc, &staff, Some(person(4))));
    assert_eq!(first[0], (Some("Ada".into()), "role Engineer".into()));
    assert_eq!(first[1], (Some("Ben".into()), "template fallback (role Trainer has nobody)".into()));
    assert_eq!(first[2], (Some("Ben".into()), "template fallback (no role given)".into()));
    doc.fallback_person = Some(person(8));
    assert_eq!(
        who(&run(&doc, &staff, Some(person(4))))[1],
        (Some("Cleo".into()), "firm fallback (role Trainer has nobody)".into())
    );
    staff.firm_fallback = None;
    assert_eq!(who(&run(&doc, &staff, Some(person(4))))[1].0, Some("Dan".into()));
    let alone = run(&doc, &staff, None);
    assert_eq!((alone.unowned, alone.tasks[0].assignee.is_some(), alone.lead), (2, true, None));
}

fn kind() -> impl Strategy<Value = LinkKind> {
    prop::sample::select(LinkKind::ALL.to_vec())
}

proptest! {
    #[test]
    fn every_dependency_holds_on_working_days_with_an_owner(
        tasks in prop::collection::vec((-10i32..40, 0u32..12), 1..12),
        links in prop::collection::vec((0usize..12, 0usize..12, kind(), -6i32..8), 0..20),
        workdays in 1u8..128, off in prop::collection::btree_set(0i64..60, 0..12), start in 0i64..400,
    ) {
        let list: Vec<TemplateTask> = tasks.iter().enumerate().map(|(i, (offset, length))| task(&format!("t{i}"), *offset, *length)).collect();
        let arcs: Vec<TemplateLink> = links.iter().filter(|(a, b, _, _)| a < b && *b < tasks.len())
            .map(|(a, b, kind, lag)| link(&format!("t{a}"), *kind, *lag, &format!("t{b}"))).collect();
        let doc = template(list, arcs.clone());
        let kickoff = day("2026-01-01").plus_days(start);
        let calendar = WorkingCalendar { workdays, holidays: off.iter().map(|n| (kickoff.plus_days(*n), "off".to_owned())).collect() };
        let staff = Staff { active: [(person(1), "Ada".to_owned())].into(), ..Staff::default() };
        let made = plan(&PlanInput { owner: Some(person(1)), ..PlanInput::of(&doc, &calendar, &staff, kickoff) }).unwrap();
        let again = plan(&PlanInput { owner: Some(person(1)), ..PlanInput::of(&doc, &calendar, &staff, kickoff) }).unwrap();
        prop_assert_eq!(&made, &again);
        prop_assert_eq!(made.unowned, 0);
        let zero = calendar.next_working(kickoff);
        let at = |day: Day| calendar.working_days_between(zero, day);
        for (planned, (offset, length)) in made.tasks.iter().zip(&tasks) {
            prop_assert!(calendar.is_working(planned.start) && calendar.is_working(planned.due));
            prop_assert!(planned.start >= calendar.add_working_days(kickoff, *offset));
            prop_assert_eq!(at(planned.due) - at(planned.start), i64::from((*length).max(1)) - 1);
        }
        for arc in &arcs {
            let of = |key: &str| made.tasks.iter().find(|task| task.key == key).unwrap();
            let (a, b) = (of(&arc.predecessor), of(&arc.successor));
            let (start, end) = (|t: &Planned| at(t.start), |t: &Planned| at(t.start) + i64::from(t.duration_days));
            let lag = i64::from(arc.lag_days);
            let holds = match arc.kind {
                LinkKind::FinishStart => start(b) >= end(a) + lag,
                LinkKind::StartStart => start(b) >= start(a) + lag,
                LinkKind::FinishFinish => end(b) >= end(a) + lag,
                LinkKind::StartFinish => end(b) >= start(a) + lag,
            };
            prop_assert!(holds, "{:?}", arc);
        }
    }
}

fn anchored(key: &str, anchor: Anchor, offset_days: i32, duration_days: u32) -> TemplateTask {
    TemplateTask { anchor, ..task(key, offset_days, duration_days) }
}

#[test]
fn offsets_count_from_the_kickoff_and_back_from_the_promise() {
    let doc = Template {
        kickoff_days: 2,
        ..template(
            vec![
                anchored("a", Anchor::Kickoff, 0, 1),
                anchored("b", Anchor::Kickoff, -1, 1),
                anchored("c", Anchor::Promise, 0, 2),
                anchored("d", Anchor::Promise, -3, 1),
                anchored("e", Anchor::Promise, -40, 2),
                anchored("f", Anchor::Promise, 0, 0),
            ],
            vec![],
        )
    };
    let (calendar, staff) = (WorkingCalendar::default(), Staff::default());
    // Won on Monday 2 November; promised for Sunday the 22nd, so for Friday the 20th.
    let input =
        PlanInput { promise: Some(day("2026-11-22")), ..PlanInput::of(&doc, &calendar, &staff, day("2026-11-02")) };
    let made = plan(&input).unwrap();
    expect(
        &made,
        &[
            ("2026-11-04", "2026-11-04"),
            ("2026-11-03", "2026-11-03"),
            ("2026-11-19", "2026-11-20"),
            ("2026-11-17", "2026-11-17"),
            ("2026-11-02", "2026-11-03"),
            ("2026-11-20", "2026-11-20"),
        ],
    );
    let why: Vec<&str> = made.tasks.iter().map(|task| task.date_why.split(", takes").next().unwrap()).collect();
    assert_eq!(why[0], "starts on the day of the kickoff on Wed 4 Nov");
    assert_eq!(why[1], "starts 1 working day before the kickoff on Wed 4 Nov");
    assert_eq!(why[2], "is done on the promised day");
    assert_eq!(why[3], "is done 3 working days before the promised day");
    assert_eq!(why[4], "the promised day leaves no room: starts on the day of the win");

    let named = plan(&PlanInput { kickoff: Some(day("2026-11-12")), promise: None, ..input.clone() }).unwrap();
    assert_eq!(named.tasks[0].start, day("2026-11-12"), "a day that somebody named");
    assert!(named.tasks[3].date_why.starts_with("no day is promised: starts on the day of the win"));
    assert_eq!(named.tasks[3].start, day("2026-11-02"));
}

#[test]
fn a_dependency_outweighs_the_promise() {
    let doc = template(
        vec![task("a", 0, 5), anchored("b", Anchor::Promise, 0, 1)],
        vec![link("a", LinkKind::FinishStart, 0, "b")],
    );
    let (calendar, staff) = (WorkingCalendar::default(), Staff::default());
    let of = |promise: &str| {
        plan(&PlanInput { promise: Some(day(promise)), ..PlanInput::of(&doc, &calendar, &staff, day("2026-11-02")) })
            .unwrap()
    };
    assert_eq!(of("2026-11-16").tasks[1].due, day("2026-11-16"), "there is room");
    let late = of("2026-11-05");
    assert_eq!((late.tasks[1].start, late.finish), (day("2026-11-09"), Some(day("2026-11-09"))));
    assert!(late.tasks[1].date_why.starts_with("starts when “A” is done"));
}
