//! Each test here failed once, or guards a promise where it would be cheapest to break.

use aplomb::domain::exchange::{Flag, Said, Stage};
use aplomb::domain::names::{BundleId, ExchangeId};
use aplomb::domain::review::{ReviewRole, State, Value};
use aplomb::formats::bundle;
use aplomb::ops::error::Kind;
use aplomb::ops::exchange::{self, Asking};
use aplomb::ops::{cards, compare, desk, submit};
use aplomb::storage::{Bundle, FactRow};
use aplomb::trust::{self, Draft};
use aplomb::words::Lang;

use super::people::{DAY, NOW, Person, two, whole_way};

fn draft(kind: trust::Kind, exchange: Option<ExchangeId>, seq: u64, name: u8) -> Draft {
    Draft {
        kind,
        bundle: BundleId([name; 16]),
        exchange,
        seq,
        prev: None,
        created: NOW,
        expires: NOW + DAY,
        checklist: None,
    }
}

/// A bundle with the author's own keys and any body.
fn signed(from: &mut Person, to: &mut Person, draft: &Draft, body: &[u8]) -> Vec<u8> {
    let card = to.identity().card().clone();
    trust::seal(&from.identity(), &[card], draft, body).unwrap()
}

/// Somebody who learns the name of an exchange must not become the one whom its reader answers.
#[test]
fn a_third_person_cannot_take_over_an_exchange() {
    let (mut lea, mut marc) = two();
    let mut carol = Person::new("Carol", 5);
    carol.knows(&mut marc);
    marc.knows(&mut carol);
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    marc.opens(&lea.sends_one()).unwrap();
    // Carol, who may have been drawn as a third reader, asks under the same name and a lower number.
    let own = carol.has("9", "mine");
    carol.reads(own, &[], "");
    let hers = carol.asks(own, marc.id());
    let asked = carol.sends();
    let body = age::decrypt(&super::people::secrets(&marc).1, &asked[0].2).unwrap();
    assert!(!body.is_empty());
    let request = carol.session.store.facts(hers).unwrap().into_iter().find(|f| f.word == "request").unwrap();
    let body = request.body.replace(&String::from(hers), &String::from(id));
    let mut draft = draft(trust::Kind::Request, Some(id), 0, 5);
    let aplomb::domain::exchange::Fact::Request(read) = bundle::read("request", body.as_bytes()).unwrap()
    else {
        panic!("a request")
    };
    draft.checklist = Some(read.checklist.digest());
    let file = signed(&mut carol, &mut marc, &draft, body.as_bytes());
    assert_eq!(marc.refuses(&file), "Carol has no part in this exchange; nothing was taken in");
    assert_eq!(marc.state(id).unwrap().asker, lea.id());
}

/// Neither side can change its answers after it saw the other's, not even by claiming to have said them earlier.
#[test]
fn nobody_changes_after_seeing() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let before = (lea.truth(), marc.truth());
    // Marc saw Léa's answers and would rather have agreed.
    let reading = marc.session.store.facts(way.id).unwrap().into_iter().find(|f| f.word == "review").unwrap();
    let better = reading.body.replace("\"no\"", "\"yes\"");
    assert_ne!(better, reading.body);
    let file =
        signed(&mut marc, &mut lea, &draft(trust::Kind::Review, Some(way.id), 0, 6), better.as_bytes());
    assert_eq!(
        lea.refuses(&file),
        "Marc wants to change what was fixed before; what came first stays, nothing was taken in"
    );
    // Said as something later, it is told by name and changes nothing else.
    let file =
        signed(&mut marc, &mut lea, &draft(trust::Kind::Review, Some(way.id), 800, 7), better.as_bytes());
    lea.opens(&file).unwrap();
    assert_eq!(lea.state(way.id).unwrap().flags, [Flag::TwoReadings]);
    let (_, theirs) = lea.state(way.id).map(|e| (e.stage, e.sheets().unwrap().1.clone())).unwrap();
    assert_eq!(theirs.value("greeted"), Some(Value::No));
    // Léa saw Marc's and asks anew, with another seal, as if that had come first.
    let request = lea.session.store.facts(way.id).unwrap().into_iter().find(|f| f.word == "request").unwrap();
    let place = request.body.find("\"seal\":\"").unwrap() + 8;
    let mut other = request.body.clone();
    other.replace_range(place..place + 64, &"0".repeat(64));
    let mut draft = draft(trust::Kind::Request, Some(way.id), 0, 8);
    draft.checklist = Some(marc.state(way.id).unwrap().request.checklist.digest());
    let file = signed(&mut lea, &mut marc, &draft, other.as_bytes());
    assert!(marc.refuses(&file).starts_with("Léa wants to change what was fixed before"));
    assert_eq!(marc.truth(), before.1);
}

