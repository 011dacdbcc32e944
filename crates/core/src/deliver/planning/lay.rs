//! Many tasks laid down at once, as a file brings them: rows, dependencies, then the dates of all.
use super::draft::StoredLink;
use super::ops::settle;
use super::predecessors::Predecessor;
use super::rows;
use super::types::TaskKind;
use crate::book::{Table, Txn};
use crate::deliver::build::{self, ProjectFacts};
use crate::deliver::rows::{projects, tasks as task_rows};
use crate::deliver::{Category, ops::place};
use crate::error::{Error, Result};
use crate::values::{Day, PersonId, ProjectId, TaskId, TaskLinkId, rank};

/// A task of a file. What it doesn't say stays as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct LaidTask {
    pub name: String,
    pub description: Option<String>,
    pub assignee: Option<PersonId>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub duration_days: Option<u32>,
    pub deadline: Option<Day>,
    pub percent: Option<u8>,
    pub done_on: Option<Day>,
    pub source_key: Option<String>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Laid {
    pub created: u32,
    pub updated: u32,
    pub unchanged: u32,
}

/// An empty project of this name, from today on.
pub(crate) fn new_project(txn: &mut Txn<'_>, name: &str) -> Result<ProjectId> {
    let id: ProjectId = txn.new_id();
    let start = Some(txn.today());
    build::project(txn, id, &ProjectFacts { name: name.to_owned(), start, ..ProjectFacts::default() })?;
    Ok(id)
}

/// Writes tasks (with the id of the one that is there already) and links between them by their places in the list, then dates them.
/// `keep`: what is there is left alone. A circle is refused by name.
pub(crate) fn lay_tasks(
    txn: &mut Txn<'_>,
    project: ProjectId,
    tasks: &[(Option<TaskId>, LaidTask)],
    links: &[(usize, usize, Predecessor)],
    keep: bool,
) -> Result<Laid> {
    let columns = projects::columns(txn, project)?;
    let column = |category| columns.iter().find(|column| column.category == category).or(columns.first());
    let (Some(todo), Some(done)) = (column(Category::Todo), column(Category::Done)) else {
        return Err(Error::not_found("column"));
    };
    let mut laid = Laid::default();
    let mut ids = Vec::with_capacity(tasks.len());
    let jitter = txn.jitter();
    let mut outline = task_rows::outline_end(txn, project, jitter)?;
    for (here, task) in tasks {
        let id = match here {
            Some(id) => {
                let changed = if keep { false } else { rewrite(txn, *id, task)? };
                (laid.updated, laid.unchanged) =
                    (laid.updated + u32::from(changed), laid.unchanged + u32::from(!changed));
                *id
            }
            None => {
                let at = if task.done_on.is_some() { done.id } else { todo.id };
                let id = insert(txn, project, at, task, &outline)?;
                let jitter = txn.jitter();
                outline = rank::between(Some(&outline), None, jitter)?;
                laid.created += 1;
                id
            }
        };
        ids.push(id);
    }
    link(txn, project, &ids, links)?;
    let draft = rows::draft(txn, project)?;
    settle(txn, &draft)?;
    Ok(laid)
}

fn insert(
    txn: &mut Txn<'_>,
    project: ProjectId,
    column: crate::values::ColumnId,
    task: &LaidTask,
    outline: &str,
) -> Result<TaskId> {
    let rank = place::rank_for(txn, None, column, None, None)?;
    let id: TaskId = txn.new_id();
    let kind = if task.duration_days == Some(0) { TaskKind::Milestone } else { TaskKind::Task };
    txn.insert(
        Table::Task,
        id,
        &[
            ("project_id", &project),
            ("column_id", &column),
            ("rank", &rank),
            ("outline", &outline),
            ("kind", &kind),
            ("name", &task.name),
            ("description", &task.description),
            ("assignee_id", &task.assignee),
            ("start_date", &task.start),
            ("due_date", &task.due),
            ("duration_days", &task.duration_days),
            ("deadline", &task.deadline),
            ("percent", &task.percent),
            ("done_on", &task.done_on),
            ("source_key", &task.source_key),
        ],
    )?;
    Ok(id)
}

/// Changes what the file says; answers whether anything differed.
fn rewrite(txn: &mut Txn<'_>, id: TaskId, task: &LaidTask) -> Result<bool> {
    let mut columns: Vec<(&str, &dyn rusqlite::ToSql)> = vec![("name", &task.name)];
    macro_rules! said {
        ($($name:literal $field:ident),+) => { $(if task.$field.is_some() { columns.push(($name, &task.$field)); })+ };
    }
    said!("description" description, "assignee_id" assignee, "start_date" start, "due_date" due, "duration_days" duration_days);
    said!("deadline" deadline, "percent" percent, "source_key" source_key);
    txn.update(Table::Task, id, &columns)
}

fn link(txn: &mut Txn<'_>, project: ProjectId, ids: &[TaskId], links: &[(usize, usize, Predecessor)]) -> Result<()> {
    let there = rows::draft(txn, project)?.links;
    for (from, to, one) in links {
        let (from, to) = (ids[*from], ids[*to]);
        let known: Option<&StoredLink> = there.iter().find(|link| link.from == from && link.to == to);
        let columns: [(&str, &dyn rusqlite::ToSql); 3] =
            [("kind", &one.kind), ("lag_days", &one.lag_days), ("elapsed", &one.elapsed)];
        match known {
            Some(link) => {
                txn.update(Table::TaskLink, link.id, &columns)?;
            }
            None => {
                let id: TaskLinkId = txn.new_id();
                let ends: [(&str, &dyn rusqlite::ToSql); 3] =
                    [("project_id", &project), ("predecessor_id", &from), ("successor_id", &to)];
                let all: Vec<(&str, &dyn rusqlite::ToSql)> = ends.into_iter().chain(columns).collect();
                txn.insert(Table::TaskLink, id, &all)?;
            }
        }
    }
    Ok(())
}
