//! The fields each kind of record takes, and the headers they go by in English and German files.
use super::types::{ImportField, Target};
use crate::values::text::letter_key;

/// A field: key, name on screen, whether a row needs it, and headers in letters and digits only.
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    pub required: bool,
    pub headers: &'static [&'static str],
}

const fn field(key: &'static str, label: &'static str, required: bool, headers: &'static [&'static str]) -> Field {
    Field { key, label, required, headers }
}

const ID: &[&str] = &[
    "id",
    "recordid",
    "externalid",
    "opportunityid",
    "dealid",
    "accountid",
    "companyid",
    "contactid",
    "productid",
    "sourceid",
    "nr",
    "nummer",
    "number",
    "kundennummer",
    "vorgangsnummer",
    "chancenid",
];
const EMAIL: &[&str] = &["email", "emailaddress", "mail", "emailadresse", "workemail", "personemailwork"];
const NOTES: &[&str] = &[
    "notes",
    "note",
    "description",
    "comment",
    "comments",
    "notiz",
    "notizen",
    "bemerkung",
    "bemerkungen",
    "beschreibung",
    "kommentar",
];
const COMPANY: &[&str] = &[
    "company",
    "companyname",
    "account",
    "accountname",
    "organization",
    "organisation",
    "organizationname",
    "customer",
    "customername",
    "client",
    "firma",
    "firmenname",
    "kunde",
    "kundenname",
    "unternehmen",
];
const PHONE: &[&str] = &[
    "phone",
    "phonenumber",
    "telephone",
    "tel",
    "mobile",
    "mobilephone",
    "telefon",
    "telefonnummer",
    "handy",
    "mobil",
];
const OWNER: &[&str] = &[
    "owner",
    "contactowner",
    "companyowner",
    "accountowner",
    "assignedto",
    "responsible",
    "verantwortlich",
    "zuständig",
    "betreuer",
];
const TAGS: &[&str] = &["tags", "tag", "labels", "label", "schlagworte", "schlagwörter", "stichworte"];
const LIFECYCLE: &[&str] = &["lifecycle", "lifecyclestage", "lebenszyklus"];
const MORE_EMAILS: &[&str] =
    &["email2", "secondemail", "secondaryemail", "otheremail", "additionalemails", "privateemail", "weitereemails"];
const MORE_PHONES: &[&str] = &[
    "phone2",
    "secondphone",
    "secondaryphone",
    "otherphone",
    "additionalphones",
    "mobile",
    "mobilephone",
    "mobilephonenumber",
    "handy",
    "mobil",
    "telefon2",
    "weiteretelefone",
];
const CURRENCY: &[&str] = &["currency", "currencycode", "dealcurrency", "währung", "waehrung"];

