//! `aplomb card`: my keys, the people I exchange with, and what happens when keys change or are lost.

use std::fs;
use std::path::PathBuf;

use aplomb::trust::{Card, Identity};

use crate::home::Home;

/// Where the keys of a home are.
fn keys(home: &Home) -> PathBuf {
    home.data().join("identity.aplomb-keys")
}

/// A home of somebody with a name and a card, and where the card is.
fn somebody(name: &str) -> (Home, String) {
    let home = Home::empty();
    home.run(["me", "--name", name]).code(0);
    let card = card_of(&home, "card");
    (home, card)
}

fn card_of(home: &Home, file: &str) -> String {
    let card = home.path(file).to_str().unwrap().to_owned();
    home.run(["card", "show", "-o", &card]).code(0);
    card
}

/// The words that a home prints for its own card.
fn words(home: &Home) -> String {
    home.run(["card", "show"]).code(0).out.trim().to_owned()
}

/// A card of the same person with other keys that the old ones did not sign: somebody took the place.
fn with_other_keys(card: &str, home: &Home) -> String {
    let person = Card::parse(&fs::read(card).unwrap()).unwrap().person;
    let made = Identity::make("Marc", person, [7; 32], 1_772_000_000_000_000).unwrap();
    home.file("other-keys", made.card().bytes())
}

#[test]
fn looking_makes_no_keys_and_no_name_is_needed() {
    let home = Home::of_lea();
    let noise = home.file("noise", b"\x00\x01 not a bundle");
    home.run(["card", "list"]).code(0).says("no colleague’s card yet");
    home.run(["open", &noise]).code(1).says("this is not a bundle");
    home.run(["compare", "c1"]).code(1).says("nobody was asked");
    home.run(["submit", "--dry-run"]).code(0).prints("nothing to hand over");
    home.run(["submit", "--list"]).code(0).says("nothing was handed over");
    home.run(["exchange", "."]).code(0);
    assert!(!keys(&home).exists());
    // Somebody else's bundle opens no more than noise does.
    let nameless = Home::empty();
    nameless.run(["card", "list"]).code(0);
    nameless.run(["card", "show"]).code(1).says("aplomb me --name NAME");
    nameless.run(["--lang", "fr", "card", "show"]).code(1).says("aplomb me --name NOM");
    assert!(!keys(&nameless).exists());
}

#[test]
fn my_card_is_made_once_for_me_alone() {
    let (home, card) = somebody("Léa");
    let first = words(&home);
    assert_eq!(first.split(' ').count(), 8, "{first}");
    assert_eq!(words(&home), first);
    let shown = home.run(["card", "show", "--json"]).json();
    assert_eq!((&shown["words"], &shown["number"]), (&first.clone().into(), &1.into()));
    assert_eq!(shown["passphrase"], false);
    assert_ne!(home.run(["--lang", "fr", "card", "show"]).code(0).out.trim(), first);
    home.run(["card", "show", "-o", &card]).code(1).says("exists already");
    home.run(["card", "show", "-o", &card, "--force"]).code(0);
    // The card holds no private key.
    let public = fs::read_to_string(&card).unwrap();
    assert!(!public.contains("SECRET") && fs::read_to_string(keys(&home)).unwrap().contains("SECRET"));
    home.run(["card", "add", &card]).code(0).prints("your own card");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = || fs::metadata(keys(&home)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        fs::set_permissions(keys(&home), fs::Permissions::from_mode(0o644)).unwrap();
        home.run(["doctor"]).code(1).prints("others can read the file");
        assert_eq!(mode(), 0o644, "the doctor changes nothing");
        words(&home);
        assert_eq!(mode(), 0o600);
    }
    home.run(["doctor"]).code(0).prints("for you alone");
    home.run(["paths"]).code(0).prints(keys(&home).to_str().unwrap());
    home.run(["backup", "copy.db"]).code(0).says("your keys are not in it");
}

