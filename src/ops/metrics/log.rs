//! From conversations to a log of what happened. What a source does not say is decided here, and nowhere else:
//!
//! - A message of an agent that customers can see is a reply; one of a program or of the help desk itself acknowledges;
//!   a private one is a note.
//! - A conversation that is solved or closed was solved when it ended. Where the source knows no such time, it was the
//!   last reply of an agent; without one the time is unknown, and nothing is solved.
//! - Another agent's reply is a transfer, unless the source counts transfers itself.
//! - A label `issue:…` says which conversations belong together; else the same customer with the same `topic:…` within
//!   seven days; else each stands for itself.
//! - A label `difficulty:…`, `simple` or `research` says how hard it was.
//! - Merged, spam, test and deleted conversations leave all figures and are counted. Mystery contacts (label `mystery`)
//!   and answers to surveys (channel `survey`) are kinds of their own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::mpsc::{channel, sync_channel};
use std::thread::scope;

use crate::domain::conversation::{Role, Status};
use crate::domain::metric::{Contact, Contacts, Event, Happened, Issue, Period};
use crate::domain::person::Me;
use crate::ops::error::OpsError;
use crate::ops::metrics::threads::ended;
use crate::storage::{Course, Store};

/// Days within which the same customer with the same topic means the same request.
const SAME_REQUEST: i64 = 7 * 86_400;

const MICROS: i64 = 1_000_000;

/// Conversations that go from thread to thread at once.
const AT_ONCE: usize = 256;

/// So many times these wait at most.
const WAITING: usize = 2;

/// Conversations that are in no figure, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Merged into another.
    pub merged: u64,
    /// Spam.
    pub spam: u64,
    /// Tests.
    pub test: u64,
    /// Deleted.
    pub deleted: u64,
    /// Mystery contacts: a kind of their own.
    pub mystery: u64,
    /// Answers to surveys: a kind of their own.
    pub survey: u64,
}

impl LeftOut {
    /// The counts by their words.
    pub const fn counts(&self) -> [(&'static str, u64); 6] {
        [
            ("merged", self.merged),
            ("spam", self.spam),
            ("test", self.test),
            ("deleted", self.deleted),
            ("mystery", self.mystery),
            ("survey", self.survey),
        ]
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.counts().iter().map(|(_, count)| count).sum()
    }

    fn count(&mut self, word: &str) -> Option<&mut u64> {
        Some(match word {
            "merged" | "closed_by_merge" => &mut self.merged,
            "spam" => &mut self.spam,
            "test" => &mut self.test,
            "deleted" => &mut self.deleted,
            "mystery" => &mut self.mystery,
            _ => return None,
        })
    }
}

/// What happened, with who the numbers are.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The conversations that figures are about.
    pub contacts: Contacts,
    /// Agents by their numbers, as the source calls them: raw.
    pub agents: Vec<String>,
    /// What is in no figure, of what was opened in the period asked about.
    pub left_out: LeftOut,
    /// Conversations by what their labels say they are about.
    pub topics: BTreeMap<String, BTreeSet<i64>>,
    /// Conversations whose solution has the time of the last reply, since the source knows none.
    pub solved_by_reply: u64,
    /// Conversations that are solved, and nobody knows when.
    pub solved_untimed: u64,
}

impl Events {
    /// What happened in conversations opened before `until` and not known to be over before `from`, both in seconds.
    /// What was left out is counted in `counted`. All my names are one agent.
    pub fn read(
        store: &Store,
        me: Option<&Me>,
        from: i64,
        until: i64,
        counted: Period,
    ) -> Result<Events, OpsError> {
        let [events] = Events::read_each(store, me, until, [(from, counted)])?;
        Ok(events)
    }

