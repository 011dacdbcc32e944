//! The journal of a record in sentences: "Moved Proposal → Negotiation", "Close date 14 Nov 2026 → 28 Nov 2026".
use rusqlite::types::Value;
use uuid::Uuid;

use crate::book::{Change, HistoryItem, Reader, Recorded, Table};
use crate::error::Result;
use crate::sell::AmountFrom;
use crate::sell::rows;
use crate::sell::types::StageKind;
use crate::values::text::counted;
use crate::values::{Day, DealId, Millis, Minor, Money};

/// How often a close date was moved later, undone moves left out.
pub fn pushes(commands: &[Recorded], deal: DealId) -> u32 {
    let later = |before: &Value, after: &Value| match (before, after) {
        (Value::Text(before), Value::Text(after)) => after > before,
        _ => false,
    };
    let pushed = |change: &Change| {
        let closed = change.columns.iter().any(|(name, _, _)| name == "stage_id");
        change.row == Uuid::from(deal)
            && !closed
            && change.columns.iter().any(|(name, before, after)| name == "close_date" && later(before, after))
    };
    let counted = commands.iter().filter(|command| !command.undone && command.verb != "undo" && command.verb != "redo");
    u32::try_from(counted.filter(|command| command.changes.iter().any(pushed)).count()).unwrap_or(u32::MAX)
}

/// A deal's history, newest first. Days in a stage, and what an import knew of the past, stand in the detail.
pub fn of_deal(reader: &Reader<'_>, deal: DealId, currency: &str, commands: &[Recorded]) -> Result<Vec<HistoryItem>> {
    let said = commands.iter().map(|command| deal_item(reader, deal, currency, command));
    said.filter_map(Result::transpose).collect()
}

/// What one command did to a deal; `None` where nobody would tell it.
pub(crate) fn deal_item(
    reader: &Reader<'_>,
    deal: DealId,
    currency: &str,
    command: &Recorded,
) -> Result<Option<HistoryItem>> {
    let mut said = Said::default();
    for change in command.changes.iter().filter(|change| change.row == Uuid::from(deal)) {
        if change.created {
            created(reader, deal, command, &mut said)?;
        } else {
            changed(reader, currency, &change.columns, &mut said)?;
        }
    }
    // Lines and offers are told by what their command was called; the amount that follows them is the detail.
    if command.changes.iter().any(|change| matches!(change.table, Table::DealLine | Table::Offer)) {
        let follows = said.sentences.first().cloned();
        return Ok(item(command, vec![command.label.clone()], follows));
    }
    Ok(item(command, said.sentences, said.detail))
}

/// The history of any other record, by what its commands were called.
pub fn of_record(commands: &[Recorded]) -> Vec<HistoryItem> {
    let line = |command: &Recorded| item(command, vec![command.label.clone()], None);
    commands.iter().filter_map(line).collect()
}

#[derive(Default)]
struct Said {
    sentences: Vec<String>,
    detail: Option<String>,
}

/// The line of a command; `None` where there is nothing to say. An undo is called by what it took back.
pub(crate) fn item(command: &Recorded, sentences: Vec<String>, detail: Option<String>) -> Option<HistoryItem> {
    let mut sentence = sentences.join(" · ");
    if sentence.is_empty() {
        return None;
    }
    if command.verb == "undo" || command.verb == "redo" {
        sentence = command.label.clone();
    }
    let taken_back = command.undone.then(|| "Taken back since".to_owned());
    let detail: Vec<String> = detail.into_iter().chain(taken_back).collect();
    Some(HistoryItem {
        seq: command.seq,
        at: Millis(command.at),
        actor: command.actor.clone(),
        sentence,
        detail: (!detail.is_empty()).then(|| detail.join(" · ")),
        kind: command.verb.clone(),
    })
}

fn created(reader: &Reader<'_>, deal: DealId, command: &Recorded, said: &mut Said) -> Result<()> {
    if command.actor_kind != "import" {
        said.sentences.push("Created".into());
        return Ok(());
    }
    said.sentences.push(format!(
        "Came in by import on {}",
        Day::parse_iso(&command.day).map_or_else(|_| command.day.clone(), Day::spoken)
    ));
    let events = rows::deals::events_written_at(reader, deal, command.at)?;
    let (dated, undated): (Vec<_>, Vec<_>) = events.into_iter().partition(|(_, _, _, dated)| *dated);
    let lines: Vec<String> = dated
        .into_iter()
        .map(|(day, kind, stage, _)| match kind {
            StageKind::Open => format!("{stage} since {}", day.spoken()),
            StageKind::Won => format!("won {}", day.spoken()),
            StageKind::Lost => format!("lost {}", day.spoken()),
        })
        .collect();
    let told = (!lines.is_empty()).then(|| format!("From the file: {}", lines.join(", ")));
    let silent = undated.last().map(|(_, _, stage, _)| format!("In {stage}; the file gives no day for that"));
    said.detail = told.into_iter().chain(silent).reduce(|told, silent| format!("{told} · {silent}"));
    Ok(())
}

