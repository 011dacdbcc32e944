//! What this machine lacks. Debian packages are installed where we may (root, or sudo without a password); everywhere
//! else the one line to run is printed, because guessing another system's package names helps nobody.

use crate::Outcome;
use crate::shell::{cargo, go, npm, quietly, root, step, which};
use std::path::Path;
use std::process::Command;

/// How we notice that a package is there, without asking a package database.
enum Sign {
    /// pkg-config knows the library.
    Library(&'static str),
    /// The program is on the path.
    Program(&'static str),
    /// The file or folder exists.
    File(&'static str),
}

type Package = (&'static str, Sign);

const TO_BUILD: [Package; 8] = [
    ("pkg-config", Sign::Program("pkg-config")),
    ("build-essential", Sign::Program("cc")),
    ("file", Sign::Program("file")),
    ("libwebkit2gtk-4.1-dev", Sign::Library("webkit2gtk-4.1")),
    ("libsoup-3.0-dev", Sign::Library("libsoup-3.0")),
    ("librsvg2-dev", Sign::Library("librsvg-2.0")),
    ("libayatana-appindicator3-dev", Sign::Library("ayatana-appindicator3-0.1")),
    ("libssl-dev", Sign::Library("openssl")),
];

const TO_TEST: [Package; 5] = [
    ("xvfb", Sign::Program("Xvfb")),
    ("webkit2gtk-driver", Sign::Program("WebKitWebDriver")),
    ("dbus-x11", Sign::Program("dbus-run-session")),
    ("imagemagick", Sign::Program("import")),
    ("fonts-dejavu-core", Sign::File("/usr/share/fonts/truetype/dejavu")),
];

/// Everything that building and testing need.
pub fn all() -> Outcome {
    to_test()?;
    step("everything is there");
    Ok(())
}

/// What `run` needs: the system's libraries and the interface's packages.
pub fn to_build() -> Outcome {
    system(&TO_BUILD)?;
    packages("ui")
}

/// What `test` needs on top: a virtual display, the drivers, the packages of the end to end tests.
pub fn to_test() -> Outcome {
    if cfg!(target_os = "linux") {
        let everything: Vec<&Package> = TO_BUILD.iter().chain(&TO_TEST).collect();
        install(&lacking(&everything))?;
        tauri_driver()?;
    }
    packages("ui")?;
    packages("tests/e2e")
}

fn system(wanted: &[Package]) -> Outcome {
    // Windows and macOS bring their own web view.
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    install(&lacking(&wanted.iter().collect::<Vec<_>>()))
}

fn lacking(wanted: &[&Package]) -> Vec<&'static str> {
    let there = |sign: &Sign| match sign {
        Sign::Library(name) => quietly("pkg-config", &["--exists", name]),
        Sign::Program(name) => which(name).is_some(),
        Sign::File(path) => Path::new(path).exists(),
    };
    wanted.iter().filter(|(_, sign)| !there(sign)).map(|(name, _)| *name).collect()
}

fn install(names: &[&str]) -> Outcome {
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    step(&format!("missing on this machine: {list}"));
    let by_hand = format!("sudo apt-get update && sudo apt-get install -y {list}");
    if which("apt-get").is_none() {
        return Err(format!(
            "these packages are missing (Debian's names): {list}. Install what your system calls them, then try again.\n\
             On Debian or Ubuntu that is: {by_hand}"
        ));
    }
    let Some(before) = leave_to_install() else {
        return Err(format!(
            "packages are missing and may not be installed from here. Run this, then try again:\n  {by_hand}"
        ));
    };
    go(apt(before).args(["update", "-q"]))?;
    go(apt(before).args(["install", "-y", "-q", "--no-install-recommends"]).args(names))
        .map_err(|why| format!("{why}\nBy hand it is: {by_hand}"))
}

/// How to call apt: as we are when root, through sudo when it asks no password, not at all otherwise.
fn leave_to_install() -> Option<bool> {
    let uid = Command::new("id").arg("-u").output().ok()?;
    if String::from_utf8_lossy(&uid.stdout).trim() == "0" {
        return Some(false);
    }
    quietly("sudo", &["-n", "true"]).then_some(true)
}

fn apt(with_sudo: bool) -> Command {
    if with_sudo {
        let mut command = Command::new("sudo");
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        return command;
    }
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// `npm ci` when the folder's lock file is newer than what is installed.
fn packages(folder: &str) -> Outcome {
    if which("npm").is_none() && !cfg!(windows) {
        return Err(
            "Node.js with npm is missing: install Node 20 or later from https://nodejs.org, then try again.".into()
        );
    }
    let changed = |path: &str| std::fs::metadata(root().join(folder).join(path)).and_then(|meta| meta.modified()).ok();
    let Some(lock) = changed("package-lock.json") else {
        return Err(format!("{folder}/package-lock.json is missing: is this a complete checkout?"));
    };
    if changed("node_modules/.package-lock.json").is_some_and(|installed| installed >= lock) {
        return Ok(());
    }
    step(&format!("installing the packages of {folder}"));
    go(npm(folder).args(["ci", "--no-audit", "--no-fund"]))
}

/// The bridge between WebDriver and the window. Version 3 is an alpha that speaks differently.
fn tauri_driver() -> Outcome {
    if which("tauri-driver").is_some() {
        return Ok(());
    }
    step("installing tauri-driver (once, about a minute)");
    go(cargo().args(["install", "tauri-driver@^2", "--locked"]))
}