/// A submission's name is its author's choice; it must not lie on an exchange and make it unreadable.
#[test]
fn a_submission_cannot_brick_an_exchange() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let body = bundle::write_withdrawal(BundleId(way.id.0));
    let file = signed(&mut marc, &mut lea, &draft(trust::Kind::Withdrawal, None, 50, 6), &body);
    lea.opens(&file).unwrap();
    assert_eq!(lea.state(way.id).unwrap().stage, Stage::Open);
    // Nor does it travel inside one.
    let file = signed(&mut marc, &mut lea, &draft(trust::Kind::Withdrawal, Some(way.id), 51, 7), &body);
    assert_eq!(
        lea.refuses(&file),
        "what this bundle says and what stands on it do not agree; nothing was taken in"
    );
}

/// A remark that is too long for a bundle is refused when it is made, not when it is read again.
#[test]
fn what_i_say_can_always_be_read_again() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let said = Said { remark: "\u{1f600}".repeat(1_900), ..Said::default() };
    let error = exchange::say(&mut lea.session, way.id, "useful", said, NOW, &mut lea.chance)
        .expect_err("7,600 bytes");
    assert_eq!(error.what.get(Lang::En), "this is more than a bundle may hold; nothing was made");
    assert_eq!(lea.state(way.id).unwrap().stage, Stage::Open);
}

/// Remarks, reasons, comments and refusals leave as redacted as the conversation.
#[test]
fn words_of_my_own_are_redacted_too() {
    let (mut lea, mut marc) = two();
    let way = whole_way(&mut lea, &mut marc, "1");
    let said = Said {
        remark: "Crystal Minh was called at +33 6 12 34 56 78".into(),
        because: "see crystal@mail.example".into(),
        ..Said::default()
    };
    let replaced =
        exchange::say(&mut lea.session, way.id, "useful", said.clone(), NOW, &mut lea.chance).unwrap();
    assert!(replaced >= 3, "{replaced}");
    let told = exchange::said_so_far(&lea.session, way.id, "useful").unwrap();
    for secret in ["Crystal", "Minh", "12 34", "mail.example"] {
        assert!(!format!("{told:?}").contains(secret), "{told:?}");
    }
    assert!(told.remark.contains("was called at"));
    // The same again is no new thing to say.
    exchange::say(&mut lea.session, way.id, "useful", said, NOW, &mut lea.chance).unwrap();
    assert_eq!(lea.state(way.id).unwrap().my_talk().unwrap().number, 1);
    // The reader's words as well: they may have heard more than they read.
    let second = lea.has("2", "hello");
    lea.reads(second, &[], "");
    let id = lea.asks(second, marc.id());
    let third = lea.has("3", "hello");
    lea.reads(third, &[], "");
    let declined = lea.asks(third, marc.id());
    for (word, _, file) in lea.sends() {
        if word == "request" {
            marc.opens(&file).unwrap();
        }
    }
    let there = marc.received(id);
    marc.reads(there, &["greeted"], "the customer at anna@mail.example or 06 12 34 56 78 got no greeting");
    let there = marc.received(declined);
    exchange::decline(&mut marc.session, there, "I know anna@mail.example", NOW, &mut marc.chance).unwrap();
    marc.sends();
    for (id, word, kept) in [(id, "review", "the customer at "), (declined, "decline", "I know ")] {
        let fact = marc.session.store.facts(id).unwrap().into_iter().find(|f| f.word == word).unwrap();
        assert!(!fact.body.contains("anna@") && !fact.body.contains("12 34"), "{}", fact.body);
        assert!(fact.body.contains(kept), "{}", fact.body);
    }
}

