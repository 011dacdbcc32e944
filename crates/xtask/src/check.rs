//! `cargo xtask check`: what can be said about the code without running it. All checks run, then the failures are listed.

use crate::shell::{cargo, go, npm, step};
use crate::{Outcome, bindings, build, setup};

pub fn check() -> Outcome {
    setup::to_test()?;
    // Tauri's macro reads ui/dist while the desktop package compiles.
    build::interface()?;
    let mut wrong = Vec::new();
    let mut note = |outcome: Outcome| wrong.extend(outcome.err());
    note(go(cargo().args(["fmt", "--all", "--check"])));
    note(go(npm("ui").args(["run", "format:check"])));
    note(go(npm("ui").args(["run", "check"])));
    note(go(cargo().arg("clippy").args(build::EVERYTHING).args(["--", "-D", "warnings"])));
    // A test may unwrap: it is how it fails.
    let tests = ["--", "-D", "warnings", "-A", "clippy::unwrap_used"];
    note(go(cargo().args(["clippy", "--all-targets"]).args(build::EVERYTHING).args(tests)));
    note(bindings::same());
    if wrong.is_empty() {
        step("all checks passed");
        return Ok(());
    }
    Err(format!("{} of the checks failed:\n  {}", wrong.len(), wrong.join("\n  ")))
}
