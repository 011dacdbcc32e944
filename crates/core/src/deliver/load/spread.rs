//! Where the hours of a task fall, and what a person can give. Pure.
use crate::values::{Day, WorkingCalendar};

/// What one gives in a working day, and what a task without an estimate takes of each, in minutes.
pub(crate) const DAY_MINUTES: u32 = 8 * 60;
/// Longer tasks are counted as far as this, in days.
const LONGEST: i64 = 3_650;

/// The minutes of a task, evenly over its working days from start to due; days before `now` count to `now`: what is late is to be done
/// now. Without an estimate each of its working days counts [`DAY_MINUTES`]. `None` without any date.
pub(crate) fn spread(
    calendar: &WorkingCalendar,
    start: Option<Day>,
    due: Option<Day>,
    estimate_minutes: Option<u32>,
    now: Day,
) -> Option<Vec<(Day, f64)>> {
    let due = due.or(start)?;
    let start = start.unwrap_or(due).min(due);
    let all = (0..=start.days_until(due).min(LONGEST)).map(|n| start.plus_days(n));
    let days: Vec<Day> = all.filter(|day| calendar.is_working(*day)).collect();
    let days = if days.is_empty() { vec![due] } else { days };
    let minutes = estimate_minutes.map_or(f64::from(DAY_MINUTES) * days.len() as f64, f64::from);
    let each = minutes / days.len() as f64;
    Some(days.into_iter().map(|day| (day.max(now), each)).collect())
}

/// The Monday of the week of a day.
pub(crate) fn monday(day: Day) -> Day {
    day.plus_days(-i64::from(day.weekday()))
}

/// Minutes a person can give in the week that begins on `monday`: their usual week (or [`DAY_MINUTES`] for each working day of the firm),
/// less the holidays and the days of leave.
pub(crate) fn capacity(
    calendar: &WorkingCalendar,
    week_minutes: Option<u32>,
    leave: &[(Day, Day)],
    monday: Day,
) -> u32 {
    let free = WorkingCalendar { workdays: calendar.workdays, holidays: Default::default() };
    let week = || (0..7).map(|n| monday.plus_days(n)).filter(|day| free.is_working(*day));
    let away = |day: &Day| leave.iter().any(|(first, last)| first <= day && day <= last);
    let here = week().filter(|day| calendar.is_working(*day) && !away(day)).count() as u32;
    let usual = week().count() as u32;
    match week_minutes {
        _ if usual == 0 => 0,
        Some(minutes) => minutes * here / usual,
        None => DAY_MINUTES * here,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn sum(days: &[(Day, f64)]) -> f64 {
        days.iter().map(|(_, minutes)| minutes).sum()
    }

    #[test]
    fn an_estimate_is_spread_over_the_working_days() {
        let calendar = WorkingCalendar::default();
        // Thursday to Monday: three working days.
        let found =
            spread(&calendar, Some(day("2026-11-19")), Some(day("2026-11-23")), Some(600), day("2026-11-02")).unwrap();
        let wanted = ["2026-11-19", "2026-11-20", "2026-11-23"].map(|text| (day(text), 200.0));
        assert_eq!(found, wanted);
    }

    #[test]
    fn what_is_late_is_to_be_done_now() {
        let calendar = WorkingCalendar::default();
        let now = day("2026-11-23");
        let found = spread(&calendar, Some(day("2026-11-19")), Some(day("2026-11-20")), None, now).unwrap();
        assert_eq!(found, [(now, 480.0), (now, 480.0)]);
        assert_eq!(spread(&calendar, None, None, Some(60), now), None);
    }

    #[test]
    fn a_week_has_what_holidays_and_leave_let() {
        let mut calendar = WorkingCalendar::default();
        let monday = day("2026-12-21");
        assert_eq!(capacity(&calendar, None, &[], monday), 2_400);
        calendar.holidays.insert(day("2026-12-25"), "Christmas".into());
        assert_eq!(capacity(&calendar, None, &[], monday), 1_920);
        // Half a week's job, away on Monday and Tuesday: two of five days are left.
        let away = [(day("2026-12-19"), day("2026-12-22"))];
        assert_eq!(capacity(&calendar, Some(1_200), &away, monday), 480);
        assert_eq!(capacity(&calendar, Some(1_200), &[(day("2026-12-01"), day("2027-01-31"))], monday), 0);
    }

    proptest! {
        #[test]
        fn no_minute_is_lost(start in 0i64..400, length in 0i64..200, minutes in 0u32..100_000, now in 0i64..400) {
            let first = day("2026-01-01");
            let found = spread(&WorkingCalendar::default(), Some(first.plus_days(start)), Some(first.plus_days(start + length)),
                Some(minutes), first.plus_days(now)).unwrap();
            prop_assert!((sum(&found) - f64::from(minutes)).abs() < 1e-6 * f64::from(minutes).max(1.0));
            prop_assert!(found.iter().all(|(day, _)| *day >= first.plus_days(now)));
        }
    }
}
