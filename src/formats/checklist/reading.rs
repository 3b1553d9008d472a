//! Collects problems while a file is read, and reads the small things that every table has.
//!
//! Every reader here tells its problem itself and returns `None`; callers put a stand-in and go on, because a file with
//! a problem never becomes a checklist.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use toml::de::DeValue;

use super::nearest::nearest;
use super::tree::{Entry, Place, Table};
use super::{LONGEST_ID, LONGEST_PARAGRAPH};
use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// More problems than this are counted, not listed.
const MOST_PROBLEMS: usize = 100;
/// Characters of a found value that are kept: a little more than a message shows.
const KEPT: usize = 200;

/// How much room a text has.
#[derive(Clone, Copy)]
pub(super) enum Room {
    /// One line of so many columns.
    Columns(usize),
    /// A paragraph; may have line breaks.
    Paragraph,
}

/// The problems so far.
#[derive(Default)]
pub(super) struct Reading {
    problems: Vec<Problem>,
    more: usize,
    torn: BTreeSet<u64>,
}

impl Reading {
    /// Notes a problem.
    pub(super) fn problem(&mut self, place: &Place, found: &str, accepted: Bilingual) {
        if self.torn.contains(&place.line) {
            return;
        }
        if self.problems.len() == MOST_PROBLEMS {
            self.more += 1;
            return;
        }
        let found: String = found.chars().take(KEPT).collect();
        self.problems.push(Problem::at(place.line, place.field.clone(), found, accepted));
    }

    /// Notes that something is not there. Withheld where syntax errors tore holes: it may be in one of them.
    pub(super) fn absence(&mut self, place: &Place, found: &str, accepted: Bilingual) {
        if self.torn.is_empty() {
            self.problem(place, found, accepted);
        }
    }

    /// Marks lines that are not TOML: what was read from them means nothing.
    pub(super) fn tear(&mut self, lines: BTreeSet<u64>) {
        self.torn = lines;
    }

