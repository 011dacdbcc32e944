//! Carries a plan out: one command, one undo, nothing kept when it is cancelled or fails.
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::deals::{Deals, Tally};
use super::find::Finder;
use super::row::{Cell, Flow, Row};
use super::rows::{self, IndexAtRest};
use super::table::Layout;
use super::tasks::Tasks;
use super::types::{
    Detected, Format, ImportPlan, ImportPreview, ImportReport, NewCounts, OnDuplicate, PreviewColumn, PreviewRow,
    Problem, Target,
};
use super::{activities, fields, leads, plan, records, sniff};
use crate::book::{Actor, Book, Txn};
use crate::error::{Code, Error, Result};
use crate::values::PersonId;
use crate::values::text::{NAME_MAX, clean, counted};

/// Problems told one by one; the count goes on.
const PROBLEMS_MAX: usize = 10_000;
const PREVIEW_PROBLEMS: usize = 200;
const PREVIEW_ROWS: usize = 8;
const PREVIEW_NAMES: usize = 20;
/// 32 MB of pages while an import writes.
const IMPORT_CACHE: i64 = -32_000;
const PROGRESS_EVERY: u32 = 256;

impl Book {
    /// Looks at a file and proposes how to import it. Nothing is written. `target: None` guesses from the headers.
    pub fn import_open(&self, path: &Path, target: Option<Target>) -> Result<ImportPlan> {
        self.read(|reader| plan::propose(reader, path, target))
    }

    /// What the plan would do: it is carried out and taken back, so it can't promise anything else. The plan comes back with stages,
    /// near misses and dates brought up to date.
    pub fn import_preview(&self, plan: ImportPlan) -> Result<ImportPreview> {
        let mut plan = plan;
        let layout = self.read(|reader| plan::look_again(reader, &mut plan))?;
        let mut seen = None;
        let never = AtomicBool::new(false);
        let undone: Result<crate::book::Done<()>> = self.transact_as(Actor::Import(self.me()), "import", |txn| {
            seen = Some(carry_out(txn, &plan, &layout, &|_, _| {}, &never)?);
            Err(Error::new(Code::Cancelled, "This was only a look."))
        });
        match (seen, undone) {
            (Some(outcome), _) => Ok(outcome.preview(plan)),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::new(Code::Cancelled, "The preview was not made. Nothing was changed.")),
        }
    }

    /// Imports the file as one command. `progress(done, total)` counts rows; `cancel` set to true stops it, and nothing is kept.
    pub fn import_run(
        &self,
        plan: &ImportPlan,
        progress: &dyn Fn(u32, u32),
        cancel: &AtomicBool,
    ) -> Result<ImportReport> {
        let mut plan = plan.clone();
        let layout = self.read(|reader| plan::look_again(reader, &mut plan))?;
        if plan.date_ambiguous && plan.date_order.is_none() {
            return Err(Error::new(
                Code::Ambiguous,
                "The dates in this file can be read as day/month or as month/day. Nothing was imported; say which it is (dmy or mdy) and import again.",
            ));
        }
        let done = self.transact_as(Actor::Import(self.me()), "import", |txn| {
            let outcome = carry_out(txn, &plan, &layout, progress, cancel)?;
            txn.label(format!(
                "Imported {} from {}",
                plan.target.counted(outcome.created + outcome.updated),
                sniff::name(Path::new(&plan.path))
            ));
            Ok(outcome)
        })?;
        Ok(done.value.report(&plan, done.rev, self.me()))
    }
}

