//! What travels between people, as the store keeps it.

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

mod people {
    use super::*;

    #[test]
    fn come_back_as_they_were_added() {
        let (_keep, path) = folder();
        drop(travelled(&path));
        let store = open(&path);
        let people = store.people().unwrap();
        assert_eq!(
            people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
            ["Marc Dupont", "Zoé"]
        );
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
        let states: Vec<_> =
            store.cards_of(MARC).unwrap().iter().map(|card| (card.number, card.state)).collect();
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
}

mod exchanges {
    use super::*;

    #[test]
    fn facts_are_known_once_and_in_one_order() {
        let (_keep, path) = folder();
        let mut store = open(&path);
        let mut all = [
            fact(ASKED, MARC, u64::MAX, 1),
            fact(ASKED, MARC, 2, 9),
            fact(ASKED, ZOE, 2, 3),
            fact(READ, ZOE, 1, 4),
        ];
        all[1].mine = true;
        for fact in &all {
            assert!(store.add_fact(fact).unwrap());
        }
        for fact in all.iter().rev() {
            assert!(!store.add_fact(fact).unwrap());
        }
        drop(store);
        let store = open(&path);
        assert_eq!(store.facts(ASKED).unwrap(), [all[2].clone(), all[1].clone(), all[0].clone()]);
        assert_eq!(store.facts(READ).unwrap(), [all[3].clone()]);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn come_back_and_are_found() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        assert_eq!(store.exchange(ASKED).unwrap(), Some(asked()));
        assert_eq!(store.exchanges().unwrap(), [to_read(), asked()]);
        assert_eq!(store.exchanges_of(2).unwrap(), [asked()]);
        assert_eq!(store.exchanges_of_review(2).unwrap(), [asked()]);
        assert_eq!(store.exchanges_of_review(1).unwrap(), []);
        // Twice equals once.
        assert!(!store.begin_exchange(&ExchangeRow { asked_at: 0, ..asked() }).unwrap());
        assert_eq!(store.exchange(ASKED).unwrap(), Some(asked()));
        let unknown = |change: &dyn Fn(&mut ExchangeRow)| {
            let mut new = ExchangeRow { id: ExchangeId([1; 16]), ..asked() };
            change(&mut new);
            new
        };
        for wrong in [
            unknown(&|new| new.conversation = 99),
            unknown(&|new| new.other = PersonId([0; 16])),
            unknown(&|new| new.review = Some(99)),
        ] {
            assert_eq!(store.begin_exchange(&wrong).unwrap_err().kind(), Kind::NotFound);
        }
        assert_eq!(store.exchanges().unwrap().len(), 2);
    }

    #[test]
    fn every_state_is_kept() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        use exchange::Stage;
        for stage in [Stage::Asked, Stage::Declined, Stage::Answered, Stage::Open] {
            for standing in [
                None,
                Some(Standing::Untouched),
                Some(Standing::Talking),
                Some(Standing::Agreed),
                Some(Standing::Disputed),
            ] {
                store.set_exchange_state(ASKED, stage, standing).unwrap();
                let row = store.exchange(ASKED).unwrap().unwrap();
                assert_eq!((row.stage, row.standing), (stage, standing));
            }
        }
        store.look_at_exchange(ASKED, NOW + 8).unwrap();
        store.look_at_exchange(ASKED, NOW + 9).unwrap();
        store.set_exchange_third(ASKED, READ).unwrap();
        let row = store.exchange(ASKED).unwrap().unwrap();
        assert_eq!((row.looked_at, row.third), (Some(NOW + 8), Some(READ)));
        assert_eq!(store.look_at_exchange(ExchangeId([0; 16]), NOW).unwrap_err().kind(), Kind::NotFound);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn what_a_colleague_sent_is_not_my_own_work() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        assert_eq!(store.reading(3).unwrap(), Some(to_read()));
        assert_eq!(store.reading(2).unwrap(), None, "I asked for this one");
        let candidates = store.candidates(None, &|_| true).unwrap();
        assert_eq!(candidates.iter().map(|c| c.id).collect::<Vec<_>>(), [1, 2]);
        let ids = |query: Query| store.conversation_ids(&query, ListOrder::Oldest).unwrap();
        assert_eq!(ids(Query::default()), [1, 2, 3]);
        assert_eq!(find(&store, "bonjour"), [3], "it can be found");
        assert_eq!(ids(Query { mine: Some(true), ..Query::default() }), [1, 2]);
        assert_eq!(ids(Query { reviewed: Some(Reviewed::Not), ..Query::default() }), Vec::<i64>::new());

