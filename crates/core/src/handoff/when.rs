//! When a rule, a phase or a task of a template counts: what is sold, for how much, what the brief says, and any other condition on the deal.
//! Pure; what the deal is like is looked up in `rows/fits.rs`.
use serde::{Deserialize, Serialize};

use crate::filter::Op;
use crate::sell::DealTree;
use crate::values::text::name_key;
use crate::values::{BriefFieldId, ProductId};

/// All of it has to fit. Nothing said fits every deal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct OnlyIf {
    /// One of these is sold, as the deal's product or in a line. Empty: whatever is sold.
    #[serde(default)]
    pub products: Vec<ProductId>,
    /// The least amount, in ten-thousandths of the currency's unit, as in filters: whatever the currency.
    #[serde(default)]
    #[specta(type = Option<f64>)]
    pub amount_from: Option<i64>,
    /// Below this amount, likewise.
    #[serde(default)]
    #[specta(type = Option<f64>)]
    pub amount_under: Option<i64>,
    /// Any condition that a list of deals can have.
    #[serde(default)]
    pub only: DealTree,
    /// What the kickoff brief has to say.
    #[serde(default)]
    pub brief: Vec<BriefTest>,
}

/// One answer of the kickoff brief compared with a value. Numbers and days are compared as such.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BriefTest {
    pub field: BriefFieldId,
    pub op: Op,
    #[serde(default)]
    pub value: String,
}

impl OnlyIf {
    /// Fits every deal.
    pub fn is_always(&self) -> bool {
        self.products.is_empty()
            && self.amount_from.is_none()
            && self.amount_under.is_none()
            && self.only.is_everything()
            && self.brief.is_empty()
    }
}

impl BriefTest {
    /// Whether an answer fits. No answer fits only "is not", "contains not" and "empty".
    pub fn fits(&self, answer: Option<&str>) -> bool {
        let answer = answer.map(str::trim).filter(|answer| !answer.is_empty());
        let Some(answer) = answer else { return matches!(self.op, Op::Empty | Op::IsNot | Op::ContainsNot) };
        let (given, wanted) = (name_key(answer), name_key(&self.value));
        match self.op {
            Op::Filled => true,
            Op::Is => given == wanted,
            Op::IsNot => given != wanted,
            Op::Contains => given.contains(&wanted),
            Op::ContainsNot => !given.contains(&wanted),
            Op::StartsWith => given.starts_with(&wanted),
            Op::AtLeast => compare(answer, &self.value).is_some_and(|order| order.is_ge()),
            Op::AtMost => compare(answer, &self.value).is_some_and(|order| order.is_le()),
            Op::Over => compare(answer, &self.value).is_some_and(|order| order.is_gt()),
            Op::Under => compare(answer, &self.value).is_some_and(|order| order.is_lt()),
            Op::Empty | Op::In | Op::NotIn | Op::Overdue => false,
        }
    }
}

/// As numbers where both are some, else as days.
fn compare(answer: &str, wanted: &str) -> Option<std::cmp::Ordering> {
    match (answer.parse::<f64>(), wanted.trim().parse::<f64>()) {
        (Ok(answer), Ok(wanted)) => answer.partial_cmp(&wanted),
        _ => {
            let day = |text: &str| crate::values::Day::parse_iso(text.trim()).ok();
            Some(day(answer)?.cmp(&day(wanted)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_answer_is_compared_as_what_it_is() {
        let test = |op, value: &str, answer: Option<&str>| {
            BriefTest { field: BriefFieldId(Uuid::nil()), op, value: value.into() }.fits(answer)
        };
        assert!(test(Op::Is, "flat roof", Some("Flat  Roof")) && !test(Op::Is, "flat roof", Some("Pitched")));
        assert!(test(Op::AtLeast, "9", Some("10")), "numbers, not words");
        assert!(test(Op::Under, "2026-10-01", Some("2026-09-30")) && !test(Op::Over, "x", Some("10")));
        assert!(test(Op::Empty, "", None) && test(Op::Empty, "", Some("  ")) && !test(Op::Filled, "", None));
        assert!(test(Op::IsNot, "a", None) && test(Op::ContainsNot, "a", None) && !test(Op::Is, "", None));
        assert!(OnlyIf::default().is_always());
    }
}
