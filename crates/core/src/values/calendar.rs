//! The working calendar: which days count, and where a number of them leads.
use std::collections::BTreeMap;

use super::Day;

/// A firm's working week and its holidays. With no working day at all, every day counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    /// Bit 0 = Monday … bit 6 = Sunday.
    pub workdays: u8,
    pub holidays: BTreeMap<Day, String>,
}

impl Default for WorkingCalendar {
    /// Monday to Friday without holidays.
    fn default() -> WorkingCalendar {
        WorkingCalendar { workdays: 0b001_1111, holidays: BTreeMap::new() }
    }
}

impl WorkingCalendar {
    pub fn is_working(&self, day: Day) -> bool {
        self.is_workday(day) && !self.holidays.contains_key(&day)
    }

    /// `day` itself when it is a working day, else the next one.
    pub fn next_working(&self, day: Day) -> Day {
        self.seek(day, 1)
    }

    /// The `days`-th working day after `day`; before it for negative `days`. 0 is the next working day from `day` on.
    pub fn add_working_days(&self, day: Day, days: i32) -> Day {
        let step = if days < 0 { -1 } else { 1 };
        let mut here = if days == 0 { self.next_working(day) } else { day };
        for _ in 0..days.unsigned_abs() {
            let next = self.seek(here.plus_days(step), step);
            if next == here {
                break;
            }
            here = next;
        }
        here
    }

    /// The holidays that cost a working day from `from` to `to`, both included, for "skips 24 Dec".
    pub fn skipped(&self, from: Day, to: Day) -> Vec<(Day, String)> {
        if to < from {
            return Vec::new();
        }
        self.holidays
            .range(from..=to)
            .filter(|(day, _)| self.is_workday(**day))
            .map(|(day, name)| (*day, name.clone()))
            .collect()
    }

    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = from.days_until(to);
        let week = i64::from(if self.week() == 0 { 7 } else { self.week().count_ones() });
        let rest = (days / 7 * 7 + 1..=days).filter(|n| self.is_workday(from.plus_days(*n))).count() as i64;
        days / 7 * week + rest - self.skipped(from.plus_days(1), to).len() as i64
    }

    fn week(&self) -> u8 {
        self.workdays & 0b111_1111
    }

    fn is_workday(&self, day: Day) -> bool {
        self.week() == 0 || self.week() >> day.weekday() & 1 == 1
    }

    /// The first working day from `day` on in this direction, or the end of the calendar.
    fn seek(&self, day: Day, step: i64) -> Day {
        let mut here = day;
        while !self.is_working(here) {
            let next = here.plus_days(step);
            if next == here {
                break;
            }
            here = next;
        }
        here
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn christmas() -> WorkingCalendar {
        let holidays = [("2026-12-24", "Christmas Eve"), ("2026-12-25", "Christmas Day"), ("2026-12-26", "Boxing Day")];
        WorkingCalendar {
            holidays: holidays.into_iter().map(|(d, n)| (day(d), n.to_owned())).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let calendar = christmas();
        assert_eq!(calendar.next_working(day("2026-11-28")), day("2026-11-30"));
        assert_eq!(calendar.add_working_days(day("2026-12-23"), 1), day("2026-12-28"));
        assert_eq!(calendar.add_working_days(day("2026-12-28"), -1), day("2026-12-23"));
        assert_eq!(calendar.add_working_days(day("2026-11-28"), 0), day("2026-11-30"));
        assert_eq!(calendar.add_working_days(day("2026-11-27"), 10), day("2026-12-11"));
        let skipped = calendar.skipped(day("2026-12-20"), day("2026-12-31"));
        assert_eq!(
            skipped.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
            ["Christmas Eve", "Christmas Day"]
        );
        assert_eq!(calendar.working_days_between(day("2026-12-23"), day("2026-12-28")), 1);
    }

    #[test]
    fn an_impossible_calendar_still_ends() {
        let every = WorkingCalendar { workdays: 0, holidays: BTreeMap::new() };
        assert_eq!(every.add_working_days(day("2026-11-28"), 2), day("2026-11-30"));
        let last = christmas().add_working_days(day("9999-12-30"), i32::MAX);
        assert_eq!(last.to_string(), "9999-12-31");
        assert!(christmas().add_working_days(day("0001-01-05"), i32::MIN) <= day("0001-01-05"));
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(start in 700_000i64..760_000, n in 0i32..400, workdays in 1u8..128, off in prop::collection::btree_set(0i64..500, 0..20)) {
            let from = day("0001-01-01").plus_days(start);
            let holidays = off.into_iter().map(|n| (from.plus_days(n), "off".to_owned())).collect();
            let calendar = WorkingCalendar { workdays, holidays };
            let here = calendar.next_working(from);
            let there = calendar.add_working_days(here, n);
            prop_assert!(calendar.is_working(there));
            prop_assert_eq!(calendar.working_days_between(here, there), i64::from(n));
            prop_assert_eq!(calendar.working_days_between(there, here), -i64::from(n));
            prop_assert_eq!(calendar.add_working_days(there, -n), here);
        }
    }
}
