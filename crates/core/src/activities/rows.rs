//! The only SQL of activities.
use rusqlite::{Row, params_from_iter, types::Value};
use uuid::Uuid;

use super::rules::due_state;
use super::types::{About, Activity, ActivityKind, CalendarArgs, NextActivity, Reminder};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{ActivityId, Day, DealId, Named, PersonId};

const ACTIVITY: &str = "SELECT a.id, a.kind, a.subject, a.body, p.id, p.name, a.due_on, a.due_minute, a.minutes, a.done_at, a.done_on, a.outcome,
    d.id, d.name, c.id, c.name, k.id, k.name, coalesce(k.email, m.email), coalesce(k.phone, m.phone)
  FROM activity a LEFT JOIN person p ON p.id = a.owner_id LEFT JOIN deal d ON d.id = a.deal_id
  LEFT JOIN company c ON c.id = coalesce(a.company_id, d.company_id) LEFT JOIN contact k ON k.id = a.contact_id LEFT JOIN contact m ON m.id = d.contact_id";
/// Hidden with its deal; without a deal, with the last of the records it is about.
const LIVE: &str = "a.deleted_at IS NULL AND CASE WHEN a.deal_id IS NOT NULL THEN d.deleted_at IS NULL
    ELSE (a.company_id IS NULL AND a.contact_id IS NULL) OR (a.company_id IS NOT NULL AND c.deleted_at IS NULL)
      OR (a.contact_id IS NOT NULL AND k.deleted_at IS NULL) END";
const OPEN: &str = "a.done_at IS NULL";
/// The order in which open activities come due. Those without a time come first on their day.
const BY_DUE: &str = "a.due_on, a.due_minute, a.id";
/// The next open activity of `d`, for a join; the index answers it in one look.
pub(crate) const NEXT_JOIN: &str = "LEFT JOIN activity n ON n.rowid = (SELECT a.rowid FROM activity a
    WHERE a.deal_id = d.id AND a.done_at IS NULL AND a.deleted_at IS NULL ORDER BY a.due_on, a.due_minute, a.id LIMIT 1)";
/// What [`next`] reads from that join.
pub(crate) const NEXT: &str = "n.id, n.kind, n.subject, n.due_on, n.due_minute";

fn activity(row: &Row<'_>, today: Day) -> rusqlite::Result<Activity> {
    let named = |at: usize| -> rusqlite::Result<Option<Named>> {
        Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
    };
    let (due, done_at): (Option<Day>, Option<crate::values::Millis>) = (row.get(6)?, row.get(9)?);
    Ok(Activity {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        body: row.get(3)?,
        owner: named(4)?,
        due,
        minute: row.get(7)?,
        minutes: row.get(8)?,
        state: due.filter(|_| done_at.is_none()).map(|due| due_state(due, today)),
        done_at,
        done_on: row.get(10)?,
        outcome: row.get(11)?,
        deal: named(12)?,
        company: named(14)?,
        contact: named(16)?,
        email: row.get(18)?,
        phone: row.get(19)?,
    })
}

/// From [`NEXT`], beginning at column `at`.
pub(crate) fn next(row: &Row<'_>, at: usize, today: Day) -> rusqlite::Result<Option<NextActivity>> {
    let Some(id) = row.get::<_, Option<ActivityId>>(at)? else { return Ok(None) };
    let due: Day = row.get(at + 3)?;
    Ok(Some(NextActivity {
        id,
        kind: row.get(at + 1)?,
        subject: row.get(at + 2)?,
        due,
        minute: row.get(at + 4)?,
        state: due_state(due, today),
    }))
}

/// The live activity; `not_found` otherwise.
pub(crate) fn one(reader: &Reader<'_>, id: ActivityId) -> Result<Activity> {
    let today = reader.today();
    reader
        .one(&format!("{ACTIVITY} WHERE a.id = ?1 AND {LIVE}"), [id], |row| activity(row, today))?
        .ok_or_else(|| Error::not_found("activity"))
}

