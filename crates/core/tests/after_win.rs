//! The handoff after the win: accepted or returned, for somebody or by oneself, against the clock.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::{MoveTask, ProjectEdit, ProjectField};
use handsel_core::handoff::{
    Acceptance, AcceptanceMode, AcceptanceRule, ClockState, GapKind, Handoff, NewGap, Pace, ReturnDraft, WinDraft,
};
use handsel_core::people::SavePerson;
use handsel_core::sell::{DealFilter, NewDeal, StageKind};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, DealId, HandoffId, Minor, PersonId, ProjectId, Promise, Ref};
use handsel_core::{Book, Code};

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    jana: PersonId,
    lars: PersonId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Jana sells, Lars leads. It is Friday, 20 November 2026.
fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2026-11-20")));
    let (firm, currency, business) = ("Firm".into(), "EUR".into(), Business::Onboarding);
    let args = SetUp { firm, currency, start: Start::Empty, business, me: "Jana Voss".into() };
    let jana = book.set_up(&args).unwrap().value;
    book.act_as(Some(jana));
    let lars = SavePerson { id: None, name: "Lars Holm".into(), email: None };
    let lars = book.save_person(&lars).unwrap().value;
    let role = book.roles().unwrap().into_iter().find(|role| role.name == "Project lead").unwrap().id;
    book.save_role(Some(role), "Project lead", Some(lars), false).unwrap();
    World { _dir: dir, book, jana, lars }
}

