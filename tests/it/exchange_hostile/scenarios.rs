//! Sixteen ways in which a bundle can be wrong, or come at a wrong moment: each has its outcome and its own sentence.

use std::fs;
use std::time::{Duration, SystemTime};

use aplomb::domain::exchange::Stage;
use aplomb::domain::names::{BundleId, ExchangeId};
use aplomb::ops::error::Kind;
use aplomb::ops::{cards, exchange};
use aplomb::trust::{self, Draft, Identity};
use aplomb::words::Lang;

use super::forge::{Forged, encrypt, hex, seal};
use super::people::{DAY, NOW, Person, secrets, two, whole_way};

/// A bundle of `from` to `to`, to be changed at will.
fn forged<'a>(from: &mut Person, to: &mut Person, kind: &'a str, body: &'a [u8]) -> Forged<'a> {
    let (mine, theirs) = (from.identity(), to.identity());
    Forged {
        sign_seed: secrets(from).0,
        kind,
        bundle: [9; 16],
        from: mine.fingerprint().hex(),
        to: vec![theirs.fingerprint().hex()],
        exchange: None,
        seq: 900,
        format: 1,
        needs_reader: 1,
        created: NOW,
        expires: NOW + DAY,
        body,
        readers: vec![theirs.card().reads.clone(), mine.card().reads.clone()],
    }
}

fn withdrawal() -> Vec<u8> {
    aplomb::formats::bundle::write_withdrawal(BundleId([4; 16]))
}

#[test]
fn what_is_forged_here_is_a_bundle() {
    let (mut lea, mut marc) = two();
    let body = withdrawal();
    let file = seal(&forged(&mut lea, &mut marc, "withdrawal", &body));
    let told = marc.opens(&file).unwrap();
    assert_eq!(told.says.get(Lang::En), "Léa withdraws a submission");
}

#[test]
fn replay() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    for file in [&way.request, &way.reveal] {
        let before = marc.on_disk();
        let told = marc.opens_at(file, NOW + 30 * DAY).unwrap();
        assert!(!told.new);
        assert_eq!(told.says.get(Lang::En), "taken in already on 10 Mar 2026");
        assert!(before == marc.on_disk());
    }
}

#[test]
fn reorder() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    // The same person in a new home: what comes last came first.
    let mut again = Person::new("Marc", 3);
    fs::copy(marc.folder.path().join("identity.age"), again.folder.path().join("identity.age")).unwrap();
    again = again.again();
    again.adds(&lea.card(), "Léa", false);
    let told = again.opens(&way.reveal).unwrap();
    assert_eq!(told.says.get(Lang::En), "this came before what it answers; it is kept until that arrives");
    assert!(again.state(way.id).is_none());
    again.opens(&way.request).unwrap();
    let closed = again.state(way.id).unwrap();
    assert_eq!((closed.stage, closed.sheets()), (Stage::Asked, None));
    let there = again.received(way.id);
    again.reads(there, &["greeted"], "no greeting");
    again.sends();
    assert_eq!(again.state(way.id).unwrap().stage, Stage::Open);
}

#[test]
fn forwarded() {
    let (mut lea, mut marc) = two();
    let mut carol = Person::new("Carol", 5);
    carol.knows(&mut lea);
    carol.knows(&mut marc);
    let way = whole_way(&mut lea, &mut marc, "1");
    let inside = age::decrypt(&secrets(&marc).1, &way.reveal).unwrap();
    for readers in [
        vec![carol.identity().card().reads.clone()],
        vec![carol.identity().card().reads.clone(), lea.identity().card().reads.clone()],
    ] {
        assert_eq!(
            carol.refuses(&encrypt(&inside, &readers)),
            "this bundle was passed on: its author did not write it to you"
        );
    }
    // Nor with one more who can read along.
    let more = vec![
        marc.identity().card().reads.clone(),
        lea.identity().card().reads.clone(),
        carol.identity().card().reads.clone(),
    ];
    let inside = age::decrypt(&secrets(&marc).1, &way.request).unwrap();
    assert_eq!(
        marc.refuses(&encrypt(&inside, &more)),
        "this bundle was passed on: its author did not write it to you"
    );
}

