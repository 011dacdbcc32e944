//! The outline of a draft: phases, tasks and their parts, numbered. Pure.
use super::draft::{Draft, Stored};
use crate::values::{PhaseId, TaskId};

/// A line of the outline. `task` is an index into the draft's tasks; a phase has none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub phase: Option<PhaseId>,
    pub task: Option<usize>,
    pub level: u32,
    pub wbs: String,
}

/// Phases in their order, then what belongs to none. A phase without tasks is a line too.
pub(crate) fn lines(draft: &Draft) -> Vec<Line> {
    let mut below: std::collections::HashMap<TaskId, Vec<usize>> = std::collections::HashMap::new();
    for (at, task) in draft.tasks.iter().enumerate() {
        if let Some(parent) = task.parent {
            below.entry(parent).or_default().push(at);
        }
    }
    let mut lines = Vec::with_capacity(draft.tasks.len() + draft.phases.len());
    let top = |phase: Option<PhaseId>| {
        let own = draft.tasks.iter().enumerate();
        own.filter(move |(_, task)| task.parent.is_none() && task.phase == phase).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let mut number = 0;
    for (phase, _) in &draft.phases {
        number += 1;
        lines.push(Line { phase: Some(*phase), task: None, level: 0, wbs: number.to_string() });
        let wbs = number.to_string();
        for (n, at) in top(Some(*phase)).into_iter().enumerate() {
            walk(draft, &below, at, 1, format!("{wbs}.{}", n + 1), &mut lines);
        }
    }
    for at in top(None) {
        number += 1;
        walk(draft, &below, at, 0, number.to_string(), &mut lines);
    }
    lines
}

fn walk(
    draft: &Draft,
    below: &std::collections::HashMap<TaskId, Vec<usize>>,
    at: usize,
    level: u32,
    wbs: String,
    lines: &mut Vec<Line>,
) {
    let Some(task) = draft.tasks.get(at) else { return };
    let parts = below.get(&task.id).cloned().unwrap_or_default();
    lines.push(Line { phase: task.phase, task: Some(at), level, wbs: wbs.clone() });
    for (n, part) in parts.into_iter().enumerate() {
        walk(draft, below, part, level + 1, format!("{wbs}.{}", n + 1), lines);
    }
}

/// The tasks that `task` is a part of, nearest first.
pub(crate) fn above(draft: &Draft, task: &Stored) -> Vec<TaskId> {
    let mut way = Vec::new();
    let mut here = task.parent;
    while let Some(parent) = here.filter(|parent| !way.contains(parent)) {
        way.push(parent);
        here = draft.tasks.iter().find(|one| one.id == parent).and_then(|one| one.parent);
    }
    way
}
