//! The four templates that come with a new workspace, in plain words. Each is an ordinary template afterwards.
use crate::deliver::types::{LinkKind, Template, TemplateLink, TemplatePhase, TemplateTask};
use crate::values::RoleId;

/// (key, name, role, offset in working days, duration in working days, checklist)
type Task = (&'static str, &'static str, &'static str, i32, u32, &'static [&'static str]);
/// (key, name, tasks)
type Phase = (&'static str, &'static str, &'static [Task]);
/// (predecessor, successor, kind, lag in working days)
type Link = (&'static str, &'static str, LinkKind, i32);

/// A built-in template before its roles have become records.
pub(crate) struct Seed {
    pub name: &'static str,
    pub description: &'static str,
    lead_role: &'static str,
    phases: &'static [Phase],
    links: &'static [Link],
}

impl Seed {
    /// The roles the template names, each once.
    pub fn roles(&self) -> Vec<&'static str> {
        let mut names = vec![self.lead_role];
        for (_, _, role, _, _, _) in self.phases.iter().flat_map(|(_, _, tasks)| tasks.iter()) {
            if !names.contains(role) {
                names.push(role);
            }
        }
        names
    }

    /// The document, with `role` turning a name into its record.
    pub fn document(&self, role: impl Fn(&str) -> Option<RoleId>) -> Template {
        let task = |(key, name, who, offset_days, duration_days, checklist): &Task| TemplateTask {
            key: (*key).into(),
            name: (*name).into(),
            description: None,
            role: role(who),
            offset_days: *offset_days,
            duration_days: *duration_days,
            checklist: checklist.iter().map(|line| (*line).to_owned()).collect(),
            ..TemplateTask::default()
        };
        let phases = self.phases.iter().map(|(key, name, tasks)| TemplatePhase {
            key: (*key).into(),
            name: (*name).into(),
            tasks: tasks.iter().map(task).collect(),
            ..TemplatePhase::default()
        });
        let links = self.links.iter().map(|(predecessor, successor, kind, lag_days)| TemplateLink {
            predecessor: (*predecessor).into(),
            successor: (*successor).into(),
            kind: *kind,
            lag_days: *lag_days,
        });
        Template {
            id: None,
            name: self.name.into(),
            description: Some(self.description.into()),
            fallback_person: None,
            lead_role: role(self.lead_role),
            kickoff_days: 0,
            version: 1,
            phases: phases.collect(),
            links: links.collect(),
        }
    }
}

const LEAD: &str = "Project lead";
const ENGINEER: &str = "Engineer";
/// The seller: whoever owns the deal.
pub(crate) const SALES: &str = "Sales";
const TRAINER: &str = "Trainer";
const INSTALLER: &str = "Installer";
const OFFICE: &str = "Office";

pub(crate) const ONBOARDING: Seed = Seed {
    name: "Customer onboarding",
    description: "From the signed deal to a customer who gets value every week.",
    lead_role: LEAD,
    phases: &[
        (
            "handoff",
            "Handoff",
            &[
                (
                    "brief",
                    "Hand the deal over",
                    SALES,
                    0,
                    1,
                    &["What was promised, and until when", "Who decides at the customer", "Known risks"],
                ),
                ("welcome", "Send the welcome message", LEAD, 1, 1, &[]),
            ],
        ),
        (
            "kickoff",
            "Kickoff",
            &[
                ("prepare", "Prepare the kickoff", LEAD, 2, 2, &["Agenda", "Goals in the customer's words"]),
                (
                    "kickoff",
                    "Kickoff meeting",
                    LEAD,
                    4,
                    1,
                    &["Agree on goals and dates", "Name a contact on both sides", "Send the minutes"],
                ),
            ],
        ),
        (
            "setup",
            "Setup",
            &[
                ("access", "Collect accesses and data", ENGINEER, 5, 3, &["Accesses work", "Data is complete"]),
                ("account", "Set up the account", ENGINEER, 5, 2, &[]),
                ("data", "Bring the data in", ENGINEER, 8, 4, &["Trial run", "Count compared with the old system"]),
                ("check", "Check the setup with the customer", LEAD, 12, 1, &[]),
            ],
        ),
        (
            "value",
            "First value",
            &[
                ("train", "Train the first users", TRAINER, 13, 2, &["Material sent", "Everyone has signed in"]),
                ("golive", "Go live", ENGINEER, 15, 1, &["Way back is known"]),
                ("first", "First result confirmed", LEAD, 16, 0, &[]),
            ],
        ),
        (
            "adoption",
            "Adoption",
            &[
                ("review", "Look at the use after two weeks", LEAD, 25, 1, &[]),
                ("second", "Train everybody else", TRAINER, 26, 2, &[]),
            ],
        ),
        (
            "steady",
            "Steady state",
            &[
                (
                    "goals",
                    "Compare with the goals of the kickoff",
                    LEAD,
                    40,
                    1,
                    &["Numbers", "A sentence we may quote"],
                ),
                (
                    "close",
                    "Hand over to ongoing care",
                    LEAD,
                    41,
                    1,
                    &["Contact for questions named", "Renewal date noted"],
                ),
            ],
        ),
    ],
    links: &[
        ("brief", "prepare", LinkKind::FinishStart, 0),
        ("prepare", "kickoff", LinkKind::FinishStart, 0),
        ("kickoff", "access", LinkKind::FinishStart, 0),
        ("kickoff", "account", LinkKind::FinishStart, 0),
        ("access", "data", LinkKind::FinishStart, 0),
        ("account", "data", LinkKind::FinishStart, 0),
        ("data", "check", LinkKind::FinishStart, 0),
        ("check", "train", LinkKind::FinishStart, 0),
        ("train", "golive", LinkKind::FinishStart, 0),
        ("golive", "first", LinkKind::FinishStart, 0),
        ("first", "review", LinkKind::FinishStart, 8),
        ("review", "second", LinkKind::FinishStart, 0),
        ("second", "goals", LinkKind::FinishStart, 10),
        ("goals", "close", LinkKind::FinishStart, 0),
    ],
};

pub(crate) const INSTALLATION: Seed = Seed {
    name: "Installation",
    description: "Something is surveyed, ordered, installed on site and handed over.",
    lead_role: LEAD,
    phases: &[
        (
            "prepare",
            "Preparation",
            &[
                ("brief", "Hand the deal over", SALES, 0, 1, &["Drawings and photos", "What was promised"]),
                ("survey", "Survey on site", ENGINEER, 2, 1, &["Measurements", "Access and power", "Photos"]),
                ("plan", "Plan and parts list", ENGINEER, 3, 2, &[]),
                ("permit", "Permits and registration", OFFICE, 3, 5, &[]),
            ],
        ),
        (
            "order",
            "Ordering",
            &[
                ("order", "Order material", OFFICE, 5, 1, &["Prices compared with the offer"]),
                ("delivery", "Material has arrived", OFFICE, 15, 0, &[]),
                ("date", "Agree the date with the customer", LEAD, 6, 1, &[]),
            ],
        ),
        (
            "site",
            "On site",
            &[
                ("install", "Install", INSTALLER, 16, 3, &["Site is secured", "Photos before and after"]),
                ("connect", "Connect and measure", ENGINEER, 18, 1, &["Measurement record"]),
                ("clean", "Clear the site", INSTALLER, 19, 1, &[]),
            ],
        ),
        (
            "done",
            "Handover",
            &[
                ("accept", "Acceptance with the customer", LEAD, 20, 1, &["Record is signed", "Open points noted"]),
                ("papers", "Send documents and invoice", OFFICE, 21, 1, &["Manuals", "Warranty", "Invoice"]),
                ("call", "Call after four weeks", LEAD, 40, 1, &[]),
            ],
        ),
    ],
    links: &[
        ("brief", "survey", LinkKind::FinishStart, 0),
        ("survey", "plan", LinkKind::FinishStart, 0),
        ("plan", "order", LinkKind::FinishStart, 0),
        ("plan", "permit", LinkKind::StartStart, 0),
        ("order", "delivery", LinkKind::FinishStart, 9),
        ("order", "date", LinkKind::FinishStart, 0),
        ("delivery", "install", LinkKind::FinishStart, 0),
        ("permit", "install", LinkKind::FinishStart, 0),
        ("date", "install", LinkKind::FinishStart, 0),
        ("install", "connect", LinkKind::FinishFinish, 0),
        ("connect", "clean", LinkKind::FinishStart, 0),
        ("clean", "accept", LinkKind::FinishStart, 0),
        ("accept", "papers", LinkKind::FinishStart, 0),
        ("accept", "call", LinkKind::FinishStart, 19),
    ],
};

pub(crate) const FIXED_PRICE: Seed = Seed {
    name: "Fixed-price project",
    description: "An agreed scope for an agreed price: define it, build it, have it accepted.",
    lead_role: LEAD,
    phases: &[
        (
            "start",
            "Start",
            &[
                (
                    "brief",
                    "Hand the deal over",
                    SALES,
                    0,
                    1,
                    &["Scope and what is not in it", "Promised date", "Payment plan"],
                ),
                ("kickoff", "Kickoff meeting", LEAD, 3, 1, &["Goals", "Who decides", "How changes are agreed"]),
            ],
        ),
        (
            "define",
            "Definition",
            &[
                ("needs", "Write down the requirements", LEAD, 4, 4, &[]),
                ("concept", "Concept", ENGINEER, 6, 5, &[]),
                ("sign", "Scope signed by the customer", LEAD, 11, 0, &[]),
            ],
        ),
        (
            "build",
            "Work",
            &[
                ("work", "Carry out the work", ENGINEER, 11, 15, &[]),
                ("midway", "Show the state at half time", LEAD, 18, 1, &["Effort compared with the price"]),
                ("test", "Test", ENGINEER, 26, 4, &["Every requirement checked"]),
            ],
        ),
        (
            "close",
            "Close",
            &[
                ("accept", "Acceptance", LEAD, 30, 2, &["Record is signed", "Open points with a date"]),
                ("invoice", "Final invoice", OFFICE, 32, 1, &[]),
                ("learn", "Look back: price against effort", LEAD, 33, 1, &[]),
            ],
        ),
    ],
    links: &[
        ("brief", "kickoff", LinkKind::FinishStart, 0),
        ("kickoff", "needs", LinkKind::FinishStart, 0),
        ("needs", "concept", LinkKind::StartStart, 2),
        ("concept", "sign", LinkKind::FinishStart, 0),
        ("needs", "sign", LinkKind::FinishStart, 0),
        ("sign", "work", LinkKind::FinishStart, 0),
        ("work", "midway", LinkKind::StartStart, 7),
        ("work", "test", LinkKind::FinishStart, 0),
        ("test", "accept", LinkKind::FinishStart, 0),
        ("accept", "invoice", LinkKind::FinishStart, 0),
        ("invoice", "learn", LinkKind::FinishStart, 0),
    ],
};

pub(crate) const SHORT: Seed = Seed {
    name: "Short job",
    description: "A few days of work with a clear end.",
    lead_role: LEAD,
    phases: &[(
        "job",
        "Job",
        &[
            ("brief", "Read what was agreed", LEAD, 0, 1, &[]),
            ("date", "Agree a date with the customer", OFFICE, 1, 1, &[]),
            ("work", "Do the work", ENGINEER, 3, 2, &["Customer has seen the result"]),
            ("invoice", "Send the invoice", OFFICE, 5, 1, &[]),
            ("ask", "Ask whether all is well", LEAD, 10, 1, &[]),
        ],
    )],
    links: &[
        ("brief", "date", LinkKind::FinishStart, 0),
        ("date", "work", LinkKind::FinishStart, 1),
        ("work", "invoice", LinkKind::FinishStart, 0),
        ("invoice", "ask", LinkKind::FinishStart, 4),
    ],
};
