//! The handoff after the win: accepted or returned, for somebody or by oneself, against the clock.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::activities::ActivityKind;
use handsel_core::deliver::{MoveTask, ProjectEdit, ProjectField};
use handsel_core::handoff::{
    Acceptance, AcceptanceMode, AcceptanceRule, AmendDecision, AmendDraft, AmendWhat, ClockState, GapKind, Handoff,
    NewGap, Pace, ReturnDraft, Reversal, WinDraft,
};
use handsel_core::people::SavePerson;
use handsel_core::reports::{Area, ReportFilter};
use handsel_core::sell::{DealEdit, DealFilter, NewDeal, StageKind, StepDraft};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{Day, DealId, HandoffId, Minor, Money, PersonId, ProjectId, Promise, Ref};
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
    assert!(before.state == ClockState::Paused && before.spent_minutes <= 1, "{before:?}");
    world.book.resume_handoff(handoff).unwrap();
    world.book.set_as_of(Some(day("2026-11-26")));
    let after = clock();
    assert!((2 * 480 - 2..=2 * 480 + 2).contains(&after.spent_minutes), "{after:?}");
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

/// Step 14: the deal changes after the win → a proposed difference; human edits are never overwritten.
#[test]
fn what_changes_on_the_deal_is_proposed_and_taken_in_parts() {
    let world = world();
    let (deal, handoff) = world.won("Hotel roof");
    let project: ProjectId = world.seen(handoff).project.unwrap().id.into();
    let open = || world.seen(handoff).after.amendments;
    assert!(open().is_empty());
    let later = Promise::On(day("2027-03-15"));
    world.book.edit_deal(deal, &DealEdit::Promise(Some(later))).unwrap();
    world.book.edit_deal(deal, &DealEdit::Amount(Some(Money::new(25_000, "EUR").unwrap()))).unwrap();
    world.book.edit_deal(deal, &DealEdit::Notes(Some("Flat roof, two storeys".into()))).unwrap();
    let board = || world.book.project_board(project).unwrap();
    assert_eq!(board().project.promised, Some(day("2027-03-01")), "nothing reaches the project by itself");
    assert_eq!(world.book.today(true).unwrap().amended.len(), 1);
    let found = open();
    assert_eq!(
        found.iter().map(|one| one.what).collect::<Vec<_>>(),
        [AmendWhat::Amount, AmendWhat::Promise, AmendWhat::Notes]
    );
    assert_eq!((found[1].was.as_deref(), found[1].now.as_deref()), (Some("1 Mar 2027"), Some("15 Mar 2027")));

    let decide = |what, take| AmendDecision { what, take };
    let draft = |decisions, note: Option<&str>| AmendDraft { decisions, note: note.map(str::to_owned) };
    assert_eq!(world.book.decide_amendment(handoff, &draft(vec![], None)).unwrap_err().code, Code::Gate);
    world
        .book
        .decide_amendment(handoff, &draft(vec![decide(AmendWhat::Promise, true)], Some("agreed by phone")))
        .unwrap();
    assert_eq!(board().project.promised, Some(day("2027-03-15")));
    assert_eq!(open().len(), 2, "the others stay open");
    world
        .book
        .decide_amendment(handoff, &draft(vec![decide(AmendWhat::Amount, false), decide(AmendWhat::Notes, true)], None))
        .unwrap();
    assert_eq!(board().description.as_deref(), Some("Flat roof, two storeys"));
    assert!(open().is_empty() && world.book.today(true).unwrap().amended.is_empty());
    let decided = world.book.handoff(handoff).unwrap().decided;
    let seen: Vec<(&str, bool)> = decided.iter().map(|one| (one.what.as_str(), one.taken)).collect();
    assert_eq!((seen.len(), seen.contains(&("amount", false))), (3, true));
    assert!(
        decided
            .iter()
            .any(|one| one.note.as_deref() == Some("agreed by phone") && one.by.as_deref() == Some("Jana Voss"))
    );

    // Somebody sets another day in the project: it stays, whatever the deal says.
    let edit = ProjectEdit { field: ProjectField::Promised, value: Some("2027-03-10".into()), reason: None };
    world.book.edit_project(project, &edit).unwrap();
    world.book.edit_deal(deal, &DealEdit::Promise(Some(Promise::On(day("2027-04-01"))))).unwrap();
    let refused =
        world.book.decide_amendment(handoff, &draft(vec![decide(AmendWhat::Promise, true)], None)).unwrap_err();
    assert!(refused.code == Code::Conflict && refused.message.contains("10 Mar 2027"), "{}", refused.message);
    world.book.decide_amendment(handoff, &draft(vec![decide(AmendWhat::Promise, false)], None)).unwrap();
    assert_eq!(board().project.promised, Some(day("2027-03-10")));
    assert!(open().is_empty());
    world.book.undo(None).unwrap();
    assert_eq!(open().len(), 1, "undone, it is open again");
    assert!(world.book.check().unwrap().ok);
}

