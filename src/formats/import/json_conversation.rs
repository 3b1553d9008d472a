//! One line of conversation JSON Lines: from text to [`Draft`], with everything that is wrong with it.

use serde::Deserializer as _;
use serde::de::{Error, MapAccess, SeqAccess};

use crate::both;
use crate::domain::conversation::{Csat, Message, Moment, Role, Status};
use crate::words::Bilingual;

use super::findings::{Findings, UnknownKeys};
use super::html::html_to_text;
use super::json::{Leaf, Walk, Walking};
use super::time::{RFC_3339, rfc3339};
use super::whole::Draft;

/// More messages than any exchange has: a bound for memory.
const MOST_MESSAGES: usize = 100_000;
/// More labels than anybody reads.
const MOST_TAGS: usize = 1_000;

const CONVERSATION: [&str; 14] = [
    "id",
    "source",
    "channel",
    "subject",
    "status",
    "opened_at",
    "closed_at",
    "agent",
    "customer",
    "transfers",
    "reopens",
    "tags",
    "csat",
    "messages",
];
const MESSAGE: [&str; 8] = ["at", "role", "author", "text", "html", "id", "private", "macro"];
const CSAT: [&str; 4] = ["score", "min", "max", "comment"];

const A_TEXT: Bilingual = Bilingual::fixed("a text in quotation marks", "un texte entre guillemets droits");
const AN_ID: Bilingual =
    Bilingual::fixed("a text in quotation marks, not empty", "un texte non vide entre guillemets droits");
const A_NUMBER: Bilingual = Bilingual::fixed("a number", "un nombre");
const A_COUNT: Bilingual = Bilingual::fixed("a whole number from 0", "un nombre entier à partir de 0");
const TRUE_OR_FALSE: Bilingual = Bilingual::fixed("true or false", "true ou false");
const A_ROLE: Bilingual =
    Bilingual::fixed("a role: customer, agent, bot or system", "un rôle : customer, agent, bot ou system");
const A_STATUS: Bilingual =
    Bilingual::fixed("open, pending, solved or closed", "open, pending, solved ou closed");
const A_LIST_OF_TEXTS: Bilingual =
    Bilingual::fixed("a list of texts: [\"…\", \"…\"]", "une liste de textes : [\"…\", \"…\"]");
const A_MESSAGE: Bilingual = Bilingual::fixed(
    "a message: {\"at\": …, \"role\": …, \"text\": …}",
    "un message : {\"at\": …, \"role\": …, \"text\": …}",
);
const A_LIST_OF_MESSAGES: Bilingual =
    Bilingual::fixed("a list of messages: [{…}, {…}]", "une liste de messages : [{…}, {…}]");
const A_RATING: Bilingual = Bilingual::fixed(
    "a rating: {\"score\": 4, \"min\": 1, \"max\": 5}",
    "une note : {\"score\": 4, \"min\": 1, \"max\": 5}",
);

/// Reads one object. What is wrong is in `findings`; broken syntax is the error, after what was found before it.
pub(super) fn read_conversation(
    line: &str,
    number: u64,
    findings: &mut Findings,
    unknown: &mut UnknownKeys,
) -> Result<Draft, serde_json::Error> {
    let mut draft = Draft::default();
    let mut json = serde_json::Deserializer::from_str(line);
    let walk = ConversationWalk { draft: &mut draft, reader: Reader { line: number, findings, unknown } };
    json.deserialize_any(Walking::new(walk))?;
    json.end()?;
    Ok(draft)
}

/// The object that a key stands in, for the path in messages.
#[derive(Clone, Copy)]
enum Place {
    Conversation,
    Csat,
    Message(usize),
}

impl Place {
    fn field(self, key: &str) -> String {
        match self {
            Place::Conversation => key.to_owned(),
            Place::Csat => format!("csat.{key}"),
            Place::Message(n) => format!("messages[{n}].{key}"),
        }
    }

    const fn object(self) -> &'static str {
        match self {
            Place::Conversation => "",
            Place::Csat => "csat",
            Place::Message(_) => "messages[]",
        }
    }
}

/// What every part of the reading needs.
struct Reader<'r> {
    line: u64,
    findings: &'r mut Findings,
    unknown: &'r mut UnknownKeys,
}

