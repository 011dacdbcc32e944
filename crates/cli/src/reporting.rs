//! Reports with the sentence that says how they are computed.
use handsel_core::{Book, Result};
use serde_json::{Map, Value};

use crate::args::Report;
use crate::output::{Answer, json_of};

/// One report, or the names of all.
pub fn report(book: &Book, args: &Report) -> Result<Answer> {
    let Some(name) = &args.name else {
        let names = json_of(&book.report_names());
        return Ok(Answer::list(names.as_array().cloned().unwrap_or_default(), &["id", "name"]));
    };
    let report = book.report(name, args.from, args.to)?;
    Ok(Answer::record(json_of(&report)).shown(seen(&json_of(&report))))
}

/// What a person reads: the rows under their labels, then the totals and the definition.
fn seen(report: &Value) -> Value {
    let mut seen = Map::new();
    for key in ["title", "as_of", "from", "to", "definition"] {
        seen.insert(key.to_owned(), report[key].clone());
    }
    let columns = report["columns"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = report["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let labelled = |row: &Value| {
        let cells = columns.iter().map(|column| {
            let (key, label) =
                (column["key"].as_str().unwrap_or_default(), column["label"].as_str().unwrap_or_default());
            (label.to_owned(), plain(&row[key]))
        });
        Value::Object(cells.collect())
    };
    seen.insert("rows".to_owned(), rows.iter().map(labelled).collect());
    let totals = report["totals"].as_object().into_iter().flatten();
    seen.insert("totals".to_owned(), Value::Object(totals.map(|(key, cell)| (key.clone(), plain(cell))).collect()));
    seen.insert("deals looked at".to_owned(), report["sample_size"].clone());
    Value::Object(seen)
}

/// Money as `1234.50 EUR`, everything else as it is.
fn plain(cell: &Value) -> Value {
    match (cell["amount"].as_str(), cell["currency"].as_str()) {
        (Some(amount), Some(currency)) => Value::from(format!("{amount} {currency}")),
        _ => cell.clone(),
    }
}
