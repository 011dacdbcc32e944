//! What may be changed about a plan, applied to a draft. Pure: the verbs write down what then differs.
use super::draft::{Draft, StoredLink, span};
use super::lines::lines;
use super::predecessors::read_predecessors;
use super::types::{Bound, PlanChange, TaskKind};
use crate::deliver::{Category, LinkKind};
use crate::error::{Error, Result};
use crate::schedule::{DURATION_MAX, LAG_MAX};
use crate::values::{Day, TaskId, TaskLinkId};

impl Draft {
    /// Applies a change. `new_id` names new links.
    pub fn apply(&mut self, change: &PlanChange, new_id: &mut dyn FnMut() -> TaskLinkId) -> Result<()> {
        match change {
            PlanChange::Start { task, day } => self.start(*task, *day),
            PlanChange::Finish { task, day } => self.finish(*task, *day),
            PlanChange::Until { task, day } => self.until(*task, *day),
            PlanChange::Duration { task, days } => self.last(*task, *days),
            PlanChange::Bound { task, bound, day } => {
                if *bound != Bound::Asap && day.is_none() {
                    return Err(Error::invalid("Say the day of this constraint. Nothing was changed."));
                }
                let at = self.leaf(*task)?;
                self.tasks[at].bound = *bound;
                self.tasks[at].bound_day = day.filter(|_| *bound != Bound::Asap);
                Ok(())
            }
            PlanChange::Deadline { task, day } => {
                let at = self.position(*task)?;
                self.tasks[at].deadline = *day;
                Ok(())
            }
            PlanChange::Manual { task, manual } => {
                let at = self.leaf(*task)?;
                if *manual && self.tasks[at].start.is_none() && self.tasks[at].due.is_none() {
                    return Err(Error::invalid("Give the task a date before holding it there. Nothing was changed."));
                }
                self.tasks[at].manual = *manual;
                Ok(())
            }
            PlanChange::Percent { task, percent } => {
                if percent.is_some_and(|percent| percent > 100) {
                    return Err(Error::invalid("Progress is between 0 and 100 percent. Nothing was changed."));
                }
                self.progress(*task, percent.unwrap_or(0), *percent)
            }
            PlanChange::Link { from, to, kind, lag_days, elapsed } => {
                let link = StoredLink {
                    id: new_id(),
                    from: *from,
                    to: *to,
                    kind: *kind,
                    lag_days: *lag_days,
                    elapsed: *elapsed,
                };
                self.link(link)
            }
            PlanChange::Unlink { link } => {
                let count = self.links.len();
                self.links.retain(|one| one.id != *link);
                if self.links.len() == count { Err(Error::not_found("dependency")) } else { Ok(()) }
            }
            PlanChange::Predecessors { task, text } => self.predecessors(*task, text, new_id),
        }
    }

    /// A task whose dates are its own.
    fn leaf(&self, task: TaskId) -> Result<usize> {
        let at = self.position(task)?;
        if self.has_parts(task) {
            let name = &self.tasks[at].name;
            return Err(Error::invalid(format!(
                "“{name}” has parts: its dates follow from theirs. Nothing was changed."
            )));
        }
        Ok(at)
    }

    fn open(&self, task: TaskId) -> Result<usize> {
        let at = self.leaf(task)?;
        let one = &self.tasks[at];
        match one.done_on {
            Some(day) => Err(Error::invalid(format!(
                "“{}” was done on {} and stays there. Nothing was changed.",
                one.name,
                day.spoken()
            ))),
            None => Ok(at),
        }
    }

