//! Times that cannot be, and times that are only said roughly.

use super::super::findings::{Check, Finding, label, of, of_conversations, said};
use super::super::{Clocks, Measured, Part};
use super::weighed;
use crate::domain::verdict::Verdict;
use crate::words::{Lang, number};

/// Times from which on their grain is told.
const FROM: u64 = 30;
/// The share of times that must lie on the full hour, minute, or midnight: exact ones do so once in 3,600, 60, 86,400.
const ROUGH: f64 = 0.9;

pub(super) fn clocks(measured: &Measured, several: bool) -> Vec<Finding> {
    let n = measured.counts.conversations;
    let mut found = impossible(&measured.clocks, n);
    let mut rough: Vec<Finding> = Vec::new();
    for (part, crowded) in measured.parts.iter().zip(&measured.crowded) {
        rough.extend(grain(part, *crowded, several));
    }
    if found.is_empty() {
        let seen = said(|lang| match (number(lang, n), lang) {
            (n, Lang::En) => format!(
                "No time is impossible: none in the future, none before its conversation began (n = {n})."
            ),
            (n, Lang::Fr) => format!(
                "Aucune heure impossible\u{202f}: ni dans le futur, ni avant le début de la conversation (n = {n})."
            ),
        });
        found.push(Finding::new(Check::Clocks, Verdict::Fine, Some(0), n, seen));
    }
    if rough.is_empty() && measured.clocks.timed >= FROM {
        let n = measured.clocks.timed;
        let seen = said(|lang| match (number(lang, n), lang) {
            (n, Lang::En) => format!("Times are exact to the second (n = {n} messages)."),
            (n, Lang::Fr) => format!("Les heures sont exactes à la seconde (n = {n} messages)."),
        });
        rough.push(Finding::new(Check::Grain, Verdict::Fine, Some(0), n, seen));
    }
    found.extend(rough);
    found
}

fn impossible(clocks: &Clocks, n: u64) -> Vec<Finding> {
    let mut found = Vec::new();
    let wrong = clocks.future + clocks.never_set;
    if wrong > 0 {
        let seen = said(|lang| {
            let (future, old) = (of_conversations(lang, clocks.future, n), number(lang, clocks.never_set));
            match lang {
                Lang::En => format!("Times in the future: {future}; before 1990: {old}."),
                Lang::Fr => {
                    format!("Heures dans le futur\u{202f}: {future}\u{202f}; avant 1990\u{202f}: {old}.")
                }
            }
        });
        found.push(
            Finding::new(Check::Clocks, Verdict::Wrong, Some(wrong), n, seen)
                .means("They lie in no period that anyone looks at.", "Elles ne tombent dans aucune période regardée.")
                .next("Does the export swap day and month, or is a clock wrong? `--map` says how times are written.", "L’export inverse-t-il jour et mois, ou une horloge est-elle fausse\u{202f}? «\u{202f}--map\u{202f}» dit comment les heures sont écrites."),
        );
    }
    if clocks.before_opening + clocks.backwards > 0 {
        let hits = clocks.before_opening + clocks.backwards;
        let seen = said(|lang| {
            let (early, backwards) =
                (of_conversations(lang, clocks.before_opening, n), number(lang, clocks.backwards));
            match lang {
                Lang::En => format!(
                    "Messages before the conversation began: in {early}; ended before they began: {backwards}."
                ),
                Lang::Fr => format!(
                    "Messages d’avant le début de la conversation\u{202f}: dans {early}\u{202f}; finies avant de commencer\u{202f}: {backwards}."
                ),
            }
        });
        found.push(
            Finding::new(Check::Clocks, weighed(hits, n), Some(hits), n, seen)
                .means("Two clocks, or a time zone left out: waits can come out too short or too long by hours.", "Deux horloges, ou un fuseau oublié\u{202f}: des attentes sont trop courtes ou trop longues de quelques heures.")
                .next("Compare one of them with the help desk’s own screen.", "Comparez-en une avec l’écran de l’outil."),
        );
    }
    if clocks.after_closing > 0 {
        let (hits, closing) = (clocks.after_closing, clocks.closing);
        let seen = said(|lang| match (of_conversations(lang, hits, closing), lang) {
            (of, Lang::En) => format!("Replies after the end: in {of} whose end is known."),
            (of, Lang::Fr) => {
                format!("Réponses d’après la fin\u{202f}: dans {of} dont la fin est connue.")
            }
        });
        found.push(
            Finding::new(Check::Clocks, weighed(hits, closing), Some(hits), closing, seen)
                .means("They were open again, and the source kept one end: resolution times are too short.", "Elles ont été rouvertes, et la source n’a gardé qu’une fin\u{202f}: les délais de résolution sont trop courts.")
                .next("Does the help desk export reopenings or an audit log? They can be taken in beside.", "L’outil exporte-t-il les réouvertures ou un journal\u{202f}? Ils s’importent à côté."),
        );
    }
    found
}

