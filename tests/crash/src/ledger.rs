//! What the harness knows must be true, and the look at the reopened file that compares.

use crate::ctl::{Workspace, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The wins that were acknowledged: printed as done before the process ended.
#[derive(Default)]
pub struct Ledger {
    pub won: BTreeSet<String>,
    /// Undone with acknowledgement: no live project may stand for them.
    pub undone: BTreeSet<String>,
    /// Tasks a whole project has, from the first one delivered in peace.
    pub tasks: Option<u64>,
}

/// The state of the corridor as the reopened file tells it.
pub struct Seen {
    pub pending: usize,
    pub delivered: usize,
    pub handoffs: usize,
}

impl Ledger {
    /// Opens the file again and compares; every fault is one sentence.
    pub fn compare(&self, workspace: &Workspace) -> Result<(Seen, Vec<String>), String> {
        let mut faults = Vec::new();
        let check = workspace.ask(&["check"])?;
        if check.get("ok") != Some(&Value::Bool(true)) {
            faults.push(format!("check says: {check}"));
        }
        let handoffs = list(workspace.ask(&["handoffs"])?);
        let projects = list(workspace.ask(&["list", "projects", "--limit", "100000"])?);
        self.wins(&handoffs, &mut faults);
        self.projects(&handoffs, &projects, &mut faults);
        let in_state = |state| handoffs.iter().filter(|handoff| text(handoff, "state") == state).count();
        let seen = Seen { pending: in_state("pending"), delivered: in_state("delivered"), handoffs: handoffs.len() };
        if in_state("parked") > 0 {
            faults.push("a handoff is parked although nothing was wrong with it".into());
        }
        Ok((seen, faults))
    }

    fn wins(&self, handoffs: &[Value], faults: &mut Vec<String>) {
        let live = |handoff: &&Value| matches!(text(handoff, "state").as_str(), "pending" | "delivered");
        let deals: Vec<String> = handoffs.iter().filter(live).map(|handoff| text(handoff, "deal")).collect();
        let held: BTreeSet<&String> = deals.iter().collect();
        faults.extend(
            self.won
                .iter()
                .filter(|deal| !held.contains(deal))
                .map(|deal| format!("the acknowledged win of {deal} is lost")),
        );
        faults.extend(
            self.undone
                .iter()
                .filter(|deal| held.contains(deal))
                .map(|deal| format!("the undone win of {deal} is still in the corridor")),
        );
        let mut keys = BTreeSet::new();
        for handoff in handoffs {
            let key = (text(handoff, "deal"), text(handoff, "generation"));
            if !keys.insert(key.clone()) {
                faults.push(format!("the handoff {key:?} is there twice"));
            }
        }
    }

    fn projects(&self, handoffs: &[Value], projects: &[Value], faults: &mut Vec<String>) {
        let mut owed: BTreeMap<String, u32> = BTreeMap::new();
        for handoff in handoffs.iter().filter(|handoff| text(handoff, "state") == "delivered") {
            *owed.entry(text(handoff, "project")).or_default() += 1;
        }
        let there: BTreeMap<String, &Value> = projects.iter().map(|project| (text(project, "id"), project)).collect();
        for (project, count) in &owed {
            match there.get(project) {
                None => faults.push(format!("a delivered handoff has no project ({project})")),
                Some(_) if *count > 1 => faults.push(format!("{count} handoffs share the project {project}")),
                Some(found) => self.whole(found, faults),
            }
        }
        let extra = there.keys().filter(|project| !owed.contains_key(*project));
        faults.extend(extra.map(|project| format!("the project {project} stands without a delivered handoff")));
    }

    fn whole(&self, project: &Value, faults: &mut Vec<String>) {
        let tasks = tasks(project);
        if self.tasks.is_some_and(|whole| Some(whole) != tasks) {
            faults.push(format!(
                "the project {} has {tasks:?} tasks, a whole one {:?}",
                text(project, "id"),
                self.tasks
            ));
        }
        if text(project, "unowned").parse::<u64>().is_ok_and(|unowned| unowned > 0) {
            faults.push(format!("the project {} has tasks without an owner", text(project, "id")));
        }
    }
}

/// How many tasks a listed project has.
pub fn tasks(project: &Value) -> Option<u64> {
    project.get("tasks").and_then(Value::as_u64)
}

/// The records of a JSON list.
pub fn list(answer: Value) -> Vec<Value> {
    match answer {
        Value::Array(records) => records,
        _ => Vec::new(),
    }
}
