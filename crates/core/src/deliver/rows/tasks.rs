//! Tasks, checklists and dependencies.
use rusqlite::{Params, Row};
use uuid::Uuid;

use crate::book::Reader;
use crate::deliver::tickets::TicketMark;
use crate::deliver::types::{Category, Check, Neighbour, TaskCard};
use crate::error::{Error, Result};
use crate::values::{CheckId, ColumnId, Day, Named, PersonId, ProjectId, TaskId, rank};

/// A dependency holds a task back while its predecessor is not done (FS) or not begun (SS).
pub(crate) const CARD: &str = "SELECT t.id, t.name, h.name, a.name, t.due_date, k.category <> 'done' AND t.due_date < ?1,
    (SELECT count(*) FROM task_link l JOIN task q ON q.id = l.predecessor_id JOIN project_column qk ON qk.id = q.column_id
     WHERE l.successor_id = t.id AND l.deleted_at IS NULL AND q.deleted_at IS NULL
       AND ((l.kind = 'FS' AND qk.category <> 'done') OR (l.kind = 'SS' AND qk.category = 'todo'))),
    (SELECT count(*) FROM checklist_item c WHERE c.task_id = t.id AND c.deleted_at IS NULL),
    (SELECT count(*) FROM checklist_item c WHERE c.task_id = t.id AND c.deleted_at IS NULL AND c.done = 1),
    p.id, p.name, t.priority, t.blocked_on IS NOT NULL,
    (SELECT ifnull(y.name, w.whom) FROM waiting w LEFT JOIN contact y ON y.id = w.contact_id AND y.deleted_at IS NULL
     WHERE w.task_id = t.id AND w.ended_on IS NULL AND w.deleted_at IS NULL LIMIT 1),
    (SELECT count(*) FROM task_person x WHERE x.task_id = t.id AND x.deleted_at IS NULL),
    x.number, ifnull(xc.name, xy.name), x.reply_by, x.replied_on IS NOT NULL, k.category <> 'done' AND x.replied_on IS NULL AND x.reply_by < ?1, m.name
    FROM task t JOIN project_column k ON k.id = t.column_id JOIN project p ON p.id = t.project_id LEFT JOIN phase h ON h.id = t.phase_id
    LEFT JOIN person a ON a.id = t.assignee_id LEFT JOIN team m ON m.id = t.team_id AND m.deleted_at IS NULL LEFT JOIN ticket x ON x.task_id = t.id AND x.deleted_at IS NULL
    LEFT JOIN contact xc ON xc.id = x.contact_id AND xc.deleted_at IS NULL LEFT JOIN company xy ON xy.id = x.company_id AND xy.deleted_at IS NULL
    WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL";

pub(crate) fn card(row: &Row<'_>, with_project: bool) -> rusqlite::Result<TaskCard> {
    let project = Named::new(row.get::<_, Uuid>(9)?, row.get::<_, String>(10)?);
    Ok(TaskCard {
        id: row.get(0)?,
        name: row.get(1)?,
        phase: row.get(2)?,
        assignee: row.get(3)?,
        team: row.get(20)?,
        others: row.get(14)?,
        priority: row.get(11)?,
        blocked: row.get(12)?,
        waits_for: row.get(13)?,
        due: row.get(4)?,
        overdue: row.get::<_, Option<bool>>(5)?.unwrap_or(false),
        blocked_by: row.get(6)?,
        checks: row.get(7)?,
        checks_done: row.get(8)?,
        ticket: match row.get(15)? {
            Some(number) => Some(TicketMark {
                number,
                requester: row.get(16)?,
                reply_by: row.get(17)?,
                replied: row.get(18)?,
                late: row.get::<_, Option<bool>>(19)?.unwrap_or(false),
            }),
            None => None,
        },
        project: with_project.then_some(project),
    })
}

/// A window of a column in board order.
pub(crate) fn cards(reader: &Reader<'_>, column: ColumnId, offset: u32, limit: u32) -> Result<Vec<TaskCard>> {
    let sql = format!("{CARD} AND t.column_id = ?2 ORDER BY t.rank, t.id LIMIT ?3 OFFSET ?4");
    reader.many(&sql, (reader.today(), column, limit, offset), |row| card(row, false))
}

