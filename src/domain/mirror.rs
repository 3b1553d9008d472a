//! The arithmetic of *Me*: what somebody's own sealed reviews say about their work.
//!
//! The unit is the conversation: a pillar's figure is the plain mean of the conversations' raw scores, each counted once,
//! with a t interval over conversations. Only drawn conversations are averaged; those chosen by hand stand beside them.
//! Raw scores, since a critical item would turn one miss into a cliff.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::digest::Digest;
use crate::domain::interval::{Interval, mean_t, wilson_of_shares};
use crate::domain::review::{Sheet, Value};
use crate::domain::score::{Score, score};
use crate::words::Bilingual;

/// Conversations from which on a mean has an interval.
const INTERVAL_FROM: usize = 5;
/// Counting answers from which on an item may be named a strength or worth attention.
const NAMED_FROM: usize = 5;
/// Strengths shown at most.
const MOST_STRENGTHS: usize = 3;
/// A strength is met more often than not, even at the lower end of its interval.
const STRONG: f64 = 0.5;
/// An item that may well be met nine times in ten needs no attention.
const WELL_MET: f64 = 0.9;

/// A sealed review.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// The day it was sealed, local.
    pub date: Date,
    /// Whether its conversation was drawn.
    pub drawn: bool,
    /// The answers.
    pub sheet: &'a Sheet,
    /// The checklist that it names, with the agent's own items behind it.
    pub checklist: &'a Checklist,
}

/// A mean over conversations with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Conversations it stands on.
    pub n: usize,
    /// `None` below one conversation.
    pub mean: Option<f64>,
    /// 95 % t interval over conversations, cut to 0 and 100; from 5 conversations and where the scores vary.
    pub interval: Option<(f64, f64)>,
}

/// One pillar over the period.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarLine {
    /// The pillar's id.
    pub pillar: String,
    /// Its name.
    pub name: Bilingual,
    /// The agent's own items.
    pub own: bool,
    /// Over drawn conversations.
    pub drawn: Estimate,
    /// Over conversations chosen by hand: shown, never averaged in.
    pub chosen: Estimate,
    /// Means by ISO week over drawn conversations, oldest first: week's Monday, n, mean.
    pub weeks: Vec<(Date, usize, f64)>,
}

/// One item over the period, over drawn conversations.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemLine {
    /// The item's id.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// The pillar's id.
    pub pillar: String,
    /// Answers that count (*n/a* left out).
    pub n: usize,
    /// The sum of their shares of the best answer.
    pub met: f64,
    /// Answers *n/a*.
    pub na: usize,
    /// Wilson interval of `met / n`, where all answers are yes or no.
    pub interval: Option<(f64, f64)>,
    /// Causes picked, the most frequent first, with their counts.
    pub causes: Vec<(Bilingual, usize)>,
}

/// Everything that *Me* shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Mirror {
    /// The checklist's title; the one with the most reviews in the period.
    pub checklist: Bilingual,
    /// From when, if the period has a beginning.
    pub since: Option<Date>,
    /// Sealed reviews of drawn conversations.
    pub drawn: usize,
    /// Sealed reviews of conversations chosen by hand.
    pub chosen: usize,
    /// Sealed reviews under other checklists, not counted here.
    pub elsewhere: usize,
    /// The pillars, in order.
    pub pillars: Vec<PillarLine>,
    /// Items met most often, the best first; at most three; each with at least five answers.
    pub strengths: Vec<ItemLine>,
    /// The one item most worth attention, if the counts carry it.
    pub attention: Option<ItemLine>,
    /// All items, in the checklist's order.
    pub items: Vec<ItemLine>,
}

