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

/// Hybrid logical clock: 16 bits of counter below the milliseconds, always past the last one even if the wall clock jumps back.
pub(crate) fn hlc(now_ms: i64, last: i64) -> i64 {
    (now_ms << 16).max(last + 1)
}
