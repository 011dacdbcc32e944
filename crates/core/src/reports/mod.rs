//! Reports: figures from the append-only stage history, never from today's row, each with the sentence that says how it is computed.
//!
//! To add one: a file with `NAME`, `TITLE` and a pure `report(&[Standing], Period) -> Body`, and a line in [`REPORTS`].
mod forecast;
mod revenue;
mod rows;
mod win_rate;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::error::{Code, Error, Result};
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, Minor, Money};
use crate::words;

words! {
    /// How a cell is shown.
    ColumnKind { Text "text", Count "count", Money "money", Percent "percent", Day "day" }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportColumn {
    pub key: String,
    pub label: String,
    pub kind: ColumnKind,
}

/// `percent` in hundredths of a whole, two decimals: 63.15. Money carries its currency; an unknown figure is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(untagged)]
pub enum Cell {
    Count(u32),
    Percent(f64),
    Money(MoneyCell),
    Text(String),
    Empty,
}

/// `amount` is `minor` as digits and a point, for scripts: 1234.50.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoneyCell {
    pub minor: Minor,
    pub currency: String,
    pub amount: String,
}

/// Cells by column key.
pub type Cells = BTreeMap<String, Cell>;

/// A finished report. `totals` has a money figure per currency where there are several: `revenue_EUR`, `revenue_USD`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Report {
    pub name: String,
    pub title: String,
    pub as_of: Day,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub definition: String,
    pub columns: Vec<ReportColumn>,
    pub rows: Vec<Cells>,
    pub totals: Cells,
    pub sample_size: u32,
}

/// A report by its name for commands and its title for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportName {
    pub id: String,
    pub name: String,
}

/// What a deal was on a day: its newest event up to then.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub kind: StageKind,
    pub day: Day,
    pub close_date: Option<Day>,
    pub amount: Option<Minor>,
    pub currency: String,
    pub probability: u8,
    pub forecast: Forecast,
    pub owner: Option<String>,
    pub product: Option<String>,
    pub lost_reason: Option<String>,
}

impl Standing {
    /// The day it was won or lost: the actual close date, else the day it was put there.
    fn closed_on(&self) -> Day {
        self.close_date.unwrap_or(self.day)
    }
}

/// Both ends included; `None` is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Period {
    fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    fn is_open(self) -> bool {
        self == Period::default()
    }
}

/// What a report computes; the rest is the same for all.
pub(crate) struct Body {
    pub definition: &'static str,
    pub columns: Vec<ReportColumn>,
    pub rows: Vec<Cells>,
    pub totals: Cells,
    pub sample_size: usize,
}

type Compute = fn(&[Standing], Period) -> Body;
const REPORTS: [(&str, &str, Compute); 3] = [
    (forecast::NAME, forecast::TITLE, forecast::report),
    (win_rate::NAME, win_rate::TITLE, win_rate::report),
    (revenue::NAME, revenue::TITLE, revenue::report),
];

impl Book {
    /// The report of this name over the days `from` to `to`, both included, as things stood on the book's day.
    pub fn report(&self, name: &str, from: Option<Day>, to: Option<Day>) -> Result<Report> {
        let found = REPORTS.iter().find(|(known, _, _)| *known == name);
        let Some((name, title, compute)) = found else {
            let names: Vec<&str> = REPORTS.iter().map(|(name, _, _)| *name).collect();
            return Err(Error::new(
                Code::NotFound,
                format!("There is no such report. There are: {}.", names.join(", ")),
            ));
        };
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(Error::invalid("The first day lies after the last one. Swap them."));
        }
        let (as_of, standings) = self.read(|reader| Ok((reader.today(), rows::standings(reader, reader.today())?)))?;
        let body = compute(&standings, Period { from, to });
        Ok(Report {
            name: (*name).into(),
            title: (*title).into(),
            as_of,
            from,
            to,
            definition: body.definition.into(),
            columns: body.columns,
            rows: body.rows,
            totals: body.totals,
            sample_size: u32::try_from(body.sample_size).unwrap_or(u32::MAX),
        })
    }

    /// The reports there are.
    pub fn report_names(&self) -> Vec<ReportName> {
        REPORTS.iter().map(|(id, name, _)| ReportName { id: (*id).into(), name: (*name).into() }).collect()
    }
}

