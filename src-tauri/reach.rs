//! Letters and calls through the system's own programs. The window names a person's address, never a link: what is handed to the
//! system is built here, from two schemes and the letters that addresses and numbers are made of.
use handsel_core::{Error, Result};
use serde::{Deserialize, Serialize};

/// Whom to reach, and how.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(tag = "by", content = "at", rename_all = "snake_case")]
pub enum ReachOut {
    Mail(String),
    Phone(String),
}

/// The link for the system: `mailto:` and one address, or `tel:` and digits.
pub fn address(to: &ReachOut) -> Result<String> {
    match to {
        ReachOut::Mail(at) => mail(at.trim()),
        ReachOut::Phone(at) => phone(at.trim()),
    }
}

fn mail(at: &str) -> Result<String> {
    let sound = at
        .split_once('@')
        .is_some_and(|(who, place)| !who.is_empty() && place.len() > 2 && !place.contains('@') && place.contains('.'));
    let plain = |c: char| c.is_alphanumeric() || ".!#$'*+-/=^_`{|}~@".contains(c);
    if !sound || at.len() > 254 || !at.chars().all(plain) {
        return Err(Error::invalid(format!("“{at}” is no e-mail address, so no letter was begun. Correct it first.")));
    }
    let mut link = String::from("mailto:");
    for byte in at.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' | b'@' | b'+' => {
                link.push(char::from(byte))
            }
            other => link.push_str(&format!("%{other:02X}")),
        }
    }
    Ok(link)
}

fn phone(at: &str) -> Result<String> {
    let digits: String = at.chars().filter(|c| !" ()-./\u{a0}".contains(*c)).collect();
    let (plus, rest) = digits.strip_prefix('+').map_or(("", digits.as_str()), |rest| ("+", rest));
    if !(2..=20).contains(&rest.len()) || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::invalid(format!(
            "“{at}” is no telephone number, so nothing was dialled. Correct it first."
        )));
    }
    Ok(format!("tel:{plus}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(to: ReachOut) -> Option<String> {
        address(&to).ok()
    }

    #[test]
    fn only_letters_and_calls_leave_the_program() {
        assert_eq!(of(ReachOut::Mail(" ida@hansen.de ".into())).as_deref(), Some("mailto:ida@hansen.de"));
        assert_eq!(
            of(ReachOut::Mail("o'neil+x@müller.de".into())).as_deref(),
            Some("mailto:o%27neil+x@m%C3%BCller.de")
        );
        assert_eq!(of(ReachOut::Phone("+49 (461) 12-34".into())).as_deref(), Some("tel:+494611234"));
        assert_eq!(of(ReachOut::Phone("0461/1234".into())).as_deref(), Some("tel:04611234"));
        for bad in
            ["ida", "a@b", "a@b.de?bcc=x@y.de", "a@b.de,c@d.de", "a b@c.de", "file:///etc/passwd", "a@b@c.de", ""]
        {
            assert_eq!(of(ReachOut::Mail(bad.into())), None, "{bad}");
        }
        for bad in ["1", "call me", "+", "123;ext=4", "javascript:1", "", "1".repeat(21).as_str()] {
            assert_eq!(of(ReachOut::Phone(bad.into())), None, "{bad}");
        }
    }
}
