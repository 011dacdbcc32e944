//! Deals of a file: into the first pipeline, with the history the file's days tell.
use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::find::Finder;
use super::records;
use super::row::Row;
use super::rows::{self, DealHere, StageRow};
use super::run::{Fate, Mapping, Trouble, existing};
use super::types::{ImportPlan, PreviewRow, StageMap};
use crate::book::{Table, Txn};
use crate::error::{Code, Error, Result};
use crate::handoff;
use crate::sell::ops::import::{self, FileDeal};
use crate::sell::ops::pipelines;
use crate::sell::{Held, ProjectWish, Required, StageKind, Total, deal_facts, entry_missing, stages_of};
use crate::values::text::{NAME_MAX, NOTE_MAX, counted, in_groups, name_key};
use crate::values::{
    CompanyId, ContactId, Day, DealId, LostReasonId, Minor, Money, PersonId, PipelineId, ProductId, Promise, StageId,
    rank,
};

/// The pipeline the deals go into, and what has gone where so far.
pub struct Deals {
    stages: Vec<Place>,
    by_value: HashMap<String, usize>,
    /// The first open stage: where a deal without a stage goes, and where every closed one began.
    first: usize,
    reasons: HashMap<String, LostReasonId>,
    last_reason_rank: Option<String>,
    /// How often each identical row has come, for files without ids.
    alike: HashMap<Uuid, u32>,
    /// Untouched stages that the file has no use for and that leave the pipeline.
    gone: Vec<String>,
    facts: Facts,
}

#[derive(Default)]
struct Facts {
    rows: u32,
    without_company: u32,
    without_close_date: u32,
    open_without_amount: u32,
    kept: u32,
    handed_off: u32,
}

struct Place {
    id: StageId,
    name: String,
    kind: StageKind,
    probability: u8,
    required: Vec<Required>,
    last_rank: Option<String>,
    count: u32,
    without_amount: u32,
    sums: BTreeMap<String, i128>,
}

/// A stage and the file's deals in it.
pub struct Tally {
    pub name: String,
    pub kind: StageKind,
    pub count: u32,
    pub without_amount: u32,
    probability: u8,
    sums: BTreeMap<String, i128>,
}

impl Tally {
    pub fn totals(&self) -> Vec<Total> {
        let minor = |sum: i128| Minor(i64::try_from(sum).unwrap_or(i64::MAX));
        let weigh = |sum: i128| (sum * i128::from(self.probability) + 50) / 100;
        self.sums
            .iter()
            .map(|(currency, sum)| Total { currency: currency.clone(), sum: minor(*sum), weighted: minor(weigh(*sum)) })
            .collect()
    }
}

/// A row read whole, nothing of it written.
struct DealRow {
    source: String,
    name: Option<String>,
    company: Option<String>,
    product: Option<String>,
    contact: Option<String>,
    owner: Option<String>,
    stage: Option<usize>,
    amount: Option<Money>,
    opened_on: Option<Day>,
    close_date: Option<Day>,
    promise: Option<Promise>,
    lost_reason: Option<String>,
    origin: Option<String>,
    notes: Option<String>,
}

/// The records a row names.
struct Links {
    company: Option<CompanyId>,
    product: Option<ProductId>,
    contact: Option<ContactId>,
    owner: Option<PersonId>,
    reason: Option<LostReasonId>,
}

