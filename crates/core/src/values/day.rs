//! A civil day, `YYYY-MM-DD`. It never passes through an instant, so no time zone can shift it.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A day of the calendar between 0001-01-01 and 9999-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "String", into = "String")]
#[specta(transparent)]
pub struct Day(#[specta(type = String)] NaiveDate);

impl Day {
    /// `None` for a day that does not exist (31/02) or lies outside the years 1 to 9999.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Day::of)
    }

    pub fn of(date: NaiveDate) -> Option<Day> {
        (1..=9999).contains(&date.year()).then_some(Day(date))
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse_iso(text: &str) -> Result<Day> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        // By hand rather than by format: reports read hundreds of thousands of days.
        let figure = |part: std::ops::Range<usize>| {
            text.as_bytes()[part].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
        };
        let date =
            if shaped { NaiveDate::from_ymd_opt(figure(0..4) as i32, figure(5..7), figure(8..10)) } else { None };
        date.and_then(Day::of).ok_or_else(|| {
            Error::invalid(format!(
                "\u{201c}{}\u{201d} is not a day. Write it as year-month-day, e.g. 2026-11-28.",
                text.chars().take(40).collect::<String>()
            ))
        })
    }

    /// Stops at the first and last day there is rather than fail.
    pub fn plus_days(self, days: i64) -> Day {
        let moved = chrono::Duration::try_days(days).and_then(|d| self.0.checked_add_signed(d)).and_then(Day::of);
        moved.unwrap_or(if days < 0 {
            Day(NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default())
        } else {
            Day(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default())
        })
    }

    /// Days since 0001-01-01, a Monday.
    pub fn number(self) -> i64 {
        i64::from(self.0.num_days_from_ce()) - 1
    }

    /// The day of this [`Day::number`]; `None` outside the years 1 to 9999.
    pub fn from_number(number: i64) -> Option<Day> {
        let from_ce = i32::try_from(number).ok()?.checked_add(1)?;
        NaiveDate::from_num_days_from_ce_opt(from_ce).and_then(Day::of)
    }

    /// Calendar days from here to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// 0 = Monday … 6 = Sunday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().num_days_from_monday() as u8
    }

    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The instant it starts, in UTC milliseconds.
    pub fn starts_ms(self) -> i64 {
        self.0.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
    }

    /// The month as `YYYY-MM`.
    pub fn month(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// For sentences: `28 Nov 2026`.
    pub fn spoken(self) -> String {
        self.0.format("%-d %b %Y").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl FromStr for Day {
    type Err = Error;
    fn from_str(text: &str) -> Result<Day> {
        Day::parse_iso(text)
    }
}

impl TryFrom<String> for Day {
    type Error = Error;
    fn try_from(text: String) -> Result<Day> {
        Day::parse_iso(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Day> {
        Day::parse_iso(value.as_str()?).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_days_that_exist() {
        assert_eq!(Day::parse_iso("2024-02-29").map(|d| d.to_string()), Ok("2024-02-29".into()));
        for bad in
            ["2026-02-29", "2026-13-01", "2026-1-1", "20261101", "2026-11-01T00:00", "", "0000-01-01", "+999-01-01"]
        {
            assert!(Day::parse_iso(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn steps_over_months_and_stops_at_the_ends() {
        let day = Day::parse_iso("2026-12-31").unwrap();
        assert_eq!(day.plus_days(1).to_string(), "2027-01-01");
        assert_eq!(day.plus_days(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(day.plus_days(i64::MIN).to_string(), "0001-01-01");
        assert_eq!(day.days_until(day.plus_days(-40)), -40);
        assert_eq!(day.weekday(), 3);
    }
}
