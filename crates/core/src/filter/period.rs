//! Days relative to today: "this month", "next 30 days". Pure.
use serde::{Deserialize, Serialize};

use crate::values::Day;
use crate::words;

words! {
    /// A stretch of the calendar that moves with today. Weeks begin on Monday.
    Span {
        Today "today", Yesterday "yesterday", Tomorrow "tomorrow",
        ThisWeek "this_week", LastWeek "last_week", NextWeek "next_week",
        ThisMonth "this_month", LastMonth "last_month", NextMonth "next_month",
        ThisQuarter "this_quarter", LastQuarter "last_quarter", NextQuarter "next_quarter",
        ThisYear "this_year", LastYear "last_year", NextYear "next_year",
        Past "past", Future "future",
    }
}

/// Days from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Span(Span),
    /// Today and the days after it, so many in all after today.
    NextDays(u16),
    /// Today and so many days before it.
    LastDays(u16),
    /// `None` is an open end.
    Between {
        from: Option<Day>,
        to: Option<Day>,
    },
}

/// First and last day; `None` is an open end.
pub type Range = (Option<Day>, Option<Day>);

impl Period {
    /// Quarters and years begin with the month `year_starts`, 1 to 12.
    pub fn range(self, today: Day, year_starts: u8) -> Range {
        let days = |from: i64, to: i64| (Some(today.plus_days(from)), Some(today.plus_days(to)));
        match self {
            Period::Span(span) => span.range(today, year_starts),
            Period::NextDays(n) => days(0, i64::from(n)),
            Period::LastDays(n) => days(-i64::from(n), 0),
            Period::Between { from, to } => (from, to),
        }
    }

    pub fn contains(self, day: Day, today: Day, year_starts: u8) -> bool {
        let (from, to) = self.range(today, year_starts);
        from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
    }
}

impl Span {
    fn range(self, today: Day, year_starts: u8) -> Range {
        let (year, quarter) = (year_month(today, year_starts), year_month(today, year_starts) % 3);
        let week = |by: i64| {
            let monday = today.plus_days(7 * by - i64::from(today.weekday()));
            (Some(monday), Some(monday.plus_days(6)))
        };
        match self {
            Span::Today => (Some(today), Some(today)),
            Span::Yesterday => (Some(today.plus_days(-1)), Some(today.plus_days(-1))),
            Span::Tomorrow => (Some(today.plus_days(1)), Some(today.plus_days(1))),
            Span::ThisWeek => week(0),
            Span::LastWeek => week(-1),
            Span::NextWeek => week(1),
            Span::ThisMonth => months(today, 0, 1),
            Span::LastMonth => months(today, -1, 1),
            Span::NextMonth => months(today, 1, 1),
            Span::ThisQuarter => months(today, -quarter, 3),
            Span::LastQuarter => months(today, -quarter - 3, 3),
            Span::NextQuarter => months(today, -quarter + 3, 3),
            Span::ThisYear => months(today, -year, 12),
            Span::LastYear => months(today, -year - 12, 12),
            Span::NextYear => months(today, -year + 12, 12),
            Span::Past => (None, Some(today.plus_days(-1))),
            Span::Future => (Some(today.plus_days(1)), None),
        }
    }
}

/// Months since the year began, which it does with the month `starts`.
fn year_month(day: Day, starts: u8) -> i64 {
    use chrono::Datelike;
    (i64::from(day.date().month()) - i64::from(starts)).rem_euclid(12)
}

/// `count` whole months from the one `by` months away; an open end where the calendar has no such day.
fn months(today: Day, by: i64, count: i64) -> Range {
    let first = month_start(today, by);
    (first, month_start(today, by + count).map(|next| next.plus_days(-1)))
}

