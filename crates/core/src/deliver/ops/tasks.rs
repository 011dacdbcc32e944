//! Tasks: create, edit, move, delete, their checklists, and what is on my desk.
use crate::book::{Book, Done, HistoryItem, Reader, Table, Txn, recorded};
use crate::deliver::detail::{self, Priority, waits};
use crate::deliver::ops::place;
use crate::deliver::planning::{follow, span};
use crate::deliver::rows;
use crate::deliver::rows::projects::ColumnFacts;
use crate::deliver::time::spoken;
use crate::deliver::types::{Category, LinkKind, MoveTask, MyWork, Neighbour, NewTask, TaskEdit, TaskField, TaskPage};
use crate::error::{Error, Result};
use crate::handoff::{ExplainedTask, Explanation};
use crate::people::{self, ops::must_be_active};
use crate::sell::history::of_record;
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};
use crate::values::{CheckId, Day, Named, PersonId, ProjectId, TaskId, rank};

const HISTORY: u32 = 200;
/// 100,000 hours.
const MOST_MINUTES: u32 = 6_000_000;

impl Book {
    /// A task with its neighbours, its history, and why it is as it is.
    pub fn task(&self, id: TaskId) -> Result<TaskPage> {
        let me = self.me();
        self.read(|reader| {
            let task = rows::tasks::task(reader, id)?;
            let project = ProjectId(task.project.id);
            let columns = rows::projects::columns(reader, project)?;
            let (detail, moments) = detail::page(reader, id, me, history(reader, id)?)?;
            Ok(TaskPage {
                rev: reader.rev()?,
                checklist: rows::tasks::checks(reader, id)?,
                predecessors: rows::tasks::predecessors(reader, id)?,
                successors: rows::tasks::successors(reader, id)?,
                why: why(reader, project, id)?,
                columns: columns.into_iter().map(|column| Named::new(column.id, column.name)).collect(),
                detail,
                moments,
                id,
                name: task.name,
                project: task.project,
                column: task.column,
                category: task.category,
                phase: task.phase,
                assignee: task.assignee,
                role: task.role,
                start: task.start,
                due: task.due,
                done_on: task.done_on,
                description: task.description,
            })
        })
    }

    /// The open tasks of the acting person in running projects; empty before anybody said who they are.
    pub fn my_work(&self) -> Result<MyWork> {
        let me = self.me();
        self.read(|reader| {
            let today = reader.today();
            let mut work = MyWork { rev: reader.rev()?, overdue: vec![], today: vec![], next: vec![], undated: vec![] };
            for card in me.map(|me| rows::tasks::open_of(reader, me)).transpose()?.unwrap_or_default() {
                match card.due {
                    None => work.undated.push(card),
                    Some(due) if due < today => work.overdue.push(card),
                    Some(due) if due == today => work.today.push(card),
                    Some(_) => work.next.push(card),
                }
            }
            Ok(work)
        })
    }

