//! A deal as it is, or as it would be once the win sheet is done: does a condition fit it?
use std::collections::BTreeSet;

use rusqlite::params_from_iter;
use rusqlite::types::Value as Bound;
use uuid::Uuid;

use crate::book::Reader;
use crate::error::Result;
use crate::filter::Now;
use crate::filter::rows::clause;
use crate::sell::DealTree;
use crate::sell::types::DealFacts;
use crate::values::{CompanyId, ContactId, Day, DealId, Minor, PersonId, ProductId, StageId};

/// A link to a record that may only be made by the win: then its folded name is known and no id yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Linked<I> {
    pub id: Option<I>,
    pub key: Option<String>,
}

impl<I> Linked<I> {
    pub fn to(id: Option<I>) -> Linked<I> {
        Linked { id, key: None }
    }
}

/// The columns of a deal that a win may change, as they would be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AsIf {
    pub deal: DealId,
    pub stage: StageId,
    pub company: Linked<CompanyId>,
    pub contact: Linked<ContactId>,
    pub owner: Option<PersonId>,
    pub amount: Option<Minor>,
    pub currency: String,
    pub close_date: Option<Day>,
    pub product: Option<ProductId>,
    pub source: Option<String>,
    /// It enters the stage now: what a win clears is cleared.
    pub entering: bool,
}

impl AsIf {
    /// As it is.
    pub fn of(deal: &DealFacts) -> AsIf {
        AsIf {
            deal: deal.id,
            stage: deal.stage,
            company: Linked::to(deal.company),
            contact: Linked::to(deal.contact),
            owner: deal.owner,
            amount: deal.amount,
            currency: deal.currency.clone(),
            close_date: deal.close_date,
            product: deal.product,
            source: deal.source.clone(),
            entering: false,
        }
    }
}

/// The id of a record that is not there yet.
const NEW: [u8; 16] = [0; 16];

/// Whether the deal, as it would be, is one of those that the filter leaves in.
pub(crate) fn fits(reader: &Reader<'_>, deal: &AsIf, filter: &DealTree, now: Now) -> Result<bool> {
    if filter.is_everything() {
        return Ok(true);
    }
    let mut values = bound(deal, now);
    let narrowed = clause(filter, now, values.len() + 1)?;
    let sql = format!(
        "SELECT 1 FROM (SELECT x.id, x.name, x.pipeline_id, ?2 AS stage_id, ?3 AS company_id, ?5 AS contact_id, ?7 AS owner_id, ?8 AS amount_minor,
             ?9 AS currency, ?10 AS close_date, ?11 AS product_id, ?12 AS source, iif(?13, NULL, x.probability) AS probability,
             iif(?13, NULL, x.forecast) AS forecast, iif(?13, NULL, x.lost_reason_id) AS lost_reason_id, iif(?13, ?14, x.stage_since) AS stage_since,
             iif(?13, ?14, x.touched_on) AS touched_on, x.opened_on, x.created_at FROM deal x WHERE x.id = ?1) d
           JOIN stage s ON s.id = d.stage_id JOIN pipeline l ON l.id = d.pipeline_id
           LEFT JOIN (SELECT id, name_key, industry, location FROM company WHERE id = ?3 UNION ALL SELECT x'00000000000000000000000000000000', ?4, NULL, NULL WHERE ?4 IS NOT NULL) c ON c.id = d.company_id
           LEFT JOIN (SELECT id, name_key FROM contact WHERE id = ?5 UNION ALL SELECT x'00000000000000000000000000000000', ?6 WHERE ?6 IS NOT NULL) k ON k.id = d.contact_id
           LEFT JOIN person p ON p.id = d.owner_id LEFT JOIN product g ON g.id = d.product_id LEFT JOIN lost_reason r ON r.id = d.lost_reason_id
         WHERE {}",
        narrowed.sql
    );
    values.extend(narrowed.values);
    Ok(reader.one(&sql, params_from_iter(values.iter()), |_| Ok(()))?.is_some())
}

fn bound(deal: &AsIf, now: Now) -> Vec<Bound> {
    let blob = |id: Uuid| Bound::Blob(id.as_bytes().to_vec());
    let text = |text: Option<String>| text.map_or(Bound::Null, Bound::Text);
    fn linked<I: Copy + Into<Uuid>>(link: &Linked<I>) -> Bound {
        match (link.id, &link.key) {
            (Some(id), _) => Bound::Blob(id.into().as_bytes().to_vec()),
            (None, Some(_)) => Bound::Blob(NEW.to_vec()),
            (None, None) => Bound::Null,
        }
    }
    vec![
        blob(deal.deal.0),
        blob(deal.stage.0),
        linked(&deal.company),
        text(deal.company.key.clone()),
        linked(&deal.contact),
        text(deal.contact.key.clone()),
        deal.owner.map_or(Bound::Null, |owner| blob(owner.0)),
        deal.amount.map_or(Bound::Null, |amount| Bound::Integer(amount.0)),
        Bound::Text(deal.currency.clone()),
        text(deal.close_date.map(|day| day.to_string())),
        deal.product.map_or(Bound::Null, |product| blob(product.0)),
        text(deal.source.clone()),
        Bound::Integer(i64::from(deal.entering)),
        Bound::Text(now.today.to_string()),
    ]
}

/// What a deal sells: its own product and those of its lines.
pub(crate) fn products(reader: &Reader<'_>, deal: &AsIf) -> Result<BTreeSet<ProductId>> {
    let sql = "SELECT DISTINCT product_id FROM deal_line WHERE deal_id = ?1 AND product_id IS NOT NULL AND deleted_at IS NULL";
    let lines: Vec<ProductId> = reader.many(sql, [deal.deal], |row| row.get(0))?;
    Ok(lines.into_iter().chain(deal.product).collect())
}
