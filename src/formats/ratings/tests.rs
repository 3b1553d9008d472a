//! Tables as people's spreadsheets write them.

use super::*;
use proptest::prelude::*;

fn ask(level: Level) -> Ask {
    Ask { level, names: NamesAsk::Guess, item: None, scale: None }
}

fn nominal(text: &str) -> Ratings {
    read(text.as_bytes(), &ask(Level::Nominal)).unwrap()
}

/// Units of an item as `answer x count`.
fn units(ratings: &Ratings, item: usize) -> Vec<Vec<(String, u32)>> {
    let cells = |cells: &[crate::domain::agreement::Cell]| {
        cells.iter().map(|cell| (ratings.answers[cell.answer as usize].clone(), cell.count)).collect()
    };
    ratings.items[item].table.units().map(|unit| cells(unit.cells)).collect()
}

fn problems(text: &str, ask: &Ask) -> (Vec<(Option<u64>, String, String)>, u64) {
    match read(text.as_bytes(), ask) {
        Err(Refusal::Problems(problems, more)) => {
            (problems.into_iter().map(|p| (p.line, p.field, p.found)).collect(), more)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_plain_table() {
    let found = nominal("ann,bob\nyes,no\nyes,\n,\nn/a,n/a\n");
    assert_eq!(found.raters, ["ann", "bob"]);
    assert_eq!(found.answers, ["n/a", "no", "yes"]);
    assert_eq!(found.names, None);
    let one = |answer: &str, count| (answer.to_owned(), count);
    assert_eq!(
        units(&found, 0),
        [vec![one("no", 1), one("yes", 1)], vec![one("yes", 1)], vec![], vec![one("n/a", 2)]]
    );
}

#[test]
fn the_same_table_in_every_dress() {
    let plain = "ann,bob,cid\n1.5,2,\n1.5,1.5,2\n2,2,2\n";
    let expected = units(&read(plain.as_bytes(), &ask(Level::Interval)).unwrap(), 0);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for dress in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace(',', ";").replace('.', ","),
        plain.replace(',', "\t"),
        plain.replace("2", "\"2\""),
        plain.replace("2", " 2.0 "),
        plain.replace("bob,cid\n", "bob,cid,,\n").replace(",2\n", ",2,,\n"),
        plain.replace(",2,\n", ",2\n"),
        format!("{plain}\n\r\n"),
        plain.trim_end().to_owned(),
    ] {
        let found = read(dress.as_bytes(), &ask(Level::Interval)).unwrap();
        assert_eq!(found.answers.len(), 2, "{dress}");
        let counts = |units: &[Vec<(String, u32)>]| -> Vec<Vec<u32>> {
            units.iter().map(|unit| unit.iter().map(|(_, count)| *count).collect()).collect()
        };
        assert_eq!(counts(&units(&found, 0)), counts(&expected), "{dress}");
        assert_eq!(found.raters.len(), 3);
    }
    assert_eq!(units(&read(utf16.as_slice(), &ask(Level::Interval)).unwrap(), 0), expected);
}

#[test]
fn names_of_units_are_no_ratings() {
    for (text, how) in [
        ("conversation,ann,bob\n1,yes,no\n1,no,no\n", NamesAre::ByHeading),
        (",ann,bob\nyes,yes,no\nno,no,no\n", NamesAre::ByHeading),
        ("Ref,ann,bob\nT-1,yes,no\nT-2,no,no\nT-3,no,no\n", NamesAre::ByContent),
        ("Ref,ann,bob\n101,1,2\n102,2,2\n103,1,1\n", NamesAre::ByContent),
    ] {
        let found = nominal(text);
        assert_eq!(found.names.as_ref().map(|(_, how)| *how), Some(how), "{text}");
        assert_eq!(found.raters, ["ann", "bob"], "{text}");
        assert_eq!(found.items[0].table.unit_count(), text.lines().count() - 1);
    }
    for text in [
        // Shared with others, repeated, missing; and measurements that hardly repeat.
        "r1,ann,bob\nyes,yes,no\nno,no,no\n",
        "r1,ann,bob\nx,yes,no\nx,no,no\n",
        "r1,ann,bob\nx,yes,no\n,no,no\ny,no,no\n",
        "r1,ann,bob\n1.21,1.22,1.19\n2.31,2.35,2.4\n3.3,3.1,3.2\n",
    ] {
        let found = nominal(text);
        assert_eq!((found.names, found.raters.len()), (None, 3), "{text}");
    }
    let asked = Ask { names: NamesAsk::Column("BOB".into()), ..ask(Level::Nominal) };
    let found = read("r1,ann,bob\nyes,no,7\nyes,no,8\n".as_bytes(), &asked).unwrap();
    assert_eq!((found.names, found.raters.len()), (Some(("bob".into(), NamesAre::Asked)), 2));
    let nowhere = Ask { names: NamesAsk::Nowhere, ..ask(Level::Nominal) };
    assert_eq!(read("id,ann\nyes,no\n".as_bytes(), &nowhere).unwrap().raters.len(), 2);
    let missing = Ask { names: NamesAsk::Column("nobody".into()), ..ask(Level::Nominal) };
    assert!(matches!(read("a,b\n1,2\n".as_bytes(), &missing), Err(Refusal::Asked(_))));
}

#[test]
fn items_get_tables_of_their_own() {
    let asked = Ask { item: Some("item".into()), ..ask(Level::Nominal) };
    let text = "conversation,item,ann,bob\nc1,solved,yes,no\nc1,polite,yes,yes\nc2,solved,no,no\nc2,polite,yes,yes\n";
    let found = read(text.as_bytes(), &asked).unwrap();
    let names: Vec<&str> = found.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["solved", "polite"]);
    assert!(found.items.iter().all(|item| item.conversations == [0, 1]));
    assert_eq!((found.repeated_names, found.raters.len()), (0, 2));
    let pooled = nominal(text.replace(",item", ",which").as_str());
    assert_eq!(pooled.repeated_names, 2, "two rows for one unit are worth a word");
}

#[test]
fn every_problem_is_told_at_once() {
    let text = "ann,bob\n1,good\nbad,2\n3,n/a\n4,5,6\n";
    let (found, more) = problems(text, &ask(Level::Ordinal));
    let at = |line, field: &str, found: &str| (Some(line), field.to_owned(), found.to_owned());
    assert_eq!((found, more), (vec![at(2, "bob", "good"), at(3, "ann", "bad"), at(5, "", "6")], 0));
    let many = format!("ann,bob\n{}", "x,1\n".repeat(250));
    let (found, more) = problems(&many, &ask(Level::Interval));
    assert_eq!((found.len(), more), (100, 150));
    let declared = Ask { scale: Some(vec!["no".into(), "yes".into()]), ..ask(Level::Nominal) };
    assert_eq!(problems("ann,bob\nyes,Yes\n", &declared).0, [at(2, "bob", "Yes")]);
    for nothing in ["", "\n\n", "ann,bob\n"] {
        assert_eq!(problems(nothing, &ask(Level::Nominal)).0.len(), 1, "{nothing:?}");
    }
    assert_eq!(problems("ann,bob\n1,\"2\n3,4\n", &ask(Level::Nominal)).0[0].0, Some(2));
    let kept = read("ann,bob\n3,n/a\n2,2".as_bytes(), &ask(Level::Ordinal)).unwrap();
    assert_eq!((kept.not_applicable, kept.items[0].table.ratings()), (1, 3));
}

#[test]
fn scales() {
    let declared = |level, scale: &[&str]| {
        let scale = Some(scale.iter().map(|name| (*name).to_owned()).collect());
        read("ann,bob\n2,10\n10,2\n".as_bytes(), &Ask { scale, ..ask(level) }).unwrap()
    };
    assert_eq!(nominal("ann,bob\n2,10\n10,2\n").answers, ["2", "10"]);
    assert_eq!(declared(Level::Ordinal, &["1", "2", "10"]).answers, ["1", "2", "10"]);
    let falling = declared(Level::Ordinal, &["10", "2", "1"]);
    assert_eq!((falling.answers, falling.numeric), (vec!["1".into(), "2".into(), "10".into()], true));
    let own = declared(Level::Ordinal, &["2", "1", "10"]);
    assert_eq!((own.answers[0].as_str(), own.numeric), ("2", false));
    assert_eq!(
        declared(Level::Interval, &["2", "1", "10"]).items[0].table.numbers(),
        Some(&[1.0, 2.0, 10.0][..])
    );
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(text in "[a,;\"\n\r\t1 é/]{0,60}", level in 0usize..3, guess: bool) {
        let names = if guess { NamesAsk::Guess } else { NamesAsk::Nowhere };
        if let Ok(found) = read(text.as_bytes(), &Ask { names, ..ask(Level::ALL[level]) }) {
            let ratings: u64 = found.items.iter().map(|item| item.table.ratings()).sum();
            prop_assert!(ratings as usize <= text.len());
        }
    }

    #[test]
    fn what_was_written_is_read(
        rows in prop::collection::vec(prop::collection::vec(prop::option::of(0u32..4), 3), 1..20), quoted: bool
    ) {
        let mut text = String::from("ann,bob,cid\n");
        for row in &rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| cell.map_or(String::new(), |x| if quoted { format!("\"{x}\"") } else { x.to_string() }))
                .collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let asked = Ask { names: NamesAsk::Nowhere, ..ask(Level::Ordinal) };
        let found = read(text.as_bytes(), &asked).unwrap();
        let expected: Vec<Vec<(String, u32)>> = rows
            .iter()
            .map(|row| {
                let mut counts = std::collections::BTreeMap::new();
                for answer in row.iter().flatten() {
                    *counts.entry(answer.to_string()).or_insert(0) += 1;
                }
                counts.into_iter().collect()
            })
            .collect();
        prop_assert_eq!(units(&found, 0), expected);
    }
}
