//! The real application on a virtual display, driven by tests/e2e.

use crate::display::Display;
use crate::shell::{go, root, step, target};
use crate::{Outcome, build, setup};
use std::path::Path;
use std::process::Command;

/// The window's size in the tests: a common laptop.
const SCREEN: &str = "1440x900";

#[derive(clap::Args)]
pub struct Args {
    /// Only files whose name contains this
    filter: Option<String>,
}

pub fn e2e(args: &Args) -> Outcome {
    setup::to_test()?;
    let (app, ctl) = build::programs()?;
    step("end to end on the real application");
    drive(&app, &ctl, args.filter.as_deref())
}

/// Runs the tests of tests/e2e with programs that are built already.
pub fn drive(app: &Path, ctl: &Path, filter: Option<&str>) -> Outcome {
    if !cfg!(target_os = "linux") {
        step("skipped: driving the window needs WebKitGTK on Linux");
        return Ok(());
    }
    let mut files = test_files()?;
    files.retain(|name| filter.is_none_or(|wanted| name.contains(wanted)));
    if files.is_empty() {
        return Err("no end to end test has that in its name.".into());
    }
    node(app, ctl, &["--test", "--test-concurrency=1", "--test-reporter=spec"], &files)
}

/// Starts the real application with sample data and saves its main screens.
pub fn shots() -> Outcome {
    setup::to_test()?;
    let (app, ctl) = build::programs()?;
    step("taking pictures");
    node(&app, &ctl, &[], &["shots.mjs".to_owned()])
}

/// Measures the board in the real window, built as it is released.
pub fn bench() -> Outcome {
    setup::to_test()?;
    let (app, ctl) = build::released()?;
    step("measuring the window");
    node(&app, &ctl, &[], &["bench.mjs".to_owned()])
}

/// Runs node on a virtual display with a session bus. The desktop's own chatter goes to a log: it would bury the tests' lines.
fn node(app: &Path, ctl: &Path, options: &[&str], files: &[String]) -> Outcome {
    let display = Display::start(SCREEN)?;
    let log = target().join("window.log");
    let chatter =
        std::fs::File::create(&log).map_err(|error| format!("{} can't be written: {error}.", log.display()))?;
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "node"]).args(options).args(files).current_dir(root().join("tests/e2e"));
    command.env("DISPLAY", &display.name).env_remove("WAYLAND_DISPLAY");
    command.env("HANDSEL_APP", app).env("HANDSELCTL", ctl).stderr(chatter);
    go(&mut command).map_err(|why| format!("{why} What the window said is in {}.", log.display()))
}

fn test_files() -> Result<Vec<String>, String> {
    let folder = root().join("tests/e2e");
    let entries =
        std::fs::read_dir(&folder).map_err(|error| format!("{} can't be read: {error}.", folder.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<String> = names.filter(|name| name.ends_with(".test.mjs")).collect();
    files.sort();
    Ok(files)
}
