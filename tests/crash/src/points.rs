//! Kills at every named point: each scenario is run once to see which points it passes, then once for each of them.

use crate::Counts;
use crate::ctl::{Workspace, text};
use crate::ledger::{Ledger, Seen, list};
use crate::rounds::winning;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Deals in the workspaces that the scenarios start from, and in the kept one of the first schema.
const DEALS: usize = 30;
const OLD_DEALS: usize = 120;

/// One command, and the workspace it starts from.
struct Scenario {
    name: &'static str,
    base: Workspace,
    args: Vec<String>,
}

/// Kills at each point of each scenario, at most `passings` passings of one point, evenly spread.
pub fn every_point(ctl: &Path, passings: usize, counts: &mut Counts) -> Result<(), String> {
    for scenario in scenarios(ctl)? {
        let points = points(&scenario)?;
        if points.is_empty() {
            return Err(format!(
                "`{}` passes no named point: is this handselctl built with kill-points?",
                scenario.name
            ));
        }
        let mut here = 0;
        for (point, times) in &points {
            for passing in spread(*times, passings) {
                kill_at(&scenario, point, passing, counts)
                    .map_err(|why| format!("{} at {point}:{passing}: {why}", scenario.name))?;
                here += 1;
            }
        }
        let names: Vec<_> = points.keys().map(String::as_str).collect();
        println!("crash harness: {} killed {here} times at: {}", scenario.name, names.join(", "));
        counts.named_kills += here;
    }
    Ok(())
}

fn scenarios(ctl: &Path) -> Result<Vec<Scenario>, String> {
    let empty = Workspace::empty(ctl)?;
    let fresh = Workspace::with_deals(ctl, DEALS as u32)?;
    let deal = fresh.deals()?.into_iter().next().ok_or("the import made no deals")?;
    let won = fresh.copy()?;
    won.ask(&winning(&deal))?;
    let delivered = won.copy()?;
    delivered.ask(&["worker", "run"])?;
    let undone = delivered.copy()?;
    undone.ask(&["undo"])?;
    let restoring = delivered.copy()?;
    let backup = restoring.path("copy.handsel").to_string_lossy().into_owned();
    fresh.ask(&["backup", &backup])?;
    let csv = fresh.path("deals.csv").to_string_lossy().into_owned();
    let bare = Workspace::empty(ctl)?;
    bare.ask(&["new"])?;
    let old = Workspace::empty(ctl)?;
    let first = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/schema-1.handsel");
    std::fs::copy(&first, old.file()).map_err(|error| format!("{}: {error}", first.display()))?;
    let own = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    let imports = own(&["import", &csv, "--as", "deals", "--date-order", "ymd"]);
    // `fresh` keeps the CSV that the import reads, so it stays alive as the base of the win.
    Ok(vec![
        Scenario { name: "new", base: empty, args: own(&["new"]) },
        Scenario { name: "import", base: bare, args: imports },
        Scenario { name: "migrate", base: old, args: own(&["check"]) },
        Scenario { name: "backup", base: fresh.copy()?, args: own(&["backup", "HERE/copy.handsel"]) },
        Scenario { name: "win", args: own(&winning(&deal)), base: fresh },
        Scenario { name: "worker", base: won, args: own(&["worker", "run"]) },
        Scenario { name: "undo", base: delivered, args: own(&["undo"]) },
        Scenario { name: "redo", base: undone, args: own(&["redo"]) },
        Scenario { name: "restore", base: restoring, args: own(&["restore", "HERE/copy.handsel"]) },
    ])
}

/// The points a scenario passes when nobody kills it, with how often.
fn points(scenario: &Scenario) -> Result<BTreeMap<String, usize>, String> {
    let workspace = scenario.base.copy()?;
    let log = workspace.path("points");
    let ended = workspace.run(command(scenario, &workspace).env("HANDSEL_KILL_LOG", &log))?;
    if !ended.status.success() {
        return Err(format!("`{}` failed in peace: {}", scenario.name, ended.complaint));
    }
    let mut points = BTreeMap::new();
    for point in std::fs::read_to_string(&log).unwrap_or_default().lines() {
        *points.entry(point.to_owned()).or_insert(0) += 1;
    }
    Ok(points)
}

