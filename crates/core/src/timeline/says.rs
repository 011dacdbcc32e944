//! The journal in sentences, one command at a time.
use rusqlite::types::Value;

use super::rows::Tracked;
use super::{RecordKind, TimelineItem, TimelineKind, TimelineRecord};
use crate::activities::{About, ActivityKind};
use crate::book::{Change, Reader, Recorded, Table};
use crate::error::Result;
use crate::sell::history::{self, shown};
use crate::values::text::counted;
use crate::values::{DealId, Millis, Named};

/// More lines of one kind from one command than this are told as one, e.g. "Imported 104 deals".
const SEVERAL: usize = 3;

pub(super) fn kind_of(kind: ActivityKind) -> TimelineKind {
    match kind {
        ActivityKind::Call => TimelineKind::Call,
        ActivityKind::Meeting => TimelineKind::Meeting,
        ActivityKind::Email => TimelineKind::Email,
        ActivityKind::Todo => TimelineKind::Todo,
        ActivityKind::Note => TimelineKind::Note,
    }
}

/// What one command did, as lines of this timeline.
pub(super) fn items(reader: &Reader<'_>, tracked: &Tracked, command: &Recorded) -> Result<Vec<TimelineItem>> {
    let mut items = Vec::new();
    let own: Vec<&Change> = command.changes.iter().filter(|change| Some(change.row) == tracked.own).collect();
    if !own.is_empty() {
        items.extend(line(command, TimelineKind::Change, record_sentence(command, &own), None, None));
    }
    items.extend(deals(reader, tracked, command)?);
    items.extend(projects(tracked, command));
    let seq = command.seq;
    items.iter_mut().enumerate().for_each(|(i, item)| item.key = format!("c{seq}-{i}"));
    Ok(items)
}

/// On the timeline of a customer a deal tells its way through the pipeline only; its own timeline tells all.
fn deals(reader: &Reader<'_>, tracked: &Tracked, command: &Recorded) -> Result<Vec<TimelineItem>> {
    let whole = matches!(tracked.about, About::Deal(_));
    let mut items = Vec::new();
    for (deal, currency) in &tracked.deals {
        let changes = || command.changes.iter().filter(|change| change.row == deal.id);
        let moved = changes().any(|change| {
            change.created || change.columns.iter().any(|(name, _, _)| name == "stage_id" || name == "deleted_at")
        });
        if changes().next().is_none() || !(whole || moved) {
            continue;
        }
        let kind = if moved { TimelineKind::Stage } else { TimelineKind::Change };
        let Some(said) = history::deal_item(reader, DealId(deal.id), currency, command)? else { continue };
        let record = (!whole).then(|| TimelineRecord { kind: RecordKind::Deal, record: deal.clone() });
        items.push(TimelineItem {
            key: String::new(),
            at: said.at,
            actor: Some(said.actor),
            kind,
            sentence: said.sentence,
            detail: said.detail,
            body: None,
            record,
            activity: None,
        });
    }
    if items.len() > SEVERAL {
        let what = if command.actor_kind == "import" { "Imported" } else { "Changed" };
        return Ok(line(
            command,
            TimelineKind::Stage,
            vec![format!("{what} {}", counted(items.len(), "deal"))],
            None,
            None,
        )
        .into_iter()
        .collect());
    }
    Ok(items)
}

fn projects(tracked: &Tracked, command: &Recorded) -> Vec<TimelineItem> {
    let mut items = Vec::new();
    for change in &command.changes {
        let named = |list: &[Named]| list.iter().find(|one| one.id == change.row).cloned();
        let project = named(&tracked.projects);
        let sentence = match change.table {
            Table::Project => project.as_ref().and_then(|project| project_sentence(change, &project.name)),
            Table::Task => named(&tracked.milestones).and_then(|task| milestone_sentence(change, &task.name)),
            Table::Handoff if tracked.handoffs.contains(&change.row) => handoff_sentence(change),
            _ => None,
        };
        let record = project.map(|record| TimelineRecord { kind: RecordKind::Project, record });
        items.extend(line(command, TimelineKind::Project, sentence.into_iter().collect(), None, record));
    }
    if items.len() > SEVERAL {
        let sentence = vec![format!("{} changes to projects", items.len())];
        return line(command, TimelineKind::Project, sentence, None, None).into_iter().collect();
    }
    items
}

