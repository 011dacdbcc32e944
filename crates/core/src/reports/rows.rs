//! The reports' SQL: one pass over the stage history, one over the deals, and the names they point at.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rusqlite::Row;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::goals::Goal;
use super::snapshots::Snapshot;
use super::types::{ReportBy, ReportRecord};
use super::work::{ProjectWork, ReplanWork, TaskWork, Works};
use super::world::{Deal, Done, Event, Groups, NONE, Name, Pipeline, Stage, World, source_key};
use crate::book::Reader;
use crate::error::Result;
use crate::sell::{Forecast, StageKind};
use crate::values::{Day, DealId, Month, PersonId};

type Index = HashMap<Uuid, u32, BuildHasherDefault<IdHash>>;

/// Ids are random already, so that half of one is a hash.
#[derive(Default)]
struct IdHash(u64);

impl Hasher for IdHash {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut half = [0; 8];
            half[..part.len()].copy_from_slice(part);
            self.0 = self.0.rotate_left(5) ^ u64::from_le_bytes(half);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Every live deal that had begun by `as_of`, with its events up to then. Deals in the trash don't count.
pub(super) fn world(reader: &Reader<'_>, as_of: Day) -> Result<World> {
    let mut world = World { pipelines: pipelines(reader)?, ..World::default() };
    let (stages, forecasts) = stages(reader, &world.pipelines)?;
    world.stages = stages;
    world.people = names(reader, "SELECT id, name FROM person ORDER BY name_key, id")?;
    world.products = names(reader, "SELECT id, name FROM product ORDER BY name_key, id")?;
    world.reasons = names(reader, "SELECT id, name FROM lost_reason ORDER BY rank, id")?;
    let deals = deals(reader, &mut world)?;
    events(reader, as_of, &deals, &forecasts, &mut world)?;
    Ok(world)
}

fn pipelines(reader: &Reader<'_>) -> Result<Vec<Pipeline>> {
    reader.many("SELECT id, name FROM pipeline ORDER BY rank, id", [], |row| {
        Ok(Pipeline { id: row.get(0)?, name: row.get(1)? })
    })
}

/// Deleted stages too: the past names them. With the forecast category of each.
fn stages(reader: &Reader<'_>, pipelines: &[Pipeline]) -> Result<(Vec<Stage>, Vec<Forecast>)> {
    let rows = reader.many(
        "SELECT s.id, s.pipeline_id, s.name, s.kind, s.deleted_at IS NULL AND l.deleted_at IS NULL, s.forecast, ifnull(s.rot_days, l.rot_days) FROM stage s JOIN pipeline l ON l.id = s.pipeline_id
         ORDER BY l.rank, l.id, s.rank, s.id",
        [],
        |row| {
            let pipeline: Uuid = row.get(1)?;
            let pipeline = pipelines.iter().position(|one| one.id == pipeline).map_or(NONE, |at| at as u32);
            let stage =
                Stage { id: row.get(0)?, pipeline, name: row.get(2)?, kind: row.get(3)?, live: row.get(4)?, rot_days: row.get(6)? };
            Ok((stage, row.get::<_, Forecast>(5)?))
        },
    )?;
    Ok(rows.into_iter().unzip())
}

fn names(reader: &Reader<'_>, sql: &str) -> Result<Vec<Name>> {
    reader.many(sql, [], |row| Ok(Name { key: row.get::<_, Uuid>(0)?.to_string(), name: row.get(1)? }))
}

fn index(names: &[Name]) -> Index {
    let ids = names.iter().enumerate();
    ids.filter_map(|(at, name)| Some((Uuid::parse_str(&name.key).ok()?, at as u32))).collect()
}

/// Fills [`World::deals`], without events yet, and answers where each deal stands there.
fn deals(reader: &Reader<'_>, world: &mut World) -> Result<Index> {
    let (products, reasons) = (index(&world.products), index(&world.reasons));
    let mut sources: HashMap<String, u32> = HashMap::new();
    let mut found = Index::default();
    let mut statement = reader.conn().prepare_cached(
        "SELECT id, product_id, lost_reason_id, source, touched_on FROM deal WHERE deleted_at IS NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: Uuid = row.get(0)?;
        let source = match row.get_ref(3)? {
            ValueRef::Text(text) => interned(&mut sources, &mut world.sources, &String::from_utf8_lossy(text)),
            _ => NONE,
        };
        found.insert(id, world.deals.len() as u32);
        world.deals.push(Deal {
            id: DealId(id),
            product: pointed(row, 1, &products)?,
            source,
            lost_reason: pointed(row, 2, &reasons)?,
            touched_on: row.get(4)?,
            events: 0..0,
        });
    }
    Ok(found)
}

fn interned(known: &mut HashMap<String, u32>, names: &mut Vec<Name>, text: &str) -> u32 {
    if let Some(at) = known.get(text) {
        return *at;
    }
    let key = source_key(text);
    let at = names.iter().position(|name| name.key == key).unwrap_or_else(|| {
        names.push(Name { key, name: text.to_owned() });
        names.len() - 1
    }) as u32;
    known.insert(text.to_owned(), at);
    at
}

fn pointed(row: &Row<'_>, column: usize, index: &Index) -> rusqlite::Result<u32> {
    let id: Option<Uuid> = row.get(column)?;
    Ok(id.and_then(|id| index.get(&id).copied()).unwrap_or(NONE))
}

/// An event with what orders it: the deal, the instant it was written, its id.
struct Placed {
    deal: u32,
    at: i64,
    id: Uuid,
    event: Event,
}

fn events(reader: &Reader<'_>, as_of: Day, deals: &Index, forecasts: &[Forecast], world: &mut World) -> Result<()> {
    let people = index(&world.people);
    let stages: Index = world.stages.iter().enumerate().map(|(at, stage)| (stage.id, at as u32)).collect();
    let mut currencies: Vec<String> = Vec::new();
    let mut placed: Vec<Placed> = Vec::with_capacity(2 * deals.len());
    let mut statement = reader.conn().prepare_cached(
        "SELECT deal_id, to_stage_id, day, kind, amount_minor, currency, probability, close_date, owner_id, created_at, id, forecast
         FROM deal_stage_event WHERE deleted_at IS NULL AND day <= ?1",
    )?;
    let mut rows = statement.query([as_of])?;
    while let Some(row) = rows.next()? {
        let (deal, stage): (Uuid, Uuid) = (row.get(0)?, row.get(1)?);
        let (Some(deal), Some(stage)) = (deals.get(&deal), stages.get(&stage)) else { continue };
        let event = Event {
            day: row.get(2)?,
            stage: *stage,
            kind: row.get::<_, StageKind>(3)?,
            amount: row.get(4)?,
            currency: currency(&mut currencies, row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?),
            probability: row.get(6)?,
            forecast: match row.get(11)? {
                // What somebody said of this deal goes before what its stage says of all.
                Some(said) => said,
                None => forecasts.get(*stage as usize).copied().unwrap_or(Forecast::Omitted),
            },
            close_date: row.get(7)?,
            owner: pointed(row, 8, &people)?,
        };
        placed.push(Placed { deal: *deal, at: row.get(9)?, id: row.get(10)?, event });
    }
    world.currencies = currencies;
    world.events = by_deal(placed, &mut world.deals);
    Ok(())
}

/// Each deal's events together, oldest first. Dealt out rather than sorted: a deal has few of many.
fn by_deal(placed: Vec<Placed>, deals: &mut [Deal]) -> Vec<Event> {
    let mut heaps: Vec<Vec<u32>> = vec![Vec::new(); deals.len()];
    for (at, one) in placed.iter().enumerate() {
        if let Some(heap) = heaps.get_mut(one.deal as usize) {
            heap.push(at as u32);
        }
    }
    let mut events = Vec::with_capacity(placed.len());
    for (deal, mut heap) in deals.iter_mut().zip(heaps) {
        // They lie in the order they were written, so that this finds them sorted mostly.
        heap.sort_by_key(|at| placed.get(*at as usize).map(|one| (one.at, one.id)));
        let start = events.len();
        events.extend(heap.iter().filter_map(|at| placed.get(*at as usize)).map(|one| one.event.clone()));
        deal.events = start..events.len();
    }
    events
}

fn currency(known: &mut Vec<String>, code: &str) -> u32 {
    let at = known.iter().position(|one| one == code).unwrap_or_else(|| {
        known.push(code.to_owned());
        known.len() - 1
    });
    at as u32
}

/// What the deals are grouped by. Owner and pipeline are those of the newest event.
pub(super) fn groups(reader: &Reader<'_>, world: &World, by: ReportBy) -> Result<Groups> {
    let newest = |deal: &Deal| world.events.get(deal.events.clone()).and_then(<[Event]>::last);
    let of_deals = |pick: &dyn Fn(&Deal) -> u32| world.deals.iter().map(pick).collect::<Vec<u32>>();
    let stage_of = |deal: &Deal| newest(deal).map_or(NONE, |event| event.stage);
    let (names, of) = match by {
        ReportBy::Owner => (world.people.clone(), of_deals(&|deal| newest(deal).map_or(NONE, |event| event.owner))),
        ReportBy::Product => (world.products.clone(), of_deals(&|deal| deal.product)),
        ReportBy::Source => (world.sources.clone(), of_deals(&|deal| deal.source)),
        ReportBy::LostReason => (world.reasons.clone(), of_deals(&|deal| deal.lost_reason)),
        ReportBy::Stage => {
            let name = |stage: &Stage| Name { key: stage.id.to_string(), name: stage.name.clone() };
            (world.stages.iter().map(name).collect(), of_deals(&stage_of))
        }
        ReportBy::Pipeline => {
            let name = |one: &Pipeline| Name { key: one.id.to_string(), name: one.name.clone() };
            let of = |deal: &Deal| world.stages.get(stage_of(deal) as usize).map_or(NONE, |stage| stage.pipeline);
            (world.pipelines.iter().map(name).collect(), of_deals(&of))
        }
        ReportBy::Company | ReportBy::Industry | ReportBy::Place => return of_companies(reader, world, by),
        ReportBy::Month | ReportBy::Project => (Vec::new(), Vec::new()),
    };
    Ok(Groups { by, names, of })
}

fn of_companies(reader: &Reader<'_>, world: &World, by: ReportBy) -> Result<Groups> {
    let column = match by {
        ReportBy::Industry => "NULL, c.industry",
        ReportBy::Place => "NULL, c.location",
        _ => "c.id, c.name",
    };
    let sql =
        format!("SELECT d.id, {column} FROM deal d JOIN company c ON c.id = d.company_id WHERE d.deleted_at IS NULL");
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    let mut found: Index = Index::default();
    let mut statement = reader.conn().prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(name) = row.get::<_, Option<String>>(2)?.filter(|name| !name.trim().is_empty()) else { continue };
        let key = row.get::<_, Option<Uuid>>(1)?.map_or_else(|| source_key(&name), |id| id.to_string());
        let at = *known.entry(key.clone()).or_insert_with(|| {
            names.push(Name { key, name });
            names.len() as u32 - 1
        });
        found.insert(row.get(0)?, at);
    }
    let of = world.deals.iter().map(|deal| found.get(&deal.id.0).copied().unwrap_or(NONE)).collect();
    Ok(Groups { by, names, of })
}

