//! In and out: import of CSV and spreadsheets, export, backup, restore.
//!
//! An import goes in three steps, each from the file on disk: [`crate::Book::import_open`] looks at the file and proposes a plan,
//! [`crate::Book::import_preview`] carries the plan out and takes everything back, [`crate::Book::import_run`] carries it out as one
//! command. `sniff.rs` tells what kind of file it is, `table.rs` and `sheet.rs` stream its rows, `dates.rs`, `fields.rs` and
//! `stages.rs` read its words, `plan.rs` proposes, `run.rs` writes through the door, `export.rs` and `backup.rs` go the other way,
//! `restore.rs` puts a backup back.
mod activities;
mod backup;
pub(crate) mod dates;
mod deals;
mod export;
mod fields;
mod find;
mod leads;
mod near;
mod parts;
mod plan;
mod records;
mod report_file;
mod restore;
mod row;
mod rows;
mod run;
mod sheet;
mod sniff;
mod stages;
mod table;
mod tasks;
#[cfg(test)]
mod tests;
mod types;

pub use backup::BackupDone;
pub use export::{ExportDone, ExportKind, FileFormat};
pub use report_file::ReportFormat;
pub use restore::{BackupLook, RestoreDone, look_at_backup, restore};
pub use types::*;
