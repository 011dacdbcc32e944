//! Companies, contacts, products and people of a file. A row is read whole before anything of it is written.
use rusqlite::ToSql;
use uuid::Uuid;

use super::dates;
use super::find::{self, Finder};
use super::parts::Parts;
use super::row::Row;
use super::rows::{self, Named};
use super::run::{Fate, Mapping, Trouble, existing};
use super::types::{OnDuplicate, PreviewRow};
use crate::book::{Columns, Table, Txn};
use crate::error::Result;
use crate::sell::Billing;
use crate::sell::Holder;
use crate::sell::ops::edits::not_in_circle;
use crate::sell::ops::rates;
use crate::values::rates::foreign;
use crate::values::text::{NAME_MAX, NOTE_MAX, is_email, letter_key, name_key};
use crate::values::{CompanyId, ContactId, Day, Money, Rate, money};

type Taken = std::result::Result<Fate, Trouble>;
type Sample<'s> = Option<&'s mut Vec<PreviewRow>>;

pub fn company(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Sample<'_>,
) -> Taken {
    let name = required_name(mapping, row)?;
    let mut source = mapping.source_key(row)?;
    let industry = mapping.text(row, "industry", NAME_MAX)?;
    let location = mapping.text(row, "location", NAME_MAX)?;
    let website = mapping.text(row, "website", NAME_MAX)?;
    let employees = whole_number(mapping, row, "employees")?;
    let founded = whole_number(mapping, row, "founded")?;
    let parent_name = mapping.name(row, "parent")?;
    let notes = mapping.text(row, "notes", NOTE_MAX)?;
    let (email, phone) = (email(mapping, row)?, mapping.text(row, "phone", NAME_MAX)?);
    let owner_name = mapping.name(row, "owner")?;
    let parts = Parts::read(mapping, row)?;
    let lines = mapping.unmapped_lines(row);

    let here = by_source_or_name(txn, finder, Table::Company, Named::Company, &mut source, &name)?;
    let parent = match parent_name.filter(|parent| name_key(parent) != name_key(&name)) {
        Some(parent) => Some(finder.company(txn, &parent)?),
        None => None,
    };
    if let (Some(parent), Some(id)) = (parent, here)
        && let Err(refused) = not_in_circle(txn, CompanyId(id), parent)
    {
        return Err(mapping.fault(row, "parent", refused.message));
    }
    let owner = owner_name.map(|owner| finder.person(txn, &owner)).transpose()?;
    if let Some(sample) = sample {
        sample.push(preview(&name, None));
    }
    let here = existing(mapping, finder, here);
    let notes = match here {
        Some((id, _)) => with_lines(rows::company_notes(txn, CompanyId(id))?, notes, &lines),
        None => with_lines(None, notes, &lines),
    };
    let columns: [Optional<'_>; 11] = [
        ("email", opt(&email)),
        ("phone", opt(&phone)),
        ("owner_id", opt(&owner)),
        ("industry", opt(&industry)),
        ("location", opt(&location)),
        ("website", opt(&website)),
        ("employees", opt(&employees)),
        ("founded", opt(&founded)),
        ("parent_id", opt(&parent)),
        ("notes", opt(&notes)),
        ("source_key", opt(&source)),
    ];
    let fresh = here.is_none();
    let (fate, id) = write_row(txn, finder, Table::Company, Some(Named::Company), here, &name, &columns, fresh)?;
    if here.is_some_and(|(_, may)| !may) {
        return Ok(fate);
    }
    let added = parts.write(txn, Holder::Company { id: CompanyId(id) })?;
    Ok(if added && fate == Fate::Unchanged { Fate::Updated } else { fate })
}

pub fn product(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Sample<'_>,
) -> Taken {
    let name = required_name(mapping, row)?;
    let mut source = mapping.source_key(row)?;
    let series = mapping.text(row, "series", NAME_MAX)?;
    let price = amount(mapping, row, "price", None)?;
    let billing = billing(mapping, row)?;
    let active = yes_or_no(mapping, row, "active")?;
    let here = by_source_or_name(txn, finder, Table::Product, Named::Product, &mut source, &name)?;
    if let Some(sample) = sample {
        sample.push(PreviewRow { amount: price.as_ref().map(Money::spoken), ..preview(&name, None) });
    }
    let (minor, currency) = (price.as_ref().map(|price| price.minor), price.map(|price| price.currency));
    let columns: [Optional<'_>; 6] = [
        ("billing", opt(&billing)),
        ("active", opt(&active)),
        ("series", opt(&series)),
        ("price_minor", opt(&minor)),
        ("currency", opt(&currency)),
        ("source_key", opt(&source)),
    ];
    let here = existing(mapping, finder, here);
    write(txn, finder, Table::Product, Some(Named::Product), here, &name, &columns, here.is_none())
}

