//! How much of something is sold, and what comes off its price. Whole numbers inside: no figure is ever a float.
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A quantity in thousandths: 1,500 is one and a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
#[specta(transparent)]
pub struct Quantity(#[specta(type = i32)] pub i64);

/// The largest quantity: a million.
pub const QUANTITY_MAX: i64 = 1_000_000_000;

/// A discount in hundredths of a percent: 1,250 is 12.5 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
#[specta(transparent)]
pub struct Discount(#[specta(type = i32)] pub i64);

/// 100 %.
pub const DISCOUNT_MAX: i64 = 10_000;

impl Quantity {
    pub const ONE: Quantity = Quantity(1_000);

    /// More than nothing, at most a million.
    pub fn checked(self) -> Result<Quantity> {
        if (1..=QUANTITY_MAX).contains(&self.0) {
            return Ok(self);
        }
        Err(Error::invalid("A quantity lies above 0 and is at most 1,000,000. Nothing was changed."))
    }
}

impl Discount {
    /// Between 0 and 100 %.
    pub fn checked(self) -> Result<Discount> {
        if (0..=DISCOUNT_MAX).contains(&self.0) {
            return Ok(self);
        }
        Err(Error::invalid("A discount lies between 0 and 100 %. Nothing was changed."))
    }
}

/// `1.5`, `2`, `0.125`.
impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&decimal(i128::from(self.0), 3))
    }
}

/// `12.5`, without the sign for percent.
impl std::fmt::Display for Discount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&decimal(i128::from(self.0), 2))
    }
}

/// `units` of 10^-places as digits and a point, without zeros behind.
pub(crate) fn decimal(units: i128, places: usize) -> String {
    let unit = 10_u128.pow(u32::try_from(places).unwrap_or(0));
    let (whole, rest) = (units.unsigned_abs() / unit, units.unsigned_abs() % unit);
    let sign = if units < 0 { "-" } else { "" };
    let fraction = format!("{rest:0places$}");
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

macro_rules! stored {
    ($($name:ident),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> { self.0.to_sql() }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<$name> { i64::column_result(value).map($name) }
        }
    )+};
}
stored!(Quantity, Discount);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_written_without_needless_zeros() {
        assert_eq!(Quantity(1_500).to_string(), "1.5");
        assert_eq!(Quantity(2_000).to_string(), "2");
        assert_eq!(Quantity(5).to_string(), "0.005");
        assert_eq!(Discount(1_250).to_string(), "12.5");
        assert_eq!(decimal(-50, 3), "-0.05");
    }

    #[test]
    fn have_bounds() {
        assert!(Quantity(0).checked().is_err() && Quantity(QUANTITY_MAX + 1).checked().is_err());
        assert!(Discount(-1).checked().is_err() && Discount(DISCOUNT_MAX + 1).checked().is_err());
        assert_eq!((Quantity(1).checked(), Discount(0).checked()), (Ok(Quantity(1)), Ok(Discount(0))));
    }
}
