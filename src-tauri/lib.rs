//! The shell: a window around the core. Commands are about three lines each; everything they know is in `handsel_core`.
mod bindings;
mod commands;
mod desk;
mod device;
mod reach;
mod reminders;
mod tray;
mod window;

pub use bindings::write_bindings;
pub use window::{choose_renderer, run};
