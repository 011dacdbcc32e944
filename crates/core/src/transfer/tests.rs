//! The whole way: a file on disk, a plan, a preview, an import, and the workspace afterwards.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::*;
use crate::book::Book;
use crate::error::{Code, Result};
use crate::sell::StageKind;
use crate::values::Day;

struct Desk {
    folder: TempDir,
    book: Book,
}

impl Desk {
    fn new() -> Desk {
        let folder = TempDir::new().unwrap();
        let book = Book::create(&folder.path().join("w.handsel"), "Firm", "USD").unwrap();
        Desk { folder, book }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn open(&self, path: &Path, target: Target) -> ImportPlan {
        self.book.import_open(path, Some(target)).unwrap()
    }

    fn run(&self, plan: &ImportPlan) -> Result<ImportReport> {
        let report = self.book.import_run(plan, &|_, _| {}, &AtomicBool::new(false))?;
        assert_eq!(report.read, report.created + report.updated + report.skipped + report.failed);
        Ok(report)
    }

    fn take(&self, name: &str, content: &str, target: Target) -> ImportReport {
        let path = self.file(name, content);
        self.run(&self.open(&path, target)).unwrap()
    }

    fn number(&self, sql: &str) -> i64 {
        self.book.read(|reader| Ok(reader.one(sql, [], |row| row.get(0))?.unwrap_or(-1))).unwrap()
    }

    fn text(&self, sql: &str) -> Option<String> {
        self.book.read(|reader| Ok(reader.one(sql, [], |row| row.get(0))?.flatten())).unwrap()
    }
}

fn counts(report: &ImportReport) -> (u32, u32, u32, u32) {
    (report.created, report.updated, report.skipped, report.failed)
}

fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/maven-crm");
    folder.join("sales_pipeline.csv").exists().then_some(folder)
}

const PIPELINE: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514
EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,2016-10-25,2017-03-07,0
HAXMC4IX,James Ascencio,MG Advanced,,Engaging,2016-11-03,,
6PTR7VBR,Versie Hillebrand,MG Special,,Prospecting,,,
";

#[test]
fn the_four_files_come_in_whole() {
    let Some(folder) = samples() else { return };
    let desk = Desk::new();
    for (file, target, created) in [
        ("accounts.csv", Target::Companies, 85),
        ("products.csv", Target::Products, 7),
        ("sales_teams.csv", Target::People, 35),
        ("sales_pipeline.csv", Target::Deals, 8_800),
    ] {
        let plan = desk.book.import_open(&folder.join(file), None).unwrap();
        assert_eq!(plan.target, target, "{file}");
        let preview = desk.book.import_preview(plan.clone()).unwrap();
        assert_eq!((preview.will_create, preview.will_fail), (created, 0), "{file} {:?}", preview.problems);
        assert_eq!(counts(&desk.run(&plan).unwrap()), (created, 0, 0, 0), "{file}");
        let again = desk.run(&plan).unwrap();
        assert_eq!(counts(&again), (0, 0, created, 0), "{file} again");
        assert_eq!(again.batch_id, None, "{file} again changed nothing, so there is nothing to undo");
        if target == Target::Deals {
            assert!(preview.plan.near_misses.iter().any(|near| near.value == "GTXPro"
                && near.existing == "GTX Pro"
                && near.use_existing
                && near.count == 1_480));
            assert_eq!(
                (preview.new_counts.companies, preview.new_counts.products, preview.new_counts.people),
                (0, 0, 0)
            );
        }
    }
    for (table, wanted) in [("company", 85), ("product", 7), ("person", 35), ("deal", 8_800)] {
        assert_eq!(desk.number(&format!("SELECT count(*) FROM {table} WHERE deleted_at IS NULL")), wanted, "{table}");
    }
    let in_stage = |name: &str| {
        desk.number(&format!(
            "SELECT sum(t.deals) FROM stage_total t JOIN stage s ON s.id = t.stage_id WHERE s.name = '{name}'"
        ))
    };
    assert_eq!(
        [in_stage("Won"), in_stage("Lost"), in_stage("Engaging"), in_stage("Prospecting")],
        [4_238, 2_473, 1_589, 500]
    );
    assert_eq!(
        desk.number("SELECT sum(amount_minor) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'won'"),
        1_000_553_400
    );
    assert_eq!(desk.number("SELECT count(*) FROM deal WHERE project_wish = 'imported'"), 4_238);
    assert_eq!(desk.number("SELECT count(*) FROM handoff"), 0);
    assert_eq!(desk.number("SELECT count(*) FROM company WHERE parent_id IS NOT NULL"), 15);
    assert_eq!(desk.number("SELECT count(*) FROM command WHERE verb = 'import'"), 4);
}

