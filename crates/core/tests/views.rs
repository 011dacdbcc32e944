//! Saved views, changes to many deals at once, and cells pasted over them.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::sync::atomic::AtomicBool;

use handsel_core::filter::{Op, Value};
use handsel_core::people::SavePerson;
use handsel_core::sell::{
    BulkArgs, BulkReport, CellEdit, DealBulk, DealDaysArgs, DealEdit, DealField, DealGrouping, DealPick, DealQuery,
    DealRow, DealRowsArgs, DealSort, DealTree, LoseDraft, NewDeal, WinDraft, seed_defaults,
};
use handsel_core::transfer::DateOrder;
use handsel_core::values::{Day, DealId, Minor, Money, PersonId, Promise, Ref, StageId};
use handsel_core::views::{DealView, Layout, SaveDealView};
use handsel_core::{Book, Code, Result};

struct Firm {
    book: Book,
    ada: PersonId,
    _folder: tempfile::TempDir,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

impl Firm {
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        book.set_as_of(Some(day("2026-11-22")));
        let ada = book.save_person(&SavePerson { name: "Ada".into(), ..SavePerson::default() }).unwrap().value;
        book.act_as(Some(ada));
        Firm { book, ada, _folder: folder }
    }

    fn deal(&self, name: &str, amount: i64) -> DealId {
        let new = NewDeal {
            name: name.into(),
            company: Some(Ref::name("Acme")),
            amount: Some(Minor(amount)),
            close_date: Some(day("2026-12-01")),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn won(&self, name: &str) -> DealId {
        let deal = self.deal(name, 100);
        let sheet = WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(deal) };
        self.book.win_deal(&sheet).unwrap();
        deal
    }

    fn stage(&self, name: &str) -> StageId {
        self.book.pipelines().unwrap()[0].stages.iter().find(|stage| stage.name == name).unwrap().id
    }

    fn rows(&self) -> Vec<DealRow> {
        let sort = vec![DealSort { by: DealField::Name, down: false }];
        let query = DealQuery { sort, ..DealQuery::default() };
        self.book.deal_rows(&DealRowsArgs { query, offset: 0, limit: 500 }).unwrap().rows
    }

    fn row(&self, deal: DealId) -> DealRow {
        self.book.deals_by_id(&[deal]).unwrap().remove(0)
    }

    fn bulk(&self, ids: &[DealId], change: DealBulk, skip_refused: bool) -> Result<BulkReport> {
        let args = BulkArgs { pick: DealPick::These(ids.to_vec()), change, skip_refused };
        self.book.bulk_edit_deals(&args, &|_, _| {}, &AtomicBool::new(false))
    }

    fn paste(&self, cells: &[(DealId, DealField, &str)]) -> Vec<CellEdit> {
        cells.iter().map(|(deal, field, text)| CellEdit { deal: *deal, field: *field, text: (*text).into() }).collect()
    }
}

fn view(layout: Layout) -> DealView {
    let filter = DealTree::is(DealField::Owner, Op::Is, Value::Me);
    let sort = vec![DealSort { by: DealField::Amount, down: true }];
    let query = DealQuery { filter, sort, group: Some(DealGrouping::Stage), ..DealQuery::default() };
    DealView { layout, query, columns: vec![DealField::Name, DealField::Amount] }
}

fn save(name: &str, own: bool) -> SaveDealView {
    SaveDealView { id: None, name: name.into(), own, view: view(Layout::Table) }
}

#[test]
fn a_view_comes_back_as_it_was_saved_also_after_a_restart() {
    let firm = Firm::new();
    let id = firm.book.save_deal_view(&save("Mine by stage", false)).unwrap().value;
    let views = firm.book.deal_views().unwrap();
    assert_eq!((views[0].id, views[0].name.as_str(), views[0].own), (id, "Mine by stage", false));
    assert_eq!(views[0].view, Some(view(Layout::Table)));
    let Firm { book, _folder, .. } = firm;
    let path = book.path().to_owned();
    drop(book);
    assert_eq!(Book::open(&path).unwrap().deal_views().unwrap(), views);
}

#[test]
fn views_are_renamed_ordered_copied_and_deleted_and_undo_takes_each_back() {
    let firm = Firm::new();
    let names = || firm.book.deal_views().unwrap().into_iter().map(|view| view.name).collect::<Vec<_>>();
    let ids: Vec<_> = ["A", "B", "C"].map(|name| firm.book.save_deal_view(&save(name, false)).unwrap().value).to_vec();
    firm.book.move_view(ids[2], None).unwrap();
    assert_eq!(names(), ["C", "A", "B"]);
    firm.book.move_view(ids[2], Some(ids[0])).unwrap();
    assert_eq!(names(), ["A", "C", "B"]);
    let renamed = SaveDealView { id: Some(ids[1]), ..save("Big ones", false) };
    assert_eq!(firm.book.save_deal_view(&renamed).unwrap().label, "Renamed the view B to Big ones");
    firm.book.duplicate_view(ids[0]).unwrap();
    assert_eq!(names(), ["A", "A copy", "C", "Big ones"]);
    firm.book.delete_view(ids[0]).unwrap();
    assert_eq!(names(), ["A copy", "C", "Big ones"]);
    for expected in [4, 3, 3, 3, 3, 2, 1, 0] {
        firm.book.undo(None).unwrap();
        assert_eq!(names().len(), expected);
    }
}

#[test]
fn own_views_are_seen_by_their_owner_alone() {
    let firm = Firm::new();
    firm.book.save_deal_view(&save("Shared", false)).unwrap();
    firm.book.save_deal_view(&save("Ada's", true)).unwrap();
    assert_eq!(firm.book.deal_views().unwrap().len(), 2);
    firm.book.act_as(None);
    assert_eq!(firm.book.deal_views().unwrap().len(), 1);
    assert_eq!(firm.book.save_deal_view(&save("Whose?", true)).unwrap_err().code, Code::Invalid);
    assert!(firm.book.save_deal_view(&save("  ", false)).is_err());
}

#[test]
fn a_view_that_could_not_be_searched_with_is_refused() {
    let firm = Firm::new();
    let mut bad = save("Bad", false);
    bad.view.query.filter = DealTree::is(DealField::Amount, Op::Contains, Value::Text("x".into()));
    let refused = firm.book.save_deal_view(&bad).unwrap_err();
    assert!(refused.message.contains("Amount"), "{refused}");
    assert!(firm.book.deal_views().unwrap().is_empty());
}

#[test]
fn every_bulk_change_is_one_command_and_undo_restores_exactly() {
    let firm = Firm::new();
    let ids: Vec<_> = (0..12).map(|n| firm.deal(&format!("Deal {n:02}"), 100 * n)).collect();
    let before = firm.rows();
    let proposal = firm.stage("Proposal");
    let changes = [
        (DealBulk::Owner(Some(firm.ada)), "Changed the owner of 12 deals"),
        (DealBulk::Stage(proposal), "Moved 12 deals to Proposal"),
        (DealBulk::CloseDate(Some(day("2027-01-31"))), "Changed the close date of 12 deals"),
        (DealBulk::ShiftCloseDate(-3), "Moved the close date of 12 deals 3 days earlier"),
        (DealBulk::Source(Some("Fair".into())), "Changed the source of 12 deals"),
        (DealBulk::Tag("Key account".into()), "Tagged 12 deals with Key account"),
        (DealBulk::Delete, "Deleted 12 deals"),
    ];
    for (change, label) in changes {
        let report = firm.bulk(&ids, change.clone(), false).unwrap();
        assert_eq!((report.done, report.changed, report.label.as_str()), (true, 12, label));
        match &change {
            DealBulk::Owner(_) => assert!(firm.rows().iter().all(|row| row.owner.as_ref().unwrap().name == "Ada")),
            DealBulk::Stage(_) => assert!(firm.rows().iter().all(|row| row.stage.id == proposal.0)),
            DealBulk::CloseDate(to) => assert!(firm.rows().iter().all(|row| row.close_date == *to)),
            DealBulk::ShiftCloseDate(_) => {
                assert!(firm.rows().iter().all(|row| row.close_date == Some(day("2026-11-28"))));
            }
            DealBulk::Source(_) => assert!(firm.rows().iter().all(|row| row.source.as_deref() == Some("Fair"))),
            DealBulk::Tag(_) => assert_eq!(firm.book.tags().unwrap()[0].deals, 12),
            DealBulk::Delete => assert!(firm.rows().is_empty()),
        }
        firm.book.undo(None).unwrap();
        assert_eq!(firm.rows(), before, "{label}");
    }
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn moved_in_bulk_deals_keep_their_order_at_the_top_of_the_stage() {
    let firm = Firm::new();
    let ids: Vec<_> = (0..5).map(|n| firm.deal(&format!("Deal {n}"), 100)).collect();
    firm.bulk(&ids, DealBulk::Stage(firm.stage("Proposal")), false).unwrap();
    let board = firm.book.deal_board(&handsel_core::sell::DealFilter::default()).unwrap();
    let column = board.columns.iter().find(|column| column.stage.name == "Proposal").unwrap();
    assert_eq!(column.cards.iter().map(|card| card.id).collect::<Vec<_>>(), ids);
}

#[test]
fn refused_deals_are_named_first_and_left_out_only_when_asked() {
    let firm = Firm::new();
    let (open, won) = (firm.deal("Open", 1), firm.won("Won one"));
    let change = DealBulk::Stage(firm.stage("Proposal"));
    let before = firm.rows();
    let report = firm.bulk(&[open, won], change.clone(), false).unwrap();
    assert_eq!((report.done, report.changed), (false, 1));
    assert_eq!(report.refused[0].name, "Won one");
    assert!(report.refused[0].why.contains("Reopen"), "{:?}", report.refused);
    assert_eq!(firm.rows(), before);
    let report = firm.bulk(&[open, won], change, true).unwrap();
    assert_eq!((report.done, report.changed, report.refused.len()), (true, 1, 1));
    assert_eq!(firm.row(open).stage.name, "Proposal");
    assert_eq!(firm.row(won).stage.name, "Won");
    // What the gate of Won asked for can't be taken away in bulk either, and nothing half-written stays.
    let report = firm.bulk(&[open, won], DealBulk::CloseDate(None), true).unwrap();
    assert_eq!((report.changed, report.refused.len()), (1, 1));
    assert!(firm.row(won).close_date.is_some());
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn won_and_lost_are_no_bulk_stages() {
    let firm = Firm::new();
    let deal = firm.deal("Open", 1);
    let refused = firm.bulk(&[deal], DealBulk::Stage(firm.stage("Won")), true).unwrap_err();
    assert!(refused.message.contains("one by one"), "{refused}");
}

#[test]
fn all_that_match_are_changed_but_those_taken_out() {
    let firm = Firm::new();
    let ids: Vec<_> = (0..40).map(|n| firm.deal(&format!("Deal {n}"), n)).collect();
    let filter = DealTree::is(DealField::Amount, Op::AtLeast, Value::Number(1_000));
    let query = DealQuery { filter, ..DealQuery::default() };
    let pick = DealPick::Matching { query, except: vec![ids[39]] };
    let args = BulkArgs { pick, change: DealBulk::Source(Some("Web".into())), skip_refused: false };
    let report = firm.book.bulk_edit_deals(&args, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(report.changed, 29);
    assert_eq!(firm.rows().iter().filter(|row| row.source.is_some()).count(), 29);
    // Once more: nothing differs, so nothing is written.
    let again = firm.book.bulk_edit_deals(&args, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!((again.changed, again.unchanged), (0, 29));
    assert_eq!(again.rev, report.rev);
}

#[test]
fn a_cancelled_change_keeps_nothing() {
    let firm = Firm::new();
    let ids: Vec<_> = (0..300).map(|n| firm.deal(&format!("Deal {n}"), n)).collect();
    let cancel = AtomicBool::new(false);
    let args = BulkArgs { pick: DealPick::These(ids), change: DealBulk::Delete, skip_refused: true };
    let stop = |done: u32, _: u32| cancel.store(done > 100, std::sync::atomic::Ordering::Release);
    assert_eq!(firm.book.bulk_edit_deals(&args, &stop, &cancel).unwrap_err().code, Code::Cancelled);
    assert_eq!(firm.rows().len(), 300);
}

#[test]
fn pasted_cells_are_previewed_by_what_writes_them() {
    let firm = Firm::new();
    let (a, b) = (firm.deal("A", 100), firm.won("B"));
    let cells = firm.paste(&[
        (a, DealField::Name, "A2"),
        (a, DealField::Amount, "1.234,50"),
        (a, DealField::CloseDate, "24/12/2026"),
        (a, DealField::Owner, "ada"),
        (a, DealField::Stage, "proposal"),
        (b, DealField::Amount, ""),
        (b, DealField::Owner, "Nobody"),
        (b, DealField::CloseDate, "31/02/2026"),
        (b, DealField::Probability, "90"),
        (a, DealField::Company, "acme"),
    ]);
    let before = firm.rows();
    let preview = firm.book.preview_cells(&cells, Some(DateOrder::Dmy)).unwrap();
    assert_eq!(firm.rows(), before);
    assert_eq!((preview.written, preview.unchanged), (0, 1));
    assert_eq!(preview.changes.iter().filter(|change| change.problem.is_some()).count(), 4);
    let amount = preview.changes.iter().find(|change| change.field == DealField::Amount && change.deal == a).unwrap();
    assert_eq!((amount.before.as_str(), amount.after.as_str()), ("1.00", "1234.50"));
    let report = firm.book.edit_cells(&cells, Some(DateOrder::Dmy)).unwrap();
    assert_eq!((report.written, report.changes.len()), (5, preview.changes.len()));
    assert_eq!(report.changes, preview.changes);
    let row = firm.row(a);
    assert_eq!((row.name.as_str(), row.stage.name.as_str()), ("A2", "Proposal"));
    assert_eq!(row.close_date, Some(day("2026-12-24")));
    assert_eq!(report.label, "Pasted 5 cells into deals");
    firm.book.undo(None).unwrap();
    assert_eq!(firm.rows(), before);
}

#[test]
fn a_copy_is_what_a_spreadsheet_takes() {
    let firm = Firm::new();
    let a = firm.deal("Roof \"big\"\tone", 123_450);
    let text = firm
        .book
        .copy_deals(
            &DealPick::These(vec![a]),
            &[DealField::Name, DealField::Amount, DealField::CloseDate, DealField::Owner],
        )
        .unwrap();
    assert_eq!(text, "Name\tAmount\tClose date\tOwner\n\"Roof \"\"big\"\"\tone\"\t1234.50\t2026-12-01\t\n");
}

#[test]
fn a_calendar_counts_every_deal_of_a_day() {
    let firm = Firm::new();
    for n in 0..35 {
        firm.deal(&format!("Deal {n}"), 100);
    }
    let elsewhere = firm.deal("Later", 5_000);
    firm.book.edit_deal(elsewhere, &DealEdit::CloseDate(Some(day("2026-12-31")))).unwrap();
    firm.book.edit_deal(elsewhere, &DealEdit::Amount(Some(Money::new(70, "USD").unwrap()))).unwrap();
    let undated = firm.deal("Undated", 1);
    firm.book.edit_deal(undated, &DealEdit::CloseDate(None)).unwrap();
    let args = DealDaysArgs { query: DealQuery::default(), from: day("2026-12-01"), to: day("2026-12-31") };
    let days = firm.book.deal_days(&args).unwrap();
    assert_eq!(days.undated, 1);
    let seen: Vec<_> = days.days.iter().map(|d| (d.day.to_string(), d.count, d.deals.len())).collect();
    assert_eq!(seen, [("2026-12-01".to_owned(), 35, 30), ("2026-12-31".to_owned(), 1, 1)]);
    assert_eq!((days.days[0].totals[0].sum, days.days[1].totals[0].currency.as_str()), (Minor(3_500), "USD"));
    let wide = DealDaysArgs { to: day("2029-01-01"), ..args };
    assert!(firm.book.deal_days(&wide).is_err());
}

#[test]
fn overdue_is_open_and_past() {
    let firm = Firm::new();
    let (late, lost) = (firm.deal("Late", 1), firm.deal("Lost", 1));
    for deal in [late, lost] {
        firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-11-01")))).unwrap();
    }
    let draft = LoseDraft {
        deal: lost,
        stage: None,
        reason: Some(Ref::name("Price")),
        note: None,
        closed_on: Some(day("2026-11-01")),
        above: None,
        below: None,
    };
    firm.book.lose_deal(&draft).unwrap();
    let filter = DealTree::is(DealField::CloseDate, Op::Overdue, Value::Nothing);
    let query = DealQuery { filter, ..DealQuery::default() };
    assert_eq!(firm.book.deal_ids(&query, 10).unwrap(), [late]);
}