#[test]
fn wrong_reader() {
    let (mut lea, mut marc) = two();
    let mut carol = Person::new("Carol", 5);
    carol.knows(&mut lea);
    let way = whole_way(&mut lea, &mut marc, "1");
    assert_eq!(carol.refuses(&way.request), "this bundle is for somebody else: your key does not open it");
}

#[test]
fn own_bundle() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let before = lea.on_disk();
    let told = lea.opens(&way.request).unwrap();
    assert_eq!(told.says.get(Lang::En), "this is a bundle of your own: it is for your colleague to open");
    assert!(!told.new && before == lea.on_disk());
    // Somebody else who says that it is mine is not believed.
    let body = withdrawal();
    let mut posing = forged(&mut marc, &mut lea, "withdrawal", &body);
    (posing.from, posing.to) =
        (lea.identity().fingerprint().hex(), vec![marc.identity().fingerprint().hex()]);
    assert_eq!(
        lea.refuses(&seal(&posing)),
        "the signature does not fit: somebody changed this, or it is not by whom it says"
    );
}

#[test]
fn unknown_key() {
    let (mut lea, mut marc) = (Person::new("Léa", 1), Person::new("Marc", 2));
    lea.knows(&mut marc);
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    assert_eq!(
        marc.refuses(&request),
        "this bundle comes from somebody whose card you do not have; nothing was taken in"
    );
    // Once the card is there, the same file is good.
    marc.knows(&mut lea);
    assert!(marc.opens(&request).unwrap().new);
}

/// Other keys under the name and the number of a person.
fn impostor(of: &Person, name: &str) -> Identity {
    Identity::make(name, of.id(), [77; 32], NOW).unwrap()
}

#[test]
fn changed_key() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let other = impostor(&lea, "Léa");
    let told = cards::add(&mut marc.session, &other.card().bytes(), None, false, NOW).unwrap();
    assert!(told.alarm);
    let draft = Draft {
        kind: trust::Kind::Withdrawal,
        bundle: BundleId([3; 16]),
        exchange: None,
        seq: 99,
        prev: None,
        created: NOW,
        expires: NOW + DAY,
        checklist: None,
    };
    let marcs = marc.identity().card().clone();
    let file = trust::seal(&other, &[marcs], &draft, &withdrawal()).unwrap();
    assert!(marc.refuses(&file).starts_with("STOP: this card of Léa has other keys"));
    // Everything of hers is blocked until somebody looked, old keys or new.
    let second = lea.has("2", "hello");
    lea.reads(second, &[], "");
    lea.asks(second, marc.id());
    let honest = lea.sends_one();
    assert!(marc.refuses(&honest).starts_with("STOP: this card of Léa has other keys"));
    // And what I say waits, without holding up anything else.
    marc.says(way.id, "useful", None, "kept", false);
    assert_eq!(marc.sends(), []);
    cards::refuse(&mut marc.session, "Léa").unwrap();
    assert!(marc.opens(&honest).unwrap().new);
    assert_eq!(marc.sends().len(), 1);
}

#[test]
fn revoked_key() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    let statement = cards::withdraw_mine(&mut lea.session, NOW, &mut lea.chance).unwrap();
    cards::add(&mut marc.session, &statement, None, false, NOW).unwrap();
    assert_eq!(marc.refuses(&request), "Léa’s card was withdrawn");
}

#[test]
fn expired() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    let end = NOW + 90 * DAY;
    assert_eq!(marc.refuses_at(&request, end + 2 * DAY + 1), "this bundle has expired; nothing was taken in");
    assert!(marc.opens_at(&request, end + 2 * DAY).unwrap().new);
}

