//! `[[items]]`: the statements to check.

use std::collections::BTreeMap;

use super::conditions::{self, Waiting};
use super::nearest::nearest;
use super::reading::{Reading, Room};
use super::spelling::CRITICAL;
use super::tree::{Entry, Place, Table};
use super::{MOST_CAUSES, MOST_ITEMS, WIDEST_TEXT};
use crate::both;
use crate::domain::checklist::{Cause, Item, Pillar, Scale};
use crate::domain::condition::Condition;
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Answers that `comment_on` may list: every point of the longest scale, and *n/a*.
const MOST_ANSWERS: usize = 102;

/// The pillars that items and metrics may name.
pub(super) struct Pillars<'a> {
    pub(super) list: &'a [Pillar],
}

impl Pillars<'_> {
    /// Reads the key `pillar` of a table.
    pub(super) fn of(&self, table: &Table<'_>, reading: &mut Reading) -> String {
        let wish = Bilingual::fixed(
            "the id of a pillar, in quotes",
            "l’identifiant d’un pilier, entre guillemets droits",
        );
        let Some(entry) = reading.need(table, "pillar", &wish) else { return String::new() };
        let Some(pillar) = reading.string(&entry, &wish) else { return String::new() };
        let ids = || self.list.iter().map(|pillar| pillar.id.as_str());
        // Where a pillar's own id is missing or no text, this may be the name that was meant.
        let all_named = !self.list.is_empty() && ids().all(|id| !id.is_empty());
        if all_named && !ids().any(|id| id == pillar) {
            let wish = match nearest(pillar, ids()) {
                Some(near) => both!(
                    "no pillar has this id; did you mean `{near}`?",
                    "aucun pilier n’a cet identifiant\u{202f}; vouliez-vous dire `{near}`\u{202f}?"
                ),
                None => {
                    let all = ids().collect::<Vec<_>>().join(", ");
                    both!(
                        "unknown pillar; this list has: {all}",
                        "pilier inconnu\u{202f}; cette liste a\u{a0}: {all}"
                    )
                }
            };
            reading.absence(&entry.place, pillar, wish);
        }
        pillar.to_owned()
    }
}

/// Reads all items and their conditions.
pub(super) fn read(root: &Table<'_>, pillars: &Pillars<'_>, reading: &mut Reading) -> Vec<Item> {
    let wish = Bilingual::fixed("at least one item: [[items]]", "au moins un point\u{a0}: [[items]]");
    let mut seen = BTreeMap::new();
    let mut items = Vec::new();
    for mut table in reading.tables(root, "items", MOST_ITEMS, &wish) {
        let id = reading.id(&mut table).unwrap_or_default();
        if !id.is_empty() {
            reading.unique(&mut seen, id, &table.place_of_id());
        }
        items.push(item(id, &table, pillars, reading));
    }
    if items.is_empty() {
        reading.absence(&root.place_of("items"), "", wish);
    }
    conditions::check(&items, reading);
    items.into_iter().map(|waiting| waiting.item).collect()
}

fn item(id: &str, table: &Table<'_>, pillars: &Pillars<'_>, reading: &mut Reading) -> Waiting {
    reading.only(
        table,
        &[
            "id",
            "pillar",
            "row",
            "text",
            "guidance",
            "why",
            "weight",
            "answer",
            "na",
            "critical",
            "when",
            "causes",
            "comment_on",
        ],
    );
    let scale = table.get("answer").map_or(Some(Scale::YesNo), |entry| scale(&entry, reading));
    let when = table.get("when").and_then(|entry| condition(&entry, reading));
    let mut item = Item {
        id: id.to_owned(),
        pillar: pillars.of(table, reading),
        text: reading.pair(table, "text", Room::Columns(WIDEST_TEXT)),
        guidance: reading.pair_if_any(table, "guidance", Room::Paragraph).unwrap_or_default(),
        why: reading.pair_if_any(table, "why", Room::Paragraph).unwrap_or_default(),
        row: reading.row(table),
        weight: reading.weight(table),
        scale: scale.unwrap_or(Scale::YesNo),
        na: reading.pair_if_any(table, "na", Room::Paragraph),
        critical: table.get("critical").and_then(|entry| reading.word(&entry, &CRITICAL)),
        when: when.as_ref().map(|(condition, _)| condition.clone()),
        causes: causes(table, reading),
        comment_on: Vec::new(),
        own: false,
    };
    item.comment_on = comment_on(table, &item, scale.is_some(), reading);
    Waiting { item, scale_known: scale.is_some(), when_at: when.map(|(_, place)| place) }
}

