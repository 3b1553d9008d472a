//! Conditions between items: they name an item that exists, an answer that it takes, and never run in a circle.

use std::collections::BTreeMap;

use super::items::answers_of;
use super::nearest::nearest;
use super::reading::Reading;
use super::tree::Place;
use crate::both;
use crate::domain::checklist::Item;
use crate::words::Bilingual;

/// An item whose condition is not judged yet.
pub(super) struct Waiting {
    pub(super) item: Item,
    /// False where `answer` itself was wrong, so that nothing can be said about conditions on it.
    pub(super) scale_known: bool,
    /// Where its condition stands.
    pub(super) when_at: Option<Place>,
}

/// Judges all conditions.
pub(super) fn check(items: &[Waiting], reading: &mut Reading) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, waiting) in items.iter().enumerate() {
        known.entry(&waiting.item.id).or_insert(at);
    }
    let mut targets = vec![None; items.len()];
    for (at, waiting) in items.iter().enumerate() {
        let (Some(when), Some(place)) = (&waiting.item.when, &waiting.when_at) else { continue };
        let written = when.to_string();
        match known.get(when.item.as_str()) {
            None => {
                let wish = match nearest(&when.item, known.keys().copied()) {
                    Some(near) => both!(
                        "no item has this id; did you mean `{near}`?",
                        "aucun point n’a cet identifiant\u{202f}; vouliez-vous dire `{near}`\u{202f}?"
                    ),
                    None => Bilingual::fixed(
                        "no item has this id; name another item of this list",
                        "aucun point n’a cet identifiant\u{202f}; nommez un autre point de cette liste",
                    ),
                };
                reading.absence(place, &written, wish);
            }
            Some(target) if *target == at => {
                let wish = Bilingual::fixed(
                    "another item: an item that waits for itself is a loop",
                    "un autre point\u{a0}: un point qui s’attend lui-même forme une boucle",
                );
                reading.problem(place, &written, wish);
            }
            Some(target) => {
                targets[at] = Some(*target);
                let target = &items[*target];
                if target.scale_known && !target.item.takes(when.value) {
                    reading.problem(place, &written, answers_of(&target.item));
                }
            }
        }
    }
    loops(items, &targets, reading);
}

/// Each item waits for at most one other, so that a walk from any item ends or comes round.
fn loops(items: &[Waiting], targets: &[Option<usize>], reading: &mut Reading) {
    let mut walked_from = vec![None; items.len()];
    for start in 0..items.len() {
        let mut at = start;
        while walked_from[at].is_none() {
            walked_from[at] = Some(start);
            match targets[at] {
                Some(next) => at = next,
                None => break,
            }
        }
        // Came round on this very walk, and not merely onto an earlier one.
        if walked_from[at] == Some(start) && targets[at].is_some() {
            tell(items, targets, at, reading);
        }
    }
}

fn tell(items: &[Waiting], targets: &[Option<usize>], on_loop: usize, reading: &mut Reading) {
    let mut ring = vec![on_loop];
    while let Some(next) = ring.last().and_then(|at| targets[*at]).filter(|next| *next != on_loop) {
        ring.push(next);
    }
    let first = (0..ring.len()).min_by_key(|place| ring[*place]).unwrap_or(0);
    ring.rotate_left(first);
    let way = ring.iter().chain(ring.first()).map(|at| items[*at].item.id.as_str()).collect::<Vec<_>>();
    let way = way.join(" → ");
    if let Some((place, when)) = items[ring[0]].when_at.as_ref().zip(items[ring[0]].item.when.as_ref()) {
        reading.problem(
            place,
            &when.to_string(),
            both!(
                "conditions that do not run in a loop; here {way}",
                "des conditions qui ne forment pas de boucle\u{202f}; ici {way}"
            ),
        );
    }
}
