//! What was told before. A figure that stands on nearly the same people as one told earlier would tell, by subtraction,
//! about those who lie between: it stays untold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::disclosure::gives_away;

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

/// A figure that was told, or is about to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell<P: Ord> {
    /// Which measure: the same measure of other people has the same key.
    pub key: String,
    /// Of when.
    pub period: Period,
    /// On whom it stands.
    pub people: BTreeSet<P>,
}

/// All that was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published<P: Ord> {
    cells: BTreeMap<String, BTreeSet<(Period, BTreeSet<P>)>>,
}

impl<P: Ord + Clone> Published<P> {
    /// What these say together.
    pub fn of(cells: impl IntoIterator<Item = Cell<P>>) -> Published<P> {
        let mut published = Published { cells: BTreeMap::new() };
        for cell in cells {
            published.cells.entry(cell.key).or_default().insert((cell.period, cell.people));
        }
        published
    }

    /// Whether a cell told before gives this one away.
    pub fn refuses(&self, cell: &Cell<P>, k: usize) -> bool {
        self.cells
            .get(&cell.key)
            .into_iter()
            .flatten()
            .any(|(period, people)| period.overlaps(&cell.period) && gives_away(people, &cell.people, k))
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
        Cell { key: key.into(), period: Period { from, until }, people: people.collect() }
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
    fn what_has_nothing_in_common_cannot_be_subtracted() {
        let (end, next) = (Some(date(2026, 3, 1)), Some(date(2026, 3, 2)));
        let published = Published::of([cell("act", None, end, 0..6)]);
        assert!(!published.refuses(&cell("act", next, None, 0..7), 5));
        assert!(published.refuses(&cell("act", end, None, 0..7), 5), "one day is enough");
        assert!(Period { from: next, until: None }.holds(date(2026, 3, 2)));
        assert!(!Period { from: next, until: None }.holds(date(2026, 3, 1)));
    }
}
