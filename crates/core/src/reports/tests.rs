//! Every figure from small cases worked out by hand, and the sums that must hold for any history.
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::body::{Body, Line, Pick, count, money, text};
use super::goals::Goal;
use super::snapshots::{Line as Said, Snapshot};
use super::types::{Cell, Cells, ReportBy};
use super::work::Works;
use super::world::{Asked, Deal, Done, Event, Groups, Kept, NONE, Name, Period, Pipeline, Stage, World};
use super::{accuracy, activity, calibration, forecast, funnel, revenue, sales_cycle, slipped, stage_age, win_rate};
use crate::activities::ActivityKind;
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, DealId, Minor, Month, PersonId, PipelineId};

const NEW: u32 = 0;
const QUALIFIED: u32 = 1;
const PROPOSAL: u32 = 2;
const NEGOTIATION: u32 = 3;
const WON: u32 = 4;
const LOST: u32 = 5;
const ADA: u32 = 0;
const BEN: u32 = 1;
/// (name, probability, category, side)
const STAGES: [(&str, u8, Forecast, StageKind); 6] = [
    ("New", 10, Forecast::Pipeline, StageKind::Open),
    ("Qualified", 25, Forecast::Pipeline, StageKind::Open),
    ("Proposal", 50, Forecast::BestCase, StageKind::Open),
    ("Negotiation", 75, Forecast::Commit, StageKind::Open),
    ("Won", 100, Forecast::Closed, StageKind::Won),
    ("Lost", 0, Forecast::Omitted, StageKind::Lost),
];

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// A line of a deal's history: from this day on in this stage, so much (0: nothing yet), closing then ("" : not said), Ada's, in dollars.
fn at(on: &str, stage: u32, amount: i64, close: &str) -> Event {
    let (_, probability, forecast, kind) = STAGES[stage as usize];
    Event {
        day: day(on),
        stage,
        kind,
        amount: (amount != 0).then_some(amount),
        currency: 0,
        probability,
        forecast,
        close_date: (!close.is_empty()).then(|| day(close)),
        owner: ADA,
    }
}

fn owned(mut event: Event, owner: u32) -> Event {
    event.owner = owner;
    event
}

fn euros(mut event: Event) -> Event {
    event.currency = 1;
    event
}

fn person(index: u32) -> PersonId {
    PersonId(Uuid::from_u128(100 + u128::from(index)))
}

/// A question about these histories, seen from `as_of`; later events are unknown, as they are when they are loaded.
fn asked(as_of: &str, histories: &[Vec<Event>]) -> Asked {
    let as_of = day(as_of);
    let mut world = World {
        pipelines: vec![Pipeline { id: Uuid::from_u128(1), name: "Sales".into() }],
        people: ["Ada", "Ben"]
            .iter()
            .enumerate()
            .map(|(at, name)| Name { key: person(at as u32).to_string(), name: (*name).into() })
            .collect(),
        currencies: vec!["USD".into(), "EUR".into()],
        ..World::default()
    };
    world.stages = STAGES
        .iter()
        .enumerate()
        .map(|(at, (name, _, forecast, kind))| Stage {
            id: Uuid::from_u128(10 + at as u128),
            pipeline: 0,
            name: (*name).into(),
            kind: *kind,
            live: true,
            forecast: *forecast,
            rot_days: 21,
        })
        .collect();
    for (number, history) in histories.iter().enumerate() {
        let start = world.events.len();
        world.events.extend(history.iter().filter(|event| event.day <= as_of).cloned());
        world.deals.push(Deal {
            id: DealId(Uuid::from_u128(1_000 + number as u128)),
            product: NONE,
            source: NONE,
            lost_reason: NONE,
            touched_on: as_of.plus_days(1),
            row: number as i64,
            events: start..world.events.len(),
        });
    }
    Asked {
        world: Arc::new(world),
        as_of,
        year_starts: 1,
        period: Period::default(),
        by: None,
        kept: Kept::default(),
        groups: Vec::new(),
        said_on: None,
        goals: Vec::new(),
        snapshots: Vec::new(),
        activities: Vec::new(),
        works: Works::default(),
        arrivals: Vec::new(),
        without_brief: Default::default(),
    }
}

