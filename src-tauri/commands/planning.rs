//! Plans: outline, schedule, re-plans, baselines, leave; who has how much to do.
use std::path::Path;

use handsel_core::deliver::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn project_plan(
    desk: State<'_, Desk>,
    project: ProjectId,
    baseline: Option<BaselineId>,
) -> Result<ProjectPlan> {
    desk.book()?.project_plan(project, baseline)
}

#[tauri::command]
#[specta::specta]
pub async fn replan_preview(desk: State<'_, Desk>, args: Replan) -> Result<PlanDiff> {
    desk.book()?.replan_preview(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn replan(desk: State<'_, Desk>, args: Replan) -> Result<Done<PlanDiff>> {
    desk.book()?.replan(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn replans(desk: State<'_, Desk>, project: ProjectId) -> Result<Vec<ReplanRow>> {
    desk.book()?.replans(project)
}

#[tauri::command]
#[specta::specta]
pub async fn replanned(desk: State<'_, Desk>, id: ReplanId) -> Result<Vec<ReplannedTask>> {
    desk.book()?.replanned(id)
}

#[tauri::command]
#[specta::specta]
pub async fn place_task(desk: State<'_, Desk>, args: PlaceTask) -> Result<Done<()>> {
    desk.book()?.place_task(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn add_tasks(desk: State<'_, Desk>, args: AddTasks) -> Result<Done<Vec<TaskId>>> {
    desk.book()?.add_tasks(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn rename_phase(desk: State<'_, Desk>, id: PhaseId, name: String) -> Result<Done<()>> {
    desk.book()?.rename_phase(id, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn resume_preview(desk: State<'_, Desk>, project: ProjectId) -> Result<PlanDiff> {
    desk.book()?.resume_preview(project)
}

#[tauri::command]
#[specta::specta]
pub async fn set_baseline(desk: State<'_, Desk>, project: ProjectId, name: String) -> Result<Done<BaselineId>> {
    desk.book()?.set_baseline(project, &name)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_baseline(desk: State<'_, Desk>, id: BaselineId) -> Result<Done<()>> {
    desk.book()?.delete_baseline(id)
}

#[tauri::command]
#[specta::specta]
pub async fn variance(desk: State<'_, Desk>, id: BaselineId) -> Result<Variance> {
    desk.book()?.variance(id)
}

#[tauri::command]
#[specta::specta]
pub async fn leaves(desk: State<'_, Desk>) -> Result<Vec<Leave>> {
    desk.book()?.leaves()
}

#[tauri::command]
#[specta::specta]
pub async fn save_leave(desk: State<'_, Desk>, args: SaveLeave) -> Result<Done<LeaveId>> {
    desk.book()?.save_leave(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_leave(desk: State<'_, Desk>, id: LeaveId) -> Result<Done<()>> {
    desk.book()?.delete_leave(id)
}

#[tauri::command]
#[specta::specta]
pub async fn workload(desk: State<'_, Desk>, args: WorkloadArgs) -> Result<Workload> {
    desk.book()?.workload(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn workload_tasks(desk: State<'_, Desk>, args: WorkloadTasksArgs) -> Result<Vec<LoadTask>> {
    desk.book()?.workload_tasks(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn set_capacity(desk: State<'_, Desk>, person: PersonId, week_minutes: Option<u32>) -> Result<Done<()>> {
    desk.book()?.set_capacity(person, week_minutes)
}

#[tauri::command]
#[specta::specta]
pub async fn task_days(desk: State<'_, Desk>, args: TaskDaysArgs) -> Result<TaskDays> {
    desk.book()?.task_days(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn teams(desk: State<'_, Desk>) -> Result<Vec<Team>> {
    desk.book()?.teams()
}

#[tauri::command]
#[specta::specta]
pub async fn save_team(desk: State<'_, Desk>, args: SaveTeam) -> Result<Done<TeamId>> {
    desk.book()?.save_team(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn disband_team(
    desk: State<'_, Desk>,
    id: TeamId,
    team: Option<TeamId>,
    person: Option<PersonId>,
) -> Result<Done<()>> {
    desk.book()?.disband_team(id, team, person)
}

#[tauri::command]
#[specta::specta]
pub async fn set_task_team(desk: State<'_, Desk>, task: TaskId, team: Option<TeamId>, alone: bool) -> Result<Done<()>> {
    desk.book()?.set_task_team(task, team, alone)
}

#[tauri::command]
#[specta::specta]
pub async fn move_to_lane(desk: State<'_, Desk>, args: MoveToLane) -> Result<Done<()>> {
    desk.book()?.move_to_lane(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn print_job(desk: State<'_, Desk>, task: TaskId, path: String) -> Result<SheetDone> {
    let done = desk.book()?.print_job(task, Path::new(&path))?;
    desk.wrote(Path::new(&done.path));
    Ok(done)
}

#[tauri::command]
#[specta::specta]
pub async fn print_week(desk: State<'_, Desk>, args: WeekArgs, path: String) -> Result<SheetDone> {
    let done = desk.book()?.print_week(&args, Path::new(&path))?;
    desk.wrote(Path::new(&done.path));
    Ok(done)
}

#[tauri::command]
#[specta::specta]
pub async fn export_ics(desk: State<'_, Desk>, person: PersonId, path: String) -> Result<SheetDone> {
    let done = desk.book()?.export_ics(person, Path::new(&path))?;
    desk.wrote(Path::new(&done.path));
    Ok(done)
}
