//! Two agents and a lead on three machines, through nothing but files: from the import to what the lead gets. The real
//! binary, in both languages.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::home::Home;

const SECRETS: &str = concat!(
    r#"{"id":"ticket-9001","source":"shop","channel":"chat","subject":"Order of Crystal Minh","status":"solved","agent":"lea@shop.example","customer":"crystal.minh@mail.example","tags":["very-important"],"csat":{"score":4,"min":1,"max":5},"messages":[{"id":"a-1","at":"2026-03-02T10:02:11+01:00","role":"customer","author":"crystal.minh@mail.example","text":"Hi, I am Crystal Minh, call me at +33 6 12 34 56 78, card 4111 1111 1111 1111, IBAN FR14 2004 1010 0505 0001 3M02 606. A shoe is missing."},{"id":"a-2","at":"2026-03-02T10:03:00+01:00","role":"agent","author":"lea@shop.example","text":"Hello Crystal, thank you for telling us."},{"id":"a-3","at":"2026-03-02T10:04:00+01:00","role":"agent","author":"lea@shop.example","private":true,"text":"warehouse note: difficult person"},{"id":"a-4","at":"2026-03-02T10:05:00+01:00","role":"agent","author":"lea@shop.example","text":"It arrives on Friday."}]}"#,
    "\n",
);

/// What must not leave Léa's machine with a request.
const MUST_STAY: [&str; 11] = [
    "lea@shop",
    "Crystal",
    "Minh",
    "mail.example",
    "6 12 34 56 78",
    "4111 1111",
    "FR14",
    "difficult person",
    "ticket-9001",
    "very-important",
    "my secret remark",
];

/// People with homes of their own, and a folder between them.
struct Desk {
    lea: Home,
    marc: Home,
    nadia: Home,
    ines: Home,
    between: tempfile::TempDir,
    lang: &'static str,
}

impl Desk {
    /// Léa has a sealed review of a conversation full of secrets; everybody has the cards that they need.
    fn laid(lang: &'static str) -> Desk {
        let desk = Desk {
            lea: Home::empty(),
            marc: Home::empty(),
            nadia: Home::empty(),
            ines: Home::empty(),
            between: tempfile::tempdir().unwrap(),
            lang,
        };
        for (home, name) in
            [(&desk.lea, "Léa"), (&desk.marc, "Marc"), (&desk.nadia, "Nadia"), (&desk.ines, "Inès")]
        {
            desk.run(home, &["me", "--name", name]);
            desk.run(home, &["card", "show", "-o", desk.place(name).to_str().unwrap()]);
        }
        desk.run(&desk.lea, &["me", "--alias", "lea@shop.example"]);
        desk.lea.fed(["import", "-"], SECRETS).code(0);
        for (home, others) in
            [(&desk.lea, ["Marc", "Inès"]), (&desk.marc, ["Léa", "Inès"]), (&desk.ines, ["Léa", "Marc"])]
        {
            for other in others {
                desk.run(home, &["card", "add", desk.place(other).to_str().unwrap()]);
            }
        }
        desk.run(&desk.lea, &["card", "add", desk.place("Nadia").to_str().unwrap(), "--lead"]);
        desk.run(&desk.nadia, &["card", "add", desk.place("Léa").to_str().unwrap()]);
        desk
    }

    fn place(&self, name: &str) -> PathBuf {
        self.between.path().join(name)
    }

    fn run(&self, home: &Home, arguments: &[&str]) -> String {
        let all = ["--lang", self.lang].into_iter().chain(arguments.iter().copied());
        home.run(all).code(0).out
    }

    fn json(&self, home: &Home, arguments: &[&str]) -> Value {
        home.run(["--json"].into_iter().chain(arguments.iter().copied())).json()
    }

