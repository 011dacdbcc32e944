//! `--where FIELD=VALUE` as the filter that views use. Also `FIELD>=VALUE`, `FIELD<=VALUE`, `FIELD!=VALUE` and `FIELD~=VALUE` (contains);
//! days are a date or words such as `overdue`, `this month`, `next 30 days`.
use handsel_core::filter::{Op, Period, Span, Value};
use handsel_core::sell::{DealField, DealTree};
use handsel_core::values::{Day, money};
use uuid::Uuid;

type Wheres = Vec<(String, String)>;

/// What the database can look for, and what is left to compare with the printed rows.
pub fn split(wheres: &[(String, String)]) -> (Option<DealTree>, Wheres) {
    let mut left = Vec::new();
    let mut filter: Option<DealTree> = None;
    for (field, value) in wheres {
        match condition(field, value) {
            Some(condition) => filter = Some(filter.unwrap_or_default().and(condition)),
            None => left.push((field.clone(), value.clone())),
        }
    }
    (filter, left)
}

/// `None` where the field is not one of the filter's, or the value is nothing that it could have.
fn condition(field: &str, value: &str) -> Option<DealTree> {
    let (name, op) = match field.char_indices().next_back()? {
        (at, '>') => (&field[..at], Op::AtLeast),
        (at, '<') => (&field[..at], Op::AtMost),
        (at, '!') => (&field[..at], Op::IsNot),
        (at, '~') => (&field[..at], Op::Contains),
        _ => (field, Op::Is),
    };
    let field = *DealField::ALL.iter().find(|known| known.as_str() == name.trim())?;
    let value = value.trim();
    if value.is_empty() {
        let op = match op {
            Op::Is => Op::Empty,
            Op::IsNot => Op::Filled,
            _ => return None,
        };
        return Some(DealTree::is(field, op, Value::Nothing));
    }
    let (op, value) = compared(field, op, value)?;
    Some(DealTree::is(field, op, value))
}

fn compared(field: DealField, op: Op, value: &str) -> Option<(Op, Value)> {
    let text = || Value::Text(value.to_owned());
    match field {
        DealField::Words => Some((Op::Contains, text())),
        DealField::Name | DealField::Source | DealField::Industry | DealField::Place => worded(op, text()),
        DealField::Company
        | DealField::Contact
        | DealField::Owner
        | DealField::Stage
        | DealField::Pipeline
        | DealField::Product
        | DealField::LostReason => match (op, Uuid::parse_str(value)) {
            (Op::Contains, _) => Some((op, text())),
            (Op::Is | Op::IsNot, Ok(id)) => Some((op, Value::Ids(vec![id]))),
            (Op::Is | Op::IsNot, Err(_)) => Some((op, Value::Names(vec![value.to_owned()]))),
            _ => None,
        },
        DealField::Kind => known(op, value.to_lowercase(), &["open", "won", "lost"]),
        DealField::Forecast => {
            known(op, value.to_lowercase().replace(' ', "_"), &["pipeline", "best_case", "commit", "closed", "omitted"])
        }
        DealField::Currency => {
            let code = money::currency_code(value).ok()?;
            known(op, code.to_owned(), &[code])
        }
        DealField::Probability | DealField::StageDays | DealField::QuietDays => numbered(op, value.parse().ok()?),
        DealField::Amount => {
            let amount = money::parse(value, "CLF").ok()?;
            let unit = 10_i64.checked_pow(4_u32.checked_sub(money::exponent(&amount.currency))?)?;
            numbered(op, amount.minor.0.checked_mul(unit)?)
        }
        DealField::CloseDate | DealField::Created | DealField::NextStep => dated(field, op, value),
    }
}

fn worded(op: Op, value: Value) -> Option<(Op, Value)> {
    matches!(op, Op::Is | Op::IsNot | Op::Contains).then_some((op, value))
}

fn known(op: Op, word: String, words: &[&str]) -> Option<(Op, Value)> {
    (matches!(op, Op::Is | Op::IsNot) && words.contains(&word.as_str())).then(|| (op, Value::Words(vec![word])))
}

fn numbered(op: Op, number: i64) -> Option<(Op, Value)> {
    (op != Op::Contains).then_some((op, Value::Number(number)))
}

fn dated(field: DealField, op: Op, value: &str) -> Option<(Op, Value)> {
    let words = value.to_lowercase().replace([' ', '-'], "_");
    if words == "overdue" && field != DealField::Created && op == Op::Is {
        return Some((Op::Overdue, Value::Nothing));
    }
    let period = match (op, Day::parse_iso(value)) {
        (Op::AtLeast, Ok(day)) => Period::Between { from: Some(day), to: None },
        (Op::AtMost, Ok(day)) => Period::Between { from: None, to: Some(day) },
        (Op::Is | Op::IsNot, Ok(day)) => Period::Between { from: Some(day), to: Some(day) },
        (Op::Is | Op::IsNot, Err(_)) => relative(&words)?,
        _ => return None,
    };
    Some((if op == Op::IsNot { Op::NotIn } else { Op::In }, Value::Period(period)))
}

fn relative(words: &str) -> Option<Period> {
    if let Some(span) = Span::ALL.iter().find(|span| span.as_str() == words) {
        return Some(Period::Span(*span));
    }
    let days = |prefix: &str| words.strip_prefix(prefix)?.strip_suffix("_days")?.parse().ok();
    days("next_").map(Period::NextDays).or_else(|| days("last_").map(Period::LastDays))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: &str, value: &str) -> Option<String> {
        condition(field, value).map(|tree| serde_json::to_string(&tree).unwrap_or_default())
    }

    #[test]
    fn what_is_typed_becomes_a_condition_or_stays_a_comparison_of_texts() {
        let table = [
            ("stage", "Won", r#"{"is":{"field":"stage","op":"is","value":{"names":["Won"]}}}"#),
            ("owner", "", r#"{"is":{"field":"owner","op":"empty","value":"nothing"}}"#),
            ("amount>", "1054.00", r#"{"is":{"field":"amount","op":"at_least","value":{"number":10540000}}}"#),
            ("close_date", "overdue", r#"{"is":{"field":"close_date","op":"overdue","value":"nothing"}}"#),
            (
                "close_date",
                "next 30 days",
                r#"{"is":{"field":"close_date","op":"in","value":{"period":{"next_days":30}}}}"#,
            ),
            ("name~", "roof", r#"{"is":{"field":"name","op":"contains","value":{"text":"roof"}}}"#),
            ("kind!", "Open", r#"{"is":{"field":"kind","op":"is_not","value":{"words":["open"]}}}"#),
        ];
        for (field, value, expected) in table {
            assert_eq!(read(field, value).as_deref(), Some(expected), "{field}={value}");
        }
        for (field, value) in
            [("handoff", "pending"), ("kind", "half-won"), ("amount", "abc"), ("close_date", "soon"), ("", "x")]
        {
            assert_eq!(read(field, value), None, "{field}={value}");
        }
    }
}
