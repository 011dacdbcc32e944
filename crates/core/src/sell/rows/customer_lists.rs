//! The lists of companies and contacts: sorted, narrowed and cut into windows by SQLite, at any size.
//!
//! Every sort walks one index over the live rows (`INDEXED BY`: a plan without it is an error, not a slow list), equal values in the
//! order they came. A narrowed list of at most [`FEW`] rows is gathered first and sorted in memory; a longer one walks the index and
//! leaves out what doesn't fit.
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::book::Reader;
use crate::error::{Error, Result};
use crate::sell::{CompanyRow, ContactRow, CustomerFilter, CustomerSort, Lifecycle, OwnerIs, Shared, SortBy};

/// Up to this many matches are sorted in memory.
const FEW: u32 = 5_000;
/// Of a text that fits more records than this, the first found are taken: each costs a look, and nobody reads so many.
const FOUND_MAX: u32 = 10_000;
/// Parts a `group_concat` away: no name has it.
const UNIT: char = '\u{1f}';

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Companies,
    Contacts,
}

impl List {
    fn table(self) -> &'static str {
        match self {
            List::Companies => "company",
            List::Contacts => "contact",
        }
    }

    /// (index, what it sorts by)
    fn order(self, by: CustomerSort) -> Result<(&'static str, &'static str)> {
        use CustomerSort as S;
        Ok(match (self, by) {
            (List::Companies, S::Name) => ("company_by_name", "c.name_key"),
            (List::Companies, S::Industry) => ("company_by_industry", "c.industry COLLATE NOCASE"),
            (List::Companies, S::Location) => ("company_by_location", "c.location COLLATE NOCASE"),
            (List::Companies, S::Owner) => ("company_by_owner", "c.owner_key"),
            (List::Companies, S::Lifecycle) => ("company_by_lifecycle", "c.lifecycle"),
            (List::Companies, S::Open) => ("company_by_deals_open", "c.deals_open"),
            (List::Companies, S::Won) => ("company_by_deals_won", "c.deals_won"),
            (List::Companies, S::Projects) => ("company_by_projects", "c.projects"),
            (List::Contacts, S::Name) => ("contact_by_name", "c.name_key"),
            (List::Contacts, S::Company) => ("contact_by_company", "c.company_key"),
            (List::Contacts, S::Title) => ("contact_by_title", "c.title COLLATE NOCASE"),
            (List::Contacts, S::Email) => ("contact_by_email", "c.email"),
            (List::Contacts, S::Phone) => ("contact_by_phone", "c.phone"),
            (List::Contacts, S::Owner) => ("contact_by_owner", "c.owner_key"),
            (List::Contacts, S::Lifecycle) => ("contact_by_lifecycle", "c.lifecycle"),
            (_, other) => {
                return Err(Error::invalid(format!("This list has no column {} to sort by.", other.as_str())));
            }
        })
    }
}

/// What narrows a list: SQL after `c.deleted_at IS NULL`, with its values.
struct Narrow {
    sql: String,
    values: Vec<Value>,
}

impl Narrow {
    /// `query` is an FTS query.
    fn of(list: List, query: Option<String>, filter: &CustomerFilter) -> Narrow {
        let mut narrow = Narrow { sql: String::new(), values: Vec::new() };
        let table = list.table();
        if let Some(query) = query {
            narrow.add(Value::Text(query), |at| {
                format!("c.id IN (SELECT id FROM search WHERE search MATCH ?{at} AND kind = '{table}')")
            });
        }
        match filter.owner {
            Some(OwnerIs::Nobody) => narrow.sql.push_str(" AND c.owner_id IS NULL"),
            Some(OwnerIs::Person { id }) => narrow.add(blob(id.0), |at| format!("c.owner_id = ?{at}")),
            None => {}
        }
        for tag in &filter.tags {
            narrow.add(blob(tag.0), |at| {
                format!("c.id IN (SELECT {table}_id FROM tagging WHERE tag_id = ?{at} AND {table}_id IS NOT NULL AND deleted_at IS NULL)")
            });
        }
        if let Some(lifecycle) = filter.lifecycle {
            narrow.add(Value::Integer(lifecycle.code()), |at| format!("c.lifecycle = ?{at}"));
        }
        for (column, value) in [("industry", &filter.industry), ("location", &filter.location)] {
            let Some(value) = value.clone().filter(|value| !value.is_empty()) else { continue };
            narrow.add(Value::Text(value), |at| match list {
                List::Companies => format!("c.{column} = ?{at} COLLATE NOCASE"),
                List::Contacts => format!(
                    "c.id IN (SELECT l.contact_id FROM company y JOIN company_contact l ON l.company_id = y.id
                       WHERE y.{column} = ?{at} COLLATE NOCASE AND y.deleted_at IS NULL AND l.deleted_at IS NULL)"
                ),
            });
        }
        narrow
    }

    fn add(&mut self, value: Value, sql: impl FnOnce(usize) -> String) {
        self.values.push(value);
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql(self.values.len()));
    }

    fn is_whole(&self) -> bool {
        self.sql.is_empty()
    }
}

