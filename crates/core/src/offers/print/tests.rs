use super::*;
use crate::offers::types::Party;
use crate::sell::pricing::{Priced, totals};
use crate::values::{Day, Discount, Named, OfferId, Quantity};
use uuid::Uuid;

fn line(
    name: &str,
    quantity: i64,
    unit: i64,
    discount: i64,
    billing: Billing,
    term: Option<u32>,
) -> (Priced, OfferLine) {
    let priced =
        Priced { quantity: Quantity(quantity), unit_price: Minor(unit), discount: Discount(discount), billing, term };
    let line = OfferLine {
        name: name.into(),
        quantity: priced.quantity,
        unit_price: priced.unit_price,
        discount: priced.discount,
        billing,
        term,
        per_period: priced.per_period(),
        total: priced.total(),
    };
    (priced, line)
}

fn offer(lines: Vec<(Priced, OfferLine)>) -> Offer {
    let day = |text: &str| Day::parse_iso(text).unwrap();
    let totals = totals(lines.iter().map(|(priced, _)| *priced)).unwrap();
    Offer {
        id: OfferId(Uuid::nil()),
        deal: Named::new(Uuid::nil(), "Straßenbeleuchtung"),
        number: 7,
        version: 2,
        state: OfferState::Sent,
        sent_on: None,
        decided_on: None,
        newest: true,
        expired: false,
        outdated: false,
        content: OfferContent {
            firm: Party {
                name: "Dächer & Söhne GmbH".into(), address: Some("Mühlenstraße 5\n24937 Flensburg".into())
            },
            customer: Party {
                name: "Grünwerk Gärtnerei".into(),
                address: Some("Lena Grün\nAm Bühl 3\n34117 Kassel".into()),
            },
            subject: "Straßenbeleuchtung".into(),
            contact: Some("Jörg Müller".into()),
            dated: day("2026-11-28"),
            valid_until: Some(day("2026-12-28")),
            currency: "EUR".into(),
            intro: Some("Gern bieten wir Ihnen an:".into()),
            terms: Some("Prices exclude VAT.".into()),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
            totals,
        },
    }
}

fn read(offer: &Offer) -> (String, u32) {
    let (bytes, pages) = pdf(offer).unwrap();
    (pdf_extract::extract_text_from_mem(&bytes).unwrap(), pages)
}

/// The text without spaces: an extractor may put some between words it finds apart.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_paper_has_the_figures_names_and_umlauts() {
    let (text, pages) = read(&offer(vec![
        line("Mast, 6 m", 3_000, 482_100, 1_000, Billing::Once, None),
        line("Wartung", 1_500, 6_650, 0, Billing::Month, Some(12)),
    ]));
    let squeezed = squeezed(&text);
    for wanted in [
        "Dächer & Söhne GmbH",
        "Mühlenstraße 5",
        "Grünwerk Gärtnerei",
        "Straßenbeleuchtung",
        "Jörg Müller",
        "0007 version 2",
        "28 Nov 2026",
        "28 Dec 2026",
        "4,821.00",
        "10 %",
        "13,016.70",
        "1.5",
        "99.75",
        "each month, for 12 months",
        "EUR 13,016.70",
        "EUR 99.75",
        "EUR 1,197.00",
        "EUR 14,213.70",
        "Prices exclude VAT.",
        "Page 1 of 1",
    ] {
        let wanted: String = wanted.split_whitespace().collect();
        assert!(squeezed.contains(&wanted), "{wanted} is not in\n{text}");
    }
    assert_eq!(pages, 1);
    assert!(!squeezed.contains("draft"));
}

#[test]
fn many_lines_and_endless_words_go_on_over_pages() {
    let long = format!("{} end", "Donaudampfschifffahrtsgesellschaft".repeat(6));
    let lines = (1..=60).map(|n| line(&format!("{long} {n}"), 1_000, 100, 0, Billing::Once, None)).collect();
    let mut offer = offer(lines);
    offer.state = OfferState::Draft;
    let (text, pages) = read(&offer);
    assert!(pages > 3, "{pages}");
    let squeezed = squeezed(&text);
    assert!(squeezed.contains("Offer(draft)") && squeezed.contains(&format!("Page{pages}of{pages}")));
    assert!(squeezed.contains("end60") && squeezed.contains("EUR60.00"), "{text}");
    // Each page of the table says again what its columns are; the last one may have the totals alone.
    let heads = squeezed.matches("Description").count() as u32;
    assert!(heads == pages || heads + 1 == pages, "{heads} on {pages} pages");
}
