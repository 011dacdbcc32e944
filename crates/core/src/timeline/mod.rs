//! One timeline for a deal, a company and a contact: what was done with the customer (activities), and what the journal says
//! happened to the record and to what hangs on it (stage moves, edits, the handoff, the project and its milestones).
//!
//! Newest first and in pages. The two sources are merged by instant; a page ends where a command ends, so that nothing is
//! shown twice or left out.
mod rows;
mod says;

use serde::{Deserialize, Serialize};

use crate::activities::rows as activities;
use crate::activities::{About, Activity, ActivityKind, rules::sentence};
use crate::book::{Book, Reader, recorded_before};
use crate::error::{Error, Result};
use crate::values::{ActivityId, Millis, Named, Rev};
use crate::words;

words! {
    /// What the chips above a timeline choose from.
    TimelineKind {
        Call "call",
        Meeting "meeting",
        Email "email",
        Todo "todo",
        Note "note",
        /// A deal created, moved, won, lost, reopened.
        Stage "stage",
        /// A field edited.
        Change "change",
        /// The handoff, the project, its milestones.
        Project "project",
    }
}

/// Which part of which timeline. `only` empty: everything. `before`: what the page before said in `more`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TimelineArgs {
    pub about: About,
    pub only: Vec<TimelineKind>,
    pub before: Option<String>,
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Timeline {
    pub rev: Rev,
    pub items: Vec<TimelineItem>,
    /// There is more: ask again with this.
    pub more: Option<String>,
}

/// One line. `record` is the deal or project it is about, where that is not the timeline's own record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TimelineItem {
    pub key: String,
    pub at: Millis,
    pub actor: Option<String>,
    pub kind: TimelineKind,
    pub sentence: String,
    /// Days in a stage, an outcome, "Taken back since".
    pub detail: Option<String>,
    /// The whole text of a note or the details of an activity.
    pub body: Option<String>,
    pub record: Option<TimelineRecord>,
    /// To reopen, change or delete it where it stands.
    pub activity: Option<ActivityId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TimelineRecord {
    pub kind: RecordKind,
    #[serde(flatten)]
    pub record: Named,
}

words! {
    RecordKind { Deal "deal", Project "project" }
}

/// The most items of a page.
const MOST: usize = 200;
/// How many commands are read at a time.
const CHUNK: u32 = 100;

impl Book {
    /// A page of the timeline of a record.
    pub fn timeline(&self, args: &TimelineArgs) -> Result<Timeline> {
        self.read(|reader| {
            let cursor = args.before.as_deref().map_or(Ok(Cursor::START), Cursor::read)?;
            let want = (args.limit as usize).clamp(1, MOST);
            let mut groups = done(reader, args, &cursor, want + 1)?;
            groups.extend(journal(reader, args, &cursor, want + 1)?);
            groups.sort_by(|a, b| b.cursor.cmp(&a.cursor));
            let (mut items, mut more) = (Vec::new(), None);
            for group in groups {
                if items.len() >= want {
                    more = more.or_else(|| Some(items_end(&items)));
                    break;
                }
                items.extend(group.items.into_iter().map(|item| (group.cursor.clone(), item)));
            }
            let items = items.into_iter().map(|(_, item)| item).collect();
            Ok(Timeline { rev: reader.rev()?, items, more })
        })
    }
}

fn items_end(items: &[(Cursor, TimelineItem)]) -> String {
    items.last().map(|(cursor, _)| cursor.write()).unwrap_or_default()
}

/// Where a group of items stands: later instants first, then the journal before activities. Never shown to a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cursor {
    at: i64,
    /// 1 for the journal, 0 for activities.
    source: u8,
    seq: i64,
    activity: String,
}

impl Cursor {
    /// After everything there is.
    const START: Cursor = Cursor { at: i64::MAX, source: 2, seq: 0, activity: String::new() };

    fn write(&self) -> String {
        format!("{}:{}:{}:{}", self.at, self.source, self.seq, self.activity)
    }

    fn read(text: &str) -> Result<Cursor> {
        let lost = || Error::invalid("This page of the timeline can't be found. Open the record again.");
        let mut parts = text.splitn(4, ':');
        let mut part = || parts.next().ok_or_else(lost);
        let (at, source, seq, activity) = (part()?, part()?, part()?, part()?);
        Ok(Cursor {
            at: at.parse().map_err(|_| lost())?,
            source: source.parse().map_err(|_| lost())?,
            seq: seq.parse().map_err(|_| lost())?,
            activity: activity.to_owned(),
        })
    }

