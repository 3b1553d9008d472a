//! `aplomb metrics`: figures through the program, by example and on real conversations.

use std::fmt::Write;

use serde_json::Value;

use crate::common;
use crate::home::Home;

/// The figure of a metric.
fn metric<'a>(report: &'a Value, id: &str) -> &'a Value {
    let all = report["metrics"].as_array().unwrap();
    all.iter().find(|metric| metric["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// A conversation of an agent: the minute of November 2026 at which it began, the minutes to the reply, labels.
pub fn asked(id: usize, agent: &str, minute: i64, wait: Option<i64>, tags: &str) -> String {
    let begun = jiff::civil::date(2026, 11, 2).at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    let at = |minutes: i64| (begun.timestamp() + jiff::SignedDuration::from_mins(minutes)).to_string();
    let mut out = format!(
        r#"{{"id":"{id}","channel":"chat","agent":"{agent}","customer":"c{id}","tags":[{tags}],"messages":[{{"at":"{}","role":"customer","author":"c{id}","text":"?"}}"#,
        at(minute)
    );
    if let Some(wait) = wait {
        write!(out, r#",{{"at":"{}","role":"agent","author":"{agent}","text":"!"}}"#, at(minute + wait))
            .unwrap();
    }
    out + "]}\n"
}

const ALWAYS: &str = "id = \"always\"\nversion = 1\nzone = \"UTC\"\nholidays = \"none\"\n[weekly]\nmonday = [\"00:00-24:00\"]\n\
    tuesday = [\"00:00-24:00\"]\nwednesday = [\"00:00-24:00\"]\nthursday = [\"00:00-24:00\"]\nfriday = [\"00:00-24:00\"]\n\
    saturday = [\"00:00-24:00\"]\nsunday = [\"00:00-24:00\"]\n";

/// Two weeks of questions: the first answered in 30 minutes, the second in 20, one in ten of both not at all.
fn two_weeks(agent: &str) -> String {
    (0..140)
        .map(|place| {
            let wait = if place < 70 { 30 } else { 20 };
            asked(place, agent, place as i64 * 144, (place % 10 != 9).then_some(wait), "")
        })
        .collect()
}

#[test]
fn a_week_beside_the_one_before() {
    let home = Home::empty();
    home.file("config/aplomb/calendar.toml", ALWAYS);
    home.run(["me", "--name", "Léa", "--alias", "lea"]).code(0);
    home.fed(["import", "-", "--everyone"], &two_weeks("lea")).code(0);
    let spam = asked(900, "lea", 11_000, None, "\"spam\"") + &asked(901, "lea", 11_001, Some(1), "\"Test\"");
    home.fed(["import", "-", "--everyone"], &spam).code(0);
    let report = home.run(["metrics", "--period", "2026-W46", "--as-of", "2026-11-20", "--json"]).json();
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["period"]["from"], "2026-11-09");
    assert_eq!(report["previous"]["to"], "2026-11-08");
    assert_eq!(report["left_out"]["spam"], 1);
    assert_eq!(report["left_out"]["test"], 1);
    let first = metric(&report, "first-response-time");
    assert_eq!((&first["value"], &first["n"]), (&Value::from(1200.0), &Value::from(63)));
    assert_eq!(first["previous"], 1800.0);
    assert_eq!(first["direction"], "lower");
    assert_eq!(first["source"], "computed");
    assert_eq!(metric(&report, "unanswered")["value"], 7.0);
    let within = metric(&report, "answered-within");
    assert_eq!((&within["n"], &within["hits"], &within["target"]), (&70.into(), &63.into(), &0.9.into()));
    assert_eq!(metric(&report, "csat")["reason"], "not_recorded");
    home.run(["metrics", "--period", "2026-W46", "--as-of", "2026-11-20"])
        .code(0)
        .prints("n 63")
        .prints("In no figure: 1 spam, 1 tests");
    home.run(["metrics", "--period", "2026-W46", "--lang", "fr"])
        .code(0)
        .prints("Ce que reçoivent les clients");
    home.run(["metrics", "--period", "2025-03"]).code(0).prints("aplomb metrics --period 2026-11");
    home.run(["metrics", "--period", "fortnight"]).code(2).says("`fortnight` is no period");
}

#[test]
fn what_came_later_is_not_seen() {
    let home = Home::empty();
    home.file("config/aplomb/calendar.toml", ALWAYS);
    home.run(["me", "--name", "Léa", "--alias", "lea"]).code(0);
    home.fed(["import", "-", "--everyone"], &two_weeks("lea")).code(0);
    let report =
        home.run(["metrics", "--period", "2026-W46", "--as-of", "2026-11-12T00:10", "--json"]).json();
    // Three days and a question at midnight that nobody has answered yet.
    assert_eq!(metric(&report, "arrivals")["value"], 31.0);
    assert_eq!(metric(&report, "first-response-time")["n"], 27);
}

/// Twenty questions for each agent in the week from 9 November 2026, answered in five minutes.
fn team_of(agents: &[&str]) -> Home {
    let home = Home::empty();
    home.file("config/aplomb/calendar.toml", ALWAYS);
    let of = |place: usize, number: usize| {
        asked(place * 100 + number, agents[place], 10_080 + number as i64 * 60, Some(5), "")
    };
    let all: String =
        (0..agents.len()).flat_map(|place| (0..20).map(move |number| of(place, number))).collect();
    home.fed(["import", "-", "--everyone"], &all).code(0);
    home
}

const BY_AGENT: [&str; 6] = ["metrics", "--period", "2026-W46", "--by", "agent", "--json"];

#[test]
fn by_agent_each_sees_their_own_and_a_lead_nobody_by_name() {
    let names = ["zoe", "marc", "lea", "ana", "tom"];
    let home = team_of(&names);
    let lead = home.run(BY_AGENT).json();
    let beside = &lead["by"]["people"];
    assert_eq!(
        (&beside["answered"], &beside["placed"], &beside["beyond_chance"]),
        (&5.into(), &5.into(), &0.into())
    );
    assert_eq!(metric(&lead, "first-response-time")["n"], 100);
    let said = home.run(&BY_AGENT[..5]).code(0).prints("nobody by name").out;
    let mut words = said.split(|c: char| !c.is_alphanumeric());
    assert!(!words.any(|word| names.contains(&word)), "{said}");
    // With an alias of my own the same store tells me about me alone: the four others are too few, and so are we.
    home.run(["me", "--name", "Léa", "--alias", "lea"]).code(0);
    let own = home.run(BY_AGENT).json();
    assert!(own["by"]["people"].is_null());
    assert_eq!(own["by"]["parts"].as_array().unwrap().len(), 1);
    let mine = own["by"]["parts"][0]["metrics"].as_array().unwrap();
    assert_eq!(mine.iter().find(|m| m["id"] == "first-response-time").unwrap()["n"], 20);
    assert_eq!(metric(&own, "first-response-time")["reason"], "too_few");
    assert_eq!(metric(&own, "arrivals")["value"], 100.0);
    let said = home.run(&BY_AGENT[..5]).code(0).prints("Figures about work: too few. People behind them: 4");
    assert!(!said.out.contains("zoe") && !said.out.contains("marc"), "{}", said.out);
}

#[test]
fn a_lead_who_answers_too_sees_the_team_and_their_own() {
    let home = team_of(&["zoe", "marc", "lea", "ana", "tom", "kim"]);
    home.run(["me", "--name", "Léa", "--alias", "lea"]).code(0);
    let lead = home.run(BY_AGENT).json();
    assert_eq!((&lead["by"]["view"], &lead["by"]["people"]["answered"]), (&"team".into(), &6.into()));
    assert_eq!((&lead["by"]["me"]["n"], &lead["by"]["me"]["within"]), (&20.into(), &1.0.into()));
    let said = home.run(&BY_AGENT[..5]).code(0).prints("nobody by name").prints("Mine, for me alone");
    assert!(!said.out.contains("zoe"), "{}", said.out);
}

#[test]
fn a_channel_of_one_is_not_told_and_hides_behind_another() {
    let home = team_of(&["zoe", "marc", "lea", "ana", "tom"]);
    let by = |channel: &str, agents: &[&str], ids: std::ops::Range<usize>| -> String {
        let one = |number: usize| {
            let agent = agents[number % agents.len()];
            asked(ids.start + number, agent, 10_080 + number as i64 * 60, Some(60), "")
                .replace("chat", channel)
        };
        (0..ids.len()).map(one).collect()
    };
    let email = by("email", &["zoe", "marc", "lea", "ana", "tom"], 1000..1030);
    home.fed(["import", "-", "--everyone"], &(email + &by("phone", &["tom"], 2000..2010))).code(0);
    let report = home.run(["metrics", "--period", "2026-W46", "--by", "channel", "--json"]).json();
    assert_eq!(metric(&report, "first-response-time")["n"], 140);
    let first = |part: &Value| {
        let metrics = part["metrics"].as_array().unwrap().iter();
        metrics.filter(|m| m["id"] == "first-response-time").map(|m| m["reason"].clone()).next().unwrap()
    };
    let parts = report["by"]["parts"].as_array().unwrap().iter();
    let told: Vec<(String, Value)> =
        parts.map(|part| (part["part"].as_str().unwrap().to_owned(), first(part))).collect();
    let few = || Value::from("too_few");
    assert_eq!(told, [("chat".into(), Value::Null), ("email".into(), few()), ("phone".into(), few())]);
}

/// Weeks of 2024 with all kinds of waits, and one that is not old.
fn old_and_new() -> String {
    let march = -973 * 1440;
    let wait = |n: i64| 3 + (n * n * 7) % 391;
    let old = (0..120).map(|n| {
        let id = usize::try_from(n).unwrap();
        let agent = ["wilhelmina", "ana", "marc", "tom", "zoe"][id % 5];
        asked(id, agent, march + n * 252, (n % 7 != 3).then(|| wait(n)), "")
            .replace("\"customer\":\"c", "\"status\":\"closed\",\"customer\":\"c")
    });
    let new = (0..30).map(|n| {
        let agent = ["lea", "ana", "marc", "tom", "zoe"][n as usize % 5];
        asked(500 + n as usize, agent, n * 200, Some(wait(n)), "")
    });
    old.chain(new).collect()
}

#[test]
fn a_purge_keeps_the_figures_and_nobody() {
    let home = Home::empty();
    home.file("config/aplomb/calendar.toml", ALWAYS);
    home.fed(["import", "-", "--everyone"], &old_and_new()).code(0);
    let spans = [("2024-03-04", "2024-03-24"), ("2024-03-04", "2026-11-08")];
    let read = |span: (&str, &str)| {
        let known = ["--as-of", "2026-11-20", "--all", "--by", "channel", "--json"];
        home.run(["metrics", "--from", span.0, "--to", span.1].iter().chain(&known)).json()
    };
    let before = spans.map(read);
    assert_eq!(
        home.run(["purge", "--clock-is-right", "--json"]).code(0).json()["deleted"]["conversations"],
        120
    );
    assert_eq!(super::purge::found(&home.data(), &["wilhelmina"]), Vec::<String>::new());
    for (before, span) in before.iter().zip(spans) {
        let after = read(span);
        assert_eq!(after["kept_weeks"].as_array().unwrap().len(), 3);
        assert_eq!(after["completeness"][0]["recorded"], before["completeness"][0]["recorded"]);
        let mut compared = 0;
        for was in before["metrics"].as_array().unwrap() {
            let id = was["id"].as_str().unwrap();
            let is = metric(&after, id);
            if ["backlog-days", "oldest-unanswered", "interactions"].contains(&id) {
                assert_eq!(is["reason"], "not_kept", "{id}");
                continue;
            }
            let Some(value) = was["value"].as_f64().filter(|_| id != "backlog") else { continue };
            compared += 1;
            assert_eq!(is["n"], was["n"], "{id}");
            let share = if is["approximate"] == true { 0.01 } else { 1e-9 };
            let near = |now: &Value, then: f64| (now.as_f64().unwrap() - then).abs() <= share * then.abs();
            assert!(near(&is["value"], value), "{id}: {value}, then {}", is["value"]);
            if let Some(mean) = was["mean"].as_f64() {
                assert!((is["mean"].as_f64().unwrap() - mean).abs() <= 1e-9 * mean, "{id}");
            }
        }
        assert!(compared >= 12, "{compared}");
        let [was, is] = [before, &after].map(|report| report["by"]["parts"][0]["metrics"][0].clone());
        assert_eq!((&was["id"], &was["n"]), (&is["id"], &is["n"]));
    }
    // The median is told as what it is, and a week that the period cuts is left out and named.
    home.run(["metrics", "--from", "2024-03-04", "--to", "2024-03-24", "--as-of", "2026-11-20"])
        .code(0)
        .prints("the conversations of 3 weeks are deleted")
        .prints("to about 1 %");
    home.run(["metrics", "--period", "2024-03", "--as-of", "2026-11-20"])
        .code(0)
        .prints("3 weeks are deleted");
    let said = home.run(["metrics", "--from", "2024-03-06", "--to", "2024-03-24", "--lang", "fr"]).code(0);
    let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("seules des semaines entières sont gardées"), "{}", said.out);
    // The same conversations again change nothing: their weeks are closed.
    let kept = read(spans[0]);
    home.fed(["import", "-", "--everyone"], &old_and_new()).code(0);
    let again = read(spans[0]);
    for was in kept["metrics"].as_array().unwrap() {
        let is = metric(&again, was["id"].as_str().unwrap());
        assert_eq!((&is["value"], &is["n"]), (&was["value"], &was["n"]), "{}", was["id"]);
    }
}

#[test]
fn figures_of_few_people_are_not_told() {
    let home = Home::empty();
    home.fed(["import", "-", "--everyone"], &two_weeks("lea")).code(0);
    let report = home.run(["metrics", "--period", "2026-W46", "--json"]).json();
    assert_eq!(metric(&report, "first-response-time")["reason"], "too_few");
    assert_eq!(
        (&metric(&report, "unanswered")["value"], &report["alarms"]),
        (&7.0.into(), &serde_json::json!([]))
    );
    let report = home.run(["metrics", "--period", "2026-W46", "--by", "agent", "--json"]).json();
    assert_eq!(report["by"]["reason"], "too_few_people");
    home.run(["metrics", "--period", "2026-W46", "--by", "agent"]).code(0).prints("By agent: too few.");
}

#[test]
fn figures_typed_in_are_marked() {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea"]).code(0);
    home.fed(["import", "-", "--everyone"], &two_weeks("lea")).code(0);
    home.file(
        "config/aplomb/metrics.toml",
        "version = 1\n[[metrics]]\nid = \"occupancy\"\nowner = \"Zoé\"\ncompare = \"previous\"\n",
    );
    home.run(["metrics", "enter", "occupancy", "81%", "--period", "2026-W46", "--note", "switchboard"])
        .code(0)
        .prints("typed in");
    home.run(["metrics", "enter", "expected-conversations", "100", "--period", "2026-W46"]).code(0);
    home.run(["metrics", "enter", "occupancy", "eighty"]).code(2).says("`eighty` does not fit");
    home.run(["metrics", "enter", "happiness", "1"]).code(2).says("there is no metric `happiness`");
    let report = home.run(["metrics", "--period", "2026-W46", "--json"]).json();
    let typed = metric(&report, "occupancy");
    assert_eq!((&typed["value"], &typed["source"]), (&0.81.into(), &"typed".into()));
    assert!(report["checks"].as_array().unwrap().iter().any(|check| check["code"] == "M10"), "{report}");
    assert_eq!(report["completeness"][0]["expected"], 100);
    assert_eq!(home.run(["metrics", "typed", "--json"]).json().as_array().unwrap().len(), 2);
    home.run(["metrics", "enter", "occupancy", "--remove", "--period", "2026-W46"]).code(0);
    home.run(["metrics", "enter", "occupancy", "--remove", "--period", "2026-W46"]).code(1);
}

#[test]
fn a_board_with_faults_names_them_all() {
    let home = Home::empty();
    let file = home.file(
        "board.toml",
        "version = 1\n[[metrics]]\nid = \"first-respons\"\nowner = \"a\"\ntarget = \"4h\"\ncolour = 1\n",
    );
    home.run(["metrics", "check", &file])
        .code(1)
        .says("metrics[1].id: found `first-respons`")
        .says("metrics[1].colour");
    let shipped = home.run(["metrics", "list", "--toml"]).code(0).out;
    let file = home.file("shipped.toml", shipped);
    home.run(["metrics", "check", &file]).code(0).prints("sound, 14 metrics");
}

/// The published figures of the forum, on the wall clock.
#[test]
fn the_forum_as_a_lead() {
    let Some(folder) = common::shared("data/thunderbird-sumo") else { return };
    let read = |part: &str, from: &str, to: &str| {
        let home = Home::empty();
        let files = folder.join(part);
        home.run(["import", files.to_str().unwrap(), "--map", "support-forum", "--everyone"]).code(0);
        home.run(["metrics", "--from", from, "--to", to, "--all", "--json"]).json()
    };
    let daily = read("daily", "2023-07-01", "2025-12-31");
    let first = metric(&daily, "first-response-time");
    assert_eq!((&first["n"], &first["value"]), (&1323.into(), &11_457.0.into()));
    assert_eq!(metric(&daily, "arrivals")["value"], 1941.0);
    let solved = metric(&daily, "resolution-time");
    assert_eq!((&solved["n"], &solved["median"]), (&203.into(), &23_238.0.into()));
    // Four French questions were flagged as spam, three of them answered: those are in no figure here.
    let french = read("french", "2023-01-01", "2026-12-31");
    assert_eq!(french["left_out"]["spam"], 4);
    let first = metric(&french, "first-response-time");
    assert_eq!((&first["n"], &first["median"]), (&94.into(), &7587.5.into()));
    // With them it is the published figure: 97 answered, 125.8 minutes.
    let home = Home::empty();
    let map = include_str!("../../../maps/support-forum.toml");
    let map = home.file("unmarked.toml", map.replace("tag = \"spam\"", "tag = \"flagged\""));
    let files = folder.join("french");
    home.run(["import", files.to_str().unwrap(), "--map", &map, "--everyone"]).code(0);
    let french =
        home.run(["metrics", "--from", "2023-01-01", "--to", "2026-12-31", "--all", "--json"]).json();
    let first = metric(&french, "first-response-time");
    assert_eq!((&first["n"], &first["median"]), (&97.into(), &7545.0.into()));
    let october = home.run(["metrics", "--from", "2024-10-01", "--to", "2024-10-31"]).code(0);
    assert!(!october.out.contains("\n0 conversations began"), "{}", october.out);
}

/// Task dialogues between two people: a first reply in 22 s, a conversation of 385 s.
#[test]
fn dialogues_of_two() {
    let Some(folder) = common::shared("data/star-dialogues/dialogues") else { return };
    let Some(tool) = common::shared("tools/star_to_jsonl.py") else { return };
    let Ok(made) = std::process::Command::new("python3").arg(tool).arg(folder).output() else {
        println!("skipped: no python3 here");
        return;
    };
    let home = Home::empty();
    let file = home.file("star.jsonl", made.stdout);
    home.run(["import", &file, "--everyone"]).code(0);
    let report =
        home.run(["metrics", "--from", "2019-01-01", "--to", "2021-12-31", "--all", "--json"]).json();
    let first = metric(&report, "first-response-time");
    let length = metric(&report, "conversation-length");
    println!("{first} {length}");
    assert_eq!((&first["median"], &length["median"]), (&22.0.into(), &385.0.into()));
}
