//! Pays what the corridor owes: each handoff in one transaction, so that a power cut at any moment leaves all of it or nothing.
use super::after;
use super::outbox::{self, BACKOFF_MS};
use super::plan::{Plan, PlanInput, Staff, plan};
use super::rows::{self, Brief, HandoffFacts};
use super::{Carried, Explanation, WorkerRun, project_id};
use crate::book::{Actor, Book, Reader, Table, Txn};
use crate::deliver::{self, Template};
use crate::error::{Code, Error, Result};
use crate::offers::Scope;
use crate::offers::rules::with_scope;
use crate::people;
use crate::values::{Day, HandoffId, HandoffState, TemplateId, WorkingCalendar};

/// What became of one due row.
enum Paid {
    Delivered,
    /// Somebody settled it meanwhile, or the deal is no longer won.
    Dropped,
}

impl Book {
    /// Delivers what is due, at most `limit` rows, then answers. The same function in the window, on the command line and in tests.
    pub fn run_worker_once(&self, limit: u32) -> Result<WorkerRun> {
        let due = self.read(|reader| outbox::due(reader, reader.now_ms(), limit))?;
        let mut run = WorkerRun::default();
        for owed in due {
            match self.deliver(owed.handoff) {
                Ok(Paid::Delivered) => run.delivered += 1,
                Ok(Paid::Dropped) => {}
                // What can't be written at all is no fault of this handoff: it stays due.
                Err(error) if matches!(error.code, Code::Busy | Code::ReadOnly | Code::Full | Code::Corrupt) => {
                    return Err(error);
                }
                Err(error) => match self.count_failure(owed.handoff, &error)? {
                    Failure::Later => run.failed += 1,
                    Failure::Parked => run.parked += 1,
                },
            }
        }
        run.recurred = self.make_recurring(limit)?;
        run.pending = self.read(outbox::pending)?;
        Ok(run)
    }

    fn deliver(&self, handoff: HandoffId) -> Result<Paid> {
        let done = self.transact_as(Actor::Worker, "hand_off", |txn| deliver(txn, handoff))?;
        Ok(done.value)
    }

    /// In a transaction of its own, after the delivery has been rolled back.
    fn count_failure(&self, handoff: HandoffId, error: &Error) -> Result<Failure> {
        let done = self.transact_as(Actor::Worker, "hand_off_failed", |txn| {
            let Some(owed) = outbox::still_due(txn, handoff)? else { return Ok(Failure::Later) };
            match BACKOFF_MS.get(owed.attempts as usize) {
                // A gate asks for something only a person can do: trying again by itself would change nothing.
                Some(wait) if error.code != Code::Gate => {
                    let due_at = txn.now_ms() + wait;
                    outbox::postpone(txn, handoff, &error.message, due_at)?;
                    Ok(Failure::Later)
                }
                _ => {
                    let facts = rows::get(txn, handoff)?;
                    outbox::park(txn, handoff, &error.message)?;
                    txn.update(Table::Handoff, handoff, &[("state", &HandoffState::Parked)])?;
                    txn.step_of(facts.won_command);
                    txn.label(format!("The handoff of {} needs help", facts.deal_name));
                    Ok(Failure::Parked)
                }
            }
        })?;
        Ok(done.value)
    }
}

enum Failure {
    Later,
    Parked,
}

fn deliver(txn: &mut Txn<'_>, id: HandoffId) -> Result<Paid> {
    if outbox::still_due(txn, id)?.is_none() {
        return Ok(Paid::Dropped);
    }
    let Some(handoff) = rows::find(txn, id)?.filter(|handoff| handoff.state == HandoffState::Pending) else {
        outbox::settle(txn, id)?;
        return Ok(Paid::Dropped);
    };
    txn.step_of(handoff.won_command);
    if !handoff.still_won {
        txn.update(Table::Handoff, id, &[("state", &HandoffState::Reversed)])?;
        outbox::settle(txn, id)?;
        txn.label(format!("Called off the handoff of {}", handoff.deal_name));
        return Ok(Paid::Dropped);
    }
    write_project(txn, &handoff)?;
    outbox::settle(txn, id)?;
    Ok(Paid::Delivered)
}

