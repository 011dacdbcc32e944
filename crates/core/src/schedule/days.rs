//! Working days by arithmetic: how many lie before a morning, and which is the n-th. Costs the logarithm of the days off, at any distance.
use super::types::Calendar;

/// A morning, counted in days from that of 0001-01-01, a Monday. A task that works on day `n` begins at `n` and ends at `n + 1`.
pub(super) type Edge = i64;

pub(super) struct Days {
    per_week: i64,
    /// Working days of a week before each weekday.
    before: [i64; 7],
    /// The weekday of each working day of a week.
    weekdays: Vec<i64>,
    /// Days off on what would be working days, ascending, with the number of working days before each.
    off: Vec<(Edge, i64)>,
}

impl Days {
    /// `None` without a working day in the week.
    pub fn of(calendar: &Calendar) -> Option<Days> {
        let works = |weekday: i64| calendar.workdays >> weekday & 1 == 1;
        let weekdays: Vec<i64> = (0..7).filter(|weekday| works(*weekday)).collect();
        let mut before = [0; 7];
        for weekday in 1..7 {
            before[weekday] = before[weekday - 1] + i64::from(works(weekday as i64 - 1));
        }
        let mut days = Days { per_week: weekdays.len() as i64, before, weekdays, off: Vec::new() };
        if days.per_week == 0 {
            return None;
        }
        let mut off: Vec<Edge> =
            calendar.off.iter().map(|day| day.number()).filter(|n| works(n.rem_euclid(7))).collect();
        off.sort_unstable();
        off.dedup();
        days.off = off.iter().enumerate().map(|(at, n)| (*n, days.by_week(*n) - at as i64)).collect();
        Some(days)
    }

    /// Working days before this morning; negative before the year 1.
    pub fn count(&self, edge: Edge) -> i64 {
        self.by_week(edge) - self.off.partition_point(|(off, _)| *off < edge) as i64
    }

    /// The working day with `n` working days before it.
    pub fn nth(&self, n: i64) -> Edge {
        let n = n + self.off.partition_point(|(_, before)| *before <= n) as i64;
        n.div_euclid(self.per_week) * 7 + self.weekdays[n.rem_euclid(self.per_week) as usize]
    }

    /// The first working day from this morning on.
    pub fn up(&self, edge: Edge) -> Edge {
        self.nth(self.count(edge))
    }

    /// The last working day up to and including this one.
    pub fn down(&self, day: Edge) -> Edge {
        self.nth(self.count(day + 1) - 1)
    }

    /// The end of `duration` working days from `start` on; `start` itself for a milestone.
    pub fn finish(&self, start: Edge, duration: i64) -> Edge {
        if duration == 0 { start } else { self.nth(self.count(start) + duration - 1) + 1 }
    }

    /// The earliest start whose finish is not before `finish`.
    pub fn start_to_end_from(&self, finish: Edge, duration: i64) -> Edge {
        if duration == 0 { finish } else { self.nth(self.count(finish - 1) - (duration - 1)) }
    }

    /// The latest start whose finish is not after `finish`.
    pub fn start_to_end_by(&self, finish: Edge, duration: i64) -> Edge {
        if duration == 0 { finish } else { self.nth(self.count(finish) - duration) }
    }

    /// `edge` after so many working days; before, for a lead (negative).
    pub fn after(&self, edge: Edge, working: i64) -> Edge {
        match working {
            0 => edge,
            1.. => self.nth(self.count(edge) + working - 1) + 1,
            _ => self.nth(self.count(edge) + working),
        }
    }

    /// The latest morning `m` with `after(m, working) <= edge`.
    pub fn before(&self, edge: Edge, working: i64) -> Edge {
        match working {
            0 => edge,
            1.. => self.nth(self.count(edge) - working),
            _ => self.nth(self.count(edge + 1) - 1 - working),
        }
    }

    fn by_week(&self, edge: Edge) -> i64 {
        edge.div_euclid(7) * self.per_week + self.before[edge.rem_euclid(7) as usize]
    }
}