fn line(
    command: &Recorded,
    kind: TimelineKind,
    sentences: Vec<String>,
    detail: Option<String>,
    record: Option<TimelineRecord>,
) -> Option<TimelineItem> {
    let said = history::item(command, sentences, detail)?;
    Some(TimelineItem {
        key: String::new(),
        at: Millis(command.at),
        actor: Some(said.actor),
        kind,
        sentence: said.sentence,
        detail: said.detail,
        body: None,
        record,
        activity: None,
    })
}

fn column<'c>(change: &'c Change, name: &str) -> Option<(&'c Value, &'c Value)> {
    change.columns.iter().find(|(column, _, _)| column == name).map(|(_, before, after)| (before, after))
}

fn project_sentence(change: &Change, name: &str) -> Option<String> {
    if change.created {
        return Some(format!("Project created: {name}"));
    }
    if let Some((_, after)) = column(change, "deleted_at") {
        return Some(format!("Project {}: {name}", if *after == Value::Null { "restored" } else { "deleted" }));
    }
    if let Some((_, Value::Text(state))) = column(change, "state") {
        let what = match state.as_str() {
            "planned" => "planned",
            "active" => "under way",
            "paused" => "paused",
            "done" => "done",
            "cancelled" => "cancelled",
            other => other,
        };
        return Some(format!("Project {what}: {name}"));
    }
    let (before, after) = column(change, "promised_date")?;
    Some(format!("Promised delivery of {name} {} → {}", shown(before), shown(after)))
}

fn milestone_sentence(change: &Change, name: &str) -> Option<String> {
    let (_, after) = column(change, "done_on")?;
    Some(if *after == Value::Null {
        format!("Milestone open again: {name}")
    } else {
        format!("Milestone reached: {name}")
    })
}

/// Asking for a project and creating it are told by the win and by the project.
fn handoff_sentence(change: &Change) -> Option<String> {
    let (before, after) = column(change, "state")?;
    let Value::Text(state) = after else { return None };
    match state.as_str() {
        "parked" => Some("Handoff needs help".into()),
        "cancelled" => Some("Handoff cancelled".into()),
        "reversed" => Some("Handoff called off".into()),
        "pending" if *before == Value::Text("parked".into()) => Some("Handoff tried again".into()),
        _ => None,
    }
}

/// What happened to a company or contact itself.
fn record_sentence(command: &Recorded, changes: &[&Change]) -> Vec<String> {
    let mut said = Vec::new();
    for change in changes {
        if change.created {
            said.push(if command.actor_kind == "import" { "Imported".to_owned() } else { "Created".to_owned() });
        }
        said.extend(change.columns.iter().filter_map(|(name, before, after)| field(name, before, after)));
    }
    said
}

/// Keys are no field of a person's; what has no name here is told by its column.
fn field(name: &str, before: &Value, after: &Value) -> Option<String> {
    let plain = |label: &str| Some(format!("{label} {} → {}", shown(before), shown(after)));
    match name {
        "name" => plain("Name"),
        "industry" => plain("Industry"),
        "location" => plain("Place"),
        "website" => plain("Website"),
        "employees" => plain("Employees"),
        "founded" => plain("Founded"),
        "email" => plain("E-mail"),
        "phone" => plain("Phone"),
        "title" => plain("Title"),
        "notes" => Some("Notes changed".into()),
        "parent_id" => Some("Parent company changed".into()),
        "owner_id" => Some("Owner changed".into()),
        "deleted_at" => Some(if *after == Value::Null { "Restored".into() } else { "Deleted".into() }),
        "name_key" | "source_key" => None,
        other => {
            let word = other.trim_end_matches("_id").replace('_', " ");
            let mut letters = word.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            Some(format!("{first}{} changed", letters.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn fields_are_told_in_words() {
        let text = |value: &str| Value::Text(value.into());
        assert_eq!(field("location", &Value::Null, &text("Kiel")).as_deref(), Some("Place none → Kiel"));
        assert_eq!(field("name_key", &text("a"), &text("b")), None);
        assert_eq!(field("life_stage", &text("a"), &text("b")).as_deref(), Some("Life stage changed"));
        let change = |table, columns: &[(&str, Value, Value)]| Change {
            table,
            row: Uuid::from_u128(1),
            created: false,
            columns: columns.iter().map(|(name, a, b)| ((*name).to_owned(), a.clone(), b.clone())).collect(),
        };
        let parked = change(Table::Handoff, &[("state", text("pending"), text("parked"))]);
        assert_eq!(handoff_sentence(&parked).as_deref(), Some("Handoff needs help"));
        let reached = change(Table::Task, &[("done_on", Value::Null, text("2026-11-23"))]);
        assert_eq!(milestone_sentence(&reached, "Kickoff").as_deref(), Some("Milestone reached: Kickoff"));
    }
}
