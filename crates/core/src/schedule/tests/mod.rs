//! Cases computed by hand, random networks against a slow and obvious reference, and what must hold of any schedule.
mod random;
mod reference;
mod textbook;

use super::*;
use crate::deliver::LinkKind;
use crate::values::Day;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn task(duration: u32) -> Task {
    Task { duration, ..Task::default() }
}

fn link(from: usize, to: usize, kind: LinkKind, lag: i32) -> Link {
    Link { from, to, kind, lag: Lag::Working(lag) }
}

fn fs(from: usize, to: usize) -> Link {
    link(from, to, LinkKind::FinishStart, 0)
}

/// Monday to Friday.
fn week() -> Calendar {
    Calendar { workdays: 0b001_1111, off: Vec::new() }
}

/// From Monday, 4 January 2027, over [`week`].
fn network(tasks: Vec<Task>, links: Vec<Link>) -> Network {
    Network {
        tasks,
        links,
        calendars: vec![week()],
        start: day("2027-01-04"),
        today: None,
        promised: None,
        pull: Pull::Earlier,
    }
}
