//! What is entered may be there already: said, never refused.
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::book::{Book, Reader, Table};
use crate::error::Result;
use crate::sell::parts::{Duplicate, Entered};
use crate::sell::rows::parts as rows;
use crate::values::text::{name_key, phone_key};

/// Shorter numbers are shared by strangers (extensions, emergency calls).
const PHONE_MIN: usize = 6;

impl Book {
    /// Companies with the same name, e-mail or phone.
    pub fn duplicate_companies(&self, entered: &Entered) -> Result<Vec<Duplicate>> {
        self.read(|reader| duplicates(reader, Table::Company, entered))
    }

    /// Contacts with the same name, e-mail or phone.
    pub fn duplicate_contacts(&self, entered: &Entered) -> Result<Vec<Duplicate>> {
        self.read(|reader| duplicates(reader, Table::Contact, entered))
    }
}

fn duplicates(reader: &Reader<'_>, table: Table, entered: &Entered) -> Result<Vec<Duplicate>> {
    let name = entered.name.as_deref().map(name_key);
    let email = entered.email.as_deref().map(|email| email.trim().to_lowercase());
    let phone = entered.phone.as_deref().and_then(|phone| phone_key(phone.trim()));
    let phone = phone.filter(|phone| phone.chars().count() >= PHONE_MIN);
    let mut found: BTreeMap<Uuid, Duplicate> = BTreeMap::new();
    for (word, column, key) in [("name", "name_key", name), ("e-mail", "email", email), ("phone", "phone_key", phone)] {
        let Some(key) = key.filter(|key| !key.is_empty()) else { continue };
        for (id, name, detail) in rows::same(reader, table, column, &key)? {
            if entered.id == Some(id) {
                continue;
            }
            let one = found.entry(id).or_insert_with(|| Duplicate { id, name, detail, same: Vec::new() });
            one.same.push(word.to_owned());
        }
    }
    let mut found: Vec<Duplicate> = found.into_values().collect();
    found.sort_by(|a, b| b.same.len().cmp(&a.same.len()).then_with(|| a.name.cmp(&b.name)));
    Ok(found)
}
