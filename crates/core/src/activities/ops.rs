//! Activities: plan, log, change, finish, reopen, put on another day, delete. Each is one undo.
use super::rows;
use super::rules::{check_time, wording};
use super::types::{
    About, Activities, Activity, ActivityEdit, ActivityKind, CalendarArgs, Finished, NewActivity, NextActivity,
    Reminder, When,
};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::people::ops::must_be_active;
use crate::sell::rows::customers::{company_exists, contact_exists};
use crate::sell::rows::deals::deal_extras;
use crate::sell::{StageKind, deal_facts};
use crate::values::text::NOTE_MAX;
use crate::values::{ActivityId, CompanyId, ContactId, Day, DealId, PersonId};

/// The most rows one window carries.
const WINDOW: u32 = 200;
/// The most a calendar draws of a few weeks.
const CALENDAR: u32 = 2_000;
const DAY_MS: i64 = 86_400_000;

impl Book {
    /// Plans an activity, or logs one that has happened. Its deal counts as touched.
    pub fn add_activity(&self, new: &NewActivity) -> Result<Done<ActivityId>> {
        self.transact("add_activity", |txn| {
            let id = add_activity(txn, new)?;
            let activity = rows::one(txn, id)?;
            txn.label(added_label(&activity));
            say_subject(txn, &activity);
            Ok(id)
        })
    }

    /// Changes some fields, all or none of them.
    pub fn edit_activity(&self, id: ActivityId, edits: &[ActivityEdit]) -> Result<Done<()>> {
        self.transact("edit_activity", |txn| {
            let mut label = String::new();
            for edit in edits {
                let before = rows::one(txn, id)?;
                let what = write_field(txn, &before, edit)?;
                label = match edit {
                    ActivityEdit::When(when) => moved_label(&before, *when),
                    _ => format!("Changed {what} of “{}”", before.subject),
                };
            }
            let after = rows::one(txn, id)?;
            txn.label(if edits.len() == 1 { label } else { format!("Changed “{}”", after.subject) });
            say_subject(txn, &after);
            Ok(())
        })
    }

    /// Puts an open activity on another day or time.
    pub fn reschedule_activity(&self, id: ActivityId, when: When) -> Result<Done<()>> {
        self.transact("reschedule_activity", |txn| {
            let activity = rows::one(txn, id)?;
            write_field(txn, &activity, &ActivityEdit::When(when))?;
            txn.label(moved_label(&activity, when));
            say_subject(txn, &activity);
            Ok(())
        })
    }

    /// Done, now. Its deal counts as touched; the answer says whether a next step should follow.
    pub fn finish_activity(&self, id: ActivityId, outcome: Option<&str>) -> Result<Done<Finished>> {
        self.transact("finish_activity", |txn| {
            let activity = rows::one(txn, id)?;
            must_be_open(&activity)?;
            let outcome = crate::sell::ops::customers::optional(outcome, NOTE_MAX)?;
            let (now, today) = (txn.now_ms(), txn.today());
            txn.update(Table::Activity, id, &[("done_at", &now), ("done_on", &today), ("outcome", &outcome)])?;
            let deal = activity.deal.as_ref().map(|deal| DealId(deal.id));
            let mut needs_next = false;
            if let Some(deal) = deal {
                touch(txn, deal, today)?;
                needs_next = deal_facts(txn, deal)?.kind == StageKind::Open && rows::next_of(txn, deal)?.is_none();
            }
            txn.label(format!("Done: “{}”", activity.subject));
            say_subject(txn, &activity);
            Ok(Finished { deal, needs_next })
        })
    }

    /// Open again, due when it was planned for.
    pub fn reopen_activity(&self, id: ActivityId) -> Result<Done<()>> {
        self.transact("reopen_activity", |txn| {
            let activity = rows::one(txn, id)?;
            if activity.kind == ActivityKind::Note {
                return Err(Error::invalid("A note has nothing to do. Plan a to-do instead; nothing was changed."));
            }
            if activity.done_at.is_none() {
                return Err(Error::new(Code::Nothing, format!("“{}” is open already.", activity.subject)));
            }
            let columns: crate::book::Columns<'_> =
                &[("done_at", &None::<i64>), ("done_on", &None::<Day>), ("outcome", &None::<String>)];
            txn.update(Table::Activity, id, columns)?;
            txn.label(format!("Reopened “{}”", activity.subject));
            say_subject(txn, &activity);
            Ok(())
        })
    }

