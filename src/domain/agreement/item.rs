//! One item of a checklist and two reviewers: what may be said about it.

use super::gate::COEFFICIENTS_FROM;
use super::{Counting, Figure, Level, Shared, Table, Weights, alpha, gwet, raw, specific};
use crate::domain::interval::Undefined;
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Raw agreement that would be good enough.
const ALIKE: f64 = 0.80;
/// Agreement on *no* that would be good enough.
const ALIKE_ON_NO: f64 = 0.67;

/// What may be said about an item. The wording is blamed first, the people never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Fewer than ten shared reviews.
    TooFew,
    /// The two read the item differently.
    WordingToDiscuss,
    /// The two answer alike.
    Alike,
    /// The counts do not decide.
    NotKnownYet,
}

impl Verdict {
    /// The verdict for people.
    pub const fn words(self) -> Bilingual {
        match self {
            Verdict::TooFew => Bilingual::fixed("too few", "trop peu"),
            Verdict::WordingToDiscuss => Bilingual::fixed("wording to discuss", "formulation à discuter"),
            Verdict::Alike => Bilingual::fixed("alike", "d’accord"),
            Verdict::NotKnownYet => Bilingual::fixed("not known yet", "pas encore connu"),
        }
    }

    /// The code in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::TooFew => "too_few",
            Verdict::WordingToDiscuss => "wording_to_discuss",
            Verdict::Alike => "alike",
            Verdict::NotKnownYet => "not_known_yet",
        }
    }

    /// The verdict on two raters from raw agreement and agreement on *no*, both behind their gates.
    pub fn of(shared: &Shared, raw: &Figure, on_no: &Figure) -> Verdict {
        if shared.n < COEFFICIENTS_FROM {
            return Verdict::TooFew;
        }
        let interval = |figure: &Figure| figure.estimate().and_then(|estimate| estimate.interval);
        let Some((low, high)) = interval(raw) else { return Verdict::NotKnownYet };
        // Agreement on *no* has its interval from five such reviews on.
        if high < ALIKE || interval(on_no).is_some_and(|(_, high)| high < ALIKE_ON_NO) {
            Verdict::WordingToDiscuss
        } else if low >= ALIKE {
            Verdict::Alike
        } else {
            Verdict::NotKnownYet
        }
    }
}

/// How far two reviewers agree on one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemAgreement {
    /// The counts: alike on `alike` of `n`.
    pub shared: Shared,
    /// Conversations on which both said no.
    pub both_no: u64,
    /// Conversations on which exactly one did.
    pub one_no: u64,
    /// Raw agreement, Wilson.
    pub raw: Figure,
    /// Agreement on *no*.
    pub on_no: Figure,
    /// Gwet's AC1 on the item's answers.
    pub ac1: Figure,
    /// Krippendorff's alpha, nominal.
    pub alpha: Figure,
    /// All of it in a word.
    pub verdict: Verdict,
}

/// The agreement of two reviewers on an item that takes `answers`, from the conversations that both answered. An answer
/// that the item does not take is a further one.
pub fn item(answers: &[Value], pairs: &[(Value, Value)]) -> ItemAgreement {
    let mut scale: Vec<Value> = Vec::new();
    let given = pairs.iter().flat_map(|(one, other)| [*one, *other]);
    for value in answers.iter().copied().chain(given) {
        if !scale.contains(&value) {
            scale.push(value);
        }
    }
    let place = |value: Value| scale.iter().position(|other| *other == value).unwrap_or(0);
    let mut counting = Counting::new(2);
    for (one, other) in pairs {
        counting.unit(&[(0, place(*one) as u32), (1, place(*other) as u32)]);
    }
    let order: Vec<u32> = (0..scale.len() as u32).collect();
    let no = scale.iter().position(|value| *value == Value::No);
    of_table(&counting.finish(&order, scale.len(), None), no)
}

