//! The project a win makes, before anything is written: the worker, the preview and the forecast of work all ask here.
use std::collections::BTreeSet;

use super::brief::{self, BriefEntry, BriefKind, BriefLine, Stakeholder};
use super::compose::compose;
use super::plan::{Plan, PlanInput, Staff, plan};
use super::rows::{self, Brief};
use super::rules::{self, Choice, RuleKind, Standing};
use super::types::{Carried, LeftOut, PartUsed, RuleTried};
use super::when::OnlyIf;
use super::words::{self, Names};
use crate::book::Reader;
use crate::deliver::{self, Template};
use crate::error::{Error, Missing, Result};
use crate::filter::{Filter, Now, Op, Value};
use crate::offers::Scope;
use crate::people;
use crate::sell::rows::fits::{AsIf, Linked, fits, products};
use crate::sell::types::{DealFacts, StageFacts};
use crate::sell::{DealField, WinDraft, deal_facts};
use crate::values::text::name_key;
use crate::values::{Day, DealId, PipelineId, ProductId, Ref, TemplateId, WorkingCalendar};

/// A deal as it is once it is won, with everything its project follows from.
pub(super) struct Case {
    pub brief: Brief,
    pub answers: Vec<BriefEntry>,
    pub scope: Option<Scope>,
    pub stakeholders: Vec<Stakeholder>,
    pipeline: PipelineId,
    as_if: AsIf,
    products: BTreeSet<ProductId>,
    wanted: Option<TemplateId>,
    zero: Day,
    now: Now,
}

/// What would be written.
pub(super) struct Proposal {
    pub template_id: TemplateId,
    /// What the tasks are made from: the template with its parts, without what does not fit.
    pub template: Template,
    pub why_template: String,
    pub calendar_sentence: String,
    pub plan: Plan,
    pub staff: Staff,
    pub parts: Vec<PartUsed>,
    pub rules: Vec<RuleTried>,
    pub left_out: Vec<LeftOut>,
    /// The day the kickoff offsets count from.
    pub kickoff: Day,
}

impl Case {
    /// The deal as it is now, with the template somebody chose and the day its dates count from.
    pub fn as_is(reader: &Reader<'_>, deal: DealId, wanted: Option<TemplateId>, zero: Day) -> Result<Case> {
        let facts = deal_facts(reader, deal)?;
        let as_if = AsIf::of(&facts);
        Ok(Case {
            brief: rows::brief(reader, deal)?,
            answers: brief::entries(reader, facts.pipeline, deal, &[])?,
            scope: crate::offers::scope_of(reader, deal)?,
            stakeholders: rows::stakeholders(reader, deal)?,
            pipeline: facts.pipeline,
            products: products(reader, &as_if)?,
            as_if,
            wanted,
            zero,
            now: Now { me: None, ..crate::sell::ops::list::now(reader, None)? },
        })
    }

    /// The deal as it would be in the won stage with what the sheet says.
    pub fn as_won(reader: &Reader<'_>, facts: &DealFacts, stage: &StageFacts, draft: &WinDraft) -> Result<Case> {
        let zero = draft.closed_on.unwrap_or(reader.today());
        let mut case = Case::as_is(reader, facts.id, draft.template, zero)?;
        case.answers = brief::entries(reader, facts.pipeline, facts.id, &draft.brief)?;
        case.as_if.entering = stage.id != facts.stage;
        case.as_if.stage = stage.id;
        case.as_if.close_date = Some(zero);
        if let Some(amount) = &draft.amount {
            (case.as_if.amount, case.as_if.currency) = (Some(amount.minor), amount.currency.clone());
        }
        if let Some(promise) = draft.promise {
            case.brief.promise = promise.day();
        }
        case.with_customer(reader, draft)?;
        Ok(case)
    }

    fn with_customer(&mut self, reader: &Reader<'_>, draft: &WinDraft) -> Result<()> {
        if let Some(company) = &draft.company {
            let found = rows::customer(reader, "company", company)?;
            self.as_if.company = linked(found.as_ref().map(|(named, _)| named.id.into()), company);
            self.brief.company_owner = found.as_ref().and_then(|(_, owner)| *owner);
            self.brief.company = found.map(|(named, _)| named);
        }
        if let Some(contact) = &draft.contact {
            let found = rows::customer(reader, "contact", contact)?;
            self.as_if.contact = linked(found.as_ref().map(|(named, _)| named.id.into()), contact);
            self.brief.contact = found.map(|(named, _)| named);
            for one in &mut self.stakeholders {
                one.role.take_if(|role| role == rows::MAIN);
            }
            if let Some(main) = &self.brief.contact {
                match self.stakeholders.iter_mut().find(|one| one.id.0 == main.id) {
                    Some(there) => drop(there.role.get_or_insert(rows::MAIN.into())),
                    None => self.stakeholders.push(rows::main_contact(main)),
                }
            }
        }
        Ok(())
    }

