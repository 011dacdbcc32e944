//! What the window sees of tickets.
use serde::{Deserialize, Serialize};

use crate::deliver::{Priority, TaskCard};
use crate::values::{Day, Named, PersonId, ProjectId, Ref, Rev};

/// What makes a task a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Ticket {
    pub number: u32,
    pub company: Option<Named>,
    pub contact: Option<Named>,
    /// The project it is about.
    pub project: Option<Named>,
    /// The day by which whoever asked has to have an answer.
    pub reply_by: Option<Day>,
    pub replied_on: Option<Day>,
}

/// The short form on a card. `late`: open, not answered, and the day to reply is past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TicketMark {
    pub number: u32,
    pub requester: Option<String>,
    pub reply_by: Option<Day>,
    pub replied: bool,
    pub late: bool,
}

/// A ticket to write down. Company and contact are found by name or made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NewTicket {
    pub name: String,
    pub description: Option<String>,
    pub company: Option<Ref>,
    pub contact: Option<Ref>,
    pub project: Option<ProjectId>,
    pub assignee: Option<PersonId>,
    pub priority: Priority,
    pub reply_by: Option<Day>,
}

/// One change to one field of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum TicketEdit {
    Company(Option<Ref>),
    Contact(Option<Ref>),
    Project(Option<ProjectId>),
    ReplyBy(Option<Day>),
    /// Whether whoever asked has got an answer.
    Replied(bool),
}

/// The board that tickets lie on; `None` before the first one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TicketDesk {
    pub rev: Rev,
    pub board: Option<ProjectId>,
    pub open: u32,
}

/// Open tickets, those to be answered first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct OpenTickets {
    pub rev: Rev,
    pub rows: Vec<TaskCard>,
}
