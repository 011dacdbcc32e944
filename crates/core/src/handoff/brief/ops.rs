//! The brief's verbs: what is asked, what is answered, what the project begins with.
use std::collections::BTreeMap;

use super::{
    BriefAnswer, BriefEntry, BriefField, BriefKind, BriefLine, DealBrief, ProjectBrief, SaveBriefField, Stakeholder,
    missing, rows, stored,
};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Error, Missing, Result};
use crate::people;
use crate::sell::{ProjectWish, StageKind, deal_facts};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{
    BriefAnswerId, BriefFieldId, BriefLineId, Day, DealId, PersonId, PipelineId, ProjectContactId, ProjectId, rank,
};

/// More than anybody fills in.
const MOST: usize = 60;

impl Book {
    /// What a pipeline asks before a deal is handed over.
    pub fn brief_fields(&self, pipeline: PipelineId) -> Result<Vec<BriefField>> {
        self.read(|reader| rows::fields(reader, pipeline))
    }

    /// Adds a field at the end, or changes one. Its kind stays while there are answers.
    pub fn save_brief_field(&self, save: &SaveBriefField) -> Result<Done<BriefFieldId>> {
        self.transact("save_brief_field", |txn| {
            let id = save_field(txn, save)?;
            txn.subject(Table::Pipeline, save.pipeline);
            txn.label(format!("Saved the brief’s field {}", save.label.trim()));
            Ok(id)
        })
    }

    /// Puts a field behind another one of its pipeline, or first.
    pub fn move_brief_field(&self, id: BriefFieldId, after: Option<BriefFieldId>) -> Result<Done<()>> {
        self.transact("move_brief_field", |txn| {
            let field = rows::field(txn, id)?;
            let mut order: Vec<BriefFieldId> =
                rows::ranks(txn, field.pipeline)?.into_iter().map(|(id, _)| id).filter(|one| *one != id).collect();
            let at = match after {
                None => 0,
                Some(after) => {
                    let at = order.iter().position(|one| *one == after);
                    at.ok_or_else(|| Error::not_found("brief field"))? + 1
                }
            };
            order.insert(at, id);
            for (one, rank) in order.iter().zip(rank::spread(order.len())) {
                txn.update(Table::BriefField, *one, &[("rank", &rank)])?;
            }
            txn.subject(Table::Pipeline, field.pipeline);
            txn.label(format!("Moved the brief’s field {}", field.label));
            Ok(())
        })
    }

    /// Its answers are hidden with it and come back with it.
    pub fn delete_brief_field(&self, id: BriefFieldId) -> Result<Done<()>> {
        self.transact("delete_brief_field", |txn| {
            let field = rows::field(txn, id)?;
            txn.trash(Table::BriefField, id)?;
            txn.subject(Table::Pipeline, field.pipeline);
            txn.label(format!("Deleted the brief’s field {}", field.label));
            Ok(())
        })
    }

    /// What the brief of a deal says so far, and what a win would still ask for.
    pub fn deal_brief(&self, deal: DealId) -> Result<DealBrief> {
        self.read(|reader| {
            let facts = deal_facts(reader, deal)?;
            let entries = entries(reader, facts.pipeline, deal, &[])?;
            Ok(DealBrief { rev: reader.rev()?, missing: missing(&entries), entries })
        })
    }

    /// Answers fields of a deal's brief. Fields that are not named keep what they have; a won deal keeps what its win asked for.
    pub fn set_brief(&self, deal: DealId, answers: &[BriefAnswer]) -> Result<Done<()>> {
        self.transact("set_brief", |txn| {
            let facts = deal_facts(txn, deal)?;
            let before = entries(txn, facts.pipeline, deal, &[])?;
            answer(txn, deal, answers)?;
            let handed = facts.kind == StageKind::Won && facts.project_wish == Some(ProjectWish::Project);
            let lost: Vec<Missing> = missing(&entries(txn, facts.pipeline, deal, &[])?)
                .into_iter()
                .filter(|field| handed && !missing(&before).contains(field))
                .collect();
            if !lost.is_empty() {
                return Err(Error::gate(crate::sell::rules::missing_sentence("A won deal", &lost), lost));
            }
            txn.subject(Table::Deal, deal);
            txn.label(match answers {
                [one] => format!("Answered “{}” of {}", rows::field(txn, one.field)?.label, facts.name),
                _ => format!("Filled in the brief of {}", facts.name),
            });
            Ok(())
        })
    }

