//! `purge`: what is due goes from every byte, what is not stays, and what stands on it keeps standing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::Home;

/// Two conversations that are due on any day, and one that is as old as `DAY` says.
const OLD: &str = concat!(
    r#"{"id":"1","source":"shop","channel":"chat","subject":"Moccasinless parcel again","status":"solved","agent":"lea@shop.example","customer":"crystal.rivers@mail.example","tags":["deliverywoe"],"csat":{"score":4,"min":1,"max":5,"comment":"the glue smelled of rhubarbcompote"},"messages":[{"id":"a","at":"2020-03-02T10:02:11+01:00","role":"customer","author":"crystal.rivers@mail.example","text":"One chartreusemoccasin is missing from the box, how annoying"},{"id":"b","at":"2020-03-02T10:02:40+01:00","role":"agent","author":"lea@shop.example","text":"Hello Crystal, Zebrastripes are on their way to you."}]}"#,
    "\n",
    r#"{"id":"2","source":"shop","channel":"chat","subject":"Kangarooleather sizes","agent":"lea@shop.example","customer":"bob@mail.example","messages":[{"at":"2020-03-10T09:00:00Z","role":"customer","author":"Bobby Tables","text":"is it forty or fortyoneandahalf for my feet"},{"at":"2020-03-10T09:01:00Z","role":"agent","author":"lea@shop.example","text":"It is the half size, Walrusmoustache says."}]}"#,
    "\n",
    r#"{"id":"9","source":"shop","channel":"chat","subject":"Of yesterday","agent":"lea@shop.example","customer":"kept@mail.example","messages":[{"at":"DAYT09:00:00Z","role":"customer","author":"kept@mail.example","text":"this sentence stays where it is"},{"at":"DAYT09:01:00Z","role":"agent","author":"lea@shop.example","text":"So it does."}]}"#,
    "\n",
);

/// Two conversations that are due on any day, and one of yesterday.
pub fn old() -> String {
    OLD.replace("DAY", &days_ago(1))
}

fn days_ago(days: i64) -> String {
    let day = jiff::Zoned::now().date().checked_sub(jiff::Span::new().days(days)).unwrap();
    day.to_string()
}

/// Words that only the first two conversations and what was written about them hold.
const GONE: [&str; 9] = [
    "moccasinless",
    "crystal.rivers",
    "chartreusemoccasin",
    "zebrastripes",
    "rhubarbcompote",
    "kangarooleather",
    "fortyoneandahalf",
    "walrusmoustache",
    "xylophonecomment",
];

