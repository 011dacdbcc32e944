//! What hangs on companies and contacts (and tags and files on deals): further e-mails and phones, addresses, tags, files, figures.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::types::{DealCard, StageKind};
use crate::book::Table;
use crate::values::{
    AddressId, AttachmentId, CompanyId, ContactId, Day, DealId, Millis, Minor, Money, Named, PersonId, ReachId, Ref,
    TagId,
};
use crate::words;

words! {
    /// How far a customer is. Derived from the deals (won: customer, open: prospect), unless somebody decided otherwise.
    Lifecycle { Lead "lead", Prospect "prospect", Customer "customer", Churned "churned" }
}
words! {
    /// A way to reach somebody.
    ReachKind { Email "email", Phone "phone" }
}
words! {
    AddressKind { Postal "postal", Billing "billing", Site "site" }
}

impl Lifecycle {
    /// From the number that the schema derives.
    pub(crate) fn of_code(code: i64) -> Lifecycle {
        match code {
            1 => Lifecycle::Prospect,
            2 => Lifecycle::Customer,
            3 => Lifecycle::Churned,
            _ => Lifecycle::Lead,
        }
    }

    pub(crate) fn code(self) -> i64 {
        self as i64
    }
}

/// The record that something hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Holder {
    Company { id: CompanyId },
    Contact { id: ContactId },
    Deal { id: DealId },
}

impl Holder {
    pub fn table(self) -> Table {
        match self {
            Holder::Company { .. } => Table::Company,
            Holder::Contact { .. } => Table::Contact,
            Holder::Deal { .. } => Table::Deal,
        }
    }

    pub fn id(self) -> Uuid {
        match self {
            Holder::Company { id } => id.0,
            Holder::Contact { id } => id.0,
            Holder::Deal { id } => id.0,
        }
    }

    /// The column of a part that points here.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Holder::Company { .. } => "company_id",
            Holder::Contact { .. } => "contact_id",
            Holder::Deal { .. } => "deal_id",
        }
    }
}

/// An e-mail or phone. The main one of each kind has no id: it is a field of the record itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Reach {
    pub id: Option<ReachId>,
    pub kind: ReachKind,
    pub label: Option<String>,
    pub value: String,
}

/// `id: None` adds one; with `main` it is the main one that is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveReach {
    pub of: Holder,
    pub id: Option<ReachId>,
    pub main: bool,
    pub kind: ReachKind,
    pub label: Option<String>,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Address {
    pub id: AddressId,
    pub kind: AddressKind,
    pub label: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
}

/// At least one part of the address must be there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveAddress {
    pub of: Holder,
    pub id: Option<AddressId>,
    pub kind: AddressKind,
    pub label: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
}

/// A tag with how many records carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TagRow {
    pub id: TagId,
    pub name: String,
    pub companies: u32,
    pub contacts: u32,
    pub deals: u32,
}

/// What a customer is worth: one sum a currency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Figures {
    pub won: Vec<Money>,
    pub won_deals: u32,
    pub open: Vec<Money>,
    /// Each open amount × the probability of its stage.
    pub weighted: Vec<Money>,
    pub open_deals: u32,
    /// The close date of the first won deal.
    pub customer_since: Option<Day>,
}

/// What a page shows of a company and of a contact alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Customer {
    pub owner: Option<Named>,
    pub lifecycle: Lifecycle,
    /// What the deals say.
    pub lifecycle_derived: Lifecycle,
    /// Somebody decided otherwise.
    pub lifecycle_set: bool,
    /// The main ones first.
    pub reaches: Vec<Reach>,
    pub addresses: Vec<Address>,
    pub tags: Vec<Named>,
    pub figures: Figures,
    pub files: Vec<Attachment>,
}

/// A deal on a customer's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CustomerDeal {
    pub stage: String,
    pub kind: StageKind,
    #[serde(flatten)]
    pub card: DealCard,
}

/// A file. `opens`: of a kind that is safe to hand to the system's own program; others are saved only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub size: u32,
    pub added: Millis,
    pub opens: bool,
    pub letter: Option<LetterHead>,
}

/// Who wrote when about what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LetterHead {
    pub from: Option<String>,
    pub subject: Option<String>,
    pub at: Option<Millis>,
}

