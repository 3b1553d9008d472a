//! Puts the parts of one conversation together: what was told twice, who is who, what follows from what happened.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::both;
use crate::domain::conversation::{Conversation, Extent, Message, Moment, Role, Status};
use crate::domain::directory::Entry;
use crate::domain::problem::Problem;
use crate::domain::vendor::Vendor;
use crate::words::{Bilingual, Lang, duration};

use super::part::{About, Change, Event, Kind, OfDesk, Part, Said, Speaker, Stamp};
use super::scorecard::Scored;
use super::whole::{Draft, Flaw};

/// A message that was taken, with the row it comes from.
struct Taken {
    said: Said,
    marks: Vec<String>,
    file: String,
    line: u64,
}

/// What is known of a conversation before its parts are put together.
pub struct Known<'k> {
    /// What the store has of it, without its messages.
    pub head: Option<&'k Conversation>,
    /// When its help desk last changed it, as far as the store knows; microseconds since 1970.
    pub as_of: Option<i64>,
    /// Whom a number of the conversation's source names.
    pub who: &'k dyn Fn(&str) -> Option<Entry>,
}

/// A conversation that was put together.
#[derive(Debug, PartialEq)]
pub struct Assembled {
    /// The conversation; what its parts do not say is as the store has it.
    pub conversation: Conversation,
    /// Whether all its messages are here.
    pub extent: Extent,
    /// The id of a message that stands for one which another file tells better; what the store has of it goes before.
    pub provisional: Option<String>,
    /// What its help desk says of it by itself.
    pub vendor: Option<Vendor>,
    /// What others said of it on its help desk's scorecards: of one reviewer on one scorecard the newest.
    pub reviews: Vec<Scored>,
    /// Rows that repeat or update others: nothing is lost with them, but a person should know.
    pub notes: Vec<Problem>,
}

/// Puts the parts of one conversation together, given in the order of arrival. The error holds every row that cannot be
/// used.
pub fn assemble(parts: Vec<Part>, known: &Known<'_>) -> Result<Assembled, Vec<Problem>> {
    if known.head.is_none() {
        let orphans = orphans(&parts);
        if !orphans.is_empty() {
            return Err(orphans);
        }
    }
    let mut gathering = Gathering::default();
    for part in parts {
        gathering.take(part);
    }
    gathering.finish(known)
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
            "une réponse à une conversation dont l’ouverture n’est dans aucun des fichiers ; importez-la avec le fichier des ouvertures",
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
    events: Vec<Event>,
    desk: Option<OfDesk>,
    reviews: Vec<Scored>,
}

