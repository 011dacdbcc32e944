//! Forward: as early as the links allow. Back: as late as nothing is missed.
use super::days::{Days, Edge};
use super::network::{Graph, Node, Rule, Tie, ends};
use crate::deliver::LinkKind;

/// Where a node lies. `evening`: a milestone that follows the end of something, and is shown on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: Edge,
    pub finish: Edge,
    pub evening: bool,
}

/// The latest a node may lie.
pub(super) struct Late {
    pub start: Edge,
    pub finish: Edge,
    /// The latest finish that moves no successor.
    pub free: Edge,
    /// The same for the start.
    pub free_start: Edge,
}

pub(super) fn forward(graph: &Graph) -> Vec<Span> {
    let mut spans = vec![Span { start: Edge::MIN, finish: Edge::MIN, evening: false }; graph.nodes.len()];
    for at in &graph.order {
        let ties = graph.into[*at].iter().map(|tie| &graph.ties[*tie]);
        let bounds = ties.filter(|tie| graph.binds(tie)).map(|tie| (tie.kind, asked(graph, tie, &spans[tie.from])));
        spans[*at] = early(graph, &graph.nodes[*at], bounds);
    }
    spans
}

/// What a link asks of its successor: not before which edge, and whether that is an evening.
pub(super) fn asked(graph: &Graph, tie: &Tie, from: &Span) -> (Edge, bool) {
    let of_finish = matches!(tie.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
    let milestone = graph.nodes[tie.from].duration == 0;
    let edge = if of_finish { from.finish } else { from.start };
    (graph.after(edge, tie.lag), if milestone { from.evening } else { of_finish })
}

fn early(graph: &Graph, node: &Node, bounds: impl Iterator<Item = (LinkKind, (Edge, bool))>) -> Span {
    let days = &graph.days[node.calendar];
    let (mut start, mut finish) = ((node.earliest, false), (Edge::MIN, false));
    for (kind, bound) in bounds {
        let side = if ends(kind) { &mut finish } else { &mut start };
        *side = (*side).max(bound);
    }
    match node.rule {
        Rule::Done { start, finish } => Span { start, finish, evening: false },
        Rule::Held(at) => {
            let at = if node.duration == 0 { at } else { days.up(at) };
            Span { start: at, finish: days.finish(at, node.duration), evening: node.evening }
        }
        Rule::Begun { on, left } => {
            let whole = days.finish(on, node.duration);
            let rest = graph.today.map_or(whole, |today| days.finish(today, left));
            // What has a finish to wait for ends on a working day.
            let waits = if finish.0 > Edge::MIN { days.start_to_end_from(finish.0, 1) + 1 } else { whole };
            let end = if node.duration == 0 { rest.max(whole).max(finish.0) } else { whole.max(rest).max(waits) };
            Span { start: on, finish: end, evening: finish.1 }
        }
        Rule::Free if node.duration == 0 => {
            let (at, evening) = start.max(finish);
            Span { start: at, finish: at, evening }
        }
        Rule::Free => {
            let mut at = days.up(start.0);
            if finish.0 > Edge::MIN {
                at = at.max(days.start_to_end_from(finish.0, node.duration));
            }
            Span { start: at, finish: days.finish(at, node.duration), evening: false }
        }
    }
}

/// The finish of the project: that of its last task.
pub(super) fn finish(graph: &Graph, spans: &[Span]) -> Edge {
    let leaves = graph.nodes.iter().zip(spans).filter(|(node, _)| !graph.group[node.task]);
    leaves.map(|(_, span)| span.finish).max().unwrap_or(Edge::MIN)
}

pub(super) fn back(graph: &Graph, spans: &[Span]) -> Vec<Late> {
    let end = finish(graph, spans);
    let last = graph.promised.map_or(end, |promised| end.min(promised));
    let mut lates: Vec<Late> = spans
        .iter()
        .map(|span| Late { start: span.start, finish: span.finish, free: end, free_start: Edge::MAX })
        .collect();
    for at in graph.order.iter().rev() {
        let node = &graph.nodes[*at];
        // Starts and finishes that the successors' late dates allow, and those their early dates allow.
        // A group's start or finish is nobody's work: only who waits behind it counts.
        let gate = graph.group[node.task];
        let (last, end) = if gate { (Edge::MAX, Edge::MAX) } else { (last, end) };
        let (mut late, mut free) = ((Edge::MAX, last.min(node.by)), (Edge::MAX, end));
        for tie in graph.out[*at].iter().map(|tie| &graph.ties[*tie]).filter(|tie| graph.binds(tie)) {
            let (to, span) = (&lates[tie.to], &spans[tie.to]);
            let (latest, mut earliest) = if ends(tie.kind) { (to.finish, span.finish) } else { (to.start, span.start) };
            if graph.group[graph.nodes[tie.to].task] {
                earliest = to.free.min(to.free_start);
            }
            let of_finish = matches!(tie.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
            let bound = |side: &mut (Edge, Edge), edge: Edge| {
                let side = if of_finish { &mut side.1 } else { &mut side.0 };
                if edge < Edge::MAX {
                    *side = (*side).min(graph.before(edge, tie.lag));
                }
            };
            bound(&mut late, latest);
            bound(&mut free, earliest);
        }
        let (start, finish) = latest(&graph.days[node.calendar], node, &spans[*at], late);
        lates[*at] = Late { start, finish, free: free.1, free_start: free.0 };
    }
    lates
}

/// The latest span within (start, finish).
fn latest(days: &Days, node: &Node, span: &Span, by: (Edge, Edge)) -> (Edge, Edge) {
    match node.rule {
        Rule::Done { start, finish } => (start, finish),
        Rule::Begun { on, .. } if node.duration == 0 => (on, by.1),
        Rule::Begun { on, .. } => (on, days.down(by.1 - 1) + 1),
        Rule::Free | Rule::Held(_) => {
            let held = matches!(node.rule, Rule::Held(_));
            let finish = if held { by.1.min(span.finish) } else { by.1 };
            if node.duration == 0 {
                let at = by.0.min(finish);
                return (at, at);
            }
            let mut start = days.start_to_end_by(finish, node.duration);
            if by.0 < start {
                start = days.down(by.0);
            }
            (start, days.finish(start, node.duration))
        }
    }
}
