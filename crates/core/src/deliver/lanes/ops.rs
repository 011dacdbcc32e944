//! The boards, and moving on the one across projects.
use super::rows::{Narrow, cards, count, lanes};
use super::types::*;
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::deliver::ops::tasks::{ahead, enter};
use crate::deliver::rows::{projects, tasks};
use crate::deliver::{Category, Priority, ProjectColumn, TaskCards, detail, teams};
use crate::error::{Error, Result};
use crate::people::{self, ops::must_be_active};
use crate::values::{PersonId, PhaseId, ProjectId, TeamId};
use uuid::Uuid;

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

    /// Puts a task into a column of another lane: person, crew, priority or phase become the lane's, in one command.
    pub fn move_to_lane(&self, to: &MoveToLane) -> Result<Done<()>> {
        self.transact("move_to_lane", |txn| {
            let task = tasks::task(txn, to.task)?;
            let column = projects::column(txn, to.column)?;
            if column.project != ProjectId(task.project.id) {
                return Err(Error::invalid(format!("{} belongs to another project. Nothing was moved.", column.name)));
            }
            let ahead = ahead(txn, &task, &column)?;
            let lane = into_lane(txn, &task, to.by, &to.lane)?;
            enter(txn, to.task, task.category, &column, to.above, to.below)?;
            txn.subject(Table::Task, to.task);
            let place = if task.column.id == to.column.0 { lane } else { format!("{lane}, {}", column.name) };
            txn.label(format!("Moved {} to {place}{ahead}", task.name));
            Ok(())
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

/// Gives a task what a lane stands for; answers with the lane's name.
fn into_lane(txn: &mut Txn<'_>, task: &tasks::TaskFacts, by: LaneBy, key: &str) -> Result<String> {
    let known = |name: Option<String>, none: &str| name.unwrap_or_else(|| none.to_owned());
    let id = Uuid::parse_str(key).ok();
    match by {
        LaneBy::Assignee => {
            let person = id.map(PersonId);
            person.map(|person| must_be_active(txn, person)).transpose()?;
            detail::assign(txn, task.id, person)?;
            Ok(known(person.map(|person| people::ops::name(txn, person)).transpose()?, "Nobody"))
        }
        LaneBy::Team => {
            teams::give(txn, task.id, &task.name, id.map(TeamId))?;
            Ok(known(id.map(|id| teams::name(txn, TeamId(id))).transpose()?, "No crew"))
        }
        LaneBy::Phase => {
            let phase = id.map(PhaseId);
            let name = phase.map(|phase| super::rows::phase_of(txn, ProjectId(task.project.id), phase)).transpose()?;
            txn.update(Table::Task, task.id, &[("phase_id", &phase)])?;
            Ok(known(name, "No phase"))
        }
        LaneBy::Priority => {
            let priority = Priority::ALL.iter().find(|one| one.as_str() == key);
            let priority = priority.ok_or_else(|| Error::not_found("priority"))?;
            txn.update(Table::Task, task.id, &[("priority", priority)])?;
            Ok(priority.label().to_owned())
        }
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