    /// The first page of a project.
    pub fn project_brief(&self, project: ProjectId) -> Result<ProjectBrief> {
        self.read(|reader| {
            let (deal, explanation) = rows::origin(reader, project)?;
            let explanation: Option<crate::handoff::Explanation> =
                explanation.and_then(|json| serde_json::from_str(&json).ok());
            let files = match &deal {
                Some(deal) => {
                    crate::sell::ops::files::files_of(reader, crate::sell::Holder::Deal { id: DealId(deal.id) })?
                }
                None => Vec::new(),
            };
            Ok(ProjectBrief {
                rev: reader.rev()?,
                lines: rows::lines(reader, project)?,
                stakeholders: rows::stakeholders(reader, project)?,
                deal,
                files,
                carried: explanation.map(|explanation| explanation.carried).unwrap_or_default(),
            })
        })
    }
}

/// The fields of the pipeline with the deal's answers, as they would be with `typed`.
pub(in crate::handoff) fn entries(
    reader: &Reader<'_>,
    pipeline: PipelineId,
    deal: DealId,
    typed: &[BriefAnswer],
) -> Result<Vec<BriefEntry>> {
    let fields = rows::fields(reader, pipeline)?;
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut answers = rows::answers(reader, deal)?;
    for one in typed {
        if let Some(field) = fields.iter().find(|field| field.id == one.field) {
            // What can't be an answer yet is none yet: the sheet is still being typed in.
            match checked(reader, field, one.value.as_deref()).ok().flatten() {
                Some(value) => answers.insert(one.field, value),
                None => answers.remove(&one.field),
            };
        }
    }
    let mut list = Vec::new();
    for field in fields {
        let value = answers.remove(&field.id);
        let shown = value.as_deref().map(|value| shown(reader, field.kind, value)).transpose()?;
        list.push(BriefEntry { field, value, shown });
    }
    Ok(list)
}

/// Writes answers; one that is none of its kind is refused by name.
pub(crate) fn answer(txn: &mut Txn<'_>, deal: DealId, answers: &[BriefAnswer]) -> Result<()> {
    for one in answers {
        let field = rows::field(txn, one.field)?;
        let value = checked(txn, &field, one.value.as_deref())?;
        let id = BriefAnswerId::derived(deal, &format!("brief:{}", field.id));
        if value.is_none() && !txn.exists(Table::BriefAnswer, id)? {
            continue;
        }
        let columns: crate::book::Columns<'_> = &[("deal_id", &deal), ("field_id", &field.id), ("value", &value)];
        txn.insert_or_revive(Table::BriefAnswer, id, columns)?;
    }
    Ok(())
}

/// As it is stored: a person by id, who has to work here.
fn checked(reader: &Reader<'_>, field: &BriefField, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = stored(field, value)? else { return Ok(None) };
    if field.kind != BriefKind::Person {
        return Ok(Some(value));
    }
    let person = match value.parse::<PersonId>() {
        Ok(person) => person,
        Err(_) => people::find_person(reader, &value)?,
    };
    people::rows::name_and_active(reader, person)?;
    Ok(Some(person.to_string()))
}

/// The answer in words.
fn shown(reader: &Reader<'_>, kind: BriefKind, value: &str) -> Result<String> {
    Ok(match kind {
        BriefKind::Text | BriefKind::Choice | BriefKind::Number => value.to_owned(),
        BriefKind::Date => Day::parse_iso(value).map_or_else(|_| value.to_owned(), |day| day.spoken()),
        BriefKind::Person => match value.parse::<PersonId>() {
            Ok(person) => people::rows::name_and_active(reader, person).map_or_else(|_| "–".into(), |(name, _)| name),
            Err(_) => value.to_owned(),
        },
    })
}