pub fn home() -> Home {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    home.fed(["import", "-"], &old()).code(0);
    home
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

/// The words that stand in any file of a folder, in any case, as UTF-8 or UTF-16.
pub fn found(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    files(folder, &mut all);
    let mut hits = Vec::new();
    for path in all {
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        for word in words {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for needle in [word.as_bytes(), &wide] {
                if bytes.windows(needle.len()).any(|window| window == needle) {
                    hits.push(format!("{word} in {}", path.display()));
                }
            }
        }
    }
    hits
}

fn seal_with_a_comment(home: &Home) {
    home.answer_all("1", &[]);
    let answers =
        r#"{"answers":{"useful":{"value":"no","comment":"my xylophonecomment on it","evidence":["b"]}}}"#;
    home.fed(["score", "1", "--answers", "-"], answers).code(0);
    home.run(["seal", "1"]).code(0);
}

#[test]
fn the_words_are_gone_from_every_file_and_the_answers_stay() {
    let home = home();
    seal_with_a_comment(&home);
    assert!(found(&home.data(), &GONE).len() >= GONE.len(), "they were there before");
    let before = home.run(["mirror", "--json"]).json();
    let scores = home.run(["review", "1", "--json"]).json();

    let plan = home.run(["purge", "--dry-run", "--json"]).json();
    assert_eq!((&plan["due"]["conversations"], &plan["due"]["reviews"]), (&2.into(), &0.into()));
    assert_eq!(plan["span"], serde_json::json!(["2020-03-02", "2020-03-10"]));
    assert_eq!(plan["weeks"], serde_json::json!(["2020-03-02", "2020-03-09"]));

    let done = home.run(["purge", "--json"]).json();
    assert_eq!(done["deleted"]["conversations"], 2);
    assert_eq!(done["deleted"]["emptied"], 1);
    assert_eq!(done["deleted"]["messages"], 4);
    assert_eq!(done["deleted"]["stripped"], 1);
    assert_eq!(done["proof"]["found"], 0);
    assert!(done["proof"]["pieces"].as_u64().unwrap() >= 10, "{done}");
    assert!(done["proof"]["bytes"].as_u64().unwrap() >= fs::metadata(home.store()).unwrap().len());
    assert_eq!(found(&home.data(), &GONE), Vec::<String>::new());

    // What stands on it keeps standing.
    let after = home.run(["review", "1", "--json"]).json();
    assert_eq!(after["pillars"], scores["pillars"]);
    assert_eq!(home.run(["mirror", "--json"]).json(), before);
    home.run(["show", "1"]).code(0).says("its words were deleted on");
    home.run(["doctor"]).code(0).prints("every record is whole").prints("1 conversation, 2 messages");
    home.run(["conversations"]).code(0).prints("Of yesterday");
    assert!(!home.run(["conversations"]).out.contains("#1"));
    assert!(!home.run(["conversations", "chartreusemoccasin"]).out.contains("#1"));

    let receipts = home.run(["purge", "--receipts", "--json"]).json();
    assert_eq!(receipts["receipts"][0]["counts"]["messages"], 4);
    assert_eq!(receipts["receipts"][0]["found"], 0);
    assert!(!receipts.to_string().contains("mail.example"));

    // Nothing is due twice, and what a review still names does not come back with an old export.
    home.run(["purge"]).code(0).prints("nothing is older than 180 days");
    home.fed(["import", "-"], &old()).code(0);
    assert_eq!(found(&home.data(), &["chartreusemoccasin", "zebrastripes"]), Vec::<String>::new());
}

#[test]
fn a_dry_run_changes_nothing_and_a_reader_may_not_purge() {
    let home = home();
    let before = fs::read(home.store()).unwrap();
    home.run(["purge", "--dry-run"]).code(0).prints("2  conversations").says("nothing was deleted");
    home.run(["purge", "--dry-run", "--read-only"]).code(0);
    home.run(["purge", "--read-only"]).code(1);
    home.run(["erase", "--customer", "bob@mail.example", "--read-only"]).code(1);
    assert_eq!(fs::read(home.store()).unwrap(), before);
    home.run(["purge", "--dry-run", "--lang", "fr"]).code(0).prints("dernier message avant le");
}

#[test]
fn a_draft_of_today_holds_its_conversation() {
    let home = home();
    home.answer_all("2", &[]);
    let plan = home.run(["purge", "--json"]).json();
    assert_eq!(plan["deleted"]["conversations"], 1);
    assert_eq!(plan["stays"], serde_json::json!([{"why": "draft", "count": 1, "examples": ["#2"]}]));
    assert_eq!(found(&home.data(), &["fortyoneandahalf"]).len(), 1);
    home.run(["void", "2", "--why", "no longer needed"]).code(0);
    home.run(["purge"]).code(0);
    assert_eq!(found(&home.data(), &["fortyoneandahalf"]), Vec::<String>::new());
    home.run(["doctor"]).code(0);
}

#[test]
fn a_draw_keeps_its_count_without_the_words() {
    let home = home();
    home.run(["draw", "-n", "3"]).code(0);
    home.run(["purge"]).code(0);
    assert_eq!(found(&home.data(), &["zebrastripes", "walrusmoustache"]), Vec::<String>::new());
    home.run(["doctor"]).code(0);
    // An emptied one is never drawn again.
    let again = home.run(["draw", "-n", "3", "--dry-run", "--json"]).json();
    assert_eq!(again["of"], 1);
}

#[test]
fn copies_are_told_and_deleted_when_their_time_is_up() {
    let home = home();
    let folder = home.data().join("backups");
    fs::create_dir_all(&folder).unwrap();
    home.run(["backup", folder.join("mine.db").to_str().unwrap()]).code(0);
    let old = folder.join("aplomb-1000-20200101T000000Z.db");
    fs::copy(home.store(), &old).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_500_000_000);
    fs::File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
    let said = home.run(["purge"]).code(0).prints("mine.db").prints("aplomb-1000-20200101T000000Z.db");
    said.says("--backups");
    assert!(old.exists());
    let said = home.run(["purge", "--backups", "--json"]).json();
    let told: Vec<(bool, bool)> = said["copies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|copy| (copy["due"].as_bool().unwrap(), copy["deleted"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [(true, true), (false, false)]);
    assert!(!old.exists() && folder.join("mine.db").exists());
}

/// A clock that was set a year too far, or left to itself: nothing came from outside for so long.
#[test]
fn a_clock_far_ahead_of_everything_known_deletes_nothing_unless_told() {
    let home = Home::empty();
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    home.run(["purge"]).code(0).prints("nothing is older");
    home.fed(["import", "-"], &OLD.replace("DAY", &days_ago(365))).code(0);
    let backup = home.data().join("backups/mine.db");
    home.run(["backup", backup.to_str().unwrap()]).code(0);
    let before = fs::read(home.store()).unwrap();

    let said = home.run(["purge"]).code(1).says("nothing was deleted: this machine’s clock says");
    said.says("365 days after the newest").says("--clock-is-right");
    home.run(["purge", "--lang", "fr"]).code(1).says("rien n’a été supprimé").says("365 jours après");
    home.run(["purge", "--backups"]).code(1);
    let plan = home.run(["purge", "--dry-run", "--json"]).json();
    assert_eq!((&plan["due"]["conversations"], &plan["doubt"]["days"]), (&3.into(), &365.into()));
    home.run(["purge", "--dry-run"])
        .code(0)
        .says("365 days after the newest")
        .says("set a wrong clock right");
    assert_eq!(fs::read(home.store()).unwrap(), before);
    assert!(backup.exists());

    // What was done here under that clock proves nothing, nor does a time that is still to come.
    home.answer_all("2", &[]);
    let later =
        OLD.lines().last().unwrap().replace("DAY", "2199-03-10").replace(r#""id":"9""#, r#""id":"10""#);
    home.fed(["import", "-"], &later).code(0);
    home.run(["purge"]).code(1);

    let done = home.run(["purge", "--clock-is-right", "--json"]).json();
    assert_eq!((&done["deleted"]["conversations"], &done["doubt"]["days"]), (&2.into(), &365.into()));
    assert_eq!(done["stays"][0]["why"], "draft");
    // Nothing is due any more: nothing to ask.
    home.run(["purge"]).code(0);
    home.run(["purge", "--backups"]).code(1);
}

/// After a leave of eleven months, and after a longer one with what came since.
#[test]
fn who_comes_back_from_a_leave_is_asked_nothing() {
    for (away, since) in [(335, None), (900, Some(1))] {
        let home = Home::empty();
        home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
        home.fed(["import", "-"], &OLD.replace("DAY", &days_ago(away))).code(0);
        if let Some(days) = since {
            let new = OLD
                .lines()
                .last()
                .unwrap()
                .replace("DAY", &days_ago(days))
                .replace(r#""id":"9""#, r#""id":"10""#);
            home.fed(["import", "-"], &new).code(0);
        }
        let done = home.run(["purge", "--json"]).json();
        assert_eq!(
            (&done["deleted"]["conversations"], &done["doubt"]),
            (&3.into(), &serde_json::Value::Null)
        );
    }
}
