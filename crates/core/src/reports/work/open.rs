//! What is left: late, without anybody, and how much each person has.
use std::collections::BTreeMap;

use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, number, text};
use super::super::types::{Cell, ChartKind, ColumnKind, ReportBy};
use super::super::world::{Asked, NONE};
use super::{TaskWork, day, group, keeps_task, notes, person, waited_days, who};
use crate::deliver::ProjectState;
use crate::deliver::load::{monday, spread};

pub(crate) const OVERDUE: Spec = Spec {
    name: "overdue",
    title: "Overdue",
    about: "What should be done by now?",
    by: &[ReportBy::Owner, ReportBy::Project],
    default: Some(ReportBy::Owner),
    works: true,
    compute: overdue,
    ..Spec::PLAIN
};
pub(crate) const UNOWNED: Spec = Spec {
    name: "unowned",
    title: "Without an owner",
    about: "Which tasks does nobody have?",
    works: true,
    compute: unowned,
    ..Spec::PLAIN
};
pub(crate) const WORKLOAD: Spec = Spec {
    name: "workload",
    title: "Workload",
    about: "Who has how much to do, week by week?",
    works: true,
    compute: workload,
    ..Spec::PLAIN
};

const LATE: &str = "Tasks of running projects that were due before the day and not done by then. Days are working days past due. Of them, those in which \
the task waited for somebody outside are counted apart; what is left is our own delay. A task is its owner's of today.";
const NOBODY: &str = "Open tasks of running projects that no person and no crew has, by the day they are due.";
const LOAD: &str = "Hours of the open tasks of running projects, spread evenly over the working days between start and due, in the week they fall \
into; what is past due counts to the present week. A task without an estimate counts 8 hours for each working day it takes, a milestone none; one without dates is \
left out and counted. Weeks begin on Monday, eight of them from the day on.";

/// Tasks that were open on the report's day, in projects that run.
fn open(asked: &Asked) -> impl Iterator<Item = &TaskWork> {
    let running = |task: &&TaskWork| {
        let project = &asked.works.projects[task.project];
        let ended = project.ended_on.is_some_and(|day| day <= asked.as_of);
        !ended && !matches!(project.state, ProjectState::Cancelled | ProjectState::Paused)
    };
    let undone = |task: &&TaskWork| task.done_on.is_none_or(|day| day > asked.as_of);
    asked.works.tasks.iter().filter(|task| keeps_task(asked, task)).filter(running).filter(undone)
}