#[test]
fn a_preview_says_what_the_import_does_and_writes_nothing() {
    let desk = Desk::new();
    let path = desk.file("deals.csv", PIPELINE);
    let before = desk.number("SELECT count(*) FROM entry");
    let preview = desk.book.import_preview(desk.open(&path, Target::Deals)).unwrap();
    assert_eq!(desk.number("SELECT count(*) FROM entry"), before);
    assert_eq!(desk.number("SELECT count(*) FROM deal") + desk.number("SELECT count(*) FROM company"), 0);
    assert_eq!((preview.read, preview.will_create, preview.will_fail), (5, 5, 0));
    assert_eq!(preview.new_counts, NewCounts { companies: 2, products: 4, people: 4 });
    assert_eq!(preview.sample[0].name, "GTX Plus Basic \u{b7} Cancity");
    assert_eq!(preview.sample[0].amount.as_deref(), Some("USD 1,054"));
    let won = preview.columns.iter().find(|column| column.kind == StageKind::Won).unwrap();
    assert_eq!((won.count, won.totals[0].sum.0, won.without_amount), (2, 556_800, 0));
    assert!(
        preview.notes.iter().any(|note| note.starts_with("2 of 5 deals are open without an amount")),
        "{:?}",
        preview.notes
    );
    let report = desk.run(&preview.plan).unwrap();
    assert_eq!(counts(&report), (5, 0, 0, 0));
    assert_eq!(report.mapping["close_value"], "amount");
    assert_eq!(report.detected.delimiter, ",");
}

#[test]
fn what_came_in_is_found_and_the_index_stays_awake() {
    let desk = Desk::new();
    let triggers = |desk: &Desk| {
        desk.text("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name)")
    };
    let before = triggers(&desk);
    desk.take("a.csv", "account,sector,subsidiary_of\nChild,mining,Parent\nParent,fishing,\n", Target::Companies);
    desk.take("deals.csv", PIPELINE, Target::Deals);
    desk.book.import_preview(desk.open(&desk.file("deals.csv", PIPELINE), Target::Deals)).unwrap();
    assert_eq!(triggers(&desk), before);
    for (word, kind) in [
        ("fishing", "company"),
        ("child", "company"),
        ("cancity", "company"),
        ("special", "deal"),
        ("darcel", "person"),
    ] {
        let found =
            desk.number(&format!("SELECT count(*) FROM search WHERE search MATCH '{word}' AND kind = '{kind}'"));
        assert!(found > 0, "{word}");
    }
    let live = "(SELECT count(*) FROM deal) + (SELECT count(*) FROM company) + (SELECT count(*) FROM person)";
    assert_eq!(desk.number("SELECT count(*) FROM search_row"), desk.number(&format!("SELECT {live}")));
    assert_eq!(
        desk.number("SELECT count(*) FROM search"),
        desk.number("SELECT count(*) FROM search_row r JOIN search s ON s.rowid = r.row AND s.id = r.id")
    );
    let pathless = desk.book.undo_offer().unwrap().unwrap();
    desk.book.undo(Some(pathless.seq)).unwrap();
    assert_eq!(desk.number("SELECT count(*) FROM search WHERE kind = 'deal'"), 0);
}

#[test]
fn history_follows_the_days_of_the_file() {
    let desk = Desk::new();
    desk.take("deals.csv", PIPELINE, Target::Deals);
    assert_eq!(desk.number("SELECT count(*) FROM deal_stage_event"), 8);
    assert_eq!(desk.text("SELECT e.day FROM deal_stage_event e JOIN deal d ON d.id = e.deal_id WHERE d.source_key = 'deals:1C1I7A6R' AND e.kind = 'won'").as_deref(), Some("2017-03-01"));
    assert_eq!(desk.text("SELECT e.day FROM deal_stage_event e JOIN deal d ON d.id = e.deal_id WHERE d.source_key = 'deals:1C1I7A6R' AND e.kind = 'open'").as_deref(), Some("2016-10-20"));
    let today = desk.book.read(|reader| Ok(reader.today())).unwrap().to_string();
    assert_eq!(desk.text("SELECT min(touched_on) FROM deal"), Some(today));
}

#[test]
fn a_changed_file_updates_and_one_undo_takes_an_import_back() {
    let desk = Desk::new();
    desk.take("deals.csv", PIPELINE, Target::Deals);
    let changed =
        PIPELINE.replace("MG Advanced,,Engaging,2016-11-03,,", "MG Advanced,Isdom,Won,2016-11-03,2017-05-01,\"3,393\"");
    let report = desk.take("deals.csv", &changed, Target::Deals);
    assert_eq!(counts(&report), (0, 1, 4, 0));
    assert_eq!(
        desk.text("SELECT project_wish FROM deal WHERE source_key = 'deals:HAXMC4IX'").as_deref(),
        Some("imported")
    );
    assert_eq!(desk.number("SELECT amount_minor FROM deal WHERE source_key = 'deals:HAXMC4IX'"), 339_300);
    for _ in 0..2 {
        let undo = desk.book.undo_offer().unwrap().unwrap();
        assert_eq!(undo.verb, "import");
        desk.book.undo(Some(undo.seq)).unwrap();
    }
    assert_eq!(desk.number("SELECT count(*) FROM deal WHERE deleted_at IS NULL"), 0);
    assert_eq!(desk.number("SELECT ifnull(sum(deals), 0) FROM stage_total"), 0);
    let report = desk.take("deals.csv", PIPELINE, Target::Deals);
    assert_eq!(counts(&report), (5, 0, 0, 0));
}

