//! The handoff from a won deal to a project.
use handsel_core::handoff::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};

use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn win_preview(desk: State<'_, Desk>, args: WinDraft) -> Result<WinPreview> {
    desk.book()?.win_preview(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn handoffs(desk: State<'_, Desk>) -> Result<Handoffs> {
    desk.book()?.handoffs()
}

#[tauri::command]
#[specta::specta]
pub async fn handoff(desk: State<'_, Desk>, id: HandoffId) -> Result<HandoffPage> {
    desk.book()?.handoff(id)
}

#[tauri::command]
#[specta::specta]
pub async fn retry_handoff(desk: State<'_, Desk>, id: HandoffId) -> Result<Done<()>> {
    desk.book()?.retry_handoff(id)
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_handoff(desk: State<'_, Desk>, id: HandoffId, reason: String) -> Result<Done<()>> {
    desk.book()?.cancel_handoff(id, &reason)
}

#[tauri::command]
#[specta::specta]
pub async fn hand_off_imported(desk: State<'_, Desk>, args: HandOffImported) -> Result<Done<u32>> {
    desk.book()?.hand_off_imported(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn imported_wins_since(desk: State<'_, Desk>, since: Day) -> Result<u32> {
    desk.book()?.imported_wins_since(since)
}
