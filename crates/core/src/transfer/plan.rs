//! Looks at a file and proposes how to import it; looks again when a person changed the proposal.
use std::collections::HashMap;
use std::path::Path;

use super::dates::{Evidence, looks_like_day};
use super::near::{Alike, Names};
use super::row::{Flow, Row};
use super::rows::{self, Named};
use super::stages::{self, Known};
use super::table::Layout;
use super::types::{Format, ImportColumn, ImportPlan, NearMiss, OnDuplicate, StageValue, Target};
use super::{fields, sniff};
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::money;
use crate::values::text::is_email;

/// Values of a column that are told apart, at most.
const DISTINCT_MAX: usize = 20_000;
/// Stage names told apart: a column with more is no stage.
const STAGES_MAX: usize = 60;
/// Rows whose values help to guess what a column holds.
const LOOK_ROWS: u32 = 2_000;

/// A fresh proposal for this file.
pub fn propose(reader: &Reader<'_>, path: &Path, target: Option<Target>) -> Result<ImportPlan> {
    let layout = Layout::detect(path)?;
    let look = Look::at(path, &layout)?;
    let target = target.unwrap_or_else(|| fields::likely_target(&look.headers));
    let columns = map(reader, target, &look)?;
    let mut plan = ImportPlan {
        path: path.to_string_lossy().into_owned(),
        target,
        format: layout.format,
        encoding: layout.encoding.name().to_owned(),
        delimiter: if layout.format == Format::Csv { char::from(layout.delimiter).to_string() } else { String::new() },
        has_header: look.has_header,
        date_order: None,
        date_ambiguous: false,
        currency: rows::firm_currency(reader)?,
        rows: 0,
        columns,
        fields: fields::listed(target),
        keeps_unmapped: target.keeps_unmapped(),
        stage_values: Vec::new(),
        near_misses: Vec::new(),
        on_duplicate: OnDuplicate::Update,
        hand_off_since: None,
    };
    look_again(reader, &mut plan)?;
    Ok(plan)
}

/// Checks the plan and brings what follows from it up to date: rows, stages, near misses, date order. Choices already made stay.
pub fn look_again(reader: &Reader<'_>, plan: &mut ImportPlan) -> Result<Layout> {
    let path = Path::new(&plan.path).to_owned();
    let format = sniff::format(&path)?;
    if format != plan.format {
        return Err(Error::invalid(format!(
            "{} is not the file it was. Choose it again; nothing was changed.",
            sniff::name(&path)
        )));
    }
    plan.currency = money::currency_code(&plan.currency)?.to_owned();
    plan.fields = fields::listed(plan.target);
    plan.keeps_unmapped = plan.target.keeps_unmapped();
    check_mapping(plan)?;
    let layout = Layout::given(plan.format, &plan.encoding, &plan.delimiter)?;
    let seen = Seen::of(&path, &layout, plan)?;
    plan.rows = seen.rows;
    let (order, ambiguous) = seen.days.verdict();
    plan.date_order = plan.date_order.or(order);
    plan.date_ambiguous = ambiguous;
    set_stages(reader, plan, &seen)?;
    set_near_misses(reader, plan, &seen)?;
    Ok(layout)
}

/// Every field is one of the target's, and filled by one column.
fn check_mapping(plan: &ImportPlan) -> Result<()> {
    let mut taken: Vec<&str> = Vec::new();
    for column in &plan.columns {
        let Some(field) = column.field.as_deref() else { continue };
        let Some(known) = plan.fields.iter().find(|known| known.field == field) else {
            let all: Vec<&str> = plan.fields.iter().map(|known| known.field.as_str()).collect();
            return Err(Error::invalid(format!(
                "\u{201c}{field}\u{201d} is not a field of {}. There are: {}.",
                plan.target.as_str(),
                all.join(", ")
            )));
        };
        if taken.contains(&field) {
            return Err(Error::invalid(format!(
                "Two columns would fill {}. Choose one; nothing was changed.",
                known.label
            )));
        }
        taken.push(field);
    }
    Ok(())
}