fn columns(list: &[(&str, &str, ColumnKind)]) -> Vec<ReportColumn> {
    list.iter()
        .map(|(key, label, kind)| ReportColumn { key: (*key).into(), label: (*label).into(), kind: *kind })
        .collect()
}

fn cells<const N: usize>(list: [(&str, Cell); N]) -> Cells {
    list.into_iter().map(|(key, cell)| (key.to_owned(), cell)).collect()
}

fn count(number: usize) -> Cell {
    Cell::Count(u32::try_from(number).unwrap_or(u32::MAX))
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn money(minor: i128, currency: &str) -> Cell {
    let minor = Minor(i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX }));
    let amount = Money { minor, currency: currency.to_owned() }.plain();
    Cell::Money(MoneyCell { minor, currency: currency.to_owned(), amount })
}

/// part ÷ whole in percent, two decimals; empty where there is nothing to divide by.
fn percent(part: i128, whole: i128) -> Cell {
    if whole == 0 { Cell::Empty } else { Cell::Percent((part as f64 * 10_000.0 / whole as f64).round() / 100.0) }
}

/// Sums by currency under `key`, or `key_EUR`, `key_USD` where there are several: never added across currencies.
fn sum_cells<'a>(totals: &mut Cells, key: &str, amounts: impl Iterator<Item = (&'a str, i128)>) {
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for (currency, amount) in amounts {
        *sums.entry(currency).or_default() += amount;
    }
    let several = sums.len() > 1;
    for (currency, sum) in sums {
        let key = if several { format!("{key}_{currency}") } else { key.to_owned() };
        totals.insert(key, money(sum, currency));
    }
}

fn currencies<'a>(of: impl Iterator<Item = &'a Standing>) -> BTreeSet<&'a str> {
    of.map(|standing| standing.currency.as_str()).collect()
}

fn minor(standing: &Standing) -> i128 {
    i128::from(standing.amount.unwrap_or_default().0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A deal as the tests need it: `closing("won", "2017-03-01", 1000)`.
    pub(crate) fn standing(kind: StageKind, close: Option<&str>, amount: Option<i64>) -> Standing {
        Standing {
            kind,
            day: Day::parse_iso("2017-01-01").unwrap(),
            close_date: close.map(|day| Day::parse_iso(day).unwrap()),
            amount: amount.map(Minor),
            currency: "USD".into(),
            probability: 50,
            forecast: Forecast::BestCase,
            owner: Some("Ada".into()),
            product: None,
            lost_reason: None,
        }
    }

    #[test]
    fn cells_read_as_plain_figures() {
        let row =
            cells([("a", count(3)), ("b", percent(4_238, 6_711)), ("c", money(123_450, "EUR")), ("d", Cell::Empty)]);
        let json = serde_json::to_value(&row).unwrap();
        let expected = serde_json::json!({
            "a": 3, "b": 63.15, "c": {"minor": 123_450, "currency": "EUR", "amount": "1234.50"}, "d": null
        });
        assert_eq!(json, expected);
        assert_eq!(percent(1, 0), Cell::Empty);
    }

    #[test]
    fn sums_never_cross_currencies() {
        let mut totals = Cells::new();
        sum_cells(&mut totals, "revenue", [("EUR", 5), ("USD", 7), ("EUR", 1)].into_iter());
        assert_eq!(totals.keys().collect::<Vec<_>>(), ["revenue_EUR", "revenue_USD"]);
        assert_eq!(totals["revenue_EUR"], money(6, "EUR"));
    }
}
