//! Making, sending and answering offers.
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::rows::{self, Stored};
use super::rules::{called, may_become, scope_text};
use super::types::{Offer, OfferContent, OfferLine, OfferPrinted, OfferSettings, OfferState, Offers, Party, SaveOffer};
use super::{Scope, print};
use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::ops::customers::optional;
use crate::sell::ops::lines::lines_of;
use crate::values::text::{NAME_MAX, NOTE_MAX};
use crate::values::{Day, DealId, OfferId};

/// The longest address, in characters.
const ADDRESS_MAX: usize = 1_000;
/// A year.
const DAYS_MAX: u16 = 366;

impl Book {
    /// The offers of a deal, the newest first, with what was agreed.
    pub fn offers(&self, deal: DealId) -> Result<Offers> {
        self.read(|reader| {
            let stored = rows::of_deal(reader, deal)?;
            let offers = stored.into_iter().map(|stored| offer(reader, stored)).collect::<Result<Vec<_>>>()?;
            Ok(Offers { rev: reader.rev()?, deal, offers, scope: scope_of(reader, deal)? })
        })
    }

    /// A draft with the firm's next number, for the deal's customer, valid as long as the firm's offers are. `gate` without lines.
    pub fn create_offer(&self, deal: DealId) -> Result<Done<OfferId>> {
        self.transact("create_offer", |txn| {
            let lines = lines_of(txn, deal)?;
            if lines.lines.is_empty() {
                return Err(Error::gate(
                    "An offer is made of a deal's lines, and this deal has none. Add one first; nothing was changed.",
                    vec![Missing::new("lines", "Lines: what is sold")],
                ));
            }
            let (customer, _) = rows::customer(txn, deal)?;
            let (number, settings, today) = (rows::next_number(txn)?, rows::settings(txn)?, txn.today());
            let until = today.plus_days(i64::from(settings.days));
            let id = insert(txn, deal, (number, 1), (today, Some(until)), &customer, (None, settings.terms))?;
            txn.label(format!("Made offer {}", called(number, 1)));
            Ok(id)
        })
    }

    /// A new version of an offer that has left its draft: the same number and words, the deal's lines of now.
    pub fn revise_offer(&self, id: OfferId) -> Result<Done<OfferId>> {
        self.transact("revise_offer", |txn| {
            let stored = rows::get(txn, id)?;
            let all = rows::of_deal(txn, stored.deal.id.into())?;
            let is_draft = |one: &&Stored| one.number == stored.number && one.state == OfferState::Draft;
            if let Some(draft) = all.iter().find(is_draft) {
                return Err(Error::new(
                    Code::Conflict,
                    format!(
                        "Offer {} is a draft still: change that one. Nothing was changed.",
                        called(draft.number, draft.version)
                    ),
                ));
            }
            let version = rows::next_version(txn, stored.number)?;
            let (settings, today) = (rows::settings(txn)?, txn.today());
            let customer = Party { name: stored.customer.unwrap_or_default(), address: stored.address };
            let dates = (today, Some(today.plus_days(i64::from(settings.days))));
            let words = (stored.intro, stored.terms);
            let id = insert(txn, stored.deal.id.into(), (stored.number, version), dates, &customer, words)?;
            txn.label(format!("Made offer {}", called(stored.number, version)));
            Ok(id)
        })
    }

    /// Changes a draft. `conflict` for one that has been sent.
    pub fn save_offer(&self, save: &SaveOffer) -> Result<Done<()>> {
        self.transact("save_offer", |txn| {
            let stored = rows::get(txn, save.id)?;
            must_be_draft(&stored, "changed")?;
            if save.valid_until.is_some_and(|until| until < save.dated) {
                return Err(Error::invalid("The offer would end before it begins. Nothing was changed."));
            }
            txn.update(
                Table::Offer,
                save.id,
                &[
                    ("dated", &save.dated),
                    ("valid_until", &save.valid_until),
                    ("customer", &optional(save.customer.as_deref(), NAME_MAX)?),
                    ("address", &optional(save.address.as_deref(), ADDRESS_MAX)?),
                    ("intro", &optional(save.intro.as_deref(), NOTE_MAX)?),
                    ("terms", &optional(save.terms.as_deref(), NOTE_MAX)?),
                ],
            )?;
            txn.subject(Table::Deal, stored.deal.id);
            txn.label(format!("Changed offer {}", called(stored.number, stored.version)));
            Ok(())
        })
    }

