//! The only SQL of the subject.
pub(super) mod projects;
pub(super) mod staff;
pub(super) mod tasks;
pub(super) mod templates;
