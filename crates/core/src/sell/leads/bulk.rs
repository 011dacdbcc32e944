//! One change to many leads: the same rules as for one, all in one command, so that one undo takes it back.
use super::ops::{contacted, disqualified, reason_of, reopened};
use super::rows;
use super::{LeadBulk, LeadPick, LeadStatus, LeadsChanged};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::people::ops::must_be_active;
use crate::sell::ops::customers::optional;
use crate::values::LeadId;
use crate::values::text::{NAME_MAX, counted};

/// The most leads one command changes: more would keep everybody else from writing for too long.
const MOST: usize = 10_000;

impl Book {
    /// Changes up to 10,000 leads in one command. Leads that are decided already are left as they are where only open ones can be
    /// changed, and counted; `conflict` where none is left to change.
    pub fn bulk_edit_leads(&self, pick: &LeadPick, change: &LeadBulk) -> Result<Done<LeadsChanged>> {
        self.transact("bulk_edit_leads", |txn| {
            let ids = picked(txn, pick)?;
            let change = &checked(txn, change)?;
            let mut told = LeadsChanged { changed: 0, left: 0 };
            for id in &ids {
                if apply(txn, *id, change)? { told.changed += 1 } else { told.left += 1 }
            }
            if told.changed == 0 {
                let why = "None of these leads can be changed like this: they have it already, or are decided. Nothing was changed.";
                return Err(Error::new(Code::Conflict, why));
            }
            if let [one] = ids.as_slice() {
                txn.subject(Table::Lead, *one);
            }
            txn.label(label(change, told.changed));
            Ok(told)
        })
    }
}

fn picked(txn: &Txn<'_>, pick: &LeadPick) -> Result<Vec<LeadId>> {
    let ids = match pick {
        LeadPick::These(ids) => ids.clone(),
        LeadPick::Matching { query, except } => {
            let words = query.text.as_deref().and_then(crate::search::fts_query);
            let most = u32::try_from(MOST + except.len() + 1).unwrap_or(u32::MAX);
            let mut ids = rows::ids(txn, query, words.as_deref(), most)?;
            ids.retain(|id| !except.contains(id));
            ids
        }
    };
    if ids.len() > MOST {
        return Err(Error::invalid(format!(
            "More than {MOST} leads can't be changed in one step. Nothing was changed; narrow the list."
        )));
    }
    Ok(ids)
}

/// The change as it is written. What is wrong with it itself is told before any lead is touched.
fn checked(txn: &Txn<'_>, change: &LeadBulk) -> Result<LeadBulk> {
    match change {
        LeadBulk::Owner(Some(owner)) => must_be_active(txn, *owner).map(|()| change.clone()),
        LeadBulk::Source(text) => Ok(LeadBulk::Source(optional(text.as_deref(), NAME_MAX)?)),
        LeadBulk::Disqualify(reason) => Ok(LeadBulk::Disqualify(reason_of(reason)?)),
        LeadBulk::Owner(None) | LeadBulk::Contacted | LeadBulk::Reopen | LeadBulk::Delete => Ok(change.clone()),
    }
}

/// False where the lead has it already, or the change is not for one that stands where this one does.
fn apply(txn: &mut Txn<'_>, id: LeadId, change: &LeadBulk) -> Result<bool> {
    let facts = rows::facts(txn, id)?;
    let row = &facts.row;
    let open = matches!(row.status, LeadStatus::New | LeadStatus::Contacted);
    let wanted = match change {
        LeadBulk::Owner(owner) => row.owner.as_ref().map(|one| one.id) != owner.map(|owner| owner.0),
        LeadBulk::Source(source) => row.source != *source,
        LeadBulk::Contacted => row.status == LeadStatus::New,
        LeadBulk::Disqualify(_) => open,
        LeadBulk::Reopen => !open && facts.deal.is_none(),
        LeadBulk::Delete => true,
    };
    if !wanted {
        return Ok(false);
    }
    match change {
        LeadBulk::Owner(owner) => txn.update(Table::Lead, id, &[("owner_id", owner)]).map(drop),
        LeadBulk::Source(source) => txn.update(Table::Lead, id, &[("source", source)]).map(drop),
        LeadBulk::Contacted => contacted(txn, id, &facts),
        LeadBulk::Disqualify(reason) => disqualified(txn, id, reason),
        LeadBulk::Reopen => reopened(txn, id, &facts),
        LeadBulk::Delete => txn.trash(Table::Lead, id),
    }?;
    Ok(true)
}

fn label(change: &LeadBulk, changed: u32) -> String {
    let leads = counted(changed, "lead");
    match change {
        LeadBulk::Owner(_) => format!("Changed the owner of {leads}"),
        LeadBulk::Source(_) => format!("Changed the source of {leads}"),
        LeadBulk::Contacted => format!("Contacted {leads}"),
        LeadBulk::Disqualify(reason) => format!("Disqualified {leads}: {reason}"),
        LeadBulk::Reopen => format!("Reopened {leads}"),
        LeadBulk::Delete => format!("Deleted {leads}"),
    }
}
