//! The lists a firm keeps for itself, changed through the verbs: lost reasons, the columns of a board, roles.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::sell::{LoseDraft, NewDeal, seed_defaults};
use handsel_core::values::{DealId, Ref};
use handsel_core::{Book, Code, Error};

fn workspace() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
    book.transact("set_up", seed_defaults).unwrap();
    (folder, book)
}

fn lost(book: &Book, name: &str, reason: &str) -> DealId {
    let deal = book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap().value;
    let draft = LoseDraft {
        deal,
        stage: None,
        reason: Some(Ref::name(reason)),
        note: None,
        closed_on: None,
        above: None,
        below: None,
    };
    book.lose_deal(&draft).unwrap();
    deal
}

fn refused(answer: Result<impl Sized, Error>) -> Code {
    answer.err().unwrap().code
}

#[test]
fn two_reasons_never_share_a_name() {
    let (_folder, book) = workspace();
    let reasons = book.lost_reasons().unwrap();
    let (first, second) = (&reasons[0], &reasons[1]);
    assert_eq!(refused(book.save_lost_reason(None, &first.name.to_uppercase())), Code::Conflict);
    assert_eq!(refused(book.save_lost_reason(Some(second.id), &format!(" {} ", first.name))), Code::Conflict);
    assert_eq!(refused(book.save_lost_reason(Some(second.id), "  ")), Code::Invalid);
    assert_eq!(book.lost_reasons().unwrap(), reasons);

    // Its own name in another spelling is no clash.
    let done = book.save_lost_reason(Some(first.id), &first.name.to_uppercase()).unwrap();
    assert!(done.label.starts_with("Renamed the reason"), "{}", done.label);
    assert_eq!(book.lost_reasons().unwrap()[0].name, first.name.to_uppercase());
    book.undo(None).unwrap();
    assert_eq!(book.lost_reasons().unwrap(), reasons);
}

#[test]
fn reasons_stand_where_they_were_put_and_one_undo_puts_them_back() {
    let (_folder, book) = workspace();
    let ids = || book.lost_reasons().unwrap().into_iter().map(|reason| reason.id).collect::<Vec<_>>();
    let before = ids();
    book.move_lost_reason(before[0], Some(before[2])).unwrap();
    assert_eq!(ids()[..3], [before[1], before[2], before[0]]);
    book.undo(None).unwrap();
    assert_eq!(ids(), before);
    book.move_lost_reason(before[5], None).unwrap();
    assert_eq!(ids()[0], before[5]);
    assert_eq!(refused(book.move_lost_reason(before[1], Some(before[1]))), Code::NotFound);

    // However often two swap, there is room between their neighbours.
    for _ in 0..200 {
        let now = ids();
        book.move_lost_reason(now[1], Some(now[2])).unwrap();
        assert_eq!(ids()[..4], [now[0], now[2], now[1], now[3]]);
    }
}

#[test]
fn a_deleted_reason_leaves_no_lost_deal_without_one() {
    let (_folder, book) = workspace();
    let deals = [lost(&book, "Hotel roof", "No budget"), lost(&book, "Barn", "No budget")];
    let reasons = book.lost_reasons().unwrap();
    let gone = reasons.iter().find(|reason| reason.deals == 2).unwrap();
    let error = book.delete_lost_reason(gone.id, None).unwrap_err();
    assert_eq!((error.code, error.missing[0].field.as_str()), (Code::Gate, "deals_go_to"));
    assert!(error.message.contains("2 deals were lost because of “No budget”"), "{}", error.message);
    assert_eq!(refused(book.delete_lost_reason(gone.id, Some(gone.id))), Code::Gate);

    let other = &reasons[0];
    book.delete_lost_reason(gone.id, Some(other.id)).unwrap();
    let reason_of = |deal| book.deal(deal).unwrap().deal.lost_reason.unwrap().name;
    assert_eq!(deals.map(reason_of), [other.name.clone(), other.name.clone()]);
    assert_eq!(refused(book.delete_lost_reason(other.id, Some(gone.id))), Code::NotFound);
    assert_eq!(refused(book.save_lost_reason(Some(gone.id), "Back again")), Code::NotFound);

    book.undo(None).unwrap();
    assert_eq!(deals.map(reason_of), ["No budget".to_owned(), "No budget".to_owned()]);
    assert_eq!(book.lost_reasons().unwrap(), reasons);
}