#[test]
fn a_cancelled_import_keeps_nothing() {
    let desk = Desk::new();
    let mut lines = String::from("name,email\n");
    (0..2_000).for_each(|i| lines.push_str(&format!("Person {i},p{i}@example.org\n")));
    let path = desk.file("contacts.csv", lines);
    let cancel = AtomicBool::new(false);
    let stop = |done: u32, _: u32| cancel.store(done >= 512, Ordering::Relaxed);
    let error = desk.book.import_run(&desk.open(&path, Target::Contacts), &stop, &cancel).unwrap_err();
    assert_eq!(error.code, Code::Cancelled);
    assert_eq!(desk.number("SELECT count(*) FROM contact"), 0);
    assert_eq!(desk.number("SELECT count(*) FROM search"), 0);
}

#[test]
fn open_dates_are_asked_never_guessed() {
    let desk = Desk::new();
    let path = desk.file("deals.csv", "Deal,Stage,Close date\nA,Proposal,03/04/2017\nB,Proposal,05/06/2017\n");
    let mut plan = desk.open(&path, Target::Deals);
    assert!(plan.date_ambiguous && plan.date_order.is_none());
    assert_eq!(desk.run(&plan).unwrap_err().code, Code::Ambiguous);
    plan.date_order = Some(DateOrder::Mdy);
    desk.run(&plan).unwrap();
    assert_eq!(desk.text("SELECT close_date FROM deal WHERE name = 'A'").as_deref(), Some("2017-03-04"));
}

#[test]
fn german_excel_files_come_in() {
    let desk = Desk::new();
    let text = "sep=;\r\nVorgang;Firma;Status;Betrag;Abschlussdatum;Zuständig\r\nDach;Müller & Söhne;Gewonnen;1.234,50;03.04.2017;Jürgen\r\n\"Zeile\r\nzwei\";Käse GmbH;Angebot;€ 99;;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes) in
        [("a.csv", bytes.to_vec()), ("b.csv", format!("\u{feff}{text}").into_bytes()), ("c.csv", utf16)]
    {
        let desk_here = Desk::new();
        let plan = desk_here.book.import_open(&desk_here.file(name, bytes), None).unwrap();
        assert_eq!((plan.target, plan.delimiter.as_str(), plan.rows), (Target::Deals, ";", 2), "{name}");
        assert_eq!(counts(&desk_here.run(&plan).unwrap()), (2, 0, 0, 0));
        assert_eq!(
            desk_here.text("SELECT name FROM company ORDER BY id LIMIT 1").as_deref(),
            Some("Müller & Söhne"),
            "{name}"
        );
        assert_eq!(desk_here.number("SELECT amount_minor FROM deal WHERE name = 'Dach'"), 123_450);
        assert_eq!(desk_here.text("SELECT close_date FROM deal WHERE name = 'Dach'").as_deref(), Some("2017-04-03"));
        assert_eq!(desk_here.text("SELECT currency FROM deal WHERE name <> 'Dach'").as_deref(), Some("EUR"));
    }
    drop(desk);
}

#[test]
fn a_spreadsheet_comes_in_with_typed_days_and_numbers() {
    let desk = Desk::new();
    let path = desk.folder.path().join("deals.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["Deal", "Company", "Stage", "Amount", "Close date"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).unwrap();
    }
    sheet.write(1, 0, "Roof").unwrap();
    sheet.write(1, 1, "Hotel").unwrap();
    sheet.write(1, 2, "Won").unwrap();
    sheet.write(1, 3, 1_234.567).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(1, 4, rust_xlsxwriter::ExcelDateTime::from_ymd(2017, 4, 3).unwrap(), &format).unwrap();
    book.save(&path).unwrap();
    let plan = desk.book.import_open(&path, None).unwrap();
    assert_eq!((plan.format, plan.date_ambiguous, plan.rows), (Format::Xlsx, false, 1));
    assert_eq!(counts(&desk.run(&plan).unwrap()), (1, 0, 0, 0));
    assert_eq!(desk.number("SELECT amount_minor FROM deal"), 123_457);
    assert_eq!(desk.text("SELECT close_date FROM deal").as_deref(), Some("2017-04-03"));
}

