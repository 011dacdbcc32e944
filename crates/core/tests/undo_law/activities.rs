//! What is planned, done and noted.
use handsel_core::Result;
use handsel_core::activities::{ActivityEdit, ActivityKind, NewActivity, When};
use handsel_core::book::Table;
use handsel_core::sell::StageKind;
use handsel_core::values::Day;

use super::{Verb, World, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("add_activity", |world, at| {
        let kind = ActivityKind::ALL[at % ActivityKind::ALL.len()];
        let deal = world.deal(StageKind::Open, at);
        world.book.add_activity(&NewActivity { deal, done: at % 3 == 0, ..NewActivity::of(kind, "Words") }).map(drop)
    }),
    verb("edit_activity", edit),
    verb("reschedule_activity", |world, at| {
        let Some(activity) = pick(&world.some(Table::Activity, "done_at IS NULL"), at) else { return Ok(()) };
        let (minute, minutes) = ((at % 2 == 0).then_some(600), None);
        world
            .book
            .reschedule_activity(activity, When { day: Day::parse_iso("2028-02-29").unwrap(), minute, minutes })
            .map(drop)
    }),
    verb("finish_activity", |world, at| {
        let Some(activity) = pick(&world.some(Table::Activity, "done_at IS NULL"), at) else { return Ok(()) };
        world.book.finish_activity(activity, (at % 2 == 0).then_some("Good")).map(drop)
    }),
    verb("reopen_activity", |world, at| {
        let Some(activity) = pick(&world.some(Table::Activity, "done_at IS NOT NULL"), at) else { return Ok(()) };
        world.book.reopen_activity(activity).map(drop)
    })
    .after(&["finish_activity"]),
    verb("delete_activity", |world, at| {
        let Some(activity) = world.any(Table::Activity, at) else { return Ok(()) };
        world.book.delete_activity(activity).map(drop)
    }),
];

fn edit(world: &World, at: usize) -> Result<()> {
    let Some(activity) = world.any(Table::Activity, at) else { return Ok(()) };
    let change = match at % 4 {
        0 => ActivityEdit::Deal(world.deal(StageKind::Open, at)),
        1 => ActivityEdit::Subject(format!("Words {at}")),
        2 => ActivityEdit::Owner(world.any(Table::Person, at)),
        _ => ActivityEdit::Company(world.any(Table::Company, at)),
    };
    world.book.edit_activity(activity, &[change]).map(drop)
}
