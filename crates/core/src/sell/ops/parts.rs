//! Further e-mails and phones, addresses, tags.
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::sell::ops::customers::optional;
use crate::sell::parts::{Holder, ReachKind, SaveAddress, SaveReach, TagRow};
use crate::sell::rows::parts as rows;
use crate::values::text::{NAME_MAX, clean, is_email, name_key, phone_key};
use crate::values::{AddressId, ReachId, TagId, TaggingId};

/// The longest tag, in characters.
const TAG_MAX: usize = 60;

impl Book {
    /// Adds or changes an e-mail or phone. The first of its kind becomes the main one.
    pub fn save_reach(&self, save: &SaveReach) -> Result<Done<()>> {
        self.transact("save_reach", |txn| {
            let name = customer_name(txn, save.of)?;
            let value = checked_reach(save.kind, &save.value)?;
            let label = optional(save.label.as_deref(), NAME_MAX)?;
            write_reach(txn, save, &value, label.as_deref())?;
            txn.subject(save.of.table(), save.of.id());
            txn.label(format!("Saved {} {value} of {name}", word(save.kind)));
            Ok(())
        })
    }

    /// Takes an e-mail or phone away; `id: None` is the main one, whose place the next one takes.
    pub fn delete_reach(&self, of: Holder, kind: ReachKind, id: Option<ReachId>) -> Result<Done<()>> {
        self.transact("delete_reach", |txn| {
            let name = customer_name(txn, of)?;
            match id {
                Some(id) => {
                    belongs(of, rows::reach(txn, id)?.0)?;
                    txn.trash(Table::Reach, id)?;
                }
                None => {
                    let next = rows::further(txn, of)?.into_iter().find(|reach| reach.kind == kind);
                    if let Some(id) = next.as_ref().and_then(|next| next.id) {
                        txn.trash(Table::Reach, id)?;
                    }
                    let (value, label) = next.map_or((None, None), |next| (Some(next.value), next.label));
                    write_main(txn, of, kind, value.as_deref(), label.as_deref())?;
                }
            }
            txn.subject(of.table(), of.id());
            txn.label(format!("Deleted a {} of {name}", word(kind)));
            Ok(())
        })
    }

    /// Makes a further e-mail or phone the main one; the main one takes its place.
    pub fn make_main_reach(&self, id: ReachId) -> Result<Done<()>> {
        self.transact("make_main_reach", |txn| {
            let (of, reach) = rows::reach(txn, id)?;
            let name = customer_name(txn, of)?;
            let (old, old_label) = rows::main_reach(txn, of, reach.kind)?;
            match old {
                Some(old) => {
                    let key = reach_key(reach.kind, &old);
                    let columns: crate::book::Columns<'_> =
                        &[("value", &old), ("value_key", &key), ("label", &old_label)];
                    txn.update(Table::Reach, id, columns)?;
                }
                None => txn.trash(Table::Reach, id)?,
            }
            write_main(txn, of, reach.kind, Some(&reach.value), reach.label.as_deref())?;
            txn.subject(of.table(), of.id());
            txn.label(format!("Made {} the main {} of {name}", reach.value, word(reach.kind)));
            Ok(())
        })
    }

    /// Adds or changes an address of a company or contact.
    pub fn save_address(&self, save: &SaveAddress) -> Result<Done<AddressId>> {
        self.transact("save_address", |txn| {
            let name = customer_name(txn, save.of)?;
            if let Some(id) = save.id {
                belongs(save.of, rows::address_holder(txn, id)?)?;
            }
            let id = write_address(txn, save)?;
            txn.subject(save.of.table(), save.of.id());
            txn.label(format!("Saved the {} address of {name}", save.kind.as_str()));
            Ok(id)
        })
    }

    pub fn delete_address(&self, id: AddressId) -> Result<Done<()>> {
        self.transact("delete_address", |txn| {
            let of = rows::address_holder(txn, id)?;
            let name = customer_name(txn, of)?;
            txn.trash(Table::Address, id)?;
            txn.subject(of.table(), of.id());
            txn.label(format!("Deleted an address of {name}"));
            Ok(())
        })
    }

    /// Every tag with how often it is used, by name.
    pub fn tags(&self) -> Result<Vec<TagRow>> {
        self.read(rows::tags)
    }

