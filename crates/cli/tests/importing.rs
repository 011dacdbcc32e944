//! Import through the binary: counts, mapping, what is refused, and the 8,800 real deals.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says
mod common;

use common::{Ctl, has};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[test]
fn the_counts_add_up_and_every_refused_row_has_a_reason() {
    let ctl = Ctl::new();
    let csv = ctl.write("deals.csv", "deal id,deal name,account,stage,amount,close date\nA,One,Acme,Proposal,12.50,2026-12-01\nB,Two,Acme,Won,many,2026-11-01\nC,Three,,Proposal,,\n");
    let answer = ctl.ask(&["import", &csv, "--as", "deals"]);
    assert_eq!(answer.code, 1, "rows were refused: {answer:?}");
    let report = answer.json;
    has(&report, &["batch_id", "read", "created", "updated", "skipped", "failed", "detected", "mapping", "problems"]);
    has(&report["detected"], &["format", "encoding", "delimiter", "date_order"]);
    let count = |key: &str| report[key].as_u64().unwrap();
    assert_eq!(count("read"), 3);
    assert_eq!(count("failed"), 1);
    assert_eq!(count("read"), count("created") + count("updated") + count("skipped") + count("failed"));
    has(&report["problems"][0], &["row", "column", "value", "reason"]);
    assert_eq!(report["problems"][0]["row"], 3, "as a spreadsheet counts");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let ctl = Ctl::new();
    let csv = ctl.write("deals.csv", common::DEALS);
    let looked = ctl.done(&["import", &csv, "--as", "deals", "--dry-run"]);
    assert_eq!(ctl.done(&["list", "deals"]), json!([]));
    let report = ctl.done(&["import", &csv, "--as", "deals"]);
    for key in ["read", "created", "updated", "skipped", "failed", "detected", "mapping", "problems"] {
        assert_eq!(looked[key], report[key], "{key}");
    }
}

#[test]
fn headers_can_be_mapped_by_hand() {
    let ctl = Ctl::new();
    let csv = ctl.write("odd.csv", "Kram,Zeug\nHotel roof,Brightwater\n");
    let report = ctl.done(&["import", &csv, "--as", "deals", "--map", "Kram=name", "--map", "Zeug=company"]);
    assert_eq!(report["mapping"], json!({"Kram": "name", "Zeug": "company"}));
    assert_eq!(ctl.done(&["show", "Hotel roof"])["company"]["name"], "Brightwater");
    ctl.refused(&["import", &csv, "--as", "deals", "--map", "Kram=colour"], 2);
    ctl.refused(&["import", &csv, "--as", "deals", "--map", "Nix=name"], 2);
    ctl.refused(&["import", &csv, "--as", "unicorns"], 2);
    ctl.refused(&["import", "no-such-file.csv", "--as", "deals"], 2);
}

#[test]
fn dates_that_read_both_ways_are_asked_for() {
    let ctl = Ctl::new();
    let csv = ctl.write("deals.csv", "deal name,account,stage,close date\nOne,Acme,Proposal,03/04/2027\n");
    assert_eq!(ctl.refused(&["import", &csv, "--as", "deals"], 2)["code"], "ambiguous");
    assert_eq!(ctl.done(&["list", "deals"]), json!([]));
    ctl.done(&["import", &csv, "--as", "deals", "--date-order", "dmy"]);
    assert_eq!(ctl.done(&["list", "deals"])[0]["close_date"], "2027-04-03");
}

#[test]
fn deals_that_came_in_as_won_are_handed_off_only_when_asked() {
    let ctl = Ctl::with_deals();
    assert_eq!(ctl.done(&["handoffs"]), json!([]));
    let other = Ctl::new();
    let csv = other.write("deals.csv", common::DEALS);
    other.done(&["import", &csv, "--as", "deals", "--hand-off-since", "2026-10-02"]);
    assert_eq!(other.done(&["worker", "run"])["delivered"], 1);
}

/// The real files where they are beside the workspace, else the excerpt.
fn data() -> (PathBuf, bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let real = root.join("../shared/data/maven-crm");
    if real.join("sales_pipeline.csv").is_file() { (real, true) } else { (root.join("tests/data"), false) }
}

