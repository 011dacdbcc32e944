//! Companies and contacts, whole: what hangs on them, how far they are, their lists, their files.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use handsel_core::book::Table;
use handsel_core::people::SavePerson;
use handsel_core::sell::*;
use handsel_core::transfer::{ExportKind, FileFormat, Target};
use handsel_core::values::*;
use handsel_core::{Book, Code};

struct Firm {
    folder: tempfile::TempDir,
    book: Book,
}

impl Firm {
    fn new() -> Firm {
        let folder = tempfile::tempdir().unwrap();
        let book = Book::create(&folder.path().join("firm.handsel"), "Roofs Ltd", "EUR").unwrap();
        book.transact("set_up", seed_defaults).unwrap();
        Firm { folder, book }
    }

    fn company(&self, name: &str) -> CompanyId {
        self.book.save_company(&SaveCompany { name: name.into(), ..SaveCompany::default() }).unwrap().value
    }

    fn contact(&self, name: &str) -> ContactId {
        self.book.save_contact(&SaveContact { name: name.into(), ..SaveContact::default() }).unwrap().value
    }

    fn deal(&self, name: &str, company: Option<CompanyId>, contact: Option<ContactId>, amount: i64) -> DealId {
        let new = NewDeal {
            name: name.into(),
            company: company.map(Ref::id),
            contact: contact.map(Ref::id),
            amount: Some(Minor(amount)),
            ..NewDeal::default()
        };
        self.book.create_deal(&new).unwrap().value
    }

