//! What has changed since delivery was told, and what taking it would do. Pure; what a person edited is never written over.
use serde::{Deserialize, Serialize};

use super::types::{AmendEffect, AmendWhat, Amendment};
use crate::offers::Scope;
use crate::values::{Day, Minor, Money, Promise};

/// The deal as delivery knows it: stored with the handoff when its project is created, and with every decision.
/// `mark` changes with anything that may make a difference, so that lists need not look closer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::handoff) struct Told {
    pub mark: String,
    pub amount: Option<Minor>,
    pub currency: String,
    pub promise: Option<Promise>,
    pub scope: Option<Scope>,
    pub notes: Option<String>,
}

/// Where a change would arrive. `extends`: the project belongs to another win, whose promise it keeps.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Target {
    pub promised: Option<Day>,
    pub description: Option<String>,
    pub extends: bool,
}

/// Every difference, in the order in which a person reads them.
pub(super) fn differences(told: &Told, now: &Told, target: &Target) -> Vec<Amendment> {
    AmendWhat::ALL.iter().filter_map(|what| difference(*what, told, now, target)).collect()
}

fn difference(what: AmendWhat, told: &Told, now: &Told, target: &Target) -> Option<Amendment> {
    let (was, is) = (said(what, told), said(what, now));
    if was == is {
        return None;
    }
    let (effect, effect_words) = match what {
        AmendWhat::Amount => (AmendEffect::Nothing, "Nothing in the project depends on it.".into()),
        AmendWhat::Promise => promise(told, now, target),
        AmendWhat::Scope | AmendWhat::Notes => words(what, told, now, target),
    };
    Some(Amendment { what, label: what.label().into(), was, now: is, effect, effect_words })
}

/// A field in words; `None`: there is nothing.
fn said(what: AmendWhat, told: &Told) -> Option<String> {
    match what {
        AmendWhat::Amount => told.amount.map(|minor| Money { minor, currency: told.currency.clone() }.spoken()),
        AmendWhat::Promise => told.promise.map(|promise| match promise.day() {
            Some(day) => day.spoken(),
            None => "none promised".into(),
        }),
        AmendWhat::Scope => told.scope.as_ref().map(|scope| scope.text.clone()),
        AmendWhat::Notes => told.notes.clone(),
    }
}

fn day_of(told: &Told) -> Option<Day> {
    told.promise.and_then(Promise::day)
}

fn promise(told: &Told, now: &Told, target: &Target) -> (AmendEffect, String) {
    let spoken = |day: Option<Day>| day.map_or("no promise".to_owned(), Day::spoken);
    if target.extends {
        return (AmendEffect::Nothing, "The project keeps the promise of the win that made it.".into());
    }
    if target.promised == day_of(now) {
        return (AmendEffect::Nothing, "The project says so already.".into());
    }
    if target.promised == day_of(told) {
        return (AmendEffect::Changes, format!("The project promises {} instead.", spoken(day_of(now))));
    }
    let there = spoken(target.promised);
    (
        AmendEffect::Stays,
        format!("Somebody has set {there} in the project: that stays. Change it there if it should be different."),
    )
}

/// The part of a description that says what is to be delivered.
fn part(what: AmendWhat, told: &Told) -> Option<String> {
    match what {
        AmendWhat::Scope => told.scope.as_ref().map(|scope| format!("Scope ({})\n{}", scope.source, scope.text)),
        _ => told.notes.clone(),
    }
}

fn words(what: AmendWhat, told: &Told, now: &Told, target: &Target) -> (AmendEffect, String) {
    let there = target.description.as_deref().unwrap_or_default();
    match (part(what, told), part(what, now)) {
        (Some(old), _) if found(there, &old).is_some() => (
            AmendEffect::Changes,
            "These words of the project's description are replaced; the rest of it stays.".into(),
        ),
        (_, None) => (AmendEffect::Stays, "Somebody has changed these words in the project: they stay.".into()),
        (None, Some(_)) => (AmendEffect::Changes, "The words are added to the project's description.".into()),
        (Some(_), Some(_)) => (
            AmendEffect::Adds,
            "Somebody has changed these words in the project: they stay, and the new ones are added below.".into(),
        ),
    }
}

/// Where a part stands as paragraphs of its own: not in the middle of what somebody wrote around it.
fn found(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.match_indices(part).map(|(at, _)| at).find(|at| {
        (*at == 0 || text[..*at].ends_with('\n')) && {
            let rest = &text[at + part.len()..];
            rest.is_empty() || rest.starts_with('\n')
        }
    })
}

/// The project's description once a change of scope or notes is taken.
pub(super) fn described(what: AmendWhat, told: &Told, now: &Told, there: Option<&str>) -> Option<String> {
    let there = there.unwrap_or_default();
    let (old, new) = (part(what, told), part(what, now));
    let text = match (old.as_deref().and_then(|old| found(there, old).map(|at| (at, old.len()))), new) {
        (Some((at, length)), Some(new)) => format!("{}{new}{}", &there[..at], &there[at + length..]),
        (Some((at, length)), None) => joined(there[..at].trim_end(), there[at + length..].trim_start()),
        (None, Some(new)) => joined(there, &new),
        (None, None) => there.to_owned(),
    };
    Some(text).filter(|text| !text.is_empty())
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (false, false) => format!("{one}\n\n{other}"),
        _ => format!("{one}{other}"),
    }
}

