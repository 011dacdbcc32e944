//! The stage history read from the workspace: whole, or, where it was read before, only the deals that changed since.
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Row;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::world::{Deal, Event, NONE, Name, Pipeline, Stage, World, source_key};
use crate::book::{Book, Reader, Table};
use crate::error::Result;
use crate::sell::Forecast;
use crate::values::{Day, DealId, Rev};

/// With more changed rows than this the whole history is read anew.
const MOST_CHANGES: usize = 5_000;

pub(super) type Index = HashMap<Uuid, u32, BuildHasherDefault<IdHash>>;

/// Ids are random already, so that half of one is a hash.
#[derive(Default)]
pub(super) struct IdHash(u64);

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

/// The history as it was last read, with what it was on the day last asked for.
struct Remembered {
    whole: Arc<World>,
    /// The newest day anything happened.
    newest: Option<Day>,
    seen: Mutex<Option<(Day, Arc<World>)>>,
}

impl Remembered {
    fn of(whole: World) -> Arc<Remembered> {
        let newest = whole.events.iter().map(|event| event.day).max();
        Arc::new(Remembered { whole: Arc::new(whole), newest, seen: Mutex::default() })
    }

    fn until(&self, as_of: Day) -> Arc<World> {
        if self.newest.is_none_or(|newest| newest <= as_of) {
            return Arc::clone(&self.whole);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match &*seen {
            Some((day, world)) if *day == as_of => Arc::clone(world),
            _ => {
                let world = Arc::new(self.whole.until(as_of));
                *seen = Some((as_of, Arc::clone(&world)));
                world
            }
        }
    }
}

/// Every live deal with its events up to `as_of`, from memory where it can be.
pub(super) fn until(book: &Book, reader: &Reader<'_>, as_of: Day) -> Result<Arc<World>> {
    let remembered = book.memo().at(reader.rev()?, |earlier: Option<(Rev, Arc<Remembered>)>| {
        if let Some((rev, earlier)) = earlier {
            match caught_up(reader, &earlier.whole, rev)? {
                Changed::Nothing => return Ok(earlier),
                Changed::Into(world) => return Ok(Remembered::of(*world)),
                Changed::TooMuch => {}
            }
        }
        Ok(Remembered::of(whole(reader)?))
    })?;
    Ok(remembered.until(as_of))
}

/// Every live deal with all its events. Deals in the trash don't count.
pub(super) fn whole(reader: &Reader<'_>) -> Result<World> {
    let mut world = World { pipelines: pipelines(reader)?, ..World::default() };
    world.stages = stages(reader, &world.pipelines)?;
    world.people = names(reader, "SELECT id, name FROM person ORDER BY name_key, id")?;
    world.products = names(reader, "SELECT id, name FROM product ORDER BY name_key, id")?;
    world.reasons = names(reader, "SELECT id, name FROM lost_reason ORDER BY rank, id")?;
    let deals = deals(reader, &mut world)?;
    events(reader, &deals, &mut world)?;
    Ok(world)
}

fn pipelines(reader: &Reader<'_>) -> Result<Vec<Pipeline>> {
    reader.many("SELECT id, name FROM pipeline ORDER BY rank, id", [], |row| {
        Ok(Pipeline { id: row.get(0)?, name: row.get(1)? })
    })
}

/// Deleted stages too: the past names them.
fn stages(reader: &Reader<'_>, pipelines: &[Pipeline]) -> Result<Vec<Stage>> {
    reader.many(
        "SELECT s.id, s.pipeline_id, s.name, s.kind, s.deleted_at IS NULL AND l.deleted_at IS NULL, s.forecast, ifnull(s.rot_days, l.rot_days) FROM stage s JOIN pipeline l ON l.id = s.pipeline_id
         ORDER BY l.rank, l.id, s.rank, s.id",
        [],
        |row| {
            let pipeline: Uuid = row.get(1)?;
            let pipeline = pipelines.iter().position(|one| one.id == pipeline).map_or(NONE, |at| at as u32);
            Ok(Stage {
                id: row.get(0)?,
                pipeline,
                name: row.get(2)?,
                kind: row.get(3)?,
                live: row.get(4)?,
                forecast: row.get(5)?,
                rot_days: row.get(6)?,
            })
        },
    )
}

fn names(reader: &Reader<'_>, sql: &str) -> Result<Vec<Name>> {
    reader.many(sql, [], |row| Ok(Name { key: row.get::<_, Uuid>(0)?.to_string(), name: row.get(1)? }))
}

pub(super) fn index(names: &[Name]) -> Index {
    let ids = names.iter().enumerate();
    ids.filter_map(|(at, name)| Some((Uuid::parse_str(&name.key).ok()?, at as u32))).collect()
}

pub(super) fn pointed(row: &Row<'_>, column: usize, index: &Index) -> rusqlite::Result<u32> {
    let id: Option<Uuid> = row.get(column)?;
    Ok(id.and_then(|id| index.get(&id).copied()).unwrap_or(NONE))
}

/// What [`deal`] reads.
const DEAL: &str = "id, product_id, lost_reason_id, touched_on, rowid, source";

/// A deal's row with its place in the file; its source and its events are for the caller.
fn deal(row: &Row<'_>, products: &Index, reasons: &Index) -> rusqlite::Result<Deal> {
    Ok(Deal {
        id: DealId(row.get(0)?),
        product: pointed(row, 1, products)?,
        source: NONE,
        lost_reason: pointed(row, 2, reasons)?,
        touched_on: row.get(3)?,
        row: row.get(4)?,
        events: 0..0,
    })
}

fn source(row: &Row<'_>) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(5)? {
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        _ => None,
    })
}

