//! Companies, contacts and products as the window sees them.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::parts::{Customer, CustomerDeal, Lifecycle};
use super::types::DealContact;
use crate::values::{CompanyId, ContactId, LinkId, Named, PersonId, Ref, Rev, TagId};
use crate::words;

words! {
    /// The columns that the lists sort by. Companies have no `company`, `title`, `email` and `phone`, contacts no `industry`,
    /// `location` and counts.
    CustomerSort {
        Name "name", Lifecycle "lifecycle", Owner "owner", Industry "industry", Location "location", Open "open", Won "won",
        Projects "projects", Company "company", Title "title", Email "email", Phone "phone",
    }
}

/// A window of a list: which rows, in which order. Without a sort by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ListArgs {
    pub text: Option<String>,
    pub offset: u32,
    pub limit: u32,
    #[serde(default)]
    #[specta(optional)]
    pub sort: Option<SortBy>,
    #[serde(default)]
    #[specta(optional)]
    pub filter: Option<CustomerFilter>,
}

/// Empty values come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SortBy {
    pub by: CustomerSort,
    pub descending: bool,
}

/// All that is given must hold. Industry and place of a contact are those of its companies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct CustomerFilter {
    pub owner: Option<OwnerIs>,
    /// All of them.
    pub tags: Vec<TagId>,
    pub lifecycle: Option<Lifecycle>,
    pub industry: Option<String>,
    pub location: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "owner", rename_all = "snake_case")]
pub enum OwnerIs {
    Nobody,
    Person { id: PersonId },
}

words! {
    /// Which of the two lists.
    CustomerKind { Company "company", Contact "contact" }
}

/// Companies or contacts chosen in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CustomerPick {
    These(#[specta(type = Vec<String>)] Vec<Uuid>),
    /// All that the list holds but those taken out by hand. Its order and window don't matter.
    Matching {
        query: ListArgs,
        #[specta(type = Vec<String>)]
        except: Vec<Uuid>,
    },
}

/// One change to many companies or contacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "what", content = "value", rename_all = "snake_case")]
pub enum CustomerBulk {
    Owner(Option<PersonId>),
    /// `None`: what happens with them says it again.
    Lifecycle(Option<Lifecycle>),
    /// A tag by its name, made if it is new.
    Tag(String),
    Untag(TagId),
    Delete,
}

/// `skip_refused`: do it for the others where some can't be changed; otherwise nothing is changed then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CustomerBulkArgs {
    pub of: CustomerKind,
    pub pick: CustomerPick,
    pub change: CustomerBulk,
    pub skip_refused: bool,
}

/// A value that companies share, and how many do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Shared {
    pub value: String,
    pub count: u32,
}

/// What companies can be narrowed to; the most frequent 100 of each.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Narrowings {
    pub industries: Vec<Shared>,
    pub locations: Vec<Shared>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CompanyRow {
    pub id: CompanyId,
    pub name: String,
    pub industry: Option<String>,
    pub location: Option<String>,
    pub deals_open: u32,
    pub deals_won: u32,
    pub projects: u32,
    pub lifecycle: Lifecycle,
    pub owner: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Companies {
    pub rev: Rev,
    pub total: u32,
    /// The text fits more than were looked at: narrow it.
    pub more: bool,
    pub rows: Vec<CompanyRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct CompanyPage {
    pub rev: Rev,
    pub id: CompanyId,
    pub name: String,
    pub industry: Option<String>,
    pub location: Option<String>,
    pub website: Option<String>,
    pub employees: Option<u32>,
    pub founded: Option<u32>,
    pub parent: Option<Named>,
    pub notes: Option<String>,
    pub customer: Customer,
    /// The companies that are part of this one; the first 200.
    pub subsidiaries: Vec<Named>,
    pub contacts: Vec<DealContact>,
    /// The first 50.
    pub deals: Vec<CustomerDeal>,
    pub deals_total: u32,
    pub projects: Vec<crate::deliver::ProjectRow>,
    pub history: Vec<crate::book::HistoryItem>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveCompany {
    pub id: Option<CompanyId>,
    pub name: String,
    pub industry: Option<String>,
    pub location: Option<String>,
    pub website: Option<String>,
    pub notes: Option<String>,
    #[serde(default)]
    #[specta(optional)]
    pub email: Option<String>,
    #[serde(default)]
    #[specta(optional)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ContactRow {
    pub id: ContactId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub companies: Vec<String>,
    pub lifecycle: Lifecycle,
    pub owner: Option<String>,
    pub tags: Vec<String>,
}

/// One contact with the companies it belongs to and the first 50 deals it is on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ContactPage {
    pub rev: Rev,
    pub id: ContactId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub notes: Option<String>,
    pub customer: Customer,
    pub companies: Vec<ContactCompany>,
    pub deals: Vec<CustomerDeal>,
    pub deals_total: u32,
    /// Of the deals this contact is on, and those it is the contact of.
    pub projects: Vec<crate::deliver::ProjectRow>,
    pub history: Vec<crate::book::HistoryItem>,
}

/// A company a contact belongs to, and the role there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ContactCompany {
    pub link: LinkId,
    pub company: Named,
    pub role: Option<String>,
    pub lifecycle: Lifecycle,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Contacts {
    pub rev: Rev,
    pub total: u32,
    /// The text fits more than were looked at: narrow it.
    pub more: bool,
    pub rows: Vec<ContactRow>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveContact {
    pub id: Option<ContactId>,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub notes: Option<String>,
    pub company: Option<Ref>,
    pub role: Option<String>,
}
