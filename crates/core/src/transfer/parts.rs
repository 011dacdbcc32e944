//! What a row says beyond the record's own columns: further e-mails and phones, addresses, tags, lifecycle. Only added to, never
//! taken away: an empty cell says nothing.
use super::row::Row;
use super::run::{Mapping, Trouble};
use crate::book::Txn;
use crate::error::Result;
use crate::sell::ops::parts::{add_reach, put_tag, reach_key, write_address};
use crate::sell::rows::parts as rows;
use crate::sell::{AddressKind, Holder, Lifecycle, ReachKind, SaveAddress};
use crate::values::text::{NAME_MAX, NOTE_MAX, is_email, letter_key};

/// The keys of the fields of each kind of address: street, postcode, city, region, country.
const ADDRESSES: [(AddressKind, [&str; 5]); 2] = [
    (AddressKind::Postal, ["street", "postcode", "city", "region", "country"]),
    (AddressKind::Billing, ["billing_street", "billing_postcode", "billing_city", "billing_region", "billing_country"]),
];

/// Read whole before anything is written.
pub struct Parts {
    reaches: Vec<(ReachKind, String)>,
    addresses: Vec<(AddressKind, [Option<String>; 5])>,
    tags: Vec<String>,
    lifecycle: Option<Lifecycle>,
}

impl Parts {
    pub fn read(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<Parts, Trouble> {
        let mut reaches = Vec::new();
        for (field, kind) in [("more_emails", ReachKind::Email), ("more_phones", ReachKind::Phone)] {
            for value in listed(mapping, row, field)? {
                let value = if kind == ReachKind::Email { value.to_lowercase() } else { value };
                if kind == ReachKind::Email && !is_email(&value) {
                    return Err(mapping.fault(row, field, "this is not an e-mail address"));
                }
                reaches.push((kind, value));
            }
        }
        let mut addresses = Vec::new();
        for (kind, fields) in ADDRESSES {
            let mut parts: [Option<String>; 5] = Default::default();
            for (part, field) in parts.iter_mut().zip(fields) {
                *part = mapping.text(row, field, NAME_MAX)?;
            }
            // A file with streets and a place, but no city, means that place.
            if kind == AddressKind::Postal && parts[2].is_none() && (parts[0].is_some() || parts[1].is_some()) {
                parts[2] = mapping.text(row, "location", NAME_MAX)?;
            }
            if parts.iter().any(Option::is_some) {
                addresses.push((kind, parts));
            }
        }
        let tags = listed(mapping, row, "tags")?;
        if let Some(long) = tags.iter().find(|tag| tag.chars().count() > 60) {
            return Err(mapping.fault(
                row,
                "tags",
                format!("the tag “{}…” is longer than 60 characters", &long.chars().take(20).collect::<String>()),
            ));
        }
        Ok(Parts { reaches, addresses, tags, lifecycle: lifecycle(mapping, row)? })
    }

    /// Adds what is not there yet and says whether anything was.
    pub fn write(&self, txn: &mut Txn<'_>, of: Holder) -> Result<bool> {
        let mut changed = self.write_reaches(txn, of)?;
        for (kind, parts) in &self.addresses {
            changed |= write_parts(txn, of, *kind, parts)?;
        }
        for tag in &self.tags {
            changed |= put_tag(txn, of, tag)?.2;
        }
        if let Some(wanted) = self.lifecycle
            && rows::standing(txn, of)?.1 != wanted
        {
            changed |= txn.update(of.table(), of.id(), &[("lifecycle_set", &wanted)])?;
        }
        Ok(changed)
    }

    fn write_reaches(&self, txn: &mut Txn<'_>, of: Holder) -> Result<bool> {
        let mut changed = false;
        for (kind, value) in &self.reaches {
            let key = reach_key(*kind, value);
            let there = rows::reaches(txn, of)?;
            if !there.iter().any(|one| one.kind == *kind && reach_key(*kind, &one.value) == key) {
                add_reach(txn, of, *kind, value, None, false)?;
                changed = true;
            }
        }
        Ok(changed)
    }
}

/// The first address of the kind is brought to what the row says; parts that it leaves empty stay.
fn write_parts(txn: &mut Txn<'_>, of: Holder, kind: AddressKind, parts: &[Option<String>; 5]) -> Result<bool> {
    let here = rows::addresses(txn, of)?.into_iter().find(|address| address.kind == kind);
    let [street, postcode, city, region, country] = parts.clone();
    let save = match &here {
        None => SaveAddress { of, id: None, kind, label: None, street, postcode, city, region, country },
        Some(here) => SaveAddress {
            of,
            id: Some(here.id),
            kind,
            label: here.label.clone(),
            street: street.or_else(|| here.street.clone()),
            postcode: postcode.or_else(|| here.postcode.clone()),
            city: city.or_else(|| here.city.clone()),
            region: region.or_else(|| here.region.clone()),
            country: country.or_else(|| here.country.clone()),
        },
    };
    let after = [&save.street, &save.postcode, &save.city, &save.region, &save.country];
    let same = here
        .as_ref()
        .is_some_and(|here| after == [&here.street, &here.postcode, &here.city, &here.region, &here.country]);
    if same {
        return Ok(false);
    }
    write_address(txn, &save).map(|_| true)
}

/// The values of a cell, parted by semicolons or line ends.
fn listed(mapping: &Mapping<'_>, row: &Row<'_>, field: &str) -> std::result::Result<Vec<String>, Trouble> {
    let Some(text) = mapping.text(row, field, NOTE_MAX)? else { return Ok(Vec::new()) };
    let values: Vec<String> =
        text.split([';', '\n']).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect();
    if values.iter().any(|value| value.chars().count() > NAME_MAX) {
        return Err(mapping.fault(row, field, format!("a value is longer than {NAME_MAX} characters")));
    }
    Ok(values)
}

fn lifecycle(mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<Option<Lifecycle>, Trouble> {
    let Some(cell) = mapping.cell(row, "lifecycle") else { return Ok(None) };
    let found = match letter_key(cell.text).as_str() {
        "lead" | "subscriber" | "marketingqualifiedlead" | "mql" | "salesqualifiedlead" | "sql" | "kontakt" => {
            Lifecycle::Lead
        }
        "prospect" | "opportunity" | "interessent" | "potential" => Lifecycle::Prospect,
        "customer" | "client" | "evangelist" | "kunde" | "active" => Lifecycle::Customer,
        "churned" | "formercustomer" | "former" | "lost" | "exkunde" | "ehemaligerkunde" | "verloren" => {
            Lifecycle::Churned
        }
        _ => return Err(mapping.fault(row, "lifecycle", "this is not lead, prospect, customer or churned")),
    };
    Ok(Some(found))
}
