//! `cargo xtask bench`: ours and the SQLite floor, measured alternately in one process.

use crate::shell::{cargo, go};
use crate::{Outcome, e2e};

#[derive(clap::Args)]
pub struct Args {
    /// The board in the real window instead: settling, frames of a drag, drops
    #[arg(long)]
    window: bool,
    /// Passed on to the benchmark
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub fn bench(args: &Args) -> Outcome {
    if args.window {
        return e2e::bench();
    }
    go(cargo().args(["run", "--release", "-p", "handselctl", "--example", "bench", "--"]).args(&args.rest))
}
