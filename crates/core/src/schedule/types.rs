//! What goes into the schedule and what comes out of it.
use crate::deliver::LinkKind;
use crate::values::Day;

/// The longest task, in working days: about twenty years.
pub const DURATION_MAX: u32 = 5_000;
/// The longest lag or lead, in days: about ten years.
pub const LAG_MAX: u32 = 3_650;

/// Which days count. Bit 0 of `workdays` = Monday … bit 6 = Sunday; `off` holidays and leave, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    pub workdays: u8,
    pub off: Vec<Day>,
}

/// Between the ends of a link; negative: a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lag {
    /// Working days of the project's calendar.
    Working(i32),
    /// Days of the calendar on the wall: concrete dries on Sundays too.
    Elapsed(i32),
}

/// What somebody laid down about a task's dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Constraint {
    #[default]
    AsSoonAsPossible,
    StartNoEarlierThan(Day),
    /// Moves nothing: what comes later has negative slack.
    FinishNoLaterThan(Day),
    /// Starts on this day (a milestone: happens on it), whatever its predecessors say.
    Fixed(Day),
}

/// How far a task is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Progress {
    #[default]
    NotStarted,
    /// Predecessors hold it back no more. `percent` 0 to 99 where somebody said.
    Started {
        on: Day,
        percent: Option<u8>,
    },
    Done {
        start: Day,
        finish: Day,
    },
}

/// One task. With others below it, it is a group: what it says of itself doesn't count, its dates follow from theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// The group it belongs to.
    pub parent: Option<usize>,
    /// Working days; 0 = a milestone.
    pub duration: u32,
    /// Index into [`Network::calendars`].
    pub calendar: usize,
    pub constraint: Constraint,
    pub deadline: Option<Day>,
    pub progress: Progress,
    /// Where it stands in the plan so far. [`Pull::Later`] starts nothing earlier than this.
    pub planned: Option<Day>,
    /// Planned by hand: it stays at `planned` and links move it never.
    pub manual: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    pub kind: LinkKind,
    pub lag: Lag,
}

/// What a re-plan may do to tasks that need not move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pull {
    /// Everything as early as links and constraints allow.
    #[default]
    Earlier,
    /// Tasks are pushed where they must, and otherwise stay.
    Later,
}

/// A project as the engine sees it. All indexes are into these lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    pub tasks: Vec<Task>,
    pub links: Vec<Link>,
    /// The first one is the project's: lags count in it.
    pub calendars: Vec<Calendar>,
    /// Nothing starts before this day, but what is fixed, planned by hand or under way.
    pub start: Day,
    /// Today: what isn't begun can't begin before it, what isn't done can't end before it.
    pub today: Option<Day>,
    /// The promised day: slack is counted to it where it is earlier than the finish.
    pub promised: Option<Day>,
    pub pull: Pull,
}

/// Where a task comes to lie. Slack in working days of its own calendar, negative where a deadline, a promise or a fixed day can't be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub start: Day,
    /// Its last working day.
    pub finish: Day,
    /// The latest start and finish at which nothing that was promised is missed.
    pub late_start: Day,
    pub late_finish: Day,
    /// How far it can slip without moving the project's finish or missing a deadline.
    pub total_slack: i64,
    /// How far it can slip without moving any successor; never negative.
    pub free_slack: i64,
    /// Not done, and without slack.
    pub critical: bool,
}

/// What a link comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkState {
    /// The successor lies where it does because of this link.
    pub driving: bool,
    /// The successor can't follow it: it is fixed, planned by hand, or under way.
    pub broken: bool,
}

/// A whole schedule, in the order of the network's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub tasks: Vec<Placed>,
    pub links: Vec<LinkState>,
    /// `None` without tasks.
    pub start: Option<Day>,
    pub finish: Option<Day>,
}

/// Why there is no schedule. Indexes are the network's: the caller knows the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Each waits for the one before it, the first for the last.
    Cycle(Vec<usize>),
    ToItself(usize),
    /// A group's start and finish follow from its tasks, so that it can only hold back by its finish and be held back at its start.
    Group {
        link: usize,
    },
    /// The link names a task that isn't there.
    NoTask {
        link: usize,
    },
    NoWorkingDay {
        calendar: usize,
    },
    LagTooLong {
        link: usize,
    },
    TooLong(usize),
    /// It would lie outside the years 1 to 9999.
    TooFar(usize),
    /// It stands below itself.
    Nesting(usize),
}
