//! The firm: its name, currency, fallback person, working days and holidays.
use std::collections::BTreeMap;

use crate::book::{Book, Done, Reader, Table};
use crate::error::{Error, Result};
use crate::people::ops::must_be_active;
use crate::people::{Firm, SaveFirm, rows};
use crate::sell::ops::pipelines::named;
use crate::values::money::currency_code;
use crate::values::{Day, HolidayId, WorkingCalendar};

impl Book {
    pub fn firm(&self) -> Result<Firm> {
        self.read(rows::firm)
    }

    /// Existing amounts keep the currency they have.
    pub fn save_firm(&self, save: &SaveFirm) -> Result<Done<()>> {
        self.transact("save_firm", |txn| {
            let name = named(&save.name, "firm")?;
            let currency = currency_code(&save.currency)?;
            if let Some(person) = save.fallback_person {
                must_be_active(txn, person)?;
            }
            if !(1..=12).contains(&save.year_starts) {
                return Err(Error::invalid("A year begins in one of its months, 1 to 12. Nothing was changed."));
            }
            let firm = txn.workspace();
            txn.update(
                Table::Firm,
                firm,
                &[
                    ("name", &name),
                    ("currency", &currency),
                    ("fallback_person_id", &save.fallback_person),
                    ("year_starts", &save.year_starts),
                ],
            )?;
            txn.subject(Table::Firm, firm);
            txn.label("Saved the firm's settings");
            Ok(())
        })
    }

    /// `workdays`: bit 0 = Monday … bit 6 = Sunday; at least one.
    pub fn save_calendar(&self, workdays: u8) -> Result<Done<()>> {
        self.transact("save_calendar", |txn| {
            if !(1..=127).contains(&workdays) {
                return Err(Error::invalid("A week needs at least one working day. Nothing was changed."));
            }
            let calendar = rows::firm_calendar(txn)?;
            txn.update(Table::Calendar, calendar, &[("workdays", &workdays)])?;
            txn.subject(Table::Calendar, calendar);
            txn.label("Saved the working days");
            Ok(())
        })
    }

    /// A day on which nobody works. The same day twice is refused.
    pub fn add_holiday(&self, day: Day, name: &str) -> Result<Done<HolidayId>> {
        self.transact("add_holiday", |txn| {
            let name = named(name, "holiday")?;
            if let Some(there) = rows::firm(txn)?.holidays.into_iter().find(|there| there.day == day) {
                return Err(Error::invalid(format!("{} is a holiday already: {}.", day.spoken(), there.name)));
            }
            let calendar = rows::firm_calendar(txn)?;
            let id: HolidayId = txn.new_id();
            txn.insert(Table::Holiday, id, &[("calendar_id", &calendar), ("day", &day), ("name", &name)])?;
            txn.subject(Table::Calendar, calendar);
            txn.label(format!("Added the holiday {name}"));
            Ok(id)
        })
    }

    pub fn delete_holiday(&self, id: HolidayId) -> Result<Done<()>> {
        self.transact("delete_holiday", |txn| {
            let name = rows::holiday_name(txn, id)?;
            txn.trash(Table::Holiday, id)?;
            txn.label(format!("Deleted the holiday {name}"));
            Ok(())
        })
    }
}

/// The month in which the firm's year begins, 1 to 12.
pub fn year_starts(reader: &Reader<'_>) -> Result<u8> {
    rows::year_starts(reader)
}

/// The firm's working calendar.
pub fn calendar(reader: &Reader<'_>) -> Result<WorkingCalendar> {
    let firm = rows::firm(reader)?;
    let holidays: BTreeMap<Day, String> =
        firm.holidays.into_iter().map(|holiday| (holiday.day, holiday.name)).collect();
    Ok(WorkingCalendar { workdays: firm.workdays, holidays })
}