/// Grouped by owner, as the loader does it.
fn by_owner(mut asked: Asked) -> Asked {
    let newest = |deal: &Deal| asked.world.events[deal.events.clone()].last().map_or(NONE, |event| event.owner);
    let of = asked.world.deals.iter().map(newest).collect();
    asked.groups.push(Groups { by: ReportBy::Owner, names: asked.world.people.clone(), of });
    asked.by = Some(ReportBy::Owner);
    asked
}

fn by_stage(mut asked: Asked) -> Asked {
    let newest = |deal: &Deal| asked.world.events[deal.events.clone()].last().map_or(NONE, |event| event.stage);
    let of = asked.world.deals.iter().map(newest).collect();
    let name = |stage: &Stage| Name { key: stage.id.to_string(), name: stage.name.clone() };
    asked.groups.push(Groups { by: ReportBy::Stage, names: asked.world.stages.iter().map(name).collect(), of });
    asked.by = Some(ReportBy::Stage);
    asked
}

fn within(mut asked: Asked, from: &str, to: &str) -> Asked {
    asked.period = Period { from: Some(day(from)), to: Some(day(to)) };
    asked
}

fn goal(whose: Option<u32>, of: &str, amount: i64) -> Goal {
    Goal { person: whose.map(person), month: month(of), amount: Minor(amount), currency: "USD".into() }
}

fn line<'b>(lines: &'b [Line], column: &str, is: &str) -> &'b Line {
    lines.iter().find(|line| line.cells[column] == text(is)).unwrap_or_else(|| panic!("no {column} {is}"))
}

fn cells<'b>(body: &'b Body, column: &str, is: &str) -> &'b Cells {
    &line(&body.main.lines, column, is).cells
}

fn number(figure: f64) -> Cell {
    Cell::Number(figure)
}

fn counted(cell: &Cell) -> usize {
    match cell {
        Cell::Count(number) => *number as usize,
        other => panic!("{other:?} is no count"),
    }
}

fn sum(cell: &Cell) -> i64 {
    match cell {
        Cell::Money(cell) => cell.minor.0,
        other => panic!("{other:?} is no money"),
    }
}

#[test]
fn forecast_by_month_and_category_with_undated_ones_last() {
    let asked = asked(
        "2017-01-31",
        &[
            vec![at("2017-01-02", PROPOSAL, 0, "")],
            vec![at("2017-01-03", PROPOSAL, 1_000, "2017-02-01")],
            // 1,001 × 75 % = 750.75
            vec![at("2017-01-03", NEGOTIATION, 1_001, "2017-02-28")],
            vec![at("2017-01-03", WON, 7, "2017-02-01")],
            vec![at("2017-01-03", LOST, 9, "2017-02-01")],
            // Not there yet on that day.
            vec![at("2017-02-01", PROPOSAL, 5_000, "2017-02-01")],
        ],
    );
    let body = (forecast::SPEC.compute)(&asked);
    let rows: Vec<_> = body.main.lines.iter().map(|line| (&line.cells["month"], &line.cells["category"])).collect();
    let expected =
        [("2017-02", "best_case"), ("2017-02", "commit"), ("undated", "best_case")].map(|(m, c)| (text(m), text(c)));
    assert_eq!(rows, expected.iter().map(|(m, c)| (m, c)).collect::<Vec<_>>());
    assert_eq!(body.main.totals["weighted"], money(500 + 751, "USD"));
    assert_eq!((body.main.totals["deals"].clone(), body.sample_size), (count(3), 3));
    assert_eq!(body.main.totals["without_amount"], count(1));

    let february = (forecast::SPEC.compute)(&within(asked.clone(), "2017-02-01", "2017-02-28"));
    assert_eq!((february.main.totals["deals"].clone(), february.notes.len()), (count(2), 1));
    assert!((forecast::SPEC.compute)(&within(asked, "2017-03-01", "2017-03-31")).main.lines.is_empty());
}

