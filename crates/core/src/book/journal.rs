//! The journal: one command a transaction, one entry a touched row. One mechanism for undo, audit, history and, later, sync.
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Params, ToSql, params};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::reader::Reader;
use super::table::Table;
use crate::error::{Code, Error, Result};
use crate::values::{Millis, PersonId};

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The person this device was told it is used by; `None` before anybody said so.
    Person(Option<PersonId>),
    /// The handoff worker, on behalf of nobody.
    Worker,
    /// An import, started by a person: it is that person's step to undo.
    Import(Option<PersonId>),
}

impl Actor {
    pub(super) fn kind(self) -> &'static str {
        match self {
            Actor::Person(_) => "person",
            Actor::Worker => "worker",
            Actor::Import(_) => "import",
        }
    }

    pub(crate) fn person(self) -> Option<PersonId> {
        match self {
            Actor::Person(id) | Actor::Import(id) => id,
            Actor::Worker => None,
        }
    }
}

/// One line of a record's history on screen.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, specta::Type)]
pub struct HistoryItem {
    #[specta(type = i32)]
    pub seq: i64,
    pub at: Millis,
    pub actor: String,
    pub sentence: String,
    pub detail: Option<String>,
    /// The verb: `move_deal`, `undo` …
    pub kind: String,
}

/// A command as the journal has it, with what it did to the rows asked for.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub seq: i64,
    pub at: i64,
    pub day: String,
    pub actor_kind: String,
    /// The person's name, "Handsel" for the worker, "Someone" where nobody had said who they are.
    pub actor: String,
    pub verb: String,
    pub label: String,
    pub undone: bool,
    pub changes: Vec<Change>,
}

/// What one command did to one row. `columns` is empty for a row it created.
#[derive(Debug, Clone)]
pub struct Change {
    pub table: Table,
    pub row: Uuid,
    pub created: bool,
    /// (column, before, after)
    pub columns: Vec<(String, Value, Value)>,
}

/// The newest `limit` commands that touched any of `rows`, newest first.
pub fn recorded(reader: &Reader<'_>, rows: &[Uuid], limit: u32) -> Result<Vec<Recorded>> {
    recorded_before(reader, rows, (i64::MAX, i64::MAX), limit)
}

/// The newest `limit` commands that touched any of `rows`, of those strictly before (instant, number); newest first.
pub fn recorded_before(reader: &Reader<'_>, rows: &[Uuid], before: (i64, i64), limit: u32) -> Result<Vec<Recorded>> {
    let ids: Vec<String> = rows.iter().map(|id| id.simple().to_string()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = serde_json::to_string(&ids).map_err(|_| Error::invalid("These records can't be looked up."))?;
    // One text for any number of rows, so that it is prepared once.
    let list = "SELECT unhex(value) FROM json_each(?1)";
    let sql = format!(
        "SELECT c.seq, c.at, c.day, c.actor_kind, p.name, c.verb, c.label, c.undone_by IS NOT NULL FROM command c LEFT JOIN person p ON p.id = c.actor_id
         WHERE c.seq IN (SELECT seq FROM entry INDEXED BY entry_row WHERE row_id IN ({list})) AND (c.at, c.seq) < (?2, ?3)
         ORDER BY c.at DESC, c.seq DESC LIMIT ?4"
    );
    let mut commands = reader.many(&sql, (&ids, before.0, before.1, limit), |row| {
        let actor_kind: String = row.get(3)?;
        let name: Option<String> = row.get(4)?;
        let actor = name.unwrap_or_else(|| if actor_kind == "worker" { "Handsel".into() } else { "Someone".into() });
        Ok(Recorded {
            seq: row.get(0)?,
            at: row.get(1)?,
            day: row.get(2)?,
            actor_kind,
            actor,
            verb: row.get(5)?,
            label: row.get(6)?,
            undone: row.get(7)?,
            changes: Vec::new(),
        })
    })?;
    let sql = format!(
        "SELECT tbl, row_id, change FROM entry INDEXED BY entry_row WHERE seq = ?2 AND row_id IN ({list}) ORDER BY n"
    );
    for command in &mut commands {
        command.changes = entries(reader.conn(), &sql, (&ids, command.seq))?;
    }
    Ok(commands)
}

/// Every entry of one command in the order it was made.
pub(super) fn entries_of(conn: &Connection, seq: i64) -> Result<Vec<Change>> {
    entries(conn, "SELECT tbl, row_id, change FROM entry WHERE seq = ?1 ORDER BY n", [seq])
}

/// What the command that created `row` did to rows of `table`, in its order.
pub fn made_with(reader: &Reader<'_>, row: Uuid, table: Table) -> Result<Vec<Change>> {
    let sql = "SELECT tbl, row_id, change FROM entry WHERE seq = (SELECT seq FROM entry INDEXED BY entry_row WHERE row_id = ?1 AND change IS NULL)
         AND tbl = ?2 ORDER BY n";
    entries(reader.conn(), sql, (row, table.as_str()))
}

fn entries(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<Change>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Uuid>(1)?, row.get::<_, Option<String>>(2)?))
    })?;
    rows.map(|row| {
        let (table, row, change) = row?;
        let table = Table::named(&table).ok_or_else(|| {
            Error::new(Code::Corrupt, format!("The history names a table {table} that this version does not know."))
        })?;
        let columns = change.as_deref().map(decode).transpose()?.unwrap_or_default();
        Ok(Change { table, row, created: change.is_none(), columns })
    })
    .collect()
}

