//! Score of a review: per pillar 100 x sum(weight x value) / sum(weight) over applicable, answered items
//! (`product.md`, *Score*). Nothing applicable gives no score, never 0.

use crate::domain::checklist::{Checklist, Critical, NaPolicy};
use crate::domain::review::{Sheet, Value};

/// One item's part in a pillar's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The item's id.
    pub item: String,
    /// Its answer.
    pub value: Value,
    /// Its weight.
    pub weight: f64,
    /// The answer as a share of the best one, 0 to 1.
    pub share: f64,
    /// Points out of 100 that the pillar would gain if this item were fully met.
    pub to_gain: f64,
}

/// One pillar's score.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarScore {
    /// The pillar's id.
    pub pillar: String,
    /// 0 to 100; `None` where nothing applicable was answered.
    pub raw: Option<f64>,
    /// `raw` after critical items.
    pub final_score: Option<f64>,
    /// Applicable items with an answer, *n/a* included.
    pub answered: usize,
    /// Items whose condition holds.
    pub applicable: usize,
    /// Answers *n/a*.
    pub na: usize,
    /// Every item that counts, in the checklist's order.
    pub terms: Vec<Term>,
}

impl PillarScore {
    /// Items that the score stands on.
    pub fn n(&self) -> usize {
        self.terms.len()
    }

    /// The one answer that would move the score most, if any would.
    pub fn largest_gain(&self) -> Option<&Term> {
        let mut best: Option<&Term> = None;
        for term in self.terms.iter().filter(|term| term.to_gain > 0.0) {
            if best.is_none_or(|b| term.to_gain > b.to_gain) {
                best = Some(term);
            }
        }
        best
    }
}

/// What critical items say about the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No critical item was missed.
    Clear,
    /// One that only marks was missed.
    Flagged,
    /// One that takes a score to 0 was missed.
    Failed,
}

impl Outcome {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Clear => "clear",
            Outcome::Flagged => "flagged",
            Outcome::Failed => "failed",
        }
    }
}

/// A review's scores. `raw`, `final` and `outcome` are kept apart, always.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// One for each scored pillar, in order; own items' pillars last.
    pub pillars: Vec<PillarScore>,
    /// The mean of the final pillar scores by pillar weight, where the checklist asks for an index.
    pub index: Option<f64>,
    /// What critical items say.
    pub outcome: Outcome,
    /// Ids of the critical items that were missed.
    pub missed_critical: Vec<String>,
}

impl Score {
    /// The pillar's score.
    pub fn pillar(&self, id: &str) -> Option<&PillarScore> {
        self.pillars.iter().find(|pillar| pillar.pillar == id)
    }

    /// Applicable items with an answer, over all pillars.
    pub fn answered(&self) -> usize {
        self.pillars.iter().map(|pillar| pillar.answered).sum()
    }

    /// Items whose condition holds, over all pillars.
    pub fn applicable(&self) -> usize {
        self.pillars.iter().map(|pillar| pillar.applicable).sum()
    }
}

/// The scores of `sheet` under `checklist`.
pub fn score(checklist: &Checklist, sheet: &Sheet) -> Score {
    let mut missed_critical = Vec::new();
    let mut zero_all = false;
    let mut outcome = Outcome::Clear;
    let mut zeroed: Vec<&str> = Vec::new();
    for item in sheet.applicable(checklist) {
        let (Some(critical), Some(value)) = (item.critical, sheet.value(&item.id)) else { continue };
        if !item.missed(value) {
            continue;
        }
        missed_critical.push(item.id.clone());
        match critical {
            Critical::Flag if outcome == Outcome::Clear => outcome = Outcome::Flagged,
            Critical::Flag => {}
            Critical::ZeroPillar => {
                outcome = Outcome::Failed;
                zeroed.push(&item.pillar);
            }
            Critical::ZeroAll => {
                outcome = Outcome::Failed;
                // The agent's own items never touch the team's score.
                zero_all |= !item.own;
            }
        }
    }
    let pillars: Vec<PillarScore> = checklist
        .scored_pillars()
        .map(|pillar| {
            let mut scored = pillar_score(checklist, sheet, &pillar.id);
            if scored.raw.is_some() && (zero_all || zeroed.contains(&pillar.id.as_str())) {
                scored.final_score = Some(0.0);
            }
            scored
        })
        .collect();
    let index = checklist.index.then(|| index(checklist, &pillars)).flatten();
    Score { pillars, index, outcome, missed_critical }
}

