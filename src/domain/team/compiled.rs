//! A checklist made ready for packed answers: scores of a review straight from its bytes. The same scores as
//! [`score`](crate::domain::score), a thousand times a millisecond.

use crate::domain::checklist::{Checklist, NaPolicy};
use crate::domain::review::Value;

/// No item.
const NONE: u16 = u16::MAX;
/// No share: an answer that leaves the score.
const OUT: f64 = -1.0;

/// A checklist for packed answers.
#[derive(Clone, Debug)]
pub struct Compiled {
    items: Vec<Item>,
    pillars: usize,
}

#[derive(Clone, Debug)]
struct Item {
    pillar: u16,
    weight: f64,
    /// Of each byte, the share of the best answer; [`OUT`] where it leaves the score.
    shares: Box<[f64; 256]>,
    /// The item that decides whether this one applies.
    on: u16,
    equal: bool,
    value: u8,
}

impl Compiled {
    /// The checklist, its scored pillars in order.
    pub fn of(checklist: &Checklist) -> Compiled {
        let pillars: Vec<&str> = checklist.scored_pillars().map(|pillar| pillar.id.as_str()).collect();
        let number = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok()).unwrap_or(NONE);
        let items = checklist
            .items
            .iter()
            .map(|item| {
                let share = |code: u8| match Value::from_code(code) {
                    Some(Value::Na) if checklist.na_policy == NaPolicy::Full => 1.0,
                    Some(value) => item.scale.share(value).unwrap_or(OUT),
                    None => OUT,
                };
                let mut shares = Box::new([OUT; 256]);
                for code in 0..=u8::MAX {
                    shares[usize::from(code)] = share(code);
                }
                let when = item.when.as_ref();
                Item {
                    pillar: number(pillars.iter().position(|pillar| *pillar == item.pillar)),
                    weight: item.weight,
                    shares,
                    on: number(when.and_then(|when| checklist.items.iter().position(|i| i.id == when.item))),
                    equal: when.is_none_or(|when| when.equal),
                    value: when.map_or(0, |when| when.value.code()),
                }
            })
            .collect();
        Compiled { items, pillars: pillars.len() }
    }

    /// How many items.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// How many scored pillars.
    pub fn pillars(&self) -> usize {
        self.pillars
    }

    /// The place of an item's pillar among the scored ones.
    pub fn pillar_of(&self, item: usize) -> Option<usize> {
        self.items.get(item).map(|item| usize::from(item.pillar)).filter(|pillar| *pillar < self.pillars)
    }

    /// Whether an item applies in a row: its condition holds, and so does that of the item that it hangs on.
    pub fn applies(&self, item: usize, row: &[u8]) -> bool {
        let mut at = item;
        for _ in 0..=self.items.len() {
            let Some(here) = self.items.get(at) else { return false };
            if here.on == NONE {
                return true;
            }
            let on = usize::from(here.on);
            let answer = row.get(on).copied().unwrap_or(Value::UNANSWERED);
            if answer == Value::UNANSWERED || (answer == here.value) != here.equal {
                return false;
            }
            at = on;
        }
        false
    }

    /// The share of the best answer at an item; `None` where it leaves the score.
    pub fn share(&self, item: usize, row: &[u8]) -> Option<f64> {
        let answer = *row.get(item)?;
        let share = self.items.get(item)?.shares[usize::from(answer)];
        (share >= 0.0 && self.applies(item, row)).then_some(share)
    }

    /// The scores of a row into `scored`, and each counting item's share to `each`.
    pub fn score(&self, row: &[u8], scored: &mut Scored, mut each: impl FnMut(usize, f64)) {
        scored.sums.clear();
        scored.sums.resize(self.pillars, (0.0, 0.0));
        for (place, (item, answer)) in self.items.iter().zip(row).enumerate() {
            let share = item.shares[usize::from(*answer)];
            if share < 0.0 || item.on != NONE && !self.applies(place, row) {
                continue;
            }
            each(place, share);
            if let Some(sum) = scored.sums.get_mut(usize::from(item.pillar)) {
                sum.0 += item.weight * share;
                sum.1 += item.weight;
            }
        }
    }
}

