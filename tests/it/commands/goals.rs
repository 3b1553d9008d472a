//! `goal`: refused with everything, kept, judged, changed, ended.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use serde_json::Value;

use crate::home::{Home, Said, fields, sorted};

/// The Monday of this week.
fn monday() -> Date {
    let today = Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC).date();
    let mut day = today;
    while day.weekday() != Weekday::Monday {
        day = day.yesterday().unwrap();
    }
    day
}

/// A home with satisfaction from 72 to 90 in thirteen weeks, begun so many weeks ago, kept as `csat`.
fn begun(weeks: i32) -> (Home, Date) {
    let home = Home::empty();
    let start = monday().checked_sub((7 * weeks).days()).unwrap();
    let due = start.checked_add(91.days()).unwrap();
    home.file("goal.toml", home.run(["goal", "new", "--template"]).code(0).out);
    let (start_text, due_text) = (start.to_string(), due.to_string());
    home.run([
        "goal",
        "new",
        "--from",
        "goal.toml",
        "--start",
        &start_text,
        "--by",
        &due_text,
        "--set",
        "id=csat",
        "--set",
        "time.path=linear",
        "--set",
        "promise=Each agent writes one article a week",
    ])
    .code(0)
    .prints("Kept csat, version 1");
    (home, start)
}

fn record(home: &Home, start: Date, week: i32, hits: u64, more: &[&str]) -> Said {
    let week = start.checked_add((7 * week).days()).unwrap().to_string();
    let hits = hits.to_string();
    let mut line = vec!["goal", "record", "csat", "--week", &week, "--hits", &hits, "-n", "60"];
    line.extend(more);
    home.run(line)
}

#[test]
fn faults_are_all_told_in_both_languages() {
    let home = Home::empty();
    let line =
        ["goal", "new", "--metric", "csat, nps", "--sentence", "Improve it", "--owner", "Marc and Léa"];
    let said = home.run(line).code(1);
    for code in ["G02", "G03", "G05", "G08", "G14", "G27"] {
        assert!(said.out.contains(code), "{code}\n{}", said.out);
    }
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "80 columns");
    let said = home.run(["--lang", "fr", "goal", "new", "--sentence", "Améliorer l’accueil"]).code(1);
    assert!(said.out.contains("trouvé «\u{202f}Améliorer\u{202f}»"), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "80 columns");
    assert!(!said.out.contains("found"), "no English in\n{}", said.out);
    home.run(["goal", "list"]).code(0).says("no goals yet");
}

#[test]
fn a_file_of_the_wrong_form_names_its_lines() {
    let home = Home::empty();
    home.file("goal.toml", "kind = \"mine\"\n\n[time]\ndue = 5\ncolour = 1\n");
    let said = home.run(["goal", "check", "goal.toml"]).code(1);
    said.says("goal.toml:1: kind: found `mine`");
    home.run(["goal", "check", "goal.toml"])
        .code(1)
        .says("goal.toml:4: time.due")
        .says("goal.toml:5: time.colour");
    home.run(["goal", "check", "nowhere.toml"]).code(1).says("nowhere.toml");
    home.run(["goal", "check", "nothing"]).code(1).says("there is no goal `nothing`");
    home.run(["goal", "new", "--set", "novalue"]).code(2).says("KEY=VALUE");
}

#[test]
fn week_four_cannot_be_told_and_then_is_behind() {
    let (home, start) = begun(4);
    home.run(["goal", "show", "csat"]).code(0).prints("not measured yet");
    for (week, hits) in [(0, 45), (1, 45), (2, 44), (3, 44)] {
        record(&home, start, week, hits, &[]).code(0);
    }
    let said = home.run(["goal", "show", "csat"]).code(0);
    let said = said.prints("Where it stands: cannot tell yet").prints("74.2% (68.3% to 79.3%, n 240)");
    said.prints("77.5%").prints("needs 71 answers on each side");
    let french = home.run(["--lang", "fr", "goal", "show", "csat"]).code(0);
    french.prints("on ne peut pas encore le dire").prints("saisi");

    for (week, hits) in [(0, 42), (1, 41), (2, 41), (3, 41)] {
        record(&home, start, week, hits, &[]).code(0);
    }
    let page: Value = home.run(["goal", "show", "csat", "--json"]).json();
    assert_eq!((&page["status"], &page["reading"]["n"]), (&"behind".into(), &240.into()));
    assert_eq!(page["steps"].as_array().unwrap().len(), 13);
    assert_eq!(page["weeks"][0]["source"], "typed");
    assert_eq!(page["steps"][12]["value"], 90.0);

    record(&home, start, 3, 20, &["--counter"]).code(0).prints("Now: paused");
    home.run(["goal", "show", "csat"]).code(0).prints("look at one-contact-rate first: 33% (n 60)");
    home.run(["doctor"]).code(0);
}

