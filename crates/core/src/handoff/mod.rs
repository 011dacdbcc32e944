//! The corridor between the rooms: a won deal becomes a project, exactly one, with an owner for every task.
//!
//! `after/` what comes once the project is there ·
//! `plan.rs` decides (pure) · `ops.rs` requests, retries, cancels, shows · `outbox.rs` what is owed · `worker.rs` pays it.
mod after;
mod assign;
pub(crate) mod brief;
mod compose;
mod ops;
mod outbox;
pub mod plan;
mod preview;
mod proposal;
mod rows;
pub(crate) mod rules;
mod types;
mod when;
mod words;
mod worker;

pub use crate::sell::WinDraft;
pub use after::*;
pub(crate) use after::{of_card, of_project};
pub use brief::{
    BriefAnswer, BriefEntry, BriefField, BriefKind, BriefLine, DealBrief, ProjectBrief, SaveBriefField, Stakeholder,
};
pub use ops::{of_deal, request, request_imported, withdraw};
pub(crate) use preview::{brief_missing, settled};
pub(crate) use rows::{needing_help, project_of, returned, to_accept};
pub use rules::{HandoffRule, HandoffRules, RuleKind, SaveHandoffRule};
pub use types::*;
pub use when::{BriefTest, OnlyIf};
