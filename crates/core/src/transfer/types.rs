//! What an import looks like on its way between file, person and workspace.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sell::{StageKind, Total};
use crate::values::text::{counted, in_groups};
use crate::values::{Day, Rev};
use crate::words;

words! {
    /// What the rows of a file become.
    Target { Deals "deals", Contacts "contacts", Companies "companies", Products "products", People "people", Leads "leads", Rates "rates", Activities "activities", Tasks "tasks" }
}
words! {
    /// What 03/04/2017 means.
    DateOrder { Dmy "dmy", Mdy "mdy", Ymd "ymd" }
}
words! {
    Format { Csv "csv", Xlsx "xlsx" }
}
words! {
    /// What happens to a row whose record is already there.
    OnDuplicate { Skip "skip", Update "update", Create "create" }
}

impl Target {
    /// "1 company", "8,800 deals", "35 people".
    pub fn counted(self, count: u32) -> String {
        let one = match self {
            Target::Companies => "company",
            Target::Activities => "activity",
            Target::People if count == 1 => "person",
            Target::People => return format!("{} people", in_groups(count.into())),
            other => other.as_str().trim_end_matches('s'),
        };
        counted(count, one)
    }

    /// Whether columns without a field are kept in the notes.
    pub fn keeps_unmapped(self) -> bool {
        self == Target::Companies
    }
}

/// Everything an import needs to know. Proposed by `import_open`, changed by the person, carried out as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportPlan {
    pub path: String,
    pub target: Target,
    pub format: Format,
    /// A WHATWG label, e.g. `UTF-8`, `windows-1252`; for a spreadsheet `UTF-8`.
    pub encoding: String,
    /// One character; empty for a spreadsheet.
    pub delimiter: String,
    pub has_header: bool,
    pub date_order: Option<DateOrder>,
    /// Every date could be read both ways: somebody must choose `date_order` first.
    pub date_ambiguous: bool,
    pub currency: String,
    /// Rows of data, without the header.
    pub rows: u32,
    pub columns: Vec<ImportColumn>,
    pub fields: Vec<ImportField>,
    /// A column that fills no field becomes a line of the record's notes; otherwise it is left out.
    pub keeps_unmapped: bool,
    pub stage_values: Vec<StageValue>,
    pub near_misses: Vec<NearMiss>,
    pub on_duplicate: OnDuplicate,
    /// Deals that come in as won and were closed on or after this day ask the corridor for their project.
    pub hand_off_since: Option<Day>,
}

/// A column of the file: the field it fills, and why that was proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportColumn {
    pub header: String,
    pub field: Option<String>,
    pub samples: Vec<String>,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportField {
    pub field: String,
    pub label: String,
    pub required: bool,
}

/// A stage name of the file, how often it comes, and the stage it becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct StageValue {
    pub value: String,
    pub count: u32,
    pub stage: StageMap,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct StageMap {
    pub kind: StageKind,
    pub name: String,
    /// Percent.
    pub probability: u8,
}

/// A name of the file that is nearly one already known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct NearMiss {
    pub field: String,
    pub value: String,
    pub count: u32,
    pub existing: String,
    pub use_existing: bool,
}

/// What the plan would do, found by doing it and taking it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportPreview {
    pub plan: ImportPlan,
    pub read: u32,
    pub will_create: u32,
    pub will_update: u32,
    pub will_skip: u32,
    pub will_fail: u32,
    /// The first of them by name; `new_counts` has them all.
    pub new_companies: Vec<String>,
    pub new_products: Vec<String>,
    pub new_people: Vec<String>,
    pub new_counts: NewCounts,
    pub columns: Vec<PreviewColumn>,
    pub sample: Vec<PreviewRow>,
    /// The fields that the rows of the sample show, by their labels; empty for deals, whose rows show what becomes of them.
    pub sample_fields: Vec<String>,
    pub problems: Vec<Problem>,
    pub problems_total: u32,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct NewCounts {
    pub companies: u32,
    pub products: u32,
    pub people: u32,
}

/// A column of the board as the import would leave its own deals in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PreviewColumn {
    pub stage: String,
    pub kind: StageKind,
    pub count: u32,
    pub totals: Vec<Total>,
    pub without_amount: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PreviewRow {
    pub name: String,
    pub company: Option<String>,
    pub stage: Option<String>,
    pub amount: Option<String>,
    pub close_date: Option<Day>,
    pub owner: Option<String>,
    /// One for each of `sample_fields`.
    pub cells: Vec<String>,
}

/// Why a row was not taken. `row` counts as a spreadsheet does: the header is row 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Problem {
    pub row: u32,
    pub column: Option<String>,
    pub value: Option<String>,
    pub reason: String,
}

/// What happened: `read = created + updated + skipped + failed`. `batch_id` is the command's number in the history; none when nothing changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ImportReport {
    pub batch_id: Option<String>,
    pub read: u32,
    pub created: u32,
    pub updated: u32,
    pub skipped: u32,
    pub failed: u32,
    pub problems: Vec<Problem>,
    pub detected: Detected,
    pub mapping: BTreeMap<String, String>,
    /// People of the firm came in, and the one who imported is not among those the file names: which of them is it?
    pub ask_who: bool,
    pub rev: Rev,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Detected {
    pub format: String,
    pub encoding: String,
    pub delimiter: String,
    pub date_order: Option<String>,
}
