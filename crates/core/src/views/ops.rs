//! Saving, renaming, ordering, copying and deleting views.
use super::rows::{self, Stored};
use super::{SaveDealView, SavedDealView, ViewSubject};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Error, Result};
use crate::filter::Now;
use crate::values::text::{NAME_MAX, clean};
use crate::values::{PersonId, SavedViewId, rank};

impl Book {
    /// The views of deals that everybody shares and the acting person's own, in the order of their tabs.
    pub fn deal_views(&self) -> Result<Vec<SavedDealView>> {
        let me = self.me();
        self.read(|reader| {
            let stored = rows::seen_by(reader, ViewSubject::Deals, me)?;
            Ok(stored
                .into_iter()
                .map(|view| SavedDealView {
                    id: view.id,
                    own: view.owner.is_some(),
                    view: serde_json::from_str(&view.spec).ok(),
                    name: view.name,
                })
                .collect())
        })
    }

    /// Saves a view of deals: a new one behind the others, or over the one of this id. Own views need somebody to own them. A filter that
    /// could not be searched with is refused.
    pub fn save_deal_view(&self, save: &SaveDealView) -> Result<Done<SavedViewId>> {
        self.transact("save_view", |txn| {
            let now =
                Now { today: txn.today(), year_starts: crate::people::year_starts(txn)?, me: txn.actor().person() };
            crate::sell::searchable(&save.view.query, now)?;
            let spec = serde_json::to_string(&save.view)
                .map_err(|why| Error::invalid(format!("This view can't be saved ({why}).")))?;
            let owner = owner(txn, save.own)?;
            keep(txn, ViewSubject::Deals, save.id, &save.name, owner, &spec)
        })
    }

    /// Puts a view's tab right behind another one, or first.
    pub fn move_view(&self, id: SavedViewId, after: Option<SavedViewId>) -> Result<Done<()>> {
        self.transact("move_view", |txn| {
            let (subject, view) = rows::view(txn, id)?;
            let mut others = rows::seen_by(txn, subject, txn.actor().person())?;
            others.retain(|other| other.id != id);
            let at = match after {
                None => 0,
                Some(after) => {
                    1 + others.iter().position(|other| other.id == after).ok_or_else(|| Error::not_found("view"))?
                }
            };
            let above = at.checked_sub(1).and_then(|above| others.get(above)).map(|view| view.rank.as_str());
            let below = others.get(at).map(|view| view.rank.as_str());
            let jitter = txn.jitter();
            let rank = rank::between(above, below, jitter)?;
            txn.update(Table::SavedView, id, &[("rank", &rank)])?;
            txn.subject(Table::SavedView, id);
            txn.label(format!("Moved the view {}", view.name));
            Ok(())
        })
    }

    /// A copy of a view under "… copy", right behind it.
    pub fn duplicate_view(&self, id: SavedViewId) -> Result<Done<SavedViewId>> {
        self.transact("duplicate_view", |txn| {
            let (subject, view) = rows::view(txn, id)?;
            let name: String = view.name.chars().take(NAME_MAX - 5).collect::<String>() + " copy";
            let others = rows::seen_by(txn, subject, txn.actor().person())?;
            let next = others.iter().skip_while(|other| other.id != id).nth(1).map(|next| next.rank.as_str());
            let jitter = txn.jitter();
            let rank = rank::between(Some(&view.rank), next, jitter)?;
            let copy: SavedViewId = txn.new_id();
            insert(txn, copy, subject, &Stored { id: copy, name: name.clone(), rank, ..view })?;
            txn.subject(Table::SavedView, copy);
            txn.label(format!("Saved the view {name}"));
            Ok(copy)
        })
    }

    pub fn delete_view(&self, id: SavedViewId) -> Result<Done<()>> {
        self.transact("delete_view", |txn| {
            let (_, view) = rows::view(txn, id)?;
            txn.trash(Table::SavedView, id)?;
            txn.subject(Table::SavedView, id);
            txn.label(format!("Deleted the view {}", view.name));
            Ok(())
        })
    }
}

/// Who sees a view alone; nobody does where nobody sits here.
fn owner(txn: &Txn<'_>, own: bool) -> Result<Option<PersonId>> {
    match (own, txn.actor().person()) {
        (false, _) => Ok(None),
        (true, Some(me)) => Ok(Some(me)),
        (true, None) => Err(Error::invalid(
            "A view of your own needs to know who you are. Nothing was saved; choose who sits here, or share the view.",
        )),
    }
}

fn keep(
    txn: &mut Txn<'_>,
    subject: ViewSubject,
    id: Option<SavedViewId>,
    name: &str,
    owner: Option<PersonId>,
    spec: &str,
) -> Result<SavedViewId> {
    let name = clean(name, NAME_MAX)?;
    if name.is_empty() {
        return Err(Error::invalid("A view needs a name. Nothing was saved."));
    }
    let id = match id {
        Some(id) => {
            let (_, before) = rows::view(txn, id)?;
            txn.update(Table::SavedView, id, &[("name", &name), ("owner_id", &owner), ("spec", &spec)])?;
            let renamed = before.name != name && before.spec == spec;
            txn.label(if renamed {
                format!("Renamed the view {} to {name}", before.name)
            } else {
                format!("Saved the view {name}")
            });
            id
        }
        None => {
            let last = rows::last_rank(txn, subject)?;
            let jitter = txn.jitter();
            let rank = rank::between(last.as_deref(), None, jitter)?;
            let id: SavedViewId = txn.new_id();
            insert(txn, id, subject, &Stored { id, name: name.clone(), rank, owner, spec: spec.to_owned() })?;
            txn.label(format!("Saved the view {name}"));
            id
        }
    };
    txn.subject(Table::SavedView, id);
    Ok(id)
}

fn insert(txn: &mut Txn<'_>, id: SavedViewId, subject: ViewSubject, view: &Stored) -> Result<()> {
    let columns: crate::book::Columns<'_> = &[
        ("subject", &subject),
        ("name", &view.name),
        ("rank", &view.rank),
        ("owner_id", &view.owner),
        ("spec", &view.spec),
    ];
    txn.insert(Table::SavedView, id, columns)
}
