//! Goals as a sheet: months across, people down, with their sums.
use serde::{Deserialize, Serialize};

use super::goals::Goal;
use super::rows;
use crate::book::Book;
use crate::error::{Error, Result};
use crate::values::{Minor, Money, Month, PersonId, Rev};

/// A sheet has at most so many months.
const MOST: usize = 60;

/// One line: a goal for each month of the sheet. `person: None` is everyone together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct GoalRow {
    pub person: Option<PersonId>,
    pub name: String,
    /// Still with the firm.
    pub active: bool,
    pub goals: Vec<Option<Minor>>,
    /// `None`: not one goal.
    pub total: Option<Minor>,
}

/// All goals of some months in one currency. `rows`: everyone together first, then people by name. `people` is what the people's
/// goals come to, a month each; it is the firm's goal where there is none for everyone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct GoalSheet {
    pub rev: Rev,
    pub currency: String,
    /// Those that deals or goals are in, the firm's own first.
    pub currencies: Vec<String>,
    pub months: Vec<Month>,
    pub rows: Vec<GoalRow>,
    pub people: GoalRow,
}

impl Book {
    /// The goals of the months `from` to `to`, both included, in one currency (`None`: the firm's).
    pub fn goal_sheet(&self, from: Month, to: Month, currency: Option<&str>) -> Result<GoalSheet> {
        self.read(|reader| {
            let mut currencies = rows::currencies(reader)?;
            let home = currencies.first().cloned().unwrap_or_default();
            let currency = Money::new(0, currency.unwrap_or(&home))?.currency;
            if !currencies.contains(&currency) {
                currencies.push(currency.clone());
            }
            let months: Vec<Month> = from.through(to, MOST).collect();
            let last =
                months.last().copied().ok_or_else(|| Error::invalid("The first month lies after the last one."))?;
            let goals = rows::goals(reader, Some(from), Some(last))?;
            let goals: Vec<Goal> = goals.into_iter().filter(|goal| goal.currency == currency).collect();
            let line = |person: Option<PersonId>, name: String, active: bool| {
                let of = |month: &Month| goals.iter().find(|goal| goal.person == person && goal.month == *month);
                row(person, name, active, months.iter().map(|month| of(month).map(|goal| goal.amount)).collect())
            };
            let mut lines = vec![line(None, "Everyone".into(), true)];
            for (person, name, active) in rows::goal_people(reader, from, last)? {
                lines.push(line(Some(person), name, active));
            }
            let sum = |at: usize| sum(lines.iter().skip(1).filter_map(|line| line.goals.get(at).copied().flatten()));
            let people = row(None, "All people".into(), true, (0..months.len()).map(sum).collect());
            Ok(GoalSheet { rev: reader.rev()?, currency, currencies, months, rows: lines, people })
        })
    }
}

fn row(person: Option<PersonId>, name: String, active: bool, goals: Vec<Option<Minor>>) -> GoalRow {
    let total = sum(goals.iter().flatten().copied());
    GoalRow { person, name, active, goals, total }
}

/// `None` for nothing at all.
fn sum(amounts: impl Iterator<Item = Minor>) -> Option<Minor> {
    amounts.reduce(|sum, more| Minor(sum.0.saturating_add(more.0)))
}
