//! Names and notes as people write them: kept whole, compared kindly.
use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// The longest name of anything, in characters.
pub const NAME_MAX: usize = 300;
/// The longest note or description, in characters.
pub const NOTE_MAX: usize = 100_000;

/// "1 deal", "8,800 deals": a count with what is counted, thousands in groups. `one` gets an s behind it, or ies for its y.
pub fn counted(count: impl TryInto<u64>, one: &str) -> String {
    let count = count.try_into().unwrap_or_default();
    match (count, one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o']))) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{} {stem}ies", in_groups(count)),
        (_, None) => format!("{} {one}s", in_groups(count)),
    }
}

/// A count with a comma before every three digits.
pub fn in_groups(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What two spellings of one name have in common: NFC, no case, single spaces. Equal keys are the same name.
pub fn name_key(name: &str) -> String {
    let folded: String = if name.is_ascii() { name.to_ascii_lowercase() } else { fold(name) };
    let mut key = String::with_capacity(folded.len());
    for word in
        folded.split(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c)).filter(|word| !word.is_empty())
    {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// What spellings of one phone number have in common, with and without country code: its last nine digits. `None` where there are
/// none. The schema derives the column `phone_key` by the same rule.
pub fn phone_key(phone: &str) -> Option<String> {
    let bare: Vec<char> = phone.chars().filter(|c| !matches!(c, ' ' | '-' | '/' | '(' | ')' | '.' | '+')).collect();
    let zeros = bare.iter().take_while(|c| **c == '0').count();
    let key: String = bare[zeros.max(bare.len().saturating_sub(9))..].iter().collect();
    (!key.is_empty()).then_some(key)
}

/// Whether this could be an e-mail address: one @, a dot in the host, no space.
pub fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(name), Some(host), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains(char::is_whitespace)
}

/// The text to store: NFC, trimmed, without NUL. Refused above `max_chars` characters.
pub fn clean(text: &str, max_chars: usize) -> Result<String> {
    let nfc: Cow<'_, str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let bare: Cow<'_, str> = if nfc.contains('\0') { Cow::Owned(nfc.replace('\0', "")) } else { nfc };
    let whole = bare.trim();
    // What is short in bytes is short in characters: no need to count.
    let long = if whole.len() > max_chars { whole.chars().count() } else { 0 };
    if long > max_chars {
        let start: String = whole.chars().take(40).collect();
        return Err(Error::invalid(format!(
            "\u{201c}{start}\u{2026}\u{201d} is {long} characters long; at most {max_chars} fit. Nothing was changed; shorten it."
        )));
    }
    Ok(whole.to_owned())
}

/// Two names that differ, yet may well mean the same: equal but for spaces and punctuation ("GTXPro", "GTX Pro"), or, from six
/// letters on, one slip of the pen apart. A different digit is a different name.
pub fn near_miss(a: &str, b: &str) -> bool {
    let (key_a, key_b) = (name_key(a), name_key(b));
    if key_a == key_b {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (letters(&key_a).collect(), letters(&key_b).collect());
    if a.is_empty() || b.is_empty() {
        return false;
    }
    a == b || (a.len().min(b.len()) >= 6 && one_slip(&a, &b))
}

/// Letters and digits of a name alone, without case: equal for "GTX Pro" and "GTXPro".
pub fn letter_key(name: &str) -> String {
    letters(&name_key(name)).collect()
}

fn letters(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| c.is_alphanumeric())
}

fn fold(name: &str) -> String {
    let lower: String = name.nfc().flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(lower.len());
    for c in lower.nfc() {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            _ => folded.push(c),
        }
    }
    folded
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// One letter more, less, other, or two swapped; digits must agree.
fn one_slip(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let end = short[start..].iter().rev().zip(long[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[start..short.len() - end], &long[start..long.len() - end]);
    let slip = match (short, long) {
        ([], [_]) | ([_], [_]) => true,
        ([x, y], [v, w]) => x == w && y == v,
        _ => false,
    };
    slip && !short.iter().chain(long).any(|c| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_read_like_words() {
        let said = [(0, "deal"), (1, "deal"), (999, "deal"), (8_800, "deal"), (1_234_567, "company"), (2, "day")]
            .map(|(n, one)| counted(n, one));
        assert_eq!(said, ["0 deals", "1 deal", "999 deals", "8,800 deals", "1,234,567 companies", "2 days"]);
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(name_key("  ACME   Corp\t"), "acme corp");
        assert_eq!(name_key("Mu\u{308}ller"), name_key("MÜLLER"));
        assert_eq!(name_key("Straße"), name_key("STRASSE"));
        assert_eq!(name_key("a\u{a0}b"), "a b");
        assert_ne!(name_key("GTX Pro"), name_key("GTXPro"));
    }

    #[test]
    fn near_misses_are_slips_not_siblings() {
        for (a, b) in [
            ("GTXPro", "GTX Pro"),
            ("Acme, Inc.", "ACME Inc"),
            ("Betasoloin", "Betasolion"),
            ("Philipines", "Philippines"),
            ("technolgy", "technology"),
        ] {
            assert!(near_miss(a, b) && near_miss(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("Acme", "ACME"),
            ("GTX Basic", "GTX Plus Basic"),
            ("Customer 1", "Customer 2"),
            ("Customer 1", "Customer 11"),
            ("Anna", "Anne"),
            ("", "x"),
            ("??", "!!"),
            ("MG Special", "MG Advanced"),
        ] {
            assert!(!near_miss(a, b) && !near_miss(b, a), "{a} {b}");
        }
    }

    #[test]
    fn clean_text_is_short_enough_trimmed_and_nfc() {
        assert_eq!(clean("  Mu\u{308}ller\0 ", 6), Ok("Müller".into()));
        let refused = clean(&"x".repeat(1_000_000), NAME_MAX).unwrap_err();
        assert!(refused.message.contains("1000000 characters") && refused.message.len() < 300, "{}", refused.message);
        assert!(clean(&"ü".repeat(300), 300).is_ok());
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(name in "\\PC{0,20}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key);
        }

        #[test]
        fn clean_is_settled_and_near_miss_symmetric(a in ".{0,15}", b in ".{0,15}") {
            let once = clean(&a, 100).unwrap();
            prop_assert_eq!(clean(&once, 100).unwrap(), once.clone());
            prop_assert!(!once.contains('\0'));
            prop_assert_eq!(near_miss(&a, &b), near_miss(&b, &a));
            prop_assert!(!near_miss(&a, &a));
        }
    }
}
