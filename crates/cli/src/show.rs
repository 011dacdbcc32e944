//! One record with its links and its history.
use handsel_core::values::{CompanyId, DealId, ProjectId, TaskId, TemplateId};
use handsel_core::{Book, Error, Result};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::corridor;
use crate::find;
use crate::keep;
use crate::list;
use crate::output::{Answer, json_of};
use crate::rows::{self, Kind};

const HISTORY: u32 = 200;
/// The keys of a record that lead to other records.
const LINKS: &[&str] = &["contacts", "deals", "projects", "handoff", "stages", "predecessors", "successors"];

/// `{kind, id, name, …fields, links, history}`.
pub fn show(book: &Book, called: &str) -> Result<Answer> {
    let found = find::record(book, &Kind::ALL, called)?;
    let fields = match found.kind {
        Kind::Deal => deal(book, DealId(found.id))?,
        Kind::Company => json_of(&book.company(CompanyId(found.id))?),
        Kind::Contact => one(book.read(|reader| rows::contacts(reader, Some(found.id), 1))?, found.id),
        Kind::Person => one(json_of(&book.people()?), found.id),
        Kind::Product => one(json_of(&book.products()?), found.id),
        Kind::Project => project(book, ProjectId(found.id))?,
        Kind::Task => json_of(&book.task(TaskId(found.id))?),
        Kind::Template => json_of(&book.template(TemplateId(found.id))?),
        Kind::Handoff => corridor::rows(book).map(|rows| one(Value::Array(rows), found.id))?,
    };
    let Value::Object(fields) = fields else { return Err(Error::not_found(found.kind.word())) };
    let mut record = json!({ "kind": found.kind.word(), "id": found.id, "name": found.name });
    let mut links = Map::new();
    for (key, value) in fields {
        if key == "task_list" {
            links.insert("tasks".to_owned(), value);
        } else if LINKS.contains(&key.as_str()) {
            links.insert(key, value);
        } else {
            record[key] = value;
        }
    }
    record["links"] = Value::Object(links);
    if record.get("history").is_none() {
        record["history"] = Value::Array(keep::history_of(book, found.id, HISTORY)?);
    }
    Ok(Answer::record(record))
}

fn deal(book: &Book, id: DealId) -> Result<Value> {
    let page = book.deal(id)?;
    let mut record = list::with_digits(json_of(&page.deal));
    let goods = book.deal_lines(id)?;
    record["lines"] = json_of(&goods.lines);
    record["line_totals"] = json_of(&goods.totals);
    record["offers"] = json_of(&book.offers(id)?.offers);
    record["course"] = json_of(&book.deal_course(id)?);
    record["contacts"] = json_of(&page.contacts);
    record["handoff"] = json_of(&page.handoff);
    record["stages"] = json_of(&book.stage_events(id)?);
    record["history"] = json_of(&page.history);
    Ok(record)
}

fn project(book: &Book, id: ProjectId) -> Result<Value> {
    let board = book.project_board(id)?;
    let mut record = json_of(&board.project);
    record["description"] = json_of(&board.description);
    record["contact"] = json_of(&board.contact);
    record["handoff"] = json_of(&board.handoff);
    record["task_list"] = Value::Array(book.read(|reader| rows::tasks(reader, Some(id.into()), u32::MAX))?);
    Ok(record)
}

/// The record of this id out of a list.
fn one(rows: impl Into<Value>, id: Uuid) -> Value {
    let wanted = id.to_string();
    let Value::Array(rows) = rows.into() else { return Value::Null };
    rows.into_iter().find(|row| row["id"] == wanted.as_str()).unwrap_or(Value::Null)
}
