use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::*;
use crate::domain::capture::{Clocks, Counts, Part};

const MONDAY: Date = date(2026, 1, 5);

/// Eight weeks of nine a day from Monday to Friday, all well.
fn part(channel: &str) -> Part {
    let days = (0..54i64).filter(|day| day % 7 < 5);
    let days: BTreeMap<Date, u64> = days.map(|day| (MONDAY.checked_add(day.days()).unwrap(), 9)).collect();
    let n = days.values().sum();
    let last = micros(*days.last_key_value().unwrap().0);
    let counts = Counts {
        conversations: n,
        asked: n,
        replied: n,
        answered: n,
        status: n,
        rated: n / 2,
        transfers: n,
        reopens: n,
        ended: n,
        ended_at: n,
        messages: 2 * n,
        by_agents: n,
        ..Counts::default()
    };
    let clocks = Clocks { closing: n, timed: 2 * n, on_minute: n / 30, ..Clocks::default() };
    Part {
        source: "shop".into(),
        channel: channel.into(),
        counts,
        clocks,
        days,
        newest: Some(last),
        taken_at: Some(last),
    }
}

fn micros(day: Date) -> i64 {
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_microsecond()
}

fn measured(parts: Vec<Part>) -> Measured {
    let mut measured = Measured { crowded: vec![0; parts.len()], ..Measured::default() };
    measured.twice.one_in = 1;
    for part in &parts {
        measured.counts.add(&part.counts);
        measured.clocks.add(&part.clocks);
    }
    measured.parts = parts;
    measured
}

/// The day after the last.
fn now() -> i64 {
    micros(MONDAY.checked_add(54.days()).unwrap())
}

fn found(measured: &Measured, now: i64, waiting: u64) -> Vec<Finding> {
    let calendar = Calendar::new(TimeZone::UTC);
    judge(measured, &Ground { now, calendar: &calendar, waiting: (waiting, waiting.min(2)) })
}

fn wrong(findings: &[Finding]) -> Vec<Check> {
    findings.iter().filter(|finding| finding.verdict == Verdict::Wrong).map(|finding| finding.check).collect()
}

#[test]
fn all_is_well_and_said_first() {
    let all = found(&measured(vec![part("chat"), part("email")]), now(), 0);
    assert!(all.iter().all(|finding| finding.verdict == Verdict::Fine), "{all:#?}");
    let checks: Vec<&str> = all.iter().map(|finding| finding.check.word()).collect();
    let want = [
        "freshness",
        "gaps",
        "twice",
        "orphans",
        "messages",
        "sides",
        "agents",
        "customers",
        "outcome",
        "clocks",
        "grain",
    ];
    assert_eq!(checks, want);
    for finding in &all {
        assert!(finding.means.en.is_empty() && finding.next.fr.is_empty(), "{finding:?}");
        assert!(
            finding.seen.en.contains("n = ")
                || finding.check == Check::Freshness
                || finding.check == Check::Orphans
        );
    }
    assert!(found(&measured(Vec::new()), now(), 3).is_empty());
}

#[test]
fn a_gap_names_its_days_and_what_was_usual() {
    let mut holes = part("email");
    for day in [15, 16, 17] {
        holes.days.remove(&MONDAY.checked_add(i64::from(day).days()).unwrap());
    }
    let all = found(&measured(vec![part("chat"), holes]), now(), 0);
    assert_eq!(wrong(&all), [Check::Gaps]);
    let gap = all.iter().find(|finding| finding.check == Check::Gaps).unwrap();
    assert_eq!((gap.channel.as_deref(), gap.hits), (Some("email"), Some(3)));
    assert_eq!(
        gap.seen.en,
        "email: none on 3 days that usually have some: 20 Jan 2026 – 22 Jan 2026. As usual there would have been about 27."
    );
    assert!(gap.seen.fr.starts_with("email\u{202f}: aucune sur 3 jours"), "{}", gap.seen.fr);
}

#[test]
fn a_channel_that_ended_while_the_others_go_on() {
    let mut ended = part("email");
    let after = ended.days.split_off(&MONDAY.checked_add(40.days()).unwrap());
    assert!(!after.is_empty());
    let all = found(&measured(vec![part("chat"), ended]), now(), 0);
    assert_eq!(wrong(&all), [Check::Gaps]);
    let end = all.iter().find(|finding| finding.check == Check::Gaps).unwrap();
    assert!(end.seen.en.starts_with("email: nothing since 16 Feb 2026"), "{}", end.seen.en);
}

