//! Crews: people who are given tasks together.
//!
//! A task may be a crew's, a person's, or a crew's with one person who answers for it. Whoever is in the crew finds its tasks in their own work.
mod ops;
pub(crate) mod rows;

pub(crate) use ops::give;
pub(crate) use rows::name;
use serde::{Deserialize, Serialize};

use crate::values::{Named, PersonId, TeamId};

/// A crew with who is in it (those who have left are not) and what it has to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    /// By name.
    pub members: Vec<Named>,
    pub open_tasks: u32,
}

/// A new crew, or what one is called and who is in it from now on. The members are taken as they are given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveTeam {
    pub id: Option<TeamId>,
    pub name: String,
    pub members: Vec<PersonId>,
}
