//! The predecessor column: `3`, `3FS+2d`, `5SS-1d;7FF`, as in MS Project. Numbers are rows of the outline or ids of a file.
use crate::deliver::LinkKind;
use crate::error::{Error, Result};

/// One predecessor as written. `elapsed`: the lag counts every day (`ed`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    pub number: u32,
    pub kind: LinkKind,
    pub lag_days: i32,
    pub elapsed: bool,
}

/// Reads a predecessor column. Separators are `;` and `,`; a week (`w`) is five days of a lag.
pub fn read_predecessors(text: &str) -> Result<Vec<Predecessor>> {
    let parts = text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| read(part).ok_or_else(|| not_understood(part))).collect()
}

/// Writes one as [`read_predecessors`] reads it; FS without lag is the number alone.
pub(crate) fn written(number: usize, kind: LinkKind, lag_days: i32, elapsed: bool) -> String {
    match (kind, lag_days) {
        (LinkKind::FinishStart, 0) => number.to_string(),
        (_, 0) => format!("{number}{}", kind.as_str()),
        _ => format!("{number}{}{lag_days:+}{}", kind.as_str(), if elapsed { "ed" } else { "d" }),
    }
}

fn read(part: &str) -> Option<Predecessor> {
    let part = part.to_ascii_uppercase().replace(' ', "");
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    let (number, rest) = part.split_at(digits);
    let sign = rest.find(['+', '-']).unwrap_or(rest.len());
    let (kind, lag) = rest.split_at(sign);
    let kind = match kind {
        "" => LinkKind::FinishStart,
        word => *LinkKind::ALL.iter().find(|kind| kind.as_str() == word)?,
    };
    let (lag_days, elapsed) = if lag.is_empty() { (0, false) } else { read_lag(lag)? };
    Some(Predecessor { number: number.parse().ok().filter(|number| *number > 0)?, kind, lag_days, elapsed })
}

fn read_lag(lag: &str) -> Option<(i32, bool)> {
    let unit = lag.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(lag.len());
    let (days, unit) = lag.split_at(unit);
    let days: i32 = days.parse().ok()?;
    match unit {
        "" | "D" | "DAY" | "DAYS" => Some((days, false)),
        "ED" | "EDAYS" => Some((days, true)),
        "W" | "WK" | "WEEKS" => Some((days.checked_mul(5)?, false)),
        _ => None,
    }
}

fn not_understood(part: &str) -> Error {
    Error::invalid(format!(
        "“{}” is not a predecessor. Write the number of a row, if you like with FS, SS, FF or SF and a lag, e.g. 3 or 3FS+2d; several with a semicolon. Nothing was changed.",
        part.chars().take(40).collect::<String>()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_written_in_ms_project() {
        let read = |text: &str| read_predecessors(text).unwrap();
        let one = |number, kind, lag_days, elapsed| Predecessor { number, kind, lag_days, elapsed };
        assert_eq!(read("3"), [one(3, LinkKind::FinishStart, 0, false)]);
        assert_eq!(read(" 3fs + 2d "), [one(3, LinkKind::FinishStart, 2, false)]);
        let two = [one(5, LinkKind::StartStart, -1, false), one(7, LinkKind::FinishFinish, 0, false)];
        assert_eq!(read("5SS-1d;7FF"), two);
        assert_eq!(read("5SS-1d, 7FF;"), two);
        assert_eq!(read("2+1w"), [one(2, LinkKind::FinishStart, 5, false)]);
        assert_eq!(read("2SF+3ed"), [one(2, LinkKind::StartFinish, 3, true)]);
        assert_eq!(read(""), []);
        for bad in ["x", "3XX", "3FS+2q", "0", "-1", "3FS+", "99999999999"] {
            assert!(read_predecessors(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for kind in LinkKind::ALL {
            for (lag_days, elapsed) in [(0, false), (2, false), (-3, true)] {
                let text = written(4, *kind, lag_days, elapsed);
                let read = read_predecessors(&text).unwrap();
                assert_eq!(read, [Predecessor { number: 4, kind: *kind, lag_days, elapsed }], "{text}");
            }
        }
    }
}
