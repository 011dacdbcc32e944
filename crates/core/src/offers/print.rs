//! An offer on paper: who, for whom, what it costs once and each period, until when.
use super::paper::{HEIGHT, Ink, Paper, WIDTH, Weight};
use super::types::{Offer, OfferContent, OfferLine, OfferState};
use crate::error::Result;
use crate::sell::Billing;
use crate::values::{Minor, Money};

const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = HEIGHT - 70.0;
/// Where the columns of the table end, but for the first, which begins there.
const NAME: f32 = LEFT + 22.0;
const QUANTITY: f32 = LEFT + 262.0;
const UNIT: f32 = LEFT + 345.0;
const DISCOUNT: f32 = LEFT + 398.0;
const SIZE: f32 = 9.5;
const LINE: f32 = 13.5;

/// The PDF and how many pages it has.
pub(super) fn pdf(offer: &Offer) -> Result<(Vec<u8>, u32)> {
    let content = &offer.content;
    let mut sheet = Sheet { paper: Paper::new()?, y: TOP, currency: &content.currency };
    sheet.head(offer);
    sheet.words(content.intro.as_deref(), 10.0);
    sheet.table(&content.lines);
    sheet.totals(content);
    if let Some(terms) = &content.terms {
        sheet.room(LINE * 3.0);
        sheet.y += 10.0;
        sheet.words(Some(terms), SIZE);
    }
    if let Some(person) = &content.contact {
        sheet.room(LINE * 3.0);
        sheet.y += 14.0;
        sheet.line(LEFT, Ink::Full, &format!("{person}, {}", content.firm.name));
    }
    let called = offer.called();
    let foot = |page: usize, of: usize| format!("{} · Offer {called} · Page {page} of {of}", content.firm.name);
    sheet.paper.finish(&format!("Offer {called}: {}", content.subject), &content.firm.name, foot)
}

/// The paper, and how far down it is written.
struct Sheet<'c> {
    paper: Paper,
    y: f32,
    currency: &'c str,
}