#[test]
fn an_answer_to_what_i_asked_does_not_expire() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    marc.opens(&request).unwrap();
    let there = marc.received(id);
    marc.reads(there, &[], "");
    let reading = marc.sends_one();
    assert!(lea.opens_at(&reading, NOW + 300 * DAY).unwrap().new);
}

#[test]
fn older_format() {
    let (mut lea, mut marc) = two();
    let body = withdrawal();
    let mut nothing = forged(&mut lea, &mut marc, "withdrawal", &body);
    nothing.format = 0;
    assert_eq!(marc.refuses(&seal(&nothing)), "this file is damaged: bytes are missing or were changed");
    // Léa has used a newer one: what she makes after that is never older.
    marc.session.store.heard_from(lea.id(), 900, 2).unwrap();
    let mut older = forged(&mut lea, &mut marc, "withdrawal", &body);
    older.seq = 901;
    assert_eq!(
        marc.refuses(&seal(&older)),
        "this was made by an older Aplomb than Léa has used before; nothing was taken in"
    );
    // What she made before is only late.
    older.seq = 899;
    assert!(marc.opens(&seal(&older)).unwrap().new);
}

#[test]
fn newer_format() {
    let (mut lea, mut marc) = two();
    let body = withdrawal();
    let mut newer = forged(&mut lea, &mut marc, "withdrawal", &body);
    (newer.format, newer.needs_reader) = (2, 2);
    let file = seal(&newer);
    assert_eq!(
        marc.refuses(&file),
        "this was made by a newer Aplomb: it needs reader 2, this one is reader 1"
    );
    // In a shared folder it is looked at again after the update.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.aplomb"), &file).unwrap();
    for _ in 0..2 {
        let report =
            exchange::exchange_folder(&mut marc.session, folder.path(), NOW, &mut marc.chance).unwrap();
        assert_eq!(report.refused.len(), 1);
    }
}

#[test]
fn claimed_name() {
    let (lea, mut marc) = two();
    // A key of nobody who calls itself Léa.
    let mut mallory = Person::new("Léa", 66);
    mallory.knows(&mut marc);
    let conversation = mallory.has("1", "hello");
    mallory.reads(conversation, &[], "");
    mallory.asks(conversation, marc.id());
    let request = mallory.sends_one();
    assert_eq!(
        marc.refuses(&request),
        "this bundle comes from somebody whose card you do not have; nothing was taken in"
    );
    let before = marc.on_disk();
    let error =
        cards::add(&mut marc.session, &mallory.card(), None, false, NOW).expect_err("a name that is taken");
    assert_eq!(error.what.get(Lang::En), "`Léa` looks like `Léa`, whom you know already: nothing was added");
    assert!(before == marc.on_disk());
    // Under a name of mine, that name is what is shown.
    marc.adds(&mallory.card(), "Not Léa", false);
    assert_eq!(marc.opens(&request).unwrap().says.get(Lang::En), "Not Léa asks you to read a conversation");
    assert_eq!(lea.id(), cards::find(&marc.session, "Léa").unwrap().id);
}

#[test]
fn swapped_kind() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    // Léa's own words as another kind: the signature holds the kind, the body its own shape.
    let inside = age::decrypt(&secrets(&marc).1, &way.reveal).unwrap();
    let swapped = String::from_utf8_lossy(&inside).contains("\"reveal\"");
    assert!(swapped, "the kind is in the header");
    let place = inside.windows(8).position(|w| w == b"\"reveal\"").unwrap();
    let mut review = inside.clone();
    review[place..place + 8].copy_from_slice(b"\"review\"");
    let readers = vec![marc.identity().card().reads.clone(), lea.identity().card().reads.clone()];
    assert_eq!(
        marc.refuses(&encrypt(&review, &readers)),
        "the signature does not fit: somebody changed this, or it is not by whom it says"
    );
    // Signed so by herself: the body is none of that kind.
    let body = withdrawal();
    let mut odd = forged(&mut lea, &mut marc, "decline", &body);
    odd.exchange = Some(String::from(way.id));
    assert_eq!(
        marc.refuses(&seal(&odd)),
        "this bundle says something that no honest Aplomb writes; nothing was taken in"
    );
    // Or it says another exchange than its body.
    let talk = format!(r#"{{"exchange":"{}","number":1,"said":{{}}}}"#, hex(&[8; 16]));
    let mut odd = forged(&mut lea, &mut marc, "talk", talk.as_bytes());
    odd.exchange = Some(String::from(way.id));
    assert_eq!(
        marc.refuses(&seal(&odd)),
        "what this bundle says and what stands on it do not agree; nothing was taken in"
    );
}

