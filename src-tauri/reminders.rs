//! Reminders of activities with a time, as notifications of the system while the program runs. While it is closed nothing comes;
//! Settings says so, and Today shows what was missed.
use std::sync::Arc;
use std::time::Duration;

use handsel_core::Book;
use handsel_core::activities::Reminder;
use handsel_core::values::Day;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;

use crate::desk::Desk;

const LOOKS_EVERY: Duration = Duration::from_secs(15);
/// More at once than this (after the computer slept) are told as one.
const SEVERAL: usize = 3;

/// A minute of the device's clock.
type Minute = (Day, u16);

/// Tells what comes due by the clock, each once: every look covers the minutes since the one before.
pub async fn remind(book: Arc<Book>, app: AppHandle) {
    let mut told = book.clock();
    loop {
        tokio::time::sleep(LOOKS_EVERY).await;
        let now = book.clock();
        let since = told;
        told = until(told, now);
        let wanted = app.try_state::<Desk>().is_some_and(|desk| desk.device().preferences.reminders);
        if !wanted || now <= since {
            continue;
        }
        match book.reminders(since, now) {
            Ok(due) => {
                for (title, body) in notices(&due) {
                    if let Err(why) = app.notification().builder().title(title).body(body).show() {
                        eprintln!("A reminder could not be shown: {why}");
                    }
                }
            }
            Err(why) => eprintln!("Reminders will be looked for again: {why}"),
        }
    }
}

/// Tells at once that handoffs have failed for good and wait for a person, whatever is set for reminders.
pub fn need_help(app: &AppHandle, parked: u32) {
    let (title, body) = needing_help(parked);
    if let Err(why) = app.notification().builder().title(title).body(body).show() {
        eprintln!("That a handoff needs help could not be shown: {why}");
    }
}

fn needing_help(parked: u32) -> (String, &'static str) {
    let title = if parked == 1 { "A handoff needs help".to_owned() } else { format!("{parked} handoffs need help") };
    (title, "Its deal is won, and nothing is lost. Handsel shows under Handoffs what stopped it; Retry tries again.")
}

/// Up to when everything has been told. A clock set back a little tells nothing twice; one set back by days is followed.
fn until(told: Minute, now: Minute) -> Minute {
    if now > told || now.0.days_until(told.0) > 1 { now } else { told }
}

/// (title, text) of each notification.
fn notices(due: &[Reminder]) -> Vec<(String, String)> {
    let time = |reminder: &Reminder| format!("{}:{:02}", reminder.minute / 60, reminder.minute % 60);
    if due.len() > SEVERAL {
        let lines: Vec<String> = due.iter().map(|one| format!("{} {}", time(one), one.subject)).collect();
        return vec![(format!("{} activities are due", due.len()), lines.join("\n"))];
    }
    due.iter()
        .map(|one| {
            let about = one.about.as_deref().filter(|about| !about.is_empty());
            let body =
                [Some(time(one)), about.map(str::to_owned)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            (one.subject.clone(), body)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use handsel_core::activities::ActivityKind;
    use handsel_core::values::ActivityId;

    fn at(day: &str, minute: u16) -> Minute {
        (Day::parse_iso(day).unwrap(), minute)
    }

    #[test]
    fn a_clock_set_back_repeats_nothing() {
        let noon = at("2026-11-23", 720);
        assert_eq!(until(noon, at("2026-11-23", 721)), at("2026-11-23", 721));
        assert_eq!(until(noon, at("2026-11-23", 660)), noon);
        assert_eq!(until(noon, at("2026-11-24", 0)), at("2026-11-24", 0));
        assert_eq!(until(noon, at("2026-11-01", 0)), at("2026-11-01", 0));
    }

    #[test]
    fn handoffs_that_need_help_are_counted() {
        assert_eq!(needing_help(1).0, "A handoff needs help");
        assert_eq!(needing_help(3).0, "3 handoffs need help");
    }

    #[test]
    fn a_few_are_told_each_and_many_as_one() {
        let one = |subject: &str| Reminder {
            id: ActivityId(uuid::Uuid::from_u128(1)),
            kind: ActivityKind::Call,
            subject: subject.into(),
            about: Some("Hotel roof".into()),
            due: Day::parse_iso("2026-11-23").unwrap(),
            minute: 545,
        };
        assert_eq!(notices(&[one("Call Ida")]), [("Call Ida".to_owned(), "9:05 · Hotel roof".to_owned())]);
        let many = notices(&[one("a"), one("b"), one("c"), one("d")]);
        assert_eq!((many.len(), many[0].0.as_str()), (1, "4 activities are due"));
        assert!(notices(&[]).is_empty());
    }
}
