//! Before the win: rules choose and stitch templates, the brief gates by every route, and the preview is what the worker then makes.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::{Anchor, LinkKind, Template, TemplateLink, TemplatePhase, TemplateTask};
use handsel_core::filter::{Filter, Op, Value};
use handsel_core::handoff::{
    BriefAnswer, BriefKind, BriefTest, OnlyIf, RuleKind, SaveBriefField, SaveHandoffRule, WinDraft, WinPreview,
};
use handsel_core::people::{RoleRule, SavePerson};
use handsel_core::sell::{DealEdit, DealField, MoveDeal, NewDeal, StageKind};
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{
    BriefFieldId, Day, DealId, HandoffId, HandoffRuleId, Minor, Money, PersonId, PipelineId, ProjectId, Promise, Ref,
    RoleId, TemplateId,
};
use handsel_core::{Book, Code};
use proptest::prelude::*;

struct World {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
    pipeline: PipelineId,
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    book.set_as_of(Some(day("2026-11-20")));
    let (start, business) = (Start::Empty, Business::Short);
    let args = SetUp { firm: "Firm".into(), currency: "EUR".into(), start, business, me: "Ada".into() };
    let me = book.set_up(&args).unwrap().value;
    book.act_as(Some(me));
    let pipeline = book.pipelines().unwrap()[0].id;
    World { _dir: dir, book, me, pipeline }
}

