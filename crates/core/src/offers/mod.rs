//! Offers: what a deal's lines come to, numbered and versioned, on paper, and what of it was agreed.
//!
//! `types.rs` what crosses to the window and what is frozen · `rules.rs` pure: which state may follow, what the scope says · `ops.rs` the verbs ·
//! `rows.rs` the only SQL of the subject · `print.rs` and `paper.rs` the PDF.
pub mod ops;
pub(crate) mod paper;
mod print;
pub(crate) mod rows;
pub mod rules;
pub mod types;

pub(crate) use ops::scope_of;
pub(crate) use rows::ids_of;
pub use rules::Scope;
pub use types::*;
