//! Deals as a table, a calendar and a set to change: filtered, sorted and added up in the database.
use std::collections::BTreeMap;

use crate::book::{Book, Reader};
use crate::error::{Error, Result};
use crate::filter::Now;
use crate::sell::lists::{
    DealDay, DealDays, DealDaysArgs, DealGroup, DealPick, DealQuery, DealRow, DealRows, DealRowsArgs, DealSummary,
};
use crate::sell::rows::board::Match;
use crate::sell::rows::list::{self, Part, Scope};
use crate::sell::rules::weighted;
use crate::sell::types::Total;
use crate::values::text::counted;
use crate::values::{Day, DealId, Minor, PersonId, StageId};

/// The most rows one window carries.
const WINDOW: u32 = 500;
/// The most sort keys that mean anything.
const SORTS_MAX: usize = 8;
/// A calendar shows six weeks; a year is more than anybody looks at.
const DAYS_MAX: i64 = 400;
/// Deals shown on one day; the rest is counted.
const DAY_DEALS: u32 = 30;

impl Book {
    /// A window (at most 500 rows) of the deals a query leaves in, in its order.
    pub fn deal_rows(&self, args: &DealRowsArgs) -> Result<DealRows> {
        let me = self.me();
        self.read(|reader| {
            let scope = Scope::of(&args.query, now(reader, me)?)?;
            let ids = ids(reader, &scope, &args.query, args.offset, args.limit.min(WINDOW))?;
            Ok(DealRows {
                rev: reader.rev()?,
                total: list::count(reader, &scope)?,
                offset: args.offset,
                rows: list::rows(reader, &ids)?,
            })
        })
    }

    /// Counts and sums of a query, one figure a currency; by group where it has one.
    pub fn deal_summary(&self, query: &DealQuery) -> Result<DealSummary> {
        let me = self.me();
        self.read(|reader| {
            let scope = Scope::of(query, now(reader, me)?)?;
            let whole = fold_parts(list::parts(reader, &scope, None)?).into_iter().next();
            let groups = match query.group {
                Some(group) => fold_parts(list::parts(reader, &scope, Some(group))?),
                None => Vec::new(),
            };
            let (count, totals, without_amount) =
                whole.map_or((0, Vec::new(), 0), |whole| (whole.count, whole.totals, whole.without_amount));
            Ok(DealSummary { rev: reader.rev()?, count, totals, without_amount, groups })
        })
    }

    /// The deals of a query by the day they close, from one day to another (at most 400).
    pub fn deal_days(&self, args: &DealDaysArgs) -> Result<DealDays> {
        if args.from.days_until(args.to) > DAYS_MAX {
            return Err(Error::invalid(format!("At most {DAYS_MAX} days can be shown at once.")));
        }
        let me = self.me();
        self.read(|reader| {
            let whole = Scope::of(&args.query, now(reader, me)?)?;
            let scope = whole.between(args.from, args.to);
            let mut days: BTreeMap<Day, (Vec<Part>, Vec<DealId>)> = BTreeMap::new();
            for (day, part) in list::day_parts(reader, &scope)? {
                days.entry(day).or_default().0.push(part);
            }
            for (day, id) in list::day_ids(reader, &scope, DAY_DEALS)? {
                days.entry(day).or_default().1.push(id);
            }
            let days = days.into_iter().map(|(day, (parts, ids))| deal_day(reader, day, parts, &ids));
            Ok(DealDays {
                rev: reader.rev()?,
                days: days.collect::<Result<_>>()?,
                undated: list::undated(reader, &whole)?,
            })
        })
    }

    /// The ids of a query in its order, at most `limit`.
    pub fn deal_ids(&self, query: &DealQuery, limit: u32) -> Result<Vec<DealId>> {
        let me = self.me();
        self.read(|reader| {
            let scope = Scope::of(query, now(reader, me)?)?;
            ids(reader, &scope, query, 0, limit)
        })
    }

    /// Deals by id, in the order asked for; those that are gone are left out.
    pub fn deals_by_id(&self, ids: &[DealId]) -> Result<Vec<DealRow>> {
        self.read(|reader| list::rows(reader, ids))
    }
}

