//! The first start: what a workspace has before anybody has typed anything, and the sample to look around in.
//!
//! `sample.rs` the records of the sample workspace · this file lays out every new one.
mod arrivals;
mod corridor;
mod rows;
mod sample;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::book::{Book, Done, Table, Txn};
use crate::deliver::{self, seeds};
use crate::error::{Code, Error, Result};
use crate::people::ops::save_person;
use crate::people::role_named;
use crate::people::{self, SavePerson};
use crate::sell::seed_defaults;
use crate::values::money::currency_code;
use crate::values::text::{NAME_MAX, clean};
use crate::values::{Day, PersonId, PipelineId};
use crate::words;

words! {
    /// What the firm does for its customers: the template that won deals become projects from.
    Business { Onboarding "onboarding", Installation "installation", FixedPrice "fixed_price", Short "short" }
}
words! {
    Start { Sample "sample", Empty "empty" }
}

/// The answers of the first start. `me` is the name of the person at this device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SetUp {
    pub firm: String,
    pub currency: String,
    pub start: Start,
    pub business: Business,
    pub me: String,
}

/// Enough for every handoff of the sample.
const SAMPLE_HANDOFFS: u32 = 50;

impl Book {
    /// Lays out a workspace that has nothing yet, and answers the person at this device. `conflict` when it is set up already.
    pub fn set_up(&self, args: &SetUp) -> Result<Done<PersonId>> {
        let done = self.transact("set_up", |txn| set_up(txn, args))?;
        if args.start == Start::Sample {
            self.run_worker_once(SAMPLE_HANDOFFS)?;
            self.transact("set_up", |txn| {
                txn.act_as(done.value)?;
                txn.label("Began the sample's projects");
                sample::begin_work(txn)?;
                arrivals::begin(txn)
            })?;
        }
        Ok(done)
    }
}

/// A new workspace laid out for `business` in the transaction that makes it; `me`, if given, is the first person of the firm. `today`
/// stays the workspace's day while it is open.
pub fn create(
    path: &Path,
    firm: &str,
    currency: &str,
    business: Business,
    me: Option<&str>,
    today: Option<Day>,
) -> Result<Book> {
    let currency = currency_code(currency)?;
    Book::create_with(path, firm, currency, today, |txn| match me {
        Some(me) => {
            let args =
                SetUp { firm: firm.into(), currency: currency.into(), start: Start::Empty, business, me: me.into() };
            set_up(txn, &args).map(drop)
        }
        None => {
            txn.label("Set up the workspace");
            lay_out(txn, business).map(drop)
        }
    })
}

fn set_up(txn: &mut Txn<'_>, args: &SetUp) -> Result<PersonId> {
    if rows::has_pipeline(txn)? {
        return Err(Error::new(Code::Conflict, "This workspace is set up already. Nothing was changed."));
    }
    let name = clean(&args.firm, NAME_MAX)?;
    let me = clean(&args.me, NAME_MAX)?;
    if name.is_empty() || me.is_empty() {
        return Err(Error::invalid("Please give the firm and yourself a name. Nothing was saved."));
    }
    let currency = currency_code(&args.currency)?;
    let me = save_person(txn, &SavePerson { id: None, name: me, email: None })?;
    txn.act_as(me)?;
    let firm = txn.workspace();
    // Until somebody says otherwise, work without an owner goes to the person who set this up.
    txn.update(Table::Firm, firm, &[("name", &name), ("currency", &currency), ("fallback_person_id", &me)])?;
    let pipeline = lay_out(txn, args.business)?;
    if args.start == Start::Sample {
        sample::fill(txn, pipeline, me)?;
    }
    txn.label("Set up the workspace");
    Ok(me)
}

/// Pipeline, lost reasons, roles and the four templates; the one for `business` comes first and serves the pipeline.
pub fn lay_out(txn: &mut Txn<'_>, business: Business) -> Result<PipelineId> {
    let pipeline = seed_defaults(txn)?;
    let own = match business {
        Business::Onboarding => 0,
        Business::Installation => 1,
        Business::FixedPrice => 2,
        Business::Short => 3,
    };
    let mut seeds = [&seeds::ONBOARDING, &seeds::INSTALLATION, &seeds::FIXED_PRICE, &seeds::SHORT];
    seeds[..=own].rotate_right(1);
    let mut first = None;
    for seed in seeds {
        let mut roles = std::collections::BTreeMap::new();
        for name in seed.roles() {
            let role = role_named(txn, name)?;
            if name == seeds::SALES {
                txn.update(Table::Role, role, &[("deal_owner", &true)])?;
            }
            roles.insert(name, role);
        }
        let id = deliver::save_template(txn, &seed.document(|name| roles.get(name).copied()))?;
        first = first.or(Some(id));
    }
    txn.update(Table::Pipeline, pipeline, &[("template_id", &first)])?;
    // A calendar that can't be read would stop every handoff: better now than at the first win.
    people::calendar(txn)?;
    Ok(pipeline)
}

#[cfg(test)]
mod tests;
