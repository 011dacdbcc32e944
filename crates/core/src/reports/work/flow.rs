//! What got done, how long it took, and how much is in the works.
use std::collections::BTreeMap;

use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, maybe, number, text};
use super::super::stats::five;
use super::super::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use super::super::world::Asked;
use super::{TaskWork, group, keeps_task, notes, waited_days};
use crate::values::Day;

const BY: &[ReportBy] = &[ReportBy::Month, ReportBy::Owner, ReportBy::Project];

pub(crate) const THROUGHPUT: Spec = Spec {
    name: "throughput",
    title: "Throughput",
    about: "How much gets done?",
    by: BY,
    default: Some(ReportBy::Month),
    works: true,
    compute: throughput,
    ..Spec::PLAIN
};
pub(crate) const CYCLE_TIME: Spec = Spec {
    name: "cycle-time",
    title: "Cycle time",
    about: "How long does a task take, once begun?",
    by: BY,
    default: Some(ReportBy::Month),
    works: true,
    compute: cycle_time,
    ..Spec::PLAIN
};
pub(crate) const CUMULATIVE_FLOW: Spec = Spec {
    name: "cumulative-flow",
    title: "Cumulative flow",
    about: "Does work pile up?",
    works: true,
    compute: cumulative_flow,
    ..Spec::PLAIN
};

const DONE: &str = "Tasks done within the period, on the day they were done; a task put back to work is not done. Tasks with parts count by their \
parts. On time are those done no later than their due day, of those that had one.";
const CYCLE: &str = "Working days from the day a task first came into a column in progress to the day it was done, both counted, for tasks done \
within the period. Tasks that were never in progress are left out and counted. Days in which a task waited for somebody outside are counted apart: \
waited is their mean, and our own median is what is left without them.";
const FLOW: &str = "For the end of each week: how many tasks were waiting (there, not begun), in progress (begun, not done) and done by then. A \
task that went straight to done was never in progress.";

fn done(asked: &Asked) -> impl Iterator<Item = (&TaskWork, Day)> {
    let kept = asked.works.tasks.iter().filter(|task| keeps_task(asked, task));
    kept.filter_map(|task| Some((task, task.done_on.filter(|day| *day <= asked.as_of && asked.period.holds(*day))?)))
}

fn grouped<'a>(
    asked: &'a Asked,
    tasks: impl Iterator<Item = (&'a TaskWork, Day)>,
) -> BTreeMap<(String, String), Vec<(&'a TaskWork, Day)>> {
    let mut groups: BTreeMap<(String, String), Vec<(&TaskWork, Day)>> = BTreeMap::new();
    for (task, day) in tasks {
        groups.entry(group(asked, task, day)).or_default().push((task, day));
    }
    groups
}

fn first_column(asked: &Asked) -> (&'static str, &'static str, ColumnKind) {
    let by = asked.by.unwrap_or(ReportBy::Month);
    ("name", by.label(), if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text })
}

