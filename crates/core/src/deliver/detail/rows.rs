//! The SQL of what a task carries.
use rusqlite::Row;
use uuid::Uuid;

use super::types::{Block, Comment, Priority, TaskDetail, TaskPart, Wait, WaitingTask};
use crate::book::Reader;
use crate::deliver::{Bound, TaskKind};
use crate::error::{Error, Result};
use crate::people;
use crate::values::{CommentId, Day, Millis, Named, PersonId, TagId, TaskId, WaitingId};

/// Everything but what is held in tables of its own.
pub(super) fn detail(reader: &Reader<'_>, id: TaskId) -> Result<TaskDetail> {
    let sql = "SELECT kind, priority, blocked_on, blocked_reason, estimate_minutes, percent, deadline, bound, bound_day, manual,
          (SELECT ifnull(sum(minutes), 0) FROM time_entry e WHERE e.task_id = t.id AND e.deleted_at IS NULL)
        FROM task t WHERE id = ?1 AND deleted_at IS NULL";
    type Facts = (TaskKind, Priority, Option<Day>, Option<String>);
    reader
        .one(sql, [id], |row| {
            let (kind, priority, since, reason): Facts = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(TaskDetail {
                kind,
                priority,
                blocked: since.map(|since| Block { since, reason: reason.unwrap_or_default() }),
                waiting: None,
                team: None,
                others: Vec::new(),
                tags: Vec::new(),
                estimate_minutes: row.get(4)?,
                spent_minutes: row.get(10)?,
                percent: row.get(5)?,
                deadline: row.get(6)?,
                bound: row.get::<_, Bound>(7)?,
                bound_day: row.get(8)?,
                manual: row.get(9)?,
                ticket: None,
                recurrence: None,
                recurs_on: None,
                parent: None,
                parts: Vec::new(),
            })
        })?
        .ok_or_else(|| Error::not_found("task"))
}

/// Further people on a task, by name.
pub(crate) fn others(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Named>> {
    let sql = "SELECT p.id, p.name FROM task_person x JOIN person p ON p.id = x.person_id
        WHERE x.task_id = ?1 AND x.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY p.name_key, p.id";
    reader.many(sql, [task], named)
}

pub(crate) fn tags(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Named>> {
    let sql = "SELECT g.id, g.name FROM task_tag x JOIN tag g ON g.id = x.tag_id
        WHERE x.task_id = ?1 AND x.deleted_at IS NULL AND g.deleted_at IS NULL ORDER BY g.name_key, g.id";
    reader.many(sql, [task], named)
}

pub(super) fn tag_name(reader: &Reader<'_>, tag: TagId) -> Result<String> {
    reader
        .one("SELECT name FROM tag WHERE id = ?1 AND deleted_at IS NULL", [tag], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("tag"))
}

fn named(row: &Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?))
}

const PART: &str = "SELECT t.id, t.name, k.category FROM task t JOIN project_column k ON k.id = t.column_id";

fn part(row: &Row<'_>) -> rusqlite::Result<TaskPart> {
    Ok(TaskPart { id: row.get(0)?, name: row.get(1)?, category: row.get(2)? })
}

pub(super) fn parts(reader: &Reader<'_>, task: TaskId) -> Result<Vec<TaskPart>> {
    let sql =
        format!("{PART} WHERE t.parent_id = ?1 AND t.deleted_at IS NULL ORDER BY ifnull(t.outline, t.rank), t.id");
    reader.many(&sql, [task], part)
}

pub(super) fn parent(reader: &Reader<'_>, task: TaskId) -> Result<Option<TaskPart>> {
    let sql = format!("{PART} WHERE t.id = (SELECT parent_id FROM task WHERE id = ?1) AND t.deleted_at IS NULL");
    reader.one(&sql, [task], part)
}

/// The one who answers for a task.
pub(super) fn assignee(reader: &Reader<'_>, task: TaskId) -> Result<Option<PersonId>> {
    Ok(reader.one("SELECT assignee_id FROM task WHERE id = ?1", [task], |row| row.get(0))?.flatten())
}

