//! The SQL of tickets.
use uuid::Uuid;

use super::types::Ticket;
use crate::book::Reader;
use crate::deliver::TaskCard;
use crate::deliver::rows::tasks::{CARD, card};
use crate::error::Result;
use crate::values::{CompanyId, Day, Named, ProjectId, TaskId, TicketId};

/// What makes a task a ticket, if it is one.
pub(crate) fn of_task(reader: &Reader<'_>, task: TaskId) -> Result<Option<Ticket>> {
    let sql = "SELECT x.number, c.id, c.name, y.id, y.name, p.id, p.name, x.reply_by, x.replied_on FROM ticket x
        LEFT JOIN company c ON c.id = x.company_id AND c.deleted_at IS NULL LEFT JOIN contact y ON y.id = x.contact_id AND y.deleted_at IS NULL
        LEFT JOIN project p ON p.id = x.project_id AND p.deleted_at IS NULL WHERE x.task_id = ?1 AND x.deleted_at IS NULL";
    let pair = |row: &rusqlite::Row<'_>, at: usize| -> rusqlite::Result<Option<Named>> {
        Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
    };
    reader.one(sql, [task], |row| {
        Ok(Ticket {
            number: row.get(0)?,
            company: pair(row, 1)?,
            contact: pair(row, 3)?,
            project: pair(row, 5)?,
            reply_by: row.get(7)?,
            replied_on: row.get(8)?,
        })
    })
}

/// (ticket, number) of a live task.
pub(super) fn ticket(reader: &Reader<'_>, task: TaskId) -> Result<Option<(TicketId, u32)>> {
    let sql = "SELECT x.id, x.number FROM ticket x JOIN task t ON t.id = x.task_id WHERE t.id = ?1 AND x.deleted_at IS NULL AND t.deleted_at IS NULL";
    reader.one(sql, [task], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The highest number there is, trash included: a number is never given twice.
pub(super) fn last_number(reader: &Reader<'_>) -> Result<u32> {
    Ok(reader.one("SELECT ifnull(max(number), 0) FROM ticket", [], |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn desk_stands(reader: &Reader<'_>, desk: ProjectId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM project WHERE id = ?1 AND deleted_at IS NULL", [desk], |_| Ok(()))?.is_some())
}

pub(super) fn open_count(reader: &Reader<'_>) -> Result<u32> {
    let sql = "SELECT count(*) FROM ticket x JOIN task t ON t.id = x.task_id WHERE x.deleted_at IS NULL AND t.deleted_at IS NULL AND t.done_on IS NULL";
    Ok(reader.one(sql, [], |row| row.get(0))?.unwrap_or(0))
}

/// Open ones of a company, or about a project, those to be answered first.
pub(super) fn open(
    reader: &Reader<'_>,
    company: Option<CompanyId>,
    project: Option<ProjectId>,
    limit: u32,
) -> Result<Vec<TaskCard>> {
    let today: Day = reader.today();
    let sql = format!(
        "{CARD} AND t.done_on IS NULL AND t.id IN (SELECT task_id FROM ticket x WHERE x.deleted_at IS NULL AND (?2 IS NULL OR x.company_id = ?2)
           AND (?3 IS NULL OR x.project_id = ?3)) ORDER BY (SELECT ifnull(reply_by, '9999') FROM ticket x WHERE x.task_id = t.id), t.created_at LIMIT ?4"
    );
    reader.many(&sql, (today, company, project, limit), |row| card(row, false))
}
