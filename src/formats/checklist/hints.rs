//! `[[hints]]`: the rules that notice something about an item.

use std::collections::BTreeMap;

use super::items::answers_of;
use super::nearest::nearest;
use super::reading::{Reading, is_id};
use super::spelling::{PLACES, WATCHES, WatchWord, seconds};
use super::tree::{Entry, Table};
use super::{MOST_HINTS, MOST_WORDS};
use crate::both;
use crate::domain::checklist::Item;
use crate::domain::hint::{At, Rule, Vocabulary, Watch};
use crate::domain::keyword::Keyword;
use crate::domain::review::Value;
use crate::words::Bilingual;

/// Words of a message among which a rule may have to find something.
const MOST_WITHIN: u32 = 1000;
/// Channels of a rule.
const MOST_CHANNELS: usize = 20;

/// Reads all rules.
pub(super) fn read(root: &Table<'_>, items: &[Item], reading: &mut Reading) -> Vec<Rule> {
    let wish = Bilingual::fixed("hints, each under [[hints]]", "des indices, chacun sous [[hints]]");
    let mut seen = BTreeMap::new();
    let mut rules = Vec::new();
    for mut table in reading.tables(root, "hints", MOST_HINTS, &wish) {
        let id = reading.id(&mut table).unwrap_or_default();
        if !id.is_empty() {
            reading.unique(&mut seen, id, &table.place_of_id());
        }
        rules.extend(rule(id, &table, items, reading));
    }
    rules
}

fn rule(id: &str, table: &Table<'_>, items: &[Item], reading: &mut Reading) -> Option<Rule> {
    let all = [
        "id", "item", "watch", "channels", "found", "missing", "in", "within", "number", "over", "en", "fr",
        "except",
    ];
    reading.only(table, &all);
    let item = item(table, items, reading);
    let wish = Bilingual::fixed("what it looks for, in quotes", "ce qu’il cherche, entre guillemets droits");
    let word = reading.need(table, "watch", &wish).and_then(|entry| reading.word(&entry, &WATCHES));
    let channels = channels(table, reading);
    let found = answer(table, "found", item, reading);
    let missing = answer(table, "missing", item, reading);
    if found.is_none() && missing.is_none() && !table.has("found") && !table.has("missing") {
        let wish = Bilingual::fixed(
            "the answer that it points to: found = \"yes\", missing = \"no\", or both",
            "la réponse vers laquelle il tend\u{a0}: found = \"yes\", missing = \"no\", ou les deux",
        );
        reading.absence(&table.place_of("found"), "", wish);
    }
    let word = word?;
    misplaced(word, table, reading);
    let watch = watch(id, word, table, reading);
    Some(Rule { id: id.to_owned(), item: item?.id.clone(), watch: watch?, channels, found, missing })
}

fn item<'i>(table: &Table<'_>, items: &'i [Item], reading: &mut Reading) -> Option<&'i Item> {
    let wish =
        Bilingual::fixed("the id of an item, in quotes", "l’identifiant d’un point, entre guillemets droits");
    let entry = reading.need(table, "item", &wish)?;
    let id = reading.string(&entry, &wish)?;
    let found = items.iter().find(|item| item.id == id);
    if found.is_none() {
        let wish = match nearest(id, items.iter().map(|item| item.id.as_str())) {
            Some(near) => both!(
                "no item has this id; did you mean `{near}`?",
                "aucun point n’a cet identifiant\u{202f}; vouliez-vous dire `{near}`\u{202f}?"
            ),
            None => {
                Bilingual::fixed("the id of an item of this list", "l’identifiant d’un point de cette liste")
            }
        };
        reading.absence(&entry.place, id, wish);
    }
    found
}

fn answer(table: &Table<'_>, key: &str, item: Option<&Item>, reading: &mut Reading) -> Option<Value> {
    let entry = table.get(key)?;
    let wish = item.map_or_else(
        || Bilingual::fixed("an answer in quotes", "une réponse entre guillemets droits"),
        answers_of,
    );
    let value = Value::parse(reading.string(&entry, &wish)?);
    if let Some(item) = item
        && !value.is_some_and(|value| item.takes(value))
    {
        reading.problem(&entry.place, entry.found(), wish);
    }
    value
}

