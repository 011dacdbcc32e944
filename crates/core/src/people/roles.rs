//! Roles: what templates ask for, and who fills each.
use crate::book::{Book, Done, Table, Txn};
use crate::deliver;
use crate::error::{Code, Error, Missing, Result};
use crate::people::ops::must_be_active;
use crate::people::{Role, RoleRule, RoleUse, rows};
use crate::sell::ops::pipelines::named;
use crate::values::text::name_key;
use crate::values::{PersonId, RoleId, RolePersonId, TemplateId, rank};

impl Book {
    /// Roles by name, with the person who fills each and the templates that ask for it.
    pub fn roles(&self) -> Result<Vec<Role>> {
        self.read(|reader| {
            let mut roles = rows::roles(reader)?;
            for (id, found) in rows::role_uses(reader)? {
                roles.iter_mut().filter(|role| role.id == id).for_each(|role| role.uses.push(found.clone()));
            }
            Ok(roles)
        })
    }

    /// Adds a role, renames one, or gives it to somebody, or to whoever owns the deal. `conflict` when another one has the name;
    /// `invalid` when it is to be both a person's and the deal owner's.
    pub fn save_role(
        &self,
        id: Option<RoleId>,
        name: &str,
        person: Option<PersonId>,
        deal_owner: bool,
    ) -> Result<Done<RoleId>> {
        self.transact("save_role", |txn| {
            let name = named(name, "role")?;
            must_be_free(txn, &name, id)?;
            if deal_owner && person.is_some() {
                return Err(Error::invalid(format!(
                    "{name} is either one person or the owner of each deal. Nothing was changed; choose one of the two."
                )));
            }
            let now = match person {
                None if deal_owner => "The owner of each deal".into(),
                Some(person) => {
                    must_be_active(txn, person)?;
                    rows::name_and_active(txn, person)?.0
                }
                None => "Nobody".into(),
            };
            let (id, label) = match id {
                None => (role_named(txn, &name)?, format!("Added the role {name}")),
                Some(id) => {
                    let was = role_name(txn, id)?;
                    let label = if was == name {
                        format!("{now} is {name} now")
                    } else {
                        format!("Renamed the role {was} to {name}")
                    };
                    (id, label)
                }
            };
            txn.update(Table::Role, id, &[("name", &name), ("person_id", &person), ("deal_owner", &deal_owner)])?;
            if person.is_some() || deal_owner {
                txn.update(Table::Role, id, &[("rule", &RoleRule::Person)])?;
            }
            txn.subject(Table::Role, id);
            txn.label(label);
            Ok(id)
        })
    }

    /// How a role finds its person, and among whom, in their order, where the rule chooses. A rule that chooses among nobody is refused.
    pub fn set_role_rule(&self, id: RoleId, rule: RoleRule, people: &[PersonId]) -> Result<Done<()>> {
        self.transact("set_role_rule", |txn| {
            let name = role_name(txn, id)?;
            choose_among(txn, id, rule, people)?;
            txn.subject(Table::Role, id);
            txn.label(match rule {
                RoleRule::Person => format!("Nobody is {name} now"),
                RoleRule::CompanyOwner => format!("The company’s owner is {name} now"),
                RoleRule::LeastLoaded => format!("{name} is whoever has the least to do"),
                RoleRule::RoundRobin => format!("{name} goes round"),
            });
            Ok(())
        })
    }

    /// Who answers for what nobody else would own; `None`: the first person of the firm.
    pub fn set_handoff_owner(&self, person: Option<PersonId>) -> Result<Done<()>> {
        self.transact("set_handoff_owner", |txn| {
            let who = match person {
                Some(person) => {
                    must_be_active(txn, person)?;
                    rows::name_and_active(txn, person)?.0
                }
                None => "Nobody in particular".into(),
            };
            let firm = txn.workspace();
            txn.update(Table::Firm, firm, &[("handoff_owner_id", &person)])?;
            txn.subject(Table::Firm, firm);
            txn.label(format!("{who} owns the handoffs now"));
            Ok(())
        })
    }

    /// Deletes a role; templates that ask for it ask for `uses_go_to` from then on. `gate` when there are such templates and no
    /// other role is named: their tasks would lose their owner. Tasks of projects keep the person they have.
    pub fn delete_role(&self, id: RoleId, uses_go_to: Option<RoleId>) -> Result<Done<()>> {
        self.transact("delete_role", |txn| {
            let name = role_name(txn, id)?;
            let uses: Vec<RoleUse> =
                rows::role_uses(txn)?.into_iter().filter(|(role, _)| *role == id).map(|(_, found)| found).collect();
            if !uses.is_empty() {
                let heir = uses_go_to.filter(|heir| *heir != id).ok_or_else(|| {
                    let templates: Vec<&str> = uses.iter().map(|found| found.template.name.as_str()).collect();
                    Error::gate(
                        format!(
                            "{} asks for the role {name}. Say which role takes its place. Nothing was changed.",
                            templates.join(", ")
                        ),
                        vec![Missing::new("uses_go_to", "Role that takes its place")],
                    )
                })?;
                role_name(txn, heir)?;
                for found in uses {
                    replace(txn, TemplateId(found.template.id), id, heir)?;
                }
            }
            txn.trash(Table::Role, id)?;
            txn.subject(Table::Role, id);
            txn.label(format!("Deleted the role {name}"));
            Ok(())
        })
    }
}

