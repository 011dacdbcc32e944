//! Days as files write them. 03/04/2017 has no meaning of its own: the column's other days decide, or a person.
use super::types::DateOrder;
use crate::error::{Code, Error, Result};
use crate::values::Day;

/// Reads a day. Year first, a month in letters, and dots (always day first) need no `order`; a time after the day is left out.
pub fn parse(text: &str, order: Option<DateOrder>) -> Result<Day> {
    let bad = || {
        Error::invalid(format!(
            "\u{201c}{}\u{201d} is not a day. Write it as year-month-day, e.g. 2026-11-28.",
            text.chars().take(40).collect::<String>()
        ))
    };
    match shape(text).ok_or_else(bad)? {
        Shape::Known(year, month, day) => Day::from_ymd(year, month, day).ok_or_else(bad),
        Shape::Open(a, b, year) => {
            let (dmy, mdy) = (Day::from_ymd(year, b, a), Day::from_ymd(year, a, b));
            match (order, dmy, mdy) {
                (Some(DateOrder::Dmy), Some(day), _) | (Some(DateOrder::Mdy), _, Some(day)) => Ok(day),
                (Some(_), _, _) => Err(bad()),
                (None, Some(day), None) | (None, None, Some(day)) => Ok(day),
                (None, Some(one), Some(other)) if one == other => Ok(one),
                (None, Some(one), Some(other)) => Err(Error::new(
                    Code::Ambiguous,
                    format!(
                        "\u{201c}{}\u{201d} can be {} or {}. Choose the order of day and month.",
                        text.trim(),
                        one.spoken(),
                        other.spoken()
                    ),
                )),
                (None, None, None) => Err(bad()),
            }
        }
    }
}

/// What the days of a column say about their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    pub days: u32,
    pub year_first: u32,
    pub dmy: u32,
    pub mdy: u32,
    /// Could be read both ways, with different results.
    pub open: u32,
}

impl Evidence {
    pub fn see(&mut self, text: &str) {
        match shape(text) {
            Some(Shape::Known(y, m, d)) if Day::from_ymd(y, m, d).is_some() => {
                self.days += 1;
                self.year_first += 1;
            }
            Some(Shape::Open(a, b, year)) => {
                let (dmy, mdy) = (Day::from_ymd(year, b, a), Day::from_ymd(year, a, b));
                self.days += u32::from(dmy.is_some() || mdy.is_some());
                self.dmy += u32::from(dmy.is_some() && mdy.is_none());
                self.mdy += u32::from(mdy.is_some() && dmy.is_none());
                self.open += u32::from(dmy.is_some() && mdy.is_some() && dmy != mdy);
            }
            _ => {}
        }
    }

    /// The order, and whether somebody must be asked.
    pub fn verdict(self) -> (Option<DateOrder>, bool) {
        match (self.dmy, self.mdy, self.open) {
            (0, 0, 0) if self.days == 0 => (None, false),
            (0, 0, 0) => (Some(DateOrder::Ymd), false),
            (0, 0, _) => (None, true),
            (_, 0, _) => (Some(DateOrder::Dmy), false),
            (0, _, _) => (Some(DateOrder::Mdy), false),
            // Both orders in one file: what is clear is read, what is open must be decided.
            (_, _, 0) => (None, false),
            _ => (None, true),
        }
    }
}

pub fn looks_like_day(text: &str) -> bool {
    let mut seen = Evidence::default();
    seen.see(text);
    seen.days > 0
}

enum Shape {
    /// Year, month, day.
    Known(i32, u32, u32),
    /// Two numbers that may be day and month, and the year.
    Open(u32, u32, i32),
}

fn shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if text.len() > 64 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let day = without_time(text);
    if day.bytes().any(|b| b.is_ascii_alphabetic()) || !day.is_ascii() {
        return lettered(day);
    }
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Shape::Known(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?));
    }
    let mark = day.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = day.split(mark).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        || second.len() > 2
    {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    if first.len() == 4 && third.len() <= 2 {
        return Some(Shape::Known(first.parse().ok()?, number(second)?, number(third)?));
    }
    if first.len() > 2 {
        return None;
    }
    let year = full_year(third)?;
    if mark == '.' {
        Some(Shape::Known(year, number(second)?, number(first)?))
    } else {
        Some(Shape::Open(number(first)?, number(second)?, year))
    }
}