    fn win(&self, deal: DealId, day: &str) {
        let draft = WinDraft {
            closed_on: Some(Day::parse_iso(day).unwrap()),
            promise: Some(Promise::NonePromised),
            without_project: Some("A test needs none".into()),
            ..WinDraft::of(deal)
        };
        self.book.win_deal(&draft).unwrap();
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn standing(&self, company: CompanyId) -> (Lifecycle, Lifecycle, bool) {
        let customer = self.book.company(company).unwrap().customer;
        (customer.lifecycle, customer.lifecycle_derived, customer.lifecycle_set)
    }

    fn sound(&self) {
        let check = self.book.check().unwrap();
        assert!(check.ok, "{:?}", check.problems);
    }
}

fn at(company: CompanyId) -> Holder {
    Holder::Company { id: company }
}

fn of(contact: ContactId) -> Holder {
    Holder::Contact { id: contact }
}

fn reach(of: Holder, kind: ReachKind, value: &str) -> SaveReach {
    SaveReach { of, id: None, main: false, kind, label: None, value: value.into() }
}

#[test]
fn a_contact_has_several_mails_and_one_main_one() {
    let firm = Firm::new();
    let ada = firm.contact("Ada");
    let values = || -> Vec<String> {
        let reaches = firm.book.contact(ada).unwrap().customer.reaches;
        reaches.into_iter().map(|r| format!("{}{}", if r.id.is_none() { "*" } else { "" }, r.value)).collect()
    };
    for mail in ["ADA@firm.example", "ada@home.example", "ada@club.example"] {
        firm.book.save_reach(&reach(of(ada), ReachKind::Email, mail)).unwrap();
    }
    firm.book.save_reach(&reach(of(ada), ReachKind::Phone, "+49 40 1234567")).unwrap();
    assert_eq!(values(), ["*ada@firm.example", "ada@home.example", "ada@club.example", "*+49 40 1234567"]);

    // The same one in another spelling is not added twice.
    let again = firm.book.save_reach(&reach(of(ada), ReachKind::Phone, "040/1234567")).unwrap_err();
    assert_eq!(again.code, Code::Conflict);
    assert_eq!(firm.book.save_reach(&reach(of(ada), ReachKind::Email, "no mail")).unwrap_err().code, Code::Invalid);

    let club = firm.book.contact(ada).unwrap().customer.reaches[2].id.unwrap();
    firm.book.make_main_reach(club).unwrap();
    assert_eq!(values()[..3], ["*ada@club.example", "ada@home.example", "ada@firm.example"]);
    assert_eq!(firm.book.contact(ada).unwrap().email.as_deref(), Some("ada@club.example"));

    // The main one goes: the next takes its place. Every one of them is found by search.
    firm.book.delete_reach(of(ada), ReachKind::Email, None).unwrap();
    assert_eq!(values()[..2], ["*ada@home.example", "ada@firm.example"]);
    assert_eq!(firm.book.search("ada@firm.example", 5).unwrap().len(), 1);
    assert!(firm.book.search("ada@club.example", 5).unwrap().is_empty());
    for _ in 0..2 {
        firm.book.undo(None).unwrap();
    }
    assert_eq!(values()[..3], ["*ada@firm.example", "ada@home.example", "ada@club.example"]);
    assert_eq!(firm.book.search("ada@club.example", 5).unwrap().len(), 1);
    firm.sound();
}

#[test]
fn deals_say_how_far_a_customer_is_and_a_decision_stands_until_it_is_cleared() {
    let firm = Firm::new();
    let acme = firm.company("Acme");
    let (at_acme, private) = (firm.contact("At Acme"), firm.contact("Private"));
    firm.book.link_company_contact(&Ref::id(acme), &Ref::id(at_acme), Some("buyer")).unwrap();
    let of_contact = |id| firm.book.contact(id).unwrap().customer.lifecycle;
    assert_eq!(firm.standing(acme), (Lifecycle::Lead, Lifecycle::Lead, false));

    let roof = firm.deal("Roof", Some(acme), None, 100_000);
    let door = firm.deal("Door", None, Some(private), 5_000);
    assert_eq!(firm.standing(acme).0, Lifecycle::Prospect);
    assert_eq!([of_contact(at_acme), of_contact(private)], [Lifecycle::Prospect; 2]);
    firm.win(roof, "2026-03-01");
    firm.win(door, "2026-03-02");
    assert_eq!(firm.standing(acme).0, Lifecycle::Customer);
    assert_eq!([of_contact(at_acme), of_contact(private)], [Lifecycle::Customer; 2]);

    firm.book.edit_company(acme, &CompanyEdit::Lifecycle(Some(Lifecycle::Churned))).unwrap();
    assert_eq!(firm.standing(acme), (Lifecycle::Churned, Lifecycle::Customer, true));
    assert_eq!(of_contact(at_acme), Lifecycle::Churned);
    firm.book.edit_company(acme, &CompanyEdit::Lifecycle(None)).unwrap();
    assert_eq!(firm.standing(acme), (Lifecycle::Customer, Lifecycle::Customer, false));

    // A win taken back, a deal deleted, a contact taken off: each is counted again.
    firm.book.reopen_deal(roof, None).unwrap();
    assert_eq!(firm.standing(acme).0, Lifecycle::Prospect);
    firm.book.delete_deal(roof).unwrap();
    assert_eq!((firm.standing(acme).0, of_contact(at_acme)), (Lifecycle::Lead, Lifecycle::Lead));
    firm.book.undo(None).unwrap();
    assert_eq!((firm.standing(acme).0, of_contact(at_acme)), (Lifecycle::Prospect, Lifecycle::Prospect));
    firm.book.edit_deal(roof, &DealEdit::Company(None)).unwrap();
    assert_eq!(firm.standing(acme).0, Lifecycle::Lead);
    firm.sound();
}

#[test]
fn figures_are_one_sum_a_currency() {
    let firm = Firm::new();
    let acme = firm.company("Acme");
    let stages = firm.book.pipelines().unwrap().remove(0).stages;
    let half = stages.iter().find(|stage| stage.kind == StageKind::Open && stage.probability > 0).unwrap();
    for (amount, currency, won) in [
        (100_000, "EUR", Some("2025-05-05")),
        (50_000, "USD", Some("2024-02-02")),
        (30_001, "EUR", None),
        (7, "EUR", None),
    ] {
        let new = NewDeal {
            name: format!("{amount}"),
            company: Some(Ref::id(acme)),
            amount: Some(Minor(amount)),
            currency: Some(currency.into()),
            stage: Some(half.id),
            ..NewDeal::default()
        };
        let deal = firm.book.create_deal(&new).unwrap().value;
        if let Some(day) = won {
            firm.win(deal, day);
        }
    }
    let figures = firm.book.company(acme).unwrap().customer.figures;
    let read = |sums: &[Money]| sums.iter().map(|m| (m.currency.clone(), m.minor.0)).collect::<Vec<_>>();
    assert_eq!(read(&figures.won), [("EUR".to_owned(), 100_000), ("USD".to_owned(), 50_000)]);
    assert_eq!(read(&figures.open), [("EUR".to_owned(), 30_008)]);
    let share = |minor: i64| (minor * i64::from(half.probability) + 50) / 100;
    assert_eq!(read(&figures.weighted), [("EUR".to_owned(), share(30_001) + share(7))]);
    assert_eq!(figures.customer_since, Some(Day::parse_iso("2024-02-02").unwrap()));
    assert_eq!((figures.won_deals, figures.open_deals), (2, 2));
}

#[test]
fn a_company_is_never_part_of_itself_and_the_chain_is_named() {
    let firm = Firm::new();
    let [group, region, branch] = ["Group", "Region", "Branch"].map(|name| firm.company(name));
    let under = |company, parent| firm.book.edit_company(company, &CompanyEdit::Parent(Some(Ref::id(parent))));
    under(branch, region).unwrap();
    under(region, group).unwrap();
    assert_eq!(firm.book.company(group).unwrap().subsidiaries[0].name, "Region");
    let refused = under(group, branch).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(refused.message.contains("Branch → Region → Group"), "{}", refused.message);
    assert_eq!(under(group, group).unwrap_err().code, Code::Invalid);

    // A file can't do it either: the row says why, the others come in.
    let path = firm.file("c.csv", "Company,Parent company\nGroup,Branch\nNew,Branch\n");
    let plan = firm.book.import_open(&path, Some(Target::Companies)).unwrap();
    let report = firm.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!((report.created, report.failed), (1, 1));
    assert!(report.problems[0].reason.contains("Branch → Region → Group"), "{:?}", report.problems);
    firm.sound();
}

#[test]
fn roles_are_edited_on_the_link_from_both_sides() {
    let firm = Firm::new();
    let (acme, ada) = (firm.company("Acme"), firm.contact("Ada"));
    let link = firm.book.link_company_contact(&Ref::id(acme), &Ref::id(ada), Some("buyer")).unwrap().value;
    assert_eq!(firm.book.contact(ada).unwrap().companies[0].link, link);
    firm.book.set_company_role(link, Some("decides")).unwrap();
    assert_eq!(firm.book.company(acme).unwrap().contacts[0].role.as_deref(), Some("decides"));
    firm.book.set_company_role(link, None).unwrap();
    assert_eq!(firm.book.contact(ada).unwrap().companies[0].role, None);
    firm.book.unlink_company_contact(link).unwrap();
    assert!(firm.book.contact(ada).unwrap().companies.is_empty());
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.company(acme).unwrap().contacts.len(), 1);
    let history: Vec<String> = firm.book.contact(ada).unwrap().history.into_iter().map(|item| item.sentence).collect();
    assert!(history.iter().any(|line| line == "Ada is decides at Acme"), "{history:?}");
    firm.sound();
}

