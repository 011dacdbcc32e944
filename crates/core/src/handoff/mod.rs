//! The corridor between the rooms: a won deal becomes a project, exactly one, with an owner for every task.
//!
//! `plan.rs` decides (pure) · `ops.rs` requests, retries, cancels, shows · `outbox.rs` what is owed · `worker.rs` pays it.
mod ops;
mod outbox;
pub mod plan;
mod preview;
mod rows;
mod types;
mod worker;

pub use crate::sell::WinDraft;
pub use ops::{of_deal, request, request_imported, withdraw};
pub(crate) use rows::{needing_help, project_of};
pub use types::*;