    pub fn delete_activity(&self, id: ActivityId) -> Result<Done<()>> {
        self.transact("delete_activity", |txn| {
            let activity = rows::one(txn, id)?;
            txn.trash(Table::Activity, id)?;
            txn.label(format!("Deleted “{}”", activity.subject));
            say_subject(txn, &activity);
            Ok(())
        })
    }

    pub fn activity(&self, id: ActivityId) -> Result<Activity> {
        self.read(|reader| rows::one(reader, id))
    }

    /// What is planned for a record, or for anything; at most 200 a window.
    pub fn open_activities(&self, about: Option<About>, offset: u32, limit: u32) -> Result<Activities> {
        self.read(|reader| {
            let (total, rows) = rows::open(reader, about, offset, limit.min(WINDOW))?;
            Ok(Activities { rev: reader.rev()?, total, rows })
        })
    }

    /// Every activity, open ones first, then the newest done one.
    pub fn activities(&self, limit: u32) -> Result<Vec<Activity>> {
        self.read(|reader| rows::all(reader, 0, limit))
    }

    /// The activities of some days, in the order of the day; at most 2,000.
    pub fn calendar(&self, args: &CalendarArgs) -> Result<Activities> {
        self.read(|reader| {
            let rows = rows::between(reader, args, CALENDAR)?;
            Ok(Activities { rev: reader.rev()?, total: u32::try_from(rows.len()).unwrap_or(u32::MAX), rows })
        })
    }

    /// The next open activity of a deal.
    pub fn next_activity(&self, deal: DealId) -> Result<Option<NextActivity>> {
        self.read(|reader| rows::next_of(reader, deal))
    }

    /// The acting person's activities whose time came after `after` and not after `until`, as (day, minute).
    pub fn reminders(&self, after: (Day, u16), until: (Day, u16)) -> Result<Vec<Reminder>> {
        let Some(me) = self.me() else { return Ok(Vec::new()) };
        self.read(|reader| rows::reminders(reader, me, after, until))
    }

    /// How many open activities of the acting person are overdue or due today.
    pub fn activities_due(&self) -> Result<i64> {
        let Some(me) = self.me() else { return Ok(0) };
        self.read(|reader| rows::count_due(reader, me, reader.today()))
    }
}

/// Adds an activity within a larger command.
pub(crate) fn add_activity(txn: &mut Txn<'_>, new: &NewActivity) -> Result<ActivityId> {
    add(txn, new, Origin { file: false, key: None })
}

/// Adds what a file says, with the file's own name for it.
pub(crate) fn add_from_file(txn: &mut Txn<'_>, new: &NewActivity, key: Option<&str>) -> Result<ActivityId> {
    add(txn, new, Origin { file: true, key })
}

/// Brings an activity to what a file says now; what the file leaves empty stays. Says whether anything changed.
pub(crate) fn rewrite_from_file(txn: &mut Txn<'_>, id: ActivityId, new: &NewActivity) -> Result<bool> {
    let before = rows::one(txn, id)?;
    if (before.kind == ActivityKind::Note) != (new.kind == ActivityKind::Note) {
        return Err(Error::invalid("it was a note before, or is one now; a note stays a note"));
    }
    let (subject, body) = wording(new.kind, &new.subject, new.body.as_deref())?;
    let mut changed = txn.update(Table::Activity, id, &[("kind", &new.kind), ("subject", &subject)])?;
    let (today, day) = (txn.today(), new.due.unwrap_or(txn.today()));
    if new.done && before.done_on != Some(day) {
        let at = txn.now_ms() - day.days_until(today) * DAY_MS;
        changed |= txn.update(Table::Activity, id, &[("done_at", &at), ("done_on", &day)])?;
    } else if !new.done && before.done_on.is_none() {
        changed |= txn.update(Table::Activity, id, &[("due_on", &day), ("due_minute", &new.minute)])?;
    }
    let optional: [(&'static str, Option<&dyn rusqlite::ToSql>); 6] = [
        ("body", body.as_ref().map(|value| value as _)),
        ("outcome", new.outcome.as_ref().map(|value| value as _)),
        ("owner_id", new.owner.as_ref().map(|value| value as _)),
        ("deal_id", new.deal.as_ref().map(|value| value as _)),
        ("company_id", new.company.as_ref().map(|value| value as _)),
        ("contact_id", new.contact.as_ref().map(|value| value as _)),
    ];
    for (column, value) in optional {
        if let Some(value) = value {
            changed |= txn.update(Table::Activity, id, &[(column, value)])?;
        }
    }
    Ok(changed)
}

/// Where an activity comes from: typed in, or from a file that may have its own name for it.
struct Origin<'f> {
    file: bool,
    key: Option<&'f str>,
}

