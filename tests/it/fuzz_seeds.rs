//! What the fuzzers in `fuzz/` start from: small sound samples of our own. `fuzz/run.sh` asks for them with
//! `APLOMB_SEEDS`; without it nothing is written.

use std::fs;
use std::path::Path;

use aplomb::formats::checklist::{SHIPPED, template};
use aplomb::formats::import::Map;
use aplomb::words::Lang;

use crate::bundle_samples::SAMPLES;

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
    for (place, (word, body)) in SAMPLES.iter().enumerate() {
        // The first byte chooses the kind.
        put("bundle_body", word, &[&[place as u8], body.as_bytes()].concat());
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
