//! Text to tree. A file that is not quite TOML is still read as far as it goes, so that a missing quote on one line
//! does not hide a wrong weight on another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::reading::Reading;
use super::tree::{Place, Source};
use crate::both;
use crate::words::Bilingual;

/// Above this size only the first syntax error is looked for: each one costs memory, and a file can have one per byte.
const MENDED_UP_TO: usize = 256 * 1024;

/// Reads the tree and tells `reading` what is not TOML.
pub(super) fn read<'t>(source: &Source<'t>, text: &'t str, reading: &mut Reading) -> DeTable<'t> {
    let first = match DeTable::parse(text) {
        Ok(tree) => return tree.into_inner(),
        Err(error) => error,
    };
    let (tree, errors) = if text.len() <= MENDED_UP_TO {
        let (tree, errors) = DeTable::parse_recoverable(text);
        (tree.into_inner(), errors)
    } else {
        (DeTable::new(), vec![first])
    };
    let values = long_values(source, &tree);
    let mut told = BTreeMap::new();
    let mut torn = BTreeSet::new();
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        let next = values.partition_point(|span| span.start <= offset);
        let around = values[..next].last().filter(|span| offset <= span.end);
        let line = source.line(offset);
        let start = around.map(|span| source.line(span.start)).filter(|start| *start < line);
        torn.extend([line, start.unwrap_or(line)]);
        // One slip upsets what follows it on the line or in the value: the first message is the one that helps, and
        // an open quote explains everything that ends where it does.
        let key = start.unwrap_or(line);
        let rank = (offset, !error.message().contains("string"));
        if told.get(&key).is_none_or(|(known, _)| rank < *known) {
            told.insert(key, (rank, problem(source, error, offset, around, start)));
        }
    }
    for (_, (place, found, accepted)) in told.into_values() {
        reading.problem(&place, found, accepted);
    }
    reading.tear(torn);
    tree
}

fn problem<'t>(
    source: &Source<'t>,
    error: &Error,
    offset: usize,
    around: Option<&Range<usize>>,
    start: Option<u64>,
) -> (Place, &'t str, Bilingual) {
    let (unclosed, wish) = wish(error.message());
    let place = |line| Place { line, field: String::new() };
    match (around, start) {
        (Some(span), Some(start)) if unclosed => (place(start), source.line_text(span.start), wish),
        (_, Some(start)) => {
            let Bilingual { en, fr } = wish;
            let wish = both!(
                "{en}; or what begins on line {start} is not closed",
                "{fr}\u{202f}; ou bien ce qui commence à la ligne {start} n’est pas fermé"
            );
            (place(source.line(offset)), source.line_text(offset), wish)
        }
        _ => (place(source.line(offset)), source.line_text(offset), wish),
    }
}

/// The outermost lists, inline tables and texts that run over several lines, in order.
fn long_values(source: &Source<'_>, tree: &DeTable<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Spanned<DeValue<'_>>> = tree.values().collect();
    while let Some(value) = waiting.pop() {
        let span = value.span();
        let long = source.line(span.start) < source.line(span.end);
        match value.get_ref() {
            DeValue::Table(table) if !long => waiting.extend(table.values()),
            DeValue::Array(array) if !long => waiting.extend(array.iter()),
            _ if long => found.push(span),
            _ => {}
        }
    }
    found.sort_by_key(|span| span.start);
    found
}

/// What should stand there, and whether something was left open. The parser's own words are English alone, so each
/// family of them has a sentence here.
fn wish(message: &str) -> (bool, Bilingual) {
    let says = |part: &str| message.contains(part);
    let open = says("unclosed array,") || says("unclosed inline table") || says("multi-line");
    let wish = if says("duplicate key") {
        Bilingual::fixed(
            "this key stands twice in the same place; keep one",
            "cette clé figure deux fois au même endroit\u{202f}; gardez-en une",
        )
    } else if says("multi-line") {
        Bilingual::fixed(
            "a text over several lines closes with the three quotes that it opened with, and holds no control characters",
            "un texte sur plusieurs lignes se ferme par les trois guillemets qui l’ont ouvert et ne contient aucun caractère de contrôle",
        )
    } else if says("escaped value") || says("unicode value") {
        Bilingual::fixed(
            r#"a backslash begins an escape: write `\\` for a backslash, `\"` for a quote"#,
            "une barre oblique inverse commence une séquence\u{a0}: écrivez `\\\\` pour la barre, `\\\"` pour un guillemet",
        )
    } else if says("string") || says("quote") {
        Bilingual::fixed(
            "a text stands in quotes, closed on the same line, without control characters: \"…\"",
            "un texte s’écrit entre guillemets droits, fermés sur la même ligne, sans caractère de contrôle\u{a0}: \"…\"",
        )
    } else if says("comma") {
        Bilingual::fixed("one comma stands between two values", "une virgule sépare deux valeurs")
    } else if says("unclosed array,") || says("array opening") {
        Bilingual::fixed(
            "a list opens with `[` and closes with `]`",
            "une liste s’ouvre par `[` et se ferme par `]`",
        )
    } else if says("inline table") {
        Bilingual::fixed(
            "a pair opens with `{` and closes with `}`, as in { en = \"…\", fr = \"…\" }",
            "une paire s’ouvre par `{` et se ferme par `}`, comme { en = \"…\", fr = \"…\" }",
        )
    } else if says("table") {
        Bilingual::fixed(
            "a heading stands in brackets: [[items]]",
            "un intitulé s’écrit entre crochets\u{a0}: [[items]]",
        )
    } else if says("carriage return") {
        Bilingual::fixed(
            "a stray carriage return; save the file with plain line breaks",
            "retour chariot isolé\u{202f}; enregistrez le fichier avec des fins de ligne simples",
        )
    } else if says("recurs") {
        Bilingual::fixed(
            "too deeply nested; a checklist is flat",
            "trop imbriqué\u{202f}; une liste de contrôle est plate",
        )
    } else if says("extend value") {
        Bilingual::fixed(
            "this key already has another kind of value",
            "cette clé a déjà une valeur d’une autre nature",
        )
    } else if says("integer") || says("float") || says("digit") || says("boolean") || says("number") {
        Bilingual::fixed(
            "a number such as 3 or 2.5, `true` or `false`, or a text in quotes",
            "un nombre tel que 3 ou 2.5, `true` ou `false`, ou un texte entre guillemets droits",
        )
    } else {
        Bilingual::fixed(
            "each line reads `key = value`, `[[heading]]` or `# remark`",
            "chaque ligne s’écrit `clé = valeur`, `[[intitulé]]` ou `# remarque`",
        )
    };
    (open, wish)
}
