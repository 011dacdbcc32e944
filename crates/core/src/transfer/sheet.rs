//! The first sheet of an .xlsx workbook, row by row, with limits before anything is unpacked for good.
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};

use super::row::{Cells, Flow, Row, SheetCell, Take};
use super::sniff::{self, CELL_MAX, COLUMNS_MAX, XLSX_MAX};
use crate::error::{Error, Result};
use crate::values::Day;

/// The most a workbook may unpack to, in bytes.
const UNPACKED_MAX: u64 = 256 << 20;
const PARTS_MAX: usize = 10_000;

/// Hands every row that is not blank to `take`.
pub fn rows(path: &Path, take: Take<'_>) -> Result<()> {
    check_size(path)?;
    let damaged = |why: &dyn std::fmt::Display| {
        Error::invalid(format!(
            "{} can't be read as a spreadsheet ({why}). Nothing was changed; save it again as XLSX or CSV.",
            sniff::name(path)
        ))
    };
    let mut book: Xlsx<_> = calamine::open_workbook(path).map_err(|error: calamine::XlsxError| damaged(&error))?;
    let first = book.sheet_names().into_iter().next().ok_or_else(|| damaged(&"it has no sheet"))?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|error| damaged(&error))?;
    let mut row: Vec<SheetCell> = Vec::new();
    let mut here = 0u32;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        let (at, column) = cell.get_position();
        if at < here {
            return Err(damaged(&"its rows are out of order"));
        }
        if at > here {
            if hand_over(here, &row, take)? == Flow::Enough {
                return Ok(());
            }
            row.clear();
            here = at;
        }
        let read = sheet_cell(cell.get_value());
        if read.text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= COLUMNS_MAX {
            return Err(Error::invalid(format!(
                "Row {} of {} has more than {COLUMNS_MAX} columns. Nothing was changed.",
                at + 1,
                sniff::name(path)
            )));
        }
        if row.len() <= column {
            row.resize(column + 1, SheetCell::default());
        }
        row[column] = read;
    }
    hand_over(here, &row, take).map(|_| ())
}

fn hand_over(at: u32, cells: &[SheetCell], take: Take<'_>) -> Result<Flow> {
    let row = Row { number: at.saturating_add(1), cells: Cells::Sheet(cells) };
    if row.is_blank() { Ok(Flow::More) } else { take(row) }
}

fn sheet_cell(value: &DataRef<'_>) -> SheetCell {
    let text = |text: &str| SheetCell { text: text.to_owned(), number: false };
    match value {
        DataRef::Int(n) => SheetCell { text: n.to_string(), number: true },
        DataRef::Float(x) => SheetCell { text: x.to_string(), number: true },
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => text(if *b { "true" } else { "false" }),
        DataRef::DateTime(at) => {
            let day = at.as_datetime().and_then(|at| Day::of(at.date()));
            day.map_or_else(|| SheetCell { text: at.as_f64().to_string(), number: true }, |day| text(&day.to_string()))
        }
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => text(s),
        // An error in a cell is shown as the spreadsheet shows it, and then refused by its field.
        DataRef::Error(error) => text(&error.to_string()),
        DataRef::Empty => SheetCell::default(),
    }
}

/// Unpacks every part into nothing, counting: sizes that a file states about itself can lie.
fn check_size(path: &Path) -> Result<()> {
    let name = sniff::name(path);
    let file = File::open(path)?;
    if file.metadata()?.len() > XLSX_MAX {
        return Err(Error::invalid(format!(
            "{name} is larger than {} MB. Save it as CSV and import that; nothing was changed.",
            XLSX_MAX >> 20
        )));
    }
    let damaged =
        |why: String| Error::invalid(format!("{name} can't be read as a spreadsheet ({why}). Nothing was changed."));
    let mut parts = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(error.to_string()))?;
    if parts.len() > PARTS_MAX {
        return Err(damaged(format!("it has {} parts", parts.len())));
    }
    let mut left = UNPACKED_MAX;
    let mut buffer = vec![0u8; 1 << 16];
    for i in 0..parts.len() {
        let mut part = parts.by_index(i).map_err(|error| damaged(error.to_string()))?;
        loop {
            let got = part.read(&mut buffer).map_err(|error| damaged(error.to_string()))?;
            if got == 0 {
                break;
            }
            left = left.checked_sub(got as u64).ok_or_else(|| {
                Error::invalid(format!(
                    "{name} unpacks to more than {} MB. Nothing was changed; save the sheet you need as CSV.",
                    UNPACKED_MAX >> 20
                ))
            })?;
        }
    }
    Ok(())
}

/// Kept beside the reader so that a cell above the limit reads the same from every kind of file.
pub fn too_long(text: &str) -> bool {
    text.len() > CELL_MAX
}
