//! Pure rules: which gate stands before which stage, and what a move means. No SQL, no clock.
use super::catalogue::AmountFrom;
use super::gates::{Held, entry_missing};
use super::types::{DealFacts, Forecast, ProjectWish, StageFacts, StageKind, WinDraft};
use crate::error::{Code, Error, Missing, Result};
use crate::values::money::rounded;
use crate::values::{Day, Minor, Money};

/// What putting a deal into a stage amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The same stage: only the order changes.
    Reorder,
    /// Another stage on the same side: open to open, won to won, lost to lost.
    Advance,
    Win,
    Lose,
    /// Back to open from won or lost.
    Reopen,
}

/// Decides what entering `stage` means for `deal`. A stage of another pipeline is refused.
pub fn enter_stage(deal: &DealFacts, stage: &StageFacts) -> Result<Entry> {
    if stage.pipeline != deal.pipeline {
        return Err(Error::invalid(format!(
            "{} belongs to another pipeline, so {} stays in {}.",
            stage.name, deal.name, deal.stage_name
        )));
    }
    if stage.id == deal.stage {
        return Ok(Entry::Reorder);
    }
    Ok(match (deal.kind, stage.kind) {
        (StageKind::Open, StageKind::Open) => Entry::Advance,
        (StageKind::Won, StageKind::Won) => Entry::Advance,
        (StageKind::Lost, StageKind::Lost) => Entry::Advance,
        (_, StageKind::Won) => Entry::Win,
        (_, StageKind::Lost) => Entry::Lose,
        (_, StageKind::Open) => Entry::Reopen,
    })
}

/// What Won still needs, given what the deal has and what the win sheet adds. Empty: the deal may be won.
/// The closing day defaults to today and is therefore never missing.
pub fn win_missing(deal: &DealFacts, draft: &WinDraft) -> Vec<Missing> {
    let mut missing = Vec::new();
    let customer =
        deal.company.is_some() || deal.contact.is_some() || draft.company.is_some() || draft.contact.is_some();
    if !customer {
        missing.push(Missing::new("company", "Company or contact"));
    }
    if deal.amount.is_none() && draft.amount.is_none() {
        missing.push(Missing::new("amount", "Amount"));
    }
    // Nothing is delivered without a project, so nothing has to be promised.
    if draft.without_project.is_none() && deal.promise.is_none() && draft.promise.is_none() {
        missing.push(Missing::new("promise", "Promised delivery, or none promised"));
    }
    missing
}

/// What Lost still needs.
pub fn lose_missing(has_reason: bool) -> Vec<Missing> {
    if has_reason { Vec::new() } else { vec![Missing::new("lost_reason", "Reason it was lost")] }
}

/// What a won deal would lack after an edit. Only one that has a project had to promise a delivery.
pub fn won_lacks(deal: &DealFacts) -> Vec<Missing> {
    let mut missing = win_missing(deal, &WinDraft::of(deal.id));
    if matches!(deal.project_wish, Some(ProjectWish::Imported | ProjectWish::None)) {
        missing.retain(|field| field.field != "promise");
    }
    if deal.close_date.is_none() {
        missing.push(Missing::new("close_date", "Close date"));
    }
    missing
}

/// Days without a change, once they reach the pipeline's limit and while the deal is open.
pub fn quiet_days(kind: StageKind, touched_on: Day, today: Day, rot_days: u16) -> Option<u32> {
    let days = touched_on.days_until(today);
    (kind == StageKind::Open && rot_days > 0 && days >= i64::from(rot_days))
        .then(|| u32::try_from(days).unwrap_or(u32::MAX))
}

/// sum × probability, rounded half away from zero.
pub fn weighted(sum: Minor, probability: u8) -> Minor {
    Minor(i64::try_from(rounded(i128::from(sum.0) * i128::from(probability), 100)).unwrap_or(sum.0))
}

