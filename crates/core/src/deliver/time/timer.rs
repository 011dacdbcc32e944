//! The clock: one a person, kept in the workspace, so that it runs on through a restart.
use super::ops::{nobody, spoken, subject, write};
use super::rows;
use super::types::{DAY_MINUTES, RunningTimer, TimeOn};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::values::{PersonId, ProjectId, TaskId, TimerId};

const MINUTE_MS: i64 = 60_000;

impl Book {
    /// The clock of the acting person.
    pub fn running_timer(&self) -> Result<RunningTimer> {
        let me = self.me();
        self.read(|reader| {
            let found = me.map(|me| rows::running(reader, me)).transpose()?.flatten();
            Ok(RunningTimer { rev: reader.rev()?, timer: found.map(|(timer, _)| timer) })
        })
    }

    /// Starts the clock on a task or a project. One that runs on something else is stopped first and written down.
    pub fn start_timer(&self, on: TimeOn) -> Result<Done<()>> {
        self.transact("start_timer", |txn| {
            let person = txn.actor().person().ok_or_else(nobody)?;
            let (project, name, task) = rows::on(txn, on)?;
            if let Some((timer, _)) = rows::running(txn, person)? {
                if timer.project.id == project.0 && timer.task.as_ref().map(|task| task.id) == task.map(|task| task.0) {
                    return Err(Error::invalid(format!("The clock runs on {name} already. Nothing was changed.")));
                }
                stop(txn, person, None)?;
            }
            let (day, now) = (txn.today(), txn.now_ms());
            let columns: crate::book::Columns<'_> = &[
                ("person_id", &person),
                ("project_id", &project),
                ("task_id", &task),
                ("day", &day),
                ("started_at", &now),
            ];
            txn.insert_or_revive(Table::Timer, clock(person), columns)?;
            subject(txn, project, task);
            txn.label(format!("Started the clock on {name}"));
            Ok(())
        })
    }

    /// Stops the clock and writes its time down, on the day it was started; answers the minutes. A minute begun counts.
    pub fn stop_timer(&self, note: Option<&str>) -> Result<Done<u32>> {
        self.transact("stop_timer", |txn| {
            let person = txn.actor().person().ok_or_else(nobody)?;
            let (name, minutes, whole) = stop(txn, person, note)?.ok_or_else(none_runs)?;
            txn.label(if whole {
                format!("Stopped the clock on {name}: {}", spoken(minutes))
            } else {
                format!("Stopped the clock on {name}: more than a day, written down as {}", spoken(minutes))
            });
            Ok(minutes)
        })
    }

    /// Stops the clock without writing anything down.
    pub fn discard_timer(&self) -> Result<Done<()>> {
        self.transact("discard_timer", |txn| {
            let person = txn.actor().person().ok_or_else(nobody)?;
            let (timer, _) = rows::running(txn, person)?.ok_or_else(none_runs)?;
            txn.trash(Table::Timer, clock(person))?;
            let name = timer.task.as_ref().map_or(timer.project.name.clone(), |task| task.name.clone());
            subject(txn, ProjectId(timer.project.id), timer.task.map(|task| TaskId(task.id)));
            txn.label(format!("Discarded the clock on {name}"));
            Ok(())
        })
    }
}

fn clock(person: PersonId) -> TimerId {
    TimerId::derived(person, "timer")
}

fn none_runs() -> Error {
    Error::invalid("No clock runs. Start one on a task or a project.")
}

/// What ran, the minutes written down, and whether those are all.
fn stop(txn: &mut Txn<'_>, person: PersonId, note: Option<&str>) -> Result<Option<(String, u32, bool)>> {
    let Some((timer, day)) = rows::running(txn, person)? else { return Ok(None) };
    let ran = minutes_of(txn.now_ms() - timer.started_at.0);
    let minutes = ran.min(DAY_MINUTES);
    let (project, task) = (ProjectId(timer.project.id), timer.task.as_ref().map(|task| TaskId(task.id)));
    let day = day.min(txn.today());
    write(txn, (project, task), person, day, minutes, note)?;
    txn.trash(Table::Timer, clock(person))?;
    subject(txn, project, task);
    Ok(Some((timer.task.map_or(timer.project.name, |task| task.name), minutes, ran == minutes)))
}

/// A minute begun counts; a clock that was put back counts one.
fn minutes_of(ms: i64) -> u32 {
    u32::try_from((ms.max(1) + MINUTE_MS - 1) / MINUTE_MS).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::minutes_of;

    #[test]
    fn a_minute_begun_counts() {
        assert_eq!([-5, 0, 1, 60_000, 60_001, 5_400_000].map(minutes_of), [1, 1, 1, 1, 2, 90]);
    }
}
