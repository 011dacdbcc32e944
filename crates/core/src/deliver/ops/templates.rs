//! Templates: read, saved and deleted as whole documents.
use std::collections::BTreeSet;

use super::template_checks::checked;
use super::template_preview::working_days;
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::rows;
use crate::deliver::types::{Template, TemplateRow, TemplateTask, TemplateVersion, Templates};
use crate::error::{Code, Error, Missing, Result};
use crate::handoff::OnlyIf;
use crate::handoff::plan::Staff;
use crate::values::{PhaseId, TemplateId, TemplateLinkId, TemplateTaskId, TemplateVersionId, rank};

impl Book {
    /// Every template with how long a project from it takes.
    pub fn templates(&self) -> Result<Templates> {
        self.read(|reader| {
            let mut list = Vec::new();
            for id in rows::templates::ids(reader)? {
                let document = rows::templates::template(reader, id)?;
                let pipelines = rows::templates::pipelines(reader, id)?;
                list.push(TemplateRow {
                    id,
                    tasks: document.phases.iter().map(|phase| phase.tasks.len() as u32).sum(),
                    working_days: working_days(&document, &Staff::default()),
                    name: document.name,
                    description: document.description,
                    pipelines: pipelines.into_iter().map(|(_, name)| name).collect(),
                });
            }
            Ok(Templates { rev: reader.rev()?, rows: list })
        })
    }

    /// The whole document.
    pub fn template(&self, id: TemplateId) -> Result<Template> {
        self.read(|reader| rows::templates::template(reader, id))
    }

    /// The versions that were kept, newest first.
    pub fn template_versions(&self, id: TemplateId) -> Result<Vec<TemplateVersion>> {
        self.read(|reader| rows::templates::versions(reader, id))
    }

    /// The document as it was saved then, whatever became of the template. `not_found` for versions from before they were kept.
    pub fn template_version(&self, id: TemplateId, version: u32) -> Result<Template> {
        self.read(|reader| {
            let json = rows::templates::version(reader, id, version)?;
            let json = json.ok_or_else(|| Error::not_found("version of the template"))?;
            serde_json::from_str(&json)
                .map_err(|why| Error::new(Code::Corrupt, format!("This version can't be read any more ({why}).")))
        })
    }

    /// Saves the whole document as one step: parts that are new get a key, parts left out go. Circles of dependencies are refused.
    pub fn save_template(&self, template: &Template) -> Result<Done<TemplateId>> {
        self.transact("save_template", |txn| {
            let id = save_template(txn, template)?;
            txn.subject(Table::Template, id);
            txn.label(format!("Saved the template {}", template.name.trim()));
            Ok(id)
        })
    }

    /// A copy beside it, named after it; no pipeline uses the copy.
    pub fn duplicate_template(&self, id: TemplateId) -> Result<Done<TemplateId>> {
        self.transact("duplicate_template", |txn| {
            let mut document = rows::templates::template(txn, id)?;
            let was = std::mem::take(&mut document.name);
            document.id = None;
            document.name = copy_name(&was, &rows::templates::names(txn)?);
            let copy = save_template(txn, &document)?;
            txn.subject(Table::Template, copy);
            txn.label(format!("Copied the template {was}"));
            Ok(copy)
        })
    }

    /// Projects made from it stay. Pipelines that use it get `instead`, in the same step; while there is another template to
    /// choose, none is guessed (`gate`). Without any other they have no template any more, and wins wait visibly for one.
    pub fn delete_template(&self, id: TemplateId, instead: Option<TemplateId>) -> Result<Done<()>> {
        self.transact("delete_template", |txn| {
            let name = rows::templates::template(txn, id)?.name;
            let users = rows::templates::pipelines(txn, id)?;
            let rules = crate::handoff::rules::rows::of_template(txn, id)?;
            match instead {
                Some(other) if other == id => {
                    return Err(Error::invalid(
                        "A template can't stand in for itself. Nothing was changed; choose another one.",
                    ));
                }
                Some(other) => drop(rows::templates::template(txn, other)?),
                None if !(users.is_empty() && rules.is_empty()) && rows::templates::ids(txn)?.len() > 1 => {
                    let rules = rules.iter().map(|(_, name)| format!("The rule {name}"));
                    let names: Vec<String> = users.iter().map(|(_, name)| name.clone()).chain(rules).collect();
                    return Err(Error::gate(
                        format!(
                            "{} uses the template {name}. Nothing was changed; choose which one it uses instead.",
                            names.join(", ")
                        ),
                        vec![Missing::new("instead", "Template instead")],
                    ));
                }
                None => {}
            }
            for (rule, _) in rules {
                match instead {
                    Some(other) => drop(txn.update(Table::HandoffRule, rule, &[("template_id", &other)])?),
                    None => txn.trash(Table::HandoffRule, rule)?,
                }
            }
            for (pipeline, _) in users {
                txn.update(Table::Pipeline, pipeline, &[("template_id", &instead)])?;
            }
            txn.trash(Table::Template, id)?;
            txn.subject(Table::Template, id);
            txn.label(format!("Deleted the template {name}"));
            Ok(())
        })
    }
}

/// "Short copy", "Short copy 2" …: the first that is free.
fn copy_name(name: &str, taken: &[String]) -> String {
    let free = |candidate: &String| !taken.iter().any(|other| other.eq_ignore_ascii_case(candidate));
    let numbered = (2..).map(|n| format!("{name} copy {n}"));
    std::iter::once(format!("{name} copy")).chain(numbered).find(free).unwrap_or_default()
}

