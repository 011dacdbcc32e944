//! Tickets: work that somebody outside asked for, numbered, on a board of its own, with or without a project.
mod ops;
pub(crate) mod rows;
mod types;

pub use types::*;