/// Fills [`World::deals`], without events yet, and answers where each deal stands there.
fn deals(reader: &Reader<'_>, world: &mut World) -> Result<Index> {
    let (products, reasons) = (index(&world.products), index(&world.reasons));
    let mut sources = Sources::default();
    let mut found = Index::default();
    let mut statement =
        reader.conn().prepare_cached(&format!("SELECT {DEAL} FROM deal WHERE deleted_at IS NULL ORDER BY rowid"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut deal = deal(row, &products, &reasons)?;
        if let ValueRef::Text(text) = row.get_ref(5)? {
            deal.source = sources.place(&mut world.sources, text);
        }
        found.insert(deal.id.0, world.deals.len() as u32);
        world.deals.push(deal);
    }
    Ok(found)
}

/// Spellings that were met, each with the place of its name.
#[derive(Default)]
struct Sources(HashMap<Vec<u8>, u32>);

impl Sources {
    /// Where the source stands among `names`; it is added where it is new.
    fn place(&mut self, names: &mut Vec<Name>, text: &[u8]) -> u32 {
        if let Some(at) = self.0.get(text) {
            return *at;
        }
        let name = String::from_utf8_lossy(text).into_owned();
        let key = source_key(&name);
        let at = names.iter().position(|one| one.key == key).unwrap_or_else(|| {
            names.push(Name { key, name });
            names.len() - 1
        }) as u32;
        self.0.insert(text.to_owned(), at);
        at
    }
}

/// What [`Events::read`] reads.
const EVENT: &str = "deal_id, to_stage_id, day, kind, amount_minor, currency, probability, close_date, owner_id, created_at, forecast, id";

/// What an event's names are found by.
struct Events {
    people: Index,
    stages: Index,
    forecasts: Vec<Forecast>,
}

impl Events {
    fn of(world: &World) -> Events {
        Events {
            people: index(&world.people),
            stages: world.stages.iter().enumerate().map(|(at, stage)| (stage.id, at as u32)).collect(),
            forecasts: world.stages.iter().map(|stage| stage.forecast).collect(),
        }
    }

    /// `None` where its stage is nowhere. The currency is the caller's to say.
    fn read(&self, row: &Row<'_>, currency: u32) -> rusqlite::Result<Option<Event>> {
        let Some(stage) = self.stages.get(&row.get::<_, Uuid>(1)?).copied() else { return Ok(None) };
        Ok(Some(Event {
            day: row.get(2)?,
            stage,
            kind: row.get(3)?,
            amount: row.get(4)?,
            currency,
            probability: row.get(6)?,
            forecast: match row.get(10)? {
                // What somebody said of this deal goes before what its stage says of all.
                Some(said) => said,
                None => self.forecasts.get(stage as usize).copied().unwrap_or(Forecast::Omitted),
            },
            close_date: row.get(7)?,
            owner: pointed(row, 8, &self.people)?,
        }))
    }
}

/// Fills [`World::events`], each deal's together, oldest first.
fn events(reader: &Reader<'_>, deals: &Index, world: &mut World) -> Result<()> {
    let read = Events::of(world);
    let mut placed: Vec<(u32, Order, Event)> = Vec::with_capacity(4 * deals.len());
    let mut statement = reader
        .conn()
        .prepare_cached(&format!("SELECT {EVENT} FROM deal_stage_event NOT INDEXED WHERE deleted_at IS NULL"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(deal) = deals.get(&row.get::<_, Uuid>(0)?) else { continue };
        let code = code(row)?;
        let currency = world.currencies.iter().position(|one| one == code).unwrap_or_else(|| {
            world.currencies.push(code.to_owned());
            world.currencies.len() - 1
        });
        if let Some(event) = read.read(row, currency as u32)? {
            placed.push((*deal, order(row)?, event));
        }
    }
    deal_out(placed, world);
    sort_currencies(world);
    Ok(())
}

fn code<'r>(row: &'r Row<'_>) -> rusqlite::Result<&'r str> {
    row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)
}

/// By their codes, so that no order of reading shows.
fn sort_currencies(world: &mut World) {
    let met = world.currencies.clone();
    world.currencies.sort_unstable();
    for event in &mut world.events {
        let code = met.get(event.currency as usize);
        event.currency =
            code.and_then(|code| world.currencies.iter().position(|one| one == code)).map_or(NONE, |at| at as u32);
    }
}

/// What orders the events of a deal: the instant one was written, then its id.
type Order = (i64, Uuid);

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok((row.get(9)?, row.get(11)?))
}

