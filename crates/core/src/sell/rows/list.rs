//! Lists of deals under a filter: which ids, in which order, how many and how much. Rows are fetched by id, a window at a time.
use rusqlite::types::Value as Bound;
use rusqlite::{Row, params_from_iter};
use uuid::Uuid;

use crate::book::Reader;
use crate::error::Result;
use crate::filter::Now;
use crate::filter::rows::{Clause, clause};
use crate::sell::fields::{CREATED, DealField};
use crate::sell::lists::{DealGrouping, DealQuery, DealRow, DealSort, link};
use crate::sell::rows::board::Match;
use crate::sell::types::StageKind;
use crate::values::{Day, DealId, Minor, Named, StageId};

/// The deals that have the words of `{query}` in their name, their company's or their main contact's: one look into the full-text index.
pub(crate) const FOUND: &str = "d.id IN (SELECT id FROM search WHERE search MATCH {query} AND kind = 'deal'
   UNION SELECT x.id FROM deal x WHERE x.company_id IN (SELECT id FROM search WHERE search MATCH {query} AND kind = 'company')
   UNION SELECT x.id FROM deal x WHERE x.contact_id IN (SELECT id FROM search WHERE search MATCH {query} AND kind = 'contact'))";

/// The day of a deal's first open activity.
pub(crate) const NEXT_STEP: &str =
    "(SELECT min(v.due_on) FROM activity v WHERE v.deal_id = d.id AND v.done_at IS NULL AND v.deleted_at IS NULL)";

const FROM: &str = "FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
  LEFT JOIN company c ON c.id = d.company_id LEFT JOIN contact k ON k.id = d.contact_id LEFT JOIN person p ON p.id = d.owner_id
  LEFT JOIN product g ON g.id = d.product_id LEFT JOIN lost_reason r ON r.id = d.lost_reason_id";

/// The probability that counts: a deal's own, else its stage's.
const OWN: &str = "ifnull(d.probability, s.probability)";

/// A query as the end of a statement, `FROM … WHERE …`, and its values.
pub(crate) struct Scope {
    sql: String,
    values: Vec<Bound>,
}

impl Scope {
    /// The live deals of a query.
    pub(crate) fn of(query: &DealQuery, now: Now) -> Result<Scope> {
        let mut values = Vec::new();
        let mut sql = format!("{FROM} WHERE d.deleted_at IS NULL");
        if let Some(pipeline) = query.pipeline {
            values.push(Bound::Blob(pipeline.0.as_bytes().to_vec()));
            sql.push_str(" AND d.pipeline_id = ?1");
        }
        if !query.filter.is_everything() {
            let Clause { sql: narrowed, values: bound, .. } = clause(&query.filter, now, values.len() + 1)?;
            sql.push_str(&format!(" AND {narrowed}"));
            values.extend(bound);
        }
        Ok(Scope { sql, values })
    }

    /// Narrowed further, by one more condition of our own on one bound value.
    fn and(&self, condition: &str, value: Bound) -> Scope {
        let mut values = self.values.clone();
        values.push(value);
        Scope { sql: format!("{} AND {condition} ?{}", self.sql, values.len()), values }
    }

    pub(crate) fn in_stage(&self, stage: StageId) -> Scope {
        self.and("d.stage_id =", Bound::Blob(stage.0.as_bytes().to_vec()))
    }

    pub(crate) fn between(&self, from: Day, to: Day) -> Scope {
        let day = |day: Day| Bound::Text(day.to_string());
        self.and("d.close_date >=", day(from)).and("d.close_date <=", day(to))
    }

    fn many<T>(
        &self,
        reader: &Reader<'_>,
        select: &str,
        end: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        reader.many(&format!("SELECT {select} {} {end}", self.sql), params_from_iter(self.values.iter()), read)
    }
}

pub(crate) fn count(reader: &Reader<'_>, scope: &Scope) -> Result<u32> {
    Ok(scope.many(reader, "count(*)", "", |row| row.get(0))?.first().copied().unwrap_or(0))
}

