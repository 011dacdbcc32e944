//! Activities through the verbs: next steps, rotting, finishing, the timeline, Today, the calendar and reminders.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::activities::{About, ActivityEdit, ActivityKind, CalendarArgs, DueState, NewActivity, When};
use handsel_core::people::SavePerson;
use handsel_core::sell::{
    DealEdit, DealFilter, LoseDraft, MoveDeal, NewDeal, SaveContact, SavePipeline, Stage, WinDraft, seed_defaults,
};
use handsel_core::timeline::{TimelineArgs, TimelineKind};
use handsel_core::values::{ActivityId, CompanyId, ContactId, Day, DealId, Money, PersonId, Promise, Ref};
use handsel_core::{Book, Code};

const TODAY: &str = "2026-11-23";

struct Firm {
    book: Book,
    me: PersonId,
    _folder: tempfile::TempDir,
}

impl Firm {
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        book.set_as_of(Some(day(TODAY)));
        let me = book.save_person(&SavePerson { name: "Ada".into(), ..SavePerson::default() }).unwrap().value;
        book.act_as(Some(me));
        Firm { book, me, _folder: folder }
    }

    fn on(&self, today: &str) -> &Firm {
        self.book.set_as_of(Some(day(today)));
        self
    }

    fn deal(&self, name: &str) -> DealId {
        let new = NewDeal { name: name.into(), owner: Some(self.me), ..NewDeal::default() };
        self.book.create_deal(&new).unwrap().value
    }

    fn plan(&self, deal: DealId, kind: ActivityKind, due: &str) -> ActivityId {
        let new = NewActivity { deal: Some(deal), due: Some(day(due)), ..NewActivity::of(kind, "") };
        self.book.add_activity(&new).unwrap().value
    }

    fn note(&self, deal: DealId, words: &str) {
        let new = NewActivity { deal: Some(deal), ..NewActivity::of(ActivityKind::Note, words) };
        self.book.add_activity(&new).unwrap();
    }

    fn stage(&self, name: &str) -> Stage {
        self.book.pipelines().unwrap().remove(0).stages.into_iter().find(|stage| stage.name == name).unwrap()
    }

    fn next(&self, deal: DealId) -> Option<(ActivityKind, String, DueState)> {
        let page = self.book.deal(deal).unwrap().deal.next_activity;
        let on_card = self.book.deal_board(&DealFilter::default()).unwrap().columns.into_iter().flat_map(|c| c.cards);
        let on_card = on_card.into_iter().find(|card| card.id == deal).unwrap().next_activity;
        assert_eq!(page, on_card, "card and panel agree");
        page.map(|next| (next.kind, next.due.to_string(), next.state))
    }

    fn lines(&self, about: About, only: &[TimelineKind]) -> Vec<String> {
        let args = TimelineArgs { about, only: only.to_vec(), before: None, limit: 100 };
        self.book.timeline(&args).unwrap().items.into_iter().map(|item| item.sentence).collect()
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

#[test]
fn a_card_shows_the_activity_that_comes_due_first() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    assert_eq!(firm.next(deal), None);
    firm.plan(deal, ActivityKind::Meeting, "2026-12-02");
    assert_eq!(firm.next(deal), Some((ActivityKind::Meeting, "2026-12-02".into(), DueState::Later)));
    let call = firm.plan(deal, ActivityKind::Call, TODAY);
    assert_eq!(firm.next(deal), Some((ActivityKind::Call, TODAY.into(), DueState::Today)));
    firm.on("2026-11-24");
    assert_eq!(firm.next(deal), Some((ActivityKind::Call, TODAY.into(), DueState::Overdue)));
    let moved = When { day: day("2026-12-03"), minute: Some(600), minutes: Some(30) };
    firm.book.reschedule_activity(call, moved).unwrap();
    assert_eq!(firm.next(deal), Some((ActivityKind::Meeting, "2026-12-02".into(), DueState::Later)));
    // On one day, what has no time comes first, then by time.
    firm.book.reschedule_activity(call, When { day: day("2026-12-02"), ..moved }).unwrap();
    assert_eq!(firm.next(deal).unwrap().0, ActivityKind::Meeting);
}

#[test]
fn a_deal_that_is_closed_asks_for_no_next_step() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.plan(deal, ActivityKind::Call, TODAY);
    let lost = LoseDraft {
        deal,
        stage: None,
        reason: Some(Ref::name("No budget")),
        note: None,
        closed_on: None,
        above: None,
        below: None,
    };
    firm.book.lose_deal(&lost).unwrap();
    assert_eq!(firm.next(deal), None);
    assert_eq!(firm.book.today(false).unwrap().without_next.total, 0);
}

