//! What the window sees of a handoff after its project was created.
use serde::{Deserialize, Serialize};

use crate::values::{Day, GapId, Millis, Named, PersonId, PipelineId, ReturnId};
use crate::words;

words! {
    /// Whether delivery is asked before a handoff counts as arrived. Automatic: it counts as accepted when its project is created.
    AcceptanceMode { Ask "ask", Auto "auto", Off "off" }
}
words! {
    /// Where a handoff stands with delivery.
    Acceptance { Waiting "waiting", Accepted "accepted", Returned "returned" }
}
words! {
    /// What a returned handoff lacks.
    GapKind { Scope "scope", Promise "promise", Contact "contact", Price "price", People "people", Access "access", Other "other" }
}
words! {
    /// How a clock stands against its target. Soon: three quarters are used, or what is planned comes after it.
    Pace { Fine "fine", Soon "soon", Late "late" }
}
words! {
    /// Whether a clock counts.
    ClockState { Running "running", Paused "paused", Stopped "stopped" }
}

impl GapKind {
    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            GapKind::Scope => "Scope",
            GapKind::Promise => "Promised date",
            GapKind::Contact => "Contact",
            GapKind::Price => "Price and terms",
            GapKind::People => "People",
            GapKind::Access => "Access",
            GapKind::Other => "Something else",
        }
    }
}

/// What a pipeline asks of its handoffs. Hours are working hours from the win; `None`: no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AcceptanceRule {
    pub pipeline: PipelineId,
    pub mode: AcceptanceMode,
    pub accept_hours: Option<u16>,
    pub kickoff_hours: Option<u16>,
}

/// Working time since the win, in minutes, without pauses. `due`: when the target is used up, on the device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HandoffClock {
    pub state: ClockState,
    pub spent_minutes: u32,
    pub target_minutes: Option<u32>,
    pub pace: Pace,
    pub due: Option<Day>,
    /// Minute of that day.
    pub due_minute: Option<u16>,
}

/// Something that was missing, and the answer once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Gap {
    pub id: GapId,
    pub what: GapKind,
    pub question: String,
    pub answer: Option<String>,
    pub answered_by: Option<String>,
}

/// A time at which a handoff was sent back. Open while `sent_at` is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HandoffReturn {
    pub id: ReturnId,
    pub by: Option<String>,
    /// Who entered it, where that is somebody else.
    pub entered_by: Option<String>,
    pub at: Millis,
    pub sent_by: Option<String>,
    pub sent_at: Option<Millis>,
    pub gaps: Vec<Gap>,
}

/// A time that does not count towards the targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct HandoffPause {
    pub reason: String,
    pub by: Option<String>,
    pub since: Millis,
    pub until: Option<Millis>,
}

/// How a handoff stands after the win. `None` for the acceptance: nobody is asked, or there is no project yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct After {
    /// The deal's owner.
    pub seller: Option<Named>,
    /// Who leads the project.
    pub lead: Option<Named>,
    /// The deal is live and in a won stage.
    pub still_won: bool,
    pub acceptance: Option<Acceptance>,
    pub accepted_by: Option<Named>,
    pub entered_by: Option<Named>,
    pub accepted_at: Option<Millis>,
    /// Why nobody was asked, where it counted as accepted by itself.
    pub accepted_why: Option<String>,
    /// "Lars Holm accepted, entered by Jana Voss".
    pub accepted_words: Option<String>,
    /// The day agreed for the kickoff, or that of its task.
    pub kickoff_on: Option<Day>,
    pub kickoff_held_at: Option<Millis>,
    pub paused: Option<HandoffPause>,
    /// Won to accepted; `None` where nobody is asked.
    pub accept_clock: Option<HandoffClock>,
    /// Won to kickoff; `None` once the handoff was called off.
    pub kickoff_clock: Option<HandoffClock>,
    /// Newest first.
    pub returns: Vec<HandoffReturn>,
    /// What was said when it was cancelled.
    pub cancel_reason: Option<String>,
    /// The win extended a project that was there.
    pub extends: bool,
    /// What has changed on the deal since delivery was told.
    pub amendments: Vec<crate::handoff::Amendment>,
    /// The deal is no longer won, the project goes on, and nobody has decided what becomes of it.
    pub undecided: bool,
    /// What was decided last about it.
    pub reversal: Option<String>,
}

/// A handoff to send back. `by`: on whose behalf; `None`: the acting person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReturnDraft {
    pub by: Option<PersonId>,
    pub gaps: Vec<NewGap>,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewGap {
    pub what: GapKind,
    pub question: String,
}
