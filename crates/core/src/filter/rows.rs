//! A filter tree as SQL: fixed text with numbered marks, and the values bound to them.
use rusqlite::types::Value as Bound;
use uuid::Uuid;

use super::{CONDITIONS_MAX, Condition, DEPTH_MAX, Field, Filter, Kind, Now, Op, VALUES_MAX, Value};
use crate::error::{Error, Result};
use crate::values::Day;
use crate::values::text::{NAME_MAX, name_key};

/// An expression that is true for what the filter leaves in. Marks are numbered from the `first` given to [`clause`].
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub sql: String,
    pub values: Vec<Bound>,
    first: usize,
    conditions: usize,
}

/// Refuses what is too large, and comparisons that mean nothing.
pub(crate) fn clause<F: Field>(filter: &Filter<F>, now: Now, first: usize) -> Result<Clause> {
    let mut clause = Clause { sql: String::new(), values: Vec::new(), first, conditions: 0 };
    clause.part(filter, now, 1)?;
    Ok(clause)
}

impl Clause {
    fn part<F: Field>(&mut self, filter: &Filter<F>, now: Now, depth: usize) -> Result<()> {
        if depth > DEPTH_MAX {
            return Err(Error::invalid(format!(
                "This filter is nested more than {DEPTH_MAX} levels deep. Nothing was searched; make it flatter."
            )));
        }
        match filter {
            Filter::All(parts) => self.joined(parts, " AND ", "1", now, depth),
            Filter::Any(parts) => self.joined(parts, " OR ", "0", now, depth),
            Filter::Is(condition) => self.condition(condition, now),
        }
    }

