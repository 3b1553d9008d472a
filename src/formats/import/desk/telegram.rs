//! Telegram: a chat exported as JSON, or the export of a whole account with its chats.
//!
//! A chat is a conversation. In a chat of two the export tells who the other person is, and that is the customer; in
//! groups the people named as agents tell, and where none was named whoever wrote first is the customer.

use serde_json::Value;

use super::Desk;
use super::feeder::{Feeder, Found, Words, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::Role;
use crate::formats::import::part::{About, Speaker};

/// Its reader.
pub(super) struct Telegram;

static CARRIES: [Carries; 4] = [
    carries("conversation", "conversation", "a chat: `id`, else `name`"),
    carries("messages", "messages", "`text`, `date_unixtime`, `from`"),
    carries("customer", "client", "in a chat of two: the chat's `id` and `name`"),
    carries(
        "rating, status, transfers, reopenings",
        "note, statut, transferts, réouvertures",
        "not in these files",
    ),
];

/// Where chats stand in a file.
const PLACES: [&str; 3] = ["", "chats.list", "left_chats.list"];

impl Desk for Telegram {
    fn word(&self) -> &'static str {
        "telegram"
    }

    fn name(&self) -> &'static str {
        "Telegram"
    }

    fn lists(&self) -> &'static [&'static str] {
        &PLACES[1..]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let chat = |at: &&str| {
            shape.all(at, &["messages.date_unixtime"])
                || shape.all(at, &["messages.from_id", "messages.date"])
        };
        // An account's export begins with its contacts, which may be all that is seen of it.
        if PLACES.iter().any(&chat) || shape.all("", &["personal_information", "contacts.list"]) {
            Claim::Surely
        } else {
            Claim::No
        }
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
    let name = chat.text("name").unwrap_or_default();
    let Some(id) =
        chat.id("id").or_else(|| (!name.is_empty()).then(|| name.clone())).or_else(|| people(chat))
    else {
        return to.lacks("chats", "id");
    };
    let of_two = chat.text("type").is_some_and(|kind| ["personal_chat", "bot_chat"].contains(&kind.as_str()));
    let other = of_two.then(|| chat.id("id")).flatten().map(|id| format!("user{id}"));
    let told = chat.records("messages").any(|message| is_told(message, to));
    for message in chat.records("messages") {
        if message.text("type").is_some_and(|kind| kind == "service") {
            to.beside("service messages");
            continue;
        }
        let Some(at) = message.moment("date_unixtime") else {
            to.lacks("messages", "date_unixtime");
            continue;
        };
        let author = message.text("from").or_else(|| message.id("from_id"));
        let speaker = match (&other, message.id("from_id")) {
            (Some(other), Some(from)) if *other == from => Speaker::Is(Role::Customer),
            (Some(_), Some(_)) => Speaker::Is(Role::Agent),
            _ => Speaker::in_a_chat(is_told(message, to), told),
        };
        let said = said(message.id("id"), at, speaker, author, Words::Text(words(message)));
        let about = About {
            channel: "telegram".to_owned(),
            subject: name.clone(),
            customer: if of_two { name.clone() } else { String::new() },
            ..About::default()
        };
        to.alone(Found { conversation: id.clone(), about, message: Some(said), ..Found::default() });
    }
}

fn is_told(message: Record<'_>, to: &Feeder<'_>) -> bool {
    ["from", "from_id"].into_iter().filter_map(|path| message.text(path)).any(|who| to.agents.told(&who))
}

/// A chat without number and name is known by who is in it.
fn people(chat: Record<'_>) -> Option<String> {
    let mut names: Vec<String> =
        chat.records("messages").filter_map(|message| message.text("from")).collect();
    names.sort();
    names.dedup();
    (!names.is_empty()).then(|| names.join(" & "))
}

/// The text, which comes in pieces where it is marked up; then the names of what was sent along.
fn words(message: Record<'_>) -> String {
    let piece = |piece: &Value| match piece {
        Value::String(text) => text.clone(),
        piece => piece.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    let mut text = match message.get("text") {
        Some(Value::Array(pieces)) => pieces.iter().map(piece).collect(),
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    };
    let photo = message.get("photo").map(|_| "photo".to_owned());
    let file = message.text("file_name").or_else(|| message.text("media_type"));
    for name in [photo, file].into_iter().flatten() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[{name}]"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::trial::{refused, said, taken};

    const CHAT: &str = r#"{"name":"Tom","type":"personal_chat","id":77,"messages":[
        {"id":1,"type":"message","date_unixtime":"1772445731","from":"Tom","from_id":"user77","text":"Where is my order?"},
        {"id":2,"type":"service","date_unixtime":"1772445740","actor":"Ana","action":"phone_call"},
        {"id":3,"type":"message","date_unixtime":"1772445791","from":"Ana","from_id":"user5",
         "text":["See ",{"type":"link","text":"https://shop.example"},"."],"photo":"x.jpg"}]}"#;

    #[test]
    fn in_a_chat_of_two_the_other_is_the_customer() {
        let taken = taken("telegram", &[CHAT.to_owned(), CHAT.to_owned()]);
        assert_eq!(
            said(&taken),
            ["customer Tom: Where is my order?", "agent Ana: See https://shop.example.\n[photo]"]
        );
        let conversation = &taken.conversations[0];
        assert_eq!(
            (
                conversation.external_id.as_str(),
                conversation.channel.as_str(),
                conversation.customer.as_str()
            ),
            ("77", "telegram", "Tom")
        );
        assert_eq!(taken.beside, ["service messages", "service messages"]);
    }

    #[test]
    fn an_account_s_chats_and_what_lacks_a_time() {
        let whole =
            format!(r#"{{"about":"x","contacts":{{"list":[{{"user_id":1}}]}},"chats":{{"list":[{CHAT}]}}}}"#);
        assert_eq!(taken("telegram", &[whole]).conversations.len(), 1);
        let bare = r#"{"messages":[{"type":"message","date_unixtime":"1772445731","from":"B","text":"hi"},
            {"type":"message","date_unixtime":"1772445732","from":"A","text":"hello"},{"type":"message","from":"A"}]}"#;
        let taken = taken("telegram", &[bare.to_owned()]);
        assert_eq!(said(&taken), ["customer B: hi", "agent A: hello"]);
        assert_eq!(taken.conversations[0].external_id, "A & B");
        assert!(refused("telegram", bare)[0].contains("date_unixtime"));
    }
}
