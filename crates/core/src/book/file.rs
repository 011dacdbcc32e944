//! Making and opening the file: who may own it, what it must be, and how SQLite has to treat it.
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags, params};
use uuid::Uuid;

use super::{Actor, Book, Point, Reader, Txn, clock, kill_point};
use crate::error::{Code, Error, Result};
use crate::values::{CalendarId, Day, WorkspaceId};

/// The schema this program writes. Migration N brings a file from N - 1 to N.
pub const SCHEMA: i32 = MIGRATIONS.len() as i32;
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_views.sql"),
    include_str!("../../migrations/0003_customers.sql"),
    include_str!("../../migrations/0004_activities.sql"),
    include_str!("../../migrations/0005_tagged.sql"),
    include_str!("../../migrations/0006_leads.sql"),
    include_str!("../../migrations/0007_offers_lines_rates.sql"),
    include_str!("../../migrations/0008_goals_snapshots.sql"),
    include_str!("../../migrations/0009_role_of_owner.sql"),
    include_str!("../../migrations/0010_schedule.sql"),
    include_str!("../../migrations/0011_tasks.sql"),
    include_str!("../../migrations/0012_desk.sql"),
    include_str!("../../migrations/0013_capacity.sql"),
    include_str!("../../migrations/0014_fiscal.sql"),
    include_str!("../../migrations/0015_search_by_command.sql"),
    include_str!("../../migrations/0016_after_the_win.sql"),
    include_str!("../../migrations/0017_before_the_win.sql"),
    include_str!("../../migrations/0018_teams.sql"),
];
/// "Hnsl", so that `file` and we can tell a workspace from any other SQLite database.
const APPLICATION_ID: i32 = 0x486e_736c;
/// Without SQLite's own locks: each connection is used under ours.
const READ_ONLY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
/// Older SQLite can corrupt a WAL database.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Held while the workspace is open; the operating system lets go of it however the process ends.
pub(crate) struct Lock(#[allow(dead_code)] File);

impl Book {
    /// Makes a new workspace with one firm, a Monday-to-Friday calendar and nothing else. Refuses a path where something is.
    pub fn create(path: &Path, firm: &str, currency: &str) -> Result<Book> {
        Book::create_with(path, firm, currency, None, |_| Ok(()))
    }

    /// Makes a new workspace that already holds what `first` writes: its first command, in the very transaction that makes the firm. The
    /// file is found with all of it or not at all.
    pub fn create_with(
        path: &Path,
        firm: &str,
        currency: &str,
        today: Option<Day>,
        first: impl FnOnce(&mut Txn<'_>) -> Result<()>,
    ) -> Result<Book> {
        let taken = || {
            Error::new(
                Code::Conflict,
                format!("{} is already there. It was left as it is; choose another name.", path.display()),
            )
        };
        if path.exists() {
            return Err(taken());
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let lock = lock(path)?;
        // Built under another name and renamed when whole, so that no half-made workspace is ever found.
        let draft = beside(path, ".new");
        let _ = std::fs::remove_file(&draft);
        let _ = std::fs::remove_file(beside(&draft, "-journal"));
        {
            let mut conn = Connection::open(&draft)?;
            conn.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
            fold(&conn)?;
            migrate(&mut conn, 0)?;
            fill(&mut conn, firm, currency, today, first)?;
        }
        File::open(&draft)?.sync_all()?;
        if path.exists() {
            return Err(taken());
        }
        kill_point(Point::Made);
        std::fs::rename(&draft, path)?;
        kill_point(Point::Renamed);
        sync_folder(path)?;
        let book = Book::open_locked(path, Some(lock))?;
        book.set_as_of(today);
        Ok(book)
    }

    /// Opens a workspace. Foreign, newer and damaged files are refused before a byte is written.
    pub fn open(path: &Path) -> Result<Book> {
        if !path.is_file() {
            return Err(Error::new(Code::NotFound, format!("There is no workspace at {}.", path.display())));
        }
        inspect(path)?;
        let read_only = OpenOptions::new().write(true).open(path).is_err();
        let lock = if read_only { None } else { Some(lock(path)?) };
        Book::open_locked(path, lock)
    }

    fn open_locked(path: &Path, lock: Option<Lock>) -> Result<Book> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Error::new(
                Code::Io,
                format!(
                    "This build carries SQLite {}, which can damage workspaces. Nothing was opened.",
                    rusqlite::version()
                ),
            ));
        }
        let read_only = lock.is_none().then(|| "The workspace file is write-protected.".to_owned());
        let mut write = match read_only {
            None => Connection::open(path)?,
            Some(_) => Connection::open_with_flags(path, READ_ONLY)?,
        };
        prepare(&write, read_only.is_none())?;
        let version: i32 = write.pragma_query_value(None, "user_version", |row| row.get(0))?;
        refuse_newer(path, version)?;
        if version < SCHEMA {
            if read_only.is_some() {
                return Err(Error::new(
                    Code::ReadOnly,
                    "This workspace is from an older version and write-protected, so it can't be brought up to date. Copy it somewhere writable and open the copy.",
                ));
            }
            let copy = beside(path, &format!(".before-schema-{SCHEMA}"));
            write.backup("main", &copy, None::<fn(rusqlite::backup::Progress)>)?;
            migrate(&mut write, version)?;
        }
        let read = Connection::open_with_flags(path, READ_ONLY)?;
        prepare(&read, false)?;
        let workspace: WorkspaceId = read.query_row("SELECT id FROM workspace", [], |row| row.get(0))?;
        Ok(Book {
            path: path.to_owned(),
            workspace,
            write: Mutex::new(write),
            read: Mutex::new(read),
            me: Mutex::new(None),
            as_of: Mutex::new(None),
            listeners: Mutex::new(Vec::new()),
            read_only,
            memo: super::Memo::default(),
            _lock: lock,
        })
    }

    /// A sentence when the file lies where other programs copy it while it is open.
    pub fn place_warning(&self) -> Option<String> {
        let path = self.path.to_string_lossy().to_lowercase();
        let service =
            ["dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "syncthing"]
                .into_iter()
                .find(|name| path.contains(name))?;
        Some(format!(
            "The workspace lies in a folder that {service} copies. Two computers could overwrite each other there. Keep the workspace elsewhere and put backups into that folder."
        ))
    }
}

/// What the file says of itself, read without SQLite so that nothing is written.
pub(crate) fn inspect(path: &Path) -> Result<()> {
    let mut head = [0u8; 100];
    let mut file = File::open(path)?;
    let whole = file.read_exact(&mut head).is_ok();
    let foreign =
        || Error::new(Code::Foreign, format!("{} is not a Handsel workspace. It was left as it is.", path.display()));
    if !whole || &head[..16] != b"SQLite format 3\0" {
        return Err(foreign());
    }
    let number = |at: usize| i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if number(68) != APPLICATION_ID {
        return Err(foreign());
    }
    refuse_newer(path, number(60))
}

fn refuse_newer(path: &Path, version: i32) -> Result<()> {
    if version > SCHEMA {
        return Err(Error::new(
            Code::Newer,
            format!(
                "{} was written by a newer Handsel (schema {version}; this one knows {SCHEMA}). It was left as it is. Install the newer version to open it.",
                path.display()
            ),
        ));
    }
    Ok(())
}

/// Makes this process the owner of the workspace at `path`; `busy` while another one is.
pub(crate) fn lock(path: &Path) -> Result<Lock> {
    let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(beside(path, ".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            Code::Busy,
            format!(
                "{} is open in another Handsel. Nothing was changed. Use that window, or close it first.",
                path.display()
            ),
        )),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn prepare(conn: &Connection, writes: bool) -> Result<()> {
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(256);
    fold(conn)?;
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Plans do not depend on bound values: else SQLite prepares every statement with a bound LIMIT anew each time.
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;")?;
    if writes {
        // FULL: with NORMAL a power cut can take back what we have already called saved.
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 8388608;")?;
    } else {
        conn.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(())
}

/// `fold(text)`: names compared kindly (see `values::text::name_key`) where no folded column is kept. Never used in the schema, so that
/// other programs can read the file.
fn fold(conn: &Connection) -> Result<()> {
    use rusqlite::functions::FunctionFlags as F;
    let flags = F::SQLITE_UTF8 | F::SQLITE_DETERMINISTIC | F::SQLITE_DIRECTONLY;
    conn.create_scalar_function("fold", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.map(crate::values::text::name_key))
    })?;
    Ok(())
}

/// Brings the schema from `from` to [`SCHEMA`] in one transaction, checked before COMMIT.
fn migrate(conn: &mut Connection, from: i32) -> Result<()> {
    let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for sql in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    let broken: i64 = transaction.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if broken > 0 {
        return Err(Error::new(
            Code::Corrupt,
            format!(
                "{broken} links in this workspace lead nowhere, so it was not brought up to date. It was left as it is."
            ),
        ));
    }
    kill_point(Point::Migrated);
    transaction.commit()?;
    Ok(())
}

fn fill(
    conn: &mut Connection,
    firm: &str,
    currency: &str,
    as_of: Option<Day>,
    first: impl FnOnce(&mut Txn<'_>) -> Result<()>,
) -> Result<()> {
    let now = clock::now_ms();
    let workspace = WorkspaceId(Uuid::now_v7());
    let calendar = CalendarId::derived(workspace, "calendar");
    let transaction = conn.transaction()?;
    transaction.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    transaction.execute(
        "INSERT INTO workspace (one, id, device_id, nonce, hlc, created_at) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        params![workspace, Uuid::now_v7(), Uuid::new_v4().simple().to_string(), clock::hlc(now, 0), now],
    )?;
    transaction.execute(
        "INSERT INTO calendar (id, name, workdays, created_at) VALUES (?1, 'Working week', 31, ?2)",
        params![calendar, now],
    )?;
    transaction.execute(
        "INSERT INTO firm (id, name, currency, calendar_id) VALUES (?1, ?2, ?3, ?4)",
        params![workspace, firm, currency, calendar],
    )?;
    let mut txn = Txn::begin(Reader { conn: &transaction, workspace, as_of }, Actor::Person(None), "set_up")?;
    kill_point(Point::Begun);
    first(&mut txn)?;
    kill_point(Point::Rows);
    txn.finish()?;
    drop(txn);
    kill_point(Point::Journalled);
    transaction.commit()?;
    kill_point(Point::Committed);
    Ok(())
}

/// The path with `suffix` after its whole name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// Makes a rename survive a power cut. Windows has no such call and orders renames itself.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
