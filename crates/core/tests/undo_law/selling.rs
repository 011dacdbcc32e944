//! Deals, pipelines, the corridor, imports and saved views.
use std::sync::atomic::AtomicBool;

use handsel_core::Result;
use handsel_core::book::Table;
use handsel_core::handoff::{HandOffImported, WinDraft};
use handsel_core::sell::{
    BulkArgs, CellEdit, DealBulk, DealEdit, DealField, DealPick, DealQuery, Forecast, LoseDraft, MoveDeal, NewDeal,
    Required, SavePipeline, SaveStage, StageKind,
};
use handsel_core::transfer::{OnDuplicate, Target};
use handsel_core::values::{Day, HandoffId, LinkId, Money, Promise, Ref, SavedViewId};
use handsel_core::views::{DealView, Layout, SaveDealView};

use super::{Verb, World, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("create_deal", create),
    verb("edit_deal", edit),
    verb("move_deal", move_deal),
    verb("delete_deal", delete),
    verb("win_deal", win),
    verb("lose_deal", lose),
    verb("reopen_deal", |world, at| {
        let delivered = "generation > 0 AND stage_id IN (SELECT id FROM stage WHERE kind = 'won')";
        let deal = match at % 3 {
            0 => world.deal(StageKind::Lost, at),
            1 => pick(&world.some(Table::Deal, delivered), at),
            _ => world.deal(StageKind::Won, at),
        };
        let Some(deal) = deal else { return Ok(()) };
        world.book.reopen_deal(deal, None).map(drop)
    }),
    verb("bulk_edit_deals", bulk),
    verb("edit_cells", cells),
    verb("link_contact", |world, at| {
        let Some(deal) = world.deal(StageKind::Open, at) else { return Ok(()) };
        let name = if at % 2 == 0 { "Kim Berger".to_owned() } else { format!("Contact {at}") };
        world.book.link_contact(deal, &Ref::name(&name), Some("decides")).map(drop)
    }),
    verb("unlink_contact", |world, at| {
        let Some(link) = world.any::<LinkId>(Table::DealContact, at) else { return Ok(()) };
        world.book.unlink_contact(link).map(drop)
    })
    .after(&["link_contact"]),
    verb("cancel_handoff", |world, at| {
        let Some(handoff) = pick(&world.some(Table::Handoff, "state IN ('pending','parked')"), at) else {
            return Ok(());
        };
        world.book.cancel_handoff(handoff, "Not needed").map(drop)
    })
    .after(&["win_deal"]),
    verb("import", import),
    verb("hand_off_imported", |world, _| {
        let since = Day::parse_iso("2017-01-01").unwrap();
        world.book.hand_off_imported(&HandOffImported { since })?;
        Ok(())
    })
    .after(&["import"]),
    verb("save_pipeline", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Pipeline, at) } else { None };
        let template = world.any(Table::Template, at);
        world.book.save_pipeline(&SavePipeline { id, name: format!("Way {at}"), template, rot_days: 7 }).map(drop)
    }),
    verb("save_stage", |world, at| {
        let pipeline = world.book.pipelines()?.remove(0).id;
        let id = if at % 2 == 0 { pick(&world.stages(StageKind::Open), at) } else { None };
        let (name, kind, forecast) = (format!("Stage {at}"), StageKind::Open, Forecast::Commit);
        let required = if at % 5 == 0 { vec![Required::Company] } else { Vec::new() };
        let probability = (at % 101) as u8;
        let save = SaveStage { id, pipeline, name, probability, forecast, kind, rot_days: Some(9), required };
        world.book.save_stage(&save).map(drop)
    }),
    verb("move_stage", |world, at| {
        let stages = world.stages(StageKind::Open);
        world.book.move_stage(stages[at % stages.len()], pick(&stages, at / 2).filter(|_| at % 3 > 0)).map(drop)
    }),
    verb("delete_stage", |world, at| {
        let stages = world.stages(StageKind::Open);
        world.book.delete_stage(stages[at % stages.len()], pick(&stages, at + 1)).map(drop)
    }),
    verb("save_lost_reason", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::LostReason, at) } else { None };
        world.book.save_lost_reason(id, &format!("Reason {at}")).map(drop)
    }),
    verb("move_lost_reason", |world, at| {
        let reasons = world.book.lost_reasons()?;
        world.book.move_lost_reason(reasons[at % reasons.len()].id, reasons.get(at / 2).map(|one| one.id)).map(drop)
    }),
    verb("delete_lost_reason", |world, at| {
        let reasons = world.book.lost_reasons()?;
        let heir = reasons[(at + 1) % reasons.len()].id;
        world.book.delete_lost_reason(reasons[at % reasons.len()].id, Some(heir)).map(drop)
    }),
    verb("save_view", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::SavedView, at) } else { None };
        let layout = if at % 3 == 0 { Layout::Table } else { Layout::Board };
        let view = DealView { layout, query: DealQuery::default(), columns: Vec::new() };
        world.book.save_deal_view(&SaveDealView { id, name: format!("View {at}"), own: at % 5 == 0, view }).map(drop)
    }),
    verb("move_view", |world, at| {
        let views = world.some::<SavedViewId>(Table::SavedView, "1");
        let Some(view) = pick(&views, at) else { return Ok(()) };
        world.book.move_view(view, pick(&views, at + 1).filter(|after| at % 2 == 0 && *after != view)).map(drop)
    })
    .after(&["save_view"]),
    verb("duplicate_view", |world, at| {
        let Some(view) = world.any(Table::SavedView, at) else { return Ok(()) };
        world.book.duplicate_view(view).map(drop)
    })
    .after(&["save_view"]),
    verb("delete_view", |world, at| {
        let Some(view) = world.any(Table::SavedView, at) else { return Ok(()) };
        world.book.delete_view(view).map(drop)
    })
    .after(&["save_view"]),
];

