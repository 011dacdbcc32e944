//! The few figures that the frame of the window always shows.
use super::Book;
use crate::error::Result;
use crate::values::{Day, Rev};

/// Counts of live records.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    pub firm: String,
    pub currency: String,
    /// The month in which its year begins, 1 to 12.
    pub year_starts: u8,
    pub people: i64,
    pub deals: i64,
    pub projects: i64,
    pub templates: i64,
    /// A pipeline is there, so first start is over.
    pub set_up: bool,
    pub rev: Rev,
    pub today: Day,
    pub handoffs_needing_help: i64,
}

impl Book {
    pub fn glance(&self) -> Result<Glance> {
        self.read(|reader| {
            let count = |sql: &str| Ok::<i64, crate::error::Error>(reader.one(sql, [], |row| row.get(0))?.unwrap_or(0));
            let (firm, currency, year_starts) = reader
                .one("SELECT name, currency, year_starts FROM firm", [], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .unwrap_or_else(|| (String::new(), String::new(), 1));
            Ok(Glance {
                firm,
                currency,
                year_starts,
                people: count("SELECT count(*) FROM person WHERE deleted_at IS NULL AND active = 1")?,
                deals: count("SELECT ifnull(sum(deals), 0) FROM stage_total")?,
                projects: count("SELECT count(*) FROM project WHERE deleted_at IS NULL AND desk = 0")?,
                templates: count("SELECT count(*) FROM template WHERE deleted_at IS NULL")?,
                set_up: count("SELECT EXISTS (SELECT 1 FROM pipeline WHERE deleted_at IS NULL)")? == 1,
                rev: reader.rev()?,
                today: reader.today(),
                handoffs_needing_help: count(
                    "SELECT count(*) FROM handoff WHERE state = 'parked' AND deleted_at IS NULL",
                )?,
            })
        })
    }
}
