//! The same schedule, slow and obvious: days are counted one by one, and everything is moved by a day until nothing complains.
use super::*;

/// Start and finish as mornings; see the engine's own words on milestones.
pub type Ends = (i64, i64);

pub struct Reference<'n> {
    net: &'n Network,
    /// Links between tasks that are no groups.
    links: Vec<Link>,
    pub early: Vec<Ends>,
    pub late: Vec<Ends>,
    pub total: Vec<i64>,
    pub free: Vec<i64>,
}

pub fn leaves(net: &Network, of: usize) -> Vec<usize> {
    let below: Vec<usize> = (0..net.tasks.len()).filter(|task| net.tasks[*task].parent == Some(of)).collect();
    if below.is_empty() { vec![of] } else { below.into_iter().flat_map(|task| leaves(net, task)).collect() }
}

pub fn is_group(net: &Network, task: usize) -> bool {
    net.tasks.iter().any(|other| other.parent == Some(task))
}

/// Every link of a group as links of its tasks.
pub fn spread(net: &Network) -> Vec<Link> {
    let pairs = |link: &Link| {
        let to = leaves(net, link.to);
        let from = leaves(net, link.from);
        from.into_iter().flat_map(move |from| to.clone().into_iter().map(move |to| (from, to))).collect::<Vec<_>>()
    };
    net.links.iter().flat_map(|link| pairs(link).into_iter().map(|(from, to)| Link { from, to, ..*link })).collect()
}

impl<'n> Reference<'n> {
    pub fn of(net: &'n Network) -> Reference<'n> {
        let mut found = Reference {
            net,
            links: spread(net),
            early: Vec::new(),
            late: Vec::new(),
            total: Vec::new(),
            free: Vec::new(),
        };
        found.forward();
        found.back();
        found.slack();
        found
    }

    fn works(&self, task: usize, day: i64) -> bool {
        self.works_in(self.net.tasks[task].calendar, day)
    }

    fn works_in(&self, calendar: usize, day: i64) -> bool {
        let calendar = &self.net.calendars[calendar];
        calendar.workdays >> day.rem_euclid(7) & 1 == 1 && !calendar.off.iter().any(|off| off.number() == day)
    }

    fn duration(&self, task: usize) -> i64 {
        self.net.tasks[task].duration.into()
    }

    /// The end of so many working days.
    fn end(&self, task: usize, start: i64, mut days: i64) -> i64 {
        let mut here = start;
        while days > 0 {
            days -= i64::from(self.works(task, here));
            here += 1;
        }
        here
    }

    fn after(&self, edge: i64, lag: Lag) -> i64 {
        match lag {
            Lag::Elapsed(days) => edge + i64::from(days),
            Lag::Working(days) => {
                let (mut here, mut left) = (edge, days);
                while left > 0 {
                    left -= i32::from(self.works_in(0, here));
                    here += 1;
                }
                while left < 0 {
                    here -= 1;
                    left += i32::from(self.works_in(0, here));
                }
                here
            }
        }
    }

    fn done(&self, task: usize) -> bool {
        matches!(self.net.tasks[task].progress, Progress::Done { .. })
    }

    fn begun(&self, task: usize) -> bool {
        matches!(self.net.tasks[task].progress, Progress::Started { .. })
    }

    fn held(&self, task: usize) -> bool {
        let task = &self.net.tasks[task];
        task.progress == Progress::NotStarted
            && (matches!(task.constraint, Constraint::Fixed(_)) || task.manual && task.planned.is_some())
    }

    fn kept(&self, link: &Link, from: Ends, to: Ends) -> bool {
        let holds_start = matches!(link.kind, LinkKind::FinishStart | LinkKind::StartStart);
        if self.done(link.to) || self.begun(link.to) && holds_start {
            return true;
        }
        let edge = if matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish) { from.1 } else { from.0 };
        self.after(edge, link.lag) <= if holds_start { to.0 } else { to.1 }
    }

