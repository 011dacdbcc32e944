//! The SQL of sheets and calendars.
use uuid::Uuid;

use super::WeekArgs;
use super::ics::{Entry, When};
use super::job::Site;
use super::week::WeekTask;
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{CompanyId, ContactId, Day, PersonId, TaskId};

/// Where a task of a card is done: the site of its company, else its postal address, else the place it is known for.
const PLACE: &str = "(SELECT trim(ifnull(d.street || ', ', '') || ifnull(d.postcode || ' ', '') || ifnull(d.city, ''), ', ') FROM address d
      WHERE d.company_id = c.id AND d.deleted_at IS NULL AND d.kind IN ('site', 'postal') ORDER BY d.kind = 'postal', d.created_at, d.id LIMIT 1)";
/// The company of a task is its ticket's, its project's, or that of the deal behind it.
const COMPANY: &str = "LEFT JOIN ticket x ON x.task_id = t.id AND x.deleted_at IS NULL LEFT JOIN deal e ON e.id = p.deal_id AND e.deleted_at IS NULL
    LEFT JOIN company c ON c.id = coalesce(x.company_id, p.company_id, e.company_id) AND c.deleted_at IS NULL";

/// For whom and where a task is done.
pub(super) fn site(reader: &Reader<'_>, task: TaskId) -> Result<Site> {
    let sql = format!(
        "SELECT c.id, c.name, c.location, coalesce(x.contact_id, p.contact_id,
           (SELECT l.contact_id FROM deal_contact l WHERE l.deal_id = e.id AND l.deleted_at IS NULL ORDER BY l.created_at, l.id LIMIT 1),
           (SELECT l.contact_id FROM company_contact l WHERE l.company_id = c.id AND l.deleted_at IS NULL ORDER BY l.created_at, l.id LIMIT 1)),
           t.estimate_minutes, x.number FROM task t JOIN project p ON p.id = t.project_id {COMPANY} WHERE t.id = ?1"
    );
    type Found = (Option<CompanyId>, Option<String>, Option<String>, Option<ContactId>, Option<u32>, Option<u32>);
    let found: Option<Found> = reader
        .one(&sql, [task], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))?;
    let (company, customer, location, contact, estimate, ticket) = found.ok_or_else(|| Error::not_found("task"))?;
    let address = match company {
        Some(company) => address(reader, company)?,
        None => Vec::new(),
    };
    let (contact, mut phones) = match contact {
        Some(contact) => person(reader, contact)?,
        None => (None, Vec::new()),
    };
    if let Some(company) = company.filter(|_| phones.is_empty()) {
        let sql = "SELECT value FROM reach WHERE company_id = ?1 AND kind = 'phone' AND deleted_at IS NULL ORDER BY created_at, id LIMIT 2";
        phones = reader.many(sql, [company], |row| row.get(0))?;
    }
    let address = if address.is_empty() { location.into_iter().collect() } else { address };
    Ok(Site { customer, address, contact, phones, estimate, ticket })
}

/// The lines of the site's address, else of the postal one.
fn address(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<String>> {
    let sql = "SELECT label, street, trim(ifnull(postcode, '') || ' ' || ifnull(city, '')), region, country FROM address
        WHERE company_id = ?1 AND deleted_at IS NULL AND kind IN ('site', 'postal') ORDER BY kind = 'postal', created_at, id LIMIT 1";
    let lines = reader.one(sql, [company], |row| {
        let lines: [Option<String>; 5] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        Ok(lines)
    })?;
    Ok(lines.into_iter().flatten().flatten().filter(|line| !line.trim().is_empty()).collect())
}

/// A contact's name and phones.
fn person(reader: &Reader<'_>, contact: ContactId) -> Result<(Option<String>, Vec<String>)> {
    let sql = "SELECT name, phone FROM contact WHERE id = ?1 AND deleted_at IS NULL";
    let Some((name, phone)) = reader.one(sql, [contact], |row| Ok((row.get(0)?, row.get::<_, Option<String>>(1)?)))?
    else {
        return Ok((None, Vec::new()));
    };
    let more = "SELECT value FROM reach WHERE contact_id = ?1 AND kind = 'phone' AND deleted_at IS NULL ORDER BY created_at, id LIMIT 2";
    let mut phones: Vec<String> = phone.into_iter().collect();
    phones
        .extend(reader.many(more, [contact], |row| row.get::<_, String>(0))?.into_iter().filter(|one| !one.is_empty()));
    phones.dedup();
    Ok((name, phones))
}

/// `?1` answers for the task, is on it, or is in its crew.
const MINE: &str =
    "(t.assignee_id = ?1 OR t.id IN (SELECT task_id FROM task_person WHERE person_id = ?1 AND deleted_at IS NULL)
    OR t.team_id IN (SELECT team_id FROM team_member WHERE person_id = ?1 AND deleted_at IS NULL))";
