//! A checklist back into the text that people edit.

use std::fmt::{self, Write as _};

use toml::Value as Toml;

use super::spelling::{NA_POLICIES, PLACES, WATCHES, WAYS, WatchWord, length, scale, word};
use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::hint::{Rule, Watch};
use crate::domain::keyword::Keyword;
use crate::words::Bilingual;

/// A pair of texts longer than this stands on two lines, `why.en` and `why.fr`.
const ONE_LINE: usize = 100;

/// Writes a checklist so that [`super::parse`] reads the same one; an agent's own items are left out. A short form is
/// written as one, and is read back beside its base.
pub fn to_toml(checklist: &Checklist) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = write(&mut out, checklist);
    out
}

fn write(out: &mut String, list: &Checklist) -> fmt::Result {
    let own = |pillar: &str| list.items.iter().any(|item| item.own && item.pillar == pillar);
    let items = || list.items.iter().filter(|item| !item.own);
    let short = !list.from.is_empty();
    writeln!(out, "id = {}", quoted(&list.id))?;
    writeln!(out, "version = {}", list.version)?;
    if !short {
        writeln!(out, "subject = {}", quoted(list.subject.word()))?;
    }
    pair(out, "title", &list.title)?;
    writeln!(out, "na_policy = {}", quoted(word(&NA_POLICIES, &list.na_policy)))?;
    writeln!(out, "index = {}", list.index)?;
    writeln!(out, "peer_reviews_before_submission = {}", list.peer_reviews_before_submission)?;
    if short {
        writeln!(out, "from = {}", quoted(&list.from))?;
        writeln!(out, "take = [")?;
        for item in items() {
            writeln!(out, "  {},", quoted(&item.id))?;
        }
        return writeln!(out, "]");
    }
    for pillar in list.pillars.iter().filter(|pillar| !own(&pillar.id)) {
        writeln!(out, "\n[[pillars]]")?;
        writeln!(out, "id = {}", quoted(&pillar.id))?;
        pair(out, "name", &pillar.name)?;
        weight(out, pillar.weight)?;
    }
    for each in items() {
        item(out, each)?;
    }
    for metric in &list.metrics {
        writeln!(out, "\n[[metrics]]")?;
        writeln!(out, "id = {}", quoted(&metric.id))?;
        writeln!(out, "pillar = {}", quoted(&metric.pillar))?;
        optional(out, "row", &metric.row)?;
        pair(out, "name", &metric.name)?;
        writeln!(out, "better = {}", quoted(word(&WAYS, &metric.better)))?;
    }
    // An agent's own rules have ids with a point, which no id in a file can.
    list.hints.iter().filter(|rule| !rule.item.contains('.')).try_for_each(|rule| hint(out, rule))
}

fn hint(out: &mut String, rule: &Rule) -> fmt::Result {
    writeln!(out, "\n[[hints]]")?;
    writeln!(out, "id = {}", quoted(&rule.id))?;
    writeln!(out, "item = {}", quoted(&rule.item))?;
    writeln!(out, "watch = {}", quoted(word(&WATCHES, &WatchWord::of(&rule.watch))))?;
    if !rule.channels.is_empty() {
        writeln!(out, "channels = {}", quoted_all(rule.channels.iter().map(String::as_str)))?;
    }
    match &rule.watch {
        Watch::Words { at, within, number, .. } => {
            writeln!(out, "in = {}", quoted(word(&PLACES, at)))?;
            if let Some(within) = within {
                writeln!(out, "within = {within}")?;
            }
            if *number {
                writeln!(out, "number = true")?;
            }
        }
        Watch::Wait(over) => writeln!(out, "over = {}", quoted(&length(*over)))?,
        _ => {}
    }
    if let Some(words) = rule.watch.words() {
        let (en, fr) = words.list.words.split_at(words.english.min(words.list.words.len()));
        for (key, words) in [("en", en), ("fr", fr), ("except", &words.list.except)] {
            if !words.is_empty() {
                let texts = words.iter().map(|word: &Keyword| word.text.as_str());
                writeln!(out, "{key} = {}", quoted_all(texts))?;
            }
        }
    }
    for (key, value) in [("found", rule.found), ("missing", rule.missing)] {
        if let Some(value) = value {
            writeln!(out, "{key} = {}", quoted(&value.to_string()))?;
        }
    }
    Ok(())
}

