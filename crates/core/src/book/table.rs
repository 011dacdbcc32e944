//! The replicated tables: what the journal may name, and whom a change concerns.
use serde::{Deserialize, Serialize};

/// What the window subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Deals,
    Leads,
    Companies,
    Contacts,
    People,
    Pipelines,
    Products,
    Templates,
    Projects,
    Tasks,
    /// Time entries and the clocks that run.
    Time,
    Handoffs,
    Firm,
    Views,
    Activities,
    Rates,
    Offers,
    /// Goals, and forecasts kept as they were said.
    Goals,
}

macro_rules! tables {
    ($($table:ident $name:literal $topic:ident),+ $(,)?) => {
        /// A replicated table of the schema.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $($table),+ }

        impl Table {
            pub const ALL: &'static [Table] = &[$(Table::$table),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Table::$table => $name),+ }
            }

            pub fn named(name: &str) -> Option<Table> {
                match name { $($name => Some(Table::$table),)+ _ => None }
            }

            pub fn topic(self) -> Topic {
                match self { $(Table::$table => Topic::$topic),+ }
            }
        }
    };
}

tables! {
    Firm "firm" Firm,
    Person "person" People,
    Role "role" People,
    RolePerson "role_person" People,
    RoleTurn "role_turn" People,
    Team "team" People,
    TeamMember "team_member" People,
    Company "company" Companies,
    Contact "contact" Contacts,
    CompanyContact "company_contact" Contacts,
    Product "product" Products,
    Pipeline "pipeline" Pipelines,
    Stage "stage" Pipelines,
    LostReason "lost_reason" Pipelines,
    Lead "lead" Leads,
    Deal "deal" Deals,
    DealContact "deal_contact" Deals,
    DealStageEvent "deal_stage_event" Deals,
    DealLine "deal_line" Deals,
    Rate "rate" Rates,
    Offer "offer" Offers,
    Calendar "calendar" Firm,
    Holiday "holiday" Firm,
    Template "template" Templates,
    TemplatePhase "template_phase" Templates,
    TemplateTask "template_task" Templates,
    TemplateLink "template_link" Templates,
    TemplateVersion "template_version" Templates,
    HandoffRule "handoff_rule" Templates,
    BriefField "brief_field" Pipelines,
    BriefAnswer "brief_answer" Deals,
    Project "project" Projects,
    ProjectColumn "project_column" Projects,
    Phase "phase" Projects,
    BriefLine "brief_line" Projects,
    ProjectContact "project_contact" Projects,
    Task "task" Tasks,
    ChecklistItem "checklist_item" Tasks,
    TaskLink "task_link" Tasks,
    TaskPerson "task_person" Tasks,
    TaskTag "task_tag" Tasks,
    Comment "comment" Tasks,
    Waiting "waiting" Tasks,
    TimeEntry "time_entry" Time,
    Timer "timer" Time,
    Recurrence "recurrence" Tasks,
    Ticket "ticket" Tasks,
    Replan "replan" Projects,
    Baseline "baseline" Projects,
    BaselineTask "baseline_task" Projects,
    Leave "leave" People,
    Handoff "handoff" Handoffs,
    HandoffReturn "handoff_return" Handoffs,
    HandoffGap "handoff_gap" Handoffs,
    HandoffPause "handoff_pause" Handoffs,
    HandoffAmendment "handoff_amendment" Handoffs,
    ProjectPart "project_part" Projects,
    SavedView "saved_view" Views,
    Reach "reach" Contacts,
    Address "address" Contacts,
    Tag "tag" Contacts,
    Tagging "tagging" Contacts,
    Attachment "attachment" Contacts,
    Activity "activity" Activities,
    Goal "goal" Goals,
    ForecastSnapshot "forecast_snapshot" Goals,
}