pub(super) fn comments(reader: &Reader<'_>, task: TaskId, me: Option<PersonId>) -> Result<Vec<Comment>> {
    let sql = "SELECT c.id, c.created_at, ifnull(p.name, 'Someone'), c.text, c.edited_at IS NOT NULL, c.person_id FROM comment c
        LEFT JOIN person p ON p.id = c.person_id WHERE c.task_id = ?1 AND c.deleted_at IS NULL ORDER BY c.created_at DESC, c.id DESC";
    reader.many(sql, [task], |row| {
        let writer: Option<PersonId> = row.get(5)?;
        Ok(Comment {
            id: row.get(0)?,
            at: Millis(row.get(1)?),
            who: row.get(2)?,
            text: row.get(3)?,
            edited: row.get(4)?,
            mine: writer == me,
        })
    })
}

/// (task, its name, who wrote it) of a live comment.
pub(super) fn comment(reader: &Reader<'_>, id: CommentId) -> Result<(TaskId, String, Option<PersonId>)> {
    let sql = "SELECT t.id, t.name, c.person_id FROM comment c JOIN task t ON t.id = c.task_id
        WHERE c.id = ?1 AND c.deleted_at IS NULL AND t.deleted_at IS NULL";
    reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.ok_or_else(|| Error::not_found("comment"))
}

/// (id, since) of the time that runs.
pub(super) fn open_wait(reader: &Reader<'_>, task: TaskId) -> Result<Option<(WaitingId, Day)>> {
    let sql = "SELECT id, since FROM waiting WHERE task_id = ?1 AND ended_on IS NULL AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 1";
    reader.one(sql, [task], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn contact_name(reader: &Reader<'_>, contact: crate::values::ContactId) -> Result<String> {
    reader
        .one("SELECT name FROM contact WHERE id = ?1 AND deleted_at IS NULL", [contact], |row| row.get(0))?
        .ok_or_else(|| Error::not_found("contact"))
}

const WAIT: &str = "SELECT w.id, ifnull(c.name, w.whom), c.id, w.since, w.chase_on, t.id, t.name, p.id, p.name FROM waiting w
    JOIN task t ON t.id = w.task_id JOIN project p ON p.id = t.project_id LEFT JOIN contact c ON c.id = w.contact_id AND c.deleted_at IS NULL
    WHERE w.ended_on IS NULL AND w.deleted_at IS NULL AND t.deleted_at IS NULL AND p.deleted_at IS NULL";

fn waits(reader: &Reader<'_>, sql: &str, params: impl rusqlite::Params) -> Result<Vec<WaitingTask>> {
    let (today, calendar) = (reader.today(), people::calendar(reader)?);
    reader.many(sql, params, |row| {
        let (since, chase_on): (Day, Option<Day>) = (row.get(3)?, row.get(4)?);
        let wait = Wait {
            id: row.get(0)?,
            whom: row.get(1)?,
            contact: row.get(2)?,
            since,
            chase_on,
            chase: chase_on.is_some_and(|day| day <= today),
            working_days: calendar.working_days_between(since.plus_days(-1), today).max(0) as u32,
        };
        let project = Named::new(row.get::<_, Uuid>(7)?, row.get::<_, String>(8)?);
        Ok(WaitingTask { id: row.get(5)?, name: row.get(6)?, project, wait })
    })
}

pub(super) fn wait(reader: &Reader<'_>, task: TaskId) -> Result<Option<Wait>> {
    let found = waits(reader, &format!("{WAIT} AND t.id = ?1 ORDER BY w.created_at DESC LIMIT 1"), [task])?;
    Ok(found.into_iter().next().map(|one| one.wait))
}

/// Open tasks that wait, those to be chased first; of one person, or of everybody for `None`.
pub(crate) fn waiting(reader: &Reader<'_>, person: Option<PersonId>, limit: u32) -> Result<Vec<WaitingTask>> {
    let sql = format!(
        "{WAIT} AND t.done_on IS NULL AND p.state NOT IN ('done', 'cancelled') AND (?1 IS NULL OR t.assignee_id = ?1
           OR EXISTS (SELECT 1 FROM task_person x WHERE x.task_id = t.id AND x.person_id = ?1 AND x.deleted_at IS NULL))
         ORDER BY w.chase_on IS NULL, w.chase_on, w.since, t.id LIMIT ?2"
    );
    waits(reader, &sql, (person, limit))
}
