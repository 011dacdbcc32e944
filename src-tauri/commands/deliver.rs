//! Projects, tasks and templates.
use handsel_core::deliver::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn projects(desk: State<'_, Desk>) -> Result<Projects> {
    desk.book()?.projects()
}

#[tauri::command]
#[specta::specta]
pub async fn project_board(desk: State<'_, Desk>, id: ProjectId) -> Result<ProjectBoard> {
    desk.book()?.project_board(id)
}

#[tauri::command]
#[specta::specta]
pub async fn task_cards(desk: State<'_, Desk>, args: TaskCardsArgs) -> Result<TaskCards> {
    desk.book()?.task_cards(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn create_project(desk: State<'_, Desk>, args: NewProject) -> Result<Done<ProjectId>> {
    desk.book()?.create_project(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_project(desk: State<'_, Desk>, id: ProjectId, edit: ProjectEdit) -> Result<Done<()>> {
    desk.book()?.edit_project(id, &edit)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_project(desk: State<'_, Desk>, id: ProjectId) -> Result<Done<()>> {
    desk.book()?.delete_project(id)
}

#[tauri::command]
#[specta::specta]
pub async fn save_column(desk: State<'_, Desk>, args: SaveColumn) -> Result<Done<ColumnId>> {
    desk.book()?.save_column(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn move_column(desk: State<'_, Desk>, column: ColumnId, after: Option<ColumnId>) -> Result<Done<()>> {
    desk.book()?.move_column(column, after)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_column(desk: State<'_, Desk>, column: ColumnId, tasks_go_to: Option<ColumnId>) -> Result<Done<()>> {
    desk.book()?.delete_column(column, tasks_go_to)
}

#[tauri::command]
#[specta::specta]
pub async fn move_task(desk: State<'_, Desk>, args: MoveTask) -> Result<Done<()>> {
    desk.book()?.move_task(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn create_task(desk: State<'_, Desk>, args: NewTask) -> Result<Done<TaskId>> {
    desk.book()?.create_task(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn task(desk: State<'_, Desk>, id: TaskId) -> Result<TaskPage> {
    desk.book()?.task(id)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_task(desk: State<'_, Desk>, id: TaskId, edit: TaskEdit) -> Result<Done<()>> {
    desk.book()?.edit_task(id, &edit)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_task(desk: State<'_, Desk>, id: TaskId) -> Result<Done<()>> {
    desk.book()?.delete_task(id)
}

#[tauri::command]
#[specta::specta]
pub async fn add_check(desk: State<'_, Desk>, task: TaskId, text: String) -> Result<Done<CheckId>> {
    desk.book()?.add_check(task, &text)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_check(desk: State<'_, Desk>, id: CheckId, text: String, done: bool) -> Result<Done<()>> {
    desk.book()?.edit_check(id, &text, done)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_check(desk: State<'_, Desk>, id: CheckId) -> Result<Done<()>> {
    desk.book()?.delete_check(id)
}

#[tauri::command]
#[specta::specta]
pub async fn my_work(desk: State<'_, Desk>) -> Result<MyWork> {
    desk.book()?.my_work()
}

#[tauri::command]
#[specta::specta]
pub async fn templates(desk: State<'_, Desk>) -> Result<Templates> {
    desk.book()?.templates()
}

#[tauri::command]
#[specta::specta]
pub async fn template(desk: State<'_, Desk>, id: TemplateId) -> Result<Template> {
    desk.book()?.template(id)
}

#[tauri::command]
#[specta::specta]
pub async fn save_template(desk: State<'_, Desk>, template: Template) -> Result<Done<TemplateId>> {
    desk.book()?.save_template(&template)
}

#[tauri::command]
#[specta::specta]
pub async fn preview_template(desk: State<'_, Desk>, template: Template) -> Result<TemplatePreview> {
    desk.book()?.preview_template(&template)
}

#[tauri::command]
#[specta::specta]
pub async fn duplicate_template(desk: State<'_, Desk>, id: TemplateId) -> Result<Done<TemplateId>> {
    desk.book()?.duplicate_template(id)
}

#[tauri::command]
#[specta::specta]
pub async fn template_versions(desk: State<'_, Desk>, id: TemplateId) -> Result<Vec<TemplateVersion>> {
    desk.book()?.template_versions(id)
}

#[tauri::command]
#[specta::specta]
pub async fn template_version(desk: State<'_, Desk>, id: TemplateId, version: u32) -> Result<Template> {
    desk.book()?.template_version(id, version)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_template(desk: State<'_, Desk>, id: TemplateId, instead: Option<TemplateId>) -> Result<Done<()>> {
    desk.book()?.delete_template(id, instead)
}