fn of_table(table: &Table, no: Option<usize>) -> ItemAgreement {
    let shared = Shared::of(table);
    let raw = shared.raw(&raw(table));
    let on_no = specific(table).and_then(|answers| {
        no.and_then(|place| answers.get(place).copied()).unwrap_or(Err(Undefined::NoObservations))
    });
    let counts = on_no.map_or((0, 0), |no| (no.both, no.one));
    let on_no = shared.answer(&on_no);
    ItemAgreement {
        shared,
        both_no: counts.0,
        one_no: counts.1,
        raw,
        on_no,
        ac1: shared.gwet(&gwet(table, Weights::Identity)),
        alpha: shared.alpha(&alpha(table, Level::Nominal)),
        verdict: Verdict::of(&shared, &raw, &on_no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agreement::Estimate;
    use Value::{Na, No, Yes};

    const YES_NO: [Value; 2] = [Yes, No];

    fn pairs(yes: usize, ours: usize, theirs: usize, no: usize) -> Vec<(Value, Value)> {
        let of = |count, pair| std::iter::repeat_n(pair, count);
        of(yes, (Yes, Yes))
            .chain(of(ours, (Yes, No)))
            .chain(of(theirs, (No, Yes)))
            .chain(of(no, (No, No)))
            .collect()
    }

    #[test]
    fn gates_open_with_the_counts() {
        let none = item(&YES_NO, &[]);
        for figure in [none.raw, none.on_no, none.ac1, none.alpha] {
            assert_eq!(figure, Figure::Undefined(Undefined::NoRatings));
        }
        let four = item(&YES_NO, &pairs(2, 1, 0, 1));
        assert_eq!((four.raw, four.shared.alike, four.shared.n), (Figure::CountOnly, 3, 4));
        assert_eq!((four.on_no, four.ac1, four.alpha), (Figure::TooFew, Figure::TooFew, Figure::TooFew));
        let five = item(&YES_NO, &pairs(3, 1, 0, 1));
        assert!(matches!(five.raw, Figure::Value(Estimate { interval: Some(_), .. })));
        assert_eq!(five.on_no, Figure::TooFew);
        let three_no = item(&YES_NO, &pairs(3, 1, 0, 2)).on_no;
        assert!(matches!(three_no, Figure::Value(Estimate { interval: None, .. })), "{three_no:?}");
        assert_eq!(item(&YES_NO, &pairs(6, 1, 0, 2)).ac1, Figure::TooFew);
        let ten = item(&YES_NO, &pairs(6, 1, 1, 2));
        assert!(matches!(ten.ac1, Figure::Value(Estimate { interval: None, .. })));
        assert_eq!(ten.alpha, Figure::TooLittleVariation, "rare is 4");
        assert!(matches!(item(&YES_NO, &pairs(15, 1, 1, 3)).alpha, Figure::Rough(_)));
        let many = item(&YES_NO, &pairs(20, 3, 3, 6));
        for figure in [many.raw, many.on_no, many.ac1, many.alpha] {
            assert!(matches!(figure, Figure::Value(Estimate { interval: Some(_), .. })), "{figure:?}");
        }
        let same = item(&YES_NO, &pairs(25, 0, 0, 0));
        assert_eq!(same.alpha, Figure::Undefined(Undefined::NoVariation));
        assert_eq!(same.on_no, Figure::Undefined(Undefined::NoObservations));
        assert_eq!(same.ac1, Figure::Value(Estimate { value: 1.0, interval: None }));
    }

    #[test]
    fn verdicts_blame_the_wording() {
        let verdict = |yes, ours, theirs, no| item(&YES_NO, &pairs(yes, ours, theirs, no)).verdict;
        assert_eq!(verdict(9, 0, 0, 0), Verdict::TooFew);
        assert_eq!(verdict(40, 0, 0, 0), Verdict::Alike);
        assert_eq!(verdict(10, 10, 10, 10), Verdict::WordingToDiscuss);
        assert_eq!(verdict(95, 5, 5, 0), Verdict::WordingToDiscuss, "alike on 90 %, but never on a no");
        assert_eq!(verdict(9, 1, 0, 2), Verdict::NotKnownYet);
    }

    #[test]
    fn answers_that_nobody_gave_count_for_ac1() {
        let all = pairs(30, 3, 3, 4);
        let (two, three) = (item(&YES_NO, &all), item(&[Yes, No, Na], &all));
        assert_eq!(two.alpha, three.alpha);
        let value = |figure: Figure| figure.estimate().unwrap().value;
        assert!(value(three.ac1) > value(two.ac1));
    }
}
