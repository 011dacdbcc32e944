//! Stages that ask for fields, figures of a deal's own, several pipelines; and bad input, which is refused and costs nothing.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::io::Write;
use std::sync::atomic::AtomicBool;

use handsel_core::activities::ActivityKind;
use handsel_core::reports::ReportFilter;
use handsel_core::sell::{
    DealEdit, DealFilter, DeletePipeline, Forecast, MoveDeal, NewDeal, Pipeline, Required, SavePipeline, SaveStage,
    Stage, StageKind, StagePair, StepDraft, WinDraft, seed_defaults,
};
use handsel_core::transfer::{ImportReport, Target};
use handsel_core::values::{Day, DealId, Minor, Money, PipelineId, Promise, Ref, StageId, money};
use handsel_core::{Book, Code, Error};

struct Firm {
    book: Book,
    folder: tempfile::TempDir,
}

impl Firm {
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        book.set_as_of(Some(day("2026-11-02")));
        Firm { book, folder }
    }

    fn pipeline(&self, at: usize) -> Pipeline {
        self.book.pipelines().unwrap().remove(at)
    }

    fn stage(&self, name: &str) -> Stage {
        self.pipeline(0).stages.into_iter().find(|stage| stage.name == name).unwrap()
    }

    fn deal(&self, name: &str) -> DealId {
        self.book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap().value
    }

    fn move_to(&self, deal: DealId, stage: StageId) -> Result<(), Error> {
        self.book.move_deal(&MoveDeal { deal, stage, above: None, below: None }).map(|_| ())
    }

    fn require(&self, stage: &str, required: &[Required]) -> StageId {
        let stage = self.stage(stage);
        let save = SaveStage { required: required.to_vec(), ..saved(&stage) };
        self.book.save_stage(&save).unwrap().value
    }

    fn stage_of(&self, deal: DealId) -> String {
        self.book.deal(deal).unwrap().deal.stage.name
    }

    fn import(&self, text: &str) -> ImportReport {
        let path = self.folder.path().join("file.csv");
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        let plan = self.book.import_open(&path, Some(Target::Deals)).unwrap();
        self.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).unwrap()
    }

    fn sound(&self) {
        assert_eq!(self.book.check().unwrap().problems, Vec::<String>::new());
    }
}

