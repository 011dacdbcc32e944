//! What a report's rule makes: lines that know which deals they were made from, and the cells in them.
use std::collections::BTreeMap;

use super::types::{Cell, Cells, ChartKind, ColumnKind, MoneyCell, ReportChart, ReportColumn};
use crate::values::{Minor, Money};

/// A deal of the [`super::world::World`] by its place there, with what it brings to a line (days, mostly).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pick {
    pub deal: usize,
    pub figure: Option<i64>,
}

impl Pick {
    pub fn of(deal: usize) -> Pick {
        Pick { deal, figure: None }
    }

    pub fn with(deal: usize, figure: i64) -> Pick {
        Pick { deal, figure: Some(figure) }
    }
}

/// One row. `parts` are the deals of single cells, by column key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub key: String,
    pub cells: Cells,
    pub deals: Vec<Pick>,
    pub parts: Vec<(&'static str, Vec<Pick>)>,
}

/// A table with its lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub title: &'static str,
    pub definition: &'static str,
    pub columns: Vec<ReportColumn>,
    pub lines: Vec<Line>,
    pub totals: Cells,
    pub chart: Option<ReportChart>,
}

/// What a report computes; the rest is the same for all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    pub definition: String,
    pub notes: Vec<String>,
    pub main: Sheet,
    pub sections: Vec<Sheet>,
    pub sample_size: usize,
    /// What [`Pick::figure`] is called.
    pub figure: Option<&'static str>,
}

impl Body {
    /// The deals behind a row, `row#column` for those of one cell, `*` for all rows of the main table.
    pub fn picks(&self, key: &str) -> Option<Vec<Pick>> {
        if key == "*" {
            return Some(once_each(self.main.lines.iter().flat_map(|line| line.deals.iter().copied())));
        }
        let (row, column) = key.rsplit_once('#').unwrap_or((key, ""));
        let mut lines = self.main.lines.iter().chain(self.sections.iter().flat_map(|sheet| &sheet.lines));
        let line = lines.find(|line| line.key == key || line.key == row)?;
        if line.key == key {
            return Some(line.deals.clone());
        }
        line.parts.iter().find(|(part, _)| *part == column).map(|(_, picks)| picks.clone())
    }
}

fn once_each(picks: impl Iterator<Item = Pick>) -> Vec<Pick> {
    let mut by_deal: BTreeMap<usize, Pick> = BTreeMap::new();
    for pick in picks {
        by_deal.entry(pick.deal).or_insert(pick);
    }
    by_deal.into_values().collect()
}

/// (key, label, kind); a key with `#` at its end answers its own records.
pub(super) fn columns(list: &[(&str, &str, ColumnKind)]) -> Vec<ReportColumn> {
    list.iter()
        .map(|(key, label, kind)| {
            let drill = key.ends_with('#');
            ReportColumn { key: key.trim_end_matches('#').into(), label: (*label).into(), kind: *kind, drill }
        })
        .collect()
}

pub(super) fn chart(kind: ChartKind, label: &str, values: &[&str]) -> Option<ReportChart> {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Some(ReportChart { kind, label: label.to_owned(), values, goal: None })
}

pub(super) fn cells<const N: usize>(list: [(&str, Cell); N]) -> Cells {
    list.into_iter().map(|(key, cell)| (key.to_owned(), cell)).collect()
}

pub(super) fn count(number: usize) -> Cell {
    Cell::Count(u32::try_from(number).unwrap_or(u32::MAX))
}

pub(super) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(super) fn money(minor: i128, currency: &str) -> Cell {
    let minor = Minor(i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX }));
    let amount = Money { minor, currency: currency.to_owned() }.plain();
    Cell::Money(MoneyCell { minor, currency: currency.to_owned(), amount })
}

pub(super) fn maybe_money(minor: Option<i128>, currency: &str) -> Cell {
    minor.map_or(Cell::Empty, |minor| money(minor, currency))
}

/// part ÷ whole in percent, two decimals; empty where there is nothing to divide by.
pub(super) fn percent(part: i128, whole: i128) -> Cell {
    if whole == 0 { Cell::Empty } else { number(part as f64 * 100.0 / whole as f64) }
}

/// Two decimals.
pub(super) fn number(figure: f64) -> Cell {
    Cell::Number((figure * 100.0).round() / 100.0)
}

pub(super) fn maybe(figure: Option<f64>) -> Cell {
    figure.map_or(Cell::Empty, number)
}

/// Sums by currency under `key`, or `key_EUR`, `key_USD` where there are several: never added across currencies.
pub(super) fn sum_cells<'a>(totals: &mut Cells, key: &str, amounts: impl Iterator<Item = (&'a str, i128)>) {
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

/// "1 deal has", "3 deals have".
pub(super) fn deals(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 deal {one}") } else { format!("{number} deals {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn records_are_found_by_row_by_cell_and_for_everything() {
        let line = |key: &str, deals: &[usize]| Line {
            key: key.into(),
            deals: deals.iter().map(|deal| Pick::of(*deal)).collect(),
            parts: vec![("won", vec![Pick::of(deals[0])])],
            ..Line::default()
        };
        let main = Sheet { lines: vec![line("a#b", &[1, 2]), line("c", &[2, 3])], ..Sheet::default() };
        let body = Body { main, ..Body::default() };
        let found = |key: &str| body.picks(key).map(|picks| picks.iter().map(|pick| pick.deal).collect::<Vec<_>>());
        assert_eq!(found("a#b"), Some(vec![1, 2]));
        assert_eq!(found("a#b#won"), Some(vec![1]));
        assert_eq!(found("c#lost"), None);
        assert_eq!(found("*"), Some(vec![1, 2, 3]));
        assert_eq!(found("d"), None);
    }
}