fn throughput(asked: &Asked) -> Body {
    let figures = |tasks: &[(&TaskWork, Day)]| {
        let due: Vec<bool> = tasks.iter().filter_map(|(task, on)| task.due.map(|due| *on <= due)).collect();
        let on_time = due.iter().filter(|so| **so).count();
        cells([
            ("done", count(tasks.len())),
            ("on_time", super::super::body::percent(on_time as i128, due.len() as i128)),
        ])
    };
    let all: Vec<_> = done(asked).collect();
    Body {
        definition: DONE.into(),
        notes: notes(asked),
        sample_size: all.len(),
        main: Sheet {
            title: "Tasks done",
            columns: columns(&[
                first_column(asked),
                ("done", "Done", ColumnKind::Count),
                ("on_time", "On time", ColumnKind::Percent),
            ]),
            totals: figures(&all),
            lines: lines(grouped(asked, all.iter().copied()), figures),
            chart: chart(ChartKind::Bars, "name", &["done"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn lines(
    groups: BTreeMap<(String, String), Vec<(&TaskWork, Day)>>,
    figures: impl Fn(&[(&TaskWork, Day)]) -> Cells,
) -> Vec<Line> {
    let line = |((name, key), tasks): ((String, String), Vec<(&TaskWork, Day)>)| {
        let mut row = figures(&tasks);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, ..Line::default() }
    };
    groups.into_iter().map(line).collect()
}

fn cycle_time(asked: &Asked) -> Body {
    let days = |task: &TaskWork, on: Day| {
        task.started_on.filter(|start| *start <= on).map(|start| asked.works.days(start.plus_days(-1), on).max(1))
    };
    let waited = |task: &TaskWork, on: Day| {
        let start = task.started_on.unwrap_or(on);
        waited_days(&asked.works, task, start, on).min(days(task, on).unwrap_or(0))
    };
    let figures = |tasks: &[(&TaskWork, Day)]| {
        let begun: Vec<_> = tasks.iter().filter(|(task, on)| days(task, *on).is_some()).collect();
        let waits: i64 = begun.iter().map(|(task, on)| waited(task, *on)).sum();
        let own = super::super::stats::five(
            begun.iter().filter_map(|(task, on)| days(task, *on).map(|all| all - waited(task, *on))),
        );
        let five = five(tasks.iter().filter_map(|(task, on)| days(task, *on)));
        let known = tasks.iter().filter(|(task, on)| days(task, *on).is_some()).count();
        cells([
            ("tasks", count(known)),
            ("least", maybe(five.map(|five| five.least))),
            ("q1", maybe(five.map(|five| five.q1))),
            ("median", maybe(five.map(|five| five.median))),
            ("q3", maybe(five.map(|five| five.q3))),
            ("most", maybe(five.map(|five| five.most))),
            ("waited", if begun.is_empty() { Cell::Empty } else { number(waits as f64 / begun.len() as f64) }),
            ("own", maybe(own.map(|five| five.median))),
        ])
    };
    let all: Vec<_> = done(asked).collect();
    let known: Vec<_> = all.iter().copied().filter(|(task, on)| days(task, *on).is_some()).collect();
    let mut said = notes(asked);
    let without = all.len() - known.len();
    if without > 0 {
        said.push(format!("Never in progress before they were done: {without}."));
    }
    Body {
        definition: CYCLE.into(),
        notes: said,
        sample_size: known.len(),
        main: Sheet {
            title: "Working days from begun to done",
            columns: columns(&[
                first_column(asked),
                ("tasks", "Tasks", ColumnKind::Count),
                ("least", "Shortest", ColumnKind::Days),
                ("q1", "First quartile", ColumnKind::Days),
                ("median", "Median", ColumnKind::Days),
                ("q3", "Third quartile", ColumnKind::Days),
                ("most", "Longest", ColumnKind::Days),
                ("waited", "Waited outside", ColumnKind::Figure),
                ("own", "Our own median", ColumnKind::Days),
            ]),
            totals: figures(&all),
            lines: lines(grouped(asked, known.iter().copied()), figures),
            chart: chart(ChartKind::Quartiles, "name", &["least", "q1", "median", "q3", "most"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// At most so many weeks: two years.
const WEEKS: usize = 104;

/// The ends of weeks up to `end`, from the first day or the period's on.
pub(super) fn weeks_to(asked: &Asked, end: Day, first: Option<Day>) -> Vec<Day> {
    let mut weeks = Vec::new();
    if let Some(first) = first.map(|first| asked.period.from.map_or(first, |from| from.max(first))) {
        let mut day = end;
        while day >= first && weeks.len() < WEEKS {
            weeks.push(day);
            day = day.plus_days(-7);
        }
    }
    weeks.reverse();
    weeks
}

fn cumulative_flow(asked: &Asked) -> Body {
    let tasks: Vec<&TaskWork> = asked.works.tasks.iter().filter(|task| keeps_task(asked, task)).collect();
    let end = asked.period.to.map_or(asked.as_of, |to| to.min(asked.as_of));
    let weeks = weeks_to(asked, end, tasks.iter().map(|task| task.created_on).min());
    let counts = |day: Day| {
        let by = |at: Option<Day>| at.is_some_and(|at| at <= day);
        let done = tasks.iter().filter(|task| by(task.done_on)).count();
        let doing = tasks.iter().filter(|task| !by(task.done_on) && by(task.started_on)).count();
        let there = tasks.iter().filter(|task| task.created_on <= day).count();
        cells([("done", count(done)), ("doing", count(doing)), ("waiting", count(there.saturating_sub(done + doing)))])
    };
    let line = |day: &Day| {
        let mut row = counts(*day);
        row.insert("name".into(), text(&day.to_string()));
        Line { key: day.to_string(), cells: row, ..Line::default() }
    };
    Body {
        definition: FLOW.into(),
        notes: notes(asked),
        sample_size: tasks.len(),
        main: Sheet {
            title: "Tasks by where they stood",
            columns: columns(&[
                ("name", "Week to", ColumnKind::Day),
                ("done", "Done", ColumnKind::Count),
                ("doing", "In progress", ColumnKind::Count),
                ("waiting", "Waiting", ColumnKind::Count),
            ]),
            totals: counts(end),
            lines: weeks.iter().map(line).collect(),
            chart: chart(ChartKind::Stacked, "name", &["done", "doing", "waiting"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}
