//! Order keys: text that sorts by its bytes (BINARY collation), with room between any two.
//!
//! A key is a fraction in base 62 without its leading `0.`; `U` is about a half. Between two neighbours the key is drawn
//! from the middle half of the gap, so that two machines that fill the same gap seldom choose the same key.
use crate::error::{Code, Error, Result};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u64 = 62;
/// How many keys must fit into a gap before one is drawn from it.
const ROOM: u64 = 512;
/// Keys at an open end keep this length: 62^6 places, about 7 million steps from the middle to either end.
const END_DIGITS: usize = 6;
const END_STEP: u64 = 3844;
/// From this length on a list should be spread anew, in the same transaction.
pub const LONG: usize = 40;

/// A key that sorts after `below` and before `above`; `None` is the open end. `jitter` is any random number.
/// Fails when the two are equal, in the wrong order, or no keys: then the list wants [`spread`].
pub fn between(below: Option<&str>, above: Option<&str>, jitter: u64) -> Result<String> {
    let low = below.map(digits).transpose()?;
    let high = above.map(digits).transpose()?;
    let key = match (low, high) {
        (None, None) => middle(&[], &[BASE as u8], jitter),
        (Some(low), None) => step_up(&low, jitter).or_else(|| middle(&low, &[BASE as u8], jitter)),
        (None, Some(high)) => step_down(&high, jitter).or_else(|| middle(&[], &high, jitter)),
        (Some(low), Some(high)) => middle(&low, &high, jitter),
    };
    key.map(text).ok_or_else(no_room)
}

/// `count` keys in order, evenly apart, with room between, before and after.
pub fn spread(count: usize) -> Vec<String> {
    let gaps = count as u128 + 1;
    let mut length = 2;
    let mut places: u128 = u128::from(BASE * BASE);
    while places / gaps < u128::from(BASE) {
        length += 1;
        places *= u128::from(BASE);
    }
    (1..gaps).map(|i| text(number(places * i / gaps, length))).collect()
}

/// Whether the list this key stands in should be spread anew.
pub fn is_long(key: &str) -> bool {
    key.len() >= LONG
}

fn no_room() -> Error {
    Error::new(Code::Conflict, "There is no place between these two cards any more. Nothing was moved; try once more.")
}

fn digits(key: &str) -> Result<Vec<u8>> {
    let read: Option<Vec<u8>> = key.bytes().map(|b| DIGITS.iter().position(|d| *d == b).map(|i| i as u8)).collect();
    read.filter(|d| d.iter().any(|d| *d > 0)).ok_or_else(no_room)
}

/// Without trailing zeros: then the order of the texts is the order of the fractions.
fn text(mut key: Vec<u8>) -> String {
    while key.last() == Some(&0) {
        key.pop();
    }
    key.iter().map(|d| DIGITS[*d as usize] as char).collect()
}

fn number(mut value: u128, length: usize) -> Vec<u8> {
    let mut key = vec![0; length];
    for digit in key.iter_mut().rev() {
        *digit = (value % u128::from(BASE)) as u8;
        value /= u128::from(BASE);
    }
    key
}

/// Goes as deep as the gap needs to hold [`ROOM`] keys, then draws one from its middle half.
fn middle(low: &[u8], high: &[u8], jitter: u64) -> Option<Vec<u8>> {
    let mut gap: u64 = 0;
    let mut depth = 0;
    while gap < ROOM {
        if depth > low.len().max(high.len()) + 2 {
            return None;
        }
        let (l, h) = (digit(low, depth), digit(high, depth));
        // Negative only where `high` sorts before `low`.
        gap = (gap * BASE + h).checked_sub(l)?;
        depth += 1;
    }
    let offset = gap / 4 + jitter % (gap / 2);
    add(low, depth, offset)
}

fn step_up(low: &[u8], jitter: u64) -> Option<Vec<u8>> {
    add(low, END_DIGITS, END_STEP / 2 + jitter % END_STEP)
}

fn step_down(high: &[u8], jitter: u64) -> Option<Vec<u8>> {
    let value = (0..END_DIGITS).fold(0u64, |value, i| value * BASE + digit(high, i));
    let lower = value.checked_sub(END_STEP / 2 + jitter % END_STEP)?;
    (lower > 0).then(|| number(u128::from(lower), END_DIGITS))
}

fn digit(key: &[u8], at: usize) -> u64 {
    key.get(at).map_or(0, |d| u64::from(*d))
}

