//! The network as the passes walk it: one node a task, and for a group with links a node for its start or its finish.
use super::days::{Days, Edge};
use super::types::{Constraint, DURATION_MAX, Flaw, LAG_MAX, Lag, Network, Progress, Pull, Task};
use crate::deliver::LinkKind;

/// Where a node's dates come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Links and the earliest start.
    Free,
    /// It stays at this start.
    Held(Edge),
    /// Under way since; ends at the least after `left` working days from today.
    Begun {
        on: Edge,
        left: i64,
    },
    Done {
        start: Edge,
        finish: Edge,
    },
}

pub(super) struct Node {
    pub task: usize,
    pub calendar: usize,
    pub duration: i64,
    pub rule: Rule,
    pub earliest: Edge,
    /// Its finish may not lie later; `Edge::MAX` if nobody said.
    pub by: Edge,
    /// A milestone held at a day lies in its evening.
    pub evening: bool,
}

/// A link between nodes; `link` of the network, or `None` for what ties a group together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    pub from: usize,
    pub to: usize,
    pub kind: LinkKind,
    pub lag: Lag,
    pub link: Option<usize>,
}

pub(super) struct Graph {
    pub nodes: Vec<Node>,
    pub ties: Vec<Tie>,
    /// The ties into and out of each node, as indexes into `ties`.
    pub into: Vec<Vec<usize>>,
    pub out: Vec<Vec<usize>>,
    /// Every node after all it waits for.
    pub order: Vec<usize>,
    pub days: Vec<Days>,
    pub today: Option<Edge>,
    pub promised: Option<Edge>,
    /// Whether the task has others below it.
    pub group: Vec<bool>,
}

impl Graph {
    pub fn of(network: &Network) -> Result<Graph, Flaw> {
        let (children, group) = family(&network.tasks)?;
        let days = network.calendars.iter().enumerate();
        let days = days.map(|(calendar, one)| Days::of(one).ok_or(Flaw::NoWorkingDay { calendar }));
        let days: Vec<Days> = days.collect::<Result<_, _>>()?;
        let today = network.today.map(|day| day.number());
        let mut graph = Graph {
            nodes: Vec::with_capacity(network.tasks.len()),
            ties: Vec::with_capacity(network.links.len()),
            into: Vec::new(),
            out: Vec::new(),
            order: Vec::new(),
            today,
            promised: network.promised.map(|day| day.number() + 1),
            days,
            group,
        };
        for (at, task) in network.tasks.iter().enumerate() {
            graph.nodes.push(node(network, at, task, today)?);
        }
        graph.tie(network, &children)?;
        graph.sort()?;
        Ok(graph)
    }

    /// What lies `lag` after `edge`.
    pub fn after(&self, edge: Edge, lag: Lag) -> Edge {
        match lag {
            Lag::Working(days) => self.days[0].after(edge, days.into()),
            Lag::Elapsed(days) => edge + i64::from(days),
        }
    }

    /// The latest edge that lies `lag` before `edge`.
    pub fn before(&self, edge: Edge, lag: Lag) -> Edge {
        match lag {
            Lag::Working(days) => self.days[0].before(edge, days.into()),
            Lag::Elapsed(days) => edge - i64::from(days),
        }
    }

    /// Whether the link still asks something of the successor.
    pub fn binds(&self, tie: &Tie) -> bool {
        match self.nodes[tie.to].rule {
            Rule::Done { .. } => false,
            Rule::Begun { .. } => ends(tie.kind),
            Rule::Free | Rule::Held(_) => true,
        }
    }

    fn tie(&mut self, network: &Network, children: &[Vec<usize>]) -> Result<(), Flaw> {
        let count = network.tasks.len();
        // The nodes of a group's start and finish, made when a link needs them.
        let mut gates: Vec<[Option<usize>; 2]> = vec![[None; 2]; count];
        for (at, link) in network.links.iter().enumerate() {
            if link.from >= count || link.to >= count {
                return Err(Flaw::NoTask { link: at });
            }
            if link.from == link.to {
                return Err(Flaw::ToItself(link.from));
            }
            let (Lag::Working(days) | Lag::Elapsed(days)) = link.lag;
            if days.unsigned_abs() > LAG_MAX {
                return Err(Flaw::LagTooLong { link: at });
            }
            let from_start = matches!(link.kind, LinkKind::StartStart | LinkKind::StartFinish);
            if self.group[link.from] && from_start || self.group[link.to] && ends(link.kind) {
                return Err(Flaw::Group { link: at });
            }
            let from = if self.group[link.from] { self.gate(&mut gates, children, link.from, 1) } else { link.from };
            let to = if self.group[link.to] { self.gate(&mut gates, children, link.to, 0) } else { link.to };
            self.ties.push(Tie { from, to, kind: link.kind, lag: link.lag, link: Some(at) });
        }
        self.into = vec![Vec::new(); self.nodes.len()];
        self.out = vec![Vec::new(); self.nodes.len()];
        for (at, tie) in self.ties.iter().enumerate() {
            self.into[tie.to].push(at);
            self.out[tie.from].push(at);
        }
        Ok(())
    }