    /// Sends, accepts or declines an offer. What it says is written down when it leaves the draft, and never again. `gate` without a
    /// customer or lines. The newest accepted one is the scope of the deal.
    pub fn set_offer_state(&self, id: OfferId, to: OfferState) -> Result<Done<()>> {
        self.transact("set_offer_state", |txn| {
            let stored = rows::get(txn, id)?;
            let name = called(stored.number, stored.version);
            may_become(stored.state, to, &name)?;
            if stored.content.is_none() {
                freeze(txn, &stored)?;
            }
            let today = txn.today();
            let day = match to {
                OfferState::Sent => "sent_on",
                _ => "decided_on",
            };
            txn.update(Table::Offer, id, &[("state", &to), (day, &today)])?;
            txn.update(Table::Deal, stored.deal.id, &[("touched_on", &today)])?;
            txn.subject(Table::Deal, stored.deal.id);
            let said = match to {
                OfferState::Sent => "was sent",
                OfferState::Accepted => "was accepted",
                _ => "was declined",
            };
            txn.label(format!("Offer {name} {said}"));
            Ok(())
        })
    }

    /// Takes a draft away. Its number is not given again.
    pub fn delete_offer(&self, id: OfferId) -> Result<Done<()>> {
        self.transact("delete_offer", |txn| {
            let stored = rows::get(txn, id)?;
            must_be_draft(&stored, "deleted")?;
            txn.trash(Table::Offer, id)?;
            txn.subject(Table::Deal, stored.deal.id);
            txn.label(format!("Deleted offer {}", called(stored.number, stored.version)));
            Ok(())
        })
    }

    /// Writes the offer as a PDF to `path`, whole or not at all; an existing file is replaced. A draft says that it is one.
    pub fn print_offer(&self, id: OfferId, path: &Path) -> Result<OfferPrinted> {
        let offer = self.read(|reader| offer(reader, rows::get(reader, id)?))?;
        let (bytes, pages) = print::pdf(&offer)?;
        let mut provisional = path.as_os_str().to_owned();
        provisional.push(format!(".{}.part", Uuid::new_v4().simple()));
        let provisional = PathBuf::from(provisional);
        let written = std::fs::write(&provisional, bytes).and_then(|()| std::fs::rename(&provisional, path));
        if written.is_err() {
            // Half a file must not lie about under the offer's name.
            let _ = std::fs::remove_file(&provisional);
        }
        written?;
        Ok(OfferPrinted { path: path.to_string_lossy().into_owned(), pages })
    }

    pub fn offer_settings(&self) -> Result<OfferSettings> {
        self.read(rows::settings)
    }

    /// The firm's address and terms on later offers; those that were sent keep theirs.
    pub fn save_offer_settings(&self, save: &OfferSettings) -> Result<Done<()>> {
        self.transact("save_offer_settings", |txn| {
            if !(1..=DAYS_MAX).contains(&save.days) {
                return Err(Error::invalid("An offer holds between 1 and 366 days. Nothing was changed."));
            }
            let firm = txn.workspace();
            txn.update(
                Table::Firm,
                firm,
                &[
                    ("address", &optional(save.address.as_deref(), ADDRESS_MAX)?),
                    ("offer_terms", &optional(save.terms.as_deref(), NOTE_MAX)?),
                    ("offer_days", &save.days),
                ],
            )?;
            txn.subject(Table::Firm, firm);
            txn.label("Saved what offers begin with");
            Ok(())
        })
    }
}

/// What was agreed for a deal: the newest accepted offer, else what its lines say now, else nothing.
pub(crate) fn scope_of(reader: &Reader<'_>, deal: DealId) -> Result<Option<Scope>> {
    if let Some(agreed) = rows::agreed(reader, deal)? {
        let content = parsed(&agreed.content)?;
        let on = agreed.day.map_or_else(String::new, |day| format!(", {}", day.spoken()));
        return Ok(Some(Scope {
            text: scope_text(&content.lines, content.totals.total, &content.currency),
            source: format!("accepted offer {}{on}", called(agreed.number, agreed.version)),
        }));
    }
    let lines = lines_of(reader, deal)?;
    if lines.lines.is_empty() {
        return Ok(None);
    }
    let offered: Vec<OfferLine> = lines.lines.iter().map(OfferLine::from).collect();
    let text = scope_text(&offered, lines.totals.total, &lines.currency);
    Ok(Some(Scope { text, source: "lines of the deal".into() }))
}

