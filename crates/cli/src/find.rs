//! What a person calls a record: its id, the key it had where it came from, its name, or the first digits of its id.
use handsel_core::values::{Day, Ref};
use handsel_core::{Book, Code, Error, Result};
use uuid::Uuid;

use crate::rows::{self, Calling, Candidate, Kind, NAMED};

/// Fewer digits than these are more likely to be a name.
const SHORTEST_PREFIX: usize = 4;

/// The one record of `kinds` that `text` names; `not_found` or `ambiguous` (naming the candidates) otherwise.
pub fn record(book: &Book, kinds: &[Kind], text: &str) -> Result<Candidate> {
    let text = text.trim();
    for calling in callings(text) {
        let found = book.read(|reader| {
            let mut found = Vec::new();
            for kind in kinds {
                found.extend(rows::called(reader, *kind, text, calling)?);
            }
            Ok(found)
        })?;
        match found.len() {
            0 => {}
            1 => return found.into_iter().next().ok_or_else(|| unknown(kinds, text)),
            _ => return Err(ambiguous(text, &found)),
        }
    }
    Err(unknown(kinds, text))
}

/// A civil day, or the civil day of an RFC 3339 instant as it is written.
pub fn day(text: &str) -> std::result::Result<Day, String> {
    if let Ok(instant) = chrono::DateTime::parse_from_rfc3339(text) {
        return Day::of(instant.date_naive()).ok_or_else(|| format!("{text} is too far away"));
    }
    Day::parse_iso(text).map_err(|error| error.message)
}

/// A record by its id, or one to find or create by this name.
pub fn reference(text: &str) -> Ref {
    Uuid::parse_str(text.trim()).map_or_else(|_| Ref::name(text.trim()), Ref::id)
}

fn callings(text: &str) -> Vec<Calling> {
    if let Ok(id) = Uuid::parse_str(text) {
        return vec![Calling::Id(id)];
    }
    let mut callings = vec![Calling::SourceKey, Calling::ExactName, Calling::Name];
    callings.extend(prefix(text).map(|(first, last)| Calling::Prefix(first, last)));
    callings
}

/// The first and the last id that begin with these hexadecimal digits (hyphens as in a written id).
fn prefix(text: &str) -> Option<(Uuid, Uuid)> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if digits.len() < SHORTEST_PREFIX || digits.len() > 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let bound = |fill: &str| Uuid::parse_str(&format!("{digits}{}", fill.repeat(32 - digits.len()))).ok();
    Some((bound("0")?, bound("f")?))
}

fn words(kinds: &[Kind]) -> String {
    match kinds {
        [one] => one.word().to_owned(),
        _ => "record".to_owned(),
    }
}

fn unknown(kinds: &[Kind], text: &str) -> Error {
    Error::new(
        Code::NotFound,
        format!("There is no {} “{text}”. Use its name, id, or the key of its source.", words(kinds)),
    )
}

fn ambiguous(text: &str, found: &[Candidate]) -> Error {
    let named: Vec<String> =
        found.iter().take(NAMED).map(|one| format!("{} {} “{}”", one.kind.word(), one.id, one.name)).collect();
    let more = if found.len() > NAMED { " and more" } else { "" };
    Error::new(
        Code::Ambiguous,
        format!("“{text}” could be {}{more}. Nothing was changed; use an id.", named.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_for_all_ids_that_begin_with_them() {
        let (first, last) = prefix("0193-a").unwrap();
        assert_eq!(first.to_string(), "0193a000-0000-0000-0000-000000000000");
        assert_eq!(last.to_string(), "0193afff-ffff-ffff-ffff-ffffffffffff");
        assert_eq!(prefix("abc"), None);
        assert_eq!(prefix("cancity"), None);
    }

    #[test]
    fn a_day_may_come_as_an_instant() {
        assert_eq!(day("2017-03-01T23:30:00-05:00").unwrap(), day("2017-03-01").unwrap());
        assert!(day("03/01/2017").is_err());
    }
}