#[test]
fn finishing_keeps_the_outcome_and_says_when_a_next_step_is_missing() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let call = firm.plan(deal, ActivityKind::Call, TODAY);
    let meeting = firm.plan(deal, ActivityKind::Meeting, "2026-12-02");
    assert!(!firm.book.finish_activity(call, Some("  wants a second offer ")).unwrap().value.needs_next);
    let refused = firm.book.finish_activity(call, None).unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    let done = firm.book.activity(call).unwrap();
    assert_eq!(
        (done.outcome.as_deref(), done.done_on, done.state),
        (Some("wants a second offer"), Some(day(TODAY)), None)
    );
    assert!(firm.book.finish_activity(meeting, None).unwrap().value.needs_next);
    firm.book.undo(None).unwrap();
    assert_eq!(firm.next(deal).unwrap().0, ActivityKind::Meeting);
    firm.book.reopen_activity(call).unwrap();
    assert_eq!(firm.next(deal).unwrap(), (ActivityKind::Call, TODAY.into(), DueState::Today));
    assert_eq!(firm.book.activity(call).unwrap().outcome, None);
}

#[test]
fn adding_and_finishing_keep_a_deal_from_rotting_and_undo_lets_it_rot_again() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let quiet = || firm.book.deal(deal).unwrap().deal.quiet_days;
    firm.on("2026-12-13");
    assert_eq!(quiet(), None);
    firm.on("2026-12-14"); // 21 days, the limit of the pipeline
    assert_eq!(quiet(), Some(21));
    let call = firm.plan(deal, ActivityKind::Call, "2026-12-20");
    assert_eq!(quiet(), None);
    firm.on("2027-01-04");
    assert_eq!(quiet(), Some(21));
    firm.book.finish_activity(call, None).unwrap();
    assert_eq!(quiet(), None);
    firm.book.undo(None).unwrap();
    assert_eq!(quiet(), Some(21));
    // What happened in the past touches the deal that day, and never takes a later day back.
    let log = NewActivity {
        deal: Some(deal),
        due: Some(day("2026-12-30")),
        done: true,
        ..NewActivity::of(ActivityKind::Call, "")
    };
    firm.book.add_activity(&log).unwrap();
    assert_eq!(quiet(), None);
    firm.book.add_activity(&NewActivity { due: Some(day("2026-11-30")), ..log }).unwrap();
    firm.on("2027-01-20");
    assert_eq!(quiet(), Some(21));
}

