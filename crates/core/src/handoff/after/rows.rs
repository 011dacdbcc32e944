//! The SQL of handoffs after the win.
use std::collections::HashMap;

use rusqlite::Row;
use uuid::Uuid;

use super::clock::{CLOSES, Moment, Run, clock};
use super::rules::accepted_words;
use super::types::{Acceptance, AcceptanceMode, AcceptanceRule, After, Gap, HandoffClock, HandoffPause, HandoffReturn};
use crate::book::{Reader, instant, local};
use crate::error::{Error, Result};
use crate::handoff::Handoff;
use crate::handoff::amend::{self, rows::MARK};
use crate::handoff::rows::UNDECIDED;
use crate::people;
use crate::values::{
    Day, GapId, HandoffId, HandoffState, Millis, Named, PauseId, PersonId, PipelineId, ReturnId, TaskId,
    WorkingCalendar,
};

fn after_sql() -> String {
    format!("SELECT h.id, h.state, h.acceptance, ab.id, ab.name, eb.id, eb.name, h.accepted_at, h.accepted_why, h.kickoff_on, kt.start_date,
    h.kickoff_held_at, kt.done_on, h.requested_at, pl.id, pl.name, ow.id, ow.name, l.acceptance, l.accept_hours, l.kickoff_hours,
    d.deleted_at IS NULL AND s.kind = 'won', h.extends_id IS NOT NULL AND h.project_id IS NOT NULL, h.cancel_reason,
    h.sold IS NOT NULL AND json_extract(h.sold, '$.mark') IS NOT {MARK}, {UNDECIDED},
    (SELECT a.became FROM handoff_amendment a WHERE a.handoff_id = h.id AND a.what = 'reversal' AND a.deleted_at IS NULL ORDER BY a.decided_at DESC, a.id DESC LIMIT 1)
    FROM handoff h JOIN deal d ON d.id = h.deal_id JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
    LEFT JOIN person ab ON ab.id = h.accepted_by LEFT JOIN person eb ON eb.id = h.entered_by LEFT JOIN person ow ON ow.id = d.owner_id
    LEFT JOIN project p ON p.id = h.project_id AND p.deleted_at IS NULL LEFT JOIN person pl ON pl.id = p.lead_id
    LEFT JOIN task kt ON kt.id = h.kickoff_task_id AND kt.deleted_at IS NULL
    WHERE h.deleted_at IS NULL AND (?1 IS NULL OR h.id = ?1)")
}

/// Up to so many handoffs are looked at one by one; of more, all are read at once.
const ONE_BY_ONE: usize = 24;

/// Fills in how each of these stands.
pub(in crate::handoff) fn fill(reader: &Reader<'_>, handoffs: &mut [Handoff]) -> Result<()> {
    if handoffs.is_empty() {
        return Ok(());
    }
    let calendar = people::calendar(reader)?;
    let mut found = HashMap::new();
    if handoffs.len() > ONE_BY_ONE {
        read(reader, &calendar, None, &mut found)?;
    } else {
        for handoff in handoffs.iter() {
            read(reader, &calendar, Some(handoff.id), &mut found)?;
        }
    }
    for handoff in handoffs {
        handoff.after = found.remove(&handoff.id).unwrap_or_default();
    }
    Ok(())
}

type Found = HashMap<HandoffId, After>;

fn read(reader: &Reader<'_>, calendar: &WorkingCalendar, only: Option<HandoffId>, found: &mut Found) -> Result<()> {
    let mut pauses = pauses(reader, only)?;
    let mut returns = returns(reader, only)?;
    let now = local(reader.moment_ms());
    let rows = reader.many(&after_sql(), [only], |row| {
        let id: HandoffId = row.get(0)?;
        let own = pauses.remove(&id).unwrap_or_default();
        let mut after = after(row, calendar, now, &own)?;
        after.returns = returns.remove(&id).unwrap_or_default();
        after.paused = own.into_iter().find(|pause| pause.until.is_none());
        Ok((id, after, row.get::<_, bool>(24)?))
    })?;
    for (id, mut after, marked) in rows {
        if marked {
            after.amendments = amend::open(reader, id)?;
        }
        found.insert(id, after);
    }
    Ok(())
}

fn named(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Named>> {
    Ok(Named::joined(row.get::<_, Option<Uuid>>(at)?, row.get(at + 1)?))
}

fn after(row: &Row<'_>, calendar: &WorkingCalendar, now: Moment, pauses: &[HandoffPause]) -> rusqlite::Result<After> {
    let state: HandoffState = row.get(1)?;
    let acceptance: Option<Acceptance> = row.get(2)?;
    let (accepted_by, entered_by) = (named(row, 3)?, named(row, 5)?);
    let accepted_at: Option<Millis> = row.get(7)?;
    let accepted_why: Option<String> = row.get(8)?;
    let kickoff_on: Option<Day> = row.get::<_, Option<Day>>(9)?.or(row.get(10)?);
    // The day on which its task was done has no time: the end of that day, if it is over.
    let by_task = row.get::<_, Option<Day>>(12)?.map(|day| Millis(instant(day, CLOSES).min(instant(now.0, now.1))));
    let kickoff_held_at = row.get::<_, Option<Millis>>(11)?.or(by_task);
    let still_won: bool = row.get(21)?;
    let mode: AcceptanceMode = row.get(18)?;
    let minutes =
        |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<u32>>(at)?.map(|hours| hours.saturating_mul(60)));
    let spans: Vec<(Moment, Option<Moment>)> =
        pauses.iter().map(|pause| (local(pause.since.0), pause.until.map(|until| local(until.0)))).collect();
    let won = local(row.get(13)?);
    let run = |to: Option<Millis>, target_minutes, planned| -> HandoffClock {
        clock(&Run { calendar, from: won, to: to.map(|at| local(at.0)), now, pauses: &spans, target_minutes, planned })
    };
    let on = still_won && !matches!(state, HandoffState::Cancelled | HandoffState::Reversed);
    let asked = on && mode != AcceptanceMode::Off && (acceptance.is_some() || state != HandoffState::Delivered);
    let accept = run(accepted_at, minutes(19)?, None);
    let kickoff = run(kickoff_held_at, minutes(20)?, kickoff_on);
    let words = (acceptance == Some(Acceptance::Accepted)).then(|| {
        let name = |person: &Option<Named>| person.as_ref().map(|person| person.name.clone());
        accepted_words(name(&accepted_by).as_deref(), name(&entered_by).as_deref(), accepted_why.as_deref())
    });
    Ok(After {
        seller: named(row, 16)?,
        lead: named(row, 14)?,
        still_won,
        acceptance,
        accepted_by,
        entered_by,
        accepted_at,
        accepted_why,
        accepted_words: words,
        kickoff_on,
        kickoff_held_at,
        paused: None,
        accept_clock: asked.then_some(accept),
        kickoff_clock: on.then_some(kickoff),
        returns: Vec::new(),
        cancel_reason: row.get(23)?,
        extends: row.get(22)?,
        amendments: Vec::new(),
        undecided: row.get(25)?,
        reversal: row.get(26)?,
    })
}

/// Oldest first.
fn pauses(reader: &Reader<'_>, only: Option<HandoffId>) -> Result<HashMap<HandoffId, Vec<HandoffPause>>> {
    let sql = "SELECT z.handoff_id, z.reason, y.name, z.since_at, z.until_at FROM handoff_pause z LEFT JOIN person y ON y.id = z.person_id
        WHERE z.deleted_at IS NULL AND (?1 IS NULL OR z.handoff_id = ?1) ORDER BY z.since_at, z.id";
    let rows = reader.many(sql, [only], |row| {
        let pause = HandoffPause { reason: row.get(1)?, by: row.get(2)?, since: row.get(3)?, until: row.get(4)? };
        Ok((row.get(0)?, pause))
    })?;
    Ok(grouped(rows))
}

/// Newest first, with their gaps.
fn returns(reader: &Reader<'_>, only: Option<HandoffId>) -> Result<HashMap<HandoffId, Vec<HandoffReturn>>> {
    let sql = "SELECT g.return_id, g.id, g.what, g.question, g.answer, y.name FROM handoff_gap g JOIN handoff_return r ON r.id = g.return_id
        LEFT JOIN person y ON y.id = g.answered_by WHERE g.deleted_at IS NULL AND (?1 IS NULL OR r.handoff_id = ?1) ORDER BY g.created_at, g.id";
    let rows = reader.many(sql, [only], |row| {
        let gap = Gap {
            id: row.get(1)?,
            what: row.get(2)?,
            question: row.get(3)?,
            answer: row.get(4)?,
            answered_by: row.get(5)?,
        };
        Ok((row.get::<_, ReturnId>(0)?, gap))
    })?;
    let mut gaps = grouped(rows);
    let sql = "SELECT r.handoff_id, r.id, b.name, e.name, r.returned_at, s.name, r.sent_at FROM handoff_return r
        LEFT JOIN person b ON b.id = r.returned_by LEFT JOIN person e ON e.id = r.entered_by LEFT JOIN person s ON s.id = r.sent_by
        WHERE r.deleted_at IS NULL AND (?1 IS NULL OR r.handoff_id = ?1) ORDER BY r.returned_at DESC, r.id DESC";
    let rows = reader.many(sql, [only], |row| {
        let id: ReturnId = row.get(1)?;
        let one = HandoffReturn {
            id,
            by: row.get(2)?,
            entered_by: row.get(3)?,
            at: row.get(4)?,
            sent_by: row.get(5)?,
            sent_at: row.get(6)?,
            gaps: gaps.remove(&id).unwrap_or_default(),
        };
        Ok((row.get(0)?, one))
    })?;
    Ok(grouped(rows))
}

fn grouped<K: std::hash::Hash + Eq, V>(rows: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// A handoff as the verbs of acceptance need it.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub deal_name: String,
    pub state: HandoffState,
    pub acceptance: Option<Acceptance>,
    pub still_won: bool,
    pub project_live: bool,
    pub kickoff_held: bool,
    pub mode: AcceptanceMode,
    pub seller: Option<PersonId>,
    pub lead: Option<PersonId>,
}

pub(super) fn facts(reader: &Reader<'_>, id: HandoffId) -> Result<Facts> {
    let sql = "SELECT d.name, h.state, h.acceptance, d.deleted_at IS NULL AND s.kind = 'won', p.id IS NOT NULL,
        h.kickoff_held_at IS NOT NULL OR EXISTS (SELECT 1 FROM task t WHERE t.id = h.kickoff_task_id AND t.done_on IS NOT NULL AND t.deleted_at IS NULL),
        l.acceptance, d.owner_id, p.lead_id
        FROM handoff h JOIN deal d ON d.id = h.deal_id JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
        LEFT JOIN project p ON p.id = h.project_id AND p.deleted_at IS NULL WHERE h.id = ?1 AND h.deleted_at IS NULL";
    let found = reader.one(sql, [id], |row| {
        Ok(Facts {
            deal_name: row.get(0)?,
            state: row.get(1)?,
            acceptance: row.get(2)?,
            still_won: row.get(3)?,
            project_live: row.get(4)?,
            kickoff_held: row.get(5)?,
            mode: row.get(6)?,
            seller: row.get(7)?,
            lead: row.get(8)?,
        })
    })?;
    found.ok_or_else(|| Error::not_found("handoff"))
}

/// The return that waits for its answers.
pub(super) fn open_return(reader: &Reader<'_>, id: HandoffId) -> Result<Option<ReturnId>> {
    let sql = "SELECT id FROM handoff_return WHERE handoff_id = ?1 AND sent_at IS NULL AND deleted_at IS NULL ORDER BY returned_at DESC, id DESC LIMIT 1";
    reader.one(sql, [id], |row| row.get(0))
}

/// The handoff, the return and the question of a gap.
pub(super) fn gap(reader: &Reader<'_>, id: GapId) -> Result<(HandoffId, ReturnId, String)> {
    let sql = "SELECT r.handoff_id, r.id, g.question FROM handoff_gap g JOIN handoff_return r ON r.id = g.return_id
        WHERE g.id = ?1 AND g.deleted_at IS NULL AND r.deleted_at IS NULL";
    let found = reader.one(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    found.ok_or_else(|| Error::not_found("question"))
}

/// The questions of a return that nobody has answered.
pub(super) fn unanswered(reader: &Reader<'_>, id: ReturnId) -> Result<Vec<String>> {
    let sql = "SELECT question FROM handoff_gap WHERE return_id = ?1 AND answer IS NULL AND deleted_at IS NULL ORDER BY created_at, id";
    reader.many(sql, [id], |row| row.get(0))
}

pub(super) fn open_pause(reader: &Reader<'_>, id: HandoffId) -> Result<Option<PauseId>> {
    let sql = "SELECT id FROM handoff_pause WHERE handoff_id = ?1 AND until_at IS NULL AND deleted_at IS NULL LIMIT 1";
    reader.one(sql, [id], |row| row.get(0))
}

/// The task of a project that is its kickoff by its name, the earliest of them.
pub(super) fn kickoff_task(reader: &Reader<'_>, tasks: &[TaskId]) -> Result<Option<TaskId>> {
    for task in tasks {
        let sql = "SELECT 1 FROM task WHERE id = ?1 AND (name LIKE '%kickoff%' OR name LIKE '%kick-off%') AND (kind = 'milestone' OR name NOT LIKE 'prepare%')";
        if reader.one(sql, [task], |_| Ok(()))?.is_some() {
            return Ok(Some(*task));
        }
    }
    Ok(None)
}

pub(super) fn person_name(reader: &Reader<'_>, id: PersonId) -> Result<String> {
    let name = reader.one("SELECT name FROM person WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?;
    name.ok_or_else(|| Error::not_found("person"))
}

/// What each pipeline asks, in their order.
pub(super) fn acceptance_rules(reader: &Reader<'_>) -> Result<Vec<AcceptanceRule>> {
    let sql =
        "SELECT id, acceptance, accept_hours, kickoff_hours FROM pipeline WHERE deleted_at IS NULL ORDER BY rank, id";
    reader.many(sql, [], |row| {
        Ok(AcceptanceRule {
            pipeline: row.get(0)?,
            mode: row.get(1)?,
            accept_hours: row.get(2)?,
            kickoff_hours: row.get(3)?,
        })
    })
}

pub(super) fn pipeline_name(reader: &Reader<'_>, id: PipelineId) -> Result<String> {
    let name = reader.one("SELECT name FROM pipeline WHERE id = ?1 AND deleted_at IS NULL", [id], |row| row.get(0))?;
    name.ok_or_else(|| Error::not_found("pipeline"))
}
