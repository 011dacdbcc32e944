//! Boards narrowed by a filter and parted into lanes, and the boards across projects.
mod ops;
mod rows;
mod types;

pub use types::*;
