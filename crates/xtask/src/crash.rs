//! `cargo xtask crash`: builds handselctl with kill points and hands it to the harness in tests/crash.

use crate::shell::{cargo, go};
use crate::{Outcome, build};

#[derive(clap::Args)]
pub struct Args {
    /// Kills at random moments; the named points come on top
    #[arg(long, default_value_t = 10_000)]
    rounds: u32,
    /// Repeats the choices of an earlier run
    #[arg(long)]
    seed: Option<u64>,
    /// At most so many passings of each named point
    #[arg(long, default_value_t = 40)]
    passings: u32,
}

impl Args {
    /// Short enough for every commit.
    pub fn for_tests(rounds: u32) -> Self {
        Self { rounds, seed: None, passings: 6 }
    }
}

pub fn crash(args: &Args) -> Outcome {
    let ctl = build::with_kill_points()?;
    let mut command = cargo();
    command.args(["run", "-q", "-p", "handsel-crash", "--", "--ctl"]).arg(ctl);
    command.args(["--rounds", &args.rounds.to_string(), "--passings", &args.passings.to_string()]);
    if let Some(seed) = args.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    go(&mut command)
}
