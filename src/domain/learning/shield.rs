//! The *n/a* shield: where I said *n/a* and the peer said *no*. It raises a score without a single false *yes*, so that
//! the gap on common ground cannot see it.

use std::collections::BTreeMap;

use crate::both;
use crate::domain::checklist::{Checklist, Item};
use crate::domain::interval::{Interval, wilson};
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Shared answers from which on a share is shown; below, only the count.
const SHARE_FROM: usize = 5;
/// The share above which the guidance is asked for a rule …
const FLAG_ABOVE: f64 = 0.20;
/// … if its interval begins above this.
const FLAG_FROM: f64 = 0.05;

/// One item's shield.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemShield {
    /// The item's id.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// Conversations in which both answered it, *n/a* included.
    pub shared: usize,
    /// In which the peer said *no* (or gave the lowest point).
    pub peer_no: usize,
    /// Of these, in which I said *n/a*.
    pub shielded: usize,
    /// Wilson interval of `shielded / peer_no`; from five shared answers on.
    pub interval: Option<Interval>,
    /// Whether the guidance needs a rule for *n/a*.
    pub flagged: bool,
}

impl ItemShield {
    /// What it says, as a sentence; `None` unless flagged.
    pub fn sentence(&self) -> Option<Bilingual> {
        let (shielded, peer_no) = (self.shielded, self.peer_no);
        self.flagged.then(|| {
            both!(
                "You said n/a on {shielded} of the {peer_no} conversations where a peer said no: the guidance needs a rule for n/a.",
                "Vous avez répondu «\u{202f}sans objet\u{202f}» à {shielded} des {peer_no} conversations où un collègue a répondu non\u{202f}: il manque à la consigne une règle pour «\u{202f}sans objet\u{202f}».",
            )
        })
    }
}

/// All items' shield. The sums are counts and no more: items of one conversation are no sample of anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Shield {
    /// A peer said *no*.
    pub peer_no: usize,
    /// Of these, I said *n/a*.
    pub shielded: usize,
    /// Every item to which a peer said *no* and which takes *n/a*, in the checklist's order.
    pub items: Vec<ItemShield>,
}

pub(super) fn shield(checklist: &Checklist, pairs: &BTreeMap<String, Vec<(Value, Value)>>) -> Option<Shield> {
    let items: Vec<ItemShield> = checklist
        .items
        .iter()
        .filter_map(|item| item_shield(item, pairs.get(&item.id)?))
        .filter(|shield| shield.peer_no > 0)
        .collect();
    let peer_no = items.iter().map(|item| item.peer_no).sum();
    let shielded = items.iter().map(|item| item.shielded).sum();
    (peer_no > 0).then_some(Shield { peer_no, shielded, items })
}

fn item_shield(item: &Item, pairs: &[(Value, Value)]) -> Option<ItemShield> {
    item.na.as_ref()?;
    let peer_no = pairs.iter().filter(|(_, theirs)| item.missed(*theirs)).count();
    let shielded = pairs.iter().filter(|(mine, theirs)| *mine == Value::Na && item.missed(*theirs)).count();
    let interval = wilson(shielded as u64, peer_no as u64).ok().filter(|_| pairs.len() >= SHARE_FROM);
    let flagged =
        shielded as f64 > FLAG_ABOVE * peer_no as f64 && interval.is_some_and(|(low, _)| low > FLAG_FROM);
    Some(ItemShield {
        item: item.id.clone(),
        text: item.text.clone(),
        shared: pairs.len(),
        peer_no,
        shielded,
        interval,
        flagged,
    })
}
