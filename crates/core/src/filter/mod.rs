//! Which records a list, a board or a bulk change is about: one typed tree for every kind of record.
//!
//! A tree never carries SQL: fields are an enum of their subject ([`Field`]), operators and values are enums here, and `rows.rs` turns the
//! whole into fixed text with bound values. What a person typed is only ever bound.
mod period;
pub(crate) mod rows;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use period::{Period, Span};

use crate::values::{Day, PersonId};
use crate::words;

/// How deep a tree may be, and how much it may hold; more is refused, never cut.
pub const DEPTH_MAX: usize = 8;
pub const CONDITIONS_MAX: usize = 200;
pub const VALUES_MAX: usize = 1_000;

/// Conditions joined by and/or, to any depth up to [`DEPTH_MAX`]. An empty `All` leaves everything in, an empty `Any` nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Filter<F> {
    All(Vec<Filter<F>>),
    Any(Vec<Filter<F>>),
    Is(Condition<F>),
}

/// One field compared with one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Condition<F> {
    pub field: F,
    pub op: Op,
    pub value: Value,
}

words! {
    /// How a field is compared. What is empty fits no comparison but the negated ones: a deal without an owner "is not" Ada's.
    Op {
        Is "is",
        IsNot "is_not",
        Contains "contains",
        ContainsNot "contains_not",
        StartsWith "starts_with",
        AtLeast "at_least",
        AtMost "at_most",
        Over "over",
        Under "under",
        /// Within a period.
        In "in",
        NotIn "not_in",
        Empty "empty",
        Filled "filled",
        /// A day that has passed while the record is still open.
        Overdue "overdue",
    }
}

/// What a field is compared with. Numbers are days, percent, or amounts in ten-thousandths of the currency's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// For empty, filled and overdue.
    Nothing,
    Text(String),
    Number(#[specta(type = i32)] i64),
    Ids(#[specta(type = Vec<String>)] Vec<Uuid>),
    /// Records by what they are called; case and spelling of accents' form don't matter.
    Names(Vec<String>),
    /// Words of an enum, e.g. `open`, or currencies.
    Words(Vec<String>),
    /// Whoever the device is used by.
    Me,
    Period(Period),
}

/// How a field is stored, as fixed SQL over the aliases of its subject. `{today}` stands for the bound day of today.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// As typed, and the same text folded by `fold` (see `values::text::name_key`).
    Text {
        folded: &'static str,
    },
    /// A link: the id, and the folded name of what it leads to.
    Link {
        id: &'static str,
        folded: &'static str,
    },
    /// One of these words.
    Word {
        sql: &'static str,
        known: &'static [&'static str],
    },
    Currency {
        sql: &'static str,
    },
    /// A whole number, or an amount in ten-thousandths.
    Number {
        sql: &'static str,
    },
    /// A civil day; `open` is true where being late matters.
    Day {
        sql: &'static str,
        open: Option<&'static str>,
    },
    /// Any of the record's words: a fixed subquery with `{query}` where the full-text query is bound.
    Words {
        sql: &'static str,
    },
}

/// The fields of one kind of record.
pub(crate) trait Field: Copy {
    fn kind(self) -> Kind;
    /// Its name on screen, for refusals.
    fn label(self) -> &'static str;
}

/// The name of a field on screen and in copied tables.
pub(crate) fn label<F: Field>(field: F) -> &'static str {
    field.label()
}

/// What relative values mean now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    pub today: Day,
    /// The month in which the firm's year begins, 1 to 12.
    pub year_starts: u8,
    pub me: Option<PersonId>,
}

impl<F> Filter<F> {
    /// Leaves everything in.
    pub fn everything() -> Filter<F> {
        Filter::All(Vec::new())
    }

    pub fn is(field: F, op: Op, value: Value) -> Filter<F> {
        Filter::Is(Condition { field, op, value })
    }

    pub fn is_everything(&self) -> bool {
        matches!(self, Filter::All(parts) if parts.iter().all(Filter::is_everything))
    }

    /// Both this and `other`.
    pub fn and(self, other: Filter<F>) -> Filter<F> {
        match self {
            Filter::All(mut parts) => {
                parts.push(other);
                Filter::All(parts)
            }
            one => Filter::All(vec![one, other]),
        }
    }
}

impl<F> Default for Filter<F> {
    fn default() -> Filter<F> {
        Filter::everything()
    }
}