    /// The same from several instants on, each with its period to count in: in one reading, and each as if it had been
    /// read alone.
    pub fn read_each<const N: usize>(
        store: &Store,
        me: Option<&Me>,
        until: i64,
        wanted: [(i64, Period); N],
    ) -> Result<[Events; N], OpsError> {
        let micros = |second: i64| second.saturating_mul(MICROS);
        let maker = |(from, counted)| (micros(from), counted, Maker { me: me.cloned(), ..Maker::default() });
        let mut makers = wanted.map(maker);
        let first = makers.iter().map(|(from, ..)| *from).min().unwrap_or_default();
        let (send, receive) = sync_channel::<Vec<Course>>(WAITING);
        let (give_back, back) = channel();
        scope(|threads| {
            // The next are read while these are made into what happened.
            let making = threads.spawn(move || {
                for read in receive {
                    for course in &read {
                        let concerned = makers.iter_mut().filter(|(from, ..)| !course.is_over_before(*from));
                        for (_, counted, maker) in concerned {
                            maker.take(course, counted.holds(course.opened_at.div_euclid(MICROS)));
                        }
                    }
                    // Nobody needs the last ones again.
                    let _ = give_back.send(read);
                }
                makers.map(|(.., maker)| maker.finish())
            });
            let mut room: Vec<Course> = Vec::new();
            let mut read = Vec::with_capacity(AT_ONCE);
            let done = store.each_course(first, micros(until), &mut |course| {
                read.push(std::mem::replace(course, room.pop().unwrap_or_default()));
                if read.len() == AT_ONCE {
                    // It fails where the other thread panicked, which is told at its end.
                    let _ = send.send(std::mem::replace(&mut read, Vec::with_capacity(AT_ONCE)));
                    room.extend(back.try_iter().flatten());
                }
            });
            let _ = send.send(read);
            drop(send);
            let made = ended(making);
            done?;
            Ok(made)
        })
    }

    /// My number, where I answered anything.
    pub fn mine(&self, me: &Me) -> Option<u32> {
        self.agents.iter().zip(0u32..).find(|(name, _)| me.is(name)).map(|(_, number)| number)
    }
}

#[derive(Default)]
struct Maker {
    events: Events,
    me: Option<Me>,
    numbers: HashMap<String, u32>,
    /// The numbers of names as they were written: most were seen before.
    known: HashMap<String, Option<u32>>,
    /// Customer and topic, when it began and ended, and the contact's place.
    topics: Vec<(String, i64, i64, usize)>,
    /// Room that is used again.
    room: (String, Vec<Event>),
}

impl Maker {
    fn take(&mut self, course: &Course, counted: bool) {
        if course.channel.trim().eq_ignore_ascii_case("survey") {
            self.events.left_out.survey += u64::from(counted);
            return;
        }
        let labels = Labels(course.tags.iter().map(|tag| tag.trim().to_lowercase()).collect());
        for label in &labels.0 {
            if let Some(count) = self.events.left_out.count(label) {
                *count += u64::from(counted);
                return;
            }
        }
        let agent = self.number(&course.agent);
        let (mut channel, mut events) = std::mem::take(&mut self.room);
        lower(course.channel.trim(), &mut channel);
        self.spoken(course, agent, &mut events);
        if let Some(end) = self.end(course, &events) {
            let at = events.partition_point(|event| event.at <= end.at);
            events.insert(at, end);
        }
        if course.transfers.is_none() {
            transfers(&mut events);
        }
        let place = self.events.contacts.len();
        let topic = labels.named("topic:");
        if let Some(topic) = topic {
            self.events.topics.entry(topic.to_owned()).or_default().insert(course.id);
        }
        let issue = match labels.named("issue:") {
            Some(issue) => Issue::Named(issue.to_owned()),
            None => {
                if let (Some(topic), false) = (topic, course.customer.trim().is_empty()) {
                    let customer = course.customer.trim().to_lowercase();
                    let begun = course.opened_at.div_euclid(MICROS);
                    let over = events.last().map_or(begun, |event| event.at);
                    self.topics.push((format!("{customer}\n{topic}"), begun, over, place));
                }
                Issue::Conversation(course.id)
            }
        };
        let contact = Contact {
            conversation: course.id,
            issue,
            channel,
            agent: agent.or_else(|| events.iter().find(|e| e.what == Happened::Agent).and_then(|e| e.agent)),
            difficulty: labels.difficulty().map(str::to_owned),
            events,
            transfers: course.transfers,
            reopens: course.reopens,
            csat: course.csat.clone(),
        };
        self.events.contacts.push(&contact);
        self.room = (contact.channel, contact.events);
    }

