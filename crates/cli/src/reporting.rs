//! Reports with the sentence that says how they are computed, the records behind a row, a report as a file.
use handsel_core::reports::{ReportBy, ReportFilter};
use handsel_core::transfer::ReportFormat;
use handsel_core::values::{PersonId, PipelineId, ProductId};
use handsel_core::{Book, Error, Result};
use serde_json::{Map, Value, json};

use crate::args::Report;
use crate::find;
use crate::output::{Answer, json_of};
use crate::rows::Kind;

/// The records of a row are asked for so many at a time.
const PAGE: u32 = 1_000;

/// One report, the records behind one of its rows, or the names of all.
pub fn report(book: &Book, args: &Report) -> Result<Answer> {
    if args.keep {
        let done = book.keep_forecast()?;
        return Ok(Answer::record(json!({ "kept": done.value, "rev": done.rev })).note(done.label));
    }
    let Some(name) = &args.name else {
        let names = json_of(&book.report_names());
        return Ok(Answer::list(names.as_array().cloned().unwrap_or_default(), &["id", "name", "by"]));
    };
    let filter = filter(book, args)?;
    match (&args.path, &args.format, &args.records) {
        (Some(path), format, _) => {
            let done = book.export_report(name, &filter, written_as(format.as_deref(), path)?, path)?;
            Ok(Answer::record(json_of(&done)).note(format!("{} rows written.", done.rows)))
        }
        (None, Some(_), _) => Err(Error::invalid("Say which file to write: report NAME --format csv PATH.")),
        (None, None, Some(key)) => records(book, name, &filter, key),
        (None, None, None) => {
            let report = book.report(name, &filter)?;
            Ok(Answer::record(json_of(&report)).shown(seen(&json_of(&report))))
        }
    }
}

fn filter(book: &Book, args: &Report) -> Result<ReportFilter> {
    let by = args.by.as_deref().map(|word| {
        ReportBy::named(word).ok_or_else(|| {
            let all: Vec<&str> = ReportBy::ALL.iter().map(|by| by.as_str()).collect();
            Error::invalid(format!("Nothing can be grouped by “{word}”. There are: {}.", all.join(", ")))
        })
    });
    let id = |kind: Kind, text: &Option<String>| {
        text.as_deref().map(|text| find::record(book, &[kind], text).map(|found| found.id)).transpose()
    };
    Ok(ReportFilter {
        from: args.from,
        to: args.to,
        as_of: None,
        owner: id(Kind::Person, &args.owner)?.map(PersonId),
        pipeline: args.pipeline.as_deref().map(|text| pipeline(book, text)).transpose()?,
        product: id(Kind::Product, &args.product)?.map(ProductId),
        source: args.source.clone(),
        by: by.transpose()?,
        said_on: args.said_on,
    })
}

fn pipeline(book: &Book, text: &str) -> Result<PipelineId> {
    let all = book.pipelines()?;
    let found = all.iter().find(|one| one.id.to_string() == text || one.name.eq_ignore_ascii_case(text.trim()));
    found.map(|one| one.id).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        Error::invalid(format!("There is no pipeline “{text}”. There are: {}.", names.join(", ")))
    })
}

/// As asked, else by the ending of the file's name.
fn written_as(format: Option<&str>, path: &std::path::Path) -> Result<ReportFormat> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let wanted = format.map(str::to_owned).or(ending).unwrap_or_default();
    let found = ReportFormat::ALL.iter().find(|format| format.as_str() == wanted).copied();
    found.ok_or_else(|| Error::invalid(format!("“{wanted}” is not one of: csv, xlsx, json.")))
}

fn records(book: &Book, name: &str, filter: &ReportFilter, key: &str) -> Result<Answer> {
    let mut all = Vec::new();
    loop {
        let page = book.report_records(name, filter, key, all.len() as u32, PAGE)?;
        let done = page.rows.is_empty();
        all.extend(page.rows.iter().map(json_of));
        if done || all.len() >= page.total as usize {
            break;
        }
    }
    Ok(Answer::list(all, &["id", "name", "company", "owner", "stage", "amount", "currency", "close_date", "figure"]))
}

/// What a person reads: the rows under their labels, then the totals and the definition.
fn seen(report: &Value) -> Value {
    let mut seen = Map::new();
    for key in ["title", "as_of", "from", "to", "by", "definition"] {
        seen.insert(key.to_owned(), report[key].clone());
    }
    seen.insert("rows".to_owned(), labelled(report));
    for section in report["sections"].as_array().into_iter().flatten() {
        seen.insert(section["title"].as_str().unwrap_or_default().to_lowercase(), labelled(section));
    }
    let totals = report["totals"].as_object().into_iter().flatten();
    seen.insert("totals".to_owned(), Value::Object(totals.map(|(key, cell)| (key.clone(), plain(cell))).collect()));
    for note in report["notes"].as_array().into_iter().flatten() {
        seen.insert("note".to_owned(), note.clone());
    }
    seen.insert("looked at".to_owned(), report["sample_size"].clone());
    Value::Object(seen)
}

/// The rows of a table under their columns' labels.
fn labelled(table: &Value) -> Value {
    let columns = table["columns"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = table["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let labelled = |row: &Value| {
        let cells = columns.iter().map(|column| {
            let (key, label) =
                (column["key"].as_str().unwrap_or_default(), column["label"].as_str().unwrap_or_default());
            (label.to_owned(), plain(&row[key]))
        });
        Value::Object(cells.collect())
    };
    rows.iter().map(labelled).collect()
}

/// Money as `1234.50 EUR`, everything else as it is.
fn plain(cell: &Value) -> Value {
    match (cell["amount"].as_str(), cell["currency"].as_str()) {
        (Some(amount), Some(currency)) => Value::from(format!("{amount} {currency}")),
        _ => cell.clone(),
    }
}