fn scale(entry: &Entry<'_>, reading: &mut Reading) -> Option<Scale> {
    let scale = entry.value.as_str().and_then(parse_scale);
    if scale.is_none() {
        let most = Scale::HIGHEST;
        reading.problem(
            &entry.place,
            entry.found(),
            both!(
                "\"yes-no\", or a scale of whole numbers such as \"1-5\" or \"0-10\", the lowest first, at most {most}",
                "\"yes-no\", ou une échelle de nombres entiers telle que \"1-5\" ou \"0-10\", le plus petit d’abord, {most} au plus"
            ),
        );
    }
    scale
}

fn parse_scale(text: &str) -> Option<Scale> {
    if text == "yes-no" {
        return Some(Scale::YesNo);
    }
    let (min, max) = text.split_once('-')?;
    let point = |digits: &str| match Value::parse(digits) {
        Some(Value::Point(point)) if point.to_string() == digits => Some(point),
        _ => None,
    };
    let (min, max) = (point(min)?, point(max)?);
    (min < max).then_some(Scale::Points { min, max })
}

fn condition(entry: &Entry<'_>, reading: &mut Reading) -> Option<(Condition, Place)> {
    let condition = entry.value.as_str().and_then(Condition::parse);
    if condition.is_none() {
        reading.problem(
            &entry.place,
            entry.found(),
            Bilingual::fixed(
                "\"ITEM = ANSWER\" or \"ITEM != ANSWER\", such as \"resolved = no\"",
                "\"POINT = RÉPONSE\" ou \"POINT != RÉPONSE\", par exemple \"resolved = no\"",
            ),
        );
    }
    condition.map(|condition| (condition, entry.place.clone()))
}

fn causes(table: &Table<'_>, reading: &mut Reading) -> Vec<Cause> {
    let wish = Bilingual::fixed(
        "a list: [ { id = \"…\", en = \"…\", fr = \"…\" } ]",
        "une liste\u{a0}: [ { id = \"…\", en = \"…\", fr = \"…\" } ]",
    );
    let mut seen = BTreeMap::new();
    let mut causes = Vec::new();
    for mut table in reading.tables(table, "causes", MOST_CAUSES, &wish) {
        let id = reading.id(&mut table).unwrap_or_default();
        if !id.is_empty() {
            reading.unique(&mut seen, id, &table.place_of_id());
        }
        reading.only(&table, &["id", "en", "fr"]);
        let text = reading.languages(&table, Room::Columns(WIDEST_TEXT));
        causes.push(Cause { id: id.to_owned(), text });
    }
    causes
}

fn comment_on(table: &Table<'_>, item: &Item, scale_known: bool, reading: &mut Reading) -> Vec<Value> {
    let wish = Bilingual::fixed(
        "a list of answers in quotes: [\"no\"]",
        "une liste de réponses entre guillemets droits\u{a0}: [\"no\"]",
    );
    let Some(entry) = table.get("comment_on") else { return Vec::new() };
    let mut answers = Vec::new();
    for part in reading.list(&entry, MOST_ANSWERS, &wish).unwrap_or_default() {
        let Some(text) = reading.string(&part, &wish) else { continue };
        match Value::parse(text) {
            Some(value) if answers.contains(&value) => {
                let wish = Bilingual::fixed("each answer once", "chaque réponse une seule fois");
                reading.problem(&part.place, text, wish);
            }
            Some(value) if item.takes(value) => answers.push(value),
            _ if !scale_known => {}
            _ => reading.problem(&part.place, text, answers_of(item)),
        }
    }
    answers
}

/// The answers that an item takes, for a message.
pub(super) fn answers_of(item: &Item) -> Bilingual {
    let na = if item.na.is_some() { ", n/a" } else { "" };
    match item.scale {
        Scale::YesNo => {
            both!(
                "an answer that the item takes: yes, no{na}",
                "une réponse que le point accepte\u{a0}: yes, no{na}"
            )
        }
        Scale::Points { min, max } => both!(
            "an answer that the item takes: {min} to {max}{na}",
            "une réponse que le point accepte\u{a0}: de {min} à {max}{na}"
        ),
    }
}
