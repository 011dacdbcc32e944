//! What people say about a task. Each may change and delete what is their own.
use super::rows;
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::rows::tasks;
use crate::error::{Error, Result};
use crate::values::text::{NOTE_MAX, clean};
use crate::values::{CommentId, PersonId, TaskId};

impl Book {
    /// Says something about a task, in markdown.
    pub fn comment(&self, task: TaskId, text: &str) -> Result<Done<CommentId>> {
        self.transact("comment", |txn| {
            let facts = tasks::task(txn, task)?;
            let text = words(text)?;
            let id: CommentId = txn.new_id();
            let who = me(txn);
            txn.insert(Table::Comment, id, &[("task_id", &task), ("person_id", &who), ("text", &text)])?;
            txn.subject(Table::Task, task);
            txn.label(format!("Commented on {}", facts.name));
            Ok(id)
        })
    }

    /// Rewords a comment of one's own.
    pub fn edit_comment(&self, id: CommentId, text: &str) -> Result<Done<()>> {
        self.transact("edit_comment", |txn| {
            let (task, name) = own(txn, id)?;
            let text = words(text)?;
            if txn.update(Table::Comment, id, &[("text", &text)])? {
                let now = txn.now_ms();
                txn.update(Table::Comment, id, &[("edited_at", &now)])?;
            }
            txn.subject(Table::Task, task);
            txn.label(format!("Reworded a comment on {name}"));
            Ok(())
        })
    }

    /// Deletes a comment of one's own.
    pub fn delete_comment(&self, id: CommentId) -> Result<Done<()>> {
        self.transact("delete_comment", |txn| {
            let (task, name) = own(txn, id)?;
            txn.trash(Table::Comment, id)?;
            txn.subject(Table::Task, task);
            txn.label(format!("Deleted a comment on {name}"));
            Ok(())
        })
    }
}

fn me(txn: &Txn<'_>) -> Option<PersonId> {
    txn.actor().person()
}

/// The task of a comment and its name; refused for what somebody else wrote.
fn own(txn: &Txn<'_>, id: CommentId) -> Result<(TaskId, String)> {
    let (task, name, writer) = rows::comment(txn, id)?;
    if writer == me(txn) {
        return Ok((task, name));
    }
    Err(Error::invalid("Somebody else wrote this comment. Nothing was changed; write one of your own below it."))
}

fn words(text: &str) -> Result<String> {
    let text = clean(text, NOTE_MAX)?;
    if text.is_empty() { Err(Error::invalid("A comment needs some words. Nothing was saved.")) } else { Ok(text) }
}
