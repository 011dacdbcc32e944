//! Reports through the door: goals, kept forecasts, filters, the deals behind a figure, files; and an excerpt of a real firm.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::path::Path;
use std::sync::atomic::AtomicBool;

use handsel_core::people::SavePerson;
use handsel_core::reports::{Cell, Report, ReportBy, ReportFilter, SaveGoal};
use handsel_core::sell::{DealEdit, NewDeal, WinDraft, seed_defaults};
use handsel_core::transfer::{ReportFormat, Target};
use handsel_core::values::{Day, DealId, Minor, Month, PersonId, Promise, Ref};
use handsel_core::{Book, Code};

struct Firm {
    book: Book,
    ada: PersonId,
    ben: PersonId,
    folder: tempfile::TempDir,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

impl Firm {
    /// Today is 2 November 2026.
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
        book.set_as_of(Some(day("2026-11-02")));
        book.transact("set_up", seed_defaults).unwrap();
        let person =
            |name: &str| book.save_person(&SavePerson { name: name.into(), ..SavePerson::default() }).unwrap().value;
        let (ada, ben) = (person("Ada"), person("Ben"));
        Firm { book, ada, ben, folder }
    }

    fn deal(&self, name: &str, owner: PersonId, amount: i64, close: &str) -> DealId {
        let new = NewDeal {
            name: name.into(),
            owner: Some(owner),
            amount: Some(Minor(amount)),
            close_date: Some(day(close)),
            company: Some(Ref::name("Hotel Haffblick")),
            source: Some("Trade fair".into()),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn win(&self, deal: DealId) {
        let draft = WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(deal) };
        self.book.win_deal(&draft).unwrap();
    }

    fn report(&self, name: &str) -> Report {
        self.book.report(name, &ReportFilter::default()).unwrap()
    }

    fn goal(&self, whose: Option<PersonId>, of: &str, amount: Option<i64>) -> SaveGoal {
        SaveGoal { person: whose, month: month(of), amount: amount.map(Minor), currency: None }
    }
}

fn amount(cell: &Cell) -> &str {
    match cell {
        Cell::Money(cell) => &cell.amount,
        other => panic!("{other:?} is no money"),
    }
}

#[test]
fn goals_are_set_changed_taken_away_and_undone() {
    let firm = Firm::new();
    let all = || firm.book.goals(month("2026-01"), month("2026-12")).unwrap();
    let three = [
        firm.goal(Some(firm.ada), "2026-11", Some(50_000)),
        firm.goal(Some(firm.ben), "2026-11", Some(30_000)),
        firm.goal(None, "2026-12", Some(90_000)),
    ];
    assert_eq!(firm.book.save_goals(&three).unwrap().label, "Set 3 goals");
    let done = firm.book.save_goals(&[firm.goal(Some(firm.ada), "2026-11", Some(60_000))]).unwrap();
    assert_eq!(done.label, "Ada: goal for 2026-11 is EUR 600");
    assert_eq!(all().len(), 3);
    firm.book.save_goals(&[firm.goal(Some(firm.ben), "2026-11", None)]).unwrap();
    assert_eq!(all().len(), 2);
    firm.book.undo(None).unwrap();
    firm.book.undo(None).unwrap();
    let amounts: Vec<i64> = all().iter().map(|goal| goal.amount.0).collect();
    assert_eq!(amounts, [50_000, 30_000, 90_000]);
    firm.book.undo(None).unwrap();
    assert!(all().is_empty());

    let wrong = |goal: SaveGoal| firm.book.save_goals(&[goal]).unwrap_err().code;
    assert_eq!(wrong(firm.goal(None, "2026-11", Some(-1))), Code::Invalid);
    assert_eq!(wrong(SaveGoal { currency: Some("XQX".into()), ..firm.goal(None, "2026-11", Some(1)) }), Code::Invalid);
    assert_eq!(wrong(firm.goal(Some(PersonId(uuid(9))), "2026-11", Some(1))), Code::NotFound);
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn goals_make_a_sheet_with_sums() {
    let firm = Firm::new();
    let euros = |amount: i64| Some(Minor(amount));
    firm.book
        .save_goals(&[
            firm.goal(Some(firm.ada), "2026-01", Some(50_000)),
            firm.goal(Some(firm.ben), "2026-01", Some(30_000)),
            firm.goal(Some(firm.ben), "2026-03", Some(5)),
            firm.goal(None, "2026-02", Some(90_000)),
            SaveGoal { currency: Some("USD".into()), ..firm.goal(Some(firm.ada), "2026-02", Some(7)) },
        ])
        .unwrap();
    let sheet = |currency: Option<&str>| firm.book.goal_sheet(month("2026-01"), month("2026-03"), currency).unwrap();
    let home = sheet(None);
    assert_eq!(
        (home.currency.as_str(), home.currencies.as_slice()),
        ("EUR", ["EUR".to_owned(), "USD".into()].as_slice())
    );
    let lines: Vec<_> = home.rows.iter().map(|row| (row.name.as_str(), row.goals.clone(), row.total)).collect();
    assert_eq!(
        lines,
        [
            ("Everyone", vec![None, euros(90_000), None], euros(90_000)),
            ("Ada", vec![euros(50_000), None, None], euros(50_000)),
            ("Ben", vec![euros(30_000), None, euros(5)], euros(30_005)),
        ]
    );
    assert_eq!((home.people.goals, home.people.total), (vec![euros(80_000), None, euros(5)], euros(80_005)));
    let dollars = sheet(Some("USD"));
    assert_eq!((dollars.people.total, dollars.rows[0].total), (euros(7), None));
    assert_eq!(firm.book.goal_sheet(month("2026-02"), month("2026-01"), None).unwrap_err().code, Code::Invalid);
}

#[test]
fn a_report_is_narrowed_to_what_is_in_the_deals() {
    let firm = Firm::new();
    assert!(firm.book.report_choices().unwrap().owners.is_empty());
    firm.deal("Roof", firm.ada, 100_000, "2026-12-20");
    let choices = firm.book.report_choices().unwrap();
    assert_eq!(choices.owners.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
    assert_eq!((choices.sources[0].id.as_str(), choices.currencies), ("Trade fair", vec!["EUR".to_owned()]));
    let owner = choices.owners[0].id.parse().ok();
    let one = ReportFilter { owner, source: Some(choices.sources[0].id.clone()), ..ReportFilter::default() };
    assert_eq!(firm.book.report("forecast", &one).unwrap().sample_size, 1);
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

#[test]
fn a_forecast_stands_against_the_goal_and_answers_its_deals() {
    let firm = Firm::new();
    let roof = firm.deal("Roof", firm.ada, 100_000, "2026-11-20");
    let barn = firm.deal("Barn", firm.ben, 40_000, "2026-11-25");
    firm.win(barn);
    firm.book.save_goals(&[firm.goal(None, "2026-11", Some(100_000))]).unwrap();
    let forecast = firm.report("forecast");
    let november = &forecast.sections[0].rows[0];
    // 400 won, 10 % of 1,000 expected: half of 1,000.
    assert_eq!((amount(&november["won"]), amount(&november["expected"])), ("400.00", "500.00"));
    assert_eq!(november["of_goal"], Cell::Number(50.0));
    let behind = |key: &str| firm.book.report_ids("forecast", &ReportFilter::default(), key).unwrap();
    assert_eq!(behind(&forecast.keys[0]), [roof]);
    assert_eq!(behind("goal|2026-11|EUR"), [roof, barn], "the largest first");
    let page = firm.book.report_records("forecast", &ReportFilter::default(), "goal|2026-11|EUR", 1, 10).unwrap();
    assert_eq!((page.total, page.rows.len()), (2, 1));
    assert_eq!((page.rows[0].name.as_str(), page.rows[0].company.as_deref()), ("Barn", Some("Hotel Haffblick")));
    assert_eq!(page.rows[0].owner.as_deref(), Some("Ben"));
    let gone = firm.book.report_records("forecast", &ReportFilter::default(), "1999-01|commit|EUR", 0, 10);
    assert_eq!(gone.unwrap_err().code, Code::NotFound);
}

#[test]
fn filters_keep_owner_source_and_pipeline_and_refuse_what_makes_no_sense() {
    let firm = Firm::new();
    firm.deal("Roof", firm.ada, 100, "2026-11-20");
    let barn = firm.deal("Barn", firm.ben, 40, "2026-11-25");
    let of = |filter: ReportFilter| firm.book.report("forecast", &filter).unwrap().sample_size;
    assert_eq!(of(ReportFilter { owner: Some(firm.ada), ..ReportFilter::default() }), 1);
    assert_eq!(of(ReportFilter { source: Some(" trade FAIR".into()), ..ReportFilter::default() }), 2);
    assert_eq!(of(ReportFilter { source: Some("Web".into()), ..ReportFilter::default() }), 0);
    let pipeline = firm.book.pipelines().unwrap()[0].id;
    assert_eq!(of(ReportFilter { pipeline: Some(pipeline), ..ReportFilter::default() }), 2);
    // Given to Ada tomorrow: today it is still Ben's.
    firm.book.set_as_of(Some(day("2026-11-03")));
    firm.book.edit_deal(barn, &DealEdit::Owner(Some(firm.ada))).unwrap();
    assert_eq!(of(ReportFilter { owner: Some(firm.ada), ..ReportFilter::default() }), 2);
    let then = ReportFilter { owner: Some(firm.ben), as_of: Some(day("2026-11-02")), ..ReportFilter::default() };
    assert_eq!(of(then), 1);
    firm.book.delete_deal(barn).unwrap();
    assert_eq!(of(ReportFilter::default()), 1, "a deal in the trash doesn't count");

    let refused = |name: &str, filter: ReportFilter| firm.book.report(name, &filter).unwrap_err();
    let by_reason = ReportFilter { by: Some(ReportBy::LostReason), ..ReportFilter::default() };
    assert!(refused("revenue", by_reason).message.contains("There are: month, quarter, year, owner"));
    let swapped =
        ReportFilter { from: Some(day("2026-11-02")), to: Some(day("2026-11-01")), ..ReportFilter::default() };
    assert_eq!(refused("revenue", swapped).code, Code::Invalid);
}

#[test]
fn a_forecast_is_kept_once_a_week_and_stays_what_it_was() {
    let firm = Firm::new();
    assert!(!firm.book.keep_forecast_if_due().unwrap(), "there is nothing to forecast yet");
    let roof = firm.deal("Roof", firm.ada, 100_000, "2026-11-20");
    assert!(firm.book.keep_forecast_if_due().unwrap());
    assert!(!firm.book.keep_forecast_if_due().unwrap());
    assert_eq!(
        firm.book.undo_offer().unwrap().map(|offer| offer.label),
        Some("Created Roof".into()),
        "not a person's step"
    );
    // The deal is deleted; what was said of November stays said.
    firm.book.set_as_of(Some(day("2026-11-08")));
    assert!(!firm.book.keep_forecast_if_due().unwrap(), "still the same week");
    firm.book.delete_deal(roof).unwrap();
    firm.book.set_as_of(Some(day("2026-12-15")));
    let filter = ReportFilter { from: Some(day("2026-11-01")), to: Some(day("2026-11-30")), ..ReportFilter::default() };
    let said = firm.book.report("forecast-accuracy", &filter).unwrap();
    assert_eq!(said.rows[0]["source"], Cell::Text("kept".into()));
    assert_eq!((amount(&said.rows[0]["said"]), amount(&said.rows[0]["happened"])), ("100.00", "0.00"));
    let bens = firm.book.report("forecast-accuracy", &ReportFilter { owner: Some(firm.ben), ..filter }).unwrap();
    assert!(bens.rows.is_empty());
    firm.deal("Barn", firm.ben, 40_000, "2026-12-20");
    assert_eq!(firm.book.keep_forecast().unwrap().label, "Kept the forecast of 15 Dec 2026");
    assert!(!firm.book.keep_forecast_if_due().unwrap());
    firm.book.keep_forecast().unwrap();
    let kept = firm.book.kept_forecasts().unwrap();
    assert_eq!(kept.first().map(|one| (one.day, one.deals)), Some((day("2026-12-15"), 1)));
    assert!(kept.is_sorted_by(|a, b| a.day > b.day), "the newest first");
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn every_report_is_written_whole_in_every_format() {
    let firm = Firm::new();
    firm.win(firm.deal("Barn", firm.ben, 40_050, "2026-11-25"));
    firm.deal("Roof", firm.ada, 100, "2026-11-20");
    for name in firm.book.report_names() {
        for format in ReportFormat::ALL {
            let path = firm.folder.path().join(format!("{}.{}", name.id, format.as_str()));
            firm.book.export_report(&name.id, &ReportFilter::default(), *format, &path).unwrap();
            assert!(path.metadata().unwrap().len() > 0, "{}", path.display());
        }
    }
    let csv = std::fs::read_to_string(firm.folder.path().join("revenue.csv")).unwrap();
    assert_eq!(csv, "Closed,Currency,Deals won,Revenue,Goal,Of the goal\n2026-11,EUR,1,400.50,,\n");
    let kept = std::fs::read_dir(firm.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(kept.count(), 0);
    let nowhere = firm.folder.path().join("no/such/folder.csv");
    let refused = firm.book.export_report("revenue", &ReportFilter::default(), ReportFormat::Csv, &nowhere);
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
}

#[test]
fn an_excerpt_of_a_real_firm() {
    let firm = Firm::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    for (file, target) in [
        ("sales_teams.csv", Target::People),
        ("products.csv", Target::Products),
        ("accounts.csv", Target::Companies),
        ("sales_pipeline.csv", Target::Deals),
    ] {
        let plan = firm.book.import_open(&data.join(file), Some(target)).unwrap();
        firm.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    }
    // Counted in the file: 120 deals, 45 won in March 2017 for 100,827, 25 lost, 35 Engaging, 15 Prospecting.
    let funnel = firm.report("funnel");
    assert_eq!((&funnel.totals["reached"], &funnel.totals["won"]), (&Cell::Count(120), &Cell::Count(45)));
    assert_eq!((&funnel.totals["lost"], &funnel.totals["open"]), (&Cell::Count(25), &Cell::Count(50)));
    let revenue = firm.report("revenue");
    assert_eq!((revenue.rows.len(), amount(&revenue.totals["revenue"])), (1, "100827.00"));
    // 115, 122 and 126 days are the file's quartiles; 103 and 138 its ends.
    let cycle = firm.report("sales-cycle");
    let figures = ["least", "q1", "median", "q3", "most"].map(|key| cycle.totals[key].clone());
    assert_eq!(figures, [103.0, 115.0, 122.0, 126.0, 138.0].map(Cell::Number));
    let by = ReportFilter { by: Some(ReportBy::Owner), ..ReportFilter::default() };
    let owners = firm.book.report("win-rate", &by).unwrap();
    let darcel = owners.rows.iter().position(|row| row["name"] == Cell::Text("Darcel Schlecht".into())).unwrap();
    assert_eq!(owners.rows[darcel]["won"], Cell::Count(6));
    let his = firm.book.report_ids("win-rate", &by, &format!("{}#won", owners.keys[darcel])).unwrap();
    assert_eq!(his.len(), 6);
    // In January 2017 nothing was won yet.
    let then = ReportFilter { as_of: Some(day("2017-01-31")), ..ReportFilter::default() };
    assert_eq!(firm.book.report("revenue", &then).unwrap().sample_size, 0);
    assert!(firm.book.check().unwrap().ok);
}
