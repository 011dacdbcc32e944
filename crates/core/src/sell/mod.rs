//! Sell: leads, pipelines, stages, deals, companies, contacts, products.
//!
//! `types.rs`, `customers.rs`, `parts.rs` what crosses to the window · `rules.rs` pure gates and transitions · `ops/` the verbs on [`crate::Book`] and the
//! functions other subjects and the import compose · `rows/` the only SQL of the subject · `history.rs` the journal in sentences.
pub mod customers;
pub mod fields;
pub mod history;
pub mod leads;
pub mod lists;
pub mod ops;
pub mod parts;
pub(crate) mod rows;
pub mod rules;
pub mod types;

pub use customers::*;
pub use fields::DealField;
pub use leads::*;
pub use lists::*;
pub(crate) use ops::list::searchable;
pub use ops::pipelines::seed_defaults;
pub use parts::*;
pub(crate) use rows::deals::deal_facts;
pub(crate) use rows::pipelines::stages as stages_of;
pub use rules::{Entry, enter_stage, lose_missing, quiet_days, win_missing};
pub use types::*;
