//! A condition in words, for the list of rules, the preview and the explanation.
use std::collections::BTreeMap;

use super::when::{BriefTest, OnlyIf};
use crate::book::Reader;
use crate::error::Result;
use crate::filter::Op;
use crate::values::{BriefFieldId, ProductId};

/// What the records in conditions are called.
pub(super) struct Names {
    products: BTreeMap<ProductId, String>,
    fields: BTreeMap<BriefFieldId, String>,
}

impl Names {
    pub fn read(reader: &Reader<'_>) -> Result<Names> {
        Ok(Names {
            products: super::rows::product_names(reader)?.into_iter().collect(),
            fields: super::brief::rows::labels(reader)?.into_iter().collect(),
        })
    }

    /// "Roof or Solar is sold, amount from 10,000, “Site” is Flat, and 2 more conditions"
    pub fn says(&self, when: &OnlyIf) -> String {
        let mut parts = Vec::new();
        if !when.products.is_empty() {
            parts.push(format!("{} is sold", self.products(&when.products)));
        }
        parts.extend(amount(when));
        parts.extend(when.brief.iter().map(|test| self.test(test)));
        match leaves(&when.only) {
            0 => {}
            1 => parts.push("1 more condition".into()),
            n => parts.push(format!("{n} more conditions")),
        }
        parts.join(", ")
    }

    pub fn products(&self, products: &[ProductId]) -> String {
        let name = |id: &ProductId| self.products.get(id).map_or("a deleted product", String::as_str);
        products.iter().map(name).collect::<Vec<_>>().join(" or ")
    }

    pub fn test(&self, test: &BriefTest) -> String {
        let label = self.fields.get(&test.field).map_or("a deleted field", String::as_str);
        let verb = match test.op {
            Op::Is => "is",
            Op::IsNot => "is not",
            Op::Contains => "contains",
            Op::ContainsNot => "does not contain",
            Op::StartsWith => "starts with",
            Op::AtLeast => "is at least",
            Op::AtMost => "is at most",
            Op::Over => "is over",
            Op::Under => "is under",
            Op::Empty => return format!("“{label}” is empty"),
            _ => return format!("“{label}” is filled in"),
        };
        format!("“{label}” {verb} {}", test.value)
    }
}

pub(super) fn amount(when: &OnlyIf) -> Option<String> {
    match (when.amount_from, when.amount_under) {
        (Some(from), Some(under)) => Some(format!("amount from {} to under {}", figure(from), figure(under))),
        (Some(from), None) => Some(format!("amount from {}", figure(from))),
        (None, Some(under)) => Some(format!("amount under {}", figure(under))),
        (None, None) => None,
    }
}

/// Ten-thousandths as a figure with thousands apart; cents only where there are some.
fn figure(ten_thousandths: i64) -> String {
    let (whole, rest) = (ten_thousandths / 10_000, (ten_thousandths % 10_000).abs());
    let digits = whole.abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let sign = if ten_thousandths < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{text}") } else { format!("{sign}{text}.{:02}", rest / 100) }
}

fn leaves<F>(filter: &crate::filter::Filter<F>) -> usize {
    use crate::filter::Filter;
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().map(leaves).sum(),
        Filter::Is(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_their_thousands_apart() {
        assert_eq!(figure(100_000_000), "10,000");
        assert_eq!(figure(12_345_678_500), "1,234,567.85");
        assert_eq!((figure(0), figure(9_990_000)), ("0".into(), "999".into()));
        let when = OnlyIf { amount_from: Some(10_000), amount_under: Some(20_000), ..OnlyIf::default() };
        assert_eq!(amount(&when), Some("amount from 1 to under 2".into()));
    }
}