type Words = (Option<String>, Option<String>);

fn insert(
    txn: &mut Txn<'_>,
    deal: DealId,
    (number, version): (u32, u32),
    (dated, until): (Day, Option<Day>),
    customer: &Party,
    (intro, terms): Words,
) -> Result<OfferId> {
    let id: OfferId = txn.new_id();
    txn.insert(
        Table::Offer,
        id,
        &[
            ("deal_id", &deal),
            ("number", &number),
            ("version", &version),
            ("state", &OfferState::Draft),
            ("dated", &dated),
            ("valid_until", &until),
            ("customer", &customer.name),
            ("address", &customer.address),
            ("intro", &intro),
            ("terms", &terms),
        ],
    )?;
    txn.subject(Table::Deal, deal);
    Ok(id)
}

fn must_be_draft(stored: &Stored, what: &str) -> Result<()> {
    if stored.state == OfferState::Draft {
        return Ok(());
    }
    Err(Error::new(
        Code::Conflict,
        format!(
            "Offer {} is {} and can't be {what}. Make a new version; nothing was changed.",
            called(stored.number, stored.version),
            stored.state.as_str()
        ),
    ))
}

/// Writes down what the offer says from now on.
fn freeze(txn: &mut Txn<'_>, stored: &Stored) -> Result<()> {
    let content = drafted(txn, stored)?;
    let mut missing = Vec::new();
    if content.customer.name.is_empty() {
        missing.push(Missing::new("customer", "Customer"));
    }
    if content.lines.is_empty() {
        missing.push(Missing::new("lines", "Lines: what is sold"));
    }
    if !missing.is_empty() {
        return Err(Error::gate(crate::sell::rules::missing_sentence("An offer", &missing), missing));
    }
    let json = serde_json::to_string(&content)
        .map_err(|why| Error::invalid(format!("The offer can't be written down ({why}). Nothing was changed.")))?;
    txn.update(Table::Offer, stored.id, &[("content", &json)])?;
    Ok(())
}

/// What a draft says now.
fn drafted(reader: &Reader<'_>, stored: &Stored) -> Result<OfferContent> {
    let deal: DealId = stored.deal.id.into();
    let lines = lines_of(reader, deal)?;
    let (_, contact) = rows::customer(reader, deal)?;
    Ok(OfferContent {
        firm: rows::firm(reader)?,
        customer: Party { name: stored.customer.clone().unwrap_or_default(), address: stored.address.clone() },
        subject: stored.deal.name.clone(),
        contact,
        dated: stored.dated,
        valid_until: stored.valid_until,
        currency: lines.currency,
        intro: stored.intro.clone(),
        terms: stored.terms.clone(),
        lines: lines.lines.iter().map(OfferLine::from).collect(),
        totals: lines.totals,
    })
}

fn parsed(json: &str) -> Result<OfferContent> {
    serde_json::from_str(json).map_err(|why| {
        Error::new(Code::Corrupt, format!("What this offer says can't be read ({why}). It was left as it is."))
    })
}

fn offer(reader: &Reader<'_>, stored: Stored) -> Result<Offer> {
    let content = match &stored.content {
        Some(json) => parsed(json)?,
        None => drafted(reader, &stored)?,
    };
    let now: Vec<OfferLine> = lines_of(reader, stored.deal.id.into())?.lines.iter().map(OfferLine::from).collect();
    let today = reader.today();
    Ok(Offer {
        expired: stored.state == OfferState::Sent && content.valid_until.is_some_and(|until| until < today),
        outdated: content.lines != now,
        id: stored.id,
        deal: stored.deal,
        number: stored.number,
        version: stored.version,
        state: stored.state,
        sent_on: stored.sent_on,
        decided_on: stored.decided_on,
        content,
        newest: stored.newest,
    })
}