/// Why a row is not taken: its own fault, or the workspace's, which ends the import.
pub enum Trouble {
    Row(Problem),
    Fatal(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::Fatal(error)
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Created,
    Updated,
    Unchanged,
}

/// The columns of the plan, by field, and what every row is read with.
pub struct Mapping<'p> {
    pub plan: &'p ImportPlan,
    at: HashMap<&'p str, usize>,
    /// (field, value) of the near misses that mean the existing name.
    meant: HashMap<(&'p str, &'p str), &'p str>,
    unmapped: Vec<(usize, &'p str)>,
}

impl<'p> Mapping<'p> {
    fn new(plan: &'p ImportPlan) -> Mapping<'p> {
        let columns = plan.columns.iter().enumerate();
        let meant = plan.near_misses.iter().filter(|near| near.use_existing);
        Mapping {
            plan,
            at: columns.clone().filter_map(|(at, column)| Some((column.field.as_deref()?, at))).collect(),
            meant: meant.map(|near| ((near.field.as_str(), near.value.as_str()), near.existing.as_str())).collect(),
            unmapped: columns
                .filter(|(_, column)| column.field.is_none())
                .map(|(at, column)| (at, column.header.as_str()))
                .collect(),
        }
    }

    pub fn has(&self, field: &str) -> bool {
        self.at.contains_key(field)
    }

    pub fn header(&self, field: &str) -> Option<&'p str> {
        self.at.get(field).and_then(|at| self.plan.columns.get(*at)).map(|column| column.header.as_str())
    }

    /// The cell of a field, if it is not empty.
    pub fn cell<'r>(&self, row: &Row<'r>, field: &str) -> Option<Cell<'r>> {
        let cell = row.cell(*self.at.get(field)?);
        (!cell.text.is_empty()).then_some(cell)
    }

    /// A name, with near misses replaced by what they mean.
    pub fn name(&self, row: &Row<'_>, field: &str) -> std::result::Result<Option<String>, Trouble> {
        let Some(cell) = self.cell(row, field) else { return Ok(None) };
        let meant = self.meant.get(&(field, cell.text)).copied().unwrap_or(cell.text);
        self.text_of(row, field, meant, NAME_MAX)
    }

    pub fn text(&self, row: &Row<'_>, field: &str, max_chars: usize) -> std::result::Result<Option<String>, Trouble> {
        let Some(cell) = self.cell(row, field) else { return Ok(None) };
        self.text_of(row, field, cell.text, max_chars)
    }

    fn text_of(
        &self,
        row: &Row<'_>,
        field: &str,
        text: &str,
        max_chars: usize,
    ) -> std::result::Result<Option<String>, Trouble> {
        let clean = clean(text, max_chars).map_err(|_| {
            self.fault(row, field, format!("is {} characters long; at most {max_chars} fit", text.chars().count()))
        })?;
        Ok((!clean.is_empty()).then_some(clean))
    }

    pub fn fault(&self, row: &Row<'_>, field: &str, reason: impl Into<String>) -> Trouble {
        let value = self.cell(row, field).map_or("", |cell| cell.text);
        Trouble::Row(row.problem(self.header(field), value, reason))
    }

    /// `Header: value` for every column that fills no field.
    pub fn unmapped_lines(&self, row: &Row<'_>) -> Vec<(&'p str, String)> {
        let cells = self.unmapped.iter().map(|(at, header)| (*header, row.cell(*at).text));
        cells
            .filter(|(_, text)| !text.is_empty())
            .map(|(header, text)| {
                (
                    header,
                    text.chars()
                        .take(2_000)
                        .filter(|c| *c != '\0')
                        .map(|c| if c.is_control() { ' ' } else { c })
                        .collect(),
                )
            })
            .collect()
    }

    /// What names a row in later imports: the file's own id.
    pub fn source_key(&self, row: &Row<'_>) -> std::result::Result<Option<String>, Trouble> {
        let id = self.text(row, "source_id", NAME_MAX)?;
        Ok(id.map(|id| format!("{}:{id}", self.plan.target.as_str())))
    }
}

/// What an import did, or would do.
pub struct Outcome {
    read: u32,
    created: u32,
    updated: u32,
    skipped: u32,
    problems: Vec<Problem>,
    failed: u32,
    new: NewCounts,
    new_names: [Vec<String>; 3],
    tally: Vec<Tally>,
    sample: Vec<PreviewRow>,
    notes: Vec<String>,
    handed_off: u32,
    /// People of the firm that were there before and that the file names.
    people: HashSet<Uuid>,
    /// Anything at all was written, were it only a company of a row that was refused afterwards.
    wrote: bool,
}

