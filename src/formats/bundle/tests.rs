use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::arbitrary::{fact, request, sheet, submission};
use super::*;
use crate::domain::digest::Digest;
use crate::domain::exchange::{Commitment, Fact, Request, check_sheet};
use crate::domain::names::{BundleId, ExchangeId, PersonId};
use crate::domain::problem::Problem;
use crate::domain::review::{Sheet, Value};
use crate::words::Lang;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn facts_come_back(fact in fact()) {
        let bytes = write(&fact);
        let back = read(fact.word(), &bytes);
        prop_assert_eq!(back.as_ref(), Ok(&fact), "{}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(write(&fact), bytes);
        for word in ["request", "decline", "review", "reveal", "talk", "card"] {
            prop_assert_eq!(read(word, &write(&fact)).is_ok(), word == fact.word(), "{}", word);
        }
    }

    #[test]
    fn submissions_come_back(submission in submission()) {
        let bytes = write_submission(&submission);
        let back = read_submission(&bytes);
        prop_assert_eq!(back.as_ref(), Ok(&submission), "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn cut_and_changed_bytes_are_survived(fact in fact(), at: prop::sample::Index, byte: u8) {
        let mut bytes = write(&fact);
        let at = at.index(bytes.len());
        prop_assert!(read(fact.word(), &bytes[..at]).is_err(), "a part of a body is no body");
        bytes[at] = byte;
        if let Err(problems) = read(fact.word(), &bytes) {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(!problem.sentence(Lang::En).is_empty() && !problem.sentence(Lang::Fr).is_empty());
            }
        }
    }

    /// What a reader gets before answering tells nothing of the asker's answers: not even how long they are.
    #[test]
    fn requests_differ_in_the_seal_alone(
        (request, first, second) in request().prop_flat_map(|request| {
            let messages = request.conversation.messages.len();
            let (first, second) = (sheet(&request.checklist, messages), sheet(&request.checklist, messages));
            (Just(request), first, second)
        }),
        nonces: [[u8; 32]; 2],
    ) {
        let bytes = [(&first, nonces[0]), (&second, nonces[1])].map(|(sheet, nonce)| sealed(&request, sheet, nonce));
        prop_assert_eq!(bytes[0].len(), bytes[1].len());
        let seal = b"\"seal\":\"";
        let from = bytes[0].windows(seal.len()).position(|at| at == seal).unwrap() + seal.len();
        let outside = |bytes: &[u8]| [&bytes[..from], &bytes[from + 64..]].concat();
        prop_assert_eq!(outside(&bytes[0]), outside(&bytes[1]));
        prop_assert_ne!(&bytes[0][from..from + 64], &bytes[1][from..from + 64]);
        let [a, b] = bytes.map(|bytes| {
            let Ok(Fact::Request(request)) = read("request", &bytes) else { panic!("a request") };
            *request
        });
        prop_assert_eq!(Request { seal: b.seal, ..a }, b);
    }
}

fn sealed(request: &Request, sheet: &Sheet, nonce: [u8; 32]) -> Vec<u8> {
    assert_eq!(check_sheet(&request.checklist, sheet, request.conversation.messages.len()), []);
    let seal = Commitment { request, card: &Digest([7; 32]), sheet, nonce: &Digest(nonce) }.seal();
    write(&Fact::Request(Box::new(Request { seal, ..request.clone() })))
}

const LIST: &str = "id = \"list\"\nversion = 1\nsubject = \"conversation\"\ntitle = { en = \"L\", fr = \"L\" }\n\
    [[pillars]]\nid = \"p\"\nname = { en = \"P\", fr = \"P\" }\n\
    [[items]]\nid = \"a\"\npillar = \"p\"\ntext = { en = \"A\", fr = \"A\" }\n";

fn request_json() -> Json {
    json!({
        "exchange": "11".repeat(16), "reader": "22".repeat(16), "role": "peer", "hide_name": false,
        "original": "33".repeat(32), "seal": "44".repeat(32),
        "checklist": { "file": LIST },
        "conversation": {
            "source": "", "id": "7", "channel": "chat", "subject": "", "opened": [0, 0], "agent": "", "customer": "",
            "tags": [], "messages": [
                { "id": "m1", "at": [1, 0], "role": "customer", "author": "", "text": "hi" },
                { "id": "m2", "at": [2, 0], "role": "agent", "author": "", "text": "hello" },
            ],
        },
    })
}

fn problems(kind: &str, body: &Json) -> Vec<Problem> {
    read(kind, body.to_string().as_bytes()).expect_err("a problem")
}

fn fields(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.field.as_str()).collect()
}

