//! `conversations`, `show` and `draw`.

use serde_json::Value;

use crate::home::{EXPORT, Home, fields, sorted};

fn ids(home: &Home, query: &[&str]) -> Vec<String> {
    let mut arguments = vec!["conversations", "--json"];
    arguments.extend(query);
    let rows = home.run(arguments).json();
    rows.as_array().unwrap().iter().map(|row| row["external_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_as_lines_and_as_json() {
    let home = Home::of_lea();
    let lines = home.run(["conversations"]).code(0).says("5 shown, 5 match, 5 in store");
    assert_eq!(lines.out.lines().count(), 5);
    assert!(lines.out.lines().next().unwrap().contains("Call back"), "newest first:\n{}", lines.out);
    let json = home.run(["conversations", "--json", "size"]).code(0).out;
    assert_eq!(
        fields(&json, &["0"]),
        sorted(&[
            "id",
            "source",
            "external_id",
            "channel",
            "subject",
            "agent",
            "opened_at",
            "closed_at",
            "messages",
            "tags",
            "csat",
            "status"
        ])
    );
    let rows: Value =
        serde_json::from_str(&home.run(["conversations", "--json", "shoe"]).code(0).out).unwrap();
    let row = &rows[0];
    assert_eq!(row["external_id"], "1");
    assert_eq!(row["opened_at"], "2026-03-02T10:02:11+01:00");
    assert_eq!(row["messages"], 4);
    assert_eq!(row["csat"], serde_json::json!({"score": 4.0, "min": 1.0, "max": 5.0}));
    assert_eq!(row["status"], "solved");
}

#[test]
fn search_and_filters() {
    let home = Home::of_lea();
    assert_eq!(ids(&home, &["regle"]), ["1"], "accents do not matter");
    assert_eq!(ids(&home, &["channel:email"]), ["4", "3"]);
    assert_eq!(ids(&home, &["channel:chat", "!shoe"]), ["2"]);
    assert_eq!(ids(&home, &["tag:delivery"]), ["1"]);
    assert_eq!(ids(&home, &["is:rated"]), ["1"]);
    assert_eq!(ids(&home, &["since:2026-03-05"]), ["5", "4"]);
    assert_eq!(ids(&home, &["-n", "2"]), ["5", "4"]);
    assert_eq!(ids(&home, &["nothing-like-it"]), Vec::<String>::new());
    home.run(["conversations", "colour:red"]).code(0).says("`colour:red` means nothing here");
    home.answer_all("3", &[]);
    home.run(["seal", "3"]).code(0);
    assert_eq!(ids(&home, &["is:unreviewed"]), ["5", "4", "2", "1"]);
}

#[test]
fn one_conversation_by_any_of_its_names() {
    let home = Home::of_lea();
    let shown = home.run(["show", "1"]).code(0);
    let said = "#1  A shoe is missing\n\
        2 Mar 2026 09:02 · chat · 4 messages · 2 min · rated 4 of 5\n\n\
        m1 09:02 customer cr@mail.example\n  | Hi, one of my shoes is missing\n  | from the box\n";
    assert!(shown.out.starts_with(said), "{}", shown.out);
    assert!(shown.out.contains("(private note)"));
    assert_eq!(home.run(["show", "shop/1"]).code(0).out, shown.out);
    let short = home.run(["conversations", "--json", "shoe"]).json()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(home.run(["show", &short]).code(0).out, shown.out);
    home.run(["show", "99"]).code(1).says("there is no conversation `99`");
    // As JSON it is a line of the exchange format, and taken in again changes nothing.
    let line = home.run(["show", "1", "--json"]).code(0).out;
    assert_eq!(line.lines().count(), 1);
    home.fed(["import", "-"], &line).code(0).prints("0 conversations added, 0 updated, 1 unchanged");
}

#[test]
fn the_same_seed_draws_the_same() {
    let homes = [Home::of_lea(), Home::of_lea()];
    let first = homes[0].run(["draw", "-n", "3"]).code(0);
    assert_eq!(first.out.lines().count(), 3);
    assert!(first.err.contains("3 drawn from 5 of mine without a review"), "{}", first.err);
    let seed = first.err.lines().next().unwrap().rsplit("seed ").next().unwrap().to_owned();
    assert!(seed.parse::<u64>().is_ok(), "{}", first.err);
    let second = homes[1].run(["draw", "-n", "3", "--seed", &seed]).code(0);
    assert_eq!((first.out, first.err), (second.out, second.err));
}

#[test]
fn seeds_and_quotas_decide_what_is_drawn() {
    let home = Home::of_lea();
    let drawn = |seed: &str| home.run(["draw", "-n", "2", "--dry-run", "--seed", seed]).code(0).out;
    let different = ["1", "2", "3", "4", "5", "6", "7", "8"].map(drawn);
    assert!(different.iter().any(|other| *other != different[0]), "{different:?}");
    // Four of the five customers neither rated nor complained.
    let all = home.run(["draw", "-n", "4", "--dry-run", "--seed", "1", "--silent", "1", "--json"]).json();
    assert_eq!(all["strata"][0]["silent_drawn"], 4);
    assert!(home.run(["conversations", "--json", "is:drawn"]).json().as_array().unwrap().is_empty());
}

#[test]
fn a_draw_per_channel_says_how_many_of_each() {
    let home = Home::of_lea();
    let drawn = home.run(["draw", "-n", "3", "--per", "channel", "--seed", "7", "--json"]).json();
    let strata: Vec<(&str, u64, u64)> = drawn["strata"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["stratum"].as_str().unwrap(), s["drawn"].as_u64().unwrap(), s["of"].as_u64().unwrap()))
        .collect();
    assert_eq!(strata, [("chat", 1, 2), ("email", 1, 2), ("phone", 1, 1)]);
    assert_eq!(drawn["seed"], 7);
    assert_eq!(drawn["of"], 5);
    for conversation in drawn["conversations"].as_array().unwrap() {
        let stratum = strata.iter().find(|s| s.0 == conversation["stratum"]).unwrap();
        assert_eq!(conversation["share"].as_f64().unwrap(), stratum.1 as f64 / stratum.2 as f64);
    }
    assert_eq!(home.run(["conversations", "--json", "is:drawn"]).json().as_array().unwrap().len(), 3);
}

#[test]
fn a_draw_is_from_my_own_unreviewed_ones() {
    let home = Home::of_lea();
    home.fed(["import", "-", "--everyone"], EXPORT).code(0);
    home.answer_all("2", &[]);
    home.run(["seal", "2"]).code(0);
    let drawn = home.run(["draw", "-n", "9", "--seed", "3", "--json"]).json();
    let mut ids: Vec<&str> = drawn["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["external_id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, ["1", "3", "4", "5"], "neither Marc's nor the reviewed one");
    assert_eq!(drawn["reviewed"], 1);
    home.run(["draw", "-n", "9", "--since", "2026-03-06", "--seed", "3"])
        .code(0)
        .says("that is all there is");
    Home::empty().run(["draw"]).code(1).says("do not know yet who you are");
}
