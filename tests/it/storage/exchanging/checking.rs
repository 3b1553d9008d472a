//! Damage is found, named and never signed; readers change nothing.

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
