//! People: save, leave, come back.
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::people::{Holds, Leaving, Person, SavePerson, rows};
use crate::sell;
use crate::sell::ops::customers::optional;
use crate::sell::ops::pipelines::named;
use crate::values::PersonId;
use crate::values::text::{NAME_MAX, name_key};

impl Book {
    /// Everybody, active people first.
    pub fn people(&self) -> Result<Vec<Person>> {
        self.read(rows::people)
    }

    /// Adds a person, or changes name and e-mail. Two people may have the same name.
    pub fn save_person(&self, save: &SavePerson) -> Result<Done<PersonId>> {
        self.transact("save_person", |txn| {
            if let Some(email) = save.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
                must_be_address(email)?;
            }
            let id = save_person(txn, save)?;
            txn.subject(Table::Person, id);
            txn.label(format!("Saved {}", save.name.trim()));
            Ok(id)
        })
    }

    /// What somebody has to take over before this person can leave.
    pub fn leaving(&self, person: PersonId) -> Result<Leaving> {
        self.read(|reader| {
            let person = rows::person(reader, person)?;
            let holds = holds(reader, person.id)?;
            Ok(Leaving {
                open_deals: person.open_deals,
                open_tasks: person.open_tasks,
                roles: person.roles.clone(),
                sentence: holds.question(&person.name),
                person,
            })
        })
    }

    /// Takes a person out of use; open deals, open tasks, projects, roles and fallbacks go to the successor, in one step.
    /// `gate` when there is something to hand over and no successor.
    pub fn deactivate_person(&self, person: PersonId, successor: Option<PersonId>) -> Result<Done<()>> {
        self.transact("deactivate_person", |txn| {
            let (name, active) = rows::name_and_active(txn, person)?;
            if !active {
                return Err(Error::new(Code::Nothing, format!("{name} is deactivated already.")));
            }
            let holds = holds(txn, person)?;
            if !holds.is_empty() {
                let successor = successor.ok_or_else(|| {
                    Error::gate(holds.question(&name), vec![Missing::new("successor", "Who takes it over")])
                })?;
                if successor == person {
                    return Err(Error::invalid("Somebody else has to take over. Nothing was changed."));
                }
                must_be_active(txn, successor)?;
                hand_over(txn, person, successor)?;
            }
            txn.update(Table::Person, person, &[("active", &false)])?;
            txn.subject(Table::Person, person);
            txn.label(format!("Deactivated {name}"));
            Ok(())
        })
    }

    pub fn reactivate_person(&self, person: PersonId) -> Result<Done<()>> {
        self.transact("reactivate_person", |txn| {
            let (name, _) = rows::name_and_active(txn, person)?;
            txn.update(Table::Person, person, &[("active", &true)])?;
            txn.subject(Table::Person, person);
            txn.label(format!("Reactivated {name}"));
            Ok(())
        })
    }

    /// The person of this name, however it is spelled in case and spaces. `ambiguous` when two active people share it.
    pub fn find_person(&self, name: &str) -> Result<PersonId> {
        self.read(|reader| find_person(reader, name))
    }
}

/// The person of this name; `not_found` or `ambiguous` otherwise.
pub fn find_person(reader: &Reader<'_>, name: &str) -> Result<PersonId> {
    let found = rows::by_key(reader, &name_key(name))?;
    match found.as_slice() {
        [] => Err(Error::new(Code::NotFound, format!("There is nobody called {}.", name.trim()))),
        [one] => Ok(*one),
        [first, second, ..] => {
            let both = rows::name_and_active(reader, *first)?.1 && rows::name_and_active(reader, *second)?.1;
            if both {
                return Err(Error::new(Code::Ambiguous, format!("Several people are called {}.", name.trim())));
            }
            Ok(*first)
        }
    }
}

/// The person of this name, created if there is none.
pub fn person_named(txn: &mut Txn<'_>, name: &str) -> Result<PersonId> {
    let name = named(name, "person")?;
    match rows::by_key(txn, &name_key(&name))?.first() {
        Some(id) => Ok(*id),
        None => save_person(txn, &SavePerson { id: None, name, email: None }),
    }
}

