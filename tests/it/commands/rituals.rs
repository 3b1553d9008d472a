//! `aplomb team brief` and `aplomb note`: one page each. The team's tells nothing about a person, the agent's is for that
//! agent alone.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, Zoned};
use serde_json::{Value, json};

use aplomb::domain::review::Value as Answer;

use super::team::{Agent, CHECKLIST, Lead};
use crate::home::Home;

const AGENTS: [&str; 7] =
    ["ada@shop", "bob@shop", "cleo@shop", "dana@shop", "eve@shop", "finn@shop", "gus@shop"];
/// A Friday noon: the last whole week is that of 9 November.
const FRIDAY: &str = "2026-11-20T12:00:00Z";

/// Fourteen conversations a day from the first Monday to the second, of so many agents. From `turn` on, replies come in
/// half the time, and every second customer has to write again.
fn conversations(agents: usize, from: Date, to: Date, turn: Date) -> String {
    let mut lines = String::new();
    let mut day = from;
    let mut id = 0;
    while day < to {
        for place in 0..14 {
            id += 1;
            let at = |minutes: i64| {
                let zoned: Zoned = day.at(8, 0, 0, 0).in_tz("UTC").unwrap();
                (zoned + (place * 30 + minutes).minutes()).timestamp().to_string()
            };
            let agent = AGENTS[usize::try_from(id).unwrap() % agents];
            let late = day >= turn;
            let wait = (if late { 20 } else { 60 }) + id % 7 * 5;
            let mut messages = vec![
                json!({"at": at(0), "role": "customer", "author": "c", "text": "Where is it?"}),
                json!({"at": at(wait), "role": "agent", "author": agent, "text": "On its way."}),
            ];
            if late || id % 5 == 0 {
                messages.push(
                    json!({"at": at(wait + 9), "role": "customer", "author": "c", "text": "And when?"}),
                );
                messages
                    .push(json!({"at": at(wait + 30), "role": "agent", "author": agent, "text": "Friday."}));
            }
            messages.push(json!({"at": at(wait + 60), "role": "customer", "author": "c",
                "text": format!("Thank you {agent}, that was helpful")}));
            let line = json!({"id": id.to_string(), "source": "shop", "channel": "chat", "subject": "Parcel",
                "status": "solved", "agent": agent, "customer": format!("c{id}"), "messages": messages});
            lines.push_str(&format!("{line}\n"));
        }
        day = day.tomorrow().unwrap();
    }
    lines
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn lead_of(agents: usize) -> Home {
    let home = Home::empty();
    let all = conversations(agents, day("2026-10-05"), day("2026-11-20"), day("2026-11-02"));
    home.fed(["import", "--everyone", "-"], &all).code(0);
    home
}

fn weekly(home: &Home, more: &[&str]) -> String {
    home.run(["team", "brief", "--weekly", "--as-of", FRIDAY].iter().chain(more)).code(0).out
}

fn fact<'a>(page: &'a Value, id: &str) -> &'a Value {
    let facts = page["facts"].as_array().unwrap();
    facts.iter().find(|fact| fact["id"] == id).unwrap_or_else(|| panic!("no {id} in {facts:#?}"))
}

#[test]
fn an_empty_store_says_what_to_do_first() {
    let home = Home::empty();
    for when in ["--daily", "--weekly"] {
        home.run(["team", "brief", when])
            .code(1)
            .says("aplomb import --everyone")
            .says("aplomb team collect");
        let french = home.run(["--lang", "fr", "team", "brief", when]).code(1);
        french.says("rien dont parler").says("pour les remises");
    }
    home.run(["note"]).code(1).says("aplomb import").says("aplomb draw");
    home.run(["--lang", "fr", "note"]).code(1).says("rien de vous").says("aplomb score");
    home.run(["team", "brief", "--daily", "--weekly"]).code(2);
}

