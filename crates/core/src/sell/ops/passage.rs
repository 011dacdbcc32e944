//! Passing from stage to stage with what a gate asks for, into another pipeline, and where a deal has been.
use uuid::Uuid;

use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::sell::gates::{Course, Held, course, entry_missing};
use crate::sell::ops::{closing, deals, place};
use crate::sell::rows;
use crate::sell::rules::missing_sentence;
use crate::sell::types::{DealEdit, DealFacts, MoveDeal, StageFacts, WinDraft};
use crate::values::{DealId, StageId};

impl Book {
    /// Fills fields and moves the deal, as one command: what the sheet does that a gate opened.
    pub fn move_deal_with(&self, to: &MoveDeal, fill: &[DealEdit]) -> Result<Done<()>> {
        self.transact("move_deal", |txn| {
            fill_in(txn, to.deal, fill)?;
            deals::move_to(txn, to)
        })
    }

    /// Fills fields and wins the deal, as one command. Answers as `win_deal` does.
    pub fn win_deal_with(&self, draft: &WinDraft, fill: &[DealEdit]) -> Result<Done<Uuid>> {
        self.transact("win_deal", |txn| {
            fill_in(txn, draft.deal, fill)?;
            closing::win(txn, draft)
        })
    }

    /// Puts a deal into a stage of another pipeline, of the same kind: an open deal stays open, a won one won.
    pub fn change_pipeline(&self, deal: DealId, stage: StageId) -> Result<Done<()>> {
        self.transact("change_pipeline", |txn| {
            let facts = rows::deals::deal_facts(txn, deal)?;
            let stage = rows::pipelines::stage_facts(txn, stage)?;
            if stage.kind != facts.kind {
                return Err(Error::new(
                    Code::Invalid,
                    format!(
                        "{} is {}, so it can only go to another {} stage. Nothing was changed.",
                        facts.name,
                        facts.kind.as_str(),
                        facts.kind.as_str()
                    ),
                ));
            }
            let rank = place::rank_for(txn, deal, stage.id, None, None)?;
            deals::advance(txn, deal, &stage, &rank)?;
            let pipeline = rows::pipelines::pipeline_name(txn, stage.pipeline)?;
            txn.subject(Table::Deal, deal);
            txn.label(format!("Moved {} to {} of {pipeline}", facts.name, stage.name));
            Ok(())
        })
    }

    /// How long the deal was in each stage, and how often it went back.
    pub fn deal_course(&self, deal: DealId) -> Result<Course> {
        self.read(|reader| {
            rows::deals::deal_facts(reader, deal)?;
            Ok(course(&rows::deals::steps(reader, deal)?, reader.today()))
        })
    }
}

fn fill_in(txn: &mut Txn<'_>, deal: DealId, fill: &[DealEdit]) -> Result<()> {
    for change in fill {
        deals::edit(txn, deal, change)?;
    }
    Ok(())
}

/// The one gate before a stage: refuses a deal that lacks a field the stage asks for. Staying in a stage passes no gate.
pub(crate) fn may_enter(deal: &DealFacts, stage: &StageFacts) -> Result<()> {
    if deal.stage == stage.id { Ok(()) } else { must_hold(stage, Held::of(deal)) }
}

/// `gate` with the missing fields named.
pub(crate) fn must_hold(stage: &StageFacts, held: Held) -> Result<()> {
    let missing = entry_missing(&stage.required, held);
    if missing.is_empty() { Ok(()) } else { Err(Error::gate(missing_sentence(&stage.name, &missing), missing)) }
}

/// Refuses to empty a stage into one that asks for fields some of its deals lack, and names the first of them.
pub(crate) fn all_may_enter(txn: &Txn<'_>, deals: &[DealId], stage: &StageFacts) -> Result<()> {
    if stage.required.is_empty() {
        return Ok(());
    }
    let mut names = Vec::new();
    let mut missing = Vec::new();
    for deal in deals {
        let facts = rows::deals::deal_facts(txn, *deal)?;
        if let Err(error) = may_enter(&facts, stage) {
            names.push(facts.name);
            for field in error.missing {
                if !missing.contains(&field) {
                    missing.push(field);
                }
            }
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let (count, some) = (names.len(), names.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
    let more = if count > 3 { format!(" and {} more", count - 3) } else { String::new() };
    let fields: Vec<&str> = missing.iter().map(|field| field.label.as_str()).collect();
    Err(Error::gate(
        format!(
            "{} asks for {}, which {some}{more} {} not have. Nothing was changed.",
            stage.name,
            fields.join(" · "),
            if count == 1 { "does" } else { "do" }
        ),
        missing,
    ))
}
