//! Stage names of other programs: open, won or lost, and how likely.
use super::types::StageMap;
use crate::sell::StageKind;
use crate::values::text::{letter_key, name_key};

/// What a name usually means, in letters and digits: the words, the kind, percent.
const USUAL: &[(&[&str], StageKind, u8)] = &[
    (
        &[
            "won",
            "closedwon",
            "dealwon",
            "gewonnen",
            "sold",
            "verkauft",
            "signed",
            "beauftragt",
            "auftraggewonnen",
            "abgeschlossengewonnen",
            "erfolgreich",
            "success",
            "closedsuccess",
        ],
        StageKind::Won,
        100,
    ),
    (
        &[
            "lost",
            "closedlost",
            "deallost",
            "verloren",
            "abgelehnt",
            "rejected",
            "dead",
            "abandoned",
            "cancelled",
            "canceled",
            "storniert",
            "absage",
            "abgeschlossenverloren",
            "disqualified",
            "unqualified",
        ],
        StageKind::Lost,
        0,
    ),
    (
        &[
            "new",
            "neu",
            "lead",
            "prospecting",
            "prospect",
            "open",
            "offen",
            "interessent",
            "anfrage",
            "incoming",
            "appointmentscheduled",
        ],
        StageKind::Open,
        10,
    ),
    (&["contacted", "contactmade", "kontaktiert", "kontakt", "erstkontakt"], StageKind::Open, 15),
    (
        &["qualification", "qualified", "qualifiziert", "qualifizierung", "discovery", "qualifiedtobuy"],
        StageKind::Open,
        20,
    ),
    (
        &["needsanalysis", "bedarfsanalyse", "engaging", "engaged", "inprogress", "inarbeit", "meeting", "termin"],
        StageKind::Open,
        30,
    ),
    (
        &[
            "demo",
            "demoscheduled",
            "presentation",
            "presentationscheduled",
            "präsentation",
            "evaluation",
            "valueproposition",
        ],
        StageKind::Open,
        40,
    ),
    (
        &[
            "proposal",
            "proposalmade",
            "proposalsent",
            "quote",
            "quotesent",
            "offer",
            "angebot",
            "angebotgesendet",
            "decisionmakerboughtin",
        ],
        StageKind::Open,
        50,
    ),
    (
        &[
            "negotiation",
            "negotiations",
            "negotiationstarted",
            "verhandlung",
            "inverhandlung",
            "review",
            "negotiationreview",
        ],
        StageKind::Open,
        75,
    ),
    (
        &["commit", "verbal", "verbalagreement", "contract", "contractsent", "vertrag", "mündlichezusage", "zusage"],
        StageKind::Open,
        90,
    ),
];

/// A stage of the pipeline that deals go into.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub name: String,
    pub kind: StageKind,
    pub probability: u8,
}

/// The stage a value becomes: the pipeline's own of that name, else what the name usually means, else open.
pub fn map(value: &str, known: &[Known]) -> StageMap {
    let of = |stage: &Known| StageMap { kind: stage.kind, name: stage.name.clone(), probability: stage.probability };
    if let Some(stage) = known.iter().find(|stage| name_key(&stage.name) == name_key(value)) {
        return of(stage);
    }
    let (kind, probability) = usual(value).unwrap_or((StageKind::Open, 20));
    let closed = known.iter().find(|stage| stage.kind == kind && kind != StageKind::Open);
    closed.map_or_else(|| StageMap { kind, name: value.trim().to_owned(), probability }, of)
}

/// Kind and percent of a name that other programs use; `None` for one that nobody does.
pub fn usual(value: &str) -> Option<(StageKind, u8)> {
    let key = letter_key(value);
    USUAL.iter().find(|(words, _, _)| words.contains(&key.as_str())).map(|(_, kind, probability)| (*kind, *probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_stages() {
        let won = Known { name: "Won".into(), kind: StageKind::Won, probability: 100 };
        let proposal = Known { name: "Proposal".into(), kind: StageKind::Open, probability: 60 };
        let known = [proposal, won];
        assert_eq!(map("Closed Won", &known), StageMap { kind: StageKind::Won, name: "Won".into(), probability: 100 });
        assert_eq!(map("proposal ", &known).probability, 60);
        assert_eq!(
            map("Verloren", &known),
            StageMap { kind: StageKind::Lost, name: "Verloren".into(), probability: 0 }
        );
        assert_eq!(
            map("Engaging", &known),
            StageMap { kind: StageKind::Open, name: "Engaging".into(), probability: 30 }
        );
        assert_eq!(map("Wonderful", &known).kind, StageKind::Open);
    }
}
