//! Projects, their columns and their figures.
use rusqlite::{Params, Row};
use uuid::Uuid;

use crate::book::Reader;
use crate::deliver::types::{Category, ProjectRow};
use crate::error::{Error, Result};
use crate::values::{ColumnId, CompanyId, ContactId, Day, HandoffId, Named, ProjectId};

const ROW: &str = "SELECT p.id, p.name, c.name, l.name, p.state, p.start_date, p.promised_date, max(t.due_date), count(t.id),
    ifnull(sum(k.category = 'done'), 0), ifnull(sum(k.category <> 'done' AND t.due_date < ?1), 0),
    ifnull(sum(k.category <> 'done' AND t.assignee_id IS NULL AND NOT EXISTS (SELECT 1 FROM team m WHERE m.id = t.team_id AND m.deleted_at IS NULL)), 0),
    (SELECT n.name FROM task n JOIN project_column nk ON nk.id = n.column_id WHERE n.project_id = p.id AND n.deleted_at IS NULL
       AND nk.category <> 'done' ORDER BY n.due_date IS NULL, n.due_date, n.rank, n.id LIMIT 1),
    d.id, d.name
    FROM project p LEFT JOIN company c ON c.id = p.company_id LEFT JOIN person l ON l.id = p.lead_id LEFT JOIN deal d ON d.id = p.deal_id
    LEFT JOIN task t ON t.project_id = p.id AND t.deleted_at IS NULL LEFT JOIN project_column k ON k.id = t.column_id
    WHERE p.deleted_at IS NULL";

fn row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    Ok(ProjectRow {
        id: row.get(0)?,
        name: row.get(1)?,
        company: row.get(2)?,
        lead: row.get(3)?,
        state: row.get(4)?,
        start: row.get(5)?,
        promised: row.get(6)?,
        finish: row.get(7)?,
        tasks: row.get(8)?,
        done: row.get(9)?,
        overdue: row.get(10)?,
        unowned: row.get(11)?,
        next: row.get(12)?,
        deal: Named::joined(row.get::<_, Option<Uuid>>(13)?, row.get(14)?),
    })
}

fn list(reader: &Reader<'_>, filter: &str, params: impl Params) -> Result<Vec<ProjectRow>> {
    let sql = format!(
        "{ROW} {filter} GROUP BY p.id ORDER BY p.state IN ('done', 'cancelled'), max(t.due_date) IS NULL, max(t.due_date), p.name, p.id"
    );
    reader.many(&sql, params, row)
}

/// Running ones first, the one due first on top.
pub(crate) fn all(reader: &Reader<'_>) -> Result<Vec<ProjectRow>> {
    list(reader, "AND p.desk = 0", [reader.today()])
}

pub(crate) fn of_company(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<ProjectRow>> {
    list(reader, "AND p.company_id = ?2", (reader.today(), company))
}

/// The projects a contact is named on, and those of the deals it is on.
pub(crate) fn of_contact(reader: &Reader<'_>, contact: ContactId) -> Result<Vec<ProjectRow>> {
    let on = "AND (p.contact_id = ?2 OR p.deal_id IN (SELECT id FROM deal WHERE contact_id = ?2
       UNION SELECT deal_id FROM deal_contact WHERE contact_id = ?2 AND deleted_at IS NULL))";
    list(reader, on, (reader.today(), contact))
}

pub(crate) fn one(reader: &Reader<'_>, id: ProjectId) -> Result<ProjectRow> {
    list(reader, "AND p.id = ?2", (reader.today(), id))?.pop().ok_or_else(|| Error::not_found("project"))
}

/// What only the board shows: description, contact, handoff.
pub(crate) fn extras(reader: &Reader<'_>, id: ProjectId) -> Result<(Option<String>, Option<Named>, Option<HandoffId>)> {
    let sql = "SELECT p.description, c.id, c.name, (SELECT h.id FROM handoff h WHERE h.project_id = p.id AND h.deleted_at IS NULL ORDER BY h.deal_id IS p.deal_id DESC, h.requested_at LIMIT 1)
        FROM project p LEFT JOIN contact c ON c.id = p.contact_id WHERE p.id = ?1";
    reader
        .one(sql, [id], |row| {
            Ok((row.get(0)?, Named::joined(row.get::<_, Option<Uuid>>(1)?, row.get(2)?), row.get(3)?))
        })?
        .ok_or_else(|| Error::not_found("project"))
}

/// A column of a live project.
#[derive(Debug, Clone)]
pub(crate) struct ColumnFacts {
    pub id: ColumnId,
    pub project: ProjectId,
    pub name: String,
    pub category: Category,
    pub rank: String,
    /// How many cards are enough.
    pub limit: Option<u32>,
}

const COLUMN: &str =
    "SELECT k.id, k.project_id, k.name, k.category, k.rank, k.wip_limit FROM project_column k JOIN project p ON p.id = k.project_id
    WHERE k.deleted_at IS NULL AND p.deleted_at IS NULL";

fn column_facts(row: &Row<'_>) -> rusqlite::Result<ColumnFacts> {
    Ok(ColumnFacts {
        id: row.get(0)?,
        project: row.get(1)?,
        name: row.get(2)?,
        category: row.get(3)?,
        rank: row.get(4)?,
        limit: row.get(5)?,
    })
}

pub(crate) fn column(reader: &Reader<'_>, id: ColumnId) -> Result<ColumnFacts> {
    reader.one(&format!("{COLUMN} AND k.id = ?1"), [id], column_facts)?.ok_or_else(|| Error::not_found("column"))
}

/// In board order.
pub(crate) fn columns(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<ColumnFacts>> {
    reader.many(&format!("{COLUMN} AND k.project_id = ?1 ORDER BY k.rank, k.id"), [project], column_facts)
}

/// (name, start, promised) of a live project.
pub(crate) fn facts(reader: &Reader<'_>, id: ProjectId) -> Result<(String, Option<Day>)> {
    reader
        .one("SELECT name, start_date FROM project WHERE id = ?1 AND deleted_at IS NULL", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .ok_or_else(|| Error::not_found("project"))
}

/// The active people, by name.
pub(crate) fn active_people(reader: &Reader<'_>) -> Result<Vec<Named>> {
    reader.many(
        "SELECT id, name FROM person WHERE deleted_at IS NULL AND active = 1 ORDER BY name_key, id",
        [],
        |row| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)),
    )
}

/// (phases, rank of the last phase, rank of the last task) of a project: what is added comes after them.
pub(crate) fn ends(reader: &Reader<'_>, project: ProjectId) -> Result<(usize, Option<String>, Option<String>)> {
    let sql = "SELECT (SELECT count(*) FROM phase WHERE project_id = ?1 AND deleted_at IS NULL), (SELECT max(rank) FROM phase WHERE project_id = ?1 AND deleted_at IS NULL),
        (SELECT max(max(rank), max(ifnull(outline, ''))) FROM task WHERE project_id = ?1 AND deleted_at IS NULL)";
    Ok(reader
        .one(sql, [project], |row| Ok((row.get::<_, u32>(0)? as usize, row.get(1)?, row.get(2)?)))?
        .unwrap_or_default())
}