impl Deals {
    /// Finds or makes the pipeline and every stage the plan names.
    pub fn new(txn: &mut Txn<'_>, plan: &ImportPlan) -> Result<Deals> {
        let (pipeline, fresh) = match rows::first_pipeline(txn)? {
            Some(pipeline) => (pipeline, false),
            None => (crate::sell::seed_defaults(txn)?, true),
        };
        let mut found = rows::stages(txn, pipeline)?;
        let mut by_value = HashMap::new();
        for value in &plan.stage_values {
            let id = stage(txn, pipeline, &mut found, &value.stage)?;
            by_value.insert(name_key(&value.value), id);
        }
        let kept: Vec<StageId> = by_value.values().copied().collect();
        let left_out = if fresh { Vec::new() } else { pipelines::leave_out(txn, pipeline, &kept)? };
        let gone: Vec<String> =
            found.iter().filter(|stage| left_out.contains(&stage.id)).map(|stage| stage.name.clone()).collect();
        found.retain(|stage| !left_out.contains(&stage.id));
        let fallback = StageMap { kind: StageKind::Open, name: "New".into(), probability: 10 };
        if !found.iter().any(|stage| stage.kind == StageKind::Open) {
            stage(txn, pipeline, &mut found, &fallback)?;
        }
        let known = stages_of(txn, pipeline)?;
        let mut stages = Vec::with_capacity(found.len());
        for stage in found {
            let required = known.iter().find(|one| one.id == stage.id).map(|one| one.required.clone());
            let last_rank = rows::last_rank(txn, stage.id)?;
            stages.push(Place {
                id: stage.id,
                name: stage.name,
                kind: stage.kind,
                probability: stage.probability,
                required: required.unwrap_or_default(),
                last_rank,
                count: 0,
                without_amount: 0,
                sums: BTreeMap::new(),
            });
        }
        let at = |id: StageId| stages.iter().position(|place| place.id == id);
        let by_value = by_value.into_iter().filter_map(|(value, id)| Some((value, at(id)?))).collect();
        let first = stages.iter().position(|place| place.kind == StageKind::Open).unwrap_or(0);
        let reasons = rows::lost_reasons(txn)?;
        let last_reason_rank = reasons.last().map(|(_, _, rank)| rank.clone());
        let reasons = reasons.into_iter().map(|(id, name, _)| (name_key(&name), id)).collect();
        Ok(Deals {
            stages,
            by_value,
            first,
            reasons,
            last_reason_rank,
            alike: HashMap::new(),
            gone,
            facts: Facts::default(),
        })
    }

    pub fn take(
        &mut self,
        txn: &mut Txn<'_>,
        mapping: &Mapping<'_>,
        finder: &mut Finder,
        row: &Row<'_>,
        sample: Option<&mut Vec<PreviewRow>>,
    ) -> std::result::Result<Fate, Trouble> {
        let read = self.read(mapping, row)?;
        let here = rows::deal(txn, &read.source)?;
        if here.is_none() {
            self.won_is_whole(mapping, row, &read)?;
        }
        self.may_enter(txn, mapping, row, &read, here.as_ref())?;
        if let Some(sample) = sample {
            sample.push(self.preview(&read));
        }
        let links = self.links(txn, finder, &read)?;
        let may = existing(mapping, finder, here.as_ref().map(|here| here.id));
        let (fate, place) = match (here, may) {
            (Some(here), Some((_, true))) => {
                self.update(txn, &here, &read, &links, mapping.plan).map_err(|error| refused(row, error))?
            }
            (Some(here), Some((_, false))) => (Fate::Unchanged, self.place_of(here.stage)),
            (here, _) => (
                Fate::Created,
                Some(
                    self.create(txn, here.is_none(), &read, &links, mapping.plan)
                        .map_err(|error| refused(row, error))?,
                ),
            ),
        };
        self.count(&read, place);
        Ok(fate)
    }

    pub fn handed_off(&self) -> u32 {
        self.facts.handed_off
    }

    /// The stages that deals of the file are in, in the pipeline's order.
    pub fn tally(&mut self) -> Vec<Tally> {
        let used = self.stages.iter_mut().filter(|place| place.count > 0);
        used.map(|place| Tally {
            name: place.name.clone(),
            kind: place.kind,
            count: place.count,
            without_amount: place.without_amount,
            probability: place.probability,
            sums: std::mem::take(&mut place.sums),
        })
        .collect()
    }

    /// What is missing in many rows, said once and calmly.
    pub fn notes(&self) -> Vec<String> {
        let facts = &self.facts;
        let mut notes = Vec::new();
        let mut say = |count: u32, what: &str| {
            if count > 0 {
                notes.push(format!("{} of {} {what}", in_groups(count.into()), counted(facts.rows, "deal")));
            }
        };
        say(facts.without_company, "have no company. They come in without one; you can add it later.");
        say(facts.open_without_amount, "are open without an amount. They count in the column, not in its sum.");
        say(facts.without_close_date, "have no close date.");
        say(facts.kept, "were closed since; their stage stays as it is.");
        if let Some((last, others)) = self.gone.split_last() {
            let names = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
            let (have, leave) = if others.is_empty() { ("has", "leaves") } else { ("have", "leave") };
            notes.push(format!(
                "{names} {have} no deals yet and {leave} the pipeline, which takes the stages of the file. Undo of the import brings everything back."
            ));
        }
        notes
    }

