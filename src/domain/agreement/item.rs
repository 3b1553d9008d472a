//! One item of a checklist and two reviewers: what may be said about it. Few reviews say little, and a coefficient of a
//! table in which hardly anything varies says nothing; each figure therefore has a gate.

use super::{Counting, Level, Table, Weights, alpha, gwet, raw, specific};
use crate::domain::interval::{Interval, Undefined};
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Shared reviews from which on shares are given.
const SHARES_FROM: usize = 5;
/// Shared reviews from which on coefficients and verdicts are given.
const COEFFICIENTS_FROM: usize = 10;
/// Conversations with an answer *no* from which on agreement on it is given early.
const NO_FROM: u64 = 3;
/// Conversations with an answer *no* from which on that agreement has an interval.
const NO_INTERVAL_FROM: u64 = 5;
/// AC1 has an interval from so many shared reviews on ...
const AC1_INTERVAL_FROM: usize = 20;
/// ... if so many of them differ.
const AC1_INTERVAL_DIFFERENCES: u64 = 5;
/// Reviews that are not unanimously the usual answer, from which on alpha is given at all ...
const ROUGH_FROM: usize = 5;
/// ... and from which on with its interval.
const ALPHA_FROM: usize = 10;
/// Raw agreement that would be good enough.
const ALIKE: f64 = 0.80;
/// Agreement on *no* that would be good enough.
const ALIKE_ON_NO: f64 = 0.67;

/// A value with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// 95 %; `None` where the counts carry none.
    pub interval: Option<Interval>,
}

/// A figure behind its gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// Known.
    Value(Estimate),
    /// Known, but its interval covers less often than it says.
    Rough(Estimate),
    /// So few that only the count may be told.
    CountOnly,
    /// Defined, but not worth printing.
    TooFew,
    /// Nearly everybody always gave the same answer.
    TooLittleVariation,
    /// Does not exist.
    Undefined(Undefined),
}

impl Figure {
    /// What stands in the figure's place; `None` where it has a value.
    pub const fn words(&self) -> Option<Bilingual> {
        match self {
            Figure::Value(_) | Figure::Rough(_) => None,
            Figure::CountOnly | Figure::TooFew => Some(Bilingual::fixed("too few", "trop peu")),
            Figure::TooLittleVariation => {
                Some(Bilingual::fixed("too little variation to judge", "trop peu de variation pour juger"))
            }
            Figure::Undefined(why) => Some(why.words()),
        }
    }
}

/// What both reviewers answered, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Conversations that both answered.
    pub n: usize,
    /// Those answered alike.
    pub alike: u64,
    /// Those on which both said no.
    pub both_no: u64,
    /// Those on which exactly one did.
    pub one_no: u64,
    /// Those that are not unanimously the usual answer.
    pub rare: usize,
}

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
}

/// How far two reviewers agree on one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemAgreement {
    /// The counts.
    pub shared: Shared,
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
        counting.rate(0, place(*one) as u32);
        counting.rate(1, place(*other) as u32);
        counting.end_unit();
    }
    let order: Vec<u32> = (0..scale.len() as u32).collect();
    gated(&counting.finish(&order, scale.len(), None), scale.iter().position(|value| *value == Value::No))
}

/// The same from a table of two raters; `no` is the place of that answer on its scale.
pub(super) fn gated(table: &Table, no: Option<usize>) -> ItemAgreement {
    let n = table.pairable_units();
    let mut shared = Shared { n, rare: table.rare(), ..Shared::default() };
    let on_answers = specific(table).unwrap_or_default();
    let no = no.and_then(|place| on_answers.get(place).copied());
    if let Some(Ok(no)) = no {
        (shared.both_no, shared.one_no) = (no.both, no.one);
    }
    let with_no = shared.both_no + shared.one_no;
    let raw = raw(table);
    shared.alike = raw.ok().and_then(|raw| raw.alike).unwrap_or(0);
    let raw = match raw {
        Err(why) => Figure::Undefined(why),
        Ok(_) if n < SHARES_FROM => Figure::CountOnly,
        Ok(raw) => Figure::Value(Estimate { value: raw.share, interval: raw.interval }),
    };
    let on_no = match no {
        _ if n == 0 => raw,
        None | Some(Err(_)) => Figure::Undefined(Undefined::NoObservations),
        Some(Ok(_)) if n < SHARES_FROM || n < COEFFICIENTS_FROM && with_no < NO_FROM => Figure::TooFew,
        Some(Ok(no)) => {
            let wide = n >= COEFFICIENTS_FROM && with_no >= NO_INTERVAL_FROM;
            Figure::Value(Estimate { value: no.share, interval: no.interval.filter(|_| wide) })
        }
    };
    let mut agreement = ItemAgreement {
        shared,
        raw,
        on_no,
        ac1: if n == 0 { raw } else { Figure::TooFew },
        alpha: if n == 0 { raw } else { Figure::TooFew },
        verdict: Verdict::TooFew,
    };
    if n >= COEFFICIENTS_FROM {
        agreement.ac1 = ac1(table, &shared);
        agreement.alpha = alpha_of(table, &shared);
        agreement.verdict = verdict(&agreement);
    }
    agreement
}

fn ac1(table: &Table, shared: &Shared) -> Figure {
    let differing = shared.n as u64 - shared.alike;
    let wide = shared.n >= AC1_INTERVAL_FROM && differing >= AC1_INTERVAL_DIFFERENCES;
    match gwet(table, Weights::Identity) {
        Err(why) => Figure::Undefined(why),
        Ok(ac1) => {
            let interval = ac1.interval.ok().filter(|_| wide);
            Figure::Value(Estimate { value: ac1.value, interval })
        }
    }
}

fn alpha_of(table: &Table, shared: &Shared) -> Figure {
    match alpha(table, Level::Nominal) {
        Err(why) => Figure::Undefined(why),
        Ok(_) if shared.rare < ROUGH_FROM => Figure::TooLittleVariation,
        Ok(alpha) => {
            let interval = alpha.jackknife.ok().map(|jackknife| jackknife.interval);
            let estimate = Estimate { value: alpha.value, interval };
            if shared.rare < ALPHA_FROM { Figure::Rough(estimate) } else { Figure::Value(estimate) }
        }
    }
}

/// The verdict on ten or more shared reviews.
fn verdict(agreement: &ItemAgreement) -> Verdict {
    let interval = |figure: &Figure| match figure {
        Figure::Value(estimate) => estimate.interval,
        _ => None,
    };
    let Some((low, high)) = interval(&agreement.raw) else { return Verdict::NotKnownYet };
    // The interval of agreement on *no* stands behind the gate of five such conversations.
    let apart_on_no = interval(&agreement.on_no).is_some_and(|(_, high)| high < ALIKE_ON_NO);
    if high < ALIKE || apart_on_no {
        Verdict::WordingToDiscuss
    } else if low >= ALIKE {
        Verdict::Alike
    } else {
        Verdict::NotKnownYet
    }
}
