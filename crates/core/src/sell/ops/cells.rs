//! Cells pasted from a spreadsheet over deals: read as text, previewed by the very code that writes them, written in one command.
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::people;
use crate::sell::fields::DealField;
use crate::sell::lists::{CellChange, CellEdit, CellsReport, DealPick, DealRow};
use crate::sell::ops::bulk::{enter_open, is_refusal};
use crate::sell::ops::{deals, list};
use crate::sell::rows;
use crate::sell::types::DealEdit;
use crate::transfer::DateOrder;
use crate::values::text::name_key;
use crate::values::{DealId, Money, Ref, StageId, money};

/// The most cells one paste writes.
pub const CELLS_MAX: usize = 5_000;
/// The most rows a copy puts on the clipboard.
pub const COPY_MAX: u32 = 50_000;

impl Book {
    /// What pasting these cells would do: it is done and taken back, so it can't promise anything else. `order` reads 03/04/2026.
    pub fn preview_cells(&self, cells: &[CellEdit], order: Option<DateOrder>) -> Result<CellsReport> {
        let mut seen = None;
        let looked: Result<Done<()>> = self.transact("edit_cells", |txn| {
            seen = Some(write(txn, cells, order)?);
            Err(Error::new(Code::Cancelled, "This was only a look."))
        });
        match (seen, looked) {
            (Some(report), _) => Ok(CellsReport { written: 0, ..report }),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::new(Code::Cancelled, "The preview was not made. Nothing was changed.")),
        }
    }

    /// Writes pasted cells as one command. Cells that can't be written are left as they are and named.
    pub fn edit_cells(&self, cells: &[CellEdit], order: Option<DateOrder>) -> Result<CellsReport> {
        let done = self.transact("edit_cells", |txn| {
            let report = write(txn, cells, order)?;
            let noun = if report.written == 1 { "cell" } else { "cells" };
            txn.label(format!("Pasted {} {noun} into deals", report.written));
            if let [one] = cells {
                txn.subject(Table::Deal, one.deal);
            }
            Ok(report)
        })?;
        Ok(CellsReport { rev: Some(done.rev), label: done.label, ..done.value })
    }
}

impl Book {
    /// The deals as rows for a spreadsheet: tabs between cells, the names of the columns first. At most 50,000.
    pub fn copy_deals(&self, pick: &DealPick, fields: &[DealField]) -> Result<String> {
        let me = self.me();
        self.read(|reader| {
            let ids = list::picked(reader, pick, me, COPY_MAX)?;
            let mut text = line(fields.iter().map(|field| crate::filter::label(*field).to_owned()));
            for row in rows::list::rows(reader, &ids)? {
                text.push_str(&line(fields.iter().map(|field| shown(&row, *field))));
            }
            Ok(text)
        })
    }
}

/// Cells as spreadsheets put them on the clipboard: those with tabs, line ends or quotes in quotes.
fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = |cell: String| {
        if cell.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    cells.map(quoted).collect::<Vec<_>>().join("\t") + "\n"
}

fn write(txn: &mut Txn<'_>, cells: &[CellEdit], order: Option<DateOrder>) -> Result<CellsReport> {
    if cells.len() > CELLS_MAX {
        return Err(Error::invalid(format!(
            "{} cells were pasted; at most {CELLS_MAX} can be changed in one step. Nothing was changed; paste fewer.",
            cells.len()
        )));
    }
    let mut report = CellsReport { changes: Vec::new(), unchanged: 0, written: 0, rev: None, label: String::new() };
    for cell in cells {
        let before = row(txn, cell.deal)?;
        let written = txn.written();
        let problem = match txn.attempt(|txn| paste(txn, cell, order)) {
            Ok(()) => None,
            Err(error) if is_refusal(error.code) => Some(error.message),
            Err(error) => return Err(error),
        };
        if problem.is_none() && txn.written() == written {
            report.unchanged += 1;
            continue;
        }
        let after = match (&problem, row(txn, cell.deal)?) {
            (None, Some(row)) => shown(&row, cell.field),
            _ => cell.text.clone(),
        };
        report.written += u32::from(problem.is_none());
        report.changes.push(CellChange {
            deal: cell.deal,
            name: before.as_ref().map_or_else(|| "A deleted deal".into(), |row| row.name.clone()),
            field: cell.field,
            before: before.as_ref().map_or_else(String::new, |row| shown(row, cell.field)),
            after,
            problem,
        });
    }
    Ok(report)
}

