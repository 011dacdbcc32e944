//! Leads: answered, then decided; a qualified one is a contact, a company and a deal, in one step and one undo.
#![allow(clippy::unwrap_used)] // a test stops where something is not as it says

use handsel_core::sell::*;
use handsel_core::start::{Business, SetUp, Start};
use handsel_core::values::{LeadId, Minor, PersonId, Ref};
use handsel_core::{Book, Code};

struct Desk {
    _dir: tempfile::TempDir,
    book: Book,
    me: PersonId,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::create(&dir.path().join("w.handsel"), "Draft", "EUR").unwrap();
    let (firm, currency, me) = ("Firm".to_owned(), "EUR".to_owned(), "Ada".to_owned());
    let me = book.set_up(&SetUp { firm, currency, start: Start::Empty, business: Business::Short, me }).unwrap().value;
    book.act_as(Some(me));
    Desk { _dir: dir, book, me }
}

impl Desk {
    fn lead(&self, name: &str) -> LeadId {
        let new = NewLead {
            name: name.into(),
            company: Some("Hotel Nord".into()),
            email: Some("Kim@Nord.example".into()),
            phone: Some("+49 40 1".into()),
            source: Some("fair".into()),
            ..NewLead::default()
        };
        self.book.add_lead(&new).unwrap().value
    }

    fn inbox(&self, status: Option<LeadStatus>) -> Leads {
        let filter = LeadFilter { status, ..LeadFilter::default() };
        self.book.leads(&LeadsArgs { filter, offset: 0, limit: 50 }).unwrap()
    }

    fn deals(&self) -> u32 {
        self.book.deal_board(&DealFilter::default()).unwrap().open_count
    }
}

fn deal(name: &str) -> Option<LeadDeal> {
    Some(LeadDeal { name: name.into(), pipeline: None, amount: Some(Minor(90_000)), close_date: None })
}

#[test]
fn a_new_lead_waits_belongs_to_who_took_it_and_is_found() {
    let desk = desk();
    let id = desk.lead("Kim Berger");
    let inbox = desk.inbox(Some(LeadStatus::New));
    assert_eq!((inbox.total, inbox.counts), (1, vec![1, 0, 0, 0]));
    let row = &inbox.rows[0];
    assert_eq!((row.id, row.waiting, row.touched_after), (id, Some(0), None));
    assert_eq!(row.owner.as_ref().map(|owner| PersonId(owner.id)), Some(desk.me));
    assert_eq!(row.email.as_deref(), Some("kim@nord.example"), "addresses are compared in small letters");
    let text = Some("nord".to_owned());
    let found =
        desk.book.leads(&LeadsArgs { filter: LeadFilter { text, ..LeadFilter::default() }, offset: 0, limit: 9 });
    assert_eq!(found.unwrap().total, 1);
    assert_eq!(desk.book.search("kim ber", 5).unwrap().len(), 1);
    assert_eq!(desk.deals(), 0, "a lead counts in no pipeline");
}

#[test]
fn the_first_answer_stops_the_clock_and_later_ones_do_not_move_it() {
    let desk = desk();
    let id = desk.lead("Kim Berger");
    desk.book.contact_lead(id).unwrap();
    let first = desk.inbox(None);
    assert_eq!((first.rows[0].status, first.rows[0].waiting), (LeadStatus::Contacted, None));
    assert_eq!((first.rows[0].touched_after, first.median_touch, first.touched), (Some(0), Some(0), 1));
    let rev = first.rev;
    desk.book.contact_lead(id).unwrap();
    assert_eq!(desk.inbox(None).rev, rev, "nothing to write, nothing to undo");
    desk.book.undo(None).unwrap();
    assert_eq!(desk.inbox(None).rows[0].touched_after, None);
}

