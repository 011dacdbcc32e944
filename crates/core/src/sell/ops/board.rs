//! The board and windows of its columns.
use std::collections::BTreeMap;

use crate::book::{Book, Reader};
use crate::error::Result;
use crate::filter::{Op, Value};
use crate::sell::ops::list;
use crate::sell::rows::board::{self, Head, Match};
use crate::sell::rows::pipelines as rows;
use crate::sell::rules::weighted;
use crate::sell::types::{DealBoard, DealCards, DealCardsArgs, DealColumn, DealFilter, Stage, StageKind, Total};
use crate::sell::{DealField, DealQuery, DealTree};
use crate::values::{Minor, PipelineId};

/// How many cards a column brings with it; the rest comes in windows.
const FIRST_CARDS: u32 = 30;
/// The most cards one window carries.
const WINDOW: u32 = 200;

impl Book {
    /// A pipeline as columns: heads over all deals, the first cards of each. Without a filter the cost does not grow with the number
    /// of deals.
    pub fn deal_board(&self, filter: &DealFilter) -> Result<DealBoard> {
        let me = self.me();
        self.read(|reader| {
            let pipeline = rows::pipeline_or_first(reader, filter.pipeline)?;
            let mut columns = Vec::new();
            let found = narrowed(filter, pipeline).map(|query| list::found(reader, &query, me)).transpose()?;
            for stage in rows::stages(reader, pipeline)? {
                columns.push(match &found {
                    Some(found) => found_column(reader, found, stage)?,
                    None => column(reader, stage)?,
                });
            }
            let open = || columns.iter().filter(|column: &&DealColumn| column.stage.kind == StageKind::Open);
            Ok(DealBoard {
                rev: reader.rev()?,
                pipeline,
                filter: filter.clone(),
                open_count: open().map(|column| column.count).sum(),
                open_totals: summed(open().flat_map(|column| column.totals.iter())),
                columns,
            })
        })
    }

    /// `limit` (at most 200) cards of a column from `offset` on, in board order.
    pub fn deal_cards(&self, args: &DealCardsArgs) -> Result<DealCards> {
        let me = self.me();
        self.read(|reader| {
            let pipeline = rows::pipeline_or_first(reader, args.filter.pipeline)?;
            let (offset, limit) = (args.offset, args.limit.min(WINDOW));
            let cards = match narrowed(&args.filter, pipeline) {
                None => board::cards(reader, args.stage, offset, limit)?,
                Some(query) => {
                    let mut cards = Vec::new();
                    for deal in list::column(reader, &query, me, args.stage, (offset, limit))? {
                        cards.extend(board::card_of(reader, deal)?);
                    }
                    cards
                }
            };
            Ok(DealCards { rev: reader.rev()?, stage: args.stage, offset: args.offset, cards })
        })
    }
}

/// What a board's filter asks for; `None` where it leaves everything in. Text without a letter or digit narrows nothing.
fn narrowed(filter: &DealFilter, pipeline: PipelineId) -> Option<DealQuery> {
    let mut tree = filter.only.clone();
    if let Some(owner) = filter.owner {
        tree = tree.and(DealTree::is(DealField::Owner, Op::Is, Value::Ids(vec![owner.0])));
    }
    if let Some(text) = filter.text.as_deref().filter(|text| crate::search::fts_query(text).is_some()) {
        tree = tree.and(DealTree::is(DealField::Words, Op::Contains, Value::Text(text.to_owned())));
    }
    (!tree.is_everything()).then(|| DealQuery { pipeline: Some(pipeline), filter: tree, ..DealQuery::default() })
}

fn column(reader: &Reader<'_>, stage: Stage) -> Result<DealColumn> {
    let heads = board::whole_head(reader, stage.id)?;
    let cards = board::cards(reader, stage.id, 0, FIRST_CARDS)?;
    let (count, totals, without_amount) = head(heads, stage.probability);
    Ok(DealColumn { count, totals, without_amount, cards, stage })
}

fn found_column(reader: &Reader<'_>, found: &[Match], stage: Stage) -> Result<DealColumn> {
    let here: Vec<&Match> = found.iter().filter(|found| found.stage == stage.id).collect();
    let mut heads: BTreeMap<&str, Head> = BTreeMap::new();
    for deal in &here {
        let head = heads.entry(&deal.currency).or_default();
        let amount = deal.amount.unwrap_or_default();
        head.deals += 1;
        head.without_amount += u32::from(deal.amount.is_none());
        head.sum = plus(head.sum, amount);
        if let Some(own) = deal.probability {
            head.own_sum = plus(head.own_sum, amount);
            head.own_weighted = plus(head.own_weighted, weighted(amount, own));
        }
    }
    let mut heads: Vec<Head> =
        heads.into_iter().map(|(currency, head)| Head { currency: currency.to_owned(), ..head }).collect();
    heads.sort_by_key(|head| std::cmp::Reverse(head.deals));
    let mut cards = Vec::new();
    for deal in here.iter().take(FIRST_CARDS as usize) {
        cards.extend(board::card_of(reader, deal.deal)?);
    }
    let (count, totals, without_amount) = head(heads, stage.probability);
    Ok(DealColumn { count, totals, without_amount, cards, stage })
}

/// Count, totals by currency (the commonest first, those with amounts only) and how many have no amount.
fn head(heads: Vec<Head>, probability: u8) -> (u32, Vec<Total>, u32) {
    let (mut count, mut without) = (0, 0);
    let mut totals = Vec::new();
    for head in heads {
        count += head.deals;
        without += head.without_amount;
        if head.deals > head.without_amount {
            let by_stage = Minor(head.sum.0.saturating_sub(head.own_sum.0));
            let weighted = plus(weighted(by_stage, probability), head.own_weighted);
            totals.push(Total { currency: head.currency, sum: head.sum, weighted });
        }
    }
    (count, totals, without)
}

fn plus(a: Minor, b: Minor) -> Minor {
    Minor(a.0.saturating_add(b.0))
}

fn summed<'a>(totals: impl Iterator<Item = &'a Total>) -> Vec<Total> {
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for total in totals {
        let sum = sums.entry(&total.currency).or_default();
        sum.0 = sum.0.saturating_add(total.sum.0);
        sum.1 = sum.1.saturating_add(total.weighted.0);
    }
    let total = |(currency, (sum, weighted)): (&str, (i64, i64))| Total {
        currency: currency.to_owned(),
        sum: Minor(sum),
        weighted: Minor(weighted),
    };
    sums.into_iter().map(total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_never_adds_across_currencies() {
        let line = |currency: &str, deals, without_amount, sum| Head {
            currency: currency.into(),
            deals,
            without_amount,
            sum: Minor(sum),
            ..Head::default()
        };
        let heads = vec![line("USD", 3, 1, 1_000), line("EUR", 1, 1, 0), line("CHF", 1, 0, 0)];
        let (count, totals, without) = head(heads, 50);
        assert_eq!((count, without), (5, 2));
        let read: Vec<(&str, i64, i64)> = totals.iter().map(|t| (t.currency.as_str(), t.sum.0, t.weighted.0)).collect();
        assert_eq!(read, [("USD", 1_000, 500), ("CHF", 0, 0)]);
        assert_eq!(summed(totals.iter().chain(totals.iter()))[1].sum, Minor(2_000));
        // 10.00 of which 4.00 weigh 90 %: 6.00 × 50 % + 3.60
        let own = Head { own_sum: Minor(400), own_weighted: Minor(360), ..line("USD", 2, 0, 1_000) };
        assert_eq!(super::head(vec![own], 50).1[0].weighted, Minor(660));
    }
}
