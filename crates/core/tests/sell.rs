//! Selling through the verbs: gates by every route, winning again, handing over, history, search and reports.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::people::{SaveFirm, SavePerson};
use handsel_core::reports::{Cell, ReportFilter};
use handsel_core::sell::{
    DealEdit, DealFilter, Forecast, ListArgs, LoseDraft, MoveDeal, NewDeal, Pipeline, ProjectWish, SaveContact,
    SaveStage, Stage, StageKind, WinDraft, seed_defaults,
};
use handsel_core::values::{Day, DealId, HandoffState, Minor, Money, PersonId, Promise, Ref};
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

    fn pipeline(&self) -> Pipeline {
        self.book.pipelines().unwrap().remove(0)
    }

    fn stage(&self, name: &str) -> Stage {
        self.pipeline().stages.into_iter().find(|stage| stage.name == name).unwrap()
    }

    fn deal(&self, name: &str) -> DealId {
        self.book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap().value
    }

    fn person(&self, name: &str) -> PersonId {
        self.book.save_person(&SavePerson { name: name.into(), ..SavePerson::default() }).unwrap().value
    }

    fn move_to(&self, deal: DealId, stage: &str) -> Result<(), Error> {
        let to = MoveDeal { deal, stage: self.stage(stage).id, above: None, below: None };
        self.book.move_deal(&to).map(|_| ())
    }

    /// Everything Won asks for.
    fn ready(&self, deal: DealId) -> WinDraft {
        WinDraft {
            company: Some(Ref::name("Hotel Adler")),
            amount: Some(euro(120_000)),
            promise: Some(Promise::On(day("2026-12-18"))),
            ..WinDraft::of(deal)
        }
    }

    fn sentences(&self, deal: DealId) -> Vec<String> {
        self.book.deal(deal).unwrap().history.into_iter().map(|item| item.sentence).collect()
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
fn won_has_the_same_gate_by_drag_and_by_sheet() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    assert_eq!(missing(firm.move_to(deal, "Won").unwrap_err()), ["company", "amount", "promise"]);
    assert_eq!(missing(firm.book.win_deal(&WinDraft::of(deal)).unwrap_err()), ["company", "amount", "promise"]);
    firm.book.edit_deal(deal, &DealEdit::Contact(Some(Ref::name("Ada Adler")))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Amount(Some(euro(0)))).unwrap();
    assert_eq!(missing(firm.move_to(deal, "Won").unwrap_err()), ["promise"]);
    assert!(firm.book.companies(&ListArgs { limit: 10, ..ListArgs::default() }).unwrap().rows.is_empty());
    firm.book.edit_deal(deal, &DealEdit::Promise(Some(Promise::NonePromised))).unwrap();
    firm.move_to(deal, "Won").unwrap();
    let page = firm.book.deal(deal).unwrap();
    assert_eq!((page.deal.generation, page.deal.project_wish), (1, Some(ProjectWish::Project)));
    assert_eq!(page.deal.close_date, Some(day("2026-11-02")));
    assert_eq!(page.handoff.unwrap().state, HandoffState::Pending);
    assert_eq!(page.contacts[0].contact.name, "Ada Adler");
}

#[test]
fn what_won_needed_can_not_be_taken_away_later() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.book.win_deal(&firm.ready(deal)).unwrap();
    for (edit, field) in [
        (DealEdit::Amount(None), "amount"),
        (DealEdit::Company(None), "company"),
        (DealEdit::CloseDate(None), "close_date"),
        (DealEdit::Promise(None), "promise"),
    ] {
        assert_eq!(missing(firm.book.edit_deal(deal, &edit).unwrap_err()), [field]);
    }
    firm.book.edit_deal(deal, &DealEdit::Amount(Some(euro(5)))).unwrap();
}

#[test]
fn lost_asks_for_a_reason_by_drag_and_by_sheet() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    assert_eq!(missing(firm.move_to(deal, "Lost").unwrap_err()), ["lost_reason"]);
    let mut draft =
        LoseDraft { deal, stage: None, reason: None, note: None, closed_on: None, above: None, below: None };
    assert_eq!(missing(firm.book.lose_deal(&draft).unwrap_err()), ["lost_reason"]);
    draft.reason = Some(Ref::name("too  EXPENSIVE"));
    draft.note = Some("Half the price elsewhere".into());
    firm.book.lose_deal(&draft).unwrap();
    let page = firm.book.deal(deal).unwrap().deal;
    assert_eq!(page.lost_reason.unwrap().name, "Too expensive");
    let reasons = firm.book.lost_reasons().unwrap();
    let reason = reasons.iter().find(|reason| reason.deals == 1).unwrap();
    assert_eq!(missing(firm.book.delete_lost_reason(reason.id, None).unwrap_err()), ["deals_go_to"]);
    firm.book.delete_lost_reason(reason.id, Some(reasons[1].id)).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.lost_reason.unwrap().name, reasons[1].name);
}

