//! Goal 2: a card dropped, COMMIT included.
use std::path::Path;

use handsel_core::sell::{MoveDeal, StageKind};
use handsel_core::values::DealId;
use rusqlite::{Connection, TransactionBehavior};

use crate::seed::{Dice, Seeded};
use crate::table::Table;
use crate::{Outcome, alternate};

const SAMPLES: usize = 60;
const REPLY_MAX: usize = 2_000;

pub fn measure(small: &Seeded, large: &Seeded, folder: &Path, table: &mut Table) -> Outcome<()> {
    let mut floor = Floor::new(&folder.join("moves.floor"), small.deals.len())?;
    let mut mine = Mover::new(small);
    let compared = alternate(SAMPLES, || mine.step().map(drop), || floor.step())?;
    table.ratio("2", "move a card, synchronous=FULL, 1,000 deals", &compared, 10.0);
    let mut big = Mover::new(large);
    let sizes = alternate(SAMPLES, || big.step().map(drop), || mine.step().map(drop))?;
    table.ratio("2", "move, 100,000 against 1,000 deals", &sizes, 1.5);
    let bytes = big.step()?;
    table.figure(
        "2",
        "reply to a move in bytes, 100,000 deals",
        bytes.to_string(),
        format!("≤ {REPLY_MAX}"),
        bytes <= REPLY_MAX,
    );
    Ok(())
}

/// Moves open deals between open stages, each below a neighbour, as a hand would.
pub struct Mover<'s> {
    seeded: &'s Seeded,
    dice: Dice,
    open: Vec<DealId>,
}

impl<'s> Mover<'s> {
    pub fn new(seeded: &'s Seeded) -> Mover<'s> {
        let is_open = |stage: usize| seeded.pipeline.stages[stage].kind == StageKind::Open;
        let open = seeded.deals.iter().filter(|(_, stage)| is_open(*stage)).map(|(deal, _)| *deal).collect();
        Mover { seeded, dice: Dice::new(7), open }
    }

    /// One move; answers the bytes of the reply.
    pub fn step(&mut self) -> Outcome<usize> {
        let stages: Vec<_> = self.seeded.pipeline.stages.iter().filter(|stage| stage.kind == StageKind::Open).collect();
        let deal = self.open[self.dice.roll(self.open.len())];
        let above = Some(self.open[self.dice.roll(self.open.len())]).filter(|above| *above != deal);
        let to = MoveDeal { deal, stage: stages[self.dice.roll(stages.len())].id, above, below: None };
        Ok(serde_json::to_string(&self.seeded.book.move_deal(&to)?)?.len())
    }
}

/// One UPDATE by primary key in a transaction of its own, on a table with one index, in the same sync mode.
struct Floor {
    conn: Connection,
    deals: usize,
    dice: Dice,
}

impl Floor {
    fn new(path: &Path, deals: usize) -> Outcome<Floor> {
        let mut conn = Connection::open(path)?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE deal (id INTEGER PRIMARY KEY, stage INTEGER NOT NULL, rank TEXT NOT NULL, name TEXT NOT NULL) STRICT;
             CREATE INDEX deal_board ON deal(stage, rank);",
        )?;
        let filling = conn.transaction()?;
        for i in 0..deals {
            filling.prepare_cached("INSERT INTO deal VALUES (?1, ?2, ?3, ?4)")?.execute((
                i as i64,
                (i % 4) as i64,
                format!("{i:08}"),
                format!("Deal {i} for something useful"),
            ))?;
        }
        filling.commit()?;
        Ok(Floor { conn, deals, dice: Dice::new(7) })
    }

    fn step(&mut self) -> Outcome<()> {
        let (id, stage) = (self.dice.roll(self.deals) as i64, self.dice.roll(4) as i64);
        let rank = format!("{:08}", self.dice.roll(100_000_000));
        let moving = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        moving.prepare_cached("UPDATE deal SET stage = ?2, rank = ?3 WHERE id = ?1")?.execute((id, stage, rank))?;
        moving.commit()?;
        Ok(())
    }
}
