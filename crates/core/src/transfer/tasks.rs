//! Tasks of a file, with their projects and predecessors. Rows are kept until all are read: a task may wait for one further down.
use std::collections::HashMap;

use super::dates;
use super::find::Finder;
use super::records::{day, preview};
use super::row::Row;
use super::rows;
use super::run::{Fate, Mapping, Trouble};
use super::types::{OnDuplicate, PreviewRow, Problem};
use crate::book::Txn;
use crate::deliver::{LaidTask, Predecessor, lay_tasks, read_predecessors};
use crate::error::Result;
use crate::schedule::{DURATION_MAX, LAG_MAX};
use crate::values::text::{NAME_MAX, NOTE_MAX, name_key};
use crate::values::{Day, ProjectId, TaskId};

type Read<T> = std::result::Result<T, Trouble>;

/// What became of the rows.
#[derive(Debug, Default)]
pub struct Counts {
    pub created: u32,
    pub updated: u32,
    pub skipped: u32,
    pub failed: Vec<Problem>,
}

struct Line {
    /// In the file, from 1.
    number: u32,
    own: Option<String>,
    project: String,
    task: LaidTask,
    predecessors: Vec<Predecessor>,
    /// What to say if a predecessor isn't there.
    fault: Problem,
}

/// Collects the rows; writes them when all are there.
#[derive(Default)]
pub struct Tasks {
    lines: Vec<Line>,
}

impl Tasks {
    /// Reads a row. The project is that of the row, else one named after the file.
    pub fn take(
        &mut self,
        txn: &mut Txn<'_>,
        mapping: &Mapping<'_>,
        finder: &mut Finder,
        row: &Row<'_>,
        sample: Option<&mut Vec<PreviewRow>>,
    ) -> Read<Fate> {
        let name =
            mapping.text(row, "name", NAME_MAX)?.ok_or_else(|| mapping.fault(row, "name", "the task has no name"))?;
        let project = mapping.text(row, "project", NAME_MAX)?.unwrap_or_else(|| named_after(&mapping.plan.path));
        let predecessors = waits_for(mapping, row)?;
        let assignee = mapping.name(row, "assignee")?;
        let (start, due) = (day(mapping, row, "start")?, day(mapping, row, "due")?);
        if start.zip(due).is_some_and(|(start, due)| due < start) {
            return Err(mapping.fault(row, "due", "it would be due before it starts"));
        }
        if let Some(sample) = sample {
            sample.push(PreviewRow {
                close_date: due,
                owner: assignee.clone(),
                ..preview(&name, Some(project.clone()))
            });
        }
        let done_on = done(mapping, row, txn.today())?;
        let task = LaidTask {
            name,
            description: mapping.text(row, "description", NOTE_MAX)?,
            assignee: assignee.map(|name| finder.person(txn, &name)).transpose()?,
            start,
            due,
            duration_days: duration(mapping, row)?,
            deadline: day(mapping, row, "deadline")?,
            percent: percent(mapping, row)?,
            done_on: done_on.map(|on| on.or(due).unwrap_or(txn.today()).min(txn.today())),
            source_key: None,
        };
        let text = mapping.cell(row, "predecessors").map_or("", |cell| cell.text);
        let fault = row.problem(mapping.header("predecessors"), text, "");
        let own = mapping.text(row, "source_id", NAME_MAX)?;
        self.lines.push(Line {
            number: row.number.saturating_sub(u32::from(mapping.plan.has_header)),
            own,
            project,
            task,
            predecessors,
            fault,
        });
        Ok(Fate::Unchanged)
    }

