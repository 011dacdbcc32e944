//! Views that somebody saved: what a list shows, in which shape and order, under a name. They are records like any other: journalled,
//! undone, and later carried to other machines.
//!
//! `ops.rs` the verbs · `rows.rs` the only SQL of the subject.
pub mod ops;
pub(crate) mod rows;

use serde::{Deserialize, Serialize};

use crate::sell::{DealField, DealQuery};
use crate::values::SavedViewId;
use crate::words;

words! {
    /// What a view is a view of.
    ViewSubject { Deals "deals", Companies "companies", Contacts "contacts" }
}
words! {
    /// The shape of a view.
    Layout { Board "board", Table "table", Calendar "calendar" }
}

/// A view of deals. A board takes its order from the board itself, so sort, group and columns are the table's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealView {
    pub layout: Layout,
    pub query: DealQuery,
    /// Empty: the usual ones.
    pub columns: Vec<DealField>,
}

/// A saved view of deals. `own` ones are seen by their owner alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SavedDealView {
    pub id: SavedViewId,
    pub name: String,
    pub own: bool,
    /// `None` where a newer Handsel wrote something that this one can't read.
    pub view: Option<DealView>,
}

/// `id: None` saves a new one behind the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveDealView {
    pub id: Option<SavedViewId>,
    pub name: String,
    pub own: bool,
    pub view: DealView,
}