/// Whoever takes submissions reads nothing before one.
#[test]
fn a_lead_is_not_asked_to_read() {
    let (mut lea, marc) = two();
    cards::set_lead(&mut lea.session, "Marc", true).unwrap();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let error = lea.tries_to_ask(conversation, marc.id()).expect_err("a lead");
    assert!(error.what.get(Lang::En).starts_with("Marc takes submissions"), "{error:?}");
    assert_eq!(lea.sends(), []);
}

#[test]
fn asking_twice_and_again_after_a_no() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let first = lea.asks(conversation, marc.id());
    let error = lea.tries_to_ask(conversation, marc.id()).expect_err("asked already");
    assert_eq!(error.what.get(Lang::En), "Marc was asked to read this already");
    marc.opens(&lea.sends_one()).unwrap();
    let there = marc.received(first);
    exchange::decline(&mut marc.session, there, "no time today", NOW, &mut marc.chance).unwrap();
    lea.opens(&marc.sends_one()).unwrap();
    assert_eq!(lea.state(first).unwrap().stage, Stage::Declined);
    let second = lea.asks(conversation, marc.id());
    marc.opens(&lea.sends_one()).unwrap();
    let there = marc.received(second);
    marc.reads(there, &[], "");
    lea.opens(&marc.sends_one()).unwrap();
    assert_eq!(lea.state(second).unwrap().stage, Stage::Open);
}

/// The program dies between taking a reading in and making the reveal: the next time it is made.
#[test]
fn a_reveal_is_made_later() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    marc.opens(&lea.sends_one()).unwrap();
    let there = marc.received(id);
    marc.reads(there, &[], "");
    let reading = marc.sends_one();
    // What is on disk when the program dies at the end of the one transaction.
    let envelope = trust::open(&lea.identity(), &reading).unwrap();
    let verified = envelope.verify(marc.identity().card()).unwrap();
    let header = &verified.header;
    let (bundle, fact) = (
        Bundle {
            id: header.bundle,
            word: "review".into(),
            person: Some(marc.id()),
            exchange: Some(id),
            at: NOW,
            file: verified.digest,
        },
        FactRow {
            exchange: id,
            author: marc.id(),
            card: header.from,
            seq: header.seq,
            word: "review".into(),
            digest: verified.digest,
            body: String::from_utf8(verified.body.clone()).unwrap(),
            at: NOW,
            mine: false,
        },
    );
    lea.session.store.in_one(|store| store.take_bundle(&bundle).and_then(|_| store.add_fact(&fact))).unwrap();
    let mut lea = lea.again();
    assert!(!lea.opens(&reading).unwrap().new);
    let (word, _, reveal) = lea.sends().remove(0);
    assert_eq!(word, "reveal");
    marc.opens(&reveal).unwrap();
    assert_eq!(marc.state(id).unwrap().stage, Stage::Open);
}

/// A voided review counts nowhere; its exchange still opens for both or for neither.
#[test]
fn a_voided_review_with_an_open_exchange() {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("1", "hello");
    let review = lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    marc.opens(&lea.sends_one()).unwrap();
    desk::void(&mut lea.session, review, "wrong conversation", NOW).unwrap();
    let there = marc.received(id);
    marc.reads(there, &[], "");
    lea.opens(&marc.sends_one()).unwrap();
    marc.opens(&lea.sends_one()).unwrap();
    assert_eq!(lea.state(id).unwrap().stage, marc.state(id).unwrap().stage);
    assert_eq!(lea.session.store.review(review).unwrap().unwrap().state, State::Voided);
    let handover = submit::build(&lea.session, &submit::Choice::default(), NOW).unwrap();
    assert!(handover.submission.reviews.is_empty());
}