/// What stands in the `change` column: `{"column":[before,after]}`.
pub(super) fn encode(columns: &[(&str, Value, Value)]) -> String {
    let mut map = Map::new();
    for (name, before, after) in columns {
        map.insert((*name).into(), Json::Array(vec![to_json(before), to_json(after)]));
    }
    Json::Object(map).to_string()
}

fn decode(text: &str) -> Result<Vec<(String, Value, Value)>> {
    let torn = || Error::new(Code::Corrupt, "A line of the history can't be read. Nothing was changed.");
    let map: Map<String, Json> = serde_json::from_str(text).map_err(|_| torn())?;
    map.into_iter()
        .map(|(name, pair)| match pair {
            Json::Array(two) if two.len() == 2 => {
                Ok((name, from_json(&two[0]).ok_or_else(torn)?, from_json(&two[1]).ok_or_else(torn)?))
            }
            _ => Err(torn()),
        })
        .collect()
}

/// Blobs are `~` and hex digits; a text that starts with `~` gets one more in front.
fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(n) => Json::from(*n),
        Value::Real(x) => Json::from(*x),
        Value::Text(text) if text.starts_with('~') => Json::String(format!("~{text}")),
        Value::Text(text) => Json::String(text.clone()),
        Value::Blob(bytes) => {
            Json::String(format!("~{}", bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()))
        }
    }
}

fn from_json(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::Number(n) => n.as_i64().map(Value::Integer).or_else(|| n.as_f64().map(Value::Real))?,
        Json::String(text) => match text.strip_prefix('~') {
            Some(rest) if rest.starts_with('~') => Value::Text(rest.to_owned()),
            Some(hex) => Value::Blob(
                (0..hex.len())
                    .step_by(2)
                    .map(|i| hex.get(i..i + 2).and_then(|two| u8::from_str_radix(two, 16).ok()))
                    .collect::<Option<Vec<u8>>>()?,
            ),
            None => Value::Text(text.clone()),
        },
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => return None,
    })
}

/// The value that SQLite would store.
pub(super) fn stored(value: &dyn ToSql) -> Result<Value> {
    Ok(match value.to_sql()? {
        ToSqlOutput::Owned(value) => value,
        ToSqlOutput::Borrowed(value) => owned(value),
        _ => return Err(Error::invalid("This kind of value can't be stored.")),
    })
}

pub(super) fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

pub(super) fn write_entry(
    conn: &Connection,
    seq: i64,
    n: i64,
    table: Table,
    row: Uuid,
    change: Option<&str>,
) -> Result<()> {
    conn.prepare_cached("INSERT INTO entry (seq, n, tbl, row_id, change) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![seq, n, table.as_str(), row, change])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_back_as_it_was_written() {
        let columns = [
            ("a", Value::Null, Value::Integer(i64::MIN)),
            ("b", Value::Text("~tilde".into()), Value::Text("~~two \" quotes".into())),
            ("c", Value::Blob(vec![0, 255, 16]), Value::Blob(vec![])),
        ];
        let read = decode(&encode(&columns)).unwrap();
        assert_eq!(read.len(), 3);
        for (name, before, after) in columns {
            assert!(read.contains(&(name.to_owned(), before, after)), "{name}");
        }
        assert!(decode("{\"a\":[1]}").is_err());
    }
}
