//! The SQL of the corridor's reports: handoffs with their days. The clocks are those of the handoff itself.
use std::collections::{HashMap, HashSet};

use super::Arrival;
use crate::book::{Reader, local};
use crate::error::Result;
use crate::handoff::{self, Handoff};
use crate::reports::work::Works;
use crate::reports::world::World;
use crate::values::{DealId, HandoffId, Millis};

/// Every live handoff of a deal that is in the history, oldest first.
pub(in crate::reports) fn arrivals(reader: &Reader<'_>, world: &World, works: &Works) -> Result<Vec<Arrival>> {
    let deals: HashMap<DealId, usize> = world.deals.iter().enumerate().map(|(at, deal)| (deal.id, at)).collect();
    let projects: HashMap<&str, usize> =
        works.projects.iter().enumerate().map(|(at, one)| (one.key.as_str(), at)).collect();
    let mut arrivals: Vec<Arrival> = handoff::all(reader)?
        .into_iter()
        .filter_map(|handoff| {
            let deal = *deals.get(&DealId(handoff.deal.id))?;
            let project = handoff.project.as_ref().and_then(|one| projects.get(one.id.to_string().as_str()).copied());
            Some(arrival(handoff, deal, project))
        })
        .collect();
    arrivals.sort_by_key(|one: &Arrival| (one.won_on, one.id));
    Ok(arrivals)
}

fn arrival(handoff: Handoff, deal: usize, project: Option<usize>) -> Arrival {
    let day = |at: Millis| local(at.0).0;
    let id: HandoffId = handoff.id;
    let after = handoff.after;
    let (accept, kickoff) = (after.accept_clock, after.kickoff_clock);
    let returns = after
        .returns
        .iter()
        .rev()
        .map(|one| (day(one.at), one.sent_at.map(day), one.gaps.iter().map(|gap| gap.what).collect()));
    Arrival {
        id,
        deal,
        state: handoff.state,
        won_on: day(handoff.requested_at),
        delivered_on: handoff.delivered_at.map(day),
        asked: after.acceptance.is_some(),
        returns: returns.collect(),
        kickoff_on: after.kickoff_on,
        held_on: after.kickoff_held_at.map(day),
        project,
        accept_minutes: accept.filter(|_| after.accepted_at.is_some()).map(|clock| clock.spent_minutes),
        kickoff_minutes: kickoff.filter(|_| after.kickoff_held_at.is_some()).map(|clock| clock.spent_minutes),
        accept_target: accept.and_then(|clock| clock.target_minutes),
        kickoff_target: kickoff.and_then(|clock| clock.target_minutes),
        accept_due: accept.and_then(|clock| clock.due),
        kickoff_due: kickoff.and_then(|clock| clock.due),
        accepted_on: after.accepted_at.map(day),
    }
}

/// Open deals whose pipeline asks for something in its kickoff brief that nobody has answered yet.
pub(in crate::reports) fn without_brief(reader: &Reader<'_>) -> Result<HashSet<DealId>> {
    let sql = "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id JOIN brief_field f ON f.pipeline_id = d.pipeline_id AND f.required = 1 AND f.deleted_at IS NULL
        WHERE d.deleted_at IS NULL AND s.kind = 'open' AND NOT EXISTS (SELECT 1 FROM brief_answer a WHERE a.deal_id = d.id AND a.field_id = f.id
          AND ifnull(a.value, '') <> '' AND a.deleted_at IS NULL)";
    Ok(reader.many(sql, [], |row| row.get(0))?.into_iter().collect())
}

/// Today's name of a deal and its company.
pub(super) fn deal_name(reader: &Reader<'_>, id: DealId) -> Result<(String, String)> {
    let sql =
        "SELECT d.name, ifnull(c.name, '') FROM deal d LEFT JOIN company c ON c.id = d.company_id WHERE d.id = ?1";
    Ok(reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
}
