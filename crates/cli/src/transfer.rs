//! In and out: import, export, backup, restore.
use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use handsel_core::transfer::{
    DateOrder, ExportKind, FileFormat, Format, ImportPlan, ImportPreview, NearMiss, OnDuplicate, Problem, Target,
};
use handsel_core::{Book, Error, Result};
use serde_json::{Value, json};

use crate::args::{Export, Import};
use crate::keep::wrong_question;
use crate::output::{Answer, json_of};

/// At most this many refused rows are told to a person; the JSON has what the core lists.
const TOLD: usize = 10;

/// Imports a file as one command, or only looks with `--dry-run`. "No" when rows were refused.
pub fn import(book: &Book, args: &Import) -> Result<Answer> {
    let plan = plan(book, args)?;
    if args.dry_run {
        let preview = book.import_preview(plan)?;
        let note = counted(
            "Would be",
            preview.read,
            [preview.will_create, preview.will_update, preview.will_skip, preview.will_fail],
        );
        let note = told(note, &preview.plan, &preview.problems);
        return Ok(Answer::record(looked(&preview)).note(note).no(preview.will_fail > 0));
    }
    let tell = |done: u32, total: u32| {
        if std::io::stderr().is_terminal() {
            eprint!("\r{done} of {total} rows");
        }
    };
    let report = book.import_run(&plan, &tell, &AtomicBool::new(false))?;
    if std::io::stderr().is_terminal() {
        eprintln!();
    }
    let note = counted("Imported:", report.read, [report.created, report.updated, report.skipped, report.failed]);
    let note = told(note, &plan, &report.problems);
    let mut document = json_of(&report);
    document["near_misses"] = json_of(&plan.near_misses);
    Ok(Answer::record(document).note(note).no(report.failed > 0))
}

/// The core's proposal, with what the command line decided.
fn plan(book: &Book, args: &Import) -> Result<ImportPlan> {
    let mut plan = book.import_open(&args.path, Some(word(Target::ALL, Target::as_str, &args.target)?))?;
    if let Some(format) = &args.format {
        let wanted = word(Format::ALL, Format::as_str, format)?;
        if wanted != plan.format {
            return Err(Error::invalid(format!("{} is not {format}. Nothing was imported.", args.path.display())));
        }
    }
    if let Some(order) = &args.date_order {
        plan.date_order = Some(word(DateOrder::ALL, DateOrder::as_str, order)?);
    }
    if let Some(what) = &args.on_duplicate {
        plan.on_duplicate = word(OnDuplicate::ALL, OnDuplicate::as_str, what)?;
    }
    plan.hand_off_since = args.hand_off_since;
    for (header, field) in &args.maps {
        map(&mut plan, header, field)?;
    }
    if !args.maps.is_empty() {
        // A new mapping has stages, near misses and dates of its own.
        plan = book.import_preview(plan)?.plan;
    }
    for (pairs, are_one) in [(&args.same, true), (&args.different, false)] {
        for (value, existing) in pairs {
            settle(&mut plan, value, existing, are_one)?;
        }
    }
    Ok(plan)
}

/// `--map "Header=field"`; an empty field leaves the column out.
fn map(plan: &mut ImportPlan, header: &str, field: &str) -> Result<()> {
    let known = plan.fields.iter().any(|one| one.field == field);
    if !known && !field.is_empty() {
        let all: Vec<&str> = plan.fields.iter().map(|one| one.field.as_str()).collect();
        return Err(Error::invalid(format!(
            "There is no field “{field}”. There are: {}. Nothing was imported.",
            all.join(", ")
        )));
    }
    let headers: Vec<String> = plan.columns.iter().map(|column| column.header.clone()).collect();
    let Some(at) = headers.iter().position(|one| one == header) else {
        return Err(Error::invalid(format!(
            "The file has no column “{header}”. It has: {}. Nothing was imported.",
            headers.join(", ")
        )));
    };
    for column in &mut plan.columns {
        if column.field.as_deref() == Some(field) {
            column.field = None;
        }
    }
    plan.columns[at].field = Some(field.to_owned()).filter(|field| !field.is_empty());
    Ok(())
}