/// A letter with its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Letter {
    pub from: Option<String>,
    pub to: Option<String>,
    pub subject: Option<String>,
    pub at: Option<Millis>,
    /// Plain text, shortened where it is very long.
    pub text: String,
}

/// What a dropped file is, before it is filed: for a letter, whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Dropped {
    pub path: String,
    pub name: String,
    pub letter: Option<Letter>,
    /// The contact who wrote it (or to whom one of us wrote); `None` when it is no letter or nobody known.
    pub contact: Option<Named>,
    /// The other side's address and name as the letter has them, to make a contact from.
    pub sender_email: Option<String>,
    pub sender_name: Option<String>,
}

/// What is about to be entered, to be compared with what is there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Entered {
    /// The record itself, so that it is not its own duplicate.
    #[specta(type = Option<String>)]
    pub id: Option<Uuid>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// A record that may be the same, and what they share: "name", "e-mail", "phone".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Duplicate {
    #[specta(type = String)]
    pub id: Uuid,
    pub name: String,
    pub detail: Option<String>,
    pub same: Vec<String>,
}

/// One change to one field of a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum CompanyEdit {
    Name(String),
    Industry(Option<String>),
    Location(Option<String>),
    Website(Option<String>),
    Notes(Option<String>),
    Employees(Option<u32>),
    Founded(Option<u32>),
    Owner(Option<PersonId>),
    Parent(Option<Ref>),
    /// `None`: what the deals say.
    Lifecycle(Option<Lifecycle>),
}

/// One change to one field of a contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum ContactEdit {
    Name(String),
    Title(Option<String>),
    Notes(Option<String>),
    Owner(Option<PersonId>),
    Lifecycle(Option<Lifecycle>),
}

/// Amounts by currency, the largest first; never added across currencies.
pub(crate) fn sums(amounts: impl IntoIterator<Item = (String, Minor)>) -> Vec<Money> {
    let mut sums: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    for (currency, minor) in amounts {
        let sum = sums.entry(currency).or_default();
        *sum = sum.saturating_add(minor.0);
    }
    let mut sums: Vec<Money> =
        sums.into_iter().map(|(currency, minor)| Money { minor: Minor(minor), currency }).collect();
    sums.sort_by_key(|money| std::cmp::Reverse(money.minor));
    sums
}

/// A company would be part of itself: the chain from the new parent up to the company, named. `chain` starts with the new parent.
pub(crate) fn circle(chain: &[(CompanyId, String)], company: CompanyId) -> Option<String> {
    let end = chain.iter().position(|(id, _)| *id == company)?;
    let names: Vec<&str> = chain[..=end].iter().map(|(_, name)| name.as_str()).collect();
    Some(match names.as_slice() {
        [own] => format!("{own} can't be part of itself. Nothing was changed."),
        [first, .., last] => format!(
            "{last} can't be part of {first}, because {first} already belongs to it: {}. Nothing was changed.",
            names.join(" → ")
        ),
        [] => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_names_its_chain() {
        let id = |n| CompanyId(Uuid::from_u128(n));
        let chain = [(id(3), "Branch".to_owned()), (id(2), "Region".to_owned()), (id(1), "Group".to_owned())];
        assert_eq!(circle(&chain, id(9)), None);
        let sentence = circle(&chain, id(1)).unwrap();
        assert!(sentence.contains("Branch → Region → Group"), "{sentence}");
        assert!(!circle(&chain, id(2)).unwrap().contains("Group"));
        assert!(circle(&chain, id(3)).unwrap().contains("part of itself"));
    }

    #[test]
    fn sums_stay_in_their_currency() {
        let amounts = [("EUR", 500), ("USD", 900), ("EUR", 250)].map(|(code, minor)| (code.to_owned(), Minor(minor)));
        let read: Vec<(String, i64)> = sums(amounts).into_iter().map(|m| (m.currency, m.minor.0)).collect();
        assert_eq!(read, [("USD".to_owned(), 900), ("EUR".to_owned(), 750)]);
    }

    #[test]
    fn lifecycles_are_numbered_as_in_the_schema() {
        for (code, lifecycle) in Lifecycle::ALL.iter().enumerate() {
            assert_eq!((lifecycle.code(), Lifecycle::of_code(code as i64)), (code as i64, *lifecycle));
        }
    }
}