    /// The node before all tasks of a group (`side` 0) or after them (1).
    fn gate(&mut self, gates: &mut [[Option<usize>; 2]], children: &[Vec<usize>], group: usize, side: usize) -> usize {
        if let Some(gate) = gates[group][side] {
            return gate;
        }
        let gate = self.nodes.len();
        gates[group][side] = Some(gate);
        self.nodes.push(Node {
            task: group,
            calendar: 0,
            duration: 0,
            rule: Rule::Free,
            earliest: Edge::MIN,
            by: Edge::MAX,
            evening: false,
        });
        let mut below = children[group].clone();
        while let Some(task) = below.pop() {
            if self.group[task] {
                below.extend(&children[task]);
                continue;
            }
            let (from, to) = if side == 0 { (gate, task) } else { (task, gate) };
            self.ties.push(Tie { from, to, kind: LinkKind::FinishStart, lag: Lag::Elapsed(0), link: None });
        }
        gate
    }

    /// Fills `order`, or names a cycle.
    fn sort(&mut self) -> Result<(), Flaw> {
        let mut waits: Vec<usize> = self.into.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..self.nodes.len()).filter(|node| waits[*node] == 0).collect();
        while let Some(node) = ready.pop() {
            self.order.push(node);
            for tie in &self.out[node] {
                let to = self.ties[*tie].to;
                waits[to] -= 1;
                if waits[to] == 0 {
                    ready.push(to);
                }
            }
        }
        if self.order.len() == self.nodes.len() { Ok(()) } else { Err(Flaw::Cycle(self.cycle(&waits))) }
    }

    /// Walks back from a node that waits for ever until one comes up again.
    fn cycle(&self, waits: &[usize]) -> Vec<usize> {
        let mut here = (0..self.nodes.len()).rev().find(|node| waits[*node] > 0).unwrap_or_default();
        let mut way = vec![here];
        loop {
            // Among those that wait, each has a predecessor that waits too.
            let back = self.into[here].iter().map(|tie| self.ties[*tie].from).find(|from| waits[*from] > 0);
            let Some(back) = back else { return Vec::new() };
            if let Some(at) = way.iter().position(|node| *node == back) {
                let mut tasks: Vec<usize> = way[at..].iter().rev().map(|node| self.nodes[*node].task).collect();
                tasks.dedup();
                return tasks;
            }
            way.push(back);
            here = back;
        }
    }
}

/// Whether the link holds the successor's finish back, rather than its start.
pub(super) fn ends(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::FinishFinish | LinkKind::StartFinish)
}

/// The tasks below each one, and which have any.
fn family(tasks: &[Task]) -> Result<(Vec<Vec<usize>>, Vec<bool>), Flaw> {
    let mut children = vec![Vec::new(); tasks.len()];
    for (at, task) in tasks.iter().enumerate() {
        let mut above = task.parent;
        let mut steps = 0;
        while let Some(parent) = above {
            steps += 1;
            if parent == at || parent >= tasks.len() || steps > tasks.len() {
                return Err(Flaw::Nesting(at));
            }
            above = tasks[parent].parent;
        }
        if let Some(parent) = task.parent {
            children[parent].push(at);
        }
    }
    let group = children.iter().map(|below: &Vec<usize>| !below.is_empty()).collect();
    Ok((children, group))
}

fn node(network: &Network, at: usize, task: &Task, today: Option<Edge>) -> Result<Node, Flaw> {
    if task.duration > DURATION_MAX {
        return Err(Flaw::TooLong(at));
    }
    if task.calendar >= network.calendars.len() {
        return Err(Flaw::NoWorkingDay { calendar: task.calendar });
    }
    let duration = i64::from(task.duration);
    let rule = rule(task, duration);
    let start = network.start.number();
    let mut earliest = today.map_or(start, |today| today.max(start));
    if let Constraint::StartNoEarlierThan(day) = task.constraint {
        earliest = earliest.max(day.number());
    }
    if let (Pull::Later, Some(day)) = (network.pull, task.planned) {
        earliest = earliest.max(day.number());
    }
    let mut by = task.deadline.map_or(Edge::MAX, |day| day.number() + 1);
    if let Constraint::FinishNoLaterThan(day) = task.constraint {
        by = by.min(day.number() + 1);
    }
    let evening = duration == 0 && matches!(rule, Rule::Held(_));
    Ok(Node { task: at, calendar: task.calendar, duration, rule, earliest, by, evening })
}

fn rule(task: &Task, duration: i64) -> Rule {
    let held = |day: i64| Rule::Held(if duration == 0 { day + 1 } else { day });
    match (task.progress, task.constraint) {
        (Progress::Done { start, finish }, _) => {
            let (start, finish) = (start.number(), finish.number());
            if duration == 0 {
                return Rule::Done { start: finish, finish };
            }
            Rule::Done { start, finish: finish.max(start) + 1 }
        }
        (Progress::Started { on, percent }, _) => {
            let left = percent.map_or(1, |percent| {
                (duration * (100 - i64::from(percent.min(99)))).div_euclid(100)
                    + i64::from(duration * (100 - i64::from(percent.min(99))) % 100 > 0)
            });
            Rule::Begun { on: on.number(), left: left.clamp(i64::from(duration > 0), duration) }
        }
        (Progress::NotStarted, Constraint::Fixed(day)) => held(day.number()),
        (Progress::NotStarted, _) => match task.planned {
            Some(day) if task.manual => held(day.number()),
            _ => Rule::Free,
        },
    }
}
