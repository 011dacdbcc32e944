//! The firm, its people, roles and calendar.
use handsel_core::book::Table;
use handsel_core::people::{RoleRule, SaveFirm, SavePerson};
use handsel_core::reports::SaveGoal;
use handsel_core::values::{Day, Minor, Month};

use super::{Verb, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("save_person", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Person, at) } else { None };
        let email = Some(format!("p{at}@example.com"));
        world.book.save_person(&SavePerson { id, name: format!("Person {at}"), email }).map(drop)
    }),
    verb("deactivate_person", |world, at| {
        let me = format!("active AND id <> X'{}'", world.me.0.simple());
        let Some(leaver) = pick(&world.some(Table::Person, &me), at) else { return Ok(()) };
        world.book.deactivate_person(leaver, Some(world.me)).map(drop)
    }),
    verb("reactivate_person", |world, at| {
        let Some(person) = pick(&world.some(Table::Person, "NOT active"), at) else { return Ok(()) };
        world.book.reactivate_person(person).map(drop)
    })
    .after(&["deactivate_person"]),
    verb("set_role_rule", |world, at| {
        let (Some(role), Some(person)) = (world.any(Table::Role, at), world.any(Table::Person, at / 2)) else {
            return Ok(());
        };
        let people = [Some(person), world.any(Table::Person, at).filter(|other| *other != person)];
        let people: Vec<_> = people.into_iter().flatten().collect();
        world.book.set_role_rule(role, RoleRule::ALL[at % RoleRule::ALL.len()], &people).map(drop)
    }),
    verb("set_handoff_owner", |world, at| {
        world.book.set_handoff_owner(world.any(Table::Person, at).filter(|_| at % 3 > 0)).map(drop)
    }),
    verb("save_role", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Role, at) } else { None };
        let person = if at % 3 == 0 { None } else { world.any(Table::Person, at) };
        world.book.save_role(id, &format!("Role {at}"), person, person.is_none()).map(drop)
    }),
    verb("delete_role", |world, at| {
        let Some(role) = world.any(Table::Role, at) else { return Ok(()) };
        world.book.delete_role(role, world.any(Table::Role, at + 1)).map(drop)
    }),
    verb("save_firm", |world, at| {
        let (name, fallback_person) = (format!("Firm {at}"), world.any(Table::Person, at));
        let currency = if at % 2 == 0 { "USD".into() } else { "EUR".into() };
        world.book.save_firm(&SaveFirm { name, currency, fallback_person, year_starts: (at % 12) as u8 + 1 }).map(drop)
    }),
    verb("save_calendar", |world, at| world.book.save_calendar((at % 128) as u8).map(drop)),
    verb("add_holiday", |world, at| {
        let day = Day::parse_iso("2027-01-04").unwrap().plus_days((at % 300) as i64);
        world.book.add_holiday(day, "Day off").map(drop)
    }),
    verb("delete_holiday", |world, at| {
        let Some(holiday) = world.any(Table::Holiday, at) else { return Ok(()) };
        world.book.delete_holiday(holiday).map(drop)
    }),
    verb("save_goals", |world, at| {
        let month = Month::of(Day::parse_iso("2027-01-04").unwrap()).plus((at % 5) as i32);
        let goal = |person, amount| SaveGoal { person, month, amount, currency: None };
        let amount = (at % 3 > 0).then_some(Minor(at as i64 % 9_000));
        world.book.save_goals(&[goal(world.any(Table::Person, at), amount), goal(None, Some(Minor(5)))]).map(drop)
    }),
    verb("keep_forecast", |world, _| world.book.keep_forecast().map(drop)),
];
