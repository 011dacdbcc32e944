//! What the window may ask. Each command names the core's verb and nothing else; all of them run off the main thread.
pub mod activities;
pub mod corridor;
pub mod customers;
pub mod deliver;
pub mod goods;
pub mod leads;
pub mod people;
pub mod planning;
pub mod reports;
pub mod sell;
pub mod session;
pub mod tasks;
pub mod transfer;
pub mod views;