/// Deals of the query without a close date.
pub(crate) fn undated(reader: &Reader<'_>, scope: &Scope) -> Result<u32> {
    Ok(scope.many(reader, "count(*)", "AND d.close_date IS NULL", |row| row.get(0))?.first().copied().unwrap_or(0))
}

/// A window of ids in the order asked for: groups first, then each sort, in the end the newest first.
pub(crate) fn ids(
    reader: &Reader<'_>,
    scope: &Scope,
    group: Option<DealGrouping>,
    sort: &[DealSort],
    window: (u32, u32),
) -> Result<Vec<DealId>> {
    let mut keys: Vec<String> = group.map(group_order).into_iter().collect();
    for sort in sort {
        let order = sort.by.order();
        let way = if sort.down == order.turned { "ASC" } else { "DESC" };
        // Every deal has a name; asking whether it is empty would fold it twice.
        let last =
            if order.sql == DealField::Name.order().sql { String::new() } else { format!("{} IS NULL, ", order.sql) };
        keys.push(format!("{last}{} {way}", order.sql));
    }
    let (offset, limit) = window;
    let end = format!(
        "ORDER BY {}d.id DESC LIMIT {limit} OFFSET {offset}",
        keys.iter().map(|key| format!("{key}, ")).collect::<String>()
    );
    scope.many(reader, "d.id", &end, |row| row.get(0))
}

fn group_order(group: DealGrouping) -> String {
    match group {
        DealGrouping::Stage => "l.rank, l.id, s.rank, s.id".into(),
        DealGrouping::Owner => "p.name_key IS NULL, p.name_key, p.id".into(),
        DealGrouping::Month => "d.close_date IS NULL, substr(d.close_date, 1, 7)".into(),
    }
}

/// Part of a group's sum: all its deals of one currency and one probability.
pub(crate) struct Part {
    pub key: String,
    pub name: String,
    pub currency: String,
    pub probability: u8,
    pub count: u32,
    pub without_amount: u32,
    pub sum: Minor,
}

/// Sums by group (one group of no name without any), currency and probability, in the order of the groups.
pub(crate) fn parts(reader: &Reader<'_>, scope: &Scope, group: Option<DealGrouping>) -> Result<Vec<Part>> {
    let (key, name, by) = match group {
        None => ("''", "''", String::new()),
        Some(DealGrouping::Stage) => ("lower(hex(s.id))", "s.name", "l.rank, l.id, s.rank, s.id, ".into()),
        Some(DealGrouping::Owner) => {
            ("ifnull(lower(hex(p.id)), '')", "ifnull(p.name, '')", "p.name_key IS NULL, p.name_key, p.id, ".into())
        }
        Some(DealGrouping::Month) => (
            "ifnull(substr(d.close_date, 1, 7), '')",
            "ifnull(substr(d.close_date, 1, 7), '')",
            "substr(d.close_date, 1, 7) IS NULL, substr(d.close_date, 1, 7), ".into(),
        ),
    };
    let select = format!(
        "{key}, {name}, d.currency, {OWN} AS own, count(*), sum(d.amount_minor IS NULL), ifnull(sum(d.amount_minor), 0)"
    );
    let end = format!("GROUP BY {by}d.currency, own ORDER BY {by}d.currency, own");
    scope.many(reader, &select, &end, |row| {
        Ok(Part {
            key: row.get(0)?,
            name: row.get(1)?,
            currency: row.get(2)?,
            probability: row.get(3)?,
            count: row.get(4)?,
            without_amount: row.get(5)?,
            sum: row.get(6)?,
        })
    })
}

/// What a day of a calendar adds up to, one line a currency and probability.
pub(crate) fn day_parts(reader: &Reader<'_>, scope: &Scope) -> Result<Vec<(Day, Part)>> {
    let select = format!(
        "d.close_date, d.currency, {OWN}, count(*), sum(d.amount_minor IS NULL), ifnull(sum(d.amount_minor), 0)"
    );
    scope.many(reader, &select, "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", |row| {
        let part = Part {
            key: String::new(),
            name: String::new(),
            currency: row.get(1)?,
            probability: row.get(2)?,
            count: row.get(3)?,
            without_amount: row.get(4)?,
            sum: row.get(5)?,
        };
        Ok((row.get(0)?, part))
    })
}

