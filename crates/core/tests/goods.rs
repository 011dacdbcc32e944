//! Products, lines, currencies and offers through the verbs, each undone again.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::io::Write;
use std::sync::atomic::AtomicBool;

use handsel_core::offers::{OfferSettings, OfferState, SaveOffer};
use handsel_core::sell::{
    AmountFrom, Billing, DealEdit, DealFilter, NewDeal, ProductArgs, SaveLine, SaveProduct, SaveRate, WinDraft,
    seed_defaults,
};
use handsel_core::transfer::Target;
use handsel_core::values::{Day, DealId, Discount, LineId, Minor, Money, ProductId, Promise, Quantity, Ref};
use handsel_core::{Book, Code, Error};

struct Firm {
    book: Book,
    folder: tempfile::TempDir,
}

impl Firm {
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Dächer & Söhne", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        book.set_as_of(Some(day("2026-11-02")));
        Firm { book, folder }
    }

    fn deal(&self, name: &str) -> DealId {
        self.book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap().value
    }

    fn product(&self, name: &str, price: Option<Money>, billing: Billing) -> ProductId {
        let save = SaveProduct { id: None, name: name.into(), series: None, price, billing, active: true };
        self.book.save_product(&save).unwrap().value
    }

    fn amount(&self, deal: DealId) -> (Option<i64>, AmountFrom) {
        let deal = self.book.deal(deal).unwrap().deal;
        (deal.amount.map(|minor| minor.0), deal.amount_from)
    }

    fn import(&self, text: &str, target: Target) -> handsel_core::transfer::ImportReport {
        let path = self.folder.path().join("file.csv");
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        let plan = self.book.import_open(&path, Some(target)).unwrap();
        self.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).unwrap()
    }

    fn sound(&self) {
        assert_eq!(self.book.check().unwrap().problems, Vec::<String>::new());
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn money(minor: i64, currency: &str) -> Money {
    Money::new(minor, currency).unwrap()
}

fn line(deal: DealId, name: &str, quantity: i64, unit: i64) -> SaveLine {
    SaveLine {
        id: None,
        deal,
        product: None,
        name: Some(name.into()),
        quantity: Quantity(quantity),
        unit_price: Some(Minor(unit)),
        discount: Discount(0),
        billing: None,
        term: None,
    }
}

fn of_product(deal: DealId, product: ProductId) -> SaveLine {
    SaveLine { product: Some(Ref::id(product)), name: None, unit_price: None, ..line(deal, "", 1_000, 0) }
}

fn missing(refused: Error) -> Vec<String> {
    assert_eq!(refused.code, Code::Gate, "{refused:?}");
    refused.missing.into_iter().map(|field| field.field).collect()
}

#[test]
fn the_catalogue_keeps_names_apart_and_old_deals_their_products() {
    let firm = Firm::new();
    let support = firm.product("Support", Some(money(9_900, "EUR")), Billing::Month);
    firm.product("Roof tile", None, Billing::Once);
    let again = SaveProduct {
        id: None,
        name: " SUPPORT ".into(),
        series: None,
        price: None,
        billing: Billing::Once,
        active: true,
    };
    assert_eq!(firm.book.save_product(&again).unwrap_err().code, Code::Conflict);
    let deal = firm.deal("Hotel roof");
    firm.book.save_line(&of_product(deal, support)).unwrap();

    let found =
        firm.book.product_list(&ProductArgs { text: Some("supp".into()), active: true, offset: 0, limit: 10 }).unwrap();
    assert_eq!((found.total, found.rows[0].deals, found.rows[0].billing), (1, 1, Billing::Month));
    assert_eq!(missing(firm.book.delete_product(support, false).unwrap_err()), ["sure"]);
    firm.book.delete_product(support, true).unwrap();
    assert_eq!(firm.book.products().unwrap().len(), 1);
    let kept = firm.book.deal_lines(deal).unwrap().lines.remove(0);
    assert_eq!(
        (kept.name.as_str(), kept.product.map(|p| p.name), kept.total.0),
        ("Support", Some("Support".into()), 118_800)
    );
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.products().unwrap().len(), 2);

    // Offered no more: it stays on the line, and is not taken for a new one.
    let retired = SaveProduct {
        id: Some(support),
        name: "Support".into(),
        series: None,
        price: None,
        billing: Billing::Month,
        active: false,
    };
    firm.book.save_product(&retired).unwrap();
    assert_eq!(firm.book.save_line(&of_product(firm.deal("Pier"), support)).unwrap_err().code, Code::Conflict);
    let changed = SaveLine { id: Some(kept.id), quantity: Quantity(2_000), ..of_product(deal, support) };
    firm.book.save_line(&changed).unwrap();
    assert_eq!(firm.amount(deal).0, Some(237_600));
    firm.sound();
}