    /// The day of the kickoff where the brief names one.
    fn kickoff(&self) -> Option<Day> {
        let named = self.answers.iter().find(|entry| entry.field.kickoff && entry.field.kind == BriefKind::Date);
        named.and_then(|entry| Day::parse_iso(entry.value.as_deref()?).ok())
    }

    /// The first page of the project.
    pub fn lines(&self) -> Vec<BriefLine> {
        let answered = self.answers.iter().filter_map(|entry| {
            let (label, value) = (entry.field.label.clone(), entry.shown.clone()?);
            Some(BriefLine { label, value, source: "kickoff brief of the deal".into() })
        });
        answered.collect()
    }

    /// Why a condition does not fit the deal; `None`: it fits.
    fn misfit(&self, reader: &Reader<'_>, names: &Names, when: &OnlyIf) -> Result<Option<String>> {
        if !when.products.is_empty() && !when.products.iter().any(|product| self.products.contains(product)) {
            return Ok(Some(format!("{} is not sold", names.products(&when.products))));
        }
        let bounds = [(Op::AtLeast, when.amount_from), (Op::Under, when.amount_under)];
        let bounds = bounds.into_iter().filter_map(|(op, bound)| Some((op, bound?)));
        let amount = Filter::All(bounds.map(|(op, n)| Filter::is(DealField::Amount, op, Value::Number(n))).collect());
        if !fits(reader, &self.as_if, &amount, self.now)? {
            return Ok(words::amount(when).map(|range| format!("not in its range ({range})")));
        }
        for test in &when.brief {
            let entry = self.answers.iter().find(|entry| entry.field.id == test.field);
            let answer = entry.and_then(|entry| match entry.field.kind {
                BriefKind::Person => entry.shown.as_deref(),
                _ => entry.value.as_deref(),
            });
            if !test.fits(answer) {
                return Ok(Some(format!("not so: {}", names.test(test))));
            }
        }
        let holds = fits(reader, &self.as_if, &when.only, self.now)?;
        Ok((!holds).then(|| "another of its conditions does not fit".into()))
    }

    fn choose(&self, reader: &Reader<'_>, names: &Names) -> Result<(Vec<rules::HandoffRule>, Choice)> {
        let rules = rules::told(reader)?;
        let mut misfit = |when: &OnlyIf| self.misfit(reader, names, when);
        let mut standing = Standing { pipeline: self.pipeline, stage: self.as_if.stage, misfit: &mut misfit };
        let choice = rules::choose(&rules, &mut standing)?;
        Ok((rules, choice))
    }

    /// The reason for no project, where a rule says that none is needed and nobody chose a template.
    pub fn no_project(&self, reader: &Reader<'_>) -> Result<Option<String>> {
        if self.wanted.is_some() {
            return Ok(None);
        }
        let (rules, choice) = self.choose(reader, &Names::read(reader)?)?;
        let rule = choice.decides.map(|at| &rules[at]).filter(|rule| rule.kind == RuleKind::None);
        Ok(rule.map(|rule| format!("No project needed: rule “{}”", rule.name)))
    }
}

fn linked<I>(id: Option<I>, given: &Ref) -> Linked<I> {
    match (id, given) {
        (Some(id), _) => Linked::to(Some(id)),
        (None, Ref::Name { name }) => Linked { id: None, key: Some(name_key(name)) },
        (None, Ref::Id { .. }) => Linked::to(None),
    }
}

