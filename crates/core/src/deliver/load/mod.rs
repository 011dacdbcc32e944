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
use super::{planning, teams};
use crate::book::{Book, Done, Reader, Table};
use crate::error::{Code, Error, Result};
use crate::people;
use crate::values::{Day, Named, PersonId, TeamId, WorkingCalendar};

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
            let mut loads: BTreeMap<Whose, Sum> = BTreeMap::new();
            let mut undated = 0;
            for task in rows::open(reader)? {
                match frame.minutes(&task) {
                    Some(minutes) => {
                        loads.entry(Whose::of(&task)).or_insert_with(|| Sum::none(&frame)).add(&minutes, 1)
                    }
                    None => undated += 1,
                }
            }
            let mut list = people_rows(reader, &frame, &loads)?;
            list.extend(team_rows(reader, &frame, &loads, &list)?);
            if let Some(sum) = loads.get(&Whose::Nobody) {
                list.push(PersonLoad { load: sum.weeks(&[]), tasks: sum.tasks, ..PersonLoad::nobody() });
            }
            let mut all = Sum::none(&frame);
            loads.values().for_each(|sum| all.add(&sum.minutes, sum.tasks));
            let totals = all.minutes.iter().map(|minutes| minutes.round() as u32).collect();
            Ok(Workload { rev: reader.rev()?, weeks: frame.weeks, rows: list, totals, undated })
        })
    }

    /// What makes up a person's load, by due day.
    pub fn workload_tasks(&self, args: &WorkloadTasksArgs) -> Result<Vec<LoadTask>> {
        self.read(|reader| {
            let frame = Frame::new(reader, args.from, args.weeks)?;
            let members = match args.team {
                Some(team) => teams::rows::members(reader, team)?,
                None => Vec::new(),
            };
            let member = |person: Option<PersonId>| members.iter().find(|one| Some(one.id) == person.map(|id| id.0));
            let own = rows::open(reader)?.into_iter().filter(|task| match (args.team, args.person) {
                (Some(team), _) => Whose::of(task) == Whose::Team(team) || member(task.assignee).is_some(),
                (None, Some(person)) => Whose::of(task) == Whose::Person(person),
                (None, None) => Whose::of(task) == Whose::Nobody,
            });
            Ok(own
                .filter_map(|task| {
                    let minutes = frame.minutes(&task)?.into_iter().map(|minutes| minutes.round() as u32).collect();
                    let guessed = task.estimate_minutes.is_none();
                    let member = member(task.assignee).map(|one| one.name.clone());
                    let OpenTask { id, name, project, start, due, .. } = task;
                    Some(LoadTask { id, name, project, member, start, due, minutes, guessed })
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

/// In whose row a task stands: with who answers for it, else with its crew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Person(PersonId),
    Team(TeamId),
    Nobody,
}

impl Whose {
    fn of(task: &OpenTask) -> Whose {
        match (task.assignee, task.team) {
            (Some(person), _) => Whose::Person(person),
            (None, Some(team)) => Whose::Team(team),
            (None, None) => Whose::Nobody,
        }
    }
}

/// Minutes in each week, and of how many tasks.
#[derive(Debug, Clone)]
struct Sum {
    minutes: Vec<f64>,
    tasks: u32,
}

impl Sum {
    fn none(frame: &Frame) -> Sum {
        Sum { minutes: vec![0.0; frame.weeks.len()], tasks: 0 }
    }

    fn add(&mut self, minutes: &[f64], tasks: u32) {
        self.minutes.iter_mut().zip(minutes).for_each(|(sum, minutes)| *sum += minutes);
        self.tasks += tasks;
    }

    /// Against these capacities; where there are none, nothing can be given.
    fn weeks(&self, capacity: &[u32]) -> Vec<WeekLoad> {
        let given = capacity.iter().copied().chain(std::iter::repeat(0));
        self.minutes
            .iter()
            .zip(given)
            .map(|(minutes, capacity)| WeekLoad { minutes: minutes.round() as u32, capacity })
            .collect()
    }
}

impl PersonLoad {
    fn nobody() -> PersonLoad {
        PersonLoad { person: None, team: None, active: true, week_minutes: None, load: Vec::new(), tasks: 0 }
    }
}

/// By name; those who have left only with tasks.
fn people_rows(reader: &Reader<'_>, frame: &Frame, loads: &BTreeMap<Whose, Sum>) -> Result<Vec<PersonLoad>> {
    let away = planning::away(reader)?;
    let mut list = Vec::new();
    for Giver { id, name, active, week_minutes } in rows::people(reader)? {
        let found = loads.get(&Whose::Person(id));
        if !active && found.is_none() {
            continue;
        }
        let away = away.get(&id).map_or(&[][..], Vec::as_slice);
        let capacity = |monday: &Day| {
            if active { spread::capacity(&frame.calendar, week_minutes, away, *monday) } else { 0 }
        };
        let capacity: Vec<u32> = frame.weeks.iter().map(capacity).collect();
        let sum = found.cloned().unwrap_or_else(|| Sum::none(frame));
        let person = Some(Named::new(id, name));
        list.push(PersonLoad {
            person,
            team: None,
            active,
            week_minutes,
            load: sum.weeks(&capacity),
            tasks: sum.tasks,
        });
    }
    Ok(list)
}

/// A crew has its own tasks and those of its members to do, with the time its members have.
fn team_rows(
    reader: &Reader<'_>,
    frame: &Frame,
    loads: &BTreeMap<Whose, Sum>,
    people: &[PersonLoad],
) -> Result<Vec<PersonLoad>> {
    let mut list = Vec::new();
    for team in teams::rows::teams(reader)? {
        let mut sum = loads.get(&Whose::Team(team.id)).cloned().unwrap_or_else(|| Sum::none(frame));
        let mut capacity = vec![0; frame.weeks.len()];
        for member in &team.members {
            if let Some(own) = loads.get(&Whose::Person(PersonId(member.id))) {
                sum.add(&own.minutes, own.tasks);
            }
            let row = people.iter().find(|row| row.person.as_ref().is_some_and(|person| person.id == member.id));
            let weeks = row.map_or(&[][..], |row| row.load.as_slice());
            capacity.iter_mut().zip(weeks).for_each(|(all, week)| *all += week.capacity);
        }
        let load = sum.weeks(&capacity);
        list.push(PersonLoad {
            team: Some(Named::new(team.id, team.name)),
            load,
            tasks: sum.tasks,
            ..PersonLoad::nobody()
        });
    }
    Ok(list)
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
