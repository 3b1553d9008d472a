//! People and their cards.

use super::*;

#[test]
fn come_back_as_they_were_added() {
    let (_keep, path) = folder();
    drop(travelled(&path));
    let store = open(&path);
    let people = store.people().unwrap();
    assert_eq!(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Marc Dupont", "Zoé"]);
    let marc = store.person(MARC).unwrap().unwrap();
    assert_eq!(marc, people[0]);
    assert_eq!((marc.trust, marc.lead, marc.added_at, marc.last_seq), (Trust::Met, false, NOW, 0));
    let current = marc.current.clone().unwrap();
    assert_eq!((current.bytes.as_slice(), current.state), (&b"card file 17"[..], CardState::Current));
    assert_eq!(store.person_by_card(&current.fingerprint).unwrap(), Some((marc, CardState::Current)));
    assert_eq!(store.person_by_card(&Digest([0; 32])).unwrap(), None);
    assert_eq!(store.identity().unwrap(), Some((PersonId([0x99; 16]), Digest([0x99; 32]))));
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn names_and_cards_belong_to_one() {
    let mut store = Store::memory().unwrap();
    assert_eq!(store.identity().unwrap(), None);
    store.add_person(&somebody(ZOE, "Zoé")).unwrap();
    let refused = |store: &mut Store, new: &NewPerson| store.add_person(new).unwrap_err();
    for name in ["Zoé", " ZOE ", "zoe"] {
        let error = refused(&mut store, &somebody(MARC, name));
        assert_eq!(error.kind(), Kind::Taken, "{name}");
        assert!(error.what().en.contains(name.trim()));
    }
    let same_card = NewPerson { card: card(0x22, 1), ..somebody(MARC, "Marc") };
    assert_eq!(refused(&mut store, &same_card).kind(), Kind::Taken);
    assert_eq!(refused(&mut store, &somebody(ZOE, "Other")).kind(), Kind::Taken);
    store.add_person(&somebody(MARC, "Marc")).unwrap();
    assert_eq!(store.rename_person(MARC, "zoë").unwrap_err().kind(), Kind::Taken);
    store.rename_person(MARC, "MARC").unwrap();
    store.set_lead(MARC, true).unwrap();
    let marc = store.person(MARC).unwrap().unwrap();
    assert_eq!((marc.name.as_str(), marc.lead), ("MARC", true));
    assert_eq!(store.set_lead(PersonId([7; 16]), true).unwrap_err().kind(), Kind::NotFound);
}

#[test]
fn a_changed_card_blocks_until_it_is_judged() {
    let mut store = Store::memory().unwrap();
    store.add_person(&somebody(MARC, "Marc")).unwrap();
    let trust = |store: &Store| store.person(MARC).unwrap().unwrap().trust;
    assert!(!store.offer_card(MARC, &card(0x11, 1)).unwrap());
    assert!(store.offer_card(MARC, &card(0x12, 2)).unwrap());
    assert!(!store.offer_card(MARC, &card(0x12, 2)).unwrap());
    assert_eq!(trust(&store), Trust::Changed);
    // Another one takes the place of the one that waits.
    assert!(store.offer_card(MARC, &card(0x13, 2)).unwrap());
    let marc = store.person(MARC).unwrap().unwrap();
    assert_eq!(marc.offered.unwrap().fingerprint, Digest([0x13; 32]));
    assert_eq!(store.person_by_card(&Digest([0x12; 32])).unwrap(), None);
    store.reject_card(MARC).unwrap();
    assert_eq!(trust(&store), Trust::Met);
    assert_eq!(store.reject_card(MARC).unwrap_err().kind(), Kind::NotFound);
    assert_eq!(store.accept_card(MARC, Trust::Met, NOW).unwrap_err().kind(), Kind::NotFound);

    store.offer_card(MARC, &card(0x12, 2)).unwrap();
    store.accept_card(MARC, Trust::Seen, NOW + 5).unwrap();
    let states: Vec<_> = store.cards_of(MARC).unwrap().iter().map(|card| (card.number, card.state)).collect();
    assert_eq!(states, [(1, CardState::Former), (2, CardState::Current)]);
    assert_eq!(trust(&store), Trust::Seen);
    // One that was laid aside does not come back, nor does somebody else's.
    assert_eq!(store.offer_card(MARC, &card(0x11, 1)).unwrap_err().kind(), Kind::Taken);
    store.add_person(&somebody(ZOE, "Zoé")).unwrap();
    assert_eq!(store.offer_card(MARC, &card(0x22, 3)).unwrap_err().kind(), Kind::Taken);

    store.set_trust(MARC, Trust::Met).unwrap();
    assert!(store.set_trust(MARC, Trust::Changed).is_err());
    store.revoke_card(&Digest([0x11; 32]), NOW).unwrap();
    assert_eq!(trust(&store), Trust::Met, "a former card says nothing about the one in use");
    store.revoke_card(&Digest([0x12; 32]), NOW).unwrap();
    let marc = store.person(MARC).unwrap().unwrap();
    assert_eq!((marc.trust, marc.current), (Trust::Revoked, None));
    store.offer_card(MARC, &card(0x14, 3)).unwrap();
    assert_eq!(trust(&store), Trust::Revoked);
    store.accept_card(MARC, Trust::Met, NOW).unwrap();
    assert_eq!(trust(&store), Trust::Met);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn marks_only_rise() {
    let mut store = Store::memory().unwrap();
    store.add_person(&somebody(MARC, "Marc")).unwrap();
    for (seq, format, marks) in
        [(5, 1, (5, 1)), (3, 2, (5, 2)), (u64::MAX, 1, (u64::MAX, 2)), (9, 0, (u64::MAX, 2))]
    {
        store.heard_from(MARC, seq, format).unwrap();
        let marc = store.person(MARC).unwrap().unwrap();
        assert_eq!((marc.last_seq, marc.newest_format), marks);
    }
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn are_forgotten_only_when_nothing_names_them() {
    let (_keep, path) = folder();
    let mut store = travelled(&path);
    assert_eq!(store.forget_person(MARC).unwrap_err().kind(), Kind::InUse);
    assert_eq!(store.forget_person(ZOE).unwrap_err().kind(), Kind::InUse);
    let lucie = PersonId([0x33; 16]);
    store.add_person(&somebody(lucie, "Lucie")).unwrap();
    store.offer_card(lucie, &card(0x34, 2)).unwrap();
    store.forget_person(lucie).unwrap();
    assert_eq!(store.person(lucie).unwrap(), None);
    assert_eq!(store.cards_of(lucie).unwrap(), []);
    store.add_person(&somebody(lucie, "Lucie")).unwrap();
    store.add_fact(&fact(READ, lucie, 1, 1)).unwrap();
    assert_eq!(store.forget_person(lucie).unwrap_err().kind(), Kind::InUse);
}
