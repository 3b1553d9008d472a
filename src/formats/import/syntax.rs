//! What is wrong with JSON, in words.

use crate::both;
use crate::words::Bilingual;

/// What the parser's complaint means. Its own words are English and may quote the file, so they are not passed on.
pub(super) fn syntax(error: &serde_json::Error) -> Bilingual {
    let byte = error.column();
    let says = error.to_string();
    if error.is_eof() {
        Bilingual::fixed(
            "the line is cut short: the JSON object does not end",
            "la ligne est tronquée : l’objet JSON ne se termine pas",
        )
    } else if says.contains("recursion") {
        both!(
            "values nested too deep (byte {byte})",
            "des valeurs imbriquées trop profondément (octet {byte})"
        )
    } else if says.contains("surrogate") || says.contains("hex escape") {
        both!(
            "half a character: a \\u escape of a surrogate pair without its other half (byte {byte})",
            "un demi-caractère : une séquence \\u de paire sans son autre moitié (octet {byte})"
        )
    } else if says.contains("control character") {
        both!(
            "a raw control character in a text (byte {byte}); write it as \\u00XX",
            "un caractère de contrôle brut dans un texte (octet {byte}) ; écrivez-le \\u00XX"
        )
    } else if says.contains("trailing characters") {
        both!(
            "more text behind the object (byte {byte}); one object on each line",
            "du texte après l’objet (octet {byte}) ; un seul objet par ligne"
        )
    } else if says.contains("out of range") {
        both!("a number too large to keep (byte {byte})", "un nombre trop grand (octet {byte})")
    } else {
        both!("not valid JSON from byte {byte} on", "JSON non valide à partir de l’octet {byte}")
    }
}
