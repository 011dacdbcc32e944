//! Rules: read, saved, put in order, deleted.
use super::{HandoffRule, HandoffRules, RuleKind, SaveHandoffRule, rows};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::deliver;
use crate::error::{Error, Missing, Result};
use crate::handoff::words;
use crate::sell::{StageKind, stages_of};
use crate::values::text::{NAME_MAX, clean};
use crate::values::{HandoffRuleId, TemplateId, rank};

/// More than anybody reads from top to bottom.
const MOST: usize = 200;

impl Book {
    /// Which won deals become which project, in the order in which the rules are read.
    pub fn handoff_rules(&self) -> Result<HandoffRules> {
        self.read(|reader| Ok(HandoffRules { rev: reader.rev()?, rows: told(reader)? }))
    }

    /// Adds a rule at the end, or changes one.
    pub fn save_handoff_rule(&self, save: &SaveHandoffRule) -> Result<Done<HandoffRuleId>> {
        self.transact("save_handoff_rule", |txn| {
            let id = save_rule(txn, save)?;
            txn.subject(Table::HandoffRule, id);
            txn.label(format!("Saved the rule {}", save.name.trim()));
            Ok(id)
        })
    }

    /// Puts a rule behind another one, or first.
    pub fn move_handoff_rule(&self, id: HandoffRuleId, after: Option<HandoffRuleId>) -> Result<Done<()>> {
        self.transact("move_handoff_rule", |txn| {
            let name = rows::name(txn, id)?;
            let mut order: Vec<HandoffRuleId> = rows::ranks(txn)?.into_iter().map(|(id, _)| id).collect();
            order.retain(|rule| *rule != id);
            let at = match after {
                None => 0,
                Some(after) => {
                    let at = order.iter().position(|rule| *rule == after);
                    at.ok_or_else(|| Error::not_found("handoff rule"))? + 1
                }
            };
            order.insert(at, id);
            for (rule, rank) in order.iter().zip(rank::spread(order.len())) {
                txn.update(Table::HandoffRule, *rule, &[("rank", &rank)])?;
            }
            txn.subject(Table::HandoffRule, id);
            txn.label(format!("Moved the rule {name}"));
            Ok(())
        })
    }

    /// Handoffs that it decided stay as they are.
    pub fn delete_handoff_rule(&self, id: HandoffRuleId) -> Result<Done<()>> {
        self.transact("delete_handoff_rule", |txn| {
            let name = rows::name(txn, id)?;
            txn.trash(Table::HandoffRule, id)?;
            txn.subject(Table::HandoffRule, id);
            txn.label(format!("Deleted the rule {name}"));
            Ok(())
        })
    }
}

/// The rules with their conditions in words.
pub(in crate::handoff) fn told(reader: &Reader<'_>) -> Result<Vec<HandoffRule>> {
    let mut rules = rows::all(reader)?;
    if rules.iter().any(|rule| rule.only_if.is_some()) {
        let names = words::Names::read(reader)?;
        for rule in &mut rules {
            rule.says = rule.only_if.as_ref().map(|when| names.says(when)).unwrap_or_default();
        }
    }
    Ok(rules)
}

pub(crate) fn save_rule(txn: &mut Txn<'_>, save: &SaveHandoffRule) -> Result<HandoffRuleId> {
    let name = clean(&save.name, NAME_MAX)?;
    if name.is_empty() {
        return Err(Error::gate("A rule needs a name. Nothing was saved.", vec![Missing::new("name", "Name")]));
    }
    let template = template_of(txn, save)?;
    let pipeline = pipeline_of(txn, save)?;
    let only_if = deliver::stored(save.only_if.as_ref())?;
    if let Some(when) = &save.only_if {
        // What means nothing is refused while somebody is there to mend it.
        crate::filter::rows::clause(&when.only, crate::sell::ops::list::now(txn, None)?, 1)?;
    }
    let ranks = rows::ranks(txn)?;
    let columns: crate::book::Columns<'_> = &[
        ("name", &name),
        ("kind", &save.kind),
        ("pipeline_id", &pipeline),
        ("stage_id", &save.stage),
        ("template_id", &template),
        ("only_if", &only_if),
    ];
    match save.id {
        Some(id) => {
            rows::name(txn, id)?;
            txn.update(Table::HandoffRule, id, columns)?;
            Ok(id)
        }
        None if ranks.len() >= MOST => {
            Err(Error::invalid(format!("At most {MOST} rules can be read. Nothing was saved; join some of them.")))
        }
        None => {
            let id: HandoffRuleId = txn.new_id();
            let last = ranks.last().map(|(_, rank)| rank.as_str());
            let rank = rank::between(last, None, txn.jitter())?;
            let mut all = columns.to_vec();
            all.push(("rank", &rank));
            txn.insert(Table::HandoffRule, id, &all)?;
            Ok(id)
        }
    }
}

fn template_of(txn: &Txn<'_>, save: &SaveHandoffRule) -> Result<Option<TemplateId>> {
    match (save.kind, save.template) {
        (RuleKind::None, _) => Ok(None),
        (_, Some(template)) => deliver::load_template(txn, template).map(|_| Some(template)),
        (_, None) => {
            let missing = vec![Missing::new("template", "Template")];
            Err(Error::gate("A rule that makes something needs a template. Nothing was saved.", missing))
        }
    }
}

/// A stage says which pipeline is meant; it has to be a won one of it.
fn pipeline_of(txn: &Txn<'_>, save: &SaveHandoffRule) -> Result<Option<crate::values::PipelineId>> {
    let Some(stage) = save.stage else {
        if let Some(pipeline) = save.pipeline {
            stages_of(txn, pipeline)?;
        }
        return Ok(save.pipeline);
    };
    let facts = crate::sell::rows::pipelines::stage_facts(txn, stage)?;
    if facts.kind != StageKind::Won || save.pipeline.is_some_and(|pipeline| pipeline != facts.pipeline) {
        return Err(Error::invalid(format!(
            "{} is no won stage of this pipeline. Nothing was saved; choose another stage.",
            facts.name
        )));
    }
    Ok(Some(facts.pipeline))
}
