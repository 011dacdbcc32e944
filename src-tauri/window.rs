//! Starting the window, telling it what changed, and the handoff worker beside it.
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use handsel_core::Book;
use handsel_core::book::{Changed as Committed, Topic};
use handsel_core::values::Rev;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::bindings;
use crate::desk::Desk;
use crate::reminders::{self, remind};
use crate::tray;

/// Something was committed: every view of one of these topics looks again.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, Event)]
pub struct Changed {
    pub rev: Rev,
    pub topics: Vec<Topic>,
}

/// How far a long piece of work has come. `total` is 0 while it is not known.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, Event)]
pub struct Progress {
    pub done: u32,
    pub total: u32,
    pub phase: String,
}

/// The program is about to end: what still waits is written down now.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, Event)]
pub struct Quit;

/// Without a usable GPU, WebKitGTK's DMABUF renderer costs seven times as much a frame. What the person set stays.
pub fn choose_renderer() {
    const NAME: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let usable = std::fs::read_dir("/dev/dri").is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|e| e.file_name().to_string_lossy().starts_with("renderD")))
    });
    if cfg!(target_os = "linux") && !usable && std::env::var_os(NAME).is_none() {
        // The environment can only be changed safely before any thread runs, so the program starts itself anew.
        use std::process::Command;
        if let Ok(me) = std::env::current_exe() {
            let mut again = Command::new(me);
            again.args(std::env::args_os().skip(1)).env(NAME, "1");
            #[cfg(unix)]
            {
                use std::os::unix::process::CommandExt;
                let why = again.exec();
                eprintln!("The renderer could not be chosen ({why}); going on with the default.");
            }
        }
    }
}

/// Opens the workspace and the window, and runs until the window is closed.
pub fn run() -> tauri::Result<()> {
    let builder = bindings::builder();
    let mut app = tauri::Builder::default();
    if std::env::var_os("HANDSEL_DATA_DIR").is_none() {
        // A second launch shows the first window. A data folder of its own is a separate program.
        app = app.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            tray::bring_back(app);
        }));
        app = app.plugin(tauri_plugin_window_state::Builder::default().build());
    }
    app.plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(builder.invoke_handler())
        .setup(move |app| {
            builder.mount_events(app);
            let (data, config) = folders(app.handle())?;
            let desk = Desk::set_up(&data, &config);
            if let Ok(book) = desk.book() {
                tell_window(&book, app.handle(), &desk);
                tauri::async_runtime::spawn(remind(Arc::clone(&book), app.handle().clone()));
                tauri::async_runtime::spawn(work(book, Arc::clone(&desk.bell), app.handle().clone()));
            }
            if let Some(window) = app.get_webview_window("main") {
                let preferences = desk.device().preferences.clone();
                let _ = window.set_zoom(preferences.zoom_factor());
                let _ = window.set_theme(preferences.window_theme());
            }
            let background = desk.device().preferences.background;
            app.manage(desk);
            app.manage(tray::Sign::default());
            tray::keep(app.handle(), background);
            Ok(())
        })
        .run(tauri::generate_context!())
}

fn folders(app: &AppHandle) -> tauri::Result<(PathBuf, PathBuf)> {
    match std::env::var_os("HANDSEL_DATA_DIR") {
        Some(folder) => Ok((PathBuf::from(&folder), PathBuf::from(folder))),
        None => Ok((app.path().app_data_dir()?, app.path().app_config_dir()?)),
    }
}

fn tell_window(book: &Book, app: &AppHandle, desk: &Desk) {
    let (app, bell) = (app.clone(), Arc::clone(&desk.bell));
    book.on_change(move |changed: &Committed| {
        let _ = Changed { rev: changed.rev, topics: changed.topics.clone() }.emit(&app);
        if changed.owes {
            bell.notify_one();
        }
    });
}

/// Delivers what is due and keeps the week's forecast: at start, when the bell rings, and every few seconds for retries.
async fn work(book: Arc<Book>, bell: Arc<tokio::sync::Notify>, app: AppHandle) {
    loop {
        let at_work = Arc::clone(&book);
        let ran = tauri::async_runtime::spawn_blocking(move || {
            let ran = at_work.run_worker_once(50)?;
            // What is said of the coming months is kept once a week, so that it can be held against what happens.
            at_work.keep_forecast_if_due()?;
            Ok::<_, handsel_core::Error>(ran)
        })
        .await;
        match ran {
            Ok(Ok(run)) => {
                if run.parked > 0 {
                    reminders::need_help(&app, run.parked);
                }
                if run.delivered > 0 {
                    continue;
                }
            }
            Ok(Err(error)) => eprintln!("The worker will try again: {error}"),
            Err(error) => eprintln!("The handoff worker was interrupted and will try again: {error}"),
        }
        let _ = tokio::time::timeout(Duration::from_secs(5), bell.notified()).await;
    }
}
