//! The schedule: from tasks, links and calendars to dates, slack and the critical path. Pure: no SQL, no clock, no names.
//!
//! Time is counted in days. A task of `d` working days starts in the morning of a working day and ends in the evening of the `d`-th; a
//! milestone lies between two days and is shown on the day whose evening or morning it is. *Early* dates come of a pass forward, *late*
//! ones of a pass back from the finish, the deadlines and the promise; slack is what lies between. The rules:
//!
//! - FS, SS, FF and SF hold the successor's start or finish back by the predecessor's, plus the lag.
//! - What is fixed or planned by hand stays; a link that it breaks is said to be broken, and its predecessors' slack counts to it.
//! - What is done lies where it lay and holds nothing back before it. What is under way keeps its start; it ends after the whole of its
//!   duration, and not before the part that is left (one day, if nobody said how much) is done from today on.
//! - A link from a group counts from the finish of its last task, a link to a group holds back every task in it.
//!
//! `types.rs` in and out · `days.rs` working days · `network.rs` links between tasks, groups and their order · `passes.rs` forward and
//! back · `plan.rs` the figures a person sees.
mod days;
mod network;
mod passes;
mod plan;
#[cfg(test)]
mod tests;
mod types;

pub use types::*;

/// The schedule of a network.
pub fn schedule(network: &Network) -> Result<Plan, Flaw> {
    let graph = network::Graph::of(network)?;
    let early = passes::forward(&graph);
    let late = passes::back(&graph, &early);
    plan::plan(network, &graph, &early, &late)
}
