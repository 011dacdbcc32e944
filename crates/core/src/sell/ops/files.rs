//! Files on companies, contacts and deals: kept inside the workspace, opened as copies, never run.
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::letters::{self, Read};
use crate::book::{Book, Done, Table, Txn};
use crate::error::{Code, Error, Result};
use crate::sell::parts::{Attachment, Dropped, Holder, Letter};
use crate::sell::rows::{files as rows, parts};
use crate::values::AttachmentId;
use crate::values::text::{NAME_MAX, clean};

/// The largest file, in bytes.
pub const FILE_MAX: u64 = 25 * 1024 * 1024;
/// Kinds that the system's own program may be given. Anything that could be run or script something is only saved.
const OPENS: &[&str] = &[
    "pdf", "txt", "md", "csv", "tsv", "log", "png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic", "docx",
    "xlsx", "pptx", "odt", "ods", "odp", "rtf", "ics", "vcf", "mp3", "m4a", "wav", "ogg", "mp4", "mov", "webm",
];

impl Book {
    /// Attaches files to a record as one command: all of them or, with the reason, none. A letter keeps its sender, day and text.
    pub fn attach(&self, of: Holder, paths: &[PathBuf]) -> Result<Done<Vec<AttachmentId>>> {
        let read: Vec<(String, Vec<u8>)> =
            paths.iter().map(|path| Ok((name_of(path)?, bytes_of(path)?))).collect::<Result<_>>()?;
        self.transact("attach", |txn| {
            let record = parts::name_of(txn, of)?;
            let mut ids = Vec::with_capacity(read.len());
            for (name, bytes) in &read {
                ids.extend(attach(txn, of, name, bytes)?);
            }
            txn.subject(of.table(), of.id());
            txn.label(match read.as_slice() {
                [(name, _)] => format!("Attached {name} to {record}"),
                many => format!("Attached {} files to {record}", many.len()),
            });
            Ok(ids)
        })
    }

    /// What a file about to be attached is; for a letter, who wrote it and which contact that is.
    pub fn look_at_file(&self, path: &Path) -> Result<Dropped> {
        let (name, bytes) = (name_of(path)?, bytes_of(path)?);
        let read = letter_in(&name, &bytes);
        self.read(|reader| {
            let path = path.to_string_lossy().into_owned();
            let nothing = Dropped { path, name, letter: None, contact: None, sender_email: None, sender_name: None };
            let Some(Read { letter, from, to }) = read else { return Ok(nothing) };
            // What one of us wrote belongs to whom it was written to.
            let ours = from.1.as_deref().map(|address| rows::is_ours(reader, address)).transpose()?.unwrap_or(false);
            let (sender_name, sender_email) = if ours { to } else { from };
            let contact = match &sender_email {
                Some(address) => rows::contact_of_address(reader, address)?,
                None => None,
            };
            Ok(Dropped { letter: Some(letter), contact, sender_email, sender_name, ..nothing })
        })
    }

    /// A letter's text.
    pub fn letter(&self, id: AttachmentId) -> Result<Letter> {
        self.read(|reader| rows::letter(reader, id))
    }

    /// Writes the file to `path`; what is there is replaced, whole or not at all.
    pub fn save_attachment(&self, id: AttachmentId, path: &Path) -> Result<()> {
        let (_, bytes) = self.attachment_bytes(id)?;
        write_whole(path, &bytes)
    }

    /// A copy under a generated name in `folder`, for the system's own program. Refused for kinds that could be run.
    pub fn open_copy(&self, id: AttachmentId, folder: &Path) -> Result<PathBuf> {
        let (name, bytes) = self.attachment_bytes(id)?;
        let ending = ending(&name).filter(|ending| OPENS.contains(&ending.as_str())).ok_or_else(|| {
            Error::invalid(format!("Handsel doesn't open files like {name}, because they could run a program. Save it and open it yourself."))
        })?;
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{}.{ending}", Uuid::now_v7().simple()));
        write_whole(&path, &bytes)?;
        Ok(path)
    }