#[test]
fn a_note_is_done_at_once_and_stays_a_note() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let new = NewActivity {
        deal: Some(deal),
        due: Some(day(TODAY)),
        minute: Some(600),
        ..NewActivity::of(ActivityKind::Note, "Roof is sound\nmeasured twice")
    };
    let note = firm.book.add_activity(&new).unwrap();
    assert_eq!(note.label, "Noted “Roof is sound”");
    let stands = firm.book.activity(note.value).unwrap();
    assert_eq!((stands.due, stands.minute, stands.done_on), (None, None, Some(day(TODAY))));
    assert_eq!(stands.body.as_deref(), Some("Roof is sound\nmeasured twice"));
    assert_eq!(firm.next(deal), None);
    assert!(firm.book.reopen_activity(note.value).is_err());
    assert!(firm.book.edit_activity(note.value, &[ActivityEdit::Kind(ActivityKind::Call)]).is_err());
    firm.book.edit_activity(note.value, &[ActivityEdit::Subject("Roof is old".into())]).unwrap();
    assert_eq!(firm.book.activity(note.value).unwrap().body, None);
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_kept() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let of = |kind| NewActivity { deal: Some(deal), ..NewActivity::of(kind, "x") };
    let bad = [
        NewActivity { done: true, due: Some(day("2026-11-24")), ..of(ActivityKind::Call) },
        NewActivity { minute: Some(1_440), ..of(ActivityKind::Call) },
        NewActivity { minutes: Some(0), ..of(ActivityKind::Meeting) },
        NewActivity { company: Some(CompanyId(uuid::Uuid::from_u128(1))), ..of(ActivityKind::Call) },
        NewActivity { contact: Some(ContactId(uuid::Uuid::from_u128(1))), ..of(ActivityKind::Call) },
        NewActivity { subject: " ".into(), ..of(ActivityKind::Note) },
    ];
    for new in bad {
        assert!(firm.book.add_activity(&new).is_err(), "{new:?}");
    }
    assert_eq!(firm.book.open_activities(None, 0, 10).unwrap().total, 0);
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn every_verb_is_one_undo_and_one_redo() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let call = firm.plan(deal, ActivityKind::Call, TODAY);
    let state = || {
        let one = firm.book.activity(call).ok();
        let timeline = firm.lines(About::Deal(deal), &[TimelineKind::Call]);
        (one, timeline, firm.book.deal(deal).unwrap().deal.quiet_days)
    };
    type Verb<'f> = (&'static str, Box<dyn Fn() + 'f>);
    let later = When { day: day("2026-12-24"), minute: None, minutes: None };
    let verbs: Vec<Verb<'_>> = vec![
        ("subject", Box::new(|| drop(firm.book.edit_activity(call, &[ActivityEdit::Subject("Ask".into())]).unwrap()))),
        ("owner", Box::new(|| drop(firm.book.edit_activity(call, &[ActivityEdit::Owner(None)]).unwrap()))),
        ("deal", Box::new(|| drop(firm.book.edit_activity(call, &[ActivityEdit::Deal(None)]).unwrap()))),
        ("reschedule", Box::new(|| drop(firm.book.reschedule_activity(call, later).unwrap()))),
        ("finish", Box::new(|| drop(firm.book.finish_activity(call, Some("good")).unwrap()))),
        ("delete", Box::new(|| drop(firm.book.delete_activity(call).unwrap()))),
    ];
    for (name, verb) in verbs {
        let before = state();
        verb();
        let after = state();
        assert_ne!(before, after, "{name}");
        firm.book.undo(None).unwrap();
        assert_eq!(state(), before, "undo {name}");
        firm.book.redo(None).unwrap();
        assert_eq!(state(), after, "redo {name}");
        firm.book.undo(None).unwrap();
    }
    firm.book.undo(None).unwrap();
    assert!(firm.book.activity(call).is_err());
    assert!(firm.book.check().unwrap().ok);
}

#[test]
fn the_timeline_of_a_customer_tells_deals_people_and_activities_in_one() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    firm.book.edit_deal(deal, &DealEdit::Company(Some(Ref::name("Hotel Adler")))).unwrap();
    firm.book.edit_deal(deal, &DealEdit::Contact(Some(Ref::name("Ida Hansen")))).unwrap();
    let page = firm.book.deal(deal).unwrap().deal;
    let (company, contact) = (CompanyId(page.company.unwrap().id), ContactId(page.contact.unwrap().id));
    let to = MoveDeal { deal, stage: firm.stage("Qualified").id, above: None, below: None };
    firm.book.move_deal(&to).unwrap();
    let call = NewActivity {
        deal: Some(deal),
        contact: Some(contact),
        done: true,
        outcome: Some("wants it".into()),
        ..NewActivity::of(ActivityKind::Call, "")
    };
    firm.book.add_activity(&call).unwrap();
    firm.book
        .add_activity(&NewActivity { contact: Some(contact), ..NewActivity::of(ActivityKind::Note, "Likes blue") })
        .unwrap();
    let save = SaveContact {
        id: Some(contact),
        name: "Ida Hansen".into(),
        phone: Some("0461".into()),
        ..SaveContact::default()
    };
    firm.book.save_contact(&save).unwrap();

    let deal_lines = firm.lines(About::Deal(deal), &[]);
    assert_eq!(
        deal_lines,
        [
            "Call with Ida Hansen",
            "Moved New → Qualified",
            "Contact none → Ida Hansen",
            "Company none → Hotel Adler",
            "Created"
        ]
    );
    let company_lines = firm.lines(About::Company(company), &[]);
    assert_eq!(company_lines[..3], ["Likes blue", "Call with Ida Hansen", "Moved New → Qualified"]);
    let contact_lines = firm.lines(About::Contact(contact), &[]);
    assert_eq!(contact_lines[..2], ["Phone none → 0461", "Likes blue"]);
    assert_eq!(firm.lines(About::Contact(contact), &[TimelineKind::Note]), ["Likes blue"]);
    assert_eq!(firm.lines(About::Company(company), &[TimelineKind::Stage]), ["Moved New → Qualified", "Created"]);
}