pub(crate) fn save_field(txn: &mut Txn<'_>, save: &SaveBriefField) -> Result<BriefFieldId> {
    let label = clean(&save.label, NAME_MAX)?;
    if label.is_empty() {
        return Err(Error::gate("A field needs a name. Nothing was saved.", vec![Missing::new("label", "Name")]));
    }
    let choices = save.choices.iter().map(|choice| clean(choice, NAME_MAX)).collect::<Result<Vec<_>>>()?;
    let mut seen = std::collections::BTreeSet::new();
    let choices: Vec<String> =
        choices.into_iter().filter(|choice| !choice.is_empty() && seen.insert(choice.to_lowercase())).collect();
    if save.kind == BriefKind::Choice && choices.is_empty() {
        let missing = vec![Missing::new("choices", "Choices")];
        return Err(Error::gate(format!("{label} needs something to choose from. Nothing was saved."), missing));
    }
    let help = save.help.as_deref().map(|help| clean(help, NAME_MAX)).transpose()?.filter(|help| !help.is_empty());
    let kickoff = save.kickoff && save.kind == BriefKind::Date;
    let choices = serde_json::Value::from(choices).to_string();
    let ranks = rows::ranks(txn, save.pipeline)?;
    let id = match save.id {
        Some(id) => {
            let was = rows::field(txn, id)?;
            if was.kind != save.kind && was.answers > 0 {
                return Err(Error::invalid(format!(
                    "{} deals have answered “{}”, so it stays what it is. Nothing was saved; add another field instead.",
                    was.answers, was.label
                )));
            }
            id
        }
        None if ranks.len() >= MOST => {
            return Err(Error::invalid(format!("A brief asks for at most {MOST} things. Nothing was saved.")));
        }
        None => txn.new_id(),
    };
    if kickoff {
        for other in rows::fields(txn, save.pipeline)?.into_iter().filter(|other| other.kickoff && other.id != id) {
            txn.update(Table::BriefField, other.id, &[("kickoff", &false)])?;
        }
    }
    let rank = rank::between(ranks.last().map(|(_, rank)| rank.as_str()), None, txn.jitter())?;
    let columns: crate::book::Columns<'_> = &[
        ("label", &label),
        ("kind", &save.kind),
        ("choices", &choices),
        ("help", &help),
        ("required", &save.required),
        ("kickoff", &kickoff),
        ("pipeline_id", &save.pipeline),
        ("rank", &rank),
    ];
    if save.id.is_some() {
        // Pipeline and place of a field stay.
        txn.update(Table::BriefField, id, &columns[..6])?;
    } else {
        txn.insert(Table::BriefField, id, columns)?;
    }
    Ok(id)
}

/// Writes the first page of a project and the people who matter at the customer.
pub(in crate::handoff) fn carry(
    txn: &mut Txn<'_>,
    project: ProjectId,
    lines: &[BriefLine],
    stakeholders: &[Stakeholder],
) -> Result<()> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (line, rank) in lines.iter().zip(rank::spread(lines.len())) {
        let number = numbers.entry(&line.label).or_default();
        *number += 1;
        txn.insert_or_revive(
            Table::BriefLine,
            BriefLineId::derived(project, &format!("brief:{}:{number}", line.label)),
            &[
                ("project_id", &project),
                ("label", &line.label),
                ("value", &line.value),
                ("source", &line.source),
                ("rank", &rank),
            ],
        )?;
    }
    for contact in stakeholders {
        txn.insert_or_revive(
            Table::ProjectContact,
            ProjectContactId::derived(project, &format!("contact:{}", contact.id)),
            &[("project_id", &project), ("contact_id", &contact.id), ("role", &contact.role)],
        )?;
    }
    Ok(())
}
