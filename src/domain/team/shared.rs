//! How far agents and the colleagues who read them answer alike, from what both handed over. Low agreement on an item
//! blames the item's wording first; no figure here is about two people.

use std::collections::BTreeSet;

use super::compiled::Compiled;
use super::disclosure::{Part, enough};
use super::figures::{Hidden, Told};
use super::packed::Packed;
use crate::domain::agreement::{
    Counting, ItemAgreement, Level, Stratified, Verdict, item as item_agreement, stratified,
};
use crate::domain::checklist::Checklist;
use crate::domain::interval::Undefined;
use crate::domain::review::Value;

/// Conversations from which on a pillar has an alpha.
const ALPHA_FROM: usize = 12;

/// A conversation that was read by its agent and by a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Whose conversation.
    pub person: u32,
    own: Box<[u8]>,
    peer: Box<[u8]>,
}

impl Read {
    /// Both sides of a review, where a peer let the answers go. Of several peers one by lot, the same each time: the first
    /// would be the strictest.
    pub fn of(person: u32, review: &Packed<'_>) -> Option<Read> {
        let rows = review.peer_rows();
        let lot = usize::from(review.reference[15]).checked_rem(rows)?;
        let peer = review.peers().nth(lot)?;
        Some(Read { person, own: review.own.into(), peer: peer.into() })
    }

    /// A number that is another one for other answers, to see whether somebody put something else in.
    pub fn mark(&self) -> f64 {
        let answers = self.own.iter().zip(&self.peer).zip(1u32..);
        answers
            .map(|((own, peer), place)| f64::from(place) * (f64::from(*own) + 257.0 * f64::from(*peer)))
            .sum()
    }
}

/// One item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedItem {
    /// Its place.
    pub item: usize,
    /// How far they agree.
    pub agreement: ItemAgreement,
    /// Agents behind it.
    pub people: usize,
}

/// One pillar: its items are never pooled into one table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PillarAgreement {
    /// Conversations that both read.
    pub conversations: usize,
    /// Agents behind it.
    pub people: usize,
    /// The mean of its items' raw agreement; `None` where no item was answered by both.
    pub raw: Option<f64>,
    /// Alpha over its items, from twelve conversations.
    pub alpha: Result<Stratified, Undefined>,
    /// Whether the alpha may be told: enough conversations.
    pub enough: bool,
}

/// How far a team agrees.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamAgreement {
    /// Conversations that both read.
    pub conversations: usize,
    /// Agents behind them.
    pub people: usize,
    /// By pillar.
    pub pillars: Vec<Told<PillarAgreement>>,
    /// The items, those with most to discuss first: by what was said of them, then by how rarely they were alike.
    pub items: Vec<Told<SharedItem>>,
}

/// The agreement of own and peers' answers, under one checklist.
pub fn agreement(checklist: &Checklist, reads: &[Read], k: usize) -> TeamAgreement {
    let compiled = Compiled::of(checklist);
    let gate = |people: &[u32]| {
        let parts: Vec<Part<u32>> = people.iter().map(|person| Part { person: *person, n: 1 }).collect();
        if enough(&parts, k) { Ok(count(people)) } else { Err(Hidden::People) }
    };
    let everybody: Vec<u32> = reads.iter().map(|read| read.person).collect();
    let mut by_item = Vec::new();
    let mut items = Vec::new();
    for (place, item) in checklist.items.iter().enumerate() {
        let both: Vec<(usize, &Read)> = reads
            .iter()
            .enumerate()
            // A conditional item counts where both had it apply: else one difference would count twice.
            .filter(|(_, read)| compiled.applies(place, &read.own) && compiled.applies(place, &read.peer))
            .collect();
        let pairs: Vec<(usize, u32, Value, Value)> = both
            .iter()
            .filter_map(|(at, read)| {
                Some((*at, read.person, value(&read.own, place)?, value(&read.peer, place)?))
            })
            .collect();
        let people: Vec<u32> = pairs.iter().map(|(_, person, ..)| *person).collect();
        let answers = answers_of(item);
        let values: Vec<(Value, Value)> = pairs.iter().map(|(_, _, own, peer)| (*own, *peer)).collect();
        let found = item_agreement(&answers, &values);
        items.push(match (gate(&people), people.is_empty()) {
            (Ok(people), _) => Ok(SharedItem { item: place, agreement: found, people }),
            (Err(why), _) => Err(why),
        });
        by_item.push((pairs, found));
    }
    let pillars = (0..compiled.pillars())
        .map(|pillar| {
            let people = gate(&everybody)?;
            let of: Vec<usize> =
                (0..checklist.items.len()).filter(|item| compiled.pillar_of(*item) == Some(pillar)).collect();
            Ok(pillar_agreement(reads.len(), people, of.iter().map(|item| &by_item[*item])))
        })
        .collect();
    items.sort_by(|a, b| order(a).total_cmp(&order(b)));
    TeamAgreement { conversations: reads.len(), people: count(&everybody), pillars, items }
}

fn count(people: &[u32]) -> usize {
    people.iter().collect::<BTreeSet<_>>().len()
}

fn value(row: &[u8], place: usize) -> Option<Value> {
    row.get(place).copied().and_then(Value::from_code)
}

fn answers_of(item: &crate::domain::checklist::Item) -> Vec<Value> {
    let scale = [Value::Yes, Value::No].into_iter().chain((0..=100).map(Value::Point));
    let na = item.na.is_some().then_some(Value::Na);
    scale.filter(|value| item.scale.takes(*value)).chain(na).collect()
}

type Pairs = (Vec<(usize, u32, Value, Value)>, ItemAgreement);

fn pillar_agreement<'a>(
    conversations: usize,
    people: usize,
    items: impl Iterator<Item = &'a Pairs>,
) -> PillarAgreement {
    let (mut tables, mut shares) = (Vec::new(), Vec::new());
    for (pairs, found) in items {
        if found.shared.n > 0 {
            shares.push(found.shared.alike as f64 / found.shared.n as f64);
        }
        let mut scale: Vec<Value> = Vec::new();
        let mut counting = Counting::new(2);
        for (_, _, own, peer) in pairs {
            let mut place = |value: &Value| {
                let at = scale.iter().position(|known| known == value).unwrap_or_else(|| {
                    scale.push(*value);
                    scale.len() - 1
                });
                u32::try_from(at).unwrap_or(0)
            };
            counting.unit(&[(0, place(own)), (1, place(peer))]);
        }
        let order: Vec<u32> = (0..).take(scale.len()).collect();
        let units: Vec<usize> = pairs.iter().map(|(at, ..)| *at).collect();
        tables.push((counting.finish(&order, scale.len(), None), units));
    }
    let tables: Vec<_> = tables.iter().map(|(table, units)| (table, units.as_slice())).collect();
    PillarAgreement {
        conversations,
        people,
        raw: (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64),
        alpha: stratified(&tables, Level::Nominal),
        enough: conversations >= ALPHA_FROM,
    }
}

/// Wording to discuss first, what is alike last, what may not be told at the end.
fn order(item: &Told<SharedItem>) -> f64 {
    let Ok(item) = item else { return f64::INFINITY };
    let verdict = match item.agreement.verdict {
        Verdict::WordingToDiscuss => 0.0,
        Verdict::NotKnownYet => 2.0,
        Verdict::TooFew => 4.0,
        Verdict::Alike => 6.0,
    };
    let shared = item.agreement.shared;
    verdict + if shared.n == 0 { 1.0 } else { shared.alike as f64 / shared.n as f64 }
}