    fn number(&mut self, name: &str) -> Option<u32> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let number = self.new_number(name);
        self.known.insert(name.to_owned(), number);
        number
    }

    fn new_number(&mut self, name: &str) -> Option<u32> {
        let mut key = name.trim().to_lowercase();
        if key.is_empty() {
            return None;
        }
        if let Some(me) = self.me.as_ref().filter(|me| me.is(name)) {
            // No name looks like this, since names are trimmed.
            key = format!(" {}", me.name);
        }
        let agents = &mut self.events.agents;
        Some(*self.numbers.entry(key).or_insert_with(|| {
            agents.push(name.trim().to_owned());
            u32::try_from(agents.len() - 1).unwrap_or(u32::MAX)
        }))
    }

    fn spoken(&mut self, course: &Course, usual: Option<u32>, events: &mut Vec<Event>) {
        events.clear();
        for turn in &course.turns {
            let what = match (turn.private, turn.role) {
                (true, _) => Happened::Note,
                (false, Role::Customer) => Happened::Customer,
                (false, Role::Agent) => Happened::Agent,
                (false, Role::Bot | Role::System) => Happened::Auto,
            };
            let agent = match (turn.role, &turn.author) {
                (Role::Agent, Some(author)) => self.number(author),
                (Role::Agent, None) => usual,
                _ => None,
            };
            events.push(Event { at: turn.at, what, agent });
        }
    }

    /// That it was solved, by whom and when.
    fn end(&mut self, course: &Course, events: &[Event]) -> Option<Event> {
        let over = match course.status {
            Some(Status::Solved | Status::Closed) => true,
            Some(Status::Open | Status::Pending) => false,
            None => course.closed_at.is_some(),
        };
        if !over {
            return None;
        }
        let replies = || events.iter().rev().filter(|event| event.what == Happened::Agent);
        match course.closed_at {
            Some(at) => {
                let at = at.div_euclid(MICROS);
                let by = replies().find(|reply| reply.at <= at).or_else(|| replies().next());
                Some(Event { at, what: Happened::Resolve, agent: by.and_then(|reply| reply.agent) })
            }
            None => match replies().next() {
                Some(last) => {
                    self.events.solved_by_reply += 1;
                    Some(Event { what: Happened::Resolve, ..*last })
                }
                None => {
                    self.events.solved_untimed += 1;
                    None
                }
            },
        }
    }

    fn finish(mut self) -> Events {
        self.topics.sort();
        let mut last: Option<(&str, i64, Issue)> = None;
        for (key, begun, over, place) in &self.topics {
            let issue = match &last {
                Some((same, until, issue)) if same == key && *begun <= *until + SAME_REQUEST => issue.clone(),
                _ => Issue::Named(format!("{key}\n{begun}")),
            };
            let until = match &last {
                Some((_, until, known)) if *known == issue => (*until).max(*over),
                _ => *over,
            };
            if let Issue::Named(name) = &issue {
                self.events.contacts.name_issue(*place, name);
            }
            last = Some((key, until, issue));
        }
        self.events
    }
}

/// Puts a transfer before each reply of another agent than the one before.
fn transfers(events: &mut Vec<Event>) {
    let mut owner: Option<u32> = None;
    let mut at = 0;
    while at < events.len() {
        let event = events[at];
        if let (Happened::Agent, Some(agent)) = (event.what, event.agent) {
            if owner.is_some_and(|owner| owner != agent) {
                events.insert(at, Event { what: Happened::Transfer, ..event });
                at += 1;
            }
            owner = Some(agent);
        }
        at += 1;
    }
}

/// A conversation's labels, trimmed and in lower case.
struct Labels(Vec<String>);

impl Labels {
    /// What stands behind a prefix in one of them.
    fn named(&self, prefix: &str) -> Option<&str> {
        let mut found = self.0.iter().filter_map(|label| label.strip_prefix(prefix).map(str::trim));
        found.find(|rest| !rest.is_empty())
    }

    fn difficulty(&self) -> Option<&str> {
        let word = || self.0.iter().map(String::as_str).find(|word| ["simple", "research"].contains(word));
        self.named("difficulty:").or_else(word)
    }
}