        let peer = NewReview { role: ReviewRole::Third, ..new_review(3, 1) };
        let review = store.begin_review(&peer).unwrap();
        store.set_exchange_review(READ, review).unwrap();
        store.append(review, 0, &step("solved", Value::No)).unwrap();
        assert_eq!(store.exchanges_of_review(review).unwrap().len(), 1);
        let mut roles: Vec<_> =
            store.my_drafts(9).unwrap().iter().map(|draft| (draft.id, draft.role)).collect();
        roles.sort_by_key(|(id, _)| *id);
        assert_eq!(roles, [(1, ReviewRole::Own), (review, ReviewRole::Third)]);
        assert_eq!(store.reviews_of(3).unwrap()[0].role, ReviewRole::Third);
        assert_eq!(store.set_exchange_review(READ, 99).unwrap_err().kind(), Kind::NotFound);
    }

    #[test]
    fn my_numbers_rise_in_every_window() {
        let (_keep, path) = folder();
        let (mut one, mut two) = (open(&path), open(&path));
        let numbers = [one.my_seq(), two.my_seq(), two.my_seq(), one.my_seq()].map(Result::unwrap);
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert!(one.add_fact(&fact(ASKED, MARC, 1, 1)).unwrap());
        assert!(!two.add_fact(&fact(ASKED, MARC, 1, 1)).unwrap());
        assert_eq!(two.facts(ASKED).unwrap().len(), 1);
    }
}

mod bundles {
    use super::*;

    #[test]
    fn are_taken_in_once_and_sent() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        assert_eq!(store.bundle_seen(BundleId([1; 16])).unwrap(), Some(NOW + 1));
        assert_eq!(store.bundle_seen(BundleId([2; 16])).unwrap(), Some(NOW + 2), "my own, come back");
        assert_eq!(store.bundle_seen(BundleId([8; 16])).unwrap(), None);
        assert!(!store.take_bundle(&bundle(1, None)).unwrap());
        assert!(!store.put_outgoing(&bundle(1, None), b"x").unwrap());
        store.put_outgoing(&bundle(4, None), b"later").unwrap();
        let unsent = store.outgoing_unsent().unwrap();
        assert_eq!(
            unsent.iter().map(|mine| mine.bytes.as_slice()).collect::<Vec<_>>(),
            [&b"sealed file"[..], b"later"]
        );
        store.mark_sent(BundleId([2; 16]), NOW + 50, "/mnt/team/a.aplomb").unwrap();
        assert_eq!(store.outgoing_unsent().unwrap().len(), 1);
        let sent = Outgoing {
            bundle: bundle(2, Some(ASKED)),
            bytes: b"sealed file".to_vec(),
            sent_at: Some(NOW + 50),
            place: "/mnt/team/a.aplomb".to_owned(),
        };
        assert_eq!(store.outgoing_of(ASKED).unwrap(), [sent]);
        // One that was taken in is not mine to send.
        assert_eq!(store.mark_sent(BundleId([1; 16]), NOW, "x").unwrap_err().kind(), Kind::NotFound);
        let stranger = Bundle { person: Some(PersonId([0; 16])), ..bundle(5, None) };
        assert_eq!(store.take_bundle(&stranger).unwrap_err().kind(), Kind::NotFound);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn refusals_are_told_once_and_bounded() {
        let mut store = Store::memory().unwrap();
        let file = |n: u8| Digest([n; 32]);
        for n in 0..=200 {
            store.note_refusal(&file(n), "unknown card", NOW + i64::from(n)).unwrap();
        }
        assert!(!store.refused(&file(0)).unwrap(), "the oldest goes");
        assert!(store.refused(&file(1)).unwrap() && store.refused(&file(200)).unwrap());
        store.note_refusal(&file(200), "revoked card", NOW + 500).unwrap();
        assert!(store.refused(&file(1)).unwrap());
        assert_eq!(store.check().unwrap(), []);
    }
}

mod outcomes {
    use super::*;