/// What a stage's own fields still lack for a deal that is won with this draft, beyond what every win asks for.
pub fn win_entry_missing(deal: &DealFacts, stage: &StageFacts, draft: &WinDraft) -> Vec<Missing> {
    let held = Held::of(deal);
    let held = Held {
        company: held.company || draft.company.is_some(),
        contact: held.contact || draft.contact.is_some(),
        amount: held.amount || draft.amount.is_some(),
        promise: held.promise || draft.promise.is_some(),
        close_date: true,
        ..held
    };
    entry_missing(&stage.required, held)
}

/// Refuses an amount typed over the sum of the lines; the same amount is no change. `gate` names what somebody has to say first.
pub fn may_type_amount(deal: &DealFacts, amount: Option<&Money>) -> Result<()> {
    let same = amount.is_some_and(|money| Some(money.minor) == deal.amount && money.currency == deal.currency);
    if same || deal.amount_from == AmountFrom::Typed {
        return may_be_in(deal, amount);
    }
    let lines = if deal.lines == 1 { "its line".to_owned() } else { format!("its {} lines", deal.lines) };
    Err(Error::gate(
        format!(
            "The amount of {} is the sum of {lines}. Nothing was changed; say first that it is to be typed instead.",
            deal.name
        ),
        vec![Missing::new("amount_from", "Amount typed instead of the sum of the lines")],
    ))
}

/// Lines are in the deal's currency: while there are some, it stays.
pub fn may_be_in(deal: &DealFacts, amount: Option<&Money>) -> Result<()> {
    match amount {
        Some(money) if deal.lines > 0 && money.currency != deal.currency => Err(Error::new(
            Code::Conflict,
            format!(
                "The lines of {} are in {}, so its amount can't be in {}. Nothing was changed; type it in {}, or remove the lines first.",
                deal.name, deal.currency, money.currency, deal.currency
            ),
        )),
        _ => Ok(()),
    }
}

/// The probability that counts, in percent: what was set by hand while the deal is open, else the stage's.
pub fn probability(deal: &DealFacts, stage: &StageFacts) -> u8 {
    deal.probability.filter(|_| stage.kind == StageKind::Open).unwrap_or(stage.probability)
}

/// The forecast category that counts, likewise.
pub fn forecast(deal: &DealFacts, stage: &StageFacts) -> Forecast {
    deal.forecast.filter(|_| stage.kind == StageKind::Open).unwrap_or(stage.forecast)
}

/// Whether a deal may have figures of its own: a closed one is certain, and only Won counts as closed.
pub fn may_override(deal: &DealFacts, probability: Option<u8>, forecast: Option<Forecast>) -> Result<()> {
    if deal.kind != StageKind::Open && (probability.is_some() || forecast.is_some()) {
        return Err(Error::new(
            Code::Conflict,
            format!(
                "{} is {}: its probability is certain. Reopen it first; nothing was changed.",
                deal.name,
                deal.kind.as_str()
            ),
        ));
    }
    stage_figures(StageKind::Open, probability.unwrap_or(0), forecast.unwrap_or(Forecast::Pipeline)).map(|_| ())
}

/// Won is certain and closed, lost is neither: whatever was typed.
pub fn stage_figures(kind: StageKind, probability: u8, forecast: Forecast) -> Result<(u8, Forecast)> {
    match kind {
        StageKind::Won => Ok((100, Forecast::Closed)),
        StageKind::Lost => Ok((0, Forecast::Omitted)),
        StageKind::Open if probability > 100 => {
            Err(Error::invalid("A probability lies between 0 and 100 %. Nothing was changed."))
        }
        StageKind::Open if forecast == Forecast::Closed => {
            Err(Error::invalid("Only a won stage counts as closed in the forecast. Choose another category."))
        }
        StageKind::Open => Ok((probability, forecast)),
    }
}

