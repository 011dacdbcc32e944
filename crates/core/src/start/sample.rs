//! The sample workspace: invented firms and people, dates relative to today, made through the same verbs as everything else.
use crate::activities::{ActivityKind, NewActivity, add_activity};
use crate::book::{Table, Txn};
use crate::deliver;
use crate::error::{Error, Result};
use crate::people::SavePerson;
use crate::people::ops::save_person;
use crate::people::role_named;
use crate::sell::ops::closing::win;
use crate::sell::ops::customers::{company_named, contact_named, link_company};
use crate::sell::ops::import::{FileDeal, add};
use crate::sell::ops::reasons::reason_named;
use crate::sell::{ProjectWish, Stage, StageKind, WinDraft, stages_of};
use crate::values::{CompanyId, ContactId, Day, DealId, HolidayId, Money, PersonId, PipelineId, Promise};

/// Besides the person at this device, who leads the projects: (name, office, role).
const PEOPLE: [(&str, &str); 5] = [
    ("Mara Lindqvist", "Sales"),
    ("Jonas Feldt", "Engineer"),
    ("Priya Nair", "Trainer"),
    ("Tomás Ribeiro", "Installer"),
    ("Ellen Okafor", "Office"),
];

/// (company, industry, place, contact, title)
const CUSTOMERS: [(&str, &str, &str, &str, &str); 25] = [
    ("Alderhof Dairy", "Food", "Husum", "Birte Alder", "Managing director"),
    ("Brightwater Hotel", "Hospitality", "Lübeck", "Oskar Brandt", "Facility manager"),
    ("Castello Ceramics", "Manufacturing", "Faenza", "Giulia Castelli", "Plant manager"),
    ("Dunmore Logistics", "Transport", "Cork", "Sean Dunmore", "Operations"),
    ("Eikeland Boats", "Manufacturing", "Bergen", "Ingrid Eikeland", "Owner"),
    ("Fernbrook School", "Education", "Leeds", "Harriet Cole", "Head teacher"),
    ("Grünwerk Nursery", "Agriculture", "Kassel", "Lena Grün", "Owner"),
    ("Harbour Clinic", "Health", "Kiel", "Dr. Amir Sadeghi", "Medical director"),
    ("Isola Bakery", "Food", "Como", "Marco Isola", "Owner"),
    ("Juniper Studios", "Media", "Ghent", "Anke Peeters", "Producer"),
    ("Kestrel Aviation", "Transport", "Bremen", "Ruth Kessler", "Procurement"),
    ("Lindenbad Spa", "Hospitality", "Bad Elster", "Paul Linden", "Managing director"),
    ("Moorland Brewery", "Food", "Aurich", "Theda Moor", "Owner"),
    ("Novara Textiles", "Manufacturing", "Novara", "Luca Ferri", "Plant manager"),
    ("Oakfield Council", "Public", "Oakfield", "Janet Price", "Energy officer"),
    ("Pinewood Furniture", "Manufacturing", "Tampere", "Aino Mänty", "Sales director"),
    ("Quarry Lane Garage", "Automotive", "Sheffield", "Dev Patel", "Owner"),
    ("Rosengarten Housing", "Housing", "Jena", "Sabine Vogt", "Property manager"),
    ("Silverbrook Farm", "Agriculture", "Odense", "Mads Holm", "Owner"),
    ("Tidewater Sailing Club", "Leisure", "Flensburg", "Kirsten Jahn", "Treasurer"),
    ("Umbra Lighting", "Manufacturing", "Perugia", "Elena Russo", "Managing director"),
    ("Vesterhavn Port", "Public", "Esbjerg", "Niels Krog", "Harbour master"),
    ("Weidenhof Winery", "Food", "Freyburg", "Clara Weiden", "Owner"),
    ("Yarrow Pharmacy", "Health", "Galway", "Aoife Yarrow", "Owner"),
    ("Zephyr Cycles", "Retail", "Utrecht", "Joris Smit", "Owner"),
];

