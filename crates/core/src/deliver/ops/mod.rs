//! The verbs of the subject.
mod board;
mod place;
mod projects;
mod tasks;
pub(crate) mod templates;
