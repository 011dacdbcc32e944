//! Records of one kind, and one record with everything that hangs on it.
use handsel_core::sell::{DealQuery, DealTree};
use handsel_core::values::Money;
use handsel_core::{Book, Error, Result};
use serde_json::Value;

use crate::args::{List, Listed};
use crate::corridor;
use crate::output::{Answer, json_of};
use crate::{rows, wheres};

pub fn list(book: &Book, args: &List) -> Result<Answer> {
    // Of deals, what the database can look for it looks for; the rest is compared with what is printed.
    let (filter, wheres) = match args.what {
        Listed::Deals => wheres::split(&args.wheres),
        _ => (None, args.wheres.clone()),
    };
    // A filter looks at every record; the limit counts what it leaves.
    let limit = if wheres.is_empty() { args.limit } else { u32::MAX };
    let mut rows = match filter {
        Some(filter) => found(book, filter, limit)?,
        None => fetch(book, args.what, limit)?,
    };
    for (field, value) in &wheres {
        if let Some(row) = rows.first().filter(|row| row.get(field).is_none()) {
            return Err(unknown_field(field, row));
        }
        rows.retain(|row| fits(&row[field.as_str()], value));
    }
    rows.truncate(args.limit as usize);
    Ok(Answer::list(rows, shown(args.what)))
}

/// The deals that the filter leaves in, in the usual order.
fn found(book: &Book, filter: DealTree, limit: u32) -> Result<Vec<Value>> {
    let ids = book.deal_ids(&DealQuery { filter, ..DealQuery::default() }, u32::MAX)?;
    Ok(book.read(|reader| rows::deals(reader, Some(&ids), limit))?.into_iter().map(with_digits).collect())
}

fn fetch(book: &Book, what: Listed, limit: u32) -> Result<Vec<Value>> {
    match what {
        Listed::Deals => {
            Ok(book.read(|reader| rows::deals(reader, None, limit))?.into_iter().map(with_digits).collect())
        }
        Listed::Companies => book.read(|reader| rows::companies(reader, limit)),
        Listed::Contacts => book.read(|reader| rows::contacts(reader, None, limit)),
        Listed::Leads => book.read(|reader| rows::leads(reader, limit)),
        Listed::Products => Ok(each(json_of(&book.products()?))),
        Listed::People => Ok(each(json_of(&book.people()?))),
        Listed::Projects => Ok(each(json_of(&book.projects()?.rows))),
        Listed::Tasks => book.read(|reader| rows::tasks(reader, None, limit)),
        Listed::Activities => Ok(each(json_of(&book.activities(limit)?)).into_iter().map(named).collect()),
        Listed::Handoffs => corridor::rows(book),
    }
}

/// Every record has a name here; an activity's is its subject. What it is about is told by name, with the id beside it.
fn named(mut activity: Value) -> Value {
    activity["name"] = activity["subject"].clone();
    for of in ["deal", "company", "contact", "owner"] {
        let mut named = activity[of].take();
        activity[format!("{of}_id")] = named["id"].take();
        activity[of] = named["name"].take();
    }
    activity
}

fn each(rows: Value) -> Vec<Value> {
    match rows {
        Value::Array(rows) => rows,
        _ => Vec::new(),
    }
}

fn shown(what: Listed) -> &'static [&'static str] {
    match what {
        Listed::Deals => &["id", "name", "company", "stage", "amount", "currency", "close_date", "owner"],
        Listed::Companies => &["id", "name", "industry", "location", "deals_open", "deals_won", "projects"],
        Listed::Contacts => &["id", "name", "email", "phone", "companies"],
        Listed::Leads => &["id", "name", "company", "email", "source", "status", "owner", "received"],
        Listed::Products => &["id", "name", "series", "price", "billing", "active", "deals"],
        Listed::People => &["id", "name", "email", "office", "active", "open_deals", "open_tasks"],
        Listed::Projects => &["id", "name", "company", "lead", "state", "start", "finish", "tasks", "done", "overdue"],
        Listed::Handoffs => &["id", "name", "generation", "state", "project_name", "attempts", "last_error"],
        Listed::Activities => {
            &["id", "kind", "name", "due", "done_on", "deal", "company", "contact", "owner", "outcome"]
        }
        Listed::Tasks => &["id", "project", "phase", "name", "column", "assignee", "start", "due"],
    }
}

/// The amount in digits and a point, `1054.00`, as in reports; its minor units beside it.
pub fn with_digits(mut deal: Value) -> Value {
    let minor = deal["amount"].take();
    let money = minor.as_i64().and_then(|minor| Money::new(minor, deal["currency"].as_str()?).ok());
    deal["amount"] = money.map_or(Value::Null, |money| Value::from(money.plain()));
    deal["amount_minor"] = minor;
    deal
}

/// Names compare without regard to capitals; an empty value fits what is not there.
fn fits(found: &Value, wanted: &str) -> bool {
    match found {
        Value::Null => wanted.is_empty(),
        Value::String(text) => text.to_lowercase() == wanted.to_lowercase(),
        Value::Object(record) => {
            ["id", "name"].iter().any(|key| record.get(*key).is_some_and(|value| fits(value, wanted)))
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => found.to_string().as_str() == wanted,
    }
}

fn unknown_field(field: &str, row: &Value) -> Error {
    let known: Vec<&str> = row.as_object().into_iter().flat_map(|row| row.keys()).map(String::as_str).collect();
    Error::invalid(format!("There is no field “{field}” here. Known: {}.", known.join(", ")))
}