/// What delivery knows once one difference is settled.
pub(super) fn settled(mut told: Told, what: AmendWhat, now: &Told) -> Told {
    match what {
        AmendWhat::Amount => (told.amount, told.currency) = (now.amount, now.currency.clone()),
        AmendWhat::Promise => told.promise = now.promise,
        AmendWhat::Scope => told.scope.clone_from(&now.scope),
        AmendWhat::Notes => told.notes.clone_from(&now.notes),
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn told() -> Told {
        Told {
            amount: Some(Minor(100_000)),
            currency: "EUR".into(),
            promise: Some(Promise::On(day("2027-03-01"))),
            scope: Some(Scope { text: "2 × Panel: EUR 1,000.00".into(), source: "lines of the deal".into() }),
            notes: Some("Flat roof".into()),
            ..Told::default()
        }
    }

    fn target(description: &str, promised: &str) -> Target {
        Target { promised: Some(day(promised)), description: Some(description.into()), extends: false }
    }

    const AS_MADE: &str = "Flat roof\n\nScope (lines of the deal)\n2 × Panel: EUR 1,000.00";

    #[test]
    fn nothing_changed_is_no_amendment() {
        assert!(differences(&told(), &told(), &target(AS_MADE, "2027-03-01")).is_empty());
        let same_words = Told { mark: "other".into(), ..told() };
        assert!(differences(&told(), &same_words, &target("Mine", "2027-04-01")).is_empty());
    }

    #[test]
    fn a_promise_is_taken_over_unless_somebody_set_another() {
        let now = Told { promise: Some(Promise::On(day("2027-03-15"))), ..told() };
        let found = differences(&told(), &now, &target(AS_MADE, "2027-03-01"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].was.as_deref(), found[0].now.as_deref()), (Some("1 Mar 2027"), Some("15 Mar 2027")));
        assert_eq!(found[0].effect, AmendEffect::Changes);
        assert_eq!(differences(&told(), &now, &target(AS_MADE, "2027-03-08"))[0].effect, AmendEffect::Stays);
        assert_eq!(differences(&told(), &now, &target(AS_MADE, "2027-03-15"))[0].effect, AmendEffect::Nothing);
        let other = Target { extends: true, ..target(AS_MADE, "2027-03-01") };
        assert_eq!(differences(&told(), &now, &other)[0].effect, AmendEffect::Nothing);
    }

    #[test]
    fn new_scope_replaces_only_the_words_of_the_old() {
        let scope = Some(Scope { text: "3 × Panel: EUR 1,500.00".into(), source: "lines of the deal".into() });
        let now = Told { scope, ..told() };
        let mine = format!("{AS_MADE}\n\nThe key is under the mat.");
        assert_eq!(differences(&told(), &now, &target(&mine, "2027-03-01"))[0].effect, AmendEffect::Changes);
        assert_eq!(
            described(AmendWhat::Scope, &told(), &now, Some(&mine)).unwrap(),
            "Flat roof\n\nScope (lines of the deal)\n3 × Panel: EUR 1,500.00\n\nThe key is under the mat."
        );
        let edited = "Flat roof\n\nScope (lines of the deal)\n2 × Panel, both black: EUR 1,000.00";
        assert_eq!(differences(&told(), &now, &target(edited, "2027-03-01"))[0].effect, AmendEffect::Adds);
        assert_eq!(
            described(AmendWhat::Scope, &told(), &now, Some(edited)).unwrap(),
            format!("{edited}\n\nScope (lines of the deal)\n3 × Panel: EUR 1,500.00")
        );
        let none = Told { scope: None, ..told() };
        assert_eq!(described(AmendWhat::Scope, &told(), &none, Some(AS_MADE)).unwrap(), "Flat roof");
        assert_eq!(differences(&told(), &none, &target(edited, "2027-03-01"))[0].effect, AmendEffect::Stays);
    }

    #[test]
    fn words_that_only_look_alike_are_not_taken_for_the_old() {
        let notes = Told { notes: Some("Pitched roof".into()), ..told() };
        let edited = "Not Flat roof any more";
        assert_eq!(differences(&told(), &notes, &target(edited, "2027-03-01"))[0].effect, AmendEffect::Adds);
        let gone = Told { notes: None, scope: None, ..told() };
        assert_eq!(described(AmendWhat::Notes, &told(), &gone, Some("Flat roof")), None);
    }

    #[test]
    fn a_settled_difference_is_gone_and_the_others_stay() {
        let now = Told { amount: Some(Minor(200_000)), notes: None, ..told() };
        let after = settled(told(), AmendWhat::Amount, &now);
        let left = differences(&after, &now, &target(AS_MADE, "2027-03-01"));
        assert_eq!(left.iter().map(|one| one.what).collect::<Vec<_>>(), [AmendWhat::Notes]);
    }
}
