//! Undo is a new command that puts `before` back where the row still equals `after`; redo is undoing the undo.
//!
//! Per person, newest first, across restarts. A command and its steps (a win and its handoff) go together. Where a row has
//! changed since, an import keeps that row and says so, a win keeps its project and says what was touched, and anything else is refused.
use std::collections::{HashMap, HashSet};

use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::journal::{self, Change};
use super::reader::Reader;
use super::table::Table;
use super::txn::Txn;
use super::{Book, Done};
use crate::error::{Code, Error, Result};
use crate::values::{Day, HandoffId, PersonId, Rev};

/// How far back undo reaches.
const DEEPEST_COMMANDS: i64 = 100_000;
const DEEPEST_DAYS: i64 = 90;
/// Above this many rows the offer does not look at each; undo itself does.
const LOOKED_AT: i64 = 2_000;
/// How many kept rows are named one by one.
const NAMED: usize = 20;

/// The record a command is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Subject {
    pub table: String,
    pub id: String,
}

/// What the next undo (or redo) would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct UndoOffer {
    #[specta(type = i32)]
    pub seq: i64,
    pub label: String,
    pub day: Day,
    pub verb: String,
    pub subject: Option<Subject>,
    /// Sentences: what the worker did because of it, which goes with it.
    pub with: Vec<String>,
    /// Sentences: what stays because it was changed since. Empty: all of it is taken back.
    pub kept: Vec<String>,
    /// Why it can't be undone, if so.
    pub refused: Option<String>,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct UndoDone {
    pub undone: UndoOffer,
    pub rev: Rev,
    pub kept: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

impl Book {
    /// The newest command of the acting person that may be undone.
    pub fn undo_offer(&self) -> Result<Option<UndoOffer>> {
        self.read(|reader| offer(reader, self.me(), Way::Undo))
    }

    /// The newest undo of the acting person that may be taken back.
    pub fn redo_offer(&self) -> Result<Option<UndoOffer>> {
        self.read(|reader| offer(reader, self.me(), Way::Redo))
    }

    /// Undoes command `seq`, or the newest one for `None`. `stale` when something newer has been done since the offer.
    pub fn undo(&self, seq: Option<i64>) -> Result<UndoDone> {
        self.take_back(seq, Way::Undo)
    }

    /// Takes an undo back; `seq` is the undo's own number.
    pub fn redo(&self, seq: Option<i64>) -> Result<UndoDone> {
        self.take_back(seq, Way::Redo)
    }

    fn take_back(&self, seq: Option<i64>, way: Way) -> Result<UndoDone> {
        let verb = match way {
            Way::Undo => "undo",
            Way::Redo => "redo",
        };
        let Done { value: (undone, kept), rev, .. } = self.transact(verb, |txn| {
            let found = newest(txn, txn.actor().person(), way)?;
            let Some(offer) = found else {
                return Err(Error::new(
                    Code::Nothing,
                    if way == Way::Undo { "There is nothing to undo." } else { "There is nothing to redo." },
                ));
            };
            if seq.is_some_and(|seq| seq != offer.seq) {
                return Err(Error::new(
                    Code::Stale,
                    format!("Something newer was done since: “{}”. Nothing was undone.", offer.label),
                ));
            }
            let kept = apply(txn, &offer, way)?;
            Ok((offer, kept))
        })?;
        Ok(UndoDone { undone, rev, kept })
    }
}

/// The offer with what would be kept or refused.
fn offer(reader: &Reader<'_>, me: Option<PersonId>, way: Way) -> Result<Option<UndoOffer>> {
    let Some(mut offer) = newest(reader, me, way)? else { return Ok(None) };
    let size = reader
        .one("SELECT count(*) FROM (SELECT 1 FROM entry WHERE seq = ?1 LIMIT ?2)", [offer.seq, LOOKED_AT + 1], |row| {
            row.get::<_, i64>(0)
        })?
        .unwrap_or(0);
    if size > LOOKED_AT {
        offer.kept = vec!["Rows that were changed since stay, and are listed.".into()];
        return Ok(Some(offer));
    }
    match plan(reader, &offer, way) {
        Ok(plan) => {
            offer.with = along(reader, offer.seq, &plan.steps)?;
            offer.kept = plan.kept;
        }
        Err(error) if error.code == Code::Conflict => offer.refused = Some(error.message),
        Err(error) => return Err(error),
    }
    Ok(Some(offer))
}

/// The projects among the steps, which nobody asks for by name.
fn along(reader: &Reader<'_>, own: i64, steps: &[i64]) -> Result<Vec<String>> {
    let sql = "SELECT p.name FROM command c JOIN project p ON p.id = c.subject_id
         WHERE c.seq = ?1 AND c.verb = 'hand_off' AND c.subject_table = 'project'";
    let mut sentences = Vec::new();
    for step in steps.iter().filter(|step| **step != own) {
        let name: Option<String> = reader.one(sql, [step], |row| row.get(0))?;
        sentences.extend(name.map(|name| format!("The project {name} goes too; nobody has worked on it.")));
    }
    Ok(sentences)
}

fn newest(reader: &Reader<'_>, me: Option<PersonId>, way: Way) -> Result<Option<UndoOffer>> {
    let which = match way {
        Way::Undo => "undoes IS NULL AND step_of IS NULL AND verb <> 'set_up'",
        Way::Redo => {
            "verb = 'undo' AND NOT EXISTS (SELECT 1 FROM command later WHERE later.actor_id IS c.actor_id AND later.seq > c.seq AND later.undoes IS NULL
             AND later.actor_kind <> 'worker' AND EXISTS (SELECT 1 FROM entry WHERE entry.seq = later.seq))"
        }
    };
    let sql = format!(
        "SELECT seq, label, day, verb, subject_table, subject_id FROM command c WHERE actor_id IS ?1 AND actor_kind <> 'worker' AND undone_by IS NULL AND {which}
         AND EXISTS (SELECT 1 FROM entry WHERE entry.seq = c.seq) AND seq > ?2 AND at > ?3 ORDER BY seq DESC LIMIT 1"
    );
    let oldest = reader.rev()?.0 - DEEPEST_COMMANDS;
    let since = reader.now_ms() - DEEPEST_DAYS * 86_400_000;
    reader.one(&sql, (me, oldest, since), |row| {
        let table: Option<String> = row.get(4)?;
        let id: Option<Uuid> = row.get(5)?;
        let subject = table.zip(id).map(|(table, id)| Subject { table, id: id.to_string() });
        Ok(UndoOffer {
            seq: row.get(0)?,
            label: row.get(1)?,
            day: row.get(2)?,
            verb: row.get(3)?,
            subject,
            with: Vec::new(),
            kept: Vec::new(),
            refused: None,
        })
    })
}

