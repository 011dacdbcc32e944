//! Money: whole minor units (cents, øre, yen) of one ISO 4217 currency. Never a fraction, never across currencies.
use iso_currency::Currency;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

/// An amount in minor units. At most ±2^53, so that the window can hold it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
#[specta(transparent)]
pub struct Minor(#[specta(type = i32)] pub i64);

/// The largest amount, in minor units, that the window can hold exactly.
pub const MINOR_MAX: i64 = 1 << 53;

/// An amount with its currency; the two are always set together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Money {
    pub minor: Minor,
    /// ISO 4217, three capital letters.
    pub currency: String,
}

impl ToSql for Minor {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Minor {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Minor> {
        i64::column_result(value).map(Minor)
    }
}

impl std::fmt::Display for Minor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Money {
    /// Refuses an unknown currency and more than the window can hold.
    pub fn new(minor: i64, currency: &str) -> Result<Money> {
        let currency = currency_code(currency)?;
        if minor.unsigned_abs() > MINOR_MAX.unsigned_abs() {
            return Err(Error::invalid("This amount is too large. Nothing was changed."));
        }
        Ok(Money { minor: Minor(minor), currency: currency.to_owned() })
    }

    /// Digits and a point, for files: `1234.50`, `-0.05`, `1054` for yen.
    pub fn plain(&self) -> String {
        let (whole, rest, places) = self.split();
        let sign = if self.minor.0 < 0 { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0places$}") }
    }

    /// For sentences: `EUR 1,234.50`; whole amounts without decimals.
    pub fn spoken(&self) -> String {
        let (_, rest, places) = self.split();
        let figure = self.grouped();
        let shown = if rest == 0 && places > 0 { &figure[..figure.len() - places - 1] } else { &figure };
        format!("{} {shown}", self.currency)
    }

    /// For columns of figures: `1,234.50`, always with all decimals, without the currency.
    pub fn grouped(&self) -> String {
        let (whole, rest, places) = self.split();
        let digits = whole.to_string();
        let mut grouped = String::from(if self.minor.0 < 0 { "-" } else { "" });
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if places > 0 {
            grouped.push_str(&format!(".{rest:0places$}"));
        }
        grouped
    }

    fn split(&self) -> (u64, u64, usize) {
        let places = exponent(&self.currency);
        let unit = 10u64.pow(places);
        (self.minor.0.unsigned_abs() / unit, self.minor.0.unsigned_abs() % unit, places as usize)
    }
}

/// The ISO code in capitals, if it is one. Gold, the test code and "no currency" are none that a price can be in; the Antillean
/// guilder, withdrawn in 2025, still stands in older files.
pub fn currency_code(code: &str) -> Result<&'static str> {
    let code = code.trim();
    let capitals = code.to_ascii_uppercase();
    let known = Currency::from_code(&capitals).filter(|known| known.exponent().is_some()).map(|known| known.code());
    known.or((capitals == "ANG").then_some("ANG")).ok_or_else(|| {
        Error::invalid(format!(
            "\u{201c}{}\u{201d} is not a currency. Use its three letters, e.g. EUR or USD.",
            start(code)
        ))
    })
}

/// Every currency there is.
pub fn currencies() -> impl Iterator<Item = &'static str> {
    use iso_currency::IntoEnumIterator;
    Currency::iter().filter(|known| known.exponent().is_some()).map(|known| known.code()).chain(["ANG"])
}

/// How many decimals a currency has: 2 for euro, 0 for yen, 3 for dinar.
pub fn exponent(currency: &str) -> u32 {
    Currency::from_code(currency).and_then(|known| known.exponent()).map_or(2, u32::from)
}

/// `numerator / denominator`, rounded half away from zero; 0 for a denominator of 0. The one rounding of money in Handsel.
pub fn rounded(numerator: i128, denominator: i128) -> i128 {
    if denominator == 0 {
        return 0;
    }
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = rest.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2);
    let away = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    if up && rest != 0 { whole + away } else { whole }
}

