//! Named points at which the crash harness ends the process as a power cut would. Without the feature they are nothing.

/// The moments of a write, from the outside in. One name may be passed many times in a command (`Row`).
#[derive(Debug, Clone, Copy)]
pub(crate) enum Point {
    /// A transaction has begun, nothing is written.
    Begun,
    /// One more row and its journal entry are written.
    Row,
    /// All rows are written, the command's own line is not.
    Rows,
    /// Everything is written, COMMIT has not been called.
    Journalled,
    /// COMMIT has answered, nobody was told yet.
    Committed,
    /// A schema step is done, its COMMIT has not been called.
    Migrated,
    /// A new workspace is whole under its provisional name.
    Made,
    /// It has its own name; the folder is not synced yet.
    Renamed,
    /// A copy of a workspace is whole, flushed and checked, under a provisional name.
    Copied,
    /// A restore has given the present workspace its second name.
    Kept,
    /// The restored copy has taken the workspace's name.
    Restored,
}

/// `HANDSEL_KILL_LOG=FILE` writes the name of each point passed; `HANDSEL_KILL_AT=NAME:N` ends the process at the Nth
/// passing of that point, without unwinding, flushing or cleaning up.
#[cfg(feature = "kill-points")]
pub(crate) fn kill_point(point: Point) {
    use std::collections::BTreeMap;
    use std::io::Write;
    use std::sync::Mutex;

    static PASSED: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());
    let name = format!("{point:?}").to_lowercase();
    if let Some(path) = std::env::var_os("HANDSEL_KILL_LOG") {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(path);
        if let Ok(mut log) = log {
            let _ = writeln!(log, "{name}");
        }
    }
    let mut passed = PASSED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let count = passed.entry(name.clone()).or_default();
    *count += 1;
    if std::env::var("HANDSEL_KILL_AT").is_ok_and(|wanted| wanted == format!("{name}:{count}")) {
        std::process::abort();
    }
}

#[cfg(not(feature = "kill-points"))]
#[inline(always)]
pub(crate) fn kill_point(_point: Point) {}
