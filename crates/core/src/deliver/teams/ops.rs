//! Making, changing and disbanding crews, and giving them tasks.
use std::collections::BTreeSet;

use super::{SaveTeam, Team, rows};
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::detail;
use crate::deliver::rows::tasks;
use crate::error::{Code, Error, Missing, Result};
use crate::people::ops::must_be_active;
use crate::sell::ops::pipelines::named;
use crate::values::text::name_key;
use crate::values::{PersonId, TaskId, TeamId, TeamMemberId};

impl Book {
    /// All crews, by name.
    pub fn teams(&self) -> Result<Vec<Team>> {
        self.read(rows::teams)
    }

    /// Makes a crew, or says anew what it is called and who is in it. `conflict` when another one has the name; `invalid` when
    /// somebody new in it has left.
    pub fn save_team(&self, save: &SaveTeam) -> Result<Done<TeamId>> {
        self.transact("save_team", |txn| {
            let name = named(&save.name, "crew")?;
            let key = name_key(&name);
            if rows::by_key(txn, &key)?.is_some_and(|other| Some(other) != save.id) {
                let why = format!("There is a crew called {name} already. Nothing was changed; choose another name.");
                return Err(Error::new(Code::Conflict, why));
            }
            let (id, label) = match save.id {
                Some(id) => {
                    let was = rows::name(txn, id)?;
                    txn.update(Table::Team, id, &[("name", &name), ("name_key", &key)])?;
                    (
                        id,
                        if was == name {
                            format!("Changed the crew {name}")
                        } else {
                            format!("Renamed the crew {was} to {name}")
                        },
                    )
                }
                None => {
                    let id: TeamId = txn.new_id();
                    txn.insert(Table::Team, id, &[("name", &name), ("name_key", &key)])?;
                    (id, format!("Made the crew {name}"))
                }
            };
            set_members(txn, id, &save.members)?;
            txn.subject(Table::Team, id);
            txn.label(label);
            Ok(id)
        })
    }

    /// Disbands a crew. `gate` while it has open tasks and no other crew or person takes them. Done tasks keep its name in their history.
    pub fn disband_team(&self, id: TeamId, team: Option<TeamId>, person: Option<PersonId>) -> Result<Done<()>> {
        self.transact("disband_team", |txn| {
            let name = rows::name(txn, id)?;
            let open = rows::open_tasks(txn, id)?;
            let heir = team.filter(|heir| *heir != id);
            if !open.is_empty() && heir.is_none() && person.is_none() {
                let tasks = if open.len() == 1 { "1 open task".into() } else { format!("{} open tasks", open.len()) };
                return Err(Error::gate(
                    format!("{name} has {tasks}. Say who takes them. Nothing was changed."),
                    vec![Missing::new("heir", "Who takes its tasks")],
                ));
            }
            heir.map(|heir| rows::name(txn, heir)).transpose()?;
            person.map(|person| must_be_active(txn, person)).transpose()?;
            for task in open {
                txn.update(Table::Task, task, &[("team_id", &heir)])?;
                if let Some(person) =
                    person.filter(|_| tasks::task(txn, task).is_ok_and(|task| task.assignee.is_none()))
                {
                    txn.update(Table::Task, task, &[("assignee_id", &person)])?;
                }
            }
            set_members(txn, id, &[])?;
            txn.trash(Table::Team, id)?;
            txn.subject(Table::Team, id);
            txn.label(format!("Disbanded the crew {name}"));
            Ok(())
        })
    }

    /// Gives a task to a crew, or takes it from the one that has it. Whoever answers for it stays, unless the crew has it `alone`.
    pub fn set_task_team(&self, task: TaskId, team: Option<TeamId>, alone: bool) -> Result<Done<()>> {
        self.transact("set_task_team", |txn| {
            let facts = tasks::task(txn, task)?;
            let label = give(txn, task, &facts.name, team)?;
            if alone {
                detail::assign(txn, task, None)?;
            }
            txn.subject(Table::Task, task);
            txn.label(label);
            Ok(())
        })
    }
}

/// Writes the crew of a task and says so.
pub(crate) fn give(txn: &mut Txn<'_>, task: TaskId, called: &str, team: Option<TeamId>) -> Result<String> {
    let label = match team {
        Some(team) => format!("Gave {called} to {}", rows::name(txn, team)?),
        None => format!("Took {called} from its crew"),
    };
    txn.update(Table::Task, task, &[("team_id", &team)])?;
    Ok(label)
}

fn set_members(txn: &mut Txn<'_>, team: TeamId, wanted: &[PersonId]) -> Result<()> {
    let there: BTreeSet<PersonId> = rows::all_members(txn, team)?.into_iter().collect();
    let shown: BTreeSet<PersonId> = rows::members(txn, team)?.into_iter().map(|one| PersonId(one.id)).collect();
    let wanted: BTreeSet<PersonId> = wanted.iter().copied().collect();
    let place = |person: &PersonId| TeamMemberId::derived(team, &format!("person:{person}"));
    // Whoever has left stays on the list unseen, to be there again when they are back.
    for person in shown.difference(&wanted) {
        txn.trash(Table::TeamMember, place(person))?;
    }
    for person in wanted.difference(&there) {
        must_be_active(txn, *person)?;
        let columns: crate::book::Columns<'_> = &[("team_id", &team), ("person_id", person)];
        txn.insert_or_revive(Table::TeamMember, place(person), columns)?;
    }
    Ok(())
}