#[test]
fn who_has_deals_is_not_deleted() {
    let firm = Firm::new();
    let acme = firm.company("Acme");
    let deal = firm.deal("Roof", Some(acme), None, 1);
    let refused = firm.book.delete_company(acme).unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.message.contains("1 deal"), "{}", refused.message);
    firm.book.delete_deal(deal).unwrap();
    firm.book.delete_company(acme).unwrap();
    assert_eq!(firm.book.company(acme).unwrap_err().code, Code::NotFound);
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.company(acme).unwrap().name, "Acme");
}

fn names(firm: &Firm, list: &str, by: CustomerSort, descending: bool, filter: CustomerFilter) -> Vec<String> {
    let args =
        ListArgs { limit: 50, sort: Some(SortBy { by, descending }), filter: Some(filter), ..ListArgs::default() };
    match list {
        "companies" => firm.book.companies(&args).unwrap().rows.into_iter().map(|row| row.name).collect(),
        _ => firm.book.contacts(&args).unwrap().rows.into_iter().map(|row| row.name).collect(),
    }
}

#[test]
fn lists_sort_by_every_column_with_the_empty_ones_last() {
    let firm = Firm::new();
    let zoe = firm.book.save_person(&SavePerson { id: None, name: "Zoe".into(), email: None }).unwrap().value;
    let abe = firm.book.save_person(&SavePerson { id: None, name: "Abe".into(), email: None }).unwrap().value;
    let [a, b, c] = ["Alpha", "Beta", "Gamma"].map(|name| firm.company(name));
    firm.book.edit_company(a, &CompanyEdit::Industry(Some("food".into()))).unwrap();
    firm.book.edit_company(c, &CompanyEdit::Industry(Some("Boats".into()))).unwrap();
    firm.book.edit_company(a, &CompanyEdit::Owner(Some(zoe))).unwrap();
    firm.book.edit_company(b, &CompanyEdit::Owner(Some(abe))).unwrap();
    firm.deal("One", Some(b), None, 1);
    firm.win(firm.deal("Two", Some(c), None, 1), "2026-01-01");
    let none = CustomerFilter::default;
    use CustomerSort as S;
    for (by, ascending, descending) in [
        (S::Name, ["Alpha", "Beta", "Gamma"], ["Gamma", "Beta", "Alpha"]),
        (S::Industry, ["Gamma", "Alpha", "Beta"], ["Alpha", "Gamma", "Beta"]),
        (S::Owner, ["Beta", "Alpha", "Gamma"], ["Alpha", "Beta", "Gamma"]),
        (S::Lifecycle, ["Alpha", "Beta", "Gamma"], ["Gamma", "Beta", "Alpha"]),
        (S::Open, ["Alpha", "Gamma", "Beta"], ["Beta", "Gamma", "Alpha"]),
        (S::Won, ["Alpha", "Beta", "Gamma"], ["Gamma", "Beta", "Alpha"]),
    ] {
        assert_eq!(names(&firm, "companies", by, false, none()), ascending, "{by:?}");
        assert_eq!(names(&firm, "companies", by, true, none()), descending, "{by:?} descending");
    }
    // A person renamed sorts under the new name at once.
    firm.book.save_person(&SavePerson { id: Some(zoe), name: "Aaron".into(), email: None }).unwrap();
    assert_eq!(names(&firm, "companies", S::Owner, false, none())[0], "Alpha");
    let [x, y] = ["Xaver", "Yara"].map(|name| firm.contact(name));
    firm.book.link_company_contact(&Ref::id(a), &Ref::id(y), None).unwrap();
    assert_eq!(names(&firm, "contacts", S::Company, false, none()), ["Yara", "Xaver"]);
    firm.book.link_company_contact(&Ref::name("Aachen Ltd"), &Ref::id(x), None).unwrap();
    assert_eq!(names(&firm, "contacts", S::Company, false, none()), ["Xaver", "Yara"]);
    let wrong = ListArgs { limit: 1, sort: Some(SortBy { by: S::Email, descending: false }), ..ListArgs::default() };
    assert_eq!(firm.book.companies(&wrong).unwrap_err().code, Code::Invalid);
}

