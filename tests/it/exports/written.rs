//! What is in the files, read by this program's own eyes.

use aplomb::domain::book::Chart;
use aplomb::domain::shown::forbidden;
use aplomb::formats::export::form::Form;
use aplomb::words::Lang;
use serde_json::Value;

use super::book::{hostile, report};
use super::{bytes, text};

const FORMS: [Form; 6] = [Form::Csv, Form::Json, Form::Xlsx, Form::Html, Form::Markdown, Form::Parquet];

#[test]
fn the_same_report_gives_the_same_bytes() {
    for form in FORMS {
        for lang in [Lang::En, Lang::Fr] {
            assert_eq!(
                bytes(report(), form, "kinds", lang),
                bytes(report(), form, "kinds", lang),
                "{form:?}"
            );
        }
    }
}

/// A report without the texts that mean harm, which would only be noise in a picture of the whole.
fn calm() -> aplomb::domain::book::Book {
    let mut book = report();
    book.sheets.retain(|sheet| sheet.id != "texts");
    book
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!("markdown_en", text(calm(), Form::Markdown, "", Lang::En));
    insta::assert_snapshot!("markdown_fr", text(calm(), Form::Markdown, "", Lang::Fr));
}

#[test]
fn as_json() {
    insta::assert_snapshot!("json", text(calm(), Form::Json, "", Lang::En));
}

#[test]
fn as_a_page() {
    // One element a line, so that a change can be read.
    let page = text(calm(), Form::Html, "", Lang::Fr).replace("><", ">\n<");
    insta::assert_snapshot!("html_fr", page);
}

#[test]
fn bars_of_one_name_are_told_apart() {
    let mut book = calm();
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.id == "pillars").unwrap();
    if let Some(Chart::Bars { apart, .. }) = &mut sheet.chart {
        *apart = Some("n");
    }
    let page = text(book, Form::Html, "", Lang::En);
    assert!(page.contains("Courtesy, 412: 91;"), "in words");
    assert!(page.contains(">Courtesy, 412</text>"), "and in the picture");
}

#[test]
fn as_csv() {
    insta::assert_snapshot!("csv", text(report(), Form::Csv, "kinds", Lang::Fr));
}

#[test]
fn no_text_controls_anything() {
    for form in [Form::Csv, Form::Json, Form::Html, Form::Markdown] {
        let text = text(report(), form, "texts", Lang::En);
        let bad: Vec<char> = text.chars().filter(|c| *c != '\n' && forbidden(*c)).collect();
        assert!(bad.is_empty(), "{form:?}: {bad:?}");
    }
    let page = text(report(), Form::Html, "", Lang::En);
    assert!(!page.contains("<script") && !page.contains("<img"), "escaped");
    assert_eq!(page.matches("<style>").count(), 1);
    for word in ["src=", "href=\"http", "url(", "@import"] {
        let escaped = page.replace("&lt;img src=x", "");
        assert!(!escaped.contains(word), "{word}");
    }
}

#[test]
fn csv_cells_are_guarded() {
    let text = text(report(), Form::Csv, "texts", Lang::En);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), hostile().len());
    assert!(
        rows.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '@', '＝'])),
        "{rows:?}"
    );
    assert_eq!(&rows[0][0], "'=1+1");
    assert_eq!(&rows[17][0], "00123");
}

#[test]
fn json_says_why_there_is_no_figure() {
    let json: Value = serde_json::from_str(&text(report(), Form::Json, "", Lang::En)).unwrap();
    assert_eq!(json["schema_version"], 1);
    assert_eq!(json["as_of"], "2026-11-02T09:00:00.123456Z");
    assert_eq!(json["period"]["from"], "2026-10-01");
    let sheet = |id: &str| json["sheets"].as_array().unwrap().iter().find(|sheet| sheet["id"] == id).unwrap();
    assert_eq!(sheet("pillars")["rows"][3]["mean"], serde_json::json!({"value": null, "reason": "too_few"}));
    assert_eq!(sheet("pillars")["rows"][0]["mean"], 91.2);
    assert_eq!(sheet("kinds")["rows"][8]["count"], Value::Null);
    assert_eq!(sheet("texts")["rows"][0]["text"], "=1+1");
    assert_eq!(sheet("empty")["rows"], serde_json::json!([]));
}