/// A company has the activities of its deals and of its people as well; a contact those of the deals it is the main contact of.
pub(crate) fn about(record: About) -> (&'static str, Value) {
    let blob = |id: Uuid| Value::Blob(id.as_bytes().to_vec());
    match record {
        About::Deal(id) => ("a.deal_id = ?1", blob(id.into())),
        About::Company(id) => (
            "a.id IN (SELECT id FROM activity WHERE company_id = ?1
               UNION SELECT x.id FROM deal y JOIN activity x ON x.deal_id = y.id WHERE y.company_id = ?1 AND y.deleted_at IS NULL
               UNION SELECT x.id FROM company_contact l JOIN activity x ON x.contact_id = l.contact_id
                 WHERE l.company_id = ?1 AND l.deleted_at IS NULL AND x.deal_id IS NULL AND x.company_id IS NULL)",
            blob(id.into()),
        ),
        About::Contact(id) => (
            "a.id IN (SELECT id FROM activity WHERE contact_id = ?1
               UNION SELECT x.id FROM deal y JOIN activity x ON x.deal_id = y.id
                 WHERE y.contact_id = ?1 AND y.deleted_at IS NULL AND x.contact_id IS NULL)",
            blob(id.into()),
        ),
    }
}

/// Open activities of a record, or all there are, the next one first; and how many.
pub(crate) fn open(
    reader: &Reader<'_>,
    record: Option<About>,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<Activity>)> {
    let (narrow, values) = match record.map(about) {
        Some((sql, id)) => (sql, vec![id]),
        None => ("1", Vec::new()),
    };
    listed(reader, &format!("{narrow} AND {OPEN}"), BY_DUE, values, offset, limit)
}

/// Every activity, open ones first, then the newest done one.
pub(crate) fn all(reader: &Reader<'_>, offset: u32, limit: u32) -> Result<Vec<Activity>> {
    let order =
        "a.done_at IS NOT NULL, a.due_on IS NULL, CASE WHEN a.done_at IS NULL THEN a.due_on END, a.done_at DESC, a.id";
    Ok(listed(reader, "1", order, Vec::new(), offset, limit)?.1)
}

/// Open activities due on `day` or, with `before`, before it; of one owner or all.
pub(crate) fn due(
    reader: &Reader<'_>,
    owner: Option<PersonId>,
    day: Day,
    before: bool,
    limit: u32,
) -> Result<(u32, Vec<Activity>)> {
    let compare = if before { "<" } else { "=" };
    let mut values = vec![Value::Text(day.to_string())];
    let mut narrow = format!("a.due_on {compare} ?1 AND {OPEN}");
    if let Some(owner) = owner {
        narrow.push_str(" AND a.owner_id = ?2");
        values.push(Value::Blob(owner.0.as_bytes().to_vec()));
    }
    listed(reader, &narrow, BY_DUE, values, 0, limit)
}