pub(crate) fn save_person(txn: &mut Txn<'_>, save: &SavePerson) -> Result<PersonId> {
    let name = named(&save.name, "person")?;
    let key = name_key(&name);
    let email = optional(save.email.as_deref(), NAME_MAX)?;
    let columns: crate::book::Columns<'_> = &[("name", &name), ("name_key", &key), ("email", &email)];
    match save.id {
        Some(id) => txn.update(Table::Person, id, columns).map(|_| id),
        None => {
            let id: PersonId = txn.new_id();
            txn.insert(Table::Person, id, columns).map(|()| id)
        }
    }
}

/// Catches the slip of the hand, not every address that nobody has.
fn must_be_address(email: &str) -> Result<()> {
    let sound = email.split_once('@').is_some_and(|(who, place)| !who.is_empty() && !place.is_empty())
        && !email.contains(char::is_whitespace);
    if sound {
        return Ok(());
    }
    Err(Error::invalid(format!("“{email}” is no e-mail address. Nothing was changed; write it like name@firm.com.")))
}

/// Work goes only to people who are there.
pub(crate) fn must_be_active(reader: &Reader<'_>, person: PersonId) -> Result<()> {
    let (name, active) = rows::name_and_active(reader, person)?;
    if active {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{name} is deactivated. Choose somebody else, or reactivate {name} first. Nothing was changed."
    )))
}

/// What a person is called.
pub(crate) fn name(reader: &Reader<'_>, person: PersonId) -> Result<String> {
    Ok(rows::name_and_active(reader, person)?.0)
}

/// The roles a person fills, alone or with others.
fn roles_held(reader: &Reader<'_>, person: PersonId) -> Result<Vec<String>> {
    let mut names: Vec<String> = rows::roles_of(reader, person)?.into_iter().map(|(_, name)| name).collect();
    names.extend(rows::role_places_of(reader, person)?.into_iter().map(|(_, _, name)| name));
    names.sort();
    names.dedup();
    Ok(names)
}

fn holds(reader: &Reader<'_>, person: PersonId) -> Result<Holds> {
    let firm = rows::firm(reader)?;
    Ok(Holds {
        deals: sell::rows::deals::open_deals_of(reader, person)?.len(),
        customers: sell::rows::parts::owned_by(reader, person)?.len(),
        activities: crate::activities::open_of(reader, person)?.len(),
        leads: sell::open_leads_of(reader, person)?.len(),
        tasks: rows::open_tasks_of(reader, person)?.len() + rows::tasks_shared_by(reader, person)?.len(),
        projects: rows::open_projects_of(reader, person)?.len(),
        roles: roles_held(reader, person)?,
        firm_fallback: [firm.fallback_person, firm.handoff_owner].contains(&Some(person)),
        templates: rows::templates_falling_to(reader, person)?.len(),
    })
}

fn hand_over(txn: &mut Txn<'_>, from: PersonId, to: PersonId) -> Result<()> {
    let change = sell::DealEdit::Owner(Some(to));
    for deal in sell::rows::deals::open_deals_of(txn, from)? {
        sell::ops::deals::edit(txn, deal, &change)?;
    }
    for of in sell::rows::parts::owned_by(txn, from)? {
        txn.update(of.table(), of.id(), &[("owner_id", &to)])?;
    }
    crate::activities::hand_over(txn, from, to)?;
    for lead in sell::open_leads_of(txn, from)? {
        txn.update(Table::Lead, lead, &[("owner_id", &to)])?;
    }
    for task in rows::open_tasks_of(txn, from)? {
        crate::deliver::detail::assign(txn, task, Some(to))?;
    }
    for task in rows::tasks_shared_by(txn, from)? {
        crate::deliver::detail::stand_in(txn, task, from, to)?;
    }
    for project in rows::open_projects_of(txn, from)? {
        txn.update(Table::Project, project, &[("lead_id", &to)])?;
    }
    for (role, _) in rows::roles_of(txn, from)? {
        txn.update(Table::Role, role, &[("person_id", &to)])?;
    }
    for (place, role, _) in rows::role_places_of(txn, from)? {
        crate::people::roles::take_place(txn, place, role, to)?;
    }
    for template in rows::templates_falling_to(txn, from)? {
        txn.update(Table::Template, template, &[("fallback_person_id", &to)])?;
    }
    let (firm, id) = (rows::firm(txn)?, txn.workspace());
    if firm.fallback_person == Some(from) {
        txn.update(Table::Firm, id, &[("fallback_person_id", &to)])?;
    }
    if firm.handoff_owner == Some(from) {
        txn.update(Table::Firm, id, &[("handoff_owner_id", &to)])?;
    }
    Ok(())
}
