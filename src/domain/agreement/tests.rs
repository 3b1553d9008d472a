//! The fast forms against the definitions, and what must not change a figure.

use super::*;
use proptest::prelude::*;

/// A table from rows of units, a cell for each rater.
fn table(units: &[Vec<Option<u8>>], answers: usize) -> Table {
    let mut counting = Counting::new(units.first().map_or(0, Vec::len));
    for unit in units {
        let rated =
            unit.iter().enumerate().filter_map(|(rater, answer)| Some((rater as u32, u32::from((*answer)?))));
        counting.unit(&rated.collect::<Vec<_>>());
    }
    let order: Vec<u32> = (0..answers as u32).collect();
    let numbers = (0..answers).map(|answer| SCALE[answer]).collect();
    counting.finish(&order, answers, Some(numbers))
}

const SCALE: [f64; 5] = [1.0, 2.5, 3.0, 7.0, 7.5];

/// Alpha as it is defined, by coincidences.
fn defined(units: &[Vec<Option<u8>>], answers: usize, level: Level) -> Option<f64> {
    let mut o = vec![vec![0.0; answers]; answers];
    for unit in units {
        let given: Vec<usize> = unit.iter().flatten().map(|answer| usize::from(*answer)).collect();
        for (i, c) in given.iter().enumerate() {
            for (j, k) in given.iter().enumerate().filter(|(j, _)| *j != i) {
                assert_ne!(i, j);
                o[*c][*k] += 1.0 / (given.len() as f64 - 1.0);
            }
        }
    }
    let n: Vec<f64> = o.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = n.iter().sum();
    let d = |c: usize, k: usize| match level {
        Level::Nominal => f64::from(u8::from(c != k)),
        Level::Interval => (SCALE[c] - SCALE[k]).powi(2),
        Level::Ordinal => {
            let between: f64 = n[c.min(k)..=c.max(k)].iter().sum();
            (between - (n[c] + n[k]) / 2.0).powi(2)
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..answers {
        for k in 0..answers {
            observed += o[c][k] * d(c, k);
            expected += n[c] * (n[k] - f64::from(u8::from(c == k))) * d(c, k) / (all - 1.0);
        }
    }
    (all > 1.0 && expected > 1e-12).then(|| 1.0 - observed / expected)
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9 * expected.abs().max(1.0)
}

fn units() -> impl Strategy<Value = (Vec<Vec<Option<u8>>>, usize)> {
    (1usize..5, 1usize..6).prop_flat_map(|(raters, answers)| {
        let cell = prop::option::weighted(0.7, 0..answers as u8);
        (prop::collection::vec(prop::collection::vec(cell, raters), 0..12), Just(answers))
    })
}

proptest! {
    #[test]
    fn fast_alpha_is_alpha((units, answers) in units()) {
        let table = table(&units, answers);
        for level in Level::ALL {
            match (alpha(&table, level), defined(&units, answers, level)) {
                (Ok(fast), Some(slow)) => prop_assert!(near(fast.value, slow), "{level:?} {} {slow}", fast.value),
                (Err(_), None) => {}
                (fast, slow) => prop_assert!(false, "{level:?} {fast:?} {slow:?}"),
            }
        }
    }

    #[test]
    fn leaving_out_is_a_table_without((units, answers) in units()) {
        let whole = table(&units, answers);
        for level in Level::ALL {
            let Ok(left) = left_out(&whole, level) else { continue };
            prop_assert_eq!(left.len(), whole.pairable_units());
            for (place, left) in left {
                let mut others = units.clone();
                others.remove(place);
                match (left.alpha(), defined(&others, answers, level)) {
                    (Ok(fast), Some(slow)) => prop_assert!(near(fast, slow), "{level:?} {fast} {slow}"),
                    (Err(_), None) => {}
                    (fast, slow) => prop_assert!(false, "{level:?} without {place}: {fast:?} {slow:?}"),
                }
            }
        }
    }

    #[test]
    fn order_does_not_matter((units, answers) in units(), by in 0usize..12) {
        let here = table(&units, answers);
        let mut moved = units.clone();
        if !moved.is_empty() {
            let by = by % moved.len();
            moved.rotate_left(by);
        }
        for unit in &mut moved {
            unit.reverse();
        }
        let there = table(&moved, answers);
        let same = |one: Result<f64, Undefined>, other: Result<f64, Undefined>| match (one, other) {
            (Ok(one), Ok(other)) => near(one, other),
            (one, other) => one == other,
        };
        for level in Level::ALL {
            let end = |table: &Table| alpha(table, level)?.jackknife.map(|jackknife| jackknife.interval.0);
            prop_assert!(same(end(&here), end(&there)));
        }
        for weights in [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal] {
            let end = |table: &Table| gwet(table, weights)?.interval.map(|interval| interval.0);
            prop_assert!(same(end(&here), end(&there)), "{weights:?}");
        }
        for kappa in [cohen, fleiss, conger] {
            prop_assert!(same(kappa(&here), kappa(&there)));
        }
        prop_assert!(same(raw(&here).map(|raw| raw.share), raw(&there).map(|raw| raw.share)));
        prop_assert_eq!(here.rare(), there.rare());
    }

    #[test]
    fn unused_answers_change_no_alpha((units, answers) in units()) {
        let (few, many) = (table(&units, answers), table(&units, SCALE.len()));
        for level in Level::ALL {
            prop_assert_eq!(alpha(&few, level), alpha(&many, level));
        }
    }

    #[test]
    fn raw_agreement_is_the_mean_share_of_pairs((units, answers) in units()) {
        let shares: Vec<f64> = units
            .iter()
            .map(|unit| unit.iter().flatten().copied().collect::<Vec<u8>>())
            .filter(|given| given.len() > 1)
            .map(|given| {
                let mut alike = 0;
                for (i, one) in given.iter().enumerate() {
                    alike += given[i + 1..].iter().filter(|other| *other == one).count();
                }
                alike as f64 / (given.len() * (given.len() - 1) / 2) as f64
            })
            .collect();
        match raw(&table(&units, answers)) {
            Ok(raw) => prop_assert!(near(raw.share, shares.iter().sum::<f64>() / shares.len() as f64)),
            Err(_) => prop_assert!(shares.is_empty()),
        }
    }
}

#[test]
fn many_different_answers_are_worked_out_anew() {
    // 600 units with two answers each that nobody else gave: more than are kept in pairs.
    let mut counting = Counting::new(2);
    for unit in 0..600u32 {
        counting.unit(&[(0, 2 * unit), (1, 2 * unit + 1)]);
    }
    let order: Vec<u32> = (0..1200).collect();
    let whole = counting.finish(&order, 1200, Some((0..1200).map(f64::from).collect()));
    let (ordinal, interval) =
        (alpha(&whole, Level::Ordinal).unwrap(), alpha(&whole, Level::Interval).unwrap());
    assert!(near(ordinal.value, interval.value), "each answer once: ranks are the numbers");
    assert_eq!(ordinal.jackknife.unwrap().n, 600);
    assert_eq!(conger(&whole), Err(Undefined::TooManyAnswers));
}

#[test]
fn what_does_not_exist_says_why() {
    let none = table(&[], 2);
    assert_eq!(raw(&none), Err(Undefined::NoRatings));
    assert_eq!(alpha(&none, Level::Ordinal), Err(Undefined::NoRatings));
    let single = table(&[vec![Some(0), None], vec![None, Some(1)]], 2);
    assert_eq!(gwet(&single, Weights::Identity), Err(Undefined::NoPairableUnits));
    let same = table(&[vec![Some(1), Some(1)], vec![Some(1), Some(1)]], 2);
    assert_eq!(alpha(&same, Level::Nominal), Err(Undefined::NoVariation));
    assert_eq!(cohen(&same), Err(Undefined::NoVariation));
    let ac1 = gwet(&same, Weights::Identity).unwrap();
    assert_eq!((ac1.value, ac1.interval), (1.0, Err(Undefined::NoVariation)));
    assert_eq!(gwet(&table(&[vec![Some(0), Some(0)]], 1), Weights::Identity), Err(Undefined::OneAnswer));
    let three = table(&[vec![Some(0), Some(1), Some(1)]], 2);
    assert_eq!(cohen(&three), Err(Undefined::NotTwoRaters));
    let one = alpha(&table(&[vec![Some(0), Some(1)]], 2), Level::Nominal).unwrap();
    assert_eq!((one.value, one.jackknife), (0.0, Err(Undefined::HangsOnOneUnit)));
}

#[test]
fn agreement_on_no_worked_by_hand() {
    // Both said no on 5, exactly one on 15, both yes on 80.
    let mut units = vec![vec![Some(1), Some(1)]; 80];
    units.extend(vec![vec![Some(0), Some(0)]; 5]);
    units.extend(vec![vec![Some(0), Some(1)]; 10]);
    units.extend(vec![vec![Some(1), Some(0)]; 5]);
    let no = specific(&table(&units, 2)).unwrap()[0].unwrap();
    assert_eq!((no.both, no.one, no.share), (5, 15, 0.4));
    let (low, high) = no.interval.unwrap();
    assert!((low - 0.20).abs() < 0.005 && (high - 0.64).abs() < 0.005, "{low} {high}");
}

#[test]
fn leaving_a_conversation_out_of_all_items_at_once() {
    let items = [
        vec![vec![Some(0), Some(0)], vec![Some(1), Some(0)], vec![Some(1), Some(1)], vec![Some(0), Some(0)]],
        vec![vec![Some(1), Some(1)], vec![Some(0), Some(0)], vec![Some(0), None], vec![Some(0), Some(1)]],
    ];
    let over = |left: Option<usize>| {
        let mut sums = Disagreement::default();
        for item in &items {
            let mut units = item.clone();
            if let Some(left) = left {
                units.remove(left);
            }
            let one = disagreement(&table(&units, 2), Level::Nominal).unwrap();
            sums.observed += one.observed;
            sums.expected += one.expected;
        }
        sums.alpha().unwrap()
    };
    let tables: Vec<Table> = items.iter().map(|units| table(units, 2)).collect();
    let places = [0, 1, 2, 3];
    let both: Vec<(&Table, &[usize])> = tables.iter().map(|table| (table, &places[..])).collect();
    let found = stratified(&both, Level::Nominal).unwrap();
    assert!(near(found.value, over(None)));
    let pseudo: Vec<f64> = (0..4).map(|left| 4.0 * over(None) - 3.0 * over(Some(left))).collect();
    let jackknife = found.jackknife.unwrap();
    assert!(near(jackknife.mean_pseudo_value, pseudo.iter().sum::<f64>() / 4.0));
    assert_eq!((found.varied, jackknife.n), (2, 4));
}
