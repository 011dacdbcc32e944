//! What a template would plan, while it is being edited: the planner's own placing, nothing written down.
use crate::book::Book;
use crate::deliver::rows;
use crate::deliver::types::{Anchor, Template, TemplatePreview, TemplateSpan};
use crate::error::Result;
use crate::handoff::plan::{Plan, PlanInput, Staff, plan};
use crate::values::{Day, WorkingCalendar};

use super::template_checks::within_limits;

impl Book {
    /// Where the tasks of this draft would lie, counted in working days from the win, and who would get them today. A circle of
    /// dependencies and numbers beyond the limits are refused by name, as when it is saved.
    pub fn preview_template(&self, template: &Template) -> Result<TemplatePreview> {
        within_limits(template)?;
        self.read(|reader| {
            let staff = rows::staff::staff(reader)?;
            let (zero, made) = on_plain_days(template, &staff)?;
            let ruler = WorkingCalendar::default();
            let tasks = made.tasks.iter().map(|task| TemplateSpan {
                key: task.key.clone(),
                start: narrow(ruler.working_days_between(zero, task.start)),
                days: task.duration_days,
                pushed_by: task.pushed_by.clone(),
                who: task.assignee.clone().map(|(_, name)| name),
                who_why: task.who_why.clone(),
            });
            Ok(TemplatePreview {
                rev: reader.rev()?,
                tasks: tasks.collect(),
                working_days: length(&made),
                lead: made.lead.and_then(|lead| staff.active.get(&lead).cloned()),
            })
        })
    }
}

/// From the first start to the last due day, Monday to Friday without holidays.
pub(super) fn working_days(document: &Template, staff: &Staff) -> u32 {
    on_plain_days(document, staff).map_or(0, |(_, made)| length(&made))
}

fn length(made: &Plan) -> u32 {
    let days = |(start, finish)| WorkingCalendar::default().working_days_between(start, finish) + 1;
    u32::try_from(made.start.zip(made.finish).map_or(0, days)).unwrap_or(0)
}

/// The plan for a win on a Monday with nothing but plain weeks ahead, so that a day of the plan is a number of working days.
fn on_plain_days(template: &Template, staff: &Staff) -> Result<(Day, Plan)> {
    let calendar = WorkingCalendar::default();
    let zero = Day::parse_iso("2026-01-05")?;
    let mut input = PlanInput::of(template, &calendar, staff, zero);
    let made = plan(&input)?;
    // What counts back from the promise is drawn against the earliest promise that the rest can keep.
    if template.phases.iter().flat_map(|phase| &phase.tasks).all(|task| task.anchor != Anchor::Promise) {
        return Ok((zero, made));
    }
    input.promise = made.finish;
    Ok((zero, plan(&input)?))
}

fn narrow(days: i64) -> i32 {
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}
