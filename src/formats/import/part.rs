//! Parts of conversations, as rows of tables and records of help desks hold them. Parts of one conversation may come from
//! several files in any order; [`super::gathering`] puts them together.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::{Csat, Moment, Role, Status};
use crate::domain::vendor::VendorFigure;
use crate::formats::import::scorecard::Scored;

/// The id of the message that a help desk's ticket gives as its description: its first, which a list of messages tells
/// again under a number.
pub const DESCRIPTION: &str = "description";

/// What one row says about a conversation. Parts can be kept outside of memory: put together what has the same source
/// and external id, in the order of arrival.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The conversation's source.
    pub source: String,
    /// The conversation's id there.
    pub external_id: String,
    /// The file that the row stands in.
    pub file: String,
    /// The physical line on which the row starts.
    pub line: u64,
    pub(super) kind: Kind,
    pub(super) about: About,
    pub(super) message: Option<Said>,
    /// Labels that the row gives to its conversation.
    pub(super) marks: Vec<String>,
    /// What happened to the conversation, for transfers and reopenings.
    pub(super) events: Vec<Event>,
    /// The help desk whose record it is; rows that a map reads have none, or one without a name where they go on what the
    /// store has.
    pub(super) desk: Option<OfDesk>,
    /// What others said of it on the help desk's scorecards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) reviews: Vec<Scored>,
}

impl Part {
    /// Whether it begins its conversation: parts that do not wait for one that does.
    pub fn opens(&self) -> bool {
        self.kind != Kind::Reply
    }

    /// Whether it holds a message, and whether that is a private note.
    pub fn says(&self) -> Option<bool> {
        self.message.as_ref().map(|said| said.private)
    }

    /// How many reviews it holds.
    pub fn reviews(&self) -> usize {
        self.reviews.len()
    }

    /// Everybody whom it names.
    pub fn people(&self) -> Vec<&str> {
        let message = self.message.iter().map(|said| said.author.as_str());
        [self.about.customer.as_str()].into_iter().chain(message).filter(|who| !who.is_empty()).collect()
    }

    /// The same part, without the place where it stood: equal for the same record in two files.
    pub fn unplaced(&self) -> Part {
        Part { file: String::new(), line: 0, ..self.clone() }
    }

    /// The same row of a table, as a piece of a conversation that is in the store already.
    pub fn as_piece(self) -> Part {
        let unnamed = OfDesk { name: String::new(), whole: false };
        Part { desk: Some(self.desk.unwrap_or(unnamed)), ..self }
    }

    /// Whether a help desk's record says it: such parts find a conversation that is in the store already.
    pub fn of_desk(&self) -> bool {
        self.desk.is_some()
    }
}

/// Whose record a part is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct OfDesk {
    /// The help desk's word.
    pub(super) name: String,
    /// All messages of the conversation are in this file: what is missing here is gone there.
    pub(super) whole: bool,
}

/// Something that happened to a conversation in its help desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Event {
    /// The help desk's id; events with the same one are one.
    pub(super) id: String,
    pub(super) at: Stamp,
    pub(super) change: Change,
}

/// What an event changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Change {
    /// Who has it from now on; `None` is nobody.
    Assigned(Option<String>),
    /// Where it stands from now on.
    Became(Status),
}

/// What a row is to its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// It begins it.
    Opening,
    /// It needs an opening.
    Reply,
    /// It stands for itself.
    Message,
}

/// What a row says about the conversation as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) channel: String,
    pub(super) subject: String,
    pub(super) agent: String,
    pub(super) customer: String,
    pub(super) opener: String,
    pub(super) closed_by: String,
    pub(super) status: Option<Status>,
    pub(super) opened_at: Option<Stamp>,
    pub(super) closed_at: Option<Stamp>,
    pub(super) tags: Vec<String>,
    pub(super) csat: Option<Csat>,
    pub(super) transfers: Option<u32>,
    pub(super) reopens: Option<u32>,
    /// When the help desk last changed what is said here.
    pub(super) as_of: Option<Stamp>,
    /// Figures that the help desk computed.
    pub(super) figures: Vec<VendorFigure>,
}

impl About {
    /// Takes what a later row knows; what it does not know stays. Where both say when they were true, the newer one is the
    /// later, whatever came first.
    pub(super) fn update(&mut self, mut later: About) {
        if later.as_of.is_some() && later.as_of < self.as_of {
            std::mem::swap(self, &mut later);
        }
        let texts = [
            (&mut self.channel, later.channel),
            (&mut self.subject, later.subject),
            (&mut self.agent, later.agent),
            (&mut self.customer, later.customer),
            (&mut self.opener, later.opener),
            (&mut self.closed_by, later.closed_by),
        ];
        for (known, told) in texts {
            if !told.is_empty() {
                *known = told;
            }
        }
        if !later.tags.is_empty() {
            self.tags = later.tags;
        }
        self.status = later.status.or(self.status);
        self.opened_at = later.opened_at.or(self.opened_at);
        self.closed_at = later.closed_at.or(self.closed_at);
        self.csat = later.csat.or_else(|| self.csat.take());
        self.transfers = later.transfers.or(self.transfers);
        self.reopens = later.reopens.or(self.reopens);
        self.as_of = later.as_of.or(self.as_of);
        for figure in later.figures {
            self.figures.retain(|known| known.name != figure.name);
            self.figures.push(figure);
        }
    }
}

/// A message as a row holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    /// Empty where the row gives none.
    pub(super) id: String,
    pub(super) at: Stamp,
    pub(super) speaker: Speaker,
    pub(super) author: String,
    pub(super) text: String,
    pub(super) html: Option<String>,
    pub(super) private: bool,
    pub(super) macro_name: Option<String>,
    /// It stands for a message that another file tells better, as a ticket's description does for its first comment.
    pub(super) provisional: bool,
    /// Numbers of people that stand in the text as `@number`: their names take the place.
    #[serde(default)]
    pub(super) mentions: Vec<String>,
}

/// Who speaks, as far as a single row can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Speaker {
    /// The row tells.
    Is(Role),
    /// It depends on who opened the conversation.
    Compared { opener: Role, others: Role },
    /// It depends on who the author is: the conversation's customer or agent, or somebody whom the help desk's list of
    /// people knows; else this.
    Person { otherwise: Role },
    /// The same, and who is not known is told by who opened the conversation.
    Known { opener: Role, others: Role },
}

impl Speaker {
    /// Who speaks in a chat that does not say who works where: whom the person named as an agent is one, the others are
    /// then customers; where nobody in it was named, whoever wrote first is the customer.
    pub(super) fn in_a_chat(named: bool, somebody_was: bool) -> Speaker {
        match (named, somebody_was) {
            (true, _) => Speaker::Is(Role::Agent),
            (false, true) => Speaker::Is(Role::Customer),
            (false, false) => Speaker::Compared { opener: Role::Customer, others: Role::Agent },
        }
    }
}

/// A [`Moment`] that can be kept outside of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Stamp(i64, i32);

impl From<Moment> for Stamp {
    fn from(moment: Moment) -> Stamp {
        Stamp(moment.micros, moment.offset)
    }
}

impl From<Stamp> for Moment {
    fn from(Stamp(micros, offset): Stamp) -> Moment {
        Moment { micros, offset }
    }
}
