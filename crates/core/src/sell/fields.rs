//! The fields of a deal that a view can filter, sort and show. Fixed SQL over the aliases of `rows/list.rs`; nothing of it comes from outside.
use crate::filter::{Field, Kind};
use crate::sell::types::{Forecast, StageKind};
use crate::words;

words! {
    /// What can be asked of a deal. `words` looks into the names of deal, company and contact at once.
    DealField {
        Words "words",
        Name "name",
        Company "company",
        Contact "contact",
        Owner "owner",
        Stage "stage",
        Kind "kind",
        Pipeline "pipeline",
        Forecast "forecast",
        Probability "probability",
        Amount "amount",
        Currency "currency",
        CloseDate "close_date",
        Product "product",
        Source "source",
        Industry "industry",
        Place "place",
        LostReason "lost_reason",
        Created "created",
        StageDays "stage_days",
        QuietDays "quiet_days",
        NextStep "next_step",
    }
}

/// Amounts of any currency in ten-thousandths of its unit, so that 10,000 yen and 10,000 euro are the same figure.
const FIGURE: &str = "(d.amount_minor * CASE WHEN d.currency IN ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV','XAF','XOF','XPF') THEN 10000
   WHEN d.currency IN ('BHD','IQD','JOD','KWD','LYD','OMR','TND') THEN 10 WHEN d.currency IN ('CLF','UYW') THEN 1 ELSE 100 END)";
/// The day a deal was opened; where its file did not say, the day it came in.
pub(crate) const CREATED: &str = "ifnull(d.opened_on, date(d.created_at / 1000, 'unixepoch'))";
const STAGE_DAYS: &str = "CAST(julianday({today}) - julianday(d.stage_since) AS INTEGER)";
const QUIET_DAYS: &str = "CAST(julianday({today}) - julianday(d.touched_on) AS INTEGER)";
const KINDS: &[&str] = &[StageKind::Open.as_str(), StageKind::Won.as_str(), StageKind::Lost.as_str()];
const FORECASTS: &[&str] = &[
    Forecast::Pipeline.as_str(),
    Forecast::BestCase.as_str(),
    Forecast::Commit.as_str(),
    Forecast::Closed.as_str(),
    Forecast::Omitted.as_str(),
];

impl Field for DealField {
    fn kind(self) -> Kind {
        match self {
            DealField::Words => Kind::Words { sql: crate::sell::rows::list::FOUND },
            DealField::Name => Kind::Text { folded: "fold(d.name)" },
            DealField::Company => Kind::Link { id: "d.company_id", folded: "c.name_key" },
            DealField::Contact => Kind::Link { id: "d.contact_id", folded: "k.name_key" },
            DealField::Owner => Kind::Link { id: "d.owner_id", folded: "p.name_key" },
            DealField::Stage => Kind::Link { id: "d.stage_id", folded: "fold(s.name)" },
            DealField::Pipeline => Kind::Link { id: "d.pipeline_id", folded: "fold(l.name)" },
            DealField::Product => Kind::Link { id: "d.product_id", folded: "g.name_key" },
            DealField::LostReason => Kind::Link { id: "d.lost_reason_id", folded: "fold(r.name)" },
            DealField::Kind => Kind::Word { sql: "s.kind", known: KINDS },
            DealField::Forecast => Kind::Word { sql: "ifnull(d.forecast, s.forecast)", known: FORECASTS },
            DealField::Probability => Kind::Number { sql: "ifnull(d.probability, s.probability)" },
            DealField::Amount => Kind::Number { sql: FIGURE },
            DealField::Currency => Kind::Currency { sql: "d.currency" },
            DealField::CloseDate => Kind::Day { sql: "d.close_date", open: Some("s.kind = 'open'") },
            DealField::Source => Kind::Text { folded: "fold(d.source)" },
            DealField::Industry => Kind::Text { folded: "fold(c.industry)" },
            DealField::Place => Kind::Text { folded: "fold(c.location)" },
            DealField::Created => Kind::Day { sql: CREATED, open: None },
            DealField::StageDays => Kind::Number { sql: STAGE_DAYS },
            DealField::QuietDays => Kind::Number { sql: QUIET_DAYS },
            DealField::NextStep => Kind::Day { sql: crate::sell::rows::list::NEXT_STEP, open: Some("s.kind = 'open'") },
        }
    }

    fn label(self) -> &'static str {
        match self {
            DealField::Words => "Any name",
            DealField::Name => "Name",
            DealField::Company => "Company",
            DealField::Contact => "Main contact",
            DealField::Owner => "Owner",
            DealField::Stage => "Stage",
            DealField::Kind => "Open, won or lost",
            DealField::Pipeline => "Pipeline",
            DealField::Forecast => "Forecast category",
            DealField::Probability => "Probability",
            DealField::Amount => "Amount",
            DealField::Currency => "Currency",
            DealField::CloseDate => "Close date",
            DealField::Product => "Product",
            DealField::Source => "Source",
            DealField::Industry => "Industry",
            DealField::Place => "Place",
            DealField::LostReason => "Lost reason",
            DealField::Created => "Created",
            DealField::StageDays => "Days in stage",
            DealField::QuietDays => "Quiet days",
            DealField::NextStep => "Next step",
        }
    }
}

impl DealField {
    /// What rows are put in order by; what is empty comes last whichever the direction. Days count as the day they began, so
    /// that no order depends on today: the longest in a stage comes first when going down.
    pub(crate) fn order(self) -> Order {
        let plain = |sql| Order { sql, turned: false };
        let turned = |sql| Order { sql, turned: true };
        match self {
            DealField::Words | DealField::Name => plain("fold(d.name)"),
            DealField::Company => plain("c.name_key"),
            DealField::Contact => plain("k.name_key"),
            DealField::Owner => plain("p.name_key"),
            DealField::Stage => plain("(l.rank || ' ' || s.rank)"),
            DealField::Kind => plain("s.kind"),
            DealField::Pipeline => plain("l.rank"),
            DealField::Forecast => plain("ifnull(d.forecast, s.forecast)"),
            DealField::Probability => plain("ifnull(d.probability, s.probability)"),
            DealField::Amount => plain(FIGURE),
            DealField::Currency => plain("d.currency"),
            DealField::CloseDate => plain("d.close_date"),
            DealField::Product => plain("g.name_key"),
            DealField::Source => plain("fold(d.source)"),
            DealField::Industry => plain("fold(c.industry)"),
            DealField::Place => plain("fold(c.location)"),
            DealField::LostReason => plain("fold(r.name)"),
            DealField::Created => plain(CREATED),
            DealField::StageDays => turned("d.stage_since"),
            DealField::QuietDays => turned("d.touched_on"),
            DealField::NextStep => plain(crate::sell::rows::list::NEXT_STEP),
        }
    }
}

/// An expression to order by; `turned` where its order is the other way round than the field's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub sql: &'static str,
    pub turned: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::money::exponent;

    #[test]
    fn figures_know_every_currency_as_money_does() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        for currency in crate::values::money::currencies() {
            let sql = format!("SELECT {FIGURE} FROM (SELECT 1 AS amount_minor, ?1 AS currency) d");
            let figure: i64 = conn.query_row(&sql, [currency], |row| row.get(0)).unwrap();
            assert_eq!(figure, 10_i64.pow(4 - exponent(currency)), "{currency}");
        }
    }
}
