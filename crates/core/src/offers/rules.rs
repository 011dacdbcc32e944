//! Pure: which state follows which, what an offer is called, and what was agreed in words.
use serde::{Deserialize, Serialize};

use super::types::{OfferLine, OfferState};
use crate::error::{Code, Error, Result};
use crate::sell::Billing;
use crate::values::{Minor, Money};

/// Refuses what can't follow: an answer stands, and only undo takes it back.
pub fn may_become(from: OfferState, to: OfferState, called: &str) -> Result<()> {
    use OfferState::{Accepted, Declined, Draft, Sent};
    match (from, to) {
        (Draft, Sent | Accepted | Declined) | (Sent, Accepted | Declined) => Ok(()),
        (Accepted, _) => Err(Error::new(
            Code::Conflict,
            format!(
                "Offer {called} is accepted and stays as it was agreed. Make a new version to offer something else; nothing was changed."
            ),
        )),
        _ => Err(Error::new(
            Code::Conflict,
            format!(
                "Offer {called} is {} and can't become {}. Make a new version; nothing was changed.",
                from.as_str(),
                if to == Draft { "a draft" } else { to.as_str() }
            ),
        )),
    }
}

/// "0007", from the second version on "0007 version 2".
pub fn called(number: u32, version: u32) -> String {
    if version > 1 { format!("{number:04} version {version}") } else { format!("{number:04}") }
}

/// What is to be delivered, for the project's description, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Scope {
    pub text: String,
    /// "accepted offer 0007, 12 Mar 2026", "lines of the deal".
    pub source: String,
}

/// The lines in words, one a line: "3 × GTX Pro, 10 % off: EUR 13,016.70".
pub fn scope_text(lines: &[OfferLine], total: Minor, currency: &str) -> String {
    let money = |minor: Minor| Money { minor, currency: currency.to_owned() }.spoken();
    let mut text: Vec<String> = lines.iter().map(|line| scope_line(line, &money)).collect();
    text.push(format!("Together {}", money(total)));
    text.join("\n")
}

fn scope_line(line: &OfferLine, money: &impl Fn(Minor) -> String) -> String {
    let off = if line.discount.0 > 0 { format!(", {} % off", line.discount) } else { String::new() };
    let price = match (line.billing, line.term) {
        (Billing::Once, _) | (_, None) => money(line.total),
        (billing, Some(term)) => {
            format!("{} a {} for {}", money(line.per_period), billing.period(), billing.term(term))
        }
    };
    format!("{} \u{d7} {}{off}: {price}", line.quantity, line.name)
}

/// The notes of a deal with what was agreed under a heading of its own: the description of its project.
pub fn with_scope(notes: Option<&str>, scope: Option<&Scope>) -> Option<String> {
    let scope = scope.map(|scope| format!("Scope ({})\n{}", scope.source, scope.text));
    let parts: Vec<String> = notes.map(str::to_owned).into_iter().chain(scope).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Discount, Quantity};

    fn line(name: &str, quantity: i64, discount: i64, billing: Billing, term: Option<u32>, per: i64) -> OfferLine {
        OfferLine {
            name: name.into(),
            quantity: Quantity(quantity),
            unit_price: Minor(0),
            discount: Discount(discount),
            billing,
            term,
            per_period: Minor(per),
            total: Minor(per * i64::from(term.unwrap_or(1))),
        }
    }

    #[test]
    fn an_answer_stands() {
        use OfferState::{Accepted, Declined, Draft, Sent};
        let allowed: Vec<(OfferState, OfferState)> = OfferState::ALL
            .iter()
            .flat_map(|from| OfferState::ALL.iter().map(move |to| (*from, *to)))
            .filter(|(from, to)| may_become(*from, *to, "0001").is_ok())
            .collect();
        assert_eq!(allowed, [(Draft, Sent), (Draft, Accepted), (Draft, Declined), (Sent, Accepted), (Sent, Declined)]);
        assert!(may_become(Accepted, Declined, "0007").unwrap_err().message.contains("0007 is accepted"));
    }

    #[test]
    fn the_scope_reads_line_by_line() {
        let lines = [
            line("GTX Pro", 3_000, 1_000, Billing::Once, None, 1_301_670),
            line("Support", 1_500, 0, Billing::Month, Some(12), 9_950),
        ];
        assert_eq!(
            scope_text(&lines, Minor(1_421_070), "EUR"),
            "3 × GTX Pro, 10 % off: EUR 13,016.70\n1.5 × Support: EUR 99.50 a month for 12 months\nTogether EUR 14,210.70"
        );
        let scope = Scope { text: "1 × A: EUR 5".into(), source: "accepted offer 0001".into() };
        assert_eq!(
            with_scope(Some("Ring first"), Some(&scope)).unwrap(),
            "Ring first\n\nScope (accepted offer 0001)\n1 × A: EUR 5"
        );
        assert_eq!((with_scope(None, None), with_scope(Some("x"), None)), (None, Some("x".into())));
        assert_eq!((called(7, 1), called(12_345, 3)), ("0007".into(), "12345 version 3".into()));
    }
}
