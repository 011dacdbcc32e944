//! The handoff after the win.
use handsel_core::Result;
use handsel_core::book::Table;
use handsel_core::handoff::{
    AcceptanceMode, AcceptanceRule, AmendDecision, AmendDraft, AmendEffect, GapKind, NewGap, ReturnDraft, Reversal,
};
use handsel_core::values::{Day, GapId, HandoffId};

use super::{Verb, World, pick, verb};

/// Handoffs whose deal is won and that also meet this.
fn one(world: &World, at: usize, sql: &str) -> Option<HandoffId> {
    let won = "deal_id IN (SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'won' AND d.deleted_at IS NULL)";
    pick(&world.some(Table::Handoff, &format!("{won} AND {sql}")), at)
}

fn return_one(world: &World, at: usize) -> Result<()> {
    let Some(handoff) = one(world, at, "acceptance = 'waiting'") else { return Ok(()) };
    let gap = |what, question: &str| NewGap { what, question: question.into() };
    let gaps = vec![gap(GapKind::Scope, "How many?"), gap(GapKind::Other, &format!("Question {at}"))];
    world.book.return_handoff(handoff, &ReturnDraft { by: world.any(Table::Person, at), gaps }).map(drop)
}

pub const VERBS: &[Verb] = &[
    verb("save_acceptance_rule", |world, at| {
        let Some(pipeline) = world.any(Table::Pipeline, at) else { return Ok(()) };
        let mode = AcceptanceMode::ALL[at % 3];
        let (accept_hours, kickoff_hours) = ((at % 2 == 0).then_some(at as u16 % 50 + 1), Some(at as u16 % 90 + 1));
        world.book.save_acceptance_rule(&AcceptanceRule { pipeline, mode, accept_hours, kickoff_hours }).map(drop)
    }),
    verb("accept_handoff", |world, at| {
        let Some(handoff) = one(world, at, "acceptance IN ('waiting', 'returned')") else { return Ok(()) };
        world.book.accept_handoff(handoff, world.any(Table::Person, at)).map(drop)
    }),
    verb("return_handoff", return_one),
    verb("answer_gap", |world, at| {
        let Some(gap) = world.any::<GapId>(Table::HandoffGap, at) else { return Ok(()) };
        world.book.answer_gap(gap, if at % 4 == 3 { "" } else { "Forty-two" }).map(drop)
    })
    .after(&["return_handoff"]),
    verb("send_handoff_again", |world, at| {
        let Some(handoff) = one(world, at, "acceptance = 'returned'") else { return Ok(()) };
        world.book.send_handoff_again(handoff).map(drop)
    })
    .after(&["return_handoff", "answer_gap", "answer_gap"]),
    verb("pause_handoff", |world, at| {
        let Some(handoff) = one(world, at, "1") else { return Ok(()) };
        world.book.pause_handoff(handoff, &format!("Reason {at}")).map(drop)
    }),
    verb("resume_handoff", |world, at| {
        let Some(handoff) = one(world, at, "id IN (SELECT handoff_id FROM handoff_pause WHERE until_at IS NULL)")
        else {
            return Ok(());
        };
        world.book.resume_handoff(handoff).map(drop)
    })
    .after(&["pause_handoff"]),
    verb("decide_amendment", |world, at| {
        let Some(handoff) = one(world, at, "state = 'delivered' AND sold IS NOT NULL") else { return Ok(()) };
        let decide = |one: &handsel_core::handoff::Amendment| AmendDecision {
            what: one.what,
            take: at % 3 > 0 && one.effect != AmendEffect::Stays,
        };
        let decisions = world.book.handoff(handoff)?.handoff.after.amendments.iter().map(decide).collect();
        world.book.decide_amendment(handoff, &AmendDraft { decisions, note: Some(format!("Note {at}")) }).map(drop)
    }),
    verb("settle_reversal", |world, at| {
        let open = "deal_id IN (SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind <> 'won')";
        let Some(handoff) = pick(&world.some(Table::Handoff, open), at) else { return Ok(()) };
        world.book.settle_reversal(handoff, Reversal::ALL[at % 3]).map(drop)
    })
    .after(&["reopen_deal", "reopen_deal"]),
    verb("set_kickoff", |world, at| {
        let Some(handoff) = one(world, at, "1") else { return Ok(()) };
        world.book.set_kickoff(handoff, Day::parse_iso("2028-02-29").ok().filter(|_| at % 3 > 0)).map(drop)
    }),
    verb("hold_kickoff", |world, at| {
        let Some(handoff) = one(world, at, "1") else { return Ok(()) };
        world.book.hold_kickoff(handoff, Day::parse_iso("2024-02-29").ok().filter(|_| at % 3 > 0)).map(drop)
    }),
];
