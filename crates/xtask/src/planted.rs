//! `cargo xtask planted`: a test that can't fail proves nothing. Each known mistake is put into a copy of the sources, and the
//! test that watches over it must go red; a test that stays green is a defect of the test. The sources themselves stay as they are.

use crate::Outcome;
use crate::shell::{cargo, go, root, step, target};
use std::path::Path;
use std::process::{Command, Stdio};

/// A mistake: in `file`, `right` (which stands there once) becomes `wrong`, and then what watches over it must fail.
struct Mistake {
    name: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
    watch: Watch,
}

/// Who must notice. The texts are a test program's name and a part of the tests' names.
#[derive(Clone, Copy)]
enum Watch {
    /// A test inside the core.
    Unit(&'static str),
    /// A test of the core from outside.
    Core(&'static str, &'static str),
    /// A test of handselctl.
    Ctl(&'static str, &'static str),
    /// The crash harness, killing at every named point.
    Crash,
}

#[derive(clap::Args)]
pub struct Args {
    /// Only the mistakes whose name has this in it
    only: Option<String>,
}

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
        watch: Watch::Crash,
    },
    Mistake {
        name: "no outbox row at all",
        file: "crates/core/src/handoff/ops.rs",
        right: "    txn.owe_handoff(id)?;\n    Ok(id)",
        wrong: "    Ok(id)",
        watch: Watch::Core("handoff", "what_was_shown"),
    },
    Mistake {
        name: "the world is told before COMMIT",
        file: "crates/core/src/book/mod.rs",
        right: "            transaction.commit()?;\n",
        wrong: "            for tell in guard(&self.listeners).iter() {\n                tell(&changed);\n            }\n            transaction.commit()?;\n",
        watch: Watch::Core("book", "a_change_is_told_only_after"),
    },
    Mistake {
        name: "undo writes over what somebody changed since",
        file: "crates/core/src/book/undo.rs",
        right: "    if draft.conflicts.is_empty() {\n        return Ok(Plan { sets: draft.sets, steps, kept: Vec::new() });",
        wrong: "    if true {\n        return Ok(Plan { sets: draft.sets, steps, kept: Vec::new() });",
        watch: Watch::Core("book", "undo_is_per_person"),
    },
    Mistake {
        name: "undo forgets a row",
        file: "crates/core/src/book/undo.rs",
        right: "    for (table, row, columns) in plan.sets {",
        wrong: "    for (table, row, columns) in plan.sets.into_iter().skip(1) {",
        watch: Watch::Core("undo_law", ""),
    },
    Mistake {
        name: "the gate of Won asks for no customer",
        file: "crates/core/src/sell/rules.rs",
        right: "    if !customer {\n        missing.push",
        wrong: "    if false {\n        missing.push",
        watch: Watch::Unit("sell::rules"),
    },
    Mistake {
        name: "every delivery makes a project with a new id",
        file: "crates/core/src/handoff/worker.rs",
        right: "let project = project_id(txn.workspace(), handoff.deal, handoff.generation);",
        wrong: "let project = txn.new_id();",
        watch: Watch::Core("model_handoff", ""),
    },
    Mistake {
        name: "an import hands off from the day of the win, long ago",
        file: "crates/core/src/transfer/deals.rs",
        right: "handoff::request(txn, deal, 1, None, txn.today())",
        wrong: "handoff::request(txn, deal, 1, None, crate::values::Day::parse_iso(\"2017-03-05\")?)",
        watch: Watch::Unit("transfer::tests::won_deals_ask"),
    },
    Mistake {
        name: "a released migration is edited",
        file: "crates/core/migrations/0001_first.sql",
        right: "rot_days INTEGER NOT NULL DEFAULT 21",
        wrong: "rot_days INTEGER NOT NULL DEFAULT 22",
        watch: Watch::Core("migrations", ""),
    },
    Mistake {
        name: "holidays count as working days",
        file: "crates/core/src/values/calendar.rs",
        right: "&& !self.holidays.contains_key(&day)",
        wrong: "",
        watch: Watch::Unit("values::calendar"),
    },
    Mistake {
        name: "the outbox row is marked done in a second transaction",
        file: "crates/core/src/handoff/worker.rs",
        right: "        let done = self.transact_as(Actor::Worker, \"hand_off\", |txn| deliver(txn, handoff))?;",
        wrong: "        let done = self.transact_as(Actor::Worker, \"hand_off\", |txn| {\n\
                let paid = deliver(txn, handoff)?;\n\
                txn.connection().execute(\"UPDATE outbox SET state = 'due' WHERE key = ?1\", [handoff])?;\n\
                Ok(paid)\n\
                })?;\n\
                self.transact_as(Actor::Worker, \"done\", |txn| outbox::settle(txn, handoff))?;",
        watch: Watch::Crash,
    },
    Mistake {
        name: "the handoff is called delivered in a second transaction",
        file: "crates/core/src/handoff/worker.rs",
        right: "        let done = self.transact_as(Actor::Worker, \"hand_off\", |txn| deliver(txn, handoff))?;",
        wrong: "        let done = self.transact_as(Actor::Worker, \"hand_off\", |txn| {\n\
                let paid = deliver(txn, handoff)?;\n\
                txn.connection().execute(\"UPDATE handoff SET state = 'pending' WHERE id = ?1\", [handoff])?;\n\
                Ok(paid)\n\
                })?;\n\
                self.transact_as(Actor::Worker, \"done\", |txn| txn.update(Table::Handoff, handoff, &[(\"state\", &HandoffState::Delivered)]))?;",
        watch: Watch::Crash,
    },
    Mistake {
        name: "the database lets a deal have two handoffs of one generation",
        file: "crates/core/migrations/0001_first.sql",
        right: "deleted_at INTEGER,\n  UNIQUE (deal_id, generation)\n",
        wrong: "deleted_at INTEGER\n",
        watch: Watch::Core("handoff", "the_database_itself"),
    },
    Mistake {
        name: "the database lets a handoff have two projects",
        file: "crates/core/migrations/0001_first.sql",
        right: "CREATE UNIQUE INDEX project_once",
        wrong: "CREATE INDEX project_once",
        watch: Watch::Core("handoff", "the_database_itself"),
    },
    Mistake {
        name: "the day is counted in UTC",
        file: "crates/core/src/book/clock.rs",
        right: "chrono::Local::now().date_naive()",
        wrong: "chrono::Utc::now().date_naive()",
        watch: Watch::Ctl("keep", "the_day_is"),
    },
    Mistake {
        name: "an import passes by the gate of Won",
        file: "crates/core/src/sell/ops/import.rs",
        right: "    if won {\n        let has = ",
        wrong: "    if false {\n        let has = ",
        watch: Watch::Unit("sell::ops::import::tests"),
    },
    Mistake {
        name: "an import passes by the gate of Won when it moves a deal",
        file: "crates/core/src/sell/ops/import.rs",
        right: "    if won {\n        gate((now",
        wrong: "    if false {\n        gate((now",
        watch: Watch::Unit("sell::ops::import::tests"),
    },
    Mistake {
        name: "a deal is lost without a reason",
        file: "crates/core/src/sell/rules.rs",
        right: "    if has_reason { Vec::new() }",
        wrong: "    if has_reason || true { Vec::new() }",
        watch: Watch::Core("model_deals", ""),
    },
    Mistake {
        name: "the head of a column forgets that an amount was changed",
        file: "crates/core/migrations/0001_first.sql",
        right: "AFTER UPDATE OF stage_id, currency, amount_minor, deleted_at ON deal",
        wrong: "AFTER UPDATE OF stage_id, currency, deleted_at ON deal",
        watch: Watch::Core("model_deals", ""),
    },
    Mistake {
        name: "days that read both ways are guessed",
        file: "crates/core/src/transfer/run.rs",
        right: "if plan.date_ambiguous && plan.date_order.is_none() {",
        wrong: "if false && plan.date_order.is_none() {",
        watch: Watch::Ctl("importing", "dates_that"),
    },
    Mistake {
        name: "a formula is exported as a formula",
        file: "crates/core/src/transfer/export.rs",
        right: "text.starts_with(['=', '+', '-', '@', '\\t', '\\r'])",
        wrong: "text.starts_with(['=', '+', '-', '\\t', '\\r'])",
        watch: Watch::Unit("transfer::tests::what_goes_out"),
    },
    Mistake {
        name: "a newer file is written to before it is refused",
        file: "crates/core/src/book/file.rs",
        right: "    refuse_newer(path, number(60))\n",
        wrong: "    Ok(())\n",
        watch: Watch::Core("migrations", "a_newer_and_a_foreign"),
    },
    Mistake {
        name: "any SQLite file is taken for a workspace",
        file: "crates/core/src/book/file.rs",
        right: "    if number(68) != APPLICATION_ID {",
        wrong: "    if false && number(68) != APPLICATION_ID {",
        watch: Watch::Core("migrations", "a_newer_and_a_foreign"),
    },
    Mistake {
        name: "a migration is not copied before",
        file: "crates/core/src/book/file.rs",
        right: "            write.backup(\"main\", &copy, None::<fn(rusqlite::backup::Progress)>)?;\n",
        wrong: "            let _ = copy;\n",
        watch: Watch::Core("migrations", "every_released_schema"),
    },
    Mistake {
        name: "a new workspace is laid out after it has its name",
        file: "crates/core/src/start/mod.rs",
        right: "    Book::create_with(path, firm, currency, today, |txn| match me {",
        wrong: "    let book = Book::create_with(path, firm, currency, today, |_| Ok(()))?;\n    let after = book.transact(\"set_up\", |txn| lay_out(txn, business).map(drop));\n    if after.is_ok() {\n        return Ok(book);\n    }\n    Book::create_with(path, firm, currency, today, |txn| match me {",
        watch: Watch::Crash,
    },
    Mistake {
        name: "a restore does not look at the backup",
        file: "crates/core/src/transfer/restore.rs",
        right: "    if sound != \"ok\" || broken > 0 {",
        wrong: "    if false && (sound != \"ok\" || broken > 0) {",
        watch: Watch::Core("restore", ""),
    },
    Mistake {
        name: "a restore leaves the log of the file that was there",
        file: "crates/core/src/transfer/restore.rs",
        right: "        let _ = into_one_file(path);\n",
        wrong: "        return Ok(None);\n",
        watch: Watch::Core("restore", ""),
    },
    Mistake {
        name: "a restore throws away what was there",
        file: "crates/core/src/transfer/restore.rs",
        right: "    let kept = keep(path)?;\n",
        wrong: "    let kept: Option<PathBuf> = keep(path)?.and_then(|kept| fs::remove_file(kept).ok().and(None));\n",
        watch: Watch::Crash,
    },
    Mistake {
        name: "the search keeps the name from before",
        file: "crates/core/src/book/findable.rs",
        right: "columns.is_none_or(|columns| columns.iter()",
        wrong: "columns.is_none_or(|columns| columns.len() > 9 && columns.iter()",
        watch: Watch::Core("book", "search_rows"),
    },
    Mistake {
        name: "an undo is not remembered as one that can be done again",
        file: "crates/core/src/book/undo.rs",
        right: "    txn.undoes(offer.seq);\n",
        wrong: "",
        watch: Watch::Core("model_deals", ""),
    },
];

