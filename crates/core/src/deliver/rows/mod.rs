//! The only SQL of the subject.
pub(super) mod projects;
