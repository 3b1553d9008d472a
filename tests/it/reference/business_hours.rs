//! The business-hours clock.

use crate::common;

use aplomb::domain::calendar::{Calendar, Holidays, Window, holidays};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

fn file() -> Option<Value> {
    let path = common::shared("reference/business-hours")?.join("business-hours.json");
    Some(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

fn named<'a>(file: &'a Value, case: &Value) -> &'a Value {
    &file["calendars"][case["calendar"].as_str().unwrap()]
}

fn windows(list: &Value) -> Vec<Window> {
    let pairs = list.as_array().unwrap();
    pairs
        .iter()
        .map(|pair| Window::parse(pair[0].as_str().unwrap(), pair[1].as_str().unwrap()).unwrap())
        .collect()
}

/// The calendar that a file gives.
pub(super) fn calendar(given: &Value) -> Calendar {
    let mut calendar = Calendar::new(TimeZone::get(given["tz"].as_str().unwrap()).unwrap());
    calendar.weekly =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| windows(&given["weekly"][day]));
    calendar.closed = dates(&given["closed_dates"]);
    let replaced = given["date_windows"].as_object().unwrap().iter();
    calendar.replaced = replaced.map(|(date, list)| (date.parse().unwrap(), windows(list))).collect();
    calendar
}

fn dates<T: FromIterator<Date>>(list: &Value) -> T {
    list.as_array().unwrap().iter().map(|date| date.as_str().unwrap().parse::<Date>().unwrap()).collect()
}

/// The instant that a text gives.
pub(super) fn instant(text: &Value) -> Timestamp {
    text.as_str().unwrap().parse().unwrap()
}

#[test]
fn durations() {
    let Some(file) = file() else { return };
    assert_eq!(file["tolerance"]["seconds"], 0);
    for case in file["durations"].as_array().unwrap() {
        let calendar = calendar(named(&file, case));
        let expected = &case["expected"];
        match calendar.spent(instant(&case["start"]), instant(&case["end"])) {
            Ok(spent) => {
                assert_eq!(expected["elapsed_seconds"], spent.elapsed, "{case}");
                assert_eq!(expected["business_seconds"], spent.business, "{case}");
                assert_eq!(expected["outside_seconds"], spent.outside(), "{case}");
            }
            Err(why) => assert_eq!(expected["error"], why.code(), "{case}"),
        }
    }
}

#[test]
fn due_instants() {
    let Some(file) = file() else { return };
    for case in file["due"].as_array().unwrap() {
        let calendar = calendar(named(&file, case));
        let expected = &case["expected"];
        let seconds = case["add_business_seconds"].as_u64().unwrap();
        match calendar.due(instant(&case["start"]), seconds.try_into().unwrap()) {
            Ok(due) => {
                assert_eq!(due, instant(&expected["due_utc"]), "{case}");
                assert_eq!(due, instant(&expected["due_local"]), "{case}");
            }
            Err(why) => {
                assert!(expected["due"].is_null(), "{case}");
                assert_eq!(expected["reason"], why.code(), "{case}");
            }
        }
    }
}

#[test]
fn french_holidays() {
    let Some(file) = file() else { return };
    let closed: Vec<Date> = dates(&file["calendars"]["paris-office"]["closed_dates"]);
    for year in 2023..=2026 {
        let listed: Vec<Date> = closed.iter().copied().filter(|date| date.year() == year).collect();
        let found: Vec<Date> = holidays(Holidays::France, year).iter().map(|holiday| holiday.date).collect();
        assert_eq!(found, listed);
    }
}
