//! The corridor against a model: whatever people do in whatever order, with the worker running or not and the program ending at any
//! moment, a win has exactly one project a generation, nothing that a person edited is lost, and nothing is left unexplained.
//! `HANDSEL_MODEL_CASES` sets how many sequences each of the four tests runs (1,300 when it is not set: more than 5,000 in all).
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use handsel_core::book::Actor;
use handsel_core::deliver::{MoveTask, NewProject, NewTask, ProjectEdit, ProjectField, TaskEdit, TaskField};
use handsel_core::handoff::{
    Acceptance, AmendDecision, AmendDraft, AmendEffect, AmendWhat, GapKind, Handoff, NewGap, ReturnDraft, Reversal,
    WinDraft, handoff_id, project_id,
};
use handsel_core::sell::{DealEdit, LoseDraft, NewDeal};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{DealId, HandoffState, Minor, Money, PersonId, ProjectId, Promise, Ref, TaskId};
use handsel_core::{Book, Code, Result};
use proptest::prelude::*;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Win,
    WinWithNewProject,
    WinWithoutProject,
    WinExtending,
    Lose,
    Reopen,
    DeleteDeal,
    Undo,
    Redo,
    Work,
    WorkFails,
    Retry,
    RetryAll,
    Cancel,
    DeleteProject,
    TouchTask,
    RenameTask,
    Describe,
    Accept,
    Return,
    AnswerAndSend,
    AmendAmount,
    AmendPromise,
    AmendNotes,
    Take,
    Leave,
    Keep,
    Pause,
    Detach,
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    prop_oneof![
        8 => Just(Win), 2 => Just(WinWithNewProject), 1 => Just(WinWithoutProject), 2 => Just(WinExtending), 2 => Just(Lose),
        4 => Just(Reopen), 1 => Just(DeleteDeal), 6 => Just(Undo), 3 => Just(Redo), 8 => Just(Work), 2 => Just(WorkFails),
        1 => Just(Retry), 1 => Just(RetryAll), 1 => Just(Cancel), 1 => Just(DeleteProject), 1 => Just(TouchTask),
        3 => Just(RenameTask), 2 => Just(Describe), 2 => Just(Accept), 2 => Just(Return), 2 => Just(AnswerAndSend),
        2 => Just(AmendAmount), 2 => Just(AmendPromise), 1 => Just(AmendNotes), 3 => Just(Take), 1 => Just(Leave),
        1 => Just(Keep), 1 => Just(Pause), 2 => Just(Detach), 3 => Just(Crash),
    ]
}

/// The file that every sequence begins with, and who and what is in it. Made once, copied for each.
struct Base {
    bytes: Vec<u8>,
    me: PersonId,
    deal: DealId,
    there: ProjectId,
}

fn folder() -> tempfile::TempDir {
    // In memory where there is such a place: the model is about order, not about the disk.
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let dir = folder();
        let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
        let (firm, currency, me) = ("Firm".into(), "EUR".into(), "Ada".into());
        let args = SetUp { firm, currency, start: Start::Empty, business: Business::Short, me };
        let me: PersonId = book.set_up(&args).unwrap().value;
        // Made by nobody in particular, so that no undo takes them away. Ben leads, so that Ada has somebody to ask.
        let ben = handsel_core::people::SavePerson { id: None, name: "Ben".into(), email: None };
        let ben = book.save_person(&ben).unwrap().value;
        let role = book.roles().unwrap().into_iter().find(|role| role.name == "Project lead").unwrap();
        book.save_role(Some(role.id), &role.name, Some(ben), false).unwrap();
        let new = NewDeal {
            name: "Hotel roof".into(),
            company: Some(Ref::name("Hotel")),
            owner: Some(me),
            amount: Some(Minor(100)),
            ..NewDeal::default()
        };
        let deal = book.create_deal(&new).unwrap().value;
        let other =
            NewProject { name: "Hotel house".into(), company: Some(Ref::name("Hotel")), ..NewProject::default() };
        let there = book.create_project(&other).unwrap().value;
        let task = NewTask { project: there, column: None, name: "Walls".into(), assignee: Some(ben), due: None };
        book.create_task(&task).unwrap();
        let copy = dir.path().join("copy.handsel");
        book.backup(&copy).unwrap();
        Base { bytes: std::fs::read(copy).unwrap(), me, deal, there }
    })
}