/// Writes the document and answers the template's id. The caller names the command.
pub(crate) fn save_template(txn: &mut Txn<'_>, document: &Template) -> Result<TemplateId> {
    let document = checked(document)?;
    let id = match document.id {
        Some(id) => {
            let was = rows::templates::template(txn, id)?;
            if was.version != document.version {
                return Err(Error::new(
                    Code::Stale,
                    format!(
                        "The template {} was changed after you opened it. Nothing was saved; what you typed is still here.",
                        was.name
                    ),
                ));
            }
            if was == document {
                return Ok(id);
            }
            keep_version(txn, id, &was)?;
            write_head(txn, id, &document, was.version + 1, false)?;
            id
        }
        None => {
            let id = txn.new_id();
            write_head(txn, id, &document, 1, true)?;
            id
        }
    };
    write_parts(txn, id, &document)?;
    let saved = rows::templates::template(txn, id)?;
    keep_version(txn, id, &saved)?;
    Ok(id)
}

/// Keeps a version as it is, whole. One that is kept already stays.
fn keep_version(txn: &mut Txn<'_>, id: TemplateId, document: &Template) -> Result<()> {
    if rows::templates::version(txn, id, document.version)?.is_some() {
        return Ok(());
    }
    let json = serde_json::to_string(document)
        .map_err(|why| Error::invalid(format!("The template can't be written down ({why}). Nothing was saved.")))?;
    txn.insert_or_revive(
        Table::TemplateVersion,
        TemplateVersionId::derived(id, &format!("version:{}", document.version)),
        &[("template_id", &id), ("version", &document.version), ("document", &json)],
    )
}

/// A condition as it is stored; one that fits every deal is none.
pub(crate) fn stored(when: Option<&OnlyIf>) -> Result<Option<String>> {
    let json = when.filter(|when| !when.is_always()).map(serde_json::to_string).transpose();
    json.map_err(|why| Error::invalid(format!("The condition can't be written down ({why}). Nothing was saved.")))
}

fn write_head(txn: &mut Txn<'_>, id: TemplateId, document: &Template, version: u32, new: bool) -> Result<()> {
    let columns: crate::book::Columns<'_> = &[
        ("name", &document.name),
        ("description", &document.description),
        ("fallback_person_id", &document.fallback_person),
        ("lead_role_id", &document.lead_role),
        ("kickoff_days", &document.kickoff_days),
        ("version", &version),
    ];
    if new { txn.insert(Table::Template, id, columns) } else { txn.update(Table::Template, id, columns).map(|_| ()) }
}

fn write_parts(txn: &mut Txn<'_>, id: TemplateId, document: &Template) -> Result<()> {
    let (mut phases, mut tasks, mut links) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let count = document.phases.iter().map(|phase| phase.tasks.len()).sum();
    let mut task_ranks = rank::spread(count).into_iter();
    for (phase, phase_rank) in document.phases.iter().zip(rank::spread(document.phases.len())) {
        let phase_id = PhaseId::derived(id, &format!("phase:{}", phase.key));
        phases.insert(phase_id);
        let columns: crate::book::Columns<'_> = &[
            ("template_id", &id),
            ("key", &phase.key),
            ("name", &phase.name),
            ("only_if", &stored(phase.only_if.as_ref())?),
            ("rank", &phase_rank),
        ];
        txn.insert_or_revive(Table::TemplatePhase, phase_id, columns)?;
        for (task, task_rank) in phase.tasks.iter().zip(&mut task_ranks) {
            let task_id = task_id(id, &task.key);
            tasks.insert(task_id);
            write_task(txn, id, phase_id, task_id, task, &task_rank)?;
        }
    }
    for link in &document.links {
        let link_id = TemplateLinkId::derived(id, &format!("link:{}:{}", link.predecessor, link.successor));
        links.insert(link_id);
        let columns: crate::book::Columns<'_> = &[
            ("template_id", &id),
            ("predecessor_id", &task_id(id, &link.predecessor)),
            ("successor_id", &task_id(id, &link.successor)),
            ("kind", &link.kind),
            ("lag_days", &link.lag_days),
        ];
        txn.insert_or_revive(Table::TemplateLink, link_id, columns)?;
    }
    let there = rows::templates::parts(txn, id)?;
    for gone in there.links.into_iter().filter(|part| !links.contains(part)) {
        txn.trash(Table::TemplateLink, gone)?;
    }
    for gone in there.tasks.into_iter().filter(|part| !tasks.contains(part)) {
        txn.trash(Table::TemplateTask, gone)?;
    }
    for gone in there.phases.into_iter().filter(|part| !phases.contains(part)) {
        txn.trash(Table::TemplatePhase, gone)?;
    }
    Ok(())
}

fn write_task(
    txn: &mut Txn<'_>,
    template: TemplateId,
    phase: PhaseId,
    id: TemplateTaskId,
    task: &TemplateTask,
    rank: &str,
) -> Result<()> {
    let checklist = serde_json::Value::from(task.checklist.clone()).to_string();
    txn.insert_or_revive(
        Table::TemplateTask,
        id,
        &[
            ("template_id", &template),
            ("phase_id", &phase),
            ("key", &task.key),
            ("name", &task.name),
            ("description", &task.description),
            ("role_id", &task.role),
            ("anchor", &task.anchor),
            ("offset_days", &task.offset_days),
            ("duration_days", &task.duration_days),
            ("estimate_minutes", &task.estimate_minutes),
            ("checklist", &checklist),
            ("only_if", &stored(task.only_if.as_ref())?),
            ("rank", &rank),
        ],
    )
}

fn task_id(template: TemplateId, key: &str) -> TemplateTaskId {
    TemplateTaskId::derived(template, &format!("task:{key}"))
}