#[test]
fn forecast_against_the_goal() {
    let mut question = asked(
        "2017-02-10",
        &[
            vec![at("2017-01-03", NEGOTIATION, 1_000, "2017-02-20")],
            vec![at("2017-01-03", NEW, 500, "2017-02-25")],
            vec![owned(at("2017-02-03", WON, 300, "2017-02-03"), BEN)],
            vec![at("2017-01-03", WON, 40, "2017-01-03")],
        ],
    );
    question.goals =
        vec![goal(Some(ADA), "2017-02", 1_500), goal(Some(BEN), "2017-02", 500), goal(None, "2017-03", 9_000)];
    let body = (forecast::SPEC.compute)(&question);
    let february = line(&body.sections[0].lines, "month", "2017-02");
    // Won 300, commit 750, pipeline 50: 1,100 of Ada's and Ben's 2,000.
    assert_eq!(february.cells["won"], money(300, "USD"));
    assert_eq!(february.cells["commit"], money(750, "USD"));
    assert_eq!(february.cells["pipeline"], money(50, "USD"));
    assert_eq!(february.cells["expected"], money(1_100, "USD"));
    assert_eq!(february.cells["of_goal"], number(55.0));
    assert_eq!(february.cells["gap"], money(900, "USD"));
    assert_eq!(line(&body.sections[0].lines, "month", "2017-03").cells["goal"], money(9_000, "USD"));
    assert_eq!(body.sections[0].lines.len(), 2, "January is over, so it is not in the forecast");
    assert_eq!(body.picks("goal|2017-02|USD#won").unwrap().len(), 1);
    assert_eq!(body.picks("goal|2017-02|USD").unwrap().len(), 3);

    question.kept.owner = Some(BEN);
    let body = (forecast::SPEC.compute)(&question);
    let his = line(&body.sections[0].lines, "month", "2017-02");
    assert_eq!((his.cells["goal"].clone(), his.cells["of_goal"].clone()), (money(500, "USD"), number(60.0)));
    question.kept.pipeline = Some(0);
    let body = (forecast::SPEC.compute)(&question);
    assert_eq!(line(&body.sections[0].lines, "month", "2017-02").cells["goal"], Cell::Empty);
}

#[test]
fn what_was_said_is_what_the_history_says_of_that_day_or_what_was_kept() {
    let histories = [
        // On 1 March: commit 1,000 × 75 % for March. It closed in April for 800.
        vec![at("2017-02-10", NEGOTIATION, 1_000, "2017-03-20"), at("2017-04-05", WON, 800, "2017-04-05")],
        // On 1 March: 400 × 10 % for March; won in March for 400.
        vec![at("2017-02-20", NEW, 400, "2017-03-15"), at("2017-03-15", WON, 400, "2017-03-15")],
        // Came after the first of March.
        vec![at("2017-03-10", PROPOSAL, 600, "2017-03-30")],
        // Nothing can be said of it.
        vec![at("2017-02-20", PROPOSAL, 0, "2017-03-30")],
    ];
    let question = within(asked("2017-05-15", &histories), "2017-03-01", "2017-05-31");
    let body = (accuracy::SPEC.compute)(&question);
    let march = cells(&body, "month", "2017-03");
    assert_eq!((&march["said_on"], &march["source"]), (&text("2017-03-01"), &text("worked out")));
    assert_eq!(march["said"], money(750 + 40, "USD"));
    assert_eq!(march["happened"], money(400, "USD"));
    assert_eq!((march["difference"].clone(), march["commit"].clone()), (money(-390, "USD"), money(1_000, "USD")));
    // 400 ÷ 790
    assert_eq!(march["share"], number(50.63));
    // Nothing was said of April on its first day, yet 800 came in.
    assert_eq!(cells(&body, "month", "2017-04")["happened"], money(800, "USD"));
    assert_eq!(body.main.totals["happened"], money(1_200, "USD"));

    let mut kept = question.clone();
    let said = Said {
        pipeline: PipelineId(Uuid::from_u128(1)),
        owner: Some(person(ADA)),
        month: Some(month("2017-03")),
        category: Forecast::Commit,
        currency: "USD".into(),
        deals: 3,
        without_amount: 0,
        amount: Minor(2_000),
        weighted: Minor(1_500),
    };
    kept.snapshots = vec![Snapshot { day: day("2017-03-06"), lines: vec![said] }];
    let body = (accuracy::SPEC.compute)(&kept);
    let march = cells(&body, "month", "2017-03");
    assert_eq!((&march["said_on"], &march["source"]), (&text("2017-03-06"), &text("kept")));
    assert_eq!((march["said"].clone(), march["open"].clone()), (money(1_500, "USD"), count(3)));
    kept.kept.owner = Some(BEN);
    assert!((accuracy::SPEC.compute)(&kept).main.lines.is_empty(), "neither said nor happened anything of Ben's");

    // All months, said on one day: by 20 March the win is in what was said.
    let mut once = question;
    once.said_on = Some(day("2017-03-20"));
    let body = (accuracy::SPEC.compute)(&once);
    assert_eq!(cells(&body, "month", "2017-03")["said"], money(400 + 750 + 300, "USD"));
}

