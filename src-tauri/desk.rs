//! What the commands share: the open workspace (or why it is not open), the device's memory, and a bell for the worker.
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handsel_core::transfer::restore;
use handsel_core::values::PersonId;
use handsel_core::{Book, Code, Error, Result};
use tokio::sync::Notify;

use crate::device::{Device, Restored};

pub struct Desk {
    book: Result<Arc<Book>>,
    device: Mutex<Device>,
    device_path: PathBuf,
    /// Where copies of attached files lie while other programs have them open.
    copies: PathBuf,
    /// Rung after a commit that owes something; the worker also wakes by itself.
    pub bell: Arc<Notify>,
    /// Files that were written for the person since the start: these alone may be opened again by their path.
    written: Mutex<HashSet<PathBuf>>,
    importing: AtomicBool,
    pub cancel_import: Arc<AtomicBool>,
}

/// Held while an import runs: one at a time.
pub struct Importing<'d>(&'d Desk);

impl Drop for Importing<'_> {
    fn drop(&mut self) {
        self.0.importing.store(false, Ordering::Release);
    }
}

impl Desk {
    /// `data` holds the workspace unless HANDSEL_FILE names another; `config` holds the device's memory.
    pub fn set_up(data: &Path, config: &Path) -> Desk {
        let file = std::env::var_os("HANDSEL_FILE").map_or_else(|| data.join("workspace.handsel"), PathBuf::from);
        let device_path = config.join("device.json");
        let mut device = Device::load(&device_path);
        put_back(&mut device, &device_path, &file);
        let book = if file.exists() { Book::open(&file) } else { Book::create(&file, "", "EUR") }.map(Arc::new);
        if let Ok(book) = &book {
            book.act_as(device.me.get(&book.workspace().to_string()).copied());
        }
        Desk {
            book,
            device: Mutex::new(device),
            device_path,
            copies: fresh_copies(data),
            bell: Arc::new(Notify::new()),
            written: Mutex::default(),
            importing: AtomicBool::new(false),
            cancel_import: Arc::new(AtomicBool::new(false)),
        }
    }

    /// The open workspace, or the reason that the window shows instead.
    pub fn book(&self) -> Result<Arc<Book>> {
        self.book.clone()
    }

    pub fn copies(&self) -> PathBuf {
        self.copies.clone()
    }

    /// Remembers that this file was written where the person said.
    pub fn wrote(&self, path: &Path) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    }

    /// `invalid` for a file that was not written by this window.
    pub fn must_have_written(&self, path: &Path) -> Result<()> {
        if self.written.lock().unwrap_or_else(PoisonError::into_inner).contains(path) {
            return Ok(());
        }
        Err(Error::invalid(
            "Only files that were saved from here since the start are opened from here. Open it from its folder.",
        ))
    }

    pub fn device(&self) -> MutexGuard<'_, Device> {
        self.device.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn remember(&self, change: impl FnOnce(&mut Device)) -> Result<()> {
        let mut device = self.device();
        change(&mut device);
        device.save(&self.device_path)
    }

    /// Who sits here from now on, for this workspace.
    pub fn choose_me(&self, person: Option<PersonId>) -> Result<()> {
        let book = self.book()?;
        let key = book.workspace().to_string();
        self.remember(|device| {
            match person {
                Some(person) => device.me.insert(key, person),
                None => device.me.remove(&key),
            };
        })?;
        book.act_as(person);
        Ok(())
    }

    pub fn start_import(&self) -> Result<Importing<'_>> {
        if self.importing.swap(true, Ordering::AcqRel) {
            return Err(Error::new(
                Code::Busy,
                "Another import is still running. Nothing of this one was written; wait for it or cancel it.",
            ));
        }
        self.cancel_import.store(false, Ordering::Release);
        Ok(Importing(self))
    }
}

/// Restores the backup that was asked for, while nobody has the workspace open. The wish is forgotten first: a restore that fails is
/// not tried again at every start.
fn put_back(device: &mut Device, device_path: &Path, file: &Path) {
    let Some(backup) = device.restore.take() else { return };
    let done = device.save(device_path).and_then(|()| patiently(|| restore(&backup, file)));
    device.restored = Some(match done {
        Ok(done) => Restored {
            ok: done.ok,
            said: match (done.ok, done.kept) {
                (true, Some(kept)) => format!("The backup is restored. What was there before is kept at {kept}."),
                (true, None) => "The backup is restored.".into(),
                (false, _) => format!("The backup is restored, but a check found: {}", done.problems.join(" ")),
            },
        },
        Err(why) => Restored { ok: false, said: why.message },
    });
    if let Err(why) = device.save(device_path) {
        eprintln!("What became of the restore could not be kept: {why}");
    }
}

/// The program that started us anew may hold the workspace for a moment longer.
fn patiently<T>(work: impl Fn() -> Result<T>) -> Result<T> {
    const TRIES: u32 = 100;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
    for _ in 1..TRIES {
        match work() {
            Err(error) if error.code == Code::Busy => std::thread::sleep(PAUSE),
            answer => return answer,
        }
    }
    work()
}

/// The folder for opened copies, without those of earlier days: the workspace has the files themselves.
fn fresh_copies(data: &Path) -> PathBuf {
    let folder = data.join("opened");
    // A copy that another program still holds stays until the next start.
    let _ = std::fs::remove_dir_all(&folder);
    folder
}
