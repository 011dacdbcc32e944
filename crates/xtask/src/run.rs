//! `cargo xtask run`: one command from a fresh checkout to the open window.

use crate::shell::{cargo, go, step};
use crate::{Outcome, build, setup};

#[derive(clap::Args)]
pub struct Args {
    /// Build without optimisation: starts sooner after a change, runs slower
    #[arg(long)]
    dev: bool,
    /// Do the job in the terminal even where there is a display
    #[arg(long)]
    terminal: bool,
}

pub fn run(args: &Args) -> Outcome {
    if args.terminal || !has_display() {
        if !args.terminal {
            step("there is no display here (DISPLAY and WAYLAND_DISPLAY are empty): the same job in the terminal");
        }
        return go(cargo().args(["run", "-q", "-p", "handselctl", "--", "demo"]));
    }
    setup::to_build()?;
    build::interface()?;
    step(if args.dev { "building Handsel" } else { "building Handsel (the first time takes some minutes)" });
    let mut command = cargo();
    command.args(["run", "-p", "handsel", "--features", "custom-protocol"]);
    if !args.dev {
        command.arg("--release");
    }
    go(&mut command)
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