fn saved(stage: &Stage) -> SaveStage {
    SaveStage {
        id: Some(stage.id),
        pipeline: stage.pipeline,
        name: stage.name.clone(),
        probability: stage.probability,
        forecast: stage.forecast,
        kind: stage.kind,
        rot_days: stage.rot_days,
        required: stage.required.clone(),
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn euro(minor: i64) -> Money {
    Money::new(minor, "EUR").unwrap()
}

fn missing(refused: Error) -> Vec<String> {
    assert_eq!(refused.code, Code::Gate, "{refused:?}");
    refused.missing.into_iter().map(|field| field.field).collect()
}

#[test]
fn a_stage_that_asks_for_a_next_step_takes_one_with_the_move() {
    let firm = Firm::new();
    let proposal = firm.require("Proposal", &[Required::NextStep]);
    let deal = firm.deal("Hotel roof");
    assert_eq!(missing(firm.move_to(deal, proposal).unwrap_err()), ["next_step"]);

    let to = MoveDeal { deal, stage: proposal, above: None, below: None };
    let step = |kind| StepDraft { kind, subject: "Site visit".into(), due: Some(day("2026-11-06")), minute: Some(600) };
    let note = firm.book.move_deal_with(&to, &[DealEdit::NextStep(step(ActivityKind::Note))]).unwrap_err();
    assert_eq!((note.code, firm.stage_of(deal).as_str()), (Code::Invalid, "New"));

    firm.book.move_deal_with(&to, &[DealEdit::NextStep(step(ActivityKind::Meeting))]).unwrap();
    let next = firm.book.next_activity(deal).unwrap().unwrap();
    assert_eq!((next.subject.as_str(), next.due, next.minute), ("Site visit", day("2026-11-06"), Some(600)));
    assert_eq!(firm.stage_of(deal), "Proposal");
    firm.book.undo(None).unwrap();
    assert_eq!((firm.book.next_activity(deal).unwrap(), firm.stage_of(deal).as_str()), (None, "New"));
    firm.sound();
}

#[test]
fn every_route_into_a_stage_names_what_it_asks_for() {
    let firm = Firm::new();
    let proposal = firm.require("Proposal", &[Required::CloseDate, Required::Company]);
    assert_eq!(firm.stage("Proposal").required, [Required::Company, Required::CloseDate]);
    let deal = firm.deal("Hotel roof");
    let asked = ["company", "close_date"];

    assert_eq!(missing(firm.move_to(deal, proposal).unwrap_err()), asked);
    let new = NewDeal { name: "Pier".into(), stage: Some(proposal), ..NewDeal::default() };
    assert_eq!(missing(firm.book.create_deal(&new).unwrap_err()), asked);
    let new_stage = firm.stage("New").id;
    let refused = firm.book.delete_stage(new_stage, Some(proposal)).unwrap_err();
    assert!(refused.message.contains("Hotel roof does not have"), "{}", refused.message);
    assert_eq!(missing(refused), asked);
    let report =
        firm.import("id,name,company,stage,close_date\n1,A,Acme,Proposal,2026-12-01\n2,B,Newco,Proposal,\n3,C,,New,\n");
    assert_eq!((report.created, report.failed), (2, 1));
    assert_eq!(report.problems[0].reason, "Proposal needs: Close date");
    // A refused row leaves nothing behind, also not its company.
    let companies = firm.book.companies(&handsel_core::sell::ListArgs { limit: 10, ..Default::default() }).unwrap();
    assert_eq!(companies.rows.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Acme"]);
    let update = firm.import("id,name,company,stage,close_date\n3,C,,Proposal,2026-12-01\n");
    assert_eq!((update.updated, update.failed), (0, 1));

    // Lost and back: the gate stands before reopening too.
    firm.book
        .lose_deal(&handsel_core::sell::LoseDraft {
            deal,
            stage: None,
            reason: Some(Ref::name("No")),
            note: None,
            closed_on: None,
            above: None,
            below: None,
        })
        .unwrap();
    assert_eq!(missing(firm.book.reopen_deal(deal, Some(proposal)).unwrap_err()), asked);
    firm.book.reopen_deal(deal, Some(new_stage)).unwrap();

    let fill = [DealEdit::Company(Some(Ref::name("Adler"))), DealEdit::CloseDate(Some(day("2026-12-24")))];
    let to = MoveDeal { deal, stage: proposal, above: None, below: None };
    assert!(firm.book.move_deal_with(&to, &fill[..1]).is_err());
    assert_eq!(firm.book.deal(deal).unwrap().deal.company, None, "a refused move fills nothing");
    let done = firm.book.move_deal_with(&to, &fill).unwrap();
    assert_eq!((done.label.as_str(), firm.stage_of(deal).as_str()), ("Moved Hotel roof to Proposal", "Proposal"));
    firm.book.undo(None).unwrap();
    let back = firm.book.deal(deal).unwrap().deal;
    assert_eq!((back.company, back.close_date, back.stage.name.as_str()), (None, None, "New"));
    firm.sound();
}

#[test]
fn a_won_stage_asks_beside_what_every_win_needs() {
    let firm = Firm::new();
    firm.require("Won", &[Required::Owner, Required::Amount, Required::CloseDate]);
    let deal = firm.deal("Hotel roof");
    let asked = missing(firm.book.win_deal(&WinDraft::of(deal)).unwrap_err());
    assert_eq!(asked, ["company", "amount", "promise", "owner"]);
    assert_eq!(firm.book.win_preview(&WinDraft::of(deal)).unwrap().missing.len(), 4);
    let ada = firm
        .book
        .save_person(&handsel_core::people::SavePerson { name: "Ada".into(), ..Default::default() })
        .unwrap()
        .value;
    let draft = WinDraft {
        company: Some(Ref::name("Adler")),
        amount: Some(euro(5)),
        promise: Some(Promise::NonePromised),
        ..WinDraft::of(deal)
    };
    firm.book.win_deal_with(&draft, &[DealEdit::Owner(Some(ada))]).unwrap();
    assert_eq!(firm.stage_of(deal), "Won");
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.owner, None);
}

#[test]
fn a_deal_may_have_a_probability_and_category_of_its_own() {
    let firm = Firm::new();
    let new = |name: &str, minor| NewDeal { name: name.into(), amount: Some(Minor(minor)), ..NewDeal::default() };
    let deal = firm.book.create_deal(&new("A", 10_000)).unwrap().value;
    firm.book.create_deal(&new("B", 20_000)).unwrap();
    let weighted = || firm.book.deal_board(&DealFilter::default()).unwrap().columns[0].totals[0].weighted.0;
    assert_eq!(weighted(), 3_000);
    firm.book.edit_deal(deal, &DealEdit::Probability(Some(80))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Forecast(Some(Forecast::Commit))).unwrap();
    assert_eq!(weighted(), 8_000 + 2_000);
    let filtered = DealFilter { text: Some("a".into()), ..DealFilter::default() };
    assert_eq!(firm.book.deal_board(&filtered).unwrap().columns[0].totals[0].weighted.0, 8_000);
    firm.sound();
    let forecast = firm.book.report("forecast", &ReportFilter::default()).unwrap();
    let categories: Vec<String> =
        forecast.rows.iter().map(|row| serde_json::to_value(&row["category"]).unwrap().to_string()).collect();
    assert_eq!(categories, ["\"pipeline\"", "\"commit\""]);
    let said: Vec<String> = firm.book.deal(deal).unwrap().history.into_iter().map(|item| item.sentence).collect();
    assert_eq!(said[..2], ["Forecast category set to commit", "Probability set to 80 %"]);

    assert_eq!(firm.book.edit_deal(deal, &DealEdit::Probability(Some(101))).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.edit_deal(deal, &DealEdit::Forecast(Some(Forecast::Closed))).unwrap_err().code, Code::Invalid);
    firm.book.edit_deal(deal, &DealEdit::Probability(None)).unwrap();
    assert_eq!(weighted(), 3_000);
    firm.book.undo(None).unwrap();
    firm.book
        .lose_deal(&handsel_core::sell::LoseDraft {
            deal,
            stage: None,
            reason: Some(Ref::name("No")),
            note: None,
            closed_on: None,
            above: None,
            below: None,
        })
        .unwrap();
    let lost = firm.book.deal(deal).unwrap().deal;
    assert_eq!((lost.probability, lost.forecast), (None, None));
    assert_eq!(firm.book.edit_deal(deal, &DealEdit::Probability(Some(5))).unwrap_err().code, Code::Conflict);
    firm.sound();
}

#[test]
fn a_stage_rots_after_its_own_days() {
    let firm = Firm::new();
    let deal = firm.deal("A");
    firm.book.set_as_of(Some(day("2026-11-12")));
    assert_eq!(firm.book.deal(deal).unwrap().deal.quiet_days, None);
    let stage = firm.stage("New");
    firm.book.save_stage(&SaveStage { rot_days: Some(10), ..saved(&stage) }).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.quiet_days, Some(10));
    let card = |firm: &Firm| firm.book.deal_board(&DealFilter::default()).unwrap().columns[0].cards[0].quiet_days;
    assert_eq!(card(&firm), Some(10));
    firm.book.save_stage(&SaveStage { rot_days: Some(0), ..saved(&stage) }).unwrap();
    firm.book.set_as_of(Some(day("2027-11-12")));
    assert_eq!(card(&firm), None);
}

fn second(firm: &Firm) -> PipelineId {
    let save = SavePipeline { id: None, name: "Renewals".into(), template: None, rot_days: 21 };
    firm.book.save_pipeline(&save).unwrap().value
}

#[test]
fn pipelines_come_change_places_and_go_without_losing_a_deal() {
    let firm = Firm::new();
    let renewals = second(&firm);
    firm.book.move_pipeline(renewals, None).unwrap();
    assert_eq!(
        firm.book.pipelines().unwrap().iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Renewals", "Sales"]
    );
    firm.book.undo(None).unwrap();
    let (open, won) = (firm.deal("Open"), firm.deal("Won"));
    let draft = WinDraft {
        company: Some(Ref::name("Adler")),
        amount: Some(euro(5)),
        promise: Some(Promise::NonePromised),
        without_project: Some("goods".into()),
        ..WinDraft::of(won)
    };
    firm.book.win_deal(&draft).unwrap();
    firm.move_to(open, firm.stage("Negotiation").id).unwrap();

    let sales = firm.pipeline(0).id;
    let args = |to: Option<PipelineId>, stages: Vec<StagePair>| DeletePipeline { pipeline: sales, to, stages };
    assert_eq!(missing(firm.book.delete_pipeline(&args(None, vec![])).unwrap_err()), ["to"]);
    let wrong = vec![StagePair { from: firm.stage("Negotiation").id, to: firm.pipeline(1).stages.last().unwrap().id }];
    assert_eq!(firm.book.delete_pipeline(&args(Some(renewals), wrong)).unwrap_err().code, Code::Invalid);
    firm.book.delete_pipeline(&args(Some(renewals), vec![])).unwrap();
    firm.sound();
    let there = |id| firm.book.deal(id).unwrap().deal;
    assert_eq!((there(open).stage.name.as_str(), there(open).pipeline), ("New", renewals));
    assert_eq!((there(won).stage.kind, there(won).pipeline), (StageKind::Won, renewals));
    let last = DeletePipeline { pipeline: renewals, to: None, stages: vec![] };
    assert_eq!(firm.book.delete_pipeline(&last).unwrap_err().code, Code::Conflict);
    firm.book.undo(None).unwrap();
    assert_eq!((firm.stage_of(open), firm.book.pipelines().unwrap().len()), ("Negotiation".into(), 2));
    firm.sound();
}

#[test]
fn a_deal_goes_to_another_pipeline_and_keeps_its_outcome() {
    let firm = Firm::new();
    second(&firm);
    let deal = firm.deal("Hotel roof");
    let there = firm.pipeline(1);
    let (open, won) = (there.stages[0].id, there.stages[1].id);
    assert_eq!(firm.move_to(deal, open).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.change_pipeline(deal, won).unwrap_err().code, Code::Invalid);
    let done = firm.book.change_pipeline(deal, open).unwrap();
    assert_eq!(done.label, "Moved Hotel roof to New of Renewals");
    assert_eq!(firm.book.deal(deal).unwrap().deal.pipeline, there.id);
    firm.sound();
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.pipeline, firm.pipeline(0).id);
    firm.sound();
}

