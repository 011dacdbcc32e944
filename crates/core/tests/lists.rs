//! The lists a firm keeps for itself, changed through the verbs: lost reasons, the columns of a board, roles.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::deliver::{
    Category, MoveTask, NewProject, NewTask, ProjectColumn, SaveColumn, Template, TemplatePhase, TemplateTask,
};
use handsel_core::people::SavePerson;
use handsel_core::sell::{LoseDraft, NewDeal, seed_defaults};
use handsel_core::values::{ColumnId, DealId, PersonId, ProjectId, Ref, RoleId, TaskId, TemplateId};
use handsel_core::{Book, Code, Error};

fn workspace() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
    book.transact("set_up", seed_defaults).unwrap();
    (folder, book)
}

fn lost(book: &Book, name: &str, reason: &str) -> DealId {
    let deal = book.create_deal(&NewDeal { name: name.into(), ..NewDeal::default() }).unwrap().value;
    let draft = LoseDraft {
        deal,
        stage: None,
        reason: Some(Ref::name(reason)),
        note: None,
        closed_on: None,
        above: None,
        below: None,
    };
    book.lose_deal(&draft).unwrap();
    deal
}

fn refused(answer: Result<impl Sized, Error>) -> Code {
    answer.err().unwrap().code
}

#[test]
fn two_reasons_never_share_a_name() {
    let (_folder, book) = workspace();
    let reasons = book.lost_reasons().unwrap();
    let (first, second) = (&reasons[0], &reasons[1]);
    assert_eq!(refused(book.save_lost_reason(None, &first.name.to_uppercase())), Code::Conflict);
    assert_eq!(refused(book.save_lost_reason(Some(second.id), &format!(" {} ", first.name))), Code::Conflict);
    assert_eq!(refused(book.save_lost_reason(Some(second.id), "  ")), Code::Invalid);
    assert_eq!(book.lost_reasons().unwrap(), reasons);

    // Its own name in another spelling is no clash.
    let done = book.save_lost_reason(Some(first.id), &first.name.to_uppercase()).unwrap();
    assert!(done.label.starts_with("Renamed the reason"), "{}", done.label);
    assert_eq!(book.lost_reasons().unwrap()[0].name, first.name.to_uppercase());
    book.undo(None).unwrap();
    assert_eq!(book.lost_reasons().unwrap(), reasons);
}

#[test]
fn reasons_stand_where_they_were_put_and_one_undo_puts_them_back() {
    let (_folder, book) = workspace();
    let ids = || book.lost_reasons().unwrap().into_iter().map(|reason| reason.id).collect::<Vec<_>>();
    let before = ids();
    book.move_lost_reason(before[0], Some(before[2])).unwrap();
    assert_eq!(ids()[..3], [before[1], before[2], before[0]]);
    book.undo(None).unwrap();
    assert_eq!(ids(), before);
    book.move_lost_reason(before[5], None).unwrap();
    assert_eq!(ids()[0], before[5]);
    assert_eq!(refused(book.move_lost_reason(before[1], Some(before[1]))), Code::NotFound);

    // However often two swap, there is room between their neighbours.
    for _ in 0..200 {
        let now = ids();
        book.move_lost_reason(now[1], Some(now[2])).unwrap();
        assert_eq!(ids()[..4], [now[0], now[2], now[1], now[3]]);
    }
}

#[test]
fn a_deleted_reason_leaves_no_lost_deal_without_one() {
    let (_folder, book) = workspace();
    let deals = [lost(&book, "Hotel roof", "No budget"), lost(&book, "Barn", "No budget")];
    let reasons = book.lost_reasons().unwrap();
    let gone = reasons.iter().find(|reason| reason.deals == 2).unwrap();
    let error = book.delete_lost_reason(gone.id, None).unwrap_err();
    assert_eq!((error.code, error.missing[0].field.as_str()), (Code::Gate, "deals_go_to"));
    assert!(error.message.contains("2 deals were lost because of “No budget”"), "{}", error.message);
    assert_eq!(refused(book.delete_lost_reason(gone.id, Some(gone.id))), Code::Gate);

    let other = &reasons[0];
    book.delete_lost_reason(gone.id, Some(other.id)).unwrap();
    let reason_of = |deal| book.deal(deal).unwrap().deal.lost_reason.unwrap().name;
    assert_eq!(deals.map(reason_of), [other.name.clone(), other.name.clone()]);
    assert_eq!(refused(book.delete_lost_reason(other.id, Some(gone.id))), Code::NotFound);
    assert_eq!(refused(book.save_lost_reason(Some(gone.id), "Back again")), Code::NotFound);

    book.undo(None).unwrap();
    assert_eq!(deals.map(reason_of), ["No budget".to_owned(), "No budget".to_owned()]);
    assert_eq!(book.lost_reasons().unwrap(), reasons);
}

