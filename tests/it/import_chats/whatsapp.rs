//! Chats of WhatsApp.

use std::fs;

use super::{counts, messages, taken, zipped};
use crate::common::shared;
use crate::home::Home;

const CHAT: &str = "13/03/26, 10:02 - Messages and calls are end-to-end encrypted.\n\
    13/03/26, 10:02 - Tom: a shoe\nis missing\n13/03/26, 10:02 - Ana Diaz: which one?\n14/03/26, 09:00 - Tom: the left one\n";

#[test]
fn a_chat_and_a_later_export_of_it() {
    let home = Home::empty();
    home.run(["me", "--name", "Ana Diaz", "--alias", "ana@shop.example"]).code(0);
    let path = home.file("WhatsApp Chat with Tom.txt", CHAT);
    let report = taken(&home, path.as_ref(), &["--zone", "Europe/Paris"]);
    assert_eq!((report["format"].as_str(), counts(&report)), (Some("whatsapp"), (1, 4)), "{report}");
    let shown = home.run(["show", "whatsapp/Tom", "--json"]).json();
    assert_eq!(shown["messages"][1]["at"], "2026-03-13T10:02:00+01:00");
    let roles: Vec<String> = messages(&home, "whatsapp/Tom").into_iter().map(|(role, ..)| role).collect();
    assert_eq!(roles, ["system", "customer", "agent", "customer"]);

    // The whole chat again with one line more, from a phone that packs it.
    let later = format!("{CHAT}15/03/26, 09:00 - Ana Diaz: thank you\n");
    let path = home.file("later.zip", zipped(&[("_chat.txt", later.as_bytes()), ("0001-PHOTO.jpg", b"x")]));
    let report = home.run(["import", &path, "--everyone", "--zone", "Europe/Paris", "--json"]).json();
    assert_eq!((counts(&report), &report["conversations"]["updated"]), ((0, 1), &1.into()));
}

#[test]
fn days_and_months_are_asked_for_only_where_nothing_tells() {
    let home = Home::empty();
    let path = home.file("chat.txt", "02/03/26, 10:02 - Tom: hi\n03/04/26, 10:02 - Ana: hi\n");
    let said = home.run(["import", &path, "--everyone"]).code(1);
    assert!(said.err.contains("--day-first") && said.err.contains("--month-first"), "{}", said.err);
    home.run(["import", &path, "--everyone", "--month-first"]).code(0).prints("1 conversation");
    home.run(["import", &path, "--everyone", "--month-first", "--day-first"]).code(2);
    home.run(["import", &path, "--everyone", "--zone", "Mars/Base"]).code(2);
}

#[test]
fn shared_chats_in_five_shapes_say_the_same() {
    let Some(folder) = shared("data/whatsapp-and-chat-exports/whatsapp") else { return };
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    assert_eq!(files.len(), 5);
    for path in files {
        let home = Home::empty();
        let report = taken(&home, &path, &["--zone", "UTC"]);
        // Nine headers: six texts, one of a single full stop, and two lines of the service.
        assert_eq!(
            (report["format"].as_str(), counts(&report)),
            (Some("whatsapp"), (1, 9)),
            "{}: {report}",
            path.display()
        );
        let listed = home.run(["conversations", "--json"]).json();
        assert_eq!(listed[0]["opened_at"], "2019-01-01T11:25:00Z", "{}", path.display());
        let exported = home.run(["export", "conversations", "--format", "json"]).code(0).out;
        for at in ["2019-01-30T20:49:00Z", "2020-06-20T00:08:00Z", "2021-12-30T22:01:00Z"] {
            assert!(exported.contains(at), "{}: {at}", path.display());
        }
    }
}
