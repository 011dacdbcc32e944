//! One change to many companies or contacts: the same verbs as for one, all in one command, so that one undo takes it back.
use std::sync::atomic::AtomicBool;

use uuid::Uuid;

use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::people::ops::must_be_active;
use crate::sell::lists::BulkReport;
use crate::sell::ops::bulk::{BULK_MAX, Watch, each};
use crate::sell::ops::{edits, parts};
use crate::sell::parts::{CompanyEdit, ContactEdit, Holder};
use crate::sell::rows::customer_lists::{self as lists, List};
use crate::sell::rows::parts as rows;
use crate::sell::{CustomerBulk, CustomerBulkArgs, CustomerKind, CustomerPick};
use crate::values::{CompanyId, ContactId};

impl Book {
    /// Changes up to 10,000 companies or contacts in one command. Where some are refused, nothing is changed and each is named with its
    /// reason, unless `skip_refused` says to do it for the others. `progress(done, total)` counts records; `cancel` set to true stops it,
    /// and nothing is kept.
    pub fn bulk_edit_customers(
        &self,
        args: &CustomerBulkArgs,
        progress: &dyn Fn(u32, u32),
        cancel: &AtomicBool,
    ) -> Result<BulkReport> {
        let mut report = BulkReport::default();
        let answer = self.transact("bulk_edit_customers", |txn| {
            let ids = picked(txn, args.of, &args.pick)?;
            if let CustomerBulk::Owner(Some(owner)) = args.change {
                must_be_active(txn, owner)?;
            }
            let change = |txn: &mut Txn<'_>, id| one(txn, holder(args.of, id), &args.change);
            let name = |txn: &Txn<'_>, id| rows::name_of(txn, holder(args.of, id));
            each(txn, &ids, change, name, &mut report, &Watch { progress, cancel })?;
            if !report.refused.is_empty() && !args.skip_refused {
                return Err(Error::new(Code::Cancelled, "Some records were refused."));
            }
            txn.label(label(txn, args, report.changed)?);
            if let [one] = ids.as_slice() {
                txn.subject(holder(args.of, *one).table(), *one);
            }
            Ok(())
        });
        match answer {
            Ok(Done { rev, label, .. }) => Ok(BulkReport { done: true, rev: Some(rev), label, ..report }),
            Err(error) if error.code == Code::Cancelled && !report.refused.is_empty() => Ok(report),
            Err(error) => Err(error),
        }
    }
}

fn holder(of: CustomerKind, id: Uuid) -> Holder {
    match of {
        CustomerKind::Company => Holder::Company { id: CompanyId(id) },
        CustomerKind::Contact => Holder::Contact { id: ContactId(id) },
    }
}

fn picked(txn: &Txn<'_>, of: CustomerKind, pick: &CustomerPick) -> Result<Vec<Uuid>> {
    let ids = match pick {
        CustomerPick::These(ids) => ids.clone(),
        CustomerPick::Matching { query, except } => {
            let list = match of {
                CustomerKind::Company => List::Companies,
                CustomerKind::Contact => List::Contacts,
            };
            let words = query.text.as_deref().and_then(crate::search::fts_query);
            let most = BULK_MAX.saturating_add(u32::try_from(except.len()).unwrap_or(u32::MAX)).saturating_add(1);
            let mut ids = lists::ids(txn, list, words, &query.filter.clone().unwrap_or_default(), most)?;
            ids.retain(|id| !except.contains(id));
            ids
        }
    };
    if ids.len() > BULK_MAX as usize {
        return Err(Error::invalid(format!(
            "More than {BULK_MAX} records can't be changed in one step. Nothing was changed; narrow the list."
        )));
    }
    Ok(ids)
}

fn one(txn: &mut Txn<'_>, of: Holder, change: &CustomerBulk) -> Result<()> {
    rows::name_of(txn, of)?;
    match change {
        CustomerBulk::Owner(owner) => edits::edit(txn, of, &CompanyEdit::Owner(*owner), &ContactEdit::Owner(*owner)),
        CustomerBulk::Lifecycle(set) => {
            edits::edit(txn, of, &CompanyEdit::Lifecycle(*set), &ContactEdit::Lifecycle(*set))
        }
        CustomerBulk::Tag(name) => parts::put_tag(txn, of, name).map(drop),
        CustomerBulk::Untag(tag) => match rows::tagging(txn, of, *tag)? {
            Some(tagging) => txn.trash(Table::Tagging, tagging),
            None => Ok(()),
        },
        CustomerBulk::Delete => edits::delete(txn, of),
    }
}

fn label(txn: &Txn<'_>, args: &CustomerBulkArgs, count: u32) -> Result<String> {
    let (one, many) = match args.of {
        CustomerKind::Company => ("company", "companies"),
        CustomerKind::Contact => ("contact", "contacts"),
    };
    let them = if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
    Ok(match &args.change {
        CustomerBulk::Owner(Some(_)) => format!("Changed the owner of {them}"),
        CustomerBulk::Owner(None) => format!("Took the owner off {them}"),
        CustomerBulk::Lifecycle(Some(_)) => format!("Set the lifecycle of {them}"),
        CustomerBulk::Lifecycle(None) => format!("Left the lifecycle of {them} to what happens with them"),
        CustomerBulk::Tag(name) => format!("Tagged {them} with {}", name.trim()),
        CustomerBulk::Untag(tag) => format!("Took the tag {} off {them}", rows::tag_name(txn, *tag)?),
        CustomerBulk::Delete => format!("Deleted {them}"),
    })
}
