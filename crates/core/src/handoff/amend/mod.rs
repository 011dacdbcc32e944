//! A deal that changes after its win: what delivery was told, what has changed since, and what becomes of it.
//!
//! `rules.rs` the difference and what taking it would do to the project (pure) · `ops.rs` the verbs · `rows.rs` the SQL.
mod ops;
pub(super) mod rows;
mod rules;
mod types;

pub(super) use ops::{decided, open, told};
pub use types::*;
