//! The crash harness. It drives the real handselctl, kills it without warning, opens the file again and counts what is
//! not as it must be. Run it with `cargo xtask crash --rounds 10000`; a seed repeats the same choices (not the same
//! microseconds: where a kill lands is up to the machine, and that is the point).

mod ctl;
mod ledger;
mod points;
mod random;
mod rounds;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
struct Args {
    /// The handselctl to kill; built with the feature `kill-points`
    #[arg(long)]
    ctl: PathBuf,
    /// Kills at random moments
    #[arg(long, default_value_t = 10_000)]
    rounds: u32,
    /// At most so many passings of each named point in each scenario
    #[arg(long, default_value_t = 8)]
    passings: usize,
    /// Repeats the choices of an earlier run
    #[arg(long)]
    seed: Option<u64>,
}

/// What a run did and found; printed at the end whatever happens.
#[derive(Default)]
pub struct Counts {
    pub random_kills: u32,
    pub finished_first: u32,
    pub named_kills: u32,
    pub acknowledged_wins: u32,
    pub projects: u32,
    pub faults: Vec<String>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let seed = args.seed.unwrap_or_else(random::fresh_seed);
    println!("crash harness: seed {seed}");
    let mut counts = Counts::default();
    let ended = points::every_point(&args.ctl, args.passings, &mut counts)
        .and_then(|()| rounds::random(&args.ctl, args.rounds, seed, &mut counts));
    counts.faults.extend(ended.err());
    print(&counts, seed);
    if counts.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(counts: &Counts, seed: u64) {
    println!(
        "crash harness: {} kills at random moments ({} commands finished first), {} at named points; \
         {} acknowledged wins, {} projects; {} faults (seed {seed})",
        counts.random_kills,
        counts.finished_first,
        counts.named_kills,
        counts.acknowledged_wins,
        counts.projects,
        counts.faults.len()
    );
    for fault in counts.faults.iter().take(20) {
        println!("  {fault}");
    }
}
