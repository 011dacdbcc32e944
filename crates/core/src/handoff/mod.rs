//! The corridor between the rooms: a won deal becomes a project, exactly one, with an owner for every task.
//!
//! `after/` what comes once the project is there ·
//! `plan.rs` decides (pure) · `ops.rs` requests, retries, cancels, shows · `outbox.rs` what is owed · `worker.rs` pays it.
mod after;
mod assign;
mod ops;
mod outbox;
pub mod plan;
mod preview;
mod rows;
mod types;
mod when;
mod worker;

pub use crate::sell::WinDraft;
pub use after::*;
pub(crate) use after::{of_card, of_project};
pub use ops::{of_deal, request, request_imported, withdraw};
pub(crate) use rows::{needing_help, project_of, returned, to_accept};
pub use types::*;
pub use when::{BriefTest, OnlyIf};
