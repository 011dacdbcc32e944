//! Waiting for somebody outside: apart from a block of our own, and apart in the figures.
use super::rows;
use super::types::{WaitFor, WaitingTask};
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::Category;
use crate::deliver::rows::tasks;
use crate::error::{Error, Result};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{TaskId, WaitingId};

/// The most tasks of a list.
const MOST: u32 = 500;

impl Book {
    /// A task waits for somebody outside from now on, or for somebody else than so far. With the same one only the days change.
    pub fn wait_for(&self, wait: &WaitFor) -> Result<Done<WaitingId>> {
        self.transact("wait_for", |txn| {
            let facts = tasks::task(txn, wait.task)?;
            if facts.category == Category::Done {
                return Err(Error::invalid(format!(
                    "{} is done and waits for nobody. Nothing was changed.",
                    facts.name
                )));
            }
            let whom = whom(txn, wait)?;
            let today = txn.today();
            let since = wait.since.unwrap_or(today);
            if since > today {
                return Err(Error::invalid(format!(
                    "{} can't wait since {}: that day is still to come. Nothing was changed.",
                    facts.name,
                    since.spoken()
                )));
            }
            if let Some(chase) = wait.chase_on.filter(|chase| *chase < since) {
                return Err(Error::invalid(format!(
                    "The day to chase ({}) lies before the waiting began ({}). Nothing was changed.",
                    chase.spoken(),
                    since.spoken()
                )));
            }
            let columns: crate::book::Columns<'_> =
                &[("whom", &whom), ("contact_id", &wait.contact), ("since", &since), ("chase_on", &wait.chase_on)];
            let id = match rows::open_wait(txn, wait.task)? {
                Some((id, _)) => {
                    txn.update(Table::Waiting, id, columns)?;
                    id
                }
                None => {
                    let id: WaitingId = txn.new_id();
                    let mut all = vec![("task_id", &wait.task as &dyn rusqlite::ToSql)];
                    all.extend_from_slice(columns);
                    txn.insert(Table::Waiting, id, &all)?;
                    id
                }
            };
            txn.subject(Table::Task, wait.task);
            txn.label(format!("{} waits for {whom}", facts.name));
            Ok(id)
        })
    }

    /// What was waited for has come.
    pub fn stop_waiting(&self, task: TaskId) -> Result<Done<()>> {
        self.transact("stop_waiting", |txn| {
            let facts = tasks::task(txn, task)?;
            let Some(day) = end(txn, task)? else {
                return Err(Error::invalid(format!("{} waits for nobody. Nothing was changed.", facts.name)));
            };
            txn.subject(Table::Task, task);
            txn.label(format!("{} no longer waits, since {}", facts.name, day.spoken()));
            Ok(())
        })
    }

    /// Open tasks that wait for somebody outside, those to be chased first.
    pub fn waiting_tasks(&self, everybody: bool) -> Result<Vec<WaitingTask>> {
        let me = self.me().filter(|_| !everybody);
        self.read(|reader| rows::waiting(reader, me, MOST))
    }
}

/// Ends the waiting that runs, if any does; answers the day.
pub(crate) fn end(txn: &mut Txn<'_>, task: TaskId) -> Result<Option<crate::values::Day>> {
    let Some((id, since)) = rows::open_wait(txn, task)? else { return Ok(None) };
    let day = txn.today().max(since);
    txn.update(Table::Waiting, id, &[("ended_on", &day)])?;
    Ok(Some(day))
}

fn whom(txn: &Txn<'_>, wait: &WaitFor) -> Result<String> {
    if let Some(contact) = wait.contact {
        return rows::contact_name(txn, contact);
    }
    let whom = wait.whom.as_deref().map(|text| clean(text, NAME_MAX)).transpose()?.unwrap_or_default();
    if whom.is_empty() {
        return Err(Error::invalid("Say whom it waits for. Nothing was changed."));
    }
    Ok(whom)
}