#[test]
fn lists_narrow_by_owner_tag_lifecycle_industry_and_words() {
    let firm = Firm::new();
    let me = firm.book.save_person(&SavePerson { id: None, name: "Me".into(), email: None }).unwrap().value;
    let [a, b] = ["Alpha", "Beta"].map(|name| firm.company(name));
    let ada = firm.contact("Ada");
    firm.book.link_company_contact(&Ref::id(a), &Ref::id(ada), None).unwrap();
    firm.book.edit_company(a, &CompanyEdit::Industry(Some("Food".into()))).unwrap();
    firm.book.edit_company(a, &CompanyEdit::Owner(Some(me))).unwrap();
    let vip = firm.book.add_tag(at(a), "VIP").unwrap().value;
    assert_eq!(firm.book.add_tag(at(b), " vip ").unwrap().value, vip);
    let fair = firm.book.add_tag(at(b), "Fair 2026").unwrap().value;
    firm.deal("One", Some(b), None, 1);
    let list = |filter: CustomerFilter| names(&firm, "companies", CustomerSort::Name, false, filter);
    let none = CustomerFilter::default();
    assert_eq!(list(CustomerFilter { tags: vec![vip], ..none.clone() }), ["Alpha", "Beta"]);
    assert_eq!(list(CustomerFilter { tags: vec![vip, fair], ..none.clone() }), ["Beta"]);
    assert_eq!(list(CustomerFilter { owner: Some(OwnerIs::Person { id: me }), ..none.clone() }), ["Alpha"]);
    assert_eq!(list(CustomerFilter { owner: Some(OwnerIs::Nobody), ..none.clone() }), ["Beta"]);
    assert_eq!(list(CustomerFilter { lifecycle: Some(Lifecycle::Prospect), ..none.clone() }), ["Beta"]);
    let food = CustomerFilter { industry: Some("FOOD".into()), ..none };
    assert_eq!(list(food.clone()), ["Alpha"]);
    assert_eq!(names(&firm, "contacts", CustomerSort::Name, false, food), ["Ada"]);
    assert_eq!(firm.book.narrowings().unwrap().industries, [Shared { value: "Food".into(), count: 1 }]);

    firm.book.remove_tag(at(b), vip).unwrap();
    let rows = firm.book.tags().unwrap();
    assert_eq!(
        rows.iter().map(|tag| (tag.name.as_str(), tag.companies)).collect::<Vec<_>>(),
        [("Fair 2026", 1), ("VIP", 1)]
    );
    assert_eq!(firm.book.rename_tag(fair, "vip").unwrap_err().code, Code::Conflict);
    firm.book.delete_tag(fair).unwrap();
    assert!(firm.book.company(b).unwrap().customer.tags.is_empty());
    assert_eq!(firm.book.add_tag(at(b), "a;b").unwrap_err().code, Code::Invalid);
}

