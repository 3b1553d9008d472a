//! Many conversations in little room: what happened in each is packed into two or three bytes an event, and unpacked one
//! request at a time. Nothing is lost by it.

use std::collections::HashMap;

use crate::domain::conversation::Csat;
use crate::domain::metric::issues::steps;
use crate::domain::metric::{Contact, Event, Happened, Issue, Period};
use crate::domain::varint::{put, take};

/// Stands for no agent, and for an issue of one conversation alone.
const NONE: u32 = u32::MAX;

const WHAT: [Happened; 8] = [
    Happened::Customer,
    Happened::Agent,
    Happened::Auto,
    Happened::Note,
    Happened::Assign,
    Happened::Transfer,
    Happened::Resolve,
    Happened::Reopen,
];

/// What is asked of a conversation without unpacking it.
#[derive(Clone, Copy, Debug)]
struct Head {
    conversation: i64,
    /// Its first event; what `span` counts from.
    first: i64,
    /// Where its events begin.
    begins: usize,
    /// Seconds from its first to its last event; `NONE` for more than fit.
    span: u32,
    issue: u32,
    agent: u32,
    /// Channel and difficulty.
    kind: u32,
    events: u32,
    replied: bool,
    /// The last thing that happened to its state: it was solved.
    solved: bool,
}

/// Conversations, packed.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    heads: Vec<Head>,
    events: Vec<u8>,
    /// Ratings, each once: few differ.
    ratings: Vec<Csat>,
    rating_of: HashMap<([u64; 3], Option<String>), u32>,
    kinds: Vec<(String, Option<String>)>,
    /// By channel, then by difficulty.
    kind_of: HashMap<String, HashMap<Option<String>, u32>>,
    issues: Vec<String>,
    issue_of: HashMap<String, u32>,
}

impl Contacts {
    /// These, packed.
    pub fn of(contacts: &[Contact]) -> Contacts {
        let mut all = Contacts::default();
        contacts.iter().for_each(|contact| all.push(contact));
        all
    }

    /// One more. Its events are by time.
    pub fn push(&mut self, contact: &Contact) {
        let first = contact.events.first().map_or(0, |event| event.at);
        let span = contact.events.last().map_or(0, |event| event.at.saturating_sub(first).max(0));
        let issue = match &contact.issue {
            Issue::Named(name) => self.issue(name),
            Issue::Conversation(_) => NONE,
        };
        let kind = self.kind(contact);
        let begins = self.events.len();
        let rating = contact.csat.as_ref().map(|csat| self.rating(csat));
        // What few have goes first: a bit for each, then those that there are.
        let counts = [contact.transfers, contact.reopens, rating];
        let bits = counts.iter().rev().fold(0, |bits, count| bits << 1 | u8::from(count.is_some()));
        self.events.push(bits);
        counts.into_iter().flatten().for_each(|count| put(&mut self.events, u64::from(count)));
        self.heads.push(Head {
            conversation: contact.conversation,
            first,
            begins,
            span: u32::try_from(span).unwrap_or(NONE),
            issue,
            agent: contact.agent.unwrap_or(NONE),
            kind,
            events: number(contact.events.len()),
            replied: contact.events.iter().any(|event| event.what == Happened::Agent),
            solved: steps(&contact.events).last().is_some_and(|(_, solved)| solved),
        });
        let mut before = first;
        for event in &contact.events {
            pack(&mut self.events, event, before, contact.agent);
            before = event.at;
        }
    }

    /// Says what a conversation is about.
    pub fn name_issue(&mut self, place: usize, issue: &str) {
        let issue = self.issue(issue);
        if let Some(head) = self.heads.get_mut(place) {
            head.issue = issue;
        }
    }

    fn issue(&mut self, name: &str) -> u32 {
        if let Some(known) = self.issue_of.get(name) {
            return *known;
        }
        let issue = number(self.issues.len());
        self.issues.push(name.to_owned());
        self.issue_of.insert(name.to_owned(), issue);
        issue
    }

    fn kind(&mut self, contact: &Contact) -> u32 {
        let known = self.kind_of.get(&contact.channel).and_then(|of| of.get(&contact.difficulty));
        if let Some(known) = known {
            return *known;
        }
        let kind = number(self.kinds.len());
        let (channel, difficulty) = (contact.channel.clone(), contact.difficulty.clone());
        self.kinds.push((channel.clone(), difficulty.clone()));
        self.kind_of.entry(channel).or_default().insert(difficulty, kind);
        kind
    }

