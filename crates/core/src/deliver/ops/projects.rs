//! Projects: the list, made by hand, changed, deleted.
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::build::{self, ProjectFacts};
use crate::deliver::ops::tasks::{minutes, person_id};
use crate::deliver::planning;
use crate::deliver::rows;
use crate::deliver::time::spoken;
use crate::deliver::types::{NewProject, ProjectEdit, ProjectField, ProjectState, Projects};
use crate::error::{Error, Result};
use crate::handoff::plan::{PlanInput, plan};
use crate::people::{self, ops::must_be_active};
use crate::sell::ops::customers::company_of;
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};
use crate::values::{Day, ProjectId};

impl Book {
    /// Every live project, running ones first, the one due first on top.
    pub fn projects(&self) -> Result<Projects> {
        self.read(|reader| Ok(Projects { rev: reader.rev()?, rows: rows::projects::all(reader)? }))
    }

    /// A project without a deal. With a template its tasks are planned as a handoff would plan them, counted from its start.
    pub fn create_project(&self, new: &NewProject) -> Result<Done<ProjectId>> {
        self.transact("create_project", |txn| {
            let id = create(txn, new)?;
            txn.subject(Table::Project, id);
            txn.label(format!("Created the project {}", new.name.trim()));
            Ok(id)
        })
    }

    /// Changes one field.
    pub fn edit_project(&self, id: ProjectId, edit: &ProjectEdit) -> Result<Done<()>> {
        self.transact("edit_project", |txn| {
            let label = change(txn, id, edit)?;
            txn.subject(Table::Project, id);
            txn.label(label);
            Ok(())
        })
    }

    /// Puts a project into the trash, with everything in it. Its deal stays won.
    pub fn delete_project(&self, id: ProjectId) -> Result<Done<()>> {
        self.transact("delete_project", |txn| {
            let (name, _) = rows::projects::facts(txn, id)?;
            txn.trash(Table::Project, id)?;
            txn.subject(Table::Project, id);
            txn.label(format!("Deleted the project {name}"));
            Ok(())
        })
    }
}

fn create(txn: &mut Txn<'_>, new: &NewProject) -> Result<ProjectId> {
    let name = project_name(&new.name)?;
    if let Some(lead) = new.lead {
        must_be_active(txn, lead)?;
    }
    let company = new.company.as_ref().map(|company| company_of(txn, company)).transpose()?;
    let id: ProjectId = txn.new_id();
    let mut facts = ProjectFacts {
        name,
        company,
        lead: new.lead,
        start: new.start,
        promised: new.promised,
        ..ProjectFacts::default()
    };
    let Some(template_id) = new.template else {
        build::project(txn, id, &facts)?;
        return Ok(id);
    };
    let template = rows::templates::template(txn, template_id)?;
    let calendar = people::calendar(txn)?;
    let staff = rows::staff::staff(txn)?;
    let zero = new.start.unwrap_or(txn.today());
    let input = PlanInput {
        owner: new.lead,
        zero_word: "start",
        promise: new.promised,
        ..PlanInput::of(&template, &calendar, &staff, zero)
    };
    let made = plan(&input)?;
    facts.template = Some((template_id, template.version));
    facts.lead = new.lead.or(made.lead);
    facts.start = made.start.or(new.start);
    build::project(txn, id, &facts)?;
    build::tasks(txn, id, &template, &made)?;
    build::turns(txn, id, id, &made)?;
    Ok(id)
}

fn change(txn: &mut Txn<'_>, id: ProjectId, edit: &ProjectEdit) -> Result<String> {
    let (name, _) = rows::projects::facts(txn, id)?;
    let text = edit.value.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let day = || text.map(Day::parse_iso).transpose();
    match edit.field {
        ProjectField::Name => {
            let new = project_name(text.unwrap_or_default())?;
            txn.update(Table::Project, id, &[("name", &new)])?;
            Ok(format!("Renamed {name} to {new}"))
        }
        ProjectField::Description => {
            let new = text.map(|text| clean(text, NOTE_MAX)).transpose()?;
            txn.update(Table::Project, id, &[("description", &new)])?;
            Ok(format!("Changed the description of {name}"))
        }
        ProjectField::Promised => {
            let reason =
                edit.reason.as_deref().map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty());
            planning::promised(txn, id, day()?, reason)?;
            Ok(format!("Changed the promised delivery of {name}"))
        }
        ProjectField::Start => {
            txn.update(Table::Project, id, &[("start_date", &day()?)])?;
            Ok(format!("Changed the start of {name}"))
        }
        ProjectField::Budget => {
            let minutes = text.map(minutes).transpose()?;
            txn.update(Table::Project, id, &[("budget_minutes", &minutes)])?;
            Ok(match minutes {
                Some(minutes) => format!("Set the budget of {name} to {}", spoken(minutes)),
                None => format!("Cleared the budget of {name}"),
            })
        }
        ProjectField::Lead => {
            let lead = text.map(person_id).transpose()?;
            if let Some(lead) = lead {
                must_be_active(txn, lead)?;
            }
            txn.update(Table::Project, id, &[("lead_id", &lead)])?;
            Ok(format!("Changed who leads {name}"))
        }
        ProjectField::State => {
            let state = ProjectState::ALL.iter().find(|state| Some(state.as_str()) == text);
            let state = state.ok_or_else(|| {
                Error::invalid("A project is planned, active, paused, done or cancelled. Nothing was changed.")
            })?;
            let was = rows::projects::one(txn, id)?.state;
            txn.update(Table::Project, id, &[("state", state)])?;
            Ok(match planning::state_changed(txn, id, was, *state)? {
                0 => format!("Set {name} to {}", state.as_str()),
                1 => format!("Resumed {name}: 1 task moved by the pause"),
                moved => format!("Resumed {name}: {moved} tasks moved by the pause"),
            })
        }
    }
}

fn project_name(text: &str) -> Result<String> {
    let name = clean(text, NAME_MAX)?;
    if name.is_empty() { Err(Error::invalid("A project needs a name. Nothing was saved.")) } else { Ok(name) }
}