#[test]
fn windows_of_a_long_list_fit_together() {
    let firm = Firm::new();
    firm.book
        .transact("seed", |txn| {
            for i in 0..6_000_i64 {
                let id: ContactId = txn.new_id();
                let (name, key) = (format!("N{:05}", (i * 7_919) % 6_000), format!("n{:05}", (i * 7_919) % 6_000));
                let title = (i % 3 > 0).then(|| format!("T{}", i % 7));
                txn.insert(Table::Contact, id, &[("name", &name), ("name_key", &key), ("title", &title)])?;
            }
            Ok(())
        })
        .unwrap();
    let filters = [None, Some(CustomerFilter { owner: Some(OwnerIs::Nobody), ..CustomerFilter::default() })];
    for filter in filters {
        for (by, descending) in [(CustomerSort::Title, false), (CustomerSort::Title, true), (CustomerSort::Name, true)]
        {
            let mut seen = Vec::new();
            for offset in (0..6_000).step_by(200) {
                let sort = Some(SortBy { by, descending });
                let args = ListArgs { offset, limit: 200, sort, filter: filter.clone(), ..ListArgs::default() };
                let answer = firm.book.contacts(&args).unwrap();
                assert_eq!(answer.total, 6_000);
                seen.extend(answer.rows);
            }
            let ids: std::collections::HashSet<ContactId> = seen.iter().map(|row| row.id).collect();
            assert_eq!(ids.len(), 6_000);
            let keys: Vec<Option<String>> = seen
                .into_iter()
                .map(|row| if by == CustomerSort::Title { row.title } else { Some(row.name) })
                .collect();
            let filled = keys.iter().take_while(|key| key.is_some()).count();
            assert!(keys[filled..].iter().all(Option::is_none), "empty ones come last");
            let ordered = |pair: &[Option<String>]| if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] };
            assert!(keys[..filled].windows(2).all(ordered));
        }
    }
}

#[test]
fn what_is_there_already_is_said() {
    let firm = Firm::new();
    let acme = firm.company("Acme GmbH");
    firm.book.save_reach(&reach(at(acme), ReachKind::Phone, "+49 (40) 123 45-67")).unwrap();
    let ada = firm.contact("Ada Berg");
    for mail in ["ada@a.example", "ada@b.example"] {
        firm.book.save_reach(&reach(of(ada), ReachKind::Email, mail)).unwrap();
    }
    let entered = |name: &str, email: &str, phone: &str| Entered {
        id: None,
        name: Some(name.into()),
        email: Some(email.into()),
        phone: Some(phone.into()),
    };
    let found = firm.book.duplicate_companies(&entered(" ACME  gmbh", "", "0401234567")).unwrap();
    assert_eq!((found[0].id, found[0].same.clone()), (acme.0, vec!["name".to_owned(), "phone".to_owned()]));
    let found = firm.book.duplicate_contacts(&entered("A. Berg", " Ada@B.example", "110")).unwrap();
    assert_eq!((found.len(), found[0].same.clone()), (1, vec!["e-mail".to_owned()]));
    let own = Entered { id: Some(ada.0), ..entered("Ada Berg", "ada@a.example", "") };
    assert!(firm.book.duplicate_contacts(&own).unwrap().is_empty());
    // Said, never refused.
    firm.company("Acme GmbH");
}

#[test]
fn the_schema_and_the_rule_agree_on_phone_numbers() {
    let firm = Firm::new();
    for phone in
        ["+49 (40) 123-45.67", "0049 40/1234567", "112", "000", "+", "12345678901234", "ext. 5 / 0", "０４０ 12"]
    {
        let id = firm.contact("X");
        firm.book.transact("t", |txn| txn.update(Table::Contact, id, &[("phone", &phone)])).unwrap();
        let stored: Option<String> = firm
            .book
            .read(|r| r.one("SELECT phone_key FROM contact WHERE id = ?1", [id], |row| row.get(0)))
            .unwrap()
            .flatten();
        assert_eq!(stored, text::phone_key(phone), "{phone}");
    }
}

#[test]
fn files_are_kept_once_opened_as_copies_and_come_back_with_undo() {
    let firm = Firm::new();
    let acme = firm.company("Acme");
    let deal = firm.deal("Roof", Some(acme), None, 1);
    let plan = firm.file("Plan Größe.pdf", vec![7_u8; 3 << 20]);
    let id = firm.book.attach(at(acme), std::slice::from_ref(&plan)).unwrap().value[0];
    firm.book.attach(Holder::Deal { id: deal }, std::slice::from_ref(&plan)).unwrap();
    let parts: i64 = firm.book.read(|r| r.one("SELECT count(*) FROM content", [], |row| row.get(0))).unwrap().unwrap();
    assert_eq!(parts, 3, "the same bytes are kept once");
    let again = firm.book.attach(at(acme), std::slice::from_ref(&plan)).unwrap().value;
    assert!(again.is_empty(), "the same file on the same record is one file");

    let copy = firm.book.open_copy(id, &firm.folder.path().join("open")).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), vec![7_u8; 3 << 20]);
    assert!(!copy.to_string_lossy().contains("Plan") && copy.extension().unwrap() == "pdf");
    firm.book.save_attachment(id, &firm.folder.path().join("saved.pdf")).unwrap();
    assert_eq!(std::fs::read(firm.folder.path().join("saved.pdf")).unwrap().len(), 3 << 20);

    let script = firm.book.attach(at(acme), &[firm.file("run.sh", "#!/bin/sh\n"), firm.file("none.txt", "")]).unwrap();
    let refused = firm.book.open_copy(script.value[0], &firm.folder.path().join("open")).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert_eq!(firm.book.company(acme).unwrap().customer.files.len(), 3);

    firm.book.delete_attachment(id).unwrap();
    assert_eq!(firm.book.company(acme).unwrap().customer.files.len(), 2);
    assert_eq!(firm.book.open_copy(id, firm.folder.path()).unwrap_err().code, Code::NotFound);
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.company(acme).unwrap().customer.files.len(), 3);
    firm.sound();

    // A backup has them.
    let backup = firm.folder.path().join("backup.handsel");
    firm.book.backup(&backup).unwrap();
    let copy = Book::open(&backup).unwrap();
    copy.save_attachment(id, &firm.folder.path().join("from-backup.pdf")).unwrap();
    assert_eq!(std::fs::read(firm.folder.path().join("from-backup.pdf")).unwrap().len(), 3 << 20);
}

