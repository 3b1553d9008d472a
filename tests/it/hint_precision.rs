//! The shipped rules for hints held against answers that were given by hand, by reading, before any rule was written
//! (`tests/fixtures/hint-labels.toml`). The conversations are in folders beside the project; without them this skips.
//!
//! Words and limits were chosen by looking at one half only: the conversations whose ids have an even sum of digits.
//! The other half says how good they are; what stands here as a floor is that half.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use aplomb::domain::conversation::Conversation;
use aplomb::domain::hint::Reader;
use aplomb::domain::interval::wilson;
use aplomb::domain::review::Value;
use aplomb::formats::checklist::{SHIPPED, parse};
use aplomb::formats::import::{Fed, Format, Settled, read};
use serde::Deserialize;
use serde_json::json;

use crate::common;
use crate::home::Home;

#[derive(Deserialize)]
struct Labels {
    conversations: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    set: String,
    id: String,
    drawn: String,
    answers: BTreeMap<String, String>,
}

impl Labelled {
    /// Whether the rules were made with it in view.
    fn seen(&self) -> bool {
        self.id.bytes().map(u32::from).sum::<u32>() % 2 == 0
    }
}

fn labels() -> Vec<Labelled> {
    let labels: Labels = toml::from_str(include_str!("../fixtures/hint-labels.toml")).unwrap();
    labels.conversations
}

/// How a rule did, pointing to one answer.
#[derive(Default)]
struct Tally {
    spoke: u64,
    right: u64,
}

impl Tally {
    fn told(&self) -> String {
        let (right, spoke) = (self.right, self.spoke);
        let interval = wilson(right, spoke).map_or_else(
            |_| String::new(),
            |(low, high)| {
                format!(
                    "{:>3.0}% ({:.0} to {:.0})",
                    100.0 * right as f64 / spoke as f64,
                    100.0 * low,
                    100.0 * high
                )
            },
        );
        format!("{right:>3} of {spoke:<3} {interval:<16}")
    }
}

#[test]
fn the_labels_are_sound_and_enough() {
    let list = parse(SHIPPED[0].1, &|_| None).unwrap();
    let labels = labels();
    let mut answers = 0;
    for labelled in &labels {
        assert!(["evenly", "search"].contains(&labelled.drawn.as_str()));
        for (item, answer) in &labelled.answers {
            let item = list.item(item).unwrap_or_else(|| panic!("{item}"));
            assert!(
                item.takes(Value::parse(answer).unwrap()) || answer == "n/a",
                "{} {}",
                labelled.id,
                item.id
            );
            answers += 1;
        }
    }
    assert!(labels.len() >= 35 && answers >= 200, "{answers} answers to {} conversations", labels.len());
}

