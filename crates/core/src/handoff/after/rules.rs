//! Who is asked, and what may follow what. Pure.
use super::types::{Acceptance, AcceptanceMode};
use crate::values::PersonId;

/// What a handoff is when its project has been created, and why nobody was asked. Whoever sells and leads asks nobody.
pub(super) fn first(
    mode: AcceptanceMode,
    seller: Option<PersonId>,
    lead: Option<PersonId>,
) -> (Option<Acceptance>, Option<&'static str>) {
    match mode {
        AcceptanceMode::Off => (None, None),
        AcceptanceMode::Auto => (Some(Acceptance::Accepted), Some("the pipeline asks nobody")),
        AcceptanceMode::Ask if seller.is_some() && seller == lead => {
            (Some(Acceptance::Accepted), Some("the same person sells and leads"))
        }
        AcceptanceMode::Ask => (Some(Acceptance::Waiting), None),
    }
}

/// "Lars Holm accepted, entered by Jana Voss".
pub(super) fn accepted_words(by: Option<&str>, entered_by: Option<&str>, why: Option<&str>) -> String {
    match (by, entered_by, why) {
        (Some(by), Some(entered), _) => format!("{by} accepted, entered by {entered}"),
        (Some(by), None, _) => format!("{by} accepted"),
        (None, _, Some(why)) => format!("Accepted by itself: {why}"),
        (None, _, None) => "Accepted".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn whoever_sells_and_leads_asks_nobody() {
        let (ada, ben) = (Some(PersonId(Uuid::from_u128(1))), Some(PersonId(Uuid::from_u128(2))));
        assert_eq!(first(AcceptanceMode::Ask, ada, ben), (Some(Acceptance::Waiting), None));
        assert_eq!(first(AcceptanceMode::Ask, ada, ada).0, Some(Acceptance::Accepted));
        assert_eq!(first(AcceptanceMode::Ask, None, None), (Some(Acceptance::Waiting), None));
        assert_eq!(first(AcceptanceMode::Auto, ada, ben).0, Some(Acceptance::Accepted));
        assert_eq!(first(AcceptanceMode::Off, ada, ada), (None, None));
    }

    #[test]
    fn it_is_said_who_accepted_and_who_entered_it() {
        assert_eq!(accepted_words(Some("Lars"), Some("Jana"), None), "Lars accepted, entered by Jana");
        assert_eq!(accepted_words(Some("Lars"), None, None), "Lars accepted");
        assert_eq!(accepted_words(None, None, Some("nobody is asked")), "Accepted by itself: nobody is asked");
    }
}
