//! Time entries.
use super::rows;
use super::types::{DAY_MINUTES, NewTime, SaveTime, TimeOn, TimeSheet};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::people::ops::must_be_active;
use crate::values::text::{NOTE_MAX, clean};
use crate::values::{Day, PersonId, ProjectId, TaskId, TimeEntryId};

/// The most entries of a list; sums are of all.
const MOST: u32 = 500;

impl Book {
    /// The time on a task or a project.
    pub fn time_sheet(&self, on: TimeOn) -> Result<TimeSheet> {
        self.read(|reader| {
            rows::on(reader, on)?;
            let (spent_minutes, estimate_minutes, without_estimate, budget_minutes) = rows::sums(reader, on)?;
            Ok(TimeSheet {
                rev: reader.rev()?,
                entries: rows::entries(reader, on, MOST)?,
                spent_minutes,
                estimate_minutes,
                without_estimate,
                budget_minutes,
            })
        })
    }

    /// Writes down time that was spent.
    pub fn add_time(&self, new: &NewTime) -> Result<Done<TimeEntryId>> {
        self.transact("add_time", |txn| {
            let (project, name, task) = rows::on(txn, new.on)?;
            let person = new.person.or(txn.actor().person()).ok_or_else(nobody)?;
            must_be_active(txn, person)?;
            let day = new.day.unwrap_or(txn.today());
            let id = write(txn, (project, task), person, day, new.minutes, new.note.as_deref())?;
            subject(txn, project, task);
            txn.label(format!("Wrote down {} on {name}", spoken(new.minutes)));
            Ok(id)
        })
    }

    /// Changes an entry.
    pub fn save_time(&self, save: &SaveTime) -> Result<Done<()>> {
        self.transact("save_time", |txn| {
            let (on, name) = rows::entry(txn, save.id)?;
            sound(save.day, txn.today(), save.minutes)?;
            let note = note_of(save.note.as_deref())?;
            let columns: crate::book::Columns<'_> = &[("day", &save.day), ("minutes", &save.minutes), ("note", &note)];
            txn.update(Table::TimeEntry, save.id, columns)?;
            concerns(txn, on);
            txn.label(format!("Changed the time on {name} to {}", spoken(save.minutes)));
            Ok(())
        })
    }

    pub fn delete_time(&self, id: TimeEntryId) -> Result<Done<()>> {
        self.transact("delete_time", |txn| {
            let (on, name) = rows::entry(txn, id)?;
            txn.trash(Table::TimeEntry, id)?;
            concerns(txn, on);
            txn.label(format!("Deleted time on {name}"));
            Ok(())
        })
    }
}

fn concerns(txn: &mut Txn<'_>, on: TimeOn) {
    match on {
        TimeOn::Task(task) => txn.subject(Table::Task, task),
        TimeOn::Project(project) => txn.subject(Table::Project, project),
    }
}

pub(super) fn subject(txn: &mut Txn<'_>, project: ProjectId, task: Option<TaskId>) {
    concerns(txn, task.map_or(TimeOn::Project(project), TimeOn::Task));
}

pub(super) fn write(
    txn: &mut Txn<'_>,
    on: (ProjectId, Option<TaskId>),
    person: PersonId,
    day: Day,
    minutes: u32,
    note: Option<&str>,
) -> Result<TimeEntryId> {
    sound(day, txn.today(), minutes)?;
    let note = note_of(note)?;
    let id: TimeEntryId = txn.new_id();
    let columns: crate::book::Columns<'_> = &[
        ("project_id", &on.0),
        ("task_id", &on.1),
        ("person_id", &person),
        ("day", &day),
        ("minutes", &minutes),
        ("note", &note),
    ];
    txn.insert(Table::TimeEntry, id, columns)?;
    Ok(id)
}

fn note_of(text: Option<&str>) -> Result<Option<String>> {
    Ok(text.map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty()))
}

fn sound(day: Day, today: Day, minutes: u32) -> Result<()> {
    if minutes == 0 || minutes > DAY_MINUTES {
        return Err(Error::invalid("Time is between 1 minute and 24 hours a day. Nothing was saved."));
    }
    if day > today {
        return Err(Error::invalid(format!("{} is still to come. Nothing was saved.", day.spoken())));
    }
    Ok(())
}

pub(super) fn nobody() -> Error {
    Error::invalid("Say who you are first: time is somebody's. Nothing was saved.")
}

/// "45 min", "1 h", "1 h 30 min".
pub(crate) fn spoken(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn minutes_in_words() {
        assert_eq!([1, 59, 60, 90, 1440].map(spoken), ["1 min", "59 min", "1 h", "1 h 30 min", "24 h"]);
    }
}
