//! What each record is found by. A command gathers the records whose words it touched; they go into the full-text index together, just
//! before the command's own row is completed.
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::table::Table;
use crate::error::Result;

/// Records whose words changed in the command under way.
pub(super) type Touched = BTreeSet<(Table, Uuid)>;

/// One kind of record: the columns its words come from, and the statement that joins them for a live one.
struct Findable {
    columns: &'static [&'static str],
    words: &'static str,
}

/// Notes that `row` was written. `columns` is `None` for a new row.
pub(super) fn touch(touched: &mut Touched, table: Table, row: Uuid, columns: Option<&[&str]>) {
    let Some(findable) = findable(table) else { return };
    if columns.is_none_or(|columns| columns.iter().any(|name| *name == "deleted_at" || findable.columns.contains(name)))
    {
        touched.insert((table, row));
    }
}

/// Brings the index in line with the records as they stand now.
pub(super) fn write(conn: &Connection, touched: Touched) -> Result<()> {
    for (table, id) in owners(conn, touched)? {
        let Some(findable) = findable(table) else { continue };
        let words: Option<String> =
            conn.prepare_cached(findable.words)?.query_row([id], |row| row.get(0)).optional()?;
        let place: Option<i64> = conn
            .prepare_cached("SELECT row FROM search_row WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        match (words, place) {
            (Some(words), Some(row)) => {
                conn.prepare_cached("UPDATE search SET text = ?2 WHERE rowid = ?1")?.execute(params![row, words])?;
            }
            (Some(words), None) => {
                conn.prepare_cached("INSERT INTO search(text, kind, id) VALUES (?1, ?2, ?3)")?.execute(params![
                    words,
                    table.as_str(),
                    id
                ])?;
                let row = conn.last_insert_rowid();
                conn.prepare_cached("INSERT INTO search_row VALUES (?1, ?2)")?.execute(params![id, row])?;
            }
            (None, Some(row)) => {
                conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([row])?;
                conn.prepare_cached("DELETE FROM search_row WHERE id = ?1")?.execute([id])?;
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// A further e-mail or phone belongs to the words of its company or contact.
fn owners(conn: &Connection, touched: Touched) -> Result<Touched> {
    let (reaches, mut owners): (Touched, Touched) = touched.into_iter().partition(|(table, _)| *table == Table::Reach);
    let mut of = conn.prepare_cached("SELECT company_id, contact_id FROM reach WHERE id = ?1")?;
    for (_, reach) in reaches {
        let owner: Option<(Option<Uuid>, Option<Uuid>)> =
            of.query_row([reach], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((company, contact)) = owner {
            owners.extend(company.map(|id| (Table::Company, id)));
            owners.extend(contact.map(|id| (Table::Contact, id)));
        }
    }
    Ok(owners)
}

fn findable(table: Table) -> Option<Findable> {
    let (columns, words): (&[&str], &str) = match table {
        Table::Deal => (&["name"], "SELECT name FROM deal WHERE id = ?1 AND deleted_at IS NULL"),
        Table::Project => (&["name"], "SELECT name FROM project WHERE id = ?1 AND deleted_at IS NULL"),
        Table::Task => (&["name"], "SELECT name FROM task WHERE id = ?1 AND deleted_at IS NULL"),
        Table::Person => (
            &["name", "email"],
            "SELECT concat_ws(' ', name, email) FROM person WHERE id = ?1 AND deleted_at IS NULL",
        ),
        Table::Lead => (
            &["name", "company", "email", "phone"],
            "SELECT concat_ws(' ', name, company, email, phone) FROM lead WHERE id = ?1 AND deleted_at IS NULL",
        ),
        Table::Company => (
            &["name", "industry", "location", "email", "phone"],
            "SELECT concat_ws(' ', name, industry, location, email, phone, (SELECT group_concat(r.value, ' ') FROM reach r
               WHERE r.company_id = company.id AND r.deleted_at IS NULL)) FROM company WHERE id = ?1 AND deleted_at IS NULL",
        ),
        Table::Contact => (
            &["name", "email", "phone"],
            "SELECT concat_ws(' ', name, email, phone, (SELECT group_concat(r.value, ' ') FROM reach r
               WHERE r.contact_id = contact.id AND r.deleted_at IS NULL)) FROM contact WHERE id = ?1 AND deleted_at IS NULL",
        ),
        Table::Reach => (&["value"], ""),
        _ => return None,
    };
    Some(Findable { columns, words })
}
