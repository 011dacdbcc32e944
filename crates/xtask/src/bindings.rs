//! ui/src/bindings.ts is written by the desktop program from its own list of commands, and committed.

use crate::shell::{cargo, go, root, target};
use crate::{Outcome, build};
use std::path::Path;

const BINDINGS: &str = "ui/src/bindings.ts";

/// Writes the file anew.
pub fn write() -> Outcome {
    build::interface()?;
    write_to(&root().join(BINDINGS))
}

/// Fails when the committed file is not what the commands say.
pub fn same() -> Outcome {
    let fresh = target().join("bindings.ts");
    write_to(&fresh)?;
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("{} can't be read: {error}.", path.display()))
    };
    if read(&fresh)? == read(&root().join(BINDINGS))? {
        return Ok(());
    }
    Err(format!("{BINDINGS} is not what the Rust commands say: run `cargo xtask bindings` and commit it."))
}

fn write_to(path: &Path) -> Outcome {
    go(cargo().args(["build", "-q"]).args(build::EVERYTHING))?;
    let program = target().join("debug").join(format!("handsel{}", std::env::consts::EXE_SUFFIX));
    go(std::process::Command::new(program).arg("--write-bindings").arg(path))
}
