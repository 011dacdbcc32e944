//! Which won deals become which project: rules read from the top, the first that fits decides; parts are added wherever they fit.
//!
//! This file: types and the pure choice · `ops.rs` the verbs · `rows.rs` the only SQL.
mod ops;
pub(crate) mod rows;

use serde::{Deserialize, Serialize};

pub(crate) use ops::save_rule;
pub(super) use ops::told;

use super::types::RuleTried;
use super::when::OnlyIf;
use crate::error::Result;
use crate::values::{HandoffRuleId, Named, PipelineId, Rev, StageId, TemplateId};
use crate::words;

words! {
    /// What a rule does with a deal that fits it.
    RuleKind {
        /// The project is made from its template.
        Project "project",
        /// Its template is added to the project.
        Part "part",
        /// No project is needed.
        None "none",
    }
}

/// A rule as it is kept. `pipeline` and `stage` `None`: any; a stage is one that means won.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HandoffRule {
    pub id: HandoffRuleId,
    pub name: String,
    pub kind: RuleKind,
    pub pipeline: Option<Named>,
    pub stage: Option<Named>,
    pub template: Option<Named>,
    pub only_if: Option<OnlyIf>,
    /// Its condition in words.
    pub says: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct HandoffRules {
    pub rev: Rev,
    /// In the order in which they are read.
    pub rows: Vec<HandoffRule>,
}

/// A rule to add or change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveHandoffRule {
    pub id: Option<HandoffRuleId>,
    pub name: String,
    pub kind: RuleKind,
    pub pipeline: Option<PipelineId>,
    pub stage: Option<StageId>,
    pub template: Option<TemplateId>,
    pub only_if: Option<OnlyIf>,
}

/// What the rules decided for a deal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Position of the rule that makes the project, or says that none is needed.
    pub decides: Option<usize>,
    /// Positions of the rules that add a part.
    pub parts: Vec<usize>,
    /// Every rule in order, and whether it fits.
    pub tried: Vec<RuleTried>,
}

/// Where a deal stands, and what its conditions answer.
pub struct Standing<'a> {
    pub pipeline: PipelineId,
    /// The won stage it enters.
    pub stage: StageId,
    /// Why a condition does not fit; `None`: it fits.
    pub misfit: &'a mut dyn FnMut(&OnlyIf) -> Result<Option<String>>,
}

/// Reads the rules from the top. Rules behind the one that decides are tried no more, unless they add a part.
pub fn choose(rules: &[HandoffRule], standing: &mut Standing<'_>) -> Result<Choice> {
    let mut choice = Choice::default();
    for (at, rule) in rules.iter().enumerate() {
        let decided = choice.decides.is_some() && rule.kind != RuleKind::Part;
        let why = if decided { Some("an earlier rule decides".to_owned()) } else { misfit(rule, standing)? };
        let fits = why.is_none();
        if fits {
            match rule.kind {
                RuleKind::Part => choice.parts.push(at),
                RuleKind::Project | RuleKind::None => choice.decides = Some(at),
            }
        }
        let why =
            why.unwrap_or_else(|| if rule.says.is_empty() { "fits every deal".into() } else { rule.says.clone() });
        choice.tried.push(RuleTried { rule: Named::new(rule.id, rule.name.clone()), kind: rule.kind, fits, why });
    }
    Ok(choice)
}

fn misfit(rule: &HandoffRule, standing: &mut Standing<'_>) -> Result<Option<String>> {
    if let Some(pipeline) = rule.pipeline.as_ref().filter(|pipeline| pipeline.id != standing.pipeline.0) {
        return Ok(Some(format!("only for the pipeline {}", pipeline.name)));
    }
    if let Some(stage) = rule.stage.as_ref().filter(|stage| stage.id != standing.stage.0) {
        return Ok(Some(format!("only for the stage {}", stage.name)));
    }
    if rule.kind != RuleKind::None && rule.template.is_none() {
        return Ok(Some("its template has been deleted".into()));
    }
    rule.only_if.as_ref().map_or(Ok(None), |when| (standing.misfit)(when))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn rule(n: u128, kind: RuleKind, amount: Option<i64>) -> HandoffRule {
        HandoffRule {
            id: HandoffRuleId(Uuid::from_u128(n)),
            name: format!("R{n}"),
            kind,
            pipeline: None,
            stage: None,
            template: (kind != RuleKind::None).then(|| Named::new(Uuid::from_u128(100 + n), "T")),
            only_if: amount.map(|amount| OnlyIf { amount_from: Some(amount), ..OnlyIf::default() }),
            says: String::new(),
        }
    }

    fn read(rules: &[HandoffRule], amount: i64) -> Choice {
        let mut misfit = |when: &OnlyIf| {
            Ok(when.amount_from.filter(|least| amount < *least).map(|least| format!("amount is below {least}")))
        };
        let (pipeline, stage) = (PipelineId(Uuid::from_u128(1)), StageId(Uuid::from_u128(2)));
        choose(rules, &mut Standing { pipeline, stage, misfit: &mut misfit }).unwrap()
    }

    #[test]
    fn the_first_that_fits_decides_and_every_part_that_fits_is_added() {
        let rules = [
            rule(1, RuleKind::Project, Some(100)),
            rule(2, RuleKind::Part, Some(10)),
            rule(3, RuleKind::Project, None),
            rule(4, RuleKind::None, None),
            rule(5, RuleKind::Part, None),
        ];
        let big = read(&rules, 100);
        assert_eq!((big.decides, big.parts), (Some(0), vec![1, 4]));
        let why: Vec<&str> = big.tried.iter().map(|tried| tried.why.as_str()).collect();
        assert_eq!(why[2..4], ["an earlier rule decides"; 2]);
        let small = read(&rules, 5);
        assert_eq!(
            (small.decides, small.parts, small.tried[0].why.as_str()),
            (Some(2), vec![4], "amount is below 100")
        );
        assert_eq!(read(&[], 5), Choice::default());
    }

    #[test]
    fn a_rule_of_another_pipeline_or_stage_or_without_its_template_is_passed_over() {
        let mut other = rule(1, RuleKind::Project, None);
        other.pipeline = Some(Named::new(Uuid::from_u128(9), "Renewals"));
        let mut elsewhere = rule(2, RuleKind::None, None);
        elsewhere.stage = Some(Named::new(Uuid::from_u128(9), "Won, small"));
        let mut gone = rule(3, RuleKind::Project, None);
        gone.template = None;
        let choice = read(&[other, elsewhere, gone, rule(4, RuleKind::None, None)], 0);
        assert_eq!(choice.decides, Some(3));
        let why: Vec<&str> = choice.tried.iter().map(|tried| tried.why.as_str()).collect();
        assert_eq!(
            why,
            [
                "only for the pipeline Renewals",
                "only for the stage Won, small",
                "its template has been deleted",
                "fits every deal"
            ]
        );
    }
}
