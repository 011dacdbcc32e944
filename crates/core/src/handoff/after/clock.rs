//! Working hours between two moments, and a clock against its target. Pure.
use super::types::{ClockState, HandoffClock, Pace};
use crate::values::{Day, WorkingCalendar};

/// A civil day and the minute of it.
pub(crate) type Moment = (Day, u16);

/// A working day lasts from nine to five: eight hours, as everywhere where a day has to become hours.
pub(crate) const OPENS: u16 = 9 * 60;
pub(crate) const CLOSES: u16 = 17 * 60;
const LASTS: i64 = (CLOSES - OPENS) as i64;

/// Minutes of work from one moment to a later one; 0 when it is not later.
pub(crate) fn between(calendar: &WorkingCalendar, from: Moment, to: Moment) -> i64 {
    if to <= from {
        return 0;
    }
    if from.0 == to.0 {
        return if calendar.is_working(from.0) { into(to.1) - into(from.1) } else { 0 };
    }
    let first = if calendar.is_working(from.0) { LASTS - into(from.1) } else { 0 };
    let (last, whole) = if calendar.is_working(to.0) { (into(to.1), -1) } else { (0, 0) };
    first + (calendar.working_days_between(from.0, to.0) + whole) * LASTS + last
}

/// The moment at which so many minutes of work have passed since `from`.
pub(crate) fn after(calendar: &WorkingCalendar, from: Moment, minutes: i64) -> Moment {
    let minutes = minutes.max(0);
    let (first, begun) = if calendar.is_working(from.0) { (from.0, into(from.1)) } else { (from.0, LASTS) };
    if minutes <= LASTS - begun && calendar.is_working(first) {
        return (first, minute(begun + minutes));
    }
    let rest = minutes - (LASTS - begun);
    let days = (rest.max(1) - 1) / LASTS;
    let day = calendar.add_working_days(first, i32::try_from(days + 1).unwrap_or(i32::MAX));
    (day, minute(rest - days * LASTS))
}

/// Minutes of a working day that have passed by a minute of the day.
fn into(at: u16) -> i64 {
    i64::from(at.clamp(OPENS, CLOSES) - OPENS)
}

fn minute(into: i64) -> u16 {
    OPENS + u16::try_from(into.clamp(0, LASTS)).unwrap_or(0)
}

/// What a clock runs over. `planned`: when what it waits for is to happen, if that is known.
pub(crate) struct Run<'a> {
    pub calendar: &'a WorkingCalendar,
    pub from: Moment,
    /// When it stopped; `None`: it runs.
    pub to: Option<Moment>,
    pub now: Moment,
    /// Times that do not count, open ones until now.
    pub pauses: &'a [(Moment, Option<Moment>)],
    pub target_minutes: Option<u32>,
    pub planned: Option<Day>,
}

/// The clock as it stands.
pub(crate) fn clock(run: &Run<'_>) -> HandoffClock {
    let end = run.to.unwrap_or(run.now);
    let paused: i64 = merged(run, end).iter().map(|(since, until)| between(run.calendar, *since, *until)).sum();
    let spent = (between(run.calendar, run.from, end) - paused).max(0);
    let is_paused = run.to.is_none() && run.pauses.iter().any(|(_, until)| until.is_none());
    let target = run.target_minutes.map(i64::from);
    let due = target.map(|target| after(run.calendar, run.from, target + paused));
    let foreseen = run.planned.zip(due).is_some_and(|(planned, (due, _))| planned > due);
    let pace = match target {
        Some(target) if spent > target => Pace::Late,
        Some(target) if run.to.is_none() && (spent * 4 >= target * 3 || foreseen) => Pace::Soon,
        _ => Pace::Fine,
    };
    HandoffClock {
        state: match (run.to, is_paused) {
            (Some(_), _) => ClockState::Stopped,
            (None, true) => ClockState::Paused,
            (None, false) => ClockState::Running,
        },
        spent_minutes: u32::try_from(spent).unwrap_or(u32::MAX),
        target_minutes: run.target_minutes,
        pace,
        due: due.map(|(day, _)| day),
        due_minute: due.map(|(_, minute)| minute),
    }
}

