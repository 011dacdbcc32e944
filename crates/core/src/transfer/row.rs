//! One row of a file, whatever the file is.
use super::export::bare;
use super::types::Problem;
use crate::error::Result;

/// A cell as text. `number` says that the spreadsheet typed it: then it is no longer a matter of separators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'r> {
    pub text: &'r str,
    pub number: bool,
}

/// A cell of a spreadsheet: dates as `YYYY-MM-DD`, numbers with a point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetCell {
    pub text: String,
    pub number: bool,
}

/// A row on its way past; nothing of it is kept.
pub enum Cells<'r> {
    Csv(&'r csv::StringRecord),
    Sheet(&'r [SheetCell]),
}

pub struct Row<'r> {
    /// As a spreadsheet counts: the first row of the file is 1.
    pub number: u32,
    pub cells: Cells<'r>,
}

/// Whether to go on reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    More,
    Enough,
}

/// Takes one row after the other.
pub type Take<'t> = &'t mut dyn FnMut(Row<'_>) -> Result<Flow>;

impl<'r> Row<'r> {
    pub fn width(&self) -> usize {
        match self.cells {
            Cells::Csv(record) => record.len(),
            Cells::Sheet(cells) => cells.len(),
        }
    }

    /// The trimmed cell; empty beyond the end of the row.
    pub fn cell(&self, at: usize) -> Cell<'r> {
        match self.cells {
            Cells::Csv(record) => Cell { text: bare(record.get(at).unwrap_or("").trim()), number: false },
            Cells::Sheet(cells) => cells
                .get(at)
                .map_or(Cell { text: "", number: false }, |cell| Cell { text: cell.text.trim(), number: cell.number }),
        }
    }

    pub fn texts(&self) -> impl Iterator<Item = &'r str> + '_ {
        (0..self.width()).map(|at| self.cell(at).text)
    }

    pub fn is_blank(&self) -> bool {
        self.texts().all(str::is_empty)
    }

    /// The cell that holds lines which look like rows of a file with `columns` columns, and how many: a quotation mark that is never
    /// closed takes in what follows.
    pub fn swallowed(&self, columns: usize, delimiter: char) -> Option<(usize, usize)> {
        if columns < 2 || !matches!(self.cells, Cells::Csv(_)) {
            return None;
        }
        let like_a_row = |line: &&str| line.matches(delimiter).count() + 1 >= columns;
        (0..self.width())
            .map(|at| (at, self.cell(at).text.lines().skip(1).filter(like_a_row).count()))
            .find(|(_, lines)| *lines > 0)
    }

    pub fn problem(&self, column: Option<&str>, value: &str, reason: impl Into<String>) -> Problem {
        let shown: String = value.chars().take(80).collect();
        Problem {
            row: self.number,
            column: column.map(str::to_owned),
            value: (!shown.is_empty()).then_some(shown),
            reason: reason.into(),
        }
    }
}
