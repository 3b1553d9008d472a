//! Simpson's guard: a plain difference that the mix makes, or turns around, is not printed.

use crate::words::Bilingual;

/// What may be printed of a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guard {
    /// The plain difference, with the one within strata beside it.
    Both {
        /// The plain difference.
        crude: f64,
        /// Within strata.
        stratified: f64,
    },
    /// Only the one within strata, with [`EXPLAINED`].
    StratifiedOnly {
        /// Within strata.
        stratified: f64,
    },
}

/// The sentence beside a difference within strata that stands alone.
pub const EXPLAINED: Bilingual =
    Bilingual::fixed("the mix of questions explains it", "la composition des questions l’explique");

/// How many times the stratified difference a plain one may be.
const TWICE: f64 = 2.0;

/// The plain difference between two people or periods beside the one within strata: where their signs differ, or the
/// plain one is at least twice the other, only the other is printed.
pub fn guard(crude: f64, stratified: f64) -> Guard {
    let turned = crude * stratified < 0.0;
    let blown_up = crude != 0.0 && crude.abs() >= TWICE * stratified.abs();
    if turned || blown_up { Guard::StratifiedOnly { stratified } } else { Guard::Both { crude, stratified } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_sizes() {
        let only = |crude, stratified| matches!(guard(crude, stratified), Guard::StratifiedOnly { .. });
        assert!(only(263.0, -16.0), "turned around");
        assert!(only(20.0, 10.0), "twice");
        assert!(only(0.1, 0.0), "nothing is left within strata");
        assert!(!only(19.9, 10.0) && !only(5.0, 10.0) && !only(0.0, 10.0) && !only(0.0, 0.0));
    }
}
