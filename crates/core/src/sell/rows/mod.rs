//! The only SQL of selling.
pub(crate) mod board;
pub(crate) mod customers;
pub(crate) mod deals;
pub(crate) mod list;
pub(crate) mod pipelines;
