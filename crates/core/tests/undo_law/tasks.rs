//! A task in depth: people, tags, comments, waiting, time.
use handsel_core::book::Table;
use handsel_core::deliver::{
    Category, LaneBy, MoveToLane, MoveWork, NewTicket, NewTime, Priority, RecurUnit, Recurrence, SaveTeam, SaveTime,
    TicketEdit, TimeOn, WaitFor,
};
use handsel_core::values::{ContactId, Day, PersonId, ProjectId, Ref, TagId, TaskId, TeamId};

use super::{Verb, World, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("add_assignee", |world, at| {
        let (Some(task), Some(person)) = (task(world, at), world.any(Table::Person, at)) else { return Ok(()) };
        world.book.add_assignee(task, person).map(drop)
    }),
    verb("remove_assignee", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        let detail = world.book.task(task)?;
        let others = detail.detail.others.iter().map(|one| PersonId(one.id));
        let on: Vec<PersonId> = detail.assignee.iter().map(|one| PersonId(one.id)).chain(others).collect();
        let Some(person) = pick(&on, at) else { return Ok(()) };
        world.book.remove_assignee(task, person).map(drop)
    })
    .after(&["add_assignee"]),
    verb("save_team", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Team, at) } else { None };
        let members = (0..at % 3).filter_map(|n| world.any(Table::Person, at + n)).collect();
        world.book.save_team(&SaveTeam { id, name: format!("Crew {at}"), members }).map(drop)
    }),
    verb("set_task_team", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        let team = if at % 4 > 0 { world.any(Table::Team, at) } else { None };
        world.book.set_task_team(task, team, at % 2 == 0).map(drop)
    })
    .after(&["save_team"]),
    verb("disband_team", |world, at| {
        let Some(team) = world.any(Table::Team, at) else { return Ok(()) };
        world.book.disband_team(team, world.any(Table::Team, at + 1), Some(world.me)).map(drop)
    })
    .after(&["save_team", "set_task_team"]),
    verb("tag_task", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        world.book.tag_task(task, ["Roof", "Cellar", "roof "][at % 3]).map(drop)
    }),
    verb("untag_task", |world, _| {
        for task in tasks(world) {
            if let Some(tag) = world.book.task(task)?.detail.tags.first() {
                return world.book.untag_task(task, TagId(tag.id)).map(drop);
            }
        }
        Ok(())
    })
    .after(&["tag_task"]),
    verb("comment", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        world.book.comment(task, &format!("Said **{at}**")).map(drop)
    }),
    verb("edit_comment", |world, at| {
        let Some(id) = world.any(Table::Comment, at) else { return Ok(()) };
        world.book.edit_comment(id, &format!("Meant {at}")).map(drop)
    })
    .after(&["comment"]),
    verb("delete_comment", |world, at| {
        let Some(id) = world.any(Table::Comment, at) else { return Ok(()) };
        world.book.delete_comment(id).map(drop)
    })
    .after(&["comment"]),
    verb("wait_for", |world, at| {
        let open = world.some::<TaskId>(
            Table::Task,
            "done_on IS NULL AND project_id IN (SELECT id FROM project WHERE deleted_at IS NULL)",
        );
        let Some(task) = pick(&open, at) else { return Ok(()) };
        let contact = if at % 2 == 0 { world.any(Table::Contact, at) } else { None };
        let chase_on = Day::parse_iso("2099-02-01").ok().filter(|_| at % 3 > 0);
        let whom = contact.is_none().then(|| format!("The office {at}"));
        world.book.wait_for(&WaitFor { task, contact, whom, since: None, chase_on }).map(drop)
    }),
    verb("stop_waiting", |world, at| {
        let waiting = world.book.waiting_tasks(true)?;
        let ids: Vec<TaskId> = waiting.iter().map(|one| one.id).collect();
        let Some(task) = pick(&ids, at) else { return Ok(()) };
        world.book.stop_waiting(task).map(drop)
    })
    .after(&["wait_for"]),
    verb("add_time", |world, at| {
        let Some(on) = on(world, at) else { return Ok(()) };
        let note = (at % 2 == 0).then(|| format!("Note {at}"));
        world.book.add_time(&NewTime { on, person: None, day: None, minutes: at as u32 % 300 + 1, note }).map(drop)
    }),
    verb("save_time", |world, at| {
        let Some(id) = world.any(Table::TimeEntry, at) else { return Ok(()) };
        let day = Day::parse_iso("2026-01-05")?.plus_days(at as i64 % 300);
        world.book.save_time(&SaveTime { id, day, minutes: at as u32 % 90 + 1, note: None }).map(drop)
    })
    .after(&["add_time"]),
    verb("delete_time", |world, at| {
        let Some(id) = world.any(Table::TimeEntry, at) else { return Ok(()) };
        world.book.delete_time(id).map(drop)
    })
    .after(&["add_time"]),
    verb("start_timer", |world, at| {
        let Some(on) = on(world, at) else { return Ok(()) };
        world.book.start_timer(on).map(drop)
    }),
    verb("stop_timer", |world, at| {
        if world.book.running_timer()?.timer.is_none() {
            return Ok(());
        }
        world.book.stop_timer((at % 2 == 0).then_some("Note")).map(drop)
    })
    .after(&["start_timer"]),
    verb("set_recurrence", |world, at| {
        let Some(task) = task(world, at / 2) else { return Ok(()) };
        let units = [RecurUnit::Workday, RecurUnit::Week, RecurUnit::Month];
        let rule = Recurrence { unit: units[at % 3], every: at as u16 % 4 + 1, weekdays: 0, until: None };
        world.book.set_recurrence(task, (at % 4 > 0).then_some(&rule)).map(drop)
    }),
    verb("move_work", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        let category = [Category::Todo, Category::Doing, Category::Done][at % 3];
        world.book.move_work(&MoveWork { task, category }).map(drop)
    }),
    verb("move_to_lane", |world, at| {
        let Some(task) = task(world, at) else { return Ok(()) };
        let board = world.book.project_board(ProjectId(world.book.task(task)?.project.id))?;
        let Some(column) = board.columns.get(at % board.columns.len().max(1)) else { return Ok(()) };
        let (by, lane) = match at % 3 {
            0 => (LaneBy::Priority, "urgent".to_owned()),
            1 => (LaneBy::Assignee, world.me.to_string()),
            _ => (LaneBy::Team, world.any::<TeamId>(Table::Team, at).map_or("none".into(), |team| team.to_string())),
        };
        world.book.move_to_lane(&MoveToLane { task, column: column.id, by, lane, above: None, below: None }).map(drop)
    }),
    verb("create_ticket", |world, at| {
        let new = NewTicket {
            name: format!("Ticket {at}"),
            description: None,
            company: (at % 2 == 0).then(|| Ref::name("Ticket firm")),
            contact: world.any::<ContactId>(Table::Contact, at).map(Ref::id),
            project: None,
            assignee: world.any(Table::Person, at),
            priority: Priority::High,
            reply_by: Day::parse_iso("2027-05-03").ok(),
        };
        world.book.create_ticket(&new).map(drop)
    }),
    verb("edit_ticket", |world, at| {
        let Some(task) = pick(&world.some::<TaskId>(Table::Task, "kind = 'ticket'"), at) else { return Ok(()) };
        let edit = match at % 4 {
            0 => TicketEdit::Replied(true),
            1 => TicketEdit::Company(Some(Ref::name("Other firm"))),
            2 => TicketEdit::ReplyBy(Day::parse_iso("2027-06-03").ok()),
            _ => TicketEdit::Contact(None),
        };
        world.book.edit_ticket(task, &edit).map(drop)
    })
    .after(&["create_ticket"]),
    verb("discard_timer", |world, _| {
        if world.book.running_timer()?.timer.is_none() {
            return Ok(());
        }
        world.book.discard_timer().map(drop)
    })
    .after(&["start_timer"]),
];

/// Live tasks of live projects.
pub fn tasks(world: &World) -> Vec<TaskId> {
    world.some(Table::Task, "project_id IN (SELECT id FROM project WHERE deleted_at IS NULL)")
}

pub fn task(world: &World, at: usize) -> Option<TaskId> {
    pick(&tasks(world), at)
}

fn on(world: &World, at: usize) -> Option<TimeOn> {
    if at.is_multiple_of(3) {
        world.any(Table::Project, at).map(TimeOn::Project)
    } else {
        task(world, at).map(TimeOn::Task)
    }
}
