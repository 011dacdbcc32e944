//! What an `.eml` file says: who wrote to whom, when, about what.
use mail_parser::{Address, MessageParser};

use crate::sell::parts::Letter;
use crate::values::Millis;

/// Text beyond this is cut: it is still whole in the file itself.
const TEXT_MAX: usize = 100_000;
const LINE_MAX: usize = 300;

/// Name and lower-case address of one side.
pub(crate) type Party = (Option<String>, Option<String>);

/// A letter with its two sides.
pub(crate) struct Read {
    pub letter: Letter,
    pub from: Party,
    pub to: Party,
}

/// The letter in these bytes; `None` when nobody wrote it and it says nothing, so that it is no letter.
pub(crate) fn read(bytes: &[u8]) -> Option<Read> {
    let message = MessageParser::default().parse(bytes)?;
    let (from, to) = (party(message.from()), party(message.to()));
    if from.1.is_none() && message.subject().is_none() {
        return None;
    }
    let text = message.body_text(0).unwrap_or_default();
    let text: String = text.chars().filter(|c| *c != '\0').take(TEXT_MAX).collect();
    let letter = Letter {
        from: shown(&from),
        to: shown(&to),
        subject: message.subject().map(short),
        at: message.date().map(|at| Millis(at.to_timestamp().saturating_mul(1_000))),
        text: text.replace("\r\n", "\n").trim().to_owned(),
    };
    Some(Read { letter, from, to })
}

fn party(address: Option<&Address<'_>>) -> Party {
    let first = address.and_then(|address| address.first());
    let name = first.and_then(|one| one.name.as_deref()).map(short).filter(|name| !name.is_empty());
    let address = first.and_then(|one| one.address.as_deref()).map(|address| short(address).to_lowercase());
    (name, address.filter(|address| !address.is_empty()))
}

fn shown((name, address): &Party) -> Option<String> {
    match (name, address) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LINE_MAX).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_read_with_its_umlauts() {
        let eml = "From: =?utf-8?q?J=C3=BCrgen_Hansen?= <J.Hansen@Hotel.example>\r\nTo: sales@firm.example\r\n\
            Subject: =?iso-8859-1?Q?Dach_f=FCr_das_Hotel?=\r\nDate: Thu, 12 Nov 2026 09:30:00 +0100\r\n\
            Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe aus Husum\r\n";
        let read = read(eml.as_bytes()).unwrap();
        assert_eq!(read.from, (Some("Jürgen Hansen".into()), Some("j.hansen@hotel.example".into())));
        assert_eq!(read.letter.from.as_deref(), Some("Jürgen Hansen <j.hansen@hotel.example>"));
        assert_eq!(read.letter.subject.as_deref(), Some("Dach für das Hotel"));
        assert_eq!(read.letter.at, Some(Millis(1_794_472_200_000)));
        assert_eq!(read.letter.text, "Grüße aus Husum");
    }

    #[test]
    fn what_nobody_wrote_is_no_letter() {
        assert!(read(b"\x89PNG\r\n\x1a\n\0\0\0").is_none());
        assert!(read(b"").is_none());
    }

    #[test]
    fn text_comes_out_of_html_and_stays_within_bounds() {
        let mut eml = String::from(
            "From: a@b.example\nSubject: Offer\nContent-Type: text/html\n\n<p>One<br>two</p><script>no()</script>",
        );
        eml.push_str(&"<p>more</p>".repeat(100_000));
        let read = read(eml.as_bytes()).unwrap();
        assert!(read.letter.text.starts_with("One"), "{}", &read.letter.text[..20]);
        assert!(!read.letter.text.contains('<') && read.letter.text.chars().count() <= TEXT_MAX);
    }
}
