//! The only SQL of selling.
pub(crate) mod board;
pub(crate) mod customer_lists;
pub(crate) mod customers;
pub(crate) mod deals;
pub(crate) mod files;
pub(crate) mod fits;
pub(crate) mod list;

pub(crate) mod parts;
pub(crate) mod pipelines;
pub(crate) mod products;
pub(crate) mod quiet;
pub(crate) mod rates;
