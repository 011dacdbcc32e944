//! Templates: read, saved and deleted as whole documents.
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::book::{Book, Done, Table, Txn};
use crate::deliver::rows;
use crate::deliver::types::{Template, TemplateLink, TemplateRow, TemplateTask, Templates};
use crate::error::{Error, Result};
use crate::handoff::plan::{PlanInput, Staff, plan, refuse_cycle};
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};
use crate::values::{Day, PhaseId, TemplateId, TemplateLinkId, TemplateTaskId, WorkingCalendar, rank};

/// More than anybody plans by hand; keeps a mistyped number from planning into another century.
const LONGEST_DAYS: u32 = 2_000;
const MOST_TASKS: usize = 500;
const MOST_CHECKS: usize = 100;

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
                    working_days: working_days(&document),
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

    /// Saves the whole document as one step: parts that are new get a key, parts left out go. Circles of dependencies are refused.
    pub fn save_template(&self, template: &Template) -> Result<Done<TemplateId>> {
        self.transact("save_template", |txn| {
            let id = save_template(txn, template)?;
            txn.subject(Table::Template, id);
            txn.label(format!("Saved the template {}", template.name.trim()));
            Ok(id)
        })
    }

    /// Projects made from it stay; pipelines that used it have no template of their own any more.
    pub fn delete_template(&self, id: TemplateId) -> Result<Done<()>> {
        self.transact("delete_template", |txn| {
            let name = rows::templates::template(txn, id)?.name;
            for (pipeline, _) in rows::templates::pipelines(txn, id)? {
                txn.update(Table::Pipeline, pipeline, &[("template_id", &None::<TemplateId>)])?;
            }
            txn.trash(Table::Template, id)?;
            txn.subject(Table::Template, id);
            txn.label(format!("Deleted the template {name}"));
            Ok(())
        })
    }
}

/// From the first start to the last due day, Monday to Friday without holidays.
fn working_days(document: &Template) -> u32 {
    let calendar = WorkingCalendar::default();
    let Some(kickoff) = Day::from_ymd(2026, 1, 5) else { return 0 };
    let staff = Staff::default();
    let input =
        PlanInput { template: document, calendar: &calendar, staff: &staff, owner: None, kickoff, kickoff_word: "win" };
    let Ok(made) = plan(&input) else { return 0 };
    let span = made.start.zip(made.finish).map(|(start, finish)| calendar.working_days_between(start, finish) + 1);
    u32::try_from(span.unwrap_or(0)).unwrap_or(0)
}

/// Writes the document and answers the template's id. The caller names the command.
pub(crate) fn save_template(txn: &mut Txn<'_>, document: &Template) -> Result<TemplateId> {
    let document = checked(document)?;
    let id = match document.id {
        Some(id) => {
            let was = rows::templates::template(txn, id)?;
            if was == document {
                return Ok(id);
            }
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
    Ok(id)
}

fn write_head(txn: &mut Txn<'_>, id: TemplateId, document: &Template, version: u32, new: bool) -> Result<()> {
    let columns: crate::book::Columns<'_> = &[
        ("name", &document.name),
        ("description", &document.description),
        ("fallback_person_id", &document.fallback_person),
        ("lead_role_id", &document.lead_role),
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
        let columns: crate::book::Columns<'_> =
            &[("template_id", &id), ("key", &phase.key), ("name", &phase.name), ("rank", &phase_rank)];
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
            ("offset_days", &task.offset_days),
            ("duration_days", &task.duration_days),
            ("checklist", &checklist),
            ("rank", &rank),
        ],
    )
}

fn task_id(template: TemplateId, key: &str) -> TemplateTaskId {
    TemplateTaskId::derived(template, &format!("task:{key}"))
}

/// The document as it is stored: names cleaned, keys made, every number within its limits, no circle.
fn checked(document: &Template) -> Result<Template> {
    let mut document = document.clone();
    document.name = name(&document.name, "The template")?;
    document.description = optional(document.description.as_deref())?;
    let mut keys = BTreeSet::new();
    let mut phase_keys = BTreeSet::new();
    let mut count = 0;
    for phase in &mut document.phases {
        phase.name = name(&phase.name, "Each phase")?;
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

fn check_task(task: &mut TemplateTask) -> Result<()> {
    task.name = name(&task.name, "Each task")?;
    task.description = optional(task.description.as_deref())?;
    if task.duration_days > LONGEST_DAYS || task.offset_days.unsigned_abs() > LONGEST_DAYS {
        return Err(Error::invalid(format!(
            "“{}” lies more than {LONGEST_DAYS} working days away. Nothing was saved; use smaller numbers.",
            task.name
        )));
    }
    let lines = task.checklist.iter().map(|line| clean(line, NAME_MAX)).collect::<Result<Vec<_>>>()?;
    task.checklist = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if task.checklist.len() > MOST_CHECKS {
        return Err(Error::invalid(format!(
            "The checklist of “{}” is longer than {MOST_CHECKS} lines. Nothing was saved.",
            task.name
        )));
    }
    Ok(())
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
        if link.lag_days.unsigned_abs() > LONGEST_DAYS {
            return Err(Error::invalid(format!("A lag is at most {LONGEST_DAYS} working days. Nothing was saved.")));
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

fn name(text: &str, what: &str) -> Result<String> {
    let name = clean(text, NAME_MAX)?;
    if name.is_empty() { Err(Error::invalid(format!("{what} needs a name. Nothing was saved."))) } else { Ok(name) }
}

fn optional(text: Option<&str>) -> Result<Option<String>> {
    Ok(text.map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty()))
}
