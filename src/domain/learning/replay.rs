//! Every answer that differed, again: mine, the peer's, and what was agreed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::learning::{Opened, shared};
use crate::domain::review::Value;
use crate::words::Bilingual;

/// One item's differences.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// The checklist's id, across its versions.
    pub checklist: String,
    /// The item's id.
    pub item: String,
    /// Its text as it was read last.
    pub text: Bilingual,
    /// The latest first.
    pub moments: Vec<Moment>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day it was opened.
    pub date: Date,
    /// The conversation.
    pub conversation: i64,
    /// Whether it was drawn.
    pub drawn: bool,
    /// The peer's name; empty where it is hidden.
    pub who: String,
    /// My answer.
    pub mine: Value,
    /// The peer's.
    pub theirs: Value,
    /// What was agreed, if anything was.
    pub agreed: Option<Value>,
}

/// What became of differences that were talked over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// My answer was agreed.
    pub mine: usize,
    /// The peer's was.
    pub theirs: usize,
    /// Another was.
    pub another: usize,
    /// Nothing was, yet.
    pub open: usize,
}

impl Replayed {
    /// How the differences were settled.
    pub fn settled(&self) -> Settled {
        let mut settled = Settled::default();
        for moment in &self.moments {
            let count = match moment.agreed {
                None => &mut settled.open,
                Some(agreed) if agreed == moment.mine => &mut settled.mine,
                Some(agreed) if agreed == moment.theirs => &mut settled.theirs,
                Some(_) => &mut settled.another,
            };
            *count += 1;
        }
        settled
    }
}

/// Groups exchanges in order of time by item, the one that differed last first; ties by ids.
pub(super) fn replay(opened: &[&Opened<'_>]) -> Vec<Replayed> {
    let mut items: BTreeMap<(&str, &str), Replayed> = BTreeMap::new();
    for one in opened.iter().rev() {
        for (who, theirs) in &one.peers {
            for (item, mine, theirs) in shared(one.checklist, one.mine, theirs) {
                if mine == theirs {
                    continue;
                }
                let replayed = items.entry((&one.checklist.id, &item.id)).or_insert_with(|| Replayed {
                    checklist: one.checklist.id.clone(),
                    item: item.id.clone(),
                    text: item.text.clone(),
                    moments: Vec::new(),
                });
                replayed.moments.push(Moment {
                    date: one.date,
                    conversation: one.conversation,
                    drawn: one.drawn,
                    who: who.clone(),
                    mine,
                    theirs,
                    agreed: one.agreed.get(&item.id).copied(),
                });
            }
        }
    }
    let mut replay: Vec<Replayed> = items.into_values().collect();
    replay.sort_by_key(|item| Reverse(item.moments.first().map(|moment| (moment.date, moment.conversation))));
    replay
}
