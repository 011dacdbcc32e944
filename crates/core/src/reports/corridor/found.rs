//! What is wrong on a day, in the sale, in the handoff and in the delivery. Pure.
use std::collections::{BTreeMap, BTreeSet};

use super::Arrival;
use crate::deliver::ProjectState;
use crate::handoff::GapKind;
use crate::reports::world::{Asked, NONE, Standing};
use crate::sell::StageKind;
use crate::values::{Day, HandoffState};

/// Wins of so many days are looked at.
pub(super) const WINS_OF_DAYS: i64 = 90;
/// A project in which nothing was begun or finished for so many working days is stalled.
pub(super) const STALLED_DAYS: i64 = 10;
/// A close date that was moved later so often has slipped, and so has one that has passed.
pub(super) const SLIPS: usize = 2;

/// Something that is wrong: its place among the counts, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Deal(usize),
    Handoff(usize),
    Project(usize),
    Task(usize),
}

/// Everything that is wrong on a day, by the key of its count, and what it is measured against.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub wrong: BTreeMap<&'static str, Vec<Who>>,
    pub open_deals: usize,
    pub troubled_deals: usize,
    pub wins: usize,
    pub troubled_wins: usize,
    pub projects: usize,
    pub troubled_projects: usize,
    pub gaps: BTreeMap<GapKind, usize>,
}

impl Found {
    fn add(&mut self, key: &'static str, who: Who) {
        self.wrong.entry(key).or_default().push(who);
    }

    pub fn count(&self, key: &str) -> usize {
        self.wrong.get(key).map_or(0, Vec::len)
    }
}

/// As things stood at the end of `day`.
pub(super) fn on(asked: &Asked, day: Day) -> Found {
    let mut found = Found::default();
    sale(asked, day, &mut found);
    corridor(asked, day, &mut found);
    delivery(asked, day, &mut found);
    found
}

fn sale(asked: &Asked, day: Day, found: &mut Found) {
    let planned: BTreeSet<usize> = asked
        .activities
        .iter()
        .filter(|one| one.due_on.is_some() && one.done_on.is_none_or(|done| done > day))
        .filter_map(|one| one.deal)
        .collect();
    for standing in asked.standings_on(day).filter(|standing| standing.now.kind == StageKind::Open) {
        found.open_deals += 1;
        let gaps = [
            ("no_next_activity", !planned.contains(&standing.deal)),
            ("slipped_close", slipped(asked, &standing, day)),
            ("no_amount", standing.now.amount.is_none()),
            ("no_brief", asked.without_brief.contains(&standing.row.id)),
        ];
        for (key, _) in gaps.iter().filter(|(_, wrong)| *wrong) {
            found.add(key, Who::Deal(standing.deal));
        }
        found.troubled_deals += usize::from(gaps.iter().any(|(_, wrong)| *wrong));
    }
}

fn slipped(asked: &Asked, standing: &Standing<'_>, day: Day) -> bool {
    let history = asked.world.history(standing.deal).iter().filter(|event| event.day <= day);
    let dates: Vec<Day> = history.filter_map(|event| event.close_date).collect();
    let pushes = dates.windows(2).filter(|pair| pair[1] > pair[0]).count();
    standing.now.close_date.is_some_and(|close| close < day) || pushes >= SLIPS
}

/// Whether the deal of a handoff was won on that day.
fn won(asked: &Asked, arrival: &Arrival, day: Day) -> bool {
    let now = asked.standings_of(arrival.deal, day);
    arrival.won_on <= day && now.is_some_and(|standing| standing.now.kind == StageKind::Won)
}

fn corridor(asked: &Asked, day: Day, found: &mut Found) {
    for (at, arrival) in asked.arrivals.iter().enumerate() {
        let over = matches!(arrival.state, HandoffState::Cancelled | HandoffState::Reversed);
        if over || !won(asked, arrival, day) {
            continue;
        }
        let before = found.wrong.values().map(Vec::len).sum::<usize>();
        one_handoff(asked, (at, arrival), day, found);
        let troubled = found.wrong.values().map(Vec::len).sum::<usize>() > before;
        if arrival.won_on > day.plus_days(-WINS_OF_DAYS) {
            found.wins += 1;
            found.troubled_wins += usize::from(troubled);
        }
    }
}

