//! The workspace file and the one door to it.
//!
//! Reads go through [`Book::read`] (its own read-only connection, one snapshot), writes through [`Book::transact`]:
//! BEGIN IMMEDIATE → rule → rows → journal → COMMIT → *then* tell the world.
mod check;
mod clock;
mod content;
mod file;
mod findable;
mod glance;
mod journal;
mod kill;
mod memo;
mod reader;
mod table;
mod txn;
mod undo;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use check::CheckReport;
pub(crate) use clock::{instant, local, today};
pub use content::Digest;
pub use file::SCHEMA;
pub(crate) use file::{beside, inspect, lock, sync_folder};
pub use glance::Glance;
pub use journal::{Actor, Change, HistoryItem, Recorded, made_with, recorded, recorded_before};
pub(crate) use kill::{Point, kill_point};
pub(crate) use memo::Memo;
pub use reader::Reader;
pub use table::{Table, Topic};
pub use txn::{Columns, Txn};
pub use undo::{Subject, UndoDone, UndoOffer};

use crate::error::{Code, Error, Result};
use crate::values::{Day, PersonId, Rev, WorkspaceId};

/// What every write answers, after its COMMIT: the value, the revision it made, and what it is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Done<T> {
    pub value: T,
    pub rev: Rev,
    pub label: String,
}

/// Sent after COMMIT, never inside a transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Changed {
    pub rev: Rev,
    pub topics: Vec<Topic>,
    /// The worker has something to deliver.
    #[serde(skip)]
    pub owes: bool,
}

type Listener = Box<dyn Fn(&Changed) + Send + Sync>;

/// An open workspace. One process owns the file; threads may share the `Book`.
pub struct Book {
    path: PathBuf,
    workspace: WorkspaceId,
    write: Mutex<Connection>,
    read: Mutex<Connection>,
    me: Mutex<Option<PersonId>>,
    as_of: Mutex<Option<Day>>,
    listeners: Mutex<Vec<Listener>>,
    read_only: Option<String>,
    /// The history as the last report read it.
    memo: Memo,
    _lock: Option<file::Lock>,
}

impl Book {
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    pub(crate) fn memo(&self) -> &Memo {
        &self.memo
    }

    /// Who every following change is by. A choice of the device, not a login.
    pub fn act_as(&self, me: Option<PersonId>) {
        *guard(&self.me) = me;
    }

    pub fn me(&self) -> Option<PersonId> {
        *guard(&self.me)
    }

    /// Sets "today" for rules and reports; `None` is the device's civil date.
    pub fn set_as_of(&self, today: Option<Day>) {
        *guard(&self.as_of) = today;
    }

    /// The device's civil date and the minute of that day, for what comes due by the clock.
    pub fn clock(&self) -> (Day, u16) {
        clock::minute()
    }

    /// `tell` runs after every COMMIT that changed something, on the committing thread: keep it short.
    pub fn on_change(&self, tell: impl Fn(&Changed) + Send + Sync + 'static) {
        guard(&self.listeners).push(Box::new(tell));
    }

    /// Looks at one snapshot. Never waits for a writer.
    pub fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let conn = guard(&self.read);
        let snapshot = conn.unchecked_transaction()?;
        let answer = look(&Reader { conn: &conn, workspace: self.workspace, as_of: *guard(&self.as_of) });
        snapshot.finish()?;
        answer
    }

    /// Runs one command as the person this device is used by. An error leaves everything as it was.
    pub fn transact<T>(&self, verb: &'static str, command: impl FnOnce(&mut Txn<'_>) -> Result<T>) -> Result<Done<T>> {
        self.transact_as(Actor::Person(self.me()), verb, command)
    }

    /// Runs one command as `actor`.
    pub fn transact_as<T>(
        &self,
        actor: Actor,
        verb: &'static str,
        command: impl FnOnce(&mut Txn<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        if let Some(why) = &self.read_only {
            return Err(Error::new(Code::ReadOnly, format!("{why} You can read and export; nothing can be changed.")));
        }
        let (done, changed) = {
            let mut conn = guard(&self.write);
            let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let reader = Reader { conn: &transaction, workspace: self.workspace, as_of: *guard(&self.as_of) };
            let mut txn = Txn::begin(reader, actor, verb)?;
            kill_point(Point::Begun);
            let value = command(&mut txn)?;
            kill_point(Point::Rows);
            let (rev, label) = txn.finish()?;
            let changed = Changed { rev, topics: txn.topics.iter().copied().collect(), owes: txn.owes };
            drop(txn);
            kill_point(Point::Journalled);
            transaction.commit()?;
            kill_point(Point::Committed);
            (Done { value, rev, label }, changed)
        };
        if !changed.topics.is_empty() {
            for tell in guard(&self.listeners).iter() {
                tell(&changed);
            }
        }
        Ok(done)
    }
}

/// A panic while the lock was held left at worst a rolled-back transaction, so the value is still sound.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
