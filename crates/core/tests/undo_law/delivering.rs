//! Projects, their boards and tasks, and the templates they come from.
use handsel_core::Result;
use handsel_core::book::Table;
use handsel_core::deliver::{
    AddTasks, Category, LinkKind, MoveTask, NewLine, NewProject, NewTask, PlaceTask, PlanChange, ProjectBoard,
    ProjectEdit, ProjectField, ProjectPlan, Replan, SaveColumn, SaveLeave, TaskEdit, TaskField,
};
use handsel_core::handoff::{BriefAnswer, BriefKind, OnlyIf, RuleKind, SaveBriefField, SaveHandoffRule};
use handsel_core::values::{BriefFieldId, Day, Ref, TaskId};

use super::{Verb, World, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("create_project", |world, at| {
        let template = if at % 3 > 0 { world.any(Table::Template, at) } else { None };
        let company = (at % 2 == 0).then(|| Ref::name("Project firm"));
        let new = NewProject { name: format!("Project {at}"), company, template, ..NewProject::default() };
        world.book.create_project(&new).map(drop)
    }),
    verb("edit_project", |world, at| {
        let Some(project) = world.any(Table::Project, at) else { return Ok(()) };
        let person = || world.any::<handsel_core::values::PersonId>(Table::Person, at).map(|id| id.to_string());
        let (field, value) = match at % 5 {
            0 => (ProjectField::Name, Some(format!("Project {at}"))),
            1 => (ProjectField::Promised, Some("2028-02-29".into())),
            2 => (ProjectField::Lead, person()),
            3 => (ProjectField::State, Some("paused".into())),
            _ => (ProjectField::Description, Some(format!("Words {at}"))),
        };
        world.book.edit_project(project, &ProjectEdit { field, value, reason: None }).map(drop)
    }),
    verb("delete_project", |world, at| {
        let Some(project) = world.any(Table::Project, at) else { return Ok(()) };
        world.book.delete_project(project).map(drop)
    }),
    verb("create_task", |world, at| {
        let Some(project) = world.any(Table::Project, at) else { return Ok(()) };
        let (column, name, assignee) = (None, format!("Task {at}"), world.any(Table::Person, at));
        let due = Day::parse_iso("2027-05-03").ok();
        world.book.create_task(&NewTask { project, column, name, assignee, due }).map(drop)
    }),
    verb("edit_task", |world, at| {
        let Some(task) = task(world, at)? else { return Ok(()) };
        let person = || world.any::<handsel_core::values::PersonId>(Table::Person, at).map(|id| id.to_string());
        let (field, value) = match at % 4 {
            0 => (TaskField::Name, Some(format!("Task {at}"))),
            1 => (TaskField::Due, Some("2028-02-29".into())),
            2 => (TaskField::Assignee, person()),
            _ => (TaskField::Description, Some(format!("Words {at}"))),
        };
        world.book.edit_task(task, &TaskEdit { field, value }).map(drop)
    }),
    verb("move_task", |world, at| {
        let (Some(task), Some(board)) = (task(world, at)?, board(world, at)?) else { return Ok(()) };
        let column = board.columns[(at / 2) % board.columns.len()].id;
        world.book.move_task(&MoveTask { task, column, above: None, below: None }).map(drop)
    }),
    verb("delete_task", |world, at| {
        let Some(task) = task(world, at)? else { return Ok(()) };
        world.book.delete_task(task).map(drop)
    }),
    verb("add_check", |world, at| {
        let Some(task) = task(world, at)? else { return Ok(()) };
        world.book.add_check(task, &format!("Check {at}")).map(drop)
    }),
    verb("edit_check", |world, at| {
        let Some(check) = world.any(Table::ChecklistItem, at) else { return Ok(()) };
        world.book.edit_check(check, &format!("Check {at}"), at % 2 == 0).map(drop)
    })
    .after(&["add_check"]),
    verb("delete_check", |world, at| {
        let Some(check) = world.any(Table::ChecklistItem, at) else { return Ok(()) };
        world.book.delete_check(check).map(drop)
    })
    .after(&["add_check"]),
    verb("save_column", |world, at| {
        let Some(board) = board(world, at)? else { return Ok(()) };
        let id = if at % 2 == 0 { board.columns.get(at / 2 % 3).map(|column| column.id) } else { None };
        let category = [Category::Todo, Category::Doing, Category::Done][at % 3];
        let save = SaveColumn {
            id,
            project: board.project.id,
            name: format!("Column {at}"),
            category,
            limit: (at % 2 == 0).then_some(at as u32 % 5 + 1),
        };
        world.book.save_column(&save).map(drop)
    }),
    verb("move_column", |world, at| {
        let Some(board) = board(world, at)? else { return Ok(()) };
        let columns: Vec<_> = board.columns.iter().map(|column| column.id).collect();
        let after = pick(&columns, at / 2).filter(|_| at % 3 > 0);
        world.book.move_column(columns[at % columns.len()], after).map(drop)
    }),
    verb("delete_column", |world, at| {
        let Some(board) = board(world, at)? else { return Ok(()) };
        let columns: Vec<_> = board.columns.iter().map(|column| column.id).collect();
        world.book.delete_column(columns[at % columns.len()], pick(&columns, at + 1)).map(drop)
    }),
    verb("save_handoff_rule", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::HandoffRule, at) } else { None };
        let kind = RuleKind::ALL[at % RuleKind::ALL.len()];
        let template = if kind == RuleKind::None { None } else { world.any(Table::Template, at) };
        let only_if = (at % 3 > 0).then(|| OnlyIf { amount_from: Some(at as i64), ..OnlyIf::default() });
        let (pipeline, stage, name) = (None, None, format!("Rule {at}"));
        let rule = SaveHandoffRule { id, name, kind, pipeline, stage, template, only_if };
        world.book.save_handoff_rule(&rule).map(drop)
    }),
    verb("move_handoff_rule", |world, at| {
        let Some(rule) = world.any(Table::HandoffRule, at) else { return Ok(()) };
        let after = world.any(Table::HandoffRule, at + 1).filter(|other| *other != rule && at % 3 > 0);
        world.book.move_handoff_rule(rule, after).map(drop)
    }),
    verb("delete_handoff_rule", |world, at| {
        let Some(rule) = world.any(Table::HandoffRule, at) else { return Ok(()) };
        world.book.delete_handoff_rule(rule).map(drop)
    }),
    verb("save_brief_field", |world, at| {
        let Some(pipeline) = world.any(Table::Pipeline, at) else { return Ok(()) };
        let id = if at % 2 == 0 { world.any(Table::BriefField, at) } else { None };
        let kind = BriefKind::ALL[at % BriefKind::ALL.len()];
        let (label, choices, help) = (format!("Field {at}"), vec!["One".into(), "Two".into()], None);
        let (required, kickoff) = (false, at % 5 == 0);
        let save = SaveBriefField { id, pipeline, label, kind, choices, help, required, kickoff };
        // Fields of the sample that are answered keep their kind.
        world.book.save_brief_field(&save).map(drop)
    }),
    verb("move_brief_field", |world, at| {
        let Some(field) = world.any(Table::BriefField, at) else { return Ok(()) };
        world.book.move_brief_field(field, None).map(drop)
    }),
    verb("delete_brief_field", |world, at| {
        let Some(field) = world.any(Table::BriefField, at) else { return Ok(()) };
        world.book.delete_brief_field(field).map(drop)
    }),
    verb("set_brief", |world, at| {
        let Some(deal) = world.any(Table::Deal, at) else { return Ok(()) };
        let fields: Vec<BriefFieldId> =
            world.some(Table::BriefField, "kind = 'text' AND label LIKE 'W%'").into_iter().take(2).collect();
        let value = (at % 4 > 0).then(|| format!("Words {at}"));
        let answers: Vec<_> = fields.into_iter().map(|field| BriefAnswer { field, value: value.clone() }).collect();
        world.book.set_brief(deal, &answers).map(drop)
    }),
    verb("save_template", |world, at| {
        let Some(id) = world.any(Table::Template, at) else { return Ok(()) };
        let mut template = world.book.template(id)?;
        template.name = format!("Template {at}");
        match at % 3 {
            0 => template.links.clear(),
            1 => drop(
                template.phases.first_mut().and_then(|phase| phase.tasks.first_mut()).map(|task| task.offset_days += 1),
            ),
            _ => template.description = Some(format!("Words {at}")),
        }
        world.book.save_template(&template).map(drop)
    }),
    verb("duplicate_template", |world, at| {
        let Some(template) = world.any(Table::Template, at) else { return Ok(()) };
        world.book.duplicate_template(template).map(drop)
    }),
    verb("delete_template", |world, at| {
        let Some(template) = world.any(Table::Template, at) else { return Ok(()) };
        world.book.delete_template(template, world.any(Table::Template, at + 1)).map(drop)
    }),
    verb("replan", |world, at| {
        let Some(plan) = plan(world, at)? else { return Ok(()) };
        let tasks: Vec<TaskId> = plan.rows.iter().filter_map(|row| row.task).collect();
        let (Some(task), Some(other)) = (pick(&tasks, at), pick(&tasks, at + 1 + at / 3)) else { return Ok(()) };
        let change = match at % 4 {
            0 => PlanChange::Start { task, day: Day::parse_iso("2027-03-01")?.plus_days(at as i64) },
            1 => PlanChange::Duration { task, days: at as u32 % 9 },
            2 => PlanChange::Link {
                from: task,
                to: other,
                kind: LinkKind::StartStart,
                lag_days: 2,
                elapsed: at % 3 == 0,
            },
            _ => PlanChange::Deadline { task, day: Day::parse_iso("2027-04-01").ok() },
        };
        let replan = Replan {
            project: plan.project.id.into(),
            changes: vec![change],
            earlier: at % 5 == 0,
            from_today: at % 2 == 0,
            reason: Some("Why".into()),
        };
        world.book.replan(&replan).map(drop)
    }),
    verb("place_task", |world, at| {
        let Some(plan) = plan(world, at)? else { return Ok(()) };
        let tasks: Vec<TaskId> = plan.rows.iter().filter_map(|row| row.task).collect();
        let Some(task) = pick(&tasks, at) else { return Ok(()) };
        let parent = pick(&tasks, at / 2).filter(|_| at % 2 == 0);
        world.book.place_task(&PlaceTask { task, parent, phase: None, above: None }).map(drop)
    }),
    verb("add_tasks", |world, at| {
        let Some(plan) = plan(world, at)? else { return Ok(()) };
        let tasks: Vec<TaskId> = plan.rows.iter().filter_map(|row| row.task).collect();
        let line = |n: u32| NewLine {
            level: n % 2,
            name: format!("Line {at}.{n}"),
            duration_days: Some(n),
            predecessors: if n > 1 { "1".into() } else { String::new() },
            ..NewLine::default()
        };
        let above = pick(&tasks, at).filter(|_| at % 2 == 0);
        let rows = (1..=1 + at as u32 % 3).map(|n| line(n - 1)).collect();
        let add = AddTasks { project: plan.project.id.into(), parent: None, phase: None, above, rows };
        world.book.add_tasks(&add).map(drop)
    }),
    verb("rename_phase", |world, at| {
        let Some(phase) = world.any(Table::Phase, at) else { return Ok(()) };
        world.book.rename_phase(phase, &format!("Phase {at}")).map(drop)
    }),
    verb("set_baseline", |world, at| {
        let Some(project) = world.any(Table::Project, at) else { return Ok(()) };
        world.book.set_baseline(project, &format!("Baseline {at}")).map(drop)
    }),
    verb("delete_baseline", |world, at| {
        let Some(baseline) = world.any(Table::Baseline, at) else { return Ok(()) };
        world.book.delete_baseline(baseline).map(drop)
    })
    .after(&["set_baseline"]),
    verb("save_leave", |world, at| {
        let Some(person) = world.any(Table::Person, at) else { return Ok(()) };
        let id = if at % 2 == 0 { world.any(Table::Leave, at) } else { None };
        let first = Day::parse_iso("2027-05-03")?.plus_days(at as i64);
        let save = SaveLeave { id, person, first, last: first.plus_days(3), note: Some(format!("Note {at}")) };
        world.book.save_leave(&save).map(drop)
    }),
    verb("delete_leave", |world, at| {
        let Some(leave) = world.any(Table::Leave, at) else { return Ok(()) };
        world.book.delete_leave(leave).map(drop)
    })
    .after(&["save_leave"]),
    verb("set_capacity", |world, at| {
        let Some(person) = world.any(Table::Person, at) else { return Ok(()) };
        world.book.set_capacity(person, (at % 3 > 0).then_some(60 * at as u32 + 60)).map(drop)
    }),
];

fn plan(world: &World, at: usize) -> Result<Option<ProjectPlan>> {
    world.any(Table::Project, at).map(|project| world.book.project_plan(project, None)).transpose()
}

fn board(world: &World, at: usize) -> Result<Option<ProjectBoard>> {
    world.any(Table::Project, at).map(|project| world.book.project_board(project)).transpose()
}

/// A task of the project that `at` chooses.
fn task(world: &World, at: usize) -> Result<Option<TaskId>> {
    let Some(board) = board(world, at)? else { return Ok(None) };
    let tasks: Vec<TaskId> = board.columns.iter().flat_map(|column| column.cards.iter().map(|card| card.id)).collect();
    Ok(pick(&tasks, at / 7))
}
