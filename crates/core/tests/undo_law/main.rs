//! The law of undo: whatever a command did, undoing it puts every visible row back as it was, and redoing it brings the
//! command's own state again; over the sample workspace, in every room, in any order.
//! `HANDSEL_CASES` sets how many sequences run (40 when it is not set).
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::activities::{ActivityEdit, ActivityKind, NewActivity};
use handsel_core::book::Table;
use handsel_core::deliver::{MoveTask, NewTask};
use handsel_core::handoff::WinDraft;
use handsel_core::sell::{DealEdit, DealFilter, LoseDraft, MoveDeal, NewDeal, StageKind};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{DealId, Minor, Money, Promise, Ref, StageId};
use handsel_core::{Book, Code, Result};
use proptest::prelude::*;
use rusqlite::types::Value;

#[derive(Debug, Clone, Copy)]
enum Verb {
    CreateDeal,
    EditDeal,
    MoveDeal,
    WinAndDeliver,
    Lose,
    Reopen,
    DeleteDeal,
    LinkContact,
    DeleteStage,
    DeleteReason,
    CreateTask,
    MoveTask,
    DeleteTask,
    DeleteProject,
    DuplicateTemplate,
    SomebodyLeaves,
    AddHoliday,
    PlanActivity,
    FinishActivity,
    EditActivity,
    DeleteActivity,
}

fn verb() -> impl Strategy<Value = Verb> {
    use Verb::*;
    prop::sample::select(vec![
        CreateDeal,
        EditDeal,
        MoveDeal,
        MoveDeal,
        WinAndDeliver,
        WinAndDeliver,
        Lose,
        Reopen,
        DeleteDeal,
        LinkContact,
        DeleteStage,
        DeleteReason,
        CreateTask,
        MoveTask,
        DeleteTask,
        DeleteProject,
        DuplicateTemplate,
        SomebodyLeaves,
        AddHoliday,
        PlanActivity,
        FinishActivity,
        EditActivity,
        DeleteActivity,
    ])
}

struct World {
    _dir: tempfile::TempDir,
    book: Book,
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    let args = SetUp {
        firm: "Firm".into(),
        currency: "EUR".into(),
        start: Start::Sample,
        business: Business::Short,
        me: "Ada".into(),
    };
    let me = book.set_up(&args).unwrap().value;
    while book.run_worker_once(50).unwrap().delivered > 0 {}
    book.act_as(Some(me));
    World { _dir: dir, book }
}

/// Every visible row of every replicated table, column by column.
fn seen(book: &Book) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let rows = |table: &Table| {
        let sql = format!("SELECT * FROM {} WHERE deleted_at IS NULL ORDER BY id", table.as_str());
        let read = |row: &rusqlite::Row<'_>| (0..row.as_ref().column_count()).map(|at| row.get(at)).collect();
        (table.as_str(), book.read(|reader| reader.many(&sql, [], read)).unwrap())
    };
    Table::ALL.iter().map(rows).collect()
}

fn same(what: &str, one: &[(&'static str, Vec<Vec<Value>>)], other: &[(&'static str, Vec<Vec<Value>>)]) {
    for ((table, left), (_, right)) in one.iter().zip(other) {
        let stray: Vec<_> = left
            .iter()
            .filter(|row| !right.contains(row))
            .chain(right.iter().filter(|row| !left.contains(row)))
            .collect();
        assert!(stray.is_empty(), "{what}: {table} differs in {stray:?}");
    }
}

impl World {
    fn deals(&self, kind: StageKind) -> Vec<(DealId, StageId)> {
        let board = self.book.deal_board(&DealFilter::default()).unwrap();
        let columns = board.columns.iter().filter(|column| column.stage.kind == kind);
        columns.flat_map(|column| column.cards.iter().map(|card| (card.id, column.stage.id))).collect()
    }