#[test]
fn every_refused_row_is_named_with_its_reason() {
    let desk = Desk::new();
    let huge = "x".repeat(1_000_000);
    let rows = [
        "Good,Won,10,2017-01-01,,Acme",
        &format!("{huge},Won,10,2017-01-01,,No"),
        "Bad amount,Won,abc,2017-01-01,,No",
        "Bad day,Proposal,1,2017-02-30,,No",
        ",,5,,,",
        "Minus,New,-5,,,No",
        "Moon money,New,5,,MOO,No",
        "Wide,New,1,2017-01-01,USD,No,more",
        "Half won,Won,,,,No",
    ];
    let text = format!("Deal,Stage,Amount,Close date,Currency,Company\n{}\n", rows.join("\n"));
    let report = desk.take("deals.csv", &text, Target::Deals);
    assert_eq!(counts(&report), (1, 0, 0, 8), "{:?}", report.problems);
    let rows: Vec<u32> = report.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [3, 4, 5, 6, 7, 8, 9, 10]);
    assert!(report.problems[0].reason.contains("1000000 characters"), "{:?}", report.problems[0].reason);
    assert!(
        report.problems.iter().all(|problem| problem.value.as_ref().is_none_or(|value| value.chars().count() <= 80))
    );
    assert_eq!(report.problems[1].column.as_deref(), Some("Amount"));
    assert!(report.problems[7].reason.contains("an amount and a close date"), "{:?}", report.problems[7]);
    assert_eq!(desk.number("SELECT count(*) FROM company"), 1);
}

#[test]
fn an_unclosed_quotation_mark_swallows_no_row_unseen() {
    let desk = Desk::new();
    let text = "Company,Sector,Office\nA,retail,Oslo\nB,\"tech,Rome\nC,food,Bern\nD,food,Graz\n";
    let report = desk.take("unclosed.csv", text, Target::Companies);
    assert_eq!(counts(&report), (1, 0, 0, 1), "{:?}", report.problems);
    let problem = &report.problems[0];
    assert_eq!(
        (problem.row, problem.column.as_deref(), problem.value.as_deref()),
        (3, Some("Sector"), Some("tech,Rome"))
    );
    assert!(problem.reason.contains("takes in 2 lines"), "{}", problem.reason);
    // Lines in a cell that are no rows are what somebody wrote.
    let report = desk.take("notes.csv", "Company,Sector,Office\nE,\"one,\ntwo\",Oslo\n", Target::Companies);
    assert_eq!(counts(&report), (1, 0, 0, 0), "{:?}", report.problems);
}

#[test]
fn what_is_no_table_is_refused_with_a_sentence() {
    let desk = Desk::new();
    let bomb = {
        let path = desk.folder.path().join("bomb.xlsx");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..300 {
            std::io::Write::write_all(&mut zip, &zeros).unwrap();
        }
        zip.finish().unwrap();
        path
    };
    let unclosed = desk.file("quote.csv", format!("name,notes\nA,\"{}", "never closed, ".repeat(1_500_000)));
    for (path, code, word) in [
        (bomb, Code::Invalid, "unpacks"),
        (unclosed, Code::Invalid, "quotation mark"),
        (desk.file("empty.csv", ""), Code::Invalid, "empty"),
        (desk.file("blank.csv", "\n\n , \n"), Code::Invalid, "no rows"),
        (desk.file("binary.csv", [1u8, 0, 2, 0, 0, 3]), Code::Foreign, "not a text file"),
        (desk.file("old.xls", b"\xD0\xCF\x11\xE0aaaa"), Code::Foreign, "old Office file"),
        (desk.file("fake.xlsx", b"PK\x03\x04nothing"), Code::Invalid, "spreadsheet"),
        (desk.folder.path().join("w.handsel"), Code::Foreign, "database"),
        (desk.folder.path().join("missing.csv"), Code::NotFound, "can't be read"),
        (desk.folder.path().to_owned(), Code::Invalid, "not a file"),
    ] {
        let error = desk.book.import_open(&path, None).unwrap_err();
        assert!(error.code == code && error.message.contains(word), "{}: {error:?}", path.display());
    }
}

#[test]
fn a_company_keeps_what_has_no_field() {
    let desk = Desk::new();
    let text = "account,revenue,subsidiary_of\nChild,12.5,Parent\nParent,99,\n";
    let preview = desk.book.import_preview(desk.open(&desk.file("a.csv", text), Target::Companies)).unwrap();
    assert_eq!((preview.will_create, preview.new_counts.companies), (2, 2));
    assert!(preview.notes.iter().any(|note| note.contains("revenue") && note.contains("notes")), "{:?}", preview.notes);
    assert_eq!(counts(&desk.take("a.csv", text, Target::Companies)), (2, 0, 0, 0));
    assert_eq!(desk.text("SELECT notes FROM company WHERE name = 'Parent'").as_deref(), Some("revenue: 99"));
    assert_eq!(
        desk.text("SELECT p.name FROM company c JOIN company p ON p.id = c.parent_id WHERE c.name = 'Child'")
            .as_deref(),
        Some("Parent")
    );
    assert_eq!(counts(&desk.take("a.csv", text, Target::Companies)), (0, 0, 2, 0));
    assert_eq!(counts(&desk.take("a.csv", &text.replace("99", "100"), Target::Companies)), (0, 1, 1, 0));
    assert_eq!(desk.text("SELECT notes FROM company WHERE name = 'Parent'").as_deref(), Some("revenue: 100"));
}