struct World {
    dir: tempfile::TempDir,
    book: RefCell<Option<Book>>,
    deal: DealId,
    /// What people wrote: the name of a task, or words in a project's description.
    names: RefCell<BTreeMap<TaskId, String>>,
    words: RefCell<BTreeMap<ProjectId, String>>,
    count: RefCell<u32>,
}

fn world() -> World {
    let dir = folder();
    std::fs::write(dir.path().join("w.handsel"), &base().bytes).unwrap();
    let world = World {
        dir,
        book: RefCell::new(None),
        deal: base().deal,
        names: RefCell::default(),
        words: RefCell::default(),
        count: RefCell::default(),
    };
    world.open();
    world
}

impl World {
    fn open(&self) {
        // The file is locked until the earlier one is gone.
        self.book.replace(None);
        let book = Book::open(&self.dir.path().join("w.handsel")).unwrap();
        book.act_as(Some(base().me));
        self.book.replace(Some(book));
    }

    fn with<T>(&self, look: impl FnOnce(&Book) -> T) -> T {
        look(self.book.borrow().as_ref().unwrap())
    }

    fn number(&self) -> u32 {
        *self.count.borrow_mut() += 1;
        *self.count.borrow()
    }

    fn draft(&self) -> WinDraft {
        WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(self.deal) }
    }

    /// Refusals are part of the game; anything else is not.
    fn take(&self, step: Step) {
        if step == Step::Crash {
            return self.open();
        }
        let result = self.with(|book| self.act(book, step));
        if let Err(error) = result {
            let expected = [Code::Conflict, Code::Nothing, Code::Stale, Code::NotFound, Code::Gate];
            assert!(expected.contains(&error.code), "{step:?}: {error:?}");
        }
    }

    fn act(&self, book: &Book, step: Step) -> Result<()> {
        let newest = || book.handoffs().unwrap().rows.into_iter().max_by_key(|handoff| handoff.generation);
        match step {
            Step::Win => book.win_deal(&self.draft()).map(drop),
            Step::WinWithNewProject => book.win_deal(&WinDraft { new_project: true, ..self.draft() }).map(drop),
            Step::WinWithoutProject => {
                book.win_deal(&WinDraft { without_project: Some("Done already".into()), ..self.draft() }).map(drop)
            }
            Step::WinExtending => book.win_deal(&WinDraft { extend: Some(base().there), ..self.draft() }).map(drop),
            Step::Lose => book.lose_deal(&self.lose()).map(drop),
            Step::Reopen => book.reopen_deal(self.deal, None).map(drop),
            Step::DeleteDeal => book.delete_deal(self.deal).map(drop),
            Step::Undo => book.undo(None).map(|done| self.forget(book, &done.undone.verb)),
            Step::Redo => book.redo(None).map(|done| self.forget(book, &done.undone.verb)),
            Step::Work => book.run_worker_once(10).map(drop),
            Step::WorkFails => self.fail(book),
            Step::Retry => newest().map_or(Ok(()), |handoff| book.retry_handoff(handoff.id).map(drop)),
            Step::RetryAll => book.retry_all_handoffs().map(drop),
            Step::Cancel => newest().map_or(Ok(()), |handoff| book.cancel_handoff(handoff.id, "Not needed").map(drop)),
            Step::DeleteProject => self.project(book).map_or(Ok(()), |project| book.delete_project(project).map(drop)),
            Step::TouchTask => self.touch(book),
            Step::RenameTask => self.rename(book),
            Step::Describe => self.describe(book),
            Step::Accept => newest().map_or(Ok(()), |handoff| book.accept_handoff(handoff.id, None).map(drop)),
            Step::Return => newest().map_or(Ok(()), |handoff| {
                let gaps = vec![NewGap { what: GapKind::Scope, question: "How many?".into() }];
                book.return_handoff(handoff.id, &ReturnDraft { by: None, gaps }).map(drop)
            }),
            Step::AnswerAndSend => newest().map_or(Ok(()), |handoff| {
                for gap in handoff.after.returns.iter().flat_map(|one| &one.gaps) {
                    book.answer_gap(gap.id, "Three")?;
                }
                book.send_handoff_again(handoff.id).map(drop)
            }),
            Step::AmendAmount => {
                let amount = Money::new(i64::from(100 + self.number()), "EUR")?;
                book.edit_deal(self.deal, &DealEdit::Amount(Some(amount))).map(drop)
            }
            Step::AmendPromise => {
                let day = book.read(|reader| Ok(reader.today()))?.plus_days(i64::from(30 + self.number()));
                book.edit_deal(self.deal, &DealEdit::Promise(Some(Promise::On(day)))).map(drop)
            }
            Step::AmendNotes => {
                book.edit_deal(self.deal, &DealEdit::Notes(Some(format!("Note {}", self.number())))).map(drop)
            }
            Step::Take | Step::Leave => newest().map_or(Ok(()), |handoff| {
                let decide = |one: &handsel_core::handoff::Amendment| AmendDecision {
                    what: one.what,
                    take: step == Step::Take && one.effect != AmendEffect::Stays,
                };
                let decisions = handoff.after.amendments.iter().map(decide).collect();
                book.decide_amendment(handoff.id, &AmendDraft { decisions, note: None }).map(drop)
            }),
            Step::Keep => newest().map_or(Ok(()), |one| book.settle_reversal(one.id, Reversal::Keep).map(drop)),
            Step::Pause => newest().map_or(Ok(()), |one| book.settle_reversal(one.id, Reversal::Pause).map(drop)),
            Step::Detach => newest().map_or(Ok(()), |one| book.settle_reversal(one.id, Reversal::Detach).map(drop)),
            Step::Crash => Ok(()),
        }
    }

    fn lose(&self) -> LoseDraft {
        LoseDraft {
            deal: self.deal,
            stage: None,
            reason: Some(Ref::name("Too expensive")),
            note: None,
            closed_on: None,
            above: None,
            below: None,
        }
    }

    /// The worker meets a file that refuses a task, and gives up in the end.
    fn fail(&self, book: &Book) -> Result<()> {
        let raw = rusqlite::Connection::open(book.path()).unwrap();
        raw.execute_batch("UPDATE outbox SET due_at = 0, attempts = 4 WHERE state = 'due'; CREATE TRIGGER broken BEFORE INSERT ON task WHEN NEW.wbs IS NOT NULL BEGIN SELECT RAISE(ABORT, 'no room'); END").unwrap();
        let run = book.run_worker_once(10);
        raw.execute_batch("DROP TRIGGER broken").unwrap();
        run.map(drop)
    }

    /// A project that a win made or extended.
    fn project(&self, book: &Book) -> Option<ProjectId> {
        let handoffs = book.handoffs().unwrap().rows;
        let own = handoffs.iter().filter(|handoff| !handoff.after.extends);
        own.filter_map(|handoff| handoff.project.as_ref()).map(|project| ProjectId(project.id)).next()
    }

    fn first_task(&self, book: &Book) -> Option<TaskId> {
        let handoffs = book.handoffs().unwrap().rows;
        let project = handoffs.iter().filter_map(|handoff| handoff.project.as_ref()).next()?;
        let board = book.project_board(ProjectId(project.id)).unwrap();
        board.columns.iter().flat_map(|column| &column.cards).map(|card| card.id).next_back()
    }

    fn touch(&self, book: &Book) -> Result<()> {
        let Some(project) = self.project(book) else { return Ok(()) };
        let board = book.project_board(project)?;
        let (Some(from), Some(done)) = (board.columns.first(), board.columns.last()) else { return Ok(()) };
        let Some(card) = from.cards.first() else { return Ok(()) };
        book.move_task(&MoveTask { task: card.id, column: done.id, above: None, below: None }).map(drop)
    }

    fn rename(&self, book: &Book) -> Result<()> {
        let Some(task) = self.first_task(book) else { return Ok(()) };
        let name = format!("Mine {}", self.number());
        book.edit_task(task, &TaskEdit { field: TaskField::Name, value: Some(name.clone()) })?;
        self.names.borrow_mut().insert(task, name);
        Ok(())
    }

    fn describe(&self, book: &Book) -> Result<()> {
        let Some(project) = self.project(book) else { return Ok(()) };
        let mine = format!("The key is under mat {}", self.number());
        let there = book.project_board(project)?.description.unwrap_or_default();
        let text = format!("{there}\n\n{mine}");
        book.edit_project(project, &ProjectEdit { field: ProjectField::Description, value: Some(text), reason: None })?;
        self.words.borrow_mut().insert(project, mine);
        Ok(())
    }

    /// Taking an edit back, or doing it again, is a person's own wish: what stands then is what is remembered.
    fn forget(&self, book: &Book, verb: &str) {
        if matches!(verb, "edit_task" | "edit_project") {
            let kept = |sql: &str, id: Uuid| -> String {
                book.read(|reader| reader.one(sql, [id], |row| row.get::<_, Option<String>>(0)))
                    .unwrap()
                    .flatten()
                    .unwrap_or_default()
            };
            self.names.borrow_mut().retain(|task, name| kept("SELECT name FROM task WHERE id = ?1", task.0) == *name);
            self.words.borrow_mut().retain(|project, words| {
                kept("SELECT description FROM project WHERE id = ?1", project.0).contains(words.as_str())
            });
        }
    }

    fn check(&self, step: Step) {
        self.with(|book| {
            self.one_project_a_win(book, step);
            self.edits_stand(book, step);
            self.explained(book, step);
        });
    }

    fn one_project_a_win(&self, book: &Book, step: Step) {
        let handoffs = book.handoffs().unwrap().rows;
        let sql = "SELECT project_id, generation FROM (SELECT id AS project_id, deal_id, generation FROM project WHERE deleted_at IS NULL
            UNION ALL SELECT project_id, deal_id, generation FROM project_part WHERE deleted_at IS NULL) WHERE deal_id = ?1 ORDER BY generation";
        let owned: Vec<(Uuid, i64)> =
            book.read(|reader| reader.many(sql, [self.deal], |row| Ok((row.get(0)?, row.get(1)?)))).unwrap();
        for pair in owned.windows(2) {
            assert!(pair[0].1 < pair[1].1, "{step:?}: a win has two projects: {owned:?}");
        }
        for (project, generation) in &owned {
            let known = handoffs.iter().filter(|handoff| i64::from(handoff.generation) == *generation);
            let known: Vec<_> =
                known.filter(|handoff| handoff.project.as_ref().is_some_and(|one| one.id == *project)).collect();
            assert!(known.len() == 1 || *project == base().there.0, "{step:?}: a project nobody asked for");
        }
        let space = book.workspace();
        for handoff in &handoffs {
            let generation = i64::from(handoff.generation);
            assert_eq!(handoff.id, handoff_id(space, self.deal, generation), "{step:?}");
            let Some(project) = &handoff.project else { continue };
            assert_eq!(handoff.state, HandoffState::Delivered, "{step:?}");
            assert!(owned.contains(&(project.id, generation)), "{step:?}: {handoff:?}");
            if !handoff.after.extends {
                assert_eq!(project.id, project_id(space, self.deal, generation).0, "{step:?}");
            }
        }
    }

    fn edits_stand(&self, book: &Book, step: Step) {
        for (task, name) in self.names.borrow().iter() {
            let sql = "SELECT name FROM task WHERE id = ?1";
            let now: Option<String> = book.read(|reader| reader.one(sql, [*task], |row| row.get(0))).unwrap();
            assert_eq!(now.as_ref(), Some(name), "{step:?}: a name that a person gave is gone");
        }
        for (project, words) in self.words.borrow().iter() {
            let sql = "SELECT description FROM project WHERE id = ?1";
            let now: Option<String> =
                book.read(|reader| reader.one(sql, [*project], |row| row.get(0))).unwrap().flatten();
            assert!(now.is_some_and(|now| now.contains(words.as_str())), "{step:?}: what a person wrote is gone");
        }
    }

    /// Whatever is not as the deal says is shown to somebody.
    fn explained(&self, book: &Book, step: Step) {
        let today = book.today(true).unwrap();
        let amount: Option<Option<Minor>> = book
            .read(|reader| reader.one("SELECT amount_minor FROM deal WHERE id = ?1", [self.deal], |row| row.get(0)))
            .unwrap();
        for handoff in book.handoffs().unwrap().rows {
            let page = book.handoff(handoff.id).unwrap();
            let (after, live) = (&handoff.after, handoff.project.is_some());
            assert_eq!(
                without_clocks(page.handoff),
                without_clocks(handoff.clone()),
                "{step:?}: the list and the page agree"
            );
            if handoff.state == HandoffState::Delivered {
                assert!(page.explanation.is_some(), "{step:?}: delivered without an explanation");
            }
            if handoff.state == HandoffState::Parked {
                assert!(today.handoffs.iter().any(|one| one.id == handoff.id), "{step:?}: parked and unseen");
            }
            if live && after.still_won {
                let sold: Option<i64> = book
                    .read(|reader| {
                        reader.one(
                            "SELECT json_extract(sold, '$.amount') FROM handoff WHERE id = ?1",
                            [handoff.id],
                            |row| row.get(0),
                        )
                    })
                    .unwrap()
                    .unwrap();
                let differs = after.amendments.iter().any(|one| one.what == AmendWhat::Amount);
                assert_eq!(
                    differs,
                    sold.map(Minor) != amount.unwrap(),
                    "{step:?}: an amount that delivery wasn't told"
                );
                let shown = today.amended.iter().any(|one| one.id == handoff.id);
                assert_eq!(shown, !after.amendments.is_empty(), "{step:?}");
                let with_seller = today.returned.iter().any(|one| one.id == handoff.id);
                assert_eq!(with_seller, after.acceptance == Some(Acceptance::Returned), "{step:?}");
                let with_lead = today.to_accept.iter().any(|one| one.id == handoff.id);
                assert_eq!(with_lead, after.acceptance == Some(Acceptance::Waiting), "{step:?}");
            }
            if live && !after.still_won {
                let decided = after.reversal.as_deref().is_some_and(|last| last != "won");
                let shown = today.undecided.iter().any(|one| one.id == handoff.id);
                assert!(decided || shown, "{step:?}: a project goes on for a deal that is not won, and nobody is told");
            }
        }
    }

    fn sound(&self, step: Step) {
        let report = self.with(|book| book.check().unwrap());
        assert!(report.ok, "{step:?}: {:?}", report.problems);
    }
}

