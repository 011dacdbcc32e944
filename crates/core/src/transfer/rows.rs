//! The SQL of import and export.
use rusqlite::types::Value;
use uuid::Uuid;

use super::export::ExportKind;
use crate::activities::NewActivity;
use crate::book::Reader;
use crate::error::Result;
use crate::sell::StageKind;
use crate::values::{
    ActivityId, CompanyId, ContactId, DealId, LeadId, LostReasonId, PersonId, PipelineId, ProductId, StageId,
};

/// Names are compared up to this many records a kind.
const NAMES_MAX: u32 = 50_000;

/// A table whose records go by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    Company,
    Product,
    Person,
}

impl Named {
    fn table(self) -> &'static str {
        match self {
            Named::Company => "company",
            Named::Product => "product",
            Named::Person => "person",
        }
    }
}

pub fn names(reader: &Reader<'_>, kind: Named) -> Result<Vec<String>> {
    let sql = format!("SELECT name FROM {} WHERE deleted_at IS NULL ORDER BY id LIMIT {NAMES_MAX}", kind.table());
    reader.many(&sql, [], |row| row.get(0))
}

pub fn by_name(reader: &Reader<'_>, kind: Named, key: &str) -> Result<Option<Uuid>> {
    let sql = match kind {
        Named::Company => "SELECT id FROM company WHERE name_key = ?1 AND deleted_at IS NULL LIMIT 1",
        Named::Product => "SELECT id FROM product WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1",
        Named::Person => {
            "SELECT id FROM person WHERE name_key = ?1 AND deleted_at IS NULL ORDER BY active DESC, id LIMIT 1"
        }
    };
    reader.one(sql, [key], |row| row.get(0))
}

/// By our own id, as an export gives it, else by the id of the file it came from. Says whether the id was ours.
pub fn by_source(reader: &Reader<'_>, table: crate::book::Table, source: &str) -> Result<Option<(Uuid, bool)>> {
    if let Some(own) = own_id(source) {
        let sql = format!("SELECT id FROM {} WHERE id = ?1 AND deleted_at IS NULL", table.as_str());
        if let Some(id) = reader.one(&sql, [own], |row| row.get(0))? {
            return Ok(Some((id, true)));
        }
    }
    let sql = format!("SELECT id FROM {} WHERE source_key = ?1 AND deleted_at IS NULL LIMIT 1", table.as_str());
    Ok(reader.one(&sql, [source], |row| row.get(0))?.map(|id| (id, false)))
}

/// `deals:5f0c…` names a deal of this workspace when what follows the colon is an id.
fn own_id(source: &str) -> Option<Uuid> {
    source.split_once(':').and_then(|(_, id)| Uuid::try_parse(id).ok())
}

pub struct StageRow {
    pub id: StageId,
    pub name: String,
    pub kind: StageKind,
    pub probability: u8,
    pub rank: String,
}

pub fn first_pipeline(reader: &Reader<'_>) -> Result<Option<PipelineId>> {
    reader.one("SELECT id FROM pipeline WHERE deleted_at IS NULL ORDER BY rank, id LIMIT 1", [], |row| row.get(0))
}

pub fn stages(reader: &Reader<'_>, pipeline: PipelineId) -> Result<Vec<StageRow>> {
    reader.many("SELECT id, name, kind, probability, rank FROM stage WHERE pipeline_id = ?1 AND deleted_at IS NULL ORDER BY rank, id", [pipeline], |row| {
        Ok(StageRow { id: row.get(0)?, name: row.get(1)?, kind: row.get(2)?, probability: row.get(3)?, rank: row.get(4)? })
    })
}

pub fn last_rank(reader: &Reader<'_>, stage: StageId) -> Result<Option<String>> {
    reader
        .one("SELECT max(rank) FROM deal WHERE stage_id = ?1 AND deleted_at IS NULL", [stage], |row| row.get(0))
        .map(Option::flatten)
}

/// A deal that the file speaks of.
pub struct DealHere {
    pub id: DealId,
    pub name: String,
    pub stage: StageId,
    pub kind: StageKind,
}

pub fn deal(reader: &Reader<'_>, source: &str) -> Result<Option<DealHere>> {
    let Some((id, _)) = by_source(reader, crate::book::Table::Deal, source)? else { return Ok(None) };
    let sql = "SELECT d.id, d.name, d.stage_id, s.kind FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.id = ?1";
    reader.one(sql, [id], |row| {
        Ok(DealHere { id: row.get(0)?, name: row.get(1)?, stage: row.get(2)?, kind: row.get(3)? })
    })
}