/// An open deal: (customer, name, stage, amount in hundreds or 0 for none yet, closes in days, owner, days ago of the last change)
const OPEN: [(usize, &str, usize, i64, i64, usize, i64); 24] = [
    (0, "Cold store roof", 0, 480, 60, 0, 2),
    (4, "Boathouse extension", 0, 0, 75, 1, 1),
    (5, "Gym hall refit", 0, 225, 90, 0, 5),
    (9, "Studio C", 0, 130, 45, 1, 24),
    (16, "Workshop lighting", 0, 64, 40, 0, 3),
    (19, "Clubhouse and pier", 0, 175, 80, 1, 0),
    (23, "Second branch", 0, 0, 70, 0, 8),
    (2, "Kiln hall", 1, 890, 50, 1, 4),
    (3, "Loading bays north", 1, 640, 35, 0, 6),
    (6, "Greenhouse 4", 1, 310, 30, 1, 28),
    (13, "Dye works", 1, 1_250, 65, 0, 3),
    (14, "Town hall", 1, 1_900, 110, 1, 9),
    (18, "Barn roof", 1, 275, 42, 0, 2),
    (24, "Shop refit", 1, 95, 25, 1, 1),
    (1, "Spa wing", 2, 1_420, 28, 0, 5),
    (10, "Hangar 2", 2, 2_600, 55, 1, 7),
    (12, "Bottling line", 2, 760, 21, 0, 33),
    (15, "Showroom", 2, 430, 19, 1, 2),
    (17, "Block C", 2, 1_180, 33, 0, 4),
    (22, "Cellar and press", 2, 520, 26, 1, 6),
    (7, "Outpatient wing", 3, 1_750, 12, 0, 1),
    (11, "Sauna garden", 3, 680, 9, 1, 3),
    (20, "Assembly hall", 3, 940, -4, 0, 5),
    (21, "Quay 3 offices", 3, 2_150, 16, 1, 2),
];

/// What comes next: (open deal, kind, subject, due in days, minute of the day or 0 for the whole day, how long)
const PLANNED: [(usize, ActivityKind, &str, i64, u16, u16); 17] = [
    (0, ActivityKind::Call, "Call Birte Alder", 0, 600, 15),
    (1, ActivityKind::Meeting, "Look at the boathouse", 3, 810, 90),
    (4, ActivityKind::Call, "Call Dev Patel", 1, 0, 0),
    (5, ActivityKind::Email, "Send references", 4, 0, 0),
    (7, ActivityKind::Call, "Ask about the kiln times", -2, 0, 0),
    (8, ActivityKind::Meeting, "Site visit with operations", 2, 540, 120),
    (10, ActivityKind::Todo, "Measure drawing of the dye works", 5, 0, 0),
    (12, ActivityKind::Call, "Call Mads Holm", 0, 870, 15),
    (13, ActivityKind::Email, "Second draft of the layout", 0, 0, 0),
    (14, ActivityKind::Meeting, "Walk through the spa wing", 1, 615, 60),
    (15, ActivityKind::Call, "Ask who signs", -4, 0, 0),
    (17, ActivityKind::Meeting, "Show the sample panels", 6, 660, 45),
    (18, ActivityKind::Call, "Call Sabine Vogt", 2, 0, 0),
    (19, ActivityKind::Todo, "Price for the press hall", 1, 0, 0),
    (20, ActivityKind::Call, "Terms of payment", 0, 990, 30),
    (21, ActivityKind::Meeting, "Contract, last round", 3, 600, 60),
    (23, ActivityKind::Email, "Answer on the quay wall", -1, 0, 0),
];

/// What was done: (open deal, kind, subject, days ago, outcome)
const LOGGED: [(usize, ActivityKind, &str, i64, &str); 8] = [
    (0, ActivityKind::Note, "Wants the cold store running before the summer season.", 9, ""),
    (8, ActivityKind::Call, "First call", 6, "Two bays first, the third next year"),
    (14, ActivityKind::Meeting, "Walk through the old wing", 12, "Guests must not be disturbed before ten"),
    (15, ActivityKind::Email, "Offer sent", 5, ""),
    (18, ActivityKind::Call, "Questions about the guarantee", 8, "Ten years is enough for them"),
    (20, ActivityKind::Meeting, "Second round with the doctors", 4, "They want the work done at weekends"),
    (21, ActivityKind::Note, "Paul decides alone, but asks his sister.", 7, ""),
    (23, ActivityKind::Call, "Harbour office", 3, "The council meets on Thursday"),
];

/// A deal won in this workspace, with a project: (customer, name, amount in hundreds, won days ago, owner, promised in days or 0 for none)
const WON: [(usize, &str, i64, i64, usize, i64); 6] = [
    (1, "Hotel roof", 1_860, 24, 0, 45),
    (8, "Bakehouse", 340, 17, 1, 40),
    (3, "Depot south", 1_120, 11, 0, 60),
    (15, "Office floor", 260, 8, 1, 0),
    (22, "Tasting room", 410, 3, 0, 70),
    (7, "Reception", 295, 1, 1, 20),
];