/// What a row of answers scored; kept from review to review, so that none allocates.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// Met and possible weight by pillar.
    sums: Vec<(f64, f64)>,
}

impl Scored {
    /// The score of each pillar, 0 to 100; `None` where nothing applicable was answered.
    pub fn pillars(&self) -> impl Iterator<Item = Option<f64>> {
        self.sums.iter().map(|(met, weights)| (*weights > 0.0).then(|| 100.0 * met / weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::{Item, Pillar, Scale, Subject};
    use crate::domain::condition::Condition;
    use crate::domain::review::{Answer, Sheet};
    use crate::domain::score::score;
    use crate::words::Bilingual;
    use proptest::prelude::*;

    fn item(id: &str, pillar: &str, weight: f64, scale: Scale, when: Option<&str>) -> Item {
        Item {
            id: id.into(),
            pillar: pillar.into(),
            text: Bilingual::default(),
            guidance: Bilingual::default(),
            why: Bilingual::default(),
            row: String::new(),
            weight,
            scale,
            na: Some(Bilingual::default()),
            critical: None,
            when: when.and_then(Condition::parse),
            causes: Vec::new(),
            comment_on: Vec::new(),
            own: false,
        }
    }

    fn checklist(na_policy: NaPolicy) -> Checklist {
        let points = Scale::Points { min: 1, max: 5 };
        let pillar = |id: &str| Pillar { id: id.into(), name: Bilingual::default(), weight: 1.0 };
        Checklist {
            id: "small".into(),
            version: 1,
            subject: Subject::Conversation,
            title: Bilingual::default(),
            from: String::new(),
            na_policy,
            index: false,
            peer_reviews_before_submission: 0,
            pillars: vec![pillar("act"), pillar("measured"), pillar("tone")],
            items: vec![
                item("solved", "act", 2.0, Scale::YesNo, None),
                item("kind", "tone", 1.0, points, None),
                item("steps", "act", 1.0, Scale::YesNo, Some("solved = no")),
                item("last", "act", 0.5, points, Some("steps != yes")),
                item("greeted", "tone", 3.0, Scale::YesNo, None),
            ],
            metrics: Vec::new(),
            hints: Vec::new(),
        }
    }

    proptest! {
        /// The fast way and the plain one give the same scores on anything.
        #[test]
        fn scores_are_those_of_the_sheet(
            codes in prop::collection::vec(prop::sample::select(vec![0u8, 1, 3, 5, 252, 253, 254, 255]), 5),
            full in any::<bool>(),
        ) {
            let checklist = checklist(if full { NaPolicy::Full } else { NaPolicy::Drop });
            let answers = checklist.items.iter().zip(&codes).filter_map(|(item, code)| {
                Value::from_code(*code).map(|value| (item.id.clone(), Answer::of(value)))
            });
            let sheet = Sheet(answers.collect());
            let plain = score(&checklist, &sheet);
            let compiled = Compiled::of(&checklist);
            let mut scored = Scored::default();
            let mut shares = [None; 5];
            compiled.score(&codes, &mut scored, |item, share| shares[item] = Some(share));
            let fast: Vec<Option<f64>> = scored.pillars().collect();
            prop_assert_eq!(fast.len(), plain.pillars.len());
            for (fast, plain) in fast.iter().zip(&plain.pillars) {
                prop_assert_eq!(fast.is_some(), plain.raw.is_some());
                prop_assert!((fast.unwrap_or(0.0) - plain.raw.unwrap_or(0.0)).abs() < 1e-9);
            }
            for (place, item) in checklist.items.iter().enumerate() {
                let terms = plain.pillars.iter().flat_map(|pillar| &pillar.terms);
                let term = terms.filter(|term| term.item == item.id).map(|term| term.share).next();
                prop_assert_eq!(shares[place], term);
                prop_assert_eq!(compiled.share(place, &codes), term);
            }
        }
    }
}
