//! Where a card goes: between two neighbours, never at an index.
use crate::book::{Table, Txn};
use crate::error::{Error, Result};
use crate::sell::rows;
use crate::values::{DealId, StageId, rank};

/// A rank for the gap before position `at` of an ordered list.
pub(crate) fn gap<'a>(txn: &mut Txn<'_>, ranks: impl Iterator<Item = &'a str>, at: usize) -> Result<String> {
    let ranks: Vec<&str> = ranks.collect();
    let above = at.checked_sub(1).and_then(|i| ranks.get(i)).copied();
    rank::between(above, ranks.get(at).copied(), txn.jitter())
}

/// A rank in `stage` right below `above`, else right above `below`, else at the top. A neighbour that has moved away since the person
/// looked is passed over. When keys grow long or two are equal, the column is spread anew in this same transaction.
pub(crate) fn rank_for(
    txn: &mut Txn<'_>,
    deal: DealId,
    stage: StageId,
    above: Option<DealId>,
    below: Option<DealId>,
) -> Result<String> {
    let drawn = draw(txn, deal, stage, above, below);
    match drawn {
        Ok(key) if !rank::is_long(&key) => Ok(key),
        _ => {
            spread(txn, deal, stage)?;
            draw(txn, deal, stage, above, below)
        }
    }
}

fn draw(
    txn: &mut Txn<'_>,
    deal: DealId,
    stage: StageId,
    above: Option<DealId>,
    below: Option<DealId>,
) -> Result<String> {
    if above == Some(deal) || below == Some(deal) {
        return Err(Error::invalid("A card can't be its own neighbour. Nothing was moved."));
    }
    let upper = neighbour(txn, above, stage)?;
    let (low, high) = match (upper, neighbour(txn, below, stage)?) {
        (Some(low), _) => {
            let high = rows::deals::rank_after(txn, stage, Some(&low), deal)?;
            (Some(low), high)
        }
        (None, Some(high)) => (rows::deals::rank_before(txn, stage, &high, deal)?, Some(high)),
        (None, None) => (None, rows::deals::rank_after(txn, stage, None, deal)?),
    };
    rank::between(low.as_deref(), high.as_deref(), txn.jitter())
}

fn neighbour(txn: &Txn<'_>, id: Option<DealId>, stage: StageId) -> Result<Option<String>> {
    id.map_or(Ok(None), |id| rows::deals::rank_in(txn, id, stage))
}

/// Gives every deal of the column but the one that moves a fresh, short key.
fn spread(txn: &mut Txn<'_>, moving: DealId, stage: StageId) -> Result<()> {
    let mut deals = rows::deals::deals_in(txn, stage)?;
    deals.retain(|id| *id != moving);
    for (id, key) in deals.iter().zip(rank::spread(deals.len())) {
        txn.update(Table::Deal, *id, &[("rank", &key)])?;
    }
    Ok(())
}
