//! What a template becomes for one customer: who does what on which days, and why. Pure: no SQL, no clock, no randomness.
//! The preview before a win, the worker and a project made by hand all use this one plan.
use std::collections::BTreeMap;

use super::assign::{Chosen, Desk, Work};
pub use super::assign::{Staff, StaffRole};
use crate::deliver::load::DAY_MINUTES;
use crate::deliver::{Anchor, LinkKind, Template, TemplateLink, TemplateTask};
use crate::error::{Code, Error, Result};
use crate::values::{Day, PersonId, RoleId, WorkingCalendar};

/// Everything a plan depends on. `owner` is the deal's owner, or the lead of a project made by hand.
#[derive(Debug, Clone)]
pub struct PlanInput<'a> {
    pub template: &'a Template,
    pub calendar: &'a WorkingCalendar,
    pub staff: &'a Staff,
    pub owner: Option<PersonId>,
    pub company_owner: Option<PersonId>,
    /// Day 0 of every offset: the day of the win, or the start of a project made by hand.
    pub zero: Day,
    /// What day 0 is called in explanations: "win" or "start".
    pub zero_word: &'static str,
    /// The day of the kickoff where somebody named one; else it follows from the template.
    pub kickoff: Option<Day>,
    /// The day promised to the customer.
    pub promise: Option<Day>,
}

impl<'a> PlanInput<'a> {
    /// Nobody owns anything, nothing is promised, and day 0 is that of the win.
    pub fn of(template: &'a Template, calendar: &'a WorkingCalendar, staff: &'a Staff, zero: Day) -> PlanInput<'a> {
        PlanInput {
            template,
            calendar,
            staff,
            owner: None,
            company_owner: None,
            zero,
            zero_word: "win",
            kickoff: None,
            promise: None,
        }
    }

    /// The day of the kickoff.
    pub fn kickoff_day(&self) -> Day {
        let days = i32::try_from(self.template.kickoff_days).unwrap_or(i32::MAX);
        self.kickoff.unwrap_or_else(|| self.calendar.add_working_days(self.zero, days))
    }
}

/// The project that would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub tasks: Vec<Planned>,
    pub links: Vec<TemplateLink>,
    pub lead: Option<PersonId>,
    /// First start and last due day; `None` without tasks.
    pub start: Option<Day>,
    /// The earliest day on which everything can be delivered.
    pub finish: Option<Day>,
    /// Tasks that nobody owns.
    pub unowned: u32,
    /// Who had the turn in roles that go round.
    pub turns: BTreeMap<RoleId, PersonId>,
}

/// A task with its days and its person. `phase` is an index into the template's phases.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub key: String,
    pub phase: usize,
    pub name: String,
    pub description: Option<String>,
    pub role: Option<RoleId>,
    pub duration_days: u32,
    pub estimate_minutes: Option<u32>,
    pub checklist: Vec<String>,
    pub assignee: Option<(PersonId, String)>,
    pub who_why: String,
    pub start: Day,
    pub due: Day,
    pub date_why: String,
    /// The predecessor that decides the start, where it is later than the offset.
    pub pushed_by: Option<String>,
}