fn add(txn: &mut Txn<'_>, new: &NewActivity, origin: Origin<'_>) -> Result<ActivityId> {
    let (subject, body) = wording(new.kind, &new.subject, new.body.as_deref())?;
    check_time(new.minute, new.minutes)?;
    links_exist(txn, new.deal, new.company, new.contact)?;
    let owner = owner(txn, new.owner, new.done)?;
    let outcome = crate::sell::ops::customers::optional(new.outcome.as_deref(), NOTE_MAX)?;
    let (today, note) = (txn.today(), new.kind == ActivityKind::Note);
    let done = note || new.done;
    let day = new.due.unwrap_or(today);
    if done && day > today {
        return Err(Error::invalid(format!(
            "{} has not come yet, so this can't be done already. Nothing was saved; plan it, or give the day it happened.",
            day.spoken()
        )));
    }
    // Of a past day only the date is known; the time of day of the entry keeps several of them in order.
    let done_at = done.then(|| txn.now_ms() - day.days_until(today) * DAY_MS);
    let planned = (!note).then_some(day);
    let id: ActivityId = txn.new_id();
    let columns: crate::book::Columns<'_> = &[
        ("kind", &new.kind),
        ("subject", &subject),
        ("body", &body),
        ("owner_id", &owner),
        ("due_on", &planned),
        ("due_minute", &new.minute.filter(|_| !note)),
        ("minutes", &new.minutes.filter(|_| !note)),
        ("done_at", &done_at),
        ("done_on", &done.then_some(day)),
        ("outcome", &outcome),
        ("deal_id", &new.deal),
        ("company_id", &new.company),
        ("contact_id", &new.contact),
        ("source_key", &origin.key),
    ];
    txn.insert(Table::Activity, id, columns)?;
    if let Some(deal) = new.deal {
        // A file may tell of the past: then the deal was touched that day.
        let on = if origin.file || done { day.min(today) } else { today };
        touch(txn, deal, on)?;
    }
    Ok(id)
}

