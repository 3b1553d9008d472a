//! What the fuzzers in `fuzz/` start from: small sound samples of our own. `fuzz/run.sh` asks for them with
//! `APLOMB_SEEDS`; without it nothing is written.

use std::fs;
use std::path::Path;

use aplomb::domain::digest::Digest;
use aplomb::domain::names::{BundleId, ExchangeId, PersonId};
use aplomb::formats::bundle::{read, read_submission, read_withdrawal, write_withdrawal};
use aplomb::formats::checklist::{SHIPPED, template};
use aplomb::formats::import::Map;
use aplomb::words::Lang;

/// A checklist with everything that one can have.
const LIST: &str = r#"id = "list"
version = 2
subject = "conversation"
title = { en = "List", fr = "Liste" }
na_policy = "full"
index = true
[[pillars]]
id = "p"
name = { en = "P", fr = "P" }
weight = 2
[[items]]
id = "a"
pillar = "p"
row = "S1.1"
text = { en = "A", fr = "A" }
critical = "zero-pillar"
causes = [{ id = "late", en = "Late", fr = "Tard" }]
comment_on = ["no"]
[[items]]
id = "b"
pillar = "p"
text = { en = "B", fr = "B" }
answer = "1-5"
na = { en = "n", fr = "n" }
when = "a = no"
[[metrics]]
id = "m"
pillar = "p"
name = { en = "M", fr = "M" }
better = "lower"
"#;

const LINES: &str = concat!(
    r#"{"id":"1","source":"s","channel":"chat","subject":"é","status":"solved","opened_at":"2026-03-02T10:02:11Z","#,
    r#""agent":"a","customer":"c","tags":["t"],"csat":{"score":4,"min":1,"max":5,"comment":"ok"},"transfers":1,"#,
    r#""reopens":0,"messages":[{"id":"x","at":"2026-03-02T10:02:11+01:00","role":"customer","text":"hi\u001b"},"#,
    r#"{"at":"2026-03-02T10:03:11.5Z","role":"agent","html":"<p>a<br>&eacute;</p>","private":true,"macro":"m"}]}"#,
    "\n{\"id\":\"2\",\"opened_at\":\"2026-03-02T10:02:11Z\",\"messages\":[]}\nno json\n",
);

/// The bodies, each behind the byte that chooses its kind.
fn bodies() -> Vec<(u8, String)> {
    let (exchange, reader) = (ExchangeId([1; 16]), PersonId([2; 16]));
    let (digest, file) = (Digest([3; 32]).hex(), serde_json::to_string(LIST).expect("a text"));
    let list = aplomb::formats::checklist::parse(LIST, &|_| None).expect("a sound checklist").digest().hex();
    let answers =
        r#"{"a":{"value":"no","cause":"late","comment":"why","evidence":["m1"]},"b":{"value":"3"}}"#;
    vec![
        (
            0,
            format!(
                r#"{{"exchange":"{exchange}","reader":"{reader}","role":"third","parent":"{}","hide_name":true,"original":"{digest}","seal":"{digest}","checklist":{{"from":"base","file":{file}}},"conversation":{{"source":"s","id":"7","channel":"chat","subject":"","status":"solved","opened":[0,0],"closed":[9,3600],"agent":"","customer":"","tags":["t"],"csat":{{"score":4.5,"min":1,"max":5}},"transfers":1,"messages":[{{"id":"m1","at":[1,0],"role":"customer","author":"","text":"hi","private":true,"macro":"m"}}]}}}}"#,
                ExchangeId([4; 16])
            ),
        ),
        (1, format!(r#"{{"exchange":"{exchange}","why":"on leave"}}"#)),
        (2, format!(r#"{{"exchange":"{exchange}","consent":true,"answers":{answers}}}"#)),
        (3, format!(r#"{{"exchange":"{exchange}","nonce":"{digest}","answers":{answers}}}"#)),
        (
            4,
            format!(
                r#"{{"exchange":"{exchange}","number":1,"said":{{"a":{{"remark":"r","agreed":"yes","because":"b","dispute":true}}}},"third":{{"a":"n/a"}}}}"#
            ),
        ),
        (
            5,
            format!(
                r#"{{"id":"{exchange}","agent":"Ann","made":"2026-03-31","from":"2026-03-01","until":"2026-03-31","drawn":9,"checklists":[{{"file":{file}}}],"reviews":[{{"reference":"{digest}","channel":"chat","opened":"2026-03-02T10:00:00","drawn":true,"checklist":"{list}","state":"agreed","readers":1,"own":["no","3"],"agreed":["yes",null],"peers":[["yes",null]],"remarks":[{{"item":"a","text":"x"}}]}}]}}"#
            ),
        ),
        (6, String::from_utf8(write_withdrawal(BundleId([5; 16]))).expect("JSON")),
    ]
}

/// A seed that is refused at once teaches a fuzzer nothing.
#[test]
fn fuzz_seeds_are_sound() {
    let kinds = ["request", "decline", "review", "reveal", "talk"];
    for (kind, body) in bodies() {
        let body = body.as_bytes();
        let problems = match kind {
            5 => read_submission(body).err(),
            6 => read_withdrawal(body).err(),
            kind => read(kinds[usize::from(kind)], body).err(),
        };
        assert_eq!(problems, None, "kind {kind}");
    }
}

#[test]
#[ignore = "writes the seeds of the fuzzers; fuzz/run.sh asks for it"]
fn fuzz_seeds_are_written() {
    let Some(folder) = std::env::var_os("APLOMB_SEEDS") else {
        return println!("skipped: APLOMB_SEEDS is not set");
    };
    let folder = Path::new(&folder);
    let put = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(folder.join(target)).expect("a folder");
        fs::write(folder.join(target).join(name), bytes).expect("a seed");
    };
    for (kind, body) in bodies() {
        put("bundle_body", &format!("kind-{kind}"), &[&[kind], body.as_bytes()].concat());
    }
    put("checklist", "small", LIST.as_bytes());
    put("checklist", "template", template(Lang::En).as_bytes());
    put("checklist", "shipped", SHIPPED[2].1.as_bytes());
    put("conversations", "lines", LINES.as_bytes());
    for (name, toml) in Map::SHIPPED {
        put("csv_map", name, &[toml.as_bytes(), b"\0id,text\r\n1,\"a\"\"b\"\r\n"].concat());
    }
    put(
        "csv_map",
        "rows",
        include_str!("../../src/demo/conversations.jsonl").lines().next().unwrap_or("").as_bytes(),
    );
}