impl World {
    fn deal(&self, name: &str) -> DealId {
        let new = NewDeal {
            name: name.into(),
            company: Some(Ref::name("Hotel")),
            owner: Some(self.jana),
            amount: Some(Minor(100)),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn won(&self, name: &str) -> (DealId, HandoffId) {
        let deal = self.deal(name);
        let draft = WinDraft { promise: Some(Promise::On(day("2027-03-01"))), ..WinDraft::of(deal) };
        let handoff = HandoffId(self.book.win_deal(&draft).unwrap().value);
        assert_eq!(self.book.run_worker_once(10).unwrap().delivered, 1);
        (deal, handoff)
    }

    fn seen(&self, id: HandoffId) -> Handoff {
        self.book.handoff(id).unwrap().handoff
    }

    fn acceptance(&self, id: HandoffId) -> Option<Acceptance> {
        self.seen(id).after.acceptance
    }

    fn rule(&self, mode: AcceptanceMode) {
        let rule = self.book.acceptance_rules().unwrap()[0];
        self.book.save_acceptance_rule(&AcceptanceRule { mode, ..rule }).unwrap();
    }

    fn kind(&self, deal: DealId) -> StageKind {
        self.book.deal(deal).unwrap().deal.stage.kind
    }
}

fn gap(what: GapKind, question: &str) -> NewGap {
    NewGap { what, question: question.into() }
}

/// Step 10: delivery accepts, or returns with the gaps named, without un-winning the deal.
#[test]
fn delivery_returns_with_gaps_the_seller_answers_and_delivery_accepts() {
    let world = world();
    let (deal, handoff) = world.won("Hotel roof");
    assert_eq!(world.acceptance(handoff), Some(Acceptance::Waiting));
    world.book.act_as(Some(world.lars));
    assert_eq!(world.book.today(false).unwrap().to_accept.len(), 1);
    let none = ReturnDraft { by: None, gaps: vec![] };
    assert_eq!(world.book.return_handoff(handoff, &none).unwrap_err().code, Code::Gate);
    let gaps = vec![gap(GapKind::Scope, "How many rooms?"), gap(GapKind::Contact, "")];
    world.book.return_handoff(handoff, &ReturnDraft { by: None, gaps }).unwrap();
    assert_eq!((world.acceptance(handoff), world.kind(deal)), (Some(Acceptance::Returned), StageKind::Won));
    assert!(world.book.today(false).unwrap().to_accept.is_empty());
    assert!(world.book.today(false).unwrap().returned.is_empty(), "it is the seller's, not the lead's");

    world.book.act_as(Some(world.jana));
    let returned = world.book.today(false).unwrap().returned;
    let gaps = &returned[0].after.returns[0].gaps;
    assert_eq!(returned[0].after.returns[0].by.as_deref(), Some("Lars Holm"));
    assert_eq!(gaps.iter().map(|gap| gap.question.as_str()).collect::<Vec<_>>(), ["How many rooms?", "Contact"]);
    world.book.answer_gap(gaps[0].id, "Forty-two").unwrap();
    let refused = world.book.send_handoff_again(handoff).unwrap_err();
    assert_eq!((refused.code, refused.missing.len(), refused.missing[0].label.as_str()), (Code::Gate, 1, "Contact"));
    world.book.answer_gap(gaps[1].id, "Mrs Brandt").unwrap();
    world.book.send_handoff_again(handoff).unwrap();
    let seen = world.seen(handoff).after;
    assert_eq!((seen.acceptance, seen.returns[0].sent_by.as_deref()), (Some(Acceptance::Waiting), Some("Jana Voss")));
    assert_eq!(seen.returns[0].gaps[0].answered_by.as_deref(), Some("Jana Voss"));
    assert_eq!(world.book.answer_gap(gaps[0].id, "Late").unwrap_err().code, Code::Conflict);

    let label = world.book.accept_handoff(handoff, Some(world.lars)).unwrap().label;
    assert_eq!(label, "Lars Holm accepted the handoff of Hotel roof, entered by Jana Voss");
    let seen = world.seen(handoff).after;
    assert_eq!(seen.accepted_words.as_deref(), Some("Lars Holm accepted, entered by Jana Voss"));
    assert_eq!(seen.accept_clock.unwrap().state, ClockState::Stopped);
    assert_eq!(world.book.accept_handoff(handoff, None).unwrap_err().code, Code::Conflict);
    assert_eq!(world.kind(deal), StageKind::Won);
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn who_is_asked_is_the_pipelines_to_say() {
    let world = world();
    world.rule(AcceptanceMode::Auto);
    let (_, by_itself) = world.won("Automatic");
    let seen = world.seen(by_itself).after;
    assert_eq!(seen.accepted_words.as_deref(), Some("Accepted by itself: the pipeline asks nobody"));
    world.rule(AcceptanceMode::Off);
    let (_, off) = world.won("Off");
    assert_eq!((world.acceptance(off), world.seen(off).after.accept_clock), (None, None));
    assert_eq!(world.book.accept_handoff(off, None).unwrap_err().code, Code::Conflict);
    world.rule(AcceptanceMode::Ask);
    let role = world.book.roles().unwrap().into_iter().find(|role| role.name == "Project lead").unwrap().id;
    world.book.save_role(Some(role), "Project lead", Some(world.jana), false).unwrap();
    let (_, same) = world.won("Same person");
    let seen = world.seen(same).after;
    assert_eq!(seen.accepted_words.as_deref(), Some("Accepted by itself: the same person sells and leads"));
}

/// Step 11: won → kickoff in working hours with pause reasons, against a target.
#[test]
fn the_clock_runs_in_working_hours_and_pauses_with_a_reason() {
    let world = world();
    let (_, handoff) = world.won("Hotel roof");
    let clock = || world.seen(handoff).after.kickoff_clock.unwrap();
    assert_eq!((clock().state, clock().target_minutes), (ClockState::Running, Some(40 * 60)));
    assert_eq!(world.book.pause_handoff(handoff, "  ").unwrap_err().code, Code::Gate);
    world.book.pause_handoff(handoff, "The customer is on holiday").unwrap();
    assert_eq!(world.seen(handoff).after.paused.unwrap().reason, "The customer is on holiday");
    // Two working days later nothing has counted; then it runs for two, at the same time of day.
    world.book.set_as_of(Some(day("2026-11-24")));
    let before = clock();
    assert_eq!((before.state, before.spent_minutes), (ClockState::Paused, 0));
    world.book.resume_handoff(handoff).unwrap();
    world.book.set_as_of(Some(day("2026-11-26")));
    let after = clock();
    assert!((2 * 480 - 1..=2 * 480 + 1).contains(&after.spent_minutes), "{after:?}");
    world.book.set_as_of(Some(day("2026-12-10")));
    assert_eq!(clock().pace, Pace::Late);
    assert_eq!(world.book.hold_kickoff(handoff, Some(day("2026-12-11"))).unwrap_err().code, Code::Invalid);
    world.book.hold_kickoff(handoff, Some(day("2026-11-26"))).unwrap();
    assert_eq!((clock().state, clock().pace), (ClockState::Stopped, Pace::Fine));
    assert_eq!(world.book.pause_handoff(handoff, "Late").unwrap_err().code, Code::Conflict);
    world.book.undo(None).unwrap();
    assert_eq!(clock().state, ClockState::Running);
}

#[test]
fn a_kickoff_planned_past_the_target_is_said_before_it_is_late() {
    let world = world();
    let (_, handoff) = world.won("Hotel roof");
    // The template's kickoff is the kickoff, until another day is agreed.
    let seen = world.seen(handoff).after;
    assert!(seen.kickoff_on.is_some());
    world.book.set_kickoff(handoff, Some(day("2026-12-18"))).unwrap();
    let clock = world.seen(handoff).after.kickoff_clock.unwrap();
    assert_eq!((clock.pace, clock.state), (Pace::Soon, ClockState::Running));
    world.book.set_kickoff(handoff, Some(day("2026-11-23"))).unwrap();
    assert_eq!(world.seen(handoff).after.kickoff_clock.unwrap().pace, Pace::Fine);
}

#[test]
fn doing_the_kickoffs_task_stops_the_clock() {
    let world = world();
    let (_, handoff) = world.won("Hotel roof");
    let project: ProjectId = world.seen(handoff).project.unwrap().id.into();
    let board = world.book.project_board(project).unwrap();
    let kickoff = board.columns[0].cards.iter().find(|card| card.name == "Kickoff meeting").unwrap().id;
    let done = board.columns.last().unwrap().id;
    world.book.move_task(&MoveTask { task: kickoff, column: done, above: None, below: None }).unwrap();
    let after = world.seen(handoff).after;
    assert_eq!(after.kickoff_clock.unwrap().state, ClockState::Stopped);
}

/// Step 13: status back on the deal and the company.
#[test]
fn the_seller_sees_phase_progress_and_what_is_late() {
    let world = world();
    let (deal, handoff) = world.won("Hotel roof");
    let project: ProjectId = world.seen(handoff).project.unwrap().id.into();
    let status = || world.book.deal(deal).unwrap().status.unwrap();
    assert_eq!((status().done, status().late_days, status().phase.as_deref()), (0, None, Some("Handoff")));
    assert!(status().next_milestone.is_some() && status().tasks > 0);
    let finish = status().finish.unwrap();
    // Promised two working days before the plan ends.
    let promised =
        [1, 2, 3, 4].map(|back| finish.plus_days(-back)).into_iter().filter(|day| day.weekday() < 5).nth(1).unwrap();
    let edit = ProjectEdit { field: ProjectField::Promised, value: Some(promised.to_string()), reason: None };
    world.book.edit_project(project, &edit).unwrap();
    assert_eq!(status().late_days, Some(2));
    let company = world.book.deal(deal).unwrap().deal.company.unwrap().id.into();
    let of_company = world.book.company_projects(company).unwrap();
    assert_eq!((of_company.len(), &of_company[0].status), (1, &status()));
    let board = world.book.deal_board(&DealFilter::default()).unwrap();
    let won = board.columns.iter().find(|column| column.stage.kind == StageKind::Won).unwrap();
    let card = won.cards[0].status.as_ref().unwrap();
    assert!(card.late && !card.returned && card.blocked == 0);
    assert_eq!(card.phase.as_deref(), Some("Handoff"));
}
