//! The only place that asks the machine for the time. Read once per transaction; order never depends on it.
#![allow(clippy::disallowed_methods)]
use crate::values::Day;

/// UTC milliseconds.
pub(crate) fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// The device's civil date.
pub(crate) fn today() -> Day {
    Day::of(chrono::Local::now().date_naive())
        .unwrap_or_else(|| Day::from_ymd(2000, 1, 1).expect("1 January 2000 exists"))
}

/// The device's civil date and the minute of that day.
pub(crate) fn minute() -> (Day, u16) {
    use chrono::Timelike;
    let now = chrono::Local::now();
    let minute = u16::try_from(now.hour() * 60 + now.minute()).unwrap_or(0);
    (Day::of(now.date_naive()).unwrap_or_else(today), minute)
}

/// The civil date and minute of an instant, where this device is.
pub(crate) fn local(at_ms: i64) -> (Day, u16) {
    use chrono::{TimeZone, Timelike};
    match chrono::Local.timestamp_millis_opt(at_ms).earliest() {
        Some(then) => {
            let minute = u16::try_from(then.hour() * 60 + then.minute()).unwrap_or(0);
            (Day::of(then.date_naive()).unwrap_or_else(today), minute)
        }
        None => minute(),
    }
}

/// The instant of a minute of a civil day, where this device is. An hour that a change of clocks leaves out is the one after it.
pub(crate) fn instant(day: Day, minute: u16) -> i64 {
    use chrono::TimeZone;
    let hour = u32::from(minute / 60).min(23);
    let wall = day.date().and_hms_opt(hour, u32::from(minute % 60), 0).unwrap_or_default();
    let found = chrono::Local.from_local_datetime(&wall);
    found.earliest().map_or_else(|| wall.and_utc().timestamp_millis(), |then| then.timestamp_millis())
}

/// Hybrid logical clock: 16 bits of counter below the milliseconds, always past the last one even if the wall clock jumps back.
pub(crate) fn hlc(now_ms: i64, last: i64) -> i64 {
    (now_ms << 16).max(last + 1)
}
