//! The promised delivery day of a deal: never the same field as its close date.
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use super::Day;
use crate::error::{Error, Result};

/// `2026-12-24`, or `none` for "none promised". Not asked yet is an absent promise. Exported to the window as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Promise {
    NonePromised,
    On(Day),
}

impl Promise {
    pub fn parse(text: &str) -> Result<Promise> {
        if text == "none" { Ok(Promise::NonePromised) } else { Day::parse_iso(text).map(Promise::On) }
    }

    pub fn day(self) -> Option<Day> {
        match self {
            Promise::NonePromised => None,
            Promise::On(day) => Some(day),
        }
    }
}

impl std::fmt::Display for Promise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Promise::NonePromised => f.write_str("none"),
            Promise::On(day) => day.fmt(f),
        }
    }
}

impl TryFrom<String> for Promise {
    type Error = Error;
    fn try_from(text: String) -> Result<Promise> {
        Promise::parse(&text)
    }
}

impl From<Promise> for String {
    fn from(promise: Promise) -> String {
        promise.to_string()
    }
}

impl ToSql for Promise {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Promise {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Promise> {
        Promise::parse(value.as_str()?).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_day_or_none() {
        assert_eq!(Promise::parse("none"), Ok(Promise::NonePromised));
        assert_eq!(Promise::parse("2026-12-24").unwrap().to_string(), "2026-12-24");
        assert!(Promise::parse("soon").is_err());
    }
}
