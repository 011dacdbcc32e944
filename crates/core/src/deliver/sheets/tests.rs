use super::ics::{Entry, When, calendar};
use super::week::{Week, WeekTask};
use crate::values::{Day, WorkingCalendar};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn entry(name: &str, when: When) -> Entry {
    Entry {
        uid: "task-1@handsel".into(),
        name: name.into(),
        about: String::new(),
        place: None,
        when,
        done: false,
        task: true,
    }
}

/// Lines put together again, as a reader of the file does it.
fn unfolded(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n") && !file.replace("\r\n", "").contains(['\r', '\n']), "ends of lines");
    file.split("\r\n").for_each(|line| assert!(line.len() <= 75, "{} octets: {line}", line.len()));
    file.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn an_all_day_event_ends_on_the_day_after_and_a_timed_one_lasts() {
    let mut one = entry("Dig", When::Days(day("2027-01-29"), day("2027-01-31")));
    one.done = true;
    let mut two = entry("Call", When::Minute(day("2027-02-01"), 9 * 60 + 5, Some(45)));
    two.uid = "activity-2@handsel".into();
    // 2027-01-04 10:20:30 UTC.
    let file = calendar("Ada", 1_799_058_030_000, &[one, two]);
    let lines = unfolded(&file);
    for wanted in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "X-WR-CALNAME:Ada (Handsel)",
        "UID:task-1@handsel",
        "DTSTAMP:20270104T102030Z",
        "DTSTART;VALUE=DATE:20270129",
        "DTEND;VALUE=DATE:20270201",
        "SUMMARY:Done: Dig",
        "UID:activity-2@handsel",
        "DTSTART:20270201T090500",
        "DURATION:PT45M",
        "END:VCALENDAR",
    ] {
        assert!(lines.iter().any(|line| line == wanted), "{wanted} is not in\n{file}");
    }
    assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 2);
}

#[test]
fn text_is_escaped_and_long_lines_are_folded_between_letters() {
    let day = day("2027-01-04");
    let mut one = entry(&"ü".repeat(200), When::Days(day, day));
    one.about = "Bring a; b, c\\d\r\nEND:VEVENT\nthen\u{7} go".into();
    one.place = Some("Am Bühl 3, Kassel".into());
    let lines = unfolded(&calendar("A,B", 0, &[one]));
    let find = |start: &str| lines.iter().find(|line| line.starts_with(start)).unwrap().clone();
    assert_eq!(find("SUMMARY:"), format!("SUMMARY:{}", "ü".repeat(200)));
    assert_eq!(find("DESCRIPTION:"), "DESCRIPTION:Bring a\\; b\\, c\\\\d\\nEND:VEVENT\\nthen go");
    assert_eq!(find("LOCATION:"), "LOCATION:Am Bühl 3\\, Kassel");
    assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1, "no text ends an entry");
    assert_eq!(find("DTSTAMP:"), "DTSTAMP:19700101T000000Z");
}

#[test]
fn a_day_of_the_week_has_what_is_worked_on_then() {
    let task = |name: &str, start: &str, due: &str| WeekTask {
        name: name.into(),
        project: "Roof".into(),
        customer: None,
        place: None,
        who: None,
        crew: None,
        start: day(start),
        due: day(due),
        milestone: false,
    };
    let tasks = vec![
        task("Old", "2027-01-01", "2027-01-01"),
        task("Long", "2026-12-30", "2027-01-12"),
        task("Saturday", "2027-01-08", "2027-01-09"),
    ];
    let week = Week {
        firm: "Firm".into(),
        title: "North".into(),
        members: vec!["Ada".into(), "Bo".into()],
        first: day("2027-01-04"),
        calendar: WorkingCalendar::default(),
        tasks,
        away: vec![("Bo".into(), day("2027-01-05"), day("2027-01-06"))],
    };
    let names = |text: &str| week.on(day(text)).iter().map(|task| task.name.clone()).collect::<Vec<_>>();
    assert_eq!(names("2027-01-04"), ["Long"]);
    assert_eq!(names("2027-01-08"), ["Long", "Saturday"]);
    assert_eq!(names("2027-01-09"), ["Saturday"], "a day off has only what is due then");
    assert_eq!(week.left().iter().map(|task| task.name.as_str()).collect::<Vec<_>>(), ["Old"]);
    let (bytes, pages) = super::week::pdf(&week).unwrap();
    let text: String = pdf_extract::extract_text_from_mem(&bytes).unwrap().split_whitespace().collect();
    for wanted in ["North", "Ada,Bo", "Leftfrombefore", "Tue5Jan2027", "away:Bo", "Saturday", "Page1of1"] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert_eq!(pages, 1);
}