    #[test]
    fn precedents_replace_themselves() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        store
            .add_precedents(&[
                precedent("polite", "a greeting counts", NOW + 3),
                precedent("solved", "only with a link", NOW + 2),
            ])
            .unwrap();
        let known: Vec<_> = store.precedents("small").unwrap().into_iter().map(|p| p.because).collect();
        assert_eq!(known, ["a greeting counts", "only with a link"]);
        assert_eq!(store.precedents("other").unwrap(), []);
        let one = store.precedents("small").unwrap().remove(1);
        assert_eq!(one, precedent("solved", "only with a link", NOW + 2));
        store.drop_precedents(ASKED).unwrap();
        assert_eq!(store.precedents("small").unwrap(), []);
    }

    #[test]
    fn a_review_moves_on_and_its_seal_stays() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        for state in [State::Revealed, State::Discussed, State::Disputed, State::Agreed, State::Sealed] {
            store.set_review_state(2, state, NOW + 70).unwrap();
            assert_eq!(state_of(&store, 2), state);
            assert_eq!(store.sealed(2).unwrap(), Some(sealed()));
        }
        assert_eq!(store.review(2).unwrap().unwrap().changed_at, NOW + 70);
        for wrong in [State::Draft, State::Voided] {
            assert_eq!(store.set_review_state(2, wrong, NOW).unwrap_err().kind(), Kind::Conflict);
        }
        assert_eq!(store.set_review_state(1, State::Revealed, NOW).unwrap_err().kind(), Kind::Conflict);
        assert_eq!(store.set_review_state(99, State::Revealed, NOW).unwrap_err().kind(), Kind::NotFound);
        store.set_review_state(2, State::Agreed, NOW).unwrap();
        store.void(2, "wrong conversation", NOW).unwrap();
        assert_eq!(store.set_review_state(2, State::Agreed, NOW).unwrap_err().kind(), Kind::Closed);
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn a_review_in_an_open_exchange_can_be_voided() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        store.set_exchange_state(ASKED, exchange::Stage::Open, Some(Standing::Talking)).unwrap();
        store.void(2, "the customer objected", NOW).unwrap();
        assert_eq!(store.exchange(ASKED).unwrap().unwrap().review, Some(2));
        assert_eq!(store.check().unwrap(), []);
    }

    #[test]
    fn a_withdrawn_submission_gives_the_states_back() {
        let (_keep, path) = folder();
        let mut store = filled(&path);
        store.add_person(&somebody(MARC, "Marc")).unwrap();
        store.set_review_state(2, State::Agreed, NOW).unwrap();
        let first = SubmissionRow { from: Some("2026-03-01".parse().unwrap()), ..submission(9, &[2]) };
        assert!(store.add_submission(&first).unwrap());
        assert!(!store.add_submission(&first).unwrap());
        assert_eq!(state_of(&store, 2), State::Submitted);
        // A second one that holds the same review.
        assert!(store.add_submission(&submission(10, &[2])).unwrap());
        let both = [submission(10, &[2]), first.clone()];
        assert_eq!(store.submissions().unwrap(), both);
        store.withdraw_submission(first.id, NOW + 80).unwrap();
        assert_eq!(state_of(&store, 2), State::Submitted);
        store.withdraw_submission(both[0].id, NOW + 90).unwrap();
        assert_eq!(state_of(&store, 2), State::Agreed);
        store.withdraw_submission(both[0].id, NOW + 99).unwrap();
        assert_eq!(store.submissions().unwrap()[0].withdrawn_at, Some(NOW + 90));
        // A draft cannot be handed over, and then nothing is.
        assert_eq!(store.add_submission(&submission(11, &[2, 1])).unwrap_err().kind(), Kind::Conflict);
        assert_eq!(state_of(&store, 2), State::Agreed);
        // What was voided since stays voided.
        store.add_submission(&submission(12, &[2])).unwrap();
        store.void(2, "wrong conversation", NOW).unwrap();
        store.withdraw_submission(BundleId([12; 16]), NOW).unwrap();
        assert_eq!(state_of(&store, 2), State::Voided);
        assert_eq!(store.withdraw_submission(BundleId([0; 16]), NOW).unwrap_err().kind(), Kind::NotFound);
        assert_eq!(store.check().unwrap(), []);
    }
}

mod in_one {
    use super::*;

    /// One after the other, all that one bundle changes.
    const STEPS: usize = 7;

    fn step_of_taking(store: &mut Store, step: usize) -> Result<(), StoreError> {
        match step {
            0 => store.take_bundle(&bundle(30, Some(ASKED))).map(drop),
            1 => store.add_fact(&fact(ASKED, MARC, 31, 31)).map(drop),
            2 => store.heard_from(MARC, 31, 1),
            3 => store.set_exchange_state(ASKED, exchange::Stage::Open, Some(Standing::Agreed)),
            4 => store.set_review_state(2, State::Agreed, NOW + 31),
            5 => {
                let seq = store.my_seq()?;
                store.put_outgoing(&Bundle { at: seq as i64, ..bundle(32, Some(ASKED)) }, b"reveal").map(drop)
            }
            _ => store.add_precedents(&[precedent("polite", "agreed", NOW)]),
        }
    }

