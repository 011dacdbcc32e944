//! From a filter to everything a report needs, in one look at the workspace.
use std::sync::Arc;

use super::types::{ReportBy, ReportFilter};
use super::work::Works;
use super::world::{Asked, Period, World, kept};
use super::{Spec, corridor, rows, ticket_rows};
use crate::book::Reader;
use crate::error::{Error, Result};

/// Loads what `filter` asks for, beside the history up to its day. `by` is the chosen grouping, `groups` are those the report needs.
pub(super) fn asked(
    reader: &Reader<'_>,
    world: Arc<World>,
    filter: &ReportFilter,
    by: Option<ReportBy>,
    groups: &[ReportBy],
    spec: &Spec,
) -> Result<Asked> {
    let as_of = filter.as_of.unwrap_or_else(|| reader.today());
    let mut works = if spec.works { rows::works(reader, &world, spec.scope)? } else { Works::default() };
    if spec.tickets {
        works.tickets = ticket_rows::tickets(reader, &world)?;
    }
    let groups = groups.iter().map(|by| rows::groups(reader, &world, *by)).collect::<Result<Vec<_>>>()?;
    Ok(Asked {
        as_of,
        year_starts: crate::people::year_starts(reader)?,
        period: Period { from: filter.from, to: filter.to },
        by,
        kept: kept(&world, filter),
        groups,
        said_on: filter.said_on,
        goals: rows::goals(reader, None, None)?,
        snapshots: if spec.snapshots { rows::snapshots(reader, as_of)? } else { Vec::new() },
        activities: if spec.activities { rows::activities(reader, &world)? } else { Vec::new() },
        arrivals: if spec.corridor { corridor::arrivals(reader, &world, &works)? } else { Vec::new() },
        without_brief: if spec.corridor { corridor::without_brief(reader)? } else { Default::default() },
        works,
        world,
    })
}

/// What can't be asked.
pub(super) fn check(filter: &ReportFilter, name: &str, title: &str, allowed: &[ReportBy]) -> Result<()> {
    if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
        return Err(Error::invalid("The first day lies after the last one. Swap them."));
    }
    let Some(by) = filter.by.filter(|by| !allowed.contains(by)) else { return Ok(()) };
    let words: Vec<&str> = allowed.iter().map(|by| by.as_str()).collect();
    let can = if words.is_empty() {
        "It has one grouping only".to_owned()
    } else {
        format!("There are: {}", words.join(", "))
    };
    Err(Error::invalid(format!("{title} ({name}) can't be grouped by {}. {can}.", by.as_str())))
}