#[test]
fn people_are_added_compared_and_named() {
    let (lea, hers) = somebody("Léa");
    let (marc, his) = somebody("Marc");
    let added = lea.run(["card", "add", &his]).code(0).says(&words(&marc));
    assert!(added.out.contains("added Marc’s card"), "{}", added.out);
    lea.run(["card", "add", &his]).code(0).prints("nothing changed");
    marc.run(["card", "add", &hers, "--as", "Léa du matin"]).code(0).says("card met 'Léa du matin'");
    // The words over both cards are the same on both sides.
    let said = |home: &Home, name: &str| {
        let shown = home.run(["card", "show", name]).code(0).out;
        shown.lines().find_map(|line| line.strip_prefix("both of us ")).unwrap().to_owned()
    };
    assert_eq!(said(&lea, "marc"), said(&marc, "Léa"));
    lea.run(["card", "list"]).code(0).prints("Marc  not compared by voice yet");
    lea.run(["card", "met", "Marc"]).code(0);
    lea.run(["card", "list"]).code(0).prints("Marc  compared by voice");
    lea.run(["--lang", "fr", "card", "list"]).code(0).prints("Marc  comparée de vive voix");
    lea.run(["card", "lead", "Marc"]).code(0).prints("submissions go to Marc");
    let people = lea.run(["card", "list", "--json"]).json();
    assert_eq!(people["people"][0]["lead"], true);
    assert_eq!(people["people"][0]["trust"], "met");
    assert_eq!(people["people"][0]["words"], words(&marc).as_str());
    lea.run(["card", "lead", "Marc", "--no"]).code(0);
    // Called otherwise, and told under the new name.
    lea.run(["card", "add", &his, "--as", "Marc P."]).code(0).prints("Marc P.’s card is there already");
    lea.run(["card", "met", "Paul"]).code(1).says("you have no card of `Paul`").says("Marc P.");
    lea.run(["card", "accept", "Marc"]).code(1).says("no other card");
    lea.run(["card", "refuse", "Marc"]).code(1);
    let (_other, second) = somebody("Marco");
    lea.run(["card", "add", &second]).code(0);
    lea.run(["card", "met", "mar"]).code(1).says("several people").says("Marc P., Marco");
    let noise = lea.file("noise", "no card");
    lea.run(["card", "add", &noise]).code(1).says("this is not a card");
}

#[test]
fn names_that_look_like_somebody_known_are_refused() {
    let (lea, _) = somebody("Léa");
    let (_marc, his) = somebody("Marc");
    lea.run(["card", "add", &his]).code(0);
    // With a Cyrillic а, in capitals, and my own name.
    for name in ["Mаrc", "MARC", "Lea"] {
        let (_thief, card) = somebody(name);
        lea.run(["card", "add", &card]).code(1).says("looks like").says("--as NAME");
    }
    assert_eq!(lea.run(["card", "list", "--json"]).json()["people"].as_array().unwrap().len(), 1);
}

#[test]
fn a_changed_card_is_told_loudly_and_blocks_until_it_is_settled() {
    let lea = Home::of_lea();
    let (marc, his) = somebody("Marc");
    let hers = card_of(&lea, "lea-card");
    marc.run(["card", "add", &hers]).code(0);
    lea.run(["card", "add", &his]).code(0);
    lea.run(["card", "met", "Marc"]).code(0);
    lea.answer_all("c1", &[]);
    lea.run(["seal", "c1"]).code(0);
    let old = words(&marc);
    let other = with_other_keys(&his, &lea);
    for lang in ["en", "fr"] {
        let said = lea.run(["--lang", lang, "card", "add", &other]).code(1);
        assert!(said.out.starts_with("STOP"), "{}", said.out);
        // Both lists, one under the other, word by word.
        let lists: Vec<&str> = said.err.lines().filter(|line| line.starts_with("  ")).collect();
        assert_eq!(lists.len(), 2, "{}", said.err);
        if lang == "en" {
            let first: Vec<&str> = lists[0].split_whitespace().skip(1).collect();
            assert_eq!(first.join(" "), old);
        }
    }
    lea.run(["card", "list"]).code(0).prints("CHANGED CARD: blocked");
    lea.run(["card", "met", "Marc"]).code(1).says("STOP");
    lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(1).says("STOP");
    assert!(!lea.path("r.aplomb").exists());
    lea.run(["doctor"]).code(1).prints("changed card blocks its person");
    lea.run(["card", "show", "Marc"]).code(0).prints("CHANGED").says("card accept Marc");
    lea.run(["card", "refuse", "Marc"]).code(0).prints("old one counts");
    lea.run(["card", "list"]).code(0).prints("Marc  compared by voice");
    lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(0);
    marc.run(["open", lea.path("r.aplomb").to_str().unwrap()]).code(0);
    lea.run(["card", "add", &other]).code(1);
    lea.run(["card", "accept", "Marc"]).code(0);
    lea.run(["card", "list"]).code(0).prints("Marc  compared by voice");
}

