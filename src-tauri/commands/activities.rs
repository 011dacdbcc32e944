//! Activities, the timeline of a record, Today, and reaching people through the system.
use handsel_core::activities::{About, Activities, Activity, ActivityEdit, CalendarArgs, Finished, NewActivity, When};
use handsel_core::timeline::{Timeline, TimelineArgs};
use handsel_core::today::Today;
use handsel_core::values::ActivityId;
use handsel_core::{Code, Done, Error, Result};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use crate::desk::Desk;
use crate::reach::{ReachOut, address};

#[tauri::command]
#[specta::specta]
pub async fn add_activity(desk: State<'_, Desk>, args: NewActivity) -> Result<Done<ActivityId>> {
    desk.book()?.add_activity(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn edit_activity(desk: State<'_, Desk>, id: ActivityId, edits: Vec<ActivityEdit>) -> Result<Done<()>> {
    desk.book()?.edit_activity(id, &edits)
}

#[tauri::command]
#[specta::specta]
pub async fn reschedule_activity(desk: State<'_, Desk>, id: ActivityId, when: When) -> Result<Done<()>> {
    desk.book()?.reschedule_activity(id, when)
}

#[tauri::command]
#[specta::specta]
pub async fn finish_activity(desk: State<'_, Desk>, id: ActivityId, outcome: Option<String>) -> Result<Done<Finished>> {
    desk.book()?.finish_activity(id, outcome.as_deref())
}

#[tauri::command]
#[specta::specta]
pub async fn reopen_activity(desk: State<'_, Desk>, id: ActivityId) -> Result<Done<()>> {
    desk.book()?.reopen_activity(id)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_activity(desk: State<'_, Desk>, id: ActivityId) -> Result<Done<()>> {
    desk.book()?.delete_activity(id)
}

#[tauri::command]
#[specta::specta]
pub async fn activity(desk: State<'_, Desk>, id: ActivityId) -> Result<Activity> {
    desk.book()?.activity(id)
}

#[tauri::command]
#[specta::specta]
pub async fn open_activities(
    desk: State<'_, Desk>,
    about: Option<About>,
    offset: u32,
    limit: u32,
) -> Result<Activities> {
    desk.book()?.open_activities(about, offset, limit)
}

#[tauri::command]
#[specta::specta]
pub async fn calendar(desk: State<'_, Desk>, args: CalendarArgs) -> Result<Activities> {
    desk.book()?.calendar(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn timeline(desk: State<'_, Desk>, args: TimelineArgs) -> Result<Timeline> {
    desk.book()?.timeline(&args)
}

#[tauri::command]
#[specta::specta]
pub async fn today(desk: State<'_, Desk>, everybody: bool) -> Result<Today> {
    desk.book()?.today(everybody)
}

/// Opens the system's program for letters or calls. Nothing else can be opened this way.
#[tauri::command]
#[specta::specta]
pub async fn reach_out(app: AppHandle, to: ReachOut) -> Result<()> {
    let address = address(&to)?;
    app.opener().open_url(&address, None::<&str>).map_err(|why| {
        Error::new(Code::Io, format!("No program of this computer opened {address} ({why}). Nothing was changed."))
    })
}