    /// All problems in the order of the file; empty where there is none.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        if self.more > 0 {
            let n = self.more;
            self.problems.push(Problem::at(
                None,
                "",
                "",
                both!("and {n} more; mend these first", "et {n} de plus\u{202f}; corrigez d’abord ceux-ci"),
            ));
        }
        self.problems
    }

    /// Refuses keys that nobody reads, and names the one that was probably meant.
    pub(super) fn only(&mut self, table: &Table<'_>, accepted: &[&'static str]) {
        for (key, line) in table.keys().filter(|(key, _)| !accepted.contains(key)) {
            if self.problems.len() == MOST_PROBLEMS {
                // Spares the search for names that nobody will read.
                self.more += 1;
                continue;
            }
            let wish = match nearest(key, accepted.iter().copied()) {
                Some(near) => both!(
                    "no key of this name here; did you mean `{near}`?",
                    "aucune clé de ce nom ici\u{202f}; vouliez-vous dire `{near}`\u{202f}?"
                ),
                None => {
                    let all = accepted.join(", ");
                    both!(
                        "unknown key; accepted here: {all}",
                        "clé inconnue\u{202f}; acceptées ici\u{a0}: {all}"
                    )
                }
            };
            self.problem(&Place { line, field: table.place.field.clone() }, key, wish);
        }
    }

    /// An entry that must be there.
    pub(super) fn need<'t>(
        &mut self,
        table: &Table<'t>,
        key: &str,
        accepted: &Bilingual,
    ) -> Option<Entry<'t>> {
        let entry = table.get(key);
        if entry.is_none() {
            self.absence(&table.place_of(key), "", missing(accepted));
        }
        entry
    }

    /// A text, unchecked but for its type.
    pub(super) fn string<'t>(&mut self, entry: &Entry<'t>, accepted: &Bilingual) -> Option<&'t str> {
        let text = entry.value.as_str();
        if text.is_none() {
            self.problem(&entry.place, entry.found(), accepted.clone());
        }
        text
    }

    /// An id: lower-case letters, digits and hyphens. What was written is returned even if it is not one, so that
    /// whatever names it is not called unknown.
    pub(super) fn id<'t>(&mut self, table: &mut Table<'t>) -> Option<&'t str> {
        let wish = both!(
            "an id: lower-case letters a to z, digits and hyphens, at most {LONGEST_ID}",
            "un identifiant\u{a0}: lettres minuscules de a à z, chiffres et traits d’union, {LONGEST_ID} au plus"
        );
        let entry = self.need(table, "id", &wish)?;
        let id = self.string(&entry, &wish)?;
        if is_id(id) {
            table.name(id);
        } else {
            self.problem(&entry.place, id, wish);
        }
        Some(id)
    }

    /// Refuses the second of two equal ids.
    pub(super) fn unique<'t>(&mut self, seen: &mut BTreeMap<&'t str, u64>, id: &'t str, place: &Place) {
        match seen.get(id) {
            Some(first) => {
                let wish = both!(
                    "this id stands already on line {first}; each needs its own",
                    "cet identifiant figure déjà à la ligne {first}\u{202f}; il en faut un par entrée"
                );
                self.problem(place, id, wish);
            }
            None => {
                seen.insert(id, place.line);
            }
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, entry: &Entry<'_>, words: &[(&'static str, T)]) -> Option<T> {
        let known = entry.value.as_str().and_then(|text| words.iter().find(|(word, _)| *word == text));
        if known.is_none() {
            let all = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            let wish = both!("one of these words: {all}", "l’un de ces mots\u{a0}: {all}");
            self.problem(&entry.place, entry.found(), wish);
        }
        known.map(|(_, value)| *value)
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, entry: &Entry<'_>) -> Option<bool> {
        let truth = entry.value.as_bool();
        if truth.is_none() {
            self.problem(
                &entry.place,
                entry.written(),
                Bilingual::fixed("true or false, without quotes", "true ou false, sans guillemets"),
            );
        }
        truth
    }

    /// A whole number in a range.
    pub(super) fn whole(
        &mut self,
        entry: &Entry<'_>,
        range: RangeInclusive<u32>,
        accepted: &Bilingual,
    ) -> Option<u32> {
        let number = entry
            .value
            .as_integer()
            .and_then(|whole| u32::from_str_radix(whole.as_str(), whole.radix()).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            self.problem(&entry.place, entry.written(), accepted.clone());
        }
        number
    }

    /// A weight; 1 where none is written. The bounds keep sums of weights exact enough and finite.
    pub(super) fn weight(&mut self, table: &Table<'_>) -> f64 {
        let Some(entry) = table.get("weight") else { return 1.0 };
        let number = match entry.value {
            DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str().parse::<f64>().ok(),
            DeValue::Float(float) => float.as_str().parse::<f64>().ok(),
            _ => None,
        };
        number.filter(|weight| (0.001..=1_000_000.0).contains(weight)).unwrap_or_else(|| {
            self.problem(
                &entry.place,
                entry.written(),
                Bilingual::fixed(
                    "a number above 0 (0.001 to 1000000), without quotes",
                    "un nombre supérieur à 0 (de 0.001 à 1000000), sans guillemets",
                ),
            );
            1.0
        })
    }

    /// A row of the source articles, such as `S1.10`; empty where none is written.
    pub(super) fn row(&mut self, table: &Table<'_>) -> String {
        let wish = Bilingual::fixed(
            "letters, digits and points, at most 16, such as \"S1.10\"",
            "lettres, chiffres et points, 16 au plus, par exemple \"S1.10\"",
        );
        let Some(entry) = table.get("row") else { return String::new() };
        let Some(row) = self.string(&entry, &wish) else { return String::new() };
        let sound =
            (1..=16).contains(&row.len()) && row.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        if !sound {
            self.problem(&entry.place, row, wish);
        }
        row.to_owned()
    }

    /// A text in both languages that must be there.
    pub(super) fn pair(&mut self, table: &Table<'_>, key: &str, room: Room) -> Bilingual {
        let entry = self.need(table, key, &both_languages());
        entry.and_then(|entry| self.pair_in(&entry, room)).unwrap_or_default()
    }

    /// A text in both languages that may be left out.
    pub(super) fn pair_if_any(&mut self, table: &Table<'_>, key: &str, room: Room) -> Option<Bilingual> {
        let entry = table.get(key)?;
        self.pair_in(&entry, room)
    }

    fn pair_in(&mut self, entry: &Entry<'_>, room: Room) -> Option<Bilingual> {
        let Some(table) = entry.table() else {
            self.problem(&entry.place, entry.written(), both_languages());
            return None;
        };
        self.only(&table, &["en", "fr"]);
        Some(self.languages(&table, room))
    }

    /// The keys `en` and `fr` of a table.
    pub(super) fn languages(&mut self, table: &Table<'_>, room: Room) -> Bilingual {
        let english =
            Bilingual::fixed("the English text, in quotes", "le texte anglais, entre guillemets droits");
        let french =
            Bilingual::fixed("the French text, in quotes", "le texte français, entre guillemets droits");
        Bilingual::made(
            self.text(table, "en", &english, room).unwrap_or_default(),
            self.text(table, "fr", &french, room).unwrap_or_default(),
        )
    }

    fn text(&mut self, table: &Table<'_>, key: &str, wish: &Bilingual, room: Room) -> Option<String> {
        let entry = self.need(table, key, wish)?;
        let text = self.string(&entry, wish)?.replace("\r\n", "\n").trim().to_owned();
        if let Some(wish) = unfit(&text, wish, room) {
            self.problem(&entry.place, &text, wish);
        }
        Some(text)
    }

    /// The tables of a list such as `[[items]]`; none where it is left out. Those beyond `most` are not read.
    pub(super) fn tables<'t>(
        &mut self,
        table: &Table<'t>,
        key: &str,
        most: usize,
        wish: &Bilingual,
    ) -> Vec<Table<'t>> {
        let Some(entry) = table.get(key) else { return Vec::new() };
        let Some(mut parts) = self.list(&entry, most, wish) else { return Vec::new() };
        parts.retain(|part| {
            let sound = part.value.is_table();
            if !sound {
                self.problem(&part.place, part.written(), wish.clone());
            }
            sound
        });
        parts.iter().filter_map(Entry::table).collect()
    }

    /// The parts of a list, at most `most`.
    pub(super) fn list<'t>(
        &mut self,
        entry: &Entry<'t>,
        most: usize,
        accepted: &Bilingual,
    ) -> Option<Vec<Entry<'t>>> {
        let Some(mut parts) = entry.parts() else {
            self.problem(&entry.place, entry.written(), accepted.clone());
            return None;
        };
        if parts.len() > most {
            let n = parts.len();
            self.problem(&entry.place, &n.to_string(), both!("at most {most} of them", "{most} au plus"));
            parts.truncate(most);
        }
        Some(parts)
    }
}