/// The pauses within the run, those that overlap as one.
fn merged(run: &Run<'_>, end: Moment) -> Vec<(Moment, Moment)> {
    let mut all: Vec<(Moment, Moment)> = run
        .pauses
        .iter()
        .map(|(since, until)| ((*since).max(run.from), until.unwrap_or(end).min(end)))
        .filter(|(since, until)| since < until)
        .collect();
    all.sort_unstable();
    let mut merged: Vec<(Moment, Moment)> = Vec::with_capacity(all.len());
    for (since, until) in all {
        match merged.last_mut() {
            Some(last) if since <= last.1 => last.1 = last.1.max(until),
            _ => merged.push((since, until)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn christmas() -> WorkingCalendar {
        let off = ["2026-12-24", "2026-12-25"].map(|one| (day(one), "Christmas".to_owned()));
        WorkingCalendar { holidays: off.into_iter().collect(), ..WorkingCalendar::default() }
    }

    #[test]
    fn only_hours_of_work_count() {
        let week = WorkingCalendar::default();
        // Friday 20 November 2026, 15:00 to Monday 10:30: two hours and one and a half.
        let (friday, monday) = ((day("2026-11-20"), 15 * 60), (day("2026-11-23"), 10 * 60 + 30));
        assert_eq!(between(&week, friday, monday), 120 + 90);
        assert_eq!(between(&week, monday, friday), 0);
        assert_eq!(between(&week, (day("2026-11-20"), 7 * 60), (day("2026-11-20"), 20 * 60)), 480);
        assert_eq!(between(&week, (day("2026-11-21"), 600), (day("2026-11-22"), 900)), 0);
        assert_eq!(between(&week, (day("2026-11-18"), OPENS), (day("2026-11-20"), CLOSES)), 3 * 480);
        // Wednesday 23 December 16:00 to Monday 28 December 10:00: an hour and an hour.
        assert_eq!(between(&christmas(), (day("2026-12-23"), 960), (day("2026-12-28"), 600)), 120);
    }

    #[test]
    fn a_target_ends_in_hours_of_work() {
        let week = WorkingCalendar::default();
        assert_eq!(after(&week, (day("2026-11-20"), 15 * 60), 210), (day("2026-11-23"), 10 * 60 + 30));
        assert_eq!(after(&week, (day("2026-11-21"), 600), 60), (day("2026-11-23"), 600));
        assert_eq!(after(&week, (day("2026-11-20"), OPENS), 480), (day("2026-11-20"), CLOSES));
        assert_eq!(after(&week, (day("2026-11-20"), OPENS), 481), (day("2026-11-23"), OPENS + 1));
    }

    #[test]
    fn pauses_do_not_count_and_what_comes_late_is_said_before() {
        let week = WorkingCalendar::default();
        let (won, now) = ((day("2026-11-16"), OPENS), (day("2026-11-18"), OPENS));
        let run = |pauses: &[(Moment, Option<Moment>)], to, target, planned| {
            clock(&Run { calendar: &week, from: won, to, now, pauses, target_minutes: target, planned })
        };
        // Two days have passed; one of them was paused, by two pauses that overlap.
        let paused =
            [((day("2026-11-17"), OPENS), Some((day("2026-11-17"), 13 * 60))), ((day("2026-11-17"), 12 * 60), None)];
        let seen = run(&paused, None, Some(960), None);
        assert_eq!((seen.spent_minutes, seen.state, seen.pace), (480, ClockState::Paused, Pace::Fine));
        assert_eq!((seen.due, seen.due_minute), (Some(day("2026-11-18")), Some(CLOSES)));
        assert_eq!(run(&[], None, Some(1200), None).pace, Pace::Soon, "960 of 1200 is more than three quarters");
        assert_eq!(run(&[], None, Some(959), None).pace, Pace::Late);
        assert_eq!(run(&[], None, Some(4800), Some(day("2026-12-01"))).pace, Pace::Soon, "planned past the target");
        assert_eq!(run(&[], None, Some(4800), Some(day("2026-11-20"))).pace, Pace::Fine);
        let stopped = run(&[], Some((day("2026-11-16"), 12 * 60)), Some(240), None);
        assert_eq!((stopped.spent_minutes, stopped.state, stopped.pace), (180, ClockState::Stopped, Pace::Fine));
        assert_eq!(run(&[], None, None, None).pace, Pace::Fine);
    }

    proptest! {
        #[test]
        fn counting_and_adding_agree(start in 0i64..400, at in 0u16..1440, minutes in 1i64..9_000, workdays in 1u8..128) {
            let calendar = WorkingCalendar { workdays, ..christmas() };
            let from = (day("2026-01-01").plus_days(start), at);
            let to = after(&calendar, from, minutes);
            prop_assert!(to >= from && calendar.is_working(to.0));
            prop_assert_eq!(between(&calendar, from, to), minutes);
        }
    }
}