impl Reader<'_> {
    fn again(&mut self) -> Reader<'_> {
        Reader { line: self.line, findings: self.findings, unknown: self.unknown }
    }

    fn wrong(&mut self, place: Place, key: &str, found: &Leaf<'_>, accepted: Bilingual) {
        self.findings.add(|| place.field(key), found.found(), accepted);
    }

    fn missing(&mut self, place: Place, key: &str, accepted: &Bilingual) {
        let (en, fr) = (&accepted.en, &accepted.fr);
        let accepted = both!("this key is missing; it takes {en}", "cette clé manque ; elle reçoit {fr}");
        self.findings.add(|| place.field(key), "", accepted);
    }

    fn twice(&mut self, place: Place, key: &str) {
        let accepted = Bilingual::fixed(
            "this key stands twice in one object; only one value can be meant",
            "cette clé figure deux fois dans le même objet ; une seule valeur peut être voulue",
        );
        self.findings.add(|| place.field(key), "", accepted);
    }

    /// Reads an object whose values are all leaves.
    fn leaves<'de, A: MapAccess<'de>, const N: usize>(
        &mut self,
        place: Place,
        keys: &[&'static str; N],
        object: &mut A,
    ) -> Result<Leaves<'de, N>, A::Error> {
        let mut leaves = [const { None }; N];
        while let Some(key) = object.next_key::<Leaf<'de>>()? {
            match self.known(place, keys, &key) {
                Some(slot) => self.keep(place, keys[slot], &mut leaves[slot], object.next_value()?),
                None => {
                    object.next_value::<serde::de::IgnoredAny>()?;
                }
            }
        }
        Ok(Leaves { place, leaves })
    }

    fn known(&mut self, place: Place, keys: &[&'static str], key: &Leaf<'_>) -> Option<usize> {
        let Leaf::Text(key) = key else { return None };
        let slot = keys.iter().position(|known| known == key);
        if slot.is_none() {
            self.unknown.add(self.line, place.object(), key);
        }
        slot
    }

    fn keep<'de>(&mut self, place: Place, key: &str, slot: &mut Option<Leaf<'de>>, value: Leaf<'de>) {
        if slot.replace(value).is_some() {
            self.twice(place, key);
        }
    }
}

/// The values of one object, each in its key's slot. Taking one checks its type; `null` counts as absent.
struct Leaves<'de, const N: usize> {
    place: Place,
    leaves: [Option<Leaf<'de>>; N],
}

