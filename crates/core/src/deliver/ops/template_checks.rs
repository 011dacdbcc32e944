//! What a template must be before it is stored; every refusal names the part it is about.
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::deliver::types::{Template, TemplateLink, TemplateTask};
use crate::error::{Code, Error, Missing, Result};
use crate::handoff::OnlyIf;
use crate::handoff::plan::refuse_cycle;
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};

/// More than anybody plans by hand; keeps a mistyped number from planning into another century.
const LONGEST_DAYS: u32 = 2_000;
const LONGEST_MINUTES: u32 = 10_000 * 60;
const MOST_TASKS: usize = 500;
const MOST_CHECKS: usize = 100;

/// The document as it is stored: names cleaned, keys made, every number within its limits, no circle.
pub(super) fn checked(document: &Template) -> Result<Template> {
    let mut document = document.clone();
    document.description = optional(document.description.as_deref())?;
    names(&mut document)?;
    within_limits(&document)?;
    for when in conditions(&mut document) {
        *when = when.take().filter(|when| !when.is_always());
    }
    let mut keys = BTreeSet::new();
    let mut phase_keys = BTreeSet::new();
    let mut count = 0;
    for phase in &mut document.phases {
        phase.key = key(&phase.key, &mut phase_keys)?;
        for task in &mut phase.tasks {
            check_task(task)?;
            task.key = key(&task.key, &mut keys)?;
            count += 1;
        }
    }
    if count > MOST_TASKS {
        return Err(Error::invalid(format!("A template holds at most {MOST_TASKS} tasks. Nothing was saved.")));
    }
    document.links = links(&document, &keys)?;
    refuse_cycle(&document)?;
    Ok(document)
}

/// The conditions of phases and tasks.
fn conditions(document: &mut Template) -> impl Iterator<Item = &mut Option<OnlyIf>> {
    document.phases.iter_mut().flat_map(|phase| {
        std::iter::once(&mut phase.only_if).chain(phase.tasks.iter_mut().map(|task| &mut task.only_if))
    })
}

/// Every number lies within what anybody plans by hand. Names may be missing: a half-typed document is checked too.
pub(super) fn within_limits(document: &Template) -> Result<()> {
    if document.kickoff_days > LONGEST_DAYS {
        return Err(Error::invalid(format!(
            "The kickoff lies more than {LONGEST_DAYS} working days after the win. Nothing was saved; use a smaller number."
        )));
    }
    for task in document.phases.iter().flat_map(|phase| &phase.tasks) {
        if task.duration_days > LONGEST_DAYS || task.offset_days.unsigned_abs() > LONGEST_DAYS {
            let what = format!("“{}” lies or lasts more than {LONGEST_DAYS} working days", task.name);
            return Err(about(&task.key, &task.name, format!("{what}. Nothing was saved; use smaller numbers.")));
        }
        if task.estimate_minutes.is_some_and(|minutes| minutes > LONGEST_MINUTES) {
            let what = format!("“{}” takes more than {} hours", task.name, LONGEST_MINUTES / 60);
            return Err(about(&task.key, &task.name, format!("{what}. Nothing was saved; use a smaller number.")));
        }
    }
    if let Some(link) = document.links.iter().find(|link| link.lag_days.unsigned_abs() > LONGEST_DAYS) {
        let (before, after) = (name_of(document, &link.predecessor), name_of(document, &link.successor));
        let what = format!("“{after}” waits more than {LONGEST_DAYS} working days for “{before}”");
        return Err(about(&link.successor, after, format!("{what}. Nothing was saved; use a smaller number.")));
    }
    Ok(())
}

/// Cleans the names. All that are missing are refused at once, each by its place.
fn names(document: &mut Template) -> Result<()> {
    let mut missing = Vec::new();
    document.name = clean(&document.name, NAME_MAX)?;
    if document.name.is_empty() {
        missing.push(Missing::new("name", "The template"));
    }
    for (p, phase) in document.phases.iter_mut().enumerate() {
        phase.name = clean(&phase.name, NAME_MAX)?;
        if phase.name.is_empty() {
            missing.push(Missing::new(&format!("phase:{}", phase.key), &format!("Phase {}", p + 1)));
        }
        let place = if phase.name.is_empty() { format!("phase {}", p + 1) } else { format!("“{}”", phase.name) };
        for (t, task) in phase.tasks.iter_mut().enumerate() {
            task.name = clean(&task.name, NAME_MAX)?;
            if task.name.is_empty() {
                missing.push(Missing::new(&format!("task:{}", task.key), &format!("Task {} of {place}", t + 1)));
            }
        }
    }
    match missing.as_slice() {
        [] => Ok(()),
        [one] => Err(Error::gate(format!("{} has no name. Nothing was saved; give it one.", one.label), missing)),
        several => {
            let labels: Vec<&str> = several.iter().map(|part| part.label.as_str()).collect();
            Err(Error::gate(format!("No name yet: {}. Nothing was saved.", labels.join(", ")), missing))
        }
    }
}

fn check_task(task: &mut TemplateTask) -> Result<()> {
    task.description = optional(task.description.as_deref())?;
    let lines = task.checklist.iter().map(|line| clean(line, NAME_MAX)).collect::<Result<Vec<_>>>()?;
    task.checklist = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if task.checklist.len() > MOST_CHECKS {
        let what = format!("The checklist of “{}” is longer than {MOST_CHECKS} lines. Nothing was saved.", task.name);
        return Err(about(&task.key, &task.name, what));
    }
    Ok(())
}

/// A refusal that is about one task. A phase may have the same key, so the kind is named too.
fn about(key: &str, name: &str, message: String) -> Error {
    Error { code: Code::Invalid, message, missing: vec![Missing::new(&format!("task:{key}"), name)] }
}

fn name_of<'a>(document: &'a Template, key: &str) -> &'a str {
    let mut tasks = document.phases.iter().flat_map(|phase| &phase.tasks);
    tasks.find(|task| task.key == key).map_or("", |task| task.name.as_str())
}

/// Dependencies between tasks that are there, one for each pair (the last one said).
fn links(document: &Template, keys: &BTreeSet<String>) -> Result<Vec<TemplateLink>> {
    let mut pairs: BTreeMap<(String, String), TemplateLink> = BTreeMap::new();
    let mut order = Vec::new();
    for link in &document.links {
        if !keys.contains(&link.predecessor) || !keys.contains(&link.successor) {
            return Err(Error::invalid(
                "A dependency names a task that is not in the template. Nothing was saved; remove it.",
            ));
        }
        let pair = (link.predecessor.clone(), link.successor.clone());
        if pairs.insert(pair.clone(), link.clone()).is_none() {
            order.push(pair);
        }
    }
    Ok(order.into_iter().filter_map(|pair| pairs.remove(&pair)).collect())
}

fn key(given: &str, taken: &mut BTreeSet<String>) -> Result<String> {
    let given = given.trim();
    let key = if given.is_empty() { Uuid::now_v7().simple().to_string() } else { given.to_owned() };
    let sound = key.len() <= 64 && !key.contains([':', '\0']);
    if !sound || !taken.insert(key.clone()) {
        return Err(Error::invalid(format!(
            "Two parts of the template have the key “{key}”, or it is no key. Nothing was saved."
        )));
    }
    Ok(key)
}

fn optional(text: Option<&str>) -> Result<Option<String>> {
    Ok(text.map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty()))
}