    /// Answers everything with yes but the named items, and seals.
    fn read(&self, home: &Home, conversation: &str, no: &[&str], comment: &str) {
        let list = self.json(home, &["checklist", "show", "four-pillars"]);
        let mut answers = serde_json::Map::new();
        for item in list["items"].as_array().unwrap() {
            let id = item["id"].as_str().unwrap();
            // The conditional item applies only where the problem was not solved.
            if item["when"].is_string() {
                continue;
            }
            let answer = match no.contains(&id) {
                true => json!({"value": "no", "comment": comment, "evidence": ["m2"]}),
                false => json!("yes"),
            };
            answers.insert(id.to_owned(), answer);
        }
        let text = json!({ "answers": answers }).to_string();
        home.fed(["score", conversation, "--answers", "-"], &text).code(0);
        self.run(home, &["seal", conversation]);
    }

    /// The one conversation in a home.
    fn only(&self, home: &Home) -> String {
        let all = self.json(home, &["conversations"]);
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), 1, "{all:?}");
        all[0]["id"].as_str().unwrap().to_owned()
    }
}

fn items(desk: &Desk) -> Vec<String> {
    let list = desk.json(&desk.lea, &["checklist", "show", "four-pillars"]);
    let items = list["items"].as_array().unwrap().iter();
    items.filter(|i| !i["when"].is_string()).map(|i| i["id"].as_str().unwrap().to_owned()).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn whole_way(lang: &'static str) {
    let desk = Desk::laid(lang);
    let items = items(&desk);
    let (first, second, third) = (items[1].as_str(), items[8].as_str(), items[12].as_str());
    let c = desk.only(&desk.lea);
    desk.read(&desk.lea, &c, &[first], "my secret remark about Crystal");

    // Asked, read, answered, opened: each step one file.
    let request = desk.place("request.aplomb");
    desk.run(&desk.lea, &["ask", &c, "--peer", "Marc", "-o", request.to_str().unwrap()]);
    let raw = fs::read(&request).unwrap();
    assert!(raw.starts_with(b"age-encryption.org/v1"), "not encrypted");
    desk.run(&desk.marc, &["open", request.to_str().unwrap()]);
    let at_marc = desk.only(&desk.marc);
    // What Marc can see of the conversation holds nothing that must stay.
    let seen = desk.run(&desk.marc, &["show", &at_marc]);
    for secret in MUST_STAY {
        assert!(!seen.contains(secret), "{secret} in\n{seen}");
    }
    assert!(seen.contains("missing") && seen.contains("Friday"), "{seen}");
    // Not one byte of it is anywhere in Marc's home either.
    for file in files(&desk.marc.path("")) {
        let bytes = fs::read(&file).unwrap();
        for secret in MUST_STAY {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", file.display());
        }
    }
    // Neither side sees anything before both are sealed.
    assert_eq!(desk.json(&desk.lea, &["compare", &c])["stage"], "asked");
    assert_eq!(desk.json(&desk.marc, &["compare", &at_marc])["stage"], "asked");
    desk.read(&desk.marc, &at_marc, &[second], "no next step is named");
    let reading = desk.place("reading.aplomb");
    desk.run(&desk.marc, &["reply", &at_marc, "--consent", "-o", reading.to_str().unwrap()]);
    assert_eq!(desk.json(&desk.marc, &["compare", &at_marc])["stage"], "answered");
    desk.run(&desk.lea, &["open", reading.to_str().unwrap()]);
    let open = desk.json(&desk.lea, &["compare", &c]);
    assert_eq!(open["stage"], "open");
    assert_eq!(open["agreement"], json!({"alike": items.len() - 2, "n": items.len()}));
    let reveal = desk.place("reveal.aplomb");
    desk.run(&desk.lea, &["reply", &c, "-o", reveal.to_str().unwrap()]);
    desk.run(&desk.marc, &["open", reveal.to_str().unwrap()]);
    let at_both = desk.json(&desk.marc, &["compare", &at_marc]);
    assert_eq!(at_both["agreement"], open["agreement"]);
    assert_eq!(at_both["flags"], json!([]));
    // My comment came along, redacted.
    let told = desk.run(&desk.marc, &["compare", &at_marc]);
    assert!(told.contains("my secret remark about") && !told.contains("Crystal"), "{told}");

    // Not before it is talked over.
    let too_early = desk.lea.run(["submit", "-o", desk.place("early").to_str().unwrap()]).code(1);
    assert!(!desk.place("early").exists(), "{}", too_early.err);

    // The same file twice, and out of its turn: nothing changes.
    let before = desk.json(&desk.lea, &["compare", &c]);
    desk.run(&desk.lea, &["open", reading.to_str().unwrap()]);
    assert_eq!(desk.json(&desk.lea, &["compare", &c]), before);

    // One difference is agreed, the other goes to a third reader by lot.
    let talk = desk.between.path().join("talk");
    fs::create_dir(&talk).unwrap();
    let talk = talk.to_str().unwrap();
    desk.run(
        &desk.lea,
        &["compare", &c, "--item", first, "--agree", "yes", "--because", "the link was there"],
    );
    desk.run(&desk.lea, &["compare", &c, "--item", second, "--dispute", "--remark", "it is named in m2"]);
    desk.run(&desk.lea, &["exchange", talk]);
    desk.run(&desk.marc, &["exchange", talk]);
    desk.run(&desk.marc, &["compare", &at_marc, "--item", first, "--agree", "yes"]);
    desk.run(&desk.marc, &["exchange", talk]);
    desk.run(&desk.lea, &["exchange", talk]);
    assert_eq!(desk.json(&desk.lea, &["compare", &c])["standing"], "disputed");
    desk.run(&desk.lea, &["ask", &c, "--third", "-o", talk]);
    desk.run(&desk.ines, &["exchange", talk]);
    let at_ines = desk.only(&desk.ines);
    desk.read(&desk.ines, &at_ines, &[second, third], "there is none");
    desk.run(&desk.ines, &["exchange", talk]);
    desk.run(&desk.lea, &["exchange", talk]);
    desk.run(&desk.marc, &["exchange", talk]);
    for (home, id) in [(&desk.lea, &c), (&desk.marc, &at_marc)] {
        let settled = desk.json(home, &["compare", id]);
        assert_eq!(settled["standing"], "agreed", "{settled:#}");
        let of = |item: &str| {
            let all = settled["items"].as_array().unwrap();
            all.iter().find(|i| i["item"] == item).unwrap()["agreed"].clone()
        };
        assert_eq!((of(first), of(second)), (json!("yes"), json!("no")));
    }

    // What is shown is what the lead gets, and nothing else.
    let plain = desk.run(&desk.lea, &["submit", "--dry-run"]);
    let shown = desk.json(&desk.lea, &["submit", "--dry-run"]);
    for secret in
        MUST_STAY.iter().chain(&["Marc", "Inès", "no next step", "named in m2", "arrives on Friday"])
    {
        assert!(!shown.to_string().contains(secret), "{secret} in\n{shown:#}");
        assert!(!plain.contains(secret), "{secret} in\n{plain}");
    }
    let handed = desk.place("handed.aplomb");
    desk.run(&desk.lea, &["submit", "-o", handed.to_str().unwrap()]);
    desk.run(&desk.nadia, &["open", handed.to_str().unwrap()]);
    assert_eq!(desk.json(&desk.lea, &["review", &c])["state"], "submitted");
    for secret in
        MUST_STAY.iter().chain(&["Marc", "Inès", "no next step", "named in m2", "arrives on Friday"])
    {
        for file in files(&desk.nadia.path("")) {
            let bytes = fs::read(&file).unwrap();
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} in {}", file.display());
        }
    }
    // Others cannot open it.
    desk.marc.run(["open", handed.to_str().unwrap()]).code(1);
    for home in [&desk.lea, &desk.marc, &desk.nadia, &desk.ines] {
        home.run(["doctor"]);
    }
}

