//! Baselines: a plan kept as it stood, and how far today's is from it.
use super::draft::{Draft, Stored};
use super::rows::{self, KeptTask};
use super::types::{BaselineRow, Fate, Variance, VarianceRow};
use crate::book::{Book, Done, Table};
use crate::error::{Error, Result};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{BaselineId, BaselineTaskId, Day, Named, ProjectId};

impl Book {
    /// Keeps the plan of a project as it stands, under a name.
    pub fn set_baseline(&self, project: ProjectId, name: &str) -> Result<Done<BaselineId>> {
        self.transact("set_baseline", |txn| {
            let draft = rows::draft(txn, project)?;
            let name = clean(name, NAME_MAX)?;
            if name.is_empty() {
                return Err(Error::invalid("A baseline needs a name. Nothing was saved."));
            }
            let (id, today): (BaselineId, Day) = (txn.new_id(), txn.today());
            txn.insert(
                Table::Baseline,
                id,
                &[
                    ("project_id", &project),
                    ("name", &name),
                    ("day", &today),
                    ("finish", &super::ops::finish(&draft)),
                    ("promised", &draft.promised),
                ],
            )?;
            for task in &draft.tasks {
                let row: BaselineTaskId = txn.new_id();
                txn.insert(
                    Table::BaselineTask,
                    row,
                    &[
                        ("baseline_id", &id),
                        ("task_id", &task.id),
                        ("name", &task.name),
                        ("start_date", &task.start),
                        ("due_date", &task.due),
                        ("estimate_minutes", &task.estimate_minutes),
                    ],
                )?;
            }
            txn.subject(Table::Project, project);
            txn.label(format!("Set the baseline {name} of {}", draft.name));
            Ok(id)
        })
    }

    pub fn delete_baseline(&self, id: BaselineId) -> Result<Done<()>> {
        self.transact("delete_baseline", |txn| {
            let (baseline, project) = rows::baseline(txn, id)?;
            txn.trash(Table::Baseline, id)?;
            txn.subject(Table::Project, project);
            txn.label(format!("Deleted the baseline {}", baseline.name));
            Ok(())
        })
    }

    /// How far a project is from a baseline, task by task: moved, added and deleted ones.
    pub fn variance(&self, id: BaselineId) -> Result<Variance> {
        self.read(|reader| {
            let (baseline, project) = rows::baseline(reader, id)?;
            let draft = rows::draft(reader, project)?;
            let kept = rows::kept(reader, id)?;
            Ok(variance(&draft, baseline, &kept, reader.rev()?))
        })
    }
}

fn variance(draft: &Draft, baseline: BaselineRow, kept: &[KeptTask], rev: crate::values::Rev) -> Variance {
    let days = |then: Option<Day>, now: Option<Day>| {
        then.zip(now).map(|(then, now)| draft.calendar.working_days_between(then, now) as i32)
    };
    let now = |task: &Stored, fate, then: Option<&KeptTask>| {
        let finish = task.due.or(task.start);
        VarianceRow {
            task: Named::new(task.id, task.name.clone()),
            fate,
            start_then: then.and_then(|then| then.start),
            finish_then: then.and_then(|then| then.due),
            start: task.start,
            finish,
            days: days(then.and_then(|then| then.due), finish),
            minutes_then: then.and_then(|then| then.minutes),
            minutes: task.estimate_minutes,
        }
    };
    let mut rows: Vec<VarianceRow> = Vec::with_capacity(kept.len());
    for task in &draft.tasks {
        let then = kept.iter().find(|kept| kept.task == task.id);
        rows.push(now(task, if then.is_some() { Fate::Kept } else { Fate::Added }, then));
    }
    for gone in kept.iter().filter(|kept| !draft.tasks.iter().any(|task| task.id == kept.task)) {
        rows.push(VarianceRow {
            task: Named::new(gone.task, gone.name.clone()),
            fate: Fate::Deleted,
            start_then: gone.start,
            finish_then: gone.due,
            start: None,
            finish: None,
            days: None,
            minutes_then: gone.minutes,
            minutes: None,
        });
    }
    let finish = super::ops::finish(draft);
    Variance { rev, days: days(baseline.finish, finish), finish, baseline, rows }
}
