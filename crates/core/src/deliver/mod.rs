//! The room where promises become work: projects, their boards and tasks, and the templates they are made from.
//!
//! `types.rs` what crosses to the window · `build.rs` writes a planned project down · `ops/` the verbs · `detail/` who else is on a task, tags,
//! comments, blocks, waiting · `teams/` crews · `time/` the clock and time entries · `planning/` dates that follow from each other · `load/` who has how much to
//! do · `sheets/` paper and calendars · `rows/` the only SQL.
pub(crate) mod build;
pub(crate) mod detail;
pub(crate) mod lanes;
pub mod load;
pub(crate) mod ops;
pub mod planning;
pub(crate) mod recurring;
pub(crate) mod rows;
pub(crate) mod seeds;
pub(crate) mod sheets;
pub(crate) mod teams;
pub(crate) mod tickets;
pub(crate) mod time;
mod types;

use crate::book::{Reader, Txn};
use crate::error::Result;
use crate::values::{CompanyId, ContactId, Day, ProjectId};

pub(crate) use build::ProjectFacts;
pub use detail::{Block, Comment, Priority, TaskDetail, TaskMoment, TaskPart, Wait, WaitFor, WaitingTask};
pub use lanes::*;
pub use load::*;
pub(crate) use ops::templates::{save_template, stored};
pub(crate) use planning::promised;
pub use planning::*;
pub(crate) use planning::{LaidTask, lay_tasks, new_project};
pub use recurring::{RecurUnit, Recurrence};
pub(crate) use rows::staff::staff;
pub(crate) use rows::templates::{condition, ids as template_ids, template as load_template};
pub use sheets::{SheetDone, WeekArgs};
pub use teams::{SaveTeam, Team};
pub use tickets::*;
pub use time::{DAY_MINUTES, NewTime, RunningTimer, SaveTime, TimeEntry, TimeOn, TimeSheet, Timer};
pub use types::*;

/// The projects of a company, running ones first.
pub fn projects_of_company(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<ProjectRow>> {
    rows::projects::of_company(reader, company)
}

/// The projects of a contact and of the deals it is on, running ones first.
pub fn projects_of_contact(reader: &Reader<'_>, contact: ContactId) -> Result<Vec<ProjectRow>> {
    rows::projects::of_contact(reader, contact)
}

/// Everybody who works here.
pub(crate) fn active_people(reader: &Reader<'_>) -> Result<Vec<crate::values::Named>> {
    rows::projects::active_people(reader)
}

/// What a live project is called.
pub(crate) fn project_name(reader: &Reader<'_>, id: ProjectId) -> Result<String> {
    Ok(rows::projects::facts(reader, id)?.0)
}

/// Pauses a project that is planned or runs; another stays as it is. Answers its name.
pub(crate) fn pause_project(txn: &mut Txn<'_>, id: ProjectId) -> Result<String> {
    let project = rows::projects::one(txn, id)?;
    if matches!(project.state, ProjectState::Planned | ProjectState::Active) {
        txn.update(crate::book::Table::Project, id, &[("state", &ProjectState::Paused)])?;
        planning::state_changed(txn, id, project.state, ProjectState::Paused)?;
    }
    Ok(project.name)
}

/// The running projects in the order of the list.
pub(crate) fn running(reader: &Reader<'_>) -> Result<Vec<ProjectId>> {
    let rows = rows::projects::all(reader)?.into_iter();
    Ok(rows.filter(|project| project.state == ProjectState::Active).map(|project| project.id).collect())
}

/// Moves the tasks of a project that were due before `day` to its done column, and the next one to the column in progress.
pub(crate) fn finish_due_before(txn: &mut Txn<'_>, project: ProjectId, day: Day) -> Result<()> {
    ops::tasks::finish_due_before(txn, project, day)
}