/// The open tasks of a person and of their crews in running projects, by due day.
pub(crate) fn open_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<TaskCard>> {
    let sql = format!(
        "{CARD} AND (t.assignee_id = ?2 OR t.id IN (SELECT task_id FROM task_person WHERE person_id = ?2 AND deleted_at IS NULL)
            OR t.team_id IN (SELECT team_id FROM team_member WHERE person_id = ?2 AND deleted_at IS NULL)) AND k.category <> 'done' AND p.state IN ('planned', 'active') ORDER BY t.due_date IS NULL, t.due_date, p.name, t.rank, t.id"
    );
    reader.many(&sql, (reader.today(), person), |row| card(row, true))
}

pub(crate) fn count(reader: &Reader<'_>, column: ColumnId) -> Result<u32> {
    let sql = "SELECT count(*) FROM task WHERE column_id = ?1 AND deleted_at IS NULL";
    Ok(reader.one(sql, [column], |row| row.get(0))?.unwrap_or(0))
}

/// (task, rank) of a column in board order.
pub(crate) fn ranks(reader: &Reader<'_>, column: ColumnId) -> Result<Vec<(TaskId, String)>> {
    let sql = "SELECT id, rank FROM task WHERE column_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [column], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A live task with its names.
#[derive(Debug, Clone)]
pub(crate) struct TaskFacts {
    pub id: TaskId,
    pub name: String,
    pub project: Named,
    pub column: Named,
    pub category: Category,
    pub phase: Option<String>,
    pub assignee: Option<Named>,
    pub role: Option<String>,
    pub start: Option<Day>,
    pub due: Option<Day>,
    pub done_on: Option<Day>,
    pub description: Option<String>,
    /// Working days; 0 for a milestone.
    pub duration: Option<u32>,
}

pub(crate) fn task(reader: &Reader<'_>, id: TaskId) -> Result<TaskFacts> {
    let sql = "SELECT t.id, t.name, p.id, p.name, k.id, k.name, k.category, h.name, a.id, a.name, r.name, t.start_date, t.due_date, t.done_on, t.description, t.duration_days
        FROM task t JOIN project p ON p.id = t.project_id JOIN project_column k ON k.id = t.column_id LEFT JOIN phase h ON h.id = t.phase_id
        LEFT JOIN person a ON a.id = t.assignee_id LEFT JOIN role r ON r.id = t.role_id
        WHERE t.id = ?1 AND t.deleted_at IS NULL AND p.deleted_at IS NULL";
    reader
        .one(sql, [id], |row| {
            Ok(TaskFacts {
                id: row.get(0)?,
                name: row.get(1)?,
                project: Named::new(row.get::<_, Uuid>(2)?, row.get::<_, String>(3)?),
                column: Named::new(row.get::<_, Uuid>(4)?, row.get::<_, String>(5)?),
                category: row.get(6)?,
                phase: row.get(7)?,
                assignee: Named::joined(row.get::<_, Option<Uuid>>(8)?, row.get(9)?),
                role: row.get(10)?,
                start: row.get(11)?,
                due: row.get(12)?,
                done_on: row.get(13)?,
                description: row.get(14)?,
                duration: row.get(15)?,
            })
        })?
        .ok_or_else(|| Error::not_found("task"))
}

/// The order key behind all tasks of a project's outline.
pub(crate) fn outline_end(reader: &Reader<'_>, project: ProjectId, jitter: u64) -> Result<String> {
    let sql = "SELECT max(ifnull(outline, rank)) FROM task WHERE project_id = ?1";
    let last: Option<String> = reader.one(sql, [project], |row| row.get(0))?.flatten();
    rank::between(last.as_deref(), None, jitter)
}

/// The live parts of a task, and theirs.
pub(crate) fn parts(reader: &Reader<'_>, task: TaskId) -> Result<Vec<TaskId>> {
    let sql = "WITH RECURSIVE part(id) AS (SELECT id FROM task WHERE parent_id = ?1 AND deleted_at IS NULL
          UNION SELECT t.id FROM task t JOIN part ON t.parent_id = part.id WHERE t.deleted_at IS NULL) SELECT id FROM part";
    reader.many(sql, [task], |row| row.get(0))
}

