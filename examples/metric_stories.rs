//! Writes invented conversations that make a point about figures, the same every time:
//!
//! ```sh
//! cargo run --example metric_stories -- faster > faster.jsonl     # faster replies, and more writing: A1
//! cargo run --example metric_stories -- growth > growth.jsonl     # growth made at home: A2
//! cargo run --example metric_stories -- morning > morning.jsonl   # who answers the night's questions
//! ```
//!
//! The first two lie in the four weeks from 5 October and from 2 November 2026, the last in the week from 16 November.
//! `docs/metrics.md` shows what `aplomb metrics` makes of them.

use std::io::Write;
use std::process::ExitCode;

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const HOUR: f64 = 3600.0;

/// Figures about fewer people are not told.
const AGENTS: [&str; 5] = ["ana", "marc", "paul", "tom", "zoe"];

fn main() -> ExitCode {
    let story = std::env::args().nth(1).unwrap_or_default();
    let conversations = match story.as_str() {
        "faster" => faster(),
        "growth" => growth(),
        "morning" => morning(),
        _ => {
            let _ = writeln!(std::io::stderr(), "which story: faster, growth or morning?");
            return ExitCode::from(2);
        }
    };
    let mut out = std::io::stdout().lock();
    for conversation in conversations {
        if writeln!(out, "{conversation}").is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// An instant of a local time in UTC.
fn at(time: DateTime) -> Timestamp {
    time.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).unwrap_or_default()
}

fn later(at: Timestamp, seconds: f64) -> Timestamp {
    at + SignedDuration::from_secs(seconds.round() as i64)
}

fn message(at: Timestamp, role: &str, author: &str) -> Value {
    json!({ "at": at.to_string(), "role": role, "author": author, "text": "…" })
}

/// Lengths of time whose logarithms have this mean and a standard deviation of exactly 1, in a mixed order.
fn spread(count: usize, geometric_mean: f64) -> Vec<f64> {
    let n = count as f64;
    let even: Vec<f64> = (0..count).map(|place| place as f64 - (n - 1.0) / 2.0).collect();
    let sd = (even.iter().map(|value| value * value).sum::<f64>() / (n - 1.0)).sqrt();
    // 89 has no common factor with the counts of these stories: every place is met once.
    (0..count).map(|place| geometric_mean * (even[place * 89 % count] / sd).exp()).collect()
}

/// 200 and 210 solved requests: replies in 8.0 and 5.2 hours, 2.0 and 2.9 exchanges, 73 % and 62 % in one contact.
fn faster() -> Vec<Value> {
    let four_weeks = [
        (date(2026, 10, 5), 8.0, 54, &[96, 52, 27, 13, 7, 3, 2][..]),
        (date(2026, 11, 2), 5.2, 80, &[67, 44, 34, 23, 17, 9, 8, 7, 1][..]),
    ];
    let mut all = Vec::new();
    for (begin, hours, came_back, turns_of) in four_weeks {
        let counts = turns_of.iter().zip(1..);
        let turns: Vec<usize> =
            counts.flat_map(|(requests, turns)| std::iter::repeat_n(turns, *requests)).collect();
        let waits = spread(turns.len(), hours * HOUR);
        for (place, wait) in waits.iter().enumerate() {
            // The order of the turns and that of the waits have nothing to do with each other.
            let turns = turns[place * 37 % turns.len()];
            let id = format!("{}-{place}", begin.month());
            let mut now = later(at(begin.at(8, 0, 0, 0)), place as f64 * 600.0);
            let mut messages = Vec::new();
            for _ in 0..turns {
                messages.push(message(now, "customer", &id));
                now = later(now, *wait);
                messages.push(message(now, "agent", AGENTS[place % 5]));
                now = later(now, 60.0);
            }
            let reopens = u32::from(place * 53 % waits.len() < came_back);
            all.push(json!({
                "id": id, "channel": "email", "agent": AGENTS[place % 5], "customer": id, "status": "solved",
                "closed_at": now.to_string(), "transfers": 0, "reopens": reopens, "messages": messages,
                "tags": [if turns > 2 { "topic:delivery" } else { "topic:sizes" }],
            }));
        }
    }
    all
}

/// 500 and 720 conversations about 250 and 255 requests.
fn growth() -> Vec<Value> {
    let mut all = Vec::new();
    for (begin, contacts, requests) in [(date(2026, 10, 5), 500, 250), (date(2026, 11, 2), 720, 255)] {
        for place in 0..contacts {
            let request = place % requests;
            let id = format!("{}-{place}", begin.month());
            let asked =
                later(at(begin.at(8, 0, 0, 0)), request as f64 * 2400.0 + (place / requests) as f64 * 7200.0);
            let answered = later(asked, 1200.0 + 37.0 * (place % 11) as f64);
            all.push(json!({
                "id": id, "channel": "email", "agent": AGENTS[place % 5], "customer": format!("c{request}"), "status": "solved",
                "closed_at": later(answered, 60.0).to_string(), "tags": [format!("issue:{}-{request}", begin.month())],
                "messages": [message(asked, "customer", "c"), message(answered, "agent", AGENTS[place % 5])],
            }));
        }
    }
    all
}

/// The morning agent answers the night's questions and is quicker with every kind; four more take as
/// long as the two together.
fn morning() -> Vec<Value> {
    let mut parts = vec![("morning", 60, 420.0, true), ("morning", 20, 25.0, false)];
    parts.extend([("afternoon", 5, 450.0, true), ("afternoon", 75, 32.0, false)]);
    for usual in ["ana", "marc", "tom", "zoe"] {
        parts.extend([(usual, 20, 422.3, true), (usual, 20, 30.5, false)]);
    }
    let mut all = Vec::new();
    for (agent, count, minutes, at_night) in parts {
        for place in 0..count {
            let id = format!("{agent}-{at_night}-{place}");
            let hour = if at_night { 2 } else { 10 };
            let day = 16 + i8::try_from(place % 5).unwrap_or(0);
            let asked = later(at(date(2026, 11, day).at(hour, 0, 0, 0)), 60.0 * f64::from(place % 20));
            all.push(json!({
                "id": id, "channel": "email", "agent": agent, "customer": id,
                "messages": [message(asked, "customer", &id), message(later(asked, 60.0 * minutes), "agent", agent)],
            }));
        }
    }
    all
}