/// A deal closed before: (customer, name, amount in hundreds, opened days ago, closed days ago, owner, lost reason or "" for won)
const PAST: [(usize, &str, i64, i64, i64, usize, &str); 10] = [
    (0, "Milking parlour", 720, 210, 150, 0, ""),
    (12, "Brewhouse", 980, 190, 128, 1, ""),
    (17, "Block A", 1_050, 160, 95, 0, ""),
    (5, "Canteen", 180, 120, 74, 1, ""),
    (24, "Window front", 75, 90, 58, 0, ""),
    (20, "Test stand", 560, 85, 36, 1, ""),
    (10, "Hangar 1", 2_300, 200, 140, 0, "Too expensive"),
    (14, "Library", 870, 150, 101, 1, "Chose a competitor"),
    (9, "Studio B", 140, 95, 62, 0, "No budget"),
    (18, "Silo", 330, 70, 29, 1, "Never heard back"),
];

const HOLIDAYS: [(u32, u32, &str); 3] = [(1, 1, "New Year's Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")];

struct Sample {
    customers: Vec<(CompanyId, ContactId)>,
    owners: [PersonId; 2],
    stages: Vec<Stage>,
    currency: String,
    today: Day,
}

/// People, customers and deals; deals won in this workspace are handed to the corridor.
pub(super) fn fill(txn: &mut Txn<'_>, pipeline: PipelineId, me: PersonId) -> Result<()> {
    let (sales, others) = people(txn, me)?;
    super::corridor::rules(txn, &others)?;
    let asked = super::corridor::ask(txn, pipeline)?;
    holidays(txn)?;
    let mut customers = Vec::new();
    for (company, industry, location, contact, title) in CUSTOMERS {
        let company = company_named(txn, company)?;
        let contact = contact_named(txn, contact)?;
        txn.update(Table::Company, company, &[("industry", &industry), ("location", &location)])?;
        txn.update(Table::Contact, contact, &[("title", &title)])?;
        link_company(txn, company, contact, Some(title))?;
        customers.push((company, contact));
    }
    let currency = super::rows::firm(txn)?.0;
    let sample =
        Sample { customers, owners: [me, sales], stages: stages_of(txn, pipeline)?, currency, today: txn.today() };
    for (number, deal) in OPEN.into_iter().enumerate() {
        sample.open(txn, number, deal)?;
    }
    for deal in PAST {
        sample.past(txn, deal)?;
    }
    for deal in WON {
        sample.won(txn, asked, deal)?;
    }
    Ok(())
}

/// The roles get people; answers who sells beside the person at this device, and everybody who came.
fn people(txn: &mut Txn<'_>, me: PersonId) -> Result<(PersonId, Vec<(&'static str, PersonId)>)> {
    let (mut sales, mut others) = (me, Vec::new());
    let lead = role_named(txn, "Project lead")?;
    txn.update(Table::Role, lead, &[("person_id", &me)])?;
    for (name, role) in PEOPLE {
        let email = format!("{}@example.com", name.split(' ').next().unwrap_or(name).to_lowercase());
        let person = save_person(txn, &SavePerson { id: None, name: name.into(), email: Some(email) })?;
        others.push((name, person));
        // Who sells is the owner of each deal.
        if role == "Sales" {
            sales = person;
            continue;
        }
        let role_id = role_named(txn, role)?;
        txn.update(Table::Role, role_id, &[("person_id", &person)])?;
    }
    Ok((sales, others))
}

fn holidays(txn: &mut Txn<'_>) -> Result<()> {
    let Some(calendar) = super::rows::firm(txn)?.1 else { return Ok(()) };
    let year: i32 = txn.today().to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026);
    for year in [year, year + 1] {
        for (month, day, name) in HOLIDAYS {
            if let Some(day) = Day::from_ymd(year, month, day) {
                let id: HolidayId = txn.new_id();
                txn.insert(Table::Holiday, id, &[("calendar_id", &calendar), ("day", &day), ("name", &name)])?;
            }
        }
    }
    Ok(())
}

impl Sample {
    fn file(&self, customer: usize, name: &str, stage: &Stage, hundreds: i64, owner: usize) -> Result<FileDeal> {
        let unit = 100 * 10_i64.pow(crate::values::money::exponent(&self.currency));
        let amount = if hundreds > 0 { Some(Money::new(hundreds * unit, &self.currency)?) } else { None };
        let (company, contact) = self.customers[customer];
        Ok(FileDeal {
            name: name.into(),
            stage: stage.id,
            company: Some(company),
            contact: Some(contact),
            owner: Some(self.owners[owner]),
            amount,
            currency: self.currency.clone(),
            close_date: None,
            promise: None,
            opened_on: None,
            product: None,
            source: None,
            notes: None,
            lost_reason: None,
            source_key: None,
            rank: None,
        })
    }

