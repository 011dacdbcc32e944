//! The lists at the large size: 200,000 contacts sorted by every column, narrowed, scrolled and searched. The floor is the same
//! window by a prepared statement over the same index, without names of companies, owners and tags.
use std::path::Path;

use handsel_core::Book;
use handsel_core::book::Table as Rows;
use handsel_core::sell::{CustomerFilter, CustomerSort, Lifecycle, ListArgs, SortBy};
use handsel_core::values::text::name_key;
use handsel_core::values::{CompanyId, ContactId, LinkId, PersonId, TagId, TaggingId};
use rusqlite::{Connection, OpenFlags};

use crate::seed::Dice;
use crate::table::{Table, ms};
use crate::{Outcome, alternate, percentile, sample};

const CONTACTS: usize = 200_000;
const COMPANIES: usize = 20_000;
const BATCH: usize = 20_000;
const SAMPLES: usize = 10;
/// Rows of a window: what the screen asks for.
const WINDOW: u32 = 100;
/// A list that is slower than this to a person does not answer at once.
const AT_ONCE_MS: f64 = 50.0;

const SORTS: [CustomerSort; 7] = [
    CustomerSort::Name,
    CustomerSort::Company,
    CustomerSort::Title,
    CustomerSort::Email,
    CustomerSort::Phone,
    CustomerSort::Owner,
    CustomerSort::Lifecycle,
];

pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    eprintln!("seeding {CONTACTS} contacts");
    let path = folder.join("lists.handsel");
    let (book, tag) = seeded(&path)?;
    let floor = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let by_name = args(CustomerSort::Name, false, 0, CustomerFilter::default(), None);
    let compared = alternate(
        SAMPLES,
        || window(&book, &by_name),
        || {
            let mut rows = floor.prepare_cached(
                "SELECT id, name, email, phone, title FROM contact WHERE deleted_at IS NULL ORDER BY name_key, rowid LIMIT ?1",
            )?;
            let count = rows.query_map([WINDOW], |row| row.get::<_, String>(1))?.count();
            let _: i64 =
                floor.query_row("SELECT count(*) FROM contact WHERE deleted_at IS NULL", [], |row| row.get(0))?;
            if count == WINDOW as usize { Ok(()) } else { Err("the floor found too little".into()) }
        },
    )?;
    table.ratio("list", "200,000 contacts by name, first window", &compared, 4.0);
    let none = CustomerFilter::default;
    for by in SORTS {
        for descending in [false, true] {
            let way = if descending { "descending" } else { "ascending" };
            let what = format!("200,000 contacts by {}, {way}", by.as_str());
            figure(&book, table, &what, &args(by, descending, 0, none(), None))?;
        }
    }
    let middle = args(CustomerSort::Email, false, CONTACTS as u32 / 2, none(), None);
    figure(&book, table, "200,000 contacts by email, a window in the middle", &middle)?;
    let customers = CustomerFilter { lifecycle: Some(Lifecycle::Customer), ..none() };
    figure(&book, table, "customers among them by title", &args(CustomerSort::Title, false, 0, customers, None))?;
    let tagged = CustomerFilter { tags: vec![tag], ..none() };
    figure(&book, table, "a tenth by tag, by name", &args(CustomerSort::Name, false, 0, tagged, None))?;
    for (what, text) in [("a rare word", "given77 family123"), ("a word in every row", "given")] {
        let found = args(CustomerSort::Name, false, 0, none(), Some(text));
        figure(&book, table, &format!("contacts with {what}, by name"), &found)?;
    }
    Ok(())
}

fn args(by: CustomerSort, descending: bool, offset: u32, filter: CustomerFilter, text: Option<&str>) -> ListArgs {
    ListArgs {
        text: text.map(str::to_owned),
        offset,
        limit: WINDOW,
        sort: Some(SortBy { by, descending }),
        filter: Some(filter),
    }
}

fn window(book: &Book, args: &ListArgs) -> Outcome<()> {
    let answer = serde_json::to_string(&book.contacts(args)?)?;
    if answer.contains("\"rows\":[]") { Err("the list is empty".into()) } else { Ok(()) }
}

fn figure(book: &Book, table: &mut Table, what: &str, args: &ListArgs) -> Outcome<()> {
    let times = sample(SAMPLES * 2, || window(book, args))?;
    let slowest = percentile(&times, 95);
    table.figure("list", what, ms(slowest), format!("p95 ≤ {AT_ONCE_MS} ms"), slowest <= AT_ONCE_MS);
    Ok(())
}

/// Contacts of which three of four belong to a company, half have an owner, a tenth a tag; every fifth company is a customer.
fn seeded(path: &Path) -> Outcome<(Book, TagId)> {
    let book = Book::create(path, "Bench", "EUR")?;
    let mut dice = Dice::new(0x4861_6e64_7365_6c07);
    let (people, companies, tag) = book
        .transact("seed", |txn| {
            let mut people: Vec<PersonId> = Vec::new();
            for i in 0..35 {
                let (id, name) = (txn.new_id(), format!("Person {i}"));
                txn.insert(Rows::Person, id, &[("name", &name), ("name_key", &name_key(&name))])?;
                people.push(PersonId(id));
            }
            let mut companies: Vec<CompanyId> = Vec::new();
            for i in 0..COMPANIES {
                let (id, name) = (txn.new_id(), format!("Company {i}"));
                let set = (i % 5 == 0).then_some("customer");
                let key = name_key(&name);
                txn.insert(Rows::Company, id, &[("name", &name), ("name_key", &key), ("lifecycle_set", &set)])?;
                companies.push(CompanyId(id));
            }
            let tag: TagId = txn.new_id();
            txn.insert(Rows::Tag, tag, &[("name", &"VIP"), ("name_key", &"vip")])?;
            Ok((people, companies, tag))
        })?
        .value;
    for batch in 0..CONTACTS / BATCH {
        book.transact("seed", |txn| {
            for i in batch * BATCH..(batch + 1) * BATCH {
                let id: ContactId = txn.new_id();
                let (first, last) = (dice.roll(2_000), dice.roll(20_000));
                let name = format!("Given{first} Family{last}");
                let owner = (i % 2 == 0).then(|| people[dice.roll(people.len())]);
                txn.insert(
                    Rows::Contact,
                    id,
                    &[
                        ("name", &name),
                        ("name_key", &name_key(&name)),
                        ("email", &format!("given{first}.family{last}.{i}@example.org")),
                        ("phone", &format!("+49 30 {i:07}")),
                        ("title", &format!("Title {}", dice.roll(40))),
                        ("owner_id", &owner),
                    ],
                )?;
                if i % 4 > 0 {
                    let (link, company): (LinkId, _) = (txn.new_id(), companies[dice.roll(companies.len())]);
                    txn.insert(Rows::CompanyContact, link, &[("company_id", &company), ("contact_id", &id)])?;
                }
                if i % 10 == 0 {
                    let tagging: TaggingId = txn.new_id();
                    txn.insert(Rows::Tagging, tagging, &[("tag_id", &tag), ("contact_id", &id)])?;
                }
            }
            Ok(())
        })?;
    }
    Ok((book, tag))
}
