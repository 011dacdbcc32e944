//! The stage history as reports read it: every live deal with its events, oldest first, up to the report's day. Pure.
use std::ops::Range;
use std::sync::Arc;

use uuid::Uuid;

use super::corridor::Arrival;
use super::goals::Goal;
use super::snapshots::Snapshot;
use super::types::{ReportBy, ReportFilter};
use super::work::Works;
use crate::activities::ActivityKind;
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, DealId, Month};

/// Nobody, nothing, nowhere: an index that points at no name.
pub(crate) const NONE: u32 = u32::MAX;

/// A deal as it stood from a day on: appended whenever its stage, amount, close date or owner changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Event {
    pub day: Day,
    /// Index into [`World::stages`].
    pub stage: u32,
    pub kind: StageKind,
    pub amount: Option<i64>,
    /// Index into [`World::currencies`].
    pub currency: u32,
    pub probability: u8,
    pub forecast: Forecast,
    pub close_date: Option<Day>,
    /// Index into [`World::people`], or [`NONE`].
    pub owner: u32,
}

/// What the history doesn't say of a deal is today's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deal {
    pub id: DealId,
    pub product: u32,
    pub source: u32,
    pub lost_reason: u32,
    pub touched_on: Day,
    /// Its place in the file: deals stand in the order they were made.
    pub row: i64,
    /// Its part of [`World::events`].
    pub events: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stage {
    pub id: Uuid,
    /// Index into [`World::pipelines`].
    pub pipeline: u32,
    pub name: String,
    pub kind: StageKind,
    pub live: bool,
    pub forecast: Forecast,
    /// Days without a change after which a deal here rots; 0: never.
    pub rot_days: u16,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pipeline {
    pub id: Uuid,
    pub name: String,
}

/// A name with what it is found by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    pub key: String,
    pub name: String,
}

/// Everything reports are made from. `stages` stand in the order of their pipelines and boards, `currencies` by their codes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct World {
    pub deals: Vec<Deal>,
    pub events: Vec<Event>,
    pub stages: Vec<Stage>,
    pub pipelines: Vec<Pipeline>,
    pub people: Vec<Name>,
    pub products: Vec<Name>,
    pub reasons: Vec<Name>,
    pub sources: Vec<Name>,
    pub currencies: Vec<String>,
}

/// A deal on a day: its newest event up to then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'w> {
    pub deal: usize,
    pub row: &'w Deal,
    pub now: &'w Event,
}

impl Standing<'_> {
    /// The day it was won or lost: the actual close date, else the day it was put there.
    pub fn closed_on(&self) -> Day {
        self.now.close_date.unwrap_or(self.now.day)
    }

    pub fn minor(&self) -> i128 {
        i128::from(self.now.amount.unwrap_or_default())
    }

    /// Amount × probability, rounded half away from zero.
    pub fn weighted(&self) -> i128 {
        i128::from(
            crate::sell::rules::weighted(
                crate::values::Minor(self.now.amount.unwrap_or_default()),
                self.now.probability,
            )
            .0,
        )
    }
}

impl World {
    /// A deal's history, oldest first.
    pub fn history(&self, deal: usize) -> &[Event] {
        self.deals.get(deal).and_then(|row| self.events.get(row.events.clone())).unwrap_or_default()
    }

    pub fn currency(&self, event: &Event) -> &str {
        self.currencies.get(event.currency as usize).map_or("", String::as_str)
    }

    pub fn stage(&self, event: &Event) -> Option<&Stage> {
        self.stages.get(event.stage as usize)
    }

    /// Its deals and names; [`World::events`] is left to be filled.
    pub fn without_events(&self) -> World {
        World {
            deals: self.deals.clone(),
            events: Vec::with_capacity(self.events.len()),
            stages: self.stages.clone(),
            pipelines: self.pipelines.clone(),
            people: self.people.clone(),
            products: self.products.clone(),
            reasons: self.reasons.clone(),
            sources: self.sources.clone(),
            currencies: self.currencies.clone(),
        }
    }

    /// The same as it was known on a day: without what came later.
    pub fn until(&self, day: Day) -> World {
        let mut world = self.without_events();
        for (at, deal) in world.deals.iter_mut().enumerate() {
            let start = world.events.len();
            world.events.extend(self.history(at).iter().filter(|event| event.day <= day));
            deal.events = start..world.events.len();
        }
        world
    }

    fn standing(&self, deal: usize, day: Day) -> Option<Standing<'_>> {
        let row = self.deals.get(deal)?;
        let now = self.history(deal).iter().rev().find(|event| event.day <= day)?;
        Some(Standing { deal, row, now })
    }
}

/// Both ends included; `None` is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Period {
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    pub fn is_open(self) -> bool {
        self == Period::default()
    }

    /// Whether any day of the month lies in it.
    pub fn touches(self, month: Month) -> bool {
        self.from.is_none_or(|from| month.last() >= from) && self.to.is_none_or(|to| month.first() <= to)
    }
}

/// What deals are grouped by: for each deal the index of its name, or [`NONE`].
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    pub by: ReportBy,
    pub names: Vec<Name>,
    pub of: Vec<u32>,
}

impl Groups {
    pub fn name(&self, group: u32) -> &str {
        self.names.get(group as usize).map_or(self.by.none(), |name| &name.name)
    }

    pub fn key(&self, group: u32) -> &str {
        self.names.get(group as usize).map_or("none", |name| &name.key)
    }

