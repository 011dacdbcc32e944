//! The project a win would create, before the win: the worker's own plan, not written down.
use super::brief::{self, Stakeholder};
use super::proposal::{Case, Proposal, propose};
use super::rows;
use super::{EmptyRole, PlannedTask, WinPreview};
use crate::book::Reader;
use crate::deliver;
use crate::error::{Code, Missing, Result};
use crate::sell::ops::closing::{all_win_missing, win_stage};
use crate::sell::types::{DealFacts, StageFacts};
use crate::sell::{StageKind, WinDraft, deal_facts};
use crate::values::{Day, Named};

/// What the sheet shows: what is missing, and the project that would come, or the one that is kept.
pub(super) fn win_preview(reader: &Reader<'_>, draft: &WinDraft) -> Result<WinPreview> {
    let facts = deal_facts(reader, draft.deal)?;
    let stage = win_stage(reader, &facts, draft.stage)?;
    let draft = &settled(reader, &facts, &stage, draft)?;
    let mut missing = all_win_missing(&facts, &stage, draft);
    missing.extend(brief_missing(reader, &facts, draft)?);
    let case = Case::as_won(reader, &facts, &stage, draft)?;
    let mut preview = WinPreview {
        missing,
        project_name: case.brief.name.clone(),
        scope: case.scope.clone(),
        brief: case.answers.clone(),
        stakeholders: case.stakeholders.iter().map(Stakeholder::called).collect(),
        no_project: draft.without_project.clone(),
        ..WinPreview::default()
    };
    for id in deliver::template_ids(reader)? {
        preview.templates.push(Named::new(id, deliver::load_template(reader, id)?.name));
    }
    if draft.without_project.is_some() {
        preview.note = Some("No project will be created.".into());
        return Ok(preview);
    }
    if let Some(company) = &case.brief.company {
        preview.extendable = rows::extendable(reader, company.id)?;
    }
    if !draft.new_project && draft.extend.is_none() && facts.kind != StageKind::Won {
        let generation = rows::latest(reader, draft.deal)?.map_or(facts.generation, |latest| latest.generation);
        preview.existing_project = rows::project_of(reader, draft.deal, generation)?;
    }
    if let Some(project) = &preview.existing_project {
        preview.note = Some(format!("The project “{}” from the last win is kept as it is.", project.name));
        return Ok(preview);
    }
    match propose(reader, &case) {
        Ok(proposal) => show(&mut preview, case.brief.promise, proposal),
        // Without a template the deal may still be won: the handoff then waits, visibly, for somebody to make one.
        Err(error) if error.code == Code::Gate => preview.note = Some(error.message),
        Err(error) => return Err(error),
    }
    Ok(preview)
}

/// The draft, with the reason of the rule that says no project is needed, unless somebody chose otherwise.
pub(crate) fn settled(
    reader: &Reader<'_>,
    facts: &DealFacts,
    stage: &StageFacts,
    draft: &WinDraft,
) -> Result<WinDraft> {
    let mut draft = draft.clone();
    // Only a deal that was won before can want another project than the one it has.
    let again = draft.new_project && facts.generation > 0;
    let chosen = draft.without_project.is_some() || draft.template.is_some() || draft.extend.is_some() || again;
    if !chosen && rows::project_of(reader, facts.id, facts.generation)?.is_none() {
        draft.without_project = Case::as_won(reader, facts, stage, &draft)?.no_project(reader)?;
    }
    Ok(draft)
}

/// What the kickoff brief still asks for. Without a project it asks for nothing, nor where there is one already.
pub(crate) fn brief_missing(reader: &Reader<'_>, facts: &DealFacts, draft: &WinDraft) -> Result<Vec<Missing>> {
    if draft.without_project.is_some() {
        return Ok(Vec::new());
    }
    Ok(brief::missing(&brief::entries(reader, facts.pipeline, facts.id, &draft.brief)?))
}

fn show(preview: &mut WinPreview, promise: Option<Day>, proposal: Proposal) {
    let phase = |at: usize| proposal.template.phases.get(at).map(|phase| phase.name.clone()).unwrap_or_default();
    preview.tasks = proposal
        .plan
        .tasks
        .iter()
        .map(|task| PlannedTask {
            phase: phase(task.phase),
            name: task.name.clone(),
            assignee: task.assignee.clone().map(|(id, name)| Named::new(id, name)),
            who_why: task.who_why.clone(),
            start: task.start,
            due: task.due,
            date_why: task.date_why.clone(),
        })
        .collect();
    preview.empty_roles = empty_roles(&proposal);
    preview.template = Some(Named::new(proposal.template_id, proposal.template.name.clone()));
    preview.why_template = proposal.why_template;
    preview.version = proposal.template.version;
    preview.kickoff = Some(proposal.kickoff);
    preview.parts = proposal.parts;
    preview.rules = proposal.rules;
    preview.left_out = proposal.left_out;
    preview.start = proposal.plan.start;
    preview.finish = proposal.plan.finish;
    preview.earliest = proposal.plan.finish;
    preview.unowned = proposal.plan.unowned;
    preview.promise_too_early = too_early(promise, proposal.plan.finish);
    if preview.tasks.is_empty() {
        preview.note = Some("This template has no tasks: the project will be empty.".into());
    }
}

/// In the order in which the template asks for them.
fn empty_roles(proposal: &Proposal) -> Vec<EmptyRole> {
    let mut empty: Vec<EmptyRole> = Vec::new();
    for task in &proposal.plan.tasks {
        let Some((id, role)) = task.role.and_then(|id| Some((id, proposal.staff.roles.get(&id)?))) else { continue };
        if !proposal.staff.is_empty(role) {
            continue;
        }
        match empty.iter_mut().find(|known| known.role.id == id.0) {
            Some(known) => known.tasks += 1,
            None => empty.push(EmptyRole {
                role: Named::new(id, role.name.clone()),
                tasks: 1,
                goes_to: task.assignee.clone().map(|(_, name)| name),
            }),
        }
    }
    empty
}

fn too_early(promise: Option<Day>, finish: Option<Day>) -> bool {
    promise.zip(finish).is_some_and(|(promise, finish)| promise < finish)
}
