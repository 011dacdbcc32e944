//! Products and the lines of a deal as the window sees them.
use serde::{Deserialize, Serialize};

use super::pricing::{Billing, LineTotals, Priced};
use crate::values::{DealId, Discount, LineId, Minor, Money, Named, ProductId, Quantity, Ref, Rev};
use crate::words;

words! {
    /// Where a deal's amount comes from: somebody typed it, or it is the sum of the lines.
    AmountFrom { Typed "typed", Lines "lines" }
}

/// A product of the catalogue. One that is not active stays on old deals and is offered no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProductRow {
    pub id: ProductId,
    pub name: String,
    pub series: Option<String>,
    pub price: Option<Money>,
    pub billing: Billing,
    pub active: bool,
    /// How many live deals name it or have it in a line.
    pub deals: u32,
}

/// `text` narrows by name and series.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProductArgs {
    pub text: Option<String>,
    /// Only those that are offered.
    pub active: bool,
    pub offset: u32,
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Products {
    pub rev: Rev,
    pub total: u32,
    pub rows: Vec<ProductRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveProduct {
    pub id: Option<ProductId>,
    pub name: String,
    pub series: Option<String>,
    pub price: Option<Money>,
    pub billing: Billing,
    pub active: bool,
}

/// One line of a deal, in the deal's currency. `term` counts periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealLine {
    pub id: LineId,
    pub product: Option<Named>,
    pub name: String,
    pub quantity: Quantity,
    pub unit_price: Minor,
    pub discount: Discount,
    pub billing: Billing,
    pub term: Option<u32>,
    pub per_period: Minor,
    pub total: Minor,
}

impl DealLine {
    pub fn priced(&self) -> Priced {
        Priced {
            quantity: self.quantity,
            unit_price: self.unit_price,
            discount: self.discount,
            billing: self.billing,
            term: self.term,
        }
    }
}

/// A deal's lines with what they come to, beside the amount the deal has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealLines {
    pub rev: Rev,
    pub deal: DealId,
    pub currency: String,
    pub lines: Vec<DealLine>,
    pub totals: LineTotals,
    pub amount: Option<Minor>,
    pub amount_from: AmountFrom,
}

/// A line to add or to change. What is `None` comes from the product: its name, its price where the currency is the deal's, its period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveLine {
    pub id: Option<LineId>,
    pub deal: DealId,
    pub product: Option<Ref>,
    pub name: Option<String>,
    pub quantity: Quantity,
    pub unit_price: Option<Minor>,
    pub discount: Discount,
    pub billing: Option<Billing>,
    pub term: Option<u32>,
}