#[test]
fn won_over_won_and_lost_by_count_and_value() {
    let histories = [
        vec![at("2017-03-01", WON, 100, "2017-03-01")],
        vec![at("2017-03-02", WON, 0, "2017-03-02")],
        vec![owned(at("2017-03-01", LOST, 300, "2017-03-01"), NONE)],
        vec![at("2017-03-01", NEW, 1_000, "")],
        // Won, and reopened since: no longer decided.
        vec![at("2017-03-01", WON, 50, "2017-03-01"), at("2017-03-05", NEW, 50, "")],
    ];
    let body = (win_rate::SPEC.compute)(&by_owner(asked("2017-03-31", &histories)));
    assert_eq!(body.main.totals["rate"], number(66.67));
    assert_eq!(body.main.totals["value_rate"], number(25.0));
    assert_eq!(cells(&body, "name", "Ada")["rate"], number(100.0));
    assert_eq!(cells(&body, "name", "(no owner)")["lost"], count(1));
    assert_eq!(body.sample_size, 3);
    let key = &line(&body.main.lines, "name", "Ada").key;
    assert_eq!(body.picks(&format!("{key}#won")).unwrap().len(), 2);
    assert!(body.picks(&format!("{key}#lost")).unwrap().is_empty());

    let second = within(asked("2017-03-31", &histories), "2017-03-02", "2017-03-02");
    assert_eq!((win_rate::SPEC.compute)(&second).main.totals["won"], count(1));
    let before = (win_rate::SPEC.compute)(&asked("2017-03-04", &histories));
    assert_eq!(before.main.totals["won"], count(3), "on that day it was still won");
}

#[test]
fn totals_of_several_currencies_count_but_do_not_add() {
    let histories =
        [vec![euros(at("2017-03-01", WON, 1, "2017-03-01"))], vec![at("2017-03-01", LOST, 1, "2017-03-01")]];
    let body = (win_rate::SPEC.compute)(&asked("2017-03-31", &histories));
    assert_eq!(body.main.totals["rate"], number(50.0));
    assert!(!body.main.totals.contains_key("won_value"));
}

#[test]
fn won_amounts_by_month_and_currency_against_the_goal() {
    let histories = [
        vec![at("2017-03-01", WON, 100, "2017-03-01")],
        vec![at("2017-03-31", WON, 20, "2017-03-31")],
        vec![at("2017-01-01", WON, 1, "")],
        vec![at("2017-03-31", LOST, 1_000, "2017-03-31")],
        vec![euros(at("2017-03-31", WON, 5, "2017-03-31"))],
    ];
    let mut question = asked("2017-04-15", &histories);
    question.goals = vec![goal(None, "2017-03", 150), goal(None, "2017-02", 90), goal(None, "2017-06", 1)];
    let body = (revenue::SPEC.compute)(&question);
    let months: Vec<_> = body.main.lines.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(months, ["2017-01|USD", "2017-02|USD", "2017-03|EUR", "2017-03|USD"]);
    assert_eq!(body.main.lines[0].cells["revenue"], money(1, "USD"));
    assert_eq!(body.main.lines[3].cells["revenue"], money(120, "USD"));
    assert_eq!(body.main.lines[3].cells["of_goal"], number(80.0));
    assert_eq!(body.main.lines[1].cells["of_goal"], number(0.0), "a goal and nothing won is a row too");
    assert_eq!(body.main.totals["revenue_USD"], money(121, "USD"));
    assert_eq!(body.sample_size, 4);
}

