//! What `docs/bundles.md` states in numbers and names is what the program keeps to.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aplomb::domain::exchange::LONGEST_COMMENT;
use aplomb::domain::names::ExchangeId;
use aplomb::formats::bundle::{
    LARGEST_BODY, LONGEST_MESSAGE, LONGEST_NAME, LONGEST_REMARK, MOST_CHECKLISTS, MOST_ITEMS, MOST_MESSAGES,
    MOST_PEERS, MOST_REVIEWS, MOST_TAGS,
};
use aplomb::trust::header::{MOST_PLAIN, MOST_RECEIVERS};
use aplomb::trust::{Kind, card};

use super::{document, project, quoted};

/// A number as the document writes it.
fn number(n: usize) -> String {
    let digits = n.to_string();
    match digits.len() {
        5.. => format!("{} {}", &digits[..digits.len() - 3], &digits[digits.len() - 3..]),
        4 if n % 1000 == 0 => format!("{} {}", &digits[..1], &digits[1..]),
        _ => digits,
    }
}

fn mib(bytes: usize) -> String {
    format!("{} MiB", bytes >> 20)
}

fn kib(bytes: usize) -> String {
    format!("{} KiB", bytes >> 10)
}

#[test]
fn the_kinds_of_bundles_are_those_of_the_program() {
    let text = document("docs/bundles.md");
    let row = text.lines().find(|line| line.starts_with("| `kind` |")).unwrap();
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(quoted(row)[1..], kinds);
    for kind in kinds {
        assert!(text.contains(&format!("\n**`{kind}`**")), "no body of {kind}");
        assert!(text.contains(&format!("\n| {kind} |")), "not said who gets a {kind}");
    }
}

#[test]
fn the_limits_are_those_of_the_program() {
    let text = document("docs/bundles.md");
    assert_eq!(MOST_PLAIN, LARGEST_BODY as u64);
    for said in [
        format!("| a body, unpacked | {} |", mib(LARGEST_BODY)),
        format!("bytes of the body when unpacked, at most {}", mib(LARGEST_BODY)),
        format!("| items of a checklist · named by answers or a talk | 200 · {MOST_ITEMS} |"),
        format!(
            "| messages · text of one · tags | {} · {} · {} |",
            number(MOST_MESSAGES),
            mib(LONGEST_MESSAGE),
            number(MOST_TAGS)
        ),
        format!("| a comment on an answer | {} |", kib(LONGEST_COMMENT)),
        format!(
            "| a remark, a reason, *because*, a subject · a comment with a rating | {} · {} |",
            kib(LONGEST_REMARK),
            kib(LONGEST_REMARK * 4)
        ),
        format!("| a name or an id | {LONGEST_NAME} characters |"),
        format!(
            "| reviews · checklists · peers of one review | {} · {MOST_CHECKLISTS} · {MOST_PEERS} |",
            number(MOST_REVIEWS)
        ),
        format!("rising, 1 to {MOST_RECEIVERS}, the author not among them"),
        format!("2 to {} stanzas", MOST_RECEIVERS + 1),
        format!("`name` has at most {} characters", card::LONGEST_NAME),
    ] {
        assert!(text.contains(&said), "not in the document: {said}");
    }
}

/// What has no public name, by the line of the sources that fixes it.
#[test]
fn what_the_sources_fix_stands_in_the_document() {
    let text = document("docs/bundles.md");
    for (file, fixed, said) in [
        ("trust/frame.rs", r#"MAGIC: &[u8; 8] = b"APLOMB1\n";"#, r#""APLOMB1\n""#),
        ("trust/frame.rs", "MOST_HEADER: usize = 65_536;", "length of the header, at most 65 536"),
        ("trust/frame.rs", "MOST_BODY: usize = 16 * 1024 * 1024;", "length of the body, at most 16 MiB"),
        ("trust/frame.rs", "STEP: usize = 4096;", "a power of two from 4096 bytes"),
        ("trust/frame.rs", "MOST_WINDOW_LOG: u32 = 23;", "window at most 8 MiB"),
        ("trust/age_file.rs", "MOST: usize = 24 * 1024 * 1024;", "binary or armored, at most 24 MiB"),
        ("trust/statement.rs", "MOST: usize = 16 * 1024;", "Text, UTF-8, at most 16 KiB"),
        ("trust/card.rs", r#"TITLE: &str = "APLOMB CARD";"#, "    APLOMB CARD 1\n"),
        ("ops/exchange/open.rs", "TOLERANCE: i64 = 48 * 3_600_000_000;", "48 hours after `expires`"),
        ("ops/exchange/send.rs", "LASTS: i64 = 90 * 86_400_000_000;", "writes 90 days"),
        (
            "formats/checklist/mod.rs",
            "MOST_ITEMS: usize = 200;",
            "| items of a checklist · named by answers or a talk | 200 ·",
        ),
    ] {
        let source = fs::read_to_string(project("src").join(file)).unwrap();
        assert!(
            source.contains(fixed),
            "{file} says otherwise than {fixed}: look at what the document says of it"
        );
        assert!(text.contains(said), "not in the document: {said}");
    }
    let id = ExchangeId([7; 16]).to_string();
    let running = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(running.contains(&format!("an id is {} random bytes, written as {}.", id.len() / 2, id.len())));
}

/// Everything between quotes that begins with `aplomb/`, in a text.
fn purposes(text: &str) -> BTreeSet<String> {
    let named = text.split("aplomb/").skip(1).filter_map(|rest| {
        let end =
            rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-' || c == '/' || c.is_ascii_digit()))?;
        let name = &rest[..end];
        name.ends_with("/v1").then(|| format!("aplomb/{name}"))
    });
    named.collect()
}

fn all_sources(folder: &Path, into: &mut String) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all_sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn the_purposes_are_those_of_the_program() {
    let said = purposes(&document("docs/bundles.md"));
    let mut sources = String::new();
    all_sources(&project("src"), &mut sources);
    let used = purposes(&sources);
    assert!(said.is_subset(&used), "{:?}", said.difference(&used));
    // What others must compute alike; the rest stays on one machine.
    for needed in [
        "answers",
        "bundle",
        "card",
        "card-after",
        "card-signed",
        "checklist",
        "conversation",
        "meeting",
        "seal",
    ] {
        assert!(said.contains(&format!("aplomb/{needed}/v1")), "{needed}");
    }
}
