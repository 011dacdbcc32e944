//! What a project's state and promise do to its plan: a pause shifts what remains, the first promise is kept for ever.
use super::draft::{Draft, Stored, span};
use super::ops::{diff, finish, record, write};
use super::rows;
use super::types::PlanDiff;
use crate::book::{Book, Table, Txn};
use crate::deliver::ProjectState;
use crate::error::{Error, Result};
use crate::values::{Day, ProjectId};

/// After the state of a project was set. Entering a pause notes the day; leaving it shifts what is open by the working days it took.
/// Answers how many tasks moved.
pub(crate) fn state_changed(txn: &mut Txn<'_>, id: ProjectId, from: ProjectState, to: ProjectState) -> Result<u32> {
    let today = txn.today();
    let over = |state| matches!(state, ProjectState::Done | ProjectState::Cancelled);
    if over(from) != over(to) {
        txn.update(Table::Project, id, &[("ended_on", &over(to).then_some(today))])?;
    }
    if to == ProjectState::Paused && from != ProjectState::Paused {
        txn.update(Table::Project, id, &[("paused_on", &Some(today))])?;
    }
    if from != ProjectState::Paused || to == ProjectState::Paused {
        return Ok(0);
    }
    let since: Option<Day> = rows::paused_on(txn, id)?;
    txn.update(Table::Project, id, &[("paused_on", &None::<Day>)])?;
    match since.filter(|_| !over(to)) {
        Some(since) => shift(txn, id, since, today),
        None => Ok(0),
    }
}

impl Book {
    /// What resuming a paused project today would move. Writes nothing.
    pub fn resume_preview(&self, project: ProjectId) -> Result<PlanDiff> {
        self.read(|reader| {
            let draft = rows::draft(reader, project)?;
            let since = draft.paused_on.filter(|_| draft.state == ProjectState::Paused);
            let since = since.ok_or_else(|| Error::invalid(format!("{} is not paused.", draft.name)))?;
            let (after, _) = shifted(&draft, since, draft.today);
            diff(&draft, &after, &after.schedule(false, false)?, reader.rev()?)
        })
    }
}

fn shift(txn: &mut Txn<'_>, id: ProjectId, since: Day, today: Day) -> Result<u32> {
    let draft = rows::draft(txn, id)?;
    let days = draft.calendar.working_days_between(since, today).max(0);
    if days == 0 {
        return Ok(0);
    }
    let (after, moved) = shifted(&draft, since, today);
    write(txn, &draft, &after, &after.schedule(false, false)?)?;
    let now: Draft = rows::draft(txn, id)?;
    let plural = if days == 1 { "" } else { "s" };
    let reason = Some(format!("Paused for {days} working day{plural}"));
    record(txn, &now, reason, moved, (finish(&draft), finish(&now)), (now.promised, now.promised))?;
    Ok(moved)
}

/// The plan with everything open moved by the working days of a pause, and how many tasks that are. Pure.
fn shifted(draft: &Draft, since: Day, today: Day) -> (Draft, u32) {
    let mut after = draft.clone();
    let days = draft.calendar.working_days_between(since, today).max(0) as i32;
    let mut moved = 0;
    let later = |day: Option<Day>| day.map(|day| draft.calendar.add_working_days(day, days));
    let open = |task: &&mut Stored| task.done_on.is_none() && task.due.or(task.start).is_some();
    for task in after.tasks.iter_mut().filter(open) {
        // What was over before the pause, or under way, keeps its start.
        let start = if task.start.is_some_and(|start| start < since) { task.start } else { later(task.start) };
        let due = later(task.due);
        let days = if task.start == start {
            start.zip(due).map(|(start, due)| span(&draft.calendar, start, due))
        } else {
            None
        };
        let days = days.or(task.duration);
        (task.start, task.due, task.duration) = (start, due, days);
        moved += 1;
    }
    (after, moved)
}

/// Sets the promised day. The first one stays known for ever; a change is recorded with its reason.
pub(crate) fn promised(txn: &mut Txn<'_>, id: ProjectId, day: Option<Day>, reason: Option<String>) -> Result<()> {
    let draft = rows::draft(txn, id)?;
    if draft.promised == day {
        return Ok(());
    }
    txn.update(Table::Project, id, &[("promised_date", &day), ("first_promised", &draft.first_promised.or(day))])?;
    if draft.first_promised.is_some() {
        let end = finish(&draft);
        record(txn, &draft, reason, 0, (end, end), (draft.promised, day))?;
    }
    Ok(())
}
