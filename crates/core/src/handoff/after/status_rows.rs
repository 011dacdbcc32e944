//! How the project of a deal stands, for whoever sold it: phase, progress, what comes next, when it will be done.
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::book::{Book, Reader};
use crate::deliver::ProjectState;
use crate::error::Result;
use crate::people;
use crate::values::{CompanyId, Day, DealId, Named, ProjectId};

/// A project as its customer asks about it. `late_days`: working days the plan ends after the promise, if it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectStatus {
    pub project: Named,
    pub state: ProjectState,
    /// The first phase with something left to do.
    pub phase: Option<String>,
    pub tasks: u32,
    pub done: u32,
    pub overdue: u32,
    /// Open tasks that something of our own holds up.
    pub blocked: u32,
    /// Open tasks that wait for somebody outside.
    pub waiting: u32,
    pub unowned: u32,
    pub next_milestone: Option<String>,
    pub next_milestone_on: Option<Day>,
    /// The day on which the plan ends.
    pub finish: Option<Day>,
    pub promised: Option<Day>,
    pub late_days: Option<u32>,
}

/// A project of a customer and the deal it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CompanyProject {
    pub status: ProjectStatus,
    pub deal: Option<Named>,
}

/// The little that fits a deal's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CardStatus {
    pub phase: Option<String>,
    pub blocked: u32,
    /// The plan ends after the promise, or a task is overdue.
    pub late: bool,
    /// Sent back with gaps.
    pub returned: bool,
}

const STATUS: &str = "SELECT p.id, p.name, p.state,
    (SELECT f.name FROM task t JOIN project_column k ON k.id = t.column_id JOIN phase f ON f.id = t.phase_id
     WHERE t.project_id = p.id AND t.deleted_at IS NULL AND f.deleted_at IS NULL AND k.category <> 'done' ORDER BY f.rank, f.id LIMIT 1),
    count(t.id), ifnull(sum(k.category = 'done'), 0), ifnull(sum(k.category <> 'done' AND t.due_date < ?1), 0),
    ifnull(sum(k.category <> 'done' AND t.blocked_on IS NOT NULL), 0),
    ifnull(sum(k.category <> 'done' AND EXISTS (SELECT 1 FROM waiting w WHERE w.task_id = t.id AND w.ended_on IS NULL AND w.deleted_at IS NULL)), 0),
    ifnull(sum(k.category <> 'done' AND t.assignee_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM team m WHERE m.id = t.team_id AND m.deleted_at IS NULL)), 0),
    (SELECT m.name FROM task m JOIN project_column mk ON mk.id = m.column_id WHERE m.project_id = p.id AND m.deleted_at IS NULL
     AND m.kind = 'milestone' AND mk.category <> 'done' ORDER BY m.due_date IS NULL, m.due_date, m.outline, m.id LIMIT 1),
    (SELECT min(m.due_date) FROM task m JOIN project_column mk ON mk.id = m.column_id WHERE m.project_id = p.id AND m.deleted_at IS NULL
     AND m.kind = 'milestone' AND mk.category <> 'done'),
    max(t.due_date), p.promised_date, d.id, d.name
    FROM project p LEFT JOIN deal d ON d.id = p.deal_id AND d.deleted_at IS NULL
    LEFT JOIN task t ON t.project_id = p.id AND t.deleted_at IS NULL LEFT JOIN project_column k ON k.id = t.column_id
    WHERE p.deleted_at IS NULL AND p.desk = 0";

fn read(row: &Row<'_>) -> rusqlite::Result<CompanyProject> {
    let status = ProjectStatus {
        project: Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?),
        state: row.get(2)?,
        phase: row.get(3)?,
        tasks: row.get(4)?,
        done: row.get(5)?,
        overdue: row.get(6)?,
        blocked: row.get(7)?,
        waiting: row.get(8)?,
        unowned: row.get(9)?,
        next_milestone: row.get(10)?,
        next_milestone_on: row.get(11)?,
        finish: row.get(12)?,
        promised: row.get(13)?,
        late_days: None,
    };
    Ok(CompanyProject { status, deal: Named::joined(row.get::<_, Option<Uuid>>(14)?, row.get(15)?) })
}

fn judged(reader: &Reader<'_>, rows: &mut [CompanyProject]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let calendar = people::calendar(reader)?;
    for CompanyProject { status, .. } in rows {
        let open = !matches!(status.state, ProjectState::Done | ProjectState::Cancelled);
        // What is past its day ends today at the earliest.
        let end =
            status.finish.map(|finish| if status.done < status.tasks { finish.max(reader.today()) } else { finish });
        let late = status.promised.zip(end).filter(|(promised, end)| open && end > promised);
        status.late_days = late
            .map(|(promised, end)| u32::try_from(calendar.working_days_between(promised, end)).unwrap_or(0))
            .filter(|days| *days > 0);
    }
    Ok(())
}

/// `None` once it is in the trash.
pub(crate) fn of_project(reader: &Reader<'_>, project: ProjectId) -> Result<Option<ProjectStatus>> {
    let mut rows = reader.many(&format!("{STATUS} AND p.id = ?2 GROUP BY p.id"), (reader.today(), project), read)?;
    judged(reader, &mut rows)?;
    Ok(rows.pop().map(|one| one.status))
}

/// For the card of a won deal; `None` without a project.
pub(crate) fn of_card(reader: &Reader<'_>, deal: DealId) -> Result<Option<CardStatus>> {
    let sql = "SELECT h.project_id, h.acceptance IS 'returned' FROM handoff h JOIN deal d ON d.id = h.deal_id AND d.generation = h.generation
        WHERE h.deal_id = ?1 AND h.deleted_at IS NULL AND h.project_id IS NOT NULL";
    let Some((project, returned)) = reader.one(sql, [deal], |row| Ok((row.get::<_, ProjectId>(0)?, row.get(1)?)))?
    else {
        return Ok(None);
    };
    let sql = format!("{STATUS} AND p.id = ?2 GROUP BY p.id");
    let found = reader.one(&sql, (reader.today(), project), read)?;
    Ok(found.map(|CompanyProject { status, .. }| CardStatus {
        late: status.overdue > 0 || status.promised.zip(status.finish).is_some_and(|(promised, end)| end > promised),
        phase: status.phase,
        blocked: status.blocked,
        returned,
    }))
}

impl Book {
    /// How a customer's projects stand, running ones first, the one due first on top.
    pub fn company_projects(&self, company: CompanyId) -> Result<Vec<CompanyProject>> {
        self.read(|reader| {
            let sql = format!(
                "{STATUS} AND (p.company_id = ?2 OR d.company_id = ?2) GROUP BY p.id
                 ORDER BY p.state IN ('done', 'cancelled'), max(t.due_date) IS NULL, max(t.due_date), p.name, p.id"
            );
            let mut rows = reader.many(&sql, (reader.today(), company), read)?;
            judged(reader, &mut rows)?;
            Ok(rows)
        })
    }
}
