//! The small words of the domain. All pure: no SQL, no clock, no randomness.
pub mod day;
pub mod ids;
pub mod promise;
pub mod refs;
pub mod stamps;

pub use day::Day;
pub use ids::*;
pub use promise::Promise;
pub use refs::{Named, Ref};
pub use stamps::{Millis, Rev};
