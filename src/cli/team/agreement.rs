//! `aplomb team agreement`, for people.

use super::{TOO_FEW, column, ends, sentence, waiting};
use crate::both;
use crate::cli::out::Out;
use crate::domain::agreement::Verdict;
use crate::ops::team::Accord;
use crate::words::{Bilingual, Lang, decimal, number, percent, plural};

/// Columns of an item's text.
const ITEM: usize = 38;
/// Columns of the name of a pillar.
const NAME: usize = 18;

pub(super) fn print(out: &mut Out, accord: &Accord) {
    let lang = out.lang;
    let found = &accord.agreement;
    let (n, people) = (number(lang, found.conversations as u64), found.people);
    let base = both!(
        "{n} conversations of {people} agents, each read by its agent and by a colleague",
        "{n} conversations de {people} conseillers, chacune lue par son conseiller et un collègue"
    );
    sentence(out, 0, base.get(lang));
    if let Some(held) = &accord.held {
        sentence(out, 0, waiting(held, accord.k, lang).get(lang));
    }
    if accord.by_lot {
        out.say(&Bilingual::fixed(
            "(taken by lot, the same each time: there are more)",
            "(tirées au sort, toujours les mêmes\u{202f}: il y en a davantage)",
        ));
    }
    let k = accord.k;
    if found.pillars.iter().all(Result::is_err) && found.items.iter().all(Result::is_err) {
        let why = found.pillars.iter().find_map(|told| told.err());
        out.line("");
        out.line(TOO_FEW.get(lang));
        out.tell(&match why {
            Some(why) if why != crate::domain::team::Hidden::People => why.words(),
            _ => both!(
                "figures appear from {k} agents whose readers let their answers go along",
                "les chiffres viennent à partir de {k} conseillers dont les lecteurs transmettent leurs réponses"
            ),
        });
        return;
    }
    pillars(out, accord);
    out.line("");
    let wording = Bilingual::fixed(
        "Items, those worth talking about first. It is about the wording, not about people.",
        "Les points, ceux à discuter d’abord. Il s’agit de la formulation, pas des personnes.",
    );
    sentence(out, 0, wording.get(lang));
    let mut last = None;
    for shared in found.items.iter().flatten() {
        let Some(item) = accord.checklist.items.get(shared.item) else { continue };
        let verdict = shared.agreement.verdict;
        if last != Some(verdict) {
            out.line("");
            out.line(&format!("  {}", capital(verdict.words().get(lang))));
            last = Some(verdict);
        }
        let counts = shared.agreement.shared;
        let of = match lang {
            Lang::En => format!("{} of {}", counts.alike, counts.n),
            Lang::Fr => format!("{} sur {}", counts.alike, counts.n),
        };
        let figures = match shared.agreement.raw.estimate() {
            Some(raw) if verdict != Verdict::TooFew => {
                let share = |share: f64| percent(lang, share, 1);
                let interval =
                    raw.interval.map(|(low, high)| ends(lang, &share(low), &share(high))).unwrap_or_default();
                format!("{} {interval}", share(raw.value))
            }
            _ => String::new(),
        };
        out.line(format!("    {} {of:>11}  {figures}", column(item.text.get(lang), ITEM)).trim_end());
        if let (Verdict::WordingToDiscuss, Some(no)) = (verdict, shared.agreement.on_no.estimate()) {
            let no = percent(lang, no.value, 1);
            out.say(&both!(
                "      when one said no, the other did too: {no}",
                "      quand l’un disait non, l’autre aussi\u{202f}: {no}"
            ));
        }
    }
    let hidden = found.items.iter().filter(|item| item.is_err()).count();
    if hidden > 0 {
        out.line("");
        let n = hidden as u64;
        let (items, points) =
            (plural(Lang::En, n, "item", "items"), plural(Lang::Fr, n, "autre point", "autres points"));
        out.say(&both!(
            "  {hidden} more {items}: too few (fewer than {k} people)",
            "  {hidden} {points}\u{202f}: trop peu (moins de {k} personnes)"
        ));
    }
    out.tell(&Bilingual::fixed(
        "bring the first item to the next meeting: reword it, or add a rule to its guidance",
        "apportez le premier point à la prochaine réunion\u{202f}: reformulez-le, ou précisez sa consigne",
    ));
}

fn pillars(out: &mut Out, accord: &Accord) {
    let lang = out.lang;
    out.line("");
    for (pillar, told) in accord.checklist.scored_pillars().zip(&accord.agreement.pillars) {
        let name = column(pillar.name.get(lang), NAME);
        let Ok(found) = told else {
            out.line(&format!("{name}{}", TOO_FEW.get(lang)));
            continue;
        };
        let raw = found.raw.map_or_else(|| "–".to_owned(), |raw| percent(lang, raw, 1));
        let alpha = match &found.alpha {
            Ok(alpha) if found.enough => {
                let interval = alpha
                    .jackknife
                    .map(|jack| {
                        ends(lang, &decimal(lang, jack.interval.0, 2), &decimal(lang, jack.interval.1, 2))
                    })
                    .unwrap_or_default();
                format!("{} {interval}", decimal(lang, alpha.value, 2))
            }
            Ok(_) => TOO_FEW.get(lang).to_owned(),
            Err(why) => why.words().get(lang).to_owned(),
        };
        let n = found.conversations;
        let line = both!(
            "{name}alike {raw} · alpha {alpha} · n {n}",
            "{name}d’accord {raw} · alpha {alpha} · n {n}"
        );
        out.line(line.get(lang));
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
