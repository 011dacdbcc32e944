//! What a deal sells, line by line, and how that becomes its amount.
use crate::book::{Book, Columns, Done, Reader, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::ops::pipelines::named;
use crate::sell::ops::{customers, deals, place};
use crate::sell::pricing::{Billing, Priced, totals};
use crate::sell::rows::{self, products};
use crate::sell::{AmountFrom, DealFacts, DealLine, DealLines, ProductRow, SaveLine};
use crate::values::{DealId, LineId, Minor, ProductId, rank};

/// More lines than this are a file, not a deal.
const LINES_MAX: u32 = 500;

impl Book {
    /// The lines of a deal in order, with their sums beside its amount.
    pub fn deal_lines(&self, deal: DealId) -> Result<DealLines> {
        self.read(|reader| lines_of(reader, deal))
    }

    /// Adds a line at the end, or changes one. Where the amount is the sum of the lines, it follows; a deal without an amount takes the
    /// sum from its first line on.
    pub fn save_line(&self, save: &SaveLine) -> Result<Done<LineId>> {
        self.transact("save_line", |txn| {
            let before = rows::deals::deal_facts(txn, save.deal)?;
            let (id, name) = write(txn, save, &before)?;
            settle(txn, &before)?;
            txn.subject(Table::Deal, save.deal);
            let what = if save.id.is_some() { "Changed" } else { "Added" };
            txn.label(format!("{what} {name} {} {}", if save.id.is_some() { "on" } else { "to" }, before.name));
            Ok(id)
        })
    }

    /// Puts a line right behind `after`, or first.
    pub fn move_line(&self, line: LineId, after: Option<LineId>) -> Result<Done<()>> {
        self.transact("move_line", |txn| {
            let (deal, moved) = products::line_of(txn, line)?;
            let others = products::line_ranks(txn, deal, Some(line))?;
            let at = match after {
                None => 0,
                Some(after) => {
                    1 + others.iter().position(|(id, _)| *id == after).ok_or_else(|| Error::not_found("line"))?
                }
            };
            let rank = place::gap(txn, others.iter().map(|(_, rank)| rank.as_str()), at)?;
            txn.update(Table::DealLine, line, &[("rank", &rank)])?;
            txn.subject(Table::Deal, deal);
            txn.label(format!("Moved the line {}", moved.name));
            Ok(())
        })
    }

    /// Removes a line. With the last one the amount stays as it is and counts as typed from then on.
    pub fn delete_line(&self, line: LineId) -> Result<Done<()>> {
        self.transact("delete_line", |txn| {
            let (deal, removed) = products::line_of(txn, line)?;
            let before = rows::deals::deal_facts(txn, deal)?;
            txn.trash(Table::DealLine, line)?;
            settle(txn, &before)?;
            txn.subject(Table::Deal, deal);
            txn.label(format!("Removed {} from {}", removed.name, before.name));
            Ok(())
        })
    }
}

pub(crate) fn lines_of(reader: &Reader<'_>, deal: DealId) -> Result<DealLines> {
    let facts = rows::deals::deal_facts(reader, deal)?;
    let lines = products::lines(reader, deal)?;
    Ok(DealLines {
        rev: reader.rev()?,
        deal,
        currency: facts.currency,
        totals: totals(lines.iter().map(DealLine::priced))?,
        lines,
        amount: facts.amount,
        amount_from: facts.amount_from,
    })
}

/// Makes the amount the sum of the lines. `gate` where there are none.
pub(crate) fn take_sum(txn: &mut Txn<'_>, deal: &DealFacts) -> Result<()> {
    let lines = products::lines(txn, deal.id)?;
    if lines.is_empty() {
        return Err(Error::gate(
            format!("{} has no lines to add up. Add one first; nothing was changed.", deal.name),
            vec![Missing::new("lines", "Lines: what is sold")],
        ));
    }
    let sum: Minor = totals(lines.iter().map(DealLine::priced))?.total;
    txn.update(Table::Deal, deal.id, &[("amount_from", &AmountFrom::Lines), ("amount_minor", &sum)])?;
    Ok(())
}

/// After a change of the lines: the amount follows them, the deal has been touched, and its history keeps a new amount.
fn settle(txn: &mut Txn<'_>, before: &DealFacts) -> Result<()> {
    let now = rows::deals::deal_facts(txn, before.id)?;
    let takes_over = before.lines == 0 && now.lines > 0 && now.amount.is_none();
    if now.lines == 0 {
        txn.update(Table::Deal, now.id, &[("amount_from", &AmountFrom::Typed)])?;
    } else if takes_over || now.amount_from == AmountFrom::Lines {
        take_sum(txn, &now)?;
    } else {
        // Also a sum that the amount does not follow has to be one that can be held.
        totals(products::lines(txn, now.id)?.iter().map(DealLine::priced))?;
    }
    let today = txn.today();
    txn.update(Table::Deal, now.id, &[("touched_on", &today)])?;
    if rows::deals::deal_facts(txn, now.id)?.amount != before.amount {
        deals::record(txn, now.id, Some(now.stage), today)?;
    }
    Ok(())
}

fn write(txn: &mut Txn<'_>, save: &SaveLine, deal: &DealFacts) -> Result<(LineId, String)> {
    let there = match save.id {
        Some(id) => Some(own_line(txn, id, deal)?),
        None => None,
    };
    if there.is_none() && deal.lines >= LINES_MAX {
        return Err(Error::invalid(format!("A deal has at most {LINES_MAX} lines. Nothing was changed.")));
    }
    let product = product(txn, save, there.as_ref())?;
    let name = match (save.name.as_deref(), &product) {
        (Some(name), _) if !name.trim().is_empty() => named(name, "line")?,
        (_, Some(Chosen::New(product))) => product.name.clone(),
        (_, Some(Chosen::Kept(_))) => there.as_ref().map(|line| line.name.clone()).unwrap_or_default(),
        (_, None) => return named("", "line").map(|name| (LineId(uuid::Uuid::nil()), name)),
    };
    let fresh = match &product {
        Some(Chosen::New(product)) => Some(product),
        _ => None,
    };
    let billing = save
        .billing
        .or(fresh.map(|product| product.billing))
        .or(there.as_ref().map(|line| line.billing))
        .unwrap_or(Billing::Once);
    let priced = Priced {
        quantity: save.quantity,
        unit_price: unit_price(save, fresh, there.as_ref(), deal, &name)?,
        discount: save.discount,
        billing,
        term: save.term,
    }
    .checked()?;
    let product_id: Option<ProductId> = product.map(|product| match product {
        Chosen::New(product) => product.id,
        Chosen::Kept(id) => id,
    });
    let columns: Columns<'_> = &[
        ("product_id", &product_id),
        ("name", &name),
        ("quantity", &priced.quantity),
        ("unit_minor", &priced.unit_price),
        ("discount", &priced.discount),
        ("billing", &priced.billing),
        ("term", &priced.term),
    ];
    if let Some(line) = there {
        txn.update(Table::DealLine, line.id, columns)?;
        return Ok((line.id, name));
    }
    let last = products::line_ranks(txn, deal.id, None)?.pop().map(|(_, rank)| rank);
    let rank = rank::between(last.as_deref(), None, txn.jitter())?;
    let id: LineId = txn.new_id();
    let mut all: Vec<_> = columns.to_vec();
    all.push(("deal_id", &deal.id));
    all.push(("rank", &rank));
    txn.insert(Table::DealLine, id, &all)?;
    Ok((id, name))
}

