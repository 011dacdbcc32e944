//! Whether we deliver when we said.
use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, maybe, percent, text};
use super::super::stats::five;
use super::super::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use super::super::world::Asked;
use super::{ProjectWork, day, ended, keeps_lead, notes, who};
use crate::deliver::ProjectState;
use crate::values::Day;

pub(crate) const ON_TIME: Spec = Spec {
    name: "on-time",
    title: "On time",
    about: "Do we deliver when we said we would?",
    by: &[ReportBy::Project],
    default: Some(ReportBy::Project),
    works: true,
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Projects delivered within the period: delivered on the day the last task was done or the project was closed, whichever \
came first. Days late are working days after the promised day (negative: before it), once against the first promise ever made and once \
against the promise as it stood on the day of delivery. On time are those delivered no later than promised. Delivered without a promise \
and not yet delivered are counted apart and belong to no percentage; cancelled ones are left out.";

struct Delivered<'a> {
    project: &'a ProjectWork,
    on: Day,
    first: Option<i64>,
    latest: Option<i64>,
    promised: Option<Day>,
}

fn compute(asked: &Asked) -> Body {
    let works = &asked.works;
    let mut delivered = Vec::new();
    let (mut open, mut late) = (0, 0);
    for (at, project) in works.projects.iter().enumerate() {
        if !keeps_lead(asked, project) || project.created_on > asked.as_of {
            continue;
        }
        match ended(asked, at) {
            Some(on) if asked.period.holds(on) => {
                let promised = works.promised(at, on);
                let days = |promise: Option<Day>| promise.map(|promise| works.days(promise, on));
                delivered.push(Delivered {
                    project,
                    on,
                    first: days(project.first_promised),
                    latest: days(promised),
                    promised,
                });
            }
            None if project.state != ProjectState::Cancelled => {
                open += 1;
                late += usize::from(works.promised(at, asked.as_of).is_some_and(|promise| promise < asked.as_of));
            }
            _ => {}
        }
    }
    delivered.sort_by_key(|one| (one.on, one.project.name.clone()));
    let mut totals = figures(&delivered);
    totals.insert("open".into(), count(open));
    totals.insert("open_late".into(), count(late));
    let undated = delivered.iter().filter(|one| one.first.is_none() && one.latest.is_none()).count();
    totals.insert("without_promise".into(), count(undated));
    let mut said = notes(asked);
    if undated > 0 {
        said.push(format!("Delivered without a promise: {undated}. They are neither on time nor late."));
    }
    if open > 0 {
        said.push(format!("Not delivered yet: {open}, of which past their promise: {late}."));
    }
    Body {
        definition: DEFINITION.into(),
        notes: said,
        sample_size: delivered.len(),
        main: Sheet {
            title: "Delivered projects",
            columns: columns(&[
                ("name", "Project", ColumnKind::Text),
                ("company", "Company", ColumnKind::Text),
                ("lead", "Lead", ColumnKind::Text),
                ("first_promised", "First promise", ColumnKind::Day),
                ("promised", "Latest promise", ColumnKind::Day),
                ("delivered", "Delivered", ColumnKind::Day),
                ("late_first", "Days after the first promise", ColumnKind::Days),
                ("late_latest", "Days after the latest promise", ColumnKind::Days),
            ]),
            lines: delivered.iter().map(|one| line(asked, one)).collect(),
            totals,
            chart: chart(ChartKind::Bars, "name", &["late_first"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn line(asked: &Asked, one: &Delivered<'_>) -> Line {
    let number = |days: Option<i64>| days.map_or(Cell::Empty, |days| Cell::Number(days as f64));
    Line {
        key: one.project.key.clone(),
        cells: cells([
            ("name", text(&one.project.name)),
            ("company", one.project.company.as_deref().map_or(Cell::Empty, text)),
            ("lead", who(asked, one.project.lead)),
            ("first_promised", day(one.project.first_promised)),
            ("promised", day(one.promised)),
            ("delivered", day(Some(one.on))),
            ("late_first", number(one.first)),
            ("late_latest", number(one.latest)),
        ]),
        ..Line::default()
    }
}

fn figures(delivered: &[Delivered<'_>]) -> Cells {
    let share = |days: &dyn Fn(&Delivered<'_>) -> Option<i64>| {
        let known: Vec<i64> = delivered.iter().filter_map(days).collect();
        percent(known.iter().filter(|days| **days <= 0).count() as i128, known.len() as i128)
    };
    let median = five(delivered.iter().filter_map(|one| one.first)).map(|five| five.median);
    cells([
        ("delivered", count(delivered.len())),
        ("on_time_first", share(&|one| one.first)),
        ("on_time_latest", share(&|one| one.latest)),
        ("late_first", maybe(median)),
    ])
}