#[test]
fn the_amount_follows_the_lines_until_somebody_types_one() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let first = firm.book.save_line(&line(deal, "Tiles", 2_500, 10_000)).unwrap().value;
    firm.book.save_line(&SaveLine { discount: Discount(1_000), ..line(deal, "Work", 8_000, 6_500) }).unwrap();
    // 2.5 × 100.00 + 8 × 65.00 less 10 % = 250.00 + 468.00
    assert_eq!(firm.amount(deal), (Some(71_800), AmountFrom::Lines));

    let typed = DealEdit::Amount(Some(money(70_000, "EUR")));
    assert_eq!(missing(firm.book.edit_deal(deal, &typed).unwrap_err()), ["amount_from"]);
    let draft = WinDraft {
        amount: Some(money(1, "EUR")),
        company: Some(Ref::name("X")),
        promise: Some(Promise::NonePromised),
        ..WinDraft::of(deal)
    };
    assert_eq!(missing(firm.book.win_deal(&draft).unwrap_err()), ["amount_from"]);
    firm.book.edit_deal(deal, &DealEdit::TypedAmount(Some(money(70_000, "EUR")))).unwrap();
    firm.book.delete_line(first).unwrap();
    assert_eq!(firm.amount(deal), (Some(70_000), AmountFrom::Typed));
    assert_eq!(firm.book.deal_lines(deal).unwrap().totals.total, Minor(46_800));
    firm.book.edit_deal(deal, &DealEdit::AmountFrom(AmountFrom::Lines)).unwrap();
    assert_eq!(firm.amount(deal), (Some(46_800), AmountFrom::Lines));

    let rest = firm.book.deal_lines(deal).unwrap().lines.remove(0).id;
    firm.book.delete_line(rest).unwrap();
    assert_eq!(firm.amount(deal), (Some(46_800), AmountFrom::Typed));
    assert_eq!(missing(firm.book.edit_deal(deal, &DealEdit::AmountFrom(AmountFrom::Lines)).unwrap_err()), ["lines"]);
    firm.sound();
    for _ in 0..5 {
        firm.book.undo(None).unwrap();
    }
    assert_eq!(firm.amount(deal), (Some(25_000), AmountFrom::Lines));
    firm.sound();
    let said: Vec<String> = firm.book.deal(deal).unwrap().history.into_iter().map(|item| item.sentence).collect();
    assert!(said.contains(&"Added Tiles to Hotel roof".to_owned()), "{said:?}");
}

#[test]
fn a_deal_keeps_the_currency_of_its_lines() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let dollars = firm.product("GTX", Some(money(55_000, "USD")), Billing::Once);
    let refused = firm.book.save_line(&of_product(deal, dollars)).unwrap_err();
    assert!(refused.message.contains("USD 550, but this deal is in EUR"), "{}", refused.message);
    assert_eq!(missing(refused), ["unit_price"]);
    firm.book.save_line(&SaveLine { unit_price: Some(Minor(50_000)), ..of_product(deal, dollars) }).unwrap();
    let refused = firm.book.edit_deal(deal, &DealEdit::TypedAmount(Some(money(1, "USD")))).unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.message.contains("in EUR"), "{}", refused.message);
    firm.sound();
}

#[test]
fn lines_keep_their_order_and_a_foreign_line_is_none_of_the_deals() {
    let firm = Firm::new();
    let (deal, other) = (firm.deal("Hotel roof"), firm.deal("Pier"));
    let add = |name: &str| firm.book.save_line(&line(deal, name, 1_000, 100)).unwrap().value;
    let (a, b, c): (LineId, LineId, LineId) = (add("A"), add("B"), add("C"));
    firm.book.move_line(c, None).unwrap();
    firm.book.move_line(a, Some(b)).unwrap();
    let names: Vec<String> = firm.book.deal_lines(deal).unwrap().lines.into_iter().map(|line| line.name).collect();
    assert_eq!(names, ["C", "B", "A"]);
    let stolen = SaveLine { id: Some(a), ..line(other, "A", 1_000, 1) };
    assert_eq!(firm.book.save_line(&stolen).unwrap_err().code, Code::NotFound);
    assert_eq!(firm.book.save_line(&line(deal, "  ", 1_000, 1)).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.save_line(&line(deal, "D", 0, 1)).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.amount(deal).0, Some(300));
}

