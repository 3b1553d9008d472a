//! The arithmetic of *What I learn*: what my opened exchanges say, to me alone.
//!
//! The unit is the conversation. Each counts once, whatever the number of its items: a gap is formed per conversation,
//! and its interval over conversations; item counts take one pair of answers per conversation. Only drawn conversations
//! enter an estimate; those chosen by hand stand beside them. Peers' answers are the measurement and my own the mirror,
//! and being kinder to oneself is usual: no sentence here judges, and where answers differ it looks at the guidance
//! first.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::both;
use crate::domain::checklist::{Checklist, Item};
use crate::domain::digest::Digest;
use crate::domain::review::{Sheet, Value};
use crate::words::Bilingual;

pub mod bootstrap;
pub mod gap;
pub mod lean;
pub mod paired;
pub mod replay;
pub mod sample_size;
pub mod shield;
#[cfg(test)]
mod tests;

pub use gap::{PillarGap, Plan, Point, Verdict};
pub use lean::{ItemLean, Lean};
pub use paired::{NoInterval, Paired};
pub use replay::{Moment, Replayed, Settled};
pub use shield::{ItemShield, Shield};

/// What is open about one conversation of mine; one for each conversation.
#[derive(Clone, Debug)]
pub struct Opened<'a> {
    /// The day the answers were opened, local.
    pub date: Date,
    /// Whether the conversation was drawn.
    pub drawn: bool,
    /// The conversation's id in the store.
    pub conversation: i64,
    /// The checklist that all these sheets answer.
    pub checklist: &'a Checklist,
    /// My answers.
    pub mine: &'a Sheet,
    /// Each peer's answers with their name (empty where it is hidden), in the order they were asked. A third reader of a
    /// dispute is none of them: such a one comes only where two differ, and what they say stands in `agreed`.
    pub peers: Vec<(String, &'a Sheet)>,
    /// What was agreed or settled, by item id.
    pub agreed: &'a BTreeMap<String, Value>,
}

/// Everything that *What I learn* shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Learning {
    /// The checklist's title: the one with the most exchanges.
    pub checklist: Bilingual,
    /// That checklist's digest; `None` without an exchange.
    pub digest: Option<Digest>,
    /// Drawn conversations with an opened exchange.
    pub drawn: usize,
    /// The same, chosen by hand.
    pub chosen: usize,
    /// Exchanges under other checklists: in the replay, and in no count.
    pub elsewhere: usize,
    /// The gap of each pillar that peers answer too, in order.
    pub pillars: Vec<PillarGap>,
    /// Where I said *n/a* and a peer said *no*; `None` where no peer said *no*.
    pub shield: Option<Shield>,
    /// Where I am kinder or stricter: items answered by both sides, in the checklist's order.
    pub items: Vec<ItemLean>,
    /// [`pairs`] over drawn conversations: what agreement per item is computed from.
    pub pairs: BTreeMap<String, Vec<(Value, Value)>>,
    /// Every answer that differed, the latest first.
    pub replay: Vec<Replayed>,
}

impl Learning {
    /// Conversations that the figures look at, drawn or not.
    pub fn exchanges(&self) -> usize {
        self.drawn + self.chosen
    }

    /// What the figures stand on, as a sentence.
    pub fn basis(&self) -> Bilingual {
        let (drawn, chosen) = (self.drawn, self.chosen);
        match (drawn, chosen) {
            (0, 0) => Bilingual::fixed(
                "No exchange is open yet: ask a colleague to read a conversation with you.",
                "Aucun échange n’est encore ouvert\u{202f}: demandez à un collègue de lire une conversation avec vous.",
            ),
            (0, _) => Bilingual::fixed(
                "Only conversations chosen by hand so far: they are shown, and averages wait for drawn ones.",
                "Seulement des conversations choisies à la main pour l’instant\u{202f}: elles sont montrées, les moyennes attendent celles du tirage.",
            ),
            (1, 0) => {
                Bilingual::fixed("From one drawn conversation.", "D’après une conversation tirée au sort.")
            }
            (_, 0) => {
                both!("From {drawn} drawn conversations.", "D’après {drawn} conversations tirées au sort.")
            }
            (1, _) => both!(
                "From one drawn conversation; {chosen} chosen by hand stand beside it and are not averaged in.",
                "D’après une conversation tirée au sort\u{202f}; à côté, hors moyenne, choisies à la main\u{202f}: {chosen}."
            ),
            _ => both!(
                "From {drawn} drawn conversations; {chosen} chosen by hand stand beside them and are not averaged in.",
                "D’après {drawn} conversations tirées au sort\u{202f}; à côté, hors moyenne, choisies à la main\u{202f}: {chosen}."
            ),
        }
    }
}

