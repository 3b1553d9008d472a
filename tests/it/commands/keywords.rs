//! `keywords`: what customers' words say in passing, with counts, intervals and examples.

use serde_json::Value;

use crate::home::Home;

fn line(id: u32, day: u32, agent: &str, customer: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"{id}","source":"shop","channel":"chat","subject":"Order","agent":"{agent}","customer":"c{id}"{rest},"messages":[{{"at":"2026-10-{day:02}T09:00:00Z","role":"customer","author":"c{id}","text":"{customer}"}},{{"at":"2026-10-{day:02}T09:05:00Z","role":"agent","author":"{agent}","text":"Thank you for waiting."}}]}}"#
    ) + "\n"
}

/// Seven conversations of Léa in October, one in September, and one each of six colleagues.
fn export() -> String {
    let lea = "lea@shop.example";
    let mut export = String::new();
    for (id, words) in [
        (1, "Merci, c’est réglé"),
        (2, "Still waiting, this is disappointing"),
        (3, "not helpful at all"),
        (4, "As I said, thanks but no"),
        (5, "A question"),
        (6, "merci de me rappeler"),
    ] {
        export += &line(id, id + 1, lea, words, "");
    }
    export += &line(
        7,
        20,
        lea,
        "Is anybody there",
        r#","tags":["Mystery"],"csat":{"score":5,"min":1,"max":5,"comment":"perfect"}"#,
    );
    export += &line(
        8,
        21,
        lea,
        "Hello \u{202e}there",
        r#","csat":{"score":1,"min":1,"max":5,"comment":"useless \u001b[31manswer"}"#,
    );
    export += &line(9, 5, lea, "thanks", "").replace("2026-10-05", "2026-09-05");
    for colleague in 0..6 {
        let words = if colleague < 3 { "thank you" } else { "hello" };
        export += &line(100 + colleague, 10, &format!("agent{colleague}@shop.example"), words, "");
    }
    export
}

fn home() -> Home {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    home.fed(["import", "-", "--everyone"], &export()).code(0);
    home
}

fn list<'a>(counted: &'a Value, kind: &str, list: &str) -> &'a Value {
    let kinds = counted["kinds"].as_array().unwrap();
    let kind = kinds.iter().find(|one| one["kind"] == kind).unwrap();
    kind["lists"].as_array().unwrap().iter().find(|one| one["list"] == list).unwrap()
}

