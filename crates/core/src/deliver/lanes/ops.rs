//! The boards, and moving on the one across projects.
use super::rows::{Narrow, cards, count, lanes};
use super::types::*;
use crate::book::{Book, Done, Reader, Table};
use crate::deliver::ops::tasks::{ahead, enter};
use crate::deliver::rows::{projects, tasks};
use crate::deliver::{Category, ProjectColumn, TaskCards};
use crate::error::{Error, Result};
use crate::values::ProjectId;

/// Cards of a column that come with the board; the rest comes in windows.
const FIRST_CARDS: u32 = 200;
const MOST_CARDS: u32 = 500;
const MOST_LANES: usize = 60;
/// Across projects, what was done longer ago is no longer shown.
const DONE_DAYS: i64 = 14;

impl Book {
    /// A project's board, narrowed and in lanes.
    pub fn lane_board(&self, args: &LaneArgs) -> Result<LaneBoard> {
        self.read(|reader| {
            let columns = projects::columns(reader, args.project)?;
            let all = Narrow::of(&args.filter, reader.today()).project(args.project);
            let found = match args.by {
                None => vec![(String::new(), String::new())],
                Some(by) => lanes(reader, &all, by)?,
            };
            let mut board = LaneBoard { rev: reader.rev()?, lanes: Vec::new(), counts: Vec::new() };
            for column in &columns {
                let count = tasks::count(reader, column.id)?;
                board.counts.push(ColumnCount { id: column.id, count, limit: column.limit });
            }
            for (key, name) in found.into_iter().take(MOST_LANES) {
                let mut shown = Vec::new();
                for column in &columns {
                    let narrow = in_lane(args, &key, reader).column(column.id);
                    shown.push(ProjectColumn {
                        count: count(reader, &narrow)?,
                        cards: cards(reader, &narrow, false, (0, FIRST_CARDS))?,
                        id: column.id,
                        name: column.name.clone(),
                        category: column.category,
                        limit: column.limit,
                    });
                }
                board.lanes.push(Lane { key, name, columns: shown });
            }
            Ok(board)
        })
    }

    /// A window of one column of a lane.
    pub fn lane_cards(&self, args: &LaneCardsArgs) -> Result<TaskCards> {
        self.read(|reader| {
            let narrow = in_lane(&args.lanes, &args.lane, reader).column(args.column);
            let cards = cards(reader, &narrow, false, (args.offset, args.limit.min(MOST_CARDS)))?;
            Ok(TaskCards { rev: reader.rev()?, column: args.column, offset: args.offset, cards })
        })
    }

    /// The board across running projects: by what columns mean, whatever they are called.
    pub fn work_board(&self, filter: &BoardFilter) -> Result<WorkBoard> {
        self.read(|reader| {
            let mut columns = Vec::new();
            for category in Category::ALL {
                let narrow = work(filter, *category, reader);
                columns.push(WorkColumn {
                    id: *category,
                    name: word(*category).into(),
                    count: count(reader, &narrow)?,
                    cards: cards(reader, &narrow, true, (0, FIRST_CARDS))?,
                });
            }
            Ok(WorkBoard { rev: reader.rev()?, columns })
        })
    }

    /// A window of one column of the board across projects.
    pub fn work_cards(&self, args: &WorkCardsArgs) -> Result<WorkCards> {
        self.read(|reader| {
            let narrow = work(&args.filter, args.category, reader);
            let cards = cards(reader, &narrow, true, (args.offset, args.limit.min(MOST_CARDS)))?;
            Ok(WorkCards { rev: reader.rev()?, cards })
        })
    }

    /// Puts a task at the end of the first column of its own project that means this.
    pub fn move_work(&self, to: &MoveWork) -> Result<Done<()>> {
        self.transact("move_work", |txn| {
            let task = tasks::task(txn, to.task)?;
            let project = ProjectId(task.project.id);
            let column = projects::columns(txn, project)?.into_iter().find(|column| column.category == to.category);
            let Some(column) = column else {
                return Err(Error::invalid(format!(
                    "{} has no column “{}”. Nothing was moved; add one on its board.",
                    task.project.name,
                    word(to.category)
                )));
            };
            if task.category == to.category {
                return Ok(());
            }
            let ahead = ahead(txn, &task, &column)?;
            enter(txn, to.task, task.category, &column, None, None)?;
            txn.subject(Table::Task, to.task);
            txn.label(format!("Moved {} to {}{ahead}", task.name, column.name));
            Ok(())
        })
    }
}

fn in_lane(args: &LaneArgs, lane: &str, reader: &Reader<'_>) -> Narrow {
    let narrow = Narrow::of(&args.filter, reader.today()).project(args.project);
    match args.by {
        Some(by) => narrow.lane(by, lane),
        None => narrow,
    }
}

fn work(filter: &BoardFilter, category: Category, reader: &Reader<'_>) -> Narrow {
    let today = reader.today();
    Narrow::of(filter, today).work(category, today.plus_days(-DONE_DAYS))
}

fn word(category: Category) -> &'static str {
    match category {
        Category::Todo => "To do",
        Category::Doing => "In progress",
        Category::Done => "Done",
    }
}
