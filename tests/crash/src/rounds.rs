//! Kills at random moments: win, deliver, take back; after each kill the file is opened and compared with the ledger.

use crate::Counts;
use crate::ctl::{Ended, Workspace};
use crate::ledger::{Ledger, Seen, list, tasks};
use crate::random::Random;
use std::path::Path;
use std::time::Duration;

/// Deals in a workspace before a fresh one takes its place: small files keep a round short.
const DEALS: u32 = 60;

#[derive(Clone, Copy)]
enum Act {
    Win,
    Deliver,
    Undo,
}

pub fn random(ctl: &Path, rounds: u32, seed: u64, counts: &mut Counts) -> Result<(), String> {
    let mut random = Random::new(seed);
    let pace = pace(ctl)?;
    while counts.random_kills < rounds && counts.faults.is_empty() {
        one_workspace(ctl, rounds, &pace, &mut random, counts)?;
        println!(
            "crash harness: {} of {rounds} kills, {} wins acknowledged",
            counts.random_kills, counts.acknowledged_wins
        );
    }
    Ok(())
}

/// How long each act takes in peace on this machine, so that kills fall inside it.
struct Pace {
    win: Duration,
    deliver: Duration,
    undo: Duration,
    tasks: Option<u64>,
}

fn pace(ctl: &Path) -> Result<Pace, String> {
    let workspace = Workspace::with_deals(ctl, 2)?;
    let deals = workspace.deals()?;
    let win = workspace.run(&mut workspace.command(&winning(&deals[0])))?;
    let deliver = workspace.run(&mut workspace.command(&["worker", "run"]))?;
    let projects = list(workspace.ask(&["list", "projects"])?);
    let whole = projects.first().and_then(tasks);
    if whole.is_none_or(|count| count == 0) {
        return Err(format!("a win in peace made no project with tasks: {} {}", win.complaint, deliver.complaint));
    }
    let undo = workspace.run(&mut workspace.command(&["undo"]))?;
    Ok(Pace { win: win.took, deliver: deliver.took, undo: undo.took, tasks: whole })
}

fn one_workspace(ctl: &Path, rounds: u32, pace: &Pace, random: &mut Random, counts: &mut Counts) -> Result<(), String> {
    let workspace = Workspace::with_deals(ctl, DEALS)?;
    let mut ledger = Ledger { tasks: pace.tasks, ..Ledger::default() };
    let mut open = workspace.deals()?;
    let mut last = None;
    let mut seen = Seen { pending: 0, delivered: 0, handoffs: 0 };
    while counts.random_kills < rounds && !open.is_empty() {
        let act = choose(random, &seen, last.is_some());
        let deal = open[random.below(open.len() as u64) as usize].clone();
        let ended = disturb(&workspace, act, &deal, pace, random)?;
        if ended.was_killed() {
            counts.random_kills += 1
        } else {
            counts.finished_first += 1
        }
        note(act, &deal, &ended, &mut ledger, &mut open, &mut last, counts);
        let (now, faults) = ledger.compare(&workspace)?;
        seen = now;
        if !faults.is_empty() {
            counts.faults.extend(faults);
            return Ok(());
        }
    }
    settle(&workspace, &ledger, counts)
}

fn choose(random: &mut Random, seen: &Seen, may_undo: bool) -> Act {
    match random.below(10) {
        0 if may_undo => Act::Undo,
        1..=5 if seen.pending > 0 => Act::Deliver,
        _ => Act::Win,
    }
}

fn disturb(workspace: &Workspace, act: Act, deal: &str, pace: &Pace, random: &mut Random) -> Result<Ended, String> {
    let (args, took) = match act {
        Act::Win => (winning(deal), pace.win),
        Act::Deliver => (vec!["worker", "run"], pace.deliver),
        Act::Undo => (vec!["undo"], pace.undo),
    };
    // Up to a fifth past the usual end: the moment just after COMMIT counts too.
    let moment = Duration::from_micros(random.below(took.as_micros() as u64 * 6 / 5));
    workspace.run_and_kill(&mut workspace.command(&args), Some(moment))
}

/// Writes into the ledger what was acknowledged. Without an answer the act may have happened or not: either is right.
fn note(
    act: Act,
    deal: &str,
    ended: &Ended,
    ledger: &mut Ledger,
    open: &mut Vec<String>,
    last: &mut Option<String>,
    counts: &mut Counts,
) {
    let acknowledged = ended.answer.as_ref().is_some_and(|answer| answer.get("error").is_none());
    match act {
        Act::Win => {
            open.retain(|other| other != deal);
            *last = acknowledged.then(|| deal.to_owned());
            if acknowledged {
                counts.acknowledged_wins += 1;
                ledger.won.insert(deal.to_owned());
            }
            if !acknowledged && !ended.was_killed() {
                counts.faults.push(format!("a win in order was refused: {}", ended.complaint));
            }
        }
        Act::Deliver => {}
        Act::Undo => {
            if let Some(deal) = last.take() {
                ledger.won.remove(&deal);
                if acknowledged {
                    ledger.undone.insert(deal);
                }
            }
        }
    }
}

/// At the end the worker runs in peace, and every win must have its project.
fn settle(workspace: &Workspace, ledger: &Ledger, counts: &mut Counts) -> Result<(), String> {
    workspace.ask(&["worker", "run"])?;
    let (seen, faults) = ledger.compare(workspace)?;
    counts.projects += seen.delivered as u32;
    counts.faults.extend(faults);
    if seen.pending > 0 {
        counts.faults.push(format!("{} handoffs are still pending after the worker ran in peace", seen.pending));
    }
    Ok(())
}

/// The arguments that win a deal of ours.
pub fn winning(deal: &str) -> Vec<&str> {
    vec!["win", deal, "--date", "2017-06-01", "--amount", "1200", "--promise", "none"]
}