    /// Writes everything: projects, tasks, dependencies, dates. A circle ends the import, by name.
    pub fn finish(mut self, txn: &mut Txn<'_>, on_duplicate: OnDuplicate) -> Result<Counts> {
        let mut counts = Counts::default();
        self.refuse_orphans(&mut counts);
        let by_number = self.by_number();
        let waits: Vec<Vec<usize>> = self
            .lines
            .iter()
            .map(|line| line.predecessors.iter().filter_map(|one| by_number.get(&one.number).copied()).collect())
            .collect();
        let mut projects: Vec<(String, ProjectId, Vec<usize>)> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let key = name_key(&line.project);
            match projects.iter_mut().find(|(name, ..)| name_key(name) == key) {
                Some((.., lines)) => lines.push(at),
                None => {
                    let id = rows::project_by_name(txn, &line.project)?;
                    let id = id.map_or_else(|| crate::deliver::new_project(txn, &line.project), Ok)?;
                    projects.push((line.project.clone(), id, vec![at]));
                }
            }
        }
        for (_, id, lines) in projects {
            let mut tasks: Vec<(Option<TaskId>, LaidTask)> = Vec::with_capacity(lines.len());
            for at in &lines {
                let line = &self.lines[*at];
                let source_key = line.own.as_ref().map(|own| format!("tasks:{own}"));
                let here = match on_duplicate {
                    OnDuplicate::Create => None,
                    _ => rows::same_task(txn, id, source_key.as_deref(), &line.task.name)?,
                };
                tasks.push((here, LaidTask { source_key, ..line.task.clone() }));
            }
            let place: HashMap<usize, usize> = lines.iter().enumerate().map(|(n, at)| (*at, n)).collect();
            let links = lines.iter().flat_map(|at| {
                let to = place[at];
                let pairs = self.lines[*at].predecessors.iter().zip(&waits[*at]);
                pairs.map(|(one, from)| (place[from], to, one.clone())).collect::<Vec<_>>()
            });
            let links: Vec<(usize, usize, Predecessor)> = links.collect();
            let laid = lay_tasks(txn, id, &tasks, &links, on_duplicate == OnDuplicate::Skip)?;
            counts.created += laid.created;
            counts.updated += laid.updated;
            counts.skipped += laid.unchanged;
        }
        Ok(counts)
    }

    /// Numbers mean the file's own ids, or the rows where there are none.
    fn by_number(&self) -> HashMap<u32, usize> {
        let ids = self.lines.iter().any(|line| line.own.is_some());
        let lines = self.lines.iter().enumerate();
        lines
            .filter_map(|(at, line)| {
                let number = if ids { line.own.as_deref()?.trim().parse().ok()? } else { line.number };
                Some((number, at))
            })
            .collect()
    }

    /// Refuses tasks whose predecessors are not there, or in another project, and in turn those that wait for a refused one.
    fn refuse_orphans(&mut self, counts: &mut Counts) {
        loop {
            let by_number = self.by_number();
            let wrong = self.lines.iter().enumerate().find_map(|(at, line)| {
                let bad = line.predecessors.iter().find_map(|one| match by_number.get(&one.number) {
                    None => Some(format!("there is no task {} in this file that was taken", one.number)),
                    Some(from) if *from == at => Some("the task can't wait for itself".into()),
                    Some(from) if name_key(&self.lines[*from].project) != name_key(&line.project) => {
                        Some(format!("task {} belongs to another project", one.number))
                    }
                    Some(_) => None,
                });
                bad.map(|reason| (at, reason))
            });
            let Some((at, reason)) = wrong else { return };
            let line = self.lines.remove(at);
            counts.failed.push(Problem { reason, ..line.fault });
        }
    }
}

fn named_after(path: &str) -> String {
    let stem = std::path::Path::new(path).file_stem().map(|stem| stem.to_string_lossy().replace('_', " "));
    stem.filter(|stem| !stem.trim().is_empty()).unwrap_or_else(|| "Imported tasks".into())
}

fn waits_for(mapping: &Mapping<'_>, row: &Row<'_>) -> Read<Vec<Predecessor>> {
    let Some(cell) = mapping.cell(row, "predecessors") else { return Ok(Vec::new()) };
    let read = read_predecessors(cell.text).map_err(|_| {
        mapping.fault(row, "predecessors", "this is no list of predecessors: write 3, 3FS+2d or 5SS-1d;7FF")
    })?;
    if read.iter().any(|one| one.lag_days.unsigned_abs() > LAG_MAX) {
        return Err(mapping.fault(row, "predecessors", format!("a lag or lead may have at most {LAG_MAX} days")));
    }
    Ok(read)
}

fn duration(mapping: &Mapping<'_>, row: &Row<'_>) -> Read<Option<u32>> {
    let Some(cell) = mapping.cell(row, "duration_days") else { return Ok(None) };
    let digits = cell.text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '?' || c == ' ');
    let days: Option<f64> = digits.replace(',', ".").parse().ok();
    match days.filter(|days| (0.0..=f64::from(DURATION_MAX)).contains(days)) {
        // Part of a day is a day.
        Some(days) => Ok(Some(days.ceil() as u32)),
        None => Err(mapping.fault(
            row,
            "duration_days",
            format!("a duration is a number of working days from 0 (a milestone) to {DURATION_MAX}"),
        )),
    }
}

fn percent(mapping: &Mapping<'_>, row: &Row<'_>) -> Read<Option<u8>> {
    let Some(cell) = mapping.cell(row, "percent") else { return Ok(None) };
    let read: Option<u8> = cell.text.trim().trim_end_matches('%').trim().parse().ok();
    read.filter(|percent| *percent <= 100)
        .map(Some)
        .ok_or_else(|| mapping.fault(row, "percent", "progress is a number from 0 to 100"))
}

/// `None` = open; `Some(None)` = done, the day not said.
fn done(mapping: &Mapping<'_>, row: &Row<'_>, today: Day) -> Read<Option<Option<Day>>> {
    let Some(cell) = mapping.cell(row, "done") else { return Ok(None) };
    match cell.text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "x" | "done" | "complete" | "completed" | "closed" | "erledigt" | "ja" => Ok(Some(None)),
        "no" | "false" | "0" | "open" | "todo" | "to do" | "not started" | "in progress" | "offen" | "nein" => Ok(None),
        text => match dates::parse(text, mapping.plan.date_order) {
            Ok(day) => Ok(Some(Some(day.min(today)))),
            Err(_) => Err(mapping.fault(row, "done", "this says neither yes, no nor a day")),
        },
    }
}