#[test]
fn a_card_that_the_old_one_signed_is_taken_quietly() {
    let (lea, hers) = somebody("Léa");
    let (marc, his) = somebody("Marc");
    lea.run(["card", "add", &his]).code(0);
    lea.run(["card", "met", "Marc"]).code(0);
    let before = words(&marc);
    marc.run(["card", "renew"]).code(0);
    assert_ne!(words(&marc), before);
    let next = card_of(&marc, "next");
    let said = lea.run(["card", "add", &next]).code(0).prints("signed with the old one");
    assert!(said.err.is_empty(), "{}", said.err);
    lea.run(["card", "list"]).code(0).prints("Marc  compared by voice");
    // The old one again is old news.
    lea.run(["card", "add", &his]).code(0).prints("older card");
    assert_eq!(lea.run(["card", "list", "--json"]).json()["people"][0]["words"], words(&marc).as_str());
    drop(hers);
}

#[test]
fn a_withdrawn_card_counts_no_more() {
    let (lea, _) = somebody("Léa");
    let (marc, his) = somebody("Marc");
    lea.run(["card", "add", &his]).code(0);
    let statement = marc.path("stop").to_str().unwrap().to_owned();
    marc.run(["card", "withdraw", "-o", &statement]).code(0);
    lea.run(["card", "add", &statement]).code(1).prints("withdrawn").says("ask Marc for a new card");
    lea.run(["card", "list"]).code(0).prints("Marc  withdrawn");
    lea.run(["card", "add", &his]).code(1).says("was withdrawn");
    lea.run(["card", "met", "Marc"]).code(1).says("was withdrawn");
    // Whoever has the stolen keys could sign a next card: only the words, by voice, help.
    marc.run(["card", "renew"]).code(0);
    let next = card_of(&marc, "next");
    lea.run(["card", "add", &next]).code(1).says(&words(&marc)).says("card accept Marc");
    lea.run(["card", "accept", "Marc"]).code(0);
    lea.run(["card", "list"]).code(0).prints("Marc  compared by voice");
    // Nobody else's card can be withdrawn so.
    let (_nadia, hers) = somebody("Nadia");
    lea.run(["card", "add", &hers]).code(0);
    let strange = fs::read_to_string(&statement).unwrap().replace("APLOMB", "APL0MB");
    let strange = lea.file("strange", strange);
    lea.run(["card", "add", &strange]).code(1);
    lea.run(["card", "list"]).code(0).prints("Nadia  not compared");
}

#[test]
fn a_session_that_changes_nothing_makes_no_keys() {
    let (home, card) = somebody("Léa");
    let (_marc, his) = somebody("Marc");
    let before = crate::home::everything_in(&home.data());
    for arguments in [
        vec!["card", "add", his.as_str()],
        vec!["card", "renew"],
        vec!["card", "renew", "--lost"],
        vec!["card", "withdraw", "-o", "stop"],
        vec!["card", "passphrase", "--none"],
    ] {
        home.run([&["--read-only"], arguments.as_slice()].concat()).code(1);
        assert!(!home.path("stop").exists());
    }
    home.run(["--read-only", "card", "list"]).code(0);
    home.run(["--read-only", "card", "show"]).code(0);
    assert_eq!(crate::home::everything_in(&home.data()), before);
    drop(card);
    let fresh = Home::empty();
    fresh.run(["me", "--name", "Léa"]).code(0);
    fresh.run(["--read-only", "card", "show"]).code(1);
    assert!(!keys(&fresh).exists());
}

