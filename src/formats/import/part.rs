//! Parts of conversations, as rows of CSV files hold them, and putting them together. Parts of one conversation may come
//! from several files in any order; a later one updates an earlier one, and says so.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::both;
use crate::domain::conversation::{Conversation, Csat, Message, Moment, Role, Status};
use crate::domain::problem::Problem;
use crate::words::{Bilingual, Lang, duration};

use super::whole::{Draft, Flaw};

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
}

impl About {
    /// Takes what a later row knows; what it does not know stays.
    fn update(&mut self, later: About) {
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
}

/// Who speaks, as far as a single row can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Speaker {
    /// The row tells.
    Is(Role),
    /// It depends on who opened the conversation.
    Compared { opener: Role, others: Role },
}

/// A [`Moment`] that can be kept outside of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A message that was taken, with the row it comes from.
struct Taken {
    said: Said,
    marks: Vec<String>,
    file: String,
    line: u64,
}

/// Puts the parts of one conversation together, given in the order of arrival. Beside the conversation come notes on rows
/// that repeat or update others: nothing is lost with them, but a person should know. The error holds every row that
/// cannot be used.
pub fn assemble(parts: Vec<Part>) -> Result<(Conversation, Vec<Problem>), Vec<Problem>> {
    let orphans = orphans(&parts);
    if !orphans.is_empty() {
        return Err(orphans);
    }
    let mut gathering = Gathering::default();
    for part in parts {
        gathering.take(part);
    }
    gathering.finish()
}

/// Replies, where no part opens the conversation.
fn orphans(parts: &[Part]) -> Vec<Problem> {
    if parts.iter().any(|part| part.kind == Kind::Opening) {
        return Vec::new();
    }
    let replies = parts.iter().filter(|part| part.kind == Kind::Reply);
    let orphan = |part: &Part| {
        let accepted = Bilingual::fixed(
            "a reply to a conversation whose opening is in none of the files; import the file of openings together with it",
            "une réponse à une conversation dont l’ouverture n’est dans aucun des fichiers ; importez-la avec le fichier des ouvertures",
        );
        Problem::at(part.line, "conversation", part.external_id.clone(), accepted).in_file(&part.file)
    };
    replies.map(orphan).collect()
}

#[derive(Default)]
struct Gathering {
    source: String,
    external_id: String,
    about: About,
    taken: Vec<Taken>,
    by_id: HashMap<String, usize>,
    /// Messages without an id, by what is in them: equal rows of one file are different messages, but equal rows of two
    /// files are one message in two exports.
    by_content: HashMap<String, Vec<usize>>,
    in_file: HashMap<(String, String), usize>,
    opening: Option<usize>,
    /// The last opening without a message of its own.
    bare_opening: Option<(String, u64, Vec<String>)>,
    last_row: (String, u64),
    notes: Vec<Problem>,
}

impl Gathering {
    fn take(&mut self, part: Part) {
        let Part { source, external_id, file, line, kind, about, message, marks } = part;
        (self.source, self.external_id) = (source, external_id);
        self.last_row = (file.clone(), line);
        self.about.update(about);
        let Some(said) = message else {
            if let Some((first_file, first_line, _)) = self.bare_opening.replace((file.clone(), line, marks))
            {
                self.note(&file, line, &repeat(&first_file, first_line));
            }
            return;
        };
        let now = Taken { said, marks, file, line };
        match self.earlier(&now, kind) {
            Some(place) => self.update(place, now),
            None => {
                let place = self.taken.len();
                if kind == Kind::Opening {
                    self.opening = Some(place);
                }
                if now.said.id.is_empty() {
                    self.by_content.entry(content(&now.said)).or_default().push(place);
                } else {
                    self.by_id.insert(now.said.id.clone(), place);
                }
                self.taken.push(now);
            }
        }
    }

    /// The message that the row tells again.
    fn earlier(&mut self, now: &Taken, kind: Kind) -> Option<usize> {
        if kind == Kind::Opening && self.opening.is_some() {
            return self.opening;
        }
        if !now.said.id.is_empty() {
            return self.by_id.get(&now.said.id).copied();
        }
        let content = content(&now.said);
        let before = self.in_file.entry((now.file.clone(), content.clone())).or_default();
        *before += 1;
        self.by_content.get(&content)?.get(*before - 1).copied()
    }

