//! Who is on a task, its tags, and the parts of its page.
use super::rows;
use super::types::{TaskDetail, TaskMoment};
use crate::book::{Book, Done, HistoryItem, Reader, Table, Txn};
use crate::deliver::recurring;
use crate::deliver::rows::tasks;
use crate::error::Result;
use crate::people::ops::must_be_active;
use crate::sell::ops::parts::tag_of;
use crate::values::{PersonId, TagId, TaskId, TaskPersonId, TaskTagId};

/// What a comment's own commands are called: the comment itself tells them.
const SAID: [&str; 3] = ["comment", "edit_comment", "delete_comment"];

/// What the page of a task shows beside its place.
pub(crate) fn page(
    reader: &Reader<'_>,
    id: TaskId,
    me: Option<PersonId>,
    history: Vec<HistoryItem>,
) -> Result<(TaskDetail, Vec<TaskMoment>)> {
    let again = recurring::rows::of_task(reader, id)?;
    let detail = TaskDetail {
        ticket: crate::deliver::tickets::rows::of_task(reader, id)?,
        recurrence: again.map(|(_, rule, _)| rule),
        recurs_on: again.map(|(_, rule, anchor)| recurring::next(reader, id, &rule, anchor)).transpose()?.flatten(),
        waiting: rows::wait(reader, id)?,
        team: crate::deliver::teams::rows::of_task(reader, id)?,
        others: rows::others(reader, id)?,
        tags: rows::tags(reader, id)?,
        parent: rows::parent(reader, id)?,
        parts: rows::parts(reader, id)?,
        ..rows::detail(reader, id)?
    };
    let mut moments: Vec<(i64, TaskMoment)> =
        rows::comments(reader, id, me)?.into_iter().map(|one| (one.at.0, TaskMoment::Comment(one))).collect();
    let told = history.into_iter().filter(|item| !SAID.contains(&item.kind.as_str()));
    moments.extend(told.map(|item| (item.at.0, TaskMoment::Change(item))));
    moments.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok((detail, moments.into_iter().map(|(_, moment)| moment).collect()))
}

impl Book {
    /// Puts a person on a task. The first one answers for it; who is on it already stays as they are.
    pub fn add_assignee(&self, task: TaskId, person: PersonId) -> Result<Done<()>> {
        self.transact("add_assignee", |txn| {
            let facts = tasks::task(txn, task)?;
            must_be_active(txn, person)?;
            let name = crate::people::ops::name(txn, person)?;
            match facts.assignee {
                None => assign(txn, task, Some(person))?,
                Some(one) if one.id == person.0 => {}
                Some(_) => also(txn, task, person)?,
            }
            txn.subject(Table::Task, task);
            txn.label(format!("Put {name} on {}", facts.name));
            Ok(())
        })
    }

    /// Takes a person from a task. When it was the one who answers for it, the next one does.
    pub fn remove_assignee(&self, task: TaskId, person: PersonId) -> Result<Done<()>> {
        self.transact("remove_assignee", |txn| {
            let facts = tasks::task(txn, task)?;
            let name = crate::people::ops::name(txn, person)?;
            if rows::assignee(txn, task)? == Some(person) {
                let next = rows::others(txn, task)?.first().map(|one| PersonId(one.id));
                assign(txn, task, next)?;
            } else {
                no_longer(txn, task, person)?;
            }
            txn.subject(Table::Task, task);
            txn.label(format!("Took {name} from {}", facts.name));
            Ok(())
        })
    }

    /// Puts a tag on a task; the tag is made if it is new.
    pub fn tag_task(&self, task: TaskId, name: &str) -> Result<Done<TagId>> {
        self.transact("tag_task", |txn| {
            let facts = tasks::task(txn, task)?;
            let (tag, name) = tag_of(txn, name)?;
            let id = TaskTagId::derived(task, &format!("tag:{tag}"));
            txn.insert_or_revive(Table::TaskTag, id, &[("task_id", &task), ("tag_id", &tag)])?;
            txn.subject(Table::Task, task);
            txn.label(format!("Tagged {} “{name}”", facts.name));
            Ok(tag)
        })
    }

    pub fn untag_task(&self, task: TaskId, tag: TagId) -> Result<Done<()>> {
        self.transact("untag_task", |txn| {
            let facts = tasks::task(txn, task)?;
            let name = rows::tag_name(txn, tag)?;
            txn.trash(Table::TaskTag, TaskTagId::derived(task, &format!("tag:{tag}")))?;
            txn.subject(Table::Task, task);
            txn.label(format!("Took the tag “{name}” from {}", facts.name));
            Ok(())
        })
    }
}

/// Makes a person the one who answers for a task; who did before is no longer on it.
pub(crate) fn assign(txn: &mut Txn<'_>, task: TaskId, person: Option<PersonId>) -> Result<()> {
    if let Some(person) = person.filter(|person| is_beside(txn, task, *person).unwrap_or(false)) {
        no_longer(txn, task, person)?;
    }
    txn.update(Table::Task, task, &[("assignee_id", &person)]).map(drop)
}

/// Puts one person beside a task in another's place, unless that person is on it already.
pub(crate) fn stand_in(txn: &mut Txn<'_>, task: TaskId, from: PersonId, to: PersonId) -> Result<()> {
    no_longer(txn, task, from)?;
    if rows::assignee(txn, task)? == Some(to) || is_beside(txn, task, to)? { Ok(()) } else { also(txn, task, to) }
}

fn link(task: TaskId, person: PersonId) -> TaskPersonId {
    TaskPersonId::derived(task, &format!("person:{person}"))
}

fn also(txn: &mut Txn<'_>, task: TaskId, person: PersonId) -> Result<()> {
    txn.insert_or_revive(Table::TaskPerson, link(task, person), &[("task_id", &task), ("person_id", &person)])
}

fn is_beside(txn: &Txn<'_>, task: TaskId, person: PersonId) -> Result<bool> {
    Ok(rows::others(txn, task)?.iter().any(|one| one.id == person.0))
}

fn no_longer(txn: &mut Txn<'_>, task: TaskId, person: PersonId) -> Result<()> {
    txn.trash(Table::TaskPerson, link(task, person))
}
