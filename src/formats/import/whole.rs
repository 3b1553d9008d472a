//! Makes a conversation whole: order, ids, and what follows from the messages.

use std::collections::{HashMap, HashSet};

use crate::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};

/// A conversation as its source tells it, before what is missing is taken from the messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) source: String,
    pub(super) external_id: String,
    pub(super) channel: String,
    pub(super) subject: String,
    pub(super) status: Option<Status>,
    pub(super) opened_at: Option<Moment>,
    pub(super) closed_at: Option<Moment>,
    pub(super) agent: String,
    pub(super) customer: String,
    pub(super) tags: Vec<String>,
    pub(super) csat: Option<Csat>,
    pub(super) transfers: Option<u32>,
    pub(super) reopens: Option<u32>,
    /// In any order. An empty id means that the source gives none.
    pub(super) messages: Vec<Message>,
    /// Others may be told elsewhere: the last one here need not be the end.
    pub(super) partial: bool,
}

/// Why a draft is no conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Two messages have this id; the place is the second one's in the draft.
    SameId { id: String, place: usize },
    /// Neither `opened_at` nor a message says when it began.
    NoTime,
}

impl Draft {
    /// Fills in from what the store has: what is unknown here, or, if this is an `older` state of it, all that the store
    /// knows.
    pub(super) fn over(&mut self, head: &Conversation, older: bool) {
        let texts = [
            (&mut self.channel, &head.channel),
            (&mut self.subject, &head.subject),
            (&mut self.agent, &head.agent),
            (&mut self.customer, &head.customer),
        ];
        for (here, there) in texts {
            if here.is_empty() || older && !there.is_empty() {
                here.clone_from(there);
            }
        }
        if self.tags.is_empty() || older && !head.tags.is_empty() {
            self.tags.clone_from(&head.tags);
        }
        self.opened_at = self.opened_at.filter(|_| !older).or(Some(head.opened_at));
        let pick =
            |here: Option<Status>, there: Option<Status>| if older { there.or(here) } else { here.or(there) };
        let reopened = !older && matches!(self.status, Some(Status::Open | Status::Pending));
        self.status = pick(self.status, head.status);
        if !reopened {
            self.closed_at =
                if older { head.closed_at.or(self.closed_at) } else { self.closed_at.or(head.closed_at) };
        }
        let csat = self.csat.take();
        self.csat = if older { head.csat.clone().or(csat) } else { csat.or_else(|| head.csat.clone()) };
        // Counts only grow, and a part may tell of a part of them.
        self.transfers = self.transfers.max(head.transfers);
        self.reopens = self.reopens.max(head.reopens);
    }

    /// Sorts by time, then place; derives missing ids, times and people.
    pub(super) fn whole(mut self) -> Result<Conversation, Flaw> {
        if let Some((id, place)) = repeated(&self.messages) {
            return Err(Flaw::SameId { id, place });
        }
        self.messages.sort_by_key(|message| message.at.micros);
        if derive_ids(&mut self.messages)
            && let Some((id, place)) = repeated(&self.messages)
        {
            return Err(Flaw::SameId { id, place });
        }
        let first = self.messages.first().map(|message| message.at);
        let last = self.messages.last().map(|message| message.at);
        let ended = !self.partial && matches!(self.status, Some(Status::Solved | Status::Closed));
        let who = |known: String, role: Role| {
            if !known.is_empty() {
                return known;
            }
            let mut authors = self.messages.iter().filter(|message| message.role == role).map(|m| &m.author);
            authors.find(|author| !author.is_empty()).cloned().unwrap_or_default()
        };
        Ok(Conversation {
            opened_at: self.opened_at.or(first).ok_or(Flaw::NoTime)?,
            closed_at: self.closed_at.or(last.filter(|_| ended)),
            agent: who(self.agent, Role::Agent),
            customer: who(self.customer, Role::Customer),
            source: self.source,
            external_id: self.external_id,
            channel: self.channel,
            subject: self.subject,
            status: self.status,
            tags: self.tags,
            csat: self.csat,
            transfers: self.transfers,
            reopens: self.reopens,
            messages: self.messages,
        })
    }
}

/// The first id that comes a second time, with its second place.
fn repeated(messages: &[Message]) -> Option<(String, usize)> {
    let mut seen = HashSet::with_capacity(messages.len());
    let place =
        messages.iter().position(|message| !message.id.is_empty() && !seen.insert(message.id.as_str()))?;
    Some((messages[place].id.clone(), place))
}

/// Gives each message without an id a derived one; whether there was any.
fn derive_ids(messages: &mut [Message]) -> bool {
    let mut equal_before: HashMap<String, usize> = HashMap::new();
    let mut any = false;
    for message in messages.iter_mut().filter(|message| message.id.is_empty()) {
        any = true;
        let first = Message::derived_id(message.at, &message.author, &message.text, 0);
        let before = equal_before.entry(first.clone()).or_default();
        message.id = match *before {
            0 => first,
            place => Message::derived_id(message.at, &message.author, &message.text, place),
        };
        *before += 1;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, seconds: i64, role: Role, author: &str, text: &str) -> Message {
        Message {
            id: id.to_owned(),
            at: Moment { micros: seconds * 1_000_000, offset: 0 },
            role,
            author: author.to_owned(),
            text: text.to_owned(),
            html: None,
            private: false,
            macro_name: None,
        }
    }

    #[test]
    fn what_follows_from_messages() {
        let messages = vec![
            message("b", 20, Role::Agent, "lea", "hello"),
            message("a", 10, Role::Customer, "tom", "hi"),
            message("c", 20, Role::Agent, "max", "and"),
        ];
        let draft = Draft { messages, status: Some(Status::Solved), ..Draft::default() };
        let open = Draft { status: None, ..draft.clone() }.whole().unwrap();
        let part = Draft { partial: true, ..draft.clone() }.whole().unwrap();
        let whole = draft.whole().unwrap();
        assert_eq!(whole.messages.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(
            (whole.opened_at.micros, whole.closed_at.map(|at| at.micros)),
            (10_000_000, Some(20_000_000))
        );
        assert_eq!((whole.customer.as_str(), whole.agent.as_str()), ("tom", "lea"));
        assert_eq!((open.closed_at, part.closed_at), (None, None));
    }

    #[test]
    fn derived_ids_tell_equal_messages_apart_and_stay_the_same() {
        let twice = vec![message("", 1, Role::Bot, "b", "ok"), message("", 1, Role::Bot, "b", "ok")];
        let ids = |messages: &[Message]| {
            let draft = Draft { messages: messages.to_vec(), ..Draft::default() };
            draft.whole().unwrap().messages.into_iter().map(|m| m.id).collect::<Vec<_>>()
        };
        let first = ids(&twice);
        assert_ne!(first[0], first[1]);
        assert_eq!(first, ids(&twice));
        assert_eq!(first[..1], ids(&twice[..1]));
    }

    #[test]
    fn flaws() {
        let same = vec![message("a", 1, Role::Bot, "b", "x"), message("a", 0, Role::Bot, "b", "y")];
        let flaw = Draft { messages: same, ..Draft::default() }.whole().unwrap_err();
        assert_eq!(flaw, Flaw::SameId { id: "a".to_owned(), place: 1 });
        assert_eq!(Draft::default().whole().unwrap_err(), Flaw::NoTime);

        let derived = Message::derived_id(Moment { micros: 0, offset: 0 }, "b", "x", 0);
        let posing = vec![message("", 0, Role::Bot, "b", "x"), message(&derived, 5, Role::Bot, "b", "y")];
        assert!(Draft { messages: posing, ..Draft::default() }.whole().is_err());
    }
}
