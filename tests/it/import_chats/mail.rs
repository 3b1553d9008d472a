//! Mailboxes and mails.

use super::{counts, messages, taken};
use crate::common::shared;
use crate::home::Home;

fn mail(from: &str, to: &str, date: &str, headers: &str, body: &str) -> String {
    format!("From: {from}\nTo: {to}\nDate: {date}\n{headers}\n\n{body}\n")
}

/// A mailbox of two threads: one with an answer from a colleague, an absence note, a repeated mail and a reply that
/// names only the mail before it.
fn mailbox() -> String {
    let mails = [
        mail(
            "Tom <tom@home.example>",
            "help@shop.example",
            "Mon, 2 Mar 2026 10:00:00 +0100",
            "Message-ID: <a@home>\nSubject: Shoes",
            "A shoe is missing.\n\n-- \nTom",
        ),
        mail(
            "Ana Diaz <ana@shop.example>",
            "tom@home.example",
            "Mon, 2 Mar 2026 11:00:00 +0100",
            "Message-ID: <b@shop>\nIn-Reply-To: <a@home>\nReferences: <a@home>\nSubject: Re: Shoes",
            "Which one?\n\nOn Mon, 2 Mar 2026 at 10:00, Tom <tom@home.example> wrote:\n> A shoe is missing.",
        ),
        mail(
            "Tom <tom@home.example>",
            "ana@shop.example",
            "Mon, 2 Mar 2026 11:00:05 +0100",
            "Message-ID: <c@home>\nIn-Reply-To: <b@shop>\nSubject: Away\nAuto-Submitted: auto-replied",
            "I am away.",
        ),
        mail(
            "Tom <tom@home.example>",
            "ana@shop.example",
            "Mon, 2 Mar 2026 12:00:00 +0100",
            "Message-ID: <d@home>\nIn-Reply-To: <b@shop>\nSubject: Re: Shoes",
            "The left one.",
        ),
        mail(
            "Tom <tom@home.example>",
            "ana@shop.example",
            "Mon, 2 Mar 2026 12:00:00 +0100",
            "Message-ID: <d@home>\nIn-Reply-To: <b@shop>\nSubject: Re: Shoes",
            "The left one.",
        ),
        mail(
            "Eva <eva@home.example>",
            "help@shop.example",
            "Tue, 3 Mar 2026 10:00:00 +0100",
            "Message-ID: <e@home>\nSubject: Hats",
            "Any hats?",
        ),
    ];
    mails.iter().map(|mail| format!("From x@y Mon Mar  2 10:02:11 2026\n{mail}\n")).collect()
}

#[test]
fn a_mailbox_becomes_threads() {
    let home = Home::empty();
    home.run(["me", "--name", "Ana", "--alias", "ana@shop.example"]).code(0);
    let path = home.file("in.mbox", mailbox());
    let report = taken(&home, path.as_ref(), &[]);
    assert_eq!((report["format"].as_str(), counts(&report)), (Some("mail"), (2, 5)));
    let thread: Vec<_> = messages(&home, "mail/a@home");
    let lines: Vec<(&str, &str, &str)> =
        thread.iter().map(|(r, a, t)| (r.as_str(), a.as_str(), t.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("customer", "tom@home.example", "A shoe is missing."),
            ("agent", "ana@shop.example", "Which one?"),
            ("bot", "tom@home.example", "I am away."),
            ("customer", "tom@home.example", "The left one."),
        ]
    );
    let shown = home.run(["show", "mail/a@home", "--json"]).json();
    assert_eq!((&shown["channel"], &shown["subject"]), (&"email".into(), &"Shoes".into()));
    // What was cut out of the text is still there.
    let exported = home.run(["export", "conversations", "--format", "json"]).code(0);
    assert!(exported.out.contains("Tom &lt;tom@home.example&gt; wrote"), "{}", exported.out);
}

#[test]
fn the_mails_of_a_thread_meet_across_files_and_line_ends() {
    let home = Home::empty();
    let mails: Vec<String> =
        mailbox().split("From x@y Mon Mar  2 10:02:11 2026\n").skip(1).map(str::to_owned).collect();
    home.file("in/2.eml", &mails[0]);
    home.file("in/1.eml", mails[1].replace('\n', "\r\n"));
    let report = taken(&home, &home.path("in"), &[]);
    assert_eq!(counts(&report), (1, 2));
    let thread = messages(&home, "mail/a@home");
    assert_eq!((thread[0].0.as_str(), thread[1].0.as_str()), ("customer", "agent"));
}

#[test]
fn a_subject_s_control_characters_are_kept_and_never_shown() {
    let home = Home::empty();
    let path = home.file(
        "x.eml",
        mail(
            "a@x.example",
            "b@x.example",
            "Mon, 2 Mar 2026 10:00:00 +0100",
            "Subject: =?utf-8?B?aGVsbG8bWzJK?=",
            "hi",
        ),
    );
    let report = taken(&home, path.as_ref(), &[]);
    assert_eq!(counts(&report), (1, 1));
    assert!(
        home.run(["export", "conversations", "--format", "json"]).code(0).out.contains("hello\\u001b[2J")
    );
    assert!(!home.run(["conversations"]).code(0).out.contains('\u{1b}'));
}

#[test]
fn shared_mailboxes() {
    for (file, conversations, mails, roles) in [
        ("users_ponymail_apache_org_2019-09.mbox", 1, 4, "customer agent customer agent"),
        ("dev_ponymail_apache_org_2020-10.mbox", 1, 1, "customer"),
    ] {
        let Some(path) = shared(&format!("data/mbox/{file}")) else { return };
        let home = Home::empty();
        home.run(["me", "--name", "Rich", "--alias", "rbowen@rcbowen.com"]).code(0);
        let report = taken(&home, &path, &[]);
        assert_eq!(
            (report["format"].as_str(), counts(&report)),
            (Some("mail"), (conversations, mails)),
            "{report}"
        );
        let listed = home.run(["conversations", "--json"]).json();
        let id =
            listed[0]["id"].as_i64().map(|id| id.to_string()).or(listed[0]["id"].as_str().map(str::to_owned));
        let thread = messages(&home, &id.unwrap());
        let found: Vec<&str> = thread.iter().map(|(role, ..)| role.as_str()).collect();
        assert_eq!(found.join(" "), roles);
        assert!(
            thread.iter().all(|(.., text)| !text.contains("\n> ") && !text.contains("wrote:")),
            "{thread:?}"
        );
    }
}

#[test]
fn the_mails_of_a_thread_meet_across_calls_in_any_order() {
    let mails: Vec<String> =
        mailbox().split("From x@y Mon Mar  2 10:02:11 2026\n").skip(1).map(str::to_owned).collect();
    for order in [[0, 1, 3], [3, 1, 0], [1, 0, 3]] {
        let home = Home::empty();
        home.run(["me", "--name", "Ana", "--alias", "ana@shop.example"]).code(0);
        for place in order {
            // The last one names only the mail before it; alone it would begin a thread of its own.
            let mail = mails[place]
                .replace("In-Reply-To: <b@shop>", "In-Reply-To: <b@shop>\nReferences: <a@home> <b@shop>");
            let path = home.file(&format!("{place}.eml"), mail);
            taken(&home, path.as_ref(), &[]);
        }
        let thread = messages(&home, "mail/a@home");
        let roles: Vec<&str> = thread.iter().map(|(role, ..)| role.as_str()).collect();
        assert_eq!(roles, ["customer", "agent", "customer"], "{order:?}");
    }
}
