//! Ids: UUIDv7 for what people create, UUIDv5 for what is derived, so that two routes to the same thing meet in one row.
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
        #[serde(transparent)]
        #[specta(transparent)]
        pub struct $name(#[specta(type = String)] pub Uuid);

        impl $name {
            /// The id that `name` always has inside `space`.
            pub fn derived(space: impl Into<Uuid>, name: &str) -> $name {
                $name(Uuid::new_v5(&space.into(), name.as_bytes()))
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> $name { $name(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid { id.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<$name, uuid::Error> { Uuid::parse_str(text).map($name) }
        }
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> { Ok(ToSqlOutput::Owned(self.0.as_bytes().to_vec().into())) }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<$name> { Uuid::column_result(value).map($name) }
        }
    )+};
}

ids! {
    WorkspaceId, PersonId, RoleId, CompanyId, ContactId,
    /// A further e-mail or phone of a company or contact.
    ReachId,
    AddressId, TagId,
    /// A tag on one record.
    TaggingId,
    AttachmentId,
    /// A contact's link to a company or a deal.
    LinkId,
    ProductId, PipelineId, StageId, LostReasonId, DealId, StageEventId, CalendarId, HolidayId, TemplateId,
    /// A phase of a template or of a project.
    PhaseId,
    TemplateTaskId, TemplateLinkId, ProjectId,
    /// A column of a project's board.
    ColumnId,
    TaskId,
    /// One line of a task's checklist.
    CheckId,
    TaskLinkId, HandoffId, CommandId, SavedViewId, ActivityId, LeadId,
    /// A line of a deal: what is sold, how much of it, at what price.
    LineId,
    RateId, OfferId,
    /// What a person, or everyone, wants to win in a month.
    GoalId,
    /// A forecast kept as it was said.
    SnapshotId,
    /// A crew.
    TeamId,
    /// Somebody's place in a crew.
    TeamMemberId,
    /// A further person on a task.
    TaskPersonId,
    /// A tag on a task.
    TaskTagId,
    CommentId,
    /// A time in which a task waits for somebody outside.
    WaitingId,
    TimeEntryId, TimerId,
    /// The rule of a task that comes again.
    RecurrenceId,
    /// What makes a task a ticket.
    TicketId,
    ReplanId, BaselineId, BaselineTaskId, LeaveId,
    /// A handoff sent back.
    ReturnId,
    /// What was missing when it was sent back.
    GapId,
    /// A time that does not count towards the target of a handoff.
    PauseId,
    /// A decided change of a deal after its win.
    AmendmentId,
    /// What a win added to a running project.
    PartId,
    /// A template as it was saved once.
    TemplateVersionId,
    /// Somebody who can fill a role.
    RolePersonId,
    RoleTurnId, HandoffRuleId, BriefFieldId, BriefAnswerId,
    /// A line of a project's brief.
    BriefLineId,
    ProjectContactId,
}