#[test]
fn the_week_on_one_page() {
    let home = lead_of(7);
    let page = weekly(&home, &[]);
    let places: Vec<usize> =
        ["What went well", "Facts", "Questions to ask", "What we decide", "What is missing"]
            .iter()
            .map(|part| page.find(&format!("## {part}")).unwrap_or_else(|| panic!("no {part} in\n{page}")))
            .collect();
    assert!(places.is_sorted(), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert_eq!(page.matches("Decision ___").count(), 3);
    assert!(page.contains("9 Nov 2026 – 15 Nov 2026") && page.contains("helpful"), "{page}");
    let french = weekly(&home, &["--lang", "fr"]);
    assert!(french.contains("## Ce qui va bien") && french.contains("Pour quand"), "{french}");
    assert!(french.lines().all(|line| line.chars().count() <= 80), "{french}");
    for text in [&page, &french] {
        assert!(AGENTS.iter().all(|name| !text.contains(name)), "a name in\n{text}");
    }
    // Fewer replies are awaited from the second of November on; all of that week had its time to come back.
    let json = home.run(["--json", "team", "brief", "--as-of", FRIDAY]).json();
    let rules: Vec<&str> =
        json["alerts"].as_array().unwrap().iter().map(|alert| alert["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"A1"), "{json:#}");
    let counter = fact(&json, "answered-within");
    assert_eq!(counter["beside"], "first-response-time");
    assert!(fact(&json, "first-response-time")["interval"].is_array());
    assert!(json["recognition"].as_array().unwrap().iter().any(|praise| praise["kind"] == "praised"));
}

#[test]
fn yesterday_and_what_waits() {
    let home = lead_of(7);
    let json = home.run(["--json", "team", "brief", "--daily", "--as-of", FRIDAY]).json();
    assert_eq!(json["period"], json!({"from": "2026-11-19", "to": "2026-11-19"}));
    let (wall, business) = (fact(&json, "first-response-time"), fact(&json, "first-response-time-business"));
    assert_eq!((&wall["n"], &business["n"]), (&json!(14), &json!(14)));
    assert!(wall["value"].as_f64() >= business["value"].as_f64());
    assert_eq!(fact(&json, "unanswered")["value"], 0.0);
    for id in ["backlog", "oldest-unanswered", "solved"] {
        fact(&json, id);
    }
}

#[test]
fn too_few_people_and_what_can_still_be_told() {
    let home = lead_of(2);
    for when in ["--daily", "--weekly"] {
        let page = home.run(["team", "brief", when, "--as-of", FRIDAY]).code(0).out;
        assert!(page.contains("too few") && page.contains("People behind them: 2"), "{page}");
        let json = home.run(["--json", "team", "brief", when, "--as-of", FRIDAY]).json();
        for fact in json["facts"].as_array().unwrap() {
            let told = ["backlog", "unanswered", "oldest-unanswered"].iter().any(|id| fact["id"] == *id);
            assert!(told || fact["value"].is_null() && fact["previous"].is_null(), "{fact:#}");
        }
        assert!(fact(&json, "backlog")["value"].is_f64());
        assert_eq!((&json["recognition"], &json["alerts"]), (&json!([]), &json!([])), "{json:#}");
    }
    assert!(weekly(&home, &["--lang", "fr"]).contains("trop peu"));
}

#[test]
fn the_same_bytes_each_time_in_every_form() {
    let home = lead_of(7);
    for form in ["markdown", "html"] {
        let first = weekly(&home, &["--format", form]);
        assert_eq!(first, weekly(&home, &["--format", form]));
        let file = home.path(&format!("brief.{}", if form == "html" { "html" } else { "md" }));
        let path = file.to_str().unwrap();
        home.run(["team", "brief", "--as-of", FRIDAY, "-o", path]).code(0);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
        home.run(["team", "brief", "-o", path]).code(1);
        home.run(["team", "brief", "--force", "-o", path]).code(0);
        assert!(AGENTS.iter().all(|name| !first.contains(name)));
        assert!(!first.contains("<script"));
    }
}

/// A lead with the submissions of so many agents, made today.
fn submitted(agents: u8, missed: impl Fn(u8) -> usize) -> Lead {
    let lead = Lead::new();
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    for n in 0..agents {
        let mut agent = Agent::new(n);
        lead.knows(&agent);
        let submission = agent.submission(today, missed(n));
        let bundle = agent.hands(&lead, &submission);
        lead.takes(&format!("in/{n}"), &bundle);
    }
    lead
}

#[test]
fn what_was_submitted_stands_first_and_names_nobody() {
    let lead = submitted(6, |_| 5);
    let page = lead.home.run(["team", "brief"]).code(0).out;
    assert!(page.contains("It was solved"), "{page}");
    assert!(page.contains("How do we read “A greeting”?"), "{page}");
    assert!(page.contains("72 of 72 drawn conversations submitted"), "{page}");
    let json = lead.home.run(["--json", "team", "brief"]).json();
    assert_eq!((&json["wording"]["item"], &json["wording"]["people"]), (&json!("greeted"), &json!(6)));
    for name in ["Ada", "Bob", "Cleo", "Dana", "Eve", "Finn", "Crystal"] {
        assert!(!page.contains(name), "{name} in\n{page}");
    }
    // What is told was noted: what one person more put in waits until others have something new too.
    let mut gus = Agent::new(6);
    lead.knows(&gus);
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let bundle = gus.hands(&lead, &gus.submission(today, 0));
    lead.takes("gus", &bundle);
    let after = lead.home.run(["--json", "team", "brief"]).json();
    assert_eq!(after["recognition"], json["recognition"], "{after:#}");
}

#[test]
fn a_pillar_that_holds_is_named() {
    let lead = submitted(6, |n| usize::from(n) % 2);
    let page = lead.home.run(["team", "brief", "--daily"]).code(0).out;
    assert!(page.contains("Tone holds") && page.contains("96 of 100 (91 to 100)"), "{page}");
}

#[test]
fn submissions_of_too_few_say_so() {
    let lead = submitted(3, |_| 5);
    let json = lead.home.run(["--json", "team", "brief"]).json();
    assert_eq!((&json["recognition"], &json["wording"]), (&json!([]), &Value::Null));
    let page = lead.home.run(["--lang", "fr", "team", "brief"]).code(0).out;
    assert!(page.contains("trop peu") && page.contains("36 conversations remises sur 36"), "{page}");
}

#[test]
fn scores_that_rise_because_fewer_items_apply_are_asked_about() {
    let lead = Lead::new();
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let greeting = "A greeting\", fr = \"Un bonjour\" }";
    let with_na =
        CHECKLIST.replace(greeting, &format!("{greeting}\nna = {{ en = \"Never\", fr = \"Jamais\" }}"));
    let checklist = aplomb::formats::checklist::parse(&with_na, &|_| None).unwrap();
    let (late, early) = (monday.saturating_sub(3.days()), monday.saturating_sub(10.days()));
    for n in 0..6 {
        let mut agent = Agent::new(n);
        lead.knows(&agent);
        let mut reviews = agent.submission(early, 0).reviews;
        let mut after = agent.submission(late, 0).reviews;
        for review in after.iter_mut().take(5) {
            review.peers[0][2] = Some(Answer::Na);
        }
        reviews.append(&mut after);
        for review in &mut reviews {
            review.checklist = checklist.digest();
        }
        let mut submission = agent.of(today, reviews);
        submission.checklists = vec![checklist.clone()];
        let bundle = agent.hands(&lead, &submission);
        lead.takes(&format!("in/{n}"), &bundle);
    }
    let json = lead.home.run(["--json", "team", "brief"]).json();
    let alert = json["alerts"].as_array().unwrap().iter().find(|alert| alert["rule"] == "A7");
    let because = alert.unwrap_or_else(|| panic!("{json:#}"))["because"][0].as_str().unwrap();
    assert_eq!(because, "Tone: n/a in 0%, then 42%");
    assert_eq!(json["alerts"].as_array().unwrap().len(), 1, "the other pillar is as it was: {json:#}");
}

#[test]
fn a_goal_of_the_team_stands_there_without_its_owner_and_nobodys_own_does() {
    let home = lead_of(7);
    let template = home.run(["goal", "new", "--template"]).code(0).out;
    let file = home.file("goal.toml", &template);
    home.run(["goal", "new", "--from", &file, "--set", "id=team-goal"]).code(0);
    home.run([
        "goal",
        "new",
        "--from",
        &file,
        "--set",
        "id=own",
        "--set",
        "kind=personal",
        "--set",
        "reach=individual",
    ])
    .code(0);
    let page = weekly(&home, &[]);
    assert!(page.contains("## Goals") && !page.contains("Marc"), "{page}");
    let json = home.run(["--json", "team", "brief", "--as-of", FRIDAY]).json();
    assert_eq!(json["goals"].as_array().unwrap().len(), 1);
    assert_eq!(json["goals"][0]["id"], "team-goal");
    let note = home.run(["--json", "note", "--as-of", FRIDAY]).json();
    assert_eq!(note["goals"][0]["id"], "own");
    // Half a year later everything is past its clock, and nothing happened last week.
    let later = home.run(["--json", "team", "brief", "--as-of", "2027-06-18T12:00:00Z"]).json();
    assert_eq!(later["alerts"][0]["rule"], "retention", "{later:#}");
}

#[test]
fn a_note_is_about_oneself() {
    let home = Home::empty();
    home.run(["me", "--name", "Ada", "--alias", "ada@shop"]).code(0);
    let all = conversations(7, day("2026-10-05"), day("2026-11-20"), day("2026-11-02"));
    home.fed(["import", "-"], &all).code(0);
    let note = home.run(["note", "--since", "14d", "--as-of", FRIDAY]).code(0).out;
    assert!(note.contains("For you alone") && note.contains("aplomb draw"), "{note}");
    let json = home.run(["--json", "note", "--since", "14d", "--as-of", FRIDAY]).json();
    assert_eq!(fact(&json, "first-response-time")["n"], 28, "{json:#}");
    assert_eq!(json["drifting"], Value::Null);
    let french = home.run(["--lang", "fr", "note", "--as-of", FRIDAY]).code(0).out;
    assert!(french.contains("Pour vous seul"), "{french}");
    assert!(note.lines().chain(french.lines()).all(|line| line.chars().count() <= 80));
    let html = home.run(["note", "--format", "html", "--as-of", FRIDAY]).code(0).out;
    assert!(html.contains("<h1>Your week</h1>"));
}