#[test]
fn too_large_a_file_is_refused_with_its_size_and_nothing_is_attached() {
    let firm = Firm::new();
    let acme = firm.company("Acme");
    let large = firm.folder.path().join("film.mp4");
    std::fs::File::create(&large).unwrap().set_len(26 << 20).unwrap();
    let small = firm.file("a.txt", "a");
    let refused = firm.book.attach(at(acme), &[small, large]).unwrap_err();
    assert!(refused.message.contains("film.mp4 has 26.0 MB; files up to 25 MB"), "{}", refused.message);
    assert!(firm.book.company(acme).unwrap().customer.files.is_empty());
    assert_eq!(firm.book.attach(at(acme), &[firm.folder.path().to_owned()]).unwrap_err().code, Code::Invalid);
    assert_eq!(firm.book.attach(at(acme), &[PathBuf::from("/not/there")]).unwrap_err().code, Code::NotFound);
}

const LETTER: &str = "From: Birte Alder <Birte@Alderhof.example>\r\nTo: me@firm.example\r\nSubject: Your offer\r\n\
    Date: Thu, 12 Nov 2026 09:30:00 +0100\r\nContent-Type: text/plain\r\n\r\nWe take it.\r\n";

#[test]
fn a_letter_is_filed_with_who_wrote_it() {
    let firm = Firm::new();
    let path = firm.file("offer.eml", LETTER);
    let unknown = firm.book.look_at_file(&path).unwrap();
    assert_eq!((unknown.contact, unknown.sender_email.as_deref()), (None, Some("birte@alderhof.example")));
    assert_eq!(unknown.letter.unwrap().subject.as_deref(), Some("Your offer"));

    let birte = firm.contact("Birte Alder");
    for mail in ["b@home.example", "birte@alderhof.example"] {
        firm.book.save_reach(&reach(of(birte), ReachKind::Email, mail)).unwrap();
    }
    assert_eq!(firm.book.look_at_file(&path).unwrap().contact.unwrap().id, birte.0);
    let id = firm.book.attach(of(birte), &[path]).unwrap().value[0];
    let file = firm.book.contact(birte).unwrap().customer.files.remove(0);
    let head = file.letter.unwrap();
    assert_eq!((head.subject.as_deref(), head.at), (Some("Your offer"), Some(Millis(1_794_472_200_000))));
    assert_eq!(firm.book.letter(id).unwrap().text, "We take it.");

    // What one of us wrote belongs to whom it was written to.
    firm.book.save_person(&SavePerson { id: None, name: "Me".into(), email: Some("Me@firm.example".into()) }).unwrap();
    let ours = LETTER
        .replace("Birte Alder <Birte@Alderhof.example>", "me@firm.example")
        .replace("To: me@firm.example", "To: birte@alderhof.example");
    let seen = firm.book.look_at_file(&firm.file("sent.eml", ours)).unwrap();
    assert_eq!(seen.contact.unwrap().id, birte.0);
}

fn exported(firm: &Firm, kind: ExportKind) -> PathBuf {
    let path = firm.folder.path().join(format!("{}.csv", kind.as_str()));
    firm.book.export(kind, FileFormat::Csv, &path).unwrap();
    path
}