#[test]
fn where_a_deal_has_been_is_told() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let go = |on: &str, stage: &str| {
        firm.book.set_as_of(Some(day(on)));
        firm.move_to(deal, firm.stage(stage).id).unwrap();
    };
    go("2026-11-05", "Proposal");
    go("2026-11-10", "Qualified");
    firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-12-01")))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-12-20")))).unwrap();
    firm.book.set_as_of(Some(day("2026-11-20")));
    let course = firm.book.deal_course(deal).unwrap();
    let read: Vec<_> = course.stages.iter().map(|s| (s.name.as_str(), s.days, s.now)).collect();
    assert_eq!(read, [("New", 3, false), ("Proposal", 5, false), ("Qualified", 10, true)]);
    assert_eq!((course.moves_back, course.age_days), (1, 18));
    assert_eq!(firm.book.deal(deal).unwrap().deal.pushes, 1);
}

#[test]
fn bad_input_amounts_are_read_or_refused_never_guessed() {
    let read = |text: &str| money::parse(text, "EUR");
    assert_eq!(read("1.234,50"), Ok(euro(123_450)));
    assert_eq!(read("$1,200"), Ok(Money::new(120_000, "USD").unwrap()));
    let refused = read("abc").unwrap_err();
    assert_eq!(refused.message, "“abc” is not an amount. Write digits, e.g. 1234.50.");
    let firm = Firm::new();
    let report = firm.import("id,name,amount\n1,A,\"1.234,50\"\n2,B,\"$1,200\"\n3,C,abc\n");
    assert_eq!((report.created, report.failed), (2, 1));
    assert_eq!((report.problems[0].row, report.problems[0].value.as_deref()), (4, Some("abc")));
}