fn changed(reader: &Reader<'_>, currency: &str, columns: &[(String, Value, Value)], said: &mut Said) -> Result<()> {
    let find = |name: &str| columns.iter().find(|(column, _, _)| column == name);
    let moved = find("stage_id").is_some();
    if let Some((_, before, after)) = find("stage_id") {
        said.sentences.push(stage_sentence(reader, before, after)?);
        said.detail = find("stage_since").and_then(|(_, since, until)| stayed(reader, before, since, until));
    }
    for (name, before, after) in columns {
        // The actual close date belongs to the win or loss itself.
        if moved && name == "close_date" {
            continue;
        }
        if let Some(sentence) = field_sentence(reader, currency, columns, name, before, after)? {
            said.sentences.push(sentence);
        }
    }
    Ok(())
}

fn stage_sentence(reader: &Reader<'_>, before: &Value, after: &Value) -> Result<String> {
    let stage = |value: &Value| -> Result<Option<crate::sell::types::Stage>> {
        let Some(id) = uuid(value) else { return Ok(None) };
        rows::pipelines::any_stage(reader, id.into()).map(Some)
    };
    let (from, to) = (stage(before)?, stage(after)?);
    let (Some(from), Some(to)) = (from, to) else { return Ok("Moved".into()) };
    Ok(match (from.kind, to.kind) {
        (StageKind::Open, StageKind::Won) => "Won".into(),
        (StageKind::Open, StageKind::Lost) => "Lost".into(),
        (StageKind::Won | StageKind::Lost, StageKind::Open) => format!("Reopened in {}", to.name),
        _ => format!("Moved {} → {}", from.name, to.name),
    })
}

/// "9 days in Proposal"; nothing below a day.
fn stayed(reader: &Reader<'_>, stage: &Value, since: &Value, until: &Value) -> Option<String> {
    let days = day(since)?.days_until(day(until)?);
    let name = rows::deals::name_of(reader, "stage", uuid(stage)?).ok()??;
    match days {
        ..=0 => None,
        days => Some(format!("{} in {name}", counted(days, "day"))),
    }
}

fn field_sentence(
    reader: &Reader<'_>,
    currency: &str,
    columns: &[(String, Value, Value)],
    name: &str,
    before: &Value,
    after: &Value,
) -> Result<Option<String>> {
    let record = |label: &str, table: &'static str| -> Result<Option<String>> {
        let (before, after) = (called(reader, table, before)?, called(reader, table, after)?);
        Ok(Some(format!("{label} {before} → {after}")))
    };
    let plain = |label: &str| Ok(Some(format!("{label} {} → {}", shown(before), shown(after))));
    match name {
        "name" => plain("Name"),
        "source" => plain("Source"),
        "close_date" => plain("Close date"),
        "promise" => Ok(Some(promise_sentence(before, after))),
        "company_id" => record("Company", Table::Company.as_str()),
        "contact_id" => record("Contact", Table::Contact.as_str()),
        "owner_id" => record("Owner", Table::Person.as_str()),
        "product_id" => record("Product", Table::Product.as_str()),
        "lost_reason_id" if *after != Value::Null => {
            Ok(Some(format!("Reason: {}", called(reader, Table::LostReason.as_str(), after)?)))
        }
        "lost_note" if *after != Value::Null => Ok(Some(shown(after))),
        "amount_minor" => Ok(Some(amount_sentence(currency, columns, before, after))),
        "amount_from" => Ok(Some(match after {
            Value::Text(from) if from == AmountFrom::Lines.as_str() => "Amount is the sum of the lines".into(),
            _ => "Amount is typed".into(),
        })),
        "probability" => Ok(Some(own_sentence("Probability", after, " %"))),
        "forecast" => Ok(Some(own_sentence("Forecast category", after, ""))),
        "pipeline_id" => record("Pipeline", Table::Pipeline.as_str()),
        "notes" => Ok(Some("Notes changed".into())),
        "no_project_reason" if *after != Value::Null => Ok(Some(format!("Without a project: {}", shown(after)))),
        "deleted_at" => Ok(Some(if *after == Value::Null { "Restored".into() } else { "Deleted".into() })),
        _ => Ok(None),
    }
}

