//! Search as you type over everything with a name: full-text prefixes, at most 50 hits, never a syntax error.
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::book::{Book, Reader};
use crate::error::Result;
use crate::values::text::name_key;
use crate::words;

/// More than this many hits are not ranked: sorting a common word would cost more than it helps.
const RANKED: u32 = 2_000;
const MOST_HITS: u32 = 50;
/// Words beyond these, and letters beyond that, narrow nothing more that anybody types.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 40;

words! {
    /// The kinds of record that have a name to find.
    HitKind { Deal "deal", Lead "lead", Company "company", Contact "contact", Project "project", Task "task", Person "person" }
}

/// A record found. `subtitle` tells equal names apart, e.g. company · stage of a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Hit {
    pub kind: HitKind,
    #[specta(type = String)]
    pub id: Uuid,
    pub title: String,
    pub subtitle: Option<String>,
}

impl Book {
    /// The best `limit` (at most 50) records whose words begin with the words of `text`: first the companies, contacts and people whose
    /// whole name begins with it, then the others, deals that are over last. Best first, unless there are very many.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<Hit>> {
        let Some(query) = fts_query(text) else { return Ok(Vec::new()) };
        self.read(|reader| {
            let mut found = begin_with(reader, text)?;
            let named = found.len();
            found.extend(
                matches(reader, &query, MOST_HITS)?.into_iter().filter(|hit| !found.contains(hit)).collect::<Vec<_>>(),
            );
            let mut hits = Vec::with_capacity(found.len());
            for (at, (kind, id)) in found.into_iter().enumerate() {
                hits.extend(describe(reader, kind, id)?.map(|(hit, is_over)| ((at >= named, is_over), hit)));
            }
            // Stable: what is best stays first within each.
            hits.sort_by_key(|(place, _)| *place);
            Ok(hits.into_iter().map(|(_, hit)| hit).take(limit.clamp(1, MOST_HITS) as usize).collect())
        })
    }
}

/// The FTS5 query for typed text: every word as a quoted prefix, all of them needed. `None` where there is no letter or digit.
/// A lone letter stands for itself only: as a prefix it would touch a large part of the index and help nobody.
pub fn fts_query(text: &str) -> Option<String> {
    let text: String = text.chars().take(1_000).nfc().collect();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    if let [letter] = words.as_slice()
        && letter.chars().nth(1).is_none()
    {
        return Some(format!("\"{letter}\""));
    }
    let quoted = |word: &&str| format!("\"{}\"*", word.chars().take(LONGEST_WORD).collect::<String>());
    let query = words.iter().map(quoted).collect::<Vec<String>>().join(" ");
    (!query.is_empty()).then_some(query)
}

/// Companies, contacts and people whose name begins with the text: hundreds of deals that carry a company's name must not bury it.
fn begin_with(reader: &Reader<'_>, text: &str) -> Result<Vec<(HitKind, Uuid)>> {
    let from = name_key(text);
    if from.chars().nth(1).is_none() {
        return Ok(Vec::new());
    }
    let to = format!("{from}\u{10ffff}");
    let mut found = Vec::new();
    for (kind, table) in [(HitKind::Company, "company"), (HitKind::Contact, "contact"), (HitKind::Person, "person")] {
        let sql = format!(
            "SELECT id FROM {table} WHERE name_key >= ?1 AND name_key < ?2 AND deleted_at IS NULL ORDER BY name_key LIMIT 5"
        );
        found.extend(reader.many(&sql, (&from, &to), |row| Ok((kind, row.get(0)?)))?);
    }
    Ok(found)
}

fn matches(reader: &Reader<'_>, query: &str, limit: u32) -> Result<Vec<(HitKind, Uuid)>> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT {})", RANKED + 1);
    let many: u32 = reader.one(&sql, [query], |row| row.get(0))?.unwrap_or(0);
    let order = if many > RANKED { "" } else { " ORDER BY rank" };
    let sql = format!("SELECT kind, id FROM search WHERE search MATCH ?1{order} LIMIT {limit}");
    reader.many(&sql, [query], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Title and subtitle, and whether it is a deal that is over; `None` for a record hidden through its parent.
fn describe(reader: &Reader<'_>, kind: HitKind, id: Uuid) -> Result<Option<(Hit, bool)>> {
    let sql = match kind {
        HitKind::Deal => {
            "SELECT d.name, c.name, s.name || ifnull(' · ' || o.name, ''), s.kind <> 'open' FROM deal d JOIN stage s ON s.id = d.stage_id
               LEFT JOIN company c ON c.id = d.company_id LEFT JOIN person o ON o.id = d.owner_id WHERE d.id = ?1"
        }
        HitKind::Lead => "SELECT name, company, status FROM lead WHERE id = ?1",
        HitKind::Company => "SELECT name, industry, location FROM company WHERE id = ?1",
        HitKind::Contact => {
            "SELECT name, (SELECT c.name FROM company_contact l JOIN company c ON c.id = l.company_id
               WHERE l.contact_id = contact.id AND l.deleted_at IS NULL AND c.deleted_at IS NULL LIMIT 1), email FROM contact WHERE id = ?1"
        }
        HitKind::Project => {
            "SELECT p.name, c.name, NULL FROM project p LEFT JOIN company c ON c.id = p.company_id WHERE p.id = ?1"
        }
        HitKind::Task => {
            "SELECT t.name, p.name, c.name FROM task t JOIN project p ON p.id = t.project_id AND p.deleted_at IS NULL
               JOIN project_column c ON c.id = t.column_id WHERE t.id = ?1"
        }
        HitKind::Person => "SELECT name, office, CASE active WHEN 0 THEN 'left' END FROM person WHERE id = ?1",
    };
    reader.one(sql, [id], |row: &Row<'_>| {
        let parts = [row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?];
        let subtitle = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let is_over = kind == HitKind::Deal && row.get(3)?;
        Ok((Hit { kind, id, title: row.get(0)?, subtitle: (!subtitle.is_empty()).then_some(subtitle) }, is_over))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typed_text_becomes_quoted_prefixes() {
        assert_eq!(fts_query("hotel ro").as_deref(), Some("\"hotel\"* \"ro\"*"));
        assert_eq!(fts_query("a\"b AND (c*").as_deref(), Some("\"a\"* \"b\"* \"AND\"* \"c\"*"));
        assert_eq!(fts_query(" \"-*( "), None);
        assert_eq!(fts_query("c").as_deref(), Some("\"c\""));
    }

    proptest! {
        #[test]
        fn no_text_is_a_syntax_error(text in ".{0,60}") {
            if let Some(query) = fts_query(&text) {
                let conn = rusqlite::Connection::open_in_memory().unwrap();
                conn.execute_batch("CREATE VIRTUAL TABLE s USING fts5(t, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')").unwrap();
                let count: i64 = conn.query_row("SELECT count(*) FROM s WHERE s MATCH ?1", [&query], |row| row.get(0)).unwrap();
                prop_assert_eq!(count, 0);
            }
        }
    }
}