#[test]
fn pages_of_a_timeline_leave_nothing_out_and_repeat_nothing() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    for n in 0..37 {
        firm.book.edit_deal(deal, &DealEdit::Source(Some(format!("s{n}")))).unwrap();
        // Several of the same past day share their day; some even their instant.
        let log = NewActivity {
            deal: Some(deal),
            done: true,
            due: Some(day("2026-11-20")),
            ..NewActivity::of(ActivityKind::Call, format!("c{n}"))
        };
        firm.book.add_activity(&log).unwrap();
        firm.note(deal, &format!("n{n}"));
    }
    let page = |before: Option<String>, limit| {
        firm.book.timeline(&TimelineArgs { about: About::Deal(deal), only: vec![], before, limit }).unwrap()
    };
    let whole: Vec<String> = page(None, 200).items.into_iter().map(|item| item.key).collect();
    assert_eq!(whole.len(), 37 * 3 + 1);
    for limit in [1, 7, 50] {
        let (mut keys, mut before) = (Vec::new(), None);
        loop {
            let next = page(before, limit);
            keys.extend(next.items.into_iter().map(|item| item.key));
            before = next.more;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(keys, whole, "pages of {limit}");
    }
    let mut sorted = whole.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), whole.len());
}

#[test]
fn a_won_deal_tells_of_its_project() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let win = WinDraft {
        company: Some(Ref::name("Hotel Adler")),
        amount: Some(Money::new(120_000, "EUR").unwrap()),
        promise: Some(Promise::NonePromised),
        ..WinDraft::of(deal)
    };
    firm.book.win_deal(&win).unwrap();
    firm.book.run_worker_once(10).unwrap();
    let project = firm.lines(About::Deal(deal), &[TimelineKind::Project]);
    // Without a template there is nothing to plan from: either way the corridor says what happened.
    assert_eq!(project.len(), 1, "{project:?}");
    assert!(firm.lines(About::Deal(deal), &[TimelineKind::Stage])[0].starts_with("Won"));
}

#[test]
fn today_counts_what_waits_for_me() {
    let firm = Firm::new();
    let bob = firm.book.save_person(&SavePerson { name: "Bob".into(), ..SavePerson::default() }).unwrap().value;
    let (a, b, c) = (firm.deal("A"), firm.deal("B"), firm.deal("C"));
    firm.book.edit_deal(c, &DealEdit::Owner(Some(bob))).unwrap();
    firm.book.edit_deal(a, &DealEdit::CloseDate(Some(day("2026-11-30")))).unwrap();
    firm.book.edit_deal(b, &DealEdit::CloseDate(Some(day("2026-12-01")))).unwrap();
    firm.plan(a, ActivityKind::Call, "2026-11-20");
    firm.plan(a, ActivityKind::Meeting, TODAY);
    let his = NewActivity {
        deal: Some(c),
        owner: Some(bob),
        due: Some(day(TODAY)),
        ..NewActivity::of(ActivityKind::Call, "")
    };
    firm.book.add_activity(&his).unwrap();
    let counts = |everybody| {
        let today = firm.book.today(everybody).unwrap();
        (today.overdue.total, today.due.total, today.without_next.total, today.rotting.total, today.closing.total)
    };
    assert_eq!(counts(false), (1, 1, 1, 0, 1));
    assert_eq!(counts(true), (1, 2, 1, 0, 1));
    assert_eq!(firm.book.activities_due().unwrap(), 2);
    // Three weeks without anything: all of mine rot; a pipeline that never rots shows none.
    firm.on("2026-12-14");
    assert_eq!(counts(false).3, 2);
    assert_eq!(counts(true).3, 3);
    let today = firm.book.today(false).unwrap();
    assert_eq!(today.closing.rows.iter().map(|deal| deal.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    let pipeline = firm.book.pipelines().unwrap().remove(0);
    let never = SavePipeline { id: Some(pipeline.id), name: pipeline.name, template: None, rot_days: 0 };
    firm.book.save_pipeline(&never).unwrap();
    assert_eq!(counts(true).3, 0);
    // A deleted deal takes its activities out of sight, and undo brings them back.
    firm.book.delete_deal(a).unwrap();
    assert_eq!(counts(false).0, 0);
    firm.book.undo(None).unwrap();
    assert_eq!(counts(false).0, 2);
}

#[test]
fn a_calendar_shows_plans_by_due_day_and_the_rest_by_the_day_it_was_done() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let call = firm.plan(deal, ActivityKind::Call, "2026-11-25");
    firm.plan(deal, ActivityKind::Meeting, "2026-12-02");
    firm.note(deal, "no place in a calendar");
    let days = |from: &str, to: &str| -> Vec<ActivityKind> {
        let args = CalendarArgs { from: day(from), to: day(to), owner: Some(firm.me) };
        firm.book.calendar(&args).unwrap().rows.into_iter().map(|one| one.kind).collect()
    };
    assert_eq!(days("2026-11-23", "2026-11-29"), [ActivityKind::Call]);
    firm.book.finish_activity(call, None).unwrap();
    assert_eq!(days(TODAY, TODAY), [ActivityKind::Call]);
    assert_eq!(days("2026-11-24", "2026-11-29"), []);
    assert_eq!(days("2026-11-24", "2026-12-31"), [ActivityKind::Meeting]);
}

#[test]
fn a_reminder_comes_once_and_only_for_what_is_open_and_mine() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let at = |minute, owner| NewActivity {
        deal: Some(deal),
        due: Some(day(TODAY)),
        minute,
        owner,
        ..NewActivity::of(ActivityKind::Call, "")
    };
    let bob = firm.book.save_person(&SavePerson { name: "Bob".into(), ..SavePerson::default() }).unwrap().value;
    let mine = firm.book.add_activity(&at(Some(600), None)).unwrap().value;
    firm.book.add_activity(&at(Some(600), Some(bob))).unwrap();
    firm.book.add_activity(&at(None, None)).unwrap();
    let today = day(TODAY);
    let due = |after, until| -> Vec<ActivityId> {
        firm.book.reminders((today, after), (today, until)).unwrap().into_iter().map(|one| one.id).collect()
    };
    assert_eq!(due(598, 599), []);
    assert_eq!(due(599, 600), [mine]);
    assert_eq!(due(600, 1_439), []);
    let night = firm.book.reminders((today.plus_days(-1), 1_439), (today.plus_days(1), 0)).unwrap();
    assert_eq!((night.len(), night[0].about.as_deref()), (1, Some("Hotel roof")));
    firm.book.finish_activity(mine, None).unwrap();
    assert_eq!(due(599, 600), []);
}