/// Plants them one after another in a copy of the committed sources.
pub fn planted(args: &Args) -> Outcome {
    let copy = target().join("planted");
    let source = copy.join("source");
    let _ = std::fs::remove_dir_all(&source);
    std::fs::create_dir_all(&copy).map_err(|error| format!("{} can't be made: {error}.", copy.display()))?;
    go(Command::new("git").current_dir(root()).args(["clone", "-q", "--shared", "."]).arg(&source))?;
    let chosen: Vec<&Mistake> =
        MISTAKES.iter().filter(|one| args.only.as_ref().is_none_or(|part| one.name.contains(part.as_str()))).collect();
    let mut unseen = Vec::new();
    for mistake in &chosen {
        step(mistake.name);
        let outcome = plant(&source, &copy, mistake);
        step(&format!(
            "  {}",
            outcome.as_ref().map_or_else(String::as_str, |red| if *red { "red, as it must be" } else { "GREEN" })
        ));
        if outcome != Ok(true) {
            unseen.push(mistake.name);
        }
    }
    if unseen.is_empty() && !chosen.is_empty() {
        step(&format!("all {} planted mistakes were found", chosen.len()));
        return Ok(());
    }
    Err(format!("of {} mistakes nobody noticed: {}.", chosen.len(), unseen.join("; ")))
}

