//! The verbs of the subject.
mod board;
pub(super) mod place;
mod projects;
pub(crate) mod tasks;
mod template_checks;
mod template_preview;
pub(crate) mod templates;