/// Handed over without a reader, then read: the second submission and the withdrawal say how it stands now.
#[test]
fn a_review_that_comes_further_after_it_was_handed_over() {
    let list = super::people::CHECKLIST
        .replace("peer_reviews_before_submission = 1", "peer_reviews_before_submission = 0");
    let mut lea = Person::under("Léa", 1, &list, false);
    let (mut marc, mut nadia) = (Person::new("Marc", 2), Person::new("Nadia", 3));
    lea.knows(&mut marc);
    marc.knows(&mut lea);
    nadia.knows(&mut lea);
    lea.adds(&nadia.card(), "Nadia", true);
    let conversation = lea.has("1", "hello");
    let review = lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    let hand = |lea: &mut Person, name: &str| {
        let handover = submit::build(&lea.session, &submit::Choice::default(), NOW).unwrap();
        let to = submit::lead(&lea.session, None).unwrap();
        let file = lea.folder.path().join(name);
        submit::hand_over(&mut lea.session, &handover, &to, &file, NOW, &mut lea.chance).unwrap();
        (handover.submission.id, std::fs::read(file).unwrap())
    };
    let (first, file) = hand(&mut lea, "one");
    nadia.opens(&file).unwrap();
    let request = lea.sends_one();
    marc.opens(&request).unwrap();
    let there = marc.received(id);
    marc.reads(there, &[], "");
    lea.opens(&marc.sends_one()).unwrap();
    let (second, file) = hand(&mut lea, "two");
    assert_ne!(first, second);
    assert!(nadia.opens(&file).unwrap().new);
    let folder = lea.folder.path().to_owned();
    for id in [second, first] {
        submit::withdraw(&mut lea.session, id, |name| folder.join(name), NOW, &mut lea.chance).unwrap();
    }
    assert_eq!(lea.session.store.review(review).unwrap().unwrap().state, State::Agreed);
    let (third, file) = hand(&mut lea, "three");
    assert!(third != first && third != second);
    assert!(nadia.opens(&file).unwrap().new);
}

/// The third reader is neither of the two, nor a lead, and nobody where there is nobody else.
#[test]
fn the_lot_among_those_who_are_left() {
    let (mut lea, mut marc) = two();
    let mut nadia = Person::new("Nadia", 3);
    lea.adds(&nadia.card(), "Nadia", true);
    let way = whole_way(&mut lea, &mut marc, "1");
    lea.says(way.id, "useful", None, "", true);
    lea.says(way.id, "greeted", None, "", true);
    let error = exchange::third_reader(&mut lea.session, way.id, NOW, &mut lea.chance).expect_err("nobody");
    assert_eq!(error.kind, Kind::Data);
    assert!(error.what.get(Lang::En).starts_with("there is nobody else to draw"), "{error:?}");
    let mut carol = Person::new("Carol", 4);
    lea.knows(&mut carol);
    carol.knows(&mut lea);
    let child = exchange::third_reader(&mut lea.session, way.id, NOW, &mut lea.chance).unwrap();
    assert_eq!(lea.state(child).unwrap().reader, carol.id());
    assert!(exchange::third_reader(&mut lea.session, way.id, NOW, &mut lea.chance).is_err());
    let request = lea.sends().into_iter().find(|(word, _, _)| word == "request").unwrap().2;
    let told = carol.opens(&request).unwrap();
    assert!(told.says.get(Lang::En).contains("Léa as third reader"));
    let there = carol.received(child);
    exchange::decline(&mut carol.session, there, "I was there", NOW, &mut carol.chance).unwrap();
    lea.opens(&carol.sends_one()).unwrap();
    // Drawn and declined: not drawn again.
    assert!(exchange::third_reader(&mut lea.session, way.id, NOW, &mut lea.chance).is_err());
}

