//! The corridor against a model: whatever people do in whatever order, with the worker running or not, a deal has at most one project
//! a generation, always under the same id, and a won deal is never forgotten.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::book::Actor;
use handsel_core::handoff::{WinDraft, handoff_id, project_id};
use handsel_core::sell::{LoseDraft, NewDeal};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{DealId, HandoffState, Minor, PersonId, Promise, Ref};
use handsel_core::{Book, Code};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    Win,
    WinWithNewProject,
    WinWithoutProject,
    Lose,
    Reopen,
    Undo,
    Redo,
    Work,
    Retry,
    Cancel,
    DeleteProject,
    TouchTask,
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    prop_oneof![
        5 => Just(Win), 1 => Just(WinWithNewProject), 1 => Just(WinWithoutProject), 2 => Just(Lose), 3 => Just(Reopen), 4 => Just(Undo),
        2 => Just(Redo), 5 => Just(Work), 1 => Just(Retry), 1 => Just(Cancel), 1 => Just(DeleteProject), 1 => Just(TouchTask),
    ]
}

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    deal: DealId,
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    let args = SetUp {
        firm: "Firm".into(),
        currency: "EUR".into(),
        start: Start::Empty,
        business: Business::Short,
        me: "Ada".into(),
    };
    let me: PersonId = book.set_up(&args).unwrap().value;
    // Made by nobody in particular, so that no undo takes the deal itself away.
    let new = NewDeal {
        name: "Hotel roof".into(),
        company: Some(Ref::name("Hotel")),
        owner: Some(me),
        amount: Some(Minor(100)),
        ..NewDeal::default()
    };
    let deal = book.create_deal(&new).unwrap().value;
    book.act_as(Some(me));
    World { _dir: dir, book, deal }
}

impl World {
    fn draft(&self) -> WinDraft {
        WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(self.deal) }
    }

    /// Refusals are part of the game; anything else is not.
    fn take(&self, step: Step) {
        let book = &self.book;
        let newest = || book.handoffs().unwrap().rows.into_iter().max_by_key(|handoff| handoff.generation);
        let result = match step {
            Step::Win => book.win_deal(&self.draft()).map(|_| ()),
            Step::WinWithNewProject => book.win_deal(&WinDraft { new_project: true, ..self.draft() }).map(|_| ()),
            Step::WinWithoutProject => {
                book.win_deal(&WinDraft { without_project: Some("Done already".into()), ..self.draft() }).map(|_| ())
            }
            Step::Lose => {
                let draft = LoseDraft {
                    deal: self.deal,
                    stage: None,
                    reason: Some(Ref::name("Too expensive")),
                    note: None,
                    closed_on: None,
                    above: None,
                    below: None,
                };
                book.lose_deal(&draft).map(|_| ())
            }
            Step::Reopen => book.reopen_deal(self.deal, None).map(|_| ()),
            Step::Undo => book.undo(None).map(|_| ()),
            Step::Redo => book.redo(None).map(|_| ()),
            Step::Work => book.run_worker_once(10).map(|run| assert_eq!((run.failed, run.parked), (0, 0))),
            Step::Retry => newest().map_or(Ok(()), |handoff| book.retry_handoff(handoff.id).map(|_| ())),
            Step::Cancel => {
                newest().map_or(Ok(()), |handoff| book.cancel_handoff(handoff.id, "Not needed").map(|_| ()))
            }
            Step::DeleteProject => book
                .projects()
                .unwrap()
                .rows
                .first()
                .map_or(Ok(()), |project| book.delete_project(project.id).map(|_| ())),
            Step::TouchTask => self.touch(),
        };
        if let Err(error) = result {
            let expected = [Code::Conflict, Code::Nothing, Code::Stale, Code::NotFound, Code::Gate];
            assert!(expected.contains(&error.code), "{step:?}: {error:?}");
        }
    }

    fn touch(&self) -> handsel_core::Result<()> {
        let Some(project) = self.book.projects()?.rows.into_iter().next() else { return Ok(()) };
        let board = self.book.project_board(project.id)?;
        let (Some(from), Some(done)) = (board.columns.first(), board.columns.last()) else { return Ok(()) };
        let Some(card) = from.cards.first() else { return Ok(()) };
        let to = handsel_core::deliver::MoveTask { task: card.id, column: done.id, above: None, below: None };
        self.book.move_task(&to).map(|_| ())
    }

    fn check(&self, step: Step) {
        let report = self.book.check().unwrap();
        assert!(report.ok, "{step:?}: {:?}", report.problems);
        let handoffs = self.book.handoffs().unwrap().rows;
        let projects = self.book.projects().unwrap().rows;
        let space = self.book.workspace();
        for handoff in &handoffs {
            let generation = i64::from(handoff.generation);
            assert_eq!(handoff.id, handoff_id(space, self.deal, generation), "{step:?}");
            if let Some(project) = &handoff.project {
                assert_eq!(project.id, project_id(space, self.deal, generation).0, "{step:?}");
                assert_eq!(handoff.state, HandoffState::Delivered, "{step:?}");
                assert_eq!(handoff.tasks, Some(5), "{step:?}");
            }
        }
        for project in &projects {
            let known = handoffs
                .iter()
                .filter(|handoff| handoff.project.as_ref().is_some_and(|named| named.id == project.id.0));
            assert_eq!(known.count(), 1, "{step:?}: a project nobody asked for");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn one_project_whatever_happens(steps in prop::collection::vec(step(), 1..25)) {
        let world = world();
        for step in steps {
            world.take(step);
            world.check(step);
        }
        // At the end the deal is won once more and the worker runs: then there is a project for this generation, or a reason why not.
        world.take(Step::Win);
        world.take(Step::Work);
        world.check(Step::Work);
        let page = world.book.deal(world.deal).unwrap();
        let handoff = page.handoff;
        match page.deal.project_wish {
            Some(handsel_core::sell::ProjectWish::Project) => {
                let handoff = handoff.expect("a deal won with a project has a handoff");
                prop_assert_eq!(handoff.state, HandoffState::Delivered);
            }
            Some(handsel_core::sell::ProjectWish::None) => prop_assert!(page.deal.no_project_reason.is_some()),
            other => prop_assert!(false, "a won deal asks for {:?}", other),
        }
    }
}

#[test]
fn the_worker_is_an_actor_of_its_own() {
    let world = world();
    world.take(Step::Win);
    world.take(Step::Work);
    let project = project_id(world.book.workspace(), world.deal, 1);
    let commands = world.book.read(|reader| handsel_core::book::recorded(reader, &[project.0], 10)).unwrap();
    assert_eq!(commands.len(), 1);
    assert_eq!((commands[0].actor_kind.as_str(), commands[0].actor.as_str()), ("worker", "Handsel"));
    assert_ne!(Actor::Worker, Actor::Person(None));
}