/// One row with the columns it gets back.
type PutBack = (Table, Uuid, Vec<(String, Value)>);

/// What to write and what stays.
struct Plan {
    sets: Vec<PutBack>,
    steps: Vec<i64>,
    kept: Vec<String>,
}

fn plan(reader: &Reader<'_>, offer: &UndoOffer, way: Way) -> Result<Plan> {
    let (steps_column, partial) = match way {
        Way::Undo => ("step_of = ?1 AND undone_by IS NULL", offer.verb == "import"),
        Way::Redo => ("0 AND ?1", false),
    };
    let mut steps = reader.many(
        &format!("SELECT seq FROM command WHERE {steps_column} ORDER BY seq DESC"),
        [offer.seq],
        |row| row.get::<_, i64>(0),
    )?;
    let has_project = !steps.is_empty();
    steps.push(offer.seq);
    let mut draft = Draft::of(reader, &steps, way)?;
    if has_project && !draft.conflicts.is_empty() {
        // Somebody has worked on the project: it stays, with its handoff, and only the deal goes back.
        let kept = draft.conflicts;
        let own = vec![offer.seq];
        draft = Draft::without_handoff(reader, &own, way)?;
        if draft.conflicts.is_empty() {
            let mut sentences = vec!["The project stays, because it has been worked on:".to_owned()];
            sentences.extend(kept.into_iter().map(|conflict| conflict.sentence));
            return Ok(Plan { sets: draft.sets, steps: own, kept: shorten(sentences) });
        }
    }
    if draft.conflicts.is_empty() {
        return Ok(Plan { sets: draft.sets, steps, kept: Vec::new() });
    }
    if partial {
        let spared: HashSet<Uuid> = draft.conflicts.iter().map(|conflict| conflict.row).collect();
        draft.sets.retain(|(_, row, _)| !spared.contains(row));
        let kept = shorten(draft.conflicts.into_iter().map(|conflict| conflict.sentence).collect());
        return Ok(Plan { sets: draft.sets, steps, kept });
    }
    let reasons = shorten(draft.conflicts.into_iter().map(|conflict| conflict.sentence).collect());
    Err(Error::new(
        Code::Conflict,
        format!("“{}” can't be undone. {} Nothing was changed.", offer.label, reasons.join(" ")),
    ))
}

struct Conflict {
    row: Uuid,
    sentence: String,
}

/// The rows put back, in memory, newest entry first.
struct Draft {
    sets: Vec<PutBack>,
    conflicts: Vec<Conflict>,
}

impl Draft {
    fn of(reader: &Reader<'_>, steps: &[i64], way: Way) -> Result<Draft> {
        Draft::build(reader, steps, way, true)
    }

    fn without_handoff(reader: &Reader<'_>, steps: &[i64], way: Way) -> Result<Draft> {
        Draft::build(reader, steps, way, false)
    }