/// A process killed between taking a reading in and packing what answers it: the same file again finishes the step.
#[test]
fn a_reading_opened_again_packs_the_reveal_that_was_not_made() {
    let desk = Desk::laid("en");
    let c = desk.only(&desk.lea);
    desk.read(&desk.lea, &c, &[], "");
    let (request, reading) = (desk.place("request.aplomb"), desk.place("reading.aplomb"));
    desk.run(&desk.lea, &["ask", &c, "--peer", "Marc", "-o", request.to_str().unwrap()]);
    desk.run(&desk.marc, &["open", request.to_str().unwrap()]);
    let at_marc = desk.only(&desk.marc);
    desk.read(&desk.marc, &at_marc, &[], "");
    desk.run(&desk.marc, &["reply", &at_marc, "-o", reading.to_str().unwrap()]);
    desk.run(&desk.lea, &["open", reading.to_str().unwrap()]);
    let store = rusqlite::Connection::open(desk.lea.store()).unwrap();
    let reveals = || -> i64 {
        store
            .query_row("SELECT count(*) FROM bundle WHERE outgoing = 1 AND word = 'reveal'", [], |row| {
                row.get(0)
            })
            .unwrap()
    };
    assert_eq!(reveals(), 1);
    store.execute("DELETE FROM bundle WHERE outgoing = 1 AND word = 'reveal'", []).unwrap();
    assert!(desk.run(&desk.lea, &["open", reading.to_str().unwrap()]).contains("taken in already"));
    assert_eq!(reveals(), 1);
    desk.lea.run(["doctor"]).code(0);
}

