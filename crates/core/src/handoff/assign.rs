//! Who gets a task: role → person by the role's rule → fallbacks → the handoff's owner, passing over whoever is away when it begins. Pure.
use std::collections::{BTreeMap, BTreeSet};

use super::plan::PlanInput;
use crate::people::RoleRule;
use crate::values::{Day, PersonId, RoleId};

/// Who may be given work.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    pub roles: BTreeMap<RoleId, StaffRole>,
    /// The active people and their names.
    pub active: BTreeMap<PersonId, String>,
    pub firm_fallback: Option<PersonId>,
    /// Who answers for what nobody else would own: named by the firm, else its first person.
    pub handoff_owner: Option<PersonId>,
    /// First and last days of leave.
    pub away: BTreeMap<PersonId, Vec<(Day, Day)>>,
    /// Minutes already planned in the week that begins on this Monday.
    pub load: BTreeMap<(PersonId, Day), f64>,
    /// Minutes of a usual week, where they are the person's own.
    pub week_minutes: BTreeMap<PersonId, u32>,
}

/// A role and how it finds its person.
#[derive(Debug, Clone, Default)]
pub struct StaffRole {
    pub name: String,
    pub person: Option<PersonId>,
    pub deal_owner: bool,
    pub rule: RoleRule,
    /// Who can fill it, in their order, for the rules that choose.
    pub people: Vec<PersonId>,
    /// Whose turn it was last.
    pub last_turn: Option<PersonId>,
}

impl Staff {
    /// Nobody who works here can have the role, and it isn't the deal's or the company's owner.
    pub fn is_empty(&self, role: &StaffRole) -> bool {
        let here = |person: &PersonId| self.active.contains_key(person);
        match role.rule {
            _ if role.deal_owner => false,
            RoleRule::CompanyOwner => false,
            RoleRule::Person => !role.person.is_some_and(|person| here(&person)),
            RoleRule::LeastLoaded | RoleRule::RoundRobin => !role.people.iter().any(here),
        }
    }

    fn away_on(&self, person: PersonId, day: Day) -> Option<Day> {
        let spans = self.away.get(&person)?;
        spans.iter().filter(|(first, last)| *first <= day && day <= *last).map(|(_, last)| *last).max()
    }

    /// Hours of a usual week: 40 where nothing else is said.
    fn week(&self, person: PersonId) -> f64 {
        f64::from(self.week_minutes.get(&person).copied().unwrap_or(2_400)).max(1.0)
    }
}

/// When a task is to be done and what it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub start: Day,
    pub due: Day,
    pub minutes: f64,
}

/// The person, and why.
pub(super) type Chosen = (Option<(PersonId, String)>, String);

/// Gives out the tasks of one plan, one after the other: what it gave already counts, and a role in turn stays with its person.
pub(super) struct Desk<'a, 'b> {
    input: &'b PlanInput<'a>,
    given: BTreeMap<(PersonId, Day), f64>,
    pub turns: BTreeMap<RoleId, PersonId>,
}

impl<'a, 'b> Desk<'a, 'b> {
    pub fn new(input: &'b PlanInput<'a>) -> Desk<'a, 'b> {
        Desk { input, given: BTreeMap::new(), turns: BTreeMap::new() }
    }

    /// `work` `None`: for the lead of the project, whom no leave passes over.
    pub fn give(&mut self, role: Option<RoleId>, work: Option<Work>) -> Chosen {
        let chosen = self.choose(role, work);
        if let (Some((person, _)), Some(work)) = (&chosen.0, work) {
            let weeks = weeks(work.start, work.due);
            let each = work.minutes / weeks.len() as f64;
            for week in weeks {
                *self.given.entry((*person, week)).or_default() += each;
            }
        }
        chosen
    }

    fn choose(&mut self, id: Option<RoleId>, work: Option<Work>) -> Chosen {
        let role = id.and_then(|id| Some((id, self.input.staff.roles.get(&id)?)));
        let mut passed = Vec::new();
        if let Some((id, role)) = role {
            for (person, why) in self.candidates(id, role, work) {
                if let Some(found) = self.free(person, work, &mut passed) {
                    self.took_turn(id, role, person);
                    return (Some(found), format!("{why}{}", said(&passed)));
                }
            }
        }
        let gap = if passed.is_empty() { self.gap(role.map(|(_, role)| role)) } else { passed.join(", ") };
        for (person, word) in self.fallbacks() {
            let mut also = Vec::new();
            let Some(person) = person else { continue };
            if let Some(found) = self.free(person, work, &mut also) {
                return (Some(found), format!("{word} ({gap})"));
            }
            passed.extend(also);
        }
        // Better somebody who is away then than nobody at all.
        let own = role.map(|(id, role)| self.candidates(id, role, None)).unwrap_or_default().into_iter();
        let rest = self.fallbacks().into_iter().filter_map(|(person, _)| person);
        let anybody = own.map(|(person, _)| person).chain(rest).find_map(|person| self.active(person));
        match anybody {
            Some(found) => (Some(found), format!("nobody else is there then ({})", unique(passed).join(", "))),
            None => (None, format!("nobody yet ({gap}, and there is no fallback)")),
        }
    }

    fn active(&self, person: PersonId) -> Option<(PersonId, String)> {
        self.input.staff.active.get(&person).map(|name| (person, name.clone()))
    }