/// Where the team hides names, none is told by what the reader's program says or keeps beside its address book.
#[test]
fn a_hidden_name_stays_hidden() {
    let mut lea = Person::under("Léa", 1, super::people::CHECKLIST, true);
    let mut marc = Person::new("Marc", 2);
    lea.knows(&mut marc);
    marc.knows(&mut lea);
    let way = whole_way(&mut lea, &mut marc, "1");
    let there = marc.received(way.id);
    lea.says(way.id, "useful", Some(Value::Yes), "Léa and lea@shop.example were there", false);
    marc.says(way.id, "useful", Some(Value::Yes), "agreed", false);
    let told = marc.opens(&lea.sends_one()).unwrap();
    let shown = compare::of_conversation(&marc.session, there).unwrap();
    let today = aplomb::ops::today::today(&marc.session, NOW).unwrap();
    let precedents = marc.session.store.precedents("small").unwrap();
    let desk = desk::load(&marc.session, marc.session.store.reading(there).unwrap().unwrap().review.unwrap());
    let all = format!("{told:?} {shown:?} {today:?} {precedents:?} {:?}", desk.unwrap());
    for name in ["Léa", "lea@shop"] {
        assert!(!all.contains(name), "{name} in\n{all}");
    }
}

/// A name of a file that is taken holds nothing up and is not overwritten.
#[test]
fn a_file_name_that_is_taken() {
    let (mut lea, marc) = two();
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &[], "");
    let id = lea.asks(conversation, marc.id());
    let folder = tempfile::tempdir().unwrap();
    let out = lea.session.store.outgoing_of(id).unwrap().remove(0);
    let name = exchange::file_name(out.bundle.at, out.bundle.id);
    std::fs::write(folder.path().join(&name), "somebody else's").unwrap();
    let sent = exchange::write_out(&mut lea.session, folder.path(), None, false, NOW).unwrap();
    assert_eq!(std::fs::read(&sent[0].file).unwrap(), out.bytes);
    assert_eq!(std::fs::read_to_string(folder.path().join(&name)).unwrap(), "somebody else's");
}

/// My own items, their causes and notes never leave: the reader's program holds no trace of them.
#[test]
fn own_items_stay() {
    let (lea, mut marc) = two();
    let own = super::people::CHECKLIST
        .replace("\"small\"", "\"my-items\"")
        .replace("\"useful\"", "\"sentinelitem\"")
        .replace("\"late\"", "\"sentinelcause\"");
    std::fs::write(lea.folder.path().join("checklists/my-items.toml"), own).unwrap();
    let mut lea = lea.again();
    assert!(lea.session.shelf.own.is_some(), "own items are on the shelf");
    let conversation = lea.has("1", "hello");
    lea.reads(conversation, &["sentinelitem", "useful"], "sentinelcomment is for both");
    let id = lea.asks(conversation, marc.id());
    marc.opens(&lea.sends_one()).unwrap();
    let there = marc.received(id);
    marc.reads(there, &[], "");
    lea.opens(&marc.sends_one()).unwrap();
    marc.opens(&lea.sends_one()).unwrap();
    let facts = marc.session.store.facts(id).unwrap();
    for fact in facts {
        assert!(!fact.body.contains("sentinelitem") && !fact.body.contains("sentinelcause"), "{}", fact.body);
    }
    let on_disk = String::from_utf8_lossy(&marc.on_disk()).into_owned();
    assert!(on_disk.contains("sentinelcomment") && !on_disk.contains("sentinelitem"));
    let asking =
        Asking { conversation, reader: marc.id(), hide_name: false, role: ReviewRole::Peer, parent: None };
    assert!(exchange::ask(&mut lea.session, &asking, NOW, &mut lea.chance).is_err());
}