#[test]
fn from_import_to_submission_in_english() {
    whole_way("en");
}

#[test]
fn from_import_to_submission_in_french() {
    whole_way("fr");
}

/// An erasure reaches everything that was said about the customer here, and says who has more; a purge waits while an
/// exchange goes on, and takes it along once it has not for long enough.
#[test]
fn an_exchange_goes_with_its_customer_and_holds_what_still_goes_on() {
    let desk = Desk::laid("en");
    let items = items(&desk);
    let c = desk.only(&desk.lea);
    desk.read(&desk.lea, &c, &[items[1].as_str()], "a yodellingremark about Crystal");
    let request = desk.place("request.aplomb");
    desk.run(&desk.lea, &["ask", &c, "--peer", "Marc", "-o", request.to_str().unwrap()]);
    desk.run(&desk.marc, &["open", request.to_str().unwrap()]);
    let at_marc = desk.only(&desk.marc);
    desk.read(&desk.marc, &at_marc, &[items[8].as_str()], "a quokkacomment");
    let reading = desk.place("reading.aplomb");
    desk.run(&desk.marc, &["reply", &at_marc, "-o", reading.to_str().unwrap()]);
    desk.run(&desk.lea, &["open", reading.to_str().unwrap()]);

    // Of March and long due, but both still talk.
    let held = desk.json(&desk.marc, &["purge"]);
    assert_eq!((&held["stays"][0]["why"], &held["stays"][0]["count"]), (&json!("exchange"), &json!(1)));
    assert_eq!(held["due"]["conversations"], 0);

    let gone = ["Crystal", "Minh", "yodellingremark", "quokkacomment", "difficult person", "Friday"];
    let of_lea = desk.lea.data().join("aplomb.db");
    let there = |word: &&str| fs::read(&of_lea).unwrap().windows(word.len()).any(|w| w == word.as_bytes());
    assert!(gone.iter().all(there));
    let erased = desk.json(&desk.lea, &["erase", "--customer", "crystal.minh@mail.example"]);
    assert_eq!(gone.iter().filter(|word| there(word)).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(erased["proof"]["found"], 0);
    assert_eq!((&erased["deleted"]["exchanges"], &erased["deleted"]["stripped"]), (&json!(1), &json!(1)));
    let told: Vec<&str> =
        erased["travelled"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap()).collect();
    assert!(!told.is_empty() && told.iter().all(|name| *name == "Marc"), "{erased}");
    desk.lea.run(["doctor"]).code(0);
    // My own answers stay; what the colleague sent before is not taken in twice, and what comes later breaks nothing.
    desk.json(&desk.lea, &["mirror"]);
    desk.lea.run(["open", reading.to_str().unwrap()]);
    desk.lea.run(["doctor"]).code(0);
    desk.json(&desk.lea, &["me"]);
    desk.json(&desk.lea, &["conversations"]);
}
