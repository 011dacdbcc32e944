//! One template out of several: conditional parts are left out, dependencies bridge what is gone, a task that is there already comes only
//! once. Pure: what fits the deal is asked of the caller.
use std::collections::{BTreeMap, BTreeSet};

use super::types::LeftOut;
use super::when::OnlyIf;
use crate::deliver::{LinkKind, Template, TemplateLink, TemplatePhase};
use crate::error::Result;

/// The template a project is made from, and what of the given ones is not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Composed {
    pub template: Template,
    pub left_out: Vec<LeftOut>,
    /// How many tasks each of the parts added, in their order.
    pub added: Vec<u32>,
}

/// Stitches `parts` onto `base`: phases of the same key or name become one, a task whose key is there already is left out. `fits` answers
/// whether a condition holds for the deal; where an error stands, nothing is planned.
pub fn compose(base: &Template, parts: &[Template], fits: &mut dyn FnMut(&OnlyIf) -> Result<bool>) -> Result<Composed> {
    let mut left_out = Vec::new();
    let mut made = Composed { template: pruned(base, &mut left_out, fits)?, ..Composed::default() };
    for part in parts {
        let part = pruned(part, &mut left_out, fits)?;
        made.added.push(stitch(&mut made.template, part, &mut left_out));
    }
    made.left_out = left_out;
    Ok(made)
}

/// The template without what does not fit the deal.
fn pruned(
    template: &Template,
    left_out: &mut Vec<LeftOut>,
    fits: &mut dyn FnMut(&OnlyIf) -> Result<bool>,
) -> Result<Template> {
    let mut kept = template.clone();
    kept.phases.clear();
    let mut gone = BTreeSet::new();
    for phase in &template.phases {
        let counts = holds(phase.only_if.as_ref(), fits)?;
        let mut tasks = Vec::new();
        for task in &phase.tasks {
            if counts && holds(task.only_if.as_ref(), fits)? {
                tasks.push(task.clone());
                continue;
            }
            gone.insert(task.key.clone());
            if counts {
                left_out.push(LeftOut { name: task.name.clone(), why: "its condition does not fit the deal".into() });
            }
        }
        if counts {
            kept.phases.push(TemplatePhase { tasks, ..phase.clone() });
        } else {
            let why = "the condition of the phase does not fit the deal".into();
            left_out.push(LeftOut { name: phase.name.clone(), why });
        }
    }
    kept.links = bridged(&template.links, &gone);
    Ok(kept)
}

fn holds(when: Option<&OnlyIf>, fits: &mut dyn FnMut(&OnlyIf) -> Result<bool>) -> Result<bool> {
    when.map_or(Ok(true), fits)
}

/// The dependencies without the tasks that are gone: what waited for one of them waits for what that one waited for.
fn bridged(links: &[TemplateLink], gone: &BTreeSet<String>) -> Vec<TemplateLink> {
    let mut links = links.to_vec();
    for key in gone {
        let (touching, mut rest): (Vec<_>, Vec<_>) =
            links.into_iter().partition(|link| link.predecessor == *key || link.successor == *key);
        let before = touching.iter().filter(|link| link.successor == *key);
        for first in before {
            for second in touching.iter().filter(|link| link.predecessor == *key) {
                let plain = first.kind == LinkKind::FinishStart && second.kind == LinkKind::FinishStart;
                let there =
                    |link: &TemplateLink| link.predecessor == first.predecessor && link.successor == second.successor;
                if plain && first.predecessor != second.successor && !rest.iter().any(there) {
                    rest.push(TemplateLink {
                        predecessor: first.predecessor.clone(),
                        successor: second.successor.clone(),
                        kind: LinkKind::FinishStart,
                        lag_days: first.lag_days.saturating_add(second.lag_days),
                    });
                }
            }
        }
        links = rest;
    }
    links
}

/// Adds what is not there yet; answers how many tasks came.
fn stitch(whole: &mut Template, part: Template, left_out: &mut Vec<LeftOut>) -> u32 {
    let mut there: BTreeMap<String, String> = BTreeMap::new();
    for task in whole.phases.iter().flat_map(|phase| &phase.tasks) {
        there.insert(task.key.clone(), task.name.clone());
    }
    let mut added = 0;
    for phase in part.phases {
        let mut fresh = Vec::new();
        for task in phase.tasks.iter() {
            match there.get(&task.key) {
                Some(known) => left_out.push(LeftOut {
                    name: task.name.clone(),
                    why: format!("“{known}” is there already, once is enough"),
                }),
                None => fresh.push(task.clone()),
            }
        }
        added += u32::try_from(fresh.len()).unwrap_or(u32::MAX);
        let same = |known: &TemplatePhase| known.key == phase.key || known.name.eq_ignore_ascii_case(&phase.name);
        match whole.phases.iter_mut().find(|known| same(known)) {
            Some(known) => known.tasks.extend(fresh),
            None if fresh.is_empty() => {}
            None => whole.phases.push(TemplatePhase { tasks: fresh, ..phase }),
        }
    }
    for link in part.links {
        let known = |one: &TemplateLink| one.predecessor == link.predecessor && one.successor == link.successor;
        if !whole.links.iter().any(known) && !closes_circle(&whole.links, &link) {
            whole.links.push(link);
        }
    }
    added
}

/// Whether the successor leads back to the predecessor: two templates may say opposite things about tasks they share. The first said stays.
fn closes_circle(links: &[TemplateLink], new: &TemplateLink) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![new.successor.as_str()];
    while let Some(here) = next.pop() {
        if here == new.predecessor {
            return true;
        }
        if seen.insert(here) {
            next.extend(links.iter().filter(|link| link.predecessor == here).map(|link| link.successor.as_str()));
        }
    }
    false
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
