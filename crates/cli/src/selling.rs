//! Win, lose, move, reopen: the verbs and gates of the window. A gate refuses with what is missing; nothing is asked back.
use handsel_core::handoff::BriefAnswer;
use handsel_core::sell::{LoseDraft, MoveDeal, Stage, WinDraft};
use handsel_core::values::text::name_key;
use handsel_core::values::{DealId, Money, PipelineId, ProjectId, Promise, Rev, TemplateId, money};
use handsel_core::{Book, Code, Error, Result};
use serde_json::{Value, json};

use crate::args::{Lose, Move, Reopen, Win};
use crate::find::{self, reference};
use crate::output::Answer;
use crate::rows::{self, Candidate, Kind};

/// Wins the deal and asks the corridor for its project; `worker run` delivers it.
pub fn win(book: &Book, args: &Win) -> Result<Answer> {
    let (deal, pipeline, currency) = place(book, &args.deal)?;
    let draft = WinDraft {
        company: args.company.as_deref().map(reference),
        contact: args.contact.as_deref().map(reference),
        amount: args.amount.as_deref().map(|text| amount(text, &currency)).transpose()?,
        closed_on: args.date,
        promise: args.promise.as_deref().map(promise).transpose()?,
        template: args.template.as_deref().map(|name| template(book, name)).transpose()?,
        without_project: without_project(args)?,
        new_project: args.new_project,
        extend: args
            .extend
            .as_deref()
            .map(|text| find::record(book, &[Kind::Project], text).map(|found| ProjectId(found.id)))
            .transpose()?,
        brief: args.brief.iter().map(|text| brief(book, pipeline, text)).collect::<Result<_>>()?,
        ..WinDraft::of(DealId(deal.id))
    };
    let done = book.win_deal(&draft)?;
    let handoff = (done.value != deal.id).then_some(done.value);
    let document =
        json!({ "deal": deal.id, "rev": done.rev, "name": deal.name, "handoff": handoff, "label": done.label });
    Ok(Answer::record(document).note(done.label))
}

pub fn lose(book: &Book, args: &Lose) -> Result<Answer> {
    let (deal, _, _) = place(book, &args.deal)?;
    let done = book.lose_deal(&LoseDraft {
        deal: DealId(deal.id),
        stage: None,
        reason: args.reason.as_deref().map(reference),
        note: args.note.clone(),
        closed_on: args.date,
        above: None,
        below: None,
    })?;
    Ok(changed(&deal, done.rev, &done.label))
}

pub fn move_deal(book: &Book, args: &Move) -> Result<Answer> {
    let (deal, pipeline, _) = place(book, &args.deal)?;
    let stage = stage(book, pipeline, &args.stage)?;
    let to = MoveDeal { deal: DealId(deal.id), stage: stage.id, above: None, below: None };
    let done = book.move_deal(&to)?;
    Ok(changed(&deal, done.rev, &done.label))
}

pub fn reopen(book: &Book, args: &Reopen) -> Result<Answer> {
    let (deal, pipeline, _) = place(book, &args.deal)?;
    let stage = args.stage.as_deref().map(|name| stage(book, pipeline, name)).transpose()?;
    let done = book.reopen_deal(DealId(deal.id), stage.map(|stage| stage.id))?;
    Ok(changed(&deal, done.rev, &done.label))
}

fn changed(deal: &Candidate, rev: Rev, label: &str) -> Answer {
    let label = if label.is_empty() { "Nothing to change" } else { label };
    let document: Value = json!({ "deal": deal.id, "rev": rev, "name": deal.name, "label": label });
    Answer::record(document).note(label)
}

/// The deal, its pipeline and its currency.
fn place(book: &Book, called: &str) -> Result<(Candidate, PipelineId, String)> {
    let deal = find::record(book, &[Kind::Deal], called)?;
    let (pipeline, currency) =
        book.read(|reader| rows::place(reader, deal.id))?.ok_or_else(|| Error::not_found("deal"))?;
    Ok((deal, pipeline, currency))
}

fn amount(text: &str, currency: &str) -> Result<Money> {
    money::parse(text, currency)
}

fn promise(text: &str) -> Result<Promise> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(Promise::NonePromised);
    }
    find::day(text).map(Promise::On).map_err(Error::invalid)
}

/// `KEY=VALUE`, the key being the field's name, however it is written, or its id.
fn brief(book: &Book, pipeline: PipelineId, text: &str) -> Result<BriefAnswer> {
    let (key, value) = text
        .split_once('=')
        .ok_or_else(|| Error::invalid(format!("Write --brief as KEY=VALUE, not “{text}”. Nothing was changed.")))?;
    let wanted = name_key(key);
    let fields = book.brief_fields(pipeline)?;
    let found = fields.iter().find(|field| name_key(&field.label) == wanted || field.id.to_string() == wanted);
    let found = found.ok_or_else(|| {
        let known: Vec<&str> = fields.iter().map(|field| field.label.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Error::new(Code::NotFound, format!("The brief of this pipeline has no field “{key}”. Its fields: {known}."))
    })?;
    Ok(BriefAnswer { field: found.id, value: Some(value.to_owned()) })
}

/// `--no-project` without a reason is left to the gate, which names it as missing.
fn without_project(args: &Win) -> Result<Option<String>> {
    match (args.no_project, &args.reason) {
        (true, reason) => Ok(Some(reason.clone().unwrap_or_default())),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(Error::invalid("--reason goes with --no-project. Nothing was changed.")),
    }
}

fn template(book: &Book, name: &str) -> Result<TemplateId> {
    find::record(book, &[Kind::Template], name).map(|template| TemplateId(template.id))
}

fn stage(book: &Book, pipeline: PipelineId, called: &str) -> Result<Stage> {
    let stages = book.pipelines()?.into_iter().filter(|one| one.id == pipeline).flat_map(|one| one.stages);
    let stages: Vec<Stage> = stages.collect();
    let wanted = called.trim().to_lowercase();
    let known: Vec<&str> = stages.iter().map(|stage| stage.name.as_str()).collect();
    let found = stages.iter().filter(|one| one.name.to_lowercase() == wanted || one.id.to_string() == wanted);
    match found.collect::<Vec<_>>()[..] {
        [stage] => Ok(stage.clone()),
        [] => Err(Error::new(
            Code::NotFound,
            format!("There is no stage “{called}” in this deal's pipeline. Its stages: {}.", known.join(", ")),
        )),
        _ => Err(Error::new(
            Code::Ambiguous,
            format!("Several stages are called “{called}”. Use an id; nothing was changed."),
        )),
    }
}