pub fn deal_names(reader: &Reader<'_>) -> Result<Vec<(DealId, String)>> {
    reader.many("SELECT id, name FROM deal WHERE deleted_at IS NULL", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// An activity of the same kind, words, day and records: a row of a file without ids that came before.
pub fn same_activity(reader: &Reader<'_>, new: &NewActivity) -> Result<Option<ActivityId>> {
    let (subject, _) = crate::activities::rules::wording(new.kind, &new.subject, new.body.as_deref())
        .unwrap_or_else(|_| (new.subject.clone(), None));
    // Said so that an index by deal, company, contact or day answers.
    let is = |column: &str, mark: u8, there: bool| {
        if there { format!("{column} = ?{mark}") } else { format!("{column} IS ?{mark}") }
    };
    let sql = format!(
        "SELECT id FROM activity WHERE kind = ?1 AND subject = ?2 AND {} = ?3 AND {} AND {} AND {} AND deleted_at IS NULL LIMIT 1",
        if new.done { "done_on" } else { "due_on" },
        is("deal_id", 4, new.deal.is_some()),
        is("company_id", 5, new.company.is_some()),
        is("contact_id", 6, new.contact.is_some())
    );
    reader.one(&sql, (new.kind, subject, new.due, new.deal, new.company, new.contact), |row| row.get(0))
}

pub fn lost_reasons(reader: &Reader<'_>) -> Result<Vec<(LostReasonId, String, String)>> {
    reader.many("SELECT id, name, rank FROM lost_reason WHERE deleted_at IS NULL ORDER BY rank, id", [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// The first of them: equal keys of an index lie in the order they came, so nothing needs sorting, row after row.
pub fn contact_by_email(reader: &Reader<'_>, email: &str) -> Result<Option<ContactId>> {
    reader.one("SELECT id FROM contact WHERE email = ?1 AND deleted_at IS NULL LIMIT 1", [email], |row| row.get(0))
}

/// A lead that is the same by its e-mail, else by its name and company.
pub fn lead_like(reader: &Reader<'_>, email: Option<&str>, key: &str, company: Option<&str>) -> Result<Option<LeadId>> {
    match email {
        Some(email) => {
            reader.one("SELECT id FROM lead WHERE email = ?1 AND deleted_at IS NULL LIMIT 1", [email], |row| row.get(0))
        }
        None => reader.one(
            "SELECT id FROM lead WHERE name_key = ?1 AND company IS ?2 AND deleted_at IS NULL LIMIT 1",
            (key, company),
            |row| row.get(0),
        ),
    }
}

/// A contact of this name at this company; without a company, of this name.
pub fn contact_by_name(reader: &Reader<'_>, key: &str, company: Option<CompanyId>) -> Result<Option<ContactId>> {
    match company {
        None => reader.one("SELECT id FROM contact WHERE name_key = ?1 AND deleted_at IS NULL LIMIT 1", [key], |row| row.get(0)),
        Some(company) => reader.one(
            "SELECT c.id FROM contact c WHERE c.name_key = ?1 AND c.deleted_at IS NULL
             AND EXISTS (SELECT 1 FROM company_contact l WHERE l.contact_id = c.id AND l.company_id = ?2 AND l.deleted_at IS NULL) LIMIT 1",
            rusqlite::params![key, company],
            |row| row.get(0),
        ),
    }
}

pub fn is_linked(reader: &Reader<'_>, contact: ContactId, company: CompanyId) -> Result<bool> {
    let sql = "SELECT 1 FROM company_contact WHERE contact_id = ?1 AND company_id = ?2 AND deleted_at IS NULL LIMIT 1";
    Ok(reader.one(sql, rusqlite::params![contact, company], |_| Ok(()))?.is_some())
}

pub fn company_notes(reader: &Reader<'_>, company: CompanyId) -> Result<Option<String>> {
    reader.one("SELECT notes FROM company WHERE id = ?1", [company], |row| row.get(0)).map(Option::flatten)
}

pub fn products(reader: &Reader<'_>) -> Result<Vec<(ProductId, String)>> {
    reader.many("SELECT id, name_key FROM product WHERE deleted_at IS NULL ORDER BY id DESC", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub fn person_by_email(reader: &Reader<'_>, email: &str) -> Result<Option<PersonId>> {
    reader.one("SELECT id FROM person WHERE email = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1", [email], |row| {
        row.get(0)
    })
}

pub fn firm_currency(reader: &Reader<'_>) -> Result<String> {
    Ok(reader.one("SELECT currency FROM firm LIMIT 1", [], |row| row.get(0))?.unwrap_or_else(|| "EUR".into()))
}

/// What a backup must be before it takes its name: `ok`, and no row without its parent.
pub fn soundness(conn: &rusqlite::Connection) -> Result<(String, i64)> {
    let sound = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let broken = conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    Ok((sound, broken))
}

fn export_sql(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Deals => {
            "SELECT d.id, d.name, c.name AS company, k.name AS contact, o.name AS owner, p.name AS pipeline, s.name AS stage, d.amount_minor AS amount, d.currency, d.close_date, d.opened_on,
             d.promise, r.name AS product, d.source, l.name AS lost_reason, d.notes, d.source_key AS id_in_file
             FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline p ON p.id = d.pipeline_id LEFT JOIN company c ON c.id = d.company_id AND c.deleted_at IS NULL
             LEFT JOIN contact k ON k.id = d.contact_id AND k.deleted_at IS NULL LEFT JOIN person o ON o.id = d.owner_id AND o.deleted_at IS NULL
             LEFT JOIN product r ON r.id = d.product_id AND r.deleted_at IS NULL LEFT JOIN lost_reason l ON l.id = d.lost_reason_id
             WHERE d.deleted_at IS NULL ORDER BY d.id"
        }
        ExportKind::Companies => {
            "SELECT c.id, c.name, c.industry, c.location, c.website, c.employees, c.founded, p.name AS parent, c.email, c.phone, (SELECT group_concat(value, '; ') FROM (SELECT r.value FROM reach r WHERE r.company_id = c.id AND r.kind = 'email' AND r.deleted_at IS NULL ORDER BY r.created_at, r.id)) AS more_emails,
             (SELECT group_concat(value, '; ') FROM (SELECT r.value FROM reach r WHERE r.company_id = c.id AND r.kind = 'phone' AND r.deleted_at IS NULL ORDER BY r.created_at, r.id)) AS more_phones,
             o.name AS owner,
             CASE c.lifecycle WHEN 1 THEN 'prospect' WHEN 2 THEN 'customer' WHEN 3 THEN 'churned' ELSE 'lead' END AS lifecycle,
             (SELECT group_concat(name, '; ') FROM (SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.company_id = c.id AND g.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name_key)) AS tags,
             ap.street AS street, ap.postcode AS postcode, ap.city AS city, ap.region AS region, ap.country AS country,
             ab.street AS billing_street, ab.postcode AS billing_postcode, ab.city AS billing_city, ab.region AS billing_region, ab.country AS billing_country, c.notes
             FROM company c LEFT JOIN company p ON p.id = c.parent_id AND p.deleted_at IS NULL LEFT JOIN person o ON o.id = c.owner_id AND o.deleted_at IS NULL
             LEFT JOIN address ap ON ap.id = (SELECT x.id FROM address x WHERE x.company_id = c.id AND x.kind = 'postal' AND x.deleted_at IS NULL ORDER BY x.created_at, x.id LIMIT 1)
             LEFT JOIN address ab ON ab.id = (SELECT x.id FROM address x WHERE x.company_id = c.id AND x.kind = 'billing' AND x.deleted_at IS NULL ORDER BY x.created_at, x.id LIMIT 1) WHERE c.deleted_at IS NULL ORDER BY c.id"
        }
        ExportKind::Contacts => {
            "SELECT k.id, k.name, k.email, k.phone, k.title, c.name AS company, l.role, (SELECT group_concat(value, '; ') FROM (SELECT r.value FROM reach r WHERE r.contact_id = k.id AND r.kind = 'email' AND r.deleted_at IS NULL ORDER BY r.created_at, r.id)) AS more_emails,
             (SELECT group_concat(value, '; ') FROM (SELECT r.value FROM reach r WHERE r.contact_id = k.id AND r.kind = 'phone' AND r.deleted_at IS NULL ORDER BY r.created_at, r.id)) AS more_phones,
             o.name AS owner,
             CASE k.lifecycle WHEN 1 THEN 'prospect' WHEN 2 THEN 'customer' WHEN 3 THEN 'churned' ELSE 'lead' END AS lifecycle,
             (SELECT group_concat(name, '; ') FROM (SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id WHERE g.contact_id = k.id AND g.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name_key)) AS tags,
             ap.street AS street, ap.postcode AS postcode, ap.city AS city, ap.region AS region, ap.country AS country,
             ab.street AS billing_street, ab.postcode AS billing_postcode, ab.city AS billing_city, ab.region AS billing_region, ab.country AS billing_country, k.notes FROM contact k
             LEFT JOIN company_contact l ON l.id = (SELECT min(x.id) FROM company_contact x JOIN company y ON y.id = x.company_id
               WHERE x.contact_id = k.id AND x.deleted_at IS NULL AND y.deleted_at IS NULL)
             LEFT JOIN company c ON c.id = l.company_id LEFT JOIN person o ON o.id = k.owner_id AND o.deleted_at IS NULL
             LEFT JOIN address ap ON ap.id = (SELECT x.id FROM address x WHERE x.contact_id = k.id AND x.kind = 'postal' AND x.deleted_at IS NULL ORDER BY x.created_at, x.id LIMIT 1)
             LEFT JOIN address ab ON ab.id = (SELECT x.id FROM address x WHERE x.contact_id = k.id AND x.kind = 'billing' AND x.deleted_at IS NULL ORDER BY x.created_at, x.id LIMIT 1) WHERE k.deleted_at IS NULL ORDER BY k.id"
        }
        ExportKind::Leads => {
            "SELECT l.id, l.name, l.company, l.email, l.phone, l.source, l.status, l.reason, p.name AS owner, date(l.received_at / 1000, 'unixepoch') AS received, l.notes
             FROM lead l LEFT JOIN person p ON p.id = l.owner_id WHERE l.deleted_at IS NULL ORDER BY l.id"
        }
        ExportKind::Products => "SELECT id, name, series, price_minor AS price, currency, billing, CASE active WHEN 1 THEN 'yes' ELSE 'no' END AS active FROM product WHERE deleted_at IS NULL ORDER BY id",
        ExportKind::People => "SELECT id, name, email, manager, office, active FROM person WHERE deleted_at IS NULL ORDER BY id",
        ExportKind::Projects => {
            "SELECT p.id, p.name, c.name AS company, d.name AS deal, l.name AS lead, p.state, p.start_date, p.promised_date, p.description
             FROM project p LEFT JOIN company c ON c.id = p.company_id LEFT JOIN deal d ON d.id = p.deal_id LEFT JOIN person l ON l.id = p.lead_id
             WHERE p.deleted_at IS NULL AND p.desk = 0 ORDER BY p.id"
        }
        ExportKind::Tasks => {
            "SELECT t.id, p.name AS project, h.name AS phase, t.name AS task, col.name AS column_name, col.category, a.name AS assignee, t.start_date AS start, t.due_date AS due, t.duration_days, t.done_on, t.description
             FROM task t JOIN project p ON p.id = t.project_id JOIN project_column col ON col.id = t.column_id LEFT JOIN phase h ON h.id = t.phase_id LEFT JOIN person a ON a.id = t.assignee_id
             WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY p.id, col.rank, t.rank"
        }
        ExportKind::Handoffs => {
            "SELECT h.id, d.name AS deal, c.name AS company, h.generation, h.state, p.name AS project, h.kickoff_date FROM handoff h JOIN deal d ON d.id = h.deal_id
             LEFT JOIN company c ON c.id = d.company_id LEFT JOIN project p ON p.id = h.project_id WHERE h.deleted_at IS NULL ORDER BY h.requested_at, h.id"
        }
    }
}

pub fn export_columns(reader: &Reader<'_>, kind: ExportKind) -> Result<Vec<String>> {
    let statement = reader.conn().prepare(export_sql(kind))?;
    Ok(statement.column_names().map(str::to_owned).collect())
}

/// Hands over every record of the kind, in a fixed order, and counts them.
pub fn export(reader: &Reader<'_>, kind: ExportKind, mut take: impl FnMut(Vec<Value>) -> Result<()>) -> Result<u32> {
    let mut statement = reader.conn().prepare(export_sql(kind))?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        take((0..width).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?)?;
        count += 1;
    }
    Ok(count)
}

/// The full-text index while many rows come in. Its triggers make every row's insert a statement with a savepoint, and at each
/// savepoint the index writes out what it has gathered: ten times the work. So the insert triggers rest, and one statement a table
/// lets the update triggers take in all new rows at once. All of it is in the import's transaction: a rollback brings the triggers back.
pub struct IndexAtRest {
    triggers: Vec<(String, String)>,
}

/// Sets the page cache (SQLite's own measure: negative is kilobytes) and answers what it was. A large import with the usual 16 MB
/// writes its pages out and reads them again.
pub fn page_cache(reader: &Reader<'_>, size: i64) -> Result<i64> {
    let before = reader.conn().query_row("PRAGMA cache_size", [], |row| row.get(0))?;
    reader.conn().pragma_update(None, "cache_size", size)?;
    Ok(before)
}

/// `reach` has no entry of its own: its trigger writes that of its company or contact anew.
const INDEXED: [&str; 5] = ["company", "contact", "person", "deal", "reach"];

impl IndexAtRest {
    pub fn begin(reader: &Reader<'_>) -> Result<IndexAtRest> {
        let mut triggers = Vec::new();
        for table in INDEXED {
            let name = format!("{table}_search_in");
            let sql: Option<String> =
                reader.one("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1", [&name], |row| {
                    row.get(0)
                })?;
            if let Some(sql) = sql {
                reader.conn().execute_batch(&format!("DROP TRIGGER {name}"))?;
                triggers.push((table.to_owned(), sql));
            }
        }
        Ok(IndexAtRest { triggers })
    }

    /// Brings the triggers back and indexes what command `seq` created.
    pub fn end(self, reader: &Reader<'_>, seq: i64) -> Result<()> {
        for (table, sql) in self.triggers {
            reader.conn().execute_batch(&sql)?;
            if table == "reach" {
                for owner in ["company", "contact"] {
                    let touch = format!(
                        "UPDATE {owner} SET name = name WHERE id IN (SELECT r.{owner}_id FROM reach r JOIN entry e ON e.row_id = r.id WHERE e.seq = ?1 AND e.tbl = 'reach' AND e.change IS NULL)
                           AND id NOT IN (SELECT row_id FROM entry WHERE seq = ?1 AND tbl = '{owner}' AND change IS NULL)"
                    );
                    reader.conn().execute(&touch, [seq])?;
                }
                continue;
            }
            let touch = format!(
                "UPDATE {table} SET name = name WHERE id IN (SELECT row_id FROM entry WHERE seq = ?1 AND tbl = '{table}' AND change IS NULL)"
            );
            reader.conn().execute(&touch, [seq])?;
        }
        Ok(())
    }
}

/// (firm, deals, projects, newest change in UTC ms) of a workspace file of any schema.
pub fn what_it_holds(conn: &rusqlite::Connection) -> Result<(String, i64, i64, Option<i64>)> {
    let sql = "SELECT (SELECT name FROM firm LIMIT 1), (SELECT count(*) FROM deal WHERE deleted_at IS NULL),
        (SELECT count(*) FROM project WHERE deleted_at IS NULL), (SELECT max(at) FROM command)";
    let row = conn.query_row(sql, [], |row| {
        Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(row)
}

/// The live project of this name, the oldest one of several.
pub fn project_by_name(reader: &Reader<'_>, name: &str) -> Result<Option<crate::values::ProjectId>> {
    let key = crate::values::text::name_key(name);
    let all =
        reader.many("SELECT id, name FROM project WHERE deleted_at IS NULL ORDER BY created_at, id", [], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })?;
    Ok(all.into_iter().find(|(_, other)| crate::values::text::name_key(other) == key).map(|(id, _)| id))
}

/// The live task that a row means: by the file's id, else by its name.
pub fn same_task(
    reader: &Reader<'_>,
    project: crate::values::ProjectId,
    source: Option<&str>,
    name: &str,
) -> Result<Option<crate::values::TaskId>> {
    if let Some(source) = source {
        let sql = "SELECT id FROM task WHERE project_id = ?1 AND source_key = ?2 AND deleted_at IS NULL";
        return reader.one(sql, (project, source), |row| row.get(0));
    }
    let sql = "SELECT id FROM task WHERE project_id = ?1 AND name = ?2 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1";
    reader.one(sql, (project, name), |row| row.get(0))
}
