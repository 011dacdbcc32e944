//! The main job in the terminal, on a sample workspace: bring in deals, win one, and see its whole project.
use std::path::{Path, PathBuf};

use handsel_core::start::{Business, create};
use handsel_core::values::Day;
use handsel_core::{Book, Code, Error, Result};
use serde_json::{Value, json};

use crate::args::{Import, Win};
use crate::keep;
use crate::output::{Answer, say};
use crate::rows;
use crate::{corridor, selling, transfer};

const DEALS: &str = "\
Deal ID,Deal,Company,Owner,Stage,Amount,Close date
D-1,Hotel roof,Brightwater Hotel,Mara Lindqvist,Negotiation,48200.00,2026-12-11
D-2,Cold store,Alderhof Dairy,Jonas Feldt,Proposal,17500.00,2027-01-20
D-3,Training days,Fernbrook School,Mara Lindqvist,Qualified,,
D-4,Quay lighting,Vesterhavn Port,Jonas Feldt,Won,96000.00,2026-10-02
D-5,Showroom,Pinewood Furniture,Mara Lindqvist,Lost,22000.00,2026-09-14
";
const ROWS: u64 = 5;
/// The deal that is won.
const WON: &str = "Hotel roof";

/// What each step said; in the terminal also as it happens.
struct Steps {
    aloud: bool,
    told: Vec<Value>,
}

impl Steps {
    fn done(&mut self, step: &str, detail: String) {
        if self.aloud {
            say(&format!("{}. {step}\n   {detail}", self.told.len() + 1));
        }
        self.told.push(json!({ "step": step, "detail": detail, "ok": true }));
    }
}

/// Runs the demonstration in `file`, or in a temporary one that is removed again. Any step that fails ends it with its error.
pub fn demo(file: Option<&Path>, today: Option<Day>, as_json: bool) -> Result<Answer> {
    let folder = tempfile::tempdir()?;
    let path = file.map_or_else(|| folder.path().join("demo.handsel"), PathBuf::from);
    let mut steps = Steps { aloud: !as_json, told: Vec::new() };
    let made = create(&path, "Sample firm", "EUR", Business::Onboarding, None, today);
    let book = made.map_err(keep::wrong_question)?;
    steps.done("Made a sample workspace", path.display().to_string());
    import(&book, folder.path(), &mut steps)?;
    win(&book, &mut steps)?;
    let project = deliver(&book, &mut steps)?;
    show(&book, &project, &mut steps)?;
    let report = book.check()?;
    expect(report.ok, || format!("The check found: {}", report.problems.join(" ")))?;
    steps.done("Checked the workspace", format!("sound, {} promises looked at", report.checked));
    let kept = file.is_some();
    let note =
        if kept { "All of it worked." } else { "All of it worked. To keep the workspace: handselctl --file PATH demo" };
    let document = json!({ "ok": true, "file": kept.then_some(path), "steps": steps.told });
    let shown = Value::from("Done.");
    Ok(Answer::record(document).shown(shown).note(note))
}

fn import(book: &Book, folder: &Path, steps: &mut Steps) -> Result<()> {
    let csv = folder.join("deals.csv");
    std::fs::write(&csv, DEALS)?;
    let args = Import { path: csv, target: "deals".into(), ..Import::default() };
    let report = transfer::import(book, &args)?.into_document();
    expect(report["created"] == ROWS && report["failed"] == 0, || format!("The import answered {report}"))?;
    steps.done("Imported a list of deals", format!("{ROWS} rows read, {ROWS} deals created, 0 failed"));
    Ok(())
}

fn win(book: &Book, steps: &mut Steps) -> Result<()> {
    let args = Win { deal: WON.into(), promise: Some("none".into()), ..Win::default() };
    let won = selling::win(book, &args)?.into_document();
    expect(!won["handoff"].is_null(), || format!("The win asked for no project: {won}"))?;
    steps.done("Won a deal", format!("{WON}; its project is owed since the same moment (revision {})", won["rev"]));
    Ok(())
}

/// Answers the project's id.
fn deliver(book: &Book, steps: &mut Steps) -> Result<Value> {
    let run = corridor::run(book, 100)?.into_document();
    expect(run["delivered"] == 1 && run["pending"] == 0, || format!("The worker answered {run}"))?;
    steps.done("Ran the handoff", "1 project delivered, nothing pending".into());
    let handoffs = corridor::rows(book)?;
    let project = handoffs.first().map(|handoff| handoff["project"].clone()).unwrap_or_default();
    expect(!project.is_null(), || "The handoff names no project".into())?;
    Ok(project)
}

fn show(book: &Book, project: &Value, steps: &mut Steps) -> Result<()> {
    let tasks = book.read(|reader| rows::tasks(reader, None, u32::MAX))?;
    let own: Vec<&Value> = tasks.iter().filter(|task| task["project_id"] == *project).collect();
    let owned = own.iter().filter(|task| task["assignee"].is_string() && task["due"].is_string()).count();
    expect(!own.is_empty() && owned == own.len(), || {
        format!("Of {} tasks only {owned} have an owner and a date", own.len())
    })?;
    let lines = own.iter().map(|task| {
        let text = |key: &str| task[key].as_str().unwrap_or_default().to_owned();
        format!("{}  {:<20} {:<36} {}", text("due"), text("phase"), text("name"), text("assignee"))
    });
    let list = lines.collect::<Vec<_>>().join("\n   ");
    steps.done("The project is there", format!("{} tasks, each with an owner and a date\n   {list}", own.len()));
    Ok(())
}

fn expect(so: bool, otherwise: impl FnOnce() -> String) -> Result<()> {
    if so { Ok(()) } else { Err(Error::new(Code::Conflict, format!("The demonstration stopped. {}.", otherwise()))) }
}
