//! Pays what the corridor owes: each handoff in one transaction, so that a power cut at any moment leaves all of it or nothing.
use super::outbox::{self, BACKOFF_MS};
use super::proposal::{Case, Proposal, carried, propose};
use super::rows::{self, HandoffFacts};
use super::{ExplainedTask, Explanation, WorkerRun, after, amend, brief, project_id};
use crate::book::{Actor, Book, Table, Txn};
use crate::deliver;
use crate::error::{Code, Error, Result};
use crate::offers::rules::with_scope;
use crate::values::{HandoffId, HandoffState, PartId, ProjectId};

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
    let case = Case::as_is(txn, handoff.deal, handoff.template, handoff.kickoff.unwrap_or(txn.today()))?;
    let (proposal, deal) = (propose(txn, &case)?, &case.brief);
    let project = project_id(txn.workspace(), handoff.deal, handoff.generation);
    let facts = deliver::ProjectFacts {
        name: deal.name.clone(),
        deal: Some((handoff.deal, handoff.generation)),
        company: deal.company.as_ref().map(|company| company.id.into()),
        contact: deal.contact.as_ref().map(|contact| contact.id.into()),
        template: Some((proposal.template_id, proposal.template.version)),
        lead: proposal.plan.lead,
        start: proposal.plan.start,
        promised: deal.promise,
        description: with_scope(deal.notes.as_deref(), case.scope.as_ref()),
        calendar: deal.calendar,
    };
    let own = project;
    let (project, tasks) = match handoff.extends {
        Some(there) => (there, extend(txn, handoff, project, there, &proposal)?),
        None => {
            deliver::build::project(txn, project, &facts)?;
            (project, deliver::build::tasks(txn, project, &proposal.template, &proposal.plan)?)
        }
    };
    deliver::build::turns(txn, own, project, &proposal.plan)?;
    if handoff.extends.is_none() {
        brief::carry(txn, project, &case.lines(), &case.stakeholders)?;
    }
    let explanation = Explanation {
        template: proposal.template.name.clone(),
        why_template: proposal.why_template,
        calendar: proposal.calendar_sentence,
        tasks,
        carried: carried(&case, proposal.kickoff),
        template_id: Some(proposal.template_id),
        version: proposal.template.version,
        parts: proposal.parts,
        rules: proposal.rules,
        left_out: proposal.left_out,
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
    amend::told(txn, handoff.id, handoff.deal)?;
    txn.subject(Table::Project, project);
    txn.label(match handoff.extends {
        Some(there) => format!("Added {} to the project {}", deal.name, deliver::project_name(txn, there)?),
        None => format!("Created the project {}", deal.name),
    });
    Ok(())
}

/// Adds the tasks of this win to a project that is there. `own`: the id that a project of its own would have had.
fn extend(
    txn: &mut Txn<'_>,
    handoff: &HandoffFacts,
    own: ProjectId,
    there: ProjectId,
    proposal: &Proposal,
) -> Result<Vec<ExplainedTask>> {
    if rows::running_project(txn, there)?.is_none() {
        return Err(Error::gate(
            format!(
                "The project that {} was to extend is not running any more. Take it back to work and choose Retry, or reopen the deal and win it with a project of its own.",
                handoff.deal_name
            ),
            vec![crate::error::Missing::new("extend", "Project to extend")],
        ));
    }
    let columns: crate::book::Columns<'_> =
        &[("project_id", &there), ("deal_id", &handoff.deal), ("generation", &handoff.generation)];
    txn.insert_or_revive(Table::ProjectPart, PartId(own.0), columns)?;
    deliver::build::part(txn, own, there, (&proposal.template, &proposal.plan), &handoff.deal_name)
}