/// Gives a role its rule, and the people it chooses among. The caller names the command.
pub(crate) fn choose_among(txn: &mut Txn<'_>, id: RoleId, rule: RoleRule, people: &[PersonId]) -> Result<()> {
    let chooses = matches!(rule, RoleRule::LeastLoaded | RoleRule::RoundRobin);
    if chooses && people.is_empty() {
        let missing = vec![Missing::new("people", "Who can fill it")];
        let name = role_name(txn, id)?;
        return Err(Error::gate(format!("{name} needs people to choose from. Nothing was changed."), missing));
    }
    let columns: crate::book::Columns<'_> =
        &[("rule", &rule), ("deal_owner", &false), ("person_id", &None::<PersonId>)];
    txn.update(Table::Role, id, columns)?;
    if chooses { set_people(txn, id, people) } else { Ok(()) }
}

/// Exactly these people can fill the role, in this order.
fn set_people(txn: &mut Txn<'_>, role: RoleId, people: &[PersonId]) -> Result<()> {
    for there in rows::role_people(txn, role)? {
        let person = PersonId(there.id);
        if !people.contains(&person) {
            txn.trash(Table::RolePerson, place(role, person))?;
        }
    }
    for (person, rank) in people.iter().zip(rank::spread(people.len())) {
        must_be_active(txn, *person)?;
        let columns: crate::book::Columns<'_> = &[("role_id", &role), ("person_id", person), ("rank", &rank)];
        txn.insert_or_revive(Table::RolePerson, place(role, *person), columns)?;
    }
    Ok(())
}

/// Somebody else stands where this person stood.
pub(crate) fn take_place(txn: &mut Txn<'_>, gone: RolePersonId, role: RoleId, heir: PersonId) -> Result<()> {
    let people = rows::role_people(txn, role)?;
    txn.trash(Table::RolePerson, gone)?;
    if people.iter().any(|person| person.id == heir.0) {
        return Ok(());
    }
    let at = rank::spread(people.len() + 1).pop().unwrap_or_default();
    let columns: crate::book::Columns<'_> = &[("role_id", &role), ("person_id", &heir), ("rank", &at)];
    txn.insert_or_revive(Table::RolePerson, place(role, heir), columns)
}

fn place(role: RoleId, person: PersonId) -> RolePersonId {
    RolePersonId::derived(role, &format!("person:{person}"))
}

/// The role of this name, created if there is none.
pub fn role_named(txn: &mut Txn<'_>, name: &str) -> Result<RoleId> {
    let name = named(name, "role")?;
    let key = name_key(&name);
    if let Some(role) = rows::roles(txn)?.into_iter().find(|role| name_key(&role.name) == key) {
        return Ok(role.id);
    }
    let id: RoleId = txn.new_id();
    txn.insert(Table::Role, id, &[("name", &name)])?;
    Ok(id)
}

/// Through the template's own verb, so that its version tells old projects from new ones.
fn replace(txn: &mut Txn<'_>, template: TemplateId, gone: RoleId, heir: RoleId) -> Result<()> {
    let mut document = deliver::load_template(txn, template)?;
    let tasks = document.phases.iter_mut().flat_map(|phase| &mut phase.tasks);
    for role in tasks.map(|task| &mut task.role).chain(std::iter::once(&mut document.lead_role)) {
        if *role == Some(gone) {
            *role = Some(heir);
        }
    }
    deliver::save_template(txn, &document).map(|_| ())
}

fn role_name(txn: &Txn<'_>, id: RoleId) -> Result<String> {
    let found = rows::roles(txn)?.into_iter().find(|role| role.id == id);
    found.map(|role| role.name).ok_or_else(|| Error::not_found("role"))
}

fn must_be_free(txn: &Txn<'_>, name: &str, except: Option<RoleId>) -> Result<()> {
    let key = name_key(name);
    match rows::roles(txn)?.into_iter().find(|role| Some(role.id) != except && name_key(&role.name) == key) {
        None => Ok(()),
        Some(role) => Err(Error::new(
            Code::Conflict,
            format!("There is a role {} already. Nothing was changed; choose another name.", role.name),
        )),
    }
}
