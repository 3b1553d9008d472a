//! The judgement over everything that was measured.

use std::collections::BTreeSet;

use crate::domain::calendar::Calendar;
use crate::domain::shown::Shown;
use crate::domain::verdict::Verdict;
use crate::words::{Bilingual, Lang, number, percent};

use super::findings::{Check, Finding, of_conversations, said};
use super::{Measured, Sequence};

mod clocks;
mod gaps;
mod sides;

/// From this share on, what is missing needs attention.
const ATTENTION: f64 = 0.05;
/// Conversations below which a share says nothing.
const ENOUGH: u64 = 10;

/// What the judgement stands on beside the conversations.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// What was known then, in microseconds.
    pub now: i64,
    /// The team's days, closed ones included.
    pub calendar: &'a Calendar,
    /// Pieces whose conversation has not come, and how many conversations those are of.
    pub waiting: (u64, u64),
}

/// What was found: strengths first, then what needs attention, then what is worth knowing.
pub fn judge(measured: &Measured, ground: &Ground<'_>) -> Vec<Finding> {
    if measured.counts.conversations == 0 {
        return Vec::new();
    }
    let several = measured.parts.iter().map(|part| &part.source).collect::<BTreeSet<_>>().len() > 1;
    let mut found = gaps::freshness(measured, ground);
    found.extend(gaps::gaps(measured, ground, several));
    found.extend(
        measured.sequences.iter().map(|(source, sequence)| numbers(source, sequence, ground, several)),
    );
    found.extend(twice(measured));
    found.push(orphans(measured, ground));
    found.extend(sides::sides(measured, several));
    found.extend(clocks::clocks(measured, several));
    let rank = |verdict| match verdict {
        Verdict::Fine => 0,
        Verdict::Wrong => 1,
        Verdict::Note => 2,
    };
    found.sort_by_key(|finding| (rank(finding.verdict), finding.check));
    found
}

/// [`Verdict::Wrong`] from a share on, and a note below it.
fn weighed(hits: u64, n: u64) -> Verdict {
    if n >= ENOUGH && hits as f64 >= ATTENTION * n as f64 { Verdict::Wrong } else { Verdict::Note }
}

fn twice(measured: &Measured) -> Vec<Finding> {
    let (twice, n) = (&measured.twice, measured.counts.conversations);
    let mut found = Vec::new();
    let sampled = |lang: Lang| match (twice.one_in, lang) {
        (1, _) => String::new(),
        (one_in, Lang::En) => format!(" One message in {one_in} was looked at."),
        (one_in, Lang::Fr) => format!(" Un message sur {one_in} a été regardé."),
    };
    if twice.same_words > 0 {
        let seen = said(|lang| {
            let (of, sampled) = (of_conversations(lang, twice.same_words, n), sampled(lang));
            match lang {
                Lang::En => format!(
                    "There twice: {of}, with a customer’s words that another holds, too, written at the same instant.{sampled}"
                ),
                Lang::Fr => format!(
                    "En double\u{202f}: {of}, avec les mots d’un client qu’une autre contient aussi, écrits au même instant.{sampled}"
                ),
            }
        });
        found.push(
            Finding::new(Check::Twice, Verdict::Wrong, Some(twice.same_words), n, seen)
                .means("Each counts twice in arrivals, interactions and solved.", "Chacune compte deux fois dans les arrivées, les interactions et les résolues.")
                .next("Was one account taken in under two names, or were tickets split? Take in one export only, or label the copies `merged`: figures leave those out.", "Un même compte pris sous deux noms, ou des tickets scindés\u{202f}? Ne prenez qu’un export, ou étiquetez les copies «\u{202f}merged\u{202f}»\u{202f}: les chiffres les laissent de côté."),
        );
    } else {
        let seen = said(|lang| {
            let (n, sampled) = (number(lang, n), sampled(lang));
            match lang {
                Lang::En => format!("No conversation is there twice (n = {n}).{sampled}"),
                Lang::Fr => format!("Aucune conversation n’est en double (n = {n}).{sampled}"),
            }
        });
        found.push(Finding::new(Check::Twice, Verdict::Fine, Some(0), n, seen));
    }
    if twice.asked_again > 0 {
        let seen = said(|lang| {
            let of = of_conversations(lang, twice.asked_again, n);
            match lang {
                Lang::En => format!(
                    "Asked twice: {of}, with the same first words of the same customer on the same channel within the hour."
                ),
                Lang::Fr => format!(
                    "Demandé deux fois\u{202f}: {of}, avec les mêmes premiers mots du même client sur le même canal dans l’heure."
                ),
            }
        });
        found.push(
            Finding::new(Check::Twice, weighed(twice.asked_again, n), Some(twice.asked_again), n, seen)
                .means("Two contacts for one request: arrivals and the unanswered are too high, unless a label joins them.", "Deux contacts pour une demande\u{202f}: arrivées et sans-réponse sont trop hautes, sauf si une étiquette les relie.")
                .next("Merge them in the help desk, or give both the label `issue:…`.", "Fusionnez-les dans l’outil, ou donnez aux deux l’étiquette «\u{202f}issue:…\u{202f}»."),
        );
    }
    if twice.same_id > 0 {
        let (hits, one_day) = (twice.same_id, twice.same_id_and_day);
        let verdict = if one_day > 0 { weighed(one_day, n) } else { Verdict::Note };
        let seen = said(|lang| {
            let (hits, one_day) = (number(lang, hits), number(lang, one_day));
            match lang {
                Lang::En => {
                    format!("Two sources share {hits} ids; {one_day} of them began on the same day in both.")
                }
                Lang::Fr => format!(
                    "Deux sources partagent {hits} numéros\u{202f}; {one_day} ont commencé le même jour dans les deux."
                ),
            }
        });
        found.push(
            Finding::new(Check::Twice, verdict, Some(one_day), hits, seen)
                .means("Two help desks may count alike; ids with one day are more likely one account under two names.", "Deux outils peuvent compter pareil\u{202f}; un même jour indique plutôt un compte sous deux noms.")
                .next("Look at one of them in both sources: `aplomb conversations`.", "Regardez-en une dans les deux sources\u{202f}: «\u{202f}aplomb conversations\u{202f}»."),
        );
    }
    found
}

