//! `aplomb ask`, `open`, `reply`, `exchange`, `compare`, `submit`: what each prints, writes and refuses.

use std::fs;

use serde_json::{Value, json};

use crate::home::{Home, fields, sorted};

/// Léa with two sealed reviews, Marc who reads, Nadia who leads; they have each other's cards.
struct Team {
    lea: Home,
    marc: Home,
    nadia: Home,
}

impl Team {
    fn new() -> Team {
        let team = Team { lea: Home::of_lea(), marc: Home::empty(), nadia: Home::empty() };
        let homes = [(&team.lea, "Léa"), (&team.marc, "Marc"), (&team.nadia, "Nadia")];
        for (home, name) in homes {
            home.run(["me", "--name", name]).code(0);
            home.run(["card", "show", "-o", "my-card"]).code(0);
        }
        for (home, other) in [(&team.lea, &team.marc), (&team.marc, &team.lea), (&team.nadia, &team.lea)] {
            home.run(["card", "add", at(other, "my-card").as_str()]).code(0);
        }
        team.lea.run(["card", "add", at(&team.nadia, "my-card").as_str(), "--lead"]).code(0);
        for (id, but) in [("c1", [("useful", "no")]), ("c2", [("concise", "no")])] {
            team.lea.answer_all(id, &but);
            team.lea.run(["seal", id]).code(0);
        }
        team
    }

    /// Marc has read c1 by heart and both sides are open; he differs on one item more.
    fn opened() -> (Team, String) {
        let team = Team::new();
        team.lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(0);
        let taken = team.marc.run(["open", at(&team.lea, "r.aplomb").as_str(), "--json"]).json();
        let id = taken["opened"][0]["conversation"].as_str().unwrap().to_owned();
        team.marc.answer_all(&id, &[("useful", "no"), ("sufficient", "no")]);
        team.marc.run(["seal", &id]).code(0);
        team.marc.run(["reply", &id, "-o", "a.aplomb"]).code(0);
        team.lea.run(["open", at(&team.marc, "a.aplomb").as_str()]).code(0).prints("alike on");
        team.lea.run(["reply", "c1", "-o", "b.aplomb"]).code(0);
        team.marc.run(["open", at(&team.lea, "b.aplomb").as_str()]).code(0).prints("alike on");
        (team, id)
    }
}

fn at(home: &Home, file: &str) -> String {
    home.path(file).to_str().unwrap().to_owned()
}

fn bundles(home: &Home, folder: &str) -> usize {
    let names = fs::read_dir(home.path(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".aplomb")).count()
}

#[test]
fn asking_shows_what_leaves_before_anything_is_made() {
    let team = Team::new();
    let store = fs::read(team.lea.store()).unwrap();
    let shown = team.lea.run(["ask", "c1"]).code(0).says("--peer NAME");
    for part in ["c1  A shoe is missing", "1 private note stays here", "Marc  "] {
        assert!(shown.out.contains(part), "no {part:?} in\n{}", shown.out);
    }
    assert!(!shown.out.contains("Nadia"), "a lead comes after the colleague:\n{}", shown.out);
    let shown = team.lea.run(["--lang", "fr", "ask", "c1", "c2", "--dry-run", "--hide-name"]).code(0);
    for part in ["1 note interne reste ici", "c2  Which size", "votre nom est caché"] {
        assert!(shown.out.contains(part), "no {part:?} in\n{}", shown.out);
    }
    assert!(!shown.out.contains("Marc"), "{}", shown.out);
    let shown = team.lea.run(["ask", "c1", "--dry-run", "--json"]).json();
    assert_eq!(shown["conversations"][0]["notes_left_out"], 1);
    assert_eq!(shown["conversations"][0]["colleagues"][0]["name"], "Marc");
    assert_eq!(fs::read(team.lea.store()).unwrap(), store, "looking wrote something");
    assert_eq!(bundles(&team.lea, "."), 0);
    // Not sealed yet, not mine, not there.
    team.lea.run(["ask", "c3", "--peer", "Marc"]).code(1).says("no review");
    team.lea.run(["ask", "c99"]).code(1).says("there is no conversation");
    team.lea.run(["ask", "c1", "--peer", "Nobody"]).code(1).says("you have no card of `Nobody`");
}

