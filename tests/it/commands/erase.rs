//! `erase`: one customer goes, with a receipt that does not name them, and does not come back by accident.

use std::fs;

use aplomb::storage::{Access, Deletion, Erasing, Receipt, Samples, Store, Told};

use super::purge::{found, home, old};

#[test]
fn one_customer_goes_and_stays_away() {
    let home = home();
    home.answer_all("1", &[]);
    home.run(["seal", "1"]).code(0);
    let of_crystal = ["crystal.rivers", "chartreusemoccasin", "zebrastripes", "rhubarbcompote"];

    let plan = home.run(["erase", "--customer", "Crystal.Rivers@mail.example", "--dry-run", "--json"]).json();
    assert_eq!(plan["conversations"], 1);
    assert_eq!(plan["examples"], serde_json::json!(["#1"]));
    assert!(!found(&home.data(), &of_crystal).is_empty());

    let said = home.run(["erase", "--customer", "Crystal.Rivers@mail.example", "-o", "receipt.json"]).code(0);
    said.prints("1  conversation").prints(": 0 found").says("wrote receipt.json");
    assert_eq!(found(&home.data(), &of_crystal), Vec::<String>::new());
    let receipt = home.text("receipt.json");
    assert!(receipt.contains("\"erasure\"") && !receipt.to_lowercase().contains("crystal"));

    // The answers stay, under a name that leads nowhere in the help desk.
    home.run(["review", "erased-1"]).code(0);
    home.run(["review", "1"]).code(1);
    home.run(["doctor"]).code(0).prints("every record is whole");

    // The same export again: left out, and said.
    home.fed(["import", "-"], &old()).code(0).says("1 left out");
    assert_eq!(found(&home.data(), &of_crystal), Vec::<String>::new());
    // Under another address, too: the conversation is known.
    home.fed(["import", "-"], &old().replace("crystal.rivers", "c.rivers")).code(0).says("1 left out");
    home.fed(["import", "-", "--allow-erased"], &old()).code(0);
    assert!(!found(&home.data(), &of_crystal).is_empty());
    home.run(["doctor"]).code(0);
}

#[test]
fn who_is_not_there_is_not_guessed() {
    let home = home();
    let before = fs::read(home.store()).unwrap();
    home.run(["erase", "--customer", "Bobby"]).code(1).says("nothing was erased").says("`Bobby Tables`");
    home.run(["erase", "--customer", "  "]).code(1);
    home.run(["erase", "--customer", "nobody at all"]).code(1).says("aplomb show ID");
    assert_eq!(fs::read(home.store()).unwrap(), before);
    // By the name in a message; the address in the same conversation is told.
    let plan = home.run(["erase", "--customer", "bobby tables", "--dry-run", "--json"]).json();
    assert_eq!(plan["matched"], serde_json::json!([{"name": "Bobby Tables", "conversations": 1}]));
    assert_eq!(plan["alike"], serde_json::json!([{"name": "bob@mail.example", "conversations": 1}]));
    assert_eq!(fs::read(home.store()).unwrap(), before);
}

#[test]
fn a_receipt_that_cannot_be_written_stops_it_first() {
    let home = home();
    home.file("receipt.json", "mine");
    home.run(["erase", "--customer", "bob@mail.example", "-o", "receipt.json"]).code(1);
    assert_eq!(home.text("receipt.json"), "mine");
    assert!(!found(&home.data(), &["fortyoneandahalf"]).is_empty());
    home.run(["erase", "--customer", "bob@mail.example", "-o", "receipt.json", "--force"]).code(0);
    assert!(found(&home.data(), &["fortyoneandahalf"]).is_empty());
}

#[test]
fn a_customer_can_be_given_all_that_is_held_and_nothing_of_others() {
    let home = home();
    home.answer_all("1", &[]);
    let held = home.run(["export", "person", "CRYSTAL.rivers@mail.example", "--json"]).json();
    assert_eq!(held["is"], serde_json::json!(["customer"]));
    assert_eq!(held["held"]["conversations"][0]["comment"], "the glue smelled of rhubarbcompote");
    assert_eq!(held["held"]["messages"].as_array().unwrap().len(), 2);
    let text = held.to_string();
    assert!(!text.contains("lea@shop.example") && !text.contains("Bobby") && !text.contains("bob@"));
    let said = home.run(["export", "person", "crystal.rivers@mail.example", "-o", "held.md"]).code(0);
    assert!(said.out.is_empty());
    assert!(home.text("held.md").contains("## Messages (2)"));
    let mine = home.run(["export", "person", "me", "--json", "--lang", "fr"]).json();
    assert_eq!(mine["held"]["me"][0]["name"], "Léa");
    assert_eq!(mine["held"]["handled"].as_array().unwrap().len(), 3);
    assert!(!mine.to_string().contains("mail.example"));
    home.run(["export", "person", "nobody"]).code(1);
    home.run(["export", "person"]).code(2);
    home.run(["export", "person", "me", "--format", "csv"]).code(2);
    // Nothing of it acts on a terminal or a page.
    let hostile = r#"{"id":"66","source":"shop","channel":"chat","agent":"lea@shop.example","customer":"h@mail.example","messages":[{"at":"2026-03-02T10:00:00Z","role":"customer","author":"h@mail.example","text":"<script>alert(1)</script> \u001b[31m ![x](http://evil)"}]}"#;
    home.fed(["import", "-"], hostile).code(0);
    let said = home.run(["export", "person", "h@mail.example"]).code(0);
    assert!(!said.out.contains('\u{1b}') && !said.out.contains("<script>") && !said.out.contains("![x]"));
}

/// The words go in one transaction, the proof comes after it: killed in between, the same command comes to the end.
#[test]
fn killed_before_the_proof_it_is_brought_to_its_end() {
    let home = home();
    let crystal = "crystal.rivers@mail.example";
    let mut store = Store::open(&home.store(), Access::Write, 0).unwrap().store;
    let receipt = Receipt { id: [7; 16], at: 0, kind: Deletion::Erasure, told: Told::default() };
    let erasing = Erasing { receipt: &receipt, who: &[crystal.to_owned()], random: &[1; 32] };
    store.erase(&[1], &erasing, &mut Samples::default()).unwrap();
    assert!(store.scour_pending().unwrap());
    drop(store);

    // Of another customer it says nothing.
    home.run(["erase", "--customer", "nobody@mail.example"]).code(1).says("nothing was erased");
    home.run(["erase", "--customer", "Crystal.Rivers@mail.example", "--dry-run"]).code(1);
    let done = home.run(["erase", "--customer", "Crystal.Rivers@mail.example", "--json"]).json();
    assert_eq!((&done["conversations"], &done["deleted"]["messages"]), (&1.into(), &2.into()));
    assert_eq!((&done["proof"]["pieces"], &done["proof"]["found"]), (&1.into(), &0.into()));
    assert_eq!(done["receipt"]["looked_for"], 1);
    let receipts = home.run(["purge", "--receipts", "--json"]).json();
    assert_eq!(receipts["receipts"].as_array().unwrap().len(), 1);
    assert_eq!(receipts["receipts"][0], done["receipt"]);
    let store = Store::open(&home.store(), Access::Read, 0).unwrap().store;
    assert!(!store.scour_pending().unwrap());
    drop(store);
    // Now it is done, and there is nothing to erase.
    home.run(["erase", "--customer", crystal]).code(1).says("nothing was erased");
    home.run(["doctor"]).code(0);
}
