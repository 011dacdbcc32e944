//! The one door for writes, from the inside: every row a verb touches goes through here and into the journal.
use std::collections::BTreeSet;
use std::ops::Deref;

use rusqlite::types::Value;
use rusqlite::{Connection, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::clock;
use super::findable;
use super::journal::{self, Actor};
use super::kill::{Point, kill_point};
use super::reader::Reader;
use super::table::{Table, Topic};
use crate::error::{Code, Error, Result};
use crate::values::{HandoffId, PersonId, Rev};

/// Columns to write: names are literals of our own, values are bound.
pub type Columns<'a> = &'a [(&'static str, &'a dyn ToSql)];

/// A command under way. Dropped without a commit, nothing of it happened.
pub struct Txn<'c> {
    reader: Reader<'c>,
    pub(super) actor: Actor,
    verb: &'static str,
    now_ms: i64,
    seq: i64,
    /// Whether the command's own row stands already.
    opened: bool,
    entries: i64,
    label: String,
    subject: Option<(Table, Uuid)>,
    step_of: Option<i64>,
    undoes: Option<i64>,
    touched: findable::Touched,
    pub(super) topics: BTreeSet<Topic>,
    pub(super) owes: bool,
}

impl<'c> Deref for Txn<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl<'c> Txn<'c> {
    pub(super) fn begin(reader: Reader<'c>, actor: Actor, verb: &'static str) -> Result<Txn<'c>> {
        let seq = reader.rev()?.0 + 1;
        Ok(Txn {
            reader,
            actor,
            verb,
            now_ms: clock::now_ms(),
            seq,
            opened: false,
            entries: 0,
            label: String::new(),
            subject: None,
            step_of: None,
            undoes: None,
            touched: findable::Touched::new(),
            topics: BTreeSet::new(),
            owes: false,
        })
    }

    /// UTC milliseconds, the same throughout the command.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The number this command will have in the journal.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// Whose change this is, where that is only known once the person has been made.
    pub fn act_as(&mut self, person: PersonId) -> Result<()> {
        self.open()?;
        self.actor = Actor::Person(Some(person));
        self.conn
            .prepare_cached("UPDATE command SET actor_kind = ?2, actor_id = ?3 WHERE seq = ?1")?
            .execute(params![self.seq, self.actor.kind(), person])?;
        Ok(())
    }

    /// A fresh UUIDv7 for something a person creates.
    pub fn new_id<I: From<Uuid>>(&mut self) -> I {
        I::from(Uuid::now_v7())
    }

    /// Randomness for order keys, so that two machines seldom choose the same one.
    pub fn jitter(&mut self) -> u64 {
        u64::from_le_bytes(Uuid::new_v4().as_bytes()[..8].try_into().expect("a UUID has 16 bytes"))
    }

    /// What the toast, the undo offer and the history call this command, e.g. "Moved Hotel roof to Negotiation".
    pub fn label(&mut self, label: impl Into<String>) {
        self.label = label.into();
    }

    /// The record this command is about, so that undo can tell whether it is on screen.
    pub fn subject(&mut self, table: Table, id: impl Into<Uuid>) {
        self.subject = Some((table, id.into()));
    }

    /// Makes this command a step of an earlier one: undone and redone with it.
    pub fn step_of(&mut self, seq: i64) {
        self.step_of = Some(seq);
    }

    pub(super) fn undoes(&mut self, seq: i64) {
        self.undoes = Some(seq);
    }

    /// Tells listeners about something that is not journalled, e.g. an attempt that failed.
    pub fn touch(&mut self, topic: Topic) {
        self.topics.insert(topic);
    }

    /// Adds a row. `created_at` is set here.
    pub fn insert(&mut self, table: Table, id: impl Into<Uuid>, columns: Columns<'_>) -> Result<()> {
        let id = id.into();
        let dated = table != Table::Firm;
        let mut names = String::from("id");
        let mut marks = String::from("?1");
        for (i, (name, _)) in columns.iter().enumerate() {
            names.push_str(&format!(", {name}"));
            marks.push_str(&format!(", ?{}", i + 2));
        }
        if dated {
            names.push_str(", created_at");
            marks.push_str(&format!(", ?{}", columns.len() + 2));
        }
        let sql = format!("INSERT INTO {} ({names}) VALUES ({marks})", table.as_str());
        let mut bound: Vec<&dyn ToSql> = vec![&id];
        bound.extend(columns.iter().map(|(_, value)| *value));
        if dated {
            bound.push(&self.now_ms);
        }
        self.conn.prepare_cached(&sql)?.execute(bound.as_slice())?;
        findable::touch(&mut self.touched, table, id, None);
        self.enter(table, id, None)
    }

    /// Writes what really differs and says whether anything did. The row must be there and not in the trash.
    pub fn update(&mut self, table: Table, id: impl Into<Uuid>, columns: Columns<'_>) -> Result<bool> {
        let wanted =
            columns.iter().map(|(name, value)| Ok((*name, journal::stored(*value)?))).collect::<Result<Vec<_>>>()?;
        self.set(table, id.into(), wanted, true)
    }

    /// Hides a row, and its children through it.
    pub fn trash(&mut self, table: Table, id: impl Into<Uuid>) -> Result<()> {
        let now = Value::Integer(self.now_ms);
        self.set(table, id.into(), vec![("deleted_at", now)], true).map(|_| ())
    }

    /// Takes a row out of the trash, with new values. Works on a live row too.
    pub fn revive(&mut self, table: Table, id: impl Into<Uuid>, columns: Columns<'_>) -> Result<bool> {
        let mut wanted =
            columns.iter().map(|(name, value)| Ok((*name, journal::stored(*value)?))).collect::<Result<Vec<_>>>()?;
        wanted.push(("deleted_at", Value::Null));
        self.set(table, id.into(), wanted, false)
    }

    /// Inserts the row, or revives it with these values if it is in the trash. For derived ids.
    pub fn insert_or_revive(&mut self, table: Table, id: impl Into<Uuid>, columns: Columns<'_>) -> Result<()> {
        let id = id.into();
        if self.exists(table, id)? {
            self.revive(table, id, columns).map(|_| ())
        } else {
            self.insert(table, id, columns)
        }
    }

    /// Whether the row is there, trash included.
    pub fn exists(&self, table: Table, id: impl Into<Uuid>) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE id = ?1", table.as_str());
        Ok(self.one(&sql, [id.into()], |_| Ok(()))?.is_some())
    }

    /// Writes into the outbox, in this transaction, that this handoff is owed; wakes the worker after the commit.
    pub fn owe_handoff(&mut self, handoff: HandoffId) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO outbox (kind, key, due_at) VALUES ('handoff', ?1, ?2) ON CONFLICT DO UPDATE SET state = 'due', attempts = 0, last_error = NULL, due_at = excluded.due_at")?
            .execute(params![handoff, self.now_ms])?;
        self.owes = true;
        self.touch(Topic::Handoffs);
        Ok(())
    }

    /// Tries a part of the command: an error takes back what that part wrote, and the command may go on without it.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (opened, entries, topics, owes) = (self.opened, self.entries, self.topics.clone(), self.owes);
        self.conn.prepare_cached("SAVEPOINT part")?.execute([])?;
        let answer = part(self);
        if answer.is_err() {
            self.conn.prepare_cached("ROLLBACK TO part")?.execute([])?;
            (self.opened, self.entries, self.topics, self.owes) = (opened, entries, topics, owes);
        }
        self.conn.prepare_cached("RELEASE part")?.execute([])?;
        answer
    }

    /// How many rows were written so far.
    pub fn written(&self) -> i64 {
        self.entries
    }

    pub(super) fn set(&mut self, table: Table, id: Uuid, wanted: Vec<(&str, Value)>, live: bool) -> Result<bool> {
        let names: Vec<&str> = wanted.iter().map(|(name, _)| *name).collect();
        let before = self.row(table, id, &names, live)?;
        let changed: Vec<(&str, Value, Value)> = wanted
            .into_iter()
            .zip(before)
            .filter(|((_, after), before)| after != before)
            .map(|((name, after), before)| (name, before, after))
            .collect();
        if changed.is_empty() {
            return Ok(false);
        }
        let sets: Vec<String> =
            changed.iter().enumerate().map(|(i, (name, _, _))| format!("{name} = ?{}", i + 2)).collect();
        let sql = format!("UPDATE {} SET {} WHERE id = ?1", table.as_str(), sets.join(", "));
        let key = Value::Blob(id.as_bytes().to_vec());
        let count = self
            .conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(std::iter::once(&key).chain(changed.iter().map(|(_, _, after)| after))))?;
        if count != 1 {
            return Err(Error::new(
                Code::Corrupt,
                format!("One {} row was to change, but {count} did. Nothing was changed.", table.as_str()),
            ));
        }
        let names: Vec<&str> = changed.iter().map(|(name, _, _)| *name).collect();
        findable::touch(&mut self.touched, table, id, Some(&names));
        self.enter(table, id, Some(&journal::encode(&changed)))?;
        Ok(true)
    }

    /// The row's values as they stand; `not_found` where there is none.
    pub(super) fn row(&self, table: Table, id: Uuid, names: &[&str], live: bool) -> Result<Vec<Value>> {
        let hidden = if live { " AND deleted_at IS NULL" } else { "" };
        let sql = format!("SELECT {} FROM {} WHERE id = ?1{hidden}", names.join(", "), table.as_str());
        let count = names.len();
        self.one(&sql, [id], |row| (0..count).map(|i| row.get_ref(i).map(journal::owned)).collect())?
            .ok_or_else(|| Error::not_found(&table.as_str().replace('_', " ")))
    }

    fn enter(&mut self, table: Table, id: Uuid, change: Option<&str>) -> Result<()> {
        self.open()?;
        self.entries += 1;
        self.topics.insert(table.topic());
        journal::write_entry(self.conn, self.seq, self.entries, table, id, change)?;
        kill_point(Point::Row);
        Ok(())
    }

    /// Writes the command's own row before what refers to it. The links of the schema are checked at once: deferring them
    /// (`PRAGMA defer_foreign_keys`) would make SQLite prepare every statement anew in every command.
    pub(super) fn open(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        let last: i64 = self.conn.prepare_cached("SELECT hlc FROM workspace")?.query_row([], |row| row.get(0))?;
        let hlc = clock::hlc(self.now_ms, last);
        self.conn
            .prepare_cached("INSERT INTO command (seq, id, hlc, at, day, actor_kind, actor_id, verb, label) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,'')")?
            .execute(params![
                self.seq,
                Uuid::now_v7(),
                hlc,
                self.now_ms,
                self.today(),
                self.actor.kind(),
                self.actor.person(),
                self.verb
            ])?;
        self.conn.prepare_cached("UPDATE workspace SET hlc = ?1 WHERE one = 1")?.execute([hlc])?;
        Ok(())
    }

    /// Completes the command's own row, unless it changed nothing. Answers the revision and the label.
    pub(super) fn finish(&mut self) -> Result<(Rev, String)> {
        let label = std::mem::take(&mut self.label);
        if !self.opened && self.topics.is_empty() {
            return Ok((Rev(self.seq - 1), label));
        }
        self.open()?;
        findable::write(self.conn, std::mem::take(&mut self.touched))?;
        self.conn
            .prepare_cached("UPDATE command SET label = ?2, subject_table = ?3, subject_id = ?4, step_of = ?5, undoes = ?6 WHERE seq = ?1")?
            .execute(params![
                self.seq,
                label,
                self.subject.map(|(table, _)| table.as_str()),
                self.subject.map(|(_, id)| id),
                self.step_of,
                self.undoes
            ])?;
        Ok((Rev(self.seq), label))
    }
}

/// The connection of a command under way, for the outbox and the undo of this module.
impl Txn<'_> {
    pub(crate) fn connection(&self) -> &Connection {
        self.conn
    }
}
