//! What a task carries beside its place and dates: who else is on it, tags, comments, a block, and whom outside it waits for.
mod comments;
mod ops;
pub(crate) mod rows;
mod types;
pub(crate) mod waits;

pub(crate) use ops::{assign, page, stand_in};
pub use types::*;