    fn deal(&self, kind: StageKind, at: usize) -> Option<DealId> {
        let deals = self.deals(kind);
        (!deals.is_empty()).then(|| deals[at % deals.len()].0)
    }

    fn stages(&self, kind: StageKind) -> Vec<StageId> {
        let pipeline = self.book.pipelines().unwrap().remove(0);
        pipeline.stages.iter().filter(|stage| stage.kind == kind).map(|stage| stage.id).collect()
    }

    /// Does one thing somewhere. A refusal is fine; it must only leave everything as it was.
    fn take(&self, verb: Verb, at: usize) -> Result<()> {
        let book = &self.book;
        match verb {
            Verb::CreateDeal => {
                let new =
                    NewDeal { name: format!("Deal {at}"), company: Some(Ref::name("New firm")), ..NewDeal::default() };
                book.create_deal(&new)?;
            }
            Verb::EditDeal => {
                let Some(deal) = self.deal(StageKind::Open, at) else { return Ok(()) };
                let amount = Money { minor: Minor(at as i64 * 7), currency: "EUR".into() };
                book.edit_deal(deal, &DealEdit::Amount(Some(amount)))?;
            }
            Verb::MoveDeal => {
                let (deals, stages) = (self.deals(StageKind::Open), self.stages(StageKind::Open));
                let (deal, stage) = (deals[at % deals.len()].0, stages[(at / 3) % stages.len()]);
                let above =
                    deals.iter().find(|(other, lies)| *lies == stage && *other != deal).map(|(other, _)| *other);
                book.move_deal(&MoveDeal { deal, stage, above, below: None })?;
            }
            Verb::WinAndDeliver => {
                let Some(deal) = self.deal(StageKind::Open, at) else { return Ok(()) };
                let amount = Some(Money { minor: Minor(100), currency: "EUR".into() });
                book.win_deal(&WinDraft { promise: Some(Promise::NonePromised), amount, ..WinDraft::of(deal) })?;
                book.run_worker_once(10)?;
            }
            Verb::Lose => {
                let Some(deal) = self.deal(StageKind::Open, at) else { return Ok(()) };
                let reason = Some(Ref::name(if at % 2 == 0 { "Price" } else { "A new reason" }));
                let (stage, note, closed_on, above, below) = (None, None, None, None, None);
                book.lose_deal(&LoseDraft { deal, stage, reason, note, closed_on, above, below })?;
            }
            Verb::Reopen => {
                let kind = if at % 2 == 0 { StageKind::Lost } else { StageKind::Won };
                let Some(deal) = self.deal(kind, at) else { return Ok(()) };
                book.reopen_deal(deal, None)?;
            }
            Verb::DeleteDeal => {
                let Some(deal) = self.deal(StageKind::Open, at) else { return Ok(()) };
                book.delete_deal(deal)?;
            }
            Verb::LinkContact => {
                let Some(deal) = self.deal(StageKind::Open, at) else { return Ok(()) };
                book.link_contact(deal, &Ref::name("Kim Berger"), Some("decides"))?;
            }
            Verb::DeleteStage => {
                let stages = self.stages(StageKind::Open);
                book.delete_stage(stages[at % stages.len()], stages.get((at + 1) % stages.len()).copied())?;
            }
            Verb::DeleteReason => {
                let reasons = book.lost_reasons()?;
                let heir = reasons[(at + 1) % reasons.len()].id;
                book.delete_lost_reason(reasons[at % reasons.len()].id, Some(heir))?;
            }
            Verb::CreateTask | Verb::MoveTask | Verb::DeleteTask | Verb::DeleteProject => self.deliver(verb, at)?,
            Verb::DuplicateTemplate => {
                let templates = book.templates()?.rows;
                book.duplicate_template(templates[at % templates.len()].id)?;
            }
            Verb::SomebodyLeaves => {
                let people: Vec<_> = book.people()?.into_iter().filter(|person| person.active).collect();
                let others = people.iter().filter(|person| Some(person.id) != book.me()).collect::<Vec<_>>();
                let Some(leaver) = others.get(at % others.len().max(1)) else { return Ok(()) };
                book.deactivate_person(leaver.id, book.me())?;
            }
            Verb::PlanActivity | Verb::FinishActivity | Verb::EditActivity | Verb::DeleteActivity => {
                self.activities(verb, at)?;
            }
            Verb::AddHoliday => {
                book.add_holiday(book.read(|reader| Ok(reader.today()))?, "Day off")?;
            }
        }
        Ok(())
    }