/// Step 8, into a running project: one part a win, and undo takes back only what this win added.
#[test]
fn a_win_extends_a_running_project_once() {
    let world = world();
    let (_, first) = world.won("Hotel roof");
    let project: ProjectId = world.seen(first).project.unwrap().id.into();
    let before = world.book.project_board(project).unwrap();
    let deal = world.deal("Hotel facade");
    let draft = WinDraft { promise: Some(Promise::NonePromised), extend: Some(project), ..WinDraft::of(deal) };
    let preview = world.book.win_preview(&draft).unwrap();
    assert_eq!(preview.extendable.iter().map(|one| one.id).collect::<Vec<_>>(), [project.0]);
    let handoff = HandoffId(world.book.win_deal(&draft).unwrap().value);
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
    let seen = world.seen(handoff);
    assert_eq!((seen.project.unwrap().id, seen.after.extends), (project.0, true));
    assert_eq!(world.book.projects().unwrap().rows.len(), 1);
    let after = world.book.project_board(project).unwrap();
    assert_eq!(after.project.tasks, 2 * before.project.tasks);
    assert_eq!(after.project.promised, before.project.promised, "the promise is the first win's");
    let added = &world.book.handoff(handoff).unwrap().explanation.unwrap().tasks;
    let task = world.book.task(added[0].task).unwrap();
    assert_eq!((task.project.id, task.why.as_ref()), (project.0, Some(&added[0])));
    let plan = world.book.project_plan(project, None).unwrap();
    let places: Vec<bool> =
        plan.rows.iter().filter_map(|row| row.task).map(|task| added.iter().any(|one| one.task == task)).collect();
    assert!(
        !places[0] && places[places.len() - 1] && places.windows(2).all(|pair| pair[0] <= pair[1]),
        "they come behind"
    );
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0);
    assert!(world.book.check().unwrap().ok);
    let undone = world.book.undo(None).unwrap();
    assert!(undone.kept.is_empty(), "{undone:?}");
    let back = world.book.project_board(project).unwrap();
    assert_eq!((back.project.tasks, back.columns.len()), (before.project.tasks, before.columns.len()));
    world.book.redo(None).unwrap();
    world.book.run_worker_once(10).unwrap();
    assert_eq!(world.book.project_board(project).unwrap().project.tasks, 2 * before.project.tasks);
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn only_a_running_project_of_the_same_customer_can_be_extended() {
    let world = world();
    let (_, first) = world.won("Hotel roof");
    let project: ProjectId = world.seen(first).project.unwrap().id.into();
    let new = NewDeal {
        name: "Bakery".into(),
        company: Some(Ref::name("Bakery")),
        owner: Some(world.jana),
        amount: Some(Minor(1)),
        ..NewDeal::default()
    };
    let other = world.book.create_deal(&new).unwrap().value;
    let draft = |deal| WinDraft { promise: Some(Promise::NonePromised), extend: Some(project), ..WinDraft::of(deal) };
    let refused = world.book.win_deal(&draft(other)).unwrap_err();
    assert!(refused.message.contains("another customer"), "{}", refused.message);
    assert_eq!(world.kind(other), StageKind::Open);
    // It ends between the win and the worker: the handoff asks for help and says what to do.
    let facade = world.deal("Hotel facade");
    let handoff = HandoffId(world.book.win_deal(&draft(facade)).unwrap().value);
    let end = ProjectEdit { field: ProjectField::State, value: Some("done".into()), reason: None };
    world.book.edit_project(project, &end).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().parked, 1);
    assert!(world.seen(handoff).last_error.unwrap().contains("not running any more"));
    world.book.undo(None).unwrap();
    assert_eq!(world.book.retry_all_handoffs().unwrap(), 1);
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1);
}

/// Step 15: reopen, lose, delete and win again are all defined, and said.
#[test]
fn a_project_whose_deal_is_not_won_any_more_is_kept_paused_or_detached() {
    let world = world();
    let (deal, handoff) = world.won("Hotel roof");
    let project: ProjectId = world.seen(handoff).project.unwrap().id.into();
    let refused = world.book.settle_reversal(handoff, Reversal::Keep).unwrap_err();
    assert!(refused.code == Code::Conflict && refused.message.contains("is won"));
    world.book.reopen_deal(deal, None).unwrap();
    let undecided = || world.book.today(true).unwrap().undecided.len();
    assert_eq!((undecided(), world.seen(handoff).after.undecided), (1, true));
    world.book.settle_reversal(handoff, Reversal::Pause).unwrap();
    assert_eq!((undecided(), world.book.project_board(project).unwrap().project.state.as_str()), (0, "paused"));
    // Won and reopened once more, it is a question again.
    let win = || world.book.win_deal(&WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(deal) }).unwrap();
    win();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0, "its project is kept");
    world.book.reopen_deal(deal, None).unwrap();
    assert_eq!(undecided(), 1);
    world.book.settle_reversal(handoff, Reversal::Detach).unwrap();
    let board = world.book.project_board(project).unwrap();
    assert!(board.project.deal.is_none() && undecided() == 0);
    win();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 1, "the next win makes one of its own");
    assert_eq!(world.book.projects().unwrap().rows.len(), 2);
    assert!(world.book.check().unwrap().ok);
}