fn orphans(measured: &Measured, ground: &Ground<'_>) -> Finding {
    let ((waiting, of), n) = (ground.waiting, measured.counts.messages);
    if waiting == 0 {
        let seen = Bilingual::fixed(
            "No message waits for its conversation.",
            "Aucun message n’attend sa conversation.",
        );
        return Finding::new(Check::Orphans, Verdict::Fine, Some(0), n, seen);
    }
    let seen = said(|lang| match (number(lang, waiting), number(lang, of), lang) {
        (pieces, of, Lang::En) => {
            format!("Pieces that wait for a conversation that never came: {pieces}, of {of} conversations.")
        }
        (pieces, of, Lang::Fr) => format!(
            "Éléments qui attendent une conversation jamais venue\u{202f}: {pieces}, de {of} conversations."
        ),
    });
    Finding::new(Check::Orphans, Verdict::Wrong, Some(waiting), n, seen)
        .means("Replies that no figure counts.", "Des réponses qu’aucun chiffre ne compte.")
        .next("Export the tickets of the same days, too, and take them in: the pieces join by themselves.", "Exportez aussi les tickets des mêmes jours et importez-les\u{202f}: les éléments se rattachent seuls.")
}

fn numbers(source: &str, sequence: &Sequence, ground: &Ground<'_>, several: bool) -> Finding {
    let all = sequence.here + sequence.missing;
    let name = |lang| match several {
        true => format!("{}{}", Shown::short(source, 24), if lang == Lang::En { ": " } else { "\u{202f}: " }),
        false => String::new(),
    };
    let ends = |lang| [sequence.ends.0, sequence.ends.1].map(|end| number(lang, end));
    let here = |lang| percent(lang, sequence.here as f64 / all.max(1) as f64, all);
    let finding = |verdict, seen| {
        let mut finding = Finding::new(Check::Numbers, verdict, Some(sequence.missing), all, seen);
        finding.source = Some(source.to_owned());
        finding
    };
    if !sequence.dense {
        let seen = said(|lang| {
            let ([first, last], here, name) = (ends(lang), here(lang), name(lang));
            let n = number(lang, sequence.here);
            match lang {
                Lang::En => format!(
                    "{name}{here} of the ticket numbers {first} to {last} are here (n = {n}): too few to say which of the others are lost."
                ),
                Lang::Fr => format!(
                    "{name}{here} des numéros de ticket {first} à {last} sont là (n = {n})\u{202f}: trop peu pour dire lesquels des autres sont perdus."
                ),
            }
        });
        return finding(Verdict::Note, seen).means(
            "The rest belongs to others, or was never exported.",
            "Le reste est à d’autres, ou n’a jamais été exporté.",
        );
    }
    if sequence.stretches.is_empty() {
        let seen = said(|lang| {
            let ([first, last], here, name) = (ends(lang), here(lang), name(lang));
            let n = number(lang, all);
            match lang {
                Lang::En => format!(
                    "{name}{here} of the ticket numbers {first} to {last} are here (n = {n}), and no stretch of them is missing."
                ),
                Lang::Fr => format!(
                    "{name}{here} des numéros de ticket {first} à {last} sont là (n = {n}), sans série manquante."
                ),
            }
        });
        return finding(Verdict::Fine, seen);
    }
    let seen = said(|lang| {
        let ([first, last], here, name) = (ends(lang), here(lang), name(lang));
        let n = number(lang, all);
        let stretches: Vec<String> = sequence
            .stretches
            .iter()
            .map(|stretch| {
                let [one, other, count] =
                    [stretch.first, stretch.last, stretch.count()].map(|of| number(lang, of));
                let [from, to] = [stretch.between.0, stretch.between.1].map(|at| gaps::day(ground, at, lang));
                match lang {
                    Lang::En => format!("{one} to {other} ({count}, {from} to {to})"),
                    Lang::Fr => format!("{one} à {other} ({count}, du {from} au {to})"),
                }
            })
            .collect();
        let stretches = stretches.join("; ");
        match lang {
            Lang::En => format!(
                "{name}ticket numbers are missing in a row: {stretches}. Of {first} to {last}, {here} are here (n = {n})."
            ),
            Lang::Fr => format!(
                "{name}des numéros de ticket manquent à la suite\u{202f}: {stretches}. De {first} à {last}, {here} sont là (n = {n})."
            ),
        }
    });
    finding(Verdict::Wrong, seen)
        .means(
            "Such a stretch is no chance: every figure of these days is too low.",
            "Une telle série n’est pas un hasard\u{202f}: tous les chiffres de ces jours sont trop bas.",
        )
        .next(
            "Export these tickets and import the file: what is here stays as it is.",
            "Exportez ces tickets et importez le fichier\u{202f}: ce qui est là ne change pas.",
        )
}

#[cfg(test)]
mod tests;
