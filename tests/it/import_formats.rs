//! Import formats on files: our own hostile twins, and the shared data sets where they are at hand.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use aplomb::domain::conversation::{Conversation, Role, Status};
use aplomb::domain::problem::Problem;
use aplomb::domain::shown::forbidden;
use aplomb::formats::import::{
    Assembled, Fed, Format, Known, Map, Part, Refusal, Settled, assemble, read, recognise,
};
use aplomb::words::Lang;

/// Everything that a file gave.
#[derive(Debug, Default)]
struct Taken {
    whole: Vec<Conversation>,
    parts: Vec<Part>,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Taken {
    fn sentences(&self) -> String {
        let both = self.problems.iter().chain(&self.warnings);
        both.flat_map(|p| [Lang::En, Lang::Fr].map(|lang| format!("{}\n", p.sentence(lang).as_str())))
            .collect()
    }

    fn lines(&self) -> Vec<u64> {
        self.problems.iter().filter_map(|problem| problem.line).collect()
    }
}

fn take(bytes: &[u8], name: &str, map: Option<&Map>) -> Result<Taken, Refusal> {
    let format = recognise(&bytes[..bytes.len().min(64 << 10)], name)?;
    let mut taken = Taken::default();
    let settled = Settled { map: map.cloned(), ..Settled::default() };
    // A small buffer, so that everything crosses a boundary somewhere.
    read(&mut BufReader::with_capacity(7, bytes), name, format, &settled, &mut |fed| {
        match fed {
            Fed::Whole { conversation, .. } => taken.whole.push(*conversation),
            Fed::Part(part) => taken.parts.push(*part),
            Fed::Problem(problem) => taken.problems.push(problem),
            Fed::Warning(warning) => taken.warnings.push(warning),
            Fed::Person(_) | Fed::Beside(_) => {}
        }
        ControlFlow::Continue(())
    })?;
    for problem in taken.problems.iter().chain(&taken.warnings) {
        assert_eq!(problem.file, name);
        assert!(problem.line.is_some(), "{problem:?}");
        for lang in [Lang::En, Lang::Fr] {
            assert!(!problem.sentence(lang).chars().any(forbidden), "{problem:?}");
            assert!(problem.sentence(lang).chars().count() < 600, "{problem:?}");
        }
    }
    Ok(taken)
}

fn jsonl(text: &str) -> Taken {
    take(text.as_bytes(), "some.jsonl", None).unwrap()
}

fn plain_map() -> Map {
    Map::parse(Map::shipped("one-row-per-message").unwrap()).unwrap()
}

fn forum_map() -> Map {
    Map::parse(Map::shipped("support-forum").unwrap()).unwrap()
}

fn csv(text: &str) -> Taken {
    take(text.as_bytes(), "some.csv", Some(&plain_map())).unwrap()
}

fn refused(bytes: &[u8], name: &str) -> String {
    let refusal = take(bytes, name, Some(&plain_map())).unwrap_err();
    let sentence = refusal.sentence(Lang::En);
    assert!(sentence.contains(name), "{sentence}");
    assert!(!sentence.chars().any(forbidden), "{sentence}");
    assert_ne!(sentence, refusal.sentence(Lang::Fr));
    sentence.into_string()
}

/// Conversations out of parts, as the caller does it: by source and id, in the order of arrival.
fn assembled(parts: Vec<Part>) -> (Vec<Conversation>, Vec<Problem>, Vec<Problem>) {
    let mut groups: BTreeMap<(String, String), Vec<Part>> = BTreeMap::new();
    for part in parts {
        groups.entry((part.source.clone(), part.external_id.clone())).or_default().push(part);
    }
    let (mut whole, mut notes, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (_, parts) in groups {
        let known = Known { head: None, as_of: None, who: &|_| None };
        match assemble(parts, &known) {
            Ok(Assembled { conversation, notes: said, .. }) => {
                whole.push(conversation);
                notes.extend(said);
            }
            Err(said) => problems.extend(said),
        }
    }
    (whole, notes, problems)
}

const SOUND: &str =
    r#"{"id":"ok","messages":[{"at":"2026-03-02T10:02:11Z","role":"customer","author":"c","text":"hello"}]}"#;

fn beside(line: &str) -> Taken {
    let taken = jsonl(&format!("{line}\n{SOUND}\n"));
    assert!(taken.whole.iter().any(|c| c.external_id == "ok"), "the sound line is taken in");
    taken
}

fn message(at: &str, role: &str, rest: &str) -> String {
    format!(r#"{{"id":"x","messages":[{{"at":"{at}","role":"{role}"{rest}}}]}}"#)
}

const AT: &str = "2026-03-02T10:02:11Z";

mod json_lines {
    use super::*;

    #[test]
    fn a_full_line() {
        let line = r#"{"id":"3592","source":"shop","channel":"chat","subject":"A shoe","status":"solved","tags":["a","b"],
            "csat":{"score":4,"min":1,"max":5,"comment":"fine"},"transfers":0,"messages":[
            {"at":"2026-03-02T10:02:40.5+01:00","role":"agent","author":"lea","text":"Hello","macro":"greet","id":"2"},
            {"at":"2026-03-02T09:02:11Z","role":"customer","author":"tom","html":"<p>hi<br>you</p>","id":"1"},
            {"at":"2026-03-02T10:05:00+01:00","role":"agent","author":"max","text":"note","html":"<i>note</i>","private":true}]}"#
            .replace('\n', " ");
        let taken = jsonl(&line);
        assert_eq!(taken.sentences(), "");
        let c = &taken.whole[0];
        assert_eq!((c.source.as_str(), c.external_id.as_str(), c.channel.as_str()), ("shop", "3592", "chat"));
        assert_eq!((c.agent.as_str(), c.customer.as_str()), ("lea", "tom"));
        assert_eq!((c.status, c.transfers, c.reopens), (Some(Status::Solved), Some(0), None));
        assert_eq!(c.opened_at.rfc3339(), "2026-03-02T09:02:11Z");
        assert_eq!(c.closed_at.unwrap().rfc3339(), "2026-03-02T10:05:00+01:00");
        assert_eq!(c.csat.as_ref().unwrap().comment.as_deref(), Some("fine"));
        let texts: Vec<&str> = c.messages.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["hi\nyou", "Hello", "note"]);
        assert_eq!(c.messages[0].html.as_deref(), Some("<p>hi<br>you</p>"));
        assert_eq!(c.messages[1].macro_name.as_deref(), Some("greet"));
        assert!(c.messages[2].private && c.messages[2].html.is_some() && c.messages[2].id.len() == 16);
    }

    #[test]
    fn hostile_texts_are_kept_code_point_for_code_point() {
        for text in [
            "\u{1b}[2J\u{1b}]52;c;eA==\u{7}",
            "\u{9b}31m\u{8}",
            "a\u{202e}b\u{2066}",
            "\u{200b}\u{e0041}\u{feff}",
            "=1+1",
            "a\r\nb\u{2028}c",
        ] {
            let written = serde_json::to_string(text).unwrap();
            let taken = jsonl(&message(AT, "customer", &format!(r#","text":{written}"#)));
            assert_eq!(taken.whole[0].messages[0].text, text);
        }
        let long = "x".repeat(300_000);
        assert_eq!(
            jsonl(&message(AT, "bot", &format!(r#","text":"{long}""#))).whole[0].messages[0].text,
            long
        );
    }

    #[test]
    fn html_keeps_controls_and_drops_scripts() {
        let html = r#","html":"<div>Good<br>day</div><script>steal()</script>&#27;[31m&#x202e;""#;
        let text = jsonl(&message(AT, "customer", html)).whole[0].messages[0].text.clone();
        assert_eq!(text, "Good\nday\n\u{1b}[31m\u{202e}");
    }

    #[test]
    fn marks_line_ends_and_blank_lines() {
        let text = format!("\u{feff}{SOUND}\r\n\r\n  \r\n{}", SOUND.replace("ok", "ok2"));
        let taken = take(text.as_bytes(), "windows.jsonl", None).unwrap();
        assert_eq!((taken.whole.len(), taken.sentences().as_str()), (2, ""));
    }

    #[test]
    fn not_utf8() {
        let bytes = [b"{\"id\":\"x\",\"messages\":[{\"text\":\"na\xefve\"}]}\n".as_slice(), SOUND.as_bytes()]
            .concat();
        let taken = take(&bytes, "bytes.jsonl", None).unwrap();
        assert_eq!((taken.whole.len(), taken.lines()), (1, vec![1]));
        assert!(taken.sentences().contains("UTF-8"));
    }

    #[test]
    fn broken_lines_are_named_and_skipped() {
        for (line, word) in [
            ("{broken}", "JSON"),
            (r#"{"id":"x","messages":[{"at":"2026-03"#, "cut short"),
            (r#"{"id":"x","messages":[]} {}"#, "behind the object"),
            (r#"["id","messages"]"#, "one JSON object on each line"),
            (r#"{"id":"x","messages":[{"text":"half \ud800"}]}"#, "half a character"),
            (r#"{"id":"x","messages":[{"text":"half \udc00 \ud800\u0041"}]}"#, "half a character"),
            ("{\"id\":\"x\",\"messages\":[{\"text\":\"a\u{1}b\"}]}", "control character"),
            (r#"{"id":"x","messages":[],"csat":{"score":1e999,"min":0,"max":1}}"#, "too large"),
        ] {
            let taken = beside(line);
            assert_eq!(taken.whole.len(), 1, "{line}");
            assert!(taken.lines().contains(&1), "{line}");
            assert!(taken.sentences().contains(word), "{line}: {}", taken.sentences());
        }
    }

    #[test]
    fn depth_does_no_harm() {
        let deep =
            format!(r#"{{"id":"x","more":{}{},"messages":[]}}"#, "[".repeat(20_000), "]".repeat(20_000));
        assert!(beside(&deep).sentences().contains("more"));
        let known =
            format!(r#"{{"id":"x","subject":{}{},"messages":[]}}"#, "[".repeat(20_000), "]".repeat(20_000));
        assert!(!beside(&known).problems.is_empty());
        let open = format!(r#"{{"id":"x","messages":{}"#, "[{\"a\":".repeat(20_000));
        assert!(!beside(&open).problems.is_empty());
    }

    #[test]
    fn times() {
        for at in ["2026-13-45T00:00:00Z", "-1", "", "2026-03-02 09:14"] {
            let taken = beside(&message(at, "customer", r#","text":"x""#));
            assert_eq!(taken.lines(), [1], "{at}");
            let sentence = taken.problems[0].sentence(Lang::En).into_string();
            assert!(sentence.contains("messages[0].at") && sentence.contains("zone"), "{sentence}");
        }
    }

    #[test]
    fn wrong_values_are_all_named_with_their_path() {
        let line = r#"{"id":7,"status":"done","opened_at":"yesterday","transfers":-1,"reopens":1.5,"tags":["a",3],
            "csat":{"score":12,"min":1,"max":5},"messages":[7,{"at":"2026-03-02T10:02:11Z","role":"boss","text":7},
            {"role":"bot","private":"yes"}]}"#
            .replace('\n', " ");
        let taken = beside(&line);
        let fields: Vec<&str> = taken.problems.iter().map(|problem| problem.field.as_str()).collect();
        for field in [
            "id",
            "status",
            "opened_at",
            "transfers",
            "reopens",
            "tags[1]",
            "csat.score",
            "messages[0]",
            "messages[1].role",
            "messages[1].text",
            "messages[2].at",
            "messages[2].text",
            "messages[2].private",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        assert_eq!(fields.len(), 13, "{fields:?}");
    }

    #[test]
    fn required_keys() {
        let fields =
            |line: &str| beside(line).problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>();
        assert_eq!(fields("{}"), ["id", "messages"]);
        assert_eq!(fields(r#"{"id":"","messages":null}"#), ["messages", "id"]);
        assert_eq!(fields(r#"{"id":"x","messages":[]}"#), ["messages"]);
        assert_eq!(
            fields(r#"{"id":"x","messages":[{}]}"#),
            ["messages[0].at", "messages[0].role", "messages[0].text"]
        );
        assert_eq!(fields(r#"{"id":"x","messages":[],"csat":{"score":1}}"#), ["csat.min", "csat.max"]);
    }

    #[test]
    fn null_is_unknown() {
        let line = r#"{"id":"x","source":null,"csat":null,"tags":null,"transfers":null,"closed_at":null,"messages":[
            {"at":"2026-03-02T10:02:11Z","role":"bot","author":null,"text":null,"html":"<b>x</b>","private":null,"macro":null,"id":null}]}"#
            .replace('\n', " ");
        let taken = jsonl(&line);
        assert_eq!(taken.sentences(), "");
        assert_eq!((taken.whole[0].transfers, taken.whole[0].messages[0].text.as_str()), (None, "x"));
    }

    #[test]
    fn what_stands_twice() {
        let key = beside(&message(AT, "bot", r#","text":"a","text":"b""#));
        assert_eq!(key.problems[0].field, "messages[0].text");
        let key =
            beside(r#"{"id":"a","id":"b","messages":[],"opened_at":"2026-03-02T10:02:11Z","messages":[]}"#);
        let fields: Vec<&str> = key.problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["id", "messages"]);

        let one = r#"{"at":"2026-03-02T10:02:11Z","role":"bot","text":"a","id":"m"}"#;
        let ids = beside(&format!(r#"{{"id":"x","messages":[{one},{one}]}}"#));
        assert_eq!((ids.problems[0].field.as_str(), ids.problems[0].found.as_str()), ("messages[1].id", "m"));

        let line = |text: &str| message(AT, "bot", &format!(r#","text":"{text}""#));
        let taken = jsonl(&format!("{}\n{}\n{SOUND}", line("one"), line("two")));
        assert_eq!((taken.whole.len(), taken.problems.len(), taken.warnings.len()), (3, 0, 1));
        assert_eq!(taken.warnings[0].line, Some(2));
        assert!(taken.sentences().contains("already on line 1"));
        assert_eq!(taken.whole[1].messages[0].text, "two");
    }

    #[test]
    fn an_id_of_a_skipped_line_is_not_taken() {
        let taken = jsonl(&format!(
            "{}\n{}",
            message("", "bot", r#","text":"a""#),
            message(AT, "bot", r#","text":"a""#)
        ));
        assert_eq!((taken.whole.len(), taken.warnings.len()), (1, 0));
    }

    #[test]
    fn unknown_keys_are_told_once() {
        let line = |id: &str| {
            format!(
                r#"{{"id":"{id}","mood\u001b[31m":1,"messages":[{{"at":"{AT}","role":"bot","text":"a","mood":"b"}}]}}"#
            )
        };
        let taken = jsonl(&format!("{SOUND}\n{}\n{}", line("a"), line("b")));
        assert_eq!((taken.whole.len(), taken.problems.len(), taken.warnings.len()), (3, 0, 2));
        assert_eq!(taken.warnings[0].line, Some(2));
        assert!(
            taken.sentences().contains("messages[].mood: unknown key, ignored (2 times)"),
            "{}",
            taken.sentences()
        );
        let many: String = (0..5_000).map(|n| format!("\"k{n}\":1,")).collect();
        assert!(beside(&format!("{{{many}\"id\":\"x\",\"messages\":[]}}")).warnings.len() < 60);
    }

    #[test]
    fn a_line_of_many_mistakes_stays_short() {
        let taken = beside(&format!(r#"{{"id":"x","messages":[{}{{}}]}}"#, "{},".repeat(10_000)));
        assert!(taken.problems.len() < 30);
        assert!(taken.sentences().contains("more problems on this line"));
    }

    #[test]
    fn ids_of_any_shape() {
        for id in ["../x", "/x", "-x", "a\\nb", "--help", "é\\u0000"] {
            let taken = jsonl(&SOUND.replace("\"ok\"", &format!("\"{id}\"")));
            assert_eq!(taken.whole.len(), 1, "{id}");
        }
    }

    #[test]
    fn the_caller_may_stop() {
        let text = format!("{SOUND}\n{}", SOUND.replace("ok", "ok2"));
        let mut seen = 0;
        read(&mut text.as_bytes(), "x", Format::ConversationJsonl, &Settled::default(), &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        })
        .unwrap();
        assert_eq!(seen, 1);
    }
}

mod recognition {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_called_by_their_name() {
        for (bytes, word) in [
            (b"".as_slice(), "empty"),
            (b"\xef\xbb\xbf", "plain text"),
            (b" \n\r\n", "empty"),
            (b"PK\x03\x04\x14\0\0\0", "ZIP"),
            (b"PK\x03\x04\x14\0xl/workbook.xml", "Excel"),
            (b"\x1f\x8b\x08\0", "gzip"),
            (b"%PDF-1.7\n", "PDF"),
            (b"SQLite format 3\0", "SQLite"),
            (b"[{\"temperature\": 21.5}]", "JSON list"),
            (b"[\n{\"id\":1,\"messages\":[]},\n{\"id\":2,\"messages\":[]}\n]", "JSON list"),
            (b"{\"temperature\": 21.5}", "JSON of another kind"),
            (b"{\"ticket\": {\"id\": 3}}\n{\"ticket\": {\"id\": 4}}", "`ticket`"),
            (b"{\n  \"id\": \"x\",\n  \"messages\": []\n}", "several lines"),
            (b"<html><body>hi</body></html>", "web page"),
            (b"age-encryption.org/v1\n-> X25519 x", "aplomb open"),
            (b"just a letter", "plain text"),
            (b"\0\x01\x02\x03\x04", "binary"),
            (b"\x93\x11\xfa\x02\xaa\xbb\xcc\x81\x99", "binary"),
        ] {
            let sentence = refused(bytes, "some.file");
            assert!(sentence.contains(word), "{word}: {sentence}");
        }
    }

    #[test]
    fn a_few_broken_lines_do_not_change_the_kind() {
        for first in ["{not json}", "garbage", "{\"id\":\"x\"}", "[1,2]", "\u{0}"] {
            assert_eq!(
                recognise(format!("{first}\n{SOUND}").as_bytes(), "x"),
                Ok(Format::ConversationJsonl),
                "{first}"
            );
        }
        assert_eq!(
            recognise(b"{\"id\":\"x\",\"source\":\"h\",\"subject\":\"cut he", "x"),
            Ok(Format::ConversationJsonl)
        );
    }

    #[test]
    fn csv_of_any_encoding() {
        for bytes in [
            b"a,b\n1,d\xe9j\xe0\n".as_slice(),
            b"\xff\xfea\0,\0b\0\n\0",
            b"a;b\n",
            b"a\tb",
            b"\xef\xbb\xbfa,b",
        ] {
            assert_eq!(recognise(bytes, "x"), Ok(Format::Csv), "{bytes:?}");
        }
        let json_cell = b"id,data\n1,\"{\"\"id\"\":1,\"\"messages\"\":[]}\"\n2,\"\n{\"\"id\"\":2}\"";
        assert_eq!(recognise(json_cell, "x"), Ok(Format::Csv));
    }

    #[test]
    fn csv_without_a_map_is_read_by_the_one_that_fits() {
        let told = |text: &str| take(text.as_bytes(), "x.csv", None).unwrap().sentences();
        assert!(told("conversation_id,at,role,text\n").contains("shipped map one-row-per-message"));
        assert!(told("\u{feff}conversation_id;at;role;text\n").contains("shipped map one-row-per-message"));
        assert!(
            told("id,question_id,created,updated,content,creator\n").contains("shipped map support-forum")
        );
        let text = format!("conversation_id,at,role,text\nc,{AT},agent,\"a\nb\"\n");
        assert_eq!(take(text.as_bytes(), "x.csv", None).unwrap().parts.len(), 1);
        let none = take(b"a,b\n", "x.csv", None).unwrap_err().sentence(Lang::En).into_string();
        assert!(none.contains("--map my-map.toml"), "{none}");
    }
}

mod csv_files {
    use super::*;

    const HEADER: &str = "conversation_id,message_id,at,role,author,text";

    #[test]
    fn quotes_breaks_and_both_record_ends() {
        let text = format!(
            "{HEADER}\r\nc,m1,{AT},customer,tom,\"say \"\"hi\"\"\nthen \"\"go\"\"\"\r\nc,m2,{AT},Agent,lea,\"a\r\nb\"\r\n"
        );
        let taken = csv(&text);
        assert_eq!(taken.sentences(), "");
        let (whole, notes, problems) = assembled(taken.parts);
        assert_eq!((whole.len(), notes.len(), problems.len()), (1, 0, 0));
        let texts: Vec<&str> = whole[0].messages.iter().map(|m| m.text.as_str()).collect();
        assert_eq!(texts, ["say \"hi\"\nthen \"go\"", "a\r\nb"]);
        assert_eq!((whole[0].customer.as_str(), whole[0].agent.as_str()), ("tom", "lea"));
        assert_eq!(whole[0].messages[0].id, "m1");
    }

    #[test]
    fn an_open_quote_refuses_the_whole_file() {
        let rows = |cell: &str| {
            format!("{HEADER}\nc,m1,{AT},bot,b,{cell}\nc,m2,{AT},bot,b,next\nc,m3,{AT},bot,b,\"last\"\n")
        };
        for cell in ["\"never closed", "\"never \"\"closed", "\"closed\" too early"] {
            let sentence = refused(rows(cell).as_bytes(), "open.csv");
            assert!(
                sentence.starts_with("open.csv:2: ") && sentence.contains("quotation mark"),
                "{sentence}"
            );
        }
    }

    #[test]
    fn rows_with_anything_wrong_are_named_by_their_first_line() {
        let text = format!(
            "{HEADER}\nc,m1,{AT},customer,tom,\"two\nlines\"\nc,m2\nc,m3,{AT},customer,tom,x,more\n,m4,{AT},boss,tom,x\n\
             c,m5,soon,customer,tom,x\nc,m6,,customer,tom,x\n,,,,,\n\nc,m7,{AT},customer,tom,ok\n"
        );
        let taken = csv(&text);
        assert_eq!(taken.parts.len(), 2);
        let at: Vec<(u64, &str)> =
            taken.problems.iter().map(|p| (p.line.unwrap(), p.field.as_str())).collect();
        assert_eq!(at, [(4, ""), (5, ""), (6, "conversation_id"), (6, "role"), (7, "at"), (8, "at")]);
        assert!(taken.sentences().contains("2026-03-02T10:02:11Z"));
    }

    #[test]
    fn an_empty_text_is_taken_in_and_told() {
        let taken = csv(&format!("{HEADER}\nc,m1,{AT},customer,tom,\n"));
        assert_eq!((taken.parts.len(), taken.problems.len(), taken.warnings.len()), (1, 0, 1));
        assert_eq!(taken.warnings[0].line, Some(2));
    }

    #[test]
    fn headers() {
        let sentence = refused(format!("{HEADER},text\n").as_bytes(), "twice.csv");
        assert!(sentence.contains("found `text`") && sentence.contains("duplicate"), "{sentence}");
        let sentence = refused(b"conversation_id,text,When\n", "other.csv");
        assert!(sentence.contains("missing: at, role"), "{sentence}");
        let order = format!("text , role,at,conversation_id,more\nhello,bot,{AT},c,\n");
        assert_eq!(csv(&order).parts.len(), 1);
    }

    #[test]
    fn delimiters_and_encodings() {
        let row = |delimiter: &str| {
            [HEADER.replace(',', delimiter), ["c", "m", AT, "bot", "b", "déjà, vu; né"].join(delimiter)]
                .join("\n")
        };
        for delimiter in [";", "\t"] {
            let text = row(delimiter).replace("déjà, vu; né", "\"déjà, vu; né\"");
            for encoded in [
                text.as_bytes().to_vec(),
                [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
                [vec![0xfe, 0xff], text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
            ] {
                let (whole, ..) = assembled(take(&encoded, "x.csv", Some(&plain_map())).unwrap().parts);
                assert_eq!(whole[0].messages[0].text, "déjà, vu; né");
            }
        }
        let latin = [HEADER.as_bytes(), b"\nc,m,", AT.as_bytes(), b",bot,b,d\xe9j\xe0 \x80\n"].concat();
        let sentence = refused(&latin, "latin.csv");
        assert!(
            sentence.starts_with("latin.csv:2: ")
                && sentence.contains("UTF-8")
                && sentence.contains("encoding")
        );
        let told = Map::shipped("one-row-per-message")
            .unwrap()
            .replace("source = \"csv\"", "source = \"csv\"\nencoding = \"windows-1252\"");
        let (whole, ..) = assembled(take(&latin, "x.csv", Some(&Map::parse(&told).unwrap())).unwrap().parts);
        assert_eq!(whole[0].messages[0].text, "déjà €");
        let half = b"\xff\xfea\0,\0b\0\n\0\x3d\xd8,\0b\0".as_slice();
        assert!(take(half, "half.csv", Some(&plain_map())).is_err());
    }

    #[test]
    fn cells_of_hundreds_of_kilobytes() {
        let long = "é\n,".repeat(200_000);
        let (whole, ..) = assembled(csv(&format!("{HEADER}\nc,m,{AT},bot,b,\"{long}\"\n")).parts);
        assert_eq!(whole[0].messages[0].text, long);
    }

    #[test]
    fn everything_that_a_map_can_say() {
        let map = Map::parse(
            r#"
            delimiter = ","
            time = ["%d/%m/%Y %H:%M", "unix"]
            zone = "Europe/Paris"
            [messages]
            source = "account"
            conversation = "ticket"
            at = "sent"
            author = "from"
            text = "body"
            role = { column = "kind", values = { "End user" = "customer", Staff = "agent", Note = "agent" } }
            private = { column = "kind", is = "note" }
            macro = "macro"
            channel = "channel"
            subject = "title"
            agent = "owner"
            customer = "requester"
            opened_at = "opened"
            closed_at = "closed"
            status = { column = "state", values = { done = "closed" } }
            tags = { column = "labels", separator = ";" }
            csat = { column = "rating", min = 0, max = 1, values = { good = 1, bad = 0 }, comment = "why" }
            transfers = "moves"
            reopens = "again"
            marks = [{ column = "spam", is = ["yes", "1"], tag = "spam" }]
            skip_when = { column = "kind", is = "log" }
            "#,
        )
        .unwrap();
        let text = "account,ticket,sent,from,body,kind,macro,channel,title,owner,requester,opened,closed,state,labels,rating,why,moves,again,spam\n\
            acme,7,02/03/2026 11:02,tom,hello,END USER,,email,Shoe,,tom@x,,,,,,,,,yes\n\
            acme,7,1772446000,lea,look,Note,,email,,,,,,,,,,,,\n\
            acme,7,1772446000,lea,,log,,email,,,,,,,,,,,,\n\
            acme,7,1772446100,lea,bye,staff,m1,email,,lea@x,,1772445000,1772447000,Done,a; b;,GOOD,kind,2,0,\n";
        let taken = take(text.as_bytes(), "all.csv", Some(&map)).unwrap();
        assert_eq!(
            (taken.parts.len(), taken.problems.len(), taken.warnings.len()),
            (3, 0, 1),
            "{}",
            taken.sentences()
        );
        let (whole, ..) = assembled(taken.parts);
        let c = &whole[0];
        assert_eq!((c.source.as_str(), c.agent.as_str(), c.customer.as_str()), ("acme", "lea@x", "tom@x"));
        assert_eq!((c.status, c.transfers, c.reopens), (Some(Status::Closed), Some(2), Some(0)));
        assert_eq!(c.tags, ["a", "b", "spam"]);
        assert_eq!(
            c.csat.as_ref().map(|csat| (csat.score, csat.comment.as_deref())),
            Some((1.0, Some("kind")))
        );
        assert_eq!(
            (c.opened_at.micros, c.closed_at.unwrap().micros),
            (1_772_445_000_000_000, 1_772_447_000_000_000)
        );
        assert_eq!(c.messages[0].at.rfc3339(), "2026-03-02T11:02:00+01:00");
        assert_eq!(c.messages.iter().map(|m| m.private).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(c.messages[2].macro_name.as_deref(), Some("m1"));

        let wrong = text.lines().next().unwrap().to_owned()
            + "\nacme,7,1772446100,lea,bye,staff,,email,,,,soon,,gone,,meh,,x,-1,\n";
        let fields: Vec<String> = take(wrong.as_bytes(), "all.csv", Some(&map))
            .unwrap()
            .problems
            .into_iter()
            .map(|p| p.field)
            .collect();
        assert_eq!(fields, ["opened", "state", "rating", "moves", "again"]);
    }
}

mod openings_and_replies {
    use super::*;

    const QUESTIONS: &str = "id,created,title,content,tags,creator,is_solved,solution,is_spam\n\
        q1,2026-03-02 10:00:00 +0000,Lost,<p>Where is it?</p>,a;b;,tom,true,a2,false\n\
        q2,2026-03-02 11:00:00 +0000,Other,<p>Hm</p>,,ann,,,true\n";
    const ANSWERS: &str = "id,question_id,created,content,creator,is_spam\n\
        a1,q1,2026-03-02 10:05:00 +0000,<p>Which?</p>,lea,false\n\
        a2,q1,2026-03-02 10:20:00 +0000,<p>Here</p>,max,false\n\
        a3,q1,2026-03-02 10:30:00 +0000,<p>Thanks</p>,tom,false\n\
        a4,q2,2026-03-02 11:30:00 +0000,<p>Buy</p>,bad,true\n";

    fn forum(files: &[(&str, &str)]) -> Vec<Part> {
        files
            .iter()
            .flat_map(|(name, text)| {
                let taken = take(text.as_bytes(), name, Some(&forum_map())).unwrap();
                assert_eq!(taken.sentences(), "");
                taken.parts
            })
            .collect()
    }

    #[test]
    fn in_either_order_of_files() {
        let (whole, notes, problems) = assembled(forum(&[("a.csv", ANSWERS), ("q.csv", QUESTIONS)]));
        assert_eq!((notes.len(), problems.len()), (0, 0));
        assert_eq!(whole, assembled(forum(&[("q.csv", QUESTIONS), ("a.csv", ANSWERS)])).0);
        let c = &whole[0];
        assert_eq!((c.status, c.customer.as_str(), c.agent.as_str()), (Some(Status::Solved), "tom", "lea"));
        assert_eq!(c.closed_at.unwrap().rfc3339(), "2026-03-02T10:20:00Z");
        let roles: Vec<Role> = c.messages.iter().map(|m| m.role).collect();
        assert_eq!(roles, [Role::Customer, Role::Agent, Role::Agent, Role::Customer]);
        assert_eq!(
            (c.subject.as_str(), c.channel.as_str(), c.messages[0].text.as_str()),
            ("Lost", "forum", "Where is it?")
        );
        assert_eq!(c.tags, ["a", "b"]);
        assert_eq!((whole[1].status, whole[1].tags.join(" + ").as_str()), (None, "spam + spam answer"));
    }

    #[test]
    fn parts_survive_being_put_away() {
        let parts = forum(&[("q.csv", QUESTIONS), ("a.csv", ANSWERS)]);
        let put_away: Vec<String> = parts.iter().map(|part| serde_json::to_string(part).unwrap()).collect();
        let back: Vec<Part> = put_away.iter().map(|part| serde_json::from_str(part).unwrap()).collect();
        assert_eq!(parts, back);
    }

    #[test]
    fn orphans_are_named_each() {
        let (whole, _, problems) = assembled(forum(&[("a.csv", ANSWERS)]));
        assert!(whole.is_empty());
        let at: Vec<(&str, u64)> = problems.iter().map(|p| (p.file.as_str(), p.line.unwrap())).collect();
        assert_eq!(at, [("a.csv", 2), ("a.csv", 3), ("a.csv", 4), ("a.csv", 5)]);
        assert_eq!(problems[0].found, "q1");
    }

    #[test]
    fn a_later_export_updates_and_says_so() {
        let later = ANSWERS.replace("+0000", "-0700").replace("Which?", "Which one?");
        let (whole, notes, problems) =
            assembled(forum(&[("q.csv", QUESTIONS), ("a.csv", ANSWERS), ("b.csv", &later)]));
        assert_eq!((whole[0].messages.len(), problems.len(), notes.len()), (4, 0, 4));
        assert!(whole[0].messages.iter().any(|m| m.text == "Which one?"));
        let note = notes[0].sentence(Lang::En);
        assert!(note.starts_with("b.csv:2: ") && note.contains("a.csv:2") && note.contains("+7 h"), "{note}");

        let (again, notes, _) =
            assembled(forum(&[("q.csv", QUESTIONS), ("a.csv", ANSWERS), ("c.csv", ANSWERS)]));
        assert_eq!(again, assembled(forum(&[("q.csv", QUESTIONS), ("a.csv", ANSWERS)])).0);
        assert!(notes.len() == 4 && notes[0].sentence(Lang::En).contains("repeats a.csv:2"));
    }

    #[test]
    fn without_ids_equal_rows_of_one_file_are_several_messages() {
        let text = format!("conversation_id,at,role,text\nc,{AT},bot,ok\nc,{AT},bot,ok\nc,{AT},bot,no\n");
        let once = take(text.as_bytes(), "a.csv", Some(&plain_map())).unwrap().parts;
        let twice =
            [once.clone(), take(text.as_bytes(), "b.csv", Some(&plain_map())).unwrap().parts].concat();
        let (whole, notes, _) = assembled(once);
        assert_eq!((whole[0].messages.len(), notes.len()), (3, 0));
        let (again, notes, _) = assembled(twice);
        assert_eq!((&again, notes.len()), (&whole, 3));
    }
}

mod maps {
    use super::*;

    fn problems(toml: &str) -> Vec<(u64, String)> {
        let problems = Map::parse(toml).unwrap_err();
        for problem in &problems {
            assert!(!problem.sentence(Lang::Fr).chars().any(forbidden));
        }
        problems.into_iter().map(|p| (p.line.unwrap(), p.field)).collect()
    }

    #[test]
    fn shipped_maps_are_sound() {
        for (name, text) in Map::SHIPPED {
            assert!(Map::parse(text).is_ok(), "{name}: {:?}", Map::parse(text).unwrap_err());
            assert_eq!(Map::shipped(name), Some(text));
        }
        assert_eq!(Map::shipped("nowhere"), None);
    }

    #[test]
    fn all_problems_at_once_with_their_lines() {
        let toml = "sauce = \"x\"\ntime = \"%H\"\nzone = \"Mars\"\ndelimiter = \"x\"\nencoding = \"runes\"\n\
            [messages]\nat = 3\ntext = \"a\"\nhtml = \"b\"\nrole = { column = \"r\", values = { x = \"boss\" } }\n\
            status = { column = \"s\", values = { y = \"gone\" }, more = 1 }\ncsat = { column = \"c\", min = 5, max = 1 }\n\
            marks = [{ column = \"c\" }]\nskip_when = \"c\"\nmay_lack = [\"z\"]\n";
        let found = problems(toml);
        for wanted in [
            (1, "sauce"),
            (3, "zone"),
            (4, "delimiter"),
            (5, "encoding"),
            (6, "messages.conversation"),
            (6, "messages.html"),
            (6, "messages.source"),
            (7, "messages.at"),
            (10, "messages.role.values.x"),
            (11, "messages.status.more"),
            (11, "messages.status.values.y"),
            (12, "messages.csat"),
            (13, "messages.marks.is"),
            (13, "messages.marks.tag"),
            (14, "messages.skip_when"),
            (15, "messages.may_lack"),
        ] {
            assert!(found.contains(&(wanted.0, wanted.1.to_owned())), "{wanted:?} in {found:?}");
        }
        assert_eq!(found.len(), 16, "{found:?}");
    }

    #[test]
    fn tables_that_belong_together() {
        let table =
            |name: &str| format!("[{name}]\nconversation = \"c\"\nat = \"a\"\ntext = \"t\"\nrole = \"r\"\n");
        let map = |names: &[&str]| {
            Map::parse(&names.iter().fold("source = \"s\"\n".to_owned(), |text, name| text + &table(name)))
                .is_ok()
        };
        assert!(map(&["messages"]) && map(&["openings"]) && map(&["openings", "replies"]));
        assert!(
            !map(&[])
                && !map(&["replies"])
                && !map(&["messages", "openings"])
                && !map(&["messages", "replies"])
        );
    }

    #[test]
    fn broken_toml() {
        assert_eq!(problems("source = \"x\"\ntime = \"open\n[messages]\n")[0].0, 2);
        assert_eq!(problems("a = 1\na = 2\n")[0].0, 2);
        assert!(!problems("\"\\u001b[31m\" = 1\n").is_empty());
        assert!(!problems("").is_empty());
    }

    #[test]
    fn times_need_a_zone() {
        let with = |time: &str| {
            let map = Map::shipped("one-row-per-message").unwrap();
            Map::parse(&map.replace("source = \"csv\"", &format!("source = \"csv\"\n{time}")))
        };
        assert!(with("time = \"%d/%m/%Y %H:%M\"\nzone = \"Europe/Paris\"").is_ok());
        assert!(with("time = [\"unix-ms\", \"%d/%m/%Y %H:%M %z\"]").is_ok());
        let problems = with("time = \"%d/%m/%Y %H:%M\"").unwrap_err();
        assert!(problems[0].sentence(Lang::En).contains("zone"));
        assert!(with("time = []").is_err() && with("time = \"soon\"").is_err() && with("time = 3").is_err());
    }
}

mod shared {
    use super::*;

    fn folder(path: &str) -> Option<PathBuf> {
        let root = std::env::var_os("APLOMB_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
        let folder = root.join(path);
        if !folder.is_dir() {
            println!("skipped: {path} is not at hand");
            return None;
        }
        Some(folder)
    }

    fn files(folder: &Path, ending: &str) -> Vec<(String, Vec<u8>)> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.to_string_lossy().ends_with(ending));
        paths.sort();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
    }

    /// Conversations, replies and rows left out of one folder of forum exports.
    fn forum(folder: &Path) -> (Vec<Conversation>, Vec<Problem>) {
        let mut parts = Vec::new();
        for (name, bytes) in files(folder, ".csv") {
            let taken = take(&bytes, &name, Some(&forum_map())).unwrap();
            assert_eq!(taken.sentences(), "");
            parts.extend(taken.parts);
        }
        let (whole, notes, problems) = assembled(parts);
        assert_eq!(problems, []);
        (whole, notes)
    }

    #[test]
    fn forum_exports() {
        let Some(folder) = folder("data/thunderbird-sumo") else { return };
        for (name, openings, replies) in [("daily", 1941, 3882), ("reexport", 74, 167), ("french", 136, 284)]
        {
            let (whole, notes) = forum(&folder.join(name));
            assert_eq!((name, whole.len(), notes.len()), (name, openings, 0));
            assert_eq!(
                (name, whole.iter().map(|c| c.messages.len()).sum::<usize>()),
                (name, openings + replies)
            );
            assert!(
                whole
                    .iter()
                    .all(|c| c.messages[0].role == Role::Customer && c.customer == c.messages[0].author)
            );
            assert!(
                whole.iter().flat_map(|c| &c.messages).all(|m| !m.text.contains("<p>") && m.html.is_some())
            );
        }
    }

    #[test]
    fn forum_figures() {
        let Some(folder) = folder("data/thunderbird-sumo") else { return };
        let (whole, _) = forum(&folder.join("daily"));
        let minutes = |c: &Conversation, to: i64| (to - c.opened_at.micros) as f64 / 60e6;
        let median = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            let middle = values.len() / 2;
            (values.len(), (values[middle] + values[(values.len() - 1) / 2]) / 2.0)
        };
        let first_reply = |c: &Conversation| {
            c.messages.iter().find(|m| m.role == Role::Agent).map(|m| minutes(c, m.at.micros))
        };
        let near = |(n, value): (usize, f64), told: (usize, f64)| n == told.0 && (value - told.1).abs() < 0.1;
        let replies = median(whole.iter().filter_map(first_reply).collect());
        assert!(near(replies, (1323, 190.9)), "{replies:?}");
        let solved = whole.iter().filter(|c| c.status == Some(Status::Solved));
        let solved = median(solved.map(|c| minutes(c, c.closed_at.unwrap().micros)).collect());
        assert!(near(solved, (203, 387.3)), "{solved:?}");
        assert_eq!(whole.iter().filter(|c| c.tags.contains(&"spam answer".to_owned())).count(), 4);
    }

    #[test]
    fn hostile_conversations() {
        let Some(folder) = folder("hostile/conversations") else { return };
        let files = files(&folder, ".jsonl");
        assert!(files.len() > 10);
        for (name, bytes) in files {
            let taken = take(&bytes, &name, None).unwrap();
            assert!(!taken.whole.is_empty(), "{name}: the sound conversation is taken in");
        }
    }
}
