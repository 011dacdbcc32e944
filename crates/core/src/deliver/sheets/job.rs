//! The job sheet of a task: for whom, where, when, who, what, what to tick, and where to sign. Pure.
use crate::deliver::rows::tasks::TaskFacts;
use crate::deliver::time::spoken;
use crate::error::Result;
use crate::offers::paper::{HEIGHT, Ink, Paper, WIDTH, Weight};
use crate::values::Day;

pub(super) const LEFT: f32 = 56.0;
pub(super) const RIGHT: f32 = WIDTH - 56.0;
pub(super) const TOP: f32 = 64.0;
pub(super) const BOTTOM: f32 = HEIGHT - 64.0;
pub(super) const SIZE: f32 = 10.0;
pub(super) const LINE: f32 = 14.5;
/// Where values stand beside what they are.
const VALUE: f32 = LEFT + 92.0;

/// For whom and where.
#[derive(Debug, Clone, Default)]
pub(super) struct Site {
    pub customer: Option<String>,
    pub address: Vec<String>,
    pub contact: Option<String>,
    pub phones: Vec<String>,
    /// Working minutes.
    pub estimate: Option<u32>,
    /// Of a ticket.
    pub ticket: Option<u32>,
}

/// All that stands on the sheet.
pub(super) struct Job {
    pub firm: String,
    pub printed: Day,
    pub facts: TaskFacts,
    pub site: Site,
    pub others: Vec<String>,
    /// Its name and who is in it.
    pub crew: Option<(String, Vec<String>)>,
    /// (what, whether it is ticked)
    pub checks: Vec<(String, bool)>,
}

/// The PDF and how many pages it has.
pub(super) fn pdf(job: &Job) -> Result<(Vec<u8>, u32)> {
    let mut sheet = Sheet::new()?;
    sheet.title(&job.firm, "Job sheet", &job.facts.name);
    let below = match job.site.ticket {
        Some(number) => format!("Ticket {number} · {}", job.facts.project.name),
        None => job.facts.project.name.clone(),
    };
    sheet.words(&below, Ink::Quiet);
    sheet.y += 10.0;
    for (label, value) in rows(job) {
        sheet.fact(label, &value);
    }
    if let Some(text) = &job.facts.description {
        sheet.heading("What is to be done");
        sheet.words(&plain(text), Ink::Full);
    }
    if !job.checks.is_empty() {
        sheet.heading("Checklist");
        for (text, done) in &job.checks {
            sheet.check(text, *done);
        }
    }
    sheet.heading("Notes");
    for _ in 0..4 {
        sheet.room(24.0);
        sheet.y += 22.0;
        sheet.paper.rule(sheet.y - 4.0, LEFT, RIGHT);
    }
    sheet.signature();
    let foot = format!("{} · {} · printed {}", job.firm, job.facts.name, job.printed.spoken());
    sheet.paper.finish(&format!("Job sheet: {}", job.facts.name), &job.firm, |page, of| {
        format!("{} · Page {page} of {of}", short(&foot, 100))
    })
}

fn rows(job: &Job) -> Vec<(&'static str, String)> {
    let (facts, site) = (&job.facts, &job.site);
    let mut rows = Vec::new();
    let mut add = |label, value: Option<String>| rows.extend(value.map(|value| (label, value)));
    add("Customer", site.customer.clone());
    add("Site", (!site.address.is_empty()).then(|| site.address.join("\n")));
    add("Contact", site.contact.clone());
    add("Phone", (!site.phones.is_empty()).then(|| site.phones.join(" · ")));
    add("When", days(facts.start, facts.due));
    add(
        "Crew",
        job.crew.as_ref().map(|(name, members)| {
            if members.is_empty() { name.clone() } else { format!("{name}: {}", members.join(", ")) }
        }),
    );
    let mut people: Vec<&str> = facts.assignee.iter().map(|one| one.name.as_str()).collect();
    people.extend(job.others.iter().map(String::as_str));
    add("Who", (!people.is_empty()).then(|| people.join(", ")));
    add("Estimate", site.estimate.filter(|minutes| *minutes > 0).map(spoken));
    rows
}