    fn activities(&self, verb: Verb, at: usize) -> Result<()> {
        let book = &self.book;
        let open = book.open_activities(None, 0, 200)?.rows;
        let one = open.get(at % open.len().max(1)).map(|activity| activity.id);
        match (verb, one) {
            (Verb::PlanActivity, _) => {
                let kind = ActivityKind::ALL[at % ActivityKind::ALL.len()];
                let deal = self.deal(StageKind::Open, at);
                book.add_activity(&NewActivity { deal, done: at % 3 == 0, ..NewActivity::of(kind, "Words") })?;
            }
            (Verb::FinishActivity, Some(id)) => drop(book.finish_activity(id, Some("good"))?),
            (Verb::EditActivity, Some(id)) => {
                drop(book.edit_activity(id, &ActivityEdit::Deal(self.deal(StageKind::Open, at)))?);
            }
            (Verb::DeleteActivity, Some(id)) => drop(book.delete_activity(id)?),
            _ => {}
        }
        Ok(())
    }

    fn deliver(&self, verb: Verb, at: usize) -> Result<()> {
        let book = &self.book;
        let projects = book.projects()?.rows;
        let Some(project) = projects.get(at % projects.len().max(1)) else { return Ok(()) };
        let board = book.project_board(project.id)?;
        let cards: Vec<_> = board.columns.iter().flat_map(|column| column.cards.iter().map(|card| card.id)).collect();
        let card = cards.get(at % cards.len().max(1)).copied();
        match (verb, card) {
            (Verb::CreateTask, _) => {
                let (project, name) = (project.id, format!("Task {at}"));
                book.create_task(&NewTask { project, column: None, name, assignee: None, due: None })?;
            }
            (Verb::MoveTask, Some(task)) => {
                let column = board.columns[(at / 2) % board.columns.len()].id;
                book.move_task(&MoveTask { task, column, above: None, below: None })?;
            }
            (Verb::DeleteTask, Some(task)) => drop(book.delete_task(task)?),
            (Verb::DeleteProject, _) => drop(book.delete_project(project.id)?),
            _ => {}
        }
        Ok(())
    }

    fn rev(&self) -> i64 {
        self.book.read(|reader| reader.rev()).unwrap().0
    }
}

fn cases() -> u32 {
    std::env::var("HANDSEL_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn undo_puts_back_what_was_and_redo_what_came(steps in prop::collection::vec((verb(), 0usize..10_000), 1..12)) {
        let world = world();
        for (verb, at) in steps {
            let (before, rev) = (seen(&world.book), world.rev());
            let refused = world.take(verb, at).err();
            let after = seen(&world.book);
            if world.rev() == rev {
                same(&format!("{verb:?} was refused ({refused:?})"), &before, &after);
                continue;
            }
            prop_assert!(refused.is_none(), "{verb:?} wrote and failed: {refused:?}");
            world.book.undo(None).unwrap();
            same(&format!("{verb:?} undone"), &before, &seen(&world.book));
            world.book.redo(None).unwrap();
            same(&format!("{verb:?} redone"), &after, &seen(&world.book));
        }
        let report = world.book.check().unwrap();
        prop_assert!(report.ok, "{:?}", report.problems);
        prop_assert!(matches!(world.book.redo(None).map_err(|error| error.code), Err(Code::Nothing)));
    }
}