#[test]
fn what_does_not_fit_is_refused() {
    let (home, start) = begun(4);
    record(&home, start, 9, 40, &[]).code(1).says("has not begun");
    record(&home, start, -3, 40, &[]).code(1).says("outside the goal");
    record(&home, start, 0, 61, &[]).code(2).says("beyond the scale");
    record(&home, start, 0, 40, &["--value", "12"]).code(2).says("do not agree");
    home.run(["goal", "record", "csat", "--week", "soon", "--value", "3", "-n", "4"]).code(2).says("no week");
    home.run(["goal", "change", "csat", "--why", "nothing"]).code(2).says("nothing would change");
    home.run(["goal", "change", "csat", "--to", "85", "--why", " "]).code(2).says("a reason");
    home.run(["goal", "change", "csat", "--to", "60", "--why", "easier"]).code(1).prints("G12");
    home.run(["goal", "new", "--from", "goal.toml", "--set", "id=csat"])
        .code(1)
        .says("a goal `csat` already");
}

#[test]
fn promises_versions_and_the_end() {
    let (home, start) = begun(2);
    let week = start.to_string();
    home.run(["goal", "promise", "csat", "--week", &week, "--done"]).code(0).prints("done in 1 of 3 weeks");
    home.run(["goal", "promise", "csat", "--week", &week, "--not-done"])
        .code(0)
        .prints("done in 0 of 3 weeks");
    home.run(["goal", "promise", "csat", "--week", &week]).code(2);
    home.run(["goal", "change", "csat", "--to", "85", "--owner", "Léa", "--why", "Marc has left"])
        .code(0)
        .prints("Kept csat, version 2");
    home.run(["goal", "show", "csat"]).code(0).prints("Marc has left").prints("Léa");
    let toml = home.run(["goal", "show", "csat", "--toml"]).code(0).out;
    home.file("again.toml", toml);
    home.run(["goal", "check", "again.toml"]).code(0).prints("this goal holds water");
    home.run(["goal", "end", "csat", "--why", "Merged with another"]).code(0);
    home.run(["goal", "change", "csat", "--to", "80", "--why", "x"]).code(1).says("has ended");
    let rows = home.run(["goal", "list", "--json"]).code(0).out;
    assert_eq!(
        fields(&rows, &["0"]),
        sorted(&[
            "id", "version", "kind", "sentence", "metric", "owner", "due", "status", "unit", "interval",
            "value", "n", "path_now", "path", "next", "promise"
        ])
    );
    assert_eq!(home.run(["goal", "show", "csat", "--json"]).json()["history"].as_array().unwrap().len(), 3);
}

#[test]
fn what_recurs_needs_five_people() {
    let home = Home::empty();
    let template = home.run(["goal", "new", "--template"]).code(0).out;
    let mut files = Vec::new();
    for (place, owner) in ["Ana", "Bo", "Chi", "Dan", "Eve"].into_iter().enumerate() {
        let goal = template
            .replace("kind = \"team\"", "kind = \"personal\"")
            .replace("reach = \"collective\"", "reach = \"individual\"")
            .replace("owner = \"Marc\"", &format!("owner = \"{owner}\""));
        files.push(home.file(&format!("{place}.toml"), goal));
    }
    let of = |files: &[String]| {
        let line = ["goal".to_owned(), "trends".to_owned()];
        home.run(line.iter().chain(files)).code(0)
    };
    let said = of(&files);
    assert!(!said.out.contains("Ana"), "nobody is named");
    said.prints("csat").prints("5 people");
    of(&files[..4]).prints("too few");
}

