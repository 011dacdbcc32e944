//! Giving a task its rule, and making the next one.
use super::rows::{self, Due};
use super::rule::Recurrence;
use crate::book::{Actor, Book, Done, Table, Txn};
use crate::deliver::detail;
use crate::deliver::ops::place;
use crate::deliver::rows::{projects, tasks};
use crate::deliver::types::Category;
use crate::error::Result;
use crate::people;
use crate::values::{CheckId, Day, ProjectId, RecurrenceId, TaskId, TaskPersonId, TaskTagId};

impl Book {
    /// Makes a task come again by a rule, from its due day on (its start, or today, where it has none); `None`: no longer.
    pub fn set_recurrence(&self, task: TaskId, rule: Option<&Recurrence>) -> Result<Done<()>> {
        self.transact("set_recurrence", |txn| {
            let facts = tasks::task(txn, task)?;
            let known = rows::of_task(txn, task)?;
            let label = match (rule, known) {
                (None, None) => return Ok(()),
                (None, Some((id, ..))) => {
                    txn.trash(Table::Recurrence, id)?;
                    txn.update(
                        Table::Task,
                        task,
                        &[("recurrence_id", &None::<RecurrenceId>), ("occurrence_on", &None::<Day>)],
                    )?;
                    format!("{} no longer comes again", facts.name)
                }
                (Some(rule), known) => {
                    rule.sound()?;
                    let anchor = facts.due.or(facts.start).unwrap_or(txn.today());
                    let columns: crate::book::Columns<'_> = &[
                        ("unit", &rule.unit),
                        ("every", &rule.every),
                        ("weekdays", &rule.weekdays),
                        ("until", &rule.until),
                        ("anchor", &anchor),
                    ];
                    match known {
                        Some((id, ..)) => txn.update(Table::Recurrence, id, columns).map(drop)?,
                        None => begin(txn, task, ProjectId(facts.project.id), columns, anchor)?,
                    }
                    format!("{} comes again", facts.name)
                }
            };
            txn.subject(Table::Task, task);
            txn.label(label);
            Ok(())
        })
    }

    /// Makes the tasks whose turn it is, at most `limit`, each in a transaction of its own; answers how many.
    pub fn make_recurring(&self, limit: u32) -> Result<u32> {
        let today = self.read(|reader| Ok(reader.today()))?;
        let mut made = 0;
        for due in self.read(|reader| rows::due(reader, today, limit))? {
            made += u32::from(self.transact_as(Actor::Worker, "make_recurring", |txn| make(txn, &due))?.value);
        }
        Ok(made)
    }
}

fn begin(
    txn: &mut Txn<'_>,
    task: TaskId,
    project: ProjectId,
    columns: crate::book::Columns<'_>,
    anchor: Day,
) -> Result<()> {
    let id: RecurrenceId = txn.new_id();
    let mut all = vec![("project_id", &project as &dyn rusqlite::ToSql)];
    all.extend_from_slice(columns);
    txn.insert(Table::Recurrence, id, &all)?;
    txn.update(Table::Task, task, &[("recurrence_id", &id), ("occurrence_on", &anchor)]).map(drop)
}

/// The next task, unless it was made meanwhile: its id follows from rule and day. Days that were missed are not made up for.
fn make(txn: &mut Txn<'_>, due: &Due) -> Result<bool> {
    let calendar = people::calendar(txn)?;
    let yesterday = txn.today().plus_days(-1);
    let Some(day) = due.rule.next(due.anchor, due.on.max(yesterday), &calendar) else { return Ok(false) };
    let id = TaskId::derived(due.id, &format!("on:{day}"));
    let Some(model) = rows::model(txn, due.latest)? else { return Ok(false) };
    if txn.exists(Table::Task, id)? {
        return Ok(false);
    }
    let columns = projects::columns(txn, model.project)?;
    let Some(column) = columns.iter().find(|column| column.category == Category::Todo).or(columns.first()) else {
        return Ok(false);
    };
    let rank = place::rank_for(txn, None, column.id, None, None)?;
    let jitter = txn.jitter();
    let outline = tasks::outline_end(txn, model.project, jitter)?;
    let (start, due_day) = dates(&calendar, &model, day);
    let values: crate::book::Columns<'_> = &[
        ("project_id", &model.project),
        ("phase_id", &model.phase),
        ("column_id", &column.id),
        ("rank", &rank),
        ("outline", &outline),
        ("name", &model.name),
        ("description", &model.description),
        ("assignee_id", &model.assignee),
        ("start_date", &start),
        ("due_date", &due_day),
        ("duration_days", &model.duration),
        ("estimate_minutes", &model.estimate),
        ("priority", &model.priority),
        ("recurrence_id", &due.id),
        ("occurrence_on", &day),
    ];
    txn.insert(Table::Task, id, values)?;
    carry(txn, due.latest, id)?;
    txn.subject(Table::Task, id);
    txn.label(format!("{} came again", model.name));
    Ok(true)
}

/// As long as the one before, ending on its day.
fn dates(calendar: &crate::values::WorkingCalendar, model: &rows::Model, day: Day) -> (Option<Day>, Option<Day>) {
    match (model.start, model.due) {
        (Some(start), Some(due)) => {
            let days = calendar.working_days_between(start.plus_days(-1), due).max(1);
            (Some(calendar.add_working_days(day.plus_days(1), -(days as i32)).min(day)), Some(day))
        }
        (Some(_), None) => (Some(day), None),
        _ => (None, Some(day)),
    }
}

/// Checklist (nothing ticked), further people, crew and tags.
fn carry(txn: &mut Txn<'_>, from: TaskId, to: TaskId) -> Result<()> {
    for check in tasks::checks(txn, from)? {
        let last = tasks::last_check_rank(txn, to)?;
        let rank = crate::values::rank::between(last.as_deref(), None, txn.jitter())?;
        let id: CheckId = txn.new_id();
        txn.insert(
            Table::ChecklistItem,
            id,
            &[("task_id", &to), ("text", &check.text), ("done", &false), ("rank", &rank)],
        )?;
    }
    for person in detail::rows::others(txn, from)? {
        let id = TaskPersonId::derived(to, &format!("person:{}", person.id));
        txn.insert(Table::TaskPerson, id, &[("task_id", &to), ("person_id", &person.id)])?;
    }
    if let Some(team) = crate::deliver::teams::rows::of_task(txn, from)? {
        txn.update(Table::Task, to, &[("team_id", &team.id)])?;
    }
    for tag in detail::rows::tags(txn, from)? {
        let id = TaskTagId::derived(to, &format!("tag:{}", tag.id));
        txn.insert(Table::TaskTag, id, &[("task_id", &to), ("tag_id", &tag.id)])?;
    }
    Ok(())
}