/// What `reviews` say, those before `since` left out: about the checklist with the most of them, ties to the one used
/// last. Two checklists are the same when their digests are; own items come from the newest review's.
pub fn mirror(reviews: &[Sealed<'_>], since: Option<Date>) -> Mirror {
    let within: Vec<&Sealed<'_>> =
        reviews.iter().filter(|review| since.is_none_or(|since| review.date >= since)).collect();
    let groups = by_checklist(&within);
    let Some(group) = groups.iter().max_by_key(|group| (group.len(), newest(group).map(|r| r.date))) else {
        return Mirror { since, ..Mirror::default() };
    };
    let Some(checklist) = newest(group).map(|review| review.checklist) else {
        return Mirror { since, ..Mirror::default() };
    };
    let (drawn, chosen): (Vec<&Sealed<'_>>, Vec<&Sealed<'_>>) = group.iter().partition(|review| review.drawn);
    let items: Vec<ItemLine> = checklist.items.iter().map(|item| item_line(item, &drawn)).collect();
    Mirror {
        checklist: checklist.title.clone(),
        since,
        drawn: drawn.len(),
        chosen: chosen.len(),
        elsewhere: within.len() - group.len(),
        pillars: pillar_lines(checklist, &drawn, &chosen),
        strengths: strengths(checklist, &items),
        attention: attention(checklist, &items),
        items,
    }
}

fn by_checklist<'a, 'b>(reviews: &[&'b Sealed<'a>]) -> Vec<Vec<&'b Sealed<'a>>> {
    // Most reviews share one checklist in memory: its digest is worked out once.
    let mut digests: BTreeMap<*const Checklist, Digest> = BTreeMap::new();
    let mut groups: BTreeMap<Digest, Vec<&Sealed<'_>>> = BTreeMap::new();
    for review in reviews {
        let digest =
            digests.entry(std::ptr::from_ref(review.checklist)).or_insert_with(|| review.checklist.digest());
        groups.entry(*digest).or_default().push(review);
    }
    groups.into_values().collect()
}

fn newest<'a, 'b>(reviews: &[&'b Sealed<'a>]) -> Option<&'b Sealed<'a>> {
    reviews.iter().copied().max_by_key(|review| review.date)
}

fn pillar_lines(checklist: &Checklist, drawn: &[&Sealed<'_>], chosen: &[&Sealed<'_>]) -> Vec<PillarLine> {
    let scores = |reviews: &[&Sealed<'_>]| -> Vec<(Date, Score)> {
        reviews.iter().map(|review| (review.date, score(review.checklist, review.sheet))).collect()
    };
    let (drawn, chosen) = (scores(drawn), scores(chosen));
    let raw = |scores: &[(Date, Score)], pillar: &str| -> Vec<(Date, f64)> {
        scores.iter().filter_map(|(date, score)| Some((*date, score.pillar(pillar)?.raw?))).collect()
    };
    checklist
        .scored_pillars()
        .map(|pillar| {
            let over_drawn = raw(&drawn, &pillar.id);
            PillarLine {
                pillar: pillar.id.clone(),
                name: pillar.name.clone(),
                own: checklist.items_of(&pillar.id).all(|item| item.own),
                drawn: estimate(&over_drawn),
                chosen: estimate(&raw(&chosen, &pillar.id)),
                weeks: weeks(&over_drawn),
            }
        })
        .collect()
}

fn estimate(scores: &[(Date, f64)]) -> Estimate {
    let values: Vec<f64> = scores.iter().map(|(_, value)| *value).collect();
    let mean = mean_t(&values).ok();
    Estimate {
        n: values.len(),
        mean: mean.map(|mean| mean.mean),
        interval: mean
            .and_then(|mean| mean.interval.ok())
            .filter(|_| values.len() >= INTERVAL_FROM)
            .map(|(low, high)| (low.max(0.0), high.min(100.0))),
    }
}

fn weeks(scores: &[(Date, f64)]) -> Vec<(Date, usize, f64)> {
    let mut weeks: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
    for (date, value) in scores {
        weeks.entry(monday(*date)).or_default().push(*value);
    }
    weeks
        .into_iter()
        .filter_map(|(week, values)| mean_t(&values).ok().map(|mean| (week, mean.n, mean.mean)))
        .collect()
}

/// The first day of the ISO week.
fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

fn item_line(item: &Item, reviews: &[&Sealed<'_>]) -> ItemLine {
    let mut line = ItemLine {
        item: item.id.clone(),
        text: item.text.clone(),
        pillar: item.pillar.clone(),
        n: 0,
        met: 0.0,
        na: 0,
        interval: None,
        causes: Vec::new(),
    };
    let mut picked = vec![0; item.causes.len()];
    for review in reviews {
        let Some(answer) = review.sheet.answer(&item.id).filter(|_| applies(review, item)) else { continue };
        if answer.value == Value::Na {
            line.na += 1;
        }
        let Some(share) = item.scale.share(answer.value) else { continue };
        line.n += 1;
        line.met += share;
        let cause = answer.cause.as_ref().filter(|_| item.short_of_full(answer.value));
        if let Some(place) = cause.and_then(|id| item.causes.iter().position(|cause| cause.id == *id)) {
            picked[place] += 1;
        }
    }
    if item.scale == Scale::YesNo {
        line.interval = bounds(&line);
    }
    line.causes = item.causes.iter().map(|cause| cause.text.clone()).zip(picked).collect();
    line.causes.retain(|(_, count)| *count > 0);
    line.causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    line
}

/// Whether the item applied in that review: by the review's own list, which may lack an item added since.
fn applies(review: &Sealed<'_>, item: &Item) -> bool {
    let there = review.checklist.item(&item.id);
    there.is_some_and(|there| there.scale == item.scale && review.sheet.applies(review.checklist, there))
}

/// Wilson's bounds of the share met: exact in kind for yes and no, a little wide for points.
fn bounds(line: &ItemLine) -> Option<Interval> {
    wilson_of_shares(line.met, line.n as u64).ok()
}

/// The team's items with enough answers, with weight and bounds. The agent's own stay apart.
fn named<'a>(
    checklist: &'a Checklist,
    lines: &'a [ItemLine],
) -> impl Iterator<Item = (&'a ItemLine, f64, Interval)> {
    checklist
        .items
        .iter()
        .zip(lines)
        .filter(|(item, line)| !item.own && line.n >= NAMED_FROM)
        .filter_map(|(item, line)| Some((line, item.weight, bounds(line)?)))
}

/// The items with the highest lower bound above one half: many answers count for more than a lucky few. Ties go to the
/// heavier item, then to the earlier.
fn strengths(checklist: &Checklist, lines: &[ItemLine]) -> Vec<ItemLine> {
    let mut strong: Vec<_> = named(checklist, lines).filter(|(_, _, (low, _))| *low > STRONG).collect();
    strong.sort_by(|(_, weight, (low, _)), (_, other_weight, (other_low, _))| {
        falling(*low, *other_low).then(falling(*weight, *other_weight))
    });
    strong.into_iter().take(MOST_STRENGTHS).map(|(line, _, _)| line.clone()).collect()
}

/// The item where most is to gain: the largest `weight x (1 - met / n)` among those whose upper bound lies below nine
/// in ten, so that not a lucky or unlucky few decide. Ties go to the one met less, then to the earlier; none where the
/// counts carry none.
fn attention(checklist: &Checklist, lines: &[ItemLine]) -> Option<ItemLine> {
    let missed = |line: &ItemLine| 1.0 - line.met / line.n as f64;
    named(checklist, lines)
        .filter(|(_, _, (_, high))| *high < WELL_MET)
        .min_by(|(line, weight, _), (other, other_weight, _)| {
            falling(weight * missed(line), other_weight * missed(other))
                .then(falling(missed(line), missed(other)))
        })
        .map(|(line, _, _)| line.clone())
}

fn falling(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::{Cause, NaPolicy, Pillar, Subject};
    use crate::domain::condition::Condition;
    use crate::domain::review::Answer;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn item(id: &str, weight: f64) -> Item {
        Item {
            id: id.into(),
            pillar: "p".into(),
            text: Bilingual::same(id),
            guidance: Bilingual::default(),
            why: Bilingual::default(),
            row: String::new(),
            weight,
            scale: Scale::YesNo,
            na: Some(Bilingual::same("where it does not apply")),
            critical: None,
            when: None,
            causes: ["hurry", "habit"].map(|id| Cause { id: id.into(), text: Bilingual::same(id) }).into(),
            comment_on: Vec::new(),
            own: false,
        }
    }

    fn list(id: &str, items: Vec<Item>) -> Checklist {
        Checklist {
            id: id.into(),
            version: 1,
            subject: Subject::Conversation,
            title: Bilingual::same(id),
            from: String::new(),
            na_policy: NaPolicy::Drop,
            index: false,
            peer_reviews_before_submission: 0,
            pillars: vec![Pillar { id: "p".into(), name: Bilingual::same("P"), weight: 1.0 }],
            items,
            metrics: Vec::new(),
            hints: Vec::new(),
        }
    }

    fn sheet(answers: &[(&str, Value)]) -> Sheet {
        Sheet(answers.iter().map(|(id, value)| ((*id).into(), Answer::of(*value))).collect())
    }

    /// `n` reviews in which the first `met[i]` say yes to item i.
    fn sheets(n: usize, met: &[(&str, usize)]) -> Vec<Sheet> {
        (0..n)
            .map(|k| {
                let answers: Vec<(&str, Value)> = met
                    .iter()
                    .map(|(id, met)| (*id, if k < *met { Value::Yes } else { Value::No }))
                    .collect();
                sheet(&answers)
            })
            .collect()
    }

    fn reviews<'a>(checklist: &'a Checklist, sheets: &'a [Sheet]) -> Vec<Sealed<'a>> {
        sheets.iter().map(|sheet| Sealed { date: date(2026, 3, 4), drawn: true, sheet, checklist }).collect()
    }

    fn names(lines: &[ItemLine]) -> Vec<&str> {
        lines.iter().map(|line| line.item.as_str()).collect()
    }

    #[test]
    fn drawn_and_chosen_are_never_mixed() {
        let list = list("t", vec![item("a", 1.0), item("b", 1.0)]);
        let (yes, half) =
            (sheet(&[("a", Value::Yes), ("b", Value::Yes)]), sheet(&[("a", Value::No), ("b", Value::Yes)]));
        let mut all = reviews(&list, std::slice::from_ref(&yes));
        all.push(Sealed { drawn: false, sheet: &half, ..all[0] });
        let m = mirror(&all, None);
        assert_eq!((m.drawn, m.chosen, m.elsewhere), (1, 1, 0));
        let pillar = &m.pillars[0];
        assert_eq!(pillar.drawn, Estimate { n: 1, mean: Some(100.0), interval: None });
        assert_eq!(pillar.chosen, Estimate { n: 1, mean: Some(50.0), interval: None });
        assert_eq!((m.items[0].n, m.items[0].met), (1, 1.0), "items stand on drawn conversations");
    }

    #[test]
    fn intervals_from_five_on() {
        let list = list("t", vec![item("a", 1.0), item("b", 1.0)]);
        let with = |n| {
            let sheets = sheets(n, &[("a", 2), ("b", n)]);
            mirror(&reviews(&list, &sheets), None).pillars[0].drawn
        };
        assert_eq!(with(4).interval, None);
        let five = with(5);
        // Scores 100 100 50 50 50: mean 70, sd 27.386, t(4) 2.776445.
        assert_eq!(five.mean, Some(70.0));
        let (low, high) = five.interval.unwrap();
        assert!((low - 35.9956).abs() < 1e-3 && high == 100.0, "{low} {high}");
    }

    #[test]
    fn weeks_begin_on_monday() {
        let list = list("t", vec![item("a", 1.0)]);
        let (yes, no) = (sheet(&[("a", Value::Yes)]), sheet(&[("a", Value::No)]));
        let on = |date, sheet| Sealed { date, drawn: true, sheet, checklist: &list };
        let all = [on(date(2026, 1, 5), &no), on(date(2026, 1, 4), &yes), on(date(2025, 12, 29), &no)];
        let m = mirror(&all, None);
        assert_eq!(m.pillars[0].weeks, [(date(2025, 12, 29), 2, 50.0), (date(2026, 1, 5), 1, 0.0)]);
        let recent = mirror(&all, Some(date(2026, 1, 4)));
        assert_eq!((recent.drawn, recent.since), (2, Some(date(2026, 1, 4))));
    }

    #[test]
    fn the_checklist_with_most_reviews() {
        let (one, mut other) = (list("one", vec![item("a", 1.0)]), list("other", vec![item("a", 1.0)]));
        let sheets = sheets(3, &[("a", 3)]);
        let mut all = reviews(&one, &sheets[..1]);
        all.extend(reviews(&other, &sheets[1..]));
        let m = mirror(&all, None);
        assert_eq!((m.checklist.en.as_ref(), m.drawn, m.elsewhere), ("other", 2, 1));
        // Own items make no other checklist of it.
        let own = other.clone();
        other.items.push(Item { own: true, ..item("my.x", 1.0) });
        let mut all = reviews(&own, &sheets[..2]);
        all.extend(reviews(&other, &sheets[2..]));
        assert_eq!(mirror(&all, None).drawn, 3);
        assert_eq!(mirror(&[], None), Mirror::default());
    }

    #[test]
    fn answers_that_count() {
        let mut later = item("later", 1.0);
        later.when = Condition::parse("a = no");
        let list = list("t", vec![item("a", 1.0), later]);
        let mut missed = sheet(&[("a", Value::No), ("later", Value::Yes)]);
        missed.0.get_mut("a").unwrap().cause = Some("habit".into());
        let sheets = [
            missed.clone(),
            missed,
            sheet(&[("a", Value::Na)]),
            sheet(&[("a", Value::Yes), ("later", Value::No)]),
        ];
        let m = mirror(&reviews(&list, &sheets), None);
        let a = &m.items[0];
        assert_eq!((a.n, a.met, a.na), (3, 1.0, 1));
        assert_eq!(a.causes, [(Bilingual::same("habit"), 2)]);
        assert_eq!(a.interval, wilson_of_shares(1.0, 3).ok());
        assert_eq!((m.items[1].n, m.items[1].met), (2, 2.0), "what does not apply does not count");
    }

    #[test]
    fn strengths_and_the_one_thing() {
        let list = list(
            "t",
            ["a", "b", "c", "d", "e", "f"].map(|id| item(id, if id == "f" { 3.0 } else { 1.0 })).into(),
        );
        let with = |n, met: &[(&str, usize)]| {
            let sheets = sheets(n, met);
            mirror(&reviews(&list, &sheets), None)
        };
        let m = with(20, &[("a", 20), ("b", 19), ("c", 20), ("d", 18), ("e", 4), ("f", 12)]);
        assert_eq!(names(&m.strengths), ["a", "c", "b"]);
        // f: 3 x 8/20 = 1.2 weighs more than e: 1 x 16/20 = 0.8.
        assert_eq!(m.attention.map(|line| line.item).as_deref(), Some("f"));
        let few = with(4, &[("a", 4), ("e", 0)]);
        assert!(few.strengths.is_empty() && few.attention.is_none(), "four answers name nothing");
        let good = with(20, &[("a", 20), ("f", 17)]);
        assert!(good.attention.is_none(), "17 of 20 may well be nine in ten");
        let poor = with(20, &[("a", 3), ("b", 5)]);
        assert!(poor.strengths.is_empty(), "the best of the poor is no strength");
    }

    #[test]
    fn own_items_stay_apart() {
        let mut mine = item("my.a", 9.0);
        mine.own = true;
        mine.pillar = "my.p".into();
        let mut list = list("t", vec![item("a", 1.0), mine]);
        list.pillars.push(Pillar { id: "my.p".into(), name: Bilingual::same("mine"), weight: 1.0 });
        let sheets = sheets(10, &[("a", 10), ("my.a", 0)]);
        let m = mirror(&reviews(&list, &sheets), None);
        assert_eq!(m.pillars.iter().map(|line| line.own).collect::<Vec<_>>(), [false, true]);
        assert_eq!((m.items[1].n, m.attention), (10, None));
    }

    #[test]
    fn points_can_be_strengths() {
        let mut tone = item("tone", 1.0);
        tone.scale = Scale::Points { min: 1, max: 5 };
        let list = list("t", vec![tone]);
        let sheets: Vec<Sheet> = (0..8).map(|_| sheet(&[("tone", Value::Point(5))])).collect();
        let m = mirror(&reviews(&list, &sheets), None);
        assert_eq!(names(&m.strengths), ["tone"]);
        assert_eq!((m.items[0].interval, m.items[0].met), (None, 8.0));
    }

    proptest! {
        #[test]
        fn order_does_not_matter(
            answers in prop::collection::vec((0u8..3, 0u8..3, 1i8..28, any::<bool>()), 0..25)
        ) {
            let list = list("t", vec![item("a", 1.0), item("b", 2.0)]);
            let value = |code| [Value::Yes, Value::No, Value::Na][usize::from(code)];
            let sheets: Vec<Sheet> =
                answers.iter().map(|(a, b, ..)| sheet(&[("a", value(*a)), ("b", value(*b))])).collect();
            let mut all: Vec<Sealed<'_>> = answers
                .iter()
                .zip(&sheets)
                .map(|((_, _, day, drawn), sheet)| {
                    Sealed { date: date(2026, 2, *day), drawn: *drawn, sheet, checklist: &list }
                })
                .collect();
            let forwards = mirror(&all, None);
            all.reverse();
            let backwards = mirror(&all, None);
            prop_assert_eq!(&forwards.items, &backwards.items);
            prop_assert_eq!(&forwards.attention, &backwards.attention);
            for (one, other) in forwards.pillars.iter().zip(&backwards.pillars) {
                prop_assert_eq!(one.drawn.n, other.drawn.n);
                prop_assert!((one.drawn.mean.unwrap_or(0.0) - other.drawn.mean.unwrap_or(0.0)).abs() < 1e-9);
                prop_assert_eq!(one.weeks.iter().map(|week| week.1).sum::<usize>(), one.drawn.n);
            }
        }
    }
}
