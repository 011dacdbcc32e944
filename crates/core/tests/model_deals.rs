//! The board against an in-memory model: whatever is done, in whatever order, cards, heads and undo agree with it.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::sell::{
    DealCardsArgs, DealEdit, DealFilter, LoseDraft, MoveDeal, NewDeal, Stage, StageKind, WinDraft, seed_defaults,
};
use handsel_core::values::{DealId, Minor, Money, Promise, Ref};
use handsel_core::{Book, Code};
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Debug, Clone)]
enum Step {
    Create { stage: Index, amount: Option<i64>, customer: bool },
    Move { deal: Index, stage: Index, gap: Index },
    Amount { deal: Index, amount: Option<i64> },
    Win { deal: Index },
    Lose { deal: Index, reason: bool },
    Reopen { deal: Index },
    Delete { deal: Index },
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    let amount = || prop::option::of(0..1_000_000i64);
    prop_oneof![
        4 => (index(), amount(), any::<bool>()).prop_map(|(stage, amount, customer)| Step::Create { stage, amount, customer }),
        8 => (index(), index(), index()).prop_map(|(deal, stage, gap)| Step::Move { deal, stage, gap }),
        2 => (index(), amount()).prop_map(|(deal, amount)| Step::Amount { deal, amount }),
        2 => index().prop_map(|deal| Step::Win { deal }),
        2 => (index(), any::<bool>()).prop_map(|(deal, reason)| Step::Lose { deal, reason }),
        1 => index().prop_map(|deal| Step::Reopen { deal }),
        1 => index().prop_map(|deal| Step::Delete { deal }),
        4 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

#[derive(Debug, Clone, PartialEq)]
struct Card {
    id: DealId,
    amount: Option<i64>,
    customer: bool,
    promised: bool,
}

/// Columns in stage order, cards in board order.
type Columns = Vec<Vec<Card>>;

struct World {
    book: Book,
    stages: Vec<Stage>,
    columns: Columns,
    done: Vec<Columns>,
    undone: Vec<Columns>,
    _folder: tempfile::TempDir,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("model.handsel"), "Model Ltd", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        let stages = book.pipelines().unwrap().remove(0).stages;
        let columns = vec![Vec::new(); stages.len()];
        World { book, stages, columns, done: Vec::new(), undone: Vec::new(), _folder: folder }
    }

    fn all(&self) -> Vec<DealId> {
        self.columns.iter().flatten().map(|card| card.id).collect()
    }

    fn find(&self, id: DealId) -> (usize, usize) {
        let at = self
            .columns
            .iter()
            .enumerate()
            .find_map(|(column, cards)| cards.iter().position(|card| card.id == id).map(|row| (column, row)));
        at.expect("every deal of the model is in a column")
    }

    /// The core has done it: so does the model, which remembers how it was.
    fn keep(&mut self, next: Columns) {
        self.done.push(std::mem::replace(&mut self.columns, next));
        self.undone.clear();
    }

    fn pick(&self, index: Index) -> Option<DealId> {
        let all = self.all();
        (!all.is_empty()).then(|| all[index.index(all.len())])
    }

    fn first(&self, kind: StageKind) -> usize {
        self.stages.iter().position(|stage| stage.kind == kind).expect("every kind has a stage")
    }

    fn run(&mut self, step: Step) {
        match step {
            Step::Create { stage, amount, customer } => self.create(stage, amount, customer),
            Step::Move { deal, stage, gap } => {
                if let Some(id) = self.pick(deal) {
                    self.move_to(id, stage.index(self.stages.len()), gap);
                }
            }
            Step::Amount { deal, amount } => {
                if let Some(id) = self.pick(deal) {
                    self.amount(id, amount);
                }
            }
            Step::Win { deal } => {
                if let Some(id) = self.pick(deal) {
                    self.win(id);
                }
            }
            Step::Lose { deal, reason } => {
                if let Some(id) = self.pick(deal) {
                    self.lose(id, reason);
                }
            }
            Step::Reopen { deal } => {
                if let Some(id) = self.pick(deal) {
                    self.reopen(id);
                }
            }
            Step::Delete { deal } => {
                if let Some(id) = self.pick(deal) {
                    self.book.delete_deal(id).unwrap();
                    let (column, row) = self.find(id);
                    let mut next = self.columns.clone();
                    next[column].remove(row);
                    self.keep(next);
                }
            }
            Step::Undo => self.undo(),
            Step::Redo => self.redo(),
        }
    }

    fn create(&mut self, stage: Index, amount: Option<i64>, customer: bool) {
        let column = stage.index(self.stages.len());
        let new = NewDeal {
            name: "A deal".into(),
            stage: Some(self.stages[column].id),
            amount: amount.map(Minor),
            company: customer.then(|| Ref::name("Customer")),
            ..NewDeal::default()
        };
        let made = self.book.create_deal(&new);
        if self.stages[column].kind != StageKind::Open {
            assert_eq!(made.unwrap_err().code, Code::Invalid);
            return;
        }
        let mut next = self.columns.clone();
        next[column].insert(0, Card { id: made.unwrap().value, amount, customer, promised: false });
        self.keep(next);
    }

    fn move_to(&mut self, id: DealId, column: usize, gap: Index) {
        let (from, row) = self.find(id);
        let mut next = self.columns.clone();
        let card = next[from].remove(row);
        let at = gap.index(next[column].len() + 1);
        let above = at.checked_sub(1).map(|i| next[column][i].id);
        let below = next[column].get(at).map(|card| card.id);
        let moved = self.book.move_deal(&MoveDeal { deal: id, stage: self.stages[column].id, above, below });
        let (old, new) = (self.stages[from].kind, self.stages[column].kind);
        let gated = match new {
            _ if old == new => false,
            StageKind::Open => false,
            StageKind::Lost => true,
            StageKind::Won => !(card.customer && card.amount.is_some() && card.promised),
        };
        if gated {
            let refused = moved.unwrap_err();
            assert!(refused.code == Code::Gate && !refused.missing.is_empty(), "{refused:?}");
            return;
        }
        moved.unwrap();
        next[column].insert(at, card);
        self.keep(next);
    }

    fn amount(&mut self, id: DealId, amount: Option<i64>) {
        let (column, row) = self.find(id);
        let money = amount.map(|minor| Money::new(minor, "EUR").unwrap());
        let edited = self.book.edit_deal(id, &DealEdit::Amount(money));
        if self.stages[column].kind == StageKind::Won && amount.is_none() {
            assert_eq!(edited.unwrap_err().code, Code::Gate);
            return;
        }
        edited.unwrap();
        if self.columns[column][row].amount == amount {
            return;
        }
        let mut next = self.columns.clone();
        next[column][row].amount = amount;
        self.keep(next);
    }

    fn win(&mut self, id: DealId) {
        let (column, row) = self.find(id);
        let mut draft = WinDraft::of(id);
        draft.amount = Some(Money::new(500, "EUR").unwrap());
        draft.company = Some(Ref::name("Customer"));
        draft.promise = Some(Promise::NonePromised);
        let won = self.book.win_deal(&draft);
        if self.stages[column].kind == StageKind::Won {
            assert_eq!(won.unwrap_err().code, Code::Conflict);
            return;
        }
        won.unwrap();
        let mut next = self.columns.clone();
        next[column].remove(row);
        next[self.first(StageKind::Won)].insert(0, Card { id, amount: Some(500), customer: true, promised: true });
        self.keep(next);
    }

    fn lose(&mut self, id: DealId, reason: bool) {
        let (column, row) = self.find(id);
        let reason_given = reason.then(|| Ref::name("Too expensive"));
        let draft = LoseDraft {
            deal: id,
            stage: None,
            reason: reason_given,
            note: None,
            closed_on: None,
            above: None,
            below: None,
        };
        let lost = self.book.lose_deal(&draft);
        if self.stages[column].kind == StageKind::Lost || !reason {
            let expected = if self.stages[column].kind == StageKind::Lost { Code::Conflict } else { Code::Gate };
            assert_eq!(lost.unwrap_err().code, expected);
            return;
        }
        lost.unwrap();
        let mut next = self.columns.clone();
        let card = next[column].remove(row);
        next[self.first(StageKind::Lost)].insert(0, card);
        self.keep(next);
    }

    fn reopen(&mut self, id: DealId) {
        let (column, row) = self.find(id);
        let open = self.stages[0].id;
        let reopened = self.book.reopen_deal(id, Some(open));
        if self.stages[column].kind == StageKind::Open {
            assert_eq!(reopened.unwrap_err().code, Code::Conflict);
            return;
        }
        reopened.unwrap();
        let mut next = self.columns.clone();
        let card = next[column].remove(row);
        next[0].insert(0, card);
        self.keep(next);
    }

    fn undo(&mut self) {
        let undone = self.book.undo(None);
        match self.done.pop() {
            None => assert_eq!(undone.unwrap_err().code, Code::Nothing),
            Some(before) => {
                undone.unwrap();
                self.undone.push(std::mem::replace(&mut self.columns, before));
            }
        }
    }

    fn redo(&mut self) {
        let redone = self.book.redo(None);
        match self.undone.pop() {
            None => assert_eq!(redone.unwrap_err().code, Code::Nothing),
            Some(after) => {
                redone.unwrap();
                self.done.push(std::mem::replace(&mut self.columns, after));
            }
        }
    }

    fn check(&self) {
        let board = self.book.deal_board(&DealFilter::default()).unwrap();
        for (column, cards) in board.columns.iter().zip(&self.columns) {
            let window = DealCardsArgs { filter: DealFilter::default(), stage: column.stage.id, offset: 0, limit: 200 };
            let shown: Vec<(DealId, Option<i64>)> = self
                .book
                .deal_cards(&window)
                .unwrap()
                .cards
                .iter()
                .map(|card| (card.id, card.amount.map(|a| a.0)))
                .collect();
            let expected: Vec<(DealId, Option<i64>)> = cards.iter().map(|card| (card.id, card.amount)).collect();
            assert_eq!(shown, expected, "{}", column.stage.name);
            assert_eq!(column.count as usize, cards.len());
            assert_eq!(column.without_amount as usize, cards.iter().filter(|card| card.amount.is_none()).count());
            let sum: i64 = cards.iter().filter_map(|card| card.amount).sum();
            assert_eq!(column.totals.first().map_or(0, |total| total.sum.0), sum);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn the_board_agrees_with_the_model(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::new();
        for step in steps {
            world.run(step);
            world.check();
        }
        // Undo ∘ do is the identity, all the way back and forth again.
        let end = world.columns.clone();
        let commands = world.done.len();
        for _ in 0..commands {
            world.undo();
            world.check();
        }
        prop_assert!(world.all().is_empty());
        for _ in 0..commands {
            world.redo();
        }
        world.check();
        prop_assert_eq!(&world.columns, &end);
    }
}
