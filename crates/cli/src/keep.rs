//! The file itself: make it, check it, take steps back, read its history.
use std::path::Path;

use handsel_core::book::{SCHEMA, UndoDone, recorded};
use handsel_core::start::{Business, create};
use handsel_core::{Book, Code, Error, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::args::{Everywhere, New, Trade};
use crate::find;
use crate::output::{Answer, json_of};
use crate::rows::{self, Kind};

/// How many commands of one record are told.
const LONGEST_HISTORY: u32 = 10_000;

pub fn check(book: &Book) -> Result<Answer> {
    let report = book.check()?;
    let ok = report.ok;
    let note = if ok { "The workspace is sound." } else { "Something is wrong with this workspace." };
    Ok(Answer::record(json_of(&report)).note(note).no(!ok))
}

pub fn undo(book: &Book) -> Result<Answer> {
    Ok(taken_back(&book.undo(None)?, "Undone"))
}

pub fn redo(book: &Book) -> Result<Answer> {
    Ok(taken_back(&book.redo(None)?, "Done again"))
}

fn taken_back(done: &UndoDone, what: &str) -> Answer {
    let document = json!({ "undone": json_of(&done.undone), "rev": done.rev, "kept": done.kept });
    Answer::record(document).note(format!("{what}: {}", done.undone.label))
}

/// The commands of everybody, or those that touched one record; newest first.
pub fn history(book: &Book, record: Option<&str>, limit: u32) -> Result<Answer> {
    const SHOWN: &[&str] = &["seq", "day", "actor", "label"];
    let Some(record) = record else {
        let mut commands = book.read(|reader| rows::commands(reader, limit))?;
        for command in &mut commands {
            command["undone"] = Value::Bool(!command["undone_by"].is_null());
        }
        return Ok(Answer::list(commands, SHOWN));
    };
    let found = find::record(book, &Kind::ALL, record)?;
    Ok(Answer::list(history_of(book, found.id, limit)?, SHOWN))
}

/// What was done to one record, newest first.
pub fn history_of(book: &Book, record: Uuid, limit: u32) -> Result<Vec<Value>> {
    let commands = book.read(|reader| recorded(reader, &[record], limit.min(LONGEST_HISTORY)))?;
    let rows = commands.iter().map(|command| {
        let changes: Vec<Value> = command.changes.iter().map(change).collect();
        json!({
            "seq": command.seq, "at": command.at, "day": command.day, "actor": command.actor, "actor_kind": command.actor_kind,
            "verb": command.verb, "label": command.label, "undone": command.undone, "changes": changes,
        })
    });
    Ok(rows.collect())
}

fn change(change: &handsel_core::book::Change) -> Value {
    let columns: serde_json::Map<String, Value> = change
        .columns
        .iter()
        .map(|(name, before, after)| (name.clone(), json!([rows::value(before.into()), rows::value(after.into())])))
        .collect();
    json!({ "table": change.table.as_str(), "created": change.created, "columns": columns })
}

/// Makes the workspace, with a pipeline and templates.
pub fn new(path: &Path, everywhere: &Everywhere, args: &New) -> Result<Answer> {
    let business = business(args.business);
    let made = create(path, &args.firm, &args.currency, business, everywhere.me.as_deref(), everywhere.as_of);
    let book = made.map_err(wrong_question)?;
    let document = json!({ "file": path, "workspace_id": book.workspace(), "schema": SCHEMA });
    Ok(Answer::record(document).note("The workspace is there."))
}

/// Asking for a file where one is, is a wrong question, and ends with 2.
pub fn wrong_question(error: Error) -> Error {
    if error.code == Code::Conflict { Error::invalid(error.message) } else { error }
}

fn business(trade: Trade) -> Business {
    match trade {
        Trade::Onboarding => Business::Onboarding,
        Trade::Installation => Business::Installation,
        Trade::FixedPrice => Business::FixedPrice,
        Trade::Short => Business::Short,
    }
}