/// Every live activity, with its deal where that is live.
pub(super) fn activities(reader: &Reader<'_>, world: &World) -> Result<Vec<Done>> {
    let people = index(&world.people);
    let deals: Index = world.deals.iter().enumerate().map(|(at, deal)| (deal.id.0, at as u32)).collect();
    reader.many("SELECT kind, owner_id, due_on, done_on, deal_id FROM activity WHERE deleted_at IS NULL", [], |row| {
        let deal = pointed(row, 4, &deals)?;
        Ok(Done {
            kind: row.get(0)?,
            owner: pointed(row, 1, &people)?,
            due_on: row.get(2)?,
            done_on: row.get(3)?,
            deal: (deal != NONE).then_some(deal as usize),
        })
    })
}

/// Every live goal.
pub(super) fn goals(reader: &Reader<'_>, from: Option<Month>, to: Option<Month>) -> Result<Vec<Goal>> {
    reader.many(
        "SELECT person_id, month, amount_minor, currency FROM goal WHERE deleted_at IS NULL
         AND (?1 IS NULL OR month >= ?1) AND (?2 IS NULL OR month <= ?2) ORDER BY month, person_id, currency",
        (from, to),
        |row| Ok(Goal { person: row.get(0)?, month: row.get(1)?, amount: row.get(2)?, currency: row.get(3)? }),
    )
}

