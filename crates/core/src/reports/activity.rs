//! What was done: calls, meetings, e-mails, to-dos and notes; and what lies undone.
use std::collections::BTreeMap;

use super::Spec;
use super::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, percent, text};
use super::types::{Cells, ChartKind, ColumnKind, ReportBy};
use super::world::{Asked, Done, NONE};
use crate::activities::ActivityKind;
use crate::values::Month;

pub(super) const SPEC: Spec = Spec {
    name: "activity",
    title: "Activity",
    about: "What did we do, and what lies undone?",
    by: &[ReportBy::Owner, ReportBy::Month],
    default: Some(ReportBy::Owner),
    activities: true,
    compute,
    ..Spec::PLAIN
};
const DEFINITION: &str = "Activities done within the period and by the day, by their kind; on time are those done no later than they were due \
(notes are due never). Overdue are those due within the period and before the day, and not done by then. Deals are the ones that something \
was done for; asked for a pipeline, product or source, only activities of such deals count. An activity is its owner's of today.";
const KINDS: [(ActivityKind, &str, &str); 5] = [
    (ActivityKind::Call, "calls", "Calls"),
    (ActivityKind::Meeting, "meetings", "Meetings"),
    (ActivityKind::Email, "emails", "E-mails"),
    (ActivityKind::Todo, "todos", "To-dos"),
    (ActivityKind::Note, "notes", "Notes"),
];

#[derive(Default)]
struct Tally {
    kinds: [usize; 5],
    due: usize,
    on_time: usize,
    overdue: usize,
    /// Activities done for each deal.
    deals: BTreeMap<usize, i64>,
    /// Deals with something overdue.
    late: BTreeMap<usize, i64>,
}

impl Tally {
    fn done(&mut self, activity: &Done) {
        if let Some(at) = KINDS.iter().position(|(kind, ..)| *kind == activity.kind) {
            self.kinds[at] += 1;
        }
        if let (Some(due), Some(done)) = (activity.due_on, activity.done_on) {
            self.due += 1;
            self.on_time += usize::from(done <= due);
        }
        if let Some(deal) = activity.deal {
            *self.deals.entry(deal).or_default() += 1;
        }
    }

    fn overdue(&mut self, activity: &Done) {
        self.overdue += 1;
        if let Some(deal) = activity.deal {
            *self.late.entry(deal).or_default() += 1;
        }
    }

    fn cells(&self) -> Cells {
        let mut row = cells([
            ("done", count(self.kinds.iter().sum())),
            ("on_time", percent(self.on_time as i128, self.due as i128)),
            ("overdue", count(self.overdue)),
            ("deals", count(self.deals.len())),
        ]);
        row.extend(KINDS.iter().zip(self.kinds).map(|((_, key, _), number)| ((*key).to_owned(), count(number))));
        row
    }
}

fn compute(asked: &Asked) -> Body {
    let by = asked.by.unwrap_or(ReportBy::Owner);
    let mut tallies: BTreeMap<(String, String), Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for activity in asked.activities.iter().filter(|activity| keeps(asked, activity)) {
        let done = activity.done_on.filter(|day| *day <= asked.as_of);
        match (done, activity.due_on) {
            (Some(day), _) if asked.period.holds(day) => {
                tallies.entry(group(asked, by, activity, Month::of(day))).or_default().done(activity);
                all.done(activity);
            }
            (None, Some(due)) if due < asked.as_of && asked.period.holds(due) => {
                tallies.entry(group(asked, by, activity, Month::of(due))).or_default().overdue(activity);
                all.overdue(activity);
            }
            _ => {}
        }
    }
    let line = |((name, key), tally): ((String, String), Tally)| {
        let mut row = tally.cells();
        row.insert("name".into(), text(&name));
        let picks = |deals: BTreeMap<usize, i64>| deals.into_iter().map(|(deal, n)| Pick::with(deal, n)).collect();
        let (deals, late): (Vec<Pick>, Vec<Pick>) = (picks(tally.deals), picks(tally.late));
        Line { key, cells: row, deals: deals.clone(), parts: vec![("deals", deals), ("overdue", late)] }
    };
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    let mut list = vec![("name", by.label(), kind), ("done", "Done", ColumnKind::Count)];
    list.extend(KINDS.iter().map(|(_, key, label)| (*key, *label, ColumnKind::Count)));
    list.extend([
        ("on_time", "On time", ColumnKind::Percent),
        ("overdue#", "Overdue", ColumnKind::Count),
        ("deals#", "Deals", ColumnKind::Count),
    ]);
    Body {
        definition: DEFINITION.into(),
        sample_size: all.kinds.iter().sum::<usize>() + all.overdue,
        figure: Some("Activities"),
        main: Sheet {
            title: "Activities",
            columns: columns(&list),
            lines: tallies.into_iter().map(line).collect(),
            totals: all.cells(),
            chart: chart(ChartKind::Stacked, "name", &KINDS.map(|(_, key, _)| key)),
            ..Sheet::default()
        },
        ..Body::default()
    }
}

/// Asked for certain deals, an activity counts with its deal; asked for a person, with its owner.
fn keeps(asked: &Asked, activity: &Done) -> bool {
    let by_deal = !asked.has_goals();
    asked.kept.owner.is_none_or(|owner| owner == activity.owner)
        && (!by_deal || activity.deal.is_some_and(|deal| asked.keeps_deal(deal)))
}

/// (name, key)
fn group(asked: &Asked, by: ReportBy, activity: &Done, month: Month) -> (String, String) {
    if by == ReportBy::Month {
        return (month.to_string(), month.to_string());
    }
    match asked.world.people.get(activity.owner as usize).filter(|_| activity.owner != NONE) {
        Some(person) => (person.name.clone(), person.key.clone()),
        None => (ReportBy::Owner.none().to_owned(), "none".to_owned()),
    }
}
