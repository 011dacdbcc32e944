//! Companies, contacts and products as the window sees them.
use serde::{Deserialize, Serialize};

use super::types::{DealCard, DealContact};
use crate::values::{CompanyId, ContactId, Money, Named, ProductId, Ref, Rev};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ListArgs {
    pub text: Option<String>,
    pub offset: u32,
    pub limit: u32,
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
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Companies {
    pub rev: Rev,
    pub total: u32,
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
    pub contacts: Vec<DealContact>,
    /// The first 50.
    pub deals: Vec<DealCard>,
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
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ContactRow {
    pub id: ContactId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub companies: Vec<String>,
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
    pub companies: Vec<ContactCompany>,
    pub deals: Vec<DealCard>,
    pub history: Vec<crate::book::HistoryItem>,
}

/// A company a contact belongs to, and the role there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ContactCompany {
    pub company: Named,
    pub role: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Contacts {
    pub rev: Rev,
    pub total: u32,
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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProductRow {
    pub id: ProductId,
    pub name: String,
    pub series: Option<String>,
    pub price: Option<Money>,
}