fn one_handoff(asked: &Asked, (at, arrival): (usize, &Arrival), day: Day, found: &mut Found) {
    let delivered = arrival.delivered_on.is_some_and(|on| on <= day);
    if !delivered {
        let failed = arrival.state == HandoffState::Parked;
        return found.add(if failed { "failed" } else { "waiting" }, Who::Handoff(at));
    }
    let Some(project) = arrival.project else { return found.add("won_without_project", Who::Handoff(at)) };
    let back =
        arrival.returns.iter().find(|(sent_back, again, _)| *sent_back <= day && again.is_none_or(|on| on > day));
    let accepted = !arrival.asked || arrival.accepted_on.is_some_and(|on| on <= day);
    if let (Some((_, _, gaps)), false) = (back, accepted) {
        found.add("returned", Who::Handoff(at));
        for gap in gaps {
            *found.gaps.entry(*gap).or_default() += 1;
        }
    } else if !accepted && arrival.accept_due.is_some_and(|due| due < day) {
        found.add("not_accepted", Who::Handoff(at));
    }
    let held = arrival.held_on.is_some_and(|on| on <= day);
    let ended = asked.works.projects[project].ended_on.is_some_and(|on| on <= day);
    if held || ended {
        return stalled(asked, project, day, found);
    }
    match arrival.kickoff_on {
        None => found.add("no_kickoff_date", Who::Handoff(at)),
        Some(on) if on < day || arrival.kickoff_due.is_some_and(|due| due < day) => {
            found.add("kickoff_overdue", Who::Handoff(at));
        }
        Some(_) => {}
    }
    let nobody =
        asked.works.tasks.iter().enumerate().filter(|(_, task)| task.project == project && task.assignee == NONE);
    for (task, _) in nobody.filter(|(_, task)| task.created_on <= day && task.done_on.is_none_or(|on| on > day)) {
        found.add("unowned_on_arrival", Who::Task(task));
    }
    stalled(asked, project, day, found);
}

/// A running project in which nothing has moved for a while, although there is something to do.
fn stalled(asked: &Asked, at: usize, day: Day, found: &mut Found) {
    let project = &asked.works.projects[at];
    if !runs(asked, at, day) || found.wrong.get("stalled").is_some_and(|all| all.contains(&Who::Project(at))) {
        return;
    }
    let own = || asked.works.tasks.iter().filter(|task| task.project == at);
    let open = own().any(|task| task.done_on.is_none_or(|on| on > day));
    let moved = own().flat_map(|task| [task.started_on, task.done_on]).flatten().filter(|on| *on <= day).max();
    let since = moved.unwrap_or(project.created_on).max(project.created_on);
    if open && asked.works.calendar.working_days_between(since, day) > STALLED_DAYS {
        found.add("stalled", Who::Project(at));
    }
}

fn runs(asked: &Asked, at: usize, day: Day) -> bool {
    let project = &asked.works.projects[at];
    let there = project.created_on <= day && project.ended_on.is_none_or(|on| on > day);
    there && !matches!(project.state, ProjectState::Cancelled | ProjectState::Paused)
}

fn delivery(asked: &Asked, day: Day, found: &mut Found) {
    let before: BTreeSet<usize> =
        found.wrong.get("unowned_on_arrival").into_iter().flatten().filter_map(|who| task_of(*who)).collect();
    let mut troubled = BTreeSet::new();
    for (at, task) in asked.works.tasks.iter().enumerate() {
        let open = task.created_on <= day && task.done_on.is_none_or(|on| on > day);
        if !open || !runs(asked, task.project, day) {
            continue;
        }
        let gaps = [
            ("overdue", task.due.is_some_and(|due| due < day)),
            ("blocked", task.blocked_on.is_some_and(|on| on <= day)),
            ("unowned", task.assignee == NONE && !before.contains(&at)),
        ];
        for (key, _) in gaps.iter().filter(|(_, wrong)| *wrong) {
            found.add(key, Who::Task(at));
            troubled.insert(task.project);
        }
    }
    found.projects = (0..asked.works.projects.len()).filter(|at| runs(asked, *at, day)).count();
    found.troubled_projects = troubled.len();
}

fn task_of(who: Who) -> Option<usize> {
    if let Who::Task(at) = who { Some(at) } else { None }
}