#[test]
fn old_data_are_old_against_their_own_rhythm() {
    let a_weekend_later = micros(MONDAY.checked_add(56.days()).unwrap());
    assert!(
        wrong(&found(&measured(vec![part("chat")]), a_weekend_later, 0)).is_empty(),
        "a weekend is usual"
    );
    let later = micros(MONDAY.checked_add(62.days()).unwrap());
    let all = found(&measured(vec![part("chat")]), later, 0);
    assert_eq!(wrong(&all), [Check::Freshness]);
    assert!(
        all.iter()
            .any(|finding| finding.seen.en.contains("newest conversation is of 27 Feb 2026, 9 days ago")),
        "{all:#?}"
    );
    // Who imports every week has every right to be four days behind.
    let mut weekly = measured(vec![part("chat")]);
    weekly.rhythms.insert("shop".into(), 7);
    let all = found(&weekly, later, 0);
    assert!(wrong(&all).is_empty(), "{all:#?}");
    assert_eq!(wrong(&found(&weekly, micros(MONDAY.checked_add(80.days()).unwrap()), 0)), [Check::Freshness]);
    // A single day knows no rhythm: not blamed.
    let mut short = part("chat");
    short.days = BTreeMap::from([(MONDAY, 400)]);
    let all = found(&measured(vec![short]), now(), 0);
    assert!(wrong(&all).is_empty());
    assert!(all.iter().any(|finding| finding.check == Check::Freshness && finding.verdict == Verdict::Note));
}

#[test]
fn one_side_alone_is_partial_capture() {
    let mut customers = part("email");
    (customers.counts.replied, customers.counts.answered) = (0, 0);
    let mut agents = part("sms");
    (agents.counts.asked, agents.counts.answered) = (0, 0);
    let mut phone = part("phone");
    phone.counts.empty = phone.counts.conversations;
    let all = found(&measured(vec![customers, part("chat"), phone, agents]), now(), 0);
    assert_eq!(wrong(&all), [Check::Sides, Check::Sides]);
    let phone = all.iter().find(|finding| finding.check == Check::Messages).unwrap();
    assert_eq!(phone.verdict, Verdict::Note, "calls without text are usual, and said");
}

#[test]
fn what_is_unknown_is_never_nothing() {
    let mut silent = part("chat");
    (silent.counts.status, silent.counts.transfers, silent.counts.reopens) = (0, 0, 0);
    let all = found(&measured(vec![silent]), now(), 0);
    let outcome = all.iter().find(|finding| finding.check == Check::Outcome).unwrap();
    assert_eq!(outcome.verdict, Verdict::Note);
    assert_eq!(
        outcome.seen.en,
        "Known of conversations: rating 50.0% (n = 360). Never recorded: status, transfers, reopenings (n = 360)."
    );
}

#[test]
fn pieces_that_wait_twins_and_rough_clocks_need_attention() {
    let mut midnight = part("chat");
    let timed = midnight.clocks.timed;
    (midnight.clocks.on_minute, midnight.clocks.on_hour, midnight.clocks.at_midnight) = (timed, timed, timed);
    let mut all = measured(vec![midnight]);
    all.twice.same_words = 2;
    all.clocks.future = 1;
    let all = found(&all, now(), 7);
    assert_eq!(wrong(&all), [Check::Twice, Check::Orphans, Check::Clocks, Check::Grain]);
    for finding in all.iter().filter(|finding| finding.verdict == Verdict::Wrong) {
        let told = [&finding.seen, &finding.means, &finding.next];
        assert!(told.iter().all(|text| !text.en.is_empty() && !text.fr.is_empty()), "{finding:?}");
    }
}

#[test]
fn names_from_outside_pass_the_door() {
    let mut hostile = part("e\u{1b}[31mvil\u{202e}");
    (hostile.counts.replied, hostile.counts.answered) = (0, 0);
    let all = found(&measured(vec![hostile]), now(), 0);
    assert!(all.iter().all(|finding| !finding.seen.en.contains(['\u{1b}', '\u{202e}'])));
}
