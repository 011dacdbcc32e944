//! The verbs of selling. The `pub(crate)` functions are the same gates for other subjects and for the import.
pub mod board;
pub mod bulk;
pub mod cells;
pub mod closing;
pub mod customers;
pub mod deals;
pub mod duplicates;
pub mod edits;
pub mod files;
pub mod import;
pub mod letters;
pub mod list;
pub mod pages;
pub mod parts;
pub mod pipelines;
pub(crate) mod place;
pub mod reasons;
