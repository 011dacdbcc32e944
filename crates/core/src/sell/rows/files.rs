//! Files on records.
use crate::book::{Digest, Reader};
use crate::error::{Error, Result};
use crate::sell::rows::parts::holder;
use crate::sell::{Attachment, Holder, Letter, LetterHead};
use crate::values::{AttachmentId, Named};

/// The files of a record, newest first. `opens` is filled in by the verbs.
pub(crate) fn attachments(reader: &Reader<'_>, of: Holder) -> Result<Vec<Attachment>> {
    let sql = format!(
        "SELECT id, name, size, created_at, mail_from, mail_subject, mail_at, mail_text IS NOT NULL FROM attachment
         WHERE {} = ?1 AND deleted_at IS NULL ORDER BY ifnull(mail_at, created_at) DESC, id DESC LIMIT 200",
        of.column()
    );
    reader.many(&sql, [of.id()], |row| {
        let is_letter: bool = row.get(7)?;
        let head = LetterHead { from: row.get(4)?, subject: row.get(5)?, at: row.get(6)? };
        Ok(Attachment {
            id: row.get(0)?,
            name: row.get(1)?,
            size: row.get(2)?,
            added: row.get(3)?,
            opens: false,
            letter: is_letter.then_some(head),
        })
    })
}

/// A live file: its name, content and holder.
pub(crate) struct FileFacts {
    pub name: String,
    pub digest: Digest,
    pub of: Holder,
}

pub(crate) fn attachment(reader: &Reader<'_>, id: AttachmentId) -> Result<FileFacts> {
    let sql =
        "SELECT name, sha256, company_id, contact_id, deal_id FROM attachment WHERE id = ?1 AND deleted_at IS NULL";
    reader
        .one(sql, [id], |row| {
            Ok((row.get(0)?, row.get::<_, Digest>(1)?, holder(row.get(2)?, row.get(3)?, row.get(4)?)))
        })?
        .and_then(|(name, digest, of)| Some(FileFacts { name, digest, of: of? }))
        .ok_or_else(|| Error::not_found("file"))
}

pub(crate) fn letter(reader: &Reader<'_>, id: AttachmentId) -> Result<Letter> {
    let sql = "SELECT mail_from, mail_to, mail_subject, mail_at, mail_text FROM attachment
         WHERE id = ?1 AND deleted_at IS NULL AND mail_text IS NOT NULL";
    reader
        .one(sql, [id], |row| {
            Ok(Letter { from: row.get(0)?, to: row.get(1)?, subject: row.get(2)?, at: row.get(3)?, text: row.get(4)? })
        })?
        .ok_or_else(|| Error::not_found("letter"))
}

/// The same content on the same record already.
pub(crate) fn attached(reader: &Reader<'_>, of: Holder, digest: &Digest, name: &str) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM attachment WHERE {} = ?1 AND sha256 = ?2 AND name = ?3 AND deleted_at IS NULL LIMIT 1",
        of.column()
    );
    Ok(reader.one(&sql, (of.id(), digest.as_slice(), name), |_| Ok(()))?.is_some())
}

/// The contact with this address, the oldest first; the main address before further ones.
pub(crate) fn contact_of_address(reader: &Reader<'_>, address: &str) -> Result<Option<Named>> {
    reader.one(
        "SELECT c.id, c.name FROM contact c WHERE c.deleted_at IS NULL AND c.id IN (
           SELECT id FROM contact WHERE email = ?1 AND deleted_at IS NULL
           UNION SELECT contact_id FROM reach WHERE value_key = ?1 AND kind = 'email' AND contact_id IS NOT NULL AND deleted_at IS NULL)
         ORDER BY (c.email = ?1) DESC, c.created_at, c.id LIMIT 1",
        [address],
        |row| Ok(Named { id: row.get(0)?, name: row.get(1)? }),
    )
}

/// Whether this is the address of somebody of the firm.
pub(crate) fn is_ours(reader: &Reader<'_>, address: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM person WHERE lower(email) = ?1 AND deleted_at IS NULL LIMIT 1";
    Ok(reader.one(sql, [address], |_| Ok(()))?.is_some())
}