    fn update(&mut self, place: usize, now: Taken) {
        let old = &self.taken[place];
        let (file, line) = (&old.file, old.line);
        let moved = Moment::from(now.said.at).micros - Moment::from(old.said.at).micros;
        let accepted = if now.said == old.said {
            repeat(file, line)
        } else if moved == 0 {
            both!("this row updates {file}:{line}", "cette ligne met à jour {file}:{line}")
        } else {
            let sign = if moved < 0 { "-" } else { "+" };
            let seconds = moved.abs() / 1_000_000;
            let (en, fr) = (duration(Lang::En, seconds), duration(Lang::Fr, seconds));
            both!(
                "this row updates {file}:{line} and moves its time by {sign}{en}: two exports with different clocks?",
                "cette ligne met à jour {file}:{line} et décale son heure de {sign}{fr} : deux exports dont les horloges diffèrent ?"
            )
        };
        self.note(&now.file, now.line, &accepted);
        if !now.said.id.is_empty() {
            self.by_id.insert(now.said.id.clone(), place);
        }
        self.taken[place] = now;
    }

    fn note(&mut self, file: &str, line: u64, accepted: &Bilingual) {
        self.notes.push(Problem::at(line, "", "", accepted.clone()).in_file(file));
    }

    fn finish(self) -> Result<(Conversation, Vec<Problem>), Vec<Problem>> {
        let about = self.about;
        let opener = match self.taken.iter().min_by_key(|taken| Moment::from(taken.said.at).micros) {
            Some(first) if about.opener.is_empty() => first.said.author.clone(),
            _ => about.opener,
        };
        let rows = self.taken.iter().map(|taken| &taken.marks);
        let marks = rows.chain(self.bare_opening.iter().map(|(_, _, marks)| marks)).flatten();
        let mut tags = about.tags;
        for mark in marks.collect::<BTreeSet<_>>() {
            if !tags.contains(mark) {
                tags.push(mark.clone());
            }
        }
        let solved_by = self.by_id.get(&about.closed_by).map(|place| self.taken[*place].said.at);
        let mut messages: Vec<Message> =
            self.taken.into_iter().map(|taken| message(taken.said, &opener)).collect();
        if let Some(opening) = self.opening {
            // Whatever file came first, the opening stands before a reply of the same second.
            messages[..=opening].rotate_right(1);
        }
        let draft = Draft {
            source: self.source,
            external_id: self.external_id.clone(),
            channel: about.channel,
            subject: about.subject,
            status: about.status,
            opened_at: about.opened_at.map(Moment::from),
            closed_at: about.closed_at.or(solved_by).map(Moment::from),
            agent: about.agent,
            customer: about.customer,
            tags,
            csat: about.csat,
            transfers: about.transfers,
            reopens: about.reopens,
            messages,
        };
        match draft.whole() {
            Ok(conversation) => Ok((conversation, self.notes)),
            Err(flaw) => {
                let (file, line) = self.last_row;
                let accepted = match flaw {
                    Flaw::SameId { .. } => Bilingual::fixed(
                        "two messages of this conversation have the same id",
                        "deux messages de cette conversation ont le même identifiant",
                    ),
                    Flaw::NoTime => Bilingual::fixed(
                        "nothing tells when this conversation began",
                        "rien ne dit quand cette conversation a commencé",
                    ),
                };
                let found = self.external_id;
                Err(vec![Problem::at(line, "conversation", found, accepted).in_file(&file)])
            }
        }
    }
}

fn repeat(file: &str, line: u64) -> Bilingual {
    both!(
        "this row repeats {file}:{line}; taken in once",
        "cette ligne répète {file}:{line} ; reprise une seule fois"
    )
}

/// A key for messages without an id: equal for equal time, author and text.
fn content(said: &Said) -> String {
    Message::derived_id(said.at.into(), &said.author, &said.text, 0)
}

fn message(said: Said, opener: &str) -> Message {
    let role = match said.speaker {
        Speaker::Is(role) => role,
        Speaker::Compared { opener: role, .. } if said.author == opener => role,
        Speaker::Compared { others, .. } => others,
    };
    Message {
        id: said.id,
        at: said.at.into(),
        role,
        author: said.author,
        text: said.text,
        html: said.html,
        private: said.private,
        macro_name: said.macro_name,
    }
}