fn blob(id: uuid::Uuid) -> Value {
    Value::Blob(id.as_bytes().to_vec())
}

/// A list as it was asked for.
pub(crate) struct Asked<'a> {
    pub list: List,
    /// An FTS query.
    pub query: Option<String>,
    pub filter: &'a CustomerFilter,
    pub sort: SortBy,
    pub offset: u32,
    pub limit: u32,
}

/// A window of a list.
pub(crate) struct Window {
    pub total: u32,
    /// More than [`FOUND_MAX`] records have the words: only so many were looked at.
    pub more: bool,
    /// Where the rows lie.
    pub rows: Vec<i64>,
}

pub(crate) fn window(reader: &Reader<'_>, asked: &Asked<'_>) -> Result<Window> {
    let narrow = Narrow::of(asked.list, asked.query.clone(), asked.filter);
    let table = asked.list.table();
    // Lifecycles are the smallest keys: counting all rows reads the fewest pages there.
    let index = if narrow.is_whole() { format!("INDEXED BY {table}_by_lifecycle") } else { String::new() };
    let sql = format!("SELECT count(*) FROM {table} c {index} WHERE c.deleted_at IS NULL{}", narrow.sql);
    let total: u32 = reader.one(&sql, params_from_iter(&narrow.values), |row| row.get(0))?.unwrap_or(0);
    let sql = window_sql(asked, &narrow, total)?;
    let rows = reader.many(&sql, params_from_iter(&narrow.values), |row| row.get(0))?;
    let more = asked.query.as_deref().map(|query| too_many(reader, table, query)).transpose()?.unwrap_or(false);
    Ok(Window { total, more, rows })
}

/// The ids of what a list holds, as they came; at most `most`.
pub(crate) fn ids(
    reader: &Reader<'_>,
    list: List,
    query: Option<String>,
    filter: &CustomerFilter,
    most: u32,
) -> Result<Vec<uuid::Uuid>> {
    let narrow = Narrow::of(list, query, filter);
    let sql = format!(
        "SELECT c.id FROM {} c WHERE c.deleted_at IS NULL{} ORDER BY c.rowid LIMIT {most}",
        list.table(),
        narrow.sql
    );
    reader.many(&sql, params_from_iter(&narrow.values), |row| row.get(0))
}

/// Whether a text fits more records of the kind than are looked at. Most texts are told by the index alone.
fn too_many(reader: &Reader<'_>, kind: &str, query: &str) -> Result<bool> {
    let over = |condition: &str| -> Result<bool> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1{condition} LIMIT {})",
            FOUND_MAX + 1
        );
        Ok(reader.one(&sql, [query], |row| row.get::<_, u32>(0))?.unwrap_or(0) > FOUND_MAX)
    };
    Ok(over("")? && over(&format!(" AND kind = '{kind}'"))?)
}

fn window_sql(asked: &Asked<'_>, narrow: &Narrow, total: u32) -> Result<String> {
    let (index, key) = asked.list.order(asked.sort.by)?;
    let table = asked.list.table();
    let (way, tie) = if asked.sort.descending { ("DESC NULLS LAST", "DESC") } else { ("ASC NULLS LAST", "ASC") };
    let Asked { offset, limit, .. } = asked;
    let (index, plus) = if narrow.is_whole() || total > FEW {
        (format!("INDEXED BY {index}"), "")
    } else {
        // The unary plus keeps the sort's index out of it: what narrows is the way in.
        (String::new(), "+")
    };
    Ok(format!(
        "SELECT c.rowid FROM {table} c {index} WHERE c.deleted_at IS NULL{} ORDER BY {plus}{key} {way}, {plus}c.rowid {tie} LIMIT {limit} OFFSET {offset}",
        narrow.sql
    ))
}

const OWNER: &str = "(SELECT p.name FROM person p WHERE p.id = c.owner_id AND p.deleted_at IS NULL)";

fn tags(table: &str) -> String {
    format!(
        "(SELECT group_concat(name, char(31)) FROM (SELECT t.name FROM tagging g JOIN tag t ON t.id = g.tag_id
           WHERE g.{table}_id = c.id AND g.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY t.name_key LIMIT 10))"
    )
}