/// The task is of the crew `?1` or one of its members answers for it.
const OURS: &str = "(t.team_id = ?1 OR t.assignee_id IN (SELECT person_id FROM team_member WHERE team_id = ?1 AND deleted_at IS NULL))";

/// Open tasks without parts that lie in the week or were due before it, earliest first.
pub(super) fn of_week(reader: &Reader<'_>, args: &WeekArgs, first: Day, last: Day) -> Result<Vec<WeekTask>> {
    let (whose, id): (&str, Option<Uuid>) = match args.team {
        Some(team) => (OURS, Some(team.0)),
        None => (MINE, args.person.map(|person| person.0)),
    };
    let sql = format!(
        "SELECT t.name, p.name, c.name, {PLACE}, a.name, m.name, ifnull(t.start_date, t.due_date), ifnull(t.due_date, t.start_date), t.kind = 'milestone'
         FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL AND p.state IN ('planned', 'active')
         JOIN project_column k ON k.id = t.column_id AND k.category <> 'done'
         LEFT JOIN person a ON a.id = t.assignee_id LEFT JOIN team m ON m.id = t.team_id AND m.deleted_at IS NULL {COMPANY}
         WHERE t.deleted_at IS NULL AND {whose} AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL)
           AND ifnull(t.start_date, t.due_date) <= ?3 AND (ifnull(t.due_date, t.start_date) >= ?2 OR t.due_date < ?2)
         ORDER BY 7, 8, p.name, t.rank, t.id"
    );
    reader.many(&sql, (id, first, last), |row| {
        Ok(WeekTask {
            name: row.get(0)?,
            project: row.get(1)?,
            customer: row.get(2)?,
            place: row.get(3)?,
            who: row.get(4)?,
            crew: row.get(5)?,
            start: row.get(6)?,
            due: row.get(7)?,
            milestone: row.get(8)?,
        })
    })
}

/// Tasks of a person and of their crews with a date from `since` on, done ones too.
pub(super) fn dated_tasks(reader: &Reader<'_>, person: PersonId, since: Day) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT t.id, t.name, p.name, c.name, {PLACE}, t.description, ifnull(t.start_date, t.due_date), ifnull(t.due_date, t.start_date), k.category = 'done'
         FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL AND p.state <> 'cancelled' JOIN project_column k ON k.id = t.column_id {COMPANY}
         WHERE t.deleted_at IS NULL AND {MINE} AND ifnull(t.due_date, t.start_date) >= ?2
           AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL) ORDER BY 7, 8, t.id"
    );
    reader.many(&sql, (person, since), |row| {
        let about: [Option<String>; 3] = [row.get(2)?, row.get(3)?, row.get(5)?];
        Ok(Entry {
            uid: format!("task-{}@handsel", row.get::<_, Uuid>(0)?),
            name: row.get(1)?,
            about: about.into_iter().flatten().collect::<Vec<_>>().join("\n"),
            place: row.get(4)?,
            when: When::Days(row.get(6)?, row.get(7)?),
            done: row.get(8)?,
            task: true,
        })
    })
}

/// Activities of a person that are due from `since` on; notes are not due.
pub(super) fn dated_activities(reader: &Reader<'_>, person: PersonId, since: Day) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT v.id, v.subject, v.kind, c.name, {PLACE}, v.body, v.due_on, v.due_minute, v.minutes, v.done_at IS NOT NULL, y.name
         FROM activity v LEFT JOIN deal e ON e.id = v.deal_id AND e.deleted_at IS NULL
         LEFT JOIN company c ON c.id = coalesce(v.company_id, e.company_id) AND c.deleted_at IS NULL
         LEFT JOIN contact y ON y.id = v.contact_id AND y.deleted_at IS NULL
         WHERE v.deleted_at IS NULL AND v.owner_id = ?1 AND v.due_on >= ?2 ORDER BY v.due_on, v.due_minute, v.id"
    );
    reader.many(&sql, (person, since), |row| {
        let about: [Option<String>; 3] = [row.get(3)?, row.get(10)?, row.get(5)?];
        let day: Day = row.get(6)?;
        let when = match row.get::<_, Option<u16>>(7)? {
            Some(minute) => When::Minute(day, minute, row.get(8)?),
            None => When::Days(day, day),
        };
        Ok(Entry {
            uid: format!("activity-{}@handsel", row.get::<_, Uuid>(0)?),
            name: row.get(1)?,
            about: about.into_iter().flatten().collect::<Vec<_>>().join("\n"),
            place: row.get(4)?,
            when,
            done: row.get(9)?,
            task: false,
        })
    })
}
