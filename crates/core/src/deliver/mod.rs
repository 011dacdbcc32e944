//! The room where promises become work: projects, their boards and tasks, and the templates they are made from.
mod types;

pub use types::*;
