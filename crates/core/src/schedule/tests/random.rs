//! Ten thousand random networks, and what must hold of each.
use super::reference::{Reference, is_group, spread};
use super::*;

/// SplitMix64: the same networks on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u64) as i32
    }

    fn day(&mut self) -> Day {
        day("2027-01-01").plus_days(self.below(50) as i64)
    }

    fn calendar(&mut self) -> Calendar {
        let workdays = if self.one_in(3) { 1 + self.below(127) as u8 } else { 0b001_1111 };
        let off = (0..self.below(12)).map(|_| self.day()).collect();
        Calendar { workdays, off }
    }

    fn kind(&mut self) -> LinkKind {
        [
            LinkKind::FinishStart,
            LinkKind::FinishStart,
            LinkKind::StartStart,
            LinkKind::FinishFinish,
            LinkKind::StartFinish,
        ][self.below(5) as usize]
    }

    fn task(&mut self, calendars: u64, plain: bool) -> Task {
        let mut task =
            Task { duration: self.below(7) as u32, calendar: self.below(calendars) as usize, ..Task::default() };
        if plain {
            return task;
        }
        task.constraint = match self.below(12) {
            0 => Constraint::StartNoEarlierThan(self.day()),
            1 => Constraint::FinishNoLaterThan(self.day()),
            2 => Constraint::Fixed(self.day()),
            _ => Constraint::AsSoonAsPossible,
        };
        task.deadline = self.one_in(8).then(|| self.day());
        task.planned = self.one_in(3).then(|| self.day());
        task.manual = self.one_in(10);
        task.progress = match self.below(12) {
            0 => Progress::Started { on: self.day(), percent: self.one_in(2).then(|| self.below(100) as u8) },
            1 => {
                let start = self.day();
                Progress::Done { start, finish: start.plus_days(self.below(9) as i64) }
            }
            _ => Progress::NotStarted,
        };
        task
    }

    /// `plain`: without anything but links, calendars and groups.
    fn network(&mut self, plain: bool) -> Network {
        let calendars: Vec<Calendar> = (0..1 + self.below(3)).map(|_| self.calendar()).collect();
        let count = 1 + self.below(11) as usize;
        let mut tasks: Vec<Task> = (0..count).map(|_| self.task(calendars.len() as u64, plain)).collect();
        for (at, task) in tasks.iter_mut().enumerate().skip(1) {
            if self.one_in(4) {
                task.parent = Some(self.below(at as u64) as usize);
            }
        }
        let mut net = Network {
            tasks,
            links: Vec::new(),
            calendars,
            start: day("2027-01-04").plus_days(self.below(7) as i64),
            today: (!plain && self.one_in(2)).then(|| self.day()),
            promised: (!plain && self.one_in(2)).then(|| self.day()),
            pull: if !plain && self.one_in(2) { Pull::Later } else { Pull::Earlier },
        };
        for _ in 0..self.below(2 * count as u64) {
            let (from, to) = (self.below(count as u64) as usize, self.below(count as u64) as usize);
            // Backward links are rare, so that most networks have no cycle.
            if from == to || from > to && !self.one_in(12) {
                continue;
            }
            let (from_group, to_group) = (is_group(&net, from), is_group(&net, to));
            let kind = if from_group || to_group { LinkKind::FinishStart } else { self.kind() };
            let days = self.between(-3, 5);
            let lag = if self.one_in(4) { Lag::Elapsed(days) } else { Lag::Working(days) };
            net.links.push(Link { from, to, kind, lag });
        }
        net
    }
}

/// Whether somebody waits for himself.
fn circular(net: &Network) -> bool {
    let count = net.tasks.len();
    let mut reach = vec![vec![false; count]; count];
    for link in spread(net) {
        reach[link.from][link.to] = true;
    }
    for via in 0..count {
        for from in 0..count {
            for to in 0..count {
                reach[from][to] |= reach[from][via] && reach[via][to];
            }
        }
    }
    (0..count).any(|task| reach[task][task])
}

