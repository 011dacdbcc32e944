//! The project a win would create, before the win: the worker's own plan, not written down.
use super::rows::{self, Brief};
use super::worker::{Proposal, propose};
use super::{EmptyRole, PlannedTask, WinPreview};
use crate::book::Reader;
use crate::deliver;
use crate::error::{Code, Result};
use crate::sell::ops::closing::{all_win_missing, win_stage};
use crate::sell::{StageKind, WinDraft, deal_facts};
use crate::values::{Day, Named, Ref};

/// What the sheet shows: what is missing, and the project that would come, or the one that is kept.
pub(super) fn win_preview(reader: &Reader<'_>, draft: &WinDraft) -> Result<WinPreview> {
    let facts = deal_facts(reader, draft.deal)?;
    let stage = win_stage(reader, &facts, draft.stage)?;
    let missing = all_win_missing(&facts, &stage, draft);
    let mut brief = rows::brief(reader, draft.deal)?;
    overlay(reader, &mut brief, draft)?;
    let mut preview = WinPreview {
        missing,
        project_name: brief.name.clone(),
        scope: crate::offers::scope_of(reader, draft.deal)?,
        ..WinPreview::default()
    };
    for id in deliver::template_ids(reader)? {
        preview.templates.push(Named::new(id, deliver::load_template(reader, id)?.name));
    }
    if draft.without_project.is_some() {
        preview.note = Some("No project will be created.".into());
        return Ok(preview);
    }
    if !draft.new_project && facts.kind != StageKind::Won {
        preview.existing_project = rows::project_of(reader, draft.deal, facts.generation)?;
    }
    if let Some(project) = &preview.existing_project {
        preview.note = Some(format!("The project “{}” from the last win is kept as it is.", project.name));
        return Ok(preview);
    }
    let kickoff = draft.closed_on.unwrap_or(reader.today());
    match propose(reader, &brief, draft.template, kickoff) {
        Ok(proposal) => show(&mut preview, &brief, proposal),
        // Without a template the deal may still be won: the handoff then waits, visibly, for somebody to make one.
        Err(error) if error.code == Code::Gate => preview.note = Some(error.message),
        Err(error) => return Err(error),
    }
    Ok(preview)
}

/// What the draft says in place of what the deal has.
fn overlay(reader: &Reader<'_>, brief: &mut Brief, draft: &WinDraft) -> Result<()> {
    if let Some(promise) = draft.promise {
        brief.promise = promise.day();
    }
    if let Some(Ref::Id { id }) = &draft.company {
        brief.company = rows::customer_name(reader, "company", *id)?.map(|name| Named::new(*id, name));
    }
    if let Some(Ref::Id { id }) = &draft.contact {
        brief.contact = rows::customer_name(reader, "contact", *id)?.map(|name| Named::new(*id, name));
    }
    Ok(())
}

fn show(preview: &mut WinPreview, brief: &Brief, proposal: Proposal) {
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
    preview.start = proposal.plan.start;
    preview.finish = proposal.plan.finish;
    preview.earliest = proposal.plan.finish;
    preview.unowned = proposal.plan.unowned;
    preview.promise_too_early = too_early(brief.promise, proposal.plan.finish);
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