/// Everyone at work, and whoever left while a goal of theirs stands in these months. (id, name, active), by name.
pub(super) fn goal_people(reader: &Reader<'_>, from: Month, to: Month) -> Result<Vec<(PersonId, String, bool)>> {
    reader.many(
        "SELECT id, name, active FROM person p WHERE deleted_at IS NULL AND (active = 1 OR EXISTS
         (SELECT 1 FROM goal g WHERE g.person_id = p.id AND g.deleted_at IS NULL AND g.month BETWEEN ?1 AND ?2))
         ORDER BY name_key, id",
        (from, to),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The currencies that deals or goals are in, the firm's own first.
pub(super) fn currencies(reader: &Reader<'_>) -> Result<Vec<String>> {
    let home = firm_currency(reader)?;
    let others = reader.many(
        "SELECT currency FROM goal WHERE deleted_at IS NULL UNION SELECT currency FROM deal WHERE deleted_at IS NULL",
        [],
        |row| row.get::<_, String>(0),
    )?;
    Ok(std::iter::once(home.clone()).chain(others.into_iter().filter(|one| *one != home)).collect())
}

pub(super) fn firm_currency(reader: &Reader<'_>) -> Result<String> {
    Ok(reader.one("SELECT currency FROM firm LIMIT 1", [], |row| row.get(0))?.unwrap_or_default())
}

/// (name, active) of a person who is not in the trash.
pub(super) fn person(reader: &Reader<'_>, id: PersonId) -> Result<Option<String>> {
    reader.one("SELECT name FROM person WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))
}

/// The days of the kept forecasts, with their content, oldest first.
pub(super) fn snapshots(reader: &Reader<'_>, until: Day) -> Result<Vec<Snapshot>> {
    let rows = reader.many(
        "SELECT day, content FROM forecast_snapshot WHERE deleted_at IS NULL AND day <= ?1 ORDER BY day",
        [until],
        |row| Ok((row.get::<_, Day>(0)?, row.get::<_, String>(1)?)),
    )?;
    rows.into_iter().map(|(day, content)| Snapshot::read(day, &content)).collect()
}

/// Whether a forecast was kept on one of these days.
pub(super) fn kept_between(reader: &Reader<'_>, from: Day, to: Day) -> Result<bool> {
    let sql = "SELECT 1 FROM forecast_snapshot WHERE deleted_at IS NULL AND day BETWEEN ?1 AND ?2 LIMIT 1";
    Ok(reader.one(sql, (from, to), |_| Ok(()))?.is_some())
}

/// Whether there is anything to forecast at all.
pub(super) fn has_deals(reader: &Reader<'_>) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM deal WHERE deleted_at IS NULL LIMIT 1", [], |_| Ok(()))?.is_some())
}

/// Today's names of a deal and its company.
pub(super) fn name(reader: &Reader<'_>, record: &mut ReportRecord) -> Result<()> {
    let sql = "SELECT d.name, c.name FROM deal d LEFT JOIN company c ON c.id = d.company_id WHERE d.id = ?1";
    if let Some((name, company)) = reader.one(sql, [record.id], |row| Ok((row.get(0)?, row.get(1)?)))? {
        record.name = name;
        record.company = company;
    }
    Ok(())
}

/// Whether the goal is there and not in the trash.
pub(super) fn goal_stands(reader: &Reader<'_>, id: crate::values::GoalId) -> Result<bool> {
    Ok(reader.one("SELECT 1 FROM goal WHERE id = ?1 AND deleted_at IS NULL", [id], |_| Ok(()))?.is_some())
}

/// Every live project and task, and every recorded re-plan.
pub(super) fn works(reader: &Reader<'_>, world: &World) -> Result<Works> {
    let people = index(&world.people);
    let projects = reader.many(
        "SELECT p.id, p.name, c.name, p.lead_id, p.state, min(date(p.created_at / 1000, 'unixepoch'), ifnull(p.start_date, '9999')), p.ended_on, p.first_promised, p.promised_date
         FROM project p LEFT JOIN company c ON c.id = p.company_id WHERE p.deleted_at IS NULL ORDER BY p.created_at, p.id",
        [],
        |row| {
            Ok(ProjectWork {
                key: row.get::<_, Uuid>(0)?.to_string(),
                name: row.get(1)?,
                company: row.get(2)?,
                lead: pointed(row, 3, &people)?,
                state: row.get(4)?,
                created_on: row.get(5)?,
                ended_on: row.get(6)?,
                first_promised: row.get(7)?,
                promised: row.get(8)?,
            })
        },
    )?;
    let at: HashMap<String, usize> = projects.iter().enumerate().map(|(at, one)| (one.key.clone(), at)).collect();
    let project =
        |row: &Row<'_>| -> rusqlite::Result<Option<usize>> { Ok(at.get(&row.get::<_, Uuid>(0)?.to_string()).copied()) };
    let tasks = reader.many(
        "SELECT t.project_id, t.name, t.assignee_id, date(t.created_at / 1000, 'unixepoch'), t.started_on, t.done_on, t.start_date, t.due_date, iif(t.kind = 'milestone', 0, t.estimate_minutes) FROM task t
         WHERE t.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL)",
        [],
        |row| {
            let Some(project) = project(row)? else { return Ok(None) };
            // What came out of a file or a plan was there when its first day came.
            let days: [Option<Day>; 5] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
            Ok(Some(TaskWork {
                project,
                name: row.get(1)?,
                assignee: pointed(row, 2, &people)?,
                created_on: days.into_iter().flatten().min().unwrap_or_else(|| reader.today()),
                started_on: row.get(4)?,
                done_on: row.get(5)?,
                start: row.get(6)?,
                due: row.get(7)?,
                estimate_minutes: row.get(8)?,
            }))
        },
    )?;
    let replans = reader.many(
        "SELECT project_id, day, moved, finish_before, finish_after, promised_before, promised_after FROM replan WHERE deleted_at IS NULL ORDER BY created_at, id",
        [],
        |row| {
            let Some(project) = project(row)? else { return Ok(None) };
            Ok(Some(ReplanWork {
                project,
                day: row.get(1)?,
                moved: row.get(2)?,
                finish: (row.get(3)?, row.get(4)?),
                promised: (row.get(5)?, row.get(6)?),
            }))
        },
    )?;
    Ok(Works {
        projects,
        tasks: tasks.into_iter().flatten().collect(),
        replans: replans.into_iter().flatten().collect(),
        calendar: crate::people::calendar(reader)?,
    })
}
