//! Finds the records a row names, or creates them, once each.
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::rows::{self, Named};
use super::types::NewCounts;
use crate::book::{Table, Txn};
use crate::error::Result;
use crate::values::text::name_key;
use crate::values::{CompanyId, ContactId, DealId, LinkId, PersonId, ProductId};

/// Names remembered between rows; beyond it the workspace is asked again.
const REMEMBERED_MAX: usize = 100_000;

/// Remembers what this import found and made.
pub struct Finder {
    ids: HashMap<(Named, String), Uuid>,
    /// People of the firm whom a row names, new or not.
    people: HashSet<Uuid>,
    /// Made because a row named them, not yet by a row of their own.
    made: HashSet<Uuid>,
    counts: NewCounts,
    names: [Vec<String>; 3],
    names_max: usize,
    products_known: bool,
    /// Deals by name; none for a name that several have.
    deals: Option<HashMap<String, Option<DealId>>>,
}

impl Finder {
    pub fn new(names_max: usize) -> Finder {
        Finder {
            ids: HashMap::new(),
            people: HashSet::new(),
            made: HashSet::new(),
            counts: NewCounts::default(),
            names: Default::default(),
            names_max,
            products_known: false,
            deals: None,
        }
    }

    pub fn company(&mut self, txn: &mut Txn<'_>, name: &str) -> Result<CompanyId> {
        self.named(txn, Named::Company, name).map(CompanyId)
    }

    pub fn product(&mut self, txn: &mut Txn<'_>, name: &str) -> Result<ProductId> {
        self.know_products(txn)?;
        self.named(txn, Named::Product, name).map(ProductId)
    }

    pub fn person(&mut self, txn: &mut Txn<'_>, name: &str) -> Result<PersonId> {
        let id = self.named(txn, Named::Person, name)?;
        self.people.insert(id);
        Ok(PersonId(id))
    }

    /// A row is this person's own.
    pub fn saw_person(&mut self, id: Uuid) {
        self.people.insert(id);
    }

    pub fn people_named(&mut self) -> HashSet<Uuid> {
        std::mem::take(&mut self.people)
    }

    /// A contact by name, at this company where there is one; linked to it when new.
    pub fn contact(&mut self, txn: &mut Txn<'_>, name: &str, company: Option<CompanyId>) -> Result<ContactId> {
        let key = name_key(name);
        if let Some(id) = rows::contact_by_name(txn, &key, company)? {
            return Ok(id);
        }
        let id: ContactId = txn.new_id();
        txn.insert(Table::Contact, id, &[("name", &name), ("name_key", &key)])?;
        if let Some(company) = company {
            link(txn, id, company, None)?;
        }
        Ok(id)
    }

    /// The deal of this name, or of this id of an earlier file; else why it can't be told. A deal is never made by being named.
    pub fn deal(&mut self, txn: &Txn<'_>, name: &str) -> Result<std::result::Result<DealId, String>> {
        if let Some((id, _)) = rows::by_source(txn, Table::Deal, &format!("deals:{name}"))? {
            return Ok(Ok(DealId(id)));
        }
        if self.deals.is_none() {
            let mut known: HashMap<String, Option<DealId>> = HashMap::new();
            for (id, name) in rows::deal_names(txn)? {
                known.entry(name_key(&name)).and_modify(|one| *one = None).or_insert(Some(id));
            }
            self.deals = Some(known);
        }
        Ok(match self.deals.as_ref().and_then(|known| known.get(&name_key(name))) {
            Some(Some(id)) => Ok(*id),
            Some(None) => Err("several deals have this name; use the id of the deal".into()),
            None => Err("there is no deal of this name".into()),
        })
    }

    /// What goes by this name, without making it.
    pub fn known(&mut self, txn: &Txn<'_>, kind: Named, name: &str) -> Result<Option<Uuid>> {
        if kind == Named::Product {
            self.know_products(txn)?;
        }
        let key = name_key(name);
        if let Some(id) = self.ids.get(&(kind, key.clone())) {
            return Ok(Some(*id));
        }
        // Products have no index by name: all of them are known already.
        let found = if kind == Named::Product { None } else { rows::by_name(txn, kind, &key)? };
        if let Some(id) = found {
            self.remember(kind, key, id);
        }
        Ok(found)
    }

    /// Whether this import made the record because another row named it.
    pub fn made(&self, id: Uuid) -> bool {
        self.made.contains(&id)
    }

    /// A row of its own has come: from now on it is a record like any other. Says whether it was made by being named.
    pub fn settle(&mut self, id: Uuid) -> bool {
        self.made.remove(&id)
    }

    /// A row made this record itself.
    pub fn note_new(&mut self, kind: Named, name: &str, id: Uuid) {
        self.count(kind, name);
        self.remember(kind, name_key(name), id);
    }

    pub fn counts(&self) -> NewCounts {
        self.counts
    }

    /// The first names of new companies, products and people.
    pub fn names(&mut self) -> [Vec<String>; 3] {
        std::mem::take(&mut self.names)
    }

    fn named(&mut self, txn: &mut Txn<'_>, kind: Named, name: &str) -> Result<Uuid> {
        if let Some(id) = self.known(txn, kind, name)? {
            return Ok(id);
        }
        let id: Uuid = txn.new_id();
        let key = name_key(name);
        let table = match kind {
            Named::Company => Table::Company,
            Named::Product => Table::Product,
            Named::Person => Table::Person,
        };
        txn.insert(table, id, &[("name", &name), ("name_key", &key)])?;
        self.made.insert(id);
        self.count(kind, name);
        self.remember(kind, key, id);
        Ok(id)
    }

    fn know_products(&mut self, txn: &Txn<'_>) -> Result<()> {
        if !std::mem::replace(&mut self.products_known, true) {
            for (id, key) in rows::products(txn)? {
                self.ids.insert((Named::Product, key), id.0);
            }
        }
        Ok(())
    }

    fn remember(&mut self, kind: Named, key: String, id: Uuid) {
        if self.ids.len() >= REMEMBERED_MAX {
            self.ids.retain(|(kind, _), _| *kind == Named::Product);
        }
        self.ids.insert((kind, key), id);
    }

    fn count(&mut self, kind: Named, name: &str) {
        let (count, at) = match kind {
            Named::Company => (&mut self.counts.companies, 0),
            Named::Product => (&mut self.counts.products, 1),
            Named::Person => (&mut self.counts.people, 2),
        };
        *count += 1;
        if self.names[at].len() < self.names_max {
            self.names[at].push(name.to_owned());
        }
    }
}

/// Links a contact to a company, once.
pub fn link(txn: &mut Txn<'_>, contact: ContactId, company: CompanyId, role: Option<&str>) -> Result<()> {
    let id: LinkId = txn.new_id();
    txn.insert(Table::CompanyContact, id, &[("company_id", &company), ("contact_id", &contact), ("role", &role)])
}