pub fn column_of(plan: &ImportPlan, field: &str) -> Option<usize> {
    plan.columns.iter().position(|column| column.field.as_deref() == Some(field))
}

/// The start of the file: headers, samples, and what the values look like.
struct Look {
    headers: Vec<String>,
    has_header: bool,
    columns: Vec<Glance>,
}

#[derive(Default)]
struct Glance {
    filled: u32,
    emails: u32,
    samples: Vec<String>,
    distinct: HashMap<String, u32>,
}

impl Look {
    fn at(path: &Path, layout: &Layout) -> Result<Look> {
        let mut first: Option<Vec<String>> = None;
        let mut columns: Vec<Glance> = Vec::new();
        layout.rows(path, &mut |row| {
            match &first {
                None => first = Some(row.texts().map(|text| text.chars().take(80).collect()).collect()),
                Some(_) => glance(&mut columns, &row),
            }
            Ok(if row.number > LOOK_ROWS { Flow::Enough } else { Flow::More })
        })?;
        let first =
            first.ok_or_else(|| Error::invalid(format!("{} has no rows. Nothing was changed.", sniff::name(path))))?;
        let has_header = is_header(&first, columns.iter().any(|column| column.filled > 0));
        // A cell beyond the header is a slip in its row, unless half the rows have one there.
        let fullest = columns.iter().map(|column| column.filled).max().unwrap_or(0);
        let beyond = columns.iter().skip(first.len()).take_while(|column| column.filled * 2 > fullest).count();
        let width = if has_header { first.len() + beyond } else { first.len().max(columns.len()) };
        columns.resize_with(width, Glance::default);
        if !has_header {
            for (column, text) in columns.iter_mut().zip(&first) {
                column.take(text);
            }
        }
        Ok(Look { headers: headers(&first, has_header, width), has_header, columns })
    }
}

fn glance(columns: &mut Vec<Glance>, row: &Row<'_>) {
    if columns.len() < row.width() {
        columns.resize_with(row.width(), Glance::default);
    }
    for (column, text) in columns.iter_mut().zip(row.texts()) {
        column.take(text);
    }
}

impl Glance {
    fn take(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.emails += u32::from(is_email(text));
        let short: String = text.chars().take(80).collect();
        if self.samples.len() < 3 && !self.samples.contains(&short) {
            self.samples.push(short.clone());
        }
        if self.distinct.len() < 200 || self.distinct.contains_key(&short) {
            *self.distinct.entry(short).or_default() += 1;
        }
    }

    /// At least four of five different values pass.
    fn mostly(&self, passes: impl Fn(&str) -> bool) -> bool {
        let good = self.distinct.keys().filter(|value| passes(value)).count();
        self.distinct.len() > 1 && good * 5 >= self.distinct.len() * 4
    }
}

/// A first row of words, not of numbers, days or addresses, is a header.
fn is_header(first: &[String], has_more: bool) -> bool {
    let value = |text: &String| {
        is_email(text)
            || looks_like_day(text)
            || (text.bytes().any(|b| b.is_ascii_digit()) && money::parse(text, "EUR").is_ok())
    };
    let known = Target::ALL.iter().any(|target| fields::by_header(*target, first).iter().flatten().count() > 0);
    !first.iter().any(value) && (known || has_more)
}

/// Names for every column: none empty, none twice.
fn headers(first: &[String], has_header: bool, width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    for at in 0..width {
        let written = first.get(at).filter(|_| has_header).map_or("", |text| text.trim());
        let mut name = if written.is_empty() { format!("Column {}", at + 1) } else { written.replace('\0', "") };
        let mut copy = 2;
        while names.contains(&name) {
            name = format!("{} ({copy})", written);
            copy += 1;
        }
        names.push(name);
    }
    names
}