/// The first `limit` deals of each day, the largest amounts first.
pub(crate) fn day_ids(reader: &Reader<'_>, scope: &Scope, limit: u32) -> Result<Vec<(Day, DealId)>> {
    let select = "d.close_date, d.id, row_number() OVER (PARTITION BY d.close_date ORDER BY d.amount_minor IS NULL, d.amount_minor DESC, d.id DESC)";
    let rows =
        scope.many(reader, select, "ORDER BY 1, 3", |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, u32>(2)?)))?;
    Ok(rows.into_iter().filter(|(_, _, place)| *place <= limit).map(|(day, id, _)| (day, id)).collect())
}

/// Everything the query leaves in, in board order: what columns under a filter are made of.
pub(crate) fn matches(reader: &Reader<'_>, scope: &Scope) -> Result<Vec<Match>> {
    scope.many(reader, "d.id, d.stage_id, d.currency, d.amount_minor, d.probability", "ORDER BY d.rank, d.id", |row| {
        Ok(Match {
            deal: row.get(0)?,
            stage: row.get(1)?,
            currency: row.get(2)?,
            amount: row.get(3)?,
            probability: row.get(4)?,
        })
    })
}

/// A window of one column under a filter, in board order.
pub(crate) fn column(
    reader: &Reader<'_>,
    scope: &Scope,
    stage: StageId,
    offset: u32,
    limit: u32,
) -> Result<Vec<DealId>> {
    let end = format!("ORDER BY d.rank, d.id LIMIT {limit} OFFSET {offset}");
    scope.in_stage(stage).many(reader, "d.id", &end, |row| row.get(0))
}

/// The live deals in the order of the ids; those that are gone are left out.
pub(crate) fn rows(reader: &Reader<'_>, ids: &[DealId]) -> Result<Vec<DealRow>> {
    let sql = format!(
        "SELECT d.id, d.name, c.id, c.name, k.id, k.name, p.id, p.name, l.id, l.name, s.id, s.name, s.kind, ifnull(d.forecast, s.forecast), ifnull(d.probability, s.probability),
           d.amount_minor, d.currency, d.close_date, g.id, g.name, d.source, c.industry, c.location, r.id, r.name, {CREATED}, d.stage_since,
           d.touched_on, ifnull(s.rot_days, l.rot_days), {NEXT_STEP} {FROM} WHERE d.id = ?1 AND d.deleted_at IS NULL"
    );
    let today = reader.today();
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(reader.one(&sql, [id], |row| deal_row(row, today))?);
    }
    Ok(rows)
}

fn deal_row(row: &Row<'_>, today: Day) -> rusqlite::Result<DealRow> {
    let named =
        |at: usize| -> rusqlite::Result<Option<Named>> { Ok(link(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?)) };
    let sure = |at: usize| -> rusqlite::Result<Named> {
        Ok(Named::new(row.get::<_, Uuid>(at)?, row.get::<_, String>(at + 1)?))
    };
    let days = |since: Day| i32::try_from(since.days_until(today)).unwrap_or(i32::MAX);
    let kind: StageKind = row.get(12)?;
    let touched: Day = row.get(27)?;
    Ok(DealRow {
        id: row.get(0)?,
        name: row.get(1)?,
        company: named(2)?,
        contact: named(4)?,
        owner: named(6)?,
        pipeline: sure(8)?,
        stage: sure(10)?,
        kind,
        forecast: row.get(13)?,
        probability: row.get(14)?,
        amount: row.get(15)?,
        currency: row.get(16)?,
        close_date: row.get(17)?,
        product: named(18)?,
        source: row.get(20)?,
        industry: row.get(21)?,
        place: row.get(22)?,
        lost_reason: named(23)?,
        created: row.get(25)?,
        stage_days: days(row.get(26)?),
        quiet_days: days(touched),
        next_step: row.get(29)?,
        rots: crate::sell::rules::quiet_days(kind, touched, today, row.get(28)?).is_some(),
    })
}
