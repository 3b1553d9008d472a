//! `export`, and files that commands write.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::home::{EXPORT, Home};

/// One conversation with what must survive: controls, direction, invisible letters, astral ones, line ends of all kinds.
fn odd() -> String {
    let text = "a\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\u{202e}evil\u{200b}\u{e0041}\u{feff}👩‍👩‍👧\r\nline\rtwo\ttab \u{2028}=1+1";
    serde_json::json!({"id": "=cmd|' /C calc'!A0", "source": "sh\u{1b}op", "subject": text, "tags": ["<b>", "|"],
        "messages": [{"id": "m", "at": "2026-03-02T10:00:00.123456-03:30", "role": "customer", "author": "@x", "text": text}]})
    .to_string()
}

#[test]
fn conversations_go_out_and_come_back_without_loss() {
    let home = Home::of_lea();
    home.fed(["import", "-", "--everyone"], &odd()).code(0);
    let first = home.run(["export", "conversations"]).code(0).out;
    assert_eq!(first.lines().count(), 6);
    assert!(!first.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')), "escaped");

    let other = Home::empty();
    other.fed(["import", "-", "--everyone"], &first).code(0).prints("6 conversations added");
    let second = other.run(["export", "conversations", "--format", "json"]).code(0).out;
    assert_eq!(second, first);
    other.fed(["import", "-", "--everyone"], &second).code(0).prints("0 updated, 6 unchanged");

    let given: serde_json::Value = serde_json::from_str(&odd()).unwrap();
    let kept: serde_json::Value = serde_json::from_str(first.lines().last().unwrap()).unwrap();
    for field in ["id", "source", "subject", "tags"] {
        assert_eq!(kept[field], given[field], "{field}");
    }
    assert_eq!(kept["messages"][0]["text"], given["messages"][0]["text"]);
    assert_eq!(kept["messages"][0]["at"], given["messages"][0]["at"]);
    // What was left out of a whole export comes back by a query.
    let some = home.run(["export", "conversations", "--query", "channel:email"]).code(0).out;
    assert_eq!(some.lines().count(), 2);
}

#[test]
fn conversations_as_a_table_say_nothing_of_what_was_said() {
    let home = Home::of_lea();
    home.fed(["import", "-", "--everyone"], &odd()).code(0);
    let csv = home.run(["export", "conversations", "--format", "csv"]).code(0).out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let heads = rows.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(&rows[0][column("messages")], "4");
    assert_eq!(&rows[0][column("csat")], "4");
    assert_eq!(&rows[0][column("transfers")], "0");
    assert_eq!(&rows[0][column("opened_at")], "2026-03-02T09:02:11Z");
    assert_eq!(&rows[1][column("transfers")], "not_recorded", "unknown is not 0");
    assert_eq!(&rows[1][column("csat")], "not_recorded");
    assert_eq!(&rows[5][column("conversation")], "'=cmd|' /C calc'!A0");
    for word in ["shoe", "parcel", "evil", "cr@mail.example", "b\n"] {
        assert!(!csv.contains(word), "{word} in\n{csv}");
    }
    let json = home.run(["export", "conversations", "--format", "json", "--sheet", "conversations"]).json();
    assert_eq!(json["sheets"][0]["rows"][1]["transfers"]["reason"], "not_recorded");
    let page = home.run(["export", "conversations", "--format", "html"]).code(0).out;
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
}

#[test]
fn the_name_of_a_file_says_its_form() {
    let home = with_reviews();
    for (name, begins) in [
        ("r.xlsx", &b"PK\x03\x04"[..]),
        ("r.parquet", b"PAR1"),
        ("r.html", b"<!DOCTYPE html>"),
        ("r.md", b"# Reviews"),
        ("r.JSON", b"{\n  \"schema_version\": 1"),
        ("r.csv", b"source,conversation,"),
        ("r.txt", b"source,conversation,"),
    ] {
        home.run(["export", "reviews", "-o", name]).code(0);
        assert!(fs::read(home.path(name)).unwrap().starts_with(begins), "{name}");
    }
    home.run(["export", "reviews", "-o", "odd.csv", "--format", "json"]).code(0);
    assert!(home.text("odd.csv").starts_with('{'));
    home.run(["export", "reviews", "--format", "json", "-o", "same.json"]).code(0);
    assert_eq!(home.text("same.json"), home.run(["export", "reviews", "--json"]).code(0).out);
}

#[test]
fn a_form_of_one_sheet_is_a_file_for_each() {
    let home = with_reviews();
    home.run(["export", "reviews", "-o", "all.parquet"]).code(0).says("wrote all-answers.parquet");
    for name in ["all.parquet", "all-pillars.parquet", "all-answers.parquet"] {
        assert!(home.path(name).exists(), "{name}");
    }
    // One name that is taken, and nothing is written.
    fs::remove_file(home.path("all.parquet")).unwrap();
    home.run(["export", "reviews", "-o", "all.parquet"]).code(1).says("all-pillars.parquet");
    assert!(!home.path("all.parquet").exists());

    home.run(["export", "reviews", "-o", "answers.csv"]).code(0);
    let about = home.text("answers-about.csv");
    assert!(about.starts_with("id,name,meaning\nas_of,Known on,2"), "{about}");
    assert!(about.contains("score/1,Score of a pillar,\"100 × sum"), "{about}");
    home.run(["export", "reviews", "--sheet", "pillars", "-o", "pillars.csv"]).code(0);
    assert!(!home.path("pillars-about.csv").exists());
    let pillars = home.text("pillars.csv");
    let mut rows = csv::Reader::from_reader(pillars.as_bytes());
    let score = rows.headers().unwrap().iter().position(|head| head == "score").unwrap();
    let scores: Vec<String> = rows.records().map(|row| row.unwrap()[score].to_owned()).collect();
    assert_eq!(scores.len(), 6, "three pillars with items, two reviews");
    assert!(scores.iter().all(|score| score.parse::<f64>().is_ok_and(|score| score > 50.0)), "{scores:?}");
    home.run(["export", "reviews", "--sheet", "nothing", "--format", "csv"])
        .code(2)
        .says("reviews, pillars, answers");
    let piped = home.command(["export", "reviews", "--format", "parquet"]).output().unwrap();
    assert!(piped.stdout.starts_with(b"PAR1") && piped.stdout.ends_with(b"PAR1"));
    assert!(String::from_utf8(piped.stderr).unwrap().contains("--sheet has the others: pillars, answers"));
}

fn with_reviews() -> Home {
    let home = Home::of_lea();
    home.run(["me", "--name", "=Léa|<i>"]).code(0);
    home.answer_all("1", &[]);
    let answers = r#"{"answers":{"accurate":{"value":"no","cause":"outdated","comment":"=1+1\n| a <b>","evidence":["m2"]}}}"#;
    home.fed(["score", "1", "--answers", "-"], answers).code(0);
    home.run(["seal", "1"]).code(0);
    home.answer_all("3", &[("useful", "no")]);
    home.run(["seal", "3"]).code(0);
    home.answer_all("2", &[]);
    home
}

#[test]
fn reviews_as_csv_json_and_markdown() {
    let home = with_reviews();
    let csv = home.run(["export", "reviews", "--format", "csv"]).code(0).out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let heads = rows.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 60, "30 answers of each sealed review; the draft is not mine to show yet");
    assert_eq!(&rows[1][column("comment")], "'=1+1\n| a <b>", "no spreadsheet runs it");
    assert_eq!(&rows[1][column("reviewer")], "'=Léa|<i>");
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    let raw = home.run(["export", "reviews", "--raw-cells"]).code(0).out;
    assert!(raw.contains("\"=1+1\n| a <b>\""));

    let json = home.run(["export", "reviews", "--format", "json"]).json();
    let reviews = json["reviews"].as_array().unwrap();
    assert_eq!(reviews.len(), 2);
    assert_eq!(reviews[0], home.run(["review", "1", "--json"]).json());
    assert_eq!(reviews[1], home.run(["review", "3", "--json"]).json());
    assert_eq!(home.run(["export", "reviews", "--json"]).json(), json);
    for (row, answer) in rows.iter().zip(reviews.iter().flat_map(|r| r["answers"].as_array().unwrap())) {
        assert_eq!(row[column("item")], *answer["item"].as_str().unwrap());
        assert_eq!(row[column("value")], *answer["value"].as_str().unwrap());
        assert_eq!(row[column("weight")].parse::<f64>().unwrap(), answer["weight"].as_f64().unwrap());
    }

    let markdown = home.run(["export", "reviews", "--format", "markdown"]).code(0).out;
    assert!(markdown.starts_with("# Reviews\n"));
    assert!(!markdown.contains("<b>") && !markdown.contains("<i>"), "{markdown}");
    assert_eq!(markdown.matches("\n## ").count(), 2);
    let french = home.run(["--lang", "fr", "export", "reviews", "--format", "markdown"]).code(0).out;
    assert!(french.starts_with("# Évaluations\n"));
    let one = home.run(["export", "reviews", "--format", "json", "--query", "channel:email"]).json();
    assert_eq!(one["reviews"].as_array().unwrap().len(), 1);
}

