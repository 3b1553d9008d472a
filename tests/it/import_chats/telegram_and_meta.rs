//! Chats of Telegram, Messenger, Instagram, and of Signal as text.

use super::{counts, messages, taken};
use crate::common::shared;
use crate::home::Home;

#[test]
fn messages_of_one_chat_in_two_files_are_one_conversation() {
    let home = Home::empty();
    let part = |name: &str, at: u64, text: &str| {
        format!(
            r#"{{"participants":[{{"name":"Tom"}},{{"name":"Shop"}}],"title":"Tom","thread_path":"inbox/tom_1",
                "messages":[{{"sender_name":"{name}","timestamp_ms":{at},"content":"{text}"}}]}}"#
        )
    };
    home.file("tom/message_1.json", part("Shop", 1_772_445_791_000, "on its way"));
    home.file("tom/message_2.json", part("Tom", 1_772_445_731_000, "where?"));
    let folder = home.path("tom");
    let report = taken(&home, &folder, &[]);
    assert_eq!((report["format"].as_str(), counts(&report)), (Some("meta"), (1, 2)), "{report}");
    let said = messages(&home, "meta/inbox/tom_1");
    let said: Vec<(&str, &str)> = said.iter().map(|(role, _, text)| (role.as_str(), text.as_str())).collect();
    assert_eq!(said, [("customer", "where?"), ("agent", "on its way")]);
}

#[test]
fn shared_chats_are_taken_in_by_name() {
    let Some(folder) = shared("data/whatsapp-and-chat-exports") else { return };
    for (file, format) in [
        ("telegram/test_single_export.json", "telegram"),
        ("telegram/test_batch_export.json", "telegram"),
        ("instagram/test_export.json", "meta"),
        ("signal/test_export.txt", "signal"),
    ] {
        let home = Home::empty();
        let report = taken(&home, &folder.join(file), &["--zone", "UTC"]);
        assert_eq!((report["format"].as_str(), counts(&report)), (Some(format), (1, 2)), "{file}: {report}");
    }
}
