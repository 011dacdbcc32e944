//! Win, lose, move, reopen through the binary: gates, names, the corridor.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says
mod common;

use common::{Ctl, has, missing};
use handsel_core::Book;
use handsel_core::sell::{Required, SaveLine, SaveStage};
use handsel_core::values::{Discount, Minor, Quantity, Ref};
use serde_json::Value;

fn id_of(ctl: &Ctl, key: &str) -> String {
    ctl.done(&["show", key])["id"].as_str().unwrap().to_owned()
}

#[test]
fn lists_have_ids_names_and_filters() {
    let ctl = Ctl::with_deals();
    let deals = ctl.done(&["list", "deals"]);
    assert_eq!(deals.as_array().map(Vec::len), Some(6));
    has(
        &deals[0],
        &["id", "name", "company", "stage", "kind", "amount", "amount_minor", "currency", "close_date", "owner"],
    );
    let named = |args: &[&str]| -> Vec<String> {
        let rows = ctl.done(args);
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(named(&["list", "deals", "--where", "stage=negotiation"]), ["Hotel roof"]);
    assert_eq!(named(&["list", "deals", "--where", "kind=won", "--where", "owner=Jonas"]), ["Quay lighting"]);
    assert_eq!(named(&["list", "deals", "--limit", "2"]).len(), 2);
    assert_eq!(named(&["list", "companies"]), ["Alderhof", "Brightwater", "Pinewood", "Vesterhavn"]);
    assert_eq!(named(&["list", "people"]).len(), 2);
    ctl.refused(&["list", "deals", "--where", "colour=red"], 2);
    for what in ["contacts", "products", "projects", "tasks", "handoffs"] {
        assert_eq!(ctl.done(&["list", what]), Value::Array(Vec::new()), "{what}");
    }
    assert!(ctl.read(&["list", "deals"]).contains("Hotel roof"));
}

#[test]
fn a_deal_answers_to_id_prefix_key_and_name() {
    let ctl = Ctl::with_deals();
    let id = id_of(&ctl, "K-1");
    for called in ["K-1", "Hotel roof", "hotel ROOF", &id] {
        assert_eq!(ctl.done(&["show", called])["id"], id.as_str(), "{called}");
    }
    assert_eq!(ctl.done(&["show", &id[..35]])["kind"], "deal", "first digits of an id");
    let error = ctl.refused(&["move", "Twins", "--stage", "Proposal"], 2);
    assert_eq!(error["code"], "ambiguous");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(&id_of(&ctl, "K-5")) && message.contains(&id_of(&ctl, "K-6")), "{message}");
    assert_eq!(ctl.refused(&["show", "Nothing like it"], 2)["code"], "not_found");
}

#[test]
fn won_needs_customer_amount_and_promise() {
    let ctl = Ctl::with_deals();
    let error = ctl.refused(&["win", "K-3", "--date", "2026-11-20"], 1);
    assert_eq!(error["code"], "gate");
    assert_eq!(missing(&error), ["company", "amount", "promise"]);
    assert_eq!(missing(&ctl.refused(&["move", "K-1", "--stage", "Won"], 1)), ["promise"], "a drag has the same gate");
    assert_eq!(ctl.done(&["show", "K-3"])["stage"]["kind"], "open", "a refused win changes nothing");
    let won = ctl.done(&["win", "K-3", "--company", "Fernbrook", "--amount", "0", "--promise", "none"]);
    has(&won, &["deal", "rev"]);
    assert_eq!(won["deal"], id_of(&ctl, "K-3"));
    assert_eq!(ctl.done(&["show", "K-3"])["company"]["name"], "Fernbrook");
    assert_eq!(ctl.refused(&["win", "K-3"], 1)["code"], "conflict");
}

#[test]
fn a_won_deal_becomes_a_project_when_the_worker_runs() {
    let ctl = Ctl::with_deals();
    ctl.done(&["win", "K-1", "--date", "2026-11-20", "--promise", "2027-03-01"]);
    let waiting = ctl.done(&["handoffs"]);
    has(&waiting[0], &["deal", "generation", "state", "project", "attempts", "last_error", "explanation"]);
    assert_eq!((&waiting[0]["state"], &waiting[0]["project"]), (&"pending".into(), &Value::Null));
    let run = ctl.done(&["worker", "run"]);
    assert_eq!(run, serde_json::json!({"delivered": 1, "failed": 0, "parked": 0, "pending": 0}));
    assert_eq!(ctl.done(&["worker", "run"])["delivered"], 0);

    let handoffs = ctl.done(&["handoffs"]);
    let delivered = &handoffs[0];
    assert_eq!(delivered["state"], "delivered");
    assert_eq!(delivered["deal"], id_of(&ctl, "K-1"));
    let project = ctl.done(&["show", delivered["project"].as_str().unwrap()]);
    has(&project, &["id", "name", "state", "start", "finish", "links", "history"]);
    let tasks = project["links"]["tasks"].as_array().unwrap();
    assert_eq!(Some(tasks.len()), delivered["explanation"]["tasks"].as_array().map(Vec::len));
    assert!(
        tasks.len() > 4 && tasks.iter().all(|task| task["assignee"] == "Mara" && task["due"].is_string()),
        "{tasks:?}"
    );
    assert_eq!(ctl.done(&["list", "projects"])[0]["tasks"], tasks.len());
    assert_eq!(ctl.done(&["list", "tasks"]).as_array().map(Vec::len), Some(tasks.len()));
    assert_eq!(ctl.done(&["show", tasks[0]["id"].as_str().unwrap()])["kind"], "task");
    assert_eq!(ctl.done(&["check"])["ok"], true);

    assert_eq!(ctl.done(&["undo"])["undone"]["verb"], "win_deal");
    assert_eq!(ctl.done(&["list", "projects"]), Value::Array(Vec::new()), "one undo takes win and project back");
    ctl.done(&["redo"]);
    ctl.done(&["worker", "run"]);
    assert_eq!(ctl.done(&["list", "projects"])[0]["id"], delivered["project"], "redone, it is the same project");
    assert_eq!(ctl.done(&["check"])["ok"], true);
}