/// A rate of a day: one that is there for the same day and currency is brought up to date or left, as the plan says.
pub fn rate(txn: &mut Txn<'_>, mapping: &Mapping<'_>, row: &Row<'_>, sample: Sample<'_>) -> Taken {
    let day = day(mapping, row, "day")?.ok_or_else(|| mapping.fault(row, "day", "the day is empty"))?;
    let currency =
        mapping.cell(row, "currency").ok_or_else(|| mapping.fault(row, "currency", "the currency is empty"))?;
    let home = rates::home(txn)?;
    let currency = foreign(currency.text, &home).map_err(|error| mapping.fault(row, "currency", error.message))?;
    let cell = mapping.cell(row, "rate").ok_or_else(|| mapping.fault(row, "rate", "the rate is empty"))?;
    let rate = Rate::parse(cell.text).map_err(|error| mapping.fault(row, "rate", error.message))?;
    if let Some(sample) = sample {
        let amount = Some(format!("{home} {rate}"));
        sample.push(PreviewRow { amount, close_date: Some(day), ..preview(&format!("1 {currency}"), None) });
    }
    if mapping.plan.on_duplicate == OnDuplicate::Skip && rates::of_day(txn, &home, currency, day)? {
        return Ok(Fate::Unchanged);
    }
    Ok(match rates::set(txn, day, currency, rate)?.1 {
        rates::Written::New => Fate::Created,
        rates::Written::Changed => Fate::Updated,
        rates::Written::Same => Fate::Unchanged,
    })
}