#[test]
fn review_never_asked_for() {
    let (mut lea, mut marc) = two();
    let never = String::from(ExchangeId([8; 16]));
    let review = format!(r#"{{"exchange":"{never}","consent":true,"answers":{{}}}}"#);
    let decline = format!(r#"{{"exchange":"{never}","why":"no"}}"#);
    for (kind, body) in [("review", &review), ("decline", &decline)] {
        let mut unasked = forged(&mut marc, &mut lea, kind, body.as_bytes());
        unasked.exchange = Some(never.clone());
        assert_eq!(
            lea.refuses(&seal(&unasked)),
            "Marc answers a request that you never made; nothing was taken in"
        );
    }
    // Nor by somebody who was not asked.
    let mut carol = Person::new("Carol", 5);
    carol.knows(&mut lea);
    lea.knows(&mut carol);
    let way = whole_way(&mut lea, &mut marc, "1");
    let review = format!(r#"{{"exchange":"{}","consent":true,"answers":{{}}}}"#, way.id);
    let mut unasked = forged(&mut carol, &mut lea, "review", review.as_bytes());
    unasked.exchange = Some(String::from(way.id));
    assert_eq!(lea.refuses(&seal(&unasked)), "Carol has no part in this exchange; nothing was taken in");
}

#[test]
fn clock_one_day_off() {
    for off in [-DAY, DAY] {
        let (mut lea, mut marc) = two();
        let conversation = lea.has("1", "hello");
        lea.reads(conversation, &[], "");
        let id = lea.asks(conversation, marc.id());
        let request = lea.sends_one();
        marc.opens_at(&request, NOW + off).unwrap();
        let there = marc.received(id);
        marc.reads(there, &[], "");
        exchange::make_due(&mut marc.session, None, NOW + off, &mut marc.chance).unwrap();
        let reading = marc.sends_one();
        lea.opens(&reading).unwrap();
        let reveal = lea.sends_one();
        marc.opens_at(&reveal, NOW + off).unwrap();
        assert_eq!(marc.state(id).unwrap().stage, Stage::Open);
        assert!(marc.state(id).unwrap().flags.is_empty());
    }
}

#[test]
fn folder_with_500_stray_files() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for n in 0..500usize {
        let text: Vec<u8> = (0..n * 7 % 5000).map(|k| (k * 31 + n) as u8).collect();
        fs::write(at(&format!("stray-{n:03}.aplomb")), text).unwrap();
    }
    fs::write(at("half.aplomb"), &request[..request.len() / 2]).unwrap();
    fs::write(at("empty.aplomb"), b"").unwrap();
    fs::write(at("renamed.txt"), &request).unwrap();
    fs::write(at("twice (1).aplomb"), &request).unwrap();
    fs::File::create(at("huge.aplomb")).unwrap().set_len(30 << 20).unwrap();
    fs::create_dir(at("folder.aplomb")).unwrap();
    fs::write(at("folder.aplomb/inside.aplomb"), &request).unwrap();
    let secret = marc.folder.path().join("identity.age");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, at("link.aplomb")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("dangling.aplomb")).unwrap();
        let fifo = std::process::Command::new("mkfifo").arg(at("fifo.aplomb")).status();
        assert!(fifo.is_ok_and(|status| status.success()), "mkfifo");
    }
    let names = || {
        let mut all: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all
    };
    let before = names();
    let report = exchange::exchange_folder(&mut marc.session, folder.path(), NOW, &mut marc.chance).unwrap();
    assert_eq!((report.opened.len(), report.sent.len(), report.unsettled), (1, 0, 0));
    // Only the damaged one was meant to be a bundle: it is the one that is told of.
    let refused: Vec<_> =
        report.refused.iter().map(|(file, why)| (file.clone(), why.en.to_string())).collect();
    assert_eq!(
        refused,
        [(at("half.aplomb"), "this file is damaged: bytes are missing or were changed".to_owned())]
    );
    assert_eq!(report.passed_over, before.len() - 2);
    // Nothing was changed, moved, or written through a link.
    assert_eq!(names(), before);
    assert_eq!(fs::read_to_string(&secret).unwrap().lines().next(), Some("APLOMB IDENTITY 1"));
    let again = exchange::exchange_folder(&mut marc.session, folder.path(), NOW, &mut marc.chance).unwrap();
    assert_eq!((again.opened.len(), again.refused.len()), (0, 0), "told once");
}

