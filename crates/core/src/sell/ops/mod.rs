//! The verbs of selling. The `pub(crate)` functions are the same gates for other subjects and for the import.
pub mod board;
pub mod closing;
pub mod customers;
pub mod deals;
pub mod import;
pub mod pages;
pub mod pipelines;
pub(crate) mod place;
pub mod reasons;
