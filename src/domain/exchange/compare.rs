//! Two sheets beside each other: a count and a list, never a coefficient. One conversation is one observation.

use crate::domain::checklist::Checklist;
use crate::domain::review::{Answer, Sheet};
use crate::domain::score::{PillarScore, score};
use crate::words::Bilingual;

/// Both answers to one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The item's id.
    pub item: String,
    /// The id of its pillar.
    pub pillar: String,
    /// The statement.
    pub text: Bilingual,
    /// The first reader's; `None` where the item did not apply for them.
    pub first: Option<Answer>,
    /// The second reader's.
    pub second: Option<Answer>,
}

impl Pair {
    /// Whether both answered, and alike. *N/a* is an answer.
    pub fn alike(&self) -> bool {
        matches!((&self.first, &self.second), (Some(a), Some(b)) if a.value == b.value)
    }

    /// Whether both answered, and differently.
    pub fn differs(&self) -> bool {
        matches!((&self.first, &self.second), (Some(a), Some(b)) if a.value != b.value)
    }
}

/// One pillar on both sheets, each on its own items.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarPair {
    /// The pillar's id.
    pub pillar: String,
    /// Its name.
    pub name: Bilingual,
    /// The first reader's.
    pub first: Option<PillarScore>,
    /// The second reader's.
    pub second: Option<PillarScore>,
}

/// Two sheets beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Differences first, then items that applied for one only, then what is alike; each in the checklist's order.
    pub pairs: Vec<Pair>,
    /// The scored pillars, in order.
    pub pillars: Vec<PillarPair>,
    /// Items answered alike.
    pub alike: usize,
    /// Items that both answered.
    pub shared: usize,
}

impl Comparison {
    /// The pairs to talk about.
    pub fn differing(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| pair.differs())
    }
}

/// Lays two sheets under one checklist beside each other; own items are left out.
pub fn compare(checklist: &Checklist, first: &Sheet, second: &Sheet) -> Comparison {
    let answer = |sheet: &Sheet, item: &crate::domain::checklist::Item| {
        sheet.answer(&item.id).filter(|_| sheet.applies(checklist, item)).cloned()
    };
    let mut pairs: Vec<Pair> = checklist
        .items
        .iter()
        .filter(|item| !item.own)
        .map(|item| Pair {
            item: item.id.clone(),
            pillar: item.pillar.clone(),
            text: item.text.clone(),
            first: answer(first, item),
            second: answer(second, item),
        })
        .filter(|pair| pair.first.is_some() || pair.second.is_some())
        .collect();
    let alike = pairs.iter().filter(|pair| pair.alike()).count();
    let shared = pairs.iter().filter(|pair| pair.first.is_some() && pair.second.is_some()).count();
    pairs.sort_by_key(|pair| match (pair.differs(), pair.alike()) {
        (true, _) => 0,
        (_, false) => 1,
        (_, true) => 2,
    });
    let (of_first, of_second) = (score(checklist, first), score(checklist, second));
    let pillars = checklist
        .scored_pillars()
        .filter(|pillar| checklist.items_of(&pillar.id).any(|item| !item.own))
        .map(|pillar| PillarPair {
            pillar: pillar.id.clone(),
            name: pillar.name.clone(),
            first: of_first.pillar(&pillar.id).cloned(),
            second: of_second.pillar(&pillar.id).cloned(),
        })
        .collect();
    Comparison { pairs, pillars, alike, shared }
}