#[test]
fn lost_keys_are_told_plainly_and_new_ones_end_what_was_open() {
    let lea = Home::of_lea();
    let (marc, his) = somebody("Marc");
    let hers = card_of(&lea, "lea-card");
    marc.run(["card", "add", &hers]).code(0);
    lea.run(["card", "add", &his]).code(0);
    for id in ["c1", "c2"] {
        lea.answer_all(id, &[]);
        lea.run(["seal", id]).code(0);
    }
    lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(0);
    fs::remove_file(keys(&lea)).unwrap();
    for arguments in [
        vec!["card", "show"],
        vec!["card", "renew"],
        vec!["ask", "c2", "--peer", "Marc"],
        vec!["open", "r.aplomb"],
        vec!["exchange", "."],
    ] {
        let said = lea.run(&arguments).code(1).says("your keys are gone").says("card renew --lost");
        assert!(said.err.contains("identity.aplomb-keys"), "{}", said.err);
        lea.run([&["--lang", "fr"], arguments.as_slice()].concat()).code(1).says("vos clés ont disparu");
    }
    assert!(!keys(&lea).exists());
    // Looking still works, and tells nothing else than before.
    lea.run(["compare", "c1"]).code(0).prints("has not answered yet");
    lea.run(["card", "list"]).code(0);
    lea.run(["doctor"]).code(1).prints("not there any more");
    lea.run(["card", "renew", "--lost"]).code(0).prints("Your reviews stay");
    // These keys are not lost.
    let now = fs::read(keys(&lea)).unwrap();
    lea.run(["card", "renew", "--lost"]).code(1).says("not lost");
    assert_eq!(fs::read(keys(&lea)).unwrap(), now);
    lea.run(["compare", "c1"]).code(0).prints("this exchange has ended");
    lea.run(["--lang", "fr", "compare", "c1"]).code(0).prints("cet échange est terminé");
    assert_eq!(lea.run(["compare", "c1", "--json"]).json()["ended"], true);
    lea.run(["reply", "c1"]).code(0).prints("has ended");
    lea.run(["submit", "--dry-run", "c1"]).code(0).prints("a colleague reads it first");
    lea.run(["doctor"]).code(0).prints("1 exchange has ended");
    lea.run(["review", "c1"]).code(0);
    // The same colleague can be asked anew, and takes the new card under a name of its own.
    lea.run(["ask", "c1", "--peer", "Marc", "-o", "again.aplomb"]).code(0);
    lea.run(["compare", "c1"]).code(0).prints("has not answered yet");
    let again = lea.path("again.aplomb").to_str().unwrap().to_owned();
    marc.run(["open", &again]).code(1).says("whose card you do not have");
    let next = card_of(&lea, "new-card");
    marc.run(["card", "add", &next]).code(1).says("looks like").says("new keys");
    marc.run(["card", "add", &next, "--as", "Léa new"]).code(0);
    marc.run(["open", &again]).code(0).prints("asks you to read");
}

#[test]
fn what_was_asked_of_somebody_with_lost_keys_ends_too() {
    let lea = Home::of_lea();
    let (marc, his) = somebody("Marc");
    let hers = card_of(&lea, "lea-card");
    marc.run(["card", "add", &hers]).code(0);
    lea.run(["card", "add", &his]).code(0);
    lea.answer_all("c1", &[]);
    lea.run(["seal", "c1"]).code(0);
    lea.run(["ask", "c1", "--peer", "Marc", "-o", "r.aplomb"]).code(0);
    marc.run(["open", lea.path("r.aplomb").to_str().unwrap()]).code(0);
    let kept = fs::read(keys(&marc)).unwrap();
    fs::remove_file(keys(&marc)).unwrap();
    marc.run(["card", "renew", "--lost"]).code(0);
    marc.run(["compare", "c1"]).code(0).prints("this exchange has ended");
    marc.run(["reply", "c1", "--decline", "lost"]).code(1).says("has ended");
    marc.run(["reply", "c1"]).code(0).prints("has ended");
    // The old keys turn up again: everything goes on.
    fs::write(keys(&marc), kept).unwrap();
    marc.run(["card", "show"]).code(0);
    marc.run(["compare", "c1"]).code(0).prints("read it first");
    marc.run(["reply", "c1", "--decline", "found", "-o", "no.aplomb"]).code(0);
    lea.run(["open", marc.path("no.aplomb").to_str().unwrap()]).code(0).prints("found");
}

#[test]
fn a_file_of_keys_that_does_not_open_is_put_aside() {
    let (home, _) = somebody("Léa");
    fs::write(keys(&home), "scribbled over").unwrap();
    home.run(["card", "show"]).code(1).says("not a private key");
    home.run(["doctor"]).code(1).prints("holds no keys");
    home.run(["card", "renew", "--lost"]).code(0).says("old file is kept");
    let kept = fs::read_dir(home.data())
        .unwrap()
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().contains(".lost-"));
    assert_eq!(fs::read_to_string(kept.unwrap().path()).unwrap(), "scribbled over");
    words(&home);
}

#[test]
fn a_restored_store_says_that_its_keys_are_elsewhere() {
    let (home, _) = somebody("Léa");
    home.run(["backup", "copy.db"]).code(0);
    let other = Home::empty();
    let copy = home.path("copy.db").to_str().unwrap().to_owned();
    other.run(["restore", &copy]).code(0).says("your keys are not here");
    fs::copy(keys(&home), keys(&other)).unwrap();
    assert_eq!(words(&other), words(&home));
}
