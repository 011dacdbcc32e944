//! Is the workspace sound? SQLite's own checks, the links, and what the domain promises.
use serde::{Deserialize, Serialize};

use super::{Book, Reader};
use crate::error::Result;

/// `ok` when `problems` is empty. Each problem is a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CheckReport {
    pub ok: bool,
    pub problems: Vec<String>,
    /// How many promises were looked at.
    pub checked: u32,
}

/// (what is wrong, how many rows break it)
const PROMISES: &[(&str, &str)] = &[
    ("links lead nowhere", "SELECT count(*) FROM pragma_foreign_key_check"),
    (
        "deals have more than one project for the same handoff",
        "SELECT count(*) FROM (SELECT 1 FROM project WHERE deal_id IS NOT NULL AND deleted_at IS NULL GROUP BY deal_id, generation HAVING count(*) > 1)",
    ),
    (
        "won deals were to be handed off, but have no handoff",
        "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'won' AND d.project_wish = 'project' AND d.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM handoff h WHERE h.deal_id = d.id AND h.generation = d.generation AND h.deleted_at IS NULL)",
    ),
    (
        "handoffs say that a project was created, but it has never been there",
        "SELECT count(*) FROM handoff h WHERE h.state = 'delivered' AND h.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id)",
    ),
    (
        "handoffs say that a project was created that belongs to another win",
        "SELECT count(*) FROM handoff h WHERE h.state = 'delivered' AND h.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM project p WHERE p.id = h.project_id AND p.deal_id = h.deal_id AND p.generation = h.generation)
         AND NOT EXISTS (SELECT 1 FROM project_part q WHERE q.project_id = h.project_id AND q.deal_id = h.deal_id AND q.generation = h.generation)",
    ),
    (
        "wins have a project of their own and a part of another",
        "SELECT count(*) FROM project_part q JOIN project p ON p.deal_id = q.deal_id AND p.generation = q.generation WHERE q.deleted_at IS NULL AND p.deleted_at IS NULL",
    ),
    (
        "handoffs wait, but nothing owes them",
        "SELECT count(*) FROM handoff h WHERE h.state = 'pending' AND h.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'handoff' AND o.key = h.id AND o.state = 'due')",
    ),
    (
        "handoffs are delivered, but still owed",
        "SELECT count(*) FROM handoff h JOIN outbox o ON o.kind = 'handoff' AND o.key = h.id WHERE h.state = 'delivered' AND h.deleted_at IS NULL AND o.state = 'due'",
    ),
    (
        "projects from a handoff lack tasks that their explanation names",
        "SELECT count(*) FROM handoff h, json_each(h.explanation, '$.tasks') t WHERE h.state = 'delivered' AND h.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM task WHERE lower(hex(id)) = replace(json_extract(t.value, '$.task'), '-', ''))",
    ),
    ("tasks lie in a column of another project", "SELECT count(*) FROM task t JOIN project_column c ON c.id = t.column_id WHERE c.project_id <> t.project_id"),
    ("deals lie in a stage of another pipeline", "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.pipeline_id <> d.pipeline_id"),
    ("live deals lie in a deleted stage", "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL AND s.deleted_at IS NOT NULL"),
    ("lost deals have no reason", "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'lost' AND d.lost_reason_id IS NULL AND d.source_key IS NULL AND d.deleted_at IS NULL"),
    (
        "column heads differ from their deals",
        "SELECT count(*) FROM (SELECT stage_id, currency, deals, without_amount, sum_minor, own_sum, own_weighted FROM stage_total WHERE deals <> 0 EXCEPT
         SELECT stage_id, currency, count(*), sum(amount_minor IS NULL), sum(ifnull(amount_minor, 0)),
           sum(iif(probability IS NULL, 0, ifnull(amount_minor, 0))), sum(ifnull((amount_minor * probability + 50) / 100, 0))
         FROM deal WHERE deleted_at IS NULL GROUP BY 1, 2)",
    ),
    (
        "deals say that their amount is the sum of their lines, but have none",
        "SELECT count(*) FROM deal d WHERE d.amount_from = 'lines' AND d.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM deal_line l WHERE l.deal_id = d.id AND l.deleted_at IS NULL)",
    ),
    ("offers have left their draft without what they say", "SELECT count(*) FROM offer WHERE state <> 'draft' AND content IS NULL"),
    ("offer numbers belong to more than one deal", "SELECT count(*) FROM (SELECT 1 FROM offer GROUP BY number HAVING count(DISTINCT deal_id) > 1)"),
    (
        "days have more than one rate for the same currency",
        "SELECT count(*) FROM (SELECT 1 FROM rate WHERE deleted_at IS NULL GROUP BY home, currency, day HAVING count(*) > 1)",
    ),
    (
        "companies miscount their deals",
        "SELECT count(*) FROM company c WHERE deals_open <> (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'open')
           OR deals_won <> (SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.company_id = c.id AND d.deleted_at IS NULL AND s.kind = 'won')",
    ),
    (
        "companies miscount their projects",
        "SELECT count(*) FROM company c WHERE projects <> (SELECT count(*) FROM project p JOIN deal d ON d.id = p.deal_id WHERE d.company_id = c.id AND p.deleted_at IS NULL)
           + (SELECT count(*) FROM project p WHERE p.company_id = c.id AND p.deal_id IS NULL AND p.deleted_at IS NULL)",
    ),
    (
        "contacts miscount their deals",
        "SELECT count(*) FROM contact c WHERE deals_open <> (SELECT count(*) FROM deal_contact l JOIN deal d ON d.id = l.deal_id JOIN stage s ON s.id = d.stage_id
             WHERE l.contact_id = c.id AND l.deleted_at IS NULL AND d.deleted_at IS NULL AND s.kind = 'open')
           OR deals_won <> (SELECT count(*) FROM deal_contact l JOIN deal d ON d.id = l.deal_id JOIN stage s ON s.id = d.stage_id
             WHERE l.contact_id = c.id AND l.deleted_at IS NULL AND d.deleted_at IS NULL AND s.kind = 'won')",
    ),
    (
        "contacts stand under a company that isn't theirs",
        "SELECT count(*) FROM contact c WHERE company_key IS NOT (SELECT min(y.name_key) FROM company_contact l JOIN company y ON y.id = l.company_id
           WHERE l.contact_id = c.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL)",
    ),
    (
        "companies are part of themselves",
        "WITH RECURSIVE up(start, id, depth) AS (SELECT id, parent_id, 1 FROM company WHERE parent_id IS NOT NULL AND deleted_at IS NULL
           UNION ALL SELECT up.start, c.parent_id, depth + 1 FROM up JOIN company c ON c.id = up.id WHERE c.parent_id IS NOT NULL AND depth < 100)
         SELECT count(DISTINCT start) FROM up WHERE start = id",
    ),
    (
        "files are attached whose content isn't there",
        "SELECT count(*) FROM attachment a WHERE deleted_at IS NULL AND size <> (SELECT ifnull(sum(length(bytes)), -1) FROM content WHERE content.sha256 = a.sha256)",
    ),
    (
        "activities are about a record that was never there",
        "SELECT count(*) FROM activity a WHERE (a.deal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = a.deal_id))
           OR (a.company_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM company c WHERE c.id = a.company_id))
           OR (a.contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = a.contact_id))",
    ),
    ("ticket numbers were given twice", "SELECT count(*) FROM (SELECT 1 FROM ticket GROUP BY number HAVING count(*) > 1)"),
    (
        "tasks that come again stand twice on a day",
        "SELECT count(*) FROM (SELECT 1 FROM task WHERE recurrence_id IS NOT NULL GROUP BY recurrence_id, occurrence_on HAVING count(*) > 1)",
    ),
    ("history lines belong to no command", "SELECT count(*) FROM entry WHERE NOT EXISTS (SELECT 1 FROM command WHERE command.seq = entry.seq)"),
    (
        "records can't be searched",
        "SELECT count(*) FROM (SELECT id FROM deal WHERE deleted_at IS NULL UNION ALL SELECT id FROM lead WHERE deleted_at IS NULL
           UNION ALL SELECT id FROM company WHERE deleted_at IS NULL UNION ALL SELECT id FROM contact WHERE deleted_at IS NULL
           UNION ALL SELECT id FROM project WHERE deleted_at IS NULL UNION ALL SELECT id FROM task WHERE deleted_at IS NULL
           UNION ALL SELECT id FROM person WHERE deleted_at IS NULL) live WHERE NOT EXISTS (SELECT 1 FROM search_row WHERE search_row.id = live.id)",
    ),
    (
        "records are in the search though they are gone",
        "SELECT (SELECT count(*) FROM search_row) - (SELECT count(*) FROM deal WHERE deleted_at IS NULL) - (SELECT count(*) FROM lead WHERE deleted_at IS NULL)
           - (SELECT count(*) FROM company WHERE deleted_at IS NULL) - (SELECT count(*) FROM contact WHERE deleted_at IS NULL)
           - (SELECT count(*) FROM project WHERE deleted_at IS NULL) - (SELECT count(*) FROM task WHERE deleted_at IS NULL)
           - (SELECT count(*) FROM person WHERE deleted_at IS NULL)",
    ),
];

impl Book {
    /// Looks at everything; reads only.
    pub fn check(&self) -> Result<CheckReport> {
        self.read(check)
    }
}

fn check(reader: &Reader<'_>) -> Result<CheckReport> {
    // The index of the search keeps its structure in memory and looks for a newer one only when it is queried; the check alone
    // would hold the structure of an earlier snapshot against today's content.
    reader.one("SELECT rowid FROM search LIMIT 1", [], |_| Ok(()))?;
    let mut problems: Vec<String> = reader
        .many("PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))?
        .into_iter()
        .filter(|line| line != "ok")
        .collect();
    for (what, sql) in PROMISES {
        let count = reader.one(sql, [], |row| row.get::<_, i64>(0))?.unwrap_or(0);
        if count > 0 {
            problems.push(format!("{count} {what}."));
        }
    }
    Ok(CheckReport { ok: problems.is_empty(), problems, checked: PROMISES.len() as u32 + 1 })
}