#[test]
fn the_four_files_of_a_real_firm() {
    let (folder, is_real) = data();
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let rows = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap().trim().lines().count() as u64 - 1;
    let ctl = Ctl::new();
    let bring = |name: &str, kind: &str| {
        let report = ctl.done(&["import", &path(name), "--as", kind]);
        assert_eq!(report["read"], rows(name), "{report}");
        assert_eq!(report["failed"], 0, "{report}");
        report
    };
    bring("accounts.csv", "companies");
    bring("products.csv", "products");
    bring("sales_teams.csv", "people");
    let deals = bring("sales_pipeline.csv", "deals");
    assert_eq!(deals["created"], rows("sales_pipeline.csv"));
    if is_real {
        figures(&ctl, &deals);
    }
    let again = bring("sales_pipeline.csv", "deals");
    assert_eq!(again["created"], 0, "importing again creates nothing: {again}");
    assert_eq!(ctl.done(&["check"])["ok"], true);
    // The second import changed nothing, so the newest step is the first one.
    let undone = ctl.done(&["undo"]);
    assert_eq!(undone["undone"]["verb"], "import");
    assert_eq!(undone["kept"], json!([]));
    assert_eq!(ctl.done(&["list", "deals"]), json!([]));
    assert_eq!(ctl.done(&["check"])["ok"], true);
}

/// 85 companies, 7 products, 35 people, 8,800 deals: 4,238 won for 10,005,534, 2,473 lost, 1,589 Engaging, 500 Prospecting.
fn figures(ctl: &Ctl, report: &Value) {
    assert_eq!(report["read"], 8_800);
    assert_eq!(report["near_misses"][0]["value"], "GTXPro");
    let count = |what: &str| ctl.done(&["list", what]).as_array().map(Vec::len);
    assert_eq!((count("companies"), count("products"), count("people")), (Some(85), Some(7), Some(35)));
    let deals = ctl.done(&["list", "deals"]);
    let of = |key: &str, value: &str| deals.as_array().unwrap().iter().filter(|deal| deal[key] == value).count();
    assert_eq!((of("kind", "won"), of("kind", "lost")), (4_238, 2_473));
    assert_eq!((of("stage", "Engaging"), of("stage", "Prospecting")), (1_589, 500));
    let won = deals.as_array().unwrap().iter().filter(|deal| deal["kind"] == "won");
    assert_eq!(won.filter_map(|deal| deal["amount_minor"].as_i64()).sum::<i64>(), 1_000_553_400);
    let rate = ctl.done(&["report", "win-rate"]);
    has(&rate, &["name", "as_of", "definition", "rows", "totals"]);
    assert!(rate["totals"].as_object().unwrap().values().any(|cell| *cell == json!(63.15)), "{}", rate["totals"]);
    let revenue = ctl.done(&["report", "revenue"]);
    assert!(revenue["totals"].to_string().contains("\"10005534.00\""), "{}", revenue["totals"]);
    let quarter = ctl.done(&["report", "revenue", "--from", "2017-10-01", "--to", "2017-12-31"]);
    assert_eq!(quarter["rows"].as_array().map(Vec::len), Some(3));
    // Whatever reports there are: each answers on these files, under its own name.
    for one in ctl.done(&["report"]).as_array().unwrap() {
        let name = one["id"].as_str().unwrap();
        assert_eq!(ctl.done(&["report", name])["name"], name);
    }
    ctl.refused(&["report", "unicorns"], 2);
    the_years_of_a_real_firm(ctl);
    what_a_spreadsheet_says_of_the_same_files(ctl);
}