    /// Journal lines strictly before (instant, number) are still to come.
    fn journal(&self) -> (i64, i64) {
        match self.source {
            0 => (self.at, i64::MIN),
            1 => (self.at, self.seq),
            _ => (self.at, i64::MAX),
        }
    }

    /// Activities strictly before (instant, id in hex) are still to come. `~` lies after every id.
    fn activities(&self) -> (i64, &str) {
        if self.source == 0 { (self.at, &self.activity) } else { (self.at, "~") }
    }
}

/// Items that belong together: those of one command.
struct Group {
    cursor: Cursor,
    items: Vec<TimelineItem>,
}

fn wanted(args: &TimelineArgs, kind: TimelineKind) -> bool {
    args.only.is_empty() || args.only.contains(&kind)
}

fn done(reader: &Reader<'_>, args: &TimelineArgs, cursor: &Cursor, limit: usize) -> Result<Vec<Group>> {
    let kinds: Vec<ActivityKind> =
        ActivityKind::ALL.iter().copied().filter(|kind| wanted(args, says::kind_of(*kind))).collect();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let found = activities::done_before(reader, args.about, &kinds, cursor.activities(), limit as u32)?;
    Ok(found.into_iter().map(|activity| group_of(activity, args.about)).collect())
}

fn group_of(activity: Activity, about: About) -> Group {
    let at = activity.done_at.map_or(0, |at| at.0);
    let id = activity.id.0.simple().to_string().to_uppercase();
    let elsewhere = activity.deal.filter(|deal| !matches!(about, About::Deal(own) if own.0 == deal.id));
    let contact = activity.contact.as_ref().map(|contact| contact.name.as_str());
    let item = TimelineItem {
        key: format!("a{id}"),
        at: Millis(at),
        actor: activity.owner.map(|owner| owner.name),
        kind: says::kind_of(activity.kind),
        sentence: sentence(activity.kind, &activity.subject, contact),
        detail: activity.outcome,
        body: activity.body,
        record: elsewhere.map(|record| TimelineRecord { kind: RecordKind::Deal, record }),
        activity: Some(activity.id),
    };
    Group { cursor: Cursor { at, source: 0, seq: 0, activity: id }, items: vec![item] }
}

fn journal(reader: &Reader<'_>, args: &TimelineArgs, cursor: &Cursor, want: usize) -> Result<Vec<Group>> {
    let kinds = [TimelineKind::Stage, TimelineKind::Change, TimelineKind::Project];
    if !kinds.iter().any(|kind| wanted(args, *kind)) {
        return Ok(Vec::new());
    }
    let tracked = rows::tracked(reader, args.about)?;
    let ids = tracked.ids();
    let (mut groups, mut count, mut before) = (Vec::new(), 0, cursor.journal());
    loop {
        let chunk = recorded_before(reader, &ids, before, CHUNK)?;
        for command in &chunk {
            let mut items = says::items(reader, &tracked, command)?;
            items.retain(|item| wanted(args, item.kind));
            if !items.is_empty() {
                count += items.len();
                let cursor = Cursor { at: command.at, source: 1, seq: command.seq, activity: String::new() };
                groups.push(Group { cursor, items });
            }
        }
        match chunk.last() {
            Some(last) if chunk.len() == CHUNK as usize && count < want => before = (last.at, last.seq),
            _ => return Ok(groups),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        let journal = Cursor { at: 5, source: 1, seq: 9, activity: String::new() };
        let activity = Cursor { at: 5, source: 0, seq: 0, activity: "0A".into() };
        assert!(Cursor::START > journal && journal > activity);
        for cursor in [&journal, &activity] {
            assert_eq!(&Cursor::read(&cursor.write()).unwrap(), cursor);
        }
        // After the journal's line of an instant the activities of that instant are still to come, and no line of it is after them.
        assert_eq!((journal.journal(), journal.activities()), ((5, 9), (5, "~")));
        assert_eq!((activity.journal(), activity.activities()), ((5, i64::MIN), (5, "0A")));
        assert!(Cursor::read("nonsense").is_err() && Cursor::read("1:2:x:").is_err());
    }
}