#[test]
fn an_existing_file_is_kept_and_nothing_was_asked() {
    let team = Team::new();
    let kept = team.lea.file("kept.aplomb", "mine");
    team.lea.run(["ask", "c1", "--peer", "Marc", "-o", &kept]).code(1).says("exists already");
    assert_eq!(team.lea.text("kept.aplomb"), "mine");
    team.lea.run(["ask", "c1", "c2", "--peer", "Marc", "-o", "one-file"]).code(2).says("need a folder");
    team.lea.run(["compare", "c1"]).code(1).says("nobody was asked");
    // Several go into a folder, each under a name that says nothing.
    fs::create_dir(team.lea.path("out")).unwrap();
    let said = team.lea.run(["ask", "c1", "c2", "--peer", "marc", "-o", "out"]).code(0);
    assert_eq!((said.out.lines().count(), bundles(&team.lea, "out")), (2, 2), "{}", said.out);
    team.lea.run(["ask", "c1", "--peer", "Marc"]).code(1).says("was asked to read this already");
    team.lea.run(["ask", "c1"]).code(0).prints("nobody is left to ask");
}

#[test]
fn one_file_that_is_refused_keeps_no_other_back() {
    let team = Team::new();
    team.lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(0);
    let (request, noise) = (at(&team.lea, "r.aplomb"), team.marc.file("noise", "noise"));
    let card = at(&team.lea, "my-card");
    let said = team.marc.run(["open", "nowhere", &noise, &card, &request]).code(1);
    assert!(said.out.contains("Léa asks you to read"), "{}", said.out);
    for part in ["nowhere", "this is not a bundle", "card add FILE"] {
        assert!(said.err.contains(part), "no {part:?} in\n{}", said.err);
    }
    let again = team.marc.run(["--json", "open", &request, &noise]).code(1);
    let told: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(fields(&again.out, &[]), sorted(&["schema_version", "opened", "refused"]));
    assert_eq!(fields(&again.out, &["opened", "0"]), sorted(&["file", "says", "new", "conversation"]));
    assert_eq!(told["opened"][0]["new"], false);
    assert!(told["opened"][0]["says"].as_str().unwrap().starts_with("taken in already on"));
    assert_eq!(told["refused"][0]["file"], noise.as_str());
    // For somebody else.
    team.nadia.run(["open", &request]).code(1).says("for somebody else");
    team.nadia.run(["--lang", "fr", "open", &request]).code(1).says("destiné à quelqu’un d’autre");
}

#[test]
fn declining_consent_and_writing_again() {
    let team = Team::new();
    team.lea.run(["ask", "c1", "c2", "--peer", "Marc"]).code(0);
    let mut found: Vec<_> = fs::read_dir(team.lea.path(".")).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "aplomb"));
    for request in &found {
        team.marc.run([std::ffi::OsStr::new("open"), request.as_os_str()]).code(0);
    }
    team.marc.run(["reply", "c1"]).code(0).prints("nothing to send");
    team.marc.run(["reply", "c1", "--decline", " "]).code(2).says("say why");
    team.marc.run(["reply", "c1", "--decline", "no", "--consent"]).code(2);
    team.marc.run(["reply", "c1", "--decline", "I know this customer", "-o", "no.aplomb"]).code(0);
    team.marc.run(["reply", "c1", "--decline", "again"]).code(1).says("answered already");
    team.marc.run(["reply", "c1"]).code(0).prints("--again");
    fs::remove_file(team.marc.path("no.aplomb")).unwrap();
    team.marc.run(["reply", "c1", "--again", "-o", "no.aplomb"]).code(0).prints("a refusal to read");
    team.lea.run(["open", at(&team.marc, "no.aplomb").as_str()]).code(0).prints("I know this customer");
    // Consent is said before the answers leave, or not at all.
    team.marc.answer_all("c2", &[]);
    team.marc.run(["seal", "c2"]).code(0);
    let said = team.marc.run(["reply", "c2", "--json", "-o", "yes.aplomb"]).json();
    assert_eq!(said["written"][0]["kind"], "review");
    team.marc.run(["reply", "c2", "--consent"]).code(1).says("left already");
    team.lea.run(["reply", "c1", "--decline", "mine"]).code(1).says("nobody asked you");
}

