//! What work was thought to take against what it took, and how scope and done grow.
use std::collections::BTreeMap;

use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, number, percent, text};
use super::super::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use super::super::world::Asked;
use super::flow::weeks_to;
use super::{ScopeWork, TaskWork, group, keeps_lead, keeps_task, notes};
use crate::values::Day;

pub(crate) const ESTIMATE_ACTUAL: Spec = Spec {
    name: "estimate-actual",
    title: "Estimate against actual",
    about: "Does work take as long as we thought?",
    by: &[ReportBy::Project, ReportBy::Owner, ReportBy::Month],
    default: Some(ReportBy::Project),
    works: true,
    compute: estimate_actual,
    ..Spec::PLAIN
};
pub(crate) const BURN_UP: Spec = Spec {
    name: "burn-up",
    title: "Burn-up",
    about: "Does what is done catch up with what there is to do?",
    works: true,
    scope: true,
    compute: burn_up,
    ..Spec::PLAIN
};

const ESTIMATE: &str = "Tasks done within the period, with an estimate and with time written down on them up to the day: hours estimated, \
hours spent, and what was spent in percent of the estimate. Tasks that lack either are left out and counted.";
const BUDGET: &str = "Live projects with budget hours or with time written down on them or on their tasks, up to the day. Left is the budget \
less the hours spent; negative: over it.";
const SCOPE: &str = "For the end of each week: how many tasks there were, and how many of them were done, by count and by the hours they were \
estimated at then. A task counts from the day it was there until it was deleted; one without an estimate counts no hours. Tasks with parts count by \
their parts.";

fn hours(minutes: u64) -> f64 {
    minutes as f64 / 60.0
}

/// A task that was done, its estimate and what was spent, in minutes.
type Weighed<'a> = (&'a TaskWork, Day, u64, u64);

fn estimate_actual(asked: &Asked) -> Body {
    let mut spent: BTreeMap<usize, u64> = BTreeMap::new();
    for time in asked.works.times.iter().filter(|time| time.day <= asked.as_of) {
        if let Some(task) = time.task {
            *spent.entry(task).or_default() += u64::from(time.minutes);
        }
    }
    let (mut all, mut no_estimate, mut no_time): (Vec<Weighed<'_>>, usize, usize) = (Vec::new(), 0, 0);
    for (at, task) in asked.works.tasks.iter().enumerate().filter(|(_, task)| keeps_task(asked, task)) {
        let Some(on) = task.done_on.filter(|on| *on <= asked.as_of && asked.period.holds(*on)) else { continue };
        match (task.estimate_minutes.filter(|minutes| *minutes > 0), spent.get(&at)) {
            (Some(estimate), Some(spent)) => all.push((task, on, u64::from(estimate), *spent)),
            (None, Some(_)) => no_estimate += 1,
            (Some(_), None) => no_time += 1,
            (None, None) => {}
        }
    }
    let mut groups: BTreeMap<(String, String), Vec<Weighed<'_>>> = BTreeMap::new();
    for one in &all {
        groups.entry(group(asked, one.0, one.1)).or_default().push(*one);
    }
    let mut said = notes(asked);
    if no_estimate + no_time > 0 {
        said.push(format!("Left out: {no_estimate} without an estimate, {no_time} without time written down."));
    }
    let by = asked.by.unwrap_or(ReportBy::Project);
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    let line = |((name, key), tasks): ((String, String), Vec<Weighed<'_>>)| {
        let mut row = weighed(&tasks);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, ..Line::default() }
    };
    Body {
        definition: ESTIMATE.into(),
        notes: said,
        sample_size: all.len(),
        main: Sheet {
            title: "Tasks done",
            columns: columns(&[
                ("name", by.label(), kind),
                ("tasks", "Tasks", ColumnKind::Count),
                ("estimated", "Hours estimated", ColumnKind::Figure),
                ("spent", "Hours spent", ColumnKind::Figure),
                ("of_estimate", "Spent of the estimate", ColumnKind::Percent),
            ]),
            totals: weighed(&all),
            lines: groups.into_iter().map(line).collect(),
            chart: chart(ChartKind::Bars, "name", &["of_estimate"]),
            ..Sheet::default()
        },
        sections: vec![budgets(asked)],
        ..Body::default()
    }
}

