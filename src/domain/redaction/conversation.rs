//! A whole conversation as a colleague may read it.

use std::collections::{BTreeMap, HashMap};

use crate::domain::conversation::{Conversation, Message, Role};
use crate::domain::redaction::cues::{asks_for_name, bare_name};
use crate::domain::redaction::names::{People, own_author};
use crate::domain::redaction::redactor::Redactor;
use crate::domain::redaction::rules::Rules;
use crate::domain::redaction::shadow::Shadow;
use crate::domain::redaction::{Place, Replacement};

/// A conversation that may leave, and what stays: the map, and how its messages were called.
#[derive(Clone, Debug)]
pub struct Redacted<'a> {
    /// What may leave. Its `external_id` is the caller's to fill.
    pub conversation: Conversation,
    /// The new id of every message by the old one, `m1`, `m2`, …
    pub ids: BTreeMap<String, String>,
    /// How many private notes were left out.
    pub notes_left_out: usize,
    /// The same numbering for texts that go along, such as comments.
    pub redactor: Redactor<'a>,
}

impl Redacted<'_> {
    /// Every replacement so far.
    pub fn replacements(&self) -> &[Replacement] {
        self.redactor.replacements()
    }

    /// What each mark stands for. It stays on this machine.
    pub fn map(&self) -> &BTreeMap<String, String> {
        self.redactor.map()
    }
}

/// The conversation as it may leave: texts redacted, authors named by what they are, no source, id, tags, rating, HTML
/// or private notes. With `hide_agent` the one who is reviewed is unknown as well.
pub fn conversation<'a>(c: &Conversation, rules: &'a Rules, hide_agent: bool) -> Redacted<'a> {
    let people = match (rules.patterns, hide_agent) {
        (true, _) => People::of(c, hide_agent),
        (false, false) => People::new(),
        (false, true) => {
            let mut people = People::new();
            people.hide(&c.agent);
            people.hide(own_author(c).name);
            people
        }
    };
    let mut redactor = Redactor::new(rules, people);
    let spoken: Vec<&Message> = c.messages.iter().filter(|message| !message.private).collect();
    for text in [&c.subject, &c.channel].into_iter().chain(spoken.iter().map(|message| &message.text)) {
        redactor.foresee(text);
    }
    if rules.patterns {
        learn_answers(&spoken, &mut redactor);
    }

    let subject = redactor.text(Place::Subject, &c.subject);
    let channel = redactor.text(Place::Channel, &c.channel);
    let mut roles = Placeholders::new(c, hide_agent, rules.patterns);
    let mut ids = BTreeMap::new();
    let mut messages = Vec::with_capacity(spoken.len());
    for (number, message) in (1..).zip(&spoken) {
        let id = format!("m{number}");
        ids.insert(message.id.clone(), id.clone());
        messages.push(Message {
            id,
            at: message.at,
            role: message.role,
            author: roles.author(message),
            text: redactor.text(Place::Message(number), &message.text),
            html: None,
            private: false,
            macro_name: message.macro_name.as_ref().map(|name| redactor.text(Place::Macro(number), name)),
        });
    }
    let conversation = Conversation {
        source: "exchange".to_owned(),
        external_id: String::new(),
        channel,
        subject,
        status: c.status,
        opened_at: c.opened_at,
        closed_at: c.closed_at,
        agent: roles.agent(),
        customer: if rules.patterns { "[customer]".to_owned() } else { c.customer.clone() },
        tags: Vec::new(),
        csat: None,
        transfers: c.transfers,
        reopens: c.reopens,
        messages,
    };
    Redacted { conversation, ids, notes_left_out: c.messages.len() - spoken.len(), redactor }
}

/// Names given in answer to *may I have your name*.
fn learn_answers(spoken: &[&Message], redactor: &mut Redactor<'_>) {
    let mut asked = false;
    for message in spoken {
        let plain = Shadow::new(&message.text).text;
        if message.role == Role::Customer {
            if asked && let Some(name) = bare_name(&plain) {
                redactor.learn(name);
            }
            asked = false;
        } else {
            asked |= asks_for_name(&plain);
        }
    }
}

/// Who stands for whom: authors named by what they are.
struct Placeholders<'c> {
    c: &'c Conversation,
    own: &'c str,
    hide_agent: bool,
    hide_others: bool,
    colleagues: HashMap<&'c str, usize>,
    customers: HashMap<&'c str, usize>,
}

impl<'c> Placeholders<'c> {
    fn new(c: &'c Conversation, hide_agent: bool, hide_others: bool) -> Placeholders<'c> {
        let own = own_author(c).name;
        let mut customers = HashMap::new();
        let first = c.messages.iter().find(|message| message.role == Role::Customer && !message.private);
        let is_author = |name: &str| {
            c.messages.iter().any(|message| message.role == Role::Customer && message.author.trim() == name)
        };
        let named = Some(c.customer.trim()).filter(|name| is_author(name));
        customers.extend(named.or(first.map(|message| message.author.trim())).map(|name| (name, 1)));
        Placeholders { c, own, hide_agent, hide_others, colleagues: HashMap::new(), customers }
    }

    fn agent(&self) -> String {
        if self.hide_agent { "[agent]".to_owned() } else { self.c.agent.clone() }
    }

    fn author(&mut self, message: &'c Message) -> String {
        let author = message.author.trim();
        let is_own = message.role == Role::Agent && author == self.own;
        if is_own && self.hide_agent {
            return "[agent]".to_owned();
        }
        if is_own || !self.hide_others {
            return message.author.clone();
        }
        let number = |known: &mut HashMap<&'c str, usize>| {
            let next = known.len() + 1;
            *known.entry(author).or_insert(next)
        };
        match message.role {
            Role::Agent => format!("[colleague {}]", number(&mut self.colleagues)),
            Role::Bot => "[bot]".to_owned(),
            Role::System => "[system]".to_owned(),
            Role::Customer => match number(&mut self.customers) {
                1 => "[customer]".to_owned(),
                other => format!("[customer {other}]"),
            },
        }
    }
}
