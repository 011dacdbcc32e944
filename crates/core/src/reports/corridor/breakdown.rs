//! "Where does our handoff break?": counts beside each other, the trend, and a verdict with its evidence.
use serde::{Deserialize, Serialize};

use super::found::{self, Found, STALLED_DAYS, WINS_OF_DAYS, Who};
use crate::book::{Book, Reader};
use crate::error::{Error, Result};
use crate::handoff::GapKind;
use crate::reports::body::{Body, Line, Pick, Sheet, cells, chart, columns, count, percent, text};
use crate::reports::types::{ChartKind, ColumnKind, ReportFilter};
use crate::reports::world::Asked;
use crate::reports::{Spec, prepare};
use crate::values::{Day, Month, Rev};
use crate::words;

words! {
    /// Which of the three something belongs to.
    Area { Sale "sale", Handoff "handoff", Delivery "delivery" }
}

pub(crate) const SPEC: Spec = Spec {
    name: "breakdown",
    title: "Where it breaks",
    about: "Is the mess in the sale, in the handoff or in the delivery?",
    activities: true,
    works: true,
    corridor: true,
    compute,
    ..Spec::PLAIN
};

/// A verdict takes so many wins.
const ENOUGH_WINS: usize = 5;
/// Below this share of an area, in percent, nothing breaks often.
const OFTEN: f64 = 15.0;
const MONTHS: i32 = 6;

const DEFINITION: &str = "What was wrong at the end of the day. Sale: open deals with no next activity, with a close date that has passed or was moved \
later twice or more, without an amount, or with a required field of the kickoff brief unanswered. Handoff: wins of the last 90 days whose project isn't there, \
failed, waits, was sent back, is not accepted within the target, has tasks that nobody owns before the kickoff, no kickoff date, a kickoff past its day or its target, or whose \
project has not moved for more than 10 working days. Delivery: running projects with tasks that are overdue, blocked, or without an owner. Each share is the part of \
open deals, wins or running projects with at least one of these. The verdict names the area with the largest share.";

/// (key, area, on screen)
const COUNTS: [(&str, Area, &str); 16] = [
    ("no_next_activity", Area::Sale, "No next activity"),
    ("slipped_close", Area::Sale, "Close date slipped"),
    ("no_amount", Area::Sale, "No amount"),
    ("no_brief", Area::Sale, "Kickoff brief incomplete"),
    ("won_without_project", Area::Handoff, "Won without a project"),
    ("failed", Area::Handoff, "Failed: needs help"),
    ("waiting", Area::Handoff, "Waiting for the project"),
    ("returned", Area::Handoff, "Sent back"),
    ("not_accepted", Area::Handoff, "Not accepted in time"),
    ("unowned_on_arrival", Area::Handoff, "Tasks nobody owns before the kickoff"),
    ("no_kickoff_date", Area::Handoff, "No kickoff date"),
    ("kickoff_overdue", Area::Handoff, "Kickoff overdue"),
    ("stalled", Area::Handoff, "Stalled projects"),
    ("overdue", Area::Delivery, "Overdue tasks"),
    ("blocked", Area::Delivery, "Blocked tasks"),
    ("unowned", Area::Delivery, "Tasks nobody owns"),
];

/// One count. `of`: how many deals, wins or projects the area has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BreakCount {
    pub key: String,
    pub area: Area,
    pub label: String,
    pub count: u32,
}

/// What handoffs that are sent back lack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BreakGap {
    pub what: GapKind,
    pub label: String,
    pub count: u32,
}

/// The shares at the end of a month, in percent; `None` where there was nothing to divide by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BreakMonth {
    pub day: Day,
    pub sale: Option<f64>,
    pub handoff: Option<f64>,
    pub delivery: Option<f64>,
    pub wins: u32,
}

/// The map. `worst`: `None` where there are too few wins to tell, or nothing breaks often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Breakdown {
    pub rev: Rev,
    pub as_of: Day,
    pub definition: String,
    pub verdict: String,
    pub worst: Option<Area>,
    pub evidence: Vec<String>,
    pub counts: Vec<BreakCount>,
    pub gaps: Vec<BreakGap>,
    pub trend: Vec<BreakMonth>,
}

/// Something behind a count. `kind`: deal, handoff, project or task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct BreakItem {
    pub kind: String,
    pub id: String,
    pub name: String,
    pub note: String,
}

struct Verdict {
    words: String,
    worst: Option<Area>,
    evidence: Vec<String>,
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| (part as f64 * 10_000.0 / whole as f64).round() / 100.0)
}

fn shares(found: &Found) -> [(Area, Option<f64>); 3] {
    [
        (Area::Sale, share(found.troubled_deals, found.open_deals)),
        (Area::Handoff, share(found.troubled_wins, found.wins)),
        (Area::Delivery, share(found.troubled_projects, found.projects)),
    ]
}

