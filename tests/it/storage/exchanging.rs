//! What travels between people, as the store keeps it.

mod bundles;
mod checking;
mod exchanges;
mod in_one;
mod outcomes;
mod people;

use super::*;

use aplomb::domain::exchange::{self, Side, Standing};
use aplomb::domain::names::{BundleId, ExchangeId, PersonId};

const MARC: PersonId = PersonId([0x11; 16]);
const ZOE: PersonId = PersonId([0x22; 16]);
const ASKED: ExchangeId = ExchangeId([0xA1; 16]);
const READ: ExchangeId = ExchangeId([0xB2; 16]);

fn card(byte: u8, number: u32) -> NewCard {
    let bytes = format!("card file {byte}").into_bytes();
    NewCard { fingerprint: Digest([byte; 32]), number, bytes, at: NOW }
}

fn somebody(id: PersonId, name: &str) -> NewPerson {
    NewPerson { id, name: name.to_owned(), lead: false, trust: Trust::Met, card: card(id.0[0], 1) }
}

fn fact(exchange: ExchangeId, author: PersonId, seq: u64, signed: u8) -> FactRow {
    FactRow {
        exchange,
        author,
        card: Digest([author.0[0]; 32]),
        seq,
        word: "review".to_owned(),
        digest: Digest([signed; 32]),
        body: format!("{{\"remark\":\"parcel {signed}\"}}"),
        at: NOW,
        mine: false,
    }
}

fn asked() -> ExchangeRow {
    ExchangeRow {
        id: ASKED,
        side: Side::Asker,
        conversation: 2,
        review: Some(2),
        other: MARC,
        role: ReviewRole::Peer,
        parent: None,
        third: None,
        asked_at: NOW,
        stage: exchange::Stage::Asked,
        standing: None,
        looked_at: None,
        consent: false,
        salt: [5; 32],
        nonce: Some([6; 32]),
        messages: vec!["3593-0".to_owned(), "3593-1".to_owned()],
    }
}

fn to_read() -> ExchangeRow {
    ExchangeRow {
        id: READ,
        side: Side::Reader,
        conversation: 3,
        review: None,
        other: ZOE,
        role: ReviewRole::Third,
        parent: Some(ASKED),
        asked_at: NOW + 1,
        nonce: None,
        messages: Vec::new(),
        ..asked()
    }
}

fn bundle(byte: u8, exchange: Option<ExchangeId>) -> Bundle {
    Bundle {
        id: BundleId([byte; 16]),
        word: "request".to_owned(),
        person: Some(MARC),
        exchange,
        at: NOW + i64::from(byte),
        file: Digest([byte; 32]),
    }
}

fn precedent(item: &str, because: &str, at: i64) -> Precedent {
    Precedent {
        exchange: ASKED,
        item: item.to_owned(),
        checklist: "small".to_owned(),
        value: Value::Yes,
        because: because.to_owned(),
        with: "Marc".to_owned(),
        conversation: Some(2),
        at,
    }
}

fn submission(byte: u8, reviews: &[i64]) -> SubmissionRow {
    SubmissionRow {
        id: BundleId([byte; 16]),
        made_at: NOW + i64::from(byte),
        from: None,
        until: "2026-03-31".parse().unwrap(),
        to: MARC,
        reviews: reviews.to_vec(),
        bundle: BundleId([byte ^ 0xFF; 16]),
        withdrawn_at: None,
    }
}

/// A store in which something of everything has happened.
fn travelled(path: &Path) -> Store {
    let mut store = filled(path);
    store.add_person(&somebody(MARC, "Marc Dupont")).unwrap();
    store.add_person(&somebody(ZOE, "Zoé")).unwrap();
    store.take_in(&[conversation("from-zoe", &["bonjour", "hello"])], NOW).unwrap();
    while store.index_some(1000).unwrap() {}
    assert!(store.begin_exchange(&asked()).unwrap());
    assert!(store.begin_exchange(&to_read()).unwrap());
    assert!(store.add_fact(&fact(ASKED, MARC, 7, 70)).unwrap());
    assert!(store.take_bundle(&bundle(1, Some(ASKED))).unwrap());
    assert!(store.put_outgoing(&bundle(2, Some(ASKED)), b"sealed file").unwrap());
    store.note_refusal(&Digest([3; 32]), "not for me", NOW).unwrap();
    store.add_precedents(&[precedent("solved", "the next step was named", NOW)]).unwrap();
    assert!(store.add_submission(&submission(9, &[2])).unwrap());
    store.set_identity(PersonId([0x99; 16]), Digest([0x99; 32])).unwrap();
    store
}

fn state_of(store: &Store, review: i64) -> State {
    store.review(review).unwrap().unwrap().state
}