fn overdue(asked: &Asked) -> Body {
    let mut groups: BTreeMap<(String, String), Vec<(i64, i64)>> = BTreeMap::new();
    let mut all = Vec::new();
    for task in open(asked) {
        let Some(due) = task.due.filter(|due| *due < asked.as_of && asked.period.holds(*due)) else { continue };
        let days = asked.works.days(due, asked.as_of);
        let waited = waited_days(&asked.works, task, due.plus_days(1), asked.as_of).min(days);
        groups.entry(group(asked, task, due)).or_default().push((days, waited));
        all.push((days, waited));
    }
    let figures = |days: &[(i64, i64)]| {
        cells([
            ("tasks", count(days.len())),
            ("days", number(days.iter().map(|(late, _)| late).sum::<i64>() as f64)),
            ("waited", number(days.iter().map(|(_, waited)| waited).sum::<i64>() as f64)),
            ("own", number(days.iter().map(|(late, waited)| late - waited).sum::<i64>() as f64)),
            ("most", days.iter().map(|(late, _)| late).max().map_or(Cell::Empty, |most| number(*most as f64))),
        ])
    };
    let line = |((name, key), days): ((String, String), Vec<(i64, i64)>)| {
        let mut row = figures(&days);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, ..Line::default() }
    };
    Body {
        definition: LATE.into(),
        notes: notes(asked),
        sample_size: all.len(),
        main: Sheet {
            title: "Overdue tasks",
            columns: columns(&[
                ("name", asked.by.unwrap_or(ReportBy::Owner).label(), ColumnKind::Text),
                ("tasks", "Tasks", ColumnKind::Count),
                ("days", "Days in all", ColumnKind::Days),
                ("waited", "Waited outside", ColumnKind::Days),
                ("own", "Our own delay", ColumnKind::Days),
                ("most", "Latest by", ColumnKind::Days),
            ]),
            totals: figures(&all),
            lines: groups.into_iter().map(line).collect(),
            chart: chart(ChartKind::Bars, "name", &["tasks"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn unowned(asked: &Asked) -> Body {
    let mut tasks: Vec<(usize, &TaskWork)> =
        open(asked).filter(|task| task.assignee == NONE && !task.crew).enumerate().collect();
    tasks.sort_by_key(|(_, task)| (task.due.is_none(), task.due));
    let line = |(at, task): &(usize, &TaskWork)| Line {
        key: format!("task:{at}"),
        cells: cells([
            ("name", text(&task.name)),
            ("project", text(&asked.works.projects[task.project].name)),
            ("lead", who(asked, asked.works.projects[task.project].lead)),
            ("due", day(task.due)),
        ]),
        ..Line::default()
    };
    Body {
        definition: NOBODY.into(),
        notes: notes(asked),
        sample_size: tasks.len(),
        main: Sheet {
            title: "Tasks without an owner",
            columns: columns(&[
                ("name", "Task", ColumnKind::Text),
                ("project", "Project", ColumnKind::Text),
                ("lead", "Lead", ColumnKind::Text),
                ("due", "Due", ColumnKind::Day),
            ]),
            totals: cells([("tasks", count(tasks.len()))]),
            lines: tasks.iter().map(line).collect(),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

const WEEKS: usize = 8;

fn workload(asked: &Asked) -> Body {
    let works = &asked.works;
    let monday = monday(asked.as_of);
    let mut people: BTreeMap<(String, String), [f64; WEEKS]> = BTreeMap::new();
    let (mut sample, mut undated) = (0, 0);
    for task in open(asked) {
        let Some(days) = spread(&works.calendar, task.start, task.due, task.estimate_minutes, asked.as_of) else {
            undated += 1;
            continue;
        };
        sample += 1;
        let weeks = people.entry(person(asked, task.assignee)).or_default();
        for (day, minutes) in days {
            let week = monday.days_until(day).div_euclid(7);
            if let Some(sum) = usize::try_from(week).ok().and_then(|week| weeks.get_mut(week)) {
                *sum += minutes / 60.0;
            }
        }
    }
    let keys: Vec<String> = (0..WEEKS).map(|week| monday.plus_days(7 * week as i64).to_string()).collect();
    let row = |weeks: &[f64; WEEKS]| {
        let mut row: super::super::types::Cells =
            keys.iter().cloned().zip(weeks.iter().map(|hours| number(*hours))).collect();
        row.insert("hours".into(), number(weeks.iter().sum()));
        row
    };
    let mut total = [0.0; WEEKS];
    for weeks in people.values() {
        total.iter_mut().zip(weeks).for_each(|(sum, hours)| *sum += hours);
    }
    let mut list = vec![("name", "Person", ColumnKind::Text), ("hours", "Hours", ColumnKind::Figure)];
    let labels: Vec<String> =
        (0..WEEKS).map(|week| format!("Week of {}", monday.plus_days(7 * week as i64).spoken())).collect();
    list.extend(keys.iter().zip(&labels).map(|(key, label)| (key.as_str(), label.as_str(), ColumnKind::Figure)));
    let mut said = notes(asked);
    if undated > 0 {
        said.push(format!("Open tasks without a date: {undated}. They are in no week."));
    }
    Body {
        definition: LOAD.into(),
        notes: said,
        sample_size: sample,
        main: Sheet {
            title: "Hours a week",
            columns: columns(&list),
            totals: row(&total),
            lines: people
                .into_iter()
                .map(|((name, key), weeks)| {
                    let mut cells = row(&weeks);
                    cells.insert("name".into(), text(&name));
                    Line { key, cells, ..Line::default() }
                })
                .collect(),
            chart: chart(ChartKind::Bars, "name", &["hours"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}