#[test]
fn contacts_meet_by_address_and_join_companies() {
    let desk = Desk::new();
    let text = "Vorname,Nachname,E-Mail,Firma\nAnna,Berg,Anna@Example.org,Acme\nAnna,Berg,other@example.org,Acme\nBo,Ek,,ACME\n";
    assert_eq!(counts(&desk.take("c.csv", text, Target::Contacts)), (3, 0, 0, 0));
    assert_eq!(desk.number("SELECT count(*) FROM company"), 1);
    assert_eq!(counts(&desk.take("c.csv", text, Target::Contacts)), (0, 0, 3, 0));
    let other = text.replace("Anna,Berg,Anna@Example.org,Acme", "Anna,Berg-Lund,anna@example.org,Second");
    assert_eq!(counts(&desk.take("c.csv", &other, Target::Contacts)), (0, 1, 2, 0));
    assert_eq!(desk.number("SELECT count(*) FROM company_contact"), 4);
}

#[test]
fn a_duplicate_is_skipped_updated_or_made_anew_as_asked() {
    for (on_duplicate, wanted, total) in [
        (OnDuplicate::Skip, (0, 0, 5, 0), 5),
        (OnDuplicate::Update, (0, 1, 4, 0), 5),
        (OnDuplicate::Create, (5, 0, 0, 0), 10),
    ] {
        let desk = Desk::new();
        desk.take("deals.csv", PIPELINE, Target::Deals);
        let path = desk.file("deals.csv", PIPELINE.replace("1054", "1055"));
        let plan = ImportPlan { on_duplicate, ..desk.open(&path, Target::Deals) };
        assert_eq!(counts(&desk.run(&plan).unwrap()), wanted, "{on_duplicate:?}");
        assert_eq!(desk.number("SELECT count(*) FROM deal"), total);
    }
}

#[test]
fn won_deals_ask_for_their_project_only_since_the_day_named() {
    let desk = Desk::new();
    let path = desk.file("deals.csv", PIPELINE);
    let plan =
        ImportPlan { hand_off_since: Some(Day::parse_iso("2017-03-05").unwrap()), ..desk.open(&path, Target::Deals) };
    desk.run(&plan).unwrap();
    assert_eq!(desk.number("SELECT count(*) FROM handoff"), 1);
    assert_eq!(desk.number("SELECT count(*) FROM outbox WHERE state = 'due'"), 1);
    assert_eq!(
        desk.text("SELECT d.source_key FROM handoff h JOIN deal d ON d.id = h.deal_id AND d.generation = h.generation")
            .as_deref(),
        Some("deals:Z063OYW0")
    );
    // From today, not from the day it was closed on: nothing arrives overdue.
    let kickoff = desk.text("SELECT kickoff_date FROM handoff").unwrap();
    assert!(kickoff.as_str() > "2026-01-01", "{kickoff}");
}

#[test]
fn what_goes_out_comes_in_again_unchanged() {
    let desk = Desk::new();
    let hostile = [
        "=1+1",
        "+x",
        "-x",
        "@x",
        "'=x",
        "''-y",
        "a\"b,c;d",
        "two\nlines",
        "<script>",
        "Robert'); DROP TABLE deal;--",
        "\u{202e}tab\tin",
        "\u{1f3e0} Dach",
    ];
    let mut out = csv::Writer::from_path(desk.folder.path().join("in.csv")).unwrap();
    out.write_record(["id", "Deal", "Company", "Owner", "Stage", "Amount", "Close date", "Notes"]).unwrap();
    for (i, name) in hostile.iter().enumerate() {
        out.write_record([&i.to_string(), *name, *name, *name, "Proposal", "12.50", "2017-04-03", *name]).unwrap();
    }
    out.flush().unwrap();
    let report = desk.run(&desk.open(&desk.folder.path().join("in.csv"), Target::Deals)).unwrap();
    assert_eq!(counts(&report), (12, 0, 0, 0), "{:?}", report.problems);
    for (kind, target) in [
        (ExportKind::Deals, Target::Deals),
        (ExportKind::Companies, Target::Companies),
        (ExportKind::People, Target::People),
        (ExportKind::Leads, Target::Leads),
    ] {
        let path = desk.folder.path().join("out.csv");
        let done = desk.book.export(kind, FileFormat::Csv, &path).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let mut cells = csv::Reader::from_reader(text.as_bytes());
        for record in cells.records() {
            assert!(record.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
        }
        let report = desk.run(&desk.open(&path, target)).unwrap();
        assert_eq!(counts(&report), (0, 0, done.rows, 0), "{kind:?} {:?}", report.problems);
    }
    let path = desk.folder.path().join("out.json");
    assert_eq!(desk.book.export(ExportKind::Deals, FileFormat::Json, &path).unwrap().rows, 12);
    let read: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!((read[0]["name"].as_str(), read[0]["amount"].as_str()), (Some("=1+1"), Some("12.50")));
    for kind in ExportKind::ALL {
        desk.book.export(*kind, FileFormat::Csv, &desk.folder.path().join("any.csv")).unwrap();
    }
    let left: Vec<_> = fs::read_dir(desk.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "part"))
        .collect();
    assert!(left.is_empty());
}

