//! How often a decision falls for us.
use std::collections::BTreeMap;

use super::{
    Body, Cell, Cells, ColumnKind, Period, Standing, cells, columns, count, currencies, minor, money, percent, text,
};
use crate::sell::StageKind;

pub(super) const NAME: &str = "win-rate";
pub(super) const TITLE: &str = "Win rate";
const DEFINITION: &str = "Won ÷ (won + lost), by count and by value, of the deals that were won or lost on the day and closed within the period. \
The owner is the one at the time; product and lost reason are today's. Open deals do not count; \
by value, a deal without an amount weighs nothing. Values of each currency by themselves.";
const NOBODY: &str = "(no owner)";
const NO_PRODUCT: &str = "(no product)";
const NO_REASON: &str = "(no reason given)";

#[derive(Default, Clone, Copy)]
struct Tally {
    won: usize,
    lost: usize,
    won_value: i128,
    lost_value: i128,
}

impl Tally {
    fn add(&mut self, deal: &Standing) {
        if deal.kind == StageKind::Won {
            self.won += 1;
            self.won_value += minor(deal);
        } else {
            self.lost += 1;
            self.lost_value += minor(deal);
        }
    }

    fn counts(self) -> [(&'static str, Cell); 3] {
        let (won, lost) = (self.won as i128, self.lost as i128);
        [("won", count(self.won)), ("lost", count(self.lost)), ("rate", percent(won, won + lost))]
    }

    fn values(self, currency: &str) -> [(&'static str, Cell); 4] {
        [
            ("currency", text(currency)),
            ("won_value", money(self.won_value, currency)),
            ("lost_value", money(self.lost_value, currency)),
            ("value_rate", percent(self.won_value, self.won_value + self.lost_value)),
        ]
    }
}

pub(super) fn report(standings: &[Standing], period: Period) -> Body {
    let closed: Vec<&Standing> =
        standings.iter().filter(|deal| deal.kind != StageKind::Open && period.holds(deal.closed_on())).collect();
    let lost: Vec<&Standing> = closed.iter().copied().filter(|deal| deal.kind == StageKind::Lost).collect();
    let mut rows = by("Overall", &closed, |_| "All");
    rows.extend(by("Owner", &closed, |deal| deal.owner.as_deref().unwrap_or(NOBODY)));
    rows.extend(by("Product", &closed, |deal| deal.product.as_deref().unwrap_or(NO_PRODUCT)));
    rows.extend(by("Lost reason", &lost, |deal| deal.lost_reason.as_deref().unwrap_or(NO_REASON)).into_iter().map(
        |mut row| {
            // Among lost deals alone a rate says nothing.
            for key in ["won", "rate", "won_value", "value_rate"] {
                row.insert(key.into(), Cell::Empty);
            }
            row
        },
    ));
    Body {
        definition: DEFINITION,
        columns: columns(&[
            ("by", "By", ColumnKind::Text),
            ("name", "Name", ColumnKind::Text),
            ("won", "Won", ColumnKind::Count),
            ("lost", "Lost", ColumnKind::Count),
            ("rate", "Win rate", ColumnKind::Percent),
            ("currency", "Currency", ColumnKind::Text),
            ("won_value", "Won value", ColumnKind::Money),
            ("lost_value", "Lost value", ColumnKind::Money),
            ("value_rate", "Win rate by value", ColumnKind::Percent),
        ]),
        rows,
        totals: totals(&closed),
        sample_size: closed.len(),
    }
}

/// One line a name and currency.
fn by<'a>(what: &str, deals: &[&'a Standing], name: fn(&'a Standing) -> &'a str) -> Vec<Cells> {
    let mut tallies: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for deal in deals {
        tallies.entry((name(deal), deal.currency.as_str())).or_default().add(deal);
    }
    let row = |((name, currency), tally): ((&str, &str), Tally)| {
        let mut row = cells([("by", text(what)), ("name", text(name))]);
        row.extend(cells(tally.counts()));
        row.extend(cells(tally.values(currency)));
        row
    };
    tallies.into_iter().map(row).collect()
}

/// Counts over everything; values only where there is one currency.
fn totals(closed: &[&Standing]) -> Cells {
    let mut tally = Tally::default();
    for deal in closed {
        tally.add(deal);
    }
    let mut totals = cells(tally.counts());
    let currencies = currencies(closed.iter().copied());
    if let (Some(currency), 1) = (currencies.first(), currencies.len()) {
        totals.extend(cells(tally.values(currency)));
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::tests::standing;
    use crate::values::Day;

    fn find<'a>(body: &'a Body, by: &str, name: &str) -> &'a Cells {
        body.rows.iter().find(|row| row["by"] == text(by) && row["name"] == text(name)).unwrap()
    }

    #[test]
    fn won_over_won_and_lost_by_count_and_value() {
        let mut lost = standing(StageKind::Lost, Some("2017-03-01"), Some(300));
        lost.owner = None;
        lost.lost_reason = Some("Too expensive".into());
        let deals = [
            standing(StageKind::Won, Some("2017-03-01"), Some(100)),
            standing(StageKind::Won, Some("2017-03-02"), None),
            lost,
            standing(StageKind::Open, None, Some(1_000)),
        ];
        let body = report(&deals, Period::default());
        assert_eq!(body.totals["rate"], Cell::Percent(66.67));
        assert_eq!(body.totals["value_rate"], Cell::Percent(25.0));
        assert_eq!(find(&body, "Owner", "Ada")["rate"], Cell::Percent(100.0));
        assert_eq!(find(&body, "Owner", NOBODY)["lost"], count(1));
        assert_eq!(find(&body, "Lost reason", "Too expensive")["rate"], Cell::Empty);
        assert_eq!(body.sample_size, 3);

        let second = Period { from: Day::parse_iso("2017-03-02").ok(), to: Day::parse_iso("2017-03-02").ok() };
        assert_eq!(report(&deals, second).totals["won"], count(1));
    }

    #[test]
    fn totals_of_several_currencies_count_but_do_not_add() {
        let mut euro = standing(StageKind::Won, Some("2017-03-01"), Some(1));
        euro.currency = "EUR".into();
        let body = report(&[euro, standing(StageKind::Lost, Some("2017-03-01"), Some(1))], Period::default());
        assert_eq!(body.totals["rate"], Cell::Percent(50.0));
        assert!(!body.totals.contains_key("won_value"));
    }
}
