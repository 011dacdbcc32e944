//! The schedule of a project: dates, slack, the critical path.
use handsel_core::deliver::{PlanRow, RowKind};
use handsel_core::values::ProjectId;
use handsel_core::{Book, Result};
use serde_json::{Value, json};

use crate::find;
use crate::output::Answer;
use crate::rows::Kind;

pub fn schedule(book: &Book, project: &str) -> Result<Answer> {
    let id = ProjectId(find::record(book, &[Kind::Project], project)?.id);
    let plan = book.project_plan(id, None)?;
    let tasks: Vec<&PlanRow> = plan.rows.iter().filter(|row| row.task.is_some()).collect();
    let leaves = tasks.iter().filter(|row| row.kind != RowKind::Group);
    let critical: Vec<Value> = leaves.filter(|row| row.critical).map(|row| json!(row.task)).collect();
    let rows: Vec<Value> = tasks.iter().map(|row| line(row)).collect();
    let answer = Answer::record(json!({
        "project": plan.project.id,
        "name": plan.project.name,
        "start": plan.start,
        "finish": plan.finish,
        "working_days": plan.working_days,
        "promised": plan.promised,
        "first_promised": plan.first_promised,
        "late_by": plan.late_by,
        "misplaced": plan.misplaced,
        "critical": critical,
        "tasks": rows,
    }));
    let shown = answer.shown(Value::Array(rows));
    Ok(match plan.misplaced {
        0 => shown,
        1 => shown.note("1 task does not lie where its links and constraints want it."),
        many => shown.note(format!("{many} tasks do not lie where their links and constraints want them.")),
    })
}

fn line(row: &PlanRow) -> Value {
    json!({
        "id": row.task,
        "name": row.name,
        "wbs": row.wbs,
        "start": row.start,
        "finish": row.finish,
        "duration_days": row.duration_days,
        "predecessors": row.predecessors,
        "total_slack_days": row.total_slack_days,
        "free_slack_days": row.free_slack_days,
        "critical": row.critical,
        "done": row.done,
    })
}
