//! Exchanges, and what was said in them.

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
    let mut roles: Vec<_> = store.my_drafts(9).unwrap().iter().map(|draft| (draft.id, draft.role)).collect();
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