#[test]
fn a_file_written_is_mine_alone_and_an_existing_one_is_kept() {
    let home = Home::of_lea();
    for arguments in [
        vec!["export", "conversations", "-o", "out"],
        vec!["export", "reviews", "-o", "out"],
        vec!["checklist", "new", "-o", "out"],
        vec!["backup", "out"],
    ] {
        let out = home.path("out");
        home.run(&arguments).code(0).says("wrote out");
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600, "{arguments:?}");
        fs::write(&out, "something else").unwrap();
        home.run(&arguments).code(1).says("--force");
        assert_eq!(home.text("out"), "something else");
        let forced: Vec<&str> = arguments.iter().copied().chain(["--force"]).collect();
        home.run(&forced).code(0);
        assert_ne!(fs::read(&out).unwrap(), b"something else");
        fs::remove_file(&out).unwrap();
        // A link that leads elsewhere is not followed.
        let target = home.file("target", "mine");
        std::os::unix::fs::symlink(&target, &out).unwrap();
        home.run(&arguments).code(1);
        assert_eq!(home.text("target"), "mine");
        fs::remove_file(&out).unwrap();
    }
    let left: Vec<_> = fs::read_dir(home.path("")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".aplomb")), "{left:?}");
    home.run(["export", "conversations", "-o", "no/such/folder/out"]).code(1).says("no/such/folder/out");
}

#[test]
fn an_export_is_the_same_as_its_file() {
    let home = Home::of_lea();
    home.run(["export", "conversations", "-o", "all.jsonl"]).code(0);
    assert_eq!(home.text("all.jsonl"), home.run(["export", "conversations"]).code(0).out);
    assert_eq!(home.text("all.jsonl").lines().count(), EXPORT.lines().count() - 1);
}