/// The day of `2016-10-20T08:30:00Z`, `20.10.2016 08:30`: the civil day as written, never shifted by a zone.
fn without_time(text: &str) -> &str {
    let cut =
        text.find(':').map_or(text.len(), |colon| text[..colon].rfind([' ', 'T', 't', ',']).unwrap_or(text.len()));
    text[..cut].trim_end_matches([' ', ',', 'T'])
}

/// `20 Oct 2016`, `October 20, 2016`, `20. Oktober 2016`, `20-Oct-16`.
fn lettered(text: &str) -> Option<Shape> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [a, b, c] = words.as_slice() else { return None };
    let (day, month, year) = match (month(a), month(b)) {
        (Some(month), None) => (b, month, c),
        (None, Some(month)) => (a, month, c),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    Some(Shape::Known(full_year(year)?, month, day.parse().ok()?))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb"],
        &["mar", "mär", "mrz"],
        &["apr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez"],
    ];
    let at = MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)))?;
    word.chars().all(char::is_alphabetic).then_some(at as u32 + 1)
}

fn full_year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, order: Option<DateOrder>) -> String {
        parse(text, order).map_or_else(|error| format!("{:?}", error.code), |day| day.to_string())
    }

    #[test]
    fn days_that_say_it_themselves() {
        for (text, wanted) in [
            ("2016-10-20", "2016-10-20"),
            ("2016/1/2", "2016-01-02"),
            ("20161020", "2016-10-20"),
            ("2016-10-20T23:59:59-08:00", "2016-10-20"),
            ("2016-10-20 00:00", "2016-10-20"),
            ("20.10.2016", "2016-10-20"),
            ("03.04.17", "2017-04-03"),
            ("20 Oct 2016", "2016-10-20"),
            ("October 20th, 2016", "2016-10-20"),
            ("3. März 2017", "2017-03-03"),
            ("30/07/2017", "2017-07-30"),
            ("07/30/2017", "2017-07-30"),
            ("4/4/2017", "2017-04-04"),
            ("20-Oct-16", "2016-10-20"),
            ("1/31/99 8:15 PM", "1999-01-31"),
        ] {
            assert_eq!(read(text, None), wanted, "{text}");
        }
    }

    #[test]
    fn an_open_day_is_never_guessed() {
        assert_eq!(read("03/04/2017", None), "Ambiguous");
        assert_eq!(read("03/04/2017", Some(DateOrder::Dmy)), "2017-04-03");
        assert_eq!(read("03/04/2017", Some(DateOrder::Mdy)), "2017-03-04");
        assert_eq!(read("07/30/2017", Some(DateOrder::Dmy)), "Invalid");
        for text in [
            "",
            "abc",
            "2017-02-30",
            "31/31/2017",
            "1/2",
            "12345",
            "1.2.3.4",
            "5",
            "99999999",
            "2017-13-01",
            "10:30",
            "Mars 5",
        ] {
            assert_eq!(read(text, Some(DateOrder::Dmy)), "Invalid", "{text}");
        }
    }

    #[test]
    fn a_column_tells_its_order_or_asks() {
        let of = |texts: &[&str]| {
            let mut seen = Evidence::default();
            texts.iter().for_each(|text| seen.see(text));
            seen.verdict()
        };
        assert_eq!(of(&["03/04/2017", "30/07/2017"]), (Some(DateOrder::Dmy), false));
        assert_eq!(of(&["03/04/2017", "07/30/2017"]), (Some(DateOrder::Mdy), false));
        assert_eq!(of(&["03/04/2017", "05/06/2017"]), (None, true));
        assert_eq!(of(&["2017-03-04"]), (Some(DateOrder::Ymd), false));
        assert_eq!(of(&["07/30/2017", "30/07/2017", "01/02/2017"]), (None, true));
        assert_eq!(of(&["", "abc"]), (None, false));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,30}", digits in "[0-9./: T-]{0,20}") {
            let _ = (parse(&text, None), parse(&digits, Some(DateOrder::Mdy)), looks_like_day(&text));
        }

        #[test]
        fn every_day_is_read_back(n in 0i64..3_000_000) {
            let day = Day::parse_iso("0001-01-01").unwrap().plus_days(n);
            prop_assert_eq!(parse(&day.to_string(), None).unwrap(), day);
        }
    }
}