fn carry_out(
    txn: &mut Txn<'_>,
    plan: &ImportPlan,
    layout: &Layout,
    progress: &dyn Fn(u32, u32),
    cancel: &AtomicBool,
) -> Result<Outcome> {
    let before = rows::page_cache(txn, IMPORT_CACHE)?;
    let outcome = carry_rows(txn, plan, layout, progress, cancel);
    rows::page_cache(txn, before)?;
    outcome
}

fn carry_rows(
    txn: &mut Txn<'_>,
    plan: &ImportPlan,
    layout: &Layout,
    progress: &dyn Fn(u32, u32),
    cancel: &AtomicBool,
) -> Result<Outcome> {
    require_fields(plan)?;
    let mapping = Mapping::new(plan);
    let mut finder = Finder::new(PREVIEW_NAMES);
    let mut deals = if plan.target == Target::Deals { Some(Deals::new(txn, plan)?) } else { None };
    let mut tasks = Tasks::default();
    let mut out = Outcome {
        read: 0,
        created: 0,
        updated: 0,
        skipped: 0,
        problems: Vec::new(),
        failed: 0,
        new: NewCounts::default(),
        new_names: Default::default(),
        tally: Vec::new(),
        sample: Vec::new(),
        notes: Vec::new(),
        handed_off: 0,
        people: HashSet::new(),
        wrote: false,
    };
    let shown = shown_fields(plan);
    let index = IndexAtRest::begin(txn)?;
    let mut header = plan.has_header;
    layout.rows(Path::new(&plan.path), &mut |row| {
        if std::mem::take(&mut header) {
            return Ok(Flow::More);
        }
        if cancel.load(Ordering::Relaxed) {
            return Err(Error::new(Code::Cancelled, "The import was cancelled. Nothing of it was kept."));
        }
        out.read += 1;
        if out.read.is_multiple_of(PROGRESS_EVERY) {
            progress(out.read, plan.rows.max(out.read));
        }
        let sample = (out.sample.len() < PREVIEW_ROWS).then_some(&mut out.sample);
        let taken = take(txn, &mapping, &mut finder, (deals.as_mut(), &mut tasks), &row, sample);
        fill_cells(&mut out.sample, &shown, &row);
        match taken {
            Ok(Fate::Created) => out.created += 1,
            Ok(Fate::Updated) => out.updated += 1,
            Ok(Fate::Unchanged) => out.skipped += 1,
            Err(Trouble::Fatal(error)) => return Err(error),
            Err(Trouble::Row(problem)) => {
                out.failed += 1;
                if out.problems.len() < PROBLEMS_MAX {
                    out.problems.push(problem);
                }
            }
        }
        Ok(Flow::More)
    })?;
    if cancel.load(Ordering::Relaxed) {
        return Err(Error::new(Code::Cancelled, "The import was cancelled. Nothing of it was kept."));
    }
    if plan.target == Target::Tasks {
        let done = tasks.finish(txn, plan.on_duplicate)?;
        (out.created, out.updated, out.skipped) = (done.created, done.updated, done.skipped);
        out.failed += done.failed.len() as u32;
        out.problems.extend(done.failed);
        out.problems.truncate(PROBLEMS_MAX);
    }
    index.end(txn, txn.seq())?;
    progress(out.read, out.read);
    out.new = finder.counts();
    out.new_names = finder.names();
    out.people = finder.people_named();
    if let Some(mut deals) = deals {
        out.handed_off = deals.handed_off();
        out.notes = deals.notes();
        out.tally = deals.tally();
    }
    out.notes.extend(unmapped_notes(plan));
    out.wrote = txn.written() > 0;
    Ok(out)
}