    pub fn of(&self, deal: usize) -> u32 {
        self.of.get(deal).copied().unwrap_or(NONE)
    }
}

/// An activity, done or to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Done {
    pub kind: ActivityKind,
    /// Index into [`World::people`], or [`NONE`].
    pub owner: u32,
    pub due_on: Option<Day>,
    pub done_on: Option<Day>,
    /// Index into [`World::deals`].
    pub deal: Option<usize>,
}

/// Who and what a filter keeps, by index. `None` keeps all.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept {
    pub owner: Option<u32>,
    pub pipeline: Option<u32>,
    pub product: Option<u32>,
    pub source: Option<u32>,
}

/// A report's question with all it needs.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub world: Arc<World>,
    pub as_of: Day,
    /// The month in which the firm's year begins, 1 to 12.
    pub year_starts: u8,
    pub period: Period,
    pub by: Option<ReportBy>,
    pub kept: Kept,
    pub groups: Vec<Groups>,
    pub said_on: Option<Day>,
    pub goals: Vec<Goal>,
    pub snapshots: Vec<Snapshot>,
    pub activities: Vec<Done>,
    pub works: Works,
    /// Filled only for reports on the corridor.
    pub arrivals: Vec<Arrival>,
    /// Open deals that a required field of the kickoff brief is missing on; today's.
    pub without_brief: std::collections::HashSet<DealId>,
}

impl Asked {
    /// Every deal that the filter keeps, as it stood on the report's day.
    pub fn standings(&self) -> impl Iterator<Item = Standing<'_>> {
        self.standings_on(self.as_of)
    }

    /// The same on an earlier day; owner and pipeline are those of that day.
    pub fn standings_on(&self, day: Day) -> impl Iterator<Item = Standing<'_>> {
        (0..self.world.deals.len())
            .filter_map(move |deal| self.world.standing(deal, day))
            .filter(|standing| self.keeps(standing))
    }

    /// One deal as it stood on a day, if the filter keeps it.
    pub fn standings_of(&self, deal: usize, day: Day) -> Option<Standing<'_>> {
        self.world.standing(deal, day).filter(|standing| self.keeps(standing))
    }

    fn keeps(&self, standing: &Standing<'_>) -> bool {
        is(self.kept.owner, standing.now.owner) && self.keeps_kind(standing)
    }

    /// Pipeline, product and source, whoever owns it.
    fn keeps_kind(&self, standing: &Standing<'_>) -> bool {
        let pipeline = self.world.stage(standing.now).map_or(NONE, |stage| stage.pipeline);
        is(self.kept.pipeline, pipeline)
            && is(self.kept.product, standing.row.product)
            && is(self.kept.source, standing.row.source)
    }

    /// Whether pipeline, product and source keep the deal, as it stood on the report's day.
    pub fn keeps_deal(&self, deal: usize) -> bool {
        self.world.standing(deal, self.as_of).is_some_and(|standing| self.keeps_kind(&standing))
    }

    pub fn groups(&self, by: ReportBy) -> Option<&Groups> {
        self.groups.iter().find(|groups| groups.by == by)
    }

    /// Goals know people and months alone: asked for one pipeline, product or source there are none.
    pub fn has_goals(&self) -> bool {
        self.kept.pipeline.is_none() && self.kept.product.is_none() && self.kept.source.is_none()
    }

    /// What was to be won in a month: the asked person's goal, else everyone's, else the sum of all people's.
    pub fn goal(&self, month: Month, currency: &str) -> Option<i128> {
        if !self.has_goals() {
            return None;
        }
        let here = || self.goals.iter().filter(move |goal| goal.month == month && goal.currency == currency);
        let sum = |of: Vec<&Goal>| (!of.is_empty()).then(|| of.iter().map(|goal| i128::from(goal.amount.0)).sum());
        match self.kept.owner {
            Some(owner) => sum(here().filter(|goal| self.is_person(owner, goal)).collect()),
            None => sum(here().filter(|goal| goal.person.is_none()).collect())
                .or_else(|| sum(here().filter(|goal| goal.person.is_some()).collect())),
        }
    }

    /// Whether the goal is this person's.
    pub fn is_person(&self, person: u32, goal: &Goal) -> bool {
        let key = self.world.people.get(person as usize).map(|name| name.key.as_str());
        key.is_some() && key == goal.person.map(|id| id.to_string()).as_deref()
    }
}

fn is(wanted: Option<u32>, one: u32) -> bool {
    wanted.is_none_or(|wanted| wanted == one)
}

/// A filter's ids as indexes; an id that is in no deal keeps nothing.
pub(crate) fn kept(world: &World, filter: &ReportFilter) -> Kept {
    const NOWHERE: u32 = NONE - 1;
    let find =
        |names: &[Name], key: String| names.iter().position(|name| name.key == key).map_or(NOWHERE, |at| at as u32);
    let pipeline = |id: Uuid| world.pipelines.iter().position(|one| one.id == id).map_or(NOWHERE, |at| at as u32);
    Kept {
        owner: filter.owner.map(|id| find(&world.people, id.to_string())),
        pipeline: filter.pipeline.map(|id| pipeline(id.into())),
        product: filter.product.map(|id| find(&world.products, id.to_string())),
        source: filter.source.as_deref().map(|source| find(&world.sources, source_key(source))),
    }
}

/// Sources are typed freely; spelling alone makes no new one.
pub(crate) fn source_key(source: &str) -> String {
    crate::values::text::name_key(source)
}
