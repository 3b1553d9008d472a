//! Conversations as JSON Lines, without loss: reading the line gives the conversation back, code point for code point.
//! Whatever may not reach a terminal or a file that people open is written as a `\u` escape, so that the file is clean
//! to look at and still complete.

use crate::domain::conversation::{Conversation, Csat, Message};
use crate::formats::export::object::{Object, string};

/// Appends `conversation` as one line, line break included. What is unknown or empty is left out.
pub fn write_jsonl(conversation: &Conversation, out: &mut String) {
    let c = conversation;
    let mut object = Object::open(out);
    object.text("id", &c.external_id);
    object.text_unless_empty("source", &c.source);
    object.text_unless_empty("channel", &c.channel);
    object.text_unless_empty("subject", &c.subject);
    if let Some(status) = c.status {
        object.text("status", status.word());
    }
    object.text("opened_at", &c.opened_at.rfc3339());
    if let Some(closed_at) = c.closed_at {
        object.text("closed_at", &closed_at.rfc3339());
    }
    object.text_unless_empty("agent", &c.agent);
    object.text_unless_empty("customer", &c.customer);
    if !c.tags.is_empty() {
        object.list("tags", &c.tags, |tag, out| string(tag, out));
    }
    if let Some(csat) = &c.csat {
        rating(csat, object.key("csat"));
    }
    if let Some(transfers) = c.transfers {
        object.raw("transfers", transfers);
    }
    if let Some(reopens) = c.reopens {
        object.raw("reopens", reopens);
    }
    object.list("messages", &c.messages, message);
    object.close();
    out.push('\n');
}

fn message(message: &Message, out: &mut String) {
    let mut object = Object::open(out);
    object.text("id", &message.id);
    object.text("at", &message.at.rfc3339());
    object.text("role", message.role.word());
    object.text_unless_empty("author", &message.author);
    object.text("text", &message.text);
    if let Some(html) = &message.html {
        object.text("html", html);
    }
    if message.private {
        object.raw("private", true);
    }
    if let Some(name) = &message.macro_name {
        object.text("macro", name);
    }
    object.close();
}

fn rating(csat: &Csat, out: &mut String) {
    let mut object = Object::open(out);
    object.raw("score", csat.score);
    object.raw("min", csat.min);
    object.raw("max", csat.max);
    if let Some(comment) = &csat.comment {
        object.text("comment", comment);
    }
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::conversation::{Moment, Role, Status};
    use crate::domain::shown::forbidden;
    use crate::formats::import::{Fed, Format, Settled, read};
    use proptest::prelude::*;
    use std::ops::ControlFlow;

    fn read_back(line: &str) -> Conversation {
        let mut back = None;
        read(&mut line.as_bytes(), "x.jsonl", Format::ConversationJsonl, &Settled::default(), &mut |fed| {
            match fed {
                Fed::Whole { conversation, .. } => back = Some(*conversation),
                other => panic!("{other:?}"),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        back.unwrap()
    }

    fn text() -> impl Strategy<Value = String> {
        let hard = vec![
            '"',
            '\\',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{2028}',
            '\u{202e}',
            '\u{e0041}',
            '\0',
            '\n',
            '\u{200d}',
        ];
        let piece = prop_oneof![3 => any::<char>(), 2 => prop::sample::select(hard)];
        prop::collection::vec(piece, 0..12).prop_map(String::from_iter)
    }

    prop_compose! {
        fn moment()(micros in 0i64..4_000_000_000_000_000, quarters in -48i32..56) -> Moment {
            Moment { micros, offset: quarters * 900 }
        }
    }

    prop_compose! {
        fn a_message()(
            id in text(), at in moment(), role in prop::sample::select(vec![Role::Customer, Role::Agent, Role::Bot, Role::System]),
            author in text(), text in text(), html in prop::option::of(text()), private: bool, macro_name in prop::option::of("[a-z]{1,5}"),
        ) -> Message {
            Message { id, at, role, author, text, html, private, macro_name }
        }
    }

    prop_compose! {
        fn a_conversation()(
            head in (text(), text(), text(), text(), text(), text()),
            status in prop::option::of(prop::sample::select(vec![Status::Open, Status::Pending, Status::Solved, Status::Closed])),
            opened_at in moment(), closed_at in moment(),
            tags in prop::collection::vec(text(), 0..3),
            csat in prop::option::of((0u8..=16, prop::option::of(text()))),
            transfers in prop::option::of(any::<u32>()), reopens in prop::option::of(0u32..3),
            mut messages in prop::collection::vec(a_message(), 0..4),
        ) -> Conversation {
            messages.sort_by_key(|m| m.at.micros);
            for (n, message) in messages.iter_mut().enumerate() {
                message.id.push_str(&n.to_string());
            }
            let (source, external_id, channel, subject, agent, customer) = head;
            // As a reading leaves it: nothing that the messages tell is unknown.
            Conversation {
                source, channel, subject, status, opened_at, tags, transfers, reopens, messages,
                external_id: external_id + "1", agent: agent + "a", customer: customer + "c",
                closed_at: Some(closed_at),
                csat: csat.map(|(score, comment)| Csat { score: f64::from(score) / 4.0, min: 0.0, max: 4.0, comment }),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(conversation in a_conversation()) {
            let mut line = String::new();
            write_jsonl(&conversation, &mut line);
            prop_assert!(!line.trim_end_matches('\n').chars().any(forbidden), "{line:?}");
            prop_assert_eq!(read_back(&line), conversation);
        }
    }

    #[test]
    fn unknown_is_left_out() {
        let at = Moment { micros: 0, offset: 0 };
        let conversation = Conversation {
            source: String::new(),
            external_id: "1".into(),
            channel: String::new(),
            subject: String::new(),
            status: None,
            opened_at: at,
            closed_at: None,
            agent: String::new(),
            customer: String::new(),
            tags: vec![],
            csat: None,
            transfers: None,
            reopens: Some(0),
            messages: vec![],
        };
        let mut line = String::new();
        write_jsonl(&conversation, &mut line);
        assert_eq!(
            line,
            "{\"id\":\"1\",\"opened_at\":\"1970-01-01T00:00:00Z\",\"reopens\":0,\"messages\":[]}\n"
        );
        assert_eq!(read_back(&line), conversation);
    }
}
