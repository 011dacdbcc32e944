//! Money of several currencies in one: at dated rates that are named, and never silently.
use std::collections::BTreeMap;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use super::money::{MINOR_MAX, currency_code, exponent, rounded};
use super::quantity::decimal;
use super::{Day, Minor, Money};
use crate::error::{Error, Result};

/// An exact decimal above 0, up to a million, with up to twelve decimals. Written `0.92345`; exported to the window as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate(i64);

const PLACES: usize = 12;
const UNIT: i64 = 1_000_000_000_000;
const LARGEST: i64 = 1_000_000;

impl Rate {
    /// Reads digits with a point or a comma, e.g. `0.9234` or `0,9234`. Nothing is rounded: more decimals than twelve are refused.
    pub fn parse(text: &str) -> Result<Rate> {
        let text = text.trim();
        let wrong = || {
            let shown: String = text.chars().take(40).collect();
            Error::invalid(format!(
                "\u{201c}{shown}\u{201d} is not a rate. Write digits, e.g. 0.9234; at most twelve decimals, above 0 and at most 1,000,000."
            ))
        };
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let sound =
            !text.is_empty() && whole.len() <= 7 && fraction.len() <= PLACES && digits(whole) && digits(fraction);
        if !sound {
            return Err(wrong());
        }
        let units: i128 = format!("0{whole}{fraction:0<PLACES$}").parse().map_err(|_| wrong())?;
        let fits = units > 0 && units <= i128::from(LARGEST) * i128::from(UNIT);
        i64::try_from(units).ok().filter(|_| fits).map(Rate).ok_or_else(wrong)
    }

    /// A thousand for one and so on, for tests and samples.
    pub fn whole(number: u16) -> Rate {
        Rate(i64::from(number.max(1)) * UNIT)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&decimal(i128::from(self.0), PLACES))
    }
}

impl TryFrom<String> for Rate {
    type Error = Error;
    fn try_from(text: String) -> Result<Rate> {
        Rate::parse(&text)
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> String {
        rate.to_string()
    }
}

impl ToSql for Rate {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Rate {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Rate> {
        Rate::parse(value.as_str()?).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

/// One unit of `currency` was worth `rate` units of the home currency from `day` on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRate {
    pub day: Day,
    pub currency: String,
    pub rate: Rate,
}

/// All rates to one home currency.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rates {
    home: String,
    by_currency: BTreeMap<String, BTreeMap<Day, Rate>>,
}

impl Rates {
    pub fn to(home: &str, rates: impl IntoIterator<Item = DatedRate>) -> Rates {
        let mut all = Rates { home: home.to_owned(), by_currency: BTreeMap::new() };
        for DatedRate { day, currency, rate } in rates {
            all.by_currency.entry(currency).or_default().insert(day, rate);
        }
        all
    }

    pub fn home(&self) -> &str {
        &self.home
    }

    /// The newest rate of `currency` that is not after `day`.
    pub fn at(&self, currency: &str, day: Day) -> Option<UsedRate> {
        let (day, rate) = self.by_currency.get(currency)?.range(..=day).next_back()?;
        Some(UsedRate { currency: currency.to_owned(), rate: *rate, day: *day })
    }
}

/// The rate that was taken, and the day it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct UsedRate {
    pub currency: String,
    #[specta(type = String)]
    pub rate: Rate,
    pub day: Day,
}

/// A sum in the home currency: what it was converted at, and what could not be converted and is *not* in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Converted {
    pub total: Money,
    pub used: Vec<UsedRate>,
    /// Sums in currencies that have no rate on or before the day.
    pub left: Vec<Money>,
}

impl Converted {
    /// For people: "USD at 0.92 of 21 Nov 2026; CHF 300 has no rate and is left out".
    pub fn sentence(&self) -> String {
        let used = self.used.iter().map(|one| format!("{} at {} of {}", one.currency, one.rate, one.day.spoken()));
        let left = self.left.iter().map(|money| format!("{} has no rate and is left out", money.spoken()));
        used.chain(left).collect::<Vec<_>>().join("; ")
    }
}

/// The amounts as one sum in the home currency of `rates`, at the newest rates not after `day`. Each currency is summed first and
/// converted once, rounded half away from zero to the minor unit; so the order of the amounts makes no difference.
pub fn convert(amounts: &[Money], rates: &Rates, day: Day) -> Converted {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for amount in amounts {
        *sums.entry(&amount.currency).or_default() += i128::from(amount.minor.0);
    }
    let home = rates.home();
    let mut total: i128 = 0;
    let (mut used, mut left) = (Vec::new(), Vec::new());
    for (currency, sum) in sums {
        if currency == home {
            total = total.saturating_add(sum);
        } else if let Some(rate) = rates.at(currency, day) {
            total = total.saturating_add(at_rate(sum, currency, home, rate.rate));
            used.push(rate);
        } else {
            left.push(Money { minor: within(sum), currency: currency.to_owned() });
        }
    }
    Converted { total: Money { minor: within(total), currency: home.to_owned() }, used, left }
}