fn write_field(txn: &mut Txn<'_>, activity: &Activity, edit: &ActivityEdit) -> Result<&'static str> {
    let id = activity.id;
    match edit {
        ActivityEdit::Kind(kind) => {
            let note = |kind: ActivityKind| kind == ActivityKind::Note;
            if note(*kind) != note(activity.kind) {
                return Err(Error::invalid("A note stays a note. Nothing was changed; add a new one instead."));
            }
            txn.update(Table::Activity, id, &[("kind", kind)])?;
            Ok("the kind")
        }
        ActivityEdit::Subject(text) => {
            let note = activity.kind == ActivityKind::Note;
            let (subject, body) = wording(activity.kind, text, None)?;
            let body = if note { body } else { activity.body.clone() };
            txn.update(Table::Activity, id, &[("subject", &subject), ("body", &body)])?;
            Ok(if note { "the words" } else { "the subject" })
        }
        ActivityEdit::Body(body) => {
            let body = crate::sell::ops::customers::optional(body.as_deref(), NOTE_MAX)?;
            txn.update(Table::Activity, id, &[("body", &body)])?;
            Ok("the details")
        }
        ActivityEdit::Owner(person) => {
            if let Some(person) = person {
                must_be_active(txn, *person)?;
            }
            txn.update(Table::Activity, id, &[("owner_id", person)])?;
            Ok("the owner")
        }
        ActivityEdit::Outcome(outcome) => {
            let outcome = crate::sell::ops::customers::optional(outcome.as_deref(), NOTE_MAX)?;
            txn.update(Table::Activity, id, &[("outcome", &outcome)])?;
            Ok("the outcome")
        }
        ActivityEdit::When(when) => {
            must_be_open(activity)?;
            check_time(when.minute, when.minutes)?;
            let columns: crate::book::Columns<'_> =
                &[("due_on", &when.day), ("due_minute", &when.minute), ("minutes", &when.minutes)];
            txn.update(Table::Activity, id, columns)?;
            Ok("the day")
        }
        ActivityEdit::Deal(deal) => {
            links_exist(txn, *deal, None, None)?;
            txn.update(Table::Activity, id, &[("deal_id", deal)])?;
            if let Some(deal) = deal {
                let today = txn.today();
                touch(txn, *deal, today)?;
            }
            Ok("the deal")
        }
        ActivityEdit::Company(company) => {
            links_exist(txn, None, *company, None)?;
            txn.update(Table::Activity, id, &[("company_id", company)])?;
            Ok("the company")
        }
        ActivityEdit::Contact(contact) => {
            links_exist(txn, None, None, *contact)?;
            txn.update(Table::Activity, id, &[("contact_id", contact)])?;
            Ok("the contact")
        }
    }
}

/// Whoever is asked for, else the acting person. What was done may have been done by somebody who has left.
fn owner(txn: &Txn<'_>, asked: Option<PersonId>, done: bool) -> Result<Option<PersonId>> {
    match asked {
        Some(person) if done => Ok(Some(person)),
        Some(person) => must_be_active(txn, person).map(|()| Some(person)),
        None => Ok(txn.actor().person()),
    }
}

fn links_exist(
    reader: &Reader<'_>,
    deal: Option<DealId>,
    company: Option<CompanyId>,
    contact: Option<ContactId>,
) -> Result<()> {
    if let Some(deal) = deal {
        deal_facts(reader, deal)?;
    }
    if let Some(company) = company
        && !company_exists(reader, company)?
    {
        return Err(Error::not_found("company"));
    }
    if let Some(contact) = contact
        && !contact_exists(reader, contact)?
    {
        return Err(Error::not_found("contact"));
    }
    Ok(())
}

/// The deal is not quiet: something happened on this day. Never takes a later day back.
fn touch(txn: &mut Txn<'_>, deal: DealId, day: Day) -> Result<()> {
    if deal_extras(txn, deal)?.touched_on < day {
        txn.update(Table::Deal, deal, &[("touched_on", &day)])?;
    }
    Ok(())
}

fn must_be_open(activity: &Activity) -> Result<()> {
    match activity.done_on {
        None => Ok(()),
        Some(day) => Err(Error::new(
            Code::Conflict,
            format!("“{}” was done on {}. Nothing was changed; reopen it first.", activity.subject, day.spoken()),
        )),
    }
}

fn moved_label(activity: &Activity, when: When) -> String {
    format!("Moved “{}” to {}", activity.subject, when.day.spoken())
}

fn added_label(activity: &Activity) -> String {
    match (activity.kind, activity.done_at, activity.due) {
        (ActivityKind::Note, _, _) => format!("Noted “{}”", activity.subject),
        (_, None, Some(due)) => format!("Planned “{}” for {}", activity.subject, due.spoken()),
        _ => format!("Logged “{}”", activity.subject),
    }
}

/// The record on whose page the activity stands, so that undo can tell whether it is on screen.
fn say_subject(txn: &mut Txn<'_>, activity: &Activity) {
    let of = |table: Table, named: &Option<crate::values::Named>| named.as_ref().map(|named| (table, named.id));
    let record = of(Table::Deal, &activity.deal)
        .or_else(|| of(Table::Contact, &activity.contact))
        .or_else(|| of(Table::Company, &activity.company));
    let (table, id) = record.unwrap_or((Table::Activity, activity.id.into()));
    txn.subject(table, id);
}

pub(crate) fn open_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<ActivityId>> {
    rows::open_of(reader, person)
}

/// Everything open of a person who leaves.
pub(crate) fn hand_over(txn: &mut Txn<'_>, from: PersonId, to: PersonId) -> Result<()> {
    for activity in rows::open_of(txn, from)? {
        txn.update(Table::Activity, activity, &[("owner_id", &to)])?;
    }
    Ok(())
}
