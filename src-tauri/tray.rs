//! The sign that Handsel shows beside the clock while its window is closed, so that reminders still come. Only where the desktop has a
//! place for such signs: without one a program with no window could not be found again.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::desk::Desk;
use crate::window::Quit;

/// How long the window has to write down what still waits before the program ends all the same.
const LEAVE: Duration = Duration::from_secs(2);

/// The sign, while it is shown.
#[derive(Default)]
pub struct Sign(Mutex<Option<TrayIcon>>);

impl Sign {
    fn is_shown(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// Whether this desktop has a place for signs of programs.
#[cfg(target_os = "linux")]
pub fn has_place() -> bool {
    let asked = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
        Ok(zbus::blocking::fdo::DBusProxy::new(&bus)?.name_has_owner(watcher)?)
    };
    asked().unwrap_or(false)
}

/// Windows and macOS always have one.
#[cfg(not(target_os = "linux"))]
pub fn has_place() -> bool {
    true
}

/// Shows the sign or takes it away, as the person wants it. On the main thread.
pub fn keep(app: &AppHandle, wanted: bool) {
    let sign = app.state::<Sign>();
    let mut shown = sign.0.lock().unwrap_or_else(PoisonError::into_inner);
    if !wanted {
        *shown = None;
    } else if shown.is_none() && has_place() {
        // The library behind it is looked for when it is first used, and its absence is a panic there.
        *shown = catch_unwind(AssertUnwindSafe(|| build(app))).ok().and_then(|built| {
            built.inspect_err(|why| eprintln!("The sign beside the clock could not be shown: {why}")).ok()
        });
    }
}

fn build(app: &AppHandle) -> tauri::Result<TrayIcon> {
    let open = MenuItem::with_id(app, "open", "Open Handsel", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit Handsel", true, None::<&str>)?;
    let mut sign = TrayIconBuilder::with_id("handsel")
        .tooltip("Handsel")
        .menu(&Menu::with_items(app, &[&open, &quit])?)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => bring_back(app),
            "quit" => leave(app),
            _ => {}
        })
        .on_tray_icon_event(|sign, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                bring_back(sign.app_handle());
            }
        });
    if let Some(icon) = app.default_window_icon() {
        sign = sign.icon(icon.clone());
    }
    sign.build(app)
}

/// Shows the window again, wherever it was.
pub fn bring_back(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Ends the program once the window has written down what still waits.
fn leave(app: &AppHandle) {
    let _ = Quit.emit(app);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LEAVE).await;
        app.exit(0);
    });
}

/// What closing the window does: hides it where the person wants the program to go on and the sign is there to bring it back.
pub fn stays(app: &AppHandle) -> bool {
    let wanted = app.state::<Desk>().device().preferences.background;
    wanted && app.state::<Sign>().is_shown()
}