#[test]
fn a_backup_opens_and_holds_everything() {
    let desk = Desk::new();
    desk.take("deals.csv", PIPELINE, Target::Deals);
    let path = desk.folder.path().join("backup.handsel");
    let done = desk.book.backup(&path).unwrap();
    assert_eq!(done.bytes, fs::metadata(&path).unwrap().len());
    assert_eq!(desk.book.backup(&path).unwrap_err().code, Code::Conflict);
    let names: Vec<String> = fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| !name.contains(".part")), "{names:?}");
    let copy = Book::open(&path).unwrap();
    assert_eq!(
        copy.read(|reader| reader.one("SELECT count(*) FROM deal", [], |row| row.get::<_, i64>(0))).unwrap(),
        Some(5)
    );
    assert!(desk.book.backup(&desk.folder.path().join("no/such/folder/b.handsel")).is_err());
}

#[test]
fn a_mapping_that_makes_no_sense_is_refused() {
    let desk = Desk::new();
    let path = desk.file("deals.csv", PIPELINE);
    let plan = desk.open(&path, Target::Deals);
    let with = |change: &dyn Fn(&mut ImportPlan)| {
        let mut changed = plan.clone();
        change(&mut changed);
        desk.run(&changed).map(|report| report.created).map_err(|error| error.code)
    };
    assert_eq!(with(&|plan| plan.columns[1].field = Some("nonsense".into())), Err(Code::Invalid));
    assert_eq!(with(&|plan| plan.columns[1].field = plan.columns[2].field.clone()), Err(Code::Invalid));
    assert_eq!(with(&|plan| plan.currency = "XXQ".into()), Err(Code::Invalid));
    assert_eq!(with(&|plan| plan.delimiter = "ab".into()), Err(Code::Invalid));
    assert_eq!(with(&|plan| plan.encoding = "klingon".into()), Err(Code::Invalid));
    assert_eq!(with(&|plan| plan.columns.iter_mut().for_each(|column| column.field = None)), Err(Code::Gate));
    assert_eq!(with(&|plan| plan.columns.clear()), Err(Code::Gate));
    assert_eq!(desk.number("SELECT count(*) FROM deal"), 0);
}

mod any_bytes {
    use super::*;
    use proptest::prelude::*;

    fn answer(bytes: &[u8], name: &str) {
        let desk = Desk::new();
        let path = desk.file(name, bytes);
        for target in Target::ALL {
            let Ok(plan) = desk.book.import_open(&path, Some(*target)) else { continue };
            let _ = desk.book.import_preview(plan.clone());
            let _ = desk.run(&plan);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            answer(&bytes, "any.csv");
        }

        #[test]
        fn text_in_the_shape_of_deals_is_answered(cells in prop::collection::vec("[\\PC\",;\n]{0,12}|Won|Lost|2017-01-0[0-9]|[0-9.,]{1,6}|0[1-9]/0[1-9]/2017", 8..80)) {
            let mut text = String::from("id,name,company,stage,amount,close_date,owner,product\n");
            for row in cells.chunks(8) {
                text.push_str(&row.join(","));
                text.push('\n');
            }
            answer(text.as_bytes(), "shaped.csv");
        }

        #[test]
        fn a_torn_spreadsheet_is_answered(cut in 0usize..6_000, flip in 0usize..6_000, with: u8) {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "Name").unwrap();
            sheet.write(1, 0, "Anna").unwrap();
            let mut bytes = book.save_to_buffer().unwrap();
            let length = bytes.len();
            bytes[flip % length] ^= with;
            bytes.truncate(length - cut % (length / 8));
            answer(&bytes, "torn.xlsx");
        }
    }
}

#[test]
fn leads_come_in_with_their_status_once_and_bad_ones_are_named() {
    let desk = Desk::new();
    let text = "Lead,Company,Email,Lead source,Lead status,Created on\nKim Berger,Hotel Nord,Kim@nord.example,fair,Working,2026-03-14\nAlex,,,web,Unqualified,2026-03-15\nSam,,sam at home,web,New,\nPat,,,web,On ice,\n";
    assert_eq!(counts(&desk.take("leads.csv", text, Target::Leads)), (2, 0, 0, 2));
    assert_eq!(counts(&desk.take("leads.csv", text, Target::Leads)), (0, 0, 2, 2));
    let rows = "SELECT group_concat(name || ':' || status || ':' || ifnull(reason,'') || ':' || date(received_at / 1000, 'unixepoch'), '|') FROM (SELECT * FROM lead ORDER BY name)";
    assert_eq!(
        desk.text(rows).as_deref(),
        Some("Alex:disqualified:Came in as disqualified:2026-03-15|Kim Berger:contacted::2026-03-14")
    );
}

