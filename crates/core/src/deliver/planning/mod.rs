//! Planning a project: its outline, links and dates over the schedule engine, re-plans, baselines, leave.
//!
//! `types.rs` what crosses to the window · `draft.rs` a plan in memory and what the engine makes of it · `changes.rs` what may be changed
//! about it · `predecessors.rs` the column of the outline · `lay.rs` many tasks of a file · `lines.rs` the outline in its order · `ops.rs`, `outline.rs`, `add.rs`,
//! `baselines.rs`, `pauses.rs`, `leave.rs` the verbs · `rows.rs` the
//! only SQL.
mod add;
mod baselines;
mod changes;
mod draft;
mod lay;
mod leave;
mod lines;
mod ops;
mod outline;
mod pauses;
mod predecessors;
mod rows;
mod types;

pub use predecessors::{Predecessor, read_predecessors};
pub use types::*;

pub(crate) use draft::span;
pub(crate) use lay::{LaidTask, lay_tasks, new_project};
pub(crate) use ops::follow;
pub(crate) use pauses::{promised, state_changed};
pub(super) use rows::away;
