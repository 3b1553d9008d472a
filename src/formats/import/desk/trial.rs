//! Files of help desks read as an import reads them, for tests.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::HelpDesk;
use crate::domain::conversation::{Conversation, Message};
use crate::domain::directory::Directory;
use crate::domain::shown::forbidden;
use crate::formats::import::{Fed, Format, Known, Part, Settled, assemble, read, recognise};
use crate::words::Lang;

/// What some files of one help desk gave.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// By source and number.
    pub(super) conversations: Vec<Conversation>,
    /// The vendor's figures, of all conversations.
    pub(super) figures: Vec<(String, f64)>,
    /// Kinds of records that say nothing of conversations.
    pub(super) beside: Vec<String>,
    /// What could not be used, in English.
    pub(super) problems: Vec<String>,
}

/// Takes files in, each recognised as `word`.
pub(super) fn taken(word: &str, files: &[String]) -> Taken {
    for file in files {
        assert!(recognise(file.as_bytes(), "x").is_ok_and(|format| format.word() == word), "{word}: {file}");
    }
    let format = Format::from_word(word);
    assert!(format.is_some(), "{word}");
    format.map(|format| read_as(format, files)).unwrap_or_default()
}

/// What is said of a file that is recognised but cannot be used.
pub(super) fn refused(word: &str, file: &str) -> Vec<String> {
    taken(word, &[file.to_owned()]).problems
}

fn read_as(format: Format, files: &[String]) -> Taken {
    let mut taken = Taken::default();
    let mut directory = Directory::default();
    let mut parts: BTreeMap<(String, String), Vec<Part>> = BTreeMap::new();
    for (place, file) in files.iter().enumerate() {
        let name = format!("{place}.json");
        let ended = read(&mut file.as_bytes(), &name, format, &Settled::default(), &mut |fed| {
            match fed {
                Fed::Whole { .. } => {}
                Fed::Part(part) => {
                    let key = (part.source.clone(), part.external_id.clone());
                    parts.entry(key).or_default().push(*part);
                }
                Fed::Person(named) => {
                    directory.add(&named.source, named.entry);
                }
                Fed::Beside(kind) => taken.beside.push(kind),
                Fed::Problem(problem) | Fed::Warning(problem) => {
                    taken.problems.push(problem.sentence(Lang::En).as_str().to_owned());
                }
            }
            ControlFlow::Continue(())
        });
        if let Err(refusal) = ended {
            taken.problems.push(refusal.sentence(Lang::En).as_str().to_owned());
        }
    }
    for ((source, _), parts) in parts {
        let who = |id: &str| directory.find(&source, id).cloned();
        match assemble(parts, &Known { head: None, as_of: None, who: &who }) {
            Ok(assembled) => {
                let figures = assembled.vendor.into_iter().flat_map(|vendor| vendor.figures);
                taken.figures.extend(figures.map(|figure| (figure.name, figure.value)));
                taken.conversations.push(assembled.conversation);
            }
            Err(problems) => {
                let said = problems.iter().map(|problem| problem.sentence(Lang::En).as_str().to_owned());
                taken.problems.extend(said);
            }
        }
    }
    taken
}

/// A message in one line.
pub(super) fn line(message: &Message) -> String {
    let private = if message.private { " (private)" } else { "" };
    format!("{} {}{private}: {}", message.role.word(), message.author, message.text)
}

/// All messages, conversation by conversation, a line each.
pub(super) fn said(taken: &Taken) -> Vec<String> {
    taken.conversations.iter().flat_map(|conversation| &conversation.messages).map(line).collect()
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
            let taken = read_as(Format::Desk(desk), std::slice::from_ref(&file));
            for problem in &taken.problems {
                prop_assert!(!problem.chars().any(forbidden), "{problem:?}");
            }
            let again = read_as(Format::Desk(desk), &[file.clone(), file.clone()]);
            prop_assert_eq!(&taken.conversations, &again.conversations);
        }
    }
}