#[test]
fn a_deal_can_be_won_without_a_project_for_a_reason() {
    let ctl = Ctl::with_deals();
    let error = ctl.refused(&["win", "K-2", "--promise", "none", "--no-project"], 1);
    assert_eq!(error["code"], "gate");
    assert_eq!(missing(&error), ["without_project"]);
    ctl.refused(&["win", "K-2", "--promise", "none", "--reason", "Only parts"], 2);
    ctl.done(&["win", "K-2", "--promise", "none", "--no-project", "--reason", "Only parts"]);
    assert_eq!(ctl.done(&["handoffs"]), Value::Array(Vec::new()));
    assert_eq!(ctl.done(&["show", "K-2"])["no_project_reason"], "Only parts");
}

#[test]
fn lost_needs_a_reason_and_reopen_brings_back() {
    let ctl = Ctl::with_deals();
    assert_eq!(missing(&ctl.refused(&["lose", "K-2"], 1)), ["lost_reason"]);
    let lost = ctl.done(&["lose", "K-2", "--reason", "Too expensive", "--note", "By far"]);
    has(&lost, &["deal", "rev"]);
    let shown = ctl.done(&["show", "K-2"]);
    assert_eq!((&shown["lost_reason"]["name"], &shown["lost_note"]), (&"Too expensive".into(), &"By far".into()));
    has(&ctl.done(&["reopen", "K-2"]), &["deal", "rev"]);
    assert_eq!(ctl.done(&["show", "K-2"])["stage"]["name"], "Proposal");
    let error = ctl.refused(&["move", "K-2", "--stage", "Nowhere"], 2);
    assert!(error["message"].as_str().unwrap().contains("Negotiation"), "the stages there are: {error}");
}

#[test]
fn unreadable_amounts_and_days_are_wrong_questions() {
    let ctl = Ctl::with_deals();
    ctl.refused(&["win", "K-1", "--amount", "lots", "--promise", "none"], 2);
    ctl.refused(&["win", "K-1", "--date", "11/12/2026", "--promise", "none"], 2);
    ctl.refused(&["win", "K-1", "--promise", "soon"], 2);
    assert_eq!(ctl.done(&["show", "K-1"])["stage"]["kind"], "open");
}

#[test]
fn the_demonstration_works_through() {
    let ctl = Ctl::bare();
    let demo = ctl.done(&["demo"]);
    assert_eq!(demo["ok"], true);
    assert!(demo["steps"].as_array().unwrap().len() >= 5);
    assert!(ctl.path("a.handsel").is_file(), "with --file the workspace stays");
    assert_eq!(ctl.done(&["list", "projects"]).as_array().map(Vec::len), Some(1));
    ctl.refused(&["demo"], 2);
}

#[test]
fn a_stage_that_asks_for_fields_refuses_by_name_and_lines_are_shown() {
    let ctl = Ctl::with_deals();
    let deal = id_of(&ctl, "K-3");
    {
        let book = Book::open(&ctl.path("a.handsel")).unwrap();
        let stages = book.pipelines().unwrap().remove(0).stages;
        let proposal = stages.into_iter().find(|stage| stage.name == "Proposal").unwrap();
        let save = SaveStage {
            id: Some(proposal.id),
            pipeline: proposal.pipeline,
            name: proposal.name,
            probability: proposal.probability,
            forecast: proposal.forecast,
            kind: proposal.kind,
            rot_days: None,
            required: vec![Required::Company, Required::CloseDate],
        };
        book.save_stage(&save).unwrap();
        let line = SaveLine {
            id: None,
            deal: deal.parse().unwrap(),
            product: Some(Ref::name("Training day")),
            name: None,
            quantity: Quantity(2_500),
            unit_price: Some(Minor(80_000)),
            discount: Discount(500),
            billing: None,
            term: None,
        };
        book.save_line(&line).unwrap();
    }
    let error = ctl.refused(&["move", "K-3", "--stage", "Proposal"], 1);
    assert_eq!((error["code"].as_str(), missing(&error)), (Some("gate"), vec!["company", "close_date"]));
    let shown = ctl.done(&["show", "K-3"]);
    assert_eq!(shown["lines"][0]["name"], "Training day");
    assert_eq!((shown["lines"][0]["total"].as_i64(), shown["amount"].as_str()), (Some(190_000), Some("1900.00")));
    assert_eq!((&shown["line_totals"]["total"], &shown["amount_from"]), (&190_000.into(), &"lines".into()));
    let products = ctl.done(&["list", "products"]);
    has(&products[0], &["id", "name", "price", "billing", "active", "deals"]);
    assert_eq!(products[0]["deals"], 1);
}
