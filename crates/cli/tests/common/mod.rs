//! The real handselctl on a workspace in a folder of its own.
#![allow(dead_code)]
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Six deals; two of them share a name.
pub const DEALS: &str = "\
opportunity_id,deal name,account,sales_agent,deal_stage,close_value,close_date
K-1,Hotel roof,Brightwater,Mara,Negotiation,48200.50,2026-12-11
K-2,Cold store,Alderhof,Jonas,Proposal,17500,2027-01-20
K-3,Training,,Mara,Qualified,,
K-4,Quay lighting,Vesterhavn,Jonas,Won,96000,2026-10-02
K-5,Twins,Pinewood,Mara,Qualified,10,
K-6,Twins,Pinewood,Mara,Qualified,20,
";

pub struct Ctl {
    pub folder: TempDir,
}

/// What a run answered: exit code, the JSON on stdout, the text on stderr.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub json: Value,
    pub told: String,
}

impl Ctl {
    /// An empty folder, no workspace yet.
    pub fn bare() -> Ctl {
        Ctl { folder: TempDir::new().expect("a temporary folder") }
    }

    pub fn new() -> Ctl {
        let ctl = Ctl::bare();
        ctl.done(&["new"]);
        ctl
    }

    /// With the six deals.
    pub fn with_deals() -> Ctl {
        let ctl = Ctl::new();
        let csv = ctl.write("deals.csv", DEALS);
        ctl.done(&["import", &csv, "--as", "deals"]);
        ctl
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("the folder can be written");
        self.path(name).to_string_lossy().into_owned()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handselctl"));
        command.env_remove("HANDSEL_FILE").arg("--file").arg(self.path("a.handsel")).args(args);
        command
    }

    pub fn ask(&self, args: &[&str]) -> Answer {
        let output = self.command(args).arg("--json").output().expect("handselctl starts");
        let text = String::from_utf8(output.stdout).expect("UTF-8 on stdout");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(text.lines().count(), 1, "{args:?}: one document on stdout, not {text:?} ({told})");
        let json = serde_json::from_str(&text).expect("JSON on stdout");
        Answer { code: output.status.code().expect("it was not killed"), json, told }
    }

    /// The JSON of a command that must end with 0.
    pub fn done(&self, args: &[&str]) -> Value {
        let answer = self.ask(args);
        assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
        answer.json
    }

    /// The error of a command that must end with `code`.
    pub fn refused(&self, args: &[&str], code: i32) -> Value {
        let answer = self.ask(args);
        assert_eq!(answer.code, code, "{args:?}: {answer:?}");
        let error = answer.json["error"].clone();
        assert!(error["code"].is_string() && error["missing"].is_array(), "{args:?}: {error}");
        let message = error["message"].as_str().expect("an error has a message");
        assert!(answer.told.contains(message), "the message stands on stderr too: {}", answer.told);
        error
    }

    /// What a person reads.
    pub fn read(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("handselctl starts");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8 on stdout")
    }
}

/// The record has all of these keys.
pub fn has(record: &Value, keys: &[&str]) {
    for key in keys {
        assert!(record.get(key).is_some(), "no “{key}” in {record}");
    }
}

/// The fields that a gate misses.
pub fn missing(error: &Value) -> Vec<&str> {
    error["missing"].as_array().into_iter().flatten().filter_map(|one| one["field"].as_str()).collect()
}
