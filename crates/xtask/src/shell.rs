//! Starting other programs, saying which, and where the project's folders are.

use crate::Outcome;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the workspace: two levels above this package.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target folder, which `CARGO_TARGET_DIR` may have moved.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The cargo that started us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// npm, in a folder below the root. On Windows npm is a script and needs its ending.
pub fn npm(folder: &str) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join(folder));
    command
}

/// One progress line, so that a person sees what a long chore is doing.
pub fn step(text: &str) {
    eprintln!("── {text}");
}

/// Runs to the end with its output visible; an exit other than 0 becomes a sentence that names the command.
pub fn go(command: &mut Command) -> Outcome {
    let line = spelled(command);
    step(&line);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}.")),
        Err(error) => Err(format!("`{line}` could not be started: {error}.")),
    }
}

/// Runs quietly; true when it ended with 0. A program that does not exist is a plain no.
pub fn quietly(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The program's path when it lies on `PATH` or among cargo's own programs.
pub fn which(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Some(home) = std::env::var_os("HOME") {
        folders.push(Path::new(&home).join(".cargo/bin"));
    }
    folders.into_iter().map(|folder| folder.join(&name)).find(|file| file.is_file())
}

fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    let args: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
    format!("{name} {}", args.join(" ")).trim_end().to_owned()
}
