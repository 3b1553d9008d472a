//! Files of help desks read as an import reads them, from recognition to whole conversations, for tests.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::HelpDesk;
use crate::domain::conversation::{Conversation, Extent, Message};
use crate::domain::directory::Directory;
use crate::domain::problem::Problem;
use crate::domain::shown::forbidden;
use crate::domain::vendor::Vendor;
use crate::formats::import::scorecard::Scored;
use crate::formats::import::{Fed, Format, Known, Part, Settled, assemble, read, recognise};
use crate::words::Lang;

/// What some files of one help desk gave.
#[derive(Debug, Default)]
pub(super) struct Trial {
    /// By source and number.
    pub(super) conversations: Vec<Conversation>,
    /// What the help desk computed, by number.
    pub(super) vendors: BTreeMap<String, Vendor>,
    /// What others scored.
    pub(super) reviews: Vec<Scored>,
    /// Whom the help desk names.
    pub(super) people: Directory,
    /// Conversations all of whose messages are there.
    pub(super) whole: Vec<String>,
    /// Kinds of records that say nothing of conversations.
    pub(super) beside: Vec<String>,
    /// What could not be used, and parts that find no opening, in English.
    pub(super) problems: Vec<String>,
    /// What is worth knowing, in English.
    pub(super) warnings: Vec<String>,
}

