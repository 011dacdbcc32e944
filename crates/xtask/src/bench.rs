//! `cargo xtask bench`: ours and the SQLite floor, measured alternately in one process.

use crate::Outcome;
use crate::shell::{cargo, go};

#[derive(clap::Args)]
pub struct Args {
    /// Passed on to the benchmark
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub fn bench(args: &Args) -> Outcome {
    go(cargo().args(["run", "--release", "-p", "handselctl", "--example", "bench", "--"]).args(&args.rest))
}