    /// Adds a task at the end of a column, of the first one for `None`.
    pub fn create_task(&self, new: &NewTask) -> Result<Done<TaskId>> {
        self.transact("create_task", |txn| {
            rows::projects::facts(txn, new.project)?;
            let name = task_name(&new.name)?;
            let columns = rows::projects::columns(txn, new.project)?;
            let column = match new.column {
                Some(id) => columns.into_iter().find(|column| column.id == id),
                None => columns.into_iter().next(),
            };
            let column = column.ok_or_else(|| Error::not_found("column"))?;
            if let Some(person) = new.assignee {
                must_be_active(txn, person)?;
            }
            let rank = place::rank_for(txn, None, column.id, None, None)?;
            let done_on = (column.category == Category::Done).then(|| txn.today());
            let id: TaskId = txn.new_id();
            let jitter = txn.jitter();
            let outline = rows::tasks::outline_end(txn, new.project, jitter)?;
            let columns: crate::book::Columns<'_> = &[
                ("project_id", &new.project),
                ("outline", &outline),
                ("column_id", &column.id),
                ("rank", &rank),
                ("name", &name),
                ("assignee_id", &new.assignee),
                ("due_date", &new.due),
                ("done_on", &done_on),
            ];
            txn.insert(Table::Task, id, columns)?;
            txn.subject(Table::Task, id);
            txn.label(format!("Created the task {name}"));
            Ok(id)
        })
    }

    /// Puts a task into a column of its project, between two neighbours. Entering a done column sets the day, leaving clears it.
    pub fn move_task(&self, to: &MoveTask) -> Result<Done<()>> {
        self.transact("move_task", |txn| {
            let task = rows::tasks::task(txn, to.task)?;
            let column = rows::projects::column(txn, to.column)?;
            if column.project != ProjectId(task.project.id) {
                return Err(Error::invalid(format!("{} belongs to another project. Nothing was moved.", column.name)));
            }
            let ahead = ahead(txn, &task, &column)?;
            enter(txn, to.task, task.category, &column, to.above, to.below)?;
            txn.subject(Table::Task, to.task);
            txn.label(format!("Moved {} to {}{ahead}", task.name, column.name));
            Ok(())
        })
    }

    /// Changes one field.
    pub fn edit_task(&self, id: TaskId, edit: &TaskEdit) -> Result<Done<()>> {
        self.transact("edit_task", |txn| {
            let task = rows::tasks::task(txn, id)?;
            let mut label = change(txn, &task, edit)?;
            if matches!(edit.field, TaskField::Start | TaskField::Due) {
                label.push_str(&match follow(txn, ProjectId(task.project.id))? {
                    0 => String::new(),
                    1 => "; 1 task follows".into(),
                    moved => format!("; {moved} tasks follow"),
                });
            }
            txn.subject(Table::Task, id);
            txn.label(label);
            Ok(())
        })
    }

    /// Puts a task into the trash, with its parts, their checklists and dependencies.
    pub fn delete_task(&self, id: TaskId) -> Result<Done<()>> {
        self.transact("delete_task", |txn| {
            let task = rows::tasks::task(txn, id)?;
            for part in rows::tasks::parts(txn, id)? {
                txn.trash(Table::Task, part)?;
            }
            txn.trash(Table::Task, id)?;
            txn.subject(Table::Task, id);
            txn.label(format!("Deleted the task {}", task.name));
            Ok(())
        })
    }

    /// Adds a line at the end of a task's checklist.
    pub fn add_check(&self, task: TaskId, text: &str) -> Result<Done<CheckId>> {
        self.transact("add_check", |txn| {
            let facts = rows::tasks::task(txn, task)?;
            let text = line(text)?;
            let last = rows::tasks::last_check_rank(txn, task)?;
            let rank = rank::between(last.as_deref(), None, txn.jitter())?;
            let id: CheckId = txn.new_id();
            txn.insert(
                Table::ChecklistItem,
                id,
                &[("task_id", &task), ("text", &text), ("done", &false), ("rank", &rank)],
            )?;
            txn.subject(Table::Task, task);
            txn.label(format!("Added “{text}” to {}", facts.name));
            Ok(id)
        })
    }

    /// Ticks, unticks or rewords a line.
    pub fn edit_check(&self, id: CheckId, text: &str, done: bool) -> Result<Done<()>> {
        self.transact("edit_check", |txn| {
            let (task, name, was) = rows::tasks::check(txn, id)?;
            let text = line(text)?;
            txn.update(Table::ChecklistItem, id, &[("text", &text), ("done", &done)])?;
            txn.subject(Table::Task, task);
            let verb = if text != was {
                "Reworded"
            } else if done {
                "Ticked"
            } else {
                "Unticked"
            };
            txn.label(format!("{verb} “{text}” in {name}"));
            Ok(())
        })
    }

    pub fn delete_check(&self, id: CheckId) -> Result<Done<()>> {
        self.transact("delete_check", |txn| {
            let (task, name, text) = rows::tasks::check(txn, id)?;
            txn.trash(Table::ChecklistItem, id)?;
            txn.subject(Table::Task, task);
            txn.label(format!("Removed “{text}” from {name}"));
            Ok(())
        })
    }
}

/// Puts a task into a column: column, order and the day it was done are set together.
pub(crate) fn enter(
    txn: &mut Txn<'_>,
    task: TaskId,
    from: Category,
    to: &ColumnFacts,
    above: Option<TaskId>,
    below: Option<TaskId>,
) -> Result<()> {
    let rank = place::rank_for(txn, Some(task), to.id, above, below)?;
    txn.update(Table::Task, task, &[("column_id", &to.id), ("rank", &rank)])?;
    if to.category == Category::Doing {
        let since = rows::tasks::started_on(txn, task)?.unwrap_or(txn.today());
        txn.update(Table::Task, task, &[("started_on", &since)])?;
    }
    match (from, to.category) {
        (Category::Done, Category::Done) | (Category::Todo | Category::Doing, Category::Todo | Category::Doing) => {}
        (_, Category::Done) => {
            let today = txn.today();
            let nothing = None::<String>;
            let columns: crate::book::Columns<'_> =
                &[("done_on", &today), ("blocked_on", &nothing), ("blocked_reason", &nothing)];
            txn.update(Table::Task, task, columns)?;
            waits::end(txn, task)?;
        }
        (Category::Done, _) => {
            txn.update(Table::Task, task, &[("done_on", &None::<Day>)])?;
        }
    }
    Ok(())
}