/// A text in lower case, in room that is there already.
fn lower(text: &str, into: &mut String) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        into.make_ascii_lowercase();
    } else {
        into.push_str(&text.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Turn;

    fn course(id: i64) -> Course {
        Course {
            id,
            channel: "Chat".into(),
            agent: "Lea".into(),
            customer: "carl".into(),
            ..Course::default()
        }
    }

    fn turn(at: i64, role: Role, author: Option<&str>) -> Turn {
        Turn { at, role, private: false, author: author.map(str::to_owned) }
    }

    fn made(courses: &[Course]) -> Events {
        let mut maker = Maker::default();
        courses.iter().for_each(|course| maker.take(course, true));
        maker.finish()
    }

    #[test]
    fn solved_where_it_ended_or_at_the_last_reply() {
        let mut timed = course(1);
        timed.turns = vec![turn(0, Role::Customer, None), turn(60, Role::Agent, None)];
        timed.closed_at = Some(90 * MICROS);
        let mut solved = timed.clone();
        solved.closed_at = None;
        solved.status = Some(Status::Solved);
        solved.turns.push(turn(80, Role::Customer, None));
        let mut silent = solved.clone();
        silent.turns.truncate(1);
        let mut open = timed.clone();
        open.status = Some(Status::Open);
        let events = made(&[timed, solved, silent, open]);
        let ends: Vec<Option<i64>> = events
            .contacts
            .iter()
            .map(|c| c.events.iter().find(|e| e.what == Happened::Resolve).map(|e| e.at))
            .collect();
        assert_eq!(ends, [Some(90), Some(60), None, None]);
        assert_eq!((events.solved_by_reply, events.solved_untimed), (1, 1));
    }

    #[test]
    fn another_agents_reply_is_a_transfer() {
        let mut two = course(1);
        two.turns = vec![
            turn(0, Role::Customer, None),
            turn(10, Role::Agent, None),
            turn(20, Role::Bot, None),
            turn(30, Role::Agent, Some("marc")),
            turn(40, Role::Agent, Some(" LEA")),
        ];
        let mut counted = two.clone();
        counted.transfers = Some(1);
        let events = made(&[two, counted]);
        let contacts: Vec<Contact> = events.contacts.iter().collect();
        let shape = |at: usize| contacts[at].events.iter().map(|e| e.what).collect::<Vec<_>>();
        use Happened::{Agent, Auto, Customer, Transfer};
        assert_eq!(shape(0), [Customer, Agent, Auto, Transfer, Agent, Transfer, Agent]);
        assert_eq!(shape(1), [Customer, Agent, Auto, Agent, Agent]);
        assert_eq!(events.agents, ["Lea", "marc"]);
        assert_eq!(contacts[0].channel, "chat");
    }

    #[test]
    fn requests_belong_together_by_label_or_by_customer_and_topic() {
        let tagged = |id, at: i64, tags: &[&str]| {
            let mut c = course(id);
            c.opened_at = at * 86_400 * MICROS;
            c.turns = vec![turn(at * 86_400, Role::Customer, None)];
            c.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            c
        };
        let events = made(&[
            tagged(1, 0, &["issue:7"]),
            tagged(2, 40, &["Issue: 7", "topic:x"]),
            tagged(3, 9, &["topic:refund"]),
            tagged(4, 3, &["topic:refund"]),
            tagged(5, 20, &["topic:refund", "research"]),
            tagged(6, 3, &[]),
        ]);
        let contacts: Vec<Contact> = events.contacts.iter().collect();
        let issue = |at: usize| &contacts[at].issue;
        assert_eq!(issue(0), issue(1));
        assert_eq!(issue(2), issue(3));
        assert_ne!(issue(2), issue(4));
        assert_eq!(issue(5), &Issue::Conversation(6));
        assert_eq!(contacts[4].difficulty.as_deref(), Some("research"));
    }

    #[test]
    fn what_is_in_no_figure_is_counted() {
        let with = |tag: &str| Course { tags: vec![tag.to_owned()], ..course(1) };
        let survey = Course { channel: "survey".into(), ..course(2) };
        let all = [with("Spam"), with("merged"), with("mystery"), with("spam answer"), with("test"), survey];
        let events = made(&all);
        assert_eq!(events.contacts.len(), 1);
        assert_eq!(events.left_out.total(), 5);
        assert_eq!(events.left_out.spam, 1);
    }
}
