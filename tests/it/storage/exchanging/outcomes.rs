//! What comes of an exchange: precedents, states of reviews, submissions.

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