/// What there is to say about a move forward: a predecessor that isn't done, a column with more than enough. Call it before the move.
pub(crate) fn ahead(reader: &Reader<'_>, task: &rows::tasks::TaskFacts, to: &ColumnFacts) -> Result<String> {
    let mut said = String::new();
    if to.category > task.category {
        let mut before = rows::tasks::predecessors(reader, task.id)?;
        // To begin, only what has to be done first counts.
        before.retain(|one| to.category == Category::Done || one.kind == LinkKind::FinishStart);
        said = ahead_of(&before);
    }
    let count = rows::tasks::count(reader, to.id)? + u32::from(task.column.id != to.id.0);
    if let Some(limit) = to.limit.filter(|limit| count > *limit && task.column.id != to.id.0) {
        said.push_str(&format!("; that makes {count}, over its limit of {limit}"));
    }
    Ok(said)
}

/// ", although “Survey” is not done yet": allowed, and said. Nothing where no predecessor is left.
fn ahead_of(predecessors: &[Neighbour]) -> String {
    let open: Vec<&str> =
        predecessors.iter().filter(|other| !other.done).map(|other| other.task.name.as_str()).collect();
    match open.as_slice() {
        [] => String::new(),
        [one] => format!(", although “{one}” before it is not done"),
        [one, rest @ ..] => format!(", although “{one}” and {} more before it are not done", rest.len()),
    }
}

/// Moves the tasks of a project that were due before `day` to its done column, and the next one to the column in progress.
pub(crate) fn finish_due_before(txn: &mut Txn<'_>, project: ProjectId, day: Day) -> Result<()> {
    let columns = rows::projects::columns(txn, project)?;
    let find = |category| columns.iter().find(|column| column.category == category);
    let (Some(todo), Some(doing), Some(done)) = (find(Category::Todo), find(Category::Doing), find(Category::Done))
    else {
        return Ok(());
    };
    let mut open = rows::tasks::cards(txn, todo.id, 0, u32::MAX)?;
    open.sort_by_key(|card| card.due);
    let (past, ahead): (Vec<_>, Vec<_>) = open.into_iter().partition(|card| card.due.is_some_and(|due| due < day));
    for card in past {
        enter(txn, card.id, Category::Todo, done, None, None)?;
        txn.update(Table::Task, card.id, &[("done_on", &card.due)])?;
        for check in rows::tasks::checks(txn, card.id)? {
            txn.update(Table::ChecklistItem, check.id, &[("done", &true)])?;
        }
    }
    match ahead.first() {
        Some(card) => enter(txn, card.id, Category::Todo, doing, None, None),
        None => Ok(()),
    }
}

fn change(txn: &mut Txn<'_>, task: &rows::tasks::TaskFacts, edit: &TaskEdit) -> Result<String> {
    let text = edit.value.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let (id, name) = (task.id, &task.name);
    match edit.field {
        TaskField::Name => {
            let new = task_name(text.unwrap_or_default())?;
            txn.update(Table::Task, id, &[("name", &new)])?;
            Ok(format!("Renamed {name} to {new}"))
        }
        TaskField::Description => {
            let new = text.map(|text| clean(text, NOTE_MAX)).transpose()?;
            txn.update(Table::Task, id, &[("description", &new)])?;
            Ok(format!("Changed the description of {name}"))
        }
        TaskField::Assignee => {
            let person = text.map(person_id).transpose()?;
            if let Some(person) = person {
                must_be_active(txn, person)?;
            }
            detail::assign(txn, id, person)?;
            Ok(if person.is_some() {
                format!("Gave {name} to somebody else")
            } else {
                format!("Took {name} from its owner")
            })
        }
        TaskField::Start => {
            let day = text.map(Day::parse_iso).transpose()?;
            in_order(name, day, task.due)?;
            let duration = lasts(txn, task, day, task.due)?;
            txn.update(Table::Task, id, &[("start_date", &day), ("duration_days", &duration)])?;
            Ok(dated("start", name, day))
        }
        TaskField::Due => {
            let day = text.map(Day::parse_iso).transpose()?;
            in_order(name, task.start, day)?;
            let duration = lasts(txn, task, task.start, day)?;
            txn.update(Table::Task, id, &[("due_date", &day), ("duration_days", &duration)])?;
            Ok(dated("due day", name, day))
        }
        TaskField::Priority => set_priority(txn, task, text),
        TaskField::Estimate => estimate(txn, task, text),
        TaskField::Blocked => block(txn, task, text),
    }
}

