//! What lines come to. Pure, in whole minor units, with one rounding a line.
//!
//! A line's price for one period is quantity × unit price less its discount, rounded **half away from zero** to the minor unit, once. What
//! a recurring line comes to is that price times its periods, exactly. Sums are plain sums of lines, so their order makes no difference.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::values::money::{MINOR_MAX, rounded};
use crate::values::{Discount, Minor, Quantity};
use crate::words;

words! {
    /// What a price is for: once, or for each period.
    Billing { Once "once", Month "month", Quarter "quarter", Year "year" }
}

impl Billing {
    /// A year's worth of periods: what a recurring line runs for unless somebody says otherwise.
    pub fn usual_term(self) -> Option<u32> {
        match self {
            Billing::Once => None,
            Billing::Month => Some(12),
            Billing::Quarter => Some(4),
            Billing::Year => Some(1),
        }
    }

    /// For sentences: "month".
    pub fn period(self) -> &'static str {
        match self {
            Billing::Once => "once",
            other => other.as_str(),
        }
    }

    /// "monthly".
    pub fn adverb(self) -> &'static str {
        match self {
            Billing::Once => "single",
            Billing::Month => "monthly",
            Billing::Quarter => "quarterly",
            Billing::Year => "yearly",
        }
    }

    /// "12 months", "1 year".
    pub fn term(self, periods: u32) -> String {
        format!("{periods} {}{}", self.period(), if periods == 1 { "" } else { "s" })
    }
}

/// The longest term: a hundred years of months.
const TERM_MAX: u32 = 1_200;

/// A price as the sums need it. `term` counts periods; `None` exactly for what is billed once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    pub quantity: Quantity,
    pub unit_price: Minor,
    pub discount: Discount,
    pub billing: Billing,
    pub term: Option<u32>,
}

impl Priced {
    /// Refuses a quantity, discount, term or sum out of bounds; fills the usual term in.
    pub fn checked(self) -> Result<Priced> {
        let term = match (self.billing, self.term) {
            (Billing::Once, _) => None,
            (billing, None) => billing.usual_term(),
            (_, Some(term)) if (1..=TERM_MAX).contains(&term) => Some(term),
            (_, Some(_)) => {
                return Err(Error::invalid("A term is between 1 and 1,200 periods. Nothing was changed."));
            }
        };
        let checked = Priced { quantity: self.quantity.checked()?, discount: self.discount.checked()?, term, ..self };
        within(checked.exact_total()).map(|_| checked)
    }

    /// What one period costs, or the whole where it is billed once.
    pub fn per_period(self) -> Minor {
        clamp(self.net())
    }

    /// Over the whole term.
    pub fn total(self) -> Minor {
        clamp(self.exact_total())
    }

    fn net(self) -> i128 {
        let part = i128::from(10_000 - self.discount.0);
        rounded(i128::from(self.quantity.0) * i128::from(self.unit_price.0) * part, 10_000_000)
    }

    fn exact_total(self) -> i128 {
        self.net() * i128::from(self.term.unwrap_or(1))
    }
}

/// What is billed every month, quarter or year: the price of one period, and of all periods of all lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Recurring {
    pub billing: Billing,
    pub per_period: Minor,
    pub total: Minor,
}

/// What lines come to, in their one currency. `total` = `once` + the totals of `recurring`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LineTotals {
    pub once: Minor,
    pub recurring: Vec<Recurring>,
    pub total: Minor,
}

/// Adds lines up. `invalid` above what an amount may be.
pub fn totals(lines: impl IntoIterator<Item = Priced>) -> Result<LineTotals> {
    let mut once: i128 = 0;
    let mut periods: BTreeMap<Billing, (i128, i128)> = BTreeMap::new();
    for line in lines {
        if line.billing == Billing::Once {
            once += line.exact_total();
        } else {
            let sum = periods.entry(line.billing).or_default();
            sum.0 += line.net();
            sum.1 += line.exact_total();
        }
    }
    let total = within(once + periods.values().map(|(_, total)| total).sum::<i128>())?;
    let recurring = periods
        .into_iter()
        .map(|(billing, (net, total))| Recurring { billing, per_period: clamp(net), total: clamp(total) })
        .collect();
    Ok(LineTotals { once: clamp(once), recurring, total })
}

fn within(sum: i128) -> Result<Minor> {
    if sum.unsigned_abs() <= MINOR_MAX.unsigned_abs() as u128 {
        return Ok(clamp(sum));
    }
    Err(Error::invalid("These lines come to more than an amount can be. Nothing was changed."))
}