/// The fields a preview of these rows shows, with their columns; deals show what becomes of them instead.
fn shown_fields(plan: &ImportPlan) -> Vec<(&str, usize)> {
    const MOST: usize = 7;
    if plan.target == Target::Deals {
        return Vec::new();
    }
    let mapped =
        plan.fields.iter().filter_map(|field| Some((field.label.as_str(), plan::column_of(plan, &field.field)?)));
    mapped.take(MOST).collect()
}

/// Writes what the file says into the row of the sample that has come last, if one has.
fn fill_cells(sample: &mut [PreviewRow], shown: &[(&str, usize)], row: &Row<'_>) {
    const LONGEST: usize = 80;
    if let Some(last) = sample.last_mut().filter(|last| last.cells.is_empty()) {
        last.cells = shown.iter().map(|(_, at)| row.cell(*at).text.chars().take(LONGEST).collect()).collect();
    }
}

fn require_fields(plan: &ImportPlan) -> Result<()> {
    let has = |field: &str| plan::column_of(plan, field).is_some();
    let named = match plan.target {
        Target::Deals => ["name", "company", "product", "contact"].into_iter().any(has),
        Target::Contacts | Target::Leads => ["name", "first_name", "last_name", "email"].into_iter().any(has),
        Target::Companies | Target::Products | Target::People | Target::Tasks => has("name"),
        Target::Rates => return require_all(plan, Target::Rates),
        Target::Activities => has("subject") || has("kind"),
    };
    if named {
        return Ok(());
    }
    let what = match plan.target {
        Target::Deals => "the deal's name, company or product",
        Target::Activities => "the subject or the kind",
        _ => "the name",
    };
    Err(Error::gate(
        format!("No column fills {what}. Choose one; nothing was imported."),
        vec![crate::error::Missing::new("name", "Name")],
    ))
}

/// Every field that a row needs has a column.
fn require_all(plan: &ImportPlan, target: Target) -> Result<()> {
    let without = |field: &&fields::Field| field.required && plan::column_of(plan, field.key).is_none();
    let missing: Vec<_> = fields::of(target)
        .iter()
        .filter(without)
        .map(|field| crate::error::Missing::new(field.key, field.label))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|field| field.label.as_str()).collect();
    Err(Error::gate(format!("No column fills: {}. Choose one; nothing was imported.", names.join(" · ")), missing))
}

fn take(
    txn: &mut Txn<'_>,
    mapping: &Mapping<'_>,
    finder: &mut Finder,
    (deals, tasks): (Option<&mut Deals>, &mut Tasks),
    row: &Row<'_>,
    sample: Option<&mut Vec<PreviewRow>>,
) -> std::result::Result<Fate, Trouble> {
    let columns = mapping.plan.columns.len();
    let delimiter = mapping.plan.delimiter.chars().next().unwrap_or(',');
    if let Some((at, lines)) = row.swallowed(columns, delimiter) {
        let header = mapping.plan.columns.get(at).map(|column| column.header.as_str());
        let opening = row.cell(at).text.lines().next().unwrap_or("");
        return Err(Trouble::Row(row.problem(
            header,
            opening,
            format!(
                "a quotation mark opens here and takes in {} that should be rows of their own; close it in the file and import again",
                counted(lines, "line")
            ),
        )));
    }
    if let Some(extra) = (columns..row.width()).map(|at| row.cell(at).text).find(|text| !text.is_empty()) {
        return Err(Trouble::Row(row.problem(
            None,
            extra,
            format!(
                "the row has more cells than the header ({columns}); a delimiter inside a text needs quotation marks"
            ),
        )));
    }
    if let Some(at) = (0..row.width()).find(|at| super::sheet::too_long(row.cell(*at).text)) {
        let header = mapping.plan.columns.get(at).map(|column| column.header.as_str());
        return Err(Trouble::Row(row.problem(
            header,
            row.cell(at).text,
            format!("the cell is larger than {} MB", sniff::CELL_MAX >> 20),
        )));
    }
    match (mapping.plan.target, deals) {
        (Target::Deals, Some(deals)) => deals.take(txn, mapping, finder, row, sample),
        (Target::Contacts, _) => records::contact(txn, mapping, finder, row, sample),
        (Target::Companies, _) => records::company(txn, mapping, finder, row, sample),
        (Target::Products, _) => records::product(txn, mapping, finder, row, sample),
        (Target::People, _) => records::person(txn, mapping, finder, row, sample),
        (Target::Leads, _) => leads::lead(txn, mapping, finder, row, sample),
        (Target::Rates, _) => records::rate(txn, mapping, row, sample),
        (Target::Activities, _) => activities::activity(txn, mapping, finder, row, sample),
        (Target::Tasks, _) => tasks.take(txn, mapping, finder, row, sample),
        (Target::Deals, None) => {
            Err(Trouble::Fatal(Error::invalid("The import lost its way. Nothing was changed; open the file again.")))
        }
    }
}

