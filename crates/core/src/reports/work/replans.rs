//! How often, and how far, plans and promises are changed.
use std::collections::BTreeMap;

use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, number, text};
use super::super::types::{Cells, ChartKind, ColumnKind, ReportBy};
use super::super::world::Asked;
use super::{ReplanWork, keeps_lead, notes};
use crate::values::Month;

pub(crate) const REPLANS: Spec = Spec {
    name: "replans",
    title: "Re-plans",
    about: "How often do we change a plan or a promise, and how far?",
    by: &[ReportBy::Project, ReportBy::Month],
    default: Some(ReportBy::Project),
    works: true,
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Every recorded change of a plan within the period, on the day it was made. Days are the working days by which the \
project's finish moved (negative: earlier), added up; promises counts the changes of the promised day, and promise days how far they moved.";

fn compute(asked: &Asked) -> Body {
    let works = &asked.works;
    let mut groups: BTreeMap<(String, String), Vec<&ReplanWork>> = BTreeMap::new();
    let mut all = Vec::new();
    let kept = works.replans.iter().filter(|one| one.day <= asked.as_of && asked.period.holds(one.day));
    for one in kept.filter(|one| keeps_lead(asked, &works.projects[one.project])) {
        let group = match asked.by {
            Some(ReportBy::Month) => (Month::of(one.day).to_string(), Month::of(one.day).to_string()),
            _ => (works.projects[one.project].name.clone(), works.projects[one.project].key.clone()),
        };
        groups.entry(group).or_default().push(one);
        all.push(one);
    }
    let by = asked.by.unwrap_or(ReportBy::Project);
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    let line = |((name, key), of): ((String, String), Vec<&ReplanWork>)| {
        let mut row = figures(asked, &of);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, ..Line::default() }
    };
    Body {
        definition: DEFINITION.into(),
        notes: notes(asked),
        sample_size: all.len(),
        main: Sheet {
            title: "Re-plans",
            columns: columns(&[
                ("name", by.label(), kind),
                ("replans", "Changes", ColumnKind::Count),
                ("moved", "Tasks moved", ColumnKind::Count),
                ("days", "Days the finish moved", ColumnKind::Days),
                ("promises", "Promises changed", ColumnKind::Count),
                ("promise_days", "Days promises moved", ColumnKind::Days),
            ]),
            totals: figures(asked, &all),
            lines: groups.into_iter().map(line).collect(),
            chart: chart(ChartKind::Bars, "name", &["days"]),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

fn figures(asked: &Asked, of: &[&ReplanWork]) -> Cells {
    let shift = |ends: (Option<crate::values::Day>, Option<crate::values::Day>)| {
        ends.0.zip(ends.1).map_or(0, |(before, after)| asked.works.days(before, after))
    };
    let promises = of.iter().filter(|one| one.promised.0 != one.promised.1);
    cells([
        ("replans", count(of.len())),
        ("moved", count(of.iter().map(|one| one.moved as usize).sum())),
        ("days", number(of.iter().map(|one| shift(one.finish)).sum::<i64>() as f64)),
        ("promises", count(promises.clone().count())),
        ("promise_days", number(promises.map(|one| shift(one.promised)).sum::<i64>() as f64)),
    ])
}
