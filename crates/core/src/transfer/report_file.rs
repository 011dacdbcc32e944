//! A report as a file: its table as CSV, or all its tables with a sheet on how they were made as XLSX, or everything as JSON.
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use uuid::Uuid;

use super::ExportDone;
use super::export::neutral;
use crate::book::Book;
use crate::error::{Error, Result};
use crate::reports::{Cell, Cells, ColumnKind, Report, ReportColumn, ReportFilter};
use crate::values::money::exponent;
use crate::words;

words! {
    ReportFormat { Csv "csv", Xlsx "xlsx", Json "json" }
}

/// A sheet's name has at most so many characters, and none of these.
const SHEET_NAME: usize = 31;
const FORBIDDEN: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];
const WIDEST: f64 = 90.0;

impl Book {
    /// Writes a report to `path`: whole or not at all; an existing file is replaced. CSV has the main table; `rows` counts its rows.
    pub fn export_report(
        &self,
        name: &str,
        filter: &ReportFilter,
        format: ReportFormat,
        path: &Path,
    ) -> Result<ExportDone> {
        let report = self.report(name, filter)?;
        let bytes = match format {
            ReportFormat::Csv => as_csv(&report)?,
            ReportFormat::Xlsx => as_xlsx(&report).map_err(unwritten)?,
            ReportFormat::Json => serde_json::to_vec_pretty(&report).map_err(unwritten)?,
        };
        let mut provisional = path.as_os_str().to_owned();
        provisional.push(format!(".{}.part", Uuid::new_v4().simple()));
        let provisional = PathBuf::from(provisional);
        let written = write(&provisional, &bytes).and_then(|()| Ok(fs::rename(&provisional, path)?));
        if let Err(why) = written {
            // Half an export must not lie about; what can't be removed has no export's name.
            let _ = fs::remove_file(&provisional);
            return Err(why);
        }
        let rows = u32::try_from(report.rows.len()).unwrap_or(u32::MAX);
        Ok(ExportDone { path: path.to_string_lossy().into_owned(), rows })
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

fn unwritten(why: impl std::fmt::Display) -> Error {
    Error::invalid(format!("The report can't be written ({why}). Nothing was changed."))
}

fn as_csv(report: &Report) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(report.columns.iter().map(|column| &column.label)).map_err(unwritten)?;
    for row in &report.rows {
        let cells = report.columns.iter().map(|column| plain(row.get(&column.key)));
        out.write_record(cells).map_err(unwritten)?;
    }
    out.into_inner().map_err(unwritten)
}

fn plain(cell: Option<&Cell>) -> String {
    match cell {
        None | Some(Cell::Empty) => String::new(),
        Some(Cell::Count(number)) => number.to_string(),
        Some(Cell::Number(figure)) => figure.to_string(),
        Some(Cell::Money(money)) => money.amount.clone(),
        Some(Cell::Text(text)) => neutral(text.clone()),
    }
}

fn as_xlsx(report: &Report) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    sheet(book.add_worksheet(), &report.title, &report.columns, &report.rows)?;
    for section in &report.sections {
        sheet(book.add_worksheet(), &section.title, &section.columns, &section.rows)?;
    }
    about(book.add_worksheet(), report)?;
    book.save_to_buffer()
}

fn sheet(
    sheet: &mut Worksheet,
    title: &str,
    columns: &[ReportColumn],
    rows: &[Cells],
) -> std::result::Result<(), XlsxError> {
    sheet.set_name(title.replace(FORBIDDEN, " ").chars().take(SHEET_NAME).collect::<String>())?;
    let head = Format::new().set_bold();
    for (at, column) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, &column.label, &head)?;
    }
    for (line, row) in rows.iter().enumerate() {
        for (at, column) in columns.iter().enumerate() {
            if let Some(cell) = row.get(&column.key) {
                write_cell(sheet, (line as u32 + 1, at as u16), cell, column.kind)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Some(last), Some(across)) = (rows.len().checked_sub(1), columns.len().checked_sub(1)) {
        sheet.autofilter(0, 0, last as u32 + 1, across as u16)?;
    }
    sheet.autofit();
    Ok(())
}

/// Figures stay figures, so that a spreadsheet can go on with them.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    kind: ColumnKind,
) -> std::result::Result<(), XlsxError> {
    match (cell, kind) {
        (Cell::Empty, _) => {}
        (Cell::Count(number), _) => {
            sheet.write_number(row, column, *number)?;
        }
        (Cell::Number(figure), ColumnKind::Percent) => {
            let percent = Format::new().set_num_format("0.00%");
            sheet.write_number_with_format(row, column, figure / 100.0, &percent)?;
        }
        (Cell::Number(figure), _) => {
            sheet.write_number(row, column, *figure)?;
        }
        (Cell::Money(money), _) => {
            let places = exponent(&money.currency) as usize;
            let shape = if places == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(places)) };
            let amount = money.minor.0 as f64 / 10f64.powi(places as i32);
            sheet.write_number_with_format(row, column, amount, &Format::new().set_num_format(shape))?;
        }
        (Cell::Text(text), _) => {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// How it was made, beside the figures.
fn about(sheet: &mut Worksheet, report: &Report) -> std::result::Result<(), XlsxError> {
    sheet.set_name("About")?;
    let day = |day: Option<crate::values::Day>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
    let mut lines = vec![
        ("Report", report.title.clone()),
        ("As of", report.as_of.to_string()),
        ("From", day(report.from)),
        ("To", day(report.to)),
        ("Looked at", format!("{} records", report.sample_size)),
        ("How it is computed", report.definition.clone()),
    ];
    lines.extend(report.sections.iter().map(|section| ("How it is computed", section.definition.clone())));
    lines.extend(report.notes.iter().map(|note| ("Note", note.clone())));
    let wrapped = Format::new().set_text_wrap();
    for (row, (what, said)) in lines.iter().enumerate() {
        sheet.write_string(row as u32, 0, *what)?;
        sheet.write_string_with_format(row as u32, 1, said, &wrapped)?;
    }
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, WIDEST)?;
    Ok(())
}