fn month_start(today: Day, by: i64) -> Option<Day> {
    use chrono::Datelike;
    let months = i64::from(today.date().year()) * 12 + year_month(today, 1) + by;
    let year = i32::try_from(months.div_euclid(12)).ok()?;
    Day::from_ymd(year, u32::try_from(months.rem_euclid(12)).ok()? + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(span: Span, today: &str) -> String {
        let (from, to) = Period::Span(span).range(Day::parse_iso(today).unwrap(), 1);
        let show = |day: Option<Day>| day.map_or("…".into(), |day| day.to_string());
        format!("{} {}", show(from), show(to))
    }

    #[test]
    fn spans_are_whole_weeks_months_quarters_and_years() {
        // 2026-11-22 is a Sunday: its week began on the 16th.
        let table = [
            (Span::Today, "2026-11-22 2026-11-22"),
            (Span::ThisWeek, "2026-11-16 2026-11-22"),
            (Span::NextWeek, "2026-11-23 2026-11-29"),
            (Span::LastWeek, "2026-11-09 2026-11-15"),
            (Span::ThisMonth, "2026-11-01 2026-11-30"),
            (Span::NextMonth, "2026-12-01 2026-12-31"),
            (Span::LastMonth, "2026-10-01 2026-10-31"),
            (Span::ThisQuarter, "2026-10-01 2026-12-31"),
            (Span::NextQuarter, "2027-01-01 2027-03-31"),
            (Span::LastQuarter, "2026-07-01 2026-09-30"),
            (Span::ThisYear, "2026-01-01 2026-12-31"),
            (Span::NextYear, "2027-01-01 2027-12-31"),
            (Span::LastYear, "2025-01-01 2025-12-31"),
            (Span::Past, "… 2026-11-21"),
            (Span::Future, "2026-11-23 …"),
        ];
        for (span, expected) in table {
            assert_eq!(range(span, "2026-11-22"), expected, "{span:?}");
        }
        assert_eq!(range(Span::NextMonth, "2026-12-31"), "2027-01-01 2027-01-31");
        assert_eq!(range(Span::LastQuarter, "2026-02-14"), "2025-10-01 2025-12-31");
        assert_eq!(range(Span::ThisMonth, "2028-02-29"), "2028-02-01 2028-02-29");
    }

    #[test]
    fn a_year_that_begins_in_april_has_its_own_quarters() {
        let range = |span: Span, today: &str| {
            let (from, to) = Period::Span(span).range(Day::parse_iso(today).unwrap(), 4);
            format!("{} {}", from.unwrap(), to.unwrap())
        };
        assert_eq!(range(Span::ThisYear, "2026-11-22"), "2026-04-01 2027-03-31");
        assert_eq!(range(Span::ThisYear, "2026-03-31"), "2025-04-01 2026-03-31");
        assert_eq!(range(Span::LastYear, "2026-04-01"), "2025-04-01 2026-03-31");
        assert_eq!(range(Span::ThisQuarter, "2026-11-22"), "2026-10-01 2026-12-31");
        let (from, to) = Period::Span(Span::ThisQuarter).range(Day::parse_iso("2026-01-10").unwrap(), 2);
        assert_eq!(format!("{} {}", from.unwrap(), to.unwrap()), "2025-11-01 2026-01-31");
    }

    #[test]
    fn days_ahead_and_behind_count_today() {
        let today = Day::parse_iso("2026-11-22").unwrap();
        assert_eq!(Period::NextDays(30).range(today, 1).1, Some(Day::parse_iso("2026-12-22").unwrap()));
        assert_eq!(Period::LastDays(7).range(today, 1).0, Some(Day::parse_iso("2026-11-15").unwrap()));
        assert!(Period::NextDays(0).contains(today, today, 1));
        assert!(!Period::NextDays(0).contains(today.plus_days(1), today, 1));
        assert!(Period::Between { from: None, to: None }.contains(today, today, 1));
    }

    #[test]
    fn the_ends_of_the_calendar_leave_an_end_open() {
        assert_eq!(range(Span::NextYear, "9999-06-01"), "… …");
        assert_eq!(range(Span::ThisYear, "9999-06-01"), "9999-01-01 …");
    }
}