    /// What is said about progress is true of the task: 100 is done, something is begun, less than 100 is not done.
    fn progress(&mut self, task: TaskId, percent: u8, said: Option<u8>) -> Result<()> {
        let (at, today) = (self.leaf(task)?, self.today);
        let one = &mut self.tasks[at];
        if percent == 100 {
            (one.category, one.done_on) = (Category::Done, one.done_on.or(Some(today)));
            return Ok(());
        }
        one.done_on = None;
        one.percent = said;
        match (one.category, percent) {
            (Category::Done, 0) => one.category = Category::Todo,
            (Category::Done | Category::Todo, 1..) => {
                (one.category, one.started_on) = (Category::Doing, one.started_on.or(Some(today)));
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, task: TaskId, day: Day) -> Result<()> {
        let at = self.open(task)?;
        let day = self.calendar.next_working(day);
        let days = self.tasks[at].duration(&self.calendar);
        let one = &mut self.tasks[at];
        one.start = Some(day);
        one.due = Some(if days == 0 { day } else { self.calendar.add_working_days(day.plus_days(-1), days as i32) });
        one.duration = Some(days);
        if one.bound == Bound::Fixed {
            one.bound_day = Some(day);
        }
        Ok(())
    }

    fn finish(&mut self, task: TaskId, day: Day) -> Result<()> {
        let at = self.open(task)?;
        if self.tasks[at].kind == TaskKind::Milestone {
            return self.start(task, day);
        }
        let one = &self.tasks[at];
        if let Some(start) = one.start.filter(|start| *start > day) {
            return Err(Error::invalid(format!(
                "“{}” would end on {} but start on {}. Nothing was changed; move the start first.",
                one.name,
                day.spoken(),
                start.spoken()
            )));
        }
        let days = one.start.map(|start| span(&self.calendar, start, day));
        let one = &mut self.tasks[at];
        one.due = Some(day);
        one.duration = days.or(one.duration);
        Ok(())
    }

    fn until(&mut self, task: TaskId, day: Day) -> Result<()> {
        let at = self.open(task)?;
        let day = self.calendar.next_working(day);
        let days = self.tasks[at].duration(&self.calendar);
        self.start(task, if days == 0 { day } else { self.calendar.add_working_days(day, 1 - days as i32) })
    }

    fn last(&mut self, task: TaskId, days: u32) -> Result<()> {
        let at = self.open(task)?;
        if days > DURATION_MAX {
            let name = &self.tasks[at].name;
            return Err(Error::invalid(format!(
                "“{name}” may take at most {DURATION_MAX} working days. Nothing was changed."
            )));
        }
        let one = &mut self.tasks[at];
        match (days, one.kind) {
            (0, _) => one.kind = TaskKind::Milestone,
            (_, TaskKind::Milestone) => one.kind = TaskKind::Task,
            _ => {}
        }
        one.duration = Some(days);
        match one.start {
            Some(start) => self.start(task, start),
            None => Ok(()),
        }
    }

    fn link(&mut self, link: StoredLink) -> Result<()> {
        let (from, to) = (self.position(link.from)?, self.position(link.to)?);
        if from == to {
            return Err(Error::invalid(format!(
                "“{}” can't wait for itself. Nothing was changed.",
                self.tasks[from].name
            )));
        }
        if link.lag_days.unsigned_abs() > LAG_MAX {
            return Err(Error::invalid(format!("A lag or lead may have at most {LAG_MAX} days. Nothing was changed.")));
        }
        match self.links.iter_mut().find(|one| one.from == link.from && one.to == link.to) {
            // Two tasks have one dependency: saying it again says it anew.
            Some(one) => (one.kind, one.lag_days, one.elapsed) = (link.kind, link.lag_days, link.elapsed),
            None => self.links.push(link),
        }
        Ok(())
    }

    /// Replaces all predecessors by those of the column, by the numbers of the outline's rows.
    fn predecessors(&mut self, task: TaskId, text: &str, new_id: &mut dyn FnMut() -> TaskLinkId) -> Result<()> {
        let own = self.position(task)?;
        let rows = lines(self);
        let mut wanted: Vec<(TaskId, LinkKind, i32, bool)> = Vec::new();
        for one in read_predecessors(text)? {
            let line = rows.get(one.number as usize - 1).ok_or_else(|| {
                Error::invalid(format!("There is no row {} in this plan. Nothing was changed.", one.number))
            })?;
            let from = line.task.and_then(|at| self.tasks.get(at)).ok_or_else(|| {
                Error::invalid(format!(
                    "Row {} is a phase. Name the task that “{}” waits for. Nothing was changed.",
                    one.number, self.tasks[own].name
                ))
            })?;
            wanted.push((from.id, one.kind, one.lag_days, one.elapsed));
        }
        self.links.retain(|link| link.to != task || wanted.iter().any(|(from, ..)| *from == link.from));
        for (from, kind, lag_days, elapsed) in wanted {
            self.link(StoredLink { id: new_id(), from, to: task, kind, lag_days, elapsed })?;
        }
        Ok(())
    }
}

impl PlanChange {
    /// What it did, for the toast and the history.
    pub(super) fn words<'n>(&self, name: &dyn Fn(&TaskId) -> &'n str) -> String {
        match self {
            PlanChange::Start { task, day } => format!("Moved {} to {}", name(task), day.spoken()),
            PlanChange::Until { task, day } => format!("Moved {} to end on {}", name(task), day.spoken()),
            PlanChange::Finish { task, day } => format!("Set the finish of {} to {}", name(task), day.spoken()),
            PlanChange::Duration { task, days: 0 } => format!("Made {} a milestone", name(task)),
            PlanChange::Duration { task, days } => format!("Set the duration of {} to {days} d", name(task)),
            PlanChange::Bound { task, bound: Bound::Asap, .. } => format!("Took the constraint from {}", name(task)),
            PlanChange::Bound { task, .. } => format!("Set a constraint on {}", name(task)),
            PlanChange::Deadline { task, day: None } => format!("Took the deadline from {}", name(task)),
            PlanChange::Deadline { task, day: Some(day) } => {
                format!("Set the deadline of {} to {}", name(task), day.spoken())
            }
            PlanChange::Manual { task, manual: true } => format!("Holds {} at its dates", name(task)),
            PlanChange::Manual { task, .. } => format!("Lets links move {} again", name(task)),
            PlanChange::Percent { task, percent: Some(100) } => format!("Finished {}", name(task)),
            PlanChange::Percent { task, percent } => format!("Set {} to {} %", name(task), percent.unwrap_or(0)),
            PlanChange::Link { from, to, .. } => format!("Made {} wait for {}", name(to), name(from)),
            PlanChange::Unlink { .. } => "Removed a dependency".into(),
            PlanChange::Predecessors { task, .. } => format!("Changed what {} waits for", name(task)),
        }
    }
}
