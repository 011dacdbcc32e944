//! One error for everything a person can run into: a code to act on and a sentence to read.
use serde::{Deserialize, Serialize};

/// What every fallible function of the core answers.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, for programs ([`Code`]) and for people (`message`: what happened, what was kept, what to do).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, specta::Type)]
#[error("{message}")]
#[serde(rename = "HandselError")]
pub struct Error {
    pub code: Code,
    pub message: String,
    /// The fields a gate asks for, or the parts of a document a refusal is about; mostly empty.
    pub missing: Vec<Missing>,
}

/// What the window and the command line act on; they never match the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    NotFound,
    /// Something is missing before this may happen; `missing` names it.
    Gate,
    Invalid,
    /// The caller looked at an older state.
    Stale,
    /// Done by someone since; going on would lose their change.
    Conflict,
    /// More than one reading is possible and guessing could lose data.
    Ambiguous,
    Cancelled,
    /// Another program holds the file.
    Busy,
    Newer,
    Foreign,
    Corrupt,
    ReadOnly,
    Full,
    Io,
    /// There is nothing to do, e.g. nothing to undo.
    Nothing,
}

/// A field that a gate asks for: its key and its name on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Missing {
    pub field: String,
    pub label: String,
}

impl Missing {
    pub fn new(field: &str, label: &str) -> Missing {
        Missing { field: field.into(), label: label.into() }
    }
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error { code, message: message.into(), missing: Vec::new() }
    }

    pub fn invalid(message: impl Into<String>) -> Error {
        Error::new(Code::Invalid, message)
    }

    /// `what` is the record's word on screen, e.g. "deal".
    pub fn not_found(what: &str) -> Error {
        Error::new(
            Code::NotFound,
            format!("This {what} is not there any more. It may have been deleted; nothing was changed."),
        )
    }

    pub fn gate(message: impl Into<String>, missing: Vec<Missing>) -> Error {
        Error { code: Code::Gate, message: message.into(), missing }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode as E;
        match error.sqlite_error_code() {
            Some(E::DiskFull) => Error::new(
                Code::Full,
                "The disk is full. The last change was not saved, everything before it is. Free some space and try again.",
            ),
            Some(E::ReadOnly | E::PermissionDenied | E::AuthorizationForStatementDenied) => Error::new(
                Code::ReadOnly,
                "The workspace file can only be read. Nothing was changed. Check the file's permissions, or open a copy of it.",
            ),
            Some(E::DatabaseBusy | E::DatabaseLocked) => Error::new(
                Code::Busy,
                "Another program is using the workspace file. Nothing was changed. Close it and try again.",
            ),
            Some(E::DatabaseCorrupt) => Error::new(
                Code::Corrupt,
                format!(
                    "The workspace file is damaged ({error}). Nothing was changed. Restore a backup, or keep a copy of the file for repair."
                ),
            ),
            Some(E::NotADatabase) => {
                Error::new(Code::Foreign, "This file is not a Handsel workspace. It was left as it is.")
            }
            Some(E::SystemIoFailure | E::CannotOpen) => Error::new(
                Code::Io,
                format!("The disk did not answer ({error}). The last change was not saved, everything before it is."),
            ),
            _ => Error::new(Code::Io, format!("The workspace could not do this ({error}). Nothing was changed.")),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        use std::io::ErrorKind as K;
        match error.kind() {
            K::StorageFull | K::QuotaExceeded => {
                Error::new(Code::Full, "The disk is full. Nothing was changed. Free some space and try again.")
            }
            K::PermissionDenied | K::ReadOnlyFilesystem => Error::new(
                Code::ReadOnly,
                format!("This place can't be written or read ({error}). Nothing was changed."),
            ),
            K::NotFound => Error::new(Code::NotFound, format!("There is no such file ({error}).")),
            _ => Error::new(Code::Io, format!("The disk did not answer ({error}). Nothing was changed.")),
        }
    }
}
