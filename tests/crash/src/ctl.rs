//! One workspace in its own folder and the handselctl that works on it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How a command ended, and what it managed to say on stdout before that.
pub struct Ended {
    pub status: ExitStatus,
    pub answer: Option<Value>,
    pub complaint: String,
    pub took: Duration,
}

impl Ended {
    /// Ended by a signal: ours, or the abort of a kill point.
    pub fn was_killed(&self) -> bool {
        self.status.code().is_none()
    }
}

pub struct Workspace {
    program: PathBuf,
    folder: TempDir,
}

impl Workspace {
    /// An empty folder; `new` makes the file.
    pub fn empty(program: &Path) -> Result<Self, String> {
        let folder = TempDir::with_prefix("handsel-crash-").map_err(|error| format!("no temporary folder: {error}"))?;
        Ok(Self { program: program.to_owned(), folder })
    }

    /// A new workspace with `deals` open deals, all ready to be won.
    pub fn with_deals(program: &Path, deals: u32) -> Result<Self, String> {
        let workspace = Self::empty(program)?;
        workspace.ask(&["new"])?;
        let csv = workspace.path("deals.csv");
        std::fs::write(&csv, deals_csv(deals)).map_err(|error| format!("{}: {error}", csv.display()))?;
        workspace.ask(&["import", &csv.to_string_lossy(), "--as", "deals", "--date-order", "ymd"])?;
        Ok(workspace)
    }

    /// A copy of this workspace in a folder of its own.
    pub fn copy(&self) -> Result<Self, String> {
        let copy = Self::empty(&self.program)?;
        let entries = std::fs::read_dir(self.folder.path()).map_err(|error| error.to_string())?;
        for entry in entries.flatten() {
            std::fs::copy(entry.path(), copy.path(&entry.file_name().to_string_lossy()))
                .map_err(|error| error.to_string())?;
        }
        Ok(copy)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self) -> PathBuf {
        self.path("workspace.handsel")
    }

    /// handselctl with `args`, ready to be started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--file").arg(self.file()).arg("--json").args(args);
        command
            .env("HANDSEL_DATA_DIR", self.folder.path())
            .env_remove("HANDSEL_KILL_AT")
            .env_remove("HANDSEL_KILL_LOG");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs to its end, undisturbed by us.
    pub fn run(&self, command: &mut Command) -> Result<Ended, String> {
        self.run_and_kill(command, None)
    }

    /// Starts it and kills it (SIGKILL) after `moment`, unless it has ended by then.
    pub fn run_and_kill(&self, command: &mut Command, moment: Option<Duration>) -> Result<Ended, String> {
        let start = Instant::now();
        let mut child =
            command.spawn().map_err(|error| format!("{} did not start: {error}", self.program.display()))?;
        if let Some(moment) = moment {
            std::thread::sleep(moment.saturating_sub(start.elapsed()));
            let _ = child.kill();
        }
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        // Half a document is no acknowledgement: only what parses counts.
        let answer = serde_json::from_slice(&output.stdout).ok();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Ended { status: output.status, answer, complaint, took: start.elapsed() })
    }

    /// The JSON answer of a command that must succeed.
    pub fn ask(&self, args: &[&str]) -> Result<Value, String> {
        let ended = self.run(&mut self.command(args))?;
        match ended.answer {
            Some(answer) if ended.status.success() => Ok(answer),
            answer => Err(format!(
                "`handselctl {}` failed ({}): {} {}",
                args.join(" "),
                ended.status,
                answer.unwrap_or_default(),
                ended.complaint.trim()
            )),
        }
    }

    /// The ids of the deals, in the order of the list.
    pub fn deals(&self) -> Result<Vec<String>, String> {
        let deals = self.ask(&["list", "deals", "--limit", "100000"])?;
        Ok(deals.as_array().into_iter().flatten().map(|deal| text(deal, "id")).collect())
    }
}

/// A key's text; for a record `{id, name}` its id; empty when absent or null.
pub fn text(record: &Value, key: &str) -> String {
    let value = record.get(key).unwrap_or(&Value::Null);
    let value = value.get("id").unwrap_or(value);
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

fn deals_csv(deals: u32) -> String {
    let mut csv =
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n".to_owned();
    for deal in 0..deals {
        let (agent, account) = (deal % 5, deal % 17);
        csv += &format!(
            "CRASH{deal:04},Agent {agent},GTX Pro,Account {account},Engaging,2017-03-{:02},,{}\n",
            deal % 28 + 1,
            1000 + deal
        );
    }
    csv
}
