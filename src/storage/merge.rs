//! A snapshot of a conversation meets what the store has. Nothing that was ever kept is lost, and no message changes
//! its id, because reviews point to messages by it.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::rows::{Placed, Stored, in_order};
use super::take_in::Counts;
use crate::domain::conversation::{Conversation, Extent, Message};

/// What a merge leads to.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) head: Conversation,
    pub(super) placed: Vec<Placed>,
    pub(super) slots: i64,
    pub(super) counts: Counts,
    pub(super) times_moved: Option<i64>,
}

/// Merges `new` over `old`. `None` when `new` is an older state of what the store has: it knows no message that the
/// store does not know, and not the newest one. A snapshot carries no time of its own, so this is the only sign. A
/// snapshot on another clock is no older state, whatever it lacks: it says that all times are to be read anew, those of
/// the messages that it lacks as well, or two clocks would stand in one conversation.
///
/// Of a part, what it does not tell stays as it is, and no part is older than what it is a part of: its heading was put
/// together with that of the store.
pub(super) fn merge(old: &Stored, new: &Conversation, extent: Extent) -> Option<Merged> {
    let part = extent == Extent::Part;
    let pairs = pair_up(&old.placed, &new.messages);
    let older = !part
        && pairs.iter().all(Option::is_some)
        && old.placed.iter().rposition(|p| !p.gone).is_some_and(|newest| !pairs.contains(&Some(newest)));
    // One message that was corrected is no other clock.
    let times_moved = if part { None } else { moved(&old.placed, &new.messages, &pairs) };
    if older && times_moved.is_none() {
        return None;
    }
    let offset = new.messages.first().map(|message| message.at.offset);
    let mut counts = Counts::default();
    let mut slots = old.slots;
    let mut placed: Vec<Placed> = Vec::with_capacity(new.messages.len());
    let mut kept: Vec<bool> = vec![true; old.placed.len()];
    for (place, (message, pair)) in new.messages.iter().zip(&pairs).enumerate() {
        let place = place as i64;
        match pair {
            Some(before) => {
                let before_it = &old.placed[*before];
                // The order that a part has says nothing about messages that it lacks.
                let place = if part { before_it.place } else { place };
                kept[*before] = false;
                let message = Message { id: before_it.message.id.clone(), ..message.clone() };
                if message == before_it.message && !before_it.gone {
                    counts.unchanged += 1;
                } else {
                    counts.updated += 1;
                }
                placed.push(Placed { slot: before_it.slot, place, gone: false, message });
            }
            None => {
                counts.added += 1;
                slots += 1;
                let place = if part { slots } else { place };
                placed.push(Placed { slot: slots, place, gone: false, message: message.clone() });
            }
        }
    }
    for (before, _) in old.placed.iter().zip(&kept).filter(|(_, kept)| **kept) {
        if part {
            placed.push(before.clone());
            continue;
        }
        counts.kept += 1;
        let mut before = Placed { gone: true, ..before.clone() };
        if let (Some(seconds), Some(offset)) = (times_moved, offset) {
            before.message.at.micros =
                before.message.at.micros.saturating_add(seconds.saturating_mul(1_000_000));
            before.message.at.offset = offset;
        }
        placed.push(before);
    }
    in_order(&mut placed);
    let head = Conversation { messages: Vec::new(), ..new.clone() };
    Some(Merged { head, placed, slots, counts, times_moved })
}

/// For each new message the place of the old one that it is: by id; else by role, author, text and time; else, where
/// ids are made from times and a clock was set right, by role, author and text, provided that all such pairs lie
/// equally far apart in time.
fn pair_up(old: &[Placed], new: &[Message]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut left: Vec<usize> = (0..old.len()).collect();
    let by_id = |m: &Message| m.id.clone();
    for (place, at) in equal(old, &mut left, new, &pairs, by_id) {
        pairs[place] = Some(at);
    }
    let said = |m: &Message| (m.role, m.author.clone(), m.text.clone());
    for (place, at) in equal(old, &mut left, new, &pairs, |m| (said(m), m.at.micros)) {
        pairs[place] = Some(at);
    }
    let alike = equal(old, &mut left, new, &pairs, said);
    let shift = |(place, at): &(usize, usize)| new[*place].at.micros - old[*at].message.at.micros;
    // One shift for all of them, or they are messages that merely say the same.
    if alike.windows(2).all(|two| shift(&two[0]) == shift(&two[1])) {
        for (place, at) in alike {
            pairs[place] = Some(at);
        }
    }
    pairs
}

/// Pairs of messages with equal keys, in order, among the new ones without a pair and the old ones that are `left`.
fn equal<K: Eq + Hash>(
    old: &[Placed],
    left: &mut Vec<usize>,
    new: &[Message],
    pairs: &[Option<usize>],
    key: impl Fn(&Message) -> K,
) -> Vec<(usize, usize)> {
    if left.is_empty() {
        return Vec::new();
    }
    let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
    for at in left.iter() {
        waiting.entry(key(&old[*at].message)).or_default().push_back(*at);
    }
    let mut found = Vec::new();
    for (place, message) in new.iter().enumerate().filter(|(place, _)| pairs[*place].is_none()) {
        if let Some(at) = waiting.get_mut(&key(message)).and_then(VecDeque::pop_front) {
            found.push((place, at));
        }
    }
    *left = waiting.into_values().flatten().collect();
    left.sort_unstable();
    found
}

/// The seconds by which every message that both know has moved, if all moved alike; 0 when only the declared offset
/// did.
fn moved(old: &[Placed], new: &[Message], pairs: &[Option<usize>]) -> Option<i64> {
    let mut known = new
        .iter()
        .zip(pairs)
        .filter_map(|(message, pair)| pair.map(|at| (message.at, old[at].message.at)))
        .map(|(now, before)| (now.micros - before.micros, now.offset != before.offset));
    let (shift, offset) = known.next()?;
    let alike = known.all(|(other, _)| other == shift);
    (alike && (shift != 0 || offset)).then_some(shift / 1_000_000)
}
