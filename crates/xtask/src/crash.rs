use crate::Outcome;
#[derive(clap::Args)]
pub struct Args {
    #[arg(long, default_value_t = 10_000)]
    rounds: u32,
}
impl Args {
    pub fn for_tests(rounds: u32) -> Self {
        Self { rounds }
    }
}
pub fn crash(_args: &Args) -> Outcome {
    Ok(())
}
