//! Deals as lists, changes to many of them, and the views that people save.
use std::sync::Arc;

use handsel_core::sell::*;
use handsel_core::transfer::{DateOrder, Target};
use handsel_core::values::SavedViewId;
use handsel_core::views::*;
use handsel_core::{Done, Result};
use tauri::{AppHandle, State};
use tauri_specta::Event;

use super::transfer::apart;
use crate::desk::Desk;
use crate::window::Progress;

#[tauri::command]
#[specta::specta]
pub async fn deal_rows(desk: State<'_, Desk>, args: DealRowsArgs) -> Result<DealRows> {
    desk.book()?.deal_rows(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_summary(desk: State<'_, Desk>, query: DealQuery) -> Result<DealSummary> {
    desk.book()?.deal_summary(&query)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_days(desk: State<'_, Desk>, args: DealDaysArgs) -> Result<DealDays> {
    desk.book()?.deal_days(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn bulk_edit_deals(app: AppHandle, desk: State<'_, Desk>, args: BulkArgs) -> Result<BulkReport> {
    let book = desk.book()?;
    let running = desk.start_import()?;
    let cancel = Arc::clone(&desk.cancel_import);
    let report = apart(move || {
        let tell = |done: u32, total: u32| {
            let _ = Progress { done, total, phase: "changing".into() }.emit(&app);
        };
        book.bulk_edit_deals(&args, &tell, &cancel)
    })
    .await;
    drop(running);
    report
}

#[tauri::command]
#[specta::specta]
pub async fn preview_cells(
    desk: State<'_, Desk>,
    cells: Vec<CellEdit>,
    order: Option<DateOrder>,
) -> Result<CellsReport> {
    let book = desk.book()?;
    apart(move || book.preview_cells(&cells, order)).await
}

#[tauri::command]
#[specta::specta]
pub async fn edit_cells(desk: State<'_, Desk>, cells: Vec<CellEdit>, order: Option<DateOrder>) -> Result<CellsReport> {
    let book = desk.book()?;
    apart(move || book.edit_cells(&cells, order)).await
}

#[tauri::command]
#[specta::specta]
pub async fn copy_deals(desk: State<'_, Desk>, pick: DealPick, fields: Vec<DealField>) -> Result<String> {
    desk.book()?.copy_deals(&pick, &fields)
}

#[tauri::command]
#[specta::specta]
pub async fn deal_views(desk: State<'_, Desk>) -> Result<Vec<SavedDealView>> {
    desk.book()?.deal_views()
}

#[tauri::command]
#[specta::specta]
pub async fn save_deal_view(desk: State<'_, Desk>, args: SaveDealView) -> Result<Done<SavedViewId>> {
    desk.book()?.save_deal_view(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn move_view(desk: State<'_, Desk>, id: SavedViewId, after: Option<SavedViewId>) -> Result<Done<()>> {
    desk.book()?.move_view(id, after)
}

#[tauri::command]
#[specta::specta]
pub async fn duplicate_view(desk: State<'_, Desk>, id: SavedViewId) -> Result<Done<SavedViewId>> {
    desk.book()?.duplicate_view(id)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_view(desk: State<'_, Desk>, id: SavedViewId) -> Result<Done<()>> {
    desk.book()?.delete_view(id)
}

/// Puts pasted rows into a file of this device's own, so that the import reads them as it reads any file. Answers its path.
#[tauri::command]
#[specta::specta]
pub async fn keep_pasted(app: AppHandle, text: String, target: Target) -> Result<String> {
    use tauri::Manager;
    let folder = app.path().app_cache_dir().map_err(std::io::Error::other)?;
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("Pasted {}.tsv", target.as_str()));
    std::fs::write(&path, text)?;
    Ok(path.display().to_string())
}
