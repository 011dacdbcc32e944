//! A backup put back: proved on a copy first, and what was there is kept beside it under a dated name.
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::sniff::name;
use super::{backup, rows};
use crate::book::{Book, Point, beside, inspect, kill_point, lock, sync_folder, today};
use crate::error::{Code, Error, Result};
use crate::values::{Millis, WorkspaceId};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RestoreDone {
    /// A check of the restored workspace found nothing.
    pub ok: bool,
    pub path: String,
    /// Where the workspace that was there lies now: restoring it takes this restore back. None where there was none.
    pub kept: Option<String>,
    pub workspace_id: WorkspaceId,
    /// What the check found, each a sentence.
    pub problems: Vec<String>,
}

/// What a backup holds, before it is restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupLook {
    pub firm: String,
    pub deals: i64,
    pub projects: i64,
    /// Its newest change, in UTC milliseconds.
    pub changed_at: Option<Millis>,
    /// The name under which the present workspace would be kept.
    pub kept_as: String,
}

/// Looks at a backup without touching anything; refuses what [`restore`] would refuse at first sight.
pub fn look_at_backup(backup: &Path, path: &Path) -> Result<BackupLook> {
    refuse_at_sight(backup, path)?;
    let conn = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let (firm, deals, projects, changed_at) = rows::what_it_holds(&conn)?;
    let kept_as = dated(path).to_string_lossy().into_owned();
    Ok(BackupLook { firm, deals, projects, changed_at: changed_at.map(Millis), kept_as })
}

/// Puts a copy of `backup` in the place of the workspace at `path`, which must not be open. The copy is read whole, checked and brought
/// up to date before anything is touched; a newer, foreign or damaged backup is refused. `path` names a whole workspace at every
/// moment: first the old one, which gets its second name, then the restored one.
pub fn restore(backup: &Path, path: &Path) -> Result<RestoreDone> {
    refuse_at_sight(backup, path)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let _lock = lock(path)?;
    // We hold the lock: what lies there was left by a restore that was cut off.
    let work = beside(path, ".restoring");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir(&work)?;
    let done = put_in(backup, path, &work.join("workspace.handsel"));
    // A copy that can't be removed harms nothing: the next restore tries again.
    let _ = fs::remove_dir_all(&work);
    done
}

/// No file, the workspace itself, or no Handsel workspace of a schema known here.
fn refuse_at_sight(backup: &Path, path: &Path) -> Result<()> {
    if !backup.is_file() {
        return Err(Error::new(
            Code::NotFound,
            format!("There is no backup at {}. Nothing was changed.", backup.display()),
        ));
    }
    if is_same(backup, path) {
        return Err(Error::invalid(format!(
            "{} is the workspace itself. Nothing was changed; choose a backup.",
            name(path)
        )));
    }
    inspect(backup)
}

fn put_in(backup: &Path, path: &Path, copy: &Path) -> Result<RestoreDone> {
    let (workspace_id, problems) = copied(backup, copy).map_err(|error| match error.code {
        Code::Corrupt => Error::new(
            Code::Corrupt,
            format!(
                "{} is damaged and was not restored ({}). The workspace is as it was; try another backup.",
                name(backup),
                error.message
            ),
        ),
        _ => error,
    })?;
    kill_point(Point::Copied);
    let kept = keep(path)?;
    kill_point(Point::Kept);
    fs::rename(copy, path)?;
    kill_point(Point::Restored);
    sync_folder(path)?;
    Ok(RestoreDone {
        ok: problems.is_empty(),
        path: path.to_string_lossy().into_owned(),
        kept: kept.map(|kept| kept.to_string_lossy().into_owned()),
        workspace_id,
        problems,
    })
}

/// A copy that is whole, of the present schema, one file, and flushed; with what a check found in it.
fn copied(backup: &Path, copy: &Path) -> Result<(WorkspaceId, Vec<String>)> {
    let from = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    backup::copy_pages(&from, copy)?;
    drop(from);
    let conn = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let (sound, broken) = rows::soundness(&conn)?;
    drop(conn);
    if sound != "ok" || broken > 0 {
        let what = if sound == "ok" { format!("{broken} links lead nowhere") } else { sound };
        return Err(Error::new(Code::Corrupt, what));
    }
    let book = Book::open(copy)?;
    let (workspace, problems) = (book.workspace(), book.check()?.problems);
    drop(book);
    into_one_file(copy)?;
    File::options().read(true).write(true).open(copy)?.sync_all()?;
    Ok((workspace, problems))
}

/// Gives the workspace a second, dated name. Where there is none, its leftovers go aside all the same: a write-ahead log of another
/// file must never meet the restored one.
fn keep(path: &Path) -> Result<Option<PathBuf>> {
    let there = path.exists();
    // One that can't be read as a workspace is kept as it is, byte for byte.
    if there && inspect(path).is_ok() {
        let _ = into_one_file(path);
    }
    let kept = dated(path);
    if there && fs::hard_link(path, &kept).is_err() {
        // Not every file system has second names.
        fs::copy(path, &kept)?;
        File::options().read(true).write(true).open(&kept)?.sync_all()?;
    }
    for suffix in ["-wal", "-journal"] {
        let leftover = beside(path, suffix);
        if leftover.exists() {
            let aside = beside(&kept, suffix);
            fs::copy(&leftover, &aside)?;
            File::options().read(true).write(true).open(&aside)?.sync_all()?;
            sync_folder(&kept)?;
            fs::remove_file(&leftover)?;
        }
    }
    let _ = fs::remove_file(beside(path, "-shm"));
    sync_folder(&kept)?;
    Ok(there.then_some(kept))
}

/// Brings what stands in the write-ahead log into the file itself.
fn into_one_file(path: &Path) -> Result<()> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error.into())
}

/// `firm.before-restore-2026-11-23.handsel`, or the next that is free.
fn dated(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let day = today();
    let named = |number: u32| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        path.with_file_name(format!("{stem}.before-restore-{day}{number}{ending}"))
    };
    (1..).map(named).find(|kept| !kept.exists()).unwrap_or_else(|| named(0))
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