/// What was set for this deal by hand, or given back to its stage.
fn own_sentence(label: &str, after: &Value, unit: &str) -> String {
    match after {
        Value::Null => format!("{label} from the stage again"),
        own => format!("{label} set to {}{unit}", shown(own).replace('_', " ")),
    }
}

/// "none" is an answer here ("none promised"), not an absence.
fn promise_sentence(before: &Value, after: &Value) -> String {
    match (day(before), after) {
        (_, Value::Text(none)) if none == "none" => "No delivery date promised".into(),
        (Some(from), Value::Text(_)) => format!("Promised delivery {} → {}", from.spoken(), shown(after)),
        (None, Value::Text(_)) => format!("Promised delivery {}", shown(after)),
        _ => "Promised delivery cleared".into(),
    }
}

/// `currency` is the deal's, unless the same change set another one.
fn amount_sentence(currency: &str, columns: &[(String, Value, Value)], before: &Value, after: &Value) -> String {
    let change = columns.iter().find(|(name, _, _)| name == "currency");
    let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { currency.to_owned() };
    let (from, to) = change.map_or((currency.to_owned(), currency.to_owned()), |(_, from, to)| (text(from), text(to)));
    let amount = |value: &Value, currency: String| match value {
        Value::Integer(minor) => Money { minor: Minor(*minor), currency }.spoken(),
        _ => "none".to_owned(),
    };
    format!("Amount {} → {}", amount(before, from), amount(after, to))
}

fn called(reader: &Reader<'_>, table: &'static str, value: &Value) -> Result<String> {
    let Some(id) = uuid(value) else { return Ok("none".into()) };
    Ok(rows::deals::name_of(reader, table, id)?.unwrap_or_else(|| "none".into()))
}

pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => match Day::parse_iso(text) {
            Ok(day) => day.spoken(),
            Err(_) => text.chars().take(120).collect(),
        },
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Null | Value::Blob(_) => "none".into(),
    }
}

fn day(value: &Value) -> Option<Day> {
    if let Value::Text(text) = value { Day::parse_iso(text).ok() } else { None }
}

fn uuid(value: &Value) -> Option<Uuid> {
    if let Value::Blob(bytes) = value { Uuid::from_slice(bytes).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(verb: &str, undone: bool, columns: &[(&str, &str, &str)]) -> Recorded {
        let text = |value: &str| Value::Text(value.into());
        let columns = columns.iter().map(|(name, from, to)| ((*name).into(), text(from), text(to))).collect();
        let change = Change { table: Table::Deal, row: Uuid::from_u128(1), created: false, columns };
        Recorded {
            seq: 1,
            at: 0,
            day: "2026-11-22".into(),
            actor_kind: "person".into(),
            actor: "Ada".into(),
            verb: verb.into(),
            label: String::new(),
            undone,
            changes: vec![change],
        }
    }

    #[test]
    fn a_promise_of_none_is_an_answer() {
        let text = |value: &str| Value::Text(value.into());
        assert_eq!(promise_sentence(&Value::Null, &text("none")), "No delivery date promised");
        assert_eq!(promise_sentence(&Value::Null, &text("2026-12-18")), "Promised delivery 18 Dec 2026");
        assert_eq!(
            promise_sentence(&text("2026-12-18"), &text("2027-01-08")),
            "Promised delivery 18 Dec 2026 → 8 Jan 2027"
        );
        assert_eq!(promise_sentence(&text("none"), &Value::Null), "Promised delivery cleared");
    }

    #[test]
    fn only_later_dates_that_still_stand_are_pushes() {
        let commands = [
            command("edit_deal", false, &[("close_date", "2026-11-14", "2026-11-28")]),
            command("edit_deal", false, &[("close_date", "2026-11-28", "2026-11-20")]),
            command("edit_deal", true, &[("close_date", "2026-11-20", "2026-12-20")]),
            command("undo", false, &[("close_date", "2026-11-20", "2026-12-20")]),
            command("win_deal", false, &[("stage_id", "a", "b"), ("close_date", "2026-11-20", "2026-12-01")]),
        ];
        assert_eq!(pushes(&commands, DealId(Uuid::from_u128(1))), 1);
    }
}
