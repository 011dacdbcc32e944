//! The verbs of the subject.
mod board;
mod place;
mod projects;
pub(crate) mod tasks;
pub(crate) mod templates;