#[test]
fn activities_come_with_what_they_are_about_and_only_once() {
    let desk = Desk::new();
    desk.take("deals.csv", PIPELINE, Target::Deals);
    let ids = "EC4QE1BX"; // a deal is named by its name or by its id in the file it came from
    let file = desk.file(
        "activities.csv",
        format!(
            "Subject,Type,Due date,Time,Done,Deal,Company,Contact,Owner\n\
             First call,Call,2026-03-02,,yes,{ids},,,Moses Frase\n\
             Contract,Meeting,2099-03-05,14:30,no,6PTR7VBR,,,Moses Frase\n\
             Likes blue,Note,2026-03-01,,,,Isdom,Ida Hansen,\n\
             No day,To-do,,,no,,,,\n\
             Odd,Fax,2026-03-01,,yes,,,,\n\
             Lost,Call,2026-03-01,,yes,Nowhere,,,\n"
        ),
    );
    let plan = desk.book.import_open(&file, None).unwrap();
    assert_eq!(plan.target, Target::Activities);
    let report = desk.run(&plan).unwrap();
    assert_eq!(counts(&report), (3, 0, 0, 3), "{:?}", report.problems);
    let reasons: Vec<(u32, &str)> = report.problems.iter().map(|p| (p.row, p.reason.as_str())).collect();
    assert_eq!(reasons[0], (5, "what is not done yet needs a due date"));
    assert_eq!(reasons[2], (7, "there is no deal of this name"));
    let all = desk.book.activities(10).unwrap();
    assert_eq!((all[0].subject.as_str(), all[0].minute, all[0].state.is_some()), ("Contract", Some(870), true));
    let note = all.iter().find(|one| one.subject == "Likes blue").unwrap();
    assert_eq!(note.contact.as_ref().unwrap().name, "Ida Hansen");
    assert_eq!(note.done_on, Some(Day::parse_iso("2026-03-01").unwrap()));
    assert_eq!(counts(&desk.run(&plan).unwrap()), (0, 0, 3, 3));
    assert!(desk.book.check().unwrap().ok);
    desk.book.undo(None).unwrap();
    assert!(desk.book.activities(10).unwrap().is_empty());
}

fn stages(desk: &Desk) -> Option<String> {
    desk.text("SELECT group_concat(name, ', ') FROM (SELECT name FROM stage WHERE deleted_at IS NULL ORDER BY rank)")
}

#[test]
fn an_untouched_pipeline_takes_the_stages_of_the_file_and_undo_brings_its_own_back() {
    let folder = TempDir::new().unwrap();
    let business = crate::start::Business::Short;
    let book =
        crate::start::create(&folder.path().join("w.handsel"), "Firm", "USD", business, Some("Ada"), None).unwrap();
    let desk = Desk { folder, book };
    let usual = stages(&desk);
    let path = desk.file("deals.csv", PIPELINE);
    let preview = desk.book.import_preview(desk.open(&path, Target::Deals)).unwrap();
    assert!(
        preview.notes.iter().any(|note| note.starts_with("New, Qualified, Proposal and Negotiation have no deals yet"))
    );
    assert_eq!(stages(&desk), usual, "a look changes nothing");
    desk.take("deals.csv", PIPELINE, Target::Deals);
    assert_eq!(stages(&desk).as_deref(), Some("Prospecting, Engaging, Won, Lost"));
    desk.book.undo(None).unwrap();
    assert_eq!(stages(&desk), usual);
    desk.book.redo(None).unwrap();
    assert_eq!(stages(&desk).as_deref(), Some("Prospecting, Engaging, Won, Lost"));
    assert!(desk.book.check().unwrap().ok);
    // A pipeline with deals keeps every stage it has.
    desk.take("more.csv", "Deal,Stage\nOne more,Proposal\n", Target::Deals);
    assert_eq!(stages(&desk).as_deref(), Some("Prospecting, Engaging, Proposal, Won, Lost"));
}