const DEALS: &[Field] = &[
    field(
        "name",
        "Deal",
        false,
        &[
            "name",
            "deal",
            "dealname",
            "opportunity",
            "opportunityname",
            "title",
            "subject",
            "titel",
            "bezeichnung",
            "vorgang",
            "chance",
            "verkaufschance",
            "projektname",
        ],
    ),
    field("company", "Company", false, COMPANY),
    field(
        "stage",
        "Stage",
        false,
        &[
            "stage",
            "dealstage",
            "salesstage",
            "stagename",
            "status",
            "dealstatus",
            "phase",
            "verkaufsphase",
            "stufe",
            "pipelinestage",
        ],
    ),
    field(
        "amount",
        "Amount",
        false,
        &[
            "amount",
            "closevalue",
            "value",
            "dealvalue",
            "dealamount",
            "price",
            "total",
            "revenue",
            "betrag",
            "wert",
            "summe",
            "umsatz",
            "auftragswert",
            "volumen",
        ],
    ),
    field("currency", "Currency", false, CURRENCY),
    field(
        "owner",
        "Owner",
        false,
        &[
            "owner",
            "salesagent",
            "dealowner",
            "opportunityowner",
            "salesrep",
            "rep",
            "agent",
            "seller",
            "assignedto",
            "responsible",
            "verantwortlich",
            "verantwortlicher",
            "zuständig",
            "besitzer",
            "verkäufer",
            "vertriebler",
            "bearbeiter",
        ],
    ),
    field("product", "Product", false, &["product", "productname", "item", "produkt", "artikel", "leistung"]),
    field(
        "contact",
        "Contact",
        false,
        &[
            "contact",
            "contactname",
            "contactperson",
            "primarycontact",
            "kontakt",
            "ansprechpartner",
            "person",
            "personname",
            "kontaktperson",
        ],
    ),
    field(
        "opened_on",
        "Opened on",
        false,
        &[
            "opened",
            "openedon",
            "engagedate",
            "created",
            "createdate",
            "createddate",
            "createdon",
            "createdat",
            "dealcreated",
            "startdate",
            "eröffnet",
            "erstellt",
            "erstelltam",
            "angelegt",
            "angelegtam",
            "beginn",
            "anlagedatum",
        ],
    ),
    field(
        "close_date",
        "Close date",
        false,
        &[
            "closedate",
            "closed",
            "closedon",
            "closingdate",
            "expectedclosedate",
            "estimatedclosedate",
            "wontime",
            "dateclosed",
            "abschlussdatum",
            "abschluss",
            "abgeschlossenam",
            "geplanterabschluss",
        ],
    ),
    field(
        "promise",
        "Promised delivery",
        false,
        &[
            "promise",
            "promised",
            "promiseddate",
            "promiseddelivery",
            "deliverydate",
            "liefertermin",
            "lieferdatum",
            "zugesagt",
        ],
    ),
    field(
        "lost_reason",
        "Lost reason",
        false,
        &["lostreason", "reasonlost", "closedlostreason", "lossreason", "verlustgrund", "absagegrund"],
    ),
    field("source", "Source", false, &["source", "leadsource", "dealsource", "channel", "quelle", "herkunft", "kanal"]),
    field("notes", "Notes", false, NOTES),
    field("source_id", "Id in the file", false, ID),
];
const CONTACTS: &[Field] = &[
    field(
        "name",
        "Name",
        true,
        &[
            "name",
            "fullname",
            "contact",
            "contactname",
            "person",
            "displayname",
            "kontakt",
            "ansprechpartner",
            "vollername",
        ],
    ),
    field("first_name", "First name", false, &["firstname", "givenname", "first", "vorname"]),
    field("last_name", "Last name", false, &["lastname", "surname", "familyname", "last", "nachname", "familienname"]),
    field("email", "E-mail", false, EMAIL),
    field("phone", "Phone", false, PHONE),
    field("title", "Job title", false, &["title", "jobtitle", "position", "funktion", "titel"]),
    field("company", "Company", false, COMPANY),
    field("role", "Role at the company", false, &["role", "rolle"]),
    field("more_emails", "More e-mails", false, MORE_EMAILS),
    field("more_phones", "More phones", false, MORE_PHONES),
    field("owner", "Owner", false, OWNER),
    field("lifecycle", "Lifecycle", false, LIFECYCLE),
    field("tags", "Tags", false, TAGS),
    field(
        "street",
        "Street",
        false,
        &["street", "streetaddress", "address1", "mailingstreet", "address", "straße", "strasse", "adresse"],
    ),
    field(
        "postcode",
        "Postcode",
        false,
        &["postcode", "postalcode", "zip", "zipcode", "mailingzip", "plz", "postleitzahl"],
    ),
    field("city", "City", false, &["city", "town", "mailingcity", "ort", "stadt"]),
    field(
        "region",
        "Region",
        false,
        &["region", "state", "province", "stateregion", "county", "mailingstate", "bundesland"],
    ),
    field("country", "Country", false, &["country", "countryregion", "mailingcountry", "land"]),
    field("billing_street", "Billing street", false, &["billingstreet", "billingaddress", "rechnungsstrasse"]),
    field("billing_postcode", "Billing postcode", false, &["billingpostalcode", "billingzip", "rechnungsplz"]),
    field("billing_city", "Billing city", false, &["billingcity", "rechnungsort"]),
    field("billing_region", "Billing region", false, &["billingstate", "billingregion"]),
    field("billing_country", "Billing country", false, &["billingcountry", "rechnungsland"]),
    field("notes", "Notes", false, NOTES),
    field("source_id", "Id in the file", false, ID),
];
const COMPANIES: &[Field] = &[
    field(
        "name",
        "Company",
        true,
        &[
            "name",
            "company",
            "companyname",
            "account",
            "accountname",
            "organization",
            "organisation",
            "customer",
            "client",
            "firma",
            "firmenname",
            "kunde",
            "unternehmen",
        ],
    ),
    field("industry", "Industry", false, &["industry", "sector", "branche", "sektor"]),
    field(
        "location",
        "Location",
        false,
        &["location", "officelocation", "city", "country", "address", "ort", "stadt", "land", "standort", "adresse"],
    ),
    field(
        "website",
        "Website",
        false,
        &["website", "web", "url", "domain", "homepage", "webseite", "companydomainname"],
    ),
    field(
        "employees",
        "Employees",
        false,
        &["employees", "numberofemployees", "employeecount", "headcount", "mitarbeiter", "mitarbeiterzahl"],
    ),
    field(
        "founded",
        "Founded",
        false,
        &["founded", "yearestablished", "yearfounded", "established", "gegründet", "gründungsjahr"],
    ),
    field(
        "parent",
        "Part of",
        false,
        &["parent", "subsidiaryof", "parentcompany", "parentaccount", "muttergesellschaft", "tochtervon", "konzern"],
    ),
    field("email", "E-mail", false, EMAIL),
    field("phone", "Phone", false, PHONE),
    field("more_emails", "More e-mails", false, MORE_EMAILS),
    field("more_phones", "More phones", false, MORE_PHONES),
    field("owner", "Owner", false, OWNER),
    field("lifecycle", "Lifecycle", false, LIFECYCLE),
    field("tags", "Tags", false, TAGS),
    field(
        "street",
        "Street",
        false,
        &["street", "streetaddress", "address1", "mailingstreet", "address", "straße", "strasse", "adresse"],
    ),
    field(
        "postcode",
        "Postcode",
        false,
        &["postcode", "postalcode", "zip", "zipcode", "mailingzip", "plz", "postleitzahl"],
    ),
    field("city", "City", false, &["city", "town", "mailingcity", "ort", "stadt"]),
    field(
        "region",
        "Region",
        false,
        &["region", "state", "province", "stateregion", "county", "mailingstate", "bundesland"],
    ),
    field("country", "Country", false, &["country", "countryregion", "mailingcountry", "land"]),
    field("billing_street", "Billing street", false, &["billingstreet", "billingaddress", "rechnungsstrasse"]),
    field("billing_postcode", "Billing postcode", false, &["billingpostalcode", "billingzip", "rechnungsplz"]),
    field("billing_city", "Billing city", false, &["billingcity", "rechnungsort"]),
    field("billing_region", "Billing region", false, &["billingstate", "billingregion"]),
    field("billing_country", "Billing country", false, &["billingcountry", "rechnungsland"]),
    field("notes", "Notes", false, NOTES),
    field("source_id", "Id in the file", false, ID),
];
const PRODUCTS: &[Field] = &[
    field(
        "name",
        "Product",
        true,
        &["name", "product", "productname", "item", "title", "produkt", "produktname", "artikel", "bezeichnung"],
    ),
    field(
        "series",
        "Series",
        false,
        &[
            "series",
            "family",
            "productfamily",
            "category",
            "productline",
            "serie",
            "kategorie",
            "produktlinie",
            "produktgruppe",
        ],
    ),
    field(
        "price",
        "Price",
        false,
        &["price", "salesprice", "unitprice", "listprice", "preis", "verkaufspreis", "listenpreis", "einzelpreis"],
    ),
    field("currency", "Currency", false, CURRENCY),
    field(
        "billing",
        "Billed",
        false,
        &[
            "billing",
            "billed",
            "billingperiod",
            "billingfrequency",
            "recurringbillingfrequency",
            "interval",
            "recurring",
            "abrechnung",
            "abrechnungszeitraum",
            "turnus",
        ],
    ),
    field("active", "Offered", false, &["active", "offered", "isactive", "enabled", "aktiv"]),
    field(
        "source_id",
        "Id in the file",
        false,
        &["id", "productid", "sku", "artikelnummer", "produktid", "externalid", "recordid"],
    ),
];
const PEOPLE: &[Field] = &[
    field(
        "name",
        "Name",
        true,
        &[
            "name",
            "salesagent",
            "agent",
            "fullname",
            "person",
            "employee",
            "user",
            "salesrep",
            "rep",
            "mitarbeiter",
            "verkäufer",
            "displayname",
        ],
    ),
    field("email", "E-mail", false, EMAIL),
    field(
        "manager",
        "Manager",
        false,
        &["manager", "supervisor", "teamlead", "reportsto", "vorgesetzter", "teamleiter", "leiter"],
    ),
    field(
        "office",
        "Office",
        false,
        &[
            "office",
            "regionaloffice",
            "region",
            "team",
            "location",
            "department",
            "büro",
            "standort",
            "abteilung",
            "niederlassung",
        ],
    ),
    field(
        "source_id",
        "Id in the file",
        false,
        &["id", "userid", "employeeid", "personalnummer", "externalid", "recordid"],
    ),
];

