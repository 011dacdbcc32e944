//! Activities of a file: what was done with customers, and what is still planned.
use super::dates;
use super::find::Finder;
use super::records::preview;
use super::row::Row;
use super::rows;
use super::run::{Fate, Mapping, Trouble, existing};
use super::types::PreviewRow;
use crate::activities::{ActivityKind, NewActivity, add_from_file, rewrite_from_file};
use crate::book::{Table, Txn};
use crate::error::Code;
use crate::values::text::{NAME_MAX, NOTE_MAX, letter_key};
use crate::values::{ActivityId, Day};

type Read<T> = std::result::Result<T, Trouble>;

pub fn activity(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Option<&mut Vec<PreviewRow>>,
) -> Read<Fate> {
    let mut source = mapping.source_key(row)?;
    let today = txn.today();
    let mut new = words(mapping, row, today)?;
    let company_name = mapping.name(row, "company")?;
    if let Some(name) = mapping.text(row, "deal", NAME_MAX)? {
        let found = finder.deal(txn, &name)?;
        new.deal = Some(found.map_err(|reason| mapping.fault(row, "deal", reason))?);
    }
    let owner_name = mapping.name(row, "owner")?;
    if let Some(sample) = sample {
        sample.push(PreviewRow {
            stage: Some(new.kind.word().to_owned()),
            close_date: new.due,
            owner: owner_name.clone(),
            ..preview(&new.subject, company_name.clone())
        });
    }
    new.company = company_name.map(|company| finder.company(txn, &company)).transpose()?;
    if let Some(contact) = mapping.name(row, "contact")? {
        new.contact = Some(finder.contact(txn, &contact, new.company)?);
    }
    new.owner = owner_name.map(|owner| finder.person(txn, &owner)).transpose()?;
    let here = match source.as_deref() {
        Some(key) => {
            let found = rows::by_source(txn, Table::Activity, key)?;
            source.take_if(|_| found.is_some_and(|(_, own)| own));
            found.map(|(id, _)| ActivityId(id))
        }
        None => rows::same_activity(txn, &new)?,
    };
    let refused = |error: crate::Error| match error.code {
        Code::Invalid | Code::NotFound => mapping.fault(row, "subject", error.message),
        _ => Trouble::Fatal(error),
    };
    match existing(mapping, finder, here) {
        None => add_from_file(txn, &new, source.as_deref()).map(|_| Fate::Created).map_err(refused),
        Some((_, false)) => Ok(Fate::Unchanged),
        Some((id, true)) => {
            let changed = rewrite_from_file(txn, id, &new).map_err(refused)?;
            Ok(if changed { Fate::Updated } else { Fate::Unchanged })
        }
    }
}

/// Everything but whom it is about and whose it is.
fn words(mapping: &Mapping<'_>, row: &Row<'_>, today: Day) -> Read<NewActivity> {
    let kind = match mapping.cell(row, "kind") {
        None => ActivityKind::Todo,
        Some(cell) => kind_of(cell.text).ok_or_else(|| {
            mapping.fault(row, "kind", "this is no kind of activity: call, meeting, e-mail, to-do or note")
        })?,
    };
    let subject = mapping.text(row, "subject", if kind == ActivityKind::Note { NOTE_MAX } else { NAME_MAX })?;
    let body = mapping.text(row, "notes", NOTE_MAX)?;
    let (due, minute) = moment(mapping, row, "due")?;
    let minute = match mapping.cell(row, "time") {
        None => minute,
        Some(cell) => Some(
            time_of(cell.text)
                .ok_or_else(|| mapping.fault(row, "time", "this is no time of day; write it like 14:30"))?,
        ),
    };
    let (done, done_on) = match mapping.cell(row, "done") {
        None => (kind == ActivityKind::Note, None),
        Some(cell) => match said_done(cell.text) {
            Some(done) => (done || kind == ActivityKind::Note, None),
            None => (true, moment(mapping, row, "done")?.0),
        },
    };
    if !done && due.is_none() {
        return Err(mapping.fault(row, "due", "what is not done yet needs a due date"));
    }
    // What is done was done on some day that has come.
    let day = if done { Some(done_on.or(due).unwrap_or(today).min(today)) } else { due };
    Ok(NewActivity {
        body,
        due: day,
        minute: minute.filter(|_| kind != ActivityKind::Note),
        done,
        outcome: mapping.text(row, "outcome", NOTE_MAX)?,
        ..NewActivity::of(kind, subject.unwrap_or_default())
    })
}

/// A day, perhaps with a time behind it.
fn moment(mapping: &Mapping<'_>, row: &Row<'_>, field: &str) -> Read<(Option<Day>, Option<u16>)> {
    let Some(cell) = mapping.cell(row, field) else { return Ok((None, None)) };
    let order = mapping.plan.date_order;
    let (day, time) = match cell.text.split_once(['T', ' ']) {
        Some((day, time)) if time_of(time).is_some() => (day, time_of(time)),
        _ => (cell.text, None),
    };
    match dates::parse(day, order) {
        Ok(day) => Ok((Some(day), time)),
        Err(error) => Err(mapping.fault(row, field, error.message)),
    }
}

/// `14:30` or `9.15`, seconds and zone aside, as a minute of the day.
fn time_of(text: &str) -> Option<u16> {
    let text = text.trim();
    let mut parts = text.split([':', '.', 'h']);
    let (hour, minute) = (parts.next()?, parts.next()?);
    let digits = |part: &str| -> Option<u16> {
        ((1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (hour, minute) = (digits(hour)?, digits(minute.get(..2).unwrap_or(minute))?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn kind_of(text: &str) -> Option<ActivityKind> {
    let words: [(ActivityKind, &[&str]); 5] = [
        (ActivityKind::Call, &["call", "phone", "phonecall", "anruf", "telefonat", "telefon"]),
        (
            ActivityKind::Meeting,
            &["meeting", "visit", "appointment", "lunch", "demo", "termin", "besuch", "besprechung"],
        ),
        (ActivityKind::Email, &["email", "mail", "letter", "brief"]),
        (ActivityKind::Todo, &["todo", "task", "deadline", "followup", "aufgabe", "wiedervorlage"]),
        (ActivityKind::Note, &["note", "notiz", "comment", "kommentar"]),
    ];
    let key = letter_key(text);
    words.into_iter().find(|(_, names)| names.contains(&key.as_str())).map(|(kind, _)| kind)
}

/// Yes or no; nothing for what may be a day.
fn said_done(text: &str) -> Option<bool> {
    match letter_key(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "done" | "completed" | "complete" | "closed" | "ja" | "wahr"
        | "erledigt" => Some(true),
        "no" | "n" | "false" | "0" | "open" | "planned" | "notstarted" | "todo" | "nein" | "falsch" | "offen" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_other_programs_are_understood() {
        assert_eq!(kind_of("Phone Call"), Some(ActivityKind::Call));
        assert_eq!(kind_of("E-Mail"), Some(ActivityKind::Email));
        assert_eq!(kind_of("To-do"), Some(ActivityKind::Todo));
        assert_eq!(kind_of("Fax"), None);
        assert_eq!((said_done("Erledigt"), said_done("0"), said_done("2026-11-23")), (Some(true), Some(false), None));
        assert_eq!(
            (time_of("14:30:00Z"), time_of("9.05"), time_of("24:00"), time_of("soon")),
            (Some(870), Some(545), None, None)
        );
    }
}
