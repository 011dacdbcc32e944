//! What crosses to the window, and what an offer says once it has left its draft.
use serde::{Deserialize, Serialize};

use crate::sell::{Billing, DealLine, LineTotals};
use crate::values::{Day, DealId, Discount, Minor, Named, OfferId, Quantity, Rev};
use crate::words;

words! {
    /// A draft follows the deal's lines; from sent on an offer says what it says for ever.
    OfferState { Draft "draft", Sent "sent", Accepted "accepted", Declined "declined" }
}

/// A name and an address of several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Party {
    pub name: String,
    pub address: Option<String>,
}

/// A line as it was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OfferLine {
    pub name: String,
    pub quantity: Quantity,
    pub unit_price: Minor,
    pub discount: Discount,
    pub billing: Billing,
    pub term: Option<u32>,
    pub per_period: Minor,
    pub total: Minor,
}

impl From<&DealLine> for OfferLine {
    fn from(line: &DealLine) -> OfferLine {
        OfferLine {
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            billing: line.billing,
            term: line.term,
            per_period: line.per_period,
            total: line.total,
        }
    }
}

/// Everything that is printed. Stored as JSON when the offer leaves its draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OfferContent {
    pub firm: Party,
    pub customer: Party,
    /// The deal's name.
    pub subject: String,
    /// Whom to ask: the deal's owner.
    pub contact: Option<String>,
    pub dated: Day,
    pub valid_until: Option<Day>,
    pub currency: String,
    pub intro: Option<String>,
    pub terms: Option<String>,
    pub lines: Vec<OfferLine>,
    pub totals: LineTotals,
}

/// One version of an offer. `number` counts through the whole firm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Offer {
    pub id: OfferId,
    pub deal: Named,
    pub number: u32,
    pub version: u32,
    pub state: OfferState,
    pub sent_on: Option<Day>,
    pub decided_on: Option<Day>,
    pub content: OfferContent,
    /// No newer version of the same number is there.
    pub newest: bool,
    /// Sent, unanswered, and its last day has passed.
    pub expired: bool,
    /// The deal's lines are no longer what it says.
    pub outdated: bool,
}

impl Offer {
    /// "0007", "0007 version 2".
    pub fn called(&self) -> String {
        super::rules::called(self.number, self.version)
    }
}

/// The offers of a deal, the newest first, and what was agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Offers {
    pub rev: Rev,
    pub deal: DealId,
    pub offers: Vec<Offer>,
    pub scope: Option<super::Scope>,
}

/// What may be changed while it is a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveOffer {
    pub id: OfferId,
    pub dated: Day,
    pub valid_until: Option<Day>,
    pub customer: Option<String>,
    pub address: Option<String>,
    pub intro: Option<String>,
    pub terms: Option<String>,
}

/// What every offer of the firm begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OfferSettings {
    /// Under the firm's name.
    pub address: Option<String>,
    /// Below the totals.
    pub terms: Option<String>,
    /// How many days an offer holds.
    pub days: u16,
}

/// A written PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OfferPrinted {
    pub path: String,
    pub pages: u32,
}