fn cases() -> u64 {
    10_000
}

#[test]
fn the_engine_equals_the_reference() {
    let mut circles = 0;
    for seed in 0..cases() {
        let net = Dice(seed).network(seed % 3 == 0);
        let plan = match schedule(&net) {
            Ok(plan) => plan,
            Err(Flaw::Cycle(round)) => {
                assert!(circular(&net) && !round.is_empty(), "seed {seed}");
                circles += 1;
                continue;
            }
            Err(flaw) => panic!("seed {seed}: {flaw:?}"),
        };
        assert!(!circular(&net), "seed {seed}");
        let slow = Reference::of(&net);
        for (at, placed) in plan.tasks.iter().enumerate().filter(|(at, _)| !is_group(&net, *at)) {
            let (start, finish) = slow.early[at];
            let shown = (placed.start.number(), placed.finish.number() + 1);
            if net.tasks[at].duration > 0 {
                assert_eq!(shown, (start, finish), "seed {seed}, task {at} of {net:#?}");
                let late = (placed.late_start.number(), placed.late_finish.number() + 1);
                assert_eq!(late, slow.late[at], "seed {seed}, late task {at} of {net:#?}");
            } else {
                let moment = placed.start.number();
                assert!(moment == finish || moment + 1 == finish, "seed {seed}, milestone {at} of {net:#?}");
            }
            assert_eq!(placed.total_slack, slow.total[at], "seed {seed}, slack of {at} of {net:#?}");
            assert_eq!(placed.free_slack, slow.free[at], "seed {seed}, free slack of {at} of {net:#?}");
        }
    }
    assert!(circles > 20 && circles < cases() / 4, "{circles} circles");
}

/// Slack is what it is said to be: so late nothing moves, a day later the finish does.
#[test]
fn delaying_by_the_slack_keeps_the_finish_and_by_one_more_day_does_not() {
    for seed in 0..cases() / 10 {
        let net = Dice(seed).network(true);
        let Ok(plan) = schedule(&net) else { continue };
        let end = Reference::of(&net).end_of_all();
        for at in (0..net.tasks.len()).filter(|at| !is_group(&net, *at) && net.tasks[*at].duration > 0) {
            assert!(
                plan.tasks[at].total_slack >= 0 && plan.tasks[at].free_slack <= plan.tasks[at].total_slack,
                "seed {seed}"
            );
            let mut late = net.clone();
            late.tasks[at].constraint = Constraint::StartNoEarlierThan(plan.tasks[at].late_start);
            assert_eq!(Reference::of(&late).end_of_all(), end, "seed {seed}, task {at}");
            late.tasks[at].constraint = Constraint::StartNoEarlierThan(plan.tasks[at].late_start.plus_days(1));
            assert!(Reference::of(&late).end_of_all() > end, "seed {seed}, task {at} of {net:#?}");
        }
    }
}

#[test]
fn a_driving_link_moves_its_successor() {
    for seed in 0..cases() / 10 {
        let net = Dice(seed).network(true);
        let Ok(plan) = schedule(&net) else { continue };
        assert!(plan.links.iter().all(|state| !state.broken), "seed {seed}");
        for (at, link) in net.links.iter().enumerate() {
            let ordinary = !is_group(&net, link.from) && !is_group(&net, link.to) && net.tasks[link.to].duration > 0;
            if ordinary && plan.links[at].driving {
                // With lag enough to reach a working day of everybody.
                let (Lag::Working(days) | Lag::Elapsed(days)) = link.lag;
                let mut later = net.clone();
                later.links[at].lag = Lag::Elapsed(days + 200);
                let moved = schedule(&later).unwrap();
                assert!(
                    moved.tasks[link.to].start > plan.tasks[link.to].start,
                    "seed {seed}, link {at} of {net:#?} {plan:#?} {moved:#?}"
                );
            }
        }
    }
}
