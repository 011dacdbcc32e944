//! What kind of file this is: limits and kinds before parsing, then encoding and delimiter from the bytes themselves.
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::types::Format;
use crate::error::{Code, Error, Result};

/// The largest text file taken in, in bytes.
pub const CSV_MAX: u64 = 4 << 30;
/// The largest spreadsheet taken in, in bytes: its shared texts are held in memory.
pub const XLSX_MAX: u64 = 100 << 20;
/// The largest cell, in bytes.
pub const CELL_MAX: usize = 1 << 20;
/// The most columns a file may have.
pub const COLUMNS_MAX: usize = 512;

/// Opens the file and tells a spreadsheet from text; refuses what is neither, or too large.
pub fn format(path: &Path) -> Result<Format> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Error::invalid(format!(
            "{} is not a file. Choose a CSV or XLSX file; nothing was changed.",
            name(path)
        )));
    }
    let mut head = [0u8; 16];
    let got = read_up_to(&mut file, &mut head)?;
    let head = &head[..got];
    let format = match kind(head) {
        Some(Ok(format)) => format,
        Some(Err(what)) => {
            return Err(Error::new(
                Code::Foreign,
                format!(
                    "{} is {what}, not a table. Save it as CSV or XLSX and import that; nothing was changed.",
                    name(path)
                ),
            ));
        }
        None => Format::Csv,
    };
    let most = if format == Format::Xlsx { XLSX_MAX } else { CSV_MAX };
    if about.len() > most {
        return Err(Error::invalid(format!(
            "{} is {} MB; at most {} MB can be imported at once. Split it, or save a spreadsheet as CSV; nothing was changed.",
            name(path),
            about.len() >> 20,
            most >> 20
        )));
    }
    if got == 0 {
        return Err(Error::invalid(format!("{} is empty. Nothing was changed.", name(path))));
    }
    Ok(format)
}

/// The encoding, by byte order mark, then by content of the whole file. Refuses binary files.
pub fn encoding(path: &Path) -> Result<&'static Encoding> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| unreadable(path, &error))?);
    let mut buffer = vec![0u8; 1 << 16];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut utf8 = UTF_8.new_decoder_without_bom_handling();
    let mut scratch = String::with_capacity(1 << 18);
    let (mut valid, mut first) = (true, true);
    loop {
        let got = read_up_to(&mut file, &mut buffer)?;
        let (bytes, last) = (&buffer[..got], got < buffer.len());
        if first {
            if let Some(known) = Encoding::for_bom(bytes).map(|(known, _)| known).or_else(|| bare_utf16(bytes)) {
                return Ok(known);
            }
            first = false;
        }
        if bytes.contains(&0) {
            return Err(Error::new(
                Code::Foreign,
                format!("{} is not a text file. Choose a CSV or XLSX file; nothing was changed.", name(path)),
            ));
        }
        scratch.clear();
        if valid {
            let (result, _) = utf8.decode_to_string_without_replacement(bytes, &mut scratch, last);
            valid = matches!(result, encoding_rs::DecoderResult::InputEmpty);
        }
        detector.feed(bytes, last);
        if last {
            break;
        }
    }
    Ok(if valid { UTF_8 } else { detector.guess(None, Utf8Detection::Deny) })
}

/// The delimiter that cuts the start of the file most evenly.
pub fn delimiter(text: &str) -> u8 {
    if let Some(given) = declared(text) {
        return given;
    }
    let score = |mark: u8| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(mark).from_reader(text.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(50).map_while(|record| record.ok()).map(|record| record.len()).collect();
        let first = widths.first().copied().unwrap_or(1);
        // The last record may be cut off by the end of the sample.
        let even = widths.iter().filter(|width| **width == first).count() + usize::from(widths.len() > 1);
        if first < 2 { 0 } else { even.min(widths.len()) * 1_000 / widths.len() * 1_000 + first }
    };
    let best =
        [b',', b';', b'\t', b'|'].into_iter().map(|mark| (score(mark), mark)).rev().max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| *score > 0).map_or(b',', |(_, mark)| mark)
}

/// Spreadsheets write `sep=;` as a first line of its own.
pub fn declared(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim().trim_matches('"');
    let mark = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mark = if mark.is_empty() { "\t" } else { mark };
    (mark.len() == 1).then(|| mark.as_bytes()[0])
}

pub fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| "This file".into(), |name| name.to_string_lossy().into_owned())
}

/// Fills the buffer as far as the file reaches.
pub fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(got)
}

fn kind(head: &[u8]) -> Option<std::result::Result<Format, &'static str>> {
    let known: [(&[u8], std::result::Result<Format, &'static str>); 8] = [
        (b"PK\x03\x04", Ok(Format::Xlsx)),
        (b"SQLite format 3", Err("a database")),
        (b"%PDF", Err("a PDF")),
        (b"\xD0\xCF\x11\xE0", Err("an old Office file (.xls)")),
        (b"\x1F\x8B", Err("a compressed file")),
        (b"\x89PNG", Err("a picture")),
        (b"\xFF\xD8\xFF", Err("a picture")),
        (b"\x7FELF", Err("a program")),
    ];
    known.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| kind)
}

/// UTF-16 without a mark: western text has its zero bytes on one side only.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs == 0 {
        None
    } else if even == 0 && odd * 2 > pairs {
        Some(UTF_16LE)
    } else if odd == 0 && even * 2 > pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let code = if error.kind() == std::io::ErrorKind::NotFound { Code::NotFound } else { Code::Io };
    Error::new(code, format!("{} can't be read ({error}). Nothing was changed.", name(path)))
}
