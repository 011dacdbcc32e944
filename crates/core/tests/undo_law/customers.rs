//! Companies, contacts and what hangs on them: mails, addresses, tags, files.
use std::sync::atomic::AtomicBool;

use handsel_core::Result;
use handsel_core::book::Table;
use handsel_core::sell::{
    AddressKind, CompanyEdit, ContactEdit, CustomerBulk, CustomerBulkArgs, CustomerKind, CustomerPick, Holder,
    Lifecycle, ReachKind, SaveAddress, SaveCompany, SaveContact, SaveReach,
};
use handsel_core::values::{LinkId, Ref};

use super::{Verb, World, pick, verb};

pub const VERBS: &[Verb] = &[
    verb("save_company", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Company, at) } else { None };
        let industry = Some(format!("Industry {at}"));
        let (name, location, website, notes) = (format!("Firm {at}"), None, None, Some("Kind".into()));
        let (email, phone) = (Some(format!("a{at}@example.com")), None);
        world.book.save_company(&SaveCompany { id, name, industry, location, website, notes, email, phone }).map(drop)
    }),
    verb("save_contact", |world, at| {
        let id = if at % 2 == 0 { world.any(Table::Contact, at) } else { None };
        let (email, phone) = (Some(format!("b{at}@example.com")), Some("040 1234".into()));
        let company = (at % 3 > 0).then(|| Ref::name(if at % 3 == 1 { "Harbour Clinic" } else { "Fresh firm" }));
        let (name, title, notes, role) = (format!("Contact {at}"), None, None, None);
        world.book.save_contact(&SaveContact { id, name, email, phone, title, notes, company, role }).map(drop)
    }),
    verb("edit_company", |world, at| {
        let Some(company) = world.any(Table::Company, at) else { return Ok(()) };
        let change = match at % 5 {
            0 => CompanyEdit::Name(format!("Renamed {at}")),
            1 => CompanyEdit::Website(Some("https://example.com".into())),
            2 => CompanyEdit::Employees(Some(at as u32)),
            3 => CompanyEdit::Owner(world.any(Table::Person, at)),
            _ => CompanyEdit::Parent(Some(Ref::name("Holding"))),
        };
        world.book.edit_company(company, &change).map(drop)
    }),
    verb("bulk_edit_customers", |world, at| {
        let company = at % 2 == 0;
        let (of, table) =
            if company { (CustomerKind::Company, Table::Company) } else { (CustomerKind::Contact, Table::Contact) };
        let mut these: Vec<uuid::Uuid> = (at..at + 4).filter_map(|at| world.any(table, at)).collect();
        these.sort_unstable();
        these.dedup();
        let change = match at % 5 {
            0 => CustomerBulk::Owner(world.any(Table::Person, at)),
            1 => CustomerBulk::Lifecycle(Some(Lifecycle::Churned)),
            2 => CustomerBulk::Tag(format!("Tag {}", at % 4)),
            3 => CustomerBulk::Lifecycle(None),
            _ => CustomerBulk::Delete,
        };
        let args = CustomerBulkArgs { of, pick: CustomerPick::These(these), change, skip_refused: true };
        world.book.bulk_edit_customers(&args, &|_, _| {}, &AtomicBool::new(false)).map(drop)
    }),
    verb("edit_contact", |world, at| {
        let Some(contact) = world.any(Table::Contact, at) else { return Ok(()) };
        let change = match at % 3 {
            0 => ContactEdit::Name(format!("Renamed {at}")),
            1 => ContactEdit::Title(Some(format!("Head of {at}"))),
            _ => ContactEdit::Owner(world.any(Table::Person, at)),
        };
        world.book.edit_contact(contact, &change).map(drop)
    }),
    verb("link_company_contact", |world, at| {
        let company = if at % 2 == 0 { "Harbour Clinic".to_owned() } else { format!("Firm {at}") };
        let contact = Ref::name(format!("Linked {}", at % 4));
        world.book.link_company_contact(&Ref::name(&company), &contact, Some("board")).map(drop)
    }),
    verb("set_company_role", |world, at| {
        let Some(link) = world.any::<LinkId>(Table::CompanyContact, at) else { return Ok(()) };
        world.book.set_company_role(link, Some(&format!("Role {at}"))).map(drop)
    }),
    verb("unlink_company_contact", |world, at| {
        let Some(link) = world.any::<LinkId>(Table::CompanyContact, at) else { return Ok(()) };
        world.book.unlink_company_contact(link).map(drop)
    }),
    verb("delete_company", |world, at| {
        let idle =
            if at % 3 == 0 { "1" } else { "id NOT IN (SELECT company_id FROM deal WHERE company_id IS NOT NULL)" };
        let Some(company) = pick(&world.some(Table::Company, idle), at) else { return Ok(()) };
        world.book.delete_company(company).map(drop)
    })
    .after(&["save_company"]),
    verb("delete_contact", |world, at| {
        let idle =
            if at % 3 == 0 { "1" } else { "id NOT IN (SELECT contact_id FROM deal WHERE contact_id IS NOT NULL)" };
        let Some(contact) = pick(&world.some(Table::Contact, idle), at) else { return Ok(()) };
        world.book.delete_contact(contact).map(drop)
    })
    .after(&["save_contact"]),
    verb("save_reach", reach),
    verb("delete_reach", |world, at| {
        let Some(of) = customer(world, at) else { return Ok(()) };
        let kind = if at % 2 == 0 { ReachKind::Email } else { ReachKind::Phone };
        let column = if matches!(of, Holder::Company { .. }) { "company_id" } else { "contact_id" };
        let sql = format!("kind = '{}' AND {column} = X'{}'", kind.as_str(), of.id().simple());
        let id = world.some(Table::Reach, &sql).first().copied().filter(|_| at % 3 > 0);
        world.book.delete_reach(of, kind, id).map(drop)
    })
    .after(&["save_reach"]),
    verb("make_main_reach", |world, at| {
        let Some(reach) = world.any(Table::Reach, at) else { return Ok(()) };
        world.book.make_main_reach(reach).map(drop)
    })
    .after(&["save_reach"]),
    verb("save_address", |world, at| {
        let Some(of) = customer(world, at) else { return Ok(()) };
        let (id, kind, label) = (None, AddressKind::Site, None);
        let (street, city) = (Some(format!("Road {at}")), Some("Kiel".into()));
        let (postcode, region, country) = (None, None, None);
        world.book.save_address(&SaveAddress { of, id, kind, label, street, postcode, city, region, country }).map(drop)
    }),
    verb("delete_address", |world, at| {
        let Some(address) = world.any(Table::Address, at) else { return Ok(()) };
        world.book.delete_address(address).map(drop)
    })
    .after(&["save_address"]),
    verb("add_tag", |world, at| {
        let Some(of) = holder(world, at) else { return Ok(()) };
        world.book.add_tag(of, &format!("Tag {}", at % 4)).map(drop)
    }),
    verb("remove_tag", |world, at| {
        let Some(of) = holder(world, at) else { return Ok(()) };
        let column = format!("{}_id", of.table().as_str());
        let sql = format!(
            "id IN (SELECT tag_id FROM tagging WHERE deleted_at IS NULL AND {column} = X'{}')",
            of.id().simple()
        );
        let Some(tag) = world.some(Table::Tag, &sql).first().copied() else { return Ok(()) };
        world.book.remove_tag(of, tag).map(drop)
    })
    .after(&["add_tag"]),
    verb("rename_tag", |world, at| {
        let Some(tag) = world.any(Table::Tag, at) else { return Ok(()) };
        world.book.rename_tag(tag, &format!("Tag {}", at % 7)).map(drop)
    })
    .after(&["add_tag"]),
    verb("delete_tag", |world, at| {
        let Some(tag) = world.any(Table::Tag, at) else { return Ok(()) };
        world.book.delete_tag(tag).map(drop)
    })
    .after(&["add_tag"]),
    verb("attach", |world, at| {
        let Some(of) = holder(world, at) else { return Ok(()) };
        let path = world.path(&format!("letter {at}.txt"));
        std::fs::write(&path, format!("Dear Sir or Madam, {}", at % 3))?;
        world.book.attach(of, &[path]).map(drop)
    }),
    verb("delete_attachment", |world, at| {
        let Some(attachment) = world.any(Table::Attachment, at) else { return Ok(()) };
        world.book.delete_attachment(attachment).map(drop)
    })
    .after(&["attach"]),
];

fn customer(world: &World, at: usize) -> Option<Holder> {
    if at.is_multiple_of(2) {
        world.any(Table::Company, at / 6).map(|id| Holder::Company { id })
    } else {
        world.any(Table::Contact, at / 6).map(|id| Holder::Contact { id })
    }
}

fn holder(world: &World, at: usize) -> Option<Holder> {
    if at.is_multiple_of(3) {
        world.any(Table::Deal, at / 9).map(|id| Holder::Deal { id })
    } else {
        customer(world, at)
    }
}

fn reach(world: &World, at: usize) -> Result<()> {
    let Some(of) = customer(world, at) else { return Ok(()) };
    let (kind, value) = if at.is_multiple_of(2) {
        (ReachKind::Email, format!("c{at}@example.com"))
    } else {
        (ReachKind::Phone, format!("+49 40 {}", 100_000 + at))
    };
    let (id, main, label) = (None, at.is_multiple_of(5), Some("work".into()));
    world.book.save_reach(&SaveReach { of, id, main, kind, label, value }).map(drop)
}