fn quoted_all<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

fn item(out: &mut String, item: &Item) -> fmt::Result {
    writeln!(out, "\n[[items]]")?;
    writeln!(out, "id = {}", quoted(&item.id))?;
    writeln!(out, "pillar = {}", quoted(&item.pillar))?;
    optional(out, "row", &item.row)?;
    pair(out, "text", &item.text)?;
    for (key, text) in
        [("guidance", Some(&item.guidance)), ("why", Some(&item.why)), ("na", item.na.as_ref())]
    {
        if let Some(text) = text.filter(|text| **text != Bilingual::default()) {
            pair(out, key, text)?;
        }
    }
    weight(out, item.weight)?;
    if item.scale != Scale::YesNo {
        writeln!(out, "answer = {}", quoted(&scale(item.scale)))?;
    }
    if let Some(critical) = item.critical {
        writeln!(out, "critical = {}", quoted(critical.word()))?;
    }
    if let Some(when) = &item.when {
        writeln!(out, "when = {}", quoted(&when.to_string()))?;
    }
    if !item.comment_on.is_empty() {
        let answers = item.comment_on.iter().map(|value| quoted(&value.to_string())).collect::<Vec<_>>();
        writeln!(out, "comment_on = [{}]", answers.join(", "))?;
    }
    if !item.causes.is_empty() {
        writeln!(out, "causes = [")?;
        for cause in &item.causes {
            let Bilingual { en, fr } = &cause.text;
            writeln!(out, "  {{ id = {}, en = {}, fr = {} }},", quoted(&cause.id), quoted(en), quoted(fr))?;
        }
        writeln!(out, "]")?;
    }
    Ok(())
}

fn pair(out: &mut String, key: &str, text: &Bilingual) -> fmt::Result {
    let (en, fr) = (quoted(&text.en), quoted(&text.fr));
    let line = format!("{key} = {{ en = {en}, fr = {fr} }}");
    if line.chars().count() > ONE_LINE || line.contains('\n') {
        writeln!(out, "{key}.en = {en}\n{key}.fr = {fr}")
    } else {
        writeln!(out, "{line}")
    }
}

fn weight(out: &mut String, weight: f64) -> fmt::Result {
    if weight == 1.0 { Ok(()) } else { writeln!(out, "weight = {weight}") }
}

fn optional(out: &mut String, key: &str, text: &str) -> fmt::Result {
    if text.is_empty() { Ok(()) } else { writeln!(out, "{key} = {}", quoted(text)) }
}

fn quoted(text: &str) -> String {
    Toml::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::arbitrary::checklist;
    use super::super::parse;
    use super::*;

    proptest! {

        #[test]
        fn what_is_written_is_read_back(list in checklist()) {
            let text = to_toml(&list);
            let again = parse(&text, &|_| None);
            prop_assert_eq!(again.as_ref().map(Checklist::digest), Ok(list.digest()), "{}", text);
            prop_assert_eq!(again, Ok(list));
        }

        #[test]
        fn own_items_stay_out(list in checklist(), own in checklist()) {
            prop_assert_eq!(to_toml(&list.with_own(&own)), to_toml(&list));
        }

        #[test]
        fn short_forms_are_read_back(list in checklist(), index: bool) {
            let mut short = Checklist { id: "0-short".to_owned(), from: list.id.clone(), index, ..list.clone() };
            short.items.retain(|item| item.when.is_none());
            short.pillars.retain(|pillar| short.items.iter().any(|item| item.pillar == pillar.id));
            short.metrics.clear();
            let base = Arc::new(list);
            let again = parse(&to_toml(&short), &|id| (id == base.id).then(|| base.clone()));
            prop_assert_eq!(again, Ok(short));
        }
    }
}