/// What `opened` says: figures about the checklist with the most exchanges, ties to the one used last.
pub fn learn(opened: &[Opened<'_>]) -> Learning {
    let mut read: Vec<&Opened<'_>> = opened.iter().filter(|one| !one.peers.is_empty()).collect();
    // In one order, so that sums do not depend on the order that exchanges came in.
    read.sort_by_key(|one| (one.date, one.conversation));
    let replay = replay::replay(&read);
    let Some(group) = most_used(&read) else { return Learning { replay, ..Learning::default() } };
    let Some(checklist) = newest(&group).map(|one| one.checklist) else {
        return Learning { replay, ..Learning::default() };
    };
    let drawn: Vec<&Opened<'_>> = group.iter().copied().filter(|one| one.drawn).collect();
    let pairs = pairs(drawn.iter().copied());
    Learning {
        checklist: checklist.title.clone(),
        digest: Some(checklist.digest()),
        drawn: drawn.len(),
        chosen: group.len() - drawn.len(),
        elsewhere: read.len() - group.len(),
        pillars: gap::gaps(checklist, &group),
        shield: shield::shield(checklist, &pairs),
        items: lean::leans(checklist, &pairs),
        pairs,
        replay,
    }
}

/// My answer and the peer's to each item, by item id, *n/a* included: an answer of its own. Only where both had the item
/// applicable and answered it: a condition that held for one side alone would count the difference it hangs on twice.
///
/// A conversation counts once, with the peer who was asked first: two peers on the same conversation are not two
/// observations. Give exchanges under one checklist, and drawn ones where the figure is an estimate.
pub fn pairs<'a, 'b: 'a>(
    opened: impl IntoIterator<Item = &'a Opened<'b>>,
) -> BTreeMap<String, Vec<(Value, Value)>> {
    let mut pairs: BTreeMap<String, Vec<(Value, Value)>> = BTreeMap::new();
    for one in opened {
        let Some((_, theirs)) = one.peers.first() else { continue };
        for (item, mine, theirs) in shared(one.checklist, one.mine, theirs) {
            pairs.entry(item.id.clone()).or_default().push((mine, theirs));
        }
    }
    pairs
}

/// The items that applied for both and that both answered, with both answers; own items are nobody else's.
fn shared<'a>(
    checklist: &'a Checklist,
    mine: &'a Sheet,
    theirs: &'a Sheet,
) -> impl Iterator<Item = (&'a Item, Value, Value)> {
    checklist.items.iter().filter(|item| !item.own).filter_map(move |item| {
        Some((item, answered(checklist, mine, item)?, answered(checklist, theirs, item)?))
    })
}

fn answered(checklist: &Checklist, sheet: &Sheet, item: &Item) -> Option<Value> {
    let value = sheet.value(&item.id)?;
    // An answer from another scale says nothing here.
    let known = value == Value::Na || item.scale.takes(value);
    (known && sheet.applies(checklist, item)).then_some(value)
}

fn most_used<'a, 'b>(opened: &[&'a Opened<'b>]) -> Option<Vec<&'a Opened<'b>>> {
    // Most exchanges share one checklist in memory: its digest is worked out once.
    let mut digests: BTreeMap<*const Checklist, Digest> = BTreeMap::new();
    let mut groups: BTreeMap<Digest, Vec<&Opened<'_>>> = BTreeMap::new();
    for one in opened {
        let digest =
            digests.entry(std::ptr::from_ref(one.checklist)).or_insert_with(|| one.checklist.digest());
        groups.entry(*digest).or_default().push(one);
    }
    groups.into_values().max_by_key(|group| (group.len(), newest(group).map(|one| one.date)))
}

fn newest<'a, 'b>(opened: &[&'a Opened<'b>]) -> Option<&'a Opened<'b>> {
    opened.iter().copied().max_by_key(|one| one.date)
}