fn euro(minor: usize) -> Money {
    Money::new(minor as i64, "EUR").unwrap()
}

fn create(world: &World, at: usize) -> Result<()> {
    let company = at.is_multiple_of(2).then(|| Ref::name("New firm"));
    let contact = at.is_multiple_of(3).then(|| Ref::name("New contact"));
    world.book.create_deal(&NewDeal { name: format!("Deal {at}"), company, contact, ..NewDeal::default() }).map(drop)
}

fn edit(world: &World, at: usize) -> Result<()> {
    let kind = [StageKind::Open, StageKind::Won, StageKind::Lost][at / 8 % 3];
    let Some(deal) = world.deal(kind, at) else { return Ok(()) };
    let change = match at % 10 {
        0 => DealEdit::Amount(Some(euro(at))),
        1 => DealEdit::Amount(None),
        2 => DealEdit::Name(format!("~ {at} \u{1f3e0}")),
        3 => DealEdit::Company(Some(Ref::name("Another firm"))),
        4 => DealEdit::Contact(Some(Ref::name("Another contact"))),
        5 => DealEdit::Owner(world.any(Table::Person, at)),
        6 => DealEdit::CloseDate(Some(Day::parse_iso("2028-02-29").unwrap())),
        7 => DealEdit::Promise(Some(Promise::NonePromised)),
        8 => DealEdit::Product(Some(Ref::name("A product"))),
        _ => DealEdit::Notes(Some(format!("Line {at}\nand another"))),
    };
    world.book.edit_deal(deal, &change).map(drop)
}

fn move_deal(world: &World, at: usize) -> Result<()> {
    let stages = world.stages(StageKind::Open);
    let stage = stages[(at / 3) % stages.len()];
    let Some(deal) = world.deal(StageKind::Open, at) else { return Ok(()) };
    let sql = format!("stage_id = X'{}' AND id <> X'{}'", stage.0.simple(), deal.0.simple());
    let above = pick(&world.some(Table::Deal, &sql), at);
    world.book.move_deal(&MoveDeal { deal, stage, above, below: None }).map(drop)
}

