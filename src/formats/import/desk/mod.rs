//! Exports of help desks. Each has one file that says what its records mean, record by record and without memory; what
//! records are, how files are cut into them, and how pieces of a conversation find each other is the same for all.

mod chatwoot;
mod connector;
mod feeder;
mod freshdesk;
mod front;
mod gorgias;
mod helpscout;
mod intercom;
mod meta;
mod record;
mod shape;
mod slack;
mod stream;
mod table;
mod telegram;
#[cfg(test)]
mod trial;
mod zammad;
mod zendesk;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::people::Agents;
use super::{Fed, Refusal};
use feeder::Feeder;
use record::Record;
pub use shape::Carries;
pub(super) use shape::{Claim, Shape};
use stream::Fetched;
pub(super) use table::header_of;

/// A help desk: what its files look like, and what its records say.
trait Desk: Sync {
    /// The word in flags, and the source of its conversations.
    fn word(&self) -> &'static str;

    /// Its name as people write it.
    fn name(&self) -> &'static str;

    /// Lists of its envelopes, dotted where they lie deeper: each element is a record.
    fn lists(&self) -> &'static [&'static str];

    /// Whether a JSON file is its own.
    fn claims(&self, shape: &Shape) -> Claim;

    /// The table that a CSV file with these columns is, if it is one of its own.
    fn table(&self, _header: &[&str]) -> Option<&'static str> {
        None
    }

    /// Says what a record means.
    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>);

    /// Which of its fields carry which notion.
    fn carries(&self) -> &'static [Carries];
}

/// A help desk whose exports are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HelpDesk {
    /// Chatwoot: its API, its command line, its webhooks.
    Chatwoot,
    /// Freshdesk: its API 2 and 1, its webhooks.
    Freshdesk,
    /// Front: conversations, messages and comments of its core API.
    Front,
    /// Gorgias: its API.
    Gorgias,
    /// Help Scout: its API 1 and 2.
    HelpScout,
    /// Intercom: conversations with their parts, people, and warehouse tables.
    Intercom,
    /// Messenger and Instagram: the chats of an account's export.
    Meta,
    /// Slack: the export of a workspace.
    Slack,
    /// Telegram: a chat, or an account's chats.
    Telegram,
    /// Zammad: its API, its webhooks, snapshots of tickets.
    Zammad,
    /// Zendesk Support: tickets, comments, audits, metrics, ratings, people, and warehouse tables.
    Zendesk,
}

impl HelpDesk {
    /// Every one.
    pub const ALL: [HelpDesk; 11] = [
        HelpDesk::Chatwoot,
        HelpDesk::Freshdesk,
        HelpDesk::Front,
        HelpDesk::Gorgias,
        HelpDesk::HelpScout,
        HelpDesk::Intercom,
        HelpDesk::Meta,
        HelpDesk::Slack,
        HelpDesk::Telegram,
        HelpDesk::Zammad,
        HelpDesk::Zendesk,
    ];

    fn desk(self) -> &'static dyn Desk {
        match self {
            HelpDesk::Chatwoot => &chatwoot::Chatwoot,
            HelpDesk::Freshdesk => &freshdesk::Freshdesk,
            HelpDesk::Front => &front::Front,
            HelpDesk::Gorgias => &gorgias::Gorgias,
            HelpDesk::HelpScout => &helpscout::HelpScout,
            HelpDesk::Intercom => &intercom::Intercom,
            HelpDesk::Meta => &meta::Meta,
            HelpDesk::Slack => &slack::Slack,
            HelpDesk::Telegram => &telegram::Telegram,
            HelpDesk::Zammad => &zammad::Zammad,
            HelpDesk::Zendesk => &zendesk::Zendesk,
        }
    }

    /// The word in flags, and the source of its conversations.
    pub fn word(self) -> &'static str {
        self.desk().word()
    }

    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        self.desk().name()
    }

    /// The name of the help desk with this word, else the word.
    pub fn name_of(word: &str) -> &str {
        HelpDesk::ALL.into_iter().find(|desk| desk.word() == word).map_or(word, |desk| desk.name())
    }

    /// Which of its fields carry which notion.
    pub fn carries(self) -> &'static [Carries] {
        self.desk().carries()
    }
}

/// The help desk that a JSON file belongs to, the surest, and how sure it is.
pub(super) fn of_shape(shape: &Shape) -> Option<(Claim, HelpDesk)> {
    let inside = shape.inside_connector();
    let shape = inside.as_ref().unwrap_or(shape);
    let claims = HelpDesk::ALL.into_iter().map(|desk| (desk.desk().claims(shape), desk));
    claims.rev().max_by_key(|(claim, _)| *claim).filter(|(claim, _)| *claim > Claim::No)
}

/// The help desk that a table with these columns belongs to.
pub(super) fn of_header(header: &[&str]) -> Option<HelpDesk> {
    HelpDesk::ALL.into_iter().find(|desk| desk.desk().table(header).is_some())
}

/// Reads a file of this help desk to its end, or until `sink` breaks.
pub(super) fn read(
    desk: HelpDesk,
    input: &mut dyn BufRead,
    file: &str,
    source: &str,
    agents: &Agents,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let desk = desk.desk();
    let take = &mut |fetched: Fetched<'_>| match fetched {
        Fetched::Record(record, line) => {
            let flow = ControlFlow::Continue(());
            let mut feeder = Feeder { file, word: desk.word(), source, agents, line, flow, sink: &mut *sink };
            if connector::is_own(record) {
                feeder.beside("connector");
            } else {
                desk.take(record, &mut feeder);
            }
            feeder.flow
        }
        Fetched::Problem(problem) => sink(Fed::Problem(problem)),
    };
    let head = input.fill_buf().map_err(|error| Refusal::unreadable(file, &error))?;
    if table::is_json(head) {
        stream::read(input, file, desk.lists(), take)
    } else {
        table::read(input, file, desk, take)
    }
}