#[test]
fn a_folder_between_two() {
    let team = Team::new();
    fs::create_dir(team.lea.path("between")).unwrap();
    let between = at(&team.lea, "between");
    team.lea.run(["exchange"]).code(2).says("which folder?");
    let settings = format!("[exchange]\nfolder = \"{between}\"\n");
    for home in [&team.lea, &team.marc] {
        home.file("config/aplomb/config.toml", &settings);
    }
    // A bundle on its way to one whose card is in doubt keeps nobody else's back.
    team.lea.run(["ask", "c1", "--peer", "Marc", "-o", between.as_str()]).code(0);
    team.lea.file("between/letter.txt", "not for a program");
    let taken = team.marc.run(["exchange"]).code(0);
    assert!(taken.out.contains("1 taken in, 0 sent"), "{}\n{}", taken.out, taken.err);
    team.marc.run(["--lang", "fr", "exchange"]).code(0).prints("0 pli pris, 0 envoyé");
    let id = team.marc.run(["conversations", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    team.marc.answer_all(&id, &[]);
    team.marc.run(["seal", &id]).code(0);
    let sent = team.marc.run(["exchange", "--json"]).json();
    assert_eq!(sent["written"][0]["kind"], "review");
    team.lea.run(["exchange"]).code(0).prints("1 taken in, 1 sent");
    team.marc.run(["exchange"]).code(0).prints("1 taken in, 0 sent");
    assert_eq!(team.lea.text("between/letter.txt"), "not for a program");
    team.lea.run(["exchange", team.lea.data().to_str().unwrap()]).code(2).says("your own store");
}

#[test]
fn somebody_in_doubt_keeps_nobody_elses_bundles_back() {
    let team = Team::new();
    let ines = Home::empty();
    ines.run(["me", "--name", "Inès"]).code(0);
    ines.run(["card", "show", "-o", "my-card"]).code(0);
    team.lea.run(["card", "add", at(&ines, "my-card").as_str()]).code(0);
    ines.run(["card", "add", at(&team.lea, "my-card").as_str()]).code(0);
    fs::create_dir(team.lea.path("between")).unwrap();
    let between = at(&team.lea, "between");
    team.lea.run(["ask", "c1", "--peer", "Marc", "-o", &between]).code(0);
    team.lea.run(["ask", "c2", "--peer", "Inès", "-o", &between]).code(0);
    for home in [&team.marc, &ines] {
        home.run(["exchange", &between]).code(0);
        home.answer_all("c1", &[]);
        home.run(["seal", "c1"]).code(0);
        home.run(["exchange", &between]).code(0);
    }
    // Marc's reading is here, and then his card is withdrawn before my answers have left.
    team.marc.run(["card", "withdraw", "-o", "stop"]).code(0);
    let reading = fs::read_dir(team.lea.path("between")).unwrap().count();
    assert_eq!(reading, 4);
    team.lea.run(["card", "add", at(&team.marc, "stop").as_str()]).code(1);
    let said = team.lea.run(["exchange", &between]).code(1).says("withdrawn");
    assert!(said.out.contains("1 taken in, 1 sent, 1 refused"), "{}\n{}", said.out, said.err);
    ines.run(["exchange", &between]).code(0).prints("both sides are open");
}

#[test]
fn comparing_in_words_and_in_json() {
    let (team, id) = Team::opened();
    let text = team.lea.run(["compare", "c1"]).code(0);
    for part in ["Alike on 29 of 30", "[sufficient]", "    you: yes", "    Marc: no", "Talk the differences"]
    {
        assert!(text.out.contains(part), "no {part:?} in\n{}", text.out);
    }
    let text = team.lea.run(["--lang", "fr", "compare", "c1"]).code(0);
    for part in ["D’accord sur 29 de 30", "    vous\u{202f}: oui", "    Marc\u{202f}: non"] {
        assert!(text.out.contains(part), "no {part:?} in\n{}", text.out);
    }
    let said = team.lea.run(["compare", "c1", "--json"]).code(0);
    for field in ["conversation", "reviewers", "items", "pillars", "agreement"] {
        assert!(fields(&said.out, &[]).contains(&field.to_owned()), "{field}");
    }
    let one: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(one["reviewers"], json!(["Léa", "Marc"]));
    assert_eq!(one["agreement"], json!({"alike": 29, "n": 30}));
    let item = |of: &Value, name: &str| {
        of["items"].as_array().unwrap().iter().find(|item| item["item"] == name).unwrap().clone()
    };
    let differs = item(&one, "sufficient");
    assert_eq!(differs["answers"], json!({"Léa": "yes", "Marc": "no"}));
    assert_eq!((&differs["alike"], &differs["outcome"]), (&json!(false), &json!("open")));
    assert_eq!(item(&one, "useful")["alike"], true);
    team.lea.run(["compare", "c1", "--with", "marc"]).code(0).prints("Alike on 29");
    team.lea.run(["compare", "c1", "--with", "Nadia"]).code(1).says("no such exchange");

    // Talking it over, and taking it back.
    let talk = |home: &Home, id: &str, words: &[&str]| home.run([&["compare", id], words].concat());
    talk(&team.lea, "c1", &["--item", "sufficient"]).code(2).says("--agree ANSWER");
    talk(&team.lea, "c1", &["--item", "nothing", "--dispute"]).code(2).says("no item `nothing`");
    talk(&team.lea, "c1", &["--item", "sufficient", "--agree", "maybe"]).code(2).says("yes, no, n/a");
    talk(&team.lea, "c1", &["--item", "sufficient", "--agree", "yes", "--dispute"]).code(2);
    talk(&team.lea, "c1", &["--agree", "yes"]).code(2);
    talk(&team.lea, "c1", &["--item", "sufficient", "--dispute", "--remark", "see m2"])
        .code(0)
        .prints("asks for a third reader")
        .prints("“see m2”");
    talk(&team.lea, "c1", &["--item", "sufficient", "--unsay"]).code(0).prints("Talk the differences");
    let because = ["--item", "sufficient", "--agree", "non", "--because", "no next step"];
    let said = team.lea.run([&["--lang", "fr", "compare", "c1"], &because[..]].concat()).code(0);
    assert!(said.out.contains("se range à non · «\u{202f}no next step\u{202f}»"), "{}", said.out);
    team.lea.run(["reply", "c1", "-o", "talk.aplomb"]).code(0);
    team.marc.run(["open", at(&team.lea, "talk.aplomb").as_str()]).code(0).prints("says something");
    talk(&team.marc, &id, &["--item", "sufficient", "--agree", "no"]).code(0).prints("agreed: no");
    team.marc.run(["reply", &id, "-o", "talk2.aplomb"]).code(0);
    team.lea.run(["open", at(&team.marc, "talk2.aplomb").as_str()]).code(0);
    let done = team.lea.run(["compare", "c1", "--json"]).json();
    assert_eq!(done["standing"], "agreed");
    assert_eq!(item(&done, "sufficient")["agreed"], "no");
}

#[test]
fn handing_over_in_its_order() {
    let team = Team::new();
    let lea = &team.lea;
    lea.run(["submit"]).code(1).says("nothing to hand over").says("a colleague reads it first: `aplomb ask`");
    let plain = lea.run(["--lang", "fr", "submit", "--dry-run", "c1", "c3"]).code(0);
    for part in ["un collègue la lit d’abord", "pas encore d’évaluation"] {
        assert!(plain.out.contains(part), "no {part:?} in\n{}", plain.out);
    }
    let (team, _) = Team::opened();
    let lea = &team.lea;
    lea.run(["submit", "c1"]).code(1).says("differences are still open");
    lea.run(["compare", "c1", "--item", "sufficient", "--dispute"]).code(0).prints("aplomb ask c1 --third");
    // A dispute that stays is said so; it does not hold a review back for ever.
    let shown = lea.run(["submit", "c1", "--dry-run"]).code(0);
    assert!(
        shown.out.contains("Your lead would get this") || shown.out.contains("still open"),
        "{}",
        shown.out
    );
    lea.run(["submit", "--to", "Marc", "c1"]).code(1);
}

#[test]
fn a_checklist_may_let_a_sealed_review_go_alone() {
    let team = Team::new();
    let lea = &team.lea;
    let list = lea.run(["checklist", "show", "four-pillars", "--toml"]).code(0).out;
    let list = list.replacen("peer_reviews_before_submission = 1", "peer_reviews_before_submission = 0", 1);
    assert!(list.contains("peer_reviews_before_submission = 0"));
    let list = list.replacen("id = \"four-pillars\"", "id = \"alone\"", 1);
    lea.file("config/aplomb/checklists/alone.toml", &list);
    let items = lea.run(["checklist", "show", "alone", "--json"]).json();
    let mut answers = serde_json::Map::new();
    for item in items["items"].as_array().unwrap().iter().filter(|item| item["when"].is_null()) {
        answers.insert(item["id"].as_str().unwrap().into(), "yes".into());
    }
    answers.insert("accurate".into(), json!({"value": "no", "comment": "told cr@mail.example wrong"}));
    let answers = json!({ "answers": answers }).to_string();
    lea.fed(["score", "c3", "--checklist", "alone", "--answers", "-"], &answers).code(0);
    lea.run(["seal", "c3"]).code(0);

    let shown = lea.run(["submit", "--dry-run", "c3"]).code(0);
    for part in ["From Léa", "1 review;", "read by nobody else", "yes to 29", "These stay"] {
        let wanted = part != "These stay";
        assert_eq!(shown.out.contains(part), wanted, "{part:?} in\n{}", shown.out);
    }
    lea.run(["--lang", "fr", "submit", "--dry-run", "c3"]).code(0).prints("lue par personne d’autre");
    let json = lea.run(["submit", "--dry-run", "--json", "c3"]).json();
    assert!(!json.to_string().contains("told"), "{json:#}");
    lea.run(["submit", "c3", "--remarks", "nothing"]).code(2).says("no checklist");
    let with = lea.run(["submit", "--dry-run", "c3", "--remarks", "accurate"]).code(0);
    assert!(with.out.contains("told") && !with.out.contains("cr@mail.example"), "{}", with.out);
    // Looking made nothing.
    assert_eq!(bundles(lea, "."), 0);
    let kept = lea.file("kept.aplomb", "mine");
    lea.run(["submit", "c3", "-o", &kept]).code(1).says("exists already");
    lea.run(["--read-only", "submit", "c3", "-o", "s.aplomb"]).code(1);
    assert!(!lea.path("s.aplomb").exists() && lea.text("kept.aplomb") == "mine");
    let given = lea.run(["submit", "c3", "-o", "s.aplomb", "--json"]).json();
    let name = given["submission"].as_str().unwrap().to_owned();
    assert_eq!((&given["to"], &given["reviews"]), (&json!("Nadia"), &json!(1)));
    team.nadia.run(["open", at(lea, "s.aplomb").as_str()]).code(0).prints("a submission of Léa: 1 review");
    lea.run(["submit", "--list"]).code(0).prints("1 review for Nadia");
    lea.run(["submit", "--withdraw", "nothing"]).code(1).says("there is no submission");
    lea.run(["submit", "--withdraw", &name[..6], "-o", "w.aplomb"]).code(0).prints("w.aplomb");
    team.nadia.run(["open", at(lea, "w.aplomb").as_str()]).code(0).prints("withdraws a submission");
    lea.run(["--lang", "fr", "submit", "--list"]).code(0).prints("1 évaluation pour Nadia, retirée");
    lea.run(["submit", "--withdraw", &name]).code(1).says("withdrawn already");
    assert_eq!(lea.run(["review", "c3", "--json"]).json()["state"], "sealed");
}

#[test]
fn without_a_lead_nobody_could_open_it() {
    let (team, id) = Team::opened();
    for (home, id) in [(&team.lea, "c1"), (&team.marc, id.as_str())] {
        home.run(["compare", id, "--item", "sufficient", "--agree", "no"]).code(0);
        home.run(["reply", id, "-o", "talk.aplomb"]).code(0);
    }
    team.lea.run(["open", at(&team.marc, "talk.aplomb").as_str()]).code(0);
    team.lea.run(["card", "lead", "Nadia", "--no"]).code(0);
    team.lea.run(["submit"]).code(1).says("card add FILE --lead");
    team.lea.run(["submit", "--to", "Marc"]).code(1).says("takes no submissions");
    team.lea.run(["card", "lead", "Nadia"]).code(0);
    team.lea.run(["card", "lead", "Marc"]).code(0);
    team.lea.run(["submit"]).code(2).says("--to NAME");
    let said = team.lea.run(["submit", "--to", "nadia", "-o", "s.aplomb"]).code(0);
    assert!(said.out.contains("1 review for Nadia") && said.out.contains("These stay"), "{}", said.out);
}

#[test]
fn a_session_that_changes_nothing_sends_nothing() {
    let (team, _) = Team::opened();
    let lea = &team.lea;
    let before = fs::read(lea.store()).unwrap();
    lea.run(["--read-only", "compare", "c1"]).code(0).prints("Alike on 29");
    lea.run(["--read-only", "ask", "c2", "--dry-run"]).code(0);
    lea.run(["--read-only", "submit", "--dry-run"]).code(0);
    lea.run(["--read-only", "ask", "c2", "--peer", "Marc", "-o", "ro.aplomb"]).code(1);
    lea.run(["--read-only", "compare", "c1", "--item", "sufficient", "--agree", "no"]).code(1);
    assert!(!lea.path("ro.aplomb").exists());
    assert_eq!(fs::read(lea.store()).unwrap(), before);
}
