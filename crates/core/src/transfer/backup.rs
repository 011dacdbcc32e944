//! A backup that is known to be good before it takes its name.
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::rows;
use super::sniff::name;
use crate::book::{Book, Point, kill_point, sync_folder};
use crate::error::{Code, Error, Result};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupDone {
    pub ok: bool,
    pub path: String,
    #[specta(type = i32)]
    pub bytes: u64,
}

const PAGES_A_STEP: i32 = 4096;

impl Book {
    /// Copies the workspace as it is now: into a temporary file beside `path`, flushed, opened again and checked, and only then renamed. An
    /// existing file is refused.
    pub fn backup(&self, path: &Path) -> Result<BackupDone> {
        if path.exists() {
            return Err(Error::new(
                Code::Conflict,
                format!("{} is there already. It was left as it is; choose another name.", name(path)),
            ));
        }
        let mut provisional = path.as_os_str().to_owned();
        provisional.push(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let provisional = PathBuf::from(provisional);
        let made = self.copy_to(&provisional).and_then(|()| settle(&provisional, path));
        if made.is_err() {
            // Nothing of a failed backup may look like one; what can't be removed has no backup's name.
            let _ = fs::remove_file(&provisional);
        }
        made
    }

    fn copy_to(&self, provisional: &Path) -> Result<()> {
        self.read(|reader| copy_pages(reader.conn(), provisional))
    }
}

/// Every page as it is, into one new file.
pub(super) fn copy_pages(from: &Connection, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    {
        let backup = Backup::new(from, &mut copy)?;
        while !matches!(backup.step(PAGES_A_STEP)?, StepResult::Done) {}
    }
    // Without this the copy would ask for a write-ahead log beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error.into())
}

fn settle(provisional: &Path, path: &Path) -> Result<BackupDone> {
    let file = File::options().read(true).write(true).open(provisional)?;
    file.sync_all()?;
    check(provisional)?;
    kill_point(Point::Copied);
    let bytes = file.metadata()?.len();
    // A hard link fails where something has come to the name meanwhile; a rename would replace it.
    match fs::hard_link(provisional, path) {
        Ok(()) => fs::remove_file(provisional)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(error.into()),
        Err(_) => fs::rename(provisional, path)?,
    }
    sync_folder(path)?;
    Ok(BackupDone { ok: true, path: path.to_string_lossy().into_owned(), bytes })
}

fn check(copy: &Path) -> Result<()> {
    let conn = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let (sound, broken) = rows::soundness(&conn)?;
    if sound == "ok" && broken == 0 {
        return Ok(());
    }
    Err(Error::new(
        Code::Corrupt,
        format!(
            "The backup was written, but did not check out ({sound}). It was removed; the workspace is as it was. Try another disk, and run a check of the workspace."
        ),
    ))
}
