//! What a request and a submission hold, field by field, as their receivers decrypt them.

use std::collections::BTreeSet;

use aplomb::ops::{exchange, submit};
use serde_json::Value;

use super::people::{NOW, Person, two, whole_way};

/// Every name of a field in a document.
fn fields(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            into.insert(key.clone());
            fields(value, into);
        }),
        Value::Array(all) => all.iter().for_each(|value| fields(value, into)),
        _ => {}
    }
}

/// What the receiver has once every layer is off: the header and the body.
fn decrypted(reader: &mut Person, sender: &mut Person, file: &[u8]) -> (Value, String) {
    let inside = age::decrypt(&super::people::secrets(reader).1, file).unwrap();
    let length = u32::from_le_bytes(inside[8..12].try_into().unwrap()) as usize;
    let header = serde_json::from_slice(&inside[12..12 + length]).unwrap();
    let envelope = aplomb::trust::open(&reader.identity(), file).unwrap();
    let body = envelope.verify(sender.identity().card()).unwrap().body;
    (header, String::from_utf8(body).unwrap())
}

const HEADER: [&str; 15] = [
    "kind",
    "bundle",
    "from",
    "to",
    "exchange",
    "seq",
    "prev",
    "created",
    "expires",
    "format",
    "needs_reader",
    "checklist",
    "body_sha256",
    "packing",
    "plain_length",
];

const MUST_STAY: [&str; 13] = [
    "Crystal",
    "Minh",
    "mail.example",
    "12 34",
    "12345678",
    "difficult",
    "warehouse",
    "vip-tag",
    "shop/77",
    "\"shop\"",
    "secret",
    "77-1",
    "late\"}",
];

fn allowed(found: &Value, allowed: &[&str]) {
    let mut names = BTreeSet::new();
    fields(found, &mut names);
    let odd: Vec<&String> = names.iter().filter(|name| !allowed.contains(&name.as_str())).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

fn asked(no: &[&str], comment: &str) -> (Value, String, usize) {
    let (mut lea, mut marc) = two();
    let conversation = lea.has("77", "Hi, I am Crystal Minh, my number is +33 6 12 34 56 78.");
    lea.reads(conversation, no, comment);
    lea.asks(conversation, marc.id());
    let file = lea.sends_one();
    let (header, body) = decrypted(&mut marc, &mut lea, &file);
    (header, body, file.len())
}

#[test]
fn a_request_holds_no_answer() {
    let (header, body, _) = asked(&["useful", "solved"], "my secret remark");
    allowed(&header, &HEADER);
    let body_of: Value = serde_json::from_str(&body).unwrap();
    allowed(
        &body_of,
        &[
            "exchange",
            "reader",
            "role",
            "hide_name",
            "original",
            "seal",
            "checklist",
            "file",
            "conversation",
            "source",
            "id",
            "channel",
            "subject",
            "opened",
            "agent",
            "customer",
            "tags",
            "messages",
            "at",
            "author",
            "text",
        ],
    );
    for secret in MUST_STAY {
        assert!(!body.contains(secret) && !header.to_string().contains(secret), "{secret} in {body}");
    }
    let messages = body_of["conversation"]["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 3, "the private note stays");
    assert_eq!(body_of["conversation"]["tags"], serde_json::json!([]));
}

#[test]
fn requests_that_differ_in_answers_differ_in_their_seal_alone() {
    let (header, body, size) = asked(&[], "");
    for (no, comment) in [
        (&["useful"][..], "x"),
        (&["useful", "greeted", "solved", "steps"][..], "a long remark, many times over"),
    ] {
        let (other_header, other, other_size) = asked(no, comment);
        assert_eq!(other_size, size);
        let (mut one, mut two): (Value, Value) =
            (serde_json::from_str(&body).unwrap(), serde_json::from_str(&other).unwrap());
        assert_ne!(one["seal"], two["seal"]);
        for body in [&mut one, &mut two] {
            body["seal"] = Value::Null;
        }
        assert_eq!(one, two);
        for of in ["kind", "seq", "created", "expires", "checklist", "plain_length", "packing"] {
            assert_eq!(header[of], other_header[of], "{of}");
        }
    }
}

#[test]
fn a_submission_holds_what_was_chosen() {
    let (mut lea, mut marc) = two();
    let mut nadia = Person::new("Nadia", 3);
    nadia.knows(&mut lea);
    lea.adds(&nadia.card(), "Nadia", true);
    let way = whole_way(&mut lea, &mut marc, "77");
    for item in ["useful", "greeted"] {
        let agreed = Some(aplomb::domain::review::Value::Yes);
        lea.says(way.id, item, agreed, "talk between us", false);
        marc.says(way.id, item, agreed, "talk between us", false);
    }
    lea.opens(&marc.sends_one()).unwrap();
    let hand = |lea: &mut Person, nadia: &mut Person, remarks: &[&str], name: &str| {
        let remarks = remarks.iter().map(|item| (*item).to_owned()).collect();
        let choice = submit::Choice { remarks, ..submit::Choice::default() };
        let handover = submit::build(&lea.session, &choice, NOW).unwrap();
        let shown = submit::as_sent(&handover).unwrap();
        let to = submit::lead(&lea.session, None).unwrap();
        let file = lea.folder.path().join(name);
        submit::hand_over(&mut lea.session, &handover, &to, &file, NOW, &mut lea.chance).unwrap();
        let file = std::fs::read(file).unwrap();
        let (header, body) = decrypted(nadia, lea, &file);
        assert_eq!(body, shown.trim_end(), "what was shown is what is sent");
        allowed(&header, &HEADER);
        allowed(
            &serde_json::from_str(&body).unwrap(),
            &[
                "id",
                "agent",
                "made",
                "until",
                "drawn",
                "checklists",
                "file",
                "reviews",
                "reference",
                "channel",
                "opened",
                "checklist",
                "state",
                "readers",
                "own",
                "agreed",
                "peers",
                "remarks",
                "item",
                "text",
            ],
        );
        for stays in ["talk between", "no greeting", "Marc", "shoe", "m2", "Order of", "Hello"] {
            assert!(!body.contains(stays), "{stays} in {body}");
        }
        for secret in MUST_STAY.into_iter().filter(|secret| *secret != "secret" && *secret != "late\"}") {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
        body
    };
    let plain = hand(&mut lea, &mut nadia, &[], "plain");
    assert!(!plain.contains("secret") && plain.contains(r#""peers":[],"remarks":[]"#), "{plain}");
    // One remark was chosen: redacted, and that one alone.
    let chosen = hand(&mut lea, &mut nadia, &["useful"], "chosen");
    assert!(chosen.contains("my secret remark about ["), "{chosen}");
    assert_eq!(exchange::kind_words("submission").en, "a submission");
}