/// A sentence that names what is missing, for people.
pub fn missing_sentence(what: &str, missing: &[Missing]) -> String {
    let names: Vec<&str> = missing.iter().map(|field| field.label.as_str()).collect();
    format!("{what} needs: {}. Nothing was changed.", names.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{CompanyId, DealId, PipelineId, Promise, Ref, StageId};
    use uuid::Uuid;

    fn deal(kind: StageKind) -> DealFacts {
        DealFacts {
            id: DealId(Uuid::from_u128(1)),
            name: "Hotel roof".into(),
            pipeline: PipelineId(Uuid::from_u128(2)),
            stage: StageId(Uuid::from_u128(3)),
            stage_name: "Proposal".into(),
            kind,
            rank: "U".into(),
            company: None,
            contact: None,
            owner: None,
            amount: None,
            currency: "EUR".into(),
            close_date: None,
            promise: None,
            product: None,
            lost_reason: None,
            notes: None,
            generation: 0,
            project_wish: None,
            stage_since: Day::parse_iso("2026-11-01").unwrap(),
            source: None,
            amount_from: AmountFrom::Typed,
            probability: None,
            forecast: None,
            lines: 0,
            next_step: false,
        }
    }

    fn stage(kind: StageKind) -> StageFacts {
        StageFacts {
            id: StageId(Uuid::from_u128(9)),
            pipeline: PipelineId(Uuid::from_u128(2)),
            name: "Next".into(),
            probability: 50,
            forecast: Forecast::BestCase,
            kind,
            required: Vec::new(),
        }
    }

    #[test]
    fn every_pair_of_sides_has_a_meaning() {
        use StageKind::{Lost, Open, Won};
        let table = [
            (Open, Open, Entry::Advance),
            (Open, Won, Entry::Win),
            (Open, Lost, Entry::Lose),
            (Won, Open, Entry::Reopen),
            (Won, Won, Entry::Advance),
            (Won, Lost, Entry::Lose),
            (Lost, Open, Entry::Reopen),
            (Lost, Won, Entry::Win),
            (Lost, Lost, Entry::Advance),
        ];
        for (from, to, entry) in table {
            assert_eq!(enter_stage(&deal(from), &stage(to)), Ok(entry), "{from:?} {to:?}");
        }
        let mut same = stage(Won);
        same.id = deal(Open).stage;
        assert_eq!(enter_stage(&deal(Open), &same), Ok(Entry::Reorder));
        let mut foreign = stage(Open);
        foreign.pipeline = PipelineId(Uuid::from_u128(77));
        assert!(enter_stage(&deal(Open), &foreign).is_err());
    }

    fn fields(missing: &[Missing]) -> Vec<&str> {
        missing.iter().map(|m| m.field.as_str()).collect()
    }

    #[test]
    fn won_asks_for_customer_amount_and_promise_and_takes_zero() {
        let mut facts = deal(StageKind::Open);
        let mut draft = WinDraft::of(facts.id);
        assert_eq!(fields(&win_missing(&facts, &draft)), ["company", "amount", "promise"]);
        draft.contact = Some(Ref::name("Ada"));
        facts.amount = Some(Minor(0));
        draft.without_project = Some("only goods".into());
        assert!(win_missing(&facts, &draft).is_empty(), "nothing is delivered, so nothing is promised");
        draft.without_project = None;
        assert_eq!(fields(&win_missing(&facts, &draft)), ["promise"]);
        facts.promise = Some(Promise::NonePromised);
        assert!(win_missing(&facts, &draft).is_empty());
    }

    #[test]
    fn a_won_deal_may_not_lose_what_the_gate_asked_for() {
        let mut facts = deal(StageKind::Won);
        facts.company = Some(CompanyId(Uuid::from_u128(5)));
        facts.amount = Some(Minor(1));
        facts.project_wish = Some(ProjectWish::Imported);
        assert_eq!(fields(&won_lacks(&facts)), ["close_date"]);
        facts.project_wish = Some(ProjectWish::Project);
        assert_eq!(fields(&won_lacks(&facts)), ["promise", "close_date"]);
        facts.project_wish = Some(ProjectWish::None);
        assert_eq!(fields(&won_lacks(&facts)), ["close_date"]);
    }

    #[test]
    fn only_open_deals_rot_and_from_the_limit_on() {
        let (then, today) = (Day::parse_iso("2026-11-01").unwrap(), Day::parse_iso("2026-11-22").unwrap());
        assert_eq!(quiet_days(StageKind::Open, then, today, 21), Some(21));
        assert_eq!(quiet_days(StageKind::Open, then, today, 22), None);
        assert_eq!(quiet_days(StageKind::Won, then, today, 21), None);
        assert_eq!(quiet_days(StageKind::Open, today, then, 21), None);
        assert_eq!(quiet_days(StageKind::Open, then, today, 0), None);
    }

    #[test]
    fn weighted_rounds_half_away_from_zero_and_never_overflows() {
        assert_eq!(weighted(Minor(5), 10), Minor(1));
        assert_eq!(weighted(Minor(-5), 10), Minor(-1));
        assert_eq!(weighted(Minor(4), 10), Minor(0));
        assert_eq!(weighted(Minor(i64::MAX), 100), Minor(i64::MAX));
    }

    #[test]
    fn a_typed_amount_over_the_sum_of_lines_is_asked_about() {
        let mut facts = deal(StageKind::Open);
        (facts.amount, facts.lines, facts.amount_from) = (Some(Minor(500)), 2, AmountFrom::Lines);
        let euros = |minor| Money::new(minor, "EUR").unwrap();
        assert!(may_type_amount(&facts, Some(&euros(500))).is_ok());
        let refused = may_type_amount(&facts, Some(&euros(501))).unwrap_err();
        assert_eq!((refused.code, fields(&refused.missing)), (Code::Gate, vec!["amount_from"]));
        assert!(refused.message.contains("its 2 lines"), "{}", refused.message);
        assert!(may_type_amount(&facts, None).is_err());
        facts.amount_from = AmountFrom::Typed;
        assert!(may_type_amount(&facts, Some(&euros(501))).is_ok());
        let dollars = Money::new(1, "USD").unwrap();
        assert!(may_type_amount(&facts, Some(&dollars)).unwrap_err().message.contains("are in EUR"));
    }

    #[test]
    fn overrides_count_while_the_deal_is_open() {
        let mut facts = deal(StageKind::Open);
        (facts.probability, facts.forecast) = (Some(80), Some(Forecast::Commit));
        let (open, won) = (stage(StageKind::Open), StageFacts { probability: 100, ..stage(StageKind::Won) });
        assert_eq!((probability(&facts, &open), forecast(&facts, &open)), (80, Forecast::Commit));
        assert_eq!((probability(&facts, &won), forecast(&facts, &won)), (100, Forecast::BestCase));
        assert!(may_override(&facts, Some(101), None).is_err());
        assert!(may_override(&facts, None, Some(Forecast::Closed)).is_err());
        assert!(may_override(&deal(StageKind::Won), Some(10), None).unwrap_err().message.contains("certain"));
        assert!(may_override(&deal(StageKind::Won), None, None).is_ok());
    }

    #[test]
    fn a_won_stage_may_ask_for_more_and_the_draft_answers() {
        use crate::sell::gates::Required;
        let facts = deal(StageKind::Open);
        let mut won = stage(StageKind::Won);
        won.required = vec![Required::Contact, Required::CloseDate, Required::Source];
        let mut draft = WinDraft::of(facts.id);
        assert_eq!(fields(&win_entry_missing(&facts, &won, &draft)), ["contact", "source"]);
        draft.contact = Some(Ref::name("Ada"));
        assert_eq!(fields(&win_entry_missing(&facts, &won, &draft)), ["source"]);
    }

    #[test]
    fn closed_sides_have_fixed_figures() {
        assert_eq!(stage_figures(StageKind::Won, 3, Forecast::Pipeline), Ok((100, Forecast::Closed)));
        assert_eq!(stage_figures(StageKind::Lost, 3, Forecast::Commit), Ok((0, Forecast::Omitted)));
        assert!(stage_figures(StageKind::Open, 101, Forecast::Commit).is_err());
        assert!(stage_figures(StageKind::Open, 50, Forecast::Closed).is_err());
    }
}
