//! Small networks worked out on paper.
use LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart};

use super::*;

/// (start, finish) of each task as month-day.
fn spans(plan: &Plan) -> Vec<(String, String)> {
    plan.tasks.iter().map(|task| (task.start.to_string()[5..].into(), task.finish.to_string()[5..].into())).collect()
}

fn is(plan: &Plan, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
    assert_eq!(spans(plan), expected);
}

fn slack(plan: &Plan) -> Vec<(i64, i64)> {
    plan.tasks.iter().map(|task| (task.total_slack, task.free_slack)).collect()
}

/// The classic of two ways: A 3 → B 4 → D 2 and A → C 1 → D.
#[test]
fn two_ways_of_unequal_length() {
    let net = network(vec![task(3), task(4), task(1), task(2)], vec![fs(0, 1), fs(0, 2), fs(1, 3), fs(2, 3)]);
    let plan = schedule(&net).unwrap();
    is(&plan, &[("01-04", "01-06"), ("01-07", "01-12"), ("01-07", "01-07"), ("01-13", "01-14")]);
    assert_eq!(slack(&plan), [(0, 0), (0, 0), (3, 3), (0, 0)]);
    assert_eq!(plan.tasks.iter().map(|task| task.critical).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!((plan.tasks[2].late_start, plan.tasks[2].late_finish), (day("2027-01-12"), day("2027-01-12")));
    assert_eq!((plan.start, plan.finish), (Some(day("2027-01-04")), Some(day("2027-01-14"))));
    assert_eq!(plan.links.iter().map(|link| link.driving).collect::<Vec<_>>(), [true, true, true, false]);
}

/// Two critical paths at once: all of both are critical.
#[test]
fn all_critical_paths() {
    let net = network(vec![task(1), task(2), task(2), task(1)], vec![fs(0, 1), fs(0, 2), fs(1, 3), fs(2, 3)]);
    assert!(schedule(&net).unwrap().tasks.iter().all(|task| task.critical));
}

#[test]
fn each_kind_of_link_with_lag_and_lead() {
    let net = |kind, lag| network(vec![task(5), task(3)], vec![link(0, 1, kind, lag)]);
    let start = |kind, lag| schedule(&net(kind, lag)).unwrap().tasks[1].start.to_string()[5..].to_owned();
    // A works from Mon 4 to Fri 8 January.
    assert_eq!(start(FinishStart, 0), "01-11");
    assert_eq!(start(FinishStart, 2), "01-13");
    assert_eq!(start(FinishStart, -2), "01-07");
    assert_eq!(start(StartStart, 0), "01-04");
    assert_eq!(start(StartStart, 3), "01-07");
    // B of three days ends with A on Friday; two working days later; a day sooner.
    assert_eq!(start(FinishFinish, 0), "01-06");
    assert_eq!(start(FinishFinish, 2), "01-08");
    assert_eq!(start(FinishFinish, -1), "01-05");
    // B may not end before A starts, five days later.
    assert_eq!(start(StartFinish, 0), "01-04");
    assert_eq!(start(StartFinish, 5), "01-06");
}

#[test]
fn elapsed_lag_counts_weekends() {
    let mut net = network(vec![task(5), task(1)], vec![fs(0, 1)]);
    net.links[0].lag = Lag::Elapsed(2);
    assert_eq!(schedule(&net).unwrap().tasks[1].start, day("2027-01-11"));
    net.links[0].lag = Lag::Elapsed(4);
    assert_eq!(schedule(&net).unwrap().tasks[1].start, day("2027-01-13"));
}

#[test]
fn holidays_and_leave_are_skipped_by_whom_they_concern() {
    let mut net = network(vec![task(3), task(3)], vec![fs(0, 1)]);
    net.calendars[0].off.push(day("2027-01-06"));
    // The second one's person is away on Tuesday the 12th as well.
    net.calendars.push(Calendar { off: vec![day("2027-01-06"), day("2027-01-12")], ..week() });
    net.tasks[1].calendar = 1;
    is(&schedule(&net).unwrap(), &[("01-04", "01-07"), ("01-08", "01-13")]);
}

#[test]
fn a_milestone_is_shown_on_the_evening_it_follows_and_on_the_morning_it_opens() {
    // Kickoff, then a week's work, then delivery, then the next thing.
    let net = network(vec![task(0), task(5), task(0), task(1)], vec![fs(0, 1), fs(1, 2), fs(2, 3)]);
    let plan = schedule(&net).unwrap();
    is(&plan, &[("01-04", "01-04"), ("01-04", "01-08"), ("01-08", "01-08"), ("01-11", "01-11")]);
    assert!(plan.tasks.iter().all(|task| task.critical && task.total_slack == 0));
}

#[test]
fn constraints_hold_start_or_count_against_the_slack() {
    let mut net = network(vec![task(2), task(2), task(1)], vec![fs(0, 1), fs(1, 2)]);
    net.tasks[1].constraint = Constraint::StartNoEarlierThan(day("2027-01-13"));
    is(&schedule(&net).unwrap(), &[("01-04", "01-05"), ("01-13", "01-14"), ("01-15", "01-15")]);
    assert_eq!(slack(&schedule(&net).unwrap()), [(5, 5), (0, 0), (0, 0)]);
    net.tasks[1].constraint = Constraint::FinishNoLaterThan(day("2027-01-06"));
    // B ends on Thursday, a day too late; C still has its day.
    assert_eq!(slack(&schedule(&net).unwrap()), [(-1, 0), (-1, 0), (0, 0)]);
    net.tasks[1].constraint = Constraint::Fixed(day("2027-01-05"));
    let plan = schedule(&net).unwrap();
    is(&plan, &[("01-04", "01-05"), ("01-05", "01-06"), ("01-07", "01-07")]);
    assert!(plan.links[0].broken && !plan.links[0].driving && !plan.links[1].broken);
    assert_eq!(slack(&plan)[0], (-1, 0));
}

#[test]
fn a_promise_before_the_finish_makes_slack_negative_and_a_later_one_nothing() {
    let mut net = network(vec![task(3), task(1), task(4)], vec![fs(0, 2), fs(1, 2)]);
    net.promised = Some(day("2027-01-08"));
    // The finish is Tue 12 January: two working days late.
    assert_eq!(slack(&schedule(&net).unwrap()), [(-2, 0), (0, 2), (-2, 0)]);
    net.promised = Some(day("2027-02-01"));
    assert_eq!(slack(&schedule(&net).unwrap()), [(0, 0), (2, 2), (0, 0)]);
}

#[test]
fn groups_span_their_tasks_and_links_to_them_hold_all() {
    // 0 plan · 1 build (2 walls, 3 roof) · 4 hand over
    let child = |duration| Task { parent: Some(1), ..task(duration) };
    let tasks = vec![task(2), task(0), child(3), child(1), task(1)];
    let net = network(tasks, vec![fs(0, 1), fs(2, 3), fs(1, 4)]);
    let plan = schedule(&net).unwrap();
    is(&plan, &[("01-04", "01-05"), ("01-06", "01-11"), ("01-06", "01-08"), ("01-11", "01-11"), ("01-12", "01-12")]);
    assert!(plan.tasks[1].critical && plan.links[0].driving && plan.links[2].driving);
    let refused = |kind| schedule(&network(net.tasks.clone(), vec![link(0, 1, kind, 0)])).unwrap_err();
    assert_eq!(refused(FinishFinish), Flaw::Group { link: 0 });
    let inside = network(net.tasks.clone(), vec![fs(1, 2)]);
    let Flaw::Cycle(mut round) = schedule(&inside).unwrap_err() else { panic!() };
    round.sort_unstable();
    assert_eq!(round, [1, 2]);
}

#[test]
fn what_is_done_stays_and_what_is_begun_ends_not_before_today() {
    let mut net = network(vec![task(2), task(4), task(1)], vec![fs(0, 1), fs(1, 2)]);
    net.tasks[0].progress = Progress::Done { start: day("2027-01-04"), finish: day("2027-01-07") };
    net.tasks[1].progress = Progress::Started { on: day("2027-01-06"), percent: None };
    net.today = Some(day("2027-01-08"));
    is(&schedule(&net).unwrap(), &[("01-04", "01-07"), ("01-06", "01-11"), ("01-12", "01-12")]);
    // Late: one day is left at the least, three at 25 percent.
    net.today = Some(day("2027-01-13"));
    is(&schedule(&net).unwrap(), &[("01-04", "01-07"), ("01-06", "01-13"), ("01-14", "01-14")]);
    net.tasks[1].progress = Progress::Started { on: day("2027-01-06"), percent: Some(25) };
    is(&schedule(&net).unwrap(), &[("01-04", "01-07"), ("01-06", "01-15"), ("01-18", "01-18")]);
    assert!(!schedule(&net).unwrap().tasks[0].critical);
}

#[test]
fn pushing_leaves_what_need_not_move_and_pulling_closes_the_gap() {
    let mut net = network(vec![task(2), task(2)], vec![fs(0, 1)]);
    net.tasks[1].planned = Some(day("2027-01-14"));
    net.pull = Pull::Later;
    is(&schedule(&net).unwrap(), &[("01-04", "01-05"), ("01-14", "01-15")]);
    net.tasks[0].duration = 10;
    is(&schedule(&net).unwrap(), &[("01-04", "01-15"), ("01-18", "01-19")]);
    net.tasks[0].duration = 2;
    net.pull = Pull::Earlier;
    is(&schedule(&net).unwrap(), &[("01-04", "01-05"), ("01-06", "01-07")]);
    net.tasks[1].manual = true;
    is(&schedule(&net).unwrap(), &[("01-04", "01-05"), ("01-14", "01-15")]);
}

#[test]
fn flaws_are_named() {
    let three = || vec![task(1), task(1), task(1)];
    let flaw = |links| schedule(&network(three(), links)).unwrap_err();
    assert_eq!(flaw(vec![fs(1, 1)]), Flaw::ToItself(1));
    assert_eq!(flaw(vec![fs(0, 9)]), Flaw::NoTask { link: 0 });
    assert_eq!(flaw(vec![link(0, 1, FinishStart, 10_000)]), Flaw::LagTooLong { link: 0 });
    let Flaw::Cycle(mut round) = flaw(vec![fs(0, 1), fs(1, 2), fs(2, 1)]) else { panic!() };
    round.sort_unstable();
    assert_eq!(round, [1, 2]);
    let mut net = network(three(), vec![]);
    net.tasks[2].duration = 1_000_000;
    assert_eq!(schedule(&net).unwrap_err(), Flaw::TooLong(2));
    net.tasks[2].duration = 1;
    net.calendars[0].workdays = 0;
    assert_eq!(schedule(&net).unwrap_err(), Flaw::NoWorkingDay { calendar: 0 });
    net.calendars[0] = week();
    net.start = day("9999-12-31");
    net.tasks[1].duration = 3;
    assert!(matches!(schedule(&net).unwrap_err(), Flaw::TooFar(_)));
    net.tasks[0].parent = Some(0);
    assert_eq!(schedule(&net).unwrap_err(), Flaw::Nesting(0));
    let empty = schedule(&network(vec![], vec![])).unwrap();
    assert_eq!((empty.start, empty.finish), (None, None));
}