fn row(txn: &Txn<'_>, deal: DealId) -> Result<Option<DealRow>> {
    Ok(rows::list::rows(txn, &[deal])?.pop())
}

fn paste(txn: &mut Txn<'_>, cell: &CellEdit, order: Option<DateOrder>) -> Result<()> {
    let text = cell.text.trim();
    let filled = (!text.is_empty()).then(|| text.to_owned());
    let change = match cell.field {
        DealField::Name => DealEdit::Name(text.to_owned()),
        DealField::Company => DealEdit::Company(filled.map(Ref::name)),
        DealField::Contact => DealEdit::Contact(filled.map(Ref::name)),
        DealField::Product => DealEdit::Product(filled.map(Ref::name)),
        DealField::Source => DealEdit::Source(filled),
        // People are never made by a paste: a slip of the pen would hire somebody.
        DealField::Owner => DealEdit::Owner(filled.map(|name| people::find_person(txn, &name)).transpose()?),
        DealField::Amount => DealEdit::Amount(filled.map(|text| amount(txn, cell.deal, &text)).transpose()?),
        DealField::CloseDate => {
            DealEdit::CloseDate(filled.map(|text| crate::transfer::dates::parse(&text, order)).transpose()?)
        }
        DealField::Stage => {
            let stage = stage(txn, cell.deal, text)?;
            return enter_open(txn, cell.deal, stage);
        }
        DealField::Words
        | DealField::Kind
        | DealField::Pipeline
        | DealField::Forecast
        | DealField::Probability
        | DealField::Currency
        | DealField::Industry
        | DealField::Place
        | DealField::LostReason
        | DealField::Created
        | DealField::StageDays
        | DealField::QuietDays
        | DealField::NextStep => {
            return Err(Error::invalid("This column follows from others and can't be pasted into."));
        }
    };
    deals::edit(txn, cell.deal, &change).map(drop)
}

fn amount(txn: &Txn<'_>, deal: DealId, text: &str) -> Result<Money> {
    money::parse(text, &rows::deals::deal_facts(txn, deal)?.currency)
}

fn stage(txn: &Txn<'_>, deal: DealId, name: &str) -> Result<StageId> {
    let pipeline = rows::deals::deal_facts(txn, deal)?.pipeline;
    let key = name_key(name);
    let found = rows::pipelines::stages(txn, pipeline)?.into_iter().find(|stage| name_key(&stage.name) == key);
    found.map(|stage| stage.id).ok_or_else(|| {
        Error::invalid(format!("There is no stage \u{201c}{name}\u{201d} in the pipeline of this deal."))
    })
}

/// A cell as text: what a copy puts on the clipboard and a preview shows.
pub(crate) fn shown(row: &DealRow, field: DealField) -> String {
    let name =
        |named: &Option<crate::values::Named>| named.as_ref().map_or_else(String::new, |named| named.name.clone());
    match field {
        DealField::Words | DealField::Name => row.name.clone(),
        DealField::Company => name(&row.company),
        DealField::Contact => name(&row.contact),
        DealField::Owner => name(&row.owner),
        DealField::Stage => row.stage.name.clone(),
        DealField::Kind => row.kind.as_str().to_owned(),
        DealField::Pipeline => row.pipeline.name.clone(),
        DealField::Forecast => row.forecast.as_str().replace('_', " "),
        DealField::Probability => row.probability.to_string(),
        DealField::Amount => row
            .amount
            .and_then(|minor| Money::new(minor.0, &row.currency).ok())
            .map_or_else(String::new, |money| money.plain()),
        DealField::Currency => row.currency.clone(),
        DealField::CloseDate => row.close_date.map_or_else(String::new, |day| day.to_string()),
        DealField::Product => name(&row.product),
        DealField::Source => row.source.clone().unwrap_or_default(),
        DealField::Industry => row.industry.clone().unwrap_or_default(),
        DealField::Place => row.place.clone().unwrap_or_default(),
        DealField::LostReason => name(&row.lost_reason),
        DealField::Created => row.created.to_string(),
        DealField::StageDays => row.stage_days.to_string(),
        DealField::QuietDays => row.quiet_days.to_string(),
        DealField::NextStep => row.next_step.map_or_else(String::new, |day| day.to_string()),
    }
}
