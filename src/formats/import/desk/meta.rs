//! Messenger and Instagram: the chats of an account's export as JSON, one folder each with a file for every ten thousand
//! messages; and the chats that Messenger itself stores.
//!
//! A chat is a conversation. In a chat of two its title is the other person's name, and that is the customer; else the
//! people named as agents tell, and where none was named whoever wrote first is the customer.

use super::Desk;
use super::feeder::{Feeder, Found, Words, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::Role;
use crate::formats::import::part::{About, Speaker};

/// Its reader.
pub(super) struct Meta;

static CARRIES: [Carries; 4] = [
    carries("conversation", "conversation", "a chat: `thread_path`, else `title`"),
    carries("messages", "messages", "`content`, `timestamp_ms`, `sender_name`"),
    carries("customer", "client", "in a chat of two: `title`"),
    carries(
        "rating, status, transfers, reopenings",
        "note, statut, transferts, réouvertures",
        "not in these files",
    ),
];

impl Desk for Meta {
    fn word(&self) -> &'static str {
        "meta"
    }

    fn name(&self) -> &'static str {
        "Messenger and Instagram"
    }

    fn lists(&self) -> &'static [&'static str] {
        &[]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let exported = ["messages.sender_name", "messages.timestamp_ms"];
        let stored = ["messages.senderName", "messages.timestamp"];
        if shape.all("", &exported) || shape.all("", &stored) { Claim::Surely } else { Claim::No }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        if record.has("messages") {
            chat(record, to);
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

fn chat(chat: Record<'_>, to: &mut Feeder<'_>) {
    let title = text(chat, &["title", "threadName"]).unwrap_or_default();
    let mut people: Vec<String> =
        chat.words("participants", "name").iter().map(|name| mended(name)).collect();
    people.extend(chat.records("messages").filter_map(sender));
    people.sort();
    people.dedup();
    if people.is_empty() {
        return to.lacks("messages", "sender_name");
    }
    let named = chat.text("thread_path").or_else(|| (!title.is_empty()).then(|| title.clone()));
    let id = named.unwrap_or_else(|| people.join(" & "));
    let told = people.iter().any(|who| to.agents.told(who));
    let other = (people.len() == 2 && people.contains(&title)).then_some(&title);
    for message in chat.records("messages") {
        if ["is_unsent", "isUnsent"].into_iter().any(|path| message.flag(path) == Some(true)) {
            to.beside("deleted messages");
            continue;
        }
        let Some(at) = message.moment("timestamp_ms").or_else(|| message.moment("timestamp")) else {
            to.lacks("messages", "timestamp_ms");
            continue;
        };
        let author = sender(message);
        let speaker = match (&author, other) {
            (Some(author), Some(other)) if author == other => Speaker::Is(Role::Customer),
            (Some(_), Some(_)) => Speaker::Is(Role::Agent),
            (Some(author), None) => Speaker::in_a_chat(to.agents.told(author), told),
            (None, _) => Speaker::Is(Role::System),
        };
        let said = said(None, at, speaker, author, Words::Text(words(message)));
        let about = About {
            channel: "social".to_owned(),
            subject: title.clone(),
            customer: other.cloned().unwrap_or_default(),
            ..About::default()
        };
        to.alone(Found { conversation: id.clone(), about, message: Some(said), ..Found::default() });
    }
}

fn sender(message: Record<'_>) -> Option<String> {
    text(message, &["sender_name", "senderName"])
}

fn text(record: Record<'_>, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| record.text(path)).map(|text| mended(&text))
}

/// What is said, and the names of what was sent along.
fn words(message: Record<'_>) -> String {
    let mut lines: Vec<String> = text(message, &["content", "text"]).into_iter().collect();
    lines.extend(
        message.text("share.link").filter(|link| !lines.iter().any(|line| line.contains(link.as_str()))),
    );
    for kind in ["photos", "videos", "audio_files", "files", "gifs", "media"] {
        let sent = message.records(kind).filter_map(|file| file.text("uri"));
        lines.extend(sent.filter_map(|uri| uri.rsplit('/').next().map(|name| format!("[{name}]"))));
    }
    lines.extend(message.get("sticker").map(|_| "[sticker]".to_owned()));
    lines.join("\n")
}

/// These exports write each byte of UTF-8 as a letter of its own. A text that is none of that stays as it is.
fn mended(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::trial::{refused, said, taken};
    use super::mended;

    const CHAT: &str = r#"{"participants":[{"name":"Zo\u00c3\u00ab"},{"name":"Shop"}],"title":"Zo\u00c3\u00ab",
        "thread_path":"inbox/zoe_1","messages":[
        {"sender_name":"Shop","timestamp_ms":1772445791000,"content":"It is on its way.","photos":[{"uri":"a/b/map.jpg"}]},
        {"sender_name":"Shop","timestamp_ms":1772445780000,"content":"x","is_unsent":true},
        {"sender_name":"Zo\u00c3\u00ab","timestamp_ms":1772445731000,"content":"O\u00c3\u00b9 ?"}]}"#;

    #[test]
    fn a_chat_whose_title_is_the_customer() {
        let taken = taken("meta", &[CHAT.to_owned(), CHAT.to_owned()]);
        assert_eq!(said(&taken), ["customer Zoë: Où ?", "agent Shop: It is on its way.\n[map.jpg]"]);
        let conversation = &taken.conversations[0];
        assert_eq!(
            (conversation.external_id.as_str(), conversation.customer.as_str()),
            ("inbox/zoe_1", "Zoë")
        );
        assert_eq!(taken.beside, ["deleted messages", "deleted messages"]);
    }

    #[test]
    fn a_stored_chat_and_what_lacks_a_time() {
        let stored = r#"{"participants":["A","B"],"threadName":"B_7","messages":[
            {"senderName":"B","text":"hi","timestamp":1772445731000,"isUnsent":false,"type":"text"},
            {"senderName":"A","text":"hello","timestamp":1772445732000},{"senderName":"A","text":"?"}]}"#;
        let taken = taken("meta", &[stored.to_owned()]);
        assert_eq!(said(&taken), ["customer B: hi", "agent A: hello"]);
        assert!(refused("meta", stored)[0].contains("timestamp_ms"));
    }

    #[test]
    fn letters_that_were_bytes() {
        for (text, said) in [("Zo\u{c3}\u{ab}", "Zoë"), ("Zoë", "Zoë"), ("\u{4f60}", "\u{4f60}"), ("", "")]
        {
            assert_eq!(mended(text), said);
        }
    }
}
