//! Sell: leads, pipelines, stages, deals, companies, contacts, products, lines, rates.
//!
//! `types.rs`, `customers.rs`, `parts.rs`, `catalogue.rs` what crosses to the window · `rules.rs`, `gates.rs`, `pricing.rs` pure gates, transitions and sums ·
//! `ops/` the verbs on [`crate::Book`] and the
//! functions other subjects and the import compose · `rows/` the only SQL of the subject · `history.rs` the journal in sentences.
pub mod catalogue;
pub mod customers;
pub mod fields;
pub mod gates;
pub mod history;
pub mod leads;
pub mod lists;
pub mod ops;
pub mod parts;
pub mod pricing;
pub(crate) mod rows;
pub mod rules;
pub mod types;

pub use catalogue::*;
pub use customers::*;
pub use fields::DealField;
pub use gates::{Course, Held, Required, StageTime, entry_missing};
pub use leads::*;
pub use lists::*;
pub(crate) use ops::list::searchable;
pub use ops::pipelines::seed_defaults;
pub use ops::rates::{RateRow, RateTable, SaveRate};
pub use parts::*;
pub use pricing::{Billing, LineTotals, Recurring};
pub(crate) use rows::deals::deal_facts;
pub(crate) use rows::pipelines::stages as stages_of;
pub use rules::{Entry, enter_stage, lose_missing, quiet_days, win_missing};
pub use types::*;