fn parted(text: Option<String>) -> Vec<String> {
    text.map(|text| text.split(UNIT).map(str::to_owned).collect()).unwrap_or_default()
}

pub(crate) fn company_row(reader: &Reader<'_>, at: i64) -> Result<Option<CompanyRow>> {
    let sql = format!(
        "SELECT c.id, c.name, c.industry, c.location, c.deals_open, c.deals_won, c.projects, c.lifecycle, {OWNER}, {} FROM company c WHERE c.rowid = ?1",
        tags("company")
    );
    reader.one(&sql, [at], |row: &Row<'_>| {
        Ok(CompanyRow {
            id: row.get(0)?,
            name: row.get(1)?,
            industry: row.get(2)?,
            location: row.get(3)?,
            deals_open: row.get(4)?,
            deals_won: row.get(5)?,
            projects: row.get(6)?,
            lifecycle: Lifecycle::of_code(row.get(7)?),
            owner: row.get(8)?,
            tags: parted(row.get(9)?),
        })
    })
}

pub(crate) fn contact_row(reader: &Reader<'_>, at: i64) -> Result<Option<ContactRow>> {
    let sql = format!(
        "SELECT c.id, c.name, c.email, c.phone, c.title, c.lifecycle, {OWNER}, {},
           (SELECT group_concat(name, char(31)) FROM (SELECT y.name FROM company_contact l JOIN company y ON y.id = l.company_id
              WHERE l.contact_id = c.id AND l.deleted_at IS NULL AND y.deleted_at IS NULL ORDER BY y.name_key LIMIT 10))
         FROM contact c WHERE c.rowid = ?1",
        tags("contact")
    );
    reader.one(&sql, [at], |row: &Row<'_>| {
        Ok(ContactRow {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            phone: row.get(3)?,
            title: row.get(4)?,
            lifecycle: Lifecycle::of_code(row.get(5)?),
            owner: row.get(6)?,
            tags: parted(row.get(7)?),
            companies: parted(row.get(8)?),
        })
    })
}

/// The values of a company's column that come most often; spellings that differ in capitals are one.
pub(crate) fn shared(reader: &Reader<'_>, by: CustomerSort) -> Result<Vec<Shared>> {
    let (index, _) = List::Companies.order(by)?;
    let column = by.as_str();
    let sql = format!(
        "SELECT min({column}), count(*) FROM company INDEXED BY {index} WHERE deleted_at IS NULL AND {column} IS NOT NULL
         GROUP BY {column} COLLATE NOCASE ORDER BY count(*) DESC, 1 LIMIT 100"
    );
    reader.many(&sql, [], |row| Ok(Shared { value: row.get(0)?, count: row.get(1)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Book;

    fn plan(book: &Book, sql: &str, values: &[Value]) -> Vec<String> {
        book.read(|reader| {
            reader.many(&format!("EXPLAIN QUERY PLAN {sql}"), params_from_iter(values), |row| row.get(3))
        })
        .unwrap()
    }

    /// However many rows there are, a window is a walk along an index: nothing is sorted.
    #[test]
    fn no_offered_sort_sorts() {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Firm", "EUR").unwrap();
        let narrowed = CustomerFilter {
            owner: Some(OwnerIs::Person { id: uuid::Uuid::nil().into() }),
            tags: vec![uuid::Uuid::nil().into()],
            lifecycle: Some(Lifecycle::Customer),
            industry: Some("Food".into()),
            location: None,
        };
        let mut offered = 0;
        for list in [List::Companies, List::Contacts] {
            for by in CustomerSort::ALL.iter().copied().filter(|by| list.order(*by).is_ok()) {
                for descending in [false, true] {
                    for filter in [&CustomerFilter::default(), &narrowed] {
                        let sort = SortBy { by, descending };
                        let query = (filter == &narrowed).then(|| "\"a\"*".to_owned());
                        let asked = Asked { list, query: query.clone(), filter, sort, offset: 500, limit: 100 };
                        let narrow = Narrow::of(list, query, filter);
                        let lines = plan(&book, &window_sql(&asked, &narrow, 200_000).unwrap(), &narrow.values);
                        assert!(!lines.iter().any(|line| line.contains("TEMP B-TREE")), "{by:?} {lines:?}");
                        let (index, _) = list.order(by).unwrap();
                        assert!(
                            lines[0].ends_with(&format!(" c USING INDEX {index}"))
                                || lines[0].contains(&format!(" c USING INDEX {index} (")),
                            "{lines:?}"
                        );
                    }
                    offered += 1;
                }
            }
        }
        assert_eq!(offered, 30);
    }
}
