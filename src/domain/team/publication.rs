//! What was told before. A figure that stands on nearly the same as one told earlier would tell, by subtraction, about
//! those who lie between: people who came or left, and people who put something else in since. It stays untold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::disclosure::between;

/// From when to when submissions were looked at, by their last day; `None` is without end. Every submission lies in one of
/// two periods that do not overlap, so that these have nothing to subtract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn overlaps(&self, other: &Period) -> bool {
        let before = |one: &Period, other: &Period| {
            one.until.zip(other.from).is_some_and(|(until, from)| until < from)
        };
        !before(self, other) && !before(other, self)
    }
}

/// What somebody put into a figure, as 24 bits that change when it does. It has no key: small counts can be found by
/// trying them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stake(u32);

impl Stake {
    /// How many bits one has.
    pub const BITS: u32 = 24;

    /// Of so many cases with this mean or sum. Differences below a millionth are those of the order of adding.
    pub fn of(n: u64, value: f64) -> Stake {
        let value = (value * 1e6).round() as i64;
        let mut mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ value.cast_unsigned();
        // The finaliser of SplitMix64 (G. Steele, D. Lea and C. Flood 2014).
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Stake(((mixed ^ (mixed >> 31)) & ((1 << Stake::BITS) - 1)) as u32)
    }

    /// As it was kept; bits above the highest are left out.
    pub const fn kept(bits: u32) -> Stake {
        Stake(bits & ((1 << Stake::BITS) - 1))
    }

    /// To be kept.
    pub const fn bits(self) -> u32 {
        self.0
    }
}

/// A figure that was told, or is about to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell<P: Ord> {
    /// Which measure: the same measure of other people has the same key.
    pub key: String,
    /// Of when.
    pub period: Period,
    /// On whom it stands, and what each put in.
    pub people: BTreeMap<P, Stake>,
}

/// Of when, and what each put in.
type Telling<P> = (Period, BTreeMap<P, Stake>);

/// All that was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published<P: Ord> {
    cells: BTreeMap<String, BTreeSet<Telling<P>>>,
}

impl<P: Ord + Copy> Published<P> {
    /// What these say together.
    pub fn of(cells: impl IntoIterator<Item = Cell<P>>) -> Published<P> {
        let mut published = Published { cells: BTreeMap::new() };
        for cell in cells {
            published.cells.entry(cell.key).or_default().insert((cell.period, cell.people));
        }
        published
    }

    /// Of each time that the measure was told of an overlapping period, who lies between.
    fn between(&self, cell: &Cell<P>) -> impl Iterator<Item = BTreeSet<P>> {
        let told = self.cells.get(&cell.key).into_iter().flatten();
        let overlapping = told.filter(|(period, _)| period.overlaps(&cell.period));
        overlapping.map(|(_, people)| between(people, &cell.people))
    }

    /// Whether a cell told before gives this one away: somebody lies between, and fewer than k.
    pub fn refuses(&self, cell: &Cell<P>, k: usize) -> bool {
        self.between(cell).any(|between| !between.is_empty() && between.len() < k)
    }

    /// Who put something into the cell that no earlier telling holds: everybody, where it was never told.
    pub fn changed(&self, cell: &Cell<P>) -> BTreeSet<P> {
        let fewest = self.between(cell).min_by_key(BTreeSet::len);
        fewest.unwrap_or_else(|| cell.people.keys().copied().collect())
    }

    /// Whether exactly this was told before.
    pub fn knows(&self, cell: &Cell<P>) -> bool {
        let told = self.cells.get(&cell.key).into_iter().flatten();
        told.into_iter().any(|(period, people)| *period == cell.period && *people == cell.people)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn cell(key: &str, from: Option<Date>, until: Option<Date>, people: std::ops::Range<u8>) -> Cell<u8> {
        let people = people.map(|person| (person, Stake::of(12, 80.0))).collect();
        Cell { key: key.into(), period: Period { from, until }, people }
    }

    #[test]
    fn one_more_person_is_not_told() {
        let published = Published::of([cell("act", None, None, 0..6)]);
        assert!(published.refuses(&cell("act", None, None, 0..7), 5));
        assert!(published.refuses(&cell("act", Some(date(2026, 3, 1)), None, 0..5), 5), "a filter counts");
        assert!(!published.refuses(&cell("act", None, None, 0..6), 5), "the same again");
        assert!(!published.refuses(&cell("act", None, None, 0..11), 5), "five more");
        assert!(!published.refuses(&cell("tone", None, None, 0..7), 5), "another measure");
        assert!(published.knows(&cell("act", None, None, 0..6)));
        assert!(!published.knows(&cell("act", None, None, 0..7)));
    }

    #[test]
    fn the_same_people_with_something_new() {
        let before = cell("act", None, None, 0..12);
        let published = Published::of([before.clone()]);
        let mut now = before;
        for person in 0..5 {
            now.people.insert(person, Stake::of(13, 80.0));
            assert_eq!(published.refuses(&now, 5), person < 4, "{} people", person + 1);
            assert_eq!(published.changed(&now).len(), usize::from(person) + 1);
        }
        assert!(!published.knows(&now));
        assert_eq!(published.changed(&cell("tone", None, None, 0..7)).len(), 7, "never told");
    }

    #[test]
    fn a_stake_changes_with_what_is_put_in() {
        assert_ne!(Stake::of(12, 80.0), Stake::of(13, 80.0));
        assert_ne!(Stake::of(12, 80.0), Stake::of(12, 80.1));
        assert_eq!(Stake::of(3, 0.1 + 0.2), Stake::of(3, 0.3), "in another order");
        let stake = Stake::of(7, -4.25);
        assert_eq!(Stake::kept(stake.bits()), stake);
    }

    #[test]
    fn what_has_nothing_in_common_cannot_be_subtracted() {
        let (end, next) = (Some(date(2026, 3, 1)), Some(date(2026, 3, 2)));
        let published = Published::of([cell("act", None, end, 0..6)]);
        assert!(!published.refuses(&cell("act", next, None, 0..7), 5));
        assert!(published.refuses(&cell("act", end, None, 0..7), 5), "one day is enough");
        assert!(Period { from: next, until: None }.holds(date(2026, 3, 2)));
        assert!(!Period { from: next, until: None }.holds(date(2026, 3, 1)));
    }
}