#[test]
fn qualifying_makes_contact_company_and_deal_in_one_step_and_undo_takes_all_back() {
    let desk = desk();
    let id = desk.lead("Kim Berger");
    let company = Some(Ref::name("Hotel Nord"));
    let done =
        desk.book.qualify_lead(&QualifyLead { lead: id, contact: None, company, deal: deal("Roof") }).unwrap().value;
    let page = desk.book.deal(done.deal.unwrap()).unwrap();
    assert_eq!(page.deal.company.as_ref().map(|company| company.name.as_str()), Some("Hotel Nord"));
    assert_eq!(page.deal.contact.as_ref().map(|contact| contact.name.as_str()), Some("Kim Berger"));
    assert_eq!((page.deal.amount, page.deal.source.as_deref()), (Some(Minor(90_000)), Some("fair")));
    assert_eq!(page.deal.owner.as_ref().map(|owner| PersonId(owner.id)), Some(desk.me));
    let contact = desk.book.contact(handsel_core::values::ContactId(done.contact.id)).unwrap();
    assert_eq!(contact.companies.len(), 1, "linked to the company");
    let lead = desk.book.lead(id).unwrap();
    assert_eq!((lead.lead.status, lead.deal.unwrap().name.as_str()), (LeadStatus::Qualified, "Roof"));
    assert!(lead.lead.touched_after.is_some(), "who qualifies has answered");
    desk.book.undo(None).unwrap();
    assert_eq!(desk.book.lead(id).unwrap().lead.status, LeadStatus::New);
    assert_eq!((desk.deals(), desk.book.search("hotel", 9).unwrap().len()), (0, 1), "only the lead is left");
}

#[test]
fn matches_are_offered_and_only_a_chosen_one_is_reused() {
    let desk = desk();
    let first = desk.lead("Kim Berger");
    let company = Some(Ref::name("Hotel Nord"));
    let made =
        desk.book.qualify_lead(&QualifyLead { lead: first, contact: None, company: company.clone(), deal: None });
    let made = made.unwrap().value;
    let second = desk.lead("Kim Berger");
    let page = desk.book.lead(second).unwrap();
    assert_eq!(
        page.contacts.iter().map(|m| (m.record.id, m.why.as_str())).collect::<Vec<_>>(),
        [(made.contact.id, "same e-mail")]
    );
    assert_eq!(page.companies.iter().map(|m| m.why.as_str()).collect::<Vec<_>>(), ["same name"]);
    let again = QualifyLead {
        lead: second,
        contact: Some(Ref::id(made.contact.id)),
        company: company.clone(),
        deal: deal("Roof"),
    };
    assert_eq!(desk.book.qualify_lead(&again).unwrap().value.contact.id, made.contact.id);
    let third = desk.lead("Kim Berger");
    let other = QualifyLead { lead: third, contact: None, company, deal: None };
    assert_ne!(
        desk.book.qualify_lead(&other).unwrap().value.contact.id,
        made.contact.id,
        "a namesake is somebody else"
    );
}

#[test]
fn disqualifying_needs_a_reason_and_a_decided_lead_stays_decided_until_reopened() {
    let desk = desk();
    let id = desk.lead("Kim Berger");
    assert_eq!(desk.book.disqualify_lead(id, "  ").unwrap_err().code, Code::Gate);
    assert_eq!(desk.inbox(None).rows[0].status, LeadStatus::New);
    desk.book.disqualify_lead(id, "No budget").unwrap();
    assert_eq!(desk.book.lead(id).unwrap().reason.as_deref(), Some("No budget"));
    let qualify = QualifyLead { lead: id, contact: None, company: None, deal: None };
    assert_eq!(desk.book.qualify_lead(&qualify).unwrap_err().code, Code::Conflict);
    desk.book.reopen_lead(id).unwrap();
    assert_eq!(desk.book.lead(id).unwrap().reason, None);
    let qualified = desk.book.qualify_lead(&QualifyLead { deal: deal("Roof"), ..qualify }).unwrap().value;
    let refused = desk.book.reopen_lead(id).unwrap_err();
    assert!(refused.message.contains("Roof"), "names the deal in the way: {}", refused.message);
    desk.book.delete_deal(qualified.deal.unwrap()).unwrap();
    desk.book.reopen_lead(id).unwrap();
    assert_eq!(desk.book.lead(id).unwrap().lead.status, LeadStatus::Contacted);
}

#[test]
fn bad_input_is_named_and_nothing_is_written() {
    let desk = desk();
    let new = |name: &str, email: &str| NewLead { name: name.into(), email: Some(email.into()), ..NewLead::default() };
    assert!(desk.book.add_lead(&new("  ", "")).is_err());
    let refused = desk.book.add_lead(&new("Kim", "kim at nord")).unwrap_err();
    assert!(refused.message.contains("kim at nord") && refused.message.contains("Nothing was saved"));
    assert_eq!(desk.inbox(None).total, 0);
}

