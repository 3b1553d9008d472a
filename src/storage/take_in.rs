//! Taking conversations in. Identity is (source, id); the same file twice equals the file once.

use std::borrow::Cow;
use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection};

use super::course::Packed;
use super::merge::{Merged, merge};
use super::rows::{self, LAST_SLOT, Placed, Stored};
use super::{Store, StoreError, erase, meta_number, vendor, waiting, words};
use crate::domain::conversation::{Conversation, Csat, Extent};
use crate::domain::vendor::Vendor;

/// Messages that one call of [`Store::take_in`] should hold, about: an interrupt leaves the batches before it, and
/// another window waits for no longer than one. Fewer would spend their time waiting for the disk.
pub const BATCH_MESSAGES: usize = 20_000;

/// What became of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is new.
    Added,
    /// It was known and is different now.
    Updated,
    /// It was known like this, or in a later state.
    Unchanged,
}

/// What became of its messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones.
    pub added: u64,
    /// Known ones that are different now.
    pub updated: u64,
    /// Known ones.
    pub unchanged: u64,
    /// Known ones that the new snapshot lacks; they stay.
    pub kept: u64,
}

/// What taking a conversation in did, or would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The store's number; for a dry run of a new one, 0.
    pub id: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// What became of its messages.
    pub messages: Counts,
    /// Seconds by which all its times moved alike; 0 when only the declared offset changed.
    pub times_moved: Option<i64>,
}

/// A conversation that comes in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The conversation; of a part of one, what the part does not say is as the store has it.
    pub conversation: &'a Conversation,
    /// Whether all its messages are here.
    pub extent: Extent,
    /// What its help desk says of it by itself.
    pub vendor: Option<&'a Vendor>,
}

impl<'a> Incoming<'a> {
    /// All of a conversation, and nothing beside it.
    pub fn whole(conversation: &'a Conversation) -> Incoming<'a> {
        Incoming { conversation, extent: Extent::Whole, vendor: None }
    }
}

impl Store {
    /// Takes whole conversations in, all of them or (on error) none. New ones are found by words after
    /// [`Store::index_some`]; `now` is kept as the time of arrival.
    pub fn take_in(&mut self, conversations: &[Conversation], now: i64) -> Result<Vec<Taken>, StoreError> {
        let incoming: Vec<Incoming<'_>> = conversations.iter().map(Incoming::whole).collect();
        self.take_in_all(&incoming, now)
    }

    /// The same for conversations that come in parts, or with what their help desk says of them. What waited for them
    /// waits no longer.
    pub fn take_in_all(&mut self, incoming: &[Incoming<'_>], now: i64) -> Result<Vec<Taken>, StoreError> {
        self.forget_times();
        self.write(|tx| {
            let indexed_to = meta_number(tx, words::INDEXED_TO)?;
            let highest: Option<i64> =
                tx.query_row("SELECT max(id) FROM conversation", [], |row| row.get(0))?;
            // Never a number again that once named another conversation.
            let mut next = highest.unwrap_or(0).max(indexed_to) + 1;
            let mut saver = rows::message_saver(tx)?;
            let mut taken = Vec::with_capacity(incoming.len());
            for Incoming { conversation, extent, vendor } in incoming {
                let conversation = storable(conversation);
                let mut one = match plan(tx, &conversation, *extent, now)? {
                    Plan::Add => {
                        next += 1;
                        add(tx, &mut saver, &conversation, next - 1, now)?
                    }
                    Plan::Leave(taken) => taken,
                    Plan::Update(update) => {
                        change(tx, &mut saver, &update, indexed_to)?;
                        update.taken()
                    }
                };
                if let Some(said) = vendor
                    && !erase::is_emptied(tx, one.id)?
                {
                    let new = vendor::keep(tx, one.id, said)?;
                    if new && one.outcome == Outcome::Unchanged {
                        one.outcome = Outcome::Updated;
                    }
                    waiting::forget(tx, &conversation.source, &conversation.external_id)?;
                } else if one.outcome == Outcome::Added {
                    waiting::forget(tx, &conversation.source, &conversation.external_id)?;
                }
                taken.push(one);
            }
            Ok(taken)
        })
    }

    /// What [`Store::take_in_all`] would do with this conversation.
    pub fn weigh_up(&self, incoming: &Incoming<'_>) -> Result<Taken, StoreError> {
        self.read(|db| {
            let conversation = storable(incoming.conversation);
            Ok(match plan(db, &conversation, incoming.extent, 0)? {
                Plan::Add => added(0, conversation.messages.len()),
                Plan::Leave(taken) => taken,
                Plan::Update(update) => update.taken(),
            })
        })
    }

    /// The number of the conversation with this identity.
    pub fn numbered(&self, source: &str, external_id: &str) -> Result<Option<i64>, StoreError> {
        self.read(|db| rows::find(db, source, external_id))
    }

    /// What the store has of a conversation without its messages, and when its help desk last changed it as far as the
    /// store knows.
    pub fn known(
        &self,
        source: &str,
        external_id: &str,
    ) -> Result<Option<(Conversation, Option<i64>)>, StoreError> {
        self.read(|db| {
            let Some(id) = rows::find(db, source, external_id)? else { return Ok(None) };
            let as_of = vendor::of(db, id)?.and_then(|vendor| vendor.as_of);
            Ok(rows::heading(db, id)?.map(|(head, _)| (head, as_of)))
        })
    }

    /// How many conversations there are.
    pub fn conversation_count(&self) -> Result<u64, StoreError> {
        self.read(|db| Ok(self.count(db)? as u64))
    }

    /// How many messages there are.
    pub fn message_count(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            Ok(db.query_row("SELECT coalesce(sum(messages), 0) FROM conversation", [], |row| row.get(0))?)
        })
    }
}

