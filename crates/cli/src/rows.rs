//! The SQL of the command line: finding records by what people call them, and plain lists.
use handsel_core::Result;
use handsel_core::book::Reader;
use handsel_core::values::{DealId, PipelineId};
use rusqlite::types::ValueRef;
use rusqlite::{Params, Row};
use serde_json::{Map, Value};
use uuid::Uuid;

/// The records that a command can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Deal,
    Company,
    Contact,
    Project,
    Task,
    Person,
    Product,
    Template,
    Handoff,
}

impl Kind {
    /// In the order in which a name is looked for.
    pub const ALL: [Kind; 9] = [
        Kind::Deal,
        Kind::Company,
        Kind::Contact,
        Kind::Project,
        Kind::Task,
        Kind::Person,
        Kind::Product,
        Kind::Template,
        Kind::Handoff,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Kind::Deal => "deal",
            Kind::Company => "company",
            Kind::Contact => "contact",
            Kind::Project => "project",
            Kind::Task => "task",
            Kind::Person => "person",
            Kind::Product => "product",
            Kind::Template => "template",
            Kind::Handoff => "handoff",
        }
    }

    fn has_source_key(self) -> bool {
        !matches!(self, Kind::Project | Kind::Task | Kind::Template | Kind::Handoff)
    }

    /// What an import writes before the key that a record had in its file.
    fn brought_as(self) -> &'static str {
        match self {
            Kind::Deal => "deals",
            Kind::Company => "companies",
            Kind::Contact => "contacts",
            Kind::Person => "people",
            Kind::Product => "products",
            Kind::Project | Kind::Task | Kind::Template | Kind::Handoff => "",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Handoff => "(SELECT name FROM deal WHERE deal.id = handoff.deal_id)",
            _ => "name",
        }
    }
}

/// A record that fits what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub kind: Kind,
    pub id: Uuid,
    pub name: String,
}

/// How a record may be called, most certain first.
#[derive(Debug, Clone, Copy)]
pub enum Calling {
    Id(Uuid),
    SourceKey,
    ExactName,
    /// The name in other capitals.
    Name,
    /// The ids between these two begin with the asked digits.
    Prefix(Uuid, Uuid),
}

/// At most this many candidates are named in a refusal.
pub const NAMED: usize = 10;

/// The live records of `kind` that are called `text` in this way, one more than [`NAMED`] at most.
pub fn called(reader: &Reader<'_>, kind: Kind, text: &str, calling: Calling) -> Result<Vec<Candidate>> {
    let select = format!("SELECT id, {} FROM {} WHERE deleted_at IS NULL AND", kind.name(), kind.word());
    let limit = NAMED + 1;
    let read = |row: &Row<'_>| {
        Ok(Candidate { kind, id: row.get(0)?, name: row.get::<_, Option<String>>(1)?.unwrap_or_default() })
    };
    match calling {
        Calling::Id(id) => reader.many(&format!("{select} id = ?1"), [id], read),
        Calling::SourceKey if kind.has_source_key() => {
            let keyed = format!("{}:{text}", kind.brought_as());
            reader.many(&format!("{select} source_key = ?1 LIMIT {limit}"), [keyed], read)
        }
        Calling::ExactName if kind != Kind::Handoff => {
            reader.many(&format!("{select} name = ?1 LIMIT {limit}"), [text], read)
        }
        Calling::Name if kind != Kind::Handoff => {
            reader.many(&format!("{select} name = ?1 COLLATE NOCASE LIMIT {limit}"), [text], read)
        }
        Calling::SourceKey | Calling::ExactName | Calling::Name => Ok(Vec::new()),
        Calling::Prefix(first, last) => {
            reader.many(&format!("{select} id BETWEEN ?1 AND ?2 LIMIT {limit}"), [first, last], read)
        }
    }
}