impl<'de, const N: usize> Leaves<'de, N> {
    fn take(&mut self, slot: usize) -> Option<Leaf<'de>> {
        self.leaves[slot].take().filter(|leaf| *leaf != Leaf::Null)
    }

    /// Takes a value that `read` understands; anything else is a problem.
    fn read<T>(
        &mut self,
        reader: &mut Reader<'_>,
        (slot, key): (usize, &str),
        accepted: &Bilingual,
        read: impl FnOnce(Leaf<'de>) -> Result<T, Leaf<'de>>,
    ) -> Option<T> {
        match read(self.take(slot)?) {
            Ok(value) => Some(value),
            Err(leaf) => {
                reader.wrong(self.place, key, &leaf, accepted.clone());
                None
            }
        }
    }

    fn text(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<String> {
        self.read(reader, key, &A_TEXT, |leaf| match leaf {
            Leaf::Text(text) => Ok(text.into_owned()),
            other => Err(other),
        })
    }

    /// An id: a text that is not empty.
    fn id(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<String> {
        self.read(reader, key, &AN_ID, |leaf| match leaf {
            Leaf::Text(text) if !text.is_empty() => Ok(text.into_owned()),
            other => Err(other),
        })
    }

    fn time(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<Moment> {
        self.read(reader, key, &RFC_3339, |leaf| match &leaf {
            Leaf::Text(text) => rfc3339(text).ok_or(leaf),
            _ => Err(leaf),
        })
    }

    /// One of a few words.
    fn word<T>(
        &mut self,
        reader: &mut Reader<'_>,
        key: (usize, &str),
        accepted: &Bilingual,
        from_word: fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.read(reader, key, accepted, |leaf| match &leaf {
            Leaf::Text(text) => from_word(text).ok_or(leaf),
            _ => Err(leaf),
        })
    }

    fn number(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<f64> {
        self.read(reader, key, &A_NUMBER, |leaf| match leaf {
            Leaf::Whole(value) => Ok(value as f64),
            Leaf::Number(value) => Ok(value),
            other => Err(other),
        })
    }

    fn count(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<u32> {
        self.read(reader, key, &A_COUNT, |leaf| match leaf {
            Leaf::Whole(value) => u32::try_from(value).map_err(|_| leaf),
            other => Err(other),
        })
    }

    fn flag(&mut self, reader: &mut Reader<'_>, key: (usize, &str)) -> Option<bool> {
        self.read(reader, key, &TRUE_OR_FALSE, |leaf| match leaf {
            Leaf::Bool(value) => Ok(value),
            other => Err(other),
        })
    }

    /// Whether the key is absent or `null`: asked before it is taken.
    fn lacks(&self, slot: usize) -> bool {
        self.leaves[slot].as_ref().is_none_or(|leaf| *leaf == Leaf::Null)
    }

    /// Says so where a required key is absent.
    fn require(&self, reader: &mut Reader<'_>, (slot, key): (usize, &str), accepted: &Bilingual) {
        if self.lacks(slot) {
            reader.missing(self.place, key, accepted);
        }
    }
}

struct ConversationWalk<'r> {
    draft: &'r mut Draft,
    reader: Reader<'r>,
}

impl<'de> Walk<'de> for ConversationWalk<'_> {
    fn object<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        const ID: (usize, &str) = (0, CONVERSATION[0]);
        let (draft, reader) = (self.draft, &mut self.reader);
        let place = Place::Conversation;
        let mut leaves = Leaves { place, leaves: [const { None }; CONVERSATION.len()] };
        let mut has_messages = false;
        let (mut has_tags, mut has_csat) = (false, false);
        while let Some(key) = object.next_key::<Leaf<'de>>()? {
            let Some(slot) = reader.known(place, &CONVERSATION, &key) else {
                object.next_value::<serde::de::IgnoredAny>()?;
                continue;
            };
            let seen = match CONVERSATION[slot] {
                "messages" => {
                    object.next_value_seed(Walking::new(MessagesWalk {
                        messages: &mut draft.messages,
                        reader: reader.again(),
                    }))?;
                    std::mem::replace(&mut has_messages, true)
                }
                "tags" => {
                    object.next_value_seed(Walking::new(TagsWalk {
                        tags: &mut draft.tags,
                        reader: reader.again(),
                    }))?;
                    std::mem::replace(&mut has_tags, true)
                }
                "csat" => {
                    object.next_value_seed(Walking::new(CsatWalk {
                        csat: &mut draft.csat,
                        reader: reader.again(),
                    }))?;
                    std::mem::replace(&mut has_csat, true)
                }
                key => {
                    reader.keep(place, key, &mut leaves.leaves[slot], object.next_value()?);
                    false
                }
            };
            if seen {
                reader.twice(place, CONVERSATION[slot]);
            }
        }
        leaves.require(reader, ID, &AN_ID);
        if !has_messages {
            reader.missing(place, "messages", &A_LIST_OF_MESSAGES);
        }
        draft.external_id = leaves.id(reader, ID).unwrap_or_default();
        draft.source = leaves.text(reader, (1, "source")).unwrap_or_default();
        draft.channel = leaves.text(reader, (2, "channel")).unwrap_or_default();
        draft.subject = leaves.text(reader, (3, "subject")).unwrap_or_default();
        draft.status = leaves.word(reader, (4, "status"), &A_STATUS, Status::from_word);
        draft.opened_at = leaves.time(reader, (5, "opened_at"));
        draft.closed_at = leaves.time(reader, (6, "closed_at"));
        draft.agent = leaves.text(reader, (7, "agent")).unwrap_or_default();
        draft.customer = leaves.text(reader, (8, "customer")).unwrap_or_default();
        draft.transfers = leaves.count(reader, (9, "transfers"));
        draft.reopens = leaves.count(reader, (10, "reopens"));
        Ok(())
    }

    fn list<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("an object is expected"))
    }

    fn wrong(self, _: Leaf<'de>) {}
}

struct MessagesWalk<'r> {
    messages: &'r mut Vec<Message>,
    reader: Reader<'r>,
}

impl<'de> Walk<'de> for MessagesWalk<'_> {
    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for n in 0.. {
            let walk = MessageWalk { n, messages: self.messages, reader: self.reader.again() };
            if list.next_element_seed(Walking::new(walk))?.is_none() {
                break;
            }
        }
        if self.messages.len() > MOST_MESSAGES {
            let found = self.messages.len().to_string();
            let accepted = both!(
                "at most {MOST_MESSAGES} messages in one conversation",
                "au plus {MOST_MESSAGES} messages dans une conversation"
            );
            self.reader.findings.add(|| "messages".to_owned(), found, accepted);
        }
        Ok(())
    }

    fn wrong(mut self, leaf: Leaf<'de>) {
        self.reader.wrong(Place::Conversation, "messages", &leaf, A_LIST_OF_MESSAGES);
    }
}

struct MessageWalk<'r> {
    n: usize,
    messages: &'r mut Vec<Message>,
    reader: Reader<'r>,
}

