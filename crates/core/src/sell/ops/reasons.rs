//! Why deals are lost: the firm's list of reasons, and nothing lost left without one.
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::ops::pipelines::named;
use crate::sell::ops::place;
use crate::sell::rows;
use crate::sell::types::LostReason;
use crate::values::text::{counted, name_key};
use crate::values::{LostReasonId, Ref, rank};

impl Book {
    /// Reasons in order, with the number of deals lost for each.
    pub fn lost_reasons(&self) -> Result<Vec<LostReason>> {
        self.read(rows::pipelines::lost_reasons)
    }

    /// Adds a reason at the end, or renames one. `conflict` when another one has the name: their deals could not be told apart.
    pub fn save_lost_reason(&self, id: Option<LostReasonId>, name: &str) -> Result<Done<LostReasonId>> {
        self.transact("save_lost_reason", |txn| {
            let name = named(name, "reason")?;
            let (id, label) = match id {
                Some(id) => {
                    let was = reason_name(txn, id)?;
                    must_be_free(txn, &name, Some(id))?;
                    txn.update(Table::LostReason, id, &[("name", &name)])?;
                    (id, format!("Renamed the reason {was} to {name}"))
                }
                None => {
                    must_be_free(txn, &name, None)?;
                    (reason_named(txn, &name)?, format!("Added the reason {name}"))
                }
            };
            txn.subject(Table::LostReason, id);
            txn.label(label);
            Ok(id)
        })
    }

    /// Puts a reason right after another, or first.
    pub fn move_lost_reason(&self, id: LostReasonId, after: Option<LostReasonId>) -> Result<Done<()>> {
        self.transact("move_lost_reason", |txn| {
            let name = reason_name(txn, id)?;
            let mut others = rows::pipelines::reason_ranks(txn)?;
            others.retain(|(other, _)| *other != id);
            let at = match after {
                None => 0,
                Some(after) => {
                    1 + others
                        .iter()
                        .position(|(other, _)| *other == after)
                        .ok_or_else(|| Error::not_found("reason"))?
                }
            };
            let key = match place::gap(txn, others.iter().map(|(_, rank)| rank.as_str()), at) {
                Ok(key) if !rank::is_long(&key) => key,
                // Two machines may have drawn the same key, and keys grow: then the whole list gets fresh ones.
                _ => {
                    let mut fresh = rank::spread(others.len() + 1);
                    let own = fresh.remove(at);
                    for ((other, _), key) in others.iter().zip(fresh) {
                        txn.update(Table::LostReason, *other, &[("rank", &key)])?;
                    }
                    own
                }
            };
            txn.update(Table::LostReason, id, &[("rank", &key)])?;
            txn.subject(Table::LostReason, id);
            txn.label(format!("Moved the reason {name}"));
            Ok(())
        })
    }

    /// Deletes a reason; deals that carry it get `deals_go_to`. `gate` when there are such deals and none is named.
    pub fn delete_lost_reason(&self, id: LostReasonId, deals_go_to: Option<LostReasonId>) -> Result<Done<()>> {
        self.transact("delete_lost_reason", |txn| {
            let name = reason_name(txn, id)?;
            let deals = rows::pipelines::deals_with_reason(txn, id)?;
            if !deals.is_empty() {
                let target = deals_go_to.filter(|target| *target != id).ok_or_else(|| {
                    let was = if deals.len() == 1 { "was" } else { "were" };
                    let lost = format!("{} {was}", counted(deals.len(), "deal"));
                    Error::gate(
                        format!("{lost} lost because of “{name}”. Say which reason they get. Nothing was changed."),
                        vec![Missing::new("deals_go_to", "Reason for its deals")],
                    )
                })?;
                reason_name(txn, target)?;
                for deal in deals {
                    txn.update(Table::Deal, deal, &[("lost_reason_id", &target)])?;
                }
            }
            txn.trash(Table::LostReason, id)?;
            txn.subject(Table::LostReason, id);
            txn.label(format!("Deleted the reason {name}"));
            Ok(())
        })
    }
}

/// The existing reason of this name, or a new one at the end.
pub(crate) fn reason_named(txn: &mut Txn<'_>, name: &str) -> Result<LostReasonId> {
    let name = named(name, "reason")?;
    let key = name_key(&name);
    if let Some((id, _)) = rows::pipelines::reason_names(txn)?.into_iter().find(|(_, other)| name_key(other) == key) {
        return Ok(id);
    }
    let last = rows::pipelines::last_reason_rank(txn)?;
    let rank = rank::between(last.as_deref(), None, txn.jitter())?;
    let id: LostReasonId = txn.new_id();
    txn.insert(Table::LostReason, id, &[("name", &name), ("rank", &rank)])?;
    Ok(id)
}

/// The reason meant: one that is there, or the one of this name.
pub(crate) fn reason_of(txn: &mut Txn<'_>, reason: &Ref) -> Result<LostReasonId> {
    match reason {
        Ref::Id { id } => {
            let id = LostReasonId(*id);
            if rows::deals::reason_exists(txn, id)? { Ok(id) } else { Err(Error::not_found("reason")) }
        }
        Ref::Name { name } => reason_named(txn, name),
    }
}

fn reason_name(txn: &Txn<'_>, id: LostReasonId) -> Result<String> {
    let found = rows::pipelines::reason_names(txn)?.into_iter().find(|(other, _)| *other == id);
    found.map(|(_, name)| name).ok_or_else(|| Error::not_found("reason"))
}

fn must_be_free(txn: &Txn<'_>, name: &str, except: Option<LostReasonId>) -> Result<()> {
    let key = name_key(name);
    match rows::pipelines::reason_names(txn)?
        .into_iter()
        .find(|(other, taken)| Some(*other) != except && name_key(taken) == key)
    {
        None => Ok(()),
        Some((_, taken)) => Err(Error::new(
            Code::Conflict,
            format!("There is a reason “{taken}” already. Nothing was changed; choose another name."),
        )),
    }
}
