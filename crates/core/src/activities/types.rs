//! What crosses to the window. Days are civil days; times are minutes since midnight of that day.
use serde::{Deserialize, Serialize};

use crate::values::{ActivityId, CompanyId, ContactId, Day, DealId, Millis, Named, PersonId, Rev};
use crate::words;

words! {
    /// What is done.
    ActivityKind { Call "call", Meeting "meeting", Email "email", Todo "todo", Note "note" }
}
words! {
    /// When an open activity is due, seen from today.
    DueState { Overdue "overdue", Today "today", Later "later" }
}

/// The next open activity of a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NextActivity {
    pub id: ActivityId,
    pub kind: ActivityKind,
    pub subject: String,
    pub due: Day,
    pub minute: Option<u16>,
    pub state: DueState,
}

/// An activity with what it is about. `state` only while it is open; `email` and `phone` are those of its contact, or of the deal's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Activity {
    pub id: ActivityId,
    pub kind: ActivityKind,
    pub subject: String,
    pub body: Option<String>,
    pub owner: Option<Named>,
    pub due: Option<Day>,
    pub minute: Option<u16>,
    /// How long it takes.
    pub minutes: Option<u16>,
    pub state: Option<DueState>,
    pub done_at: Option<Millis>,
    pub done_on: Option<Day>,
    pub outcome: Option<String>,
    pub deal: Option<Named>,
    pub company: Option<Named>,
    pub contact: Option<Named>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// The record whose activities are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum About {
    Deal(DealId),
    Company(CompanyId),
    Contact(ContactId),
}

/// Open activities, the next one first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Activities {
    pub rev: Rev,
    pub total: u32,
    pub rows: Vec<Activity>,
}

/// An activity to plan, or, with `done`, one that has happened. Owner: the acting person for `None`. A plan without a day is due
/// today. A note is always done. An empty subject becomes the word of the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewActivity {
    pub kind: ActivityKind,
    pub subject: String,
    pub body: Option<String>,
    pub owner: Option<PersonId>,
    /// For a done one: the day it happened, today for `None`.
    pub due: Option<Day>,
    pub minute: Option<u16>,
    pub minutes: Option<u16>,
    pub done: bool,
    pub outcome: Option<String>,
    pub deal: Option<DealId>,
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
}

impl NewActivity {
    /// A plan of this kind and subject that is about nothing yet.
    pub fn of(kind: ActivityKind, subject: impl Into<String>) -> NewActivity {
        NewActivity {
            kind,
            subject: subject.into(),
            body: None,
            owner: None,
            due: None,
            minute: None,
            minutes: None,
            done: false,
            outcome: None,
            deal: None,
            company: None,
            contact: None,
        }
    }
}

/// One change to one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum ActivityEdit {
    Kind(ActivityKind),
    Subject(String),
    Body(Option<String>),
    Owner(Option<PersonId>),
    Outcome(Option<String>),
    /// Only while it is open.
    When(When),
    Deal(Option<DealId>),
    Company(Option<CompanyId>),
    Contact(Option<ContactId>),
}

/// When something is due. Without `minute` it is for the whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct When {
    pub day: Day,
    pub minute: Option<u16>,
    pub minutes: Option<u16>,
}

/// What finishing an activity leaves behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Finished {
    pub deal: Option<DealId>,
    /// The deal is open and nothing is planned for it any more: now is the moment to plan the next step.
    pub needs_next: bool,
}

/// The activities of some days, for a calendar: open ones by due day, done ones by the day they were done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CalendarArgs {
    pub from: Day,
    pub to: Day,
    pub owner: Option<PersonId>,
}

/// A reminder to show now.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    pub id: ActivityId,
    pub kind: ActivityKind,
    pub subject: String,
    pub about: Option<String>,
    pub due: Day,
    pub minute: u16,
}
