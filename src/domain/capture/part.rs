//! What was counted in one channel of one source.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::conversation::{Role, Status};
use crate::domain::tally::Tally;

use super::seen::Seen;

const SECOND: i64 = 1_000_000;
/// Help desks open a conversation a moment after the message that it is made from.
const A_MOMENT: i64 = 60 * SECOND;
/// A conversation of so many messages takes time.
const SEVERAL: usize = 3;
/// Before 1990 nobody kept conversations: a clock that was never set.
pub(super) const NEVER_SET: i64 = 631_152_000 * SECOND;

/// One channel of one source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The account or system; may be empty.
    pub source: String,
    /// In small letters; may be empty.
    pub channel: String,
    /// What is there and what is not.
    pub counts: Counts,
    /// What its clocks say.
    pub clocks: Clocks,
    /// Conversations begun on a day; those with impossible times left out.
    pub days: BTreeMap<Date, u64>,
    /// The newest beginning or message that is not in the future, in microseconds.
    pub newest: Option<i64>,
    /// When something new was last taken in, in microseconds.
    pub taken_at: Option<i64>,
}

/// Conversations and messages by what they have. What a source does not say is unknown, and never counted as 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Conversations.
    pub conversations: u64,
    /// Without any message.
    pub empty: u64,
    /// With messages none of which has a text.
    pub wordless: u64,
    /// Without a customer.
    pub without_customer: u64,
    /// Without anybody who handled them.
    pub without_agent: u64,
    /// With a reply, and nobody who handled them.
    pub unowned: u64,
    /// With a message of a customer.
    pub asked: u64,
    /// With a reply of an agent that the customer sees.
    pub replied: u64,
    /// With both.
    pub answered: u64,
    /// Whose status is known.
    pub status: u64,
    /// Rated by the customer.
    pub rated: u64,
    /// Whose hand-overs are counted by the source.
    pub transfers: u64,
    /// Whose reopenings are counted by the source.
    pub reopens: u64,
    /// Known to be over.
    pub ended: u64,
    /// Known to be over, and when.
    pub ended_at: u64,
    /// Messages.
    pub messages: u64,
    /// Messages of agents.
    pub by_agents: u64,
    /// Messages of agents that nobody is named for.
    pub by_nobody: u64,
}

/// Times that cannot be, and times that are only said roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// Conversations with a time later than now.
    pub future: u64,
    /// Conversations with a time before 1990.
    pub never_set: u64,
    /// Conversations with a message before they began.
    pub before_opening: u64,
    /// Conversations with a reply after they ended.
    pub after_closing: u64,
    /// Conversations whose end is known.
    pub closing: u64,
    /// Conversations that ended before they began.
    pub backwards: u64,
    /// Conversations of several messages, all at one second.
    pub at_once: u64,
    /// Conversations of several messages.
    pub several: u64,
    /// Messages.
    pub timed: u64,
    /// Messages on the full minute.
    pub on_minute: u64,
    /// Messages on the full hour.
    pub on_hour: u64,
    /// Messages at midnight.
    pub at_midnight: u64,
}

impl Counts {
    /// So many of all conversations.
    pub fn tally(&self, hits: u64) -> Tally {
        Tally::new(hits, self.conversations)
    }