fn grain(part: &Part, crowded: u64, several: bool) -> Option<Finding> {
    let clocks = &part.clocks;
    let n = clocks.timed;
    let mostly = |hits: u64| n >= FROM && hits as f64 >= ROUGH * n as f64;
    let name = |lang| label(part, several, lang);
    let rough = |verdict, hits, en: &str, fr: &str| {
        let seen = said(|lang| match (name(lang), of(lang, hits, n), lang) {
            (name, of, Lang::En) => format!("{name}: {of} times lie {en}."),
            (name, of, Lang::Fr) => format!("{name}\u{202f}: {of} heures tombent {fr}."),
        });
        Finding::new(Check::Grain, verdict, Some(hits), n, seen).of(part)
    };
    if mostly(clocks.on_hour) {
        let midnight = mostly(clocks.at_midnight);
        let (hits, en, fr) = if midnight {
            (
                clocks.at_midnight,
                "at midnight: the day was kept, and not the time",
                "à minuit\u{202f}: le jour a été gardé, et pas l’heure",
            )
        } else {
            (clocks.on_hour, "on the full hour", "sur l’heure pleine")
        };
        return Some(
            rough(Verdict::Wrong, hits, en, fr)
                .means(
                    "Response and resolution times cannot be measured with such a clock.",
                    "Délais de réponse et de résolution ne sont pas mesurables avec une telle horloge.",
                )
                .next(
                    "Choose date *and time* in the export, and import it again.",
                    "Choisissez date *et heure* dans l’export, et importez de nouveau.",
                ),
        );
    }
    if clocks.several >= FROM && clocks.at_once as f64 >= ROUGH * clocks.several as f64 {
        let seen =
            said(|lang| match (name(lang), of_conversations(lang, clocks.at_once, clocks.several), lang) {
                (name, of, Lang::En) => {
                    format!("{name}: in {of} of three messages or more, all have the same second.")
                }
                (name, of, Lang::Fr) => {
                    format!("{name}\u{202f}: dans {of} de trois messages ou plus, tous ont la même seconde.")
                }
            });
        return Some(
            Finding::new(Check::Grain, Verdict::Wrong, Some(clocks.at_once), clocks.several, seen)
                .of(part)
                .means("That is the time of the export or of the ticket, not of the messages: no wait can be measured.", "C’est l’heure de l’export ou du ticket, pas des messages\u{202f}: aucune attente n’est mesurable.")
                .next("Export the messages with times of their own.", "Exportez les messages avec leurs propres heures."),
        );
    }
    if mostly(clocks.on_minute) {
        return Some(
            rough(Verdict::Note, clocks.on_minute, "on the full minute", "sur la minute pleine")
                .means("Waits are right to the minute: enough for e-mail, rough for chat.", "Les attentes sont justes à la minute\u{202f}: assez pour l’e-mail, approximatif pour le chat."),
        );
    }
    let conversations = part.counts.conversations;
    if crowded > 0 {
        let seen = said(|lang| match (name(lang), of_conversations(lang, crowded, conversations), lang) {
            (name, of, Lang::En) => {
                format!("{name}: {of}, begun at one second with nine others or more.")
            }
            (name, of, Lang::Fr) => {
                format!("{name}\u{202f}: {of}, à la même seconde que neuf autres ou plus.")
            }
        });
        return Some(
            Finding::new(Check::Grain, weighed(crowded, conversations), Some(crowded), conversations, seen)
                .of(part)
                .means("A program made them, or their times are those of a transfer between tools.", "Un programme les a créées, ou leurs heures sont celles d’un transfert entre outils.")
                .next("Look at one such second: `aplomb conversations`. What no customer asked can be labelled `test` or `spam`: figures leave it out.", "Regardez une telle seconde\u{202f}: «\u{202f}aplomb conversations\u{202f}». Ce qu’aucun client n’a demandé peut porter l’étiquette «\u{202f}test\u{202f}» ou «\u{202f}spam\u{202f}»\u{202f}: les chiffres le laissent de côté."),
        );
    }
    None
}
