//! What reports take and answer: filters, columns, cells, tables.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sell::StageKind;
use crate::values::{Day, DealId, Minor, PersonId, PipelineId, ProductId, Rev};
use crate::words;

words! {
    /// How a cell is shown. Days may have a half, figures two decimals.
    ColumnKind { Text "text", Count "count", Money "money", Percent "percent", Day "day", Days "days", Month "month", Figure "figure" }
}
words! {
    /// What rows are grouped by.
    ReportBy {
        Month "month", Quarter "quarter", Year "year", Owner "owner", Source "source", Product "product", Company "company", Industry "industry", Place "place",
        LostReason "lost-reason", Pipeline "pipeline", Stage "stage", Project "project",
    }
}
words! {
    /// How a table is drawn; what the columns of a chart mean depends on it, see [`ReportChart`].
    ChartKind { Bars "bars", Stacked "stacked", Funnel "funnel", Quartiles "quartiles", Lines "lines", Dots "dots" }
}

words! {
    /// What stands behind the rows of a report: deals, the project that the row's key names, or nothing to open.
    Behind { Deals "deals", Project "project", Nothing "nothing" }
}

impl ReportBy {
    /// On screen.
    pub fn label(self) -> &'static str {
        match self {
            ReportBy::Month => "Month",
            ReportBy::Quarter => "Quarter",
            ReportBy::Year => "Year",
            ReportBy::Owner => "Owner",
            ReportBy::Source => "Source",
            ReportBy::Product => "Product",
            ReportBy::Company => "Company",
            ReportBy::Industry => "Industry",
            ReportBy::Place => "Place",
            ReportBy::LostReason => "Lost reason",
            ReportBy::Pipeline => "Pipeline",
            ReportBy::Stage => "Stage",
            ReportBy::Project => "Project",
        }
    }

    /// What stands where a deal has none.
    pub(super) fn none(self) -> &'static str {
        match self {
            ReportBy::Owner => "(no owner)",
            ReportBy::Source => "(no source)",
            ReportBy::Product => "(no product)",
            ReportBy::Company => "(no company)",
            ReportBy::Industry => "(no industry)",
            ReportBy::Place => "(no place)",
            ReportBy::LostReason => "(no reason given)",
            ReportBy::Month | ReportBy::Quarter | ReportBy::Year => "(no day)",
            ReportBy::Pipeline => "(no pipeline)",
            ReportBy::Stage => "(no stage)",
            ReportBy::Project => "(no project)",
        }
    }

    /// By its word, e.g. `lost-reason`.
    pub fn named(word: &str) -> Option<ReportBy> {
        ReportBy::ALL.iter().copied().find(|by| by.as_str() == word)
    }
}

/// Which deals, which days, seen from when. Everything left out takes all; both ends of the period are included.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct ReportFilter {
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// As things stood on this day; `None`: the book's today.
    pub as_of: Option<Day>,
    /// The owner at the time.
    pub owner: Option<PersonId>,
    pub pipeline: Option<PipelineId>,
    pub product: Option<ProductId>,
    /// Matched without regard to case.
    pub source: Option<String>,
    /// `None`: the report's own grouping.
    pub by: Option<ReportBy>,
    /// For `forecast-accuracy`: what was said on this day; `None`: on the first of each month.
    pub said_on: Option<Day>,
}

/// `drill`: the cell answers its own records under `row key#column key`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportColumn {
    pub key: String,
    pub label: String,
    pub kind: ColumnKind,
    pub drill: bool,
}

/// `percent` in hundredths of a whole, two decimals: 63.15. Money carries its currency; an unknown figure is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(untagged)]
pub enum Cell {
    Count(u32),
    /// Percent, days, figures.
    Number(f64),
    Money(MoneyCell),
    Text(String),
    Empty,
}

/// `amount` is `minor` as digits and a point, for scripts: 1234.50.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MoneyCell {
    pub minor: Minor,
    pub currency: String,
    pub amount: String,
}

/// Cells by column key.
pub type Cells = BTreeMap<String, Cell>;

/// How to draw a table. `label` names a mark, `values` are its figures:
/// bars – one; stacked – the parts, from the bottom; funnel – reached; quartiles – least, first quartile, median, third, most;
/// lines – one a line; dots – expected, actual, low, high. `goal` is a mark to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportChart {
    pub kind: ChartKind,
    pub label: String,
    pub values: Vec<String>,
    pub goal: Option<String>,
}

/// A further table of a report. `keys` are the rows' names for [`crate::Book::report_records`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportTable {
    pub title: String,
    pub definition: String,
    pub columns: Vec<ReportColumn>,
    pub keys: Vec<String>,
    pub rows: Vec<Cells>,
    pub totals: Cells,
    pub chart: Option<ReportChart>,
}

/// A finished report. `totals` has a money figure per currency where there are several: `revenue_EUR`, `revenue_USD`.
/// `notes` are sentences on what was left out. `keys` name the rows, in their order, for [`crate::Book::report_records`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Report {
    pub rev: Rev,
    pub name: String,
    pub title: String,
    pub as_of: Day,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub by: Option<ReportBy>,
    pub definition: String,
    pub notes: Vec<String>,
    pub columns: Vec<ReportColumn>,
    pub keys: Vec<String>,
    pub rows: Vec<Cells>,
    pub totals: Cells,
    pub chart: Option<ReportChart>,
    /// What stands behind a row.
    pub behind: Behind,
    /// Tables beside the main one, e.g. the forecast against the goal.
    pub sections: Vec<ReportTable>,
    pub sample_size: u32,
}

/// A report by its name for commands and its title for people, with what its rows can be grouped by, the usual first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportName {
    pub id: String,
    pub name: String,
    pub by: Vec<ReportBy>,
    /// The question it answers.
    pub about: String,
}

/// A deal behind a figure, as it stood on the report's day. `figure`: what it brought to the row, e.g. its days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportRecord {
    pub id: DealId,
    pub name: String,
    pub company: Option<String>,
    pub owner: Option<String>,
    pub stage: String,
    pub kind: StageKind,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
    pub figure: Option<i32>,
}

/// A page of the deals behind a row. `figure`: what the column of the records' own figure is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ReportRecords {
    pub rev: Rev,
    pub total: u32,
    pub figure: Option<String>,
    pub rows: Vec<ReportRecord>,
}