/// A number that a column can hold comes back as it went in; what is none (`nan`), or a minus before a zero, does not.
fn storable(conversation: &Conversation) -> Cow<'_, Conversation> {
    let faithful = |x: f64| x.is_finite() && !(x == 0.0 && x.is_sign_negative());
    match &conversation.csat {
        Some(Csat { score, min, max, .. }) if ![score, min, max].into_iter().all(|x| faithful(*x)) => {
            let mut mended = conversation.clone();
            mended.csat = match mended.csat {
                Some(csat) if [csat.score, csat.min, csat.max].into_iter().all(f64::is_finite) => {
                    Some(Csat { score: csat.score + 0.0, min: csat.min + 0.0, max: csat.max + 0.0, ..csat })
                }
                _ => None,
            };
            Cow::Owned(mended)
        }
        _ => Cow::Borrowed(conversation),
    }
}

enum Plan {
    Add,
    Leave(Taken),
    Update(Box<Update>),
}

struct Update {
    old: Stored,
    new: Stored,
    counts: Counts,
    times_moved: Option<i64>,
}

impl Update {
    fn taken(&self) -> Taken {
        let (messages, times_moved) = (self.counts, self.times_moved);
        Taken { id: self.new.id, outcome: Outcome::Updated, messages, times_moved }
    }
}

fn added(id: i64, messages: usize) -> Taken {
    let messages = Counts { added: messages as u64, ..Counts::default() };
    Taken { id, outcome: Outcome::Added, messages, times_moved: None }
}

fn plan(db: &Connection, conversation: &Conversation, extent: Extent, now: i64) -> Result<Plan, StoreError> {
    if conversation.messages.len() as i64 > LAST_SLOT {
        return Err(StoreError::TooLarge(conversation.external_id.clone()));
    }
    let Some(id) = rows::find(db, &conversation.source, &conversation.external_id)? else {
        return Ok(Plan::Add);
    };
    let snapshot = conversation.digest();
    let old = rows::load(db, id)?.ok_or(StoreError::Corrupt(None))?;
    let unchanged = Counts { unchanged: conversation.messages.len() as u64, ..Counts::default() };
    let leave = Taken { id, outcome: Outcome::Unchanged, messages: unchanged, times_moved: None };
    // Words that were deleted do not come back while a review still names their place.
    if old.snapshot == snapshot || erase::is_emptied(db, id)? {
        return Ok(Plan::Leave(leave));
    }
    let Some(Merged { head, placed, slots, counts, times_moved }) = merge(&old, conversation, extent) else {
        return Ok(Plan::Leave(leave));
    };
    // A part says little that is new each time it comes again.
    if extent == Extent::Part && head == old.head && placed == old.placed {
        return Ok(Plan::Leave(leave));
    }
    if slots > LAST_SLOT {
        return Err(StoreError::TooLarge(conversation.external_id.clone()));
    }
    let mut new = Stored { id, head, placed, slots, snapshot, taken_at: now, digest: snapshot };
    new.digest = new.seen();
    Ok(Plan::Update(Box::new(Update { old, new, counts, times_moved })))
}

