//! Exports of Slack.

use super::{counts, messages, taken, zipped};
use crate::common::shared;
use crate::home::Home;

const USERS: &str = r#"[{"id":"U1","team_id":"T","name":"ana","real_name":"Ana Diaz","profile":{"email":"ana@shop.example"}},
    {"id":"U12","team_id":"T","name":"tom","real_name":"Tom","is_restricted":true,"profile":{"real_name":"Tom"}},
    {"id":"U3","team_id":"T","name":"max","real_name":"Max","profile":{}}]"#;
const CHANNELS: &str = r#"[{"id":"C1","name":"help","created":1,"creator":"U1","members":["U1","U12"],"topic":{"value":"","creator":""}}]"#;
const DAY: &str = r#"[
    {"type":"message","subtype":"channel_join","user":"U1","text":"<@U1> has joined the channel","ts":"1772445600.000100"},
    {"type":"message","user":"U12","text":"<@U1> &amp; <@U12>: a shoe is missing","ts":"1772445731.000200","thread_ts":"1772445731.000200","reply_count":1},
    {"type":"message","user":"U1","text":"see <https://shop.example/x|this page>","ts":"1772445791.000300","thread_ts":"1772445731.000200","edited":{"user":"U1","ts":"1"}},
    {"type":"message","user":"U3","text":"other thing","ts":"1772445800.000400"},
    {"type":"message","subtype":"bot_message","bot_id":"B1","username":"Build","text":"","attachments":[{"fallback":"done"}],"ts":"1772445801.000500"},
    {"type":"message","subtype":"tombstone","user":"USLACKBOT","text":"This message was deleted.","ts":"1772445802.000600","hidden":true},
    {"type":"message","user":"U1","text":"","files":[{"name":"bill.pdf"}],"ts":"1772445803.000700"}]"#;

#[test]
fn an_archive_and_a_folder_say_the_same() {
    let home = Home::empty();
    home.run(["me", "--name", "Ana", "--alias", "ana@shop.example"]).code(0);
    let files: [(&str, &[u8]); 4] = [
        ("users.json", USERS.as_bytes()),
        ("channels.json", CHANNELS.as_bytes()),
        ("help/2026-03-02.json", DAY.as_bytes()),
        ("dms.json", b"[]"),
    ];
    let path = home.file("export.zip", zipped(&files));
    let report = taken(&home, path.as_ref(), &[]);
    assert_eq!((report["format"].as_str(), counts(&report)), (Some("slack"), (2, 6)), "{report}");
    let check = |home: &Home| {
        let thread = messages(home, "slack/help/1772445731.000200");
        let text =
            |role: &str, author: &str, text: &str| (role.to_owned(), author.to_owned(), text.to_owned());
        assert_eq!(
            thread,
            [
                text("customer", "Tom", "@Ana Diaz & @Tom: a shoe is missing"),
                text("agent", "ana@shop.example", "see this page (https://shop.example/x)"),
            ]
        );
        let day = messages(home, "slack/help/2026-03-02");
        let roles: Vec<&str> = day.iter().map(|(role, ..)| role.as_str()).collect();
        assert_eq!(roles, ["system", "customer", "bot", "agent"]);
        assert_eq!((day[2].2.as_str(), day[3].2.as_str()), ("done", "[bill.pdf]"));
    };
    check(&home);
    let other = Home::empty();
    other.run(["me", "--name", "Ana", "--alias", "ana@shop.example"]).code(0);
    for (name, content) in &files[..3] {
        other.file(&format!("in/{name}"), content);
    }
    let report = taken(&other, &other.path("in"), &[]);
    assert_eq!(counts(&report), (2, 6));
    check(&other);
}

#[test]
fn the_shared_workspace() {
    let Some(path) = shared("data/slack-export/testarchive.zip") else { return };
    let home = Home::empty();
    let report = taken(&home, &path, &[]);
    // 158 messages on 17 days in two channels; no threads, no deleted ones.
    assert_eq!((report["format"].as_str(), counts(&report)), (Some("slack"), (17, 158)), "{report}");
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(0), "{report}");
}