    /// Takes a file off its record. Undo brings it back.
    pub fn delete_attachment(&self, id: AttachmentId) -> Result<Done<()>> {
        self.transact("delete_attachment", |txn| {
            let file = rows::attachment(txn, id)?;
            let record = parts::name_of(txn, file.of)?;
            txn.trash(Table::Attachment, id)?;
            txn.subject(file.of.table(), file.of.id());
            txn.label(format!("Deleted {} from {record}", file.name));
            Ok(())
        })
    }

    fn attachment_bytes(&self, id: AttachmentId) -> Result<(String, Vec<u8>)> {
        self.read(|reader| {
            let file = rows::attachment(reader, id)?;
            Ok((file.name, reader.content(&file.digest)?))
        })
    }

    /// The files of a record, newest first.
    pub fn attachments(&self, of: Holder) -> Result<Vec<Attachment>> {
        self.read(|reader| files_of(reader, of))
    }
}

pub(crate) fn files_of(reader: &crate::book::Reader<'_>, of: Holder) -> Result<Vec<Attachment>> {
    let mut files = rows::attachments(reader, of)?;
    for file in &mut files {
        file.opens = ending(&file.name).is_some_and(|ending| OPENS.contains(&ending.as_str()));
    }
    Ok(files)
}

fn attach(txn: &mut Txn<'_>, of: Holder, name: &str, bytes: &[u8]) -> Result<Option<AttachmentId>> {
    let digest = txn.keep_content(bytes)?;
    if rows::attached(txn, of, &digest, name)? {
        return Ok(None);
    }
    let letter = letter_in(name, bytes).map(|read| read.letter);
    let part = |take: fn(&Letter) -> Option<String>| letter.as_ref().and_then(take);
    let (from, to, subject) = (part(|l| l.from.clone()), part(|l| l.to.clone()), part(|l| l.subject.clone()));
    let (at, text) = (letter.as_ref().and_then(|letter| letter.at), letter.as_ref().map(|letter| letter.text.clone()));
    let (id, owner): (AttachmentId, _) = (txn.new_id(), of.id());
    let columns: crate::book::Columns<'_> = &[
        (of.column(), &owner),
        ("name", &name),
        ("size", &(bytes.len() as i64)),
        ("sha256", &digest.as_slice()),
        ("mail_from", &from),
        ("mail_to", &to),
        ("mail_subject", &subject),
        ("mail_at", &at),
        ("mail_text", &text),
    ];
    txn.insert(Table::Attachment, id, columns)?;
    Ok(Some(id))
}

fn letter_in(name: &str, bytes: &[u8]) -> Option<Read> {
    (ending(name).as_deref() == Some("eml")).then(|| letters::read(bytes)).flatten()
}

fn ending(name: &str) -> Option<String> {
    Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// The file's name without control characters and path separators; long ones keep their ending.
fn name_of(path: &Path) -> Result<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = name.chars().map(|c| if c.is_control() || matches!(c, '/' | '\\') { ' ' } else { c }).collect();
    let name = clean(&name, usize::MAX)?;
    let count = name.chars().count();
    if name.is_empty() {
        return Err(Error::invalid("This file has no name. Nothing was attached."));
    }
    if count <= NAME_MAX {
        return Ok(name);
    }
    let tail: String = name.chars().skip(count - 20).collect();
    Ok(format!("{}…{tail}", name.chars().take(NAME_MAX - 21).collect::<String>()))
}

/// The whole file; refused above [`FILE_MAX`] before it is read.
fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Err(Error::invalid(format!("{name} is a folder. Attach the files in it; nothing was attached.")));
    }
    let too_large = |size: u64| {
        Error::new(
            Code::Full,
            format!(
                "{name} has {:.1} MB; files up to {} MB can be attached. Nothing was attached.",
                size as f64 / 1_048_576.0,
                FILE_MAX >> 20
            ),
        )
    };
    if meta.len() > FILE_MAX {
        return Err(too_large(meta.len()));
    }
    let bytes = fs::read(path)?;
    // It may have grown meanwhile.
    if bytes.len() as u64 > FILE_MAX { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

/// Writes a file whole or not at all; one that is there is replaced.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", Uuid::now_v7().simple()));
    let part = PathBuf::from(part);
    let written = fs::File::create_new(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // Half a file must not lie about; what can't be removed has no file's name.
        let _ = fs::remove_file(&part);
    }
    Ok(written?)
}