const LEADS: &[Field] = &[
    field(
        "name",
        "Lead",
        true,
        &["name", "lead", "leadname", "fullname", "contact", "contactname", "person", "interessent", "kontakt"],
    ),
    field("first_name", "First name", false, &["firstname", "givenname", "first", "vorname"]),
    field("last_name", "Last name", false, &["lastname", "surname", "familyname", "last", "nachname", "familienname"]),
    field("company", "Company", false, COMPANY),
    field("email", "E-mail", false, EMAIL),
    field(
        "phone",
        "Phone",
        false,
        &["phone", "phonenumber", "telephone", "tel", "mobile", "telefon", "handy", "mobil"],
    ),
    field("source", "Source", false, &["source", "leadsource", "origin", "channel", "campaign", "quelle", "herkunft"]),
    field("status", "Status", false, &["status", "leadstatus", "stage", "state"]),
    field("reason", "Reason", false, &["reason", "disqualificationreason", "grund"]),
    field("owner", "Owner", false, &["owner", "leadowner", "assignedto", "responsible", "zuständig", "besitzer"]),
    field(
        "received",
        "Received on",
        false,
        &[
            "received",
            "receivedon",
            "created",
            "createdate",
            "createdon",
            "createdat",
            "date",
            "eingang",
            "erstellt",
            "datum",
        ],
    ),
    field("notes", "Notes", false, &["notes", "note", "message", "description", "comment", "notiz", "nachricht"]),
    field("source_id", "Id in the file", false, &["id", "leadid", "recordid", "externalid", "sourceid"]),
];

