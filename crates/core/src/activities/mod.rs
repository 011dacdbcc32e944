//! Activities: what is done with customers and what comes next. Calls, meetings, e-mails, to-dos and notes; never project tasks.
//!
//! `types.rs` what crosses to the window · `rules.rs` pure: states, words, checks · `ops.rs` the verbs on [`crate::Book`] ·
//! `rows.rs` the only SQL of the subject.
pub mod ops;
pub(crate) mod rows;
pub mod rules;
pub mod types;

pub(crate) use ops::{add_activity, add_from_file, hand_over, open_of, rewrite_from_file};
pub use rules::due_state;
pub use types::*;
