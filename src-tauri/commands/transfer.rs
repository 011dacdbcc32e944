//! Import with its preview, export, backup and search.
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use handsel_core::search::Hit;
use handsel_core::transfer::{
    self, BackupDone, BackupLook, ExportDone, ExportKind, FileFormat, ImportPlan, ImportPreview, ImportReport, Target,
};
use handsel_core::{Error, Result};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use tauri_specta::Event;

use crate::desk::Desk;
use crate::device::Restored;
use crate::window::Progress;

/// Runs long work beside the threads that answer the window.
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|why| {
        Error::new(
            handsel_core::Code::Io,
            format!("The work was interrupted ({why}). Nothing of it was kept; try again."),
        )
    })?
}

#[tauri::command]
#[specta::specta]
pub async fn import_open(desk: State<'_, Desk>, path: String, target: Option<Target>) -> Result<ImportPlan> {
    let book = desk.book()?;
    apart(move || book.import_open(&PathBuf::from(path), target)).await
}

#[tauri::command]
#[specta::specta]
pub async fn import_preview(desk: State<'_, Desk>, plan: ImportPlan) -> Result<ImportPreview> {
    let book = desk.book()?;
    apart(move || book.import_preview(plan)).await
}

#[tauri::command]
#[specta::specta]
pub async fn import_run(app: AppHandle, desk: State<'_, Desk>, plan: ImportPlan) -> Result<ImportReport> {
    let book = desk.book()?;
    let running = desk.start_import()?;
    let cancel = std::sync::Arc::clone(&desk.cancel_import);
    let report = apart(move || {
        let tell = |done: u32, total: u32| {
            let _ = Progress { done, total, phase: "writing".into() }.emit(&app);
        };
        book.import_run(&plan, &tell, &cancel)
    })
    .await;
    drop(running);
    report
}

#[tauri::command]
#[specta::specta]
pub async fn import_cancel(desk: State<'_, Desk>) -> Result<()> {
    desk.cancel_import.store(true, Ordering::Release);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn export_data(
    desk: State<'_, Desk>,
    kind: ExportKind,
    format: FileFormat,
    path: String,
) -> Result<ExportDone> {
    let (book, path) = (desk.book()?, PathBuf::from(path));
    let to = path.clone();
    let done = apart(move || book.export(kind, format, &to)).await?;
    desk.wrote(&path);
    Ok(done)
}

/// What is shown of a file that was saved.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// The file, in the system's own program for its kind.
    File,
    /// The folder it lies in.
    Folder,
}

/// Shows a file that was saved since the start; any other is refused.
#[tauri::command]
#[specta::specta]
pub async fn show_saved(app: AppHandle, desk: State<'_, Desk>, path: String, show: Show) -> Result<()> {
    desk.must_have_written(Path::new(&path))?;
    let shown = match show {
        Show::File => app.opener().open_path(path.as_str(), None::<&str>),
        Show::Folder => app.opener().reveal_item_in_dir(&path),
    };
    shown.map_err(|why| Error::new(handsel_core::Code::Io, format!("No program showed it ({why}). It lies at {path}.")))
}

#[tauri::command]
#[specta::specta]
pub async fn backup(desk: State<'_, Desk>, path: String) -> Result<BackupDone> {
    let book = desk.book()?;
    apart(move || book.backup(&PathBuf::from(path))).await
}

#[tauri::command]
#[specta::specta]
pub async fn look_at_backup(desk: State<'_, Desk>, path: String) -> Result<BackupLook> {
    let book = desk.book()?;
    apart(move || transfer::look_at_backup(&PathBuf::from(path), book.path())).await
}

/// Starts Handsel anew: nothing may hold the workspace while a backup takes its place.
#[tauri::command]
#[specta::specta]
pub async fn restore_backup(app: AppHandle, desk: State<'_, Desk>, path: String) -> Result<()> {
    desk.remember(|device| device.restore = Some(PathBuf::from(path)))?;
    app.request_restart();
    Ok(())
}

/// What became of a restore, once.
#[tauri::command]
#[specta::specta]
pub async fn restored(desk: State<'_, Desk>) -> Result<Option<Restored>> {
    let told = desk.device().restored.clone();
    if told.is_some() {
        desk.remember(|device| device.restored = None)?;
    }
    Ok(told)
}

#[tauri::command]
#[specta::specta]
pub async fn search(desk: State<'_, Desk>, text: String, limit: u32) -> Result<Vec<Hit>> {
    desk.book()?.search(&text, limit)
}
