//! `from` and `take`: a checklist that picks items of another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::MOST_ITEMS;
use super::list::head;
use super::nearest::nearest;
use super::reading::Reading;
use super::tree::Table;
use crate::both;
use crate::domain::checklist::{Checklist, Item};
use crate::words::Bilingual;

/// Reads a short form. What it does not say, it has from its base; metrics stay there.
pub(super) fn read(
    root: &Table<'_>,
    base: &dyn Fn(&str) -> Option<Arc<Checklist>>,
    reading: &mut Reading,
) -> Option<Checklist> {
    for key in ["subject", "pillars", "items", "metrics", "hints"] {
        if let Some(entry) = root.get(key) {
            reading.problem(
                &entry.place,
                "",
                Bilingual::fixed(
                    "a list with `from` has this from the other list; leave it out, or leave `from` out",
                    "une liste avec `from` le tient de l’autre liste\u{202f}; retirez cette clé, ou retirez `from`",
                ),
            );
        }
    }
    let accepted = [
        "id",
        "version",
        "title",
        "from",
        "take",
        "na_policy",
        "index",
        "peer_reviews_before_submission",
        // Told above, in words of their own.
        "subject",
        "pillars",
        "items",
        "metrics",
        "hints",
    ];
    reading.only(root, &accepted);
    let head = head(root, reading);
    let wish = Bilingual::fixed(
        "the id of a checklist at hand, in quotes",
        "l’identifiant d’une liste disponible, entre guillemets droits",
    );
    let from = root.get("from")?;
    let name = reading.string(&from, &wish)?;
    let found = if name == head.id { None } else { base(name) };
    let Some(base) = found else {
        let wish = if name == head.id {
            Bilingual::fixed("another checklist than itself", "une autre liste qu’elle-même")
        } else {
            Bilingual::fixed(
                "the id of a checklist at hand; none has this one",
                "l’identifiant d’une liste disponible\u{202f}; aucune n’a celui-ci",
            )
        };
        reading.problem(&from.place, name, wish);
        return None;
    };
    let items = take(root, &base, reading);
    let hints = base.hints.iter().filter(|rule| items.iter().any(|item| item.id == rule.item));
    let hints = hints.cloned().collect();
    let pillars = base.pillars.iter().filter(|pillar| items.iter().any(|item| item.pillar == pillar.id));
    Some(Checklist {
        id: head.id,
        version: head.version,
        subject: base.subject,
        title: head.title,
        from: base.id.clone(),
        na_policy: head.na_policy.unwrap_or(base.na_policy),
        index: head.index.unwrap_or(base.index),
        peer_reviews_before_submission: head
            .peer_reviews_before_submission
            .unwrap_or(base.peer_reviews_before_submission),
        pillars: pillars.cloned().collect(),
        items,
        metrics: Vec::new(),
        hints,
    })
}

fn take(root: &Table<'_>, base: &Checklist, reading: &mut Reading) -> Vec<Item> {
    let wish = Bilingual::fixed(
        "a list of item ids in quotes: [\"resolved\"]",
        "une liste d’identifiants de points entre guillemets droits\u{a0}: [\"resolved\"]",
    );
    let Some(entry) = reading.need(root, "take", &wish) else { return Vec::new() };
    let parts = reading.list(&entry, MOST_ITEMS, &wish).unwrap_or_default();
    if parts.is_empty() && entry.value.is_array() {
        reading.absence(&entry.place, "[]", wish.clone());
    }
    let mut seen = BTreeMap::new();
    let mut taken: Vec<(&Item, _)> = Vec::new();
    for part in &parts {
        let Some(id) = reading.string(part, &wish) else { continue };
        let first = !seen.contains_key(id);
        reading.unique(&mut seen, id, &part.place);
        match base.item(id) {
            Some(item) if first => taken.push((item, &part.place)),
            Some(_) => {}
            None => {
                let other = &base.id;
                let wish = match nearest(id, base.items.iter().map(|item| item.id.as_str())) {
                    Some(near) => both!(
                        "`{other}` has no item of this id; did you mean `{near}`?",
                        "`{other}` n’a pas de point de cet identifiant\u{202f}; vouliez-vous dire `{near}`\u{202f}?"
                    ),
                    None => both!("the id of an item of `{other}`", "l’identifiant d’un point de `{other}`"),
                };
                reading.problem(&part.place, id, wish);
            }
        }
    }
    for (item, place) in &taken {
        let Some(when) = &item.when else { continue };
        if !seen.contains_key(when.item.as_str()) {
            let needed = &when.item;
            reading.absence(
                place,
                &item.id,
                both!(
                    "take `{needed}` too: this item depends on it ({when})",
                    "prenez aussi `{needed}`\u{a0}: ce point en dépend ({when})"
                ),
            );
        }
    }
    taken.into_iter().map(|(item, _)| item.clone()).collect()
}