#[test]
fn a_file_does_not_overwrite_what_lines_say() {
    let firm = Firm::new();
    firm.import("id,name,stage,amount\n1,Hotel roof,New,500\n", Target::Deals);
    let deal = firm.book.deal_board(&DealFilter::default()).unwrap().columns[0].cards[0].id;
    firm.book.save_line(&line(deal, "Tiles", 1_000, 9_900)).unwrap();
    firm.book.edit_deal(deal, &DealEdit::AmountFrom(AmountFrom::Lines)).unwrap();
    let again = firm.import("id,name,stage,amount\n1,Hotel roof,New,600\n", Target::Deals);
    assert_eq!((again.failed, firm.amount(deal)), (0, (Some(9_900), AmountFrom::Lines)));
    firm.sound();
}

#[test]
fn products_come_in_and_go_out_with_their_new_fields() {
    let firm = Firm::new();
    let text = "Product,Price,Currency,Billed,Offered\nSupport,99,EUR,monthly,yes\nOld box,5,EUR,einmalig,nein\nBad,1,EUR,weekly,yes\nWorse,1,XYZ,once,yes\n";
    let report = firm.import(text, Target::Products);
    assert_eq!((report.created, report.failed), (2, 2));
    assert!(report.problems[0].reason.contains("once, month, quarter, year"), "{:?}", report.problems);
    assert!(report.problems[1].reason.contains("not a currency"), "{:?}", report.problems);
    let products = firm.book.products().unwrap();
    let read: Vec<_> = products.iter().map(|p| (p.name.as_str(), p.billing, p.active)).collect();
    assert_eq!(read, [("Old box", Billing::Once, false), ("Support", Billing::Month, true)]);
    let out = firm.folder.path().join("out.csv");
    firm.book
        .export(handsel_core::transfer::ExportKind::Products, handsel_core::transfer::FileFormat::Csv, &out)
        .unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("Support,,99.00,EUR,month,yes"), "{text}");
    let again = firm.import(&text, Target::Products);
    assert_eq!((again.created, again.updated, again.skipped, again.failed), (0, 0, 2, 0));
}

#[test]
fn rates_are_entered_imported_and_named() {
    let firm = Firm::new();
    let save = |on: &str, currency: &str, rate: &str| {
        firm.book.save_rate(&SaveRate { day: day(on), currency: currency.into(), rate: rate.into() })
    };
    save("2026-10-01", "usd", "0,92").unwrap();
    let refused = save("2026-10-01", "XYZ", "1").unwrap_err();
    assert!(refused.message.contains("“XYZ” is not a currency"), "{}", refused.message);
    assert!(save("2026-10-01", "EUR", "1").is_err() && save("2026-10-01", "USD", "abc").is_err());
    let report = firm.import(
        "Date,Currency,Rate\n2026-10-01,USD,0.93\n2026-11-01,CHF,1.05\n2026-02-31,CHF,1\n2026-11-01,USD,1e3\n",
        Target::Rates,
    );
    assert_eq!((report.created, report.updated, report.failed), (1, 1, 2));
    let table = firm.book.rates(0, 10).unwrap();
    let read: Vec<String> = table.rows.iter().map(|r| format!("{} {} {}", r.day, r.currency, r.rate)).collect();
    assert_eq!(read, ["2026-11-01 CHF 1.05", "2026-10-01 USD 0.93"]);

    firm.book
        .create_deal(&NewDeal { name: "Oslo".into(), currency: Some("NOK".into()), ..NewDeal::default() })
        .unwrap();
    assert_eq!(firm.book.rates(0, 10).unwrap().lacking, ["NOK"]);
    let sums = [vec![money(10_000, "USD"), money(100, "EUR")], vec![money(100, "CHF"), money(7, "NOK")]];
    let converted = firm.book.convert_sums(&sums, None).unwrap();
    assert_eq!((converted[0].total.clone(), converted[0].used[0].day), (money(9_400, "EUR"), day("2026-10-01")));
    assert_eq!((converted[1].total.clone(), converted[1].left.clone()), (money(105, "EUR"), vec![money(7, "NOK")]));
    let before = firm.book.convert_sums(&sums, Some(day("2026-10-31"))).unwrap();
    assert_eq!(before[1].left.len(), 2);
    firm.sound();
    firm.book.undo(None).unwrap();
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.rates(0, 10).unwrap().rows[0].rate.to_string(), "0.92");
    // The firm's currency changed: rates to the old one say nothing about it.
    firm.book
        .save_firm(&handsel_core::people::SaveFirm {
            name: "X".into(),
            currency: "CHF".into(),
            fallback_person: None,
            year_starts: 1,
        })
        .unwrap();
    assert!(firm.book.rates(0, 10).unwrap().rows.is_empty());
}

