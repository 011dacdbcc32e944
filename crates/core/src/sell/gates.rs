//! Fields a stage asks for before a deal may enter it, and where a deal has been. Pure.
use serde::{Deserialize, Serialize};

use super::types::{DealFacts, StageEvent, StageKind};
use crate::error::Missing;
use crate::values::{Day, StageId};
use crate::words;

words! {
    /// A field that a stage may ask for.
    Required {
        Company "company", Contact "contact", Owner "owner", Amount "amount", CloseDate "close_date", Promise "promise",
        Product "product", Lines "lines", NextStep "next_step", Source "source", Notes "notes",
    }
}

impl Required {
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Required::Company => "Company",
            Required::Contact => "Main contact",
            Required::Owner => "Owner",
            Required::Amount => "Amount",
            Required::CloseDate => "Close date",
            Required::Promise => "Promised delivery, or none promised",
            Required::Product => "Product",
            Required::Lines => "Lines: what is sold",
            Required::NextStep => "Next step",
            Required::Source => "Source",
            Required::Notes => "Notes",
        }
    }

    pub fn missing(self) -> Missing {
        Missing::new(self.as_str(), self.label())
    }
}

/// Which fields a deal has something in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    pub company: bool,
    pub contact: bool,
    pub owner: bool,
    pub amount: bool,
    pub close_date: bool,
    pub promise: bool,
    pub product: bool,
    pub lines: bool,
    pub next_step: bool,
    pub source: bool,
    pub notes: bool,
}

impl Held {
    /// A deal with lines names its products there.
    pub fn of(deal: &DealFacts) -> Held {
        Held {
            company: deal.company.is_some(),
            contact: deal.contact.is_some(),
            owner: deal.owner.is_some(),
            amount: deal.amount.is_some(),
            close_date: deal.close_date.is_some(),
            promise: deal.promise.is_some(),
            product: deal.product.is_some() || deal.lines > 0,
            lines: deal.lines > 0,
            next_step: deal.next_step,
            source: deal.source.is_some(),
            notes: deal.notes.is_some(),
        }
    }

    /// What either has.
    pub fn or(self, other: Held) -> Held {
        Held {
            company: self.company || other.company,
            contact: self.contact || other.contact,
            owner: self.owner || other.owner,
            amount: self.amount || other.amount,
            close_date: self.close_date || other.close_date,
            promise: self.promise || other.promise,
            product: self.product || other.product,
            lines: self.lines || other.lines,
            next_step: self.next_step || other.next_step,
            source: self.source || other.source,
            notes: self.notes || other.notes,
        }
    }

    fn has(self, field: Required) -> bool {
        match field {
            Required::Company => self.company,
            Required::Contact => self.contact,
            Required::Owner => self.owner,
            Required::Amount => self.amount,
            Required::CloseDate => self.close_date,
            Required::Promise => self.promise,
            Required::Product => self.product,
            Required::Lines => self.lines,
            Required::NextStep => self.next_step,
            Required::Source => self.source,
            Required::Notes => self.notes,
        }
    }
}

/// What a deal still needs to enter a stage that asks for these fields. Empty: it may enter.
pub fn entry_missing(required: &[Required], held: Held) -> Vec<Missing> {
    required.iter().filter(|field| !held.has(**field)).map(|field| field.missing()).collect()
}

/// How long a deal was in a stage, all visits together; the stage it is in counts up to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct StageTime {
    pub stage: StageId,
    pub name: String,
    pub kind: StageKind,
    pub days: u32,
    pub visits: u32,
    pub now: bool,
}

/// Where a deal has been, in the order it first came there. Days are civil days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Course {
    pub stages: Vec<StageTime>,
    /// Moves to an earlier open stage of the same pipeline.
    pub moves_back: u32,
    /// From the first day to the day it was won or lost, or to today.
    pub age_days: u32,
}

/// A stage event with where its stage stands: `place` counts the live stages of a pipeline from the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub stage: StageId,
    pub place: Option<(crate::values::PipelineId, u32)>,
    pub event: StageEvent,
}