#[test]
fn reopened_and_won_again_it_keeps_its_generation_unless_a_new_project_is_asked_for() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let handoff = firm.book.win_deal(&firm.ready(deal)).unwrap().value;
    assert_eq!(firm.book.win_deal(&firm.ready(deal)).unwrap_err().code, Code::Conflict);
    firm.book.reopen_deal(deal, None).unwrap();
    let page = firm.book.deal(deal).unwrap();
    assert_eq!((page.deal.stage.name.as_str(), page.deal.close_date), ("New", None));
    assert_ne!(page.handoff.map(|handoff| handoff.state), Some(HandoffState::Pending));
    assert_eq!(firm.book.win_deal(&WinDraft::of(deal)).unwrap().value, handoff);
    assert_eq!(firm.book.deal(deal).unwrap().deal.generation, 1);
    firm.book.reopen_deal(deal, None).unwrap();
    firm.book.win_deal(&WinDraft { new_project: true, ..WinDraft::of(deal) }).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.generation, 2);
}

#[test]
fn won_without_a_project_needs_the_reason_and_asks_for_nothing() {
    let firm = Firm::new();
    let deal = firm.deal("Spare tiles");
    let mut draft = WinDraft { without_project: Some("  ".into()), ..firm.ready(deal) };
    assert_eq!(missing(firm.book.win_deal(&draft).unwrap_err()), ["without_project"]);
    draft.without_project = Some("Only goods".into());
    firm.book.win_deal(&draft).unwrap();
    let page = firm.book.deal(deal).unwrap();
    assert_eq!((page.deal.project_wish, page.deal.generation), (Some(ProjectWish::None), 0));
    assert!(page.handoff.is_none());
}

#[test]
fn a_pipeline_keeps_an_open_a_won_and_a_lost_stage_and_no_deal_is_left_behind() {
    let firm = Firm::new();
    let (new, won, lost) = (firm.stage("New").id, firm.stage("Won").id, firm.stage("Lost").id);
    let deal = firm.deal("Hotel roof");
    assert_eq!(firm.book.delete_stage(won, None).unwrap_err().code, Code::Conflict);
    assert_eq!(firm.book.delete_stage(lost, None).unwrap_err().code, Code::Conflict);
    assert_eq!(missing(firm.book.delete_stage(new, None).unwrap_err()), ["deals_go_to"]);
    assert_eq!(firm.book.delete_stage(new, Some(won)).unwrap_err().code, Code::Invalid);
    firm.book.delete_stage(new, Some(firm.stage("Proposal").id)).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.stage.name, "Proposal");

    let mut save = SaveStage {
        id: None,
        pipeline: firm.pipeline().id,
        name: "Visit".into(),
        probability: 30,
        forecast: Forecast::Pipeline,
        kind: StageKind::Open,
        rot_days: None,
        required: Vec::new(),
    };
    let visit = firm.book.save_stage(&save).unwrap().value;
    firm.book.move_stage(visit, None).unwrap();
    let names: Vec<String> = firm.pipeline().stages.into_iter().map(|stage| stage.name).collect();
    assert_eq!(names, ["Visit", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]);
    save.id = Some(firm.stage("Proposal").id);
    save.kind = StageKind::Won;
    assert_eq!(firm.book.save_stage(&save).unwrap_err().code, Code::Conflict);
}

#[test]
fn somebody_who_leaves_hands_everything_over_in_one_step() {
    let firm = Firm::new();
    let (ada, ben) = (firm.person("Ada"), firm.person("Ben"));
    let deal = firm.deal("Hotel roof");
    firm.book.edit_deal(deal, &DealEdit::Owner(Some(ada))).unwrap();
    firm.book.save_role(None, "Engineer", Some(ada), false).unwrap();
    firm.book
        .save_firm(&SaveFirm {
            name: "Roofs Ltd".into(),
            currency: "EUR".into(),
            fallback_person: Some(ada),
            year_starts: 1,
        })
        .unwrap();
    let leaving = firm.book.leaving(ada).unwrap();
    assert_eq!(leaving.sentence, "Who takes 1 deal, the role Engineer, the tasks that nobody's role covers?");
    assert_eq!(missing(firm.book.deactivate_person(ada, None).unwrap_err()), ["successor"]);
    firm.book.deactivate_person(ada, Some(ben)).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.owner.unwrap().name, "Ben");
    assert_eq!(firm.book.roles().unwrap()[0].person.as_ref().unwrap().name, "Ben");
    assert_eq!(firm.book.firm().unwrap().fallback_person, Some(ben));
    assert_eq!(firm.book.edit_deal(deal, &DealEdit::Owner(Some(ada))).unwrap_err().code, Code::Invalid);
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.deal(deal).unwrap().deal.owner.unwrap().name, "Ada");
    assert!(firm.book.people().unwrap().iter().all(|person| person.active));
    assert_eq!(firm.book.find_person(" ada ").unwrap(), ada);
    assert_eq!(firm.book.find_person("Cora").unwrap_err().code, Code::NotFound);
}