impl Sheet<'_> {
    /// Begins a new page where `height` does not fit on this one; says whether it did.
    fn room(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.paper.next_page();
            self.y = TOP;
        }
        full
    }

    fn line(&mut self, x: f32, ink: Ink, text: &str) {
        self.room(LINE);
        self.paper.text((x, self.y), SIZE, Weight::Regular, ink, text);
        self.y += LINE;
    }

    fn words(&mut self, text: Option<&str>, size: f32) {
        let Some(text) = text else { return };
        for line in self.paper.broken(text, size, Weight::Regular, RIGHT - LEFT) {
            self.room(LINE);
            self.paper.text((LEFT, self.y), size, Weight::Regular, Ink::Full, &line);
            self.y += size + 4.0;
        }
        self.y += 8.0;
    }

    fn head(&mut self, offer: &Offer) {
        let content = &offer.content;
        self.paper.text((LEFT, self.y), 15.0, Weight::Bold, Ink::Full, &content.firm.name);
        let word = if offer.state == OfferState::Draft { "Offer (draft)" } else { "Offer" };
        self.paper.text_to((RIGHT, self.y), 15.0, Weight::Bold, Ink::Full, word);
        let below = self.y + 20.0;
        self.y = below;
        for line in content.firm.address.as_deref().unwrap_or_default().lines() {
            self.line(LEFT, Ink::Quiet, line);
        }
        let firm_end = self.y;
        self.y = below;
        self.facts(offer);
        self.y = firm_end.max(self.y) + 34.0;
        self.paper.text((LEFT, self.y), 10.5, Weight::Bold, Ink::Full, &content.customer.name);
        self.y += 15.0;
        for line in content.customer.address.as_deref().unwrap_or_default().lines() {
            self.line(LEFT, Ink::Full, line);
        }
        self.y += 34.0;
        for line in self.paper.broken(&content.subject, 13.0, Weight::Bold, RIGHT - LEFT) {
            self.paper.text((LEFT, self.y), 13.0, Weight::Bold, Ink::Full, &line);
            self.y += 17.0;
        }
        self.y += 8.0;
    }

    /// Number, dates, at the right.
    fn facts(&mut self, offer: &Offer) {
        let content = &offer.content;
        let mut facts = vec![("Number", offer.called()), ("Date", content.dated.spoken())];
        if let Some(until) = content.valid_until {
            facts.push(("Valid until", until.spoken()));
        }
        for (label, value) in facts {
            self.paper.text((RIGHT - 190.0, self.y), SIZE, Weight::Regular, Ink::Quiet, label);
            self.paper.text_to((RIGHT, self.y), SIZE, Weight::Regular, Ink::Full, &value);
            self.y += LINE;
        }
    }

    fn table(&mut self, lines: &[OfferLine]) {
        self.room(LINE * 4.0);
        self.table_head();
        for (at, line) in lines.iter().enumerate() {
            self.row(at + 1, line);
        }
        self.paper.rule(self.y - 4.0, LEFT, RIGHT);
        self.y += 10.0;
    }

    fn table_head(&mut self) {
        let heads = [(QUANTITY, "Quantity"), (UNIT, "Unit price"), (DISCOUNT, "Discount")];
        self.paper.text((NAME, self.y), 8.5, Weight::Regular, Ink::Quiet, "Description");
        for (x, head) in heads {
            self.paper.text_to((x, self.y), 8.5, Weight::Regular, Ink::Quiet, head);
        }
        let total = format!("Price in {}", self.currency);
        self.paper.text_to((RIGHT, self.y), 8.5, Weight::Regular, Ink::Quiet, &total);
        self.paper.rule(self.y + 5.0, LEFT, RIGHT);
        self.y += 20.0;
    }

    fn row(&mut self, number: usize, line: &OfferLine) {
        let names = self.paper.broken(&line.name, SIZE, Weight::Regular, QUANTITY - NAME - 62.0);
        let repeats = line.term.map(|term| format!("each {}, for {}", line.billing.period(), line.billing.term(term)));
        let height = LINE * (names.len() + usize::from(repeats.is_some())) as f32;
        if self.room(height) {
            self.table_head();
        }
        self.paper.text((LEFT, self.y), SIZE, Weight::Regular, Ink::Quiet, &number.to_string());
        self.paper.text_to((QUANTITY, self.y), SIZE, Weight::Regular, Ink::Full, &line.quantity.to_string());
        let unit = self.figure(line.unit_price);
        self.paper.text_to((UNIT, self.y), SIZE, Weight::Regular, Ink::Full, &unit);
        if line.discount.0 > 0 {
            self.paper.text_to((DISCOUNT, self.y), SIZE, Weight::Regular, Ink::Full, &format!("{} %", line.discount));
        }
        let price = self.figure(line.per_period);
        self.paper.text_to((RIGHT, self.y), SIZE, Weight::Regular, Ink::Full, &price);
        for name in names {
            self.line(NAME, Ink::Full, &name);
        }
        if let Some(repeats) = repeats {
            self.line(NAME, Ink::Quiet, &repeats);
        }
        self.y += 5.0;
    }

    /// What is paid once, what each period and over its term, and all of it.
    fn totals(&mut self, content: &OfferContent) {
        let totals = &content.totals;
        let mut rows: Vec<(String, Minor, Weight)> = Vec::new();
        let has_once = content.lines.iter().any(|line| line.billing == Billing::Once);
        if has_once || totals.recurring.is_empty() {
            rows.push(("Once".into(), totals.once, Weight::Regular));
        }
        for part in &totals.recurring {
            rows.push((format!("Each {}", part.billing.period()), part.per_period, Weight::Regular));
            rows.push((format!("All {} payments together", part.billing.adverb()), part.total, Weight::Regular));
        }
        if rows.len() > 1 {
            rows.push(("Total over all terms".into(), totals.total, Weight::Bold));
        } else if let Some(only) = rows.first_mut() {
            *only = ("Total".into(), only.1, Weight::Bold);
        }
        self.room(LINE * (rows.len() + 1) as f32);
        for (label, sum, weight) in rows {
            let money = Money { minor: sum, currency: self.currency.to_owned() };
            let figure = format!("{} {}", money.currency, self.figure(sum));
            self.paper.text_to((DISCOUNT, self.y), SIZE, weight, Ink::Full, &label);
            self.paper.text_to((RIGHT, self.y), SIZE, weight, Ink::Full, &figure);
            self.y += LINE + 2.0;
        }
    }

    /// "1,234.50": always with all decimals, so that columns line up.
    fn figure(&self, minor: Minor) -> String {
        Money { minor, currency: self.currency.to_owned() }.grouped()
    }
}

#[cfg(test)]
mod tests;
