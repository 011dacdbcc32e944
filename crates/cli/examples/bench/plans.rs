//! Goal 7: a plan of 10,000 tasks with 15,000 links re-scheduled, and one of 1,000 tasks read and scheduled.
use std::path::Path;

use handsel_core::Book;
use handsel_core::deliver::{AddTasks, LinkKind, NewLine, NewProject, PlanChange, Replan};
use handsel_core::schedule::{Calendar, Lag, Link, Network, Pull, Task, schedule};
use handsel_core::values::{Day, ProjectId, TaskId};
use rusqlite::Connection;

use crate::table::{Table, ms};
use crate::{Outcome, ROUNDS, alternate, median, sample};

const TASKS: usize = 10_000;
const LINKS: usize = 15_000;
/// Samples of a round, ours and the floor in turn.
const DATA_SAMPLES: usize = 20;
/// Lines of one step.
const STEP: usize = 1_000;

pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    let network = network()?;
    let engine = sample(ROUNDS, || {
        std::hint::black_box(schedule(&network).map_err(|flaw| format!("{flaw:?}"))?);
        Ok(())
    })?;
    add(table, "schedule of 10,000 tasks, 15,000 links", &engine, 100.0);

    eprintln!("seeding a project of 10,000 tasks and one of 1,000");
    let book = Book::create(&folder.join("plans.handsel"), "Bench", "EUR")?;
    let (small, _) = project(&book, STEP)?;
    let (large, first) = project(&book, TASKS)?;
    let read = sample(ROUNDS, || {
        std::hint::black_box(book.project_plan(small, None)?);
        Ok(())
    })?;
    add(table, "plan of 1,000 tasks: data and schedule", &read, 20.0);
    let mut floor = Floor::of(&folder.join("plans.floor"), STEP)?;
    let compared = alternate(
        DATA_SAMPLES,
        || {
            std::hint::black_box(book.project_plan(small, None)?);
            Ok(())
        },
        || floor.read(),
    )?;
    table.ratio("7", "plan of 1,000 tasks, data and schedule against the bare rows", &compared, 3.0);
    let ask = Replan {
        project: large,
        changes: vec![PlanChange::Duration { task: first, days: 30 }],
        earlier: false,
        from_today: false,
        reason: None,
    };
    let shown = sample(ROUNDS, || {
        std::hint::black_box(book.replan_preview(&ask)?);
        Ok(())
    })?;
    table.figure("", "difference of a change, 10,000 tasks", ms(median(&shown)), String::new(), true);
    Ok(())
}

fn add(table: &mut Table, what: &str, samples: &[f64], most: f64) {
    let figure = median(samples);
    table.figure("7", what, ms(figure), format!("≤ {most} ms"), figure <= most);
}

/// The numbers of the tasks before each: the one ten before, and for every second one another.
fn before(at: usize) -> Vec<usize> {
    let near = at.checked_sub(10);
    let far = at.checked_sub(37).filter(|_| at.is_multiple_of(2) || at % 100 == 1);
    near.into_iter().chain(far).collect()
}

fn network() -> Outcome<Network> {
    let start = Day::parse_iso("2027-01-04")?;
    let kinds = LinkKind::ALL;
    let links = (0..TASKS).flat_map(|to| before(to).into_iter().map(move |from| (from, to)));
    let links = links.take(LINKS).enumerate().map(|(n, (from, to))| Link {
        from,
        to,
        kind: kinds[n % kinds.len()],
        lag: Lag::Working((n % 3) as i32),
    });
    Ok(Network {
        tasks: (0..TASKS).map(|n| Task { duration: 1 + n as u32 % 5, ..Task::default() }).collect(),
        links: links.collect(),
        calendars: vec![Calendar { workdays: 0b1_1111, off: (0..40).map(|n| start.plus_days(n * 9)).collect() }],
        start,
        today: None,
        promised: None,
        pull: Pull::Earlier,
    })
}

/// A project with so many tasks and its first one, laid down in steps whose tasks wait for each other.
fn project(book: &Book, tasks: usize) -> Outcome<(ProjectId, TaskId)> {
    let start = Some(Day::parse_iso("2027-01-04")?);
    let new = NewProject { name: format!("Plan of {tasks}"), start, ..NewProject::default() };
    let project = book.create_project(&new)?.value;
    let mut above = None;
    let mut first = None;
    for _ in 0..tasks / STEP {
        let rows = (0..STEP).map(|at| NewLine {
            name: format!("Task {at}"),
            duration_days: Some(1 + at as u32 % 5),
            predecessors: before(at).iter().map(|from| (from + 1).to_string()).collect::<Vec<_>>().join(";"),
            ..NewLine::default()
        });
        let add = AddTasks { project, parent: None, phase: None, above, rows: rows.collect() };
        let ids = book.add_tasks(&add)?.value;
        first = first.or(ids.first().copied());
        above = ids.last().copied();
    }
    Ok((project, first.ok_or("no task was made")?))
}

/// The same tasks and links in bare tables, read whole: what a dependency view needs, without a schedule.
struct Floor(Connection);

impl Floor {
    fn of(path: &Path, tasks: usize) -> Outcome<Floor> {
        let conn = Connection::open(path)?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE task (id BLOB PRIMARY KEY, project INTEGER NOT NULL, name TEXT NOT NULL, assignee BLOB, start TEXT, due TEXT, days INTEGER, rank TEXT) STRICT;
             CREATE INDEX task_project ON task(project);
             CREATE TABLE link (id BLOB PRIMARY KEY, project INTEGER NOT NULL, predecessor BLOB NOT NULL, successor BLOB NOT NULL, kind TEXT, lag INTEGER) STRICT;
             CREATE INDEX link_project ON link(project);
             BEGIN;",
        )?;
        let ids: Vec<uuid::Uuid> = (0..tasks).map(|_| uuid::Uuid::now_v7()).collect();
        for (at, id) in ids.iter().enumerate() {
            conn.prepare_cached("INSERT INTO task VALUES (?1, 1, ?2, ?1, '2027-01-04', '2027-01-08', 5, ?3)")?
                .execute((id, format!("Task {at}"), format!("{at:05}")))?;
            for from in before(at) {
                conn.prepare_cached("INSERT INTO link VALUES (?1, 1, ?2, ?3, 'fs', 0)")?.execute((
                    uuid::Uuid::now_v7(),
                    ids[from],
                    id,
                ))?;
            }
        }
        conn.execute_batch("COMMIT")?;
        Ok(Floor(conn))
    }

    fn read(&mut self) -> Outcome<()> {
        type TaskRow = (uuid::Uuid, String, Option<uuid::Uuid>, String, String, i64, String);
        type LinkRow = (uuid::Uuid, uuid::Uuid, uuid::Uuid, String, i64);
        let mut tasks = self.0.prepare_cached(
            "SELECT id, name, assignee, start, due, days, rank FROM task WHERE project = 1 ORDER BY rank",
        )?;
        let tasks: Vec<TaskRow> = tasks
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut links =
            self.0.prepare_cached("SELECT id, predecessor, successor, kind, lag FROM link WHERE project = 1")?;
        let links: Vec<LinkRow> = links
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
            .collect::<rusqlite::Result<_>>()?;
        std::hint::black_box((tasks, links));
        Ok(())
    }
}
