//! What the sample workspace shows of the corridor: a brief, rules, and roles that choose their person.
use crate::book::Txn;
use crate::deliver::{self, seeds};
use crate::error::Result;
use crate::handoff::brief::{answer, save_field};
use crate::handoff::rules::save_rule;
use crate::handoff::{BriefAnswer, BriefKind, OnlyIf, RuleKind, SaveBriefField, SaveHandoffRule};
use crate::people::roles::choose_among;
use crate::people::{RoleRule, role_named};
use crate::values::{BriefFieldId, DealId, PersonId, PipelineId, TemplateId};

/// The fields of the sample's brief.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    scope: BriefFieldId,
    access: BriefFieldId,
    decides: BriefFieldId,
}

/// (label, kind, choices, help, kickoff)
type Field = (&'static str, BriefKind, &'static [&'static str], &'static str, bool);

const FIELDS: [Field; 4] = [
    ("What was promised, in one sentence", BriefKind::Text, &[], "As the customer would say it", false),
    ("Access to the site", BriefKind::Choice, &["Any time", "By appointment", "At weekends only"], "", false),
    ("Who decides at the customer", BriefKind::Text, &[], "", false),
    ("Kickoff on", BriefKind::Date, &[], "Leave it empty for the day the template says", true),
];

/// Lays out what a pipeline asks before a deal is handed over.
pub(super) fn ask(txn: &mut Txn<'_>, pipeline: PipelineId) -> Result<Asked> {
    let mut add = |(label, kind, choices, help, kickoff): Field| {
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        let (label, help) = (label.to_owned(), Some(help.to_owned()));
        save_field(txn, &SaveBriefField { id: None, pipeline, label, kind, choices, help, required: false, kickoff })
    };
    let asked = Asked { scope: add(FIELDS[0])?, access: add(FIELDS[1])?, decides: add(FIELDS[2])? };
    add(FIELDS[3])?;
    Ok(asked)
}

/// What the seller wrote down for a deal that is won.
pub(super) fn told(txn: &mut Txn<'_>, asked: Asked, deal: DealId, name: &str, contact: &str) -> Result<()> {
    let say = |field, value: String| BriefAnswer { field, value: Some(value) };
    let answers = [
        say(asked.scope, format!("{name}: tight before winter, without closing the house")),
        say(asked.access, "By appointment".into()),
        say(asked.decides, contact.to_owned()),
    ];
    answer(txn, deal, &answers)
}

/// Large deals become projects at a fixed price, small ones need none; installers are chosen by load, trainers go round.
pub(super) fn rules(txn: &mut Txn<'_>, people: &[(&str, PersonId)]) -> Result<()> {
    let of = |name: &str| people.iter().find(|(known, _)| *known == name).map(|(_, person)| *person);
    for (role, rule, names) in [
        ("Installer", RoleRule::LeastLoaded, ["Tomás Ribeiro", "Jonas Feldt"]),
        ("Trainer", RoleRule::RoundRobin, ["Priya Nair", "Ellen Okafor"]),
    ] {
        let role = role_named(txn, role)?;
        let people: Vec<PersonId> = names.into_iter().filter_map(of).collect();
        choose_among(txn, role, rule, &people)?;
    }
    let fixed = template_named(txn, seeds::FIXED_PRICE.name)?;
    let rule = |name: &str, kind, template, only_if| SaveHandoffRule {
        id: None,
        name: name.into(),
        kind,
        pipeline: None,
        stage: None,
        template,
        only_if: Some(only_if),
    };
    let large = OnlyIf { amount_from: Some(2_500_000_000), ..OnlyIf::default() };
    let small = OnlyIf { amount_under: Some(5_000_000), ..OnlyIf::default() };
    if fixed.is_some() {
        save_rule(txn, &rule("Very large jobs", RuleKind::Project, fixed, large))?;
    }
    save_rule(txn, &rule("Repairs on the spot", RuleKind::None, None, small))?;
    Ok(())
}

fn template_named(txn: &Txn<'_>, name: &str) -> Result<Option<TemplateId>> {
    for id in deliver::template_ids(txn)? {
        if deliver::load_template(txn, id)?.name == name {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
