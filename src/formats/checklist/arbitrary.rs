//! Checklists at random, sound by construction.

use proptest::prelude::*;
use proptest::sample::select;

use crate::domain::checklist::{
    Better, Cause, Checklist, Critical, Item, NaPolicy, Pillar, Scale, Subject, TeamMetric,
};
use crate::domain::condition::Condition;
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// A text that the loader takes as it is: trimmed, clean, within `columns`.
fn text(columns: usize, breaks: bool) -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        8 => prop::char::range(' ', '~'),
        2 => select(vec!['é', '’', '«', '\u{202f}', '\u{a0}', '\\', '"', '\'', '#', '日', '🙂', 'ا']),
        1 => Just(if breaks { '\n' } else { '-' }),
    ];
    prop::collection::vec(letter, 1..24).prop_map(move |letters| {
        let raw = letters.into_iter().collect::<String>();
        let clean = if breaks { Shown::text(&raw) } else { Shown::line(&raw).clip(columns) };
        let clean = clean.as_str().trim().to_owned();
        if clean.is_empty() { "x".to_owned() } else { clean }
    })
}

fn pair(columns: usize, breaks: bool) -> impl Strategy<Value = Bilingual> {
    (text(columns, breaks), text(columns, breaks)).prop_map(|(en, fr)| Bilingual::made(en, fr))
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), (1u32..=1_000_000).prop_map(f64::from), 0.001..1000.0f64]
}

fn row() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "S[1-5]\\.[0-9]{1,3}"]
}

fn scale() -> impl Strategy<Value = Scale> {
    let points = (0u8..100).prop_flat_map(|min| (Just(min), min + 1..=100));
    prop_oneof![Just(Scale::YesNo), points.prop_map(|(min, max)| Scale::Points { min, max })]
}

/// An item but for its id, its pillar and its condition, which depend on the others.
fn item() -> impl Strategy<Value = Item> {
    let long = || prop_oneof![Just(Bilingual::default()), pair(0, true)];
    let words = (pair(90, false), long(), long(), row());
    let rules = (weight(), scale(), prop::option::of(pair(0, true)));
    let critical = prop::option::of(select(vec![Critical::Flag, Critical::ZeroPillar, Critical::ZeroAll]));
    let causes = prop::collection::vec(pair(90, false), 0..3);
    (words, rules, critical, causes, any::<bool>()).prop_map(
        |((text, guidance, why, row), (weight, scale, na), critical, causes, comments)| {
            let causes = causes.into_iter().enumerate();
            let causes = causes.map(|(at, text)| Cause { id: format!("cause-{at}"), text }).collect();
            let mut item = Item {
                id: String::new(),
                pillar: String::new(),
                text,
                guidance,
                why,
                row,
                weight,
                scale,
                na,
                critical,
                when: None,
                causes,
                comment_on: Vec::new(),
                own: false,
            };
            if comments {
                item.comment_on = answers(&item);
            }
            item
        },
    )
}

/// The lowest answer, and *n/a* where it is taken.
fn answers(item: &Item) -> Vec<Value> {
    let lowest = match item.scale {
        Scale::YesNo => Value::No,
        Scale::Points { min, .. } => Value::Point(min),
    };
    [lowest, Value::Na].into_iter().filter(|value| item.takes(*value)).collect()
}

fn metric() -> impl Strategy<Value = TeamMetric> {
    (pair(90, false), row(), select(vec![Better::Higher, Better::Lower, Better::Neither])).prop_map(
        |(name, row, better)| TeamMetric { id: String::new(), pillar: String::new(), name, row, better },
    )
}

/// A sound checklist with a few pillars, items and metrics. Conditions look back, so that they never loop.
pub(in crate::formats) fn checklist() -> impl Strategy<Value = Checklist> {
    let head = (
        "[a-z0-9-]{1,64}",
        1..=u32::MAX,
        select(vec![Subject::Conversation, Subject::Team, Subject::Goal]),
        pair(72, false),
        select(vec![NaPolicy::Drop, NaPolicy::Full]),
        any::<bool>(),
        0u8..=9,
    );
    let pillars = prop::collection::vec((pair(30, false), weight()), 1..4);
    let items =
        prop::collection::vec((item(), any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6);
    let metrics = prop::collection::vec((metric(), any::<prop::sample::Index>()), 0..3);
    (head, pillars, items, metrics).prop_map(|(head, pillars, items, metrics)| {
        let pillars: Vec<Pillar> = pillars
            .into_iter()
            .enumerate()
            .map(|(at, (name, weight))| Pillar { id: format!("pillar-{at}"), name, weight })
            .collect();
        let mut list = Checklist {
            id: head.0,
            version: head.1,
            subject: head.2,
            title: head.3,
            from: String::new(),
            na_policy: head.4,
            index: head.5,
            peer_reviews_before_submission: head.6,
            pillars,
            items: Vec::new(),
            metrics: Vec::new(),
            hints: Vec::new(),
        };
        for (at, (mut item, pillar, other)) in items.into_iter().enumerate() {
            item.id = format!("item-{at}");
            item.pillar = pillar.get(&list.pillars).id.clone();
            if at > 0 && at % 2 == 1 {
                let other = other.get(&list.items);
                item.when = answers(other).last().map(|value| Condition {
                    item: other.id.clone(),
                    equal: at % 4 == 1,
                    value: *value,
                });
            }
            list.items.push(item);
        }
        for (at, (mut metric, pillar)) in metrics.into_iter().enumerate() {
            metric.id = format!("metric-{at}");
            metric.pillar = pillar.get(&list.pillars).id.clone();
            list.metrics.push(metric);
        }
        list
    })
}