#[test]
fn quarters_and_years_follow_the_firms_year() {
    let histories = [
        vec![at("2017-03-31", WON, 100, "2017-03-31")],
        vec![at("2017-04-01", WON, 20, "2017-04-01")],
        vec![at("2017-07-01", WON, 3, "2017-07-01")],
    ];
    let mut question = asked("2017-08-15", &histories);
    question.goals = vec![
        goal(None, "2017-04", 30),
        goal(None, "2017-05", 10),
        goal(None, "2017-08", 5),
        goal(None, "2017-09", 1_000),
    ];
    question.by = Some(ReportBy::Quarter);
    let rows = |question: &Asked, key: &str| -> Vec<(Cell, Cell, Cell)> {
        let body = (revenue::SPEC.compute)(question);
        let cell = |line: &Line, key: &str| line.cells[key].clone();
        body.main.lines.iter().map(|line| (cell(line, key), cell(line, "revenue"), cell(line, "goal"))).collect()
    };
    let usd = |minor| money(minor, "USD");
    let quarters = [
        (text("2017 Q1"), usd(100), Cell::Empty),
        (text("2017 Q2"), usd(20), usd(40)),
        // September has not begun.
        (text("2017 Q3"), usd(3), usd(5)),
    ];
    assert_eq!(rows(&question, "quarter"), quarters);
    question.by = Some(ReportBy::Year);
    assert_eq!(rows(&question, "year"), [(text("2017"), usd(123), usd(45))]);
    question.year_starts = 4;
    assert_eq!(
        rows(&question, "year"),
        [(text("2016/17"), usd(100), Cell::Empty), (text("2017/18"), usd(23), usd(45))]
    );
    question.by = Some(ReportBy::Quarter);
    assert_eq!(rows(&question, "quarter")[1].0, text("2017/18 Q1"));
}

#[test]
fn revenue_by_owner_with_shares_and_their_own_goals() {
    let histories = [
        vec![at("2017-03-01", WON, 100, "2017-03-01")],
        vec![owned(at("2017-03-02", WON, 250, "2017-03-02"), BEN)],
        vec![owned(at("2017-03-03", WON, 50, "2017-03-03"), BEN)],
    ];
    let mut question = within(by_owner(asked("2017-03-31", &histories)), "2017-03-01", "2017-03-31");
    question.goals = vec![goal(Some(BEN), "2017-03", 400), goal(Some(BEN), "2017-02", 400)];
    let body = (revenue::SPEC.compute)(&question);
    assert_eq!(body.main.lines[0].cells["name"], text("Ben"), "the most first");
    assert_eq!(body.main.lines[0].cells["average"], money(150, "USD"));
    assert_eq!(body.main.lines[0].cells["share"], number(75.0));
    assert_eq!(body.main.lines[0].cells["of_goal"], number(75.0));
    assert_eq!(body.main.lines[1].cells["goal"], Cell::Empty);
}

#[test]
fn the_funnel_counts_skips_as_passed_and_forgives_moves_back() {
    let histories = [
        // All the way.
        vec![
            at("2017-01-01", NEW, 0, ""),
            at("2017-01-02", QUALIFIED, 0, ""),
            at("2017-01-03", PROPOSAL, 0, ""),
            at("2017-01-04", NEGOTIATION, 0, ""),
            at("2017-01-05", WON, 0, ""),
        ],
        // Skipped two stages, then lost.
        vec![at("2017-01-01", NEW, 0, ""), at("2017-01-02", NEGOTIATION, 0, ""), at("2017-01-03", LOST, 0, "")],
        // Went back and is open in Qualified, but had been in Proposal.
        vec![at("2017-01-01", NEW, 0, ""), at("2017-01-02", PROPOSAL, 0, ""), at("2017-01-03", QUALIFIED, 0, "")],
        // Won straight away.
        vec![at("2017-01-01", WON, 0, "")],
        // Lost straight away.
        vec![at("2017-01-01", LOST, 0, "")],
        // Began later than the period.
        vec![at("2017-02-01", NEW, 0, "")],
    ];
    let body = (funnel::SPEC.compute)(&within(asked("2017-03-01", &histories), "2017-01-01", "2017-01-31"));
    let row = |stage: &str| {
        let cells = cells(&body, "stage", stage);
        (counted(&cells["reached"]), counted(&cells["lost"]), counted(&cells["open"]), counted(&cells["skipped"]))
    };
    assert_eq!(row("New"), (5, 1, 0, 2));
    assert_eq!(row("Qualified"), (4, 0, 0, 2));
    assert_eq!(row("Proposal"), (4, 0, 1, 2));
    assert_eq!(row("Negotiation"), (3, 1, 0, 1));
    assert_eq!(cells(&body, "stage", "Won")["reached"], count(2));
    assert_eq!(cells(&body, "stage", "Negotiation")["conversion"], number(66.67));
    assert_eq!(cells(&body, "stage", "Won")["from_first"], number(40.0));
    assert_eq!(cells(&body, "stage", "Qualified")["back"], count(1));
    assert_eq!(body.sample_size, 5);
}

