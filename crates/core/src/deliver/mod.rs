//! The room where promises become work: projects, their boards and tasks, and the templates they are made from.
//!
//! `types.rs` what crosses to the window · `build.rs` writes a planned project down · `ops/` the verbs · `rows/` the only SQL.
mod rows;
mod types;

use crate::book::Reader;
use crate::error::Result;
use crate::values::CompanyId;

pub use types::*;

/// The projects of a company, running ones first.
pub fn projects_of_company(reader: &Reader<'_>, company: CompanyId) -> Result<Vec<ProjectRow>> {
    rows::projects::of_company(reader, company)
}
