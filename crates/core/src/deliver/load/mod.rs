//! Who has how much to do, week by week, and what is due on which day.
//!
//! `spread.rs` where the hours of a task fall (pure) · `rows.rs` the only SQL · `types.rs` what crosses to the window.
mod rows;
mod spread;
mod types;

pub(crate) use spread::{DAY_MINUTES, monday, spread};
pub use types::*;

use std::collections::BTreeMap;

use self::rows::{Giver, OpenTask};
use super::planning;
use crate::book::{Book, Done, Reader, Table};
use crate::error::{Code, Error, Result};
use crate::people;
use crate::values::{Day, Named, PersonId, WorkingCalendar};

/// At most half a year is shown at once.
const WEEKS: u32 = 26;
/// All hours of a week.
const WEEK_MINUTES: u32 = 7 * 24 * 60;
/// Tasks listed of a day; the rest is counted.
const OF_A_DAY: usize = 50;

impl Book {
    /// Hours of open tasks for each person and week, spread over their working days, against what each can give.
    pub fn workload(&self, args: &WorkloadArgs) -> Result<Workload> {
        self.read(|reader| {
            let frame = Frame::new(reader, args.from, args.weeks)?;
            let mut loads: BTreeMap<Option<PersonId>, (Vec<f64>, u32)> = BTreeMap::new();
            let mut undated = 0;
            for task in rows::open(reader)? {
                let Some(minutes) = frame.minutes(&task) else {
                    undated += 1;
                    continue;
                };
                let (sum, tasks) = loads.entry(task.assignee).or_insert_with(|| (vec![0.0; frame.weeks.len()], 0));
                sum.iter_mut().zip(minutes).for_each(|(sum, minutes)| *sum += minutes);
                *tasks += 1;
            }
            let away = planning::away(reader)?;
            let mut list = Vec::new();
            for Giver { id, name, active, week_minutes } in rows::people(reader)? {
                let found = loads.remove(&Some(id));
                if !active && found.is_none() {
                    continue;
                }
                let (sum, tasks) = found.unwrap_or_else(|| (vec![0.0; frame.weeks.len()], 0));
                let away = away.get(&id).map_or(&[][..], Vec::as_slice);
                let capacity = |monday: &Day| {
                    if active { spread::capacity(&frame.calendar, week_minutes, away, *monday) } else { 0 }
                };
                let load = frame.weeks.iter().zip(sum).map(|(monday, sum)| week(sum, capacity(monday))).collect();
                list.push(PersonLoad { person: Some(Named::new(id, name)), active, week_minutes, load, tasks });
            }
            if let Some((sum, tasks)) = loads.remove(&None) {
                let load = sum.into_iter().map(|sum| week(sum, 0)).collect();
                list.push(PersonLoad { person: None, active: true, week_minutes: None, load, tasks });
            }
            Ok(Workload { rev: reader.rev()?, weeks: frame.weeks, rows: list, undated })
        })
    }

    /// What makes up a person's load, by due day.
    pub fn workload_tasks(&self, args: &WorkloadTasksArgs) -> Result<Vec<LoadTask>> {
        self.read(|reader| {
            let frame = Frame::new(reader, args.from, args.weeks)?;
            let own = rows::open(reader)?.into_iter().filter(|task| task.assignee == args.person);
            Ok(own
                .filter_map(|task| {
                    let minutes = frame.minutes(&task)?.into_iter().map(|minutes| minutes.round() as u32).collect();
                    let guessed = task.estimate_minutes.is_none();
                    let OpenTask { id, name, project, start, due, .. } = task;
                    Some(LoadTask { id, name, project, start, due, minutes, guessed })
                })
                .collect())
        })
    }

    /// What a person gives in a usual week, in minutes; `None`: eight hours for each working day of the firm.
    pub fn set_capacity(&self, person: PersonId, week_minutes: Option<u32>) -> Result<Done<()>> {
        self.transact("set_capacity", |txn| {
            if week_minutes.is_some_and(|minutes| minutes > WEEK_MINUTES) {
                return Err(Error::invalid("A week has 168 hours. Nothing was changed."));
            }
            let (name, before) = rows::person(txn, person)?;
            if before == week_minutes {
                return Err(Error::new(Code::Nothing, format!("{name}'s week is as it was.")));
            }
            txn.update(Table::Person, person, &[("week_minutes", &week_minutes)])?;
            txn.subject(Table::Person, person);
            txn.label(match week_minutes {
                Some(minutes) => format!("{name} has {} hours a week", f64::from(minutes) / 60.0),
                None => format!("{name} has the firm's usual week"),
            });
            Ok(())
        })
    }

    /// Tasks and milestones by the day they are due.
    pub fn task_days(&self, args: &TaskDaysArgs) -> Result<TaskDays> {
        self.read(|reader| {
            let day = |(day, mut tasks): (Day, Vec<DayTask>)| {
                let count = tasks.len() as u32;
                tasks.truncate(OF_A_DAY);
                TaskDay { day, count, tasks }
            };
            let days = rows::days(reader, args)?.into_iter().map(day).collect();
            Ok(TaskDays { rev: reader.rev()?, days, undated: rows::undated(reader, args)? })
        })
    }
}

/// Minutes that are planned for a person in the week of a Monday.
pub(crate) type Planned = BTreeMap<(PersonId, Day), f64>;

/// What everybody has to do, week by week however far it goes, and the usual weeks that are people's own.
pub(crate) fn planned(reader: &Reader<'_>) -> Result<(Planned, BTreeMap<PersonId, u32>)> {
    let (calendar, now) = (people::calendar(reader)?, reader.today());
    let mut sums = Planned::new();
    for task in rows::open(reader)? {
        let (Some(person), Some(days)) =
            (task.assignee, spread(&calendar, task.start, task.due, task.estimate_minutes, now))
        else {
            continue;
        };
        for (day, minutes) in days {
            *sums.entry((person, monday(day))).or_default() += minutes;
        }
    }
    let own = rows::people(reader)?.into_iter().filter_map(|giver| Some((giver.id, giver.week_minutes?)));
    Ok((sums, own.collect()))
}

fn week(minutes: f64, capacity: u32) -> WeekLoad {
    WeekLoad { minutes: minutes.round() as u32, capacity }
}

/// The weeks looked at, and the calendar they are looked at with.
struct Frame {
    weeks: Vec<Day>,
    calendar: WorkingCalendar,
    now: Day,
}

impl Frame {
    fn new(reader: &Reader<'_>, from: Option<Day>, weeks: u32) -> Result<Frame> {
        let now = reader.today();
        let first = monday(from.unwrap_or(now));
        let weeks = (0..weeks.clamp(1, WEEKS)).map(|n| first.plus_days(7 * i64::from(n))).collect();
        Ok(Frame { weeks, calendar: people::calendar(reader)?, now })
    }

    /// The minutes of a task in each week; `None` without a date.
    fn minutes(&self, task: &OpenTask) -> Option<Vec<f64>> {
        let mut sums = vec![0.0; self.weeks.len()];
        let first = *self.weeks.first()?;
        for (day, minutes) in spread(&self.calendar, task.start, task.due, task.estimate_minutes, self.now)? {
            let week = first.days_until(day).div_euclid(7);
            if let Some(sum) = usize::try_from(week).ok().and_then(|week| sums.get_mut(week)) {
                *sum += minutes;
            }
        }
        Some(sums)
    }
}
