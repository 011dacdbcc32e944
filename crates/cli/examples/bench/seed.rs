//! Workspaces from a seed: the same data every time.
use std::path::{Path, PathBuf};

use handsel_core::Book;
use handsel_core::book::Table;
use handsel_core::sell::{Pipeline, StageKind, seed_defaults};
use handsel_core::values::text::name_key;
use handsel_core::values::{CompanyId, Day, DealId, PersonId, rank};

use crate::Outcome;

/// Rows a transaction, so that no transaction outgrows the memory.
const BATCH: usize = 10_000;
const PEOPLE: usize = 35;
const COMPANIES: usize = 500;

pub struct Seeded {
    pub book: Book,
    pub path: PathBuf,
    pub pipeline: Pipeline,
    /// Each with the index of its stage.
    pub deals: Vec<(DealId, usize)>,
}

/// xorshift: not for secrets, the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.max(1))
    }

    /// From 0 to `sides` - 1.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

/// A workspace with this many deals over all stages, most of them open.
pub fn workspace(path: &Path, deals: usize) -> Outcome<Seeded> {
    let book = Book::create(path, "Bench", "EUR")?;
    book.transact("set_up", seed_defaults)?;
    let pipeline = book.pipelines()?.into_iter().next().ok_or("there is no pipeline")?;
    let people: Vec<PersonId> = book
        .transact("seed", |txn| {
            (0..PEOPLE)
                .map(|i| {
                    let (id, name) = (txn.new_id(), format!("Person {i}"));
                    txn.insert(Table::Person, id, &[("name", &name), ("name_key", &name_key(&name))])?;
                    Ok(PersonId(id))
                })
                .collect()
        })?
        .value;
    let companies: Vec<CompanyId> = book
        .transact("seed", |txn| {
            (0..COMPANIES)
                .map(|i| {
                    let (id, name) = (txn.new_id(), format!("Company {i}"));
                    txn.insert(Table::Company, id, &[("name", &name), ("name_key", &name_key(&name))])?;
                    Ok(CompanyId(id))
                })
                .collect()
        })?
        .value;
    let seeded = fill(&book, &pipeline, &people, &companies, deals)?;
    Ok(Seeded { book, path: path.to_owned(), pipeline, deals: seeded })
}

fn fill(
    book: &Book,
    pipeline: &Pipeline,
    people: &[PersonId],
    companies: &[CompanyId],
    count: usize,
) -> Outcome<Vec<(DealId, usize)>> {
    let mut dice = Dice::new(0x4861_6e64_7365_6c01);
    let ranks = rank::spread(count);
    let day = Day::parse_iso("2026-11-01")?;
    let mut deals = Vec::with_capacity(count);
    for batch in ranks.chunks(BATCH) {
        let made = book.transact("seed", |txn| {
            let mut made = Vec::with_capacity(batch.len());
            for rank in batch {
                let id: DealId = txn.new_id();
                let stage = dice.roll(pipeline.stages.len());
                let closed = pipeline.stages[stage].kind != StageKind::Open;
                let amount = (dice.roll(10) > 0).then(|| dice.roll(5_000_000) as i64);
                txn.insert(
                    Table::Deal,
                    id,
                    &[
                        ("pipeline_id", &pipeline.id),
                        ("stage_id", &pipeline.stages[stage].id),
                        ("rank", rank),
                        ("name", &format!("Deal {} for something useful", dice.roll(1_000_000))),
                        ("company_id", &companies[dice.roll(companies.len())]),
                        ("owner_id", &people[dice.roll(people.len())]),
                        ("amount_minor", &amount.unwrap_or(0)),
                        ("currency", &"EUR"),
                        ("close_date", &day.plus_days(dice.roll(200) as i64)),
                        ("project_wish", &closed.then_some("imported")),
                        ("stage_since", &day),
                        ("touched_on", &day),
                    ],
                )?;
                made.push((id, stage));
            }
            Ok(made)
        })?;
        deals.extend(made.value);
    }
    Ok(deals)
}