/// The day a task first came into a column in progress.
pub(crate) fn started_on(reader: &Reader<'_>, task: TaskId) -> Result<Option<Day>> {
    Ok(reader.one("SELECT started_on FROM task WHERE id = ?1", [task], |row| row.get(0))?.flatten())
}

/// What tells of a task beside its own row, trash included: checklist, links, people, tags, waiting, time.
pub(crate) fn hangs_on(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM checklist_item WHERE task_id = ?1 UNION ALL SELECT id FROM task_link WHERE successor_id = ?1
        UNION ALL SELECT id FROM task_link WHERE predecessor_id = ?1 UNION ALL SELECT id FROM task_person WHERE task_id = ?1
        UNION ALL SELECT id FROM task_tag WHERE task_id = ?1 UNION ALL SELECT id FROM waiting WHERE task_id = ?1
        UNION ALL SELECT id FROM time_entry WHERE task_id = ?1 UNION ALL SELECT id FROM ticket WHERE task_id = ?1";
    reader.many(sql, [task], |row| row.get(0))
}

/// Since when something of our own holds a task up.
pub(crate) fn blocked_on(reader: &Reader<'_>, task: TaskId) -> Result<Option<Day>> {
    Ok(reader.one("SELECT blocked_on FROM task WHERE id = ?1", [task], |row| row.get(0))?.flatten())
}

pub(crate) fn checks(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Check>> {
    let sql = "SELECT id, text, done FROM checklist_item WHERE task_id = ?1 AND deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [task], |row| Ok(Check { id: row.get(0)?, text: row.get(1)?, done: row.get(2)? }))
}

pub(crate) fn last_check_rank(reader: &Reader<'_>, task: TaskId) -> Result<Option<String>> {
    let sql = "SELECT max(rank) FROM checklist_item WHERE task_id = ?1 AND deleted_at IS NULL";
    Ok(reader.one(sql, [task], |row| row.get(0))?.flatten())
}

/// (task, task name, text) of a live checklist line.
pub(crate) fn check(reader: &Reader<'_>, id: CheckId) -> Result<(TaskId, String, String)> {
    let sql = "SELECT t.id, t.name, c.text FROM checklist_item c JOIN task t ON t.id = c.task_id
        WHERE c.id = ?1 AND c.deleted_at IS NULL AND t.deleted_at IS NULL";
    reader
        .one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .ok_or_else(|| Error::not_found("checklist line"))
}

const NEIGHBOUR: &str = "SELECT l.id, o.id, o.name, l.kind, l.lag_days, k.category = 'done' FROM task_link l";
const NEIGHBOUR_REST: &str =
    "JOIN project_column k ON k.id = o.column_id WHERE l.deleted_at IS NULL AND o.deleted_at IS NULL";

fn neighbours(reader: &Reader<'_>, sql: &str, params: impl Params) -> Result<Vec<Neighbour>> {
    reader.many(sql, params, |row| {
        Ok(Neighbour {
            link: row.get(0)?,
            task: Named::new(row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?),
            kind: row.get(3)?,
            lag_days: row.get(4)?,
            done: row.get(5)?,
        })
    })
}

pub(crate) fn predecessors(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Neighbour>> {
    let sql = format!(
        "{NEIGHBOUR} JOIN task o ON o.id = l.predecessor_id {NEIGHBOUR_REST} AND l.successor_id = ?1 ORDER BY o.start_date, o.id"
    );
    neighbours(reader, &sql, [task])
}

pub(crate) fn successors(reader: &Reader<'_>, task: TaskId) -> Result<Vec<Neighbour>> {
    let sql = format!(
        "{NEIGHBOUR} JOIN task o ON o.id = l.successor_id {NEIGHBOUR_REST} AND l.predecessor_id = ?1 ORDER BY o.start_date, o.id"
    );
    neighbours(reader, &sql, [task])
}

/// The explanation of the handoff that created this project, as JSON.
pub(crate) fn explanations(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<String>> {
    let sql = "SELECT explanation FROM handoff WHERE project_id = ?1 AND deleted_at IS NULL AND state = 'delivered' AND explanation IS NOT NULL";
    reader.many(sql, [project], |row| row.get(0))
}
