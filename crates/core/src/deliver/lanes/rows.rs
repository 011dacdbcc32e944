//! The SQL of narrowed boards.
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use uuid::Uuid;

use super::types::{BoardFilter, LaneBy};
use crate::book::Reader;
use crate::deliver::rows::tasks::{CARD, card};
use crate::deliver::{Category, Priority, TaskCard};
use crate::error::{Error, Result};
use crate::values::{ColumnId, Day, PhaseId, ProjectId};

/// Conditions over the aliases of a card, with what they bind; `?1` is today.
#[derive(Debug, Clone)]
pub(super) struct Narrow {
    sql: String,
    bound: Vec<Value>,
}

fn id(id: impl Into<Uuid>) -> Value {
    Value::Blob(id.into().as_bytes().to_vec())
}

impl Narrow {
    pub fn of(filter: &BoardFilter, today: Day) -> Narrow {
        let mut narrow = Narrow { sql: String::new(), bound: vec![Value::Text(today.to_string())] };
        if let Some(person) = filter.person {
            let at = narrow.bind(id(person));
            narrow.and(&format!(
                "(t.assignee_id = {at} OR t.id IN (SELECT task_id FROM task_person WHERE person_id = {at} AND deleted_at IS NULL))"
            ));
        }
        if let Some(team) = filter.team {
            let at = narrow.bind(id(team));
            narrow.and(&format!("t.team_id = {at}"));
        }
        if filter.nobody {
            narrow.and("t.assignee_id IS NULL AND m.id IS NULL");
        }
        if let Some(priority) = filter.priority {
            let at = narrow.bind(Value::Text(priority.as_str().into()));
            narrow.and(&format!("t.priority = {at}"));
        }
        if let Some(tag) = filter.tag {
            let at = narrow.bind(id(tag));
            narrow.and(&format!("t.id IN (SELECT task_id FROM task_tag WHERE tag_id = {at} AND deleted_at IS NULL)"));
        }
        if filter.held {
            narrow.and(
                "(t.blocked_on IS NOT NULL OR EXISTS (SELECT 1 FROM waiting w WHERE w.task_id = t.id AND w.ended_on IS NULL AND w.deleted_at IS NULL))",
            );
        }
        if filter.overdue {
            narrow.and("k.category <> 'done' AND t.due_date < ?1");
        }
        if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let at = narrow.bind(Value::Text(text.to_lowercase()));
            narrow.and(&format!("instr(lower(t.name), {at}) > 0"));
        }
        narrow
    }

    fn bind(&mut self, value: Value) -> String {
        self.bound.push(value);
        format!("?{}", self.bound.len())
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    pub fn project(mut self, project: ProjectId) -> Narrow {
        let at = self.bind(id(project));
        self.and(&format!("t.project_id = {at}"));
        self
    }

    pub fn column(mut self, column: ColumnId) -> Narrow {
        let at = self.bind(id(column));
        self.and(&format!("t.column_id = {at}"));
        self
    }

    /// Running projects, and of what is done only what was done lately.
    pub fn work(mut self, category: Category, done_since: Day) -> Narrow {
        let at = self.bind(Value::Text(category.as_str().into()));
        self.and(&format!("p.state IN ('planned', 'active') AND k.category = {at}"));
        if category == Category::Done {
            let since = self.bind(Value::Text(done_since.to_string()));
            self.and(&format!("t.done_on >= {since}"));
        }
        self
    }

    pub fn lane(mut self, by: LaneBy, key: &str) -> Narrow {
        let column = match by {
            LaneBy::Assignee => "t.assignee_id",
            LaneBy::Team => "m.id",
            LaneBy::Phase => "h.id",
            LaneBy::Priority => {
                let at = self.bind(Value::Text(key.to_owned()));
                self.and(&format!("t.priority = {at}"));
                return self;
            }
        };
        match Uuid::parse_str(key) {
            Ok(one) => {
                let at = self.bind(id(one));
                self.and(&format!("{column} = {at}"));
            }
            Err(_) => self.and(&format!("{column} IS NULL")),
        }
        self
    }
}

const FROM: &str = "FROM task t JOIN project_column k ON k.id = t.column_id JOIN project p ON p.id = t.project_id
    LEFT JOIN phase h ON h.id = t.phase_id LEFT JOIN person a ON a.id = t.assignee_id
    LEFT JOIN team m ON m.id = t.team_id AND m.deleted_at IS NULL WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL";

pub(super) fn count(reader: &Reader<'_>, narrow: &Narrow) -> Result<u32> {
    // Not every condition names today, and what is bound has to be named.
    let sql = format!("SELECT count(*) {FROM} AND ?1 IS NOT NULL {}", narrow.sql);
    Ok(reader.one(&sql, params_from_iter(&narrow.bound), |row| row.get(0))?.unwrap_or(0))
}

/// In board order, or by due day across projects.
pub(super) fn cards(
    reader: &Reader<'_>,
    narrow: &Narrow,
    across: bool,
    (offset, limit): (u32, u32),
) -> Result<Vec<TaskCard>> {
    let order = if across { "t.due_date IS NULL, t.due_date, p.name, t.rank, t.id" } else { "t.rank, t.id" };
    let sql = format!("{CARD} {} ORDER BY {order} LIMIT {limit} OFFSET {offset}", narrow.sql);
    reader.many(&sql, params_from_iter(&narrow.bound), |row| card(row, across))
}

/// (key, name) of the lanes that have a task.
pub(super) fn lanes(reader: &Reader<'_>, narrow: &Narrow, by: LaneBy) -> Result<Vec<(String, String)>> {
    let (columns, order) = match by {
        LaneBy::Assignee => ("a.id, a.name", "a.id IS NULL, a.name, a.id"),
        LaneBy::Team => ("m.id, m.name", "m.id IS NULL, m.name, m.id"),
        LaneBy::Phase => ("h.id, h.name, h.rank", "h.id IS NULL, h.rank, h.id"),
        LaneBy::Priority => ("NULL, t.priority", "t.priority"),
    };
    let sql = format!("SELECT DISTINCT {columns} {FROM} AND ?1 IS NOT NULL {} ORDER BY {order}", narrow.sql);
    let found: Vec<(Option<Uuid>, Option<String>)> =
        reader.many(&sql, params_from_iter(&narrow.bound), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let none = match by {
        LaneBy::Assignee => "Nobody",
        LaneBy::Team => "No crew",
        _ => "No phase",
    };
    let lane = |(id, name): (Option<Uuid>, Option<String>)| match id {
        Some(id) => (id.to_string(), name.unwrap_or_default()),
        None => ("none".to_owned(), none.to_owned()),
    };
    if by != LaneBy::Priority {
        return Ok(found.into_iter().map(lane).collect());
    }
    let there = |one: &&Priority| found.iter().any(|(_, word)| word.as_deref() == Some(one.as_str()));
    Ok(Priority::ALL.iter().filter(there).map(|one| (one.as_str().to_owned(), one.label().to_owned())).collect())
}

/// The name of a phase of this project.
pub(super) fn phase_of(reader: &Reader<'_>, project: ProjectId, phase: PhaseId) -> Result<String> {
    let sql = "SELECT name FROM phase WHERE id = ?1 AND project_id = ?2 AND deleted_at IS NULL";
    reader.one(sql, (phase, project), |row| row.get(0))?.ok_or_else(|| Error::not_found("phase"))
}