/// A project by hand with three columns (to do, in progress, done) and one task in each.
struct Board<'b> {
    book: &'b Book,
    project: ProjectId,
    tasks: Vec<TaskId>,
}

impl Board<'_> {
    fn new(book: &Book) -> Board<'_> {
        let project = book.create_project(&NewProject { name: "Roof".into(), ..NewProject::default() }).unwrap().value;
        let mut board = Board { book, project, tasks: Vec::new() };
        for column in board.columns() {
            let new =
                NewTask { project, column: Some(column.id), name: column.name.clone(), assignee: None, due: None };
            board.tasks.push(book.create_task(&new).unwrap().value);
        }
        board
    }

    fn columns(&self) -> Vec<ProjectColumn> {
        self.book.project_board(self.project).unwrap().columns
    }

    fn names(&self) -> Vec<String> {
        self.columns().into_iter().map(|column| column.name).collect()
    }

    fn save(&self, id: Option<ColumnId>, name: &str, category: Category) -> Result<ColumnId, Error> {
        let save = SaveColumn { id, project: self.project, name: name.into(), category, limit: None };
        self.book.save_column(&save).map(|done| done.value)
    }

    fn done_on(&self, task: usize) -> bool {
        self.book.task(self.tasks[task]).unwrap().done_on.is_some()
    }
}

#[test]
fn a_board_keeps_where_work_begins_and_where_it_ends() {
    let (_folder, book) = workspace();
    let board = Board::new(&book);
    let [todo, doing, done] = board.columns().try_into().unwrap();
    for (last, category) in [(&todo, Category::Doing), (&todo, Category::Done), (&done, Category::Todo)] {
        assert_eq!(refused(board.save(Some(last.id), &last.name, category)), Code::Invalid);
        assert_eq!(refused(book.delete_column(last.id, Some(doing.id))), Code::Invalid);
    }
    assert_eq!(board.columns().into_iter().map(|column| column.count).collect::<Vec<_>>(), [1, 1, 1]);

    // Nothing has to be in progress, and a second column of a kind frees the first.
    book.delete_column(doing.id, Some(done.id)).unwrap();
    assert!(board.done_on(1));
    let checked = board.save(None, "Checked", Category::Done).unwrap();
    assert_eq!(board.names(), [todo.name.as_str(), done.name.as_str(), "Checked"]);
    book.delete_column(done.id, Some(checked)).unwrap();
    assert_eq!(board.columns()[1].count, 2);
    book.undo(None).unwrap();
    book.undo(None).unwrap();
    book.undo(None).unwrap();
    assert_eq!(board.names(), [todo.name, doing.name, done.name]);
    assert_eq!([0, 1, 2].map(|task| board.done_on(task)), [false, false, true]);
}

#[test]
fn two_columns_of_a_board_never_share_a_name() {
    let (_folder, book) = workspace();
    let board = Board::new(&book);
    let [todo, doing, _] = board.columns().try_into().unwrap();
    assert_eq!(refused(board.save(None, &todo.name.to_uppercase(), Category::Todo)), Code::Conflict);
    assert_eq!(refused(board.save(Some(doing.id), &todo.name, doing.category)), Code::Conflict);
    assert_eq!(refused(board.save(Some(doing.id), " ", doing.category)), Code::Invalid);
    board.save(Some(doing.id), "On site", doing.category).unwrap();
    assert_eq!(board.names()[1], "On site");
    assert_eq!(Board::new(&book).names()[1], doing.name);
    book.move_column(doing.id, None).unwrap();
    assert_eq!(board.names()[0], "On site");
}

#[test]
fn tasks_follow_what_their_column_means_and_one_undo_takes_it_back() {
    let (_folder, book) = workspace();
    let board = Board::new(&book);
    let [todo, doing, done] = board.columns().try_into().unwrap();
    board.save(Some(doing.id), &doing.name, Category::Done).unwrap();
    assert_eq!([0, 1, 2].map(|task| board.done_on(task)), [false, true, true]);
    assert_eq!(book.project_board(board.project).unwrap().project.done, 2);
    // With two columns of what is done, the old one may mean something else, and its task is open again.
    board.save(Some(done.id), &done.name, Category::Doing).unwrap();
    assert_eq!([0, 1, 2].map(|task| board.done_on(task)), [false, true, false]);
    book.undo(None).unwrap();
    book.undo(None).unwrap();
    assert_eq!([0, 1, 2].map(|task| board.done_on(task)), [false, false, true]);
    assert_eq!(board.columns()[1].category, Category::Doing);

    book.move_task(&MoveTask { task: board.tasks[2], column: todo.id, above: None, below: None }).unwrap();
    let error = book.delete_column(doing.id, None).unwrap_err();
    assert_eq!((error.code, error.missing[0].field.as_str()), (Code::Gate, "tasks_go_to"));
    assert!(error.message.contains("has 1 task."), "{}", error.message);
    // A column of another project takes nothing.
    let elsewhere = Board::new(&book).columns()[0].id;
    assert_eq!(refused(book.delete_column(doing.id, Some(elsewhere))), Code::NotFound);
    assert_eq!(board.columns().len(), 3);
}