fn unmapped_notes(plan: &ImportPlan) -> Vec<String> {
    let names: Vec<String> = plan
        .columns
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| format!("\u{201c}{}\u{201d}", column.header))
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let kept = if plan.target.keeps_unmapped() { "kept as lines in the notes" } else { "not imported" };
    let (what, is) = if names.len() == 1 { ("Column", "is") } else { ("Columns", "are") };
    vec![format!("{what} {} {is} {kept}.", names.join(", "))]
}

impl Outcome {
    fn preview(self, plan: ImportPlan) -> ImportPreview {
        let [new_companies, new_products, new_people] = self.new_names;
        let mut problems = self.problems;
        problems.truncate(PREVIEW_PROBLEMS);
        let columns = self.tally.into_iter().map(|stage| PreviewColumn {
            totals: stage.totals(),
            stage: stage.name,
            kind: stage.kind,
            count: stage.count,
            without_amount: stage.without_amount,
        });
        let mut notes = self.notes;
        if self.handed_off > 0 {
            notes.push(format!("{} won deals will ask for their project.", self.handed_off));
        }
        ImportPreview {
            sample_fields: shown_fields(&plan).into_iter().map(|(label, _)| label.to_owned()).collect(),
            plan,
            read: self.read,
            will_create: self.created,
            will_update: self.updated,
            will_skip: self.skipped,
            will_fail: self.failed,
            new_companies,
            new_products,
            new_people,
            new_counts: self.new,
            columns: columns.collect(),
            sample: self.sample,
            problems,
            problems_total: self.failed,
            notes,
        }
    }

    fn report(self, plan: &ImportPlan, rev: crate::values::Rev, me: Option<PersonId>) -> ImportReport {
        let mapping: BTreeMap<String, String> =
            plan.columns.iter().filter_map(|column| Some((column.header.clone(), column.field.clone()?))).collect();
        let delimiter = if plan.format == Format::Csv { plan.delimiter.clone() } else { String::new() };
        ImportReport {
            // Without a change there is no command, and the newest revision is somebody else's.
            batch_id: self.wrote.then(|| rev.to_string()),
            read: self.read,
            created: self.created,
            updated: self.updated,
            skipped: self.skipped,
            failed: self.failed,
            problems: self.problems,
            detected: Detected {
                format: plan.format.as_str().into(),
                encoding: plan.encoding.clone(),
                delimiter,
                date_order: plan.date_order.map(|order| order.as_str().into()),
            },
            mapping,
            ask_who: self.new.people > 0 && me.is_some_and(|me| !self.people.contains(&me.0)),
            rev,
        }
    }
}

/// What to do with a row whose record is `here` already: `None` = make a new one.
pub fn existing<I: Copy + Into<Uuid>>(mapping: &Mapping<'_>, finder: &Finder, here: Option<I>) -> Option<(I, bool)> {
    let id = here?;
    let fresh = finder.made(id.into());
    match mapping.plan.on_duplicate {
        _ if fresh => Some((id, true)),
        OnDuplicate::Create => None,
        OnDuplicate::Skip => Some((id, false)),
        OnDuplicate::Update => Some((id, true)),
    }
}