    fn rating(&mut self, csat: &Csat) -> u32 {
        let name = ([csat.score, csat.min, csat.max].map(f64::to_bits), csat.comment.clone());
        let ratings = &mut self.ratings;
        *self.rating_of.entry(name).or_insert_with(|| {
            ratings.push(csat.clone());
            number(ratings.len() - 1)
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Every conversation, unpacked.
    pub fn iter(&self) -> impl Iterator<Item = Contact> + '_ {
        (0..self.len()).map(|place| {
            let mut contact = blank();
            self.unpack(place, &mut contact);
            contact
        })
    }

    /// The first and the last instant at which anything happened.
    pub fn recorded(&self) -> Option<(i64, i64)> {
        let held = || (0..self.len()).filter(|place| self.heads[*place].events > 0);
        held().map(|place| self.heads[place].first).min().zip(held().map(|place| self.last(place)).max())
    }

    /// The channels, each once, in no order.
    pub fn channels(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(|(channel, _)| channel.as_str())
    }

    /// The conversations of a channel.
    pub fn of_channel<'a>(&'a self, channel: &'a str) -> impl Iterator<Item = i64> + 'a {
        let held = move |head: &&Head| self.kinds[head.kind as usize].0 == channel;
        self.heads.iter().filter(held).map(|head| head.conversation)
    }

    pub(super) fn conversation(&self, place: usize) -> i64 {
        self.heads[place].conversation
    }

    /// The issue that a source names, by a number.
    pub(super) fn named(&self, place: usize) -> Option<u32> {
        Some(self.heads[place].issue).filter(|issue| *issue != NONE)
    }

    pub(super) fn channel(&self, place: usize) -> &str {
        &self.kinds[self.heads[place].kind as usize].0
    }

    pub(super) fn difficulty(&self, place: usize) -> Option<&String> {
        self.kinds[self.heads[place].kind as usize].1.as_ref()
    }

    pub(super) fn agent(&self, place: usize) -> Option<u32> {
        Some(self.heads[place].agent).filter(|agent| *agent != NONE)
    }

    /// Whether a person answered.
    pub(super) fn replied(&self, place: usize) -> bool {
        self.heads[place].replied
    }

    /// Whether it was solved after all that happened, taken for itself.
    pub(super) fn solved(&self, place: usize) -> bool {
        self.heads[place].solved
    }

    /// When the first thing happened; `None` where nothing did.
    pub(super) fn first(&self, place: usize) -> Option<i64> {
        let head = &self.heads[place];
        (head.events > 0).then_some(head.first)
    }

    /// When the last thing happened, or would have.
    pub(super) fn last(&self, place: usize) -> i64 {
        let head = &self.heads[place];
        if head.span < NONE {
            return head.first + i64::from(head.span);
        }
        self.each_event(place).last().map_or(head.first, |event| event.at)
    }

    /// Whether anything happened in a period.
    pub(super) fn within(&self, place: usize, period: Period) -> bool {
        let Some(first) = self.first(place) else { return false };
        let last = self.last(place);
        if period.holds(first) || period.holds(last) {
            return true;
        }
        first < period.to && last >= period.from && self.each_event(place).any(|event| period.holds(event.at))
    }

    /// What happened in one, by time.
    pub(super) fn each_event(&self, place: usize) -> impl Iterator<Item = Event> + '_ {
        let head = self.heads[place];
        let mut bytes = self.counts(place).1;
        let mut at = head.first;
        (0..head.events).map_while(move |_| {
            let event = unpack(&mut bytes, at, head.agent)?;
            at = event.at;
            Some(event)
        })
    }

    /// Transfers, reopens and the place of the rating, and the bytes behind them.
    fn counts(&self, place: usize) -> ([Option<u32>; 3], &[u8]) {
        let mut bytes = self.events.get(self.heads[place].begins..).unwrap_or_default();
        let mut counts = [None; 3];
        if let Some((bits, rest)) = bytes.split_first() {
            bytes = rest;
            for (_, count) in counts.iter_mut().enumerate().filter(|(place, _)| bits >> place & 1 == 1) {
                *count = take(&mut bytes).and_then(|count| u32::try_from(count).ok());
            }
        }
        (counts, bytes)
    }

    /// Unpacks one over another.
    pub(super) fn unpack(&self, place: usize, contact: &mut Contact) {
        let head = &self.heads[place];
        let (channel, difficulty) = &self.kinds[head.kind as usize];
        contact.conversation = head.conversation;
        contact.issue = match self.issues.get(head.issue as usize) {
            Some(name) => Issue::Named(name.clone()),
            None => Issue::Conversation(head.conversation),
        };
        contact.channel.clone_from(channel);
        contact.difficulty.clone_from(difficulty);
        contact.agent = self.agent(place);
        contact.events.clear();
        contact.events.reserve(head.events as usize);
        self.each_event(place).for_each(|event| contact.events.push(event));
        let ([transfers, reopens, rating], _) = self.counts(place);
        (contact.transfers, contact.reopens) = (transfers, reopens);
        contact.csat = rating.and_then(|rating| self.ratings.get(rating as usize)).cloned();
    }
}

/// A conversation to unpack others over.
pub(super) const fn blank() -> Contact {
    Contact {
        conversation: 0,
        issue: Issue::Conversation(0),
        channel: String::new(),
        agent: None,
        difficulty: None,
        events: Vec::new(),
        transfers: None,
        reopens: None,
        csat: None,
    }
}

/// Counts and places: more than four thousand million conversations are in no store.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

/// Seconds since the event before, who it was (nobody, the conversation's own agent, another) and what happened, in one
/// number; then the other agent's.
fn pack(out: &mut Vec<u8>, event: &Event, before: i64, own: Option<u32>) {
    let who: u64 = match event.agent {
        None => 0,
        agent if agent == own => 1,
        Some(_) => 2,
    };
    let since = event.at.saturating_sub(before).max(0) as u64;
    put(out, since << 5 | who << 3 | event.what as u64);
    if let (2, Some(agent)) = (who, event.agent) {
        put(out, u64::from(agent));
    }
}

fn unpack(bytes: &mut &[u8], before: i64, own: u32) -> Option<Event> {
    let packed = take(bytes)?;
    let agent = match packed >> 3 & 3 {
        0 => None,
        1 => Some(own),
        _ => Some(u32::try_from(take(bytes)?).ok()?),
    };
    Some(Event { at: before.wrapping_add((packed >> 5) as i64), what: WHAT[(packed & 7) as usize], agent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contacts() -> impl Strategy<Value = Vec<Contact>> {
        let event = (
            prop_oneof![0i64..400_000, -9_000_000_000_000i64..9_000_000_000_000],
            0usize..8,
            prop::option::of(0u32..5),
        );
        let event = event.prop_map(|(at, what, agent)| Event { at, what: WHAT[what], agent });
        let counts = (prop::option::of(0u32..3), prop::option::of(0u32..3), prop::option::of(1u8..6));
        let one = (
            prop::collection::vec(event, 0..9),
            prop::option::of("[ab]"),
            ("[xy]?", prop::option::of("[vw]")),
            prop::option::of(0u32..5),
            counts,
        );
        let one = one.prop_map(|(mut events, issue, (channel, difficulty), agent, counts)| {
            events.sort_by_key(|event: &Event| event.at);
            let csat =
                counts.2.map(|score| Csat { score: f64::from(score), min: 1.0, max: 5.0, comment: None });
            Contact {
                conversation: 0,
                issue: issue.map_or(Issue::Conversation(0), Issue::Named),
                channel,
                agent,
                difficulty,
                events,
                transfers: counts.0,
                reopens: counts.1,
                csat,
            }
        });
        prop::collection::vec(one, 0..12).prop_map(|mut all| {
            for (contact, number) in all.iter_mut().zip(0..) {
                contact.conversation = number;
                if let Issue::Conversation(alone) = &mut contact.issue {
                    *alone = number;
                }
            }
            all
        })
    }

    proptest! {
        #[test]
        fn nothing_is_lost(contacts in contacts(), from in -500_000i64..500_000, long in 0i64..9_000_000_000) {
            let packed = Contacts::of(&contacts);
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), contacts.clone());
            let period = Period { from, to: from + long };
            for (place, contact) in contacts.iter().enumerate() {
                let events = &contact.events;
                prop_assert_eq!(packed.within(place, period), events.iter().any(|event| period.holds(event.at)));
                prop_assert_eq!(packed.first(place), events.first().map(|event| event.at));
                if let Some(last) = events.last() {
                    prop_assert_eq!(packed.last(place), last.at);
                }
                prop_assert_eq!(packed.replied(place), events.iter().any(|event| event.what == Happened::Agent));
            }
            let all = || contacts.iter().flat_map(|contact| &contact.events).map(|event| event.at);
            prop_assert_eq!(packed.recorded(), all().min().zip(all().max()));
        }
    }
}