/// A minute may pass between two looks.
fn without_clocks(mut handoff: Handoff) -> Handoff {
    (handoff.after.accept_clock, handoff.after.kickoff_clock) = (None, None);
    handoff
}

fn cases() -> u32 {
    std::env::var("HANDSEL_MODEL_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_300)
}

/// One sequence to its end: then the deal is won once more and the worker runs, and there is a project for this win, or a reason why not.
fn play(steps: Vec<Step>) -> std::result::Result<(), TestCaseError> {
    let world = world();
    for step in steps {
        world.take(step);
        world.check(step);
    }
    world.sound(Step::Crash);
    world.take(Step::Crash);
    world.take(Step::Win);
    world.take(Step::RetryAll);
    world.take(Step::Work);
    world.check(Step::Work);
    world.sound(Step::Work);
    let page = match world.with(|book| book.deal(world.deal)) {
        Ok(page) => page,
        Err(error) => {
            prop_assert_eq!(error.code, Code::NotFound);
            return Ok(());
        }
    };
    match page.deal.project_wish {
        Some(handsel_core::sell::ProjectWish::Project) => {
            let handoff = page.handoff.expect("a deal won with a project has a handoff");
            // A project that a person deleted, or one that may not be extended any more, is theirs to bring back.
            prop_assert!(matches!(handoff.state, HandoffState::Delivered | HandoffState::Parked), "{:?}", handoff);
            if handoff.state == HandoffState::Parked {
                prop_assert!(handoff.last_error.is_some());
            }
        }
        Some(handsel_core::sell::ProjectWish::None) => prop_assert!(page.deal.no_project_reason.is_some()),
        other => prop_assert!(false, "a won deal asks for {:?}", other),
    }
    Ok(())
}

macro_rules! sequences {
    ($($name:ident $length:expr),+ $(,)?) => {$(
        proptest! {
            #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 400, ..ProptestConfig::default() })]
            #[test]
            fn $name(steps in prop::collection::vec(step(), $length)) {
                play(steps)?;
            }
        }
    )+};
}

sequences! {
    one_project_whatever_happens 1..10,
    one_project_whatever_happens_then 6..14,
    one_project_whatever_happens_for_long 10..18,
    one_project_whatever_happens_in_the_end 4..12,
}

#[test]
fn the_worker_is_an_actor_of_its_own() {
    let world = world();
    world.take(Step::Win);
    world.take(Step::Work);
    world.with(|book| {
        let project = project_id(book.workspace(), world.deal, 1);
        let commands = book.read(|reader| handsel_core::book::recorded(reader, &[project.0], 10)).unwrap();
        assert_eq!(commands.len(), 1);
        assert_eq!((commands[0].actor_kind.as_str(), commands[0].actor.as_str()), ("worker", "Handsel"));
        assert_ne!(Actor::Worker, Actor::Person(None));
    });
}
