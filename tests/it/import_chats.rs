//! Mail, Slack and WhatsApp through the real binary: small files of our own, and the shared ones where they are at hand.

mod mail;
mod quotes;
mod slack;
mod telegram_and_meta;
mod whatsapp;

use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::home::Home;

/// An archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Takes a file in, again without a change, and returns what the first time counted.
fn taken(home: &Home, path: &Path, more: &[&str]) -> Value {
    let path = path.to_str().unwrap();
    let run = || home.run([&["import", path, "--everyone", "--json"], more].concat()).json();
    let first = run();
    let second = run();
    assert_eq!(
        (&second["conversations"]["added"], &second["messages"]["added"]),
        (&0.into(), &0.into()),
        "{second}"
    );
    assert_eq!((&second["conversations"]["updated"], &second["messages"]["updated"]), (&0.into(), &0.into()));
    first
}

/// Conversations and messages that were added.
fn counts(report: &Value) -> (u64, u64) {
    let count = |kind: &str| report[kind]["added"].as_u64().unwrap();
    (count("conversations"), count("messages"))
}

/// Role, author and text of each message of a conversation.
fn messages(home: &Home, id: &str) -> Vec<(String, String, String)> {
    let shown = home.run(["show", id, "--json"]).json();
    let text = |message: &Value, key: &str| message[key].as_str().unwrap_or_default().to_owned();
    let all = shown["messages"].as_array().unwrap().iter();
    all.map(|message| (text(message, "role"), text(message, "author"), text(message, "text"))).collect()
}

#[test]
fn an_archive_s_bad_files_are_named_and_its_good_ones_taken() {
    let home = Home::empty();
    let line =
        r#"{"id":"1","source":"s","messages":[{"at":"2026-03-02T10:02:11Z","role":"agent","text":"a"}]}"#;
    let files: [(&str, &[u8]); 4] = [
        ("in/a.jsonl", line.as_bytes()),
        ("notes.txt", b"dear diary"),
        ("p.jpg", b"x"),
        ("empty.json", b"[]"),
    ];
    let path = home.file("all.zip", zipped(&files));
    let said = home.run(["import", &path, "--everyone"]).code(0);
    assert!(
        said.err.contains("notes.txt") && said.out.contains("1 conversation"),
        "{}{}",
        said.out,
        said.err
    );

    let path = home.file("none.zip", zipped(&[("notes.txt", b"dear diary")]));
    home.run(["import", &path, "--everyone"]).code(1).says("plain text");
    let path = home.file("up.zip", zipped(&[("../up.jsonl", line.as_bytes())]));
    home.run(["import", &path, "--everyone"]).code(1).says("../up.jsonl");
    let path = home.file("swells.zip", zipped(&[("big.jsonl", &vec![b'\n'; 4 << 20])]));
    home.run(["import", &path, "--everyone"]).code(1).says("swell");
    let path = home.file("broken.zip", &zipped(&files)[..40]);
    home.run(["import", &path, "--everyone"]).code(1).says("ZIP");
}

#[test]
fn letters_in_a_folder_are_told_and_hurt_nothing() {
    let home = Home::empty();
    home.file("in/letter.txt", "Dear Ana,\n");
    home.file(
        "in/a.eml",
        "From: tom@home.example\nTo: x@shop.example\nDate: Mon, 2 Mar 2026 10:02:11 +0100\n\nhi",
    );
    let folder = home.path("in");
    let said = home.run(["import", folder.to_str().unwrap(), "--everyone"]).code(0).prints("1 conversation");
    assert!(said.err.contains("letter.txt"), "{}", said.err);
}

#[test]
fn what_is_not_taken_in_is_called_by_its_name() {
    let home = Home::empty();
    for (content, word) in [
        (r#"[{"convo_id": 1, "scenario": {}, "original": [["agent", "hi"]]}]"#, "ABCD"),
        (r#"{"DialogueID": 1, "Events": [{"Agent": "User", "UnixTime": 1}]}"#, "STAR"),
        // Telegram's envelope around messages without a time; nothing in it can be used.
        (r#"{"chats": {"list": [{"name": "x", "messages": [{"type": "message"}]}]}}"#, "messages"),
        (r#"{"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": [{"id": "3"}]}"#, "Discord"),
        (r#"{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant"}]}"#, "language model"),
        ("=== ana has joined\n[10:02] <ana> hi\n[10:02] <tom> hi, a\n[10:03] <ana> b\n", "IRC"),
        (
            "#help 2026-03-02 [10:02:11] <ana> hi\n#help 2026-03-02 [10:02:12] <tom> a, b\n#help 2026-03-02 [10:02:13] <ana> c\n",
            "IRC",
        ),
    ] {
        let path = home.file("some.json", content);
        home.run(["import", &path, "--everyone"]).code(1).says(word);
    }
}