fn pillar_score(checklist: &Checklist, sheet: &Sheet, pillar: &str) -> PillarScore {
    let mut scored = PillarScore {
        pillar: pillar.to_owned(),
        raw: None,
        final_score: None,
        answered: 0,
        applicable: 0,
        na: 0,
        terms: Vec::new(),
    };
    for item in checklist.items_of(pillar).filter(|item| sheet.applies(checklist, item)) {
        scored.applicable += 1;
        let Some(value) = sheet.value(&item.id) else { continue };
        let share = match value {
            Value::Na => {
                scored.answered += 1;
                scored.na += 1;
                match checklist.na_policy {
                    NaPolicy::Drop => continue,
                    NaPolicy::Full => 1.0,
                }
            }
            value => match item.scale.share(value) {
                Some(share) => {
                    scored.answered += 1;
                    share
                }
                // An answer from another scale says nothing here.
                None => continue,
            },
        };
        scored.terms.push(Term { item: item.id.clone(), value, weight: item.weight, share, to_gain: 0.0 });
    }
    let weights: f64 = scored.terms.iter().map(|term| term.weight).sum();
    if weights > 0.0 {
        let met: f64 = scored.terms.iter().map(|term| term.weight * term.share).sum();
        scored.raw = Some(100.0 * met / weights);
        scored.final_score = scored.raw;
        for term in &mut scored.terms {
            term.to_gain = 100.0 * term.weight * (1.0 - term.share) / weights;
        }
    }
    scored
}