#[test]
fn the_shipped_rules_against_answers_given_by_hand() {
    let (Some(star), Some(tool)) =
        (common::shared("data/star-dialogues/dialogues"), common::shared("tools/star_to_jsonl.py"))
    else {
        return;
    };
    let (Some(forum), Some(abcd)) =
        (common::shared("data/thunderbird-sumo"), common::shared("data/abcd/abcd_sample.json"))
    else {
        return;
    };
    let Ok(converted) = Command::new("python3").arg(tool).arg(star).output() else {
        println!("skipped: python3 is not here");
        return;
    };
    let mut conversations = taken(&converted.stdout);
    conversations.extend(taken(&threads(&forum)));
    conversations.extend(taken(&chats(&abcd)));

    let shipped = parse(SHIPPED[0].1, &|_| None).unwrap().hints.len();
    let with_the_rest = format!("{}\n{}", SHIPPED[0].1, include_str!("../fixtures/hints-left-out.toml"));
    let list = parse(&with_the_rest, &|_| None).unwrap();
    let reader = Reader::new(&list.hints);
    let mut tallies: BTreeMap<(usize, String), [Tally; 2]> = BTreeMap::new();
    let mut answered: BTreeMap<(String, String), u64> = BTreeMap::new();
    for labelled in labels() {
        let set = labelled.set.split('-').next().unwrap();
        let found = conversations.get(&(set.to_owned(), labelled.id.clone()));
        let conversation = found.unwrap_or_else(|| panic!("{set} {} is missing", labelled.id));
        for (item, answer) in &labelled.answers {
            *answered.entry((item.clone(), answer.clone())).or_default() += 1;
        }
        for hint in reader.read(conversation) {
            let rule = &list.hints[hint.rule];
            let Some(answer) = labelled.answers.get(&rule.item) else { continue };
            let both = tallies.entry((hint.rule, hint.points.to_string())).or_default();
            let tally = &mut both[usize::from(!labelled.seen())];
            tally.spoke += 1;
            tally.right += u64::from(*answer == hint.points.to_string());
            if *answer != hint.points.to_string()
                && std::env::var_os("APLOMB_HINTS_MISSED").is_some()
                && labelled.seen()
            {
                println!(
                    "missed: {set} {} {} {} is {answer}, m{:?}",
                    labelled.id, rule.id, hint.points, hint.message
                );
            }
        }
    }
    println!(
        "rule                 item               points  other half                seen half                 recall"
    );
    let (mut ships, mut tried) = (Tally::default(), Tally::default());
    for ((place, points), [seen, other]) in &tallies {
        let rule = &list.hints[*place];
        let there = answered.get(&(rule.item.clone(), points.clone())).copied().unwrap_or_default();
        let recall = seen.right + other.right;
        let left_out = if *place < shipped { "" } else { "  left out" };
        println!(
            "{:<20} {:<18} {points:<4} {}  {}  {recall} of {there}{left_out}",
            rule.id,
            rule.item,
            other.told(),
            seen.told()
        );
        tried.spoke += other.spoke;
        tried.right += other.right;
        // A rule that is wrong more often than every third time has no place in what ships.
        if *place < shipped {
            ships.spoke += other.spoke;
            ships.right += other.right;
            assert!(3 * other.right >= 2 * other.spoke, "{} → {points}: {}", rule.id, other.told());
        }
    }
    println!("other half, what ships:     {}", ships.told());
    println!("other half, all that was tried: {}", tried.told());
    assert!(ships.spoke >= 200 && 10 * ships.right >= 8 * ships.spoke, "{}", ships.told());
}

/// Conversations of JSON Lines, by the first word of their set and by id.
fn taken(jsonl: &[u8]) -> BTreeMap<(String, String), Conversation> {
    let mut taken = BTreeMap::new();
    read(&mut Cursor::new(jsonl), "x.jsonl", Format::ConversationJsonl, &Settled::default(), &mut |fed| {
        if let Fed::Whole { conversation, .. } = fed {
            let set = match conversation.source.as_str() {
                "support.mozilla.org" => "sumo",
                source => source,
            };
            taken.insert((set.to_owned(), conversation.external_id.clone()), *conversation);
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    taken
}

/// The forum's threads, taken in and given out by the program itself.
fn threads(forum: &Path) -> Vec<u8> {
    let home = Home::empty();
    let (french, daily) = (forum.join("french"), forum.join("daily"));
    let folders = [french.to_str().unwrap(), daily.to_str().unwrap()];
    home.run(["import", folders[0], folders[1], "--map", "support-forum", "--everyone"]).code(0);
    home.run(["export", "conversations", "--format", "json"]).code(0).out.into_bytes()
}

/// Chats without times: a minute from line to line.
fn chats(file: &Path) -> Vec<u8> {
    let chats: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut lines = Vec::new();
    for chat in chats {
        let said = chat["original"].as_array().unwrap().iter().filter(|line| line[0] != "action");
        let messages: Vec<_> = said
            .enumerate()
            .map(|(n, line)| json!({"at": format!("2020-01-01T10:{n:02}:00Z"), "role": line[0], "author": line[0], "text": line[1]}))
            .collect();
        let id = chat["convo_id"].to_string();
        let line = json!({"id": id, "source": "abcd", "channel": "chat", "messages": messages});
        lines.extend(line.to_string().into_bytes());
        lines.push(b'\n');
    }
    lines
}
