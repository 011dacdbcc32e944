//! The bytes of files, by their SHA-256, inside the workspace: so that a backup has them, and each is kept once.
use rusqlite::params;
use sha2::{Digest as _, Sha256};

use super::{Reader, Txn};
use crate::error::{Code, Error, Result};

/// The SHA-256 of a file's bytes.
pub type Digest = [u8; 32];

/// Bytes a row: large files do not need one piece of memory in SQLite.
const PART: usize = 1 << 20;

impl Txn<'_> {
    /// Keeps these bytes, unless they are here already. Content is never changed or taken away, so it is not journalled: what points
    /// at it is.
    pub fn keep_content(&mut self, bytes: &[u8]) -> Result<Digest> {
        let digest: Digest = Sha256::digest(bytes).into();
        let here = self.one("SELECT 1 FROM content WHERE sha256 = ?1 LIMIT 1", [digest.as_slice()], |_| Ok(()))?;
        if here.is_some() {
            return Ok(digest);
        }
        let mut insert =
            self.connection().prepare_cached("INSERT INTO content (sha256, part, bytes) VALUES (?1, ?2, ?3)")?;
        // An empty file has one empty part, so that it is told from one that is missing.
        let parts: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(PART).collect() };
        for (part, bytes) in parts.into_iter().enumerate() {
            insert.execute(params![digest.as_slice(), part as i64, bytes])?;
        }
        Ok(digest)
    }
}

impl Reader<'_> {
    /// The bytes of this digest. `corrupt` when they are not what they were.
    pub fn content(&self, digest: &Digest) -> Result<Vec<u8>> {
        let sql = "SELECT bytes FROM content WHERE sha256 = ?1 ORDER BY part";
        let parts: Vec<Vec<u8>> = self.many(sql, [digest.as_slice()], |row| row.get(0))?;
        let bytes = parts.concat();
        if Digest::from(Sha256::digest(&bytes)) != *digest {
            return Err(Error::new(
                Code::Corrupt,
                "The content of this file is not what was attached. Nothing was opened; a backup may still have it.",
            ));
        }
        Ok(bytes)
    }
}