    /// Puts a tag on a record; a name that is new becomes a tag.
    pub fn add_tag(&self, of: Holder, name: &str) -> Result<Done<TagId>> {
        self.transact("add_tag", |txn| {
            let record = rows::name_of(txn, of)?;
            let (tag, name, _) = put_tag(txn, of, name)?;
            txn.subject(of.table(), of.id());
            txn.label(format!("Tagged {record} with {name}"));
            Ok(tag)
        })
    }

    /// Takes a tag off a record. The tag itself stays for others.
    pub fn remove_tag(&self, of: Holder, tag: TagId) -> Result<Done<()>> {
        self.transact("remove_tag", |txn| {
            let (record, name) = (rows::name_of(txn, of)?, rows::tag_name(txn, tag)?);
            let tagging = rows::tagging(txn, of, tag)?.ok_or_else(|| Error::not_found("tag"))?;
            txn.trash(Table::Tagging, tagging)?;
            txn.subject(of.table(), of.id());
            txn.label(format!("Took the tag {name} off {record}"));
            Ok(())
        })
    }

    /// Renames a tag everywhere. `conflict` when another has that name.
    pub fn rename_tag(&self, tag: TagId, name: &str) -> Result<Done<()>> {
        self.transact("rename_tag", |txn| {
            let before = rows::tag_name(txn, tag)?;
            let (name, key) = tag_words(name)?;
            if rows::tag_named(txn, &key)?.is_some_and(|(other, _)| other != tag) {
                return Err(Error::new(Code::Conflict, format!("There is a tag {name} already. Nothing was changed.")));
            }
            txn.update(Table::Tag, tag, &[("name", &name), ("name_key", &key)])?;
            txn.label(format!("Renamed the tag {before} to {name}"));
            Ok(())
        })
    }

    /// Deletes a tag; it disappears from everything that carries it.
    pub fn delete_tag(&self, tag: TagId) -> Result<Done<()>> {
        self.transact("delete_tag", |txn| {
            let name = rows::tag_name(txn, tag)?;
            txn.trash(Table::Tag, tag)?;
            txn.label(format!("Deleted the tag {name}"));
            Ok(())
        })
    }
}

fn word(kind: ReachKind) -> &'static str {
    match kind {
        ReachKind::Email => "e-mail",
        ReachKind::Phone => "phone",
    }
}

/// The live record's name; a deal has no e-mails and addresses of its own.
fn customer_name(txn: &Txn<'_>, of: Holder) -> Result<String> {
    if let Holder::Deal { .. } = of {
        return Err(Error::invalid("Deals have no addresses of their own. Add it to the company or contact."));
    }
    rows::name_of(txn, of)
}

fn belongs(of: Holder, found: Holder) -> Result<()> {
    if of == found { Ok(()) } else { Err(Error::not_found(found.table().as_str())) }
}

/// What two spellings of an e-mail or phone have in common.
pub(crate) fn reach_key(kind: ReachKind, value: &str) -> String {
    match kind {
        ReachKind::Email => value.to_lowercase(),
        ReachKind::Phone => phone_key(value).unwrap_or_else(|| value.to_owned()),
    }
}

/// An e-mail in lower case, a phone as it is written.
pub(crate) fn checked_reach(kind: ReachKind, value: &str) -> Result<String> {
    let value = clean(value, NAME_MAX)?;
    match kind {
        ReachKind::Email if !is_email(&value) => {
            Err(Error::invalid(format!("“{value}” is not an e-mail address. Nothing was changed.")))
        }
        ReachKind::Email => Ok(value.to_lowercase()),
        ReachKind::Phone if !value.chars().any(|c| c.is_ascii_digit()) => {
            Err(Error::invalid(format!("“{value}” is not a phone number. Nothing was changed.")))
        }
        ReachKind::Phone => Ok(value),
    }
}