fn person(book: &Book, name: &str) -> PersonId {
    book.save_person(&SavePerson { name: name.into(), ..SavePerson::default() }).unwrap().value
}

/// A template whose two tasks and whose lead ask for this role.
fn asking_for(book: &Book, role: RoleId) -> TemplateId {
    let task = |name: &str| TemplateTask {
        key: name.into(),
        name: name.into(),
        description: None,
        role: Some(role),
        offset_days: 0,
        duration_days: 1,
        checklist: Vec::new(),
        ..TemplateTask::default()
    };
    let phases = vec![TemplatePhase {
        key: "p".into(),
        name: "Work".into(),
        tasks: vec![task("Plan"), task("Build")],
        ..TemplatePhase::default()
    }];
    let template = Template { name: "Roof".into(), lead_role: Some(role), phases, ..Template::default() };
    book.save_template(&template).unwrap().value
}

#[test]
fn two_roles_never_share_a_name_and_adding_one_takes_nobody_out_of_another() {
    let (_folder, book) = workspace();
    let ada = person(&book, "Ada");
    let engineer = book.save_role(None, "Engineer", Some(ada), false).unwrap().value;
    let buyer = book.save_role(None, "Buyer", None, false).unwrap().value;
    assert_eq!(refused(book.save_role(None, "engineer", None, false)), Code::Conflict);
    assert_eq!(refused(book.save_role(Some(buyer), "ENGINEER", None, false)), Code::Conflict);
    assert_eq!(book.roles().unwrap()[1].person.as_ref().unwrap().name, "Ada");
    let done = book.save_role(Some(engineer), "Planner", Some(ada), false).unwrap();
    assert_eq!(done.label, "Renamed the role Engineer to Planner");
    assert_eq!(book.save_role(Some(engineer), "Planner", None, false).unwrap().label, "Nobody is Planner now");
    book.undo(None).unwrap();
    book.undo(None).unwrap();
    assert_eq!(book.roles().unwrap()[1].name, "Engineer");
}

#[test]
fn a_deleted_role_hands_its_templates_to_another_in_one_step() {
    let (_folder, book) = workspace();
    let engineer = book.save_role(None, "Engineer", None, false).unwrap().value;
    let buyer = book.save_role(None, "Buyer", None, false).unwrap().value;
    let template = asking_for(&book, engineer);
    let uses = book.roles().unwrap().remove(1).uses;
    assert_eq!((uses.len(), uses[0].template.name.as_str(), uses[0].tasks, uses[0].leads), (1, "Roof", 2, true));

    let error = book.delete_role(engineer, None).unwrap_err();
    assert_eq!((error.code, error.missing[0].field.as_str()), (Code::Gate, "uses_go_to"));
    assert_eq!(refused(book.delete_role(engineer, Some(engineer))), Code::Gate);
    assert_eq!(book.template(template).unwrap().version, 1);

    book.delete_role(engineer, Some(buyer)).unwrap();
    let asked = |document: Template| {
        let mut roles: Vec<Option<RoleId>> = document.phases[0].tasks.iter().map(|task| task.role).collect();
        roles.push(document.lead_role);
        roles
    };
    assert_eq!(asked(book.template(template).unwrap()), [Some(buyer); 3]);
    assert_eq!(refused(book.delete_role(buyer, Some(engineer))), Code::NotFound);
    book.undo(None).unwrap();
    assert_eq!(asked(book.template(template).unwrap()), [Some(engineer); 3]);
    assert_eq!(book.roles().unwrap().len(), 2);

    // A template in the trash asks for nothing any more.
    book.delete_template(template, None).unwrap();
    book.delete_role(engineer, None).unwrap();
}

#[test]
fn a_person_keeps_name_and_address_apart() {
    let (_folder, book) = workspace();
    let ada = person(&book, "Ada");
    let save = |name: &str, email: Option<&str>| {
        book.save_person(&SavePerson { id: Some(ada), name: name.into(), email: email.map(str::to_owned) })
    };
    save("Ada Lovelace", Some(" ada@engines.example ")).unwrap();
    for slip in ["ada", "@engines.example", "ada@", "ada lovelace@engines.example"] {
        assert_eq!(refused(save("Ada Lovelace", Some(slip))), Code::Invalid, "{slip}");
    }
    let found = || book.people().unwrap().remove(0);
    assert_eq!((found().name.as_str(), found().email.as_deref()), ("Ada Lovelace", Some("ada@engines.example")));
    save("Ada Lovelace", Some("")).unwrap();
    assert_eq!(found().email, None);
    book.undo(None).unwrap();
    assert_eq!(found().email.as_deref(), Some("ada@engines.example"));
}