/// Kills there, looks, then runs the same command again, as a person would, and looks again.
fn kill_at(scenario: &Scenario, point: &str, passing: usize, counts: &mut Counts) -> Result<(), String> {
    let workspace = scenario.base.copy()?;
    let ended = workspace.run(command(scenario, &workspace).env("HANDSEL_KILL_AT", format!("{point}:{passing}")))?;
    if !ended.was_killed() {
        return Err(format!("it was not reached this time: {}", ended.complaint));
    }
    if scenario.name == "new" && !workspace.file().exists() {
        workspace.ask(&["new"])?;
    }
    let ledger = Ledger::default();
    let (after, faults) = ledger.compare(&workspace)?;
    let place = format!("{} at {point}:{passing}", scenario.name);
    counts.faults.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
    if let Some(fault) = torn(scenario, point, &after) {
        counts.faults.push(format!("{place}: {fault}"));
    }
    if scenario.name == "new" {
        // Found at all, it is found laid out, by one command.
        let verbs: Vec<String> = list(workspace.ask(&["history"])?).iter().map(|one| text(one, "verb")).collect();
        if verbs != ["set_up"] {
            counts.faults.push(format!("{place}: the new workspace was laid out by {verbs:?}"));
        }
    }
    // Once more: what did not happen can still be done, what did happen isn't done twice.
    let again = workspace.run(&mut command(scenario, &workspace))?;
    if again.was_killed() {
        return Err("the next try crashed".into());
    }
    counts.faults.extend(beside(scenario, &workspace)?.map(|fault| format!("{place}: {fault}")));
    workspace.ask(&["worker", "run"])?;
    let (_, faults) = ledger.compare(&workspace)?;
    counts.faults.extend(faults.into_iter().map(|fault| format!("{place}, tried again: {fault}")));
    Ok(())
}

/// Before COMMIT nothing may have happened, after it everything: with one transaction there is no third.
fn torn(scenario: &Scenario, point: &str, seen: &Seen) -> Option<String> {
    let done = matches!(point, "committed" | "restored");
    let (what, happened) = match scenario.name {
        "win" => ("the win", seen.handoffs > 0),
        "worker" => ("the project", seen.delivered > 0),
        // The backup is from before the win.
        "restore" => ("the restore", seen.handoffs == 0),
        _ => return None,
    };
    match (done, happened) {
        (true, false) => Some(format!("{what} was committed and is gone")),
        (false, true) => Some(format!("{what} is there without a commit")),
        (true, true) | (false, false) => None,
    }
}

/// Other files that a scenario leaves, looked at after the second try.
fn beside(scenario: &Scenario, workspace: &Workspace) -> Result<Option<String>, String> {
    let deals = |file: &str| -> Result<usize, String> {
        let file = workspace.path(file).to_string_lossy().into_owned();
        Ok(list(workspace.ask(&["list", "deals", "--file", &file])?).len())
    };
    Ok(match scenario.name {
        "migrate" => {
            let now = deals("workspace.handsel")?;
            (now != OLD_DEALS).then(|| format!("{now} of {OLD_DEALS} deals came through the migration"))
        }
        // A name that a backup has taken is a whole one, however often it was tried.
        "backup" => {
            let kept = deals("copy.handsel")?;
            (kept != DEALS).then(|| format!("the backup holds {kept} of {DEALS} deals"))
        }
        "restore" => {
            let names = std::fs::read_dir(workspace.path("")).map_err(|error| error.to_string())?;
            let names = names.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
            let kept: Vec<String> =
                names.filter(|name| name.contains(".before-restore-") && name.ends_with(".handsel")).collect();
            let mut short = None;
            for name in &kept {
                let there = deals(name)?;
                short = short.or((there != DEALS).then(|| format!("{name} holds {there} of {DEALS} deals")));
            }
            if kept.is_empty() { Some("what was there is not kept".into()) } else { short }
        }
        _ => None,
    })
}

/// handselctl with the scenario's arguments; HERE is the folder of the workspace it runs in.
fn command(scenario: &Scenario, workspace: &Workspace) -> Command {
    let here = workspace.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let args: Vec<String> = scenario.args.iter().map(|arg| arg.replace("HERE", &here)).collect();
    workspace.command(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// At most `most` of the passings 1..=times: the first, the last, and evenly between.
fn spread(times: usize, most: usize) -> Vec<usize> {
    if times <= most {
        return (1..=times).collect();
    }
    let mut chosen: Vec<usize> = (0..most).map(|i| 1 + i * (times - 1) / (most - 1).max(1)).collect();
    chosen.dedup();
    chosen
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn the_first_and_last_passing_are_always_among_those_chosen() {
        assert_eq!(spread(3, 8), [1, 2, 3]);
        let chosen = spread(1000, 8);
        assert_eq!((chosen.len(), chosen.first(), chosen.last()), (8, Some(&1), Some(&1000)));
    }
}
