//! A workspace of the present schema, kept for ever: every later program must open it. Run once for each released schema.

use crate::Outcome;
use crate::shell::{cargo, go, root, step, target};
use std::path::Path;

/// What happens in it: people and deals come in, one is won and handed off, one lost, one moved, and a move is undone.
pub fn make() -> Outcome {
    go(cargo().args(["build", "-q", "-p", "handselctl"]))?;
    let schema = std::fs::read_dir(root().join("crates/core/migrations"))
        .map_err(|error| format!("The migrations can't be read: {error}."))?
        .count();
    let kept = root().join(format!("tests/data/schema-{schema}.handsel"));
    if kept.exists() {
        return Err(format!("{} is there already and stays as it is.", kept.display()));
    }
    let work = target().join("fixture");
    let _ = std::fs::remove_dir_all(&work);
    std::fs::create_dir_all(&work).map_err(|error| format!("{} can't be made: {error}.", work.display()))?;
    let file = work.join("workspace.handsel");
    let data = root().join("tests/data");
    let (people, deals) = (data.join("sales_teams.csv"), data.join("sales_pipeline.csv"));
    let (people, deals, kept_as) = (text(&people), text(&deals), text(&kept));
    let steps: [&[&str]; 9] = [
        &["new", "--firm", "Maven", "--currency", "USD"],
        &["import", &people, "--as", "people"],
        &["import", &deals, "--as", "deals", "--date-order", "ymd"],
        &["win", "GTX Plus Basic · Plusstrip", "--amount", "1200", "--promise", "none"],
        &["worker", "run"],
        &["lose", "MG Advanced · Ganjaflex", "--reason", "Too dear"],
        &["move", "GTX Plus Basic · J-Texon", "--stage", "Negotiation"],
        &["undo"],
        &["backup", &kept_as],
    ];
    for args in steps {
        let mut ctl = std::process::Command::new(target().join("debug/handselctl"));
        go(ctl.args(args).args(["--me", "Darcel Schlecht"]).env("HANDSEL_FILE", &file).env("HANDSEL_DATA_DIR", &work))?;
    }
    step(&format!(
        "{} is there: commit it, and note its migrations in tests/data/migrations.txt (the test of migrations says the lines)",
        kept.display()
    ));
    Ok(())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