/// Dealt out rather than sorted: how many each deal has says where they come to lie, and they were written in their order mostly.
fn deal_out(placed: Vec<(u32, Order, Event)>, world: &mut World) {
    let mut ends = vec![0usize; world.deals.len() + 1];
    for (deal, ..) in &placed {
        ends[*deal as usize + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let starts = ends.clone();
    let mut line = vec![0u32; placed.len()];
    for (at, (deal, ..)) in placed.iter().enumerate() {
        let next = &mut ends[*deal as usize];
        line[*next] = at as u32;
        *next += 1;
    }
    world.events = Vec::with_capacity(placed.len());
    for (at, deal) in world.deals.iter_mut().enumerate() {
        let part = &mut line[starts[at]..starts[at + 1]];
        let by_order = |at: &u32| placed[*at as usize].1;
        if !part.is_sorted_by_key(by_order) {
            part.sort_by_key(by_order);
        }
        deal.events = starts[at]..starts[at + 1];
        world.events.extend(part.iter().map(|at| placed[*at as usize].2));
    }
}

/// What became of a history that was read earlier.
enum Changed {
    Nothing,
    Into(Box<World>),
    /// It has to be read anew.
    TooMuch,
}

/// Reads again the deals that the journal names since `rev`. Whatever would change the names themselves, their order or the order of
/// deals is left to a new reading, so that both always give the same.
fn caught_up(reader: &Reader<'_>, earlier: &World, rev: Rev) -> Result<Changed> {
    let Some(touched) = touched(reader, rev)? else { return Ok(Changed::TooMuch) };
    if touched.is_empty() {
        return Ok(Changed::Nothing);
    }
    let standing: Index = earlier.deals.iter().enumerate().map(|(at, deal)| (deal.id.0, at as u32)).collect();
    let mut world = earlier.without_events();
    let mut news: HashMap<u32, Vec<Event>> = HashMap::new();
    let read = Events::of(earlier);
    let Some(deals) = again(reader, earlier, &standing, &touched)? else { return Ok(Changed::TooMuch) };
    for deal in deals {
        let Some(events) = events_of(reader, &read, &earlier.currencies, deal.id)? else { return Ok(Changed::TooMuch) };
        let at = match standing.get(&deal.id.0) {
            Some(at) => *at as usize,
            None => {
                world.deals.push(deal.clone());
                world.deals.len() - 1
            }
        };
        news.insert(at as u32, events);
        world.deals[at] = deal;
    }
    world.events.reserve(earlier.events.len());
    for (at, deal) in world.deals.iter_mut().enumerate() {
        let start = world.events.len();
        match news.get(&(at as u32)) {
            Some(events) => world.events.extend_from_slice(events),
            None => world.events.extend_from_slice(earlier.history(at)),
        }
        deal.events = start..world.events.len();
    }
    let used: BTreeSet<u32> = world.events.iter().map(|event| event.currency).collect();
    Ok(if used.len() == world.currencies.len() { Changed::Into(Box::new(world)) } else { Changed::TooMuch })
}

/// The deals that were changed or made since, or `None` where more than deals was.
fn touched(reader: &Reader<'_>, rev: Rev) -> Result<Option<BTreeSet<Uuid>>> {
    let mut statement = reader.conn().prepare_cached("SELECT tbl, row_id FROM entry WHERE seq > ?1 LIMIT ?2")?;
    let mut rows = statement.query((rev.0, MOST_CHANGES as i64 + 1))?;
    let (mut found, mut seen) = (BTreeSet::new(), 0);
    while let Some(row) = rows.next()? {
        seen += 1;
        let id: Uuid = row.get(1)?;
        match Table::named(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
            Some(Table::Deal) => _ = found.insert(id),
            Some(Table::DealStageEvent) => {
                let deal: Option<Uuid> =
                    reader.one("SELECT deal_id FROM deal_stage_event WHERE id = ?1", [id], |row| row.get(0))?;
                found.extend(deal);
            }
            Some(Table::Stage | Table::Pipeline | Table::Person | Table::Product | Table::LostReason) => {
                return Ok(None);
            }
            _ => {}
        }
    }
    Ok((seen <= MOST_CHANGES).then_some(found))
}

/// These deals as they stand now, new ones last and in their order. `None` where a deal went, came back, or changed its source.
fn again(
    reader: &Reader<'_>,
    earlier: &World,
    standing: &Index,
    touched: &BTreeSet<Uuid>,
) -> Result<Option<Vec<Deal>>> {
    let (products, reasons) = (index(&earlier.products), index(&earlier.reasons));
    let last = earlier.deals.last().map_or(0, |deal| deal.row);
    let sql = format!("SELECT {DEAL} FROM deal WHERE id = ?1 AND deleted_at IS NULL");
    let mut deals = Vec::with_capacity(touched.len());
    for id in touched {
        let before = standing.get(id).and_then(|at| earlier.deals.get(*at as usize));
        let now = reader.one(&sql, [id], |row| Ok((deal(row, &products, &reasons)?, source(row)?)))?;
        let (mut deal, source) = match (before, now) {
            (Some(_), None) => return Ok(None),
            // Made and thrown away in between.
            (None, None) => continue,
            (_, Some(now)) => now,
        };
        deal.source = match (before, source) {
            (_, None) => NONE,
            (Some(before), Some(text)) => {
                if earlier.sources.get(before.source as usize).is_none_or(|name| name.name != text) {
                    return Ok(None);
                }
                before.source
            }
            (None, Some(text)) => {
                let key = source_key(&text);
                let Some(at) = earlier.sources.iter().position(|name| name.key == key) else { return Ok(None) };
                at as u32
            }
        };
        let moved = before.is_some_and(|before| before.source != deal.source);
        if moved || (before.is_none() && deal.row <= last) {
            return Ok(None);
        }
        deals.push(deal);
    }
    deals.sort_by_key(|deal| deal.row);
    Ok(Some(deals))
}

/// A deal's events, oldest first; `None` where one is in a currency that was not there before.
fn events_of(reader: &Reader<'_>, read: &Events, currencies: &[String], deal: DealId) -> Result<Option<Vec<Event>>> {
    let sql = format!(
        "SELECT {EVENT} FROM deal_stage_event WHERE deal_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id"
    );
    let events = reader.many(&sql, [deal], |row| {
        let code = code(row)?;
        let Some(currency) = currencies.iter().position(|one| one == code) else { return Ok(None) };
        Ok(Some(read.read(row, currency as u32)?))
    })?;
    Ok(events.into_iter().collect::<Option<Vec<_>>>().map(|events| events.into_iter().flatten().collect()))
}
