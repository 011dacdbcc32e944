//! Leave: days on which a person is away. Their tasks are planned around it.
use super::rows;
use super::types::{Leave, SaveLeave};
use crate::book::{Book, Done, Table};
use crate::error::{Error, Result};
use crate::values::LeaveId;
use crate::values::text::{NAME_MAX, clean};

/// The longest leave, in days: two years.
const LONGEST: i64 = 731;

impl Book {
    /// Everybody's leave, by day.
    pub fn leaves(&self) -> Result<Vec<Leave>> {
        self.read(rows::leaves)
    }

    /// Enters or changes a leave.
    pub fn save_leave(&self, save: &SaveLeave) -> Result<Done<LeaveId>> {
        self.transact("save_leave", |txn| {
            if save.last < save.first {
                return Err(Error::invalid("The last day of a leave can't lie before its first. Nothing was saved."));
            }
            if save.first.days_until(save.last) > LONGEST {
                return Err(Error::invalid("A leave may last two years at most. Nothing was saved."));
            }
            let name = rows::person_name(txn, save.person)?;
            let note =
                save.note.as_deref().map(|text| clean(text, NAME_MAX)).transpose()?.filter(|text| !text.is_empty());
            let columns: crate::book::Columns<'_> =
                &[("person_id", &save.person), ("first_day", &save.first), ("last_day", &save.last), ("note", &note)];
            let id = match save.id {
                None => {
                    let id: LeaveId = txn.new_id();
                    txn.insert(Table::Leave, id, columns)?;
                    id
                }
                Some(id) => {
                    rows::leave(txn, id)?;
                    txn.update(Table::Leave, id, columns)?;
                    id
                }
            };
            txn.subject(Table::Person, save.person);
            txn.label(format!("{name} is away from {} to {}", save.first.spoken(), save.last.spoken()));
            Ok(id)
        })
    }

    pub fn delete_leave(&self, id: LeaveId) -> Result<Done<()>> {
        self.transact("delete_leave", |txn| {
            let (name, first, last) = rows::leave(txn, id)?;
            txn.trash(Table::Leave, id)?;
            txn.label(format!("{name} is not away from {} to {}", first.spoken(), last.spoken()));
            Ok(())
        })
    }
}