/// By header first, then by what the values are.
fn map(reader: &Reader<'_>, target: Target, look: &Look) -> Result<Vec<ImportColumn>> {
    let by_header =
        if look.has_header { fields::by_header(target, &look.headers) } else { vec![None; look.headers.len()] };
    let mut taken: Vec<&str> = by_header.iter().flatten().copied().collect();
    let guess = Guess::new(reader, target)?;
    let mut columns = Vec::with_capacity(look.headers.len());
    for ((header, glance), named) in look.headers.iter().zip(&look.columns).zip(by_header) {
        let label =
            |key: &str| fields::of(target).iter().find(|field| field.key == key).map_or("", |field| field.label);
        let (field, why) = match named {
            Some(key) => (Some(key), format!("the header says {}", label(key))),
            None => match guess.field(glance).filter(|(key, _)| !taken.contains(key)) {
                Some((key, why)) => (Some(key), why.to_owned()),
                None => (None, String::new()),
            },
        };
        taken.extend(field);
        columns.push(ImportColumn {
            header: header.clone(),
            field: field.map(str::to_owned),
            samples: glance.samples.clone(),
            why,
        });
    }
    Ok(columns)
}

/// What values are known by, for columns whose header says nothing.
struct Guess {
    target: Target,
    people: Names,
    companies: Names,
    products: Names,
}

impl Guess {
    fn new(reader: &Reader<'_>, target: Target) -> Result<Guess> {
        let known = |kind| rows::names(reader, kind).map(Names::new);
        Ok(Guess {
            target,
            people: known(Named::Person)?,
            companies: known(Named::Company)?,
            products: known(Named::Product)?,
        })
    }

    fn field(&self, glance: &Glance) -> Option<(&'static str, &'static str)> {
        let has = |key: &str| fields::of(self.target).iter().any(|field| field.key == key);
        let candidates: [(&'static str, &'static str, bool); 5] = [
            ("email", "the values are e-mail addresses", glance.filled > 0 && glance.emails * 5 >= glance.filled * 4),
            ("stage", "the values are stages", glance.mostly(|value| stages::usual(value).is_some())),
            ("owner", "the values are people you have", glance.mostly(|value| self.people.has(value))),
            ("product", "the values are products you have", glance.mostly(|value| self.products.has(value))),
            ("company", "the values are companies you have", glance.mostly(|value| self.companies.has(value))),
        ];
        candidates.into_iter().find(|(key, _, fits)| *fits && has(key)).map(|(key, why, _)| (key, why))
    }
}

/// One pass over the mapped columns: how many rows, which names, what days.
struct Seen {
    rows: u32,
    days: Evidence,
    values: HashMap<&'static str, HashMap<String, u32>>,
}

const COUNTED: [&str; 6] = ["stage", "company", "product", "owner", "parent", "name"];
const DAYS: [&str; 6] = ["opened_on", "close_date", "promise", "day", "due", "done"];

