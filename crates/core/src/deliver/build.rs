//! Writes a planned project down. Ids are derived from the project's, so that writing it twice meets in the same rows.
use crate::book::{Table, Txn};
use crate::deliver::planning::TaskKind;
use crate::deliver::rows;
use crate::deliver::types::{Category, ProjectState, Template};
use crate::error::Result;
use crate::handoff::ExplainedTask;
use crate::handoff::plan::{Plan, Planned};
use crate::values::{
    CalendarId, CheckId, ColumnId, CompanyId, ContactId, Day, DealId, PersonId, PhaseId, ProjectId, RoleTurnId, TaskId,
    TaskLinkId, TemplateId, rank,
};

/// What a project is called and whom it is for. `deal` is the deal and its generation.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProjectFacts {
    pub name: String,
    pub deal: Option<(DealId, i64)>,
    pub company: Option<CompanyId>,
    pub contact: Option<ContactId>,
    pub template: Option<(TemplateId, u32)>,
    pub lead: Option<PersonId>,
    pub start: Option<Day>,
    pub promised: Option<Day>,
    pub description: Option<String>,
    pub calendar: Option<CalendarId>,
}

const COLUMNS: [(&str, &str, Category); 3] =
    [("todo", "To do", Category::Todo), ("doing", "In progress", Category::Doing), ("done", "Done", Category::Done)];

/// The project with its three columns. Revives one that is in the trash under the same id.
pub(crate) fn project(txn: &mut Txn<'_>, id: ProjectId, facts: &ProjectFacts) -> Result<()> {
    txn.insert_or_revive(
        Table::Project,
        id,
        &[
            ("name", &facts.name),
            ("deal_id", &facts.deal.map(|(deal, _)| deal)),
            ("generation", &facts.deal.map(|(_, generation)| generation)),
            ("company_id", &facts.company),
            ("contact_id", &facts.contact),
            ("template_id", &facts.template.map(|(template, _)| template)),
            ("template_version", &facts.template.map(|(_, version)| version)),
            ("lead_id", &facts.lead),
            ("state", &ProjectState::Active),
            ("start_date", &facts.start),
            ("promised_date", &facts.promised),
            ("first_promised", &facts.promised),
            ("description", &facts.description),
            ("calendar_id", &facts.calendar),
        ],
    )?;
    for ((key, name, category), rank) in COLUMNS.iter().zip(rank::spread(COLUMNS.len())) {
        txn.insert_or_revive(
            Table::ProjectColumn,
            column_id(id, key),
            &[("project_id", &id), ("name", name), ("category", category), ("rank", &rank)],
        )?;
    }
    Ok(())
}

/// Where a plan is written: `ids` is what its ids are derived from; `column` takes the cards; what stands in the project stays before
/// the ranks after `after`, and phases say `of` which win they are.
struct Place {
    ids: ProjectId,
    project: ProjectId,
    column: ColumnId,
    after: Option<(String, String)>,
    phases_before: usize,
    of: Option<String>,
}

/// Phases, tasks, checklists and dependencies of the plan, all in the first column. Answers why each is as it is.
pub(crate) fn tasks(txn: &mut Txn<'_>, id: ProjectId, template: &Template, plan: &Plan) -> Result<Vec<ExplainedTask>> {
    let column = column_id(id, COLUMNS[0].0);
    write_tasks(txn, &Place { ids: id, project: id, column, after: None, phases_before: 0, of: None }, template, plan)
}

/// The same at the end of a project that is there: `ids` is the id that a project of this win's own would have had.
pub(crate) fn part(
    txn: &mut Txn<'_>,
    ids: ProjectId,
    project: ProjectId,
    (template, plan): (&Template, &Plan),
    of: &str,
) -> Result<Vec<ExplainedTask>> {
    let columns = rows::projects::columns(txn, project)?;
    let first = columns.iter().find(|column| column.category == Category::Todo).or(columns.first());
    let column = match first {
        Some(column) => column.id,
        None => {
            let id = column_id(ids, COLUMNS[0].0);
            let (_, name, category) = COLUMNS[0];
            let rank = rank::between(None, None, 0)?;
            let columns: crate::book::Columns<'_> =
                &[("project_id", &project), ("name", &name), ("category", &category), ("rank", &rank)];
            txn.insert_or_revive(Table::ProjectColumn, id, columns)?;
            id
        }
    };
    let (phases_before, last_phase, last_task) = rows::projects::ends(txn, project)?;
    let after = Some((last_phase.unwrap_or_default(), last_task.unwrap_or_default()));
    write_tasks(txn, &Place { ids, project, column, after, phases_before, of: Some(of.to_owned()) }, template, plan)
}

/// `count` ranks in order, behind `after`.
fn ranks(after: Option<&str>, count: usize) -> Result<Vec<String>> {
    let Some(after) = after.filter(|after| !after.is_empty()) else { return Ok(rank::spread(count)) };
    let mut last = after.to_owned();
    let mut ranks = Vec::with_capacity(count);
    for _ in 0..count {
        last = rank::between(Some(&last), None, 0)?;
        ranks.push(last.clone());
    }
    Ok(ranks)
}

