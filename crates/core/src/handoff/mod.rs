//! The corridor between the rooms: a won deal becomes a project, exactly one, with an owner for every task.
//!
//! `after/` what comes once the project is there ·
//! `plan.rs` decides (pure) · `ops.rs` requests, retries, cancels, shows · `outbox.rs` what is owed · `worker.rs` pays it.
mod after;
mod amend;
mod assign;
pub(crate) mod brief;
mod compose;
mod ops;
mod outbox;
pub mod plan;
mod preview;
mod proposal;
mod reversal;
mod rows;
pub(crate) mod rules;
mod types;
mod when;
mod words;
mod worker;

pub use crate::sell::WinDraft;
pub use after::*;
pub(crate) use after::{accept, of_card, of_project, send_back};
pub use amend::*;
pub use brief::{
    BriefAnswer, BriefEntry, BriefField, BriefKind, BriefLine, DealBrief, ProjectBrief, SaveBriefField, Stakeholder,
};
pub use ops::{extend, of_deal, request, request_imported, withdraw};
pub(crate) use preview::{brief_missing, settled};
pub use reversal::Reversal;
pub(crate) use reversal::{next_generation, won_again};
pub(crate) use rows::records as all;
pub(crate) use rows::{amended, latest, needing_help, project_of, returned, to_accept, undecided};
pub use rules::{HandoffRule, HandoffRules, RuleKind, SaveHandoffRule};
pub use types::*;
pub use when::{BriefTest, OnlyIf};
