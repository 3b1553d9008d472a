//! The alpha of a whole checklist. Items are never pooled into one table: what lies between them would look like
//! agreement. Their disagreements are added, observed and expected, and a conversation is left out of all of them at once.

use super::leave_one_out::{Jackknife, jackknife, left_out};
use super::{Disagreement, Level, Table, disagreement};
use crate::domain::interval::Undefined;

/// Alpha over items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratified {
    /// `1 - Σ observed / Σ expected`: the items' alphas, weighted by their expected disagreement.
    pub value: f64,
    /// Items on which answers varied; the others drop out by themselves.
    pub varied: usize,
    /// From leaving one conversation out of all items.
    pub jackknife: Result<Jackknife, Undefined>,
}

/// The stratified alpha. For each item its table, and for each of that table's units the number of its conversation.
///
/// # Errors
/// Without a pairable unit in any item, or where no item varies.
pub fn stratified(items: &[(&Table, &[usize])], level: Level) -> Result<Stratified, Undefined> {
    let mut all = Disagreement::default();
    let mut varied = 0;
    let mut why = Undefined::NoRatings;
    let mut paired = false;
    for (table, _) in items {
        match disagreement(table, level) {
            Ok(item) => {
                paired = true;
                varied += usize::from(item.expected > 0.0);
                all.observed += item.observed;
                all.expected += item.expected;
            }
            Err(reason @ (Undefined::NoRatings | Undefined::NoPairableUnits)) => {
                why = if reason == Undefined::NoPairableUnits { reason } else { why };
            }
            Err(reason) => return Err(reason),
        }
    }
    if !paired {
        return Err(why);
    }
    let value = all.alpha()?;
    let jackknife = without_each(items, level, all).and_then(|without| jackknife(value, without.into_iter()));
    Ok(Stratified { value, varied, jackknife })
}

/// Alpha without each conversation that is pairable for an item.
fn without_each(
    items: &[(&Table, &[usize])],
    level: Level,
    all: Disagreement,
) -> Result<Vec<Result<f64, Undefined>>, Undefined> {
    let conversations = items.iter().flat_map(|(_, units)| units.iter()).max().map_or(0, |last| last + 1);
    let mut without: Vec<Option<Disagreement>> = vec![None; conversations];
    for (table, units) in items.iter().filter(|(table, _)| table.pairable_units() > 0) {
        let item = disagreement(table, level)?;
        for (place, left) in left_out(table, level)? {
            let sum = without[units[place]].get_or_insert(all);
            sum.observed += left.observed - item.observed;
            sum.expected += left.expected - item.expected;
        }
    }
    // Where nothing that varies is left, rounding is.
    let least = all.expected * 1e-12;
    let alpha = |left: Disagreement| {
        if left.expected > least { left.alpha() } else { Err(Undefined::NoVariation) }
    };
    Ok(without.into_iter().flatten().map(alpha).collect())
}