#[test]
fn hostile_texts_do_not_control_the_terminal() {
    let (home, _) = begun(1);
    home.run(["goal", "change", "csat", "--owner", "\u{1b}[2JMarc\u{202e}", "--why", "\u{1b}]0;x\u{7}"])
        .code(0);
    for line in [vec!["goal", "show", "csat"], vec!["goal", "list"], vec!["goal", "show", "csat", "--toml"]] {
        let said = home.run(line).code(0);
        assert!(!said.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{}", said.out);
    }
}

/// Thirteen closed weeks of thirty questions each to five agents: weeks apart, minutes to the reply.
fn asked_for_weeks(channel: &str, wait: impl Fn(i64) -> i64) -> String {
    let monday = monday().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let line = |week: i64, number: i64| {
        let at = monday - jiff::SignedDuration::from_hours(week * 168 - 30 - number);
        let reply = at + jiff::SignedDuration::from_mins(wait(week));
        let agent = ["lea", "ana", "marc", "tom", "zoe"][number as usize % 5];
        format!(
            r#"{{"id":"{channel}-{week}-{number}","channel":"{channel}","agent":"{agent}","customer":"c","messages":[{{"at":"{at}","role":"customer","author":"c","text":"?"}},{{"at":"{reply}","role":"agent","author":"{agent}","text":"!"}}]}}"#
        ) + "\n"
    };
    (1..=13).flat_map(|week| (0..30).map(move |number| (week, number))).map(|(w, n)| line(w, n)).collect()
}

#[test]
fn goals_are_measured_by_metrics() {
    let home = Home::empty();
    home.fed(["import", "-", "--everyone"], &asked_for_weeks("chat", |week| 40 + week)).code(0);
    home.fed(["import", "-", "--everyone"], &asked_for_weeks("email", |_| 300)).code(0);
    let said: Value =
        home.run(["goal", "suggest", "first-response-time", "--scope", "chat", "--json"]).json();
    assert_eq!((&said["metric"], &said["unit"]), (&"first-response-time".into(), &"minutes".into()));
    assert_eq!((&said["weeks"], &said["median"]), (&12.into(), &46.5.into()));
    assert_eq!(said["values"][11]["n"], 30);
    home.run(["goal", "suggest", "first-respons-time"]).code(2).says("first-response-time");
    home.run(["goal", "suggest", "62", "58"]).code(2).says("--better");

    home.file("goal.toml", home.run(["goal", "new", "--template"]).code(0).out);
    let start = monday().checked_sub(28.days()).unwrap();
    let due = start.checked_add(91.days()).unwrap().to_string();
    let start = start.to_string();
    let new = |metric: &str, better: &str| {
        home.run([
            "goal",
            "new",
            "--from",
            "goal.toml",
            "--metric",
            metric,
            "--scope",
            "chat",
            "--unit",
            "minutes",
            "--from-value",
            "45",
            "--to",
            "40",
            "--better",
            better,
            "--start",
            &start,
            "--by",
            &due,
            "--set",
            "id=faster",
        ])
    };
    new("first-respons-time", "down").code(1).prints("first-response-time");
    new("csat", "down").code(1).prints("counted in percent").prints("the other way");
    new("first-response-time", "down").code(0);
    let page = home.run(["goal", "show", "faster", "--json"]).json();
    let weeks: Vec<(&Value, f64)> = page["weeks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|week| (&week["source"], week["value"].as_f64().unwrap()))
        .collect();
    assert_eq!(weeks.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [44.0, 43.0, 42.0, 41.0]);
    assert!(weeks.iter().all(|(source, _)| *source == "computed"));
    // What is typed in gives way to what was measured.
    home.run(["goal", "record", "faster", "--week", &start, "--value", "5", "-n", "3"]).code(0);
    assert_eq!(home.run(["goal", "show", "faster", "--json"]).json()["weeks"], page["weeks"]);
}
