//! Everything in Handsel that is true without a window.
//!
//! [`book::Book`] is the one way in: it owns the workspace file, and every change goes through [`book::Book::transact`].
//! Each subject (people, sell, deliver, handoff, transfer …) adds its verbs to `Book` in its own folder: `mod.rs` holds types and pure
//! rules, `ops.rs` the verbs, `rows.rs` the only SQL of the subject.
pub mod activities;
pub mod book;
pub mod deliver;
pub mod error;
pub mod filter;
pub mod handoff;
pub mod offers;
pub mod people;
pub mod reports;
pub mod schedule;
pub mod search;
pub mod sell;
pub mod start;
pub mod timeline;
pub mod today;
pub mod transfer;
pub mod values;
pub mod views;

pub use book::{Book, Done};
pub use error::{Code, Error, Missing, Result};
