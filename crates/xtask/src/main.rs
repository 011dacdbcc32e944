//! The project's own chores. `cargo xtask run` opens Handsel, `cargo xtask test` runs every test; both first look for
//! what this machine lacks. Only the standard library and clap: this package must build before anything else is there.

mod bench;
mod bindings;
mod build;
mod check;
mod crash;
mod display;
mod e2e;
mod fixture;
mod planted;
mod run;
mod setup;
mod shell;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What every chore answers: the sentence to print when it could not be done.
pub type Outcome = Result<(), String>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Open the application; without a display, do the same job in the terminal
    Run(run::Args),
    /// Run every test: Rust, interface, crash harness, end to end
    Test(test::Args),
    /// Formatting, lints, types, and whether the bindings still match
    Check,
    /// Write ui/src/bindings.ts anew from the Rust commands
    Bindings,
    /// Measure against bare SQLite in one run
    Bench(bench::Args),
    /// Kill handselctl at random and at every named point, and look for losses
    Crash(crash::Args),
    /// End to end tests on the real application
    E2e(e2e::Args),
    /// Save pictures of the main screens, light and dark, to target/shots; README's to docs/pictures
    Shots,
    /// Make tests/data/schema-N.handsel: a workspace of the schema as it is now, for the migration test of later ones
    Fixture,
    /// Put known mistakes into a copy of the sources: each must turn its test red
    Planted(planted::Args),
    /// Install what building (and testing) needs, nothing else
    Setup,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().chore {
        Chore::Run(args) => run::run(&args),
        Chore::Test(args) => test::test(&args),
        Chore::Check => check::check(),
        Chore::Bindings => bindings::write(),
        Chore::Bench(args) => bench::bench(&args),
        Chore::Crash(args) => crash::crash(&args),
        Chore::E2e(args) => e2e::e2e(&args),
        Chore::Shots => e2e::shots(),
        Chore::Fixture => fixture::make(),
        Chore::Planted(args) => planted::planted(&args),
        Chore::Setup => setup::all(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nxtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