#[test]
fn a_file_on_its_way_is_left_for_the_next_time() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.aplomb");
    fs::write(&file, &request[..1000]).unwrap();
    let moment = SystemTime::UNIX_EPOCH + Duration::from_micros(NOW as u64);
    fs::File::options().write(true).open(&file).unwrap().set_modified(moment).unwrap();
    let report = exchange::exchange_folder(&mut marc.session, folder.path(), NOW, &mut marc.chance).unwrap();
    assert_eq!((report.unsettled, report.refused.len()), (1, 0));
    fs::write(&file, &request).unwrap();
    let report = exchange::exchange_folder(&mut marc.session, folder.path(), NOW, &mut marc.chance).unwrap();
    assert_eq!(report.opened.len(), 1);
}

#[test]
fn noise_is_noise_before_there_are_keys() {
    let mut nobody = Person::new("Nobody", 8);
    // As in a new home: no keys, no name.
    let fresh = tempfile::tempdir().unwrap();
    nobody.setting.store = fresh.path().join("aplomb.db");
    nobody.setting.keys = Some(fresh.path().join("identity.age"));
    let mut nobody = nobody.again();
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    for (file, says) in [
        (b"Dear colleague,".to_vec(), "this is not a bundle"),
        (
            b"age-encryption.org/v1\n-> scrypt x 28\n".to_vec(),
            "this file is encrypted, but not as an Aplomb bundle",
        ),
        (way.request[..60].to_vec(), "this file is damaged: bytes are missing or were changed"),
        (way.request.clone(), "this bundle is for somebody else: your key does not open it"),
    ] {
        assert_eq!(nobody.refuses(&file), says);
    }
    assert!(!fresh.path().join("identity.age").exists(), "looking at a file makes no keys");
}

#[test]
fn locked_keys_and_a_store_that_only_reads() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    marc.setting.read_only = true;
    let mut marc = marc.again();
    let before = marc.on_disk();
    assert_eq!(marc.opens(&request).expect_err("read-only").kind, Kind::Environment);
    assert!(before == marc.on_disk());
    marc.setting.read_only = false;
    // Locked by any age program; noise is still noise, a bundle waits for the passphrase.
    let file = marc.folder.path().join("identity.age");
    let mut lock = age::scrypt::Recipient::new("phrase".to_owned().into());
    lock.set_work_factor(2);
    let locked = age::encrypt(&lock, &fs::read(&file).unwrap()).unwrap();
    fs::write(&file, locked).unwrap();
    let mut marc = marc.again();
    assert_eq!(marc.refuses(b"noise"), "this is not a bundle");
    let before = marc.on_disk();
    assert_eq!(marc.opens(&request).expect_err("locked").kind, Kind::Locked);
    assert!(before == marc.on_disk());
    aplomb::ops::keys::unlock(&mut marc.session, "phrase", NOW).unwrap();
    assert!(marc.opens(&request).unwrap().new);
}
