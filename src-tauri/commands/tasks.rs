//! A task in depth: who is on it, tags, comments, whom it waits for, and the time it takes.
use handsel_core::deliver::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn add_assignee(desk: State<'_, Desk>, task: TaskId, person: PersonId) -> Result<Done<()>> {
    desk.book()?.add_assignee(task, person)
}

#[tauri::command]
#[specta::specta]
pub async fn remove_assignee(desk: State<'_, Desk>, task: TaskId, person: PersonId) -> Result<Done<()>> {
    desk.book()?.remove_assignee(task, person)
}

#[tauri::command]
#[specta::specta]
pub async fn tag_task(desk: State<'_, Desk>, task: TaskId, name: String) -> Result<Done<TagId>> {
    desk.book()?.tag_task(task, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn untag_task(desk: State<'_, Desk>, task: TaskId, tag: TagId) -> Result<Done<()>> {
    desk.book()?.untag_task(task, tag)
}

#[tauri::command]
#[specta::specta]
pub async fn comment(desk: State<'_, Desk>, task: TaskId, text: String) -> Result<Done<CommentId>> {
    desk.book()?.comment(task, &text)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_comment(desk: State<'_, Desk>, id: CommentId, text: String) -> Result<Done<()>> {
    desk.book()?.edit_comment(id, &text)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_comment(desk: State<'_, Desk>, id: CommentId) -> Result<Done<()>> {
    desk.book()?.delete_comment(id)
}

#[tauri::command]
#[specta::specta]
pub async fn wait_for(desk: State<'_, Desk>, args: WaitFor) -> Result<Done<WaitingId>> {
    desk.book()?.wait_for(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn stop_waiting(desk: State<'_, Desk>, task: TaskId) -> Result<Done<()>> {
    desk.book()?.stop_waiting(task)
}

#[tauri::command]
#[specta::specta]
pub async fn time_sheet(desk: State<'_, Desk>, on: TimeOn) -> Result<TimeSheet> {
    desk.book()?.time_sheet(on)
}

#[tauri::command]
#[specta::specta]
pub async fn add_time(desk: State<'_, Desk>, args: NewTime) -> Result<Done<TimeEntryId>> {
    desk.book()?.add_time(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn save_time(desk: State<'_, Desk>, args: SaveTime) -> Result<Done<()>> {
    desk.book()?.save_time(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_time(desk: State<'_, Desk>, id: TimeEntryId) -> Result<Done<()>> {
    desk.book()?.delete_time(id)
}

#[tauri::command]
#[specta::specta]
pub async fn running_timer(desk: State<'_, Desk>) -> Result<RunningTimer> {
    desk.book()?.running_timer()
}

#[tauri::command]
#[specta::specta]
pub async fn start_timer(desk: State<'_, Desk>, on: TimeOn) -> Result<Done<()>> {
    desk.book()?.start_timer(on)
}

#[tauri::command]
#[specta::specta]
pub async fn stop_timer(desk: State<'_, Desk>, note: Option<String>) -> Result<Done<u32>> {
    desk.book()?.stop_timer(note.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn discard_timer(desk: State<'_, Desk>) -> Result<Done<()>> {
    desk.book()?.discard_timer()
}

#[tauri::command]
#[specta::specta]
pub async fn set_recurrence(desk: State<'_, Desk>, task: TaskId, rule: Option<Recurrence>) -> Result<Done<()>> {
    desk.book()?.set_recurrence(task, rule.as_ref())
}

#[tauri::command]
#[specta::specta]
pub async fn lane_board(desk: State<'_, Desk>, args: LaneArgs) -> Result<LaneBoard> {
    desk.book()?.lane_board(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn lane_cards(desk: State<'_, Desk>, args: LaneCardsArgs) -> Result<TaskCards> {
    desk.book()?.lane_cards(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn work_board(desk: State<'_, Desk>, filter: BoardFilter) -> Result<WorkBoard> {
    desk.book()?.work_board(&filter)
}

#[tauri::command]
#[specta::specta]
pub async fn work_cards(desk: State<'_, Desk>, args: WorkCardsArgs) -> Result<WorkCards> {
    desk.book()?.work_cards(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn move_work(desk: State<'_, Desk>, args: MoveWork) -> Result<Done<()>> {
    desk.book()?.move_work(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn ticket_desk(desk: State<'_, Desk>) -> Result<TicketDesk> {
    desk.book()?.ticket_desk()
}

#[tauri::command]
#[specta::specta]
pub async fn open_tickets(
    desk: State<'_, Desk>,
    company: Option<CompanyId>,
    project: Option<ProjectId>,
) -> Result<OpenTickets> {
    desk.book()?.open_tickets(company, project)
}

#[tauri::command]
#[specta::specta]
pub async fn create_ticket(desk: State<'_, Desk>, args: NewTicket) -> Result<Done<TaskId>> {
    desk.book()?.create_ticket(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_ticket(desk: State<'_, Desk>, task: TaskId, edit: TicketEdit) -> Result<Done<()>> {
    desk.book()?.edit_ticket(task, &edit)
}