/// Minor units of `from` as minor units of `to`.
fn at_rate(sum: i128, from: &str, to: &str, rate: Rate) -> i128 {
    let up = 10_i128.pow(exponent(to));
    let down = 10_i128.pow(exponent(from)) * i128::from(UNIT);
    let product = sum.checked_mul(i128::from(rate.0)).and_then(|product| product.checked_mul(up));
    product.map_or(if sum < 0 { i128::MIN } else { i128::MAX }, |product| rounded(product, down))
}

/// What a window can hold.
fn within(sum: i128) -> Minor {
    let most = i128::from(MINOR_MAX);
    Minor(i64::try_from(sum.clamp(-most, most)).unwrap_or(MINOR_MAX))
}

/// The code of a foreign currency; refuses an unknown one and the home currency itself.
pub fn foreign(currency: &str, home: &str) -> Result<&'static str> {
    let code = currency_code(currency)?;
    if code == home {
        return Err(Error::invalid(format!(
            "{home} is the firm's own currency: its rate is always 1. Nothing was changed."
        )));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn rates() -> Rates {
        let rate = |on: &str, currency: &str, rate: &str| DatedRate {
            day: day(on),
            currency: currency.into(),
            rate: Rate::parse(rate).unwrap(),
        };
        Rates::to(
            "EUR",
            [
                rate("2026-01-01", "USD", "0.9"),
                rate("2026-03-01", "USD", "0.925"),
                rate("2026-01-01", "JPY", "0.006"),
                rate("2026-01-01", "KWD", "3.1"),
            ],
        )
    }

    fn money(minor: i64, currency: &str) -> Money {
        Money::new(minor, currency).unwrap()
    }

    #[test]
    fn rates_are_exact_decimals() {
        for (text, written) in [
            ("0.92345", "0.92345"),
            ("1,10", "1.1"),
            ("17", "17"),
            (".5", "0.5"),
            ("0.000000000001", "0.000000000001"),
            ("1000000", "1000000"),
        ] {
            assert_eq!(Rate::parse(text).unwrap().to_string(), written);
        }
        for text in ["", "0", "-1", "abc", "1.2.3", "1 000", "1000001", "0.0000000000001", "1e3", ".", "99999999"] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_newest_rate_not_after_the_day_is_taken_and_named() {
        let sums = [money(100_000, "USD"), money(50_000, "EUR"), money(1_000, "JPY"), money(2_000, "KWD")];
        let spring = convert(&sums, &rates(), day("2026-03-01"));
        // 1000.00 USD × 0.925 + 500.00 EUR + 1000 JPY × 0.006 + 2.000 KWD × 3.1 = 925 + 500 + 6 + 6.20
        assert_eq!(spring.total, money(143_720, "EUR"));
        let winter = convert(&sums[..1], &rates(), day("2026-02-28"));
        assert_eq!((winter.total.clone(), winter.used[0].day), (money(90_000, "EUR"), day("2026-01-01")));
        assert_eq!(winter.sentence(), "USD at 0.9 of 1 Jan 2026");
    }

    #[test]
    fn what_has_no_rate_is_left_out_and_said() {
        let none = convert(&[money(30_000, "CHF"), money(1, "EUR")], &rates(), day("2026-03-01"));
        assert_eq!((none.total.clone(), none.left.clone()), (money(1, "EUR"), vec![money(30_000, "CHF")]));
        assert_eq!(none.sentence(), "CHF 300 has no rate and is left out");
        assert_eq!(convert(&[money(5, "USD")], &rates(), day("2025-12-31")).left.len(), 1);
    }

    #[test]
    fn an_unknown_currency_has_no_rate() {
        assert!(foreign("XYZ", "EUR").unwrap_err().message.contains("is not a currency"));
        assert!(foreign("eur", "EUR").is_err());
        assert_eq!(foreign("usd", "EUR"), Ok("USD"));
    }

    proptest! {
        #[test]
        fn conversion_keeps_its_promises(
            amounts in prop::collection::vec((-1_000_000_000_i64..1_000_000_000, prop::sample::select(vec!["EUR", "USD", "JPY", "KWD", "CHF"])), 0..12),
            turn in 0usize..12,
        ) {
            let mut list: Vec<Money> = amounts.iter().map(|(minor, currency)| money(*minor, currency)).collect();
            let on = day("2026-03-05");
            let once = convert(&list, &rates(), on);
            let left: i64 = once.left.iter().map(|money| money.minor.0).sum();
            let francs: i64 = list.iter().filter(|money| money.currency == "CHF").map(|money| money.minor.0).sum();
            prop_assert_eq!(left, francs);
            let by = turn.min(list.len());
            list.rotate_left(by);
            prop_assert_eq!(&convert(&list, &rates(), on).total, &once.total);
            // Each foreign currency is rounded once: parts differ from the whole by at most half a cent each.
            let parts: i64 = list.iter().map(|money| convert(std::slice::from_ref(money), &rates(), on).total.minor.0).sum();
            prop_assert!((parts - once.total.minor.0).unsigned_abs() <= list.len() as u64);
        }

        #[test]
        fn any_rate_is_answered(text in "[0-9.,]{0,20}") {
            if let Ok(rate) = Rate::parse(&text) {
                prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
            }
        }
    }
}
