//! `cargo xtask test`: every test there is, in the order in which a mistake shows soonest.

use crate::shell::{cargo, go, npm, step, which};
use crate::{Outcome, build, crash, e2e, setup};

#[derive(clap::Args)]
pub struct Args {
    /// Leave out the tests that need a display
    #[arg(long)]
    no_window: bool,
    /// How often the crash harness kills handselctl at random
    #[arg(long, default_value_t = 200)]
    kills: u32,
}

pub fn test(args: &Args) -> Outcome {
    setup::to_test()?;
    let (app, ctl) = build::programs()?;
    step("Rust tests");
    rust()?;
    step("interface tests");
    go(npm("ui").arg("test"))?;
    step("crash harness");
    crash::crash(&crash::Args::for_tests(args.kills))?;
    if !args.no_window {
        step("end to end on the real application");
        e2e::drive(&app, &ctl, None)?;
    }
    step("all tests passed");
    Ok(())
}

/// nextest where it is installed: same tests, clearer lines.
fn rust() -> Outcome {
    if which("cargo-nextest").is_some() {
        return go(cargo().args(["nextest", "run", "--no-fail-fast"]).args(build::EVERYTHING));
    }
    go(cargo().args(["test", "--no-fail-fast"]).args(build::EVERYTHING))
}
