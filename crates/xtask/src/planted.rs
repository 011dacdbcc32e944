//! `cargo xtask planted`: a test that can't fail proves nothing. Each known mistake is put into a copy of the sources, and the
//! test that watches over it must go red; a test that stays green is a defect of the test. The sources themselves stay as they are.

use crate::Outcome;
use crate::shell::{cargo, go, root, step, target};
use std::path::Path;
use std::process::{Command, Stdio};

/// A mistake: in `file`, `right` becomes `wrong`, and then `cargo ARGS` must fail.
struct Mistake {
    name: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
    watch: &'static [&'static str],
}

const CORE: &[&str] = &["test", "-q", "-p", "handsel-core"];
const CRASH: &[&str] = &["xtask", "crash", "--rounds", "0", "--passings", "4"];

const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "the outbox row is written in a second transaction",
        file: "crates/core/src/sell/ops/closing.rs",
        right: "self.transact(\"win_deal\", |txn| win(txn, draft))",
        wrong: "let done = self.transact(\"win_deal\", |txn| {\n\
                let won = win(txn, draft)?;\n\
                txn.connection().execute(\"DELETE FROM outbox WHERE state = 'due'\", [])?;\n\
                Ok(won)\n\
                })?;\n\
                self.transact(\"owe\", |txn| {\n\
                txn.connection().execute(\"INSERT INTO outbox (kind, key, due_at) SELECT 'handoff', id, 0 FROM handoff WHERE state = 'pending'\", [])?;\n\
                Ok(())\n\
                })?;\n\
                Ok(done)",
        watch: CRASH,
    },
    Mistake {
        name: "no outbox row at all",
        file: "crates/core/src/handoff/ops.rs",
        right: "    txn.owe_handoff(id)?;\n    Ok(id)",
        wrong: "    Ok(id)",
        watch: &["--test", "handoff", "what_was_shown"],
    },
    Mistake {
        name: "the world is told before COMMIT",
        file: "crates/core/src/book/mod.rs",
        right: "            transaction.commit()?;\n",
        wrong: "            for tell in guard(&self.listeners).iter() {\n                tell(&changed);\n            }\n            transaction.commit()?;\n",
        watch: &["--test", "book", "a_change_is_told_only_after"],
    },
    Mistake {
        name: "undo writes over what somebody changed since",
        file: "crates/core/src/book/undo.rs",
        right: "    if draft.conflicts.is_empty() {\n        return Ok(Plan { sets: draft.sets, steps, kept: Vec::new() });",
        wrong: "    if true {\n        return Ok(Plan { sets: draft.sets, steps, kept: Vec::new() });",
        watch: &["--test", "book", "undo_is_per_person"],
    },
    Mistake {
        name: "undo forgets a row",
        file: "crates/core/src/book/undo.rs",
        right: "    for (table, row, columns) in plan.sets {",
        wrong: "    for (table, row, columns) in plan.sets.into_iter().skip(1) {",
        watch: &["--test", "undo_law"],
    },
    Mistake {
        name: "the gate of Won asks for nothing",
        file: "crates/core/src/sell/rules.rs",
        right: "    if !customer {\n        missing.push",
        wrong: "    if false {\n        missing.push",
        watch: &["--lib", "sell::rules"],
    },
    Mistake {
        name: "every delivery makes a project with a new id",
        file: "crates/core/src/handoff/worker.rs",
        right: "let project = project_id(txn.workspace(), handoff.deal, handoff.generation);",
        wrong: "let project = txn.new_id();",
        watch: &["--test", "model_handoff"],
    },
    Mistake {
        name: "an import hands off from the day of the win, long ago",
        file: "crates/core/src/transfer/deals.rs",
        right: "handoff::request(txn, deal, 1, None, txn.today())",
        wrong: "handoff::request(txn, deal, 1, None, crate::values::Day::parse_iso(\"2017-03-05\")?)",
        watch: &["--lib", "transfer::tests::won_deals_ask"],
    },
    Mistake {
        name: "a released migration is edited",
        file: "crates/core/migrations/0001_first.sql",
        right: "rot_days INTEGER NOT NULL DEFAULT 21",
        wrong: "rot_days INTEGER NOT NULL DEFAULT 22",
        watch: &["--test", "migrations"],
    },
    Mistake {
        name: "holidays count as working days",
        file: "crates/core/src/values/calendar.rs",
        right: "&& !self.holidays.contains_key(&day)",
        wrong: "",
        watch: &["--lib", "values::calendar"],
    },
];

/// Plants them one after another in a copy of the committed sources.
pub fn planted() -> Outcome {
    let copy = target().join("planted");
    let source = copy.join("source");
    let _ = std::fs::remove_dir_all(&source);
    std::fs::create_dir_all(&copy).map_err(|error| format!("{} can't be made: {error}.", copy.display()))?;
    go(Command::new("git").current_dir(root()).args(["clone", "-q", "--shared", "."]).arg(&source))?;
    let mut green = Vec::new();
    for mistake in MISTAKES {
        step(mistake.name);
        let file = source.join(mistake.file);
        let right = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
        if right.matches(mistake.right).count() != 1 {
            return Err(format!("“{}” can't be planted: {} reads otherwise now.", mistake.name, mistake.file));
        }
        write(&file, &right.replace(mistake.right, mistake.wrong))?;
        let red = goes_red(&source, &copy, mistake)?;
        write(&file, &right)?;
        step(if red { "  red, as it must be" } else { "  GREEN" });
        green.extend((!red).then_some(mistake.name));
    }
    if green.is_empty() {
        step(&format!("all {} planted mistakes were found", MISTAKES.len()));
        return Ok(());
    }
    Err(format!("nobody noticed: {}.", green.join("; ")))
}

/// The build must succeed, or the red would say nothing about the test.
fn goes_red(source: &Path, copy: &Path, mistake: &Mistake) -> Result<bool, String> {
    let here = |args: &[&str]| {
        let mut command = cargo();
        command.current_dir(source).args(args).env("CARGO_TARGET_DIR", copy.join("target"));
        command
    };
    let crash = mistake.watch.first() == Some(&"xtask");
    let args: Vec<&str> = if crash { mistake.watch.to_vec() } else { [CORE, mistake.watch].concat() };
    let build: Vec<&str> = if crash {
        vec!["build", "-q", "-p", "handselctl", "--features", "kill-points"]
    } else {
        [CORE, &mistake.watch[..mistake.watch.len().min(2)], &["--no-run"]].concat()
    };
    let build = if mistake.watch.first() == Some(&"--lib") { [CORE, &["--lib", "--no-run"]].concat() } else { build };
    go(&mut here(&build))?;
    let ended = here(&args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    ended.map(|status| !status.success()).map_err(|error| format!("cargo could not be started: {error}."))
}

fn write(file: &Path, text: &str) -> Outcome {
    std::fs::write(file, text).map_err(|error| format!("{} can't be written: {error}.", file.display()))
}