/// Writes a stored conversation anew with other names, roles or words, its messages in the same order.
pub(super) fn rewrite(
    db: &Connection,
    old: Stored,
    whole: &Conversation,
    indexed_to: i64,
    now: i64,
) -> Result<Outcome, StoreError> {
    let mut new = Stored { head: head_of(whole), taken_at: now, ..old.clone() };
    for (placed, message) in new.placed.iter_mut().zip(&whole.messages) {
        placed.message.clone_from(message);
    }
    if new.head == old.head && new.placed == old.placed {
        return Ok(Outcome::Unchanged);
    }
    // The next snapshot comes with these names.
    new.snapshot = whole.digest();
    new.digest = new.seen();
    let mut saver = rows::message_saver(db)?;
    let update = Update { old, new, counts: Counts::default(), times_moved: None };
    change(db, &mut saver, &update, indexed_to)?;
    Ok(Outcome::Updated)
}

fn add(
    db: &Connection,
    saver: &mut CachedStatement<'_>,
    conversation: &Conversation,
    id: i64,
    now: i64,
) -> Result<Taken, StoreError> {
    let snapshot = conversation.digest();
    let mut order: Vec<usize> = (0..conversation.messages.len()).collect();
    order.sort_by_key(|place| conversation.messages[*place].at.micros);
    let content = if order.is_sorted() {
        snapshot
    } else {
        let messages = order.iter().map(|place| conversation.messages[*place].clone()).collect();
        Conversation { messages, ..head_of(conversation) }.digest()
    };
    let count = order.len();
    let head = head_of(conversation);
    let (placed, slots) = (Vec::new(), count as i64);
    let mut stored = Stored { id, head, placed, slots, snapshot, taken_at: now, digest: snapshot };
    let places = order.iter().map(|place| (*place as i64 + 1, *place as i64, false));
    stored.digest = rows::kept(&content, &stored, places);
    rows::save_head(db, &stored, count, true)?;
    let in_order = order.iter().map(|place| (&conversation.messages[*place], false));
    Packed::of(&stored.head, in_order, &stored.digest).lay(db, id)?;
    for (place, message) in conversation.messages.iter().enumerate() {
        let place = place as i64;
        rows::save_message(saver, id, &stored.head, message, place + 1, place, false)?;
    }
    Ok(added(id, count))
}

/// The conversation without its messages, which may be many.
fn head_of(whole: &Conversation) -> Conversation {
    Conversation {
        source: whole.source.clone(),
        external_id: whole.external_id.clone(),
        channel: whole.channel.clone(),
        subject: whole.subject.clone(),
        status: whole.status,
        opened_at: whole.opened_at,
        closed_at: whole.closed_at,
        agent: whole.agent.clone(),
        customer: whole.customer.clone(),
        tags: whole.tags.clone(),
        csat: whole.csat.clone(),
        transfers: whole.transfers,
        reopens: whole.reopens,
        messages: Vec::new(),
    }
}

fn change(
    db: &Connection,
    saver: &mut CachedStatement<'_>,
    update: &Update,
    indexed_to: i64,
) -> Result<(), StoreError> {
    let Update { old, new, .. } = update;
    let indexed = new.id <= indexed_to;
    // An author or an offset left out of a row means "as in the heading": when that changes, so does every row.
    let same_heading = old.head.agent == new.head.agent
        && old.head.customer == new.head.customer
        && old.head.opened_at.offset == new.head.opened_at.offset;
    let before: HashMap<i64, &Placed> = old.placed.iter().map(|p| (p.slot, p)).collect();
    let mut changed: Vec<(&Placed, bool)> = Vec::new();
    for placed in &new.placed {
        match before.get(&placed.slot) {
            Some(same) if *same == placed && same_heading => {}
            Some(other) => changed.push((placed, other.message.text != placed.message.text)),
            None => changed.push((placed, true)),
        }
    }
    let heading = words::heading_differs(&old.head, &new.head);
    // The index forgets a text by reading it: before it changes.
    if indexed {
        if heading {
            words::forget_heading(db, new.id)?;
        }
        for (placed, _) in changed.iter().filter(|(placed, words)| *words && placed.slot <= old.slots) {
            words::forget_message(db, new.id, placed.slot)?;
        }
    }
    rows::save_head(db, new, new.placed.len(), false)?;
    Packed::of_stored(new).lay(db, new.id)?;
    for (placed, _) in &changed {
        rows::save_message(
            saver,
            new.id,
            &new.head,
            &placed.message,
            placed.slot,
            placed.place,
            placed.gone,
        )?;
    }
    if indexed {
        if heading {
            words::learn_heading(db, new.id)?;
        }
        for (placed, _) in changed.iter().filter(|(_, words)| *words) {
            words::learn_message(db, new.id, placed.slot)?;
        }
    }
    Ok(())
}
