//! `cargo xtask bench`: ours and the floor (the same work on bare SQLite), measured alternately in this one process.
//!
//! Data comes from a seed. Every measure runs in rounds, ours then the floor; a round's figure is the median of its samples, and the
//! ratio is the median of the rounds' ratios. It prints and never fails on a time. Counts (commits, fsyncs, bytes) are exact.
mod board;
mod corridor;
mod counts;
mod deal_lists;
mod import;
mod lists;
mod moves;
mod plans;
mod reports;
mod seed;
mod table;

use std::error::Error;
use std::time::{Duration, Instant};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Alternations of ours and the floor.
pub const ROUNDS: usize = 7;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, file] = &args[..]
        && flag == counts::MOVES_ONLY
    {
        return counts::moves_only(file);
    }
    let wanted = |name: &str| args.is_empty() || args.iter().any(|arg| arg == name);
    let folder = tempfile::tempdir()?;
    let mut table = table::Table::default();
    if wanted("board") || wanted("move") || wanted("counts") {
        eprintln!("seeding boards of 1,000 and 100,000 deals");
        let small = seed::workspace(&folder.path().join("small.handsel"), 1_000)?;
        let large = seed::workspace(&folder.path().join("large.handsel"), 100_000)?;
        if wanted("board") {
            board::measure(&small, &large, &mut table)?;
        }
        if wanted("move") {
            moves::measure(&small, &large, folder.path(), &mut table)?;
        }
        if wanted("counts") {
            counts::measure(small, &mut table)?;
        }
    }
    if wanted("lists") {
        lists::measure(folder.path(), &mut table)?;
    }
    if wanted("deals") {
        deal_lists::measure(folder.path(), &mut table)?;
    }
    if wanted("import") {
        import::measure(folder.path(), &mut table)?;
    }
    if wanted("win") {
        corridor::measure(folder.path(), &mut table)?;
    }
    if wanted("reports") {
        reports::measure(folder.path(), &mut table)?;
    }
    if wanted("plan") {
        plans::measure(folder.path(), &mut table)?;
    }
    println!("{table}");
    Ok(())
}

/// How long it took.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let value = work()?;
    Ok((start.elapsed(), value))
}

/// The middle of the samples; `samples` is not empty.
pub fn median(samples: &[f64]) -> f64 {
    percentile(samples, 50)
}

/// The sample that `percent` of all do not exceed.
pub fn percentile(samples: &[f64], percent: usize) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

/// Milliseconds of `samples` runs of `work`.
pub fn sample(samples: usize, mut work: impl FnMut() -> Outcome<()>) -> Outcome<Vec<f64>> {
    (0..samples).map(|_| Ok(timed(&mut work)?.0.as_secs_f64() * 1_000.0)).collect()
}

/// Medians of ours and of the floor over the rounds, in milliseconds, and the median of the rounds' ratios.
pub struct Compared {
    pub ours: f64,
    pub floor: f64,
    pub ratio: f64,
    /// Every sample of ours.
    pub samples: Vec<f64>,
}

/// Alternates `samples` runs of ours with as many of the floor, [`ROUNDS`] times.
pub fn alternate(
    samples: usize,
    mut ours: impl FnMut() -> Outcome<()>,
    mut floor: impl FnMut() -> Outcome<()>,
) -> Outcome<Compared> {
    let (mut all, mut mine, mut floors, mut ratios) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let round = sample(samples, &mut ours)?;
        let bare = sample(samples, &mut floor)?;
        let (round_median, floor_median) = (median(&round), median(&bare));
        ratios.push(round_median / floor_median);
        mine.push(round_median);
        floors.push(floor_median);
        all.extend(round);
    }
    Ok(Compared { ours: median(&mine), floor: median(&floors), ratio: median(&ratios), samples: all })
}
