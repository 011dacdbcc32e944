//! The small words of the domain. All pure: no SQL, no clock, no randomness.
pub mod calendar;
pub mod day;
pub mod ids;
pub mod money;
pub mod month;
pub mod promise;
pub mod quantity;
pub mod rank;
pub mod rates;
pub mod refs;
pub mod stamps;
pub mod text;

pub use calendar::WorkingCalendar;
pub use day::Day;
pub use ids::*;
pub use money::{Minor, Money};
pub use month::Month;
pub use promise::Promise;
pub use quantity::{Discount, Quantity};
pub use rates::{Converted, DatedRate, Rate, Rates, UsedRate, convert};
pub use refs::{HandoffState, Named, Ref};
pub use stamps::{Millis, Rev};
