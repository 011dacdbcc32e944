//! What other currencies are worth in the firm's, day by day, and sums in one currency at those rates.
use serde::{Deserialize, Serialize};

use crate::book::{Book, Done, Reader, Table, Txn};
use crate::error::Result;
use crate::sell::rows::{deals, rates as rows};
use crate::values::rates::foreign;
use crate::values::{Converted, Day, Money, Rate, RateId, Rates, Rev, convert};

/// The most rows one window carries.
const WINDOW: u32 = 200;

/// One unit of `currency` is worth `rate` units of the firm's currency from `day` on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RateRow {
    pub id: RateId,
    pub day: Day,
    pub currency: String,
    #[specta(type = String)]
    pub rate: Rate,
}

/// A window of the rates to `home`, the newest first. `lacking`: currencies of deals that have no rate up to today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct RateTable {
    pub rev: Rev,
    pub home: String,
    pub total: u32,
    pub rows: Vec<RateRow>,
    pub lacking: Vec<String>,
}

/// `rate` as digits, e.g. `0.9234` or `0,9234`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct SaveRate {
    pub day: Day,
    pub currency: String,
    pub rate: String,
}

impl Book {
    /// `limit` (at most 200) rates from `offset` on.
    pub fn rates(&self, offset: u32, limit: u32) -> Result<RateTable> {
        self.read(|reader| {
            let home = deals::firm_currency(reader)?;
            let (total, rows) = rows::window(reader, &home, offset, limit.min(WINDOW))?;
            let known = rows::newest(reader, &home, reader.today())?;
            let mut lacking = rows::in_use(reader)?;
            lacking.retain(|currency| *currency != home && !known.iter().any(|rate| rate.currency == *currency));
            Ok(RateTable { rev: reader.rev()?, home, total, rows, lacking })
        })
    }

    /// Enters a rate; one of the same day and currency is replaced. An unknown currency is refused.
    pub fn save_rate(&self, save: &SaveRate) -> Result<Done<RateId>> {
        self.transact("save_rate", |txn| {
            let rate = Rate::parse(&save.rate)?;
            let (id, _) = set(txn, save.day, &save.currency, rate)?;
            txn.subject(Table::Rate, id);
            txn.label(format!("{} is worth {rate} from {} on", save.currency.trim().to_uppercase(), save.day.spoken()));
            Ok(id)
        })
    }

    pub fn delete_rate(&self, id: RateId) -> Result<Done<()>> {
        self.transact("delete_rate", |txn| {
            let (day, currency) = rows::get(txn, id)?;
            txn.trash(Table::Rate, id)?;
            txn.label(format!("Deleted the rate of {currency} of {}", day.spoken()));
            Ok(())
        })
    }

    /// Each list of amounts as one sum in the firm's currency, at the newest rates not after `day` (`None`: today).
    pub fn convert_sums(&self, lists: &[Vec<Money>], day: Option<Day>) -> Result<Vec<Converted>> {
        self.read(|reader| {
            let day = day.unwrap_or(reader.today());
            let rates = known(reader, day)?;
            Ok(lists.iter().map(|amounts| convert(amounts, &rates, day)).collect())
        })
    }
}

/// The rates that count on `day`, to the firm's currency: for reports and heads.
pub(crate) fn known(reader: &Reader<'_>, day: Day) -> Result<Rates> {
    let home = deals::firm_currency(reader)?;
    Ok(Rates::to(&home, rows::newest(reader, &home, day)?))
}

/// The firm's currency.
pub(crate) fn home(reader: &Reader<'_>) -> Result<String> {
    deals::firm_currency(reader)
}

/// Whether there is a rate of this very day.
pub(crate) fn of_day(reader: &Reader<'_>, home: &str, currency: &str, day: Day) -> Result<bool> {
    Ok(rows::of_day(reader, home, currency, day)?.is_some())
}

/// Writes the rate of a day; answers its id and whether it is new or has changed. Also for the import.
pub(crate) fn set(txn: &mut Txn<'_>, day: Day, currency: &str, rate: Rate) -> Result<(RateId, Written)> {
    let home = deals::firm_currency(txn)?;
    let currency = foreign(currency, &home)?;
    if let Some(id) = rows::of_day(txn, &home, currency, day)? {
        let changed = txn.update(Table::Rate, id, &[("rate", &rate)])?;
        return Ok((id, if changed { Written::Changed } else { Written::Same }));
    }
    let id: RateId = txn.new_id();
    txn.insert(Table::Rate, id, &[("day", &day), ("currency", &currency), ("home", &home), ("rate", &rate)])?;
    Ok((id, Written::New))
}

/// What became of a rate that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    New,
    Changed,
    Same,
}