/// The request with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Json) -> Json {
    let mut body = request_json();
    *body.pointer_mut(pointer).unwrap() = value;
    body
}

#[test]
fn every_fault_of_a_request_comes_at_once() {
    assert!(read("request", request_json().to_string().as_bytes()).is_ok());
    let mut faulty = request_json();
    faulty["parent"] = json!("55".repeat(16));
    faulty["checklist"]["file"] =
        json!(format!("{LIST}weight = nan\nwhen = \"a = yes\"\n{}", &LIST[LIST.len() / 2..]));
    let conversation = &mut faulty["conversation"];
    conversation["agent"] = json!("x".repeat(201));
    conversation["opened"] = json!([i64::MAX, 0]);
    conversation["csat"] = json!({ "score": 9, "min": 1, "max": 5 });
    conversation["messages"][0]["id"] = json!("m2");
    conversation["messages"][0]["text"] = json!("x".repeat(LONGEST_MESSAGE + 1));
    conversation["messages"][1]["at"] = json!([0, 100_000]);
    let problems = problems("request", &faulty);
    let found = fields(&problems);
    for field in [
        "parent",
        "checklist.file items[1] \"a\".weight",
        "checklist.file items[1] \"a\".when",
        "conversation.agent",
        "conversation.opened",
        "conversation.csat",
        "conversation.messages[1].id",
        "conversation.messages[1].text",
        "conversation.messages[2].at",
    ] {
        assert!(found.contains(&field), "{field} in {found:#?}");
    }
    assert_eq!(found.iter().filter(|field| **field == "conversation.messages[2].at").count(), 2);
}

#[test]
fn requests_are_strict() {
    for (pointer, value) in [
        ("/role", json!("self")),
        ("/role", json!("third")),
        ("/role", json!("lead")),
        ("/seal", json!("44".repeat(31))),
        ("/seal", json!("4A".repeat(32))),
        ("/exchange", json!("+1".repeat(16))),
        ("/checklist/file", json!("")),
        ("/checklist/file", json!("from = \"four-pillars\"")),
        ("/conversation/messages/0/role", json!("lead")),
        ("/conversation/messages/0/at", json!("2026-03-02T10:00:00Z")),
        ("/conversation/messages", json!([])),
        ("/conversation/messages/0", json!({})),
    ] {
        let body = with(pointer, value.clone());
        let read = read("request", body.to_string().as_bytes());
        assert_eq!(read.is_err(), value != json!([]), "{pointer} {value}: {read:?}");
    }
    for pointer in ["", "/checklist", "/conversation", "/conversation/messages/0"] {
        let mut body = request_json();
        body.pointer_mut(pointer).unwrap()["html"] = json!("<p>");
        let problems = problems("request", &body);
        assert_eq!(problems[0].found, "html", "{pointer}");
        assert_eq!(problems[0].accepted.en, "no key of this name belongs there");
    }
    let twice =
        request_json().to_string().replacen('{', &format!("{{\"reader\":\"{}\",", "22".repeat(16)), 1);
    assert_eq!(read("request", twice.as_bytes()).unwrap_err()[0].found, "reader");
}

