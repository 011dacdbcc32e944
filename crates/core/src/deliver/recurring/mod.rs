//! Tasks that come again: a rule by calendar arithmetic, and the worker that makes the next one, exactly one, when the latest is
//! done or its day has come.
mod ops;
pub(crate) mod rows;
mod rule;

use crate::book::Reader;
use crate::error::Result;
use crate::people;
use crate::values::{Day, TaskId};

/// The day of the task after this one.
pub(crate) fn next(reader: &Reader<'_>, task: TaskId, rule: &Recurrence, anchor: Day) -> Result<Option<Day>> {
    let on = rows::occurrence_on(reader, task)?.unwrap_or(anchor);
    let yesterday = reader.today().plus_days(-1);
    Ok(rule.next(anchor, on.max(yesterday), &people::calendar(reader)?))
}

pub use rule::{RecurUnit, Recurrence};
