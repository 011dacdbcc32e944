//! A project's board and its columns. There is always a column for what is to do and one for what is done.
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::ops::tasks::enter;
use crate::deliver::rows;
use crate::deliver::rows::projects::ColumnFacts;
use crate::deliver::types::{Category, ProjectBoard, ProjectColumn, SaveColumn, TaskCards, TaskCardsArgs};
use crate::error::{Code, Error, Missing, Result};
use crate::values::text::{NAME_MAX, clean, counted, name_key};
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
                    limit: column.limit,
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

    /// Creates a column behind the others of its kind, or changes one. Tasks follow a change of what their column means.
    /// `conflict` when another column of the project has the name.
    pub fn save_column(&self, save: &SaveColumn) -> Result<Done<ColumnId>> {
        self.transact("save_column", |txn| {
            let name = column_name(&save.name)?;
            if save.limit.is_some_and(|limit| !(1..=999).contains(&limit)) {
                return Err(Error::invalid(
                    "The limit of a column is between 1 and 999 cards, or there is none. Nothing was saved.",
                ));
            }
            rows::projects::facts(txn, save.project)?;
            let columns = rows::projects::columns(txn, save.project)?;
            must_be_free(&name, save.id, &columns)?;
            let (id, label) = match save.id {
                None => (new_column(txn, save, &name, &columns)?, format!("Added the column {name}")),
                Some(id) => (id, change_column(txn, id, &name, save, &columns)?),
            };
            txn.subject(Table::Project, save.project);
            txn.label(label);
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

    /// Deletes a column; its tasks go to another one of the same project. `gate` when it has tasks and no other is named;
    /// refused for the last column of what is to do and of what is done.
    pub fn delete_column(&self, column: ColumnId, tasks_go_to: Option<ColumnId>) -> Result<Done<()>> {
        self.transact("delete_column", |txn| {
            let gone = rows::projects::column(txn, column)?;
            let (there, rest): (Vec<_>, Vec<_>) =
                rows::projects::columns(txn, gone.project)?.into_iter().partition(|other| other.id == column);
            keeps_its_ends(there.iter().map(|column| column.category), rest.iter().map(|column| column.category))?;
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
    let columns: crate::book::Columns<'_> = &[
        ("project_id", &save.project),
        ("name", &name),
        ("category", &save.category),
        ("rank", &rank),
        ("wip_limit", &save.limit),
    ];
    txn.insert(Table::ProjectColumn, id, columns)?;
    Ok(id)
}

/// Answers what the command is called.
fn change_column(
    txn: &mut Txn<'_>,
    id: ColumnId,
    name: &str,
    save: &SaveColumn,
    columns: &[ColumnFacts],
) -> Result<String> {
    let category = save.category;
    let was = columns.iter().find(|column| column.id == id).ok_or_else(|| Error::not_found("column"))?;
    let others = columns.iter().filter(|column| column.id != id).map(|column| column.category);
    keeps_its_ends(std::iter::once(was.category), others.chain(std::iter::once(category)))?;
    txn.update(Table::ProjectColumn, id, &[("name", &name), ("category", &category), ("wip_limit", &save.limit)])?;
    if was.category == category && was.name == name && was.limit != save.limit {
        return Ok(match save.limit {
            Some(limit) => format!("Set the limit of {name} to {limit}"),
            None => format!("{name} has no limit any more"),
        });
    }
    if was.category == category {
        return Ok(format!("Renamed the column {} to {name}", was.name));
    }
    if (was.category == Category::Done) != (category == Category::Done) {
        let today = (category == Category::Done).then(|| txn.today());
        for (task, _) in rows::tasks::ranks(txn, id)? {
            txn.update(Table::Task, task, &[("done_on", &today)])?;
        }
    }
    Ok(format!("Made {name} a column of what is {}", word(category)))
}

fn move_all(txn: &mut Txn<'_>, gone: &ColumnFacts, to: Option<ColumnId>, rest: &[ColumnFacts]) -> Result<()> {
    let tasks = rows::tasks::ranks(txn, gone.id)?;
    if tasks.is_empty() {
        return Ok(());
    }
    let Some(to) = to else {
        let missing = vec![Missing::new("tasks_go_to", "Column for its tasks")];
        let count = counted(tasks.len(), "task");
        return Err(Error::gate(
            format!("{} has {count}. Say which column takes them. Nothing was changed.", gone.name),
            missing,
        ));
    };
    let to = rest.iter().find(|column| column.id == to).ok_or_else(|| Error::not_found("column"))?;
    for (task, _) in tasks {
        enter(txn, task, gone.category, to, None, None)?;
    }
    Ok(())
}

/// New work needs somewhere to begin and finished work somewhere to end. `gone` are the categories taken away, `left` those that
/// stand afterwards: a board that lacks one already may still be changed.
fn keeps_its_ends(gone: impl Iterator<Item = Category>, left: impl Iterator<Item = Category>) -> Result<()> {
    let left: Vec<Category> = left.collect();
    for category in gone.filter(|category| *category != Category::Doing) {
        if !left.contains(&category) {
            return Err(Error::invalid(format!(
                "A board needs at least one column of what is {}. Nothing was changed; add another one first.",
                word(category)
            )));
        }
    }
    Ok(())
}

fn word(category: Category) -> &'static str {
    match category {
        Category::Todo => "to do",
        Category::Doing => "in progress",
        Category::Done => "done",
    }
}

/// Cards are moved to a column by its name, so that two of the same name could not be told apart.
fn must_be_free(name: &str, except: Option<ColumnId>, columns: &[ColumnFacts]) -> Result<()> {
    let key = name_key(name);
    match columns.iter().find(|column| Some(column.id) != except && name_key(&column.name) == key) {
        None => Ok(()),
        Some(taken) => Err(Error::new(
            Code::Conflict,
            format!("This board has a column {} already. Nothing was changed; choose another name.", taken.name),
        )),
    }
}

fn column_name(text: &str) -> Result<String> {
    let name = clean(text, NAME_MAX)?;
    if name.is_empty() { Err(Error::invalid("A column needs a name. Nothing was saved.")) } else { Ok(name) }
}
