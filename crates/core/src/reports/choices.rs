//! What a report can be narrowed to: only who and what is in some deal's history.
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::history;
use super::world::{Name, World};
use crate::book::Book;
use crate::error::Result;
use crate::values::Rev;

/// One of them: an id, or of a source its spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ReportChoice {
    pub id: String,
    pub name: String,
}

/// By name; pipelines in their order. Whoever left is among the owners while a deal of theirs is in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ReportChoices {
    pub rev: Rev,
    pub owners: Vec<ReportChoice>,
    pub pipelines: Vec<ReportChoice>,
    pub products: Vec<ReportChoice>,
    pub sources: Vec<ReportChoice>,
    pub currencies: Vec<String>,
}

impl Book {
    /// What reports can be narrowed to, as of the book's today.
    pub fn report_choices(&self) -> Result<ReportChoices> {
        self.read(|reader| {
            let (rev, today) = (reader.rev()?, reader.today());
            let world = history::until(self, reader, today)?;
            let mut sources: Vec<ReportChoice> =
                world.sources.iter().map(|one| choice(one.name.clone(), one.name.clone())).collect();
            sources.sort_by_cached_key(|one| one.name.to_lowercase());
            Ok(ReportChoices {
                rev,
                owners: named(&world.people, world.events.iter().map(|event| event.owner)),
                pipelines: world.pipelines.iter().map(|one| choice(one.id.to_string(), one.name.clone())).collect(),
                products: named(&world.products, products(&world)),
                sources,
                currencies: world.currencies.clone(),
            })
        })
    }
}

fn products(world: &World) -> impl Iterator<Item = u32> {
    world.deals.iter().map(|deal| deal.product)
}

fn choice(id: String, name: String) -> ReportChoice {
    ReportChoice { id, name }
}

/// Those of `names` that are pointed at.
fn named(names: &[Name], pointed: impl Iterator<Item = u32>) -> Vec<ReportChoice> {
    let used: BTreeSet<u32> = pointed.collect();
    let kept = used.iter().filter_map(|at| names.get(*at as usize));
    kept.map(|name| choice(name.key.clone(), name.name.clone())).collect()
}