fn clamp(sum: i128) -> Minor {
    Minor(i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(quantity: i64, unit: i64, discount: i64, billing: Billing, term: Option<u32>) -> Priced {
        Priced { quantity: Quantity(quantity), unit_price: Minor(unit), discount: Discount(discount), billing, term }
    }

    #[test]
    fn hand_computed_lines() {
        // 3 × 4,821.00 less 10 % = 13,016.70
        assert_eq!(line(3_000, 482_100, 1_000, Billing::Once, None).total(), Minor(1_301_670));
        // 2.5 hours × 85.00 = 212.50
        assert_eq!(line(2_500, 8_500, 0, Billing::Once, None).total(), Minor(21_250));
        // 1 × 0.05 less 50 % = 0.025 → 0.03, half away from zero; a credit likewise
        assert_eq!(line(1_000, 5, 5_000, Billing::Once, None).total(), Minor(3));
        assert_eq!(line(1_000, -5, 5_000, Billing::Once, None).total(), Minor(-3));
        // 0.333 × 9.99 = 3.32667 → 3.33 a month, 12 months = 39.96: rounded once, then multiplied
        let monthly = line(333, 999, 0, Billing::Month, Some(12));
        assert_eq!((monthly.per_period(), monthly.total()), (Minor(333), Minor(3_996)));
        assert_eq!(line(1_000, 1, 10_000, Billing::Once, None).total(), Minor(0));
    }

    #[test]
    fn totals_keep_once_and_recurring_apart() {
        let sums = totals([
            line(1_000, 100_000, 0, Billing::Once, None),
            line(2_000, 5_000, 0, Billing::Month, Some(12)),
            line(1_000, 1_500, 0, Billing::Month, Some(6)),
            line(1_000, 30_000, 0, Billing::Year, Some(3)),
        ])
        .unwrap();
        assert_eq!(sums.once, Minor(100_000));
        let read: Vec<_> = sums.recurring.iter().map(|one| (one.billing, one.per_period.0, one.total.0)).collect();
        assert_eq!(read, [(Billing::Month, 11_500, 129_000), (Billing::Year, 30_000, 90_000)]);
        assert_eq!(sums.total, Minor(319_000));
    }

    #[test]
    fn what_is_out_of_bounds_is_refused() {
        assert!(line(0, 1, 0, Billing::Once, None).checked().is_err());
        assert!(line(1_000, 1, 10_001, Billing::Once, None).checked().is_err());
        assert!(line(1_000, 1, 0, Billing::Month, Some(0)).checked().is_err());
        assert!(line(1_000, MINOR_MAX, 0, Billing::Month, Some(2)).checked().is_err());
        assert_eq!(line(1_000, 1, 0, Billing::Quarter, None).checked().unwrap().term, Some(4));
        assert_eq!(line(1_000, 1, 0, Billing::Once, Some(7)).checked().unwrap().term, None);
        let most = line(1_000, MINOR_MAX, 0, Billing::Once, None);
        assert!(totals([most, most]).unwrap_err().message.contains("more than an amount can be"));
    }

    fn any_line() -> impl Strategy<Value = Priced> {
        let billing = prop::sample::select(Billing::ALL.to_vec());
        (1i64..5_000_000, -10_000_000i64..100_000_000, 0i64..=10_000, billing, 1u32..60).prop_map(
            |(quantity, unit, discount, billing, term)| {
                line(quantity, unit, discount, billing, Some(term)).checked().unwrap()
            },
        )
    }

    proptest! {
        #[test]
        fn the_sum_is_the_sum_of_its_parts_in_any_order(mut lines in prop::collection::vec(any_line(), 0..20), turn in 0usize..20) {
            let sums = totals(lines.clone()).unwrap();
            prop_assert_eq!(sums.total.0, lines.iter().map(|line| line.total().0).sum::<i64>());
            prop_assert_eq!(sums.total.0, sums.once.0 + sums.recurring.iter().map(|one| one.total.0).sum::<i64>());
            let by = turn.min(lines.len());
            lines.rotate_left(by);
            lines.reverse();
            prop_assert_eq!(totals(lines).unwrap(), sums);
        }

        #[test]
        fn a_line_is_off_by_half_a_minor_unit_at_most(line in any_line()) {
            let exact = i128::from(line.quantity.0) * i128::from(line.unit_price.0) * i128::from(10_000 - line.discount.0);
            let off = (i128::from(line.per_period().0) * 10_000_000 - exact).unsigned_abs();
            prop_assert!(off <= 5_000_000, "off by {off}");
            prop_assert_eq!(line.total().0, line.per_period().0 * i64::from(line.term.unwrap_or(1)));
        }

        #[test]
        fn more_discount_never_costs_more(line in any_line(), more in 0i64..=10_000) {
            let cheaper = Priced { discount: Discount(line.discount.0.max(more)), ..line };
            prop_assert!(cheaper.per_period().0.abs() <= line.per_period().0.abs());
        }
    }
}