fn verdict(found: &Found) -> Verdict {
    let evidence = vec![
        sentence(found.troubled_deals, found.open_deals, "open deal", "the sale"),
        sentence(found.troubled_wins, found.wins, "win of the last 90 days", "the handoff"),
        sentence(found.troubled_projects, found.projects, "running project", "the delivery"),
    ];
    if found.wins < ENOUGH_WINS {
        let words = format!(
            "Too few wins to tell: {} of the {ENOUGH_WINS} within {WINS_OF_DAYS} days that it takes.",
            found.wins
        );
        return Verdict { words, worst: None, evidence };
    }
    let worst = shares(found).into_iter().filter_map(|(area, share)| Some((area, share?))).fold(
        None,
        |worst: Option<(Area, f64)>, one| if worst.is_none_or(|w| one.1 > w.1) { Some(one) } else { worst },
    );
    match worst.filter(|(_, share)| *share >= OFTEN) {
        Some((area, share)) => {
            let place = match area {
                Area::Sale => "the sale",
                Area::Handoff => "the handoff",
                Area::Delivery => "the delivery",
            };
            let top = COUNTS.iter().filter(|(_, of, _)| *of == area).max_by_key(|(key, _, _)| found.count(key));
            let most = top.map_or(String::new(), |(key, _, label)| {
                format!(" Most often: {} ({}).", label.to_lowercase(), found.count(key))
            });
            Verdict {
                words: format!("It breaks in {place}: {share:.0} % have something wrong.{most}"),
                worst: Some(area),
                evidence,
            }
        }
        None => Verdict { words: "Nothing breaks often.".into(), worst: None, evidence },
    }
}

fn sentence(part: usize, whole: usize, what: &str, place: &str) -> String {
    let s = if whole == 1 { "" } else { "s" };
    let what = what.strip_prefix("win").map_or_else(|| format!("{what}{s}"), |rest| format!("win{s}{rest}"));
    let capital = format!("{}{}", place[..1].to_uppercase(), &place[1..]);
    format!("{capital}: {part} of {whole} {what} with something wrong.")
}

/// The ends of the last months, and the day itself.
fn days(asked: &Asked) -> Vec<Day> {
    let mut days: Vec<Day> = (1..MONTHS).rev().map(|back| Month::of(asked.as_of).plus(-back).last()).collect();
    days.push(asked.as_of);
    days
}

fn month(asked: &Asked, day: Day) -> BreakMonth {
    let found = found::on(asked, day);
    let [(_, sale), (_, handoff), (_, delivery)] = shares(&found);
    BreakMonth { day, sale, handoff, delivery, wins: u32::try_from(found.wins).unwrap_or(u32::MAX) }
}

fn gaps(found: &Found) -> Vec<BreakGap> {
    found
        .gaps
        .iter()
        .map(|(what, count)| BreakGap {
            what: *what,
            label: what.label().into(),
            count: u32::try_from(*count).unwrap_or(u32::MAX),
        })
        .collect()
}

impl Book {
    /// The map as of a day; `None`: the book's today.
    pub fn breakdown(&self, as_of: Option<Day>) -> Result<Breakdown> {
        self.read(|reader| {
            let asked = asked(self, reader, as_of)?;
            let found = found::on(&asked, asked.as_of);
            let Verdict { words, worst, evidence } = verdict(&found);
            let count = |(key, area, label): &(&str, Area, &str)| BreakCount {
                key: (*key).into(),
                area: *area,
                label: (*label).into(),
                count: u32::try_from(found.count(key)).unwrap_or(u32::MAX),
            };
            Ok(Breakdown {
                rev: reader.rev()?,
                as_of: asked.as_of,
                definition: DEFINITION.into(),
                verdict: words,
                worst,
                evidence,
                counts: COUNTS.iter().map(count).collect(),
                gaps: gaps(&found),
                trend: days(&asked).into_iter().map(|day| month(&asked, day)).collect(),
            })
        })
    }

    /// What stands behind one count of the map.
    pub fn breakdown_items(&self, key: &str, as_of: Option<Day>) -> Result<Vec<BreakItem>> {
        self.read(|reader| {
            let asked = asked(self, reader, as_of)?;
            if !COUNTS.iter().any(|(known, _, _)| *known == key) {
                return Err(Error::not_found("count"));
            }
            let found = found::on(&asked, asked.as_of);
            let mut items = Vec::new();
            for who in found.wrong.get(key).into_iter().flatten() {
                items.push(item(reader, &asked, *who)?);
            }
            Ok(items)
        })
    }
}

fn asked(book: &Book, reader: &Reader<'_>, as_of: Option<Day>) -> Result<Asked> {
    prepare(book, reader, &SPEC, &ReportFilter { as_of, ..ReportFilter::default() })
}