    fn joined<F: Field>(&mut self, parts: &[Filter<F>], joint: &str, none: &str, now: Now, depth: usize) -> Result<()> {
        if parts.is_empty() {
            self.sql.push_str(none);
            return Ok(());
        }
        self.sql.push('(');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.sql.push_str(joint);
            }
            self.part(part, now, depth + 1)?;
        }
        self.sql.push(')');
        Ok(())
    }

    fn condition<F: Field>(&mut self, condition: &Condition<F>, now: Now) -> Result<()> {
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return Err(Error::invalid(format!(
                "This filter has more than {CONDITIONS_MAX} conditions. Nothing was searched; use fewer."
            )));
        }
        let (op, value) = (condition.op, &condition.value);
        let written = match condition.field.kind() {
            Kind::Text { folded } => self.text(folded, op, value)?,
            Kind::Link { id, folded } => self.link(id, folded, op, value, now)?,
            Kind::Word { sql, known } => self.word(sql, op, value, |word| known.contains(&word))?,
            Kind::Currency { sql } => {
                self.word(sql, op, value, |word| crate::values::money::currency_code(word).is_ok())?
            }
            Kind::Number { sql } => {
                let sql = self.at_today(sql, now);
                self.number(&sql, op, value)
            }
            Kind::Day { sql, open } => self.day(sql, open, op, value, now),
            Kind::Words { sql } => self.words(sql, op, value),
        };
        if written { Ok(()) } else { Err(senseless(condition.field, op)) }
    }

    fn text(&mut self, folded: &str, op: Op, value: &Value) -> Result<bool> {
        if self.presence(folded, op, value) {
            return Ok(true);
        }
        let Value::Text(text) = value else { return Ok(false) };
        self.pattern(folded, op, text)
    }

    /// `folded` compared with a text; answers whether the operator means anything here.
    fn pattern(&mut self, folded: &str, op: Op, text: &str) -> Result<bool> {
        if text.chars().count() > NAME_MAX {
            return Err(Error::invalid(format!("At most {NAME_MAX} characters can be looked for. Shorten the text.")));
        }
        let mark = |clause: &mut Clause| clause.bind(Bound::Text(name_key(text)));
        match op {
            Op::Is => {
                let mark = mark(self);
                self.sql.push_str(&format!("{folded} = {mark}"));
            }
            Op::IsNot => {
                let mark = mark(self);
                self.sql.push_str(&format!("({folded} IS NULL OR {folded} <> {mark})"));
            }
            Op::Contains => {
                let mark = mark(self);
                self.sql.push_str(&format!("instr({folded}, {mark}) > 0"));
            }
            Op::ContainsNot => {
                let mark = mark(self);
                self.sql.push_str(&format!("({folded} IS NULL OR instr({folded}, {mark}) = 0)"));
            }
            Op::StartsWith => {
                let mark = mark(self);
                self.sql.push_str(&format!("substr({folded}, 1, length({mark})) = {mark}"));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn link(&mut self, id: &str, folded: &str, op: Op, value: &Value, now: Now) -> Result<bool> {
        if self.presence(id, op, value) {
            return Ok(true);
        }
        let (what, list) = match value {
            Value::Ids(ids) => (id, ids.iter().map(|id| blob(*id)).collect::<Vec<_>>()),
            Value::Me => (id, now.me.map(|me| blob(me.0)).into_iter().collect()),
            Value::Names(names) => (folded, names.iter().map(|name| Bound::Text(name_key(name))).collect()),
            Value::Text(text) if matches!(op, Op::Contains | Op::ContainsNot | Op::StartsWith) => {
                return self.pattern(folded, op, text);
            }
            _ => return Ok(false),
        };
        self.among(what, op, list)
    }

    fn word(&mut self, sql: &str, op: Op, value: &Value, known: impl Fn(&str) -> bool) -> Result<bool> {
        let Value::Words(words) = value else { return Ok(false) };
        if let Some(word) = words.iter().find(|word| !known(word)) {
            let start: String = word.chars().take(40).collect();
            return Err(Error::invalid(format!("\u{201c}{start}\u{201d} is not a value that can be looked for here.")));
        }
        self.among(sql, op, words.iter().map(|word| Bound::Text(word.clone())).collect())
    }

    fn among(&mut self, what: &str, op: Op, list: Vec<Bound>) -> Result<bool> {
        if list.len() > VALUES_MAX {
            return Err(Error::invalid(format!("At most {VALUES_MAX} values can be chosen. Choose fewer.")));
        }
        let marks = list.into_iter().map(|value| self.bind(value)).collect::<Vec<_>>().join(", ");
        match op {
            Op::Is => self.sql.push_str(&format!("{what} IN ({marks})")),
            Op::IsNot => self.sql.push_str(&format!("({what} IS NULL OR {what} NOT IN ({marks}))")),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn number(&mut self, sql: &str, op: Op, value: &Value) -> bool {
        if self.presence(sql, op, value) {
            return true;
        }
        let Value::Number(number) = value else { return false };
        let sign = match op {
            Op::Is => "=",
            Op::IsNot => "<>",
            Op::AtLeast => ">=",
            Op::AtMost => "<=",
            Op::Over => ">",
            Op::Under => "<",
            _ => return false,
        };
        let mark = self.bind(Bound::Integer(*number));
        let compared = format!("{sql} {sign} {mark}");
        if op == Op::IsNot {
            self.sql.push_str(&format!("({sql} IS NULL OR {compared})"));
        } else {
            self.sql.push_str(&compared);
        }
        true
    }

    fn day(&mut self, sql: &str, open: Option<&str>, op: Op, value: &Value, now: Now) -> bool {
        if self.presence(sql, op, value) {
            return true;
        }
        match (op, value, open) {
            (Op::Overdue, Value::Nothing, Some(open)) => {
                let mark = self.bind(day(now.today));
                self.sql.push_str(&format!("({sql} < {mark} AND {open})"));
                true
            }
            (Op::In | Op::NotIn, Value::Period(period), _) => {
                let (from, to) = period.range(now.today, now.year_starts);
                let mut parts = vec![format!("{sql} IS NOT NULL")];
                if let Some(from) = from {
                    parts.push(format!("{sql} >= {}", self.bind(day(from))));
                }
                if let Some(to) = to {
                    parts.push(format!("{sql} <= {}", self.bind(day(to))));
                }
                let not = if op == Op::NotIn { "NOT " } else { "" };
                self.sql.push_str(&format!("{not}({})", parts.join(" AND ")));
                true
            }
            _ => false,
        }
    }

    /// Text without a letter or digit narrows nothing.
    fn words(&mut self, sql: &str, op: Op, value: &Value) -> bool {
        let (Op::Contains, Value::Text(text)) = (op, value) else { return false };
        match crate::search::fts_query(text) {
            Some(query) => {
                let mark = self.bind(Bound::Text(query));
                self.sql.push_str(&sql.replace("{query}", &mark));
            }
            None => self.sql.push('1'),
        }
        true
    }

    fn presence(&mut self, sql: &str, op: Op, value: &Value) -> bool {
        let test = match (op, value) {
            (Op::Empty, Value::Nothing) => "IS NULL",
            (Op::Filled, Value::Nothing) => "IS NOT NULL",
            _ => return false,
        };
        self.sql.push_str(&format!("{sql} {test}"));
        true
    }

    fn at_today(&mut self, sql: &str, now: Now) -> String {
        if !sql.contains("{today}") {
            return sql.to_owned();
        }
        let mark = self.bind(day(now.today));
        sql.replace("{today}", &mark)
    }

    fn bind(&mut self, value: Bound) -> String {
        self.values.push(value);
        format!("?{}", self.first + self.values.len() - 1)
    }
}

fn senseless<F: Field>(field: F, op: Op) -> Error {
    Error::invalid(format!(
        "\u{201c}{}\u{201d} can't be compared by \u{201c}{}\u{201d} with this value. Nothing was searched; choose another comparison.",
        field.label(),
        op.as_str().replace('_', " ")
    ))
}

fn blob(id: Uuid) -> Bound {
    Bound::Blob(id.as_bytes().to_vec())
}

fn day(day: Day) -> Bound {
    Bound::Text(day.to_string())
}