/// Reads an amount as people write it: `1234.5`, `1.234,50`, `$1,200`, `1 054`, `1'054.20`, `EUR 12`, `(40.00)`, `-3`. `home` is the
/// currency where none is written. Refuses what is no amount, and what could be two amounts (`1.200` dinar), rather than guess.
pub fn parse(text: &str, home: &str) -> Result<Money> {
    let home = currency_code(home)?;
    let text = text.trim();
    if text.len() > 200 {
        return Err(not_an_amount(text));
    }
    let body: String = text.chars().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let (body, bracketed) = match body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim().to_owned(), true),
        None => (body, false),
    };
    let (number, minus, label) = take_currency(&body).ok_or_else(|| not_an_amount(text))?;
    let currency = if label.is_empty() { home } else { labelled(label, home, text)? };
    let minor = digits(number, exponent(currency), currency, text)?;
    Money::new(if minus != bracketed { -minor } else { minor }, currency).map_err(|_| too_large(text))
}

/// A typed number from a spreadsheet, rounded to the currency's minor unit.
pub fn from_number(value: f64, home: &str) -> Result<Money> {
    let home = currency_code(home)?;
    let scaled = (value * 10f64.powi(exponent(home) as i32)).round();
    if !scaled.is_finite() || scaled.abs() > MINOR_MAX as f64 {
        return Err(too_large(&value.to_string()));
    }
    Money::new(scaled as i64, home)
}

/// The bare number, whether it is negative, and the currency written beside it. `None` when there is anything else.
fn take_currency(text: &str) -> Option<(&str, bool, &str)> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let first = if text[..digit].ends_with(['.', ',']) && !text[..digit - 1].ends_with(char::is_alphabetic) {
        digit - 1
    } else {
        digit
    };
    let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (front, number, tail) = (text[..first].trim(), &text[first..last], text[last..].trim());
    // "1200,-" and "12.\u{2014}" are how whole amounts stand on price tags: that dash is no minus.
    let (back, back_minus) = match tail.strip_prefix([',', '.']) {
        Some(tag) => (tag.trim_start_matches(['-', '\u{2013}', '\u{2014}']), false),
        None => tail.strip_prefix('-').map_or((tail, false), |rest| (rest, true)),
    };
    let (front, front_sign) = match front.strip_prefix(['-', '+']).or_else(|| front.strip_suffix(['-', '+'])) {
        Some(rest) => (rest.trim(), Some(front.contains('-'))),
        None => (front, None),
    };
    let back = back.trim();
    let label = if front.is_empty() { back } else { front };
    let sound = (front.is_empty() || back.is_empty())
        && !(front_sign.is_some() && back_minus)
        && !label.contains(['-', '+'])
        && !number.contains(['-', '+']);
    sound.then_some((number, front_sign.unwrap_or(back_minus), label))
}

