//! Tickets: how many came and were done, how long they were open, whether they were answered in time, and what is past its day.
use std::collections::BTreeMap;

use super::super::Spec;
use super::super::body::{Body, Line, Sheet, cells, chart, columns, count, maybe, number, percent, text};
use super::super::stats::five;
use super::super::types::{Cell, Cells, ChartKind, ColumnKind, ReportBy};
use super::super::world::Asked;
use super::{TicketWork, day, group, keeps_task, notes, waited_days, who};
use crate::values::Day;

pub(crate) const TICKETS: Spec = Spec {
    name: "tickets",
    title: "Tickets",
    about: "Are requests answered and done in time?",
    by: &[ReportBy::Month, ReportBy::Owner],
    default: Some(ReportBy::Month),
    works: true,
    tickets: true,
    compute,
    ..Spec::PLAIN
};

const DEFINITION: &str = "Tickets done within the period, on the day they were done, and those that came in it, on the day they came. Open for: \
working days from the day a ticket came to the day it was done, both counted. Days in which it waited for somebody outside are counted apart: \
waited is their mean, and our own median is what is left without them. Answered in time are those answered no later than their reply-by day, of \
those whose answer was due within the period.";
const LATE: &str = "Tickets open on the day that are past their due day, or not answered past their reply-by day. Days are working days.";

/// A ticket in a group, by why it is there.
#[derive(Default)]
struct Group<'t> {
    came: usize,
    done: Vec<(&'t TicketWork, Day)>,
    /// Whether each answer that was due came in time.
    answers: Vec<bool>,
}

fn compute(asked: &Asked) -> Body {
    let mut groups: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
    let mut all = Group::default();
    let within = |day: Day| day <= asked.as_of && asked.period.holds(day);
    for ticket in asked.works.tickets.iter().filter(|ticket| keeps_task(asked, &ticket.task)) {
        let task = &ticket.task;
        if within(task.created_on) {
            groups.entry(group(asked, task, task.created_on)).or_default().came += 1;
            all.came += 1;
        }
        if let Some(on) = task.done_on.filter(|on| within(*on)) {
            groups.entry(group(asked, task, on)).or_default().done.push((ticket, on));
            all.done.push((ticket, on));
        }
        if let Some((by, in_time)) = answer(asked, ticket).filter(|(by, _)| within(*by)) {
            groups.entry(group(asked, task, by)).or_default().answers.push(in_time);
            all.answers.push(in_time);
        }
    }
    let by = asked.by.unwrap_or(ReportBy::Month);
    let kind = if by == ReportBy::Month { ColumnKind::Month } else { ColumnKind::Text };
    let line = |((name, key), of): ((String, String), Group<'_>)| {
        let mut row = figures(asked, &of);
        row.insert("name".into(), text(&name));
        Line { key, cells: row, ..Line::default() }
    };
    Body {
        definition: DEFINITION.into(),
        notes: notes(asked),
        sample_size: all.came.max(all.done.len()),
        main: Sheet {
            title: "Tickets",
            columns: columns(&[
                ("name", by.label(), kind),
                ("came", "Came", ColumnKind::Count),
                ("done", "Done", ColumnKind::Count),
                ("median", "Open for, median", ColumnKind::Days),
                ("waited", "Waited outside", ColumnKind::Figure),
                ("own", "Our own median", ColumnKind::Days),
                ("answered", "Answered in time", ColumnKind::Percent),
            ]),
            totals: figures(asked, &all),
            lines: groups.into_iter().map(line).collect(),
            chart: chart(ChartKind::Bars, "name", &["came", "done"]),
            ..Sheet::default()
        },
        sections: vec![late(asked)],
        ..Body::default()
    }
}

/// The day an answer was due, and whether it was there by then; nothing before that day unless it was answered.
fn answer(asked: &Asked, ticket: &TicketWork) -> Option<(Day, bool)> {
    let by = ticket.reply_by?;
    let replied = ticket.replied_on.filter(|on| *on <= asked.as_of);
    // Done without an answer written down: the work was the answer.
    let answered = replied.or(ticket.task.done_on.filter(|on| *on <= asked.as_of));
    match answered {
        Some(on) => Some((by.min(asked.as_of), on <= by)),
        None => (by < asked.as_of).then_some((by, false)),
    }
}

fn figures(asked: &Asked, of: &Group<'_>) -> Cells {
    let open = |(ticket, on): &(&TicketWork, Day)| asked.works.days(ticket.task.created_on.plus_days(-1), *on).max(1);
    let waited = |(ticket, on): &(&TicketWork, Day)| {
        waited_days(&asked.works, &ticket.task, ticket.task.created_on, *on).min(open(&(*ticket, *on)))
    };
    let waits: i64 = of.done.iter().map(waited).sum();
    cells([
        ("came", count(of.came)),
        ("done", count(of.done.len())),
        ("median", maybe(five(of.done.iter().map(open)).map(|five| five.median))),
        ("waited", if of.done.is_empty() { Cell::Empty } else { number(waits as f64 / of.done.len() as f64) }),
        ("own", maybe(five(of.done.iter().map(|one| open(one) - waited(one))).map(|five| five.median))),
        ("answered", percent(of.answers.iter().filter(|so| **so).count() as i128, of.answers.len() as i128)),
    ])
}

/// What is past its day, latest first.
fn late(asked: &Asked) -> Sheet {
    let open =
        |ticket: &&TicketWork| keeps_task(asked, &ticket.task) && ticket.task.done_on.is_none_or(|on| on > asked.as_of);
    let past = |day: Option<Day>| day.filter(|day| *day < asked.as_of).map(|day| asked.works.days(day, asked.as_of));
    let mut found: Vec<(&TicketWork, Option<i64>, Option<i64>)> = Vec::new();
    for ticket in asked.works.tickets.iter().filter(open) {
        let unanswered = ticket.replied_on.is_none_or(|on| on > asked.as_of);
        let (reply, due) = (past(ticket.reply_by.filter(|_| unanswered)), past(ticket.task.due));
        if reply.is_some() || due.is_some() {
            found.push((ticket, reply, due));
        }
    }
    found.sort_by_key(|(ticket, reply, due)| (std::cmp::Reverse((*reply).max(*due)), ticket.number));
    let days = |days: Option<i64>| days.map_or(Cell::Empty, |days| number(days as f64));
    let line = |(ticket, reply, due): &(&TicketWork, Option<i64>, Option<i64>)| Line {
        key: format!("ticket:{}", ticket.number),
        cells: cells([
            ("number", count(ticket.number as usize)),
            ("name", text(&ticket.task.name)),
            ("requester", ticket.requester.as_deref().map_or(Cell::Empty, text)),
            ("owner", who(asked, ticket.task.assignee)),
            ("reply_by", day(ticket.reply_by)),
            ("late_reply", days(*reply)),
            ("due", day(ticket.task.due)),
            ("late_due", days(*due)),
        ]),
        ..Line::default()
    };
    Sheet {
        title: "Tickets past their day",
        definition: LATE,
        columns: columns(&[
            ("number", "No.", ColumnKind::Count),
            ("name", "Ticket", ColumnKind::Text),
            ("requester", "For", ColumnKind::Text),
            ("owner", "Owner", ColumnKind::Text),
            ("reply_by", "Reply by", ColumnKind::Day),
            ("late_reply", "Days unanswered", ColumnKind::Days),
            ("due", "Due", ColumnKind::Day),
            ("late_due", "Days past due", ColumnKind::Days),
        ]),
        lines: found.iter().map(line).collect(),
        ..Sheet::default()
    }
}
