//! From edges to what a person sees: days, slack, the critical path, groups.
use super::days::Edge;
use super::network::{Graph, Rule, ends};
use super::passes::{Late, Span, asked};
use super::types::{Flaw, LinkState, Network, Placed, Plan};
use crate::values::Day;

pub(super) fn plan(network: &Network, graph: &Graph, early: &[Span], late: &[Late]) -> Result<Plan, Flaw> {
    let mut tasks: Vec<Option<Placed>> = Vec::with_capacity(network.tasks.len());
    for at in 0..network.tasks.len() {
        tasks.push(if graph.group[at] { None } else { Some(placed(graph, at, &early[at], &late[at])?) });
    }
    let leaves = tasks.iter().flatten();
    let (start, end) = (leaves.clone().map(|task| task.start).min(), leaves.map(|task| task.finish).max());
    roll_up(network, graph, &mut tasks);
    let tasks: Vec<Placed> = tasks.into_iter().flatten().collect();
    Ok(Plan { links: links(network, graph, early), tasks, start, finish: end })
}

fn placed(graph: &Graph, at: usize, span: &Span, late: &Late) -> Result<Placed, Flaw> {
    let node = &graph.nodes[at];
    let days = &graph.days[node.calendar];
    let day = |edge: Edge| Day::from_number(edge).ok_or(Flaw::TooFar(at));
    let milestone = node.duration == 0;
    // A milestone is shown on the day whose evening it is, or whose morning.
    let (start, finish) = if milestone {
        let moment = day(if span.evening { span.finish - 1 } else { span.finish })?;
        (moment, moment)
    } else {
        (day(span.start)?, day(span.finish - 1)?)
    };
    let (late_start, late_finish) = if milestone {
        let moment = if late.finish == span.finish { finish } else { day(days.down(late.finish - 1))? };
        (moment, moment)
    } else {
        (day(late.start)?, day(late.finish - 1)?)
    };
    let begun = matches!(node.rule, Rule::Begun { .. });
    let (from, to) = if begun { (span.finish, late.finish) } else { (span.start, late.start) };
    let total_slack = days.count(to) - days.count(from);
    let done = matches!(node.rule, Rule::Done { .. });
    let free = days.count(free_finish(graph, at, span, late)) - days.count(span.finish);
    Ok(Placed {
        start,
        finish,
        late_start,
        late_finish,
        total_slack: if done { 0 } else { total_slack },
        free_slack: if done { 0 } else { free.max(0) },
        critical: !done && total_slack <= 0,
    })
}

/// The latest finish at which every successor stays where it is.
fn free_finish(graph: &Graph, at: usize, span: &Span, late: &Late) -> Edge {
    let node = &graph.nodes[at];
    let days = &graph.days[node.calendar];
    if matches!(node.rule, Rule::Begun { .. }) {
        return late.free;
    }
    if late.free_start == Edge::MAX {
        return late.free;
    }
    let by_start = if node.duration == 0 {
        late.free_start
    } else {
        days.finish(days.down(late.free_start.max(span.start)), node.duration)
    };
    late.free.min(by_start)
}

/// A group spans its tasks, has the least of their slack, and is critical where one of them is.
fn roll_up(network: &Network, graph: &Graph, tasks: &mut [Option<Placed>]) {
    for leaf in 0..tasks.len() {
        if graph.group[leaf] {
            continue;
        }
        let Some(own) = tasks[leaf].clone() else { continue };
        let mut above = network.tasks[leaf].parent;
        while let Some(group) = above {
            match &mut tasks[group] {
                Some(sum) => sum.widen(&own),
                none => *none = Some(own.clone()),
            }
            above = network.tasks[group].parent;
        }
    }
}

impl Placed {
    fn widen(&mut self, other: &Placed) {
        self.start = self.start.min(other.start);
        self.finish = self.finish.max(other.finish);
        self.late_start = self.late_start.min(other.late_start);
        self.late_finish = self.late_finish.max(other.late_finish);
        self.total_slack = self.total_slack.min(other.total_slack);
        self.free_slack = self.free_slack.min(other.free_slack);
        self.critical |= other.critical;
    }
}

fn links(network: &Network, graph: &Graph, early: &[Span]) -> Vec<LinkState> {
    let mut states = vec![LinkState::default(); network.links.len()];
    for tie in &graph.ties {
        let (Some(link), true) = (tie.link, graph.binds(tie)) else { continue };
        let (edge, _) = asked(graph, tie, &early[tie.from]);
        let (node, span) = (&graph.nodes[tie.to], &early[tie.to]);
        let days = &graph.days[node.calendar];
        let milestone = node.duration == 0;
        let state = &mut states[link];
        if ends(tie.kind) {
            state.broken = edge > span.finish;
            let ended = if milestone { edge } else { days.start_to_end_from(edge, 1) + 1 };
            state.driving = ended == span.finish && !matches!(node.rule, Rule::Held(_));
        } else {
            state.broken = edge > span.start;
            let begun = if milestone { edge } else { days.up(edge) };
            state.driving = begun == span.start && matches!(node.rule, Rule::Free);
        }
    }
    states
}