/// Takes files in, each recognised as `word`.
pub(super) fn taken(word: &str, files: &[String]) -> Trial {
    let desk = HelpDesk::ALL.into_iter().find(|desk| desk.word() == word);
    let desk = desk.unwrap_or_else(|| panic!("{word} is no help desk"));
    let names: Vec<String> = (0..files.len()).map(|place| format!("{place}.json")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(files).map(|(name, file)| (name.as_str(), file.as_str())).collect();
    Trial::of(desk, &files)
}

/// What is said of a file that is recognised but cannot be used.
pub(super) fn refused(word: &str, file: &str) -> Vec<String> {
    taken(word, &[file.to_owned()]).problems
}

/// A message in one line.
pub(super) fn line(message: &Message) -> String {
    let private = if message.private { " (private)" } else { "" };
    format!("{} {}{private}: {}", message.role.word(), message.author, message.text)
}

/// All messages, conversation by conversation, a line each.
pub(super) fn said(trial: &Trial) -> Vec<String> {
    trial.conversations.iter().flat_map(|conversation| &conversation.messages).map(line).collect()
}

impl Trial {
    /// Reads files together; each must be recognised as this help desk's.
    pub(super) fn of(desk: HelpDesk, files: &[(&str, &str)]) -> Trial {
        for (name, text) in files {
            let head = &text.as_bytes()[..text.len().min(64 << 10)];
            let found = recognise(head, name).map_err(|refusal| refusal.sentence(Lang::En));
            assert_eq!(found, Ok(Format::Desk(desk)), "{name}: {text}");
        }
        Trial::read(desk, files)
    }

    fn read(desk: HelpDesk, files: &[(&str, &str)]) -> Trial {
        let said = |problem: &Problem| problem.sentence(Lang::En).into_string();
        let mut trial = Trial::default();
        let mut parts: BTreeMap<(String, String), Vec<Part>> = BTreeMap::new();
        for (name, text) in files {
            let mut input = BufReader::with_capacity(64 << 10, text.as_bytes());
            let ended = read(&mut input, name, Format::Desk(desk), &Settled::default(), &mut |fed| {
                match fed {
                    Fed::Part(part) => {
                        let key = (part.source.clone(), part.external_id.clone());
                        parts.entry(key).or_default().push(*part);
                    }
                    Fed::Person(named) => {
                        trial.people.add(&named.source, named.entry);
                    }
                    Fed::Beside(kind) => trial.beside.push(kind),
                    Fed::Problem(problem) => trial.problems.push(said(&problem)),
                    Fed::Warning(problem) => trial.warnings.push(said(&problem)),
                    Fed::Whole { .. } => panic!("no help desk gives these"),
                }
                ControlFlow::Continue(())
            });
            trial.problems.extend(ended.err().map(|refusal| said(&refusal.problem)));
        }
        for ((source, id), parts) in parts {
            let who = |id: &str| trial.people.find(&source, id).cloned();
            match assemble(parts, &Known { head: None, as_of: None, who: &who }) {
                Ok(assembled) => {
                    if assembled.extent == Extent::Whole {
                        trial.whole.push(id.clone());
                    }
                    trial.reviews.extend(assembled.reviews);
                    trial.vendors.extend(assembled.vendor.map(|vendor| (id, vendor)));
                    trial.conversations.push(assembled.conversation);
                }
                Err(problems) => trial.problems.extend(problems.iter().map(said)),
            }
        }
        trial
    }

    /// One conversation.
    pub(super) fn get(&self, id: &str) -> &Conversation {
        let found = self.conversations.iter().find(|conversation| conversation.external_id == id);
        found.unwrap_or_else(|| panic!("{id} is not in {self:?}"))
    }

    /// Its messages, each in one line.
    pub(super) fn lines(&self, id: &str) -> Vec<String> {
        self.get(id).messages.iter().map(line).collect()
    }

    /// A figure of the vendor's.
    pub(super) fn figure(&self, id: &str, name: &str) -> Option<f64> {
        self.vendors[id].figures.iter().find(|figure| figure.name == name).map(|figure| figure.value)
    }

    /// How many records of this kind say nothing of conversations.
    pub(super) fn count(&self, kind: &str) -> usize {
        self.beside.iter().filter(|known| *known == kind).count()
    }
}

/// Keys that help desks look for.
const KEYS: [&str; 74] = [
    "id",
    "ticket",
    "tickets",
    "conversation",
    "conversations",
    "payload",
    "data",
    "item",
    "items",
    "results",
    "_results",
    "_embedded",
    "threads",
    "articles",
    "article",
    "messages",
    "message_type",
    "created_at",
    "createdAt",
    "created_datetime",
    "emitted_at",
    "posted_at",
    "type",
    "status",
    "state",
    "stats",
    "ratings",
    "rating",
    "default_question",
    "requester",
    "requester_id",
    "responder_id",
    "customer",
    "customer_id",
    "owner",
    "owner_id",
    "assignee",
    "assignee_id",
    "meta",
    "sender",
    "author",
    "event",
    "source",
    "target",
    "conversation_id",
    "ticket_id",
    "incoming",
    "private",
    "internal",
    "body",
    "content",
    "content_type",
    "content_attributes",
    "changed_attributes",
    "history",
    "assets",
    "attribute",
    "tags",
    "labels",
    "helpdesk_ticket",
    "notes",
    "user_id",
    "page",
    "_links",
    "from",
    "from_id",
    "date_unixtime",
    "text",
    "sender_name",
    "timestamp_ms",
    "participants",
    "title",
    "chats",
    "list",
];

/// JSON of these keys, with these texts among its values.
pub(super) fn json_of(keys: Vec<&'static str>, words: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let key = proptest::sample::select(keys);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(words).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, move |inner| {
        let pairs = proptest::collection::vec((key.clone(), inner.clone()), 0..8);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            pairs.prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

/// Reads a value by itself, twice in an envelope's list, and as two lines; any answer will do.
pub(super) fn read_in_every_way(desk: HelpDesk, file: &str, list: &str, value: &Value) {
    for text in [value.to_string(), json!({list: [value, value]}).to_string(), format!("{value}\n{value}\n")]
    {
        let go_on = &mut |_| ControlFlow::Continue(());
        let _ = read(&mut text.as_bytes(), file, Format::Desk(desk), &Settled::default(), go_on);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1.0e20..1.0e20).prop_map(Value::from),
        "[a-z0-9 é:<>@/\u{202e}-]{0,12}".prop_map(Value::from),
        proptest::sample::select(vec![
            json!("2026-03-02T09:00:00Z"),
            json!(1_772_445_731),
            json!(1),
            json!("note"),
            json!("cnv_1"),
            json!("msg_1"),
            json!("evt_1"),
            json!("assign"),
            json!("lineitem"),
            json!("customer"),
            json!("message_created"),
            json!("input_csat"),
            json!("owner"),
            json!("closed"),
        ]),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let pairs = proptest::collection::vec((proptest::sample::select(KEYS.to_vec()), inner.clone()), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            pairs.prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_breaks_a_help_desk(values in proptest::collection::vec(value(), 1..3)) {
        let file: Vec<String> = values.iter().map(Value::to_string).collect();
        let file = file.join("\n");
        let _ = recognise(file.as_bytes(), "x");
        for desk in HelpDesk::ALL {
            let taken = Trial::read(desk, &[("0.json", &file)]);
            for problem in taken.problems.iter().chain(&taken.warnings) {
                prop_assert!(!problem.chars().any(forbidden), "{problem:?}");
            }
            let again = Trial::read(desk, &[("0.json", &file), ("1.json", &file)]);
            prop_assert_eq!(&taken.conversations, &again.conversations);
        }
    }
}
