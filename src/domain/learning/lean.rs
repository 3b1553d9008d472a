//! Items on which I am kinder or stricter than my peers: the two ways of differing, and whether chance alone would
//! explain their imbalance.

use std::collections::BTreeMap;

use crate::both;
use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::distribution::Binomial;
use crate::domain::multiple::{FALSE_FINDS, benjamini_hochberg};
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Differences from which on a p-value is shown: below, it cannot fall under 5 %.
const TESTED_FROM: u64 = 6;

/// Which way I lean on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lean {
    /// Fewer than six differences.
    TooFew,
    /// Chance would explain them.
    NotKnownYet,
    /// I give the better answer more often than chance would.
    Kinder,
    /// The peers do.
    Stricter,
}

/// One item's differences, *n/a* left out.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemLean {
    /// The item's id.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// The pillar's id.
    pub pillar: String,
    /// Conversations in which both gave an answer other than *n/a*.
    pub n: usize,
    /// I said *yes* and the peer *no*; on a scale, mine was the higher point.
    pub kinder: u64,
    /// The reverse.
    pub stricter: u64,
    /// Exact McNemar p; from six differences on.
    pub p: Option<f64>,
    /// The same, corrected for the number of items tested on this screen.
    pub adjusted: Option<f64>,
    /// Which way.
    pub lean: Lean,
    ticked: bool,
}

impl ItemLean {
    /// How much more often I am kinder than stricter, -1 to 1; `None` where nothing was shared.
    pub fn bias(&self) -> Option<f64> {
        (self.n > 0).then(|| (self.kinder as f64 - self.stricter as f64) / self.n as f64)
    }

    /// What it says, as a sentence; `None` where the counts carry none.
    pub fn sentence(&self) -> Option<Bilingual> {
        let (kinder, stricter, all) = (self.kinder, self.stricter, self.kinder + self.stricter);
        match (self.lean, self.ticked) {
            (Lean::TooFew | Lean::NotKnownYet, _) => None,
            (Lean::Kinder, true) => Some(both!(
                "You tick yes where your peers tick no, {kinder} of the {all} times you differ: worth reading the guidance together.",
                "Vous répondez oui là où vos collègues répondent non, {kinder} fois sur les {all} où vous différez\u{202f}: la consigne mérite une relecture à plusieurs.",
            )),
            (Lean::Stricter, true) => Some(both!(
                "You tick no where your peers tick yes, {stricter} of the {all} times you differ: worth reading the guidance together.",
                "Vous répondez non là où vos collègues répondent oui, {stricter} fois sur les {all} où vous différez\u{202f}: la consigne mérite une relecture à plusieurs.",
            )),
            (Lean::Kinder, false) => Some(both!(
                "You give a higher point than your peers, {kinder} of the {all} times you differ: worth reading the guidance together.",
                "Vous placez le curseur plus haut que vos collègues, {kinder} fois sur les {all} où vous différez\u{202f}: la consigne mérite une relecture à plusieurs.",
            )),
            (Lean::Stricter, false) => Some(both!(
                "You give a lower point than your peers, {stricter} of the {all} times you differ: worth reading the guidance together.",
                "Vous placez le curseur plus bas que vos collègues, {stricter} fois sur les {all} où vous différez\u{202f}: la consigne mérite une relecture à plusieurs.",
            )),
        }
    }
}

pub(super) fn leans(checklist: &Checklist, pairs: &BTreeMap<String, Vec<(Value, Value)>>) -> Vec<ItemLean> {
    let mut leans: Vec<ItemLean> = checklist
        .items
        .iter()
        .filter_map(|item| Some(lean(item, pairs.get(&item.id)?)))
        .filter(|lean| lean.n > 0)
        .collect();
    let tested: Vec<f64> = leans.iter().filter_map(|lean| lean.p).collect();
    // All lie between 0 and 1.
    let adjusted = benjamini_hochberg(&tested).unwrap_or_default();
    for (lean, adjusted) in leans.iter_mut().filter(|lean| lean.p.is_some()).zip(adjusted) {
        lean.adjusted = Some(adjusted);
        lean.lean = if adjusted > FALSE_FINDS {
            Lean::NotKnownYet
        } else if lean.kinder > lean.stricter {
            Lean::Kinder
        } else {
            Lean::Stricter
        };
    }
    leans
}

fn lean(item: &Item, pairs: &[(Value, Value)]) -> ItemLean {
    let shares: Vec<(f64, f64)> = pairs
        .iter()
        .filter_map(|(mine, theirs)| Some((item.scale.share(*mine)?, item.scale.share(*theirs)?)))
        .collect();
    let kinder = shares.iter().filter(|(mine, theirs)| mine > theirs).count() as u64;
    let stricter = shares.iter().filter(|(mine, theirs)| mine < theirs).count() as u64;
    ItemLean {
        item: item.id.clone(),
        text: item.text.clone(),
        pillar: item.pillar.clone(),
        n: shares.len(),
        kinder,
        stricter,
        p: exact_p(kinder, stricter).filter(|_| kinder + stricter >= TESTED_FROM),
        adjusted: None,
        lean: Lean::TooFew,
        ticked: item.scale == Scale::YesNo,
    }
}

/// McNemar's exact p for two ways of differing: the probability that fair coins fall at least as unevenly, to either
/// side. `None` without differences.
pub fn exact_p(one: u64, other: u64) -> Option<f64> {
    let n = one + other;
    if n == 0 {
        return None;
    }
    let unevenly = Binomial::new(n, 0.5).at_most(one.min(other));
    Some((2.0 * unevenly).min(1.0))
}