/// Whether a text is an id of a checklist, item, pillar, metric or cause.
pub(in crate::formats) fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn missing(accepted: &Bilingual) -> Bilingual {
    let Bilingual { en, fr } = accepted;
    both!("missing; expected {en}", "clé manquante\u{202f}; attendu\u{a0}: {fr}")
}

fn both_languages() -> Bilingual {
    Bilingual::fixed(
        "both languages: { en = \"…\", fr = \"…\" }",
        "les deux langues\u{a0}: { en = \"…\", fr = \"…\" }",
    )
}

/// What is wrong with a text, if anything.
fn unfit(text: &str, wish: &Bilingual, room: Room) -> Option<Bilingual> {
    if text.is_empty() {
        let Bilingual { en, fr } = wish;
        return Some(both!(
            "this text is empty; expected {en}",
            "ce texte est vide\u{202f}; attendu\u{a0}: {fr}"
        ));
    }
    match room {
        Room::Columns(_) if text.contains('\n') => {
            Some(Bilingual::fixed("one line of text", "une seule ligne de texte"))
        }
        Room::Columns(_) if Shown::line(text).as_str() != text => Some(plain()),
        Room::Paragraph if Shown::text(text).as_str() != text => Some(plain()),
        Room::Columns(most) => {
            let wide = Shown::line(text).width();
            (wide > most).then(|| {
                both!(
                    "at most {most} columns, to fit one line; this text has {wide}",
                    "{most} colonnes au plus, pour tenir sur une ligne\u{202f}; ce texte en a {wide}"
                )
            })
        }
        Room::Paragraph => {
            let long = text.chars().count();
            (long > LONGEST_PARAGRAPH).then(|| {
                both!(
                    "at most {LONGEST_PARAGRAPH} characters; this text has {long}",
                    "{LONGEST_PARAGRAPH} caractères au plus\u{202f}; ce texte en a {long}"
                )
            })
        }
    }
}

fn plain() -> Bilingual {
    Bilingual::fixed(
        "text without control or invisible characters, and without tabs",
        "un texte sans caractère de contrôle, caractère invisible ni tabulation",
    )
}
