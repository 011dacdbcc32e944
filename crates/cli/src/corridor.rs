//! The corridor: deliver what is due, and tell how every handoff stands.
use handsel_core::handoff::Handoff;
use handsel_core::sell::WinDraft;
use handsel_core::values::DealId;
use handsel_core::{Book, Result};
use serde_json::{Value, json};

use crate::find;
use crate::output::{Answer, json_of};
use crate::rows::Kind;

/// Runs what is due, then ends. "No" when something failed or needs help.
pub fn run(book: &Book, limit: u32) -> Result<Answer> {
    let run = book.run_worker_once(limit)?;
    let mut note =
        format!("{} delivered, {} failed, {} parked, {} pending.", run.delivered, run.failed, run.parked, run.pending);
    if run.recurred > 0 {
        note.push_str(&format!(" Tasks that came again: {}.", run.recurred));
    }
    // The keys are a contract: what else the worker did is said in words.
    let answer =
        json!({ "delivered": run.delivered, "failed": run.failed, "parked": run.parked, "pending": run.pending });
    Ok(Answer::record(answer).note(note).no(run.failed + run.parked > 0))
}

pub fn handoffs(book: &Book) -> Result<Answer> {
    const SHOWN: &[&str] =
        &["deal_name", "generation", "state", "project_name", "tasks", "done", "finish", "attempts", "last_error"];
    Ok(Answer::list(rows(book)?, SHOWN))
}

/// What winning this deal now would create: rule, templates, tasks with days and people, and what is missing.
pub fn preview(book: &Book, called: &str) -> Result<Answer> {
    let deal = find::record(book, &[Kind::Deal], called)?;
    let preview = book.win_preview(&WinDraft { new_project: true, ..WinDraft::of(DealId(deal.id)) })?;
    let mut document = json_of(&preview);
    document["deal"] = json!(deal.id);
    document["name"] = json!(deal.name);
    let template = preview.template.map_or_else(|| "no template".to_owned(), |template| template.name);
    let note = match &preview.no_project {
        Some(reason) => reason.clone(),
        None => format!("{template} ({}): {} tasks.", preview.why_template, preview.tasks.len()),
    };
    Ok(Answer::record(document).note(note))
}

/// Every handoff, newest first.
pub fn rows(book: &Book) -> Result<Vec<Value>> {
    book.handoffs()?.rows.iter().map(|handoff| row(book, handoff)).collect()
}

/// A handoff flat: ids of deal and project with their names beside them.
fn row(book: &Book, handoff: &Handoff) -> Result<Value> {
    let explanation = book.handoff(handoff.id)?.explanation;
    let mut row = json_of(handoff);
    row["name"] = json!(handoff.deal.name);
    row["deal"] = json!(handoff.deal.id);
    row["deal_name"] = json!(handoff.deal.name);
    row["project"] = json!(handoff.project.as_ref().map(|project| project.id));
    row["project_name"] = json!(handoff.project.as_ref().map(|project| &project.name));
    row["explanation"] = json_of(&explanation);
    Ok(row)
}