#[test]
fn who_leaves_hands_open_leads_over() {
    let desk = desk();
    let save = handsel_core::people::SavePerson { id: None, name: "Ben".into(), email: None };
    let ben = desk.book.save_person(&save).unwrap().value;
    let id = desk.lead("Kim Berger");
    desk.book.edit_lead(id, &LeadEdit::Owner(Some(ben))).unwrap();
    assert_eq!(desk.book.leaving(ben).unwrap().sentence, "Who takes 1 lead?");
    desk.book.deactivate_person(ben, Some(desk.me)).unwrap();
    assert_eq!(desk.inbox(None).rows[0].owner.as_ref().map(|owner| PersonId(owner.id)), Some(desk.me));
}

#[test]
fn many_change_in_one_step_and_one_undo_brings_all_back() {
    let desk = desk();
    let [a, b, c] = ["A", "B", "C"].map(|name| desk.lead(name));
    desk.book.disqualify_lead(c, "Spam").unwrap();
    let all = LeadPick::Matching { query: LeadFilter::default(), except: vec![b] };
    let done = desk.book.bulk_edit_leads(&all, &LeadBulk::Disqualify(" No need ".into())).unwrap();
    assert_eq!(
        (done.value, done.label.as_str()),
        (LeadsChanged { changed: 1, left: 1 }, "Disqualified 1 lead: No need")
    );
    assert_eq!(desk.inbox(None).counts, [1, 0, 0, 2]);
    assert_eq!(desk.book.lead(c).unwrap().reason.as_deref(), Some("Spam"), "what was decided keeps its reason");
    desk.book.undo(None).unwrap();
    assert_eq!(desk.inbox(None).counts, [2, 0, 0, 1]);
    let both = LeadPick::These(vec![a, b]);
    desk.book.bulk_edit_leads(&both, &LeadBulk::Source(Some("web".into()))).unwrap();
    desk.book.bulk_edit_leads(&both, &LeadBulk::Contacted).unwrap();
    assert_eq!(
        desk.inbox(Some(LeadStatus::Contacted)).rows.iter().map(|row| row.source.as_deref()).collect::<Vec<_>>(),
        [Some("web"); 2]
    );
    assert_eq!(desk.book.bulk_edit_leads(&both, &LeadBulk::Contacted).unwrap_err().code, Code::Conflict);
    assert_eq!(desk.book.bulk_edit_leads(&both, &LeadBulk::Disqualify(" ".into())).unwrap_err().code, Code::Gate);
    assert_eq!(desk.inbox(None).counts, [0, 2, 0, 1]);
}

#[test]
fn today_shows_the_leads_that_wait_mine_and_nobodys() {
    let desk = desk();
    let save = handsel_core::people::SavePerson { id: None, name: "Ben".into(), email: None };
    let ben = desk.book.save_person(&save).unwrap().value;
    let [mine, nobodys, bens, answered] = ["Mine", "Nobody's", "Ben's", "Answered"].map(|name| desk.lead(name));
    desk.book.edit_lead(nobodys, &LeadEdit::Owner(None)).unwrap();
    desk.book.edit_lead(bens, &LeadEdit::Owner(Some(ben))).unwrap();
    desk.book.contact_lead(answered).unwrap();
    let ids = |everybody| desk.book.today(everybody).unwrap().leads.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(false), [mine, nobodys]);
    assert_eq!(ids(true), [mine, nobodys, bens]);
}

#[test]
fn a_further_address_or_another_spelling_of_a_number_matches_too() {
    let desk = desk();
    let reach = |name: &str, phone: Option<&str>| {
        let lead =
            desk.book.add_lead(&NewLead { name: name.into(), phone: phone.map(str::to_owned), ..NewLead::default() });
        let lead = lead.unwrap().value;
        desk.book.qualify_lead(&QualifyLead { lead, contact: None, company: None, deal: None }).unwrap().value.contact
    };
    let (ida, bo) = (reach("Ida Hansen", None), reach("Bo Lund", Some("+49 (40) 1")));
    let further = SaveReach {
        id: None,
        of: Holder::Contact { id: ida.id.into() },
        kind: ReachKind::Email,
        value: "KIM@nord.example".into(),
        label: None,
        main: false,
    };
    desk.book.save_reach(&further).unwrap();
    let page = desk.book.lead(desk.lead("Kim Berger")).unwrap();
    let found: Vec<_> = page.contacts.iter().map(|one| (one.record.id, one.why.as_str())).collect();
    assert_eq!(found, [(ida.id, "same e-mail"), (bo.id, "same phone")]);
}