#[test]
fn a_file_without_days_is_shown_as_come_in_by_import() {
    let desk = Desk::new();
    desk.book.set_as_of(Some(Day::parse_iso("2026-11-20").unwrap()));
    desk.take(
        "deals.csv",
        "Deal,Stage,Opened,Close date\nPlain,Proposal,,\nDated,Proposal,2026-10-01,\nGone,Lost,,2026-10-02\n",
        Target::Deals,
    );
    let page = |name: &str| {
        let sql = format!("SELECT id FROM deal WHERE name = '{name}'");
        let id = desk.book.read(|reader| reader.one(&sql, [], |row| row.get(0))).unwrap().unwrap();
        let page = desk.book.deal(id).unwrap();
        let first = page.history.last().cloned().unwrap();
        (page.deal.since_import, first.sentence, first.detail)
    };
    let said = "Came in by import on 20 Nov 2026".to_owned();
    assert_eq!(page("Plain"), (true, said.clone(), Some("In Proposal; the file gives no day for that".into())));
    assert_eq!(page("Dated"), (false, said.clone(), Some("From the file: Proposal since 1 Oct 2026".into())));
    assert_eq!(page("Gone"), (false, said, Some("From the file: lost 2 Oct 2026".into())));
}

#[test]
fn a_preview_shows_the_fields_of_what_comes_in_and_one_truth_about_the_rest() {
    let desk = Desk::new();
    let people = desk.file("people.csv", "Name,Email,Shoe size\nAda,ada@example.com,38\n");
    let preview = desk.book.import_preview(desk.open(&people, Target::People)).unwrap();
    assert_eq!(preview.sample_fields, ["Name", "E-mail"]);
    assert_eq!(preview.sample[0].cells, ["Ada", "ada@example.com"]);
    assert!(!preview.plan.keeps_unmapped && preview.notes.iter().any(|note| note.contains("is not imported")));
    let companies = desk.file("companies.csv", "Company,Revenue\nHotel,12\n");
    let preview = desk.book.import_preview(desk.open(&companies, Target::Companies)).unwrap();
    assert!(
        preview.plan.keeps_unmapped && preview.notes.iter().any(|note| note.contains("is kept as lines in the notes"))
    );
    let deals = desk.file("deals.csv", PIPELINE);
    assert!(desk.book.import_preview(desk.open(&deals, Target::Deals)).unwrap().sample_fields.is_empty());
}

#[test]
fn who_imports_is_asked_for_when_the_file_names_others_only() {
    let ask = |me: &str, target: Target, content: &str| {
        let desk = Desk::new();
        let save = crate::people::SavePerson { id: None, name: me.into(), email: None };
        let me = desk.book.save_person(&save).unwrap().value;
        desk.book.act_as(Some(me));
        desk.take("file.csv", content, target).ask_who
    };
    assert!(ask("Jana", Target::People, "Name\nAda\nBen\n"));
    assert!(!ask("ada", Target::People, "Name\nAda\nBen\n"));
    assert!(ask("Jana", Target::Deals, PIPELINE));
    assert!(!ask("Moses Frase", Target::Deals, PIPELINE));
    assert!(!ask("Jana", Target::Companies, "Name\nHotel\n"));
}

#[test]
fn tasks_come_with_their_project_their_predecessors_and_dates() {
    let desk = Desk::new();
    desk.book.set_as_of(Some(Day::parse_iso("2027-01-04").unwrap()));
    let text = "project,id,task,duration_days,predecessors,start,assignee\n\
                Roof,10,Hand over,0,12,,\n\
                Roof,11,Dig,3,,2027-01-04,Moses Frase\n\
                Roof,12,Pour,2,11FS+1d,,\n\
                Roof,13,Paint,1,99,,\n\
                Roof,14,Varnish,1,13,,\n\
                Roof,15,Plan,x,,,\n";
    let report = desk.take("tasks.csv", text, Target::Tasks);
    assert_eq!(counts(&report), (3, 0, 0, 3), "{:?}", report.problems);
    let told: Vec<(u32, &str)> = report.problems.iter().map(|one| (one.row, one.reason.as_str())).collect();
    assert!(told.contains(&(5, "there is no task 99 in this file that was taken")), "{told:?}");
    assert!(told.contains(&(6, "there is no task 13 in this file that was taken")), "{told:?}");
    let rows = "SELECT group_concat(name || ' ' || start_date || ' ' || due_date, '|') FROM (SELECT * FROM task ORDER BY source_key)";
    assert_eq!(
        desk.text(rows).as_deref(),
        Some("Hand over 2027-01-11 2027-01-11|Dig 2027-01-04 2027-01-06|Pour 2027-01-08 2027-01-11")
    );
    assert_eq!(counts(&desk.take("tasks.csv", text, Target::Tasks)), (0, 0, 3, 3));
    assert!(desk.book.check().unwrap().ok);

    let circle = "project,task,duration_days,predecessors\nWall,A,1,2\nWall,B,1,1\n";
    let file = desk.file("circle.csv", circle);
    let mut plan = desk.book.import_open(&file, Some(Target::Tasks)).unwrap();
    plan.target = Target::Tasks;
    let error = desk.run(&plan).unwrap_err();
    assert!(error.message.contains("in a circle: “"), "{}", error.message);
    assert_eq!(desk.text("SELECT count(*) || '' FROM project").as_deref(), Some("1"));
}
