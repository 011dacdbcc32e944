//! Where a task goes: between two neighbours, never at an index.
use crate::book::{Table, Txn};
use crate::deliver::rows;
use crate::error::Result;
use crate::values::{ColumnId, TaskId, rank};

/// A rank in `column` right below `above`, else right above `below`, else at the end. A neighbour that has moved away since the
/// person looked is passed over. When keys grow long or meet, the column is spread anew in this same transaction.
pub(crate) fn rank_for(
    txn: &mut Txn<'_>,
    task: Option<TaskId>,
    column: ColumnId,
    above: Option<TaskId>,
    below: Option<TaskId>,
) -> Result<String> {
    let mut there = rows::tasks::ranks(txn, column)?;
    there.retain(|(id, _)| Some(*id) != task);
    let position = |wanted: Option<TaskId>| wanted.and_then(|wanted| there.iter().position(|(id, _)| *id == wanted));
    let at = position(above).map(|at| at + 1).or_else(|| position(below)).unwrap_or(there.len());
    let low = at.checked_sub(1).map(|at| there[at].1.as_str());
    let high = there.get(at).map(|(_, rank)| rank.as_str());
    match rank::between(low, high, txn.jitter()) {
        Ok(key) if !rank::is_long(&key) => Ok(key),
        _ => {
            let mut fresh = rank::spread(there.len() + 1);
            let own = fresh.remove(at);
            for ((id, _), key) in there.iter().zip(fresh) {
                txn.update(Table::Task, *id, &[("rank", &key)])?;
            }
            Ok(own)
        }
    }
}