    /// Fails after so many steps, unless it takes them all.
    fn take(store: &mut Store, until: usize) -> Result<(), StoreError> {
        store.in_one(|store| {
            (0..until).try_for_each(|step| step_of_taking(store, step))?;
            if until < STEPS { Err(StoreError::Conflict) } else { Ok(()) }
        })
    }

    fn dump(path: &Path) -> Vec<String> {
        let db = Connection::open(path).unwrap();
        let mut lines = Vec::new();
        for table in
            ["meta", "person", "card", "fact", "exchange", "bundle", "precedent", "review", "submission"]
        {
            let mut statement = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                lines.extend((0..columns).map(|at| format!("{table} {:?}", row.get_ref(at).unwrap())));
            }
        }
        lines
    }

    #[test]
    fn all_or_nothing_wherever_it_fails() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        let before = dump(&path);
        for until in 0..STEPS {
            assert_eq!(take(&mut store, until).unwrap_err().kind(), Kind::Conflict);
            assert_eq!(dump(&path), before, "failed after step {until}");
        }
        take(&mut store, STEPS).unwrap();
        assert_ne!(dump(&path), before);
        assert_eq!(store.outgoing_unsent().unwrap().len(), 2);
        assert_eq!(store.my_seq().unwrap(), 2);
        assert_eq!(store.check().unwrap(), []);
        assert!(store.bundle_seen(BundleId([30; 16])).unwrap().is_some());
    }

    #[test]
    fn an_error_of_the_engine_undoes_it_all() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        let before = dump(&path);
        for how in ["ABORT", "ROLLBACK"] {
            let other = Connection::open(&path).unwrap();
            other
                .execute_batch(&format!(
                    "CREATE TRIGGER t BEFORE INSERT ON precedent BEGIN SELECT raise({how}, 'x'); END"
                ))
                .unwrap();
            assert!(take(&mut store, STEPS).is_err());
            assert_eq!(dump(&path), before, "{how}");
            // Nor is anything saved alone by one who goes on after it.
            let went_on: Result<(), StoreError> = store.in_one(|store| {
                store.heard_from(MARC, 77, 1)?;
                let _ = store.add_precedents(&[precedent("polite", "x", NOW)]);
                let _ = store.heard_from(ZOE, 78, 1);
                if how == "ABORT" { Err(StoreError::Conflict) } else { Ok(()) }
            });
            assert!(went_on.is_err());
            assert_eq!(dump(&path), before, "{how}");
            other.execute_batch("DROP TRIGGER t").unwrap();
        }
        take(&mut store, STEPS).unwrap();
    }

    #[test]
    fn a_panic_undoes_it() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        let before = dump(&path);
        let fell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.in_one::<(), StoreError>(|store| {
                store.heard_from(MARC, 40, 1)?;
                panic!("on purpose");
            })
        }));
        assert!(fell.is_err());
        assert_eq!(dump(&path), before);
        store.heard_from(MARC, 41, 1).unwrap();
        assert_eq!(store.person(MARC).unwrap().unwrap().last_seq, 41);
    }

    #[test]
    fn a_refusal_inside_leaves_the_rest() {
        let mut store = Store::memory().unwrap();
        store
            .in_one::<_, StoreError>(|store| {
                store.add_person(&somebody(MARC, "Marc"))?;
                assert_eq!(store.person(MARC)?.unwrap().name, "Marc");
                assert_eq!(store.add_person(&somebody(ZOE, "marc")).unwrap_err().kind(), Kind::Taken);
                let inner: Result<(), StoreError> = store.in_one(|store| {
                    store.rename_person(MARC, "Marco")?;
                    Err(StoreError::Conflict)
                });
                assert_eq!(inner.unwrap_err().kind(), Kind::Conflict);
                store.in_one(|store| store.add_person(&somebody(ZOE, "Zoé")))
            })
            .unwrap();
        let names: Vec<_> = store.people().unwrap().into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Marc", "Zoé"]);
    }

    #[test]
    fn lists_forget_what_was_undone() {
        let mut store = Store::memory().unwrap();
        let listed =
            |store: &Store| store.conversation_ids(&Query::default(), ListOrder::Newest).unwrap().len();
        let undone: Result<(), StoreError> = store.in_one(|store| {
            store.take_in(&[conversation("1", &["hi"])], NOW)?;
            assert_eq!(listed(store), 1);
            Err(StoreError::Conflict)
        });
        assert!(undone.is_err());
        assert_eq!(listed(&store), 0);
    }

    #[test]
    fn others_see_it_whole() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        let other = open(&path);
        store
            .in_one::<_, StoreError>(|store| {
                store.heard_from(MARC, 50, 1)?;
                assert_eq!(other.person(MARC)?.unwrap().last_seq, 0);
                Ok(())
            })
            .unwrap();
        assert_eq!(other.person(MARC).unwrap().unwrap().last_seq, 50);
    }
}