fn weighed(tasks: &[Weighed<'_>]) -> Cells {
    let estimated: u64 = tasks.iter().map(|one| one.2).sum();
    let spent: u64 = tasks.iter().map(|one| one.3).sum();
    cells([
        ("tasks", count(tasks.len())),
        ("estimated", number(hours(estimated))),
        ("spent", number(hours(spent))),
        ("of_estimate", percent(i128::from(spent), i128::from(estimated))),
    ])
}

/// Projects against the hours that were sold.
fn budgets(asked: &Asked) -> Sheet {
    let mut spent = vec![0u64; asked.works.projects.len()];
    for time in asked.works.times.iter().filter(|time| time.day <= asked.as_of) {
        spent[time.project] += u64::from(time.minutes);
    }
    let mut lines = Vec::new();
    for (project, spent) in asked.works.projects.iter().zip(spent) {
        let told = project.budget_minutes.is_some() || spent > 0;
        if !told || project.created_on > asked.as_of || !keeps_lead(asked, project) {
            continue;
        }
        let budget = project.budget_minutes.map(u64::from);
        let row = cells([
            ("name", text(&project.name)),
            ("budget", budget.map_or(Cell::Empty, |budget| number(hours(budget)))),
            ("spent", number(hours(spent))),
            ("left", budget.map_or(Cell::Empty, |budget| number(hours(budget) - hours(spent)))),
            ("of_budget", budget.map_or(Cell::Empty, |budget| percent(i128::from(spent), i128::from(budget)))),
        ]);
        lines.push(Line { key: project.key.clone(), cells: row, ..Line::default() });
    }
    Sheet {
        title: "Projects against their budget",
        definition: BUDGET,
        columns: columns(&[
            ("name", "Project", ColumnKind::Text),
            ("budget", "Budget hours", ColumnKind::Figure),
            ("spent", "Hours spent", ColumnKind::Figure),
            ("left", "Hours left", ColumnKind::Figure),
            ("of_budget", "Spent of the budget", ColumnKind::Percent),
        ]),
        lines,
        ..Sheet::default()
    }
}

fn burn_up(asked: &Asked) -> Body {
    let kept = |task: &&ScopeWork| asked.kept.owner.is_none_or(|owner| owner == task.assignee);
    let tasks: Vec<&ScopeWork> =
        asked.works.scope.iter().filter(kept).filter(|task| task.since <= asked.as_of).collect();
    let end = asked.period.to.map_or(asked.as_of, |to| to.min(asked.as_of));
    let weeks = weeks_to(asked, end, tasks.iter().map(|task| task.since).min());
    let figures = |day: Day| {
        let there = tasks.iter().filter(|task| task.is_there(day));
        let done = there.clone().filter(|task| task.done_on.is_some_and(|on| on <= day));
        let sum = |of: &mut dyn Iterator<Item = &&ScopeWork>| {
            of.map(|task| u64::from(task.minutes_on(day).unwrap_or(0))).sum()
        };
        cells([
            ("scope", count(there.clone().count())),
            ("done", count(done.clone().count())),
            ("scope_hours", number(hours(sum(&mut there.clone())))),
            ("done_hours", number(hours(sum(&mut done.clone())))),
        ])
    };
    let line = |day: &Day| {
        let mut row = figures(*day);
        row.insert("name".into(), text(&day.to_string()));
        Line { key: day.to_string(), cells: row, ..Line::default() }
    };
    Body {
        definition: SCOPE.into(),
        notes: notes(asked),
        sample_size: tasks.len(),
        main: Sheet {
            title: "Scope and done",
            columns: columns(&[
                ("name", "Week to", ColumnKind::Day),
                ("scope", "Tasks there", ColumnKind::Count),
                ("done", "Tasks done", ColumnKind::Count),
                ("scope_hours", "Hours there", ColumnKind::Figure),
                ("done_hours", "Hours done", ColumnKind::Figure),
            ]),
            totals: figures(end),
            lines: weeks.iter().map(line).collect(),
            chart: chart(ChartKind::Lines, "name", &["scope", "done"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}
