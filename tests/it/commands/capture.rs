//! `doctor data`: how far what was taken in is what happened.

use crate::home::Home;

/// Noon of Monday 5 January 2026 and so many days later, as the help desk writes it.
fn at(day: i64, minute: i64) -> String {
    let noon = 1_767_614_400 + day * 86_400 + minute * 61;
    jiff::Timestamp::from_second(noon).unwrap().to_string()
}

/// One conversation of one question and one reply.
fn conversation(id: i64, channel: &str, day: i64, minute: i64) -> String {
    let (asked, replied) = (at(day, minute), at(day, minute + 5));
    serde_json::json!({
        "id": id.to_string(), "source": "shop", "channel": channel, "status": "solved", "closed_at": at(day, minute + 6),
        "agent": "lea@shop.example", "customer": format!("c{id}@mail.example"), "transfers": 0, "reopens": 0,
        "csat": {"score": 5, "min": 1, "max": 5},
        "messages": [
            {"id": "a", "at": asked, "role": "customer", "author": format!("c{id}@mail.example"), "text": format!("Where is parcel {id}?")},
            {"id": "b", "at": replied, "role": "agent", "author": "lea@shop.example", "text": "It arrives tomorrow."},
        ],
    })
    .to_string()
}

/// Six weeks of two channels, ten a day each from Monday to Friday, but for what `keep` leaves out.
fn six_weeks(keep: impl Fn(i64, &str) -> bool) -> String {
    let mut lines = Vec::new();
    let mut id = 0;
    for day in (0..40).filter(|day| day % 7 < 5) {
        for place in 0..20 {
            let channel = if place % 2 == 0 { "chat" } else { "email" };
            id += 1;
            if keep(day, channel) {
                lines.push(conversation(id, channel, day, place * 7));
            }
        }
    }
    lines.join("\n") + "\n"
}

const AS_OF: [&str; 4] = ["doctor", "data", "--as-of", "2026-02-14T09:00:00Z"];

fn with(export: &str) -> Home {
    let home = Home::empty();
    home.fed(["import", "-", "--everyone"], export).code(0);
    home
}

#[test]
fn data_that_are_whole_are_told_so() {
    let home = with(&six_weeks(|_, _| true));
    let said = home.run(AS_OF).code(0);
    let said = said.prints("No gap: no channel is silent").prints("No conversation is there twice (n = 600)");
    let said = said.prints("100.0% of the ticket numbers 1 to 600 are here").prints("## Channel by channel");
    assert!(!said.out.contains("!!") && !said.out.contains("\n--"), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    let json = home.run(AS_OF.into_iter().chain(["--json"])).json();
    assert_eq!(
        (&json["well"], &json["conversations"], &json["messages"]),
        (&true.into(), &600.into(), &1200.into())
    );
    assert_eq!(json["channels"][0]["days"].as_array().unwrap().len(), 30);
    assert_eq!(json["carries"][0]["known"], 600);
}

#[test]
fn a_lost_day_and_a_lost_stretch_of_numbers_are_named() {
    let home = with(&six_weeks(|day, channel| !(channel == "email" && [15, 16].contains(&day)) && day != 24));
    let said = home.run(AS_OF).code(1);
    let said = said.prints("email: none on 3 days that usually have some");
    let said = said.prints("chat: none on 1 day that usually have some: 29 Jan 2026");
    said.prints("ticket numbers are missing in a row: 361 to 380 (20, 28 Jan 2026");
    // The same period without the gaps is well but for its age.
    let french = home.run(AS_OF.into_iter().chain(["--lang", "fr", "--since", "2026-01-30"]));
    assert!(!french.out.contains("aucune sur"), "{}", french.out);
    assert!(french.out.lines().all(|line| line.chars().count() <= 80), "{}", french.out);
}

#[test]
fn doubles_one_side_and_impossible_clocks_need_attention() {
    let whole = six_weeks(|_, _| true);
    let again = whole.lines().take(30).map(|line| line.replace("\"shop\"", "\"shop, second export\""));
    let unheard = (0..12).map(|place| {
        let mut one: serde_json::Value =
            serde_json::from_str(&conversation(9000 + place, "sms", 38, place)).unwrap();
        one["messages"].as_array_mut().unwrap().pop();
        one["messages"][0]["at"] = "2031-01-01T00:00:00Z".into();
        one.to_string()
    });
    let export = whole.lines().map(str::to_owned).chain(again).chain(unheard).collect::<Vec<_>>().join("\n");
    let home = with(&export);
    let said = home.run(AS_OF).code(1);
    let said = said.prints("There twice: 30 of 642 conversations").prints("Times in the future: 12 of 642");
    said.prints("sms, shop: only customers’ messages; not one reply in 12")
        .prints("Two sources share 30 ids");
    let json = home.run(AS_OF.into_iter().chain(["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["well"], false);
    let sides = json["findings"].as_array().unwrap().iter().find(|found| found["check"] == "sides").unwrap();
    assert_eq!((&sides["channel"], &sides["verdict"]), (&"sms".into(), &"wrong".into()));
}

#[test]
fn looking_makes_and_changes_nothing() {
    let home = Home::empty();
    home.run(["doctor", "data"]).code(1);
    assert!(!home.data().exists());
    let home = Home::of_lea();
    let before = std::fs::read(home.store()).unwrap();
    home.run(["doctor", "data", "--since", "a while"]).code(2);
    home.run(["doctor", "data"]).prints("5 conversations, 11 messages");
    assert_eq!(std::fs::read(home.store()).unwrap(), before);
}