const RATES: &[Field] = &[
    field("day", "Day", true, &["day", "date", "validfrom", "ratedate", "datum", "tag", "stichtag", "gültigab"]),
    field("currency", "Currency", true, CURRENCY),
    field("rate", "Rate", true, &["rate", "exchangerate", "fxrate", "conversionrate", "kurs", "wechselkurs"]),
];
const ACTIVITIES: &[Field] = &[
    field(
        "subject",
        "Subject",
        false,
        &["subject", "activity", "activitysubject", "title", "task", "betreff", "aktivität", "aufgabe", "titel"],
    ),
    field("kind", "Kind", false, &["kind", "type", "activitytype", "tasktype", "art", "typ"]),
    field(
        "due",
        "Due",
        false,
        &["due", "duedate", "dueon", "date", "activitydate", "startdate", "fällig", "fälligam", "fälligkeit", "datum"],
    ),
    field("time", "Time", false, &["time", "duetime", "starttime", "uhrzeit", "zeit"]),
    field(
        "done",
        "Done",
        false,
        &["done", "completed", "status", "doneon", "completedon", "markedasdonetime", "erledigt", "erledigtam"],
    ),
    field("outcome", "Outcome", false, &["outcome", "result", "calloutcome", "ergebnis"]),
    field("deal", "Deal", false, &["deal", "dealname", "opportunity", "opportunityname", "chance", "vorgang"]),
    field("company", "Company", false, COMPANY),
    field(
        "contact",
        "Contact",
        false,
        &["contact", "contactname", "contactperson", "person", "kontakt", "ansprechpartner"],
    ),
    field("owner", "Owner", false, OWNER),
    field("notes", "Details", false, NOTES),
    field("source_id", "Id in the file", false, &["id", "activityid", "taskid", "recordid", "externalid"]),
];