impl Seen {
    fn of(path: &Path, layout: &Layout, plan: &mut ImportPlan) -> Result<Seen> {
        let counted: Vec<(&'static str, usize)> = COUNTED
            .into_iter()
            .filter(|key| *key != "name" || named(plan.target).is_some())
            .filter_map(|key| Some((key, column_of(plan, key)?)))
            .collect();
        let days: Vec<usize> = DAYS.into_iter().filter_map(|key| column_of(plan, key)).collect();
        let mut seen = Seen { rows: 0, days: Evidence::default(), values: HashMap::new() };
        let (has_header, mut first) = (plan.has_header, true);
        let mut names: Option<Vec<String>> = None;
        layout.rows(path, &mut |row| {
            if std::mem::take(&mut first) {
                let texts: Vec<String> = row.texts().map(|text| text.chars().take(80).collect()).collect();
                names = Some(headers(&texts, has_header, texts.len().max(plan.columns.len())));
                if has_header {
                    return Ok(Flow::More);
                }
            }
            seen.rows = seen.rows.saturating_add(1);
            days.iter().for_each(|at| seen.days.see(row.cell(*at).text));
            for (key, at) in &counted {
                count(seen.values.entry(key).or_default(), row.cell(*at).text);
            }
            Ok(Flow::More)
        })?;
        for (column, name) in plan.columns.iter_mut().zip(names.unwrap_or_default()) {
            column.header = name;
        }
        Ok(seen)
    }

    fn of_field(&self, key: &str) -> Vec<(&String, u32)> {
        let mut all: Vec<(&String, u32)> =
            self.values.get(key).into_iter().flatten().map(|(value, count)| (value, *count)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all
    }
}

fn count(values: &mut HashMap<String, u32>, text: &str) {
    if text.is_empty() || text.len() > 1_200 {
        return;
    }
    if let Some(count) = values.get_mut(text) {
        *count += 1;
    } else if values.len() < DISTINCT_MAX {
        values.insert(text.to_owned(), 1);
    }
}

fn set_stages(reader: &Reader<'_>, plan: &mut ImportPlan, seen: &Seen) -> Result<()> {
    let found = seen.of_field("stage");
    if found.len() > STAGES_MAX {
        return Err(Error::invalid(format!(
            "The column for Stage has {} different values; at most {STAGES_MAX} stages can come in. Choose another column; nothing was changed.",
            found.len()
        )));
    }
    let known: Vec<Known> = match rows::first_pipeline(reader)? {
        Some(pipeline) => rows::stages(reader, pipeline)?
            .into_iter()
            .map(|stage| Known { name: stage.name, kind: stage.kind, probability: stage.probability })
            .collect(),
        None => Vec::new(),
    };
    let chosen = std::mem::take(&mut plan.stage_values);
    plan.stage_values = found
        .into_iter()
        .map(|(value, count)| {
            let stage = chosen
                .iter()
                .find(|old| old.value == *value)
                .map_or_else(|| stages::map(value, &known), |old| old.stage.clone());
            StageValue { value: value.clone(), count, stage }
        })
        .collect();
    Ok(())
}

fn set_near_misses(reader: &Reader<'_>, plan: &mut ImportPlan, seen: &Seen) -> Result<()> {
    let chosen = std::mem::take(&mut plan.near_misses);
    let of_fields = [
        ("company", Named::Company),
        ("product", Named::Product),
        ("owner", Named::Person),
        ("parent", Named::Company),
    ];
    for (key, kind) in of_fields.into_iter().chain(named(plan.target).map(|kind| ("name", kind))) {
        let found = seen.of_field(key);
        if found.is_empty() {
            continue;
        }
        let known = Names::new(rows::names(reader, kind)?);
        // Among names that are all new, the file's more frequent spelling stands.
        let mut own = Names::new(Vec::new());
        for (value, count) in found {
            let Some((existing, alike)) =
                known.alike(value).or_else(|| own.alike(value)).map(|(name, alike)| (name.to_owned(), alike))
            else {
                if key != "name" && !known.has(value) && !own.has(value) {
                    own.add(value.clone());
                }
                continue;
            };
            let before = chosen.iter().find(|old| old.field == key && old.value == *value && old.existing == existing);
            let use_existing = before.map_or(alike == Alike::Letters, |old| old.use_existing);
            plan.near_misses.push(NearMiss { field: key.into(), value: value.clone(), count, existing, use_existing });
        }
    }
    Ok(())
}

/// The kind of record whose names the rows themselves carry.
fn named(target: Target) -> Option<Named> {
    match target {
        Target::Companies => Some(Named::Company),
        Target::Products => Some(Named::Product),
        Target::People => Some(Named::Person),
        Target::Deals | Target::Contacts | Target::Leads | Target::Rates | Target::Activities | Target::Tasks => None,
    }
}