fn set_priority(txn: &mut Txn<'_>, task: &rows::tasks::TaskFacts, text: Option<&str>) -> Result<String> {
    let wanted = text.unwrap_or(Priority::Normal.as_str());
    let priority = Priority::ALL.iter().find(|one| one.as_str() == wanted);
    let priority = priority
        .ok_or_else(|| Error::invalid("A task's priority is urgent, high, normal or low. Nothing was changed."))?;
    txn.update(Table::Task, task.id, &[("priority", priority)])?;
    Ok(format!("Set the priority of {} to {wanted}", task.name))
}

fn estimate(txn: &mut Txn<'_>, task: &rows::tasks::TaskFacts, text: Option<&str>) -> Result<String> {
    let minutes = text.map(minutes).transpose()?;
    txn.update(Table::Task, task.id, &[("estimate_minutes", &minutes)])?;
    Ok(match minutes {
        Some(minutes) => format!("Estimated {} at {}", task.name, spoken(minutes)),
        None => format!("Cleared the estimate of {}", task.name),
    })
}

/// A new reason for a block that stands keeps the day it began.
fn block(txn: &mut Txn<'_>, task: &rows::tasks::TaskFacts, text: Option<&str>) -> Result<String> {
    let Some(reason) = text.map(|text| clean(text, NOTE_MAX)).transpose()? else {
        let nothing = None::<String>;
        txn.update(Table::Task, task.id, &[("blocked_on", &nothing), ("blocked_reason", &nothing)])?;
        return Ok(format!("{} is no longer blocked", task.name));
    };
    if task.category == Category::Done {
        return Err(Error::invalid(format!("{} is done and can't be blocked. Nothing was changed.", task.name)));
    }
    let since = rows::tasks::blocked_on(txn, task.id)?.unwrap_or(txn.today());
    txn.update(Table::Task, task.id, &[("blocked_on", &since), ("blocked_reason", &reason)])?;
    Ok(format!("{} is blocked: {reason}", task.name))
}

/// Working minutes as digits.
pub(super) fn minutes(text: &str) -> Result<u32> {
    let minutes = text.parse().ok().filter(|minutes| *minutes <= MOST_MINUTES);
    minutes.ok_or_else(|| Error::invalid("This is no number of hours, or too many. Nothing was changed."))
}

/// The working days between the two, as far as both are known; a milestone has none.
fn lasts(txn: &Txn<'_>, task: &rows::tasks::TaskFacts, start: Option<Day>, due: Option<Day>) -> Result<Option<u32>> {
    if task.duration == Some(0) {
        return Ok(Some(0));
    }
    let calendar = people::calendar(txn)?;
    Ok(start.zip(due).map_or(task.duration, |(start, due)| Some(span(&calendar, start, due))))
}

fn in_order(name: &str, start: Option<Day>, due: Option<Day>) -> Result<()> {
    match (start, due) {
        (Some(start), Some(due)) if due < start => Err(Error::invalid(format!(
            "{name} would be due on {} but start on {}. Nothing was changed; move the other day first.",
            due.spoken(),
            start.spoken()
        ))),
        _ => Ok(()),
    }
}

fn dated(what: &str, name: &str, day: Option<Day>) -> String {
    day.map_or_else(
        || format!("Cleared the {what} of {name}"),
        |day| format!("Set the {what} of {name} to {}", day.spoken()),
    )
}

pub(super) fn person_id(text: &str) -> Result<PersonId> {
    text.parse().map_err(|_| Error::not_found("person"))
}

fn why(reader: &Reader<'_>, project: ProjectId, task: TaskId) -> Result<Option<ExplainedTask>> {
    let stored = rows::tasks::explanations(reader, project)?;
    let mut explained =
        stored.iter().filter_map(|json| serde_json::from_str::<Explanation>(json).ok()).flat_map(|one| one.tasks);
    Ok(explained.find(|explained| explained.task == task))
}

fn history(reader: &Reader<'_>, task: TaskId) -> Result<Vec<HistoryItem>> {
    let mut ids = vec![task.into()];
    ids.extend(rows::tasks::hangs_on(reader, task)?);
    Ok(of_record(&recorded(reader, &ids, HISTORY)?))
}

fn task_name(text: &str) -> Result<String> {
    let name = clean(text, NAME_MAX)?;
    if name.is_empty() { Err(Error::invalid("A task needs a name. Nothing was saved.")) } else { Ok(name) }
}

fn line(text: &str) -> Result<String> {
    let text = clean(text, NAME_MAX)?;
    if text.is_empty() { Err(Error::invalid("A checklist line needs words. Nothing was saved.")) } else { Ok(text) }
}