/// `--same "GTXPro=GTX Pro"`: what the file calls one is the other; `--different`: it is not.
fn settle(plan: &mut ImportPlan, value: &str, existing: &str, are_one: bool) -> Result<()> {
    let found = plan.near_misses.iter_mut().find(|near| near.value == value && near.existing == existing);
    let Some(near) = found else {
        return Err(Error::invalid(format!(
            "“{value}” was not found to be nearly “{existing}”. Nothing was imported."
        )));
    };
    near.use_existing = are_one;
    Ok(())
}

/// A preview under the names that the import's own answer has.
fn looked(preview: &ImportPreview) -> Value {
    let plan = &preview.plan;
    let mapped =
        plan.columns.iter().filter_map(|column| Some((column.header.clone(), Value::from(column.field.clone()?))));
    json!({
        "batch_id": null, "dry_run": true,
        "read": preview.read, "created": preview.will_create, "updated": preview.will_update,
        "skipped": preview.will_skip, "failed": preview.will_fail,
        "detected": { "format": plan.format, "encoding": plan.encoding, "delimiter": plan.delimiter, "date_order": plan.date_order },
        "mapping": mapped.collect::<serde_json::Map<_, _>>(),
        "problems": preview.problems, "near_misses": plan.near_misses, "stage_values": plan.stage_values,
        "columns": preview.columns, "sample": preview.sample, "notes": preview.notes,
    })
}

fn counted(what: &str, read: u32, [created, updated, skipped, failed]: [u32; 4]) -> String {
    format!("{what} {read} rows read, {created} created, {updated} updated, {skipped} skipped, {failed} failed.")
}

fn told(mut note: String, plan: &ImportPlan, problems: &[Problem]) -> String {
    for near in &plan.near_misses {
        let (verb, other) = if near.use_existing { ("was taken for", "--different") } else { ("is not", "--same") };
        let NearMiss { value, count, existing, .. } = near;
        note.push_str(&format!(
            "\n“{value}” ({count} ×) {verb} “{existing}”; {other} \"{value}={existing}\" says otherwise."
        ));
    }
    for problem in problems.iter().take(TOLD) {
        let value = problem.value.as_deref().unwrap_or_default();
        note.push_str(&format!("\nRow {}: {} {value}", problem.row, problem.reason));
    }
    note
}

pub fn export(book: &Book, args: &Export) -> Result<Answer> {
    if args.kind == "ics" {
        return calendar(book, args);
    }
    let format = word(FileFormat::ALL, FileFormat::as_str, &args.format)?;
    let done = book.export(ExportKind::named(&args.kind)?, format, &args.path)?;
    let note = format!("{} {} written.", done.rows, args.kind);
    Ok(Answer::record(json_of(&done)).note(note))
}

/// The dated tasks and activities of a person as iCalendar.
fn calendar(book: &Book, args: &Export) -> Result<Answer> {
    let name = args.person.as_deref().ok_or_else(|| {
        Error::invalid("A calendar is one person's. Say whose with --person NAME. Nothing was written.")
    })?;
    let done = book.export_ics(book.find_person(name)?, &args.path)?;
    Ok(Answer::record(json_of(&done)).note(format!("{} entries written.", done.count)))
}

/// A copy that has been opened again and checked. A path where something is, is a wrong question.
pub fn backup(book: &Book, path: &Path) -> Result<Answer> {
    let done = book.backup(path).map_err(wrong_question)?;
    let ok = done.ok;
    Ok(Answer::record(json_of(&done)).no(!ok))
}

/// A backup in the place of the workspace. "No" when a check of the restored one found something.
pub fn restore(backup: &Path, path: &Path) -> Result<Answer> {
    let done = handsel_core::transfer::restore(backup, path)?;
    let mut note = "Restored.".to_owned();
    if let Some(kept) = &done.kept {
        note.push_str(&format!(" What was there is kept as {kept}; restoring that takes this back."));
    }
    let ok = done.ok;
    Ok(Answer::record(json_of(&done)).note(note).no(!ok))
}

/// One of our words, or a refusal that names them.
fn word<T: Copy>(all: &[T], name: fn(T) -> &'static str, wanted: &str) -> Result<T> {
    let found = all.iter().copied().find(|one| name(*one) == wanted);
    found.ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        Error::invalid(format!("“{wanted}” is not one of: {}.", known.join(", ")))
    })
}