fn item(reader: &Reader<'_>, asked: &Asked, who: Who) -> Result<BreakItem> {
    let deal = |at: usize| super::rows::deal_name(reader, asked.world.deals[at].id);
    Ok(match who {
        Who::Deal(at) => {
            let (name, note) = deal(at)?;
            BreakItem { kind: "deal".into(), id: asked.world.deals[at].id.to_string(), name, note }
        }
        Who::Handoff(at) => {
            let (name, note) = deal(asked.arrivals[at].deal)?;
            BreakItem { kind: "handoff".into(), id: asked.arrivals[at].id.to_string(), name, note }
        }
        Who::Project(at) => {
            let project = &asked.works.projects[at];
            let note = project.company.clone().unwrap_or_default();
            BreakItem { kind: "project".into(), id: project.key.clone(), name: project.name.clone(), note }
        }
        Who::Task(at) => {
            let task = &asked.works.tasks[at];
            let note = asked.works.projects[task.project].name.clone();
            BreakItem { kind: "task".into(), id: task.id.to_string(), name: task.name.clone(), note }
        }
    })
}

fn compute(asked: &Asked) -> Body {
    let found = found::on(asked, asked.as_of);
    let told = verdict(&found);
    let of = |area: Area| match area {
        Area::Sale => found.open_deals,
        Area::Handoff => found.wins,
        Area::Delivery => found.projects,
    };
    let line = |(key, area, label): &(&str, Area, &str)| Line {
        key: (*key).into(),
        cells: cells([
            ("area", text(area.as_str())),
            ("name", text(label)),
            ("count", count(found.count(key))),
            ("of", count(of(*area))),
        ]),
        deals: found
            .wrong
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|who| deal_of(asked, *who))
            .map(Pick::of)
            .collect(),
        ..Line::default()
    };
    let mut totals = cells([("verdict", text(&told.words)), ("worst", text(told.worst.map_or("none", Area::as_str)))]);
    for (area, share) in shares(&found) {
        totals.insert(
            format!("{}_percent", area.as_str()),
            share.map_or(crate::reports::types::Cell::Empty, crate::reports::types::Cell::Number),
        );
    }
    totals.insert("wins".into(), count(found.wins));
    Body {
        definition: DEFINITION.into(),
        notes: told.evidence,
        sample_size: found.wins,
        main: Sheet {
            title: "What is wrong",
            columns: columns(&[
                ("area", "Where", ColumnKind::Text),
                ("name", "What", ColumnKind::Text),
                ("count", "How many", ColumnKind::Count),
                ("of", "Of", ColumnKind::Count),
            ]),
            lines: COUNTS.iter().map(line).collect(),
            totals,
            chart: chart(ChartKind::Bars, "name", &["count"]),
            ..Sheet::default()
        },
        sections: vec![returned(&found), trend(asked)],
        ..Body::default()
    }
}

fn deal_of(asked: &Asked, who: Who) -> Option<usize> {
    match who {
        Who::Deal(at) => Some(at),
        Who::Handoff(at) => Some(asked.arrivals[at].deal),
        Who::Project(_) | Who::Task(_) => None,
    }
}

fn returned(found: &Found) -> Sheet {
    let line = |(what, number): (&GapKind, &usize)| Line {
        key: format!("gap:{}", what.as_str()),
        cells: cells([("name", text(what.label())), ("count", count(*number))]),
        ..Line::default()
    };
    Sheet {
        title: "Sent back, by what is missing",
        definition: "Gaps of the handoffs that are sent back and have not come again. One handoff may have several.",
        columns: columns(&[("name", "Missing", ColumnKind::Text), ("count", "Gaps", ColumnKind::Count)]),
        lines: found.gaps.iter().map(line).collect(),
        totals: cells([("count", count(found.gaps.values().sum()))]),
        ..Sheet::default()
    }
}

fn trend(asked: &Asked) -> Sheet {
    let line = |day: Day| {
        let found = found::on(asked, day);
        let of = |part: usize, whole: usize| percent(part as i128, whole as i128);
        Line {
            key: format!("day:{day}"),
            cells: cells([
                ("day", text(&day.to_string())),
                ("sale", of(found.troubled_deals, found.open_deals)),
                ("handoff", of(found.troubled_wins, found.wins)),
                ("delivery", of(found.troubled_projects, found.projects)),
                ("wins", count(found.wins)),
            ]),
            ..Line::default()
        }
    };
    Sheet {
        title: "Trend",
        definition: "The shares at the ends of the last months and on the day itself, from what was known then. Blocks that have ended, and projects that \
have since been paused, are not in earlier days.",
        columns: columns(&[
            ("day", "Day", ColumnKind::Day),
            ("sale", "Sale", ColumnKind::Percent),
            ("handoff", "Handoff", ColumnKind::Percent),
            ("delivery", "Delivery", ColumnKind::Percent),
            ("wins", "Wins looked at", ColumnKind::Count),
        ]),
        lines: days(asked).into_iter().map(line).collect(),
        chart: chart(ChartKind::Lines, "day", &["sale", "handoff", "delivery"]),
        ..Sheet::default()
    }
}

const _: () = assert!(STALLED_DAYS == 10 && WINS_OF_DAYS == 90, "the definition says these numbers");
