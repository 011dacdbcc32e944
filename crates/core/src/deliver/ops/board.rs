//! A project's board and its columns. There is always a column for open work and one for what is done.
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::ops::tasks::enter;
use crate::deliver::rows;
use crate::deliver::rows::projects::ColumnFacts;
use crate::deliver::types::{Category, ProjectBoard, ProjectColumn, SaveColumn, TaskCards, TaskCardsArgs};
use crate::error::{Error, Missing, Result};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{ColumnId, ProjectId, rank};

/// Cards of a column that come with the board; the rest comes in windows.
const FIRST_CARDS: u32 = 200;
/// The largest window.
const MOST_CARDS: u32 = 500;
const MOST_COLUMNS: usize = 30;

impl Book {
    /// The board of a live project with the first 200 cards of each column.
    pub fn project_board(&self, id: ProjectId) -> Result<ProjectBoard> {
        self.read(|reader| {
            let project = rows::projects::one(reader, id)?;
            let (description, contact, handoff) = rows::projects::extras(reader, id)?;
            let mut columns = Vec::new();
            for column in rows::projects::columns(reader, id)? {
                columns.push(ProjectColumn {
                    count: rows::tasks::count(reader, column.id)?,
                    cards: rows::tasks::cards(reader, column.id, 0, FIRST_CARDS)?,
                    id: column.id,
                    name: column.name,
                    category: column.category,
                });
            }
            let people = rows::projects::active_people(reader)?;
            Ok(ProjectBoard { rev: reader.rev()?, project, description, contact, columns, handoff, people })
        })
    }

    /// A window of one column.
    pub fn task_cards(&self, args: &TaskCardsArgs) -> Result<TaskCards> {
        self.read(|reader| {
            let column = rows::projects::column(reader, args.column)?;
            let cards = rows::tasks::cards(reader, column.id, args.offset, args.limit.min(MOST_CARDS))?;
            Ok(TaskCards { rev: reader.rev()?, column: column.id, offset: args.offset, cards })
        })
    }

    /// Creates a column behind the others, or changes one. Tasks follow a change of what their column means.
    pub fn save_column(&self, save: &SaveColumn) -> Result<Done<ColumnId>> {
        self.transact("save_column", |txn| {
            let name = column_name(&save.name)?;
            let columns = rows::projects::columns(txn, save.project)?;
            rows::projects::facts(txn, save.project)?;
            let id = match save.id {
                None => new_column(txn, save, &name, &columns)?,
                Some(id) => {
                    change_column(txn, id, &name, save.category, &columns)?;
                    id
                }
            };
            txn.subject(Table::Project, save.project);
            txn.label(format!("Saved the column {name}"));
            Ok(id)
        })
    }

    /// Puts a column right after another, or first.
    pub fn move_column(&self, column: ColumnId, after: Option<ColumnId>) -> Result<Done<()>> {
        self.transact("move_column", |txn| {
            let moved = rows::projects::column(txn, column)?;
            let mut order = rows::projects::columns(txn, moved.project)?;
            order.retain(|other| other.id != column);
            let at = match after {
                None => 0,
                Some(after) => order
                    .iter()
                    .position(|other| other.id == after)
                    .map(|at| at + 1)
                    .ok_or_else(|| Error::not_found("column"))?,
            };
            order.insert(at, moved.clone());
            for (column, rank) in order.iter().zip(rank::spread(order.len())) {
                txn.update(Table::ProjectColumn, column.id, &[("rank", &rank)])?;
            }
            txn.subject(Table::Project, moved.project);
            txn.label(format!("Moved the column {}", moved.name));
            Ok(())
        })
    }

    /// Deletes a column; its tasks go to another one of the same project. `gate` when it has tasks and no other is named.
    pub fn delete_column(&self, column: ColumnId, tasks_go_to: Option<ColumnId>) -> Result<Done<()>> {
        self.transact("delete_column", |txn| {
            let gone = rows::projects::column(txn, column)?;
            let rest: Vec<ColumnFacts> =
                rows::projects::columns(txn, gone.project)?.into_iter().filter(|other| other.id != column).collect();
            keeps_both_sides(rest.iter().map(|column| column.category))?;
            move_all(txn, &gone, tasks_go_to, &rest)?;
            txn.trash(Table::ProjectColumn, column)?;
            txn.subject(Table::Project, gone.project);
            txn.label(format!("Deleted the column {}", gone.name));
            Ok(())
        })
    }
}

fn new_column(txn: &mut Txn<'_>, save: &SaveColumn, name: &str, columns: &[ColumnFacts]) -> Result<ColumnId> {
    if columns.len() >= MOST_COLUMNS {
        return Err(Error::invalid(format!("A board holds at most {MOST_COLUMNS} columns. Nothing was added.")));
    }
    // A new column stands behind the last one of its kind, so that "Done" stays at the end.
    let at = columns.iter().rposition(|column| column.category <= save.category).map_or(0, |at| at + 1);
    let low = at.checked_sub(1).map(|at| columns[at].rank.as_str());
    let rank = rank::between(low, columns.get(at).map(|column| column.rank.as_str()), txn.jitter())?;
    let id: ColumnId = txn.new_id();
    let columns: crate::book::Columns<'_> =
        &[("project_id", &save.project), ("name", &name), ("category", &save.category), ("rank", &rank)];
    txn.insert(Table::ProjectColumn, id, columns)?;
    Ok(id)
}

fn change_column(
    txn: &mut Txn<'_>,
    id: ColumnId,
    name: &str,
    category: Category,
    columns: &[ColumnFacts],
) -> Result<()> {
    let was = columns.iter().find(|column| column.id == id).ok_or_else(|| Error::not_found("column"))?;
    keeps_both_sides(columns.iter().map(|column| if column.id == id { category } else { column.category }))?;
    txn.update(Table::ProjectColumn, id, &[("name", &name), ("category", &category)])?;
    if (was.category == Category::Done) != (category == Category::Done) {
        let today = (category == Category::Done).then(|| txn.today());
        for (task, _) in rows::tasks::ranks(txn, id)? {
            txn.update(Table::Task, task, &[("done_on", &today)])?;
        }
    }
    Ok(())
}

fn move_all(txn: &mut Txn<'_>, gone: &ColumnFacts, to: Option<ColumnId>, rest: &[ColumnFacts]) -> Result<()> {
    let tasks = rows::tasks::ranks(txn, gone.id)?;
    if tasks.is_empty() {
        return Ok(());
    }
    let Some(to) = to else {
        let missing = vec![Missing::new("tasks_go_to", "Column for its tasks")];
        return Err(Error::gate(
            format!("{} has {} tasks. Say which column takes them.", gone.name, tasks.len()),
            missing,
        ));
    };
    let to = rest.iter().find(|column| column.id == to).ok_or_else(|| Error::not_found("column"))?;
    for (task, _) in tasks {
        enter(txn, task, gone.category, to, None, None)?;
    }
    Ok(())
}

fn keeps_both_sides(categories: impl Iterator<Item = Category>) -> Result<()> {
    let (mut open, mut done) = (false, false);
    for category in categories {
        match category {
            Category::Todo | Category::Doing => open = true,
            Category::Done => done = true,
        }
    }
    if open && done {
        return Ok(());
    }
    Err(Error::invalid("A board needs a column for open work and one for what is done. Nothing was changed."))
}

fn column_name(text: &str) -> Result<String> {
    let name = clean(text, NAME_MAX)?;
    if name.is_empty() { Err(Error::invalid("A column needs a name. Nothing was saved.")) } else { Ok(name) }
}