#[test]
fn history_says_what_happened_in_plain_sentences() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-11-14")))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-11-28")))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Amount(Some(euro(125_000)))).unwrap();
    firm.move_to(deal, "Proposal").unwrap();
    firm.book.set_as_of(Some(day("2026-11-11")));
    firm.move_to(deal, "Negotiation").unwrap();
    let page = firm.book.deal(deal).unwrap();
    assert_eq!(page.deal.pushes, 1);
    assert_eq!(page.history[0].detail.as_deref(), Some("9 days in Proposal"));
    let expected = [
        "Moved Proposal → Negotiation",
        "Moved New → Proposal",
        "Amount none → EUR 1,250",
        "Close date 14 Nov 2026 → 28 Nov 2026",
        "Close date none → 14 Nov 2026",
        "Created",
    ];
    assert_eq!(firm.sentences(deal), expected);
    assert_eq!(page.deal.quiet_days, None);
    firm.book.set_as_of(Some(day("2026-12-02")));
    assert_eq!(firm.book.deal(deal).unwrap().deal.quiet_days, Some(21));
}

#[test]
fn a_filtered_board_agrees_with_the_whole_one() {
    let firm = Firm::new();
    let ada = firm.person("Ada");
    for i in 0..40 {
        let new = NewDeal {
            name: format!("Roof {i}"),
            owner: Some(ada),
            company: Some(Ref::name(if i % 2 == 0 { "Hotel Adler" } else { "Müller & Söhne" })),
            amount: (i % 4 != 0).then_some(Minor(100)),
            ..NewDeal::default()
        };
        firm.book.create_deal(&new).unwrap();
    }
    let whole = firm.book.deal_board(&DealFilter::default()).unwrap();
    let mine = firm.book.deal_board(&DealFilter { owner: Some(ada), ..DealFilter::default() }).unwrap();
    assert_eq!(whole.columns, mine.columns);
    assert_eq!((whole.open_count, whole.columns[0].cards.len(), whole.columns[0].without_amount), (40, 30, 10));
    assert_eq!((whole.open_totals[0].sum, whole.open_totals[0].weighted), (Minor(3_000), Minor(300)));
    let text = |text: &str| {
        let filter = DealFilter { text: Some(text.into()), ..DealFilter::default() };
        firm.book.deal_board(&filter).unwrap().open_count
    };
    assert_eq!((text("muller"), text("hotel ad"), text("roof 39"), text("\"*("), text("nothing")), (20, 20, 1, 40, 0));
}

#[test]
fn search_finds_by_word_beginnings_and_tells_equal_names_apart() {
    let firm = Firm::new();
    let new = NewDeal { name: "Hotel roof".into(), company: Some(Ref::name("Adler Hotels")), ..NewDeal::default() };
    firm.book.create_deal(&new).unwrap();
    let contact = SaveContact {
        name: "Émile Roth".into(),
        company: Some(Ref::name("Adler Hotels")),
        role: Some("Owner".into()),
        ..SaveContact::default()
    };
    firm.book.save_contact(&contact).unwrap();
    let hits = firm.book.search("hot ro", 50).unwrap();
    assert_eq!((hits.len(), hits[0].title.as_str()), (1, "Hotel roof"));
    assert_eq!(hits[0].subtitle.as_deref(), Some("Adler Hotels · New"));
    assert_eq!(firm.book.search("emi", 50).unwrap()[0].subtitle.as_deref(), Some("Adler Hotels"));
    assert!(firm.book.search("\" OR *", 50).unwrap().len() <= 50);
}

