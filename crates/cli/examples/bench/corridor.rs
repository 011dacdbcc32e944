//! Goal 6: a deal won until its project is there: 20 tasks, 19 links.
use std::path::Path;

use handsel_core::Book;
use handsel_core::deliver::{LinkKind, Template, TemplateLink, TemplatePhase, TemplateTask};
use handsel_core::sell::WinDraft;
use handsel_core::values::{DealId, Promise, TemplateId};
use rusqlite::{Connection, TransactionBehavior};

use crate::table::{Table, ms};
use crate::{Outcome, alternate, percentile, seed};

const TASKS: usize = 20;
const SAMPLES: usize = 30;
const P99_MAX_MS: f64 = 15.0;

pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    let seeded = seed::workspace(&folder.join("win.handsel"), 1_000)?;
    let template = seeded.book.save_template(&template())?.value;
    let mut open = open_deals(&seeded);
    let mut floor = Floor::new(&folder.join("win.floor"))?;
    let compared = alternate(
        SAMPLES,
        || win(&seeded.book, template, open.pop().ok_or("no open deal is left")?),
        || floor.deliver(),
    )?;
    table.ratio("6", "won → project there (20 tasks, 19 links), two commits", &compared, 10.0);
    let p99 = percentile(&compared.samples, 99);
    table.figure("6", "the same, p99", ms(p99), format!("≤ {P99_MAX_MS} ms"), p99 <= P99_MAX_MS);
    Ok(())
}

fn open_deals(seeded: &seed::Seeded) -> Vec<DealId> {
    let is_open = |stage: usize| seeded.pipeline.stages[stage].kind == handsel_core::sell::StageKind::Open;
    seeded.deals.iter().filter(|(_, stage)| is_open(*stage)).map(|(deal, _)| *deal).collect()
}

/// The winning transaction, then the worker's.
fn win(book: &Book, template: TemplateId, deal: DealId) -> Outcome<()> {
    book.win_deal(&WinDraft { promise: Some(Promise::NonePromised), template: Some(template), ..WinDraft::of(deal) })?;
    let run = book.run_worker_once(1)?;
    if run.delivered == 1 { Ok(()) } else { Err(format!("the worker answered {run:?}").into()) }
}

/// A chain of 20 tasks in 4 phases.
fn template() -> Template {
    let task = |i: usize| TemplateTask {
        key: format!("t{i}"),
        name: format!("Task {i} of the chain"),
        description: None,
        role: None,
        offset_days: i as i32,
        duration_days: 2,
        checklist: Vec::new(),
        ..TemplateTask::default()
    };
    let phase = |p: usize| TemplatePhase {
        key: format!("p{p}"),
        name: format!("Phase {p}"),
        tasks: (0..TASKS / 4).map(|i| task(p * TASKS / 4 + i)).collect(),
        ..TemplatePhase::default()
    };
    let link = |i: usize| TemplateLink {
        predecessor: format!("t{}", i - 1),
        successor: format!("t{i}"),
        kind: LinkKind::FinishStart,
        lag_days: 0,
    };
    Template {
        name: "Chain".into(),
        phases: (0..4).map(phase).collect(),
        links: (1..TASKS).map(link).collect(),
        ..Template::default()
    }
}

/// A project, 20 tasks and 19 links in one transaction, in tables with the keys and indexes that they need.
struct Floor(Connection);

impl Floor {
    fn new(path: &Path) -> Outcome<Floor> {
        let conn = Connection::open(path)?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE project (id BLOB PRIMARY KEY, deal BLOB NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
             CREATE TABLE task (id BLOB PRIMARY KEY, project BLOB NOT NULL REFERENCES project(id), name TEXT NOT NULL, assignee BLOB, start TEXT, due TEXT, rank TEXT) STRICT;
             CREATE INDEX task_project ON task(project);
             CREATE TABLE link (id BLOB PRIMARY KEY, project BLOB NOT NULL, predecessor BLOB NOT NULL REFERENCES task(id), successor BLOB NOT NULL REFERENCES task(id)) STRICT;
             CREATE INDEX link_project ON link(project);",
        )?;
        Ok(Floor(conn))
    }

    fn deliver(&mut self) -> Outcome<()> {
        let new = uuid::Uuid::now_v7;
        let project = new();
        let all = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        all.prepare_cached("INSERT INTO project VALUES (?1, ?2, 'A project for somebody')")?
            .execute((project, new()))?;
        let mut last = None;
        for i in 0..TASKS {
            let task = new();
            all.prepare_cached("INSERT INTO task VALUES (?1, ?2, ?3, ?4, '2026-11-23', '2026-11-25', ?5)")?
                .execute((task, project, format!("Task {i} of the chain"), project, format!("{i:04}")))?;
            if let Some(before) = last.replace(task) {
                all.prepare_cached("INSERT INTO link VALUES (?1, ?2, ?3, ?4)")?.execute((
                    new(),
                    project,
                    before,
                    task,
                ))?;
            }
        }
        all.commit()?;
        Ok(())
    }
}
