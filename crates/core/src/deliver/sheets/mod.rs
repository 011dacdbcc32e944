//! Work on paper and in other calendars: the job sheet of a task, the week of a person or crew, days as iCalendar.
//!
//! `job.rs` and `week.rs` draw (pure) · `ics.rs` writes RFC 5545 (pure) · `rows.rs` the only SQL.
mod ics;
mod job;
mod rows;
#[cfg(test)]
mod tests;
mod week;

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{detail, planning, teams};
use crate::book::Book;
use crate::deliver::load::monday;
use crate::deliver::rows::tasks;
use crate::error::{Error, Result};
use crate::people;
use crate::sell::ops::files::write_whole;
use crate::values::{Day, PersonId, TaskId, TeamId};

/// A file that was written. `count`: its pages, or the entries of a calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SheetDone {
    pub path: String,
    pub count: u32,
}

/// Whose week: a person's or a crew's, not both. `from`: any day of the week; today for `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct WeekArgs {
    pub person: Option<PersonId>,
    pub team: Option<TeamId>,
    pub from: Option<Day>,
}

impl Book {
    /// Writes the job sheet of a task as a PDF to `path`, whole or not at all; an existing file is replaced.
    pub fn print_job(&self, task: TaskId, path: &Path) -> Result<SheetDone> {
        let job = self.read(|reader| {
            let facts = tasks::task(reader, task)?;
            let site = rows::site(reader, task)?;
            let team = teams::rows::of_task(reader, task)?;
            let crew = match team {
                Some(team) => {
                    let members = teams::rows::members(reader, TeamId(team.id))?;
                    Some((team.name, members.into_iter().map(|one| one.name).collect()))
                }
                None => None,
            };
            Ok(job::Job {
                firm: people::rows::firm(reader)?.name,
                printed: reader.today(),
                others: detail::rows::others(reader, task)?.into_iter().map(|one| one.name).collect(),
                checks: tasks::checks(reader, task)?.into_iter().map(|check| (check.text, check.done)).collect(),
                crew,
                site,
                facts,
            })
        })?;
        let (bytes, pages) = job::pdf(&job)?;
        write_whole(path, &bytes)?;
        Ok(SheetDone { path: path.to_string_lossy().into_owned(), count: pages })
    }

    /// Writes the week of a person or a crew as a PDF to `path`: each day with its tasks, who is away, and what is left from before.
    pub fn print_week(&self, args: &WeekArgs, path: &Path) -> Result<SheetDone> {
        let week = self.read(|reader| {
            let (title, whose) = match (args.person, args.team) {
                (Some(person), None) => (people::ops::name(reader, person)?, vec![person]),
                (None, Some(team)) => {
                    let members = teams::rows::members(reader, team)?.into_iter().map(|one| PersonId(one.id));
                    (teams::rows::name(reader, team)?, members.collect())
                }
                _ => return Err(Error::invalid("A week is one person's or one crew's. Nothing was written.")),
            };
            let first = monday(args.from.unwrap_or(reader.today()));
            let last = first.plus_days(6);
            let mut away = Vec::new();
            let leaves = planning::away(reader)?;
            for person in &whose {
                let name = people::ops::name(reader, *person)?;
                let days = leaves.get(person).into_iter().flatten().filter(|(from, to)| *from <= last && *to >= first);
                away.extend(days.map(|(from, to)| (name.clone(), *from, *to)));
            }
            let mut members = Vec::new();
            if args.team.is_some() {
                for person in &whose {
                    members.push(people::ops::name(reader, *person)?);
                }
            }
            Ok(week::Week {
                firm: people::rows::firm(reader)?.name,
                calendar: people::calendar(reader)?,
                tasks: rows::of_week(reader, args, first, last)?,
                title,
                members,
                first,
                away,
            })
        })?;
        let (bytes, pages) = week::pdf(&week)?;
        write_whole(path, &bytes)?;
        Ok(SheetDone { path: path.to_string_lossy().into_owned(), count: pages })
    }

    /// Writes the dated tasks and activities of a person as iCalendar to `path`: those of the last 30 days and all to come. A record keeps
    /// its UID, so that a calendar that takes the file again brings itself up to date.
    pub fn export_ics(&self, person: PersonId, path: &Path) -> Result<SheetDone> {
        let (name, stamp, entries) = self.read(|reader| {
            let since = reader.today().plus_days(-ics::BACK);
            let mut entries = rows::dated_tasks(reader, person, since)?;
            entries.extend(rows::dated_activities(reader, person, since)?);
            Ok((people::ops::name(reader, person)?, reader.moment_ms(), entries))
        })?;
        write_whole(path, ics::calendar(&name, stamp, &entries).as_bytes())?;
        Ok(SheetDone { path: path.to_string_lossy().into_owned(), count: entries.len() as u32 })
    }
}
