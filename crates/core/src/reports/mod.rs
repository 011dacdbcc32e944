//! Reports: figures from the append-only stage history, never from today's row, each with the sentence that says how it is computed.
//!
//! To add one: a file with a `SPEC` and a pure `compute(&Asked) -> Body`, and a line in [`REPORTS`]. `types.rs` what crosses to the
//! window · `world.rs` the stage history as rules read it · `work/` reports on projects and tasks · `body.rs` lines that know their deals · `load.rs`, `history.rs`, `rows.rs` the one look
//! at the workspace · `goals.rs`, `snapshots.rs` the two tables that belong to reports.
mod accuracy;
mod activity;
mod body;
mod calibration;
mod choices;
mod corridor;
mod forecast;
mod funnel;
mod goal_sheet;
mod goals;
mod history;
#[cfg(test)]
mod history_tests;
mod load;
mod records;
mod revenue;
mod rows;
mod sales_cycle;
mod slipped;
mod snapshots;
mod stage_age;
mod stats;
#[cfg(test)]
mod tests;
mod ticket_rows;
mod types;
mod win_rate;
mod work;
mod world;

use body::{Body, Line, Sheet};
pub use choices::{ReportChoice, ReportChoices};
pub use corridor::{Area, BreakCount, BreakGap, BreakItem, BreakMonth, Breakdown};
pub use goal_sheet::{GoalRow, GoalSheet};
pub use goals::{Goal, SaveGoal};
pub use snapshots::{KeptForecast, KeptSum};
pub use types::*;
use world::Asked;

use crate::book::{Book, Reader};
use crate::error::{Code, Error, Result};
use crate::values::Rev;

/// A report: its names, what it can be grouped by, and its rule.
pub(crate) struct Spec {
    pub name: &'static str,
    pub title: &'static str,
    /// The question it answers.
    pub about: &'static str,
    pub by: &'static [ReportBy],
    /// The grouping where none is asked for; `None`: the report's own.
    pub default: Option<ReportBy>,
    /// Kept forecasts are looked at.
    pub snapshots: bool,
    /// Activities are looked at.
    pub activities: bool,
    /// Projects and tasks are looked at.
    pub works: bool,
    /// How the scope of work changed is looked at.
    pub scope: bool,
    /// Handoffs are looked at; takes `works`.
    pub corridor: bool,
    /// Tickets are looked at.
    pub tickets: bool,
    pub compute: fn(&Asked) -> Body,
}

impl Spec {
    /// What most reports are: without a grouping, from the stage history alone.
    const PLAIN: Spec = Spec {
        name: "",
        title: "",
        about: "",
        by: &[],
        default: None,
        snapshots: false,
        activities: false,
        works: false,
        scope: false,
        corridor: false,
        tickets: false,
        compute: |_| Body::default(),
    };
}

/// In the order the window lists them.
const REPORTS: [&Spec; 23] = [
    &forecast::SPEC,
    &accuracy::SPEC,
    &revenue::SPEC,
    &win_rate::SPEC,
    &funnel::SPEC,
    &sales_cycle::SPEC,
    &stage_age::SPEC,
    &slipped::SPEC,
    &activity::SPEC,
    &calibration::SPEC,
    &corridor::BREAKDOWN,
    &corridor::HANDOFF_TIME,
    &work::ON_TIME,
    &work::REPLANS,
    &work::THROUGHPUT,
    &work::CUMULATIVE_FLOW,
    &work::CYCLE_TIME,
    &work::BURN_UP,
    &work::ESTIMATE_ACTUAL,
    &work::TICKETS,
    &work::OVERDUE,
    &work::UNOWNED,
    &work::WORKLOAD,
];

impl Book {
    /// The report of this name, as things stood on the filter's day.
    pub fn report(&self, name: &str, filter: &ReportFilter) -> Result<Report> {
        let spec = found(name)?;
        self.read(|reader| {
            let (asked, body) = run(self, reader, spec, filter)?;
            Ok(finish(spec, filter, reader.rev()?, &asked, body))
        })
    }

    /// The reports there are.
    pub fn report_names(&self) -> Vec<ReportName> {
        let named = |spec: &&Spec| ReportName {
            id: spec.name.into(),
            name: spec.title.into(),
            by: spec.by.to_vec(),
            about: spec.about.into(),
        };
        REPORTS.iter().map(named).collect()
    }
}

fn found(name: &str) -> Result<&'static Spec> {
    REPORTS.iter().find(|spec| spec.name == name).copied().ok_or_else(|| {
        let names: Vec<&str> = REPORTS.iter().map(|spec| spec.name).collect();
        Error::new(Code::NotFound, format!("There is no such report. There are: {}.", names.join(", ")))
    })
}

/// Everything in one snapshot of the workspace. The history is remembered: another filter, another day, or the next page of a row's
/// deals finds it in memory, and after a change only the deals that it touched are read again.
fn run(book: &Book, reader: &Reader<'_>, spec: &Spec, filter: &ReportFilter) -> Result<(Asked, Body)> {
    let asked = prepare(book, reader, spec, filter)?;
    let body = (spec.compute)(&asked);
    Ok((asked, body))
}

fn prepare(book: &Book, reader: &Reader<'_>, spec: &Spec, filter: &ReportFilter) -> Result<Asked> {
    load::check(filter, spec.name, spec.title, spec.by)?;
    let by = filter.by.or(spec.default);
    let needed: Vec<ReportBy> = match by {
        Some(by) => vec![by],
        None if spec.name == win_rate::SPEC.name => win_rate::EVERY.to_vec(),
        None => Vec::new(),
    };
    let as_of = filter.as_of.unwrap_or_else(|| reader.today());
    let world = history::until(book, reader, as_of)?;
    load::asked(reader, world, filter, by, &needed, spec)
}

fn finish(spec: &Spec, filter: &ReportFilter, rev: Rev, asked: &Asked, body: Body) -> Report {
    let (keys, rows) = unzip(body.main.lines);
    Report {
        rev,
        name: spec.name.into(),
        title: spec.title.into(),
        as_of: asked.as_of,
        from: filter.from,
        to: filter.to,
        by: asked.by,
        definition: body.definition,
        notes: body.notes,
        columns: body.main.columns,
        keys,
        rows,
        totals: body.main.totals,
        chart: body.main.chart,
        behind: match (spec.works && !spec.corridor, asked.by) {
            (false, _) => Behind::Deals,
            (true, Some(ReportBy::Project)) => Behind::Project,
            (true, _) => Behind::Nothing,
        },
        sections: body.sections.into_iter().map(table).collect(),
        sample_size: u32::try_from(body.sample_size).unwrap_or(u32::MAX),
    }
}

fn table(sheet: Sheet) -> ReportTable {
    let (keys, rows) = unzip(sheet.lines);
    ReportTable {
        title: sheet.title.into(),
        definition: sheet.definition.into(),
        columns: sheet.columns,
        keys,
        rows,
        totals: sheet.totals,
        chart: sheet.chart,
    }
}

fn unzip(lines: Vec<Line>) -> (Vec<String>, Vec<Cells>) {
    lines.into_iter().map(|line| (line.key, line.cells)).unzip()
}