fn labelled(label: &str, home: &'static str, text: &str) -> Result<&'static str> {
    let shared = |of: &[&'static str], usual: &'static str| if of.contains(&home) { home } else { usual };
    Ok(match label {
        "€" => "EUR",
        "£" => shared(&["GBP", "EGP", "GIP", "FKP", "SHP"], "GBP"),
        "$" => shared(&["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "BRL", "TWD"], "USD"),
        "US$" => "USD",
        "A$" => "AUD",
        "C$" | "CA$" => "CAD",
        "R$" => "BRL",
        "¥" | "￥" => shared(&["JPY", "CNY"], "JPY"),
        "₹" => "INR",
        "₩" => "KRW",
        "₽" => "RUB",
        "₺" => "TRY",
        "₴" => "UAH",
        "₪" => "ILS",
        "zł" => "PLN",
        "Kč" => "CZK",
        "Ft" => "HUF",
        "Fr." | "Fr" | "SFr." => "CHF",
        "kr" | "kr." if ["SEK", "NOK", "DKK", "ISK"].contains(&home) => home,
        _ => return currency_code(label).map_err(|_| not_an_amount(text)),
    })
}

/// The digits as minor units. A separator that comes once and is followed by exactly three digits groups thousands, unless the
/// currency has three decimals: then it could be either, and is refused.
fn digits(number: &str, places: u32, currency: &str, text: &str) -> Result<i64> {
    let (points, commas) = (number.matches('.').count(), number.matches(',').count());
    let decimal = match (points, commas) {
        (0, 0) => None,
        (_, 0) => single(number, '.', points, places, text)?,
        (0, _) => single(number, ',', commas, places, text)?,
        _ if number.rfind('.') > number.rfind(',') && points == 1 => Some('.'),
        _ if number.rfind(',') > number.rfind('.') && commas == 1 => Some(','),
        _ => return Err(not_an_amount(text)),
    };
    let (whole, fraction) = decimal.and_then(|mark| number.rsplit_once(mark)).unwrap_or((number, ""));
    let whole = grouped(whole).ok_or_else(|| not_an_amount(text))?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(not_an_amount(text));
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > places as usize {
        return Err(Error::invalid(format!(
            "\u{201c}{}\u{201d} has more decimals than {currency} has ({places}).",
            start(text)
        )));
    }
    let padded = format!("{whole}{kept:0<width$}", width = places as usize);
    let minor: Option<i64> =
        padded.bytes().try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')));
    minor.filter(|minor| *minor <= MINOR_MAX).ok_or_else(|| too_large(text))
}

/// Whether the only kind of separator is the decimal one.
fn single(number: &str, mark: char, count: usize, places: u32, text: &str) -> Result<Option<char>> {
    let (whole, after) = number.rsplit_once(mark).unwrap_or((number, ""));
    if count > 1 {
        return Ok(None);
    }
    let groups = after.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && whole.bytes().all(|b| b.is_ascii_digit());
    if groups && places >= 3 {
        return Err(Error::new(
            Code::Ambiguous,
            format!(
                "\u{201c}{}\u{201d} can be read in two ways. Write it without thousands separators and with all decimals.",
                start(text)
            ),
        ));
    }
    Ok((!groups).then_some(mark))
}

/// Digits without their thousands separators; groups of three (or of two, as in India) after the first.
fn grouped(whole: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}') || c.is_whitespace();
    let mut marks = whole.chars().filter(|c| is_mark(*c));
    if let Some(mark) = marks.next() {
        if marks.any(|other| other != mark) {
            return None;
        }
        let groups: Vec<&str> = whole.split(mark).collect();
        let (first, rest) = groups.split_first()?;
        let (last, inner) = rest.split_last()?;
        let sound = (1..=3).contains(&first.len())
            && last.len() == 3
            && (inner.iter().all(|g| g.len() == 3) || (first.len() <= 2 && inner.iter().all(|g| g.len() == 2)));
        if !sound {
            return None;
        }
    }
    let digits: String = whole.chars().filter(|c| !is_mark(*c)).collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

fn not_an_amount(text: &str) -> Error {
    Error::invalid(format!("\u{201c}{}\u{201d} is not an amount. Write digits, e.g. 1234.50.", start(text)))
}

fn too_large(text: &str) -> Error {
    Error::invalid(format!("\u{201c}{}\u{201d} is too large an amount.", start(text)))
}

fn start(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match parse(text, "EUR") {
            Ok(money) => format!("{} {}", money.minor, money.currency),
            Err(error) => format!("{:?}", error.code),
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, wanted) in [
            ("1054", "105400 EUR"),
            ("1.234,50", "123450 EUR"),
            ("1,234.50", "123450 EUR"),
            ("$1,200", "120000 USD"),
            ("1 054", "105400 EUR"),
            ("1\u{202f}054,20", "105420 EUR"),
            ("1'054.20", "105420 EUR"),
            ("EUR 12", "1200 EUR"),
            ("12 EUR", "1200 EUR"),
            ("12,5", "1250 EUR"),
            ("0", "0 EUR"),
            ("1.200", "120000 EUR"),
            ("1,200", "120000 EUR"),
            ("0.125000", "Invalid"),
            (".5", "50 EUR"),
            ("-3", "-300 EUR"),
            ("(40.00)", "-4000 EUR"),
            ("3-", "-300 EUR"),
            ("-$5", "-500 USD"),
            ("$-5", "-500 USD"),
            ("1200,-", "120000 EUR"),
            ("CHF 1'200.\u{2014}", "120000 CHF"),
            ("12,34,567.00", "123456700 EUR"),
            ("1.234.567", "123456700 EUR"),
            ("\u{a5}1,054", "1054 JPY"),
            ("KWD 1.2345", "Invalid"),
            ("KWD 1.200", "Ambiguous"),
            ("KWD 1,234.500", "1234500 KWD"),
            ("12.500000", "1250 EUR"),
            ("+7", "700 EUR"),
            ("Fr. 5", "500 CHF"),
            ("5.00 EUR-", "Invalid"),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "abc",
            "12abc34",
            "1.2.3",
            "1,23.4,5",
            "10 54",
            "1.23,456,7",
            "--3",
            "1-2",
            "-",
            ".",
            "$",
            "12 XYZ",
            "EUR 12 EUR",
            "1e5",
            "NaN",
            "kr 5",
            "1,2345",
            "9007199254740993",
            "99999999999999999999",
            "'",
            "5 %",
        ] {
            assert!(parse(text, "EUR").is_err(), "{text} read as {}", read(text));
        }
        assert!(parse("abc", "EUR").unwrap_err().message.contains("abc"));
        assert!(parse("99999999999999999999", "EUR").unwrap_err().message.contains("too large"));
        assert!(parse("1", "ABC").is_err());
        for no in ["XXX", "XAU", "XTS", "ABC", "EURO", ""] {
            assert!(currency_code(no).unwrap_err().message.contains("is not a currency"), "{no}");
        }
        assert_eq!((currency_code(" eur "), currency_code("ang")), (Ok("EUR"), Ok("ANG")));
    }

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [
            (5, 10, 1),
            (-5, 10, -1),
            (4, 10, 0),
            (-4, 10, 0),
            (15, 10, 2),
            (14, 10, 1),
            (1, 3, 0),
            (2, 3, 1),
            (5, -10, -1),
            (7, 0, 0),
        ];
        for (numerator, denominator, wanted) in cases {
            assert_eq!(rounded(numerator, denominator), wanted, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn spoken_and_plain() {
        let of = |minor, currency| Money::new(minor, currency).unwrap();
        assert_eq!(of(123450, "EUR").plain(), "1234.50");
        assert_eq!(of(-5, "eur").plain(), "-0.05");
        assert_eq!(of(1054, "JPY").plain(), "1054");
        assert_eq!(of(1_000_553_400, "USD").spoken(), "USD 10,005,534");
        assert_eq!(of(-123_405, "USD").spoken(), "USD -1,234.05");
        assert_eq!(from_number(0.1 + 0.2, "EUR").unwrap().minor.0, 30);
        assert!(from_number(f64::NAN, "EUR").is_err() && from_number(1e300, "EUR").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -MINOR_MAX..=MINOR_MAX, currency in prop::sample::select(vec!["EUR", "JPY", "KWD", "CLF"])) {
            let money = Money::new(minor, currency).unwrap();
            // Three decimals behind a short number are refused as ambiguous, so those are read with their currency's habit in mind.
            match parse(&money.plain(), currency) {
                Ok(read) => prop_assert_eq!(read, money),
                Err(error) => prop_assert!(error.code == Code::Ambiguous && exponent(currency) == 3, "{}", error.message),
            }
        }

        #[test]
        fn any_text_is_answered(text in ".{0,30}", digits in "[0-9.,' $€()+-]{0,14}") {
            let _ = parse(&text, "EUR");
            let _ = parse(&digits, "KWD");
        }
    }
}