/// Plans every task at the earliest days that its offset and its dependencies allow. A cycle is refused and named.
pub fn plan(input: &PlanInput<'_>) -> Result<Plan> {
    let template = input.template;
    let parts: Vec<(usize, &TemplateTask)> = template
        .phases
        .iter()
        .enumerate()
        .flat_map(|(phase, part)| part.tasks.iter().map(move |task| (phase, task)))
        .collect();
    let web = Web::of(&parts, &template.links);
    let order = web.order(&parts)?;
    let ruler = Ruler { calendar: input.calendar, zero: input.calendar.next_working(input.zero) };
    let mut spans: Vec<Span> = vec![Span::default(); parts.len()];
    for &at in &order {
        spans[at] = web.span(at, parts[at].1, &spans, input, &ruler);
    }
    let mut desk = Desk::new(input);
    let tasks: Vec<Planned> = parts
        .iter()
        .enumerate()
        .map(|(at, (phase, task))| {
            let mut made = planned(input, &parts, &ruler, &spans, at, *phase, task);
            let whole = f64::from(DAY_MINUTES) * f64::from(task.duration_days);
            let minutes = task.estimate_minutes.map_or(whole, f64::from);
            let work = Work { start: made.start, due: made.due, minutes };
            (made.assignee, made.who_why) = desk.give(task.role, Some(work));
            made
        })
        .collect();
    let (lead, _): Chosen = desk.give(template.lead_role, None);
    Ok(Plan {
        lead: lead.map(|(person, _)| person),
        turns: desk.turns,
        start: tasks.iter().map(|task| task.start).min(),
        finish: tasks.iter().map(|task| task.due).max(),
        unowned: u32::try_from(tasks.iter().filter(|task| task.assignee.is_none()).count()).unwrap_or(u32::MAX),
        links: template.links.iter().filter(|link| web.known(&parts, link)).cloned().collect(),
        tasks,
    })
}

/// Refuses a template whose dependencies go round in a circle, naming the circle.
pub fn refuse_cycle(template: &Template) -> Result<()> {
    let parts: Vec<(usize, &TemplateTask)> =
        template.phases.iter().flat_map(|part| part.tasks.iter().map(|task| (0, task))).collect();
    Web::of(&parts, &template.links).order(&parts).map(|_| ())
}

/// Counts working days from `zero`, a working day, so that lags and durations are plain sums.
struct Ruler<'a> {
    calendar: &'a WorkingCalendar,
    zero: Day,
}

impl Ruler<'_> {
    fn day(&self, position: i64) -> Day {
        let days = position.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        self.calendar.add_working_days(self.zero, days)
    }

    fn position(&self, day: Day) -> i64 {
        self.calendar.working_days_between(self.zero, day)
    }
}

/// A task on the ruler: it takes the days `start .. end`; a milestone has `end == start` and stands at the start of its day.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: i64,
    end: i64,
    /// The link that decides the start, where it is later than the offset.
    pushed_by: Option<usize>,
}

/// The dependencies by position in the list of tasks.
struct Web<'a> {
    links: &'a [TemplateLink],
    /// (predecessor, successor, index into `links`)
    arcs: Vec<(usize, usize, usize)>,
}

