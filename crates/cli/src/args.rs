//! The words of the command line. Names are stable: scripts depend on them.
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use handsel_core::values::Day;

use crate::find::day;

/// Handsel's verbs without a window: for scripts, scheduled backups and checks.
///
/// Ends with 0 when it is done, 1 when the answer is "no" (a check failed, rows or a change were refused), 2 when it can't be read.
#[derive(Debug, Parser)]
#[command(name = "handselctl", version, propagate_version = true)]
pub struct Line {
    #[command(flatten)]
    pub everywhere: Everywhere,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
pub struct Everywhere {
    /// The workspace file
    #[arg(long, global = true, env = "HANDSEL_FILE", value_name = "PATH")]
    pub file: Option<PathBuf>,
    /// The folder of the workspace, where --file names none
    #[arg(long, global = true, env = "HANDSEL_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// One JSON document on stdout; messages on stderr
    #[arg(long, global = true)]
    pub json: bool,
    /// Which day is today, for reports and planning
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<Day>,
    /// Who acts: the name of a person of the firm
    #[arg(long, global = true, value_name = "NAME")]
    pub me: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a workspace at --file; refuses a file that is there
    New(New),
    /// The main job on a sample workspace: import, win, handoff; in a temporary file unless --file or HANDSEL_DATA_DIR is given
    Demo,
    /// Bring in a file: one step to undo
    Import(Import),
    /// Records of one kind
    List(List),
    /// One record with its links and its history
    Show(Show),
    /// Win a deal and ask for its project; `worker run` delivers it
    Win(Win),
    /// Lose a deal for a reason
    Lose(Lose),
    /// Put a deal into a stage
    Move(Move),
    /// Put a won or lost deal back into the pipeline
    Reopen(Reopen),
    /// The handoff worker
    #[command(subcommand)]
    Worker(Worker),
    /// Every handoff with its state and its explanation
    Handoffs(Handoffs),
    /// Dates, slack and critical path of a project
    Schedule(Schedule),
    /// Figures with their definition; without a name, which there are
    Report(Report),
    /// Write the records of a kind into a file
    Export(Export),
    /// A checked copy of the workspace
    Backup(Backup),
    /// Put a backup in the place of the workspace, which is kept beside it under a dated name
    Restore(Restore),
    /// Is the workspace sound?
    Check,
    /// Take back the acting person's newest step
    Undo,
    /// Take an undo back
    Redo,
    /// What was done, newest first: everywhere, or to one record
    History(History),
}

#[derive(Debug, Args)]
pub struct New {
    /// The firm's name
    #[arg(long, default_value = "My firm")]
    pub firm: String,
    /// The currency of amounts that name none
    #[arg(long, default_value = "USD")]
    pub currency: String,
    /// What the firm does for its customers: chooses the template of won deals
    #[arg(long, value_enum, default_value_t = Trade::Onboarding)]
    pub business: Trade,
}

/// The core's businesses under the names of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Trade {
    Onboarding,
    Installation,
    FixedPrice,
    Short,
}

/// By name or id.
#[derive(Debug, Args)]
pub struct Schedule {
    pub project: String,
}

#[derive(Debug, Default, Args)]
pub struct Import {
    pub path: PathBuf,
    /// deals, contacts, companies, products, people, leads, rates, activities, tasks
    #[arg(long = "as", value_name = "KIND")]
    pub target: String,
    /// csv or xlsx; found out if it is not given
    #[arg(long)]
    pub format: Option<String>,
    /// Which field a column fills; may be repeated
    #[arg(long = "map", value_name = "HEADER=FIELD", value_parser = pair)]
    pub maps: Vec<(String, String)>,
    /// What 03/04/2017 means: dmy, mdy, ymd
    #[arg(long)]
    pub date_order: Option<String>,
    /// What happens to a record that is there: skip, update, create
    #[arg(long)]
    pub on_duplicate: Option<String>,
    /// A name of the file that means a known one, e.g. "GTXPro=GTX Pro"; may be repeated
    #[arg(long, value_name = "NAME=KNOWN", value_parser = pair)]
    pub same: Vec<(String, String)>,
    /// A name of the file that was taken for a known one, but is another
    #[arg(long, value_name = "NAME=KNOWN", value_parser = pair)]
    pub different: Vec<(String, String)>,
    /// Ask for the projects of deals that come in as won and were closed on or after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub hand_off_since: Option<Day>,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// deals, companies, contacts, products, people, projects, tasks, handoffs, leads; ics: the dated tasks and activities of a person
    #[arg(long = "as", value_name = "KIND")]
    pub kind: String,
    /// csv or json
    #[arg(long, default_value = "csv")]
    pub format: String,
    /// Whose calendar
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// Where the copy goes; an existing file is refused
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup; it is only read
    pub path: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    Deals,
    Companies,
    Contacts,
    Leads,
    Products,
    People,
    Projects,
    Tasks,
    Activities,
    Handoffs,
}