fn delete(world: &World, at: usize) -> Result<()> {
    let Some(deal) = world.deal(StageKind::Open, at) else { return Ok(()) };
    world.book.delete_deal(deal).map(drop)
}

/// Two of three wins are delivered at once, unless others wait.
fn win(world: &World, at: usize) -> Result<()> {
    let Some(deal) = world.deal(StageKind::Open, at) else { return Ok(()) };
    // The worker would deliver an older win too, which is not this one's to take back.
    let alone = world.some::<HandoffId>(Table::Handoff, "state = 'pending'").is_empty();
    let without_project = (at % 7 == 6).then(|| "Nothing to do".to_owned());
    let company = at.is_multiple_of(4).then(|| Ref::name("Won firm"));
    let (amount, promise) = (Some(euro(100_000)), Some(Promise::NonePromised));
    world.book.win_deal(&WinDraft { promise, amount, without_project, company, ..WinDraft::of(deal) })?;
    if alone && !at.is_multiple_of(3) {
        world.book.run_worker_once(10)?;
    }
    Ok(())
}

fn lose(world: &World, at: usize) -> Result<()> {
    let kind = if at.is_multiple_of(3) { StageKind::Won } else { StageKind::Open };
    let Some(deal) = world.deal(kind, at) else { return Ok(()) };
    let reason = Some(Ref::name(if at.is_multiple_of(2) { "Too expensive" } else { "A new reason" }));
    let (stage, note, closed_on, above, below) = (None, Some(format!("{at}")), None, None, None);
    world.book.lose_deal(&LoseDraft { deal, stage, reason, note, closed_on, above, below }).map(drop)
}

fn bulk(world: &World, at: usize) -> Result<()> {
    let deals = world.deals(StageKind::Open);
    let change = match at % 6 {
        0 => DealBulk::Owner(world.any(Table::Person, at)),
        1 => DealBulk::Stage(world.stages(StageKind::Open)[at / 6 % 2]),
        2 => DealBulk::CloseDate(None),
        3 => DealBulk::ShiftCloseDate((at % 99) as i16 - 49),
        4 => DealBulk::Source(Some(format!("Fair {at}"))),
        _ => DealBulk::Delete,
    };
    let these = deals.into_iter().skip(at % 5).step_by(2).take(6).collect();
    let args = BulkArgs { pick: DealPick::These(these), change, skip_refused: true };
    world.book.bulk_edit_deals(&args, &|_, _| {}, &AtomicBool::new(false)).map(drop)
}

fn cells(world: &World, at: usize) -> Result<()> {
    let deals = world.deals(StageKind::Open);
    let cells: Vec<CellEdit> = deals
        .iter()
        .take(4)
        .flat_map(|deal| {
            let name = CellEdit { deal: *deal, field: DealField::Name, text: format!("Pasted {at}") };
            let day = CellEdit { deal: *deal, field: DealField::CloseDate, text: "2028-02-29".into() };
            [name, day]
        })
        .collect();
    world.book.edit_cells(&cells, None).map(drop)
}

/// The same file again changes what it made; another one brings more.
fn import(world: &World, at: usize) -> Result<()> {
    let (run, owner) = (at % 3, if at.is_multiple_of(2) { "Mara Lindqvist" } else { "Somebody new" });
    let csv = format!(
        "id,deal name,account,owner,stage,amount,close date,product\n\
         A{run},Imported roof,Import firm {run},{owner},Won,{at},2017-03-01,Tile\n\
         B{run},Imported {at},Brightwater Hotel,{owner},Proposal,12.50,2027-03-01,\n\
         C{run},Imported wall,,,Lost,7,2017-03-02,Brick\n"
    );
    let path = world.path("deals.csv");
    std::fs::write(&path, csv)?;
    let mut plan = world.book.import_open(&path, Some(Target::Deals))?;
    plan.on_duplicate = OnDuplicate::Update;
    if at % 5 == 4 {
        plan.hand_off_since = Day::parse_iso("2017-01-01").ok();
    }
    world.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).map(drop)
}