    /// Counts a conversation.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let has = |what: bool| u64::from(what);
        let public = |role: Role| seen.said.iter().any(|said| !said.private && said.role == role);
        let (asked, replied) = (public(Role::Customer), public(Role::Agent));
        self.conversations += 1;
        self.empty += has(seen.said.is_empty());
        self.wordless += has(!seen.said.is_empty() && seen.said.iter().all(|said| said.blank));
        self.without_customer += has(seen.customer.trim().is_empty());
        let unnamed = seen.agent.trim().is_empty();
        let by_agents = || seen.said.iter().filter(|said| said.role == Role::Agent);
        let nobody = unnamed && !by_agents().any(|said| said.named);
        self.without_agent += has(nobody);
        self.unowned += has(nobody && replied);
        self.asked += has(asked);
        self.replied += has(replied);
        self.answered += has(asked && replied);
        self.status += has(seen.status.is_some());
        self.rated += has(seen.rated);
        self.transfers += has(seen.transfers);
        self.reopens += has(seen.reopens);
        let ended = match seen.status {
            Some(status) => matches!(status, Status::Solved | Status::Closed),
            None => seen.closed_at.is_some(),
        };
        self.ended += has(ended);
        self.ended_at += has(ended && seen.closed_at.is_some());
        self.messages += seen.said.len() as u64;
        self.by_agents += by_agents().count() as u64;
        self.by_nobody += by_agents().filter(|said| unnamed && !said.named).count() as u64;
    }

    pub(super) fn add(&mut self, other: &Counts) {
        for (mine, more) in [
            (&mut self.conversations, other.conversations),
            (&mut self.empty, other.empty),
            (&mut self.wordless, other.wordless),
            (&mut self.without_customer, other.without_customer),
            (&mut self.without_agent, other.without_agent),
            (&mut self.unowned, other.unowned),
            (&mut self.asked, other.asked),
            (&mut self.replied, other.replied),
            (&mut self.answered, other.answered),
            (&mut self.status, other.status),
            (&mut self.rated, other.rated),
            (&mut self.transfers, other.transfers),
            (&mut self.reopens, other.reopens),
            (&mut self.ended, other.ended),
            (&mut self.ended_at, other.ended_at),
            (&mut self.messages, other.messages),
            (&mut self.by_agents, other.by_agents),
            (&mut self.by_nobody, other.by_nobody),
        ] {
            *mine += more;
        }
    }
}

impl Clocks {
    pub(super) fn see(&mut self, seen: &Seen<'_>, now: i64) {
        let has = |what: bool| u64::from(what);
        let times = || {
            let ends = [Some(seen.opened_at), seen.closed_at].into_iter().flatten();
            ends.chain(seen.said.iter().map(|said| said.at))
        };
        self.future += has(times().any(|at| at > now.saturating_add(A_MOMENT)));
        self.never_set += has(times().any(|at| at < NEVER_SET));
        let early = seen.opened_at.saturating_sub(A_MOMENT);
        self.before_opening += has(seen.said.iter().any(|said| said.at < early));
        if let Some(end) = seen.closed_at {
            let late = end.saturating_add(A_MOMENT);
            let reply = |said: &&super::Said| said.role == Role::Agent && !said.private;
            self.closing += 1;
            self.after_closing += has(seen.said.iter().filter(reply).any(|said| said.at > late));
            self.backwards += has(end < seen.opened_at);
        }
        if seen.said.len() >= SEVERAL {
            let mut seconds = seen.said.iter().map(|said| said.at.div_euclid(SECOND));
            let first = seconds.next();
            self.several += 1;
            self.at_once += has(seconds.all(|second| Some(second) == first));
        }
        for said in seen.said {
            let local = said.at.saturating_add(i64::from(seen.offset) * SECOND);
            let on = |seconds: i64| has(local.rem_euclid(seconds * SECOND) == 0);
            self.timed += 1;
            self.on_minute += on(60);
            self.on_hour += on(3600);
            self.at_midnight += on(86_400);
        }
    }

    pub(super) fn add(&mut self, other: &Clocks) {
        for (mine, more) in [
            (&mut self.future, other.future),
            (&mut self.never_set, other.never_set),
            (&mut self.before_opening, other.before_opening),
            (&mut self.after_closing, other.after_closing),
            (&mut self.closing, other.closing),
            (&mut self.backwards, other.backwards),
            (&mut self.at_once, other.at_once),
            (&mut self.several, other.several),
            (&mut self.timed, other.timed),
            (&mut self.on_minute, other.on_minute),
            (&mut self.on_hour, other.on_hour),
            (&mut self.at_midnight, other.at_midnight),
        ] {
            *mine += more;
        }
    }
}
