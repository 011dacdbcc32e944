//! Leads of a file. One that was decided in another program comes in as decided; nothing is made of it here.
use super::find::Finder;
use super::records::{contact_name, email, preview};
use super::row::Row;
use super::rows;
use super::run::{Fate, Mapping, Trouble, existing};
use super::types::PreviewRow;
use crate::book::{Columns, Table, Txn};
use crate::sell::{LeadStatus, lead_words};
use crate::values::text::{NAME_MAX, NOTE_MAX, name_key};
use crate::values::{Day, LeadId, PersonId};
use uuid::Uuid;

/// The same lead is known by the file's id, else by its e-mail, else by its name and company. What is there keeps its status.
pub fn lead(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Option<&mut Vec<PreviewRow>>,
) -> std::result::Result<Fate, Trouble> {
    let mut source_key = mapping.source_key(row)?;
    let email = email(mapping, row)?;
    let name = contact_name(mapping, row, email.as_deref())?;
    let key = name_key(&name);
    let company = mapping.text(row, "company", NAME_MAX)?;
    let phone = mapping.text(row, "phone", NAME_MAX)?;
    let source = mapping.text(row, "source", NAME_MAX)?;
    let notes = mapping.text(row, "notes", NOTE_MAX)?;
    let reason = mapping.text(row, "reason", NAME_MAX)?;
    let (status, received) = (status(mapping, row)?, received(mapping, row)?);
    let owner = match mapping.name(row, "owner")? {
        Some(owner) => Some(finder.person(txn, &owner)?),
        None => None,
    };
    if let Some(sample) = sample {
        sample.push(PreviewRow { stage: Some(lead_words(status).into()), ..preview(&name, company.clone()) });
    }
    let here: Option<(LeadId, bool)> = match source_key.as_deref() {
        Some(key) => rows::by_source(txn, Table::Lead, key)?.map(|(id, own)| (LeadId(id), own)),
        None => rows::lead_like(txn, email.as_deref(), &key, company.as_deref())?.map(|id| (id, false)),
    };
    source_key.take_if(|_| here.is_some_and(|(_, own)| own));
    let mut given: Vec<(&'static str, &dyn rusqlite::ToSql)> = vec![("name", &name), ("name_key", &key)];
    let texts = [
        ("company", &company),
        ("email", &email),
        ("phone", &phone),
        ("source", &source),
        ("notes", &notes),
        ("source_key", &source_key),
    ];
    given.extend(
        texts.iter().filter(|(_, text)| text.is_some()).map(|(column, text)| (*column, *text as &dyn rusqlite::ToSql)),
    );
    if owner.is_some() {
        given.push(("owner_id", &owner));
    }
    if let Some((id, may)) = existing(mapping, finder, here.map(|(id, _)| id)) {
        let columns: Columns<'_> = &given;
        let changed = may && txn.update(Table::Lead, id, columns)?;
        return Ok(if changed { Fate::Updated } else { Fate::Unchanged });
    }
    let owner: Option<PersonId> = owner.or(txn.actor().person());
    let today = txn.today();
    let decided = matches!(status, LeadStatus::Qualified | LeadStatus::Disqualified).then_some(today);
    let reason =
        (status == LeadStatus::Disqualified).then(|| reason.unwrap_or_else(|| "Came in as disqualified".into()));
    let received_at = received.map_or(txn.now_ms(), |day| day.starts_ms());
    if let Some(at) = given.iter().position(|(column, _)| *column == "owner_id") {
        given.remove(at);
    }
    given.extend([
        ("owner_id", &owner as &dyn rusqlite::ToSql),
        ("status", &status),
        ("reason", &reason),
        ("decided_on", &decided),
        ("received_at", &received_at),
    ]);
    let id: Uuid = txn.new_id();
    txn.insert(Table::Lead, id, &given)?;
    Ok(Fate::Created)
}

fn status(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<LeadStatus, Trouble> {
    let Some(cell) = mapping.cell(row, "status") else { return Ok(LeadStatus::New) };
    let words: [(&[&str], LeadStatus); 4] = [
        (&["new", "open", "neu", "offen", "not contacted"], LeadStatus::New),
        (
            &["contacted", "working", "attempted to contact", "connected", "in progress", "kontaktiert", "in arbeit"],
            LeadStatus::Contacted,
        ),
        (&["qualified", "converted", "qualifiziert"], LeadStatus::Qualified),
        (
            &["disqualified", "unqualified", "lost", "rejected", "junk", "disqualifiziert", "verloren"],
            LeadStatus::Disqualified,
        ),
    ];
    let said = name_key(cell.text);
    let found = words.iter().find(|(words, _)| words.iter().any(|word| name_key(word) == said));
    found
        .map(|(_, status)| *status)
        .ok_or_else(|| mapping.fault(row, "status", "this is none of new, contacted, qualified, disqualified"))
}

fn received(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<Option<Day>, Trouble> {
    let Some(cell) = mapping.cell(row, "received") else { return Ok(None) };
    super::dates::parse(cell.text, mapping.plan.date_order)
        .map(Some)
        .map_err(|error| mapping.fault(row, "received", error.message))
}
