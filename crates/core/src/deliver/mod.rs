//! The room where promises become work: projects, their boards and tasks, and the templates they are made from.
//!
//! `types.rs` what crosses to the window · `build.rs` writes a planned project down · `ops/` the verbs · `rows/` the only SQL.
pub(crate) mod build;
mod ops;
mod rows;
pub(crate) mod seeds;
mod types;

use crate::book::Reader;
use crate::error::Result;
use crate::values::CompanyId;

pub(crate) use build::ProjectFacts;
pub(crate) use ops::templates::save_template;
pub(crate) use rows::staff::staff;
pub(crate) use rows::templates::{ids as template_ids, template as load_template};
pub use types::*;

/// The projects of a company, running ones first.
pub fn projects_of_company(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<ProjectRow>> {
    rows::projects::of_company(reader, company)
}