pub fn person(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Sample<'_>,
) -> Taken {
    let name = required_name(mapping, row)?;
    let mut source = mapping.source_key(row)?;
    let email = email(mapping, row)?;
    let manager = mapping.text(row, "manager", NAME_MAX)?;
    let office = mapping.text(row, "office", NAME_MAX)?;
    let by_email = match &email {
        Some(email) if source.is_none() => rows::person_by_email(txn, email)?.map(Uuid::from),
        _ => None,
    };
    let here = match by_email {
        Some(id) => Some(id),
        None => by_source_or_name(txn, finder, Table::Person, Named::Person, &mut source, &name)?,
    };
    if let Some(sample) = sample {
        sample.push(preview(&name, None));
    }
    if let Some(id) = here {
        finder.saw_person(id);
    }
    let columns: [Optional<'_>; 4] =
        [("email", opt(&email)), ("manager", opt(&manager)), ("office", opt(&office)), ("source_key", opt(&source))];
    let here = existing(mapping, finder, here);
    write(txn, finder, Table::Person, Some(Named::Person), here, &name, &columns, here.is_none())
}

pub fn contact(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    row: &Row<'_>,
    sample: Sample<'_>,
) -> Taken {
    let mut source = mapping.source_key(row)?;
    let email = email(mapping, row)?;
    let name = contact_name(mapping, row, email.as_deref())?;
    let phone = mapping.text(row, "phone", NAME_MAX)?;
    let title = mapping.text(row, "title", NAME_MAX)?;
    let notes = mapping.text(row, "notes", NOTE_MAX)?;
    let role = mapping.text(row, "role", NAME_MAX)?;
    let company_name = mapping.name(row, "company")?;
    let owner_name = mapping.name(row, "owner")?;
    let parts = Parts::read(mapping, row)?;
    if let Some(sample) = sample {
        sample.push(preview(&name, company_name.clone()));
    }
    let company = match &company_name {
        Some(company) => Some(finder.company(txn, company)?),
        None => None,
    };
    let here: Option<ContactId> = match (source.as_ref(), &email) {
        (Some(key), _) => {
            let found = rows::by_source(txn, Table::Contact, key)?;
            source.take_if(|_| found.is_some_and(|(_, own)| own));
            found.map(|(id, _)| ContactId(id))
        }
        (None, Some(email)) => rows::contact_by_email(txn, email)?,
        (None, None) => rows::contact_by_name(txn, &name_key(&name), company)?,
    };
    let here = existing(mapping, finder, here).map(|(id, may)| (Uuid::from(id), may));
    let owner = owner_name.map(|owner| finder.person(txn, &owner)).transpose()?;
    let columns: [Optional<'_>; 6] = [
        ("email", opt(&email)),
        ("phone", opt(&phone)),
        ("owner_id", opt(&owner)),
        ("title", opt(&title)),
        ("notes", opt(&notes)),
        ("source_key", opt(&source)),
    ];
    let spelled = here.is_none() || ["name", "first_name", "last_name"].iter().any(|field| mapping.has(field));
    let (fate, id) = write_row(txn, finder, Table::Contact, None, here, &name, &columns, spelled)?;
    if here.is_some_and(|(_, may)| !may) {
        return Ok(fate);
    }
    let contact = ContactId(id);
    let mut added = false;
    if let Some(company) = company
        && (fate == Fate::Created || !rows::is_linked(txn, contact, company)?)
    {
        find::link(txn, contact, company, role.as_deref())?;
        added = true;
    }
    // After the link: how far a contact is follows from its company.
    added |= parts.write(txn, Holder::Contact { id: contact })?;
    Ok(if added && fate == Fate::Unchanged { Fate::Updated } else { fate })
}

/// A column and its value, if the file gives one.
type Optional<'v> = (&'static str, Option<&'v dyn ToSql>);

fn opt<T: ToSql>(value: &Option<T>) -> Option<&dyn ToSql> {
    value.as_ref().map(|value| value as &dyn ToSql)
}

#[allow(clippy::too_many_arguments)]
fn write(
    txn: &mut Txn<'_>,
    finder: &mut Finder,
    table: Table,
    kind: Option<Named>,
    here: Option<(Uuid, bool)>,
    name: &str,
    columns: &[Optional<'_>],
    spelled: bool,
) -> Taken {
    Ok(write_row(txn, finder, table, kind, here, name, columns, spelled)?.0)
}

/// Creates the row or updates what the file gives; an empty cell leaves what is there.
#[allow(clippy::too_many_arguments)]
fn write_row(
    txn: &mut Txn<'_>,
    finder: &mut Finder,
    table: Table,
    kind: Option<Named>,
    here: Option<(Uuid, bool)>,
    name: &str,
    columns: &[Optional<'_>],
    spelled: bool,
) -> Result<(Fate, Uuid)> {
    let key = name_key(name);
    let mut given: Vec<(&'static str, &dyn ToSql)> =
        columns.iter().filter_map(|(column, value)| Some((*column, (*value)?))).collect();
    if spelled {
        given.push(("name", &name));
        given.push(("name_key", &key));
    }
    let columns: Columns<'_> = &given;
    match here {
        None => {
            let id: Uuid = txn.new_id();
            txn.insert(table, id, columns)?;
            if let Some(kind) = kind {
                finder.note_new(kind, name, id);
            }
            Ok((Fate::Created, id))
        }
        Some((id, false)) => Ok((Fate::Unchanged, id)),
        Some((id, true)) => {
            let changed = !columns.is_empty() && txn.update(table, id, columns)?;
            let named_before = finder.settle(id);
            Ok((
                if named_before {
                    Fate::Created
                } else if changed {
                    Fate::Updated
                } else {
                    Fate::Unchanged
                },
                id,
            ))
        }
    }
}

fn by_source_or_name(
    txn: &Txn<'_>,
    finder: &mut Finder,
    table: Table,
    kind: Named,
    source: &mut Option<String>,
    name: &str,
) -> Result<Option<Uuid>> {
    if let Some((id, own)) = source.as_deref().map(|source| rows::by_source(txn, table, source)).transpose()?.flatten()
    {
        // An id of ours is no id of the file: nothing to remember.
        source.take_if(|_| own);
        return Ok(Some(id));
    }
    finder.known(txn, kind, name)
}

fn required_name(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<String, Trouble> {
    mapping.name(row, "name")?.ok_or_else(|| mapping.fault(row, "name", "the name is empty"))
}

/// The name, or first and last name, or the address itself.
pub fn contact_name(mapping: &Mapping<'_>, row: &Row<'_>, email: Option<&str>) -> std::result::Result<String, Trouble> {
    if let Some(name) = mapping.text(row, "name", NAME_MAX)? {
        return Ok(name);
    }
    let (first, last) = (mapping.text(row, "first_name", NAME_MAX / 2)?, mapping.text(row, "last_name", NAME_MAX / 2)?);
    let name = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !name.is_empty() {
        return Ok(name);
    }
    email.map(str::to_owned).ok_or_else(|| mapping.fault(row, "name", "there is neither a name nor an e-mail address"))
}

pub fn email(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<Option<String>, Trouble> {
    let Some(email) = mapping.text(row, "email", NAME_MAX)? else { return Ok(None) };
    if !is_email(&email) {
        return Err(mapping.fault(row, "email", "this is not an e-mail address"));
    }
    Ok(Some(email.to_lowercase()))
}

fn whole_number(mapping: &Mapping<'_>, row: &Row<'_>, field: &str) -> std::result::Result<Option<i64>, Trouble> {
    let Some(cell) = mapping.cell(row, field) else { return Ok(None) };
    let digits: String = cell.text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{2019}')).collect();
    let plain = digits.strip_suffix(".0").unwrap_or(&digits);
    let grouped = plain
        .split([',', '.'])
        .enumerate()
        .all(|(i, group)| if i == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 });
    let joined: String = if plain.bytes().all(|b| b.is_ascii_digit()) {
        plain.to_owned()
    } else if grouped {
        plain.replace([',', '.'], "")
    } else {
        String::new()
    };
    joined
        .parse::<i64>()
        .ok()
        .filter(|n| (0..=1 << 53).contains(n))
        .map(Some)
        .ok_or_else(|| mapping.fault(row, field, "this is not a whole number"))
}

/// An amount in its own currency, or the row's, or the plan's. Negative ones are refused.
pub fn amount(
    mapping: &Mapping<'_>,
    row: &Row<'_>,
    field: &str,
    home: Option<&str>,
) -> std::result::Result<Option<Money>, Trouble> {
    let Some(cell) = mapping.cell(row, field) else { return Ok(None) };
    let given = mapping.cell(row, "currency").map(|cell| money::currency_code(cell.text)).transpose();
    let given = given.map_err(|error| mapping.fault(row, "currency", error.message))?;
    let home = given.or(home).unwrap_or(&mapping.plan.currency);
    let read = match cell.text.parse::<f64>() {
        Ok(number) if cell.number => money::from_number(number, home),
        _ => money::parse(cell.text, home),
    };
    let money = read.map_err(|error| mapping.fault(row, field, error.message))?;
    if money.minor.0 < 0 {
        return Err(mapping.fault(row, field, "an amount can't be negative"));
    }
    Ok(Some(money))
}

pub fn day(mapping: &Mapping<'_>, row: &Row<'_>, field: &str) -> std::result::Result<Option<Day>, Trouble> {
    let Some(cell) = mapping.cell(row, field) else { return Ok(None) };
    let read = dates::parse(cell.text, mapping.plan.date_order);
    read.map(Some).map_err(|error| mapping.fault(row, field, error.message))
}

/// The words files have for how often something is billed.
fn billing(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<Option<Billing>, Trouble> {
    let Some(cell) = mapping.cell(row, "billing") else { return Ok(None) };
    let billing = match letter_key(cell.text).as_str() {
        "once" | "onetime" | "oneoff" | "no" | "einmalig" | "nein" => Billing::Once,
        "month" | "monthly" | "monat" | "monatlich" | "m" => Billing::Month,
        "quarter" | "quarterly" | "quartal" | "vierteljährlich" | "q" => Billing::Quarter,
        "year" | "yearly" | "annual" | "annually" | "jahr" | "jährlich" | "y" => Billing::Year,
        _ => return Err(mapping.fault(row, "billing", "this is none of once, month, quarter, year")),
    };
    Ok(Some(billing))
}

fn yes_or_no(mapping: &Mapping<'_>, row: &Row<'_>, field: &str) -> std::result::Result<Option<bool>, Trouble> {
    let Some(cell) = mapping.cell(row, field) else { return Ok(None) };
    match letter_key(cell.text).as_str() {
        "1" | "yes" | "true" | "y" | "x" | "active" | "ja" | "wahr" | "aktiv" => Ok(Some(true)),
        "0" | "no" | "false" | "n" | "inactive" | "nein" | "falsch" | "inaktiv" => Ok(Some(false)),
        _ => Err(mapping.fault(row, field, "this is neither yes nor no")),
    }
}

pub fn preview(name: &str, company: Option<String>) -> PreviewRow {
    PreviewRow {
        name: name.to_owned(),
        company,
        stage: None,
        amount: None,
        close_date: None,
        owner: None,
        cells: Vec::new(),
    }
}

/// The notes with a line for each column that has no field of its own; a line of the same header is replaced, all others stay.
fn with_lines(before: Option<String>, given: Option<String>, lines: &[(&str, String)]) -> Option<String> {
    if lines.is_empty() {
        return given;
    }
    let base = match (&before, &given) {
        (Some(before), Some(given)) if !before.starts_with(given.as_str()) => given.clone(),
        (Some(before), _) => before.clone(),
        (None, given) => given.clone().unwrap_or_default(),
    };
    let mut text: Vec<String> = base.lines().map(str::to_owned).collect();
    for (header, value) in lines {
        let line = format!("{header}: {value}");
        match text.iter_mut().find(|old| old.strip_prefix(header).is_some_and(|rest| rest.starts_with(": "))) {
            Some(old) => *old = line,
            None => text.push(line),
        }
    }
    Some(text.join("\n"))
}