    fn read(&mut self, mapping: &Mapping<'_>, row: &Row<'_>) -> std::result::Result<DealRow, Trouble> {
        let day = |field: &str| records::day(mapping, row, field);
        let stage =
            match mapping.cell(row, "stage") {
                None => None,
                Some(cell) => Some(*self.by_value.get(&name_key(cell.text)).ok_or_else(|| {
                    mapping.fault(row, "stage", "this stage was not there when the file was looked at")
                })?),
            };
        let promise = match mapping.cell(row, "promise") {
            Some(cell) if cell.text.eq_ignore_ascii_case("none") => Some(Promise::NonePromised),
            _ => day("promise")?.map(Promise::On),
        };
        let read = DealRow {
            source: String::new(),
            name: mapping.text(row, "name", NAME_MAX)?,
            company: mapping.name(row, "company")?,
            product: mapping.name(row, "product")?,
            contact: mapping.text(row, "contact", NAME_MAX)?,
            owner: mapping.name(row, "owner")?,
            stage,
            amount: records::amount(mapping, row, "amount", None)?,
            opened_on: day("opened_on")?,
            close_date: day("close_date")?,
            promise,
            lost_reason: mapping.text(row, "lost_reason", NAME_MAX)?,
            origin: mapping.text(row, "source", NAME_MAX)?,
            notes: mapping.text(row, "notes", NOTE_MAX)?,
        };
        if compose(&read).is_empty() {
            return Err(Trouble::Row(row.problem(
                None,
                "",
                "there is no name, company, product or contact to call the deal by",
            )));
        }
        let source = match mapping.source_key(row)? {
            Some(key) => key,
            None => self.row_key(row),
        };
        Ok(DealRow { source, ..read })
    }

