//! A look at one snapshot of the workspace.
use rusqlite::{Connection, Params, Row};

use super::clock;
use crate::error::Result;
use crate::values::{Day, Rev, WorkspaceId};

/// One consistent state of the workspace. SQL belongs into a subject's `rows.rs`.
pub struct Reader<'c> {
    pub(super) conn: &'c Connection,
    pub(super) workspace: WorkspaceId,
    pub(super) as_of: Option<Day>,
}

impl Reader<'_> {
    pub fn conn(&self) -> &Connection {
        self.conn
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The civil day that rules and reports take for today.
    pub fn today(&self) -> Day {
        self.as_of.unwrap_or_else(clock::today)
    }

    /// UTC milliseconds, for "in 5 minutes" on screen; rules take theirs from the transaction.
    pub fn now_ms(&self) -> i64 {
        clock::now_ms()
    }

    /// The instant that rules take for now: the present one, or this time of day on the day set as today.
    pub fn moment_ms(&self) -> i64 {
        self.as_of.map_or_else(clock::now_ms, |day| clock::instant(day, clock::minute().1))
    }

    pub fn rev(&self) -> Result<Rev> {
        Ok(Rev(self.conn.prepare_cached("SELECT ifnull(max(seq), 0) FROM command")?.query_row([], |row| row.get(0))?))
    }

    /// The first row, if there is one.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        use rusqlite::OptionalExtension;
        Ok(self.conn.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    /// Every row, in the order of the query.
    pub fn many<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>()?;
        Ok(rows)
    }
}
