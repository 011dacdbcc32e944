//! The SQL of reports on tickets, and of the days on which tasks came and went.
use std::collections::HashMap;

use uuid::Uuid;

use super::work::{TaskWork, TicketWork};
use super::world::{NONE, World};
use crate::book::Reader;
use crate::error::Result;
use crate::values::{Day, TaskId};

/// The civil day of the command that made a task; the clock of the device where the journal has none.
pub(super) const MADE: &str =
    "ifnull((SELECT c.day FROM entry e JOIN command c ON c.seq = e.seq WHERE e.row_id = t.id AND e.change IS NULL
    ORDER BY e.seq LIMIT 1), date(t.created_at / 1000, 'unixepoch'))";
/// The civil day of the command that put a task into the trash, where it is there.
pub(super) const GONE: &str = "iif(t.deleted_at IS NULL, NULL, ifnull((SELECT c.day FROM entry e JOIN command c ON c.seq = e.seq
    WHERE e.row_id = t.id AND json_type(e.change, '$.deleted_at') IS NOT NULL ORDER BY e.seq DESC LIMIT 1), date(t.deleted_at / 1000, 'unixepoch')))";

/// Times in which a task waited for somebody outside: since when, until when.
pub(super) type Waits = HashMap<Uuid, Vec<(Day, Option<Day>)>>;

pub(super) fn waits(reader: &Reader<'_>) -> Result<Waits> {
    let mut waits = Waits::new();
    let sql = "SELECT task_id, since, ended_on FROM waiting WHERE deleted_at IS NULL ORDER BY since, id";
    for (task, spell) in reader.many(sql, [], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))? {
        waits.entry(task).or_default().push(spell);
    }
    Ok(waits)
}

/// Every live ticket.
pub(super) fn tickets(reader: &Reader<'_>, world: &World) -> Result<Vec<TicketWork>> {
    let people: HashMap<&str, u32> =
        world.people.iter().enumerate().map(|(at, person)| (person.key.as_str(), at as u32)).collect();
    let waits = waits(reader)?;
    let sql = format!(
        "SELECT t.id, t.name, t.assignee_id, {MADE}, t.started_on, t.done_on, t.start_date, t.due_date, t.estimate_minutes, x.number,
           ifnull(y.name, c.name), x.reply_by, x.replied_on, t.blocked_on
         FROM ticket x JOIN task t ON t.id = x.task_id LEFT JOIN contact y ON y.id = x.contact_id AND y.deleted_at IS NULL
         LEFT JOIN company c ON c.id = x.company_id AND c.deleted_at IS NULL WHERE x.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY x.number"
    );
    reader.many(&sql, [], |row| {
        let id: Uuid = row.get(0)?;
        let assignee = row.get::<_, Option<Uuid>>(2)?.and_then(|one| people.get(one.to_string().as_str()).copied());
        Ok(TicketWork {
            task: TaskWork {
                id: TaskId(id),
                blocked_on: row.get(13)?,
                project: usize::MAX,
                name: row.get(1)?,
                assignee: assignee.unwrap_or(NONE),
                crew: false,
                created_on: row.get(3)?,
                started_on: row.get(4)?,
                done_on: row.get(5)?,
                start: row.get(6)?,
                due: row.get(7)?,
                estimate_minutes: row.get(8)?,
                waits: waits.get(&id).cloned().unwrap_or_default(),
            },
            number: row.get(9)?,
            requester: row.get(10)?,
            reply_by: row.get(11)?,
            replied_on: row.get(12)?,
        })
    })
}