/// Refuses keys that the kind of rule does not read: they would be words that nobody looks for.
fn misplaced(word: WatchWord, table: &Table<'_>, reading: &mut Reading) {
    let keys: [(&str, &[WatchWord]); 8] = [
        ("in", &[WatchWord::Words]),
        ("within", &[WatchWord::Words]),
        ("number", &[WatchWord::Words]),
        ("over", &[WatchWord::Wait]),
        ("en", &WatchWord::WITH_WORDS),
        ("fr", &WatchWord::WITH_WORDS),
        ("except", &WatchWord::WITH_WORDS),
        ("missing", &[WatchWord::Words, WatchWord::Name]),
    ];
    for (key, fitting) in keys {
        let Some(entry) = table.get(key).filter(|_| !fitting.contains(&word)) else { continue };
        let names: Vec<String> = WATCHES
            .iter()
            .filter(|(_, known)| fitting.contains(known))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let names = names.join(", ");
        reading.problem(
            &entry.place,
            "",
            both!("this key goes with watch {names} only", "cette clé ne va qu’avec watch {names}"),
        );
    }
}

fn watch(id: &str, word: WatchWord, table: &Table<'_>, reading: &mut Reading) -> Option<Watch> {
    Some(match word {
        WatchWord::Words => {
            let (words, at) = (vocabulary(id, table, true, reading), place(table, reading));
            let wish = both!(
                "a whole number of words from 1 to {MOST_WITHIN}",
                "un nombre entier de mots de 1 à {MOST_WITHIN}"
            );
            let within = table.get("within").and_then(|entry| reading.whole(&entry, 1..=MOST_WITHIN, &wish));
            let number = table.get("number").and_then(|entry| reading.truth(&entry)).unwrap_or(false);
            Watch::Words { words, at: at?, within: within.and_then(|n| usize::try_from(n).ok()), number }
        }
        WatchWord::Name => Watch::Name,
        WatchWord::OtherName => Watch::OtherName(vocabulary(id, table, true, reading)),
        WatchWord::Wait => {
            let wish = Bilingual::fixed(
                "a length of time: \"90s\", \"2m\", \"4h\" or \"1d\"",
                "une durée\u{a0}: \"90s\", \"2m\", \"4h\" ou \"1d\"",
            );
            let entry = reading.need(table, "over", &wish)?;
            let over = entry.value.as_str().and_then(seconds);
            if over.is_none() {
                reading.problem(&entry.place, entry.found(), wish);
            }
            Watch::Wait(over?)
        }
        WatchWord::AskedAgain => Watch::AskedAgain(vocabulary(id, table, false, reading)),
        WatchWord::ToldAgain => Watch::ToldAgain,
        WatchWord::SavedReply => Watch::SavedReply,
        WatchWord::TypedAgain => Watch::TypedAgain,
    })
}

fn place(table: &Table<'_>, reading: &mut Reading) -> Option<At> {
    let wish =
        Bilingual::fixed("in which messages, in quotes", "dans quels messages, entre guillemets droits");
    reading.need(table, "in", &wish).and_then(|entry| reading.word(&entry, &PLACES))
}

fn channels(table: &Table<'_>, reading: &mut Reading) -> Vec<String> {
    let wish = Bilingual::fixed(
        "a list of channels in quotes: [\"chat\"]",
        "une liste de canaux entre guillemets droits\u{a0}: [\"chat\"]",
    );
    let mut channels: Vec<String> = Vec::new();
    let Some(entry) = table.get("channels") else { return channels };
    for part in reading.list(&entry, MOST_CHANNELS, &wish).unwrap_or_default() {
        match reading.string(&part, &wish) {
            Some(name) if !is_id(name) || channels.iter().any(|known| known == name) => {
                reading.problem(&part.place, name, wish.clone());
            }
            Some(name) => channels.push(name.to_owned()),
            None => {}
        }
    }
    channels
}

fn vocabulary(id: &str, table: &Table<'_>, needed: bool, reading: &mut Reading) -> Vocabulary {
    let wish = Bilingual::fixed(
        "a list of words, each with a letter or digit, such as [\"thank you\", \"sorr*\"]",
        "une liste de mots, chacun avec une lettre ou un chiffre, comme [\"merci\", \"désol*\"]",
    );
    if needed && !table.has("en") && !table.has("fr") {
        reading.absence(&table.place_of("en"), "", wish.clone());
    }
    let mut words = |key| table.get(key).map_or_else(Vec::new, |entry| keywords(&entry, &wish, reading));
    Vocabulary::new(id, words("en"), words("fr"), words("except"))
}

