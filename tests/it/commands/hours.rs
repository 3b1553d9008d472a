//! `aplomb hours`: business time through the program, against the reference vectors and by example.

use std::fmt::Write;

use serde_json::Value;

use crate::common;
use crate::home::Home;

const DAYS: [(&str, &str); 7] = [
    ("mon", "monday"),
    ("tue", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
];

/// A calendar of the vectors as the file that a team would write.
fn toml(name: &str, given: &Value) -> String {
    let list = |windows: &Value| {
        let text = |part: &Value| part.as_str().unwrap().to_owned();
        let windows = windows.as_array().unwrap().iter();
        let windows: Vec<String> = windows.map(|w| format!("\"{}-{}\"", text(&w[0]), text(&w[1]))).collect();
        format!("[{}]", windows.join(", "))
    };
    let mut out = format!("id = \"{name}\"\nversion = 1\nzone = {}\nholidays = \"none\"\n", given["tz"]);
    writeln!(out, "closed = {}", given["closed_dates"]).unwrap();
    out.push_str("[weekly]\n");
    for (short, day) in DAYS {
        writeln!(out, "{day} = {}", list(&given["weekly"][short])).unwrap();
    }
    out.push_str("[dates]\n");
    for (date, windows) in given["date_windows"].as_object().unwrap() {
        writeln!(out, "{date} = {}", list(windows)).unwrap();
    }
    out
}

#[test]
fn the_vectors_of_business_hours() {
    let Some(folder) = common::shared("reference/business-hours") else { return };
    let text = std::fs::read_to_string(folder.join("business-hours.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let home = Home::empty();
    for (name, given) in file["calendars"].as_object().unwrap() {
        home.file(&format!("{name}.toml"), toml(name, given));
    }
    let calendar = |case: &Value| {
        home.path(&format!("{}.toml", case["calendar"].as_str().unwrap())).to_str().unwrap().to_owned()
    };
    for case in file["durations"].as_array().unwrap() {
        let file = calendar(case);
        let (from, to) = (case["start"].as_str().unwrap(), case["end"].as_str().unwrap());
        let said = home.run(["--json", "hours", from, to, "--calendar", &file]);
        let expected = &case["expected"];
        if expected.get("error").is_some() {
            said.code(1).says("the end lies before the start");
            continue;
        }
        let told = said.json();
        assert_eq!(told["business_seconds"], expected["business_seconds"], "{case}");
        assert_eq!(told["wall_seconds"], expected["elapsed_seconds"], "{case}");
        let steps: i64 =
            told["days"].as_array().unwrap().iter().map(|d| d["seconds"].as_i64().unwrap()).sum();
        assert_eq!(told["business_seconds"], steps, "{case}");
    }
    for case in file["due"].as_array().unwrap() {
        let file = calendar(case);
        let (from, seconds) = (case["start"].as_str().unwrap(), case["add_business_seconds"].to_string());
        let said = home.run(["--json", "hours", from, "--due", &seconds, "--calendar", &file]);
        let told: Value = serde_json::from_str(&said.out).unwrap();
        match case["expected"]["due_utc"].as_str() {
            Some(due) => {
                let at: jiff::Timestamp = told["due"]["at"].as_str().unwrap().parse().unwrap();
                assert_eq!((at, said.code), (due.parse().unwrap(), 0), "{case}");
            }
            None => assert_eq!((&told["due"]["at"], said.code), (&Value::Null, 1), "{case}"),
        }
    }
}

#[test]
fn a_question_of_the_night() {
    let home = Home::empty();
    let paris = "id = \"p\"\nversion = 3\nzone = \"Europe/Paris\"\nholidays = \"none\"\n[weekly]\ntuesday = [\"09:00-18:00\"]\n";
    home.file("config/aplomb/calendar.toml", paris);
    let file = home.file("paris.toml", paris);

    let told =
        home.run(["hours", "2026-11-17T02:00", "2026-11-17T10:00", "--calendar", &file, "--json"]).json();
    assert_eq!(told["business_seconds"], 3600);
    assert_eq!(told["wall_seconds"], 8 * 3600);
    assert_eq!(told["calendar"]["version"], 3);
    assert_eq!(told["days"][0]["open"][0], "09:00-18:00");
    home.run(["hours", "2026-11-17T02:00", "2026-11-17T10:00", "--calendar", &file])
        .code(0)
        .prints("8 h  by the clock")
        .prints("1 h  while open");
    // Clocks go back on 25 October: the first 02:30 is meant, and that is said.
    home.run(["hours", "2026-10-25T02:30", "2026-10-27T10:00", "--calendar", &file])
        .code(0)
        .says("occurs twice");
}

#[test]
fn a_calendar_with_faults_names_them_all() {
    let home = Home::empty();
    let text = "id = \"x\"\nversion = 1\nholidays = \"mars\"\n[weekly]\nmonday = [\"9-18\"]\n";
    let file = home.file("faulty.toml", text);
    home.run(["hours", "2026-01-01", "2026-01-02", "--calendar", &file])
        .code(1)
        .says("faulty.toml:3: holidays: found `mars`")
        .says("faulty.toml:5: weekly.monday: found `9-18`");
    home.run(["hours", "soon", "2026-01-02"]).code(2).says("`soon` is no instant");
}
