//! What hangs on a record: the rows whose journal belongs on its timeline.
use rusqlite::Row;
use uuid::Uuid;

use crate::activities::About;
use crate::book::Reader;
use crate::error::Result;
use crate::values::Named;

/// Rows with their names. `deals` carries the currency of each.
pub(super) struct Tracked {
    pub about: About,
    pub own: Option<Uuid>,
    pub deals: Vec<(Named, String)>,
    pub handoffs: Vec<Uuid>,
    pub projects: Vec<Named>,
    /// Tasks without a duration.
    pub milestones: Vec<Named>,
}

impl Tracked {
    pub fn ids(&self) -> Vec<Uuid> {
        let deals = self.deals.iter().map(|(deal, _)| deal.id);
        let named = self.projects.iter().chain(&self.milestones).map(|one| one.id);
        self.own.into_iter().chain(deals).chain(self.handoffs.iter().copied()).chain(named).collect()
    }
}

pub(super) fn tracked(reader: &Reader<'_>, about: About) -> Result<Tracked> {
    let (id, own, deals, projects): (Uuid, bool, &str, &str) = match about {
        About::Deal(id) => (id.into(), false, "id = ?1", ""),
        About::Company(id) => (id.into(), true, "company_id = ?1 AND deleted_at IS NULL", " OR company_id = ?1"),
        About::Contact(id) => (
            id.into(),
            true,
            "deleted_at IS NULL AND (contact_id = ?1 OR id IN (SELECT deal_id FROM deal_contact WHERE contact_id = ?1 AND deleted_at IS NULL))",
            " OR contact_id = ?1",
        ),
    };
    let of_deals = format!("deal_id IN (SELECT id FROM deal WHERE {deals})");
    let named = |row: &Row<'_>| Ok(Named::new(row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?));
    let milestones = format!(
        "SELECT id, name FROM task WHERE duration_days = 0 AND project_id IN (SELECT id FROM project WHERE {of_deals}{projects})"
    );
    Ok(Tracked {
        about,
        own: own.then_some(id),
        deals: reader.many(&format!("SELECT id, name, currency FROM deal WHERE {deals}"), [id], |row| {
            Ok((named(row)?, row.get(2)?))
        })?,
        handoffs: reader.many(&format!("SELECT id FROM handoff WHERE {of_deals}"), [id], |row| row.get(0))?,
        projects: reader.many(&format!("SELECT id, name FROM project WHERE {of_deals}{projects}"), [id], named)?,
        milestones: reader.many(&milestones, [id], named)?,
    })
}