impl<'a> Web<'a> {
    fn of(parts: &[(usize, &TemplateTask)], links: &'a [TemplateLink]) -> Web<'a> {
        let at: BTreeMap<&str, usize> = parts.iter().enumerate().map(|(i, (_, task))| (task.key.as_str(), i)).collect();
        let arcs = links
            .iter()
            .enumerate()
            .filter_map(|(i, link)| Some((*at.get(link.predecessor.as_str())?, *at.get(link.successor.as_str())?, i)))
            .collect();
        Web { links, arcs }
    }

    fn known(&self, parts: &[(usize, &TemplateTask)], link: &TemplateLink) -> bool {
        let has = |key: &str| parts.iter().any(|(_, task)| task.key == key);
        has(&link.predecessor) && has(&link.successor)
    }

    /// Predecessors first; among equals the order of the template.
    fn order(&self, parts: &[(usize, &TemplateTask)]) -> Result<Vec<usize>> {
        let mut waits = vec![0usize; parts.len()];
        for (_, successor, _) in &self.arcs {
            waits[*successor] += 1;
        }
        let mut ready: std::collections::BTreeSet<usize> = (0..parts.len()).filter(|i| waits[*i] == 0).collect();
        let mut order = Vec::with_capacity(parts.len());
        while let Some(next) = ready.pop_first() {
            order.push(next);
            for (_, successor, _) in self.arcs.iter().filter(|(from, _, _)| *from == next) {
                waits[*successor] -= 1;
                if waits[*successor] == 0 {
                    ready.insert(*successor);
                }
            }
        }
        if order.len() == parts.len() { Ok(order) } else { Err(self.cycle(parts, &waits)) }
    }

    /// Walks back through tasks that still wait until one comes round again.
    fn cycle(&self, parts: &[(usize, &TemplateTask)], waits: &[usize]) -> Error {
        let mut walk: Vec<usize> = Vec::new();
        let mut here = waits.iter().position(|waiting| *waiting > 0).unwrap_or(0);
        while !walk.contains(&here) {
            walk.push(here);
            let back = self.arcs.iter().find(|(from, to, _)| *to == here && waits[*from] > 0);
            here = back.map_or(here, |(from, _, _)| *from);
        }
        let from = walk.iter().position(|at| *at == here).unwrap_or(0);
        let mut round: Vec<&str> = walk[from..].iter().rev().map(|at| parts[*at].1.name.as_str()).collect();
        round.extend(round.first().copied());
        Error::new(
            Code::Invalid,
            format!(
                "These tasks wait for each other in a circle: {}. Nothing was saved; remove one of the dependencies.",
                round.join(" → ")
            ),
        )
    }

    fn span(&self, at: usize, task: &TemplateTask, spans: &[Span], input: &PlanInput<'_>, ruler: &Ruler<'_>) -> Span {
        let length = i64::from(task.duration_days);
        let mut start = own_start(task, input, ruler);
        let mut pushed_by = None;
        for (from, _, i) in self.arcs.iter().filter(|(_, to, _)| *to == at) {
            let link = &self.links[*i];
            let earliest = i64::from(link.lag_days)
                + match link.kind {
                    LinkKind::FinishStart => spans[*from].end,
                    LinkKind::StartStart => spans[*from].start,
                    LinkKind::FinishFinish => spans[*from].end - length,
                    LinkKind::StartFinish => spans[*from].start - length,
                };
            if earliest > start {
                start = earliest;
                pushed_by = Some(*i);
            }
        }
        Span { start, end: start + length, pushed_by }
    }
}

fn planned(
    input: &PlanInput<'_>,
    parts: &[(usize, &TemplateTask)],
    ruler: &Ruler<'_>,
    spans: &[Span],
    at: usize,
    phase: usize,
    task: &TemplateTask,
) -> Planned {
    let span = spans[at];
    let (start, due) = (ruler.day(span.start), ruler.day(span.end.max(span.start + 1) - 1));
    let (why, counted_from) = match span.pushed_by.map(|i| &input.template.links[i]) {
        None => anchor_sentence(input, ruler, task, start),
        Some(link) => {
            let other = parts.iter().position(|(_, part)| part.key == link.predecessor).unwrap_or(at);
            (link_sentence(link, &parts[other].1.name), ruler.day(spans[other].start).min(start))
        }
    };
    Planned {
        key: task.key.clone(),
        phase,
        name: task.name.clone(),
        description: task.description.clone(),
        role: task.role,
        duration_days: task.duration_days,
        estimate_minutes: task.estimate_minutes,
        checklist: task.checklist.clone(),
        assignee: None,
        who_why: String::new(),
        start,
        due,
        date_why: why.clone()
            + &length_sentence(&why, task.duration_days, due)
            + &skips(input.calendar, counted_from, due),
        pushed_by: span.pushed_by.map(|i| input.template.links[i].predecessor.clone()),
    }
}

/// Where a task would begin if nothing held it up, on the ruler.
fn own_start(task: &TemplateTask, input: &PlanInput<'_>, ruler: &Ruler<'_>) -> i64 {
    let after =
        |day: Day| ruler.position(input.calendar.next_working(input.calendar.add_working_days(day, task.offset_days)));
    match (task.anchor, input.promise) {
        (Anchor::Win, _) => after(input.zero),
        (Anchor::Kickoff, _) => after(input.kickoff_day()),
        // Never before the win: the promise may leave no room.
        (Anchor::Promise, Some(promise)) => back_from(task, promise, ruler).max(0),
        (Anchor::Promise, None) => 0,
    }
}

/// Due so many working days from the promised day; a day off counts as the working day before it.
fn back_from(task: &TemplateTask, promise: Day, ruler: &Ruler<'_>) -> i64 {
    let due = ruler.position(promise) + i64::from(task.offset_days);
    due + 1 - i64::from(task.duration_days.max(1))
}

/// Why a task begins when it does, and the day from which days off are counted.
fn anchor_sentence(input: &PlanInput<'_>, ruler: &Ruler<'_>, task: &TemplateTask, start: Day) -> (String, Day) {
    let from = |day: Day| if task.offset_days < 0 { start } else { day };
    match (task.anchor, input.promise) {
        (Anchor::Win, _) => (offset_sentence(input, input.zero, input.zero_word, task.offset_days), from(input.zero)),
        (Anchor::Kickoff, _) => {
            let day = input.kickoff_day();
            let sentence = offset_sentence(input, day, "kickoff", task.offset_days);
            (format!("{sentence} on {}", day.date().format("%a %-d %b")), from(day))
        }
        (Anchor::Promise, None) => {
            (format!("no day is promised: starts on the day of the {}", input.zero_word), input.zero)
        }
        (Anchor::Promise, Some(promise)) if back_from(task, promise, ruler) < 0 => {
            let word = input.zero_word;
            (format!("the promised day leaves no room: starts on the day of the {word}"), input.zero)
        }
        (Anchor::Promise, Some(_)) => {
            let days = working_days(task.offset_days.unsigned_abs());
            let sentence = match task.offset_days {
                0 => "is done on the promised day".to_owned(),
                1.. => format!("is done {days} after the promised day"),
                _ => format!("is done {days} before the promised day"),
            };
            (sentence, start)
        }
    }
}

fn offset_sentence(input: &PlanInput<'_>, day: Day, word: &str, offset_days: i32) -> String {
    match offset_days {
        0 if input.calendar.is_working(day) => format!("starts on the day of the {word}"),
        0 => format!("starts on the first working day after the {word}"),
        1.. => format!("starts {} after the {word}", working_days(offset_days.unsigned_abs())),
        _ => format!("starts {} before the {word}", working_days(offset_days.unsigned_abs())),
    }
}

fn link_sentence(link: &TemplateLink, other: &str) -> String {
    let days = working_days(link.lag_days.unsigned_abs());
    let (verb, event) = match link.kind {
        LinkKind::FinishStart => ("starts", format!("“{other}” is done")),
        LinkKind::StartStart => ("starts", format!("“{other}” has started")),
        LinkKind::FinishFinish => ("ends at the earliest", format!("“{other}” is done")),
        LinkKind::StartFinish => ("ends at the earliest", format!("“{other}” has started")),
    };
    match link.lag_days {
        0 => format!("{verb} when {event}"),
        1.. => format!("{verb} {days} after {event}"),
        _ => format!("{verb} {days} before {event}"),
    }
}

fn working_days(days: u32) -> String {
    if days == 1 { "1 working day".into() } else { format!("{days} working days") }
}

/// ", takes 3: due Thu 4 Dec", so that the start explained before it and the day that is shown meet in one sentence.
fn length_sentence(before: &str, duration_days: u32, due: Day) -> String {
    let due = due.date().format("%a %-d %b");
    match duration_days {
        0 => format!(", a milestone: due {due}"),
        days if before.contains("working days") => format!(", takes {days}: due {due}"),
        days => format!(", takes {}: due {due}", working_days(days)),
    }
}

/// ", skips 24 Dec (Christmas Eve)" for the holidays on the way.
fn skips(calendar: &WorkingCalendar, from: Day, to: Day) -> String {
    let skipped = calendar.skipped(from, to);
    if skipped.is_empty() {
        return String::new();
    }
    let names: Vec<String> =
        skipped.iter().map(|(day, name)| format!("{} ({name})", day.date().format("%-d %b"))).collect();
    format!(", skips {}", names.join(", "))
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
