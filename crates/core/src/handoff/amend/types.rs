//! What the window sees of amendments.
use serde::{Deserialize, Serialize};

use crate::values::Millis;
use crate::words;

words! {
    /// What of a deal may change after the win.
    AmendWhat { Amount "amount", Promise "promise", Scope "scope", Notes "notes" }
}
words! {
    /// What taking a change does: it changes the project; a person has changed the same place, which stays, and the words are added
    /// where there is room for them; a person has changed it and it stays as it is; or there is nothing in the project to change.
    AmendEffect { Changes "changes", Adds "adds", Stays "stays", Nothing "nothing" }
}

impl AmendWhat {
    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            AmendWhat::Amount => "Amount",
            AmendWhat::Promise => "Promised delivery",
            AmendWhat::Scope => "Scope",
            AmendWhat::Notes => "Notes",
        }
    }
}

/// One difference between the deal and what delivery was told, in words. `effect_words` say what taking it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Amendment {
    pub what: AmendWhat,
    pub label: String,
    pub was: Option<String>,
    pub now: Option<String>,
    pub effect: AmendEffect,
    pub effect_words: String,
}

/// A decision about one difference. `take: false`: the project stays as it is, and the difference is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AmendDecision {
    pub what: AmendWhat,
    pub take: bool,
}

/// Decisions about some or all differences, with a word on them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct AmendDraft {
    pub decisions: Vec<AmendDecision>,
    pub note: Option<String>,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Decided {
    pub what: String,
    pub was: Option<String>,
    pub became: Option<String>,
    pub taken: bool,
    pub note: Option<String>,
    pub by: Option<String>,
    pub at: Millis,
}
