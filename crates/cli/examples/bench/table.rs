//! The figures as a table.
use std::fmt;

use crate::Compared;

#[derive(Default)]
pub struct Table {
    lines: Vec<[String; 6]>,
}

impl Table {
    /// Ours against the floor in milliseconds; the goal is a ratio of at most `most`.
    pub fn ratio(&mut self, goal: &str, what: &str, compared: &Compared, most: f64) {
        let Compared { ours, floor, ratio, .. } = compared;
        self.add(goal, what, ms(*ours), ms(*floor), format!("{ratio:.2}"), format!("≤ {most}"), *ratio <= most);
    }

    /// One figure against a limit, with what it is compared to.
    pub fn figure(&mut self, goal: &str, what: &str, figure: String, limit: String, met: bool) {
        self.add(goal, what, figure, String::new(), String::new(), limit, met);
    }

    #[allow(clippy::too_many_arguments)]
    pub fn add(
        &mut self,
        goal: &str,
        what: &str,
        ours: String,
        floor: String,
        ratio: String,
        limit: String,
        met: bool,
    ) {
        let limit = format!("{limit}  {}", if met { "met" } else { "MISSED" });
        self.lines.push([goal.into(), what.into(), ours, floor, ratio, limit]);
    }
}

pub fn ms(milliseconds: f64) -> String {
    format!("{milliseconds:.3} ms")
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["goal", "work", "ours", "floor", "ratio", "limit"].map(str::to_owned);
        let lines: Vec<&[String; 6]> = std::iter::once(&head).chain(&self.lines).collect();
        let width = |i: usize| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or(0);
        for line in &lines {
            let cells: Vec<String> = line.iter().enumerate().map(|(i, cell)| format!("{cell:0$}", width(i))).collect();
            writeln!(f, "{}", cells.join("  ").trim_end())?;
        }
        write!(
            f,
            "Medians of {} rounds (import: 5), ours and the floor in turn; ratio: the median of the rounds' ratios.",
            crate::ROUNDS
        )
    }
}
