//! Which day comes next. Pure.
use chrono::{Datelike, Months};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::values::{Day, WorkingCalendar};
use crate::words;

words! {
    /// Month: on the same day of the month, or its last where it has no such day. LastWorkday: the last working day of a month.
    RecurUnit { Workday "workday", Day "day", Week "week", Month "month", LastWorkday "last_workday" }
}

/// How a task comes again: every so many units. `weekdays` for weeks: bit 0 = Monday … bit 6 = Sunday, 0 that of the first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Recurrence {
    pub unit: RecurUnit,
    pub every: u16,
    #[serde(default)]
    pub weekdays: u8,
    pub until: Option<Day>,
}

/// How far ahead a day is looked for.
const MOST_STEPS: i64 = 1_200;

impl Recurrence {
    /// Refuses what can't be counted.
    pub fn sound(&self) -> Result<()> {
        if !(1..=366).contains(&self.every) {
            return Err(Error::invalid(
                "A task comes again every 1 to 366 days, weeks or months. Nothing was changed.",
            ));
        }
        if self.weekdays > 0b111_1111 {
            return Err(Error::invalid("These are no days of a week. Nothing was changed."));
        }
        Ok(())
    }

    /// The first day of the rule after `after`; `anchor` is the day it began with. `None` when it has ended.
    pub fn next(&self, anchor: Day, after: Day, calendar: &WorkingCalendar) -> Option<Day> {
        let day = match self.unit {
            RecurUnit::Day => by_days(anchor, after, i64::from(self.every)),
            RecurUnit::Workday => calendar.add_working_days(after, i32::from(self.every)),
            RecurUnit::Week => self.by_weeks(anchor, after)?,
            RecurUnit::Month => self.by_months(anchor, after, |first| on_day(first, anchor.date().day()))?,
            RecurUnit::LastWorkday => self.by_months(anchor, after, |first| last_workday(first, calendar))?,
        };
        (day > after && self.until.is_none_or(|until| day <= until)).then_some(day)
    }

    fn by_weeks(&self, anchor: Day, after: Day) -> Option<Day> {
        let mask = if self.weekdays == 0 { 1 << anchor.weekday() } else { self.weekdays };
        let monday = anchor.plus_days(-i64::from(anchor.weekday()));
        let from = after.max(anchor.plus_days(-1)).plus_days(1);
        (0..7 * (i64::from(self.every) + 1)).map(|step| from.plus_days(step)).find(|day| {
            let week = monday.days_until(*day).div_euclid(7);
            week % i64::from(self.every) == 0 && mask >> day.weekday() & 1 == 1
        })
    }

    fn by_months(&self, anchor: Day, after: Day, day_of: impl Fn(Day) -> Option<Day>) -> Option<Day> {
        let first = on_day(anchor, 1)?;
        (0..MOST_STEPS).find_map(|step| {
            let months = u32::try_from(step * i64::from(self.every)).ok()?;
            let month = Day::of(first.date().checked_add_months(Months::new(months))?)?;
            day_of(month).filter(|day| *day > after && *day >= anchor)
        })
    }
}

fn by_days(anchor: Day, after: Day, every: i64) -> Day {
    let gone = anchor.days_until(after);
    if gone < 0 { anchor } else { anchor.plus_days((gone / every + 1) * every) }
}

/// A day of the month that `month` lies in; its last one where the month is shorter.
fn on_day(month: Day, day: u32) -> Option<Day> {
    let date = month.date();
    (28..=day.max(28))
        .rev()
        .chain(std::iter::once(day))
        .filter(|one| *one <= day)
        .find_map(|one| Day::from_ymd(date.year(), date.month(), one))
}

fn last_workday(month: Day, calendar: &WorkingCalendar) -> Option<Day> {
    let next = Day::of(month.date().checked_add_months(Months::new(1))?)?;
    Some(calendar.add_working_days(on_day(next, 1)?, -1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn days(rule: Recurrence, anchor: &str, count: usize) -> Vec<String> {
        let calendar = WorkingCalendar::default();
        let mut here = day(anchor);
        let mut found = Vec::new();
        while found.len() < count {
            let Some(next) = rule.next(day(anchor), here, &calendar) else { break };
            here = next;
            found.push(next.to_string());
        }
        found
    }

    fn rule(unit: RecurUnit, every: u16) -> Recurrence {
        Recurrence { unit, every, weekdays: 0, until: None }
    }

    #[test]
    fn by_calendar_arithmetic() {
        assert_eq!(days(rule(RecurUnit::Day, 10), "2027-02-20", 2), ["2027-03-02", "2027-03-12"]);
        // Friday, then Monday.
        assert_eq!(days(rule(RecurUnit::Workday, 1), "2027-01-07", 2), ["2027-01-08", "2027-01-11"]);
        assert_eq!(days(rule(RecurUnit::Week, 2), "2027-01-06", 2), ["2027-01-20", "2027-02-03"]);
        let tuesday_and_friday = Recurrence { weekdays: 0b001_0010, ..rule(RecurUnit::Week, 1) };
        assert_eq!(days(tuesday_and_friday, "2027-01-05", 3), ["2027-01-08", "2027-01-12", "2027-01-15"]);
        let every_other = Recurrence { weekdays: 0b001_0010, ..rule(RecurUnit::Week, 2) };
        assert_eq!(days(every_other, "2027-01-05", 3), ["2027-01-08", "2027-01-19", "2027-01-22"]);
    }

    #[test]
    fn a_month_without_that_day_takes_its_last_one_and_the_next_one_has_it_again() {
        assert_eq!(days(rule(RecurUnit::Month, 1), "2027-01-31", 3), ["2027-02-28", "2027-03-31", "2027-04-30"]);
        assert_eq!(days(rule(RecurUnit::Month, 12), "2028-02-29", 1), ["2029-02-28"]);
        assert_eq!(days(rule(RecurUnit::Month, 3), "2027-01-15", 2), ["2027-04-15", "2027-07-15"]);
    }

    #[test]
    fn the_last_working_day_of_a_month() {
        // 31 Jan 2027 and 28 Feb 2027 are Sundays.
        assert_eq!(days(rule(RecurUnit::LastWorkday, 1), "2027-01-04", 3), ["2027-01-29", "2027-02-26", "2027-03-31"]);
    }

    #[test]
    fn it_ends_and_skips_what_was_missed() {
        let until = Recurrence { until: Some(day("2027-01-20")), ..rule(RecurUnit::Week, 1) };
        assert_eq!(days(until, "2027-01-06", 9), ["2027-01-13", "2027-01-20"]);
        let calendar = WorkingCalendar::default();
        let daily = rule(RecurUnit::Day, 7);
        assert_eq!(daily.next(day("2027-01-04"), day("2027-02-03"), &calendar), Some(day("2027-02-08")));
        assert!(rule(RecurUnit::Day, 0).sound().is_err() && rule(RecurUnit::Day, 367).sound().is_err());
    }
}