#[test]
fn offers_are_numbered_once_frozen_when_sent_and_agreed_for_good() {
    let firm = Firm::new();
    let deal = firm.deal("Straßenlampen");
    assert_eq!(missing(firm.book.create_offer(deal).unwrap_err()), ["lines"]);
    let lamp = firm.book.save_line(&line(deal, "Lampe", 3_000, 10_000)).unwrap().value;
    let settings = OfferSettings { address: Some("Mühlenweg 1".into()), terms: Some("Net of VAT.".into()), days: 14 };
    firm.book.save_offer_settings(&settings).unwrap();
    let first = firm.book.create_offer(deal).unwrap().value;
    assert_eq!(missing(firm.book.set_offer_state(first, OfferState::Sent).unwrap_err()), ["customer"]);
    firm.book.delete_offer(first).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Company(Some(Ref::name("Grünwerk")))).unwrap();
    let offer = firm.book.create_offer(deal).unwrap().value;
    let draft = firm.book.offers(deal).unwrap().offers.remove(0);
    assert_eq!((draft.number, draft.version, draft.content.valid_until), (2, 1, Some(day("2026-11-16"))));
    assert_eq!(draft.content.customer.name, "Grünwerk");

    firm.book.set_offer_state(offer, OfferState::Sent).unwrap();
    let save = SaveOffer {
        id: offer,
        dated: day("2026-11-02"),
        valid_until: None,
        customer: None,
        address: None,
        intro: None,
        terms: None,
    };
    assert_eq!(firm.book.save_offer(&save).unwrap_err().code, Code::Conflict);
    firm.book.save_line(&SaveLine { id: Some(lamp), ..line(deal, "Lampe", 4_000, 10_000) }).unwrap();
    let sent = firm.book.offers(deal).unwrap().offers.remove(0);
    assert_eq!((sent.content.totals.total, sent.outdated), (Minor(30_000), true));
    firm.book.set_as_of(Some(day("2026-11-17")));
    assert!(firm.book.offers(deal).unwrap().offers[0].expired);

    let second = firm.book.revise_offer(offer).unwrap().value;
    assert_eq!(firm.book.revise_offer(offer).unwrap_err().code, Code::Conflict);
    firm.book.set_offer_state(second, OfferState::Accepted).unwrap();
    assert_eq!(firm.book.set_offer_state(second, OfferState::Declined).unwrap_err().code, Code::Conflict);
    let all = firm.book.offers(deal).unwrap();
    assert_eq!(
        all.offers.iter().map(|o| (o.number, o.version, o.newest)).collect::<Vec<_>>(),
        [(2, 2, true), (2, 1, false)]
    );
    let scope = all.scope.unwrap();
    assert_eq!(
        (scope.text.as_str(), scope.source.as_str()),
        ("4 × Lampe: EUR 400\nTogether EUR 400", "accepted offer 0002 version 2, 17 Nov 2026")
    );

    // What was agreed stays, whatever happens to the lines, and goes to the project.
    firm.book.delete_line(lamp).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Notes(Some("Ring first".into()))).unwrap();
    let draft = WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(deal) };
    assert_eq!(firm.book.win_preview(&draft).unwrap().scope, Some(scope));
    let template =
        firm.book.transact("set_up", |txn| handsel_core::start::lay_out(txn, handsel_core::start::Business::Short));
    template.unwrap();
    firm.book.win_deal(&draft).unwrap();
    firm.book.run_worker_once(10).unwrap();
    let project = firm.book.deal(deal).unwrap().handoff.unwrap().project.unwrap();
    let described: Option<String> = firm
        .book
        .read(|r| r.one("SELECT description FROM project WHERE name = 'Straßenlampen'", [], |row| row.get(0)))
        .unwrap();
    assert_eq!(project.name, "Straßenlampen");
    assert_eq!(
        described.as_deref(),
        Some("Ring first\n\nScope (accepted offer 0002 version 2, 17 Nov 2026)\n4 × Lampe: EUR 400\nTogether EUR 400")
    );

    let path = firm.folder.path().join("Angebot.pdf");
    assert_eq!(firm.book.print_offer(second, &path).unwrap().pages, 1);
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
    let nowhere = firm.folder.path().join("no").join("folder.pdf");
    assert_eq!(firm.book.print_offer(second, &nowhere).unwrap_err().code, Code::NotFound);
    firm.sound();
}

#[test]
fn a_number_is_never_given_twice() {
    let firm = Firm::new();
    let (one, two) = (firm.deal("One"), firm.deal("Two"));
    firm.book.save_line(&line(one, "A", 1_000, 1)).unwrap();
    firm.book.save_line(&line(two, "B", 1_000, 1)).unwrap();
    firm.book.create_offer(one).unwrap();
    firm.book.undo(None).unwrap();
    firm.book.create_offer(two).unwrap();
    assert_eq!(firm.book.offers(two).unwrap().offers[0].number, 2);
    firm.book.undo(None).unwrap();
    firm.book.redo(None).unwrap();
    assert_eq!(firm.book.offers(two).unwrap().offers[0].number, 2);
    firm.sound();
}