#[test]
fn a_contact_shows_its_companies_and_the_deals_it_is_on() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let save = SaveContact {
        name: "Maren Arndt".into(),
        notes: Some("calls back".into()),
        company: Some(Ref::name("Hotel Haffblick")),
        role: Some("owner".into()),
        ..SaveContact::default()
    };
    let contact = firm.book.save_contact(&save).unwrap().value;
    let link = firm.book.link_contact(deal, &Ref::id(contact), None).unwrap().value;
    let page = firm.book.contact(contact).unwrap();
    assert_eq!(page.notes.as_deref(), Some("calls back"));
    assert_eq!(
        (page.companies[0].company.name.as_str(), page.companies[0].role.as_deref()),
        ("Hotel Haffblick", Some("owner"))
    );
    assert_eq!(page.deals.iter().map(|deal| deal.card.id).collect::<Vec<_>>(), [deal]);
    firm.book.unlink_contact(link).unwrap();
    assert!(firm.book.contact(contact).unwrap().deals.is_empty());
}

#[test]
fn reports_see_the_past_as_it_was() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.book.edit_deal(deal, &DealEdit::Amount(Some(euro(100_000)))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::CloseDate(Some(day("2026-12-31")))).unwrap();
    firm.book.set_as_of(Some(day("2026-11-20")));
    firm.book.win_deal(&WinDraft { amount: Some(euro(90_000)), ..firm.ready(deal) }).unwrap();

    let revenue = firm.book.report("revenue", &ReportFilter::default()).unwrap();
    assert_eq!(revenue.sample_size, 1);
    assert_eq!(revenue.rows[0]["month"], Cell::Text("2026-11".into()));
    assert_eq!(firm.book.report("win-rate", &ReportFilter::default()).unwrap().totals["rate"], Cell::Number(100.0));
    assert!(firm.book.report("forecast", &ReportFilter::default()).unwrap().rows.is_empty());

    firm.book.set_as_of(Some(day("2026-11-10")));
    let forecast = firm.book.report("forecast", &ReportFilter::default()).unwrap();
    assert_eq!(forecast.rows[0]["month"], Cell::Text("2026-12".into()));
    let Cell::Money(weighted) = &forecast.totals["weighted"] else { panic!("weighted is money") };
    assert_eq!(weighted.amount, "100.00");
    assert_eq!(firm.book.report("revenue", &ReportFilter::default()).unwrap().sample_size, 0);
    assert_eq!(firm.book.report("nothing", &ReportFilter::default()).unwrap_err().code, Code::NotFound);
}

#[test]
fn everything_is_there_after_a_restart() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.book.win_deal(&firm.ready(deal)).unwrap();
    let before = firm.book.deal(deal).unwrap();
    let Firm { book, folder } = firm;
    drop(book);
    let book = Book::open(&folder.path().join("firm.handsel")).unwrap();
    book.set_as_of(Some(day("2026-11-02")));
    assert_eq!(book.deal(deal).unwrap(), before);
}

#[test]
fn contacts_play_roles_on_deals_and_companies() {
    let firm = Firm::new();
    let new = NewDeal {
        name: "Hotel roof".into(),
        company: Some(Ref::name("Hotel Adler")),
        contact: Some(Ref::name("Ada Adler")),
        ..NewDeal::default()
    };
    let deal = firm.book.create_deal(&new).unwrap().value;
    let link = firm.book.link_contact(deal, &Ref::name("Ben Bauer"), Some("Architect")).unwrap().value;
    firm.book.link_contact(deal, &Ref::name("ben  BAUER"), None).unwrap();
    let page = firm.book.deal(deal).unwrap();
    let roles: Vec<_> = page.contacts.iter().map(|c| (c.contact.name.as_str(), c.role.as_deref())).collect();
    assert_eq!(roles, [("Ada Adler", None), ("Ben Bauer", Some("Architect"))]);

    let company = page.deal.company.unwrap().id.into();
    let company = firm.book.company(company).unwrap();
    assert_eq!((company.deals_total, company.deals.len(), company.projects.len()), (1, 1, 0));
    assert_eq!(company.contacts[0].contact.name, "Ada Adler");
    firm.book.unlink_contact(link).unwrap();
    firm.book.unlink_contact(page.contacts[0].link).unwrap();
    let page = firm.book.deal(deal).unwrap();
    assert!(page.contacts.is_empty() && page.deal.contact.is_none());
}

#[test]
fn names_too_long_or_empty_are_refused_and_nothing_is_written() {
    let firm = Firm::new();
    for name in ["", "   ", &"x".repeat(1_000_000)] {
        let refused = firm.book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
        assert!(refused.message.len() < 400, "{}", refused.message.len());
    }
    let new = NewDeal {
        name: "Fine".into(),
        company: Some(Ref::name("New Co")),
        currency: Some("ZZZ".into()),
        ..NewDeal::default()
    };
    assert_eq!(firm.book.create_deal(&new).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.companies(&ListArgs { limit: 10, ..ListArgs::default() }).unwrap().total, 0);
    assert_eq!(firm.book.deal_board(&DealFilter::default()).unwrap().open_count, 0);
}