    fn stage(&self, kind: StageKind, at: usize) -> Result<&Stage> {
        self.stages.iter().filter(|stage| stage.kind == kind).nth(at).ok_or_else(|| Error::not_found("stage"))
    }

    fn ago(&self, days: i64) -> Day {
        self.today.plus_days(-days)
    }

    fn open(
        &self,
        txn: &mut Txn<'_>,
        number: usize,
        deal: (usize, &str, usize, i64, i64, usize, i64),
    ) -> Result<DealId> {
        let (customer, name, stage, hundreds, closes_in, owner, quiet) = deal;
        let mut file = self.file(customer, name, self.stage(StageKind::Open, stage)?, hundreds, owner)?;
        file.close_date = Some(self.today.plus_days(closes_in));
        file.opened_on = Some(self.ago(quiet + 10 + 12 * stage as i64));
        let id = add(txn, &file)?;
        self.activities(txn, number, id, self.owners[owner], self.customers[customer].1)?;
        let day = self.ago(quiet);
        txn.update(Table::Deal, id, &[("touched_on", &day), ("stage_since", &day)])?;
        Ok(id)
    }

    /// What was done for an open deal, and what comes next.
    fn activities(
        &self,
        txn: &mut Txn<'_>,
        number: usize,
        deal: DealId,
        owner: PersonId,
        contact: ContactId,
    ) -> Result<()> {
        let base = |kind: ActivityKind, subject: &str| NewActivity {
            owner: Some(owner),
            deal: Some(deal),
            contact: (kind != ActivityKind::Todo).then_some(contact),
            ..NewActivity::of(kind, subject)
        };
        for (_, kind, subject, ago, outcome) in LOGGED.into_iter().filter(|logged| logged.0 == number) {
            let (due, outcome) = (Some(self.ago(ago)), Some(outcome.to_owned()));
            add_activity(txn, &NewActivity { due, done: true, outcome, ..base(kind, subject) })?;
        }
        for (_, kind, subject, days, minute, minutes) in PLANNED.into_iter().filter(|planned| planned.0 == number) {
            let due = Some(self.today.plus_days(days));
            let (minute, minutes) = (Some(minute).filter(|m| *m > 0), Some(minutes).filter(|m| *m > 0));
            add_activity(txn, &NewActivity { due, minute, minutes, ..base(kind, subject) })?;
        }
        Ok(())
    }

    fn past(&self, txn: &mut Txn<'_>, deal: (usize, &str, i64, i64, i64, usize, &str)) -> Result<()> {
        let (customer, name, hundreds, opened, closed, owner, reason) = deal;
        let kind = if reason.is_empty() { StageKind::Won } else { StageKind::Lost };
        let mut file = self.file(customer, name, self.stage(kind, 0)?, hundreds, owner)?;
        file.opened_on = Some(self.ago(opened));
        file.close_date = Some(self.ago(closed));
        if !reason.is_empty() {
            file.lost_reason = Some(reason_named(txn, reason)?);
        }
        let id = add(txn, &file)?;
        if reason.is_empty() {
            let why = "Delivered before this workspace began";
            txn.update(Table::Deal, id, &[("project_wish", &ProjectWish::None), ("no_project_reason", &why)])?;
        }
        Ok(())
    }

    fn won(
        &self,
        txn: &mut Txn<'_>,
        asked: super::corridor::Asked,
        deal: (usize, &str, i64, i64, usize, i64),
    ) -> Result<()> {
        let (customer, name, hundreds, ago, owner, promised) = deal;
        let mut file = self.file(customer, name, self.stage(StageKind::Open, 3)?, hundreds, owner)?;
        file.close_date = Some(self.ago(ago));
        file.opened_on = Some(self.ago(ago + 40));
        let id = add(txn, &file)?;
        let promise = if promised == 0 { Promise::NonePromised } else { Promise::On(self.today.plus_days(promised)) };
        let draft = WinDraft { closed_on: Some(self.ago(ago)), promise: Some(promise), ..WinDraft::of(id) };
        super::corridor::told(txn, asked, id, name, CUSTOMERS[customer].3)?;
        win(txn, &draft)?;
        Ok(())
    }
}

/// What was due before today is done in all but the newest overdue project, and something is under way.
pub(super) fn begin_work(txn: &mut Txn<'_>) -> Result<()> {
    let today = txn.today();
    for (number, project) in deliver::running(txn)?.into_iter().enumerate() {
        // One project is left behind, so that "overdue" can be seen.
        let until = if number == 1 { today.plus_days(-8) } else { today };
        deliver::finish_due_before(txn, project, until)?;
    }
    Ok(())
}