    /// The person, unless away on the day the work begins; then that is noted.
    fn free(&self, person: PersonId, work: Option<Work>, passed: &mut Vec<String>) -> Option<(PersonId, String)> {
        let found = self.active(person)?;
        let until = work.and_then(|work| self.input.staff.away_on(person, work.start));
        match until {
            None => Some(found),
            Some(until) => {
                passed.push(format!("{} is away until {}", found.1, until.date().format("%-d %b")));
                None
            }
        }
    }

    /// Whom the role's rule names, the first choice first.
    fn candidates(&self, id: RoleId, role: &StaffRole, work: Option<Work>) -> Vec<(PersonId, String)> {
        let name = &role.name;
        let one = |person: Option<PersonId>, why: String| person.map(|person| (person, why)).into_iter().collect();
        if role.deal_owner {
            let owner = if self.of_deal() { self.input.owner } else { None };
            return one(owner, format!("role {name}: the deal’s owner"));
        }
        match role.rule {
            RoleRule::Person => one(role.person, format!("role {name}")),
            RoleRule::CompanyOwner => one(self.input.company_owner, format!("role {name}: the company’s owner")),
            RoleRule::RoundRobin => {
                self.in_turn(id, role).into_iter().map(|person| (person, format!("role {name}: in turn"))).collect()
            }
            RoleRule::LeastLoaded => self.by_load(role, work),
        }
    }

    /// The one who has the turn in this project first, then the others in their order.
    fn in_turn(&self, id: RoleId, role: &StaffRole) -> Vec<PersonId> {
        let mut people: Vec<PersonId> =
            role.people.iter().copied().filter(|person| self.input.staff.active.contains_key(person)).collect();
        let at = |person: PersonId, people: &[PersonId]| people.iter().position(|one| *one == person);
        let first = match self.turns.get(&id).and_then(|person| at(*person, &people)) {
            Some(at) => at,
            None => role.last_turn.and_then(|last| at(last, &people)).map_or(0, |at| at + 1),
        };
        if !people.is_empty() {
            let first = first % people.len();
            people.rotate_left(first);
        }
        people
    }

    /// The one with the least to do in the weeks of the work first, measured against the usual week; then the order of the role.
    fn by_load(&self, role: &StaffRole, work: Option<Work>) -> Vec<(PersonId, String)> {
        let staff = self.input.staff;
        let weeks = work.map_or_else(|| weeks(self.input.zero, self.input.zero), |work| weeks(work.start, work.due));
        let minutes = |person: PersonId| -> f64 {
            let of = |loads: &BTreeMap<(PersonId, Day), f64>, week: &Day| loads.get(&(person, *week)).copied();
            weeks.iter().map(|w| of(&staff.load, w).unwrap_or(0.0) + of(&self.given, w).unwrap_or(0.0)).sum()
        };
        let mut list: Vec<(f64, f64, PersonId)> = role
            .people
            .iter()
            .filter(|person| staff.active.contains_key(person))
            .map(|person| (minutes(*person) / staff.week(*person), minutes(*person), *person))
            .collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let hours = |minutes: f64| format!("{} h", (minutes / 60.0).round());
        let span = if weeks.len() == 1 { "that week".to_owned() } else { format!("those {} weeks", weeks.len()) };
        list.iter()
            .map(|(_, own, person)| {
                let why = format!("role {}: least to do in {span} ({})", role.name, hours(*own));
                (*person, why)
            })
            .collect()
    }

    fn took_turn(&mut self, id: RoleId, role: &StaffRole, person: PersonId) {
        if role.rule == RoleRule::RoundRobin && !role.deal_owner {
            self.turns.entry(id).or_insert(person);
        }
    }

    fn of_deal(&self) -> bool {
        self.input.zero_word == "win"
    }

    fn fallbacks(&self) -> [(Option<PersonId>, &'static str); 4] {
        let owner = if self.of_deal() { "deal owner" } else { "project lead" };
        [
            (self.input.template.fallback_person, "template fallback"),
            (self.input.staff.firm_fallback, "firm fallback"),
            (self.input.owner, owner),
            (self.input.staff.handoff_owner, "handoff owner"),
        ]
    }

    fn gap(&self, role: Option<&StaffRole>) -> String {
        match role {
            None => "no role given".to_owned(),
            Some(role) if role.deal_owner && self.of_deal() => {
                format!("role {} is the deal’s owner, and the deal has none", role.name)
            }
            Some(role) if role.deal_owner => format!("role {} is the deal’s owner, and there is no deal", role.name),
            Some(role) if role.rule == RoleRule::CompanyOwner => {
                format!("role {} is the company’s owner, and there is none", role.name)
            }
            Some(role) => format!("role {} has nobody", role.name),
        }
    }
}

fn said(passed: &[String]) -> String {
    if passed.is_empty() { String::new() } else { format!(" ({})", passed.join(", ")) }
}

fn unique(words: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    words.into_iter().filter(|word| seen.insert(word.clone())).collect()
}

/// The Mondays of the weeks from one day to another.
fn weeks(start: Day, due: Day) -> Vec<Day> {
    let first = crate::deliver::monday(start);
    let count = first.days_until(due.max(start)) / 7 + 1;
    (0..count.clamp(1, 520)).map(|n| first.plus_days(7 * n)).collect()
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