#[test]
fn bad_input_a_day_that_does_not_exist_is_refused_with_its_row() {
    assert!(Day::parse_iso("2026-02-31").unwrap_err().message.contains("is not a day"));
    let firm = Firm::new();
    let report = firm.import("id,name,close_date\n1,A,31/02/2026\n2,B,28/02/2026\n");
    assert_eq!((report.created, report.failed, report.problems[0].row), (1, 1, 2));
}

#[test]
fn bad_input_an_unknown_currency_is_refused_and_nothing_is_kept() {
    let firm = Firm::new();
    let new = NewDeal {
        name: "A".into(),
        currency: Some("XYZ".into()),
        company: Some(Ref::name("Adler")),
        ..NewDeal::default()
    };
    let refused = firm.book.create_deal(&new).unwrap_err();
    assert!(refused.message.contains("“XYZ” is not a currency. Use its three letters"), "{}", refused.message);
    assert_eq!(firm.book.companies(&handsel_core::sell::ListArgs { limit: 5, ..Default::default() }).unwrap().total, 0);
    let deal = firm.deal("B");
    let amount = Money { minor: Minor(5), currency: "EUX".into() };
    assert_eq!(firm.book.edit_deal(deal, &DealEdit::Amount(Some(amount))).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.deal(deal).unwrap().deal.currency, "EUR");
}

#[test]
fn bad_input_a_stage_deleted_while_a_deal_is_dragged_leaves_the_deal_where_it_was() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let gone = firm.stage("Proposal").id;
    firm.book.delete_stage(gone, None).unwrap();
    let refused = firm.move_to(deal, gone).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    assert!(
        refused.message.contains("stage is not there any more") && refused.message.contains("nothing was changed"),
        "{}",
        refused.message
    );
    assert_eq!(firm.stage_of(deal), "New");
    // The stage it lay in is deleted while it is dragged elsewhere: it arrives all the same.
    firm.book.delete_stage(firm.stage("New").id, Some(firm.stage("Qualified").id)).unwrap();
    firm.move_to(deal, firm.stage("Negotiation").id).unwrap();
    assert_eq!(firm.stage_of(deal), "Negotiation");
    firm.sound();
}