/// The first `depth` digits of `key`, plus `offset` in the last of them; `None` where that reaches 1.
fn add(key: &[u8], depth: usize, offset: u64) -> Option<Vec<u8>> {
    let mut sum: Vec<u8> = (0..depth).map(|i| digit(key, i) as u8).collect();
    let mut carry = offset;
    for digit in sum.iter_mut().rev() {
        let value = u64::from(*digit) + carry;
        *digit = (value % BASE) as u8;
        carry = value / BASE;
    }
    (carry == 0).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_key_lies_near_the_middle() {
        for jitter in [0, 1, u64::MAX] {
            let key = between(None, None, jitter).unwrap();
            assert!("F" < key.as_str() && key.as_str() < "l", "{key}");
        }
    }

    #[test]
    fn ten_thousand_cards_at_either_end_keep_short_keys() {
        let (mut first, mut last) = ("U".to_owned(), "U".to_owned());
        for i in 0..10_000u64 {
            let jitter = i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let (before, after) =
                (between(None, Some(&first), jitter).unwrap(), between(Some(&last), None, jitter).unwrap());
            assert!(before < first && last < after);
            (first, last) = (before, after);
        }
        assert!(first.len() <= END_DIGITS && last.len() <= END_DIGITS, "{first} {last}");
    }

    #[test]
    fn both_ends_never_run_out() {
        let mut last = "zzzzzzzz".to_owned();
        let mut first = "000001".to_owned();
        for i in 0..200 {
            let next = between(Some(&last), None, i).unwrap();
            let before = between(None, Some(&first), i).unwrap();
            assert!(next > last && before < first);
            (last, first) = (next, before);
        }
    }

    #[test]
    fn one_gap_takes_any_number_and_says_when_to_spread() {
        let (low, mut high) = ("A".to_owned(), "B".to_owned());
        let mut long = 0;
        for i in 0..5_000u64 {
            let key = between(Some(&low), Some(&high), i.wrapping_mul(0x9E37_79B9_7F4A_7C15)).unwrap();
            assert!(low < key && key < high, "{low} {key} {high}");
            high = key;
            if is_long(&high) {
                long += 1;
                high = "B".to_owned();
            }
        }
        assert!(long > 5 && long < 100, "{long}");
    }

    #[test]
    fn ties_wrong_order_and_foreign_keys_are_refused() {
        for (low, high) in [("A", "A"), ("B", "A"), ("a!", "b"), ("", "b"), ("A", "A0"), ("0", "1"), ("ä", "b")] {
            assert_eq!(between(Some(low), Some(high), 7).map_err(|e| e.code), Err(Code::Conflict), "{low:?} {high:?}");
        }
    }

    #[test]
    fn spread_keys_are_short_ordered_and_have_room() {
        for count in [0, 1, 2, 61, 62, 1_000, 100_000] {
            let keys = spread(count);
            assert_eq!(keys.len(), count);
            assert!(keys.windows(2).all(|two| two[0] < two[1]));
            assert!(keys.iter().all(|key| !key.is_empty() && key.len() <= 5));
            for two in keys.windows(2).take(50) {
                let key = between(Some(&two[0]), Some(&two[1]), 3).unwrap();
                assert!(two[0] < key && key < two[1]);
            }
        }
    }

    proptest! {
        #[test]
        fn a_list_stays_in_order_wherever_cards_go(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 1..300)) {
            let mut list: Vec<String> = Vec::new();
            for (place, jitter) in places {
                let at = place.index(list.len() + 1);
                let below = at.checked_sub(1).map(|i| list[i].as_str());
                let key = between(below, list.get(at).map(String::as_str), jitter).unwrap();
                list.insert(at, key);
            }
            prop_assert!(list.windows(2).all(|two| two[0] < two[1]));
        }

        #[test]
        fn two_machines_seldom_meet(a: u64, b: u64) {
            let (one, two) = (between(Some("A"), Some("B"), a).unwrap(), between(Some("A"), Some("B"), b).unwrap());
            prop_assert_eq!(one == two, a % 1922 == b % 1922);
        }

        #[test]
        fn any_text_is_answered(low in ".{0,12}", high in ".{0,12}", jitter: u64) {
            if let Ok(key) = between(Some(&low), Some(&high), jitter) {
                prop_assert!(low < key && key < high);
            }
        }
    }
}