impl World {
    fn deal(&self, euros: i64, product: Option<&str>) -> DealId {
        let new = NewDeal {
            name: "Roof".into(),
            company: Some(Ref::name("Hotel")),
            owner: Some(self.me),
            amount: Some(Minor(euros * 100)),
            product: product.map(Ref::name),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn template(&self, name: &str) -> TemplateId {
        self.book.templates().unwrap().rows.into_iter().find(|row| row.name == name).unwrap().id
    }

    fn save(&self, name: &str, kind: RuleKind, template: Option<&str>, only_if: OnlyIf) -> HandoffRuleId {
        let template = template.map(|name| self.template(name));
        let (pipeline, stage, only_if) = (None, None, Some(only_if));
        let rule = SaveHandoffRule { id: None, name: name.into(), kind, pipeline, stage, template, only_if };
        self.book.save_handoff_rule(&rule).unwrap().value
    }

    fn ask(&self, label: &str, kind: BriefKind, required: bool) -> BriefFieldId {
        let choices = vec!["Flat".into(), "Pitched".into()];
        let (pipeline, help) = (self.pipeline, None);
        let save = SaveBriefField {
            id: None,
            pipeline,
            label: label.into(),
            kind,
            choices,
            help,
            required,
            kickoff: kind == BriefKind::Date,
        };
        self.book.save_brief_field(&save).unwrap().value
    }

    fn draft(&self, deal: DealId) -> WinDraft {
        WinDraft { promise: Some(Promise::NonePromised), ..WinDraft::of(deal) }
    }

    fn preview(&self, deal: DealId) -> WinPreview {
        self.book.win_preview(&self.draft(deal)).unwrap()
    }

    /// Wins as drafted, lets the worker work, and answers the project.
    fn made(&self, draft: &WinDraft) -> (ProjectId, HandoffId) {
        let handoff = HandoffId(self.book.win_deal(draft).unwrap().value);
        assert_eq!(self.book.run_worker_once(10).unwrap().delivered, 1);
        let project = self.book.handoff(handoff).unwrap().handoff.project.unwrap();
        (ProjectId(project.id), handoff)
    }
}

fn from(euros: i64) -> OnlyIf {
    OnlyIf { amount_from: Some(euros * 10_000), ..OnlyIf::default() }
}

fn answer(field: BriefFieldId, value: &str) -> BriefAnswer {
    BriefAnswer { field, value: Some(value.into()) }
}

#[test]
fn the_first_rule_that_fits_chooses_and_says_why() {
    let world = world();
    assert_eq!(world.preview(world.deal(100, None)).template.unwrap().name, "Short job");
    let large = world.save("Large", RuleKind::Project, Some("Installation"), from(10_000));
    world.save("Everything else", RuleKind::Project, Some("Fixed-price project"), OnlyIf::default());
    let big = world.preview(world.deal(10_000, None));
    assert_eq!(
        (big.template.unwrap().name.as_str(), big.why_template.as_str()),
        ("Installation", "rule 1 “Large”: amount from 10,000")
    );
    let small = world.preview(world.deal(9_999, None));
    assert_eq!(small.why_template, "rule 2 “Everything else”: fits every deal");
    let why: Vec<(bool, &str)> = small.rules.iter().map(|tried| (tried.fits, tried.why.as_str())).collect();
    assert_eq!(why, [(false, "not in its range (amount from 10,000)"), (true, "fits every deal")]);

    let others = world.book.handoff_rules().unwrap().rows[1].id;
    world.book.move_handoff_rule(others, None).unwrap();
    assert_eq!(world.preview(world.deal(10_000, None)).template.unwrap().name, "Fixed-price project");
    world.book.undo(None).unwrap();
    world.book.delete_handoff_rule(large).unwrap();
    assert_eq!(world.preview(world.deal(10_000, None)).template.unwrap().name, "Fixed-price project");

    let chosen = WinDraft { template: Some(world.template("Short job")), ..world.draft(world.deal(5, None)) };
    assert_eq!(world.book.win_preview(&chosen).unwrap().why_template, "chosen in the win sheet");
}

#[test]
fn what_the_sheet_says_counts_before_it_is_written() {
    let world = world();
    world.save("Large", RuleKind::Project, Some("Installation"), from(10_000));
    let owned = Filter::is(DealField::Company, Op::Contains, Value::Text("clinic".into()));
    world.save("Clinics", RuleKind::Project, Some("Customer onboarding"), OnlyIf { only: owned, ..OnlyIf::default() });
    let deal = world.deal(5, None);
    let mut draft = world.draft(deal);
    draft.amount = Some(Money { minor: Minor(2_000_000), currency: "EUR".into() });
    assert_eq!(world.book.win_preview(&draft).unwrap().template.unwrap().name, "Installation");
    draft.amount = None;
    draft.company = Some(Ref::name("Harbour Clinic"));
    let preview = world.book.win_preview(&draft).unwrap();
    assert_eq!(
        preview.template.as_ref().unwrap().name,
        "Customer onboarding",
        "a company that is only made by the win"
    );
    let (project, _) = world.made(&draft);
    assert_eq!(world.book.project_board(project).unwrap().columns[0].count as usize, preview.tasks.len());
}

#[test]
fn a_rule_may_say_that_no_project_is_needed() {
    let world = world();
    world.save("Small repairs", RuleKind::None, None, OnlyIf { amount_under: Some(500 * 10_000), ..OnlyIf::default() });
    let deal = world.deal(499, None);
    let preview = world.book.win_preview(&WinDraft::of(deal)).unwrap();
    assert_eq!(preview.no_project.as_deref(), Some("No project needed: rule “Small repairs”"));
    assert!(preview.missing.is_empty(), "nothing is delivered, so nothing is promised: {:?}", preview.missing);
    world.book.win_deal(&WinDraft::of(deal)).unwrap();
    assert_eq!(world.book.run_worker_once(10).unwrap().delivered, 0);
    let page = world.book.deal(deal).unwrap().deal;
    assert_eq!(page.no_project_reason.as_deref(), Some("No project needed: rule “Small repairs”"));
    // "What would this deal do?" asks for a project of its own, and is told that none is needed.
    let tried = WinDraft { new_project: true, ..WinDraft::of(world.deal(1, None)) };
    assert!(world.book.win_preview(&tried).unwrap().no_project.is_some());
    // Somebody who chooses a template wants the project.
    let other = world.deal(499, None);
    world.made(&WinDraft { template: Some(world.template("Short job")), ..world.draft(other) });
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn products_stitch_parts_without_doubled_tasks() {
    let world = world();
    let tile = world.deal(100, Some("Tile"));
    let sold = |name: &str| {
        let product = world.book.products().unwrap().into_iter().find(|row| row.name == name).unwrap();
        OnlyIf { products: vec![product.id], ..OnlyIf::default() }
    };
    world.save("Tiles", RuleKind::Part, Some("Installation"), sold("Tile"));
    let without = world.preview(world.deal(100, None));
    assert_eq!((without.tasks.len(), without.rules[0].why.as_str()), (5, "Tile is not sold"));
    let with = world.preview(tile);
    // Short job has 5 tasks, Installation 13; only “brief” is in both.
    assert_eq!((with.tasks.len(), with.parts[0].tasks), (16, 11), "{:?}", with.left_out);
    let twice: Vec<&str> = with.left_out.iter().map(|left| left.name.as_str()).collect();
    assert_eq!(twice, ["Hand the deal over", "Agree the date with the customer"]);
    let (_, handoff) = world.made(&world.draft(tile));
    let explanation = world.book.handoff(handoff).unwrap().explanation.unwrap();
    assert_eq!(
        (explanation.tasks.len(), explanation.parts[0].template.name.as_str(), explanation.version),
        (16, "Installation", 1)
    );
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn the_brief_is_asked_for_by_every_route_and_becomes_the_first_page() {
    let world = world();
    let roof = world.ask("Roof", BriefKind::Choice, true);
    let kickoff = world.ask("Kickoff", BriefKind::Date, false);
    let who = world.ask("Who knows it", BriefKind::Person, false);
    let deal = world.deal(100, None);
    let key = format!("brief:{roof}");
    let missing = |error: handsel_core::Error| {
        assert_eq!(error.code, Code::Gate);
        error.missing.into_iter().map(|field| field.field).collect::<Vec<_>>()
    };
    // The sheet, a drop, a move with fields filled in, and the form.
    assert_eq!(missing(world.book.win_deal(&world.draft(deal)).unwrap_err()), [key.as_str()]);
    let stages = world.book.pipelines().unwrap().remove(0).stages;
    let won = stages.iter().find(|stage| stage.kind == StageKind::Won).unwrap().id;
    let to = MoveDeal { deal, stage: won, above: None, below: None };
    assert!(missing(world.book.move_deal(&to).unwrap_err()).contains(&key));
    let promise = [DealEdit::Promise(Some(Promise::NonePromised))];
    assert_eq!(missing(world.book.move_deal_with(&to, &promise).unwrap_err()), [key.as_str()]);
    assert_eq!(missing(world.book.win_deal_with(&world.draft(deal), &[]).unwrap_err()), [key.as_str()]);
    assert_eq!(world.preview(deal).missing[0].label, "Roof");
    world
        .book
        .win_deal(&WinDraft { without_project: Some("only goods".into()), ..WinDraft::of(world.deal(1, None)) })
        .unwrap();

    let wrong = WinDraft { brief: vec![answer(roof, "Dome")], ..world.draft(deal) };
    assert!(world.book.win_deal(&wrong).is_err());
    world.book.set_brief(deal, &[answer(who, "ada")]).unwrap();
    let said = vec![answer(roof, "flat"), answer(kickoff, "2026-12-07")];
    let draft = WinDraft { brief: said, ..world.draft(deal) };
    let preview = world.book.win_preview(&draft).unwrap();
    assert_eq!((preview.missing.len(), preview.kickoff), (0, Some(day("2026-12-07"))));
    let (project, _) = world.made(&draft);
    let page = world.book.project_brief(project).unwrap();
    let lines: Vec<(&str, &str)> = page.lines.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect();
    assert_eq!(lines, [("Roof", "Flat"), ("Kickoff", "7 Dec 2026"), ("Who knows it", "Ada")]);
    assert!(page.carried.iter().any(|one| one.field == "Kickoff" && one.source == "kickoff brief of the deal"));
    // A won deal keeps what its win asked for.
    assert_eq!(
        missing(world.book.set_brief(deal, &[BriefAnswer { field: roof, value: None }]).unwrap_err()),
        [key.as_str()]
    );
    world.book.set_brief(deal, &[answer(roof, "Pitched")]).unwrap();
    assert_eq!(world.book.project_brief(project).unwrap().lines[0].value, "Flat", "what was handed over stays");
    assert!(world.book.check().unwrap().ok);
}

#[test]
fn contacts_go_along_as_stakeholders_with_their_roles() {
    let world = world();
    let deal = world.deal(100, None);
    world.book.edit_deal(deal, &DealEdit::Contact(Some(Ref::name("Birte")))).unwrap();
    world.book.link_contact(deal, &Ref::name("Oskar"), Some("Pays")).unwrap();
    assert_eq!(world.preview(deal).stakeholders, ["Birte (Main contact)", "Oskar (Pays)"]);
    let draft = WinDraft { contact: Some(Ref::name("Zoe")), ..world.draft(deal) };
    let (project, _) = world.made(&draft);
    let people = world.book.project_brief(project).unwrap().stakeholders;
    let named: Vec<(&str, Option<&str>)> = people.iter().map(|one| (one.name.as_str(), one.role.as_deref())).collect();
    assert_eq!(named, [("Birte", None), ("Oskar", Some("Pays")), ("Zoe", Some("Main contact"))]);
}

#[test]
fn a_turn_is_kept_and_undone_with_its_win() {
    let world = world();
    let bea = world.book.save_person(&SavePerson { id: None, name: "Bea".into(), email: None }).unwrap().value;
    let engineer = world.book.roles().unwrap().into_iter().find(|role| role.name == "Engineer").unwrap().id;
    world.book.set_role_rule(engineer, RoleRule::RoundRobin, &[world.me, bea]).unwrap();
    let who = |deal| {
        let preview = world.preview(deal);
        preview.tasks.into_iter().find(|task| task.who_why.contains("in turn")).unwrap().assignee.unwrap().name
    };
    let (first, second, third) = (world.deal(1, None), world.deal(2, None), world.deal(3, None));
    assert_eq!(who(first), "Ada");
    world.made(&world.draft(first));
    assert_eq!(who(second), "Bea");
    world.made(&world.draft(second));
    assert_eq!(who(third), "Ada");
    world.book.undo(None).unwrap();
    assert_eq!(who(third), "Bea", "the turn is open again");
}

/// A template whose parts are conditional on the amount or on the brief, with every anchor.
fn random_template(name: &str, tasks: &[(i32, u32, u8, u8, u8)], roof: BriefFieldId, roles: &[RoleId]) -> Template {
    let condition = |n: u8| match n {
        0 => Some(from(1_000)),
        1 => Some(OnlyIf { amount_under: Some(1_000 * 10_000), ..OnlyIf::default() }),
        2 => Some(OnlyIf {
            brief: vec![BriefTest { field: roof, op: Op::Is, value: "Flat".into() }],
            ..OnlyIf::default()
        }),
        _ => None,
    };
    let task = |(n, (offset_days, duration_days, anchor, when, role)): (usize, &(i32, u32, u8, u8, u8))| TemplateTask {
        key: format!("k{n}"),
        name: format!("{name} {n}"),
        anchor: Anchor::ALL[*anchor as usize % 3],
        offset_days: *offset_days,
        duration_days: *duration_days,
        only_if: condition(*when),
        role: roles.get(*role as usize).copied(),
        estimate_minutes: (*when > 3).then_some(90),
        ..TemplateTask::default()
    };
    let all: Vec<TemplateTask> = tasks.iter().enumerate().map(task).collect();
    let half = all.len() / 2;
    let phase = |key: &str, tasks: &[TemplateTask], only_if| TemplatePhase {
        key: key.into(),
        name: format!("{name} {key}"),
        tasks: tasks.to_vec(),
        only_if,
    };
    let links = (1..all.len()).step_by(2).map(|n| TemplateLink {
        predecessor: format!("k{}", n - 1),
        successor: format!("k{n}"),
        kind: LinkKind::ALL[n % LinkKind::ALL.len()],
        lag_days: n as i32 % 3,
    });
    Template {
        name: name.into(),
        kickoff_days: tasks.len() as u32,
        links: links.collect(),
        phases: vec![phase("first", &all[..half], None), phase("second", &all[half..], condition(tasks[0].3 + 1))],
        ..Template::default()
    }
}

/// (offset, length, anchor, condition, role) of tasks
type Tasks = Vec<(i32, u32, u8, u8, u8)>;

fn tasks() -> impl Strategy<Value = Tasks> {
    prop::collection::vec((-8i32..30, 0u32..6, 0u8..3, 0u8..7, 0u8..6), 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("HANDSEL_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24), ..ProptestConfig::default()
    })]
    #[test]
    fn the_preview_is_what_the_worker_then_makes(
        templates in prop::collection::vec(tasks(), 1..4),
        rules in prop::collection::vec((0usize..4, 0u8..3, 0u8..5), 0..5),
        deals in prop::collection::vec((0i64..2_000, prop::option::of(0i64..60), 0u8..3, any::<bool>(), 0i64..4), 1..4),
    ) {
        let world = world();
        let (roof, kickoff) = (world.ask("Roof", BriefKind::Choice, false), world.ask("Kickoff", BriefKind::Date, false));
        let bea = world.book.save_person(&SavePerson { id: None, name: "Bea".into(), email: None }).unwrap().value;
        let roles: Vec<RoleId> = world.book.roles().unwrap().into_iter().map(|role| role.id).collect();
        for (role, rule) in roles.iter().zip([RoleRule::LeastLoaded, RoleRule::RoundRobin, RoleRule::CompanyOwner]) {
            world.book.set_role_rule(*role, rule, &[world.me, bea]).unwrap();
        }
        let ids: Vec<TemplateId> = templates.iter().enumerate()
            .map(|(n, tasks)| world.book.save_template(&random_template(&format!("T{n}"), tasks, roof, &roles)).unwrap().value).collect();
        for (n, (template, kind, when)) in rules.iter().enumerate() {
            let kind = RuleKind::ALL[*kind as usize];
            let name = Filter::is(DealField::Company, Op::Contains, Value::Text("new".into()));
            let only_if = match when {
                0 => from(1_000),
                1 => OnlyIf { amount_under: Some(500 * 10_000), ..OnlyIf::default() },
                2 => OnlyIf { brief: vec![BriefTest { field: roof, op: Op::IsNot, value: "Flat".into() }], ..OnlyIf::default() },
                3 => OnlyIf { only: name, ..OnlyIf::default() },
                _ => OnlyIf::default(),
            };
            let template = (kind != RuleKind::None).then(|| ids[template % ids.len()]);
            let rule = SaveHandoffRule { id: None, name: format!("R{n}"), kind, pipeline: None, stage: None, template, only_if: Some(only_if) };
            world.book.save_handoff_rule(&rule).unwrap();
        }
        for (euros, promised, roofs, named, later) in deals {
            let deal = world.deal(1, None);
            let mut draft = WinDraft::of(deal);
            draft.amount = Some(Money { minor: Minor(euros * 100), currency: "EUR".into() });
            draft.promise = Some(promised.map_or(Promise::NonePromised, |days| Promise::On(day("2026-11-20").plus_days(days))));
            draft.company = named.then(|| Ref::name("A new customer"));
            draft.closed_on = Some(day("2026-11-20").plus_days(-later));
            draft.brief = vec![answer(roof, ["Flat", "Pitched", ""][roofs as usize])];
            if roofs == 1 {
                draft.brief.push(answer(kickoff, "2026-12-01"));
            }
            let preview = world.book.win_preview(&draft).unwrap();
            prop_assert!(preview.missing.is_empty());
            let won = world.book.win_deal(&draft).unwrap().value;
            let run = world.book.run_worker_once(10).unwrap();
            if preview.no_project.is_some() {
                prop_assert_eq!((run.delivered, won), (0, deal.into()));
                continue;
            }
            prop_assert_eq!(run.delivered, 1);
            let page = world.book.handoff(HandoffId(won)).unwrap();
            let made = page.explanation.unwrap();
            prop_assert_eq!(&made.why_template, &preview.why_template);
            prop_assert_eq!(&made.template, &preview.template.as_ref().unwrap().name);
            prop_assert_eq!(&made.rules, &preview.rules);
            prop_assert_eq!(&made.parts, &preview.parts);
            prop_assert_eq!(&made.left_out, &preview.left_out);
            prop_assert_eq!(made.version, preview.version);
            let seen: Vec<_> = preview.tasks.iter().map(|task| (&task.name, task.assignee.as_ref().map(|who| &who.name), &task.who_why, task.start, task.due, &task.date_why)).collect();
            let done: Vec<_> = made.tasks.iter().map(|task| (&task.name, Some(&task.assignee), &task.who_why, task.start, task.due, &task.date_why)).collect();
            prop_assert_eq!(&seen, &done);
            // And the rows themselves.
            let project = ProjectId(page.handoff.project.unwrap().id);
            for (task, wanted) in made.tasks.iter().zip(&preview.tasks) {
                let row = world.book.task(task.task).unwrap();
                prop_assert_eq!((&row.name, row.start, row.due), (&wanted.name, Some(wanted.start), Some(wanted.due)));
                prop_assert_eq!(row.assignee.map(|who| who.id), wanted.assignee.as_ref().map(|who| who.id));
                prop_assert_eq!(row.phase.as_ref(), Some(&wanted.phase));
                prop_assert_eq!(row.project.id, project.0);
            }
            prop_assert_eq!(preview.unowned, 0);
        }
        prop_assert!(world.book.check().unwrap().ok);
    }
}
