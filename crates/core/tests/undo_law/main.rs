//! The law of undo: whatever a command did, undoing it puts every visible row back as it was, and redoing it brings the
//! command's own state again; over the sample workspace, in every room, in any order.
//! `HANDSEL_CASES` sets how many sequences run (60 when it is not set; a full run takes 20,000).
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

mod activities;
mod corridor;
mod customers;
mod delivering;
mod firm;
mod goods;
mod leads;
mod selling;
mod tasks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use handsel_core::book::Table;
use handsel_core::sell::StageKind;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{DealId, PersonId, StageId};
use handsel_core::{Book, Code, Result};
use proptest::prelude::*;
use rusqlite::types::Value;
use uuid::Uuid;

/// One verb of the journal and how to do it somewhere: `at` chooses where. Where there is nothing to do it to, nothing is done.
struct Verb {
    name: &'static str,
    /// Verbs that make what this one needs.
    after: &'static [&'static str],
    act: fn(&World, usize) -> Result<()>,
}

const fn verb(name: &'static str, act: fn(&World, usize) -> Result<()>) -> Verb {
    Verb { name, after: &[], act }
}

impl Verb {
    const fn after(self, after: &'static [&'static str]) -> Verb {
        Verb { name: self.name, after, act: self.act }
    }
}

/// Commands that no person undoes by themselves: the first start, the worker's, and what belongs to a win and goes back with it.
const NOT_ALONE: [&str; 7] =
    ["set_up", "hand_off", "hand_off_failed", "retry_handoff", "make_recurring", "undo", "redo"];

fn verbs() -> impl Iterator<Item = &'static Verb> {
    [
        selling::VERBS,
        goods::VERBS,
        leads::VERBS,
        activities::VERBS,
        customers::VERBS,
        delivering::VERBS,
        corridor::VERBS,
        tasks::VERBS,
        firm::VERBS,
    ]
    .into_iter()
    .flatten()
}

fn named(name: &str) -> &'static Verb {
    verbs().find(|verb| verb.name == name).unwrap_or_else(|| panic!("no verb {name}"))
}

struct World {
    dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
}

/// The sample workspace: made once, copied for each sequence.
fn sample() -> &'static (Vec<u8>, PersonId) {
    static SAMPLE: OnceLock<(Vec<u8>, PersonId)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
        let (firm, currency, me) = ("Firm".into(), "EUR".into(), "Ada".into());
        let args = SetUp { firm, currency, start: Start::Sample, business: Business::Short, me };
        let me = book.set_up(&args).unwrap().value;
        let copy = dir.path().join("copy.handsel");
        book.backup(&copy).unwrap();
        (std::fs::read(copy).unwrap(), me)
    })
}

