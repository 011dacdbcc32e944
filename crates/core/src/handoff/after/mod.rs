//! The handoff once it has arrived: who accepts it, what it lacks, how long it takes, how the project stands.
//!
//! `types.rs` what the window sees · `clock.rs` working hours and targets (pure) · `rules.rs` who is asked and what may follow (pure) ·
//! `acceptance.rs`, `returns.rs`, `clocks.rs` the verbs · `status_rows.rs` how the project stands, for the deal · `rows.rs` the SQL.
mod acceptance;
mod clock;
mod clocks;
mod returns;
pub(super) mod rows;
mod rules;
mod status_rows;
mod types;

pub(crate) use acceptance::accept;
pub(super) use acceptance::delivered;
pub(crate) use returns::send_back;
pub use status_rows::{CardStatus, CompanyProject, ProjectStatus};
pub(crate) use status_rows::{of_card, of_project};
pub use types::*;