    /// Asked before anything of the row is written: the gate that every won deal passes.
    fn won_is_whole(&self, mapping: &Mapping<'_>, row: &Row<'_>, read: &DealRow) -> std::result::Result<(), Trouble> {
        if read.stage.is_none_or(|place| self.stages[place].kind != StageKind::Won) {
            return Ok(());
        }
        let asked = [
            (read.company.is_some() || read.contact.is_some(), "a company or contact"),
            (read.amount.is_some(), "an amount"),
            (read.close_date.is_some(), "a close date"),
        ];
        let missing: Vec<&str> = asked.into_iter().filter(|(there, _)| !there).map(|(_, what)| what).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(mapping.fault(row, "stage", format!("a won deal needs {}", missing.join(" and "))))
        }
    }

    /// The gate of the stage, asked before anything of the row is written: what the file and the deal that is there have together.
    fn may_enter(
        &self,
        txn: &Txn<'_>,
        mapping: &Mapping<'_>,
        row: &Row<'_>,
        read: &DealRow,
        here: Option<&DealHere>,
    ) -> std::result::Result<(), Trouble> {
        let place = &self.stages[read.stage.unwrap_or(self.first)];
        if place.required.is_empty() || here.is_some_and(|here| here.stage == place.id || here.kind != StageKind::Open)
        {
            return Ok(());
        }
        let there = here.map(|here| deal_facts(txn, here.id)).transpose()?;
        let held = there.as_ref().map_or(Held::default(), Held::of).or(read.held());
        let missing: Vec<String> = entry_missing(&place.required, held).into_iter().map(|field| field.label).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(mapping.fault(row, "stage", format!("{} needs: {}", place.name, missing.join(" · "))))
    }

    /// Without an id a row is known by its content, and by how many like it came before.
    fn row_key(&mut self, row: &Row<'_>) -> String {
        let texts: Vec<&str> = row.texts().collect();
        let content = Uuid::new_v5(&Uuid::NAMESPACE_OID, texts.join("\u{1f}").as_bytes());
        let nth = self.alike.entry(content).and_modify(|n| *n += 1).or_insert(1);
        format!("deals:row:{}:{nth}", content.simple())
    }

    fn links(&mut self, txn: &mut Txn<'_>, finder: &mut Finder, read: &DealRow) -> Result<Links> {
        let company = read.company.as_deref().map(|name| finder.company(txn, name)).transpose()?;
        Ok(Links {
            company,
            product: read.product.as_deref().map(|name| finder.product(txn, name)).transpose()?,
            contact: read.contact.as_deref().map(|name| finder.contact(txn, name, company)).transpose()?,
            owner: read.owner.as_deref().map(|name| finder.person(txn, name)).transpose()?,
            reason: read.lost_reason.as_deref().map(|name| self.reason(txn, name)).transpose()?,
        })
    }

    fn reason(&mut self, txn: &mut Txn<'_>, name: &str) -> Result<LostReasonId> {
        if let Some(id) = self.reasons.get(&name_key(name)) {
            return Ok(*id);
        }
        let id: LostReasonId = txn.new_id();
        let jitter = txn.jitter();
        let rank = rank::between(self.last_reason_rank.as_deref(), None, jitter)?;
        txn.insert(Table::LostReason, id, &[("name", &name), ("rank", &rank)])?;
        self.last_reason_rank = Some(rank);
        self.reasons.insert(name_key(name), id);
        Ok(id)
    }

    /// The row as the verb of selling takes it.
    fn file_deal(&self, read: &DealRow, links: &Links, name: String, stage: StageId, plan: &ImportPlan) -> FileDeal {
        FileDeal {
            name,
            stage,
            company: links.company,
            contact: links.contact,
            owner: links.owner,
            amount: read.amount.clone(),
            currency: plan.currency.clone(),
            close_date: read.close_date,
            promise: read.promise,
            opened_on: read.opened_on,
            product: links.product,
            source: read.origin.clone(),
            notes: read.notes.clone(),
            lost_reason: links.reason,
            source_key: None,
            rank: None,
        }
    }

    fn create(
        &mut self,
        txn: &mut Txn<'_>,
        keyed: bool,
        read: &DealRow,
        links: &Links,
        plan: &ImportPlan,
    ) -> Result<usize> {
        let place = read.stage.unwrap_or(self.first);
        let rank = Some(self.next_rank(txn, place)?);
        let file = self.file_deal(read, links, compose(read), self.stages[place].id, plan);
        let id = import::add(txn, &FileDeal { source_key: keyed.then(|| read.source.clone()), rank, ..file })?;
        if self.asks(place, read, plan) {
            self.hand_off(txn, id)?;
        }
        Ok(place)
    }

    /// Won, and closed on or after the day the plan names.
    fn asks(&self, place: usize, read: &DealRow, plan: &ImportPlan) -> bool {
        self.stages[place].kind == StageKind::Won
            && matches!((plan.hand_off_since, read.close_date), (Some(since), Some(closed)) if closed >= since)
    }

    /// Planned from today, as for wins handed off later: a kickoff in the past would be overdue on arrival.
    fn hand_off(&mut self, txn: &mut Txn<'_>, deal: DealId) -> Result<()> {
        self.facts.handed_off += 1;
        txn.update(Table::Deal, deal, &[("project_wish", &ProjectWish::Project), ("generation", &1)])?;
        handoff::request(txn, deal, 1, None, txn.today()).map(|_| ())
    }

    fn update(
        &mut self,
        txn: &mut Txn<'_>,
        here: &DealHere,
        read: &DealRow,
        links: &Links,
        plan: &ImportPlan,
    ) -> Result<(Fate, Option<usize>)> {
        let wanted = read.stage.filter(|place| self.stages[*place].id != here.stage);
        self.facts.kept += u32::from(wanted.is_some() && here.kind != StageKind::Open);
        let moved = wanted.filter(|_| here.kind == StageKind::Open);
        let name = read.name.clone().unwrap_or_else(|| here.name.clone());
        let file = self.file_deal(read, links, name, moved.map_or(here.stage, |place| self.stages[place].id), plan);
        let changed = import::update(txn, here.id, &file)?;
        if let Some(place) = moved {
            self.stages[place].last_rank = rows::last_rank(txn, self.stages[place].id)?;
            if self.asks(place, read, plan) {
                self.hand_off(txn, here.id)?;
            }
        }
        let place = moved.or_else(|| self.place_of(here.stage));
        Ok((if changed { Fate::Updated } else { Fate::Unchanged }, place))
    }

    fn next_rank(&mut self, txn: &mut Txn<'_>, place: usize) -> Result<String> {
        let jitter = txn.jitter();
        let rank = rank::between(self.stages[place].last_rank.as_deref(), None, jitter)?;
        self.stages[place].last_rank = Some(rank.clone());
        Ok(rank)
    }

    fn place_of(&self, stage: StageId) -> Option<usize> {
        self.stages.iter().position(|place| place.id == stage)
    }

    fn count(&mut self, read: &DealRow, place: Option<usize>) {
        self.facts.rows += 1;
        self.facts.without_company += u32::from(read.company.is_none());
        self.facts.without_close_date += u32::from(read.close_date.is_none());
        let Some(place) = place else { return };
        let stage = &mut self.stages[place];
        stage.count += 1;
        match &read.amount {
            Some(amount) => *stage.sums.entry(amount.currency.clone()).or_default() += i128::from(amount.minor.0),
            None => {
                stage.without_amount += 1;
                self.facts.open_without_amount += u32::from(stage.kind == StageKind::Open);
            }
        }
    }

    fn preview(&self, read: &DealRow) -> PreviewRow {
        let stage = &self.stages[read.stage.unwrap_or(self.first)];
        PreviewRow {
            name: compose(read),
            company: read.company.clone(),
            stage: Some(stage.name.clone()),
            amount: read.amount.as_ref().map(Money::spoken),
            close_date: read.close_date,
            owner: read.owner.clone(),
            cells: Vec::new(),
        }
    }
}