#[test]
fn counts_by_period_list_and_word() {
    let home = home();
    let counted = home.run(["keywords", "--period", "2026-10", "--json"]).json();
    assert_eq!(counted["period"], serde_json::json!({"from": "2026-10-01", "to": "2026-10-31"}));
    assert_eq!(counted["mine"], true);
    let thanks = list(&counted, "conversation", "thanks");
    // 1 and 4; a polite request is none, and the mystery contact is a kind of its own.
    assert_eq!((&thanks["figure"]["hits"], &thanks["figure"]["n"]), (&2.into(), &7.into()));
    assert_eq!((&thanks["previous"]["hits"], &thanks["previous"]["n"]), (&1.into(), &1.into()));
    let interval: Vec<f64> =
        thanks["figure"]["interval"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect();
    assert!((interval[0] - 0.0822).abs() < 1e-3 && (interval[1] - 0.6411).abs() < 1e-3, "{interval:?}");
    // Half of six colleagues.
    assert_eq!((&thanks["others"], &thanks["others_people"]), (&0.5.into(), &6.into()));
    assert_eq!(list(&counted, "conversation", "praise")["figure"]["hits"], 0);
    assert_eq!(list(&counted, "conversation", "disappointment")["figure"]["hits"], 2);
    assert_eq!(list(&counted, "conversation", "waiting")["figure"]["hits"], 1);
    assert_eq!(list(&counted, "conversation", "repetition")["figure"]["hits"], 1);
    assert_eq!(list(&counted, "survey", "disappointment")["figure"]["hits"], 1);
    assert_eq!(list(&counted, "mystery", "praise")["figure"]["hits"], 1);
    assert_eq!(list(&counted, "agent", "thanks")["figure"]["hits"], 8);
    let words = &list(&counted, "conversation", "disappointment")["words"];
    assert_eq!(words.as_array().unwrap().len(), 2, "{words}");
}

#[test]
fn examples_are_clean_and_lead_back() {
    let home = home();
    let said =
        home.run(["keywords", "--period", "2026-10", "--list", "disappointment", "--examples"]).code(0);
    said.prints("What customers wrote")
        .prints("2 of 7")
        .prints("#3")
        .prints("not helpful at all")
        .prints("#8");
    let said = home.run(["keywords", "--period", "2026-10", "--examples", "--lang", "fr"]).code(0);
    assert!(!said.out.contains('\u{1b}') && !said.out.contains('\u{202e}'));
    said.prints("Commentaires d’enquête").prints("Remerciements").prints("useless ␛[31manswer");
    assert!(home.run(["keywords", "--period", "2026-10"]).out.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn a_few_others_stay_hidden() {
    let home = Home::empty();
    home.run(["me", "--name", "Boss", "--alias", "boss@shop.example"]).code(0);
    let few: String =
        export().lines().filter(|line| !line.contains("agent")).map(|l| format!("{l}\n")).collect();
    let four: String = export()
        .lines()
        .filter(|line| line.contains("@shop.example"))
        .take(12)
        .map(|l| format!("{l}\n"))
        .collect();
    home.fed(["import", "-", "--everyone"], &(few + &four)).code(0);
    let counted = home.run(["keywords", "--period", "2026-10", "--json"]).json();
    assert_eq!(counted["mine"], false);
    let thanks = list(&counted, "conversation", "thanks");
    assert_eq!((&thanks["figure"], &thanks["reason"]), (&Value::Null, &"too_few".into()));
    assert_eq!((&thanks["words"], &thanks["examples"]), (&serde_json::json!([]), &serde_json::json!([])));
    home.run(["keywords", "--period", "2026-10"]).code(0).prints("too few");
}

#[test]
fn a_period_before_of_one_person_is_not_told() {
    let home = Home::empty();
    let one = |id: &str, agent: &str, at: &str| {
        format!(
            r#"{{"id":"{id}","agent":"{agent}","customer":"c{id}","messages":[{{"at":"{at}","role":"customer","author":"c","text":"Thank you"}},{{"at":"{at}","role":"agent","author":"{agent}","text":"!"}}]}}"#
        ) + "\n"
    };
    let mut all: String =
        ["ana", "lea", "marc", "tom", "zoe"].map(|agent| one(agent, agent, "2026-10-05T10:00:00Z")).concat();
    all += &one("old", "tom", "2026-09-14T10:00:00Z");
    home.fed(["import", "-", "--everyone"], &all).code(0);
    let counted = home.run(["keywords", "--period", "2026-10", "--json"]).json();
    let thanks = list(&counted, "conversation", "thanks");
    assert_eq!((&thanks["figure"]["hits"], &thanks["previous"]), (&5.into(), &Value::Null), "{thanks}");
    home.run(["keywords", "--period", "2026-10", "--list", "thanks"])
        .code(0)
        .prints("5 of 5")
        .prints("too few");
}

#[test]
fn a_list_of_ones_own_takes_the_place_of_what_ships() {
    let home = home();
    let own = "[[lists]]\nid = \"shoes\"\ntone = \"other\"\ntitle = { en = \"Shoes\", fr = \"Chaussures\" }\nen = [\"question\"]\n";
    home.file("config/aplomb/keywords.toml", own);
    let counted = home.run(["keywords", "--period", "2026-10", "--json"]).json();
    assert_eq!(list(&counted, "conversation", "shoes")["figure"]["hits"], 1);
    home.file("config/aplomb/keywords.toml", "[[lists]]\nid = \"A b\"\ncolour = 3\n");
    let said = home.run(["keywords"]).code(1);
    said.says("keywords.toml:2: ").says("keywords.toml:3: ").says("cannot be used");
    home.file("config/aplomb/keywords.toml", own);
    home.run(["keywords", "--list", "thanks"]).code(1).says("known: shoes");
    home.run(["keywords", "--period", "someday"]).code(2);
    home.run(["keywords", "--since", "7d"]).code(0);
}