fn listed(
    reader: &Reader<'_>,
    narrow: &str,
    order: &str,
    values: Vec<Value>,
    offset: u32,
    limit: u32,
) -> Result<(u32, Vec<Activity>)> {
    let joins = ACTIVITY.split_once(" FROM ").map_or("", |(_, joins)| joins);
    let total = reader
        .one(&format!("SELECT count(*) FROM {joins} WHERE {narrow} AND {LIVE}"), params_from_iter(&values), |row| {
            row.get(0)
        })?
        .unwrap_or(0);
    let today = reader.today();
    let sql = format!("{ACTIVITY} WHERE {narrow} AND {LIVE} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
    Ok((total, reader.many(&sql, params_from_iter(&values), |row| activity(row, today))?))
}

/// What a calendar shows of these days; notes have no place there.
pub(crate) fn between(reader: &Reader<'_>, args: &CalendarArgs, limit: u32) -> Result<Vec<Activity>> {
    let sql = format!(
        "{ACTIVITY} WHERE ((a.done_at IS NULL AND a.due_on BETWEEN ?1 AND ?2) OR a.done_on BETWEEN ?1 AND ?2) AND a.kind <> 'note'
         AND (?3 IS NULL OR a.owner_id = ?3) AND {LIVE} ORDER BY coalesce(a.done_on, a.due_on), a.due_minute, a.id LIMIT {limit}"
    );
    let today = reader.today();
    reader.many(&sql, (args.from, args.to, args.owner), |row| activity(row, today))
}

/// The newest done activities of a record strictly before (instant, id), newest first.
pub(crate) fn done_before(
    reader: &Reader<'_>,
    record: About,
    kinds: &[ActivityKind],
    before: (i64, &str),
    limit: u32,
) -> Result<Vec<Activity>> {
    let (narrow, id) = about(record);
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
    let sql = format!(
        "{ACTIVITY} WHERE {narrow} AND a.kind IN ({}) AND a.done_at IS NOT NULL AND (a.done_at, hex(a.id)) < (?2, ?3) AND {LIVE}
         ORDER BY a.done_at DESC, hex(a.id) DESC LIMIT {limit}",
        kinds.join(",")
    );
    let today = reader.today();
    let values = vec![id, Value::Integer(before.0), Value::Text(before.1.to_owned())];
    reader.many(&sql, params_from_iter(values), |row| activity(row, today))
}

/// The next open activity of a deal.
pub(crate) fn next_of(reader: &Reader<'_>, deal: DealId) -> Result<Option<NextActivity>> {
    let today = reader.today();
    let sql = format!("SELECT {NEXT} FROM deal d {NEXT_JOIN} WHERE d.id = ?1");
    Ok(reader.one(&sql, [deal], |row| next(row, 0, today))?.flatten())
}

pub(crate) fn open_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<ActivityId>> {
    reader.many(
        "SELECT id FROM activity WHERE owner_id = ?1 AND done_at IS NULL AND deleted_at IS NULL ORDER BY id",
        [person],
        |row| row.get(0),
    )
}

/// How many open activities of a person are due by this day.
pub(crate) fn count_due(reader: &Reader<'_>, person: PersonId, until: Day) -> Result<i64> {
    let sql = "SELECT count(*) FROM activity a LEFT JOIN deal d ON d.id = a.deal_id
         WHERE a.owner_id = ?1 AND a.due_on <= ?2 AND a.done_at IS NULL AND a.deleted_at IS NULL AND d.deleted_at IS NULL";
    Ok(reader.one(sql, (person, until), |row| row.get(0))?.unwrap_or(0))
}

/// The open activities of a person with a time after the first instant up to and with the second: (day, minute).
pub(crate) fn reminders(
    reader: &Reader<'_>,
    person: PersonId,
    after: (Day, u16),
    until: (Day, u16),
) -> Result<Vec<Reminder>> {
    let sql = format!(
        "SELECT a.id, a.kind, a.subject, coalesce(d.name, k.name, c.name), a.due_on, a.due_minute FROM activity a
         LEFT JOIN deal d ON d.id = a.deal_id LEFT JOIN company c ON c.id = a.company_id LEFT JOIN contact k ON k.id = a.contact_id
         WHERE a.owner_id = ?1 AND a.due_minute IS NOT NULL AND (a.due_on, a.due_minute) > (?2, ?3) AND (a.due_on, a.due_minute) <= (?4, ?5)
         AND {OPEN} AND {LIVE} ORDER BY {BY_DUE} LIMIT 50"
    );
    reader.many(&sql, (person, after.0, after.1, until.0, until.1), |row| {
        Ok(Reminder {
            id: row.get(0)?,
            kind: row.get(1)?,
            subject: row.get(2)?,
            about: row.get(3)?,
            due: row.get(4)?,
            minute: row.get(5)?,
        })
    })
}
