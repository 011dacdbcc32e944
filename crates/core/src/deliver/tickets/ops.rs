//! Writing a ticket down, and what is particular about it; the rest are the verbs of a task.
use super::rows;
use super::types::{NewTicket, OpenTickets, TicketDesk, TicketEdit};
use crate::book::{Book, Done, Table, Txn};
use crate::deliver::build::{self, ProjectFacts};
use crate::deliver::ops::place;
use crate::deliver::rows::{projects, tasks};
use crate::deliver::{Category, TaskKind};
use crate::error::{Error, Result};
use crate::people::ops::must_be_active;
use crate::sell::ops::customers::{company_of, contact_of};
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};
use crate::values::{CompanyId, Day, ProjectId, TaskId, TicketId, WorkspaceId};

const MOST: u32 = 200;

fn desk_of(workspace: WorkspaceId) -> ProjectId {
    ProjectId::derived(workspace, "tickets")
}

impl Book {
    /// The board of tickets.
    pub fn ticket_desk(&self) -> Result<TicketDesk> {
        self.read(|reader| {
            let desk = desk_of(reader.workspace());
            let board = rows::desk_stands(reader, desk)?.then_some(desk);
            Ok(TicketDesk { rev: reader.rev()?, board, open: rows::open_count(reader)? })
        })
    }

    /// Open tickets of a company, or about a project.
    pub fn open_tickets(&self, company: Option<CompanyId>, project: Option<ProjectId>) -> Result<OpenTickets> {
        self.read(|reader| Ok(OpenTickets { rev: reader.rev()?, rows: rows::open(reader, company, project, MOST)? }))
    }

    /// Writes a ticket down under the next number, in the first column of the tickets' board.
    pub fn create_ticket(&self, new: &NewTicket) -> Result<Done<TaskId>> {
        self.transact("create_ticket", |txn| {
            let name = clean(&new.name, NAME_MAX)?;
            if name.is_empty() {
                return Err(Error::invalid("A ticket needs a name. Nothing was saved."));
            }
            let desk = desk(txn)?;
            if let Some(person) = new.assignee {
                must_be_active(txn, person)?;
            }
            if let Some(project) = new.project {
                projects::facts(txn, project)?;
            }
            let id = write_task(txn, desk, &name, new)?;
            let number = rows::last_number(txn)? + 1;
            let company = new.company.as_ref().map(|company| company_of(txn, company)).transpose()?;
            let contact = new.contact.as_ref().map(|contact| contact_of(txn, contact)).transpose()?;
            let columns: crate::book::Columns<'_> = &[
                ("task_id", &id),
                ("number", &number),
                ("company_id", &company),
                ("contact_id", &contact),
                ("project_id", &new.project),
                ("reply_by", &new.reply_by),
            ];
            txn.insert(Table::Ticket, TicketId::derived(id, "ticket"), columns)?;
            txn.subject(Table::Task, id);
            txn.label(format!("Wrote down ticket {number}: {name}"));
            Ok(id)
        })
    }

    /// Changes what is particular about a ticket.
    pub fn edit_ticket(&self, task: TaskId, edit: &TicketEdit) -> Result<Done<()>> {
        self.transact("edit_ticket", |txn| {
            let (id, number) = rows::ticket(txn, task)?.ok_or_else(|| Error::not_found("ticket"))?;
            let what = change(txn, id, edit)?;
            txn.subject(Table::Task, task);
            txn.label(format!("{what} of ticket {number}"));
            Ok(())
        })
    }
}

fn change(txn: &mut Txn<'_>, id: TicketId, edit: &TicketEdit) -> Result<&'static str> {
    match edit {
        TicketEdit::Company(company) => {
            let company = company.as_ref().map(|company| company_of(txn, company)).transpose()?;
            txn.update(Table::Ticket, id, &[("company_id", &company)])?;
            Ok("Changed the company")
        }
        TicketEdit::Contact(contact) => {
            let contact = contact.as_ref().map(|contact| contact_of(txn, contact)).transpose()?;
            txn.update(Table::Ticket, id, &[("contact_id", &contact)])?;
            Ok("Changed the requester")
        }
        TicketEdit::Project(project) => {
            if let Some(project) = project {
                projects::facts(txn, *project)?;
            }
            txn.update(Table::Ticket, id, &[("project_id", project)])?;
            Ok("Changed the project")
        }
        TicketEdit::ReplyBy(day) => {
            txn.update(Table::Ticket, id, &[("reply_by", day)])?;
            Ok("Changed the day to reply")
        }
        TicketEdit::Replied(replied) => {
            let day: Option<Day> = replied.then(|| txn.today());
            txn.update(Table::Ticket, id, &[("replied_on", &day)])?;
            Ok(if *replied { "Noted the reply" } else { "Took back the reply" })
        }
    }
}

/// The board of tickets, made with the first one.
fn desk(txn: &mut Txn<'_>) -> Result<ProjectId> {
    let id = desk_of(txn.workspace());
    if !rows::desk_stands(txn, id)? {
        build::project(txn, id, &ProjectFacts { name: "Tickets".into(), ..ProjectFacts::default() })?;
        txn.update(Table::Project, id, &[("desk", &true)])?;
    }
    Ok(id)
}

fn write_task(txn: &mut Txn<'_>, desk: ProjectId, name: &str, new: &NewTicket) -> Result<TaskId> {
    let columns = projects::columns(txn, desk)?;
    let column = columns.iter().find(|column| column.category == Category::Todo).or(columns.first());
    let column = column.ok_or_else(|| Error::not_found("column"))?;
    let rank = place::rank_for(txn, None, column.id, None, None)?;
    let jitter = txn.jitter();
    let outline = tasks::outline_end(txn, desk, jitter)?;
    let note =
        new.description.as_deref().map(|text| clean(text, NOTE_MAX)).transpose()?.filter(|text| !text.is_empty());
    let id: TaskId = txn.new_id();
    let values: crate::book::Columns<'_> = &[
        ("project_id", &desk),
        ("column_id", &column.id),
        ("rank", &rank),
        ("outline", &outline),
        ("kind", &TaskKind::Ticket),
        ("name", &name),
        ("description", &note),
        ("assignee_id", &new.assignee),
        ("priority", &new.priority),
    ];
    txn.insert(Table::Task, id, values)?;
    Ok(id)
}
