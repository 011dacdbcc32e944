//! The kickoff brief: what a pipeline asks before a deal is handed over, answered during the sale and carried into the project.
//!
//! This file: types and pure rules · `ops.rs` the verbs · `rows.rs` the only SQL.
mod ops;
pub(super) mod rows;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Missing, Result};
use crate::values::text::{NOTE_MAX, clean, name_key};
use crate::values::{BriefFieldId, ContactId, Day, Named, PipelineId, Rev};
use crate::words;

pub(crate) use ops::{answer, save_field};
pub(super) use ops::{carry, entries};

words! {
    /// What an answer is.
    BriefKind { Text "text", Choice "choice", Date "date", Person "person", Number "number" }
}

/// Something a pipeline asks. With `kickoff`, the date is the day of the kickoff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BriefField {
    pub id: BriefFieldId,
    pub pipeline: PipelineId,
    pub label: String,
    pub kind: BriefKind,
    pub choices: Vec<String>,
    pub help: Option<String>,
    /// No win with a project without it.
    pub required: bool,
    pub kickoff: bool,
    /// Deals that have an answer.
    pub answers: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveBriefField {
    pub id: Option<BriefFieldId>,
    pub pipeline: PipelineId,
    pub label: String,
    pub kind: BriefKind,
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub help: Option<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub kickoff: bool,
}

/// An answer as it is typed: words, one of the choices, a day as YYYY-MM-DD, a decimal, or a person's id or name. `None` or empty: no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BriefAnswer {
    pub field: BriefFieldId,
    pub value: Option<String>,
}

/// A field with a deal's answer; `shown` is the answer in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BriefEntry {
    pub field: BriefField,
    pub value: Option<String>,
    pub shown: Option<String>,
}

/// The brief of a deal, in the order of its pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct DealBrief {
    pub rev: Rev,
    pub entries: Vec<BriefEntry>,
    /// What a win would still ask for.
    pub missing: Vec<Missing>,
}

/// A line of a project's first page, and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BriefLine {
    pub label: String,
    pub value: String,
    pub source: String,
}

/// Somebody who matters at the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Stakeholder {
    pub id: ContactId,
    pub name: String,
    pub role: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl Stakeholder {
    /// "Ada Ball (Main contact)"
    pub(super) fn called(&self) -> String {
        match &self.role {
            Some(role) => format!("{} ({role})", self.name),
            None => self.name.clone(),
        }
    }
}

/// The first page of a project: what was said before the win.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProjectBrief {
    pub rev: Rev,
    pub lines: Vec<BriefLine>,
    pub stakeholders: Vec<Stakeholder>,
    pub deal: Option<Named>,
    /// Files and mails of the deal.
    pub files: Vec<crate::sell::Attachment>,
    /// What else the project was given, each with its source.
    pub carried: Vec<super::Carried>,
}

/// What a win still asks for. Nothing is delivered without a project, so nothing has to be said then.
pub(super) fn missing(entries: &[BriefEntry]) -> Vec<Missing> {
    let asked = entries.iter().filter(|entry| entry.field.required && entry.value.is_none());
    asked.map(|entry| Missing::new(&key(entry.field.id), &entry.field.label)).collect()
}

/// What the answer to a field is called where missing ones are named.
pub fn key(field: BriefFieldId) -> String {
    format!("brief:{field}")
}

/// The answer as it is stored, except a person, who is looked up by the caller. `None`: no answer.
fn stored(field: &BriefField, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return Ok(None) };
    let refused = |what: &str| Error::invalid(format!("{} {what}. Nothing was changed.", field.label));
    match field.kind {
        BriefKind::Text | BriefKind::Person => clean(value, NOTE_MAX).map(Some),
        BriefKind::Choice => {
            let known = field.choices.iter().find(|choice| name_key(choice) == name_key(value));
            let known = known.ok_or_else(|| refused(&format!("is one of: {}", field.choices.join(", "))))?;
            Ok(Some(known.clone()))
        }
        BriefKind::Date => {
            let day = Day::parse_iso(value).map_err(|_| refused("is a day, written YYYY-MM-DD"))?;
            Ok(Some(day.to_string()))
        }
        BriefKind::Number => {
            let number = value.replace(',', ".");
            let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
            let sound = plain && number.len() <= 20 && number.parse::<f64>().is_ok_and(f64::is_finite);
            if sound { Ok(Some(number)) } else { Err(refused("is a number, written like 12.5")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn field(kind: BriefKind) -> BriefField {
        BriefField {
            id: BriefFieldId(Uuid::from_u128(1)),
            pipeline: PipelineId(Uuid::from_u128(2)),
            label: "Roof".into(),
            kind,
            choices: vec!["Flat".into(), "Pitched".into()],
            help: None,
            required: true,
            kickoff: false,
            answers: 0,
        }
    }

    #[test]
    fn an_answer_is_stored_as_what_it_is_or_refused_by_name() {
        let of = |kind, value| stored(&field(kind), Some(value)).map_err(|error| error.message);
        assert_eq!(of(BriefKind::Choice, " flat "), Ok(Some("Flat".into())));
        assert_eq!(of(BriefKind::Choice, "Dome"), Err("Roof is one of: Flat, Pitched. Nothing was changed.".into()));
        assert_eq!(of(BriefKind::Number, "12,5"), Ok(Some("12.5".into())));
        assert!(of(BriefKind::Number, "many").is_err() && of(BriefKind::Number, "1e5").is_err());
        assert_eq!(of(BriefKind::Date, "2026-11-20"), Ok(Some("2026-11-20".into())));
        assert!(of(BriefKind::Date, "tomorrow").unwrap_err().contains("YYYY-MM-DD"));
        assert_eq!(of(BriefKind::Text, "  "), Ok(None));
    }

    #[test]
    fn only_what_is_asked_and_has_no_answer_is_missing() {
        let entry = |required, value: Option<&str>| BriefEntry {
            field: BriefField { required, ..field(BriefKind::Text) },
            value: value.map(str::to_owned),
            shown: None,
        };
        assert_eq!(missing(&[entry(true, Some("x")), entry(false, None)]), []);
        let named = missing(&[entry(true, None)]);
        assert_eq!((named[0].label.as_str(), named[0].field.starts_with("brief:")), ("Roof", true));
    }
}