mod checking {
    use super::*;

    #[test]
    fn one_flipped_bit_is_found_and_named() {
        for (needle, named) in [
            ("Marc Dupont", "person 111111"),
            ("card file 17", "Card 111111"),
            ("parcel 70", "Statement 464646"),
            ("3593-1\"]", "Exchange a1a1a1"),
            ("sealed file", "Bundle 020202"),
            ("not for me", "file 030303"),
            ("the next step was named", "exchange a1a1a1"),
            ("[[2,\"sealed\"]]", "Submission 090909"),
        ] {
            let (_keep, path) = folder();
            drop(travelled(&path));
            upkeep::flipped(&path, needle.as_bytes());
            let found = open(&path).check().unwrap();
            assert_eq!(found.len(), 1, "{needle}: {found:?}");
            assert!(found[0].damage && found[0].text.en.contains(named), "{needle}: {found:?}");
            assert!(!found[0].text.en.contains(needle));
        }
    }

    #[test]
    fn every_column_is_covered() {
        let (_keep, path) = folder();
        let mut store = travelled(&path);
        store.set_exchange_state(ASKED, exchange::Stage::Open, Some(Standing::Agreed)).unwrap();
        store.look_at_exchange(ASKED, NOW).unwrap();
        store.set_exchange_third(ASKED, READ).unwrap();
        store.mark_sent(BundleId([2; 16]), NOW, "a.aplomb").unwrap();
        let whole = SubmissionRow { from: Some("2026-03-01".parse().unwrap()), ..submission(10, &[2]) };
        store.add_submission(&whole).unwrap();
        store.withdraw_submission(whole.id, NOW).unwrap();
        drop(store);
        let good = fs::read(&path).unwrap();
        for table in ["person", "card", "fact", "exchange", "bundle", "refusal", "precedent", "submission"] {
            let columns: Vec<String> = Connection::open(&path)
                .unwrap()
                .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            for column in columns {
                let changed = Connection::open(&path).unwrap();
                changed
                    .execute_batch(&format!(
                        "PRAGMA foreign_keys = OFF; UPDATE {table} SET {column} = CASE typeof({column}) \
                         WHEN 'integer' THEN {column} + 1 WHEN 'text' THEN {column} || 'x' \
                         WHEN 'blob' THEN zeroblob(length({column})) END \
                         WHERE {column} IS NOT NULL AND rowid = \
                         (SELECT max(rowid) FROM {table} WHERE {column} IS NOT NULL)"
                    ))
                    .unwrap();
                assert_eq!(changed.changes(), 1, "{table}.{column}");
                drop(changed);
                let found = open(&path).check().unwrap();
                assert!(found.iter().any(|finding| finding.damage), "{table}.{column}");
                fs::write(&path, &good).unwrap();
            }
        }
    }

    #[test]
    fn damage_is_not_signed_anew() {
        let (_keep, path) = folder();
        drop(travelled(&path));
        upkeep::flipped(&path, b"Marc Dupont");
        let mut store = open(&path);
        assert_eq!(store.set_lead(MARC, true).unwrap_err().kind(), Kind::Corrupt);
        assert_eq!(store.not_saving(), Some(Kind::Corrupt));
        assert!(open(&path).check().unwrap().iter().any(|finding| finding.damage));
    }

    #[test]
    fn a_reader_changes_nothing() {
        let (_keep, path) = folder();
        drop(travelled(&path));
        let mut store = Store::open(&path, Access::Read, NOW).unwrap().store;
        let refusals = [
            store.add_person(&somebody(PersonId([3; 16]), "Lucie")).unwrap_err(),
            store.add_fact(&fact(ASKED, MARC, 1, 1)).unwrap_err(),
            store.begin_exchange(&asked()).unwrap_err(),
            store.take_bundle(&bundle(40, None)).unwrap_err(),
            store.note_refusal(&Digest([4; 32]), "x", NOW).unwrap_err(),
            store.add_precedents(&[]).unwrap_err(),
            store.add_submission(&submission(41, &[])).unwrap_err(),
            store.set_review_state(2, State::Agreed, NOW).unwrap_err(),
            store.set_identity(MARC, Digest([0; 32])).unwrap_err(),
            store.in_one(|_| Ok::<(), StoreError>(())).unwrap_err(),
        ];
        assert!(refusals.iter().all(|error| error.kind() == Kind::ReadOnly));
        assert_eq!(store.exchanges().unwrap().len(), 2);
    }
}