impl<'de> Walk<'de> for MessageWalk<'_> {
    fn object<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        const AT: (usize, &str) = (0, MESSAGE[0]);
        const ROLE: (usize, &str) = (1, MESSAGE[1]);
        const TEXT: (usize, &str) = (3, MESSAGE[3]);
        const HTML: (usize, &str) = (4, MESSAGE[4]);
        let reader = &mut self.reader;
        let mut leaves = reader.leaves(Place::Message(self.n), &MESSAGE, &mut object)?;
        leaves.require(reader, AT, &RFC_3339);
        leaves.require(reader, ROLE, &A_ROLE);
        if leaves.lacks(HTML.0) {
            leaves.require(reader, TEXT, &A_TEXT);
        }
        let at = leaves.time(reader, AT);
        let role = leaves.word(reader, ROLE, &A_ROLE, Role::from_word);
        let author = leaves.text(reader, (2, "author")).unwrap_or_default();
        let text = leaves.text(reader, TEXT);
        let html = leaves.text(reader, HTML);
        let id = leaves.id(reader, (5, "id")).unwrap_or_default();
        let private = leaves.flag(reader, (6, "private")).unwrap_or(false);
        let macro_name = leaves.text(reader, (7, "macro")).filter(|name| !name.is_empty());
        // Once something is wrong the line is lost, and its messages need no room.
        if let (Some(at), Some(role), true) = (at, role, reader.findings.none())
            && self.messages.len() <= MOST_MESSAGES
        {
            let text = text.unwrap_or_else(|| html.as_deref().map(html_to_text).unwrap_or_default());
            self.messages.push(Message { id, at, role, author, text, html, private, macro_name });
        }
        Ok(())
    }

    fn wrong(self, leaf: Leaf<'de>) {
        let n = self.n;
        self.reader.findings.add(|| format!("messages[{n}]"), leaf.found(), A_MESSAGE);
    }
}

struct TagsWalk<'r> {
    tags: &'r mut Vec<String>,
    reader: Reader<'r>,
}

impl<'de> Walk<'de> for TagsWalk<'_> {
    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for n in 0usize.. {
            match list.next_element::<Leaf<'de>>()? {
                None => break,
                Some(Leaf::Text(_)) if n > MOST_TAGS => {}
                Some(Leaf::Text(_)) if n == MOST_TAGS => {
                    let accepted = both!("at most {MOST_TAGS} tags", "au plus {MOST_TAGS} étiquettes");
                    self.reader.findings.add(|| "tags".to_owned(), "", accepted);
                }
                Some(Leaf::Text(tag)) => self.tags.push(tag.into_owned()),
                Some(other) => self.reader.findings.add(|| format!("tags[{n}]"), other.found(), A_TEXT),
            }
        }
        Ok(())
    }

    fn wrong(mut self, leaf: Leaf<'de>) {
        if leaf != Leaf::Null {
            self.reader.wrong(Place::Conversation, "tags", &leaf, A_LIST_OF_TEXTS);
        }
    }
}

struct CsatWalk<'r> {
    csat: &'r mut Option<Csat>,
    reader: Reader<'r>,
}

impl<'de> Walk<'de> for CsatWalk<'_> {
    fn object<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        const SCORE: (usize, &str) = (0, CSAT[0]);
        const MIN: (usize, &str) = (1, CSAT[1]);
        const MAX: (usize, &str) = (2, CSAT[2]);
        let reader = &mut self.reader;
        let mut leaves = reader.leaves(Place::Csat, &CSAT, &mut object)?;
        for key in [SCORE, MIN, MAX] {
            leaves.require(reader, key, &A_NUMBER);
        }
        let score = leaves.number(reader, SCORE);
        let (min, max) = (leaves.number(reader, MIN), leaves.number(reader, MAX));
        let comment = leaves.text(reader, (3, "comment"));
        let (Some(score), Some(min), Some(max)) = (score, min, max) else { return Ok(()) };
        if min >= max {
            let accepted = Bilingual::fixed(
                "a scale whose min is below its max",
                "une échelle dont min est inférieur à max",
            );
            reader.findings.add(|| "csat.min".to_owned(), min.to_string(), accepted);
        } else if !(min..=max).contains(&score) {
            let accepted = both!("a number from {min} to {max}", "un nombre de {min} à {max}");
            reader.findings.add(|| "csat.score".to_owned(), score.to_string(), accepted);
        } else {
            *self.csat = Some(Csat { score, min, max, comment });
        }
        Ok(())
    }

    fn wrong(mut self, leaf: Leaf<'de>) {
        if leaf != Leaf::Null {
            self.reader.wrong(Place::Conversation, "csat", &leaf, A_RATING);
        }
    }
}