fn index(checklist: &Checklist, pillars: &[PillarScore]) -> Option<f64> {
    let mut sum = 0.0;
    let mut weights = 0.0;
    for pillar in &checklist.pillars {
        let scored =
            pillars.iter().find(|scored| scored.pillar == pillar.id && !pillar.id.starts_with("my."));
        if let Some(score) = scored.and_then(|scored| scored.final_score) {
            sum += pillar.weight * score;
            weights += pillar.weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::{Item, Pillar, Scale, Subject};
    use crate::domain::condition::Condition;
    use crate::domain::review::Answer;
    use crate::words::Bilingual;
    use proptest::prelude::*;

    fn item(id: &str, pillar: &str, weight: f64) -> Item {
        Item {
            id: id.into(),
            pillar: pillar.into(),
            text: Bilingual::same(id),
            guidance: Bilingual::default(),
            why: Bilingual::default(),
            row: String::new(),
            weight,
            scale: Scale::YesNo,
            na: Some(Bilingual::same("when it does not apply")),
            critical: None,
            when: None,
            causes: Vec::new(),
            comment_on: Vec::new(),
            own: false,
        }
    }

    fn list(items: Vec<Item>) -> Checklist {
        let pillar = |id: &str, weight| Pillar { id: id.into(), name: Bilingual::same(id), weight };
        Checklist {
            id: "t".into(),
            version: 1,
            subject: Subject::Conversation,
            title: Bilingual::same("t"),
            from: String::new(),
            na_policy: NaPolicy::Drop,
            index: true,
            peer_reviews_before_submission: 1,
            pillars: vec![pillar("a", 3.0), pillar("b", 1.0), pillar("measured", 1.0)],
            items,
            metrics: Vec::new(),
            hints: Vec::new(),
        }
    }

    fn sheet(answers: &[(&str, Value)]) -> Sheet {
        Sheet(answers.iter().map(|(id, value)| ((*id).into(), Answer::of(*value))).collect())
    }

    #[test]
    fn weights_and_n_a() {
        let list = list(vec![item("x", "a", 3.0), item("y", "a", 1.0), item("z", "b", 1.0)]);
        let s = score(&list, &sheet(&[("x", Value::Yes), ("y", Value::No), ("z", Value::Na)]));
        assert_eq!(s.pillars.len(), 2, "a pillar without items is not scored");
        assert_eq!(s.pillar("a").unwrap().raw, Some(75.0));
        assert_eq!(s.pillar("a").unwrap().largest_gain().unwrap().to_gain, 25.0);
        assert_eq!(s.pillar("b").unwrap().raw, None, "nothing applicable gives no score");
        assert_eq!(s.index, Some(75.0));
        let full = Checklist { na_policy: NaPolicy::Full, ..list };
        assert_eq!(score(&full, &sheet(&[("z", Value::Na)])).pillar("b").unwrap().raw, Some(100.0));
    }

    #[test]
    fn scales() {
        let mut x = item("x", "a", 1.0);
        x.scale = Scale::Points { min: 1, max: 5 };
        let list = list(vec![x]);
        assert_eq!(score(&list, &sheet(&[("x", Value::Point(4))])).pillar("a").unwrap().raw, Some(75.0));
        assert_eq!(score(&list, &sheet(&[("x", Value::Point(9))])).pillar("a").unwrap().raw, None);
    }

    #[test]
    fn conditional_items_come_and_go() {
        let mut steps = item("steps", "a", 1.0);
        steps.when = Condition::parse("solved = no");
        let list = list(vec![item("solved", "a", 1.0), steps]);
        let yes = score(&list, &sheet(&[("solved", Value::Yes), ("steps", Value::No)]));
        assert_eq!((yes.answered(), yes.applicable()), (1, 1));
        assert_eq!(yes.pillar("a").unwrap().raw, Some(100.0));
        let no = score(&list, &sheet(&[("solved", Value::No), ("steps", Value::Yes)]));
        assert_eq!((no.answered(), no.applicable()), (2, 2));
        assert_eq!(no.pillar("a").unwrap().raw, Some(50.0));
    }

    #[test]
    fn critical_items() {
        let with = |critical| {
            let mut x = item("x", "a", 1.0);
            x.critical = Some(critical);
            let list = list(vec![x, item("y", "a", 1.0), item("z", "b", 1.0)]);
            score(&list, &sheet(&[("x", Value::No), ("y", Value::Yes), ("z", Value::Yes)]))
        };
        let flag = with(Critical::Flag);
        assert_eq!((flag.outcome, flag.pillar("a").unwrap().final_score), (Outcome::Flagged, Some(50.0)));
        let pillar = with(Critical::ZeroPillar);
        assert_eq!(pillar.outcome, Outcome::Failed);
        assert_eq!(pillar.pillar("a").unwrap().raw, Some(50.0), "the raw score never moves");
        assert_eq!(pillar.pillar("a").unwrap().final_score, Some(0.0));
        assert_eq!(pillar.pillar("b").unwrap().final_score, Some(100.0));
        assert_eq!(with(Critical::ZeroAll).pillar("b").unwrap().final_score, Some(0.0));
    }

    proptest! {
        #[test]
        fn scores_stay_in_range_and_gains_add_up(
            answers in prop::collection::vec((0u8..4, 1u8..20), 1..12)
        ) {
            let items: Vec<Item> =
                answers.iter().enumerate().map(|(i, (_, w))| item(&i.to_string(), "a", f64::from(*w))).collect();
            let list = list(items);
            let sheet = Sheet(answers.iter().enumerate().filter_map(|(i, (a, _))| {
                let value = [Some(Value::Yes), Some(Value::No), Some(Value::Na), None][usize::from(*a)]?;
                Some((i.to_string(), Answer::of(value)))
            }).collect());
            let s = score(&list, &sheet);
            let a = s.pillar("a").unwrap();
            if let Some(raw) = a.raw {
                prop_assert!((0.0..=100.0 + 1e-9).contains(&raw));
                let gains: f64 = a.terms.iter().map(|t| t.to_gain).sum();
                prop_assert!((raw + gains - 100.0).abs() < 1e-9);
            } else {
                prop_assert!(a.terms.is_empty());
            }
            prop_assert!(a.answered <= a.applicable);
        }
    }
}
