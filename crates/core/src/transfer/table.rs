//! Streams the rows of a file, of any size, in constant memory.
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use encoding_rs::{Decoder, Encoding, UTF_8};

use super::row::{Cells, Flow, Row, Take};
use super::sheet;
use super::sniff::{self, COLUMNS_MAX};
use super::types::Format;
use crate::error::{Error, Result};

/// A quote that is never closed would swallow the rest of the file: no row may be longer than this, in bytes.
const ROW_MAX: usize = 16 << 20;

/// How to read the file.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    pub format: Format,
    pub encoding: &'static Encoding,
    pub delimiter: u8,
}

impl Layout {
    /// From the bytes of the file.
    pub fn detect(path: &Path) -> Result<Layout> {
        let format = sniff::format(path)?;
        if format == Format::Xlsx {
            return Ok(Layout { format, encoding: UTF_8, delimiter: b',' });
        }
        let encoding = sniff::encoding(path)?;
        let delimiter = sniff::delimiter(&start_of(path, encoding)?);
        Ok(Layout { format, encoding, delimiter })
    }

    /// As the plan says. Unknown labels are refused.
    pub fn given(format: Format, encoding: &str, delimiter: &str) -> Result<Layout> {
        let known = Encoding::for_label(encoding.as_bytes()).ok_or_else(|| {
            Error::invalid(format!("\u{201c}{encoding}\u{201d} is not an encoding. Choose e.g. UTF-8 or windows-1252."))
        })?;
        let delimiter = match (format, delimiter.as_bytes()) {
            (Format::Xlsx, _) => b',',
            (Format::Csv, [mark]) if mark.is_ascii() && !matches!(mark, b'"' | b'\n' | b'\r') => *mark,
            (Format::Csv, _) => {
                return Err(Error::invalid("The delimiter is one character: a comma, a semicolon, a tab or |."));
            }
        };
        Ok(Layout { format, encoding: known, delimiter })
    }

    /// Hands every row that is not blank to `take`, first to last.
    pub fn rows(&self, path: &Path, take: Take<'_>) -> Result<()> {
        match self.format {
            Format::Csv => self.csv_rows(path, take),
            Format::Xlsx => sheet::rows(path, take),
        }
    }

    fn csv_rows(&self, path: &Path, take: Take<'_>) -> Result<()> {
        let since = Rc::new(Cell::new(0));
        let text = decoded(path, self.encoding, Rc::clone(&since))?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(text);
        let mut record = csv::StringRecord::new();
        let mut number = 0u32;
        loop {
            since.set(0);
            match reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => number += 1,
                Err(error) => return Err(stopped(path, number, &error)),
            }
            if record.len() > COLUMNS_MAX {
                return Err(Error::invalid(format!(
                    "Row {number} of {} has {} columns; at most {COLUMNS_MAX} fit. Is the delimiter right? Nothing was changed.",
                    sniff::name(path),
                    record.len()
                )));
            }
            if number == 1
                && record.len() <= 2
                && sniff::declared(&record.iter().collect::<Vec<_>>().join(";")).is_some()
            {
                continue;
            }
            let row = Row { number, cells: Cells::Csv(&record) };
            if !row.is_blank() && take(row)? == Flow::Enough {
                return Ok(());
            }
        }
    }
}

/// The first 64 kB as text.
fn start_of(path: &Path, encoding: &'static Encoding) -> Result<String> {
    let mut text = vec![0u8; 1 << 16];
    let mut reader = decoded(path, encoding, Rc::default())?;
    let got = sniff::read_up_to(&mut reader, &mut text)?;
    text.truncate(got);
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn stopped(path: &Path, number: u32, error: &csv::Error) -> Error {
    let name = sniff::name(path);
    match error.kind() {
        csv::ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => Error::invalid(format!(
            "Row {} of {name} is longer than {} MB: most likely a quotation mark is never closed. Nothing was changed; mend the file and import it again.",
            number + 1,
            ROW_MAX >> 20
        )),
        csv::ErrorKind::Io(cause) => io::Error::new(cause.kind(), cause.to_string()).into(),
        _ => Error::invalid(format!("{name} can't be read after row {number} ({error}). Nothing was changed.")),
    }
}

fn decoded(path: &Path, encoding: &'static Encoding, since: Rc<Cell<usize>>) -> Result<Utf8<BufReader<File>>> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    Ok(Utf8 {
        source: file,
        decoder: encoding.new_decoder_with_bom_removal(),
        input: vec![0; 1 << 14],
        out: Vec::with_capacity(1 << 16),
        at: 0,
        done: false,
        since,
    })
}

/// Any encoding as UTF-8. Counts what it hands out since `since` was last set to 0 and stops at [`ROW_MAX`].
struct Utf8<R> {
    source: R,
    decoder: Decoder,
    input: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    done: bool,
    since: Rc<Cell<usize>>,
}

impl<R: Read> Utf8<R> {
    fn refill(&mut self) -> io::Result<()> {
        while self.at == self.out.len() && !self.done {
            let got = self.source.read(&mut self.input)?;
            let most = self.decoder.max_utf8_buffer_length(got).unwrap_or(got * 3 + 16);
            self.out.resize(most, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.input[..got], &mut self.out, got == 0);
            self.out.truncate(written);
            self.at = 0;
            self.done = got == 0;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let given = buffer.len().min(self.out.len() - self.at);
        buffer[..given].copy_from_slice(&self.out[self.at..self.at + given]);
        self.at += given;
        self.since.set(self.since.get() + given);
        if self.since.get() > ROW_MAX {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        Ok(given)
    }
}