fn own_line(txn: &Txn<'_>, id: LineId, deal: &DealFacts) -> Result<DealLine> {
    match products::line_of(txn, id)? {
        (of, line) if of == deal.id => Ok(line),
        _ => Err(Error::not_found("line")),
    }
}

/// The product a line gets: one chosen now, or the one it had, which may have left the catalogue since.
enum Chosen {
    New(ProductRow),
    Kept(ProductId),
}

fn product(txn: &mut Txn<'_>, save: &SaveLine, there: Option<&DealLine>) -> Result<Option<Chosen>> {
    let Some(wanted) = &save.product else { return Ok(None) };
    let had = there.and_then(|line| line.product.as_ref()).map(|product| product.id);
    if let (crate::values::Ref::Id { id }, Some(had)) = (wanted, had)
        && *id == had
    {
        return Ok(Some(Chosen::Kept(ProductId(had))));
    }
    let id = customers::product_of(txn, wanted)?;
    let product = products::get(txn, id)?;
    if !product.active {
        return Err(Error::new(
            Code::Conflict,
            format!("{} is offered no more. Choose another product, or offer it again under Products.", product.name),
        ));
    }
    Ok(Some(Chosen::New(product)))
}

/// What was typed, else the product's price where that is in the deal's currency, else what the line had.
fn unit_price(
    save: &SaveLine,
    product: Option<&ProductRow>,
    there: Option<&DealLine>,
    deal: &DealFacts,
    name: &str,
) -> Result<Minor> {
    if let Some(price) = save.unit_price {
        return Ok(price);
    }
    let listed = product.and_then(|product| product.price.as_ref());
    let own = listed.filter(|price| price.currency == deal.currency).map(|price| price.minor);
    if let Some(price) = own.or(there.map(|line| line.unit_price)) {
        return Ok(price);
    }
    let why = match listed {
        Some(price) => format!("{name} costs {}, but this deal is in {}.", price.spoken(), deal.currency),
        None => format!("{name} has no price in the catalogue."),
    };
    Err(Error::gate(
        format!("{why} Type its price for this deal. Nothing was changed."),
        vec![Missing::new("unit_price", "Unit price")],
    ))
}