    fn build(reader: &Reader<'_>, steps: &[i64], way: Way, with_handoff: bool) -> Result<Draft> {
        let mut draft = Draft { sets: Vec::new(), conflicts: Vec::new() };
        let mut seen: HashMap<(Uuid, String), Value> = HashMap::new();
        let mut trashed: Vec<(Table, Uuid)> = Vec::new();
        for &seq in steps {
            for change in journal::entries_of(reader.conn(), seq)?.into_iter().rev() {
                if change.table == Table::Handoff && !with_handoff {
                    continue;
                }
                if change.created {
                    draft.uncreate(reader, &change, seq, steps)?;
                    trashed.push((change.table, change.row));
                } else {
                    draft.unchange(reader, change, &mut seen, &mut trashed)?;
                }
            }
        }
        if way == Way::Undo {
            draft.hangs_on(reader, &trashed)?;
        }
        Ok(draft)
    }

    fn uncreate(&mut self, reader: &Reader<'_>, change: &Change, seq: i64, steps: &[i64]) -> Result<()> {
        let within: Vec<String> = steps.iter().map(i64::to_string).collect();
        let sql = format!(
            "SELECT 1 FROM entry e JOIN command c ON c.seq = e.seq WHERE e.row_id = ?1 AND e.seq > ?2 AND c.undone_by IS NULL AND c.verb NOT IN ('undo','redo') AND e.seq NOT IN ({}) LIMIT 1",
            within.join(",")
        );
        if reader.one(&sql, (change.row, seq), |_| Ok(()))?.is_some() {
            self.conflict(reader, change.table, change.row, "was changed since")?;
        }
        self.sets.push((change.table, change.row, vec![("deleted_at".into(), Value::Integer(reader.now_ms()))]));
        Ok(())
    }

    fn unchange(
        &mut self,
        reader: &Reader<'_>,
        change: Change,
        seen: &mut HashMap<(Uuid, String), Value>,
        trashed: &mut Vec<(Table, Uuid)>,
    ) -> Result<()> {
        let names: Vec<&str> = change.columns.iter().map(|(name, _, _)| name.as_str()).collect();
        let stands = reader.one(
            &format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), change.table.as_str()),
            [change.row],
            |row| {
                (0..names.len()).map(|i| row.get_ref(i).map(journal::owned)).collect::<rusqlite::Result<Vec<Value>>>()
            },
        )?;
        let Some(stands) = stands else {
            return self.conflict(reader, change.table, change.row, "is not there any more");
        };
        let mut columns = Vec::new();
        let mut clash = false;
        for ((name, before, after), now) in change.columns.into_iter().zip(stands) {
            let key = (change.row, name.clone());
            clash |= *seen.get(&key).unwrap_or(&now) != after;
            if name == "deleted_at" && before != Value::Null && after == Value::Null {
                trashed.push((change.table, change.row));
            }
            seen.insert(key, before.clone());
            columns.push((name, before));
        }
        if clash {
            self.conflict(reader, change.table, change.row, "was changed since")?;
        }
        self.sets.push((change.table, change.row, columns));
        Ok(())
    }

    /// Nothing live may hang on something this takes away.
    fn hangs_on(&mut self, reader: &Reader<'_>, trashed: &[(Table, Uuid)]) -> Result<()> {
        let gone: HashSet<Uuid> = trashed.iter().map(|(_, row)| *row).collect();
        // A pointer that this undo puts back as well (a deal won for a company made in the same command) holds nothing.
        let put_back: HashSet<(Uuid, String)> = self
            .sets
            .iter()
            .flat_map(|(_, row, columns)| columns.iter().map(|(name, _)| (*row, name.clone())))
            .collect();
        let links = links(reader)?;
        for (table, row) in trashed {
            for (child, column) in links.get(table).map(Vec::as_slice).unwrap_or_default() {
                let sql = format!("SELECT id FROM {} WHERE {column} = ?1 AND deleted_at IS NULL", child.as_str());
                let users = reader.many(&sql, [row], |found| found.get::<_, Uuid>(0))?;
                let holds = |user: &&Uuid| !gone.contains(*user) && !put_back.contains(&(**user, column.to_string()));
                if let Some(user) = users.iter().find(holds) {
                    let user = named(reader, *child, *user)?;
                    self.conflict(reader, *table, *row, &format!("is used by {user}"))?;
                }
            }
        }
        Ok(())
    }

    fn conflict(&mut self, reader: &Reader<'_>, table: Table, row: Uuid, what: &str) -> Result<()> {
        if !self.conflicts.iter().any(|conflict| conflict.row == row) {
            let mut sentence = format!("{} {what}.", named(reader, table, row)?);
            if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
                sentence.replace_range(..1, &first);
            }
            self.conflicts.push(Conflict { row, sentence });
        }
        Ok(())
    }
}

