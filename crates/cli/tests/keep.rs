//! The file: make, check, back up, take back, history; and what a wrong question gets.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says
mod common;

use common::{Ctl, has};
use serde_json::Value;

#[test]
fn new_makes_a_workspace_once() {
    let ctl = Ctl::bare();
    let made = ctl.done(&["new", "--firm", "Hansel & Co", "--currency", "EUR"]);
    has(&made, &["file", "workspace_id", "schema"]);
    assert_eq!(made["schema"], handsel_core::book::SCHEMA);
    assert!(ctl.path("a.handsel").is_file());
    let before = std::fs::read(ctl.path("a.handsel")).unwrap();
    ctl.refused(&["new"], 2);
    assert_eq!(std::fs::read(ctl.path("a.handsel")).unwrap(), before, "the file that was there is left as it was");
}

#[test]
fn check_says_ok() {
    let checked = Ctl::with_deals().done(&["check"]);
    has(&checked, &["ok", "problems"]);
    assert_eq!(checked["ok"], true);
}

#[test]
fn a_wrong_question_ends_with_two_and_one_line() {
    let ctl = Ctl::bare();
    for args in [&["check"][..], &["list", "unicorns"], &["frobnicate"], &["win"], &["list", "deals", "--limit", "0"]] {
        let error = ctl.refused(args, 2);
        assert_eq!(error["message"].as_str().unwrap().lines().count(), 1, "{error}");
    }
    let output = ctl.command(&["frobnicate"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "messages go to stderr");
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim().lines().count(), 1);
}

#[test]
fn a_foreign_file_is_refused_and_left_alone() {
    let ctl = Ctl::bare();
    ctl.write("a.handsel", "not a workspace");
    assert_eq!(ctl.refused(&["check"], 2)["code"], "foreign");
    assert_eq!(std::fs::read(ctl.path("a.handsel")).unwrap(), b"not a workspace");
}

#[test]
fn the_file_may_come_from_the_environment() {
    let ctl = Ctl::new();
    let run = |set: bool| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handselctl"));
        command.env_remove("HANDSEL_FILE").arg("check");
        if set {
            command.env("HANDSEL_FILE", ctl.path("a.handsel"));
        }
        command.output().unwrap().status.code()
    };
    assert_eq!(run(true), Some(0));
    assert_eq!(run(false), Some(2));
}

#[test]
fn undo_redo_and_history() {
    let ctl = Ctl::new();
    assert_eq!(ctl.refused(&["undo"], 1)["code"], "nothing");
    let csv = ctl.write("deals.csv", common::DEALS);
    ctl.done(&["import", &csv, "--as", "deals"]);
    ctl.done(&["move", "K-2", "--stage", "Negotiation"]);
    let undone = ctl.done(&["undo"]);
    has(&undone, &["undone", "rev"]);
    has(&undone["undone"], &["verb", "label"]);
    assert_eq!(undone["undone"]["verb"], "move_deal");
    assert_eq!(ctl.done(&["show", "K-2"])["stage"]["name"], "Proposal");
    let redone = ctl.done(&["redo"]);
    has(&redone, &["undone", "rev"]);
    assert_eq!(ctl.done(&["show", "K-2"])["stage"]["name"], "Negotiation");
    assert_eq!(ctl.refused(&["redo"], 1)["code"], "nothing");

    let history = ctl.done(&["history"]);
    let verbs: Vec<&str> = history.as_array().unwrap().iter().filter_map(|one| one["verb"].as_str()).collect();
    assert_eq!(verbs, ["redo", "undo", "move_deal", "import", "set_up"]);
    let undone: Vec<bool> = history.as_array().unwrap().iter().filter_map(|one| one["undone"].as_bool()).collect();
    assert_eq!(undone.len(), 5, "{history}");
    let own = ctl.done(&["history", "K-2"]);
    assert_eq!(own.as_array().unwrap().len(), 4, "{own}");
    has(&own[0], &["seq", "at", "day", "actor", "verb", "label", "undone", "changes"]);
}

#[test]
fn a_backup_can_be_opened() {
    let ctl = Ctl::with_deals();
    let copy = ctl.path("copy.handsel");
    let done = ctl.done(&["backup", &copy.to_string_lossy()]);
    has(&done, &["ok", "path", "bytes"]);
    assert_eq!(done["ok"], true);
    ctl.refused(&["backup", &copy.to_string_lossy()], 2);
    let there = ctl.done(&["list", "deals", "--file", &copy.to_string_lossy()]);
    assert_eq!(there.as_array().map(Vec::len), Some(6));
}

