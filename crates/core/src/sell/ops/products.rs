//! The catalogue: what is sold, at what price, once or for each period.
use crate::book::{Book, Columns, Done, Table, Txn};
use crate::error::{Code, Error, Missing, Result};
use crate::sell::ops::customers::{checked, optional};
use crate::sell::ops::pipelines::named;
use crate::sell::rows::{customers, products as rows};
use crate::sell::{ProductArgs, ProductRow, Products, SaveProduct};
use crate::values::ProductId;
use crate::values::text::{NAME_MAX, counted, name_key};

/// The most rows one window carries.
const WINDOW: u32 = 200;

impl Book {
    /// Every product by name, also those that are offered no more.
    pub fn products(&self) -> Result<Vec<ProductRow>> {
        self.read(rows::all)
    }

    /// A window of the catalogue by name.
    pub fn product_list(&self, args: &ProductArgs) -> Result<Products> {
        self.read(|reader| {
            let key = args.text.as_deref().map(name_key).filter(|key| !key.is_empty());
            let (total, rows) = rows::window(reader, key.as_deref(), args.active, args.offset, args.limit.min(WINDOW))?;
            Ok(Products { rev: reader.rev()?, total, rows })
        })
    }

    /// Adds a product or changes one. Lines that have it keep their name and price. `conflict` when another one has the name: they could
    /// not be told apart.
    pub fn save_product(&self, save: &SaveProduct) -> Result<Done<ProductId>> {
        self.transact("save_product", |txn| {
            let name = named(&save.name, "product")?;
            let id = write(txn, save, &name)?;
            txn.subject(Table::Product, id);
            txn.label(format!("Saved {name}"));
            Ok(id)
        })
    }

    /// Takes a product out of the catalogue; deals and lines that have it keep it. `gate` while there are some and `sure` is not given.
    pub fn delete_product(&self, id: ProductId, sure: bool) -> Result<Done<()>> {
        self.transact("delete_product", |txn| {
            let product = rows::get(txn, id)?;
            if product.deals > 0 && !sure {
                let on = counted(product.deals, "deal");
                return Err(Error::gate(
                    format!(
                        "{} is on {on}. It stays on them and is offered no more. Nothing was changed yet.",
                        product.name
                    ),
                    vec![Missing::new("sure", "Delete it all the same")],
                ));
            }
            txn.trash(Table::Product, id)?;
            txn.subject(Table::Product, id);
            txn.label(format!("Deleted {}", product.name));
            Ok(())
        })
    }
}

fn write(txn: &mut Txn<'_>, save: &SaveProduct, name: &str) -> Result<ProductId> {
    let key = name_key(name);
    if let Some(there) = customers::product_by_key(txn, &key)?.filter(|there| Some(*there) != save.id) {
        let taken = rows::get(txn, there)?.name;
        return Err(Error::new(
            Code::Conflict,
            format!("There is a product “{taken}” already. Nothing was changed; choose another name."),
        ));
    }
    let series = optional(save.series.as_deref(), NAME_MAX)?;
    let price = save.price.as_ref().map(checked).transpose()?;
    let (minor, currency) = (price.as_ref().map(|price| price.minor), price.map(|price| price.currency));
    let columns: Columns<'_> = &[
        ("name", &name),
        ("name_key", &key),
        ("series", &series),
        ("price_minor", &minor),
        ("currency", &currency),
        ("billing", &save.billing),
        ("active", &save.active),
    ];
    match save.id {
        Some(id) => txn.update(Table::Product, id, columns).map(|_| id),
        None => {
            let id: ProductId = txn.new_id();
            txn.insert(Table::Product, id, columns).map(|()| id)
        }
    }
}