fn keywords(entry: &Entry<'_>, wish: &Bilingual, reading: &mut Reading) -> Vec<Keyword> {
    let mut words: Vec<Keyword> = Vec::new();
    for part in reading.list(entry, MOST_WORDS, wish).unwrap_or_default() {
        let Some(text) = reading.string(&part, wish) else { continue };
        match Keyword::new(text) {
            Some(word) if words.iter().any(|known| known.tokens == word.tokens) => {
                let wish = Bilingual::fixed("each word once", "chaque mot une seule fois");
                reading.problem(&part.place, text, wish);
            }
            Some(word) => words.push(word),
            None => reading.problem(&part.place, text, wish.clone()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::{parse, template, to_toml};
    use super::*;
    use crate::words::Lang;

    fn with(hints: &str) -> String {
        format!("{}\n{hints}", template(Lang::En))
    }

    #[test]
    fn every_kind_is_read_and_written_back() {
        let text = with(
            "[[hints]]\nid = \"a\"\nitem = \"resolved\"\nwatch = \"words\"\nin = \"last-replies\"\nwithin = 9\nnumber = true\nchannels = [\"chat\"]\nen = [\"thank you\"]\nfr = [\"merci\", \"désol*\"]\nexcept = [\"merci de\"]\nfound = \"yes\"\nmissing = \"no\"\n\
             [[hints]]\nid = \"b\"\nitem = \"name-used\"\nwatch = \"name\"\nfound = \"yes\"\nmissing = \"no\"\n\
             [[hints]]\nid = \"c\"\nitem = \"name-used\"\nwatch = \"other-name\"\nen = [\"hello\"]\nfound = \"no\"\n\
             [[hints]]\nid = \"d\"\nitem = \"resolved\"\nwatch = \"wait\"\nover = \"90s\"\nfound = \"no\"\n\
             [[hints]]\nid = \"e\"\nitem = \"resolved\"\nwatch = \"asked-again\"\nfr = [\"votre\"]\nfound = \"no\"\n\
             [[hints]]\nid = \"f\"\nitem = \"resolved\"\nwatch = \"told-again\"\nfound = \"no\"\n\
             [[hints]]\nid = \"g\"\nitem = \"resolved\"\nwatch = \"saved-reply\"\nfound = \"yes\"\n\
             [[hints]]\nid = \"h\"\nitem = \"resolved\"\nwatch = \"typed-again\"\nfound = \"no\"\n",
        );
        let list = parse(&text, &|_| None).unwrap();
        assert_eq!(list.hints.len(), 8);
        assert_eq!(list.hints[3].watch, Watch::Wait(90));
        assert_eq!(parse(&to_toml(&list), &|_| None), Ok(list));
    }

    #[test]
    fn hints_change_no_digest() {
        let text =
            with("[[hints]]\nid = \"a\"\nitem = \"resolved\"\nwatch = \"told-again\"\nfound = \"no\"\n");
        let (plain, hinted) =
            (parse(template(Lang::En), &|_| None).unwrap(), parse(&text, &|_| None).unwrap());
        assert_ne!(plain, hinted);
        assert_eq!(plain.digest(), hinted.digest());
        let kept: crate::domain::checklist::Checklist =
            serde_json::from_str(&serde_json::to_string(&hinted).unwrap()).unwrap();
        assert_eq!(kept, plain, "what a store keeps has no hints");
    }

    #[test]
    fn everything_that_is_wrong_at_once() {
        let text = with(
            "[[hints]]\nid = \"a\"\nitem = \"resolvd\"\nwatch = \"wrds\"\nfound = \"yes\"\n\
             [[hints]]\nid = \"a\"\nitem = \"resolved\"\nwatch = \"words\"\nin = \"everywhere\"\nover = \"2m\"\nen = [\"\", \"x\", \"X\"]\nfound = \"maybe\"\n\
             [[hints]]\nid = \"b\"\nitem = \"resolved\"\nwatch = \"wait\"\nover = \"soon\"\nmissing = \"no\"\nchannels = [\"Chat\"]\nwords = 1\n\
             [[hints]]\nid = \"c\"\nitem = \"resolved\"\nwatch = \"other-name\"\n",
        );
        let problems = parse(&text, &|_| None).unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        let mut expected = vec![
            "hints[1] \"a\".item",
            "hints[1] \"a\".watch",
            "hints[2] \"a\".id",
            "hints[2] \"a\".in",
            "hints[2] \"a\".over",
            "hints[2] \"a\".en[1]",
            "hints[2] \"a\".en[3]",
            "hints[2] \"a\".found",
            "hints[3] \"b\".over",
            "hints[3] \"b\".missing",
            "hints[3] \"b\".channels[1]",
            "hints[3] \"b\"",
            "hints[4] \"c\".found",
            "hints[4] \"c\".en",
        ];
        let (mut found, _) = (fields.clone(), expected.sort_unstable());
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(problems.iter().all(|problem| problem.line.is_some()));
    }
}
