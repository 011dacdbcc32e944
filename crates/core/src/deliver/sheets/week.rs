//! The week of a person or a crew on paper: each day with what is to be done, what is left from before, who is away. Pure.
use super::job::{LEFT, LINE, RIGHT, SIZE, Sheet, short, weekday};
use crate::error::Result;
use crate::offers::paper::{Ink, Weight};
use crate::values::{Day, WorkingCalendar};

/// Where a task's name begins, beside the box to tick.
const TEXT: f32 = LEFT + 18.0;

/// A task with the days it takes.
#[derive(Debug, Clone)]
pub(super) struct WeekTask {
    pub name: String,
    pub project: String,
    pub customer: Option<String>,
    pub place: Option<String>,
    pub who: Option<String>,
    pub crew: Option<String>,
    pub start: Day,
    pub due: Day,
    pub milestone: bool,
}

pub(super) struct Week {
    pub firm: String,
    /// Whose.
    pub title: String,
    /// Of a crew.
    pub members: Vec<String>,
    pub first: Day,
    pub calendar: WorkingCalendar,
    pub tasks: Vec<WeekTask>,
    /// (who, first day, last day)
    pub away: Vec<(String, Day, Day)>,
}

impl Week {
    /// What stands on a day: tasks that are worked on then; on a day off only what is due then.
    pub(super) fn on(&self, day: Day) -> Vec<&WeekTask> {
        let works = self.calendar.is_working(day);
        let there = |task: &&WeekTask| task.start <= day && day <= task.due && (works || task.due == day);
        self.tasks.iter().filter(there).collect()
    }

    pub(super) fn left(&self) -> Vec<&WeekTask> {
        self.tasks.iter().filter(|task| task.due < self.first).collect()
    }
}

/// The PDF and how many pages it has.
pub(super) fn pdf(week: &Week) -> Result<(Vec<u8>, u32)> {
    let mut sheet = Sheet::new()?;
    let last = week.first.plus_days(6);
    sheet.title(&week.firm, "Week", &week.title);
    sheet.words(&format!("{} to {}", week.first.spoken(), last.spoken()), Ink::Quiet);
    if !week.members.is_empty() {
        sheet.words(&week.members.join(", "), Ink::Quiet);
    }
    let left = week.left();
    if !left.is_empty() {
        sheet.heading("Left from before");
        left.iter().for_each(|task| line(&mut sheet, task, Some(task.due)));
    }
    for n in 0..7 {
        day(&mut sheet, week, week.first.plus_days(n));
    }
    let foot = format!("{} · {} · week of {}", week.firm, week.title, week.first.spoken());
    sheet.paper.finish(&format!("{}: week of {}", week.title, week.first.spoken()), &week.firm, |page, of| {
        format!("{} · Page {page} of {of}", short(&foot, 100))
    })
}

/// A day off is there only when something falls on it.
fn day(sheet: &mut Sheet, week: &Week, day: Day) {
    let tasks = week.on(day);
    if tasks.is_empty() && !week.calendar.is_working(day) && !week.calendar.holidays.contains_key(&day) {
        return;
    }
    sheet.room(LINE * 4.5);
    sheet.y += 12.0;
    sheet.paper.rule(sheet.y - 13.0, LEFT, RIGHT);
    sheet.paper.text((LEFT, sheet.y), 11.0, Weight::Bold, Ink::Full, &weekday(day));
    let away: Vec<&str> =
        week.away.iter().filter(|(_, from, to)| *from <= day && day <= *to).map(|(name, ..)| name.as_str()).collect();
    let mut beside: Vec<String> = week.calendar.holidays.get(&day).cloned().into_iter().collect();
    if !away.is_empty() {
        beside.push(format!("away: {}", away.join(", ")));
    }
    sheet.paper.text_to((RIGHT, sheet.y), SIZE, Weight::Regular, Ink::Quiet, &short(&beside.join(" · "), 60));
    sheet.y += LINE + 2.0;
    if tasks.is_empty() {
        sheet.words("Nothing planned", Ink::Quiet);
    }
    for task in tasks {
        line(sheet, task, None);
    }
}

/// The name, who, and below it for whom and where.
fn line(sheet: &mut Sheet, task: &WeekTask, late: Option<Day>) {
    let who = match (&task.who, &task.crew) {
        (Some(who), _) => who.clone(),
        (None, Some(crew)) => crew.clone(),
        (None, None) => String::new(),
    };
    let who = short(&who, 28);
    let room = RIGHT - TEXT - sheet.paper.width_of(&who, SIZE, Weight::Regular) - 12.0;
    let mut name = task.name.clone();
    if task.milestone {
        name.push_str(" (milestone)");
    }
    let names = sheet.paper.broken(&name, SIZE, Weight::Regular, room);
    let parts =
        [Some(task.project.clone()), task.customer.clone(), task.place.clone().filter(|place| !place.is_empty())];
    let mut below: Vec<String> = parts.into_iter().flatten().collect();
    below.dedup();
    below.extend(late.map(|due| format!("was due {}", due.spoken())));
    let below = sheet.paper.broken(&below.join(" · "), 8.5, Weight::Regular, RIGHT - TEXT);
    sheet.room(LINE * (names.len() + below.len()) as f32);
    sheet.paper.tick_box((LEFT, sheet.y - 8.5), 9.5, false);
    sheet.paper.text_to((RIGHT, sheet.y), SIZE, Weight::Regular, Ink::Quiet, &who);
    for name in names {
        sheet.paper.text((TEXT, sheet.y), SIZE, Weight::Regular, Ink::Full, &name);
        sheet.y += 12.5;
    }
    for text in below {
        sheet.paper.text((TEXT, sheet.y), 8.5, Weight::Regular, Ink::Quiet, &text);
        sheet.y += 11.5;
    }
    sheet.y += 5.0;
}