fn import(firm: &Firm, path: &Path, target: Target) -> (u32, u32, u32, u32) {
    let plan = firm.book.import_open(path, Some(target)).unwrap();
    let unmapped: Vec<&str> = plan.columns.iter().filter(|c| c.field.is_none()).map(|c| c.header.as_str()).collect();
    assert!(unmapped.is_empty(), "every column of our own files has a field: {unmapped:?}");
    let report = firm.book.import_run(&plan, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    (report.created, report.updated, report.skipped, report.failed)
}

#[test]
fn a_file_brings_everything_and_our_own_export_changes_nothing() {
    let firm = Firm::new();
    let contacts = firm.file(
        "in.csv",
        "Name,E-mail,Email 2,Phone,Mobile,Company,Role,Owner,Lifecycle stage,Tags,Street,Zip,City,Country,Billing city\n\
         Ada Berg,ada@a.example,ADA@b.example; ada@c.example,+49 40 1,+49 170 22,Acme,buyer,Mara,Customer,vip; Fair 2026,Dorfstr. 1,25813,Husum,DE,Kiel\n\
         Private Person,p@p.example,,,,,,,,,,,,,\n",
    );
    assert_eq!(import(&firm, &contacts, Target::Contacts), (2, 0, 0, 0));
    let companies = firm.file(
        "c.csv",
        "Company,Parent company,Email,Phone,Owner,Tags,Street,Postal code,City,Lifecycle\nAcme,Holding,info@acme.example,+49 40 5,Mara,vip,Hafen 2,20457,Hamburg,churned\n",
    );
    assert_eq!(import(&firm, &companies, Target::Companies), (0, 1, 0, 0));
    let args = ListArgs { text: Some("ada@c.example".into()), limit: 5, ..ListArgs::default() };
    let ada = firm.book.contacts(&args).unwrap().rows.remove(0).id;
    let page = firm.book.contact(ada).unwrap();
    let customer = &page.customer;
    assert_eq!(customer.reaches.len(), 5);
    assert_eq!(customer.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Fair 2026", "vip"]);
    assert_eq!((customer.lifecycle, customer.lifecycle_set), (Lifecycle::Customer, true));
    assert_eq!(customer.owner.as_ref().unwrap().name, "Mara");
    assert_eq!(customer.addresses.len(), 2);
    assert_eq!(customer.addresses[0].city.as_deref(), Some("Husum"));
    let acme = firm.book.company(CompanyId(page.companies[0].company.id)).unwrap();
    assert_eq!((acme.customer.lifecycle, acme.parent.unwrap().name), (Lifecycle::Churned, "Holding".to_owned()));
    assert_eq!(acme.customer.addresses[0].city.as_deref(), Some("Hamburg"));

    for (kind, target, rows) in
        [(ExportKind::Contacts, Target::Contacts, 2), (ExportKind::Companies, Target::Companies, 2)]
    {
        let before = std::fs::read_to_string(exported(&firm, kind)).unwrap();
        let path = firm.file("again.csv", &before);
        assert_eq!(import(&firm, &path, target), (0, 0, rows, 0), "{before}");
        assert_eq!(std::fs::read_to_string(exported(&firm, kind)).unwrap(), before);
    }
    firm.sound();
    firm.book.undo(None).unwrap();
    firm.book.undo(None).unwrap();
    assert!(firm.book.search("ada@c.example", 5).unwrap().is_empty());
    firm.sound();
}

#[test]
fn a_workspace_of_the_first_schema_is_brought_along() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.handsel");
    let first = include_str!("../migrations/0001_first.sql");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(first).unwrap();
    conn.execute_batch(
        "PRAGMA application_id = 1215198060; PRAGMA user_version = 1;
         INSERT INTO workspace VALUES (1, randomblob(16), randomblob(16), 'n', 0, 0);
         INSERT INTO firm (id, name, currency) SELECT id, 'Firm', 'EUR' FROM workspace;
         INSERT INTO company (id, name, name_key, created_at) VALUES (x'11111111111111111111111111111111', 'Acme', 'acme', 0);
         INSERT INTO contact (id, name, name_key, email, phone, created_at) VALUES (zeroblob(16), 'Ada', 'ada', 'a@b.example', '+49 40 1234567', 0);
         INSERT INTO company_contact (id, company_id, contact_id, created_at) VALUES (zeroblob(16), x'11111111111111111111111111111111', zeroblob(16), 0);
         INSERT INTO pipeline (id, name, rank, created_at) VALUES (zeroblob(16), 'Sales', 'a', 0);
         INSERT INTO stage (id, pipeline_id, name, rank, probability, forecast, kind, created_at) VALUES (zeroblob(16), zeroblob(16), 'Won', 'a', 100, 'closed', 'won', 0);
         INSERT INTO deal (id, pipeline_id, stage_id, rank, name, company_id, currency, project_wish, stage_since, touched_on, created_at)
           VALUES (x'22222222222222222222222222222222', zeroblob(16), zeroblob(16), 'a', 'Roof', x'11111111111111111111111111111111', 'EUR', 'imported', '2026-01-01', '2026-01-01', 0);",
    )
    .unwrap();
    drop(conn);
    let book = Book::open(&path).unwrap();
    let row = book.companies(&ListArgs { limit: 1, ..ListArgs::default() }).unwrap().rows.remove(0);
    assert_eq!((row.deals_won, row.lifecycle), (1, Lifecycle::Customer));
    let page = book.contact(ContactId(uuid::Uuid::nil())).unwrap();
    assert_eq!((page.customer.reaches.len(), page.customer.lifecycle), (2, Lifecycle::Customer));
    let check = book.check().unwrap();
    assert!(check.ok, "{:?}", check.problems);
}

fn bulk(firm: &Firm, of: CustomerKind, pick: CustomerPick, change: CustomerBulk, skip: bool) -> BulkReport {
    let args = CustomerBulkArgs { of, pick, change, skip_refused: skip };
    firm.book.bulk_edit_customers(&args, &|_, _| {}, &AtomicBool::new(false)).unwrap()
}

#[test]
fn many_companies_change_in_one_step_and_go_back_in_one() {
    let firm = Firm::new();
    let ada = firm.book.save_person(&SavePerson { name: "Ada".into(), ..SavePerson::default() }).unwrap().value;
    let (adler, berg, busy) = (firm.company("Adler"), firm.company("Berg"), firm.company("Busy"));
    firm.deal("Roof", Some(busy), None, 100);
    let these = CustomerPick::These(vec![adler.0, berg.0]);
    let company = CustomerKind::Company;

    let told = bulk(&firm, company, these.clone(), CustomerBulk::Owner(Some(ada)), false);
    assert_eq!((told.done, told.changed, told.label.as_str()), (true, 2, "Changed the owner of 2 companies"));
    assert_eq!(bulk(&firm, company, these.clone(), CustomerBulk::Owner(Some(ada)), false).unchanged, 2);
    bulk(&firm, company, these, CustomerBulk::Lifecycle(Some(Lifecycle::Churned)), false);
    assert_eq!(firm.standing(berg), (Lifecycle::Churned, Lifecycle::Lead, true));

    // All that a list holds but one.
    let query = ListArgs {
        filter: Some(CustomerFilter { owner: Some(OwnerIs::Person { id: ada }), ..CustomerFilter::default() }),
        ..ListArgs::default()
    };
    let owned = CustomerPick::Matching { query, except: vec![berg.0] };
    assert_eq!(bulk(&firm, company, owned, CustomerBulk::Tag("Key".into()), false).changed, 1);
    let tag = firm.book.tags().unwrap()[0].id;
    let all = CustomerPick::Matching { query: ListArgs::default(), except: Vec::new() };
    let told = bulk(&firm, company, all.clone(), CustomerBulk::Untag(tag), false);
    assert_eq!((told.changed, told.unchanged, told.label.as_str()), (1, 2, "Took the tag Key off 1 company"));

    // One with a deal stays, and is named; nothing happens until somebody says to leave it out.
    let told = bulk(&firm, company, all.clone(), CustomerBulk::Delete, false);
    assert_eq!((told.done, told.refused.len(), told.refused[0].name.as_str()), (false, 1, "Busy"));
    assert_eq!(firm.book.companies(&ListArgs { limit: 9, ..ListArgs::default() }).unwrap().total, 3);
    let told = bulk(&firm, company, all, CustomerBulk::Delete, true);
    assert_eq!((told.done, told.changed), (true, 2));
    assert_eq!(firm.book.companies(&ListArgs { limit: 9, ..ListArgs::default() }).unwrap().total, 1);
    firm.book.undo(None).unwrap();
    assert_eq!(firm.book.companies(&ListArgs { limit: 9, ..ListArgs::default() }).unwrap().total, 3);
    firm.sound();
}

#[test]
fn many_contacts_found_by_words_change_in_one_step() {
    let firm = Firm::new();
    let names = ["Ida Hansen", "Olaf Hansen", "Ben Berg"];
    names.iter().for_each(|name| _ = firm.contact(name));
    let query = ListArgs { text: Some("hansen".into()), ..ListArgs::default() };
    let pick = CustomerPick::Matching { query, except: Vec::new() };
    let told = bulk(&firm, CustomerKind::Contact, pick, CustomerBulk::Delete, false);
    assert_eq!((told.changed, told.label.as_str()), (2, "Deleted 2 contacts"));
    let gone = CustomerPick::These(vec![uuid::Uuid::from_u128(7)]);
    let told = bulk(&firm, CustomerKind::Contact, gone, CustomerBulk::Tag("x".into()), true);
    assert_eq!((told.changed, told.refused.len()), (0, 1));
    firm.sound();
}