#[test]
fn the_cycle_of_wins_from_the_first_open_day_to_the_close() {
    let won = |from: &str, on: &str| vec![at(from, NEW, 0, ""), at(on, WON, 0, on)];
    let histories = [
        won("2017-01-01", "2017-01-11"),
        won("2017-01-01", "2017-01-31"),
        // Written down on the 20th, but closed on the 16th.
        vec![at("2017-01-01", NEW, 0, ""), at("2017-01-20", WON, 0, "2017-01-16")],
        // No known start.
        vec![at("2017-01-20", WON, 0, "2017-01-16")],
        vec![at("2017-01-01", NEW, 0, ""), at("2017-01-20", LOST, 0, "2017-01-20")],
    ];
    let body = (sales_cycle::SPEC.compute)(&by_owner(asked("2017-03-01", &histories)));
    // 10, 15, 30 days.
    assert_eq!(body.main.totals["median"], number(15.0));
    assert_eq!((body.main.totals["q1"].clone(), body.main.totals["q3"].clone()), (number(12.5), number(22.5)));
    assert_eq!(cells(&body, "name", "Ada")["most"], number(30.0));
    assert_eq!((body.sample_size, body.notes.len()), (3, 1));
    assert_eq!(body.main.lines[0].deals[1].figure, Some(30));
}

#[test]
fn days_in_the_stage_since_the_last_return_and_what_rots() {
    let histories = [
        // In Proposal, to New, and back on the 10th; an edit on the 12th does not enter it anew.
        vec![
            at("2017-01-01", PROPOSAL, 0, ""),
            at("2017-01-05", NEW, 0, ""),
            at("2017-01-10", PROPOSAL, 0, ""),
            at("2017-01-12", PROPOSAL, 500, ""),
        ],
        // Nothing for 30 days.
        vec![at("2017-01-01", PROPOSAL, 0, "")],
        vec![at("2017-01-20", NEW, 0, "")],
        vec![at("2017-01-20", WON, 0, "")],
    ];
    let question = by_stage(asked("2017-01-31", &histories));
    let body = (stage_age::SPEC.compute)(&question);
    assert_eq!(
        body.main.lines.iter().map(|line| line.cells["name"].clone()).collect::<Vec<_>>(),
        [text("New"), text("Proposal")]
    );
    let proposal = cells(&body, "name", "Proposal");
    // 21 and 30 days.
    assert_eq!(
        (proposal["median"].clone(), proposal["deals"].clone(), proposal["rotting"].clone()),
        (number(25.5), count(2), count(1))
    );
    assert_eq!(body.main.totals["rotting"], count(1));
    // It was touched yesterday in a way the stage history does not know.
    let mut touched = question;
    Arc::make_mut(&mut touched.world).deals[1].touched_on = day("2017-01-30");
    assert_eq!((stage_age::SPEC.compute)(&touched).main.totals["rotting"], count(0));
}

#[test]
fn pushes_of_the_close_date() {
    let histories = [
        // 10 days later, then 31 more and out of the month, then 5 days sooner, then won late: no push.
        vec![
            at("2017-01-01", NEW, 0, "2017-01-10"),
            at("2017-01-05", NEW, 0, "2017-01-20"),
            at("2017-02-01", NEW, 0, "2017-02-20"),
            at("2017-02-02", NEW, 0, "2017-02-15"),
            at("2017-03-05", WON, 9, "2017-03-05"),
        ],
        // A first date is no push; neither is a new amount. Its date has passed.
        vec![
            at("2017-01-01", NEW, 0, ""),
            at("2017-01-05", NEW, 0, "2017-01-20"),
            at("2017-01-06", NEW, 7, "2017-01-20"),
        ],
    ];
    let body = (slipped::SPEC.compute)(&asked("2017-03-31", &histories));
    assert_eq!(body.main.totals["pushes"], count(2));
    assert_eq!((body.main.totals["days"].clone(), body.main.totals["median"].clone()), (number(41.0), number(20.5)));
    assert_eq!((body.main.totals["deals"].clone(), body.main.totals["out_of_month"].clone()), (count(1), count(1)));
    assert_eq!((body.main.totals["overdue"].clone(), body.main.totals["sooner"].clone()), (count(1), count(1)));
    assert_eq!(cells(&body, "name", "2017-02")["days"], number(31.0));
    let january = (slipped::SPEC.compute)(&within(asked("2017-03-31", &histories), "2017-01-01", "2017-01-31"));
    assert_eq!(january.main.totals["pushes"], count(1));
}