fn write_project(txn: &mut Txn<'_>, handoff: &HandoffFacts) -> Result<()> {
    let brief = rows::brief(txn, handoff.deal)?;
    let scope = crate::offers::scope_of(txn, handoff.deal)?;
    let proposal = propose(txn, &brief, handoff.template, handoff.kickoff.unwrap_or(txn.today()))?;
    let project = project_id(txn.workspace(), handoff.deal, handoff.generation);
    let facts = deliver::ProjectFacts {
        name: brief.name.clone(),
        deal: Some((handoff.deal, handoff.generation)),
        company: brief.company.as_ref().map(|company| company.id.into()),
        contact: brief.contact.as_ref().map(|contact| contact.id.into()),
        template: Some((proposal.template_id, proposal.template.version)),
        lead: proposal.plan.lead,
        start: proposal.plan.start,
        promised: brief.promise,
        description: with_scope(brief.notes.as_deref(), scope.as_ref()),
        calendar: brief.calendar,
    };
    deliver::build::project(txn, project, &facts)?;
    let tasks = deliver::build::tasks(txn, project, &proposal.template, &proposal.plan)?;
    deliver::build::turns(txn, project, &proposal.plan)?;
    let explanation = Explanation {
        template: proposal.template.name.clone(),
        why_template: proposal.why_template,
        calendar: proposal.calendar_sentence,
        tasks,
        carried: carried(&brief, scope.as_ref()),
    };
    let json = serde_json::to_string(&explanation)
        .map_err(|why| Error::invalid(format!("The explanation can't be written down ({why}).")))?;
    let now_ms = txn.moment_ms();
    txn.update(
        Table::Handoff,
        handoff.id,
        &[
            ("state", &HandoffState::Delivered),
            ("project_id", &project),
            ("explanation", &json),
            ("delivered_at", &now_ms),
        ],
    )?;
    let made: Vec<_> = explanation.tasks.iter().map(|task| task.task).collect();
    after::delivered(txn, handoff.id, &made)?;
    txn.subject(Table::Project, project);
    txn.label(format!("Created the project {}", brief.name));
    Ok(())
}

/// The project a win makes, before anything is written: the worker and the preview both ask here.
pub(super) struct Proposal {
    pub template_id: TemplateId,
    pub template: Template,
    pub why_template: String,
    pub calendar_sentence: String,
    pub plan: Plan,
    pub staff: Staff,
}

pub(super) fn propose(
    reader: &Reader<'_>,
    brief: &Brief,
    wanted: Option<TemplateId>,
    kickoff: Day,
) -> Result<Proposal> {
    let (template_id, why_template) = choose_template(reader, brief, wanted)?;
    let template = deliver::load_template(reader, template_id)?;
    let calendar = people::calendar(reader)?;
    let staff = deliver::staff(reader)?;
    let input = PlanInput { owner: brief.owner, ..PlanInput::of(&template, &calendar, &staff, kickoff) };
    let plan = plan(&input)?;
    Ok(Proposal { template_id, why_template, calendar_sentence: calendar_sentence(&calendar), plan, template, staff })
}

/// The one chosen in the win sheet, else the pipeline's, else the oldest. `gate` when there is none at all.
fn choose_template(reader: &Reader<'_>, brief: &Brief, wanted: Option<TemplateId>) -> Result<(TemplateId, String)> {
    let there = deliver::template_ids(reader)?;
    if let Some(id) = wanted.filter(|id| there.contains(id)) {
        return Ok((id, "chosen in the win sheet".into()));
    }
    let gone = if wanted.is_some() { "; the one chosen in the win sheet has been deleted" } else { "" };
    if let Some(id) = brief.pipeline_template.filter(|id| there.contains(id)) {
        return Ok((id, format!("the template of the pipeline {}{gone}", brief.pipeline)));
    }
    match there.as_slice() {
        [] => Err(Error::gate(
            format!(
                "There is no template to make the project of {} from. Create one under Templates, then choose Retry.",
                brief.name
            ),
            vec![crate::error::Missing::new("template", "Template")],
        )),
        [only] => Ok((*only, format!("the only template there is{gone}"))),
        [first, ..] => {
            Ok((*first, format!("the first template, because the pipeline {} has none{gone}", brief.pipeline)))
        }
    }
}

fn calendar_sentence(calendar: &WorkingCalendar) -> String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let days: Vec<&str> =
        names.iter().enumerate().filter(|(bit, _)| calendar.workdays >> bit & 1 == 1).map(|(_, name)| *name).collect();
    let days = if calendar.workdays == 0b001_1111 { "Mon–Fri".to_owned() } else { days.join(", ") };
    match calendar.holidays.len() {
        0 => format!("{days}, no holidays entered"),
        1 => format!("{days}, 1 holiday"),
        n => format!("{days}, {n} holidays"),
    }
}

fn carried(brief: &Brief, scope: Option<&Scope>) -> Vec<Carried> {
    let field = |field: &str, value: Option<String>, source: &str| {
        value.map(|value| Carried { field: field.into(), value, source: source.into() })
    };
    let promise = brief.promise.map_or("none promised".to_owned(), |day| day.to_string());
    [
        field("Name", Some(brief.name.clone()), "deal name"),
        field("Company", brief.company.as_ref().map(|company| company.name.clone()), "deal company"),
        field("Contact", brief.contact.as_ref().map(|contact| contact.name.clone()), "deal contact"),
        field("Promised delivery", Some(promise), "promise on the deal"),
        field("Description", brief.notes.clone(), "deal notes"),
        scope.and_then(|scope| field("Scope", Some(scope.text.clone()), &scope.source)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