/// Every visible row of every replicated table, column by column.
type Seen = Vec<(&'static str, Vec<Vec<Value>>)>;

fn same(what: &str, one: &Seen, other: &Seen) {
    for ((table, left), (_, right)) in one.iter().zip(other) {
        if left == right {
            continue;
        }
        let gone: Vec<_> = left.iter().filter(|row| !right.contains(row)).collect();
        let come: Vec<_> = right.iter().filter(|row| !left.contains(row)).collect();
        panic!("{what}: {table} should have {gone:?} and has {come:?}");
    }
}

impl World {
    fn new() -> World {
        let (bytes, me) = sample();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("w.handsel");
        std::fs::write(&path, bytes).unwrap();
        let book = Book::open(&path).unwrap();
        book.act_as(Some(*me));
        World { dir, book, me: *me }
    }

    fn seen(&self) -> Seen {
        let rows = |table: &Table| {
            let sql = format!("SELECT * FROM {} WHERE deleted_at IS NULL ORDER BY id", table.as_str());
            let read = |row: &rusqlite::Row<'_>| (0..row.as_ref().column_count()).map(|at| row.get(at)).collect();
            (table.as_str(), self.book.read(|reader| reader.many(&sql, [], read)).unwrap())
        };
        Table::ALL.iter().map(rows).collect()
    }

    /// Does one thing somewhere, takes it back and does it again. A refusal is fine; it must only leave everything as it was.
    /// Answers how it is then, if anything was done; `before` is how it is now.
    fn obey(&self, verb: &Verb, at: usize, before: &Seen) -> Option<Seen> {
        let rev = self.rev();
        let refused = (verb.act)(self, at).err();
        let (after, name) = (self.seen(), verb.name);
        if self.rev() == rev {
            same(&format!("{name} was refused ({refused:?})"), before, &after);
            return None;
        }
        assert!(refused.is_none(), "{name} wrote and failed: {refused:?}");
        let undone = self.book.undo(None).unwrap_or_else(|error| panic!("{name} can't be undone: {error:?}"));
        assert_eq!((undone.undone.verb.as_str(), undone.kept), (name, Vec::new()));
        same(&format!("{name} undone"), before, &self.seen());
        self.book.redo(None).unwrap_or_else(|error| panic!("{name} can't be done again: {error:?}"));
        same(&format!("{name} done again"), &after, &self.seen());
        assert_eq!(self.book.redo(None).unwrap_err().code, Code::Nothing);
        Some(after)
    }

    fn sound(&self) {
        let report = self.book.check().unwrap();
        assert!(report.ok, "{:?}", report.problems);
    }

    fn rev(&self) -> i64 {
        self.book.read(|reader| reader.rev()).unwrap().0
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The live rows of a table that also meet `sql`, oldest id first.
    fn some<I: From<Uuid>>(&self, table: Table, sql: &str) -> Vec<I> {
        let sql = format!("SELECT id FROM {} WHERE deleted_at IS NULL AND {sql} ORDER BY id", table.as_str());
        self.book
            .read(|reader| reader.many(&sql, [], |row| row.get::<_, Uuid>(0)))
            .unwrap()
            .into_iter()
            .map(I::from)
            .collect()
    }

    /// One of them.
    fn any<I: From<Uuid> + Copy>(&self, table: Table, at: usize) -> Option<I> {
        pick(&self.some::<I>(table, "1"), at)
    }

    fn deals(&self, kind: StageKind) -> Vec<DealId> {
        let kind = kind.as_str();
        self.some(Table::Deal, &format!("stage_id IN (SELECT id FROM stage WHERE kind = '{kind}')"))
    }

    fn deal(&self, kind: StageKind, at: usize) -> Option<DealId> {
        pick(&self.deals(kind), at)
    }

    fn stages(&self, kind: StageKind) -> Vec<StageId> {
        let pipeline = self.book.pipelines().unwrap().remove(0);
        pipeline.stages.iter().filter(|stage| stage.kind == kind).map(|stage| stage.id).collect()
    }
}

fn pick<I: Copy>(all: &[I], at: usize) -> Option<I> {
    all.get(at % all.len().max(1)).copied()
}

fn cases() -> u32 {
    std::env::var("HANDSEL_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn undo_puts_back_what_was_and_redo_what_came(steps in prop::collection::vec((any::<prop::sample::Index>(), 0usize..10_000), 1..12)) {
        let (world, all) = (World::new(), verbs().collect::<Vec<_>>());
        let mut ways = vec![world.seen()];
        for (which, at) in steps {
            ways.extend(world.obey(all[which.index(all.len())], at, &ways[ways.len() - 1]));
        }
        // All the way back and forth again.
        let end = ways.len() - 1;
        for at in (0..end).rev() {
            world.book.undo(None).unwrap();
            same(&format!("{} steps from the end", end - at), &ways[at], &world.seen());
        }
        for (at, way) in ways.iter().enumerate().skip(1) {
            world.book.redo(None).unwrap();
            same(&format!("{at} steps again"), way, &world.seen());
        }
        world.sound();
    }
}

#[test]
fn every_verb_obeys() {
    for verb in verbs() {
        let world = World::new();
        for need in verb.after {
            (0..3).for_each(|at| drop((named(need).act)(&world, at)));
        }
        let mut states = vec![world.seen()];
        for at in 0..12 {
            states.extend(world.obey(verb, at, &states[states.len() - 1]));
        }
        assert!(states.len() > 1, "{} was never done", verb.name);
        world.sound();
    }
}

/// A verb that nobody thought of here is found in the sources.
#[test]
fn no_verb_is_left_out() {
    let mut written = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                written.extend(verbs_in(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    let known: BTreeSet<String> = verbs().map(|verb| verb.name).chain(NOT_ALONE).map(str::to_owned).collect();
    let forgotten: Vec<_> = written.difference(&known).collect();
    assert!(forgotten.is_empty(), "no law for {forgotten:?}");
}

/// The first text in each call of `transact` and `transact_as`.
fn verbs_in(source: &str) -> Vec<String> {
    let calls = source.split(".transact").skip(1).filter_map(|call| {
        let call = call.strip_prefix("_as").unwrap_or(call).strip_prefix('(')?;
        let arguments = call.split('|').next()?;
        let text = arguments.split('"').nth(1)?;
        text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_').then(|| text.to_owned())
    });
    calls.collect()
}
