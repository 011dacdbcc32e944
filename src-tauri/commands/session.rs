//! Who sits here, what is open, and undo.
use handsel_core::book::{UndoDone, UndoOffer};
use handsel_core::people::Person;
use handsel_core::start::SetUp;
use handsel_core::values::{Day, PersonId, Rev, WorkspaceId};
use handsel_core::{Code, Done, Error, Result};
use serde::{Deserialize, Serialize};
use tauri::{Manager, State};

use crate::desk::Desk;
use crate::device::Preferences;
use crate::tray;

/// What the frame of the window shows.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct Session {
    pub workspace_id: WorkspaceId,
    pub firm: String,
    pub currency: String,
    /// The month in which the firm's year begins, 1 to 12.
    pub year_starts: u8,
    /// Where the workspace file lies.
    pub file: String,
    pub me: Option<Person>,
    pub people: i64,
    pub deals: i64,
    pub projects: i64,
    pub templates: i64,
    /// First start is over.
    pub set_up: bool,
    pub rev: Rev,
    pub today: Day,
    /// Why nothing can be changed, if so.
    pub read_only: Option<String>,
    pub warning: Option<String>,
    pub version: String,
    pub handoffs_needing_help: i64,
    /// Open activities of the acting person, overdue or due today.
    pub activities_due: i64,
    /// New leads of the acting person and of nobody.
    pub leads_waiting: u32,
    pub undo: Option<UndoOffer>,
    pub redo: Option<UndoOffer>,
}

#[tauri::command]
#[specta::specta]
pub async fn session(desk: State<'_, Desk>) -> Result<Session> {
    let book = desk.book()?;
    let glance = book.glance()?;
    let people = book.people()?;
    Ok(Session {
        workspace_id: book.workspace(),
        firm: glance.firm,
        currency: glance.currency,
        year_starts: glance.year_starts,
        file: book.path().display().to_string(),
        me: people.into_iter().find(|person| Some(person.id) == book.me()),
        people: glance.people,
        deals: glance.deals,
        projects: glance.projects,
        templates: glance.templates,
        set_up: glance.set_up,
        rev: glance.rev,
        today: glance.today,
        read_only: book.read_only().map(str::to_owned),
        warning: book.place_warning(),
        version: env!("CARGO_PKG_VERSION").into(),
        handoffs_needing_help: glance.handoffs_needing_help,
        activities_due: book.activities_due()?,
        leads_waiting: book.leads_waiting()?,
        undo: book.undo_offer()?,
        redo: book.redo_offer()?,
    })
}

#[tauri::command]
#[specta::specta]
pub async fn choose_me(desk: State<'_, Desk>, person: Option<PersonId>) -> Result<()> {
    desk.choose_me(person)
}

#[tauri::command]
#[specta::specta]
pub async fn preferences(desk: State<'_, Desk>) -> Result<Preferences> {
    Ok(desk.device().preferences.clone())
}

#[tauri::command]
#[specta::specta]
pub async fn save_preferences(
    window: tauri::WebviewWindow,
    desk: State<'_, Desk>,
    preferences: Preferences,
) -> Result<()> {
    window.set_zoom(preferences.zoom_factor()).map_err(std::io::Error::other)?;
    window.set_theme(preferences.window_theme()).map_err(std::io::Error::other)?;
    let background = preferences.background;
    desk.remember(|device| device.preferences = preferences)?;
    let app = window.app_handle().clone();
    window.run_on_main_thread(move || tray::keep(&app, background)).map_err(std::io::Error::other)?;
    Ok(())
}

/// Whether the program can go on without a window and be found again: the desktop has a place for its sign.
#[tauri::command]
#[specta::specta]
pub async fn background_offered() -> Result<bool> {
    Ok(tray::has_place())
}

/// Asked when the window is to be closed: true where it was hidden instead, false where it may close.
#[tauri::command]
#[specta::specta]
pub async fn close_to_background(window: tauri::WebviewWindow) -> Result<bool> {
    let stays = tray::stays(window.app_handle());
    if stays {
        window.hide().map_err(std::io::Error::other)?;
    }
    Ok(stays)
}

/// Ends the program, once what was waiting is written down.
#[tauri::command]
#[specta::specta]
pub async fn quit(app: tauri::AppHandle) -> Result<()> {
    app.exit(0);
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub async fn undo(desk: State<'_, Desk>, seq: i64) -> Result<UndoDone> {
    desk.book()?.undo(Some(seq))
}

#[tauri::command]
#[specta::specta]
pub async fn redo(desk: State<'_, Desk>, seq: i64) -> Result<UndoDone> {
    desk.book()?.redo(Some(seq))
}

/// First start: the firm, who sits here, and templates for what they do. That person is chosen on this device.
#[tauri::command]
#[specta::specta]
pub async fn set_up(desk: State<'_, Desk>, args: SetUp) -> Result<Done<PersonId>> {
    let book = desk.book()?;
    let done = tauri::async_runtime::spawn_blocking(move || book.set_up(&args))
        .await
        .map_err(|why| Error::new(Code::Io, format!("Setting up was interrupted ({why}). Try again.")))??;
    desk.choose_me(Some(done.value))?;
    Ok(done)
}