/// What would be made of the case. `gate` when there is no template at all.
pub(super) fn propose(reader: &Reader<'_>, case: &Case) -> Result<Proposal> {
    let names = Names::read(reader)?;
    let (rules, choice) = case.choose(reader, &names)?;
    let (template_id, why_template) = choose_template(reader, case, &rules, &choice)?;
    let base = deliver::load_template(reader, template_id)?;
    let mut parts: Vec<PartUsed> = Vec::new();
    let mut documents = Vec::new();
    for rule in choice.parts.iter().map(|at| &rules[*at]) {
        let Some(template) = rule.template.as_ref().filter(|template| template.id != template_id.0) else { continue };
        if parts.iter().any(|part| part.template.id == template.id) {
            continue;
        }
        let document = deliver::load_template(reader, template.id.into())?;
        let why =
            format!("rule “{}”: {}", rule.name, if rule.says.is_empty() { "fits every deal" } else { &rule.says });
        parts.push(PartUsed { template: template.clone(), version: document.version, why, tasks: 0 });
        documents.push(document);
    }
    let composed = compose(&base, &documents, &mut |when| Ok(case.misfit(reader, &names, when)?.is_none()))?;
    for (part, added) in parts.iter_mut().zip(&composed.added) {
        part.tasks = *added;
    }
    let calendar = people::calendar(reader)?;
    let staff = deliver::staff(reader)?;
    let input = PlanInput {
        owner: case.brief.owner,
        company_owner: case.brief.company_owner,
        kickoff: case.kickoff(),
        promise: case.brief.promise,
        ..PlanInput::of(&composed.template, &calendar, &staff, case.zero)
    };
    let (plan, kickoff) = (plan(&input)?, input.kickoff_day());
    Ok(Proposal {
        template_id,
        why_template,
        calendar_sentence: calendar_sentence(&calendar),
        plan,
        template: composed.template,
        staff,
        parts,
        rules: choice.tried,
        left_out: composed.left_out,
        kickoff,
    })
}

/// The one chosen in the win sheet, else that of the first rule that fits, else the pipeline's, else the oldest. `gate` when there is none.
fn choose_template(
    reader: &Reader<'_>,
    case: &Case,
    rules: &[rules::HandoffRule],
    choice: &Choice,
) -> Result<(TemplateId, String)> {
    let there = deliver::template_ids(reader)?;
    if let Some(id) = case.wanted.filter(|id| there.contains(id)) {
        return Ok((id, "chosen in the win sheet".into()));
    }
    let gone = if case.wanted.is_some() { "; the one chosen in the win sheet has been deleted" } else { "" };
    if let Some(at) = choice.decides {
        let rule = &rules[at];
        if let Some(template) = &rule.template {
            let says = if rule.says.is_empty() { "fits every deal" } else { &rule.says };
            let why = format!("rule {} “{}”: {says}{gone}", at + 1, rule.name);
            return Ok((template.id.into(), why));
        }
    }
    let brief = &case.brief;
    let none = if choice.decides.is_some() { "; a rule says that none is needed, but one was asked for" } else { gone };
    if let Some(id) = brief.pipeline_template.filter(|id| there.contains(id)) {
        return Ok((id, format!("the template of the pipeline {}{none}", brief.pipeline)));
    }
    match there.as_slice() {
        [] => Err(Error::gate(
            format!(
                "There is no template to make the project of {} from. Create one under Templates, then choose Retry.",
                brief.name
            ),
            vec![Missing::new("template", "Template")],
        )),
        [only] => Ok((*only, format!("the only template there is{none}"))),
        [first, ..] => {
            Ok((*first, format!("the first template, because the pipeline {} has none{none}", brief.pipeline)))
        }
    }
}

fn calendar_sentence(calendar: &WorkingCalendar) -> String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let days: Vec<&str> =
        names.iter().enumerate().filter(|(bit, _)| calendar.workdays >> bit & 1 == 1).map(|(_, name)| *name).collect();
    let days = if calendar.workdays == 0b001_1111 { "Mon–Fri".to_owned() } else { days.join(", ") };
    match calendar.holidays.len() {
        0 => format!("{days}, no holidays entered"),
        1 => format!("{days}, 1 holiday"),
        n => format!("{days}, {n} holidays"),
    }
}

/// Each field of the project that came from somewhere, and where that was.
pub(super) fn carried(case: &Case, kickoff: Day) -> Vec<Carried> {
    let field = |field: &str, value: Option<String>, source: &str| {
        value.map(|value| Carried { field: field.into(), value, source: source.into() })
    };
    let brief = &case.brief;
    let promise = brief.promise.map_or("none promised".to_owned(), |day| day.to_string());
    let named = if case.kickoff().is_some() { "kickoff brief of the deal" } else { "template, counted from the win" };
    let people: Vec<String> = case.stakeholders.iter().map(Stakeholder::called).collect();
    [
        field("Name", Some(brief.name.clone()), "deal name"),
        field("Company", brief.company.as_ref().map(|company| company.name.clone()), "deal company"),
        field("Contact", brief.contact.as_ref().map(|contact| contact.name.clone()), "deal contact"),
        field("Promised delivery", Some(promise), "promise on the deal"),
        field("Kickoff", Some(kickoff.to_string()), named),
        field("Description", brief.notes.clone(), "deal notes"),
        field("Stakeholders", Some(people.join(", ")).filter(|text| !text.is_empty()), "contacts of the deal"),
        case.scope.as_ref().and_then(|scope| field("Scope", Some(scope.text.clone()), &scope.source)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
