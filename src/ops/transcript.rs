//! A conversation, ready to read.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::domain::conversation::{Conversation, Role, Status};
use crate::domain::person::Me;
use crate::domain::shown::Shown;

/// One message, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The message's own id: what evidence names in files.
    pub id: String,
    /// Its number in the conversation, from 1: what evidence says on screen, `m7`.
    pub number: usize,
    /// Local time.
    pub at: DateTime,
    /// Who wrote it.
    pub role: Role,
    /// Id, address or name; may be empty.
    pub author: Shown,
    /// Whether the author is the one who uses the program.
    pub mine: bool,
    /// An internal note.
    pub private: bool,
    /// The canned reply used.
    pub macro_name: Option<Shown>,
    /// The text, with its line breaks.
    pub text: Shown,
}

/// A conversation, ready to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The store's id.
    pub id: i64,
    /// The source's id, as people write it: `#3592`.
    pub reference: Shown,
    /// The account or system it comes from; may be empty.
    pub source: Shown,
    /// May be empty.
    pub channel: Shown,
    /// May be empty.
    pub subject: Shown,
    /// Where it stands.
    pub status: Option<Status>,
    /// Who handled it; may be empty.
    pub agent: Shown,
    /// May be empty.
    pub customer: Shown,
    /// Labels.
    pub tags: Vec<Shown>,
    /// The rating as people write it: `4 of 5`; `None` where none was given.
    pub rating: Option<(f64, f64, f64)>,
    /// What the customer wrote with the rating.
    pub rating_comment: Option<Shown>,
    /// When it began, local.
    pub opened_at: DateTime,
    /// Seconds from the first to the last message that is not private.
    pub seconds: i64,
    /// In order.
    pub turns: Vec<Turn>,
}

/// A conversation made ready to show: texts through the door, times in `zone`, my own messages marked.
pub fn transcript(id: i64, conversation: &Conversation, me: Option<&Me>, zone: &TimeZone) -> Transcript {
    let turns = conversation
        .messages
        .iter()
        .enumerate()
        .map(|(place, message)| Turn {
            id: message.id.clone(),
            number: place + 1,
            at: message.at.local(zone),
            role: message.role,
            author: Shown::line(&message.author),
            mine: message.role == Role::Agent && me.is_some_and(|me| me.is(&message.author)),
            private: message.private,
            macro_name: message.macro_name.as_deref().map(Shown::line),
            text: Shown::text(&message.text),
        })
        .collect();
    Transcript {
        id,
        reference: reference(&conversation.source, &conversation.external_id),
        source: Shown::line(&conversation.source),
        channel: Shown::line(&conversation.channel),
        subject: Shown::line(&conversation.subject),
        status: conversation.status,
        agent: Shown::line(&conversation.agent),
        customer: Shown::line(&conversation.customer),
        tags: conversation.tags.iter().map(|tag| Shown::line(tag)).collect(),
        rating: conversation.csat.as_ref().map(|csat| (csat.score, csat.min, csat.max)),
        rating_comment: conversation.csat.as_ref().and_then(|c| c.comment.as_deref()).map(Shown::line),
        opened_at: conversation.opened_at.local(zone),
        seconds: conversation.length_seconds(),
        turns,
    }
}

/// A conversation's id as people write it: `#3592`. One that came to be read has the long name of its exchange, of
/// which the beginning tells a few apart.
pub fn reference(source: &str, external_id: &str) -> Shown {
    let shown = match source {
        RECEIVED => external_id.get(..6).unwrap_or(external_id),
        _ => external_id,
    };
    Shown::short(&format!("#{shown}"), 40)
}

/// The source of conversations that came to be read.
pub const RECEIVED: &str = "exchange";

/// The message that a person means: a message's own id first, then `m7` for the seventh.
pub fn evidence_id(conversation: &Conversation, named: &str) -> Option<String> {
    let by_id = conversation.messages.iter().find(|message| message.id == named);
    let by_number = || {
        let number = named.strip_prefix('m')?.parse::<usize>().ok()?;
        conversation.messages.get(number.checked_sub(1)?)
    };
    by_id.or_else(by_number).map(|message| message.id.clone())
}
