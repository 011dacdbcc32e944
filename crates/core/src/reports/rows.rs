//! The reports' SQL beside the stage history (`history.rs`): what deals are grouped by, goals, activities, projects and tasks.
use std::collections::HashMap;

use rusqlite::Row;
use uuid::Uuid;

use super::goals::Goal;
use super::history::{Index, index, pointed};
use super::snapshots::Snapshot;
use super::ticket_rows::{self, GONE, MADE};
use super::types::{ReportBy, ReportRecord};
use super::work::{ProjectWork, ReplanWork, ScopeWork, TaskWork, TimeWork, Works};
use super::world::{Deal, Done, Event, Groups, NONE, Name, Pipeline, Stage, World, source_key};
use crate::book::Reader;
use crate::error::Result;
use crate::values::{Day, Month, PersonId};

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
        ReportBy::Month | ReportBy::Quarter | ReportBy::Year | ReportBy::Project => (Vec::new(), Vec::new()),
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
pub(super) fn works(reader: &Reader<'_>, world: &World, scope: bool) -> Result<Works> {
    let people = index(&world.people);
    let projects = reader.many(
        "SELECT p.id, p.name, c.name, p.lead_id, p.state, min(date(p.created_at / 1000, 'unixepoch'), ifnull(p.start_date, '9999')), p.ended_on, p.first_promised, p.promised_date, p.budget_minutes
         FROM project p LEFT JOIN company c ON c.id = p.company_id WHERE p.deleted_at IS NULL AND p.desk = 0 ORDER BY p.created_at, p.id",
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
                budget_minutes: row.get(9)?,
            })
        },
    )?;
    let at: HashMap<String, usize> = projects.iter().enumerate().map(|(at, one)| (one.key.clone(), at)).collect();
    let project =
        |row: &Row<'_>| -> rusqlite::Result<Option<usize>> { Ok(at.get(&row.get::<_, Uuid>(0)?.to_string()).copied()) };
    let waits = ticket_rows::waits(reader)?;
    let sql = format!(
        "SELECT t.project_id, t.name, t.assignee_id, {MADE}, t.started_on, t.done_on, t.start_date, t.due_date, iif(t.kind = 'milestone', 0, t.estimate_minutes), t.id, t.blocked_on,
           EXISTS (SELECT 1 FROM team m WHERE m.id = t.team_id AND m.deleted_at IS NULL) FROM task t
         WHERE t.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL)"
    );
    let tasks = reader.many(&sql, [], |row| {
        let Some(project) = project(row)? else { return Ok(None) };
        // What came out of a file or a plan was there when its first day came.
        let days: [Option<Day>; 5] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        let waits = waits.get(&row.get::<_, Uuid>(9)?).cloned().unwrap_or_default();
        Ok(Some((
            row.get::<_, Uuid>(9)?,
            TaskWork {
                id: row.get(9)?,
                blocked_on: row.get(10)?,
                project,
                name: row.get(1)?,
                assignee: pointed(row, 2, &people)?,
                crew: row.get(11)?,
                created_on: days.into_iter().flatten().min().unwrap_or_else(|| reader.today()),
                started_on: row.get(4)?,
                done_on: row.get(5)?,
                start: row.get(6)?,
                due: row.get(7)?,
                estimate_minutes: row.get(8)?,
                waits,
            },
        )))
    })?;
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
    let (ids, tasks): (Vec<Uuid>, Vec<TaskWork>) = tasks.into_iter().flatten().unzip();
    let places: HashMap<Uuid, usize> = ids.into_iter().enumerate().map(|(at, id)| (id, at)).collect();
    let times = reader.many(
        "SELECT project_id, task_id, day, minutes FROM time_entry WHERE deleted_at IS NULL ORDER BY day, id",
        [],
        |row| {
            let Some(project) = project(row)? else { return Ok(None) };
            let task = row.get::<_, Option<Uuid>>(1)?.and_then(|task| places.get(&task).copied());
            Ok(Some(TimeWork { project, task, day: row.get(2)?, minutes: row.get(3)? }))
        },
    )?;
    Ok(Works {
        scope: if scope { scope_of(reader, &people)? } else { Vec::new() },
        times: times.into_iter().flatten().collect(),
        projects,
        tasks,
        replans: replans.into_iter().flatten().collect(),
        calendar: crate::people::calendar(reader)?,
        tickets: Vec::new(),
    })
}

/// Every task of a live project, trash included, with the history of its estimate.
fn scope_of(reader: &Reader<'_>, people: &Index) -> Result<Vec<ScopeWork>> {
    let mut changes: HashMap<Uuid, Vec<(Day, Option<u32>)>> = HashMap::new();
    let sql = "SELECT e.row_id, c.day, json_extract(e.change, '$.estimate_minutes[0]') FROM task t JOIN entry e ON e.row_id = t.id
        JOIN command c ON c.seq = e.seq WHERE e.change IS NOT NULL AND json_type(e.change, '$.estimate_minutes') IS NOT NULL ORDER BY e.seq";
    for (task, change) in reader.many(sql, [], |row| Ok((row.get::<_, Uuid>(0)?, (row.get(1)?, row.get(2)?))))? {
        changes.entry(task).or_default().push(change);
    }
    let tasks = format!(
        "SELECT t.id, t.id, t.assignee_id, t.started_on, t.done_on, t.start_date, t.due_date,
          {GONE}, iif(t.kind = 'milestone', NULL, t.estimate_minutes), {MADE}
        FROM task t JOIN project p ON p.id = t.project_id WHERE p.deleted_at IS NULL AND p.desk = 0
          AND NOT EXISTS (SELECT 1 FROM task q WHERE q.parent_id = t.id AND q.deleted_at IS NULL)"
    );
    reader.many(&tasks, [], |row| {
        let days: [Option<Day>; 5] = [row.get(9)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
        Ok(ScopeWork {
            assignee: pointed(row, 2, people)?,
            since: days.into_iter().flatten().min().unwrap_or_else(|| reader.today()),
            gone_on: row.get(7)?,
            done_on: row.get(4)?,
            minutes: row.get(8)?,
            changes: changes.remove(&row.get::<_, Uuid>(0)?).unwrap_or_default(),
        })
    })
}