#[test]
fn who_leaves_hands_over_what_is_planned_in_the_same_undo() {
    let firm = Firm::new();
    let bob = firm.book.save_person(&SavePerson { name: "Bob".into(), ..SavePerson::default() }).unwrap().value;
    let new = NewActivity { owner: Some(bob), ..NewActivity::of(ActivityKind::Todo, "order slates") };
    let todo = firm.book.add_activity(&new).unwrap().value;
    assert_eq!(firm.book.leaving(bob).unwrap().sentence, "Who takes 1 activity?");
    firm.book.deactivate_person(bob, Some(firm.me)).unwrap();
    assert_eq!(firm.book.activity(todo).unwrap().owner.unwrap().name, "Ada");
    assert!(firm.book.add_activity(&new).is_err(), "nothing is planned for somebody who left");
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.activity(todo).unwrap().owner.unwrap().name, "Bob");
}

#[test]
fn the_next_step_of_a_card_is_one_look_into_an_index() {
    let firm = Firm::new();
    let plan: Vec<String> = firm
        .book
        .read(|reader| {
            reader.many(
                "EXPLAIN QUERY PLAN SELECT a.rowid FROM activity a WHERE a.deal_id = x'00' AND a.done_at IS NULL AND a.deleted_at IS NULL
                 ORDER BY a.due_on, a.due_minute, a.id LIMIT 1",
                [],
                |row| row.get(3),
            )
        })
        .unwrap();
    assert_eq!(plan, ["SEARCH a USING INDEX activity_next (deal_id=?)"]);
}

#[test]
fn several_changes_are_one_undo_and_all_or_nothing() {
    let firm = Firm::new();
    let deal = firm.deal("Hotel roof");
    let call = firm.plan(deal, ActivityKind::Call, TODAY);
    let when = When { day: day("2026-12-01"), minute: Some(540), minutes: None };
    let edits =
        [ActivityEdit::Kind(ActivityKind::Meeting), ActivityEdit::Subject("On site".into()), ActivityEdit::When(when)];
    firm.book.edit_activity(call, &edits).unwrap();
    let stands = firm.book.activity(call).unwrap();
    assert_eq!((stands.kind, stands.subject.as_str(), stands.minute), (ActivityKind::Meeting, "On site", Some(540)));
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.activity(call).unwrap().kind, ActivityKind::Call);
    let bad = [ActivityEdit::Subject("Kept?".into()), ActivityEdit::Kind(ActivityKind::Note)];
    assert!(firm.book.edit_activity(call, &bad).is_err());
    assert_eq!(firm.book.activity(call).unwrap().subject, "Call");
}
