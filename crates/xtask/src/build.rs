//! The builds that the other chores share. Everything is built with the same features, so that nothing is compiled
//! twice: `custom-protocol` puts the interface into the binary, as a release does.

use crate::Outcome;
use crate::shell::{cargo, go, npm, root, step, target};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Arguments that every workspace-wide cargo call uses.
pub const EVERYTHING: [&str; 3] = ["--workspace", "--features", "handsel/custom-protocol"];

/// Builds ui/dist when a source is newer than it.
pub fn interface() -> Outcome {
    let built = root().join("ui/dist/index.html");
    let sources = ["ui/src", "ui/index.html", "ui/vite.config.ts", "ui/package-lock.json"];
    let newest = sources.iter().filter_map(|path| newest(&root().join(path))).max();
    let fresh = std::fs::metadata(&built).and_then(|meta| meta.modified()).ok();
    if fresh.is_some() && fresh >= newest {
        return Ok(());
    }
    step("building the interface");
    go(npm("ui").args(["run", "build"]))
}

/// Builds both programs in the dev profile and answers (desktop, handselctl) as copies that a later plain
/// `cargo build` (which loads the interface from the development server) does not overwrite.
pub fn programs() -> Result<(PathBuf, PathBuf), String> {
    interface()?;
    step("building the programs");
    go(cargo().arg("build").args(EVERYTHING))?;
    Ok((set_aside("debug", "handsel", "programs")?, set_aside("debug", "handselctl", "programs")?))
}

/// Both programs as they are released, as (desktop, handselctl).
pub fn released() -> Result<(PathBuf, PathBuf), String> {
    interface()?;
    step("building the programs as they are released");
    go(cargo().args(["build", "--release"]).args(EVERYTHING))?;
    Ok((set_aside("release", "handsel", "released")?, set_aside("release", "handselctl", "released")?))
}

/// handselctl with its kill points, for the crash harness.
pub fn with_kill_points() -> Result<PathBuf, String> {
    step("building handselctl with kill points");
    go(cargo().args(["build", "-p", "handselctl", "--features", "kill-points"]))?;
    set_aside("debug", "handselctl", "crash")
}

/// Copies a built program to target/FOLDER/NAME.
fn set_aside(profile: &str, name: &str, folder: &str) -> Result<PathBuf, String> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let (from, to) = (target().join(profile).join(&file), target().join(folder));
    std::fs::create_dir_all(&to)
        .and_then(|()| {
            let to = to.join(&file);
            // A running copy of the old one must not stop us: a new file takes its place.
            let _ = std::fs::remove_file(&to);
            std::fs::copy(&from, &to).map(|_| to)
        })
        .map_err(|error| format!("{} could not be copied: {error}.", from.display()))
}

fn newest(path: &Path) -> Option<SystemTime> {
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_dir() {
        return meta.modified().ok();
    }
    let entries = std::fs::read_dir(path).ok()?;
    entries.filter_map(|entry| newest(&entry.ok()?.path())).max()
}
