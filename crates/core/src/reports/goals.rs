//! Goals: what a person, or everyone together, wants to win in a month.
use serde::{Deserialize, Serialize};

use super::rows;
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::values::{GoalId, Minor, Money, Month, PersonId};

/// A goal. `person: None` is everyone together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Goal {
    pub person: Option<PersonId>,
    pub month: Month,
    pub amount: Minor,
    pub currency: String,
}

/// Sets a goal, or takes it away with `amount: None`. `currency: None` is the firm's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveGoal {
    pub person: Option<PersonId>,
    pub month: Month,
    pub amount: Option<Minor>,
    pub currency: Option<String>,
}

/// At most so many at once: twenty people for five years.
const MOST: usize = 1_200;

impl Book {
    /// The goals of the months `from` to `to`, both included.
    pub fn goals(&self, from: Month, to: Month) -> Result<Vec<Goal>> {
        self.read(|reader| rows::goals(reader, Some(from), Some(to)))
    }

    /// Sets or takes away goals, all of them in one step.
    pub fn save_goals(&self, goals: &[SaveGoal]) -> Result<Done<()>> {
        if goals.is_empty() || goals.len() > MOST {
            return Err(Error::invalid(format!("Save between 1 and {MOST} goals at once. Nothing was changed.")));
        }
        self.transact("save_goals", |txn| {
            let mut label = String::new();
            for goal in goals {
                label = save(txn, goal)?;
            }
            txn.label(if goals.len() == 1 { label } else { format!("Set {} goals", goals.len()) });
            Ok(())
        })
    }
}

/// Answers what was done, in words.
fn save(txn: &mut Txn<'_>, goal: &SaveGoal) -> Result<String> {
    let whose = match goal.person {
        Some(id) => rows::person(txn, id)?.ok_or_else(|| Error::not_found("person"))?,
        None => "Everyone".into(),
    };
    let home = rows::firm_currency(txn)?;
    let money = Money::new(goal.amount.unwrap_or_default().0, goal.currency.as_deref().unwrap_or(&home))?;
    if money.minor.0 < 0 {
        return Err(Error::invalid("A goal can't be less than nothing. Nothing was changed."));
    }
    let person = goal.person.map_or_else(|| "all".to_owned(), |id| id.to_string());
    let id = GoalId::derived(txn.workspace(), &format!("goal:{person}:{}:{}", goal.month, money.currency));
    if goal.amount.is_none() {
        if txn.exists(Table::Goal, id)? && rows::goal_stands(txn, id)? {
            txn.trash(Table::Goal, id)?;
        }
        return Ok(format!("{whose}: no goal for {}", goal.month));
    }
    let columns: crate::book::Columns<'_> = &[
        ("person_id", &goal.person),
        ("month", &goal.month),
        ("amount_minor", &money.minor),
        ("currency", &money.currency),
    ];
    txn.insert_or_revive(Table::Goal, id, columns)?;
    Ok(format!("{whose}: goal for {} is {}", goal.month, money.spoken()))
}