    fn forward(&mut self) {
        self.early = (0..self.net.tasks.len()).map(|task| self.first(task)).collect();
        loop {
            let mut moved = false;
            for task in 0..self.net.tasks.len() {
                if self.done(task) || self.held(task) || is_group(self.net, task) {
                    continue;
                }
                while !self
                    .links
                    .iter()
                    .all(|link| link.to != task || self.kept(link, self.early[link.from], self.early[task]))
                {
                    self.early[task] = self.later(task, self.early[task]);
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// Where it would lie without links.
    fn first(&self, at: usize) -> Ends {
        let task = &self.net.tasks[at];
        let whole = self.duration(at);
        let today = self.net.today.map(|day| day.number());
        if let Progress::Done { start, finish } = task.progress {
            let end = finish.max(start).number() + 1;
            return if whole == 0 { (finish.number(), finish.number()) } else { (start.number(), end) };
        }
        if let Progress::Started { on, percent } = task.progress {
            let left = percent.map_or(1, |percent| (whole * (100 - i64::from(percent)) + 99) / 100).min(whole);
            let end = self.end(at, on.number(), whole);
            return (on.number(), today.map_or(end, |today| end.max(self.end(at, today, left))));
        }
        if self.held(at) {
            let day = match task.constraint {
                Constraint::Fixed(day) => day,
                _ => task.planned.unwrap(),
            };
            if whole == 0 {
                return (day.number() + 1, day.number() + 1);
            }
            let mut start = day.number();
            while !self.works(at, start) {
                start += 1;
            }
            return (start, self.end(at, start, whole));
        }
        let mut start = self.net.start.number().max(today.unwrap_or(i64::MIN));
        if let Constraint::StartNoEarlierThan(day) = task.constraint {
            start = start.max(day.number());
        }
        if let (Pull::Later, Some(day)) = (self.net.pull, task.planned) {
            start = start.max(day.number());
        }
        while whole > 0 && !self.works(at, start) {
            start += 1;
        }
        (start, self.end(at, start, whole))
    }

    /// A day on: a milestone to the next morning, a task to its next working day, what is begun with its end alone.
    fn later(&self, task: usize, (start, finish): Ends) -> Ends {
        if self.begun(task) {
            let end = if self.duration(task) == 0 { finish + 1 } else { self.end(task, finish, 1) };
            return (start, end);
        }
        let mut start = start + 1;
        while self.duration(task) > 0 && !self.works(task, start) {
            start += 1;
        }
        (start, self.end(task, start, self.duration(task)))
    }

    fn sooner(&self, task: usize, (start, finish): Ends) -> Ends {
        if self.begun(task) {
            let mut end = finish - 1;
            while self.duration(task) > 0 && !self.works(task, end - 1) {
                end -= 1;
            }
            return (start, end);
        }
        let mut start = start - 1;
        while self.duration(task) > 0 && !self.works(task, start) {
            start -= 1;
        }
        (start, self.end(task, start, self.duration(task)))
    }

    pub fn end_of_all(&self) -> i64 {
        let leaves = (0..self.net.tasks.len()).filter(|task| !is_group(self.net, *task));
        leaves.map(|task| self.early[task].1).max().unwrap_or_default()
    }

    fn back(&mut self) {
        let end = self.end_of_all();
        let last = self.net.promised.map_or(end, |day| end.min(day.number() + 1));
        self.late = self.early.clone();
        let free = |found: &Self, task: usize| !found.done(task) && !is_group(found.net, task);
        for task in 0..self.net.tasks.len() {
            // Far too late, so that every limit brings it back.
            while free(self, task) && !self.held(task) && self.late[task].1 <= end + 7 {
                self.late[task] = self.later(task, self.late[task]);
            }
        }
        loop {
            let mut moved = false;
            for task in 0..self.net.tasks.len() {
                if !free(self, task) {
                    continue;
                }
                let own = &self.net.tasks[task];
                let mut by = own.deadline.map_or(last, |day| last.min(day.number() + 1));
                if let Constraint::FinishNoLaterThan(day) = own.constraint {
                    by = by.min(day.number() + 1);
                }
                while self.late[task].1 > by
                    || !self
                        .links
                        .iter()
                        .all(|link| link.from != task || self.kept(link, self.late[task], self.late[link.to]))
                {
                    if self.begun(task) && self.late[task].1 <= by && !self.finish_matters(task) {
                        break;
                    }
                    self.late[task] = self.sooner(task, self.late[task]);
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// Whether a link that hangs on the finish of a task under way is broken: its start can't be helped any more.
    fn finish_matters(&self, task: usize) -> bool {
        let of_finish = |link: &&Link| matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
        let mut mine = self.links.iter().filter(|link| link.from == task).filter(of_finish);
        mine.any(|link| !self.kept(link, self.late[task], self.late[link.to]))
    }

    fn working(&self, task: usize, from: i64, to: i64) -> i64 {
        let count = |from: i64, to: i64| (from..to).filter(|day| self.works(task, *day)).count() as i64;
        if from <= to { count(from, to) } else { -count(to, from) }
    }

    fn slack(&mut self) {
        let end = self.end_of_all();
        for task in 0..self.net.tasks.len() {
            let (early, late) = (self.early[task], self.late[task]);
            let of_finish = self.begun(task);
            let total =
                if of_finish { self.working(task, early.1, late.1) } else { self.working(task, early.0, late.0) };
            let mut here = early;
            let mut free = 0;
            loop {
                let next = self.later(task, here);
                let held = self.links.iter().filter(|link| link.from == task);
                let mut held = held
                    .filter(|link| !of_finish || matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish));
                if next.1 > end || held.any(|link| !self.kept(link, next, self.early[link.to])) {
                    break;
                }
                here = next;
                free = self.working(task, early.1, here.1);
            }
            let done = self.done(task);
            self.total.push(if done { 0 } else { total });
            self.free.push(if done { 0 } else { free });
        }
    }
}