#[test]
fn a_probability_is_held_against_what_became_of_the_deals() {
    let won = || vec![at("2017-01-01", PROPOSAL, 0, ""), at("2017-02-01", WON, 0, "")];
    let lost = || vec![at("2017-01-01", PROPOSAL, 0, ""), at("2017-02-01", LOST, 0, "")];
    let mut histories: Vec<Vec<Event>> = (0..8).map(|_| won()).collect();
    histories.extend((0..11).map(|_| lost()));
    let few = (calibration::SPEC.compute)(&asked("2017-03-01", &histories));
    assert_eq!(cells(&few, "stage", "Proposal")["verdict"], text("too few to tell"));
    histories.push(lost());
    // In and out of the stage again counts once; an open deal is not decided.
    histories[0].insert(1, at("2017-01-05", NEW, 0, ""));
    histories[0].insert(2, at("2017-01-06", PROPOSAL, 0, ""));
    histories.push(vec![at("2017-01-01", PROPOSAL, 0, "")]);
    let body = (calibration::SPEC.compute)(&asked("2017-03-01", &histories));
    let proposal = cells(&body, "stage", "Proposal");
    // 8 of 20: 40 %, Wilson 21.88 % to 61.34 %; 50 % lies within.
    assert_eq!((proposal["said"].clone(), proposal["happened"].clone()), (number(50.0), number(40.0)));
    assert_eq!((proposal["low"].clone(), proposal["high"].clone()), (number(21.88), number(61.34)));
    assert_eq!((proposal["decided"].clone(), proposal["open"].clone()), (count(20), count(1)));
    assert_eq!(proposal["verdict"], text("fits"));
    assert_eq!(cells(&body, "stage", "New")["decided"], count(1));
    for history in &mut histories {
        history[0].probability = 90;
    }
    let body = (calibration::SPEC.compute)(&asked("2017-03-01", &histories));
    assert_eq!(cells(&body, "stage", "Proposal")["verdict"], text("too hopeful"));
}

#[test]
fn what_was_done_and_what_lies_undone() {
    let mut question = asked("2017-01-31", &[vec![at("2017-01-01", NEW, 0, "")], vec![at("2017-01-01", WON, 0, "")]]);
    let activity = |kind, owner, due: &str, done: &str, deal| Done {
        kind,
        owner,
        due_on: (!due.is_empty()).then(|| day(due)),
        done_on: (!done.is_empty()).then(|| day(done)),
        deal,
    };
    question.activities = vec![
        activity(ActivityKind::Call, ADA, "2017-01-10", "2017-01-10", Some(0)),
        activity(ActivityKind::Call, ADA, "2017-01-10", "2017-01-12", Some(0)),
        activity(ActivityKind::Note, ADA, "", "2017-01-12", Some(1)),
        activity(ActivityKind::Meeting, BEN, "2017-01-20", "", Some(1)),
        // On that day it was still to be done, and already overdue.
        activity(ActivityKind::Todo, BEN, "2017-01-30", "2017-02-03", None),
        activity(ActivityKind::Todo, BEN, "2017-01-31", "", None),
    ];
    let body = (activity::SPEC.compute)(&question);
    let ada = cells(&body, "name", "Ada");
    assert_eq!((&ada["done"], &ada["calls"], &ada["notes"]), (&count(3), &count(2), &count(1)));
    assert_eq!((&ada["on_time"], &ada["deals"], &ada["overdue"]), (&number(50.0), &count(2), &count(0)));
    assert_eq!(cells(&body, "name", "Ben")["overdue"], count(2));
    assert_eq!((&body.main.totals["done"], body.sample_size), (&count(3), 5));
    let ada = line(&body.main.lines, "name", "Ada");
    assert_eq!(ada.deals, [Pick::with(0, 2), Pick::with(1, 1)]);
    question.kept.pipeline = Some(0);
    assert_eq!((activity::SPEC.compute)(&question).sample_size, 4, "the to-do belongs to no deal");
}

