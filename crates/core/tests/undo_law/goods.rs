//! Products, lines, rates, pipelines and offers.
use handsel_core::Result;
use handsel_core::book::Table;
use handsel_core::offers::{OfferSettings, OfferState, SaveOffer};
use handsel_core::sell::{Billing, DeletePipeline, SaveLine, SaveProduct, SaveRate, StageKind};
use handsel_core::values::{Day, Discount, LineId, Minor, Money, OfferId, PipelineId, ProductId, Quantity, Ref};

use super::{Verb, World, pick, verb};

fn day(at: usize) -> Day {
    Day::parse_iso("2026-01-05").unwrap().plus_days((at % 300) as i64)
}

/// An offer in this state.
fn offer(world: &World, state: &str, at: usize) -> Option<OfferId> {
    pick(&world.some(Table::Offer, &format!("state = '{state}'")), at)
}

pub const VERBS: &[Verb] = &[
    verb("save_product", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Product, at) } else { None };
        let price = (at % 3 > 0).then(|| Money::new(at as i64, "EUR").unwrap());
        let billing = Billing::ALL[at % Billing::ALL.len()];
        let save = SaveProduct { id, name: format!("Product {at}"), series: None, price, billing, active: at % 5 > 0 };
        world.book.save_product(&save).map(drop)
    }),
    verb("delete_product", |world, at| {
        let Some(product) = world.any::<ProductId>(Table::Product, at) else { return Ok(()) };
        world.book.delete_product(product, at % 3 > 0).map(drop)
    })
    .after(&["save_product"]),
    verb("save_line", line),
    verb("move_line", |world, at| {
        let Some(line) = world.any::<LineId>(Table::DealLine, at) else { return Ok(()) };
        world.book.move_line(line, (at % 2 == 0).then(|| world.any(Table::DealLine, at / 2)).flatten()).map(drop)
    })
    .after(&["save_line", "save_line"]),
    verb("delete_line", |world, at| {
        let Some(line) = world.any::<LineId>(Table::DealLine, at) else { return Ok(()) };
        world.book.delete_line(line).map(drop)
    })
    .after(&["save_line"]),
    verb("save_rate", |world, at| {
        let currency = ["USD", "CHF", "XYZ"][at % 3].to_owned();
        world.book.save_rate(&SaveRate { day: day(at / 3), currency, rate: format!("1.{at}") }).map(drop)
    }),
    verb("delete_rate", |world, at| {
        let Some(rate) = world.any(Table::Rate, at) else { return Ok(()) };
        world.book.delete_rate(rate).map(drop)
    })
    .after(&["save_rate"]),
    verb("change_pipeline", |world, at| {
        let Some(deal) = world.deal(StageKind::Open, at) else { return Ok(()) };
        let Some(there) = world.book.pipelines()?.pop() else { return Ok(()) };
        world.book.change_pipeline(deal, there.stages[at % there.stages.len()].id).map(drop)
    })
    .after(&["save_pipeline"]),
    verb("move_pipeline", |world, at| {
        let Some(pipeline) = world.any::<PipelineId>(Table::Pipeline, at) else { return Ok(()) };
        world
            .book
            .move_pipeline(pipeline, (at % 2 == 0).then(|| world.any(Table::Pipeline, at / 2)).flatten())
            .map(drop)
    })
    .after(&["save_pipeline"]),
    verb("delete_pipeline", |world, at| {
        let Some(pipeline) = world.any::<PipelineId>(Table::Pipeline, at) else { return Ok(()) };
        let to = world.any(Table::Pipeline, at + 1);
        world.book.delete_pipeline(&DeletePipeline { pipeline, to, stages: Vec::new() }).map(drop)
    })
    .after(&["save_pipeline"]),
    verb("create_offer", |world, at| {
        let with_lines = "id IN (SELECT deal_id FROM deal_line WHERE deleted_at IS NULL)";
        let Some(deal) = pick(&world.some(Table::Deal, with_lines), at) else { return Ok(()) };
        world.book.create_offer(deal).map(drop)
    })
    .after(&["save_line"]),
    verb("revise_offer", |world, at| {
        let Some(offer) = offer(world, ["sent", "accepted", "declined"][at % 3], at) else { return Ok(()) };
        world.book.revise_offer(offer).map(drop)
    })
    .after(&["save_line", "create_offer", "set_offer_state"]),
    verb("save_offer", |world, at| {
        let Some(id) = offer(world, "draft", at) else { return Ok(()) };
        let words = Some(format!("Words {at}"));
        let (customer, address, intro, terms) = (words.clone(), words.clone(), words.clone(), words);
        let save = SaveOffer { id, dated: day(at), valid_until: Some(day(at + 20)), customer, address, intro, terms };
        world.book.save_offer(&save).map(drop)
    })
    .after(&["save_line", "create_offer"]),
    verb("set_offer_state", |world, at| {
        let from = if at % 2 == 0 { "draft" } else { "sent" };
        let Some(offer) = offer(world, from, at) else { return Ok(()) };
        world.book.set_offer_state(offer, OfferState::ALL[at % OfferState::ALL.len()]).map(drop)
    })
    .after(&["save_line", "create_offer"]),
    verb("delete_offer", |world, at| {
        let Some(offer) = world.any(Table::Offer, at) else { return Ok(()) };
        world.book.delete_offer(offer).map(drop)
    })
    .after(&["save_line", "create_offer"]),
    verb("save_offer_settings", |world, at| {
        let (address, terms) = (Some(format!("Street {at}")), (at % 2 == 0).then(|| format!("Terms {at}")));
        world.book.save_offer_settings(&OfferSettings { address, terms, days: (at % 40) as u16 }).map(drop)
    }),
];

fn line(world: &World, at: usize) -> Result<()> {
    let id = if at.is_multiple_of(3) { world.any::<LineId>(Table::DealLine, at) } else { None };
    let deal = match id {
        Some(line) => {
            let held = format!("id = (SELECT deal_id FROM deal_line WHERE id = X'{}')", line.0.simple());
            pick(&world.some(Table::Deal, &held), 0)
        }
        None => world.deal(StageKind::ALL[at % 2], at),
    };
    let Some(deal) = deal else { return Ok(()) };
    let billing = Billing::ALL[at % Billing::ALL.len()];
    world
        .book
        .save_line(&SaveLine {
            id,
            deal,
            product: (at.is_multiple_of(4)).then(|| Ref::name(format!("Product {}", at % 7))),
            name: Some(format!("Line {at}")),
            quantity: Quantity((at % 9_000) as i64),
            unit_price: Some(Minor(at as i64 * 7)),
            discount: Discount((at % 10_001) as i64),
            billing: Some(billing),
            term: None,
        })
        .map(drop)
}
