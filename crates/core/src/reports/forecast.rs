//! What may come in, and when.
use std::collections::BTreeMap;

use super::{Body, Cells, ColumnKind, Period, Standing, cells, columns, count, minor, money, sum_cells, text};
use crate::sell::rules::weighted;
use crate::sell::{Forecast, StageKind};

pub(super) const NAME: &str = "forecast";
pub(super) const TITLE: &str = "Forecast";
const DEFINITION: &str = "Deals that were open on the day, by the month of their expected close date and the forecast category of their stage. \
Weighted = amount × stage probability. Deals without a close date stand under “undated” and are left out when a period is asked for; \
stages marked Omitted are left out. Each currency by itself.";
const UNDATED: &str = "undated";

/// Month, category and currency; `~` sorts "undated" behind every month.
type Key<'a> = (String, Forecast, &'a str);

#[derive(Default)]
struct Group {
    deals: usize,
    without_amount: usize,
    amount: i128,
    weighted: i128,
}

pub(super) fn report(standings: &[Standing], period: Period) -> Body {
    let mut groups: BTreeMap<Key<'_>, Group> = BTreeMap::new();
    for deal in standings.iter().filter(|deal| counts(deal, period)) {
        let month = deal.close_date.map_or_else(|| "~".to_owned(), |day| day.month());
        let group = groups.entry((month, deal.forecast, deal.currency.as_str())).or_default();
        group.deals += 1;
        group.without_amount += usize::from(deal.amount.is_none());
        group.amount += minor(deal);
        group.weighted += i128::from(weighted(deal.amount.unwrap_or_default(), deal.probability).0);
    }
    let total = |pick: fn(&Group) -> usize| groups.values().map(pick).sum::<usize>();
    let sample_size = total(|group| group.deals);
    let mut totals =
        cells([("deals", count(sample_size)), ("without_amount", count(total(|group| group.without_amount)))]);
    sum_cells(&mut totals, "amount", groups.iter().map(|((_, _, currency), group)| (*currency, group.amount)));
    sum_cells(&mut totals, "weighted", groups.iter().map(|((_, _, currency), group)| (*currency, group.weighted)));
    Body {
        definition: DEFINITION,
        columns: columns(&[
            ("month", "Expected close", ColumnKind::Text),
            ("category", "Category", ColumnKind::Text),
            ("currency", "Currency", ColumnKind::Text),
            ("deals", "Deals", ColumnKind::Count),
            ("without_amount", "Without amount", ColumnKind::Count),
            ("amount", "Amount", ColumnKind::Money),
            ("weighted", "Weighted", ColumnKind::Money),
        ]),
        rows: groups.into_iter().map(row).collect(),
        totals,
        sample_size,
    }
}

fn counts(deal: &Standing, period: Period) -> bool {
    let in_period = deal.close_date.map_or(period.is_open(), |day| period.holds(day));
    deal.kind == StageKind::Open && deal.forecast != Forecast::Omitted && in_period
}

fn row(((month, category, currency), group): (Key<'_>, Group)) -> Cells {
    cells([
        ("month", text(if month == "~" { UNDATED } else { &month })),
        ("category", text(category.as_str())),
        ("currency", text(currency)),
        ("deals", count(group.deals)),
        ("without_amount", count(group.without_amount)),
        ("amount", money(group.amount, currency)),
        ("weighted", money(group.weighted, currency)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::tests::standing;
    use crate::values::Day;

    #[test]
    fn open_deals_by_month_and_category_with_undated_ones_last() {
        let mut committed = standing(StageKind::Open, Some("2017-02-28"), Some(1_001));
        committed.forecast = Forecast::Commit;
        let mut omitted = standing(StageKind::Open, Some("2017-02-28"), Some(9));
        omitted.forecast = Forecast::Omitted;
        let deals = [
            standing(StageKind::Open, None, None),
            standing(StageKind::Open, Some("2017-02-01"), Some(1_000)),
            committed,
            omitted,
            standing(StageKind::Won, Some("2017-02-01"), Some(7)),
        ];
        let body = report(&deals, Period::default());
        let months: Vec<_> = body.rows.iter().map(|row| (row["month"].clone(), row["category"].clone())).collect();
        let expected = [("2017-02", "best_case"), ("2017-02", "commit"), ("undated", "best_case")];
        assert_eq!(months, expected.map(|(month, category)| (text(month), text(category))));
        assert_eq!(body.totals["weighted"], money(500 + 501, "USD"));
        assert_eq!((body.totals["deals"].clone(), body.sample_size), (count(3), 3));

        let march = Period { from: Day::parse_iso("2017-03-01").ok(), to: None };
        assert!(report(&deals, march).rows.is_empty());
    }
}
