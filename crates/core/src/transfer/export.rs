//! Out again: one table a kind, as CSV or JSON. What is exported can be imported again and finds itself.
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::rows;
use crate::book::Book;
use crate::error::{Error, Result};
use crate::values::Money;
use crate::words;

words! {
    /// What can be taken out.
    ExportKind {
        Deals "deals", Companies "companies", Contacts "contacts", Products "products", People "people", Projects "projects", Tasks "tasks", Handoffs "handoffs", Leads "leads",
    }
}
words! {
    FileFormat { Csv "csv", Json "json" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ExportDone {
    pub path: String,
    pub rows: u32,
}

impl ExportKind {
    /// By its name in plural, e.g. `deals`.
    pub fn named(name: &str) -> Result<ExportKind> {
        let known = ExportKind::ALL.iter().find(|kind| kind.as_str() == name).copied();
        known.ok_or_else(|| {
            let all: Vec<&str> = ExportKind::ALL.iter().map(|kind| kind.as_str()).collect();
            Error::invalid(format!("\u{201c}{name}\u{201d} can't be exported. There are: {}.", all.join(", ")))
        })
    }
}

impl Book {
    /// Writes every record of a kind to `path`: whole or not at all; an existing file is replaced. Works on a workspace that is read-only.
    pub fn export(&self, kind: ExportKind, format: FileFormat, path: &Path) -> Result<ExportDone> {
        let mut provisional = path.as_os_str().to_owned();
        provisional.push(format!(".{}.part", Uuid::new_v4().simple()));
        let provisional = PathBuf::from(provisional);
        let written = self.write_out(kind, format, &provisional).and_then(|count| {
            fs::rename(&provisional, path)?;
            Ok(ExportDone { path: path.to_string_lossy().into_owned(), rows: count })
        });
        if written.is_err() {
            // Half an export must not lie about; what can't be removed has no export's name.
            let _ = fs::remove_file(&provisional);
        }
        written
    }

    fn write_out(&self, kind: ExportKind, format: FileFormat, path: &Path) -> Result<u32> {
        let mut file = BufWriter::new(File::create_new(path)?);
        let count = self.read(|reader| {
            let names = rows::export_columns(reader, kind)?;
            match format {
                FileFormat::Csv => {
                    let mut out = csv::Writer::from_writer(&mut file);
                    out.write_record(&names).map_err(unwritten)?;
                    let count = rows::export(reader, kind, |values| {
                        let cells: Vec<String> = plain(&names, values)
                            .into_iter()
                            .map(|cell| cell.map_or_else(String::new, csv_cell))
                            .collect();
                        out.write_record(&cells).map_err(unwritten)
                    })?;
                    out.flush()?;
                    Ok(count)
                }
                FileFormat::Json => {
                    file.write_all(b"[")?;
                    let mut first = true;
                    let count = rows::export(reader, kind, |values| {
                        let cells = plain(&names, values).into_iter().map(|cell| match cell {
                            None => Json::Null,
                            Some(Plain::Number(n)) => Json::from(n),
                            Some(Plain::Text(text) | Plain::Figure(text)) => Json::String(text),
                        });
                        let record: Map<String, Json> = names.iter().cloned().zip(cells).collect();
                        file.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
                        file.write_all(Json::Object(record).to_string().as_bytes())?;
                        Ok(())
                    })?;
                    file.write_all(b"\n]\n")?;
                    Ok(count)
                }
            }
        })?;
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(count)
    }
}

/// A value as files have it.
enum Plain {
    Text(String),
    /// Digits that must not be taken for a formula.
    Figure(String),
    Number(i64),
}

/// Amounts as decimals in the row's currency, ids with hyphens.
fn plain(names: &[String], values: Vec<Value>) -> Vec<Option<Plain>> {
    let currency = names.iter().position(|name| name == "currency").and_then(|at| match values.get(at) {
        Some(Value::Text(currency)) => Some(currency.clone()),
        _ => None,
    });
    let cells = values.into_iter().zip(names).map(|(value, name)| match value {
        Value::Null => None,
        Value::Integer(minor) if name == "amount" || name == "price" => {
            let money = currency.as_deref().and_then(|currency| Money::new(minor, currency).ok());
            Some(money.map_or(Plain::Number(minor), |money| Plain::Figure(money.plain())))
        }
        Value::Integer(n) => Some(Plain::Number(n)),
        Value::Real(x) => Some(Plain::Figure(x.to_string())),
        Value::Text(text) => Some(Plain::Text(text)),
        Value::Blob(bytes) => {
            Some(Plain::Text(Uuid::from_slice(&bytes).map_or_else(|_| String::new(), |id| id.to_string())))
        }
    });
    cells.collect()
}

fn csv_cell(cell: Plain) -> String {
    match cell {
        Plain::Text(text) => neutral(text),
        Plain::Figure(text) => text,
        Plain::Number(n) => n.to_string(),
    }
}

/// A spreadsheet takes what starts with = + - @ for a formula: an apostrophe in front makes it text. Import takes it off again.
pub(super) fn neutral(text: String) -> String {
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text without the apostrophe that [`neutral`] put in front.
pub fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn unwritten(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause.into(),
        other => Error::invalid(format!("The file can't be written ({other:?}). Nothing was changed.")),
    }
}