impl DealRow {
    /// The fields the row fills.
    fn held(&self) -> Held {
        Held {
            company: self.company.is_some(),
            contact: self.contact.is_some(),
            owner: self.owner.is_some(),
            amount: self.amount.is_some(),
            close_date: self.close_date.is_some(),
            promise: self.promise.is_some(),
            product: self.product.is_some(),
            lines: false,
            next_step: false,
            source: self.origin.is_some(),
            notes: self.notes.is_some(),
        }
    }
}

/// What a rule refuses is the row's fault; anything else ends the import.
fn refused(row: &Row<'_>, error: Error) -> Trouble {
    match error.code {
        Code::Gate | Code::Invalid => Trouble::Row(row.problem(None, "", error.message)),
        _ => Trouble::Fatal(error),
    }
}

/// The deal's own name, or what it is about and for whom: "GTX Plus Basic · Cancity".
fn compose(read: &DealRow) -> String {
    if let Some(name) = &read.name {
        return name.clone();
    }
    let who = read.company.as_ref().or(read.contact.as_ref());
    let parts: Vec<&str> = [read.product.as_ref(), who].into_iter().flatten().map(String::as_str).collect();
    parts.join(" \u{b7} ").chars().take(NAME_MAX).collect()
}

/// The stage of this name and kind, made where it is missing: an open one behind those that are less likely, a closed one at the end.
fn stage(txn: &mut Txn<'_>, pipeline: PipelineId, found: &mut Vec<StageRow>, wanted: &StageMap) -> Result<StageId> {
    let key = name_key(&wanted.name);
    if let Some(stage) = found.iter().find(|stage| name_key(&stage.name) == key && stage.kind == wanted.kind) {
        return Ok(stage.id);
    }
    if wanted.kind != StageKind::Open
        && let Some(stage) = found.iter().find(|stage| stage.kind == wanted.kind && key.is_empty())
    {
        return Ok(stage.id);
    }
    let open = |stage: &StageRow| stage.kind == StageKind::Open && stage.probability <= wanted.probability;
    let at = match wanted.kind {
        StageKind::Open => found.iter().rposition(open).map_or(0, |at| at + 1),
        StageKind::Won | StageKind::Lost => found.len(),
    };
    let (below, above) =
        (at.checked_sub(1).map(|i| found[i].rank.as_str()), found.get(at).map(|stage| stage.rank.as_str()));
    let jitter = txn.jitter();
    let rank = rank::between(below, above, jitter)?;
    let (probability, forecast) = match wanted.kind {
        StageKind::Open if wanted.probability >= 75 => (wanted.probability.min(99), "commit"),
        StageKind::Open if wanted.probability >= 50 => (wanted.probability, "best_case"),
        StageKind::Open => (wanted.probability, "pipeline"),
        StageKind::Won => (100, "closed"),
        StageKind::Lost => (0, "omitted"),
    };
    let name = crate::values::text::clean(&wanted.name, NAME_MAX)?;
    let name = if name.is_empty() { "New".to_owned() } else { name };
    let id: StageId = txn.new_id();
    txn.insert(
        Table::Stage,
        id,
        &[
            ("pipeline_id", &pipeline),
            ("name", &name),
            ("rank", &rank),
            ("probability", &i64::from(probability)),
            ("forecast", &forecast),
            ("kind", &wanted.kind),
        ],
    )?;
    found.insert(at, StageRow { id, name, kind: wanted.kind, probability, rank });
    Ok(id)
}