fn write_tasks(txn: &mut Txn<'_>, here: &Place, template: &Template, plan: &Plan) -> Result<Vec<ExplainedTask>> {
    let id = here.ids;
    let (phase_end, task_end) = here.after.as_ref().map_or((None, None), |(p, t)| (Some(p.as_str()), Some(t.as_str())));
    for (phase, rank) in template.phases.iter().zip(ranks(phase_end, template.phases.len())?) {
        let name = here.of.as_ref().map_or_else(|| phase.name.clone(), |of| format!("{} · {of}", phase.name));
        txn.insert_or_revive(
            Table::Phase,
            phase_id(id, &phase.key),
            &[("project_id", &here.project), ("name", &name), ("rank", &rank)],
        )?;
    }
    let mut explained = Vec::with_capacity(plan.tasks.len());
    let mut place = vec![0usize; template.phases.len()];
    for (task, rank) in plan.tasks.iter().zip(ranks(task_end, plan.tasks.len())?) {
        let phase = template.phases.get(task.phase).map(|phase| phase_id(id, &phase.key));
        if let Some(number) = place.get_mut(task.phase) {
            *number += 1;
        }
        let number = here.phases_before + task.phase + 1;
        let wbs = format!("{number}.{}", place.get(task.phase).copied().unwrap_or(1));
        write_task(txn, here, phase, task, &rank, &wbs)?;
        explained.push(explain(id, task));
    }
    for link in &plan.links {
        txn.insert_or_revive(
            Table::TaskLink,
            TaskLinkId::derived(id, &format!("link:{}:{}", link.predecessor, link.successor)),
            &[
                ("project_id", &here.project),
                ("predecessor_id", &task_id(id, &link.predecessor)),
                ("successor_id", &task_id(id, &link.successor)),
                ("kind", &link.kind),
                ("lag_days", &link.lag_days),
            ],
        )?;
    }
    Ok(explained)
}

/// Keeps whose turn it was in the roles that go round: undone with the project, the turn is open again.
/// `ids`: what the ids of the win's rows are derived from.
pub(crate) fn turns(txn: &mut Txn<'_>, ids: ProjectId, project: ProjectId, plan: &Plan) -> Result<()> {
    for (role, person) in &plan.turns {
        txn.insert_or_revive(
            Table::RoleTurn,
            RoleTurnId::derived(ids, &format!("turn:{role}")),
            &[("role_id", role), ("person_id", person), ("project_id", &project)],
        )?;
    }
    Ok(())
}

fn write_task(
    txn: &mut Txn<'_>,
    here: &Place,
    phase: Option<PhaseId>,
    task: &Planned,
    rank: &str,
    wbs: &str,
) -> Result<()> {
    let id = task_id(here.ids, &task.key);
    txn.insert_or_revive(
        Table::Task,
        id,
        &[
            ("project_id", &here.project),
            ("phase_id", &phase),
            ("column_id", &here.column),
            ("rank", &rank),
            ("outline", &rank),
            ("kind", &if task.duration_days == 0 { TaskKind::Milestone } else { TaskKind::Task }),
            ("name", &task.name),
            ("description", &task.description),
            ("assignee_id", &task.assignee.as_ref().map(|(person, _)| *person)),
            ("role_id", &task.role),
            ("start_date", &task.start),
            ("due_date", &task.due),
            ("duration_days", &task.duration_days),
            ("estimate_minutes", &task.estimate_minutes),
            ("done_on", &None::<Day>),
            ("wbs", &wbs),
        ],
    )?;
    for (n, (text, rank)) in task.checklist.iter().zip(rank::spread(task.checklist.len())).enumerate() {
        txn.insert_or_revive(
            Table::ChecklistItem,
            CheckId::derived(id, &format!("check:{n}")),
            &[("task_id", &id), ("text", text), ("done", &false), ("rank", &rank)],
        )?;
    }
    Ok(())
}

fn explain(project: ProjectId, task: &Planned) -> ExplainedTask {
    ExplainedTask {
        task: task_id(project, &task.key),
        name: task.name.clone(),
        assignee: task.assignee.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        who_why: task.who_why.clone(),
        start: task.start,
        due: task.due,
        date_why: task.date_why.clone(),
    }
}

pub(crate) fn column_id(project: ProjectId, key: &str) -> ColumnId {
    ColumnId::derived(project, &format!("column:{key}"))
}

fn phase_id(project: ProjectId, key: &str) -> PhaseId {
    PhaseId::derived(project, &format!("phase:{key}"))
}

/// The id that a template's task always has in a project.
pub(crate) fn task_id(project: ProjectId, key: &str) -> TaskId {
    TaskId::derived(project, key)
}
