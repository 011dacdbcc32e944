//! What a command answers, and how it is written: one JSON document or a readable table on stdout, messages on stderr.
use std::io::Write;
use std::process::ExitCode;

use handsel_core::{Code, Error};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The widest a column of the readable table gets, in characters.
const WIDEST: usize = 48;

/// A command's answer. `no` ends with 1 although nothing went wrong: a check failed, rows were refused.
pub struct Answer {
    document: Value,
    /// The keys that the readable table shows; empty: all of them.
    columns: &'static [&'static str],
    /// What a person sees instead of the whole document.
    shown: Option<Value>,
    /// A sentence for people, on stderr.
    note: Option<String>,
    no: bool,
}

impl Answer {
    /// One record.
    pub fn record(document: Value) -> Answer {
        Answer { document, columns: &[], shown: None, note: None, no: false }
    }

    /// A list of records, of which a person sees `columns`.
    pub fn list(rows: Vec<Value>, columns: &'static [&'static str]) -> Answer {
        Answer { document: Value::Array(rows), columns, shown: None, note: None, no: false }
    }

    /// What a person sees instead of the whole document.
    pub fn shown(mut self, document: Value) -> Answer {
        self.shown = Some(document);
        self
    }

    pub fn note(mut self, sentence: impl Into<String>) -> Answer {
        self.note = Some(sentence.into());
        self
    }

    /// The answer is "no" when `so`.
    pub fn no(mut self, so: bool) -> Answer {
        self.no = so;
        self
    }

    pub fn into_document(self) -> Value {
        self.document
    }

    /// Writes it and says how the process ends.
    pub fn print(self, as_json: bool) -> ExitCode {
        let text = if as_json {
            self.document.to_string()
        } else {
            readable(self.shown.as_ref().unwrap_or(&self.document), self.columns)
        };
        say(&text);
        if let Some(note) = self.note {
            eprintln!("{note}");
        }
        ExitCode::from(u8::from(self.no))
    }
}

/// Writes a refusal or a failure: 1 when the answer is "no", 2 when the question could not be understood or read.
pub fn print_error(error: &Error, as_json: bool) -> ExitCode {
    if as_json {
        say(&json!({ "error": { "code": error.code, "message": error.message, "missing": error.missing } }).to_string());
    }
    eprintln!("{}", error.message);
    if !error.missing.is_empty() {
        let labels: Vec<&str> = error.missing.iter().map(|missing| missing.label.as_str()).collect();
        eprintln!("Missing: {}", labels.join(", "));
    }
    ExitCode::from(exit_code(error.code))
}

fn exit_code(code: Code) -> u8 {
    match code {
        Code::Gate | Code::Stale | Code::Conflict | Code::Cancelled | Code::Nothing => 1,
        Code::NotFound
        | Code::Invalid
        | Code::Ambiguous
        | Code::Busy
        | Code::Newer
        | Code::Foreign
        | Code::Corrupt
        | Code::ReadOnly
        | Code::Full
        | Code::Io => 2,
    }
}

/// A line on stdout, flushed: what is there has been acknowledged. A reader that has gone away is no failure of ours.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// The JSON of a record of the core.
pub fn json_of(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or(Value::Null)
}

fn readable(document: &Value, columns: &[&str]) -> String {
    match document {
        Value::Array(rows) if rows.is_empty() => "(none)".to_owned(),
        Value::Array(rows) => table(rows, columns),
        Value::Object(record) => fields(record, 0),
        other => cell(other),
    }
}

/// One line a key; lists of records become tables of their own below it.
fn fields(record: &Map<String, Value>, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let mut lines = Vec::new();
    for (key, value) in record {
        match value {
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                lines.push(format!("{indent}{key}:"));
                let inner = table(rows, &[]);
                lines.extend(inner.lines().map(|line| format!("{indent}  {line}")));
            }
            Value::Object(inner) if !is_named(inner) && !inner.is_empty() => {
                lines.push(format!("{indent}{key}:"));
                lines.push(fields(inner, depth + 1));
            }
            Value::Null => {}
            other => lines.push(format!("{indent}{key}: {}", cell(other))),
        }
    }
    lines.join("\n")
}

fn table(rows: &[Value], columns: &[&str]) -> String {
    let mut keys: Vec<&str> = columns.to_vec();
    if keys.is_empty() {
        for key in rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    let mut lines: Vec<Vec<String>> = vec![keys.iter().map(|key| key.replace('_', " ").to_uppercase()).collect()];
    lines.extend(rows.iter().map(|row| keys.iter().map(|key| clip(&cell(&row[*key]))).collect()));
    let widths: Vec<usize> =
        (0..keys.len()).map(|i| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or(0)).collect();
    let padded = lines.iter().map(|line| {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    });
    padded.collect::<Vec<_>>().join("\n")
}

fn is_named(record: &Map<String, Value>) -> bool {
    record.len() == 2 && record.contains_key("id") && record.contains_key("name")
}

/// A value on one line, without anything that moves a terminal's cursor.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(record) if is_named(record) => cell(&record["name"]),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn clip(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_shows_the_asked_columns_in_line() {
        let rows = [json!({"id": "1", "name": "Hotel", "extra": 3}), json!({"id": "22", "name": null})];
        assert_eq!(table(&rows, &["id", "name"]), "ID  NAME\n1   Hotel\n22");
    }

    #[test]
    fn no_text_moves_the_cursor() {
        assert_eq!(cell(&json!("a\u{1b}[2J\nb")), "a [2J b");
    }

    #[test]
    fn refusals_end_with_one_and_what_cannot_be_read_with_two() {
        assert_eq!(exit_code(Code::Gate), 1);
        assert_eq!(exit_code(Code::Nothing), 1);
        assert_eq!(exit_code(Code::Ambiguous), 2);
        assert_eq!(exit_code(Code::Foreign), 2);
    }
}