const TASKS: &[Field] = &[
    field(
        "name",
        "Task",
        true,
        &["task", "taskname", "name", "title", "subject", "aufgabe", "vorgang", "vorgangsname", "titel"],
    ),
    field("project", "Project", false, &["project", "projectname", "projekt", "projektname"]),
    field("duration_days", "Duration in working days", false, &["durationdays", "duration", "days", "dauer", "tage"]),
    field(
        "predecessors",
        "Predecessors",
        false,
        &["predecessors", "predecessor", "dependson", "blockedby", "vorgänger"],
    ),
    field("start", "Start", false, &["start", "startdate", "starton", "begin", "anfang", "beginn"]),
    field(
        "due",
        "Due",
        false,
        &["due", "duedate", "dueon", "finish", "finishdate", "end", "enddate", "fällig", "fälligam", "ende"],
    ),
    field("deadline", "Deadline", false, &["deadline", "stichtag", "frist"]),
    field(
        "assignee",
        "Assignee",
        false,
        &["assignee", "assignedto", "owner", "responsible", "resource", "resourcenames", "zuständig", "person"],
    ),
    field(
        "percent",
        "Percent done",
        false,
        &["percent", "percentcomplete", "complete", "progress", "fortschritt", "prozent"],
    ),
    field("done", "Done", false, &["done", "completed", "status", "doneon", "completedon", "completedat", "erledigt"]),
    field("description", "Description", false, NOTES),
    field(
        "source_id",
        "Id in the file",
        false,
        &["id", "taskid", "uniqueid", "nr", "number", "recordid", "externalid"],
    ),
];

pub fn of(target: Target) -> &'static [Field] {
    match target {
        Target::Deals => DEALS,
        Target::Contacts => CONTACTS,
        Target::Companies => COMPANIES,
        Target::Products => PRODUCTS,
        Target::People => PEOPLE,
        Target::Leads => LEADS,
        Target::Rates => RATES,
        Target::Activities => ACTIVITIES,
        Target::Tasks => TASKS,
    }
}

pub fn listed(target: Target) -> Vec<ImportField> {
    of(target)
        .iter()
        .map(|field| ImportField { field: field.key.into(), label: field.label.into(), required: field.required })
        .collect()
}

/// For each header the field it goes by: the earliest name in a field's list wins where two headers want the same field.
pub fn by_header(target: Target, headers: &[String]) -> Vec<Option<&'static str>> {
    let keys: Vec<String> = headers.iter().map(|header| letter_key(header)).collect();
    let mut mapped = vec![None; headers.len()];
    for field in of(target) {
        let own = [letter_key(field.key), letter_key(field.label)];
        let named = own.iter().map(String::as_str).chain(field.headers.iter().copied());
        for name in named {
            if let Some(at) = keys.iter().position(|key| key == name).filter(|at| mapped[*at].is_none()) {
                mapped[at] = Some(field.key);
                break;
            }
        }
    }
    mapped
}

/// The target whose fields the headers name most; deals where it is even.
pub fn likely_target(headers: &[String]) -> Target {
    let named = |target: Target| by_header(target, headers).iter().flatten().count();
    let mut best = Target::Deals;
    for target in Target::ALL {
        if named(*target) > named(best) {
            best = *target;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn the_sample_files_map_themselves() {
        for (line, target, wanted) in [
            (
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
                Target::Deals,
                "source_id,owner,product,company,stage,opened_on,close_date,amount",
            ),
            (
                "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
                Target::Companies,
                "name,industry,founded,-,employees,location,parent",
            ),
            ("product,series,sales_price", Target::Products, "name,series,price"),
            ("sales_agent,manager,regional_office", Target::People, "name,manager,office"),
            ("product,price,currency,billing,active", Target::Products, "name,price,currency,billing,active"),
            ("date,currency,rate", Target::Rates, "day,currency,rate"),
            ("Datum,Währung,Kurs", Target::Rates, "day,currency,rate"),
            ("Vorname,Nachname,E-Mail,Telefon,Firma", Target::Contacts, "first_name,last_name,email,phone,company"),
            (
                "Titel,Firma,Status,Betrag,Abschlussdatum,Zuständig",
                Target::Deals,
                "name,company,stage,amount,close_date,owner",
            ),
        ] {
            let headers = headers(line);
            assert_eq!(likely_target(&headers), target, "{line}");
            let mapped: Vec<&str> = by_header(target, &headers).into_iter().map(|field| field.unwrap_or("-")).collect();
            assert_eq!(mapped.join(","), wanted);
        }
    }

    #[test]
    fn no_field_is_taken_twice() {
        let mapped = by_header(Target::Deals, &headers("Name,Deal name,name,Amount,Value"));
        assert_eq!(mapped, [Some("name"), None, None, Some("amount"), None]);
    }
}
