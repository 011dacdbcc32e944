//! Pure rules: when something is due, what a note is called, how an activity is spoken of. No SQL, no clock.
use super::types::{ActivityKind, DueState};
use crate::error::{Error, Result};
use crate::values::Day;
use crate::values::text::{NAME_MAX, NOTE_MAX, clean};

/// The longest subject made from a note, in characters.
const HEADLINE: usize = 120;
/// The longest an activity takes, in minutes: a week.
const LONGEST: u16 = 10_080;

/// Where an open activity stands, seen from `today`. A time that has passed today is still today's.
pub fn due_state(due: Day, today: Day) -> DueState {
    match due.cmp(&today) {
        std::cmp::Ordering::Less => DueState::Overdue,
        std::cmp::Ordering::Equal => DueState::Today,
        std::cmp::Ordering::Greater => DueState::Later,
    }
}

impl ActivityKind {
    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            ActivityKind::Call => "Call",
            ActivityKind::Meeting => "Meeting",
            ActivityKind::Email => "E-mail",
            ActivityKind::Todo => "To-do",
            ActivityKind::Note => "Note",
        }
    }
}

/// Subject and body to store. A note's text becomes its body when it has more than a headline; elsewhere an empty subject is the
/// word of the kind.
pub fn wording(kind: ActivityKind, subject: &str, body: Option<&str>) -> Result<(String, Option<String>)> {
    let body = body.map(|body| clean(body, NOTE_MAX)).transpose()?.filter(|body| !body.is_empty());
    if kind != ActivityKind::Note {
        let subject = clean(&subject.split_whitespace().collect::<Vec<_>>().join(" "), NAME_MAX)?;
        return Ok((if subject.is_empty() { kind.word().to_owned() } else { subject }, body));
    }
    let text = clean(subject, NOTE_MAX)?;
    let text = match body {
        Some(body) if text.is_empty() => body,
        Some(body) => format!("{text}\n{body}"),
        None => text,
    };
    if text.is_empty() {
        return Err(Error::invalid("A note needs words. Nothing was saved."));
    }
    let first = text.lines().next().unwrap_or_default().trim();
    if first.chars().count() <= HEADLINE && first.len() == text.len() {
        return Ok((text, None));
    }
    let mut headline: String = first.chars().take(HEADLINE).collect();
    if headline.len() < first.len() {
        headline.push('…');
    }
    Ok((headline, Some(text)))
}

/// A time of day needs to exist, and a length to be sensible.
pub fn check_time(minute: Option<u16>, minutes: Option<u16>) -> Result<()> {
    if minute.is_some_and(|minute| minute > 1_439) {
        return Err(Error::invalid("There is no such time of day. Nothing was changed; write it like 14:30."));
    }
    if minutes.is_some_and(|minutes| minutes == 0 || minutes > LONGEST) {
        return Err(Error::invalid("An activity takes between a minute and a week. Nothing was changed."));
    }
    Ok(())
}

/// "Call with Ida Hansen: roof plan", "E-mail: offer 2", "Meeting". A note speaks for itself.
pub fn sentence(kind: ActivityKind, subject: &str, contact: Option<&str>) -> String {
    if kind == ActivityKind::Note {
        return subject.to_owned();
    }
    let bare = subject.eq_ignore_ascii_case(kind.word());
    let head = match (kind, contact) {
        (ActivityKind::Todo, _) | (_, None) => kind.word().to_owned(),
        (ActivityKind::Email, Some(contact)) => format!("{} to {contact}", kind.word()),
        (_, Some(contact)) => format!("{} with {contact}", kind.word()),
    };
    match (bare, contact) {
        (true, _) => head,
        // "Call Ida Hansen" says who already.
        (false, Some(contact)) if subject.to_lowercase().contains(&contact.to_lowercase()) => subject.to_owned(),
        (false, _) => format!("{head}: {subject}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn due_is_seen_from_today() {
        let today = day("2026-11-23");
        assert_eq!(due_state(day("2026-11-22"), today), DueState::Overdue);
        assert_eq!(due_state(today, today), DueState::Today);
        assert_eq!(due_state(day("2026-11-24"), today), DueState::Later);
    }

    #[test]
    fn a_long_note_keeps_every_word() {
        assert_eq!(
            wording(ActivityKind::Note, "  Wants it before Easter ", None),
            Ok(("Wants it before Easter".into(), None))
        );
        let (headline, body) = wording(ActivityKind::Note, "Met on site\nRoof is sound.", None).unwrap();
        assert_eq!((headline.as_str(), body.as_deref()), ("Met on site", Some("Met on site\nRoof is sound.")));
        let (headline, body) = wording(ActivityKind::Note, &"ü".repeat(500), None).unwrap();
        assert_eq!((headline.chars().count(), body.unwrap().chars().count()), (121, 500));
        assert!(wording(ActivityKind::Note, " \n ", None).is_err());
    }

    #[test]
    fn a_plan_without_a_subject_is_called_by_its_kind() {
        assert_eq!(wording(ActivityKind::Call, " ", None), Ok(("Call".into(), None)));
        assert_eq!(wording(ActivityKind::Email, "offer\n 2", Some("")), Ok(("offer 2".into(), None)));
        assert!(wording(ActivityKind::Todo, &"x".repeat(301), None).is_err());
    }

    #[test]
    fn sentences_say_who_once() {
        assert_eq!(sentence(ActivityKind::Call, "Call", Some("Ida Hansen")), "Call with Ida Hansen");
        assert_eq!(sentence(ActivityKind::Call, "Call Ida Hansen", Some("Ida Hansen")), "Call Ida Hansen");
        assert_eq!(sentence(ActivityKind::Meeting, "roof plan", Some("Ida")), "Meeting with Ida: roof plan");
        assert_eq!(sentence(ActivityKind::Email, "offer 2", Some("Ida")), "E-mail to Ida: offer 2");
        assert_eq!(sentence(ActivityKind::Todo, "send photos", Some("Ida")), "To-do: send photos");
        assert_eq!(sentence(ActivityKind::Note, "Likes blue", Some("Ida")), "Likes blue");
    }

    #[test]
    fn times_exist_and_lengths_are_sensible() {
        assert!(check_time(Some(1_439), Some(10_080)).is_ok() && check_time(None, None).is_ok());
        assert!(check_time(Some(1_440), None).is_err() && check_time(Some(0), Some(0)).is_err());
    }

    proptest! {
        #[test]
        fn a_note_loses_no_word(text in "\\PC{1,300}(\n\\PC{0,40}){0,3}") {
            if let Ok((headline, body)) = wording(ActivityKind::Note, &text, None) {
                let whole = body.unwrap_or(headline);
                prop_assert_eq!(whole, clean(&text, NOTE_MAX).unwrap());
            }
        }
    }
}