/// Whether the mistake was noticed. The build must succeed, or the red would say nothing about the test.
fn plant(source: &Path, copy: &Path, mistake: &Mistake) -> Result<bool, String> {
    let file = source.join(mistake.file);
    let right = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}.", file.display()))?;
    if right.matches(mistake.right).count() != 1 {
        return Err(format!("can't be planted: {} reads otherwise now.", mistake.file));
    }
    write(&file, &right.replace(mistake.right, mistake.wrong))?;
    let red = goes_red(source, copy, mistake.watch);
    write(&file, &right)?;
    red
}

fn goes_red(source: &Path, copy: &Path, watch: Watch) -> Result<bool, String> {
    let test = |package, program: &[&'static str], part| {
        let build = [&["test", "-q", "-p", package], program, &["--no-run"]].concat();
        (build, [&["test", "-q", "-p", package], program, &[part]].concat())
    };
    let (build, run) = match watch {
        Watch::Unit(part) => test("handsel-core", &["--lib"], part),
        Watch::Core(program, part) => test("handsel-core", &["--test", program], part),
        Watch::Ctl(program, part) => test("handselctl", &["--test", program], part),
        Watch::Crash => (
            vec!["build", "-q", "-p", "handselctl", "-p", "handsel-crash", "--features", "handselctl/kill-points"],
            vec!["xtask", "crash", "--rounds", "0", "--passings", "4"],
        ),
    };
    let here = |args: &[&str]| {
        let mut command = cargo();
        command.current_dir(source).args(args).env("CARGO_TARGET_DIR", copy.join("target"));
        command
    };
    go(&mut here(&build))?;
    let ended = here(&run).stdout(Stdio::null()).stderr(Stdio::null()).status();
    ended.map(|status| !status.success()).map_err(|error| format!("cargo could not be started: {error}."))
}

fn write(file: &Path, text: &str) -> Outcome {
    std::fs::write(file, text).map_err(|error| format!("{} can't be written: {error}.", file.display()))
}
