//! What was won, by the month it closed.
use std::collections::BTreeMap;

use super::{Body, ColumnKind, Period, Standing, cells, columns, count, minor, money, sum_cells, text};
use crate::sell::StageKind;

pub(super) const NAME: &str = "revenue";
pub(super) const TITLE: &str = "Revenue won";
const DEFINITION: &str = "Amounts of the deals that were won on the day, by the month of their actual close date. \
A deal that was reopened or lost since does not count. Each currency by itself.";

pub(super) fn report(standings: &[Standing], period: Period) -> Body {
    let mut months: BTreeMap<(String, &str), (usize, i128)> = BTreeMap::new();
    let won = standings.iter().filter(|deal| deal.kind == StageKind::Won && period.holds(deal.closed_on()));
    for deal in won {
        let month = months.entry((deal.closed_on().month(), deal.currency.as_str())).or_default();
        month.0 += 1;
        month.1 += minor(deal);
    }
    let sample_size = months.values().map(|(deals, _)| deals).sum();
    let mut totals = cells([("deals", count(sample_size))]);
    sum_cells(&mut totals, "revenue", months.iter().map(|((_, currency), (_, amount))| (*currency, *amount)));
    let rows = months.into_iter().map(|((month, currency), (deals, amount))| {
        cells([
            ("month", text(&month)),
            ("currency", text(currency)),
            ("deals", count(deals)),
            ("revenue", money(amount, currency)),
        ])
    });
    Body {
        definition: DEFINITION,
        columns: columns(&[
            ("month", "Closed", ColumnKind::Text),
            ("currency", "Currency", ColumnKind::Text),
            ("deals", "Deals won", ColumnKind::Count),
            ("revenue", "Revenue", ColumnKind::Money),
        ]),
        rows: rows.collect(),
        totals,
        sample_size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::tests::standing;

    #[test]
    fn won_amounts_by_month_and_currency() {
        let mut euro = standing(StageKind::Won, Some("2017-03-31"), Some(5));
        euro.currency = "EUR".into();
        let deals = [
            standing(StageKind::Won, Some("2017-03-01"), Some(100)),
            standing(StageKind::Won, Some("2017-03-31"), Some(20)),
            standing(StageKind::Won, None, Some(1)),
            standing(StageKind::Lost, Some("2017-03-31"), Some(1_000)),
            euro,
        ];
        let body = report(&deals, Period::default());
        assert_eq!(body.rows.len(), 3);
        assert_eq!(body.rows[0]["month"], text("2017-01"));
        assert_eq!(body.rows[2]["revenue"], money(120, "USD"));
        assert_eq!(body.totals["revenue_USD"], money(121, "USD"));
        assert_eq!(body.sample_size, 4);
    }
}