#[derive(Debug, Args)]
pub struct List {
    pub what: Listed,
    /// Only where this key of the JSON has this value; may be repeated. Of deals also FIELD>=VALUE, FIELD<=VALUE, FIELD!=VALUE, FIELD~=PART,
    /// and for days: overdue, this month, next 30 days …
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = pair)]
    pub wheres: Vec<(String, String)>,
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Id, first digits of the id, source key or name
    pub record: String,
}

#[derive(Debug, Args)]
pub struct Handoffs {
    /// What winning this deal now would create: nothing is written
    #[arg(long, value_name = "DEAL")]
    pub preview: Option<String>,
}

#[derive(Debug, Default, Args)]
pub struct Win {
    /// Id, first digits of the id, source key or name
    pub deal: String,
    /// The actual close date; today if it is not given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub date: Option<Day>,
    /// 0 is allowed; in the deal's currency unless one is written
    #[arg(long, allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// The promised delivery date, or none
    #[arg(long, value_name = "DATE|none")]
    pub promise: Option<String>,
    /// Found or created by this name
    #[arg(long, value_name = "NAME")]
    pub company: Option<String>,
    /// Found or created by this name
    #[arg(long, value_name = "NAME")]
    pub contact: Option<String>,
    /// The project template; the pipeline's if it is not given
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    /// Win without a project, for a --reason
    #[arg(long)]
    pub no_project: bool,
    #[arg(long)]
    pub reason: Option<String>,
    /// Winning again: a project of its own instead of the one there is
    #[arg(long)]
    pub new_project: bool,
    /// A running project of the same customer to add to, instead of one of its own
    #[arg(long, value_name = "PROJECT", conflicts_with_all = ["no_project", "new_project"])]
    pub extend: Option<String>,
    /// An answer of the kickoff brief: the field's name or id, and what it says; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub brief: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Lose {
    /// Id, first digits of the id, source key or name
    pub deal: String,
    /// Found or created by this name
    #[arg(long)]
    pub reason: Option<String>,
    #[arg(long)]
    pub note: Option<String>,
    /// The actual close date; today if it is not given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub date: Option<Day>,
}

#[derive(Debug, Args)]
pub struct Move {
    /// Id, first digits of the id, source key or name
    pub deal: String,
    /// A stage of the deal's pipeline
    #[arg(long)]
    pub stage: String,
}

#[derive(Debug, Args)]
pub struct Reopen {
    /// Id, first digits of the id, source key or name
    pub deal: String,
    /// An open stage; the one it was in last if it is not given
    #[arg(long)]
    pub stage: Option<String>,
}

#[derive(Debug, Default, Args)]
pub struct Report {
    /// Which report; all their names if it is not given
    pub name: Option<String>,
    /// Write it into this file instead
    pub path: Option<PathBuf>,
    /// csv, xlsx or json; by the file's ending if it is not given
    #[arg(long)]
    pub format: Option<String>,
    /// The first day of the period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Day>,
    /// The last day of the period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub to: Option<Day>,
    /// Only deals of this person
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// Only deals of this pipeline
    #[arg(long, value_name = "NAME")]
    pub pipeline: Option<String>,
    /// Only deals with this product
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// Only deals from this source
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// What the rows are grouped by, e.g. owner, month, product
    #[arg(long, value_name = "WORD")]
    pub by: Option<String>,
    /// forecast-accuracy: what was said on this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub said_on: Option<Day>,
    /// The records behind a row (one of the report's keys), behind a cell of it (KEY#COLUMN), or behind all rows (*)
    #[arg(long, value_name = "KEY")]
    pub records: Option<String>,
    /// Keep today's forecast as it is said today
    #[arg(long, conflicts_with_all = ["path", "format", "records"])]
    pub keep: bool,
}

#[derive(Debug, Subcommand)]
pub enum Worker {
    /// Deliver what is due, then end
    Run(WorkerRun),
}

#[derive(Debug, Args)]
pub struct WorkerRun {
    /// At most so many handoffs
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct History {
    /// Id, first digits of the id, source key or name
    pub record: Option<String>,
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or_else(|| format!("“{text}” needs the form NAME=VALUE"))?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