#[test]
fn answers_are_strict() {
    let body = |answers: &str| {
        format!("{{\"exchange\":\"{}\",\"consent\":true,\"answers\":{answers}}}", "11".repeat(16))
    };
    let read = |answers: &str| read("review", body(answers).as_bytes());
    let Ok(Fact::Reading(reading)) = read(r#"{"a":{"value":"yes"},"b":{"value":"3"}}"#) else {
        panic!("answers")
    };
    assert_eq!(reading.sheet.value("b"), Some(Value::Point(3)));
    assert_eq!(read(r#"{"a":{"value":"yes"},"a":{"value":"no"}}"#).unwrap_err()[0].found, "a");
    for wrong in [
        r#"{"a":{"value":"yes","value":"no"}}"#,
        r#"{"a":{"value":"maybe"}}"#,
        r#"{"a":{"value":3}}"#,
        r#"{"a":{"value":"yes","note":""}}"#,
        r#"{"a":{}}"#,
        r#"{"a":"yes"}"#,
        "[]",
        "null",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let many: String = (0..=MOST_ITEMS).map(|n| format!("\"{n}\":{{\"value\":\"yes\"}},")).collect();
    let problems = read(&format!("{{{}}}", many.trim_end_matches(','))).unwrap_err();
    assert!(problems[0].accepted.en.starts_with("at most 500 of them"), "{problems:?}");
    let long = format!(r#"{{"a":{{"value":"yes","comment":"{}"}}}}"#, "x".repeat(64 * 1024 + 1));
    assert_eq!(fields(&read(&long).unwrap_err()), ["answers.a.comment"]);
}

#[test]
fn talks_are_strict() {
    let talk =
        |said: Json, number: u32| json!({ "exchange": "11".repeat(16), "number": number, "said": said });
    assert!(read("talk", talk(json!({ "a": { "agreed": "yes" } }), 1).to_string().as_bytes()).is_ok());
    let long = json!({ "a": { "remark": "x".repeat(LONGEST_REMARK + 1), "because": "x".repeat(LONGEST_REMARK + 1) } });
    let problems = problems("talk", &talk(long, 0));
    assert_eq!(fields(&problems), ["number", "said.a.remark", "said.a.because"]);
    assert!(
        read("decline", format!("{{\"exchange\":\"{}\",\"why\":\"\"}}", "11".repeat(16)).as_bytes()).is_ok()
    );
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = "[".repeat(1_000_000);
    assert!(read("request", deep.as_bytes()).is_err());
    assert!(read_submission(deep.as_bytes()).is_err());
    let large = vec![b' '; LARGEST_BODY + 1];
    assert_eq!(read("decline", &large).unwrap_err()[0].found, large.len().to_string());
}

#[test]
fn submissions_are_strict() {
    let list = crate::formats::checklist::parse(LIST, &|_| None).unwrap().digest().hex();
    let review = json!({
        "reference": "66".repeat(32), "channel": "chat", "opened": "2026-03-02T10:00:00", "drawn": true, "checklist": list,
        "state": "agreed", "readers": 1, "own": ["yes"], "agreed": ["no"], "peers": [["no"]],
        "remarks": [{ "item": "a", "text": "" }],
    });
    let submission = json!({
        "id": "11".repeat(16), "agent": "Léa", "made": "2026-03-31", "from": "2026-03-01", "until": "2026-03-31",
        "drawn": 9, "checklists": [{ "file": LIST }], "reviews": [review],
    });
    assert!(read_submission(submission.to_string().as_bytes()).is_ok());
    for (pointer, value, field) in [
        ("/until", json!("2026-02-01"), "until"),
        ("/checklists", json!([]), "reviews[0].checklist"),
        ("/checklists", json!([{ "file": LIST }, { "file": LIST }]), "checklists"),
        ("/reviews", json!([]), "checklists"),
        ("/reviews", json!([review, review]), "reviews"),
        ("/reviews/0/opened", json!("2026-03-02T10:01:00"), "reviews[0].opened"),
        ("/reviews/0/state", json!("draft"), "reviews[0].state"),
        ("/reviews/0/state", json!("sealed"), "reviews[0].readers"),
        ("/reviews/0/readers", json!(0), "reviews[0].readers"),
        ("/reviews/0/own", json!(["yes", null]), "reviews[0].own"),
        ("/reviews/0/own", json!(["3"]), "reviews[0].own.a"),
        ("/reviews/0/own", json!([null]), "reviews[0].own.a"),
        ("/reviews/0/agreed", json!(["n/a"]), "reviews[0].agreed.a"),
        ("/reviews/0/peers", json!([[]]), "reviews[0].peers"),
        ("/reviews/0/peers", json!([["no"], ["no"]]), "reviews[0].readers"),
        ("/reviews/0/remarks/0/item", json!("b"), "reviews[0].remarks"),
    ] {
        let mut faulty = submission.clone();
        *faulty.pointer_mut(pointer).unwrap() = value;
        let problems = read_submission(faulty.to_string().as_bytes()).expect_err(pointer);
        assert!(fields(&problems).contains(&field), "{pointer}: {problems:?}");
    }
    let mut named = submission;
    named["reviews"][0]["reviewer"] = json!("Marc");
    assert_eq!(read_submission(named.to_string().as_bytes()).unwrap_err()[0].found, "reviewer");
}

#[test]
fn withdrawals_come_back() {
    let id = BundleId([9; 16]);
    assert_eq!(read_withdrawal(&write_withdrawal(id)), Ok(id));
    assert!(read_withdrawal(b"{}").is_err());
    assert!(read_withdrawal(br#"{"submission":"09","why":""}"#).is_err());
}

#[test]
fn own_items_stay_at_home() {
    let list = crate::formats::checklist::parse(LIST, &|_| None).unwrap();
    let Ok(Fact::Request(request)) = read("request", request_json().to_string().as_bytes()) else {
        panic!("a request")
    };
    assert_eq!((request.exchange, request.reader), (ExchangeId([0x11; 16]), PersonId([0x22; 16])));
    let with_own = Request { checklist: list.with_own(&list), ..(*request).clone() };
    assert_eq!(write(&Fact::Request(Box::new(with_own))), write(&Fact::Request(request)));
}
