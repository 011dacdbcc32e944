//! The time it took: a clock that runs for a person, entries of a day, and a project's budget beside them.
mod ops;
pub(crate) mod rows;
mod timer;
mod types;

pub(crate) use ops::spoken;
pub use types::*;