#[test]
fn a_restore_puts_a_backup_back_and_can_be_taken_back() {
    let ctl = Ctl::with_deals();
    let copy = ctl.path("copy.handsel").to_string_lossy().into_owned();
    ctl.done(&["backup", &copy]);
    ctl.done(&["move", "K-2", "--stage", "Negotiation"]);
    let done = ctl.done(&["restore", &copy]);
    has(&done, &["ok", "path", "kept", "workspace_id", "problems"]);
    assert_eq!(done["ok"], true);
    assert_eq!(ctl.done(&["show", "K-2"])["stage"]["name"], "Proposal");
    ctl.done(&["restore", done["kept"].as_str().unwrap()]);
    assert_eq!(ctl.done(&["show", "K-2"])["stage"]["name"], "Negotiation");
    assert_eq!(ctl.done(&["undo"])["undone"]["verb"], "move_deal", "its history came along");

    let letter = ctl.write("letter.txt", "Dear Sir");
    let (file, newer) = (ctl.path("a.handsel"), ctl.path("newer.handsel"));
    let mut bytes = std::fs::read(&copy).unwrap();
    bytes[60..64].copy_from_slice(&9_999i32.to_be_bytes());
    std::fs::write(&newer, bytes).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert_eq!(ctl.refused(&["restore", &letter], 2)["code"], "foreign");
    assert_eq!(ctl.refused(&["restore", &newer.to_string_lossy()], 2)["code"], "newer");
    ctl.refused(&["restore", "no-such-file.handsel"], 2);
    assert!(std::fs::read(&file).unwrap() == before, "the workspace is as it was");
}

/// No moment is the same day in these two places, so that one that counts in UTC gives itself away.
#[cfg(unix)]
#[test]
fn the_day_is_the_one_on_the_wall_not_the_one_in_greenwich() {
    let ctl = Ctl::new();
    let day = |zone: &str| {
        let csv = ctl.write("one.csv", &format!("deal name,stage\nDeal in {zone},Proposal\n"));
        let mut command = ctl.command(&["import", &csv, "--as", "deals"]);
        assert!(command.env("TZ", zone).output().unwrap().status.success());
        ctl.done(&["history", "--limit", "1"])[0]["day"].as_str().unwrap().to_owned()
    };
    let (west, east) = (day("<-12>12"), day("<+14>-14"));
    assert!(west < east, "{west} in the far west, {east} in the far east");
}

#[test]
fn export_writes_what_can_be_imported_again() {
    let ctl = Ctl::with_deals();
    let csv = ctl.path("out.csv").to_string_lossy().into_owned();
    let done = ctl.done(&["export", "--as", "deals", "--format", "csv", &csv]);
    has(&done, &["path", "rows"]);
    assert_eq!(done["rows"], 6);
    let again = ctl.done(&["import", &csv, "--as", "deals"]);
    assert_eq!((&again["read"], &again["created"], &again["failed"]), (&6.into(), &0.into(), &0.into()), "{again}");
    let json = ctl.path("out.json").to_string_lossy().into_owned();
    assert_eq!(ctl.done(&["export", "--as", "companies", "--format", "json", &json])["rows"], 4);
    let written: Value = serde_json::from_slice(&std::fs::read(ctl.path("out.json")).unwrap()).unwrap();
    assert_eq!(written.as_array().map(Vec::len), Some(4));
    ctl.refused(&["export", "--as", "unicorns", &json], 2);
}

#[test]
fn the_acting_person_is_in_the_history_and_has_their_own_undo() {
    let ctl = Ctl::with_deals();
    ctl.done(&["move", "K-2", "--stage", "Negotiation", "--me", "Jonas"]);
    assert_eq!(ctl.done(&["history", "--limit", "1"])[0]["actor"], "Jonas");
    assert_eq!(ctl.done(&["undo"])["undone"]["verb"], "import", "the step of Jonas is not mine to undo");
    ctl.refused(&["check", "--me", "Nobody"], 2);
}

#[test]
fn new_may_say_who_sits_here() {
    let ctl = Ctl::bare();
    ctl.done(&["new", "--me", "Mara", "--business", "short"]);
    assert_eq!(ctl.done(&["list", "people"])[0]["name"], "Mara");
    let csv = ctl.write("deals.csv", "deal name,account,stage,amount\nRoof,Acme,Proposal,5\n");
    ctl.done(&["import", &csv, "--as", "deals", "--me", "Mara"]);
    ctl.done(&["win", "Roof", "--promise", "none", "--me", "Mara"]);
    ctl.done(&["worker", "run"]);
    let tasks = ctl.done(&["list", "tasks"]);
    assert_eq!(tasks.as_array().map(Vec::len), Some(5), "the short template");
    assert!(tasks.as_array().unwrap().iter().all(|task| task["assignee"] == "Mara"), "nobody else is there");
}