/// Step 16: the breakdown map, its verdict and its trend, from hand-counted cases.
#[test]
fn the_map_counts_what_is_wrong_and_says_where() {
    let world = world();
    let counted = |key: &str, on: &str| {
        let map = world.book.breakdown(Some(day(on))).unwrap();
        map.counts.iter().find(|one| one.key == key).map(|one| one.count).unwrap()
    };
    // Five wins on Friday; one is sent back, one is accepted, one has its kickoff, one has no kickoff's day.
    let wins: Vec<HandoffId> = ["A", "B", "C", "D"].iter().map(|name| world.won(name).1).collect();
    let map = world.book.breakdown(None).unwrap();
    assert_eq!(map.verdict, "Too few wins to tell: 4 of the 5 within 90 days that it takes.");
    assert_eq!(map.worst, None);
    let (_, fifth) = world.won("E");
    let gaps = vec![gap(GapKind::Scope, "How many?"), gap(GapKind::Scope, "How high?"), gap(GapKind::People, "Who?")];
    world.book.return_handoff(wins[0], &ReturnDraft { by: None, gaps }).unwrap();
    world.book.accept_handoff(wins[1], None).unwrap();
    world.book.hold_kickoff(wins[1], Some(day("2026-11-20"))).unwrap();
    // An open deal without anything, and one with all the sale owes.
    world.book.create_deal(&NewDeal { name: "Bare".into(), ..NewDeal::default() }).unwrap();
    let whole = world.deal("Whole");
    world.book.edit_deal(whole, &DealEdit::CloseDate(Some(day("2026-12-20")))).unwrap();
    let step =
        StepDraft { kind: ActivityKind::Call, subject: "Call".into(), due: Some(day("2026-11-25")), minute: None };
    world.book.edit_deal(whole, &DealEdit::NextStep(step)).unwrap();

    let friday = "2026-11-20";
    let counts =
        ["no_next_activity", "no_amount", "slipped_close", "returned", "not_accepted", "kickoff_overdue", "failed"];
    assert_eq!(counts.map(|key| counted(key, friday)), [1, 1, 0, 1, 0, 0, 0]);
    let map = world.book.breakdown(None).unwrap();
    assert_eq!(
        map.gaps.iter().map(|one| (one.what, one.count)).collect::<Vec<_>>(),
        [(GapKind::Scope, 2), (GapKind::People, 1)]
    );
    let today = map.trend.last().unwrap();
    // 1 of 2 open deals, 1 of 5 wins, 0 of 5 projects.
    assert_eq!((today.sale, today.handoff, today.delivery, today.wins), (Some(50.0), Some(20.0), Some(0.0), 5));
    assert_eq!(map.worst, Some(Area::Sale));
    assert!(map.verdict.starts_with("It breaks in the sale: 50 %"), "{}", map.verdict);
    assert_eq!(map.evidence[1], "The handoff: 1 of 5 wins of the last 90 days with something wrong.");
    let items = world.book.breakdown_items("returned", None).unwrap();
    assert_eq!(
        (items.len(), items[0].kind.as_str(), items[0].name.as_str(), items[0].note.as_str()),
        (1, "handoff", "A", "Hotel")
    );

    // Two weeks later nobody has accepted C, D and E within two working days; what was sent back stays sent back; kickoffs are late.
    let later = "2026-12-04";
    assert_eq!(counts.map(|key| counted(key, later)), [1, 1, 0, 1, 3, 4, 0]);
    let map = world.book.breakdown(Some(day(later))).unwrap();
    assert_eq!(map.worst, Some(Area::Delivery), "every project has overdue tasks: {}", map.verdict);
    world.book.set_as_of(Some(day(later)));
    world.book.accept_handoff(fifth, None).unwrap();
    assert_eq!((counted("not_accepted", later), counted("not_accepted", friday)), (2, 0));
    assert_eq!(counted("returned", "2026-11-19"), 0, "that day it had not been sent back");

    let report = world.book.report("breakdown", &ReportFilter::default()).unwrap();
    assert_eq!((report.rows.len(), report.sample_size, report.sections.len()), (16, 5, 2));
    let time = world.book.report("handoff-time", &ReportFilter::default()).unwrap();
    let cell = |key: &str| serde_json::to_value(&time.totals[key]).unwrap();
    assert_eq!((cell("wins"), cell("accepted"), cell("kickoffs")), (5.into(), 2.into(), 1.into()));
    assert_eq!(cell("kickoff_in_time"), serde_json::json!(100.0));
    // One at once, one after ten working days: 50 % within the target.
    assert_eq!(cell("accept_in_time"), serde_json::json!(50.0));
}