pub(crate) fn now(reader: &Reader<'_>, me: Option<PersonId>) -> Result<Now> {
    Ok(Now { today: reader.today(), year_starts: crate::people::year_starts(reader)?, me })
}

/// The deals a change is for, in the order of the query; at most `limit`, else refused with the number there are.
pub(crate) fn picked(reader: &Reader<'_>, pick: &DealPick, me: Option<PersonId>, limit: u32) -> Result<Vec<DealId>> {
    let found = match pick {
        DealPick::These(ids) => {
            let mut seen = std::collections::HashSet::new();
            ids.iter().copied().filter(|id| seen.insert(*id)).collect()
        }
        DealPick::Matching { query, except } => {
            let except: std::collections::HashSet<_> = except.iter().collect();
            let scope = Scope::of(query, now(reader, me)?)?;
            let mut found = ids(reader, &scope, query, 0, u32::MAX)?;
            found.retain(|id| !except.contains(id));
            found
        }
    };
    if found.len() > limit as usize {
        return Err(Error::invalid(format!(
            "{} are chosen; at most {limit} can be changed in one step. Nothing was changed; narrow the filter and go on in parts.",
            counted(found.len(), "deal")
        )));
    }
    Ok(found)
}

/// Refuses a query that could not be carried out.
pub(crate) fn searchable(query: &DealQuery, now: Now) -> Result<()> {
    Scope::of(query, now).map(drop)
}

/// Every deal of a query in board order, for the columns of a board.
pub(crate) fn found(reader: &Reader<'_>, query: &DealQuery, me: Option<PersonId>) -> Result<Vec<Match>> {
    list::matches(reader, &Scope::of(query, now(reader, me)?)?)
}

/// A window (offset, limit) of one column of a board under a filter.
pub(crate) fn column(
    reader: &Reader<'_>,
    query: &DealQuery,
    me: Option<PersonId>,
    stage: StageId,
    (offset, limit): (u32, u32),
) -> Result<Vec<DealId>> {
    list::column(reader, &Scope::of(query, now(reader, me)?)?, stage, offset, limit)
}

fn ids(reader: &Reader<'_>, scope: &Scope, query: &DealQuery, offset: u32, limit: u32) -> Result<Vec<DealId>> {
    if query.sort.len() > SORTS_MAX {
        return Err(Error::invalid(format!("Rows can be sorted by at most {SORTS_MAX} fields.")));
    }
    list::ids(reader, scope, query.group, &query.sort, (offset, limit))
}

fn deal_day(reader: &Reader<'_>, day: Day, parts: Vec<Part>, ids: &[DealId]) -> Result<DealDay> {
    let sum = fold_parts(parts).into_iter().next();
    let (count, totals) = sum.map_or((0, Vec::new()), |sum| (sum.count, sum.totals));
    Ok(DealDay { day, count, totals, deals: list::rows(reader, ids)? })
}

/// Parts of equal keys, which follow each other, become one group. A currency without any amount has no sum.
fn fold_parts(parts: Vec<Part>) -> Vec<DealGroup> {
    let mut groups: Vec<DealGroup> = Vec::new();
    for part in parts {
        if groups.last().is_none_or(|group| group.key != id_text(&part.key)) {
            groups.push(DealGroup {
                key: id_text(&part.key),
                name: part.name.clone(),
                count: 0,
                totals: Vec::new(),
                without_amount: 0,
            });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.count += part.count;
        group.without_amount += part.without_amount;
        if part.count > part.without_amount {
            add(&mut group.totals, &part);
        }
    }
    groups
}

fn add(totals: &mut Vec<Total>, part: &Part) {
    let at = match totals.iter().position(|total| total.currency == part.currency) {
        Some(at) => at,
        None => {
            totals.push(Total { currency: part.currency.clone(), sum: Minor(0), weighted: Minor(0) });
            totals.len() - 1
        }
    };
    let total = &mut totals[at];
    total.sum = Minor(total.sum.0.saturating_add(part.sum.0));
    total.weighted = Minor(total.weighted.0.saturating_add(weighted(part.sum, part.probability).0));
}

/// An id as the window writes it; a month stays as it is.
fn id_text(key: &str) -> String {
    uuid::Uuid::parse_str(key).map_or_else(|_| key.to_owned(), |id| id.to_string())
}
