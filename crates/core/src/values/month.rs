//! A month of the calendar, `YYYY-MM`: what goals and forecasts are counted by.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use super::Day;
use crate::error::{Error, Result};

/// A month, kept as its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "String", into = "String")]
#[specta(transparent)]
pub struct Month(#[specta(type = String)] Day);

impl Month {
    /// The month this day lies in.
    pub fn of(day: Day) -> Month {
        Month(day.plus_days(1 - i64::from(day.date().day())))
    }

    /// Reads `YYYY-MM` and nothing else.
    pub fn parse(text: &str) -> Result<Month> {
        let first = Day::parse_iso(&format!("{text}-01"));
        first.map(Month).map_err(|_| {
            let start: String = text.chars().take(40).collect();
            Error::invalid(format!("\u{201c}{start}\u{201d} is not a month. Write it as year-month, e.g. 2026-11."))
        })
    }

    pub fn first(self) -> Day {
        self.0
    }

    pub fn last(self) -> Day {
        self.plus(1).0.plus_days(-1)
    }

    /// So many months later, or earlier where negative. Stops at the first and last month there is.
    pub fn plus(self, months: i32) -> Month {
        let step = Months::new(months.unsigned_abs());
        let date = self.0.date();
        let moved = if months < 0 { date.checked_sub_months(step) } else { date.checked_add_months(step) };
        moved.and_then(Day::of).map_or(self, Month)
    }

    /// The first month of the quarter it lies in, in years that begin with the month `starts`, 1 to 12.
    pub fn quarter_start(self, starts: u8) -> Month {
        self.plus(-(self.since(starts) % 3))
    }

    /// The first month of the year it lies in, in years that begin with the month `starts`, 1 to 12.
    pub fn year_start(self, starts: u8) -> Month {
        self.plus(-self.since(starts))
    }

    /// The year that begins with this month: "2026", "2026/27" where it reaches into the next.
    pub fn year_name(self) -> String {
        let year = self.0.date().year();
        if self.0.date().month() == 1 { year.to_string() } else { format!("{year}/{:02}", (year + 1) % 100) }
    }

    /// The quarter that begins with this month: "2026 Q4", "2026/27 Q3".
    pub fn quarter_name(self, starts: u8) -> String {
        format!("{} Q{}", self.year_start(starts).year_name(), self.since(starts) / 3 + 1)
    }

    /// Months since the year began, which it does with the month `starts`.
    fn since(self, starts: u8) -> i32 {
        (self.0.date().month() as i32 - i32::from(starts)).rem_euclid(12)
    }

    /// From this month to `last`, both included; at most `most`.
    pub fn through(self, last: Month, most: usize) -> impl Iterator<Item = Month> {
        std::iter::successors(Some(self), |month| Some(month.plus(1)))
            .take_while(move |month| *month <= last)
            .take(most)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Month({self})")
    }
}

impl FromStr for Month {
    type Err = Error;
    fn from_str(text: &str) -> Result<Month> {
        Month::parse(text)
    }
}

impl TryFrom<String> for Month {
    type Error = Error;
    fn try_from(text: String) -> Result<Month> {
        Month::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

impl ToSql for Month {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Month {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Month> {
        Month::parse(value.as_str()?).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_step_over_years_and_know_their_ends() {
        let february = Month::of(Day::parse_iso("2024-02-15").unwrap());
        assert_eq!(february.to_string(), "2024-02");
        assert_eq!(
            (february.first().to_string(), february.last().to_string()),
            ("2024-02-01".into(), "2024-02-29".into())
        );
        assert_eq!(february.plus(-2).to_string(), "2023-12");
        assert_eq!(february.plus(11).to_string(), "2025-01");
        assert_eq!(february.through(february.plus(2), 9).count(), 3);
        assert_eq!(february.plus(2).through(february, 9).count(), 0);
        assert_eq!(
            (february.quarter_start(1).to_string(), february.year_start(1).to_string()),
            ("2024-01".into(), "2024-01".into())
        );
        assert_eq!(
            (february.quarter_start(1).quarter_name(1), february.year_start(1).year_name()),
            ("2024 Q1".into(), "2024".into())
        );
        // A year from April on: February is in its last quarter.
        assert_eq!(
            (february.quarter_start(4).to_string(), february.year_start(4).to_string()),
            ("2024-01".into(), "2023-04".into())
        );
        assert_eq!(
            (february.quarter_start(4).quarter_name(4), february.year_start(4).year_name()),
            ("2023/24 Q4".into(), "2023/24".into())
        );
        assert_eq!(Month::parse("1999-05").unwrap().year_start(4).year_name(), "1999/00");
        for bad in ["2024-13", "2024-2", "2024", "2024-02-01"] {
            assert!(Month::parse(bad).is_err(), "{bad}");
        }
    }
}
