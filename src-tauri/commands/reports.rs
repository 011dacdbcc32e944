//! Reports, the deals behind their figures, reports as files, goals.
use std::path::PathBuf;

use handsel_core::reports::{
    Goal, GoalSheet, KeptForecast, Report, ReportChoices, ReportFilter, ReportName, ReportRecords, SaveGoal,
};
use handsel_core::transfer::{ExportDone, ReportFormat};
use handsel_core::values::{Day, Month};
use handsel_core::{Done, Result};
use tauri::State;

use super::transfer::apart;
use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn report_names(desk: State<'_, Desk>) -> Result<Vec<ReportName>> {
    Ok(desk.book()?.report_names())
}

#[tauri::command]
#[specta::specta]
pub async fn report(desk: State<'_, Desk>, name: String, filter: ReportFilter) -> Result<Report> {
    let book = desk.book()?;
    apart(move || book.report(&name, &filter)).await
}

#[tauri::command]
#[specta::specta]
pub async fn report_records(
    desk: State<'_, Desk>,
    name: String,
    filter: ReportFilter,
    key: String,
    offset: u32,
    limit: u32,
) -> Result<ReportRecords> {
    let book = desk.book()?;
    apart(move || book.report_records(&name, &filter, &key, offset, limit)).await
}

#[tauri::command]
#[specta::specta]
pub async fn export_report(
    desk: State<'_, Desk>,
    name: String,
    filter: ReportFilter,
    format: ReportFormat,
    path: String,
) -> Result<ExportDone> {
    let book = desk.book()?;
    let path = PathBuf::from(path);
    let to = path.clone();
    let done = apart(move || book.export_report(&name, &filter, format, &to)).await?;
    desk.wrote(&path);
    Ok(done)
}

#[tauri::command]
#[specta::specta]
pub async fn keep_forecast(desk: State<'_, Desk>) -> Result<Done<Day>> {
    desk.book()?.keep_forecast()
}

#[tauri::command]
#[specta::specta]
pub async fn goals(desk: State<'_, Desk>, from: Month, to: Month) -> Result<Vec<Goal>> {
    desk.book()?.goals(from, to)
}

#[tauri::command]
#[specta::specta]
pub async fn save_goals(desk: State<'_, Desk>, goals: Vec<SaveGoal>) -> Result<Done<()>> {
    desk.book()?.save_goals(&goals)
}

#[tauri::command]
#[specta::specta]
pub async fn goal_sheet(desk: State<'_, Desk>, from: Month, to: Month, currency: Option<String>) -> Result<GoalSheet> {
    desk.book()?.goal_sheet(from, to, currency.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn kept_forecasts(desk: State<'_, Desk>) -> Result<Vec<KeptForecast>> {
    desk.book()?.kept_forecasts()
}

#[tauri::command]
#[specta::specta]
pub async fn report_choices(desk: State<'_, Desk>) -> Result<ReportChoices> {
    let book = desk.book()?;
    apart(move || book.report_choices()).await
}