/// Writes the plan down, marks the commands, and puts the outbox right.
fn apply(txn: &mut Txn<'_>, offer: &UndoOffer, way: Way) -> Result<Vec<String>> {
    let plan = plan(txn, offer, way)?;
    let mut handoffs: Vec<HandoffId> = Vec::new();
    for (table, row, columns) in plan.sets {
        if table == Table::Handoff {
            handoffs.push(HandoffId(row));
        }
        let wanted: Vec<(&str, Value)> = columns.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        txn.set(table, row, wanted, false)?;
    }
    let seq = txn.seq();
    txn.undoes(offer.seq);
    txn.open()?;
    for step in &plan.steps {
        txn.connection().prepare_cached("UPDATE command SET undone_by = ?2 WHERE seq = ?1")?.execute([*step, seq])?;
    }
    if way == Way::Redo {
        txn.connection()
            .prepare_cached("UPDATE command SET undone_by = NULL WHERE undone_by = ?1")?
            .execute([offer.seq])?;
        txn.connection()
            .prepare_cached("UPDATE command SET undone_by = ?2 WHERE seq = ?1")?
            .execute([offer.seq, seq])?;
    }
    for handoff in handoffs {
        settle_outbox(txn, handoff)?;
    }
    txn.label(match way {
        Way::Undo => format!("Undid: {}", offer.label),
        Way::Redo => format!("Redid: {}", offer.label.strip_prefix("Undid: ").unwrap_or(&offer.label)),
    });
    if let Some((table, id)) =
        offer.subject.as_ref().and_then(|s| Table::named(&s.table).zip(Uuid::parse_str(&s.id).ok()))
    {
        txn.subject(table, id);
    }
    Ok(plan.kept)
}

/// The outbox is not journalled: after an undo it owes exactly the live pending handoffs.
fn settle_outbox(txn: &mut Txn<'_>, handoff: HandoffId) -> Result<()> {
    let pending =
        txn.one("SELECT state = 'pending' AND deleted_at IS NULL FROM handoff WHERE id = ?1", [handoff], |row| {
            row.get::<_, bool>(0)
        })?;
    if pending == Some(true) {
        return txn.owe_handoff(handoff);
    }
    txn.connection().prepare_cached("DELETE FROM outbox WHERE kind = 'handoff' AND key = ?1")?.execute([handoff])?;
    Ok(())
}

/// For each table, who points at it: read from the schema, so that a new table can't be forgotten.
fn links(reader: &Reader<'_>) -> Result<HashMap<Table, Vec<(Table, String)>>> {
    let mut links: HashMap<Table, Vec<(Table, String)>> = HashMap::new();
    for &child in Table::ALL {
        for (parent, column) in
            reader.many("SELECT \"table\", \"from\" FROM pragma_foreign_key_list(?1)", [child.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?
        {
            if let Some(parent) = Table::named(&parent) {
                links.entry(parent).or_default().push((child, column));
            }
        }
    }
    Ok(links)
}

/// "task “Kickoff call”", or just the word where the table has no name.
fn named(reader: &Reader<'_>, table: Table, row: Uuid) -> Result<String> {
    let word = match table {
        Table::DealStageEvent => "history line",
        Table::CompanyContact | Table::DealContact => "contact link",
        Table::TaskLink => "dependency",
        Table::ChecklistItem => "checklist line",
        Table::ProjectColumn => "column",
        Table::TaskPerson => "further person",
        Table::Team => "crew",
        Table::TeamMember => "member of a crew",
        Table::TaskTag => "tag",
        Table::Waiting => "time of waiting",
        Table::Timer => "running clock",
        Table::Recurrence => "rule of a task that comes again",
        Table::Reach => "further e-mail or phone",
        Table::Tagging => "tag",
        Table::Attachment => "file",
        Table::Offer => "priced offer",
        Table::Rate => "currency rate",
        other => other.as_str(),
    };
    let sql = "SELECT name FROM pragma_table_info(?1) WHERE name IN ('name', 'subject') LIMIT 1";
    let column: Option<String> = reader.one(sql, [table.as_str()], |found| found.get(0))?;
    let name = match column {
        Some(column) => {
            reader.one(&format!("SELECT {column} FROM {} WHERE id = ?1", table.as_str()), [row], |found| {
                found.get::<_, String>(0)
            })?
        }
        None => None,
    };
    Ok(name.map_or_else(|| format!("a {word}"), |name| format!("{} “{name}”", word.replace('_', " "))))
}

fn shorten(mut sentences: Vec<String>) -> Vec<String> {
    let more = sentences.len().saturating_sub(NAMED);
    if more > 0 {
        sentences.truncate(NAMED);
        sentences.push(format!("And {more} more."));
    }
    sentences
}