/// Worked out from the files themselves: every deal that has a start began in Prospecting, and 4,238 of the 6,711 decided ones were won.
fn the_years_of_a_real_firm(ctl: &Ctl) {
    let calibration = ctl.done(&["report", "calibration"]);
    let first = &calibration["rows"][0];
    assert_eq!((&first["decided"], &first["happened"]), (&json!(6_711), &json!(63.15)));
    assert_eq!(first["verdict"], "too cautious");
    let cycle = ctl.done(&["report", "sales-cycle"]);
    assert_eq!((&cycle["sample_size"], &cycle["totals"]["median"]), (&json!(4_238), &json!(57.0)));
    let funnel = ctl.done(&["report", "funnel"]);
    assert_eq!((&funnel["totals"]["reached"], &funnel["totals"]["won"]), (&json!(8_800), &json!(4_238)));
    assert_eq!((&funnel["totals"]["lost"], &funnel["totals"]["open"]), (&json!(2_473), &json!(2_089)));
    let best = ctl.done(&["report", "win-rate", "--owner", "Darcel Schlecht"]);
    let key = best["keys"][0].as_str().unwrap_or_default();
    let records = ctl.done(&["report", "win-rate", "--owner", "Darcel Schlecht", "--records", &format!("{key}#won")]);
    assert_eq!(records.as_array().map(Vec::len), best["totals"]["won"].as_u64().map(|won| won as usize));
}

/// Added up from the files by themselves: months, products, sectors, quartiles, and two days of the past.
fn what_a_spreadsheet_says_of_the_same_files(ctl: &Ctl) {
    let report = |words: &[&str]| ctl.done(&[&["report"], words].concat());
    let column = |report: &Value, key: &str| -> Vec<Value> {
        report["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row[key].get("amount").unwrap_or(&row[key]).clone())
            .collect()
    };
    let months = report(&["revenue"]);
    let won = [531, 285, 438, 531, 308, 446, 503, 279, 406, 511].map(Value::from);
    assert_eq!(column(&months, "deals"), won);
    let revenue = [
        "1134672.00",
        "721932.00",
        "1025713.00",
        "1338466.00",
        "696932.00",
        "1050059.00",
        "1235264.00",
        "731980.00",
        "938943.00",
        "1131573.00",
    ];
    assert_eq!(column(&months, "revenue"), revenue.map(Value::from));
    let products = report(&["win-rate", "--by", "product"]);
    assert_eq!(column(&products, "won"), [915, 793, 729, 654, 653, 479, 15].map(Value::from));
    assert_eq!(column(&products, "rate"), [63.72, 64.84, 63.56, 60.33, 62.13, 64.3, 60.0].map(Value::from));
    let sectors = report(&["revenue", "--by", "industry"]);
    assert_eq!(column(&sectors, "revenue")[..3], ["1867528.00", "1515487.00", "1359595.00"].map(Value::from));
    let quarter = report(&["win-rate", "--from", "2017-10-01", "--to", "2017-12-31"]);
    assert_eq!((&quarter["totals"]["won"], &quarter["totals"]["rate"]), (&json!(1_196), &json!(60.25)));
    let cycle = report(&["sales-cycle"]);
    let five = ["least", "q1", "median", "q3", "most"];
    assert_eq!(five.map(|key| cycle["totals"][key].clone()), [1.0, 9.0, 57.0, 88.0, 138.0].map(Value::from));
    let age = report(&["stage-age", "--as-of", "2017-12-31"]);
    assert_eq!(age["rows"][0]["name"], "Engaging");
    assert_eq!(five.map(|key| age["rows"][0][key].clone()), [9.0, 148.0, 165.0, 263.0, 423.0].map(Value::from));
    let summer = report(&["revenue", "--as-of", "2017-06-30"]);
    assert_eq!((&summer["sample_size"], &summer["totals"]["revenue"]["amount"]), (&json!(1_785), &json!("4220783.00")));
    let best = report(&["revenue", "--by", "owner", "--product", "GTX Pro"]);
    assert_eq!(best["totals"]["revenue"]["amount"], "3510578.00");
}

#[test]
fn an_import_that_changes_nothing_names_no_batch() {
    let ctl = Ctl::new();
    let csv = ctl.write("deals.csv", common::DEALS);
    let first = ctl.done(&["import", &csv, "--as", "deals"]);
    assert_eq!(first["batch_id"], first["rev"].to_string(), "{first}");
    let again = ctl.done(&["import", &csv, "--as", "deals"]);
    assert_eq!((&again["skipped"], &again["batch_id"]), (&6.into(), &serde_json::Value::Null), "{again}");
}