/// "Mon 4 Jan 2027 to Wed 6 Jan 2027".
fn days(start: Option<Day>, due: Option<Day>) -> Option<String> {
    match (start, due) {
        (Some(start), Some(due)) if start < due => Some(format!("{} to {}", weekday(start), weekday(due))),
        (start, due) => due.or(start).map(weekday),
    }
}

/// "Mon 4 Jan 2027".
pub(super) fn weekday(day: Day) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    format!("{} {}", NAMES[usize::from(day.weekday()) % 7], day.spoken())
}

/// Markdown as one would write it by hand: without marks of headings and emphasis.
fn plain(text: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_end().trim_start_matches('#').replace("**", "").replace('`', "");
        let rest = bare.trim_start();
        match rest.strip_prefix("- ").or_else(|| rest.strip_prefix("* ")) {
            Some(item) => format!("•  {item}"),
            None => rest.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// The paper, and how far down it is written.
pub(super) struct Sheet {
    pub paper: Paper,
    pub y: f32,
}

impl Sheet {
    pub fn new() -> Result<Sheet> {
        Ok(Sheet { paper: Paper::new()?, y: TOP })
    }

    /// Begins a new page where `height` does not fit on this one.
    pub fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.paper.next_page();
            self.y = TOP;
        }
    }

    /// The firm, what this is, and what it is about in large letters.
    pub fn title(&mut self, firm: &str, what: &str, about: &str) {
        self.paper.text((LEFT, self.y), SIZE, Weight::Regular, Ink::Quiet, &short(firm, 60));
        self.paper.text_to((RIGHT, self.y), SIZE, Weight::Regular, Ink::Quiet, what);
        self.y += 34.0;
        for line in self.paper.broken(about, 18.0, Weight::Bold, RIGHT - LEFT) {
            self.paper.text((LEFT, self.y), 18.0, Weight::Bold, Ink::Full, &line);
            self.y += 23.0;
        }
    }

    pub fn words(&mut self, text: &str, ink: Ink) {
        for line in self.paper.broken(text, SIZE, Weight::Regular, RIGHT - LEFT) {
            self.room(LINE);
            self.paper.text((LEFT, self.y), SIZE, Weight::Regular, ink, &line);
            self.y += LINE;
        }
    }

    pub fn heading(&mut self, text: &str) {
        self.room(LINE * 3.5);
        self.y += 16.0;
        self.paper.text((LEFT, self.y), 11.0, Weight::Bold, Ink::Full, text);
        self.y += LINE + 3.0;
    }

    fn fact(&mut self, label: &str, value: &str) {
        let lines = self.paper.broken(value, SIZE, Weight::Regular, RIGHT - VALUE);
        self.room(LINE * lines.len().min(3) as f32);
        self.paper.text((LEFT, self.y), SIZE, Weight::Regular, Ink::Quiet, label);
        for line in lines {
            self.room(LINE);
            self.paper.text((VALUE, self.y), SIZE, Weight::Regular, Ink::Full, &line);
            self.y += LINE;
        }
        self.y += 3.0;
    }

    fn check(&mut self, text: &str, done: bool) {
        let lines = self.paper.broken(text, SIZE, Weight::Regular, RIGHT - LEFT - 20.0);
        self.room(LINE * lines.len().min(3) as f32);
        self.paper.tick_box((LEFT, self.y - 8.5), 9.5, done);
        for line in lines {
            self.room(LINE);
            self.paper.text((LEFT + 20.0, self.y), SIZE, Weight::Regular, Ink::Full, &line);
            self.y += LINE;
        }
        self.y += 4.0;
    }

    /// Three lines to write on, kept together.
    fn signature(&mut self) {
        self.room(78.0);
        self.y += 58.0;
        let fields =
            [("Date", LEFT, LEFT + 100.0), ("Name", LEFT + 120.0, LEFT + 290.0), ("Signature", LEFT + 310.0, RIGHT)];
        for (label, from, to) in fields {
            self.paper.rule(self.y, from, to);
            self.paper.text((from, self.y + 11.0), 8.0, Weight::Regular, Ink::Quiet, label);
        }
        self.y += 20.0;
    }
}
