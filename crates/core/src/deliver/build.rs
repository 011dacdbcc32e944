//! Writes a planned project down. Ids are derived from the project's, so that writing it twice meets in the same rows.
use crate::book::{Table, Txn};
use crate::deliver::planning::TaskKind;
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

/// Phases, tasks, checklists and dependencies of the plan, all in the first column. Answers why each is as it is.
pub(crate) fn tasks(txn: &mut Txn<'_>, id: ProjectId, template: &Template, plan: &Plan) -> Result<Vec<ExplainedTask>> {
    for (phase, rank) in template.phases.iter().zip(rank::spread(template.phases.len())) {
        txn.insert_or_revive(
            Table::Phase,
            phase_id(id, &phase.key),
            &[("project_id", &id), ("name", &phase.name), ("rank", &rank)],
        )?;
    }
    let mut explained = Vec::with_capacity(plan.tasks.len());
    let mut place = vec![0usize; template.phases.len()];
    for (task, rank) in plan.tasks.iter().zip(rank::spread(plan.tasks.len())) {
        let phase = template.phases.get(task.phase).map(|phase| phase_id(id, &phase.key));
        if let Some(number) = place.get_mut(task.phase) {
            *number += 1;
        }
        let wbs = format!("{}.{}", task.phase + 1, place.get(task.phase).copied().unwrap_or(1));
        write_task(txn, id, phase, task, &rank, &wbs)?;
        explained.push(explain(id, task));
    }
    for link in &plan.links {
        txn.insert_or_revive(
            Table::TaskLink,
            TaskLinkId::derived(id, &format!("link:{}:{}", link.predecessor, link.successor)),
            &[
                ("project_id", &id),
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
pub(crate) fn turns(txn: &mut Txn<'_>, id: ProjectId, plan: &Plan) -> Result<()> {
    for (role, person) in &plan.turns {
        txn.insert_or_revive(
            Table::RoleTurn,
            RoleTurnId::derived(id, &format!("turn:{role}")),
            &[("role_id", role), ("person_id", person), ("project_id", &id)],
        )?;
    }
    Ok(())
}

fn write_task(
    txn: &mut Txn<'_>,
    project: ProjectId,
    phase: Option<PhaseId>,
    task: &Planned,
    rank: &str,
    wbs: &str,
) -> Result<()> {
    let id = task_id(project, &task.key);
    txn.insert_or_revive(
        Table::Task,
        id,
        &[
            ("project_id", &project),
            ("phase_id", &phase),
            ("column_id", &column_id(project, COLUMNS[0].0)),
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