/// The pipeline and the currency of a live deal.
pub fn place(reader: &Reader<'_>, deal: Uuid) -> Result<Option<(PipelineId, String)>> {
    reader.one("SELECT pipeline_id, currency FROM deal WHERE id = ?1 AND deleted_at IS NULL", [deal], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Every live deal, or those of these ids, with the names it points at. `amount` in minor units.
pub fn deals(reader: &Reader<'_>, only: Option<&[DealId]>, limit: u32) -> Result<Vec<Value>> {
    let only = only.map(|ids| Value::from(ids.iter().map(|id| format!("{:X}", id.0.simple())).collect::<Vec<_>>()));
    json(
        reader,
        "SELECT d.id, d.name, c.name AS company, k.name AS contact, o.name AS owner, l.name AS pipeline, s.name AS stage, s.kind,
           ifnull(d.probability, s.probability) AS probability, d.amount_minor AS amount, d.currency, d.close_date, d.promise, p.name AS product, d.source,
           r.name AS lost_reason, d.project_wish, h.state AS handoff, h.project_id AS project, d.opened_on, d.stage_since, substr(d.source_key, instr(d.source_key, ':') + 1) AS source_key
         FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
         LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id
         LEFT JOIN person o ON o.id = d.owner_id LEFT JOIN product p ON p.id = d.product_id
         LEFT JOIN lost_reason r ON r.id = d.lost_reason_id
         LEFT JOIN handoff h ON h.deal_id = d.id AND h.generation = d.generation AND h.deleted_at IS NULL
         WHERE d.deleted_at IS NULL AND (?2 IS NULL OR hex(d.id) IN (SELECT value FROM json_each(?2))) ORDER BY s.rank, d.rank, d.id LIMIT ?1",
        (limit, only.map(|ids| ids.to_string())),
    )
}

pub fn companies(reader: &Reader<'_>, limit: u32) -> Result<Vec<Value>> {
    json(
        reader,
        "SELECT c.id, c.name, c.industry, c.location, c.website, c.employees, c.founded, m.name AS parent,
           (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'open') AS deals_open,
           (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'won') AS deals_won,
           (SELECT count(*) FROM project p WHERE p.company_id = c.id AND p.deleted_at IS NULL) AS projects, substr(c.source_key, instr(c.source_key, ':') + 1) AS source_key
         FROM company c LEFT JOIN company m ON m.id = c.parent_id WHERE c.deleted_at IS NULL ORDER BY c.name_key, c.id LIMIT ?1",
        [limit],
    )
}

/// Every live contact, or the one asked for.
pub fn contacts(reader: &Reader<'_>, one: Option<Uuid>, limit: u32) -> Result<Vec<Value>> {
    json(
        reader,
        "SELECT k.id, k.name, k.email, k.phone, k.title, substr(k.source_key, instr(k.source_key, ':') + 1) AS source_key,
           (SELECT group_concat(c.name, ', ') FROM company_contact l JOIN company c ON c.id = l.company_id
            WHERE l.contact_id = k.id AND l.deleted_at IS NULL AND c.deleted_at IS NULL) AS companies
         FROM contact k WHERE k.deleted_at IS NULL AND (?2 IS NULL OR k.id = ?2) ORDER BY k.name_key, k.id LIMIT ?1",
        (limit, one),
    )
}

/// Every live lead, newest first. `received` is a day; `minutes_to_first_touch` is elapsed time.
pub fn leads(reader: &Reader<'_>, limit: u32) -> Result<Vec<Value>> {
    json(
        reader,
        "SELECT l.id, l.name, l.company, l.email, l.phone, l.source, l.status, l.reason, p.name AS owner,
           date(l.received_at / 1000, 'unixepoch') AS received, (l.touched_at - l.received_at) / 60000 AS minutes_to_first_touch,
           l.contact_id AS contact, l.company_id, l.deal_id AS deal, l.notes, substr(l.source_key, instr(l.source_key, ':') + 1) AS source_key
         FROM lead l LEFT JOIN person p ON p.id = l.owner_id WHERE l.deleted_at IS NULL ORDER BY l.received_at DESC, l.id DESC LIMIT ?1",
        [limit],
    )
}

/// Every live task, or those of one project.
pub fn tasks(reader: &Reader<'_>, project: Option<Uuid>, limit: u32) -> Result<Vec<Value>> {
    json(
        reader,
        "SELECT t.id, t.name, p.name AS project, p.id AS project_id, f.name AS phase, c.name AS column, c.category, a.name AS assignee,
           t.start_date AS start, t.due_date AS due, t.done_on
         FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL JOIN project_column c ON c.id = t.column_id
         LEFT JOIN phase f ON f.id = t.phase_id LEFT JOIN person a ON a.id = t.assignee_id
         WHERE t.deleted_at IS NULL AND (?2 IS NULL OR p.id = ?2) ORDER BY p.name, p.id, f.rank, t.start_date, t.rank, t.id LIMIT ?1",
        (limit, project),
    )
}

/// The newest commands of everybody.
pub fn commands(reader: &Reader<'_>, limit: u32) -> Result<Vec<Value>> {
    json(
        reader,
        "SELECT c.seq, c.at, c.day, CASE c.actor_kind WHEN 'worker' THEN 'Handsel' ELSE ifnull(p.name, 'Someone') END AS actor, c.actor_kind,
           c.verb, c.label, c.undone_by AS undone_by, c.subject_table AS kind, c.subject_id AS subject
         FROM command c LEFT JOIN person p ON p.id = c.actor_id ORDER BY c.seq DESC LIMIT ?1",
        [limit],
    )
}

/// Every row as an object of its columns; ids as text.
fn json(reader: &Reader<'_>, sql: &str, params: impl Params) -> Result<Vec<Value>> {
    reader.many(sql, params, |row| {
        let statement: &rusqlite::Statement<'_> = row.as_ref();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut record = Map::new();
        for (i, name) in names.into_iter().enumerate() {
            record.insert(name, value(row.get_ref(i)?));
        }
        Ok(Value::Object(record))
    })
}

/// A stored value as JSON; a blob is an id.
pub fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::from(n),
        ValueRef::Real(x) => Value::from(x),
        ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_or(Value::Null, |id| Value::from(id.to_string())),
    }
}