/// Any history: a deal begins somewhere and then goes anywhere, with any figures.
fn histories() -> impl Strategy<Value = Vec<Vec<Event>>> {
    let event = (0i64..40, 0u32..6, prop::option::of(1i64..100_000), prop::option::of(0i64..200), 0u32..3, 0u32..2);
    let history = prop::collection::vec(event, 1..7).prop_map(|steps| {
        let mut on = day("2017-01-01");
        let step = |(days, stage, amount, close, owner, currency): (i64, u32, Option<i64>, Option<i64>, u32, u32)| {
            on = on.plus_days(days);
            let mut event = at(&on.to_string(), stage, amount.unwrap_or(0), "");
            event.close_date = close.map(|days| day("2017-01-01").plus_days(days));
            event.owner = if owner == 2 { NONE } else { owner };
            event.currency = currency;
            event
        };
        steps.into_iter().map(step).collect()
    });
    prop::collection::vec(history, 0..25)
}

/// Every money column of the rows adds up to the totals, currency by currency.
fn adds_up(body: &Body, column: &str) -> Result<(), TestCaseError> {
    let mut sums = std::collections::BTreeMap::new();
    for line in &body.main.lines {
        if let Cell::Money(cell) = &line.cells[column] {
            *sums.entry(cell.currency.clone()).or_insert(0) += cell.minor.0;
        }
    }
    let several = sums.len() > 1;
    for (currency, total) in sums {
        let key = if several { format!("{column}_{currency}") } else { column.to_owned() };
        prop_assert_eq!(sum(&body.main.totals[&key]), total, "{}", key);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn through_the_funnel_nobody_is_lost_or_doubled(histories in histories(), after in 0i64..250) {
        let as_of = day("2017-01-01").plus_days(after).to_string();
        let body = (funnel::SPEC.compute)(&asked(&as_of, &histories));
        let reached: Vec<usize> = body.main.lines.iter().map(|line| counted(&line.cells["reached"])).collect();
        for (at, line) in body.main.lines.iter().enumerate().take(reached.len().saturating_sub(1)) {
            let gone = counted(&line.cells["lost"]) + counted(&line.cells["open"]);
            prop_assert_eq!(reached[at], reached[at + 1] + gone, "{:?}", line.cells);
        }
        let begun = histories.iter().filter(|history| history[0].day <= day(&as_of)).count();
        prop_assert_eq!(body.sample_size, begun);
        prop_assert_eq!(reached.first().copied().unwrap_or(0), begun);
    }

    #[test]
    fn won_and_lost_are_the_decided_ones_and_a_forecast_is_the_sum_of_its_rows(histories in histories(), after in 0i64..250) {
        let as_of = day("2017-01-01").plus_days(after).to_string();
        let question = asked(&as_of, &histories);
        let rate = (win_rate::SPEC.compute)(&by_owner(question.clone()));
        let (won, lost) = (counted(&rate.main.totals["won"]), counted(&rate.main.totals["lost"]));
        prop_assert_eq!(won + lost, rate.sample_size);
        prop_assert_eq!(rate.main.lines.iter().map(|line| counted(&line.cells["won"])).sum::<usize>(), won);
        let revenue = (revenue::SPEC.compute)(&question);
        prop_assert_eq!(counted(&revenue.main.totals["deals"]), won);
        adds_up(&revenue, "revenue")?;
        let forecast = (forecast::SPEC.compute)(&question);
        adds_up(&forecast, "weighted")?;
        adds_up(&forecast, "amount")?;
        let open = question.standings().filter(|deal| deal.now.kind == StageKind::Open).count();
        prop_assert_eq!(forecast.sample_size, open, "every open deal, once");
        let age = (stage_age::SPEC.compute)(&by_stage(question));
        prop_assert_eq!(age.sample_size, open);
    }

    #[test]
    fn a_past_day_looks_the_same_whatever_came_after(histories in histories(), after in 0i64..150) {
        let past = day("2017-01-01").plus_days(after);
        let of = |asked: &Asked| asked.standings_on(past).map(|deal| (deal.deal, *deal.now)).collect::<Vec<_>>();
        let then = asked(&past.to_string(), &histories);
        prop_assert_eq!(of(&asked("2020-01-01", &histories)), of(&then));
    }
}