impl Gathering {
    fn take(&mut self, part: Part) {
        let Part { source, external_id, file, line, kind, about, message, marks, events, desk, reviews } =
            part;
        reviews.into_iter().for_each(|review| self.review(review));
        (self.source, self.external_id) = (source, external_id);
        self.last_row = (file.clone(), line);
        self.about.update(about);
        self.events.extend(events);
        if let Some(OfDesk { name, whole }) = desk {
            let whole = whole || self.desk.as_ref().is_some_and(|before| before.whole);
            self.desk = Some(OfDesk { name, whole });
        }
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

    /// Keeps a review; the same one's on the same scorecard, looked at later, goes in the place of the earlier.
    fn review(&mut self, review: Scored) {
        match self.reviews.iter_mut().find(|known| known.same(&review)) {
            Some(known) if known.at <= review.at => *known = review,
            Some(_) => {}
            None => self.reviews.push(review),
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

    fn update(&mut self, place: usize, mut now: Taken) {
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
        if now.said.macro_name.is_none() {
            // A list of messages does not say which of them were macros; the history that does may come first.
            now.said.macro_name.clone_from(&old.said.macro_name);
        }
        self.note(&now.file, now.line, &accepted);
        if !now.said.id.is_empty() {
            self.by_id.insert(now.said.id.clone(), place);
        }
        self.taken[place] = now;
    }

    fn note(&mut self, file: &str, line: u64, accepted: &Bilingual) {
        // Increments of help desks overlap by design; a word on each record would bury what matters.
        if self.desk.is_some() {
            return;
        }
        self.notes.push(Problem::at(line, "", "", accepted.clone()).in_file(file));
    }

    fn finish(mut self, known: &Known<'_>) -> Result<Assembled, Vec<Problem>> {
        let told = happened(&mut self.events);
        let mut about = self.about;
        let as_of = about.as_of.map(|at| Moment::from(at).micros);
        let figures = std::mem::take(&mut about.figures);
        about.status = about.status.or(told.status);
        about.transfers = about.transfers.or(told.transfers);
        about.reopens = about.reopens.or(told.reopens);
        let ended = matches!(about.status, Some(Status::Solved | Status::Closed));
        about.closed_at = about.closed_at.or(told.ended_at.filter(|_| ended));
        // What is told here may go on what the store has.
        let before = known.head.filter(|head| self.desk.is_some() && !head.customer.is_empty());
        // Programs do not open conversations, whatever they say first.
        let spoke = |taken: &&Taken| !matches!(taken.said.speaker, Speaker::Is(Role::Bot | Role::System));
        let first = self.taken.iter().filter(spoke).min_by_key(|taken| Moment::from(taken.said.at).micros);
        let opener = match first {
            Some(first) if about.opener.is_empty() => match before {
                Some(head) if head.opened_at.micros < Moment::from(first.said.at).micros => {
                    head.customer.clone()
                }
                _ => first.said.author.clone(),
            },
            _ => about.opener.clone(),
        };
        let rows = self.taken.iter().map(|taken| &taken.marks);
        let marks = rows.chain(self.bare_opening.iter().map(|(_, _, marks)| marks)).flatten();
        let mut tags = std::mem::take(&mut about.tags);
        for mark in marks.collect::<BTreeSet<_>>() {
            if !tags.contains(mark) {
                tags.push(mark.clone());
            }
        }
        // What closed it stands in a file that is still to come: the last message here is not it.
        let unseen_end = !about.closed_by.is_empty() && !self.by_id.contains_key(&about.closed_by);
        let solved_by = self.by_id.get(&about.closed_by).map(|place| self.taken[*place].said.at);
        about.closed_at = about.closed_at.or(solved_by);
        about.tags = tags;
        let people = People { known, customer: &about.customer, agent: &about.agent, opener: &opener };
        drop_provisional(&mut self.taken, &mut self.opening);
        let provisional = self.taken.iter().find(|taken| taken.said.provisional);
        let provisional = provisional.map(|taken| taken.said.id.clone());
        let mut messages: Vec<Message> =
            self.taken.into_iter().map(|taken| people.message(taken.said)).collect();
        if let Some(opening) = self.opening {
            // Whatever file came first, the opening stands before a reply of the same second.
            messages[..=opening].rotate_right(1);
        }
        let (agent, customer) = (people.name(&about.agent), people.name(&about.customer));
        let mut draft = Draft {
            source: self.source,
            external_id: self.external_id.clone(),
            channel: about.channel,
            subject: about.subject,
            status: about.status,
            opened_at: about.opened_at.map(Moment::from),
            closed_at: about.closed_at.map(Moment::from),
            agent,
            customer,
            tags: about.tags,
            csat: about.csat,
            transfers: about.transfers,
            reopens: about.reopens,
            messages,
            partial: unseen_end || self.desk.as_ref().is_some_and(|desk| !desk.whole),
        };
        if let Some(head) = known.head.filter(|_| self.desk.is_some()) {
            draft.over(head, as_of.is_some() && as_of < known.as_of);
        }
        let extent =
            if self.desk.as_ref().is_none_or(|desk| desk.whole) { Extent::Whole } else { Extent::Part };
        let named = self.desk.filter(|desk| !desk.name.is_empty());
        let vendor = named.map(|desk| Vendor { name: desk.name, as_of, figures });
        match draft.whole() {
            Ok(conversation) => {
                let (reviews, notes) = (self.reviews, self.notes);
                Ok(Assembled { conversation, extent, provisional, vendor, reviews, notes })
            }
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

/// A message that stands for what another file tells better goes where that is there: the same author's, with the same
/// text, or of the same second, because the better one may have its marks (`**`, links) told otherwise. The better one
/// takes its id, so that the message has one name whatever file came first.
fn drop_provisional(taken: &mut Vec<Taken>, opening: &mut Option<usize>) {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let second = |said: &Said| Moment::from(said.at).micros.div_euclid(1_000_000);
    while let Some((place, better)) = taken.iter().enumerate().find_map(|(place, one)| {
        let said = &one.said;
        if !said.provisional {
            return None;
        }
        let (text, at) = (squeezed(&said.text), second(said));
        let tells = |other: &Said| {
            !other.provisional
                && (said.author == other.author || said.author.is_empty())
                && (at == second(other) || text == squeezed(&other.text))
        };
        Some((place, taken.iter().position(|other| tells(&other.said))?))
    }) {
        let gone = taken.remove(place);
        let better = better - usize::from(better > place);
        if !gone.said.id.is_empty() {
            taken[better].said.id = gone.said.id;
        }
        *opening = match *opening {
            Some(opening) if opening == place => None,
            Some(opening) => Some(opening - usize::from(opening > place)),
            None => None,
        };
    }
}

/// What events say.
#[derive(Debug, Default, PartialEq)]
struct Happened {
    transfers: Option<u32>,
    reopens: Option<u32>,
    status: Option<Status>,
    ended_at: Option<Stamp>,
}

/// Hand-overs from one agent to another, and times that what was solved or closed became something else. `None` where no
/// event speaks of it.
fn happened(events: &mut Vec<Event>) -> Happened {
    events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut seen = HashSet::new();
    events.retain(|event| event.id.is_empty() || seen.insert(event.id.clone()));
    let mut told = Happened::default();
    let mut holder: Option<String> = None;
    for event in events {
        match &event.change {
            Change::Assigned(to) => {
                let transfers = told.transfers.get_or_insert(0);
                if let Some(to) = to {
                    if holder.as_ref().is_some_and(|holder| holder != to) {
                        *transfers += 1;
                    }
                    holder = Some(to.clone());
                }
            }
            Change::Became(status) => {
                let over = |status: &Status| matches!(status, Status::Solved | Status::Closed);
                let reopens = told.reopens.get_or_insert(0);
                let was_over = told.status.as_ref().is_some_and(over);
                if was_over && !over(status) {
                    *reopens += 1;
                }
                if !was_over && over(status) {
                    told.ended_at = Some(event.at);
                }
                told.status = Some(*status);
            }
        }
    }
    told
}

/// Who is who in one conversation.
struct People<'p> {
    known: &'p Known<'p>,
    customer: &'p str,
    agent: &'p str,
    opener: &'p str,
}

impl People<'_> {
    /// How somebody is named: by what the help desk's list of people says, else as they stand.
    fn name(&self, id: &str) -> String {
        if id.is_empty() {
            return String::new();
        }
        (self.known.who)(id).map_or_else(|| id.to_owned(), |entry| entry.who().to_owned())
    }

    fn role(&self, author: &str, otherwise: Role) -> Role {
        if author.is_empty() {
            return otherwise;
        }
        let entry = (self.known.who)(author);
        let name = entry.as_ref().map_or(author, Entry::who);
        let is = |here: &str, there: Option<&str>| {
            // A message may name by address whom the conversation names by number.
            author == here
                || !name.is_empty() && (name == self.name(here) || there.is_some_and(|there| name == there))
        };
        let head = self.known.head;
        if is(self.customer, head.map(|head| head.customer.as_str())) {
            Role::Customer
        } else if let Some(role) = entry.as_ref().and_then(|entry| entry.role) {
            role
        } else if is(self.agent, head.map(|head| head.agent.as_str())) {
            Role::Agent
        } else {
            otherwise
        }
    }

    /// A text in which people are named instead of numbered.
    fn named(&self, mut text: String, mentions: &[String]) -> String {
        let mut longest_first: Vec<&String> = mentions.iter().collect();
        longest_first.sort_by_key(|id| std::cmp::Reverse(id.len()));
        for id in longest_first {
            if let Some(entry) = (self.known.who)(id) {
                let name = if entry.name.is_empty() { entry.who() } else { &entry.name };
                text = text.replace(&format!("@{id}"), &format!("@{name}"));
            }
        }
        text
    }

    fn message(&self, said: Said) -> Message {
        let role = match said.speaker {
            Speaker::Is(role) => role,
            Speaker::Compared { opener, .. } if said.author == self.opener => opener,
            Speaker::Compared { others, .. } => others,
            Speaker::Person { otherwise } => self.role(&said.author, otherwise),
            Speaker::Known { opener, .. } if said.author == self.opener => self.role(&said.author, opener),
            Speaker::Known { others, .. } => self.role(&said.author, others),
        };
        Message {
            id: said.id,
            at: said.at.into(),
            role,
            author: self.name(&said.author),
            text: self.named(said.text, &said.mentions),
            html: said.html,
            private: said.private,
            macro_name: said.macro_name,
        }
    }
}
