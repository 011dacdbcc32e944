//! The only SQL of saved views.
use super::ViewSubject;
use crate::book::Reader;
use crate::error::{Error, Result};
use crate::values::{PersonId, SavedViewId};

/// A view as it is stored; `spec` is JSON.
pub(crate) struct Stored {
    pub id: SavedViewId,
    pub name: String,
    pub rank: String,
    pub owner: Option<PersonId>,
    pub spec: String,
}

/// The shared views and those of `me`, in order.
pub(crate) fn seen_by(reader: &Reader<'_>, subject: ViewSubject, me: Option<PersonId>) -> Result<Vec<Stored>> {
    reader.many(
        "SELECT id, name, rank, owner_id, spec FROM saved_view
         WHERE subject = ?1 AND deleted_at IS NULL AND (owner_id IS NULL OR owner_id = ?2) ORDER BY rank, id",
        (subject, me),
        |row| {
            Ok(Stored { id: row.get(0)?, name: row.get(1)?, rank: row.get(2)?, owner: row.get(3)?, spec: row.get(4)? })
        },
    )
}

pub(crate) fn view(reader: &Reader<'_>, id: SavedViewId) -> Result<(ViewSubject, Stored)> {
    reader
        .one(
            "SELECT id, name, rank, owner_id, spec, subject FROM saved_view WHERE id = ?1 AND deleted_at IS NULL",
            [id],
            |row| {
                let stored = Stored {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    rank: row.get(2)?,
                    owner: row.get(3)?,
                    spec: row.get(4)?,
                };
                Ok((row.get(5)?, stored))
            },
        )?
        .ok_or_else(|| Error::not_found("view"))
}

/// The rank of the last view of the subject, whoever sees it.
pub(crate) fn last_rank(reader: &Reader<'_>, subject: ViewSubject) -> Result<Option<String>> {
    let sql = "SELECT max(rank) FROM saved_view WHERE subject = ?1 AND deleted_at IS NULL";
    Ok(reader.one(sql, [subject], |row| row.get(0))?.flatten())
}