fn write_reach(txn: &mut Txn<'_>, save: &SaveReach, value: &str, label: Option<&str>) -> Result<()> {
    let key = reach_key(save.kind, value);
    let own = |id: Option<ReachId>, main: bool| if main { save.main } else { id.is_some() && id == save.id };
    let taken = rows::reaches(txn, save.of)?.into_iter().any(|there| {
        there.kind == save.kind && reach_key(save.kind, &there.value) == key && !own(there.id, there.id.is_none())
    });
    if taken {
        return Err(Error::new(Code::Conflict, format!("{value} is there already. Nothing was changed.")));
    }
    if let Some(id) = save.id {
        belongs(save.of, rows::reach(txn, id)?.0)?;
        txn.update(Table::Reach, id, &[("value", &value), ("value_key", &key), ("label", &label)])?;
        return Ok(());
    }
    add_reach(txn, save.of, save.kind, value, label, save.main)
}

/// A further one, or the main one where it is meant or there is none yet.
pub(crate) fn add_reach(
    txn: &mut Txn<'_>,
    of: Holder,
    kind: ReachKind,
    value: &str,
    label: Option<&str>,
    main: bool,
) -> Result<()> {
    if main || rows::main_reach(txn, of, kind)?.0.is_none() {
        return write_main(txn, of, kind, Some(value), label);
    }
    let id: ReachId = txn.new_id();
    let (owner, key) = (of.id(), reach_key(kind, value));
    let columns: crate::book::Columns<'_> =
        &[(of.column(), &owner), ("kind", &kind), ("label", &label), ("value", &value), ("value_key", &key)];
    txn.insert(Table::Reach, id, columns)
}

fn write_main(txn: &mut Txn<'_>, of: Holder, kind: ReachKind, value: Option<&str>, label: Option<&str>) -> Result<()> {
    let columns = match kind {
        ReachKind::Email => ("email", "email_label"),
        ReachKind::Phone => ("phone", "phone_label"),
    };
    txn.update(of.table(), of.id(), &[(columns.0, &value), (columns.1, &label)])?;
    Ok(())
}

pub(crate) fn write_address(txn: &mut Txn<'_>, save: &SaveAddress) -> Result<AddressId> {
    let part = |text: &Option<String>| optional(text.as_deref(), NAME_MAX);
    let (label, street, postcode) = (part(&save.label)?, part(&save.street)?, part(&save.postcode)?);
    let (city, region, country) = (part(&save.city)?, part(&save.region)?, part(&save.country)?);
    if [&street, &postcode, &city, &region, &country].iter().all(|part| part.is_none()) {
        return Err(Error::invalid("An address needs at least one line. Nothing was changed."));
    }
    let owner = save.of.id();
    let columns: crate::book::Columns<'_> = &[
        (save.of.column(), &owner),
        ("kind", &save.kind),
        ("label", &label),
        ("street", &street),
        ("postcode", &postcode),
        ("city", &city),
        ("region", &region),
        ("country", &country),
    ];
    match save.id {
        Some(id) => txn.update(Table::Address, id, columns).map(|_| id),
        None => {
            let id: AddressId = txn.new_id();
            txn.insert(Table::Address, id, columns).map(|()| id)
        }
    }
}

/// A tag's name and its key. Semicolons part tags in files.
fn tag_words(name: &str) -> Result<(String, String)> {
    let name = clean(name, TAG_MAX)?;
    if name.is_empty() || name.contains(';') {
        return Err(Error::invalid("A tag is a word or a few, without a semicolon. Nothing was changed."));
    }
    let key = name_key(&name);
    Ok((name, key))
}

/// The tag of this name, made if it is new.
pub(crate) fn tag_of(txn: &mut Txn<'_>, name: &str) -> Result<(TagId, String)> {
    let (name, key) = tag_words(name)?;
    if let Some(known) = rows::tag_named(txn, &key)? {
        return Ok(known);
    }
    let tag: TagId = txn.new_id();
    txn.insert(Table::Tag, tag, &[("name", &name), ("name_key", &key)])?;
    Ok((tag, name))
}

/// The tag and its name, made if it is new, put on the record unless it is there; says whether it was put on.
pub(crate) fn put_tag(txn: &mut Txn<'_>, of: Holder, name: &str) -> Result<(TagId, String, bool)> {
    let (tag, name) = tag_of(txn, name)?;
    if rows::tagging(txn, of, tag)?.is_some() {
        return Ok((tag, name, false));
    }
    let (id, owner): (TaggingId, _) = (txn.new_id(), of.id());
    txn.insert(Table::Tagging, id, &[("tag_id", &tag), (of.column(), &owner)])?;
    Ok((tag, name, true))
}
