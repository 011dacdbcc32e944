//! A history that is remembered and caught up with is the one that is read anew, whatever was done in between.
use proptest::prelude::*;

use super::history::{until, whole};
use crate::book::Book;
use crate::people::SavePerson;
use crate::sell::{DealEdit, LoseDraft, MoveDeal, NewDeal, SaveCompany, StageKind, WinDraft, seed_defaults};
use crate::values::{Day, DealId, Minor, Money, PersonId, Promise, Ref, StageId};

/// What may happen between two looks; the numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Create(u8),
    Move(u8, u8),
    Amount(u8, i64),
    Euros(u8),
    Owner(u8, bool),
    Source(u8, u8),
    Product(u8, u8),
    Win(u8),
    Lose(u8),
    Reopen(u8),
    Delete(u8),
    Person(u8),
    Undo,
    NextDay,
}

fn act() -> impl Strategy<Value = Act> {
    let any = any::<u8>;
    let yes = proptest::bool::ANY;
    prop_oneof![
        3 => any().prop_map(Act::Create),
        4 => (any(), any()).prop_map(|(deal, stage)| Act::Move(deal, stage)),
        2 => (any(), 0..9_000i64).prop_map(|(deal, amount)| Act::Amount(deal, amount)),
        1 => any().prop_map(Act::Euros),
        1 => (any(), yes).prop_map(|(deal, none)| Act::Owner(deal, none)),
        1 => (any(), any()).prop_map(|(deal, source)| Act::Source(deal, source)),
        1 => (any(), any()).prop_map(|(deal, product)| Act::Product(deal, product)),
        2 => any().prop_map(Act::Win),
        2 => any().prop_map(Act::Lose),
        1 => any().prop_map(Act::Reopen),
        1 => any().prop_map(Act::Delete),
        1 => any().prop_map(Act::Person),
        3 => Just(Act::Undo),
        1 => Just(Act::NextDay),
    ]
}

struct Desk {
    book: Book,
    today: Day,
    ada: PersonId,
    stages: Vec<StageId>,
    deals: Vec<DealId>,
    _folder: tempfile::TempDir,
}

const SOURCES: [Option<&str>; 4] = [None, Some("Fair"), Some("fair "), Some("Web")];

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "USD").unwrap();
        let today = Day::parse_iso("2026-11-02").unwrap();
        book.set_as_of(Some(today));
        book.transact("set_up", seed_defaults).unwrap();
        let ada = book.save_person(&SavePerson { name: "Ada".into(), ..SavePerson::default() }).unwrap().value;
        let pipelines = book.pipelines().unwrap();
        let stages =
            pipelines[0].stages.iter().filter(|stage| stage.kind == StageKind::Open).map(|stage| stage.id).collect();
        Desk { book, today, ada, stages, deals: Vec::new(), _folder: folder }
    }

    /// Does it, or is refused it: both are sound.
    fn act(&mut self, act: &Act) {
        let deal = |number: u8| self.deals.get(usize::from(number) % self.deals.len().max(1)).copied();
        let edit = |number: u8, change: DealEdit| {
            let _ = deal(number).map(|deal| self.book.edit_deal(deal, &change));
        };
        match *act {
            Act::Create(number) => {
                let new = NewDeal {
                    name: format!("Deal {}", self.deals.len()),
                    amount: Some(Minor(100 * i64::from(number))),
                    source: SOURCES[usize::from(number) % 4].map(str::to_owned),
                    ..NewDeal::default()
                };
                self.deals.push(self.book.create_deal(&new).unwrap().value);
            }
            Act::Move(number, stage) => {
                let stage = self.stages[usize::from(stage) % self.stages.len()];
                let to = |deal| MoveDeal { deal, stage, above: None, below: None };
                let _ = deal(number).map(|deal| self.book.move_deal(&to(deal)));
            }
            Act::Amount(number, minor) => {
                edit(number, DealEdit::Amount(Some(Money { minor: Minor(minor), currency: "USD".into() })));
            }
            Act::Euros(number) => {
                edit(number, DealEdit::Amount(Some(Money { minor: Minor(7), currency: "EUR".into() })));
            }
            Act::Owner(number, none) => edit(number, DealEdit::Owner((!none).then_some(self.ada))),
            Act::Source(number, source) => {
                edit(number, DealEdit::Source(SOURCES[usize::from(source) % 4].map(str::to_owned)));
            }
            Act::Product(number, product) => {
                edit(number, DealEdit::Product(Some(Ref::name(format!("Roof {}", product % 3)))));
            }
            Act::Win(number) => {
                let draft = |deal| WinDraft {
                    promise: Some(Promise::NonePromised),
                    company: Some(Ref::name("Hotel Haffblick")),
                    amount: Some(Money { minor: Minor(9_900), currency: "USD".into() }),
                    ..WinDraft::of(deal)
                };
                let _ = deal(number).map(|deal| self.book.win_deal(&draft(deal)));
            }
            Act::Lose(number) => {
                let draft = |deal| LoseDraft {
                    deal,
                    stage: None,
                    reason: Some(Ref::name("Price")),
                    note: None,
                    closed_on: None,
                    above: None,
                    below: None,
                };
                let _ = deal(number).map(|deal| self.book.lose_deal(&draft(deal)));
            }
            Act::Reopen(number) => _ = deal(number).map(|deal| self.book.reopen_deal(deal, None)),
            Act::Delete(number) => _ = deal(number).map(|deal| self.book.delete_deal(deal)),
            Act::Person(number) => {
                let save = SavePerson { name: format!("Person {number}"), ..SavePerson::default() };
                let _ = self.book.save_person(&save);
            }
            Act::Undo => _ = self.book.undo(None),
            Act::NextDay => {
                self.today = self.today.plus_days(1);
                self.book.set_as_of(Some(self.today));
            }
        }
    }

    fn looks_the_same(&self) {
        self.book
            .read(|reader| {
                let anew = whole(reader)?;
                assert_eq!(*until(&self.book, reader, self.today)?, anew.until(self.today));
                let earlier = self.today.plus_days(-1);
                assert_eq!(*until(&self.book, reader, earlier)?, anew.until(earlier));
                Ok(())
            })
            .unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn remembered_is_as_good_as_read_anew(acts in prop::collection::vec((act(), any::<bool>()), 1..40)) {
        let mut desk = Desk::new();
        for (act, look) in &acts {
            desk.act(act);
            if *look {
                desk.looks_the_same();
            }
        }
        desk.looks_the_same();
    }
}

#[test]
fn what_concerns_no_deal_reads_nothing_again() {
    let desk = Desk::new();
    desk.book.create_deal(&NewDeal { name: "Roof".into(), ..NewDeal::default() }).unwrap();
    let look = || desk.book.read(|reader| until(&desk.book, reader, desk.today)).unwrap();
    let before = look();
    let adler = SaveCompany { name: "Adler".into(), ..SaveCompany::default() };
    desk.book.save_company(&adler).unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, &look()));
}
