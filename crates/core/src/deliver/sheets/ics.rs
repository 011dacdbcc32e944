//! iCalendar by RFC 5545: text escaped, lines folded at 75 octets, one entry for each record under its own lasting name. Pure.
use std::fmt::Write;

use crate::values::Day;

/// How far back entries go, in days: what was done lately keeps its place in the calendar.
pub(super) const BACK: i64 = 30;
/// Octets of a line, without its end.
const LINE: usize = 75;
/// 1 January 1970 as a day's number.
const EPOCH: i64 = 719_162;

/// All of these days, or a minute of a day with how long it takes. Times are those of the wall clock wherever the file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Days(Day, Day),
    Minute(Day, u16, Option<u32>),
}

/// A record with its days.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub uid: String,
    pub name: String,
    pub about: String,
    pub place: Option<String>,
    pub when: When,
    pub done: bool,
    /// A project's task; otherwise an activity.
    pub task: bool,
}

/// The whole file. `stamp`: when it was written, UTC milliseconds.
pub(super) fn calendar(whose: &str, stamp: i64, entries: &[Entry]) -> String {
    let mut file = String::new();
    let stamp = instant(stamp);
    line(&mut file, "BEGIN:VCALENDAR");
    line(&mut file, "VERSION:2.0");
    line(&mut file, "PRODID:-//Handsel//Handsel//EN");
    line(&mut file, "CALSCALE:GREGORIAN");
    line(&mut file, "METHOD:PUBLISH");
    line(&mut file, &format!("X-WR-CALNAME:{}", escaped(&format!("{whose} (Handsel)"))));
    for entry in entries {
        event(&mut file, entry, &stamp);
    }
    line(&mut file, "END:VCALENDAR");
    file
}

fn event(file: &mut String, entry: &Entry, stamp: &str) {
    line(file, "BEGIN:VEVENT");
    line(file, &format!("UID:{}", entry.uid));
    line(file, &format!("DTSTAMP:{stamp}"));
    match entry.when {
        When::Days(first, last) => {
            line(file, &format!("DTSTART;VALUE=DATE:{}", digits(first)));
            // The end is the first day that is free again.
            line(file, &format!("DTEND;VALUE=DATE:{}", digits(last.max(first).plus_days(1))));
        }
        When::Minute(day, minute, takes) => {
            line(file, &format!("DTSTART:{}T{:02}{:02}00", digits(day), minute / 60, minute % 60));
            if let Some(minutes) = takes {
                line(file, &format!("DURATION:PT{minutes}M"));
            }
        }
    }
    let done = if entry.done { "Done: " } else { "" };
    line(file, &format!("SUMMARY:{}", escaped(&format!("{done}{}", entry.name))));
    if !entry.about.trim().is_empty() {
        line(file, &format!("DESCRIPTION:{}", escaped(&entry.about)));
    }
    if let Some(place) = entry.place.as_deref().filter(|place| !place.trim().is_empty()) {
        line(file, &format!("LOCATION:{}", escaped(place)));
    }
    line(file, if entry.task { "CATEGORIES:Task" } else { "CATEGORIES:Activity" });
    // A whole day of work does not make somebody unfit for a meeting.
    let free = matches!(entry.when, When::Days(..));
    line(file, if free { "TRANSP:TRANSPARENT" } else { "TRANSP:OPAQUE" });
    line(file, "END:VEVENT");
}

/// `\`, `;`, `,` and ends of lines, which would end the value; other signs of control are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(sign);
            }
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(' '),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// A line in pieces of at most 75 octets, never within a letter; what follows begins with a space.
fn line(file: &mut String, text: &str) {
    let mut wide = 0;
    for sign in text.chars() {
        if wide + sign.len_utf8() > LINE {
            file.push_str("\r\n ");
            wide = 1;
        }
        file.push(sign);
        wide += sign.len_utf8();
    }
    file.push_str("\r\n");
}

fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}

fn instant(ms: i64) -> String {
    let (day, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000) / 1_000);
    let mut text = Day::from_number(EPOCH + day).map_or_else(|| "19700101".to_owned(), digits);
    let _ = write!(text, "T{:02}{:02}{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60);
    text
}
