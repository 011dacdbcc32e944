//! The inbox of leads.
use handsel_core::sell::*;
use handsel_core::values::*;
use handsel_core::{Done, Result};
use tauri::State;

use crate::desk::Desk;

#[tauri::command]
#[specta::specta]
pub async fn leads(desk: State<'_, Desk>, args: LeadsArgs) -> Result<Leads> {
    desk.book()?.leads(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn lead(desk: State<'_, Desk>, id: LeadId) -> Result<LeadPage> {
    desk.book()?.lead(id)
}

#[tauri::command]
#[specta::specta]
pub async fn add_lead(desk: State<'_, Desk>, args: NewLead) -> Result<Done<LeadId>> {
    desk.book()?.add_lead(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_lead(desk: State<'_, Desk>, id: LeadId, change: LeadEdit) -> Result<Done<()>> {
    desk.book()?.edit_lead(id, &change)
}

#[tauri::command]
#[specta::specta]
pub async fn contact_lead(desk: State<'_, Desk>, id: LeadId) -> Result<Done<()>> {
    desk.book()?.contact_lead(id)
}

#[tauri::command]
#[specta::specta]
pub async fn qualify_lead(desk: State<'_, Desk>, args: QualifyLead) -> Result<Done<Qualified>> {
    desk.book()?.qualify_lead(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn disqualify_lead(desk: State<'_, Desk>, id: LeadId, reason: String) -> Result<Done<()>> {
    desk.book()?.disqualify_lead(id, &reason)
}

#[tauri::command]
#[specta::specta]
pub async fn reopen_lead(desk: State<'_, Desk>, id: LeadId) -> Result<Done<()>> {
    desk.book()?.reopen_lead(id)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_lead(desk: State<'_, Desk>, id: LeadId) -> Result<Done<()>> {
    desk.book()?.delete_lead(id)
}

#[tauri::command]
#[specta::specta]
pub async fn bulk_edit_leads(desk: State<'_, Desk>, pick: LeadPick, change: LeadBulk) -> Result<Done<LeadsChanged>> {
    let book = desk.book()?;
    super::transfer::apart(move || book.bulk_edit_leads(&pick, &change)).await
}
