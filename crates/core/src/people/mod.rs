//! The people of the firm (records, not logins), their roles, the firm itself and its working days.
//!
//! `ops.rs`, `roles.rs`, `firm.rs` the verbs · `rows.rs` the only SQL of the subject.
pub mod firm;
pub mod ops;
pub mod roles;
pub(crate) mod rows;

use serde::{Deserialize, Serialize};

use crate::values::text::counted;
use crate::values::{Day, HolidayId, Named, PersonId, RoleId};
use crate::words;

pub use firm::{calendar, year_starts};
pub use ops::{find_person, person_named};
pub use roles::role_named;

/// A person with what is on their desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub manager: Option<String>,
    pub office: Option<String>,
    pub active: bool,
    pub roles: Vec<String>,
    pub open_deals: u32,
    pub open_tasks: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SavePerson {
    pub id: Option<PersonId>,
    pub name: String,
    pub email: Option<String>,
}

/// What somebody else has to take over before a person can leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Leaving {
    pub person: Person,
    pub open_deals: u32,
    pub open_tasks: u32,
    pub roles: Vec<String>,
    /// "Who takes 12 deals, 31 tasks, the role Engineer?"
    pub sentence: String,
}

words! {
    /// How a role finds its person.
    #[derive(Default)]
    RoleRule {
        /// Always the same one.
        #[default]
        Person "person",
        /// Whoever owns the company the work is for.
        CompanyOwner "company_owner",
        /// Of its people the one with the least planned in the weeks of the task.
        LeastLoaded "least_loaded",
        /// Of its people one after the other, a project each.
        RoundRobin "round_robin",
    }
}

/// A role, the person who fills it, and the templates that ask for it. With `deal_owner` it is filled by whoever owns the deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub person: Option<Named>,
    pub deal_owner: bool,
    pub rule: RoleRule,
    /// Who can fill it where the rule chooses, in their order.
    pub people: Vec<Named>,
    /// Whose turn it was last.
    pub last_turn: Option<Named>,
    pub uses: Vec<RoleUse>,
}

/// How a template asks for a role: for so many of its tasks, and perhaps for the lead of its projects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct RoleUse {
    pub template: Named,
    pub tasks: u32,
    pub leads: bool,
}

/// What the firm decided for everybody. `workdays`: bit 0 = Monday … bit 6 = Sunday.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Firm {
    pub name: String,
    pub currency: String,
    pub fallback_person: Option<PersonId>,
    /// Who answers for what nobody else would own.
    pub handoff_owner: Option<PersonId>,
    /// The month in which its year begins, 1 to 12.
    pub year_starts: u8,
    pub workdays: u8,
    pub holidays: Vec<Holiday>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Holiday {
    pub id: HolidayId,
    pub day: Day,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveFirm {
    pub name: String,
    pub currency: String,
    pub fallback_person: Option<PersonId>,
    /// 1 to 12.
    pub year_starts: u8,
}

/// What a person holds beyond deals and tasks: who is asked when no role answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Holds {
    pub deals: usize,
    /// Companies and contacts that the person owns.
    pub customers: usize,
    /// New and contacted ones.
    pub leads: usize,
    pub tasks: usize,
    pub activities: usize,
    pub projects: usize,
    pub roles: Vec<String>,
    /// The firm's fallback person, or the owner of its handoffs.
    pub firm_fallback: bool,
    /// Templates that fall back to this person.
    pub templates: usize,
}

impl Holds {
    pub fn is_empty(&self) -> bool {
        *self == Holds::default()
    }

    /// The question in words; without anything to hand over, that nothing is.
    pub fn question(&self, name: &str) -> String {
        let mut parts = Vec::new();
        let work = [
            (self.deals, "deal", ""),
            (self.leads, "lead", ""),
            (self.customers, "customer", ""),
            (self.activities, "activity", ""),
            (self.tasks, "task", ""),
            (self.projects, "project", " to lead"),
        ];
        for (count, word, more) in work {
            match count {
                0 => {}
                n => parts.push(format!("{}{more}", counted(n, word))),
            }
        }
        match self.roles.as_slice() {
            [] => {}
            [one] => parts.push(format!("the role {one}")),
            many => parts.push(format!("the roles {}", many.join(" and "))),
        }
        if self.firm_fallback || self.templates > 0 {
            parts.push("the tasks that nobody's role covers".into());
        }
        if parts.is_empty() {
            format!("{name} has nothing to hand over.")
        } else {
            format!("Who takes {}?", parts.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_names_what_has_to_be_taken_over() {
        let mut holds = Holds { deals: 12, tasks: 31, roles: vec!["Engineer".into()], ..Holds::default() };
        assert_eq!(holds.question("Ada"), "Who takes 12 deals, 31 tasks, the role Engineer?");
        holds = Holds { deals: 1, activities: 3, templates: 2, ..Holds::default() };
        assert_eq!(holds.question("Ada"), "Who takes 1 deal, 3 activities, the tasks that nobody's role covers?");
        assert_eq!(Holds::default().question("Ada"), "Ada has nothing to hand over.");
        assert!(Holds::default().is_empty());
    }
}