/// Follows a deal through its events, oldest first. Events that change only figures are no visits.
pub fn course(steps: &[Step], today: Day) -> Course {
    let mut course = Course::default();
    let Some(first) = steps.first() else { return course };
    let mut here: Option<(&Step, Day)> = None;
    for step in steps {
        match here {
            Some((before, since)) if before.stage == step.stage => here = Some((step, since)),
            Some((before, since)) => {
                course.moves_back += u32::from(is_back(before, step));
                stay(&mut course, before, since, step.event.day, false);
                here = Some((step, step.event.day));
            }
            None => here = Some((step, step.event.day)),
        }
    }
    if let Some((last, since)) = here {
        let open = last.event.kind == StageKind::Open;
        let until = if open { today } else { since };
        stay(&mut course, last, since, until, true);
        course.age_days = days(first.event.day, until);
    }
    course
}

fn is_back(before: &Step, after: &Step) -> bool {
    let open = before.event.kind == StageKind::Open && after.event.kind == StageKind::Open;
    open && matches!((before.place, after.place), (Some((from, was)), Some((to, is))) if from == to && is < was)
}

fn stay(course: &mut Course, step: &Step, since: Day, until: Day, now: bool) {
    let stayed = days(since, until);
    if let Some(stage) = course.stages.iter_mut().find(|stage| stage.stage == step.stage) {
        stage.days = stage.days.saturating_add(stayed);
        stage.visits += 1;
        stage.now = now;
        return;
    }
    course.stages.push(StageTime {
        stage: step.stage,
        name: step.event.to.clone(),
        kind: step.event.kind,
        days: stayed,
        visits: 1,
        now,
    });
}

fn days(since: Day, until: Day) -> u32 {
    u32::try_from(since.days_until(until).max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::PipelineId;
    use uuid::Uuid;

    fn step(stage: u128, kind: StageKind, on: &str) -> Step {
        let event = StageEvent {
            day: Day::parse_iso(on).unwrap(),
            from: None,
            to: format!("S{stage}"),
            kind,
            amount: None,
            currency: "EUR".into(),
            probability: 50,
            close_date: None,
            owner: None,
        };
        let place = Some((PipelineId(Uuid::from_u128(9)), u32::try_from(stage).unwrap()));
        Step { stage: StageId(Uuid::from_u128(stage)), place, event }
    }

    #[test]
    fn what_is_missing_is_named_in_the_order_of_the_stage() {
        let asked = [Required::CloseDate, Required::Company, Required::Lines];
        let held = Held { company: true, ..Held::default() };
        let labels: Vec<String> = entry_missing(&asked, held).into_iter().map(|field| field.label).collect();
        assert_eq!(labels, ["Close date", "Lines: what is sold"]);
        let all = Held { close_date: true, lines: true, ..held };
        assert!(entry_missing(&asked, all).is_empty() && entry_missing(&[], Held::default()).is_empty());
    }

    #[test]
    fn days_visits_and_moves_back_are_counted_by_hand() {
        use StageKind::{Open, Won};
        let steps = [
            step(1, Open, "2026-01-01"),
            step(2, Open, "2026-01-11"),
            step(2, Open, "2026-01-13"), // only a figure changed
            step(1, Open, "2026-01-21"), // back
            step(2, Open, "2026-01-26"),
            step(9, Won, "2026-02-05"),
        ];
        let whole = course(&steps, Day::parse_iso("2026-06-01").unwrap());
        let read: Vec<_> = whole.stages.iter().map(|s| (s.name.as_str(), s.days, s.visits, s.now)).collect();
        assert_eq!(read, [("S1", 15, 2, false), ("S2", 20, 2, false), ("S9", 0, 1, true)]);
        assert_eq!((whole.moves_back, whole.age_days), (1, 35));

        let open = course(&steps[..3], Day::parse_iso("2026-01-31").unwrap());
        assert_eq!((open.stages[1].days, open.stages[1].now, open.age_days), (20, true, 30));
        assert_eq!(course(&[], Day::parse_iso("2026-01-31").unwrap()), Course::default());
    }

    #[test]
    fn another_pipeline_is_no_move_back() {
        let mut other = step(1, StageKind::Open, "2026-01-05");
        other.place = Some((PipelineId(Uuid::from_u128(8)), 0));
        let there = [step(3, StageKind::Open, "2026-01-01"), other];
        assert_eq!(course(&there, Day::parse_iso("2026-01-06").unwrap()).moves_back, 0);
    }
}
